//! `changes`: a reporting period beside the one before it, or what changed since a day or a frozen evaluation.

use std::io::Write;

use tiendo::{
    AgencyChange, AsOf, Changes, Evaluation, Lang, Policy, Registry, RowChange, Scope, Silence,
    SumsChange,
};
use tiendo_ledger::Access;

use crate::Outcome;
use crate::args::{ChangesArgs, Format};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::ledger;
use crate::load;
use crate::reply;
use crate::session::Session;
use crate::status;
use crate::table::{Cell, Column, Table, Tone};

/// Rows of each list that a table shows.
const TABLE_ROWS: usize = 20;

/// Without a period or a day, so many days before D are compared with.
const USUAL_DAYS: i64 = 30;

pub(crate) fn run(
    session: &Session,
    args: &ChangesArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let as_of = session.as_of()?;
    let changes = match &args.frozen {
        Some(name) => frozen(session, args, name, as_of)?,
        None => known(session, args, as_of)?,
    };
    let title = title(session, args, &changes);
    match session.format {
        Format::Json => {
            let reply = serde_json::to_string(&changes)
                .map_err(|error| Failure::Input(error.to_string()))?;
            reply::write_titled(session, out, &title, &changes.scope, &reply)
        }
        Format::Csv => {
            sheet(&changes).with_scope(&changes.scope).write(out)?;
            Ok(Outcome::Fine)
        }
        Format::Table => {
            heading::write(session, &title, &changes.scope, out)?;
            write_tables(session, &changes, out)?;
            Ok(Outcome::Fine)
        }
    }
}

/// What changed by what is known on K: between two periods, or since another day.
fn known(session: &Session, args: &ChangesArgs, as_of: AsOf) -> Result<Changes, Failure> {
    let registry = load::registry(session)?;
    if let Some(period) = args.period {
        return Ok(registry.period_changes(period, as_of, &session.policy)?);
    }
    let usual = tiendo::day::plus(as_of.day, -USUAL_DAYS).unwrap_or(as_of.day);
    let since = AsOf { day: args.since.unwrap_or(usual), ..as_of };
    let now = status::evaluate(session, &registry, as_of)?;
    Ok(now.changes_since(&status::evaluate(session, &registry, since)?, None)?)
}

/// What changed since figures were frozen in the ledger, under the policy of then.
fn frozen(
    session: &Session,
    args: &ChangesArgs,
    name: &str,
    as_of: AsOf,
) -> Result<Changes, Failure> {
    let before = ledger::open(session, Access::ReadOnly)?.evaluate_frozen(name)?;
    let registry = load::registry(session)?;
    let now = evaluate(&registry, as_of, before.policy())?;
    let due = args.period.map(|period| before.policy().reporting_days(period));
    Ok(now.changes_since(&before, due)?)
}

fn evaluate(registry: &Registry, as_of: AsOf, policy: &Policy) -> Result<Evaluation, Failure> {
    Ok(registry.evaluate(as_of, policy)?)
}

fn title(session: &Session, args: &ChangesArgs, changes: &Changes) -> String {
    let lang = session.lang;
    let day = |scope: &Scope| figure::day(scope.day, lang);
    let (now, then) = (day(&changes.scope), day(&changes.scope_before));
    let due = changes
        .due
        .map(|(from, to)| format!("{} – {}", figure::day(from, lang), figure::day(to, lang)));
    match (&args.frozen, changes.period, lang) {
        (Some(name), _, Lang::Vi) => {
            let due = due.map_or_else(String::new, |due| format!(", việc đến hạn {due}"));
            format!("Thay đổi đến ngày {now} so với bản chốt '{name}' (ngày {then}){due}")
        }
        (Some(name), _, Lang::En) => {
            let due = due.map_or_else(String::new, |due| format!(", of what falls due {due}"));
            format!("Changes up to {now} since the freeze '{name}' (as of {then}){due}")
        }
        (None, Some(period), _) => {
            let before = period.previous().map(tiendo::Period::code).unwrap_or_default();
            let due = due.unwrap_or_default();
            match lang {
                Lang::Vi => format!("Kỳ {} ({due}) so với kỳ {before}", period.code()),
                Lang::En => format!("Period {} ({due}) beside {before}", period.code()),
            }
        }
        (None, None, Lang::Vi) => format!("Thay đổi từ ngày {then} đến ngày {now}"),
        (None, None, Lang::En) => format!("Changes from {then} to {now}"),
    }
}

fn write_tables(session: &Session, changes: &Changes, out: &mut dyn Write) -> Result<(), Failure> {
    let lang = session.lang;
    let mut table = Table::new(vec![
        Column::cut(session.say("Cơ quan (tính cả cấp dưới)", "Agency (with all below it)"), 16),
        Column::figure(session.say("Tổng số", "Total")),
        Column::figure(session.say("Trước", "Before")).spare(3),
        Column::figure(session.say("Xong", "Done")),
        Column::figure(session.say("Trước", "Before")).spare(2),
        Column::figure(session.say("Quá hạn", "Overdue")),
        Column::figure(session.say("Trước", "Before")).spare(2),
        Column::figure(session.say("Tỷ lệ", "Rate")),
        Column::figure(session.say("Trước", "Before")).spare(4),
        Column::figure(session.say("Điểm %", "Points")).spare(1),
        Column::figure(session.say("Mới xong", "Newly done")),
        Column::figure(session.say("Mới quá hạn", "Newly overdue")),
    ]);
    let policy = changes.policy();
    let mut line = |name: &str, change: &SumsChange, tone: Tone| {
        let count = |n: u64| Cell::from(figure::count(n, lang));
        let points = change.points(policy);
        let points = points.map_or_else(|| "–".to_owned(), |text| decimal(&text, lang));
        table.push(vec![
            Cell::toned(name, tone),
            count(change.now.total()),
            count(change.before.total()),
            count(change.now.done()),
            count(change.before.done()),
            count(change.now.overdue(policy)),
            count(change.before.overdue(policy)),
            Cell::from(figure::percent(change.now.rate(policy), lang)),
            Cell::from(figure::percent(change.before.rate(policy), lang)),
            Cell::from(points),
            count(change.newly_done_count),
            count(change.newly_overdue_count),
        ]);
    };
    for AgencyChange { name, name_en, change, .. } in &changes.rows {
        line(if lang == Lang::Vi { name } else { name_en }, change, Tone::Plain);
    }
    line(session.say("Tất cả", "All"), &changes.total, Tone::Strong);
    table.write(out, session.page)?;
    let lists = [
        (&changes.newly_done, "Mới hoàn thành", "Newly done"),
        (&changes.newly_overdue, "Mới quá hạn", "Newly overdue"),
        (&changes.reopened, "Mở lại", "Reopened"),
        (&changes.no_longer_overdue, "Không còn quá hạn", "No longer overdue"),
    ];
    for (rows, vi, en) in lists {
        write_list(session, session.say(vi, en), rows, out)?;
    }
    let rate = policy.rate.label(lang);
    let before = figure::day(changes.scope_before.day, lang);
    let mut text = match lang {
        Lang::Vi => format!("Tỷ lệ: {rate}. Trước: ngày {before}."),
        Lang::En => format!("Rate: {rate}. Before: as of {before}."),
    };
    if policy.silence == Silence::Apart {
        text.push_str(session.say(
            " Việc chưa có báo cáo không nằm trong số quá hạn.",
            " What nobody reported on is not among the overdue.",
        ));
    }
    session.page.paragraph(out, &text, Tone::Faint)
}

/// A decimal as its language prints it.
fn decimal(text: &str, lang: Lang) -> String {
    if lang == Lang::Vi { text.replace('.', ",") } else { text.to_owned() }
}

fn write_list(
    session: &Session,
    name: &str,
    rows: &[RowChange],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let lang = session.lang;
    let count = figure::count(rows.len() as u64, lang);
    writeln!(out)?;
    session.page.paragraph(out, &format!("{name} ({count})"), Tone::Strong)?;
    let mut table = Table::new(vec![
        Column::whole(session.say("Mã", "Row")),
        Column::cut(session.say("Nhiệm vụ", "Task"), 14),
        Column::cut(session.say("Cơ quan", "Agency"), 8),
        Column::cut(session.say("Điều đã xảy ra", "What happened"), 14),
        Column::figure(session.say("Thời hạn", "Last day")),
    ]);
    for row in rows.iter().take(TABLE_ROWS) {
        let last_day = row.deadline.map_or_else(|| "–".to_owned(), |day| figure::day(day, lang));
        table.push(vec![
            Cell::from(row.row.as_str()),
            Cell::from(row.title.as_str()),
            Cell::from(row.agency.as_deref().unwrap_or("–")),
            Cell::from(row.shift.label(lang)),
            Cell::from(last_day),
        ]);
    }
    table.write(out, session.page)?;
    if rows.len() > TABLE_ROWS {
        let more = figure::count((rows.len() - TABLE_ROWS) as u64, lang);
        let text =
            format!("… {more} {}", session.say("việc nữa (--format csv)", "more (--format csv)"));
        session.page.paragraph(out, &text, Tone::Faint)?;
    }
    Ok(())
}

/// The sums of every agency and of all, then the rows that turned.
fn sheet(changes: &Changes) -> CsvSheet {
    let header = [
        "part",
        "key",
        "name",
        "agency",
        "status",
        "status_before",
        "shift",
        "deadline",
        "total",
        "total_before",
        "done",
        "done_before",
        "overdue",
        "overdue_before",
        "num",
        "den",
        "num_before",
        "den_before",
        "rate_points",
        "newly_done",
        "newly_overdue",
        "reopened",
        "no_longer_overdue",
        "due_from",
        "due_to",
        "due_from_before",
        "due_to_before",
    ];
    // Without these days nobody could tell what the sums are of.
    let due = [changes.due, changes.due_before]
        .map(|days| {
            days.map_or_else(Default::default, |(from, to)| [from, to].map(|d| d.to_string()))
        })
        .concat();
    let mut sheet = CsvSheet::new(&header);
    let policy = changes.policy();
    let mut sums = |part: &str, key: &str, name: &str, change: &SumsChange| {
        let (now, before) = (change.now.rate(policy), change.before.rate(policy));
        let mut row: Vec<String> = [part, key, name].map(str::to_owned).to_vec();
        row.resize(8, String::new());
        let counts = [
            change.now.total(),
            change.before.total(),
            change.now.done(),
            change.before.done(),
            change.now.overdue(policy),
            change.before.overdue(policy),
            now.num,
            now.den,
            before.num,
            before.den,
        ];
        row.extend(counts.iter().map(u64::to_string));
        row.push(change.points(policy).unwrap_or_default());
        let turned = [
            change.newly_done_count,
            change.newly_overdue_count,
            change.reopened_count,
            change.no_longer_overdue_count,
        ];
        row.extend(turned.iter().map(u64::to_string));
        row.extend(due.iter().cloned());
        sheet.push(row);
    };
    sums("all", "", "", &changes.total);
    for row in &changes.rows {
        sums("agency", &row.agency, &row.name, &row.change);
    }
    let lists = [
        ("newly_done", &changes.newly_done),
        ("newly_overdue", &changes.newly_overdue),
        ("reopened", &changes.reopened),
        ("no_longer_overdue", &changes.no_longer_overdue),
    ];
    for (part, rows) in lists {
        for row in rows {
            let mut fields = vec![
                part.to_owned(),
                row.row.clone(),
                row.title.clone(),
                row.agency.clone().unwrap_or_default(),
                row.status.as_str().to_owned(),
                row.status_before.map(|s| s.as_str().to_owned()).unwrap_or_default(),
                row.shift.as_str().to_owned(),
                row.deadline.map(|day| day.to_string()).unwrap_or_default(),
            ];
            fields.resize(header.len(), String::new());
            sheet.push(fields);
        }
    }
    sheet
}
