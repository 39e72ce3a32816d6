//! Explanations.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use pyo3::prelude::*;

use crate::convert;
use crate::scope::Scope;
use crate::shape::{Pickled, pickle_methods};

/// One fact that decided where a row stands: a code and the values it names.
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Fact(tiendo::Fact);

impl Pickled for Fact {
    type State = tiendo::Fact;

    fn state(&self) -> Self::State {
        self.0.clone()
    }

    fn of_state(state: Self::State) -> Self {
        Fact(state)
    }
}

pickle_methods!(Fact);

#[pymethods]
impl Fact {
    /// What it says, as a word.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code.as_str()
    }

    /// The values.
    #[getter]
    fn args(&self) -> BTreeMap<String, String> {
        self.0.args.clone()
    }

    /// The fact in words, in Vietnamese (`vi`) or English (`en`).
    #[pyo3(signature = (lang = "vi"))]
    fn sentence(&self, lang: &str) -> PyResult<String> {
        convert::lang(lang).map(|lang| self.0.sentence(lang))
    }

    fn __repr__(&self) -> String {
        format!("<Fact {}: {}>", self.0.code.as_str(), self.0.sentence(tiendo::Lang::En))
    }
}

/// Why a row stands where it does: the facts that decided, in order.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> print(evaluation[0].explain().text("en"))  # doctest: +ELLIPSIS
/// in force since ...
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Explanation(pub(crate) tiendo::Explanation);

impl Pickled for Explanation {
    type State = tiendo::Explanation;

    fn state(&self) -> Self::State {
        self.0.clone()
    }

    fn of_state(state: Self::State) -> Self {
        Explanation(state)
    }
}

pickle_methods!(Explanation);

#[pymethods]
impl Explanation {
    /// Id of the row.
    #[getter]
    fn row_id(&self) -> &str {
        &self.0.row
    }

    /// Id of the task.
    #[getter]
    fn task_id(&self) -> &str {
        &self.0.task
    }

    /// Title of the task in Vietnamese.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// Id of the agency it counts for; `None` where nobody is addressed.
    #[getter]
    fn agency_id(&self) -> Option<&str> {
        self.0.agency.as_deref()
    }

    /// Where it stands.
    #[getter]
    fn status(&self) -> &'static str {
        self.0.status.as_str()
    }

    /// Whether anything was reported that counts.
    #[getter]
    fn is_reported(&self) -> bool {
        self.0.reported
    }

    /// Work done, 0 to 100.
    #[getter]
    fn percent(&self) -> u8 {
        self.0.percent
    }

    /// The last day that judges; `None` for what has no fixed term.
    #[getter]
    fn deadline(&self) -> Option<NaiveDate> {
        self.0.deadline
    }

    /// The facts, in order.
    #[getter]
    fn facts(&self) -> Vec<Fact> {
        self.0.facts.iter().cloned().map(Fact).collect()
    }

    /// What the numbers are made of.
    #[getter]
    fn scope(&self) -> Scope {
        Scope(self.0.scope.clone())
    }

    /// The facts in words, one sentence each, in Vietnamese (`vi`) or English (`en`).
    #[pyo3(signature = (lang = "vi"))]
    fn sentences(&self, lang: &str) -> PyResult<Vec<String>> {
        convert::lang(lang).map(|lang| self.0.sentences(lang))
    }

    /// The facts in words, one line each.
    #[pyo3(signature = (lang = "vi"))]
    fn text(&self, lang: &str) -> PyResult<String> {
        Ok(self.sentences(lang)?.join("\n"))
    }

    /// All fields as a dictionary, as the JSON reply has them.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.0)
    }

    fn __str__(&self) -> String {
        self.0.sentences(tiendo::Lang::Vi).join("\n")
    }

    fn __repr__(&self) -> String {
        format!(
            "<Explanation {}: {}, {} facts>",
            self.0.row,
            self.0.status.as_str(),
            self.0.facts.len()
        )
    }
}
