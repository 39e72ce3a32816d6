//! Sums as a table for people and as CSV rows.

use std::io::Write;

use tiendo::{Axis, Classified, Lang, Policy, Rate, Rollup, Scope, Status, Sums};

use crate::bar;
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::session::Session;
use crate::status::capitalised;
use crate::table::{Cell, Column, READABLE, Table, Tone};

/// Statuses that have no column of their own in the table.
const OTHERS: [Status; 2] = [Status::Cancelled, Status::Suspended];

/// One line of sums under a name.
pub(crate) struct Line {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) sums: Sums,
}

/// The lines of a roll-up, what belongs to no key last.
///
/// Agencies and documents count inclusive of all below them, so their lines do not add up to a whole.
pub(crate) fn lines_of(session: &Session, rollup: &Rollup) -> Vec<Line> {
    let mut lines: Vec<Line> = rollup
        .rows
        .iter()
        .map(|row| Line {
            key: row.key.clone(),
            name: capitalised(if session.lang == Lang::Vi { &row.name } else { &row.name_en }),
            sums: row.inclusive,
        })
        .collect();
    if rollup.unassigned.total() > 0 {
        let name = unassigned(session, rollup).to_owned();
        lines.push(Line { key: String::new(), name, sums: rollup.unassigned });
    }
    lines
}

/// What belongs to no key, in words.
fn unassigned(session: &Session, rollup: &Rollup) -> &'static str {
    match (rollup.options.axis, rollup.options.classified) {
        (Axis::Phase | Axis::Group, Classified::Own) => {
            session.say("(văn bản khác)", "(other documents)")
        }
        (Axis::Phase | Axis::Group, Classified::All) => {
            session.say("(chưa phân loại)", "(not classified)")
        }
        (Axis::AssignedBy, _) => session.say("(không rõ cơ quan giao)", "(assigner not stated)"),
        (Axis::Document, _) => session.say("(không rõ văn bản)", "(document not stated)"),
        (Axis::Post, _) => session.say("(không nêu chức danh)", "(post not stated)"),
        (Axis::Agency | Axis::Territory | Axis::Level | Axis::Branch, _) => {
            session.say("(ngoài các mục trên)", "(in none of these)")
        }
    }
}

/// What the table says of one line.
struct Figures {
    total: u64,
    unreported: u64,
    in_term_unreported: u64,
    others: u64,
}

impl Figures {
    fn of(sums: &Sums) -> Self {
        Figures {
            total: sums.total(),
            unreported: sums.unreported.iter().sum(),
            in_term_unreported: sums.in_term_unreported(),
            others: OTHERS.iter().map(|s| sums.count(*s)).sum::<u64>() + sums.submitted_late,
        }
    }
}

/// Writes lines as a table: how many stand where, and in brackets how many of them nobody reported on.
///
/// Where nobody reported at all there is neither a column of what is late nor a rate: both would be made of nothing.
/// Bars stand beside the figures where there is room for them; whether there was, for the legend, is what comes back.
pub(crate) fn write(
    session: &Session,
    scope: &Scope,
    what: &str,
    lines: &[Line],
    out: &mut dyn Write,
) -> Result<bool, Failure> {
    let any_report = scope.report_count > 0;
    let say = |vi: &'static str, en: &'static str| session.say(vi, en);
    let lang = session.lang;
    let mut columns = vec![
        Column::cut(what, 16),
        Column::figure(say("Tổng số", "Total")),
        Column::figure(say("Xong đúng hạn", "Done on time")),
        Column::figure(say("Xong quá hạn", "Done late")).spare(2),
        Column::figure(say("Trong hạn", "In term")).spare(1),
        Column::figure(say("Sắp đến hạn", "Due soon")).spare(3),
    ];
    if any_report {
        columns.push(Column::figure(say("Quá hạn", "Overdue")));
    }
    columns.extend([
        Column::figure(say("Chưa báo cáo", "No data")),
        Column::figure(say("Không thời hạn", "No term")).spare(4),
        Column::figure(say("Khác", "Other")).spare(5),
    ]);
    if any_report {
        columns.push(Column::figure(say("Tỷ lệ", "Rate")));
    }
    columns.push(Column::bar(READABLE));
    let mut table = Table::new(columns);
    for line in lines {
        let sums = &line.sums;
        let figures = Figures::of(sums);
        let both = |n: u64, silent: u64| -> Cell {
            let text = figure::count_with_unreported(n, silent, lang);
            Cell::toned(&text, if n == 0 { Tone::Faint } else { Tone::Plain })
        };
        let of = |status: Status| both(sums.count(status), sums.unreported[status.index()]);
        let mut row: Vec<Cell> = vec![
            line.name.as_str().into(),
            both(figures.total, figures.unreported),
            of(Status::DoneOnTime),
            of(Status::DoneLate),
            both(sums.in_term(), figures.in_term_unreported),
            of(Status::DueSoon),
        ];
        if any_report {
            let late = sums.overdue_reported();
            let tone = if late == 0 { Tone::Faint } else { Tone::Alarm };
            row.push(Cell::toned(&figure::count(late, lang), tone));
        }
        row.push(Cell::toned(&figure::count(sums.overdue_unreported(), lang), Tone::Faint));
        row.push(of(Status::OpenEnded));
        row.push(both(figures.others, 0));
        if any_report {
            row.push(figure::percent(sums.rate(&session.policy), lang).into());
        }
        row.push(bar::of_sums(sums));
        table.push(row);
    }
    table.write(out, session.page)?;
    Ok(table.has_bars(session.page))
}

/// Writes what the brackets, the rates and the bars mean.
pub(crate) fn write_legend(
    session: &Session,
    scope: &Scope,
    has_bars: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut text = session
        .say(
            "Trong hạn gồm cả sắp đến hạn. Chưa báo cáo: đã qua ngày cuối mà chưa có báo cáo nào. \
             Trong ngoặc: số chưa có báo cáo.",
            "In term includes due soon. No data: past the last day without any report. \
             In brackets: how many nobody reported on.",
        )
        .to_owned();
    if scope.report_count > 0 {
        text.push(' ');
        text.push_str(&rate_name(session, &session.policy));
    }
    if has_bars {
        text.push(' ');
        text.push_str(&bar::legend(session.lang));
    }
    session.page.paragraph(out, &text, Tone::Faint)
}

/// The rate's formula, and what silence does to it.
fn rate_name(session: &Session, policy: &Policy) -> String {
    let silence = policy.silence.label(session.lang);
    let formula = policy.rate.label(session.lang);
    match session.lang {
        Lang::Vi => format!("Tỷ lệ: {formula}; quá hạn chưa có báo cáo {silence}."),
        Lang::En => format!("Rate: {formula}; overdue without data {silence}."),
    }
}

/// The rate in one line with its formula; why there is none where nobody reported.
pub(crate) fn rate_line(session: &Session, scope: &Scope, sums: &Sums) -> String {
    let policy = &session.policy;
    let (formula, rate) = (policy.rate.label(session.lang), sums.rate(policy));
    let name = session.say("Tỷ lệ", "Rate");
    if scope.report_count == 0 {
        let none = session
            .say("không tính, vì chưa có báo cáo nào", "not computed, for nobody has reported");
        return format!("{name} ({formula}): {none}");
    }
    let (num, den) = (figure::count(rate.num, session.lang), figure::count(rate.den, session.lang));
    format!("{name} ({formula}): {num} ÷ {den} = {}", figure::percent(rate, session.lang))
}

/// Columns of sums in CSV, behind those of the key.
pub(crate) fn csv_header(key: &[&'static str]) -> Vec<&'static str> {
    let mut header = key.to_vec();
    header.extend(["total", "unreported"]);
    for status in Status::ALL {
        header.push(status.as_str());
        header.push(unreported_column(*status));
    }
    header.extend([
        "in_term",
        "completion_percent",
        "rate",
        "rate_num",
        "rate_den",
        "rate_percent",
    ]);
    header
}

/// The sums as CSV fields, in the order of [`csv_header`]; no rate where nobody reported.
pub(crate) fn csv_fields(session: &Session, scope: &Scope, sums: &Sums) -> Vec<String> {
    let policy = &session.policy;
    let mut fields =
        vec![sums.total().to_string(), sums.unreported.iter().sum::<u64>().to_string()];
    for status in Status::ALL {
        fields.push(sums.count(*status).to_string());
        fields.push(sums.unreported[status.index()].to_string());
    }
    fields.push(sums.in_term().to_string());
    let completion = sums.rate_of(Rate::Completion, policy);
    fields.push(completion.percent_text(2).unwrap_or_default());
    let rate = sums.rate(policy);
    fields.push(policy.rate.as_str().to_owned());
    if scope.report_count == 0 {
        fields.extend([String::new(), String::new(), String::new()]);
    } else {
        fields.extend([rate.num.to_string(), rate.den.to_string()]);
        fields.push(rate.percent_text(2).unwrap_or_default());
    }
    fields
}

/// A sheet of sums along axes; the total stands on the axis `all`.
pub(crate) fn csv_sheet(session: &Session, scope: &Scope, parts: &[(&str, Vec<Line>)]) -> CsvSheet {
    let mut sheet = CsvSheet::new(&csv_header(&["axis", "key", "name"]));
    for (axis, lines) in parts {
        for line in lines {
            let mut row = vec![(*axis).to_owned(), line.key.clone(), line.name.clone()];
            row.extend(csv_fields(session, scope, &line.sums));
            sheet.push(row);
        }
    }
    sheet.with_scope(scope)
}

fn unreported_column(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "not_started_unreported",
        Status::InProgress => "in_progress_unreported",
        Status::DueSoon => "due_soon_unreported",
        Status::Overdue => "overdue_unreported",
        Status::DoneOnTime => "done_on_time_unreported",
        Status::DoneLate => "done_late_unreported",
        Status::Cancelled => "cancelled_unreported",
        Status::OpenEnded => "open_ended_unreported",
        Status::Submitted => "submitted_unreported",
        Status::Suspended => "suspended_unreported",
    }
}
