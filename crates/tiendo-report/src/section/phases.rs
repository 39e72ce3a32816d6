//! The phases of the plans: how what is assigned and what of it is done grew day by day.

use askama::Template;
use chrono::NaiveDate;
use tiendo::{Axis, HistoryAxis, HistoryOptions, Phase};
use tiendo_formats::Error;

use super::sums::SumsTable;
use crate::chart::{BurnUp, Counted};
use crate::figure;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// Most days that a burn-up shows; an older beginning is not drawn.
const MOST_DAYS: u64 = 1100;
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

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let rollup = view.evaluation.roll_up(Axis::Phase);
    let lines = SumsTable::lines_of(view, &rollup);
    let caption = view.w.phases_caption.to_owned();
    let charts = if lines.is_empty() { Vec::new() } else { charts(view) };
    sink.put(&Phases {
        view,
        table: SumsTable::new(view, "t-phases", (caption, view.w.phase), lines),
        charts,
    })
}

fn charts(view: &View<'_>) -> Vec<Chart> {
    let registry = view.evaluation.registry();
    let phases = || registry.plans().iter().flat_map(|plan| &plan.phases);
    let day = view.scope.day;
    let earliest = phases().filter_map(|phase| phase.starts_on).min();
    let Some(first) = earliest.filter(|first| *first <= day) else { return Vec::new() };
    let first = first.max(day.checked_sub_days(chrono::Days::new(MOST_DAYS)).unwrap_or(first));
    let options = HistoryOptions::along(HistoryAxis::Phase, first, day);
    // Too many phases for so many days: the table says where they stand today.
    let Ok(history) = registry.history(&options, view.evaluation.policy()) else {
        return Vec::new();
    };
    let Some(series) = history.along(HistoryAxis::Phase) else { return Vec::new() };
    let mut charts = Vec::new();
    for (place, key) in series.keys().iter().enumerate() {
        let Some(phase) = phases().find(|phase| phase.id.as_str() == key.key) else { continue };
        let counts = |on: NaiveDate| {
            let sums = series.own(on, place)?;
            Some((sums.total(), sums.done()))
        };
        let from = phase.starts_on.unwrap_or(first).max(first);
        let all: Vec<(NaiveDate, (u64, u64))> = from
            .iter_days()
            .take_while(|on| *on <= day)
            .filter_map(|on| Some((on, counts(on)?)))
            .collect();
        if all.iter().any(|(_, (assigned, _))| *assigned > 0) {
            charts.push(chart(view, place, phase, view.say(&key.name, &key.name_en), &all));
        }
    }
    charts
}

fn chart(
    view: &View<'_>,
    place: usize,
    phase: &Phase,
    name: &str,
    days: &[(NaiveDate, (u64, u64))],
) -> Chart {
    let name = figure::capitalised(name);
    let counts: Vec<(u64, u64)> = days.iter().map(|(_, counts)| *counts).collect();
    let (first, last) = (days[0].0, days[days.len() - 1].0);
    let (assigned, done) = counts.last().copied().unwrap_or_default();
    let last_day = view.evaluation.registry().phase_last_day(phase.id.as_str());
    let due = last_day.filter(|day| (first..=last).contains(day)).map(|day| {
        let words = fill(view.w.due_on, &[("day", &view.day(day))]);
        ((day - first).num_days() as usize, words)
    });
    let say = |template: &str, n: u64| fill(template, &[("count", &view.count(n))]);
    let most = counts.iter().map(|(assigned, _)| *assigned).max().unwrap_or(0);
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
