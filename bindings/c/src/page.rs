//! The report for everybody, out: HTML in one file, in memory, or in a folder of pages.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::Arc;

use tiendo_report::{PageFile, ReportOptions};

use crate::boundary::{call, free, handle, put, text, wanted};
use crate::buffer::tiendo_buffer;
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::list::List;
use crate::office::{tiendo_report_options, with_said};
use crate::text::tiendo_str;
use crate::threads;
use crate::watch::tiendo_watch;

/// The pages of a report that was written to a folder. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_pages {
    written: List<PageFile, 2>,
    left_over: List<String, 1>,
}

/// Runs a writer of pages with what the options say.
fn with_options<T>(
    previous: Option<&tiendo_evaluation>,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    write: impl FnOnce(ReportOptions<'_>) -> Result<T, tiendo_report::Error>,
) -> Outcome<T> {
    with_said(options, watch, |said, progress| {
        write(ReportOptions {
            lang: said.lang,
            overwrite: said.overwrite,
            previous: previous.map(tiendo_evaluation::evaluation),
            progress: Some(progress),
            ..ReportOptions::default()
        })
    })
}

/// Writes the report of an evaluation as one page of HTML for everybody, whole or not at all.
///
/// The page needs nothing beside it and loads nothing. It is made of the public tasks alone, names no person, and marks what is
/// simulated and what nobody reported on. The same input gives the same bytes. With `previous`, an earlier evaluation, it tells
/// what changed since; `NULL` is none. `path` is UTF-8. `options` `NULL` are those that `tiendo_report_options_new` makes;
/// language and overwriting are heeded. `watch` `NULL` is none; it counts tasks.
/// `TIENDO_CODE_FILE` for a file that is there, unless it may be replaced, and for what the system refuses to write.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_report_html(
    evaluation: Option<&tiendo_evaluation>,
    path: *const c_char,
    path_len: usize,
    previous: Option<&tiendo_evaluation>,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let path = text(path, path_len, "path")?;
        with_options(previous, options, watch, |options| {
            tiendo_report::write_html(evaluation, path, &options)
        })
    })
}

/// The page of `tiendo_evaluation_write_report_html` in memory, in UTF-8; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_report_html(
    evaluation: Option<&tiendo_evaluation>,
    previous: Option<&tiendo_evaluation>,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(buffer_out.as_deref(), "buffer_out")?;
        let page = with_options(previous, options, watch, |options| {
            tiendo_report::html(evaluation, &options)
        })?;
        put(buffer_out, "buffer_out", Box::new(tiendo_buffer::new(Arc::new(page.into_bytes()))))
    })
}

/// Writes the report of an evaluation as a folder of pages, all of them or none: an index, and pages of each agency with its
/// tasks, none of an agency larger than two million bytes unless one task alone is; the caller frees the list of them.
///
/// For registers that are too large for one page. The lists of the index end, and its agencies are parted, at the same size;
/// only titles of thousands of letters in its other tables make it larger. The folder, in UTF-8, is made where it is absent. Otherwise as
/// `tiendo_evaluation_write_report_html`; `watch` counts pages. A large register is written on as many threads as there are
/// processors, and the pages are the same.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_report_folder(
    evaluation: Option<&tiendo_evaluation>,
    folder: *const c_char,
    folder_len: usize,
    previous: Option<&tiendo_evaluation>,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    pages_out: Option<&mut MaybeUninit<Box<tiendo_pages>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let folder = text(folder, folder_len, "folder")?;
        wanted(pages_out.as_deref(), "pages_out")?;
        let threads = threads::count(evaluation.registry());
        let written = with_options(previous, options, watch, |options| {
            tiendo_report::write_folder(evaluation, folder, &ReportOptions { threads, ..options })
        })?;
        let pages = tiendo_pages {
            written: List::new(&written.files, |page| {
                [page.file.as_str(), page.agency.as_deref().unwrap_or("")]
            }),
            left_over: List::new(&written.left_over, |file| [file.as_str()]),
        };
        put(pages_out, "pages_out", Box::new(pages))
    })
}

/// Frees a list of pages. `NULL` is fine; the files stay.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_pages_free(pages: Option<Box<tiendo_pages>>) {
    free(pages);
}

/// Number of pages, agencies in id order, the index last, behind its further parts; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_pages_len(pages: Option<&tiendo_pages>) -> usize {
    pages.map_or(0, |pages| pages.written.len())
}

/// Name of the file of a page, in the folder. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_pages_get_file(
    pages: Option<&tiendo_pages>,
    index: usize,
    file_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(file_out, "file_out", handle(pages, "pages")?.written.text(index, 0)?))
}

/// Id of the agency that a page is of; empty for the index and for tasks without a known lead. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_pages_get_agency(
    pages: Option<&tiendo_pages>,
    index: usize,
    agency_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(agency_out, "agency_out", handle(pages, "pages")?.written.text(index, 1)?))
}

/// How many rows stand in a page, the agency's, or for the index all and for its further parts none, and its size in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_pages_get_size(
    pages: Option<&tiendo_pages>,
    index: usize,
    rows_out: Option<&mut MaybeUninit<usize>>,
    bytes_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let page = handle(pages, "pages")?.written.record(index)?;
        wanted(bytes_out.as_deref(), "bytes_out")?;
        put(rows_out, "rows_out", page.rows)?;
        put(bytes_out, "bytes_out", page.bytes)
    })
}

/// How many pages of an earlier report are left in the folder that this one does not have; 0 for `NULL`. Nothing leads to them,
/// and they are not removed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_pages_left_over_len(pages: Option<&tiendo_pages>) -> usize {
    pages.map_or(0, |pages| pages.left_over.len())
}

/// Name of a file that is left of an earlier report. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_pages_get_left_over(
    pages: Option<&tiendo_pages>,
    index: usize,
    file_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(file_out, "file_out", handle(pages, "pages")?.left_over.text(index, 0)?))
}
