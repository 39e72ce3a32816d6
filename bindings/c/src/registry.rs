//! The registry.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ops::ControlFlow;
use std::ptr::NonNull;
use std::sync::OnceLock;

use model::{Records, Registry, RegistryBuilder};

use tiendo_formats::Encoding;
use tiendo_formats::csv::{Progress, ReadOptions, read_folder};

use crate::boundary::{
    call, day_of, free, handle, long_text, maybe_day, maybe_writable, put, text, wanted,
};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::finding::tiendo_findings;
use crate::policy::tiendo_policy;
use crate::query::tiendo_reply;
use crate::text::{c_text, tiendo_encoding, tiendo_str};
use crate::threads;
use crate::watch::tiendo_watch;
use crate::word::tiendo_provenance;

/// All records, checked against each other and immutable. Any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_registry {
    registry: Registry,
    calendar: OnceLock<CString>,
}

impl tiendo_registry {
    pub(crate) fn new(registry: Registry) -> Self {
        tiendo_registry { registry, calendar: OnceLock::new() }
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }
}

/// Opens the built-in register of Resolution 57-NQ/TW and Plan 02-KH/BCĐTW; the caller frees it.
///
/// It holds no report: nobody publishes progress task by task.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_plan02(
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        wanted(registry_out.as_deref(), "registry_out")?;
        put(registry_out, "registry_out", Box::new(built(tiendo_plan02::records()?)))
    })
}

/// Opens the built-in register with reports invented from `seed`, marked as simulated; the caller frees it.
///
/// For demonstrations and tests. The numbers say nothing about any agency: `SIMULATED` must stand beside them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_plan02_simulated(
    seed: u64,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        wanted(registry_out.as_deref(), "registry_out")?;
        let mut records = tiendo_plan02::records()?;
        records.reports = tiendo_plan02::simulated_reports(&records, seed);
        put(registry_out, "registry_out", Box::new(built(records)))
    })
}

/// Builds a registry from its JSON form, `{"documents":[…],"agencies":[…],"tasks":[…],"reports":[…]}`; the caller frees
/// it.
///
/// What is wrong between the records is in `tiendo_registry_findings`; `TIENDO_CODE_INVALID_REQUEST` for what is no such
/// JSON, with the line and column. A field that is not known is such; `tiendo_registry_read_json` keeps it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_from_json(
    json: *const c_char,
    json_len: usize,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        let records = records_of(long_text(json, json_len, "json")?)?;
        put(registry_out, "registry_out", Box::new(built(records)))
    })
}

/// Reads a folder of CSV files (`tasks.csv`, `reports.csv` …) and builds a registry of them; the caller frees it.
///
/// Tolerant: what was corrected, assumed or not understood, with its file, row and column, is in
/// `tiendo_registry_findings`. `path` is UTF-8. `watch` `NULL` is none; it counts rows, then records.
/// `TIENDO_CODE_FILE` for what the system refuses to read, `TIENDO_CODE_NOT_FOUND` for a folder without such files.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_csv(
    path: *const c_char,
    path_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        let path = text(path, path_len, "path")?;
        wanted(registry_out.as_deref(), "registry_out")?;
        put(registry_out, "registry_out", read(path, Encoding::Utf8, watch)?)
    })
}

/// Reads a folder of CSV files like `tiendo_registry_read_csv`, in an encoding from before Unicode: a `tiendo_encoding`. The
/// caller frees the registry.
///
/// A file with a byte order mark is read as that says. A byte that the encoding does not define costs its row, and is in
/// `tiendo_registry_findings` with the file, row, column, value and offset in the cell.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_csv_with(
    path: *const c_char,
    path_len: usize,
    encoding: i32,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        let path = text(path, path_len, "path")?;
        let encoding = tiendo_encoding::of(encoding, "encoding")?;
        wanted(registry_out.as_deref(), "registry_out")?;
        put(registry_out, "registry_out", read(path, encoding, watch)?)
    })
}

/// Reads a folder; what is worth knowing about it goes with the registry.
fn read(
    path: &str,
    encoding: Encoding,
    watch: Option<NonNull<tiendo_watch>>,
) -> Outcome<Box<tiendo_registry>> {
    let watch = maybe_writable(watch);
    let progress = |_: &str, rows: u64| heard(watch, rows);
    let progress: Option<Progress<'_>> = Some(&progress);
    let (records, findings) = threads::reading(path.as_ref(), |threads| {
        let options = ReadOptions { encoding, threads, progress, ..ReadOptions::default() };
        read_folder(path, &options)
    })?;
    read_in(records, findings, watch)
}

/// For a reader or writer: how many records are done, and whether to go on.
pub(crate) fn heard(watch: Option<&tiendo_watch>, done: u64) -> ControlFlow<()> {
    let stopped = watch.is_some_and(|watch| watch.0.advance_to(done).is_err());
    if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Builds a registry of what was read, with what was found on the way.
pub(crate) fn read_in(
    records: Records,
    findings: Vec<model::Finding>,
    watch: Option<&tiendo_watch>,
) -> Outcome<Box<tiendo_registry>> {
    let mut builder = RegistryBuilder::new();
    builder.add(records).add_findings(findings);
    let registry = match watch {
        Some(watch) => builder.finish_watched(&watch.0)?,
        None => builder.finish(),
    };
    Ok(Box::new(tiendo_registry::new(registry)))
}

/// The records of a registry's JSON form.
pub(crate) fn records_of(json: &str) -> Outcome<Records> {
    serde_json::from_str(json)
        .map_err(|error| Failure::new(tiendo_code::InvalidRequest, format!("records: {error}")))
}

fn built(records: Records) -> tiendo_registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    tiendo_registry::new(builder.finish())
}

/// Frees a registry. `NULL` is fine; evaluations made from it stay valid.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_free(registry: Option<Box<tiendo_registry>>) {
    free(registry);
}

/// Number of documents; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_document_count(registry: Option<&tiendo_registry>) -> usize {
    registry.map_or(0, |r| r.registry.document_count())
}

/// Number of agencies and groups; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_agency_count(registry: Option<&tiendo_registry>) -> usize {
    registry.map_or(0, |r| r.registry.agency_count())
}

/// Number of tasks; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_task_count(registry: Option<&tiendo_registry>) -> usize {
    registry.map_or(0, |r| r.registry.task_count())
}

/// Number of reports; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_report_count(registry: Option<&tiendo_registry>) -> usize {
    registry.map_or(0, |r| r.registry.report_count())
}

/// Whether the reports were really made: simulated as soon as one is not.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_get_provenance(
    registry: Option<&tiendo_registry>,
    provenance_out: Option<&mut MaybeUninit<tiendo_provenance>>,
) -> tiendo_code {
    call(|| {
        let provenance = handle(registry, "registry")?.registry.provenance();
        put(provenance_out, "provenance_out", provenance.into())
    })
}

/// The version of the registry's calendar, valid until the registry is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_get_calendar_version(
    registry: Option<&tiendo_registry>,
    version_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let handle = handle(registry, "registry")?;
        let version = handle.calendar.get_or_init(|| c_text(handle.registry.calendar().version()));
        put(version_out, "version_out", version.as_c_str().into())
    })
}

/// What building found out about the records; the caller frees the findings, which outlive the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_findings(
    registry: Option<&tiendo_registry>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let findings = handle(registry, "registry")?.registry.findings().to_vec();
        put(findings_out, "findings_out", tiendo_findings::new(findings, None))
    })
}

/// All records in the JSON form that `tiendo_registry_from_json` reads; the caller frees the reply.
///
/// Without the fields of files that this version does not know, which `tiendo_registry_write_json` puts back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_to_json(
    registry: Option<&tiendo_registry>,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let records = handle(registry, "registry")?.registry.to_records();
        wanted(json_out.as_deref(), "json_out")?;
        put(json_out, "json_out", tiendo_reply::json(&records)?)
    })
}

/// An agency as people name it, by id, code or name without accents, as JSON; the caller frees the reply.
///
/// `TIENDO_CODE_AMBIGUOUS` for a name that several have; the message lists them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_find_agency(
    registry: Option<&tiendo_registry>,
    name: *const c_char,
    name_len: usize,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let registry = &handle(registry, "registry")?.registry;
        let agency = registry.find_agency(text(name, name_len, "name")?)?;
        put(json_out, "json_out", tiendo_reply::json(agency)?)
    })
}

/// A task by its id, as JSON; the caller frees the reply.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_find_task(
    registry: Option<&tiendo_registry>,
    id: *const c_char,
    id_len: usize,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let id = text(id, id_len, "id")?;
        let task = handle(registry, "registry")?.registry.task(id);
        let missing = || model::Error::NotFound { kind: "task", id: crate::word::shown(id) };
        put(json_out, "json_out", tiendo_reply::json(&task.ok_or_else(missing)?)?)
    })
}

/// Evaluates every task as of a day; the caller frees the evaluation, which outlives the registry.
///
/// `day` and `known` are `yyyymmdd`; `known` 0 stands for everything recorded. `policy` `NULL` is the policy `default`.
/// `watch` `NULL` is none. Any thread; several may evaluate the same registry at a time.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_evaluate(
    registry: Option<&tiendo_registry>,
    day: i32,
    known: i32,
    policy: Option<&tiendo_policy>,
    watch: Option<NonNull<tiendo_watch>>,
    evaluation_out: Option<&mut MaybeUninit<Box<tiendo_evaluation>>>,
) -> tiendo_code {
    call(|| {
        let registry = &handle(registry, "registry")?.registry;
        wanted(evaluation_out.as_deref(), "evaluation_out")?;
        let mut as_of = model::AsOf::new(day_of(day, "day")?)?;
        if let Some(known) = maybe_day(known, "known")? {
            as_of = as_of.known_on(known)?;
        }
        let policy = policy.map(tiendo_policy::copy).unwrap_or_default();
        let (watch, unwatched) = (maybe_writable(watch), model::Watch::new());
        let watch = watch.map_or(&unwatched, |watch| &watch.0);
        let evaluation =
            threads::on(registry, |threads| registry.evaluate_on(as_of, &policy, threads, watch))?;
        let evaluation = tiendo_evaluation::new(evaluation);
        put(evaluation_out, "evaluation_out", evaluation)
    })
}
