//! Laws that hold of any calendar, and days far outside every range.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use chrono::NaiveDate;
use proptest::prelude::*;
use tiendo::{Calendar, CalendarEntry, Code, Error, Text, day};

/// First day and length of the generated calendars; 400 days hold every kind of week and of year's turn.
const FIRST: (i32, u32, u32) = (2026, 6, 1);
const DAYS: i64 = 400;

fn first() -> NaiveDate {
    day::from_ymd(FIRST.0, FIRST.1, FIRST.2).unwrap()
}

fn nth(index: i64) -> NaiveDate {
    day::plus(first(), index).unwrap()
}

fn days(calendar: &Calendar) -> impl Iterator<Item = NaiveDate> {
    let last = calendar.last();
    calendar.first().iter_days().take_while(move |day| *day <= last)
}

/// A calendar of 400 days with up to sixty days changed at will: whole months off, Sundays worked, provisional days.
fn calendars() -> impl Strategy<Value = Calendar> {
    let change = (any::<bool>(), any::<bool>());
    prop::collection::btree_map(0..DAYS, change, 0..60).prop_map(|changes| {
        let entries = changes.into_iter().map(|(index, (working, provisional))| CalendarEntry {
            day: nth(index),
            working,
            name: Text::new("x").unwrap(),
            name_en: Text::default(),
            source: Text::new("x").unwrap(),
            provisional,
        });
        let plain = Calendar::weekdays(first(), nth(DAYS - 1)).unwrap();
        plain.with_days(entries, "").unwrap()
    })
}

/// Any day that chrono holds, the extremes often.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        Just(NaiveDate::MIN),
        Just(NaiveDate::MAX),
        Just(day::FIRST),
        Just(day::LAST),
        (-100_000_000_i32..100_000_000)
            .prop_filter_map("a day that chrono holds", NaiveDate::from_epoch_days),
        (18_262_i32..29_585).prop_filter_map("2020 to 2050", NaiveDate::from_epoch_days),
    ]
}

fn outside<T>(result: Result<T, Error>) -> bool {
    result.is_err_and(|error| error.code() == Code::OutsideCalendar)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_prefix_table_equals_counting_day_by_day(
        calendar in calendars(), from in 0..DAYS, to in 0..DAYS,
    ) {
        let (from, to) = (nth(from), nth(to));
        let (low, high) = (from.min(to), from.max(to));
        let counted = days(&calendar)
            .filter(|day| low <= *day && *day < high && calendar.is_working_day(*day).unwrap())
            .count() as i64;
        let sign = if to < from { -1 } else { 1 };
        prop_assert_eq!(calendar.working_days_between(from, to)?, sign * counted);
        let reply = calendar.reply(low, high)?;
        let last = i64::from(calendar.is_working_day(high)?);
        prop_assert_eq!(reply.working_days, counted + last);
    }

    #[test]
    fn adding_and_subtracting_are_inverse_to_counting(
        calendar in calendars(), from in 0..DAYS, count in 1_u32..300,
    ) {
        let from = nth(from);
        let after = day::plus(from, 1).unwrap();
        match calendar.add_working_days(from, count) {
            Ok(to) => {
                prop_assert!(calendar.is_working_day(to)? && to > from);
                // Counted without `from`, with `to`.
                let counted = calendar.working_days_between(after, to)? + 1;
                prop_assert_eq!(counted, i64::from(count));
                if calendar.is_working_day(from)? {
                    prop_assert_eq!(calendar.subtract_working_days(to, count)?, from);
                }
            }
            Err(error) => {
                prop_assert_eq!(error.code(), Code::OutsideCalendar);
                let left = days(&calendar).filter(|day| *day > from);
                let left = left.filter(|day| calendar.is_working_day(*day).unwrap()).count();
                prop_assert!(left < count as usize);
            }
        }
        if let Ok(back) = calendar.subtract_working_days(from, count) {
            prop_assert!(calendar.is_working_day(back)? && back < from);
            prop_assert_eq!(calendar.working_days_between(back, from)?, i64::from(count));
        } else {
            let before = calendar.working_days_between(calendar.first(), from)?;
            prop_assert!(before < i64::from(count));
        }
        prop_assert_eq!(calendar.add_working_days(from, 0)?, from);
        prop_assert_eq!(calendar.subtract_working_days(from, 0)?, from);
    }

    #[test]
    fn the_next_and_previous_working_days_are_the_nearest(
        calendar in calendars(), from in 0..DAYS,
    ) {
        let from = nth(from);
        let worked = |day: &NaiveDate| calendar.is_working_day(*day).unwrap();
        let next = days(&calendar).find(|day| *day >= from && worked(day));
        prop_assert_eq!(calendar.next_working_day(from).ok(), next);
        let previous = days(&calendar).filter(|day| *day <= from && worked(day)).last();
        prop_assert_eq!(calendar.previous_working_day(from).ok(), previous);
    }

    #[test]
    fn a_range_is_provisional_when_one_of_its_days_is(
        calendar in calendars(), until in 0..DAYS, from in 0..DAYS, length in 0..20_i64,
    ) {
        let until = nth(until);
        let changed = calendar.with_decreed_until(until, "")?;
        for calendar in [&calendar, &changed, Calendar::viet_nam()] {
            let (from, to) = (nth(from), nth((from + length).min(DAYS - 1)));
            let mut days = from.iter_days().take_while(|day| *day <= to);
            let any = days.any(|day| calendar.is_provisional(day).unwrap());
            prop_assert_eq!(calendar.is_provisional_between(from, to)?, any);
            prop_assert_eq!(calendar.is_provisional_between(to, from)?, any);
        }
        let mut decided = first().iter_days().take_while(|day| *day <= until);
        prop_assert!(!decided.any(|day| changed.is_provisional(day).unwrap()));
    }

    #[test]
    fn special_days_are_the_entries_of_the_range_and_the_reply_lists_them(
        from in any_day(), to in any_day(),
    ) {
        let calendar = Calendar::viet_nam();
        let listed: Vec<_> = calendar.special_days(from, to).map(|entry| entry.day).collect();
        let all = calendar.special_days(calendar.first(), calendar.last()).map(|entry| entry.day);
        let expected: Vec<_> = all.filter(|day| from <= *day && *day <= to).collect();
        prop_assert_eq!(&listed, &expected);
        if let Ok(reply) = calendar.reply(from, to) {
            let days: Vec<_> = reply.days.iter().map(|day| day.day).collect();
            prop_assert_eq!(days, listed);
        }
    }

    #[test]
    fn no_day_or_count_panics_and_outside_is_an_error(
        a in any_day(), b in any_day(), count in any::<u32>(),
    ) {
        let calendar = Calendar::viet_nam();
        let covered = |day| (calendar.first()..=calendar.last()).contains(&day);
        prop_assert_eq!(outside(calendar.is_working_day(a)), !covered(a));
        prop_assert_eq!(outside(calendar.is_provisional(a)), !covered(a));
        prop_assert_eq!(outside(calendar.day(a)), !covered(a));
        prop_assert_eq!(outside(calendar.with_decreed_until(a, "")), !covered(a));
        let both = covered(a) && covered(b);
        prop_assert_eq!(outside(calendar.working_days_between(a, b)), !both);
        prop_assert_eq!(outside(calendar.is_provisional_between(a, b)), !both);
        prop_assert!(covered(a) || outside(calendar.add_working_days(a, count)));
        prop_assert!(covered(a) || outside(calendar.subtract_working_days(a, count)));
        let _ = (calendar.add_working_days(a, count), calendar.subtract_working_days(a, count));
        let _ = (calendar.next_working_day(a), calendar.previous_working_day(a));
        let _ = calendar.reply(a, b);
    }

    #[test]
    fn weekdays_takes_any_range_within_1900_to_2199(a in any_day(), b in any_day()) {
        let allowed = day::check(a).is_some() && day::check(b).is_some() && a <= b;
        match Calendar::weekdays(a, b) {
            Ok(calendar) => {
                prop_assert!(allowed);
                prop_assert_eq!((calendar.first(), calendar.last()), (a, b));
                prop_assert!(!calendar.is_provisional_between(a, b)?);
            }
            Err(error) => {
                prop_assert!(!allowed);
                prop_assert_eq!(error.code(), Code::InvalidValue);
            }
        }
    }
}
