//! What stands in a ledger: entries, the log of a task, freezes.

use chrono::{NaiveDate, NaiveDateTime};
use pyo3::prelude::*;
use tiendo::day;

use crate::policy::Policy;
use crate::shape::{Pickled, pickle_methods};
use crate::{convert, error};

/// One commit of a ledger: its records as they were stored, its hash, and who recorded it when.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> entry = ledger.entries()[0]
/// >>> entry.seq, entry.actor, entry.text[:30], entry.hash == ledger.head.hash
/// (1, 'example', '[{"ledger":{"format":"1.1","no', True)
/// >>> [list(record) for record in entry.records]
/// [['ledger'], ['calendar']]
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Entry {
    seq: u64,
    recorded_at: NaiveDateTime,
    texts: [String; 3],
}

impl Entry {
    pub(super) fn new(entry: tiendo_ledger::Entry) -> Self {
        let texts = [entry.actor, entry.records, entry.hash.to_string()];
        Entry { seq: entry.seq, recorded_at: entry.recorded_at, texts }
    }
}

impl Pickled for Entry {
    type State = (u64, NaiveDateTime, [String; 3]);

    fn state(&self) -> Self::State {
        (self.seq, self.recorded_at, self.texts.clone())
    }

    fn of_state((seq, recorded_at, texts): Self::State) -> Self {
        Entry { seq, recorded_at, texts }
    }
}

pickle_methods!(Entry);

#[pymethods]
impl Entry {
    /// Its number, from 1 without a gap.
    #[getter]
    fn seq(&self) -> u64 {
        self.seq
    }

    /// When it was recorded: the wall clock of whoever recorded it.
    #[getter]
    fn recorded_at(&self) -> NaiveDateTime {
        self.recorded_at
    }

    /// Who recorded it.
    #[getter]
    fn actor(&self) -> &str {
        &self.texts[0]
    }

    /// The records as they were stored, an array of JSON: the very bytes, in UTF-8, that are hashed.
    #[getter]
    fn text(&self) -> &str {
        &self.texts[1]
    }

    /// The records as dictionaries, each with its kind as the first key.
    #[getter]
    fn records<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::loads(py, &self.texts[1])
    }

    /// Its SHA-256 in 64 hexadecimal digits, which the next entry names.
    #[getter]
    fn hash(&self) -> &str {
        &self.texts[2]
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (at, actor) = (day::instant_to_string(self.recorded_at), self.actor());
        Ok(format!("<Entry {} of {at} by {}>", self.seq, convert::quoted(py, actor)?))
    }
}

/// One record about a task, and who recorded it when.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> task = tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo")
/// >>> _ = ledger.record(task, actor="example", recorded_at=at)
/// >>> line = ledger.log("T1")[0]
/// >>> line.id, line.kind, line.record == task, line.corrects, line.corrected_by
/// ('2.0', 'task', True, None, None)
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct LogLine {
    recorded_at: NaiveDateTime,
    /// Id, actor, kind, record in JSON.
    texts: [String; 4],
    /// What it corrects, and by what it was corrected.
    links: [Option<String>; 2],
}

impl LogLine {
    pub(super) fn new(line: &tiendo_ledger::LogLine) -> Self {
        let kind = line.record.kind().to_owned();
        let json = line.record.to_json().to_string();
        LogLine {
            recorded_at: line.recorded_at,
            texts: [line.id.to_string(), line.actor.clone(), kind, json],
            links: [line.corrects, line.corrected_by].map(|id| id.map(|id| id.to_string())),
        }
    }
}

impl Pickled for LogLine {
    type State = (NaiveDateTime, [String; 4], [Option<String>; 2]);

    fn state(&self) -> Self::State {
        (self.recorded_at, self.texts.clone(), self.links.clone())
    }

    fn of_state((recorded_at, texts, links): Self::State) -> Self {
        LogLine { recorded_at, texts, links }
    }
}

pickle_methods!(LogLine);

#[pymethods]
impl LogLine {
    /// The numbers of its entry and of the record in it, such as `12.3`: what names it for a correction.
    #[getter]
    fn id(&self) -> &str {
        &self.texts[0]
    }

    /// When it was recorded.
    #[getter]
    fn recorded_at(&self) -> NaiveDateTime {
        self.recorded_at
    }

    /// Who recorded it.
    #[getter]
    fn actor(&self) -> &str {
        &self.texts[1]
    }

    /// Its kind: `task`, `report`, `transfer`, `allocation` or `withdrawal`.
    #[getter]
    fn kind(&self) -> &str {
        &self.texts[2]
    }

    /// The record, without what is kept apart: a `Task`, `Report`, `Transfer` or `Allocation`; of a withdrawal a dictionary.
    #[getter]
    fn record<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let fields = convert::loads(py, &self.texts[3])?;
        let class = match self.kind() {
            "task" => "Task",
            "report" => "Report",
            "transfer" => "Transfer",
            "allocation" => "Allocation",
            _ => return Ok(fields),
        };
        py.import("tiendo.records")?.getattr(class)?.call_method1("from_dict", (fields,))
    }

    /// The id of the record that it corrects.
    #[getter]
    fn corrects(&self) -> Option<&str> {
        self.links[0].as_deref()
    }

    /// The id of the record by which it was corrected or withdrawn.
    #[getter]
    fn corrected_by(&self) -> Option<&str> {
        self.links[1].as_deref()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let [id, actor, kind, _] = &self.texts;
        let (at, actor) = (day::instant_to_string(self.recorded_at), convert::quoted(py, actor)?);
        Ok(format!("<LogLine {id}: {kind} of {at} by {actor}>"))
    }
}

/// A day and a knowledge day under a name, with the policy in full: figures that can be had again years later.
///
/// >>> import datetime, tiendo
/// >>> at, day = datetime.datetime(2026, 1, 16, 8), datetime.date(2025, 12, 31)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> _ = ledger.freeze("2025", day, known=at.date(), actor="example", recorded_at=at)
/// >>> ledger.freezes()
/// [<Freeze '2025': 2025-12-31 as known on 2026-01-16, policy default v1>]
/// >>> ledger.evaluate_frozen("2025").day
/// datetime.date(2025, 12, 31)
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Freeze(pub(super) tiendo_ledger::Freeze);

impl Pickled for Freeze {
    type State = tiendo_ledger::Freeze;

    fn state(&self) -> Self::State {
        self.0.clone()
    }

    fn of_state(freeze: Self::State) -> Self {
        Freeze(freeze)
    }
}

pickle_methods!(Freeze);

#[pymethods]
impl Freeze {
    /// Its name, unique in the ledger.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The day D.
    #[getter]
    fn day(&self) -> NaiveDate {
        self.0.day
    }

    /// The knowledge day K.
    #[getter]
    fn known(&self) -> NaiveDate {
        self.0.known
    }

    /// The policy in full.
    #[getter]
    fn policy(&self) -> Policy {
        Policy(self.0.policy.clone())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let tiendo_ledger::Freeze { name, day, known, policy } = &self.0;
        let name = convert::quoted(py, name)?;
        Ok(format!(
            "<Freeze {name}: {day} as known on {known}, policy {} v{}>",
            policy.name, policy.version
        ))
    }
}

/// The name of a record: `12.3`.
pub(super) fn record_id(text: &str) -> PyResult<tiendo_ledger::RecordId> {
    text.parse().map_err(error::core)
}
