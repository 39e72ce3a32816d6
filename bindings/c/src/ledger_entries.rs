//! The entries of a ledger as they stand in the file.

use std::mem::MaybeUninit;

use model::day;

use crate::boundary::{call, free, handle, put, wanted};
use crate::code::tiendo_code;
use crate::ledger::tiendo_ledger;
use crate::list::List;
use crate::packed::Grid;
use crate::text::tiendo_str;

/// Entries of a ledger, in order. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_entries(List<u64, 4>);

const RECORDED_AT: usize = 0;
const ACTOR: usize = 1;
const RECORDS: usize = 2;
const HASH: usize = 3;

/// Up to `limit` entries after the number `after` (0: from the first), in order; the caller frees the list.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_entries(
    ledger: Option<&tiendo_ledger>,
    after: u64,
    limit: usize,
    entries_out: Option<&mut MaybeUninit<Box<tiendo_entries>>>,
) -> tiendo_code {
    call(|| {
        let ledger = handle(ledger, "ledger")?.ledger();
        wanted(entries_out.as_deref(), "entries_out")?;
        let entries = ledger.entries(after, limit)?;
        let numbers = entries.iter().map(|entry| entry.seq).collect();
        let texts = Grid::pack(entries.into_iter().map(|entry| {
            let at = day::instant_to_string(entry.recorded_at);
            [at, entry.actor, entry.records, entry.hash.to_string()]
        }));
        put(entries_out, "entries_out", Box::new(tiendo_entries(List::of(texts, numbers))))
    })
}

/// Frees a list of entries. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_entries_free(entries: Option<Box<tiendo_entries>>) {
    free(entries);
}

/// Number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_entries_len(entries: Option<&tiendo_entries>) -> usize {
    entries.map_or(0, |entries| entries.0.len())
}

/// Its number, from 1 without a gap.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_entries_get_seq(
    entries: Option<&tiendo_entries>,
    index: usize,
    seq_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| put(seq_out, "seq_out", *handle(entries, "entries")?.0.record(index)?))
}

/// When it was recorded, `yyyy-mm-ddThh:mm:ss`. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_entries_get_recorded_at(
    entries: Option<&tiendo_entries>,
    index: usize,
    recorded_at_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let text = handle(entries, "entries")?.0.text(index, RECORDED_AT)?;
        put(recorded_at_out, "recorded_at_out", text)
    })
}

/// Who recorded it. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_entries_get_actor(
    entries: Option<&tiendo_entries>,
    index: usize,
    actor_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(actor_out, "actor_out", handle(entries, "entries")?.0.text(index, ACTOR)?))
}

/// Its records, an array of JSON: the very bytes that are hashed. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_entries_get_records(
    entries: Option<&tiendo_entries>,
    index: usize,
    records_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(records_out, "records_out", handle(entries, "entries")?.0.text(index, RECORDS)?))
}

/// Its hash in 64 hexadecimal digits, which the next entry names. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_entries_get_hash(
    entries: Option<&tiendo_entries>,
    index: usize,
    hash_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(hash_out, "hash_out", handle(entries, "entries")?.0.text(index, HASH)?))
}
