//! Worksheets of Excel workbooks, cell by cell through calamine's streaming reader.
//!
//! `worksheet_range` is never asked for: two cells far apart make it ask for more memory than there is.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};
use chrono::NaiveDate;
use tiendo::day;

use super::Limits;
use super::grid::{RawRow, Rows, Sheet};
use super::package::{Look, Package, exceed, malformed};
use super::value::{Value, letters};
use crate::error::Error;

/// Hands every worksheet to `visit`, in the order of the workbook.
pub(crate) fn each_sheet(
    file: &str,
    bytes: &[u8],
    limits: &Limits,
    visit: &mut dyn FnMut(Sheet, &mut dyn Rows) -> Result<(), Error>,
) -> Result<(), Error> {
    let looks = Package::open(file, bytes, limits)?.inspect(limits)?;
    let broken = |error: XlsxError| malformed(file, &error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheets = workbook.sheets_metadata().to_vec();
    exceed(file, "sheets", sheets.len() as u64, limits.max_sheets)?;
    let paths = sheet_paths(file, bytes, limits)?;
    let mut cells = 0;
    for (at, sheet) in sheets.into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let part = paths.get(at).map(String::as_str).unwrap_or_default();
        let merges = merges_of(&looks, part);
        let reader = workbook.worksheet_cells_reader(&sheet.name).map_err(broken)?;
        let percent = reader
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().is_some_and(|f| f.format_code.contains('%')));
        let mut rows = CellRows {
            place: format!("{file}/{}", sheet.name),
            file,
            percent: percent.collect(),
            reader,
            limits: *limits,
            cells: &mut cells,
            pending: None,
            ended: false,
            last: 0,
        };
        let hidden = sheet.visible != SheetVisible::Visible;
        visit(Sheet { name: sheet.name, hidden, merges, before: Vec::new() }, &mut rows)?;
    }
    Ok(())
}

/// Merged regions of the sheet in a part; its path in the workbook's relations may be relative or absolute.
fn merges_of(looks: &[(String, Look)], part: &str) -> Vec<super::grid::Region> {
    let wanted = part.trim_start_matches('/').to_ascii_lowercase();
    let same = |name: &str| {
        let name = name.to_ascii_lowercase();
        name == wanted || name == format!("xl/{wanted}")
    };
    looks.iter().find(|(name, _)| same(name)).map(|(_, l)| l.merges.clone()).unwrap_or_default()
}

/// Parts of the sheets in the order of the workbook, from its relations.
fn sheet_paths(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<String>, Error> {
    use quick_xml::events::Event;
    let mut package = Package::open(file, bytes, limits)?;
    let mut elements = |part: &str, element: &str, keys: [&str; 2]| {
        let mut found = Vec::new();
        let mut reader =
            quick_xml::Reader::from_reader(std::io::BufReader::new(package.part(part)?));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer);
            match event.map_err(|error| malformed(file, &error.to_string()))? {
                Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == element => {
                    let mut values = [String::new(), String::new()];
                    for attribute in e.attributes().flatten() {
                        for (key, value) in keys.iter().zip(&mut values) {
                            if attribute.key.local_name().as_ref() == *key {
                                attribute.value.as_ref().clone_into(value);
                            }
                        }
                    }
                    found.push(values);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Ok::<_, Error>(found)
    };
    // A workbook of another name has no merged cells for us; its cells are read all the same.
    let Ok(sheets) = elements("xl/workbook.xml", "sheet", ["name", "id"]) else {
        return Ok(Vec::new());
    };
    let Ok(relations) = elements("xl/_rels/workbook.xml.rels", "Relationship", ["Id", "Target"])
    else {
        return Ok(Vec::new());
    };
    let target = |id: &str| {
        let found = relations.iter().find(|[relation, _]| relation == id);
        found.map(|[_, target]| target.clone()).unwrap_or_default()
    };
    Ok(sheets.iter().map(|[_, id]| target(id)).collect())
}

/// Rows put together from the cells of one worksheet.
struct CellRows<'a, 'w, 'n> {
    file: &'a str,
    place: String,
    reader: XlsxCellReader<'w, Cursor<&'a [u8]>>,
    percent: Vec<bool>,
    limits: Limits,
    cells: &'n mut u64,
    pending: Option<(u64, usize, Value)>,
    // Behind the last cell the reader goes on to other parts of the sheet.
    ended: bool,
    last: u64,
}

impl Rows for CellRows<'_, '_, '_> {
    fn next(&mut self, row: &mut RawRow) -> Result<bool, Error> {
        let first = match self.pending.take() {
            Some(first) => Some(first),
            None => self.cell()?,
        };
        let Some((number, column, value)) = first else { return Ok(false) };
        if number <= self.last {
            let reason = format!("{}: row {number} stands behind row {}", self.place, self.last);
            return Err(malformed(self.file, &reason));
        }
        self.last = number;
        row.clear(number);
        row.set(column, value);
        while let Some((at, column, value)) = self.cell()? {
            if at != number {
                self.pending = Some((at, column, value));
                break;
            }
            row.set(column, value);
        }
        Ok(true)
    }
}

impl CellRows<'_, '_, '_> {
    /// The next cell that holds anything, with its row from 1 and its column from 0.
    fn cell(&mut self) -> Result<Option<(u64, usize, Value)>, Error> {
        while !self.ended {
            let next = self.reader.next_cell_with_style_id();
            let next = next.map_err(|error| malformed(self.file, &error.to_string()))?;
            let Some((cell, style)) = next else {
                self.ended = true;
                break;
            };
            *self.cells += 1;
            exceed(&self.place, "cells", *self.cells, self.limits.max_cells)?;
            let (row, column) = cell.get_position();
            let (row, column) = (u64::from(row) + 1, column as usize);
            let value = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::SharedString(text) => self.text(row, column, text)?,
                DataRef::String(text) => self.text(row, column, text)?,
                DataRef::DateTimeIso(text) => iso(text),
                DataRef::DurationIso(text) => Value::Text(text.clone()),
                DataRef::Int(number) => whole(*number),
                DataRef::Float(number) => {
                    Value::Number(*number, self.percent.get(style).copied().unwrap_or(false))
                }
                DataRef::Bool(flag) => Value::Bool(*flag),
                DataRef::Error(error) => Value::Error(error.to_string()),
                DataRef::DateTime(at) if at.is_duration() => Value::Number(at.as_f64(), false),
                DataRef::DateTime(at) => moment(at),
            };
            exceed(&self.place, "columns", column as u64 + 1, self.limits.max_columns)?;
            return Ok(Some((row, column, value)));
        }
        Ok(None)
    }

    fn text(&self, row: u64, column: usize, text: &str) -> Result<Value, Error> {
        if text.len() > self.limits.max_cell_bytes {
            let place = format!("{}!{}{row}", self.place, letters(column));
            let allowed = self.limits.max_cell_bytes as u64;
            exceed(&place, "bytes of a cell", text.len() as u64, allowed)?;
        }
        Ok(Value::Text(text.to_owned()))
    }
}

/// A whole number; one beyond what a double holds is kept as text.
fn whole(number: i64) -> Value {
    i32::try_from(number)
        .map_or_else(|_| Value::Text(number.to_string()), |n| Value::Number(f64::from(n), false))
}

/// A cell with a date format; a day that does not exist, or one before 1900, is an error of the cell.
fn moment(at: &calamine::ExcelDateTime) -> Value {
    let (y, m, d, hour, minute, second, _) = at.to_ymd_hms_milli();
    let day = NaiveDate::from_ymd_opt(i32::from(y), u32::from(m), u32::from(d));
    let at_time = |day: NaiveDate| day.and_hms_opt(hour.into(), minute.into(), second.into());
    match day.and_then(day::check).and_then(at_time) {
        // Excel shows the serial numbers below 1 as a time of no day.
        Some(moment) if at.as_f64() >= 1.0 => Value::Day(moment),
        _ => Value::Error(format!("{}", at.as_f64())),
    }
}

/// A cell that holds a date in ISO 8601.
fn iso(text: &str) -> Value {
    let zone = text.strip_suffix('Z').unwrap_or(text);
    let moment = zone.split('.').next().and_then(|moment| day::parse_instant(moment).ok());
    moment.map_or_else(|| Value::Text(text.to_owned()), Value::Day)
}
