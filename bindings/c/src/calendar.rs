//! The working calendar.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use model::{Calendar, CalendarEntry, Text};

use crate::boundary::{call, day_number, day_of, free, handle, put, text, wanted};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::field::model_text;
use crate::registry::tiendo_registry;
use crate::text::{c_text, tiendo_str};

/// Which days are worked in a range of days. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_calendar {
    calendar: Calendar,
    version: CString,
}

impl tiendo_calendar {
    pub(crate) fn new(calendar: Calendar) -> Self {
        let version = c_text(calendar.version());
        tiendo_calendar { calendar, version }
    }

    pub(crate) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    fn of(calendar: Option<&Self>) -> Outcome<&Calendar> {
        Ok(&handle(calendar, "calendar")?.calendar)
    }
}

/// The public calendar of Viet Nam, 2020 to 2050; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_viet_nam(
    calendar_out: Option<&mut MaybeUninit<Box<tiendo_calendar>>>,
) -> tiendo_code {
    call(|| {
        put(
            calendar_out,
            "calendar_out",
            Box::new(tiendo_calendar::new(Calendar::viet_nam().clone())),
        )
    })
}

/// Monday to Friday from `first` to `last`, both included, without any special day; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_weekdays(
    first: i32,
    last: i32,
    calendar_out: Option<&mut MaybeUninit<Box<tiendo_calendar>>>,
) -> tiendo_code {
    call(|| {
        let calendar = Calendar::weekdays(day_of(first, "first")?, day_of(last, "last")?)?;
        put(calendar_out, "calendar_out", Box::new(tiendo_calendar::new(calendar)))
    })
}

/// The calendar of a registry; the caller frees it, and it outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_calendar(
    registry: Option<&tiendo_registry>,
    calendar_out: Option<&mut MaybeUninit<Box<tiendo_calendar>>>,
) -> tiendo_code {
    call(|| {
        let calendar = handle(registry, "registry")?.registry().calendar().clone();
        put(calendar_out, "calendar_out", Box::new(tiendo_calendar::new(calendar)))
    })
}

/// A copy of a calendar with one day added or replaced, under a version of its own; the caller frees the copy.
///
/// `working` is 1 or 0, and so is `provisional`: whether it is not yet decreed. `name`, `name_en` (`NULL` for none) and `source`
/// say why; `suffix` is added to the version, empty for `1`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_with_day(
    calendar: Option<&tiendo_calendar>,
    day: i32,
    working: i32,
    name: *const c_char,
    name_len: usize,
    name_en: *const c_char,
    name_en_len: usize,
    source: *const c_char,
    source_len: usize,
    provisional: i32,
    suffix: *const c_char,
    suffix_len: usize,
    calendar_out: Option<&mut MaybeUninit<Box<tiendo_calendar>>>,
) -> tiendo_code {
    call(|| {
        let entry = CalendarEntry {
            day: day_of(day, "day")?,
            working: flag(working, "working")?,
            name: Text::new(text(name, name_len, "name")?)?,
            name_en: model_text(name_en, name_en_len, "name_en")?.unwrap_or_default(),
            source: Text::new(text(source, source_len, "source")?)?,
            provisional: flag(provisional, "provisional")?,
        };
        let suffix = text(suffix, suffix_len, "suffix")?;
        let calendar = tiendo_calendar::of(calendar)?.with_days([entry], suffix)?;
        put(calendar_out, "calendar_out", Box::new(tiendo_calendar::new(calendar)))
    })
}

/// A copy of a calendar that is decided up to the day `until`; the caller frees the copy.
///
/// `suffix` is added to the version, empty for `d` and the day.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_with_decreed_until(
    calendar: Option<&tiendo_calendar>,
    until: i32,
    suffix: *const c_char,
    suffix_len: usize,
    calendar_out: Option<&mut MaybeUninit<Box<tiendo_calendar>>>,
) -> tiendo_code {
    call(|| {
        let suffix = text(suffix, suffix_len, "suffix")?;
        let until = day_of(until, "until")?;
        let calendar = tiendo_calendar::of(calendar)?.with_decreed_until(until, suffix)?;
        put(calendar_out, "calendar_out", Box::new(tiendo_calendar::new(calendar)))
    })
}

/// A number that says yes or no.
pub(crate) fn flag(number: i32, name: &str) -> Outcome<bool> {
    match number {
        0 => Ok(false),
        1 => Ok(true),
        _ => {
            let message = format!("{name} must be 0 or 1, not {number}");
            Err(Failure::new(tiendo_code::InvalidEnum, message))
        }
    }
}

/// Frees a calendar. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_free(calendar: Option<Box<tiendo_calendar>>) {
    free(calendar);
}

/// The version: `vn-2026.1`. Valid until the calendar is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_get_version(
    calendar: Option<&tiendo_calendar>,
    version_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let version = handle(calendar, "calendar")?.version.as_c_str().into();
        put(version_out, "version_out", version)
    })
}

/// The first and the last day that the calendar covers, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_get_range(
    calendar: Option<&tiendo_calendar>,
    first_out: Option<&mut MaybeUninit<i32>>,
    last_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let calendar = tiendo_calendar::of(calendar)?;
        wanted(last_out.as_deref(), "last_out")?;
        put(first_out, "first_out", day_number(Some(calendar.first())))?;
        put(last_out, "last_out", day_number(Some(calendar.last())))
    })
}

/// The last day that is decided, `yyyymmdd`; later ones are provisional.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_get_decreed_until(
    calendar: Option<&tiendo_calendar>,
    decreed_until_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let until = tiendo_calendar::of(calendar)?.decreed_until();
        put(decreed_until_out, "decreed_until_out", day_number(Some(until)))
    })
}

/// 1 where a day is worked, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_is_working_day(
    calendar: Option<&tiendo_calendar>,
    day: i32,
    working_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let working = tiendo_calendar::of(calendar)?.is_working_day(day_of(day, "day")?)?;
        put(working_out, "working_out", i32::from(working))
    })
}

/// 1 where a day follows from the statute and is not yet decreed, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_is_provisional(
    calendar: Option<&tiendo_calendar>,
    day: i32,
    provisional_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let provisional = tiendo_calendar::of(calendar)?.is_provisional(day_of(day, "day")?)?;
        put(provisional_out, "provisional_out", i32::from(provisional))
    })
}

/// 1 where any day from `from` to `to`, both included, is provisional, else 0; in either order.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_is_provisional_between(
    calendar: Option<&tiendo_calendar>,
    from: i32,
    to: i32,
    provisional_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let (from, to) = (day_of(from, "from")?, day_of(to, "to")?);
        let provisional = tiendo_calendar::of(calendar)?.is_provisional_between(from, to)?;
        put(provisional_out, "provisional_out", i32::from(provisional))
    })
}

/// The day itself where it is worked, else the first working day after it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_next_working_day(
    calendar: Option<&tiendo_calendar>,
    day: i32,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let found = tiendo_calendar::of(calendar)?.next_working_day(day_of(day, "day")?)?;
        put(day_out, "day_out", day_number(Some(found)))
    })
}

/// The day itself where it is worked, else the last working day before it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_previous_working_day(
    calendar: Option<&tiendo_calendar>,
    day: i32,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let found = tiendo_calendar::of(calendar)?.previous_working_day(day_of(day, "day")?)?;
        put(day_out, "day_out", day_number(Some(found)))
    })
}

/// The day that is so many working days after another one, whose own day is not counted; before it where negative.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_add_working_days(
    calendar: Option<&tiendo_calendar>,
    day: i32,
    count: i32,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let (calendar, from) = (tiendo_calendar::of(calendar)?, day_of(day, "day")?);
        let found = if count < 0 {
            calendar.subtract_working_days(from, count.unsigned_abs())?
        } else {
            calendar.add_working_days(from, count.unsigned_abs())?
        };
        put(day_out, "day_out", day_number(Some(found)))
    })
}

/// Working days from `from` on and before `to`; negative where `to` is before `from`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_working_days_between(
    calendar: Option<&tiendo_calendar>,
    from: i32,
    to: i32,
    count_out: Option<&mut MaybeUninit<i64>>,
) -> tiendo_code {
    call(|| {
        let (from, to) = (day_of(from, "from")?, day_of(to, "to")?);
        let count = tiendo_calendar::of(calendar)?.working_days_between(from, to)?;
        put(count_out, "count_out", count)
    })
}
