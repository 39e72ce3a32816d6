//! What a writer must know of a ledger to take a batch: which tasks and which reports there are.
//!
//! It stands in memory, because an index on millions of reports in the file would make every commit write all over it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use rusqlite::Connection;

use crate::error::Error;

/// Reports that are looked up one by one before they are sorted in among the others.
const RECENT: usize = 1 << 16;

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
    /// Sorted, with the row of each beside.
    sorted: Vec<u64>,
    rows: Vec<u32>,
    recent: HashMap<u64, Vec<u32>, BuildHasherDefault<AsIs>>,
    recent_count: usize,
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
        let first = self.sorted.partition_point(|h| *h < hash);
        let same = self.sorted[first..].iter().take_while(|h| **h == hash).count();
        let mut rows = self.rows[first..first + same].to_vec();
        rows.extend(self.recent.get(&hash).into_iter().flatten());
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
        self.recent.entry(hash).or_default().push(number);
        self.recent_count += 1;
        if self.recent_count >= RECENT.max(self.sorted.len() / 4) {
            self.sort_in();
        }
        Ok(())
    }

    fn sort_in(&mut self) {
        let old = self.sorted.iter().copied().zip(self.rows.iter().copied());
        let recent =
            self.recent.drain().flat_map(|(h, rows)| rows.into_iter().map(move |r| (h, r)));
        let mut all: Vec<(u64, u32)> = old.chain(recent).collect();
        all.sort_unstable();
        (self.sorted, self.rows) = all.into_iter().unzip();
        self.recent_count = 0;
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
        let count = RECENT as i64 + 10;
        for row in 1..=count {
            known.add_report(&format!("R{}", row % (count - 1)), row).unwrap();
        }
        assert!(known.recent_count < 20);
        assert_eq!(known.reports("R1"), [1, count as u32]);
        assert_eq!(known.reports("R2"), [2]);
        assert!(known.reports("missing").is_empty());
        known.add_task("T1");
        assert!(known.has_task("T1") && !known.has_task("T2"));
    }
}
