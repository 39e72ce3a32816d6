//! Long operations tell how far they are and stop when asked, at any step.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::fmt::Debug;
use std::thread;

use tiendo::schedule::{Change, ForecastOptions, Schedule, WhatIf};
use tiendo::{
    AsOf, Axis, Counting, Deadline, Dependency, DependencyKind, DocumentId, Error, Evaluation,
    Level, Policy, Records, Registry, RegistryBuilder, Report, ReportId, ReportKind, RollupOptions,
    Task, TaskId, Text, Watch, day,
};

const TASKS: usize = 5_000;

/// Tasks of which each names the next as its parent, so that half of them name what is not there, each with a report.
fn records() -> Records {
    let mut records = Records::default();
    let id = |i: usize| TaskId::new(&format!("T{i:05}")).unwrap();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    for i in 0..TASKS {
        let mut task = Task::new(id(i), document.clone(), Text::new("Bố trí kinh phí").unwrap());
        task.parent = Some(id((i + 1) % TASKS));
        records.tasks.push(task);
        let report = ReportId::new(&format!("R{i:05}")).unwrap();
        let on = day::parse("2025-06-30").unwrap();
        records.reports.push(Report::new(report, id(i), ReportKind::Complete, on));
    }
    records
}

fn builder() -> RegistryBuilder {
    let mut builder = RegistryBuilder::new();
    builder.add(records());
    builder
}

fn evaluation(registry: &Registry) -> Evaluation {
    let as_of = AsOf::new(day::parse("2025-12-31").unwrap()).unwrap();
    registry.evaluate(as_of, &Policy::default()).unwrap()
}

/// Runs an operation to its end, stopped from the start, and stopped after some steps.
fn check<T: PartialEq + Debug + Send>(
    steps: usize,
    whole: &T,
    operation: impl Fn(&Watch) -> Result<T, Error> + Sync,
) {
    let watch = Watch::new();
    assert_eq!(operation(&watch).as_ref(), Ok(whole));
    assert_eq!(watch.progress(), (steps as u64, steps as u64));

    let watch = Watch::new();
    watch.stop();
    assert_eq!(operation(&watch), Err(Error::Cancelled));

    for after in (0..steps as u64).step_by(steps / 8) {
        let watch = Watch::new();
        let ended = thread::scope(|scope| {
            let work = scope.spawn(|| operation(&watch));
            while watch.progress().0 < after && !work.is_finished() {
                std::hint::spin_loop();
            }
            watch.stop();
            work.join().unwrap()
        });
        // It may have ended before it was asked to stop; half a result never gets out.
        assert!(ended == Err(Error::Cancelled) || ended.as_ref() == Ok(whole), "after {after}");
    }
}

#[test]
fn building_is_watched() {
    let whole = builder().finish().to_records();
    check(4 * TASKS, &whole, |watch| builder().finish_watched(watch).map(|r| r.to_records()));
}

#[test]
fn building_counts_on_from_reading() {
    let watch = Watch::new();
    watch.advance_to(77).unwrap();
    builder().finish_watched(&watch).unwrap();
    let all = 77 + 4 * TASKS as u64;
    assert_eq!(watch.progress(), (all, all));
}

#[test]
fn evaluating_is_watched() {
    let registry = builder().finish();
    let whole = evaluation(&registry).scope();
    let as_of = whole.as_of();
    check(TASKS, &whole, |watch| {
        registry.evaluate_watched(as_of, &Policy::default(), watch).map(|e| e.scope())
    });
}

#[test]
fn rolling_up_is_watched() {
    let evaluation = evaluation(&builder().finish());
    for axis in Axis::ALL {
        for (counting, loops) in
            [(Counting::AsAssigned, 1), (Counting::Leaves, 2), (Counting::Distinct, 2)]
        {
            let options = RollupOptions { counting, ..RollupOptions::along(*axis) };
            let whole = evaluation.roll_up_with(&options);
            check(loops * TASKS, &whole, |watch| evaluation.roll_up_watched(&options, watch));
        }
    }
}

#[test]
fn ranking_is_watched() {
    let evaluation = evaluation(&builder().finish());
    let whole = evaluation.rank(&Level::Province);
    check(TASKS, &whole, |watch| evaluation.rank_watched(&Level::Province, watch));
}

#[test]
fn checking_is_watched() {
    let registry = builder().finish();
    let evaluation = evaluation(&registry);
    let whole = evaluation.check();
    assert!(whole.len() > TASKS, "{}", whole.len());
    check(5 * TASKS + registry.findings().len(), &whole, |watch| evaluation.check_watched(watch));
}

/// The same tasks, each to be done after the one before.
fn planned() -> Evaluation {
    let mut records = records();
    records.reports.truncate(TASKS / 2);
    let mut before: Option<TaskId> = None;
    for task in &mut records.tasks {
        task.assigned_on = Some(day::parse("2025-06-02").unwrap());
        task.deadline = Deadline::by(day::parse("2025-12-31").unwrap());
        task.duration_days = Some(1);
        task.dependencies.extend(before.replace(task.id.clone()).map(|task| Dependency {
            task,
            kind: DependencyKind::StartToStart,
            lag_days: 0,
        }));
    }
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf::new(day::parse("2025-10-15").unwrap()).unwrap();
    builder.finish().evaluate(as_of, &Policy::default()).unwrap()
}

#[test]
fn scheduling_is_watched() {
    let evaluation = planned();
    let (registry, as_of) = (evaluation.registry(), evaluation.as_of());
    let dates = |schedule: Schedule| schedule.tasks().map(|t| t.numbers()).collect::<Vec<_>>();
    let whole = dates(evaluation.schedule().unwrap());
    check(2 * TASKS, &whole, |watch| evaluation.schedule_watched(watch).map(dates));
    let whole = dates(registry.schedule(as_of).unwrap());
    check(2 * TASKS, &whole, |watch| registry.schedule_watched(as_of, watch).map(dates));
}

#[test]
fn trying_changes_is_watched() {
    let evaluation = planned();
    let schedule = evaluation.registry().schedule(evaluation.as_of()).unwrap();
    let change = [Change::delay(TaskId::new("T00000").unwrap(), 10)];
    let moved = |what_if: WhatIf| what_if.rows().map(|row| row.delay_days()).collect::<Vec<_>>();
    let whole = moved(schedule.what_if(&change).unwrap());
    assert_eq!(whole, vec![10; TASKS]);
    check(TASKS, &whole, |watch| schedule.what_if_watched(&change, watch).map(moved));
}

#[test]
fn forecasting_is_watched() {
    let evaluation = planned();
    let options = ForecastOptions { runs: 20, ..ForecastOptions::default() };
    let whole = evaluation.forecast(&options).unwrap();
    assert!(whole.all.forecast_count > 0);
    check(23 * TASKS, &whole, |watch| evaluation.forecast_watched(&options, watch));
}
