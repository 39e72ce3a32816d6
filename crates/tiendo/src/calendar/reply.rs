//! The calendar's answer at the JSON door.

use chrono::NaiveDate;

use super::{Calendar, CalendarDay, invalid};
use crate::error::Error;

/// What a calendar says of a range of days: the sum, and every special day in it.
///
/// Shape: one day per special day, in order.
///
/// # Example
/// ```
/// use tiendo::{Calendar, day};
/// let (from, to) = (day::parse("2025-04-25")?, day::parse("2025-05-05")?);
/// let reply = Calendar::viet_nam().reply(from, to)?;
/// assert_eq!((reply.working_days, reply.provisional, reply.days.len()), (5, false, 4));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarReply<'a> {
    /// Version of the calendar.
    pub version: &'a str,
    /// First day asked for.
    pub from: NaiveDate,
    /// Last day asked for, counted too.
    pub to: NaiveDate,
    /// Working days from the first to the last day, both included.
    pub working_days: i64,
    /// Whether any of the days may still be changed by a decision.
    pub provisional: bool,
    /// The special days.
    pub days: Vec<CalendarDay<'a>>,
}

impl Calendar {
    /// The answer to the query `calendar`: the days from `from` to `to`, both included.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when `to` is before `from`.
    /// - [`Error::OutsideCalendar`] when one of them is outside the range.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Calendar, day};
    /// let day = day::parse("2025-04-26")?;
    /// let reply = Calendar::viet_nam().reply(day, day)?;
    /// assert_eq!(reply.working_days, 1);
    /// # #[cfg(feature = "serde")]
    /// assert_eq!(serde_json::to_value(&reply).unwrap()["days"][0]["working"], true);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn reply(&self, from: NaiveDate, to: NaiveDate) -> Result<CalendarReply<'_>, Error> {
        if to < from {
            return Err(invalid("to", to, format!("{from} or later")));
        }
        let working_days =
            self.working_days_between(from, to)? + i64::from(self.is_working_day(to)?);
        let days = self.special_days(from, to).map(|entry| {
            CalendarDay::new(entry.day, entry.working, entry.provisional, Some(entry))
        });
        Ok(CalendarReply {
            version: self.version(),
            from,
            to,
            working_days,
            provisional: self.is_provisional_between(from, to)?,
            days: days.collect(),
        })
    }
}
