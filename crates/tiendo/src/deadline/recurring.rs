//! Grammar of recurring terms: `trước ngày 25 hằng tháng`, `hằng tuần, hạn thứ Sáu`, `6 tháng/lần`.

use super::grammar::{Found, done, fillers, hour};
use super::point::{Loose, point, weekday, word_number};
use super::resolve::Context;
use super::token::Cursor;
use super::{Due, DueDay, Form, Recurrence};
use crate::finding::{Finding, FindingCode};
use crate::period::PeriodKind;

type Cycle = (PeriodKind, u32);

/// Reads a recurring term.
pub(super) fn recurring(context: &mut Context, mut cursor: Cursor<'_>) -> Found {
    fillers(&mut cursor);
    let mut next = cursor;
    // `trước ngày 25 hằng tháng`: the day comes first.
    if let Some(due) = due(&mut next) {
        next.mark(',');
        if let Some(cycle) = cycle(&mut next)
            && ended(next)
        {
            return form(context, cycle, due);
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
            Place { due: Due::On(DueDay::Weekday(day)), last_month: false },
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

/// The day of a cycle, and whether it was said to lie in the cycle's last month.
#[derive(Clone, Copy)]
struct Place {
    due: Due,
    last_month: bool,
}

fn due(cursor: &mut Cursor<'_>) -> Option<Place> {
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
    let (day, last_month) = due_day(cursor)?;
    let due = match day {
        None if before => return None,
        None => Due::End,
        Some(day) if before => Due::Before(day),
        Some(day) => Due::On(day),
    };
    Some(Place { due, last_month })
}

/// A day of a cycle; none inside for its last day.
fn due_day(cursor: &mut Cursor<'_>) -> Option<(Option<DueDay>, bool)> {
    if let Some(day) = weekday(cursor) {
        return Some((Some(DueDay::Weekday(day)), false));
    }
    const LAST: &[&str] = &[
        "ngay cuoi cung cua thang",
        "ngay cuoi cung cua quy",
        "ngay cuoi cung cua nam",
        "ngay cuoi cung",
        "ngay cuoi thang",
        "ngay cuoi quy",
        "ngay cuoi nam",
        "cuoi thang",
        "cuoi quy",
        "cuoi nam",
    ];
    let mut next = *cursor;
    // `cuối tháng 9 hằng năm` is a month, not the end of a cycle.
    if next.any(LAST)
        && !matches!(next.peek().map(|t| t.kind), Some(super::token::Kind::Number { .. }))
    {
        *cursor = next;
        return Some((None, false));
    }
    let mut next = *cursor;
    if let Some(found) = point(&mut next) {
        let Loose::Day { day, month, year: super::point::Year::Missing, weekday: None } = found.of
        else {
            return None;
        };
        *cursor = next;
        return Some((Some(DueDay::YearDay { month, day }), false));
    }
    cursor.any(&["ngay mung", "ngay"]);
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
    Some((Some(DueDay::MonthDay(day)), last_month))
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
        let Some(another) = cycle(&mut next).or_else(|| unit(&mut next).map(|kind| (kind, 1)))
        else {
            break;
        };
        choice |= or;
        found.push(another);
        *cursor = next;
    }
    Some((found, choice))
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
    if open && !month && !place.last_month {
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
    form(context, taken, Place { due: Due::End, last_month: false })
}
