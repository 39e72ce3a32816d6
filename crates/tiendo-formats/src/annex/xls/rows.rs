//! The cells of one worksheet: where they stand, then what they hold, row by row.

use std::borrow::Cow;
use std::iter::Peekable;

use super::super::Limits;
use super::super::grid::{RawRow, Region, Rows, Sheet};
use super::super::package::{exceed, malformed};
use super::super::tags::Broken;
use super::super::value::{Value, letters};
use super::biff::{CONTINUE, Pieces, Record, Records, f64_at, packed, u16_at, u32_at};
use super::{BEGIN, Book, END, Part};
use crate::error::Error;

/// Kinds of records of a worksheet.
const SHARED_TEXT: u16 = 0x00FD;
const TEXT: u16 = 0x0204;
const RICH_TEXT: u16 = 0x00D6;
const NUMBER: u16 = 0x0203;
const PACKED: u16 = 0x027E;
const PACKED_RUN: u16 = 0x00BD;
const FORMULA: u16 = 0x0006;
const FLAG: u16 = 0x0205;
const EMPTY: u16 = 0x0201;
const EMPTY_RUN: u16 = 0x00BE;
const MERGED: u16 = 0x00E5;
const RESULT: u16 = 0x0207;
/// What may stand between a formula and the text that it gave: shared formulas, formulas of ranges, tables.
const BETWEEN: [u16; 4] = [0x04BC, 0x0221, 0x0236, CONTINUE];

/// What the first way through a sheet finds.
pub(super) struct Found<'x> {
    file: &'x str,
    place: &'x str,
    limits: &'x Limits,
    /// Cells of all sheets so far.
    pub(super) cells: u64,
    merges: Vec<Region>,
    /// Row and place of every record of cells that hold anything.
    places: Vec<(u16, u32)>,
    is_sorted: bool,
}

impl<'x> Found<'x> {
    /// Nothing yet; `cells` stood in the sheets before.
    pub(super) fn new(file: &'x str, place: &'x str, limits: &'x Limits, cells: u64) -> Self {
        let (merges, places) = (Vec::new(), Vec::new());
        Found { file, place, limits, cells, merges, places, is_sorted: true }
    }

    fn broken(&self, reason: Broken) -> Error {
        malformed(self.file, &format!("{}: {reason}", self.place))
    }

    /// Goes through the records of a sheet, which have so many bytes at most; how many they have.
    pub(super) fn scan(&mut self, mut records: Records<'_>, most: usize) -> Result<usize, Error> {
        let begun = records.at;
        // Charts within a sheet have a beginning and an end of their own, and records that look like cells.
        let mut depth = 0_u64;
        loop {
            let at = records.at;
            let next = records.next().map_err(|reason| self.broken(reason))?;
            let record = next.ok_or_else(|| self.broken("the rows do not end"))?;
            if records.at - begun > most {
                return Err(self.broken("sheets that lie upon each other"));
            }
            match record.kind {
                BEGIN => depth += 1,
                _ if depth == 0 => return Err(self.broken("no rows")),
                END if depth == 1 => return Ok(records.at - begun),
                END => depth -= 1,
                _ if depth == 1 => self.look(record, at)?,
                _ => {}
            }
        }
    }

    fn look(&mut self, record: Record<'_>, at: usize) -> Result<(), Error> {
        let has_value = match record.kind {
            SHARED_TEXT | TEXT | RICH_TEXT | NUMBER | PACKED | PACKED_RUN | FORMULA | FLAG => true,
            EMPTY | EMPTY_RUN => false,
            MERGED => return self.merged(record.data),
            _ => return Ok(()),
        };
        let Some([a, b, c, d]) = record.data.first_chunk() else {
            return Err(self.broken("a cell without a place"));
        };
        let (row, column) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
        let count = match record.kind {
            // As many as are read: what stands behind them is the last column, or cut.
            PACKED_RUN => record.data.len().saturating_sub(4) / 6,
            EMPTY_RUN => record.data.len().saturating_sub(6) / 2,
            _ => 1,
        } as u64;
        self.cells = self.cells.saturating_add(count);
        exceed(self.place, "cells", self.cells, self.limits.max_cells)?;
        if has_value {
            let columns = u64::from(column).saturating_add(count);
            exceed(self.place, "columns", columns, self.limits.max_columns)?;
            // Most programs write rows in order, some as they were given.
            self.is_sorted &= self.places.last().is_none_or(|(last, _)| *last <= row);
            self.places.push((row, at as u32));
        }
        Ok(())
    }

    fn merged(&mut self, data: &[u8]) -> Result<(), Error> {
        let count = usize::from(u16_at(data, 0).unwrap_or(0));
        for eight in data.get(2..).unwrap_or(&[]).chunks_exact(8).take(count) {
            let word = |at| u16_at(eight, at).unwrap_or(0);
            let (top, bottom, left, right) = (word(0), word(2), word(4), word(6));
            if top <= bottom && left <= right {
                let (top, bottom) = (u64::from(top) + 1, u64::from(bottom) + 1);
                self.merges.push(Region { top, left: left.into(), bottom, right: right.into() });
                let found = self.merges.len() as u64;
                exceed(self.place, "merged cells", found, self.limits.max_merges)?;
            }
        }
        Ok(())
    }

    /// The sheet, and its rows in order.
    pub(super) fn sheet(
        self,
        part: &Part,
        book: &'x Book,
        stream: &'x [u8],
    ) -> (Sheet, SheetRows<'x>) {
        let Found { file, place, limits, merges, mut places, is_sorted, .. } = self;
        if !is_sorted {
            places.sort_by_key(|(row, _)| *row);
        }
        let (name, hidden) = (part.name.clone(), part.hidden);
        let sheet = Sheet { name, hidden, merges, before: Vec::new() };
        let places = places.into_iter().peekable();
        (sheet, SheetRows { file, place, limits, book, stream, places, units: Vec::new() })
    }
}

/// Rows of one worksheet.
pub(super) struct SheetRows<'x> {
    file: &'x str,
    place: &'x str,
    limits: &'x Limits,
    book: &'x Book,
    stream: &'x [u8],
    places: Peekable<std::vec::IntoIter<(u16, u32)>>,
    units: Vec<u16>,
}

impl<'x> Rows<'x> for SheetRows<'x> {
    fn next(&mut self, row: &mut RawRow<'x>) -> Result<bool, Error> {
        let Some((number, _)) = self.places.peek().copied() else { return Ok(false) };
        row.clear(u64::from(number) + 1);
        while let Some((_, at)) = self.places.next_if(|(next, _)| *next == number) {
            self.cell(at as usize, row)?;
        }
        Ok(true)
    }
}

impl<'x> SheetRows<'x> {
    fn broken(&self, reason: Broken) -> Error {
        malformed(self.file, &format!("{}: {reason}", self.place))
    }

    /// Reads the record at a place, of one cell or of several beside each other.
    fn cell(&mut self, at: usize, row: &mut RawRow<'x>) -> Result<(), Error> {
        let cut = "a cell that is cut";
        let mut rest = Records { stream: self.stream, at };
        let next = rest.next().map_err(|reason| self.broken(reason))?;
        let record = next.ok_or_else(|| self.broken(cut))?;
        let (kind, data) = (record.kind, record.data);
        let wrong = |reason: Broken| self.broken(reason);
        let column = usize::from(u16_at(data, 2).ok_or_else(|| wrong(cut))?);
        if kind == PACKED_RUN {
            let six = data.get(4..).unwrap_or(&[]).chunks_exact(6);
            for (at, six) in six.enumerate() {
                let style = u16_at(six, 0).unwrap_or(0);
                let number = packed(u32_at(six, 2).unwrap_or(0));
                row.set(column + at, self.book.styles.value(style.into(), number));
            }
            return Ok(());
        }
        let style = usize::from(u16_at(data, 4).ok_or_else(|| wrong(cut))?);
        let value = match kind {
            NUMBER => {
                let number = f64_at(data, 6).ok_or_else(|| wrong(cut))?;
                Some(self.book.styles.value(style, number))
            }
            PACKED => {
                let number = packed(u32_at(data, 6).ok_or_else(|| wrong(cut))?);
                Some(self.book.styles.value(style, number))
            }
            SHARED_TEXT => {
                let number = u32_at(data, 6).ok_or_else(|| wrong(cut))?;
                let text = self.book.texts.get(number as usize);
                let text = text.ok_or_else(|| wrong("a shared text that is not there"))?;
                self.fits(text, row.number, column)?;
                Some(Value::Text(Cow::Borrowed(text)))
            }
            TEXT | RICH_TEXT => Some(self.text(record, 6, rest, (row.number, column))?),
            FLAG => {
                let two = u16_at(data, 6).ok_or_else(|| wrong(cut))?.to_le_bytes();
                Some(if two[1] == 0 { Value::Bool(two[0] != 0) } else { error(two[0]) })
            }
            _ => {
                let result = data.get(6..14).ok_or_else(|| wrong(cut))?;
                match (result, f64_at(result, 0)) {
                    ([0, .., 0xFF, 0xFF], _) => self.result(rest, (row.number, column))?,
                    ([1, _, flag, .., 0xFF, 0xFF], _) => Some(Value::Bool(*flag != 0)),
                    ([2, _, code, .., 0xFF, 0xFF], _) => Some(error(*code)),
                    ([3, .., 0xFF, 0xFF], _) => Some(Value::Text(Cow::Borrowed(""))),
                    ([.., 0xFF, 0xFF], _) | (_, None) => None,
                    (_, Some(number)) => Some(self.book.styles.value(style, number)),
                }
            }
        };
        if let Some(value) = value {
            row.set(column, value);
        }
        Ok(())
    }

    /// The text that a formula gave, in a record behind it.
    fn result(
        &mut self,
        mut rest: Records<'x>,
        at: (u64, usize),
    ) -> Result<Option<Value<'x>>, Error> {
        loop {
            match rest.next().map_err(|reason| self.broken(reason))? {
                Some(record) if record.kind == RESULT => {
                    return self.text(record, 0, rest, at).map(Some);
                }
                Some(record) if BETWEEN.contains(&record.kind) => {}
                _ => return Ok(None),
            }
        }
    }

    fn text(
        &mut self,
        record: Record<'x>,
        skip: usize,
        rest: Records<'x>,
        at: (u64, usize),
    ) -> Result<Value<'x>, Error> {
        let mut text = String::new();
        let read = Pieces::new(record, skip, rest).text(2, &mut self.units, &mut text);
        read.map_err(|reason| self.broken(reason))?;
        self.fits(&text, at.0, at.1)?;
        Ok(Value::Text(Cow::Owned(text)))
    }

    fn fits(&self, text: &str, row: u64, column: usize) -> Result<(), Error> {
        if text.len() > self.limits.max_cell_bytes {
            let place = format!("{}!{}{row}", self.place, letters(column));
            let allowed = self.limits.max_cell_bytes as u64;
            exceed(&place, "bytes of a cell", text.len() as u64, allowed)?;
        }
        Ok(())
    }
}

/// An error of a cell as the sheet shows it.
fn error(code: u8) -> Value<'static> {
    let text = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#?",
    };
    Value::Error(text.to_owned())
}
