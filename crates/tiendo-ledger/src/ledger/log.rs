//! What was recorded about a task, in the order of recording.

use chrono::NaiveDateTime;
use tiendo::TaskId;

use super::Ledger;
use super::project::recorded_at;
use crate::entry;
use crate::error::Error;
use crate::record::{Record, RecordId};

/// One record about a task, and who recorded it when.
///
/// ```
/// use tiendo::{day, DocumentId, Task, TaskId, Text};
/// use tiendo_ledger::{Batch, Ledger, NewLedger};
/// let at = day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let mut batch = Batch::new();
/// batch.add(Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Báo cáo")?));
/// ledger.append(&batch, at, "Trần Thị B")?;
/// let log = ledger.log(&TaskId::new("T1")?)?;
/// assert_eq!((log.len(), log[0].actor.as_str(), log[0].id.to_string()), (1, "Trần Thị B", "2.0".into()));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LogLine {
    /// The record's entry and position.
    pub id: RecordId,
    /// When it was recorded.
    pub recorded_at: NaiveDateTime,
    /// Who recorded it.
    pub actor: String,
    /// The record, without what is kept apart.
    pub record: Record,
    /// The record that it corrects.
    pub corrects: Option<RecordId>,
    /// The record by which it was corrected or withdrawn.
    pub corrected_by: Option<RecordId>,
}

impl Ledger {
    /// All that was recorded about a task: its versions, reports, transfers and money, and what corrects them.
    ///
    /// # Errors
    /// - [`tiendo::Error::NotFound`] where nothing was.
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn log(&self, task: &TaskId) -> Result<Vec<LogLine>, Error> {
        let lines = self.read(|connection| {
            let mut places: Vec<(i64, i64)> = Vec::new();
            {
                let mut statement = connection.prepare_cached(
                    "SELECT entry, record FROM definition
                     WHERE kind IN ('task', 'transfer', 'allocation') AND id = ?1
                     UNION ALL SELECT entry, record FROM report WHERE task = ?1
                     ORDER BY entry, record",
                )?;
                let rows =
                    statement.query_map([task.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
                for row in rows {
                    places.push(row?);
                }
            }
            let mut lines = Vec::new();
            let mut at = 0;
            // A withdrawal is about the task as well, and is found by what it withdraws.
            while let Some(&(row, position)) = places.get(at) {
                at += 1;
                let damaged =
                    || Error::Corrupt { part: "the projections", entry: u64::try_from(row).ok() };
                let stored = entry::at(connection, row)?.ok_or_else(damaged)?;
                let recorded = recorded_at(connection, row, position)?;
                let corrected_by = connection
                    .prepare_cached(
                        "SELECT by_entry, by_record FROM correction WHERE entry = ?1 AND record = ?2",
                    )?
                    .query_map((row, position), |row| Ok((row.get(0)?, row.get(1)?)))?
                    .next()
                    .transpose()?;
                if let Some(by) = corrected_by
                    && !places.contains(&by)
                {
                    places.push(by);
                }
                let name = |(row, position): (i64, i64)| RecordId {
                    seq: row.unsigned_abs(),
                    position: position.unsigned_abs(),
                };
                lines.push(LogLine {
                    id: name((row, position)),
                    recorded_at: stored.entry.recorded_at,
                    actor: stored.entry.actor,
                    record: recorded.record,
                    corrects: recorded.corrects,
                    corrected_by: corrected_by.map(name),
                });
            }
            lines.sort_by_key(|line| line.id);
            Ok(lines)
        })?;
        if lines.is_empty() {
            let missing = tiendo::Error::NotFound { kind: "task", id: task.to_string() };
            return Err(Error::Core(missing));
        }
        Ok(lines)
    }
}
