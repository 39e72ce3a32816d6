//! The tables that people ask: made from the log as it grows, and made again from all of it.

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use tiendo::Task;

use super::append::row_of;
use crate::entry;
use crate::error::Error;
use crate::lines;
use crate::record::{Record, RecordId, Recorded};
use crate::schema::PROJECTED_TABLES;

/// Adds records to the projections, in the order of the log.
pub(super) struct Projector<'a> {
    connection: &'a Connection,
    definition: CachedStatement<'a>,
    report: CachedStatement<'a>,
    correction: CachedStatement<'a>,
    task: CachedStatement<'a>,
}

/// What `task_now` says of a task.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TaskNow {
    pub(super) document: String,
    pub(super) title: String,
    pub(super) addressee: Option<String>,
    pub(super) assigned_on: Option<String>,
    pub(super) last_day: Option<String>,
}

impl TaskNow {
    pub(super) fn of(task: &Task) -> Self {
        TaskNow {
            document: task.document.to_string(),
            title: task.title.to_string(),
            addressee: task.addressees.first().map(ToString::to_string),
            assigned_on: task.assigned_on.map(|day| day.to_string()),
            last_day: task.deadline.stated_last_day.map(|day| day.to_string()),
        }
    }
}

impl<'a> Projector<'a> {
    pub(super) fn new(connection: &'a Connection) -> Result<Self, Error> {
        Ok(Projector {
            connection,
            definition: connection.prepare_cached(
                "INSERT INTO definition (kind, id, entry, record) VALUES (?1, ?2, ?3, ?4)",
            )?,
            report: connection.prepare_cached(
                "INSERT INTO report (entry, record, id, task, kind, reported_on, percent, new_deadline)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?,
            correction: connection.prepare_cached(
                "INSERT INTO correction (entry, record, by_entry, by_record) VALUES (?1, ?2, ?3, ?4)",
            )?,
            task: connection.prepare_cached(
                "INSERT INTO task_now
                 (task, entry, record, document, title, addressee, assigned_on, last_day)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (task) DO UPDATE SET entry = ?2, record = ?3, document = ?4, title = ?5,
                 addressee = ?6, assigned_on = ?7, last_day = ?8",
            )?,
        })
    }

    /// Adds the record at a position of an entry; returns the row of a report.
    pub(super) fn record(
        &mut self,
        entry: i64,
        position: i64,
        record: &Record,
        corrects: Option<RecordId>,
    ) -> Result<Option<i64>, Error> {
        if let Some(target) = corrects {
            let damaged =
                || Error::Corrupt { part: "a correction", entry: Some(entry.unsigned_abs()) };
            let row = row_of(target).ok_or_else(damaged)?;
            let at = i64::try_from(target.position).map_err(|_| damaged())?;
            self.correction.execute((row, at, entry, position))?;
        }
        match record {
            Record::Report(report) => {
                let row = self.report.insert(params![
                    entry,
                    position,
                    report.id.as_str(),
                    report.task.as_str(),
                    report.kind.as_str(),
                    report.reported_on.to_string(),
                    report.percent,
                    report.new_deadline.map(|day| day.to_string()),
                ])?;
                return Ok(Some(row));
            }
            Record::Withdrawal(_) => {
                let target = corrects.map_or_else(String::new, |target| target.to_string());
                self.definition.execute(("withdrawal", target, entry, position))?;
            }
            Record::Later(_) => {
                let entry = Some(entry.unsigned_abs());
                return Err(Error::Corrupt { part: "its records", entry });
            }
            other => {
                self.definition.execute((other.kind(), other.id(), entry, position))?;
            }
        }
        match (record, corrects) {
            (Record::Task(task), _) => self.task_now(entry, position, task)?,
            (Record::Withdrawal(_), Some(target)) => self.withdraw(target)?,
            _ => {}
        }
        Ok(None)
    }

    fn task_now(&mut self, entry: i64, position: i64, task: &Task) -> Result<(), Error> {
        let now = TaskNow::of(task);
        self.task.execute(params![
            task.id.as_str(),
            entry,
            position,
            now.document,
            now.title,
            now.addressee,
            now.assigned_on,
            now.last_day,
        ])?;
        Ok(())
    }

    /// Where a task was withdrawn, the version before it is the one that is now.
    fn withdraw(&mut self, target: RecordId) -> Result<(), Error> {
        let at = (
            row_of(target).unwrap_or(i64::MAX),
            i64::try_from(target.position).unwrap_or(i64::MAX),
        );
        let task: Option<String> = self
            .connection
            .prepare_cached("SELECT task FROM task_now WHERE entry = ?1 AND record = ?2")?
            .query_row(at, |row| row.get(0))
            .optional()?;
        let Some(task) = task else { return Ok(()) };
        self.connection.prepare_cached("DELETE FROM task_now WHERE task = ?1")?.execute([&task])?;
        let before: Option<(i64, i64)> = self
            .connection
            .prepare_cached(
                "SELECT d.entry, d.record FROM definition AS d
                 WHERE d.kind = 'task' AND d.id = ?1 AND NOT EXISTS
                 (SELECT 1 FROM correction AS c WHERE c.entry = d.entry AND c.record = d.record)
                 ORDER BY d.entry DESC, d.record DESC LIMIT 1",
            )?
            .query_row([&task], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((entry, position)) = before else { return Ok(()) };
        if let Record::Task(record) = recorded_at(self.connection, entry, position)?.record {
            self.task_now(entry, position, &record)?;
        }
        Ok(())
    }
}

/// One record of the log.
pub(super) fn recorded_at(
    connection: &Connection,
    row: i64,
    position: i64,
) -> Result<Recorded, Error> {
    let damaged = || Error::Corrupt { part: "the projections", entry: u64::try_from(row).ok() };
    let stored = entry::at(connection, row)?.ok_or_else(damaged)?;
    let elements = lines::elements(&stored.entry.records)?;
    let at = usize::try_from(position).ok().and_then(|at| elements.get(at).cloned());
    let line = at.and_then(|at| stored.entry.records.get(at)).ok_or_else(damaged)?;
    serde_json::from_str(line).map_err(|_| damaged())
}

/// Empties the projections and makes them again from the log, within a transaction of the caller's.
pub(super) fn rebuild(
    connection: &Connection,
    mut told: impl FnMut(u64) -> Result<(), Error>,
) -> Result<u64, Error> {
    for table in PROJECTED_TABLES {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let mut projector = Projector::new(connection)?;
    let mut count = 0;
    entry::each_after(connection, 0, |stored| {
        for (position, recorded) in stored.entry.records()?.into_iter().enumerate() {
            projector.record(stored.row, position as i64, &recorded.record, recorded.corrects)?;
            count += 1;
        }
        told(stored.entry.seq)?;
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(count)
}
