//! The simulation: a completion day for every open row in every run, and what follows along the links.

use super::earned::Earned;
use super::observed::{NEVER, Observed, Workdays};
use super::random::Random;
use super::slippage::{LEAST_CLOSED, Slippage};
use super::spread::Spread;
use super::{Forecast, ForecastBasis, ForecastOptions, GroupForecast, LinkUse, TaskForecast};
use crate::columns::{NO_DAY, NO_INDEX};
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::evaluation::row::RowFlags;
use crate::policy::Silence;
use crate::schedule::Schedule;
use crate::status::Status;
use crate::sums::Ratio;
use crate::watch::Watch;

/// An open row that is dealt a completion day.
struct Unit {
    /// Days as columns count them.
    assigned: i32,
    deadline: i32,
    term: i64,
    curve: u32,
    /// The step of the curve after which it was open on D, and the share open then.
    step: usize,
    open: f64,
    agency: u32,
}

/// What stands open at one activity.
struct Open {
    task: u32,
    activity: u32,
    units: std::ops::Range<usize>,
    /// Open rows, forecast or not.
    row_count: u32,
    basis: ForecastBasis,
    closed_count: u32,
    deadline: i32,
    phase: u32,
    group: u32,
    is_forecast: bool,
}

/// Counts of one group over all runs.
#[derive(Clone)]
struct Tally {
    bounds: (i32, i32),
    spread: Option<Spread>,
    row_count: u32,
    forecast_count: u32,
    not_enough_count: u32,
    on_time: u64,
    all_on_time: u32,
    /// Of the run that is under way.
    last: i32,
    is_on_time: bool,
}

impl Tally {
    fn new() -> Self {
        Tally {
            bounds: (i32::MIN, i32::MIN),
            spread: None,
            row_count: 0,
            forecast_count: 0,
            not_enough_count: 0,
            on_time: 0,
            all_on_time: 0,
            last: i32::MIN,
            is_on_time: true,
        }
    }

    fn add(&mut self, finish: i32, is_on_time: bool) {
        self.last = self.last.max(finish);
        self.on_time += u64::from(is_on_time);
        self.is_on_time &= is_on_time;
    }

    fn end_run(&mut self) {
        if let (Some(spread), true) = (&mut self.spread, self.last < NEVER) {
            spread.add(self.last);
        }
        self.all_on_time += u32::from(self.is_on_time && self.forecast_count > 0);
        (self.last, self.is_on_time) = (i32::MIN, true);
    }
}

/// Everything that the runs read.
struct Model<'a> {
    evaluation: &'a Evaluation,
    schedule: &'a Schedule,
    slippage: Slippage,
    units: Vec<Unit>,
    /// By position in the network: units of the activity there.
    units_at: Vec<std::ops::Range<usize>>,
    follows_links: bool,
    days: &'a Workdays,
}

/// Finish numbers of one run: by position the activity's, and by unit its own row's and whether that is in time.
struct Run {
    start: Vec<i32>,
    unit: Vec<(i32, bool)>,
}

/// How steps are counted: every task once in each run.
#[derive(Clone, Copy)]
pub(super) struct Steps {
    pub(super) tasks: u64,
    /// Steps that are done when the runs begin.
    pub(super) before: u64,
}

impl Steps {
    /// Steps that are done after so many runs.
    pub(super) fn after(self, runs: u32) -> u64 {
        self.before + self.tasks * u64::from(runs)
    }
}

/// All runs, told to a watch as they go.
pub(super) fn simulate(
    evaluation: &Evaluation,
    schedule: &Schedule,
    options: &ForecastOptions,
    (steps, watch): (Steps, &Watch),
) -> Result<Forecast, Error> {
    let days = Workdays::of(schedule);
    let observed = Observed { evaluation, schedule, days: &days };
    let links_kept = observed.links_kept();
    let follows_links = match options.links {
        LinkUse::Followed => true,
        LinkUse::Ignored => false,
        LinkUse::AsKept => {
            links_kept.den < u64::from(LEAST_CLOSED) || links_kept.num * 10 >= links_kept.den * 9
        }
    };
    let slippage = Slippage::of(&observed.rows(follows_links));
    let (open, units) = open(observed, &slippage, follows_links);
    let mut units_at = vec![0..0; schedule.len()];
    for task in open.iter().filter(|o| o.activity != NO_INDEX) {
        let at = schedule.inner.network.position[task.activity as usize] as usize;
        units_at[at] = task.units.clone();
    }
    let closed_count = slippage.closed_count;
    let model =
        Model { evaluation, schedule, slippage, units, units_at, follows_links, days: &days };
    let mut counted = Counted::new(&model, &open);
    let mut run = Run { start: vec![0; schedule.len()], unit: vec![(0, true); model.units.len()] };
    for n in 0..options.runs {
        watch.advance_to(steps.after(n))?;
        let random = Random::of(options.seed, n);
        model.run(&mut run, |unit, place| model.draw(unit, random.at(place)));
        counted.count(&model, &open, &run);
    }
    let mut forecast = counted.told(&model, &open, options);
    forecast.closed_count = closed_count;
    forecast.links_kept = links_kept;
    forecast.are_links_followed = follows_links;
    Ok(forecast)
}

/// Open tasks in force, and the rows among theirs that can be forecast.
fn open(
    observed: Observed<'_>,
    slippage: &Slippage,
    follows_links: bool,
) -> (Vec<Open>, Vec<Unit>) {
    let Observed { evaluation, schedule, .. } = observed;
    let (mut out, mut units) = (Vec::new(), Vec::new());
    let columns = &evaluation.columns;
    let d = evaluation.as_of.d();
    for task in 0..evaluation.task_count() {
        let state = evaluation.state(task);
        if state.row_count == 0 || !state.status.is_open() {
            continue;
        }
        let Some(at) = evaluation.registry.0.tasks.at(task, evaluation.as_of) else { continue };
        let rows = state.first_row as usize..(state.first_row + state.row_count) as usize;
        let first = units.len();
        // A row that its links keep open may be ready but for them.
        let since = if follows_links && observed.has_to_wait(task) { at.facts.assigned } else { d };
        let mut own = Open {
            task: task as u32,
            activity: schedule.of_task(task as u32).map_or(NO_INDEX, |t| t.index as u32),
            units: first..first,
            row_count: 0,
            basis: ForecastBasis::Agency,
            closed_count: 0,
            deadline: NO_DAY,
            phase: at.facts.phase,
            group: at.facts.group,
            is_forecast: false,
        };
        for row in rows.filter(|row| columns.status(*row).is_open()) {
            own.row_count += 1;
            let (deadline, original) = (columns.deadline(row), evaluation.original(row));
            let has_term = deadline != NO_DAY
                && original != NO_DAY
                && original > at.facts.assigned
                && columns.occurrence(row).is_none();
            if !has_term {
                own.basis = own.basis.max(ForecastBasis::NoDeadline);
                continue;
            }
            let term = i64::from(original) - i64::from(at.facts.assigned);
            let is_silent = columns.status(row) == Status::Overdue
                && !columns.flags(row).has(RowFlags::REPORTED)
                && evaluation.policy.silence == Silence::Apart;
            let curve = slippage.curve(evaluation.agency(row)).filter(|_| !is_silent);
            let since = i64::from(since) - i64::from(at.facts.assigned);
            let standing = curve.and_then(|(curve, is_own)| {
                let open = slippage.curves[curve as usize].open_after(since, term)?;
                Some((curve, is_own, open))
            });
            let Some((curve, is_own, (step, open))) = standing else {
                own.basis = ForecastBasis::NotEnoughData;
                continue;
            };
            let basis = if is_own { ForecastBasis::Agency } else { ForecastBasis::Register };
            own.basis = own.basis.max(basis);
            let closed = slippage.curves[curve as usize].closed_count;
            own.closed_count =
                if own.closed_count == 0 { closed } else { own.closed_count.min(closed) };
            own.deadline =
                if own.deadline == NO_DAY { deadline } else { own.deadline.min(deadline) };
            let (assigned, agency) = (at.facts.assigned, evaluation.agency(row));
            units.push(Unit { assigned, deadline, term, curve, step, open, agency });
        }
        // A task is forecast only where all of its open rows are, for it is done with the last of them.
        own.is_forecast = own.basis <= ForecastBasis::Register && own.activity != NO_INDEX;
        if own.is_forecast {
            own.units = first..units.len();
        } else {
            units.truncate(first);
        }
        out.push(own);
    }
    (out, units)
}

impl Model<'_> {
    /// The completion day of a row for a number in [0, 1): none where rows like it are not seen to end.
    #[inline]
    fn draw(&self, unit: &Unit, uniform: f64) -> Option<i32> {
        let curve = &self.slippage.curves[unit.curve as usize];
        let days = curve.days_at(unit.step, unit.open * (1.0 - uniform), unit.term)?;
        let on = i64::from(unit.assigned) + days;
        Some((on as i32).max(self.evaluation.as_of.d() + 1))
    }

    /// Passes over the network with a completion day for every row.
    fn run(&self, run: &mut Run, day: impl Fn(&Unit, u32) -> Option<i32>) {
        let network = &self.schedule.inner.network;
        for at in 0..network.len() {
            let duration = network.duration[at];
            let mut linked = i32::MIN;
            if self.follows_links {
                for arc in network.arcs_into(at) {
                    linked = linked.max(run.start[arc.other as usize].saturating_add(arc.weight));
                }
            }
            let units = self.units_at[at].clone();
            if units.is_empty() {
                run.start[at] = linked.max(network.earliest[at]);
                continue;
            }
            // Links alone would let it be finished then. What its percent leaves to be done does not bind it: how long rows
            // like it took is known, and percents lag behind.
            let bound = linked.saturating_add(duration);
            let mut finish = bound;
            for i in units {
                let unit = &self.units[i];
                let on = day(unit, i as u32);
                let own = on.map_or(NEVER, |on| self.days.number(on)).max(bound);
                let in_time = on.is_some_and(|on| on <= unit.deadline)
                    && bound <= self.days.number(unit.deadline);
                run.unit[i] = (own, in_time);
                finish = finish.max(own);
            }
            run.start[at] = finish.saturating_sub(duration);
        }
    }
}

/// Counts over all runs.
struct Counted {
    on_time: Vec<u32>,
    spreads: Vec<Option<Spread>>,
    all: Tally,
    phases: Vec<Tally>,
    groups: Vec<Tally>,
    agencies: Vec<Tally>,
    units: usize,
}

impl Counted {
    /// Lays out the spreads between the first and the last day that a run may give.
    fn new(model: &Model<'_>, open: &[Open]) -> Self {
        let inner = &*model.evaluation.registry.0;
        let tallies = |n: usize| vec![Tally::new(); n];
        let mut counted = Counted {
            on_time: vec![0; open.len()],
            spreads: Vec::with_capacity(open.len()),
            all: Tally::new(),
            phases: tallies(inner.plans.phases.len()),
            groups: tallies(inner.plans.groups.len()),
            agencies: tallies(inner.agencies.records.len()),
            units: model.units.len(),
        };
        let empty = || Run {
            start: vec![0; model.schedule.len()],
            unit: vec![(0, true); model.units.len()],
        };
        let (mut first, mut last) = (empty(), empty());
        let d = model.evaluation.as_of.d();
        model.run(&mut first, |unit, _| model.draw(unit, 0.0).or(Some(d + 1)));
        model.run(&mut last, |unit, _| {
            let curve = &model.slippage.curves[unit.curve as usize];
            Some((i64::from(unit.assigned) + curve.longest(unit.step, unit.term)) as i32)
                .max(Some(d + 1))
        });
        for task in open {
            for tally in counted.tallies(task) {
                tally.row_count += task.row_count;
                let rows = task.units.len() as u32;
                tally.forecast_count += rows;
                tally.not_enough_count +=
                    if task.basis == ForecastBasis::NotEnoughData { task.row_count } else { 0 };
            }
            let bounds = task.units.clone().map(|i| (first.unit[i].0, last.unit[i].0));
            let bounds = bounds.reduce(|a, b| (a.0.max(b.0), a.1.max(b.1)));
            counted.spreads.push(bounds.map(|(from, to)| Spread::between(from, to.min(NEVER - 1))));
            let Some((from, to)) = bounds else { continue };
            for tally in counted.tallies(task) {
                tally.bounds = (tally.bounds.0.max(from), tally.bounds.1.max(to));
            }
        }
        for i in 0..model.units.len() {
            if let Some(tally) = counted.agencies.get_mut(model.units[i].agency as usize) {
                let (from, to) = (first.unit[i].0, last.unit[i].0);
                tally.bounds = (tally.bounds.0.max(from), tally.bounds.1.max(to));
                tally.forecast_count += 1;
            }
        }
        counted.count_agencies(model, open);
        let all = std::iter::once(&mut counted.all).chain(&mut counted.phases);
        for tally in all.chain(&mut counted.groups).chain(&mut counted.agencies) {
            let (from, to) = tally.bounds;
            tally.spread =
                (tally.forecast_count > 0).then(|| Spread::between(from, to.min(NEVER - 1)));
        }
        counted
    }

    /// Open rows by agency, forecast or not.
    fn count_agencies(&mut self, model: &Model<'_>, open: &[Open]) {
        let columns = &model.evaluation.columns;
        for task in open {
            let state = model.evaluation.state(task.task as usize);
            let rows = state.first_row as usize..(state.first_row + state.row_count) as usize;
            for row in rows.filter(|row| columns.status(*row).is_open()) {
                if let Some(tally) = self.agencies.get_mut(model.evaluation.agency(row) as usize) {
                    tally.row_count += 1;
                    tally.not_enough_count += u32::from(task.basis == ForecastBasis::NotEnoughData);
                }
            }
        }
    }

    /// The groups that a task counts in beside its agencies.
    fn tallies(&mut self, task: &Open) -> impl Iterator<Item = &mut Tally> {
        let phase = self.phases.get_mut(task.phase as usize);
        let group = self.groups.get_mut(task.group as usize);
        std::iter::once(&mut self.all).chain(phase).chain(group)
    }

    /// Counts one run.
    fn count(&mut self, model: &Model<'_>, open: &[Open], run: &Run) {
        for (i, task) in open.iter().enumerate().filter(|(_, task)| task.is_forecast) {
            let (mut finish, mut in_time) = (i32::MIN, true);
            for unit in task.units.clone() {
                let (own, is_in_time) = run.unit[unit];
                (finish, in_time) = (finish.max(own), in_time && is_in_time);
                for tally in self.tallies(task) {
                    tally.add(own, is_in_time);
                }
                if let Some(tally) = self.agencies.get_mut(model.units[unit].agency as usize) {
                    tally.add(own, is_in_time);
                }
            }
            self.on_time[i] += u32::from(in_time);
            if let (Some(spread), true) = (&mut self.spreads[i], finish < NEVER) {
                spread.add(finish);
            }
        }
        let all = std::iter::once(&mut self.all).chain(&mut self.phases);
        for tally in all.chain(&mut self.groups).chain(&mut self.agencies) {
            if tally.forecast_count > 0 {
                tally.end_run();
            }
        }
    }

    fn told(self, model: &Model<'_>, open: &[Open], options: &ForecastOptions) -> Forecast {
        debug_assert_eq!(self.units, model.units.len());
        let (evaluation, runs) = (model.evaluation, options.runs);
        let inner = &*evaluation.registry.0;
        let earned = Earned::of(evaluation);
        let by = |spread: Option<&Spread>, percent: u64| {
            let count = (u64::from(runs) * percent).div_ceil(100) as u32;
            let number = spread.and_then(|s| s.by(count))?;
            model.schedule.day_before(number)
        };
        let tasks = open.iter().zip(&self.on_time).zip(&self.spreads);
        let tasks = tasks.map(|((task, on_time), spread)| TaskForecast {
            task: inner.tasks.ids.get(task.task as usize).to_owned(),
            deadline: Evaluation::day_of(task.deadline),
            basis: task.basis,
            closed_count: task.closed_count,
            on_time: task
                .is_forecast
                .then_some(Ratio { num: u64::from(*on_time), den: u64::from(runs) }),
            by_50: by(spread.as_ref(), 50),
            by_80: by(spread.as_ref(), 80),
            by_95: by(spread.as_ref(), 95),
        });
        let tasks = tasks.collect();
        let told = |key: &str, tally: &Tally, earned| {
            let is_forecast = tally.forecast_count > 0;
            let ratio = |num, den| is_forecast.then_some(Ratio { num, den });
            GroupForecast {
                key: key.to_owned(),
                open_count: tally.row_count,
                forecast_count: tally.forecast_count,
                not_enough_data_count: tally.not_enough_count,
                on_time: ratio(tally.on_time, u64::from(tally.forecast_count) * u64::from(runs)),
                all_on_time: ratio(u64::from(tally.all_on_time), u64::from(runs)),
                last_by_50: by(tally.spread.as_ref(), 50),
                last_by_80: by(tally.spread.as_ref(), 80),
                last_by_95: by(tally.spread.as_ref(), 95),
                earned,
            }
        };
        // The columns are in the order of their plans; ids decide, so that the order is the same everywhere.
        let sorted = |mut all: Vec<GroupForecast>| {
            all.sort_by(|a, b| crate::id::compare(&a.key, &b.key));
            all
        };
        let phases = inner.plans.phases.iter().zip(&self.phases).enumerate();
        let phases = phases.map(|(i, (p, t))| told(p.id.as_str(), t, earned.phase(i)));
        let groups = inner.plans.groups.iter().zip(&self.groups).enumerate();
        let groups = groups.map(|(i, (g, t))| told(g.id.as_str(), t, earned.group(i)));
        let agencies = inner.agencies.records.iter().zip(&self.agencies).enumerate();
        let agencies = agencies
            .filter(|(_, (_, t))| t.row_count > 0)
            .map(|(i, (a, t))| told(a.id.as_str(), t, earned.agency(i)));
        Forecast {
            scope: evaluation.scope(),
            runs,
            seed: options.seed,
            closed_count: 0,
            links_kept: Ratio::default(),
            are_links_followed: false,
            all: told("", &self.all, earned.all()),
            phases: sorted(phases.collect()),
            groups: sorted(groups.collect()),
            agencies: agencies.collect(),
            tasks,
        }
    }
}
