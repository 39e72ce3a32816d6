//! Tables: the columns that records have in any sheet, in English and in the words of Vietnamese agencies.
//!
//! A table knows nothing of commas or workbooks. A format hands it the cells of a row and gets a record or findings;
//! it hands a format the cells of a record. So a CSV file and a worksheet have the same columns.

use tiendo::{Lang, RecordKind, text};

mod cells;
mod day;
mod entry;
mod gather;
mod list;
mod log;
mod number;
mod row;
mod seen;
mod selection;
mod word;

pub(crate) mod agencies;
pub(crate) mod allocations;
pub(crate) mod documents;
pub(crate) mod groups;
pub(crate) mod kpi_measurements;
pub(crate) mod kpis;
pub(crate) mod phases;
pub(crate) mod plans;
pub(crate) mod reports;
pub(crate) mod successions;
pub(crate) mod tasks;
pub(crate) mod transfers;

pub(crate) use cells::{Cells, Refused};
#[cfg(any(feature = "xlsx", feature = "docx"))]
pub(crate) use day::{Form as DayForm, read as read_day};
pub(crate) use entry::Entry;
#[cfg(feature = "json")]
pub(crate) use entry::Keyed;
pub(crate) use gather::Gather;
#[cfg(feature = "parquet")]
pub(crate) use list::push_list_item;
pub(crate) use log::Log;
pub(crate) use number::DecimalMark;
#[cfg(any(feature = "xlsx", feature = "docx"))]
pub(crate) use number::whole_number;
pub(crate) use row::Row;
pub(crate) use seen::Seen;
pub use selection::Disclosure;
pub(crate) use selection::Selection;

/// What the cells of a column hold.
///
/// ```
/// use tiendo_formats::{CellKind, Table};
/// assert_eq!(Table::Tasks.columns()[0].kind, CellKind::Id);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// An id.
    Id,
    /// Free text.
    Text,
    /// A word of a list.
    Word,
    /// Items separated by `;`.
    List,
    /// A day.
    Day,
    /// A day and a time.
    Instant,
    /// A number with decimals.
    Number,
    /// A whole number.
    Whole,
    /// Yes or no.
    Flag,
}

impl CellKind {
    /// True where the cell is read as text, so that a spreadsheet must not take it for a formula, number or day.
    pub fn is_text(self) -> bool {
        matches!(self, CellKind::Id | CellKind::Text | CellKind::Word | CellKind::List)
    }

    /// The kind in words.
    ///
    /// ```
    /// use tiendo::Lang;
    /// assert_eq!(tiendo_formats::CellKind::Flag.label(Lang::En), "yes or no");
    /// ```
    pub fn label(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            CellKind::Id => ("mã", "id"),
            CellKind::Text => ("chữ", "text"),
            CellKind::Word => ("từ trong danh mục", "word"),
            CellKind::List => ("danh sách", "list"),
            CellKind::Day => ("ngày", "day"),
            CellKind::Instant => ("ngày giờ", "instant"),
            CellKind::Number => ("số", "number"),
            CellKind::Whole => ("số nguyên", "whole number"),
            CellKind::Flag => ("có hoặc không", "yes or no"),
        };
        if lang == Lang::Vi { vi } else { en }
    }
}

/// A column of a table.
///
/// ```
/// use tiendo_formats::Table;
/// let column = Table::Tasks.column("Cơ quan chủ trì").expect("a usual header");
/// assert_eq!(column.name, "addressees");
/// ```
#[derive(Debug)]
pub struct Column {
    /// The name: what is written, what findings say.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: CellKind,
    /// True where a file without it, or a row with an empty cell, is not read.
    pub required: bool,
    /// Other headers under which it is read; the first is the Vietnamese one that is written on request.
    pub headers: &'static [&'static str],
    /// What it means, in Vietnamese.
    pub about_vi: &'static str,
    /// What it means, in English.
    pub about_en: &'static str,
    /// A value that reads without a finding.
    pub example: &'static str,
}

impl Column {
    /// The header in a language.
    pub fn header(&self, lang: Lang) -> &'static str {
        match (lang, self.headers.first()) {
            (Lang::Vi, Some(header)) => header,
            _ => self.name,
        }
    }

    /// What it means, in a language.
    pub fn about(&self, lang: Lang) -> &'static str {
        if lang == Lang::Vi { self.about_vi } else { self.about_en }
    }
}

macro_rules! tables {
    ($($variant:ident $name:ident $kind:ident $vi:literal;)+) => {
        /// A table of records: one file of a folder, one sheet of a workbook.
        ///
        /// ```
        /// use tiendo_formats::Table;
        /// assert_eq!(Table::parse("tasks"), Some(Table::Tasks));
        /// assert_eq!(Table::parse("budget"), None);
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table { $(#[doc = concat!("`", stringify!($name), "` (", $vi, ").")] $variant,)+ }

        impl Table {
            /// Every table; one that adds to another's records stands after it.
            pub const ALL: &'static [Table] = &[$(Table::$variant,)+];

            /// The name: of a file without its ending, of a sheet.
            pub fn name(self) -> &'static str {
                match self { $(Table::$variant => stringify!($name),)+ }
            }

            /// The name in Vietnamese.
            pub fn label_vi(self) -> &'static str {
                match self { $(Table::$variant => $vi,)+ }
            }

            /// The table with this name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Table::$variant),)+ _ => None }
            }

            /// Its columns, in the order in which they are written.
            pub fn columns(self) -> &'static [Column] {
                match self { $(Table::$variant => $name::COLUMNS,)+ }
            }

            /// Kind of the record that a row holds or adds to.
            pub fn kind(self) -> RecordKind {
                match self { $(Table::$variant => RecordKind::$kind,)+ }
            }
        }
    };
}

tables! {
    Documents documents Document "văn bản";
    Agencies agencies Agency "cơ quan";
    Successions successions Succession "kế thừa giữa các cơ quan";
    Plans plans Plan "kế hoạch";
    Phases phases Phase "giai đoạn của kế hoạch";
    Groups groups Group "nhóm nhiệm vụ của kế hoạch";
    Tasks tasks Task "nhiệm vụ";
    Transfers transfers Transfer "chuyển giao nhiệm vụ";
    Reports reports Report "báo cáo";
    Allocations allocations Allocation "kinh phí";
    Kpis kpis Kpi "chỉ tiêu";
    KpiMeasurements kpi_measurements Kpi "số đo của chỉ tiêu";
}

impl Table {
    /// The column with this name or header, compared without accents, case and words in brackets.
    pub fn column(self, header: &str) -> Option<&'static Column> {
        self.position(header).and_then(|(at, _)| self.columns().get(at))
    }

    /// Position of the column with this header, and whether the header is its very name.
    pub(crate) fn position(self, header: &str) -> Option<(usize, bool)> {
        let columns = self.columns();
        let find = |key: &str| {
            let named = columns.iter().position(|c| header_key(c.name) == key);
            let other =
                || columns.iter().position(|c| c.headers.iter().any(|h| header_key(h) == key));
            named.map(|at| (at, true)).or_else(|| other().map(|at| (at, false)))
        };
        let key = header_key(header);
        // Trackers add hints: 'Nhiệm vụ (rõ việc)', 'Tiến độ (%)'.
        let bare = || key.split_once('(').and_then(|(bare, _)| find(bare.trim_end()));
        find(&key).or_else(bare)
    }
}

/// The form in which headers and words are compared: folded, blanks and `_` as one blank.
pub(crate) fn header_key(header: &str) -> String {
    let folded = text::fold(header);
    let words = folded.split(|c: char| c == '_' || is_blank(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// True for white space of any kind, the byte order mark and the zero-width blank.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// The text without blanks at its ends.
pub(crate) fn trim(text: &str) -> &str {
    // Most texts begin and end with a sign that is no blank nor a part of one.
    let bytes = text.as_bytes();
    let is_trim = [bytes.first(), bytes.last()].iter().all(|b| b.is_some_and(u8::is_ascii_graphic));
    if is_trim { text } else { text.trim_matches(is_blank) }
}

/// Names the position of a table's column.
pub(crate) trait At: Copy {
    /// Index in the table's columns.
    fn at(self) -> usize;
}

/// Declares the columns of one table: position, kind, need, name, headers, meaning in two languages, example.
macro_rules! columns {
    ($($variant:ident $kind:ident $need:ident $name:literal [$($header:literal),+]
        $vi:literal $en:literal $example:literal;)+) => {
        #[derive(Clone, Copy)]
        enum Col { $($variant,)+ }

        impl $crate::table::At for Col {
            fn at(self) -> usize {
                self as usize
            }
        }

        pub(crate) const COLUMNS: &[$crate::table::Column] = &[$($crate::table::Column {
            name: $name,
            kind: $crate::table::CellKind::$kind,
            required: $crate::table::$need,
            headers: &[$($header),+],
            about_vi: $vi,
            about_en: $en,
            example: $example,
        },)+];
    };
}

pub(crate) use columns;

/// For the macro `columns`: the column and each of its cells must be there.
const REQUIRED: bool = true;
/// For the macro `columns`: the column or a cell may be absent.
const OPTIONAL: bool = false;
