//! Micro-benchmarks of the inner loops, on small registers that stay in cache: `cargo bench --package bench`.

#![allow(clippy::expect_used, reason = "records that the model refuses leave nothing to measure")]

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tiendo::{
    Agency, AgencyId, AsOf, Axis, Deadline, Document, DocumentId, Level, Policy, Records, Registry,
    RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text, agency::ROOT, day, id,
};

/// Tasks of a register.
const TASKS: u32 = 1_000;
/// Provinces and documents that they are spread over.
const SPREAD: u32 = 34;

criterion_group!(loops, build, evaluate, roll_up, rank, compare);
criterion_main!(loops);

/// A register in which every task has as many reports, one of ten an extension, every second task done in the end.
fn records(reports: u32) -> Records {
    let on = |from_start: u32| {
        day::plus(day::parse("2025-01-01").expect("a day"), from_start.into()).expect("a day")
    };
    let mut records = Records::default();
    for i in 1..=SPREAD {
        let (agency, document) =
            (AgencyId::new(&format!("T{i}")), DocumentId::new(&format!("D{i}")));
        let name = || Text::new(&format!("Tỉnh {i}")).expect("a text");
        let mut agency = Agency::new(agency.expect("an id"), name(), Level::Province);
        agency.parent = Some(AgencyId::new(ROOT).expect("an id"));
        records.agencies.push(agency);
        records.documents.push(Document::new(document.expect("an id"), name()));
    }
    for i in 1..=TASKS {
        let spread = i % SPREAD + 1;
        let id = TaskId::new(&i.to_string()).expect("an id");
        let document = DocumentId::new(&format!("D{spread}")).expect("an id");
        let title =
            Text::new(&format!("Hoàn thiện cơ sở dữ liệu đất đai, đợt {i}")).expect("a text");
        let mut task = Task::new(id.clone(), document, title);
        task.addressees = vec![AgencyId::new(&format!("T{spread}")).expect("an id")];
        task.assigned_on = Some(on(i % 60));
        task.deadline = Deadline::by(on(90 + i % 200));
        records.tasks.push(task);
        for k in 0..reports {
            let kind = match k {
                k if k + 1 == reports && i % 2 == 0 => ReportKind::Complete,
                k if k % 10 == 5 => ReportKind::Extend,
                _ => ReportKind::Progress,
            };
            let report = ReportId::new(&(i * reports + k).to_string()).expect("an id");
            // Told in an order of their own, as they come in.
            let told = on(60 + (k * 7) % reports % 250);
            let mut report = Report::new(report, id.clone(), kind.clone(), told);
            report.recorded_at = Some(told.and_time(chrono::NaiveTime::MIN));
            report.percent = Some((k * 100 / reports) as u8);
            report.new_deadline = (kind == ReportKind::Extend).then(|| on(120 + i % 200));
            records.reports.push(report);
        }
    }
    records
}

fn registry(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

fn as_of() -> AsOf {
    AsOf::new(day::parse("2025-10-15").expect("a day")).expect("a day in range")
}

/// From records in memory to a registry.
fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    for reports in [0, 10] {
        let records = records(reports);
        group.throughput(Throughput::Elements(records.len() as u64));
        group.bench_function(BenchmarkId::new("reports a task", reports), |bencher| {
            bencher.iter_batched(|| records.clone(), registry, BatchSize::LargeInput);
        });
    }
    group.finish();
}

/// The rule for one row, by how much was said about it.
fn evaluate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("evaluate");
    group.throughput(Throughput::Elements(TASKS.into()));
    for reports in [0, 10, 300] {
        let (registry, policy) = (registry(records(reports)), Policy::default());
        group.bench_function(BenchmarkId::new("reports a task", reports), |bencher| {
            bencher.iter(|| registry.evaluate(as_of(), black_box(&policy)));
        });
    }
    group.finish();
}

/// Sums along an axis.
fn roll_up(criterion: &mut Criterion) {
    let registry = registry(records(10));
    let evaluation = registry.evaluate(as_of(), &Policy::default()).expect("a valid policy");
    let mut group = criterion.benchmark_group("roll_up");
    group.throughput(Throughput::Elements(TASKS.into()));
    for axis in [Axis::Agency, Axis::Document, Axis::Phase] {
        group.bench_function(axis.as_str(), |bencher| {
            bencher.iter(|| evaluation.roll_up(black_box(axis)));
        });
    }
    group.finish();
}

/// The ranking of a level.
fn rank(criterion: &mut Criterion) {
    let registry = registry(records(10));
    let evaluation = registry.evaluate(as_of(), &Policy::default()).expect("a valid policy");
    criterion.bench_function("rank", |bencher| {
        bencher.iter(|| evaluation.rank(black_box(&Level::Province)));
    });
}

/// The order of ids, which every sort and every look-up asks for.
fn compare(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compare ids");
    for (name, a, b) in [("decimals", "9978123", "9978124"), ("words", "T01.S01", "T01.S02")] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| id::compare(black_box(a), black_box(b)));
        });
    }
    group.finish();
}
