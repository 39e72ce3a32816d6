//! KPIs: targets against what was measured, one small picture for each, and all of them in a table.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use chrono::{Datelike, NaiveDate};
use tiendo::{AsOf, Direction, Kpi, KpiPoint, KpiStanding, KpiState};
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
    let core = |source| Error::Core { path: sink.file().to_owned(), source };
    let mut standings = registry.kpi_standings(view.evaluation.as_of(), None).map_err(core)?;
    // What people say stands first: it is what all the rest is for.
    standings.sort_by_key(|kpi| kpi.of_people.is_none());
    let more = standings.len().saturating_sub(NAMED);
    let mut pictures = Vec::new();
    for (place, standing) in standings.iter().enumerate() {
        let Some(kpi) = by_id.get(standing.kpi.as_str()) else { continue };
        pictures.extend(picture(view, place, standing, kpi).map_err(core)?);
        if pictures.len() == DRAWN {
            break;
        }
    }
    sink.put(&Kpis {
        view,
        pictures,
        lines: standings.iter().take(NAMED).map(|at| line(view, at, &by_id)).collect(),
        more: (more > 0).then(|| fill(view.w.more_rows, &[("count", &view.count(more as u64))])),
    })
}

fn line(view: &View<'_>, kpi: &KpiStanding, by_id: &BTreeMap<&str, &Kpi>) -> Line {
    let mut direction = kpi.direction.label(view.lang).to_owned();
    let band = by_id.get(kpi.kpi.as_str()).and_then(|kpi| kpi.band);
    if let (Direction::Maintain, Some(band)) = (&kpi.direction, band) {
        direction = format!("{direction} ±{}", figure::value(Some(band), view.lang));
    }
    Line {
        name: view.say(&kpi.name, &kpi.name_en).to_owned(),
        unit: kpi.unit.clone().unwrap_or_default(),
        direction,
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

/// What was measured, by the last day of the period: for each day the value that the core judges by on it, and the parts' last.
fn measured(
    view: &View<'_>,
    standing: &KpiStanding,
    kpi: &Kpi,
) -> Result<BTreeMap<NaiveDate, f64>, tiendo::Error> {
    let AsOf { day, known } = view.evaluation.as_of();
    let ends: BTreeSet<NaiveDate> =
        kpi.measurements.iter().map(|at| at.period_end).filter(|end| *end <= day).collect();
    let mut measured = BTreeMap::new();
    for end in ends {
        let then = AsOf { known, ..AsOf::new(end)? };
        let then = view.evaluation.registry().kpi_standing(kpi.id.as_str(), then)?;
        // Where nothing of this day is known yet, an earlier one would be told again.
        if let Some(value) = then.actual.filter(|_| then.period_end == Some(end)) {
            measured.insert(end, value);
        }
    }
    if let (true, Some(end), Some(value)) =
        (standing.from_parts, standing.period_end, standing.actual)
    {
        measured.insert(end, value);
    }
    Ok(measured)
}

/// The picture of a KPI that has anything to draw.
fn picture(
    view: &View<'_>,
    place: usize,
    standing: &KpiStanding,
    kpi: &Kpi,
) -> Result<Option<Picture>, tiendo::Error> {
    // As the core judges, a target that is not after the baseline lies on no line.
    let is_on_line =
        |point: &&KpiPoint| kpi.baseline.is_none_or(|baseline| point.day > baseline.day);
    let mut target: Vec<KpiPoint> = kpi.baseline.iter().copied().collect();
    target.extend(kpi.targets.iter().filter(is_on_line));
    target.sort_by_key(|point| point.day);
    let measured = measured(view, standing, kpi)?;
    if target.len() + measured.len() < 2 {
        return Ok(None);
    }
    let number = |day: NaiveDate| i64::from(day.num_days_from_ce());
    let targets: Vec<(i64, f64)> =
        target.iter().map(|point| (number(point.day), point.value)).collect();
    let actuals: Vec<(i64, f64)> =
        measured.iter().map(|(day, value)| (number(*day), *value)).collect();
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
    for (day, value) in &measured {
        days.entry(*day).or_default().1 = Some(*value);
    }
    let days = days.into_iter().map(|(day, (target, actual))| {
        let mut says = figure::value(target, view.lang);
        if kpi.baseline.is_some_and(|baseline| baseline.day == day) {
            says = fill(view.w.baseline_is, &[("value", &says)]);
        }
        (view.day(day), says, figure::value(actual, view.lang))
    });
    let title = format!("{name}: {says}");
    let from_baseline = kpi.baseline.is_some();
    Ok(Some(Picture {
        chart: Multiple::of(format!("kpi-{place}"), title, (&targets, from_baseline), &actuals),
        name,
        says,
        days: days.collect(),
    }))
}
