//! The calendar against its vectors and against other people's data.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use tiendo::{Calendar, CalendarEntry, Error, Text, day};

const VECTORS: &str = include_str!("../../../tests/vectors/calendar.json");
const DIFFERENCES: &str = include_str!("../../../tests/data/calendar/deliberate_differences.json");

fn date(text: &str) -> NaiveDate {
    day::parse(text).unwrap()
}

fn is_weekend(day: NaiveDate) -> bool {
    day.weekday().num_days_from_monday() >= 5
}

/// A file of the shared conformance data; none where it is absent.
#[expect(clippy::disallowed_methods, reason = "a test reads other people's data from a file")]
fn conformance(name: &str) -> Option<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/conformance/calendar/");
    let text = std::fs::read_to_string(format!("{root}{name}")).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {name} of ../shared/conformance/calendar is absent");
    }
    text
}

fn answer(ask: &Value) -> Result<Value, Error> {
    let from = day::parse(ask["from"].as_str().unwrap_or_default())?;
    let to = day::parse(ask["to"].as_str().unwrap_or_default())?;
    Ok(serde_json::to_value(Calendar::viet_nam().reply(from, to)?).unwrap())
}

#[test]
fn vectors() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() >= 40);
    for case in cases {
        assert_eq!(case["ask"]["query"], "calendar");
        let reply = answer(&case["ask"]).unwrap_or_else(
            |error| json!({"error": {"code": error.code().as_str(), "message": error.to_string()}}),
        );
        assert_eq!(reply, case["expect"], "{}", case["name"]);
    }
}

/// Days that the files below get wrong or lack, each with its reason in the data.
fn deliberate_differences() -> BTreeMap<NaiveDate, bool> {
    let file: Value = serde_json::from_str(DIFFERENCES).unwrap();
    let days = file["days"].as_array().unwrap().iter();
    days.map(|row| {
        assert!(row["reason"].is_string() && row["source"].is_string());
        (date(row["day"].as_str().unwrap()), row["working"].as_bool().unwrap())
    })
    .collect()
}

#[test]
fn every_day_of_2024_to_2026_is_as_the_holidays_library_says() {
    let Some(csv) = conformance("vn_days_2024_2026_holidays-0.109.csv") else { return };
    let mut theirs = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        theirs.insert(date(fields[0]), fields[2] == "True");
    }
    let differences = deliberate_differences();
    let calendar = Calendar::viet_nam();
    let mut compared = 0;
    for day in date("2024-01-01").iter_days().take_while(|day| day.year() < 2027) {
        let theirs = theirs.get(&day).copied().unwrap_or(!is_weekend(day));
        let ours = calendar.is_working_day(day).unwrap();
        match differences.get(&day) {
            Some(expected) => assert!(ours == *expected && ours != theirs, "{day}"),
            None => assert_eq!(ours, theirs, "{day}"),
        }
        compared += 1;
    }
    assert_eq!(compared, 1096);
}

#[test]
fn every_statutory_day_of_2020_to_2050_is_as_the_snapshot_says() {
    let Some(text) = conformance("VN_COMMON-2026-07-23.json") else { return };
    let snapshot: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    let calendar = Calendar::viet_nam();
    let in_range = |day: &NaiveDate| (calendar.first()..=calendar.last()).contains(day);
    let theirs: BTreeSet<_> = snapshot.keys().map(|day| date(day)).filter(in_range).collect();
    assert!(theirs.len() > 400);
    for day in &theirs {
        assert!(!calendar.is_working_day(*day).unwrap(), "{day}");
    }
    // The other way round: a weekday off that the snapshot lacks is a swap or Culture Day, which it does not know.
    for entry in calendar.special_days(calendar.first(), calendar.last()) {
        if entry.working || is_weekend(entry.day) || theirs.contains(&entry.day) {
            continue;
        }
        let name = entry.name_en.as_str();
        let known = name == "Vietnamese Culture Day" || name.starts_with("Day off in exchange");
        assert!(known, "{} {name}", entry.day);
    }
}

#[test]
fn the_day_of_each_lunar_month_is_the_day_of_its_new_moon_in_viet_nam() {
    let calendar = Calendar::viet_nam();
    for year in 2020..=2050 {
        let of_year = |name: &str| {
            let (from, to) = (format!("{year}-01-01"), format!("{year}-12-31"));
            let days = calendar.special_days(date(&from), date(&to));
            let named = days.filter(move |entry| entry.name_en.as_str() == name);
            named.map(|entry| entry.day).collect::<Vec<_>>()
        };
        let kings = of_year("Hùng Kings' Commemoration Day");
        assert_eq!(kings.len(), 1);
        // 10/3 is nine days after the first of the month.
        let third_month = day::plus(kings[0], -9).unwrap();
        assert!(is_new_moon_day(third_month), "{third_month}");
        let new_moons: Vec<_> = of_year("Lunar New Year (Tết)")
            .into_iter()
            .filter(|day| is_new_moon_day(*day))
            .collect();
        assert_eq!(new_moons.len(), 1, "{year}");
        // Two months lie between, or three where a month is doubled.
        let between = (third_month - new_moons[0]).num_days();
        assert!(matches!(between, 58..=60 | 88..=90), "{year}: {between}");
    }
}

/// Whether a new moon falls on the day, by Viet Nam's clock (UTC+7).
///
/// Source: J. Meeus, Astronomical Algorithms, chapter 49, the periodic terms over a minute and a half; TT is about
/// 75 seconds ahead of UTC in these years.
fn is_new_moon_day(day: NaiveDate) -> bool {
    let noon = f64::from(day.to_epoch_days()) + 2_440_588.0 - 7.0 / 24.0;
    let near = ((noon - 2_451_550.097_66) / 29.530_588_861).round();
    let centuries = near / 1236.85;
    let turn = |base: f64, rate: f64| (base + rate * near).to_radians();
    let sun = turn(2.5534, 29.105_356_70);
    let moon = turn(201.5643, 385.816_935_28);
    let latitude = turn(160.7108, 390.670_502_84);
    let eccentricity = 1.0 - 0.002_516 * centuries;
    let terms = [
        (-0.407_20, moon),
        (0.172_41 * eccentricity, sun),
        (0.016_08, 2.0 * moon),
        (0.010_39, 2.0 * latitude),
        (0.007_39 * eccentricity, moon - sun),
        (-0.005_14 * eccentricity, moon + sun),
        (0.002_08, 2.0 * sun),
        (-0.001_11, moon - 2.0 * latitude),
    ];
    let shift: f64 = terms.iter().map(|(size, angle)| size * angle.sin()).sum();
    let instant = 2_451_550.097_66 + 29.530_588_861 * near + shift - 75.0 / 86_400.0;
    (instant - noon).abs() <= 0.5
}

fn entry(day: &str, working: bool) -> CalendarEntry {
    CalendarEntry {
        day: date(day),
        working,
        name: Text::new("ngày đổi").unwrap(),
        name_en: Text::default(),
        source: Text::new("test").unwrap(),
        provisional: false,
    }
}

#[test]
fn added_and_replaced_days_change_the_count_and_the_version_and_nothing_else() {
    let base = Calendar::viet_nam();
    let changed = base
        .with_days([entry("2027-01-04", false), entry("2027-01-09", true)], "")
        .unwrap()
        .with_days([entry("2025-09-02", true)], "hanoi-2025")
        .unwrap();
    assert_eq!(changed.version(), "vn-2026.1+2+hanoi-2025");
    for day in base.first().iter_days().take_while(|day| *day <= base.last()) {
        let differs = base.is_working_day(day).unwrap() != changed.is_working_day(day).unwrap();
        let expected = ["2027-01-04", "2027-01-09", "2025-09-02"].contains(&&*day.to_string());
        assert_eq!(differs, expected, "{day}");
    }
    let sum = |c: &Calendar| c.working_days_between(c.first(), c.last()).unwrap();
    assert_eq!(sum(&changed), sum(base) + 1);
}

#[test]
fn refused_changes_name_the_field() {
    let base = Calendar::viet_nam();
    let refuse = |days: Vec<CalendarEntry>, suffix: &str| {
        base.with_days(days, suffix).unwrap_err().to_string()
    };
    assert!(refuse(vec![entry("2051-01-02", false)], "").contains("no data for 2051-01-02"));
    let twice = vec![entry("2027-01-04", false), entry("2027-01-04", true)];
    assert_eq!(refuse(twice, ""), "day must be given once, not '2027-01-04'");
    let mut nameless = entry("2027-01-04", false);
    nameless.source = Text::new(" ").unwrap();
    assert_eq!(refuse(vec![nameless], ""), "source must be a text on 2027-01-04, not ' '");
    for suffix in ["a b", "ă", "+1", "123456789012345678901234567890123"] {
        assert!(refuse(vec![], suffix).starts_with("suffix must be at most 32 ASCII"), "{suffix}");
    }
}

#[test]
fn entries_travel_as_json() {
    let json = json!({
        "day": "2027-01-09", "working": true, "name": "Làm bù", "name_en": "Worked",
        "source": "1/QĐ-TTg", "provisional": false
    });
    let entry: CalendarEntry = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&entry).unwrap(), json);
    for (field, value) in [("day", "2027-1-9"), ("day", "3000-01-01"), ("wrking", "x")] {
        let mut bad = json.clone();
        bad[field] = value.into();
        assert!(serde_json::from_value::<CalendarEntry>(bad).is_err(), "{field} {value}");
    }
}
