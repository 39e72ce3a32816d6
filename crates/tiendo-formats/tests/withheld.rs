//! What may not be shown moves no number: a file is the same to the byte as if the register had no such task.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use tiendo::{
    Agency, AgencyId, AsOf, Classification, Deadline, Dependency, DependencyKind, DocumentId,
    Evaluation, Level, Policy, Records, RegistryBuilder, Report, ReportId, ReportKind, Task,
    TaskId, Text, WarnOptions, day,
};
use tiendo_formats::parquet::{self, Contents};
use tiendo_formats::report::ReportOptions;
use tiendo_formats::weekly::{self, WeeklyOptions};
use tiendo_formats::{Disclosure, Table, form, letters};

fn task(id: &str, agency: &str, after: &[&str]) -> Task {
    let (name, document) = (TaskId::new(id).unwrap(), DocumentId::new("D").unwrap());
    let mut task = Task::new(name, document, Text::new(&format!("Nhiệm vụ {id}")).unwrap());
    task.addressees = vec![AgencyId::new(agency).unwrap()];
    task.assigned_on = day::parse("2025-06-01").ok();
    task.deadline = Deadline::by(day::parse("2025-08-20").unwrap());
    task.dependencies = after
        .iter()
        .map(|before| Dependency {
            task: TaskId::new(before).unwrap(),
            kind: DependencyKind::FinishToStart,
            lag_days: 0,
        })
        .collect();
    task
}

fn report(id: &str, task: &str, recorded: &str) -> Report {
    let (id, task) = (ReportId::new(id).unwrap(), TaskId::new(task).unwrap());
    let mut report = Report::new(id, task, ReportKind::Progress, day::parse("2025-08-14").unwrap());
    report.percent = Some(40);
    report.recorded_at = day::parse_instant(recorded).ok();
    report
}

/// A register in which `secret` tasks are told of or not: T2, which waits for T1 and for which T4 waits, and T5 of a later day.
fn register(secret: bool) -> Evaluation {
    let mut records = Records {
        tasks: vec![task("T1", "A", &[]), task("T3", "A", &["T1"]), task("T4", "A", &["T2"])],
        reports: vec![
            report("R1", "T3", "2025-08-14T08:00:00"),
            report("R2", "T3", "2025-08-19T08:00:00"),
        ],
        ..Records::default()
    };
    for id in ["A", "B"] {
        let id = AgencyId::new(id).unwrap();
        records.agencies.push(Agency::new(
            id.clone(),
            Text::new(id.as_str()).unwrap(),
            Level::Central,
        ));
    }
    if secret {
        let mut hidden = task("T2", "B", &["T1"]);
        hidden.classification = Some(Classification::Secret);
        let mut later = task("T5", "B", &["T1"]);
        later.assigned_on = day::parse("2025-12-01").ok();
        later.classification = Some(Classification::Internal);
        records.tasks.extend([hidden, later]);
        records.reports.push(report("R3", "T2", "2025-08-19T08:00:00"));
        records.reports.push(report("R4", "T2", "2025-08-14T08:00:00"));
    }
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf::new(day::parse("2025-08-18").unwrap()).unwrap();
    let as_of = as_of.known_on(day::parse("2025-08-18").unwrap()).unwrap();
    builder.finish().evaluate(as_of, &Policy::default()).unwrap()
}

/// Every file that is written of a part of what is evaluated.
fn files(evaluation: &Evaluation, disclosure: Disclosure) -> Vec<(&'static str, Vec<u8>)> {
    let options = ReportOptions { disclosure, ..ReportOptions::default() };
    let (_, letter) = letters::one("A", evaluation, &options).unwrap().0.expect("A is urged");
    let (form, _) = form::xlsx(evaluation, "A", &options).unwrap();
    let list = evaluation.warn(&WarnOptions::default()).unwrap();
    let weekly_options = WeeklyOptions { disclosure, ..WeeklyOptions::default() };
    let weekly = weekly::weekly(evaluation, &list, Some("A"), &weekly_options);
    let mut table = Vec::new();
    let parquet_options = parquet::WriteOptions { disclosure, ..parquet::WriteOptions::default() };
    let contents = Contents::Records(evaluation, Table::Agencies);
    parquet::write(contents, &mut table, &parquet_options).unwrap();
    vec![("letter", letter), ("form", form), ("weekly", weekly.into_bytes()), ("parquet", table)]
}

#[test]
fn no_number_tells_of_what_may_not_be_shown() {
    let (with, without) = (register(true), register(false));
    assert_eq!((with.scope().hidden_report_count, without.scope().hidden_report_count), (2, 1));
    let all = files(&with, Disclosure::Public);
    for ((name, with), (_, without)) in all.iter().zip(files(&without, Disclosure::Public)) {
        assert!(*with == without, "{name} tells of a task that is not public");
    }
    let text = String::from_utf8(all[2].1.clone()).unwrap();
    assert!(text.contains("1 nhiệm vụ khác chờ việc này"), "{text}");
    assert!(text.contains("1 báo cáo không xét"), "{text}");
    // Who may see all of it is told of all of it.
    for ((name, with), (_, without)) in
        files(&with, Disclosure::Everything).iter().zip(files(&without, Disclosure::Everything))
    {
        assert!(*with != without, "{name}");
    }
    let shown = files(&with, Disclosure::Everything).swap_remove(2).1;
    assert!(String::from_utf8(shown).unwrap().contains("4 nhiệm vụ khác chờ việc này"));
}
