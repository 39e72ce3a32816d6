//! Many threads give the bytes that one gives.

#![cfg(feature = "parallel")]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use tiendo::{
    AddresseeMode, Agency, AgencyId, AsOf, Axis, Deadline, Document, DocumentId, Error, Evaluation,
    HistoryAxis, HistoryOptions, Level, Policy, Registry, RegistryBuilder, Report, ReportId,
    ReportKind, Task, TaskId, Text, Threads, Watch, agency::ROOT, day,
};

/// Enough for several parts.
const TASKS: u32 = 20_000;

/// Tasks of every sort: plain ones, some for several agencies, some that recur, some of another century.
fn registry() -> Registry {
    let on = |n: u32| day::parse("2025-01-01").unwrap() + chrono::Days::new(n.into());
    let mut builder = RegistryBuilder::new();
    builder.add_document(Document::new(DocumentId::new("D").unwrap(), Text::new("x").unwrap()));
    for i in 0..34 {
        let name = Text::new("Tỉnh").unwrap();
        let mut agency =
            Agency::new(AgencyId::new(&format!("A{i}")).unwrap(), name, Level::Province);
        agency.parent = Some(AgencyId::new(ROOT).unwrap());
        builder.add_agency(agency);
    }
    for i in 0..TASKS {
        let id = TaskId::new(&i.to_string()).unwrap();
        let mut task =
            Task::new(id.clone(), DocumentId::new("D").unwrap(), Text::new("x").unwrap());
        task.assigned_on = Some(on(i % 300));
        task.addressees = vec![AgencyId::new(&format!("A{}", i % 34)).unwrap()];
        task.deadline = Deadline::by(on(200 + i % 100));
        match i % 50 {
            1 => {
                task.addressees.push(AgencyId::new(&format!("A{}", (i + 1) % 34)).unwrap());
                task.mode = Some(AddresseeMode::Each);
            }
            2 => task.deadline = Deadline::wording("hằng tháng").unwrap(),
            3 => task.deadline = Deadline::by(day::parse("2180-01-01").unwrap()),
            _ => {}
        }
        builder.add_task(task);
        for k in 0..i % 7 {
            let kind = [ReportKind::Progress, ReportKind::Complete, ReportKind::Extend];
            let kind = kind[((i / 7 + k) % 3) as usize].clone();
            let report = ReportId::new(&(i * 8 + k).to_string()).unwrap();
            let mut report = Report::new(report, id.clone(), kind.clone(), on(100 + i * 13 % 200));
            report.recorded_at = on(100 + i * 17 % 230).and_hms_opt(9, 0, k % 60);
            report.percent = (k != 3).then_some((i % 100) as u8);
            report.new_deadline = (kind == ReportKind::Extend).then(|| on(260 + k));
            builder.add_report(report);
        }
    }
    builder.finish()
}

fn told(evaluation: &Evaluation) -> Vec<String> {
    let mut out: Vec<String> = evaluation
        .rows()
        .map(|row| {
            let days = (row.deadline(), row.original_deadline(), row.closed_on());
            let (status, marks) = (row.status(), (row.is_reported(), row.extension_count()));
            let more = (row.task_rows(), row.occurrences(), row.agency_id());
            format!("{} {status:?} {} {days:?} {marks:?} {more:?}", row.id(), row.percent())
        })
        .collect();
    out.extend(Axis::ALL.iter().map(|axis| format!("{:?}", evaluation.roll_up(*axis))));
    out.push(format!("{:?}", evaluation.rank(&Level::Province)));
    out.push(format!("{:?}", evaluation.scope()));
    out
}

#[test]
fn many_threads_answer_as_one() {
    let registry = registry();
    let known = day::parse("2025-09-30").unwrap();
    let as_of = AsOf::new(day::parse("2025-10-15").unwrap()).unwrap().known_on(known).unwrap();
    let one = registry.evaluate(as_of, &Policy::default()).unwrap();
    assert!(one.scope().hidden_report_count > 0);
    let expected = told(&one);
    for threads in [1, 2, 3, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (threads, watch) = (Threads::of(&pool), Watch::new());
        let policy = Policy::default();
        let many = registry.evaluate_on(as_of, &policy, threads, &watch).unwrap();
        assert_eq!(watch.progress(), (TASKS.into(), TASKS.into()));
        many.sum_on(threads, &watch).unwrap();
        assert!(told(&many) == expected, "{threads:?}");
    }
}

#[test]
fn many_threads_have_the_history_of_one() {
    let registry = registry();
    let (from, to) = (day::parse("2025-03-01").unwrap(), day::parse("2025-11-30").unwrap());
    let options = HistoryOptions { from, to, along: HistoryAxis::ALL.to_vec() };
    let policy = Policy::default();
    let one = format!("{:?}", registry.history(&options, &policy).unwrap());
    for threads in [1, 2, 3, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (threads, watch) = (Threads::of(&pool), Watch::new());
        let many = registry.history_on(&options, &policy, threads, &watch).unwrap();
        assert_eq!(watch.progress(), (TASKS.into(), TASKS.into()));
        assert!(format!("{many:?}") == one, "{threads:?}");
    }
}

#[test]
fn many_threads_stop_as_one() {
    let registry = registry();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let watch = Watch::new();
    watch.stop();
    let as_of = AsOf::new(day::parse("2025-10-15").unwrap()).unwrap();
    let policy = Policy::default();
    let stopped = registry.evaluate_on(as_of, &policy, Threads::of(&pool), &watch);
    assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    let on = as_of.day;
    let options = HistoryOptions::along(HistoryAxis::Agency, on, on);
    let stopped = registry.history_on(&options, &policy, Threads::of(&pool), &watch);
    assert_eq!(stopped.unwrap_err(), Error::Cancelled);
}

#[test]
fn parts_are_done_beside_the_caller() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    for threads in [Threads::one(), Threads::of(&pool)] {
        let mut parts: Vec<u64> = (0..100).collect();
        let here = std::thread::current().id();
        let there = threads.beside(&mut parts, |part| *part += 1, || std::thread::current().id());
        assert_eq!((parts, there), ((1..=100).collect(), here));
    }
}
