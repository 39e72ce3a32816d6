//! What is above public is refused by a ledger that was not made for it; and no error, fault, finding, debugging text or file
//! name tells of a person.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDateTime;
use tiendo::{
    Classification, Document, DocumentId, RecordKind, Records, Report, ReportId, ReportKind, Task,
    TaskId, Text, Watch, day,
};
use tiendo_ledger::{
    Access, Batch, Error, ImportOptions, Ledger, NewLedger, OpenOptions, ProblemKind, Record,
    RecordId,
};

fn at() -> NaiveDateTime {
    day::parse_instant("2026-01-05T08:00:00").unwrap()
}

fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn new(classification: Classification) -> NewLedger {
    NewLedger { classification, ..NewLedger::new("node", at(), "test") }
}

fn task(id: &str, classification: Option<Classification>) -> Task {
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut task = Task::new(TaskId::new(id).unwrap(), document, text("Báo cáo"));
    task.classification = classification;
    task
}

fn report(id: &str, task: &str) -> Report {
    let on = day::parse("2025-02-01").unwrap();
    Report::new(ReportId::new(id).unwrap(), TaskId::new(task).unwrap(), ReportKind::Progress, on)
}

fn batch(record: impl Into<Record>) -> Batch {
    let mut batch = Batch::new();
    batch.add(record);
    batch
}

fn is_classified(result: Result<tiendo_ledger::Appended, Error>) -> bool {
    match result {
        Ok(_) => false,
        Err(Error::Refused { problems, total: 1 }) => {
            assert_eq!(problems[0].problem, ProblemKind::Classified);
            assert_eq!(problems[0].problem.as_str(), "classified");
            true
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_ledger_takes_no_class_above_its_own() {
    let unknown = || Classification::parse("tuyệt mật");
    let all = [Classification::Public, Classification::Internal, Classification::Secret, unknown()];
    // By the ledger's class: whether a task of each class is refused.
    let table = [
        (Classification::Public, [false, true, true, true]),
        (Classification::Internal, [false, false, true, true]),
        (Classification::Secret, [false; 4]),
    ];
    assert!(matches!(Ledger::memory(&new(unknown())), Err(Error::Core(_))), "a slip of the pen");
    for (class, refused) in table {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.tiendo");
        let ledger = Ledger::create(&path, &new(class.clone())).unwrap();
        assert!(!is_classified(ledger.append(&batch(task("none", None)), at(), "test")));
        for (given, is_refused) in all.iter().zip(refused) {
            let given = task(given.as_str().split(' ').next().unwrap(), Some(given.clone()));
            let appended = ledger.append(&batch(given.clone()), at(), "test");
            assert_eq!(is_classified(appended), is_refused, "{class:?} {:?}", given.classification);
            if is_refused {
                // Nor by an import, nor as a further version or a correction of what is public.
                let records = Records { tasks: vec![given.clone()], ..Records::default() };
                let (watch, skip) = (Watch::new(), ImportOptions::default());
                let imported = ledger.import(&records, at(), "test", &skip, &watch);
                assert!(matches!(imported, Err(Error::Refused { total: 1, .. })));
                let skip = ImportOptions { skip_refused: true, ..skip };
                let imported = ledger.import(&records, at(), "test", &skip, &watch).unwrap();
                assert_eq!((imported.recorded, imported.refused), (0, 1));
                let version = task("none", given.classification.clone());
                let mut corrects = Batch::new();
                corrects.correct(RecordId { seq: 2, position: 0 }, version.clone());
                for batch in [batch(version), corrects] {
                    assert!(is_classified(ledger.append(&batch, at(), "test")));
                }
                // What is said about it has nothing to be said about.
                let said = ledger.append(&batch(report("R", given.id.as_str())), at(), "test");
                assert!(matches!(said, Err(Error::Refused { .. })));
            }
        }
        // It is what it was made for: in every handle, after a rebuild, and in a copy.
        ledger.rebuild(&Watch::new()).unwrap();
        let copy = folder.path().join("copy.tiendo");
        ledger.backup(&copy, &Watch::new()).unwrap();
        drop(ledger);
        for path in [&path, &copy] {
            for access in [Access::ReadWrite, Access::ReadOnly, Access::Immutable] {
                let options = OpenOptions { access, ..OpenOptions::default() };
                let ledger = Ledger::open_with(path, &options).unwrap();
                assert_eq!(ledger.classification(), &class);
            }
            let ledger = Ledger::open(path).unwrap();
            let again = ledger.append(&batch(task("more", Some(unknown()))), at(), "test");
            assert_eq!(is_classified(again), refused[3]);
            assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
        }
    }
}

/// What is said about a task that is left out is left out with it, and the rest is imported.
#[test]
fn reports_on_what_is_refused_are_refused() {
    let mut broken = task("broken", None);
    broken.weight = 200;
    let secret = task("secret", Some(Classification::Secret));
    let records = Records {
        documents: vec![Document::new(DocumentId::new("57-NQ/TW").unwrap(), text("Nghị quyết"))],
        tasks: vec![task("good", None), broken, secret, task("better", None)],
        reports: ["good", "broken", "secret", "better"]
            .map(|on| report(&format!("R-{on}"), on))
            .to_vec(),
        ..Records::default()
    };
    for batch in [1, 3, 100] {
        let ledger = Ledger::memory(&new(Classification::Public)).unwrap();
        let (watch, options) = (Watch::new(), ImportOptions { batch, skip_refused: true });
        let imported = ledger.import(&records, at(), "test", &options, &watch).unwrap();
        assert_eq!((imported.recorded, imported.refused), (5, 4));
        let words: Vec<&str> = imported.problems.iter().map(|p| p.problem.as_str()).collect();
        assert_eq!(words, ["invalid", "classified", "unknown_task", "unknown_task"]);
        assert_eq!(ledger.refresh().unwrap().report_count(), 2);
    }
}

#[test]
fn a_class_that_a_file_gives_to_another_kind_counts() {
    let mut records = Records::default();
    records.documents.push(Document::new(DocumentId::new("1").unwrap(), text("Văn bản")));
    let (watch, options) = (Watch::new(), ImportOptions::default());
    for (json, is_refused) in
        [("\"public\"", false), ("\"secret\"", true), ("\"mật\"", true), ("7", true)]
    {
        let mut records = records.clone();
        records.unknown.insert(RecordKind::Document, "1", "/classification", json);
        let ledger = Ledger::memory(&new(Classification::Public)).unwrap();
        let imported = ledger.import(&records, at(), "test", &options, &watch);
        assert_eq!(imported.is_err(), is_refused, "{json}");
        let ledger = Ledger::memory(&new(Classification::Secret)).unwrap();
        ledger.import(&records, at(), "test", &options, &watch).unwrap();
    }
}

#[test]
fn the_class_stands_in_the_first_entry_and_cannot_be_raised() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    drop(Ledger::create(&path, &new(Classification::Internal)).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    let first: String = connection
        .query_row("SELECT records FROM entry WHERE entry = 1", [], |r| r.get(0))
        .unwrap();
    let origin = r#"[{"ledger":{"format":"1.1","node":"node","classification":"internal"}},"#;
    assert!(first.starts_with(origin), "{first:.90}");
    connection
        .execute_batch(
            "DROP TRIGGER entry_is_not_changed;
             UPDATE entry SET records = replace(records, 'internal', 'secret') WHERE entry = 1;
             CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'entries are never changed: append a correction'); END",
        )
        .unwrap();
    connection.close().unwrap();
    // What is not what was hashed says nothing.
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.classification(), &Classification::Public);
    let secret = ledger.append(&batch(task("T1", Some(Classification::Secret))), at(), "test");
    assert!(is_classified(secret));
    let faults = ledger.verify(&Watch::new()).unwrap().faults;
    assert_eq!((faults[0].entry, faults[0].part), (Some(1), "its hash"));
}

const NAME: &str = "Nguyễn Thị Quên-Lãng";

/// Says what an error is, in every way it can be said.
fn tells_nobody(error: &Error) {
    let said = format!("{error} {error:?} {error:#?} {}", error.code().as_str());
    assert!(!said.contains("Quên") && !said.contains("Qu\\u"), "{said}");
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) {
    tells_nobody(&result.expect_err("it is refused"));
}

/// A ledger whose every field about persons, and every actor, is one person's name.
fn named(path: &Path) -> Ledger {
    let ledger = Ledger::create(path, &NewLedger::new("node", at(), NAME)).unwrap();
    let mut first = task("T1", None);
    (first.responsible_person, first.supervising_leader) = (Some(text(NAME)), Some(text(NAME)));
    let mut all = batch(Document::new(DocumentId::new("57-NQ/TW").unwrap(), text("Nghị quyết")));
    all.add(first);
    for i in 0..30 {
        let mut said = report(&format!("R{i}"), "T1");
        said.by_post = Some(text(NAME));
        all.add(said);
    }
    ledger.append(&all, at(), NAME).unwrap();
    ledger
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[test]
fn no_error_tells_of_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let ledger = named(&path);
    let append = |batch: &Batch| ledger.append(batch, at(), NAME);
    // Records that cannot be taken.
    let said = |id: &str, on: &str| {
        let mut said = report(id, on);
        said.by_post = Some(text(NAME));
        said
    };
    let mut other = said("R1", "T1");
    other.by_post = Some(text("Người khác"));
    refused(append(&batch(other)));
    refused(append(&batch(said("X", "T9"))));
    let mut wrong = said("X", "T1");
    wrong.percent = Some(101);
    refused(append(&batch(wrong)));
    let mut secret = task("T2", Some(Classification::Secret));
    secret.responsible_person = Some(text(NAME));
    refused(append(&batch(secret)));
    let mut invalid = task("T2", None);
    (invalid.responsible_person, invalid.weight) = (Some(text(NAME)), 200);
    let _ = append(&batch(invalid)).map_err(|error| tells_nobody(&error));
    let mut nothing = Batch::new();
    nothing.correct(RecordId { seq: 99, position: 0 }, said("X", "T1"));
    refused(append(&nothing));
    // Who records, and when.
    for actor in [format!("{NAME}\n"), NAME.repeat(20), format!("\u{7}{NAME}")] {
        refused(ledger.append(&Batch::new(), at(), &actor));
        refused(ledger.erase_person(NAME, None, at(), &actor));
        refused(Ledger::create(folder.path().join("y"), &NewLedger::new("node", at(), &actor)));
    }
    let earlier = day::parse_instant("2020-01-01T00:00:00").unwrap();
    refused(ledger.append(&batch(said("X", "T1")), earlier, NAME));
    refused(ledger.erase_person(NAME, None, earlier, NAME));
    // What a host prints of it, or panics with.
    ledger.refresh().unwrap();
    let shown = format!("{ledger:?} {:?}", ledger.findings());
    assert!(!shown.contains("Quên"), "{shown}");
    // Others at it, and for reading only.
    let options = OpenOptions { busy_timeout: Duration::from_millis(20), ..OpenOptions::default() };
    let short = Ledger::open_with(&path, &options).unwrap();
    let writing = rusqlite::Connection::open(&path).unwrap();
    writing.execute_batch("BEGIN IMMEDIATE").unwrap();
    refused(short.append(&batch(said("X", "T1")), at(), NAME));
    refused(short.erase_person(NAME, None, at(), NAME));
    writing.execute_batch("COMMIT").unwrap();
    drop((short, writing));
    let options = OpenOptions { access: Access::ReadOnly, ..options };
    let reader = Ledger::open_with(&path, &options).unwrap();
    refused(reader.append(&batch(said("X", "T1")), at(), NAME));
    refused(reader.erase_person(NAME, None, at(), NAME));
    drop(reader);
    // No file is called by it.
    ledger.checkpoint().unwrap();
    ledger.backup(folder.path().join("copy"), &Watch::new()).unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        assert!(!file.unwrap().file_name().to_string_lossy().contains("Quên"));
    }
    // Moved, rolled back, damaged at every place, in file and journal.
    drop(ledger);
    let older = std::fs::read(&path).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    ledger.append(&batch(said("X", "T1")), at(), NAME).unwrap();
    let journal = std::fs::read(beside(&path, "-wal")).unwrap();
    std::fs::rename(&path, folder.path().join("moved")).unwrap();
    refused(ledger.append(&batch(said("Y", "T1")), at(), NAME));
    drop(ledger);
    let _ = std::fs::remove_file(beside(&path, "-wal"));
    let _ = std::fs::remove_file(beside(&path, "-shm"));
    std::fs::write(&path, &older).unwrap();
    refused(Ledger::open(&path));
    std::fs::remove_file(beside(&path, ".head")).unwrap();
    let mut count = 0;
    let quick = OpenOptions { busy_timeout: Duration::from_millis(20), ..OpenOptions::default() };
    for place in (0..older.len()).step_by(older.len() / 60) {
        let mut damaged = older.clone();
        damaged[place] ^= 0x41;
        std::fs::write(&path, &damaged).unwrap();
        if place % 3 == 0 {
            std::fs::write(beside(&path, "-wal"), &journal).unwrap();
        }
        let ledger = match Ledger::open_with(&path, &quick) {
            Ok(ledger) => ledger,
            Err(error) => {
                tells_nobody(&error);
                count += 1;
                remove_beside(&path);
                continue;
            }
        };
        let results = [
            ledger.refresh().map(drop),
            ledger.export_person("Người khác").map(drop),
            ledger.append(&batch(said("X", "T1")), at(), "test").map(drop),
            ledger.log(&TaskId::new("T1").unwrap()).map(drop),
        ];
        for error in results.iter().filter_map(|result| result.as_ref().err()) {
            tells_nobody(error);
            count += 1;
        }
        match ledger.verify(&Watch::new()) {
            Ok(verified) => {
                let faults: Vec<String> =
                    verified.faults.iter().map(|f| format!("{f} {f:?}")).collect();
                assert!(!faults.concat().contains("Quên"), "{faults:?}");
                count += faults.len();
            }
            Err(error) => tells_nobody(&error),
        }
        drop(ledger);
        remove_beside(&path);
    }
    assert!(count > 20, "{count} errors and faults");
}

fn remove_beside(path: &Path) {
    for suffix in ["-wal", "-shm", ".head"] {
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}
