//! Ledgers: the history of a register in one SQLite file.

mod asked;
mod batch;
mod care;
mod life;
mod lines;
mod values;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{NaiveDate, NaiveDateTime};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyType};
use tiendo::{AsOf, TaskId, Watch};
use tiendo_formats::Encoding;
use tiendo_formats::csv::{self, ReadOptions};
use tiendo_ledger::{Error, ImportOptions, RegistryOptions, Trust};

pub(crate) use batch::Batch;
pub(crate) use care::{Erased, PersonRecord};
pub(crate) use life::{Salvaged, Upgrade};
pub(crate) use lines::{Entry, Freeze, LogLine};
pub(crate) use values::{Appended, Head, Imported, Verified};

use crate::calendar::Calendar;
use crate::evaluation::Evaluation;
use crate::finding::Findings;
use crate::policy::{self, Policy};
use crate::registry::Registry;
use crate::{convert, error, watch};

use asked::{founded, imported, recorded};

/// The history of a register in one SQLite file: entries that are only ever appended, each chained to the one before.
///
/// Made by `create` or `memory`, opened by `open`; a context manager, whose end closes it. Any number of threads may use one
/// at a time, and any number of processes the same file: one appends at a time, and nobody who reads waits. Registries that
/// it gave never change, and stay when it is closed.
///
/// Where a method takes `recorded_at`, that is the instant of recording in Viet Nam's time, without a zone; `None` reads the
/// clock (UTC+7), and nothing else in this package does. `actor` is who records: a name that stays in the file.
///
/// In a forked child a ledger of the parent is closed, and none can be opened if one was open at the fork (`ClosedError`): close
/// it before, open it in the child only, or use `multiprocessing` by spawn. On Linux the `sqlite3` module may open the file in
/// the same process; elsewhere only after `close`, because two copies of SQLite in one process take each other's locks away
/// there (POSIX). A ledger does not pickle; open it by its path.
///
/// >>> import datetime, pathlib, tempfile, tiendo
/// >>> folder = tempfile.TemporaryDirectory()
/// >>> path = pathlib.Path(folder.name, "register.tiendo")
/// >>> with tiendo.Ledger.create(path, node="68-UBND", actor="example") as ledger:
/// ...     done = ledger.import_registry(tiendo.plan02.registry(), actor="example")
/// ...     ledger.registry().task_count, ledger.head.seq
/// (192, 2)
/// >>> with tiendo.Ledger.open(path, access="read_only") as ledger:
/// ...     bool(ledger.verify())
/// True
/// >>> ledger.registry()
/// Traceback (most recent call last):
///     ...
/// tiendo.exceptions.ClosedError: the ledger is closed
/// >>> folder.cleanup()
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Ledger {
    open: Mutex<Option<Arc<tiendo_ledger::Ledger>>>,
    path: Option<PathBuf>,
    node: String,
    origin: String,
    classification: String,
    process: u32,
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            // A connection of the parent: closing it here would be work on the parent's file.
            let open = self.open.get_mut().unwrap_or_else(PoisonError::into_inner).take();
            std::mem::forget(open);
        }
    }
}

impl Ledger {
    fn of(ledger: tiendo_ledger::Ledger) -> Self {
        Ledger {
            path: ledger.path().map(Path::to_owned),
            node: ledger.feed().node.clone(),
            origin: ledger.feed().origin.clone(),
            classification: ledger.classification().as_str().to_owned(),
            open: Mutex::new(Some(Arc::new(ledger))),
            process: std::process::id(),
        }
    }

    /// The ledger, for as long as a call needs it: another thread may close it meanwhile.
    fn core(&self) -> PyResult<Arc<tiendo_ledger::Ledger>> {
        // Looked at first: in a forked child the lock may be held by a thread that is not there.
        if self.process != std::process::id() {
            return Err(error::closed("belongs to another process"));
        }
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.clone().ok_or_else(|| error::closed("is closed"))
    }

    /// Runs brief work detached from the interpreter.
    fn detached<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&tiendo_ledger::Ledger) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let ledger = self.core()?;
        // The last handle may be this one, so that it is dropped detached too.
        py.detach(move || work(&ledger)).map_err(error::ledger)
    }

    /// Runs long work, with progress and Ctrl-C.
    fn watched<T: Send>(
        &self,
        py: Python<'_>,
        progress: Option<&Bound<'_, PyAny>>,
        work: impl FnOnce(&tiendo_ledger::Ledger, &Watch) -> PyResult<T> + Send,
    ) -> PyResult<T> {
        let ledger = self.core()?;
        watch::watched(py, usize::MAX, progress, move |watch| work(&ledger, watch))
    }
}

#[pymethods]
impl Ledger {
    /// Makes a ledger in a file that is not there yet, whose first entry says whose it is and which calendar holds.
    ///
    /// `node` is the name of who alone will write it. Without `calendar` that of Viet Nam holds. `classification` is the most
    /// guarded class of information that it takes, for ever: `public`, `internal`, or `secret` for every class.
    ///
    /// Raises:
    ///     ExistsError: where there is a file, or a journal of one.
    ///     StorageError: when the system refuses; what was begun is removed.
    ///     InvalidValueError: for a node or actor that is empty, longer than 256 bytes or holds a control character.
    #[classmethod]
    #[pyo3(signature = (path, *, node, actor, recorded_at = None, calendar = None, classification = "public"))]
    fn create(
        class: &Bound<'_, PyType>,
        path: PathBuf,
        node: &str,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
        calendar: Option<&Bound<'_, Calendar>>,
        classification: &str,
    ) -> PyResult<Self> {
        let new = founded(node, actor, recorded_at, calendar, classification)?;
        let made = class.py().detach(|| tiendo_ledger::Ledger::create(path, &new));
        made.map(Ledger::of).map_err(error::ledger)
    }

    /// Makes a ledger in memory, gone when it is closed.
    ///
    /// Raises:
    ///     InvalidValueError: for a node or actor that is empty, longer than 256 bytes or holds a control character.
    #[classmethod]
    #[pyo3(signature = (*, node, actor, recorded_at = None, calendar = None, classification = "public"))]
    fn memory(
        class: &Bound<'_, PyType>,
        node: &str,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
        calendar: Option<&Bound<'_, Calendar>>,
        classification: &str,
    ) -> PyResult<Self> {
        let new = founded(node, actor, recorded_at, calendar, classification)?;
        let made = class.py().detach(|| tiendo_ledger::Ledger::memory(&new));
        made.map(Ledger::of).map_err(error::ledger)
    }

    /// Opens a ledger. A file that is refused is left as it is.
    ///
    /// `access` is `read_write`, `read_only` (beside others that write) or `immutable` (on a medium that cannot be written,
    /// where nobody writes). A writer waits up to `busy_timeout` seconds for another before it raises `BusyError`.
    ///
    /// Raises:
    ///     StorageError: where there is no file, or the system refuses to read it.
    ///     NotALedgerError, NewerFormatError, CorruptError: for a file that this version does not read.
    ///     RolledBackError: for a file that does not hold the entry its anchor names.
    ///     UnfinishedWorkError: for `immutable` with a journal beside the file.
    ///     InvalidValueError: for another access, and for a timeout outside 0 to 86,400.
    #[classmethod]
    #[pyo3(signature = (path, *, access = "read_write", busy_timeout = 10.0))]
    fn open(
        class: &Bound<'_, PyType>,
        path: PathBuf,
        access: &str,
        busy_timeout: f64,
    ) -> PyResult<Self> {
        let options = asked::options(access, busy_timeout)?;
        let opened = class.py().detach(|| tiendo_ledger::Ledger::open_with(path, &options));
        opened.map(Ledger::of).map_err(error::ledger)
    }

    /// Closes the file as soon as no call uses it any more; a second time does nothing.
    fn close(&self, py: Python<'_>) {
        if self.process == std::process::id() {
            let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
            py.detach(|| drop(open));
        }
    }

    /// Whether it was closed, or belongs to another process.
    #[getter]
    fn is_closed(&self) -> bool {
        self.core().is_err()
    }

    /// Where the file is; `None` for a ledger in memory.
    #[getter]
    fn path(&self) -> Option<PathBuf> {
        self.path.clone()
    }

    /// The name of the node that alone writes it.
    #[getter]
    fn node(&self) -> &str {
        &self.node
    }

    /// 32 hexadecimal digits that were drawn when it was made, so that no two ledgers of one node are taken for each other.
    #[getter]
    fn origin(&self) -> &str {
        &self.origin
    }

    /// The most guarded class of information that it takes: what it was made for.
    ///
    /// >>> import datetime, tiendo
    /// >>> at = datetime.datetime(2026, 1, 5, 8)
    /// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at, classification="internal")
    /// >>> ledger.classification
    /// 'internal'
    #[getter]
    fn classification(&self) -> &str {
        &self.classification
    }

    /// The last entry.
    ///
    /// Raises:
    ///     ClosedError: after `close`, as for every call.
    #[getter]
    fn head(&self, py: Python<'_>) -> PyResult<Head> {
        self.detached(py, tiendo_ledger::Ledger::head).map(Head)
    }

    /// Records a batch as one entry: all of it or nothing. What the ledger has already is left out, and where nothing is new
    /// no entry is made.
    ///
    /// `batch` is a `Batch`, a `Registry`, lists of records by their names, or several records. When this returns, the entry
    /// survives a loss of power (but for `bulk`). A report's own `recorded_at` is kept as claimed.
    ///
    /// Raises:
    ///     ClockBackwardsError: for an instant before the last entry's.
    ///     RefusedError: for records that cannot be taken; `problems` lists them.
    ///     BusyError: where another process wrote for too long.
    ///     InvalidRecordError: for a record with unknown, missing or wrong fields.
    ///     ReadOnlyError, StorageFullError, StorageError, LimitExceededError: where it cannot be written.
    ///
    /// >>> import datetime, tiendo
    /// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=datetime.datetime(2026, 1, 5, 8))
    /// >>> report = tiendo.Report(id="R1", task="T1", kind="complete", reported_on=datetime.date(2026, 1, 4))
    /// >>> try:
    /// ...     ledger.append([report], actor="example", recorded_at=datetime.datetime(2026, 1, 5, 9))
    /// ... except tiendo.RefusedError as error:
    /// ...     error.problems[0]["message"]
    /// "record 0, report 'R1': its task is not in the ledger"
    /// >>> ledger.append([], actor="example", recorded_at=datetime.datetime(2026, 1, 5, 7))
    /// Traceback (most recent call last):
    ///     ...
    /// tiendo.exceptions.ClockBackwardsError: recorded at 2026-01-05T07:00:00, before the last entry's 2026-01-05T08:00:00
    #[pyo3(signature = (batch, *, actor, recorded_at = None))]
    fn append(
        &self,
        batch: &Bound<'_, PyAny>,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
    ) -> PyResult<Appended> {
        let (py, ledger) = (batch.py(), self.core()?);
        let batch = batch::batch_of(batch)?;
        py.detach(move || recorded(recorded_at, |at| ledger.append(&batch, at, actor)))
            .map(Appended)
    }

    /// Records one record as an entry of its own; `kind` as of `Batch.add`, all else as of `append`.
    #[pyo3(signature = (record, *, kind = None, actor, recorded_at = None))]
    fn record(
        &self,
        record: &Bound<'_, PyAny>,
        kind: Option<&str>,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
    ) -> PyResult<Appended> {
        let (py, ledger) = (record.py(), self.core()?);
        let mut batch = tiendo_ledger::Batch::new();
        batch.add(batch::record_of(record, kind)?);
        py.detach(move || recorded(recorded_at, |at| ledger.append(&batch, at, actor)))
            .map(Appended)
    }

    /// Imports a folder of CSV files, `batch` records an entry.
    ///
    /// The files are read as by `Registry.read_csv`. What the ledger has is not recorded again, so the same folder again
    /// changes nothing, and an import that was interrupted is completed by the same call. With `skip_refused` what cannot be
    /// taken is left out and listed; without, nothing is recorded then. `progress` hears of rows read, then of records that
    /// are durable; Ctrl-C stops it after a whole entry.
    ///
    /// Raises:
    ///     RefusedError: for records that cannot be taken; nothing was recorded.
    ///     NothingToReadError: for a folder without any file of a register.
    ///     ClockBackwardsError, BusyError, ReadOnlyError, StorageError: as of `append`.
    ///
    /// >>> import datetime, tempfile, tiendo
    /// >>> at = datetime.datetime(2026, 1, 5, 8)
    /// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     _ = tiendo.plan02.registry().write_csv(folder)
    /// ...     first = ledger.import_csv(folder, actor="example", recorded_at=at)
    /// ...     ledger.import_csv(folder, actor="example", recorded_at=at).unchanged == first.recorded
    /// True
    #[pyo3(signature = (
        path, *, actor, recorded_at = None, encoding = "utf-8", batch = 10_000, skip_refused = false, progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn import_csv(
        &self,
        py: Python<'_>,
        path: PathBuf,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
        encoding: &str,
        batch: usize,
        skip_refused: bool,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Imported> {
        let words = Encoding::ALL.iter().map(|encoding| encoding.as_str());
        let encoding = convert::word("encoding", encoding, Encoding::parse, words)?;
        let options = ImportOptions { batch, skip_refused };
        self.watched(py, progress, |ledger, watch| {
            let heard = |_: &str, rows: u64| watch::heard(watch, rows);
            let read = ReadOptions { encoding, progress: Some(&heard), ..ReadOptions::default() };
            let (records, findings) = csv::read_folder(&path, &read).map_err(error::formats)?;
            imported(ledger, &records, (recorded_at, actor), &options, watch, findings)
        })
    }

    /// Imports all records of a registry, as `import_csv` does those of a folder.
    #[pyo3(signature = (
        registry, *, actor, recorded_at = None, batch = 10_000, skip_refused = false, progress = None
    ))]
    fn import_registry(
        &self,
        registry: &Bound<'_, Registry>,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
        batch: usize,
        skip_refused: bool,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Imported> {
        let (py, registry) = (registry.py(), registry.get());
        let options = ImportOptions { batch, skip_refused };
        self.watched(py, progress, |ledger, watch| {
            let records = registry.core().to_records();
            imported(ledger, &records, (recorded_at, actor), &options, watch, Vec::new())
        })
    }

    /// The registry as it was known at the end of the day `known`; without, of everything recorded.
    ///
    /// Evaluated at any day it answers as the newest registry does at that day and `known`, and it alone tells which plans,
    /// KPIs, successions, transfers, allocations and which calendar were known then. With `trust_claimed` a record counts
    /// from the instant that it claims itself, where it claims any: for what was kept elsewhere before.
    ///
    /// Raises:
    ///     InvalidDateError: for a day outside 1900 to 2199.
    ///     CorruptError, StorageError: where the file cannot be read.
    #[pyo3(signature = (known = None, *, trust_claimed = false))]
    fn registry(
        &self,
        py: Python<'_>,
        known: Option<NaiveDate>,
        trust_claimed: bool,
    ) -> PyResult<Registry> {
        let trust = if trust_claimed { Trust::Claimed } else { Trust::Recorded };
        let registry = self.detached(py, move |ledger| match (known, trust) {
            (None, Trust::Recorded) => ledger.refresh(),
            (known, trust) => ledger.registry_with(&RegistryOptions { known, trust }),
        })?;
        Ok(Registry::of_core(registry))
    }

    /// The registry of everything recorded, by whatever process; only what is new since the last call is read.
    fn refresh(&self, py: Python<'_>) -> PyResult<Registry> {
        self.detached(py, tiendo_ledger::Ledger::refresh).map(Registry::of_core)
    }

    /// Writes the register as it was known on `known` (`None`: everything recorded): to a `.json`, `.jsonl` or `.ndjson` file
    /// as `Registry.write_json` does, else to a folder of CSV files as `Registry.write_csv`; gives what was left out.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for a value that would not read back as it is.
    ///
    /// >>> import pathlib, tempfile, tiendo
    /// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example")
    /// >>> done = ledger.import_registry(tiendo.plan02.registry(), actor="example")
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     path = pathlib.Path(folder, "register.jsonl")
    /// ...     left_out = ledger.export(path)
    /// ...     tiendo.Registry.read_json(path).task_count
    /// 192
    #[pyo3(signature = (path, *, known = None, disclosure = "public", progress = None))]
    fn export(
        &self,
        py: Python<'_>,
        path: PathBuf,
        known: Option<NaiveDate>,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let registry = self.registry(py, known, false)?;
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if matches!(extension.as_deref(), Some("json" | "jsonl" | "ndjson")) {
            registry.write_json(py, path, disclosure, false, progress)
        } else {
            registry.write_csv(py, path, "plain", "en", disclosure, false, progress)
        }
    }

    /// All that was recorded about a task, in the order of recording: its versions, reports, transfers and money, and what
    /// corrects them.
    ///
    /// Raises:
    ///     NotFoundError: where nothing was.
    ///     InvalidIdError: for a text that is no id.
    fn log(&self, py: Python<'_>, task: &str) -> PyResult<Vec<LogLine>> {
        let task = TaskId::new(task).map_err(error::core)?;
        let lines = self.detached(py, |ledger| ledger.log(&task))?;
        Ok(lines.iter().map(LogLine::new).collect())
    }

    /// Up to `limit` entries after the number `after`, in order.
    #[pyo3(signature = (*, after = 0, limit = 1000))]
    fn entries(&self, py: Python<'_>, after: u64, limit: usize) -> PyResult<Vec<Entry>> {
        let entries = self.detached(py, |ledger| ledger.entries(after, limit))?;
        Ok(entries.into_iter().map(Entry::new).collect())
    }

    /// Follows the chain from the first entry to the last, and compares what is kept apart and the tables with it.
    ///
    /// A chain that was cut off at its end is whole for as far as it goes: compare the head with one that was kept elsewhere.
    /// `progress` hears of entries; Ctrl-C stops it.
    ///
    /// Raises:
    ///     CorruptError: where the file cannot be read as a ledger at all.
    #[pyo3(signature = (*, progress = None))]
    fn verify(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Verified> {
        self.watched(py, progress, |ledger, watch| {
            ledger.verify(watch).map(|found| Verified::new(&found)).map_err(error::ledger)
        })
    }

    /// Makes the tables that people query again from the entries; gives the number of records in them.
    ///
    /// `progress` hears of entries; Ctrl-C stops it, and nothing was changed then.
    #[pyo3(signature = (*, progress = None))]
    fn rebuild(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<u64> {
        self.watched(py, progress, |ledger, watch| ledger.rebuild(watch).map_err(error::ledger))
    }

    /// Copies the ledger, while others go on writing, into a file that is not there yet; gives the last entry of the copy.
    ///
    /// `progress` hears of pages; Ctrl-C stops it, and no file is left then.
    ///
    /// Raises:
    ///     ExistsError: where there is a file.
    ///     StorageFullError, StorageError, BusyError: where it cannot be written.
    #[pyo3(signature = (path, *, progress = None))]
    fn backup(
        &self,
        py: Python<'_>,
        path: PathBuf,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Head> {
        self.watched(py, progress, |ledger, watch| {
            ledger.backup(&path, watch).map(Head).map_err(error::ledger)
        })
    }

    /// Records a day and a knowledge day under a name that is not taken, with the policy in full.
    ///
    /// `known` may not be later than the day of recording; what is recorded later on that very day still counts.
    ///
    /// Raises:
    ///     RefusedError: where the name is taken by something else; the same again is nothing new.
    ///     InvalidValueError: for a `known` after the day of recording, and a name that is none.
    #[pyo3(signature = (name, day, *, known, policy = None, actor, recorded_at = None))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn freeze(
        &self,
        py: Python<'_>,
        name: &str,
        day: NaiveDate,
        known: NaiveDate,
        policy: Option<&Bound<'_, PyAny>>,
        actor: &str,
        recorded_at: Option<NaiveDateTime>,
    ) -> PyResult<Appended> {
        let ledger = self.core()?;
        let as_of = AsOf::new(day).and_then(|day| day.known_on(known)).map_err(error::core)?;
        let policy = policy::argument(policy)?;
        let freeze = tiendo_ledger::Freeze::new(name, as_of, policy).map_err(error::core)?;
        py.detach(move || recorded(recorded_at, |at| ledger.freeze(&freeze, at, actor)))
            .map(Appended)
    }

    /// What was frozen, in the order of recording.
    fn freezes(&self, py: Python<'_>) -> PyResult<Vec<Freeze>> {
        let freezes = self.detached(py, tiendo_ledger::Ledger::freezes)?;
        Ok(freezes.into_iter().map(Freeze).collect())
    }

    /// The figures that were frozen under a name, with the calendar and the policy of then.
    ///
    /// Raises:
    ///     NotFoundError: for a name that nothing was frozen under.
    fn evaluate_frozen(&self, py: Python<'_>, name: &str) -> PyResult<Evaluation> {
        self.detached(py, |ledger| ledger.evaluate_frozen(name)).map(Evaluation::of_core)
    }

    /// The policy recorded under a name by the end of the day `known` (`None`: by now), else the one built in.
    ///
    /// Raises:
    ///     NotFoundError: for a name that is neither.
    #[pyo3(signature = (name, *, known = None))]
    fn policy(&self, py: Python<'_>, name: &str, known: Option<NaiveDate>) -> PyResult<Policy> {
        self.detached(py, |ledger| ledger.policy(name, known)).map(Policy)
    }

    /// Begins a bulk: until `end_bulk` an entry is not synced, so that a loss of power may take back whole entries from the end
    /// that were acknowledged; never a part of one, and never anything from before the bulk.
    ///
    /// >>> import datetime, tiendo
    /// >>> at = datetime.datetime(2026, 1, 5, 8)
    /// >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    /// >>> ledger.begin_bulk()
    /// >>> ledger.end_bulk() == ledger.head
    /// True
    fn begin_bulk(&self, py: Python<'_>) -> PyResult<()> {
        self.detached(py, |ledger| {
            // It goes on beyond this call, and the call that ends it has one of its own.
            ledger.bulk().map(std::mem::forget)
        })
    }

    /// Ends a bulk; when this returns, all that was appended survives a loss of power. Gives the last entry.
    ///
    /// Raises:
    ///     BusyError: where others kept the journal in use for too long; what was appended is there, and is synced by the
    ///         next entry.
    fn end_bulk(&self, py: Python<'_>) -> PyResult<Head> {
        self.detached(py, |ledger| ledger.bulk()?.finish()).map(Head)
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyResult<PyRef<'_, Self>> {
        slf.core()?;
        Ok(slf)
    }

    fn __exit__(
        &self,
        py: Python<'_>,
        _kind: &Bound<'_, PyAny>,
        _raised: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) {
        self.close(py);
    }

    /// Always raises: a ledger is a handle on a file.
    #[allow(clippy::unused_self)] // pickle calls it so
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a Ledger does not pickle; use Ledger.open in the other process"))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let state = if self.is_closed() { "closed " } else { "" };
        let place = self.path.as_deref().map_or("in memory".into(), Path::to_string_lossy);
        Ok(format!("<Ledger {state}{place} of {}>", convert::quoted(py, &self.node)?))
    }
}
