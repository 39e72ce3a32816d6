//! The kinds of records that a file lists: their words, lists and keys.

use serde::{Deserialize, Serialize};
use tiendo::{
    Agency, Allocation, Document, Kpi, Plan, RecordKind, Records, Report, Succession, Task,
    Transfer,
};

use super::field::{Field, Refused};
use crate::table::Keyed;

/// A record of any kind.
#[allow(clippy::large_enum_variant)] // records live here one at a time, on their way into a list
pub(super) enum Record {
    Document(Document),
    Agency(Agency),
    Succession(Succession),
    Plan(Plan),
    Task(Task),
    Transfer(Transfer),
    Report(Report),
    Allocation(Allocation),
    Kpi(Kpi),
}

/// Every kind that has a list, in the order in which they are written.
pub(super) const KINDS: [(RecordKind, &str); 9] = [
    (RecordKind::Document, "documents"),
    (RecordKind::Agency, "agencies"),
    (RecordKind::Succession, "successions"),
    (RecordKind::Plan, "plans"),
    (RecordKind::Task, "tasks"),
    (RecordKind::Transfer, "transfers"),
    (RecordKind::Report, "reports"),
    (RecordKind::Allocation, "allocations"),
    (RecordKind::Kpi, "kpis"),
];

/// The kind with this list.
pub(super) fn of_list(list: &str) -> Option<RecordKind> {
    KINDS.iter().find(|(_, name)| *name == list).map(|(kind, _)| *kind)
}

/// The kind with this word, as a line names it.
pub(super) fn of_word(word: &str) -> Option<RecordKind> {
    KINDS.iter().map(|(kind, _)| *kind).find(|kind| kind.as_str() == word)
}

impl Record {
    /// Reads a record; a kind without a list is refused.
    pub(super) fn read(kind: RecordKind, field: Field<'_, '_>) -> Result<Record, Refused> {
        match kind {
            RecordKind::Document => Deserialize::deserialize(field).map(Record::Document),
            RecordKind::Agency => Deserialize::deserialize(field).map(Record::Agency),
            RecordKind::Succession => Deserialize::deserialize(field).map(Record::Succession),
            RecordKind::Plan => Deserialize::deserialize(field).map(Record::Plan),
            RecordKind::Task => Deserialize::deserialize(field).map(Record::Task),
            RecordKind::Transfer => Deserialize::deserialize(field).map(Record::Transfer),
            RecordKind::Report => Deserialize::deserialize(field).map(Record::Report),
            RecordKind::Allocation => Deserialize::deserialize(field).map(Record::Allocation),
            RecordKind::Kpi => Deserialize::deserialize(field).map(Record::Kpi),
            other => Err(serde::de::Error::custom(format_args!("no list of {}", other.as_str()))),
        }
    }

    /// Puts it into its list.
    pub(super) fn put(self, records: &mut Records) {
        match self {
            Record::Document(record) => records.documents.push(record),
            Record::Agency(record) => records.agencies.push(record),
            Record::Succession(record) => records.successions.push(record),
            Record::Plan(record) => records.plans.push(record),
            Record::Task(record) => records.tasks.push(record),
            Record::Transfer(record) => records.transfers.push(record),
            Record::Report(record) => records.reports.push(record),
            Record::Allocation(record) => records.allocations.push(record),
            Record::Kpi(record) => records.kpis.push(record),
        }
    }

    /// The record as what reads and writes need to know of it.
    pub(super) fn listed(&self) -> &dyn Listed {
        match self {
            Record::Document(record) => record,
            Record::Agency(record) => record,
            Record::Succession(record) => record,
            Record::Plan(record) => record,
            Record::Task(record) => record,
            Record::Transfer(record) => record,
            Record::Report(record) => record,
            Record::Allocation(record) => record,
            Record::Kpi(record) => record,
        }
    }
}

/// A record in a list.
pub(super) trait Listed {
    /// What findings and errors call it.
    fn shown(&self) -> &str;
    /// What only one record of a file may have; none where any number may be alike.
    fn unique(&self) -> Option<String>;
    /// What its unknown fields are kept under: the registry must not change it.
    fn unknown_key(&self) -> String;
    /// The first value that JSON cannot hold, by its field.
    fn unwritable(&self) -> Option<(&'static str, String)> {
        None
    }
    /// The record as JSON.
    fn json(&self) -> Result<String, serde_json::Error>;
}

fn key_of(record: &impl Serialize) -> String {
    // Without an id a record is known by all that it says.
    serde_json::to_string(record).unwrap_or_default()
}

macro_rules! listed {
    ($($record:ident $shown:ident $unique:expr, $key:expr, $unwritable:expr;)+) => {$(
        impl Listed for $record {
            fn shown(&self) -> &str {
                self.$shown.as_str()
            }

            fn unique(&self) -> Option<String> {
                let unique: fn(&$record) -> Option<String> = $unique;
                unique(self)
            }

            fn unknown_key(&self) -> String {
                let key: fn(&$record) -> String = $key;
                key(self)
            }

            fn unwritable(&self) -> Option<(&'static str, String)> {
                let unwritable: fn(&$record) -> Option<(&'static str, String)> = $unwritable;
                unwritable(self)
            }

            fn json(&self) -> Result<String, serde_json::Error> {
                serde_json::to_string(self)
            }
        }
    )+};
}

listed! {
    Document id |it| Some(it.key()), Keyed::key, |_| None;
    Agency id |it| Some(it.key()), Keyed::key, |_| None;
    Succession from |_| None, key_of, |_| None;
    Plan id |it| Some(it.key()), Keyed::key, |_| None;
    Task id |it| Some(it.key()), Keyed::key, |_| None;
    Transfer task |_| None, key_of, |_| None;
    // Building a registry dates a report that has no instant, and keeps the later of two with one id.
    Report id |it| Some(it.key()), |it| it.id.as_str().to_owned(), |_| None;
    Allocation task |_| None, key_of, too_much;
    Kpi id |it| Some(it.key()), Keyed::key, no_number;
}

fn too_much(allocation: &Allocation) -> Option<(&'static str, String)> {
    let sums = [
        ("planned_vnd", allocation.planned_vnd),
        ("allocated_vnd", allocation.allocated_vnd),
        ("disbursed_vnd", allocation.disbursed_vnd),
    ];
    let outside = sums.into_iter().find(|(_, sum)| i64::try_from(*sum).is_err());
    outside.map(|(field, sum)| (field, sum.to_string()))
}

fn no_number(kpi: &Kpi) -> Option<(&'static str, String)> {
    let points = kpi.baseline.iter().map(|p| ("baseline", p.value));
    let targets = kpi.targets.iter().map(|p| ("targets", p.value));
    let measured = kpi.measurements.iter().map(|m| ("measurements", m.value));
    let band = kpi.band.iter().map(|band| ("band", *band));
    let mut all = points.chain(targets).chain(measured).chain(band);
    all.find(|(_, value)| !value.is_finite()).map(|(field, value)| (field, value.to_string()))
}
