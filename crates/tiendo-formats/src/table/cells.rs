//! The cells of one record, as its table's columns hold them. What would not read back as it is, is refused.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use tiendo::{Deadline, Text, day};

use super::list::{self, Parts};
use super::word::Word;
use super::{At, Table};

/// A value that the reader would not read back.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) column: &'static str,
    pub(crate) value: String,
    pub(crate) reason: &'static str,
}

/// One row being written.
pub(crate) struct Cells {
    table: Table,
    /// `None` is an empty cell, `Some("")` a text that is there and empty.
    values: Vec<Option<String>>,
    refused: Option<Refused>,
}

impl Cells {
    pub(crate) fn new(table: Table) -> Self {
        Cells { table, values: vec![None; table.columns().len()], refused: None }
    }

    /// Empties every cell for the next record.
    pub(crate) fn clear(&mut self) {
        self.values.fill(None);
        self.refused = None;
    }

    /// The cells by column, or the first value that was refused.
    pub(crate) fn finish(&self) -> Result<&[Option<String>], Refused> {
        match &self.refused {
            Some(refused) => Err(refused.clone()),
            None => Ok(&self.values),
        }
    }

    fn put(&mut self, column: impl At, value: impl Into<String>) {
        let value = value.into();
        if value.contains('\0') {
            self.refuse(column, &value, "a NUL");
        }
        if let Some(cell) = self.values.get_mut(column.at()) {
            *cell = Some(value);
        }
    }

    pub(crate) fn refuse(&mut self, column: impl At, value: impl Display, reason: &'static str) {
        let column = self.table.columns().get(column.at()).map_or("", |c| c.name);
        let value = value.to_string().replace('\0', "\u{fffd}");
        self.refused.get_or_insert(Refused { column, value, reason });
    }

    pub(crate) fn id(&mut self, column: impl At, id: &impl Display) {
        self.put(column, id.to_string());
    }

    pub(crate) fn some_id<I: Display>(&mut self, column: impl At, id: Option<&I>) {
        if let Some(id) = id {
            self.id(column, id);
        }
    }

    pub(crate) fn ids<I: Display>(&mut self, column: impl At, ids: &[I]) {
        self.list(column, ids, |cell, id| {
            list::push_escaped(cell, &id.to_string(), Parts::Whole);
        });
    }

    pub(crate) fn text(&mut self, column: impl At, text: &Text) {
        self.put(column, text.as_str());
    }

    pub(crate) fn some_text(&mut self, column: impl At, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(column, text);
        }
    }

    pub(crate) fn texts(&mut self, column: impl At, texts: &[Text]) {
        self.list(column, texts, |cell, text| {
            list::push_escaped(cell, text.as_str(), Parts::Whole);
        });
    }

    /// Joins items with `;`; no item is an empty cell.
    fn list<T>(&mut self, column: impl At, items: &[T], push: impl Fn(&mut String, &T)) {
        if items.is_empty() {
            return;
        }
        let mut cell = String::new();
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                cell.push(';');
            }
            push(&mut cell, item);
        }
        self.put(column, cell);
    }

    /// Joins items of several parts, each part escaped; an absent part at the end of an item is left out.
    pub(crate) fn parts(&mut self, column: impl At, items: &[Vec<Option<String>>]) {
        self.list(column, items, |cell, parts| {
            let used = parts.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
            for (at, part) in parts.iter().take(used).enumerate() {
                if at > 0 {
                    cell.push('=');
                }
                if let Some(part) = part {
                    list::push_escaped(cell, part, Parts::Split);
                }
            }
        });
    }

    pub(crate) fn pairs(&mut self, column: impl At, pairs: &BTreeMap<String, String>) {
        let item =
            |(name, value): (&String, &String)| vec![Some(name.clone()), Some(value.clone())];
        let items: Vec<_> = pairs.iter().map(item).collect();
        self.parts(column, &items);
    }

    pub(crate) fn word<W: Word>(&mut self, column: impl At, word: &W) {
        self.check_word(column, word);
        self.put(column, word.word());
    }

    pub(crate) fn some_word<W: Word>(&mut self, column: impl At, word: Option<&W>) {
        if let Some(word) = word {
            self.word(column, word);
        }
    }

    /// Refuses an unknown word that would read as a known one, or as none.
    pub(crate) fn check_word<W: Word>(&mut self, column: impl At, word: &W) {
        let text = word.word();
        if text.is_empty() || W::read(text).as_ref() != Some(word) {
            self.refuse(column, text, "it reads as another word");
        }
    }

    pub(crate) fn day(&mut self, column: impl At, day: NaiveDate) {
        self.check_day(column, day);
        self.put(column, day.to_string());
    }

    pub(crate) fn some_day(&mut self, column: impl At, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.day(column, day);
        }
    }

    /// Refuses a day outside 1900 to 2199.
    pub(crate) fn check_day(&mut self, column: impl At, at: NaiveDate) {
        if day::check(at).is_none() {
            self.refuse(column, at, "a day outside 1900 to 2199");
        }
    }

    pub(crate) fn some_instant(&mut self, column: impl At, at: Option<NaiveDateTime>) {
        let Some(at) = at else { return };
        self.check_day(column, at.date());
        if at.nanosecond() != 0 {
            self.refuse(column, at, "a part of a second");
        }
        self.put(column, day::instant_to_string(at));
    }

    /// The official wording and the day stated beside it; what was read from the wording is read again.
    pub(crate) fn deadline(&mut self, wording: impl At, last_day: impl At, deadline: &Deadline) {
        if !deadline.text.is_empty() {
            self.text(wording, &deadline.text);
        }
        self.some_day(last_day, deadline.stated_last_day);
    }

    pub(crate) fn decimal(&mut self, column: impl At, number: f64) {
        self.check_decimal(column, number);
        self.put(column, number.to_string());
    }

    pub(crate) fn some_decimal(&mut self, column: impl At, number: Option<f64>) {
        if let Some(number) = number {
            self.decimal(column, number);
        }
    }

    /// Refuses infinities and what is not a number.
    pub(crate) fn check_decimal(&mut self, column: impl At, number: f64) {
        if !number.is_finite() {
            self.refuse(column, number, "not a finite number");
        }
    }

    /// A whole number within `min` to `max`.
    pub(crate) fn whole<T: Copy + PartialOrd + Display>(
        &mut self,
        column: impl At,
        number: T,
        min: T,
        max: T,
    ) {
        if number < min || max < number {
            self.refuse(column, number, "a number outside its range");
        }
        let mut cell = String::new();
        let _ = write!(cell, "{number}");
        self.put(column, cell);
    }

    pub(crate) fn flag(&mut self, column: impl At, flag: bool) {
        self.put(column, if flag { "true" } else { "false" });
    }
}
