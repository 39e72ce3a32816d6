//! Imports into a ledger: in batches, resumable, and twice the same changes nothing.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use chrono::NaiveDateTime;
use history::{ImportOptions, Imported, Problem};
use model::{Finding, Records};
use tiendo_formats::Encoding;
use tiendo_formats::csv::{ReadOptions, read_folder};

use crate::boundary::{at, call, free, handle, maybe_writable, put, text, wanted};
use crate::calendar::flag;
use crate::code::{Outcome, tiendo_code};
use crate::finding::tiendo_findings;
use crate::ledger::{recorded_at, tiendo_head, tiendo_ledger, watched};
use crate::packed::Grid;
use crate::registry::{heard, tiendo_registry};
use crate::text::{tiendo_encoding, tiendo_str};
use crate::watch::tiendo_watch;

/// What became of an import. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_imported {
    imported: Imported,
    findings: Vec<Finding>,
    problems: Grid<4>,
}

const KIND: usize = 0;
const ID: usize = 1;
const CODE: usize = 2;
const MESSAGE: usize = 3;

/// Who imports, when and how.
struct Asked<'a> {
    at: NaiveDateTime,
    actor: &'a str,
    options: ImportOptions,
}

impl Asked<'_> {
    fn of(
        (at, at_len): (*const c_char, usize),
        (actor, actor_len): (*const c_char, usize),
        skip_refused: i32,
    ) -> Outcome<Self> {
        let skip_refused = flag(skip_refused, "skip_refused")?;
        let options = ImportOptions { skip_refused, ..ImportOptions::default() };
        Ok(Asked { at: recorded_at(at, at_len)?, actor: text(actor, actor_len, "actor")?, options })
    }

    fn import(
        &self,
        ledger: Option<NonNull<tiendo_ledger>>,
        records: &Records,
        findings: Vec<Finding>,
        watch: Option<NonNull<tiendo_watch>>,
    ) -> Outcome<Box<tiendo_imported>> {
        let ledger = tiendo_ledger::written(ledger)?;
        let imported = watched(watch, |watch| {
            ledger.import(records, self.at, self.actor, &self.options, watch)
        })?;
        let problems = Grid::pack(imported.problems.iter().map(|problem| {
            let code = problem.problem.as_str();
            [problem.kind.to_owned(), problem.id.clone(), code.to_owned(), problem.to_string()]
        }));
        Ok(Box::new(tiendo_imported { imported, findings, problems }))
    }
}

/// Imports a folder of CSV files (`tasks.csv`, `reports.csv` …) into a ledger, 10,000 records an entry; the caller frees
/// what became of it.
///
/// The files are read as by `tiendo_registry_read_csv_with`: `encoding` is a `tiendo_encoding`, and what was corrected,
/// assumed or not understood is in `tiendo_imported_findings`. Records that the ledger has are not recorded again, so the
/// same folder again changes nothing, and an import that was interrupted is completed by the same call.
/// `skip_refused` 1 leaves out what cannot be taken; with 0 that is `TIENDO_CODE_REFUSED`, and nothing is recorded.
/// `watch` `NULL` is none; it counts rows, then records that are durable. After a stop whole entries were recorded.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_import_csv(
    ledger: Option<NonNull<tiendo_ledger>>,
    path: *const c_char,
    path_len: usize,
    encoding: i32,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    skip_refused: i32,
    watch: Option<NonNull<tiendo_watch>>,
    imported_out: Option<&mut MaybeUninit<Box<tiendo_imported>>>,
) -> tiendo_code {
    call(|| {
        tiendo_ledger::written(ledger)?;
        let path = text(path, path_len, "path")?;
        let encoding: Encoding = tiendo_encoding::of(encoding, "encoding")?;
        let (at, actor) = ((recorded_at, recorded_at_len), (actor, actor_len));
        let asked = Asked::of(at, actor, skip_refused)?;
        wanted(imported_out.as_deref(), "imported_out")?;
        let counted = maybe_writable(watch);
        let progress = |_: &str, rows: u64| heard(counted, rows);
        let options = ReadOptions { encoding, progress: Some(&progress), ..ReadOptions::default() };
        let (records, findings) = read_folder(path, &options)?;
        put(imported_out, "imported_out", asked.import(ledger, &records, findings, watch)?)
    })
}

/// Imports all records of a registry into a ledger as `tiendo_ledger_import_csv` does those of a folder; the caller frees
/// what became of it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_import(
    ledger: Option<NonNull<tiendo_ledger>>,
    registry: Option<&tiendo_registry>,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    skip_refused: i32,
    watch: Option<NonNull<tiendo_watch>>,
    imported_out: Option<&mut MaybeUninit<Box<tiendo_imported>>>,
) -> tiendo_code {
    call(|| {
        tiendo_ledger::written(ledger)?;
        let registry = handle(registry, "registry")?.registry();
        let (at, actor) = ((recorded_at, recorded_at_len), (actor, actor_len));
        let asked = Asked::of(at, actor, skip_refused)?;
        wanted(imported_out.as_deref(), "imported_out")?;
        let imported = asked.import(ledger, &registry.to_records(), Vec::new(), watch)?;
        put(imported_out, "imported_out", imported)
    })
}

/// Frees what became of an import. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_free(imported: Option<Box<tiendo_imported>>) {
    free(imported);
}

/// The last entry now.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_get_head(
    imported: Option<&tiendo_imported>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| put(head_out, "head_out", handle(imported, "imported")?.imported.head.into()))
}

/// Records that were recorded, that the ledger had already, and that were left out, and how many entries were made. Nothing
/// recorded and nothing refused means that nothing changed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_get_counts(
    imported: Option<&tiendo_imported>,
    recorded_out: Option<&mut MaybeUninit<u64>>,
    unchanged_out: Option<&mut MaybeUninit<u64>>,
    refused_out: Option<&mut MaybeUninit<u64>>,
    entries_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let imported = &handle(imported, "imported")?.imported;
        wanted(unchanged_out.as_deref(), "unchanged_out")?;
        wanted(refused_out.as_deref(), "refused_out")?;
        wanted(entries_out.as_deref(), "entries_out")?;
        put(recorded_out, "recorded_out", imported.recorded)?;
        put(unchanged_out, "unchanged_out", imported.unchanged)?;
        put(refused_out, "refused_out", imported.refused)?;
        put(entries_out, "entries_out", imported.entries)
    })
}

/// What reading the files found out; the caller frees the findings, which outlive what they were asked of.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_findings(
    imported: Option<&tiendo_imported>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let findings = handle(imported, "imported")?.findings.clone();
        put(findings_out, "findings_out", tiendo_findings::new(findings, None))
    })
}

/// Number of records that were left out and are listed, at most a thousand; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_len(imported: Option<&tiendo_imported>) -> usize {
    imported.map_or(0, |imported| imported.imported.problems.len())
}

/// The position of a record that was left out, among all records of the import, from 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_get_position(
    imported: Option<&tiendo_imported>,
    index: usize,
    position_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let problem: &Problem =
            at(&handle(imported, "imported")?.imported.problems, index, "index")?;
        put(position_out, "position_out", problem.position)
    })
}

/// Its kind. Valid until `imported` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_get_kind(
    imported: Option<&tiendo_imported>,
    index: usize,
    kind_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let text = handle(imported, "imported")?.problems.get(index, KIND, "index")?;
        put(kind_out, "kind_out", text)
    })
}

/// Its id. Valid until `imported` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_get_id(
    imported: Option<&tiendo_imported>,
    index: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(id_out, "id_out", handle(imported, "imported")?.problems.get(index, ID, "index")?))
}

/// Why, as a word: `conflict`, `unknown_task`, `nothing_to_correct`, `name_taken`, `classified` or `invalid`. Valid until `imported` is
/// freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_get_problem(
    imported: Option<&tiendo_imported>,
    index: usize,
    problem_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let text = handle(imported, "imported")?.problems.get(index, CODE, "index")?;
        put(problem_out, "problem_out", text)
    })
}

/// Why, as a sentence with its position, kind and id. Valid until `imported` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_imported_get_message(
    imported: Option<&tiendo_imported>,
    index: usize,
    message_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let text = handle(imported, "imported")?.problems.get(index, MESSAGE, "index")?;
        put(message_out, "message_out", text)
    })
}
