//! `demo`: the real register with invented reports, marked SIMULATED throughout.

use std::collections::BTreeSet;
use std::io::Write;

use serde_json::Value;
use tiendo::{Evaluation, OwedFilter, Row};

use crate::Outcome;
use crate::args::{DemoArgs, Format};
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load::{self, Findings};
use crate::office;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status::{self, tone_of};
use crate::table::{Cell, Column, Table, Tone};
use crate::tasks;

/// The last day of the plan's last phase, which the invented reports lead up to.
const DAY: (i32, u32, u32) = (2025, 12, 31);

pub(crate) fn run(
    session: &Session,
    args: &DemoArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    if session.shared.no_base {
        // Without the built-in register there is nothing to invent reports for, and the answer would not be marked.
        let text = session.say(
            "demo dùng dữ liệu có sẵn; với dữ liệu riêng hãy dùng tiendo status",
            "demo shows the built-in register; for a folder alone use tiendo status",
        );
        return Err(Failure::Input(text.to_owned()));
    }
    let seed = session.shared.simulated.unwrap_or(load::SEED);
    let registry = load::registry_with(session, Some(seed), Findings::Told)?;
    let day = tiendo::day::from_ymd(DAY.0, DAY.1, DAY.2).unwrap_or(tiendo::day::LAST);
    let evaluation = status::evaluate(session, &registry, session.as_of_or(day)?)?;
    if let Some(path) = &args.html {
        let written =
            office::Page { file: Some(path), folder: None, since: None, is_replaced: args.force };
        return written.write(session, &evaluation, &|_| Vec::new(), out);
    }
    let scope = evaluation.scope();
    let text = format!(
        "{}, {}",
        session.say(
            "Nghị quyết 57-NQ/TW và Kế hoạch 02-KH/BCĐTW",
            "Resolution 57-NQ/TW and Plan 02-KH/BCĐTW"
        ),
        heading::until(session, &scope)
    );
    match session.format {
        Format::Json => {
            let ask = |request: Request| {
                let reply = request.ask(&registry);
                match reply::outcome(&reply) {
                    Outcome::Fine => Ok(reply),
                    // A part that is an error must not pass for an answer.
                    _ => Err(Failure::Input(reply)),
                }
            };
            let status = ask(Request::evaluated("status", session, evaluation.as_of())?)?;
            let tasks = Request::evaluated("tasks", session, evaluation.as_of())?
                .in_language(session)
                .with("limit", Some(args.top));
            let tasks = ask(tasks)?;
            let title = Value::from(heading::title(session, &text, &scope));
            let provenance = Value::from(scope.provenance.as_str());
            // Put together as text, so that the parts are byte for byte the library's replies.
            writeln!(
                out,
                "{{\"title\":{title},\"provenance\":{provenance},\"status\":{status},\"tasks\":{tasks}}}"
            )?;
        }
        Format::Csv => status::overview_sheet(session, &evaluation, &scope, out)?,
        Format::Table => {
            heading::write(session, &text, &scope, out)?;
            status::write_overview(session, &evaluation, &scope, out)?;
            write_pressing(session, &evaluation, args.top, out)?;
        }
    }
    Ok(Outcome::Fine)
}

/// The most pressing tasks: one line per task, 'n of m' where several agencies owe it.
fn write_pressing(
    session: &Session,
    evaluation: &Evaluation,
    top: usize,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let owed = evaluation.owed(&OwedFilter::default())?;
    let reported: Vec<Row<'_>> = owed
        .iter()
        .map(|owed| owed.row)
        .filter(|row| row.status().is_open() && row.is_reported())
        .collect();
    if reported.is_empty() {
        writeln!(out)?;
        return write_none_pressing(session, evaluation, out);
    }
    let mut seen = BTreeSet::new();
    let pressing = reported.into_iter().filter(|row| seen.insert(row.task_id())).take(top);
    let mut table = Table::new(vec![
        Column::whole(session.say("Mã", "Task")),
        Column::cut(session.say("Nhiệm vụ cấp bách nhất", "Most pressing tasks"), 16),
        Column::cut(session.say("Cơ quan", "Agency"), 12).spare(2),
        Column::figure(session.say("Hoàn thành", "Done")),
        Column::figure(session.say("Thời hạn", "Last day")),
        Column::figure(session.say("Số ngày", "Days")),
    ]);
    for row in pressing {
        let (done, all) = evaluation.done_of(row.task_id()).unwrap_or((0, 1));
        let several = all > 1;
        let agency = if several {
            let all = figure::count(u64::from(all), lang);
            format!("{all} {}", session.say("cơ quan", "agencies"))
        } else {
            row.agency_name(lang).unwrap_or("–").to_owned()
        };
        let part = if several {
            let figures = (figure::count(done.into(), lang), figure::count(all.into(), lang));
            format!("{} {} {}", figures.0, session.say("trên", "of"), figures.1)
        } else {
            format!("{} %", row.percent())
        };
        let deadline = row.deadline().map(|day| figure::day(day, lang));
        table.push(vec![
            row.task_id().into(),
            row.title_in(lang).into(),
            agency.into(),
            part.into(),
            deadline.unwrap_or_else(|| "–".to_owned()).into(),
            Cell::toned(
                &tasks::days(session, evaluation, &row),
                tone_of(row.status(), row.is_reported()),
            ),
        ]);
    }
    if table.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    table.write(out, session.page)?;
    let note = session.say(
        "SIMULATED. Mỗi nhiệm vụ một dòng, theo việc cấp bách nhất của nó; chi tiết: tiendo tasks --simulated.",
        "SIMULATED. One line per task, for its most pressing row; in detail: tiendo tasks --simulated.",
    );
    session.page.paragraph(out, note, Tone::Faint)
}

/// Why no task is pressing: all are closed, or nobody reported on those that are open.
fn write_none_pressing(
    session: &Session,
    evaluation: &Evaluation,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (text, tone) = if evaluation.rows().any(|row| row.status().is_open()) {
        let text = session
            .say("Chưa có báo cáo nào về các nhiệm vụ đang mở.", "No open task has a report.");
        (text, Tone::Faint)
    } else {
        (session.say("Không còn nhiệm vụ nào đang mở.", "No task is open."), Tone::Good)
    };
    session.page.paragraph(out, text, tone)
}
