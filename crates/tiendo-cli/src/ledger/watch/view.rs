//! What `watch` shows: the tasks by status, then the plan's phases and groups and the levels in bars, and the last entry.

use std::io::Write;

use tiendo::{Lang, Scope, Sums};

use super::Seen;
use crate::bar;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::session::Session;
use crate::status::{self, OVERVIEW};
use crate::sums_table::{self, Line};
use crate::table::{Cell, Column, Table, Tone};
use crate::width;

/// Cells that names keep beside the bars, which are what is looked at here.
const NAMES: usize = 16;

/// A part of the view.
struct Section {
    text: String,
    /// Left out of a window that is too low, the highest first; 0 is never left out.
    spare: u8,
}

/// The whole view, beside the sums at the start where there are any.
pub(super) fn write(
    session: &Session,
    seen: &Seen,
    start: Option<&Sums>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let sections = sections(session, seen, start)?;
    let texts: Vec<&str> = sections.iter().map(|section| section.text.as_str()).collect();
    writeln!(out, "{}\n", texts.join("\n\n"))?;
    session.page.paragraph(out, &last_entry(session, seen), Tone::Faint)
}

/// As much of the view as a window of this height has room for.
pub(super) fn lines(
    session: &Session,
    seen: &Seen,
    start: &Sums,
    height: usize,
) -> Result<Vec<String>, Failure> {
    let mut sections = sections(session, seen, Some(start))?;
    let rows = |sections: &[Section]| {
        // A blank line behind each, and the last one.
        sections.iter().map(|section| section.text.lines().count() + 1).sum::<usize>() + 1
    };
    let mut is_whole = true;
    while rows(&sections) > height {
        let spare = (0..sections.len()).filter(|i| sections[*i].spare > 0);
        let Some(drop) = spare.max_by_key(|i| sections[*i].spare) else { break };
        sections.remove(drop);
        is_whole = false;
    }
    let mut lines: Vec<String> = Vec::new();
    for section in &sections {
        lines.extend(section.text.lines().map(str::to_owned));
        lines.push(String::new());
    }
    lines.truncate(height.saturating_sub(1));
    let mut last = session.say("q: thoát. ", "q ends. ").to_owned();
    if !is_whole {
        last.push_str(session.say("Cửa sổ cao hơn sẽ hiện thêm. ", "A taller window shows more. "));
    }
    last.push_str(&last_entry(session, seen));
    lines.push(session.page.paint(&width::cut(&last, session.page.width), Tone::Faint));
    Ok(lines)
}

/// The parts, in the order in which they stand.
fn sections(session: &Session, seen: &Seen, start: Option<&Sums>) -> Result<Vec<Section>, Failure> {
    let evaluation = &seen.evaluation;
    let scope = evaluation.scope();
    let tasks = evaluation.task_sums();
    let mut sections = Vec::with_capacity(OVERVIEW.len() + 3);
    let mut section = |spare: u8, text: Vec<u8>| {
        let text = String::from_utf8_lossy(&text).trim_end().to_owned();
        sections.push(Section { text, spare });
    };
    let mut text = Vec::new();
    heading::write(session, &status::title(session, &scope), &scope, &mut text)?;
    section(0, text);
    let mut text = Vec::new();
    let mut has_bars = status::write_statuses(session, &scope, &tasks, start, &mut text)?;
    session.page.paragraph(
        &mut text,
        &sums_table::rate_line(session, &scope, &tasks),
        Tone::Strong,
    )?;
    section(0, text);
    for (spare, (axis, vi, en)) in (1..).zip(OVERVIEW) {
        let lines = sums_table::lines_of(session, &evaluation.roll_up(axis));
        let table = table(session, &scope, session.say(vi, en), &lines);
        let mut text = Vec::new();
        table.write(&mut text, session.page)?;
        has_bars |= table.has_bars(session.page);
        section(spare, text);
    }
    if has_bars {
        let mut text = Vec::new();
        session.page.paragraph(&mut text, &bar::legend(session.lang), Tone::Faint)?;
        section(1, text);
    }
    Ok(sections)
}

/// Lines with their bars, and the figures that matter most.
///
/// As everywhere, nothing is called late and no rate is given where nobody reported at all.
fn table(session: &Session, scope: &Scope, what: &str, lines: &[Line]) -> Table {
    let (lang, any_report) = (session.lang, scope.report_count > 0);
    let mut columns = vec![
        Column::cut(what, NAMES),
        Column::bar(NAMES),
        Column::figure(session.say("Tổng số", "Total")),
    ];
    if any_report {
        columns.push(Column::figure(session.say("Quá hạn", "Overdue")));
    }
    columns.push(Column::figure(session.say("Chưa báo cáo", "No data")).spare(1));
    if any_report {
        columns.push(Column::figure(session.say("Tỷ lệ", "Rate")));
    }
    let mut table = Table::new(columns);
    for line in lines {
        let sums = &line.sums;
        let mut row = vec![
            line.name.as_str().into(),
            bar::of_sums(sums),
            figure::count(sums.total(), lang).into(),
        ];
        if any_report {
            let late = sums.overdue_reported();
            let tone = if late == 0 { Tone::Faint } else { Tone::Alarm };
            row.push(Cell::toned(&figure::count(late, lang), tone));
        }
        row.push(Cell::toned(&figure::count(sums.overdue_unreported(), lang), Tone::Faint));
        if any_report {
            row.push(figure::percent(sums.rate(&session.policy), lang).into());
        }
        table.push(row);
    }
    table
}

/// The entry that the view reaches to: its number, when it was recorded and by whom.
fn last_entry(session: &Session, seen: &Seen) -> String {
    let Some(entry) = &seen.entry else { return String::new() };
    let seq = figure::count(entry.seq, session.lang);
    let day = figure::day(entry.recorded_at.date(), session.lang);
    let (time, actor) = (entry.recorded_at.format("%H:%M:%S"), width::safe(&entry.actor));
    match session.lang {
        Lang::Vi => format!("Mục {seq} của sổ cái, ghi lúc {time} ngày {day}: {actor}"),
        Lang::En => format!("Entry {seq} of the ledger, recorded {day} {time}: {actor}"),
    }
}
