//! The forecast: its calibration against how the workload went on, and what a thousand runs take.

use tiendo::schedule::{ForecastOptions, LinkUse};
use tiendo::{AsOf, Policy, day};

use super::Resident;
use crate::error::Error;
use crate::stopwatch::Stopwatch;

/// Days on which forecasts are made, and the last day of the workload's reports.
const FORECAST_ON: [&str; 5] =
    ["2025-07-01", "2025-08-15", "2025-10-15", "2025-12-01", "2026-01-31"];
const OUTCOME_ON: &str = "2026-03-31";
/// Points by which what was said and what came may lie apart, and fewest outcomes from which that is told.
const POINTS: f64 = 5.0;
const LEAST: u64 = 300;

/// With more tasks than these a forecast takes a minute and more: none is held against its outcome, and fewer runs are timed.
const MANY_TASKS: usize = 200_000;
const FEW_RUNS: u32 = 100;

/// What was forecast of tasks, and what became of them, by tenths of the probability.
#[derive(Clone, Copy, Default)]
struct Decile {
    said: f64,
    met: u64,
    count: u64,
}

/// Prints the calibration; a decile that is off by more than five points is wrong.
pub(super) fn check(resident: &Resident) -> Result<Vec<String>, Error> {
    let (registry, policy) = (&resident.registry, Policy::default());
    let last = AsOf::new(day::parse(OUTCOME_ON)?)?;
    let outcome = registry.evaluate(last, &policy)?;
    if registry.task_count() > MANY_TASKS {
        println!("forecast: not held against its outcome above {MANY_TASKS} tasks");
        return Ok(Vec::new());
    }
    let mut deciles = [Decile::default(); 10];
    for text in FORECAST_ON {
        let as_of = AsOf::new(day::parse(text)?)?;
        let forecast = registry.evaluate(as_of, &policy)?.forecast(&ForecastOptions::default())?;
        for task in &forecast.tasks {
            let (Some(on_time), Some(deadline)) = (task.on_time, task.deadline) else { continue };
            if deadline < as_of.day || deadline > last.day {
                continue;
            }
            let said = on_time.value_ratio().unwrap_or(0.0);
            let decile = &mut deciles[((said * 10.0) as usize).min(9)];
            let row = outcome.rows_of(&task.task).next();
            let is_met = row.is_some_and(|row| {
                row.status().is_done() && row.closed_on().is_some_and(|on| on <= deadline)
            });
            decile.said += said * 100.0;
            decile.met += u64::from(is_met);
            decile.count += 1;
        }
    }
    let mut wrong = Vec::new();
    println!("| said | mean said | came true | tasks |\n|---|---|---|---|");
    for (i, decile) in deciles.iter().enumerate().filter(|(_, d)| d.count > 0) {
        // Counts of a few thousands, which a double holds exactly.
        #[allow(clippy::cast_precision_loss)]
        let (count, met) = (decile.count as f64, decile.met as f64);
        let (said, met) = (decile.said / count, met * 100.0 / count);
        let line = format!(
            "| {}–{} % | {said:.1} % | {met:.1} % | {} |",
            i * 10,
            i * 10 + 10,
            decile.count
        );
        println!("{line}");
        if decile.count >= LEAST && (said - met).abs() > POINTS {
            wrong.push(format!("calibration: {line}"));
        }
    }
    Ok(wrong)
}

/// The runs over all open tasks of one day, with their links followed.
pub(super) fn measure(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let as_of = AsOf::new(day::parse("2025-10-15")?)?;
    let evaluation = resident.registry.evaluate(as_of, &Policy::default())?;
    let mut options = ForecastOptions { links: LinkUse::Followed, ..ForecastOptions::default() };
    if resident.registry.task_count() > MANY_TASKS {
        options.runs = FEW_RUNS;
    }
    watch.run(&format!("forecast, {} runs", options.runs), || evaluation.forecast(&options))?;
    Ok(())
}
