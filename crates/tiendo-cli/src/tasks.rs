//! `tasks`: what is owed, most urgent first.

use std::io::Write;

use tiendo::{Evaluation, Lang, Owed, OwedFilter, Role, Row, Scope, Status, Within};

use crate::Outcome;
use crate::agency;
use crate::args::{Format, TasksArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status::{self, past_due_unreported, tone_of};
use crate::table::{Cell, Column, Table, Tone};

/// Rows that a table shows where nothing else is asked.
const TABLE_ROWS: usize = 100;

pub(crate) fn run(
    session: &Session,
    args: &TasksArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let asked = agency::asked(session, &registry, args.agency.as_deref())?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let title = title(session, &scope, asked.map(|a| agency::name(a, session.lang)), args);
    if session.format == Format::Json {
        let request = Request::evaluated("tasks", session, evaluation.as_of())?
            .in_language(session)
            .with("agency", asked.map(|a| a.id.as_str()))
            .with("within", args.within.as_deref())
            .with("phase", args.phase.as_deref())
            .with("group", args.group.as_deref())
            .with("document", args.document.as_deref())
            .with("status", args.status.as_deref())
            .with("due_before", args.due_before.map(|day| day.to_string()))
            .with("limit", args.limit.filter(|n| *n > 0));
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let owed = evaluation.owed(&OwedFilter {
        agency: asked.map(|a| a.id.to_string()),
        within: args.within.as_deref().and_then(Within::parse),
        phase: args.phase.clone(),
        group: args.group.clone(),
        document: args.document.clone(),
        status: args.status.as_deref().and_then(Status::parse),
        due_before: args.due_before,
    })?;
    let usual = if session.format == Format::Table { TABLE_ROWS } else { 0 };
    let limit = match args.limit.unwrap_or(usual) {
        0 => owed.len(),
        n => n.min(owed.len()),
    };
    if session.format == Format::Csv {
        csv(session, &scope, &owed[..limit]).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &scope, out)?;
    let one_agency = asked.is_some() && args.within.as_deref().is_none_or(|w| w == "agency");
    write_rows(session, &evaluation, &scope, &owed[..limit], one_agency, out)?;
    write_count(session, owed.len(), limit, out)?;
    Ok(Outcome::Fine)
}

fn title(session: &Session, scope: &Scope, agency: Option<&str>, args: &TasksArgs) -> String {
    let until = heading::until(session, scope);
    let text = session.say("Nhiệm vụ được giao", "Tasks assigned");
    let within = args.within.as_deref().and_then(Within::parse).filter(|w| *w != Within::Agency);
    match (agency, within) {
        (Some(name), Some(within)) => {
            format!("{text}: {name}, {}, {until}", within.label(session.lang))
        }
        (Some(name), None) => format!("{text}: {name}, {until}"),
        (None, _) => format!("{text}, {until}"),
    }
}

fn write_rows(
    session: &Session,
    evaluation: &Evaluation,
    scope: &Scope,
    owed: &[Owed<'_>],
    one_agency: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut columns = vec![
        Column::whole(session.say("Mã", "Row")),
        Column::cut(session.say("Nhiệm vụ", "Task"), 14),
    ];
    if !one_agency {
        columns.push(Column::cut(session.say("Cơ quan", "Agency"), 14).spare(1));
    }
    columns.extend([
        Column::cut(session.say("Trạng thái", "Status"), 16),
        Column::figure(session.say("Thời hạn", "Last day")),
        Column::figure(session.say("Số ngày", "Days")).spare(2),
    ]);
    // Where nobody reported, every percent would be a nought that says nothing.
    let any_report = scope.report_count > 0;
    if any_report {
        columns.push(Column::figure("%").spare(3));
    }
    let mut table = Table::new(columns);
    for item in owed {
        let row = item.row;
        let mut cells: Vec<Cell> = vec![row.id().into(), row.title_in(session.lang).into()];
        if !one_agency {
            cells.push(row.agency_name(session.lang).unwrap_or("–").into());
        }
        let mut words = words(session, scope, &row).to_owned();
        if item.role == Role::CoLead {
            words = format!("{words} ({})", item.role.label(session.lang));
        }
        cells.push(Cell::toned(&words, tone_of(row.status(), row.is_reported())));
        cells.push(
            row.deadline()
                .map_or_else(|| "–".to_owned(), |day| figure::day(day, session.lang))
                .into(),
        );
        cells.push(days(session, evaluation, &row).into());
        if any_report {
            cells.push(row.percent().to_string().into());
        }
        table.push(cells);
    }
    if !table.is_empty() {
        table.write(out, session.page)?;
    }
    Ok(())
}

fn write_count(
    session: &Session,
    found: usize,
    shown: usize,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (found, lang) = (found as u64, session.lang);
    let all = figure::count(found, lang);
    let text = match (lang, found > shown as u64) {
        (Lang::Vi, false) => format!("{all} dòng."),
        (Lang::En, false) => format!("{all} rows."),
        (Lang::Vi, true) => {
            format!(
                "{} trong {all} dòng; xem tất cả: --limit 0.",
                figure::count(shown as u64, lang)
            )
        }
        (Lang::En, true) => {
            format!("{} of {all} rows; all of them: --limit 0.", figure::count(shown as u64, lang))
        }
    };
    session.page.paragraph(out, &text, Tone::Faint)
}

/// Where a row stands, in words that say no more than the register knows.
fn words(session: &Session, scope: &Scope, row: &Row<'_>) -> &'static str {
    if row.status() == Status::Overdue && !row.is_reported() {
        return past_due_unreported(session, scope);
    }
    row.words(session.lang)
}

/// Days left or days late; nothing of lateness where nobody reported.
pub(crate) fn days(session: &Session, evaluation: &Evaluation, row: &Row<'_>) -> String {
    match (row.status(), row.deadline()) {
        (Status::Overdue, _) if !row.is_reported() => String::new(),
        (Status::Overdue | Status::DoneLate, _) => {
            let days = figure::count(u64::from(row.late_days().unwrap_or(0)), session.lang);
            format!("{} {days}", session.say("quá", "late"))
        }
        (status, Some(last)) if status.is_open() && last >= evaluation.as_of().day => {
            let days = (last - evaluation.as_of().day).num_days().unsigned_abs();
            format!("{} {}", session.say("còn", "left"), figure::count(days, session.lang))
        }
        _ => String::new(),
    }
}

fn csv(session: &Session, scope: &Scope, owed: &[Owed<'_>]) -> CsvSheet {
    let mut sheet = CsvSheet::new(&[
        "row",
        "task",
        "title",
        "agency",
        "agency_name",
        "role",
        "status",
        "words",
        "reported",
        "percent",
        "weight",
        "deadline",
        "original_deadline",
        "closed_on",
        "late_days",
        "extensions",
    ]);
    for item in owed {
        let row = item.row;
        let day = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        let late = row.late_days().map_or_else(String::new, |days| days.to_string());
        sheet.push(vec![
            row.id(),
            row.task_id().to_owned(),
            row.title_in(session.lang).to_owned(),
            row.agency_id().unwrap_or_default().to_owned(),
            row.agency_name(session.lang).unwrap_or_default().to_owned(),
            item.role.as_str().to_owned(),
            row.status().as_str().to_owned(),
            words(session, scope, &row).to_owned(),
            row.is_reported().to_string(),
            row.percent().to_string(),
            row.weight().to_string(),
            day(row.deadline()),
            day(row.original_deadline()),
            day(row.closed_on()),
            late,
            row.extension_count().to_string(),
        ]);
    }
    sheet.with_scope(scope)
}
