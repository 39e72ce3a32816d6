//! `resources`: the money of tasks by source, beside how far the tasks are.

use std::io::Write;

use tiendo::{Lang, MoneySums, Resources};

use crate::Outcome;
use crate::args::{Format, ResourcesArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status;
use crate::table::{Cell, Column, Table, Tone};

pub(crate) fn run(
    session: &Session,
    args: &ResourcesArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let title =
        format!("{}, {}", session.say("Nguồn lực", "Resources"), heading::until(session, &scope));
    if session.format == Format::Json {
        let request = Request::evaluated("resources", session, evaluation.as_of())?
            .with("agency", args.agency.as_deref());
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let resources = evaluation.resources(args.agency.as_deref())?;
    if session.format == Format::Csv {
        sheet(&resources).with_scope(&scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &scope, out)?;
    write_sources(session, &resources, out)?;
    write_tasks(session, &resources, out)?;
    let without = figure::count(resources.without_count, session.lang);
    let text = match session.lang {
        Lang::Vi => format!(
            "Nhiệm vụ chưa bố trí kinh phí: {without}. Đơn vị: đồng. Mỗi nhiệm vụ và nguồn lấy số liệu của ngày gần nhất."
        ),
        Lang::En => format!(
            "Tasks without resources: {without}. In dong. Of each task and source the figures of the latest day count."
        ),
    };
    session.page.paragraph(out, &text, Tone::Faint)?;
    Ok(Outcome::Fine)
}

/// Dong with thousands marked.
fn dong(amount: u128, lang: Lang) -> String {
    // Beyond 64 bits there is more money than there ever was; the digits stand as they are.
    u64::try_from(amount).map_or_else(|_| amount.to_string(), |n| figure::count(n, lang))
}

fn cells(money: &MoneySums, lang: Lang) -> Vec<Cell> {
    let percent = money.disbursed_percent().map_or_else(
        || "–".to_owned(),
        |p| if lang == Lang::Vi { format!("{} %", p.replace('.', ",")) } else { format!("{p}%") },
    );
    vec![
        Cell::from(dong(money.planned_vnd, lang)),
        Cell::from(dong(money.allocated_vnd, lang)),
        Cell::from(dong(money.disbursed_vnd, lang)),
        Cell::from(percent),
    ]
}

fn money_columns(session: &Session) -> Vec<Column> {
    vec![
        Column::figure(session.say("Kế hoạch", "Planned")).spare(2),
        Column::figure(session.say("Đã cấp", "Allocated")),
        Column::figure(session.say("Giải ngân", "Disbursed")),
        Column::figure(session.say("Giải ngân ÷ cấp", "Disb. ÷ alloc.")),
    ]
}

fn write_sources(
    session: &Session,
    resources: &Resources,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let mut columns = vec![
        Column::cut(session.say("Nguồn", "Source"), 16),
        Column::figure(session.say("Nhiệm vụ", "Tasks")),
    ];
    columns.extend(money_columns(session));
    let mut table = Table::new(columns);
    for source in &resources.sources {
        let mut row = vec![
            Cell::from(source.from.label(lang)),
            Cell::from(figure::count(source.task_count, lang)),
        ];
        row.extend(cells(&source.money, lang));
        table.push(row);
    }
    let tasks = figure::count(resources.tasks.len() as u64, lang);
    let mut total =
        vec![Cell::toned(session.say("Tổng số", "Total"), Tone::Strong), Cell::from(tasks)];
    total.extend(cells(&resources.total, lang));
    table.push(total);
    table.write(out, session.page)
}

fn write_tasks(
    session: &Session,
    resources: &Resources,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if resources.tasks.is_empty() {
        return Ok(());
    }
    let lang = session.lang;
    let mut columns = vec![
        Column::cut(session.say("Mã", "Id"), 8),
        Column::cut(session.say("Nhiệm vụ", "Task"), 16),
        Column::figure(session.say("Tiến độ", "Progress")),
    ];
    columns.extend(money_columns(session));
    let mut table = Table::new(columns);
    for task in &resources.tasks {
        // Silence is no progress of zero.
        let percent = if task.reported { format!("{} %", task.percent) } else { "–".to_owned() };
        let mut row = vec![
            Cell::from(task.task.as_str()),
            Cell::from(task.title.as_str()),
            Cell::from(percent),
        ];
        row.extend(cells(&task.money, lang));
        table.push(row);
    }
    writeln!(out)?;
    table.write(out, session.page)
}

/// One row for each source of each task, and for each task without any.
fn sheet(resources: &Resources) -> CsvSheet {
    let header = [
        "task",
        "title",
        "status",
        "reported",
        "progress",
        "source",
        "planned_vnd",
        "allocated_vnd",
        "disbursed_vnd",
    ];
    let mut sheet = CsvSheet::new(&header);
    for task in &resources.tasks {
        for source in &task.sources {
            sheet.push(vec![
                task.task.clone(),
                task.title.clone(),
                task.status.as_str().to_owned(),
                task.reported.to_string(),
                task.percent.to_string(),
                source.from.as_str().to_owned(),
                source.money.planned_vnd.to_string(),
                source.money.allocated_vnd.to_string(),
                source.money.disbursed_vnd.to_string(),
            ]);
        }
    }
    for task in &resources.without {
        let mut row = vec![task.clone()];
        row.resize(header.len(), String::new());
        sheet.push(row);
    }
    sheet
}
