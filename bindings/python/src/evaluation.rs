//! Evaluations.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;
use pyo3::prelude::*;
use tiendo::{
    AsOf, Axis, Classified, Counting, Level, OwedFilter, RollupOptions, Status, Within, day,
};
use tiendo_formats::arrow::{evaluation_batch_of, evaluation_columns};

use crate::explain::Explanation;
use crate::finding::Findings;
use crate::policy::Policy;
use crate::ranking::Ranking;
use crate::registry::{Registry, Source};
use crate::rollup::Rollup;
use crate::row::Row;
use crate::said::Said;
use crate::scope::{self, Scope};
use crate::shape::{Pickled, Tabular, pickle_methods, table_methods};
use crate::sums::{Ratio, Sums};
use crate::table::Table;
use crate::threads;
use crate::urging::Urging;
use crate::{arrow, convert, error, watch};

/// An evaluation with what it was made from.
pub(crate) struct Held {
    pub(crate) core: tiendo::Evaluation,
    pub(crate) policy: Arc<tiendo::Policy>,
    pub(crate) source: Arc<Source>,
    /// Whether reports came to it that its registry does not have.
    pub(crate) is_live: bool,
    /// What of its table was asked for.
    made: arrow::Made,
}

impl Held {
    pub(crate) fn new(
        core: tiendo::Evaluation,
        policy: Arc<tiendo::Policy>,
        source: Arc<Source>,
        is_live: bool,
    ) -> Arc<Self> {
        Arc::new(Held { core, policy, source, is_live, made: arrow::Made::default() })
    }

    /// True where registry, day, knowledge day and policy are the same, and so every row.
    pub(crate) fn same_as(&self, other: &Held) -> bool {
        std::ptr::eq(self, other)
            || (!self.is_live
                && !other.is_live
                && self.core.as_of() == other.core.as_of()
                && self.policy == other.policy
                && self.source.same_as(&other.source))
    }
}

/// Where every row stands on D as known on K: one row per task, or per addressee of a task addressed to each.
///
/// A sequence of rows in task id order, then agency id order; `evaluation["T0001"]` finds a row by its id. Immutable, safe to
/// share between threads, and a table for any reader of Arrow: `polars.DataFrame(evaluation)`, `pyarrow.table(evaluation)`.
/// A column of the table is made when it is first asked for, and kept as long as the evaluation.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> evaluation.day, evaluation.policy.name, len(evaluation) > 192
/// (datetime.date(2025, 12, 31), 'default', True)
/// >>> evaluation.overdue()  # nobody publishes progress: silence is no verdict
/// []
/// >>> evaluation["T9999"]
/// Traceback (most recent call last):
///     ...
/// tiendo.exceptions.NotFoundError: no row 'T9999'
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Evaluation(pub(crate) Arc<Held>);

/// Evaluates a registry, detached from the interpreter.
pub(crate) fn evaluate(
    py: Python<'_>,
    source: &Arc<Source>,
    as_of: NaiveDate,
    known: Option<NaiveDate>,
    policy: tiendo::Policy,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Evaluation> {
    let mut as_of = AsOf::new(as_of).map_err(error::core)?;
    if let Some(known) = known {
        as_of = as_of.known_on(known).map_err(error::core)?;
    }
    let registry = &source.registry;
    let size = registry.task_count() + registry.report_count();
    let core = watch::watched(py, size, progress, |watch| {
        let evaluated =
            threads::on(registry, |threads| registry.evaluate_on(as_of, &policy, threads, watch));
        evaluated.map_err(error::core)
    })?;
    let policy = Arc::new(policy);
    Ok(Evaluation(Held::new(core, policy, Arc::clone(source), false)))
}

impl Evaluation {
    /// Columns of its table, each made once.
    fn columns(&self, py: Python<'_>, names: &[&str]) -> PyResult<arrow::Batch> {
        let make = |names: &[&str]| evaluation_batch_of(self.core(), names);
        arrow::built(py.detach(|| self.0.made.batch(names, make)))
    }

    /// An evaluation that was made elsewhere, such as a ledger's, with its registry.
    pub(crate) fn of_core(core: tiendo::Evaluation) -> Self {
        let source = crate::registry::Registry::of_core(core.registry().clone()).0;
        let policy = Arc::new(core.policy().clone());
        Evaluation(Held::new(core, policy, source, false))
    }

    pub(crate) fn core(&self) -> &tiendo::Evaluation {
        &self.0.core
    }

    fn row(&self, row: tiendo::Row<'_>) -> Row {
        Row::new(&self.0, row.index())
    }

    fn table(&self) -> Table {
        let rows = self.core().rows().map(|r| {
            vec![
                r.id(),
                r.agency_id().unwrap_or("").to_owned(),
                r.words(tiendo::Lang::Vi).to_owned(),
                format!("{} %", r.percent()),
                r.deadline().map_or_else(String::new, |d| d.to_string()),
                r.title().to_owned(),
            ]
        });
        let header = ["row", "agency", "status", "percent", "last day", "title"];
        Table::new(scope::title(&self.core().scope()), &header, self.core().len(), rows)
    }
}

#[pymethods]
impl Evaluation {
    /// The day D.
    #[getter]
    fn day(&self) -> NaiveDate {
        self.core().as_of().day
    }

    /// The knowledge day K; `None` for everything recorded.
    #[getter]
    fn known(&self) -> Option<NaiveDate> {
        self.core().as_of().known
    }

    /// The policy it was made under.
    #[getter]
    fn policy(&self) -> Policy {
        Policy((*self.0.policy).clone())
    }

    /// The registry it was made from.
    #[getter]
    fn registry(&self) -> Registry {
        Registry(Arc::clone(&self.0.source))
    }

    /// What its numbers are made of.
    #[getter]
    fn scope(&self) -> Scope {
        Scope(self.core().scope())
    }

    /// Reports on tasks in force that were recorded after the knowledge day, and therefore not seen.
    #[getter]
    fn hidden_report_count(&self) -> u64 {
        self.core().hidden_report_count()
    }

    /// The row with this id; `None` where there is none in force.
    fn get(&self, id: &str) -> Option<Row> {
        self.core().find(id).map(|r| self.row(r))
    }

    /// The rows of a task, in agency id order; none where it is not in force.
    fn rows_of(&self, task: &str) -> Vec<Row> {
        self.core().rows_of(task).map(|r| self.row(r)).collect()
    }

    /// Rows that are overdue, the longest overdue first; without those that nobody reported on, unless the policy counts
    /// silence.
    ///
    /// Source: without a report, lateness is a fact about the data and no verdict on an agency.
    fn overdue(&self) -> Vec<Row> {
        self.core().overdue().into_iter().map(|r| self.row(r)).collect()
    }

    /// The rows that are asked for, most urgent first; what is absent is not asked.
    ///
    /// `agency` is an id, code or name without accents; `within` is `agency`, `subtree` or `territory`.
    /// Shape: overdue, the longest first; overdue without data; due soon; in progress; not started; submitted; suspended;
    /// without a fixed term; done; cancelled. Within each by last day, then row.
    ///
    /// Raises:
    ///     NotFoundError: for an agency, phase, group or document that the registry does not have.
    ///     AmbiguousError: for a name that several agencies have.
    ///     InvalidValueError: for a word that `within` or `status` does not know.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 8, 1))
    /// >>> evaluation.owed("Bộ Nội vụ")[0].role
    /// 'lead'
    #[pyo3(signature = (
        agency = None, *, within = None, phase = None, group = None, document = None, status = None, due_before = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn owed(
        &self,
        agency: Option<String>,
        within: Option<&str>,
        phase: Option<String>,
        group: Option<String>,
        document: Option<String>,
        status: Option<&str>,
        due_before: Option<NaiveDate>,
    ) -> PyResult<Vec<Owed>> {
        let all_within = Within::ALL.iter().map(|w| w.as_str());
        let all_status = Status::ALL.iter().map(|s| s.as_str());
        let within =
            within.map(|w| convert::word("within", w, Within::parse, all_within)).transpose()?;
        let status =
            status.map(|s| convert::word("status", s, Status::parse, all_status)).transpose()?;
        let filter = OwedFilter { agency, within, phase, group, document, status, due_before };
        let owed = self.core().owed(&filter).map_err(error::core)?;
        Ok(owed
            .iter()
            .map(|o| Owed { evaluation: Arc::clone(&self.0), index: o.row.index(), role: o.role })
            .collect())
    }

    /// What every agency must be reminded of, in id order; agencies without such rows are not listed, and what counts for
    /// nobody stands last.
    ///
    /// Source: 42/2014/QĐ-TTg, amended by 23/2018/QĐ-TTg, on urging (đôn đốc).
    fn urgings(&self, py: Python<'_>) -> Vec<Urging> {
        py.detach(|| self.core().urgings().iter().map(|u| Urging::new(&self.0, u)).collect())
    }

    /// What was said last about each row, by D and K, without reports that do not count.
    ///
    /// Made once for all rows: which report counts for which row is the rule's to say, and it is run again for that.
    fn said(&self, py: Python<'_>) -> Said {
        py.detach(|| Said::of(&self.0))
    }

    /// Name of an agency in Vietnamese (`vi`) or, where it has one, English (`en`), as it was called at D and K; `None` for an id
    /// that no agency has.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> evaluation.agency_name("BCA", "en")
    /// 'Ministry of Public Security'
    #[pyo3(signature = (id, lang = "vi"))]
    fn agency_name(&self, id: &str, lang: &str) -> PyResult<Option<&str>> {
        Ok(self.core().agency_name(id, convert::lang(lang)?))
    }

    /// Why a row stands where it does. A task's id will do where the task has one row.
    ///
    /// Raises:
    ///     NotFoundError: for an id without a row in force.
    ///     AmbiguousError: for a task with several rows, naming the first of them.
    fn explain(&self, id: &str) -> PyResult<Explanation> {
        self.core().explain(id).map(Explanation).map_err(error::core)
    }

    /// The sums along an axis.
    ///
    /// `axis` is `agency`, `territory`, `level`, `branch`, `assigned_by`, `phase`, `group`, `document` or `post`;
    /// `counting` is `as_assigned`, `distinct` or `leaves`; `classified` is `own` or `all`. With `due_from` or `due_to`
    /// only what falls due between these days, both included. Ctrl-C stops it, and `progress` hears of it, as of `evaluate`.
    ///
    /// Raises:
    ///     InvalidValueError: for a word that is none of these.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> phases = evaluation.roll_up("phase")
    /// >>> [row.own.total for row in phases] == [phases[key].own.total for key in phases.keys()]
    /// True
    #[pyo3(signature = (
        axis, *, counting = "as_assigned", classified = "own", due_from = None, due_to = None, progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn roll_up(
        &self,
        py: Python<'_>,
        axis: &str,
        counting: &str,
        classified: &str,
        due_from: Option<NaiveDate>,
        due_to: Option<NaiveDate>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Rollup> {
        let axis = convert::word("axis", axis, Axis::parse, Axis::ALL.iter().map(|a| a.as_str()))?;
        let all = Counting::ALL.iter().map(|c| c.as_str());
        let counting = convert::word("counting", counting, Counting::parse, all)?;
        let all = Classified::ALL.iter().map(|c| c.as_str());
        let classified = convert::word("classified", classified, Classified::parse, all)?;
        let period = (due_from.is_some() || due_to.is_some())
            .then(|| (due_from.unwrap_or(day::FIRST), due_to.unwrap_or(day::LAST)));
        let options = RollupOptions { counting, classified, period, ..RollupOptions::along(axis) };
        let rollup = watch::watched(py, self.core().len(), progress, |watch| {
            self.core().roll_up_watched(&options, watch).map_err(error::core)
        })?;
        Ok(Rollup::new(rollup, &self.0))
    }

    /// The agencies of a level by the policy's rate, best first; the unranked after them.
    ///
    /// `level` is `nation`, `central`, `province`, `department`, `commune`, or any other word that the agencies have.
    /// Ctrl-C stops it, and `progress` hears of it, as of `evaluate`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> {row.rank for row in evaluation.rank("province")}  # without reports nobody is ranked
    /// {None}
    #[pyo3(signature = (level, *, progress = None))]
    fn rank(
        &self,
        py: Python<'_>,
        level: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Ranking> {
        let level = Level::parse(level);
        let ranking = watch::watched(py, self.core().len(), progress, |watch| {
            self.core().rank_watched(&level, watch).map_err(error::core)
        })?;
        Ok(Ranking::new(ranking, &self.0))
    }

    /// Everything worth knowing about the data: what building found, and what shows on this day.
    ///
    /// Ctrl-C stops it, and `progress` hears of it, as of `evaluate`.
    #[pyo3(signature = (*, progress = None))]
    fn check(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Findings> {
        let findings = watch::watched(py, self.core().len(), progress, |watch| {
            self.core().check_watched(watch).map_err(error::core)
        })?;
        Ok(Findings::about(findings, self.core().scope()))
    }

    /// How much of what the policy's clears ask for is stated in the tasks of each agency.
    fn completeness(&self, py: Python<'_>) -> Vec<Completeness> {
        let all = py.detach(|| self.core().completeness());
        all.into_iter().map(Completeness).collect()
    }

    /// In how many tasks in force each of the policy's clears is stated, in its order: the clear, and stated ÷ tasks.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> dict(evaluation.clears())["task"].percent_text(0)
    /// '100'
    fn clears(&self, py: Python<'_>) -> Vec<(&'static str, Ratio)> {
        let clears = py.detach(|| self.core().clears());
        clears.into_iter().map(|(clear, stated)| (clear.as_str(), stated.into())).collect()
    }

    /// The sums over all tasks in force.
    fn task_sums(&self) -> Sums {
        Sums::new(self.core().task_sums(), &self.0.policy)
    }

    /// How many rows of a task are done, and how many it has; `None` where it is not in force.
    fn done_of(&self, task: &str) -> Option<(u32, u32)> {
        self.core().done_of(task)
    }

    /// Where a task stands as a whole: done when its last row is; `None` where it is not in force.
    fn task_status(&self, task: &str) -> Option<&'static str> {
        self.core().task_status(task).map(Status::as_str)
    }

    fn __len__(&self) -> usize {
        self.core().len()
    }

    fn __getitem__(&self, key: Key) -> PyResult<Row> {
        match key {
            Key::Id(id) => self.get(&id).ok_or_else(|| error::not_found("row", &id)),
            Key::Position(at) => {
                convert::position(at, self.core().len()).map(|at| Row::new(&self.0, at))
            }
        }
    }

    fn __contains__(&self, id: &str) -> bool {
        self.core().find(id).is_some()
    }

    fn __iter__(&self) -> RowIterator {
        RowIterator { evaluation: Arc::clone(&self.0), next: AtomicUsize::new(0) }
    }

    fn __eq__(&self, other: &Evaluation) -> bool {
        self.0.same_as(&other.0)
    }

    fn __hash__(&self) -> u64 {
        let as_of = self.core().as_of();
        convert::hash_of((as_of.day, as_of.known, &self.0.policy.name, self.core().len()))
    }

    fn __repr__(&self) -> String {
        let scope = self.core().scope();
        format!(
            "<Evaluation {} rows, {} tasks; {}>",
            self.core().len(),
            scope.task_count,
            scope::title(&scope)
        )
    }

    fn __str__(&self) -> String {
        self.table().text()
    }

    fn _repr_html_(&self) -> String {
        self.table().html()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, RestoreArguments)> {
        if self.0.is_live {
            let message =
                "an evaluation of a LiveEvaluation does not pickle: evaluate its to_registry()";
            return Err(pyo3::exceptions::PyTypeError::new_err(message));
        }
        let restore = py.get_type::<Evaluation>().getattr("_restore")?;
        Ok((restore, (self.registry(), self.day(), self.known(), self.policy())))
    }

    /// The evaluation that `__reduce__` wrote: made again, the rule being the same everywhere.
    #[staticmethod]
    fn _restore(
        py: Python<'_>,
        registry: &Registry,
        day: NaiveDate,
        known: Option<NaiveDate>,
        policy: &Policy,
    ) -> PyResult<Self> {
        evaluate(py, &registry.0, day, known, policy.0.clone(), None)
    }
}

impl Tabular for Evaluation {
    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        self.columns(py, &evaluation_columns().collect::<Vec<_>>())
    }

    fn select(&self, py: Python<'_>, columns: &[String]) -> PyResult<arrow::Batch> {
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        match names.iter().find(|name| evaluation_columns().all(|known| known != **name)) {
            Some(unknown) => Err(error::not_found("column", unknown)),
            None => self.columns(py, &names),
        }
    }
}

table_methods!(Evaluation);

/// What an evaluation is made again from.
type RestoreArguments = (Registry, NaiveDate, Option<NaiveDate>, Policy);

/// What finds a row: its id or its position.
#[derive(FromPyObject)]
pub(crate) enum Key {
    Id(String),
    Position(isize),
}

/// Walks the rows; one walk at a time is meant, and more do no harm.
#[pyclass(frozen, module = "tiendo._native")]
pub(crate) struct RowIterator {
    evaluation: Arc<Held>,
    next: AtomicUsize,
}

#[pymethods]
impl RowIterator {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self) -> Option<Row> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        (index < self.evaluation.core.len()).then(|| Row::new(&self.evaluation, index))
    }
}

/// A row and as what it is owed.
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Owed {
    evaluation: Arc<Held>,
    index: usize,
    role: tiendo::Role,
}

#[pymethods]
impl Owed {
    /// The row.
    #[getter]
    fn row(&self) -> Row {
        Row::new(&self.evaluation, self.index)
    }

    /// As what it is owed: `lead` or `co_lead`.
    #[getter]
    fn role(&self) -> &'static str {
        self.role.as_str()
    }

    fn __eq__(&self, other: &Owed) -> bool {
        self.index == other.index
            && self.role == other.role
            && self.evaluation.same_as(&other.evaluation)
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of((self.index, self.role.as_str()))
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (Row, &'static str))> {
        let restore = py.get_type::<Owed>().getattr("_restore")?;
        Ok((restore, (self.row(), self.role())))
    }

    /// What `__reduce__` wrote.
    #[staticmethod]
    fn _restore(row: &Row, role: &str) -> PyResult<Self> {
        let all = tiendo::Role::ALL.iter().map(|r| r.as_str());
        let role = convert::word("role", role, tiendo::Role::parse, all)?;
        Ok(Owed { evaluation: Arc::clone(&row.evaluation), index: row.index, role })
    }

    fn __repr__(&self) -> String {
        let id = self.evaluation.core.row(self.index).map(|r| r.id()).unwrap_or_default();
        format!("<Owed {id} as {}>", self.role.as_str())
    }
}

/// How much of what the clears ask for is stated in the tasks of an agency.
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Completeness(tiendo::Completeness);

impl Pickled for Completeness {
    type State = tiendo::Completeness;

    fn state(&self) -> Self::State {
        self.0.clone()
    }

    fn of_state(state: Self::State) -> Self {
        Completeness(state)
    }
}

pickle_methods!(Completeness);

#[pymethods]
impl Completeness {
    /// Id of the agency.
    #[getter]
    fn agency_id(&self) -> &str {
        &self.0.agency
    }

    /// Clears stated ÷ clears asked, over its rows.
    #[getter]
    fn stated(&self) -> Ratio {
        self.0.stated.into()
    }

    fn __repr__(&self) -> String {
        format!("<Completeness {}: {} of {}>", self.0.agency, self.0.stated.num, self.0.stated.den)
    }
}
