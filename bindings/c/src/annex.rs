//! Annexes, in: tables of workbooks and documents, as records with an account of every row.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ops::ControlFlow;
use std::ptr::NonNull;

use chrono::NaiveDate;
use model::RegistryBuilder;
use tiendo_formats::annex::{Import, Mapping, ReadOptions, merge, read_bytes, read_file};

use crate::boundary::{bytes, call, free, handle, maybe_day, maybe_writable, put, text, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::field::{Draft, instant, set};
use crate::finding::tiendo_findings;
use crate::query::tiendo_reply;
use crate::registry::tiendo_registry;
use crate::text::{c_text, tiendo_str};
use crate::watch::tiendo_watch;

/// How an annex is read: what its cells do not say. Setters may be called from any thread.
#[derive(Debug)]
pub struct tiendo_annex_options(Draft<Said>);

/// What the options say.
#[derive(Debug, Clone, Default)]
struct Said {
    document: Option<String>,
    reported_on: Option<NaiveDate>,
    mapping: Mapping,
}

/// Makes options that say nothing; the caller frees them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_options_new(
    options_out: Option<&mut MaybeUninit<Box<tiendo_annex_options>>>,
) -> tiendo_code {
    call(|| {
        let options = Box::new(tiendo_annex_options(Draft::new(Said::default())));
        put(options_out, "options_out", options)
    })
}

/// Frees options. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_options_free(options: Option<Box<tiendo_annex_options>>) {
    free(options);
}

/// The id of the document that sets the tasks; goes before the mapping's and the file's.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_options_set_document(
    options: Option<NonNull<tiendo_annex_options>>,
    document: *const c_char,
    document_len: usize,
) -> tiendo_code {
    call(|| {
        let document = text(document, document_len, "document")?.to_owned();
        set(options, "options", |options| &options.0, |said| said.document = Some(document))
    })
}

/// The day `yyyymmdd` that reports speak of, where no column says it; 0 takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_options_set_reported_on(
    options: Option<NonNull<tiendo_annex_options>>,
    reported_on: i32,
) -> tiendo_code {
    call(|| {
        let day = maybe_day(reported_on, "reported_on")?;
        set(options, "options", |options| &options.0, |said| said.reported_on = day)
    })
}

/// How sheets and columns are to be read: TOML as `tiendo_annex_get_suggested_mapping` gives it.
///
/// `TIENDO_CODE_INVALID_VALUE` for what is no such TOML; the message has the place.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_options_set_mapping(
    options: Option<NonNull<tiendo_annex_options>>,
    toml: *const c_char,
    toml_len: usize,
) -> tiendo_code {
    call(|| {
        let mapping = Mapping::from_toml(text(toml, toml_len, "toml")?)?;
        set(options, "options", |options| &options.0, |said| said.mapping = mapping)
    })
}

/// An annex as it was read: records, findings, and what became of every row. Immutable; any number of threads may read it
/// at a time.
#[derive(Debug)]
pub struct tiendo_annex {
    import: Import,
    suggested: CString,
}

impl tiendo_annex {
    pub(crate) fn import(&self) -> &Import {
        &self.import
    }
}

/// Reads the tables of a workbook (`.xlsx`, `.xls`, `.ods`) or document (`.docx`); the caller frees the annex.
///
/// Agencies, documents and tasks are looked up in `base`, which the records are compared with; `NULL` is an empty one. `path`
/// is UTF-8. `options` `NULL` say nothing. `watch` `NULL` is none; it counts rows.
/// `TIENDO_CODE_FILE` for what cannot be read, is of another format, breaks its rules or holds more than it may.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_read(
    path: *const c_char,
    path_len: usize,
    base: Option<&tiendo_registry>,
    options: Option<&tiendo_annex_options>,
    watch: Option<NonNull<tiendo_watch>>,
    annex_out: Option<&mut MaybeUninit<Box<tiendo_annex>>>,
) -> tiendo_code {
    call(|| {
        let path = text(path, path_len, "path")?;
        wanted(annex_out.as_deref(), "annex_out")?;
        let annex = read(base, options, watch, |options| read_file(path, options))?;
        put(annex_out, "annex_out", annex)
    })
}

/// Reads a workbook or document in memory like `tiendo_annex_read`; the caller frees the annex.
///
/// `name` is what findings call the file. The kind of file is told from its bytes, of which `data_len` is the number:
/// never `TIENDO_NTS`, for such files have NULs.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_read_bytes(
    name: *const c_char,
    name_len: usize,
    data: *const c_char,
    data_len: usize,
    base: Option<&tiendo_registry>,
    options: Option<&tiendo_annex_options>,
    watch: Option<NonNull<tiendo_watch>>,
    annex_out: Option<&mut MaybeUninit<Box<tiendo_annex>>>,
) -> tiendo_code {
    call(|| {
        let name = text(name, name_len, "name")?;
        let data = bytes(data, data_len, "data")?;
        wanted(annex_out.as_deref(), "annex_out")?;
        let annex = read(base, options, watch, |options| read_bytes(name, data, options))?;
        put(annex_out, "annex_out", annex)
    })
}

/// Reads by one of the doors, and keeps the mapping that reads it again.
fn read(
    base: Option<&tiendo_registry>,
    options: Option<&tiendo_annex_options>,
    watch: Option<NonNull<tiendo_watch>>,
    door: impl FnOnce(&ReadOptions<'_>) -> Result<Import, tiendo_formats::Error>,
) -> Outcome<Box<tiendo_annex>> {
    let watch = maybe_writable(watch);
    // A small file may be read whole before the reader tells of its first rows.
    if let Some(watch) = watch {
        watch.0.advance_to(0)?;
    }
    let progress = |_: &str, rows: u64| {
        let stopped = watch.is_some_and(|watch| watch.0.advance_to(rows).is_err());
        if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let said = options.map(|options| options.0.copy()).unwrap_or_default();
    let options = ReadOptions {
        base: base.map(tiendo_registry::registry),
        document: said.document,
        reported_on: said.reported_on,
        mapping: said.mapping,
        progress: Some(&progress),
        ..ReadOptions::default()
    };
    let import = door(&options)?;
    let suggested = c_text(&import.suggested_mapping(&options).to_toml()?);
    Ok(Box::new(tiendo_annex { import, suggested }))
}

/// Frees an annex. `NULL` is fine; its findings and what was built of it stay valid.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_free(annex: Option<Box<tiendo_annex>>) {
    free(annex);
}

/// How many records the base does not have, has otherwise, and has as they are: twice nothing means that nothing changes.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_get_changes(
    annex: Option<&tiendo_annex>,
    added_out: Option<&mut MaybeUninit<u64>>,
    changed_out: Option<&mut MaybeUninit<u64>>,
    unchanged_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let changes = handle(annex, "annex")?.import.changes;
        wanted(changed_out.as_deref(), "changed_out")?;
        wanted(unchanged_out.as_deref(), "unchanged_out")?;
        put(added_out, "added_out", changes.added)?;
        put(changed_out, "changed_out", changes.changed)?;
        put(unchanged_out, "unchanged_out", changes.unchanged)
    })
}

/// What there is to know, by sheet and row; the caller frees the findings, which outlive the annex.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_findings(
    annex: Option<&tiendo_annex>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let findings = handle(annex, "annex")?.import.findings.clone();
        put(findings_out, "findings_out", tiendo_findings::new(findings, None))
    })
}

/// What was made of each sheet, column and row, as a JSON list; the caller frees the reply.
///
/// A row whose id was made of the document and its words has `"made":true`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_sheets(
    annex: Option<&tiendo_annex>,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let sheets = &handle(annex, "annex")?.import.sheets;
        wanted(json_out.as_deref(), "json_out")?;
        put(json_out, "json_out", tiendo_reply::json(sheets)?)
    })
}

/// New records and those that differ from the base's, as JSON that `tiendo_registry_from_json` reads; the caller frees the
/// reply.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_to_json(
    annex: Option<&tiendo_annex>,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let records = &handle(annex, "annex")?.import.records;
        wanted(json_out.as_deref(), "json_out")?;
        put(json_out, "json_out", tiendo_reply::json(records)?)
    })
}

/// The mapping that reads the file as it was understood, as TOML, valid until the annex is freed: to be corrected, and set
/// by `tiendo_annex_options_set_mapping`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_get_suggested_mapping(
    annex: Option<&tiendo_annex>,
    toml_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(toml_out, "toml_out", handle(annex, "annex")?.suggested.as_c_str().into()))
}

/// A registry with the annex laid over another's records: what has the id and version of a record takes its place, what is
/// new is added. The caller frees it.
///
/// `imported_at`, `yyyy-mm-ddThh:mm:ss`, is the instant that reports without one get; `NULL`: the start of their day. What
/// reading found out goes with the registry, which has the calendar of `base`. `watch` `NULL` is none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_annex_lay_over(
    annex: Option<&tiendo_annex>,
    base: Option<&tiendo_registry>,
    imported_at: *const c_char,
    imported_at_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        let import = &handle(annex, "annex")?.import;
        let base = handle(base, "base")?.registry();
        let imported_at = instant(imported_at, imported_at_len, "imported_at")?;
        wanted(registry_out.as_deref(), "registry_out")?;
        let mut records = base.to_records();
        merge(&mut records, import.records.clone());
        let mut builder = RegistryBuilder::new();
        builder.add(records).add_findings(import.findings.iter().cloned());
        builder.calendar(base.calendar().clone());
        if let Some(instant) = imported_at {
            builder.imported_at(instant);
        }
        let registry = match maybe_writable(watch) {
            Some(watch) => builder.finish_watched(&watch.0)?,
            None => builder.finish(),
        };
        put(registry_out, "registry_out", Box::new(tiendo_registry::new(registry)))
    })
}
