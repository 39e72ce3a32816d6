//! The rows of one sheet, from its title to its last line: every one of them becomes something, or is a finding.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use tiendo::{DocumentId, Finding, FindingCode, GroupId, TaskId, text};

use super::collect::Collector;
use super::field::{Field, pair_word};
use super::grid::{Filler, GridRow, Origin, RawRow, Rows, Sheet};
use super::header::{self, Column, Header};
use super::key;
use super::mapping::{SheetKind, SheetMapping};
use super::ordinal::{self, Ordinal};
use super::package::exceed;
use super::report::Shares;
use super::understanding::{ColumnUnderstood, Fate, RowFate, Understanding};
use super::value::{Value, letters};
use crate::error::Error;
use crate::table::{Log, header_key};

/// Rows among which the header is looked for.
const WINDOW: usize = 100;
/// Cells among which it is looked for: in a sheet as wide as is allowed, its first eight rows.
const WINDOW_CELLS: usize = 4096;
/// Rows between two calls of the progress callback.
const PROGRESS_ROWS: u64 = 1024;
/// Most findings of one code that are listed for a sheet, where the caller names no number.
const MAX_FINDINGS: u64 = 10_000;
/// Longest words of a row that are kept to show what it is.
const WORDS_CHARS: usize = 120;
/// Longest text that names a section or a line outside the table.
pub(super) const QUOTED_CHARS: usize = 200;

/// A section that rows stand under.
#[derive(Debug, Clone)]
pub(super) struct Section {
    level: usize,
    pub(super) ordinal: String,
    pub(super) name: String,
    /// The task group that it stands for.
    pub(super) group: Option<GroupId>,
}

/// The words of a row's task with the key that was made of them.
#[derive(Debug)]
pub(super) struct Worded {
    pub(super) document: DocumentId,
    pub(super) words: String,
    pub(super) key: String,
}

/// What a sheet's rows do to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Means {
    /// Tasks that are not there are made.
    pub(super) creates: bool,
    /// Tasks that are there take what the rows say.
    pub(super) overwrites: bool,
    /// Rows make reports.
    pub(super) reports: bool,
}

/// One sheet being read.
pub(super) struct Walk<'c, 'a> {
    pub(super) all: &'c mut Collector<'a>,
    pub(super) log: Log,
    sheet: Sheet,
    pub(super) mapping: SheetMapping,
    pub(super) header: Header,
    pub(super) means: Means,
    pub(super) out: Understanding,
    pub(super) titles: Vec<String>,
    pub(super) document: Option<DocumentId>,
    pub(super) day: Option<NaiveDate>,
    pub(super) sections: Vec<Section>,
    /// The names of the sections, as keys are made of them.
    pub(super) section_words: String,
    /// The words of the row being read.
    pub(super) worded: Option<Worded>,
    /// No task of this file or of the register has the words of the row being read, nor the key that was made of them.
    pub(super) is_fresh: bool,
    /// Numbered tasks that the next row may be a part of, the innermost last.
    pub(super) numbered: Vec<(Vec<String>, TaskId)>,
    /// The task of the row above, which a merged cell may go on with.
    pub(super) last_task: Option<(TaskId, u64)>,
    /// The last task that is no bullet, which bullets are parts of.
    pub(super) above: Option<TaskId>,
    /// The columns of the first table as the mapping has them; empty without one.
    mapped: Vec<Column>,
    unread: BTreeMap<usize, u64>,
    /// What the bare cells of the column of percentages are.
    pub(super) shares: Shares,
    pub(super) without_day: u64,
    /// The table is a reporting form, filled in by the agency that its rows name.
    pub(super) is_form: bool,
}

impl<'c, 'a> Walk<'c, 'a> {
    pub(super) fn new(all: &'c mut Collector<'a>, sheet: Sheet) -> Self {
        let options = all.options;
        let limit = if options.max_findings == 0 { MAX_FINDINGS } else { options.max_findings };
        let mapping = options.mapping.sheet.iter().find(|mapping| mapping.name == sheet.name);
        let mapping = mapping.cloned().unwrap_or_default();
        let out = Understanding {
            sheet: sheet.name.clone(),
            hidden: sheet.hidden,
            kind: mapping.kind,
            ..Understanding::default()
        };
        Walk {
            log: Log::new(all.file, limit),
            all,
            mapping,
            header: Header { first: 0, last: 0, columns: Vec::new() },
            means: Means { creates: true, overwrites: true, reports: false },
            out,
            titles: sheet.before.clone(),
            sheet,
            document: None,
            day: None,
            sections: Vec::new(),
            section_words: String::new(),
            worded: None,
            is_fresh: false,
            numbered: Vec::new(),
            last_task: None,
            above: None,
            mapped: Vec::new(),
            unread: BTreeMap::new(),
            shares: Shares::default(),
            without_day: 0,
            is_form: false,
        }
    }

    /// Reads the sheet.
    pub(super) fn run(mut self, rows: &mut dyn Rows<'_>) -> Result<(), Error> {
        let mut filler = Filler::new(std::mem::take(&mut self.sheet.merges));
        let mut raw = RawRow::default();
        let mut window = Vec::new();
        let last = self.mapping.header_rows.map_or(0, |[_, last]| last as usize + 1);
        let mut cells = 0;
        while ((window.len() < WINDOW && cells < WINDOW_CELLS) || window.len() < last)
            && self.next(rows, &mut raw)?
        {
            window.push(filler.fill(&mut raw));
            cells += window.last().map_or(0, |row| row.cells.len());
        }
        let ignored = self.mapping.kind == SheetKind::Ignore;
        let header = header::mapped(&window, &self.mapping).filter(|_| !ignored);
        if let Some(header) = header {
            self.understand(header, &window);
            let mut held: Option<GridRow> = None;
            for row in window {
                self.step(row, &mut held);
            }
            while self.next(rows, &mut raw)? {
                self.step(filler.fill(&mut raw), &mut held);
            }
            if let Some(row) = held {
                self.row(&row, None);
            }
        } else {
            let fate = if ignored { Fate::Ignored } else { Fate::Finding };
            for row in window.iter().filter(|row| !row.is_blank()) {
                self.fate(row, fate);
            }
            while self.next(rows, &mut raw)? {
                let row = filler.fill(&mut raw);
                if !row.is_blank() {
                    self.fate(&row, fate);
                }
            }
            let count = self.out.rows.len();
            if count > 0 && !ignored {
                let finding = self.log.at(FindingCode::SheetNoTable, 0, "");
                self.log.push(finding.arg("sheet", &self.sheet.name).arg("count", count));
            }
        }
        self.finish();
        Ok(())
    }

    /// The next row that the sheet has, with the caller told and texts counted.
    fn next<'x>(&mut self, rows: &mut dyn Rows<'x>, raw: &mut RawRow<'x>) -> Result<bool, Error> {
        if !rows.next(raw)? {
            return Ok(false);
        }
        let bytes: usize = raw.cells.iter().flatten().map(Value::len).sum();
        self.all.text_bytes += bytes as u64;
        let allowed = self.all.options.limits.max_text_bytes;
        if self.all.text_bytes > allowed {
            let place = format!("{}/{}", self.all.file, self.sheet.name);
            exceed(&place, "bytes of text", self.all.text_bytes, allowed)?;
        }
        self.out.counts.rows = raw.number;
        if raw.number.is_multiple_of(PROGRESS_ROWS)
            && let Some(progress) = self.all.options.progress
            && progress(&self.sheet.name, raw.number) == ControlFlow::Break(())
        {
            return Err(Error::Cancelled);
        }
        Ok(true)
    }

    /// Takes the header, and reads what stands above it.
    fn understand(&mut self, header: Header, window: &[GridRow]) {
        for row in window.iter().filter(|row| row.number < header.first) {
            if !row.is_blank() {
                self.titles.push(row.line());
            }
        }
        let kind = match self.mapping.kind {
            SheetKind::Auto if header.makes_reports() => SheetKind::Both,
            SheetKind::Auto => SheetKind::Tasks,
            given => given,
        };
        self.means = Means {
            creates: kind != SheetKind::Reports,
            overwrites: kind == SheetKind::Tasks,
            reports: kind != SheetKind::Tasks && header.makes_reports(),
        };
        self.out.kind = kind;
        self.out.header_rows = Some([header.first, header.last]);
        self.is_form = header.is_form();
        if self.is_form {
            // They say what the form was made of, and nothing of what is filled in.
            self.titles.clear();
        }
        self.header = header;
        self.note_columns();
        self.out.first_columns = self.out.columns.len();
        if !self.mapping.columns.is_empty() {
            self.mapped = self.header.columns.clone();
        }
        self.find_document();
        self.find_day();
    }

    fn note_columns(&mut self) {
        for column in &self.header.columns {
            let field = column.field.map(|field| pair_word(field, column.second));
            self.out.columns.push(ColumnUnderstood {
                column: letters(column.at),
                header: column.header.clone(),
                field: field.unwrap_or_default(),
                score: (column.score * 100.0).round() / 100.0,
                why: column.why.clone(),
            });
        }
    }

    /// Takes one more row; the one before it is read now that its successor is known.
    fn step<'x>(&mut self, row: GridRow<'x>, held: &mut Option<GridRow<'x>>) {
        if row.is_blank() {
            return;
        }
        if row.number < self.header.first {
            self.fate(&row, Fate::Title);
        } else if row.number <= self.header.last {
            self.fate(&row, Fate::Header);
        } else if let Some(before) = held.replace(row) {
            self.row(&before, held.as_ref());
        }
    }

    fn row(&mut self, row: &GridRow, next: Option<&GridRow>) {
        if self.repeats_header(row) || header::numbers_columns(row) {
            self.fate(row, Fate::RepeatedHeader);
            return;
        }
        self.count_unread(row);
        let number = self.text(row, Field::Ordinal).and_then(|(_, text)| ordinal::read(&text));
        if let Some(section) = self.section(row, number.as_ref(), next) {
            self.enter(section, row);
            self.fate(row, Fate::Section);
            return;
        }
        let words = self.text(row, Field::Title).map(|(_, text)| text);
        match (self.task_row(row, number, next.is_some()), words) {
            ((fate, id, made), Some(words)) => self.keep_fate(row.number, fate, &words, id, made),
            ((fate, ..), None) => self.fate(row, fate),
        }
    }

    /// True where the row says again what the columns are.
    fn repeats_header(&mut self, row: &GridRow) -> bool {
        let (mut same, mut cells) = (0, 0);
        for (at, slot) in row.own() {
            let Value::Text(cell) = &slot.value else { return false };
            cells += 1;
            let column = self.header.columns.iter().find(|column| column.at == at);
            let is_same = column.is_some_and(|column| {
                // Accents written apart and blanks change the length, but not manifold.
                let (a, b) = (column.header.len(), cell.len());
                a <= 3 * b && b <= 3 * a && column.key() == header_key(cell)
            });
            same += usize::from(is_same);
            // Two cells that differ tell rows of data from headers soon.
            if cells >= 2 && same == 0 {
                break;
            }
        }
        // A header that stands over another column begins a table of another order.
        let moved = (2..cells).contains(&same)
            && row.own().any(|(at, slot)| {
                let key = header_key(&slot.value.text());
                let mut others = self.header.columns.iter();
                others.any(|other| other.at != at && other.key() == key)
            });
        if same >= 2 && 2 * same >= cells && !moved {
            return true;
        }
        let ordinal = self.header.column(Field::Ordinal).and_then(|column| row.value(column.at));
        let marks = matches!(ordinal, Some(Value::Text(text)) if ["stt", "tt"].contains(&header_key(text).as_str()));
        if !marks {
            return false;
        }
        // Another table begins: its columns stand in another order.
        let Some(other) = header::find(std::slice::from_ref(row)) else { return false };
        let columns = if self.mapped.is_empty() {
            Some(other.columns)
        } else {
            header::mapped_again(&self.mapped, other.columns)
        };
        if let Some(columns) = columns {
            self.header.columns = columns;
            self.note_columns();
        }
        true
    }

    fn count_unread(&mut self, row: &GridRow) {
        for column in &self.header.columns {
            let kept = column.field.is_some_and(Field::is_kept);
            if !kept && column.field != Some(Field::Ignore) && row.value(column.at).is_some() {
                *self.unread.entry(column.at).or_default() += 1;
            }
        }
    }

    /// The section that a row names; `None` where it is no section.
    fn section(
        &self,
        row: &GridRow,
        number: Option<&Ordinal>,
        next: Option<&GridRow>,
    ) -> Option<Section> {
        let holds =
            |field: Field| !matches!(field, Field::Ordinal | Field::Title) && field.is_kept();
        let data = self.header.columns.iter().filter(|c| c.field.is_some_and(holds));
        let has_data =
            data.clone().any(|column| row.slot(column.at).is_some_and(|s| s.origin == Origin::Own));
        let mut own = row.own();
        let (first, only) = (own.next()?, own.next().is_none());
        let line = first.1.value.text();
        let numbered = || ordinal::split_section(&line).is_some();
        if has_data && !(only && (first.1.width >= 2 || numbered())) {
            return None;
        }
        let title = self.text(row, Field::Title).map(|(_, text)| text);
        let named = title.as_deref().unwrap_or(&line);
        let at_level = |level: usize, ordinal: &str, name: &str| {
            let name = name.chars().take(QUOTED_CHARS).collect();
            Some(Section { level, ordinal: ordinal.to_owned(), name, group: None })
        };
        match number {
            Some(Ordinal::Section(ordinal)) if !only => {
                let level = usize::from(ordinal::is_roman(ordinal));
                return at_level(level, ordinal, named);
            }
            Some(Ordinal::Number(parts)) if !only && !has_data => {
                let below = next.and_then(|next| self.text(next, Field::Ordinal));
                let below = below.and_then(|(_, text)| ordinal::read(&text));
                let is_below = matches!(&below, Some(Ordinal::Number(deeper))
                    if deeper.len() > parts.len() && deeper.starts_with(parts));
                return if is_below {
                    at_level(1 + parts.len(), &parts.join("."), named)
                } else {
                    None
                };
            }
            _ => {}
        }
        if !only || is_outside(&line) {
            return None;
        }
        if let Some((ordinal, name)) = ordinal::split_section(&line) {
            return at_level(usize::from(ordinal::is_roman(&ordinal)), &ordinal, name);
        }
        // A line of its own across the table, with rows below it, is a heading without a number.
        let wide = first.1.width >= 2 && 2 * first.1.width >= self.header.columns.len();
        let capital = line.chars().any(char::is_alphabetic) && line == line.to_uppercase();
        let below = next.is_some();
        let before_number =
            number.is_none() && next.is_some_and(|next| self.text(next, Field::Ordinal).is_some());
        if below && (wide || capital || before_number) && self.header.has(Field::Ordinal) {
            return at_level(1, "", &line);
        }
        None
    }

    fn enter(&mut self, section: Section, row: &GridRow) {
        self.sections.retain(|above| above.level < section.level);
        if section.level <= 1 {
            self.numbered.clear();
        }
        (self.last_task, self.above) = (None, None);
        let level = section.level;
        self.sections.push(section);
        let names: Vec<&str> = self.sections.iter().map(|s| s.name.as_str()).collect();
        self.section_words = key::words(&names.join(" "));
        if level <= 1 {
            self.group_of_section(row);
        }
    }

    /// The cell of a field as text, with its column; errors and empty texts are none.
    pub(super) fn text<'r>(
        &self,
        row: &'r GridRow<'_>,
        field: Field,
    ) -> Option<(usize, Cow<'r, str>)> {
        let column = self.header.column(field)?;
        let value = row.value(column.at).filter(|value| !matches!(value, Value::Error(_)))?;
        let mut text = value.text();
        if let Some(second) = column.second {
            let (first, behind) = text.split_once(['\u{b7}', '\n']).unwrap_or((&text, ""));
            let part = if second == field { behind.trim() } else { first.trim() };
            text = Cow::Owned(part.to_owned());
        }
        (!text.is_empty()).then_some((column.at, text))
    }

    /// The cell of a field, with its column.
    pub(super) fn value<'r>(
        &self,
        row: &'r GridRow<'_>,
        field: Field,
    ) -> Option<(usize, &'r Value<'r>)> {
        let column = self.header.column(field).filter(|column| column.second.is_none())?;
        row.value(column.at).map(|value| (column.at, value))
    }

    /// A finding about a cell.
    pub(super) fn at(&self, code: FindingCode, row: u64, column: usize) -> Finding {
        let cell = format!("{}!{}{row}", self.sheet.name, letters(column));
        self.log.at(code, row, &cell)
    }

    /// A finding about a row.
    pub(super) fn at_row(&self, code: FindingCode, row: u64) -> Finding {
        self.log.at(code, row, &format!("{}!{row}", self.sheet.name))
    }

    /// Counts one more cell of a column with a habit, and keeps the first as the example.
    pub(super) fn habit(
        &mut self,
        code: FindingCode,
        row: u64,
        column: usize,
        same: &str,
        args: &[(&str, &str)],
    ) {
        let name = &self.sheet.name;
        let first = |log: &Log| {
            let place = log.at(code, row, &format!("{name}!{}{row}", letters(column)));
            args.iter().fold(place, |finding, (name, value)| finding.arg(name, value))
        };
        self.log.habit(same, first, code, &letters(column));
    }

    /// Index of this sheet among those read.
    pub(super) fn sheet_index(&self) -> usize {
        self.all.sheets.len()
    }

    /// Notes a line that is none of the table's.
    pub(super) fn outside(&mut self, row: &GridRow) -> Fate {
        let finding = self.at_row(FindingCode::RowOutside, row.number);
        self.log.push(finding.arg("value", row.line()));
        Fate::Finding
    }

    fn fate(&mut self, row: &GridRow, fate: Fate) {
        let mut cells = row.own().map(|(_, slot)| slot.value.text());
        let mut words = cells.next().unwrap_or_default();
        // A number alone tells nothing: the words stand behind it.
        if words.len() <= 8
            && let Some(more) = cells.next()
        {
            words = Cow::Owned(format!("{words} {more}"));
        }
        self.keep_fate(row.number, fate, &words, String::new(), false);
    }

    fn keep_fate(&mut self, row: u64, fate: Fate, words: &str, id: String, made: bool) {
        self.out.counts.add(fate);
        // The first bytes of characters are counted, which all rows do.
        let mut firsts = words.bytes().enumerate().filter(|(_, b)| b & 0xC0 != 0x80);
        let cut = if words.len() > WORDS_CHARS { firsts.nth(WORDS_CHARS) } else { None };
        let words = words.get(..cut.map_or(words.len(), |(at, _)| at)).unwrap_or(words);
        // No other byte begins a control character; nearly all texts have none, so that none is looked for at once.
        let is_plain = |b: u8| b >= b' ' && b != 0x7f && b != 0xc2;
        let plain = words.bytes().fold(true, |plain, b| plain & is_plain(b));
        let words = if plain { words.to_owned() } else { words.replace(char::is_control, " ") };
        self.out.rows.push(RowFate { row, fate, words, id, made });
    }

    fn finish(mut self) {
        self.settle_shares();
        for column in &self.header.columns {
            let count = self.unread.get(&column.at).copied().unwrap_or(0);
            let (code, said) = match (&column.instead, column.field) {
                (Some(first), _) => (FindingCode::ColumnRepeated, Some(first.clone())),
                (None, Some(field)) if field.is_kept() || field == Field::Ignore => continue,
                (None, Some(_)) => (FindingCode::ColumnNotKept, None),
                (None, None) => (FindingCode::ColumnUnknown, None),
            };
            if count == 0 {
                continue;
            }
            let finding = self.at(code, self.header.first, column.at);
            let finding = finding.arg("column", &column.header).arg("count", count);
            let finding = said.iter().fold(finding, |f, first| f.arg("first", first));
            self.log.push(finding);
        }
        if self.without_day > 0 {
            let finding = self.log.at(FindingCode::SheetNoReportingDay, self.header.first, "");
            self.log.push(finding.arg("count", self.without_day));
        }
        self.out.rows.sort_by_key(|row| row.row);
        let counts = &mut self.out.counts;
        counts.blank = counts.rows.saturating_sub(counts.accounted());
        self.log.finish(&mut self.all.findings);
        self.all.sheets.push(self.out);
    }
}

/// True for lines that stand below tables: notes, sources, sums, signatures.
pub(super) fn is_outside(line: &str) -> bool {
    let start: String = line.trim_start().chars().take(24).collect();
    let folded = text::fold(&start);
    let line = folded.trim();
    let starts = [
        "ghi chu",
        "nguon:",
        "nguon so lieu",
        "tong cong",
        "tong so",
        "noi nhan",
        "luu y:",
        "nguoi lap",
        "*",
        "(*",
    ];
    line == "cong" || starts.iter().any(|start| line.starts_with(start))
}
