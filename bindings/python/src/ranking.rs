//! Rankings.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::evaluation::{Evaluation, Held, Key};
use crate::scope::{self, Scope};
use crate::sums::{Ratio, Sums};
use crate::table::Table;
use crate::{arrow, convert, error};

/// Agencies of one level, best first; the unranked after them, in id order.
///
/// Rank = 1 + the number of agencies that are strictly better; ties share it. Rates are compared as fractions of integers.
/// A sequence of rows; `ranking["68-UBND"]` finds one by its agency. Also a table for any reader of Arrow.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
/// >>> provinces = evaluation.rank("province")
/// >>> provinces[0].rank, provinces.scope.provenance
/// (1, 'simulated')
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Ranking {
    ranking: Arc<tiendo::Ranking>,
    evaluation: Arc<Held>,
}

impl Ranking {
    pub(crate) fn new(ranking: tiendo::Ranking, evaluation: &Arc<Held>) -> Self {
        Ranking { ranking: Arc::new(ranking), evaluation: Arc::clone(evaluation) }
    }

    fn row(&self, index: usize) -> RankingRow {
        RankingRow {
            row: self.ranking.rows[index].clone(),
            policy: Arc::clone(&self.evaluation.policy),
        }
    }

    fn table(&self) -> Table {
        let rows = self.ranking.rows.iter().map(|r| {
            vec![
                r.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
                r.agency.clone(),
                r.name.clone(),
                r.rate.percent_text(1).map_or_else(|| "–".to_owned(), |p| format!("{p} %")),
                r.fallen_due.to_string(),
            ]
        });
        let header = ["rank", "agency", "name", self.ranking.rate.as_str(), "fallen due"];
        let title = scope::title(&self.ranking.scope);
        Table::new(title, &header, self.ranking.rows.len(), rows)
    }

    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        arrow::built(py.detach(|| {
            tiendo_formats::arrow::ranking_batch(&self.ranking, &self.evaluation.policy)
        }))
    }
}

#[pymethods]
impl Ranking {
    /// The level ranked.
    #[getter]
    fn level(&self) -> &str {
        self.ranking.level.as_str()
    }

    /// The rate that ranks, as a word.
    #[getter]
    fn rate(&self) -> &'static str {
        self.ranking.rate.as_str()
    }

    /// What the numbers are made of.
    #[getter]
    fn scope(&self) -> Scope {
        Scope(self.ranking.scope.clone())
    }

    /// The row of an agency, or `None`.
    fn get(&self, agency: &str) -> Option<RankingRow> {
        self.ranking.rows.iter().position(|r| r.agency == agency).map(|i| self.row(i))
    }

    fn __len__(&self) -> usize {
        self.ranking.rows.len()
    }

    fn __getitem__(&self, key: Key) -> PyResult<RankingRow> {
        match key {
            Key::Id(id) => self.get(&id).ok_or_else(|| error::not_found("agency", &id)),
            Key::Position(at) => {
                convert::position(at, self.ranking.rows.len()).map(|at| self.row(at))
            }
        }
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rows: Vec<RankingRow> = (0..self.ranking.rows.len()).map(|i| self.row(i)).collect();
        Ok(rows.into_pyobject(py)?.try_iter()?.into_any())
    }

    fn __contains__(&self, agency: &str) -> bool {
        self.ranking.rows.iter().any(|r| r.agency == agency)
    }

    fn __eq__(&self, other: &Ranking) -> bool {
        self.ranking == other.ranking && self.evaluation.policy == other.evaluation.policy
    }

    fn __repr__(&self) -> String {
        let title = scope::title(&self.ranking.scope);
        format!("<Ranking of {}, {} rows; {title}>", self.level(), self.ranking.rows.len())
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

    /// The rows as an Arrow C stream in a capsule.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = requested_schema; // The protocol lets a producer keep its own schema.
        arrow::stream(py, self.batch(py)?)
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (Evaluation, &str))> {
        let restore = py.get_type::<Evaluation>().getattr("rank")?;
        Ok((restore, (Evaluation(Arc::clone(&self.evaluation)), self.level())))
    }
}

/// One agency in a ranking.
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct RankingRow {
    row: tiendo::RankingRow,
    policy: Arc<tiendo::Policy>,
}

#[pymethods]
impl RankingRow {
    /// 1 for the best; `None` for an agency with too little fallen due, or nothing to divide by.
    #[getter]
    fn rank(&self) -> Option<u32> {
        self.row.rank
    }

    /// Id of the agency.
    #[getter]
    fn agency_id(&self) -> &str {
        &self.row.agency
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

    /// The rate.
    #[getter]
    fn rate(&self) -> Ratio {
        self.row.rate.into()
    }

    /// Done or overdue, as the policy counts it.
    #[getter]
    fn fallen_due(&self) -> u64 {
        self.row.fallen_due
    }

    /// The inclusive sums.
    #[getter]
    fn sums(&self) -> Sums {
        Sums::new(self.row.sums, &self.policy)
    }

    fn __repr__(&self) -> String {
        let rank = self.row.rank.map_or_else(|| "unranked".to_owned(), |r| r.to_string());
        format!(
            "<RankingRow {rank} {} {}: {}/{}>",
            self.row.agency, self.row.name, self.row.rate.num, self.row.rate.den
        )
    }
}
