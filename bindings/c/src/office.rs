//! Reports and reporting forms, out: workbooks and documents as an office keeps them, to a path or in memory.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ops::ControlFlow;
use std::ptr::NonNull;
use std::sync::Arc;

use model::{Evaluation, Finding, Lang};
use tiendo_formats::csv::Progress;
use tiendo_formats::report::{self, Letterhead, ReportOptions};
use tiendo_formats::{Disclosure, Error, Overwrite, form};

use crate::boundary::{
    call, free, handle, maybe_day, maybe_text, maybe_writable, put, text, wanted,
};
use crate::buffer::tiendo_buffer;
use crate::calendar::flag;
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::field::{Draft, set};
use crate::finding::tiendo_findings;
use crate::json::disclosure_of;
use crate::registry::heard;
use crate::watch::tiendo_watch;
use crate::word::tiendo_lang;

/// How reports, letters and forms are written, and what stands at their head and foot. Setters may be called from any thread.
#[derive(Debug)]
pub struct tiendo_report_options(Draft<Said>);

/// What the options say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    pub(crate) overwrite: Overwrite,
    pub(crate) lang: Lang,
    disclosure: Disclosure,
    letterhead: Letterhead,
}

/// Makes options: no file is replaced, only public tasks are shown, and what the head and foot leave out are dots to be filled
/// in by hand. The caller frees them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_new(
    options_out: Option<&mut MaybeUninit<Box<tiendo_report_options>>>,
) -> tiendo_code {
    call(|| {
        let options = Box::new(tiendo_report_options(Draft::new(Said::default())));
        put(options_out, "options_out", options)
    })
}

/// Frees options. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_free(options: Option<Box<tiendo_report_options>>) {
    free(options);
}

/// With 1 a file that is there is replaced in one step; with 0 it stays, and writing is `TIENDO_CODE_FILE`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_overwrite(
    options: Option<NonNull<tiendo_report_options>>,
    overwrite: i32,
) -> tiendo_code {
    call(|| {
        let overwrite =
            if flag(overwrite, "overwrite")? { Overwrite::Allow } else { Overwrite::Refuse };
        set(options, "options", |options| &options.0, |said| said.overwrite = overwrite)
    })
}

/// The language of pages, a `tiendo_lang`; Vietnamese unless it is set. Workbooks, documents and letters are in Vietnamese.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_lang(
    options: Option<NonNull<tiendo_report_options>>,
    lang: i32,
) -> tiendo_code {
    call(|| {
        let lang = tiendo_lang::of(lang, "lang")?;
        set(options, "options", |options| &options.0, |said| said.lang = lang)
    })
}

/// Which tasks may be shown, a `tiendo_disclosure`. A report, letter or form on others is refused, as its sums would tell of
/// them. Pages show public tasks alone, whatever stands here.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_disclosure(
    options: Option<NonNull<tiendo_report_options>>,
    disclosure: i32,
) -> tiendo_code {
    call(|| {
        let disclosure = disclosure_of(disclosure)?;
        set(options, "options", |options| &options.0, |said| said.disclosure = disclosure)
    })
}

/// The agency above the one that writes. `NULL` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_superior(
    options: Option<NonNull<tiendo_report_options>>,
    superior: *const c_char,
    superior_len: usize,
) -> tiendo_code {
    call(|| set_text(options, (superior, superior_len, "superior"), |head| &mut head.superior))
}

/// The agency that writes. `NULL` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_agency(
    options: Option<NonNull<tiendo_report_options>>,
    agency: *const c_char,
    agency_len: usize,
) -> tiendo_code {
    call(|| set_text(options, (agency, agency_len, "agency"), |head| &mut head.agency))
}

/// Number and notation, such as `123/VPCP-TH`. For a set of letters the same on each, so better left out. `NULL` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_number(
    options: Option<NonNull<tiendo_report_options>>,
    number: *const c_char,
    number_len: usize,
) -> tiendo_code {
    call(|| set_text(options, (number, number_len, "number"), |head| &mut head.number))
}

/// Place. `NULL` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_place(
    options: Option<NonNull<tiendo_report_options>>,
    place: *const c_char,
    place_len: usize,
) -> tiendo_code {
    call(|| set_text(options, (place, place_len, "place"), |head| &mut head.place))
}

/// Post of who signs. `NULL` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_signatory_post(
    options: Option<NonNull<tiendo_report_options>>,
    signatory_post: *const c_char,
    signatory_post_len: usize,
) -> tiendo_code {
    call(|| {
        set_text(options, (signatory_post, signatory_post_len, "signatory_post"), |head| {
            &mut head.signatory_post
        })
    })
}

/// Name of who signs. `NULL` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_signatory_name(
    options: Option<NonNull<tiendo_report_options>>,
    signatory_name: *const c_char,
    signatory_name_len: usize,
) -> tiendo_code {
    call(|| {
        set_text(options, (signatory_name, signatory_name_len, "signatory_name"), |head| {
            &mut head.signatory_name
        })
    })
}

/// The day of the document, `yyyymmdd`, which need not be the day that is judged; 0 takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_options_set_dated(
    options: Option<NonNull<tiendo_report_options>>,
    dated: i32,
) -> tiendo_code {
    call(|| {
        let dated = maybe_day(dated, "dated")?;
        set(options, "options", |options| &options.0, |said| said.letterhead.dated = dated)
    })
}

fn set_text(
    options: Option<NonNull<tiendo_report_options>>,
    (at, len, name): (*const c_char, usize, &str),
    field: impl FnOnce(&mut Letterhead) -> &mut Option<String>,
) -> Outcome {
    let text = maybe_text(at, len, name)?.map(str::to_owned);
    set(options, "options", |options| &options.0, |said| *field(&mut said.letterhead) = text)
}

/// Runs a writer of an office with what the options say.
pub(crate) fn with_options<T>(
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    write: impl FnOnce(&ReportOptions<'_>) -> Result<T, Error>,
) -> Outcome<T> {
    with_said(options, watch, |said, progress| {
        write(&ReportOptions {
            overwrite: said.overwrite,
            disclosure: said.disclosure,
            letterhead: said.letterhead,
            progress: Some(progress),
        })
    })
}

/// Runs a writer with what the options say and who hears how far it is.
pub(crate) fn with_said<T>(
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    write: impl FnOnce(Said, Progress<'_>) -> Result<T, Error>,
) -> Outcome<T> {
    let watch = maybe_writable(watch);
    // A small file is written whole before its writer tells of rows.
    if let Some(watch) = watch {
        watch.0.advance_to(0)?;
    }
    let progress = |_: &str, rows: u64| -> ControlFlow<()> { heard(watch, rows) };
    let said = options.map(|options| options.0.copy()).unwrap_or_default();
    Ok(write(said, &progress)?)
}

/// A file in memory, and what was left out of it.
type Written = Result<(Vec<u8>, Vec<Finding>), Error>;

/// A writer to a path.
fn to_path(
    evaluation: Option<&tiendo_evaluation>,
    (path, path_len): (*const c_char, usize),
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
    write: impl FnOnce(&str, &Evaluation, &ReportOptions<'_>) -> Result<Vec<Finding>, Error>,
) -> Outcome {
    let evaluation = handle(evaluation, "evaluation")?.evaluation();
    let path = text(path, path_len, "path")?;
    wanted(findings_out.as_deref(), "findings_out")?;
    let found = with_options(options, watch, |options| write(path, evaluation, options))?;
    put(findings_out, "findings_out", tiendo_findings::new(found, None))
}

/// A writer into memory.
fn to_memory(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
    write: impl FnOnce(&Evaluation, &ReportOptions<'_>) -> Written,
) -> Outcome {
    let evaluation = handle(evaluation, "evaluation")?.evaluation();
    wanted(buffer_out.as_deref(), "buffer_out")?;
    wanted(findings_out.as_deref(), "findings_out")?;
    let (bytes, found) = with_options(options, watch, |options| write(evaluation, options))?;
    put(buffer_out, "buffer_out", Box::new(tiendo_buffer::new(Arc::new(bytes))))?;
    put(findings_out, "findings_out", tiendo_findings::new(found, None))
}

/// Writes the report of an evaluation as a workbook (`.xlsx`), whole or not at all; what had to be left out is in the findings, which
/// the caller frees.
///
/// Sheets: the official classes with charts, the classes by agency, one row for each row of the evaluation, the scope.
/// `path` is UTF-8. `options` `NULL` are those that `tiendo_report_options_new` makes. `watch` `NULL` is none; it counts rows.
/// `TIENDO_CODE_FILE` for a file that is there, unless it may be replaced, and for what the system refuses to write;
/// `TIENDO_CODE_INVALID_VALUE` for tasks that may not be shown, with their number and the first of them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_report_xlsx(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        to_path(evaluation, path, options, watch, findings_out, |path, evaluation, options| {
            report::write_xlsx(path, evaluation, options)
        })
    })
}

/// The workbook of `tiendo_evaluation_write_report_xlsx` in memory; the caller frees it and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_report_xlsx(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| to_memory(evaluation, options, watch, buffer_out, findings_out, report::xlsx))
}

/// Writes the report of an evaluation as a document (`.docx`), whole or not at all; what had to be left out is in the findings, which
/// the caller frees.
///
/// In the layout of Decree 30/2020/NĐ-CP: heading block, the table of official classes, signature block; then the classes by
/// phase, group and agency, and every row of each agency.
/// `path` is UTF-8. `options` `NULL` are those that `tiendo_report_options_new` makes. `watch` `NULL` is none; it counts rows.
/// `TIENDO_CODE_FILE` for a file that is there, unless it may be replaced, and for what the system refuses to write;
/// `TIENDO_CODE_INVALID_VALUE` for tasks that may not be shown, with their number and the first of them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_report_docx(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        to_path(evaluation, path, options, watch, findings_out, |path, evaluation, options| {
            report::write_docx(path, evaluation, options)
        })
    })
}

/// The document of `tiendo_evaluation_write_report_docx` in memory; the caller frees it and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_report_docx(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| to_memory(evaluation, options, watch, buffer_out, findings_out, report::docx))
}

/// Writes the empty reporting form of an agency, whole or not at all: a workbook (`.xlsx`) with one row for each row that counts
/// for it and is open, to be filled in and read by `tiendo_annex_read`. What had to be left out is in the findings, which the
/// caller frees.
///
/// `agency` is an id, code or name without accents. `path` is UTF-8. `options` `NULL` are those that
/// `tiendo_report_options_new` makes. `watch` `NULL` is none; it counts rows.
/// `TIENDO_CODE_NOT_FOUND`, `TIENDO_CODE_AMBIGUOUS` and `TIENDO_CODE_INVALID_VALUE` for what is no agency, one of several, or a
/// group; otherwise as `tiendo_evaluation_write_report_xlsx`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_form_xlsx(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    agency: *const c_char,
    agency_len: usize,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let path = (path, path_len);
    call(|| {
        let agency = text(agency, agency_len, "agency")?;
        to_path(evaluation, path, options, watch, findings_out, |path, evaluation, options| {
            form::write_xlsx(path, evaluation, agency, options)
        })
    })
}

/// The form of `tiendo_evaluation_write_form_xlsx` in memory; the caller frees it and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_form_xlsx(
    evaluation: Option<&tiendo_evaluation>,
    agency: *const c_char,
    agency_len: usize,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let agency = text(agency, agency_len, "agency")?;
        to_memory(evaluation, options, watch, buffer_out, findings_out, |evaluation, options| {
            form::xlsx(evaluation, agency, options)
        })
    })
}
