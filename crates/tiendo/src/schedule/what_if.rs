//! What if: changes of tasks, and whom they make late.

use chrono::NaiveDate;

use super::effect::{Delay, Effect, Moved};
use super::{Schedule, ScheduledTask};
use crate::error::Error;
use crate::id::TaskId;
use crate::watch::Watch;

/// A change that is tried out on a task; several of one task all hold.
///
/// ```
/// use tiendo::{TaskId, schedule::Change};
/// let change = Change::delay(TaskId::new("T1")?, 10);
/// assert_eq!((change.delay_days, change.not_before), (10, None));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Change {
    /// The task.
    pub task: TaskId,
    /// It cannot start until so many working days after its early start.
    #[cfg_attr(feature = "serde", serde(default))]
    pub delay_days: u16,
    /// It cannot start before this day.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub not_before: Option<NaiveDate>,
    /// It takes so many working days instead of those planned or left.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub duration_days: Option<u16>,
}

impl Change {
    /// A delay of the start by so many working days.
    pub fn delay(task: TaskId, delay_days: u16) -> Self {
        Change { task, delay_days, not_before: None, duration_days: None }
    }
}

/// What changes do to a [`Schedule`]: what moves, who becomes late, and by what chain.
///
/// Keeps its schedule.
#[derive(Debug, Clone)]
pub struct WhatIf {
    schedule: Schedule,
    effect: Effect,
}

/// A task that changes move. Borrowed from the [`WhatIf`].
#[derive(Debug, Clone, Copy)]
pub struct WhatIfRow<'a> {
    /// The task as it stands in the schedule, before the change.
    pub task: ScheduledTask<'a>,
    moved: Moved,
}

impl Schedule {
    /// What changes would do; the schedule stays as it is.
    ///
    /// Takes time for what moves, not for what there is. The result is that of making the whole schedule anew.
    ///
    /// # Errors
    /// - [`Error::NotFound`] for a task that is not in the register or has no place in the schedule.
    /// - [`Error::InvalidValue`] for a task that is done, which nothing moves any more.
    /// - [`Error::OutsideCalendar`] for a day beyond the calendar.
    ///
    /// # Example
    /// ```
    /// use tiendo::{AsOf, Deadline, DocumentId, RegistryBuilder, Task, TaskId, Text, day, schedule::Change};
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Báo cáo")?);
    /// task.assigned_on = Some(day::parse("2025-06-23")?);
    /// task.deadline = Deadline::by(day::parse("2025-06-30")?);
    /// task.duration_days = Some(3);
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(task);
    /// let schedule = builder.finish().schedule(AsOf::new(day::parse("2025-06-23")?)?)?;
    /// let what_if = schedule.what_if(&[Change::delay(TaskId::new("T1")?, 5)])?;
    /// assert_eq!(what_if.newly_late().map(|row| row.task.id()).collect::<Vec<_>>(), ["T1"]);
    /// assert_eq!(what_if.finish(), day::from_ymd(2025, 7, 2));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn what_if(&self, changes: &[Change]) -> Result<WhatIf, Error> {
        self.what_if_watched(changes, &Watch::new())
    }

    /// As [`Schedule::what_if`], telling a [`Watch`] how many tasks it has looked at; those that nothing moves count at the
    /// end.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    /// - What [`Schedule::what_if`] does not take.
    ///
    /// # Example
    /// ```
    /// use tiendo::{AsOf, Error, RegistryBuilder, Watch, day};
    /// let schedule = RegistryBuilder::new().finish().schedule(AsOf::new(day::parse("2025-06-30")?)?)?;
    /// let watch = Watch::new();
    /// assert_eq!(schedule.what_if_watched(&[], &watch)?.finish_delay_days(), 0);
    /// watch.stop();
    /// assert_eq!(schedule.what_if_watched(&[], &watch).unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn what_if_watched(&self, changes: &[Change], watch: &Watch) -> Result<WhatIf, Error> {
        watch.begin(self.len() as u64);
        let mut shifts = Vec::with_capacity(changes.len());
        for change in changes {
            let id = change.task.as_str();
            let missing = || Error::NotFound { kind: "scheduled task", id: id.to_owned() };
            let task = self.task(id).ok_or_else(missing)?;
            if task.is_done() {
                return Err(Error::InvalidValue {
                    field: "task",
                    value: id.to_owned(),
                    expected: "open, for what is done is fixed".to_owned(),
                });
            }
            let calendar = self.inner.registry.calendar();
            let number = |day| calendar.working_days_between(calendar.first(), day);
            shifts.push(Delay {
                activity: task.index as u32,
                delay_days: i32::from(change.delay_days),
                not_before: change.not_before.map(number).transpose()?.map(|n| n as i32),
                duration_days: change.duration_days.map(i32::from),
            });
        }
        let mut pace = watch.pace();
        let effect = self.inner.network.effect_while(&self.dates(), &shifts, || pace.step());
        drop(pace);
        watch.end()?;
        Ok(WhatIf { schedule: self.clone(), effect })
    }
}

impl WhatIf {
    /// The schedule that would change.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// How many tasks move.
    pub fn len(&self) -> usize {
        self.effect.moved.len()
    }

    /// True where nothing moves.
    pub fn is_empty(&self) -> bool {
        self.effect.moved.is_empty()
    }

    /// The task that moves at this position of [`WhatIf::rows`].
    pub fn row(&self, position: usize) -> Option<WhatIfRow<'_>> {
        let moved = *self.effect.moved.get(position)?;
        Some(WhatIfRow { task: self.task(moved.activity), moved })
    }

    /// Tasks that move, every predecessor before its successors.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = WhatIfRow<'_>> + '_ {
        let row = |moved: &Moved| WhatIfRow { task: self.task(moved.activity), moved: *moved };
        self.effect.moved.iter().map(row)
    }

    /// Tasks that would miss their last day and do not now; not those past it that nobody
    /// reported on.
    pub fn newly_late(&self) -> impl Iterator<Item = WhatIfRow<'_>> + '_ {
        self.rows().filter(WhatIfRow::is_newly_late)
    }

    /// Ids of the agencies that such tasks count for, in id order.
    pub fn newly_late_agencies(&self) -> Vec<&str> {
        let rows = self.newly_late();
        let mut all: Vec<u32> = rows.flat_map(|row| row.task.agency_indices()).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().filter_map(|agency| self.schedule.agency_id(agency)).collect()
    }

    /// The chain from a change to a task that it moves, cause first; empty where the task does not move.
    pub fn chain(&self, task: &str) -> Vec<ScheduledTask<'_>> {
        let schedule = &self.schedule;
        let Some(task) = schedule.task(task) else { return Vec::new() };
        let network = &schedule.inner.network;
        let chain = network.cause(&schedule.dates(), &self.effect, task.index as u32);
        chain.into_iter().map(|activity| self.task(activity)).collect()
    }

    fn task(&self, activity: u32) -> ScheduledTask<'_> {
        ScheduledTask { schedule: &self.schedule, index: activity as usize }
    }

    /// The last day of all, after the changes; none beyond the calendar.
    pub fn finish(&self) -> Option<NaiveDate> {
        self.schedule.day_before(self.effect.finish.1)
    }

    /// Working days by which the finish of all moves; negative for earlier.
    pub fn finish_delay_days(&self) -> i32 {
        self.effect.finish.1.saturating_sub(self.effect.finish.0)
    }
}

impl WhatIfRow<'_> {
    /// The last day worked, after the change; none beyond the calendar.
    pub fn new_finish(&self) -> Option<NaiveDate> {
        self.task.schedule.day_before(self.moved.finish.1)
    }

    /// Working days by which the finish moves; negative for earlier.
    pub fn delay_days(&self) -> i32 {
        self.moved.finish.1.saturating_sub(self.moved.finish.0)
    }

    /// Whether it would miss its last day and does not now.
    pub fn is_newly_late(&self) -> bool {
        self.moved.newly_late && !self.task.schedule.inner.states[self.task.index].is_silent
    }
}
