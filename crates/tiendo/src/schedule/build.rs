//! A network from a register: which tasks have a place, how long they take, and what ties them.

use std::sync::Arc;

use chrono::NaiveDate;

use super::network::{Activity, Link, Network};
use super::{Inner, Schedule};
use crate::as_of::AsOf;
use crate::calendar::Calendar;
use crate::columns::{IdIndex, NO_DAY, NO_INDEX, NO_PERCENT};
use crate::day;
use crate::error::Error;
use crate::evaluation::row::RowFlags;
use crate::evaluation::{Evaluation, TaskState};
use crate::policy::Silence;
use crate::registry::Registry;
use crate::registry::tasks::{TaskAt, TaskFlags};
use crate::report::Provenance;
use crate::status::Status;
use crate::task::{Dependency, DependencyKind};
use crate::vocabulary::closed_vocabulary;
use crate::watch::Watch;

closed_vocabulary! {
    /// By what a task has its place in a schedule.
    ///
    /// ```
    /// assert_eq!(tiendo::schedule::ScheduleBasis::parse("deadline"), Some(tiendo::schedule::ScheduleBasis::Deadline));
    /// ```
    ScheduleBasis {
        Duration = "duration", "theo thời lượng", "by its duration";
        Deadline = "deadline", "mốc theo thời hạn", "a milestone of its deadline";
        Links = "links", "chỉ theo liên kết", "by its links only";
    }
}

/// What a schedule covers, by what rules, and what it leaves out.
///
/// ```
/// use tiendo::{AsOf, RegistryBuilder, day};
/// let schedule = RegistryBuilder::new().finish().schedule(AsOf::new(day::parse("2025-12-31")?)?)?;
/// assert_eq!((schedule.scope().task_count, schedule.scope().is_from_reports), (0, false));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScheduleScope {
    /// The day D: definitions as of it, and where reports play a part the status day.
    pub day: NaiveDate,
    /// The knowledge day K; absent for everything recorded.
    pub known: Option<NaiveDate>,
    /// Whether reports played a part: what is done is fixed, what is open goes on after D.
    pub is_from_reports: bool,
    /// Version of the calendar.
    pub calendar: String,
    /// Whether a day was counted that its year's decision may still move.
    pub is_provisional: bool,
    /// Whether the reports were really made.
    pub provenance: Provenance,
    /// Tasks in the schedule.
    pub task_count: u64,
    /// Of these, tasks with a planned duration.
    pub with_duration_count: u64,
    /// Of these, milestones of their deadlines: no duration is stated.
    pub milestone_count: u64,
    /// Of these, tasks that are done, and fixed.
    pub done_count: u64,
    /// Links between them.
    pub link_count: u64,
    /// Links to tasks that are not in the schedule or not in the register.
    pub dropped_link_count: u64,
    /// Tasks with neither duration nor last day nor links: they have no place.
    pub unplaced_count: u64,
    /// Tasks left out because they are cancelled.
    pub cancelled_count: u64,
    /// Tasks left out because a day of theirs lies beyond the calendar.
    pub outside_calendar_count: u64,
    /// Tasks without slack.
    pub critical_count: u64,
    /// Tasks whose finish lies after their last day; not those past it that nobody reported on.
    pub late_count: u64,
    /// The last day of all.
    pub finish: Option<NaiveDate>,
}

/// What stands for a task whatever the passes say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct State {
    pub(crate) is_done: bool,
    pub(crate) is_done_late: bool,
    /// Past its last day on D, and nobody reported on it: missing data and no verdict.
    pub(crate) is_silent: bool,
    /// The last day that binds it, as a column's number.
    pub(crate) last_day: i32,
}

/// A task that may have a place.
struct Candidate {
    activity: Option<Activity>,
    basis: ScheduleBasis,
    state: State,
    /// Its start is a fact, which links into it no longer bound.
    is_fixed: bool,
    /// The day on which work was first reported, as a number of the calendar.
    started: Option<i32>,
}

/// Days as numbers of a calendar: working days since its first day.
struct Numbers<'a>(&'a Calendar);

impl Numbers<'_> {
    /// The number of a day: of the first worked day on or after it.
    fn of(&self, column: i32) -> Option<i32> {
        let on = day::from_number(column)?;
        let number = self.0.working_days_between(self.0.first(), on).ok()?;
        i32::try_from(number).ok()
    }

    /// The number after a day: work until its end is finished there.
    fn after(&self, column: i32) -> Option<i32> {
        self.of(column.checked_add(1)?)
    }
}

impl Registry {
    /// The plan of all tasks as defined at D and K: planned durations, links and deadlines. Reports play no part.
    ///
    /// Dates are worked days of the registry's calendar. A task starts when it is assigned or later; without a duration it is
    /// a milestone of its own last day. Deadlines are the tasks' own, without extensions.
    /// Source: OPERATIONS.md §5, extended to FS, SS, FF and SF links with lags of either sign.
    ///
    /// # Errors
    /// - [`Error::Cycle`] when dependencies form a loop, with the tasks of the loop.
    ///
    /// # Example
    /// ```
    /// use tiendo::{AsOf, Deadline, DocumentId, RegistryBuilder, Task, TaskId, Text, day, schedule::ScheduleBasis};
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Báo cáo")?);
    /// task.assigned_on = Some(day::parse("2025-06-23")?);
    /// task.deadline = Deadline::by(day::parse("2025-08-15")?);
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(task);
    /// let schedule = builder.finish().schedule(AsOf::new(day::parse("2025-06-30")?)?)?;
    /// let milestone = schedule.task("T1").unwrap();
    /// assert_eq!((milestone.basis(), milestone.finish()), (ScheduleBasis::Deadline, day::from_ymd(2025, 8, 15)));
    /// assert_eq!(milestone.total_slack_days(), None); // by definition it stands at its deadline
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn schedule(&self, as_of: AsOf) -> Result<Schedule, Error> {
        self.schedule_watched(as_of, &Watch::new())
    }

    /// As [`Registry::schedule`], telling a [`Watch`] how far it is: every task is looked at twice.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    /// - [`Error::Cycle`] when dependencies form a loop.
    ///
    /// # Example
    /// ```
    /// use tiendo::{AsOf, Error, RegistryBuilder, Watch, day};
    /// let (registry, watch) = (RegistryBuilder::new().finish(), Watch::new());
    /// let as_of = AsOf::new(day::parse("2025-06-30")?)?;
    /// assert!(registry.schedule_watched(as_of, &watch)?.is_empty());
    /// watch.stop();
    /// assert_eq!(registry.schedule_watched(as_of, &watch).unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn schedule_watched(&self, as_of: AsOf, watch: &Watch) -> Result<Schedule, Error> {
        watch.begin(PASSES * self.0.tasks.len() as u64);
        let schedule = build(self, as_of, None, watch)?;
        watch.end()?;
        Ok(schedule)
    }
}

impl Evaluation {
    /// What is left of the plan on D: what is done is fixed on its day, what is open goes on after D with the part of its
    /// duration that its percent leaves, what is cancelled is out. Deadlines are those that judge, after extensions.
    ///
    /// Remaining work waits for its predecessors even where it has begun (retained logic). Work that was first reported on a
    /// day has begun by that day, so that start-to-start and start-to-finish links count from it.
    ///
    /// # Errors
    /// - [`Error::Cycle`] when dependencies form a loop, with the tasks of the loop.
    ///
    /// # Example
    /// ```
    /// use tiendo::{AsOf, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text, day};
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Báo cáo")?);
    /// task.assigned_on = Some(day::parse("2025-06-23")?);
    /// task.duration_days = Some(5);
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(task);
    /// let as_of = AsOf::new(day::parse("2025-07-04")?)?;
    /// let evaluation = builder.finish().evaluate(as_of, &Policy::default())?;
    /// // Nothing was reported by Friday, so that all five days are still to be worked.
    /// assert_eq!(evaluation.schedule()?.task("T1").unwrap().finish(), day::from_ymd(2025, 7, 11));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn schedule(&self) -> Result<Schedule, Error> {
        self.schedule_watched(&Watch::new())
    }

    /// As [`Evaluation::schedule`], telling a [`Watch`] how far it is: every task is looked at twice.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    /// - [`Error::Cycle`] when dependencies form a loop.
    ///
    /// # Example
    /// ```
    /// use tiendo::{AsOf, Error, Policy, RegistryBuilder, Watch, day};
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let evaluation = RegistryBuilder::new().finish().evaluate(as_of, &Policy::default())?;
    /// let watch = Watch::new();
    /// watch.stop();
    /// assert_eq!(evaluation.schedule_watched(&watch).unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn schedule_watched(&self, watch: &Watch) -> Result<Schedule, Error> {
        watch.begin(PASSES * self.registry.0.tasks.len() as u64);
        let schedule = build(&self.registry, self.as_of, Some(self), watch)?;
        watch.end()?;
        Ok(schedule)
    }
}

/// How often a schedule looks at every task while it is made.
pub(super) const PASSES: u64 = 2;

/// The schedule; [`PASSES`] steps for each task at most.
pub(super) fn build(
    registry: &Registry,
    as_of: AsOf,
    evaluation: Option<&Evaluation>,
    watch: &Watch,
) -> Result<Schedule, Error> {
    let inner = &*registry.0;
    let count = inner.tasks.len();
    let numbers = Numbers(&inner.calendar);
    let mut scope = ScheduleScope {
        day: as_of.day,
        known: as_of.known,
        is_from_reports: evaluation.is_some(),
        calendar: inner.calendar.version().to_owned(),
        is_provisional: false,
        provenance: inner.provenance,
        task_count: 0,
        with_duration_count: 0,
        milestone_count: 0,
        done_count: 0,
        link_count: 0,
        dropped_link_count: 0,
        unplaced_count: 0,
        cancelled_count: 0,
        outside_calendar_count: 0,
        critical_count: 0,
        late_count: 0,
        finish: None,
    };
    let mut candidates: Vec<Option<Candidate>> = Vec::with_capacity(count);
    let mut links: Vec<(u32, u32, DependencyKind, i32)> = Vec::new();
    let mut linked = vec![false; count];
    let ids = IdIndex::of(&inner.tasks.ids);
    for task in watch.steps(0..count) {
        let Some(at) = inner.tasks.at(task, as_of) else {
            candidates.push(None);
            continue;
        };
        let state = evaluation.map(|e| (e, e.state(task)));
        let candidate = match state.filter(|(_, state)| state.row_count > 0) {
            Some((_, state)) if state.status == Status::Cancelled => {
                scope.cancelled_count += 1;
                candidates.push(None);
                continue;
            }
            Some((evaluation, state)) => standing(&numbers, evaluation, task, &at, state),
            None => planned(&numbers, task, &at, registry),
        };
        let dependencies: &[Dependency] = at.record.map_or(&[], |t| &t.dependencies);
        for dependency in dependencies {
            match ids.find(&inner.tasks.ids, dependency.task.as_str()) {
                Some(from) => {
                    (linked[from], linked[task]) = (true, true);
                    let lag = i32::from(dependency.lag_days);
                    links.push((from as u32, task as u32, dependency.kind, lag));
                }
                None => scope.dropped_link_count += 1,
            }
        }
        candidates.push(Some(candidate));
    }
    drop(ids);
    if watch.is_stopped() {
        return Err(Error::Cancelled);
    }

    let mut activity = vec![NO_INDEX; count];
    let (mut tasks, mut basis, mut states) = (Vec::new(), Vec::new(), Vec::new());
    let mut activities: Vec<Activity> = Vec::new();
    for (task, candidate) in candidates.iter().enumerate() {
        let Some(candidate) = candidate else { continue };
        if candidate.basis == ScheduleBasis::Links && !linked[task] {
            scope.unplaced_count += 1;
            continue;
        }
        let Some(own) = candidate.activity else {
            scope.outside_calendar_count += 1;
            continue;
        };
        activity[task] = tasks.len() as u32;
        tasks.push(task as u32);
        activities.push(own);
        basis.push(candidate.basis);
        states.push(candidate.state);
    }
    let mut placed = Vec::with_capacity(links.len());
    for (from, to, kind, lag_days) in links {
        let ends = (activity[from as usize], activity[to as usize]);
        let (Some(first), Some(then)) = (&candidates[from as usize], &candidates[to as usize])
        else {
            scope.dropped_link_count += 1;
            continue;
        };
        if ends.0 == NO_INDEX || ends.1 == NO_INDEX {
            scope.dropped_link_count += 1;
            continue;
        }
        if then.is_fixed && from != to {
            continue;
        }
        let counts_from_start =
            matches!(kind, DependencyKind::StartToStart | DependencyKind::StartToFinish);
        if let (true, Some(started)) = (counts_from_start, first.started) {
            // The start is a fact: what is left of the link is the earliest day of its successor.
            let own = &mut activities[ends.1 as usize];
            let to_finish = kind == DependencyKind::StartToFinish;
            let taken = if to_finish { own.duration_days } else { 0 };
            own.earliest = own.earliest.max(started.saturating_add(lag_days) - taken);
            continue;
        }
        placed.push(Link { from: ends.0, to: ends.1, kind, lag_days });
    }
    drop(candidates);
    let name = |i: u32| inner.tasks.ids.get(tasks[i as usize] as usize).to_owned();
    let network = Network::ordered(&activities, &placed, name)?;
    let dates = network.dates();
    let (early, late, finish) = (dates.early.into_owned(), dates.late.into_owned(), dates.finish);
    let laid = Inner {
        registry: registry.clone(),
        as_of,
        evaluation: evaluation.cloned(),
        network,
        early,
        late,
        finish,
        tasks,
        activity,
        basis,
        states,
    };
    let mut schedule = Schedule { inner: Arc::new(laid), scope: Arc::new(scope) };
    schedule.tell_scope(watch);
    if watch.is_stopped() { Err(Error::Cancelled) } else { Ok(schedule) }
}

/// A task of the plan.
fn planned(numbers: &Numbers<'_>, task: usize, at: &TaskAt<'_>, registry: &Registry) -> Candidate {
    let duration = duration(task, at, registry);
    let last_day = at.facts.last_day;
    let due = if last_day == NO_DAY { Some(None) } else { numbers.after(last_day).map(Some) };
    let (basis, earliest) = match duration {
        Some(0) => (ScheduleBasis::Duration, numbers.after(at.facts.assigned)),
        Some(_) => (ScheduleBasis::Duration, numbers.of(at.facts.assigned)),
        None if last_day != NO_DAY => (ScheduleBasis::Deadline, due.flatten()),
        None => (ScheduleBasis::Links, numbers.after(at.facts.assigned)),
    };
    let activity = earliest.zip(due).map(|(earliest, due)| Activity {
        earliest,
        duration_days: duration.unwrap_or(0),
        due,
    });
    let state = State { last_day, ..State::default() };
    Candidate { activity, basis, state, is_fixed: false, started: None }
}

/// A task in force as its reports leave it.
fn standing(
    numbers: &Numbers<'_>,
    evaluation: &Evaluation,
    task: usize,
    at: &TaskAt<'_>,
    state: TaskState,
) -> Candidate {
    let registry = &evaluation.registry;
    let columns = &evaluation.columns;
    let rows = state.first_row as usize..(state.first_row + state.row_count) as usize;
    let duration = duration(task, at, registry);
    let has_basis = |last_day: i32| match duration {
        Some(_) => ScheduleBasis::Duration,
        None if last_day != NO_DAY => ScheduleBasis::Deadline,
        None => ScheduleBasis::Links,
    };
    let is_silent = state.status == Status::Overdue
        && !state.flags.has(RowFlags::REPORTED)
        && evaluation.policy.silence == Silence::Apart;
    if state.status.is_done() {
        let last_day = rows.clone().map(|r| columns.deadline(r)).max().unwrap_or(NO_DAY);
        let closed = rows.map(|r| columns.closed_on(r)).max().unwrap_or(NO_DAY);
        let days = duration.unwrap_or(0);
        let finish = numbers.after(closed);
        let activity = finish.map(|finish| Activity {
            earliest: finish - days,
            duration_days: days,
            due: None,
        });
        let is_done_late = state.status == Status::DoneLate;
        let state = State { is_done: true, is_done_late, is_silent, last_day };
        let basis = has_basis(last_day);
        return Candidate { activity, basis, state, is_fixed: true, started: None };
    }
    let open = rows.filter(|r| columns.status(*r).is_open());
    let recurs = columns.occurrence(state.first_row as usize).is_some();
    let bound = open.map(|r| columns.deadline(r)).filter(|d| *d != NO_DAY && !recurs);
    let last_day = bound.min().unwrap_or(NO_DAY);
    let is_bound = last_day != NO_DAY && !at.facts.flags.has(TaskFlags::INDICATIVE);
    let due = if is_bound { numbers.after(last_day).map(Some) } else { Some(None) };
    // Work goes on with the first day after D; a moment stands at the end of a day.
    let next = numbers.after(evaluation.as_of.d());
    let basis = has_basis(last_day);
    let left = duration.map(|days| left(days, state.percent));
    let earliest = match (basis, left) {
        (ScheduleBasis::Duration, left) if left != Some(0) => {
            numbers.of(at.facts.assigned).zip(next)
        }
        (ScheduleBasis::Deadline, _) => numbers.after(last_day).zip(next.map(|n| n + 1)),
        _ => numbers.after(at.facts.assigned).zip(next.map(|n| n + 1)),
    };
    let activity = earliest.zip(due).map(|((own, next), due)| Activity {
        earliest: own.max(next),
        duration_days: left.unwrap_or(0),
        due,
    });
    let last_day = if is_bound { last_day } else { NO_DAY };
    let standing = State { is_silent, last_day, ..State::default() };
    let started = if state.percent > 0 { started(numbers, evaluation, task) } else { None };
    Candidate { activity, basis, state: standing, is_fixed: false, started }
}

/// The planned duration of the visible version.
pub(super) fn duration(task: usize, at: &TaskAt<'_>, registry: &Registry) -> Option<i32> {
    let own = at.record.map_or(registry.0.tasks.duration_days[task], |t| t.duration_days);
    own.map(i32::from)
}

/// Working days left of a duration; open work takes one day more at least.
fn left(days: i32, percent: u8) -> i32 {
    let open = 100 - i32::from(percent.min(100));
    (days * open + 99).div_euclid(100).max(i32::from(days > 0))
}

/// The day of the first visible report of some work done.
fn started(numbers: &Numbers<'_>, evaluation: &Evaluation, task: usize) -> Option<i32> {
    let reports = evaluation.reports(task);
    let mut visible = reports.visible(task, evaluation.as_of.moment());
    let says_work = |i: &usize| (1..NO_PERCENT).contains(&reports.percent(*i));
    visible.find(says_work).and_then(|i| numbers.of(reports.reported_on(i)))
}

impl Schedule {
    /// Counts what came out.
    fn tell_scope(&mut self, watch: &Watch) {
        let mut scope = ScheduleScope::clone(&self.scope);
        scope.task_count = self.len() as u64;
        scope.link_count = self.inner.network.link_count() as u64;
        for task in watch.steps(self.tasks()) {
            scope.with_duration_count += u64::from(task.basis() == ScheduleBasis::Duration);
            scope.milestone_count += u64::from(task.basis() == ScheduleBasis::Deadline);
            scope.done_count += u64::from(task.is_done());
            scope.critical_count += u64::from(task.is_critical());
            scope.late_count += u64::from(task.is_late());
        }
        scope.finish = self.finish();
        let calendar = self.inner.registry.calendar();
        let last = scope.finish.unwrap_or(calendar.last());
        let first = self.inner.early.iter().min().and_then(|first| self.day(*first));
        scope.is_provisional = !self.is_empty()
            && calendar
                .is_provisional_between(first.unwrap_or(calendar.first()), last)
                .unwrap_or(true);
        self.scope = Arc::new(scope);
    }
}
