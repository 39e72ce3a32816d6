//! What is read of a damaged file, and what is said of the rest.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tiendo::{Watch, day};
use tiendo_ledger::{
    Access, Batch, Entry, Error, Ledger, LossReason, OpenOptions, Record, RecordId, Salvaged, Span,
};

use super::{ENTRIES, at, beside, change, made, names, report};

/// Salvages a file, and holds what came of it against the entries that it had.
fn salvage(path: &Path, entries: &[Entry]) -> Result<Salvaged, Error> {
    let to = path.with_extension("salvaged");
    for suffix in ["", ".head"] {
        let _ = std::fs::remove_file(beside(&to, suffix));
    }
    let folder = path.parent().unwrap();
    let before = std::fs::read(path).unwrap();
    let others = names(folder);
    let salvaged = Ledger::salvage(path, &to, at(), "người cứu", &Watch::new());
    assert_eq!(std::fs::read(path).unwrap(), before, "the damaged file is left as it is");
    let salvaged = match salvaged {
        Ok(salvaged) => salvaged,
        Err(error) => {
            assert_eq!(names(folder), others, "nothing is left: {error}");
            return Err(error);
        }
    };
    let options = OpenOptions { access: Access::ReadOnly, ..OpenOptions::default() };
    let ledger = Ledger::open_with(&to, &options).unwrap();
    assert_eq!(ledger.findings(), []);
    assert_eq!(ledger.head().unwrap(), salvaged.head);
    let verified = ledger.verify(&Watch::new()).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
    ledger.refresh().unwrap();
    let found = ledger.entries(0, usize::MAX).unwrap();
    let lost: u64 = salvaged.lost.iter().map(|loss| loss.entries.len()).sum();
    assert_eq!(found.len() as u64, salvaged.entries + lost + 1);
    let is_in = |spans: &[Span], seq: u64| spans.iter().any(|s| (s.first..=s.last).contains(&seq));
    let lost: Vec<Span> = salvaged.lost.iter().map(|loss| loss.entries).collect();
    let mut is_first_run = true;
    for (entry, seq) in found.iter().zip(1_u64..) {
        if is_in(&lost, seq) || seq == salvaged.head.seq {
            let records = entry.records().unwrap();
            assert!(matches!(records.last().unwrap().record, Record::Salvage(_)));
            assert_eq!(entry.actor, "người cứu");
            is_first_run = false;
            continue;
        }
        let was = &entries[seq as usize - 1];
        if is_in(&salvaged.unproved, seq) {
            is_first_run = false;
            continue;
        }
        let same = (&entry.records, &entry.actor, entry.recorded_at);
        assert_eq!(same, (&was.records, &was.actor, was.recorded_at), "{seq}");
        assert_eq!(entry.hash == was.hash, is_first_run, "{seq}");
    }
    // Never fewer that are called all of them.
    if salvaged.is_complete() {
        assert_eq!(salvaged.entries, entries.len() as u64);
    }
    Ok(salvaged)
}

fn whole() -> (tempfile::TempDir, PathBuf, Vec<Entry>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let ledger = made(&path);
    let entries = ledger.entries(0, usize::MAX).unwrap();
    assert_eq!(entries.len() as u64, ENTRIES);
    drop(ledger);
    let bytes = std::fs::read(&path).unwrap();
    (folder, path, entries, bytes)
}

#[test]
fn all_of_a_file_whose_header_schema_and_tables_are_gone_is_salvaged() {
    let (_folder, path, entries, bytes) = whole();
    let registry = Ledger::open(&path).unwrap().refresh().unwrap().to_records();
    let salvaged = salvage(&path, &entries).unwrap();
    assert!(salvaged.is_complete());
    assert_eq!((salvaged.entries, salvaged.head.seq), (ENTRIES, ENTRIES + 1));
    let ledger = Ledger::open(path.with_extension("salvaged")).unwrap();
    assert_eq!(ledger.refresh().unwrap().to_records(), registry);
    assert_eq!(ledger.export_person("Nguyễn Văn A").unwrap().len(), 1);
    drop(ledger);
    // The header and the schema: page 1 as a whole.
    let mut damaged = bytes.clone();
    damaged[..4096].fill(0);
    std::fs::write(&path, &damaged).unwrap();
    assert!(Ledger::open(&path).is_err());
    assert!(salvage(&path, &entries).unwrap().is_complete());
    // Every page that only leads to others.
    let mut damaged = bytes.clone();
    let mut count = 0;
    for page in (4096..damaged.len()).step_by(4096) {
        if damaged[page] == 5 {
            damaged[page..page + 4096].fill(0xaa);
            count += 1;
        }
    }
    assert!(count > 0);
    std::fs::write(&path, &damaged).unwrap();
    assert!(salvage(&path, &entries).unwrap().is_complete());
    // Projections that say something else.
    std::fs::write(&path, &bytes).unwrap();
    change(
        &path,
        "DELETE FROM report; DELETE FROM correction; DROP TABLE definition; DROP TABLE feed",
    );
    let salvaged = salvage(&path, &entries).unwrap();
    assert!(salvaged.is_complete(), "{salvaged:?}");
}

#[test]
fn what_is_missing_is_said_and_what_comes_after_is_kept() {
    let (_folder, path, entries, bytes) = whole();
    let drop_triggers = "DROP TRIGGER entry_is_not_changed; DROP TRIGGER entry_is_not_deleted;";
    let damaged = |sql: &str| {
        std::fs::write(&path, &bytes).unwrap();
        // Removed rows are not to be found in free bytes of their page.
        change(&path, &format!("PRAGMA secure_delete = ON; {drop_triggers} {sql}; VACUUM"));
        salvage(&path, &entries).unwrap()
    };
    let one = |seq| vec![Span { first: seq, last: seq }];
    let lost = |salvaged: &Salvaged| -> Vec<(u64, u64, LossReason)> {
        salvaged.lost.iter().map(|l| (l.entries.first, l.entries.last, l.reason)).collect()
    };
    // A row that is gone: the one behind it can be read and not proved.
    let salvaged = damaged("DELETE FROM entry WHERE seq = 10");
    assert_eq!(lost(&salvaged), [(10, 10, LossReason::NotFound)]);
    assert_eq!(salvaged.unproved, one(11));
    assert!(salvaged.is_end_anchored && !salvaged.is_complete());
    let ledger = Ledger::open(path.with_extension("salvaged")).unwrap();
    assert_eq!(ledger.refresh().unwrap().report_count(), 338);
    let last = ledger.entries(ENTRIES, 1).unwrap().remove(0).records().unwrap().remove(0).record;
    let Record::Salvage(said) = last else { panic!("{last:?}") };
    assert_eq!((&said.lost, &said.unproved), (&salvaged.lost, &salvaged.unproved));
    let run = &said.carried[0];
    assert_eq!(run.first, format!("11:{}", entries[10].hash));
    assert_eq!(run.last, format!("{ENTRIES}:{}", entries[43].hash));
    drop(ledger);
    // A row that says something else: the one behind it proves that its hash was another.
    let salvaged = damaged("UPDATE entry SET actor = 'x' WHERE seq = 10");
    assert_eq!(lost(&salvaged), [(10, 10, LossReason::Hash)]);
    assert_eq!(salvaged.unproved, []);
    // A hash that is damaged: nothing is lost.
    let salvaged = damaged("UPDATE entry SET hash = zeroblob(32) WHERE seq = 10");
    assert!(salvaged.is_complete(), "{salvaged:?}");
    // At the very end only the anchor can tell.
    let salvaged = damaged("UPDATE entry SET hash = zeroblob(32) WHERE seq = 44");
    assert!(salvaged.is_complete(), "{salvaged:?}");
    let salvaged = damaged("DELETE FROM entry WHERE seq > 40");
    assert_eq!(lost(&salvaged), [(41, 44, LossReason::NotFound)]);
    // The first one, with whose log it is.
    let salvaged = damaged("DELETE FROM entry WHERE seq = 1; DELETE FROM feed");
    assert_eq!((lost(&salvaged), salvaged.unproved), (vec![(1, 1, LossReason::NotFound)], one(2)));
    // What is kept apart is gone: the record is there without it.
    let salvaged = damaged("DELETE FROM apart WHERE entry = 3");
    assert_eq!(salvaged.apart, [RecordId { seq: 3, position: 0 }]);
    assert!(salvaged.lost.is_empty() && !salvaged.is_complete());
    // Without an anchor the end cannot be told.
    let anchor = std::fs::read(beside(&path, ".head")).unwrap();
    std::fs::remove_file(beside(&path, ".head")).unwrap();
    let salvaged = damaged("DELETE FROM entry WHERE seq > 40");
    assert!(salvaged.lost.is_empty() && !salvaged.is_end_anchored && !salvaged.is_complete());
    // Whose log it is is known by nothing at all: everything can be read, and nothing proved.
    let salvaged = damaged("DELETE FROM feed");
    assert_eq!(salvaged.unproved, [Span { first: 1, last: ENTRIES }]);
    std::fs::write(beside(&path, ".head"), anchor).unwrap();
}

#[test]
fn what_was_erased_is_not_salvaged() {
    let (folder, path, _, _) = whole();
    let ledger = Ledger::open(&path).unwrap();
    let apart = Connection::open(&path).unwrap();
    let kept: (Vec<u8>, String) = apart
        .query_row("SELECT salt, text FROM apart WHERE entry = 3", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    drop(apart);
    ledger.erase_person("Chức vụ 0", None, at(), "test").unwrap();
    let entries = ledger.entries(0, usize::MAX).unwrap();
    drop(ledger);
    // Somebody put it back: the log says that it was erased.
    let connection = Connection::open(&path).unwrap();
    connection
        .execute("UPDATE apart SET salt = ?1, text = ?2 WHERE entry = 3", (kept.0, kept.1))
        .unwrap();
    drop(connection);
    let salvaged = salvage(&path, &entries).unwrap();
    assert!(salvaged.is_complete(), "{salvaged:?}");
    let bytes = std::fs::read(path.with_extension("salvaged")).unwrap();
    let name = "Chức vụ 0\"".as_bytes();
    assert!(!bytes.windows(name.len()).any(|window| window == name));
    drop(folder);
}

#[test]
fn a_journal_is_read_behind_its_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let ledger = made(&path);
    ledger.anchor().unwrap();
    let mut all = Vec::new();
    for i in 0..20 {
        let mut batch = Batch::new();
        batch.add(report(&format!("J{i}")));
        ledger.append(&batch, at(), "test").unwrap();
    }
    ledger.anchor().unwrap();
    all.extend(ledger.entries(0, usize::MAX).unwrap());
    // As a kill leaves it.
    let left = tempfile::tempdir().unwrap();
    let copy = left.path().join("x.tiendo");
    for suffix in ["", ".head"] {
        std::fs::copy(beside(&path, suffix), beside(&copy, suffix)).unwrap();
    }
    // The last anchoring brought everything into the file: commits from then on are in the journal alone.
    for i in 0..20 {
        let mut batch = Batch::new();
        batch.add(report(&format!("K{i}")));
        ledger.append(&batch, at(), "test").unwrap();
    }
    let journal = std::fs::read(beside(&path, "-wal")).unwrap();
    let entries = ledger.entries(0, usize::MAX).unwrap();
    std::fs::copy(beside(&path, ".head"), beside(&copy, ".head")).unwrap();
    let behind = beside(&copy, "-wal");
    std::fs::write(&behind, &journal).unwrap();
    let salvaged = salvage(&copy, &entries).unwrap();
    assert_eq!(salvaged.entries, entries.len() as u64, "{salvaged:?}");
    // One bit of a frame: SQLite would stop there and call the rest nothing.
    let frames = journal.len() / (24 + 4096);
    for frame in [0, 1, frames / 2, frames.saturating_sub(2)] {
        for offset in [2, 20, 3000] {
            let mut damaged = journal.clone();
            damaged[32 + frame * (24 + 4096) + offset] ^= 4;
            std::fs::write(&behind, &damaged).unwrap();
            let salvaged = salvage(&copy, &entries).unwrap();
            assert!(salvaged.entries + 2 >= entries.len() as u64, "{frame}: {salvaged:?}");
        }
    }
    // Its head, or a journal of another file.
    let mut damaged = journal.clone();
    damaged[..32].fill(0xff);
    damaged[8..12].copy_from_slice(&4096_u32.to_be_bytes());
    std::fs::write(&behind, &damaged).unwrap();
    assert!(salvage(&copy, &entries).unwrap().entries >= all.len() as u64);
    drop((ledger, folder));
}

#[test]
fn whatever_is_damaged_no_entry_is_invented_and_none_is_missing_unsaid() {
    let (_folder, path, entries, bytes) = whole();
    let mut seed = 57_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let rounds = std::env::var("TIENDO_LEDGER_SALVAGES").ok().and_then(|n| n.parse().ok());
    let rounds: usize = rounds.unwrap_or(120);
    let (mut complete, mut partial, mut refused) = (0, 0, 0);
    for round in 0..rounds {
        let mut damaged = bytes.clone();
        match round % 6 {
            0 => damaged[random(bytes.len())] ^= 1 << random(8),
            1 => (0..20).for_each(|_| damaged[random(bytes.len())] = random(256) as u8),
            2 => damaged.truncate(random(bytes.len())),
            3 => {
                let page = random(bytes.len() / 4096) * 4096;
                damaged[page..page + 4096].fill(0);
            }
            4 => {
                let (a, b) = (random(bytes.len() / 4096), random(bytes.len() / 4096));
                for at in 0..4096 {
                    damaged.swap(a * 4096 + at, b * 4096 + at);
                }
            }
            _ => {
                let start = random(bytes.len());
                let end = (start + random(20_000)).min(bytes.len());
                damaged[start..end].iter_mut().for_each(|byte| *byte = random(256) as u8);
            }
        }
        std::fs::write(&path, &damaged).unwrap();
        match salvage(&path, &entries) {
            Ok(salvaged) if salvaged.is_complete() => complete += 1,
            Ok(_) => partial += 1,
            // Nothing but the cut off end of a file held entries.
            Err(Error::NotALedger { .. }) if round % 6 == 2 => refused += 1,
            Err(other) => panic!("{round}: {other:?}"),
        }
    }
    eprintln!("{rounds} damaged files: {complete} whole, {partial} in part, {refused} refused");
    assert!(complete > rounds / 8 && refused < rounds / 6);
}

#[test]
fn salvage_refuses_what_it_cannot_do() {
    let (folder, path, entries, bytes) = whole();
    let to = folder.path().join("to.tiendo");
    let go = |path: &Path, to: &Path, at| Ledger::salvage(path, to, at, "test", &Watch::new());
    let missing = folder.path().join("missing");
    assert!(matches!(go(&missing, &to, at()), Err(Error::Io { .. })));
    assert!(matches!(go(folder.path(), &to, at()), Err(Error::NotALedger { .. })));
    assert!(matches!(go(&path, &path, at()), Err(Error::Exists { .. })));
    let earlier = day::parse_instant("2025-01-01T00:00:00").unwrap();
    assert!(matches!(go(&path, &to, earlier), Err(Error::ClockBackwards { .. })));
    assert!(matches!(Ledger::salvage(&path, &to, at(), "", &Watch::new()), Err(Error::Core(_))));
    let watch = Watch::new();
    watch.stop();
    let stopped = Ledger::salvage(&path, &to, at(), "test", &watch);
    assert_eq!(stopped, Err(Error::Core(tiendo::Error::Cancelled)));
    std::fs::write(&path, b"not a ledger at all".repeat(1000)).unwrap();
    assert!(matches!(go(&path, &to, at()), Err(Error::NotALedger { .. })));
    std::fs::write(&path, b"").unwrap();
    assert!(matches!(go(&path, &to, at()), Err(Error::NotALedger { .. })));
    assert!(!to.exists());
    std::fs::write(&path, &bytes).unwrap();
    // What was salvaged is a ledger like any other, and can be salvaged itself.
    salvage(&path, &entries).unwrap();
    let first = path.with_extension("salvaged");
    let ledger = Ledger::open(&first).unwrap();
    let mut batch = Batch::new();
    batch.add(report("R99"));
    ledger.append(&batch, at(), "test").unwrap();
    let entries = ledger.entries(0, usize::MAX).unwrap();
    drop(ledger);
    let second = folder.path().join("second.tiendo");
    std::fs::rename(&first, &second).unwrap();
    std::fs::rename(beside(&first, ".head"), beside(&second, ".head")).unwrap();
    assert!(salvage(&second, &entries).unwrap().is_complete());
}
