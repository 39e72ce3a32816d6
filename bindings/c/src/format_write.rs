//! What holds on D as known on K, out: files that other tools read, to a path or in memory.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ops::ControlFlow;
use std::ptr::NonNull;
use std::sync::Arc;

use model::{Evaluation, Finding};
use tiendo_formats::parquet::Contents;
use tiendo_formats::{Error, Table, ics, mspdi, packet, parquet, stratml, weekly};

use crate::boundary::{call, handle, maybe_text, maybe_writable, put, text, wanted};
use crate::buffer::tiendo_buffer;
use crate::code::{Failure, Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::finding::tiendo_findings;
use crate::format::{Said, tiendo_format_options};
use crate::history::tiendo_history;
use crate::registry::heard;
use crate::text::tiendo_text;
use crate::warn::tiendo_warn_options;
use crate::watch::tiendo_watch;

/// Hears how far a writer is.
type Heard<'a> = &'a dyn Fn(&str, u64) -> ControlFlow<()>;

/// What the format has no place for, or why nothing was written.
type Lost = Result<Vec<Finding>, Error>;

/// The table that is not one of records.
const EVALUATION: &str = "evaluation";

/// Runs a writer with what the options say.
fn with_options<T>(
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    write: impl FnOnce(&Said, Heard<'_>) -> Result<T, Error>,
) -> Outcome<T> {
    let watch = maybe_writable(watch);
    // A small file is written whole before its writer tells of anything.
    if let Some(watch) = watch {
        watch.0.advance_to(0)?;
    }
    let progress = |_: &str, done: u64| heard(watch, done);
    Ok(write(&tiendo_format_options::said(options), &progress)?)
}

/// A writer to a path.
fn to_path(
    evaluation: Option<&tiendo_evaluation>,
    (path, path_len): (*const c_char, usize),
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
    write: impl FnOnce(&Evaluation, &str, &Said, Heard<'_>) -> Lost,
) -> Outcome {
    let evaluation = handle(evaluation, "evaluation")?.evaluation();
    let path = text(path, path_len, "path")?;
    wanted(findings_out.as_deref(), "findings_out")?;
    let lost = with_options(options, watch, |said, heard| write(evaluation, path, said, heard))?;
    put(findings_out, "findings_out", tiendo_findings::new(lost, None))
}

/// A writer into memory.
fn to_memory(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
    write: impl FnOnce(&Evaluation, &mut Vec<u8>, &Said, Heard<'_>) -> Lost,
) -> Outcome {
    let evaluation = handle(evaluation, "evaluation")?.evaluation();
    wanted(buffer_out.as_deref(), "buffer_out")?;
    wanted(findings_out.as_deref(), "findings_out")?;
    let mut bytes = Vec::new();
    let lost =
        with_options(options, watch, |said, heard| write(evaluation, &mut bytes, said, heard))?;
    put(buffer_out, "buffer_out", Box::new(tiendo_buffer::new(Arc::new(bytes))))?;
    put(findings_out, "findings_out", tiendo_findings::new(lost, None))
}

fn of_mspdi<'a>(said: &Said, heard: Heard<'a>) -> mspdi::WriteOptions<'a> {
    mspdi::WriteOptions {
        overwrite: said.overwrite,
        disclosure: said.disclosure,
        lang: said.lang,
        progress: Some(heard),
    }
}

fn of_ics<'a>(said: &'a Said, heard: Heard<'a>) -> ics::WriteOptions<'a> {
    ics::WriteOptions {
        overwrite: said.overwrite,
        disclosure: said.disclosure,
        lang: said.lang,
        due: if said.date_only { ics::DueForm::Day } else { ics::DueForm::EndOfDay },
        remind_working_days: said.remind_working_days,
        stamp: said.stamp,
        domain: &said.domain,
        progress: Some(heard),
    }
}

fn of_stratml<'a>(said: &Said, heard: Heard<'a>) -> stratml::WriteOptions<'a> {
    stratml::WriteOptions {
        overwrite: said.overwrite,
        disclosure: said.disclosure,
        lang: said.lang,
        reports: said.reports,
        name: said.title.clone(),
        progress: Some(heard),
    }
}

fn of_packet<'a>(said: &'a Said, heard: Heard<'a>) -> packet::WriteOptions<'a> {
    packet::WriteOptions {
        kind: said.kind,
        profile: Some(&said.profile),
        form: said.form,
        sender: said.sender.clone(),
        overwrite: said.overwrite,
        disclosure: said.disclosure,
        lang: said.lang,
        progress: Some(heard),
    }
}

fn of_parquet<'a>(said: &Said, heard: Heard<'a>) -> parquet::WriteOptions<'a> {
    parquet::WriteOptions {
        overwrite: said.overwrite,
        disclosure: said.disclosure,
        compression: said.compression,
        row_group_rows: said.row_group_rows,
        progress: Some(heard),
    }
}

/// The table of a name.
fn contents(evaluation: &Evaluation, (at, len): (*const c_char, usize)) -> Outcome<Contents<'_>> {
    let name = text(at, len, "table")?;
    if name == EVALUATION {
        return Ok(Contents::Evaluation(evaluation));
    }
    let table = Table::ALL.iter().find(|table| table.name() == name).ok_or_else(|| {
        let names: Vec<&str> = Table::ALL.iter().map(|table| table.name()).collect();
        let names = names.join(", ");
        let message = format!("table must be {EVALUATION} or one of {names}, not '{name}'");
        Failure::new(tiendo_code::InvalidValue, message)
    })?;
    Ok(Contents::Records(evaluation, *table))
}

/// Writes the plan as it stands on D as a project in MS Project XML, whole or not at all; what the format has no place for is in
/// the findings, which the caller frees.
///
/// Tasks with outline, links, last days, progress, agencies as resources, and the working calendar.
/// `path` is UTF-8. `options` `NULL` are those that `tiendo_format_options_new` makes. `watch` `NULL` is none; it counts rows.
/// `TIENDO_CODE_FILE` for a file that is there, unless it may be replaced, and for what the system refuses to write;
/// `TIENDO_CODE_INVALID_VALUE` for tasks that may not be shown, with their number and the first of them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_mspdi(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        to_path(evaluation, path, options, watch, findings_out, |evaluation, path, said, heard| {
            mspdi::write_file(evaluation, path, &of_mspdi(said, heard))
        })
    })
}

/// The file of `tiendo_evaluation_write_mspdi` in memory; the caller frees it and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_mspdi(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        to_memory(
            evaluation,
            options,
            watch,
            buffer_out,
            findings_out,
            |evaluation, out, said, heard| mspdi::write(evaluation, out, &of_mspdi(said, heard)),
        )
    })
}

/// Writes the tasks as to-dos in an iCalendar file, whole or not at all; what the format has no place for is in the findings,
/// which the caller frees.
///
/// A to-do is due at the end of its last day in Viet Nam. Otherwise as `tiendo_evaluation_write_mspdi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_ics(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        to_path(evaluation, path, options, watch, findings_out, |evaluation, path, said, heard| {
            ics::write_file(evaluation, path, &of_ics(said, heard))
        })
    })
}

/// The file of `tiendo_evaluation_write_ics` in memory; the caller frees it and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_ics(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        to_memory(
            evaluation,
            options,
            watch,
            buffer_out,
            findings_out,
            |evaluation, out, said, heard| ics::write(evaluation, out, &of_ics(said, heard)),
        )
    })
}

/// Writes a performance plan or report in StratML Part 2, whole or not at all; what the format has no place for is in the
/// findings, which the caller frees.
///
/// Task groups are goals, tasks objectives, KPIs performance indicators. Otherwise as `tiendo_evaluation_write_mspdi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_stratml(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        to_path(evaluation, path, options, watch, findings_out, |evaluation, path, said, heard| {
            stratml::write_file(evaluation, path, &of_stratml(said, heard))
        })
    })
}

/// The file of `tiendo_evaluation_write_stratml` in memory; the caller frees it and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_stratml(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        to_memory(
            evaluation,
            options,
            watch,
            buffer_out,
            findings_out,
            |evaluation, out, said, heard| {
                stratml::write(evaluation, out, &of_stratml(said, heard))
            },
        )
    })
}

/// Writes a packet between report systems under the names of the options' profile, whole or not at all; what these leave out is in
/// the findings, which the caller frees.
///
/// This is no official format: the profile's names make it one. Otherwise as `tiendo_evaluation_write_mspdi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_packet(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        to_path(evaluation, path, options, watch, findings_out, |evaluation, path, said, heard| {
            packet::write_file(evaluation, path, &of_packet(said, heard))
        })
    })
}

/// The packet of `tiendo_evaluation_write_packet` in memory; the caller frees it and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_packet(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        to_memory(
            evaluation,
            options,
            watch,
            buffer_out,
            findings_out,
            |evaluation, out, said, heard| packet::write(evaluation, out, &of_packet(said, heard)),
        )
    })
}

/// Writes Parquet files into a folder, which is made where it is absent: the evaluation and every table of its records, all of them
/// or none; the caller frees the findings.
///
/// With a column by `tiendo_format_options_set_by` the rows of the evaluation alone, in a folder for each value. `watch` counts row
/// groups. Otherwise as `tiendo_evaluation_write_mspdi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_parquet(
    evaluation: Option<&tiendo_evaluation>,
    folder: *const c_char,
    folder_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let folder = (folder, folder_len);
    call(|| {
        to_path(
            evaluation,
            folder,
            options,
            watch,
            findings_out,
            |evaluation, path, said, heard| {
                let options = of_parquet(said, heard);
                match said.by {
                    None => parquet::write_folder(evaluation, path, &options),
                    Some(by) => parquet::write_partitioned(evaluation, by, path, &options),
                }
            },
        )
    })
}

/// Writes one table as a Parquet file, whole or not at all: `evaluation`, or the records of `tasks`, `reports` and so on; the caller
/// frees the findings.
///
/// `TIENDO_CODE_INVALID_VALUE` for a table that does not exist. Otherwise as `tiendo_evaluation_write_parquet`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_parquet_table(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    table: *const c_char,
    table_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        let table = contents(handle(evaluation, "evaluation")?.evaluation(), (table, table_len))?;
        to_path(evaluation, path, options, watch, findings_out, |_, path, said, heard| {
            parquet::write_file(table, path, &of_parquet(said, heard))
        })
    })
}

/// The file of `tiendo_evaluation_write_parquet_table` in memory; the caller frees it and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_parquet(
    evaluation: Option<&tiendo_evaluation>,
    table: *const c_char,
    table_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let table = contents(handle(evaluation, "evaluation")?.evaluation(), (table, table_len))?;
        to_memory(evaluation, options, watch, buffer_out, findings_out, |_, out, said, heard| {
            parquet::write(table, out, &of_parquet(said, heard))
        })
    })
}

/// Writes the sums of every day as a Parquet file, whole or not at all; the caller frees the findings. Otherwise as
/// `tiendo_evaluation_write_parquet_table`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_write_parquet(
    history: Option<&tiendo_history>,
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let (history, axis) = handle(history, "history")?.parts();
        let path = text(path, path_len, "path")?;
        wanted(findings_out.as_deref(), "findings_out")?;
        let found = with_options(options, watch, |said, heard| {
            parquet::write_history(history, axis, path, &of_parquet(said, heard))
        })?;
        put(findings_out, "findings_out", tiendo_findings::new(found, None))
    })
}

/// Writes the weekly text of every agency that has anything to tell into a folder, all of them or none; the caller frees the
/// findings, which tell of what is addressed to nobody.
///
/// Results of the week, difficulties, the next week, and missing data apart, never as lateness; in Vietnamese. The week and its
/// thresholds are those of `warn` (`NULL`: as usual). The folder is made where it is absent. `watch` counts texts. Otherwise as
/// `tiendo_evaluation_write_mspdi`; tasks that may not be shown go by their ids.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_weekly(
    evaluation: Option<&tiendo_evaluation>,
    folder: *const c_char,
    folder_len: usize,
    warn: Option<&tiendo_warn_options>,
    options: Option<&tiendo_format_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let folder = text(folder, folder_len, "folder")?;
        wanted(findings_out.as_deref(), "findings_out")?;
        let list = evaluation.warn(&tiendo_warn_options::copy(warn))?;
        let (_, found) = with_options(options, watch, |said, heard| {
            weekly::write_all(folder, evaluation, &list, &of_weekly(said, Some(heard)))
        })?;
        put(findings_out, "findings_out", tiendo_findings::new(found, None))
    })
}

/// The weekly text of one agency, an id, code or name without accents; the caller frees it with `tiendo_text_free`. `NULL`: of what
/// is addressed to nobody. Otherwise as `tiendo_evaluation_write_weekly`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_weekly(
    evaluation: Option<&tiendo_evaluation>,
    agency: *const c_char,
    agency_len: usize,
    warn: Option<&tiendo_warn_options>,
    options: Option<&tiendo_format_options>,
    text_out: Option<&mut MaybeUninit<Box<tiendo_text>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let agency = maybe_text(agency, agency_len, "agency")?;
        wanted(text_out.as_deref(), "text_out")?;
        let find = |agency: &str| evaluation.registry().find_agency(agency);
        let agency = agency.map(find).transpose()?.map(|agency| agency.id.as_str());
        let list = evaluation.warn(&tiendo_warn_options::copy(warn))?;
        let said = tiendo_format_options::said(options);
        let text = weekly::weekly(evaluation, &list, agency, &of_weekly(&said, None));
        put(text_out, "text_out", Box::new(tiendo_text::new(&text)))
    })
}

fn of_weekly<'a>(said: &Said, progress: Option<Heard<'a>>) -> weekly::WeeklyOptions<'a> {
    weekly::WeeklyOptions {
        overwrite: said.overwrite,
        disclosure: said.disclosure,
        title: said.title.clone(),
        progress,
    }
}
