//! `rank`: the agencies of one level by the policy's rate.

use std::io::Write;

use tiendo::{Lang, Level, Ranking};

use crate::Outcome;
use crate::args::{Format, RankArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::people;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status;
use crate::sums_table;
use crate::table::{Cell, Column, Table, Tone};
use crate::why;

pub(crate) fn run(
    session: &Session,
    args: &RankArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    if args.why {
        return why::run(session, args, out);
    }
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let level = Level::parse(&args.level);
    let scope = evaluation.scope();
    let title = format!(
        "{} {}, {}",
        session.say("Xếp hạng", "Ranking:"),
        level.label(session.lang),
        heading::until(session, &scope)
    );
    if session.format == Format::Json {
        let request = Request::evaluated("rank", session, evaluation.as_of())?
            .with("level", Some(level.as_str()));
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let ranking = evaluation.rank(&level);
    if session.format == Format::Csv {
        let mut header =
            vec!["rank", "agency", "name", "fallen_due", "ranking", "num", "den", "percent"];
        header = sums_table::csv_header(&header);
        let mut sheet = CsvSheet::new(&header);
        for row in &ranking.rows {
            let mut fields = vec![
                row.rank.map(|rank| rank.to_string()).unwrap_or_default(),
                row.agency.clone(),
                row.name.clone(),
                row.fallen_due.to_string(),
                ranking.rate.as_str().to_owned(),
                row.rate.num.to_string(),
                row.rate.den.to_string(),
                row.rate.percent_text(2).unwrap_or_default(),
            ];
            fields.extend(sums_table::csv_fields(session, &scope, &row.sums));
            sheet.push(fields);
        }
        sheet.with_scope(&scope).write(out)?;
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
    write_table(session, &ranking, out)?;
    write_rule(session, &ranking, out)?;
    people::write(session, &registry, evaluation.as_of(), out)?;
    Ok(Outcome::Fine)
}

fn write_table(session: &Session, ranking: &Ranking, out: &mut dyn Write) -> Result<(), Failure> {
    let lang = session.lang;
    let mut table = Table::new(vec![
        Column::figure(session.say("Hạng", "Rank")),
        Column::cut(session.say("Cơ quan", "Agency"), 16),
        Column::figure(session.say("Tỷ lệ", "Rate")),
        Column::figure(session.say("Tử số", "Num.")).spare(2),
        Column::figure(session.say("Mẫu số", "Den.")).spare(2),
        Column::figure(session.say("Quá hạn", "Overdue")),
        Column::figure(session.say("Chưa báo cáo", "No data")).spare(1),
        Column::figure(session.say("Tổng số", "Total")).spare(3),
    ]);
    for row in &ranking.rows {
        let tone = if row.rank.is_some() { Tone::Plain } else { Tone::Faint };
        let name = if lang == Lang::Vi { &row.name } else { &row.name_en };
        let silent: u64 = row.sums.unreported.iter().sum();
        let figure_of = |n: u64| Cell::toned(&figure::count(n, lang), tone);
        table.push(vec![
            Cell::toned(&row.rank.map_or_else(|| "–".to_owned(), |r| r.to_string()), tone),
            Cell::toned(name, tone),
            Cell::toned(&figure::percent(row.rate, lang), tone),
            figure_of(row.rate.num),
            figure_of(row.rate.den),
            figure_of(row.sums.overdue_reported()),
            figure_of(row.sums.overdue_unreported()),
            Cell::toned(&figure::count_with_unreported(row.sums.total(), silent, lang), tone),
        ]);
    }
    table.write(out, session.page)
}

/// By what it is ranked, and why some are not.
fn write_rule(session: &Session, ranking: &Ranking, out: &mut dyn Write) -> Result<(), Failure> {
    let (formula, least) = (ranking.rate.label(session.lang), session.policy.ranking_minimum_due);
    let text = match session.lang {
        Lang::Vi => format!(
            "Xếp theo: {formula}, tính cả cấp dưới. Không xếp hạng (–) khi có dưới {least} việc đã đến hạn. \
             Chưa báo cáo: đã qua ngày cuối mà chưa có báo cáo nào. Trong ngoặc: số chưa có báo cáo."
        ),
        Lang::En => format!(
            "Ranked by: {formula}, all below included. Unranked (–) with fewer than {least} fallen due. \
             No data: past the last day without any report. In brackets: how many nobody reported on."
        ),
    };
    session.page.paragraph(out, &text, Tone::Faint)
}
