//! Rankings.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::arrow;
use crate::evaluation::{Evaluation, Held, Key};
use crate::scope::{self, Scope};
use crate::shape::{Keyed, Pickled, Tabular, keyed_methods, pickle_methods, table_methods};
use crate::sums::{self, Ratio, Sums, SumsState};
use crate::table::Table;

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
}

impl Keyed for Ranking {
    type Row = RankingRow;
    const KEY: &'static str = "agency";

    fn count(&self) -> usize {
        self.ranking.rows.len()
    }

    fn find(&self, key: &str) -> Option<usize> {
        self.ranking.rows.iter().position(|row| row.agency == key)
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
}

impl Tabular for Ranking {
    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        arrow::built(py.detach(|| {
            tiendo_formats::arrow::ranking_batch(&self.ranking, &self.evaluation.policy)
        }))
    }
}

keyed_methods!(Ranking, RankingRow);
table_methods!(Ranking);

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

    fn __eq__(&self, other: &Ranking) -> bool {
        self.ranking == other.ranking && self.evaluation.policy == other.evaluation.policy
    }

    fn __repr__(&self) -> String {
        let title = scope::title(&self.ranking.scope);
        format!("<Ranking of {}, {} rows; {title}>", self.level(), self.ranking.rows.len())
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

impl Pickled for RankingRow {
    type State = (Option<u32>, [String; 3], tiendo::Ratio, u64, SumsState, tiendo::Policy);

    fn state(&self) -> Self::State {
        let row = &self.row;
        let names = [&row.agency, &row.name, &row.name_en].map(Clone::clone);
        let policy = (*self.policy).clone();
        (row.rank, names, row.rate, row.fallen_due, sums::state_of(&row.sums), policy)
    }

    fn of_state(state: Self::State) -> Self {
        let (rank, [agency, name, name_en], rate, fallen_due, sums, policy) = state;
        let sums = sums::of_state(sums);
        let row = tiendo::RankingRow { rank, agency, name, name_en, rate, fallen_due, sums };
        RankingRow { row, policy: Arc::new(policy) }
    }
}

pickle_methods!(RankingRow);

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
