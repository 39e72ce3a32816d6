//! The phases of the plans: how what is assigned and what of it is done grew.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;
use tiendo::{AsOf, Axis, Phase, Rollup, RollupRow, day};
use tiendo_formats::Error;

use super::sums::SumsTable;
use crate::chart::{BurnUp, Counted};
use crate::figure;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// Most days that a burn-up shows; an older beginning is not drawn.
const MOST_DAYS: i64 = 1100;
/// About how many days it draws.
const DRAWN_DAYS: i64 = 32;
/// About how many days the table behind a burn-up names.
const NAMED_DAYS: usize = 12;

#[derive(Template)]
#[template(path = "phases.html")]
struct Phases<'a> {
    view: &'a View<'a>,
    table: SumsTable<'a>,
    charts: Vec<Chart>,
}

struct Chart {
    picture: BurnUp,
    caption: String,
    /// Day, assigned, done.
    days: Vec<(String, String, String)>,
}

/// Assigned and done, by phase.
type Counts = BTreeMap<String, (u64, u64)>;

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let rollup = view.evaluation.roll_up(Axis::Phase);
    let lines = SumsTable::lines_of(view, &rollup);
    let caption = view.w.phases_caption.to_owned();
    let charts = if lines.is_empty() {
        Vec::new()
    } else {
        let core = |source| Error::Core { path: "report".to_owned(), source };
        charts(view, &rollup).map_err(core)?
    };
    sink.put(&Phases {
        view,
        table: SumsTable::new(view, "t-phases", (caption, view.w.phase), lines),
        charts,
    })
}

/// What the phases were on some days before, by what is known today: the last one is what the table says.
fn charts(view: &View<'_>, today: &Rollup) -> Result<Vec<Chart>, tiendo::Error> {
    let registry = view.evaluation.registry();
    let phases = || registry.plans().iter().flat_map(|plan| &plan.phases);
    let day = view.scope.day;
    let earliest = phases().filter_map(|phase| phase.starts_on).min();
    let Some(first) = earliest.filter(|first| *first <= day) else { return Ok(Vec::new()) };
    let first = first.max(day::plus(day, -MOST_DAYS).unwrap_or(first));
    let step = ((day - first).num_days() / DRAWN_DAYS).max(1);
    let mut counted: Vec<(NaiveDate, Counts)> = Vec::new();
    let mut on = first;
    while on < day {
        let as_of = AsOf { day: on, known: view.scope.known };
        let rollup = registry.evaluate(as_of, view.evaluation.policy())?.roll_up(Axis::Phase);
        counted.push((on, counts(&rollup)));
        on = day::plus(on, step).unwrap_or(day);
    }
    counted.push((day, counts(today)));
    let mut charts = Vec::new();
    for (place, row) in today.rows.iter().enumerate() {
        let Some(phase) = phases().find(|phase| phase.id.as_str() == row.key) else { continue };
        let from = phase.starts_on.unwrap_or(first);
        let of_phase = |counts: &Counts| counts.get(&row.key).copied().unwrap_or_default();
        let all: Vec<(NaiveDate, (u64, u64))> = counted
            .iter()
            .filter(|(on, _)| *on >= from)
            .map(|(on, counts)| (*on, of_phase(counts)))
            .collect();
        if all.iter().any(|(_, (assigned, _))| *assigned > 0) {
            charts.push(chart(view, place, phase, view.say(&row.name, &row.name_en), &all));
        }
    }
    Ok(charts)
}

fn counts(rollup: &Rollup) -> Counts {
    let of_row = |row: &RollupRow| (row.key.clone(), (row.own.total(), row.own.done()));
    rollup.rows.iter().map(of_row).collect()
}

fn chart(
    view: &View<'_>,
    place: usize,
    phase: &Phase,
    name: &str,
    days: &[(NaiveDate, (u64, u64))],
) -> Chart {
    let name = figure::capitalised(name);
    let (first, _) = days[0];
    let (last, (assigned, done)) = days[days.len() - 1];
    let counts: Vec<(i64, (u64, u64))> =
        days.iter().map(|(on, counts)| ((*on - first).num_days(), *counts)).collect();
    let last_day = view.evaluation.registry().phase_last_day(phase.id.as_str());
    let due = last_day.filter(|day| (first..=last).contains(day)).map(|day| {
        let words = fill(view.w.due_on, &[("day", &view.day(day))]);
        ((day - first).num_days(), words)
    });
    let say = |template: &str, n: u64| fill(template, &[("count", &view.count(n))]);
    let most = days.iter().map(|(_, (assigned, _))| *assigned).max().unwrap_or(0);
    let title = fill(
        view.w.burn_up_title,
        &[
            ("phase", &name),
            ("from", &view.day(first)),
            ("to", &view.day(last)),
            ("assigned", &view.count(assigned)),
            ("done", &view.count(done)),
        ],
    );
    let words = [
        say(view.w.assigned_n, assigned),
        say(view.w.done_n, done),
        view.day(first),
        view.day(last),
        view.count(most),
    ];
    let picture =
        BurnUp::of(format!("phase-{place}"), title, &Counted { days: &counts, due }, words);
    let step = days.len().div_ceil(NAMED_DAYS).max(1);
    let is_named = |at: &usize| at.is_multiple_of(step) || at + 1 == days.len();
    let rows = (0..days.len()).filter(is_named).map(|at| {
        let (on, (assigned, done)) = days[at];
        (view.day(on), view.count(assigned), view.count(done))
    });
    Chart { picture, caption: name, days: rows.collect() }
}
