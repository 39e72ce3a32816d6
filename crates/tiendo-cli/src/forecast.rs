//! `forecast`: when open tasks will be done, and how likely by their last days.

use std::io::Write;

use chrono::NaiveDate;
use tiendo::schedule::{Forecast, ForecastOptions, GroupForecast, LinkUse, TaskForecast};
use tiendo::{Lang, Ratio};

use crate::Outcome;
use crate::args::{ForecastArgs, Format};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::progress;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status;
use crate::table::{Cell, Column, Table, Tone};

pub(crate) fn run(
    session: &Session,
    args: &ForecastArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let title = format!(
        "{}, {}",
        session.say("Dự báo hoàn thành", "Forecast of completion"),
        heading::until(session, &scope)
    );
    let agency = args.agency.as_deref().map(|text| registry.find_agency(text)).transpose()?;
    if session.format == Format::Json {
        let request = Request::evaluated("forecast", session, evaluation.as_of())?
            .with("runs", Some(args.runs))
            .with("seed", Some(args.seed))
            .with("links", Some(args.links.as_str()))
            .with("agency", agency.map(|a| a.id.as_str()));
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let usual = ForecastOptions::default();
    let links = LinkUse::parse(&args.links).unwrap_or(usual.links);
    let options = ForecastOptions { runs: args.runs, seed: args.seed, links };
    let label = session.say("Đang mô phỏng", "Simulating");
    let mut forecast =
        progress::watched(label, |watch| evaluation.forecast_watched(&options, watch))?;
    if let Some(agency) = agency {
        let id = agency.id.as_str();
        let is_of = |task: &str| evaluation.rows_of(task).any(|r| r.agency_id() == Some(id));
        forecast.tasks.retain(|task| is_of(&task.task));
        forecast.agencies.retain(|group| group.key == id);
    }
    if session.format == Format::Csv {
        sheet(&forecast).with_scope(&scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &scope, out)?;
    let all = session.say("tất cả", "all");
    let mut groups: Vec<(&str, &GroupForecast)> = vec![(all, &forecast.all)];
    groups.extend(forecast.phases.iter().map(|g| (g.key.as_str(), g)));
    groups.extend(forecast.groups.iter().map(|g| (g.key.as_str(), g)));
    if agency.is_some() {
        groups.extend(forecast.agencies.iter().map(|g| (g.key.as_str(), g)));
    }
    write_groups(session, &groups, out)?;
    if agency.is_some() {
        write_tasks(session, &forecast.tasks, out)?;
    }
    write_method(session, &forecast, out)?;
    Ok(Outcome::Fine)
}

fn shown(session: &Session, day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "–".to_owned(), |day| figure::day(day, session.lang))
}

fn percent(session: &Session, ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| figure::percent(ratio, session.lang))
}

fn write_groups(
    session: &Session,
    groups: &[(&str, &GroupForecast)],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut table = Table::new(vec![
        Column::whole(session.say("Phạm vi", "Scope")),
        Column::figure(session.say("Còn mở", "Open")),
        Column::figure(session.say("Chưa đủ dữ liệu", "Too little data")),
        Column::figure(session.say("Kịp hạn", "On time")),
        Column::figure(session.say("Xong 50 %", "Done 50 %")),
        Column::figure(session.say("Xong 80 %", "Done 80 %")),
        Column::figure(session.say("Theo giá trị đạt được", "Earned schedule")).spare(1),
    ]);
    for (name, group) in groups.iter().filter(|(_, group)| group.open_count > 0) {
        let count = |n: u32| figure::count(u64::from(n), session.lang);
        let earned = group.earned.as_ref().and_then(|earned| earned.finish);
        table.push(vec![
            (*name).into(),
            count(group.open_count).into(),
            count(group.not_enough_data_count).into(),
            percent(session, group.on_time).into(),
            shown(session, group.last_by_50).into(),
            shown(session, group.last_by_80).into(),
            shown(session, earned).into(),
        ]);
    }
    if table.is_empty() { Ok(()) } else { table.write(out, session.page) }
}

fn write_tasks(
    session: &Session,
    tasks: &[TaskForecast],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut table = Table::new(vec![
        Column::whole(session.say("Mã", "Task")),
        Column::figure(session.say("Thời hạn", "Deadline")),
        Column::figure(session.say("Kịp hạn", "On time")),
        Column::figure(session.say("Xong 50 %", "Done 50 %")),
        Column::figure(session.say("Xong 80 %", "Done 80 %")),
        Column::cut(session.say("Căn cứ", "Basis"), 10),
    ]);
    for task in tasks {
        table.push(vec![
            task.task.as_str().into(),
            shown(session, task.deadline).into(),
            percent(session, task.on_time).into(),
            shown(session, task.by_50).into(),
            shown(session, task.by_80).into(),
            Cell::toned(task.basis.label(session.lang), Tone::Faint),
        ]);
    }
    if table.is_empty() { Ok(()) } else { table.write(out, session.page) }
}

/// From how much it was learned, and what that is worth.
fn write_method(
    session: &Session,
    forecast: &Forecast,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (closed, runs, seed) = (forecast.closed_count, forecast.runs, forecast.seed);
    let (kept, of) = (forecast.links_kept.num, forecast.links_kept.den);
    let links = match (session.lang, forecast.are_links_followed) {
        (Lang::Vi, true) => "việc sau chờ việc trước",
        (Lang::Vi, false) => "không xét liên kết",
        (Lang::En, true) => "links are followed",
        (Lang::En, false) => "links are not followed",
    };
    let text = match session.lang {
        Lang::Vi => format!(
            "Học từ {closed} việc đã xong của sổ (cần ít nhất 30); {runs} lượt mô phỏng, số gieo {seed}; {links} \
             (đã giữ {kept} trên {of}). Ngày là ngày việc cuối cùng xong trong 50, 80 trên 100 lượt; \
             –: chưa bằng ấy lượt thấy tất cả xong."
        ),
        Lang::En => format!(
            "Learned from {closed} closed rows of the register (30 at least); {runs} runs, seed {seed}; {links} \
             ({kept} of {of} were kept). Days are those by which the last task is done in 50 and 80 of 100 runs; \
             –: fewer runs see all of them done."
        ),
    };
    session.page.paragraph(out, &text, Tone::Faint)
}

fn sheet(forecast: &Forecast) -> CsvSheet {
    let mut sheet = CsvSheet::new(&[
        "task",
        "deadline",
        "basis",
        "closed_count",
        "on_time_runs",
        "runs",
        "by_50",
        "by_80",
        "by_95",
    ]);
    let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    for task in &forecast.tasks {
        let ratio =
            |n: fn(Ratio) -> u64| task.on_time.map(|r| n(r).to_string()).unwrap_or_default();
        sheet.push(vec![
            task.task.clone(),
            day(task.deadline),
            task.basis.as_str().to_owned(),
            task.closed_count.to_string(),
            ratio(|r| r.num),
            ratio(|r| r.den),
            day(task.by_50),
            day(task.by_80),
            day(task.by_95),
        ]);
    }
    sheet
}
