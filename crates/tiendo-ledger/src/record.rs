//! Records: what an entry holds, each an object of JSON with its kind as the first field.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use tiendo::{
    Agency, Allocation, Calendar, Classification, Document, Kpi, KpiId, Measurement, Plan, Policy,
    RecordKind, Records, Report, Succession, Task, Text, Transfer,
};

use crate::canonical::Hash;
use crate::freeze::Freeze;
use crate::later::Later;
use crate::salvaged::Salvage;

/// Names a record: the number of its entry in the feed, and its position in the entry from 0.
///
/// ```
/// use tiendo_ledger::RecordId;
/// let id = RecordId { seq: 12, position: 3 };
/// assert_eq!(id.to_string(), "12.3");
/// assert_eq!("12.3".parse(), Ok(id));
/// assert!("12".parse::<RecordId>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordId {
    /// Number of the entry in its feed.
    pub seq: u64,
    /// Position in the entry, from 0.
    pub position: u64,
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.seq, self.position)
    }
}

impl std::str::FromStr for RecordId {
    type Err = tiendo::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('.');
        let parsed = parts.and_then(|(seq, position)| {
            Some(RecordId { seq: seq.parse().ok()?, position: position.parse().ok()? })
        });
        parsed.ok_or_else(|| tiendo::Error::InvalidValue {
            field: "record",
            value: text.chars().take(40).collect(),
            expected: "the numbers of entry and record, such as 12.3".to_owned(),
        })
    }
}

/// One thing that was recorded.
///
/// ```
/// use tiendo::{Document, DocumentId, Text};
/// use tiendo_ledger::Record;
/// let document = Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?);
/// let record = Record::from(document);
/// assert_eq!((record.kind(), record.id().as_str()), ("document", "57-NQ/TW"));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Record {
    /// The first record of a ledger.
    Origin(Origin),
    /// A document, or a version of one.
    Document(Box<Document>),
    /// An agency or group, or a version of one.
    Agency(Box<Agency>),
    /// Which agency followed which.
    Succession(Succession),
    /// A plan; the later one holds.
    Plan(Plan),
    /// A task, or a version of one.
    Task(Box<Task>),
    /// A task handed over.
    Transfer(Transfer),
    /// A report.
    Report(Box<Report>),
    /// Money for a task.
    Allocation(Allocation),
    /// A KPI; the later one holds, but for measurements recorded on their own.
    Kpi(Box<Kpi>),
    /// What was measured for a KPI.
    Measurement(KpiMeasurement),
    /// A policy, for evaluations that name it.
    Policy(Policy),
    /// The calendar that holds from this entry on.
    Calendar(Calendar),
    /// A day and a knowledge day under a name.
    Freeze(Freeze),
    /// A record that is no longer to be read; it is named by what the entry says it corrects.
    Withdrawal(Withdrawal),
    /// What a file said beside a record and this version does not know.
    Unknown(UnknownOfRecord),
    /// What is kept apart of records was erased; only the ledger itself records it.
    Erasure(Erasure),
    /// The ledger goes on from an older copy; only the ledger itself records it.
    Rollback(Rollback),
    /// That the ledger was read out of a damaged file, and what is missing.
    Salvage(Salvage),
    /// A record of a kind that a later minor format has; read, and never recorded.
    Later(Later),
}

/// The first record of a ledger: what it is, and whose.
///
/// ```
/// use tiendo_ledger::{Ledger, NewLedger, Record};
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let first = &ledger.entries(0, 1)?[0];
/// assert!(matches!(&first.records()?[0].record, Record::Origin(origin) if origin.node == "68-UBND"));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// Format in which it was created.
    pub format: String,
    /// The node that alone writes it.
    pub node: String,
    /// The most guarded class of information that it takes; absent: what is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<Classification>,
}

/// A measurement with the KPI it belongs to.
///
/// ```
/// use tiendo_ledger::{KpiMeasurement, Record};
/// let json = r#"{"kpi":"KPI-1","measurement":{"period_end":"2025-12-31","value":41.5}}"#;
/// let measured: KpiMeasurement = serde_json::from_str(json)?;
/// assert_eq!(Record::from(measured).id(), "KPI-1");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KpiMeasurement {
    /// The KPI.
    pub kpi: KpiId,
    /// What was measured.
    pub measurement: Measurement,
}

/// Why a record is no longer to be read.
///
/// ```
/// use tiendo_ledger::Withdrawal;
/// assert_eq!(Withdrawal::default().reason, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// That what is kept apart of records was erased.
///
/// ```
/// use tiendo_ledger::{Erasure, RecordId};
/// let erasure = Erasure { records: vec![RecordId { seq: 2, position: 0 }], reason: None };
/// assert_eq!(serde_json::to_string(&erasure)?, r#"{"records":[{"seq":2,"position":0}]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// Of which records.
    pub records: Vec<RecordId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// That the ledger goes on from an older copy.
///
/// ```
/// let rollback = tiendo_ledger::Rollback { anchored: "12:ab".into(), reason: None };
/// assert_eq!(serde_json::to_string(&rollback)?, r#"{"anchored":"12:ab"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rollback {
    /// Number and hash of the entry that the anchor named, which is not there.
    pub anchored: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// Fields that a file gave for a record and this version does not know.
///
/// ```
/// use tiendo::RecordKind;
/// use tiendo_ledger::UnknownOfRecord;
/// let json = r#"{"kind":"task","key":"T1","fields":{"/colour":"\"red\""}}"#;
/// let unknown: UnknownOfRecord = serde_json::from_str(json)?;
/// assert_eq!(unknown.kind, RecordKind::Task);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnknownOfRecord {
    /// Kind of the record.
    pub kind: RecordKind,
    /// What the reader of the file knows the record by.
    pub key: String,
    /// JSON Pointer and value, as JSON.
    pub fields: BTreeMap<String, String>,
}

/// A record as an entry holds it.
///
/// ```
/// use tiendo_ledger::{Ledger, NewLedger};
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let records = ledger.entries(0, 1)?[0].records()?;
/// assert!(records.iter().all(|r| r.corrects.is_none() && r.apart.is_none()));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The record, without what is kept apart.
    pub record: Record,
    /// The record that it corrects.
    pub corrects: Option<RecordId>,
    /// The salted hash of what is kept apart.
    pub apart: Option<Hash>,
}

macro_rules! kinds {
    ($($variant:ident $word:literal;)+) => {
        impl Record {
            /// The kind as entries write it.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Record::$variant(_) => $word,)+
                    Record::Later(_) => "later",
                }
            }

            fn write(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
                match self {
                    $(Record::$variant(body) => serde_json::to_writer(out, body),)+
                    Record::Later(later) => serde_json::to_writer(out, later.body()),
                }
            }
        }

        const KINDS: &[&str] = &[$($word),+];

        fn read_body<'de, A: MapAccess<'de>>(word: &str, map: &mut A) -> Result<Option<Record>, A::Error> {
            match word {
                $($word => map.next_value().map(Record::$variant).map(Some),)+
                _ => Ok(None),
            }
        }
    };
}

kinds! {
    Origin "ledger";
    Document "document";
    Agency "agency";
    Succession "succession";
    Plan "plan";
    Task "task";
    Transfer "transfer";
    Report "report";
    Allocation "allocation";
    Kpi "kpi";
    Measurement "measurement";
    Policy "policy";
    Calendar "calendar";
    Freeze "freeze";
    Withdrawal "withdrawal";
    Unknown "unknown";
    Erasure "erasure";
    Rollback "rollback";
    Salvage "salvage";
}

macro_rules! from_record {
    ($($plain:ident)+; $($boxed:ident)+) => {
        $(impl From<$plain> for Record {
            fn from(record: $plain) -> Self {
                Record::$plain(record)
            }
        })+
        $(impl From<$boxed> for Record {
            fn from(record: $boxed) -> Self {
                Record::$boxed(Box::new(record))
            }
        })+
    };
}

from_record! { Succession Plan Transfer Allocation Policy Calendar Freeze; Document Agency Task Report Kpi }

impl From<KpiMeasurement> for Record {
    fn from(measurement: KpiMeasurement) -> Self {
        Record::Measurement(measurement)
    }
}

impl Record {
    /// What it is known by within its kind: its id, the task of a transfer or allocation, the KPI of a measurement, the two
    /// agencies of a succession, a name; empty for what has none.
    pub fn id(&self) -> String {
        match self {
            Record::Origin(origin) => origin.node.clone(),
            Record::Document(record) => record.id.to_string(),
            Record::Agency(record) => record.id.to_string(),
            Record::Succession(record) => format!("{} → {}", record.from, record.to),
            Record::Plan(record) => record.id.to_string(),
            Record::Task(record) => record.id.to_string(),
            Record::Transfer(record) => record.task.to_string(),
            Record::Report(record) => record.id.to_string(),
            Record::Allocation(record) => record.task.to_string(),
            Record::Kpi(record) => record.id.to_string(),
            Record::Measurement(record) => record.kpi.to_string(),
            Record::Policy(policy) => policy.name.clone(),
            Record::Calendar(calendar) => calendar.version().to_owned(),
            Record::Freeze(freeze) => freeze.name.clone(),
            Record::Withdrawal(_) | Record::Erasure(_) | Record::Salvage(_) => String::new(),
            Record::Later(later) => later.kind().to_owned(),
            Record::Unknown(unknown) => unknown.key.clone(),
            Record::Rollback(rollback) => rollback.anchored.clone(),
        }
    }

    /// What it says, as entries write it.
    ///
    /// ```
    /// use tiendo::{Document, DocumentId, Text};
    /// let document = Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?);
    /// assert_eq!(tiendo_ledger::Record::from(document).to_json()["id"], "57-NQ/TW");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn to_json(&self) -> serde_json::Value {
        let mut json = Vec::new();
        // What was read from JSON, or checked before it was recorded, can be written as JSON.
        self.write(&mut json)
            .and_then(|()| serde_json::from_slice(&json))
            .unwrap_or(serde_json::Value::Null)
    }

    /// True where the same id may stand several times, each a version or a thing of its own.
    pub(crate) fn is_repeatable(&self) -> bool {
        !matches!(self, Record::Report(_) | Record::Freeze(_))
    }

    /// True where a registry keeps superseded versions.
    pub(crate) fn is_versioned(&self) -> bool {
        matches!(self, Record::Document(_) | Record::Agency(_) | Record::Task(_))
    }

    /// From when a version holds.
    pub(crate) fn valid_from(&self) -> Option<NaiveDate> {
        match self {
            Record::Document(d) => d.valid_from,
            Record::Agency(a) => a.version_from,
            Record::Task(t) => t.valid_from,
            _ => None,
        }
    }

    /// Tells versions of one id apart: from when one holds, and when it claims to have been recorded.
    pub(crate) fn version(&self) -> (Option<NaiveDate>, Option<NaiveDateTime>) {
        let claimed = match self {
            Record::Document(d) => d.recorded_at,
            Record::Agency(a) => a.recorded_at,
            Record::Task(t) => t.recorded_at,
            _ => None,
        };
        (self.valid_from(), claimed)
    }

    /// True where another record of the same id takes the place of this one.
    pub(crate) fn is_replaced_by_version(&self) -> bool {
        matches!(
            self,
            Record::Document(_)
                | Record::Agency(_)
                | Record::Plan(_)
                | Record::Task(_)
                | Record::Kpi(_)
                | Record::Policy(_)
                | Record::Calendar(_)
                | Record::Unknown(_)
        )
    }
}

impl Record {
    /// A definition as lists of one, to be checked by a registry; none for reports and for what a registry does not hold.
    pub(crate) fn clone_definition(&self) -> Option<Records> {
        if let Record::Report(_) = self {
            return None;
        }
        let mut records = Records::default();
        self.clone().into_lists(&mut records).is_none().then_some(records)
    }

    /// Puts the record among others of its kind; gives it back where a registry's lists have no place for it.
    pub(crate) fn into_lists(self, records: &mut Records) -> Option<Record> {
        match self {
            Record::Document(record) => records.documents.push(*record),
            Record::Agency(record) => records.agencies.push(*record),
            Record::Succession(record) => records.successions.push(record),
            Record::Plan(record) => records.plans.push(record),
            Record::Task(record) => records.tasks.push(*record),
            Record::Transfer(record) => records.transfers.push(record),
            Record::Report(record) => records.reports.push(*record),
            Record::Allocation(record) => records.allocations.push(record),
            Record::Kpi(record) => records.kpis.push(*record),
            Record::Unknown(unknown) => {
                for (pointer, json) in unknown.fields {
                    records.unknown.insert(unknown.kind, &unknown.key, &pointer, &json);
                }
            }
            other => return Some(other),
        }
        None
    }
}

/// True for a kind that this version knows.
pub(crate) fn is_known_kind(word: &str) -> bool {
    KINDS.contains(&word)
}

impl Record {
    /// All records of lists, in the order in which what refers comes after what it refers to.
    ///
    /// ```
    /// use tiendo::{Document, DocumentId, Records, Text};
    /// use tiendo_ledger::Record;
    /// let document = Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?);
    /// let records = Records { documents: vec![document], ..Records::default() };
    /// assert_eq!(Record::all_of(&records).map(|r| r.kind()).collect::<Vec<_>>(), ["document"]);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn all_of(records: &Records) -> impl Iterator<Item = Record> + '_ {
        of_lists(records)
    }
}

/// All records of lists, in the order in which what refers comes after what it refers to.
pub(crate) fn of_lists(records: &Records) -> impl Iterator<Item = Record> + '_ {
    fn each<T: Clone + Into<Record>>(list: &[T]) -> impl Iterator<Item = Record> + '_ {
        list.iter().cloned().map(Into::into)
    }
    each(&records.documents)
        .chain(each(&records.agencies))
        .chain(each(&records.successions))
        .chain(each(&records.plans))
        .chain(each(&records.tasks))
        .chain(each(&records.transfers))
        .chain(each(&records.kpis))
        .chain(each(&records.allocations))
        .chain(unknown(records))
        .chain(each(&records.reports))
}

fn unknown(records: &Records) -> impl Iterator<Item = Record> + '_ {
    records.unknown.records().map(|(kind, key, fields)| {
        let fields = fields.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        Record::Unknown(UnknownOfRecord { kind, key: key.to_owned(), fields })
    })
}

impl Recorded {
    /// Appends the record as JSON; what is kept apart stands last, so that it can be told from the rest.
    pub(crate) fn write(
        record: &Record,
        corrects: Option<RecordId>,
        apart: Option<Hash>,
        out: &mut Vec<u8>,
    ) -> Result<(), serde_json::Error> {
        out.extend_from_slice(b"{\"");
        out.extend_from_slice(record.kind().as_bytes());
        out.extend_from_slice(b"\":");
        record.write(out)?;
        if let Some(corrects) = corrects {
            out.extend_from_slice(b",\"corrects\":");
            serde_json::to_writer(&mut *out, &corrects)?;
        }
        if let Some(apart) = apart {
            out.extend_from_slice(apart_field(apart).as_bytes());
        }
        out.push(b'}');
        Ok(())
    }
}

/// The last field of a record of which something is kept apart.
pub(crate) fn apart_field(hash: Hash) -> String {
    format!(",\"apart\":\"{hash}\"")
}

impl<'de> Deserialize<'de> for Recorded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordedVisitor)
    }
}

struct RecordedVisitor;

impl<'de> Visitor<'de> for RecordedVisitor {
    type Value = Recorded;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Recorded, A::Error> {
        let (mut record, mut corrects, mut apart) = (None, None, None);
        while let Some(word) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            match word.as_ref() {
                "corrects" if corrects.is_none() => corrects = Some(map.next_value()?),
                "apart" if apart.is_none() => {
                    let text: String = map.next_value()?;
                    apart = Some(text.parse().map_err(de::Error::custom)?);
                }
                word if record.is_none() => {
                    let known = read_body(word, &mut map)?;
                    record = Some(match known {
                        Some(record) => record,
                        // Whether a file may hold one is asked of its format.
                        None => Record::Later(Later::new(word, map.next_value()?)),
                    });
                }
                word => return Err(de::Error::unknown_field(word, KINDS)),
            }
        }
        let record = record.ok_or_else(|| de::Error::custom("no record"))?;
        Ok(Recorded { record, corrects, apart })
    }
}
