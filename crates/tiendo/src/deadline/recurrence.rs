//! Terms that come again: the cycle, the day within it, and its occurrences, found from any day in one step.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::BeforeReading;
use crate::calendar::Weekday;
use crate::day;
use crate::error::Error;
use crate::period::{Period, PeriodKind};

/// Most periods that one cycle may span.
const MAX_EVERY: u32 = 1_000;

/// A day within a cycle.
///
/// ```
/// use tiendo::{Due, DueDay};
/// assert_eq!(Due::parse("before 25")?, Due::Before(DueDay::MonthDay(25)));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueDay {
    /// That day of the cycle's last week.
    Weekday(Weekday),
    /// That day of the cycle's last month; beyond the month's end its last day.
    MonthDay(u32),
    /// That day of the cycle's last year; 29 February is 28 February in a common year.
    YearDay {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
    },
}

/// Up to when an occurrence may be served.
///
/// As text: `end`, `friday`, `25`, `12-20` (month and day), and each day with `before ` in front.
///
/// ```
/// use tiendo::{Due, DueDay};
/// assert_eq!(Due::On(DueDay::YearDay { month: 12, day: 20 }).to_string(), "12-20");
/// assert!(Due::parse("13-01").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// The last day of the cycle.
    End,
    /// That day itself.
    On(DueDay),
    /// The day before that day, read strictly; that day itself, read leniently.
    Before(DueDay),
}

impl Due {
    /// Reads the text form.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for any other text, or a day that no month has.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text == "end" {
            return Ok(Due::End);
        }
        let (wrap, word): (fn(DueDay) -> Due, &str) = match text.strip_prefix("before ") {
            Some(rest) => (Due::Before, rest),
            None => (Due::On, text),
        };
        due_day(word).map(wrap).ok_or_else(|| Error::InvalidValue {
            field: "due",
            value: text.chars().take(80).collect(),
            expected: "end, a weekday, 1 to 31 or mm-dd, perhaps with 'before '".to_owned(),
        })
    }
}

fn due_day(word: &str) -> Option<DueDay> {
    let number = |text: &str| {
        let digits =
            !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    if let Some(weekday) = Weekday::parse(word) {
        return Some(DueDay::Weekday(weekday));
    }
    if let Some((month, day)) = word.split_once('-') {
        let (month, day) = (number(month)?, number(day)?);
        // 2024 is a leap year: 29 February is a day that a year may have.
        return day::from_ymd(2024, month, day).map(|_| DueDay::YearDay { month, day });
    }
    number(word).filter(|day| (1..=31).contains(day)).map(DueDay::MonthDay)
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = match self {
            Due::End => return f.write_str("end"),
            Due::On(day) => day,
            Due::Before(day) => {
                f.write_str("before ")?;
                day
            }
        };
        match day {
            DueDay::Weekday(weekday) => f.write_str(weekday.as_str()),
            DueDay::MonthDay(day) => write!(f, "{day}"),
            DueDay::YearDay { month, day } => write!(f, "{month:02}-{day:02}"),
        }
    }
}

/// A cycle of one or several periods, and up to when each occurrence may be served.
///
/// Cycles of several periods lie on the calendar, not on the day of the document: months, quarters and half-years count
/// from January where they divide the year; years run as 2021 to 2025 do; weeks and days count from 1 January 1900.
///
/// # Example
/// ```
/// use tiendo::{BeforeReading, Due, DueDay, PeriodKind, Recurrence, day};
/// let monthly = Recurrence::new(PeriodKind::Month, 1, Due::Before(DueDay::MonthDay(25)))?;
/// let mut occurrences =
///     monthly.occurrences(BeforeReading::Strict, day::parse("2025-11-25")?, day::LAST);
/// // The occurrence of November ended the day before.
/// let december = occurrences.next().unwrap();
/// assert_eq!((december.code().as_str(), december.last_day.to_string().as_str()), ("2025-12", "2025-12-24"));
/// assert!(Recurrence::new(PeriodKind::Day, 1, Due::On(DueDay::MonthDay(25))).is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recurrence {
    cycle: PeriodKind,
    every: u32,
    due: Due,
}

/// One time that a recurring term falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// The period that names it: the last one of its cycle.
    pub period: Period,
    /// First day of its cycle.
    pub first: NaiveDate,
    /// Last day on which it is on time; before `first` where the wording is 'before the 1st'.
    pub last_day: NaiveDate,
}

impl Occurrence {
    /// The code of its period, such as `2025-11` or `2026-T40`.
    pub fn code(&self) -> String {
        self.period.code()
    }
}

impl Recurrence {
    /// A recurrence every `every` periods.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when `every` is 0 or over 1,000, or the due day does not fit the cycle: a weekday
    ///   needs weeks, a day of the month needs months or longer, a day of the year needs years.
    pub fn new(cycle: PeriodKind, every: u32, due: Due) -> Result<Self, Error> {
        if !(1..=MAX_EVERY).contains(&every) {
            return Err(Error::InvalidValue {
                field: "every",
                value: every.to_string(),
                expected: format!("1 to {MAX_EVERY}"),
            });
        }
        let fits = match due {
            Due::End => true,
            Due::On(day) | Due::Before(day) => match day {
                DueDay::Weekday(_) => cycle == PeriodKind::Week,
                DueDay::MonthDay(day) => cycle >= PeriodKind::Month && (1..=31).contains(&day),
                DueDay::YearDay { month, day } => {
                    cycle == PeriodKind::Year && day::from_ymd(2024, month, day).is_some()
                }
            },
        };
        if fits {
            return Ok(Recurrence { cycle, every, due });
        }
        Err(Error::InvalidValue {
            field: "due",
            value: due.to_string(),
            expected: format!("a day that every {} has", cycle.as_str()),
        })
    }

    /// Every period of this kind, due on its last day.
    ///
    /// ```
    /// use tiendo::{PeriodKind, Recurrence};
    /// assert_eq!(Recurrence::each(PeriodKind::Quarter).every(), 1);
    /// ```
    pub fn each(cycle: PeriodKind) -> Self {
        Recurrence { cycle, every: 1, due: Due::End }
    }

    /// Kind of the periods.
    pub fn cycle(&self) -> PeriodKind {
        self.cycle
    }

    /// How many of them one cycle spans.
    pub fn every(&self) -> u32 {
        self.every
    }

    /// Up to when an occurrence may be served.
    pub fn due(&self) -> Due {
        self.due
    }

    /// The occurrences with a last day on or after `from` that have begun, or fall due, by `until`; in order.
    ///
    /// Starting costs the same wherever `from` lies. `from` after `until` gives none.
    ///
    /// ```
    /// use tiendo::{BeforeReading, PeriodKind, Recurrence, day};
    /// let daily = Recurrence::each(PeriodKind::Day);
    /// let (from, until) = (day::parse("2199-12-30")?, day::LAST);
    /// assert_eq!(daily.occurrences(BeforeReading::Strict, from, until).count(), 2);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn occurrences(
        &self,
        before: BeforeReading,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Occurrences {
        let from = from.max(day::FIRST);
        let until = until.min(day::LAST);
        Occurrences { recurrence: *self, before, from, until, index: self.index(from) }
    }

    /// Number of the cycle that `day` lies in, on the scale of [`Recurrence::occurrence`].
    ///
    /// ```
    /// use tiendo::{PeriodKind, Recurrence, day};
    /// let monthly = Recurrence::each(PeriodKind::Month);
    /// let (june, july) = (day::parse("2025-06-30")?, day::parse("2025-07-01")?);
    /// assert_eq!(monthly.index(july) - monthly.index(june), 1);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn index(&self, day: NaiveDate) -> i64 {
        let since_1900 = day.signed_duration_since(day::FIRST).num_days();
        let unit = match self.cycle.months() {
            None if self.cycle == PeriodKind::Day => since_1900,
            // 1 January 1900 was a Monday.
            None => since_1900.div_euclid(7),
            // Years count from year 1, so that five years run as 2021 to 2025.
            Some(12) => i64::from(day.year()) - 1,
            Some(months) => {
                (i64::from(day.year()) * 12 + i64::from(day.month0())) / i64::from(months)
            }
        };
        unit.div_euclid(i64::from(self.every))
    }

    /// The occurrence of the cycle with this number; none where it reaches outside 1900 to 2199.
    ///
    /// ```
    /// use tiendo::{BeforeReading, PeriodKind, Recurrence, day};
    /// let weekly = Recurrence::each(PeriodKind::Week);
    /// let index = weekly.index(day::parse("2026-10-01")?);
    /// let week = weekly.occurrence(BeforeReading::Strict, index).unwrap();
    /// assert_eq!((week.code().as_str(), week.last_day), ("2026-T40", day::parse("2026-10-04")?));
    /// assert!(weekly.occurrence(BeforeReading::Strict, i64::MAX).is_none());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn occurrence(&self, before: BeforeReading, index: i64) -> Option<Occurrence> {
        let first_unit = index.checked_mul(i64::from(self.every))?;
        let last_unit = first_unit.checked_add(i64::from(self.every) - 1)?;
        let period = self.unit(last_unit)?;
        // A cycle that began before 1900 begins with 1900.
        let first = self.unit(first_unit).map_or(day::FIRST, Period::first);
        let named = match self.due {
            Due::End => return Some(Occurrence { period, first, last_day: period.last() }),
            Due::On(day) | Due::Before(day) => named_day(period, day)?,
        };
        let strictly_before = matches!(self.due, Due::Before(_)) && before == BeforeReading::Strict;
        let last_day = if strictly_before { day::plus(named, -1)? } else { named };
        Some(Occurrence { period, first, last_day })
    }

    fn unit(&self, unit: i64) -> Option<Period> {
        let day = match self.cycle.months() {
            None if self.cycle == PeriodKind::Day => day::plus(day::FIRST, unit)?,
            None => day::plus(day::FIRST, unit.checked_mul(7)?)?,
            Some(12) => day::from_ymd(i32::try_from(unit.checked_add(1)?).ok()?, 1, 1)?,
            Some(months) => {
                let month = unit.checked_mul(i64::from(months))?;
                let year = i32::try_from(month.div_euclid(12)).ok()?;
                day::from_ymd(year, month.rem_euclid(12) as u32 + 1, 1)?
            }
        };
        Period::containing(self.cycle, day)
    }
}

fn named_day(period: Period, due: DueDay) -> Option<NaiveDate> {
    let clamped = |year: i32, month: u32, wanted: u32| {
        let last = day::month_end(day::from_ymd(year, month, 1)?);
        Some(day::from_ymd(year, month, wanted).unwrap_or(last))
    };
    let end = period.last();
    match due {
        DueDay::Weekday(weekday) => day::plus(period.first(), weekday.index() as i64),
        DueDay::MonthDay(day) => clamped(end.year(), end.month(), day),
        DueDay::YearDay { month, day } => clamped(end.year(), month, day),
    }
}

/// The occurrences of a recurrence, in order; made by [`Recurrence::occurrences`].
#[derive(Debug, Clone)]
pub struct Occurrences {
    recurrence: Recurrence,
    before: BeforeReading,
    from: NaiveDate,
    until: NaiveDate,
    index: i64,
}

impl Iterator for Occurrences {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        // Only the first cycle can have ended before `from`, so this loop turns at most twice.
        loop {
            let found = self.recurrence.occurrence(self.before, self.index)?;
            self.index = self.index.checked_add(1)?;
            if found.first.min(found.last_day) > self.until || self.from > self.until {
                return None;
            }
            if found.last_day >= self.from {
                return Some(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(cycle: PeriodKind, every: u32, due: &str, from: &str, until: &str) -> Vec<String> {
        let recurrence = Recurrence::new(cycle, every, Due::parse(due).unwrap()).unwrap();
        let (from, until) = (day::parse(from).unwrap(), day::parse(until).unwrap());
        recurrence
            .occurrences(BeforeReading::Strict, from, until)
            .map(|o| format!("{} {} {}", o.code(), o.first, o.last_day))
            .collect()
    }

    #[test]
    fn a_day_beyond_the_months_end_is_its_last_day() {
        assert_eq!(
            days(PeriodKind::Month, 1, "31", "2025-01-31", "2025-03-01"),
            [
                "2025-01 2025-01-01 2025-01-31",
                "2025-02 2025-02-01 2025-02-28",
                "2025-03 2025-03-01 2025-03-31"
            ]
        );
        assert_eq!(
            days(PeriodKind::Year, 1, "02-29", "2025-01-01", "2025-12-31"),
            ["2025 2025-01-01 2025-02-28"]
        );
    }

    #[test]
    fn cycles_of_several_periods_lie_on_the_calendar() {
        assert_eq!(
            days(PeriodKind::Month, 2, "end", "2025-02-01", "2025-03-01"),
            ["2025-02 2025-01-01 2025-02-28", "2025-04 2025-03-01 2025-04-30"]
        );
        assert_eq!(
            days(PeriodKind::Year, 5, "end", "2025-06-01", "2025-06-01"),
            ["2025 2021-01-01 2025-12-31"]
        );
        assert_eq!(
            days(PeriodKind::Year, 7, "end", "1900-01-01", "1900-06-01"),
            ["1904 1900-01-01 1904-12-31"]
        );
    }

    #[test]
    fn before_the_first_falls_due_in_the_month_before() {
        assert_eq!(
            days(PeriodKind::Month, 1, "before 1", "2025-10-31", "2025-10-31"),
            ["2025-11 2025-11-01 2025-10-31"]
        );
    }

    #[test]
    fn the_ends_of_the_range() {
        assert_eq!(days(PeriodKind::Week, 1, "friday", "2199-12-30", "2199-12-31").len(), 0);
        assert_eq!(days(PeriodKind::Day, 1, "end", "2199-12-31", "2199-12-31").len(), 1);
        assert_eq!(days(PeriodKind::Day, 1, "end", "2025-01-02", "2025-01-01").len(), 0);
    }
}
