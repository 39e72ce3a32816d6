//! Grammar of fixed terms: what stands before the day, days and periods, ranges, lists, horizons, starts.
//!
//! Every rule must take the whole wording: words that nobody understood could change the meaning.

use chrono::NaiveTime;

use super::point::{Loose, Point, Year, full_year, point, quarter_number};
use super::resolve::{Context, Edge, Fault, Resolved, has_year};
use super::token::{Cursor, Kind};
use super::{Form, PartOfPeriod};
use crate::day;
use crate::finding::{Finding, FindingCode};
use crate::period::Period;

/// What a rule gives: nothing where it does not fit, else the form or why there is no day.
pub(super) type Found = Option<Result<Form, Fault>>;

/// Words before a term that leave its meaning alone.
pub(super) const FILLERS: &[&str] = &[
    "thoi han hoan thanh",
    "thoi gian hoan thanh",
    "thoi gian thuc hien",
    "thoi han thuc hien",
    "tien do hoan thanh",
    "ngay hoan thanh",
    "phai hoan thanh",
    "can hoan thanh",
    "hoan thanh xong",
    "hoan thanh",
    "hoan tat",
    "ket thuc",
    "phai xong",
    "xong",
    "thoi han",
    "thoi gian",
    "thoi diem",
    "han chot",
    "han cuoi cung",
    "han cuoi",
    "han nop",
    "han",
    "deadline",
    "tien do",
    "gia han",
    "dieu chinh",
    "lui",
    "keo dai",
    "sang",
    "la",
    "vao khoang thoi gian",
    "vao",
    "thuc hien",
    "trien khai",
    "bao cao",
    "trinh",
    "ban hanh",
    "phe duyet",
    "gui",
    "nop",
    "cong bo",
    "phai",
    "can",
    "duoc",
    "khan truong",
    "som",
    "phan dau",
    "yeu cau",
    "thu tuong chinh phu",
    "chinh phu",
    "thu tuong",
    "quoc hoi",
    "cap co tham quyen",
    "moc",
    "cho",
];

/// Words after a term that leave its meaning alone.
const TRAILING: &[&str] = &[
    "phai hoan thanh",
    "phai xong",
    "hoan thanh",
    "xong",
    "la hoan thanh",
    "theo quy dinh",
    "nay thoi",
];

/// How the words before a point bound it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// At or within the point: nothing said, `trong`, `vào`.
    At,
    /// Up to its end: `đến`, `chậm nhất`.
    Until,
    Before,
    /// From its beginning on: `từ`.
    From,
    /// From the day after it on: `sau`.
    After,
}

/// Reads a fixed term.
pub(super) fn fixed(context: &mut Context, mut cursor: Cursor<'_>) -> Found {
    let mode = lead(context, &mut cursor)?;
    match mode {
        Mode::Before => before(context, cursor),
        Mode::From | Mode::After => start(context, cursor, mode),
        Mode::At | Mode::Until => until(context, cursor, mode),
    }
}

pub(super) fn fillers(cursor: &mut Cursor<'_>) {
    while cursor.any(FILLERS) || cursor.marks(&[':', ',']).is_some() {}
}

fn lead(context: &mut Context, cursor: &mut Cursor<'_>) -> Option<Mode> {
    const UNTIL: &[&str] = &[
        "tu nay cho den",
        "tu nay den",
        "tu nay toi",
        "khong muon hon",
        "khong cham hon",
        "khong tre hon",
        "khong qua",
        "khong sau",
        "cham nhat",
        "muon nhat",
        "tre nhat",
        "cho den",
        "truoc khi ket thuc",
        "truoc khi het",
        "den het",
        "den",
        "toi",
    ];
    let mut mode = Mode::At;
    loop {
        // `cuối ngày 31/10` and `hết ngày 31/10` are the day; `cuối tháng` is a part and stays.
        let mut next = *cursor;
        if next.any(&["cuoi", "het", "trong"]) && next.peek().is_some_and(|t| t.word == "ngay") {
            *cursor = next;
        } else if cursor.any(UNTIL) {
            mode = Mode::Until;
        } else if cursor.phrase("nhiem ky") {
            context.note(Finding::new(FindingCode::DeadlineTermOfOffice));
        } else if cursor.any(&["trong", "het", "giai doan", "thoi ky", "khoang thoi gian"]) {
            // They say 'within', which the period itself says.
        } else if cursor.any(FILLERS) || cursor.marks(&[':', ',']).is_some() {
            // Nothing to remember.
        } else {
            break;
        }
    }
    if cursor.phrase("truoc") {
        cursor.any(&["thoi diem", "moc"]);
        return (cursor.peek()?.word != "het").then_some(Mode::Before);
    }
    let starts =
        ["bat dau tu", "ap dung tu", "co hieu luc tu", "ke tu", "tinh tu", "tu", "bat dau"];
    if mode == Mode::At && cursor.any(&starts) {
        return Some(Mode::From);
    }
    if mode == Mode::At && cursor.phrase("sau") {
        return Some(Mode::After);
    }
    Some(mode)
}

/// An hour before or after a day: `17h00`, `17 giờ 30 phút`, `17:00`, `5 giờ chiều`.
pub(super) fn hour(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let mut next = *cursor;
    let mut hours = next.small_number()?;
    let mut minutes = 0;
    if next.mark(':') {
        minutes = next.small_number()?;
        next.any(&["h", "gio"]);
    } else if next.any(&["h", "gio", "g"]) {
        // The minutes stand right behind: `17h 25/6` is the hour and a day.
        if next.peek().is_some_and(|t| t.glued) {
            minutes = next.small_number().unwrap_or(0);
        } else if next.ahead(1).is_some_and(|t| t.word == "phut") {
            minutes = next.small_number()?;
        }
        next.any(&["phut", "p"]);
    } else {
        return None;
    }
    if next.any(&["chieu", "toi"]) {
        hours += if hours < 12 { 12 } else { 0 };
    } else {
        next.any(&["sang", "trua"]);
    }
    let valid = minutes < 60 && (hours < 24 || hours == 24 && minutes == 0);
    valid.then(|| *cursor = next).map(|()| (hours, minutes))
}

/// An hour and what joins it to the day.
fn hour_before(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let found = hour(cursor)?;
    cursor.mark(',');
    cursor.phrase("cua");
    Some(found)
}

fn hour_after(cursor: &mut Cursor<'_>) -> Option<(u32, u32)> {
    let mut next = *cursor;
    next.mark(',');
    next.any(&["vao luc", "luc", "truoc"]);
    let found = hour(&mut next)?;
    *cursor = next;
    Some(found)
}

/// True when nothing is left that could change the meaning.
pub(super) fn done(mut cursor: Cursor<'_>) -> bool {
    while cursor.any(TRAILING) || cursor.marks(&['.', ',', ';', '-']).is_some() {}
    cursor.is_end()
}

fn with_hour(day: chrono::NaiveDate, (hours, minutes): (u32, u32), before: bool) -> Option<Form> {
    match (hours, minutes) {
        // The day ends then.
        (24, _) => Some(Form::By { day }),
        // It has not begun: before midnight is before the day; 'at 0:00' has two readings.
        (0, 0) => before.then_some(Form::Before { day }),
        _ => NaiveTime::from_hms_opt(hours, minutes, 0).map(|time| Form::ByHour { day, time }),
    }
}

fn before(context: &mut Context, mut cursor: Cursor<'_>) -> Found {
    let mut time = hour_before(&mut cursor);
    let found = match point(&mut cursor) {
        Some(found) => found,
        None => named_day(context, &mut cursor)?,
    };
    if time.is_none() {
        time = hour_after(&mut cursor);
    }
    if !done(cursor) {
        return None;
    }
    let edge = if time.is_some() || found.part.is_some() { Edge::Last } else { Edge::First };
    let resolved = match context.alone(found, edge) {
        Ok(resolved) => resolved,
        Err(fault) => return Some(Err(fault)),
    };
    let form = match (resolved, time) {
        (Resolved::Day(day), Some(time)) => with_hour(day, time, true)?,
        (Resolved::Day(day), None) => {
            // The day before must exist for the deadline to have a last day.
            day::plus(day, -1)?;
            Form::Before { day }
        }
        (Resolved::Period(period), None) => {
            day::plus(period.first(), -1)?;
            Form::BeforePeriod { period }
        }
        // The end of a period is the moment it ends: before it is within the period.
        (Resolved::Part(PartOfPeriod::Late, period), None) => Form::Period { period },
        _ => return None,
    };
    Some(Ok(form))
}

/// `Ngày hội Đại đoàn kết toàn dân tộc 18/11`: a feast with its day beside it.
fn named_day(context: &mut Context, cursor: &mut Cursor<'_>) -> Option<Point> {
    const FEASTS: &[&str] = &[
        "hoi",
        "le",
        "dip",
        "quoc khanh",
        "ky niem",
        "thanh lap",
        "truyen thong",
        "giai phong",
        "chuyen doi so",
        "bau cu",
        "khai giang",
        "khai mac",
    ];
    let mut next = *cursor;
    next.phrase("ngay");
    let mut probe = next;
    if !probe.any(FEASTS) {
        return None;
    }
    let mut words = 0;
    while next.peek().is_some_and(|t| t.kind == Kind::Word && !LIMITS.contains(&t.word.as_str())) {
        next.skip();
        words += 1;
    }
    next.mark(',');
    let found = point(&mut next)?;
    if words > 16 || !matches!(found.of, Loose::Day { .. }) {
        return None;
    }
    *cursor = next;
    context.note(Finding::new(FindingCode::DeadlineNamedDay));
    Some(found)
}

/// Words that bound a term: text that holds one is never passed over.
pub(super) const LIMITS: [&str; 30] = [
    "truoc", "den", "toi", "tu", "sau", "het", "trong", "cham", "muon", "tre", "qua", "khong",
    "tru", "hoac", "nhung", "ke", "han", "gia", "lui", "dieu", "chuyen", "hang", "dinh", "thang",
    "quy", "nam", "tuan", "cuoi", "dau", "giua",
];

fn start(context: &mut Context, mut cursor: Cursor<'_>, mode: Mode) -> Found {
    let hours = hour_before(&mut cursor).is_some();
    let from = point(&mut cursor)?;
    let mut next = cursor;
    next.mark(',');
    let joined = next.any(&["cho den het", "cho den", "den het", "den", "toi"]) || next.mark('-');
    if joined && mode == Mode::From {
        next.any(&["het", "trong"]);
        hour_before(&mut next);
        if let Some(to) = continued(&mut next, from.of).or_else(|| point(&mut next))
            && done(next)
        {
            return Some(range(context, from, to));
        }
    }
    cursor.any(&["tro di", "den nay"]);
    if !done(cursor) {
        return None;
    }
    let edge = if mode == Mode::After { Edge::Last } else { Edge::First };
    let resolved = match context.alone(from, edge) {
        Ok(resolved) => resolved,
        Err(fault) => return Some(Err(fault)),
    };
    let day = match resolved {
        Resolved::Part(part, _) if part != PartOfPeriod::Early => return None,
        _ if mode == Mode::From => resolved.first(),
        // After an hour of a day the day itself goes on.
        Resolved::Day(day) if hours => day,
        _ => day::plus(resolved.last(), 1)?,
    };
    Some(Ok(Form::From { day }))
}

fn range(context: &mut Context, from: Point, to: Point) -> Result<Form, Fault> {
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
enum Join {
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
fn continued(cursor: &mut Cursor<'_>, before: Loose) -> Option<Point> {
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
fn days_of_month(cursor: &mut Cursor<'_>) -> Option<(Point, Point)> {
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

fn until(context: &mut Context, mut cursor: Cursor<'_>, mode: Mode) -> Found {
    let mut next = cursor;
    if let Some((from, to)) = days_of_month(&mut next)
        && done(next)
    {
        return Some(range(context, from, to));
    }
    let mut time = hour_before(&mut cursor);
    if time.is_none() {
        let mut probe = cursor;
        if probe.any(&["sang", "trua", "chieu"]) {
            cursor = probe;
        }
    }
    let first = match point(&mut cursor) {
        Some(found) => found,
        None if mode == Mode::Until => named_day(context, &mut cursor)?,
        None => return None,
    };
    if time.is_none() {
        time = hour_after(&mut cursor);
    }
    if let Some(time) = time {
        return hour_of(context, cursor, first, time);
    }
    let (points, joins) = items(&mut cursor, first)?;
    if let Some(vision) = vision(&mut cursor) {
        return done(cursor).then(|| horizons(context, &points, &joins, vision));
    }
    if !done(cursor) {
        return None;
    }
    match (points.as_slice(), joins.as_slice()) {
        ([single], []) => Some(single_form(context, *single)),
        ([from, to], [Join::Range]) => Some(range(context, *from, *to)),
        (_, joins) if joins.iter().all(|j| *j == Join::List) => list(context, &points),
        _ => None,
    }
}

fn hour_of(context: &mut Context, cursor: Cursor<'_>, first: Point, time: (u32, u32)) -> Found {
    if !done(cursor) {
        return None;
    }
    match context.alone(first, Edge::Last) {
        Ok(Resolved::Day(day)) => with_hour(day, time, false).map(Ok),
        Ok(_) => None,
        Err(fault) => Some(Err(fault)),
    }
}

fn items(cursor: &mut Cursor<'_>, first: Point) -> Option<(Vec<Point>, Vec<Join>)> {
    let (mut points, mut joins) = (vec![first], Vec::new());
    loop {
        let mut next = *cursor;
        let Some(joined) = join(&mut next) else { break };
        let before = points.last()?.of;
        let figure = matches!(next.peek().map(|t| t.kind), Some(Kind::Number { .. }));
        // After a quarter or week a bare figure counts quarters or weeks: `quý 2-3/2025`.
        let counted = figure && matches!(before, Loose::Quarter { .. } | Loose::Week { .. });
        let found = if counted { None } else { point(&mut next) };
        let Some(found) = found.or_else(|| continued(&mut next, before)) else { break };
        points.push(found);
        joins.push(joined);
        *cursor = next;
    }
    Some((points, joins))
}

fn single_form(context: &mut Context, found: Point) -> Result<Form, Fault> {
    let resolved = context.alone(found, Edge::Last)?;
    Ok(match resolved {
        Resolved::Day(day) => Form::By { day },
        Resolved::Period(period) => Form::Period { period },
        Resolved::Months(from, to) if from == to => Form::Period { period: to },
        Resolved::Months(from, to) => Form::Range { from, to },
        Resolved::Part(part, period) => Form::PartOfPeriod { part, period },
    })
}

/// Several days or periods: years go from the last backwards, and the order must hold.
fn list(context: &mut Context, points: &[Point]) -> Found {
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

fn vision(cursor: &mut Cursor<'_>) -> Option<Point> {
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

fn horizons(
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
