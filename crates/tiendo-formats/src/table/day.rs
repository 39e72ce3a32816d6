//! Days and instants in cells: ISO, and day first as Viet Nam writes them.

use chrono::{NaiveDate, NaiveDateTime};
use tiendo::day;

use super::{is_blank, trim};

/// How a day was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `yyyy-mm-dd` or `dd/mm/yyyy`.
    Usual,
    /// Day first with other signs or without zeros.
    Loose,
    /// With a time of day that a day has no room for.
    WithTime,
}

/// Why a cell is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It would be a day with the month first.
    MonthFirst,
    /// It is none.
    NotADay,
}

/// Reads a day.
pub(crate) fn read(text: &str) -> Result<(NaiveDate, Form), Unread> {
    let text = trim(text);
    if let Ok(day) = day::parse(text) {
        return Ok((day, Form::Usual));
    }
    let (date, time) = match text.find(|c: char| c == 'T' || is_blank(c)) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let (day, form) = date_of(date)?;
    match clock(time) {
        Some((0, 0, 0)) => Ok((day, form)),
        Some(_) => Ok((day, Form::WithTime)),
        None => Err(Unread::NotADay),
    }
}

/// Reads an instant; a day alone is its start.
pub(crate) fn read_instant(text: &str) -> Option<NaiveDateTime> {
    let text = trim(text);
    let text = text.strip_suffix("+07:00").unwrap_or(text);
    let (date, time) = match text.find(|c: char| c == 'T' || is_blank(c)) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let (day, _) = date_of(date).ok()?;
    let (hour, minute, second) = clock(time)?;
    day.and_hms_opt(hour, minute, second)
}

fn date_of(date: &str) -> Result<(NaiveDate, Form), Unread> {
    if let Ok(day) = day::parse(date) {
        return Ok((day, Form::Usual));
    }
    let sign = date.chars().find(|c| matches!(c, '/' | '-' | '.')).ok_or(Unread::NotADay)?;
    let parts: Vec<&str> = date.split(sign).collect();
    let &[first, second, third] = parts.as_slice() else { return Err(Unread::NotADay) };
    let number = |text: &str, widths: std::ops::RangeInclusive<usize>| {
        let digits = widths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten().ok_or(Unread::NotADay)
    };
    if first.len() == 4 {
        let (y, m, d) = (number(first, 4..=4)?, number(second, 1..=2)?, number(third, 1..=2)?);
        let day = day::from_ymd(y as i32, m, d).ok_or(Unread::NotADay)?;
        return Ok((day, Form::Loose));
    }
    let (d, m, y) = (number(first, 1..=2)?, number(second, 1..=2)?, number(third, 4..=4)?);
    match day::from_ymd(y as i32, m, d) {
        Some(day) if sign == '/' && first.len() == 2 && second.len() == 2 => Ok((day, Form::Usual)),
        Some(day) => Ok((day, Form::Loose)),
        None if day::from_ymd(y as i32, d, m).is_some() => Err(Unread::MonthFirst),
        None => Err(Unread::NotADay),
    }
}

/// `Thh:mm[:ss[.000]]`, a blank for the T; nothing is midnight.
fn clock(time: &str) -> Option<(u32, u32, u32)> {
    let time = time.strip_prefix('T').unwrap_or(time).trim_matches(is_blank);
    if time.is_empty() {
        return Some((0, 0, 0));
    }
    let time = time
        .split_once('.')
        .map_or(time, |(whole, zeros)| if zeros.bytes().all(|b| b == b'0') { whole } else { time });
    let mut parts = time.split(':').map(|part| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => second?,
        None => 0,
    };
    (parts.next().is_none() && hour < 24 && minute < 60 && second < 60)
        .then_some((hour, minute, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let cases = [
            ("2025-07-01", Ok(("2025-07-01", Form::Usual))),
            ("01/07/2025", Ok(("2025-07-01", Form::Usual))),
            ("1/7/2025", Ok(("2025-07-01", Form::Loose))),
            ("01-07-2025", Ok(("2025-07-01", Form::Loose))),
            ("1.7.2025", Ok(("2025-07-01", Form::Loose))),
            ("2025/7/1", Ok(("2025-07-01", Form::Loose))),
            ("\u{a0}2025-07-01T00:00:00", Ok(("2025-07-01", Form::Usual))),
            ("2025-07-01 00:00:00.000", Ok(("2025-07-01", Form::Usual))),
            ("1/7/2025 17:30", Ok(("2025-07-01", Form::WithTime))),
            ("1900-01-01", Ok(("1900-01-01", Form::Usual))),
            ("31/12/2199", Ok(("2199-12-31", Form::Usual))),
            ("1899-12-31", Err(Unread::NotADay)),
            ("01/01/2200", Err(Unread::NotADay)),
            ("31/02/2025", Err(Unread::NotADay)),
            ("12/31/2025", Err(Unread::MonthFirst)),
            ("1/7/25", Err(Unread::NotADay)),
            ("45839", Err(Unread::NotADay)),
            ("1/7/2025 25:00", Err(Unread::NotADay)),
            ("1//2025", Err(Unread::NotADay)),
            ("tháng 7/2025", Err(Unread::NotADay)),
            ("", Err(Unread::NotADay)),
        ];
        for (text, expect) in cases {
            let read = read(text).map(|(day, form)| (day.to_string(), form));
            assert_eq!(read, expect.map(|(day, form)| (day.to_owned(), form)), "{text}");
        }
    }

    #[test]
    fn instants() {
        let cases = [
            ("2025-07-01T17:00:00", Some("2025-07-01T17:00:00")),
            ("2025-07-01", Some("2025-07-01T00:00:00")),
            ("1/7/2025 17:05", Some("2025-07-01T17:05:00")),
            ("2025-07-01T17:00:00+07:00", Some("2025-07-01T17:00:00")),
            ("2025-07-01T17:00:00Z", None),
            ("2025-07-01T17:00:00.5", None),
            ("2025-07-01T24:00:00", None),
        ];
        for (text, expect) in cases {
            let read = read_instant(text).map(day::instant_to_string);
            assert_eq!(read.as_deref(), expect, "{text}");
        }
    }
}
