//! Letters of urging (công văn đôn đốc), out: to a folder or in memory.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::Arc;

use model::{Evaluation, Finding};
use tiendo_formats::Error;
use tiendo_formats::letters::{Letter, each, one, write_all, write_one};
use tiendo_formats::report::ReportOptions;

use crate::boundary::{call, free, handle, maybe_text, put, text, wanted};
use crate::buffer::tiendo_buffer;
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::finding::tiendo_findings;
use crate::list::List;
use crate::office::{tiendo_report_options, with_options};
use crate::packed::Grid;
use crate::text::tiendo_str;
use crate::watch::tiendo_watch;

/// Letters of urging. Immutable; any number of threads may read them at a time.
#[derive(Debug)]
pub struct tiendo_letters(List<Sent, 3>);

/// A letter: how many tasks it is on, and the document, unless it went to a folder.
#[derive(Debug)]
struct Sent {
    counts: [usize; 3],
    document: Option<Arc<Vec<u8>>>,
}

/// Letters with their documents, where they have them, and what there is to know of them.
type All = (Vec<(Letter, Option<Vec<u8>>)>, Vec<Finding>);

/// Writes a letter of urging to every agency that must be urged into a folder, all of them or none, as documents (`.docx`); the
/// caller frees the letters and the findings.
///
/// A letter names what is overdue, what is due soon, and in a paragraph of its own, never as lateness, what nobody has reported
/// on. What could not be addressed or had to be left out is in the findings. With `agency`, an id, code or name without accents,
/// only its letter, if there is anything to urge it on; `NULL` is all. The folder, in UTF-8, is made where it is absent.
/// `options` `NULL` are those that `tiendo_report_options_new` makes. `watch` `NULL` is none; it counts letters.
/// `TIENDO_CODE_NOT_FOUND`, `TIENDO_CODE_AMBIGUOUS` and `TIENDO_CODE_INVALID_VALUE` for what is no agency, one of several, or a
/// group; otherwise as `tiendo_evaluation_write_report_docx`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_write_letters(
    evaluation: Option<&tiendo_evaluation>,
    folder: *const c_char,
    folder_len: usize,
    agency: *const c_char,
    agency_len: usize,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    letters_out: Option<&mut MaybeUninit<Box<tiendo_letters>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let agency = (agency, agency_len);
    call(|| {
        let folder = text(folder, folder_len, "folder")?;
        made(evaluation, agency, options, watch, letters_out, findings_out, |agency, e, options| {
            let (letters, findings) = match agency {
                None => write_all(folder, e, options)?,
                Some(agency) => {
                    let (letter, findings) = write_one(folder, agency, e, options)?;
                    (letter.into_iter().collect(), findings)
                }
            };
            Ok((letters.into_iter().map(|letter| (letter, None)).collect(), findings))
        })
    })
}

/// The letters of `tiendo_evaluation_write_letters` in memory; the caller frees them and the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_letters(
    evaluation: Option<&tiendo_evaluation>,
    agency: *const c_char,
    agency_len: usize,
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    letters_out: Option<&mut MaybeUninit<Box<tiendo_letters>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    let agency = (agency, agency_len);
    call(|| {
        made(evaluation, agency, options, watch, letters_out, findings_out, |agency, e, options| {
            let mut all = Vec::new();
            let findings = match agency {
                None => each(e, options, |letter, bytes| {
                    all.push((letter, Some(bytes)));
                    Ok(())
                })?,
                Some(agency) => {
                    let (letter, findings) = one(agency, e, options)?;
                    all.extend(letter.map(|(letter, bytes)| (letter, Some(bytes))));
                    findings
                }
            };
            Ok((all, findings))
        })
    })
}

fn made(
    evaluation: Option<&tiendo_evaluation>,
    (agency, agency_len): (*const c_char, usize),
    options: Option<&tiendo_report_options>,
    watch: Option<NonNull<tiendo_watch>>,
    letters_out: Option<&mut MaybeUninit<Box<tiendo_letters>>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
    make: impl FnOnce(Option<&str>, &Evaluation, &ReportOptions<'_>) -> Result<All, Error>,
) -> Outcome {
    let evaluation = handle(evaluation, "evaluation")?.evaluation();
    let agency = maybe_text(agency, agency_len, "agency")?;
    wanted(letters_out.as_deref(), "letters_out")?;
    wanted(findings_out.as_deref(), "findings_out")?;
    let (all, found) = with_options(options, watch, |options| make(agency, evaluation, options))?;
    let texts = all.iter().map(|(letter, _)| [&letter.agency, &letter.name, &letter.file]);
    let texts = Grid::pack(texts);
    let sent = all.into_iter().map(|(letter, bytes)| Sent {
        counts: [letter.overdue, letter.due_soon, letter.no_data],
        document: bytes.map(Arc::new),
    });
    let letters = Box::new(tiendo_letters(List::of(texts, sent.collect())));
    put(letters_out, "letters_out", letters)?;
    put(findings_out, "findings_out", tiendo_findings::new(found, None))
}

/// Frees letters. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_letters_free(letters: Option<Box<tiendo_letters>>) {
    free(letters);
}

/// Number of letters, which are in id order of their agencies; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_letters_len(letters: Option<&tiendo_letters>) -> usize {
    letters.map_or(0, |letters| letters.0.len())
}

/// Id of the agency that a letter is for, valid until the letters are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_letters_get_agency(
    letters: Option<&tiendo_letters>,
    index: usize,
    agency_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(agency_out, "agency_out", handle(letters, "letters")?.0.text(index, 0)?))
}

/// Name of the agency that a letter is for, valid until the letters are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_letters_get_name(
    letters: Option<&tiendo_letters>,
    index: usize,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(name_out, "name_out", handle(letters, "letters")?.0.text(index, 1)?))
}

/// Name of a letter's file, valid until the letters are freed: any file system takes it, and no two differ in case alone.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_letters_get_file(
    letters: Option<&tiendo_letters>,
    index: usize,
    file_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(file_out, "file_out", handle(letters, "letters")?.0.text(index, 2)?))
}

/// How many tasks of a letter are overdue, due soon, and without any report.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_letters_get_counts(
    letters: Option<&tiendo_letters>,
    index: usize,
    overdue_out: Option<&mut MaybeUninit<usize>>,
    due_soon_out: Option<&mut MaybeUninit<usize>>,
    no_data_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| {
        let [overdue, due_soon, no_data] = handle(letters, "letters")?.0.record(index)?.counts;
        wanted(due_soon_out.as_deref(), "due_soon_out")?;
        wanted(no_data_out.as_deref(), "no_data_out")?;
        put(overdue_out, "overdue_out", overdue)?;
        put(due_soon_out, "due_soon_out", due_soon)?;
        put(no_data_out, "no_data_out", no_data)
    })
}

/// The document of a letter, empty where it went to a folder; the caller frees it. Nothing is copied, and it outlives the
/// letters.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_letters_get_document(
    letters: Option<&tiendo_letters>,
    index: usize,
    buffer_out: Option<&mut MaybeUninit<Box<tiendo_buffer>>>,
) -> tiendo_code {
    call(|| {
        let document = &handle(letters, "letters")?.0.record(index)?.document;
        put(
            buffer_out,
            "buffer_out",
            Box::new(tiendo_buffer::new(document.clone().unwrap_or_default())),
        )
    })
}
