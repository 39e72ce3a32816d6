//! The scope of a number.

use chrono::NaiveDate;
use pyo3::prelude::*;
use tiendo::Provenance;

use crate::convert;
use crate::shape::{Pickled, pickle_methods};

/// What a number is made of; no number without it.
///
/// >>> import datetime, tiendo
/// >>> scope = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31)).scope
/// >>> scope.policy, scope.provenance, scope.report_count
/// ('default', 'stated', 0)
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Scope(pub(crate) tiendo::Scope);

impl Scope {
    /// Day, knowledge day, policy and calendar in one line, with SIMULATED in front where the data are.
    pub(crate) fn line(&self) -> String {
        title(&self.0)
    }
}

/// The scope in one line.
pub(crate) fn title(scope: &tiendo::Scope) -> String {
    let simulated = if scope.provenance == Provenance::Simulated { "SIMULATED " } else { "" };
    let known = scope.known.map_or_else(String::new, |k| format!(", known on {k}"));
    format!(
        "{simulated}{}{known}, policy {} v{}, calendar {}, {} reports",
        scope.day, scope.policy, scope.policy_version, scope.calendar, scope.report_count
    )
}

impl Pickled for Scope {
    type State = tiendo::Scope;

    fn state(&self) -> Self::State {
        self.0.clone()
    }

    fn of_state(state: Self::State) -> Self {
        Scope(state)
    }
}

pickle_methods!(Scope);

#[pymethods]
impl Scope {
    /// The day D.
    #[getter]
    fn day(&self) -> NaiveDate {
        self.0.day
    }

    /// The knowledge day K; `None` for everything recorded.
    #[getter]
    fn known(&self) -> Option<NaiveDate> {
        self.0.known
    }

    /// Reports that K hid.
    #[getter]
    fn hidden_report_count(&self) -> u64 {
        self.0.hidden_report_count
    }

    /// Name of the policy.
    #[getter]
    fn policy(&self) -> &str {
        &self.0.policy
    }

    /// Version of the policy.
    #[getter]
    fn policy_version(&self) -> u32 {
        self.0.policy_version
    }

    /// Version of the calendar.
    #[getter]
    fn calendar(&self) -> &str {
        &self.0.calendar
    }

    /// Whether the reports were really made: `stated` or `simulated`.
    #[getter]
    fn provenance(&self) -> &'static str {
        self.0.provenance.as_str()
    }

    /// Number of visible reports that count or were set aside.
    #[getter]
    fn report_count(&self) -> u64 {
        self.0.report_count
    }

    /// Number of documents that set tasks in force.
    #[getter]
    fn document_count(&self) -> u64 {
        self.0.document_count
    }

    /// Number of tasks in force.
    #[getter]
    fn task_count(&self) -> u64 {
        self.0.task_count
    }

    /// All fields as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.0)
    }

    fn __str__(&self) -> String {
        self.line()
    }

    fn __repr__(&self) -> String {
        format!("<Scope {}>", self.line())
    }
}
