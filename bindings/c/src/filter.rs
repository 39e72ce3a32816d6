//! Which rows are asked for.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use model::OwedFilter;

use crate::boundary::{call, free, maybe_day, maybe_text, put, writable};
use crate::code::{Outcome, tiendo_code};
use crate::word::{tiendo_status, tiendo_within};

/// Which rows are asked for; what is not set is not asked. Setters may be called from any thread.
#[derive(Debug)]
pub struct tiendo_filter(Mutex<OwedFilter>);

impl tiendo_filter {
    pub(crate) fn copy(&self) -> OwedFilter {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(
        filter: Option<NonNull<Self>>,
        body: impl FnOnce(&mut OwedFilter) -> Outcome,
    ) -> Outcome {
        let filter = writable(filter, "filter")?;
        body(&mut filter.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Makes a filter that asks for every row; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_filter_new(
    filter_out: Option<&mut MaybeUninit<Box<tiendo_filter>>>,
) -> tiendo_code {
    call(|| put(filter_out, "filter_out", Box::new(tiendo_filter(Mutex::default()))))
}

/// Frees a filter. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_filter_free(filter: Option<Box<tiendo_filter>>) {
    free(filter);
}

/// Asks for the rows of an agency, by id, code or name without accents; `within` is a `tiendo_within`. `NULL`: of any.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_filter_set_agency(
    filter: Option<NonNull<tiendo_filter>>,
    agency: *const c_char,
    agency_len: usize,
    within: i32,
) -> tiendo_code {
    call(|| {
        let agency = maybe_text(agency, agency_len, "agency")?.map(str::to_owned);
        let within = tiendo_within::of(within, "within")?;
        tiendo_filter::change(filter, |filter| {
            (filter.agency, filter.within) = (agency, Some(within));
            Ok(())
        })
    })
}

/// Asks for rows in a status (a `tiendo_status`); -1: in any.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_filter_set_status(
    filter: Option<NonNull<tiendo_filter>>,
    status: i32,
) -> tiendo_code {
    call(|| {
        let asked = (status != -1).then(|| tiendo_status::of(status, "status")).transpose()?;
        tiendo_filter::change(filter, |filter| {
            filter.status = asked;
            Ok(())
        })
    })
}

/// Asks for rows that fall due before a day, `yyyymmdd`; 0: whenever.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_filter_set_due_before(
    filter: Option<NonNull<tiendo_filter>>,
    day: i32,
) -> tiendo_code {
    call(|| {
        let day = maybe_day(day, "day")?;
        tiendo_filter::change(filter, |filter| {
            filter.due_before = day;
            Ok(())
        })
    })
}

/// Asks for rows of a phase, by its id. `NULL`: of any.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_filter_set_phase(
    filter: Option<NonNull<tiendo_filter>>,
    phase: *const c_char,
    phase_len: usize,
) -> tiendo_code {
    call(|| {
        let phase = maybe_text(phase, phase_len, "phase")?.map(str::to_owned);
        tiendo_filter::change(filter, |filter| {
            filter.phase = phase;
            Ok(())
        })
    })
}

/// Asks for rows of a task group, by its id. `NULL`: of any.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_filter_set_group(
    filter: Option<NonNull<tiendo_filter>>,
    group: *const c_char,
    group_len: usize,
) -> tiendo_code {
    call(|| {
        let group = maybe_text(group, group_len, "group")?.map(str::to_owned);
        tiendo_filter::change(filter, |filter| {
            filter.group = group;
            Ok(())
        })
    })
}

/// Asks for rows of a document, by its id. `NULL`: of any.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_filter_set_document(
    filter: Option<NonNull<tiendo_filter>>,
    document: *const c_char,
    document_len: usize,
) -> tiendo_code {
    call(|| {
        let document = maybe_text(document, document_len, "document")?.map(str::to_owned);
        tiendo_filter::change(filter, |filter| {
            filter.document = document;
            Ok(())
        })
    })
}
