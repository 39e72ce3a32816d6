//! Records: all that a registry holds, as plain lists; the public JSON form of a registry.

use std::collections::BTreeMap;

use crate::agency::{Agency, Succession, Transfer};
use crate::allocation::Allocation;
use crate::document::Document;
use crate::finding::RecordKind;
use crate::kpi::Kpi;
use crate::plan::Plan;
use crate::report::Report;
use crate::task::Task;

/// Lists of records, as a file holds them, in any order and not yet checked against each other.
///
/// ```
/// use tiendo::{Document, DocumentId, Records, Text};
/// let mut records = Records::default();
/// records.documents.push(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
/// assert!(records.tasks.is_empty());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Records {
    /// Documents.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub documents: Vec<Document>,
    /// Agencies and groups.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub agencies: Vec<Agency>,
    /// Which agency followed which.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub successions: Vec<Succession>,
    /// Plans with their phases and groups.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub plans: Vec<Plan>,
    /// Tasks.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub tasks: Vec<Task>,
    /// Tasks handed from one agency to another.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub transfers: Vec<Transfer>,
    /// Reports.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub reports: Vec<Report>,
    /// Money for tasks.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub allocations: Vec<Allocation>,
    /// KPIs.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub kpis: Vec<Kpi>,
    /// What a file said beside all of these; not part of the JSON form, a writer of files puts it back.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub unknown: UnknownFields,
}

/// Fields that a file gave and this version does not know, kept so that they can be written back unchanged.
///
/// They stand beside the records and not in them, so that a record costs nothing for what hardly any record has. A
/// record is named by its kind and a key that the reader of the file chose, a field by its JSON Pointer (RFC 6901).
///
/// ```
/// use tiendo::{RecordKind, UnknownFields};
/// let mut unknown = UnknownFields::default();
/// unknown.insert(RecordKind::Task, "T1", "/colour", "\"red\"");
/// assert_eq!(unknown.of(RecordKind::Task, "T1").collect::<Vec<_>>(), [("/colour", "\"red\"")]);
/// assert_eq!(unknown.of(RecordKind::Task, "T2").count(), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnknownFields(BTreeMap<RecordKind, BTreeMap<String, BTreeMap<String, String>>>);

impl UnknownFields {
    /// Keeps a field: its place in the record, and its value as JSON. A field that is there already is replaced.
    pub fn insert(&mut self, kind: RecordKind, key: &str, pointer: &str, json: &str) {
        let record = self.0.entry(kind).or_default().entry(key.to_owned()).or_default();
        record.insert(pointer.to_owned(), json.to_owned());
    }

    /// The fields of a record: JSON Pointer and value as JSON, in order of the pointers.
    pub fn of(&self, kind: RecordKind, key: &str) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.get(&kind).and_then(|records| records.get(key));
        fields.into_iter().flatten().map(|(pointer, json)| (pointer.as_str(), json.as_str()))
    }

    /// All records that have any: kind, key, and the fields with their values as JSON.
    ///
    /// ```
    /// use tiendo::{RecordKind, UnknownFields};
    /// let mut unknown = UnknownFields::default();
    /// unknown.insert(RecordKind::Task, "T1", "/colour", "\"red\"");
    /// let all: Vec<_> = unknown.records().map(|(kind, key, fields)| (kind, key, fields.len())).collect();
    /// assert_eq!(all, [(RecordKind::Task, "T1", 1)]);
    /// ```
    pub fn records(&self) -> impl Iterator<Item = (RecordKind, &str, &BTreeMap<String, String>)> {
        let kinds = self.0.iter();
        kinds.flat_map(|(kind, keys)| keys.iter().map(|(key, f)| (*kind, key.as_str(), f)))
    }

    /// Number of fields of all records.
    pub fn len(&self) -> usize {
        self.0.values().flat_map(BTreeMap::values).map(BTreeMap::len).sum()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes over all fields of `other`.
    pub fn append(&mut self, other: UnknownFields) {
        for (kind, records) in other.0 {
            let own = self.0.entry(kind).or_default();
            for (key, fields) in records {
                own.entry(key).or_default().extend(fields);
            }
        }
    }
}

impl Records {
    /// Number of records of all kinds.
    pub fn len(&self) -> usize {
        self.documents.len()
            + self.agencies.len()
            + self.successions.len()
            + self.plans.len()
            + self.tasks.len()
            + self.transfers.len()
            + self.reports.len()
            + self.allocations.len()
            + self.kpis.len()
    }

    /// True where there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends all records of `other`, and its unknown fields.
    pub fn append(&mut self, other: Records) {
        self.documents.extend(other.documents);
        self.agencies.extend(other.agencies);
        self.successions.extend(other.successions);
        self.plans.extend(other.plans);
        self.tasks.extend(other.tasks);
        self.transfers.extend(other.transfers);
        self.reports.extend(other.reports);
        self.allocations.extend(other.allocations);
        self.kpis.extend(other.kpis);
        self.unknown.append(other.unknown);
    }
}
