//! Grammar of recurring terms: `trước ngày 25 hằng tháng`, `hằng tuần, hạn thứ Sáu`, `6 tháng/lần`.

use super::grammar::{Found, done, fillers};
use super::hour::hour;
use super::point::{Loose, Point, Year, point, weekday, word_number};
use super::resolve::Context;
use super::token::Cursor;
use super::{Due, DueDay, Form, PartOfPeriod, Recurrence};
use crate::finding::{Finding, FindingCode};
use crate::period::PeriodKind;
use chrono::Datelike;

type Cycle = (PeriodKind, u32);

/// Reads a recurring term.
pub(super) fn recurring(context: &mut Context, mut cursor: Cursor<'_>) -> Found {
    fillers(&mut cursor);
    let mut next = cursor;
    next.phrase("dinh ky");
    // `trước ngày 25 hằng tháng`: the day comes first.
    if let Some(due) = due(&mut next) {
        next.mark(',');
        if let Some(cycle) = cycle(&mut next)
            && ended(next)
            && let Some(found) = form(context, cycle, due)
        {
            return Some(found);
        }
    }
    let mut next = cursor;
    // `thứ Sáu hằng tuần` is also said as `mỗi thứ Sáu`.
    if next.any(&["hang", "moi"])
        && let Some(day) = weekday(&mut next)
        && ended(next)
    {
        return form(
            context,
            (PeriodKind::Week, 1),
            Place { due: Due::On(DueDay::Weekday(day)), of: Of::Open },
        );
    }
    let (cycles, choice) = cycles(&mut cursor)?;
    if ended(cursor) {
        return several(context, &cycles, choice);
    }
    while cursor.marks(&[',', ':', '(', '-', ';']).is_some() {}
    fillers(&mut cursor);
    let due = due(&mut cursor)?;
    cursor.mark(')');
    match cycles.as_slice() {
        [cycle] if ended(cursor) => form(context, *cycle, due),
        _ => None,
    }
}

/// The day of a cycle, and what it was said to be a day of.
#[derive(Clone, Copy)]
struct Place {
    due: Due,
    of: Of,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Open,
    /// `tháng cuối quý`: the cycle's last month.
    LastMonth,
    /// `cuối tháng`, `cuối quý`: a cycle of this kind.
    Kind(PeriodKind),
}

fn due(cursor: &mut Cursor<'_>) -> Option<Place> {
    let start = cursor.at();
    let mut before = false;
    while cursor.any(&[
        "cham nhat",
        "muon nhat",
        "tre nhat",
        "khong qua",
        "la",
        "vao",
        "den",
        "han",
        "thoi han",
    ]) || cursor.mark(',')
    {}
    if cursor.phrase("truoc") {
        before = true;
    }
    if hour(cursor).is_some() {
        // Before an hour of a day the day itself counts.
        before = false;
        cursor.mark(',');
    } else if !before {
        cursor.any(&["sang", "chieu"]);
    }
    let bounded = cursor.at() > start;
    let (day, of) = due_day(cursor, bounded, before)?;
    let due = match day {
        None if before => return None,
        None => Due::End,
        Some(day) if before => Due::Before(day),
        Some(day) => Due::On(day),
    };
    Some(Place { due, of })
}

/// A day of a cycle; none inside for its last day.
///
/// A bare number is a day only where a word says so: `6 tháng/lần` is no sixth of the month.
fn due_day(cursor: &mut Cursor<'_>, bounded: bool, before: bool) -> Option<(Option<DueDay>, Of)> {
    if let Some(day) = weekday(cursor) {
        return Some((Some(DueDay::Weekday(day)), Of::Open));
    }
    let mut next = *cursor;
    if let Some(of) = last_of(&mut next) {
        *cursor = next;
        return Some((None, of));
    }
    let mut next = *cursor;
    if let Some(found) = point(&mut next) {
        let day = day_of_year(found, before)?;
        *cursor = next;
        return Some((Some(day), Of::Open));
    }
    if !cursor.phrase("ngay") && !bounded {
        return None;
    }
    let day = cursor.small_number()?;
    let mut last = *cursor;
    last.phrase("cua");
    let last_month = last.phrase("thang cuoi");
    if last_month {
        last.any(&["cua moi quy", "cua quy", "moi quy", "quy", "ky"]);
        *cursor = last;
    } else {
        cursor.any(&["cua thang", "trong thang", "cua"]);
    }
    Some((Some(DueDay::MonthDay(day)), if last_month { Of::LastMonth } else { Of::Open }))
}

/// `ngày cuối cùng của tháng`, `cuối quý`; a figure behind it would name one month.
fn last_of(cursor: &mut Cursor<'_>) -> Option<Of> {
    cursor.phrase("ngay");
    if !cursor.phrase("cuoi") {
        return None;
    }
    let last = cursor.phrase("cung");
    cursor.any(&["cua", "trong"]);
    let kind = unit(cursor).filter(|kind| *kind >= PeriodKind::Month);
    let figure = matches!(cursor.peek().map(|t| t.kind), Some(super::token::Kind::Number { .. }));
    match kind {
        _ if figure => None,
        Some(kind) => Some(Of::Kind(kind)),
        None => last.then_some(Of::Open),
    }
}

/// `20/12`, `tháng 12`, `quý I` of every year: a month or quarter lasts to its end, and 'before' it is before its first day.
fn day_of_year(found: Point, before: bool) -> Option<DueDay> {
    let (first, last) = match found {
        Point { of: Loose::Day { day, month, year: Year::Missing, weekday: None }, part: None } => {
            return Some(DueDay::YearDay { month, day });
        }
        Point { of: Loose::Month { month, year: Year::Missing }, part } => {
            if !matches!(part, None | Some(PartOfPeriod::Late)) || (before && part.is_some()) {
                return None;
            }
            (month, month)
        }
        Point { of: Loose::Quarter { quarter, year: Year::Missing }, part: None } => {
            ((quarter * 3).checked_sub(2)?, quarter * 3)
        }
        _ => return None,
    };
    if before {
        return Some(DueDay::YearDay { month: first, day: 1 });
    }
    // 2024 is a leap year; a common year clamps 29 February.
    let day = crate::day::month_end(crate::day::from_ymd(2024, last, 1)?).day();
    Some(DueDay::YearDay { month: last, day })
}

fn unit(cursor: &mut Cursor<'_>) -> Option<PeriodKind> {
    const UNITS: [(&str, PeriodKind); 7] = [
        ("nua nam", PeriodKind::HalfYear),
        ("ngay", PeriodKind::Day),
        ("tuan", PeriodKind::Week),
        ("thang", PeriodKind::Month),
        ("quy", PeriodKind::Quarter),
        ("qui", PeriodKind::Quarter),
        ("nam", PeriodKind::Year),
    ];
    UNITS.iter().find(|(word, _)| cursor.phrase(word)).map(|(_, kind)| *kind)
}

fn counted(cursor: &mut Cursor<'_>) -> Option<Cycle> {
    let mut next = *cursor;
    let count = next.small_number().or_else(|| word_number(&mut next))?;
    let cycle = normal(unit(&mut next)?, count)?;
    *cursor = next;
    Some(cycle)
}

/// One cycle.
fn cycle(cursor: &mut Cursor<'_>) -> Option<Cycle> {
    let mut next = *cursor;
    let periodic = next.phrase("dinh ky");
    if periodic {
        next.any(&["vao", "theo"]);
    }
    let each = next.any(&["hang", "moi", "tung"]);
    let found = if each || periodic {
        let found = counted(&mut next).or_else(|| unit(&mut next).map(|kind| (kind, 1)))?;
        once(&mut next);
        found
    } else if next.phrase("theo") {
        (unit(&mut next)?, 1)
    } else if next.any(&["mot lan", "1 lan"]) || one_time(&mut next) {
        // `1 lần/tháng`, `mỗi quý`, `một lần mỗi 6 tháng`.
        (next.mark('/') || next.any(&["moi", "trong", "hang"])).then_some(())?;
        counted(&mut next).or_else(|| unit(&mut next).map(|kind| (kind, 1)))?
    } else {
        // `6 tháng/lần`, `tháng/lần`, `2 tuần một lần`.
        let found = counted(&mut next).or_else(|| unit(&mut next).map(|kind| (kind, 1)))?;
        once(&mut next).then_some(())?;
        found
    };
    *cursor = next;
    Some(found)
}

fn one_time(cursor: &mut Cursor<'_>) -> bool {
    let mut next = *cursor;
    let found = next.small_number() == Some(1) && next.phrase("lan");
    if found {
        *cursor = next;
    }
    found
}

fn once(cursor: &mut Cursor<'_>) -> bool {
    let mut next = *cursor;
    next.mark('/');
    let found = next.any(&["mot lan", "lan"]) || one_time(&mut next);
    if found {
        *cursor = next;
    }
    found
}

/// Cycles with a name of their own: 6 months are a half-year.
fn normal(kind: PeriodKind, count: u32) -> Option<Cycle> {
    let Some(months) = kind.months() else { return Some((kind, count)) };
    let months = months.checked_mul(count)?;
    Some(match months {
        0 => return None,
        3 => (PeriodKind::Quarter, 1),
        6 => (PeriodKind::HalfYear, 1),
        months if months % 12 == 0 => (PeriodKind::Year, months / 12),
        months => (PeriodKind::Month, months),
    })
}

/// One or several cycles; the flag tells a choice (`hoặc`) from a list.
fn cycles(cursor: &mut Cursor<'_>) -> Option<(Vec<Cycle>, bool)> {
    let mut found = vec![cycle(cursor)?];
    let mut choice = false;
    loop {
        let mut next = *cursor;
        let mark = next.marks(&[',', '/', ';', '&']).is_some();
        let or = next.phrase("hoac");
        if !(mark || or || next.phrase("va")) {
            break;
        }
        let Some(another) = cycle(&mut next).or_else(|| bare(&mut next)) else {
            break;
        };
        choice |= or;
        found.push(another);
        *cursor = next;
    }
    Some((found, choice))
}

/// `tháng` in `hằng quý, tháng`: a unit alone, and nothing behind it but a further one.
fn bare(cursor: &mut Cursor<'_>) -> Option<Cycle> {
    let kind = unit(cursor).filter(|kind| *kind != PeriodKind::Day)?;
    let mut next = *cursor;
    let ends = next.is_end()
        || next.marks(&[',', '/', ';', '&', '.', ')', '(', ':']).is_some()
        || next.any(&["va", "hoac"]);
    ends.then_some((kind, 1))
}

/// `hằng năm` beside `thường xuyên`: the cycles named there, to be told to the caller.
pub(super) fn cycles_beside(cursor: &mut Cursor<'_>) -> Option<String> {
    let mut next = *cursor;
    next.mark(',');
    let (found, _) = cycles(&mut next)?;
    *cursor = next;
    let words: Vec<&str> = found.iter().map(|(kind, _)| kind.as_str()).collect();
    Some(words.join(", "))
}

/// True when nothing is left but 'or when asked', which adds no term.
fn ended(mut cursor: Cursor<'_>) -> bool {
    let mut next = cursor;
    next.mark(',');
    next.any(&["va", "hoac"]);
    if next.any(&["dot xuat khi co yeu cau", "dot xuat", "khi co yeu cau", "theo yeu cau"]) {
        cursor = next;
    }
    done(cursor)
}

fn form(context: &mut Context, (kind, every): Cycle, place: Place) -> Found {
    // `hằng quý, trước ngày 20` leaves open of which month.
    let month = kind == PeriodKind::Month && every == 1;
    let open = matches!(place.due, Due::On(DueDay::MonthDay(_)) | Due::Before(DueDay::MonthDay(_)));
    if open && !month && place.of != Of::LastMonth {
        return None;
    }
    // `hằng năm, cuối tháng` leaves open of which month, too.
    if matches!(place.of, Of::Kind(of) if of != kind) {
        return None;
    }
    let recurrence = Recurrence::new(kind, every, place.due).ok()?;
    if every > 1 {
        context.note(Finding::new(FindingCode::DeadlineCycleAligned).arg("every", every));
    }
    Some(Ok(Form::Recurring { recurrence }))
}

/// Of a list the shortest cycle, of a choice the longest: nobody is late under a reading that the text does not force.
fn several(context: &mut Context, cycles: &[Cycle], choice: bool) -> Found {
    let days = |(kind, every): &Cycle| {
        let each = match kind {
            PeriodKind::Day => 1,
            PeriodKind::Week => 7,
            longer => longer.months().unwrap_or(1) * 30,
        };
        each.saturating_mul(*every)
    };
    let taken = if choice {
        cycles.iter().max_by_key(|c| days(c))
    } else {
        cycles.iter().min_by_key(|c| days(c))
    };
    let taken = *taken?;
    if cycles.len() > 1 {
        let words: Vec<&str> = cycles.iter().map(|(kind, _)| kind.as_str()).collect();
        let finding =
            Finding::new(FindingCode::DeadlineSeveralCycles).arg("cycles", words.join(", "));
        context.note(finding.arg("taken", taken.0.as_str()));
    }
    form(context, taken, Place { due: Due::End, of: Of::Open })
}
