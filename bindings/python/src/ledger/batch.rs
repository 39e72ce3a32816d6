//! What is appended to a ledger at once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::de::DeserializeOwned;
use tiendo::Records;
use tiendo_ledger::{KpiMeasurement, Record};

use super::lines::record_id;
use crate::calendar::Calendar;
use crate::policy::Policy;
use crate::registry::Registry;
use crate::{convert, error};

/// The kinds of records that may be appended.
const KINDS: [&str; 12] = [
    "document",
    "agency",
    "succession",
    "plan",
    "task",
    "transfer",
    "report",
    "allocation",
    "kpi",
    "measurement",
    "policy",
    "calendar",
];

/// Records that are appended to a ledger together, all of them or nothing.
///
/// Records are objects of `tiendo.records`, a `Policy`, a `Calendar`, or dictionaries in their JSON form, whose `kind` must be
/// given: `document`, `agency`, `succession`, `plan`, `task`, `transfer`, `report`, `allocation`, `kpi`, `policy`, or
/// `measurement` (`{"kpi": …, "measurement": {…}}`). May be filled from several threads.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> batch = tiendo.Batch()
/// >>> batch.add(tiendo.Document(id="57-NQ/TW", title="Nghị quyết 57"))
/// >>> batch.add({"id": "T1", "document": "57-NQ/TW", "title": "Báo cáo"}, kind="task")
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> ledger.append(batch, actor="example", recorded_at=at)
/// <Appended 2 recorded, 0 unchanged, entry 2>
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Batch(Mutex<tiendo_ledger::Batch>);

#[pymethods]
impl Batch {
    #[new]
    fn new() -> Self {
        Batch(Mutex::default())
    }

    /// Adds a record: a further version of a definition, or something new.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    ///     InvalidValueError: for a dictionary without `kind`, or a kind that is none.
    #[pyo3(signature = (record, *, kind = None))]
    fn add(&self, record: &Bound<'_, PyAny>, kind: Option<&str>) -> PyResult<()> {
        let record = record_of(record, kind)?;
        self.lock().add(record);
        Ok(())
    }

    /// Adds lists of records by their names, as `Registry.from_records` takes them, or all records of a registry; definitions
    /// stand before what refers to them.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record or list that does not exist in that form; nothing is added then.
    fn add_records(&self, records: &Bound<'_, PyAny>) -> PyResult<()> {
        let records = lists_of(records)?;
        self.lock().extend(Record::all_of(&records));
        Ok(())
    }

    /// Adds a record that takes the place of another of the same kind and id, named as `LogLine.id` has it, from its own
    /// instant on. What was known before stays known as known then.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    ///     InvalidValueError: for a dictionary without `kind`, or an id that is not of the form `12.3`.
    #[pyo3(signature = (corrects, record, *, kind = None))]
    fn correct(
        &self,
        corrects: &str,
        record: &Bound<'_, PyAny>,
        kind: Option<&str>,
    ) -> PyResult<()> {
        let (corrects, record) = (record_id(corrects)?, record_of(record, kind)?);
        self.lock().correct(corrects, record);
        Ok(())
    }

    /// Adds that a record is no longer to be read, from this entry's instant on.
    ///
    /// Raises:
    ///     InvalidValueError: for an id that is not of the form `12.3`.
    #[pyo3(signature = (withdraws, *, reason = None))]
    fn withdraw(&self, withdraws: &str, reason: Option<&str>) -> PyResult<()> {
        let withdraws = record_id(withdraws)?;
        let reason = reason.map(tiendo::Text::new).transpose().map_err(error::core)?;
        self.lock().withdraw(withdraws, reason);
        Ok(())
    }

    fn __len__(&self) -> usize {
        self.lock().len()
    }

    fn __repr__(&self) -> String {
        format!("<Batch {} records>", self.__len__())
    }
}

impl Batch {
    fn lock(&self) -> MutexGuard<'_, tiendo_ledger::Batch> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is to be appended: a batch, a registry, lists by their names, or several records.
pub(super) fn batch_of(object: &Bound<'_, PyAny>) -> PyResult<tiendo_ledger::Batch> {
    if let Ok(batch) = object.cast::<Batch>() {
        return Ok(batch.get().lock().clone());
    }
    let mut batch = tiendo_ledger::Batch::new();
    if object.is_instance_of::<Registry>() || object.is_instance_of::<PyDict>() {
        batch.extend(Record::all_of(&lists_of(object)?));
        return Ok(batch);
    }
    for record in object.try_iter()? {
        batch.add(record_of(&record?, None)?);
    }
    Ok(batch)
}

fn lists_of(object: &Bound<'_, PyAny>) -> PyResult<Records> {
    match object.cast::<Registry>() {
        Ok(registry) => {
            let registry = registry.get();
            Ok(object.py().detach(|| registry.core().to_records()))
        }
        Err(_) => convert::value_of("records", object),
    }
}

/// A record, of which the kind is given or told by its class.
pub(super) fn record_of(object: &Bound<'_, PyAny>, kind: Option<&str>) -> PyResult<Record> {
    fn read<T>(kind: &str, object: &Bound<'_, PyAny>) -> PyResult<Record>
    where
        T: DeserializeOwned + Into<Record>,
    {
        convert::value_of::<T>(kind, object).map(Into::into)
    }
    if let Ok(policy) = object.cast::<Policy>() {
        return Ok(policy.get().0.clone().into());
    }
    if let Ok(calendar) = object.cast::<Calendar>() {
        return Ok(calendar.get().core().clone().into());
    }
    let class = object.get_type().name()?.to_string().to_lowercase();
    let told = object.hasattr("to_dict")?.then_some(class);
    let kind = kind.or(told.as_deref()).unwrap_or_default();
    match kind {
        "document" => read::<tiendo::Document>(kind, object),
        "agency" => read::<tiendo::Agency>(kind, object),
        "succession" => read::<tiendo::Succession>(kind, object),
        "plan" => read::<tiendo::Plan>(kind, object),
        "task" => read::<tiendo::Task>(kind, object),
        "transfer" => read::<tiendo::Transfer>(kind, object),
        "report" => read::<tiendo::Report>(kind, object),
        "allocation" => read::<tiendo::Allocation>(kind, object),
        "kpi" => read::<tiendo::Kpi>(kind, object),
        "measurement" => read::<KpiMeasurement>(kind, object),
        "policy" => read::<tiendo::Policy>(kind, object),
        "calendar" => read::<tiendo::Calendar>(kind, object),
        other => Err(error::value("kind", other, format!("one of {}", KINDS.join(", ")))),
    }
}
