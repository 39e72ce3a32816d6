//! What the ledger holds about a person: handed out, and erased for good while the chain still verifies.

use chrono::NaiveDateTime;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use tiendo::Text;

use super::append::{self, Stamp, row_of};
use super::project::recorded_at;
use super::{Ledger, lock};
use crate::batch::Batch;
use crate::canonical::Head;
use crate::error::Error;
use crate::person::Apart;
use crate::record::{Erasure, Record, RecordId};

/// A record that names a person.
///
/// ```
/// use tiendo_ledger::{PersonRecord, RecordId};
/// let found = PersonRecord {
///     record: RecordId { seq: 2, position: 0 },
///     kind: "task".into(),
///     id: "T1".into(),
///     fields: vec!["responsible_person".into()],
/// };
/// assert_eq!(found.record.to_string(), "2.0");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// Which record.
    pub record: RecordId,
    /// Its kind, as entries write it.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The fields that name the person.
    pub fields: Vec<String>,
}

/// What was erased.
///
/// ```
/// use tiendo::Text;
/// use tiendo_ledger::{Ledger, NewLedger};
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let erased = ledger.erase_person("Trần Thị B", None, at, "example")?;
/// assert_eq!((erased.records, erased.head), (0, ledger.head()?));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// The last entry now: the one that says that, not what, was erased.
    pub head: Head,
    /// Records of which something was erased.
    pub records: u64,
    /// Records that were recorded again because they name others too.
    pub recorded_again: u64,
}

/// A record that names a person, and what of it is kept apart.
struct Found {
    at: (i64, i64),
    names: PersonRecord,
    /// What is kept apart of it about others.
    others: Apart,
}

impl Ledger {
    /// The records that name a person: as responsible or supervising in a task, or as the post that reported.
    ///
    /// The name is compared whole, in composed form. Free texts and the names of actors are not looked through.
    ///
    /// # Errors
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    ///
    /// # Example
    /// ```
    /// use tiendo::{Report, ReportId, ReportKind, Task, TaskId, Text, DocumentId, day};
    /// use tiendo_ledger::{Batch, Ledger, NewLedger};
    /// let at = day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Báo cáo")?);
    /// task.responsible_person = Some(Text::new("Nguyễn Văn A")?);
    /// let mut batch = Batch::new();
    /// batch.add(task);
    /// ledger.append(&batch, at, "example")?;
    /// let found = ledger.export_person("Nguyễn Văn A")?;
    /// assert_eq!((found[0].id.as_str(), found[0].fields.as_slice()), ("T1", ["responsible_person".to_owned()].as_slice()));
    /// ledger.erase_person("Nguyễn Văn A", None, at, "example")?;
    /// assert!(ledger.export_person("Nguyễn Văn A")?.is_empty());
    /// assert!(ledger.verify(&tiendo::Watch::new())?.is_sound());
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn export_person(&self, name: &str) -> Result<Vec<PersonRecord>, Error> {
        let found = self.read(|connection| find(connection, name))?;
        Ok(found.into_iter().map(|found| found.names).collect())
    }

    /// Erases a person: what the records that [`export_person`](Ledger::export_person) finds keep apart, with its salt. That
    /// it was done, when, by whom and in which records becomes an entry; the name does not.
    ///
    /// The bytes are gone from the file, its journal and its checkpoint when this returns; copies made before are not in its
    /// reach. A record that names others too is recorded again without the person, as a correction.
    ///
    /// # Errors
    /// - [`Error::Busy`] where others kept reading: the person is erased, but bytes may be left. The same call again finishes it.
    /// - [`Error::ClockBackwards`] for an instant before the last entry's.
    /// - [`Error::ReadOnly`], [`Error::StorageFull`], [`Error::Io`], [`Error::Corrupt`].
    pub fn erase_person(
        &self,
        name: &str,
        reason: Option<&Text>,
        recorded_at: NaiveDateTime,
        actor: &str,
    ) -> Result<Erased, Error> {
        self.check_written()?;
        let stamp = Stamp::new(recorded_at, actor)?;
        // Registries made from now on do not name the person; whoever holds an older one keeps it.
        *lock(&self.current) = None;
        let mut writer = self.writer()?;
        let (mut records, mut recorded_again) = (0, 0);
        let erased = (|| {
            writer.connection.pragma_update(None, "secure_delete", true)?;
            let head = append::unjudged(&mut writer, &self.feed, &stamp, |connection| {
                let found = find(connection, name)?;
                if found.is_empty() {
                    return Ok(None);
                }
                let mut batch = Batch::new();
                let named = found.iter().map(|found| found.names.record).collect();
                batch.add(Record::Erasure(Erasure { records: named, reason: reason.cloned() }));
                let mut erase = connection.prepare(
                    "UPDATE apart SET salt = NULL, text = NULL WHERE entry = ?1 AND record = ?2",
                )?;
                for found in &found {
                    if let Some(record) = without_person(connection, found)? {
                        batch.correct(found.names.record, record);
                        recorded_again += 1;
                    }
                    erase.execute(found.at)?;
                    records += 1;
                }
                // Its columns hold what was erased.
                connection.execute_batch("DROP TABLE IF EXISTS checkpoint")?;
                Ok(Some(batch))
            })?;
            if self.path.is_some() {
                scrub(&writer.connection)?;
            }
            Ok(Erased { head, records, recorded_again })
        })();
        erased.map_err(|error: Error| self.told(error))
    }
}

/// The records that name a person and are not erased.
fn find(connection: &Connection, name: &str) -> Result<Vec<Found>, Error> {
    let name = tiendo::text::nfc(name);
    let mut all = connection.prepare(
        "SELECT entry, record, text FROM apart WHERE text IS NOT NULL ORDER BY entry, record",
    )?;
    let mut rows = all.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let at: (i64, i64) = (row.get(0)?, row.get(1)?);
        let text: String = row.get(2)?;
        let seq = at.0.unsigned_abs();
        let damaged = |_| Error::Corrupt { part: "what is kept apart", entry: Some(seq) };
        let mut others: Apart = serde_json::from_str(&text).map_err(damaged)?;
        let fields = others.remove(&name);
        if fields.is_empty() {
            continue;
        }
        let record = recorded_at(connection, at.0, at.1)?.record;
        let names = PersonRecord {
            record: RecordId { seq, position: at.1.unsigned_abs() },
            kind: record.kind().to_owned(),
            id: record.id(),
            fields,
        };
        found.push(Found { at, names, others });
    }
    Ok(found)
}

/// The record as it stands but for the person, where it names others too, nothing corrected it, and no later definition took
/// its place: recorded again, it would take that one's.
fn without_person(connection: &Connection, found: &Found) -> Result<Option<Record>, Error> {
    if found.others.is_empty() {
        return Ok(None);
    }
    let is_corrected = connection
        .prepare_cached("SELECT 1 FROM correction WHERE entry = ?1 AND record = ?2")?
        .exists((row_of(found.names.record), found.at.1))?;
    let is_redefined = connection
        .prepare_cached(
            "SELECT 1 FROM definition AS d WHERE d.kind = ?1 AND d.id = ?2 AND (d.entry, d.record) > (?3, ?4)
             AND NOT EXISTS
             (SELECT 1 FROM correction AS c WHERE c.entry = d.entry AND c.record = d.record)",
        )?
        .exists((&found.names.kind, &found.names.id, found.at.0, found.at.1))?;
    if is_corrected || is_redefined {
        return Ok(None);
    }
    let mut record = recorded_at(connection, found.at.0, found.at.1)?.record;
    found.others.clone().put_back(&mut record);
    Ok(Some(record))
}

/// Leaves no byte of what is no longer in a table, neither in the file nor in its journal.
fn scrub(connection: &Connection) -> Result<(), Error> {
    truncate(connection)?;
    // It works by attaching a file of its own.
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let scrubbed = connection.execute_batch("VACUUM");
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    scrubbed?;
    truncate(connection)
}

/// Brings the journal into the file and cuts it to nothing.
fn truncate(connection: &Connection) -> Result<(), Error> {
    let is_busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if is_busy != 0 { Err(Error::Busy) } else { Ok(()) }
}
