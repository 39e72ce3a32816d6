//! Tables of OpenDocument spreadsheets, from `content.xml` alone.
//!
//! calamine would lay every sheet out as a full rectangle, and two cells far apart would ask for more memory than there
//! is; so the elements are read here, repeated cells and rows within the limits.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use tiendo::day;

use super::Limits;
use super::grid::{Held, MAX_HELD_CELLS, RawRow, Region, Sheet, Visit};
use super::package::{Package, exceed, malformed};
use super::value::Value;
use crate::error::Error;

/// Hands every sheet to `visit`, in order.
pub(crate) fn each_sheet(
    file: &str,
    mut package: Package<'_>,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), Error> {
    package.inspect()?;
    let part = package.part("content.xml")?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    let (mut sheets, mut cells) = (0, 0);
    // Styles of tables stand before the tables; those that are not shown are remembered.
    let (mut style, mut unseen) = (None, BTreeSet::new());
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|error| malformed(file, &error.to_string()))? {
            Event::Start(e) if e.local_name().as_ref() == "table" => {
                sheets += 1;
                exceed(file, "sheets", sheets, limits.max_sheets)?;
                let name = attribute(&e, "name").unwrap_or_else(|| format!("Bảng {sheets}"));
                let hidden = attribute(&e, "style-name").is_some_and(|name| unseen.contains(&name));
                let mut table = Table {
                    file,
                    limits,
                    cells: &mut cells,
                    number: 0,
                    rows: Vec::new(),
                    merges: Vec::new(),
                };
                table.read(&mut reader)?;
                let sheet = Sheet { name, hidden, merges: table.merges, before: Vec::new() };
                visit(sheet, &mut Held { rows: table.rows.into_iter() })?;
            }
            Event::Start(e) if e.local_name().as_ref() == "style" => style = attribute(&e, "name"),
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "table-properties" => {
                let is_unseen = attribute(&e, "display").is_some_and(|shown| shown == "false");
                unseen.extend(style.take().filter(|_| is_unseen));
            }
            Event::DocType(_) => {
                return Err(malformed(file, "a document type declaration is not allowed"));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A sheet being read.
struct Table<'a> {
    file: &'a str,
    limits: &'a Limits,
    cells: &'a mut u64,
    number: u64,
    rows: Vec<RawRow<'static>>,
    merges: Vec<Region>,
}

/// A cell being read.
struct Cell {
    value: Option<Value<'static>>,
    text: String,
    repeated: u64,
    columns: usize,
    rows: u64,
    is_text: bool,
}

impl Table<'_> {
    fn read<R: Read>(&mut self, reader: &mut Reader<BufReader<R>>) -> Result<(), Error> {
        let mut buffer = Vec::new();
        let mut row = RawRow::default();
        let (mut column, mut repeated) = (0_u64, 1_u64);
        // Cells before the row, since those of the row are counted as they are read.
        let mut counted = *self.cells;
        let mut cell: Option<Cell> = None;
        let (mut paragraph, mut note) = (false, 0_usize);
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer);
            match event.map_err(|error| malformed(self.file, &error.to_string()))? {
                Event::Start(e) => match e.local_name().as_ref() {
                    "table-row" => {
                        repeated = count(&e, "number-rows-repeated");
                        row.clear(self.number.saturating_add(1));
                        (column, counted) = (0, *self.cells);
                    }
                    "table-cell" | "covered-table-cell" => cell = Some(self.open(&e)?),
                    "annotation" => note += 1,
                    "p" if note == 0 => {
                        paragraph = true;
                        if let Some(cell) = cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                            cell.text.push('\n');
                        }
                    }
                    _ => {}
                },
                Event::Empty(e) => match e.local_name().as_ref() {
                    "table-row" => self.pass(count(&e, "number-rows-repeated"))?,
                    "table-cell" | "covered-table-cell" => {
                        let empty = self.open(&e)?;
                        self.close(empty, &mut row, &mut column)?;
                    }
                    "s" | "tab" => {
                        if let Some(cell) = cell.as_mut().filter(|_| paragraph) {
                            cell.text.push(' ');
                        }
                    }
                    "line-break" => {
                        if let Some(cell) = cell.as_mut().filter(|_| paragraph) {
                            cell.text.push('\n');
                        }
                    }
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "table" => return Ok(()),
                    "annotation" => note = note.saturating_sub(1),
                    "p" if note == 0 => paragraph = false,
                    "table-cell" | "covered-table-cell" => {
                        if let Some(cell) = cell.take() {
                            self.close(cell, &mut row, &mut column)?;
                        }
                    }
                    "table-row" => {
                        if row.cells.iter().any(Option::is_some) {
                            let held = (row.cells.len() as u64).saturating_mul(repeated);
                            *self.cells = (*self.cells).max(counted.saturating_add(held));
                            self.count_cells()?;
                            for at in 1..=repeated {
                                let mut copy = row.clone();
                                copy.number = self.number + at;
                                self.rows.push(copy);
                            }
                        }
                        self.pass(repeated)?;
                    }
                    _ => {}
                },
                Event::Text(text) => {
                    self.hear(cell.as_mut().filter(|_| paragraph), &text.xml10_content())?;
                }
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let named =
                        || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                    let text = character.or_else(named).unwrap_or_default();
                    self.hear(cell.as_mut().filter(|_| paragraph), &text)?;
                }
                Event::Eof => return Err(malformed(self.file, "a sheet does not end")),
                _ => {}
            }
        }
    }

    /// Goes on behind so many rows.
    fn pass(&mut self, rows: u64) -> Result<(), Error> {
        self.number = self.number.saturating_add(rows);
        exceed(self.file, "rows", self.number, 1 << 32)
    }

    fn count_cells(&self) -> Result<(), Error> {
        let allowed = self.limits.max_cells.min(MAX_HELD_CELLS);
        exceed(self.file, "cells", *self.cells, allowed)
    }

    fn hear(&self, cell: Option<&mut Cell>, text: &str) -> Result<(), Error> {
        let Some(cell) = cell else { return Ok(()) };
        cell.text.push_str(text);
        let allowed = self.limits.max_cell_bytes as u64;
        exceed(self.file, "bytes of a cell", cell.text.len() as u64, allowed)
    }

    fn open(&mut self, e: &BytesStart<'_>) -> Result<Cell, Error> {
        *self.cells += 1;
        self.count_cells()?;
        let kind = attribute(e, "value-type").unwrap_or_default();
        let number = || attribute(e, "value").and_then(|v| v.parse::<f64>().ok());
        let value = match kind.as_str() {
            "float" | "currency" => number().map(|n| Value::Number(n, false)),
            "percentage" => number().map(|n| Value::Number(n, true)),
            "boolean" => attribute(e, "boolean-value").map(|v| Value::Bool(v == "true")),
            "date" => attribute(e, "date-value").map(|v| {
                let moment = v.split('.').next().and_then(|v| day::parse_instant(v).ok());
                moment.map_or(Value::Error(v), Value::Day)
            }),
            _ => None,
        };
        let span = count(e, "number-columns-spanned");
        exceed(self.file, "columns", span, self.limits.max_columns)?;
        let is_text = value.is_none();
        Ok(Cell {
            value,
            text: String::new(),
            repeated: count(e, "number-columns-repeated"),
            columns: span as usize,
            rows: count(e, "number-rows-spanned"),
            is_text,
        })
    }

    /// Puts a cell into its row, as often as it is repeated.
    fn close(
        &mut self,
        cell: Cell,
        row: &mut RawRow<'static>,
        column: &mut u64,
    ) -> Result<(), Error> {
        let text = cell.text.trim_matches(crate::table::is_blank);
        let value = if cell.is_text && !text.is_empty() {
            Some(Value::Text(Cow::Owned(text.to_owned())))
        } else {
            cell.value
        };
        if let Some(value) = value {
            let last = column.saturating_add(cell.repeated);
            exceed(self.file, "columns", last, self.limits.max_columns)?;
            for at in *column..last {
                row.set(at as usize, value.clone());
            }
            if cell.columns > 1 || cell.rows > 1 {
                let (left, top) = (*column as usize, self.number + 1);
                let (right, bottom) = (left + cell.columns - 1, top.saturating_add(cell.rows - 1));
                self.merges.push(Region { top, left, bottom, right });
                let found = self.merges.len() as u64;
                exceed(self.file, "merged cells", found, self.limits.max_merges)?;
            }
        }
        *column = column.saturating_add(cell.repeated);
        Ok(())
    }
}

/// The value of an attribute by its local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = element.attributes().flatten();
    all.find(|a| a.key.local_name().as_ref() == name).map(|a| a.value.as_ref().to_owned())
}

/// A number of repetitions or of spanned cells; at least one.
fn count(element: &BytesStart<'_>, name: &str) -> u64 {
    attribute(element, name).and_then(|value| value.parse::<u64>().ok()).unwrap_or(1).max(1)
}
