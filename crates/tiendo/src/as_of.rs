//! The two axes of time: the valid day D, and the knowledge day K.

use chrono::{NaiveDate, NaiveDateTime};

use crate::day::{self, SECONDS_PER_DAY};
use crate::error::Error;

/// What was true on a day, as known on a day.
///
/// `day` is D: what was true then. `known` is K: what had been recorded by the end of that day; absent for everything
/// recorded.
///
/// ```
/// use tiendo::{day, AsOf};
/// let today = AsOf::new(day::parse("2025-12-31")?)?;
/// assert_eq!(today.known, None);
/// let as_known_then = today.known_on(day::parse("2025-10-15")?)?;
/// assert_eq!(as_known_then.known, day::from_ymd(2025, 10, 15));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AsOf {
    /// The valid day D.
    pub day: NaiveDate,
    /// The knowledge day K; absent for everything recorded.
    pub known: Option<NaiveDate>,
}

impl AsOf {
    /// What was true on `day`, with everything recorded since.
    ///
    /// # Errors
    /// - [`Error::InvalidDate`] for a day outside 1900 to 2199.
    pub fn new(day: NaiveDate) -> Result<Self, Error> {
        let day = day::check(day).ok_or_else(|| Error::InvalidDate { text: day.to_string() })?;
        Ok(AsOf { day, known: None })
    }

    /// The same day, with what had been recorded by the end of `known` only.
    ///
    /// # Errors
    /// - [`Error::InvalidDate`] for a day outside 1900 to 2199.
    pub fn known_on(self, known: NaiveDate) -> Result<Self, Error> {
        let known =
            day::check(known).ok_or_else(|| Error::InvalidDate { text: known.to_string() })?;
        Ok(AsOf { day: self.day, known: Some(known) })
    }

    /// The same in the numbers of columns.
    pub(crate) fn moment(self) -> Moment {
        Moment {
            d: self.d(),
            known_until: self.known_until(),
            in_force_until: self.known.map_or(self.d(), |k| self.d().min(day::to_number(k))),
        }
    }

    /// D as a column's number.
    pub(crate) fn d(self) -> i32 {
        day::to_number(self.day)
    }

    /// The first second that is too late to be known.
    pub(crate) fn known_until(self) -> i64 {
        self.known.map_or(i64::MAX, |k| (i64::from(day::to_number(k)) + 1) * SECONDS_PER_DAY)
    }

    /// The first second after D.
    pub(crate) fn day_until(self) -> i64 {
        (i64::from(self.d()) + 1) * SECONDS_PER_DAY
    }

    /// True where a version of a definition is visible.
    pub(crate) fn sees(self, from: Option<NaiveDate>, recorded: Option<NaiveDateTime>) -> bool {
        from.is_none_or(|from| from <= self.day)
            && recorded.is_none_or(|at| at.and_utc().timestamp() < self.known_until())
    }
}

/// Both axes as columns count them, worked out once for all rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) d: i32,
    /// The first second that is too late to be known.
    pub(crate) known_until: i64,
    /// min(D, K): what is assigned later is not in force.
    pub(crate) in_force_until: i32,
}

impl Moment {
    /// K; the greatest number where everything is known.
    pub(crate) fn known_day(self) -> i32 {
        i32::try_from(self.known_until / SECONDS_PER_DAY - 1).unwrap_or(i32::MAX)
    }
}
