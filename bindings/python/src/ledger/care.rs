//! What keeps a ledger fast and trustworthy: its checkpoint, what opening it noticed, its anchor, going on after a restore,
//! and forgetting persons.

use std::path::PathBuf;

use chrono::NaiveDateTime;
use pyo3::prelude::*;
use pyo3::types::PyType;
use tiendo::Text;

use super::Ledger;
use super::asked::recorded;
use super::values::Head;
use crate::error;
use crate::shape::{Pickled, pickle_methods};

/// A record that names a person.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> task = tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo", responsible_person="Nguyễn Văn A")
/// >>> _ = ledger.record(task, actor="example", recorded_at=at)
/// >>> ledger.export_person("Nguyễn Văn A")
/// [<PersonRecord 2.0: task T1, responsible_person>]
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct PersonRecord {
    /// Which record, its kind and its id.
    texts: [String; 3],
    fields: Vec<String>,
}

impl Pickled for PersonRecord {
    type State = ([String; 3], Vec<String>);

    fn state(&self) -> Self::State {
        (self.texts.clone(), self.fields.clone())
    }

    fn of_state((texts, fields): Self::State) -> Self {
        PersonRecord { texts, fields }
    }
}

pickle_methods!(PersonRecord);

#[pymethods]
impl PersonRecord {
    /// The numbers of its entry and of the record in it, such as `12.3`.
    #[getter]
    fn record(&self) -> &str {
        &self.texts[0]
    }

    /// Its kind: `task` or `report`.
    #[getter]
    fn kind(&self) -> &str {
        &self.texts[1]
    }

    /// Its id.
    #[getter]
    fn id(&self) -> &str {
        &self.texts[2]
    }

    /// The fields that name the person: `responsible_person`, `supervising_leader`, `by_post`.
    #[getter]
    fn fields(&self) -> Vec<String> {
        self.fields.clone()
    }

    fn __repr__(&self) -> String {
        let [record, kind, id] = &self.texts;
        format!("<PersonRecord {record}: {kind} {id}, {}>", self.fields.join(", "))
    }
}

/// What was erased of a person.
///
/// >>> import datetime, tiendo
/// >>> at = datetime.datetime(2026, 1, 5, 8)
/// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
/// >>> ledger.erase_person("Nguyễn Văn A", actor="example", recorded_at=at)
/// <Erased 0 records, 0 recorded again, entry 1>
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Erased(tiendo_ledger::Erased);

impl Pickled for Erased {
    type State = (<Head as Pickled>::State, u64, u64);

    fn state(&self) -> Self::State {
        (Head(self.0.head).state(), self.0.records, self.0.recorded_again)
    }

    fn of_state((head, records, recorded_again): Self::State) -> Self {
        Erased(tiendo_ledger::Erased { head: Head::of_state(head).0, records, recorded_again })
    }
}

pickle_methods!(Erased);

#[pymethods]
impl Erased {
    /// The last entry now: the one that says that, not what, was erased.
    #[getter]
    fn head(&self) -> Head {
        Head(self.0.head)
    }

    /// Records of which something was erased.
    #[getter]
    fn records(&self) -> u64 {
        self.0.records
    }

    /// Records that were recorded again because they name others too.
    #[getter]
    fn recorded_again(&self) -> u64 {
        self.0.recorded_again
    }

    fn __repr__(&self) -> String {
        let tiendo_ledger::Erased { head, records, recorded_again } = &self.0;
        format!("<Erased {records} records, {recorded_again} recorded again, entry {}>", head.seq)
    }
}

#[pymethods]
impl Ledger {
    /// What was noticed when the file was opened and was no reason to refuse it: `no_anchor` (nothing tells whether its end is
    /// missing), `not_closed` (whoever wrote it last did not close it; all pages were checked), `newer_format` (of a later minor
    /// format: it is read, and not written).
    ///
    /// >>> import datetime, tiendo
    /// >>> at = datetime.datetime(2026, 1, 5, 8)
    /// >>> tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at).findings
    /// []
    #[getter]
    fn findings(&self) -> PyResult<Vec<&'static str>> {
        Ok(self.core()?.findings().iter().map(|found| found.as_str()).collect())
    }

    /// Brings the head anchor beside the file to the last entry now, and not at one of the next commits or when the ledger is
    /// closed.
    ///
    /// >>> import datetime, tiendo
    /// >>> at = datetime.datetime(2026, 1, 5, 8)
    /// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    /// >>> ledger.anchor() == ledger.head
    /// True
    fn anchor(&self, py: Python<'_>) -> PyResult<Head> {
        self.detached(py, tiendo_ledger::Ledger::anchor).map(Head)
    }

    /// Whether the head anchor follows every commit, and not one in a second or in a thousand. Each costs two more syncs.
    ///
    /// >>> import datetime, tiendo
    /// >>> at = datetime.datetime(2026, 1, 5, 8)
    /// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    /// >>> ledger.anchor_every_commit(True)
    fn anchor_every_commit(&self, py: Python<'_>, is_on: bool) -> PyResult<()> {
        self.detached(py, |ledger| ledger.anchor_every_commit(is_on))
    }

    /// Keeps the newest registry in the file in columns, so that opening reads it and only the entries after it; gives the
    /// entry that it reaches to. The entries stay the truth, and one that does not fit them is not used.
    ///
    /// >>> import datetime, tiendo
    /// >>> at = datetime.datetime(2026, 1, 5, 8)
    /// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    /// >>> ledger.checkpoint() == ledger.head, ledger.checkpointed
    /// (True, 1)
    /// >>> ledger.drop_checkpoint()
    fn checkpoint(&self, py: Python<'_>) -> PyResult<Head> {
        self.detached(py, tiendo_ledger::Ledger::checkpoint).map(Head)
    }

    /// Removes the checkpoint; nothing is lost but time.
    fn drop_checkpoint(&self, py: Python<'_>) -> PyResult<()> {
        self.detached(py, tiendo_ledger::Ledger::drop_checkpoint)
    }

    /// The number of the entry that the checkpoint reaches to; `None` where there is none.
    #[getter]
    fn checkpointed(&self, py: Python<'_>) -> PyResult<Option<u64>> {
        self.detached(py, tiendo_ledger::Ledger::checkpointed)
    }

    /// Opens a ledger that was restored from an older copy, although its anchor names an entry that it lacks.
    ///
    /// That it was rolled back, from where and why becomes an entry, and the anchor names that one from now on.
    ///
    /// Raises:
    ///     NothingRolledBackError: where the file holds what its anchor names, or has no anchor.
    ///     ClockBackwardsError, BusyError, StorageError: as of `append`.
    #[classmethod]
    #[pyo3(signature = (path, *, reason, actor, recorded_at = None))]
    fn accept_rollback(
        class: &Bound<'_, PyType>,
        path: PathBuf,
        reason: &str,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
    ) -> PyResult<Self> {
        let reason = Text::new(reason).map_err(error::core)?;
        let options = tiendo_ledger::OpenOptions::default();
        let accept =
            |at| tiendo_ledger::Ledger::accept_rollback(&path, &options, &reason, at, actor);
        class.py().detach(|| recorded(recorded_at, accept)).map(Ledger::of)
    }

    /// The records that name a person: as responsible or supervising in a task, or as the post that reported.
    ///
    /// The name is compared whole. Free texts and the names of actors are not looked through.
    fn export_person(&self, py: Python<'_>, name: &str) -> PyResult<Vec<PersonRecord>> {
        let found = self.detached(py, |ledger| ledger.export_person(name))?;
        let one = |found: tiendo_ledger::PersonRecord| {
            let tiendo_ledger::PersonRecord { record, kind, id, fields } = found;
            PersonRecord { texts: [record.to_string(), kind, id], fields }
        };
        Ok(found.into_iter().map(one).collect())
    }

    /// Erases a person: what the records that `export_person` finds keep apart. That it was done, when, by whom, why and in which
    /// records becomes an entry; the name does not.
    ///
    /// The bytes are gone from the file, its journal and its checkpoint when this returns; copies made before, and registries in
    /// memory, are out of its reach. A record that names others too is recorded again without the person, as a correction.
    ///
    /// Raises:
    ///     BusyError: where others kept reading: the person is erased, but bytes may be left; the same call again finishes it.
    ///     ClockBackwardsError, ReadOnlyError, StorageError: as of `append`.
    #[pyo3(signature = (name, *, actor, reason = None, recorded_at = None))]
    fn erase_person(
        &self,
        py: Python<'_>,
        name: &str,
        actor: &str,
        reason: Option<&str>,
        recorded_at: Option<NaiveDateTime>,
    ) -> PyResult<Erased> {
        let ledger = self.core()?;
        let reason = reason.map(Text::new).transpose().map_err(error::core)?;
        let erase = |at| ledger.erase_person(name, reason.as_ref(), at, actor);
        py.detach(|| recorded(recorded_at, erase)).map(Erased)
    }
}
