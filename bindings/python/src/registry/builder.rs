//! The builder of registries.

use std::sync::{Mutex, PoisonError};

use chrono::NaiveDateTime;
use pyo3::prelude::*;
use serde::de::DeserializeOwned;
use tiendo::{Records, Watch};

use super::{Parts, Registry};
use crate::calendar::Calendar;
use crate::{convert, error, watch};

/// Takes records in any order; `finish` checks them against each other.
///
/// Records are objects of `tiendo.records`, dictionaries in their JSON form, or JSON texts. Adding a record again updates it.
/// `imported_at` is the instant that reports without `recorded_at` get. May be filled from several threads.
/// The root of the agencies, `VN`, is always there.
///
/// >>> import datetime, tiendo
/// >>> day = datetime.date(2025, 8, 15)
/// >>> builder = tiendo.RegistryBuilder()
/// >>> builder.add_document(tiendo.Document(id="57-NQ/TW", title="Nghị quyết 57"))
/// >>> builder.add_task(tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo", deadline=tiendo.Deadline.before(day)))
/// >>> builder.finish()
/// <Registry 1 documents, 1 agencies, 1 tasks, 0 reports>
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct RegistryBuilder {
    records: Mutex<Records>,
    calendar: Option<Calendar>,
    imported_at: Option<NaiveDateTime>,
}

impl RegistryBuilder {
    /// The records, for the builder keeps its own; tasks and reports, of which there may be millions, part by part.
    fn copied(&self, watch: &Watch) -> PyResult<Records> {
        fn parts<T: Clone>(all: &[T], watch: &Watch) -> PyResult<Vec<T>> {
            let mut out = Vec::with_capacity(all.len());
            for part in all.chunks(4096) {
                watch.advance_to(0).map_err(error::core)?;
                out.extend_from_slice(part);
            }
            Ok(out)
        }
        let records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Records {
            documents: records.documents.clone(),
            agencies: records.agencies.clone(),
            successions: records.successions.clone(),
            plans: records.plans.clone(),
            tasks: parts(&records.tasks, watch)?,
            transfers: records.transfers.clone(),
            reports: parts(&records.reports, watch)?,
            allocations: records.allocations.clone(),
            kpis: records.kpis.clone(),
            unknown: records.unknown.clone(),
        })
    }

    /// Reads a record first, so that a wrong one leaves the builder as it was.
    fn add<T: DeserializeOwned>(
        &self,
        kind: &str,
        record: &Bound<'_, PyAny>,
        list: impl Fn(&mut Records) -> &mut Vec<T>,
    ) -> PyResult<()> {
        let record = convert::value_of(kind, record)?;
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        list(&mut records).push(record);
        Ok(())
    }
}

#[pymethods]
impl RegistryBuilder {
    #[new]
    #[pyo3(signature = (*, calendar = None, imported_at = None))]
    fn new(calendar: Option<&Bound<'_, Calendar>>, imported_at: Option<NaiveDateTime>) -> Self {
        let calendar = calendar.map(|c| c.get().share());
        RegistryBuilder { records: Mutex::default(), calendar, imported_at }
    }

    /// Adds all records of a registry.
    fn add_registry(&self, registry: &Registry) {
        let more = registry.core().to_records();
        self.records.lock().unwrap_or_else(PoisonError::into_inner).append(more);
    }

    /// Adds lists of records by their names, as `Registry.from_records` takes them.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record or list that does not exist in that form; nothing is added then.
    fn add_records(&self, records: &Bound<'_, PyAny>) -> PyResult<()> {
        let more = convert::value_of("records", records)?;
        self.records.lock().unwrap_or_else(PoisonError::into_inner).append(more);
        Ok(())
    }

    /// Adds or updates a document.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_document(&self, document: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("document", document, |r| &mut r.documents)
    }

    /// Adds or updates an agency or group.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_agency(&self, agency: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("agency", agency, |r| &mut r.agencies)
    }

    /// Adds a succession.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_succession(&self, succession: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("succession", succession, |r| &mut r.successions)
    }

    /// Adds or updates a plan.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_plan(&self, plan: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("plan", plan, |r| &mut r.plans)
    }

    /// Adds or updates a task.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_task(&self, task: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("task", task, |r| &mut r.tasks)
    }

    /// Adds a transfer.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_transfer(&self, transfer: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("transfer", transfer, |r| &mut r.transfers)
    }

    /// Adds or updates a report.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_report(&self, report: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("report", report, |r| &mut r.reports)
    }

    /// Adds an allocation.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_allocation(&self, allocation: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("allocation", allocation, |r| &mut r.allocations)
    }

    /// Adds or updates a KPI.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    fn add_kpi(&self, kpi: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add("kpi", kpi, |r| &mut r.kpis)
    }

    /// Checks all records against each other and builds the registry; the builder keeps them.
    ///
    /// Never fails: what is wrong is in the registry's `findings`, with severity `error` where a record could not be taken.
    /// Ctrl-C stops it, and `progress` hears of it, as of `Registry.evaluate`.
    #[pyo3(signature = (*, progress = None))]
    fn finish(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Registry> {
        watch::watched(py, self.__len__(), progress, |watch| {
            Parts::new(self.copied(watch)?, self.calendar.as_ref(), self.imported_at).build(watch)
        })
    }

    fn __len__(&self) -> usize {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn __repr__(&self) -> String {
        format!("<RegistryBuilder {} records>", self.__len__())
    }
}
