//! The critical path and the what-ifs of a register against the benchmark's independent oracle (W4, W4b).

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the workload is made of files")]

use std::path::Path;

use serde_json::{Value, json};
use tiendo::schedule::{Change, ForecastOptions, Schedule};
use tiendo::{AsOf, Policy, Registry, RegistryBuilder, TaskId, day};

#[path = "oracle/load.rs"]
#[allow(dead_code, reason = "shared with the test of the evaluation")]
mod load;
#[path = "oracle/workload.rs"]
mod workload;

const TASKS: u32 = 10_000;

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn number(id: &str) -> i64 {
    id.parse().expect("a decimal id")
}

/// The checksums of `OPERATIONS.md` §5.
fn checks(schedule: &Schedule) -> Value {
    let (mut s_es, mut s_ef, mut s_ls, mut s_slack) = (0_i64, 0_i64, 0_i64, 0_i64);
    let (mut critical, mut infeasible, mut s_crit, mut last) = (0_u64, 0_u64, 0_i64, i64::MIN);
    for task in schedule.tasks() {
        let [es, ef, ls, _] = task.numbers().map(i64::from);
        let slack = task.total_slack_days().expect("every task has a duration");
        assert_eq!(i64::from(slack), ls - es);
        (s_es, s_ef, s_ls) = (s_es + es, s_ef + ef, s_ls + ls);
        s_slack += i64::from(slack);
        last = last.max(ef);
        infeasible += u64::from(slack < 0);
        if task.is_critical() {
            critical += 1;
            s_crit += number(task.id());
        }
    }
    let path: Vec<i64> = schedule.driving_path().iter().map(|t| number(t.id())).collect();
    json!({
        "P": last, "s_es": s_es, "s_ef": s_ef, "s_ls": s_ls, "s_slack": s_slack,
        "n_critical": critical, "n_infeasible": infeasible, "s_crit": s_crit, "path": path,
    })
}

#[test]
fn the_schedule_is_the_oracles() {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench");
    if !bench.join("gen.py").is_file() {
        eprintln!("SKIPPED: the workload is not there; it lies in ../shared/bench");
        return;
    }
    let Some(data) = workload::make(&bench, TASKS) else { return };
    let expected = read(&bench.join("expected/10k.json"));
    assert_eq!(read(&data.join("digest.json")), expected["digest"], "other data than expected");
    let mut records = load::records(&data);
    load::link(&mut records.tasks, &data.join("dependency.csv"));
    let mut builder = RegistryBuilder::new();
    builder.calendar(load::calendar(&data.join("holiday.csv"))).add(records);
    let registry = builder.finish();
    let as_of = AsOf::new(day::parse("2025-12-31").expect("a day")).expect("in range");
    let schedule = registry.schedule(as_of).expect("no loop");
    assert_eq!(checks(&schedule), expected["w4"]);
    assert_eq!(schedule.scope().with_duration_count, u64::from(TASKS));

    let queries = read(&data.join("queries.json"));
    let delay = queries["whatif"]["n"].as_u64().and_then(|n| u16::try_from(n).ok()).expect("days");
    let (mut changed, mut newly_late, mut s_finish) = (0, 0, 0_i64);
    let (first, calendar) = (registry.calendar().first(), registry.calendar());
    for task in queries["whatif"]["tasks"].as_array().expect("tasks") {
        let id = TaskId::new(&task.to_string()).expect("an id");
        let what_if = schedule.what_if(&[Change::delay(id, delay)]).expect("a task of the plan");
        changed += what_if.rows().len();
        newly_late += what_if.newly_late().count();
        // The finish is the last day worked; its number is that of the day after.
        let finish = what_if.finish().expect("within the calendar");
        s_finish += calendar.working_days_between(first, finish).expect("within") + 1;
        for row in what_if.newly_late() {
            let chain = what_if.chain(row.task.id());
            assert_eq!(chain.first().map(|t| t.id().to_owned()), Some(task.to_string()));
        }
    }
    let ours = json!({"changed": changed, "newly_late": newly_late, "s_P": s_finish});
    assert_eq!(ours, expected["w4b"]);

    // As reports leave it: what is done is fixed, what is open goes on after D.
    let as_of = AsOf::new(day::parse("2025-10-15").expect("a day")).expect("in range");
    let evaluation = registry.evaluate(as_of, &Policy::default()).expect("a policy");
    let standing = evaluation.schedule().expect("no loop");
    assert!(standing.scope().done_count > 1000, "{:?}", standing.scope());
    for task in standing.tasks() {
        let finish = task.finish().expect("within the calendar");
        assert!(task.is_done() || finish > as_of.day, "{} is open and past", task.id());
    }
    calibrate(&registry);
    let same = standing.baseline(tiendo::Text::new("gốc").expect("text"));
    assert_eq!(standing.compare(&same).same_count, standing.len() as u64);
}

/// Days on which forecasts are made; the workload's reports end with March 2026.
const FORECAST_ON: [&str; 5] =
    ["2025-07-01", "2025-08-15", "2025-10-15", "2025-12-01", "2026-01-31"];

/// Back-test: what was forecast on days of the past against how the workload went on. `SCHEDULE.md` has the table of a
/// larger one, which `bench calibrate` prints.
fn calibrate(registry: &Registry) {
    let on = |text| AsOf::new(day::parse(text).expect("a day")).expect("in range");
    let last = on("2026-03-31");
    let outcome = registry.evaluate(last, &Policy::default()).expect("a policy");
    let (mut forecast_sum, mut met, mut count) = ([0_u64; 10], [0_u64; 10], [0_u64; 10]);
    let options = ForecastOptions { runs: 400, ..ForecastOptions::default() };
    for text in FORECAST_ON {
        let evaluation = registry.evaluate(on(text), &Policy::default()).expect("a policy");
        let forecast = evaluation.forecast(&options).expect("no loop");
        assert!(!forecast.are_links_followed, "the workload's completions do not heed its links");
        for task in &forecast.tasks {
            let (Some(on_time), Some(deadline)) = (task.on_time, task.deadline) else { continue };
            if deadline < on(text).day || deadline > last.day {
                continue;
            }
            let percent = on_time.num * 100 / on_time.den;
            let decile = (percent / 10).min(9) as usize;
            let row = outcome.rows_of(&task.task).next().expect("in force");
            let is_met = row.status().is_done() && row.closed_on().is_some_and(|on| on <= deadline);
            forecast_sum[decile] += percent;
            met[decile] += u64::from(is_met);
            count[decile] += 1;
        }
    }
    for decile in 0..10 {
        let n = count[decile].max(1);
        let (said, was) = (forecast_sum[decile] / n, met[decile] * 100 / n);
        eprintln!("{decile}: said {said} %, was {was} % of {}", count[decile]);
        // A hundred outcomes alone scatter by five points and more.
        assert!(count[decile] < 300 || said.abs_diff(was) <= 5, "decile {decile}");
    }
    assert!(count.iter().sum::<u64>() > 5_000);
}
