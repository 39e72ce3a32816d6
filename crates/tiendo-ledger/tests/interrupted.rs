//! An upgrade that ends at any of its writes: there is the old file or the new one, and the same call again finishes it.
//!
//! The process is this very test, started again with `tests/ledger/stop.c` loaded before all else.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;
use tiendo::{Document, DocumentId, Text, Watch, day};
use tiendo_ledger::{Batch, Entry, Ledger, OpenOptions, Upgrade};

#[path = "disk/preload.rs"]
mod preload;

/// What the one who was stopped leaves with.
const STOPPED: i32 = 77;

fn tests_ledger() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ledger")
}

/// What the child does.
#[test]
fn child() {
    let Ok(path) = std::env::var("TIENDO_UPGRADE") else { return };
    Ledger::upgrade(path, &OpenOptions::default(), &Watch::new()).unwrap();
}

/// A file of the first format, in one of the states that a file may be in.
fn file(folder: &Path, state: &str) -> PathBuf {
    let path = folder.join("x.tiendo");
    std::fs::copy(tests_ledger().join("format-1.0.tiendo"), &path).unwrap();
    match state {
        "with a journal that is not empty" => {
            let made = folder.join("made.tiendo");
            std::fs::rename(&path, &made).unwrap();
            let ledger = Ledger::open(&made).unwrap();
            let mut batch = Batch::new();
            batch.add(Document::new(DocumentId::new("D9").unwrap(), Text::new("Mới").unwrap()));
            ledger
                .append(&batch, day::parse_instant("2026-01-05T08:00:00").unwrap(), "test")
                .unwrap();
            for suffix in ["", "-wal", ".head"] {
                let name = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
                std::fs::copy(name(&made), name(&path)).unwrap();
            }
        }
        "without a journal" => {
            let connection = Connection::open(&path).unwrap();
            let mode = connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| {
                row.get::<_, String>(0)
            });
            assert_eq!(mode.unwrap(), "delete");
        }
        _ => {}
    }
    path
}

fn entries(path: &Path) -> Vec<Entry> {
    let ledger = Ledger::open(path).unwrap();
    let verified = ledger.verify(&Watch::new()).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
    ledger.entries(0, usize::MAX).unwrap()
}

/// Every copy that bears the name of one.
fn backups(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_backup = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let number = name.strip_prefix("x.tiendo.format-1.0");
        number.is_some_and(|n| {
            n.is_empty() || n.strip_prefix('.').is_some_and(|n| n.parse::<u32>().is_ok())
        })
    };
    all.filter(is_backup).collect()
}

#[test]
fn an_upgrade_that_ends_at_any_write_leaves_the_old_file_or_the_new_one() {
    let tools = tempfile::tempdir().unwrap();
    let Some(library) = preload::library(tools.path(), "stop.c") else { return };
    let (mut stops, mut old, mut new) = (0, 0, 0);
    for state in ["closed", "with a journal that is not empty", "without a journal"] {
        for is_half in [false, true] {
            for at in 1.. {
                let folder = tempfile::tempdir().unwrap();
                let path = file(folder.path(), state);
                let expected = {
                    let other = tempfile::tempdir().unwrap();
                    entries(&file(other.path(), state)).len()
                };
                let mut command = Command::new(std::env::current_exe().unwrap());
                command
                    .args(["--exact", "child", "--nocapture", "--test-threads=1"])
                    .env("TIENDO_UPGRADE", &path)
                    .env("LD_PRELOAD", &library)
                    .env("STOP_AT", at.to_string())
                    .stdout(Stdio::null())
                    .stderr(Stdio::null());
                if is_half {
                    command.env("STOP_HALF", "1");
                }
                let status = command.status().unwrap();
                let whole = backups(folder.path());
                let is_new =
                    match Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new()).unwrap() {
                        Upgrade::Current { .. } => true,
                        Upgrade::Done { .. } => false,
                    };
                assert_eq!(entries(&path).len(), expected, "{state}, {at}");
                // Nothing was changed before a copy was whole, and no copy bears the name of one before it is.
                assert!(!is_new || !whole.is_empty(), "{state}, {at}");
                for backup in backups(folder.path()) {
                    assert_eq!(entries(&backup).len(), expected, "{state}, {at}");
                }
                if status.success() {
                    assert!(is_new && at > 10, "{state}, {at}");
                    break;
                }
                assert_eq!(status.code(), Some(STOPPED), "{state}, {at}");
                stops += 1;
                *(if is_new { &mut new } else { &mut old }) += 1;
            }
        }
    }
    eprintln!("{stops} upgrades stopped at a write: {old} left the old file, {new} the new one");
    assert!(old > 0 && new > 0);
}
