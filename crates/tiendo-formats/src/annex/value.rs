//! What a cell holds, whatever format it comes from.

use std::borrow::Cow;
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use tiendo::day;

/// The value of a cell, borrowed where the file lies in memory.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'x> {
    /// Text as it stands.
    Text(Cow<'x, str>),
    /// A number; true where the sheet shows it as a percentage, so that 0.4 is 40 %.
    Number(f64, bool),
    /// A day, with a time where it has one.
    Day(NaiveDateTime),
    /// A truth value.
    Bool(bool),
    /// An error such as `#REF!`, or a date that does not exist.
    Error(String),
}

/// Serial numbers of the days 1 January 2000 and 31 December 2099, between which a bare number may be a day.
const SERIAL_DAYS: std::ops::RangeInclusive<f64> = 36_526.0..=73_050.0;

/// The day of a serial number of the 1900 calendar, where it lies in this century.
pub(crate) fn serial_day(number: f64) -> Option<NaiveDate> {
    if !SERIAL_DAYS.contains(&number) {
        return None;
    }
    // Serial 25,569 is 1 January 1970 wherever the leap day of 1900, which never was, lies behind.
    NaiveDate::from_epoch_days(number.trunc() as i32 - 25_569).and_then(day::check)
}

impl Value<'_> {
    /// The value as a person reads it in the sheet, blanks around it dropped.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) => Cow::Borrowed(text.trim_matches(crate::table::is_blank)),
            // Every row has a number, and is asked for it more than once.
            Value::Number(number, false) if is_whole(*number) => {
                Cow::Owned((*number as i64).to_string())
            }
            other => Cow::Owned(other.to_string()),
        }
    }

    /// True for a text without a letter, digit or sign.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Value::Text(text) if text.chars().all(crate::table::is_blank))
    }

    /// Bytes of text that it holds.
    pub(crate) fn len(&self) -> usize {
        match self {
            Value::Text(text) => text.len(),
            Value::Error(text) => text.len(),
            _ => 0,
        }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Error(text) => f.write_str(text),
            Value::Number(number, true) => write!(f, "{}%", round(number * 100.0)),
            Value::Number(number, false) if is_whole(*number) => {
                write!(f, "{}", *number as i64)
            }
            Value::Number(number, false) => write!(f, "{}", round(*number)),
            Value::Day(at) if at.time() == chrono::NaiveTime::MIN => {
                write!(f, "{}", at.date().format("%d/%m/%Y"))
            }
            Value::Day(at) => write!(f, "{}", at.format("%d/%m/%Y %H:%M")),
            Value::Bool(true) => f.write_str("x"),
            Value::Bool(false) => Ok(()),
        }
    }
}

/// True for what is soonest written as a whole number; a zero may have a sign.
fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 1e15 && number != 0.0
}

/// Twelve digits are what a spreadsheet shows; the rest is the noise of binary fractions.
fn round(number: f64) -> f64 {
    if number.abs() < 1e6 { (number * 1e6).round() / 1e6 } else { number }
}

/// The letters of a column, counted from 0: `A`, `Z`, `AA`.
pub(crate) fn letters(column: usize) -> String {
    let mut out = Vec::new();
    let mut rest = column;
    loop {
        out.push(b'A' + (rest % 26) as u8);
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    out.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// The column with these letters.
pub(crate) fn column(letters: &str) -> Option<usize> {
    let sound =
        (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphabetic());
    let number = || {
        let digit = |b: u8| usize::from(b.to_ascii_uppercase() - b'A') + 1;
        letters.bytes().fold(0, |n, b| n * 26 + digit(b)) - 1
    };
    sound.then(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let cases = [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
        for (at, name) in cases {
            assert_eq!(letters(at), name);
            assert_eq!(column(name), Some(at));
        }
        assert_eq!(column(""), None);
        assert_eq!(column("A1"), None);
    }

    #[test]
    fn serials_of_this_century_are_days() {
        assert_eq!(serial_day(45_839.0).unwrap().to_string(), "2025-07-01");
        assert_eq!(serial_day(45_839.75).unwrap().to_string(), "2025-07-01");
        assert_eq!(serial_day(2025.0), None);
        assert_eq!(serial_day(f64::NAN), None);
    }

    #[test]
    fn values_read_as_the_sheet_shows_them() {
        assert_eq!(Value::Number(0.1 + 0.2, false).to_string(), "0.3");
        assert_eq!(Value::Number(0.4, true).to_string(), "40%");
        assert_eq!(Value::Number(12.0, false).to_string(), "12");
        assert_eq!(Value::Text("\u{a0} x ".into()).text(), "x");
    }
}
