//! Values of properties: days, instants, zones, durations and gaps.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use tiendo::day;

use super::ZONE;
use super::property::Property;

/// Seconds that Viet Nam is ahead of UTC.
const OFFSET: i32 = 7 * 3600;

/// Names of the zone of Viet Nam: its own, the old ones, and what Windows calls it.
const ZONES: [&str; 5] =
    [ZONE, "Asia/Saigon", "Asia/Hanoi", "SE Asia Standard Time", "Asia/Bangkok"];

/// A day, or an instant in Viet Nam time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    Day(NaiveDate),
    At(NaiveDateTime),
}

impl Time {
    /// The day in Viet Nam.
    pub(super) fn day(self) -> NaiveDate {
        match self {
            Time::Day(day) => day,
            Time::At(at) => at.date(),
        }
    }

    /// Where what begins here and lasts so long ends; none beyond the days that the register knows.
    ///
    /// A day begins at its midnight, and whole days end at that before the day which follows them: two days from the first
    /// of June on end with the second. What lasts nothing ends on its own day.
    ///
    /// Source: RFC 5545, 3.6.1 and 3.8.2.5; the end of a duration is not part of it.
    pub(super) fn after(self, duration: Duration) -> Option<Self> {
        let at = match self {
            Time::Day(day) if duration.seconds == 0 => {
                return day::plus(day, (duration.days - 1).max(0)).map(Time::Day);
            }
            Time::Day(day) => day.and_time(NaiveTime::MIN),
            Time::At(at) => at,
        };
        let on = day::plus(at.date(), duration.days)?.and_time(at.time());
        shifted(on, duration.seconds).map(Time::At)
    }
}

/// The zones of a file, by their TZID: their offset in seconds where it never changes.
#[derive(Debug, Default)]
pub(super) struct Zones(BTreeMap<String, Option<i32>>);

impl Zones {
    /// Takes a zone with the offsets of all its observances.
    pub(super) fn add(&mut self, id: String, offsets: &[Option<i32>]) {
        let first = offsets.first().copied().flatten();
        let same = offsets.iter().all(|offset| *offset == first);
        self.0.insert(id, first.filter(|_| same));
    }

    fn offset(&self, id: &str) -> Option<i32> {
        // Some programs put a slash before names that everybody knows.
        let name = id.trim_start_matches('/');
        if ZONES.iter().any(|zone| zone.eq_ignore_ascii_case(name)) {
            return Some(OFFSET);
        }
        match name {
            "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT" => Some(0),
            _ => self.0.get(id).copied().flatten(),
        }
    }
}

/// A time as a property states it.
pub(super) struct Stated {
    pub(super) time: Time,
    /// A zone that is not known; the clock is then taken for that of Viet Nam.
    pub(super) unknown_zone: Option<String>,
}

/// The day or instant of a property; none for what is neither or lies outside 1900 to 2199.
pub(super) fn time(property: &Property, zones: &Zones) -> Option<Stated> {
    let value = property.value.trim();
    let known = |time| Some(Stated { time, unknown_zone: None });
    let Some((date, clock)) = value.split_once(['T', 't']) else {
        return known(Time::Day(date(value)?));
    };
    let (clock, is_utc) = match clock.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, true),
        None => (clock, false),
    };
    let [hours, minutes, seconds] = digits::<3>(clock)?;
    // A leap second is told as the second before it.
    let clock = NaiveTime::from_hms_opt(hours, minutes, seconds.min(59))?;
    let at = self::date(date)?.and_time(clock);
    if is_utc {
        return known(Time::At(shifted(at, i64::from(OFFSET))?));
    }
    let Some(zone) = property.param("TZID") else { return known(Time::At(at)) };
    match zones.offset(zone) {
        Some(offset) => known(Time::At(shifted(at, i64::from(OFFSET - offset))?)),
        None => Some(Stated { time: Time::At(at), unknown_zone: Some(zone.to_owned()) }),
    }
}

/// `20250815`.
fn date(text: &str) -> Option<NaiveDate> {
    let [century, year, month, day] = digits::<4>(text)?;
    day::from_ymd((century * 100 + year) as i32, month, day)
}

/// Pairs of digits, and nothing else.
fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    for (number, pair) in numbers.iter_mut().zip(text.as_bytes().chunks(2)) {
        *number = pair.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    }
    Some(numbers)
}

fn shifted(at: NaiveDateTime, seconds: i64) -> Option<NaiveDateTime> {
    let at = at.checked_add_signed(TimeDelta::try_seconds(seconds)?)?;
    day::check(at.date()).map(|_| at)
}

/// `+0700` or `+070000`, in seconds.
pub(super) fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (None, Some(rest)) => (-1, rest),
        (None, None) => return None,
    };
    let [hours, minutes, seconds] = match digits::<2>(rest) {
        Some([hours, minutes]) => [hours, minutes, 0],
        None => digits::<3>(rest)?,
    };
    let total = hours * 3600 + minutes * 60 + seconds;
    (hours < 24 && minutes < 60 && seconds < 60).then_some(sign * total as i32)
}

/// A length of time: days by the calendar, then seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duration {
    pub(super) days: i64,
    pub(super) seconds: i64,
}

/// `P15DT5H0M20S`, `-P1W`; none for anything else, and beyond a hundred thousand days.
pub(super) fn duration(text: &str) -> Option<Duration> {
    const MOST: i64 = 100_000;
    let text = text.trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (days, clock) = match text.strip_prefix('P')?.split_once('T') {
        Some((days, clock)) => (days, Some(clock)),
        None => (text.strip_prefix('P')?, None),
    };
    let sum = |text: &str, units: &[(char, i64)]| -> Option<i64> {
        let (mut rest, mut units, mut sum) = (text, units.iter(), 0_i64);
        while let Some(at) = rest.find(|c: char| !c.is_ascii_digit()) {
            let unit = rest.get(at..)?.chars().next()?;
            let (_, factor) = units.find(|(name, _)| *name == unit)?;
            let number: i64 = rest.get(..at)?.parse().ok()?;
            sum = sum.checked_add(number.checked_mul(*factor)?)?;
            rest = rest.get(at + unit.len_utf8()..)?;
        }
        rest.is_empty().then_some(sum)
    };
    let days = sum(days, &[('W', 7), ('D', 1)])?;
    let seconds = match clock {
        Some("") => return None,
        Some(clock) => sum(clock, &[('H', 3600), ('M', 60), ('S', 1)])?,
        None if text.len() < 3 => return None,
        None => 0,
    };
    let within = days <= MOST && seconds <= MOST * 86_400;
    within.then_some(Duration { days: sign * days, seconds: sign * seconds })
}

/// Days by the calendar that so many working days take up, weeks having five.
pub(super) fn calendar_days(working: i16) -> i32 {
    let working = i32::from(working);
    working + working / 5 * 2
}

/// The working days in so many days by the calendar, weeks having five, and whether that is what was meant beyond doubt:
/// as [`calendar_days`] makes them of working days.
pub(super) fn working_days(duration: Duration) -> Option<(i16, bool)> {
    let (weeks, rest) = (duration.days / 7, duration.days % 7);
    let working = i16::try_from(weeks * 5 + rest.clamp(-5, 5)).ok()?;
    let exact = duration.seconds == 0 && i64::from(calendar_days(working)) == duration.days;
    Some((working, exact))
}

/// A day as DATE values have it.
pub(super) fn day_text(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// An instant of Viet Nam in the clock of Viet Nam.
pub(super) fn local_text(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

/// An instant of Viet Nam in UTC.
pub(super) fn utc_text(at: NaiveDateTime) -> String {
    let utc = at.checked_sub_signed(TimeDelta::seconds(i64::from(OFFSET))).unwrap_or(at);
    utc.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: &str) -> Option<Time> {
        let mut zones = Zones::default();
        zones.add("Mine".to_owned(), &[offset("+0900"), offset("+090000")]);
        zones.add("Summer".to_owned(), &[offset("+0100"), offset("+0200")]);
        let stated = time(&Property::read(1, line).unwrap(), &zones)?;
        assert_eq!(stated.unknown_zone.is_some(), line.contains("Summer"));
        Some(stated.time)
    }

    #[test]
    fn times() {
        let when = |text| Some(Time::At(day::parse_instant(text).unwrap()));
        assert_eq!(at("DUE:20250630T165959Z"), when("2025-06-30T23:59:59"));
        assert_eq!(at("DUE:20250630T235960"), when("2025-06-30T23:59:59"));
        assert_eq!(at("DUE;TZID=/Asia/Saigon:20250630T080000"), when("2025-06-30T08:00:00"));
        assert_eq!(at("DUE;TZID=Mine:20250701T010000"), when("2025-06-30T23:00:00"));
        assert_eq!(at("DUE;TZID=Summer:20250701T010000"), when("2025-07-01T01:00:00"));
        assert_eq!(at("DUE;VALUE=DATE:20250228"), day::from_ymd(2025, 2, 28).map(Time::Day));
        for bad in [
            "20250229",
            "2025-02-28",
            "20250228T",
            "20250228T2500",
            "",
            "21991231T200000Z",
            "+2250228",
        ] {
            assert_eq!(at(&format!("DUE:{bad}")), None, "{bad}");
        }
    }

    #[test]
    fn durations() {
        let of = |text| duration(text).map(|d| (d.days, d.seconds));
        assert_eq!(of("P1W"), Some((7, 0)));
        assert_eq!(of("-P1DT2H3M4S"), Some((-1, -7384)));
        assert_eq!(of("PT0S"), Some((0, 0)));
        for bad in [
            "",
            "P",
            "PT",
            "1D",
            "P1",
            "P1X",
            "P1DT",
            "PT1D",
            "P9999999999999999999D",
            "P200000D",
            "P1Đ",
            "P1M",
        ] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }

    #[test]
    fn gaps_come_back() {
        for working in [0, 1, 4, 5, 6, 9, 10, 23, -1, -5, -7, i16::MAX, i16::MIN] {
            let days = i64::from(calendar_days(working));
            assert_eq!(working_days(Duration { days, seconds: 0 }), Some((working, true)));
        }
        assert_eq!(working_days(Duration { days: 6, seconds: 0 }), Some((5, false)));
        assert_eq!(working_days(Duration { days: 1, seconds: 60 }), Some((1, false)));
        assert_eq!(working_days(Duration { days: 100_000, seconds: 0 }), None);
    }
}
