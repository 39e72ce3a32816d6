//! Registers at the edges of the model: too many records, chains without end, one task with all the reports.
//!
//! Each holds at reduced scale what must hold at full scale: a right answer or a clear finding, no recursion on data, and time
//! that grows with the size and not with its square.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::time::{Duration, Instant};

use tiendo::{
    AddresseeMode, Agency, AgencyId, AsOf, Axis, Deadline, Document, DocumentId, Evaluation,
    FindingCode, Level, Policy, Registry, RegistryBuilder, Report, ReportId, ReportKind, Status,
    Task, TaskId, Text, agency::ROOT, day,
};

fn task(id: &str) -> Task {
    let mut task = Task::new(
        TaskId::new(id).unwrap(),
        DocumentId::new("D").unwrap(),
        Text::new("Hoàn thiện cơ sở dữ liệu").unwrap(),
    );
    task.assigned_on = Some(day::parse("2025-01-01").unwrap());
    task.deadline = Deadline::by(day::parse("2025-06-30").unwrap());
    task.addressees = vec![AgencyId::new("A").unwrap()];
    task
}

fn report(id: usize, task: &str, kind: ReportKind, on: &str) -> Report {
    let id = ReportId::new(&id.to_string()).unwrap();
    let on = day::parse(on).unwrap();
    let mut report = Report::new(id, TaskId::new(task).unwrap(), kind, on);
    report.recorded_at = on.and_hms_opt(8, 0, 0);
    report
}

fn builder() -> RegistryBuilder {
    let mut builder = RegistryBuilder::new();
    builder.add_document(Document::new(DocumentId::new("D").unwrap(), Text::new("x").unwrap()));
    let name = Text::new("Bộ A").unwrap();
    builder.add_agency(Agency::new(AgencyId::new("A").unwrap(), name, Level::Central));
    builder
}

fn evaluate(registry: &Registry, on: &str) -> Evaluation {
    let as_of = AsOf::new(day::parse(on).unwrap()).unwrap();
    registry.evaluate(as_of, &Policy::default()).unwrap()
}

/// The same work at four times the size takes far less than sixteen times as long.
#[allow(clippy::disallowed_methods, reason = "what is quadratic shows in time alone")]
fn is_not_quadratic(work: impl Fn(usize)) {
    let time = |size: usize| {
        (0..3)
            .map(|_| {
                let start = Instant::now();
                work(size);
                start.elapsed()
            })
            .min()
            .unwrap()
    };
    // The least of several tries, for other work on the machine makes single ones slow; what is too short is no measure.
    let (small, large) = (time(10_000), time(40_000));
    let bound = small.max(Duration::from_millis(5)) * 10;
    assert!(large < bound, "{small:?} at 10,000, {large:?} at 40,000");
}

#[test]
fn records_beyond_the_limit_are_told_of() {
    let mut builder = builder();
    builder.limit_records(100);
    for i in 0..130 {
        builder.add_task(task(&format!("T{i:03}")));
        builder.add_report(report(i, &format!("T{i:03}"), ReportKind::Progress, "2025-02-01"));
        let document = DocumentId::new(&format!("D{i}")).unwrap();
        builder.add_document(Document::new(document, Text::new("x").unwrap()));
    }
    let registry = builder.finish();
    assert_eq!((registry.task_count(), registry.report_count()), (100, 100));
    assert_eq!(registry.document_count(), 100);
    let told: Vec<String> = registry
        .findings()
        .iter()
        .filter(|f| f.code == FindingCode::TooManyRecords)
        .map(|f| f.line(tiendo::Lang::En))
        .collect();
    assert_eq!(told.len(), 3);
    assert!(told.iter().any(|t| t.contains("100") && t.contains("task") && t.contains("30")));
    assert_eq!(evaluate(&registry, "2025-12-31").len(), 100);
}

#[test]
fn rows_beyond_the_limit_are_told_of() {
    let addressed = |limit: usize| {
        let mut builder = builder();
        builder.limit_records(limit);
        for i in 0..40 {
            let id = AgencyId::new(&format!("X{i:02}")).unwrap();
            builder.add_agency(Agency::new(id, Text::new("Xã").unwrap(), Level::Commune));
        }
        for number in 0..3 {
            let mut task = task(&format!("T{number}"));
            task.addressees =
                (0..40).map(|i| AgencyId::new(&format!("X{i:02}")).unwrap()).collect();
            task.mode = Some(AddresseeMode::Each);
            builder.add_task(task);
        }
        builder.finish()
    };
    let has_told = |registry: &Registry| {
        let line = |f: &tiendo::Finding| f.line(tiendo::Lang::En);
        let told = registry.findings().iter().filter(|f| f.code == FindingCode::TooManyRows);
        told.map(line).collect::<Vec<_>>()
    };
    // Each task has one row at least, and 97 more find room for the further ones: 39, 39 and 19.
    let registry = addressed(100);
    assert_eq!(evaluate(&registry, "2025-12-31").len(), 100);
    assert_eq!(evaluate(&registry, "2025-12-31").rows_of("T2").count(), 20);
    let told = has_told(&registry);
    assert!(told.len() == 1 && told[0].contains("T2") && told[0].contains("20"), "{told:?}");
    let registry = addressed(120);
    assert_eq!(evaluate(&registry, "2025-12-31").len(), 120);
    assert!(has_told(&registry).is_empty());
}

#[test]
fn a_chain_of_parents_has_any_length() {
    const LENGTH: usize = 100_000;
    let chain = |length: usize| {
        let mut builder = builder();
        for i in 0..length {
            let mut task = task(&i.to_string());
            // The parent of each is the next: the order of ids is the worst one.
            task.parent = (i + 1 < length).then(|| TaskId::new(&(i + 1).to_string()).unwrap());
            builder.add_task(task);
        }
        builder.finish()
    };
    is_not_quadratic(|length| drop(chain(length)));
    let registry = chain(LENGTH);
    assert!(registry.findings().iter().all(|f| f.code != FindingCode::TaskCycle));
    let evaluation = evaluate(&registry, "2025-12-31");
    assert_eq!(evaluation.len(), LENGTH);
    let leaves = tiendo::RollupOptions {
        counting: tiendo::Counting::Leaves,
        ..tiendo::RollupOptions::along(Axis::Document)
    };
    assert_eq!(evaluation.roll_up_with(&leaves).rows[0].own.total(), 1);
}

#[test]
fn a_chain_of_agencies_has_any_length() {
    const LENGTH: usize = 50_000;
    let mut builder = builder();
    for i in 0..LENGTH {
        let (id, name) = (format!("{i}"), Text::new("x").unwrap());
        let mut agency = Agency::new(AgencyId::new(&id).unwrap(), name, Level::Commune);
        let parent = if i + 1 < LENGTH { (i + 1).to_string() } else { ROOT.to_owned() };
        agency.parent = Some(AgencyId::new(&parent).unwrap());
        builder.add_agency(agency);
    }
    let mut at_the_bottom = task("T1");
    at_the_bottom.addressees = vec![AgencyId::new("0").unwrap()];
    builder.add_task(at_the_bottom);
    let evaluation = evaluate(&builder.finish(), "2025-12-31");
    let rollup = evaluation.roll_up(Axis::Agency);
    assert_eq!(rollup.rows.len(), LENGTH + 1);
    assert!(rollup.rows.iter().all(|row| row.inclusive.total() == 1));
}

#[test]
fn one_task_has_all_the_reports() {
    let one = |reports: usize| {
        let mut builder = builder();
        for id in ["T0", "T1", "T2"] {
            builder.add_task(task(id));
        }
        for i in 0..reports {
            // Told from the last to the first.
            let on = day::parse("2025-03-01").unwrap() - chrono::Days::new((i % 50) as u64);
            let mut report = report(i, "T1", ReportKind::Progress, &on.to_string());
            report.percent = Some((i % 100) as u8);
            builder.add_report(report);
        }
        builder.finish()
    };
    is_not_quadratic(|reports| drop(evaluate(&one(reports), "2025-02-28")));
    let registry = one(100_000);
    let evaluation = evaluate(&registry, "2025-03-01");
    assert_eq!(evaluation.scope().report_count, 100_000);
    // On the last day stand those of every fiftieth number; the last of them by id was number 99,950.
    assert_eq!(evaluation.find("T1").unwrap().percent(), 50);
    assert!(!evaluation.find("T2").unwrap().is_reported());
}

#[test]
fn all_reports_are_of_one_day() {
    const TASKS: usize = 2_000;
    let mut builder = builder();
    for i in 0..TASKS {
        builder.add_task(task(&i.to_string()));
    }
    for i in (0..5 * TASKS).rev() {
        let kind = if i < TASKS { ReportKind::Complete } else { ReportKind::Progress };
        builder.add_report(report(i, &(i % TASKS).to_string(), kind, "2025-06-30"));
    }
    let registry = builder.finish();
    let evaluation = evaluate(&registry, "2025-06-30");
    assert_eq!(evaluation.task_sums().count(Status::DoneOnTime), TASKS as u64);
    // Of one instant the ids decide, whatever order they came in.
    let ids: Vec<String> = registry.reports_of("7").iter().map(|r| r.id.to_string()).collect();
    assert_eq!(ids, ["7", "2007", "4007", "6007", "8007"]);
    assert_eq!(evaluate(&registry, "2025-06-29").scope().report_count, 0);
}

#[test]
fn days_at_both_ends_of_the_model() {
    let mut builder = builder();
    let ends =
        [("1900-01-01", "1900-01-01"), ("1900-01-02", "2199-12-31"), ("2199-12-31", "2199-12-31")];
    for (i, (assigned, last)) in ends.into_iter().enumerate() {
        let mut task = task(&i.to_string());
        task.assigned_on = Some(day::parse(assigned).unwrap());
        task.deadline = Deadline::by(day::parse(last).unwrap());
        builder.add_task(task);
        builder.add_report(report(i, &i.to_string(), ReportKind::Progress, assigned));
    }
    let mut extend = report(7, "0", ReportKind::Extend, "1900-01-01");
    extend.new_deadline = Some(day::parse("2199-12-31").unwrap());
    builder.add_report(extend);
    builder.add_report(report(8, "1", ReportKind::Complete, "2199-12-31"));
    let registry = builder.finish();
    let at = |on: &str| -> Vec<(String, Status, String)> {
        let evaluation = evaluate(&registry, on);
        let shown = |row: tiendo::Row<'_>| {
            let last = row.deadline().map_or_else(String::new, |day| day.to_string());
            (row.id(), row.status(), last)
        };
        evaluation.rows().map(shown).collect()
    };
    let row = |id: &str, status, last: &str| (id.to_owned(), status, last.to_owned());
    assert_eq!(at("1900-01-01"), [row("0", Status::NotStarted, "2199-12-31")]);
    assert_eq!(
        at("2199-12-31"),
        [
            row("0", Status::DueSoon, "2199-12-31"),
            row("1", Status::DoneOnTime, "2199-12-31"),
            row("2", Status::DueSoon, "2199-12-31"),
        ]
    );
    let reports = registry.reports_of("0");
    assert_eq!(reports[1].new_deadline, day::from_ymd(2199, 12, 31));
    assert_eq!(reports[0].recorded_at.map(|at| at.to_string()).unwrap(), "1900-01-01 08:00:00");
}
