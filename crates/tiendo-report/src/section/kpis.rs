//! KPIs: targets against what was measured, one small picture for each, and all of them in a table.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{Datelike, NaiveDate};
use tiendo::{Kpi, KpiPoint, KpiStanding, KpiState};
use tiendo_formats::Error;

use crate::chart::Multiple;
use crate::figure;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// Most KPIs that are drawn, and most that the table names.
const DRAWN: usize = 100;
const NAMED: usize = 1000;

#[derive(Template)]
#[template(path = "kpis.html")]
struct Kpis<'a> {
    view: &'a View<'a>,
    pictures: Vec<Picture>,
    lines: Vec<Line>,
    more: Option<String>,
}

struct Picture {
    chart: Multiple,
    name: String,
    says: String,
    /// Day, target, measured.
    days: Vec<(String, String, String)>,
}

struct Line {
    name: String,
    unit: String,
    direction: String,
    actual: String,
    on: String,
    target: String,
    state: &'static str,
    key: &'static str,
}

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let registry = view.evaluation.registry();
    let by_id: BTreeMap<&str, &Kpi> =
        registry.kpis().iter().map(|kpi| (kpi.id.as_str(), kpi)).collect();
    let mut standings = registry.kpi_standings(view.evaluation.as_of(), None).unwrap_or_default();
    // What people say stands first: it is what all the rest is for.
    standings.sort_by_key(|kpi| kpi.of_people.is_none());
    let more = standings.len().saturating_sub(NAMED);
    let drawn = standings.iter().enumerate().filter_map(|(place, standing)| {
        picture(view, place, standing, by_id.get(standing.kpi.as_str())?)
    });
    sink.put(&Kpis {
        view,
        pictures: drawn.take(DRAWN).collect(),
        lines: standings.iter().take(NAMED).map(|kpi| line(view, kpi)).collect(),
        more: (more > 0).then(|| fill(view.w.more_rows, &[("count", &view.count(more as u64))])),
    })
}

fn line(view: &View<'_>, kpi: &KpiStanding) -> Line {
    Line {
        name: view.say(&kpi.name, &kpi.name_en).to_owned(),
        unit: kpi.unit.clone().unwrap_or_default(),
        direction: kpi.direction.label(view.lang).to_owned(),
        actual: figure::value(kpi.actual, view.lang),
        on: kpi.period_end.map_or_else(|| "–".to_owned(), |day| view.day(day)),
        target: figure::value(kpi.target, view.lang),
        state: kpi.state.label(view.lang),
        key: state_key(kpi.state),
    }
}

fn state_key(state: KpiState) -> &'static str {
    match state {
        KpiState::Attained => "done_on_time",
        KpiState::Behind => "overdue",
        KpiState::NotYetDue => "in_term",
        KpiState::NoData => "no_data",
        KpiState::NotJudged => "regular",
    }
}

/// The picture of a KPI that has anything to draw.
fn picture(view: &View<'_>, place: usize, standing: &KpiStanding, kpi: &Kpi) -> Option<Picture> {
    let as_of = view.evaluation.as_of();
    let mut target: Vec<KpiPoint> = kpi.baseline.iter().chain(&kpi.targets).copied().collect();
    target.sort_by_key(|point| point.day);
    let mut measured: BTreeMap<NaiveDate, (Option<chrono::NaiveDateTime>, f64)> = BTreeMap::new();
    for at in &kpi.measurements {
        let is_known = match (as_of.known, at.recorded_at) {
            (Some(known), Some(recorded)) => recorded.date() <= known,
            _ => true,
        };
        let newer =
            measured.get(&at.period_end).is_none_or(|(recorded, _)| *recorded <= at.recorded_at);
        if at.period_end <= as_of.day && is_known && newer {
            measured.insert(at.period_end, (at.recorded_at, at.value));
        }
    }
    if target.len() + measured.len() < 2 {
        return None;
    }
    let number = |day: NaiveDate| i64::from(day.num_days_from_ce());
    let targets: Vec<(i64, f64)> =
        target.iter().map(|point| (number(point.day), point.value)).collect();
    let actuals: Vec<(i64, f64)> =
        measured.iter().map(|(day, (_, value))| (number(*day), *value)).collect();
    let name = view.say(&standing.name, &standing.name_en).to_owned();
    let unit = standing.unit.clone().unwrap_or_default();
    let says = fill(
        view.w.kpi_says,
        &[
            ("state", &figure::capitalised(standing.state.label(view.lang))),
            ("actual", &figure::value(standing.actual, view.lang)),
            ("target", &figure::value(standing.target, view.lang)),
            ("unit", &unit),
        ],
    );
    let mut days: BTreeMap<NaiveDate, (Option<f64>, Option<f64>)> = BTreeMap::new();
    for point in &target {
        days.entry(point.day).or_default().0 = Some(point.value);
    }
    for (day, (_, value)) in &measured {
        days.entry(*day).or_default().1 = Some(*value);
    }
    let days = days.into_iter().map(|(day, (target, actual))| {
        (view.day(day), figure::value(target, view.lang), figure::value(actual, view.lang))
    });
    let title = format!("{name}: {says}");
    Some(Picture {
        chart: Multiple::of(format!("kpi-{place}"), title, &targets, &actuals),
        name,
        says,
        days: days.collect(),
    })
}
