//! `history`: the sums of every day of a range.

use std::io::Write;

use chrono::NaiveDate;
use tiendo::{History, HistoryAxis, HistoryOptions, Lang, Scope, Sums};

use crate::Outcome;
use crate::args::{Format, HistoryArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::progress;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status::capitalised;
use crate::sums_table::{self, Line};
use crate::threads;

/// The sums of one key on one day.
struct OnDay {
    scope: Scope,
    key: String,
    name: String,
    sums: Sums,
}

pub(crate) fn run(
    session: &Session,
    args: &HistoryArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let axis = HistoryAxis::parse(&args.by).unwrap_or(HistoryAxis::Whole);
    let to = match args.to {
        Some(to) => to,
        None => session.as_of()?.day,
    };
    let options = HistoryOptions::along(axis, args.from, to);
    let label = session.say("đang đánh giá từng ngày", "evaluating every day");
    let history = progress::watched(label, |watch| {
        threads::on(|threads| registry.history_on(&options, &session.policy, threads, watch))
    })?;
    let title = title(session, &history);
    let Some(last) = history.scope(to) else { return Ok(Outcome::Fine) };
    match session.format {
        Format::Json => {
            let request = Request::new("history")
                .with("from", Some(args.from.to_string()))
                .with("to", Some(to.to_string()))
                .with("axis", Some(axis.as_str()))
                .with("policy", Some(reply::policy(&session.policy)?));
            return reply::write_titled(session, out, &title, &last, &request.ask(&registry));
        }
        Format::Csv => {
            let keys = ["day", "report_count", "hidden_report_count", "axis", "key", "name"];
            let mut sheet = CsvSheet::new(&sums_table::csv_header(&keys));
            for row in rows(session, &history, axis) {
                let mut fields = vec![
                    row.scope.day.to_string(),
                    row.scope.report_count.to_string(),
                    row.scope.hidden_report_count.to_string(),
                    axis.as_str().to_owned(),
                    row.key,
                    row.name,
                ];
                fields.extend(sums_table::csv_fields(session, &row.scope, &row.sums));
                sheet.push(fields);
            }
            sheet.with_scope(&last).write(out)?;
        }
        Format::Table => {
            heading::write(session, &title, &last, out)?;
            let line = |row: OnDay| {
                let day = figure::day(row.scope.day, session.lang);
                let name =
                    if axis == HistoryAxis::Whole { day } else { format!("{day} {}", row.name) };
                Line { key: row.key, name, sums: row.sums }
            };
            let lines: Vec<Line> = rows(session, &history, axis).map(line).collect();
            let day = session.say("Ngày", "Day");
            let has_bars = sums_table::write(session, &last, day, &lines, out)?;
            sums_table::write_legend(session, &last, has_bars, out)?;
        }
    }
    Ok(Outcome::Fine)
}

/// The sums with anything in them, by day and in the order of the keys; agencies with all below them.
fn rows<'a>(
    session: &'a Session,
    history: &'a History,
    axis: HistoryAxis,
) -> impl Iterator<Item = OnDay> + 'a {
    let of_day = move |day: NaiveDate| {
        let (Some(series), Some(scope)) = (history.along(axis), history.scope(day)) else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for (i, key) in series.keys().iter().enumerate() {
            let name = if session.lang == Lang::Vi { &key.name } else { &key.name_en };
            rows.extend(series.inclusive(day, i).map(|sums| OnDay {
                scope: scope.clone(),
                key: key.key.clone(),
                name: capitalised(name),
                sums,
            }));
        }
        let rest = series.unassigned(day).map(|sums| OnDay {
            scope,
            key: String::new(),
            name: session.say("(ngoài các mục trên)", "(in none of these)").to_owned(),
            sums,
        });
        rows.extend(rest);
        rows.retain(|row| row.sums.total() > 0);
        rows
    };
    history.days().flat_map(of_day)
}

fn title(session: &Session, history: &History) -> String {
    let (from, to) = (history.from(), history.to());
    let day = |day| figure::day(day, session.lang);
    match session.lang {
        Lang::Vi => format!(
            "Tình hình từng ngày từ {} đến {}, theo những gì đã ghi nhận đến hết mỗi ngày",
            day(from),
            day(to)
        ),
        Lang::En => format!(
            "Where the tasks stood each day from {} to {}, by what was recorded by the end of it",
            day(from),
            day(to)
        ),
    }
}
