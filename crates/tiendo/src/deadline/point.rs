//! Grammar of days and periods. What a point names is kept loose: a year may be missing until the day of the document is known.

use super::PartOfPeriod;
use super::token::{Cursor, Kind, SIX};
use crate::calendar::Weekday;

/// A year as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Given(i32),
    /// Two digits: the century is ours.
    Short(i32),
    Missing,
    /// `năm nay` 0, `năm sau` 1: counted from the year of the document.
    Offset(i32),
}

/// A day or period as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loose {
    Day {
        day: u32,
        month: u32,
        year: Year,
        weekday: Option<Weekday>,
    },
    /// A day of this month (0) or the next (1).
    DayOfMonth {
        day: u32,
        offset: i64,
    },
    /// The document's day (0) or the next (1).
    Relative(i64),
    Week {
        week: u32,
        year: Year,
    },
    Month {
        month: u32,
        year: Year,
    },
    Quarter {
        quarter: u32,
        year: Year,
    },
    Half {
        half: u32,
        year: Year,
    },
    Year(Year),
    /// `3 tháng cuối năm`: months from one to another.
    Months {
        first: u32,
        last: u32,
        year: Year,
    },
    /// This month (0), the next (1).
    ThisMonth(i64),
    ThisQuarter(i64),
    ThisWeek(i64),
}

/// A point: a loose day or period, perhaps only a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) of: Loose,
    pub(super) part: Option<PartOfPeriod>,
}

impl From<Loose> for Point {
    fn from(of: Loose) -> Self {
        Point { of, part: None }
    }
}

const DATE_MARKS: [char; 3] = ['/', '-', '.'];

/// Years that may be written in two digits: outside them `9/10/11` would read three ways.
const SHORT_YEARS: std::ops::RangeInclusive<u32> = 20..=49;

/// Reads a point; leaves the cursor where it was when there is none.
pub(super) fn point(cursor: &mut Cursor<'_>) -> Option<Point> {
    // The order matters: a longer shape comes before the one that begins it.
    let rules: [fn(&mut Cursor<'_>) -> Option<Point>; 11] = [
        half_year,
        months_of_year,
        ten_days,
        part,
        code,
        day,
        month,
        quarter,
        week,
        year,
        relative,
    ];
    rules.iter().find_map(|rule| {
        let mut next = *cursor;
        let found = rule(&mut next)?;
        *cursor = next;
        Some(found)
    })
}

/// A year of four digits.
pub(super) fn full_year(cursor: &mut Cursor<'_>) -> Option<i32> {
    let mut next = *cursor;
    let (value, digits) = next.number()?;
    (digits == 4 && (1900..=2199).contains(&value)).then(|| *cursor = next).map(|()| value as i32)
}

/// The year after a month, quarter or half: `/2025`, `-2025`, ` năm 2025`, ` 2025`, `/25`, ` năm nay`, or missing.
fn year_after(cursor: &mut Cursor<'_>) -> Year {
    let mut next = *cursor;
    next.mark(',');
    if next.any(&["cua nam", "nam"]) {
        if let Some(year) = full_year(&mut next) {
            *cursor = next;
            return Year::Given(year);
        }
        if let Some(offset) = offset(&mut next) {
            *cursor = next;
            return Year::Offset(offset as i32);
        }
        return Year::Missing;
    }
    if let Some(year) = full_year(&mut next) {
        *cursor = next;
        return Year::Given(year);
    }
    let mut next = *cursor;
    let Some(mark) = next.marks(&DATE_MARKS) else { return Year::Missing };
    next.phrase("nam");
    if let Some(year) = full_year(&mut next) {
        // `2025-2026` after a month is a range of years, which no month has.
        *cursor = next;
        return Year::Given(year);
    }
    match next.number() {
        Some((value, 2)) if mark == '/' && SHORT_YEARS.contains(&value) => {
            *cursor = next;
            Year::Short(2000 + value as i32)
        }
        _ => Year::Missing,
    }
}

/// `này`, `nay` 0; `sau`, `tới` 1.
fn offset(cursor: &mut Cursor<'_>) -> Option<i64> {
    if cursor.any(&["nay", "hien tai"]) {
        return Some(0);
    }
    cursor.any(&["sau", "toi", "ke tiep", "tiep theo"]).then_some(1)
}

/// `thứ Sáu`, `thứ 6`, `chủ nhật`.
pub(super) fn weekday(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let mut next = *cursor;
    if next.phrase("chu nhat") {
        *cursor = next;
        return Some(Weekday::Sunday);
    }
    if !next.phrase("thu") {
        return None;
    }
    let words = ["hai", "ba", "tu", "nam", "sau", "bay"];
    let index = match next.number() {
        Some((value @ 2..=7, 1)) => value as usize - 2,
        Some(_) => return None,
        None => words
            .iter()
            .position(|word| next.phrase(word))
            .or_else(|| next.phrase("bon").then_some(2))
            .or_else(|| next.phrase(SIX).then_some(4))?,
    };
    *cursor = next;
    Weekday::ALL.get(index).copied()
}

/// Numbers in words from one to twelve; `năm` (five) is left out, for it also says 'year'.
pub(super) fn word_number(cursor: &mut Cursor<'_>) -> Option<u32> {
    const WORDS: [(&str, u32); 14] = [
        ("muoi mot", 11),
        ("muoi hai", 12),
        ("mot", 1),
        ("nhat", 1),
        ("hai", 2),
        ("ba", 3),
        ("tu", 4),
        ("bon", 4),
        (SIX, 6),
        ("bay", 7),
        ("tam", 8),
        ("chin", 9),
        ("muoi", 10),
        ("nhi", 2),
    ];
    WORDS.iter().find(|(word, _)| cursor.phrase(word)).map(|(_, n)| *n)
}

fn day(cursor: &mut Cursor<'_>) -> Option<Point> {
    let weekday = weekday(cursor);
    if weekday.is_some() {
        cursor.mark(',');
    }
    let named = cursor.phrase("ngay");
    if named {
        // `ngày thứ Sáu 31/10`, `ngày: 31/10`.
        cursor.mark(':');
    }
    if let Some(found) = english_day(cursor, weekday) {
        return Some(found);
    }
    let (first, digits) = cursor.number()?;
    let mut next = *cursor;
    if let Some(mark) = next.marks(&DATE_MARKS) {
        *cursor = next;
        return numeric_day(cursor, mark, (first, digits), named || weekday.is_some(), weekday);
    }
    if digits > 2 {
        return None;
    }
    let day = first;
    cursor.phrase("cua");
    if !cursor.phrase("thang") {
        return None;
    }
    if let Some(offset) = offset(cursor) {
        return named.then_some(Loose::DayOfMonth { day, offset }.into());
    }
    let month = cursor.small_number().or_else(|| word_number(cursor))?;
    let year = year_after(cursor);
    // `3 tháng 12` without 'ngày' and year could be anything.
    let sure = named || weekday.is_some() || year != Year::Missing;
    sure.then_some(Loose::Day { day, month, year, weekday }.into())
}

/// Day, month and year in figures, the first number and mark already taken.
fn numeric_day(
    cursor: &mut Cursor<'_>,
    mark: char,
    (first, digits): (u32, u8),
    named: bool,
    weekday: Option<Weekday>,
) -> Option<Point> {
    let (second, second_digits) = cursor.number()?;
    let mut next = *cursor;
    if next.mark(mark) {
        let (third, third_digits) = next.number()?;
        *cursor = next;
        let (day, month, year) = match (digits, second_digits, third_digits) {
            (1..=2, 1..=2, 4) => (first, second, Year::Given(third as i32)),
            (4, 1..=2, 1..=2) => (third, second, Year::Given(first as i32)),
            // Two digits after slashes are a year of this century; with other marks they could be a list.
            (1..=2, 1..=2, 2) if mark == '/' && SHORT_YEARS.contains(&third) => {
                (first, second, Year::Short(2000 + third as i32))
            }
            _ => return None,
        };
        return Some(Loose::Day { day, month, year, weekday }.into());
    }
    match (digits, second_digits) {
        // `9/2025` is a month, but `ngày 9/2025` is a slip.
        (1..=2, 4) if !named => {
            Some(Loose::Month { month: first, year: Year::Given(second as i32) }.into())
        }
        (1..=2, 1..=2) if mark == '/' || named || mark == '.' => {
            // `9-10/2025` with mixed marks has two readings; `15-20/8` has one, and is read as a range elsewhere.
            if next.marks(&DATE_MARKS).is_some_and(|m| m != '-' || mark == '-')
                && next.number().is_some()
            {
                return None;
            }
            let mut next = *cursor;
            let year =
                if next.any(&["cua nam", "nam"]) { year_after(cursor) } else { Year::Missing };
            Some(Loose::Day { day: first, month: second, year, weekday }.into())
        }
        _ => None,
    }
}

fn english_day(cursor: &mut Cursor<'_>, weekday: Option<Weekday>) -> Option<Point> {
    let month_name = |cursor: &mut Cursor<'_>| match cursor.peek()?.kind {
        Kind::MonthName(month) => {
            cursor.skip();
            Some(month)
        }
        _ => None,
    };
    let year_of = |cursor: &mut Cursor<'_>| {
        let mut next = *cursor;
        next.mark(',');
        match full_year(&mut next) {
            Some(year) => {
                *cursor = next;
                Year::Given(year)
            }
            None => Year::Missing,
        }
    };
    let mut next = *cursor;
    if let Some(day) = next.small_number() {
        next.marks(&['-', '/']);
        let month = month_name(&mut next)?;
        next.marks(&['-', '/']);
        *cursor = next;
        return Some(Loose::Day { day, month, year: year_of(cursor), weekday }.into());
    }
    let month = month_name(&mut next)?;
    let day = next.small_number()?;
    *cursor = next;
    Some(Loose::Day { day, month, year: year_of(cursor), weekday }.into())
}

fn month(cursor: &mut Cursor<'_>) -> Option<Point> {
    if let Some(Kind::MonthName(month)) = cursor.peek().map(|t| t.kind) {
        cursor.skip();
        return Some(Loose::Month { month, year: year_after(cursor) }.into());
    }
    if cursor.phrase("t") {
        cursor.mark('.');
        let month = cursor.small_number()?;
        let year = year_after(cursor);
        return (month <= 12).then_some(Loose::Month { month, year }.into());
    }
    if !cursor.phrase("thang") {
        return None;
    }
    let month = match cursor.small_number() {
        Some(month) => month,
        None => match word_number(cursor) {
            Some(month) => month,
            None => may(cursor)?,
        },
    };
    Some(Loose::Month { month, year: year_after(cursor) }.into())
}

/// `tháng năm` is May only where another mark of the year follows; else it says 'month' and 'year'.
fn may(cursor: &mut Cursor<'_>) -> Option<u32> {
    if !cursor.phrase("nam") {
        return None;
    }
    let follows = cursor.peek()?;
    (follows.kind == Kind::Mark('/') || follows.word == "nam").then_some(5)
}

/// The number of a quarter: figure, Roman figure or word.
pub(super) fn quarter_number(cursor: &mut Cursor<'_>) -> Option<u32> {
    if let Some(n) = ["i", "ii", "iii", "iv"].iter().position(|roman| cursor.phrase(roman)) {
        return Some(n as u32 + 1);
    }
    cursor.small_number().or_else(|| word_number(cursor)).filter(|q| *q <= 4)
}

fn quarter(cursor: &mut Cursor<'_>) -> Option<Point> {
    let roman = ["qi", "qii", "qiii", "qiv"].iter().position(|word| cursor.phrase(word));
    let quarter = if let Some(n) = roman {
        n as u32 + 1
    } else {
        if !cursor.any(&["quy", "qui", "q"]) {
            return None;
        }
        cursor.mark('.');
        cursor.phrase("thu");
        quarter_number(cursor)?
    };
    Some(Loose::Quarter { quarter, year: year_after(cursor) }.into())
}

fn half_year(cursor: &mut Cursor<'_>) -> Option<Point> {
    let half = if cursor.any(&["nua dau nam", "nua dau cua nam"]) {
        1
    } else if cursor.any(&["nua cuoi nam", "nua cuoi cua nam", "nua sau nam"]) {
        2
    } else if cursor.phrase("nua dau") {
        // English: 'first half of 2026'.
        return Some(Loose::Half { half: 1, year: Year::Given(full_year(cursor)?) }.into());
    } else if cursor.phrase("nua cuoi") {
        return Some(Loose::Half { half: 2, year: Year::Given(full_year(cursor)?) }.into());
    } else if cursor.phrase("h") {
        let half = cursor.small_number().filter(|half| *half <= 2)?;
        let year = year_after(cursor);
        return (year != Year::Missing).then_some(Loose::Half { half, year }.into());
    } else {
        return None;
    };
    Some(Loose::Half { half, year: year_of_name(cursor)? }.into())
}

/// The year after the word `năm`, already taken: `2025`, `nay`, or missing at the end.
fn year_of_name(cursor: &mut Cursor<'_>) -> Option<Year> {
    if let Some(year) = full_year(cursor) {
        return Some(Year::Given(year));
    }
    if let Some(offset) = offset(cursor) {
        return Some(Year::Offset(offset as i32));
    }
    // Another number could be a slip of the year.
    (!matches!(cursor.peek().map(|t| t.kind), Some(Kind::Number { .. }))).then_some(Year::Missing)
}

/// `6 tháng đầu năm 2026`, `2 tháng cuối năm`, `3 quý đầu năm 2025`, `09 tháng năm 2025`, `3 tháng hè`.
fn months_of_year(cursor: &mut Cursor<'_>) -> Option<Point> {
    let count = cursor.small_number().or_else(|| word_number(cursor))?;
    let months = if cursor.phrase("thang") {
        count
    } else if cursor.phrase("quy") {
        count.checked_mul(3)?
    } else {
        return None;
    };
    if !(1..=12).contains(&months) {
        return None;
    }
    if months == 3 && cursor.phrase("he") {
        let year = if cursor.phrase("nam") { year_of_name(cursor)? } else { year_after(cursor) };
        return Some(Loose::Months { first: 6, last: 8, year }.into());
    }
    let (first, last, year) = if cursor.any(&["cuoi nam", "cuoi cua nam"]) {
        (13 - months, 12, year_of_name(cursor)?)
    } else if cursor.any(&["dau nam", "dau cua nam"]) {
        (1, months, year_of_name(cursor)?)
    } else {
        // Without 'of the year' its number is needed: `6 tháng cuối 2025`, and the months gone by, `09 tháng năm 2025`.
        let late = cursor.phrase("cuoi");
        if !late && !cursor.any(&["dau", "nam"]) {
            return None;
        }
        let year = Year::Given(full_year(cursor)?);
        if late { (13 - months, 12, year) } else { (1, months, year) }
    };
    Some(match (first, last) {
        (1, 12) => Loose::Year(year).into(),
        (1, 6) => Loose::Half { half: 1, year }.into(),
        (7, 12) => Loose::Half { half: 2, year }.into(),
        _ => Loose::Months { first, last, year }.into(),
    })
}

/// `thượng tuần`, `trung tuần`, `hạ tuần tháng 9`: the ten-day parts of a month under their old names.
fn ten_days(cursor: &mut Cursor<'_>) -> Option<Point> {
    let part = if cursor.phrase("thuong tuan") {
        PartOfPeriod::Early
    } else if cursor.phrase("trung tuan") {
        PartOfPeriod::Middle
    } else if cursor.phrase("ha tuan") {
        PartOfPeriod::Late
    } else {
        return None;
    };
    let of = month(cursor).or_else(|| relative(cursor))?.of;
    matches!(of, Loose::Month { .. } | Loose::ThisMonth(_))
        .then_some(Point { of, part: Some(part) })
}

fn part(cursor: &mut Cursor<'_>) -> Option<Point> {
    let many = cursor.any(&["cac thang", "nhung thang", "cac"]);
    let part = if cursor.phrase("nua dau") {
        PartOfPeriod::FirstHalf
    } else if cursor.any(&["nua cuoi", "nua sau", "cuoi"]) {
        PartOfPeriod::Late
    } else if cursor.phrase("dau") {
        PartOfPeriod::Early
    } else if cursor.phrase("giua") {
        PartOfPeriod::Middle
    } else {
        return None;
    };
    cursor.mark('-');
    cursor.phrase("cua");
    let rules: [fn(&mut Cursor<'_>) -> Option<Point>; 4] = [month, quarter, year, relative];
    let of = rules.iter().find_map(|rule| {
        let mut next = *cursor;
        let found = rule(&mut next)?;
        *cursor = next;
        Some(found.of)
    });
    let of = match of {
        Some(of) => of,
        None if cursor.phrase("nam") => Loose::Year(year_of_name(cursor)?),
        None if cursor.phrase("thang") => Loose::ThisMonth(0),
        None if cursor.any(&["quy", "qui"]) => Loose::ThisQuarter(0),
        None => return None,
    };
    let fits = match part {
        PartOfPeriod::Late => !matches!(of, Loose::Relative(_) | Loose::ThisWeek(_)),
        PartOfPeriod::FirstHalf => matches!(of, Loose::Month { .. } | Loose::ThisMonth(_)),
        _ => !matches!(of, Loose::Relative(_) | Loose::ThisWeek(_)),
    };
    let months = !many || matches!(of, Loose::Year(_)) && part == PartOfPeriod::Late;
    (fits && months).then_some(Point { of, part: Some(part) })
}

/// `2025-Q4`, `2026-T40`, `2026-W40`, `2025-H2`, `2025-10`.
fn code(cursor: &mut Cursor<'_>) -> Option<Point> {
    let year = Year::Given(full_year(cursor)?);
    if !cursor.mark('-') {
        cursor.mark('/').then_some(())?;
        let month = cursor.small_number()?;
        // `2025/10/15` is a day.
        return (!cursor.mark('/')).then_some(Loose::Month { month, year }.into());
    }
    let mut next = *cursor;
    if next.any(&["t", "w"]) {
        let (week, digits) = next.number()?;
        *cursor = next;
        return (digits == 2).then_some(Loose::Week { week, year }.into());
    }
    if next.any(&["q", "quy", "qi", "qii", "qiii", "qiv"]) {
        let Loose::Quarter { quarter, .. } = quarter(cursor)?.of else { return None };
        return Some(Loose::Quarter { quarter, year }.into());
    }
    if next.phrase("h") {
        *cursor = next;
        return Some(Loose::Half { half: cursor.small_number()?, year }.into());
    }
    let (month, digits) = next.number()?;
    let more = next.marks(&DATE_MARKS).is_some();
    if digits != 2 || !(1..=12).contains(&month) || more {
        return None;
    }
    *cursor = next;
    Some(Loose::Month { month, year }.into())
}

fn week(cursor: &mut Cursor<'_>) -> Option<Point> {
    if !cursor.phrase("tuan") {
        return None;
    }
    cursor.phrase("thu");
    let week = cursor.small_number()?;
    // `tuần 2 tháng 9` is a week of the month, on whose days nobody agrees.
    Some(Loose::Week { week, year: year_after(cursor) }.into())
}

fn year(cursor: &mut Cursor<'_>) -> Option<Point> {
    // `các năm tiếp theo` has no end; `năm tiếp theo` is one year.
    let named = !cursor.phrase("cac nam") && cursor.phrase("nam");
    if let Some(year) = full_year(cursor) {
        return Some(Loose::Year(Year::Given(year)).into());
    }
    named.then(|| offset(cursor)).flatten().map(|n| Loose::Year(Year::Offset(n as i32)).into())
}

/// `hôm nay`, `ngày mai`, `ngày hôm sau`, `tháng này`, `quý sau`, `tuần tới`.
fn relative(cursor: &mut Cursor<'_>) -> Option<Point> {
    if cursor.any(&["ngay hom nay", "hom nay"]) {
        return Some(Loose::Relative(0).into());
    }
    if cursor.any(&["ngay hom sau", "hom sau", "ngay mai", "ngay ke tiep", "ngay tiep theo"]) {
        return Some(Loose::Relative(1).into());
    }
    let make: fn(i64) -> Loose = if cursor.phrase("thang") {
        Loose::ThisMonth
    } else if cursor.any(&["quy", "qui"]) {
        Loose::ThisQuarter
    } else if cursor.phrase("tuan") {
        Loose::ThisWeek
    } else {
        return None;
    };
    offset(cursor).map(|n| make(n).into())
}
