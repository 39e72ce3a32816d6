//! Histories: the sums of every day of a range.

use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::prelude::*;
use tiendo::{HistoryAxis, HistoryOptions, HistorySeries};

use crate::policy::{self, Policy};
use crate::registry::{Registry, Source};
use crate::scope::Scope;
use crate::shape::{Tabular, table_methods};
use crate::sums::Sums;
use crate::{arrow, convert, error, threads, watch};

/// The sums of every day of a range along an axis: each as an evaluation of that day has them, with what was known by its end.
///
/// D and K are both that day. Also a table for any reader of Arrow, with a row for each day and key that has anything in
/// force: `history.to_pandas().plot(x="day", y="count_overdue")`.
///
/// >>> import datetime, tiendo
/// >>> registry = tiendo.plan02.registry()
/// >>> history = registry.history(datetime.date(2025, 6, 1), datetime.date(2025, 7, 31))
/// >>> history.own(datetime.date(2025, 7, 31)).total == registry.evaluate(datetime.date(2025, 7, 31)).task_sums().total
/// True
/// >>> registry.history(datetime.date(2025, 7, 31), datetime.date(2025, 6, 1))
/// Traceback (most recent call last):
///     ...
/// tiendo.exceptions.InvalidValueError: to must be 2025-07-31 or later, not '2025-06-01'
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct History {
    days: Arc<tiendo::History>,
    axis: HistoryAxis,
    source: Arc<Source>,
    policy: Arc<tiendo::Policy>,
}

#[pymethods]
impl Registry {
    /// The sums of every day from `first` to `last`, with D and K both that day.
    ///
    /// `by` is `whole`, `agency`, `phase` or `group`; `policy` is a name, a `Policy` or a dictionary. Made in one pass over
    /// the tasks, of which each is judged only on the days on which something of it may change. Ctrl-C stops it, and
    /// `progress` hears of it, as of `evaluate`.
    ///
    /// Raises:
    ///     InvalidDateError: for a day outside 1900 to 2199.
    ///     InvalidValueError: for a word that `by` does not know, a last day before the first, or more days than can be held.
    ///     NotFoundError: for a policy that does not exist.
    #[pyo3(signature = (first, last, *, by = "whole", policy = None, progress = None))]
    fn history(
        &self,
        py: Python<'_>,
        first: NaiveDate,
        last: NaiveDate,
        by: &str,
        policy: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<History> {
        let all = HistoryAxis::ALL.iter().map(|a| a.as_str());
        let axis = convert::word("by", by, HistoryAxis::parse, all)?;
        let policy = policy::argument(policy)?;
        let options = HistoryOptions::along(axis, first, last);
        let registry = &self.0.registry;
        let size = registry.task_count() + registry.report_count();
        let history = watch::watched(py, size, progress, |watch| {
            let history = threads::on(registry, |threads| {
                registry.history_on(&options, &policy, threads, watch)
            });
            history.map_err(error::core)
        })?;
        let (days, policy) = (Arc::new(history), Arc::new(policy));
        Ok(History { days, axis, source: Arc::clone(&self.0), policy })
    }
}

impl History {
    /// The history itself, and the axis that it was made along.
    pub(crate) fn parts(&self) -> (&tiendo::History, HistoryAxis) {
        (&self.days, self.axis)
    }

    fn series(&self) -> PyResult<&HistorySeries> {
        // It was made along this axis.
        self.days.along(self.axis).ok_or_else(|| error::not_found("axis", self.axis.as_str()))
    }

    /// The sums of a key on a day; without a key those of the whole.
    fn sums(
        &self,
        day: NaiveDate,
        key: Option<&str>,
        of: impl Fn(&HistorySeries, usize) -> Option<tiendo::Sums>,
    ) -> PyResult<Sums> {
        let series = self.series()?;
        let key = key.unwrap_or_default();
        let place = series.keys().iter().position(|k| k.key == key);
        let place = place.ok_or_else(|| error::not_found("key", key))?;
        let sums = of(series, place).ok_or_else(|| error::not_found("day", &day.to_string()))?;
        Ok(Sums::new(sums, &self.policy))
    }
}

impl Tabular for History {
    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        arrow::built(py.detach(|| tiendo_formats::arrow::history_batch(&self.days, self.axis)))
    }
}

table_methods!(History);

#[pymethods]
impl History {
    /// The first day.
    #[getter]
    fn first(&self) -> NaiveDate {
        self.days.from()
    }

    /// The last day.
    #[getter]
    fn last(&self) -> NaiveDate {
        self.days.to()
    }

    /// Along what: `whole`, `agency`, `phase` or `group`.
    #[getter]
    fn axis(&self) -> &'static str {
        self.axis.as_str()
    }

    /// The rules of counting.
    #[getter]
    fn policy(&self) -> Policy {
        Policy((*self.policy).clone())
    }

    /// The keys: agencies that have anything in force on any day, in id order; all phases or groups; one empty text for the
    /// whole.
    fn keys(&self) -> PyResult<Vec<&str>> {
        Ok(self.series()?.keys().iter().map(|key| key.key.as_str()).collect())
    }

    /// The name of a key in Vietnamese (`vi`) or, where it has one, English (`en`), as on the last day; `None` for an unknown key.
    #[pyo3(signature = (key, lang = "vi"))]
    fn name(&self, key: &str, lang: &str) -> PyResult<Option<&str>> {
        let lang = convert::lang(lang)?;
        let found = self.series()?.keys().iter().find(|k| k.key == key);
        Ok(found.map(|k| if lang == tiendo::Lang::En { &*k.name_en } else { &*k.name }))
    }

    /// What the numbers of a day are made of.
    ///
    /// Raises:
    ///     NotFoundError: for a day outside the range.
    fn scope(&self, day: NaiveDate) -> PyResult<Scope> {
        let scope = self.days.scope(day);
        scope.map(Scope).ok_or_else(|| error::not_found("day", &day.to_string()))
    }

    /// The sums of a key on a day, its own; of the whole without a key.
    ///
    /// Raises:
    ///     NotFoundError: for a day outside the range, or an unknown key.
    #[pyo3(signature = (day, key = None))]
    fn own(&self, day: NaiveDate, key: Option<&str>) -> PyResult<Sums> {
        self.sums(day, key, |series, key| series.own(day, key))
    }

    /// The same with all that is below an agency.
    ///
    /// Raises:
    ///     NotFoundError: for a day outside the range, or an unknown key.
    #[pyo3(signature = (day, key = None))]
    fn inclusive(&self, day: NaiveDate, key: Option<&str>) -> PyResult<Sums> {
        self.sums(day, key, |series, key| series.inclusive(day, key))
    }

    /// The sums of what belongs to no key on a day.
    ///
    /// Raises:
    ///     NotFoundError: for a day outside the range.
    fn unassigned(&self, day: NaiveDate) -> PyResult<Sums> {
        let sums = self.series()?.unassigned(day);
        let sums = sums.ok_or_else(|| error::not_found("day", &day.to_string()))?;
        Ok(Sums::new(sums, &self.policy))
    }

    // Number of days.
    fn __len__(&self) -> usize {
        self.days.days().len()
    }

    fn __eq__(&self, other: &History) -> bool {
        let asked = |h: &History| (h.axis, h.days.from(), h.days.to());
        asked(self) == asked(other)
            && self.policy == other.policy
            && self.source.same_as(&other.source)
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of(format!("{:?}", (self.axis, self.days.from(), self.days.to())))
    }

    fn __repr__(&self) -> String {
        let (from, to) = (self.days.from(), self.days.to());
        format!("<History by {}, {from} to {to}, policy {}>", self.axis(), self.policy.name)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, RestoreArguments)> {
        let restore = py.get_type::<History>().getattr("_restore")?;
        let days = (self.days.from(), self.days.to());
        Ok((restore, (Registry(Arc::clone(&self.source)), days, self.axis(), self.policy())))
    }

    /// The history that `__reduce__` wrote: made again from its registry.
    #[staticmethod]
    fn _restore<'py>(
        registry: &Bound<'py, Registry>,
        days: (NaiveDate, NaiveDate),
        by: &str,
        policy: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let kwargs = pyo3::types::PyDict::new(registry.py());
        kwargs.set_item("by", by)?;
        kwargs.set_item("policy", policy)?;
        registry.call_method("history", days, Some(&kwargs))
    }
}

type RestoreArguments = (Registry, (NaiveDate, NaiveDate), &'static str, Policy);
