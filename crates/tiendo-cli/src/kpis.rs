//! `kpis`: where the KPIs stand, and one KPI at its agencies.

use std::io::Write;

use tiendo::{AsOf, KpiRollup, KpiStanding, KpiState, Lang, Registry};

use crate::Outcome;
use crate::args::{Format, KpisArgs};
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
    args: &KpisArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let (scope, as_of) = (evaluation.scope(), evaluation.as_of());
    let title = format!("{}, {}", session.say("Chỉ tiêu", "KPIs"), heading::until(session, &scope));
    if session.format == Format::Json {
        let request = Request::new(if args.kpi.is_some() { "kpi" } else { "kpis" })
            .with("kpi", args.kpi.as_deref())
            .with("as_of", Some(as_of.day.to_string()))
            .with("known", as_of.known.map(|day| day.to_string()))
            .with("agency", args.agency.as_deref())
            .in_language(session);
        return reply::write_titled(session, out, &title, &scope, &request.ask(&registry));
    }
    let standings = match &args.kpi {
        Some(kpi) => vec![registry.kpi_standing(kpi, as_of)?],
        None => registry.kpi_standings(as_of, args.agency.as_deref())?,
    };
    let rolled_up = args.kpi.as_ref().map(|kpi| registry.kpi_roll_up(kpi, as_of)).transpose()?;
    if session.format == Format::Csv {
        let sheet = rolled_up
            .filter(|r| !r.rows.is_empty())
            .map_or_else(|| sheet(&standings), |rolled_up| roll_up_sheet(&rolled_up));
        sheet.with_scope(&scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &scope, out)?;
    write_table(session, &standings, out)?;
    if let Some(rolled_up) = rolled_up.filter(|r| !r.rows.is_empty()) {
        writeln!(out)?;
        write_roll_up(session, &rolled_up, out)?;
    } else if args.kpi.is_none() {
        write_scores(session, &registry, as_of, &standings, out)?;
    }
    let note = session.say(
        "Mục tiêu của ngày nằm trên đường thẳng từ giá trị gốc đến các mục tiêu. Tỷ lệ: phần đã đi từ giá trị gốc đến \
         mục tiêu, nhiều nhất 120 %; không có giá trị gốc thì chỉ đạt hoặc chưa đạt.",
        "The target of a day lies on the straight line through baseline and targets. Ratio: the way gone from baseline to \
         target, 120 % at most; without a baseline a KPI is only attained or not.",
    );
    session.page.paragraph(out, note, Tone::Faint)?;
    Ok(Outcome::Fine)
}

/// A value as its language prints it; `–` where there is none.
pub(crate) fn value(value: Option<f64>, lang: Lang) -> String {
    let Some(value) = value else { return "–".to_owned() };
    let rounded = (value * 100.0).round() / 100.0;
    let text = rounded.to_string();
    if lang == Lang::Vi { text.replace('.', ",") } else { text }
}

/// A ratio in percent with one decimal.
fn percent(ratio: Option<f64>, lang: Lang) -> String {
    match (ratio, lang) {
        (None, _) => "–".to_owned(),
        (Some(ratio), Lang::Vi) => format!("{:.1} %", ratio * 100.0).replace('.', ","),
        (Some(ratio), Lang::En) => format!("{:.1}%", ratio * 100.0),
    }
}

fn tone(state: KpiState) -> Tone {
    match state {
        KpiState::Attained => Tone::Good,
        KpiState::Behind => Tone::Alarm,
        KpiState::NotYetDue => Tone::Plain,
        KpiState::NoData | KpiState::NotJudged => Tone::Faint,
    }
}

fn write_table(
    session: &Session,
    standings: &[KpiStanding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let mut table = Table::new(vec![
        Column::cut(session.say("Mã", "Id"), 8),
        Column::cut(session.say("Chỉ tiêu", "KPI"), 20),
        Column::cut(session.say("Đơn vị", "Unit"), 6).spare(3),
        Column::figure(session.say("Mục tiêu", "Target")).spare(1),
        Column::figure(session.say("Thực tế", "Actual")),
        Column::cut(session.say("Đến ngày", "Measured"), 10).spare(2),
        Column::figure(session.say("Tỷ lệ", "Ratio")),
        Column::cut(session.say("Tình trạng", "State"), 14),
    ]);
    for kpi in standings {
        let name = if lang == Lang::Vi { &kpi.name } else { &kpi.name_en };
        let tone = tone(kpi.state);
        table.push(vec![
            Cell::from(kpi.kpi.as_str()),
            Cell::from(name.as_str()),
            Cell::from(kpi.unit.as_deref().unwrap_or_default()),
            Cell::from(value(kpi.target, lang)),
            Cell::from(value(kpi.actual, lang)),
            Cell::from(kpi.period_end.map_or_else(|| "–".to_owned(), |d| figure::day(d, lang))),
            Cell::from(percent(kpi.ratio, lang)),
            Cell::toned(kpi.state.label(lang), tone),
        ]);
    }
    table.write(out, session.page)
}

fn write_roll_up(
    session: &Session,
    rolled_up: &KpiRollup,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let mut table = Table::new(vec![
        Column::cut(session.say("Cơ quan (tính cả cấp dưới)", "Agency (with all below it)"), 16),
        Column::figure(session.say("Giá trị", "Value")),
        Column::figure(session.say("Có số liệu", "With data")),
        Column::figure(session.say("Số phần", "Parts")),
        Column::figure(session.say("Đạt", "Attained")),
    ]);
    for row in &rolled_up.rows {
        let name = if lang == Lang::Vi { &row.name } else { &row.name_en };
        table.push(vec![
            Cell::from(name.as_str()),
            Cell::from(value(row.value, lang)),
            Cell::from(figure::count(row.data_count.into(), lang)),
            Cell::from(figure::count(row.part_count.into(), lang)),
            Cell::from(figure::count(row.attained_count.into(), lang)),
        ]);
    }
    table.write(out, session.page)?;
    let rule = rolled_up.aggregation.label(lang);
    let text =
        format!("{} {rule}.", session.say("Tổng hợp theo quy tắc:", "Added up by the rule:"));
    session.page.paragraph(out, &text, Tone::Faint)
}

/// The weighted scores of the agencies that the KPIs shown measure.
fn write_scores(
    session: &Session,
    registry: &Registry,
    as_of: AsOf,
    standings: &[KpiStanding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let measured = |id: &str| standings.iter().any(|k| k.owner.as_deref() == Some(id));
    let scores: Vec<_> =
        registry.kpi_scores(as_of).into_iter().filter(|s| measured(&s.agency)).collect();
    if scores.is_empty() {
        return Ok(());
    }
    let lang = session.lang;
    let mut table = Table::new(vec![
        Column::cut(session.say("Cơ quan", "Agency"), 12),
        Column::figure(session.say("Điểm", "Score")),
        Column::figure(session.say("Đạt", "Attained")),
        Column::figure(session.say("Có số liệu", "With data")),
        Column::figure(session.say("Chỉ tiêu", "KPIs")),
    ]);
    for score in scores {
        let name = registry.agency(&score.agency).map_or_else(
            || score.agency.clone(),
            |a| match (&a.name_en, lang) {
                (Some(name), Lang::En) => name.to_string(),
                _ => a.name.to_string(),
            },
        );
        table.push(vec![
            Cell::from(name),
            Cell::from(percent(score.score_ratio, lang)),
            Cell::from(figure::count(score.attained_count.into(), lang)),
            Cell::from(figure::count(score.data_count.into(), lang)),
            Cell::from(figure::count(score.kpi_count.into(), lang)),
        ]);
    }
    writeln!(out)?;
    table.write(out, session.page)
}

fn plain(value: Option<f64>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn sheet(standings: &[KpiStanding]) -> CsvSheet {
    let header = [
        "kpi",
        "name",
        "owner",
        "unit",
        "direction",
        "weight",
        "state",
        "target",
        "actual",
        "period_end",
        "from_parts",
        "attained",
        "ratio",
    ];
    let mut sheet = CsvSheet::new(&header);
    for kpi in standings {
        sheet.push(vec![
            kpi.kpi.clone(),
            kpi.name.clone(),
            kpi.owner.clone().unwrap_or_default(),
            kpi.unit.clone().unwrap_or_default(),
            kpi.direction.as_str().to_owned(),
            kpi.weight.to_string(),
            kpi.state.as_str().to_owned(),
            plain(kpi.target),
            plain(kpi.actual),
            kpi.period_end.map(|d| d.to_string()).unwrap_or_default(),
            kpi.from_parts.to_string(),
            kpi.attained.map(|a| a.to_string()).unwrap_or_default(),
            plain(kpi.ratio),
        ]);
    }
    sheet
}

fn roll_up_sheet(rolled_up: &KpiRollup) -> CsvSheet {
    let header = [
        "kpi",
        "aggregation",
        "agency",
        "name",
        "parts",
        "with_data",
        "attained",
        "value",
        "numerator",
        "denominator",
    ];
    let mut sheet = CsvSheet::new(&header);
    for row in &rolled_up.rows {
        sheet.push(vec![
            rolled_up.kpi.clone(),
            rolled_up.aggregation.as_str().to_owned(),
            row.agency.clone(),
            row.name.clone(),
            row.part_count.to_string(),
            row.data_count.to_string(),
            row.attained_count.to_string(),
            plain(row.value),
            plain(row.numerator),
            plain(row.denominator),
        ]);
    }
    sheet
}
