//! What a workbook's styles make of a number: a day, a time span, a percentage, or a number.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use tiendo::day;

use super::tags::{Broken, Tags, Token};
use super::value::Value;

/// Seconds of a day.
const DAY_SECONDS: f64 = 86_400.0;
/// The serial number that stands for 29 February 1900, a day that never was.
const NO_DAY: f64 = 60.0;

/// What a number with a format is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Percent,
    Moment,
    Span,
}

/// The styles of a workbook.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    kinds: Vec<Kind>,
    /// True where days are counted from 1904.
    pub(crate) from_1904: bool,
}

impl Styles {
    /// Reads the part of styles.
    pub(crate) fn read(part: &str) -> Result<Self, Broken> {
        let mut tags = Tags::new(part);
        let mut formats: BTreeMap<u32, Kind> = BTreeMap::new();
        let (mut kinds, mut cells) = (Vec::new(), false);
        while let Some(token) = tags.next()? {
            match token {
                Token::Open(tag) if tag.name == "numFmt" => {
                    let id = tag.attribute("numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, tag.attribute("formatCode")) {
                        formats.insert(id, kind_of_code(&code));
                    }
                }
                Token::Open(tag) if tag.name == "cellXfs" => cells = !tag.is_empty,
                Token::Close("cellXfs") => cells = false,
                Token::Open(tag) if cells && tag.name == "xf" => {
                    let id = tag.attribute("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    let own = formats.get(&id).copied();
                    kinds.push(own.unwrap_or_else(|| kind_of_number(id)));
                }
                _ => {}
            }
        }
        Ok(Styles { kinds, from_1904: false })
    }

    /// The styles whose formats have these numbers; codes of formats by their number.
    pub(crate) fn of(codes: &BTreeMap<u32, String>, numbers: &[u32], from_1904: bool) -> Self {
        let formats: BTreeMap<u32, Kind> =
            codes.iter().map(|(id, code)| (*id, kind_of_code(code))).collect();
        let kind = |id: &u32| formats.get(id).copied().unwrap_or_else(|| kind_of_number(*id));
        Styles { kinds: numbers.iter().map(kind).collect(), from_1904 }
    }

    /// A number in a style.
    pub(crate) fn value(&self, style: usize, number: f64) -> Value<'static> {
        match self.kinds.get(style).copied().unwrap_or(Kind::Number) {
            Kind::Number | Kind::Span => Value::Number(number, false),
            Kind::Percent => Value::Number(number, true),
            Kind::Moment => moment(number, self.from_1904),
        }
    }
}

/// A serial number as a moment; a day that does not exist, or one before 1900, is an error of the cell.
fn moment(serial: f64, from_1904: bool) -> Value<'static> {
    let found = || {
        // Excel shows the serial numbers below 1 as a time of no day.
        let whole = serial.floor();
        if !(1.0..3e6).contains(&whole) {
            return None;
        }
        let seconds = ((serial - whole) * DAY_SECONDS * 1000.0).round() / 1000.0;
        let (whole, seconds) =
            if seconds >= DAY_SECONDS { (whole + 1.0, 0.0) } else { (whole, seconds) };
        let before = match from_1904 {
            true => NaiveDate::from_ymd_opt(1904, 1, 1)?,
            false if whole < NO_DAY => NaiveDate::from_ymd_opt(1899, 12, 31)?,
            false if whole > NO_DAY => NaiveDate::from_ymd_opt(1899, 12, 30)?,
            false => return None,
        };
        let at = day::check(day::plus(before, whole as i64)?)?;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds as u32, 0)?;
        Some(at.and_time(time))
    };
    found().map_or_else(|| Value::Error(serial.to_string()), Value::Day)
}

/// What the built-in format with a number is; 27 to 36 and 50 to 58 are days in East Asian editions.
fn kind_of_number(id: u32) -> Kind {
    match id {
        9 | 10 => Kind::Percent,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Kind::Moment,
        46 => Kind::Span,
        _ => Kind::Number,
    }
}

/// What a format code makes of a number: letters of day and time outside quotes and brackets make it a moment, `[h]` a span.
fn kind_of_code(code: &str) -> Kind {
    let percent = if code.contains('%') { Kind::Percent } else { Kind::Number };
    let mut rest = code.chars();
    let mut after_a = false;
    while let Some(c) = rest.next() {
        match c.to_ascii_lowercase() {
            // The next character stands for itself, for its width, or is repeated.
            '\\' | '_' | '*' => drop(rest.next()),
            '"' => drop(rest.by_ref().find(|c| *c == '"')),
            '[' => {
                let inner: String = rest.by_ref().take_while(|c| *c != ']').collect();
                let inner = inner.to_ascii_lowercase();
                if ["h", "m", "s"]
                    .iter()
                    .any(|unit| !inner.is_empty() && inner.replace(unit, "").is_empty())
                {
                    return Kind::Span;
                }
            }
            // What follows is for negative numbers.
            ';' => break,
            // `AM/PM` tells a time; the `a` of a word such as `General` does not.
            'a' => after_a = true,
            'p' | 'm' | '/' if after_a => return Kind::Moment,
            'd' | 'm' | 'h' | 'y' | 's' if !after_a => return Kind::Moment,
            _ => {}
        }
    }
    percent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_codes() {
        let cases = [
            ("General", Kind::Number),
            ("#,##0\\ [$đ-42A]", Kind::Number),
            ("[Red]0.0%;[Blue]-0.0%", Kind::Percent),
            ("dd/mm/yyyy", Kind::Moment),
            ("[$-101042A]dddd, dd \"tháng\" mm", Kind::Moment),
            ("h:mm AM/PM", Kind::Moment),
            ("[h]:mm", Kind::Span),
            ("[mm]:ss", Kind::Span),
            ("0.00\"d\";@", Kind::Number),
            ("0*y", Kind::Number),
            ("0;dd", Kind::Number),
        ];
        for (code, kind) in cases {
            assert_eq!(kind_of_code(code), kind, "{code}");
        }
    }

    #[test]
    fn serial_numbers_are_moments() {
        let cases = [
            (1.0, false, Some("1900-01-01 00:00:00")),
            (59.0, false, Some("1900-02-28 00:00:00")),
            (60.0, false, None),
            (61.0, false, Some("1900-03-01 00:00:00")),
            (45_839.75, false, Some("2025-07-01 18:00:00")),
            (45_839.999_999_999, false, Some("2025-07-02 00:00:00")),
            (44_377.0, true, Some("2025-07-01 00:00:00")),
            (0.5, false, None),
            (-1.0, false, None),
            (1e9, false, None),
            (f64::NAN, false, None),
        ];
        for (serial, from_1904, expect) in cases {
            let shown = match moment(serial, from_1904) {
                Value::Day(at) => Some(at.to_string()),
                _ => None,
            };
            assert_eq!(shown.as_deref(), expect, "{serial}");
        }
    }
}
