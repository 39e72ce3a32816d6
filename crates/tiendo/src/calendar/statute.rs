//! Days off by statute: what the Labour Code gives a year before its decisions are out.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{CalendarEntry, is_weekend};
use crate::day;
use crate::text::Text;

/// Names of a holiday, Vietnamese and English.
pub(super) type Names = (&'static str, &'static str);

pub(super) const NEW_YEAR: Names = ("Tết Dương lịch", "New Year's Day");
pub(super) const TET: Names = ("Tết Nguyên đán", "Lunar New Year (Tết)");
pub(super) const HUNG_KINGS: Names = ("Giỗ Tổ Hùng Vương", "Hùng Kings' Commemoration Day");
pub(super) const VICTORY: Names = ("Ngày Chiến thắng", "Victory Day (Reunification)");
pub(super) const LABOUR: Names = ("Ngày Quốc tế lao động", "International Labour Day");
pub(super) const NATIONAL: Names = ("Quốc khánh", "National Day");
pub(super) const CULTURE: Names = ("Ngày Văn hóa Việt Nam", "Vietnamese Culture Day");

/// Labour Code of 2019, in force from 1 January 2021: the holidays.
pub(super) const HOLIDAYS: &str = "45/2019/QH14, Điều 112 khoản 1";
/// The same: a holiday on a weekly day off moves to the next working day.
pub(super) const SUBSTITUTE: &str = "45/2019/QH14, Điều 111 khoản 3";
/// National Assembly's resolution on culture, in force from 1 July 2026; it follows the Politburo's.
pub(super) const CULTURE_SOURCE: &str = "28/2026/QH16, Điều 2; 80-NQ/TW ngày 07/01/2026";

/// First year of the table and of Vietnamese Culture Day.
const FIRST_YEAR: i32 = 2020;
const CULTURE_FROM: i32 = 2026;

/// Month and day of the first day of the lunar year (Tết) and of 10/3 by the lunar calendar (Hùng Kings), per year
/// from 2020. Facts of the Vietnamese lunisolar calendar (UTC+7), which differs from China's in some years.
#[rustfmt::skip]
const LUNAR: [((u32, u32), (u32, u32)); 31] = [
    ((1, 25), (4, 2)), ((2, 12), (4, 21)), ((2, 1), (4, 10)), ((1, 22), (4, 29)), // 2020
    ((2, 10), (4, 18)), ((1, 29), (4, 7)), ((2, 17), (4, 26)), ((2, 6), (4, 16)), // 2024
    ((1, 26), (4, 4)), ((2, 13), (4, 23)), ((2, 2), (4, 12)), ((1, 23), (4, 1)), // 2028
    ((2, 11), (4, 19)), ((1, 31), (4, 9)), ((2, 19), (4, 28)), ((2, 8), (4, 17)), // 2032
    ((1, 28), (4, 6)), ((2, 15), (4, 24)), ((2, 4), (4, 13)), ((1, 24), (4, 3)), // 2036
    ((2, 12), (4, 20)), ((2, 1), (4, 10)), ((1, 22), (4, 29)), ((2, 10), (4, 19)), // 2040
    ((1, 30), (4, 7)), ((2, 17), (4, 26)), ((2, 6), (4, 15)), ((1, 26), (4, 4)), // 2044
    ((2, 14), (4, 22)), ((2, 2), (4, 11)), ((1, 23), (4, 1)), // 2048
];

/// Days off of a year by statute, and substitute days by rule, all provisional; empty outside 2020 to 2050.
///
/// Tết is two days before the first lunar day to two days after it, as decided in most years; the other split that was
/// decided (one before to three after, in 2022 and 2026) gives the same days off, because substitute days follow.
/// National Day's second day is the one decided when 2 September last fell on the same day of the week.
/// Source: Labour Code 45/2019/QH14, articles 111.3 and 112; Resolution 28/2026/QH16, article 2.
pub(super) fn entries(year: i32) -> Vec<CalendarEntry> {
    let mut holidays = holidays(year);
    holidays.sort_by_key(|(day, ..)| *day);
    let mut taken: BTreeSet<NaiveDate> = holidays.iter().map(|(day, ..)| *day).collect();
    let mut entries = Vec::with_capacity(holidays.len() + 4);
    for (holiday, names, source) in holidays {
        entries.extend(entry(holiday, names.0, names.1, source));
        // Article 111.3 speaks of the holidays of article 112 alone, so Culture Day is not made up for.
        if source == HOLIDAYS && is_weekend(holiday) {
            let free = |day: &NaiveDate| !is_weekend(*day) && !taken.contains(day);
            if let Some(next) = holiday.iter_days().find(free) {
                taken.insert(next);
                let (vi, en) = substitute_names(names);
                entries.extend(entry(next, &vi, &en, SUBSTITUTE));
            }
        }
    }
    entries
}

/// Names of the substitute day of a holiday.
pub(super) fn substitute_names((vi, en): Names) -> (String, String) {
    (format!("{vi} (nghỉ bù)"), format!("{en} (substitute day)"))
}

fn holidays(year: i32) -> Vec<(NaiveDate, Names, &'static str)> {
    let lunar = usize::try_from(i64::from(year) - i64::from(FIRST_YEAR))
        .ok()
        .and_then(|index| LUNAR.get(index));
    let Some(&((tet_month, tet_day), (kings_month, kings_day))) = lunar else { return Vec::new() };
    let on = |month, of_month| day::from_ymd(year, month, of_month);
    let mut days = Vec::with_capacity(12);
    let mut add = |day: Option<NaiveDate>, names, source| {
        days.extend(day.map(|day| (day, names, source)));
    };
    add(on(1, 1), NEW_YEAR, HOLIDAYS);
    for shift in -2..=2 {
        add(on(tet_month, tet_day).and_then(|first| day::plus(first, shift)), TET, HOLIDAYS);
    }
    add(on(kings_month, kings_day), HUNG_KINGS, HOLIDAYS);
    add(on(4, 30), VICTORY, HOLIDAYS);
    add(on(5, 1), LABOUR, HOLIDAYS);
    let national = on(9, 2);
    add(national, NATIONAL, HOLIDAYS);
    add(national.and_then(beside_national_day), NATIONAL, HOLIDAYS);
    if year >= CULTURE_FROM {
        add(on(11, 24), CULTURE, CULTURE_SOURCE);
    }
    days
}

/// The second day of National Day: before it on Tuesday, Wednesday, Friday and Saturday, else after it.
///
/// As decided in 2021 and 2027 (Thursday), 2022 (Friday), 2023 (Saturday), 2024 (Monday), 2025 (Tuesday) and 2026
/// (Wednesday); Sunday, without a precedent, as Monday.
fn beside_national_day(national: NaiveDate) -> Option<NaiveDate> {
    use chrono::Weekday::{Fri, Sat, Tue, Wed};
    let before = matches!(national.weekday(), Tue | Wed | Fri | Sat);
    day::plus(national, if before { -1 } else { 1 })
}

fn entry(day: NaiveDate, name: &str, name_en: &str, source: &str) -> Option<CalendarEntry> {
    Some(CalendarEntry {
        day,
        working: false,
        name: Text::new(name).ok()?,
        name_en: Text::new(name_en).ok()?,
        source: Text::new(source).ok()?,
        provisional: true,
    })
}
