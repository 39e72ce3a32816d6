//! Policies.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};

use crate::{convert, error};

/// Rules of counting under a name; with them and a calendar version every number can be repeated.
///
/// Built in: `default`, `vpcp-2017` (done ÷ (done + overdue)), `vpcp-2025` (done ÷ all), `original-deadline` (judged by the
/// first deadline), `thanh-hoa` (a completion counts once accepted). Make your own with `replace`.
///
/// Raises:
///     NotFoundError: for any other name.
///
/// >>> from tiendo import Policy
/// >>> Policy("vpcp-2017").rate
/// 'done_over_due'
/// >>> Policy("unheard-of")
/// Traceback (most recent call last):
///     ...
/// tiendo.exceptions.NotFoundError: no policy 'unheard-of'
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Policy(pub(crate) tiendo::Policy);

/// A policy given by its name, as a `Policy` or as a dictionary.
pub(crate) fn argument(policy: Option<&Bound<'_, PyAny>>) -> PyResult<tiendo::Policy> {
    let Some(policy) = policy else { return Ok(tiendo::Policy::default()) };
    if let Ok(policy) = policy.cast::<Policy>() {
        return Ok(policy.get().0.clone());
    }
    if let Ok(name) = policy.cast::<PyString>() {
        return tiendo::Policy::named(&name.to_string()).map_err(error::core);
    }
    checked(convert::value_of("policy", policy)?)
}

fn checked(policy: tiendo::Policy) -> PyResult<tiendo::Policy> {
    policy.validate().map_err(error::core)?;
    Ok(policy)
}

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(signature = (name = "default"))]
    fn new(name: &str) -> PyResult<Self> {
        tiendo::Policy::named(name).map(Policy).map_err(error::core)
    }

    /// The names of the policies built in.
    ///
    /// >>> import tiendo
    /// >>> tiendo.Policy.names()[0]
    /// 'default'
    #[staticmethod]
    fn names() -> Vec<&'static str> {
        tiendo::policy::BUILT_IN.to_vec()
    }

    /// The policy of a dictionary, as `to_dict` and JSON requests write it; what is absent is as in `default`.
    ///
    /// Raises:
    ///     InvalidRecordError: for a field that does not exist or holds something else.
    ///     InvalidValueError: for an empty name or a cap over 100.
    ///
    /// >>> import tiendo
    /// >>> tiendo.Policy.from_dict({"name": "two weeks", "due_soon_days": 14}).due_soon_days
    /// 14
    #[classmethod]
    fn from_dict(_class: &Bound<'_, PyType>, fields: &Bound<'_, PyAny>) -> PyResult<Self> {
        checked(convert::value_of("policy", fields)?).map(Policy)
    }

    /// All fields as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.0)
    }

    /// The same rules with some fields changed; give the result a `name` of its own.
    ///
    /// Raises:
    ///     InvalidRecordError: for a field that does not exist or holds something else.
    ///     InvalidValueError: for an empty name or a cap over 100.
    ///
    /// >>> import tiendo
    /// >>> tiendo.Policy("vpcp-2025").replace(name="vpcp-2025, 14 days", due_soon_days=14)
    /// Policy('vpcp-2025, 14 days', version=1)
    #[pyo3(signature = (**fields))]
    fn replace(&self, py: Python<'_>, fields: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let all = self.to_dict(py)?;
        if let Some(fields) = fields {
            all.cast::<PyDict>()?.update(fields.as_mapping())?;
        }
        checked(convert::value_of("policy", &all)?).map(Policy)
    }

    /// Name.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Version of the rules under that name.
    #[getter]
    fn version(&self) -> u32 {
        self.0.version
    }

    /// A task is due soon this many calendar days before its last day, the last day included.
    #[getter]
    fn due_soon_days(&self) -> u16 {
        self.0.due_soon_days
    }

    /// Whether a completion stays `submitted` until the assigner accepts it.
    #[getter]
    fn requires_acceptance(&self) -> bool {
        self.0.requires_acceptance
    }

    /// Which deadline judges: `effective` or `original`.
    #[getter]
    fn deadline(&self) -> &'static str {
        self.0.deadline.as_str()
    }

    /// How 'before' is read: `strict` or `lenient`.
    #[getter]
    fn before(&self) -> &'static str {
        self.0.before.as_str()
    }

    /// From when an extension counts: `dated` or `recorded`.
    #[getter]
    fn extension_counts(&self) -> &'static str {
        self.0.extension_counts.as_str()
    }

    /// Whether a confirmed objective cause excuses lateness.
    #[getter]
    fn excuse_objective_cause(&self) -> bool {
        self.0.excuse_objective_cause
    }

    /// Which clears (rõ) are asked.
    #[getter]
    fn clears(&self) -> Vec<&'static str> {
        self.0.clears.iter().map(|c| c.as_str()).collect()
    }

    /// The rate that is printed as 'the' rate.
    #[getter]
    fn rate(&self) -> &'static str {
        self.0.rate.as_str()
    }

    /// The rate that ranks.
    #[getter]
    fn ranking(&self) -> &'static str {
        self.0.ranking.as_str()
    }

    /// Fewer tasks fallen due than this leave an agency unranked.
    #[getter]
    fn ranking_minimum_due(&self) -> u32 {
        self.0.ranking_minimum_due
    }

    /// The percent of a task that is not done counts up to this; `None`: as reported.
    #[getter]
    fn cap_open_percent(&self) -> Option<u8> {
        self.0.cap_open_percent
    }

    /// The days of a reporting month: `calendar` or `mid_month`.
    #[getter]
    fn reporting_month(&self) -> &'static str {
        self.0.reporting_month.as_str()
    }

    /// For so many days after a transfer, what was overdue before stays the predecessor's.
    #[getter]
    fn inherited_days(&self) -> u16 {
        self.0.inherited_days
    }

    /// What becomes of overdue tasks without any report: `apart` or `counted`.
    #[getter]
    fn silence(&self) -> &'static str {
        self.0.silence.as_str()
    }

    /// First and last day whose deadlines belong to a reporting period.
    ///
    /// >>> import tiendo
    /// >>> policy = tiendo.Policy().replace(name="mid-month", reporting_month="mid_month")
    /// >>> policy.reporting_days(tiendo.Period("2025-H1"))
    /// (datetime.date(2024, 12, 15), datetime.date(2025, 6, 14))
    fn reporting_days(
        &self,
        period: &crate::period::Period,
    ) -> (chrono::NaiveDate, chrono::NaiveDate) {
        self.0.reporting_days(period.0)
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of((&self.0.name, self.0.version))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Policy({}, version={})", convert::quoted(py, &self.0.name)?, self.0.version))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        convert::reduced::<Policy>(py, "from_dict", convert::json_text(&self.0)?)
    }
}
