//! Live evaluations: kept up to date, report by report.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tiendo::{AsOf, Axis, Level};

use crate::evaluation::{Evaluation, Held};
use crate::finding::Findings;
use crate::ranking::Ranking;
use crate::registry::{Registry, Source};
use crate::rollup::Rollup;
use crate::scope::Scope;
use crate::sums::Sums;
use crate::{convert, error, policy, watch};

/// An evaluation that takes reports as they come, and can be read after each.
///
/// Its answers are always those of a full evaluation of the registry with these reports added. May be shared between threads;
/// one report is taken after another. The registry that it began with stays as it is.
///
/// >>> import datetime, tiendo
/// >>> task = tiendo.Task(id="T1", document="57-NQ/TW", title="Nâng cấp cổng")
/// >>> registry = tiendo.Registry.from_records({"tasks": [task]})
/// >>> day = datetime.date(2025, 8, 14)
/// >>> live = registry.evaluate_live(day)
/// >>> done = tiendo.Report(id="R1", task="T1", kind="complete", reported_on=day, recorded_at=datetime.datetime(2025, 8, 14))
/// >>> live.apply(done)
/// <Findings 0 errors, 0 warnings, 0 notes>
/// >>> live.task_sums().done, live.state("T1")["status"]
/// (1, 'done_on_time')
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct LiveEvaluation {
    live: Mutex<tiendo::LiveEvaluation>,
    policy: Arc<tiendo::Policy>,
    source: Arc<Source>,
}

#[pymethods]
impl Registry {
    /// Evaluates every task as of `day`, as `evaluate` does, and keeps the evaluation so that reports can be added to it.
    ///
    /// Raises:
    ///     InvalidDateError: for a day outside 1900 to 2199.
    ///     NotFoundError: for a policy that does not exist.
    ///     InvalidValueError: for a policy that cannot be applied.
    #[pyo3(signature = (day, *, known = None, policy = None, progress = None))]
    fn evaluate_live(
        &self,
        py: Python<'_>,
        day: NaiveDate,
        known: Option<NaiveDate>,
        policy: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<LiveEvaluation> {
        let mut as_of = AsOf::new(day).map_err(error::core)?;
        if let Some(known) = known {
            as_of = as_of.known_on(known).map_err(error::core)?;
        }
        let policy = policy::argument(policy)?;
        let registry = &self.0.registry;
        let size = registry.task_count() + registry.report_count();
        let live = watch::watched(py, size, progress, |watch| {
            registry.evaluate_live_watched(as_of, &policy, watch).map_err(error::core)
        })?;
        let (live, policy) = (Mutex::new(live), Arc::new(policy));
        Ok(LiveEvaluation { live, policy, source: Arc::clone(&self.0) })
    }
}

impl LiveEvaluation {
    fn lock(&self) -> MutexGuard<'_, tiendo::LiveEvaluation> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it says now, as an evaluation that stays.
    fn held(&self, live: &tiendo::LiveEvaluation) -> Arc<Held> {
        let (core, policy) = (live.evaluation().clone(), Arc::clone(&self.policy));
        Held::new(core, policy, Arc::clone(&self.source), true)
    }

    fn row_of(
        &self,
        axis: &str,
        key: &str,
        of: fn(&tiendo::RollupRow) -> tiendo::Sums,
    ) -> PyResult<Sums> {
        let axis = axis_of(axis)?;
        let live = self.lock();
        let row = live.roll_up(axis).rows.iter().find(|row| row.key == key).map(of);
        row.map(|sums| Sums::new(sums, &self.policy)).ok_or_else(|| error::not_found("key", key))
    }
}

fn axis_of(axis: &str) -> PyResult<Axis> {
    convert::word("axis", axis, Axis::parse, Axis::ALL.iter().map(|a| a.as_str()))
}

#[pymethods]
impl LiveEvaluation {
    /// Takes a report, a `Report` or a dictionary; what is worth telling about it comes back.
    ///
    /// One that cannot be held, such as an extension without a new deadline, changes nothing and is a finding with
    /// severity `error`. An id that is known replaces the report that had it.
    ///
    /// Raises:
    ///     InvalidRecordError: for a report that does not exist in that form; nothing is changed then.
    fn apply(&self, py: Python<'_>, report: &Bound<'_, PyAny>) -> PyResult<Findings> {
        let report = convert::value_of("reports", report)?;
        Ok(Findings::new(py.detach(|| self.lock().apply(report))))
    }

    /// Takes reports together; each touched task is judged once. Of several with the same id the last one holds.
    ///
    /// Raises:
    ///     InvalidRecordError: for a report that does not exist in that form; nothing is changed then.
    fn apply_all(&self, py: Python<'_>, reports: &Bound<'_, PyAny>) -> PyResult<Findings> {
        let all = reports.try_iter()?;
        let all: Vec<tiendo::Report> =
            all.map(|r| convert::value_of("reports", &r?)).collect::<PyResult<_>>()?;
        Ok(Findings::new(py.detach(|| self.lock().apply_all(all))))
    }

    /// Where a row stands: its row, task, agency, status, whether it is reported, percent, deadline, the day it was closed on
    /// and the number of its extensions; `None` where there is no such row in force.
    fn state<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Option<Bound<'py, PyDict>>> {
        let live = self.lock();
        let Some(row) = live.evaluation().find(id) else { return Ok(None) };
        let state = PyDict::new(py);
        state.set_item("row", row.id())?;
        state.set_item("task", row.task_id())?;
        state.set_item("agency", row.agency_id())?;
        state.set_item("status", row.status().as_str())?;
        state.set_item("reported", row.is_reported())?;
        state.set_item("percent", row.percent())?;
        state.set_item("deadline", row.deadline())?;
        state.set_item("closed_on", row.closed_on())?;
        state.set_item("extension_count", row.extension_count())?;
        Ok(Some(state))
    }

    /// The sums over all tasks in force.
    fn task_sums(&self) -> Sums {
        Sums::new(*self.lock().task_sums(), &self.policy)
    }

    /// The sums of a key along an axis, its own; axes are those of `Evaluation.roll_up`.
    ///
    /// Raises:
    ///     InvalidValueError: for a word that is no axis.
    ///     NotFoundError: for a key without a row.
    fn own(&self, axis: &str, key: &str) -> PyResult<Sums> {
        self.row_of(axis, key, |row| row.own)
    }

    /// The same with all below it: descendants of an agency, documents that concretise a document.
    ///
    /// Raises:
    ///     InvalidValueError: for a word that is no axis.
    ///     NotFoundError: for a key without a row.
    fn inclusive(&self, axis: &str, key: &str) -> PyResult<Sums> {
        self.row_of(axis, key, |row| row.inclusive)
    }

    /// What its numbers are made of now.
    #[getter]
    fn scope(&self) -> Scope {
        Scope(self.lock().evaluation().scope())
    }

    /// What it says now, as an evaluation that stays as it is while further reports come.
    ///
    /// Copies the rows; for one row or one sum ask `state`, `own` and `inclusive`. Its `registry` is the one that all began
    /// with, so that it does not pickle: `to_registry().evaluate(…)` does.
    fn evaluation(&self, py: Python<'_>) -> Evaluation {
        Evaluation(py.detach(|| self.held(&self.lock())))
    }

    /// The sums along an axis, as assigned, as they are now; as of `evaluation`, which it holds.
    ///
    /// Raises:
    ///     InvalidValueError: for a word that is no axis.
    fn roll_up(&self, py: Python<'_>, axis: &str) -> PyResult<Rollup> {
        let axis = axis_of(axis)?;
        let (rollup, held) = py.detach(|| {
            let live = self.lock();
            (live.roll_up(axis).clone(), self.held(&live))
        });
        Ok(Rollup::new(rollup, &held))
    }

    /// The agencies of a level by the policy's rate, best first, as they are now; as of `evaluation`, which it holds.
    fn rank(&self, py: Python<'_>, level: &str) -> Ranking {
        let level = Level::parse(level);
        let (ranking, held) = py.detach(|| {
            let live = self.lock();
            (live.rank(&level), self.held(&live))
        });
        Ranking::new(ranking, &held)
    }

    /// A registry of all that is known now, built anew: for questions about other days.
    fn to_registry(&self, py: Python<'_>) -> Registry {
        let registry = py.detach(|| self.lock().to_registry());
        Registry(Arc::new(Source::of(registry, self.source.calendar().share())))
    }

    fn __repr__(&self) -> String {
        let live = self.lock();
        let scope = live.evaluation().scope();
        format!(
            "<LiveEvaluation, {} rows; {}>",
            live.evaluation().len(),
            crate::scope::title(&scope)
        )
    }
}
