//! Reports in columns, grouped by task and in the order that decides.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT, TextColumn};
use crate::day;
use crate::id::{ReportId, TaskId};
use crate::registry::Inner;
use crate::report::{Report, ReportKind};

/// Reports of known tasks, by task, then `(reported_on, recorded_at, id)`.
#[derive(Debug, Default)]
pub(crate) struct ReportColumns {
    /// Reports of task `i` are `starts[i]..starts[i + 1]`.
    pub(crate) starts: Vec<usize>,
    pub(crate) ids: TextColumn,
    pub(crate) task: Vec<u32>,
    pub(crate) reported_on: Vec<i32>,
    /// Seconds since 1 January 1970, local wall clock.
    pub(crate) recorded_at: Vec<i64>,
    pub(crate) kind: Vec<Kind>,
    pub(crate) percent: Vec<u8>,
    pub(crate) new_deadline: Vec<i32>,
    pub(crate) by: Vec<u32>,
    pub(crate) addressee: Vec<u32>,
    /// The full record where the columns do not hold all of it.
    pub(crate) rest: BTreeMap<u32, Box<Report>>,
    /// Reports whose task is not in the register.
    pub(crate) orphans: Vec<Report>,
}

/// The kind of a report as a column holds it; a kind outside the list is `Other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Progress,
    Complete,
    Extend,
    Accept,
    Return,
    Cancel,
    Suspend,
    Resume,
    Reopen,
    ConfirmCause,
    Obstacle,
    ObstacleResolved,
    Urge,
    /// Changes nothing: opinions, inspections, requests, and words outside the list.
    Other,
}

impl Kind {
    pub(crate) fn of(kind: &ReportKind) -> Kind {
        match kind {
            ReportKind::Progress => Kind::Progress,
            ReportKind::Complete => Kind::Complete,
            ReportKind::Extend => Kind::Extend,
            ReportKind::Accept => Kind::Accept,
            ReportKind::Return => Kind::Return,
            ReportKind::Cancel => Kind::Cancel,
            ReportKind::Suspend => Kind::Suspend,
            ReportKind::Resume => Kind::Resume,
            ReportKind::Reopen => Kind::Reopen,
            ReportKind::ConfirmCause => Kind::ConfirmCause,
            ReportKind::Obstacle => Kind::Obstacle,
            ReportKind::ObstacleResolved => Kind::ObstacleResolved,
            ReportKind::Urge => Kind::Urge,
            ReportKind::Escalate
            | ReportKind::Inspect
            | ReportKind::RequestOpinion
            | ReportKind::Opinion
            | ReportKind::ExtendRequest
            | ReportKind::ExtendRefuse
            | ReportKind::Unknown(_) => Kind::Other,
        }
    }

    fn word(self) -> Option<ReportKind> {
        Some(match self {
            Kind::Progress => ReportKind::Progress,
            Kind::Complete => ReportKind::Complete,
            Kind::Extend => ReportKind::Extend,
            Kind::Accept => ReportKind::Accept,
            Kind::Return => ReportKind::Return,
            Kind::Cancel => ReportKind::Cancel,
            Kind::Suspend => ReportKind::Suspend,
            Kind::Resume => ReportKind::Resume,
            Kind::Reopen => ReportKind::Reopen,
            Kind::ConfirmCause => ReportKind::ConfirmCause,
            Kind::Obstacle => ReportKind::Obstacle,
            Kind::ObstacleResolved => ReportKind::ObstacleResolved,
            Kind::Urge => ReportKind::Urge,
            Kind::Other => return None,
        })
    }

    /// Decided by who assigned the task, not by who owes it.
    pub(crate) fn is_decision(self) -> bool {
        matches!(
            self,
            Kind::Extend
                | Kind::Accept
                | Kind::Return
                | Kind::Cancel
                | Kind::Suspend
                | Kind::Resume
                | Kind::Reopen
                | Kind::ConfirmCause
        )
    }
}

impl ReportColumns {
    pub(crate) fn len(&self) -> usize {
        self.kind.len()
    }

    /// Positions of the reports of a task.
    pub(crate) fn range(&self, task: usize) -> Range<usize> {
        match (self.starts.get(task), self.starts.get(task + 1)) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        }
    }

    /// Takes reports that are sorted by task and order.
    pub(crate) fn fill(&mut self, sorted: Vec<(u32, i64, Report)>, tasks: usize, inner: &Inner) {
        let index = |id: Option<&crate::id::AgencyId>| {
            let records = &inner.agencies.records;
            id.and_then(|id| super::lookup::position(records, id.as_str(), |a| a.id.as_str()))
        };
        self.starts.reserve(tasks + 1);
        for (i, (task, recorded_at, report)) in sorted.into_iter().enumerate() {
            while self.starts.len() <= task as usize {
                self.starts.push(i);
            }
            self.ids.push(report.id.as_str());
            self.task.push(task);
            self.reported_on.push(day::to_number(report.reported_on));
            self.recorded_at.push(recorded_at);
            self.kind.push(Kind::of(&report.kind));
            self.percent.push(report.percent.unwrap_or(NO_PERCENT));
            self.new_deadline.push(report.new_deadline.map_or(NO_DAY, day::to_number));
            self.by.push(index(report.by.as_ref()).unwrap_or(NO_INDEX));
            self.addressee.push(index(report.addressee.as_ref()).unwrap_or(NO_INDEX));
            if self.lean(i, inner, &report.task) != report {
                self.rest.insert(i as u32, Box::new(report));
            }
        }
        let end = self.kind.len();
        self.starts.resize(tasks + 1, end);
    }

    /// The parts of a report that columns do not hold, where there are any.
    pub(crate) fn rest(&self, i: usize) -> Option<&Report> {
        self.rest.get(&(i as u32)).map(|r| &**r)
    }

    /// The full record, put together from the columns where they hold all of it.
    pub(crate) fn record(&self, i: usize, inner: &Inner) -> Report {
        let task = || TaskId::from_valid(inner.tasks.ids.get(self.task[i] as usize));
        self.rest(i).map_or_else(|| self.lean(i, inner, &task()), Report::clone)
    }

    fn lean(&self, i: usize, inner: &Inner, task: &TaskId) -> Report {
        let agency = |index: u32| {
            (index != NO_INDEX).then(|| inner.agencies.records[index as usize].id.clone())
        };
        let mut report = Report::new(
            ReportId::from_valid(self.ids.get(i)),
            task.clone(),
            self.kind[i].word().unwrap_or(ReportKind::Opinion),
            day::from_number(self.reported_on[i]).unwrap_or(day::FIRST),
        );
        report.recorded_at =
            chrono::DateTime::from_timestamp(self.recorded_at[i], 0).map(|t| t.naive_utc());
        report.percent = Some(self.percent[i]).filter(|p| *p != NO_PERCENT);
        report.new_deadline =
            Some(self.new_deadline[i]).filter(|d| *d != NO_DAY).and_then(day::from_number);
        report.by = agency(self.by[i]);
        report.addressee = agency(self.addressee[i]);
        report
    }
}
