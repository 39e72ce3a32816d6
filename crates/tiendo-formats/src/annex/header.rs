//! Finding the header of a table among its first rows, and what its columns hold.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::field::{Field, Meaning, meaning, parse_pair};
use super::grid::{GridRow, Origin};
use super::mapping::SheetMapping;
use super::value::{self, Value};
use crate::table::header_key;

/// Most rows that a header has.
pub(crate) const MAX_HEADER_ROWS: u64 = 5;

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) at: usize,
    /// The header as it stands, several rows of it joined.
    pub(crate) header: String,
    /// What the header is told from others by, once it has been asked for.
    key: OnceCell<String>,
    pub(crate) field: Option<Field>,
    /// What else stands in its cells, behind a point or a line break: 'Nhiệm vụ · Sản phẩm'.
    pub(crate) second: Option<Field>,
    pub(crate) score: f32,
    pub(crate) why: String,
    /// The header of the column that means the same and is read instead.
    pub(crate) instead: Option<String>,
}

impl Column {
    /// What the header is told from others by.
    pub(crate) fn key(&self) -> &str {
        self.key.get_or_init(|| header_key(&self.header))
    }
}

/// The header of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Header {
    /// First and last row, the row that numbers the columns included.
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) columns: Vec<Column>,
}

impl Header {
    /// The column that holds a field.
    pub(crate) fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|c| c.field == Some(field) || c.second == Some(field))
    }

    /// True where it has a column of this field.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// True for the header of the reporting form, every column of it in its place.
    #[cfg(feature = "xlsx")]
    pub(crate) fn is_form(&self) -> bool {
        let headers = self.columns.iter().map(|column| header_key(&column.header));
        headers.eq(crate::form::HEADERS.iter().map(|header| header_key(header)))
    }

    /// Forms are workbooks.
    #[cfg(not(feature = "xlsx"))]
    pub(crate) fn is_form(&self) -> bool {
        false
    }

    /// True where some column makes reports.
    pub(crate) fn makes_reports(&self) -> bool {
        self.columns.iter().any(|column| column.field.is_some_and(Field::is_report))
    }
}

/// What texts mean as headers, each asked once: a row is looked at alone and as a part of several rows.
#[derive(Default)]
struct Meanings(BTreeMap<String, Option<Meaning>>);

impl Meanings {
    fn of(&mut self, text: &str) -> Option<Meaning> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let found = meaning(text);
        self.0.insert(text.to_owned(), found.clone());
        found
    }
}

/// The header among the first rows of a table; `None` where no row reads like one.
pub(crate) fn find(rows: &[GridRow]) -> Option<Header> {
    let mut best: Option<(usize, f32, Header)> = None;
    let mut meanings = Meanings::default();
    for start in 0..rows.len() {
        // A line across the sheet is a title, whatever words it holds.
        if rows[start].own().nth(1).is_none() {
            continue;
        }
        for depth in 1..=(MAX_HEADER_ROWS as usize - 1).min(rows.len() - start) {
            let slice = &rows[start..start + depth];
            let follows = slice.windows(2).all(|pair| pair[0].number + 1 == pair[1].number);
            if !follows || depth < least_depth(&slice[0]) {
                continue;
            }
            // Rows of data do not belong to a header, however its words match.
            if slice.iter().skip(1).any(looks_like_data) {
                break;
            }
            let columns = columns(slice, &mut meanings);
            let found: Vec<&Column> = columns.iter().filter(|c| c.field.is_some()).collect();
            let names = found.iter().any(|c| matches!(c.field, Some(Field::Title | Field::Id)));
            let kept = found.iter().filter(|c| c.instead.is_none()).count();
            if !names || kept < 2 {
                continue;
            }
            let score: f32 = found.iter().filter(|c| c.instead.is_none()).map(|c| c.score).sum();
            let better = best
                .as_ref()
                .is_none_or(|(n, s, _)| kept > *n || (kept == *n && score > *s + 0.01));
            if better {
                let (first, last) = (slice[0].number, slice[depth - 1].number);
                best = Some((kept, score, Header { first, last, columns }));
            }
        }
    }
    let (.., mut header) = best?;
    if let Some(next) = rows.iter().find(|row| row.number == header.last + 1)
        && numbers_columns(next)
    {
        header.last = next.number;
    }
    Some(header)
}

/// The header in the rows that a mapping names, with the fields that it names.
pub(crate) fn mapped(rows: &[GridRow], mapping: &SheetMapping) -> Option<Header> {
    let mut header = match mapping.header_rows {
        Some([first, last]) => {
            let slice: Vec<GridRow> =
                rows.iter().filter(|r| (first..=last).contains(&r.number)).cloned().collect();
            // The numbers of columns are no part of their names.
            let named =
                slice.iter().filter(|row| !numbers_columns(row)).cloned().collect::<Vec<_>>();
            Header { first, last, columns: columns(&named, &mut Meanings::default()) }
        }
        None => find(rows)?,
    };
    if !mapping.columns.is_empty() {
        for column in &mut header.columns {
            let named = mapping.columns.get(&value::letters(column.at));
            let named = named.and_then(|word| parse_pair(word));
            column.field = named.map(|(field, _)| field);
            column.second = named.and_then(|(_, second)| second);
            column.instead = None;
            column.score = if column.field.is_some() { 1.0 } else { 0.0 };
            column.why = if column.field.is_some() { "mapping".to_owned() } else { String::new() };
        }
        for (letters, word) in &mapping.columns {
            let Some((at, (field, second))) = value::column(letters).zip(parse_pair(word)) else {
                continue;
            };
            if header.columns.iter().all(|column| column.at != at) {
                header.columns.push(Column {
                    at,
                    header: String::new(),
                    key: OnceCell::new(),
                    field: Some(field),
                    second,
                    score: 1.0,
                    why: "mapping".to_owned(),
                    instead: None,
                });
            }
        }
        header.columns.sort_by_key(|column| column.at);
    }
    Some(header)
}

/// The columns of a further table in a sheet with a mapping: what the mapping says of the first table's headers holds
/// for the same headers. `None` where the tables have none in common.
pub(crate) fn mapped_again(mapped: &[Column], mut columns: Vec<Column>) -> Option<Vec<Column>> {
    let mut found = false;
    for column in &mut columns {
        let same = mapped.iter().find(|c| c.field.is_some() && c.key() == column.key());
        column.field = same.and_then(|same| same.field);
        column.second = same.and_then(|same| same.second);
        column.instead = None;
        column.score = if same.is_some() { 1.0 } else { 0.0 };
        column.why = same.map_or_else(String::new, |same| same.why.clone());
        found = found || same.is_some();
    }
    found.then_some(columns)
}

/// Rows that the merged cells of a row make it span.
fn least_depth(row: &GridRow) -> usize {
    let heights = row.own().map(|(_, slot)| slot.height).filter(|h| *h < MAX_HEADER_ROWS);
    heights.max().unwrap_or(1) as usize
}

/// True for a row with a long text or a day: headers have neither.
fn looks_like_data(row: &GridRow) -> bool {
    row.own().any(|(_, slot)| match &slot.value {
        Value::Text(text) => text.chars().count() > 80,
        Value::Day(_) => true,
        _ => false,
    }) && !numbers_columns(row)
}

/// The columns of a header of one or more rows.
fn columns(rows: &[GridRow], meanings: &mut Meanings) -> Vec<Column> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut columns = Vec::new();
    for at in 0..width {
        let mut texts: Vec<String> = Vec::new();
        let mut own = false;
        for row in rows {
            let Some(slot) = row.slot(at) else { continue };
            own = own || slot.origin == Origin::Own;
            let text = slot.value.text();
            if slot.origin != Origin::Above
                && !text.is_empty()
                && texts.last().is_none_or(|last| *last != text)
            {
                texts.push(text.into_owned());
            }
        }
        if texts.is_empty() || !own {
            continue;
        }
        let joined = texts.join(" ");
        let found = of_texts(&texts, &joined, meanings);
        let second = found.as_ref().and_then(|_| second_field(&joined));
        let (field, second, score, why) = match (second, found) {
            (Some((first, second)), _) => (Some(first), Some(second), 0.9, joined.clone()),
            (None, Some(m)) => (Some(m.field), None, m.score, m.why),
            (None, None) => (None, None, 0.0, String::new()),
        };
        columns.push(Column {
            at,
            header: joined,
            key: OnceCell::new(),
            field,
            second,
            score,
            why,
            instead: None,
        });
    }
    settle(&mut columns);
    columns
}

/// The lowest row says most; joined with those above it where it alone says nothing.
fn of_texts(texts: &[String], joined: &str, meanings: &mut Meanings) -> Option<Meaning> {
    let lowest = texts.last().and_then(|text| meanings.of(text));
    if lowest.as_ref().is_some_and(|m| m.score >= 0.95) {
        return lowest;
    }
    // With one row it is the same, and with several it hardly comes twice.
    let whole = if texts.len() > 1 { meaning(joined) } else { None };
    match (lowest, whole) {
        (Some(a), Some(b)) => Some(if b.score >= 0.95 { b } else { a }),
        (a, b) => a.or(b).or_else(|| texts.first().and_then(|text| meanings.of(text))),
    }
}

/// The two fields of a header such as `Chủ trì · Phối hợp`.
fn second_field(header: &str) -> Option<(Field, Field)> {
    let (first, second) = header.split_once('\u{b7}')?;
    let (first, second) = (meaning(first)?, meaning(second)?);
    (first.field != second.field && second.field.is_kept()).then_some((first.field, second.field))
}

/// What words mean beside other columns: a result beside a status is no product, and progress without a deadline
/// column is the time table.
fn settle(columns: &mut [Column]) {
    let has = |columns: &[Column], field| columns.iter().any(|c| c.field == Some(field));
    let progress = [Field::Status, Field::ReportedOn, Field::Evidence, Field::CompletedOn]
        .iter()
        .any(|field| has(columns, *field));
    let bare = |column: &Column, words: &str| column.why == words;
    if progress && !has(columns, Field::Result) {
        for column in columns.iter_mut().filter(|c| c.field == Some(Field::Product)) {
            if bare(column, "ket qua") {
                column.field = Some(Field::Result);
            }
        }
    }
    if !has(columns, Field::Deadline) {
        for column in columns.iter_mut().filter(|c| c.field == Some(Field::Percent)) {
            if bare(column, "tien do") && !column.header.contains('%') && !progress {
                column.field = Some(Field::Deadline);
            }
        }
    }
    // Of two columns that mean the same the surer is read, of two equally sure ones the first.
    for at in 0..columns.len() {
        let Some(field) = columns[at].field.filter(|field| field.is_kept()) else { continue };
        let rival = columns.iter().enumerate().find(|(other, column)| {
            *other != at
                && column.field == Some(field)
                && column.instead.is_none()
                && (column.score > columns[at].score
                    || (column.score >= columns[at].score && *other < at))
        });
        if let Some((_, rival)) = rival {
            columns[at].instead = Some(rival.header.clone());
        }
    }
    for column in columns.iter_mut().filter(|c| c.instead.is_some()) {
        (column.field, column.second) = (None, None);
    }
}

/// True for a row that numbers the columns: `(1) (2) (3)`, `A B 1 2`, `(5)=(3)-(4)`.
pub(crate) fn numbers_columns(row: &GridRow) -> bool {
    let mut numbers = 0;
    let mut cells = 0;
    for (_, slot) in row.own() {
        cells += 1;
        let text = slot.value.text();
        let inner = text.trim_matches(['(', ')', '[', ']']);
        let number =
            !inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_digit());
        let letter = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_alphabetic());
        let sum = text.contains('=') && text.bytes().all(|b| !b.is_ascii_alphabetic());
        numbers += usize::from(number);
        if !(number || letter || sum) {
            return false;
        }
    }
    cells >= 3 && numbers >= 2
}
