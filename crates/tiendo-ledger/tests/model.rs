//! A ledger against a list of what was said to it: any sequence of calls, as known on any day.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use chrono::{Days, NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use tiendo::{
    Agency, AgencyId, AsOf, Axis, Deadline, Document, DocumentId, Level, Policy, Registry,
    RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text, Watch, day,
};
use tiendo_ledger::{Batch, Error, Ledger, NewLedger, Record, RecordId, RegistryOptions};

/// A call, in numbers that are taken for what there is at the time.
#[derive(Debug, Clone)]
enum Call {
    Define { task: u8, agency: u8, last_day: u16, valid_from: Option<u16> },
    Agency { agency: u8, parent: Option<u8>, version_from: Option<u16> },
    Report { report: u8, task: u8, kind: u8, on: u16, percent: u8, by: Option<u8> },
    Correct { which: u8, kind: u8, on: u16, percent: u8 },
    Withdraw { which: u8 },
}

fn call() -> impl Strategy<Value = Call> {
    let days = 0..700_u16;
    prop_oneof![
        2 => (0..4_u8, 0..3_u8, days.clone(), proptest::option::of(days.clone())).prop_map(
            |(task, agency, last_day, valid_from)| Call::Define { task, agency, last_day, valid_from }),
        1 => (1..3_u8, proptest::option::of(0..3_u8), proptest::option::of(days.clone())).prop_map(
            |(agency, parent, version_from)| Call::Agency { agency, parent, version_from }),
        6 => (0..30_u8, 0..5_u8, 0..9_u8, days.clone(), 0..101_u8, proptest::option::of(0..3_u8))
            .prop_map(|(report, task, kind, on, percent, by)| Call::Report { report, task, kind, on, percent, by }),
        2 => (any::<u8>(), 0..9_u8, days, 0..101_u8)
            .prop_map(|(which, kind, on, percent)| Call::Correct { which, kind, on, percent }),
        1 => any::<u8>().prop_map(|which| Call::Withdraw { which }),
    ]
}

fn on(days: u16) -> NaiveDate {
    day::parse("2025-01-01").unwrap().checked_add_days(Days::new(u64::from(days))).unwrap()
}

fn kind(number: u8) -> ReportKind {
    [
        ReportKind::Progress,
        ReportKind::Progress,
        ReportKind::Complete,
        ReportKind::Extend,
        ReportKind::Return,
        ReportKind::Cancel,
        ReportKind::Suspend,
        ReportKind::Resume,
        ReportKind::Reopen,
    ][usize::from(number)]
    .clone()
}

fn agency_id(number: u8) -> AgencyId {
    AgencyId::new(&format!("A{number}")).unwrap()
}

fn report(id: &str, task: u8, kind: ReportKind, reported_on: u16, percent: u8) -> Report {
    let task = TaskId::new(&format!("T{task}")).unwrap();
    let mut report = Report::new(ReportId::new(id).unwrap(), task, kind, on(reported_on));
    report.percent = Some(percent);
    report.new_deadline = (report.kind == ReportKind::Extend).then(|| on(reported_on + 40));
    report
}

/// The whole model: what was recorded, when, and until when it held.
#[derive(Debug, Default)]
struct Model {
    records: Vec<Said>,
}

#[derive(Debug)]
struct Said {
    at: NaiveDateTime,
    id: RecordId,
    record: Record,
    until: Option<NaiveDateTime>,
}

impl Model {
    /// The registry as known at the end of a day, from nothing but the list.
    fn registry(&self, known: NaiveDate) -> Registry {
        let mut builder = RegistryBuilder::new();
        for said in &self.records {
            let is_over = said.until.is_some_and(|until| until.date() <= known);
            if said.at.date() > known || is_over {
                continue;
            }
            match said.record.clone() {
                Record::Task(mut task) => {
                    task.recorded_at = Some(said.at);
                    builder.add_task(*task);
                }
                Record::Agency(mut agency) => {
                    agency.recorded_at = Some(said.at);
                    builder.add_agency(*agency);
                }
                Record::Document(mut document) => {
                    document.recorded_at = Some(said.at);
                    builder.add_document(*document);
                }
                Record::Report(mut report) => {
                    report.recorded_at = Some(said.at);
                    builder.add_report(*report);
                }
                other => panic!("{other:?}"),
            }
        }
        builder.finish()
    }

    /// A report that still holds.
    fn report(&self, which: u8) -> Option<(usize, Report)> {
        let reports = self.records.iter().enumerate().filter_map(|(i, said)| match &said.record {
            Record::Report(report) if said.until.is_none() => Some((i, (**report).clone())),
            _ => None,
        });
        let reports: Vec<_> = reports.collect();
        (!reports.is_empty()).then(|| reports[usize::from(which) % reports.len()].clone())
    }
}

/// All that an evaluation answers with, but for how many reports K hid.
fn answers(registry: &Registry, as_of: AsOf) -> Vec<String> {
    let evaluation = registry.evaluate(as_of, &Policy::default()).unwrap();
    let mut answers: Vec<String> = evaluation
        .rows()
        .map(|row| {
            let (deadline, closed) = (row.deadline(), row.closed_on());
            let (agency, original) = (row.agency_id(), row.original_deadline());
            let (id, status, percent) = (row.id(), row.status(), row.percent());
            format!("{id} {agency:?} {status:?} {percent} {deadline:?} {original:?} {closed:?}")
        })
        .collect();
    for axis in [Axis::Agency, Axis::Document] {
        let rollup = evaluation.roll_up(axis);
        answers.extend(
            rollup.rows.iter().map(|row| format!("{} {:?} {:?}", row.key, row.own, row.inclusive)),
        );
    }
    answers
}

type Image = Vec<(&'static str, Vec<u8>)>;

fn image_of(registry: &Registry) -> Image {
    let mut image = Vec::new();
    let mut put = |name, bytes| {
        image.push((name, bytes));
        Ok::<_, tiendo::Error>(())
    };
    registry.to_image(&mut put).unwrap();
    image
}

fn registry_of(image: &Image) -> Registry {
    let mut next = image.iter().peekable();
    let mut get = |name: &'static str, piece: &mut Vec<u8>| {
        let found = next.next_if(|(of, _)| *of == name);
        Ok::<_, tiendo::Error>(found.map(|(_, bytes)| piece.clone_from(bytes)).is_some())
    };
    Registry::from_image(&mut get).unwrap()
}

fn play(calls: &[(Call, u8)]) -> (Ledger, Model) {
    let mut at = day::parse_instant("2025-01-01T08:00:00").unwrap();
    let mut new = NewLedger::new("node", at, "test");
    // A calendar of few days, for it is read again and again.
    new.calendar = Some(tiendo::Calendar::weekdays(on(0), on(365)).unwrap());
    let ledger = Ledger::memory(&new).unwrap();
    let mut model = Model::default();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut first = Batch::new();
    let title = |text: &str| Text::new(text).unwrap();
    let mut base: Vec<Record> = vec![Document::new(document.clone(), title("Nghị quyết")).into()];
    base.extend((0..3).map(|i| Agency::new(agency_id(i), title("Sở"), Level::Department).into()));
    for (position, record) in base.into_iter().enumerate() {
        let id = RecordId { seq: 2, position: position as u64 };
        model.records.push(Said { at, id, record: record.clone(), until: None });
        first.add(record);
    }
    ledger.append(&first, at, "test").unwrap();
    for (call, pause) in calls {
        at = at.checked_add_days(Days::new(u64::from(*pause))).unwrap();
        let mut batch = Batch::new();
        let (mut record, mut ends) = (None, None);
        match call {
            Call::Define { task, agency, last_day, valid_from } => {
                let id = TaskId::new(&format!("T{task}")).unwrap();
                let mut defined = Task::new(id, document.clone(), title("Nhiệm vụ"));
                defined.addressees.push(agency_id(*agency));
                defined.assigned_on = Some(on(0));
                defined.deadline = Deadline::by(on(*last_day));
                defined.valid_from = valid_from.map(on);
                record = Some(Record::from(defined));
            }
            Call::Agency { agency, parent, version_from } => {
                let mut defined = Agency::new(agency_id(*agency), title("Sở"), Level::Department);
                // No loops: an agency stands under one of a smaller number.
                defined.parent = parent.filter(|p| p < agency).map(agency_id);
                defined.version_from = version_from.map(on);
                record = Some(Record::from(defined));
            }
            Call::Report { report: id, task, kind: said, on: day, percent, by } => {
                let mut said = report(&format!("R{id}"), *task, kind(*said), *day, *percent);
                said.by = by.map(agency_id);
                record = Some(Record::from(said));
            }
            Call::Correct { which, kind: said, on: day, percent } => {
                let Some((i, before)) = model.report(*which) else { continue };
                let task = before.task.as_str()[1..].parse().unwrap();
                let right = report(before.id.as_str(), task, kind(*said), *day, *percent);
                batch.correct(model.records[i].id, right.clone());
                ends = Some(i);
                record = Some(Record::from(right));
            }
            Call::Withdraw { which } => {
                let Some((i, _)) = model.report(*which) else { continue };
                batch.withdraw(model.records[i].id, None);
                ends = Some(i);
            }
        }
        if let Some(record) = record.clone().filter(|_| batch.is_empty()) {
            batch.add(record);
        }
        // Read between the calls, so that what is new is added to what was there.
        if pause % 3 == 0 {
            ledger.refresh().unwrap();
        }
        if pause % 7 == 0 {
            ledger.checkpoint().unwrap();
        }
        match ledger.append(&batch, at, "test") {
            Ok(appended) if appended.recorded == 1 => {
                let id = RecordId { seq: appended.head.seq, position: 0 };
                if let Some(i) = ends {
                    model.records[i].until = Some(at);
                }
                model.records.extend(record.map(|record| Said { at, id, record, until: None }));
            }
            // In the same words already, or a report whose task is missing or that says something else.
            Ok(_) | Err(Error::Refused { .. }) => {
                assert!(matches!(
                    call,
                    Call::Report { .. } | Call::Define { .. } | Call::Agency { .. }
                ));
            }
            Err(error) => panic!("{error}"),
        }
    }
    (ledger, model)
}

/// Each case is a ledger with dozens of entries, replayed again and again: fewer than usual, unless more are asked for.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_ledger_knows_what_was_said_to_it(
        calls in proptest::collection::vec((call(), 0..40_u8), 1..60),
        days in proptest::collection::vec((0..800_u16, 0..800_u16), 3),
    ) {
        let (ledger, model) = play(&calls);
        let newest = ledger.refresh().unwrap();
        let end = on(2000);
        prop_assert_eq!(newest.to_records(), model.registry(end).to_records());
        for (d, k) in days {
            let as_of = AsOf::new(on(d)).unwrap().known_on(on(k)).unwrap();
            let then = ledger.registry(Some(on(k))).unwrap();
            prop_assert_eq!(then.to_records(), model.registry(on(k)).to_records());
            // Asked of the newest registry as known then, or of the registry of then: one answer.
            prop_assert_eq!(answers(&newest, as_of), answers(&then, as_of));
            let today = AsOf::new(on(d)).unwrap();
            prop_assert_eq!(answers(&then, today), answers(&model.registry(on(k)), today));
        }
        // From the checkpoint, with or without what comes after it, the same registry.
        let full = ledger.registry_with(&RegistryOptions::default()).unwrap();
        prop_assert_eq!(newest.findings(), full.findings());
        ledger.checkpoint().unwrap();
        let image = image_of(&full);
        let again = registry_of(&image);
        prop_assert_eq!(image_of(&again), image);
        prop_assert_eq!(again.to_records(), full.to_records());
        for (d, k) in [(100, 300), (700, 700)] {
            let as_of = AsOf::new(on(d)).unwrap().known_on(on(k)).unwrap();
            prop_assert_eq!(answers(&again, as_of), answers(&full, as_of));
        }
        let verified = ledger.verify(&Watch::new()).unwrap();
        prop_assert!(verified.is_sound(), "{:?}", verified.faults);
        ledger.rebuild(&Watch::new()).unwrap();
        prop_assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
    }
}
