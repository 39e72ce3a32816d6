//! Verifying a ledger: every hash, every number, and every row of the tables.

use std::mem::MaybeUninit;
use std::ptr::NonNull;

use history::Verified;

use crate::boundary::{at, call, free, handle, put, wanted};
use crate::code::{Failure, tiendo_code};
use crate::ledger::{tiendo_head, tiendo_ledger, watched};
use crate::packed::Texts;
use crate::text::tiendo_str;
use crate::watch::tiendo_watch;

/// What verifying found. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_verified {
    verified: Verified,
    parts: Texts,
}

/// Follows the chain from the first entry to the last, and compares what is kept apart and the tables that people query with
/// it; the caller frees what was found.
///
/// A ledger without faults gives a list of length 0. A chain that was cut off at its end is whole for as far as it goes:
/// compare the head with one that was kept elsewhere. `watch` `NULL` is none; it counts entries.
/// `TIENDO_CODE_CORRUPT` where the file cannot be read as a ledger at all.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_verify(
    ledger: Option<&tiendo_ledger>,
    watch: Option<NonNull<tiendo_watch>>,
    verified_out: Option<&mut MaybeUninit<Box<tiendo_verified>>>,
) -> tiendo_code {
    call(|| {
        let ledger = handle(ledger, "ledger")?.ledger();
        wanted(verified_out.as_deref(), "verified_out")?;
        let verified = watched(watch, |watch| ledger.verify(watch))?;
        let parts = Texts::pack(verified.faults.iter().map(|fault| fault.part));
        put(verified_out, "verified_out", Box::new(tiendo_verified { verified, parts }))
    })
}

/// Frees what verifying found. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_verified_free(verified: Option<Box<tiendo_verified>>) {
    free(verified);
}

/// Number of faults, of which the first thousand are listed; 0 for a sound ledger, and for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_verified_len(verified: Option<&tiendo_verified>) -> usize {
    verified.map_or(0, |verified| verified.verified.faults.len())
}

/// The entry of a fault; 0 for what belongs to no entry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_verified_get_entry(
    verified: Option<&tiendo_verified>,
    index: usize,
    entry_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let fault = at(&handle(verified, "verified")?.verified.faults, index, "index")?;
        put(entry_out, "entry_out", fault.entry.unwrap_or(0))
    })
}

/// What is wrong with it. Valid until `verified` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_verified_get_part(
    verified: Option<&tiendo_verified>,
    index: usize,
    part_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let verified = handle(verified, "verified")?;
        at(&verified.verified.faults, index, "index")?;
        put(part_out, "part_out", verified.parts.get(index))
    })
}

/// Entries that were read, records in them, and records of which something about a person was erased.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_verified_get_counts(
    verified: Option<&tiendo_verified>,
    entries_out: Option<&mut MaybeUninit<u64>>,
    records_out: Option<&mut MaybeUninit<u64>>,
    erased_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let verified = &handle(verified, "verified")?.verified;
        wanted(records_out.as_deref(), "records_out")?;
        wanted(erased_out.as_deref(), "erased_out")?;
        put(entries_out, "entries_out", verified.entries)?;
        put(records_out, "records_out", verified.records)?;
        put(erased_out, "erased_out", verified.erased)
    })
}

/// The last entry that the chain was followed to; `TIENDO_CODE_NOT_FOUND` where not even the first one holds.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_verified_get_head(
    verified: Option<&tiendo_verified>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| {
        let head = handle(verified, "verified")?.verified.head;
        let none = || Failure::new(tiendo_code::NotFound, "no entry holds");
        put(head_out, "head_out", head.ok_or_else(none)?.into())
    })
}
