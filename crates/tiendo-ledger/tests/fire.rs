//! What befalls files: rolled back, moved, left behind by the killed; and persons who are to be forgotten.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use tiendo::{Document, DocumentId, Report, ReportId, ReportKind, Task, TaskId, Text, Watch, day};
use tiendo_ledger::{
    Access, Batch, Error, Head, Ledger, NewLedger, OpenFinding, OpenOptions, Record,
};

fn at() -> NaiveDateTime {
    day::parse_instant("2026-01-05T08:00:00").unwrap()
}

fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn report(id: &str) -> Report {
    let on = day::parse("2025-02-01").unwrap();
    Report::new(ReportId::new(id).unwrap(), TaskId::new("T1").unwrap(), ReportKind::Progress, on)
}

fn append(ledger: &Ledger, id: &str) -> Result<Head, Error> {
    let mut batch = Batch::new();
    batch.add(report(id));
    ledger.append(&batch, at(), "test").map(|appended| appended.head)
}

/// A ledger with a document and a task, in a folder of its own.
fn made() -> (tempfile::TempDir, PathBuf, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let ledger = Ledger::create(&path, &NewLedger::new("node", at(), "test")).unwrap();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut batch = Batch::new();
    batch.add(Document::new(document.clone(), text("Nghị quyết 57")));
    batch.add(Task::new(TaskId::new("T1").unwrap(), document, text("Báo cáo")));
    ledger.append(&batch, at(), "test").unwrap();
    (folder, path, ledger)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Every file of a folder but for shared memory and an empty journal, which hold nothing of what is kept.
fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .filter(|(path, bytes)| !(path.ends_with("-wal") && bytes.is_empty()))
        .collect();
    all.sort();
    all
}

#[test]
fn a_lost_end_is_noticed_and_nothing_is_written() {
    let (folder, path, ledger) = made();
    append(&ledger, "R1").unwrap();
    drop(ledger);
    let older = std::fs::read(&path).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.findings(), []);
    let head = append(&ledger, "R2").unwrap();
    drop(ledger);
    std::fs::write(&path, &older).unwrap();
    let before = bytes(folder.path());
    for access in [Access::ReadWrite, Access::ReadOnly, Access::Immutable] {
        let options = OpenOptions { access, ..OpenOptions::default() };
        match Ledger::open_with(&path, &options) {
            Err(Error::RolledBack { anchored, have, .. }) => {
                assert_eq!(anchored, head.to_string());
                assert!(have.starts_with("3:"), "{have}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(bytes(folder.path()), before, "a refused file is left as it is");
    }
    // Another history of the same length does not pass for the one that is anchored.
    let unanchored = beside(&path, ".head");
    let anchor = std::fs::read(&unanchored).unwrap();
    std::fs::remove_file(&unanchored).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.findings(), [OpenFinding::NoAnchor]);
    append(&ledger, "R3").unwrap();
    drop(ledger);
    assert_eq!(Ledger::open(&path).unwrap().findings(), [], "it has an anchor again");
    std::fs::write(&unanchored, anchor).unwrap();
    assert!(matches!(Ledger::open(&path), Err(Error::RolledBack { .. })));
    // Accepted, it says so in the log, once.
    let accept = || {
        let options = OpenOptions::default();
        Ledger::accept_rollback(&path, &options, &text("khôi phục"), at(), "test")
    };
    let ledger = accept().unwrap();
    let records = ledger.entries(4, 1).unwrap()[0].records().unwrap();
    assert!(
        matches!(&records[0].record, Record::Rollback(rollback) if rollback.anchored == head.to_string())
    );
    assert_eq!(ledger.registry(None).unwrap().report_count(), 2);
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
    drop(ledger);
    assert!(matches!(accept(), Err(Error::NothingRolledBack { .. })));
    Ledger::open(&path).unwrap();
}

#[test]
fn the_anchor_of_another_ledger_is_no_anchor_of_this_one() {
    let (_folder, path, ledger) = made();
    let (_other_folder, other, other_ledger) = made();
    drop((ledger, other_ledger));
    std::fs::copy(beside(&other, ".head"), beside(&path, ".head")).unwrap();
    assert!(matches!(Ledger::open(&path), Err(Error::RolledBack { .. })));
    let accepted =
        Ledger::accept_rollback(&path, &OpenOptions::default(), &text("?"), at(), "test");
    assert!(matches!(accepted, Err(Error::RolledBack { .. })));
}

#[test]
fn an_anchor_is_never_ahead_of_a_bulk() {
    let (_folder, path, ledger) = made();
    let anchored = |path: &Path| {
        let anchor = std::fs::read_to_string(beside(path, ".head")).unwrap();
        let size = anchor.lines().find_map(|line| line.strip_prefix("size ")).unwrap();
        size.parse::<u64>().unwrap()
    };
    ledger.anchor().unwrap();
    let before = anchored(&path);
    let bulk = ledger.bulk().unwrap();
    let inner = ledger.bulk().unwrap();
    for i in 0..1100 {
        append(&ledger, &format!("R{i}")).unwrap();
    }
    assert_eq!(anchored(&path), before);
    inner.finish().unwrap();
    assert_eq!(anchored(&path), before + 1100, "what a bulk's end synced is anchored");
    append(&ledger, "S").unwrap();
    assert_eq!(anchored(&path), before + 1100, "the other one goes on");
    let head = bulk.finish().unwrap();
    assert_eq!(anchored(&path), head.seq);
}

#[test]
fn every_commit_is_anchored_where_asked_for() {
    let (_folder, path, ledger) = made();
    ledger.anchor_every_commit(true).unwrap();
    for i in 0..3 {
        let head = append(&ledger, &format!("R{i}")).unwrap();
        let anchor = std::fs::read_to_string(beside(&path, ".head")).unwrap();
        assert!(anchor.contains(&format!("size {}\nhash {}\n", head.seq, head.hash)));
    }
}

#[test]
fn nothing_is_acknowledged_into_a_file_that_went_away() {
    let befall: [fn(&Path); 3] = [
        |path| std::fs::remove_file(path).unwrap(),
        |path| std::fs::rename(path, path.with_extension("moved")).unwrap(),
        |path| {
            let copy = path.with_extension("copy");
            std::fs::copy(path, &copy).unwrap();
            std::fs::rename(copy, path).unwrap();
        },
    ];
    for befallen in befall {
        let (_folder, path, ledger) = made();
        append(&ledger, "R1").unwrap();
        befallen(&path);
        assert!(matches!(append(&ledger, "R2"), Err(Error::Moved { .. })));
    }
}

#[test]
fn what_a_kill_left_behind_is_whole() {
    let (folder, path, ledger) = made();
    append(&ledger, "R1").unwrap();
    // What a kill leaves: file, journal and anchor, without a closing.
    let killed = tempfile::tempdir().unwrap();
    let copy = |to: &Path| {
        for suffix in ["", "-wal", ".head"] {
            let from = beside(&path, suffix);
            std::fs::copy(&from, to.join(from.file_name().unwrap())).unwrap();
        }
        to.join("x.tiendo")
    };
    let left = copy(killed.path());
    assert!(std::fs::metadata(beside(&left, "-wal")).unwrap().len() > 0);
    let reopened = Ledger::open(&left).unwrap();
    assert_eq!(reopened.findings(), [OpenFinding::NotClosed]);
    assert_eq!(reopened.head().unwrap(), ledger.head().unwrap());
    drop(reopened);
    // The journal of another state of the file: the classic restore.
    let restored = tempfile::tempdir().unwrap();
    let mixed = copy(restored.path());
    append(&ledger, "R2").unwrap();
    ledger.anchor().unwrap();
    for i in 0..200 {
        append(&ledger, &format!("S{i}")).unwrap();
    }
    drop(ledger);
    std::fs::copy(&path, &mixed).unwrap();
    std::fs::copy(beside(&path, ".head"), beside(&mixed, ".head")).unwrap();
    let before = bytes(restored.path());
    match Ledger::open(&mixed) {
        Err(Error::RolledBack { .. } | Error::Corrupt { .. } | Error::NotALedger { .. }) => {
            assert_eq!(bytes(restored.path()), before, "a refused file is left as it is");
        }
        // SQLite may find that none of the journal belongs to the file.
        Ok(ledger) => assert!(ledger.verify(&Watch::new()).unwrap().is_sound()),
        Err(other) => panic!("{other:?}"),
    }
    drop(folder);
}

#[test]
fn a_backup_that_was_restored_is_refused_as_it_is() {
    let (folder, path, ledger) = made();
    let copy = folder.path().join("copy.tiendo");
    ledger.backup(&copy, &Watch::new()).unwrap();
    append(&ledger, "R1").unwrap();
    drop(ledger);
    // A backup has no journal, unlike the file whose place it takes.
    std::fs::copy(&copy, &path).unwrap();
    let before = bytes(folder.path());
    assert!(matches!(Ledger::open(&path), Err(Error::RolledBack { .. })));
    assert_eq!(bytes(folder.path()), before);
}

#[test]
fn a_handle_on_a_file_that_went_away_leaves_the_anchor_alone() {
    let (folder, path, old) = made();
    let copy = folder.path().join("copy.tiendo");
    old.backup(&copy, &Watch::new()).unwrap();
    append(&old, "R1").unwrap();
    old.anchor().unwrap();
    append(&old, "R2").unwrap();
    std::fs::rename(&copy, &path).unwrap();
    // The journal of the file that went away is none of the copy's.
    for suffix in ["-wal", "-shm"] {
        std::fs::remove_file(beside(&path, suffix)).unwrap();
    }
    let (options, reason) = (OpenOptions::default(), text("khôi phục"));
    let accepted = Ledger::accept_rollback(&path, &options, &reason, at(), "test").unwrap();
    let head = accepted.head().unwrap();
    drop((old, accepted));
    assert_eq!(Ledger::open(&path).unwrap().head().unwrap(), head);
}

#[test]
fn erasing_a_person_brings_no_earlier_definition_back() {
    let (_folder, _path, ledger) = made();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let task = |title: &str, person: &str| {
        let mut task = Task::new(TaskId::new("T1").unwrap(), document.clone(), text(title));
        task.responsible_person = Some(text(person));
        task.supervising_leader = Some(text("Trần Văn B"));
        let mut batch = Batch::new();
        batch.add(task);
        ledger.append(&batch, at(), "test").unwrap();
    };
    task("Trước", "Nguyễn Văn A");
    task("Sau", "Lê Văn C");
    let erased = ledger.erase_person("Nguyễn Văn A", None, at(), "test").unwrap();
    assert_eq!((erased.records, erased.recorded_again), (1, 0));
    let registry = ledger.refresh().unwrap();
    let now = registry.task("T1").unwrap();
    assert_eq!(now.title.as_str(), "Sau");
    assert_eq!(now.responsible_person.as_ref().map(Text::as_str), Some("Lê Văn C"));
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
}

#[test]
fn a_person_is_erased_to_the_last_byte() {
    const NAME: &str = "Nguyễn Thị Quên-Lãng";
    const OTHER: &str = "Trần Văn Ở-Lại";
    let (folder, path, ledger) = made();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut batch = Batch::new();
    let mut both = Task::new(TaskId::new("T2").unwrap(), document.clone(), text("Hai người"));
    both.responsible_person = Some(text(NAME));
    both.supervising_leader = Some(text(OTHER));
    let mut alone = Task::new(TaskId::new("T3").unwrap(), document, text("Một người"));
    alone.supervising_leader = Some(text(NAME));
    batch.add(both).add(alone);
    ledger.append(&batch, at(), "test").unwrap();
    let mut batch = Batch::new();
    for i in 0..50 {
        let mut said = report(&format!("R{i}"));
        said.by_post = Some(text(NAME));
        batch.add(said);
    }
    ledger.append(&batch, at(), "test").unwrap();
    ledger.checkpoint().unwrap();
    let holds = |name: &str| {
        let all = bytes(folder.path());
        all.iter().any(|(_, bytes)| bytes.windows(name.len()).any(|w| w == name.as_bytes()))
    };
    assert!(holds(NAME) && holds(OTHER));
    let found = ledger.export_person(NAME).unwrap();
    assert_eq!(found.len(), 52);
    assert_eq!((found[0].kind.as_str(), found[0].id.as_str()), ("task", "T2"));
    // The same name, typed in decomposed form.
    let decomposed = "Nguyê\u{303}n Thi\u{323} Quên-La\u{303}ng";
    assert_eq!(ledger.export_person(decomposed).unwrap(), found);
    let erased = ledger.erase_person(NAME, Some(&text("theo đơn")), at(), "test").unwrap();
    assert_eq!((erased.records, erased.recorded_again), (52, 1));
    assert!(!holds(NAME), "no byte is left");
    assert!(holds(OTHER));
    let task = ledger.refresh().unwrap();
    let task = task.task("T2").unwrap();
    assert_eq!(task.supervising_leader.as_ref().map(Text::as_str), Some(OTHER));
    assert_eq!(task.responsible_person, None);
    let verified = ledger.verify(&Watch::new()).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
    assert_eq!(verified.erased, 52);
    // Again, there is nothing to erase, and no entry that says so.
    let again = ledger.erase_person(NAME, None, at(), "test").unwrap();
    assert_eq!((again.records, again.head), (0, erased.head));
    drop(ledger);
    let ledger = Ledger::open(&path).unwrap();
    assert!(ledger.export_person(NAME).unwrap().is_empty());
    assert_eq!(ledger.export_person(OTHER).unwrap().len(), 1);
    assert!(!holds(NAME));
    // While somebody reads an older state, bytes may be left, and the caller hears it.
    append(&ledger, "later").unwrap();
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM entry").unwrap();
    let short = OpenOptions {
        busy_timeout: std::time::Duration::from_millis(50),
        ..OpenOptions::default()
    };
    let other = Ledger::open_with(&path, &short).unwrap();
    append(&other, "latest").unwrap();
    assert_eq!(other.erase_person(OTHER, None, at(), "test"), Err(Error::Busy));
    assert!(other.export_person(OTHER).unwrap().is_empty());
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(other.erase_person(OTHER, None, at(), "test").unwrap().records, 0);
    drop((reader, other, ledger));
    assert!(!holds(OTHER));
}
