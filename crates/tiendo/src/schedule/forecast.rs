//! Forecast: when will it be done, and how likely by its deadline, from what the register's own tasks took.
//!
//! Two methods that stand beside each other and are never mixed. Every open task is simulated: from the share of its term
//! that the register's tasks took (Kaplan and Meier's estimate, by agency where it closed enough), given that it is still
//! open, with the links of the schedule on top. And every group has its earned schedule, which reads its percents alone.
//! `SCHEDULE.md` has the formulas, the sources and the calibration.

mod earned;
mod observed;
mod random;
mod simulate;
mod slippage;
mod spread;

use chrono::NaiveDate;

pub use earned::EarnedSchedule;

use super::build::{PASSES, build};
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::rollup::Scope;
use crate::sums::Ratio;
use crate::vocabulary::closed_vocabulary;
use crate::watch::Watch;

/// Most runs of one forecast.
const MAX_RUNS: u32 = 1_000_000;

closed_vocabulary! {
    /// From whose closed rows a task is forecast, or why it is not.
    ///
    /// ```
    /// use tiendo::{Lang, schedule::ForecastBasis};
    /// assert_eq!(ForecastBasis::NotEnoughData.label(Lang::Vi), "chưa đủ dữ liệu");
    /// ```
    ForecastBasis {
        Agency = "agency", "theo cơ quan", "by its agency";
        Register = "register", "theo toàn bộ sổ", "by the whole register";
        NoDeadline = "no_deadline", "không có thời hạn", "no deadline";
        NotEnoughData = "not_enough_data", "chưa đủ dữ liệu", "not enough data";
    }
}

closed_vocabulary! {
    /// Whether simulated work waits for its predecessors.
    ///
    /// ```
    /// assert_eq!(tiendo::schedule::LinkUse::parse("as_kept"), Some(tiendo::schedule::LinkUse::AsKept));
    /// ```
    LinkUse {
        AsKept = "as_kept", "nếu thực tế tuân theo", "where the register shows that they are kept";
        Followed = "followed", "luôn theo", "always";
        Ignored = "ignored", "bỏ qua", "never";
    }
}

/// How a forecast is made.
///
/// ```
/// use tiendo::schedule::{ForecastOptions, LinkUse};
/// let usual = ForecastOptions::default();
/// assert_eq!((usual.runs, usual.seed, usual.links), (1000, 57, LinkUse::AsKept));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastOptions {
    /// Simulated runs, 1 to 1,000,000.
    pub runs: u32,
    /// The seed: the same seed, register and day give the same bytes on every machine.
    pub seed: u64,
    /// Whether work waits for its predecessors.
    pub links: LinkUse,
}

impl Default for ForecastOptions {
    fn default() -> Self {
        ForecastOptions { runs: 1000, seed: 57, links: LinkUse::AsKept }
    }
}

/// The forecast of one open task.
///
/// ```
/// use tiendo::schedule::{ForecastBasis, TaskForecast};
/// let unknown = TaskForecast::unknown("T1", ForecastBasis::NotEnoughData);
/// assert_eq!((unknown.on_time, unknown.by_50), (None, None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaskForecast {
    /// Id of the task.
    pub task: String,
    /// The last day that judges it.
    pub deadline: Option<NaiveDate>,
    /// From whose closed rows, or why not.
    pub basis: ForecastBasis,
    /// How many closed rows that was.
    pub closed_count: u32,
    /// Runs in which it is done by its last day ÷ runs; absent where it is not forecast.
    pub on_time: Option<Ratio>,
    /// The day by which it is done in half of the runs; absent where fewer runs see it done at all.
    pub by_50: Option<NaiveDate>,
    /// The same in 80 of 100 runs.
    pub by_80: Option<NaiveDate>,
    /// The same in 95 of 100 runs.
    pub by_95: Option<NaiveDate>,
}

/// The forecast of the open tasks of a phase, a task group, an agency, or of all.
///
/// ```
/// use tiendo::{AsOf, Policy, RegistryBuilder, day, schedule::ForecastOptions};
/// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
/// let evaluation = RegistryBuilder::new().finish().evaluate(as_of, &Policy::default())?;
/// let forecast = evaluation.forecast(&ForecastOptions::default())?;
/// assert_eq!((forecast.all.open_count, forecast.all.last_by_50), (0, None));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupForecast {
    /// Id of the phase, task group or agency; empty for all.
    pub key: String,
    /// Open rows.
    pub open_count: u32,
    /// Of these, rows that are forecast.
    pub forecast_count: u32,
    /// Of these, rows on which there is not enough data.
    pub not_enough_data_count: u32,
    /// Rows done by their last days, over all runs ÷ rows that are forecast, over all runs.
    pub on_time: Option<Ratio>,
    /// Runs in which every one of them is done by its last day ÷ runs.
    pub all_on_time: Option<Ratio>,
    /// The day by which the last of them is done in half of the runs; absent where fewer runs see all of them done.
    pub last_by_50: Option<NaiveDate>,
    /// The same in 80 of 100 runs.
    pub last_by_80: Option<NaiveDate>,
    /// The same in 95 of 100 runs.
    pub last_by_95: Option<NaiveDate>,
    /// What the percents alone tell; absent where they tell too little.
    pub earned: Option<EarnedSchedule>,
}

/// When the open tasks of an evaluation will be done, by what its register shows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Forecast {
    /// By what it was evaluated.
    pub scope: Scope,
    /// Simulated runs.
    pub runs: u32,
    /// The seed.
    pub seed: u64,
    /// Closed rows that it learned from; with fewer than 30 nothing is forecast.
    pub closed_count: u32,
    /// Links whose successor was closed no earlier than its predecessor ÷ links with both ends closed.
    pub links_kept: Ratio,
    /// Whether simulated work waits for its predecessors.
    pub are_links_followed: bool,
    /// All open rows together.
    pub all: GroupForecast,
    /// By phase, in id order.
    pub phases: Vec<GroupForecast>,
    /// By task group, in id order.
    pub groups: Vec<GroupForecast>,
    /// By agency, in id order.
    pub agencies: Vec<GroupForecast>,
    /// Open tasks in force, in id order.
    pub tasks: Vec<TaskForecast>,
}

impl TaskForecast {
    /// A task of which nothing is known.
    pub fn unknown(task: &str, basis: ForecastBasis) -> Self {
        TaskForecast {
            task: task.to_owned(),
            deadline: None,
            basis,
            closed_count: 0,
            on_time: None,
            by_50: None,
            by_80: None,
            by_95: None,
        }
    }
}

impl Forecast {
    /// The forecast of the open task with this id.
    pub fn task(&self, id: &str) -> Option<&TaskForecast> {
        self.position(id).map(|at| &self.tasks[at])
    }

    /// Where among the tasks the open task with this id stands.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.tasks.binary_search_by(|task| crate::id::compare(&task.task, id)).ok()
    }
}

impl Evaluation {
    /// When the open tasks will be done, and how likely by their last days.
    ///
    /// Each run deals every open row a completion day: from the share of its term (assignment to the deadline first set) that
    /// rows of its agency took, of the whole register where the agency closed fewer than 30, given that it is still open on
    /// D. Then work waits for its predecessors. Rows that are open count as such; a row past its last day that nobody reported
    /// on is missing data and is not forecast. Memory does not grow with the runs.
    ///
    /// Links are followed by default only where the register shows that its agencies keep them: where of at least 30 links
    /// with both ends closed nine in ten were kept, or there is nothing to tell by.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for no runs or more than a million.
    /// - [`Error::Cycle`] when dependencies form a loop.
    ///
    /// # Example
    /// ```
    /// use tiendo::schedule::{ForecastBasis, ForecastOptions};
    /// use tiendo::{AsOf, Deadline, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text, day};
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Báo cáo")?);
    /// task.assigned_on = Some(day::parse("2025-06-23")?);
    /// task.deadline = Deadline::by(day::parse("2025-12-31")?);
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(task);
    /// let as_of = AsOf::new(day::parse("2025-07-04")?)?;
    /// let evaluation = builder.finish().evaluate(as_of, &Policy::default())?;
    /// let forecast = evaluation.forecast(&ForecastOptions::default())?;
    /// assert_eq!(forecast.task("T1").unwrap().basis, ForecastBasis::NotEnoughData);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn forecast(&self, options: &ForecastOptions) -> Result<Forecast, Error> {
        self.forecast_watched(options, &Watch::new())
    }

    /// As [`Evaluation::forecast`], telling a [`Watch`] how far it is: every task counts once in each run, and some times
    /// before the first.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    /// - What [`Evaluation::forecast`] does not take.
    ///
    /// # Example
    /// ```
    /// use tiendo::schedule::ForecastOptions;
    /// use tiendo::{AsOf, Error, Policy, RegistryBuilder, Watch, day};
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let evaluation = RegistryBuilder::new().finish().evaluate(as_of, &Policy::default())?;
    /// let watch = Watch::new();
    /// watch.stop();
    /// let stopped = evaluation.forecast_watched(&ForecastOptions::default(), &watch);
    /// assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn forecast_watched(
        &self,
        options: &ForecastOptions,
        watch: &Watch,
    ) -> Result<Forecast, Error> {
        if !(1..=MAX_RUNS).contains(&options.runs) {
            return Err(Error::InvalidValue {
                field: "runs",
                value: options.runs.to_string(),
                expected: format!("1 to {MAX_RUNS}"),
            });
        }
        let tasks = self.registry.0.tasks.len() as u64;
        let steps = simulate::Steps { tasks, before: (PASSES + 1) * tasks };
        watch.begin(steps.after(options.runs));
        let schedule = build(&self.registry, self.as_of, Some(self), watch)?;
        let forecast = simulate::simulate(self, &schedule, options, (steps, watch))?;
        watch.end()?;
        Ok(forecast)
    }
}
