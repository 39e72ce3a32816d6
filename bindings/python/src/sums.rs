//! Sums and ratios.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use tiendo::{OfficialClass, Rate, STATUS_COUNT, Status};

use crate::shape::{Pickled, pickle_methods};
use crate::{convert, error};

/// A fraction that is kept exact until it is printed.
///
/// >>> from tiendo import Ratio
/// >>> Ratio(2501, 2723).percent_text(1)
/// '91.8'
/// >>> Ratio(0, 0).value_ratio is None
/// True
#[pyclass(frozen, eq, hash, module = "tiendo")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Ratio {
    num: u64,
    den: u64,
}

impl From<tiendo::Ratio> for Ratio {
    fn from(ratio: tiendo::Ratio) -> Self {
        Ratio { num: ratio.num, den: ratio.den }
    }
}

#[pymethods]
impl Ratio {
    #[new]
    fn new(num: u64, den: u64) -> Self {
        Ratio { num, den }
    }

    /// Numerator.
    #[getter]
    fn num(&self) -> u64 {
        self.num
    }

    /// Denominator; 0 where the rate is undefined.
    #[getter]
    fn den(&self) -> u64 {
        self.den
    }

    /// The value, 0 to 1; `None` where it is undefined.
    #[getter]
    fn value_ratio(&self) -> Option<f64> {
        self.core().value_ratio()
    }

    /// The value in percent with this many decimals (9 at most), rounded half up in integers; `None` where undefined.
    #[pyo3(signature = (decimals = 2))]
    fn percent_text(&self, decimals: u32) -> Option<String> {
        self.core().percent_text(decimals)
    }

    fn __repr__(&self) -> String {
        format!("Ratio({}, {})", self.num, self.den)
    }

    fn __getnewargs__(&self) -> (u64, u64) {
        (self.num, self.den)
    }
}

impl Ratio {
    fn core(&self) -> tiendo::Ratio {
        tiendo::Ratio { num: self.num, den: self.den }
    }
}

/// Counts and weighted completion over a set of rows or tasks, as a policy counts them.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> sums = evaluation.task_sums()
/// >>> sums.total == sum(sums.counts.values())
/// True
/// >>> sums.overdue, sums.done  # nobody publishes progress: silence is no verdict
/// (0, 0)
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Sums {
    sums: tiendo::Sums,
    policy: Arc<tiendo::Policy>,
}

impl Sums {
    pub(crate) fn new(sums: tiendo::Sums, policy: &Arc<tiendo::Policy>) -> Self {
        Sums { sums, policy: Arc::clone(policy) }
    }
}

fn by_status<'py>(py: Python<'py>, counts: &[u64]) -> PyResult<Bound<'py, PyDict>> {
    convert::counts(py, Status::ALL.iter().map(|s| (s.as_str(), counts[s.index()])))
}

impl Pickled for Sums {
    type State = (SumsState, tiendo::Policy);

    fn state(&self) -> Self::State {
        (state_of(&self.sums), (*self.policy).clone())
    }

    fn of_state(state: Self::State) -> Self {
        let (sums, policy) = state;
        Sums { sums: of_state(sums), policy: Arc::new(policy) }
    }
}

pickle_methods!(Sums);

#[pymethods]
impl Sums {
    /// How many in all.
    #[getter]
    fn total(&self) -> u64 {
        self.sums.total()
    }

    /// How many stand where, by status.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        by_status(py, &self.sums.counts)
    }

    /// How many of each status nobody reported on.
    #[getter]
    fn unreported<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        by_status(py, &self.sums.unreported)
    }

    /// How many are of this official class; over all classes this is `total`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> sums = evaluation.task_sums()
    /// >>> sums.of_class("no_data") == sums.overdue_unreported, sums.of_class("overdue")
    /// (True, 0)
    ///
    /// Raises:
    ///     InvalidValueError: for a word that is no official class.
    fn of_class(&self, official_class: &str) -> PyResult<u64> {
        let all = OfficialClass::ALL.iter().map(|c| c.as_str());
        convert::word("official_class", official_class, OfficialClass::parse, all)
            .map(|class| self.sums.of_class(class))
    }

    /// How many have this status.
    ///
    /// Raises:
    ///     InvalidValueError: for a word that is no status.
    fn count(&self, status: &str) -> PyResult<u64> {
        let all = Status::ALL.iter().map(|s| s.as_str());
        convert::word("status", status, Status::parse, all).map(|s| self.sums.count(s))
    }

    /// How many anybody reported on.
    #[getter]
    fn reported(&self) -> u64 {
        self.sums.reported()
    }

    /// How many are done, on time or late.
    #[getter]
    fn done(&self) -> u64 {
        self.sums.done()
    }

    /// Open and in term: not started, in progress, due soon, submitted in term.
    #[getter]
    fn in_term(&self) -> u64 {
        self.sums.in_term()
    }

    /// Of those open and in term, how many nobody reported on. What was submitted was reported.
    #[getter]
    fn in_term_unreported(&self) -> u64 {
        self.sums.in_term_unreported()
    }

    /// Overdue as the policy counts it; without a report, lateness is missing data and stays apart.
    #[getter]
    fn overdue(&self) -> u64 {
        self.sums.overdue(&self.policy)
    }

    /// Overdue with at least one report.
    #[getter]
    fn overdue_reported(&self) -> u64 {
        self.sums.overdue_reported()
    }

    /// Overdue without any report: missing data, not yet a verdict.
    #[getter]
    fn overdue_unreported(&self) -> u64 {
        self.sums.overdue_unreported()
    }

    /// Done or overdue: what has been put to the test.
    #[getter]
    fn fallen_due(&self) -> u64 {
        self.sums.fallen_due(&self.policy)
    }

    /// Regular tasks among the open-ended.
    #[getter]
    fn regular(&self) -> u64 {
        self.sums.regular
    }

    /// Submitted after the last day.
    #[getter]
    fn submitted_late(&self) -> u64 {
        self.sums.submitted_late
    }

    /// Late only because 'before' is read strictly.
    #[getter]
    fn late_only_if_strict(&self) -> u64 {
        self.sums.late_only_if_strict
    }

    /// Done late, excused by a confirmed objective cause.
    #[getter]
    fn excused_done(&self) -> u64 {
        self.sums.excused_done
    }

    /// Overdue, excused by a confirmed objective cause.
    #[getter]
    fn excused_overdue(&self) -> u64 {
        self.sums.excused_overdue
    }

    /// Overdue with an unresolved obstacle raised in term.
    #[getter]
    fn blocked_in_term(&self) -> u64 {
        self.sums.blocked_in_term
    }

    /// Overdue before it was handed over, still the predecessor's.
    #[getter]
    fn inherited(&self) -> u64 {
        self.sums.inherited
    }

    /// Σ weight · percent over what is neither cancelled nor suspended.
    #[getter]
    fn weighted_percent(&self) -> u64 {
        self.sums.weighted_percent
    }

    /// Σ weight over the same.
    #[getter]
    fn weight(&self) -> u64 {
        self.sums.weight
    }

    /// Occurrences of recurring tasks: elapsed, done on time, done late, missed, without any report.
    #[getter]
    fn occurrences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let sums = &self.sums;
        let all = [
            ("elapsed", sums.occurrences),
            ("done_on_time", sums.occurrences_done_on_time),
            ("done_late", sums.occurrences_done_late),
            ("missed", sums.occurrences_missed),
            ("unreported", sums.occurrences_unreported),
        ];
        convert::counts(py, all)
    }

    /// Weighted completion: Σ weight · percent ÷ (100 · Σ weight).
    #[getter]
    fn completion(&self) -> Ratio {
        self.sums.completion().into()
    }

    /// The policy's rate.
    #[getter]
    fn rate(&self) -> Ratio {
        self.sums.rate(&self.policy).into()
    }

    /// Any rate by its word, with the policy's treatment of silence and excuses.
    ///
    /// Raises:
    ///     InvalidValueError: for a word that is no rate.
    fn rate_of(&self, rate: &str) -> PyResult<Ratio> {
        let all = Rate::ALL.iter().map(|r| r.as_str());
        let rate = convert::word("rate", rate, Rate::parse, all)?;
        Ok(self.sums.rate_of(rate, &self.policy).into())
    }

    /// These and other sums, of other rows and under the same policy; the order does not matter.
    ///
    /// Raises:
    ///     InvalidValueError: for sums under another policy.
    fn __add__(&self, other: &Sums) -> PyResult<Sums> {
        if self.policy != other.policy {
            return Err(error::value("policy", &other.policy.name, self.policy.name.as_str()));
        }
        let mut sums = self.sums;
        sums.merge(&other.sums);
        Ok(Sums::new(sums, &self.policy))
    }

    fn __repr__(&self) -> String {
        let some = Status::ALL.iter().filter(|s| self.sums.count(**s) > 0);
        let counts: Vec<String> =
            some.map(|s| format!("{}={}", s.as_str(), self.sums.count(*s))).collect();
        let unreported = self.sums.overdue_unreported();
        let silent =
            if unreported > 0 { format!(" ({unreported} without data)") } else { String::new() };
        format!("<Sums total={} {}{silent}>", self.sums.total(), counts.join(" "))
    }
}

/// Counts by status, those of them that nobody reported on, and the other numbers in the order of their fields.
pub(crate) type SumsState = ([u64; STATUS_COUNT], [u64; STATUS_COUNT], [u64; 14]);

/// What sums hold, as pickle keeps it.
pub(crate) fn state_of(s: &tiendo::Sums) -> SumsState {
    let numbers = [
        s.regular,
        s.submitted_late,
        s.late_only_if_strict,
        s.excused_done,
        s.excused_overdue,
        s.blocked_in_term,
        s.inherited,
        s.weighted_percent,
        s.weight,
        s.occurrences,
        s.occurrences_done_on_time,
        s.occurrences_done_late,
        s.occurrences_missed,
        s.occurrences_unreported,
    ];
    (s.counts, s.unreported, numbers)
}

/// The sums that held this.
pub(crate) fn of_state((counts, unreported, n): SumsState) -> tiendo::Sums {
    tiendo::Sums {
        counts,
        unreported,
        regular: n[0],
        submitted_late: n[1],
        late_only_if_strict: n[2],
        excused_done: n[3],
        excused_overdue: n[4],
        blocked_in_term: n[5],
        inherited: n[6],
        weighted_percent: n[7],
        weight: n[8],
        occurrences: n[9],
        occurrences_done_on_time: n[10],
        occurrences_done_late: n[11],
        occurrences_missed: n[12],
        occurrences_unreported: n[13],
    }
}
