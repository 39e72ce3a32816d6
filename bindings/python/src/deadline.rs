//! Deadlines.

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::PyType;
use tiendo::BeforeReading;

use crate::calendar::Calendar;
use crate::finding::Findings;
use crate::shape::{Pickled, pickle_methods};
use crate::{convert, error};

/// A deadline: the official wording and what it means.
///
/// Made by `parse`, `by`, `before`, `ongoing`, `unspecified`, `wording` or `from_dict`.
///
/// >>> import datetime
/// >>> from tiendo import Deadline
/// >>> Deadline.parse("trước ngày 15/8/2025").last_day
/// datetime.date(2025, 8, 14)
/// >>> Deadline.by(datetime.date(2025, 12, 31))
/// Deadline.from_dict({"text":"đến ngày 31/12/2025","form":"by","day":"2025-12-31"})
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Deadline(pub(crate) tiendo::Deadline);

fn before_word(before: &str) -> PyResult<BeforeReading> {
    let all = BeforeReading::ALL.iter().map(|b| b.as_str());
    convert::word("before", before, BeforeReading::parse, all)
}

#[pymethods]
impl Deadline {
    /// Reads an official wording; `on` is the day of the document, which dates what the wording leaves open.
    ///
    /// Total: any text gives a reading. What is not understood has the form `unread` and a finding.
    ///
    /// >>> import datetime, tiendo
    /// >>> tiendo.Deadline.parse("TRUOC NGAY 15/12", on=datetime.date(2025, 11, 20)).last_day
    /// datetime.date(2025, 12, 14)
    /// >>> tiendo.Deadline.parse("31/02/2025").form
    /// 'unread'
    #[classmethod]
    #[pyo3(signature = (text, on = None))]
    fn parse(_class: &Bound<'_, PyType>, text: &str, on: Option<NaiveDate>) -> Reading {
        Reading(tiendo::Deadline::read(text, on))
    }

    /// Up to that day, worded `đến ngày …`.
    #[classmethod]
    fn by(_class: &Bound<'_, PyType>, day: NaiveDate) -> Self {
        Deadline(tiendo::Deadline::by(day))
    }

    /// Before that day, worded `trước ngày …`.
    #[classmethod]
    fn before(_class: &Bound<'_, PyType>, day: NaiveDate) -> Self {
        Deadline(tiendo::Deadline::before(day))
    }

    /// A regular task, worded `thường xuyên`.
    #[classmethod]
    fn ongoing(_class: &Bound<'_, PyType>) -> Self {
        Deadline(tiendo::Deadline::ongoing())
    }

    /// No term, without wording.
    #[classmethod]
    fn unspecified(_class: &Bound<'_, PyType>) -> Self {
        Deadline(tiendo::Deadline::unspecified())
    }

    /// A wording that is kept and read with the day of its document, when a registry is built.
    ///
    /// Raises:
    ///     InvalidTextError: when it holds a NUL.
    #[classmethod]
    fn wording(_class: &Bound<'_, PyType>, text: &str) -> PyResult<Self> {
        tiendo::Deadline::wording(text).map(Deadline).map_err(error::core)
    }

    /// The deadline of a dictionary, as `to_dict` and JSON records write it.
    ///
    /// Raises:
    ///     InvalidRecordError: for a form or field that does not exist, or a day outside 1900 to 2199.
    ///
    /// >>> import tiendo
    /// >>> tiendo.Deadline.from_dict({"text": "quý IV/2025", "form": "period", "period": "2025-Q4"}).last_day()
    /// datetime.date(2025, 12, 31)
    #[classmethod]
    fn from_dict(_class: &Bound<'_, PyType>, fields: &Bound<'_, PyAny>) -> PyResult<Self> {
        convert::value_of("deadline", fields).map(Deadline)
    }

    /// The flat JSON form as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.0)
    }

    /// The wording as it stands in the document.
    #[getter]
    fn text(&self) -> &str {
        self.0.text.as_str()
    }

    /// What it means, as a word: `by`, `before`, `period` …
    #[getter]
    fn form(&self) -> &'static str {
        self.0.form.word()
    }

    /// What kind of deadline it is: `dated`, `recurring`, `regular`, `start`, `event`, `unspecified` or `unread`.
    #[getter]
    fn deadline_class(&self) -> &'static str {
        self.0.class().as_str()
    }

    /// The last day that somebody set by hand; it wins over the form.
    #[getter]
    fn stated_last_day(&self) -> Option<NaiveDate> {
        self.0.stated_last_day
    }

    /// The same deadline with a last day set by hand.
    fn with_last_day(&self, day: NaiveDate) -> Self {
        Deadline(self.0.clone().with_last_day(day))
    }

    /// Last day on which the work is on time; `None` where the form fixes none.
    ///
    /// `before` reads 'before' strictly (up to the day before) or leniently. Only a term in working days needs the
    /// calendar, which is Viet Nam's unless another is given. `on_working_day` moves the end of a term from a day off to
    /// the next working day.
    ///
    /// Raises:
    ///     OutsideCalendarError: when a term in working days leaves the calendar's data.
    ///
    /// >>> import datetime, tiendo
    /// >>> deadline = tiendo.Deadline.before(datetime.date(2025, 7, 1))
    /// >>> deadline.last_day(), deadline.last_day(before="lenient")
    /// (datetime.date(2025, 6, 30), datetime.date(2025, 7, 1))
    #[pyo3(signature = (*, before = "strict", calendar = None, on_working_day = false))]
    fn last_day(
        &self,
        before: &str,
        calendar: Option<&Bound<'_, Calendar>>,
        on_working_day: bool,
    ) -> PyResult<Option<NaiveDate>> {
        let before = before_word(before)?;
        let calendar = match calendar {
            Some(calendar) => calendar.get().core(),
            None => tiendo::Calendar::viet_nam(),
        };
        let last = if on_working_day {
            self.0.last_day_on_working_day(before, calendar)
        } else {
            self.0.last_day(before, calendar)
        };
        last.map_err(error::core)
    }

    fn __str__(&self) -> &str {
        self.0.text.as_str()
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("Deadline.from_dict({})", convert::json_text(&self.0)?))
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of((self.0.text.as_str(), self.0.form.word(), self.0.stated_last_day))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        convert::reduced::<Deadline>(py, "from_dict", convert::json_text(&self.0)?)
    }
}

/// What reading a wording gave.
///
/// >>> import datetime, tiendo
/// >>> reading = tiendo.Deadline.parse("trước ngày 15/8", on=datetime.date(2025, 6, 19))
/// >>> reading.form, reading.last_day, len(reading.findings)
/// ('before', datetime.date(2025, 8, 14), 0)
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Reading(tiendo::Reading);

impl Pickled for Reading {
    type State = (tiendo::Deadline, tiendo::Firmness, Vec<tiendo::Finding>);

    fn state(&self) -> Self::State {
        (self.0.deadline.clone(), self.0.firmness, self.0.findings.clone())
    }

    fn of_state(state: Self::State) -> Self {
        let (deadline, firmness, findings) = state;
        Reading(tiendo::Reading { deadline, findings, firmness })
    }
}

pickle_methods!(Reading);

#[pymethods]
impl Reading {
    /// The wording and its meaning.
    #[getter]
    fn deadline(&self) -> Deadline {
        Deadline(self.0.deadline.clone())
    }

    /// The wording.
    #[getter]
    fn text(&self) -> &str {
        self.0.deadline.text.as_str()
    }

    /// What it means, as a word.
    #[getter]
    fn form(&self) -> &'static str {
        self.0.deadline.form.word()
    }

    /// The strict last day on the calendar of Viet Nam; `None` where there is none or the calendar does not reach it.
    #[getter]
    fn last_day(&self) -> Option<NaiveDate> {
        self.0.last_day()
    }

    /// Set (`firm`), or only foreseen (`indicative`): then it is never overdue.
    #[getter]
    fn firmness(&self) -> &'static str {
        self.0.firmness.as_str()
    }

    /// What was assumed, what has another reading, what was not understood.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::new(self.0.findings.clone())
    }

    /// As the JSON reply has it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let last = self.0.last_day().map_or_else(|| "no day".to_owned(), |d| d.to_string());
        let text = convert::quoted(py, self.0.deadline.text.as_str())?;
        Ok(format!("<Reading {text}: {}, {last}, {} findings>", self.form(), self.0.findings.len()))
    }
}
