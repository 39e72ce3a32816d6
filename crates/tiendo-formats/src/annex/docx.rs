//! Tables of Word documents: the text of `word/document.xml` alone, no external part, no field, no revision that was
//! taken back.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Limits;
use super::grid::{Held, MAX_HELD_CELLS, RawRow, Region, Sheet, Visit};
use super::package::{Package, exceed, malformed};
use super::value::Value;
use crate::error::Error;

/// Deepest nesting of tables in cells; their text belongs to the cell that holds them.
const MAX_DEPTH: usize = 8;
/// Lines before a table that are kept, the nearest ones.
const LINES_BEFORE: usize = 12;
/// Longest such line in bytes.
const MAX_LINE_BYTES: usize = 1000;

/// Hands every table to `visit`, in the order of the document; a table in a cell is text of that cell.
pub(crate) fn each_table(
    file: &str,
    mut package: Package<'_>,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), Error> {
    package.inspect()?;
    let part = package.part("word/document.xml")?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = true;
    let mut body = Body { file, limits, tables: 0, cells: 0, before: VecDeque::new() };
    body.read(&mut reader, visit)
}

/// What of the document has been read so far.
struct Body<'a> {
    file: &'a str,
    limits: &'a Limits,
    tables: u64,
    cells: u64,
    before: VecDeque<String>,
}

type Xml<R> = Reader<BufReader<R>>;

impl Body<'_> {
    fn read<R: Read>(&mut self, reader: &mut Xml<R>, visit: &mut Visit<'_>) -> Result<(), Error> {
        let mut buffer = Vec::new();
        let mut text = Run::default();
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer);
            match event.map_err(|error| malformed(self.file, &error.to_string()))? {
                Event::Start(e) if e.local_name().as_ref() == "tbl" => {
                    let table = self.table(reader)?;
                    self.tables += 1;
                    exceed(self.file, "tables", self.tables, self.limits.max_sheets)?;
                    let sheet = Sheet {
                        name: format!("Bảng {}", self.tables),
                        hidden: false,
                        merges: table.merges,
                        before: self.before.drain(..).collect(),
                    };
                    let mut rows = Held { rows: table.rows.into_iter() };
                    visit(sheet, &mut rows)?;
                }
                Event::End(e) if e.local_name().as_ref() == "p" => {
                    let line = text.take();
                    if !line.trim().is_empty() {
                        self.before.push_back(line.trim().to_owned());
                    }
                    if self.before.len() > LINES_BEFORE {
                        self.before.pop_front();
                    }
                }
                Event::Eof => return Ok(()),
                event => {
                    self.refuse(&event)?;
                    text.hear(&event, MAX_LINE_BYTES);
                }
            }
        }
    }

    /// A document type is refused: it may name external parts and entities.
    fn refuse(&self, event: &Event<'_>) -> Result<(), Error> {
        if matches!(event, Event::DocType(_)) {
            return Err(malformed(self.file, "a document type declaration is not allowed"));
        }
        Ok(())
    }

    /// Reads a table up to its end.
    fn table<R: Read>(&mut self, reader: &mut Xml<R>) -> Result<Table, Error> {
        let mut table = Table::default();
        let mut buffer = Vec::new();
        let mut row = RawRow::default();
        let (mut number, mut column) = (0_u64, 0_usize);
        let mut cell: Option<Cell> = None;
        let mut depth = 0_usize;
        let mut deleted_row = false;
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer);
            match event.map_err(|error| malformed(self.file, &error.to_string()))? {
                Event::Start(e) if e.local_name().as_ref() == "tbl" => {
                    depth += 1;
                    exceed(self.file, "tables within tables", depth as u64, MAX_DEPTH as u64)?;
                }
                Event::End(e) if e.local_name().as_ref() == "tbl" => {
                    if depth == 0 {
                        break;
                    }
                    depth -= 1;
                }
                Event::Start(e) if depth == 0 && e.local_name().as_ref() == "tr" => {
                    number += 1;
                    row.clear(number);
                    (column, deleted_row) = (0, false);
                }
                Event::End(e) if depth == 0 && e.local_name().as_ref() == "tr" => {
                    // A row whose deletion is tracked is gone, and so is its number.
                    if deleted_row {
                        number -= 1;
                        table.close_row(number);
                    } else if row.cells.iter().any(Option::is_some) {
                        table.rows.push(std::mem::take(&mut row));
                    }
                }
                Event::Start(e) if depth == 0 && e.local_name().as_ref() == "tc" => {
                    self.cells += 1;
                    let allowed = self.limits.max_cells.min(MAX_HELD_CELLS);
                    exceed(self.file, "cells", self.cells, allowed)?;
                    cell = Some(Cell { span: 1, ..Cell::default() });
                }
                Event::End(e) if depth == 0 && e.local_name().as_ref() == "tc" => {
                    if let Some(cell) = cell.take() {
                        let span = cell.span as u64;
                        exceed(
                            self.file,
                            "columns",
                            column as u64 + span,
                            self.limits.max_columns,
                        )?;
                        let right = column + cell.span - 1;
                        table.place(&cell, number, column, right);
                        exceed(
                            self.file,
                            "merged cells",
                            table.merges.len() as u64,
                            self.limits.max_merges,
                        )?;
                        let text = cell.text.into_text();
                        let text = text.trim_matches(crate::table::is_blank);
                        if !text.is_empty() && cell.merge != Merge::Continue {
                            row.set(column, Value::Text(Cow::Owned(text.to_owned())));
                        } else if cell.merge == Merge::Continue {
                            // An empty slot keeps the row, which shows the cell above.
                            row.cells.resize(right.max(row.cells.len()), None);
                        }
                        column = right + 1;
                    }
                }
                Event::Start(e) | Event::Empty(e)
                    if depth == 0 && e.local_name().as_ref() == "gridSpan" =>
                {
                    let span =
                        attribute(&e, "val").and_then(|v| v.parse::<usize>().ok()).unwrap_or(1);
                    exceed(self.file, "columns", span as u64, self.limits.max_columns)?;
                    if let Some(cell) = &mut cell {
                        cell.span = span.max(1);
                    }
                }
                Event::Start(e) | Event::Empty(e)
                    if depth == 0 && e.local_name().as_ref() == "gridBefore" =>
                {
                    let skip =
                        attribute(&e, "val").and_then(|v| v.parse::<usize>().ok()).unwrap_or(0);
                    exceed(self.file, "columns", skip as u64, self.limits.max_columns)?;
                    column += skip;
                }
                Event::Start(e) | Event::Empty(e)
                    if depth == 0 && e.local_name().as_ref() == "vMerge" =>
                {
                    if let Some(cell) = &mut cell {
                        let restart = attribute(&e, "val").as_deref() == Some("restart");
                        cell.merge = if restart { Merge::Restart } else { Merge::Continue };
                    }
                }
                Event::Empty(e)
                    if depth == 0 && cell.is_none() && e.local_name().as_ref() == "del" =>
                {
                    deleted_row = true;
                }
                Event::Eof => return Err(malformed(self.file, "a table does not end")),
                event => {
                    self.refuse(&event)?;
                    if let Some(cell) = &mut cell {
                        cell.text.hear(&event, self.limits.max_cell_bytes + 1);
                        let bytes = cell.text.text.len() as u64;
                        let allowed = self.limits.max_cell_bytes as u64;
                        exceed(self.file, "bytes of a cell", bytes, allowed)?;
                    }
                }
            }
        }
        table.finish(number);
        Ok(table)
    }
}

/// How a cell takes part in a vertical merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Merge {
    #[default]
    None,
    Restart,
    Continue,
}

#[derive(Default)]
struct Cell {
    span: usize,
    merge: Merge,
    text: Run,
}

/// A table being read, with the vertical merges that are open.
#[derive(Default)]
struct Table {
    rows: Vec<RawRow<'static>>,
    merges: Vec<Region>,
    open: Vec<Region>,
}

impl Table {
    /// Notes the region that a cell spans or goes on.
    fn place(&mut self, cell: &Cell, row: u64, left: usize, right: usize) {
        let at = self.open.iter().position(|region| region.left == left);
        match (cell.merge, at) {
            (Merge::Continue, Some(at)) => self.open[at].bottom = row,
            (Merge::Restart, at) => {
                if let Some(at) = at {
                    self.merges.push(self.open.swap_remove(at));
                }
                self.open.push(Region { top: row, left, bottom: row, right });
            }
            (_, at) => {
                if let Some(at) = at {
                    self.merges.push(self.open.swap_remove(at));
                }
                if right > left {
                    self.merges.push(Region { top: row, left, bottom: row, right });
                }
            }
        }
    }

    /// Takes back what a deleted row added.
    fn close_row(&mut self, last: u64) {
        self.merges.retain(|region| region.top <= last);
        self.open.retain(|region| region.top <= last);
        for region in self.merges.iter_mut().chain(&mut self.open) {
            region.bottom = region.bottom.min(last);
        }
    }

    fn finish(&mut self, last: u64) {
        self.merges.append(&mut self.open);
        self.merges.retain(|r| (r.bottom > r.top || r.right > r.left) && r.top <= last);
        self.merges.sort_unstable();
    }
}

/// Text of runs, without what a tracked change deleted and without the codes of fields.
#[derive(Default)]
struct Run {
    text: String,
    /// True within `w:t`.
    within: bool,
    deleted: usize,
}

impl Run {
    fn hear(&mut self, event: &Event<'_>, limit: usize) {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                // A fallback repeats for old programs what stands beside it.
                "del" | "moveFrom" | "Fallback" => self.deleted += 1,
                "t" => self.within = self.deleted == 0,
                "p" => self.break_line(),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "del" | "moveFrom" | "Fallback" => self.deleted = self.deleted.saturating_sub(1),
                "t" => self.within = false,
                _ => {}
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                "br" | "cr" if self.deleted == 0 => self.break_line(),
                "tab" if self.deleted == 0 && !self.text.is_empty() => self.push("\t", limit),
                "noBreakHyphen" if self.deleted == 0 => self.push("-", limit),
                _ => {}
            },
            Event::Text(text) if self.within => self.push(&text.xml10_content(), limit),
            Event::CData(text) if self.within => self.push(&text.xml10_content(), limit),
            Event::GeneralRef(reference) if self.within => {
                let character = reference.resolve_char_ref().ok().flatten();
                let name = reference.xml10_content();
                let named = quick_xml::escape::resolve_predefined_entity(&name);
                match (character, named) {
                    (Some(c), _) => self.push(c.encode_utf8(&mut [0; 4]), limit),
                    (None, Some(text)) => self.push(text, limit),
                    // An entity of a document type, which is refused before.
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str, limit: usize) {
        let left = limit.saturating_sub(self.text.len());
        let mut end = text.len().min(left);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.push_str(text.get(..end).unwrap_or(""));
    }

    fn break_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn into_text(self) -> String {
        self.text
    }
}

/// The value of an attribute by its local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = element.attributes().flatten();
    all.find(|a| a.key.local_name().as_ref() == name).map(|a| a.value.as_ref().to_owned())
}
