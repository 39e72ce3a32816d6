//! A calendar as data: its version, its range and its special days, so that a result can be had again years later.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Calendar, CalendarEntry, NaiveDate, invalid};
use crate::day;
use crate::error::Error;

/// Longest version that is read, in bytes.
const VERSION_BYTES: usize = 256;

/// What a calendar is made of.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts<V, E> {
    version: V,
    first: NaiveDate,
    last: NaiveDate,
    decreed_until: NaiveDate,
    days: E,
}

impl Serialize for Calendar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parts = Parts {
            version: self.version.as_str(),
            first: self.first,
            last: self.last,
            decreed_until: self.decreed_until,
            days: self.entries.values().collect::<Vec<_>>(),
        };
        parts.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Calendar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = Parts::<String, Vec<CalendarEntry>>::deserialize(deserializer)?;
        of(parts).map_err(de::Error::custom)
    }
}

fn of(parts: Parts<String, Vec<CalendarEntry>>) -> Result<Calendar, Error> {
    let Parts { version, first, last, decreed_until, days } = parts;
    if version.is_empty() || version.len() > VERSION_BYTES || version.contains(char::is_control) {
        let expected = format!("1 to {VERSION_BYTES} bytes without control characters");
        return Err(invalid("version", version.escape_default(), expected));
    }
    // The range is checked, and each day once, as where a calendar is made by hand.
    let ground = Calendar::weekdays(first, last)?;
    if day::check(decreed_until).is_none() {
        let expected = format!("from {} to {}", day::FIRST, day::LAST);
        return Err(invalid("decreed_until", decreed_until, expected));
    }
    let entries = ground.with_days(days, "")?.entries;
    Ok(Calendar::build(version, first, last, decreed_until, entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_reads_back_as_it_was() {
        let calendar = Calendar::viet_nam();
        let json = serde_json::to_string(calendar).unwrap();
        assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), *calendar);
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        let json = serde_json::to_string(Calendar::viet_nam()).unwrap();
        for (from, to) in [
            ("\"vn-2026.1\"", "\"\""),
            ("\"first\":\"2020-01-01\"", "\"first\":\"2051-01-01\""),
            ("\"last\":\"2050-12-31\"", "\"last\":\"2020-01-01\""),
            (
                "\"days\":[",
                "\"days\":[{\"day\":\"2025-01-01\",\"working\":true,\"name\":\"x\",\"source\":\"x\"},",
            ),
        ] {
            let broken = json.replacen(from, to, 1);
            assert_ne!(broken, json, "{from}");
            assert!(serde_json::from_str::<Calendar>(&broken).is_err(), "{to}");
        }
    }
}
