//! Urging (đôn đốc): what each agency is reminded of.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::convert;
use crate::evaluation::{Evaluation, Held};
use crate::row::Row;

/// What one agency is reminded of. A row stands in one list at most.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> urging = evaluation.urgings()[0]
/// >>> len(urging.overdue), len(urging.no_data) > 0  # without reports nobody is late
/// (0, True)
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Urging {
    evaluation: Arc<Held>,
    agency: Option<String>,
    overdue: Vec<usize>,
    due_soon: Vec<usize>,
    no_data: Vec<usize>,
}

/// What an urging is made again from.
type Restored = (Evaluation, Option<String>);

impl Urging {
    pub(crate) fn new(evaluation: &Arc<Held>, urging: &tiendo::Urging<'_>) -> Self {
        let indices = |rows: &[tiendo::Row<'_>]| rows.iter().map(tiendo::Row::index).collect();
        Urging {
            evaluation: Arc::clone(evaluation),
            agency: urging.agency.map(str::to_owned),
            overdue: indices(&urging.overdue),
            due_soon: indices(&urging.due_soon),
            no_data: indices(&urging.no_data),
        }
    }

    fn rows(&self, indices: &[usize]) -> Vec<Row> {
        indices.iter().map(|index| Row::new(&self.evaluation, *index)).collect()
    }
}

#[pymethods]
impl Urging {
    /// Id of the agency that the rows count for; `None` for what counts for nobody.
    #[getter]
    fn agency_id(&self) -> Option<&str> {
        self.agency.as_deref()
    }

    /// Name of the agency in Vietnamese (`vi`) or, where it has one, English (`en`), as it was called at D and K.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> names = {urging.agency_id: urging.agency_name("en") for urging in evaluation.urgings()}
    /// >>> names["BCA"]
    /// 'Ministry of Public Security'
    #[pyo3(signature = (lang = "vi"))]
    fn agency_name(&self, lang: &str) -> PyResult<Option<&str>> {
        let lang = convert::lang(lang)?;
        let agency = self.agency.as_deref();
        Ok(agency.and_then(|id| self.evaluation.core.agency_name(id, lang)))
    }

    /// Overdue, the longest first.
    #[getter]
    fn overdue(&self) -> Vec<Row> {
        self.rows(&self.overdue)
    }

    /// Due within the policy's days, the first to fall due first.
    #[getter]
    fn due_soon(&self) -> Vec<Row> {
        self.rows(&self.due_soon)
    }

    /// Past their last day without any report: missing data, never lateness. Empty under a policy that counts silence as overdue.
    #[getter]
    fn no_data(&self) -> Vec<Row> {
        self.rows(&self.no_data)
    }

    fn __eq__(&self, other: &Urging) -> bool {
        self.agency == other.agency && self.evaluation.same_as(&other.evaluation)
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of((&self.agency, self.evaluation.core.as_of().day))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Restored)> {
        let restore = py.get_type::<Urging>().getattr("_restore")?;
        Ok((restore, (Evaluation(Arc::clone(&self.evaluation)), self.agency.clone())))
    }

    /// What `__reduce__` wrote.
    #[staticmethod]
    fn _restore(evaluation: &Evaluation, agency: Option<&str>) -> PyResult<Self> {
        let held = &evaluation.0;
        let urgings = held.core.urgings();
        let found = urgings.iter().find(|urging| urging.agency == agency);
        let missing = || crate::error::not_found("urging", agency.unwrap_or_default());
        found.map(|urging| Urging::new(held, urging)).ok_or_else(missing)
    }

    fn __repr__(&self) -> String {
        format!(
            "<Urging {}: {} overdue, {} due soon, {} without data>",
            self.agency.as_deref().unwrap_or("nobody"),
            self.overdue.len(),
            self.due_soon.len(),
            self.no_data.len()
        )
    }
}
