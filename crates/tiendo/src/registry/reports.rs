//! Reports in columns, grouped by task and in the order that decides.

mod ids;
#[cfg(feature = "serde")]
mod image;
mod merge;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::as_of::Moment;
use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT, TextColumn};
use crate::day;
use crate::id::{AgencyId, ReportId, TaskId};
use crate::registry::Inner;
use crate::registry::pending::PendingReports;
use crate::report::{Report, ReportKind};
use ids::ReportIds;
pub(crate) use merge::NewReport;

/// Reports of known tasks, by task, then `(reported_on, recorded_at, id)`.
///
/// For each report 18 bytes, 4 and its bytes for the id, and 4 each for its agency and its addressee where any report of
/// the register states one; for each task 4 bytes.
#[derive(Debug, Default)]
pub(crate) struct ReportColumns {
    /// Reports of task `i` are `starts[i]..starts[i + 1]`.
    starts: Vec<u32>,
    pub(crate) ids: ReportIds,
    pub(crate) reported_on: Vec<i32>,
    /// Seconds since 1 January 1970, local wall clock.
    pub(crate) recorded_at: Vec<i64>,
    pub(crate) kind: Vec<Kind>,
    pub(crate) percent: Vec<u8>,
    pub(crate) new_deadline: Vec<i32>,
    by: Stated,
    addressee: Stated,
    /// The full record where the columns do not hold all of it.
    rest: BTreeMap<u32, Box<Report>>,
    /// Of reports that were corrected since: the first second at which they are no longer known.
    until: BTreeMap<u32, i64>,
    /// Reports whose task is not in the register.
    pub(crate) orphans: Vec<Report>,
}

/// A column of agencies that is empty for as long as no report states one.
#[derive(Debug, Default)]
struct Stated(Vec<u32>);

impl Stated {
    fn get(&self, i: usize) -> u32 {
        self.0.get(i).copied().unwrap_or(NO_INDEX)
    }

    /// States the agency of the report at `i`; those before it that stated none are filled in.
    fn set(&mut self, i: usize, agency: u32, capacity: usize) {
        if agency != NO_INDEX {
            self.0.reserve_exact(capacity.saturating_sub(self.0.len()));
            self.0.resize(i, NO_INDEX);
            self.0.push(agency);
        }
    }
}

/// Goes once over the reports of a task up to D, and counts those that are known and those that K hides.
pub(crate) struct Visible<'a> {
    reports: &'a ReportColumns,
    range: Range<usize>,
    d: i32,
    until: i64,
    seen: u64,
    hidden: u64,
}

impl Visible<'_> {
    /// Visible and hidden reports of the task, whether they were asked for or not.
    pub(crate) fn counts(mut self) -> (u64, u64) {
        self.by_ref().for_each(drop);
        (self.seen, self.hidden)
    }
}

impl Iterator for Visible<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        for i in self.range.by_ref() {
            // They are in order of their days, so that none after this one is visible.
            if self.reports.reported_on[i] > self.d {
                self.range = 0..0;
                return None;
            }
            if self.reports.recorded_at[i] < self.until {
                if self.reports.is_superseded(i, self.until) {
                    continue;
                }
                self.seen += 1;
                return Some(i);
            }
            self.hidden += 1;
        }
        None
    }
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
    #[cfg(feature = "serde")]
    fn of_number(number: i64) -> Option<Kind> {
        const ALL: [Kind; 14] = [
            Kind::Progress,
            Kind::Complete,
            Kind::Extend,
            Kind::Accept,
            Kind::Return,
            Kind::Cancel,
            Kind::Suspend,
            Kind::Resume,
            Kind::Reopen,
            Kind::ConfirmCause,
            Kind::Obstacle,
            Kind::ObstacleResolved,
            Kind::Urge,
            Kind::Other,
        ];
        ALL.get(usize::try_from(number).ok()?).copied()
    }

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

    /// The word of a kind; none for `Other`, which stands for several.
    pub(crate) fn word(self) -> Option<ReportKind> {
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

    /// Number of reports that were not corrected since.
    pub(crate) fn current_len(&self) -> usize {
        self.len() - self.until.len()
    }

    /// True where a report was corrected before a second.
    #[inline]
    pub(crate) fn is_superseded(&self, i: usize, before: i64) -> bool {
        // Hardly any register has one.
        !self.until.is_empty() && self.until.get(&(i as u32)).is_some_and(|until| *until < before)
    }

    /// Positions of the reports that were corrected, and the second up to which each was known.
    pub(crate) fn superseded(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.until.iter().map(|(i, until)| (*i as usize, *until))
    }

    /// Positions of the reports of a task.
    pub(crate) fn range(&self, task: usize) -> Range<usize> {
        match (self.starts.get(task), self.starts.get(task + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// The reports of a task that are visible at a moment, in the order that decides.
    pub(crate) fn visible(&self, task: usize, at: Moment) -> Visible<'_> {
        let (d, until) = (at.d, at.known_until);
        Visible { reports: self, range: self.range(task), d, until, seen: 0, hidden: 0 }
    }

    /// The task of a report.
    pub(crate) fn task(&self, i: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= i).saturating_sub(1)
    }

    /// The agency that made a report, where it states one that the register has.
    pub(crate) fn by(&self, i: usize) -> u32 {
        self.by.get(i)
    }

    /// The agency whose row a report speaks of, where it states one that the register has.
    pub(crate) fn addressee(&self, i: usize) -> u32 {
        self.addressee.get(i)
    }

    /// Of pending reports the ones at the positions that are given with their tasks, in id order.
    ///
    /// They are counted out by task first, which keeps the order of ids, so that only each task's own are sorted.
    pub(crate) fn of(
        mut pending: PendingReports,
        known: &[(u32, u32)],
        tasks: usize,
        inner: &Inner,
    ) -> Self {
        let (starts, mut order) = by_task(known, tasks);
        let mut columns = ReportColumns { starts, ..ReportColumns::default() };
        columns.reserve(order.len());
        let mut ids = TextColumn::default();
        ids.reserve(order.len(), pending.ids.bytes());
        let index = |id: &AgencyId| {
            let records = &inner.agencies.records;
            super::lookup::position(records, id.as_str(), |a| a.id.as_str())
        };
        let found: Vec<Option<u32>> = pending.agencies.iter().map(index).collect();
        for task in 0..tasks {
            let range = columns.range(task);
            order[range].sort_by_key(|i| {
                (pending.rows[*i as usize].reported_on, pending.recorded_at(*i, inner.imported_at))
            });
        }
        let count = order.len();
        for (i, &at) in order.iter().enumerate() {
            let row = pending.rows[at as usize];
            ids.push(pending.ids.get(at as usize));
            columns.reported_on.push(row.reported_on);
            columns.recorded_at.push(pending.recorded_at(at, inner.imported_at));
            columns.kind.push(row.kind);
            columns.percent.push(row.percent);
            columns.new_deadline.push(row.new_deadline);
            let full = if row.is_full { pending.full.remove(&at) } else { None };
            let (by, addressee, rest) = if let Some(report) = full {
                let named = |id: Option<&AgencyId>| id.and_then(index).unwrap_or(NO_INDEX);
                let (by, addressee) = (named(report.by.as_ref()), named(report.addressee.as_ref()));
                (by, addressee, Some(report))
            } else {
                let named = |n: u32| found.get(n as usize).copied().flatten().unwrap_or(NO_INDEX);
                // An agency that the register does not have is told by the record alone.
                let is_told = |n: u32| n == NO_INDEX || named(n) != NO_INDEX;
                let rest = (!is_told(row.by) || !is_told(row.addressee))
                    .then(|| Box::new(pending.record(at)));
                (named(row.by), named(row.addressee), rest)
            };
            if let Some(until) = pending.until.get(&at) {
                columns.until.insert(i as u32, *until);
            }
            columns.by.set(i, by, count);
            columns.addressee.set(i, addressee, count);
            if let Some(rest) = rest {
                columns.rest.insert(i as u32, rest);
            }
        }
        ids.shrink();
        columns.ids = ids.into();
        columns
    }

    fn reserve(&mut self, reports: usize) {
        self.reported_on.reserve_exact(reports);
        self.recorded_at.reserve_exact(reports);
        self.kind.reserve_exact(reports);
        self.percent.reserve_exact(reports);
        self.new_deadline.reserve_exact(reports);
    }

    /// True where no report states an agency, nor anything else that columns do not hold.
    pub(crate) fn are_anonymous(&self) -> bool {
        self.by.0.is_empty() && self.addressee.0.is_empty() && self.rest.is_empty()
    }

    /// The parts of a report that columns do not hold, where there are any.
    pub(crate) fn rest(&self, i: usize) -> Option<&Report> {
        if self.rest.is_empty() {
            return None;
        }
        self.rest.get(&(i as u32)).map(|r| &**r)
    }

    /// The full record, put together from the columns where they hold all of it.
    pub(crate) fn record(&self, i: usize, inner: &Inner) -> Report {
        self.rest(i).map_or_else(|| self.lean(i, inner), Report::clone)
    }

    fn lean(&self, i: usize, inner: &Inner) -> Report {
        let agency = |index: u32| {
            (index != NO_INDEX).then(|| inner.agencies.records[index as usize].id.clone())
        };
        let mut report = Report::new(
            ReportId::from_valid(self.ids.get(i)),
            TaskId::from_valid(inner.tasks.ids.get(self.task(i))),
            self.kind[i].word().unwrap_or(ReportKind::Opinion),
            day::from_number(self.reported_on[i]).unwrap_or(day::FIRST),
        );
        report.recorded_at =
            chrono::DateTime::from_timestamp(self.recorded_at[i], 0).map(|t| t.naive_utc());
        report.percent = Some(self.percent[i]).filter(|p| *p != NO_PERCENT);
        report.new_deadline =
            Some(self.new_deadline[i]).filter(|d| *d != NO_DAY).and_then(day::from_number);
        report.by = agency(self.by(i));
        report.addressee = agency(self.addressee(i));
        report
    }
}

/// Where the reports of each task start, and the positions by task, otherwise in the order given.
fn by_task(known: &[(u32, u32)], tasks: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; tasks + 1];
    for (task, _) in known {
        starts[*task as usize + 1] += 1;
    }
    for task in 0..tasks {
        starts[task + 1] += starts[task];
    }
    let mut next = starts.clone();
    let mut order = vec![0_u32; known.len()];
    for (task, at) in known {
        let place = &mut next[*task as usize];
        order[*place as usize] = *at;
        *place += 1;
    }
    (starts, order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_counted_out_by_task() {
        let known = [(2, 10), (0, 11), (2, 12), (0, 13)];
        assert_eq!(by_task(&known, 3), (vec![0, 2, 2, 4], vec![11, 13, 10, 12]));
    }

    #[test]
    fn a_report_takes_18_bytes_beside_its_id_and_agencies() {
        fn each<T>(_: &[T]) -> usize {
            size_of::<T>()
        }
        let columns = ReportColumns::default();
        let sizes = [
            each(&columns.reported_on),
            each(&columns.recorded_at),
            each(&columns.kind),
            each(&columns.percent),
            each(&columns.new_deadline),
        ];
        assert_eq!(sizes.iter().sum::<usize>(), 18);
    }

    #[test]
    fn agencies_take_nothing_until_one_is_stated() {
        let mut stated = Stated::default();
        stated.set(0, NO_INDEX, 4);
        assert_eq!((stated.get(0), stated.0.capacity()), (NO_INDEX, 0));
        stated.set(2, 7, 4);
        stated.set(3, NO_INDEX, 4);
        assert_eq!([0, 1, 2, 3].map(|i| stated.get(i)), [NO_INDEX, NO_INDEX, 7, NO_INDEX]);
    }
}
