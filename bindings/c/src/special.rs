//! The special days of a calendar.

use std::mem::MaybeUninit;

use model::{CalendarEntry, Text};

use crate::boundary::{call, day_number, day_of, free, handle, put, wanted};
use crate::calendar::tiendo_calendar;
use crate::code::{Failure, tiendo_code};
use crate::list::List;
use crate::packed::Grid;
use crate::text::tiendo_str;

/// Weekdays off, weekend days worked, and holidays that fall on a weekend. Immutable; any number of threads may read it at a
/// time.
#[derive(Debug)]
pub struct tiendo_special_days(List<CalendarEntry, 3>);

const NAME: usize = 0;
const NAME_EN: usize = 1;
const SOURCE: usize = 2;

/// The special days of a calendar from `from` to `to`, `yyyymmdd`, both included, in order; the caller frees the list, which
/// outlives the calendar.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_calendar_special_days(
    calendar: Option<&tiendo_calendar>,
    from: i32,
    to: i32,
    days_out: Option<&mut MaybeUninit<Box<tiendo_special_days>>>,
) -> tiendo_code {
    call(|| {
        let calendar = handle(calendar, "calendar")?.calendar();
        let (from, to) = (day_of(from, "from")?, day_of(to, "to")?);
        if to < from {
            let message = format!("to is {to}, before {from}");
            return Err(Failure::new(tiendo_code::InvalidValue, message));
        }
        wanted(days_out.as_deref(), "days_out")?;
        let days: Vec<CalendarEntry> = calendar.special_days(from, to).cloned().collect();
        let texts = days.iter().map(|day| [&day.name, &day.name_en, &day.source]);
        let texts = Grid::pack(texts.map(|texts| texts.map(Text::as_str)));
        put(days_out, "days_out", Box::new(tiendo_special_days(List::of(texts, days))))
    })
}

/// Frees a list of special days. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_special_days_free(days: Option<Box<tiendo_special_days>>) {
    free(days);
}

/// Number of special days; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_special_days_len(days: Option<&tiendo_special_days>) -> usize {
    days.map_or(0, |days| days.0.len())
}

/// The day, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_special_days_get_day(
    days: Option<&tiendo_special_days>,
    index: usize,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(days, "days")?.0.record(index)?;
        put(day_out, "day_out", day_number(Some(record.day)))
    })
}

/// 1 where it is worked, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_special_days_get_is_working(
    days: Option<&tiendo_special_days>,
    index: usize,
    is_working_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(days, "days")?.0.record(index)?;
        put(is_working_out, "is_working_out", i32::from(record.working))
    })
}

/// 1 where it follows from the statute and is not yet decreed, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_special_days_get_is_provisional(
    days: Option<&tiendo_special_days>,
    index: usize,
    is_provisional_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(days, "days")?.0.record(index)?;
        put(is_provisional_out, "is_provisional_out", i32::from(record.provisional))
    })
}

/// Its name; `lang` is a `tiendo_lang`, the English name may be empty. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_special_days_get_name(
    days: Option<&tiendo_special_days>,
    index: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let days = &handle(days, "days")?.0;
        put(name_out, "name_out", days.text_in(index, [NAME, NAME_EN], lang)?)
    })
}

/// Number and article of the document that says so. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_special_days_get_source(
    days: Option<&tiendo_special_days>,
    index: usize,
    source_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(source_out, "source_out", handle(days, "days")?.0.text(index, SOURCE)?))
}
