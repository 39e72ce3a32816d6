//! Counting in working days: adding, subtracting, the nearest one, and how many lie between.

use chrono::NaiveDate;

use super::Calendar;
use crate::day;
use crate::error::Error;

impl Calendar {
    /// The `count`-th working day after `from`, which is not counted itself; 0 gives `from`, worked or not.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when `from` or the result is outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let calendar = Calendar::viet_nam();
    /// // 15 working days from 14 April 2025: three days off and one Saturday worked lie between.
    /// let last = calendar.add_working_days(day::parse("2025-04-14")?, 15)?;
    /// assert_eq!(last.to_string(), "2025-05-07");
    /// assert!(calendar.add_working_days(day::parse("2050-12-30")?, 9).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn add_working_days(&self, from: NaiveDate, count: u32) -> Result<NaiveDate, Error> {
        let index = self.index(from)?;
        if count == 0 {
            return Ok(from);
        }
        let wanted = u64::from(self.before[index + 1]) + u64::from(count);
        let found = self.before.partition_point(|counted| u64::from(*counted) < wanted);
        self.at(found as i64 - 1)
    }

    /// The `count`-th working day before `from`, which is not counted itself; 0 gives `from`, worked or not.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when `from` or the result is outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let last = Calendar::viet_nam().subtract_working_days(day::parse("2025-05-05")?, 1)?;
    /// assert_eq!(last.to_string(), "2025-04-29");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn subtract_working_days(&self, from: NaiveDate, count: u32) -> Result<NaiveDate, Error> {
        let index = self.index(from)?;
        if count == 0 {
            return Ok(from);
        }
        let Some(wanted) = self.before[index].checked_sub(count) else { return self.at(-1) };
        // The day wanted is the last one with `wanted` working days before it.
        let found = self.before.partition_point(|counted| *counted <= wanted);
        self.at(found as i64 - 1)
    }

    /// `day` itself when it is worked, else the first working day after it.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when `day` or the result is outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let next = Calendar::viet_nam().next_working_day(day::parse("2025-01-25")?)?;
    /// assert_eq!(next.to_string(), "2025-02-03");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn next_working_day(&self, day: NaiveDate) -> Result<NaiveDate, Error> {
        if self.is_working_day(day)? { Ok(day) } else { self.add_working_days(day, 1) }
    }

    /// `day` itself when it is worked, else the last working day before it.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when `day` or the result is outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let previous = Calendar::viet_nam().previous_working_day(day::parse("2025-02-02")?)?;
    /// assert_eq!(previous.to_string(), "2025-01-24");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn previous_working_day(&self, day: NaiveDate) -> Result<NaiveDate, Error> {
        if self.is_working_day(day)? { Ok(day) } else { self.subtract_working_days(day, 1) }
    }

    /// Working days from `from`, included, to `to`, not included; negative when `to` is before `from`.
    ///
    /// `working_days_between(calendar.first(), day)` is the number of a working day, counted from 0.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when one of them is outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let (from, to) = (day::parse("2025-04-25")?, day::parse("2025-05-05")?);
    /// assert_eq!(Calendar::viet_nam().working_days_between(from, to)?, 4);
    /// assert_eq!(Calendar::viet_nam().working_days_between(to, from)?, -4);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> Result<i64, Error> {
        let (from, to) = (self.index(from)?, self.index(to)?);
        Ok(i64::from(self.before[to]) - i64::from(self.before[from]))
    }

    /// The day at a position, which may be one before or one after the range.
    fn at(&self, index: i64) -> Result<NaiveDate, Error> {
        let day = i64::from(day::to_number(self.first)) + index;
        let day = i32::try_from(day).ok().and_then(day::from_number).unwrap_or(NaiveDate::MAX);
        self.index(day).map(|_| day)
    }
}
