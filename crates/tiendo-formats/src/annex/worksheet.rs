//! The cells of one worksheet's part, in the order in which they stand, and its merged regions.

use std::borrow::Cow;

use tiendo::day;

use super::Limits;
use super::grid::Region;
use super::package::{exceed, malformed, region};
use super::rich::{self, Shared};
use super::styles::Styles;
use super::tags::{Broken, Tag, Tags, Token, resolve};
use super::value::{Value, letters};
use crate::error::Error;

/// Greatest row and column that a reference may name; a sheet has 1,048,576 rows and 16,384 columns.
const MAX_POSITION: u32 = 1 << 26;

/// Cells of one worksheet.
#[derive(Clone)]
pub(crate) struct Cells<'x> {
    tags: Tags<'x>,
    shared: &'x Shared,
    styles: &'x Styles,
    file: &'x str,
    /// File and sheet, for errors.
    place: String,
    limits: Limits,
    /// Cells of all sheets so far.
    pub(crate) count: u64,
    row: u32,
    column: u32,
    ended: bool,
}

/// The attributes of a cell that matter.
#[derive(Default)]
struct Head<'x> {
    place: Option<(u32, u32)>,
    style: Option<&'x str>,
    kind: Option<&'x str>,
}

impl<'x> Cells<'x> {
    /// The cells of a part; `count` cells stood in the sheets before.
    pub(crate) fn new(
        part: &'x str,
        (shared, styles): (&'x Shared, &'x Styles),
        (file, sheet): (&'x str, &str),
        limits: &Limits,
        count: u64,
    ) -> Result<Self, Error> {
        let mut tags = Tags::new(part);
        let broken = |reason: Broken| malformed(file, &format!("{sheet}: {reason}"));
        let ended = loop {
            match tags.next().map_err(broken)? {
                Some(Token::Open(tag)) if tag.name == "sheetData" => break tag.is_empty,
                Some(_) => {}
                None => return Err(broken("no rows")),
            }
        };
        Ok(Cells {
            tags,
            shared,
            styles,
            file,
            place: format!("{file}/{sheet}"),
            limits: *limits,
            count,
            row: 0,
            column: 0,
            ended,
        })
    }

    /// The next cell that holds anything, with its row from 1 and its column from 0.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, usize, Value<'x>)>, Error> {
        while !self.ended {
            match self.token()? {
                Token::Open(tag) if tag.name == "c" => {
                    self.count += 1;
                    exceed(&self.place, "cells", self.count, self.limits.max_cells)?;
                    let head = self.head(tag)?;
                    // The place of one cell says nothing of the row of the next.
                    let (row, column) = head.place.unwrap_or((self.row, self.column));
                    self.column = column + 1;
                    if let Some(value) = self.cell(tag, &head, (row, column))? {
                        let columns = u64::from(column) + 1;
                        exceed(&self.place, "columns", columns, self.limits.max_columns)?;
                        return Ok(Some((u64::from(row) + 1, column as usize, value)));
                    }
                }
                Token::Open(tag) if tag.name == "row" => {
                    if let Some((_, number)) = tag.attributes().find(|(key, _)| *key == "r") {
                        let number = reference(number).map(|(row, _)| row);
                        self.row = number.ok_or_else(|| self.broken("a row without a number"))?;
                    }
                    if tag.is_empty {
                        self.end_row();
                    }
                }
                Token::Close("row") => self.end_row(),
                Token::Close("sheetData") => self.ended = true,
                _ => {}
            }
        }
        Ok(None)
    }

    fn end_row(&mut self) {
        (self.row, self.column) = (self.row.saturating_add(1), 0);
    }

    pub(crate) fn broken(&self, reason: Broken) -> Error {
        malformed(self.file, &format!("{}: {reason}", self.place))
    }

    fn token(&mut self) -> Result<Token<'x>, Error> {
        let next = self.tags.next().and_then(|next| next.ok_or("the rows do not end"));
        next.map_err(|reason| self.broken(reason))
    }

    fn head(&self, tag: Tag<'x>) -> Result<Head<'x>, Error> {
        let mut head = Head::default();
        for (key, value) in tag.attributes() {
            match key {
                "r" => {
                    let place = reference(value).and_then(|(row, column)| Some((row, column?)));
                    head.place = Some(place.ok_or_else(|| self.broken("a cell without a place"))?);
                }
                "s" => head.style = Some(value),
                "t" => head.kind = Some(value),
                _ => {}
            }
        }
        Ok(head)
    }

    /// What a cell holds; formulas give the value that is stored with them.
    fn cell(
        &mut self,
        tag: Tag<'x>,
        head: &Head<'x>,
        at: (u32, u32),
    ) -> Result<Option<Value<'x>>, Error> {
        let mut value = None;
        if tag.is_empty {
            return Ok(None);
        }
        loop {
            match self.token()? {
                Token::Open(inner) if inner.name == "v" => match head.kind {
                    // What such a cell holds stands beside it.
                    Some("inlineStr" | "is") => self.skip(inner)?,
                    kind => {
                        let text = rich::content(&mut self.tags, inner);
                        let text = text.map_err(|reason| self.broken(reason))?;
                        value = self.value(text, kind, head.style, at)?;
                    }
                },
                Token::Open(inner) if inner.name == "is" => {
                    let text = rich::text(&mut self.tags, inner);
                    value = self.text(text.map_err(|reason| self.broken(reason))?, at)?;
                }
                Token::Open(inner) => self.skip(inner)?,
                Token::Close("c") => return Ok(value),
                _ => {}
            }
        }
    }

    fn skip(&mut self, tag: Tag<'_>) -> Result<(), Error> {
        self.tags.skip_element(tag).map_err(|reason| self.broken(reason))
    }

    fn value(
        &self,
        text: Cow<'x, str>,
        kind: Option<&str>,
        style: Option<&str>,
        at: (u32, u32),
    ) -> Result<Option<Value<'x>>, Error> {
        if text.is_empty() && !matches!(kind, Some("str" | "d")) {
            return Ok(None);
        }
        match kind {
            Some("s") => {
                let found = text.parse().ok().and_then(|number| self.shared.get(number));
                let found = found.ok_or_else(|| self.broken("a shared text that is not there"))?;
                self.text(Cow::Borrowed(found), at)
            }
            Some("str") => self.text(rich::unescape(text), at),
            Some("b") => match text.trim() {
                "" => Ok(None),
                "0" => Ok(Some(Value::Bool(false))),
                "1" => Ok(Some(Value::Bool(true))),
                word if word.eq_ignore_ascii_case("false") => Ok(Some(Value::Bool(false))),
                word if word.eq_ignore_ascii_case("true") => Ok(Some(Value::Bool(true))),
                _ => Err(self.broken("a truth value that is none")),
            },
            Some("e") => Ok(Some(Value::Error(text.into_owned()))),
            Some("d") => match iso(&text) {
                Some(day) => Ok(Some(day)),
                None => self.text(text, at),
            },
            None | Some("n") => match number(&text) {
                Some(number) => {
                    let style = style.and_then(|style| style.parse().ok()).unwrap_or(0);
                    Ok(Some(self.styles.value(style, number)))
                }
                None if kind.is_none() => self.text(text, at),
                None => Err(self.broken("a number that is none")),
            },
            Some(_) => Err(self.broken("an unknown type of cell")),
        }
    }

    fn text(&self, text: Cow<'x, str>, at: (u32, u32)) -> Result<Option<Value<'x>>, Error> {
        if text.len() > self.limits.max_cell_bytes {
            let place = format!("{}!{}{}", self.place, letters(at.1 as usize), u64::from(at.0) + 1);
            let allowed = self.limits.max_cell_bytes as u64;
            exceed(&place, "bytes of a cell", text.len() as u64, allowed)?;
        }
        Ok(Some(Value::Text(text)))
    }
}

/// A number as sheets write it; short whole ones, which are most, at once.
fn number(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    if bytes.len() <= 9 && bytes.iter().all(u8::is_ascii_digit) {
        let whole = bytes.iter().fold(0_u32, |number, b| number * 10 + u32::from(b - b'0'));
        return Some(f64::from(whole));
    }
    text.parse().ok()
}

/// A cell that holds a date in ISO 8601.
fn iso(text: &str) -> Option<Value<'static>> {
    let zone = text.strip_suffix('Z').unwrap_or(text);
    zone.split('.').next().and_then(|moment| day::parse_instant(moment).ok()).map(Value::Day)
}

/// Row from 0, and column from 0 where it is named, of a reference such as `B12`.
fn reference(text: &str) -> Option<(u32, Option<u32>)> {
    let (mut row, mut column, mut digits) = (0_u32, 0_u32, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                row = row * 10 + u32::from(byte - b'0');
                digits = true;
            }
            _ if !digits && byte.is_ascii_alphabetic() => {
                column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
            }
            _ => return None,
        }
        // Far beyond any sheet, and far below what an addition would not hold.
        if row > MAX_POSITION || column > MAX_POSITION {
            return None;
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)))
}

/// The merged regions of a worksheet's part, which stand behind its rows; what is broken there hides no cell.
pub(crate) fn merges(part: &str, place: &str, limits: &Limits) -> Result<Vec<Region>, Error> {
    let mut regions = Vec::new();
    let end = memchr::memmem::rfind(part.as_bytes(), b"sheetData").unwrap_or(0);
    let Some(behind) = part.get(end..).and_then(|tail| tail.split_once('>')) else {
        return Ok(regions);
    };
    let mut tags = Tags::new(behind.1);
    while let Ok(Some(token)) = tags.next() {
        match token {
            Token::Open(tag) if tag.name == "mergeCell" => {
                let named = tag.attributes().find(|(key, _)| *key == "ref");
                let named = named.and_then(|(_, text)| resolve(text).ok());
                if let Some(region) = named.and_then(|text| region(&text)) {
                    regions.push(region);
                    exceed(place, "merged cells", regions.len() as u64, limits.max_merges)?;
                }
            }
            Token::Close("mergeCells") => break,
            _ => {}
        }
    }
    Ok(regions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_cells() {
        assert_eq!(reference("A1"), Some((0, Some(0))));
        assert_eq!(reference("xfd1048576"), Some((1_048_575, Some(16_383))));
        assert_eq!(reference("12"), Some((11, None)));
        for text in ["", "A", "A0", "1A", "A-1", "A99999999999", "Đ1"] {
            assert_eq!(reference(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_cells() {
        assert_eq!(number("45839"), Some(45_839.0));
        assert_eq!(number("4.5839E4"), Some(45_839.0));
        assert_eq!(number("-1"), Some(-1.0));
        assert_eq!(number("12 345"), None);
    }
}
