//! `warn`: what must be acted on this week, by whom, and what waits behind it.

use std::io::Write;

use tiendo::{
    Evaluation, Lang, Scope, WarnBy, WarnOptions, WarnThresholds, Warning, WarningKind, Warnings,
};

use crate::Outcome;
use crate::agency;
use crate::args::{Format, WarnArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status::{self, capitalised};
use crate::table::{Cell, Column, Table, Tone};
use crate::width;

/// Rows that a table shows where nothing else is asked.
const TABLE_ROWS: usize = 50;

pub(crate) fn run(
    session: &Session,
    args: &WarnArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let asked = agency::asked(session, &registry, args.agency.as_deref())?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let by = args.by.as_deref().and_then(WarnBy::parse);
    let options = WarnOptions {
        thresholds: thresholds(args),
        since: args.since,
        agency: asked.map(|a| a.id.to_string()),
        kinds: args.kinds.iter().filter_map(|word| WarningKind::parse(word)).collect(),
    };
    let title = title(session, &scope, asked.map(|a| agency::name(a, session.lang)));
    if session.format == Format::Json {
        let request = request(session, &evaluation, &options, args, by)?;
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let list = evaluation.warn(&options)?;
    if args.text {
        return write_text(session, &list, by, out);
    }
    if session.format == Format::Csv {
        sheet(&list, by, session.lang).with_scope(&scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &scope, out)?;
    let usual = args.limit.unwrap_or(TABLE_ROWS);
    let limit = if usual == 0 { usize::MAX } else { usual };
    match by {
        None => write_table(session, &list.items, limit, by, out)?,
        Some(by) => {
            for group in list.grouped(by) {
                let name = receiver(session, &evaluation, by, group.key);
                let count = figure::count(group.items.len() as u64, session.lang);
                session.page.paragraph(out, &format!("{name} ({count})"), Tone::Strong)?;
                write_table(session, &group.items, limit, Some(by), out)?;
                writeln!(out)?;
            }
        }
    }
    write_counts(session, &list, out)?;
    Ok(Outcome::Fine)
}

fn thresholds(args: &WarnArgs) -> WarnThresholds {
    let usual = WarnThresholds::default();
    WarnThresholds {
        newly_days: usual.newly_days,
        due_working_days: args.due_working_days.unwrap_or(usual.due_working_days),
        obstacle_days: args.obstacle_days.unwrap_or(usual.obstacle_days),
        silent_days: args.silent_days.unwrap_or(usual.silent_days),
        extension_count: args.extensions.unwrap_or(usual.extension_count),
    }
}

fn request(
    session: &Session,
    evaluation: &Evaluation,
    options: &WarnOptions,
    args: &WarnArgs,
    by: Option<WarnBy>,
) -> Result<Request, Failure> {
    let json = |value: serde_json::Result<serde_json::Value>| {
        value.map_err(|error| Failure::Input(error.to_string()))
    };
    let kinds = Some(&options.kinds).filter(|kinds| !kinds.is_empty());
    Ok(Request::evaluated("warn", session, evaluation.as_of())?
        .with("since", options.since.map(|day| day.to_string()))
        .with("thresholds", Some(json(serde_json::to_value(options.thresholds))?))
        .with("agency", options.agency.as_deref())
        .with("kinds", kinds.map(|kinds| json(serde_json::to_value(kinds))).transpose()?)
        .with("by", by.map(WarnBy::as_str))
        .with("limit", args.limit.filter(|n| *n > 0))
        .with("text", args.text.then_some(true))
        .in_language(session))
}

fn title(session: &Session, scope: &Scope, agency: Option<&str>) -> String {
    let text = session.say("Việc cần xử lý", "To act on");
    let until = heading::until(session, scope);
    match agency {
        Some(name) => format!("{text}: {name}, {until}"),
        None => format!("{text}, {until}"),
    }
}

/// The texts to send, one after another.
fn write_text(
    session: &Session,
    list: &Warnings<'_>,
    by: Option<WarnBy>,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let lang = session.lang;
    let texts = match by {
        None => vec![list.text(lang)],
        Some(by) => list.grouped(by).iter().map(|group| list.text_to(group, by, lang)).collect(),
    };
    for (i, text) in texts.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        // A letter is not wrapped: whoever receives it reads it elsewhere.
        for line in text.lines() {
            writeln!(out, "{}", width::safe(line))?;
        }
    }
    Ok(Outcome::Fine)
}

fn receiver(session: &Session, evaluation: &Evaluation, by: WarnBy, key: Option<&str>) -> String {
    let lang = session.lang;
    match (by, key) {
        (_, None) => format!("({}: {})", by.label(lang), session.say("chưa rõ", "not known")),
        (WarnBy::Leader, Some(post)) => post.to_owned(),
        (_, Some(id)) => evaluation.agency_name(id, lang).unwrap_or(id).to_owned(),
    }
}

/// What a kind means to the eye: missing data is not alarming.
fn tone(kind: WarningKind) -> Tone {
    match kind {
        WarningKind::NewlyOverdue => Tone::Alarm,
        WarningKind::NoData => Tone::Faint,
        WarningKind::DueSoon | WarningKind::ObstacleUnanswered | WarningKind::Silent => {
            Tone::Caution
        }
        _ => Tone::Plain,
    }
}

fn write_table(
    session: &Session,
    items: &[Warning<'_>],
    limit: usize,
    by: Option<WarnBy>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let mut columns = vec![
        Column::whole(session.say("Mã", "Row")),
        Column::cut(session.say("Nhiệm vụ", "Task"), 12),
    ];
    let names_actor = by != Some(WarnBy::Agency);
    if names_actor {
        columns.push(Column::cut(session.say("Ai xử lý", "Who acts"), 12));
    }
    columns.extend([
        Column::figure(session.say("Việc chờ", "Waiting")).spare(2),
        Column::cut(session.say("Vì sao", "Why"), 24),
    ]);
    let mut table = Table::new(columns);
    for item in items.iter().take(limit) {
        let mut cells: Vec<Cell> = vec![item.row.id().into(), item.row.title_in(lang).into()];
        if names_actor {
            cells.push(item.actor_name(lang).unwrap_or("–").into());
        }
        cells.push(figure::count(item.downstream_count.into(), lang).into());
        // How many wait has a column of its own.
        let sentence = item.sentence(lang);
        let why = sentence.split("; ").next().unwrap_or_default();
        cells.push(Cell::toned(why, tone(item.kind)));
        table.push(cells);
    }
    table.write(out, session.page)?;
    if items.len() > limit {
        let more = figure::count((items.len() - limit) as u64, lang);
        let text = format!("… {more} {}", session.say("việc nữa (--limit 0)", "more (--limit 0)"));
        session.page.paragraph(out, &text, Tone::Faint)?;
    }
    Ok(())
}

/// How many of each kind, and from when on each is told.
fn write_counts(
    session: &Session,
    list: &Warnings<'_>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let mut parts = Vec::new();
    for kind in WarningKind::ALL {
        let count = list.items.iter().filter(|item| item.kind == *kind).count();
        if count > 0 {
            parts.push(format!("{} {}", kind.label(lang), figure::count(count as u64, lang)));
        }
    }
    if parts.is_empty() {
        parts.push(session.say("không có việc nào cần xử lý", "nothing to act on").to_owned());
    }
    let counts = capitalised(&parts.join("; "));
    session.page.paragraph(out, &format!("{counts}."), Tone::Plain)?;
    let WarnThresholds { due_working_days, obstacle_days, silent_days, extension_count, .. } =
        list.thresholds;
    let (since, until) = (figure::day(list.since, lang), figure::day(list.due_until, lang));
    let text = match lang {
        Lang::Vi => format!(
            "Mới quá hạn: chưa quá hạn vào ngày {since}. Sắp đến hạn: trong {due_working_days} ngày làm việc, đến {until}. Vướng mắc: \
             từ {obstacle_days} ngày. Im lặng: từ {silent_days} ngày. Gia hạn nhiều lần: trên {extension_count} lần. Chưa có dữ \
             liệu báo cáo là thiếu số liệu, không phải chậm."
        ),
        Lang::En => format!(
            "Newly overdue: not yet overdue on {since}. Due soon: within {due_working_days} working days, until {until}. Obstacles: \
             from {obstacle_days} days. Silent: from {silent_days} days. Extended often: more than {extension_count} times. No \
             report data is missing data, not lateness."
        ),
    };
    session.page.paragraph(out, &text, Tone::Faint)
}

fn sheet(list: &Warnings<'_>, by: Option<WarnBy>, lang: Lang) -> CsvSheet {
    let header = [
        "receiver",
        "kind",
        "row",
        "title",
        "agency",
        "actor",
        "post",
        "leader",
        "assigner",
        "deadline",
        "since",
        "days",
        "downstream",
        "sentence",
    ];
    let mut sheet = CsvSheet::new(&header);
    let mut push = |receiver: Option<&str>, item: &Warning<'_>| {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        sheet.push(vec![
            text(receiver),
            item.kind.as_str().to_owned(),
            item.row.id(),
            item.row.title().to_owned(),
            text(item.row.agency_id()),
            text(item.actor_id()),
            text(item.post()),
            text(item.leader()),
            text(item.assigner_id()),
            item.row.deadline().map(|day| day.to_string()).unwrap_or_default(),
            item.since().to_string(),
            item.days.to_string(),
            item.downstream_count.to_string(),
            item.sentence(lang),
        ]);
    };
    match by {
        None => list.items.iter().for_each(|item| push(None, item)),
        Some(by) => {
            for group in list.grouped(by) {
                group.items.iter().for_each(|item| push(group.key, item));
            }
        }
    }
    sheet
}
