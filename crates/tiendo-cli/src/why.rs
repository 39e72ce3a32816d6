//! `rank --why`: what moved each agency since another day, and why some have no rank.

use std::io::Write;

use tiendo::{AsOf, Lang, Level, RankChange, RankChanges, day};

use crate::Outcome;
use crate::args::{Format, RankArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status;
use crate::table::{Cell, Column, Table, Tone};

/// Without another day, so many days before D are compared with.
const USUAL_DAYS: i64 = 30;

pub(crate) fn run(
    session: &Session,
    args: &RankArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let as_of = session.as_of()?;
    let level = Level::parse(&args.level);
    let before = day::plus(as_of.day, -USUAL_DAYS).unwrap_or(as_of.day);
    let since = AsOf { day: args.since.unwrap_or(before), ..as_of };
    let now = status::evaluate(session, &registry, as_of)?;
    let scope = now.scope();
    let lang = session.lang;
    let title = format!(
        "{} {}, {} {} {}",
        session.say("Xếp hạng", "Ranking:"),
        level.label(lang),
        heading::until(session, &scope),
        session.say("so với ngày", "against"),
        figure::day(since.day, lang)
    );
    let request = Request::evaluated("rank_why", session, as_of)?
        .with("level", Some(level.as_str()))
        .with("since", Some(since.day.to_string()));
    let reply = request.ask(&registry);
    if session.format == Format::Json {
        return reply::write_titled(session, out, &title, &scope, &reply);
    }
    let changes = now.rank_why(&level, &status::evaluate(session, &registry, since)?)?;
    if session.format == Format::Csv {
        sheet(&changes).with_scope(&scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &scope, out)?;
    if scope.report_count == 0 {
        let text = session.say(
            "Chưa có báo cáo nào, nên không xếp hạng cơ quan nào.",
            "Nobody has reported, so no agency is ranked.",
        );
        session.page.paragraph(out, text, Tone::Plain)?;
        return Ok(Outcome::Fine);
    }
    write_table(session, &changes, out)?;
    write_rule(session, &changes, out)?;
    write_falling(session, &reply, out)
}

fn write_table(
    session: &Session,
    changes: &RankChanges,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let mut table = Table::new(vec![
        Column::figure(session.say("Hạng", "Rank")),
        Column::figure(session.say("Trước", "Before")),
        Column::cut(session.say("Cơ quan", "Agency"), 16),
        Column::figure(session.say("Tỷ lệ", "Rate")),
        Column::figure(session.say("Trước", "Before")).spare(2),
        Column::figure(session.say("Do mình", "By itself")),
        Column::figure(session.say("Do nơi khác", "By others")),
        Column::cut(session.say("Vì sao", "Why"), 20),
    ]);
    for row in &changes.rows {
        let tone = if row.rank.is_some() { Tone::Plain } else { Tone::Faint };
        let name = if lang == Lang::Vi { &row.name } else { &row.name_en };
        let rank = |rank: Option<u32>| rank.map_or_else(|| "–".to_owned(), |r| r.to_string());
        let places = |n: Option<i32>| n.map_or_else(|| "–".to_owned(), |n| format!("{n:+}"));
        let cells = [
            rank(row.rank),
            rank(row.rank_before),
            name.clone(),
            figure::percent(row.rate, lang),
            figure::percent(row.rate_before, lang),
            places(row.by_itself),
            places(row.by_others),
            reasons(row, lang),
        ];
        table.push(cells.iter().map(|text| Cell::toned(text, tone)).collect());
    }
    table.write(out, session.page)
}

/// Why it has no rank, and what moved its rate.
fn reasons(row: &RankChange, lang: Lang) -> String {
    let mut reasons: Vec<String> = Vec::new();
    reasons.extend(row.exclusion.map(|e| e.label(lang).to_owned()));
    reasons.extend(row.causes.iter().map(|cause| {
        let rows = figure::count(cause.row_count, lang);
        format!("{} {rows} ({:+}/{:+})", cause.shift.label(lang), cause.num, cause.den)
    }));
    let counted = [
        (row.inherited, "nhận bàn giao đã quá hạn", "inherited overdue"),
        (row.overdue_unreported, "quá hạn chưa có báo cáo", "past the last day without a report"),
    ];
    for (count, vi, en) in counted.into_iter().filter(|(count, ..)| *count > 0) {
        let words = if lang == Lang::Vi { vi } else { en };
        reasons.push(format!("{words} {}", figure::count(count, lang)));
    }
    reasons.join("; ")
}

fn write_rule(
    session: &Session,
    changes: &RankChanges,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (formula, least) = (changes.rate.label(session.lang), changes.minimum_due);
    let text = match session.lang {
        Lang::Vi => format!(
            "Xếp theo: {formula}, tính cả cấp dưới. Không xếp hạng (–) khi có dưới {least} việc đã đến hạn. Do mình: số bậc tăng \
             khi chỉ tỷ lệ của cơ quan đổi; do nơi khác: phần còn lại. Trong ngoặc: thay đổi tử số/mẫu số."
        ),
        Lang::En => format!(
            "Ranked by: {formula}, all below included. Unranked (–) with fewer than {least} fallen due. By itself: places won \
             if only the agency's own rate had changed; by others: the rest. In brackets: change of numerator/denominator."
        ),
    };
    session.page.paragraph(out, &text, Tone::Faint)
}

/// The agencies whose rate fell three periods running, as the library found them.
fn write_falling(session: &Session, reply: &str, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reply: serde_json::Value =
        serde_json::from_str(reply).map_err(|error| Failure::Input(error.to_string()))?;
    let texts = |name: &str| -> Vec<&str> {
        reply[name].as_array().into_iter().flatten().filter_map(|t| t.as_str()).collect()
    };
    let (falling, periods) = (texts("falling"), texts("periods"));
    if !falling.is_empty() {
        let text = format!(
            "{} ({}): {}",
            session.say("Tỷ lệ giảm ba kỳ liên tiếp", "The rate fell three periods running"),
            periods.join(", "),
            falling.join(", ")
        );
        session.page.paragraph(out, &text, Tone::Caution)?;
    }
    Ok(Outcome::Fine)
}

/// One row for each cause of each agency; a row without one where nothing moved.
fn sheet(changes: &RankChanges) -> CsvSheet {
    let header = [
        "rank",
        "rank_before",
        "agency",
        "name",
        "num",
        "den",
        "num_before",
        "den_before",
        "exclusion",
        "by_itself",
        "by_others",
        "overtaken_by",
        "overtook",
        "inherited",
        "unreported",
        "cause",
        "rows",
        "num_change",
        "den_change",
    ];
    let mut sheet = CsvSheet::new(&header);
    for row in &changes.rows {
        let text = |n: Option<String>| n.unwrap_or_default();
        let first = vec![
            text(row.rank.map(|r| r.to_string())),
            text(row.rank_before.map(|r| r.to_string())),
            row.agency.clone(),
            row.name.clone(),
            row.rate.num.to_string(),
            row.rate.den.to_string(),
            row.rate_before.num.to_string(),
            row.rate_before.den.to_string(),
            text(row.exclusion.map(|e| e.as_str().to_owned())),
            text(row.by_itself.map(|n| n.to_string())),
            text(row.by_others.map(|n| n.to_string())),
            row.overtaken_by.join(" "),
            row.overtook.join(" "),
            row.inherited.to_string(),
            row.unreported.to_string(),
        ];
        for cause in &row.causes {
            let mut fields = first.clone();
            fields.extend([
                cause.shift.as_str().to_owned(),
                cause.row_count.to_string(),
                cause.num.to_string(),
                cause.den.to_string(),
            ]);
            sheet.push(fields);
        }
        if row.causes.is_empty() {
            let mut fields = first;
            fields.resize(header.len(), String::new());
            sheet.push(fields);
        }
    }
    sheet
}
