//! What was made of a file: its sheets, columns and rows, each with what became of it.

use serde::Serialize;

use super::mapping::{Mapping, SheetKind, SheetMapping};

/// What became of a row.
///
/// ```
/// use tiendo_formats::annex::Fate;
/// assert_eq!(Fate::Section.as_str(), "section");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It gave a task, a report or both.
    Loaded,
    /// It names a section.
    Section,
    /// It stands above the table, and tells what it is.
    Title,
    /// It is the header, or numbers its columns.
    Header,
    /// It repeats the header.
    RepeatedHeader,
    /// It goes on where a merged row began.
    Continued,
    /// It is not read; a finding says why.
    Finding,
    /// It is not read, for the mapping leaves its sheet out.
    Ignored,
}

impl Fate {
    /// Every fate.
    pub const ALL: &'static [Fate] = &[
        Fate::Loaded,
        Fate::Section,
        Fate::Title,
        Fate::Header,
        Fate::RepeatedHeader,
        Fate::Continued,
        Fate::Finding,
        Fate::Ignored,
    ];

    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Loaded => "loaded",
            Fate::Section => "section",
            Fate::Title => "title",
            Fate::Header => "header",
            Fate::RepeatedHeader => "repeated_header",
            Fate::Continued => "continued",
            Fate::Finding => "finding",
            Fate::Ignored => "ignored",
        }
    }
}

/// One row and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowFate {
    /// Row number as the program shows it.
    pub row: u64,
    /// What became of it.
    pub fate: Fate,
    /// Its words: the task, the section, the line, cut to 120 characters.
    pub words: String,
    /// Id of the task that it gave or speaks of.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// True where the id was made from the document and the words of the task.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub made: bool,
}

/// How many rows of a sheet became what; the parts sum to `rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RowCounts {
    /// Rows from the first to the last that holds anything, and all above.
    pub rows: u64,
    /// Rows that gave a task, a report or both.
    pub loaded: u64,
    /// Sections.
    pub sections: u64,
    /// Rows above the table.
    pub titles: u64,
    /// Rows of the header, repeated ones too.
    pub headers: u64,
    /// Rows that go on where a merged row began.
    pub continued: u64,
    /// Rows that hold nothing.
    pub blank: u64,
    /// Rows that are not read, each with a finding.
    pub findings: u64,
    /// Rows of a sheet that the mapping leaves out.
    pub ignored: u64,
}

impl RowCounts {
    /// Counts one more row.
    pub(crate) fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Loaded => self.loaded += 1,
            Fate::Section => self.sections += 1,
            Fate::Title => self.titles += 1,
            Fate::Header | Fate::RepeatedHeader => self.headers += 1,
            Fate::Continued => self.continued += 1,
            Fate::Finding => self.findings += 1,
            Fate::Ignored => self.ignored += 1,
        }
    }

    /// Rows of which something is known, without blank ones.
    pub fn accounted(&self) -> u64 {
        self.loaded
            + self.sections
            + self.titles
            + self.headers
            + self.continued
            + self.findings
            + self.ignored
    }
}

/// One column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnUnderstood {
    /// Letters of the column.
    pub column: String,
    /// The header as it stands, several rows of it joined.
    pub header: String,
    /// What it holds, `addressees+coordinating` where it holds two; empty where that is not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// How sure that is: 1 for the very words of a header, or for a mapping.
    pub score: f32,
    /// The words that settled it; `mapping` where the caller did.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// One sheet and what was made of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Understanding {
    /// Name of the sheet or table.
    pub sheet: String,
    /// True where the program does not show it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// What it was taken for.
    pub kind: SheetKind,
    /// First and last row of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<[u64; 2]>,
    /// The document that sets its tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The day that its reports speak of, where no column says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<String>,
    /// Its columns; behind them those of further tables in the sheet.
    pub columns: Vec<ColumnUnderstood>,
    /// How many of them the first table has.
    #[serde(skip)]
    pub(crate) first_columns: usize,
    /// How many rows became what.
    pub counts: RowCounts,
    /// Every row that holds anything.
    pub rows: Vec<RowFate>,
}

impl Understanding {
    /// The mapping that reads the sheet as it was understood.
    pub(crate) fn mapping(&self) -> SheetMapping {
        let known =
            self.columns.iter().take(self.first_columns).filter(|column| !column.field.is_empty());
        SheetMapping {
            name: self.sheet.clone(),
            kind: if self.columns.is_empty() { SheetKind::Ignore } else { self.kind },
            header_rows: self.header_rows,
            document: self.document.clone(),
            reported_on: self.reported_on.clone(),
            columns: known.map(|c| (c.column.clone(), c.field.clone())).collect(),
        }
    }
}

/// The mapping that reads a file as it was understood.
pub(crate) fn mapping(sheets: &[Understanding], given: &Mapping) -> Mapping {
    Mapping {
        document: given.document.clone(),
        reported_on: given.reported_on.clone(),
        agencies: given.agencies.clone(),
        sheet: sheets.iter().map(Understanding::mapping).collect(),
    }
}
