//! Worksheets of Excel 97 to 2003: one stream of records in a compound file.
//!
//! Every sheet is gone through twice: once for the places of its cells and for its merged regions, which stand behind
//! them, once for their values, row by row. Nothing is laid out as a rectangle, which a sheet of two cells far apart
//! would make of any size; this is why calamine, which does, judges this reader and does not read.

use std::collections::BTreeMap;

use super::grid::Visit;
use super::package::{exceed, malformed};
use super::styles::Styles;
use super::tags::Broken;
use super::{EXPECTED, Limits};
use crate::error::Error;
use biff::{Pieces, Record, Records, Texts, u16_at, u32_at};
use compound::Compound;

mod biff;
#[cfg(test)]
mod compared;
mod compound;
mod rows;

pub(crate) use compound::MAGIC;

/// Kinds of records of the workbook as a whole.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const PASSWORD: u16 = 0x002F;
const DAYS: u16 = 0x0022;
const FORMAT: u16 = 0x041E;
const STYLE: u16 = 0x00E0;
const SHEET: u16 = 0x0085;
const TEXTS: u16 = 0x00FC;

/// The version of records since Excel 97.
const VERSION: u16 = 0x0600;
const NEWER: &str = "a workbook of Excel 97 or later, which this one must be saved as";

/// Hands every worksheet to `visit`, in the order of the workbook.
pub(crate) fn each_sheet(
    file: &str,
    bytes: &[u8],
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), Error> {
    let broken = |reason: Broken| malformed(file, reason);
    let compound = Compound::open(bytes).map_err(broken)?;
    // What has a password is such a file around the workbook, whatever its form.
    if compound.has("EncryptedPackage") {
        return Err(Error::Protected { path: file.to_owned() });
    }
    let Some(stream) = compound.stream("Workbook").map_err(broken)? else {
        let expected = if compound.has("Book") { NEWER } else { EXPECTED };
        return Err(Error::UnknownFormat { path: file.to_owned(), expected });
    };
    let book = Book::read(file, &stream, limits)?;
    // Sheets lie one behind the other: were they to lie upon each other, a small file could hold thousands.
    let (mut cells, mut left) = (0, stream.len());
    for part in &book.sheets {
        let place = format!("{file}/{}", part.name);
        let mut found = rows::Found::new(file, &place, limits, cells);
        left -= found.scan(Records { stream: &stream, at: part.at }, left)?;
        cells = found.cells;
        let (sheet, mut rows) = found.sheet(part, &book, &stream);
        visit(sheet, &mut rows)?;
    }
    Ok(())
}

/// One worksheet, and where its records begin.
struct Part {
    name: String,
    hidden: bool,
    at: usize,
}

/// What stands before the worksheets.
#[derive(Default)]
struct Book {
    sheets: Vec<Part>,
    texts: Texts,
    styles: Styles,
}

impl Book {
    fn read(file: &str, stream: &[u8], limits: &Limits) -> Result<Self, Error> {
        let broken = |reason: Broken| malformed(file, reason);
        let mut records = Records { stream, at: 0 };
        let first = records.next().map_err(broken)?;
        let first = first.filter(|record| record.kind == BEGIN);
        let version = first.and_then(|first| u16_at(first.data, 0));
        match version.ok_or_else(|| broken("no workbook"))? {
            VERSION => {}
            _ => return Err(Error::UnknownFormat { path: file.to_owned(), expected: NEWER }),
        }
        let (mut book, mut count, mut from_1904) = (Book::default(), 0, false);
        let (mut formats, mut numbers) = (BTreeMap::new(), Vec::new());
        loop {
            let next = records.next().map_err(broken)?;
            let record = next.ok_or_else(|| broken("a workbook that does not end"))?;
            match record.kind {
                END => break,
                PASSWORD => return Err(Error::Protected { path: file.to_owned() }),
                DAYS => from_1904 = u16_at(record.data, 0) == Some(1),
                FORMAT => {
                    let code = short_text(record, 2, 2).map_err(broken)?;
                    formats.insert(u32::from(u16_at(record.data, 0).unwrap_or(0)), code);
                }
                STYLE => numbers.push(u16_at(record.data, 2).unwrap_or(0).into()),
                SHEET => {
                    count += 1;
                    exceed(file, "sheets", count, limits.max_sheets)?;
                    book.sheets.extend(part(record).map_err(broken)?);
                }
                TEXTS => {
                    let refuse = |texts, bytes| {
                        exceed(file, "shared strings", texts, limits.max_strings)?;
                        exceed(file, "bytes of text", bytes, limits.max_text_bytes)
                    };
                    book.texts = Texts::read(record, records, broken, refuse)?;
                }
                _ => {}
            }
        }
        book.styles = Styles::of(&formats, &numbers, from_1904);
        Ok(book)
    }
}

/// What the record of a sheet says; none for sheets of charts and of macros, which have no rows.
fn part(record: Record<'_>) -> Result<Option<Part>, Broken> {
    let cut = "a sheet without a place";
    let at = u32_at(record.data, 0).ok_or(cut)?;
    let kind = u16_at(record.data, 4).ok_or(cut)?;
    let name = short_text(record, 6, 1)?;
    let part = Part { name, hidden: kind & 3 != 0, at: at as usize };
    Ok((kind >> 8 == 0).then_some(part))
}

/// A text that does not go on in another record.
fn short_text(record: Record<'_>, at: usize, length_bytes: u32) -> Result<String, Broken> {
    let mut text = String::new();
    let mut pieces = Pieces::new(record, at, Records { stream: &[], at: 0 });
    pieces.text(length_bytes, &mut Vec::new(), &mut text)?;
    Ok(text)
}
