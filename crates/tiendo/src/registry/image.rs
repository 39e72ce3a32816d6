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
use crate::columns::{DayColumn, TextColumn, pack};
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
pub const IMAGE_VERSION: u32 = 4;

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

/// Takes the pieces of the columns of an image, each with its column's name.
pub(crate) type Put<'a, E> = &'a mut dyn FnMut(&'static str, Vec<u8>) -> Result<(), E>;
/// Gives the next piece of a column of an image, in the place of what it is handed; false where there is none any more.
pub(crate) type Get<'a, E> = &'a mut dyn FnMut(&'static str, &mut Vec<u8>) -> Result<bool, E>;

impl Registry {
    /// Hands on the registry as columns of bytes, each in pieces that come one after the other under its name.
    ///
    /// [`Registry::from_image`] reads them back; the registry is then the same in every answer. Superseded reports are part
    /// of it.
    ///
    /// # Errors
    /// - what `put` returns, and [`Error::InvalidValue`] where a record cannot be written.
    ///
    /// # Example
    /// ```
    /// use std::collections::{BTreeMap, VecDeque};
    /// use tiendo::{Document, DocumentId, Error, Registry, RegistryBuilder, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_document(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
    /// let registry = builder.finish();
    /// let mut columns = BTreeMap::<_, VecDeque<Vec<u8>>>::new();
    /// registry.to_image(&mut |name, bytes| {
    ///     columns.entry(name).or_default().push_back(bytes);
    ///     Ok::<_, Error>(())
    /// })?;
    /// let again = Registry::from_image(&mut |name, piece| {
    ///     let next = columns.get_mut(name).and_then(VecDeque::pop_front);
    ///     Ok::<_, Error>(next.map(|bytes| *piece = bytes).is_some())
    /// })?;
    /// assert_eq!(again.to_records(), registry.to_records());
    /// assert!(Registry::from_image(&mut |_, _| Ok::<_, Error>(false)).is_err());
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
    /// Columns are asked for one after the other in the order in which they were handed on, and piece by piece until there is
    /// no further one, so that few of their bytes need to be in memory at once. A piece takes the place of the one before,
    /// whose memory may so be used again.
    ///
    /// # Errors
    /// - what `get` returns, and [`Error::InvalidValue`] for a column that does not fit the others. No bytes lead to a panic;
    ///   but that they are those that were written, a digest must tell.
    pub fn from_image<E: From<Error>>(get: Get<'_, E>) -> Result<Registry, E> {
        let get = &mut Columns { get, piece: Vec::new() };
        let frame: Frame = get.json("frame")?;
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

/// Packs a column of so many numbers, each of its position; what equals `none` is absent.
pub(crate) fn put_numbers<E>(
    put: Put<'_, E>,
    name: &'static str,
    count: usize,
    none: Option<i64>,
    number: impl Fn(usize) -> i64,
) -> Result<(), E> {
    pack::pieces(count).try_for_each(|piece| put(name, pack::numbers(piece.map(&number), none)))
}

pub(crate) fn put_texts<E>(
    put: Put<'_, E>,
    name: &'static str,
    column: &TextColumn,
) -> Result<(), E> {
    pack::text_pieces(column).try_for_each(|piece| put(name, pack::texts(column, piece)))
}

/// The columns of an image, read one after the other.
pub(crate) struct Columns<'a, E> {
    get: Get<'a, E>,
    /// The piece that was read last.
    piece: Vec<u8>,
}

impl<E: From<Error>> Columns<'_, E> {
    /// Goes through the pieces of a column.
    pub(crate) fn each(
        &mut self,
        name: &'static str,
        mut take: impl FnMut(&[u8]) -> Option<()>,
    ) -> Result<(), E> {
        while (self.get)(name, &mut self.piece)? {
            take(&self.piece).ok_or_else(|| damaged(name))?;
        }
        Ok(())
    }

    /// A column of so many numbers at most.
    pub(crate) fn numbers<T: Copy>(
        &mut self,
        name: &'static str,
        most: usize,
        none: Option<T>,
        value: impl Fn(i64) -> Option<T>,
    ) -> Result<Vec<T>, E> {
        let mut values = Vec::new();
        self.each(name, |bytes| pack::read_numbers(bytes, (none, &value), most, &mut values))?;
        values.shrink_to_fit();
        Ok(values)
    }

    /// A column of as many numbers as there are records; any other is none of theirs.
    pub(crate) fn whole<T: Copy>(
        &mut self,
        name: &'static str,
        count: usize,
        none: Option<T>,
        value: impl Fn(i64) -> Option<T>,
    ) -> Result<Vec<T>, E> {
        let values = self.numbers(name, count, none, value)?;
        if values.len() == count { Ok(values) } else { Err(damaged(name).into()) }
    }

    /// A column of as many days.
    pub(crate) fn days(
        &mut self,
        name: &'static str,
        count: usize,
        day: impl Fn(Option<i64>) -> Option<i32>,
    ) -> Result<DayColumn, E> {
        let mut days = DayColumn::default();
        self.each(name, |bytes| days.unpack(bytes, count, &day))?;
        if days.len() == count { Ok(days) } else { Err(damaged(name).into()) }
    }

    pub(crate) fn texts(&mut self, name: &'static str) -> Result<TextColumn, E> {
        let mut texts = TextColumn::default();
        self.each(name, |bytes| pack::read_texts(bytes, &mut texts))?;
        texts.shrink();
        Ok(texts)
    }

    /// A column of one piece.
    pub(crate) fn json<T: for<'de> Deserialize<'de>>(
        &mut self,
        name: &'static str,
    ) -> Result<T, E> {
        let mut value = None;
        self.each(name, |bytes| {
            let is_first = value.is_none();
            value = serde_json::from_slice(bytes).ok();
            (is_first && value.is_some()).then_some(())
        })?;
        Ok(value.ok_or_else(|| damaged(name))?)
    }
}
