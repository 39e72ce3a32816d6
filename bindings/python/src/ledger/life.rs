//! The life of a ledger's file: upgrades, copies for others, and what is read of a damaged one.

use std::path::PathBuf;

use chrono::NaiveDateTime;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyType};

use super::Ledger;
use super::asked::recorded;
use super::values::Head;
use crate::shape::{Pickled, pickle_methods};
use crate::{error, watch};

/// What became of an upgrade; false where the file had the format already.
///
/// >>> import pathlib, tempfile, tiendo
/// >>> folder = tempfile.TemporaryDirectory()
/// >>> path = pathlib.Path(folder.name, "register.tiendo")
/// >>> tiendo.Ledger.create(path, node="68-UBND", actor="example").close()
/// >>> upgrade = tiendo.Ledger.upgrade(path)
/// >>> bool(upgrade), upgrade.to, upgrade.backup, upgrade
/// (False, '1.1', None, <Upgrade: 1.1 already>)
/// >>> folder.cleanup()
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Upgrade {
    from: String,
    to: String,
    backup: Option<PathBuf>,
}

impl Pickled for Upgrade {
    type State = (String, String, Option<PathBuf>);

    fn state(&self) -> Self::State {
        (self.from.clone(), self.to.clone(), self.backup.clone())
    }

    fn of_state((from, to, backup): Self::State) -> Self {
        Upgrade { from, to, backup }
    }
}

pickle_methods!(Upgrade);

#[pymethods]
impl Upgrade {
    /// The format that the file had, such as `1.0`.
    #[getter]
    fn from_(&self) -> &str {
        &self.from
    }

    /// The format that the file has.
    #[getter]
    fn to(&self) -> &str {
        &self.to
    }

    /// The file as it was; `None` where it was not changed.
    #[getter]
    fn backup(&self) -> Option<PathBuf> {
        self.backup.clone()
    }

    fn __bool__(&self) -> bool {
        self.backup.is_some()
    }

    fn __repr__(&self) -> String {
        match self.backup {
            Some(_) => format!("<Upgrade: {} to {}>", self.from, self.to),
            None => format!("<Upgrade: {} already>", self.to),
        }
    }
}

/// What was read out of a damaged file, and what was not; true where nothing is missing or in doubt up to the entry that an
/// anchor names, or further.
///
/// >>> import pathlib, tempfile, tiendo
/// >>> folder = tempfile.TemporaryDirectory()
/// >>> path = pathlib.Path(folder.name, "register.tiendo")
/// >>> tiendo.Ledger.create(path, node="68-UBND", actor="example").close()
/// >>> salvaged = tiendo.Ledger.salvage(path, path.with_name("salvaged.tiendo"), actor="example")
/// >>> bool(salvaged), salvaged.lost, salvaged
/// (True, [], <Salvaged 1 entries, 0 missing, 0 unproved>)
/// >>> folder.cleanup()
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Salvaged {
    head: Head,
    entries: u64,
    lost: Vec<(u64, u64, String)>,
    unproved: Vec<(u64, u64)>,
    apart: Vec<String>,
    is_end_anchored: bool,
    is_complete: bool,
}

impl Salvaged {
    fn new(salvaged: &tiendo_ledger::Salvaged) -> Self {
        let loss = |loss: &tiendo_ledger::Loss| {
            (loss.entries.first, loss.entries.last, loss.reason.as_str().to_owned())
        };
        Salvaged {
            head: Head(salvaged.head),
            entries: salvaged.entries,
            lost: salvaged.lost.iter().map(loss).collect(),
            unproved: salvaged.unproved.iter().map(|span| (span.first, span.last)).collect(),
            apart: salvaged.apart.iter().map(ToString::to_string).collect(),
            is_end_anchored: salvaged.is_end_anchored,
            is_complete: salvaged.is_complete(),
        }
    }
}

type Lists = (Vec<(u64, u64, String)>, Vec<(u64, u64)>, Vec<String>);

impl Pickled for Salvaged {
    type State = (<Head as Pickled>::State, u64, Lists, (bool, bool));

    fn state(&self) -> Self::State {
        let lists = (self.lost.clone(), self.unproved.clone(), self.apart.clone());
        (self.head.state(), self.entries, lists, (self.is_end_anchored, self.is_complete))
    }

    fn of_state((head, entries, lists, (is_end_anchored, is_complete)): Self::State) -> Self {
        let (head, (lost, unproved, apart)) = (Head::of_state(head), lists);
        Salvaged { head, entries, lost, unproved, apart, is_end_anchored, is_complete }
    }
}

pickle_methods!(Salvaged);

#[pymethods]
impl Salvaged {
    /// The last entry of the new file: the one that says that it was salvaged.
    #[getter]
    fn head(&self) -> Head {
        self.head
    }

    /// Entries that were read.
    #[getter]
    fn entries(&self) -> u64 {
        self.entries
    }

    /// Entries that are missing: numbers of the first and the last of each run, and why as a word (`not_found`, `hash`, `records`,
    /// `corrects`, `instant`).
    #[getter]
    fn lost(&self) -> Vec<(u64, u64, String)> {
        self.lost.clone()
    }

    /// Entries that were read and that no hash proves, because the one before is missing: the first and the last of each run.
    #[getter]
    fn unproved(&self) -> Vec<(u64, u64)> {
        self.unproved.clone()
    }

    /// Records of which what is kept apart is missing, such as `12.3`; they read as if it had been erased.
    #[getter]
    fn apart(&self) -> Vec<String> {
        self.apart.clone()
    }

    /// Whether an anchor beside the damaged file told how far it had come; otherwise any number of entries may be missing behind
    /// the last one found.
    #[getter]
    fn is_end_anchored(&self) -> bool {
        self.is_end_anchored
    }

    fn __bool__(&self) -> bool {
        self.is_complete
    }

    fn __repr__(&self) -> String {
        let lost: u64 = self.lost.iter().map(|(first, last, _)| last - first + 1).sum();
        let unproved: u64 = self.unproved.iter().map(|(first, last)| last - first + 1).sum();
        format!("<Salvaged {} entries, {lost} missing, {unproved} unproved>", self.entries)
    }
}

#[pymethods]
impl Ledger {
    /// Writes a copy for others into a file that is not there yet, so that they need not open this one; gives its last entry.
    ///
    /// The copy is one file that any SQLite from 3.37 on reads, such as the module `sqlite3`; it holds what the tables hold and no
    /// byte of what was erased, and appears under its name when it is whole. `progress` hears of pages; Ctrl-C stops it, and no
    /// file is left then.
    ///
    /// Raises:
    ///     ExistsError: where there is a file.
    ///     StorageFullError, StorageError, BusyError: where it cannot be written.
    #[pyo3(signature = (path, *, progress = None))]
    fn snapshot(
        &self,
        py: Python<'_>,
        path: PathBuf,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Head> {
        self.watched(py, progress, |ledger, watch| {
            ledger.snapshot(&path, watch).map(Head).map_err(error::ledger)
        })
    }

    /// Brings the file of a ledger to the format of this version, after a copy beside it that is never written over
    /// (`x.tiendo.format-1.0`). A file that has the format already is left as it is.
    ///
    /// Interrupted at any moment, the file is of the one format or of the other, and the same call again finishes it. `progress`
    /// hears of pages of the copy.
    ///
    /// Raises:
    ///     NewerFormatError: for a file of a later format.
    ///     CorruptError: for a damaged one; see `salvage`.
    ///     NotALedgerError, BusyError, StorageFullError, StorageError: as of `open`.
    #[classmethod]
    #[pyo3(signature = (path, *, progress = None))]
    fn upgrade(
        class: &Bound<'_, PyType>,
        path: PathBuf,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Upgrade> {
        let options = tiendo_ledger::OpenOptions::default();
        let done = watch::watched(class.py(), usize::MAX, progress, |watch| {
            tiendo_ledger::Ledger::upgrade(&path, &options, watch).map_err(error::ledger)
        })?;
        Ok(match done {
            tiendo_ledger::Upgrade::Current { format } => {
                Upgrade { from: format.clone(), to: format, backup: None }
            }
            tiendo_ledger::Upgrade::Done { from, to, backup } => {
                Upgrade { from, to, backup: Some(backup) }
            }
        })
    }

    /// Reads all that can be read of a damaged file into a new ledger `to` that is sound, and tells what could not be read.
    ///
    /// Every entry keeps its number, instant, actor and the bytes of its records. In the place of each missing one stands an entry
    /// that says so, and the last one, recorded by `actor`, says that the ledger was salvaged and what is missing. The damaged file
    /// is left as it is; it must neither be written meanwhile nor be open in this process. Keep the anchor beside it (`.head`),
    /// which tells how far it had come. `progress` hears of pages, then of entries.
    ///
    /// Raises:
    ///     NotALedgerError: where no entry at all can be read.
    ///     NewerFormatError: for a file of a later format.
    ///     ExistsError: where `to` is there.
    ///     ClockBackwardsError, StorageFullError, StorageError: as of `append`.
    #[classmethod]
    #[pyo3(signature = (path, to, *, actor, recorded_at = None, progress = None))]
    fn salvage(
        class: &Bound<'_, PyType>,
        path: PathBuf,
        to: PathBuf,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Salvaged> {
        watch::watched(class.py(), usize::MAX, progress, |watch| {
            let salvage = |at| tiendo_ledger::Ledger::salvage(&path, &to, at, actor, watch);
            recorded(recorded_at, salvage).map(|salvaged| Salvaged::new(&salvaged))
        })
    }
}
