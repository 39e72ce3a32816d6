//! Grammar of fixed terms: what stands before the day or period, and how it bounds it.
//!
//! Every rule must take the whole wording: words that nobody understood could change the meaning.

use super::hour::{hour_after, hour_before, with_hour};
use super::point::{Loose, Point, point};
use super::resolve::{Context, Edge, Fault, Resolved};
use super::span::{Join, continued, days_of_month, horizons, items, list, range, vision};
use super::token::{Cursor, Kind};
use super::{Form, PartOfPeriod};
use crate::day;
use crate::finding::{Finding, FindingCode};

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
        } else if cursor.any(&[
            "ngay trong",
            "trong",
            "het",
            "giai doan",
            "thoi ky",
            "khoang thoi gian",
        ]) {
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

/// True when nothing is left that could change the meaning.
pub(super) fn done(mut cursor: Cursor<'_>) -> bool {
    while cursor.any(TRAILING) || cursor.marks(&['.', ',', ';', '-', '*']).is_some() {}
    cursor.is_end()
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

pub(super) fn single_form(context: &mut Context, found: Point) -> Result<Form, Fault> {
    let resolved = context.alone(found, Edge::Last)?;
    Ok(match resolved {
        Resolved::Day(day) => Form::By { day },
        Resolved::Period(period) => Form::Period { period },
        Resolved::Months(from, to) if from == to => Form::Period { period: to },
        Resolved::Months(from, to) => Form::Range { from, to },
        Resolved::Part(part, period) => Form::PartOfPeriod { part, period },
    })
}
