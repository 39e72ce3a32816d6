//! Files of other tools, in: MS Project, iCalendar, StratML, Parquet and packets.

mod tables;
mod write;

use std::ops::ControlFlow;

use chrono::{NaiveDate, NaiveDateTime};
use pyo3::prelude::*;
use tiendo::{DocumentId, Finding, Records};
use tiendo_formats::packet::Profile;
use tiendo_formats::{Error, ics, mspdi, packet, parquet, stratml};

use crate::annex::Source;
use crate::calendar::Calendar;
use crate::finding::Findings;
use crate::registry::{Parts, Registry, one_of};
use crate::{error, watch};

/// Hears how far a reader or writer is.
type Heard<'a> = &'a dyn Fn(&str, u64) -> ControlFlow<()>;

/// What a reader gives.
type Read = Result<(Records, Vec<Finding>), Error>;

/// Where a file is, what findings call it, and what the registry of it is built with.
struct Input<'a, 'py> {
    source: Source,
    name: String,
    calendar: Option<&'a Bound<'py, Calendar>>,
    imported_at: Option<NaiveDateTime>,
    progress: Option<&'a Bound<'py, PyAny>>,
}

impl<'a, 'py> Input<'a, 'py> {
    fn new(
        path_or_bytes: &Bound<'py, PyAny>,
        name: Option<String>,
        unnamed: &str,
        calendar: Option<&'a Bound<'py, Calendar>>,
        imported_at: Option<NaiveDateTime>,
        progress: Option<&'a Bound<'py, PyAny>>,
    ) -> PyResult<Self> {
        let source = Source::of(path_or_bytes)?;
        if let (Source::File(_), Some(name)) = (&source, &name) {
            return Err(error::value("name", name, "left out: a path has one"));
        }
        let name = name.unwrap_or_else(|| unnamed.to_owned());
        Ok(Input { source, name, calendar, imported_at, progress })
    }

    /// Reads and builds, detached from the interpreter.
    fn read(
        self,
        py: Python<'py>,
        read: impl FnOnce(&Source, &str, Heard<'_>) -> Read + Send,
    ) -> PyResult<(Registry, Findings)> {
        let Input { source, name, imported_at, .. } = self;
        let calendar = self.calendar.map(Bound::get);
        watch::watched(py, usize::MAX, self.progress, |watch| {
            let heard = |_: &str, done: u64| watch::heard(watch, done);
            let (records, findings) = read(&source, &name, &heard).map_err(error::formats)?;
            let told = Findings::new(findings.clone());
            let parts = Parts { findings, ..Parts::new(records, calendar, imported_at) };
            Ok((parts.build(watch)?, told))
        })
    }
}

/// Reads a project in MS Project XML (MSPDI) from a path or from bytes: the registry of its tasks, links, agencies and
/// progress, and what reading found out, which is also among the registry's findings.
///
/// A file that `write_mspdi` wrote reads back to the same tasks. In any other, a row is a task of the file's own document,
/// or of `document`; ids begin with `id_prefix`; `reported_on` is the day that percentages speak of where the file has no
/// status day. The planned finish of a row without a deadline is one only with `finish_as_deadline`: a plan is no promise.
/// `name` is what findings call bytes. `progress` hears of rows, as of `read_csv`; Ctrl-C stops it.
///
/// Raises:
///     NothingToReadError: for what is no such XML, has a document type, or holds more than it may.
///     StorageError: when the system refuses to read.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> plan, _ = evaluation.mspdi()
/// >>> registry, findings = tiendo.read_mspdi(plan)
/// >>> registry.task("T0001").title == tiendo.plan02.registry().task("T0001").title
/// True
/// >>> tiendo.read_mspdi(b"<html/>", name="page.xml")
/// Traceback (most recent call last):
///     ...
/// tiendo.exceptions.NothingToReadError: ...
#[pyfunction]
#[pyo3(signature = (
    path_or_bytes, *, name = None, document = None, id_prefix = "MSP-", reported_on = None, finish_as_deadline = false,
    calendar = None, imported_at = None, progress = None
))]
#[allow(clippy::too_many_arguments)] // keyword arguments of one call
pub(crate) fn read_mspdi(
    path_or_bytes: &Bound<'_, PyAny>,
    name: Option<String>,
    document: Option<String>,
    id_prefix: &str,
    reported_on: Option<NaiveDate>,
    finish_as_deadline: bool,
    calendar: Option<&Bound<'_, Calendar>>,
    imported_at: Option<NaiveDateTime>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Registry, Findings)> {
    let input = Input::new(path_or_bytes, name, "project.xml", calendar, imported_at, progress)?;
    input.read(path_or_bytes.py(), |source, name, heard| {
        let options = mspdi::ReadOptions {
            document: document.as_deref(),
            id_prefix,
            reported_on,
            finish_as_deadline,
            progress: Some(heard),
            ..mspdi::ReadOptions::default()
        };
        match source {
            Source::File(path) => mspdi::read_file(path, &options),
            Source::Memory(bytes) => mspdi::read(name, &bytes[..], &options),
        }
    })
}

/// Reads the working calendar of a project in MS Project XML from a path or from bytes: Monday to Friday from `first` to `last`,
/// both included, with the days that the project's own calendar excepts, and what reading found out.
///
/// Exceptions beyond these days are passed over. `name` is what findings call bytes.
///
/// Raises:
///     InvalidValueError: for a last day before the first.
///     NothingToReadError: for what is no such XML, has a document type, or holds more than it may.
///     StorageError: when the system refuses to read.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> plan, _ = evaluation.mspdi()
/// >>> calendar, findings = tiendo.read_mspdi_calendar(plan, datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
/// >>> calendar.is_working_day(datetime.date(2025, 9, 2)), len(findings)
/// (False, 0)
#[pyfunction]
#[pyo3(signature = (path_or_bytes, first, last, *, name = None))]
pub(crate) fn read_mspdi_calendar(
    path_or_bytes: &Bound<'_, PyAny>,
    first: NaiveDate,
    last: NaiveDate,
    name: Option<String>,
) -> PyResult<(Calendar, Findings)> {
    let input = Input::new(path_or_bytes, name, "project.xml", None, None, None)?;
    let (source, name) = (input.source, input.name);
    let (calendar, findings) = path_or_bytes.py().detach(|| {
        let options = mspdi::ReadOptions::default();
        let read = match &source {
            Source::File(path) => mspdi::read_calendar_file(path, (first, last), &options),
            Source::Memory(bytes) => {
                mspdi::read_calendar(&name, &bytes[..], (first, last), &options)
            }
        };
        read.map_err(error::formats)
    })?;
    Ok((Calendar::of_core(&calendar), Findings::new(findings)))
}

/// Reads the to-dos of an iCalendar file (`.ics`) from a path or from bytes: the registry of their tasks, and what reading found
/// out, which is also among the registry's findings.
///
/// Events and whatever else stands there are counted and passed over. Agencies of other people's files are looked up by their
/// names in `base`; without one they are not taken. `document` sets the tasks that name none. Otherwise as `read_mspdi`.
///
/// Raises:
///     InvalidIdError: for a document that is no id.
///     NothingToReadError: for a file that holds more than it may.
///     StorageError: when the system refuses to read.
///
/// >>> import tiendo
/// >>> file = b"BEGIN:VTODO\r\nUID:a@b\r\nSUMMARY:Plan\r\nDUE;VALUE=DATE:20250815\r\nEND:VTODO\r\n"
/// >>> registry, findings = tiendo.read_ics(file)
/// >>> [task.title for task in registry.tasks()], len(findings) > 0
/// (['Plan'], True)
#[pyfunction]
#[pyo3(signature = (
    path_or_bytes, *, name = None, base = None, document = None, calendar = None, imported_at = None, progress = None
))]
#[allow(clippy::too_many_arguments)] // keyword arguments of one call
pub(crate) fn read_ics(
    path_or_bytes: &Bound<'_, PyAny>,
    name: Option<String>,
    base: Option<&Bound<'_, Registry>>,
    document: Option<String>,
    calendar: Option<&Bound<'_, Calendar>>,
    imported_at: Option<NaiveDateTime>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Registry, Findings)> {
    let document = document.as_deref().map(DocumentId::new).transpose().map_err(error::core)?;
    let base = base.map(|base| base.get().core());
    let input = Input::new(path_or_bytes, name, "tasks.ics", calendar, imported_at, progress)?;
    input.read(path_or_bytes.py(), |source, name, heard| {
        let options = ics::ReadOptions {
            document: document.as_ref(),
            registry: base,
            progress: Some(heard),
            ..ics::ReadOptions::default()
        };
        match source {
            Source::File(path) => ics::read_file(path, &options),
            Source::Memory(bytes) => ics::read(name, &bytes[..], &options),
        }
    })
}

/// Reads a strategic plan or performance report in StratML, of either part and any of its namespaces or none, from a path or
/// from bytes: the registry, and what reading found out, which is also among the registry's findings.
///
/// Goals are task groups, objectives tasks, performance indicators KPIs. Otherwise as `read_mspdi`.
///
/// Raises:
///     NothingToReadError: for what is no StratML, has a document type, or holds more than it may.
///     StorageError: when the system refuses to read.
///
/// >>> import tiendo
/// >>> goal = "<Goal><Name>Data</Name><Objective><Name>Clean land records</Name></Objective></Goal>"
/// >>> file = f"<StrategicPlan><Name>Plan</Name><StrategicPlanCore>{goal}</StrategicPlanCore></StrategicPlan>"
/// >>> registry, findings = tiendo.read_stratml(file.encode())
/// >>> [task.title for task in registry.tasks()], len(findings) > 0
/// (['Clean land records'], True)
#[pyfunction]
#[pyo3(signature = (path_or_bytes, *, name = None, calendar = None, imported_at = None, progress = None))]
pub(crate) fn read_stratml(
    path_or_bytes: &Bound<'_, PyAny>,
    name: Option<String>,
    calendar: Option<&Bound<'_, Calendar>>,
    imported_at: Option<NaiveDateTime>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Registry, Findings)> {
    let input = Input::new(path_or_bytes, name, "plan.xml", calendar, imported_at, progress)?;
    input.read(path_or_bytes.py(), |source, name, heard| {
        let options = stratml::ReadOptions { progress: Some(heard), ..Default::default() };
        match source {
            Source::File(path) => stratml::read_file(path, &options),
            Source::Memory(bytes) => stratml::read(name, &bytes[..], &options),
        }
    })
}

/// Reads a packet between report systems, in XML or JSON, from a path or from bytes: the registry of its reports and KPI
/// values, and what reading found out, which is also among the registry's findings.
///
/// `profile` is the text of a profile in TOML, which says under which names the packet is written (`tiendo.packet_profile`);
/// without one the names are neutral. A packet has no tasks: with `base` it is laid over the records of a registry that has them,
/// whose KPIs keep their definitions and get the packet's values. Otherwise as `read_mspdi`.
///
/// Raises:
///     InvalidRequestError: for a profile that cannot be used.
///     NothingToReadError: for what is no packet of the profile, or holds more than it may.
///     StorageError: when the system refuses to read.
///
/// >>> import tiendo
/// >>> file = b'{"kpis":{"head":{"day":"2025-07-31"},"entries":[{"code":"K1","value":61.5}]}}'
/// >>> registry, findings = tiendo.read_packet(file, name="kpis.json")
/// >>> [kpi.id for kpi in registry.kpis()]
/// ['K1']
#[pyfunction]
#[pyo3(signature = (
    path_or_bytes, *, name = None, base = None, profile = None, calendar = None, imported_at = None, progress = None
))]
#[allow(clippy::too_many_arguments)] // keyword arguments of one call
pub(crate) fn read_packet(
    path_or_bytes: &Bound<'_, PyAny>,
    name: Option<String>,
    base: Option<&Bound<'_, Registry>>,
    profile: Option<&str>,
    calendar: Option<&Bound<'_, Calendar>>,
    imported_at: Option<NaiveDateTime>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Registry, Findings)> {
    let profile = profile_of(profile)?;
    let base = base.map(|base| base.get().core());
    let input = Input::new(path_or_bytes, name, "packet", calendar, imported_at, progress)?;
    input.read(path_or_bytes.py(), |source, name, heard| {
        let options = packet::ReadOptions {
            profile: Some(&profile),
            progress: Some(heard),
            ..packet::ReadOptions::default()
        };
        let (records, findings) = match source {
            Source::File(path) => packet::read_file(path, &options)?,
            Source::Memory(bytes) => packet::read(name, &bytes[..], &options)?,
        };
        let Some(base) = base else { return Ok((records, findings)) };
        let mut all = base.to_records();
        packet::lay_over(&mut all, records);
        Ok((all, findings))
    })
}

/// The profile with neutral names as TOML, for `write_packet` and `read_packet`: to be copied, and its names replaced by
/// those that another system uses.
///
/// The field tables of the official format (QCVN 125:2021/BTTTT) were not at hand: whoever holds them fills in the names.
///
/// >>> import tiendo
/// >>> profile = tiendo.packet_profile()
/// >>> 'name = "organisation"' in profile
/// True
#[pyfunction]
pub(crate) fn packet_profile() -> PyResult<String> {
    Profile::neutral().to_toml().map_err(error::formats)
}

/// The profile of a text; the neutral one without.
fn profile_of(toml: Option<&str>) -> PyResult<Profile> {
    toml.map_or(Ok(Profile::neutral()), Profile::from_toml).map_err(error::formats)
}

/// Reads Parquet: a file, a folder of tables (`tasks.parquet`, `reports.parquet` …), a folder laid out as Hive does
/// (`territory=68/part-0.parquet`), or bytes: the registry of its records, and what reading found out, which is also among
/// the registry's findings.
///
/// Files of pandas, Polars, DuckDB and Spark are read as those of `write_parquet`. Which table a file holds is told by its
/// metadata, its name or its columns; `table`, `tasks` or `reports`, says it of a path to a file. Otherwise as `read_mspdi`.
///
/// Raises:
///     InvalidValueError: for a table that is neither, or is said of bytes or a folder.
///     NothingToReadError: for what is no Parquet file, holds more than it may, or a folder without any.
///     StorageError: when the system refuses to read.
///
/// >>> import datetime, tempfile, tiendo
/// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
/// >>> with tempfile.TemporaryDirectory() as folder:
/// ...     evaluation.write_parquet(folder)
/// ...     registry, findings = tiendo.read_parquet(folder)
/// <Findings 0 errors, 0 warnings, 0 notes>
/// >>> registry.task_count
/// 192
#[pyfunction]
#[pyo3(signature = (
    path_or_bytes, *, name = None, table = None, calendar = None, imported_at = None, progress = None
))]
pub(crate) fn read_parquet(
    path_or_bytes: &Bound<'_, PyAny>,
    name: Option<String>,
    table: Option<&str>,
    calendar: Option<&Bound<'_, Calendar>>,
    imported_at: Option<NaiveDateTime>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Registry, Findings)> {
    let is_tasks =
        table.map(|table| one_of("table", table, &[("tasks", true), ("reports", false)]));
    let is_tasks = is_tasks.transpose()?;
    let input = Input::new(path_or_bytes, name, "table.parquet", calendar, imported_at, progress)?;
    let is_file = matches!(&input.source, Source::File(path) if !path.is_dir());
    if let Some(table) = table.filter(|_| !is_file) {
        return Err(error::value("table", table, "left out, but for a path to a file"));
    }
    input.read(path_or_bytes.py(), |source, name, heard| {
        let options = parquet::ReadOptions { progress: Some(heard), ..Default::default() };
        match (source, is_tasks) {
            (Source::File(path), _) if path.is_dir() => parquet::read_folder(path, &options),
            (Source::File(path), None) => parquet::read_file(path, &options),
            (Source::File(path), Some(true)) => parquet::read_tasks(path, &options),
            (Source::File(path), Some(false)) => parquet::read_reports(path, &options),
            (Source::Memory(bytes), _) => parquet::read(name, &bytes[..], &options),
        }
    })
}
