//! Deadlines: the official wording, what it means, and its last day.
//!
//! [`Deadline::read`] understands the wording of Vietnamese documents, and English wording of the same forms. It is total and
//! never guesses: what it does not understand is kept as [`Form::Unread`] with a finding.

mod english;
mod event;
mod grammar;
mod hour;
mod point;
pub(crate) mod reading;
mod recurrence;
mod recurring;
mod resolve;
mod span;
mod term;
mod token;
#[cfg(feature = "serde")]
pub(crate) mod wire;
pub(crate) mod wording;

use chrono::{Months, NaiveDate, NaiveTime};

pub use reading::{Firmness, Reading};
pub use recurrence::{Due, DueDay, Occurrence, Occurrences, Recurrence};

use crate::calendar::Calendar;
use crate::day;
use crate::error::Error;
use crate::period::{Period, PeriodKind};
use crate::text::Text;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// How 'before' is read: a policy, never a property of the wording.
    ///
    /// ```
    /// assert_eq!(tiendo::BeforeReading::parse("lenient"), Some(tiendo::BeforeReading::Lenient));
    /// ```
    BeforeReading {
        Strict = "strict", "chặt: đến hết ngày liền trước", "strict: up to the day before";
        Lenient = "lenient", "rộng: đến hết chính ngày, kỳ được nêu", "lenient: up to the end of the day or period named";
    }
}

closed_vocabulary! {
    /// A part of a month, quarter or year.
    ///
    /// Last day in a month: `early` the 10th, `middle` the 20th, `late` the last day, `first_half` the 15th (ten-day parts, as
    /// offices use them). In a quarter the parts are its three months. In a year `middle` is 30 June and `late` 31 December
    /// (Civil Code 2015, Article 146.4); `early` has no last day, for the readings lie months apart.
    ///
    /// ```
    /// assert_eq!(tiendo::PartOfPeriod::Early.as_str(), "early");
    /// ```
    PartOfPeriod {
        Early = "early", "đầu", "early";
        Middle = "middle", "giữa", "middle";
        Late = "late", "cuối", "late";
        FirstHalf = "first_half", "nửa đầu", "first half";
    }
}

impl PartOfPeriod {
    /// Last day of this part of `period`; none where no convention fixes it.
    ///
    /// ```
    /// use tiendo::{PartOfPeriod, Period};
    /// let july = Period::parse("2025-07")?;
    /// assert_eq!(PartOfPeriod::Middle.last_day(july).unwrap().to_string(), "2025-07-20");
    /// assert_eq!(PartOfPeriod::Early.last_day(Period::parse("2026")?), None);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn last_day(self, period: Period) -> Option<NaiveDate> {
        let month_end = |months: u32| {
            period.first().checked_add_months(Months::new(months)).map(day::month_end)
        };
        match (period.kind(), self) {
            (_, PartOfPeriod::Late) => Some(period.last()),
            (PeriodKind::Month, PartOfPeriod::Early) => day::plus(period.first(), 9),
            (PeriodKind::Month, PartOfPeriod::Middle) => day::plus(period.first(), 19),
            (PeriodKind::Month, PartOfPeriod::FirstHalf) => day::plus(period.first(), 14),
            (PeriodKind::Quarter, PartOfPeriod::Early) => month_end(0),
            (PeriodKind::Quarter, PartOfPeriod::Middle) => month_end(1),
            (PeriodKind::Year, PartOfPeriod::Middle | PartOfPeriod::FirstHalf) => month_end(5),
            _ => None,
        }
    }

    /// The moment that Article 146 of the Civil Code 2015 names so, where it names one: of a month the 1st, the 15th and the
    /// last day, of a year 1 January, 30 June and 31 December.
    ///
    /// ```
    /// use tiendo::{PartOfPeriod, Period};
    /// let july = Period::parse("2025-07")?;
    /// assert_eq!(PartOfPeriod::Middle.civil_code_day(july).unwrap().to_string(), "2025-07-15");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn civil_code_day(self, period: Period) -> Option<NaiveDate> {
        match (period.kind(), self) {
            (PeriodKind::Month | PeriodKind::Year, PartOfPeriod::Early) => Some(period.first()),
            (PeriodKind::Month, PartOfPeriod::Middle) => day::plus(period.first(), 14),
            (PeriodKind::Year, PartOfPeriod::Middle) => PartOfPeriod::Middle.last_day(period),
            (PeriodKind::Month | PeriodKind::Year, PartOfPeriod::Late) => Some(period.last()),
            _ => None,
        }
    }
}

closed_vocabulary! {
    /// What a term is counted in.
    ///
    /// ```
    /// assert_eq!(tiendo::TermUnit::WorkingDays.as_str(), "working_days");
    /// ```
    TermUnit {
        Days = "days", "ngày", "days";
        WorkingDays = "working_days", "ngày làm việc", "working days";
        Weeks = "weeks", "tuần", "weeks";
        Months = "months", "tháng", "months";
        Years = "years", "năm", "years";
    }
}

closed_vocabulary! {
    /// What kind of deadline it is, as evaluation tells them apart.
    ///
    /// ```
    /// use tiendo::{Deadline, DeadlineClass};
    /// assert_eq!(Deadline::ongoing().class(), DeadlineClass::Regular);
    /// ```
    DeadlineClass {
        Dated = "dated", "có thời hạn", "dated";
        Recurring = "recurring", "định kỳ", "recurring";
        Regular = "regular", "thường xuyên", "regular";
        Start = "start", "chỉ có ngày bắt đầu", "start only";
        Event = "event", "theo sự kiện", "upon an event";
        Unspecified = "unspecified", "không có thời hạn", "without a term";
        Unread = "unread", "chưa đọc được", "unread";
    }
}

/// What a wording means. Days and periods lie within 1900 to 2199.
///
/// ```
/// use tiendo::{Deadline, Form};
/// let reading = Deadline::read("trước tháng 10/2025", None);
/// assert_eq!(reading.deadline.form.word(), "before_period");
/// assert!(matches!(reading.deadline.form, Form::BeforePeriod { .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Up to that day.
    By {
        /// The last day.
        day: NaiveDate,
    },
    /// Before that day begins.
    Before {
        /// The day named.
        day: NaiveDate,
    },
    /// By or before an hour of that day; the day counts.
    ByHour {
        /// The day named.
        day: NaiveDate,
        /// The hour.
        time: NaiveTime,
    },
    /// Within a period, or up to its end.
    Period {
        /// The period.
        period: Period,
    },
    /// Before a period begins.
    BeforePeriod {
        /// The period named.
        period: Period,
    },
    /// In a part of a period.
    PartOfPeriod {
        /// The part.
        part: PartOfPeriod,
        /// The period.
        period: Period,
    },
    /// From one period (or day) to another.
    Range {
        /// Where it begins.
        from: Period,
        /// Where it ends.
        to: Period,
    },
    /// Several periods (or days), in order.
    Periods {
        /// Two or more periods.
        periods: Vec<Period>,
    },
    /// A term and a vision beyond it; the vision is no deadline.
    Horizons {
        /// The term.
        first: Period,
        /// The vision.
        vision: Period,
    },
    /// So much time from an anchor; the anchor's own day is not counted.
    Within {
        /// How many.
        count: u32,
        /// Of what.
        unit: TermUnit,
        /// What it is counted from, in the words of the text; empty where the text names nothing.
        anchor: Text,
        /// The day of the anchor, where it is known.
        anchor_day: Option<NaiveDate>,
    },
    /// Again and again; each occurrence has its own last day.
    Recurring {
        /// Cycle and day.
        recurrence: Recurrence,
    },
    /// From that day on: a start is no deadline.
    From {
        /// The first day.
        day: NaiveDate,
    },
    /// Upon something that has no day yet.
    Event {
        /// Its name in the words of the text.
        name: Text,
    },
    /// Always: a regular task.
    Ongoing,
    /// No term is named, or one that fixes nothing ('as scheduled', 'urgently').
    Unspecified,
    /// Not read, or not understood.
    Unread,
}

impl Form {
    /// The word of the form in JSON.
    ///
    /// ```
    /// assert_eq!(tiendo::Form::Ongoing.word(), "ongoing");
    /// ```
    pub fn word(&self) -> &'static str {
        match self {
            Form::By { .. } => "by",
            Form::Before { .. } => "before",
            Form::ByHour { .. } => "by_hour",
            Form::Period { .. } => "period",
            Form::BeforePeriod { .. } => "before_period",
            Form::PartOfPeriod { .. } => "part_of_period",
            Form::Range { .. } => "range",
            Form::Periods { .. } => "periods",
            Form::Horizons { .. } => "horizons",
            Form::Within { .. } => "within",
            Form::Recurring { .. } => "recurring",
            Form::From { .. } => "from",
            Form::Event { .. } => "event",
            Form::Ongoing => "ongoing",
            Form::Unspecified => "unspecified",
            Form::Unread => "unread",
        }
    }
}

/// A deadline: the official wording and what it means.
///
/// The JSON form is flat: `{"text":"đến ngày 31/12/2025","form":"by","day":"2025-12-31"}`.
///
/// # Example
/// ```
/// use tiendo::{BeforeReading, Calendar, Deadline, day};
/// let deadline = Deadline::before(day::parse("2025-07-01")?);
/// assert_eq!(deadline.text.as_str(), "trước ngày 01/7/2025");
/// let calendar = Calendar::viet_nam();
/// assert_eq!(deadline.last_day(BeforeReading::Strict, calendar)?, Some(day::parse("2025-06-30")?));
/// assert_eq!(deadline.last_day(BeforeReading::Lenient, calendar)?, Some(day::parse("2025-07-01")?));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The wording as it stands in the document.
    pub text: Text,
    /// What it means.
    pub form: Form,
    /// The last day that somebody set by hand: an event that now has a day, or the reading chosen among those a finding
    /// offers. It wins over the form.
    pub stated_last_day: Option<NaiveDate>,
}

impl Deadline {
    /// Up to that day, worded `đến ngày …`.
    ///
    /// ```
    /// let deadline = tiendo::Deadline::by(tiendo::day::parse("2025-12-31")?);
    /// assert_eq!(deadline.text.as_str(), "đến ngày 31/12/2025");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn by(day: NaiveDate) -> Self {
        Deadline::of(Form::By { day })
    }

    /// Before that day, worded `trước ngày …`.
    ///
    /// ```
    /// let deadline = tiendo::Deadline::before(tiendo::day::parse("2025-07-01")?);
    /// assert_eq!(deadline.text.as_str(), "trước ngày 01/7/2025");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn before(day: NaiveDate) -> Self {
        Deadline::of(Form::Before { day })
    }

    /// A regular task, worded `thường xuyên`.
    ///
    /// ```
    /// assert_eq!(tiendo::Deadline::ongoing().form, tiendo::Form::Ongoing);
    /// ```
    pub fn ongoing() -> Self {
        Deadline::of(Form::Ongoing)
    }

    /// No term, without wording.
    ///
    /// ```
    /// assert!(tiendo::Deadline::unspecified().text.is_empty());
    /// ```
    pub fn unspecified() -> Self {
        Deadline::of(Form::Unspecified)
    }

    /// A wording that is kept and not yet read.
    ///
    /// # Errors
    /// - [`Error::InvalidText`] when it holds a NUL.
    ///
    /// # Example
    /// ```
    /// assert_eq!(tiendo::Deadline::wording("quý IV/2025")?.form, tiendo::Form::Unread);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn wording(text: &str) -> Result<Self, Error> {
        Ok(Deadline { text: Text::new(text)?, form: Form::Unread, stated_last_day: None })
    }

    /// This form in its usual Vietnamese wording, which reads back as the same form.
    ///
    /// An event's wording is its name; a term whose anchor has no words names the anchor's day.
    ///
    /// ```
    /// use tiendo::{Deadline, Form, Period};
    /// let deadline = Deadline::of(Form::Period { period: Period::parse("2025-Q3")? });
    /// assert_eq!(deadline.text.as_str(), "quý III/2025");
    /// assert_eq!(Deadline::read("quý III/2025", None).deadline, deadline);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn of(form: Form) -> Self {
        let text = Text::new(&wording::of(&form)).unwrap_or_default();
        Deadline { text, form, stated_last_day: None }
    }

    /// The same deadline with a last day set by hand.
    ///
    /// ```
    /// use tiendo::{BeforeReading, Calendar, Deadline, DeadlineClass, day};
    /// let start = Deadline::read("từ ngày 01/7/2025", None).deadline;
    /// let stated = start.with_last_day(day::parse("2025-06-30")?);
    /// assert_eq!(stated.class(), DeadlineClass::Dated);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    #[must_use]
    pub fn with_last_day(mut self, day: NaiveDate) -> Self {
        self.stated_last_day = Some(day);
        self
    }

    /// Last day on which the work is on time; none where the form fixes none (see [`Deadline::class`]).
    ///
    /// A fixed day stays where it falls on a day off. Only a term in working days needs the calendar.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when a term in working days leaves the calendar's data.
    ///
    /// # Example
    /// ```
    /// use tiendo::{BeforeReading, Calendar, Deadline, day};
    /// let on = day::parse("2025-04-25")?;
    /// let reading = Deadline::read("trong 3 ngày làm việc kể từ ngày ký", Some(on));
    /// let last = reading.deadline.last_day(BeforeReading::Strict, Calendar::viet_nam())?;
    /// // 30 April to 2 May are days off, 26 April is a Saturday worked in exchange.
    /// assert_eq!(last, Some(day::parse("2025-04-29")?));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn last_day(
        &self,
        before: BeforeReading,
        calendar: &Calendar,
    ) -> Result<Option<NaiveDate>, Error> {
        if self.stated_last_day.is_some() {
            return Ok(self.stated_last_day);
        }
        let strict = before == BeforeReading::Strict;
        Ok(match &self.form {
            Form::By { day } | Form::ByHour { day, .. } => Some(*day),
            Form::Before { day } => {
                if strict {
                    day::plus(*day, -1)
                } else {
                    Some(*day)
                }
            }
            Form::Period { period } => Some(period.last()),
            Form::BeforePeriod { period } => {
                if strict {
                    day::plus(period.first(), -1)
                } else {
                    Some(period.last())
                }
            }
            Form::PartOfPeriod { part, period } => part.last_day(*period),
            Form::Range { to, .. } => Some(to.last()),
            Form::Periods { periods } => periods.iter().map(|p| p.last()).max(),
            Form::Horizons { first, .. } => Some(first.last()),
            Form::Within { count, unit, anchor_day: Some(day), .. } => {
                term_end(*day, *count, *unit, calendar)?
            }
            Form::Within { anchor_day: None, .. }
            | Form::Recurring { .. }
            | Form::From { .. }
            | Form::Event { .. }
            | Form::Ongoing
            | Form::Unspecified
            | Form::Unread => None,
        })
    }

    /// As [`Deadline::last_day`], but a term that ends on a day off ends on the next working day.
    ///
    /// An option for agencies that count so; days and periods named outright stay as they are.
    /// Source: Civil Code 2015, Article 148.5.
    ///
    /// # Errors
    /// - [`Error::OutsideCalendar`] when the term leaves the calendar's data.
    ///
    /// # Example
    /// ```
    /// use tiendo::{BeforeReading, Calendar, Deadline, day};
    /// let on = day::parse("2025-08-18")?;
    /// let term = Deadline::read("trong 15 ngày kể từ ngày ký", Some(on)).deadline;
    /// let calendar = Calendar::viet_nam();
    /// assert_eq!(term.last_day(BeforeReading::Strict, calendar)?, Some(day::parse("2025-09-02")?));
    /// let moved = term.last_day_on_working_day(BeforeReading::Strict, calendar)?;
    /// assert_eq!(moved, Some(day::parse("2025-09-03")?));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn last_day_on_working_day(
        &self,
        before: BeforeReading,
        calendar: &Calendar,
    ) -> Result<Option<NaiveDate>, Error> {
        let last = self.last_day(before, calendar)?;
        match (&self.form, last) {
            (Form::Within { .. }, Some(day)) if self.stated_last_day.is_none() => {
                calendar.next_working_day(day).map(Some)
            }
            _ => Ok(last),
        }
    }

    /// What kind of deadline it is; a last day set by hand makes any form dated.
    ///
    /// A term whose anchor has no day yet waits for an event.
    ///
    /// ```
    /// use tiendo::{Deadline, DeadlineClass};
    /// assert_eq!(Deadline::read("hằng tháng", None).deadline.class(), DeadlineClass::Recurring);
    /// ```
    pub fn class(&self) -> DeadlineClass {
        if self.stated_last_day.is_some() {
            return DeadlineClass::Dated;
        }
        match &self.form {
            Form::PartOfPeriod { part, period } if part.last_day(*period).is_none() => {
                DeadlineClass::Unspecified
            }
            Form::Within { anchor_day: None, .. } | Form::Event { .. } => DeadlineClass::Event,
            Form::By { .. }
            | Form::Before { .. }
            | Form::ByHour { .. }
            | Form::Period { .. }
            | Form::BeforePeriod { .. }
            | Form::PartOfPeriod { .. }
            | Form::Range { .. }
            | Form::Periods { .. }
            | Form::Horizons { .. }
            | Form::Within { .. } => DeadlineClass::Dated,
            Form::Recurring { .. } => DeadlineClass::Recurring,
            Form::Ongoing => DeadlineClass::Regular,
            Form::From { .. } => DeadlineClass::Start,
            Form::Unspecified => DeadlineClass::Unspecified,
            Form::Unread => DeadlineClass::Unread,
        }
    }
}

/// The last day of a term: the anchor's day is not counted; a month that has no such day ends the term with its last day.
fn term_end(
    from: NaiveDate,
    count: u32,
    unit: TermUnit,
    calendar: &Calendar,
) -> Result<Option<NaiveDate>, Error> {
    let months = |per: u32| {
        count
            .checked_mul(per)
            .and_then(|m| from.checked_add_months(Months::new(m)))
            .and_then(day::check)
    };
    Ok(match unit {
        TermUnit::Days => day::plus(from, i64::from(count)),
        TermUnit::WorkingDays => Some(calendar.add_working_days(from, count)?),
        TermUnit::Weeks => day::plus(from, i64::from(count) * 7),
        TermUnit::Months => months(1),
        TermUnit::Years => months(12),
    })
}
