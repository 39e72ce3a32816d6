//! The rows of a file, batch by batch.

use std::ops::ControlFlow;

use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::ChunkReader;
use tiendo::FindingCode;

use super::{Plan, Reader, Source};
use crate::parquet::column::{Cell, Column, Room};
use crate::parquet::pages;
use crate::parquet::place::Broken;
use crate::table::{CellKind, DecimalMark, Entry, Log, Row};

/// Rows that are decoded at a time.
const BATCH_ROWS: u64 = 1_024;

/// Bytes that a finding quotes of a cell that is not text.
const QUOTED_BYTES: usize = 200;

/// How far a file is read.
#[derive(Default)]
struct Done {
    rows: u64,
    /// Bytes of pages, and of cells.
    decoded: u64,
    cells: u64,
}

impl Reader<'_> {
    pub(super) fn read_rows(
        &mut self,
        source: &Source<'_>,
        file: &impl ChunkReader,
        metadata: &ParquetMetaData,
        plan: Plan,
        log: &mut Log,
    ) -> Result<(), Broken> {
        let mut done = Done::default();
        for group in metadata.row_groups() {
            self.read_group(source, file, group, &plan, &mut done, log)?;
        }
        if done.rows == 0 {
            log.push(log.at(FindingCode::FileNoRows, 0, ""));
        }
        for name in &plan.unknown {
            let finding = log.at(FindingCode::ColumnUnknown, 0, name).arg("column", name);
            log.push(finding.arg("count", done.rows));
        }
        self.hear(source, done.rows)
    }

    fn hear(&self, source: &Source<'_>, rows: u64) -> Result<(), Broken> {
        match self.options.progress {
            Some(progress) if progress(source.name, rows) == ControlFlow::Break(()) => {
                Err(Broken::Cancelled)
            }
            _ => Ok(()),
        }
    }

    fn read_group(
        &mut self,
        source: &Source<'_>,
        file: &impl ChunkReader,
        group: &RowGroupMetaData,
        plan: &Plan,
        done: &mut Done,
        log: &mut Log,
    ) -> Result<(), Broken> {
        let rows = u64::try_from(group.num_rows()).unwrap_or_default();
        let mut columns = Vec::with_capacity(plan.columns.len());
        for (leaf, at, meaning) in &plan.columns {
            let chunk = group.column(*leaf);
            let pages = pages::open(file, chunk, rows, &mut done.decoded, self.options)?;
            let kind = plan.table.columns()[*at].kind;
            columns.push((*at, Column::new(chunk.column_descr_ptr(), pages, *meaning, kind)));
        }
        let mut left = rows;
        while left > 0 {
            let count = left.min(BATCH_ROWS);
            let mut cells = Vec::with_capacity(columns.len());
            let mut room =
                Room { most: self.options.max_cell_bytes, left: self.options.max_decoded_bytes };
            for (at, column) in &mut columns {
                cells.push((*at, column.read(count as usize, &mut room)?));
            }
            for row in 0..count as usize {
                done.rows += 1;
                self.read_row(&cells, row, plan, done, log)?;
            }
            left -= count;
            self.hear(source, done.rows)?;
        }
        Ok(())
    }

    fn read_row(
        &mut self,
        columns: &[(usize, Vec<Cell>)],
        row: usize,
        plan: &Plan,
        done: &mut Done,
        log: &mut Log,
    ) -> Result<(), Broken> {
        let table = plan.table;
        let mut values: Vec<Option<&str>> = vec![None; table.columns().len()];
        let (mut sound, mut filled) = (true, false);
        for (at, cells) in columns {
            let Some(cell) = cells.get(row) else { continue };
            let name = plan.names.get(*at).map_or("", String::as_str);
            let here = |code| log.at(code, done.rows, name).field(table.columns()[*at].name);
            let too_long =
                || here(FindingCode::CellTooLong).arg("limit", self.options.max_cell_bytes);
            if matches!(cell, Cell::TooLong) {
                let finding = too_long();
                log.push(finding);
                (sound, filled) = (false, true);
                continue;
            }
            let Some(bytes) = cell.bytes() else { continue };
            filled = true;
            done.cells = done.cells.saturating_add(bytes.len() as u64);
            Broken::limit("length of all cells", done.cells, self.options.max_decoded_bytes)?;
            let shown = String::from_utf8_lossy(bytes.get(..QUOTED_BYTES).unwrap_or(bytes));
            let problem = match std::str::from_utf8(bytes) {
                _ if bytes.len() > self.options.max_cell_bytes => Some(too_long()),
                Err(_) => Some(here(FindingCode::CellNotUtf8).arg("value", shown)),
                Ok(text) if text.contains('\0') => {
                    let shown = shown.replace('\0', "\u{fffd}");
                    Some(here(FindingCode::CellNul).arg("value", shown))
                }
                Ok(text) => {
                    let kind = table.columns()[*at].kind;
                    if matches!(cell, Cell::Rounded(_)) && kind == CellKind::Instant {
                        let first = here(FindingCode::FractionDropped).arg("value", text);
                        log.habit("", |_| first, FindingCode::FractionDropped, name);
                    }
                    // A text may be there and empty; of all else, and of a wording, an empty one says nothing.
                    let says = kind == CellKind::Text && table.columns()[*at].name != "deadline";
                    values[*at] = Some(text).filter(|text| !text.is_empty() || says);
                    None
                }
            };
            if let Some(finding) = problem {
                log.push(finding);
                sound = false;
            }
        }
        if !filled {
            let (number, code) = (done.rows, FindingCode::RowsEmpty);
            log.habit("", |log| log.at(code, number, ""), code, "");
            return Ok(());
        }
        if !sound {
            return Ok(());
        }
        for (at, value) in &plan.fixed {
            values[*at] = value.as_deref();
        }
        let mark = DecimalMark::Point;
        let mut read = Row::new(table, done.rows, &plan.names, &values, mark, log);
        let Some(entry) = Entry::read(table, &mut read) else { return Ok(()) };
        if let Some((id, key)) = entry.unique() {
            let file = self.files.len().saturating_sub(1);
            let seen = self.seen.entry(table).or_default();
            if let Some((first_file, first)) = seen.get(&*key) {
                let first = match self.files.get(*first_file).filter(|_| *first_file != file) {
                    Some(name) => format!("{name}:{first}"),
                    None => first.to_string(),
                };
                let name = plan.names.first().map_or("", String::as_str);
                let finding = log.at(FindingCode::DuplicateId, done.rows, name);
                let finding = finding.about(table.kind(), id).field("id");
                log.push(finding.arg("id", id).arg("row", first));
                return Ok(());
            }
            seen.insert(key.into_owned(), (file, done.rows));
        }
        self.gather.add(entry, done.rows);
        Ok(())
    }
}
