//! What keeps a ledger trustworthy: what opening it noticed, its anchor, going on after a restore, and forgetting persons.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use history::{Erased, Ledger, OpenFinding, OpenOptions, PersonRecord, RecordId};

use crate::boundary::{at, call, free, handle, put, text, wanted};
use crate::code::{Failure, tiendo_code};
use crate::field::model_text;
use crate::ledger::{recorded_at as instant_of, tiendo_head, tiendo_ledger};
use crate::list::List;
use crate::packed::Grid;
use crate::text::tiendo_str;

/// Number of things that opening a ledger noticed and that were no reason to refuse it; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_findings_len(ledger: Option<&tiendo_ledger>) -> usize {
    ledger.map_or(0, |ledger| ledger.ledger().findings().len())
}

/// What opening noticed, as a word: `no_anchor` (nothing tells whether the end is missing), `not_closed` (whoever wrote it last
/// did not close it; all pages were checked), `newer_format` (of a later minor format: it is read, and not written). Valid for
/// ever.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_get_finding(
    ledger: Option<&tiendo_ledger>,
    index: usize,
    finding_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let found = at(handle(ledger, "ledger")?.ledger().findings(), index, "index")?;
        let word = match found {
            OpenFinding::NoAnchor => c"no_anchor",
            OpenFinding::NotClosed => c"not_closed",
            OpenFinding::NewerFormat => c"newer_format",
            // One of a later version, until it has a word here.
            _ => c"unknown",
        };
        put(finding_out, "finding_out", word.into())
    })
}

/// Brings the anchor beside the file to the last entry now, and not at one of the next commits or when the ledger is closed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_anchor(
    ledger: Option<NonNull<tiendo_ledger>>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| tiendo_ledger::head_after(ledger, head_out, Ledger::anchor))
}

/// Whether the anchor follows every commit (`is_on` 1), and not one in a second or in a thousand (0). Each costs two more syncs.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_anchor_every_commit(
    ledger: Option<NonNull<tiendo_ledger>>,
    is_on: i32,
) -> tiendo_code {
    call(|| Ok(tiendo_ledger::written(ledger)?.anchor_every_commit(is_on != 0)?))
}

/// Opens a ledger that was restored from an older copy, although its anchor names an entry that it lacks; the caller frees it.
///
/// That it was rolled back, from where and why (`reason`) becomes an entry, and the anchor names that one from now on.
/// `TIENDO_CODE_NOTHING_ROLLED_BACK` where the file holds what its anchor names, or has no anchor.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_accept_rollback(
    path: *const c_char,
    path_len: usize,
    reason: *const c_char,
    reason_len: usize,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    ledger_out: Option<&mut MaybeUninit<Box<tiendo_ledger>>>,
) -> tiendo_code {
    call(|| {
        let path = text(path, path_len, "path")?;
        let null = || Failure::new(tiendo_code::NullArgument, "reason must not be NULL");
        let reason = model_text(reason, reason_len, "reason")?.ok_or_else(null)?;
        let at = instant_of(recorded_at, recorded_at_len)?;
        let actor = text(actor, actor_len, "actor")?;
        wanted(ledger_out.as_deref(), "ledger_out")?;
        let options = OpenOptions::default();
        let ledger = Ledger::accept_rollback(path, &options, &reason, at, actor)?;
        put(ledger_out, "ledger_out", tiendo_ledger::new(ledger))
    })
}

/// Records that name a person. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_person_records(List<RecordId, 3>);

const KIND: usize = 0;
const ID: usize = 1;
const FIELDS: usize = 2;

/// The records that name a person: as responsible or supervising in a task, or as the post that reported; the caller frees
/// them. The name is compared whole; free texts and the names of actors are not looked through.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_export_person(
    ledger: Option<&tiendo_ledger>,
    name: *const c_char,
    name_len: usize,
    records_out: Option<&mut MaybeUninit<Box<tiendo_person_records>>>,
) -> tiendo_code {
    call(|| {
        let ledger = handle(ledger, "ledger")?.ledger();
        let name = text(name, name_len, "name")?;
        wanted(records_out.as_deref(), "records_out")?;
        let found = ledger.export_person(name)?;
        let texts = Grid::pack(found.iter().map(|record| {
            let PersonRecord { kind, id, fields, .. } = record;
            [kind.clone(), id.clone(), fields.join(",")]
        }));
        let records = found.into_iter().map(|record| record.record).collect();
        let list = Box::new(tiendo_person_records(List::of(texts, records)));
        put(records_out, "records_out", list)
    })
}

/// Frees records that name a person. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_person_records_free(records: Option<Box<tiendo_person_records>>) {
    free(records);
}

/// Number of records; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_person_records_len(records: Option<&tiendo_person_records>) -> usize {
    records.map_or(0, |records| records.0.len())
}

/// The number of the record's entry, and its position in it from 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_person_records_get_record(
    records: Option<&tiendo_person_records>,
    index: usize,
    seq_out: Option<&mut MaybeUninit<u64>>,
    position_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let RecordId { seq, position } = *handle(records, "records")?.0.record(index)?;
        wanted(position_out.as_deref(), "position_out")?;
        put(seq_out, "seq_out", seq)?;
        put(position_out, "position_out", position)
    })
}

/// The kind of the record: `task` or `report`. Valid until the records are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_person_records_get_kind(
    records: Option<&tiendo_person_records>,
    index: usize,
    kind_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(kind_out, "kind_out", handle(records, "records")?.0.text(index, KIND)?))
}

/// The id of the record. Valid until the records are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_person_records_get_id(
    records: Option<&tiendo_person_records>,
    index: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(id_out, "id_out", handle(records, "records")?.0.text(index, ID)?))
}

/// The fields that name the person, separated by commas: `responsible_person`, `supervising_leader`, `by_post`. Valid until
/// the records are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_person_records_get_fields(
    records: Option<&tiendo_person_records>,
    index: usize,
    fields_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(fields_out, "fields_out", handle(records, "records")?.0.text(index, FIELDS)?))
}

/// What was erased of a person.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct tiendo_erased {
    /// The last entry now: the one that says that, not what, was erased.
    pub head: tiendo_head,
    /// Records of which something was erased.
    pub records: u64,
    /// Records that were recorded again because they name others too.
    pub recorded_again: u64,
}

/// Erases a person: what the records that `tiendo_ledger_export_person` finds keep apart. That it was done, when, by whom, why
/// (`reason`, `NULL` for none) and in which records becomes an entry; the name does not.
///
/// The bytes are gone from the file, its journal and its checkpoint on success. `TIENDO_CODE_BUSY` where others kept reading:
/// the person is erased, but bytes may be left, and the same call again finishes it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_erase_person(
    ledger: Option<NonNull<tiendo_ledger>>,
    name: *const c_char,
    name_len: usize,
    reason: *const c_char,
    reason_len: usize,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    erased_out: Option<&mut MaybeUninit<tiendo_erased>>,
) -> tiendo_code {
    call(|| {
        let ledger = tiendo_ledger::written(ledger)?;
        let name = text(name, name_len, "name")?;
        let reason = model_text(reason, reason_len, "reason")?;
        let at = instant_of(recorded_at, recorded_at_len)?;
        let actor = text(actor, actor_len, "actor")?;
        wanted(erased_out.as_deref(), "erased_out")?;
        let erased = ledger.erase_person(name, reason.as_ref(), at, actor)?;
        let Erased { head, records, recorded_again } = erased;
        let erased = tiendo_erased { head: head.into(), records, recorded_again };
        put(erased_out, "erased_out", erased)
    })
}
