//! Periods of the calendar.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use model::Period;

use crate::boundary::{call, day_number, day_of, free, handle, put, text};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::text::{c_text, tiendo_str};
use crate::word::tiendo_period_kind;

/// A day, week, month, quarter, half-year or year within 1900 to 2199. Immutable; any number of threads may read it at a
/// time.
#[derive(Debug)]
pub struct tiendo_period {
    period: Period,
    code: CString,
}

impl tiendo_period {
    fn new(period: Period) -> Self {
        tiendo_period { period, code: c_text(&period.code()) }
    }

    pub(crate) fn of(period: Option<&Self>, name: &str) -> Outcome<Period> {
        Ok(handle(period, name)?.period)
    }
}

fn outside(what: &str) -> Failure {
    Failure::new(tiendo_code::InvalidDate, format!("{what} reaches outside 1900 to 2199"))
}

/// Reads the code of a period: `2025-11-03`, `2026-T40` (a week), `2025-11`, `2025-Q4`, `2025-H2` or `2025`; the caller frees
/// it. `TIENDO_CODE_INVALID_VALUE` for anything else.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_parse(
    code: *const c_char,
    code_len: usize,
    period_out: Option<&mut MaybeUninit<Box<tiendo_period>>>,
) -> tiendo_code {
    call(|| {
        let period = Period::parse(text(code, code_len, "code")?)?;
        put(period_out, "period_out", Box::new(tiendo_period::new(period)))
    })
}

/// The period of a kind, a `tiendo_period_kind`, that a day lies in; the caller frees it.
///
/// Weeks run from Monday to Sunday. `TIENDO_CODE_INVALID_DATE` where it reaches outside 1900 to 2199.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_containing(
    kind: i32,
    day: i32,
    period_out: Option<&mut MaybeUninit<Box<tiendo_period>>>,
) -> tiendo_code {
    call(|| {
        let kind = tiendo_period_kind::of(kind, "kind")?;
        let period = Period::containing(kind, day_of(day, "day")?);
        let period = period.ok_or_else(|| outside(&format!("the {} of {day}", kind.as_str())))?;
        put(period_out, "period_out", Box::new(tiendo_period::new(period)))
    })
}

/// Frees a period. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_free(period: Option<Box<tiendo_period>>) {
    free(period);
}

/// How long it is.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_get_kind(
    period: Option<&tiendo_period>,
    kind_out: Option<&mut MaybeUninit<tiendo_period_kind>>,
) -> tiendo_code {
    call(|| put(kind_out, "kind_out", tiendo_period::of(period, "period")?.kind().into()))
}

/// Its first day, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_get_first(
    period: Option<&tiendo_period>,
    first_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let first = tiendo_period::of(period, "period")?.first();
        put(first_out, "first_out", day_number(Some(first)))
    })
}

/// Its last day, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_get_last(
    period: Option<&tiendo_period>,
    last_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let last = tiendo_period::of(period, "period")?.last();
        put(last_out, "last_out", day_number(Some(last)))
    })
}

/// Its code, as `tiendo_period_parse` reads it. Valid until the period is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_get_code(
    period: Option<&tiendo_period>,
    code_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(code_out, "code_out", handle(period, "period")?.code.as_c_str().into()))
}

/// The period of the same kind that follows; the caller frees both. `TIENDO_CODE_INVALID_DATE` after 2199.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_next(
    period: Option<&tiendo_period>,
    next_out: Option<&mut MaybeUninit<Box<tiendo_period>>>,
) -> tiendo_code {
    call(|| {
        let period = tiendo_period::of(period, "period")?;
        let next = period.next().ok_or_else(|| outside(&format!("what follows {period}")))?;
        put(next_out, "next_out", Box::new(tiendo_period::new(next)))
    })
}

/// The period of the same kind before it; the caller frees both. `TIENDO_CODE_INVALID_DATE` before 1900.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_period_previous(
    period: Option<&tiendo_period>,
    previous_out: Option<&mut MaybeUninit<Box<tiendo_period>>>,
) -> tiendo_code {
    call(|| {
        let period = tiendo_period::of(period, "period")?;
        let previous =
            period.previous().ok_or_else(|| outside(&format!("what is before {period}")))?;
        put(previous_out, "previous_out", Box::new(tiendo_period::new(previous)))
    })
}
