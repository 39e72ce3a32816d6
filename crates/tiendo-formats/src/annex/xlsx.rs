//! Worksheets of Excel workbooks: each part inflated once, its cells read while the rows before are understood.
//!
//! calamine reads the same cells, and the tests compare the two; reading them here takes a part of its time, for nothing
//! is made of a cell but its value. Rows and texts are borrowed from the inflated parts.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use super::Limits;
use super::grid::{RawRow, Rows, Sheet, Visit};
use super::package::{Package, malformed};
use super::rich::Shared;
use super::styles::Styles;
use super::value::Value;
use super::workbook::Workbook;
use super::worksheet::{Cells, merges};
use crate::error::Error;

/// Bytes of a part below which a thread costs more than it gives.
const SMALL_PART: usize = 256 * 1024;
/// Cells that are handed over at a time, and batches that lie ready at most.
const BATCH_CELLS: usize = 4096;
const BATCHES: usize = 8;
/// Rows of a batch at most: empty ones hold no cells.
const BATCH_ROWS: usize = 1024;

/// Hands every worksheet to `visit`, in the order of the workbook.
pub(crate) fn each_sheet(
    file: &str,
    mut package: Package<'_>,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), Error> {
    let workbook = Workbook::read(file, &mut package, limits.max_sheets)?;
    let mut styles = match package.text(&workbook.styles)? {
        Some(part) => Styles::read(&part).map_err(|reason| malformed(file, reason))?,
        None => Styles::default(),
    };
    styles.from_1904 = workbook.from_1904;
    let mut cells = 0;
    let (shared, mut first) = opened(file, &mut package, &workbook, limits)?;
    for sheet in workbook.sheets {
        let part = match first.take() {
            Some(part) => part,
            None => inflated(file, &mut package, &sheet.part)?,
        };
        let merges = merges(&part, &format!("{file}/{}", sheet.part), limits)?;
        let read = Cells::new(&part, (&shared, &styles), (file, &sheet.name), limits, cells)?;
        let of = Sheet { name: sheet.name, hidden: sheet.hidden, merges, before: Vec::new() };
        let rows = CellRows { cells: read, pending: None, last: 0 };
        cells = if part.len() < SMALL_PART {
            let mut rows = rows;
            visit(of, &mut rows)?;
            rows.cells.count
        } else {
            ahead(rows, |rows| visit(of, rows))?
        };
    }
    Ok(())
}

/// The shared texts and the part of the first worksheet, inflated beside each other.
fn opened(
    file: &str,
    package: &mut Package<'_>,
    workbook: &Workbook,
    limits: &Limits,
) -> Result<(Shared, Option<String>), Error> {
    let texts = |package: &mut Package<'_>| -> Result<Shared, Error> {
        let Some(part) = package.text(&workbook.texts)? else { return Ok(Shared::default()) };
        let place = format!("{file}/{}", workbook.texts);
        Shared::read(part, limits.max_strings).map_err(|reason| match reason {
            Some(reason) => malformed(file, &format!("{}: {reason}", workbook.texts)),
            None => Error::LimitExceeded {
                place,
                limit: "shared strings",
                value: limits.max_strings.saturating_add(1),
                allowed: limits.max_strings,
            },
        })
    };
    let Some(sheet) = workbook.sheets.first() else { return Ok((texts(package)?, None)) };
    let mut other = package.clone();
    let both = std::thread::scope(|scope| {
        let work = || inflated(file, &mut other, &sheet.part);
        let first = std::thread::Builder::new().spawn_scoped(scope, work).ok()?;
        let shared = texts(package);
        // A thread that panicked tells of a mistake of ours; it is not hidden.
        let first = first.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Some((shared, first))
    });
    match both {
        Some((shared, first)) => {
            let (shared, first) = (shared?, first?);
            package.count(&other)?;
            Ok((shared, Some(first)))
        }
        // A host without threads.
        None => Ok((texts(package)?, None)),
    }
}

fn inflated(file: &str, package: &mut Package<'_>, part: &str) -> Result<String, Error> {
    package.text(part)?.ok_or_else(|| malformed(file, &format!("{part} is missing")))
}

/// Rows put together from the cells of one worksheet.
#[derive(Clone)]
struct CellRows<'x> {
    cells: Cells<'x>,
    pending: Option<(u64, usize, Value<'x>)>,
    last: u64,
}

impl<'x> CellRows<'x> {
    /// Hands the cells of the next row to `set`; its number, or none at the end.
    fn row(&mut self, mut set: impl FnMut(usize, Value<'x>)) -> Result<Option<u64>, Error> {
        let first = match self.pending.take() {
            Some(first) => Some(first),
            None => self.cells.next()?,
        };
        let Some((number, column, value)) = first else { return Ok(None) };
        if number <= self.last {
            return Err(self.cells.broken("rows that go backwards"));
        }
        self.last = number;
        set(column, value);
        while let Some((at, column, value)) = self.cells.next()? {
            if at != number {
                self.pending = Some((at, column, value));
                break;
            }
            set(column, value);
        }
        Ok(Some(number))
    }
}

impl<'x> Rows<'x> for CellRows<'x> {
    fn next(&mut self, row: &mut RawRow<'x>) -> Result<bool, Error> {
        row.clear(0);
        let number = self.row(|column, value| row.set(column, value))?;
        row.number = number.unwrap_or(0);
        Ok(number.is_some())
    }
}

/// Rows on their way from one thread to another.
#[derive(Default)]
struct Batch<'x> {
    /// Number and count of cells of each row.
    rows: VecDeque<(u64, usize)>,
    /// Columns and values of all rows.
    cells: VecDeque<(usize, Value<'x>)>,
    /// What ended the reading behind these rows: the count of all cells, or an error.
    end: Option<Result<u64, Error>>,
}

/// Reads rows on another thread while `take` works on those before; how many cells there were so far.
fn ahead<'x>(
    rows: CellRows<'x>,
    take: impl FnOnce(&mut dyn Rows<'x>) -> Result<(), Error>,
) -> Result<u64, Error> {
    std::thread::scope(|scope| {
        let (full, ready) = sync_channel(BATCHES);
        let (empty, used) = channel();
        let mut own = rows.clone();
        let work = move || read_ahead(rows, &full, &used);
        if std::thread::Builder::new().spawn_scoped(scope, work).is_err() {
            // A host without threads.
            take(&mut own)?;
            return Ok(own.cells.count);
        }
        let mut coming = Coming { ready, empty, batch: Batch::default(), count: own.cells.count };
        take(&mut coming)?;
        Ok(coming.count)
    })
}

fn read_ahead<'x>(
    mut rows: CellRows<'x>,
    full: &SyncSender<Batch<'x>>,
    used: &Receiver<Batch<'x>>,
) {
    loop {
        // What was taken lends its room.
        let mut batch = used.try_recv().unwrap_or_default();
        while batch.end.is_none()
            && batch.cells.len() < BATCH_CELLS
            && batch.rows.len() < BATCH_ROWS
        {
            let before = batch.cells.len();
            match rows.row(|column, value| batch.cells.push_back((column, value))) {
                Ok(Some(number)) => batch.rows.push_back((number, batch.cells.len() - before)),
                Ok(None) => batch.end = Some(Ok(rows.cells.count)),
                Err(error) => batch.end = Some(Err(error)),
            }
        }
        let is_last = batch.end.is_some();
        // Where nobody takes rows any more, the taker has failed and says so itself.
        if full.send(batch).is_err() || is_last {
            return;
        }
    }
}

/// Rows that another thread reads.
struct Coming<'x> {
    ready: Receiver<Batch<'x>>,
    empty: Sender<Batch<'x>>,
    batch: Batch<'x>,
    /// Cells of all sheets, once this one has been read to its end.
    count: u64,
}

impl<'x> Rows<'x> for Coming<'x> {
    fn next(&mut self, row: &mut RawRow<'x>) -> Result<bool, Error> {
        loop {
            if let Some((number, cells)) = self.batch.rows.pop_front() {
                row.clear(number);
                for (column, value) in self.batch.cells.drain(..cells) {
                    row.set(column, value);
                }
                return Ok(true);
            }
            if let Some(end) = self.batch.end.take() {
                self.count = end?;
                return Ok(false);
            }
            let Ok(next) = self.ready.recv() else { return Ok(false) };
            // Where the reader has ended already, nobody needs the room.
            let _ = self.empty.send(std::mem::replace(&mut self.batch, next));
        }
    }
}

#[cfg(test)]
mod compared;
