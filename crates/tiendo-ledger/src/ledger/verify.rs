//! Verifying: every hash, every number, and every row of the projections.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use tiendo::Watch;

use super::project::TaskNow;
use super::{Ledger, append::row_of, checkpoint};
use crate::canonical::{self, Feed, Hash, Head};
use crate::entry::{self, Stored};
use crate::error::Error;
use crate::pages;
use crate::person::Apart;
use crate::record::{self, Record, RecordId, Recorded};
use crate::schema::Format;

/// Most faults that are listed.
const LISTED: usize = 1000;

/// What verifying found.
///
/// ```
/// use tiendo::Watch;
/// use tiendo_ledger::{Ledger, NewLedger};
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let verified = ledger.verify(&Watch::new())?;
/// assert!(verified.is_sound());
/// assert_eq!((verified.entries, verified.records), (1, 2));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The last entry that the chain was followed to.
    pub head: Option<Head>,
    /// Entries that were read.
    pub entries: u64,
    /// Records in them.
    pub records: u64,
    /// Records of which something about a person was erased.
    pub erased: u64,
    /// What is wrong, the first thousand; in the order of the entries, the projections after them.
    pub faults: Vec<Fault>,
}

/// Something that contradicts the log.
///
/// ```
/// let fault = tiendo_ledger::Fault { entry: Some(7), part: "its hash" };
/// assert_eq!(fault.to_string(), "entry 7: its hash");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The entry; none for what belongs to no entry.
    pub entry: Option<u64>,
    /// What is wrong with it.
    pub part: &'static str,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.entry {
            Some(entry) => write!(f, "entry {entry}: {}", self.part),
            None => f.write_str(self.part),
        }
    }
}

impl Verified {
    /// True where nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Ledger {
    /// Follows the chain from the first entry to the last, and compares what is kept apart and the projections with it.
    ///
    /// A chain that was cut off at its end is whole for as far as it goes: compare the head with one that was kept elsewhere.
    ///
    /// # Errors
    /// - [`tiendo::Error::Cancelled`] when the watch was stopped.
    /// - [`Error::Corrupt`] where the file cannot be read as a table of entries at all, [`Error::Io`]. An entry that cannot be
    ///   read is a fault that names it; what comes after it is not looked at.
    pub fn verify(&self, watch: &Watch) -> Result<Verified, Error> {
        self.read(|connection| {
            let last = entry::last(connection)?.map_or(0, |(_, head)| head.seq);
            watch.begin(last);
            let mut check = Check::new(connection, &self.feed)?;
            check.pages()?;
            // Before the first one, too, no row may stand.
            let mut read = 0;
            let followed = entry::each_after(connection, i64::MIN, |stored| {
                read = stored.entry.seq;
                let compared = check.entry(&stored);
                check.told(compared)?;
                watch.advance_to(check.verified.entries)?;
                Ok(std::ops::ControlFlow::Continue(()))
            });
            match followed {
                // What cannot be read at all is wrong as well, and ends what can be compared.
                Err(Error::Corrupt { part, entry }) => {
                    check.fault(entry.or(Some(read + 1)), part);
                    return Ok(check.verified);
                }
                followed => followed?,
            }
            let compared = check.projections();
            check.told(compared)?;
            check.checkpoint()?;
            Ok(check.verified)
        })
    }
}

/// What the projections must hold: for each definition nothing more, for each report its row.
struct Check<'a> {
    connection: &'a Connection,
    feed: &'a Feed,
    /// Whether there may be records of kinds that this version does not know.
    is_newer: bool,
    verified: Verified,
    definitions: Vec<(String, String, i64, i64)>,
    /// The row of reports that is compared next.
    report: i64,
    corrections: BTreeMap<(i64, i64), (i64, i64)>,
    tasks: BTreeMap<String, Vec<(i64, i64, TaskNow)>>,
    /// Rows of what is kept apart that an entry names.
    apart: u64,
    /// Those of them that hold nothing any more, and those of which an erasure says so.
    emptied: BTreeSet<(i64, i64)>,
    erased: BTreeSet<(i64, i64)>,
}

impl<'a> Check<'a> {
    fn new(connection: &'a Connection, feed: &'a Feed) -> Result<Self, Error> {
        Ok(Check {
            connection,
            feed,
            is_newer: Format::of(connection)?.is_newer(),
            verified: Verified {
                head: None,
                entries: 0,
                records: 0,
                erased: 0,
                faults: Vec::new(),
            },
            definitions: Vec::new(),
            report: 0,
            corrections: BTreeMap::new(),
            tasks: BTreeMap::new(),
            apart: 0,
            emptied: BTreeSet::new(),
            erased: BTreeSet::new(),
        })
    }

    fn fault(&mut self, entry: Option<u64>, part: &'static str) {
        let fault = Fault { entry, part };
        if self.verified.faults.len() < LISTED && self.verified.faults.last() != Some(&fault) {
            self.verified.faults.push(fault);
        }
    }

    /// Tables that are made from the log and cannot be read are wrong, and no reason not to follow the log.
    fn told(&mut self, compared: Result<(), Error>) -> Result<(), Error> {
        if let Err(Error::Corrupt { .. }) = compared {
            self.fault(None, "the tables that are made from it");
            return Ok(());
        }
        compared
    }

    /// The pages of the file itself.
    fn pages(&mut self) -> Result<(), Error> {
        match pages::are_sound(self.connection, "integrity_check") {
            Ok(true) => {}
            // Some damage it cannot step over.
            Ok(false) | Err(Error::Corrupt { .. }) => self.fault(None, "the pages of the file"),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn entry(&mut self, stored: &Stored) -> Result<(), Error> {
        let Stored { row, feed, entry, recorded_at } = stored;
        let (seq, at) = (entry.seq, Some(entry.seq));
        self.verified.entries += 1;
        let before = self.verified.head;
        if *feed != 1 || row.unsigned_abs() != seq || seq != before.map_or(1, |h| h.seq + 1) {
            self.fault(at, "its number");
        }
        if before.is_some_and(|before| entry.recorded_at < before.recorded_at) {
            self.fault(at, "its instant");
        }
        let previous = before.map_or(Hash::ZERO, |before| before.hash);
        let hash = canonical::entry_hash(
            self.feed,
            seq,
            previous,
            (recorded_at, &entry.actor),
            entry.records.as_bytes(),
        );
        if hash != entry.hash {
            self.fault(at, "its hash");
        }
        self.verified.head = Some(entry.head());
        let Ok(records) = entry.records() else {
            self.fault(at, "its records");
            return Ok(());
        };
        for (position, recorded) in records.into_iter().enumerate() {
            self.verified.records += 1;
            self.record(*row, position as i64, &recorded)?;
        }
        Ok(())
    }

    fn record(&mut self, row: i64, position: i64, recorded: &Recorded) -> Result<(), Error> {
        let seq = Some(row.unsigned_abs());
        if let Some(hash) = recorded.apart {
            self.apart += 1;
            self.kept_apart(row, position, hash)?;
        }
        if let Some(target) = recorded.corrects {
            let target = place(target);
            if target >= (row, position)
                || self.corrections.insert(target, (row, position)).is_some()
            {
                self.fault(seq, "what it corrects");
            }
            let still = |version: &(i64, i64, TaskNow)| (version.0, version.1) != target;
            match &recorded.record {
                Record::Task(task) => {
                    self.tasks.entry(task.id.to_string()).or_default().retain(still);
                }
                // Withdrawals are few, and say only where what they withdraw stands.
                Record::Withdrawal(_) => self.tasks.values_mut().for_each(|v| v.retain(still)),
                _ => {}
            }
        }
        match &recorded.record {
            Record::Erasure(erasure) => {
                self.erased.extend(erasure.records.iter().copied().map(place));
            }
            // What was not found again reads as if it had been erased.
            Record::Salvage(salvage) => {
                self.erased.extend(salvage.apart.iter().copied().map(place));
            }
            _ => {}
        }
        match &recorded.record {
            Record::Report(report) => {
                let mut statement = self.connection.prepare_cached(
                    "SELECT report FROM report WHERE report = ?1 + 1 AND (entry, record, id, task, kind,
                     reported_on) = (?2, ?3, ?4, ?5, ?6, ?7) AND percent IS ?8 AND new_deadline IS ?9",
                )?;
                let mut rows = statement.query(rusqlite::params![
                    self.report,
                    row,
                    position,
                    report.id.as_str(),
                    report.task.as_str(),
                    report.kind.as_str(),
                    report.reported_on.to_string(),
                    report.percent,
                    report.new_deadline.map(|day| day.to_string()),
                ])?;
                if let Some(found) = rows.next()? {
                    self.report = found.get(0)?;
                } else {
                    self.fault(seq, "its rows in the table of reports");
                    // Once out of step, all that follows would be told as well.
                    self.report = i64::MAX;
                }
            }
            Record::Later(_) if self.is_newer => {}
            Record::Later(_) => self.fault(seq, "its records"),
            Record::Withdrawal(_) => {
                let id = recorded.corrects.map_or_else(String::new, |target| target.to_string());
                self.definitions.push(("withdrawal".to_owned(), id, row, position));
            }
            other => {
                self.definitions.push((other.kind().to_owned(), other.id(), row, position));
            }
        }
        if let Record::Task(task) = &recorded.record {
            let now = (row, position, TaskNow::of(task));
            self.tasks.entry(task.id.to_string()).or_default().push(now);
        }
        Ok(())
    }

    fn kept_apart(&mut self, row: i64, position: i64, hash: Hash) -> Result<(), Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT salt, text FROM apart WHERE entry = ?1 AND record = ?2")?;
        let mut rows = statement.query((row, position))?;
        let seq = Some(row.unsigned_abs());
        let Some(found) = rows.next()? else {
            self.fault(seq, "what is kept apart of it");
            return Ok(());
        };
        let (salt, text): (Option<Vec<u8>>, Option<String>) = (found.get(0)?, found.get(1)?);
        match (salt, text) {
            (Some(salt), Some(text)) if Apart::hash(&salt, &text) == hash => {}
            (None, None) => {
                self.verified.erased += 1;
                self.emptied.insert((row, position));
            }
            _ => self.fault(seq, "what is kept apart of it"),
        }
        Ok(())
    }

    fn projections(&mut self) -> Result<(), Error> {
        self.definitions.sort();
        let mut expected = std::mem::take(&mut self.definitions).into_iter();
        let mut statement = self.connection.prepare(
            "SELECT kind, id, entry, record FROM definition ORDER BY kind, id, entry, record",
        )?;
        let mut rows = statement.query([])?;
        let mut is_same = true;
        while let Some(row) = rows.next()? {
            let found: (String, String, i64, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            if self.is_newer && !record::is_known_kind(&found.0) {
                continue;
            }
            is_same &= expected.next() == Some(found);
        }
        if !is_same || expected.next().is_some() {
            self.fault(None, "the table of definitions");
        }
        if self.report != i64::MAX
            && self.exists("SELECT 1 FROM report WHERE report > ?1 OR report < 1", self.report)?
        {
            self.fault(None, "the table of reports");
        }
        let mut corrections = std::mem::take(&mut self.corrections).into_iter();
        let mut statement = self.connection.prepare(
            "SELECT entry, record, by_entry, by_record FROM correction ORDER BY entry, record",
        )?;
        let mut rows = statement.query([])?;
        let mut is_same = true;
        while let Some(row) = rows.next()? {
            let found = ((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?));
            is_same &= corrections.next() == Some(found);
        }
        if !is_same || corrections.next().is_some() {
            self.fault(None, "the table of corrections");
        }
        self.task_now()?;
        // What is gone without an entry that says so was not erased by a ledger.
        let unsaid: Vec<i64> = self.emptied.difference(&self.erased).map(|at| at.0).collect();
        for row in unsaid {
            self.fault(Some(row.unsigned_abs()), "what is kept apart of it");
        }
        let count = i64::try_from(self.apart).unwrap_or(i64::MAX);
        if self.exists("SELECT 1 WHERE (SELECT count(*) FROM apart) <> ?1", count)? {
            self.fault(None, "the table of what is kept apart");
        }
        Ok(())
    }

    /// The checkpoint is made from the log once more; where that fails, the log has been told to be wrong already.
    fn checkpoint(&mut self) -> Result<(), Error> {
        if self.verified.is_sound() && !checkpoint::is_sound(self.connection)? {
            self.fault(None, "the checkpoint");
        }
        Ok(())
    }

    fn task_now(&mut self) -> Result<(), Error> {
        let tasks = std::mem::take(&mut self.tasks).into_iter();
        let mut expected = tasks.filter_map(|(task, mut versions)| Some((task, versions.pop()?)));
        let mut statement = self.connection.prepare(
            "SELECT task, entry, record, document, title, addressee, assigned_on, last_day
             FROM task_now ORDER BY task",
        )?;
        let mut rows = statement.query([])?;
        let mut is_same = true;
        while let Some(row) = rows.next()? {
            let now = TaskNow {
                document: row.get(3)?,
                title: row.get(4)?,
                addressee: row.get(5)?,
                assigned_on: row.get(6)?,
                last_day: row.get(7)?,
            };
            let found = (row.get(0)?, (row.get(1)?, row.get(2)?, now));
            is_same &= expected.next() == Some(found);
        }
        if !is_same || expected.next().is_some() {
            self.fault(None, "the table of tasks");
        }
        Ok(())
    }

    fn exists(&self, sql: &str, number: i64) -> Result<bool, Error> {
        Ok(self.connection.prepare_cached(sql)?.exists([number])?)
    }
}

fn place(id: RecordId) -> (i64, i64) {
    (row_of(id).unwrap_or(i64::MAX), i64::try_from(id.position).unwrap_or(i64::MAX))
}
