//! The cells of one row, read as what the table's columns hold. What cannot be read is a finding and fails the row.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use tiendo::{Deadline, Finding, FindingCode, Text};

use super::day::{self, Form, Unread};
use super::list;
use super::number::{self, DecimalMark};
use super::word::Word;
use super::{At, CellKind, Log, Table, header_key, trim};

/// One row being read.
pub(crate) struct Row<'a> {
    given: Given<'a>,
    mark: DecimalMark,
    log: &'a mut Log,
    failed: bool,
}

/// What a row is read from, and what findings say of it.
struct Given<'a> {
    table: Table,
    number: u64,
    /// Header of each column of the table as the file writes it.
    headers: &'a [String],
    /// `None` for an empty cell or an absent column; `Some("")` for a text that is there and empty.
    cells: &'a [Option<&'a str>],
}

impl<'a> Given<'a> {
    fn cell(&self, at: usize) -> Option<&'a str> {
        self.cells.get(at).copied().flatten()
    }

    /// A finding about a column.
    fn of_column(&self, log: &Log, at: usize, code: FindingCode) -> Finding {
        let column = self.table.columns().get(at).map_or("", |column| column.name);
        let header = self.headers.get(at).map_or(column, String::as_str);
        log.at(code, self.number, header).field(column)
    }

    /// A finding about a cell of the record.
    fn of_cell(&self, log: &Log, at: usize, code: FindingCode) -> Finding {
        let finding = self.of_column(log, at, code);
        let names_record = self.table.columns().first().is_some_and(|c| c.kind == CellKind::Id);
        match self.cell(0).filter(|_| names_record) {
            Some(id) => {
                let id: String = id.chars().filter(|c| !c.is_control()).take(80).collect();
                finding.about(self.table.kind(), &id)
            }
            None => finding,
        }
    }
}

impl<'a> Row<'a> {
    pub(crate) fn new(
        table: Table,
        number: u64,
        headers: &'a [String],
        cells: &'a [Option<&'a str>],
        mark: DecimalMark,
        log: &'a mut Log,
    ) -> Self {
        let given = Given { table, number, headers, cells };
        Row { given, mark, log, failed: false }
    }

    /// True once a cell could not be read.
    pub(crate) fn failed(&self) -> bool {
        self.failed
    }

    fn cell(&self, at: usize) -> Option<&'a str> {
        self.given.cell(at)
    }

    /// The cell of anything but free text, without blanks around it.
    fn bare(&self, at: usize) -> Option<&'a str> {
        self.cell(at).map(trim).filter(|cell| !cell.is_empty())
    }

    fn required(&mut self, at: usize) -> Option<&'a str> {
        let cell = self.cell(at);
        if cell.is_none() {
            self.fail(at, FindingCode::CellMissing, &[]);
        }
        cell
    }

    fn fail(&mut self, at: usize, code: FindingCode, args: &[(&str, &str)]) {
        self.failed = true;
        let finding = self.given.of_cell(self.log, at, code);
        let finding = args.iter().fold(finding, |f, (name, value)| f.arg(name, value));
        self.log.push(finding);
    }

    fn habit(&mut self, at: usize, code: FindingCode, same: &str, args: &[(&str, &str)]) {
        let Row { given, log, .. } = self;
        let header = given.headers.get(at).map_or("", String::as_str);
        // A habit is the column's, not the record's.
        let first = |log: &Log| {
            let place = given.of_column(log, at, code);
            args.iter().fold(place, |f, (name, value)| f.arg(name, value))
        };
        log.habit(same, first, code, header);
    }

    fn make_text(&mut self, at: usize, cell: &str) -> Option<Text> {
        let Ok(text) = Text::new(cell) else {
            self.fail(at, FindingCode::CellNul, &[("value", &cell.replace('\0', "\u{fffd}"))]);
            return None;
        };
        if text.as_str() != cell {
            self.habit(at, FindingCode::TextNormalised, "", &[]);
        }
        Some(text)
    }

    pub(crate) fn text(&mut self, column: impl At) -> Option<Text> {
        let cell = self.cell(column.at())?;
        self.make_text(column.at(), cell)
    }

    pub(crate) fn required_text(&mut self, column: impl At) -> Option<Text> {
        let cell = self.required(column.at())?;
        self.make_text(column.at(), cell)
    }

    /// The official wording and the day that the caller states beside it.
    pub(crate) fn deadline(&mut self, wording: impl At, last_day: impl At) -> Deadline {
        let text = self.text(wording);
        let stated_last_day = self.day(last_day);
        // The registry reads the wording, for it knows the day of the document.
        match text {
            Some(text) => Deadline { text, form: tiendo::Form::Unread, stated_last_day },
            None => Deadline { stated_last_day, ..Deadline::unspecified() },
        }
    }

    fn make_id<I: for<'s> TryFrom<&'s str>>(&mut self, at: usize, cell: &str) -> Option<I> {
        let id = I::try_from(cell).ok();
        if id.is_none() {
            self.fail(at, FindingCode::IdInvalid, &[("value", cell)]);
        }
        id
    }

    pub(crate) fn id<I: for<'s> TryFrom<&'s str>>(&mut self, column: impl At) -> Option<I> {
        let cell = self.cell(column.at())?;
        self.make_id(column.at(), cell)
    }

    pub(crate) fn required_id<I: for<'s> TryFrom<&'s str>>(
        &mut self,
        column: impl At,
    ) -> Option<I> {
        let cell = self.required(column.at())?;
        self.make_id(column.at(), cell)
    }

    pub(crate) fn texts(&mut self, column: impl At) -> Vec<Text> {
        let Some(cell) = self.cell(column.at()) else { return Vec::new() };
        list::items(cell).filter_map(|item| self.make_text(column.at(), &item)).collect()
    }

    pub(crate) fn ids<I: for<'s> TryFrom<&'s str>>(&mut self, column: impl At) -> Vec<I> {
        // An id holds no line break, so a cell with one id a line is a list too.
        let Some(cell) = self.cell(column.at()) else { return Vec::new() };
        let has_lines = cell.contains(['\n', '\r']);
        let cell = if has_lines { cell.replace(['\n', '\r'], ";").into() } else { Cow::from(cell) };
        let mut ids = Vec::with_capacity(cell.bytes().filter(|b| *b == b';').count() + 1);
        ids.extend(list::items(&cell).filter_map(|item| self.make_id(column.at(), &item)));
        ids
    }

    /// Items of a list with parts; each is read by `read`, and one that it refuses fails the row.
    pub(crate) fn parts<T>(
        &mut self,
        column: impl At,
        form: &str,
        read: impl Fn(&[Option<String>]) -> Option<T>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        let Some(cell) = self.cell(column.at()) else { return values };
        for item in list::split(cell) {
            if let Some(value) = read(&item) {
                values.push(value);
                continue;
            }
            let shown: Vec<&str> = item.iter().map(|p| p.as_deref().unwrap_or("")).collect();
            let args = [("value", shown.join("=")), ("form", form.to_owned())];
            let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
            self.fail(column.at(), FindingCode::ListInvalid, &args);
        }
        values
    }

    /// Names and values, `name=value;…`; a name twice fails the row.
    pub(crate) fn pairs(&mut self, column: impl At) -> BTreeMap<String, String> {
        let form = "system=id";
        let pairs = self.parts(column, form, |parts| match parts {
            [Some(name), Some(value)] => Some((name.clone(), value.clone())),
            _ => None,
        });
        let mut map = BTreeMap::new();
        for (name, value) in pairs {
            if map.contains_key(&name) {
                self.fail(
                    column.at(),
                    FindingCode::ListInvalid,
                    &[("value", &name), ("form", form)],
                );
            }
            map.insert(name, value);
        }
        map
    }

    fn make_word<W: Word>(&mut self, at: usize, cell: &str) -> Option<W> {
        let word = W::read(cell);
        match &word {
            None => {
                let words: Vec<&str> = W::KNOWN.iter().map(Word::word).collect();
                let args = [("value", cell), ("words", &words.join(", "))];
                self.fail(at, FindingCode::WordInvalid, &args);
            }
            Some(word) if !W::KNOWN.contains(word) => {
                self.habit(at, FindingCode::WordUnknown, cell, &[("value", cell)]);
            }
            Some(_) => {}
        }
        word
    }

    /// Notes the unknown ones among words that stand within a list.
    pub(crate) fn note_words<'w, W: Word>(
        &mut self,
        column: impl At,
        words: impl Iterator<Item = &'w W>,
    ) {
        for word in words.filter(|word| !W::KNOWN.contains(word)) {
            let text = word.word();
            self.habit(column.at(), FindingCode::WordUnknown, text, &[("value", text)]);
        }
    }

    pub(crate) fn word<W: Word>(&mut self, column: impl At) -> Option<W> {
        let cell = self.cell(column.at()).filter(|cell| !cell.is_empty())?;
        self.make_word(column.at(), cell)
    }

    pub(crate) fn required_word<W: Word>(&mut self, column: impl At) -> Option<W> {
        let cell = self.required(column.at())?;
        if cell.is_empty() {
            self.fail(column.at(), FindingCode::CellMissing, &[]);
            return None;
        }
        self.make_word(column.at(), cell)
    }

    fn make_day(&mut self, at: usize, cell: &str) -> Option<NaiveDate> {
        match day::read(cell) {
            Ok((day, Form::Usual)) => Some(day),
            Ok((day, Form::Loose)) => {
                self.habit(at, FindingCode::DayForm, "", &[("value", cell)]);
                Some(day)
            }
            Ok((day, Form::WithTime)) => {
                self.habit(at, FindingCode::TimeDropped, "", &[("value", cell)]);
                Some(day)
            }
            Err(unread) => {
                self.fail(at, FindingCode::DayInvalid, &[("value", cell)]);
                if unread == Unread::MonthFirst {
                    self.habit(at, FindingCode::DayOrder, "", &[("value", cell)]);
                }
                None
            }
        }
    }

    pub(crate) fn day(&mut self, column: impl At) -> Option<NaiveDate> {
        let cell = self.bare(column.at())?;
        self.make_day(column.at(), cell)
    }

    pub(crate) fn required_day(&mut self, column: impl At) -> Option<NaiveDate> {
        let cell = self.required(column.at())?;
        self.make_day(column.at(), cell)
    }

    pub(crate) fn instant(&mut self, column: impl At) -> Option<NaiveDateTime> {
        let cell = self.bare(column.at())?;
        let instant = day::read_instant(cell);
        if instant.is_none() {
            self.fail(column.at(), FindingCode::InstantInvalid, &[("value", cell)]);
        }
        instant
    }

    fn make_decimal(&mut self, at: usize, cell: &str) -> Option<f64> {
        let Some(reading) = number::decimal(cell, self.mark) else {
            self.fail(at, FindingCode::NumberInvalid, &[("value", cell)]);
            return None;
        };
        if reading.doubtful {
            let read = reading.value.to_string();
            self.habit(at, FindingCode::NumberForm, "", &[("value", cell), ("number", &read)]);
        }
        Some(reading.value)
    }

    pub(crate) fn decimal(&mut self, column: impl At) -> Option<f64> {
        let cell = self.bare(column.at())?;
        self.make_decimal(column.at(), cell)
    }

    pub(crate) fn required_decimal(&mut self, column: impl At) -> Option<f64> {
        let cell = self.required(column.at())?;
        self.make_decimal(column.at(), cell)
    }

    /// A whole number within `min` to `max`.
    pub(crate) fn whole<T>(&mut self, column: impl At, min: T, max: T) -> Option<T>
    where
        T: Copy + Into<i128> + TryFrom<i128>,
    {
        let cell = self.bare(column.at())?;
        let reading = number::whole(cell);
        let (low, high): (i128, i128) = (min.into(), max.into());
        let value = reading.as_ref().map(|r| r.value).filter(|v| (low..=high).contains(v));
        let Some(value) = value.and_then(|v| T::try_from(v).ok()) else {
            let args = [("value", cell), ("min", &low.to_string()), ("max", &high.to_string())];
            self.fail(column.at(), FindingCode::NumberOutside, &args);
            return None;
        };
        if reading.is_some_and(|r| r.doubtful) {
            let read: i128 = value.into();
            let args = [("value", cell), ("number", &read.to_string())];
            self.habit(column.at(), FindingCode::NumberForm, "", &args);
        }
        Some(value)
    }

    /// Work done in percent, with or without the sign.
    pub(crate) fn percent(&mut self, column: impl At) -> Option<u8> {
        let at = column.at();
        let cell = self.bare(at)?;
        let number = cell.strip_suffix('%').unwrap_or(cell);
        let value = number::whole(number).and_then(|r| u8::try_from(r.value).ok());
        if value.is_none_or(|v| v > 100) {
            let args = [("value", cell), ("min", "0"), ("max", "100")];
            self.fail(at, FindingCode::NumberOutside, &args);
            return None;
        }
        value
    }

    /// Yes or no; an empty cell is no.
    pub(crate) fn flag(&mut self, column: impl At) -> bool {
        let Some(cell) = self.bare(column.at()) else { return false };
        match header_key(cell).as_str() {
            "true" | "1" | "co" | "x" | "yes" | "dung" => true,
            "false" | "0" | "khong" | "no" | "sai" => false,
            _ => {
                self.fail(column.at(), FindingCode::FlagInvalid, &[("value", cell)]);
                false
            }
        }
    }

    /// Fails the row where `has` has a value though `needs`, which it belongs to, has none.
    pub(crate) fn together(&mut self, needs: impl At, has: &[bool]) {
        if self.cell(needs.at()).is_none() && has.contains(&true) {
            self.fail(needs.at(), FindingCode::CellMissing, &[]);
        }
    }
}
