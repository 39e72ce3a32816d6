//! Allocations, the money of tasks: under construction, and those of a registry.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{Allocation, AllocationSource, TaskId};

use crate::boundary::{call, day_number, day_of, free, handle, put, text, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::field::{self, Draft, model_text, set};
use crate::list::{List, shown};
use crate::registry::tiendo_registry;
use crate::text::tiendo_str;

/// An allocation under construction: money for a task, in whole dong.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_allocation(pub(crate) Draft<Allocation>);

impl tiendo_allocation {
    fn set(allocation: Option<NonNull<Self>>, body: impl FnOnce(&mut Allocation)) -> Outcome {
        set(allocation, "allocation", |allocation| &allocation.0, body)
    }
}

/// An allocation: the task, where the money comes from (a word of the vocabulary `allocation_source`) and the day that its
/// figures speak of, `yyyymmdd`; all figures 0. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocation_new(
    task: *const c_char,
    task_len: usize,
    from: *const c_char,
    from_len: usize,
    day: i32,
    allocation_out: Option<&mut MaybeUninit<Box<tiendo_allocation>>>,
) -> tiendo_code {
    call(|| {
        let allocation = Allocation {
            task: field::id(task, task_len, "task", TaskId::new)?,
            from: AllocationSource::parse(text(from, from_len, "from")?),
            day: day_of(day, "day")?,
            planned_vnd: 0,
            allocated_vnd: 0,
            disbursed_vnd: 0,
            source: None,
        };
        put(allocation_out, "allocation_out", Box::new(tiendo_allocation(Draft::new(allocation))))
    })
}

/// Frees an allocation. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocation_free(allocation: Option<Box<tiendo_allocation>>) {
    free(allocation);
}

/// Planned, in whole dong.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocation_set_planned_vnd(
    allocation: Option<NonNull<tiendo_allocation>>,
    planned_vnd: u64,
) -> tiendo_code {
    call(|| tiendo_allocation::set(allocation, |allocation| allocation.planned_vnd = planned_vnd))
}

/// Allocated, in whole dong.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocation_set_allocated_vnd(
    allocation: Option<NonNull<tiendo_allocation>>,
    allocated_vnd: u64,
) -> tiendo_code {
    call(|| {
        tiendo_allocation::set(allocation, |allocation| allocation.allocated_vnd = allocated_vnd)
    })
}

/// Disbursed, in whole dong.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocation_set_disbursed_vnd(
    allocation: Option<NonNull<tiendo_allocation>>,
    disbursed_vnd: u64,
) -> tiendo_code {
    call(|| {
        tiendo_allocation::set(allocation, |allocation| allocation.disbursed_vnd = disbursed_vnd)
    })
}

/// Where this was read. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocation_set_source(
    allocation: Option<NonNull<tiendo_allocation>>,
    source: *const c_char,
    source_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(source, source_len, "source")?;
        tiendo_allocation::set(allocation, |allocation| allocation.source = value)
    })
}

/// The allocations of a registry. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_allocations(List<Allocation, 3>);

const TASK: usize = 0;
const FROM: usize = 1;
const SOURCE: usize = 2;

/// The allocations of a registry, in its order; the caller frees the list, which outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_allocations(
    registry: Option<&tiendo_registry>,
    allocations_out: Option<&mut MaybeUninit<Box<tiendo_allocations>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(allocations_out.as_deref(), "allocations_out")?;
        let allocations = tiendo_allocations(List::new(registry.allocations(), |record| {
            [record.task.as_str(), record.from.as_str(), shown(record.source.as_ref())]
        }));
        put(allocations_out, "allocations_out", Box::new(allocations))
    })
}

/// Frees a list of allocations. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_free(allocations: Option<Box<tiendo_allocations>>) {
    free(allocations);
}

/// Number of allocations; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_len(allocations: Option<&tiendo_allocations>) -> usize {
    allocations.map_or(0, |allocations| allocations.0.len())
}

/// Id of the task. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_get_task(
    allocations: Option<&tiendo_allocations>,
    index: usize,
    task_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(task_out, "task_out", handle(allocations, "allocations")?.0.text(index, TASK)?))
}

/// Where the money comes from: a word of the vocabulary `allocation_source`. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_get_from(
    allocations: Option<&tiendo_allocations>,
    index: usize,
    from_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(from_out, "from_out", handle(allocations, "allocations")?.0.text(index, FROM)?))
}

/// The day that the figures speak of, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_get_day(
    allocations: Option<&tiendo_allocations>,
    index: usize,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(allocations, "allocations")?.0.record(index)?;
        put(day_out, "day_out", day_number(Some(record.day)))
    })
}

/// Planned, in whole dong.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_get_planned_vnd(
    allocations: Option<&tiendo_allocations>,
    index: usize,
    planned_vnd_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let record = handle(allocations, "allocations")?.0.record(index)?;
        put(planned_vnd_out, "planned_vnd_out", record.planned_vnd)
    })
}

/// Allocated, in whole dong.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_get_allocated_vnd(
    allocations: Option<&tiendo_allocations>,
    index: usize,
    allocated_vnd_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let record = handle(allocations, "allocations")?.0.record(index)?;
        put(allocated_vnd_out, "allocated_vnd_out", record.allocated_vnd)
    })
}

/// Disbursed, in whole dong.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_get_disbursed_vnd(
    allocations: Option<&tiendo_allocations>,
    index: usize,
    disbursed_vnd_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let record = handle(allocations, "allocations")?.0.record(index)?;
        put(disbursed_vnd_out, "disbursed_vnd_out", record.disbursed_vnd)
    })
}

/// Where this was read; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_allocations_get_source(
    allocations: Option<&tiendo_allocations>,
    index: usize,
    source_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        put(source_out, "source_out", handle(allocations, "allocations")?.0.text(index, SOURCE)?)
    })
}
