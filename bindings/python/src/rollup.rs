//! Roll-ups.

use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::prelude::*;

use crate::arrow;
use crate::evaluation::{Evaluation, Held, Key};
use crate::scope::{self, Scope};
use crate::shape::{Keyed, Pickled, Tabular, keyed_methods, pickle_methods, table_methods};
use crate::sums::{self, Sums, SumsState};
use crate::table::Table;

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
}

impl Keyed for Rollup {
    type Row = RollupRow;
    const KEY: &'static str = "key";

    fn count(&self) -> usize {
        self.rollup.rows.len()
    }

    fn find(&self, key: &str) -> Option<usize> {
        self.rollup.rows.iter().position(|row| row.key == key)
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
}

impl Tabular for Rollup {
    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        arrow::built(
            py.detach(|| {
                tiendo_formats::arrow::rollup_batch(&self.rollup, &self.evaluation.policy)
            }),
        )
    }
}

keyed_methods!(Rollup, RollupRow);
table_methods!(Rollup);

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

    fn __eq__(&self, other: &Rollup) -> bool {
        self.rollup == other.rollup && self.evaluation.policy == other.evaluation.policy
    }

    fn __repr__(&self) -> String {
        let title = scope::title(&self.rollup.scope);
        format!("<Rollup by {}, {} rows; {title}>", self.axis(), self.rollup.rows.len())
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

impl Pickled for RollupRow {
    type State = ([String; 3], [SumsState; 2], tiendo::Policy);

    fn state(&self) -> Self::State {
        let row = &self.row;
        let names = [&row.key, &row.name, &row.name_en].map(Clone::clone);
        (names, [&row.own, &row.inclusive].map(sums::state_of), (*self.policy).clone())
    }

    fn of_state(state: Self::State) -> Self {
        let ([key, name, name_en], sums, policy) = state;
        let [own, inclusive] = sums.map(sums::of_state);
        let row = tiendo::RollupRow { key, name, name_en, own, inclusive };
        RollupRow { row, policy: Arc::new(policy) }
    }
}

pickle_methods!(RollupRow);

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
