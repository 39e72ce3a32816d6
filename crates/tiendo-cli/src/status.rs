//! `status`: how many tasks stand where, in all and along the plan's axes.

use std::io::Write;

use tiendo::{
    AsOf, Axis, Classified, Counting, Evaluation, Registry, RollupOptions, Scope, Status, Sums,
};

use crate::Outcome;
use crate::args::{Format, StatusArgs};
use crate::bar::{self, Part};
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::people;
use crate::progress;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::sums_table::{self, Line};
use crate::table::{Cell, Column, READABLE, Table, Tone};
use crate::threads;

/// The axes that the overview shows, with the words of each language.
pub(crate) const OVERVIEW: [(Axis, &str, &str); 3] = [
    (Axis::Phase, "Theo giai đoạn của kế hoạch", "By phase of the plan"),
    (Axis::Group, "Theo nhóm nhiệm vụ của kế hoạch", "By task group of the plan"),
    (Axis::Level, "Theo cấp (mỗi cơ quan một dòng)", "By level (one row per agency)"),
];

pub(crate) fn run(
    session: &Session,
    args: &StatusArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let evaluation = evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let text = title(session, &scope);
    let Some(axis) = args.by.as_deref().and_then(Axis::parse) else {
        return match session.format {
            Format::Json => {
                let request = Request::evaluated("status", session, evaluation.as_of())?;
                reply::write_titled(session, out, &text, &scope, &request.ask(&registry))
            }
            Format::Csv => {
                overview_sheet(session, &evaluation, &scope, out)?;
                Ok(Outcome::Fine)
            }
            Format::Table => {
                heading::write(session, &text, &scope, out)?;
                write_overview(session, &evaluation, &scope, out)?;
                Ok(Outcome::Fine)
            }
        };
    };
    let mut options = RollupOptions::along(axis);
    options.counting =
        args.counting.as_deref().and_then(Counting::parse).unwrap_or(options.counting);
    options.classified =
        args.classified.as_deref().and_then(Classified::parse).unwrap_or(options.classified);
    let request = Request::evaluated("roll_up", session, evaluation.as_of())?
        .with("axis", Some(axis.as_str()))
        .with("counting", Some(options.counting.as_str()))
        .with("classified", Some(options.classified.as_str()));
    write_axis(session, &evaluation, &text, &options, &request, out)
}

/// Sums along one axis, in the session's format.
pub(crate) fn write_axis(
    session: &Session,
    evaluation: &Evaluation,
    title: &str,
    options: &RollupOptions,
    request: &Request,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let rollup = evaluation.roll_up_with(options);
    let lines = sums_table::lines_of(session, &rollup);
    match session.format {
        Format::Json => {
            let reply = request.ask(evaluation.registry());
            return reply::write_titled(session, out, title, &rollup.scope, &reply);
        }
        Format::Csv => {
            let parts = [(options.axis.as_str(), lines)];
            sums_table::csv_sheet(session, &rollup.scope, &parts).write(out)?;
        }
        Format::Table => {
            heading::write(session, title, &rollup.scope, out)?;
            let what = capitalised(options.axis.label(session.lang));
            let has_bars = sums_table::write(session, &rollup.scope, &what, &lines, out)?;
            if matches!(options.axis, Axis::Agency | Axis::Document) {
                let note = session.say(
                    "Mỗi dòng tính cả cấp dưới; các dòng không cộng lại với nhau.",
                    "Every row counts all below it; the rows do not add up.",
                );
                session.page.paragraph(out, note, Tone::Faint)?;
            }
            sums_table::write_legend(session, &rollup.scope, has_bars, out)?;
            people::write(session, evaluation.registry(), evaluation.as_of(), out)?;
        }
    }
    Ok(Outcome::Fine)
}

/// Evaluates under the session's policy, with progress.
pub(crate) fn evaluate(
    session: &Session,
    registry: &Registry,
    as_of: AsOf,
) -> Result<Evaluation, Failure> {
    let label = session.say("đang đánh giá", "evaluating");
    let evaluation = progress::watched(label, |watch| {
        threads::on(|threads| registry.evaluate_on(as_of, &session.policy, threads, watch))
    });
    Ok(evaluation?)
}

pub(crate) fn title(session: &Session, scope: &Scope) -> String {
    let text = session.say("Tình hình thực hiện nhiệm vụ", "Where the tasks stand");
    format!("{text}, {}", heading::until(session, scope))
}

/// The overview for people: all tasks by status, then the plan's phases and groups, then levels.
pub(crate) fn write_overview(
    session: &Session,
    evaluation: &Evaluation,
    scope: &Scope,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let tasks = evaluation.task_sums();
    let mut has_bars = write_statuses(session, scope, &tasks, None, out)?;
    writeln!(out)?;
    session.page.paragraph(out, &sums_table::rate_line(session, scope, &tasks), Tone::Strong)?;
    for (axis, vi, en) in OVERVIEW {
        writeln!(out)?;
        let lines = sums_table::lines_of(session, &evaluation.roll_up(axis));
        has_bars |= sums_table::write(session, scope, session.say(vi, en), &lines, out)?;
    }
    writeln!(out)?;
    sums_table::write_legend(session, scope, has_bars, out)?;
    people::write(session, evaluation.registry(), evaluation.as_of(), out)
}

/// Every status that occurs, with how many of it nobody reported on; whether the bars had room comes back.
///
/// Beside sums from before, every status that occurred then is shown too, and by how much each has changed.
pub(crate) fn write_statuses(
    session: &Session,
    scope: &Scope,
    sums: &Sums,
    before: Option<&Sums>,
    out: &mut dyn Write,
) -> Result<bool, Failure> {
    let lang = session.lang;
    let mut columns = vec![
        Column::cut(session.say("Tất cả nhiệm vụ", "All tasks"), 16),
        Column::figure(session.say("Số nhiệm vụ", "Tasks")),
        Column::figure(session.say("chưa có báo cáo", "without any report")),
    ];
    if before.is_some() {
        columns.push(Column::figure(session.say("từ lúc mở", "since the start")));
    }
    columns.push(Column::bar(READABLE));
    let mut table = Table::new(columns);
    let mut line = |name: &str, [count, silent, was]: [u64; 3], tone: Tone, bar: Cell| {
        let figures = [count, silent].map(|n| Cell::from(figure::count(n, lang)));
        let mut row = vec![Cell::toned(name, tone)];
        row.extend(figures);
        row.extend(before.map(|_| Cell::from(figure::change(was, count, lang))));
        row.push(bar);
        table.push(row);
    };
    for status in Status::ALL {
        // What is late and what is only not known stand on two lines.
        let is_split = *status == Status::Overdue;
        for is_reported in [true, false] {
            let counted = |sums: &Sums| {
                let (all, silent) = (sums.count(*status), sums.unreported[status.index()]);
                match (is_split, is_reported) {
                    (false, true) => [all, silent],
                    (false, false) => [0, 0],
                    (true, true) => [all - silent, 0],
                    (true, false) => [silent, silent],
                }
            };
            let ([count, silent], [was, _]) = (counted(sums), before.map_or([0, 0], counted));
            if count == 0 && was == 0 {
                continue;
            }
            let name = if is_reported {
                capitalised(status.words(true, lang))
            } else {
                capitalised(past_due_unreported(session, scope))
            };
            let bar = bar::of_count(Part::of(*status, is_reported), count, sums.total());
            line(&name, [count, silent, was], tone_of(*status, is_reported), bar);
        }
    }
    let counts = [sums.total(), sums.unreported.iter().sum(), before.map_or(0, Sums::total)];
    line(session.say("Tổng số", "Total"), counts, Tone::Strong, bar::of_sums(sums));
    table.write(out, session.page)?;
    Ok(table.has_bars(session.page))
}

/// The words for what nobody reported on by its last day; where nobody reported at all, they do not name lateness.
pub(crate) fn past_due_unreported(session: &Session, scope: &Scope) -> &'static str {
    match (scope.report_count, session.lang) {
        (0, tiendo::Lang::Vi) => "đã đến hạn, chưa có báo cáo",
        (0, tiendo::Lang::En) => "past its last day, no report data",
        _ => Status::Overdue.words(false, session.lang),
    }
}

/// What a status means to the eye; without a report nothing is alarming.
pub(crate) fn tone_of(status: Status, reported: bool) -> Tone {
    match status {
        Status::Overdue if reported => Tone::Alarm,
        Status::Overdue | Status::Cancelled | Status::Suspended => Tone::Faint,
        Status::DueSoon => Tone::Caution,
        Status::DoneOnTime => Tone::Good,
        _ => Tone::Plain,
    }
}

/// The first letter as a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The overview as one sheet.
pub(crate) fn overview_sheet(
    session: &Session,
    evaluation: &Evaluation,
    scope: &Scope,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let name = session.say("Tất cả nhiệm vụ", "All tasks").to_owned();
    let all = Line { key: String::new(), name, sums: evaluation.task_sums() };
    let mut parts = vec![("all", vec![all])];
    for (axis, ..) in OVERVIEW {
        let lines = sums_table::lines_of(session, &evaluation.roll_up(axis));
        parts.push((axis.as_str(), lines));
    }
    sums_table::csv_sheet(session, scope, &parts).write(out)
}
