//! Hours beside a day.

use chrono::{NaiveDate, NaiveTime};

use super::Form;
use super::token::Cursor;

/// An hour before or after a day: `17h00`, `17 giờ 30 phút`, `17:00`, `5 giờ chiều`.
pub(super) fn hour(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let mut next = *cursor;
    let mut hours = next.small_number()?;
    let mut minutes = 0;
    if next.mark(':') {
        minutes = next.small_number()?;
        next.any(&["h", "gio"]);
    } else if next.any(&["h", "gio", "g"]) {
        // The minutes stand right behind: `17h 25/6` is the hour and a day.
        if next.peek().is_some_and(|t| t.glued) {
            minutes = next.small_number().unwrap_or(0);
        } else if next.ahead(1).is_some_and(|t| t.word == "phut") {
            minutes = next.small_number()?;
        }
        next.any(&["phut", "p"]);
    } else if next.peek().is_none_or(|t| t.word != "chieu") {
        return None;
    }
    if next.any(&["chieu", "toi"]) {
        hours += if hours < 12 { 12 } else { 0 };
    } else {
        next.any(&["sang", "trua"]);
    }
    let valid = minutes < 60 && (hours < 24 || hours == 24 && minutes == 0);
    valid.then(|| *cursor = next).map(|()| (hours, minutes))
}

/// An hour and what joins it to the day.
pub(super) fn hour_before(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let found = hour(cursor)?;
    cursor.mark(',');
    cursor.phrase("cua");
    Some(found)
}

pub(super) fn hour_after(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let mut next = *cursor;
    next.mark(',');
    next.any(&["vao luc", "luc", "truoc"]);
    let found = hour(&mut next)?;
    *cursor = next;
    Some(found)
}

pub(super) fn with_hour(
    day: NaiveDate,
    (hours, minutes): (u32, u32),
    before: bool,
) -> Option<Form> {
    match (hours, minutes) {
        // The day ends then.
        (24, _) => Some(Form::By { day }),
        // It has not begun: before midnight is before the day; 'at 0:00' has two readings.
        (0, 0) => before.then_some(Form::Before { day }),
        _ => NaiveTime::from_hms_opt(hours, minutes, 0).map(|time| Form::ByHour { day, time }),
    }
}
