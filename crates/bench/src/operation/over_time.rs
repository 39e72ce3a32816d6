//! W5 and W6: the sums of every day of a year, and one more report.

use std::time::{Duration, Instant};

use tiendo::{
    Axis, HistoryAxis, HistoryOptions, LiveEvaluation, Policy, Report, Threads, Watch, day,
};

use super::points::{Question, TIMED};
use super::{Resident, differences};
use crate::answer;
use crate::error::Error;
use crate::load;
use crate::stopwatch::Stopwatch;

pub(super) fn check_history(resident: &Resident) -> Result<Vec<String>, Error> {
    let (options, policy) = year(resident)?;
    let threads = Threads::of(&resident.pool);
    let history = resident.registry.history_on(&options, &policy, threads, &Watch::new())?;
    Ok(differences("w5", &answer::w5(&history), &resident.answers["w5"]))
}

pub(super) fn measure_history(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let (options, policy) = year(resident)?;
    let year = |threads| resident.registry.history_on(&options, &policy, threads, &Watch::new());
    if watch.is_timed() {
        watch.run("w5", || year(Threads::of(&resident.pool)))?;
        watch.run("w5 (1 thread)", || year(Threads::one()))?;
    } else {
        watch.once("w5", || year(Threads::one()))?;
    }
    Ok(())
}

/// Every day of 2025 along agencies, phases and groups; the window is that of the timed point.
fn year(resident: &Resident) -> Result<(HistoryOptions, Policy), Error> {
    let question = Question::at(&resident.queries["points"][TIMED])?;
    let along = vec![HistoryAxis::Agency, HistoryAxis::Phase, HistoryAxis::Group];
    let (from, to) = (day::parse("2025-01-01")?, day::parse("2025-12-31")?);
    Ok((HistoryOptions { from, to, along }, question.policy))
}

pub(super) fn check_live(resident: &Resident) -> Result<Vec<String>, Error> {
    let (mut live, new) = live(resident)?;
    for report in new {
        let findings = live.apply(report);
        if let Some(finding) = findings.first() {
            return Ok(vec![format!("w6: a new report is told of: {finding:?}")]);
        }
    }
    Ok(differences("w6", &answer::w6(&live), &resident.answers["w6"]))
}

/// Each report is timed by itself, with a look at what must be readable after it; a round begins from a copy.
pub(super) fn measure_live(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let (live, new) = live(resident)?;
    let mut times = Vec::new();
    for _ in 0..watch.rounds() {
        let mut live = live.clone();
        for report in new.clone() {
            times.push(one(&mut live, report));
        }
    }
    watch.each("w6", &times);
    Ok(())
}

fn one(live: &mut LiveEvaluation, report: Report) -> Duration {
    let start = Instant::now();
    std::hint::black_box(live.apply(report));
    let sums = (live.roll_up(Axis::Agency), live.roll_up(Axis::Phase), live.roll_up(Axis::Group));
    std::hint::black_box((sums, live.task_sums()));
    start.elapsed()
}

fn live(resident: &Resident) -> Result<(LiveEvaluation, Vec<Report>), Error> {
    let question = Question::at(&resident.queries["points"][TIMED])?;
    let live = resident.registry.evaluate_live(question.as_of, &question.policy)?;
    let mut new = Vec::new();
    load::reports(&resident.data.join("new_report.parquet"), |report| {
        new.push(report.record()?);
        Ok(())
    })?;
    Ok((live, new))
}
