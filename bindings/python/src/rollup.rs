//! Roll-ups.

use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::prelude::*;

use crate::evaluation::{Evaluation, Held, Key};
use crate::scope::{self, Scope};
use crate::sums::Sums;
use crate::table::Table;
use crate::{arrow, convert, error};

/// Sums along an axis, with their scope.
///
/// A sequence of rows; `rollup["GD1"]` finds one by its key. Also a table for any reader of Arrow.
/// Shape: agencies and documents in id order, phases and groups in the plan's order, levels and branches in the vocabulary's,
/// else in key order. Agencies, territories and documents without anything in force have no row.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> levels = evaluation.roll_up("level")
/// >>> sum(row.own.total for row in levels) + levels.unassigned.total == len(evaluation)
/// True
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Rollup {
    rollup: Arc<tiendo::Rollup>,
    evaluation: Arc<Held>,
}

impl Rollup {
    pub(crate) fn new(rollup: tiendo::Rollup, evaluation: &Arc<Held>) -> Self {
        Rollup { rollup: Arc::new(rollup), evaluation: Arc::clone(evaluation) }
    }

    fn row(&self, index: usize) -> RollupRow {
        RollupRow {
            row: self.rollup.rows[index].clone(),
            policy: Arc::clone(&self.evaluation.policy),
        }
    }

    fn table(&self) -> Table {
        let policy = &self.evaluation.policy;
        let shown =
            self.rollup.rows.iter().map(|r| (r.key.as_str(), r.name.as_str(), &r.inclusive));
        let rest = (self.rollup.unassigned.total() > 0).then_some(&self.rollup.unassigned);
        let total = self.rollup.rows.len() + usize::from(rest.is_some());
        let rows = shown.chain(rest.map(|sums| ("", "(unassigned)", sums)));
        let rows = rows.map(|(key, name, sums)| {
            let percent = |ratio: tiendo::Ratio| {
                ratio.percent_text(1).map_or_else(|| "–".to_owned(), |p| format!("{p} %"))
            };
            vec![
                key.to_owned(),
                name.to_owned(),
                sums.total().to_string(),
                sums.done().to_string(),
                sums.in_term().to_string(),
                sums.overdue(policy).to_string(),
                sums.overdue_unreported().to_string(),
                percent(sums.rate(policy)),
                percent(sums.rate_of(tiendo::Rate::Completion, policy)),
            ]
        });
        let header = [
            self.rollup.options.axis.as_str(),
            "name",
            "total",
            "done",
            "in term",
            "overdue",
            "no data",
            "rate",
            "completion",
        ];
        Table::new(scope::title(&self.rollup.scope), &header, total, rows)
    }

    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        arrow::built(
            py.detach(|| {
                tiendo_formats::arrow::rollup_batch(&self.rollup, &self.evaluation.policy)
            }),
        )
    }
}

#[pymethods]
impl Rollup {
    /// What was summed along.
    #[getter]
    fn axis(&self) -> &'static str {
        self.rollup.options.axis.as_str()
    }

    /// Which tasks were counted.
    #[getter]
    fn counting(&self) -> &'static str {
        self.rollup.options.counting.as_str()
    }

    /// For phases and groups: whose classification.
    #[getter]
    fn classified(&self) -> &'static str {
        self.rollup.options.classified.as_str()
    }

    /// First and last of the days that were asked for; `None` for whenever due.
    #[getter]
    fn period(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.rollup.options.period
    }

    /// What the sums are made of.
    #[getter]
    fn scope(&self) -> Scope {
        Scope(self.rollup.scope.clone())
    }

    /// What belongs to no key: nobody is addressed, or no phase, group or post is named.
    #[getter]
    fn unassigned(&self) -> Sums {
        Sums::new(self.rollup.unassigned, &self.evaluation.policy)
    }

    /// The keys, in order.
    fn keys(&self) -> Vec<&str> {
        self.rollup.rows.iter().map(|r| r.key.as_str()).collect()
    }

    /// The row with this key, or `None`.
    fn get(&self, key: &str) -> Option<RollupRow> {
        self.rollup.rows.iter().position(|r| r.key == key).map(|i| self.row(i))
    }

    fn __len__(&self) -> usize {
        self.rollup.rows.len()
    }

    fn __getitem__(&self, key: Key) -> PyResult<RollupRow> {
        match key {
            Key::Id(key) => self.get(&key).ok_or_else(|| error::not_found("key", &key)),
            Key::Position(at) => {
                convert::position(at, self.rollup.rows.len()).map(|at| self.row(at))
            }
        }
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rows: Vec<RollupRow> = (0..self.rollup.rows.len()).map(|i| self.row(i)).collect();
        Ok(rows.into_pyobject(py)?.try_iter()?.into_any())
    }

    fn __contains__(&self, key: &str) -> bool {
        self.rollup.rows.iter().any(|r| r.key == key)
    }

    fn __eq__(&self, other: &Rollup) -> bool {
        self.rollup == other.rollup && self.evaluation.policy == other.evaluation.policy
    }

    fn __repr__(&self) -> String {
        let title = scope::title(&self.rollup.scope);
        format!("<Rollup by {}, {} rows; {title}>", self.axis(), self.rollup.rows.len())
    }

    fn __str__(&self) -> String {
        self.table().text()
    }

    fn _repr_html_(&self) -> String {
        self.table().html()
    }

    /// The table as a `pyarrow.Table` of the same memory.
    ///
    /// Raises:
    ///     MissingDependencyError: when pyarrow is not installed.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        arrow::frame(slf, "to_arrow")
    }

    /// The table as a `polars.DataFrame`.
    ///
    /// Raises:
    ///     MissingDependencyError: when polars is not installed.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        arrow::frame(slf, "to_polars")
    }

    /// The table as a `pandas.DataFrame`.
    ///
    /// Raises:
    ///     MissingDependencyError: when pandas, or before pandas 3 pyarrow, is not installed.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        arrow::frame(slf, "to_pandas")
    }

    /// The schema of the rows as an Arrow C schema in a capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        arrow::schema(py, &self.batch(py)?)
    }

    /// The rows as an Arrow C stream in a capsule; the unassigned are the last row, without a key.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = requested_schema; // The protocol lets a producer keep its own schema.
        arrow::stream(py, self.batch(py)?)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, RestoreArguments)> {
        let restore = py.get_type::<Rollup>().getattr("_restore")?;
        let options = &self.rollup.options;
        let words = (options.axis.as_str(), options.counting.as_str(), options.classified.as_str());
        Ok((restore, (Evaluation(Arc::clone(&self.evaluation)), words, options.period)))
    }

    /// The roll-up that `__reduce__` wrote: made again from its evaluation.
    #[staticmethod]
    fn _restore<'py>(
        evaluation: &Bound<'py, Evaluation>,
        words: (String, String, String),
        period: Option<(NaiveDate, NaiveDate)>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let kwargs = pyo3::types::PyDict::new(evaluation.py());
        kwargs.set_item("counting", words.1)?;
        kwargs.set_item("classified", words.2)?;
        kwargs.set_item("due_from", period.map(|p| p.0))?;
        kwargs.set_item("due_to", period.map(|p| p.1))?;
        evaluation.call_method("roll_up", (words.0,), Some(&kwargs))
    }
}

type RestoreArguments =
    (Evaluation, (&'static str, &'static str, &'static str), Option<(NaiveDate, NaiveDate)>);

/// The sums of one key.
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct RollupRow {
    row: tiendo::RollupRow,
    policy: Arc<tiendo::Policy>,
}

#[pymethods]
impl RollupRow {
    /// Id of the agency, phase, group or document; code of the territory; word of the level or branch; the post.
    #[getter]
    fn key(&self) -> &str {
        &self.row.key
    }

    /// Name in Vietnamese.
    #[getter]
    fn name(&self) -> &str {
        &self.row.name
    }

    /// Name in English; the Vietnamese one where there is none.
    #[getter]
    fn name_en(&self) -> &str {
        &self.row.name_en
    }

    /// Its own.
    #[getter]
    fn own(&self) -> Sums {
        Sums::new(self.row.own, &self.policy)
    }

    /// Its own and all below it: descendants of an agency, documents that concretise a document.
    #[getter]
    fn inclusive(&self) -> Sums {
        Sums::new(self.row.inclusive, &self.policy)
    }

    fn __repr__(&self) -> String {
        format!(
            "<RollupRow {} {}: {} in all>",
            self.row.key,
            self.row.name,
            self.row.inclusive.total()
        )
    }
}
