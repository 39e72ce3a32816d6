//! Grammar of several days or periods: ranges, lists and horizons.

use super::grammar::{Found, single_form};
use super::point::{Loose, Point, Year, full_year, point, quarter_number};
use super::resolve::{Context, Edge, Fault, Resolved, has_year};
use super::token::{Cursor, Kind};
use super::{Form, PartOfPeriod};
use crate::period::Period;

pub(super) fn range(context: &mut Context, from: Point, to: Point) -> Result<Form, Fault> {
    // `30/6-2025` may be a day with mixed marks: a day without a year goes on to a day.
    let dayless = matches!(to.of, Loose::Year(_)) && matches!(from.of, Loose::Day { .. });
    if dayless && !has_year(from.of) {
        return Err(Fault::NoYear);
    }
    // `từ 15/12/2025 đến 31/12`: the end takes the year of its beginning.
    let last = if !has_year(to.of) && has_year(from.of) {
        let first = context.alone(from, Edge::First)?;
        let on = context.on.replace(first.first());
        let last = context.alone(to, Edge::Last);
        context.on = on;
        last?
    } else {
        context.alone(to, Edge::Last)?
    };
    let first = context.before(from, last)?;
    span(first, last).ok_or(Fault::Reversed)
}

fn span(first: Resolved, last: Resolved) -> Option<Form> {
    if matches!(first, Resolved::Part(part, _) if part != PartOfPeriod::Early) {
        return None;
    }
    let from = first.first_period()?;
    // A part ends within its period: only its own last day may stand for it.
    let to = match last {
        Resolved::Part(PartOfPeriod::Late, period) => period,
        Resolved::Part(part, period) => Period::day(part.last_day(period)?)?,
        other => other.end_period()?,
    };
    (from.first() <= to.first() && from.last() <= to.last()).then_some(Form::Range { from, to })
}

/// How an item is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    Range,
    List,
}

fn join(cursor: &mut Cursor<'_>) -> Option<Join> {
    if cursor.mark('-') || cursor.any(&["den het", "den", "toi"]) {
        cursor.any(&["den", "het"]);
        return Some(Join::Range);
    }
    let mut joined = cursor.marks(&[',', ';', '+', '&']).is_some();
    joined |= cursor.any(&["va", "hoac"]);
    if joined {
        cursor.any(&["trong", "den"]);
    }
    joined.then_some(Join::List)
}

/// A further item named by its number only: `quý III, IV/2025`, `tháng 9, 10 và 11 năm 2025`.
pub(super) fn continued(cursor: &mut Cursor<'_>, before: Loose) -> Option<Point> {
    let mut next = *cursor;
    let of = match before {
        Loose::Quarter { .. } => {
            let quarter = quarter_number(&mut next)?;
            Loose::Quarter { quarter, year: plain_year(&mut next) }
        }
        Loose::Week { .. } => {
            let week = next.small_number()?;
            Loose::Week { week, year: plain_year(&mut next) }
        }
        Loose::Month { .. } => {
            let month = next.small_number()?;
            let year = plain_year(&mut next);
            let mut more = next;
            // `tháng 9 - 15/10/2025` goes on with a day, `tháng 9, 10 ngày` with something else.
            let ends =
                more.is_end() || year != Year::Missing || more.mark(',') || more.phrase("va");
            if !ends {
                return None;
            }
            Loose::Month { month, year }
        }
        _ => return None,
    };
    // `tuần 6 - 6 tháng cuối năm` goes on with months.
    if next.peek().is_some_and(|t| t.word == "thang") {
        return None;
    }
    *cursor = next;
    Some(of.into())
}

fn plain_year(cursor: &mut Cursor<'_>) -> Year {
    let mut next = *cursor;
    if next.marks(&['/', '-', '.']).is_none() {
        next.any(&["cua nam", "nam"]);
    }
    match full_year(&mut next) {
        Some(year) => {
            *cursor = next;
            Year::Given(year)
        }
        None => Year::Missing,
    }
}

/// `ngày 15 - 20/8/2025`: two days of one month, the first by its number only.
pub(super) fn days_of_month(cursor: &mut Cursor<'_>) -> Option<(Point, Point)> {
    let mut next = *cursor;
    next.any(&["cac ngay", "ngay"]);
    let day = next.small_number()?;
    let joined = next.mark('-') || next.any(&["den ngay", "den", "va"]);
    if !joined {
        return None;
    }
    let last = point(&mut next)?;
    let Loose::Day { month, year, .. } = last.of else { return None };
    *cursor = next;
    Some((Loose::Day { day, month, year, weekday: None }.into(), last))
}

pub(super) fn items(cursor: &mut Cursor<'_>, first: Point) -> Option<(Vec<Point>, Vec<Join>)> {
    let (mut points, mut joins) = (vec![first], Vec::new());
    loop {
        let mut next = *cursor;
        let Some(joined) = join(&mut next) else { break };
        let before = points.last()?.of;
        let figure = matches!(next.peek().map(|t| t.kind), Some(Kind::Number { .. }));
        // After a quarter or week a bare figure counts quarters or weeks: `quý 2-3/2025`.
        let counted = figure && matches!(before, Loose::Quarter { .. } | Loose::Week { .. });
        let found = if counted { None } else { point(&mut next) };
        let found = found.or_else(|| continued(&mut next, before)).or_else(|| point(&mut next));
        let Some(found) = found else { break };
        points.push(found);
        joins.push(joined);
        *cursor = next;
    }
    Some((points, joins))
}

/// Several days or periods: years go from the last backwards, and the order must hold.
pub(super) fn list(context: &mut Context, points: &[Point]) -> Found {
    let alike = points
        .windows(2)
        .all(|pair| std::mem::discriminant(&pair[0].of) == std::mem::discriminant(&pair[1].of));
    let dated = points.iter().all(|p| has_year(p.of));
    if points.iter().any(|p| p.part.is_some()) || !(alike || dated) {
        return None;
    }
    Some(list_form(context, points))
}

fn list_form(context: &mut Context, points: &[Point]) -> Result<Form, Fault> {
    let mut resolved: Vec<Resolved> = Vec::with_capacity(points.len());
    for found in points.iter().rev() {
        resolved.push(match resolved.last() {
            None => context.alone(*found, Edge::Last)?,
            Some(next) => context.before(*found, *next)?,
        });
    }
    resolved.reverse();
    let periods: Vec<Period> = resolved.iter().filter_map(|r| r.end_period()).collect();
    let whole = resolved.iter().all(|r| !matches!(r, Resolved::Months(..)));
    let ordered = periods.windows(2).all(|pair| pair[0].first() < pair[1].first());
    if whole && ordered { Ok(Form::Periods { periods }) } else { Err(Fault::Reversed) }
}

pub(super) fn vision(cursor: &mut Cursor<'_>) -> Option<Point> {
    let mut next = *cursor;
    next.marks(&[',', ';', '-']);
    next.phrase("va");
    if !next.any(&["tam nhin", "dinh huong"]) {
        return None;
    }
    next.any(&["den", "toi", "cho"]);
    let found = point(&mut next)?;
    *cursor = next;
    Some(found)
}

pub(super) fn horizons(
    context: &mut Context,
    points: &[Point],
    joins: &[Join],
    vision: Point,
) -> Result<Form, Fault> {
    let term = match (points, joins) {
        ([single], []) => single_form(context, *single)?,
        ([from, to], [Join::Range]) => range(context, *from, *to)?,
        _ => return Err(Fault::Reversed),
    };
    let first = match term {
        Form::By { day } => Period::day(day),
        Form::Period { period } | Form::Range { to: period, .. } => Some(period),
        _ => None,
    };
    let beyond = context.alone(vision, Edge::Last)?.end_period();
    match (first, beyond) {
        (Some(first), Some(vision)) if first.last() < vision.last() => {
            Ok(Form::Horizons { first, vision })
        }
        _ => Err(Fault::Reversed),
    }
}
