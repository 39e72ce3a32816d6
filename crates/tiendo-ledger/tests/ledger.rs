//! What a ledger promises, asked of one in memory and of one in a file.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use chrono::NaiveDateTime;
use tiendo::{
    Agency, AgencyId, AsOf, Document, DocumentId, Level, Policy, Records, Registry, Report,
    ReportId, ReportKind, Task, TaskId, Text, Watch, day,
};
use tiendo_ledger::{
    Batch, Error, Freeze, ImportOptions, Ledger, NewLedger, ProblemKind, Record, RecordId,
    RegistryOptions, Trust,
};

fn at(text: &str) -> NaiveDateTime {
    day::parse_instant(text).unwrap()
}

fn on(text: &str) -> chrono::NaiveDate {
    day::parse(text).unwrap()
}

fn new() -> NewLedger {
    NewLedger::new("68-UBND", at("2025-01-01T08:00:00"), "test")
}

fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn document() -> Document {
    let mut document = Document::new(DocumentId::new("57-NQ/TW").unwrap(), text("Nghị quyết 57"));
    document.issued_on = Some(on("2024-12-22"));
    document
}

fn agency() -> Agency {
    Agency::new(AgencyId::new("A1").unwrap(), text("Sở Ví dụ"), Level::Department)
}

fn task(id: &str, title: &str) -> Task {
    let mut task =
        Task::new(TaskId::new(id).unwrap(), DocumentId::new("57-NQ/TW").unwrap(), text(title));
    task.assigned_on = Some(on("2025-01-02"));
    task.addressees.push(AgencyId::new("A1").unwrap());
    task.deadline = tiendo::Deadline::by(on("2025-06-30"));
    task
}

fn report(id: &str, task: &str, kind: ReportKind, day: &str) -> Report {
    Report::new(ReportId::new(id).unwrap(), TaskId::new(task).unwrap(), kind, on(day))
}

fn base(ledger: &Ledger) -> RecordId {
    let mut batch = Batch::new();
    batch.add(document()).add(agency()).add(task("T1", "Báo cáo")).add(task("T2", "Đề án"));
    let appended = ledger.append(&batch, at("2025-01-05T08:00:00"), "test").unwrap();
    RecordId { seq: appended.head.seq, position: 2 }
}

fn append(ledger: &Ledger, record: impl Into<Record>, instant: &str) -> RecordId {
    let mut batch = Batch::new();
    batch.add(record);
    let appended = ledger.append(&batch, at(instant), "test").unwrap();
    assert_eq!(appended.recorded, 1);
    RecordId { seq: appended.head.seq, position: 0 }
}

/// Every row of an evaluation, without what only tells how it was asked.
fn rows(registry: &Registry, as_of: AsOf) -> Vec<String> {
    let evaluation = registry.evaluate(as_of, &Policy::default()).unwrap();
    evaluation
        .rows()
        .map(|row| {
            format!("{} {} {} {:?}", row.id(), row.status().as_str(), row.percent(), row.deadline())
        })
        .collect()
}

fn problem(result: Result<tiendo_ledger::Appended, Error>) -> ProblemKind {
    match result {
        Err(Error::Refused { problems, total: 1 }) => problems[0].problem.clone(),
        other => panic!("{other:?}"),
    }
}

/// Each test is asked of a ledger in memory and of one in a file.
macro_rules! ledger_tests {
    ($($name:ident)+) => {
        mod memory {
            $(#[test]
            fn $name() {
                super::$name(&super::Ledger::memory(&super::new()).unwrap());
            })+
        }

        mod file {
            $(#[test]
            fn $name() {
                let dir = tempfile::tempdir().unwrap();
                let path = dir.path().join("sổ cái.tiendo");
                let ledger = super::Ledger::create(&path, &super::new()).unwrap();
                super::$name(&ledger);
                assert!(ledger.verify(&tiendo::Watch::new()).unwrap().is_sound());
                let (head, registry) = (ledger.head().unwrap(), ledger.refresh().unwrap());
                drop(ledger);
                let again = super::Ledger::open(&path).unwrap();
                assert_eq!(again.head().unwrap(), head);
                assert_eq!(again.refresh().unwrap().to_records(), registry.to_records());
            })+
        }
    };
}

ledger_tests! {
    the_first_entry_says_whose_it_is
    a_batch_is_all_or_nothing
    what_stands_there_is_not_recorded_again
    a_report_that_says_something_else_needs_a_correction
    a_correction_holds_from_its_instant_on
    a_withdrawal_takes_back_a_task_version
    definitions_are_versions
    the_clock_does_not_go_back
    what_is_frozen_stays
    persons_are_kept_apart
    claims_are_kept_and_not_believed
    an_import_goes_on_and_changes_nothing_twice
    an_import_tells_all_that_it_refuses
    the_log_of_a_task_tells_everything
    the_projections_can_be_made_again
    threads_share_a_ledger
    a_checkpoint_is_used_only_where_it_is_right
    the_pieces_of_a_checkpoint_stand_in_their_order
}

fn the_first_entry_says_whose_it_is(ledger: &Ledger) {
    let entries = ledger.entries(0, 10).unwrap();
    assert_eq!((entries.len(), entries[0].seq, entries[0].actor.as_str()), (1, 1, "test"));
    let records = entries[0].records().unwrap();
    assert!(matches!(&records[0].record, Record::Origin(o) if o.node == "68-UBND"));
    assert!(matches!(&records[1].record, Record::Calendar(c) if c == tiendo::Calendar::viet_nam()));
    assert_eq!(ledger.refresh().unwrap().task_count(), 0);
}

fn a_batch_is_all_or_nothing(ledger: &Ledger) {
    base(ledger);
    let head = ledger.head().unwrap();
    let mut batch = Batch::new();
    batch.add(report("R1", "T1", ReportKind::Progress, "2025-02-01"));
    batch.add(report("R2", "T9", ReportKind::Progress, "2025-02-01"));
    batch.add(report("R3", "T1", ReportKind::Extend, "2025-02-01"));
    let Err(Error::Refused { problems, total }) =
        ledger.append(&batch, at("2025-02-02T08:00:00"), "test")
    else {
        panic!("refused");
    };
    assert_eq!(total, 2);
    assert_eq!((problems[0].position, &problems[0].problem), (1, &ProblemKind::UnknownTask));
    assert_eq!((problems[1].position, problems[1].problem.as_str()), (2, "invalid"));
    assert_eq!(ledger.head().unwrap(), head);
    assert_eq!(ledger.refresh().unwrap().report_count(), 0);
}

fn what_stands_there_is_not_recorded_again(ledger: &Ledger) {
    base(ledger);
    let mut batch = Batch::new();
    batch.add(report("R1", "T1", ReportKind::Progress, "2025-02-01"));
    batch.add(report("R1", "T1", ReportKind::Progress, "2025-02-01"));
    batch.add(task("T1", "Báo cáo"));
    let first = ledger.append(&batch, at("2025-02-02T08:00:00"), "test").unwrap();
    assert_eq!((first.recorded, first.unchanged), (1, 2));
    let again = ledger.append(&batch, at("2025-02-03T08:00:00"), "test").unwrap();
    assert_eq!((again.recorded, again.unchanged, again.head), (0, 3, first.head));
}

fn a_report_that_says_something_else_needs_a_correction(ledger: &Ledger) {
    base(ledger);
    let first = report("R1", "T1", ReportKind::Progress, "2025-02-01");
    let place = append(ledger, first.clone(), "2025-02-02T08:00:00");
    let other = report("R1", "T1", ReportKind::Complete, "2025-02-01");
    let mut batch = Batch::new();
    batch.add(other.clone());
    let refused = ledger.append(&batch, at("2025-02-03T08:00:00"), "test");
    assert_eq!(problem(refused), ProblemKind::Conflict { with: Some(place) });
    // What corrects must name a record of its own kind and id that was not corrected before.
    for wrong in [RecordId { seq: 2, position: 2 }, RecordId { seq: 99, position: 0 }] {
        let mut batch = Batch::new();
        batch.correct(wrong, other.clone());
        let refused = ledger.append(&batch, at("2025-02-03T08:00:00"), "test");
        assert_eq!(problem(refused), ProblemKind::NothingToCorrect);
    }
    let mut batch = Batch::new();
    batch.correct(place, other.clone());
    ledger.append(&batch, at("2025-02-03T08:00:00"), "test").unwrap();
    let refused = ledger.append(&batch, at("2025-02-03T08:00:00"), "test");
    assert_eq!(problem(refused), ProblemKind::NothingToCorrect);
    // Neither what was corrected nor what corrected it is new.
    let mut batch = Batch::new();
    batch.add(first);
    assert_eq!(ledger.append(&batch, at("2025-02-04T08:00:00"), "test").unwrap().unchanged, 1);
    let mut batch = Batch::new();
    batch.add(other);
    assert_eq!(ledger.append(&batch, at("2025-02-04T08:00:00"), "test").unwrap().unchanged, 1);
}

fn a_correction_holds_from_its_instant_on(ledger: &Ledger) {
    base(ledger);
    let place = append(
        ledger,
        report("R1", "T1", ReportKind::Complete, "2025-02-01"),
        "2025-02-02T08:00:00",
    );
    let mut right = report("R1", "T1", ReportKind::Progress, "2025-02-01");
    right.percent = Some(40);
    let mut batch = Batch::new();
    batch.correct(place, right.clone());
    ledger.append(&batch, at("2025-03-01T08:00:00"), "test").unwrap();
    let newest = ledger.refresh().unwrap();
    assert_eq!(newest.report_count(), 1);
    assert_eq!(newest.reports_of("T1")[0].percent, Some(40));
    let today = AsOf::new(on("2025-04-01")).unwrap();
    assert!(rows(&newest, today)[0].contains(" 40 "));
    for known in ["2025-01-31", "2025-02-02", "2025-02-28", "2025-03-01"] {
        let as_of = today.known_on(on(known)).unwrap();
        let then = ledger.registry(Some(on(known))).unwrap();
        assert_eq!(rows(&newest, as_of), rows(&then, as_of), "{known}");
        let is_done = rows(&newest, as_of)[0].contains("done_on_time");
        assert_eq!(is_done, known.starts_with("2025-02"), "{known}");
    }
}

fn a_withdrawal_takes_back_a_task_version(ledger: &Ledger) {
    base(ledger);
    let place = append(ledger, task("T1", "Báo cáo khác"), "2025-02-02T08:00:00");
    assert_eq!(ledger.refresh().unwrap().task("T1").unwrap().title.as_str(), "Báo cáo khác");
    let mut batch = Batch::new();
    batch.withdraw(place, Some(text("nhập nhầm")));
    ledger.append(&batch, at("2025-02-03T08:00:00"), "test").unwrap();
    assert_eq!(ledger.refresh().unwrap().task("T1").unwrap().title.as_str(), "Báo cáo");
    let then = ledger.registry(Some(on("2025-02-02"))).unwrap();
    assert_eq!(then.task("T1").unwrap().title.as_str(), "Báo cáo khác");
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
}

fn definitions_are_versions(ledger: &Ledger) {
    base(ledger);
    let mut later = task("T1", "Báo cáo");
    later.deadline = tiendo::Deadline::by(on("2025-12-31"));
    later.valid_from = Some(on("2025-07-01"));
    append(ledger, later.clone(), "2025-07-02T08:00:00");
    let mut again = Batch::new();
    again.add(task("T1", "Báo cáo")).add(later);
    assert_eq!(ledger.append(&again, at("2025-07-03T08:00:00"), "test").unwrap().unchanged, 2);
    let newest = ledger.refresh().unwrap();
    for (day, known) in
        [("2025-06-30", "2025-12-31"), ("2025-08-01", "2025-07-01"), ("2025-08-01", "2025-07-02")]
    {
        let as_of = AsOf::new(on(day)).unwrap().known_on(on(known)).unwrap();
        let then = ledger.registry(Some(on(known))).unwrap();
        assert_eq!(rows(&newest, as_of), rows(&then, as_of), "{day} {known}");
    }
}

fn the_clock_does_not_go_back(ledger: &Ledger) {
    base(ledger);
    let mut batch = Batch::new();
    batch.add(report("R1", "T1", ReportKind::Progress, "2025-02-01"));
    let (given, last) = (at("2025-01-05T07:59:59"), at("2025-01-05T08:00:00"));
    let refused = ledger.append(&batch, given, "test");
    assert_eq!(refused, Err(Error::ClockBackwards { given, last }));
    ledger.append(&batch, last, "test").unwrap();
}

fn what_is_frozen_stays(ledger: &Ledger) {
    base(ledger);
    append(ledger, report("R1", "T1", ReportKind::Complete, "2025-06-01"), "2025-06-02T08:00:00");
    let as_of = AsOf::new(on("2025-06-30")).unwrap().known_on(on("2025-07-05")).unwrap();
    let freeze = Freeze::new("6 tháng 2025", as_of, Policy::default()).unwrap();
    assert!(ledger.freeze(&freeze, at("2025-07-04T08:00:00"), "test").is_err());
    ledger.freeze(&freeze, at("2025-07-05T20:00:00"), "test").unwrap();
    let before = ledger.evaluate_frozen("6 tháng 2025").unwrap();
    append(ledger, report("R2", "T2", ReportKind::Complete, "2025-06-01"), "2025-07-06T08:00:00");
    let calendar = tiendo::Calendar::weekdays(on("2025-01-01"), on("2026-12-31")).unwrap();
    append(ledger, calendar, "2025-07-07T08:00:00");
    let after = ledger.evaluate_frozen("6 tháng 2025").unwrap();
    assert_eq!(before.task_sums(), after.task_sums());
    assert_eq!(before.scope(), after.scope());
    assert_eq!(after.registry().calendar().version(), tiendo::Calendar::viet_nam().version());
    assert_eq!(ledger.refresh().unwrap().calendar().version(), "weekdays");
    assert_eq!(ledger.freezes().unwrap(), std::slice::from_ref(&freeze));
    assert_eq!(ledger.freeze(&freeze, at("2025-07-08T08:00:00"), "test").unwrap().unchanged, 1);
    let other = Freeze::new("6 tháng 2025", as_of, Policy::named("vpcp-2017").unwrap()).unwrap();
    let refused = ledger.freeze(&other, at("2025-07-08T08:00:00"), "test");
    assert_eq!(problem(refused), ProblemKind::NameTaken);
}

fn persons_are_kept_apart(ledger: &Ledger) {
    base(ledger);
    let mut named = task("T3", "Có người");
    named.responsible_person = Some(text("Giám đốc Sở Ví dụ"));
    named.supervising_leader = Some(text("Phó Chủ tịch Ví dụ"));
    let mut said = report("R1", "T3", ReportKind::Progress, "2025-02-01");
    said.by_post = Some(text("Chánh Văn phòng Ví dụ"));
    let mut batch = Batch::new();
    batch.add(named.clone()).add(said.clone());
    ledger.append(&batch, at("2025-02-02T08:00:00"), "test").unwrap();
    assert_eq!(ledger.append(&batch, at("2025-02-02T08:00:00"), "test").unwrap().unchanged, 2);
    let entry = ledger.entries(2, 1).unwrap().remove(0);
    assert!(!entry.records.contains("Ví dụ") && entry.records.contains("\"apart\":\""));
    let registry = ledger.refresh().unwrap();
    assert_eq!(registry.task("T3").unwrap().responsible_person, named.responsible_person);
    assert_eq!(registry.reports_of("T3")[0].by_post, said.by_post);
    // Another version in other words is told apart by what is kept apart alone.
    named.responsible_person = Some(text("Phó Giám đốc"));
    append(ledger, named, "2025-02-03T08:00:00");
}

fn claims_are_kept_and_not_believed(ledger: &Ledger) {
    base(ledger);
    let mut said = report("R1", "T1", ReportKind::Complete, "2025-02-01");
    said.recorded_at = Some(at("2025-02-01T17:00:00"));
    append(ledger, said, "2025-05-02T08:00:00");
    let as_of = AsOf::new(on("2025-03-01")).unwrap().known_on(on("2025-03-01")).unwrap();
    let done = |registry: &Registry| rows(registry, as_of)[0].contains("done_on_time");
    assert!(!done(&ledger.refresh().unwrap()));
    let options = RegistryOptions { trust: Trust::Claimed, ..RegistryOptions::default() };
    assert!(done(&ledger.registry_with(&options).unwrap()));
}

fn lists() -> Records {
    Records {
        documents: vec![document()],
        agencies: vec![agency()],
        tasks: vec![task("T1", "Báo cáo"), task("T2", "Đề án")],
        reports: (0..25)
            .map(|i| report(&format!("R{i}"), "T1", ReportKind::Progress, "2025-02-01"))
            .collect(),
        ..Records::default()
    }
}

fn an_import_goes_on_and_changes_nothing_twice(ledger: &Ledger) {
    let options = ImportOptions { batch: 10, ..ImportOptions::default() };
    let instant = at("2025-02-02T08:00:00");
    let mut records = lists();
    records.unknown.insert(tiendo::RecordKind::Task, "T1", "/colour", "\"red\"");
    let stopped = Watch::new();
    stopped.stop();
    let cancelled = ledger.import(&records, instant, "test", &options, &stopped);
    assert_eq!(cancelled, Err(Error::Core(tiendo::Error::Cancelled)));
    let done = ledger.import(&records, instant, "test", &options, &Watch::new()).unwrap();
    assert_eq!((done.recorded, done.unchanged, done.entries), (20, 10, 2));
    let again = ledger.import(&records, instant, "test", &options, &Watch::new()).unwrap();
    assert_eq!((again.recorded, again.unchanged, again.entries), (0, 30, 0));
    let registry = ledger.refresh().unwrap();
    assert_eq!((registry.task_count(), registry.report_count()), (2, 25));
    assert_eq!(registry.to_records().unknown, records.unknown);
}

fn an_import_tells_all_that_it_refuses(ledger: &Ledger) {
    let mut records = lists();
    records.reports.push(report("R0", "T2", ReportKind::Progress, "2025-02-01"));
    records.reports.push(report("R98", "T9", ReportKind::Progress, "2025-02-01"));
    let (instant, watch) = (at("2025-02-02T08:00:00"), Watch::new());
    let options = ImportOptions::default();
    let Err(Error::Refused { problems, total: 2 }) =
        ledger.import(&records, instant, "test", &options, &watch)
    else {
        panic!("refused");
    };
    assert_eq!(problems.iter().map(|p| p.position).collect::<Vec<_>>(), [29, 30]);
    assert_eq!(ledger.head().unwrap().seq, 1);
    let options = ImportOptions { skip_refused: true, ..options };
    let done = ledger.import(&records, instant, "test", &options, &watch).unwrap();
    assert_eq!((done.recorded, done.refused, done.problems), (29, 2, problems));
}

fn the_log_of_a_task_tells_everything(ledger: &Ledger) {
    let defined = base(ledger);
    let said = append(
        ledger,
        report("R1", "T1", ReportKind::Progress, "2025-02-01"),
        "2025-02-02T08:00:00",
    );
    let mut batch = Batch::new();
    batch.withdraw(said, None);
    ledger.append(&batch, at("2025-02-03T08:00:00"), "test").unwrap();
    let log = ledger.log(&TaskId::new("T1").unwrap()).unwrap();
    let withdrawn = RecordId { seq: said.seq + 1, position: 0 };
    assert_eq!(log.iter().map(|line| line.id).collect::<Vec<_>>(), [defined, said, withdrawn]);
    assert_eq!(log[1].corrected_by, Some(withdrawn));
    assert_eq!(log[2].corrects, Some(said));
    assert!(ledger.log(&TaskId::new("T9").unwrap()).is_err());
    assert_eq!(ledger.refresh().unwrap().report_count(), 0);
}

fn the_projections_can_be_made_again(ledger: &Ledger) {
    base(ledger);
    append(ledger, report("R1", "T1", ReportKind::Progress, "2025-02-01"), "2025-02-02T08:00:00");
    assert_eq!(ledger.rebuild(&Watch::new()).unwrap(), 2 + 4 + 1);
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
    append(ledger, report("R2", "T1", ReportKind::Progress, "2025-02-01"), "2025-02-02T08:00:00");
}

fn threads_share_a_ledger(ledger: &Ledger) {
    base(ledger);
    let instant = at("2025-02-02T08:00:00");
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for i in 0..10 {
                    let id = format!("R{thread}-{i}");
                    let mut batch = Batch::new();
                    batch.add(report(&id, "T1", ReportKind::Progress, "2025-02-01"));
                    ledger.append(&batch, instant, "test").unwrap();
                    assert!(ledger.refresh().unwrap().report_count() > i);
                }
            });
        }
    });
    assert_eq!(ledger.refresh().unwrap().report_count(), 40);
    assert_eq!(ledger.head().unwrap().seq, 42);
}

fn a_checkpoint_is_used_only_where_it_is_right(ledger: &Ledger) {
    base(ledger);
    append(ledger, report("R1", "T1", ReportKind::Progress, "2025-02-01"), "2025-02-02T08:00:00");
    let head = ledger.checkpoint().unwrap();
    assert_eq!(ledger.checkpointed().unwrap(), Some(head.seq));
    append(ledger, report("R2", "T1", ReportKind::Complete, "2025-02-01"), "2025-02-03T08:00:00");
    assert_eq!(ledger.refresh().unwrap().report_count(), 2);
    let Some(path) = ledger.path() else { return };
    let records = ledger.refresh().unwrap().to_records();
    let opened = Ledger::open(path).unwrap();
    assert_eq!(opened.checkpointed().unwrap(), Some(head.seq));
    assert_eq!(opened.refresh().unwrap().to_records(), records);
    // A changed byte of any column: the log gives the same registry, and verifying tells.
    let other = rusqlite::Connection::open(path).unwrap();
    let names: Vec<String> = {
        let mut statement = other.prepare("SELECT name FROM checkpoint").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert!(names.len() > 20);
    for name in names {
        other.execute_batch("SAVEPOINT s").unwrap();
        let change = "UPDATE checkpoint SET data = CAST(data || x'20' AS BLOB) WHERE name = ?1";
        assert_eq!(other.execute(change, [&name]).unwrap(), 1);
        other.execute_batch("RELEASE s").unwrap();
        let opened = Ledger::open(path).unwrap();
        assert_eq!(opened.refresh().unwrap().to_records(), records, "{name}");
        let faults = opened.verify(&Watch::new()).unwrap().faults;
        // Without the row that says what it covers there is no checkpoint to be wrong.
        assert_eq!(faults.is_empty(), name == "covers", "{name} {faults:?}");
        ledger.checkpoint().unwrap();
    }
    ledger.drop_checkpoint().unwrap();
    assert_eq!(Ledger::open(path).unwrap().refresh().unwrap().to_records(), records);
}

fn the_pieces_of_a_checkpoint_stand_in_their_order(ledger: &Ledger) {
    base(ledger);
    let mut batch = Batch::new();
    for letter in ["p", "q", "r", "s", "t"] {
        batch.add(task(letter, &letter.repeat(300_000)));
    }
    ledger.append(&batch, at("2025-02-03T08:00:00"), "test").unwrap();
    let head = ledger.checkpoint().unwrap();
    assert!(ledger.verify(&Watch::new()).unwrap().faults.is_empty());
    let records = ledger.refresh().unwrap().to_records();
    let Some(path) = ledger.path() else { return };
    let opened = Ledger::open(path).unwrap();
    assert_eq!(opened.checkpointed().unwrap(), Some(head.seq));
    assert_eq!(opened.refresh().unwrap().to_records(), records);
    // Each with its digest, but one in the place of the other: the log gives the registry.
    let other = rusqlite::Connection::open(path).unwrap();
    for change in [
        "UPDATE checkpoint SET rowid = -1 WHERE name = 'task.title/0'",
        "UPDATE checkpoint SET rowid = rowid - 1 WHERE name = 'task.title/1'",
        "UPDATE checkpoint SET rowid = 1 + (SELECT rowid FROM checkpoint WHERE name = 'task.title/1')
           WHERE name = 'task.title/0'",
    ] {
        assert_eq!(other.execute(change, []).unwrap(), 1);
    }
    let opened = Ledger::open(path).unwrap();
    assert_eq!(opened.refresh().unwrap().to_records(), records);
}
