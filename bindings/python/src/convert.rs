//! Values between Python and the core: JSON texts, words, days and records.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use chrono::NaiveDate;
use pyo3::PyTypeInfo;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDict, PyString, PyType};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tiendo::Lang;

use crate::error;

/// A serialisable value as JSON text.
pub(crate) fn json_text(value: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|e| error::record("value", e))
}

/// A JSON text as dictionaries, lists and plain values.
pub(crate) fn loads<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}

/// A serialisable value as dictionaries, lists and plain values; days as text.
pub(crate) fn plain<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    loads(py, &json_text(value)?)
}

/// A dictionary or a record of `tiendo.records` as JSON text.
pub(crate) fn dumps(object: &Bound<'_, PyAny>) -> PyResult<String> {
    object.py().import("tiendo.records")?.call_method1("dumps", (object,))?.extract()
}

/// A dictionary, a record of `tiendo.records` or a JSON text as a value of the core.
pub(crate) fn value_of<T: DeserializeOwned>(kind: &str, object: &Bound<'_, PyAny>) -> PyResult<T> {
    let text = match object.cast::<PyString>() {
        Ok(text) => text.to_string(),
        Err(_) => dumps(object)?,
    };
    serde_json::from_str(&text).map_err(|e| error::record(kind, e))
}

/// What the core says as the record or result class `name` of the package.
pub(crate) fn record<'py>(
    py: Python<'py>,
    name: &str,
    value: &impl Serialize,
) -> PyResult<Bound<'py, PyAny>> {
    let class = py.import("tiendo")?.getattr(name)?;
    class.call_method1("from_dict", (plain(py, value)?,))
}

/// The same for a list.
pub(crate) fn records<'py>(
    py: Python<'py>,
    name: &str,
    values: &[impl Serialize],
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    values.iter().map(|value| record(py, name, value)).collect()
}

/// The JSON text of a record, checked by the core.
///
/// `kind` is the name of a list in the JSON form of a registry: `tasks`, `reports` and so on.
///
/// Raises:
///     InvalidRecordError: for a record that the core does not take, naming the field.
///
/// >>> import tiendo
/// >>> from tiendo import _native
/// >>> _native.record_json("groups", tiendo.TaskGroup(id="G1", name="Thể chế"))
/// '{"id":"G1","name":"Thể chế"}'
#[pyfunction]
pub(crate) fn record_json(kind: &str, record: &Bound<'_, PyAny>) -> PyResult<String> {
    fn through<T: DeserializeOwned + Serialize>(
        kind: &str,
        object: &Bound<'_, PyAny>,
    ) -> PyResult<String> {
        json_text(&value_of::<T>(kind, object)?)
    }
    match kind {
        "documents" => through::<tiendo::Document>(kind, record),
        "agencies" => through::<tiendo::Agency>(kind, record),
        "successions" => through::<tiendo::Succession>(kind, record),
        "plans" => through::<tiendo::Plan>(kind, record),
        "phases" => through::<tiendo::Phase>(kind, record),
        "groups" => through::<tiendo::TaskGroup>(kind, record),
        "tasks" => through::<tiendo::Task>(kind, record),
        "transfers" => through::<tiendo::Transfer>(kind, record),
        "reports" => through::<tiendo::Report>(kind, record),
        "allocations" => through::<tiendo::Allocation>(kind, record),
        "kpis" => through::<tiendo::Kpi>(kind, record),
        other => Err(error::value("kind", other, "the name of a list of records")),
    }
}

/// The value of a word, or an error that lists the words.
pub(crate) fn word<T>(
    field: &'static str,
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: impl IntoIterator<Item = &'static str>,
) -> PyResult<T> {
    parse(text).ok_or_else(|| {
        let all: Vec<&str> = all.into_iter().collect();
        error::value(field, text, format!("one of {}", all.join(", ")))
    })
}

/// A language, `vi` or `en`.
pub(crate) fn lang(text: &str) -> PyResult<Lang> {
    match text {
        "vi" => Ok(Lang::Vi),
        "en" => Ok(Lang::En),
        other => Err(error::value("lang", other, "vi or en")),
    }
}

/// A hash that is the same in every process.
pub(crate) fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What pickle needs: a class method of `T` and its one argument.
pub(crate) fn reduced<'py, T: PyTypeInfo>(
    py: Python<'py>,
    method: &str,
    argument: String,
) -> PyResult<(Bound<'py, PyAny>, (String,))> {
    let class: Bound<'py, PyType> = py.get_type::<T>();
    Ok((class.getattr(method)?, (argument,)))
}

/// A position counted from the end where it is negative.
pub(crate) fn position(index: isize, len: usize) -> PyResult<usize> {
    let from_start = if index < 0 { index + len as isize } else { index };
    usize::try_from(from_start).ok().filter(|i| *i < len).ok_or_else(|| {
        pyo3::exceptions::PyIndexError::new_err(format!("position {index} of {len}"))
    })
}

/// Walks a sequence, each item being made when it is reached.
pub(crate) fn walk<'py>(sequence: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let builtins = sequence.py().import("builtins")?;
    let positions = builtins.getattr("range")?.call1((sequence.len()?,))?;
    builtins.getattr("map")?.call1((sequence.getattr("__getitem__")?, positions))
}

/// A dictionary of words and counts, in the given order.
pub(crate) fn counts(
    py: Python<'_>,
    pairs: impl IntoIterator<Item = (&'static str, u64)>,
) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    for (word, count) in pairs {
        dict.set_item(word, count)?;
    }
    Ok(dict)
}

/// `'text'` with what would end it escaped, as `repr` shows a text.
pub(crate) fn quoted(py: Python<'_>, text: &str) -> PyResult<String> {
    Ok(PyString::new(py, text).repr()?.to_string())
}

/// Days that are made once: from 1 January 1970 on, some 180 years of them.
const DAYS_KEPT: usize = 1 << 16;

/// The day as Python has it. The rows of an evaluation name few days, each many times: it is the same object each time.
pub(crate) fn day(py: Python<'_>, day: NaiveDate) -> PyResult<Bound<'_, PyDate>> {
    static DAYS: OnceLock<Box<[OnceLock<Py<PyDate>>]>> = OnceLock::new();
    let days = DAYS.get_or_init(|| (0..DAYS_KEPT).map(|_| OnceLock::new()).collect());
    let place = usize::try_from(day.to_epoch_days()).ok();
    let Some(kept) = place.and_then(|place| days.get(place)) else { return day.into_pyobject(py) };
    if let Some(made) = kept.get() {
        return Ok(made.bind(py).clone());
    }
    let made = day.into_pyobject(py)?;
    // Another thread may have been faster, which does no harm.
    let _ = kept.set(made.clone().unbind());
    Ok(made)
}
