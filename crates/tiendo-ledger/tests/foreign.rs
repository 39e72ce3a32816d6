//! Foreign hands in one process: others that open, read, write and close the same file, while second processes write it.

#![cfg(all(target_os = "linux", target_pointer_width = "64"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::NaiveDateTime;
use rusqlite::Connection;
use tiendo::{Document, DocumentId, Report, ReportId, ReportKind, Task, TaskId, Text, Watch, day};
use tiendo_ledger::{Batch, Error, Ledger, NewLedger, OpenOptions};

fn at() -> NaiveDateTime {
    day::parse_instant("2026-01-05T08:00:00").unwrap()
}

fn append(ledger: &Ledger, id: &str) -> Result<(), Error> {
    let on = day::parse("2025-02-01").unwrap();
    let task = TaskId::new("T1").unwrap();
    let mut batch = Batch::new();
    batch.add(Report::new(ReportId::new(id).unwrap(), task, ReportKind::Progress, on));
    ledger.append(&batch, at(), "test").map(drop)
}

fn made() -> (tempfile::TempDir, PathBuf, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let ledger = Ledger::create(&path, &NewLedger::new("node", at(), "test")).unwrap();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut batch = Batch::new();
    batch.add(Document::new(document.clone(), Text::new("Nghị quyết 57").unwrap()));
    batch.add(Task::new(TaskId::new("T1").unwrap(), document, Text::new("Báo cáo").unwrap()));
    ledger.append(&batch, at(), "test").unwrap();
    (folder, path, ledger)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Reads as a host would that makes a copy; closing what was opened drops what the process has locked of it, by POSIX.
fn read_all(path: &Path) {
    for suffix in ["", "-shm", "-wal"] {
        let _ = std::fs::read(beside(path, suffix));
    }
}

/// Another process that appends so many reports, and waits so long for its turn.
fn start(path: &Path, name: &str, count: usize, wait: Duration) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["writes_beside_others", "--exact", "--ignored"])
        .env("TIENDO_FOREIGN_PATH", path)
        .env("TIENDO_FOREIGN_NAME", name)
        .env("TIENDO_FOREIGN_COUNT", count.to_string())
        .env("TIENDO_FOREIGN_WAIT", wait.as_millis().to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn succeeds(mut child: Child) -> bool {
    child.wait().unwrap().success()
}

/// The other processes.
#[test]
#[ignore = "a part of other tests, which start it"]
fn writes_beside_others() {
    let told = |what: &str| std::env::var(format!("TIENDO_FOREIGN_{what}")).unwrap();
    let busy_timeout = Duration::from_millis(told("WAIT").parse().unwrap());
    let options = OpenOptions { busy_timeout, ..OpenOptions::default() };
    let ledger = Ledger::open_with(told("PATH"), &options).unwrap();
    for i in 0..told("COUNT").parse().unwrap() {
        append(&ledger, &format!("{}-{i}", told("NAME"))).unwrap();
    }
}

fn has_reports(ledger: &Ledger, count: usize) {
    assert_eq!(ledger.refresh().unwrap().report_count(), count);
    let verified = ledger.verify(&Watch::new()).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
}

/// Without locks of the open file, the other process writes in the middle of this one's transaction.
#[test]
fn a_raw_read_takes_no_lock_away() {
    let (_folder, path, ledger) = made();
    let ours = Connection::open(&path).unwrap();
    ours.execute_batch("BEGIN IMMEDIATE").unwrap();
    read_all(&path);
    assert!(!succeeds(start(&path, "early", 1, Duration::from_millis(200))), "it is our turn");
    ours.execute_batch("COMMIT").unwrap();
    read_all(&path);
    assert!(succeeds(start(&path, "late", 1, Duration::from_secs(10))));
    drop(ours);
    has_reports(&ledger, 1);
    // Whoever closes as the last of another process finds us here, and leaves the journal.
    append(&ledger, "R1").unwrap();
    read_all(&path);
    assert!(succeeds(start(&path, "again", 1, Duration::from_secs(10))));
    assert!(beside(&path, "-wal").exists());
    append(&ledger, "R2").unwrap();
    has_reports(&ledger, 4);
}

#[test]
fn a_host_with_connections_of_its_own_destroys_nothing() {
    let (folder, path, ledger) = made();
    let (stop, each) = (AtomicBool::new(false), 150);
    let own = |stop: &AtomicBool| {
        let mut count = 0;
        while !stop.load(Ordering::Relaxed) {
            let connection = Connection::open(&path).unwrap();
            let read: i64 =
                connection.query_row("SELECT count(*) FROM report", [], |r| r.get(0)).unwrap();
            assert!(read >= 0);
            connection
                .execute_batch("BEGIN IMMEDIATE; UPDATE task_now SET title = title; COMMIT")
                .unwrap();
            // Refused while others have it open; it would take the journal away from them.
            let mode: Result<String, _> =
                connection.query_row("PRAGMA journal_mode = DELETE", [], |r| r.get(0));
            assert!(mode.is_err() || mode.unwrap() == "wal");
            connection.close().unwrap();
            count += 1;
        }
        count
    };
    let beside_it = folder.path().join("own.db");
    let other = |stop: &AtomicBool| {
        // A database of the host's own, without a journal of this kind: its locks are as they always were.
        let (one, two) =
            (Connection::open(&beside_it).unwrap(), Connection::open(&beside_it).unwrap());
        one.execute_batch("CREATE TABLE IF NOT EXISTS t (a)").unwrap();
        let mut count = 0;
        while !stop.load(Ordering::Relaxed) {
            one.execute_batch("INSERT INTO t VALUES (1)").unwrap();
            two.execute_batch("INSERT INTO t VALUES (2)").unwrap();
            count += 2;
        }
        let found: i64 = one.query_row("SELECT count(*) FROM t", [], |r| r.get(0)).unwrap();
        assert_eq!(found, count);
    };
    std::thread::scope(|scope| {
        let own = scope.spawn(|| own(&stop));
        scope.spawn(|| other(&stop));
        let raw = scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                read_all(&path);
            }
        });
        let wait = Duration::from_mins(1);
        let others: Vec<Child> =
            (0..2).map(|name| start(&path, &format!("p{name}"), each, wait)).collect();
        for i in 0..each {
            append(&ledger, &format!("ours-{i}")).unwrap();
        }
        for other in others {
            assert!(succeeds(other));
        }
        stop.store(true, Ordering::Relaxed);
        assert!(own.join().unwrap() > 3);
        raw.join().unwrap();
    });
    has_reports(&ledger, 3 * each);
    drop(ledger);
    assert!(!beside(&path, "-wal").exists(), "the last one closed it");
    has_reports(&Ledger::open(&path).unwrap(), 3 * each);
}

/// A connection of the host's, by the same SQLite, keeps its locks when our handles go.
#[test]
fn a_connection_of_the_hosts_outlives_our_handles() {
    let (_folder, path, ledger) = made();
    let after = Connection::open(&path).unwrap();
    after.execute_batch("BEGIN IMMEDIATE").unwrap();
    drop(ledger);
    read_all(&path);
    assert!(
        !succeeds(start(&path, "early", 1, Duration::from_millis(200))),
        "it is the host's turn"
    );
    after.execute_batch("COMMIT").unwrap();
    assert!(succeeds(start(&path, "late", 1, Duration::from_secs(10))));
    drop(after);
    assert!(!beside(&path, "-wal").exists(), "the last one closed it");
    has_reports(&Ledger::open(&path).unwrap(), 1);
}

/// One that was there before the ledger was opened has locks of POSIX's kind, and all still take turns.
#[test]
fn a_connection_of_the_hosts_may_come_first() {
    let (_folder, path, ledger) = made();
    drop(ledger);
    let before = Connection::open(&path).unwrap();
    before.execute_batch("BEGIN IMMEDIATE").unwrap();
    let short = OpenOptions { busy_timeout: Duration::from_millis(100), ..OpenOptions::default() };
    let ledger = Ledger::open_with(&path, &short).unwrap();
    assert_eq!(append(&ledger, "R0"), Err(Error::Busy));
    assert!(!succeeds(start(&path, "early", 1, Duration::from_millis(200))));
    before.execute_batch("COMMIT").unwrap();
    append(&ledger, "R1").unwrap();
    assert!(succeeds(start(&path, "late", 1, Duration::from_secs(10))));
    drop(before);
    append(&ledger, "R2").unwrap();
    assert!(succeeds(start(&path, "later", 1, Duration::from_secs(10))));
    drop(ledger);
    has_reports(&Ledger::open(&path).unwrap(), 4);
}

#[test]
fn handles_of_one_process_are_one_owner() {
    let (_folder, path, one) = made();
    let two = Ledger::open(&path).unwrap();
    append(&one, "R1").unwrap();
    append(&two, "R2").unwrap();
    drop(one);
    append(&two, "R3").unwrap();
    drop(two);
    for suffix in ["-wal", "-shm", "-journal"] {
        assert!(!beside(&path, suffix).exists(), "{suffix}");
    }
    has_reports(&Ledger::open(&path).unwrap(), 3);
}

#[test]
fn threads_with_handles_of_their_own() {
    const THREADS: usize = 6;
    const EACH: usize = 30;
    let (_folder, path, ledger) = made();
    drop(ledger);
    let options = OpenOptions { busy_timeout: Duration::from_mins(1), ..OpenOptions::default() };
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (path, options) = (&path, &options);
            scope.spawn(move || {
                for i in 0..EACH / 10 {
                    let ledger = Ledger::open_with(path, options).unwrap();
                    for j in 0..10 {
                        append(&ledger, &format!("R{thread}-{i}-{j}")).unwrap();
                        read_all(path);
                    }
                }
            });
        }
    });
    assert!(!beside(&path, "-wal").exists());
    has_reports(&Ledger::open(&path).unwrap(), THREADS * EACH);
}

#[test]
fn opening_and_closing_leaves_no_descriptor_open() {
    let (_folder, path, ledger) = made();
    drop(ledger);
    let count = || {
        let all = std::fs::read_dir("/proc/self/fd").unwrap();
        let ours = all.filter_map(|fd| std::fs::read_link(fd.ok()?.path()).ok());
        ours.filter(|to| to.starts_with(path.parent().unwrap())).count()
    };
    for _ in 0..50 {
        drop(Ledger::open(&path).unwrap());
    }
    assert_eq!(count(), 0);
    let ledger = Ledger::open(&path).unwrap();
    let open = count();
    for _ in 0..50 {
        drop(Ledger::open(&path).unwrap());
        drop(Connection::open(&path).unwrap());
    }
    // SQLite itself keeps what it may not close yet.
    drop(ledger);
    assert!(open > 0);
    assert_eq!(count(), 0);
}
