//! W4 and W4b: the critical path of the workload's plan, and what one delay does to it.

use std::path::Path;

use arrow_array::types::{Date32Type, Int8Type, Int16Type, Int32Type};
use serde_json::{Value, json};
use tiendo::schedule::{Activity, Dates, Delay, Link, Network};
use tiendo::{Calendar, CalendarEntry, DependencyKind, Text, day};

use super::{Resident, differences};
use crate::error::Error;
use crate::parquet_table::{at, each_batch};
use crate::stopwatch::Stopwatch;

/// The plan as rows: what a program has that reads a register of its own.
struct Plan {
    activities: Vec<Activity>,
    links: Vec<Link>,
}

/// Day 0 of the workload, and the end of its calendar.
const CALENDAR: (&str, &str) = ("2024-12-02", "2060-12-31");

impl Plan {
    fn read(data: &Path) -> Result<Self, Error> {
        let calendar = calendar(&data.join("holiday.parquet"))?;
        let mut plan = Plan { activities: Vec::new(), links: Vec::new() };
        let columns = ["assigned", "deadline", "duration_wd"];
        each_batch(&data.join("task.parquet"), &columns, |batch| {
            let assigned = batch.numbers::<Date32Type>("assigned")?;
            let deadlines = batch.numbers::<Date32Type>("deadline")?;
            let durations = batch.numbers::<Int16Type>("duration_wd")?;
            let number = |on: i32| -> Result<i32, Error> {
                let on = batch.day(on)?;
                Ok(calendar.working_days_between(calendar.first(), on)? as i32)
            };
            for row in batch.rows() {
                plan.activities.push(Activity {
                    earliest: number(assigned.value(row))?,
                    duration_days: i32::from(durations.value(row)),
                    due: at(deadlines, row).map(|last| number(last + 1)).transpose()?,
                });
            }
            Ok(())
        })?;
        let columns = ["pred_id", "succ_id", "lag_wd"];
        each_batch(&data.join("dependency.parquet"), &columns, |batch| {
            let before = batch.numbers::<Int32Type>("pred_id")?;
            let after = batch.numbers::<Int32Type>("succ_id")?;
            let lags = batch.numbers::<Int16Type>("lag_wd")?;
            for row in batch.rows() {
                plan.links.push(Link {
                    from: before.value(row) as u32 - 1,
                    to: after.value(row) as u32 - 1,
                    kind: DependencyKind::FinishToStart,
                    lag_days: i32::from(lags.value(row)),
                });
            }
            Ok(())
        })?;
        Ok(plan)
    }

    fn network(&self) -> Result<Network, Error> {
        Ok(Network::new(&self.activities, &self.links)?)
    }
}

fn calendar(path: &Path) -> Result<Calendar, Error> {
    let mut days = Vec::new();
    each_batch(path, &["day", "working"], |batch| {
        let on = batch.numbers::<Date32Type>("day")?;
        let working = batch.numbers::<Int8Type>("working")?;
        for row in batch.rows() {
            days.push(CalendarEntry {
                day: batch.day(on.value(row))?,
                working: working.value(row) == 1,
                name: Text::new("ngày của dữ liệu thử")?,
                name_en: Text::new("a day of the workload")?,
                source: Text::new("gen.py")?,
                provisional: false,
            });
        }
        Ok(())
    })?;
    let weekdays = Calendar::weekdays(day::parse(CALENDAR.0)?, day::parse(CALENDAR.1)?)?;
    Ok(weekdays.with_days(days, "workload")?)
}

/// The checksums of `OPERATIONS.md` §5.
fn checks(network: &Network, dates: &Dates<'_>) -> Value {
    let (mut es, mut ef, mut ls, mut slack) = (0_i64, 0_i64, 0_i64, 0_i64);
    let (mut critical, mut infeasible, mut ids) = (0_u64, 0_u64, 0_u64);
    for i in 0..network.len() as u32 {
        let own = dates.total_slack(i);
        es += i64::from(dates.early_start(i));
        ef += i64::from(dates.early_finish(i));
        ls += i64::from(dates.late_start(i));
        slack += i64::from(own);
        infeasible += u64::from(own < 0);
        if own <= 0 {
            critical += 1;
            ids += u64::from(i) + 1;
        }
    }
    let path: Vec<u32> = network.driving_path(dates).iter().map(|i| i + 1).collect();
    json!({
        "P": dates.finish(), "s_es": es, "s_ef": ef, "s_ls": ls, "s_slack": slack,
        "n_critical": critical, "n_infeasible": infeasible, "s_crit": ids, "path": path,
    })
}

/// The delays that `queries.json` asks for.
fn shifts(resident: &Resident) -> Result<Vec<Delay>, Error> {
    let asked = &resident.queries["whatif"];
    let delay = asked["n"].as_i64().and_then(|n| i32::try_from(n).ok());
    let tasks = asked["tasks"].as_array().zip(delay);
    let (tasks, delay_days) =
        tasks.ok_or_else(|| Error::Wrong("queries.json has no what-ifs".to_owned()))?;
    let shift = |task: &Value| {
        let task = task.as_u64().and_then(|n| u32::try_from(n).ok());
        let task = task.ok_or_else(|| Error::Wrong("a what-if names no task".to_owned()))?;
        Ok(Delay { activity: task - 1, delay_days, ..Delay::default() })
    };
    tasks.iter().map(shift).collect()
}

pub(super) fn check_path(resident: &Resident) -> Result<Vec<String>, Error> {
    let network = Plan::read(&resident.data)?.network()?;
    Ok(differences("w4", &checks(&network, &network.dates()), &resident.answers["w4"]))
}

/// From rows, and again of what is stored in order.
pub(super) fn measure_path(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let plan = Plan::read(&resident.data)?;
    let network = plan.network()?;
    watch.run("w4", || {
        let network = plan.network()?;
        // The network is part of the answer, and kept as such.
        Ok::<_, Error>((network.dates().finish(), network))
    })?;
    watch.run("w4-stored-in-order", || network.dates().finish());
    Ok(())
}

pub(super) fn check_what_if(resident: &Resident) -> Result<Vec<String>, Error> {
    let network = Plan::read(&resident.data)?.network()?;
    let dates = network.dates();
    let (mut changed, mut newly_late, mut finish) = (0, 0, 0_i64);
    for shift in shifts(resident)? {
        let effect = network.effect(&dates, &[shift]);
        changed += effect.moved.len();
        newly_late += effect.newly_late_count();
        finish += i64::from(effect.finish.1);
    }
    let ours = json!({"changed": changed, "newly_late": newly_late, "s_P": finish});
    Ok(differences("w4b", &ours, &resident.answers["w4b"]))
}

/// All what-ifs of `queries.json`, one after the other; the line says how many.
pub(super) fn measure_what_if(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let network = Plan::read(&resident.data)?.network()?;
    let (dates, shifts) = (network.dates(), shifts(resident)?);
    watch.run("w4b", || {
        let moved = shifts.iter().map(|shift| network.effect(&dates, &[*shift]).moved.len());
        moved.sum::<usize>()
    });
    if let Some(figure) = watch.figures.last_mut() {
        figure.more.insert("per".to_owned(), format!("{} what-ifs", shifts.len()).into());
    }
    Ok(())
}
