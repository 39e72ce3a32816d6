//! Importing lists of records: in batches, so that an import that is interrupted goes on where it was.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};

use chrono::NaiveDateTime;
use tiendo::{Records, Report, Watch};

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
    ///
    /// Some at a time, so that no more than these stand in memory as bytes.
    fn problems_of(&self, records: &Records) -> Result<(Vec<Problem>, Vec<u64>), Error> {
        let mut told = Told::default();
        let mut batch = Batch::new();
        let definitions =
            record::of_lists(records).take_while(|record| !matches!(record, Record::Report(_)));
        let mut definitions = definitions.peekable();
        while definitions.peek().is_some() {
            batch.clear();
            batch.extend(definitions.by_ref().take(JUDGED));
            told.add(self.judge(&batch, &HashSet::new())?, batch.len());
        }
        // What is said about a task that is refused has none to be said about, unless the ledger has another version of it.
        let first = records.documents.len()
            + records.agencies.len()
            + records.successions.len()
            + records.plans.len();
        let is_taken = |at: &usize| told.refused.binary_search(&((first + at) as u64)).is_err();
        let tasks = records.tasks.iter().enumerate().filter(|(at, _)| is_taken(at));
        let tasks: HashSet<&str> = tasks.map(|(_, task)| task.id.as_str()).collect();
        let mut conflicting = conflicting(&records.reports).into_iter().peekable();
        for (at, chunk) in records.reports.chunks(JUDGED).enumerate() {
            batch.clear();
            batch.extend(chunk.iter().cloned().map(Record::from));
            let (mut problems, refused) = self.judge(&batch, &tasks)?;
            let mut refused: BTreeSet<u64> = refused.into_iter().collect();
            let first = at * JUDGED;
            while let Some(position) = conflicting.next_if(|i| *i < first + chunk.len()) {
                // Of two in one batch the judge has told already.
                let position = position - first;
                if refused.insert(position as u64) {
                    problems.push(Problem {
                        position: position as u64,
                        kind: "report",
                        id: chunk[position].id.to_string(),
                        problem: ProblemKind::Conflict { with: None },
                    });
                }
            }
            problems.sort_by_key(|problem| problem.position);
            told.add((problems, refused.into_iter().collect()), chunk.len());
        }
        Ok((told.problems, told.refused))
    }
}

/// Records that are judged together.
const JUDGED: usize = 10_000;

/// What was found so far.
#[derive(Default)]
struct Told {
    problems: Vec<Problem>,
    refused: Vec<u64>,
    judged: u64,
}

impl Told {
    /// Adds what was found of the next records, by their positions among these.
    fn add(&mut self, (problems, refused): (Vec<Problem>, Vec<u64>), judged: usize) {
        let start = self.judged;
        let moved = problems.into_iter().map(|p| Problem { position: start + p.position, ..p });
        let room = LISTED.saturating_sub(self.problems.len());
        self.problems.extend(moved.take(room));
        self.refused.extend(refused.into_iter().map(|position| start + position));
        self.judged += judged as u64;
    }
}

/// Positions of the reports that say something else than the first of the same id.
fn conflicting(reports: &[Report]) -> Vec<usize> {
    let hasher = RandomState::new();
    let hashed = |(i, report): (usize, &Report)| (hasher.hash_one(report.id.as_str()), i);
    let mut all: Vec<(u64, usize)> = reports.iter().enumerate().map(hashed).collect();
    // Of one id the first comes first.
    all.sort_unstable();
    let mut conflicting = Vec::new();
    for alike in all.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, i)) in alike.iter().enumerate() {
            let mut before = alike[..n].iter().map(|(_, other)| &reports[*other]);
            let first = before.find(|other| other.id == reports[*i].id);
            if first.is_some_and(|first| *first != reports[*i]) {
                conflicting.push(*i);
            }
        }
    }
    conflicting.sort_unstable();
    conflicting
}
