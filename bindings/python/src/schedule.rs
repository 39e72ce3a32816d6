//! The schedule and the forecast of a register.

use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::prelude::*;
use tiendo::schedule::{Baseline, Change, ForecastOptions, LinkUse};
use tiendo::{AsOf, Text};

use crate::evaluation::{Evaluation, Held, Key};
use crate::registry::Registry;
use crate::shape::{Keyed, Tabular, keyed_methods, table_methods};
use crate::table::Table;
use crate::{arrow, convert, error, watch};

/// What a schedule was made from.
enum Made {
    /// The plan as defined at D and K.
    Plan(Registry, AsOf),
    /// What an evaluation leaves of it.
    Left(Arc<Held>),
}

impl Made {
    fn same_as(&self, other: &Made) -> bool {
        match (self, other) {
            (Made::Plan(a, day), Made::Plan(b, other)) => day == other && a.0.same_as(&b.0),
            (Made::Left(a), Made::Left(b)) => a.same_as(b),
            _ => false,
        }
    }
}

/// A schedule with what it was made from.
struct Scheduled {
    core: tiendo::schedule::Schedule,
    made: Made,
}

#[pymethods]
impl Registry {
    /// The plan of all tasks as defined on a day: planned durations, links and deadlines in working days; reports play no part.
    ///
    /// `progress` hears how far it is, every task counting twice, and Ctrl-C stops it, as of `evaluate`.
    ///
    /// Raises:
    ///     CycleError: where dependencies form a loop, naming it.
    ///
    /// >>> import datetime, tiendo
    /// >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
    /// >>> schedule.scope.with_duration_count  # the register states no durations: a list of milestones
    /// 0
    #[pyo3(signature = (day, *, known = None, progress = None))]
    fn schedule(
        &self,
        py: Python<'_>,
        day: NaiveDate,
        known: Option<NaiveDate>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Schedule> {
        let mut as_of = AsOf::new(day).map_err(error::core)?;
        if let Some(known) = known {
            as_of = as_of.known_on(known).map_err(error::core)?;
        }
        let core = watch::watched(py, self.core().task_count(), progress, |watch| {
            self.core().schedule_watched(as_of, watch).map_err(error::core)
        })?;
        let made = Made::Plan(Registry(Arc::clone(&self.0)), as_of);
        Ok(Schedule(Arc::new(Scheduled { core, made })))
    }
}

#[pymethods]
impl Evaluation {
    /// What is left of the plan on D: what is done is fixed on its day, what is open goes on after D with what its percent
    /// leaves of its duration.
    ///
    /// `progress` hears how far it is, every task counting twice, and Ctrl-C stops it, as of `evaluate`.
    ///
    /// Raises:
    ///     CycleError: where dependencies form a loop, naming it.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
    /// >>> evaluation.schedule()[0].basis
    /// 'deadline'
    #[pyo3(signature = (*, progress = None))]
    fn schedule(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Schedule> {
        let size = self.core().registry().task_count();
        let core = watch::watched(py, size, progress, |watch| {
            self.core().schedule_watched(watch).map_err(error::core)
        })?;
        Ok(Schedule(Arc::new(Scheduled { core, made: Made::Left(Arc::clone(&self.0)) })))
    }

    /// When open tasks will be done, and how likely by their last days, from what the register's own tasks took.
    ///
    /// The same seed gives the same numbers on every machine. `links` says whether work waits for its predecessors: `as_kept`
    /// (where the register shows that links are kept), `followed` or `ignored`. `progress` hears how far it is, every task
    /// counting once in each run, and Ctrl-C stops it.
    ///
    /// Raises:
    ///     InvalidValueError: for no runs or more than a million.
    ///     CycleError: where dependencies form a loop, naming it.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
    /// >>> forecast = evaluation.forecast(runs=10)
    /// >>> forecast.closed_count, forecast.all.on_time  # nobody reported: not enough data
    /// (0, None)
    #[pyo3(signature = (*, runs = 1000, seed = 57, links = "as_kept", progress = None))]
    fn forecast<'py>(
        &self,
        py: Python<'py>,
        runs: u32,
        seed: u64,
        links: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let all = LinkUse::ALL.iter().map(|l| l.as_str());
        let links = convert::word("links", links, LinkUse::parse, all)?;
        let options = ForecastOptions { runs, seed, links };
        let size = self.core().registry().task_count().saturating_mul(runs as usize);
        let forecast = watch::watched(py, size, progress, |watch| {
            self.core().forecast_watched(&options, watch).map_err(error::core)
        })?;
        convert::record(py, "Forecast", &forecast)
    }
}

/// When every task of a register can start, must start, and is expected to be finished, in working days.
///
/// A sequence of tasks in id order; `schedule["T0001"]` finds one by its id. Also a table for any reader of Arrow. Real
/// registers have few durations: a task without one is a milestone of its deadline, and `scope` counts how many are.
///
/// >>> import datetime, tiendo
/// >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
/// >>> len(schedule) == schedule.scope.task_count, schedule.critical()  # a milestone without links has no slack to lose
/// (True, [])
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Schedule(Arc<Scheduled>);

impl Schedule {
    fn core(&self) -> &tiendo::schedule::Schedule {
        &self.0.core
    }

    fn at(&self, index: usize) -> ScheduledTask {
        ScheduledTask { schedule: Arc::clone(&self.0), index }
    }

    fn title(&self) -> String {
        let scope = self.core().scope();
        let simulated =
            if scope.provenance == tiendo::Provenance::Simulated { "SIMULATED " } else { "" };
        let known = scope.known.map_or_else(String::new, |k| format!(", known on {k}"));
        let of = if scope.is_from_reports { "what is left" } else { "the plan" };
        format!("{simulated}{of} on {}{known}, calendar {}", scope.day, scope.calendar)
    }
}

impl Keyed for Schedule {
    type Row = ScheduledTask;
    const KEY: &'static str = "scheduled task";

    fn count(&self) -> usize {
        self.core().len()
    }

    fn find(&self, key: &str) -> Option<usize> {
        self.core().task(key).map(|task| task.index())
    }

    fn row(&self, index: usize) -> ScheduledTask {
        self.at(index)
    }

    fn table(&self) -> Table {
        let day = |day: Option<NaiveDate>| day.map_or_else(|| "–".to_owned(), |d| d.to_string());
        let rows = self.core().tasks().map(|task| {
            let slack = task.total_slack_days();
            vec![
                task.id().to_owned(),
                task.title().to_owned(),
                task.agencies().join(", "),
                task.duration_days().to_string(),
                day(task.start()),
                day(task.finish()),
                day(task.deadline()),
                slack.map_or_else(|| "–".to_owned(), |days| days.to_string()),
            ]
        });
        let header = ["task", "title", "agencies", "days", "start", "finish", "deadline", "slack"];
        Table::new(self.title(), &header, self.core().len(), rows)
    }
}

impl Tabular for Schedule {
    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        arrow::built(py.detach(|| tiendo_formats::arrow::schedule_batch(self.core())))
    }
}

keyed_methods!(Schedule, ScheduledTask);
table_methods!(Schedule);

#[pymethods]
impl Schedule {
    /// What it covers and what it leaves out.
    #[getter]
    fn scope<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::record(py, "ScheduleScope", self.core().scope())
    }

    /// The last day of all, worked; `None` for an empty schedule and beyond the calendar.
    #[getter]
    fn finish(&self) -> Option<NaiveDate> {
        self.core().finish()
    }

    /// The task with this id; `None` where it has no place in the schedule.
    fn task(&self, id: &str) -> Option<ScheduledTask> {
        self.get(id)
    }

    /// Tasks without slack, in id order: a day lost on one of them delays the finish or misses a deadline.
    fn critical(&self) -> Vec<ScheduledTask> {
        self.core().critical().map(|task| self.at(task.index())).collect()
    }

    /// The chain of tasks that drives the finish, first to last.
    fn driving_path(&self) -> Vec<ScheduledTask> {
        self.core().driving_path().iter().map(|task| self.at(task.index())).collect()
    }

    /// What changes would do: what moves, who becomes late, and the chain from cause to effect. The schedule stays as it is.
    ///
    /// Each change is a dictionary with `task` and `delay_days`, `not_before` or `duration_days`. Takes time for what moves, not
    /// for what there is. `progress` hears how many tasks were looked at, and Ctrl-C stops it.
    ///
    /// Raises:
    ///     NotFoundError: for a task that has no place in the schedule.
    ///     InvalidValueError: for a task that is done, which nothing moves any more.
    ///
    /// >>> import datetime, tiendo
    /// >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
    /// >>> what_if = schedule.what_if([{"task": "T0158", "delay_days": 10}])
    /// >>> what_if.moved_count, what_if.tasks[0].delay_days
    /// (1, 10)
    #[pyo3(signature = (changes, *, progress = None))]
    fn what_if<'py>(
        &self,
        py: Python<'py>,
        changes: &Bound<'py, PyAny>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let changes: Vec<Change> = convert::value_of("changes", changes)?;
        let what_if = watch::watched(py, self.core().len(), progress, |watch| {
            self.core().what_if_watched(&changes, watch).map_err(error::core)
        })?;
        convert::record(py, "WhatIf", &what_if)
    }

    /// Whom an agency waits for, who waits for it, and what its delays endanger; the agency by id, code or name.
    ///
    /// Raises:
    ///     NotFoundError, AmbiguousError: for the agency.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
    /// >>> evaluation.schedule().blocks("Bộ Tài chính").late  # nobody reported: silence is no lateness
    /// ()
    fn blocks<'py>(&self, py: Python<'py>, agency: &str) -> PyResult<Bound<'py, PyAny>> {
        let blocks = py.detach(|| self.core().blocks(agency)).map_err(error::core)?;
        convert::record(py, "Blocks", &blocks)
    }

    /// What stands behind a task: obstacles and the open predecessors that fix its start, theirs, and so on back; the nearest
    /// first.
    ///
    /// Raises:
    ///     NotFoundError: for a task that has no place in the schedule.
    fn behind<'py>(&self, py: Python<'py>, task: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let behind = py.detach(|| self.core().behind(task)).map_err(error::core)?;
        convert::records(py, "Waiting", &behind)
    }

    /// Its days under a name, to compare later schedules with; a record that pickles and has a JSON form.
    ///
    /// >>> import datetime, tiendo
    /// >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
    /// >>> schedule.compare(schedule.baseline("gốc")).later_count
    /// 0
    fn baseline<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let name = Text::new(name).map_err(error::core)?;
        convert::record(py, "Baseline", &py.detach(|| self.core().baseline(name)))
    }

    /// What differs from a baseline: a `Baseline`, or its JSON form.
    fn compare<'py>(
        &self,
        py: Python<'py>,
        baseline: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let baseline: Baseline = convert::value_of("baseline", baseline)?;
        convert::record(py, "Comparison", &py.detach(|| self.core().compare(&baseline)))
    }

    fn __eq__(&self, other: &Schedule) -> bool {
        self.0.made.same_as(&other.0.made)
    }

    fn __hash__(&self) -> u64 {
        let scope = self.core().scope();
        convert::hash_of((scope.day, scope.known, scope.is_from_reports, scope.task_count))
    }

    fn __repr__(&self) -> String {
        format!("<Schedule of {} tasks; {}>", self.core().len(), self.title())
    }

    /// Pickles as what it was made from: it is made again, the rule being the same everywhere.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        match &self.0.made {
            Made::Plan(registry, as_of) => {
                let restore = py.get_type::<Schedule>().getattr("_restore")?;
                let registry = Registry(Arc::clone(&registry.0));
                let arguments = (registry, as_of.day, as_of.known).into_pyobject(py)?;
                Ok((restore, arguments.into_any()))
            }
            Made::Left(held) => {
                let restore = py.get_type::<Evaluation>().getattr("schedule")?;
                let arguments = (Evaluation(Arc::clone(held)),).into_pyobject(py)?;
                Ok((restore, arguments.into_any()))
            }
        }
    }

    /// The schedule that `__reduce__` wrote.
    #[staticmethod]
    fn _restore(
        py: Python<'_>,
        registry: &Registry,
        day: NaiveDate,
        known: Option<NaiveDate>,
    ) -> PyResult<Schedule> {
        registry.schedule(py, day, known, None)
    }
}

/// One task of a schedule.
///
/// Days are worked days, the finish the last one worked; `None` beyond the calendar. Keeps its schedule alive. Equality is
/// position in equal schedules.
///
/// >>> import datetime, tiendo
/// >>> task = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))["T0158"]
/// >>> task.duration_days, task.total_slack_days, task.is_critical
/// (0, None, False)
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct ScheduledTask {
    schedule: Arc<Scheduled>,
    index: usize,
}

impl ScheduledTask {
    fn task(&self) -> PyResult<tiendo::schedule::ScheduledTask<'_>> {
        // It is only made for a position that exists.
        self.schedule.core.get(self.index).ok_or_else(|| error::not_found("scheduled task", ""))
    }
}

#[pymethods]
impl ScheduledTask {
    /// Position in the schedule.
    #[getter]
    fn index(&self) -> usize {
        self.index
    }

    /// Id of the task.
    #[getter]
    fn id(&self) -> PyResult<&str> {
        Ok(self.task()?.id())
    }

    /// Title of the task in Vietnamese.
    #[getter]
    fn title(&self) -> PyResult<&str> {
        Ok(self.task()?.title())
    }

    /// Ids of the agencies that it counts for on D, in id order.
    #[getter]
    fn agencies(&self) -> PyResult<Vec<&str>> {
        Ok(self.task()?.agencies())
    }

    /// By what it has its place: `duration`, `deadline` (a milestone: no duration is stated) or `links`.
    #[getter]
    fn basis(&self) -> PyResult<&'static str> {
        Ok(self.task()?.basis().as_str())
    }

    /// Working days that it takes, or that are left of it; 0 for a milestone.
    #[getter]
    fn duration_days(&self) -> PyResult<u32> {
        Ok(self.task()?.duration_days())
    }

    /// The first day worked, at the earliest.
    #[getter]
    fn start(&self) -> PyResult<Option<NaiveDate>> {
        Ok(self.task()?.start())
    }

    /// The last day worked, at the earliest.
    #[getter]
    fn finish(&self) -> PyResult<Option<NaiveDate>> {
        Ok(self.task()?.finish())
    }

    /// The last day to start on that delays neither the finish of all nor any deadline.
    #[getter]
    fn late_start(&self) -> PyResult<Option<NaiveDate>> {
        Ok(self.task()?.late_start())
    }

    /// The last day to finish on that delays neither the finish of all nor any deadline.
    #[getter]
    fn late_finish(&self) -> PyResult<Option<NaiveDate>> {
        Ok(self.task()?.late_finish())
    }

    /// Early start, early finish, late start and late finish as working days since the first day of the calendar.
    ///
    /// A finish is the day after the last one worked. Late ones may lie before the calendar, and are then just numbers.
    #[getter]
    fn numbers(&self) -> PyResult<(i32, i32, i32, i32)> {
        let [early_start, early_finish, late_start, late_finish] = self.task()?.numbers();
        Ok((early_start, early_finish, late_start, late_finish))
    }

    /// The last day that binds it; `None` without a deadline.
    #[getter]
    fn deadline(&self) -> PyResult<Option<NaiveDate>> {
        Ok(self.task()?.deadline())
    }

    /// Working days that it may slip without delaying the finish of all or missing a deadline; negative where one is missed.
    ///
    /// `None` for what is done, and for a milestone that nothing is linked to: it stands at its deadline by definition.
    #[getter]
    fn total_slack_days(&self) -> PyResult<Option<i32>> {
        Ok(self.task()?.total_slack_days())
    }

    /// Working days that it may slip without delaying any other task or missing its own deadline; `None` where it has no slack
    /// to speak of.
    #[getter]
    fn free_slack_days(&self) -> PyResult<Option<i32>> {
        Ok(self.task()?.free_slack_days())
    }

    /// Whether its total slack is 0 or less.
    #[getter]
    fn is_critical(&self) -> PyResult<bool> {
        Ok(self.task()?.is_critical())
    }

    /// Whether its finish lies after its last day, or it was done late; never where nobody reported on an overdue task.
    #[getter]
    fn is_late(&self) -> PyResult<bool> {
        Ok(self.task()?.is_late())
    }

    /// Whether it is done, so that its days are facts.
    #[getter]
    fn is_done(&self) -> PyResult<bool> {
        Ok(self.task()?.is_done())
    }

    /// The chain of tasks that fixes its start, first to last and itself at the end.
    fn driving_path(&self) -> PyResult<Vec<ScheduledTask>> {
        let path = self.task()?.driving_path();
        let at = |index| ScheduledTask { schedule: Arc::clone(&self.schedule), index };
        Ok(path.iter().map(|task| at(task.index())).collect())
    }

    fn __eq__(&self, other: &ScheduledTask) -> bool {
        self.index == other.index && self.schedule.made.same_as(&other.schedule.made)
    }

    fn __hash__(&self) -> PyResult<u64> {
        Ok(convert::hash_of((self.index, self.task()?.id())))
    }

    fn __repr__(&self) -> PyResult<String> {
        let task = self.task()?;
        let day = |day: Option<NaiveDate>| day.map_or_else(|| "?".to_owned(), |d| d.to_string());
        let slack = task.total_slack_days().map_or_else(String::new, |n| format!(", slack {n}"));
        let (id, start, finish) = (task.id(), day(task.start()), day(task.finish()));
        Ok(format!("<ScheduledTask {id}: {start} to {finish}{slack}>"))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Schedule, usize))> {
        let item = py.import("operator")?.getattr("getitem")?;
        Ok((item, (Schedule(Arc::clone(&self.schedule)), self.index)))
    }
}
