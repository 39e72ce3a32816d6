//! Files of other tools, in: MS Project, iCalendar, StratML, Parquet and packets, by a path or from memory.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ops::ControlFlow;
use std::path::Path;
use std::ptr::NonNull;

use model::{DocumentId, Finding, Records};
use tiendo_formats::{Error, ics, mspdi, packet, parquet, stratml};

use crate::boundary::{bytes, call, day_of, maybe_writable, put, text, wanted};
use crate::calendar::tiendo_calendar;
use crate::code::{Outcome, tiendo_code};
use crate::finding::tiendo_findings;
use crate::format::{Said, tiendo_format_options};
use crate::registry::{heard, read_in, tiendo_registry};
use crate::watch::tiendo_watch;

/// Hears how far a reader is.
type Heard<'a> = &'a dyn Fn(&str, u64) -> ControlFlow<()>;

/// What a reader gives.
type Read = Result<(Records, Vec<Finding>), Error>;

/// A path, or a name and what stands under it.
#[derive(Clone, Copy)]
enum Place<'a> {
    Path(&'a Path),
    Memory(&'a str, &'a [u8]),
}

impl Place<'_> {
    fn path((at, len): (*const c_char, usize)) -> Outcome<Self> {
        Ok(Place::Path(Path::new(text(at, len, "path")?)))
    }

    fn memory(
        (name, name_len): (*const c_char, usize),
        (data, data_len): (*const c_char, usize),
    ) -> Outcome<Self> {
        Ok(Place::Memory(text(name, name_len, "name")?, bytes(data, data_len, "data")?))
    }
}

/// Reads by one of the doors and builds; what reading found out goes with the registry.
fn built(
    place: Place<'_>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
    read: impl FnOnce(Place<'_>, &Said, Heard<'_>) -> Outcome<Read>,
) -> Outcome {
    wanted(registry_out.as_deref(), "registry_out")?;
    let watch = maybe_writable(watch);
    // A small file may be read whole before its reader tells of anything.
    if let Some(watch) = watch {
        watch.0.advance_to(0)?;
    }
    let progress = |_: &str, done: u64| heard(watch, done);
    let (records, findings) = read(place, &tiendo_format_options::said(options), &progress)??;
    put(registry_out, "registry_out", read_in(records, findings, watch)?)
}

fn mspdi_of(place: Place<'_>, said: &Said, heard: Heard<'_>) -> Read {
    let options = mspdi::ReadOptions {
        document: said.document.as_deref(),
        id_prefix: &said.id_prefix,
        reported_on: said.reported_on,
        finish_as_deadline: said.finish_as_deadline,
        progress: Some(heard),
        ..mspdi::ReadOptions::default()
    };
    match place {
        Place::Path(path) => mspdi::read_file(path, &options),
        Place::Memory(name, data) => mspdi::read(name, data, &options),
    }
}

fn ics_of(
    place: Place<'_>,
    said: &Said,
    heard: Heard<'_>,
    base: Option<&tiendo_registry>,
) -> Outcome<Read> {
    let document = said.document.as_deref().map(DocumentId::new).transpose()?;
    let options = ics::ReadOptions {
        document: document.as_ref(),
        registry: base.map(tiendo_registry::registry),
        progress: Some(heard),
        ..ics::ReadOptions::default()
    };
    Ok(match place {
        Place::Path(path) => ics::read_file(path, &options),
        Place::Memory(name, data) => ics::read(name, data, &options),
    })
}

fn stratml_of(place: Place<'_>, _: &Said, heard: Heard<'_>) -> Read {
    let options = stratml::ReadOptions { progress: Some(heard), ..stratml::ReadOptions::default() };
    match place {
        Place::Path(path) => stratml::read_file(path, &options),
        Place::Memory(name, data) => stratml::read(name, data, &options),
    }
}

fn packet_of(
    place: Place<'_>,
    said: &Said,
    heard: Heard<'_>,
    base: Option<&tiendo_registry>,
) -> Outcome<Read> {
    let options = packet::ReadOptions {
        profile: Some(&said.profile),
        progress: Some(heard),
        ..packet::ReadOptions::default()
    };
    let (records, findings) = match place {
        Place::Path(path) => packet::read_file(path, &options)?,
        Place::Memory(name, data) => packet::read(name, data, &options)?,
    };
    let Some(base) = base else { return Ok(Ok((records, findings))) };
    let mut all = base.registry().to_records();
    packet::lay_over(&mut all, records);
    Ok(Ok((all, findings)))
}

fn parquet_of(place: Place<'_>, _: &Said, heard: Heard<'_>) -> Read {
    let options = parquet::ReadOptions { progress: Some(heard), ..parquet::ReadOptions::default() };
    match place {
        Place::Path(path) if path.is_dir() => parquet::read_folder(path, &options),
        Place::Path(path) => parquet::read_file(path, &options),
        Place::Memory(name, data) => parquet::read(name, data, &options),
    }
}

/// Reads a project in MS Project XML (MSPDI) and builds a registry of it; the caller frees it.
///
/// Tolerant: what was corrected, assumed or not understood, with its file and line, is in `tiendo_registry_findings`. A file that
/// `tiendo_evaluation_write_mspdi` wrote reads back to the same tasks; in any other a row is a task of the file's own document.
/// `path` is UTF-8. `options` `NULL` are those that `tiendo_format_options_new` makes. `watch` `NULL` is none; it counts rows, then
/// records. `TIENDO_CODE_FILE` for what cannot be read, is no such XML, has a document type or holds more than it may.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_mspdi(
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        built(Place::path(path)?, options, watch, registry_out, |place, said, heard| {
            Ok(mspdi_of(place, said, heard))
        })
    })
}

/// Reads a project in MS Project XML in memory like `tiendo_registry_read_mspdi`; the caller frees the registry.
///
/// `name` is what findings call the file.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_mspdi_bytes(
    name: *const c_char,
    name_len: usize,
    data: *const c_char,
    data_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let (name, data) = ((name, name_len), (data, data_len));
    call(|| {
        built(Place::memory(name, data)?, options, watch, registry_out, |place, said, heard| {
            Ok(mspdi_of(place, said, heard))
        })
    })
}

/// Reads the calendar of a project and hands it out with what was found out.
fn calendar_of(
    place: Place<'_>,
    (first, last): (i32, i32),
    calendar_out: Option<&mut MaybeUninit<Box<tiendo_calendar>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> Outcome {
    wanted(calendar_out.as_deref(), "calendar_out")?;
    wanted(findings_out.as_deref(), "findings_out")?;
    let (range, options) =
        ((day_of(first, "first")?, day_of(last, "last")?), mspdi::ReadOptions::default());
    let (calendar, findings) = match place {
        Place::Path(path) => mspdi::read_calendar_file(path, range, &options)?,
        Place::Memory(name, data) => mspdi::read_calendar(name, data, range, &options)?,
    };
    put(findings_out, "findings_out", tiendo_findings::new(findings, None))?;
    put(calendar_out, "calendar_out", Box::new(tiendo_calendar::new(calendar)))
}

/// Reads the working calendar of a project in MS Project XML: Monday to Friday from `first` to `last`, both included, with the days
/// that the project's own calendar excepts; the caller frees it and the findings.
///
/// Exceptions beyond these days are passed over; weekdays that are worked otherwise, and exceptions that are no days, are in the
/// findings. `path` is UTF-8. `TIENDO_CODE_FILE` for what cannot be read, is no such XML, has a document type or holds more than it
/// may.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_read_mspdi(
    path: *const c_char,
    path_len: usize,
    first: i32,
    last: i32,
    calendar_out: Option<&mut MaybeUninit<Box<tiendo_calendar>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| calendar_of(Place::path(path)?, (first, last), calendar_out, findings_out))
}

/// Reads the calendar of a project in memory like `tiendo_calendar_read_mspdi`; the caller frees it and the findings.
///
/// `name` is what findings call the file.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_read_mspdi_bytes(
    name: *const c_char,
    name_len: usize,
    data: *const c_char,
    data_len: usize,
    first: i32,
    last: i32,
    calendar_out: Option<&mut MaybeUninit<Box<tiendo_calendar>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let (name, data) = ((name, name_len), (data, data_len));
    call(|| calendar_of(Place::memory(name, data)?, (first, last), calendar_out, findings_out))
}

/// Reads the to-dos of an iCalendar file and builds a registry of them; the caller frees it.
///
/// Agencies of other people's files are looked up by their names in `base`; with `NULL` they are not taken. Events and whatever
/// else stands there are counted and passed over. Otherwise as `tiendo_registry_read_mspdi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_ics(
    path: *const c_char,
    path_len: usize,
    base: Option<&tiendo_registry>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        built(Place::path(path)?, options, watch, registry_out, |place, said, heard| {
            ics_of(place, said, heard, base)
        })
    })
}

/// Reads a iCalendar file in memory like `tiendo_registry_read_ics`; the caller frees the registry.
///
/// `name` is what findings call the file.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_ics_bytes(
    name: *const c_char,
    name_len: usize,
    data: *const c_char,
    data_len: usize,
    base: Option<&tiendo_registry>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let (name, data) = ((name, name_len), (data, data_len));
    call(|| {
        built(Place::memory(name, data)?, options, watch, registry_out, |place, said, heard| {
            ics_of(place, said, heard, base)
        })
    })
}

/// Reads a plan or performance report in StratML, of either part and any of its namespaces or none, and builds a registry of it;
/// the caller frees it.
///
/// Goals are task groups, objectives tasks, performance indicators KPIs. Otherwise as `tiendo_registry_read_mspdi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_stratml(
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        built(Place::path(path)?, options, watch, registry_out, |place, said, heard| {
            Ok(stratml_of(place, said, heard))
        })
    })
}

/// Reads a plan in StratML in memory like `tiendo_registry_read_stratml`; the caller frees the registry.
///
/// `name` is what findings call the file.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_stratml_bytes(
    name: *const c_char,
    name_len: usize,
    data: *const c_char,
    data_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let (name, data) = ((name, name_len), (data, data_len));
    call(|| {
        built(Place::memory(name, data)?, options, watch, registry_out, |place, said, heard| {
            Ok(stratml_of(place, said, heard))
        })
    })
}

/// Reads a packet between report systems, in XML or JSON, under the names of the options' profile, and builds a registry of its
/// reports and KPI values; the caller frees it.
///
/// A packet has no tasks: it is laid over the records of `base`, whose KPIs keep their definitions and get the packet's values; `NULL`
/// is no register. Otherwise as `tiendo_registry_read_mspdi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_packet(
    path: *const c_char,
    path_len: usize,
    base: Option<&tiendo_registry>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        built(Place::path(path)?, options, watch, registry_out, |place, said, heard| {
            packet_of(place, said, heard, base)
        })
    })
}

/// Reads a packet in memory like `tiendo_registry_read_packet`; the caller frees the registry.
///
/// `name` is what findings call the file.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_packet_bytes(
    name: *const c_char,
    name_len: usize,
    data: *const c_char,
    data_len: usize,
    base: Option<&tiendo_registry>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let (name, data) = ((name, name_len), (data, data_len));
    call(|| {
        built(Place::memory(name, data)?, options, watch, registry_out, |place, said, heard| {
            packet_of(place, said, heard, base)
        })
    })
}

/// Reads a Parquet file, a folder of tables or one laid out as Hive does (`territory=68/part-0.parquet`), and builds a registry of
/// the records; the caller frees it.
///
/// Which table a file holds is told by its metadata, its name or its columns. Otherwise as `tiendo_registry_read_mspdi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_parquet(
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        built(Place::path(path)?, options, watch, registry_out, |place, said, heard| {
            Ok(parquet_of(place, said, heard))
        })
    })
}

/// Reads a Parquet file in memory like `tiendo_registry_read_parquet`; the caller frees the registry.
///
/// `name` is what findings call the file. `data_len` is the number of bytes, never `TIENDO_NTS`, for such files have NULs.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_parquet_bytes(
    name: *const c_char,
    name_len: usize,
    data: *const c_char,
    data_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    let (name, data) = ((name, name_len), (data, data_len));
    call(|| {
        built(Place::memory(name, data)?, options, watch, registry_out, |place, said, heard| {
            Ok(parquet_of(place, said, heard))
        })
    })
}
