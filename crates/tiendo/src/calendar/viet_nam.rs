//! The decreed years of Viet Nam's calendar as data, one source per row, and the years after them by statute.
//!
//! Tết, National Day's second day and swap days are decided for each year by the Prime Minister (Labour Code of 2019,
//! article 112.3); the Government Office's letter and the ministry's notice are the source, numbered and dated as the
//! state's portals and the press give them. The other days, and substitute days, follow from the code itself. A new
//! year's decisions are new rows, a later [`DECREED_UNTIL`] and a new [`VERSION`].

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::statute::{
    self, CULTURE, CULTURE_SOURCE, HOLIDAYS, HUNG_KINGS, LABOUR, NATIONAL, NEW_YEAR, Names,
    SUBSTITUTE, TET, VICTORY, substitute_names,
};
use super::{CalendarEntry, day};
use crate::text::Text;

/// Version of the data: the last decreed year and the number of its edition.
pub(super) const VERSION: &str = "vn-2026.1";
pub(super) const FIRST: NaiveDate = const_day(2020, 1, 1);
pub(super) const LAST: NaiveDate = const_day(2050, 12, 31);
/// Last day of the last year whose decisions are all entered below.
pub(super) const DECREED_UNTIL: NaiveDate = const_day(2026, 12, 31);
const STATUTE_YEARS: std::ops::RangeInclusive<i32> = 2027..=2050;

type Ymd = (i32, u32, u32);

/// A row of the data.
#[derive(Clone, Copy)]
enum Row {
    /// A holiday.
    Off(Ymd, Names, &'static str),
    /// The day off in place of a holiday that fell on a weekly day off.
    InPlace(Ymd, Names, &'static str),
    /// The first day off, the second worked for it.
    Swap(Ymd, Ymd, &'static str),
}

use Row::{InPlace, Off, Swap};

/// Labour Code of 2012, in force until 31 December 2020; National Day was one day.
const HOLIDAYS_2012: &str = "10/2012/QH13, Điều 115 khoản 1";
/// A year's decision: the Government Office's letter, and the ministry's notice that published it.
const DECISION_2020: &str = "9087/VPCP-KGVX ngày 07/10/2019";
const DECISION_2021: &str = "9895/VPCP-KGVX ngày 26/11/2020; 4875/TB-LĐTBXH";
const DECISION_2022: &str = "245/VPCP-KGVX ngày 11/01/2022; 119/TB-LĐTBXH";
const DECISION_2023: &str = "8056/VPCP-KGVX ngày 01/12/2022; 5034/TB-LĐTBXH";
const DECISION_2024: &str = "8662/VPCP-KGVX ngày 03/11/2023; 5015/TB-LĐTBXH ngày 22/11/2023";
const SWAP_2024: &str = "2450/VPCP-KGVX ngày 12/04/2024; 1570/TB-LĐTBXH";
const DECISION_2025: &str = "8726/VPCP-KGVX ngày 26/11/2024; 6150/TB-BLĐTBXH ngày 03/12/2024";
const DECISION_2026: &str = "9859/VPCP-KGVX ngày 13/10/2025; 9441/TB-BNV ngày 16/10/2025";
const SWAP_NEW_YEAR_2026: &str = "12729/VPCP-KGVX ngày 25/12/2025";
const DECISION_2027: &str = "10065/VPCP-KGVX ngày 02/10/2026";

/// The rows in order of days. Those after [`DECREED_UNTIL`] are decided already, while their year as a whole is not:
/// swap days have been decided as late as twelve days before (2024) and within the last week of the year (2025).
const DECREED: &[Row] = &[
    Off((2020, 1, 1), NEW_YEAR, HOLIDAYS_2012),
    Off((2020, 1, 23), TET, DECISION_2020),
    Off((2020, 1, 24), TET, DECISION_2020),
    Off((2020, 1, 25), TET, DECISION_2020),
    Off((2020, 1, 26), TET, DECISION_2020),
    Off((2020, 1, 27), TET, DECISION_2020),
    InPlace((2020, 1, 28), TET, DECISION_2020),
    InPlace((2020, 1, 29), TET, DECISION_2020),
    Off((2020, 4, 2), HUNG_KINGS, HOLIDAYS_2012),
    Off((2020, 4, 30), VICTORY, HOLIDAYS_2012),
    Off((2020, 5, 1), LABOUR, HOLIDAYS_2012),
    Off((2020, 9, 2), NATIONAL, HOLIDAYS_2012),
    Off((2021, 1, 1), NEW_YEAR, HOLIDAYS),
    Off((2021, 2, 10), TET, DECISION_2021),
    Off((2021, 2, 11), TET, DECISION_2021),
    Off((2021, 2, 12), TET, DECISION_2021),
    Off((2021, 2, 13), TET, DECISION_2021),
    Off((2021, 2, 14), TET, DECISION_2021),
    InPlace((2021, 2, 15), TET, DECISION_2021),
    InPlace((2021, 2, 16), TET, DECISION_2021),
    Off((2021, 4, 21), HUNG_KINGS, HOLIDAYS),
    Off((2021, 4, 30), VICTORY, HOLIDAYS),
    Off((2021, 5, 1), LABOUR, HOLIDAYS),
    InPlace((2021, 5, 3), LABOUR, SUBSTITUTE),
    Off((2021, 9, 2), NATIONAL, DECISION_2021),
    Off((2021, 9, 3), NATIONAL, DECISION_2021),
    Off((2022, 1, 1), NEW_YEAR, HOLIDAYS),
    InPlace((2022, 1, 3), NEW_YEAR, SUBSTITUTE),
    Off((2022, 1, 31), TET, DECISION_2022),
    Off((2022, 2, 1), TET, DECISION_2022),
    Off((2022, 2, 2), TET, DECISION_2022),
    Off((2022, 2, 3), TET, DECISION_2022),
    Off((2022, 2, 4), TET, DECISION_2022),
    Off((2022, 4, 10), HUNG_KINGS, HOLIDAYS),
    InPlace((2022, 4, 11), HUNG_KINGS, SUBSTITUTE),
    Off((2022, 4, 30), VICTORY, HOLIDAYS),
    Off((2022, 5, 1), LABOUR, HOLIDAYS),
    InPlace((2022, 5, 2), VICTORY, SUBSTITUTE),
    InPlace((2022, 5, 3), LABOUR, SUBSTITUTE),
    Off((2022, 9, 1), NATIONAL, DECISION_2022),
    Off((2022, 9, 2), NATIONAL, DECISION_2022),
    Off((2023, 1, 1), NEW_YEAR, HOLIDAYS),
    InPlace((2023, 1, 2), NEW_YEAR, SUBSTITUTE),
    Off((2023, 1, 20), TET, DECISION_2023),
    Off((2023, 1, 21), TET, DECISION_2023),
    Off((2023, 1, 22), TET, DECISION_2023),
    Off((2023, 1, 23), TET, DECISION_2023),
    Off((2023, 1, 24), TET, DECISION_2023),
    InPlace((2023, 1, 25), TET, DECISION_2023),
    InPlace((2023, 1, 26), TET, DECISION_2023),
    Off((2023, 4, 29), HUNG_KINGS, HOLIDAYS),
    Off((2023, 4, 30), VICTORY, HOLIDAYS),
    Off((2023, 5, 1), LABOUR, HOLIDAYS),
    InPlace((2023, 5, 2), HUNG_KINGS, SUBSTITUTE),
    InPlace((2023, 5, 3), VICTORY, SUBSTITUTE),
    Off((2023, 9, 1), NATIONAL, DECISION_2023),
    Off((2023, 9, 2), NATIONAL, DECISION_2023),
    InPlace((2023, 9, 4), NATIONAL, DECISION_2023),
    Off((2024, 1, 1), NEW_YEAR, HOLIDAYS),
    Off((2024, 2, 8), TET, DECISION_2024),
    Off((2024, 2, 9), TET, DECISION_2024),
    Off((2024, 2, 10), TET, DECISION_2024),
    Off((2024, 2, 11), TET, DECISION_2024),
    Off((2024, 2, 12), TET, DECISION_2024),
    InPlace((2024, 2, 13), TET, DECISION_2024),
    InPlace((2024, 2, 14), TET, DECISION_2024),
    Off((2024, 4, 18), HUNG_KINGS, HOLIDAYS),
    Swap((2024, 4, 29), (2024, 5, 4), SWAP_2024),
    Off((2024, 4, 30), VICTORY, HOLIDAYS),
    Off((2024, 5, 1), LABOUR, HOLIDAYS),
    Off((2024, 9, 2), NATIONAL, DECISION_2024),
    Off((2024, 9, 3), NATIONAL, DECISION_2024),
    Off((2025, 1, 1), NEW_YEAR, HOLIDAYS),
    Off((2025, 1, 27), TET, DECISION_2025),
    Off((2025, 1, 28), TET, DECISION_2025),
    Off((2025, 1, 29), TET, DECISION_2025),
    Off((2025, 1, 30), TET, DECISION_2025),
    Off((2025, 1, 31), TET, DECISION_2025),
    Off((2025, 4, 7), HUNG_KINGS, HOLIDAYS),
    Off((2025, 4, 30), VICTORY, HOLIDAYS),
    Off((2025, 5, 1), LABOUR, HOLIDAYS),
    Swap((2025, 5, 2), (2025, 4, 26), DECISION_2025),
    Off((2025, 9, 1), NATIONAL, DECISION_2025),
    Off((2025, 9, 2), NATIONAL, DECISION_2025),
    Off((2026, 1, 1), NEW_YEAR, HOLIDAYS),
    Swap((2026, 1, 2), (2026, 1, 10), SWAP_NEW_YEAR_2026),
    Off((2026, 2, 16), TET, DECISION_2026),
    Off((2026, 2, 17), TET, DECISION_2026),
    Off((2026, 2, 18), TET, DECISION_2026),
    Off((2026, 2, 19), TET, DECISION_2026),
    Off((2026, 2, 20), TET, DECISION_2026),
    Off((2026, 4, 26), HUNG_KINGS, HOLIDAYS),
    InPlace((2026, 4, 27), HUNG_KINGS, SUBSTITUTE),
    Off((2026, 4, 30), VICTORY, HOLIDAYS),
    Off((2026, 5, 1), LABOUR, HOLIDAYS),
    Swap((2026, 8, 31), (2026, 8, 22), DECISION_2026),
    Off((2026, 9, 1), NATIONAL, DECISION_2026),
    Off((2026, 9, 2), NATIONAL, DECISION_2026),
    Off((2026, 11, 24), CULTURE, CULTURE_SOURCE),
    Off((2027, 2, 4), TET, DECISION_2027),
    Off((2027, 2, 5), TET, DECISION_2027),
    Off((2027, 2, 6), TET, DECISION_2027),
    Off((2027, 2, 7), TET, DECISION_2027),
    Off((2027, 2, 8), TET, DECISION_2027),
    InPlace((2027, 2, 9), TET, DECISION_2027),
    InPlace((2027, 2, 10), TET, DECISION_2027),
    Off((2027, 9, 2), NATIONAL, DECISION_2027),
    Off((2027, 9, 3), NATIONAL, DECISION_2027),
];

/// Every special day: the later years by statute, and over them the decreed rows.
pub(super) fn entries() -> BTreeMap<NaiveDate, CalendarEntry> {
    let later = STATUTE_YEARS.flat_map(statute::entries);
    let decreed = DECREED.iter().flat_map(|row| row.entries()).flatten();
    later.chain(decreed).map(|entry| (entry.day, entry)).collect()
}

impl Row {
    /// One entry, or two for a swap; `None` stands for a row that is no day, which the test below rules out.
    fn entries(self) -> [Option<CalendarEntry>; 2] {
        match self {
            Off(at, (vi, en), source) => [entry(at, false, vi, en, source), None],
            InPlace(at, names, source) => {
                let (vi, en) = substitute_names(names);
                [entry(at, false, &vi, &en, source), None]
            }
            Swap(off, worked, source) => {
                let (off_vi, off_en) = written(off);
                let (worked_vi, worked_en) = written(worked);
                let vi = format!("Nghỉ hoán đổi (làm bù ngày {worked_vi})");
                let en = format!("Day off in exchange for {worked_en}");
                let off_entry = entry(off, false, &vi, &en, source);
                let vi = format!("Làm bù cho ngày {off_vi}");
                let en = format!("Worked in exchange for {off_en}");
                [off_entry, entry(worked, true, &vi, &en, source)]
            }
        }
    }
}

fn entry(at: Ymd, working: bool, vi: &str, en: &str, source: &str) -> Option<CalendarEntry> {
    Some(CalendarEntry {
        day: day::from_ymd(at.0, at.1, at.2)?,
        working,
        name: Text::new(vi).ok()?,
        name_en: Text::new(en).ok()?,
        source: Text::new(source).ok()?,
        provisional: false,
    })
}

/// A day as official Vietnamese and as English sentences write it.
fn written(at: Ymd) -> (String, String) {
    day::from_ymd(at.0, at.1, at.2).map_or_else(Default::default, |day| {
        let (year, month, of_month) = (day.year(), day.month(), day.day());
        let name = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
        (format!("{of_month:02}/{month:02}/{year}"), format!("{of_month} {name} {year}"))
    })
}

// Not chrono's patterns: valgrind takes their optimised code for a read of uninitialised memory, and hosts that test
// with it would see an error of ours.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const fn const_day(year: i32, month: u32, of_month: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, of_month) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::Datelike;

    use super::*;

    fn off_days(entries: impl IntoIterator<Item = CalendarEntry>) -> BTreeSet<NaiveDate> {
        let off = entries.into_iter().filter(|entry| !entry.working);
        off.map(|entry| entry.day).filter(|day| !super::super::is_weekend(*day)).collect()
    }

    #[test]
    fn every_row_is_a_day_of_its_own_and_changes_a_day_or_names_a_weekend_holiday() {
        let mut seen = BTreeSet::new();
        for row in DECREED {
            let entries = row.entries();
            assert_eq!(entries.iter().flatten().count(), 1 + usize::from(matches!(row, Swap(..))));
            for entry in entries.into_iter().flatten() {
                assert!(seen.insert(entry.day), "{} stands twice", entry.day);
                assert!((FIRST..=LAST).contains(&entry.day));
                let weekend = super::super::is_weekend(entry.day);
                match row {
                    Off(..) => {}
                    InPlace(..) => assert!(!weekend, "{}", entry.day),
                    Swap(..) => assert_eq!(entry.working, weekend, "{}", entry.day),
                }
            }
        }
        let bounds = [FIRST, LAST, DECREED_UNTIL].map(|day| day.year());
        assert_eq!(bounds, [2020, 2050, 2026]);
    }

    #[test]
    fn decreed_years_are_what_the_statute_gives_and_the_swaps() {
        for year in 2021..=2026 {
            let rows = DECREED.iter().flat_map(|row| row.entries()).flatten();
            let rows = rows.filter(|entry| entry.day.year() == year);
            let swapped = |entry: &CalendarEntry| entry.name_en.as_str().contains("in exchange");
            let decreed = off_days(rows.filter(|entry| !swapped(entry)));
            assert_eq!(decreed, off_days(statute::entries(year)), "{year}");
        }
    }

    #[test]
    fn days_decided_ahead_are_what_the_statute_gives() {
        let by_statute = STATUTE_YEARS.flat_map(statute::entries).map(|entry| entry.day);
        let by_statute: BTreeSet<_> = by_statute.collect();
        let ahead = DECREED.iter().flat_map(|row| row.entries()).flatten();
        for entry in ahead.filter(|entry| entry.day > DECREED_UNTIL) {
            assert!(by_statute.contains(&entry.day), "{}", entry.day);
        }
    }

    #[test]
    fn every_statute_year_gives_its_holidays_as_weekdays_off() {
        for year in STATUTE_YEARS {
            let culture = day::from_ymd(year, 11, 24).unwrap();
            // Eleven days of the Labour Code, each on a weekday or made up for; Culture Day is not.
            let expected = 11 + usize::from(!super::super::is_weekend(culture));
            assert_eq!(off_days(statute::entries(year)).len(), expected, "{year}");
        }
        assert!(statute::entries(2019).is_empty() && statute::entries(i32::MIN).is_empty());
    }
}
