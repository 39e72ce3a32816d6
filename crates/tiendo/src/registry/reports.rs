//! Reports in columns, grouped by task and in the order that decides.

use std::ops::Range;

use chrono::NaiveDateTime;

use crate::as_of::Moment;
use crate::columns::{
    DayColumn, FAR, IdColumn, InstantColumn, NO_DAY, NO_INDEX, NO_PERCENT, Sparse, day_of, near,
};
use crate::day;
use crate::id::{ReportId, TaskId};
use crate::registry::Inner;
use crate::report::{Report, ReportKind};

#[cfg(feature = "serde")]
mod image;
mod merged;

/// Reports of known tasks, by task, then `(reported_on, recorded_at, id)`.
///
/// For each report 12 bytes, and its id again where that is no number of four bytes; 12 more for each that is an event:
/// whatever is not mere progress, or names a last day; and 4 each for its agency and its addressee where any report of the
/// register states one. For each task 8 bytes. A report with more to say is kept as the record that it came as.
#[derive(Debug, Default)]
pub(crate) struct ReportColumns {
    /// Reports of task `first_task + i` are `starts[i]..starts[i + 1]`.
    starts: Vec<u32>,
    /// The first task that these are of: 0 for a registry's.
    first_task: u32,
    pub(crate) ids: IdColumn,
    reported_on: DayColumn,
    /// Local wall clock.
    recorded_at: InstantColumn,
    /// The kind, and a bit for the odd second.
    meta: Vec<u8>,
    percent: Vec<u8>,
    /// Events of task `first_task + i` are `event_starts[i]..event_starts[i + 1]`.
    event_starts: Vec<u32>,
    events: Vec<Event>,
    /// Last days of events that two bytes do not hold.
    far_deadlines: Sparse<i32>,
    by: Stated,
    addressee: Stated,
    /// The full record where the columns do not hold all of it.
    rest: Sparse<Box<Report>>,
    /// Of reports that were corrected since: the first second at which they are no longer known.
    until: Sparse<i64>,
    /// Reports whose task is not in the register.
    pub(crate) orphans: Vec<Report>,
    /// Of these those that were corrected since, apart, with the second at which each was.
    pub(crate) corrected_orphans: Vec<(Report, i64)>,
}

/// What a report decides, beside the few words of those that only tell of progress.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    /// The report.
    pub(crate) report: u32,
    /// Its days, as day columns hold them.
    pub(crate) on: u16,
    pub(crate) recorded: u16,
    pub(crate) new_deadline: u16,
    pub(crate) kind: Kind,
}

/// A report on its way into the columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewReport<'a> {
    /// The number of its id, and the id where it is none.
    pub(crate) id: u32,
    pub(crate) other_id: &'a str,
    pub(crate) reported_on: i32,
    pub(crate) recorded_at: i64,
    pub(crate) kind: Kind,
    pub(crate) percent: u8,
    pub(crate) new_deadline: i32,
    pub(crate) by: u32,
    pub(crate) addressee: u32,
    /// Of what was corrected since: the first second at which it is no longer known.
    pub(crate) until: Option<i64>,
}

/// Of the byte that holds the kind: the second is odd.
const ODD_SECOND: u8 = 1 << 7;

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
            if self.reports.reported_on(i) > self.d {
                self.range = 0..0;
                return None;
            }
            if self.reports.recorded_at(i) < self.until {
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
    /// All of them, by the byte that stands for each.
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

    /// The kind that a byte stands for.
    #[inline]
    pub(crate) fn of_byte(byte: u8) -> Kind {
        Kind::ALL.get(usize::from(byte)).copied().unwrap_or(Kind::Other)
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
        self.percent.len()
    }

    #[inline]
    pub(crate) fn kind(&self, i: usize) -> Kind {
        Kind::of_byte(self.meta[i] & !ODD_SECOND)
    }

    #[inline]
    pub(crate) fn percent(&self, i: usize) -> u8 {
        self.percent[i]
    }

    #[inline]
    pub(crate) fn reported_on(&self, i: usize) -> i32 {
        self.reported_on.get(i)
    }

    /// Seconds since 1 January 1970, local wall clock.
    #[inline]
    pub(crate) fn recorded_at(&self, i: usize) -> i64 {
        self.recorded_at.get(i, self.meta[i] & ODD_SECOND != 0)
    }

    /// The day on which it was recorded.
    #[inline]
    pub(crate) fn recorded_on(&self, i: usize) -> i32 {
        self.recorded_at.days().get(i)
    }

    /// The last day that a report names.
    pub(crate) fn new_deadline(&self, i: usize) -> i32 {
        match self.events.binary_search_by_key(&(i as u32), |event| event.report) {
            Ok(at) => self.deadline_of(at),
            Err(_) => NO_DAY,
        }
    }

    fn deadline_of(&self, event: usize) -> i32 {
        match self.events[event].new_deadline {
            FAR => self.far_deadlines.get(event).copied().unwrap_or(NO_DAY),
            near => day_of(near),
        }
    }

    /// The two bytes of each report's day, and of the day on which it was recorded; and its percent.
    pub(crate) fn streams(&self) -> (&[u16], &[u16], &[u8]) {
        (self.reported_on.near(), self.recorded_at.days().near(), &self.percent)
    }

    /// The events of a task, in the order of its reports.
    #[inline]
    pub(crate) fn events_of(&self, task: usize) -> &[Event] {
        let task = self.place(task);
        match (self.event_starts.get(task), self.event_starts.get(task + 1)) {
            (Some(&start), Some(&end)) => &self.events[start as usize..end as usize],
            _ => &[],
        }
    }

    /// The place of a task among those that these are of; far beyond them all for one before them.
    #[inline]
    fn place(&self, task: usize) -> usize {
        task.checked_sub(self.first_task as usize).unwrap_or(usize::MAX - 1)
    }

    /// Positions of the reports of a task.
    pub(crate) fn range(&self, task: usize) -> Range<usize> {
        let task = self.place(task);
        match (self.starts.get(task), self.starts.get(task + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Positions of the reports of a task and of tasks after it, up to `end`: of so many that they are hardly more than
    /// `enough`.
    pub(crate) fn range_of_some(&self, task: usize, end: usize, enough: usize) -> Range<usize> {
        let first = self.range(task);
        let until = first.start + enough;
        let starts = self.starts.get(task + 1..=end).unwrap_or(&[]);
        let last = starts.partition_point(|start| *start as usize <= until);
        let last =
            last.checked_sub(1).and_then(|last| starts.get(last)).map_or(0, |at| *at as usize);
        first.start..last.max(first.end)
    }

    /// The reports of a task that are visible at a moment, in the order that decides.
    pub(crate) fn visible(&self, task: usize, at: Moment) -> Visible<'_> {
        let (d, until) = (at.d, at.known_until);
        Visible { reports: self, range: self.range(task), d, until, seen: 0, hidden: 0 }
    }

    /// The task of a report.
    pub(crate) fn task(&self, i: usize) -> usize {
        let place = self.starts.partition_point(|start| *start as usize <= i).saturating_sub(1);
        place + self.first_task as usize
    }

    /// The agency that made a report, where it states one that the register has.
    pub(crate) fn by(&self, i: usize) -> u32 {
        self.by.get(i)
    }

    /// The agency whose row a report speaks of, where it states one that the register has.
    pub(crate) fn addressee(&self, i: usize) -> u32 {
        self.addressee.get(i)
    }

    /// Empty, with room for as many reports of as many tasks.
    pub(crate) fn with_capacity(reports: usize, tasks: usize) -> Self {
        let mut columns = ReportColumns::default();
        columns.ids.reserve(reports);
        columns.reported_on.reserve(reports);
        columns.recorded_at.reserve(reports);
        columns.meta.reserve_exact(reports);
        columns.percent.reserve_exact(reports);
        columns.starts.reserve_exact(tasks + 1);
        columns.event_starts.reserve_exact(tasks + 1);
        columns
    }

    /// The reports pushed from here on are of the next task.
    pub(crate) fn begin_task(&mut self) {
        self.starts.push(self.len() as u32);
        self.event_starts.push(self.events.len() as u32);
    }

    /// No task comes any more.
    pub(crate) fn close(&mut self) {
        self.begin_task();
        self.ids.shrink();
        self.events.shrink_to_fit();
        self.rest.shrink();
        self.until.shrink();
    }

    /// Appends a report of the task begun last; `rest` is its record, where that says more.
    pub(crate) fn push(&mut self, new: &NewReport<'_>, rest: Option<Box<Report>>) {
        let report = self.percent.len() as u32;
        self.ids.push_known(new.id, new.other_id);
        self.reported_on.push(new.reported_on);
        let is_odd = self.recorded_at.push(new.recorded_at);
        self.meta.push(new.kind as u8 | if is_odd { ODD_SECOND } else { 0 });
        self.percent.push(new.percent);
        self.by.set(report as usize, new.by, self.percent.capacity());
        self.addressee.set(report as usize, new.addressee, self.percent.capacity());
        if let Some(rest) = rest {
            self.rest.push(report, rest);
        }
        if let Some(until) = new.until {
            self.until.push(report, until);
        }
        self.push_event(report, new.kind, new.new_deadline);
    }

    /// Appends the event that a report of these is, where it is one.
    #[inline]
    fn push_event(&mut self, report: u32, kind: Kind, last_day: i32) {
        if kind == Kind::Progress && last_day == NO_DAY {
            return;
        }
        let new_deadline = near(last_day);
        if new_deadline == FAR {
            self.far_deadlines.push(self.events.len() as u32, last_day);
        }
        self.events.push(Event {
            report,
            on: self.reported_on.near()[report as usize],
            recorded: self.recorded_at.days().near()[report as usize],
            new_deadline,
            kind,
        });
    }

    /// True where two bytes do not hold the day of a report, or that of its recording.
    pub(crate) fn has_far_days(&self) -> bool {
        self.reported_on.has_far() || self.recorded_at.days().has_far()
    }

    /// Number of reports that were not corrected since.
    pub(crate) fn current_len(&self) -> usize {
        self.len() - self.until.len()
    }

    /// The first second at which a report is no longer known, where it was corrected.
    #[inline]
    pub(crate) fn until(&self, i: usize) -> Option<i64> {
        self.until.get(i).copied()
    }

    /// True where a report was corrected before a second.
    #[inline]
    pub(crate) fn is_superseded(&self, i: usize, before: i64) -> bool {
        self.until(i).is_some_and(|until| until < before)
    }

    /// True where a report was corrected, whenever it was.
    #[inline]
    pub(crate) fn is_corrected(&self, i: usize) -> bool {
        self.until(i).is_some()
    }

    /// The reports that were corrected, and the instant at which each was; those without a task come last.
    pub(crate) fn corrected(&self, inner: &Inner) -> Vec<(Report, NaiveDateTime)> {
        let placed = self.until.positions().zip(self.until.values().iter().copied());
        let placed = placed.map(|(i, until)| (self.record(i, inner), until));
        let instant = |(report, until): (Report, i64)| {
            Some((report, chrono::DateTime::from_timestamp(until, 0)?.naive_utc()))
        };
        placed.chain(self.corrected_orphans.iter().cloned()).filter_map(instant).collect()
    }

    /// True where a report of a task was corrected.
    pub(crate) fn has_corrected(&self, task: usize) -> bool {
        // Hardly any register has one.
        !self.until.is_empty() && self.range(task).any(|i| self.is_corrected(i))
    }

    /// True where no report states an agency, nor anything else that columns do not hold.
    pub(crate) fn are_anonymous(&self) -> bool {
        self.by.0.is_empty() && self.addressee.0.is_empty() && self.rest.is_empty()
    }

    /// The parts of a report that columns do not hold, where there are any.
    pub(crate) fn rest(&self, i: usize) -> Option<&Report> {
        self.rest.get(i).map(|r| &**r)
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
            ReportId::from_valid(&self.ids.get(i)),
            TaskId::from_valid(inner.tasks.ids.get(self.task(i))),
            self.kind(i).word().unwrap_or(ReportKind::Opinion),
            day::from_number(self.reported_on(i)).unwrap_or(day::FIRST),
        );
        report.recorded_at =
            chrono::DateTime::from_timestamp(self.recorded_at(i), 0).map(|t| t.naive_utc());
        report.percent = Some(self.percent[i]).filter(|p| *p != NO_PERCENT);
        report.new_deadline =
            Some(self.new_deadline(i)).filter(|d| *d != NO_DAY).and_then(day::from_number);
        report.by = agency(self.by(i));
        report.addressee = agency(self.addressee(i));
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_takes_12_bytes_and_an_event_12_more() {
        let (instant, id) = (2 * size_of::<u16>(), size_of::<u32>());
        let columns = ReportColumns::default();
        let (on, recorded, percent) = columns.streams();
        let day = each(on);
        assert_eq!(each(recorded) + size_of::<u16>(), instant);
        assert_eq!(day + instant + each(&columns.meta) + each(percent) + id, 12);
        assert_eq!(size_of::<Event>(), 12);
        assert_eq!(each(&columns.starts) + each(&columns.event_starts), 8);
    }

    fn each<T>(_: &[T]) -> usize {
        size_of::<T>()
    }

    #[test]
    fn kinds_come_back_from_their_byte() {
        for (byte, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, byte);
        }
        assert!(Kind::ALL.len() < usize::from(ODD_SECOND));
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
