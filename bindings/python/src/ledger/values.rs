//! What calls of a ledger give: heads, entries, and what became of what was recorded.

use chrono::NaiveDateTime;
use pyo3::prelude::*;
use tiendo::day;
use tiendo_ledger::Hash;

use crate::error::{self, Problem};
use crate::finding::Findings;
use crate::shape::{Pickled, pickle_methods};

/// The last entry of a ledger. Whoever keeps it elsewhere can tell later whether the ledger was shortened or rewritten.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> ledger.head.seq, ledger.head.recorded_at == at, len(ledger.head.hash)
/// (1, True, 64)
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq, Clone, Copy)]
pub(crate) struct Head(pub(crate) tiendo_ledger::Head);

/// A head as it pickles.
type HeadState = (u64, [u8; 32], NaiveDateTime);

impl Pickled for Head {
    type State = HeadState;

    fn state(&self) -> Self::State {
        (self.0.seq, self.0.hash.0, self.0.recorded_at)
    }

    fn of_state((seq, hash, recorded_at): Self::State) -> Self {
        Head(tiendo_ledger::Head { seq, hash: Hash(hash), recorded_at })
    }
}

pickle_methods!(Head);

#[pymethods]
impl Head {
    /// Its number, from 1 without a gap.
    #[getter]
    fn seq(&self) -> u64 {
        self.0.seq
    }

    /// Its SHA-256 in 64 hexadecimal digits.
    #[getter]
    fn hash(&self) -> String {
        self.0.hash.to_string()
    }

    /// When it was recorded.
    #[getter]
    fn recorded_at(&self) -> NaiveDateTime {
        self.0.recorded_at
    }

    fn __repr__(&self) -> String {
        let at = day::instant_to_string(self.0.recorded_at);
        format!("<Head {} of {at}, {}>", self.0.seq, self.0.hash)
    }
}

/// What became of records that were appended: how many were recorded, and how many the ledger had already.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> document = tiendo.Document(id="57-NQ/TW", title="Nghị quyết 57")
/// >>> ledger.record(document, actor="example", recorded_at=at)
/// <Appended 1 recorded, 0 unchanged, entry 2>
/// >>> ledger.record(document, actor="example", recorded_at=at)
/// <Appended 0 recorded, 1 unchanged, entry 2>
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Appended(pub(crate) tiendo_ledger::Appended);

impl Pickled for Appended {
    type State = (HeadState, u64, u64);

    fn state(&self) -> Self::State {
        (Head(self.0.head).state(), self.0.recorded, self.0.unchanged)
    }

    fn of_state((head, recorded, unchanged): Self::State) -> Self {
        Appended(tiendo_ledger::Appended { head: Head::of_state(head).0, recorded, unchanged })
    }
}

pickle_methods!(Appended);

#[pymethods]
impl Appended {
    /// The last entry now; the one before where nothing was new.
    #[getter]
    fn head(&self) -> Head {
        Head(self.0.head)
    }

    /// Records that were recorded.
    #[getter]
    fn recorded(&self) -> u64 {
        self.0.recorded
    }

    /// Records that the ledger had already.
    #[getter]
    fn unchanged(&self) -> u64 {
        self.0.unchanged
    }

    fn __repr__(&self) -> String {
        let tiendo_ledger::Appended { head, recorded, unchanged } = &self.0;
        format!("<Appended {recorded} recorded, {unchanged} unchanged, entry {}>", head.seq)
    }
}

/// What became of an import.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> done = ledger.import_registry(tiendo.plan02.registry(), actor="example", recorded_at=at)
/// >>> done.recorded > 192, done.unchanged, done.entries, done.refused
/// (True, 0, 1, 0)
/// >>> again = ledger.import_registry(tiendo.plan02.registry(), actor="example", recorded_at=at)
/// >>> again.recorded, again.unchanged == done.recorded
/// (0, True)
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Imported {
    head: Head,
    /// Recorded, unchanged, entries, refused.
    counts: [u64; 4],
    problems: Vec<Problem>,
    findings: Vec<tiendo::Finding>,
}

impl Imported {
    pub(super) fn new(done: &tiendo_ledger::Imported, findings: Vec<tiendo::Finding>) -> Self {
        Imported {
            head: Head(done.head),
            counts: [done.recorded, done.unchanged, done.entries, done.refused],
            problems: error::problems(&done.problems),
            findings,
        }
    }
}

impl Pickled for Imported {
    type State = (HeadState, [u64; 4], Vec<Problem>, Vec<tiendo::Finding>);

    fn state(&self) -> Self::State {
        (self.head.state(), self.counts, self.problems.clone(), self.findings.clone())
    }

    fn of_state((head, counts, problems, findings): Self::State) -> Self {
        Imported { head: Head::of_state(head), counts, problems, findings }
    }
}

pickle_methods!(Imported);

#[pymethods]
impl Imported {
    /// The last entry now.
    #[getter]
    fn head(&self) -> Head {
        self.head
    }

    /// Records that were recorded.
    #[getter]
    fn recorded(&self) -> u64 {
        self.counts[0]
    }

    /// Records that the ledger had already.
    #[getter]
    fn unchanged(&self) -> u64 {
        self.counts[1]
    }

    /// Entries that were made.
    #[getter]
    fn entries(&self) -> u64 {
        self.counts[2]
    }

    /// Records that were left out, as `skip_refused` allows.
    #[getter]
    fn refused(&self) -> u64 {
        self.counts[3]
    }

    /// The first thousand of them, as `RefusedError.problems` has them; positions count all records of the import.
    #[getter]
    fn problems<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let listed = self.problems.iter().map(|(position, kind, id, problem, message)| {
            serde_json::json!({
                "position": position, "kind": kind, "id": id, "problem": problem, "message": message
            })
        });
        crate::convert::plain(py, &listed.collect::<Vec<_>>())
    }

    /// What reading the files found out.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::new(self.findings.clone())
    }

    fn __repr__(&self) -> String {
        let [recorded, unchanged, entries, refused] = self.counts;
        format!(
            "<Imported {recorded} recorded, {unchanged} unchanged, {refused} refused, {entries} entries>"
        )
    }
}

/// What verifying a ledger found; true where nothing is wrong.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> verified = ledger.verify()
/// >>> bool(verified), verified.head == ledger.head, verified
/// (True, True, <Verified 1 entries, 2 records, 0 faults>)
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Verified {
    head: Option<Head>,
    /// Entries, records, erased.
    counts: [u64; 3],
    faults: Vec<(Option<u64>, String)>,
}

impl Verified {
    pub(super) fn new(found: &tiendo_ledger::Verified) -> Self {
        Verified {
            head: found.head.map(Head),
            counts: [found.entries, found.records, found.erased],
            faults: found.faults.iter().map(|f| (f.entry, f.part.to_owned())).collect(),
        }
    }
}

impl Pickled for Verified {
    type State = (Option<HeadState>, [u64; 3], Vec<(Option<u64>, String)>);

    fn state(&self) -> Self::State {
        (self.head.map(|head| head.state()), self.counts, self.faults.clone())
    }

    fn of_state((head, counts, faults): Self::State) -> Self {
        Verified { head: head.map(Head::of_state), counts, faults }
    }
}

pickle_methods!(Verified);

#[pymethods]
impl Verified {
    /// The last entry that the chain was followed to; `None` where not even the first one holds.
    #[getter]
    fn head(&self) -> Option<Head> {
        self.head
    }

    /// Entries that were read.
    #[getter]
    fn entries(&self) -> u64 {
        self.counts[0]
    }

    /// Records in them.
    #[getter]
    fn records(&self) -> u64 {
        self.counts[1]
    }

    /// Records of which something about a person was erased.
    #[getter]
    fn erased(&self) -> u64 {
        self.counts[2]
    }

    /// What is wrong, the first thousand: the number of the entry, or `None` for what belongs to none, and the part.
    #[getter]
    fn faults(&self) -> Vec<(Option<u64>, String)> {
        self.faults.clone()
    }

    fn __bool__(&self) -> bool {
        self.faults.is_empty()
    }

    fn __repr__(&self) -> String {
        let ([entries, records, _], faults) = (self.counts, self.faults.len());
        format!("<Verified {entries} entries, {records} records, {faults} faults>")
    }
}
