//! The schedule of a register over working days: critical path, who blocks whom, what if, when will it be done.
//!
//! [`Registry::schedule`] is the plan as it was set: planned durations, links and deadlines, no reports.
//! [`Evaluation::schedule`] is what is left of it on D: what is done is fixed, what is open goes on after D. Both stand on a
//! [`Network`], which knows working days as numbers and nothing of a register. `SCHEDULE.md` beside the sources has the
//! formulas and their sources.
//!
//! Real registers have few durations and fewer links. A task without a duration takes part as a milestone of its deadline,
//! and [`Schedule::scope`] counts how many do: a schedule of milestones is a list of days, and says so.

mod baseline;
mod blocks;
mod build;
mod effect;
mod forecast;
mod lay_out;
mod network;
mod pass;
mod task;
mod what_if;

use std::sync::Arc;

use chrono::NaiveDate;

pub use baseline::{Baseline, BaselineDay, BaselineRow, Comparison};
pub use blocks::{Blocks, Endangered, Waiting, WaitsFor};
pub use build::{ScheduleBasis, ScheduleScope};
pub use effect::{Delay, Effect, Moved};
pub use forecast::{
    EarnedSchedule, Forecast, ForecastBasis, ForecastOptions, GroupForecast, LinkUse, TaskForecast,
};
pub use network::{Activity, Link, Network};
pub use pass::{AtMost, Dates};
pub use task::ScheduledTask;
pub use what_if::{Change, WhatIf, WhatIfRow};

use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::evaluation::Evaluation;
use crate::registry::Registry;

/// When every task of a register can start, must start, and is expected to be finished, in working days.
///
/// Immutable, cheap to copy, and tied to its registry, day and calendar. Tasks are in id order.
///
/// ```
/// use tiendo::{AsOf, Dependency, DependencyKind, DocumentId, RegistryBuilder, Task, TaskId, Text, day};
/// let task = |id: &str, days| -> Result<Task, tiendo::Error> {
///     let mut task = Task::new(TaskId::new(id)?, DocumentId::new("D")?, Text::new(id)?);
///     task.assigned_on = Some(day::parse("2025-09-08")?);
///     task.duration_days = Some(days);
///     Ok(task)
/// };
/// let mut last = task("T2", 3)?;
/// let after = Dependency { task: TaskId::new("T1")?, kind: DependencyKind::FinishToStart, lag_days: 0 };
/// last.dependencies.push(after);
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(task("T1", 5)?).add_task(last);
/// let schedule = builder.finish().schedule(AsOf::new(day::parse("2025-09-08")?)?)?;
/// let last = schedule.task("T2").unwrap();
/// assert_eq!(last.start(), day::from_ymd(2025, 9, 15));
/// assert_eq!(last.finish(), day::from_ymd(2025, 9, 17));
/// assert_eq!((last.total_slack_days(), last.is_critical()), (Some(0), true));
/// assert_eq!(schedule.driving_path().iter().map(|t| t.id()).collect::<Vec<_>>(), ["T1", "T2"]);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Schedule {
    pub(crate) inner: Arc<Inner>,
    scope: Arc<ScheduleScope>,
}

/// What a schedule holds, shared by its copies.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) registry: Registry,
    pub(crate) as_of: AsOf,
    /// Present where reports played a part.
    pub(crate) evaluation: Option<Evaluation>,
    pub(crate) network: Network,
    early: Vec<i32>,
    late: Vec<i32>,
    finish: i32,
    /// By activity: the task.
    pub(crate) tasks: Vec<u32>,
    /// By task: the activity, or none.
    activity: Vec<u32>,
    pub(crate) basis: Vec<ScheduleBasis>,
    /// What stands for the task: done, and late.
    pub(crate) states: Vec<build::State>,
}

impl Schedule {
    /// Number of tasks in it.
    pub fn len(&self) -> usize {
        self.inner.tasks.len()
    }

    /// True where no task has a place in it.
    pub fn is_empty(&self) -> bool {
        self.inner.tasks.is_empty()
    }

    /// Its tasks, in id order.
    pub fn tasks(&self) -> impl ExactSizeIterator<Item = ScheduledTask<'_>> + '_ {
        (0..self.len()).map(|index| ScheduledTask { schedule: self, index })
    }

    /// The task at this position of [`Schedule::tasks`].
    pub fn get(&self, position: usize) -> Option<ScheduledTask<'_>> {
        (position < self.len()).then_some(ScheduledTask { schedule: self, index: position })
    }

    /// The task with this id; none where it has no place in the schedule.
    pub fn task(&self, id: &str) -> Option<ScheduledTask<'_>> {
        let task = self.inner.registry.0.tasks.ids.find(id)?;
        self.of_task(task as u32)
    }

    /// What it covers and what it does not.
    pub fn scope(&self) -> &ScheduleScope {
        &self.scope
    }

    /// The registry it was made from.
    pub fn registry(&self) -> &Registry {
        &self.inner.registry
    }

    /// The last day of all, worked; none for an empty schedule and beyond the calendar.
    pub fn finish(&self) -> Option<NaiveDate> {
        if self.is_empty() { None } else { self.day_before(self.inner.finish) }
    }

    /// Tasks without slack, in id order: a day lost on one of them delays the finish or misses a deadline.
    ///
    /// Source: OPERATIONS.md §5, total slack of 0 or less. A milestone without links stands at its deadline by definition and
    /// has no slack to lose, so that it is not listed.
    pub fn critical(&self) -> impl Iterator<Item = ScheduledTask<'_>> + '_ {
        self.tasks().filter(ScheduledTask::is_critical)
    }

    /// The chain of tasks that drives the finish, first to last.
    pub fn driving_path(&self) -> Vec<ScheduledTask<'_>> {
        let path = self.inner.network.driving_path(&self.dates());
        path.into_iter().map(|i| ScheduledTask { schedule: self, index: i as usize }).collect()
    }

    pub(crate) fn of_task(&self, task: u32) -> Option<ScheduledTask<'_>> {
        let index = *self.inner.activity.get(task as usize)?;
        (index != NO_INDEX).then_some(ScheduledTask { schedule: self, index: index as usize })
    }

    pub(crate) fn dates(&self) -> Dates<'_> {
        self.inner.network.dates_of(&self.inner.early, &self.inner.late, self.inner.finish)
    }

    /// The worked day with this number; none beyond the calendar.
    pub(crate) fn day(&self, number: i32) -> Option<NaiveDate> {
        let calendar = self.inner.registry.calendar();
        // The day before the first one, moved on by one worked day more than were passed.
        let count = u32::try_from(number).ok()?;
        let first = calendar.next_working_day(calendar.first()).ok()?;
        calendar.add_working_days(first, count).ok()
    }

    /// The last worked day before the one with this number.
    pub(crate) fn day_before(&self, number: i32) -> Option<NaiveDate> {
        self.day(number.checked_sub(1)?)
    }

    pub(crate) fn agency_id(&self, index: u32) -> Option<&str> {
        let all = &self.inner.registry.0.agencies.records;
        (index != NO_INDEX).then(|| all.get(index as usize).map(|a| a.id.as_str())).flatten()
    }
}
