//! What was said last about each row.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::convert;
use crate::error;
use crate::evaluation::{Evaluation, Held};
use crate::row::Row;

/// By row: the last report that counts, and the last reason given.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
/// >>> said = evaluation.said()
/// >>> row = evaluation.overdue()[1]
/// >>> said.latest(row).task == row.task_id
/// True
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Said {
    evaluation: Arc<Held>,
    latest: Vec<Option<tiendo::Report>>,
    reasons: Vec<Option<tiendo::Text>>,
}

impl Said {
    pub(crate) fn of(evaluation: &Arc<Held>) -> Self {
        let said = evaluation.core.said();
        let latest = evaluation.core.rows().map(|row| said.latest(&row)).collect();
        let reasons = evaluation.core.rows().map(|row| said.reason(&row)).collect();
        Said { evaluation: Arc::clone(evaluation), latest, reasons }
    }

    /// The position of a row, which must be of the same evaluation.
    fn position(&self, row: &Row) -> PyResult<usize> {
        if self.evaluation.same_as(&row.evaluation) {
            return Ok(row.index);
        }
        let id = row.evaluation.core.row(row.index).map(|row| row.id()).unwrap_or_default();
        Err(error::value("row", &id, "a row of the evaluation that was asked"))
    }
}

#[pymethods]
impl Said {
    /// The last report on the state of the work, as a `Report`: progress, completion, an obstacle or its end; `None` for none.
    ///
    /// Raises:
    ///     InvalidValueError: for a row of another evaluation.
    fn latest<'py>(&self, py: Python<'py>, row: &Row) -> PyResult<Option<Bound<'py, PyAny>>> {
        let latest = self.latest.get(self.position(row)?).and_then(Option::as_ref);
        latest.map(|report| convert::record(py, "Report", report)).transpose()
    }

    /// The reason that was given last, in whatever report that counts; `None` for none.
    ///
    /// Raises:
    ///     InvalidValueError: for a row of another evaluation.
    fn reason(&self, row: &Row) -> PyResult<Option<&str>> {
        let reason = self.reasons.get(self.position(row)?).and_then(Option::as_ref);
        Ok(reason.map(tiendo::Text::as_str))
    }

    fn __eq__(&self, other: &Said) -> bool {
        self.evaluation.same_as(&other.evaluation)
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of((self.evaluation.core.as_of().day, self.latest.len()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Evaluation,))> {
        let made = py.get_type::<Evaluation>().getattr("said")?;
        Ok((made, (Evaluation(Arc::clone(&self.evaluation)),)))
    }

    fn __repr__(&self) -> String {
        let spoken = self.latest.iter().flatten().count();
        format!("<Said {spoken} of {} rows>", self.latest.len())
    }
}
