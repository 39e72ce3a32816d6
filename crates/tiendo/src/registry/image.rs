//! A registry as columns of bytes, to be kept in a file and read back without building it again.
//!
//! What there is thousands of at most (agencies, documents, plans …) is kept as records and resolved anew; of tasks and
//! reports the columns are kept. The bytes are of one version of this crate: [`IMAGE_VERSION`] says which.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::agency::Agency;
use crate::calendar::Calendar;
use crate::document::Document;
use crate::error::Error;
use crate::finding::{Finding, RecordKind};
use crate::records::{Records, UnknownFields};
use crate::registry::build;
use crate::registry::reports::ReportColumns;
use crate::registry::tasks::TaskColumns;
use crate::registry::{Inner, Registry};
use crate::report::Provenance;

/// The layout of an image: another number cannot be read.
pub const IMAGE_VERSION: u32 = 3;

/// All but tasks and reports.
#[derive(Serialize, Deserialize)]
struct Frame {
    records: Records,
    unknown: Vec<(RecordKind, String, BTreeMap<String, String>)>,
    calendar: Calendar,
    imported_at: Option<NaiveDateTime>,
    is_simulated: bool,
    findings: Vec<Finding>,
}

/// Takes the columns of an image, each by its name.
pub(crate) type Put<'a, E> = &'a mut dyn FnMut(&'static str, Vec<u8>) -> Result<(), E>;
/// Gives the columns of an image, each by its name.
pub(crate) type Get<'a, E> = &'a mut dyn FnMut(&'static str) -> Result<Vec<u8>, E>;

impl Registry {
    /// Hands on the registry as columns of bytes, each under its name.
    ///
    /// [`Registry::from_image`] reads them back; the registry is then the same in every answer. Superseded reports are part
    /// of it.
    ///
    /// # Errors
    /// - what `put` returns, and [`Error::InvalidValue`] where a record cannot be written.
    ///
    /// # Example
    /// ```
    /// use std::collections::BTreeMap;
    /// use tiendo::{Document, DocumentId, Error, Registry, RegistryBuilder, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_document(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
    /// let registry = builder.finish();
    /// let mut columns = BTreeMap::new();
    /// registry.to_image(&mut |name, bytes| { columns.insert(name, bytes); Ok::<_, Error>(()) })?;
    /// let again = Registry::from_image(&mut |name| Ok::<_, Error>(columns.remove(name).unwrap_or_default()))?;
    /// assert_eq!(again.to_records(), registry.to_records());
    /// assert!(Registry::from_image(&mut |_| Ok::<_, Error>(Vec::new())).is_err());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn to_image<E: From<Error>>(&self, put: Put<'_, E>) -> Result<(), E> {
        let settled = self.settled();
        let inner = &*settled.0;
        let unknown = inner.unknown.records();
        let frame = Frame {
            records: frame_records(inner),
            unknown: unknown
                .map(|(kind, key, fields)| (kind, key.to_owned(), fields.clone()))
                .collect(),
            calendar: (*inner.calendar).clone(),
            imported_at: inner.imported_at,
            is_simulated: inner.provenance == Provenance::Simulated,
            findings: inner.findings.clone(),
        };
        put("frame", json(&frame)?)?;
        inner.tasks.to_image(put)?;
        inner.reports.to_image(put)
    }

    /// The registry of an image.
    ///
    /// Columns are asked for one after the other, so that not all of their bytes need to be in memory at once.
    ///
    /// # Errors
    /// - what `get` returns, and [`Error::InvalidValue`] for a column that does not fit the others. No bytes lead to a panic;
    ///   but that they are those that were written, a digest must tell.
    pub fn from_image<E: From<Error>>(get: Get<'_, E>) -> Result<Registry, E> {
        let frame: Frame = read_json("frame", &get("frame")?)?;
        let mut records = frame.records;
        for (kind, key, fields) in frame.unknown {
            for (pointer, value) in fields {
                records.unknown.insert(kind, &key, &pointer, &value);
            }
        }
        let provenance =
            if frame.is_simulated { Provenance::Simulated } else { Provenance::Stated };
        // What resolving finds is among the findings that are kept.
        let mut found = Vec::new();
        let mut inner =
            build::frame(&mut records, Arc::new(frame.calendar), frame.imported_at, &mut found);
        inner.provenance = provenance;
        inner.tasks = Arc::new(TaskColumns::from_image(get, &inner)?);
        inner.reports = Arc::new(ReportColumns::from_image(get, &inner)?);
        build::rest(records, &mut inner, &mut found);
        inner.mark_plain();
        inner.findings = frame.findings;
        Ok(Registry(Arc::new(inner)))
    }
}

/// The records that are no tasks and no reports, with their versions.
fn frame_records(inner: &Inner) -> Records {
    fn with_versions<T: Clone>(newest: &[T], versions: &BTreeMap<u32, Vec<T>>) -> Vec<T> {
        let older = |i: usize| versions.get(&(i as u32)).into_iter().flatten();
        newest.iter().enumerate().flat_map(|(i, one)| older(i).chain([one])).cloned().collect()
    }
    Records {
        documents: with_versions::<Document>(&inner.documents.records, &inner.documents.versions),
        agencies: with_versions::<Agency>(&inner.agencies.records, &inner.agencies.versions),
        successions: inner.successions.clone(),
        plans: inner.plans.records.clone(),
        transfers: inner.transfers.clone(),
        allocations: inner.allocations.clone(),
        kpis: inner.kpis.clone(),
        unknown: UnknownFields::default(),
        ..Records::default()
    }
}

/// A column that does not fit.
pub(crate) fn damaged(column: &'static str) -> Error {
    Error::InvalidValue {
        field: "image",
        value: column.to_owned(),
        expected: "columns that belong together".to_owned(),
    }
}

pub(crate) fn json(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|_| damaged("frame"))
}

pub(crate) fn read_json<T: for<'de> Deserialize<'de>>(
    column: &'static str,
    bytes: &[u8],
) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|_| damaged(column))
}
