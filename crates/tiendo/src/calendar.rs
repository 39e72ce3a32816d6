//! The working calendar: which days are worked, and counting in working days.
//!
//! A calendar is Monday to Friday and a list of special days, each with its source: public holidays, their substitute
//! days, and swap days (a weekday off for a weekend day worked). [`Calendar::viet_nam`] holds the decreed years as
//! facts; later years follow from the statute and are provisional, because Tết, National Day and the swap days are
//! fixed by a decision of each year. A caller adds or replaces days with [`Calendar::with_days`].

mod count;
mod entry;
#[cfg(feature = "serde")]
mod parts;
mod reply;
mod statute;
mod viet_nam;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};

pub use entry::{CalendarDay, CalendarEntry, Weekday};
pub use reply::CalendarReply;

use crate::day;
use crate::error::Error;

/// Longest suffix of a changed calendar's version, in bytes.
const SUFFIX_BYTES: usize = 32;

/// Which days are worked in a range of days.
///
/// Outside the range every question is an error, never a guess. Asking about one day takes constant time; counting
/// takes constant time; adding takes a binary search.
///
/// # Example
/// ```
/// use tiendo::{Calendar, day};
/// let calendar = Calendar::viet_nam();
/// // Friday 2 May 2025 was off in exchange for Saturday 26 April 2025.
/// assert!(!calendar.is_working_day(day::parse("2025-05-02")?)?);
/// assert!(calendar.is_working_day(day::parse("2025-04-26")?)?);
/// assert!(calendar.is_working_day(day::parse("2051-01-02")?).is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    version: String,
    first: NaiveDate,
    last: NaiveDate,
    /// Days after this one are provisional unless an entry of theirs says otherwise.
    decreed_until: NaiveDate,
    entries: BTreeMap<NaiveDate, CalendarEntry>,
    /// `before[i]`: working days among the first `i` days; one element more than there are days.
    before: Vec<u32>,
}

impl Calendar {
    /// The public calendar of Viet Nam, 1 January 2020 to 31 December 2050.
    ///
    /// Weekly days off are Saturday and Sunday, as in state agencies. Built on first use and kept.
    /// Source: the document of each row; Labour Code 45/2019/QH14, articles 111 and 112.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let calendar = Calendar::viet_nam();
    /// assert_eq!(calendar.version(), "vn-2026.1");
    /// assert!(!calendar.is_working_day(day::parse("2026-02-17")?)?);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn viet_nam() -> &'static Calendar {
        static CALENDAR: OnceLock<Calendar> = OnceLock::new();
        CALENDAR.get_or_init(|| {
            Calendar::build(
                viet_nam::VERSION.to_owned(),
                viet_nam::FIRST,
                viet_nam::LAST,
                viet_nam::DECREED_UNTIL,
                viet_nam::entries(),
            )
        })
    }

    /// Monday to Friday from `first` to `last`, both included, without any special day: version `weekdays`.
    ///
    /// The ground for a calendar of one's own, with [`Calendar::with_days`]. Nothing in it is provisional.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when `last` is before `first`, or one of them outside 1900 to 2199.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let (first, last) = (day::parse("2025-01-01")?, day::parse("2025-12-31")?);
    /// assert_eq!(Calendar::weekdays(first, last)?.working_days_between(first, last)?, 260);
    /// assert!(Calendar::weekdays(last, first).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn weekdays(first: NaiveDate, last: NaiveDate) -> Result<Calendar, Error> {
        for (field, day) in [("first", first), ("last", last)] {
            if day::check(day).is_none() {
                return Err(invalid(field, day, format!("from {} to {}", day::FIRST, day::LAST)));
            }
        }
        if last < first {
            return Err(invalid("last", last, format!("{first} or later")));
        }
        Ok(Calendar::build("weekdays".to_owned(), first, last, last, BTreeMap::new()))
    }

    /// This calendar with days added and replaced, under a version of its own.
    ///
    /// The version is this one's, `+` and `suffix`; an empty suffix stands for the number of days. An entry of
    /// a provisional year that is not provisional itself is a decided day. The range stays.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] for a day outside the range.
    /// - [`Error::InvalidValue`] for two entries of one day, an entry without name or source, or a suffix that is
    ///   longer than 32 bytes or holds anything but ASCII letters, digits, `.`, `-` and `_`.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, CalendarEntry, Text, day};
    /// let day = day::parse("2027-02-11")?;
    /// let off = CalendarEntry {
    ///     day,
    ///     working: false,
    ///     name: Text::new("Nghỉ thêm dịp Tết")?,
    ///     name_en: Text::new("Extra day off at Tết")?,
    ///     source: Text::new("example")?,
    ///     provisional: false,
    /// };
    /// let changed = Calendar::viet_nam().with_days([off.clone()], "")?;
    /// assert_eq!(changed.version(), "vn-2026.1+1");
    /// assert!(!changed.is_working_day(day)? && !changed.is_provisional(day)?);
    /// assert!(changed.with_days([off.clone(), off], "").is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn with_days(
        &self,
        days: impl IntoIterator<Item = CalendarEntry>,
        suffix: &str,
    ) -> Result<Calendar, Error> {
        let mut entries = self.entries.clone();
        let mut changed = BTreeSet::new();
        for entry in days {
            self.index(entry.day)?;
            for (field, text) in [("name", &entry.name), ("source", &entry.source)] {
                if text.as_str().trim().is_empty() {
                    let expected = format!("a text on {}", entry.day);
                    return Err(invalid(field, text, expected));
                }
            }
            if !changed.insert(entry.day) {
                return Err(invalid("day", entry.day, "given once".to_owned()));
            }
            entries.insert(entry.day, entry);
        }
        let version = self.changed_version(suffix, changed.len())?;
        Ok(Calendar::build(version, self.first, self.last, self.decreed_until, entries))
    }

    /// This calendar with every day up to `until` decided: the year's decisions are out and entered.
    ///
    /// Entries and ordinary days up to `until` lose their provisional mark; the version gets `+` and `suffix`, or
    /// `+d` and the day when it is empty. An `until` before [`Calendar::decreed_until`] leaves that one as it is.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when `until` is outside the range.
    /// - [`Error::InvalidValue`] for a suffix that [`Calendar::with_days`] refuses.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let decided = Calendar::viet_nam().with_decreed_until(day::parse("2027-12-31")?, "")?;
    /// assert_eq!(decided.version(), "vn-2026.1+d2027-12-31");
    /// assert!(!decided.is_provisional(day::parse("2027-09-02")?)?);
    /// assert!(decided.is_provisional(day::parse("2028-01-03")?)?);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn with_decreed_until(&self, until: NaiveDate, suffix: &str) -> Result<Calendar, Error> {
        self.index(until)?;
        let dated = format!("d{until}");
        let version = self.changed_version(if suffix.is_empty() { &dated } else { suffix }, 0)?;
        let mut entries = self.entries.clone();
        for entry in entries.range_mut(..=until).map(|(_, entry)| entry) {
            entry.provisional = false;
        }
        let decreed_until = self.decreed_until.max(until);
        Ok(Calendar::build(version, self.first, self.last, decreed_until, entries))
    }

    /// The version of the data, which travels with every result that used it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// First day covered.
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// Last day covered.
    pub fn last(&self) -> NaiveDate {
        self.last
    }

    /// Last day whose year is decided; later ones are provisional.
    pub fn decreed_until(&self) -> NaiveDate {
        self.decreed_until
    }

    /// Whether `day` is worked.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let calendar = Calendar::viet_nam();
    /// assert!(calendar.is_working_day(day::parse("2025-06-30")?)?);
    /// assert!(!calendar.is_working_day(day::parse("2025-06-29")?)?);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, Error> {
        let index = self.index(day)?;
        Ok(self.before[index + 1] > self.before[index])
    }

    /// Whether what the calendar says of `day` may still be changed by a decision.
    ///
    /// True of ordinary days too: a Saturday of a year to come may be swapped.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// assert!(!Calendar::viet_nam().is_provisional(day::parse("2026-12-31")?)?);
    /// assert!(Calendar::viet_nam().is_provisional(day::parse("2027-01-04")?)?);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn is_provisional(&self, day: NaiveDate) -> Result<bool, Error> {
        self.index(day)?;
        Ok(self.entries.get(&day).map_or(day > self.decreed_until, |entry| entry.provisional))
    }

    /// Whether any day from `from` to `to`, both included, is provisional; in either order.
    ///
    /// A result that was counted over these days says so when it is true.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when one of them is outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let (from, to) = (day::parse("2026-12-01")?, day::parse("2027-01-31")?);
    /// assert!(Calendar::viet_nam().is_provisional_between(from, to)?);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn is_provisional_between(&self, from: NaiveDate, to: NaiveDate) -> Result<bool, Error> {
        let (from, to) = (from.min(to), from.max(to));
        let (start, end) = (self.index(from)?, self.index(to)?);
        if self.entries.range(from..=to).any(|(_, entry)| entry.provisional) {
            return Ok(true);
        }
        // No entry here is provisional, so a day after the decided ones is, unless it has an entry.
        let decided = self.index(self.decreed_until)? + 1;
        let undecided = (end + 1).saturating_sub(start.max(decided));
        let after = self.entries.range(from..=to).filter(|(day, _)| **day > self.decreed_until);
        Ok(undecided > after.count())
    }

    /// What the calendar knows of `day`.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let day = Calendar::viet_nam().day(day::parse("2025-09-01")?)?;
    /// assert_eq!((day.working, day.name_en), (false, "National Day"));
    /// assert_eq!(Calendar::viet_nam().day(day::parse("2025-09-03")?)?.name, "");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn day(&self, day: NaiveDate) -> Result<CalendarDay<'_>, Error> {
        let working = self.is_working_day(day)?;
        let provisional = self.is_provisional(day)?;
        Ok(CalendarDay::new(day, working, provisional, self.entries.get(&day)))
    }

    /// The special days from `from` to `to`, both included, in order; none when `to` is before `from`.
    ///
    /// Days outside the range have none: here the question is what is known, not what holds.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let (from, to) = (day::parse("2025-04-20")?, day::parse("2025-05-10")?);
    /// let days = Calendar::viet_nam().special_days(from, to);
    /// let days: Vec<_> = days.map(|entry| entry.day.to_string()).collect();
    /// assert_eq!(days, ["2025-04-26", "2025-04-30", "2025-05-01", "2025-05-02"]);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn special_days(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl DoubleEndedIterator<Item = &CalendarEntry> {
        // An inverted range would panic, so its end is lifted and everything in it refused.
        let empty = to < from;
        let days = self.entries.range(from..=to.max(from)).map(|(_, entry)| entry);
        days.filter(move |_| !empty)
    }

    /// A calendar from checked parts: `first` to `last` within 1900 to 2199 and in order, entries within them.
    fn build(
        version: String,
        first: NaiveDate,
        last: NaiveDate,
        decreed_until: NaiveDate,
        entries: BTreeMap<NaiveDate, CalendarEntry>,
    ) -> Calendar {
        let mut counted = 0;
        let mut before = vec![counted];
        for day in first.iter_days().take_while(|day| *day <= last) {
            let working = entries.get(&day).map_or(!is_weekend(day), |entry| entry.working);
            counted += u32::from(working);
            before.push(counted);
        }
        Calendar { version, first, last, decreed_until, entries, before }
    }

    /// Position of `day` from the first day.
    fn index(&self, day: NaiveDate) -> Result<usize, Error> {
        if day < self.first || day > self.last {
            return Err(self.outside(day));
        }
        Ok((day::to_number(day) - day::to_number(self.first)) as usize)
    }

    fn outside(&self, day: NaiveDate) -> Error {
        Error::OutsideCalendar { day, first: self.first, last: self.last }
    }

    fn changed_version(&self, suffix: &str, days: usize) -> Result<String, Error> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
        if suffix.len() > SUFFIX_BYTES || !suffix.bytes().all(plain) {
            let expected = format!("at most {SUFFIX_BYTES} ASCII letters, digits, '.', '-' or '_'");
            return Err(invalid("suffix", suffix, expected));
        }
        Ok(match suffix {
            "" => format!("{}+{days}", self.version),
            _ => format!("{}+{suffix}", self.version),
        })
    }
}

/// Saturday or Sunday.
fn is_weekend(day: NaiveDate) -> bool {
    day.weekday().num_days_from_monday() >= 5
}

fn invalid(field: &'static str, value: impl ToString, expected: String) -> Error {
    Error::InvalidValue { field, value: value.to_string(), expected }
}
