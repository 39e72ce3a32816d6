//! From what is written to what it means: years that are missing, days that do not exist, and notes on conventions used.

use chrono::{Datelike, NaiveDate};

use super::PartOfPeriod;
use super::point::{Loose, Point, Year};
use crate::calendar::Weekday;
use crate::day;
use crate::finding::{Finding, FindingCode};
use crate::period::{Period, PeriodKind};

/// Why a point that was understood gives no day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// No year, and none can be taken from the document.
    NoYear,
    /// A day, month, quarter or week that does not exist.
    Impossible(String),
    /// The day of the week is another one.
    Weekday { day: NaiveDate, named: Weekday },
    /// An end before its beginning.
    Reversed,
}

/// What a point means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resolved {
    Day(NaiveDate),
    Period(Period),
    Part(PartOfPeriod, Period),
    Months(Period, Period),
}

impl Resolved {
    pub(super) fn first(self) -> NaiveDate {
        match self {
            Resolved::Day(day) => day,
            Resolved::Period(period) | Resolved::Part(_, period) | Resolved::Months(period, _) => {
                period.first()
            }
        }
    }

    pub(super) fn last(self) -> NaiveDate {
        match self {
            Resolved::Day(day) => day,
            Resolved::Period(period) | Resolved::Months(_, period) => period.last(),
            Resolved::Part(part, period) => part.last_day(period).unwrap_or(period.last()),
        }
    }

    /// The whole as one period: of several months the last.
    pub(super) fn end_period(self) -> Option<Period> {
        match self {
            Resolved::Day(day) => Period::day(day),
            Resolved::Period(period) | Resolved::Part(_, period) => Some(period),
            Resolved::Months(_, last) => Some(last),
        }
    }

    pub(super) fn first_period(self) -> Option<Period> {
        match self {
            Resolved::Months(first, _) => Some(first),
            other => other.end_period(),
        }
    }
}

/// Which day of a point must not lie before the document when its year is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    First,
    Last,
}

/// The day of the document and the notes made while reading.
pub(super) struct Context {
    pub(super) on: Option<NaiveDate>,
    pub(super) notes: Vec<Finding>,
}

impl Context {
    pub(super) fn note(&mut self, finding: Finding) {
        if !self.notes.contains(&finding) {
            self.notes.push(finding);
        }
    }

    /// A point that stands alone or last: a missing year is that of the document where the point then lies not before it.
    pub(super) fn alone(&mut self, point: Point, edge: Edge) -> Result<Resolved, Fault> {
        if has_year(point.of) {
            let found = self.given(point)?;
            // `đầu quý` said after the first month of this quarter must mean another one.
            return if year_of(point.of).is_none() { self.not_past(found) } else { Ok(found) };
        }
        let on = self.on.ok_or_else(|| missing(point))?;
        let found = self.given(with_year(point, on.year()))?;
        let named = if edge == Edge::First { found.first() } else { found.last() };
        if named < on { Err(Fault::NoYear) } else { Ok(found) }
    }

    /// A point before `next`: a missing year is taken from `next`, or the year before where it would lie after it.
    pub(super) fn before(&mut self, point: Point, next: Resolved) -> Result<Resolved, Fault> {
        if has_year(point.of) {
            return self.given(point);
        }
        let year = next.last().year();
        let found = self.given(with_year(point, year))?;
        if found.first() <= next.first() {
            Ok(found)
        } else {
            self.given(with_year(point, year - 1))
        }
    }

    fn given(&mut self, point: Point) -> Result<Resolved, Fault> {
        let found = self.loose(point.of)?;
        let Some(part) = point.part else { return Ok(found) };
        match found {
            Resolved::Period(period) => Ok(Resolved::Part(part, period)),
            _ => Err(Fault::Reversed),
        }
    }

    fn loose(&mut self, loose: Loose) -> Result<Resolved, Fault> {
        let impossible = || Fault::Impossible(shown(loose));
        let period = |found: Option<Period>| found.map(Resolved::Period).ok_or_else(impossible);
        let relative = |on: Option<NaiveDate>, kind, offset: i64| {
            let mut found = Period::containing(kind, on.ok_or(Fault::NoYear)?);
            for _ in 0..offset {
                found = found.and_then(Period::next);
            }
            found.map(Resolved::Period).ok_or_else(impossible)
        };
        match loose {
            Loose::Day { day, month, year, weekday } => {
                let found = day::from_ymd(self.year(year)?, month, day).ok_or_else(impossible)?;
                match weekday {
                    Some(named) if Weekday::of(found) != named => {
                        Err(Fault::Weekday { day: found, named })
                    }
                    _ => Ok(Resolved::Day(found)),
                }
            }
            Loose::DayOfMonth { day, offset } => {
                let Resolved::Period(month) = relative(self.on, PeriodKind::Month, offset)? else {
                    return Err(Fault::NoYear);
                };
                let first = month.first();
                let found =
                    day::from_ymd(first.year(), first.month(), day).ok_or_else(impossible)?;
                self.not_past(Resolved::Day(found))
            }
            Loose::Relative(offset) => {
                let on = self.on.ok_or(Fault::NoYear)?;
                day::plus(on, offset).map(Resolved::Day).ok_or_else(impossible)
            }
            Loose::Week { week, year } => period(Period::week(self.year(year)?, week)),
            Loose::Month { month, year } => period(Period::month(self.year(year)?, month)),
            Loose::Quarter { quarter, year } => period(Period::quarter(self.year(year)?, quarter)),
            Loose::Half { half, year } => period(Period::half_year(self.year(year)?, half)),
            Loose::Year(year) => period(Period::year(self.year(year)?)),
            Loose::Months { first, last, year } => {
                let year = self.year(year)?;
                if (first, last) == (6, 8) {
                    self.note(Finding::new(FindingCode::DeadlineSummer));
                }
                let months = Period::month(year, first).zip(Period::month(year, last));
                months.map(|(a, b)| Resolved::Months(a, b)).ok_or_else(impossible)
            }
            Loose::ThisMonth(offset) => relative(self.on, PeriodKind::Month, offset),
            Loose::ThisQuarter(offset) => relative(self.on, PeriodKind::Quarter, offset),
            Loose::ThisWeek(offset) => relative(self.on, PeriodKind::Week, offset),
        }
    }

    fn not_past(&self, found: Resolved) -> Result<Resolved, Fault> {
        if self.on.is_some_and(|on| found.last() < on) { Err(Fault::NoYear) } else { Ok(found) }
    }

    fn year(&mut self, year: Year) -> Result<i32, Fault> {
        match year {
            Year::Given(year) => Ok(year),
            Year::Short(year) => {
                self.note(Finding::new(FindingCode::DeadlineCenturyAssumed).arg("year", year));
                Ok(year)
            }
            Year::Offset(offset) => Ok(self.on.ok_or(Fault::NoYear)?.year() + offset),
            Year::Missing => Err(Fault::NoYear),
        }
    }
}

/// Without the document's day a missing year stays missing, but a day that no year has is told first.
fn missing(point: Point) -> Fault {
    let mut probe = Context { on: None, notes: Vec::new() };
    match probe.given(with_year(point, 2024)) {
        Err(Fault::Impossible(text)) => Fault::Impossible(text),
        _ => Fault::NoYear,
    }
}

/// True where nothing but the point itself is needed to know its year.
pub(super) fn has_year(loose: Loose) -> bool {
    year_of(loose) != Some(Year::Missing)
}

fn year_of(loose: Loose) -> Option<Year> {
    match loose {
        Loose::Day { year, .. }
        | Loose::Week { year, .. }
        | Loose::Month { year, .. }
        | Loose::Quarter { year, .. }
        | Loose::Half { year, .. }
        | Loose::Year(year)
        | Loose::Months { year, .. } => Some(year),
        Loose::DayOfMonth { .. }
        | Loose::Relative(_)
        | Loose::ThisMonth(_)
        | Loose::ThisQuarter(_)
        | Loose::ThisWeek(_) => None,
    }
}

fn with_year(mut point: Point, given: i32) -> Point {
    match &mut point.of {
        Loose::Day { year, .. }
        | Loose::Week { year, .. }
        | Loose::Month { year, .. }
        | Loose::Quarter { year, .. }
        | Loose::Half { year, .. }
        | Loose::Year(year)
        | Loose::Months { year, .. } => *year = Year::Given(given),
        _ => {}
    }
    point
}

/// The point in figures, for a finding.
fn shown(loose: Loose) -> String {
    let year = match year_of(loose) {
        Some(Year::Given(year) | Year::Short(year)) => format!("/{year}"),
        _ => String::new(),
    };
    match loose {
        Loose::Day { day, month, .. } => format!("{day}/{month}{year}"),
        Loose::DayOfMonth { day, .. } => format!("{day}"),
        Loose::Week { week, .. } => format!("tuần {week}{year}"),
        Loose::Month { month, .. } => format!("tháng {month}{year}"),
        Loose::Quarter { quarter, .. } => format!("quý {quarter}{year}"),
        Loose::Half { half, .. } => format!("H{half}{year}"),
        _ => year.trim_start_matches('/').to_owned(),
    }
}
