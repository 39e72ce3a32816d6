//! Importing lists of records: in batches, so that an import that is interrupted goes on where it was.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDateTime;
use tiendo::{Records, Watch};

use super::{Head, Ledger};
use crate::batch::Batch;
use crate::error::{Error, Problem, ProblemKind};
use crate::record::{self, Record};

/// Most problems that an import lists.
const LISTED: usize = 1000;

/// Options for an import.
///
/// ```
/// use tiendo_ledger::ImportOptions;
/// let options = ImportOptions { skip_refused: true, ..ImportOptions::default() };
/// assert_eq!(options.batch, 10_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportOptions {
    /// Records of one entry.
    pub batch: usize,
    /// Leaves out what cannot be taken and imports the rest; otherwise nothing is imported where anything is refused.
    pub skip_refused: bool,
}

impl Default for ImportOptions {
    fn default() -> Self {
        ImportOptions { batch: 10_000, skip_refused: false }
    }
}

/// What became of an import.
///
/// ```
/// use tiendo::{Records, Watch};
/// use tiendo_ledger::{ImportOptions, Ledger, NewLedger};
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let done = ledger.import(&Records::default(), at, "example", &ImportOptions::default(), &Watch::new())?;
/// assert_eq!((done.recorded, done.unchanged, done.entries, done.refused), (0, 0, 0, 0));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The last entry now.
    pub head: Head,
    /// Records that were recorded.
    pub recorded: u64,
    /// Records that the ledger had already.
    pub unchanged: u64,
    /// Entries that were made.
    pub entries: u64,
    /// Records that were left out.
    pub refused: u64,
    /// Why, for the first thousand of them; their positions count all records of the import.
    pub problems: Vec<Problem>,
}

impl Ledger {
    /// Records all that lists hold and the ledger does not, in batches, each durable when the watch has counted it.
    ///
    /// Definitions come before what refers to them. The same lists again change nothing; an import that was interrupted is
    /// completed by the same call.
    ///
    /// # Errors
    /// - [`Error::Refused`] with all records that cannot be taken; nothing was recorded then.
    /// - [`tiendo::Error::Cancelled`] when the watch was stopped; whole batches were recorded.
    /// - those of [`Ledger::append`].
    pub fn import(
        &self,
        records: &Records,
        recorded_at: NaiveDateTime,
        actor: &str,
        options: &ImportOptions,
        watch: &Watch,
    ) -> Result<Imported, Error> {
        let total = records.len() as u64 + records.unknown.records().count() as u64;
        let (problems, refused) = self.problems_of(records)?;
        if !problems.is_empty() && !options.skip_refused {
            return Err(Error::Refused { problems, total: refused.len() as u64 });
        }
        watch.begin(total);
        let mut imported = Imported {
            head: self.head()?,
            recorded: 0,
            unchanged: 0,
            entries: 0,
            refused: refused.len() as u64,
            problems,
        };
        let mut batch = Batch::new();
        let mut done = 0;
        let size = options.batch.max(1);
        let kept = record::of_lists(records).enumerate().filter(|(at, _)| {
            // Few are refused, and in order.
            refused.binary_search(&(*at as u64)).is_err()
        });
        let mut kept = kept.map(|(_, record)| record);
        loop {
            batch.clear();
            batch.extend(kept.by_ref().take(size));
            if batch.is_empty() {
                break;
            }
            let appended = self.append(&batch, recorded_at, actor)?;
            imported.head = appended.head;
            imported.recorded += appended.recorded;
            imported.unchanged += appended.unchanged;
            imported.entries += u64::from(appended.recorded > 0);
            done += batch.len() as u64;
            watch.advance_to(done)?;
        }
        Ok(imported)
    }

    /// The records that cannot be taken, found before anything is written: the first with their reasons, all by position.
    fn problems_of(&self, records: &Records) -> Result<(Vec<Problem>, Vec<u64>), Error> {
        // Definitions are judged as one batch; reports by their tasks and ids, some at a time.
        let mut batch = Batch::new();
        batch.extend(record::of_lists(records).take_while(|r| !matches!(r, Record::Report(_))));
        let before = batch.len();
        let (mut problems, mut refused) = self.judge(&batch, &HashSet::new())?;
        let tasks: HashSet<&str> = records.tasks.iter().map(|t| t.id.as_str()).collect();
        let mut seen: HashMap<&str, usize> = HashMap::with_capacity(records.reports.len());
        for (at, chunk) in records.reports.chunks(REPORTS_JUDGED).enumerate() {
            batch.clear();
            batch.extend(chunk.iter().cloned().map(Record::from));
            let first = at * REPORTS_JUDGED;
            let (found, positions) = self.judge(&batch, &tasks)?;
            let mut positions: BTreeSet<u64> = positions.into_iter().collect();
            let mut found: Vec<Problem> = found;
            for (i, report) in chunk.iter().enumerate() {
                let other = *seen.entry(report.id.as_str()).or_insert(first + i);
                // Of two in one batch the judge has told already.
                if records.reports[other] != *report && positions.insert(i as u64) {
                    found.push(Problem {
                        position: i as u64,
                        kind: "report",
                        id: report.id.to_string(),
                        problem: ProblemKind::Conflict { with: None },
                    });
                }
            }
            let start = (before + first) as u64;
            found.sort_by_key(|problem| problem.position);
            let moved = found.into_iter().map(|p| Problem { position: start + p.position, ..p });
            problems.extend(moved);
            problems.truncate(LISTED);
            refused.extend(positions.into_iter().map(|position| start + position));
        }
        Ok((problems, refused))
    }
}

/// Reports that are judged together.
const REPORTS_JUDGED: usize = 50_000;
