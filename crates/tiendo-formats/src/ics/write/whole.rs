//! Where a task stands as a whole.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use tiendo::{Evaluation, Row, Said, Status};

/// Where a task stands as a whole, put together from its rows.
pub(super) struct Whole {
    pub(super) status: Status,
    pub(super) percent: u8,
    /// The latest of the rows' last days: the task is done with the last row.
    pub(super) last_day: Option<NaiveDate>,
    pub(super) has_several_last_days: bool,
    pub(super) is_partly_done: bool,
    pub(super) done_on: Option<NaiveDate>,
    /// Day of the last report on the work; of the decision, where it was cancelled.
    pub(super) reported_on: Option<NaiveDate>,
    /// When the register last learned of anything.
    pub(super) changed: Option<NaiveDateTime>,
    pub(super) extensions: u32,
}

impl Whole {
    pub(super) fn of(evaluation: &Evaluation, said: &Said<'_>, rows: &[Row<'_>]) -> Self {
        let task = rows.first().map_or("", Row::task_id);
        let status = evaluation.task_status(task).unwrap_or(Status::Cancelled);
        let counts =
            |row: &&Row<'_>| !matches!(row.status(), Status::Cancelled | Status::Suspended);
        let (sum, count) = rows
            .iter()
            .filter(counts)
            .fold((0_u64, 0_u64), |(sum, count), row| (sum + u64::from(row.percent()), count + 1));
        let last_days: BTreeSet<_> = rows.iter().map(Row::deadline).collect();
        let done = rows.iter().filter(|row| row.status().is_done());
        let done_on = done.filter_map(Row::closed_on).max().filter(|_| status.is_done());
        let latest: Vec<_> = rows.iter().filter_map(|row| said.latest(row)).collect();
        let submitted_on = rows.iter().filter_map(Row::submitted_on).max();
        let cancelled_on = rows.iter().filter_map(Row::closed_on).max();
        let worked_on = latest.iter().map(|report| report.reported_on).max();
        let is_reported = rows.iter().any(Row::is_reported);
        let reported_on = match status {
            Status::Cancelled => cancelled_on,
            Status::Submitted => submitted_on,
            _ => worked_on,
        };
        let done_rows = rows.iter().filter(|row| row.status().is_done()).count();
        Whole {
            status,
            percent: sum.checked_div(count).unwrap_or(0).min(100) as u8,
            last_day: last_days.iter().copied().flatten().max(),
            has_several_last_days: last_days.len() > 1,
            is_partly_done: done_rows > 0 && done_rows < rows.len(),
            done_on,
            reported_on: reported_on.or(is_reported.then_some(evaluation.scope().day)),
            changed: latest.iter().filter_map(|report| report.recorded_at).max(),
            extensions: rows.iter().map(Row::extension_count).max().unwrap_or(0),
        }
    }
}
