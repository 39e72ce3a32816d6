//! Reports between their adding and the building of the registry: packed at once, for there may be ten million of them.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDateTime};

use crate::columns::{
    Chunked, IdIndex, NO_DAY, NO_INDEX, NO_NEAR, NO_PERCENT, OTHER, OtherIds, Sparse, TextColumn,
    day_of, near, number_of,
};
use crate::day;
use crate::error::Error;
use crate::id::{AgencyId, Key, ReportId, TaskId};
use crate::registry::lean::{LeanId, LeanReport};
use crate::registry::reports::Kind;
use crate::report::{Report, ReportKind};

mod named;
mod tasks;

pub(crate) use named::Named;
pub(crate) use tasks::{PendingTask, PendingTasks};

/// Rows that stand together: 40 MB, more than the C library ever keeps for later when they are given back. Of 5 MB it kept the
/// second piece and all that followed, so that ten million rows stood in memory twice, dealt out and not.
const ROWS_TOGETHER: usize = 1 << 21;

/// Reports in the order of their adding: 20 bytes for each, and its ids again where they are no numbers of four bytes.
///
/// What a packed report does not hold, or holds out of range, is kept as the record that it came as.
#[derive(Debug, Default)]
pub(crate) struct PendingReports {
    /// In pieces so large that the system gets each back at once.
    pub(crate) rows: Chunked<PendingReport, ROWS_TOGETHER>,
    other_ids: OtherIds,
    other_tasks: OtherIds,
    /// The records that are more than their row, by position.
    pub(crate) full: Sparse<Option<Box<Report>>>,
    pub(crate) stated: StatedAgencies,
    /// Of what was corrected since: the first second at which it is no longer known.
    until: Sparse<i64>,
    /// Rows are gone through in the order of their adding, and given back on the way.
    pub(crate) is_in_order: bool,
}

/// What most reports say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PendingReport {
    /// The numbers of its ids, or [`OTHER`].
    pub(crate) id: u32,
    /// Once it is [resolved](PendingReports::resolve), the number of its task itself.
    pub(crate) task: u32,
    /// Seconds since 1 January 1970, local wall clock.
    pub(crate) recorded_at: u32,
    /// As day columns hold them.
    pub(crate) on: u16,
    pub(crate) new_deadline: u16,
    pub(crate) kind: Kind,
    pub(crate) percent: u8,
    /// The record itself is kept, and alone tells its day and instant.
    pub(crate) is_full: bool,
}

/// Which agencies reports name: each once, and for each report two numbers, as soon as one names any.
#[derive(Debug, Default)]
pub(crate) struct StatedAgencies {
    pub(crate) agencies: Named<AgencyId>,
    /// By whom, and whose row, by the position of the report.
    pairs: Chunked<(u32, u32)>,
}

impl StatedAgencies {
    /// By whom a report is and whose row it speaks of, as positions among the agencies.
    #[inline]
    pub(crate) fn get(&self, i: u32) -> (u32, u32) {
        self.pairs.get(i as usize).copied().unwrap_or((NO_INDEX, NO_INDEX))
    }

    fn set(&mut self, i: usize, by: Option<&str>, addressee: Option<&str>) -> Result<(), Error> {
        if by.is_none() && addressee.is_none() {
            return Ok(());
        }
        let (by, addressee) = (by.map(LeanId::Text), addressee.map(LeanId::Text));
        let pair = (self.agencies.number(by)?, self.agencies.number(addressee)?);
        while self.pairs.len() < i {
            self.pairs.push((NO_INDEX, NO_INDEX));
        }
        self.pairs.push(pair);
        Ok(())
    }
}

impl PendingReports {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn push(&mut self, report: Report) {
        let lean = LeanReport::of(&report);
        if !lean.is_some_and(|lean| matches!(self.push_row(&lean), Ok(true))) {
            self.push_full(report);
        }
    }

    /// Adds a report in the words of a table; nothing of one that is not valid.
    pub(crate) fn push_lean(&mut self, report: &LeanReport<'_>) -> Result<(), Error> {
        if !self.push_row(report)? {
            self.push_full(report.record()?);
        }
        Ok(())
    }

    /// Adds a report that its row tells whole; false, and nothing is added, where it does not.
    #[inline]
    fn push_row(&mut self, report: &LeanReport<'_>) -> Result<bool, Error> {
        let Some(recorded_at) = report.held() else { return Ok(false) };
        let i = self.rows.len();
        let (id, other_id) = report.id.packed()?;
        let (task, other_task) = report.task.packed()?;
        self.stated.set(i, report.by, report.addressee)?;
        if let Some(other) = other_id {
            self.other_ids.push(i, &other);
        }
        if let Some(other) = other_task {
            self.other_tasks.push(i, &other);
        }
        self.rows.push(PendingReport {
            id,
            task,
            recorded_at,
            on: near(report.reported_on),
            new_deadline: near(report.new_deadline.unwrap_or(NO_DAY)),
            kind: Kind::of(report.kind),
            percent: report.percent.unwrap_or(NO_PERCENT),
            is_full: false,
        });
        Ok(true)
    }

    /// Adds a report that is kept as the record that it is.
    fn push_full(&mut self, report: Report) {
        let i = self.rows.len();
        let (id, task) = (number_of(report.id.as_str()), number_of(report.task.as_str()));
        if id == OTHER {
            self.other_ids.push(i, report.id.as_str());
        }
        if task == OTHER {
            self.other_tasks.push(i, report.task.as_str());
        }
        self.rows.push(PendingReport {
            id,
            task,
            recorded_at: 0,
            on: near(day::to_number(report.reported_on)),
            new_deadline: near(report.new_deadline.map_or(NO_DAY, day::to_number)),
            kind: Kind::of(&report.kind),
            percent: report.percent.unwrap_or(NO_PERCENT),
            is_full: true,
        });
        self.full.push(i as u32, Some(Box::new(report)));
    }

    /// Adds a report that was corrected at an instant.
    pub(crate) fn push_superseded(&mut self, report: Report, until: NaiveDateTime) {
        self.until.push(self.rows.len() as u32, seconds(until));
        self.push(report);
    }

    /// The first second at which the report at a position is no longer known, where it was corrected.
    #[inline]
    pub(crate) fn until(&self, i: u32) -> Option<i64> {
        self.until.get(i as usize).copied()
    }

    #[inline]
    pub(crate) fn row(&self, i: u32) -> PendingReport {
        self.rows.get(i as usize).copied().unwrap_or(PendingReport::NONE)
    }

    /// States which task the report at a position is of, in the place of the id, which is not asked for again: a number, or
    /// [`NO_INDEX`].
    pub(crate) fn resolve(&mut self, i: u32, task: u32) {
        if let Some(row) = self.rows.get_mut(i as usize) {
            row.task = task;
        }
    }

    /// The row at a position is not asked for again, nor any before it where they are gone through in order.
    pub(crate) fn gone(&mut self, i: u32) {
        if self.is_in_order {
            self.rows.drop_before(i as usize);
        }
    }

    /// The record at a position that is kept whole.
    pub(crate) fn full(&self, i: u32) -> Option<&Report> {
        if !self.row(i).is_full {
            return None;
        }
        self.full.get(i as usize)?.as_deref()
    }

    /// What the id at a position is ordered by.
    #[inline]
    pub(crate) fn key(&self, i: u32) -> Key<'_> {
        match self.row(i).id {
            OTHER => Key::of(self.other_ids.get(i as usize)),
            number => Key::Decimal(number.into()),
        }
    }

    pub(crate) fn id(&self, i: u32) -> Cow<'_, str> {
        text_of(self.row(i).id, &self.other_ids, i)
    }

    /// The text of the id of a row, where it is no number of four bytes.
    pub(crate) fn other_id(&self, i: u32) -> &str {
        self.other_ids.get(i as usize)
    }

    pub(crate) fn task(&self, i: u32) -> Cow<'_, str> {
        text_of(self.row(i).task, &self.other_tasks, i)
    }

    /// Position of the task of a report.
    #[inline]
    pub(crate) fn task_in(&self, i: u32, index: &IdIndex, ids: &TextColumn) -> Option<usize> {
        match self.row(i).task {
            OTHER => index.find(ids, self.other_tasks.get(i as usize)),
            number => index.find_decimal(number.into()),
        }
    }

    /// Days since 1 January 1970.
    pub(crate) fn reported_on(&self, i: u32) -> i32 {
        let row = self.row(i);
        self.full(i).map_or_else(|| day_of(row.on), |r| day::to_number(r.reported_on))
    }

    /// The record at a position.
    pub(crate) fn record(&self, i: u32) -> Report {
        if let Some(report) = self.full(i) {
            return report.clone();
        }
        let row = self.row(i);
        let (by, addressee) = self.stated.get(i);
        let agency = |number: u32| self.stated.agencies.get(number).cloned();
        let mut report = Report::new(
            ReportId::from_valid(&self.id(i)),
            TaskId::from_valid(&self.task(i)),
            row.kind.word().unwrap_or(ReportKind::Opinion),
            day::from_number(day_of(row.on)).unwrap_or(day::FIRST),
        );
        let recorded_at = DateTime::from_timestamp(row.recorded_at.into(), 0);
        report.recorded_at = recorded_at.map(|at| at.naive_utc());
        report.percent = Some(row.percent).filter(|p| *p != NO_PERCENT);
        let new_deadline = Some(day_of(row.new_deadline)).filter(|d| *d != NO_DAY);
        report.new_deadline = new_deadline.and_then(day::from_number);
        report.by = agency(by);
        report.addressee = agency(addressee);
        report
    }

    /// When the register learned of a report; one that does not say counts as known at import, else on the day it bears.
    pub(crate) fn recorded_at(&self, i: u32, imported_at: Option<NaiveDateTime>) -> i64 {
        let full = self.full(i).map(|report| recorded(report, imported_at));
        full.unwrap_or_else(|| self.row(i).recorded_at.into())
    }
}

/// When the register learned of a report that is kept whole, in seconds.
pub(crate) fn recorded(report: &Report, imported_at: Option<NaiveDateTime>) -> i64 {
    let start_of_day = report.reported_on.and_time(chrono::NaiveTime::MIN);
    seconds(report.recorded_at.or(imported_at).unwrap_or(start_of_day))
}

impl PendingReport {
    const NONE: PendingReport = PendingReport {
        id: OTHER,
        task: OTHER,
        recorded_at: 0,
        on: 0,
        new_deadline: NO_NEAR,
        kind: Kind::Other,
        percent: NO_PERCENT,
        is_full: false,
    };
}

fn text_of(number: u32, others: &OtherIds, i: u32) -> Cow<'_, str> {
    if number == OTHER {
        Cow::Borrowed(others.get(i as usize))
    } else {
        Cow::Owned(number.to_string())
    }
}

fn seconds(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lean() -> Report {
        let on = day::from_number(0).unwrap_or(day::FIRST);
        let mut report = Report::new(
            ReportId::from_valid("7"),
            TaskId::from_valid("T1"),
            ReportKind::Extend,
            on,
        );
        report.recorded_at = Some(on.and_time(chrono::NaiveTime::MIN));
        report.new_deadline = day::from_ymd(2149, 6, 4);
        report.by = Some(AgencyId::from_valid("A"));
        report
    }

    #[test]
    fn a_pending_report_takes_20_bytes() {
        assert_eq!(size_of::<PendingReport>(), 20);
    }

    #[test]
    fn what_was_added_comes_back() {
        let mut pending = PendingReports::default();
        let mut all = vec![lean(); 6];
        all[1].percent = Some(200);
        all[2].kind = ReportKind::Inspect;
        all[3].recorded_at = None;
        all[4].kind = ReportKind::Opinion;
        all[5].new_deadline = Some(day::LAST);
        for report in &all {
            pending.push(report.clone());
        }
        let records: Vec<Report> = (0..6).map(|i| pending.record(i)).collect();
        assert_eq!(records, all);
        assert_eq!(pending.full.positions().collect::<Vec<_>>(), [1, 2, 3, 5]);
        assert_eq!(pending.stated.agencies.ids().len(), 1);
    }
}
