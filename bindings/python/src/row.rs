//! Rows of an evaluation.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDate;

use crate::evaluation::{Evaluation, Held};
use crate::period::Period;
use crate::shape::{Pickled, pickle_methods};
use crate::{convert, error, explain};

/// One row of an evaluation: a task, or a task as one of its addressees owes it.
///
/// Keeps its evaluation alive. Equality is position in equal evaluations.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> row = evaluation[0]
/// >>> row.is_reported, row.late_days is None  # silence is no verdict
/// (False, True)
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Row {
    pub(crate) evaluation: Arc<Held>,
    pub(crate) index: usize,
}

impl Row {
    pub(crate) fn new(evaluation: &Arc<Held>, index: usize) -> Self {
        Row { evaluation: Arc::clone(evaluation), index }
    }

    /// The core's row.
    fn row(&self) -> PyResult<tiendo::Row<'_>> {
        // A row is only made for a position that exists.
        self.evaluation.core.row(self.index).ok_or_else(|| error::not_found("row", ""))
    }
}

#[pymethods]
impl Row {
    /// Position in the evaluation.
    #[getter]
    fn index(&self) -> usize {
        self.index
    }

    /// Id of the row: the task's, or `task/agency` for a task addressed to each.
    #[getter]
    fn id(&self) -> PyResult<String> {
        Ok(self.row()?.id())
    }

    /// Id of the task.
    #[getter]
    fn task_id(&self) -> PyResult<&str> {
        Ok(self.row()?.task_id())
    }

    /// The task that is evaluated: the version visible at D and K.
    #[getter]
    fn task<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::record(py, "Task", &*self.row()?.task())
    }

    /// Title of the task in Vietnamese.
    #[getter]
    fn title(&self) -> PyResult<&str> {
        Ok(self.row()?.title())
    }

    /// Id of the agency it was addressed to; `None` where nobody was.
    #[getter]
    fn addressee_id(&self) -> PyResult<Option<&str>> {
        Ok(self.row()?.addressee_id())
    }

    /// Id of the agency it counts for: the addressee, or who followed it.
    #[getter]
    fn agency_id(&self) -> PyResult<Option<&str>> {
        Ok(self.row()?.agency_id())
    }

    /// Name of the agency it counts for, in Vietnamese (`vi`) or, where it has one, English (`en`); `None` where it counts for
    /// nobody.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> next(row.agency_name("en") for row in evaluation if row.agency_id == "BCA")
    /// 'Ministry of Public Security'
    #[pyo3(signature = (lang = "vi"))]
    fn agency_name(&self, lang: &str) -> PyResult<Option<&str>> {
        Ok(self.row()?.agency_name(convert::lang(lang)?))
    }

    /// Where it stands: `not_started`, `in_progress`, `due_soon`, `overdue`, `done_on_time`, `done_late`, `cancelled`,
    /// `open_ended`, `submitted` or `suspended`.
    #[getter]
    fn status(&self) -> PyResult<&'static str> {
        Ok(self.row()?.status().as_str())
    }

    /// The class under which official reports count it; the classes are disjoint and together are everything.
    ///
    /// `done_on_time`, `done_late`, `in_term`, `overdue`, `no_data`, `regular`, `open_ended`, `submitted_late`, `suspended` or
    /// `cancelled`. What is overdue without any report is `no_data`: a fact about the data, and no lateness.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> "overdue" in {row.official_class for row in evaluation}  # nobody publishes progress
    /// False
    #[getter]
    fn official_class(&self) -> PyResult<&'static str> {
        Ok(self.row()?.class().as_str())
    }

    /// The class of information of its task: the most guarded one that any of its versions bears, seen or not.
    #[getter]
    fn classification(&self) -> PyResult<String> {
        Ok(self.row()?.classification().as_str().to_owned())
    }

    /// The reports of obstacles that are not resolved, the oldest first.
    #[getter]
    fn obstacles<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Report", &self.row()?.obstacles())
    }

    /// Where it stands, in words (`vi` or `en`); overdue without a report is worded as missing data.
    #[pyo3(signature = (lang = "vi"))]
    fn words(&self, lang: &str) -> PyResult<&'static str> {
        Ok(self.row()?.words(convert::lang(lang)?))
    }

    /// Work done, 0 to 100.
    #[getter]
    fn percent(&self) -> PyResult<u8> {
        Ok(self.row()?.percent())
    }

    /// Weight in sums.
    #[getter]
    fn weight(&self) -> PyResult<u8> {
        Ok(self.row()?.weight())
    }

    /// The last day that judges it; `None` for what has no fixed term.
    #[getter]
    fn deadline<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.row()?.deadline().map(|day| convert::day(py, day)).transpose()
    }

    /// The last day as first set, before any extension or redefinition.
    #[getter]
    fn original_deadline<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.row()?.original_deadline().map(|day| convert::day(py, day)).transpose()
    }

    /// The day on which it was done or cancelled.
    #[getter]
    fn closed_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.row()?.closed_on().map(|day| convert::day(py, day)).transpose()
    }

    /// The day on which a completion that waits for acceptance was submitted.
    #[getter]
    fn submitted_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.row()?.submitted_on().map(|day| convert::day(py, day)).transpose()
    }

    /// Calendar days past the last day: to D while open, to the closing day once done. 0 in term.
    ///
    /// `None` where nobody reported: lateness is then not known.
    #[getter]
    fn late_days(&self) -> PyResult<Option<u32>> {
        Ok(self.row()?.late_days())
    }

    /// How many versions of the definition of its task are visible at D and K: one, and one for each amendment.
    #[getter]
    fn version_count(&self) -> PyResult<u32> {
        Ok(self.row()?.version_count())
    }

    /// Number of visible extensions.
    #[getter]
    fn extension_count(&self) -> PyResult<u32> {
        Ok(self.row()?.extension_count())
    }

    /// Whether anything was reported that counts.
    #[getter]
    fn is_reported(&self) -> PyResult<bool> {
        Ok(self.row()?.is_reported())
    }

    /// Late only because 'before' is read strictly.
    #[getter]
    fn is_late_only_if_strict(&self) -> PyResult<bool> {
        Ok(self.row()?.is_late_only_if_strict())
    }

    /// Overdue from before it was handed over, and still counted for the predecessor.
    #[getter]
    fn is_inherited(&self) -> PyResult<bool> {
        Ok(self.row()?.is_inherited())
    }

    /// Late with a confirmed objective cause, under a policy that excuses it.
    #[getter]
    fn is_excused(&self) -> PyResult<bool> {
        Ok(self.row()?.is_excused())
    }

    /// A regular task (thường xuyên).
    #[getter]
    fn is_regular(&self) -> PyResult<bool> {
        Ok(self.row()?.is_regular())
    }

    /// Submitted after its last day.
    #[getter]
    fn is_submitted_late(&self) -> PyResult<bool> {
        Ok(self.row()?.is_submitted_late())
    }

    /// Overdue with an obstacle that was raised in term and is not resolved.
    #[getter]
    fn is_blocked_in_term(&self) -> PyResult<bool> {
        Ok(self.row()?.is_blocked_in_term())
    }

    /// Agencies that unresolved obstacles wait for, in id order.
    #[getter]
    fn blocked_by(&self) -> PyResult<Vec<&str>> {
        Ok(self.row()?.blocked_by())
    }

    /// Calendar days since the oldest unresolved obstacle was raised; `None` where nothing blocks.
    #[getter]
    fn blocked_days(&self) -> PyResult<Option<u32>> {
        Ok(self.row()?.blocked_days())
    }

    /// How often it was urged (đôn đốc).
    #[getter]
    fn urged_count(&self) -> PyResult<u32> {
        Ok(self.row()?.urged_count())
    }

    /// Visible reports that do not count; `explain` says which and why.
    #[getter]
    fn set_aside_count(&self) -> PyResult<u32> {
        Ok(self.row()?.set_aside_count())
    }

    /// For a recurring task: the judged occurrence, and how all of them went; else `None`.
    #[getter]
    fn occurrences(&self) -> PyResult<Option<OccurrenceCounts>> {
        Ok(self.row()?.occurrences().map(OccurrenceCounts))
    }

    /// Why it stands where it does: the facts that decided, in order.
    fn explain(&self) -> PyResult<explain::Explanation> {
        let id = self.row()?.id();
        self.evaluation.core.explain(&id).map(explain::Explanation).map_err(error::core)
    }

    fn __eq__(&self, other: &Row) -> bool {
        self.index == other.index && self.evaluation.same_as(&other.evaluation)
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of((self.index, self.evaluation.core.as_of().day, self.evaluation.core.len()))
    }

    fn __repr__(&self) -> PyResult<String> {
        let row = self.row()?;
        let deadline = row.deadline().map_or_else(String::new, |d| format!(", last day {d}"));
        let words = row.words(tiendo::Lang::En);
        Ok(format!("<Row {}: {words}, {} %{deadline}>", row.id(), row.percent()))
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (Evaluation, usize))> {
        let item = py.import("operator")?.getattr("getitem")?;
        Ok((item, (Evaluation(Arc::clone(&self.evaluation)), self.index)))
    }
}

/// How the occurrences of a recurring task went up to D.
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct OccurrenceCounts(tiendo::OccurrenceCounts);

impl Pickled for OccurrenceCounts {
    type State = (tiendo::Period, [u32; 5]);

    fn state(&self) -> Self::State {
        let c = &self.0;
        let done = [c.done_on_time_count, c.done_late_count];
        (c.judged, [c.elapsed_count, done[0], done[1], c.missed_count, c.unreported_count])
    }

    fn of_state(state: Self::State) -> Self {
        let (
            judged,
            [elapsed_count, done_on_time_count, done_late_count, missed_count, unreported_count],
        ) = state;
        OccurrenceCounts(tiendo::OccurrenceCounts {
            judged,
            elapsed_count,
            done_on_time_count,
            done_late_count,
            missed_count,
            unreported_count,
        })
    }
}

pickle_methods!(OccurrenceCounts);

#[pymethods]
impl OccurrenceCounts {
    /// The occurrence that judges.
    #[getter]
    fn judged(&self) -> Period {
        Period(self.0.judged)
    }

    /// Occurrences whose last day has passed.
    #[getter]
    fn elapsed_count(&self) -> u32 {
        self.0.elapsed_count
    }

    /// Served on time.
    #[getter]
    fn done_on_time_count(&self) -> u32 {
        self.0.done_on_time_count
    }

    /// Served late, and cured.
    #[getter]
    fn done_late_count(&self) -> u32 {
        self.0.done_late_count
    }

    /// Elapsed and not served.
    #[getter]
    fn missed_count(&self) -> u32 {
        self.0.missed_count
    }

    /// Elapsed where nobody reported at all: missing data, not missed.
    #[getter]
    fn unreported_count(&self) -> u32 {
        self.0.unreported_count
    }

    fn __repr__(&self) -> String {
        let c = &self.0;
        format!(
            "<OccurrenceCounts {}: {} elapsed, {} on time, {} late, {} missed>",
            c.judged.code(),
            c.elapsed_count,
            c.done_on_time_count,
            c.done_late_count,
            c.missed_count
        )
    }
}
