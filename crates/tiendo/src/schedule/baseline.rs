//! Baselines: the days of a schedule under a name, and how a later schedule differs from them.

use std::cmp::Ordering;
use std::iter::Peekable;

use chrono::NaiveDate;

use super::{Schedule, ScheduledTask};
use crate::id::{TaskId, compare};
use crate::text::Text;

/// The days of a schedule under a name, kept by the caller to compare later ones with.
///
/// ```
/// use tiendo::{AsOf, RegistryBuilder, Text, day};
/// let schedule = RegistryBuilder::new().finish().schedule(AsOf::new(day::parse("2025-12-31")?)?)?;
/// let baseline = schedule.baseline(Text::new("Kế hoạch gốc")?);
/// assert!(baseline.days.is_empty() && schedule.compare(&baseline).rows.is_empty());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Baseline {
    /// Its name.
    pub name: Text,
    /// The day D of the schedule.
    pub day: NaiveDate,
    /// Its knowledge day K; absent for everything recorded.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub known: Option<NaiveDate>,
    /// The days of its tasks, in any order.
    #[cfg_attr(feature = "serde", serde(default))]
    pub days: Vec<BaselineDay>,
}

/// When a task was to start and finish.
///
/// ```
/// use tiendo::{TaskId, day, schedule::BaselineDay};
/// let finish = day::from_ymd(2025, 12, 31);
/// let kept = BaselineDay { task: TaskId::new("T1")?, start: None, finish };
/// assert_eq!(kept.task.as_str(), "T1");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct BaselineDay {
    /// The task.
    pub task: TaskId,
    /// The first day worked; absent beyond the calendar.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub start: Option<NaiveDate>,
    /// The last day worked; absent beyond the calendar.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub finish: Option<NaiveDate>,
}

/// How a schedule differs from a [`Baseline`].
///
/// ```
/// use tiendo::schedule::Comparison;
/// assert_eq!(Comparison::default().later_count, 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// Tasks that finish later than in the baseline.
    pub later_count: u64,
    /// Tasks that finish earlier.
    pub earlier_count: u64,
    /// Tasks that finish on the same day.
    pub same_count: u64,
    /// Tasks that the baseline does not have.
    pub added_count: u64,
    /// Tasks that only the baseline has.
    pub removed_count: u64,
    /// What differs, in id order.
    pub rows: Vec<BaselineRow>,
}

/// A task that differs from a [`Baseline`].
///
/// ```
/// use tiendo::{day, schedule::BaselineRow};
/// let later = BaselineRow {
///     task: "T1".into(),
///     before: day::from_ymd(2025, 12, 30),
///     now: day::from_ymd(2025, 12, 31),
///     delay_days: Some(1),
/// };
/// assert!(later.now > later.before);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BaselineRow {
    /// Id of the task.
    pub task: String,
    /// Its finish in the baseline; absent where the baseline does not have it.
    pub before: Option<NaiveDate>,
    /// Its finish now; absent where only the baseline has it.
    pub now: Option<NaiveDate>,
    /// Working days by which it finishes later; negative for earlier, absent where it stands on one side only.
    pub delay_days: Option<i64>,
}

impl Schedule {
    /// Its days under a name.
    pub fn baseline(&self, name: Text) -> Baseline {
        let days = self.tasks().map(|task| BaselineDay {
            task: TaskId::from_valid(task.id()),
            start: task.start(),
            finish: task.finish(),
        });
        Baseline {
            name,
            day: self.inner.as_of.day,
            known: self.inner.as_of.known,
            days: days.collect(),
        }
    }

    /// What differs from a baseline; of two entries of one task there the last one counts.
    ///
    /// # Example
    /// ```
    /// use tiendo::{AsOf, DocumentId, RegistryBuilder, Task, TaskId, Text, day};
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Báo cáo")?);
    /// task.assigned_on = Some(day::parse("2025-06-23")?);
    /// task.duration_days = Some(3);
    /// let as_of = AsOf::new(day::parse("2025-06-23")?)?;
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(task.clone());
    /// let baseline = builder.finish().schedule(as_of)?.baseline(Text::new("gốc")?);
    /// task.duration_days = Some(5);
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(task);
    /// let comparison = builder.finish().schedule(as_of)?.compare(&baseline);
    /// assert_eq!(comparison.rows[0].delay_days, Some(2));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn compare(&self, baseline: &Baseline) -> Comparison {
        let mut before: Vec<&BaselineDay> = baseline.days.iter().rev().collect();
        before.sort_by(|a, b| a.task.cmp(&b.task));
        before.dedup_by(|a, b| a.task == b.task);
        let mut out = Comparison::default();
        let mut before = before.into_iter().peekable();
        for task in self.tasks() {
            while let Some(gone) = next_before(&mut before, &task, Ordering::Less) {
                out.remove(gone);
            }
            if let Some(kept) = next_before(&mut before, &task, Ordering::Equal) {
                out.keep(self, &task, kept);
            } else {
                out.added_count += 1;
                out.push(task.id(), None, task.finish(), None);
            }
        }
        before.for_each(|gone| out.remove(gone));
        out
    }
}

/// The next entry of the baseline where its id stands so to that of the task.
fn next_before<'a>(
    before: &mut Peekable<impl Iterator<Item = &'a BaselineDay>>,
    task: &ScheduledTask<'_>,
    order: Ordering,
) -> Option<&'a BaselineDay> {
    before.next_if(|entry| compare(entry.task.as_str(), task.id()) == order)
}

impl Comparison {
    fn keep(&mut self, schedule: &Schedule, task: &ScheduledTask<'_>, kept: &BaselineDay) {
        let (before, now) = (kept.finish, task.finish());
        let count = match now.cmp(&before) {
            Ordering::Less => &mut self.earlier_count,
            Ordering::Equal => &mut self.same_count,
            Ordering::Greater => &mut self.later_count,
        };
        *count += 1;
        if before != now {
            let calendar = schedule.inner.registry.calendar();
            let apart = before.zip(now).map(|(from, to)| calendar.working_days_between(from, to));
            self.push(task.id(), before, now, apart.and_then(Result::ok));
        }
    }

    fn remove(&mut self, gone: &BaselineDay) {
        self.removed_count += 1;
        self.push(gone.task.as_str(), gone.finish, None, None);
    }

    fn push(
        &mut self,
        task: &str,
        before: Option<NaiveDate>,
        now: Option<NaiveDate>,
        delay_days: Option<i64>,
    ) {
        self.rows.push(BaselineRow { task: task.to_owned(), before, now, delay_days });
    }
}
