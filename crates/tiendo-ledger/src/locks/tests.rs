//! What forked children can do to a ledger, and what is left of a parent that was killed. Forks are made in processes of their
//! own, which have no other threads.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Batch, Error, Ledger, NewLedger, OpenOptions};

fn new() -> NewLedger {
    NewLedger::new("node", tiendo::day::parse_instant("2026-01-05T08:00:00").unwrap(), "test")
}

fn append(ledger: &Ledger, id: &str) -> Result<(), Error> {
    let mut batch = Batch::new();
    let document = tiendo::DocumentId::new(id).unwrap();
    batch.add(tiendo::Document::new(document, tiendo::Text::new("Văn bản").unwrap()));
    ledger.append(&batch, new().recorded_at, "test").map(drop)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    crate::file::beside(path, suffix)
}

/// Does something in a forked child, and tells whether it said true.
fn forked(work: impl FnOnce() -> bool) -> libc::pid_t {
    // SAFETY: this process has no thread but this one.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(false);
        // SAFETY: a child ends at once, without what its parent does at its end.
        unsafe { libc::_exit(i32::from(!done)) }
    }
    assert!(child > 0);
    child
}

fn said_true(child: libc::pid_t) -> bool {
    let mut status = 0;
    // SAFETY: a child of ours, and a place for its status.
    let waited = unsafe { libc::waitpid(child, &raw mut status, 0) };
    waited == child && libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0
}

/// This very test program, started again to do one thing.
fn start(name: &str, path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([&format!("locks::tests::{name}"), "--exact", "--ignored", "--nocapture"])
        .arg("--test-threads=1")
        .env("TIENDO_LOCKS_PATH", path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn path() -> PathBuf {
    std::env::var_os("TIENDO_LOCKS_PATH").unwrap().into()
}

fn runs(name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let output = start(name, &path).wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn two_hundred_forked_children_do_no_harm() {
    runs("forks");
}

#[test]
#[ignore = "a part of the test above, which starts it"]
fn forks() {
    let path = path();
    let mut ledger = Ledger::create(&path, &new()).unwrap();
    let other = path.with_extension("other");
    for i in 0..200 {
        let mut handle = Some(ledger);
        let child = forked(|| {
            let inherited = handle.take().unwrap();
            let is_refused = append(&inherited, "child") == Err(Error::Forked);
            match i % 5 {
                0 => std::mem::forget(inherited),
                1 => drop(inherited),
                2 => {
                    let opened = Ledger::open(&path).err();
                    return is_refused && opened == Some(Error::Forked);
                }
                3 => {
                    drop(inherited);
                    let made = Ledger::create(&other, &new()).err();
                    return is_refused && made == Some(Error::Forked) && !other.exists();
                }
                _ => {
                    // A child of the child inherits no less.
                    let grandchild = forked(|| Ledger::open(&path).err() == Some(Error::Forked));
                    return is_refused && said_true(grandchild);
                }
            }
            is_refused
        });
        ledger = handle.take().unwrap();
        append(&ledger, &format!("D{i}")).unwrap();
        assert!(said_true(child), "{i}");
        if i % 50 == 0 {
            drop(ledger);
            ledger = Ledger::open(&path).unwrap();
        }
    }
    assert_eq!(ledger.head().unwrap().seq, 201);
    assert!(ledger.verify(&tiendo::Watch::new()).unwrap().is_sound());
    drop(ledger);
    assert!(!beside(&path, "-wal").exists(), "nothing keeps it in use");
    // Where everything was closed at the fork, the child opens what it wants, and both go on.
    let child = forked(|| {
        let ledger = Ledger::open(&path).unwrap();
        (0..20).all(|i| append(&ledger, &format!("C{i}")).is_ok())
    });
    let ledger = Ledger::open(&path).unwrap();
    for i in 0..20 {
        append(&ledger, &format!("P{i}")).unwrap();
    }
    assert!(said_true(child));
    assert_eq!(ledger.head().unwrap().seq, 241);
    assert!(ledger.verify(&tiendo::Watch::new()).unwrap().is_sound());
}

#[test]
fn a_child_that_outlives_a_killed_parent_keeps_no_lock() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let mut parent = start("is_killed", &path);
    let mut lines = BufReader::new(parent.stdout.take().unwrap()).lines();
    let child: libc::pid_t =
        lines.find_map(|line| line.unwrap().split_once("child ")?.1.trim().parse().ok()).unwrap();
    parent.kill().unwrap();
    parent.wait().unwrap();
    let options =
        OpenOptions { busy_timeout: Duration::from_millis(500), ..OpenOptions::default() };
    let (begun, ledger) = (Instant::now(), Ledger::open_with(&path, &options).unwrap());
    append(&ledger, "after").unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10));
    drop(ledger);
    assert!(!beside(&path, "-wal").exists(), "nothing keeps it in use");
    // SAFETY: the child that was forked above, and that nobody else ends.
    let ended = unsafe { libc::kill(child, libc::SIGKILL) };
    assert_eq!(ended, 0, "it lived on");
}

#[test]
#[ignore = "a part of the test above, which starts it"]
fn is_killed() {
    let path = path();
    let ledger = Ledger::create(&path, &new()).unwrap();
    // In the middle of a transaction, by a connection like ours.
    let writing = rusqlite::Connection::open(&path).unwrap();
    writing.execute_batch("BEGIN IMMEDIATE").unwrap();
    let child = forked(|| {
        std::thread::sleep(Duration::from_mins(1));
        true
    });
    writeln!(std::io::stdout(), "child {child}").unwrap();
    std::thread::sleep(Duration::from_mins(1));
    drop((writing, ledger));
}

/// As another copy of SQLite in this process would that writes.
#[test]
fn our_closing_takes_no_lock_from_another_copy_of_sqlite() {
    use std::os::fd::AsRawFd;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let options = OpenOptions { busy_timeout: Duration::from_millis(50), ..OpenOptions::default() };
    drop(Ledger::create(&path, &new()).unwrap());
    let ledger = Ledger::open_with(&path, &options).unwrap();
    let shared = beside(&path, "-shm");
    let open_now = || {
        let all = std::fs::read_dir("/proc/self/fd").unwrap();
        let all = all.filter_map(|fd| std::fs::read_link(fd.ok()?.path()).ok());
        all.filter(|to| to.starts_with(folder.path())).count()
    };
    let lock = |file: &std::fs::File, kind: libc::c_int, start: i64| {
        let mut lock = libc::flock {
            l_type: kind as _,
            l_whence: libc::SEEK_SET as _,
            l_start: start,
            l_len: 1,
            l_pid: 0,
        };
        // SAFETY: the descriptor is open, and the structure is of the kind that this command takes.
        unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLK, &raw mut lock) == 0 }
    };
    let open = |path| std::fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let (main, memory) = (open(&path), open(&shared));
    // The first of the bytes that readers of the file share, and the lock of who writes.
    assert!(lock(&main, libc::F_RDLCK, 0x4000_0002));
    assert!(lock(&memory, libc::F_WRLCK, 120));
    // And the one that tells that somebody uses the memory.
    assert!(lock(&memory, libc::F_RDLCK, 128));
    assert_eq!(append(&ledger, "early"), Err(Error::Busy), "it is the other one's turn");
    let holds = |path: &Path| super::linux::has_posix_locks(crate::file::identity(path).unwrap());
    let mut most = 0;
    for _ in 0..40 {
        drop(Ledger::open(&path).unwrap());
        drop(rusqlite::Connection::open(&path).unwrap());
        most = most.max(open_now());
    }
    drop(ledger);
    for _ in 0..40 {
        drop(Ledger::open_with(&path, &options).unwrap());
        most = most.max(open_now());
    }
    assert!(holds(&path) && holds(&shared), "not a lock was dropped");
    assert!(most < 24, "{most} descriptors");
    let ledger = Ledger::open_with(&path, &options).unwrap();
    assert_eq!(append(&ledger, "still"), Err(Error::Busy));
    drop((main, memory));
    append(&ledger, "late").unwrap();
    drop(ledger);
    drop(Ledger::open(&path).unwrap());
    assert_eq!(open_now(), 0);
    assert!(!beside(&path, "-wal").exists());
}
