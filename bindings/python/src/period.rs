//! Periods.

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::PyType;
use tiendo::PeriodKind;

use crate::{convert, error};

/// A period of the calendar: a day, ISO week, month, quarter, half-year or year.
///
/// Written by its code: `2025-11-03`, `2026-T40`, `2025-11`, `2025-Q4`, `2025-H2`, `2025`. Lies within 1900 to 2199; ordered
/// by the first day, then from short to long.
///
/// Raises:
///     InvalidValueError: for any other text, or a period that does not exist.
///
/// >>> from tiendo import Period
/// >>> quarter = Period("2025-Q4")
/// >>> quarter.first, quarter.last
/// (datetime.date(2025, 10, 1), datetime.date(2025, 12, 31))
/// >>> quarter.next()
/// Period('2026-Q1')
/// >>> Period("2025-Q5")
/// Traceback (most recent call last):
///     ...
/// tiendo.exceptions.InvalidValueError: period must be a code such as 2025-11-03, ..., not '2025-Q5'
#[pyclass(frozen, eq, ord, hash, module = "tiendo")]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Period(pub(crate) tiendo::Period);

#[pymethods]
impl Period {
    #[new]
    fn new(code: &str) -> PyResult<Self> {
        tiendo::Period::parse(code).map(Period).map_err(error::core)
    }

    /// The period of a kind that a day lies in; `None` where it reaches outside 1900 to 2199.
    ///
    /// `kind` is `day`, `week`, `month`, `quarter`, `half_year` or `year`.
    ///
    /// >>> import datetime, tiendo
    /// >>> tiendo.Period.containing("week", datetime.date(2026, 10, 1))
    /// Period('2026-T40')
    #[classmethod]
    fn containing(
        _class: &Bound<'_, PyType>,
        kind: &str,
        day: NaiveDate,
    ) -> PyResult<Option<Self>> {
        let all = PeriodKind::ALL.iter().map(|k| k.as_str());
        let kind = convert::word("kind", kind, PeriodKind::parse, all)?;
        Ok(tiendo::Period::containing(kind, day).map(Period))
    }

    /// The code.
    #[getter]
    fn code(&self) -> String {
        self.0.code()
    }

    /// How long it is, as a word.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    /// Its first day.
    #[getter]
    fn first(&self) -> NaiveDate {
        self.0.first()
    }

    /// Its last day.
    #[getter]
    fn last(&self) -> NaiveDate {
        self.0.last()
    }

    /// The period of the same kind that follows; `None` after 2199.
    fn next(&self) -> Option<Self> {
        self.0.next().map(Period)
    }

    /// The period of the same kind before it; `None` before 1900.
    fn previous(&self) -> Option<Self> {
        self.0.previous().map(Period)
    }

    fn __contains__(&self, day: NaiveDate) -> bool {
        (self.0.first()..=self.0.last()).contains(&day)
    }

    fn __str__(&self) -> String {
        self.0.code()
    }

    fn __repr__(&self) -> String {
        format!("Period('{}')", self.0.code())
    }

    fn __getnewargs__(&self) -> (String,) {
        (self.0.code(),)
    }
}
