//! The reader of official wording.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use model::{Calendar, Deadline, Firmness, Reading};

use crate::boundary::{call, day_number, free, handle, maybe_day, put, text, wanted};
use crate::calendar::tiendo_calendar;
use crate::code::tiendo_code;
use crate::finding::tiendo_findings;
use crate::text::{c_text, tiendo_str};
use crate::word::{tiendo_before, word};

/// What reading a wording gave. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_deadline {
    reading: Reading,
    form: CString,
}

/// Reads an official wording, such as `trước ngày 15/8/2025`; the caller frees the reading.
///
/// `on` is the day of the document, `yyyymmdd`, which dates what the wording leaves open; 0 for none. Total: any text
/// gives a reading, and what was assumed or not understood is in its findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_deadline_read(
    wording: *const c_char,
    wording_len: usize,
    on: i32,
    deadline_out: Option<&mut MaybeUninit<Box<tiendo_deadline>>>,
) -> tiendo_code {
    call(|| {
        let wording = text(wording, wording_len, "wording")?;
        let on = maybe_day(on, "on")?;
        wanted(deadline_out.as_deref(), "deadline_out")?;
        let reading = Deadline::read(wording, on);
        let form = c_text(reading.deadline.form.word());
        put(deadline_out, "deadline_out", Box::new(tiendo_deadline { reading, form }))
    })
}

/// Frees a reading. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_deadline_free(deadline: Option<Box<tiendo_deadline>>) {
    free(deadline);
}

/// What the wording was read as: `by`, `before`, `period`, `within`, `recurring`, `unread` … Valid until the reading is
/// freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_deadline_get_form(
    deadline: Option<&tiendo_deadline>,
    form_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(form_out, "form_out", handle(deadline, "deadline")?.form.as_c_str().into()))
}

/// The class: `dated`, `recurring`, `regular`, `start`, `event`, `unspecified` or `unread`. Valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_deadline_get_class(
    deadline: Option<&tiendo_deadline>,
    class_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let class = handle(deadline, "deadline")?.reading.deadline.class();
        put(class_out, "class_out", word("deadline_class", class.as_str()))
    })
}

/// 1 where the term is only foreseen (`dự kiến`) and therefore never overdue, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_deadline_is_indicative(
    deadline: Option<&tiendo_deadline>,
    indicative_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let firmness = handle(deadline, "deadline")?.reading.firmness;
        put(indicative_out, "indicative_out", i32::from(firmness == Firmness::Indicative))
    })
}

/// The last day, `yyyymmdd`; 0 where there is none. `before` is a `tiendo_before`; `calendar` `NULL` is Viet Nam's.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_deadline_get_last_day(
    deadline: Option<&tiendo_deadline>,
    before: i32,
    calendar: Option<&tiendo_calendar>,
    last_day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let before = tiendo_before::of(before, "before")?;
        let calendar = calendar.map_or(Calendar::viet_nam(), |calendar| calendar.calendar());
        let last = handle(deadline, "deadline")?.reading.deadline.last_day(before, calendar)?;
        put(last_day_out, "last_day_out", day_number(last))
    })
}

/// The same, where a term of days that ends on a day off ends on the working day after it. Last days set by date stay.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_deadline_get_last_day_on_working_day(
    deadline: Option<&tiendo_deadline>,
    before: i32,
    calendar: Option<&tiendo_calendar>,
    last_day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let before = tiendo_before::of(before, "before")?;
        let calendar = calendar.map_or(Calendar::viet_nam(), |calendar| calendar.calendar());
        let deadline = &handle(deadline, "deadline")?.reading.deadline;
        let last = deadline.last_day_on_working_day(before, calendar)?;
        put(last_day_out, "last_day_out", day_number(last))
    })
}

/// What there is to know about the reading; the caller frees the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_deadline_findings(
    deadline: Option<&tiendo_deadline>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let findings = handle(deadline, "deadline")?.reading.findings.clone();
        put(findings_out, "findings_out", tiendo_findings::new(findings, None))
    })
}
