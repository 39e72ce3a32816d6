//! `schedule`, `what-if` and `blocks`: dates in working days, what moves them, and who waits for whom.

use std::io::Write;

use chrono::NaiveDate;
use serde_json::{Value, json};
use tiendo::schedule::{Change, Schedule, ScheduleBasis, ScheduledTask, Waiting, WaitsFor};
use tiendo::{Evaluation, Lang, TaskId};

use crate::Outcome;
use crate::args::{BlocksArgs, Format, ScheduleArgs, WhatIfArgs};
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

/// Rows that a table shows where nothing else is asked for.
const USUAL_ROWS: usize = 50;

/// The schedule as reports leave it, or the plan.
fn made(session: &Session, evaluation: &Evaluation, is_plan: bool) -> Result<Schedule, Failure> {
    let label = session.say("Đang lập tiến độ", "Scheduling");
    let schedule = progress::watched(label, |watch| {
        if is_plan {
            evaluation.registry().schedule_watched(evaluation.as_of(), watch)
        } else {
            evaluation.schedule_watched(watch)
        }
    });
    Ok(schedule?)
}

fn ground(is_plan: bool) -> Option<&'static str> {
    is_plan.then_some("plan")
}

pub(crate) fn run(
    session: &Session,
    args: &ScheduleArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let title = format!(
        "{}, {}",
        if args.plan {
            session.say("Tiến độ theo kế hoạch", "Schedule as planned")
        } else {
            session.say("Tiến độ còn lại", "Schedule of what is left")
        },
        heading::until(session, &scope)
    );
    if session.format == Format::Json {
        let limit = args.limit.filter(|n| *n > 0);
        let request = Request::evaluated("schedule", session, evaluation.as_of())?
            .with("ground", ground(args.plan))
            .with("agency", args.agency.as_deref())
            .with("critical", args.critical.then_some(true))
            .with("late", args.late.then_some(true))
            .with("limit", limit);
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let agency = args.agency.as_deref().map(|text| registry.find_agency(text)).transpose()?;
    let schedule = made(session, &evaluation, args.plan)?;
    let wanted = |task: &ScheduledTask<'_>| {
        agency.is_none_or(|a| task.agencies().contains(&a.id.as_str()))
            && (!args.critical || task.is_critical())
            && (!args.late || task.is_late())
    };
    let found: Vec<ScheduledTask<'_>> = schedule.tasks().filter(wanted).collect();
    if session.format == Format::Csv {
        let limit = args.limit.filter(|n| *n > 0).unwrap_or(usize::MAX);
        sheet(&found[..found.len().min(limit)]).with_scope(&scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    let limit = match args.limit {
        None => USUAL_ROWS,
        Some(0) => usize::MAX,
        Some(n) => n,
    };
    heading::write(session, &title, &scope, out)?;
    write_scope(session, &schedule, out)?;
    write_tasks(session, &found[..found.len().min(limit)], out)?;
    let path: Vec<&str> = schedule.driving_path().iter().map(ScheduledTask::id).collect();
    if !path.is_empty() {
        let text = session.say("Chuỗi quyết định ngày xong cuối cùng", "What drives the last day");
        session.page.paragraph(out, &format!("{text}: {}.", path.join(" → ")), Tone::Plain)?;
    }
    if found.len() > limit {
        let (all, shown) = (found.len(), limit);
        let text = match session.lang {
            Lang::Vi => format!("{shown} trong {all} nhiệm vụ; xem tất cả: --limit 0."),
            Lang::En => format!("{shown} of {all} tasks; all of them: --limit 0."),
        };
        session.page.paragraph(out, &text, Tone::Faint)?;
    }
    Ok(Outcome::Fine)
}

/// What the schedule stands on: a register states few durations, and what follows from that is said first.
fn write_scope(session: &Session, schedule: &Schedule, out: &mut dyn Write) -> Result<(), Failure> {
    let scope = schedule.scope();
    let (tasks, with, milestones) =
        (scope.task_count, scope.with_duration_count, scope.milestone_count);
    let (links, unplaced) = (scope.link_count, scope.unplaced_count);
    let (critical, late) = (scope.critical_count, scope.late_count);
    let text = match session.lang {
        Lang::Vi => format!(
            "{tasks} nhiệm vụ có chỗ trong tiến độ: {with} có thời lượng, {milestones} chỉ là mốc theo thời hạn; {links} liên kết. \
             {unplaced} nhiệm vụ không có thời lượng, thời hạn, liên kết nên không có chỗ. \
             {critical} nhiệm vụ không còn dự trữ, {late} xong hoặc sẽ xong sau thời hạn."
        ),
        Lang::En => format!(
            "{tasks} tasks have a place: {with} with a duration, {milestones} only as milestones of their deadlines; {links} links. \
             {unplaced} have neither duration, deadline nor links, and so no place. \
             {critical} have no slack, {late} were or will be finished after their deadlines."
        ),
    };
    session.page.paragraph(out, &text, Tone::Plain)?;
    if with == 0 && tasks > 0 {
        let text = session.say(
            "Sổ không nêu thời lượng nào: đây là danh mục mốc thời gian, không phải đường găng.",
            "The register states no duration: this is a list of days and no critical path.",
        );
        session.page.paragraph(out, text, Tone::Caution)?;
    }
    if scope.is_provisional {
        let text = session.say(
            "Có ngày thuộc lịch nghỉ chưa được quyết định.",
            "Some days lie in years whose days off are not decided yet.",
        );
        session.page.paragraph(out, text, Tone::Faint)?;
    }
    Ok(())
}

fn shown(session: &Session, day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "–".to_owned(), |day| figure::day(day, session.lang))
}

fn tone(task: &ScheduledTask<'_>) -> Tone {
    match () {
        () if task.is_late() => Tone::Alarm,
        () if task.is_done() => Tone::Good,
        () if task.is_critical() => Tone::Caution,
        () => Tone::Plain,
    }
}

fn write_tasks(
    session: &Session,
    tasks: &[ScheduledTask<'_>],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if tasks.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(vec![
        Column::whole(session.say("Mã", "Task")),
        Column::cut(session.say("Nhiệm vụ", "Title"), 14),
        Column::cut(session.say("Cơ quan", "Agency"), 6).spare(3),
        Column::figure(session.say("Ngày công", "Days")).spare(2),
        Column::figure(session.say("Bắt đầu", "Start")).spare(1),
        Column::figure(session.say("Xong", "Finish")),
        Column::figure(session.say("Thời hạn", "Deadline")),
        Column::figure(session.say("Dự trữ", "Slack")),
    ]);
    for task in tasks {
        let tone = tone(task);
        let days = match task.basis() {
            ScheduleBasis::Duration => task.duration_days().to_string(),
            _ => "–".to_owned(),
        };
        let slack = task.total_slack_days().map_or_else(|| "–".to_owned(), |n| n.to_string());
        table.push(vec![
            Cell::toned(task.id(), tone),
            Cell::toned(task.title(), tone),
            Cell::toned(&task.agencies().join(", "), tone),
            Cell::toned(&days, tone),
            Cell::toned(&shown(session, task.start()), tone),
            Cell::toned(&shown(session, task.finish()), tone),
            Cell::toned(&shown(session, task.deadline()), tone),
            Cell::toned(&slack, tone),
        ]);
    }
    table.write(out, session.page)
}

fn sheet(tasks: &[ScheduledTask<'_>]) -> CsvSheet {
    let mut sheet = CsvSheet::new(&[
        "task",
        "title",
        "agencies",
        "basis",
        "duration_days",
        "start",
        "finish",
        "late_start",
        "late_finish",
        "deadline",
        "total_slack_days",
        "free_slack_days",
        "critical",
        "late",
        "done",
    ]);
    let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let number = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
    for task in tasks {
        sheet.push(vec![
            task.id().to_owned(),
            task.title().to_owned(),
            task.agencies().join(" "),
            task.basis().as_str().to_owned(),
            task.duration_days().to_string(),
            day(task.start()),
            day(task.finish()),
            day(task.late_start()),
            day(task.late_finish()),
            day(task.deadline()),
            number(task.total_slack_days()),
            number(task.free_slack_days()),
            task.is_critical().to_string(),
            task.is_late().to_string(),
            task.is_done().to_string(),
        ]);
    }
    sheet
}

/// `T0001+10`: the task and the working days of its delay.
fn change(session: &Session, text: &str) -> Result<Change, Failure> {
    let parts = text.rsplit_once('+').and_then(|(id, days)| Some((id, days.parse().ok()?)));
    let Some((id, days)) = parts else {
        let expected = session.say("MÃ+NGÀY, ví dụ T0001+10", "TASK+DAYS, such as T0001+10");
        return Err(Failure::Input(format!("'{text}': {expected}")));
    };
    Ok(Change::delay(TaskId::new(id)?, days))
}

pub(crate) fn what_if(
    session: &Session,
    args: &WhatIfArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let changes: Vec<Change> =
        args.changes.iter().map(|text| change(session, text)).collect::<Result<_, _>>()?;
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let title = format!(
        "{} {}, {}",
        session.say("Nếu chậm", "What if late:"),
        args.changes.join(", "),
        heading::until(session, &scope)
    );
    if session.format == Format::Json {
        let asked: Vec<Value> = changes
            .iter()
            .map(|c| json!({"task": c.task.as_str(), "delay_days": c.delay_days}))
            .collect();
        let request = Request::evaluated("what_if", session, evaluation.as_of())?
            .with("ground", ground(args.plan))
            .with("changes", Some(asked));
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let schedule = made(session, &evaluation, args.plan)?;
    let what_if = schedule.what_if(&changes)?;
    if session.format == Format::Csv {
        let mut sheet = CsvSheet::new(&[
            "task",
            "agencies",
            "deadline",
            "before",
            "after",
            "delay_days",
            "newly_late",
            "chain",
        ]);
        let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        for row in what_if.rows() {
            let chain: Vec<&str> =
                what_if.chain(row.task.id()).iter().map(ScheduledTask::id).collect();
            sheet.push(vec![
                row.task.id().to_owned(),
                row.task.agencies().join(" "),
                day(row.task.deadline()),
                day(row.task.finish()),
                day(row.new_finish()),
                row.delay_days().to_string(),
                row.is_newly_late().to_string(),
                chain.join(" "),
            ]);
        }
        sheet.with_scope(&scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &scope, out)?;
    let mut table = Table::new(vec![
        Column::whole(session.say("Mã", "Task")),
        Column::cut(session.say("Cơ quan", "Agency"), 6).spare(1),
        Column::figure(session.say("Thời hạn", "Deadline")),
        Column::figure(session.say("Trước", "Before")),
        Column::figure(session.say("Sau", "After")),
        Column::cut(session.say("Vì", "Because"), 10),
    ]);
    for row in what_if.rows() {
        let tone = if row.is_newly_late() { Tone::Alarm } else { Tone::Plain };
        let chain: Vec<&str> = what_if.chain(row.task.id()).iter().map(ScheduledTask::id).collect();
        table.push(vec![
            Cell::toned(row.task.id(), tone),
            Cell::toned(&row.task.agencies().join(", "), tone),
            Cell::toned(&shown(session, row.task.deadline()), tone),
            Cell::toned(&shown(session, row.task.finish()), tone),
            Cell::toned(&shown(session, row.new_finish()), tone),
            Cell::toned(&chain.join(" → "), tone),
        ]);
    }
    if !table.is_empty() {
        table.write(out, session.page)?;
    }
    let (moved, late) = (what_if.rows().len(), what_if.newly_late().count());
    let agencies = what_if.newly_late_agencies().join(", ");
    let text = match (session.lang, late) {
        (Lang::Vi, 0) => format!("{moved} nhiệm vụ đổi ngày, không thêm việc nào quá hạn."),
        (Lang::En, 0) => format!("Tasks that move: {moved}; none becomes late."),
        (Lang::Vi, _) => {
            format!("{moved} nhiệm vụ đổi ngày, {late} việc thành quá hạn: {agencies}.")
        }
        (Lang::En, _) => format!("Tasks that move: {moved}; newly late: {late} ({agencies})."),
    };
    session.page.paragraph(out, &text, Tone::Plain)?;
    Ok(Outcome::Fine)
}

pub(crate) fn blocks(
    session: &Session,
    args: &BlocksArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let agency = registry.find_agency(&args.agency)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let name = evaluation.agency_name(agency.id.as_str(), session.lang).unwrap_or_default();
    let title = format!(
        "{} {name}, {}",
        session.say("Ai chờ ai:", "Who waits for whom:"),
        heading::until(session, &scope)
    );
    if session.format == Format::Json {
        let request = Request::evaluated("blocks", session, evaluation.as_of())?
            .with("agency", Some(agency.id.as_str()));
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let schedule = made(session, &evaluation, false)?;
    let blocks = schedule.blocks(agency.id.as_str())?;
    let behind = blocks.late.iter().flat_map(|(_, behind)| behind);
    let parts: [(&str, &str, Vec<&Waiting<'_>>); 3] = [
        (
            "waits",
            session.say("Đang chờ cơ quan khác", "It waits for others"),
            blocks.waits.iter().collect(),
        ),
        (
            "keeps_waiting",
            session.say("Cơ quan khác đang chờ", "Others wait for it"),
            blocks.keeps_waiting.iter().collect(),
        ),
        (
            "behind_late",
            session.say("Đứng sau các việc chậm", "Behind its late tasks"),
            behind.collect(),
        ),
    ];
    if session.format == Format::Csv {
        let mut sheet = CsvSheet::new(&[
            "list",
            "task",
            "agencies",
            "by",
            "on_task",
            "on_agencies",
            "since",
            "binding",
            "chain",
        ]);
        for (list, _, all) in &parts {
            for waiting in all {
                sheet.push(vec![
                    (*list).to_owned(),
                    waiting.task.id().to_owned(),
                    waiting.agencies.join(" "),
                    waiting.by.as_str().to_owned(),
                    waiting.on_task.map_or("", |t| t.id()).to_owned(),
                    waiting.on_agencies.join(" "),
                    waiting.since.map(|d| d.to_string()).unwrap_or_default(),
                    waiting.is_binding.to_string(),
                    String::new(),
                ]);
            }
        }
        for endangered in &blocks.endangered {
            let chain: Vec<&str> = endangered.chain.iter().map(ScheduledTask::id).collect();
            let mut row = vec!["endangered".to_owned(), endangered.task.id().to_owned()];
            row.push(endangered.task.agencies().join(" "));
            row.extend((0..5).map(|_| String::new()));
            row.push(chain.join(" "));
            sheet.push(row);
        }
        sheet.with_scope(&scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &scope, out)?;
    let mut any = false;
    for (_, head, all) in &parts {
        any |= !all.is_empty();
        write_waiting(session, head, all, out)?;
    }
    if !blocks.endangered.is_empty() {
        any = true;
        let head = session.say("Việc bị đe dọa phía sau", "What its delays endanger");
        session.page.paragraph(out, head, Tone::Strong)?;
        for endangered in &blocks.endangered {
            let chain: Vec<&str> = endangered.chain.iter().map(ScheduledTask::id).collect();
            let line = format!("{} ({})", chain.join(" → "), endangered.task.agencies().join(", "));
            session.page.paragraph(out, &line, Tone::Alarm)?;
        }
    }
    if !any {
        let text = session.say(
            "Không có liên kết hay vướng mắc nào giữa cơ quan này và cơ quan khác.",
            "No link and no obstacle stands between this agency and another.",
        );
        session.page.paragraph(out, text, Tone::Plain)?;
    }
    Ok(Outcome::Fine)
}

fn write_waiting(
    session: &Session,
    head: &str,
    all: &[&Waiting<'_>],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if all.is_empty() {
        return Ok(());
    }
    session.page.paragraph(out, head, Tone::Strong)?;
    let mut table = Table::new(vec![
        Column::whole(session.say("Mã", "Task")),
        Column::cut(session.say("Cơ quan", "Agency"), 8),
        Column::cut(session.say("Chờ", "Waits for"), 8),
        Column::cut(session.say("Vì", "By"), 8),
        Column::figure(session.say("Từ ngày", "Since")).spare(1),
    ]);
    for waiting in all {
        let tone = if waiting.is_binding { Tone::Caution } else { Tone::Faint };
        let by = match (waiting.by, waiting.on_task) {
            (WaitsFor::Link, Some(task)) => task.id(),
            (by, _) => by.label(session.lang),
        };
        table.push(vec![
            Cell::toned(waiting.task.id(), tone),
            Cell::toned(&waiting.agencies.join(", "), tone),
            Cell::toned(&waiting.on_agencies.join(", "), tone),
            Cell::toned(by, tone),
            Cell::toned(&shown(session, waiting.since), tone),
        ]);
    }
    table.write(out, session.page)
}
