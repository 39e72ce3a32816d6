//! Appending: a batch becomes one entry, or nothing.

use std::collections::HashSet;
use std::ops::Range;

use chrono::{NaiveDateTime, Timelike};
use rusqlite::Connection;
use tiendo::{Classification, day};

use super::judge::{Fate, Judge};
use super::{Ledger, Writer, project};
use crate::batch::{self, Batch, Item};
use crate::canonical::{self, Feed, Hash, Head};
use crate::entry;
use crate::error::{Error, Problem};
use crate::file::MAX_BYTES;
use crate::known::Known;
use crate::person::{Apart, SALT_BYTES};
use crate::record::{Record, RecordId, Recorded, apart_field};
use crate::schema::{self, Format};
use crate::turn;

/// Most problems that an error lists.
const LISTED: usize = 1000;

/// What became of a batch.
///
/// ```
/// use tiendo_ledger::{Batch, Ledger, NewLedger};
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let appended = ledger.append(&Batch::new(), at, "example")?;
/// assert_eq!((appended.recorded, appended.unchanged, appended.head), (0, 0, ledger.head()?));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The last entry now; the one before where nothing was new.
    pub head: Head,
    /// Records of the batch that were recorded.
    pub recorded: u64,
    /// Records that the ledger had already.
    pub unchanged: u64,
}

impl Ledger {
    /// Records a batch as one entry: all of it or nothing. What the ledger has already is left out, and where nothing is new
    /// no entry is made.
    ///
    /// When this returns, the entry survives a loss of power (but for a [`bulk`](Ledger::bulk) that goes on). The instant
    /// is the caller's, to the second, in Viet Nam's time; the knowledge day K counts it and not what a report claims.
    ///
    /// # Errors
    /// - [`Error::ClockBackwards`] for an instant before the last entry's.
    /// - [`Error::Refused`] with all records that cannot be taken, and why.
    /// - [`Error::Busy`] where another process wrote for too long: to be tried again.
    /// - [`Error::LimitExceeded`] for a batch of more than 512 MiB.
    /// - [`Error::Moved`] where the path no longer names the file: the entry is not acknowledged.
    /// - [`Error::ReadOnly`], [`Error::StorageFull`], [`Error::Io`], [`Error::Corrupt`], [`Error::Forked`].
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, Document, DocumentId, Report, ReportId, ReportKind, Task, TaskId, Text};
    /// use tiendo_ledger::{Batch, Error, Ledger, NewLedger};
    /// let at = day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// let on = day::parse("2026-01-04")?;
    /// let report = Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Complete, on);
    /// let mut batch = Batch::new();
    /// batch.add(report.clone());
    /// assert!(matches!(ledger.append(&batch, at, "example"), Err(Error::Refused { total: 1, .. })));
    /// batch.add(Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Báo cáo")?));
    /// batch.add(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
    /// assert_eq!(ledger.append(&batch, at, "example")?.recorded, 3);
    /// let earlier = day::parse_instant("2026-01-05T07:59:59")?;
    /// assert!(matches!(ledger.append(&batch, earlier, "example"), Err(Error::ClockBackwards { .. })));
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn append(
        &self,
        batch: &Batch,
        recorded_at: NaiveDateTime,
        actor: &str,
    ) -> Result<Appended, Error> {
        self.check_written()?;
        let stamp = Stamp::new(recorded_at, actor)?;
        // Before the file is locked: others may write meanwhile.
        let prepared = Prepared::of(batch)?;
        let mut writer = self.writer()?;
        let to = (&self.feed, &self.classification);
        write(&mut writer, to, &prepared, &stamp).map_err(|error| self.told(error))
    }
}

impl Ledger {
    /// The records of a batch that cannot be taken: the first with their reasons, all by position. Nothing is written.
    pub(super) fn judge(
        &self,
        batch: &Batch,
        elsewhere: &HashSet<&str>,
    ) -> Result<(Vec<Problem>, Vec<u64>), Error> {
        let prepared = Prepared::of(batch)?;
        let mut writer = self.writer()?;
        let Writer { connection, known, .. } = &mut *writer;
        let mut judged = || {
            let transaction = connection.unchecked_transaction()?;
            let last = entry::last(connection)?;
            known.catch_up(connection, last.map_or(0, |(row, _)| row))?;
            let to = &self.classification;
            let judged = judge(connection, (known, to), &prepared, elsewhere)?;
            transaction.commit()?;
            Ok((judged.problems, judged.refused))
        };
        judged().map_err(|error| self.told(error))
    }
}

/// The first entry of a ledger, within a transaction of the caller's.
pub(super) fn first(
    connection: &Connection,
    feed: &Feed,
    batch: &Batch,
    (recorded_at, actor): (NaiveDateTime, &str),
) -> Result<(), Error> {
    let stamp = Stamp::new(recorded_at, actor)?;
    let prepared = Prepared::of(batch)?;
    let all: Vec<usize> = (0..prepared.lines.len()).collect();
    insert(connection, feed, &prepared, &all, &stamp, None)?;
    Ok(())
}

/// Who and when, as an entry holds them.
pub(super) struct Stamp {
    at: NaiveDateTime,
    recorded_at: String,
    actor: String,
}

impl Stamp {
    pub(super) fn new(at: NaiveDateTime, actor: &str) -> Result<Self, Error> {
        let actor = batch::name("actor", actor)?;
        let second = at.with_nanosecond(0).filter(|at| day::check(at.date()).is_some());
        let at = second.ok_or_else(|| tiendo::Error::InvalidDate { text: at.to_string() })?;
        Ok(Stamp { at, recorded_at: day::instant_to_string(at), actor })
    }

    /// The same one at an instant that an entry has.
    pub(super) fn earlier(&self, at: NaiveDateTime) -> Self {
        Stamp { at, recorded_at: day::instant_to_string(at), actor: self.actor.clone() }
    }

    /// Whether it may follow an entry of an instant.
    pub(super) fn check_after(&self, last: NaiveDateTime) -> Result<(), Error> {
        if self.at < last {
            return Err(Error::ClockBackwards { given: self.at, last });
        }
        Ok(())
    }
}

/// A batch as bytes, without the hashes of what is kept apart.
pub(super) struct Prepared<'a> {
    pub(super) items: &'a [Item],
    bytes: Vec<u8>,
    lines: Vec<Line>,
}

/// One record among the bytes, and what of it is kept apart.
struct Line {
    at: Range<usize>,
    apart: Option<String>,
}

impl<'a> Prepared<'a> {
    pub(super) fn of(batch: &'a Batch) -> Result<Self, Error> {
        let items = batch.items();
        // As many bytes as a report usually takes.
        let mut bytes = Vec::with_capacity(items.len() * 160);
        let mut lines = Vec::with_capacity(items.len());
        for (position, item) in items.iter().enumerate() {
            let start = bytes.len();
            let (rest, apart) = match Apart::take(&item.record) {
                Some((rest, apart)) => (Some(rest), Some(apart.json())),
                None => (None, None),
            };
            let record = rest.as_ref().unwrap_or(&item.record);
            Recorded::write(record, item.corrects, None, &mut bytes).map_err(|_| {
                let invalid = tiendo::Error::InvalidValue {
                    field: "record",
                    value: item.record.kind().to_owned(),
                    expected: "values that JSON can hold".to_owned(),
                };
                refused(position, &item.record, crate::ProblemKind::Invalid(invalid))
            })?;
            lines.push(Line { at: start..bytes.len(), apart });
            if bytes.len() as u64 > MAX_BYTES / 2 {
                let limit = MAX_BYTES / 2;
                return Err(Error::LimitExceeded {
                    what: "a batch's bytes",
                    value: bytes.len() as u64,
                    limit,
                });
            }
        }
        Ok(Prepared { items, bytes, lines })
    }

    /// The JSON of a record, and what of it is kept apart.
    pub(super) fn line(&self, position: usize) -> (&[u8], Option<&str>) {
        let line = &self.lines[position];
        (&self.bytes[line.at.clone()], line.apart.as_deref())
    }
}

/// A problem with one record, as an error.
fn refused(position: usize, record: &Record, problem: crate::ProblemKind) -> Error {
    let (kind, id) = (record.kind(), record.id());
    let problem = Problem { position: position as u64, kind, id, problem };
    Error::Refused { problems: vec![problem], total: 1 }
}

/// Judges and records a batch, and says so only where the file is still the one that the path names.
pub(super) fn write(
    writer: &mut Writer,
    (feed, classification): (&Feed, &Classification),
    prepared: &Prepared<'_>,
    stamp: &Stamp,
) -> Result<Appended, Error> {
    let Writer { connection, busy_timeout, known, .. } = &mut *writer;
    let transaction = turn::begin(connection, *busy_timeout)?;
    schema::check_writable(connection, Format::FIRST)?;
    let (row, head) =
        entry::last(connection)?.ok_or(Error::Corrupt { part: "the log", entry: None })?;
    stamp.check_after(head.recorded_at)?;
    known.catch_up(connection, row)?;
    let fresh = fresh(connection, (known, classification), prepared)?;
    let recorded = fresh.len() as u64;
    let unchanged = prepared.items.len() as u64 - recorded;
    if fresh.is_empty() {
        drop(transaction);
        writer.still_there()?;
        return Ok(Appended { head, recorded, unchanged });
    }
    let (row, head, reports) =
        insert(connection, feed, prepared, &fresh, stamp, Some((row, head)))?;
    transaction.commit()?;
    // Only now: what was rolled back is not known.
    for &position in &fresh {
        if let Record::Task(task) = &prepared.items[position].record {
            known.add_task(task.id.as_str());
        }
    }
    for (position, report) in reports {
        if let Record::Report(record) = &prepared.items[position].record {
            known.add_report(record.id.as_str(), report)?;
        }
    }
    known.entry = row;
    writer.acknowledge(head)?;
    Ok(Appended { head, recorded, unchanged })
}

/// Records what only the ledger itself records, without judging it; what it is, and what belongs to it, is found and done in
/// the same transaction. Without a batch nothing is recorded.
pub(super) fn unjudged(
    writer: &mut Writer,
    feed: &Feed,
    stamp: &Stamp,
    make: impl FnOnce(&Connection) -> Result<Option<Batch>, Error>,
) -> Result<Head, Error> {
    let connection = &writer.connection;
    let transaction = turn::begin(connection, writer.busy_timeout)?;
    let (row, head) =
        entry::last(connection)?.ok_or(Error::Corrupt { part: "the log", entry: None })?;
    stamp.check_after(head.recorded_at)?;
    let Some(batch) = make(connection)? else { return Ok(head) };
    schema::check_writable(connection, Format::WITH_NOTES)?;
    let prepared = Prepared::of(&batch)?;
    let all: Vec<usize> = (0..prepared.items.len()).collect();
    let (_, head, _) = insert(connection, feed, &prepared, &all, stamp, Some((row, head)))?;
    transaction.commit()?;
    writer.acknowledge(head)?;
    Ok(head)
}

/// Brings the journal into the file and syncs both, so that all that was committed is on the medium.
pub(super) fn sync(connection: &Connection) -> Result<(), Error> {
    let is_busy: i64 = connection.query_row("PRAGMA wal_checkpoint(FULL)", [], |row| row.get(0))?;
    if is_busy != 0 { Err(Error::Busy) } else { Ok(()) }
}

/// The records that the ledger does not have yet.
fn fresh(
    connection: &Connection,
    of_ledger: (&Known, &Classification),
    prepared: &Prepared<'_>,
) -> Result<Vec<usize>, Error> {
    let judged = judge(connection, of_ledger, prepared, &HashSet::new())?;
    if judged.refused.is_empty() {
        return Ok(judged.fresh);
    }
    Err(Error::Refused { problems: judged.problems, total: judged.refused.len() as u64 })
}

/// What becomes of the records of a batch, by position.
#[derive(Default)]
struct Judged {
    fresh: Vec<usize>,
    refused: Vec<u64>,
    /// Why, for the first of them.
    problems: Vec<Problem>,
}

fn judge(
    connection: &Connection,
    of_ledger: (&Known, &Classification),
    prepared: &Prepared<'_>,
    elsewhere: &HashSet<&str>,
) -> Result<Judged, Error> {
    let mut judge = Judge::new(connection, of_ledger, prepared, elsewhere);
    let mut judged = Judged::default();
    for position in 0..prepared.items.len() {
        match judge.fate(position)? {
            Fate::New => judged.fresh.push(position),
            Fate::Unchanged => {}
            Fate::Refused(problem) => {
                let at = position as u64;
                judged.refused.push(at);
                if judged.problems.len() < LISTED {
                    let record = &prepared.items[position].record;
                    let (kind, id) = (record.kind(), record.id());
                    judged.problems.push(Problem { position: at, kind, id, problem });
                }
            }
        }
    }
    Ok(judged)
}

/// Reports that were inserted: position in the batch, and row.
pub(super) type Inserted = Vec<(usize, i64)>;

/// Writes the entry, what is kept apart, and the projections.
pub(super) fn insert(
    connection: &Connection,
    feed: &Feed,
    prepared: &Prepared<'_>,
    fresh: &[usize],
    stamp: &Stamp,
    last: Option<(i64, Head)>,
) -> Result<(i64, Head, Inserted), Error> {
    let (row, seq, previous) = match last {
        Some((row, head)) => (row + 1, head.seq + 1, head.hash),
        None => (1, 1, Hash::ZERO),
    };
    let mut records = Vec::with_capacity(prepared.bytes.len() + fresh.len() + 2);
    let mut salts = connection.prepare_cached("SELECT randomblob(?1)")?;
    let mut keep = connection
        .prepare_cached("INSERT INTO apart (entry, record, salt, text) VALUES (?1, ?2, ?3, ?4)")?;
    records.push(b'[');
    for (at, &position) in fresh.iter().enumerate() {
        if at > 0 {
            records.push(b',');
        }
        let (line, apart) = prepared.line(position);
        let Some(apart) = apart else {
            records.extend_from_slice(line);
            continue;
        };
        let salt: Vec<u8> = salts.query_row([SALT_BYTES as i64], |row| row.get(0))?;
        // The field goes before the brace that ends the object.
        let (body, brace) = line.split_at(line.len() - 1);
        records.extend_from_slice(body);
        records.extend_from_slice(apart_field(Apart::hash(&salt, apart)).as_bytes());
        records.extend_from_slice(brace);
        keep.execute((row, at as i64, salt, apart))?;
    }
    records.push(b']');
    let records = std::str::from_utf8(&records)
        .map_err(|_| Error::Corrupt { part: "a record", entry: None })?;
    let hash = canonical::entry_hash(
        feed,
        seq,
        previous,
        (&stamp.recorded_at, &stamp.actor),
        records.as_bytes(),
    );
    connection
        .prepare_cached(
            "INSERT INTO entry (entry, feed, seq, recorded_at, actor, records, hash)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((row, seq as i64, &stamp.recorded_at, &stamp.actor, records, &hash.0))?;
    let mut projector = project::Projector::new(connection)?;
    let mut reports = Vec::new();
    for (at, &position) in fresh.iter().enumerate() {
        let item = &prepared.items[position];
        let made = projector.record(row, at as i64, &item.record, item.corrects)?;
        reports.extend(made.map(|report| (position, report)));
    }
    Ok((row, Head { seq, hash, recorded_at: stamp.at }, reports))
}

/// The row of an entry: as long as a file holds one feed, its number.
pub(super) fn row_of(id: RecordId) -> Option<i64> {
    i64::try_from(id.seq).ok()
}
