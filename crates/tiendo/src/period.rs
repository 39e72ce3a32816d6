//! Calendar periods: day, ISO week, month, quarter, half-year and year, with the codes that agencies write.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::day;
use crate::error::Error;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// How long a period is. Ordered from the shortest to the longest.
    ///
    /// ```
    /// use tiendo::PeriodKind;
    /// assert!(PeriodKind::Month < PeriodKind::Quarter);
    /// assert_eq!(PeriodKind::parse("half_year"), Some(PeriodKind::HalfYear));
    /// ```
    PeriodKind {
        Day = "day", "ngày", "day";
        Week = "week", "tuần", "week";
        Month = "month", "tháng", "month";
        Quarter = "quarter", "quý", "quarter";
        HalfYear = "half_year", "nửa năm", "half-year";
        Year = "year", "năm", "year";
    }
}

impl PeriodKind {
    /// Months of a period of this kind; none for days and weeks.
    pub(crate) fn months(self) -> Option<u32> {
        match self {
            PeriodKind::Day | PeriodKind::Week => None,
            PeriodKind::Month => Some(1),
            PeriodKind::Quarter => Some(3),
            PeriodKind::HalfYear => Some(6),
            PeriodKind::Year => Some(12),
        }
    }
}

/// A period of the calendar that lies wholly within 1900 to 2199.
///
/// Weeks are ISO weeks (Monday to Sunday; the week belongs to the year of its Thursday). Ordered by the first day,
/// then from short to long.
///
/// # Example
/// ```
/// use tiendo::{Period, day};
/// let quarter = Period::parse("2025-Q4")?;
/// assert_eq!(quarter.first(), day::parse("2025-10-01")?);
/// assert_eq!(quarter.last(), day::parse("2025-12-31")?);
/// assert_eq!(quarter.next().map(|p| p.code()).as_deref(), Some("2026-Q1"));
/// assert!(Period::parse("2025-Q5").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: NaiveDate,
    kind: PeriodKind,
}

impl Period {
    /// The period of this kind that `day` lies in; none where it reaches outside 1900 to 2199.
    ///
    /// ```
    /// use tiendo::{Period, PeriodKind, day};
    /// let week = Period::containing(PeriodKind::Week, day::parse("2026-10-01")?);
    /// assert_eq!(week.map(|w| w.code()).as_deref(), Some("2026-T40"));
    /// assert_eq!(Period::containing(PeriodKind::Week, day::LAST), None);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn containing(kind: PeriodKind, day: NaiveDate) -> Option<Self> {
        let day = day::check(day)?;
        let first = match kind.months() {
            None if kind == PeriodKind::Day => day,
            None => day::plus(day, -i64::from(day.weekday().num_days_from_monday()))?,
            Some(months) => day::from_ymd(day.year(), day.month0() / months * months + 1, 1)?,
        };
        let period = Period { first, kind };
        period.end().map(|_| period)
    }

    /// The single day; none outside 1900 to 2199.
    ///
    /// ```
    /// use tiendo::{Period, day};
    /// assert_eq!(Period::day(day::FIRST).map(|p| p.code()).as_deref(), Some("1900-01-01"));
    /// ```
    pub fn day(day: NaiveDate) -> Option<Self> {
        Period::containing(PeriodKind::Day, day)
    }

    /// The ISO week `week` of `year`, where that year has it.
    ///
    /// ```
    /// use tiendo::Period;
    /// assert_eq!(Period::week(2026, 53).map(|p| p.code()).as_deref(), Some("2026-T53"));
    /// assert_eq!(Period::week(2025, 53), None);
    /// ```
    pub fn week(year: i32, week: u32) -> Option<Self> {
        Period::containing(PeriodKind::Week, NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?)
    }

    /// The month 1 to 12 of `year`.
    ///
    /// ```
    /// assert!(tiendo::Period::month(2025, 13).is_none());
    /// ```
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Period::containing(PeriodKind::Month, day::from_ymd(year, month, 1)?)
    }

    /// The quarter 1 to 4 of `year`.
    ///
    /// ```
    /// assert!(tiendo::Period::quarter(2025, 0).is_none());
    /// ```
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        Period::part_of_year(PeriodKind::Quarter, year, quarter)
    }

    /// The half 1 or 2 of `year`.
    ///
    /// ```
    /// assert!(tiendo::Period::half_year(2025, 3).is_none());
    /// ```
    pub fn half_year(year: i32, half: u32) -> Option<Self> {
        Period::part_of_year(PeriodKind::HalfYear, year, half)
    }

    /// The year.
    ///
    /// ```
    /// assert!(tiendo::Period::year(2200).is_none());
    /// ```
    pub fn year(year: i32) -> Option<Self> {
        Period::part_of_year(PeriodKind::Year, year, 1)
    }

    fn part_of_year(kind: PeriodKind, year: i32, part: u32) -> Option<Self> {
        let months = kind.months()?;
        let passed = part.checked_sub(1)?.checked_mul(months)?;
        Period::containing(kind, day::from_ymd(year, passed.checked_add(1)?, 1)?)
    }

    /// How long it is.
    pub fn kind(self) -> PeriodKind {
        self.kind
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        // Every constructor has checked that the end exists.
        self.end().unwrap_or(self.first)
    }

    fn end(self) -> Option<NaiveDate> {
        match self.kind.months() {
            None if self.kind == PeriodKind::Day => Some(self.first),
            None => day::plus(self.first, 6),
            Some(months) => {
                let last_month = self.first.month0() + months;
                day::from_ymd(self.first.year(), last_month, 1).map(day::month_end)
            }
        }
    }

    /// The period of the same kind that follows; none after 2199.
    ///
    /// ```
    /// assert!(tiendo::Period::year(2199).and_then(|y| y.next()).is_none());
    /// ```
    pub fn next(self) -> Option<Self> {
        Period::containing(self.kind, day::plus(self.last(), 1)?)
    }

    /// The period of the same kind before it; none before 1900.
    ///
    /// ```
    /// use tiendo::Period;
    /// assert_eq!(Period::month(2026, 1).and_then(Period::previous), Period::month(2025, 12));
    /// ```
    pub fn previous(self) -> Option<Self> {
        Period::containing(self.kind, day::plus(self.first, -1)?)
    }

    /// The code: `2025-11-03`, `2026-T40` (T for *tuần*, week), `2025-11`, `2025-Q4`, `2025-H2`, `2025`.
    ///
    /// ```
    /// use tiendo::Period;
    /// assert_eq!(Period::half_year(2025, 2).map(|p| p.code()).as_deref(), Some("2025-H2"));
    /// ```
    pub fn code(self) -> String {
        self.to_string()
    }

    /// Reads a code as [`Period::code`] writes it, and nothing else.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for any other shape, or a period that does not exist within 1900 to 2199.
    ///
    /// # Example
    /// ```
    /// use tiendo::Period;
    /// assert_eq!(Period::parse("2025-11")?, Period::month(2025, 11).unwrap());
    /// assert!(Period::parse("2025-W40").is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn parse(code: &str) -> Result<Self, Error> {
        Period::from_code(code).ok_or_else(|| Error::InvalidValue {
            field: "period",
            value: code.chars().take(80).collect(),
            expected: "a code such as 2025-11-03, 2026-T40, 2025-11, 2025-Q4, 2025-H2 or 2025"
                .to_owned(),
        })
    }

    fn from_code(code: &str) -> Option<Self> {
        let number = |text: &str, width: usize| {
            (text.len() == width && text.bytes().all(|b| b.is_ascii_digit()))
                .then(|| text.parse::<u32>().ok())
                .flatten()
        };
        let year = number(code.get(..4)?, 4)? as i32;
        let Some(rest) = code.get(4..)?.strip_prefix('-') else {
            return if code.len() == 4 { Period::year(year) } else { None };
        };
        match rest.as_bytes().first()? {
            b'T' => Period::week(year, number(&rest[1..], 2)?),
            b'Q' => Period::quarter(year, number(&rest[1..], 1)?),
            b'H' => Period::half_year(year, number(&rest[1..], 1)?),
            _ if rest.len() == 2 => Period::month(year, number(rest, 2)?),
            _ => Period::day(day::parse(code).ok()?),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month0) = (self.first.year(), self.first.month0());
        match self.kind {
            PeriodKind::Day => write!(f, "{}", self.first),
            PeriodKind::Week => {
                let week = self.first.iso_week();
                write!(f, "{}-T{:02}", week.year(), week.week())
            }
            PeriodKind::Month => write!(f, "{year}-{:02}", month0 + 1),
            PeriodKind::Quarter => write!(f, "{year}-Q{}", month0 / 3 + 1),
            PeriodKind::HalfYear => write!(f, "{year}-H{}", month0 / 6 + 1),
            PeriodKind::Year => write!(f, "{year}"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Period::parse(&code).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_follow_each_other() {
        let codes = ["2024-02-29", "2026-T53", "2025-12", "2025-Q4", "2025-H2", "2025"];
        let follow = ["2024-03-01", "2027-T01", "2026-01", "2026-Q1", "2026-H1", "2026"];
        for (code, next) in codes.iter().zip(follow) {
            let period = Period::parse(code).unwrap();
            assert_eq!(period.code(), *code);
            assert_eq!(period.next().unwrap().code(), next);
            assert_eq!(period.next().unwrap().previous(), Some(period));
        }
    }

    #[test]
    fn shapes_that_are_no_code() {
        for code in ["", "25", "2025-", "2025-1", "2025-13", "2025-Q0", "2025-T54", "2025-H3"] {
            assert!(Period::parse(code).is_err(), "{code}");
        }
        for code in ["2025-02-29", "1899", "2200", "2025-q4", "2025 ", "２０２５", "202é"] {
            assert!(Period::parse(code).is_err(), "{code}");
        }
    }
}
