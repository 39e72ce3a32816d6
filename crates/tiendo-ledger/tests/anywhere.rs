//! Files from anywhere: what is no file, odd names, several names of one file, and what somebody left beside it. Each is
//! opened, or refused by a typed error and left as it is to the last byte.

#![cfg(all(target_os = "linux", target_pointer_width = "64"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDateTime;
use rusqlite::Connection;
use tiendo::{Document, DocumentId, Text, Watch, day};
use tiendo_ledger::{Access, Batch, Error, Ledger, NewLedger, OpenFinding, OpenOptions};

fn at() -> NaiveDateTime {
    day::parse_instant("2026-01-05T08:00:00").unwrap()
}

fn new() -> NewLedger {
    NewLedger::new("node", at(), "test")
}

fn append(ledger: &Ledger, id: &str) {
    let mut batch = Batch::new();
    let title = Text::new(&"Văn bản ".repeat(40)).unwrap();
    batch.add(Document::new(DocumentId::new(id).unwrap(), title));
    ledger.append(&batch, at(), "test").unwrap();
}

/// A ledger of some pages that was closed.
fn made(path: &Path) {
    let ledger = Ledger::create(path, &new()).unwrap();
    for i in 0..40 {
        append(&ledger, &format!("{i}"));
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn names(folder: &Path) -> BTreeSet<OsString> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
}

/// What somebody could miss: every regular file but for shared memory and an empty journal.
fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.symlink_metadata().unwrap().is_file())
        .filter(|path| !path.as_os_str().as_bytes().ends_with(b"-shm"))
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .filter(|(path, bytes)| {
            !(path.as_os_str().as_bytes().ends_with(b"-wal") && bytes.is_empty())
        })
        .collect();
    all.sort();
    all
}

/// Refused however it is opened for locking, and not a byte was changed.
fn refused(path: &Path, is_right: fn(&Error) -> bool) {
    let folder = path.parent().unwrap();
    let before = bytes(folder);
    for access in [Access::ReadWrite, Access::ReadOnly] {
        let options = OpenOptions { access, ..OpenOptions::default() };
        let error = Ledger::open_with(path, &options).expect_err("it is refused");
        assert!(is_right(&error), "{access:?}: {error:?}");
        assert!(bytes(folder) == before, "{access:?}: a refused file is left as it is");
    }
}

fn is_none_of_ours(error: &Error) -> bool {
    matches!(error, Error::NotALedger { .. })
}

fn is_io(error: &Error) -> bool {
    matches!(error, Error::Io { .. })
}

fn is_corrupt(error: &Error) -> bool {
    matches!(error, Error::Corrupt { .. })
}

fn make_fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    make_fifo(&place("pipe"));
    let _socket = std::os::unix::net::UnixListener::bind(place("socket")).unwrap();
    std::fs::create_dir(place("folder")).unwrap();
    symlink(place("pipe"), place("to-pipe")).unwrap();
    symlink(place("nowhere"), place("to-nowhere")).unwrap();
    symlink(place("round"), place("round")).unwrap();
    for name in ["pipe", "socket", "folder", "to-pipe"] {
        refused(&place(name), is_none_of_ours);
    }
    for name in ["missing", "missing/x", "to-nowhere", "round", "folder/", "nul\0"] {
        let error = Ledger::open(place(name)).unwrap_err();
        assert!(is_io(&error) || is_none_of_ours(&error), "{name}: {error:?}");
    }
    for device in ["/dev/null", "/dev/zero", "/dev/full", "/proc/self/mem"] {
        let error = Ledger::open(device).unwrap_err();
        assert!(is_none_of_ours(&error) || is_io(&error), "{device}: {error:?}");
    }
    assert!(is_io(&Ledger::open("").unwrap_err()));
    for name in ["pipe", "folder", "to-pipe", "to-nowhere", "round"] {
        assert!(matches!(Ledger::create(place(name), &new()), Err(Error::Exists { .. })), "{name}");
    }
    assert!(is_io(&Ledger::create(place("nul\0"), &new()).unwrap_err()));
    assert!(is_io(&Ledger::create(place("missing/x"), &new()).unwrap_err()));
}

/// Relative to the folder that the process works in, some of these would be URIs or no files to SQLite.
#[test]
fn odd_names_are_names() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["odd_names_in_the_working_folder", "--exact", "--ignored"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
#[ignore = "a part of the test above, which starts it"]
fn odd_names_in_the_working_folder() {
    let here = std::env::current_dir().unwrap();
    let longest = "n".repeat(255 - ".head-0123456789abcdef".len());
    let odd: Vec<&[u8]> = vec![
        b"plain",
        b"file:x.tiendo",
        b"file:x?mode=memory&cache=shared",
        b":memory:",
        b"a?b#c%41.tiendo",
        "s\u{1ed5} c\u{e1}i".as_bytes(),
        "so\u{302}\u{309} ca\u{301}i".as_bytes(),
        b"new\nline",
        b" ",
        b"-dash",
        b"~",
        b"\xff\xfe",
        b"'; DROP TABLE entry; --",
        longest.as_bytes(),
    ];
    let mut expected = BTreeSet::new();
    for name in odd {
        let path = Path::new(OsStr::from_bytes(name));
        let ledger = Ledger::create(path, &new()).unwrap();
        assert_eq!(ledger.path(), Some(path));
        append(&ledger, "1");
        drop(ledger);
        let ledger = Ledger::open(path).unwrap();
        append(&ledger, "2");
        assert_eq!((ledger.head().unwrap().seq, ledger.findings()), (3, [].as_slice()));
        drop(ledger);
        // The same file by its whole path, and as one that nobody writes.
        for access in [Access::ReadWrite, Access::ReadOnly, Access::Immutable] {
            let options = OpenOptions { access, ..OpenOptions::default() };
            let opened = Ledger::open_with(here.join(path), &options).unwrap();
            assert_eq!(opened.head().unwrap().seq, 3, "{path:?}");
        }
        let ledger = Ledger::open(path).unwrap();
        let mut copy = b"copy of ".to_vec();
        copy.extend_from_slice(&name[..name.len().min(200)]);
        let copy = PathBuf::from(OsStr::from_bytes(&copy));
        ledger.backup(&copy, &Watch::new()).unwrap();
        drop(ledger);
        for file in [path, &copy] {
            expected.extend([file.as_os_str().to_owned(), beside(file, ".head").into()]);
        }
    }
    let ledger = Ledger::open("plain").unwrap();
    let (snapshot, salvaged) = ("file:snapshot?mode=memory", "file:salvaged?mode=memory");
    assert_eq!(ledger.snapshot(snapshot, &Watch::new()).unwrap().seq, 3);
    drop(ledger);
    // The anchor of what a link names tells that the end is there.
    symlink("plain", "link").unwrap();
    assert!(Ledger::salvage("link", salvaged, at(), "test", &Watch::new()).unwrap().is_complete());
    std::fs::remove_file("link").unwrap();
    for name in [snapshot, salvaged] {
        assert!(Ledger::open(name).unwrap().verify(&Watch::new()).unwrap().is_sound(), "{name}");
        expected.extend([name.into(), beside(Path::new(name), ".head").into()]);
    }
    assert_eq!(
        names(&here),
        expected,
        "each has its file and its anchor, by these names and no other"
    );
    // What beside it would have too long a name is refused, and nothing is left of it.
    for length in [longest.len() + 1, 251, 255, 256] {
        let name = "m".repeat(length);
        assert!(is_io(&Ledger::create(&name, &new()).unwrap_err()), "{length}");
        assert!(names(&here).iter().all(|n| !n.as_bytes().starts_with(b"mm")), "{length}");
    }
}

#[test]
fn links_lead_to_one_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    std::fs::create_dir(place("real")).unwrap();
    let path = place("real/x.tiendo");
    made(&path);
    symlink("real/x.tiendo", place("link.tiendo")).unwrap();
    symlink(place("link.tiendo"), place("link to link")).unwrap();
    symlink("real", place("folder")).unwrap();
    let paths =
        [path.clone(), place("link.tiendo"), place("link to link"), place("folder/x.tiendo")];
    // One after the other, and all at once.
    for (i, path) in paths.iter().enumerate() {
        let ledger = Ledger::open(path).unwrap();
        assert_eq!(ledger.findings(), [], "{path:?}: its anchor lies beside the file");
        append(&ledger, &format!("one {i}"));
    }
    let all: Vec<Ledger> = paths.iter().map(|path| Ledger::open(path).unwrap()).collect();
    for (i, ledger) in all.iter().enumerate() {
        append(ledger, &format!("all {i}"));
    }
    assert!(all[2].verify(&Watch::new()).unwrap().is_sound());
    let head = all[0].head().unwrap();
    assert_eq!(head.seq, 41 + 8);
    drop(all);
    assert_eq!(names(&place("real")).len(), 2, "the file and its anchor");
    assert_eq!(names(folder.path()).len(), 4, "nothing lies beside a link");
    // By a link, too, an older copy is noticed.
    let older = std::fs::read(&path).unwrap();
    let ledger = Ledger::open(&paths[1]).unwrap();
    append(&ledger, "later");
    drop(ledger);
    std::fs::write(&path, older).unwrap();
    for path in &paths {
        assert!(matches!(Ledger::open(path), Err(Error::RolledBack { .. })), "{path:?}");
    }
}

#[test]
fn a_second_name_of_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("x.tiendo"), folder.path().join("y.tiendo"));
    made(&path);
    std::fs::hard_link(&path, &other).unwrap();
    refused(&path, is_none_of_ours);
    refused(&other, is_none_of_ours);
    let options = OpenOptions { access: Access::Immutable, ..OpenOptions::default() };
    assert_eq!(Ledger::open_with(&other, &options).unwrap().head().unwrap().seq, 41);
    std::fs::remove_file(&other).unwrap();
    append(&Ledger::open(&path).unwrap(), "later");
}

#[test]
fn what_lies_beside_it_and_is_no_file_is_refused() {
    for suffix in ["-wal", "-shm", "-journal"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.tiendo");
        made(&path);
        let beside = beside(&path, suffix);
        std::fs::create_dir(&beside).unwrap();
        refused(&path, is_corrupt);
        std::fs::remove_dir(&beside).unwrap();
        make_fifo(&beside);
        refused(&path, is_corrupt);
        std::fs::remove_file(&beside).unwrap();
        // A link would have another file written.
        std::fs::write(folder.path().join("victim"), "of no concern").unwrap();
        symlink(folder.path().join("victim"), &beside).unwrap();
        refused(&path, is_corrupt);
        std::fs::remove_file(&beside).unwrap();
        Ledger::open(&path).unwrap();
    }
}

/// File, journal and anchor as a kill would leave them, in another folder.
fn killed(path: &Path, to: &Path) -> PathBuf {
    for suffix in ["", "-wal", ".head"] {
        let from = beside(path, suffix);
        std::fs::copy(&from, to.join(from.file_name().unwrap())).unwrap();
    }
    to.join(path.file_name().unwrap())
}

/// SQLite takes the journal of a file without any page for one that was left over, and removes it.
#[test]
fn of_an_empty_file_the_journal_stays() {
    let (folder, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = folder.path().join("x.tiendo");
    made(&path);
    let ledger = Ledger::open(&path).unwrap();
    append(&ledger, "later");
    let copy = killed(&path, left.path());
    std::fs::write(&copy, "").unwrap();
    assert!(std::fs::metadata(beside(&copy, "-wal")).unwrap().len() > 0);
    refused(&copy, is_none_of_ours);
    let upgrade = Ledger::upgrade(&copy, &OpenOptions::default(), &Watch::new());
    assert!(is_none_of_ours(&upgrade.unwrap_err()));
    assert!(std::fs::metadata(beside(&copy, "-wal")).unwrap().len() > 0);
}

#[test]
fn every_page_is_checked_where_nobody_closed_it() {
    let (folder, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = folder.path().join("x.tiendo");
    made(&path);
    let ledger = Ledger::open(&path).unwrap();
    append(&ledger, "later");
    let copy = killed(&path, left.path());
    let opened = Ledger::open(&copy).unwrap();
    assert_eq!(opened.findings(), [OpenFinding::NotClosed]);
    assert_eq!(opened.head().unwrap(), ledger.head().unwrap());
    assert_eq!(Ledger::open(&copy).unwrap().findings(), [], "somebody is at it");
    drop(opened);
    assert_eq!(Ledger::open(&copy).unwrap().findings(), [], "it was closed");
    // A page that nothing reads when a ledger is opened.
    let mut found = 0;
    let pages = std::fs::metadata(&path).unwrap().len() / 4096;
    for page in 1..pages {
        let left = tempfile::tempdir().unwrap();
        let copy = killed(&path, left.path());
        let mut all = std::fs::read(&copy).unwrap();
        let at = usize::try_from(page * 4096).unwrap();
        all[at..at + 8].fill(0xff);
        std::fs::write(&copy, &all).unwrap();
        // The journal may have a newer one in its place.
        if let Ok(ledger) = Ledger::open(&copy) {
            assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
            continue;
        }
        refused(&copy, |e| is_corrupt(e) || is_none_of_ours(e));
        found += 1;
    }
    assert!(found > pages / 2, "{found} of {pages}");
}

#[test]
fn what_somebody_changed_of_its_tables_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    made(&path);
    let ledger = Ledger::open(&path).unwrap();
    ledger.checkpoint().unwrap();
    drop(ledger);
    let whole = std::fs::read(&path).unwrap();
    for change in [
        "CREATE TRIGGER t AFTER INSERT ON report BEGIN DELETE FROM apart; END",
        "CREATE VIEW v AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
        "CREATE TABLE more (a, b AS (a + 1))",
        "CREATE VIRTUAL TABLE more USING fts5 (a)",
        "CREATE INDEX i ON entry (actor)",
        "ALTER TABLE report ADD COLUMN more TEXT",
        "DROP TABLE correction",
        "ALTER TABLE checkpoint ADD COLUMN more TEXT",
        "DROP TABLE checkpoint; CREATE VIRTUAL TABLE checkpoint USING fts5 (name, digest, data)",
        "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = sql || ' ' WHERE name = 'report'",
        "PRAGMA user_version = 500",
        "PRAGMA application_id = 1",
    ] {
        std::fs::write(&path, &whole).unwrap();
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(change).unwrap();
        connection.close().unwrap();
        refused(&path, is_none_of_ours);
    }
    std::fs::write(&path, &whole).unwrap();
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 2000").unwrap();
    refused(&path, |e| matches!(e, Error::NewerFormat { .. }));
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(Ledger::open(&path).unwrap().checkpointed().unwrap(), Some(41));
}

#[test]
fn the_journal_of_another_file_is_refused() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (path, other) = (one.path().join("x.tiendo"), two.path().join("x.tiendo"));
    made(&path);
    made(&other);
    let ledger = Ledger::open(&other).unwrap();
    for i in 0..20 {
        append(&ledger, &format!("other {i}"));
    }
    std::fs::copy(beside(&other, "-wal"), beside(&path, "-wal")).unwrap();
    refused(&path, |e| {
        is_corrupt(e) || is_none_of_ours(e) || matches!(e, Error::RolledBack { .. })
    });
    let options = OpenOptions { access: Access::Immutable, ..OpenOptions::default() };
    assert!(matches!(Ledger::open_with(&path, &options), Err(Error::UnfinishedWork { .. })));
    // Without it, the file is what it was.
    for suffix in ["-wal", "-shm"] {
        std::fs::remove_file(beside(&path, suffix)).unwrap();
    }
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.head().unwrap().seq, 41);
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
}

/// What a host leaves that wrote a copy by a SQLite of its own and was killed.
fn with_rollback_journal(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA cache_spill = 1; PRAGMA cache_size = 1").unwrap();
    connection.execute_batch(sql).unwrap();
    let journal = std::fs::read(beside(path, "-journal")).unwrap();
    drop(connection);
    std::fs::write(beside(path, "-journal"), journal).unwrap();
}

#[test]
fn a_rollback_journal_is_played_back_only_where_it_is_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("x.tiendo"), folder.path().join("copy.tiendo"));
    made(&path);
    Ledger::open(&path).unwrap().backup(&copy, &Watch::new()).unwrap();
    let whole = std::fs::read(&copy).unwrap();
    with_rollback_journal(
        &copy,
        "BEGIN; DROP TRIGGER entry_is_not_changed; UPDATE entry SET actor = 'x'; DELETE FROM definition",
    );
    // What is in use has no such journal, and it is none of its own.
    std::fs::copy(beside(&copy, "-journal"), beside(&path, "-journal")).unwrap();
    refused(&path, |e| matches!(e, Error::Corrupt { part: "the rollback journal beside it", .. }));
    std::fs::remove_file(beside(&path, "-journal")).unwrap();
    // A copy that was not opened yet is what it was before the host's transaction.
    let ledger = Ledger::open(&copy).unwrap();
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
    drop(ledger);
    std::fs::write(&copy, &whole).unwrap();
    for journal in [b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7".to_vec(), b"x".to_vec(), vec![7; 5000]] {
        std::fs::write(beside(&copy, "-journal"), journal).unwrap();
        refused(&copy, is_corrupt);
    }
    // The first page, as a kill leaves it while the copy is opened for the first time.
    let (page, sector) = (4096_usize, 512_usize);
    let mut journal = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7".to_vec();
    let pages = u32::try_from(whole.len() / page).unwrap();
    for field in [1, 0, pages, sector as u32, page as u32] {
        journal.extend_from_slice(&u32::to_be_bytes(field));
    }
    journal.resize(sector, 0);
    journal.extend_from_slice(&1_u32.to_be_bytes());
    journal.extend_from_slice(&whole[..page]);
    // As SQLite sums a page: every two hundredth byte, from its end.
    let sum: u32 = (1..=(page - 1) / 200).map(|i| u32::from(whole[page - 200 * i])).sum();
    journal.extend_from_slice(&sum.to_be_bytes());
    std::fs::write(beside(&copy, "-journal"), &journal).unwrap();
    let mut half = whole.clone();
    (half[18], half[19], half[27]) = (2, 2, half[27].wrapping_add(1));
    std::fs::write(&copy, &half).unwrap();
    let options = OpenOptions { access: Access::Immutable, ..OpenOptions::default() };
    assert!(matches!(Ledger::open_with(&copy, &options), Err(Error::UnfinishedWork { .. })));
    let ledger = Ledger::open(&copy).unwrap();
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
    assert!(!beside(&copy, "-journal").exists());
    append(&ledger, "later");
}
