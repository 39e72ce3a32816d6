//! The life of a file: formats that come later, upgrades, copies for others, and what is read of a damaged one.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

#[path = "life/salvage.rs"]
mod salvage;

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use rusqlite::Connection;
use tiendo::{Document, DocumentId, Report, ReportId, ReportKind, Task, TaskId, Text, Watch, day};
use tiendo_ledger::{
    Access, Batch, Entry, Error, Ledger, NewLedger, OpenFinding, OpenOptions, Record, RecordId,
    Upgrade,
};

fn at() -> NaiveDateTime {
    day::parse_instant("2026-01-05T08:00:00").unwrap()
}

fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn names(folder: &Path) -> Vec<String> {
    let all = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn report(id: &str) -> Report {
    let on = day::parse("2025-02-01").unwrap();
    Report::new(ReportId::new(id).unwrap(), TaskId::new("T1").unwrap(), ReportKind::Progress, on)
}

/// A ledger of some entries: a task with a person, reports one by one, a large one, corrections and a withdrawal.
fn made(path: &Path) -> Ledger {
    let ledger = Ledger::create(path, &NewLedger::new("node", at(), "test")).unwrap();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut task = Task::new(TaskId::new("T1").unwrap(), document.clone(), text("Báo cáo"));
    task.responsible_person = Some(text("Nguyễn Văn A"));
    let mut batch = Batch::new();
    batch.add(Document::new(document, text("Nghị quyết 57"))).add(task);
    ledger.append(&batch, at(), "test").unwrap();
    for i in 0..40 {
        let mut said = report(&format!("R{i}"));
        said.by_post = (i % 3 == 0).then(|| text(&format!("Chức vụ {i}")));
        let mut batch = Batch::new();
        batch.add(said);
        if i == 20 {
            // Too much for one page.
            batch.extend((0..300).map(|i| Record::from(report(&format!("S{i}")))));
        }
        ledger.append(&batch, at(), "test").unwrap();
    }
    let mut right = report("R1");
    right.percent = Some(40);
    let mut batch = Batch::new();
    batch.correct(RecordId { seq: 4, position: 0 }, right);
    ledger.append(&batch, at(), "test").unwrap();
    let mut batch = Batch::new();
    batch.withdraw(RecordId { seq: 6, position: 0 }, Some(text("nhập nhầm")));
    ledger.append(&batch, at(), "test").unwrap();
    ledger
}

const ENTRIES: u64 = 44;

fn fixture(folder: &Path, name: &str) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ledger").join(name);
    let path = folder.join("x.tiendo");
    std::fs::copy(from, &path).unwrap();
    path
}

fn change(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
}

// Formats.

#[test]
fn a_later_major_format_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    drop(made(&path));
    change(&path, "PRAGMA user_version = 2003");
    let before = std::fs::read(&path).unwrap();
    let newer = Error::NewerFormat {
        path: path.display().to_string(),
        have: "2.3".into(),
        need: "1.1".into(),
    };
    for access in [Access::ReadWrite, Access::ReadOnly, Access::Immutable] {
        let options = OpenOptions { access, ..OpenOptions::default() };
        let refused = Ledger::open_with(&path, &options).unwrap_err();
        assert_eq!(refused, newer);
        for named in [path.display().to_string().as_str(), "2.3", "1.1"] {
            assert!(refused.to_string().contains(named), "{refused}");
        }
    }
    let to = folder.path().join("y.tiendo");
    assert_eq!(Ledger::salvage(&path, &to, at(), "test", &Watch::new()), Err(newer.clone()));
    assert_eq!(Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new()), Err(newer));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(!to.exists());
}

#[test]
fn a_later_minor_format_is_read_and_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let ledger = made(&path);
    let head = ledger.head().unwrap();
    let open_before = Ledger::open(&path).unwrap();
    // What a later version may do: a table, a kind of record, and what people ask about it.
    change(
        &path,
        "PRAGMA user_version = 1002; CREATE TABLE countersigned (entry INTEGER, by TEXT) STRICT;
         INSERT INTO definition VALUES ('countersignature', 'C1', 45, 0);",
    );
    let records = r#"[{"countersignature":{"id":"C1","of":12}}]"#;
    let entry = next_entry(&ledger, records);
    insert(&path, &entry);
    // A handle from before does not write any more either.
    let mut batch = Batch::new();
    batch.add(report("R99"));
    let newer = Error::NewerFormat {
        path: path.display().to_string(),
        have: "1.2".into(),
        need: "1.1".into(),
    };
    assert_eq!(open_before.append(&batch, at(), "test"), Err(newer.clone()));
    assert_eq!(open_before.rebuild(&Watch::new()), Err(newer.clone()));
    assert_eq!(open_before.drop_checkpoint(), Err(newer.clone()));
    drop((ledger, open_before));
    let before = std::fs::read(&path).unwrap();
    for access in [Access::ReadWrite, Access::ReadOnly] {
        let options = OpenOptions { access, ..OpenOptions::default() };
        let ledger = Ledger::open_with(&path, &options).unwrap();
        assert_eq!(ledger.findings(), [OpenFinding::NewerFormat]);
        assert_eq!(ledger.head().unwrap().seq, head.seq + 1);
        assert_eq!(ledger.refresh().unwrap().report_count(), 339);
        let verified = ledger.verify(&Watch::new()).unwrap();
        assert!(verified.is_sound(), "{:?}", verified.faults);
        let read = ledger.entries(head.seq, 1).unwrap()[0].records().unwrap();
        assert!(
            matches!(&read[0].record, Record::Later(later) if later.kind() == "countersignature")
        );
        let refused = [
            ledger.append(&batch, at(), "test").map(drop),
            ledger.rebuild(&Watch::new()).map(drop),
            ledger.checkpoint().map(drop),
            ledger.drop_checkpoint(),
            ledger.bulk().map(drop),
            ledger.anchor().map(drop),
            ledger.erase_person("Nguyễn Văn A", None, at(), "test").map(drop),
        ];
        for refused in refused {
            assert_eq!(refused, Err(newer.clone()));
        }
    }
    assert_eq!(Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new()), Err(newer));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // The same record in a file of a format that has none of it is damage.
    change(&path, "PRAGMA user_version = 1001; DROP TABLE countersigned");
    let ledger = Ledger::open(&path).unwrap();
    assert!(matches!(ledger.refresh(), Err(Error::Corrupt { entry: Some(45), .. })));
    assert_eq!(ledger.verify(&Watch::new()).unwrap().faults[0].entry, Some(45));
}

/// The entry that would follow the last one.
fn next_entry(ledger: &Ledger, records: &str) -> Entry {
    use sha2::{Digest, Sha256};
    let (feed, head) = (ledger.feed(), ledger.head().unwrap());
    let recorded_at = day::instant_to_string(at());
    let (seq, node, origin) = (head.seq + 1, &feed.node, &feed.origin);
    let lines = format!(
        "tiendo ledger entry 1\nfeed {node} {origin}\nseq {seq}\nprevious {}\nrecorded_at {recorded_at}\nactor test\n\n{records}",
        head.hash
    );
    let hash = tiendo_ledger::Hash(Sha256::digest(lines.as_bytes()).into());
    Entry { seq, recorded_at: at(), actor: "test".into(), records: records.into(), hash }
}

fn insert(path: &Path, entry: &Entry) {
    let connection = Connection::open(path).unwrap();
    let recorded_at = day::instant_to_string(entry.recorded_at);
    connection
        .execute(
            "INSERT INTO entry VALUES (?1, 1, ?1, ?2, ?3, ?4, ?5)",
            (entry.seq as i64, recorded_at, &entry.actor, &entry.records, &entry.hash.0),
        )
        .unwrap();
}

#[test]
fn an_earlier_format_takes_what_it_knows_and_is_upgraded_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = fixture(folder.path(), "format-1.0.tiendo");
    let older = std::fs::read(&path).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    let told = ledger.refresh().unwrap().to_records();
    let mut batch = Batch::new();
    batch.add(report("R9"));
    ledger.append(&batch, at(), "test").unwrap();
    let name = "Giám đốc Sở Ví dụ";
    let refused = ledger.erase_person(name, None, at(), "test");
    assert!(
        matches!(&refused, Err(Error::OlderFormat { have, need, .. }) if have == "1.0" && need == "1.1"),
        "{refused:?}"
    );
    assert_eq!(ledger.export_person(name).unwrap().len(), 1, "nothing was erased");
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
    let entries = ledger.entries(0, 100).unwrap();
    drop(ledger);
    let upgraded = Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new()).unwrap();
    let backup = beside(&path, ".format-1.0");
    let done = Upgrade::Done { from: "1.0".into(), to: "1.1".into(), backup: backup.clone() };
    assert_eq!(upgraded, done);
    let all = ["x.tiendo", "x.tiendo.format-1.0", "x.tiendo.format-1.0.head", "x.tiendo.head"];
    assert_eq!(names(folder.path()), all);
    // Again it is current, and not a byte changes.
    let now = std::fs::read(&path).unwrap();
    let current = Upgrade::Current { format: "1.1".into() };
    assert_eq!(Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new()), Ok(current));
    assert_eq!(std::fs::read(&path).unwrap(), now);
    assert_ne!(now, older);
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.findings(), []);
    assert_eq!(ledger.entries(0, 100).unwrap(), entries);
    ledger.erase_person(name, None, at(), "test").unwrap();
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
    // The backup is a ledger of the format before.
    let ledger = Ledger::open(&backup).unwrap();
    assert_eq!(ledger.entries(0, 100).unwrap(), entries);
    assert!(matches!(
        ledger.erase_person(name, None, at(), "test"),
        Err(Error::OlderFormat { .. })
    ));
    assert_eq!(told.reports.len(), 1);
}

#[test]
fn a_backup_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = fixture(folder.path(), "format-1.0.tiendo");
    let first = beside(&path, ".format-1.0");
    std::fs::write(&first, "somebody's").unwrap();
    std::fs::write(beside(&path, ".format-1.0.2.head"), "somebody's").unwrap();
    let upgraded = Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new()).unwrap();
    let third = beside(&path, ".format-1.0.3");
    assert!(matches!(upgraded, Upgrade::Done { backup, .. } if backup == third));
    assert_eq!(std::fs::read(&first).unwrap(), b"somebody's");
    assert!(Ledger::open(&third).unwrap().verify(&Watch::new()).unwrap().is_sound());
}

#[test]
fn an_upgrade_that_is_stopped_or_finds_damage_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = fixture(folder.path(), "format-1.0.tiendo");
    let before = std::fs::read(&path).unwrap();
    let watch = Watch::new();
    watch.stop();
    let cancelled = Ledger::upgrade(&path, &OpenOptions::default(), &watch);
    assert_eq!(cancelled, Err(Error::Core(tiendo::Error::Cancelled)));
    let mut damaged = before.clone();
    // A page that its table is no longer reached by.
    let page = damaged.len() - 4096;
    damaged[page..].fill(0xff);
    std::fs::write(&path, &damaged).unwrap();
    let refused = Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new());
    assert!(matches!(refused, Err(Error::Corrupt { .. })), "{refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), damaged);
    let left: Vec<String> = names(folder.path());
    assert!(left.iter().all(|name| !name.contains("format-1.0")), "{left:?}");
    let read_only = OpenOptions { access: Access::ReadOnly, ..OpenOptions::default() };
    assert_eq!(Ledger::upgrade(&path, &read_only, &Watch::new()), Err(Error::ReadOnly));
}

#[test]
fn a_file_of_an_earlier_format_that_was_rolled_back_can_still_be_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = fixture(folder.path(), "format-1.0.tiendo");
    let older = std::fs::read(&path).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    let mut batch = Batch::new();
    batch.add(report("R9"));
    ledger.append(&batch, at(), "test").unwrap();
    drop(ledger);
    std::fs::write(&path, older).unwrap();
    let (options, reason) = (OpenOptions::default(), text("khôi phục"));
    let accept = || Ledger::accept_rollback(&path, &options, &reason, at(), "test");
    assert!(matches!(accept(), Err(Error::OlderFormat { .. })));
    assert!(matches!(Ledger::open(&path), Err(Error::RolledBack { .. })));
    Ledger::upgrade(&path, &options, &Watch::new()).unwrap();
    assert!(matches!(Ledger::open(&path), Err(Error::RolledBack { .. })));
    assert_eq!(accept().unwrap().head().unwrap().seq, 7);
}

// Copies for others.

#[test]
fn a_snapshot_is_one_file_that_any_sqlite_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let ledger = made(&path);
    ledger.checkpoint().unwrap();
    let erased = "Chức vụ 9";
    let holds = |path: &Path, text: &str| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    // Somebody reads an older state: the erasure is done and its bytes are not gone yet.
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM entry").unwrap();
    let short = OpenOptions {
        busy_timeout: std::time::Duration::from_millis(50),
        ..OpenOptions::default()
    };
    let other = Ledger::open_with(&path, &short).unwrap();
    assert_eq!(other.erase_person(erased, None, at(), "test"), Err(Error::Busy));
    let copy = folder.path().join("copy").join("bản sao.tiendo");
    std::fs::create_dir(copy.parent().unwrap()).unwrap();
    let head = ledger.snapshot(&copy, &Watch::new()).unwrap();
    assert_eq!(head, ledger.head().unwrap());
    assert!(!holds(&copy, erased), "what was erased is not in it");
    assert!(holds(&copy, "Chức vụ 6"));
    assert_eq!(names(copy.parent().unwrap()), ["bản sao.tiendo", "bản sao.tiendo.head"]);
    let bytes = std::fs::read(&copy).unwrap();
    assert_eq!((bytes[18], bytes[19]), (1, 1), "no journal beside it");
    let opened = Connection::open(&copy).unwrap();
    let count: i64 =
        opened.query_row("SELECT count(*) FROM report_now", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 339);
    drop(opened);
    assert_eq!(names(copy.parent().unwrap()).len(), 2);
    assert!(matches!(ledger.snapshot(&copy, &Watch::new()), Err(Error::Exists { .. })));
    let options = OpenOptions { access: Access::Immutable, ..OpenOptions::default() };
    let read = Ledger::open_with(&copy, &options).unwrap();
    assert_eq!(read.findings(), []);
    assert!(read.verify(&Watch::new()).unwrap().is_sound());
    assert_eq!(std::fs::read(&copy).unwrap(), bytes);
    // Of a copy, another copy; and none where it is stopped.
    let next = folder.path().join("next.tiendo");
    let watch = Watch::new();
    watch.stop();
    let stopped = read.snapshot(&next, &watch);
    assert_eq!(stopped, Err(Error::Core(tiendo::Error::Cancelled)));
    assert!(!names(folder.path()).iter().any(|name| name.starts_with("next")));
    assert_eq!(read.snapshot(&next, &Watch::new()), Ok(head));
    reader.execute_batch("COMMIT").unwrap();
}

/// Whoever opened it first once left an empty journal beside it.
#[test]
fn a_copy_that_was_opened_and_closed_is_one_file_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let ledger = made(&path);
    let (backup, snapshot) = (folder.path().join("backup"), folder.path().join("snapshot"));
    ledger.backup(&backup, &Watch::new()).unwrap();
    ledger.snapshot(&snapshot, &Watch::new()).unwrap();
    drop(ledger);
    drop((Ledger::open(&backup).unwrap(), Ledger::open(&snapshot).unwrap()));
    let all = ["backup", "backup.head", "snapshot", "snapshot.head", "x.tiendo", "x.tiendo.head"];
    assert_eq!(names(folder.path()), all);
}

// The first bad entry.

#[test]
fn verify_names_the_first_bad_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    drop(made(&path));
    let whole = std::fs::read(&path).unwrap();
    for (sql, part) in [
        ("UPDATE entry SET actor = 'x' WHERE seq IN (7, 30)", "its hash"),
        ("UPDATE entry SET records = replace(records, 'R5', 'R6') WHERE seq = 8", "its hash"),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 9", "its hash"),
        ("UPDATE entry SET recorded_at = '2026-01-05T08:00:01' WHERE seq = 10", "its hash"),
        ("DELETE FROM entry WHERE seq = 11", "its number"),
        ("UPDATE entry SET recorded_at = 'yesterday' WHERE seq = 12", "a column"),
        ("UPDATE entry SET hash = x'00' WHERE seq = 13", "a column"),
        ("UPDATE apart SET text = '{}' WHERE entry = 15", "what is kept apart of it"),
    ] {
        std::fs::write(&path, &whole).unwrap();
        change(
            &path,
            &format!(
                "DROP TRIGGER entry_is_not_changed; DROP TRIGGER entry_is_not_deleted; {sql};"
            ),
        );
        // The triggers go back, as whoever knows what he does would do.
        restore_triggers(&path);
        let ledger = Ledger::open(&path).unwrap();
        let faults = ledger.verify(&Watch::new()).unwrap().faults;
        let number =
            sql.split_once("seq IN (").or(sql.split_once("seq = ")).or(sql.split_once("entry = "));
        let number: String = number.unwrap().1.chars().take_while(char::is_ascii_digit).collect();
        let mut expected: u64 = number.parse().unwrap();
        expected += u64::from(sql.starts_with("DELETE"));
        assert_eq!((faults[0].entry, faults[0].part), (Some(expected), part), "{sql}: {faults:?}");
    }
    // A page that cannot be read: what is before it is verified, and the entry named that comes next. Where it is no entry's
    // page the log is followed to its end.
    let mut named = Vec::new();
    for page in (4096..whole.len()).step_by(4096).filter(|page| whole[*page] == 13) {
        let mut damaged = whole.clone();
        damaged[page + 3] = 0xff;
        std::fs::write(&path, &damaged).unwrap();
        match Ledger::open(&path) {
            Ok(ledger) => {
                let verified = ledger.verify(&Watch::new()).unwrap();
                assert!(!verified.is_sound());
                let bad = verified.faults.iter().find_map(|fault| fault.entry);
                assert_eq!(verified.entries, bad.map_or(ENTRIES, |bad| bad - 1));
                named.extend(bad);
            }
            Err(Error::Corrupt { .. }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    named.sort_unstable();
    assert!(named.len() >= 2 && named[0] == 1, "{named:?}");
}

fn restore_triggers(path: &Path) {
    change(
        path,
        "CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'entries are never changed: append a correction'); END;
         CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'entries are never deleted: append a correction'); END;",
    );
}
