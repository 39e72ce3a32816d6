//! Civil days in Viet Nam (UTC+7, no daylight saving): strict reading, checked arithmetic.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::error::Error;

/// First day that the registry accepts: 1 January 1900.
pub const FIRST: NaiveDate = const_day(1900, 1, 1);
/// Last day that the registry accepts: 31 December 2199.
pub const LAST: NaiveDate = const_day(2199, 12, 31);

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;

/// The numbers of the days that the registry accepts.
#[cfg(feature = "serde")]
pub(crate) const NUMBERS: std::ops::RangeInclusive<i32> =
    FIRST.to_epoch_days()..=LAST.to_epoch_days();

/// Longest text that an error quotes, in characters.
const QUOTED_CHARS: usize = 80;

const fn const_day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// Reads `yyyy-mm-dd`, four digits for the year and two for the others, nothing around it.
///
/// # Errors
/// - [`Error::InvalidDate`] for any other shape, a day that does not exist, or one outside 1900 to 2199.
///
/// # Example
/// ```
/// use tiendo::day;
/// assert_eq!(day::parse("2025-12-31")?.to_string(), "2025-12-31");
/// assert!(day::parse("2025-02-31").is_err());
/// assert!(day::parse(" 2025-1-1").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
pub fn parse(text: &str) -> Result<NaiveDate, Error> {
    let invalid = || Error::InvalidDate { text: text.chars().take(QUOTED_CHARS).collect() };
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return Err(invalid());
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range]
            .iter()
            .try_fold(0_i32, |n, b| b.is_ascii_digit().then(|| n * 10 + i32::from(b - b'0')))
    };
    let (Some(y), Some(m), Some(d)) = (number(0..4), number(5..7), number(8..10)) else {
        return Err(invalid());
    };
    from_ymd(y, m as u32, d as u32).ok_or_else(invalid)
}

/// The day of year, month and day of the month, where it exists within 1900 to 2199.
///
/// ```
/// assert!(tiendo::day::from_ymd(2025, 2, 29).is_none());
/// ```
pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).and_then(check)
}

/// The same day, where it lies within 1900 to 2199.
pub fn check(day: NaiveDate) -> Option<NaiveDate> {
    (FIRST..=LAST).contains(&day).then_some(day)
}

/// `day` moved by `days` calendar days, where the result lies within 1900 to 2199.
///
/// ```
/// use tiendo::day;
/// assert_eq!(day::plus(day::LAST, 1), None);
/// assert_eq!(day::plus(day::LAST, -1), day::from_ymd(2199, 12, 30));
/// ```
pub fn plus(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let moved = if days < 0 {
        day.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        day.checked_add_days(Days::new(days.unsigned_abs()))
    };
    moved.and_then(check)
}

/// Last day of the month that `day` lies in.
///
/// ```
/// use tiendo::day;
/// assert_eq!(day::month_end(day::parse("2024-02-03")?), day::parse("2024-02-29")?);
/// # Ok::<(), tiendo::Error>(())
/// ```
pub fn month_end(day: NaiveDate) -> NaiveDate {
    (28..=31).rev().find_map(|d| day.with_day(d)).unwrap_or(day)
}

/// Reads an instant `yyyy-mm-ddThh:mm:ss` (a blank for the T, or a day alone = its start), local wall clock.
///
/// # Errors
/// - [`Error::InvalidDate`] for any other shape or a moment that does not exist.
///
/// # Example
/// ```
/// use tiendo::day;
/// assert_eq!(day::parse_instant("2025-07-01T17:00:00")?.to_string(), "2025-07-01 17:00:00");
/// assert!(day::parse_instant("2025-07-01T25:00:00").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
pub fn parse_instant(text: &str) -> Result<NaiveDateTime, Error> {
    let invalid = || Error::InvalidDate { text: text.chars().take(QUOTED_CHARS).collect() };
    let date = text.get(..10).ok_or_else(invalid)?;
    let day = parse(date).map_err(|_| invalid())?;
    let time = match text.get(10..) {
        None | Some("") => NaiveTime::MIN,
        Some(rest) => {
            let clock = rest.strip_prefix(['T', ' ']).ok_or_else(invalid)?;
            let shape = clock.len() == 8 && clock.is_ascii();
            let parsed = NaiveTime::parse_from_str(clock, "%H:%M:%S").ok();
            parsed.filter(|_| shape).ok_or_else(invalid)?
        }
    };
    Ok(day.and_time(time))
}

/// Writes an instant as [`parse_instant`] reads it: `yyyy-mm-ddThh:mm:ss`.
pub fn instant_to_string(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Days since 1 January 1970, the form that columns hold.
pub(crate) fn to_number(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

/// The day of a column's number.
pub(crate) fn from_number(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days)
}
