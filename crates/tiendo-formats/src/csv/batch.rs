//! Rows on their way from a file to the records: read one after the other, turned into records batch by batch, put together
//! in the order of the file.

use super::header::Header;
use super::rows::Cells;
use crate::encoding::Encoding;
use crate::table::{DecimalMark, Entry, Log, Row, Table};

/// Rows of a batch: few enough that their records are in the cache of the processor when they are put together.
const ROWS: usize = 256;

/// Bytes of a batch, which may go beyond by a row.
const BYTES: usize = 1 << 20;

/// How the rows of a file are turned into records.
pub(super) struct Plan {
    pub(super) table: Table,
    pub(super) header: Header,
    pub(super) encoding: Encoding,
    pub(super) mark: DecimalMark,
    pub(super) max_cell_bytes: usize,
}

/// Rows, then what they say. The memory is used again.
pub(super) struct Batch {
    rows: Vec<Cells>,
    /// How many of them are filled.
    filled: usize,
    bytes: usize,
    /// The records with their rows.
    pub(super) entries: Vec<(Entry, u64)>,
    log: Log,
}

impl Batch {
    pub(super) fn new(log: &Log) -> Self {
        Batch { rows: Vec::new(), filled: 0, bytes: 0, entries: Vec::new(), log: log.part() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.filled == 0
    }

    pub(super) fn is_full(&self) -> bool {
        self.filled >= ROWS || self.bytes >= BYTES
    }

    /// The place of the next row, which [`Batch::keep`] keeps.
    pub(super) fn next(&mut self) -> &mut Cells {
        if self.filled == self.rows.len() {
            self.rows.push(Cells::default());
        }
        &mut self.rows[self.filled]
    }

    pub(super) fn keep(&mut self) {
        self.bytes += self.rows.get(self.filled).map_or(0, Cells::bytes);
        self.filled += 1;
    }

    /// Hands the findings over.
    pub(super) fn report(&mut self, log: &mut Log) {
        let part = log.part();
        log.append(std::mem::replace(&mut self.log, part));
    }

    /// Turns the rows into records and findings.
    pub(super) fn convert(&mut self, plan: &Plan) {
        let filled = std::mem::take(&mut self.filled);
        self.bytes = 0;
        let rows = self.rows.get_mut(..filled).unwrap_or_default();
        for cells in &mut *rows {
            cells.decode(plan.encoding);
        }
        let mut values = Vec::with_capacity(plan.table.columns().len());
        for cells in &*rows {
            if !plan.header.values(cells, plan.max_cell_bytes, &mut values, &mut self.log) {
                continue;
            }
            let Plan { table, header, mark, .. } = plan;
            let mut row =
                Row::new(*table, cells.number, &header.names, &values, *mark, &mut self.log);
            if let Some(entry) = Entry::read(*table, &mut row) {
                self.entries.push((entry, cells.number));
            }
        }
    }
}

/// Batches that are converted at once on so many threads: several for each, so that one that is slow holds up little.
pub(super) fn at_once(threads: usize) -> usize {
    if threads == 1 { 1 } else { (4 * threads).min(32) }
}
