//! Calendars.

use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};
use tiendo::{CalendarEntry, Weekday};

use crate::shape::{Pickled, pickle_methods};
use crate::{convert, error};

/// How a calendar was made, so that it can be made again in another process.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    /// First and last day of plain weekdays; absent for the calendar of Viet Nam.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weekdays: Option<(NaiveDate, NaiveDate)>,
    /// The calendar itself, where it came as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    whole: Option<tiendo::Calendar>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Days(Vec<CalendarEntry>, String),
    DecreedUntil(NaiveDate, String),
}

/// Which days are worked: Monday to Friday and a list of special days, each with its source.
///
/// Without arguments the public calendar of Viet Nam, 2020 to 2050: the decreed years as facts, later ones by the statute and
/// provisional. Outside its range every question is an error, never a guess.
///
/// >>> import datetime
/// >>> from tiendo import Calendar
/// >>> calendar = Calendar()
/// >>> calendar.version
/// 'vn-2026.1'
/// >>> calendar.is_working_day(datetime.date(2025, 5, 2)), calendar.is_working_day(datetime.date(2025, 4, 26))
/// (False, True)
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Calendar {
    calendar: Arc<tiendo::Calendar>,
    recipe: Recipe,
}

impl Calendar {
    /// The calendar of Viet Nam.
    pub(crate) fn viet_nam() -> Self {
        Calendar {
            calendar: Arc::new(tiendo::Calendar::viet_nam().clone()),
            recipe: Recipe::default(),
        }
    }

    /// A calendar that came as a whole, such as a ledger's.
    pub(crate) fn of_core(calendar: &tiendo::Calendar) -> Self {
        if calendar == tiendo::Calendar::viet_nam() {
            return Calendar::viet_nam();
        }
        let recipe = Recipe { whole: Some(calendar.clone()), ..Recipe::default() };
        Calendar { calendar: Arc::new(calendar.clone()), recipe }
    }

    pub(crate) fn core(&self) -> &tiendo::Calendar {
        &self.calendar
    }

    /// The calendar of a recipe, or Viet Nam's.
    pub(crate) fn of_recipe(recipe: &str) -> PyResult<Self> {
        let recipe: Recipe =
            serde_json::from_str(recipe).map_err(|e| error::record("calendar", e))?;
        let mut calendar = match (&recipe.whole, recipe.weekdays) {
            (Some(whole), _) => whole.clone(),
            (None, Some((first, last))) => {
                tiendo::Calendar::weekdays(first, last).map_err(error::core)?
            }
            (None, None) => tiendo::Calendar::viet_nam().clone(),
        };
        for step in &recipe.steps {
            calendar = match step {
                Step::Days(days, suffix) => calendar.with_days(days.iter().cloned(), suffix),
                Step::DecreedUntil(until, suffix) => calendar.with_decreed_until(*until, suffix),
            }
            .map_err(error::core)?;
        }
        Ok(Calendar { calendar: Arc::new(calendar), recipe })
    }

    pub(crate) fn recipe_text(&self) -> PyResult<String> {
        convert::json_text(&self.recipe)
    }

    /// Another handle of the same calendar.
    pub(crate) fn share(&self) -> Self {
        Calendar { calendar: Arc::clone(&self.calendar), recipe: self.recipe.clone() }
    }

    fn changed(&self, calendar: tiendo::Calendar, step: Step) -> Self {
        let mut recipe = self.recipe.clone();
        recipe.steps.push(step);
        Calendar { calendar: Arc::new(calendar), recipe }
    }
}

#[pymethods]
impl Calendar {
    #[new]
    fn new() -> Self {
        Calendar::viet_nam()
    }

    /// Monday to Friday from `first` to `last`, both included, without any special day.
    ///
    /// Raises:
    ///     InvalidValueError: when `last` is before `first`, or one of them outside 1900 to 2199.
    ///
    /// >>> import datetime, tiendo
    /// >>> tiendo.Calendar.weekdays(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)).version
    /// 'weekdays'
    #[staticmethod]
    fn weekdays(first: NaiveDate, last: NaiveDate) -> PyResult<Self> {
        let calendar = tiendo::Calendar::weekdays(first, last).map_err(error::core)?;
        let recipe = Recipe { weekdays: Some((first, last)), ..Recipe::default() };
        Ok(Calendar { calendar: Arc::new(calendar), recipe })
    }

    /// This calendar with days added and replaced, under a version of its own.
    ///
    /// `days` are `CalendarEntry` objects or dictionaries; an empty suffix stands for their number.
    ///
    /// Raises:
    ///     OutsideCalendarError: for a day outside the range.
    ///     InvalidValueError: for two entries of one day, an entry without name or source, or a bad suffix.
    ///     InvalidRecordError: for an entry with unknown or missing fields.
    ///
    /// >>> import datetime, tiendo
    /// >>> off = tiendo.CalendarEntry(day=datetime.date(2027, 2, 11), working=False, name="Nghỉ thêm", source="example")
    /// >>> tiendo.Calendar().with_days([off]).version
    /// 'vn-2026.1+1'
    #[pyo3(signature = (days, suffix = ""))]
    fn with_days(&self, days: Vec<Bound<'_, PyAny>>, suffix: &str) -> PyResult<Self> {
        let days: Vec<CalendarEntry> =
            days.iter().map(|d| convert::value_of("calendar entry", d)).collect::<PyResult<_>>()?;
        let calendar =
            self.calendar.with_days(days.iter().cloned(), suffix).map_err(error::core)?;
        Ok(self.changed(calendar, Step::Days(days, suffix.to_owned())))
    }

    /// This calendar with every day up to `until` decided: the year's decisions are out and entered.
    ///
    /// Raises:
    ///     OutsideCalendarError: when `until` is outside the range.
    ///     InvalidValueError: for a bad suffix.
    #[pyo3(signature = (until, suffix = ""))]
    fn with_decreed_until(&self, until: NaiveDate, suffix: &str) -> PyResult<Self> {
        let calendar = self.calendar.with_decreed_until(until, suffix).map_err(error::core)?;
        Ok(self.changed(calendar, Step::DecreedUntil(until, suffix.to_owned())))
    }

    /// The version of the data, which travels with every result that used it.
    #[getter]
    fn version(&self) -> &str {
        self.calendar.version()
    }

    /// First day covered.
    #[getter]
    fn first(&self) -> NaiveDate {
        self.calendar.first()
    }

    /// Last day covered.
    #[getter]
    fn last(&self) -> NaiveDate {
        self.calendar.last()
    }

    /// Last day whose year is decided; later ones are provisional.
    #[getter]
    fn decreed_until(&self) -> NaiveDate {
        self.calendar.decreed_until()
    }

    /// Whether a day is worked.
    ///
    /// Raises:
    ///     OutsideCalendarError: outside the range.
    fn is_working_day(&self, day: NaiveDate) -> PyResult<bool> {
        self.calendar.is_working_day(day).map_err(error::core)
    }

    /// Whether what the calendar says of a day may still be changed by a decision.
    ///
    /// Raises:
    ///     OutsideCalendarError: outside the range.
    fn is_provisional(&self, day: NaiveDate) -> PyResult<bool> {
        self.calendar.is_provisional(day).map_err(error::core)
    }

    /// Whether any day from `first` to `last`, both included, is provisional.
    ///
    /// Raises:
    ///     OutsideCalendarError: when one of them is outside the range.
    fn is_provisional_between(&self, first: NaiveDate, last: NaiveDate) -> PyResult<bool> {
        self.calendar.is_provisional_between(first, last).map_err(error::core)
    }

    /// What the calendar knows of a day.
    ///
    /// Raises:
    ///     OutsideCalendarError: outside the range.
    fn day(&self, day: NaiveDate) -> PyResult<CalendarDay> {
        self.calendar.day(day).map(CalendarDay::of).map_err(error::core)
    }

    /// The special days from `first` to `last`, both included, in order.
    ///
    /// >>> import datetime, tiendo
    /// >>> days = tiendo.Calendar().special_days(datetime.date(2025, 4, 20), datetime.date(2025, 5, 10))
    /// >>> [day.day.day for day in days]
    /// [26, 30, 1, 2]
    fn special_days(&self, first: NaiveDate, last: NaiveDate) -> PyResult<Vec<CalendarDay>> {
        let days = self.calendar.special_days(first, last);
        days.map(|entry| self.day(entry.day)).collect()
    }

    /// The `count`-th working day after a day; the day itself for 0.
    ///
    /// Raises:
    ///     OutsideCalendarError: when it leaves the range.
    fn add_working_days(&self, day: NaiveDate, count: u32) -> PyResult<NaiveDate> {
        self.calendar.add_working_days(day, count).map_err(error::core)
    }

    /// The `count`-th working day before a day; the day itself for 0.
    ///
    /// Raises:
    ///     OutsideCalendarError: when it leaves the range.
    fn subtract_working_days(&self, day: NaiveDate, count: u32) -> PyResult<NaiveDate> {
        self.calendar.subtract_working_days(day, count).map_err(error::core)
    }

    /// The day itself where it is worked, else the next working day.
    ///
    /// Raises:
    ///     OutsideCalendarError: when it leaves the range.
    fn next_working_day(&self, day: NaiveDate) -> PyResult<NaiveDate> {
        self.calendar.next_working_day(day).map_err(error::core)
    }

    /// The day itself where it is worked, else the last working day before it.
    ///
    /// Raises:
    ///     OutsideCalendarError: when it leaves the range.
    fn previous_working_day(&self, day: NaiveDate) -> PyResult<NaiveDate> {
        self.calendar.previous_working_day(day).map_err(error::core)
    }

    /// Working days from `first` up to but without `last`; negative when `last` is before `first`.
    ///
    /// Raises:
    ///     OutsideCalendarError: when one of them is outside the range.
    fn working_days_between(&self, first: NaiveDate, last: NaiveDate) -> PyResult<i64> {
        self.calendar.working_days_between(first, last).map_err(error::core)
    }

    fn __eq__(&self, other: &Calendar) -> bool {
        self.calendar == other.calendar
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of(self.calendar.version())
    }

    fn __repr__(&self) -> String {
        let calendar = &self.calendar;
        format!("<Calendar {}, {} to {}>", calendar.version(), calendar.first(), calendar.last())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        convert::reduced::<Calendar>(py, "_restore", self.recipe_text()?)
    }

    /// The calendar that `__reduce__` wrote.
    #[staticmethod]
    fn _restore(recipe: &str) -> PyResult<Self> {
        Calendar::of_recipe(recipe)
    }
}

/// What a calendar says of one day; the texts are empty for an ordinary day.
///
/// >>> import datetime, tiendo
/// >>> day = tiendo.Calendar().day(datetime.date(2025, 9, 1))
/// >>> day.weekday, day.is_working, day.name_en
/// ('monday', False, 'National Day')
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct CalendarDay {
    day: NaiveDate,
    weekday: Weekday,
    working: bool,
    provisional: bool,
    name: String,
    name_en: String,
    source: String,
}

impl CalendarDay {
    fn of(day: tiendo::CalendarDay<'_>) -> Self {
        CalendarDay {
            day: day.day,
            weekday: day.weekday,
            working: day.working,
            provisional: day.provisional,
            name: day.name.to_owned(),
            name_en: day.name_en.to_owned(),
            source: day.source.to_owned(),
        }
    }
}

impl Pickled for CalendarDay {
    type State = (NaiveDate, Weekday, [bool; 2], [String; 3]);

    fn state(&self) -> Self::State {
        let texts = [&self.name, &self.name_en, &self.source].map(Clone::clone);
        (self.day, self.weekday, [self.working, self.provisional], texts)
    }

    fn of_state(state: Self::State) -> Self {
        let (day, weekday, [working, provisional], [name, name_en, source]) = state;
        CalendarDay { day, weekday, working, provisional, name, name_en, source }
    }
}

pickle_methods!(CalendarDay);

#[pymethods]
impl CalendarDay {
    /// The day.
    #[getter]
    fn day(&self) -> NaiveDate {
        self.day
    }

    /// Its day of the week, as a word.
    #[getter]
    fn weekday(&self) -> &'static str {
        self.weekday.as_str()
    }

    /// Whether it is worked.
    #[getter]
    fn is_working(&self) -> bool {
        self.working
    }

    /// Whether a decision may still change it.
    #[getter]
    fn is_provisional(&self) -> bool {
        self.provisional
    }

    /// Vietnamese name of a special day.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// English name of a special day.
    #[getter]
    fn name_en(&self) -> &str {
        &self.name_en
    }

    /// Number and article of the document that says so.
    #[getter]
    fn source(&self) -> &str {
        &self.source
    }

    fn __repr__(&self) -> String {
        let worked = if self.working { "worked" } else { "off" };
        format!("<CalendarDay {} {worked} {}>", self.day, self.name_en)
    }
}
