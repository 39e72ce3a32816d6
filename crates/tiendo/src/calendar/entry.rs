//! A special day as it is given, and any day as the calendar answers it.

use chrono::{Datelike, NaiveDate};

use crate::text::Text;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// A day of the week, Monday first as in ISO 8601.
    ///
    /// ```
    /// use tiendo::{Lang, Weekday, day};
    /// let weekday = Weekday::of(day::parse("2025-05-02")?);
    /// assert_eq!((weekday.as_str(), weekday.label(Lang::Vi)), ("friday", "thứ Sáu"));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    Weekday {
        Monday = "monday", "thứ Hai", "Monday";
        Tuesday = "tuesday", "thứ Ba", "Tuesday";
        Wednesday = "wednesday", "thứ Tư", "Wednesday";
        Thursday = "thursday", "thứ Năm", "Thursday";
        Friday = "friday", "thứ Sáu", "Friday";
        Saturday = "saturday", "thứ Bảy", "Saturday";
        Sunday = "sunday", "Chủ nhật", "Sunday";
    }
}

impl Weekday {
    /// The day of the week of `day`.
    pub fn of(day: NaiveDate) -> Weekday {
        match day.weekday() {
            chrono::Weekday::Mon => Weekday::Monday,
            chrono::Weekday::Tue => Weekday::Tuesday,
            chrono::Weekday::Wed => Weekday::Wednesday,
            chrono::Weekday::Thu => Weekday::Thursday,
            chrono::Weekday::Fri => Weekday::Friday,
            chrono::Weekday::Sat => Weekday::Saturday,
            chrono::Weekday::Sun => Weekday::Sunday,
        }
    }
}

/// A special day: a weekday off, a weekend day worked, or a holiday that falls on a weekend.
///
/// # Example
/// ```
/// # #[cfg(feature = "serde")] {
/// let json = r#"{"day":"2027-01-02","working":true,"name":"Làm bù","source":"example"}"#;
/// let entry: tiendo::CalendarEntry = serde_json::from_str(json).unwrap();
/// assert!(entry.working && !entry.provisional);
/// assert!(serde_json::from_str::<tiendo::CalendarEntry>(&json.replace("02", "2")).is_err());
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CalendarEntry {
    /// The day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "read_day"))]
    pub day: NaiveDate,
    /// Whether it is worked.
    pub working: bool,
    /// Vietnamese name.
    pub name: Text,
    /// English name; may be empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub name_en: Text,
    /// Number and article of the document that says so.
    pub source: Text,
    /// Computed from the statute for a year whose decisions are not out.
    #[cfg_attr(feature = "serde", serde(default))]
    pub provisional: bool,
}

/// What a calendar says of one day; the texts are empty for an ordinary day.
///
/// # Example
/// ```
/// use tiendo::{Calendar, day};
/// let day = Calendar::viet_nam().day(day::parse("2025-05-02")?)?;
/// assert_eq!(day.name_en, "Day off in exchange for 26 April 2025");
/// # #[cfg(feature = "serde")]
/// assert_eq!(serde_json::to_value(&day).unwrap()["weekday"], "friday");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarDay<'a> {
    /// The day.
    pub day: NaiveDate,
    /// Its day of the week.
    pub weekday: Weekday,
    /// Whether it is worked.
    pub working: bool,
    /// Vietnamese name of a special day.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "str::is_empty"))]
    pub name: &'a str,
    /// English name of a special day.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "str::is_empty"))]
    pub name_en: &'a str,
    /// Source of a special day.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "str::is_empty"))]
    pub source: &'a str,
    /// Whether a decision may still change it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "std::ops::Not::not"))]
    pub provisional: bool,
}

impl<'a> CalendarDay<'a> {
    pub(super) fn new(
        day: NaiveDate,
        working: bool,
        provisional: bool,
        entry: Option<&'a CalendarEntry>,
    ) -> Self {
        let text = |get: fn(&CalendarEntry) -> &Text| entry.map_or("", |entry| get(entry).as_str());
        CalendarDay {
            day,
            weekday: Weekday::of(day),
            working,
            name: text(|entry| &entry.name),
            name_en: text(|entry| &entry.name_en),
            source: text(|entry| &entry.source),
            provisional,
        }
    }
}

/// Reads `yyyy-mm-dd` as strictly as the rest of the library; chrono's own reader takes `2027-1-2` too.
#[cfg(feature = "serde")]
fn read_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(deserializer)?;
    crate::day::parse(&text).map_err(serde::de::Error::custom)
}
