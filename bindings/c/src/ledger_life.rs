//! The life of a ledger's file: upgrades, copies for others, and what is read of a damaged one.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use history::{Ledger, OpenOptions, RecordId, Salvaged, Span, Upgrade};

use crate::boundary::{at, call, free, handle, put, text, wanted};
use crate::code::tiendo_code;
use crate::ledger::{recorded_at as instant_of, tiendo_head, tiendo_ledger, watched};
use crate::packed::Texts;
use crate::text::{c_text, tiendo_str};
use crate::watch::tiendo_watch;

/// Writes a copy for others into a file that is not there yet, so that they need not open this one; gives its last entry.
///
/// The copy is one file that any SQLite from 3.37 on reads; it holds what the tables hold and no byte of what was erased, and
/// appears under its name when it is whole. `watch` `NULL` is none; it counts pages. `TIENDO_CODE_EXISTS` where there is a file;
/// none is left on failure.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_snapshot(
    ledger: Option<&tiendo_ledger>,
    path: *const c_char,
    path_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| {
        let ledger = handle(ledger, "ledger")?.ledger();
        let path = text(path, path_len, "path")?;
        wanted(head_out.as_deref(), "head_out")?;
        let head = watched(watch, |watch| ledger.snapshot(path, watch))?;
        put(head_out, "head_out", head.into())
    })
}

/// What became of an upgrade. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_upgrade {
    from: CString,
    to: CString,
    backup: CString,
}

/// Brings the file of a ledger to the format of this version, after a copy beside it that is never written over
/// (`x.tiendo.format-1.0`); the caller frees what became of it.
///
/// A file that has the format already is left as it is, and no copy is made. Interrupted at any moment, the file is of the one
/// format or of the other, and the same call again finishes it. `watch` `NULL` is none; it counts pages of the copy.
/// `TIENDO_CODE_NEWER_FORMAT` for a file of a later format, `TIENDO_CODE_CORRUPT` for a damaged one.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_upgrade(
    path: *const c_char,
    path_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    upgrade_out: Option<&mut MaybeUninit<Box<tiendo_upgrade>>>,
) -> tiendo_code {
    call(|| {
        let path = text(path, path_len, "path")?;
        wanted(upgrade_out.as_deref(), "upgrade_out")?;
        let done = watched(watch, |watch| Ledger::upgrade(path, &OpenOptions::default(), watch))?;
        let (from, to, backup) = match &done {
            Upgrade::Current { format } => (format, format, String::new()),
            Upgrade::Done { from, to, backup } => (from, to, backup.to_string_lossy().into_owned()),
        };
        let upgrade =
            tiendo_upgrade { from: c_text(from), to: c_text(to), backup: c_text(&backup) };
        put(upgrade_out, "upgrade_out", Box::new(upgrade))
    })
}

/// Frees what became of an upgrade. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_upgrade_free(upgrade: Option<Box<tiendo_upgrade>>) {
    free(upgrade);
}

/// The format that the file had, such as `1.0`. Valid until `upgrade` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_upgrade_get_from(
    upgrade: Option<&tiendo_upgrade>,
    from_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(from_out, "from_out", handle(upgrade, "upgrade")?.from.as_c_str().into()))
}

/// The format that the file has; the same one where it was not changed. Valid until `upgrade` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_upgrade_get_to(
    upgrade: Option<&tiendo_upgrade>,
    to_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(to_out, "to_out", handle(upgrade, "upgrade")?.to.as_c_str().into()))
}

/// The path of the file as it was, from the root on; empty where it was not changed. Valid until `upgrade` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_upgrade_get_backup(
    upgrade: Option<&tiendo_upgrade>,
    backup_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(backup_out, "backup_out", handle(upgrade, "upgrade")?.backup.as_c_str().into()))
}

/// What was read out of a damaged file, and what was not. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_salvaged {
    salvaged: Salvaged,
    reasons: Texts,
}

/// Reads all that can be read of a damaged file into a new ledger `to` that is sound; the caller frees what is told of it.
///
/// Every entry keeps its number, instant, actor and the bytes of its records. In the place of each missing one stands an entry that
/// says so, and the last one, recorded by `actor` at `recorded_at`, says that the ledger was salvaged and what is missing. The
/// damaged file is left as it is; it must neither be written meanwhile nor be open in this process. Keep the anchor beside it
/// (`.head`), which tells how far it had come. `watch` `NULL` is none; it counts pages, then entries.
/// `TIENDO_CODE_NOT_A_LEDGER` where no entry at all can be read, `TIENDO_CODE_EXISTS` where there is a file; none is left on
/// failure.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_salvage(
    path: *const c_char,
    path_len: usize,
    to: *const c_char,
    to_len: usize,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    salvaged_out: Option<&mut MaybeUninit<Box<tiendo_salvaged>>>,
) -> tiendo_code {
    call(|| {
        let (path, to) = (text(path, path_len, "path")?, text(to, to_len, "to")?);
        let at = instant_of(recorded_at, recorded_at_len)?;
        let actor = text(actor, actor_len, "actor")?;
        wanted(salvaged_out.as_deref(), "salvaged_out")?;
        let salvaged = watched(watch, |watch| Ledger::salvage(path, to, at, actor, watch))?;
        let reasons = Texts::pack_words(salvaged.lost.iter().map(|loss| loss.reason.as_str()));
        put(salvaged_out, "salvaged_out", Box::new(tiendo_salvaged { salvaged, reasons }))
    })
}

/// Frees what is told of a salvage. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_free(salvaged: Option<Box<tiendo_salvaged>>) {
    free(salvaged);
}

/// 1 where nothing is missing or in doubt up to the entry that an anchor names, or further; else 0, and for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_is_complete(salvaged: Option<&tiendo_salvaged>) -> i32 {
    salvaged.map_or(0, |salvaged| salvaged.salvaged.is_complete().into())
}

/// 1 where an anchor beside the damaged file told how far it had come; else any number of entries may be missing behind the last
/// one found. 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_is_end_anchored(salvaged: Option<&tiendo_salvaged>) -> i32 {
    salvaged.map_or(0, |salvaged| salvaged.salvaged.is_end_anchored.into())
}

/// The last entry of the new file: the one that says that it was salvaged.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_get_head(
    salvaged: Option<&tiendo_salvaged>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| put(head_out, "head_out", handle(salvaged, "salvaged")?.salvaged.head.into()))
}

/// Number of entries that were read; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_get_entries(
    salvaged: Option<&tiendo_salvaged>,
    entries_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| put(entries_out, "entries_out", handle(salvaged, "salvaged")?.salvaged.entries))
}

/// Number of runs of entries that are missing; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_lost_len(salvaged: Option<&tiendo_salvaged>) -> usize {
    salvaged.map_or(0, |salvaged| salvaged.salvaged.lost.len())
}

/// Numbers of the first and the last of missing entries that follow each other.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_get_lost(
    salvaged: Option<&tiendo_salvaged>,
    index: usize,
    first_out: Option<&mut MaybeUninit<u64>>,
    last_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let lost = at(&handle(salvaged, "salvaged")?.salvaged.lost, index, "index")?;
        put_span(lost.entries, first_out, last_out)
    })
}

/// Why they are missing, as a word: `not_found`, `hash`, `records`, `corrects`, `instant`. Valid until `salvaged` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_get_reason(
    salvaged: Option<&tiendo_salvaged>,
    index: usize,
    reason_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let salvaged = handle(salvaged, "salvaged")?;
        at(&salvaged.salvaged.lost, index, "index")?;
        put(reason_out, "reason_out", salvaged.reasons.get(index))
    })
}

/// Number of runs of entries that were read and that no hash proves; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_unproved_len(salvaged: Option<&tiendo_salvaged>) -> usize {
    salvaged.map_or(0, |salvaged| salvaged.salvaged.unproved.len())
}

/// Numbers of the first and the last of entries that follow each other and that no hash proves, because the one before is
/// missing.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_get_unproved(
    salvaged: Option<&tiendo_salvaged>,
    index: usize,
    first_out: Option<&mut MaybeUninit<u64>>,
    last_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let span = at(&handle(salvaged, "salvaged")?.salvaged.unproved, index, "index")?;
        put_span(*span, first_out, last_out)
    })
}

/// Number of records of which what is kept apart is missing; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_apart_len(salvaged: Option<&tiendo_salvaged>) -> usize {
    salvaged.map_or(0, |salvaged| salvaged.salvaged.apart.len())
}

/// The entry, and the position in it, of a record of which what is kept apart is missing.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_salvaged_get_apart(
    salvaged: Option<&tiendo_salvaged>,
    index: usize,
    seq_out: Option<&mut MaybeUninit<u64>>,
    position_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let all = &handle(salvaged, "salvaged")?.salvaged.apart;
        let RecordId { seq, position } = *at(all, index, "index")?;
        wanted(position_out.as_deref(), "position_out")?;
        put(seq_out, "seq_out", seq)?;
        put(position_out, "position_out", position)
    })
}

fn put_span(
    span: Span,
    first_out: Option<&mut MaybeUninit<u64>>,
    last_out: Option<&mut MaybeUninit<u64>>,
) -> crate::code::Outcome {
    wanted(last_out.as_deref(), "last_out")?;
    put(first_out, "first_out", span.first)?;
    put(last_out, "last_out", span.last)
}
