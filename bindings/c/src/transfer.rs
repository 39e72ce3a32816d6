//! Transfers of tasks: under construction, and those of a registry.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{TaskId, Transfer};

use crate::boundary::{call, day_number, day_of, free, handle, put, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::field::{self, Draft, agency_id, model_text, set};
use crate::list::{List, shown};
use crate::registry::tiendo_registry;
use crate::text::tiendo_str;

/// A transfer under construction: one task is handed from one agency to another, which wins over successions.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_transfer(pub(crate) Draft<Transfer>);

impl tiendo_transfer {
    fn set(transfer: Option<NonNull<Self>>, body: impl FnOnce(&mut Transfer)) -> Outcome {
        set(transfer, "transfer", |transfer| &transfer.0, body)
    }
}

/// A transfer: the task, who owed it before, who owes it from the day on, and that day,
/// `yyyymmdd`; all else absent. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfer_new(
    task: *const c_char,
    task_len: usize,
    from: *const c_char,
    from_len: usize,
    to: *const c_char,
    to_len: usize,
    day: i32,
    transfer_out: Option<&mut MaybeUninit<Box<tiendo_transfer>>>,
) -> tiendo_code {
    call(|| {
        let transfer = Transfer {
            task: field::id(task, task_len, "task", TaskId::new)?,
            from: agency_id(from, from_len, "from")?,
            to: agency_id(to, to_len, "to")?,
            day: day_of(day, "day")?,
            basis: None,
            source: None,
        };
        put(transfer_out, "transfer_out", Box::new(tiendo_transfer(Draft::new(transfer))))
    })
}

/// Frees a transfer. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfer_free(transfer: Option<Box<tiendo_transfer>>) {
    free(transfer);
}

/// The document that decided it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfer_set_basis(
    transfer: Option<NonNull<tiendo_transfer>>,
    basis: *const c_char,
    basis_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(basis, basis_len, "basis")?;
        tiendo_transfer::set(transfer, |transfer| transfer.basis = value)
    })
}

/// Where this was read. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfer_set_source(
    transfer: Option<NonNull<tiendo_transfer>>,
    source: *const c_char,
    source_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(source, source_len, "source")?;
        tiendo_transfer::set(transfer, |transfer| transfer.source = value)
    })
}

/// The transfers of a registry. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_transfers(List<Transfer, 5>);

const TASK: usize = 0;
const FROM: usize = 1;
const TO: usize = 2;
const BASIS: usize = 3;
const SOURCE: usize = 4;

/// The transfers of a registry, in its order; the caller frees the list, which outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_transfers(
    registry: Option<&tiendo_registry>,
    transfers_out: Option<&mut MaybeUninit<Box<tiendo_transfers>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(transfers_out.as_deref(), "transfers_out")?;
        let transfers = tiendo_transfers(List::new(registry.transfers(), |record| {
            [
                record.task.as_str(),
                record.from.as_str(),
                record.to.as_str(),
                shown(record.basis.as_ref()),
                shown(record.source.as_ref()),
            ]
        }));
        put(transfers_out, "transfers_out", Box::new(transfers))
    })
}

/// Frees a list of transfers. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfers_free(transfers: Option<Box<tiendo_transfers>>) {
    free(transfers);
}

/// Number of transfers; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfers_len(transfers: Option<&tiendo_transfers>) -> usize {
    transfers.map_or(0, |transfers| transfers.0.len())
}

/// Id of the task. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfers_get_task(
    transfers: Option<&tiendo_transfers>,
    index: usize,
    task_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(task_out, "task_out", handle(transfers, "transfers")?.0.text(index, TASK)?))
}

/// Id of the agency that owed it before. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfers_get_from(
    transfers: Option<&tiendo_transfers>,
    index: usize,
    from_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(from_out, "from_out", handle(transfers, "transfers")?.0.text(index, FROM)?))
}

/// Id of the agency that owes it from the day on. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfers_get_to(
    transfers: Option<&tiendo_transfers>,
    index: usize,
    to_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(to_out, "to_out", handle(transfers, "transfers")?.0.text(index, TO)?))
}

/// First day on which the new agency owes it, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfers_get_day(
    transfers: Option<&tiendo_transfers>,
    index: usize,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(transfers, "transfers")?.0.record(index)?;
        put(day_out, "day_out", day_number(Some(record.day)))
    })
}

/// The document that decided it; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfers_get_basis(
    transfers: Option<&tiendo_transfers>,
    index: usize,
    basis_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(basis_out, "basis_out", handle(transfers, "transfers")?.0.text(index, BASIS)?))
}

/// Where this was read; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_transfers_get_source(
    transfers: Option<&tiendo_transfers>,
    index: usize,
    source_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(source_out, "source_out", handle(transfers, "transfers")?.0.text(index, SOURCE)?))
}
