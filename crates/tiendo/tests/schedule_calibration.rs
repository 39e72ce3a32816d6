//! Back-test of the forecast where links are kept: a simulated register whose agencies wait for each other.
//!
//! What is forecast on days of the past is held against what became of it, by tenths of what was said. `SCHEDULE.md` has the
//! table; the register whose links are not kept is in `schedule_oracle.rs`.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::cast_precision_loss, reason = "of counts and days")]

use chrono::{Days, NaiveDate};
use tiendo::schedule::ForecastOptions;
use tiendo::{
    Agency, AgencyId, AsOf, Deadline, Dependency, DependencyKind, DocumentId, Level, Policy,
    Registry, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text, day,
};

const TASKS: usize = 6_000;
const AGENCIES: usize = 12;
/// Days on which forecasts are made.
const FORECAST_ON: [&str; 5] =
    ["2025-03-03", "2025-05-05", "2025-07-01", "2025-09-03", "2025-11-03"];
/// Fewest forecasts of a tenth from which its outcomes are told, and points by which they may lie apart.
const LEAST: u64 = 300;
const POINTS: f64 = 5.0;

/// Numbers that are drawn: `SplitMix64`.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.bits() % end
    }

    /// In [0, 1).
    fn share(&mut self) -> f64 {
        self.below(1 << 30) as f64 / f64::from(1 << 30)
    }
}

/// What a task is, and when it is done.
struct Fate {
    task: Task,
    deadline: NaiveDate,
    done_on: Option<NaiveDate>,
}

fn on(text: &str) -> NaiveDate {
    day::parse(text).expect("a day")
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).expect("in range")
}

/// Tasks over two years, half of them after an earlier one: assigned with it or later, and due some weeks after it.
///
/// Each takes a share of its term that its agency is given to: a mean between three fifths and six fifths, and from nothing to
/// twice that. It is not done before what it waits for is, and its own working days after that; one in fifty never is.
fn fates(random: &mut Random) -> Vec<Fate> {
    let calendar = tiendo::Calendar::viet_nam();
    let mut fates: Vec<Fate> = Vec::with_capacity(TASKS);
    for i in 0..TASKS {
        let agency = random.below(AGENCIES as u64);
        let mut task = Task::new(
            TaskId::new(&format!("T{i:05}")).expect("an id"),
            DocumentId::new("QD-mo-phong").expect("an id"),
            Text::new("Nhiệm vụ mô phỏng").expect("a title"),
        );
        task.addressees = vec![AgencyId::new(&format!("A{agency:02}")).expect("an id")];
        let work = 3 + random.below(13);
        task.duration_days = u16::try_from(work).ok();
        let mut assigned = after(on("2024-01-02"), i as u64 * 690 / TASKS as u64);
        let mut deadline = after(assigned, 60 + random.below(140));
        let mut not_before = None;
        if i > 50 && random.below(2) == 0 {
            let before = &fates[i - 1 - random.below(50) as usize];
            assigned = assigned.max(before.task.assigned_on.unwrap_or(assigned));
            deadline = deadline.max(after(before.deadline, work * 7 / 5 + 5 + random.below(30)));
            task.dependencies.push(Dependency {
                task: before.task.id.clone(),
                kind: DependencyKind::FinishToStart,
                lag_days: 0,
            });
            let worked = |done| calendar.add_working_days(done, work as u32).expect("in range");
            not_before = Some(before.done_on.map(worked));
        }
        task.assigned_on = Some(assigned);
        task.deadline = Deadline::by(deadline);
        let mean = 0.6 + 0.6 * agency as f64 / (AGENCIES - 1) as f64;
        let share = mean * (random.share() + random.share() + random.share()) / 1.5;
        let term = (deadline - assigned).num_days() as f64;
        let own = (random.below(50) > 0).then(|| after(assigned, 1 + (share * term) as u64));
        let done_on = match not_before {
            None => own,
            Some(bound) => own.zip(bound).map(|(own, bound)| own.max(bound)),
        };
        fates.push(Fate { task, deadline, done_on });
    }
    fates
}

fn registry(fates: &[Fate]) -> Registry {
    let mut builder = RegistryBuilder::new();
    for i in 0..AGENCIES {
        let id = AgencyId::new(&format!("A{i:02}")).expect("an id");
        let name = Text::new(&format!("Cơ quan mô phỏng {i}")).expect("a name");
        builder.add_agency(Agency::new(id, name, Level::Central));
    }
    for (i, fate) in fates.iter().enumerate() {
        builder.add_task(fate.task.clone());
        let report = |part: &str, kind, on| {
            let id = ReportId::new(&format!("{part}{i:05}")).expect("an id");
            Report::new(id, fate.task.id.clone(), kind, on)
        };
        // Somebody speaks of every task, for of silence nothing is forecast.
        let mut begun = report("B", ReportKind::Progress, fate.task.assigned_on.expect("assigned"));
        begun.percent = Some(5);
        builder.add_report(begun);
        if let Some(done_on) = fate.done_on {
            builder.add_report(report("C", ReportKind::Complete, done_on));
        }
    }
    builder.finish()
}

/// What was said of some tasks and what became of them.
#[derive(Clone, Copy, Default)]
struct Tenth {
    said: f64,
    met: u64,
    count: u64,
}

#[test]
fn forecasts_along_kept_links_come_true_as_often_as_they_say() {
    let fates = fates(&mut Random(57));
    let registry = registry(&fates);
    let options = ForecastOptions { runs: 400, ..ForecastOptions::default() };
    let mut tenths = [Tenth::default(); 10];
    for text in FORECAST_ON {
        let as_of = AsOf::new(on(text)).expect("in range");
        let evaluation = registry.evaluate(as_of, &Policy::default()).expect("a policy");
        let forecast = evaluation.forecast(&options).expect("no loop");
        assert!(forecast.are_links_followed && forecast.links_kept.den > 300);
        for task in &forecast.tasks {
            let Some(on_time) = task.on_time.and_then(tiendo::Ratio::value_ratio) else {
                continue;
            };
            let fate = &fates[task.task[1..].parse::<usize>().expect("a number")];
            if fate.deadline < as_of.day {
                continue;
            }
            let tenth = &mut tenths[((on_time * 10.0) as usize).min(9)];
            tenth.said += on_time * 100.0;
            tenth.met += u64::from(fate.done_on.is_some_and(|done| done <= fate.deadline));
            tenth.count += 1;
        }
    }
    eprintln!("| said | mean said | came true | forecasts |\n|---|---|---|---|");
    let mut wrong = Vec::new();
    for (i, tenth) in tenths.iter().enumerate().filter(|(_, tenth)| tenth.count > 0) {
        let (said, met) =
            (tenth.said / tenth.count as f64, tenth.met as f64 * 100.0 / tenth.count as f64);
        let (from, to, count) = (i * 10, i * 10 + 10, tenth.count);
        let line = format!("| {from}–{to} % | {said:.0} % | {met:.0} % | {count} |");
        eprintln!("{line}");
        if count >= LEAST && (said - met).abs() > POINTS {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    let told = tenths.iter().filter(|tenth| tenth.count >= LEAST).count();
    assert!(told >= 8, "only {told} tenths with enough forecasts");
}
