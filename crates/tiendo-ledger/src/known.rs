//! What a writer must know of a ledger to take a batch: which tasks and which reports there are.
//!
//! It stands in memory, because an index on millions of reports in the file would make every commit write all over it.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use rusqlite::Connection;

use crate::error::Error;

/// Reports that are looked up one by one before they become a run.
const RECENT: usize = 1 << 16;
/// Reports that are given back together; as many as a run at least has.
const PIECE: usize = RECENT;

/// Tasks and reports by a hash of their ids: 8 bytes for each task and 12 for each report.
///
/// The hash has a secret of the process, so that nobody can choose ids that collide. That two tasks of a million collide
/// by chance is less likely than 1 to 10^7; a report whose task is missing would then be taken with a finding. Reports
/// are compared themselves, so that a collision only costs time.
#[derive(Debug, Default)]
pub(crate) struct Known {
    hasher: RandomState,
    /// The last entry that is counted.
    pub(crate) entry: i64,
    /// The last row of reports that is counted.
    report: i64,
    tasks: HashSet<u64, BuildHasherDefault<AsIs>>,
    /// Each more than twice as long as the one after it, so that there are few, and each report is moved few times.
    runs: Vec<Run>,
    recent: BTreeSet<(u64, u32)>,
}

/// Reports in the order of their hashes, in pieces: merging gives back those that are gone through, so that of millions of
/// reports not all stand in memory twice.
#[derive(Debug, Default)]
struct Run {
    /// All full but the last one.
    pieces: Vec<Piece>,
    len: usize,
}

/// Reports of a run that stand together.
#[derive(Debug)]
struct Piece {
    hashes: Vec<u64>,
    rows: Vec<u32>,
}

impl Piece {
    fn new() -> Self {
        Piece { hashes: Vec::with_capacity(PIECE), rows: Vec::with_capacity(PIECE) }
    }
}

impl Run {
    fn push(&mut self, (hash, row): (u64, u32)) {
        if self.len.is_multiple_of(PIECE) {
            self.pieces.push(Piece::new());
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.hashes.push(hash);
            piece.rows.push(row);
            self.len += 1;
        }
    }

    fn hash(&self, at: usize) -> Option<u64> {
        self.pieces.get(at / PIECE)?.hashes.get(at % PIECE).copied()
    }

    /// Rows with a hash, in their order.
    fn find(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let same = (self.first_from(hash)..).take_while(move |at| self.hash(*at) == Some(hash));
        same.map(|at| self.pieces[at / PIECE].rows[at % PIECE])
    }

    /// The first position whose hash is not less. Hashes lie evenly, so that it is near where it would be by proportion.
    fn first_from(&self, hash: u64) -> usize {
        let count = self.len;
        let guess = ((u128::from(hash) * count as u128) >> u64::BITS) as usize;
        let is_less = |at: usize| self.hash(at).is_some_and(|h| h < hash);
        let (mut low, mut high, mut step) = (guess, guess, 8);
        while low > 0 && !is_less(low - 1) {
            low = low.saturating_sub(step);
            step *= 2;
        }
        while high < count && is_less(high) {
            high = (high + step).min(count);
            step *= 2;
        }
        let mut high = high.max(low);
        while low < high {
            let middle = low + (high - low) / 2;
            if is_less(middle) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn merged(self, other: Run) -> Run {
        let mut out = Run::default();
        let (mut left, mut right) =
            (self.into_reports().peekable(), other.into_reports().peekable());
        while let Some(a) = left.peek().copied() {
            while let Some(b) = right.next_if(|b| *b < a) {
                out.push(b);
            }
            out.push(a);
            left.next();
        }
        right.for_each(|b| out.push(b));
        out
    }

    /// The reports in order; each piece is given back as soon as it is gone through.
    fn into_reports(self) -> impl Iterator<Item = (u64, u32)> {
        self.pieces.into_iter().flat_map(|piece| piece.hashes.into_iter().zip(piece.rows))
    }
}

/// What is hashed already is not hashed again.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Only numbers are hashed; for anything else this would still be a hash, if a poor one.
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Known {
    fn hash(&self, id: &str) -> u64 {
        self.hasher.hash_one(id)
    }

    /// Takes in what was appended since, by whomever.
    pub(crate) fn catch_up(&mut self, connection: &Connection, last: i64) -> Result<(), Error> {
        if last <= self.entry {
            return Ok(());
        }
        let mut statement =
            connection.prepare_cached("SELECT task FROM task_now WHERE entry > ?1 OR ?1 = 0")?;
        let mut rows = statement.query([self.entry])?;
        while let Some(row) = rows.next()? {
            let hash = self.hash(text(row, 0)?);
            self.tasks.insert(hash);
        }
        drop(rows);
        let mut statement =
            connection.prepare_cached("SELECT report, id FROM report WHERE report > ?1")?;
        let mut rows = statement.query([self.report])?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let hash = self.hash(text(row, 1)?);
            self.add_report_hash(hash, number)?;
        }
        self.entry = last;
        Ok(())
    }

    /// True where the ledger has the task.
    pub(crate) fn has_task(&self, id: &str) -> bool {
        self.tasks.contains(&self.hash(id))
    }

    pub(crate) fn add_task(&mut self, id: &str) {
        let hash = self.hash(id);
        self.tasks.insert(hash);
    }

    /// Rows of the reports that may have this id, the newest last.
    pub(crate) fn reports(&self, id: &str) -> Vec<u32> {
        let hash = self.hash(id);
        let mut rows: Vec<u32> = self.runs.iter().flat_map(|run| run.find(hash)).collect();
        rows.extend(self.recent.range((hash, 0)..=(hash, u32::MAX)).map(|(_, row)| *row));
        rows.sort_unstable();
        rows
    }

    pub(crate) fn add_report(&mut self, id: &str, row: i64) -> Result<(), Error> {
        let hash = self.hash(id);
        self.add_report_hash(hash, row)
    }

    fn add_report_hash(&mut self, hash: u64, row: i64) -> Result<(), Error> {
        let limit = u64::from(u32::MAX);
        let number = u32::try_from(row).map_err(|_| Error::LimitExceeded {
            what: "the ledger's number of reports",
            value: row.unsigned_abs(),
            limit,
        })?;
        self.report = self.report.max(row);
        self.recent.insert((hash, number));
        if self.recent.len() >= RECENT {
            self.close_run();
        }
        Ok(())
    }

    /// Makes a run of what is recent, and one of it and those before that are hardly longer.
    fn close_run(&mut self) {
        let mut run = Run::default();
        for report in std::mem::take(&mut self.recent) {
            run.push(report);
        }
        while let Some(before) = self.runs.pop_if(|before| before.len <= 2 * run.len) {
            run = before.merged(run);
        }
        self.runs.push(run);
    }
}

/// A text of a row, without a copy.
fn text<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Result<&'a str, Error> {
    let damaged = Error::Corrupt { part: "a column", entry: None };
    row.get_ref(column)?.as_str().map_err(|_| damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_found_before_and_after_sorting() {
        let mut known = Known::default();
        let count = 4 * RECENT as i64 + 10;
        for row in 1..=count {
            known.add_report(&format!("R{}", row % (count - 1)), row).unwrap();
        }
        assert_eq!((known.recent.len(), known.runs.len()), (10, 2));
        assert_eq!(known.reports("R1"), [1, count as u32]);
        for row in (2..count - 1).step_by(7) {
            assert_eq!(known.reports(&format!("R{row}")), [row as u32]);
        }
        assert!(known.reports("missing").is_empty());
        known.add_task("T1");
        assert!(known.has_task("T1") && !known.has_task("T2"));
    }
}
