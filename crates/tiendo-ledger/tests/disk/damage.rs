//! Damaged files and journals: an error or the same numbers, never fewer entries called right.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tiendo::{Records, Watch};
use tiendo_ledger::{Head, Ledger};

use crate::figures::{Dice, Goal, counted, folder};
use crate::work::{self, Call, Numbers};

const NAME: &str = "x.tiendo";
const PAGE: u64 = 4096;
const SECTOR: u64 = 512;
/// No damage may keep a caller waiting.
const LONGEST: Duration = Duration::from_secs(5);
/// What is told in full.
const TOLD: usize = 10;

/// A ledger as it lies there: the file, its journal and its anchor.
struct Whole {
    files: Vec<(String, Vec<u8>)>,
    /// The journal that lay there before, which does not belong to the file any more.
    stale: Option<Vec<u8>>,
    head: Head,
    records: Records,
}

fn read(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Closed or killed, with or without a checkpoint.
fn whole(seed: u64) -> [Whole; 4] {
    [(false, false), (true, false), (false, true), (true, true)].map(
        |(is_killed, has_checkpoint)| {
            let folder = folder();
            let path = folder.path().join(NAME);
            let mut numbers = Numbers::default();
            let mut dice = Dice::new(seed);
            let ledger = Ledger::create(&path, &work::new()).unwrap();
            ledger.append(&work::definitions(), work::at(), "test").unwrap();
            for call in [Call::Append(40), Call::Freeze, Call::Correct, Call::Append(1)] {
                work::call(&ledger, call, &mut numbers).unwrap();
            }
            let journal = folder.path().join(format!("{NAME}-wal"));
            let stale = std::fs::read(&journal).unwrap();
            if has_checkpoint {
                ledger.checkpoint().unwrap();
            }
            // The journal is brought into the file, so that what follows is all that it holds.
            ledger.anchor().unwrap();
            for _ in 0..2 + dice.below(6) {
                ledger.append(&numbers.batch(1 + dice.below(20)), work::at(), "test").unwrap();
            }
            ledger.anchor_every_commit(true).unwrap();
            work::call(&ledger, Call::Append(3), &mut numbers).unwrap();
            let (head, records) = (ledger.head().unwrap(), ledger.refresh().unwrap().to_records());
            if is_killed {
                let files = read(folder.path());
                return Whole { files, stale: None, head, records };
            }
            drop(ledger);
            Whole { files: read(folder.path()), stale: Some(stale), head, records }
        },
    )
}

/// Ways to damage a file.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Bits,
    Bytes,
    Sector,
    Cut,
    Swap,
    Double,
    Garbage,
    Header,
    Stale,
}

const DAMAGES: [Damage; 9] = [
    Damage::Bits,
    Damage::Bytes,
    Damage::Sector,
    Damage::Cut,
    Damage::Swap,
    Damage::Double,
    Damage::Garbage,
    Damage::Header,
    Damage::Stale,
];

impl Damage {
    fn apply(self, bytes: &mut Vec<u8>, dice: &mut Dice) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len() as u64;
        let mut flip = |bytes: &mut Vec<u8>, end: u64| {
            let at = dice.below(end.min(length)) as usize;
            bytes[at] ^= 1 << dice.below(8);
        };
        match self {
            Damage::Bits => flip(bytes, length),
            Damage::Header => flip(bytes, 100),
            Damage::Bytes => {
                for _ in 0..20 {
                    let at = dice.below(length) as usize;
                    bytes[at] = dice.next() as u8;
                }
            }
            Damage::Sector => {
                let start = (dice.below(length) / SECTOR * SECTOR) as usize;
                let end = (start + SECTOR as usize).min(bytes.len());
                bytes[start..end].fill(0);
            }
            Damage::Cut => bytes.truncate(dice.below(length) as usize),
            Damage::Garbage => {
                let more = 1 + dice.below(2 * PAGE);
                bytes.extend((0..more).map(|_| dice.next() as u8));
            }
            Damage::Swap | Damage::Double => {
                let pages = length / PAGE;
                if pages < 2 {
                    return;
                }
                let (from, to) = (dice.below(pages), dice.below(pages));
                let place = |page: u64| (page * PAGE) as usize..((page + 1) * PAGE) as usize;
                let page = bytes[place(from)].to_vec();
                if matches!(self, Damage::Swap) {
                    let other = bytes[place(to)].to_vec();
                    bytes[place(from)].copy_from_slice(&other);
                }
                bytes[place(to)].copy_from_slice(&page);
            }
            // It is put there, not made of what is there.
            Damage::Stale => {}
        }
    }
}

/// What a caller was told of a damaged file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Nothing, and all numbers are right.
    Same,
    WhenOpened,
    WhenRead,
}

fn told(path: &PathBuf, whole: &Whole) -> Result<Told, String> {
    let before = read(path.parent().unwrap());
    let ledger = match Ledger::open(path) {
        Ok(ledger) => ledger,
        Err(error) => {
            let after = read(path.parent().unwrap());
            let is_journal = |name: &str| name.ends_with("-wal");
            // SQLite makes the journal's file before it has read anything; an empty one says nothing.
            let kept = |files: Vec<(String, Vec<u8>)>| {
                let all = files.into_iter();
                all.filter(|(name, bytes)| !(is_journal(name) && bytes.is_empty())).collect()
            };
            let (before, after): (Vec<_>, Vec<_>) = (kept(before), kept(after));
            return if before == after {
                Ok(Told::WhenOpened)
            } else {
                Err(format!("refused ({error}) and changed"))
            };
        }
    };
    let read = ledger.head().and_then(|head| Ok((head, ledger.refresh()?.to_records())));
    let Ok((head, records)) = read else { return Ok(Told::WhenRead) };
    if head != whole.head {
        return Err(format!("the last entry is {head}, not {}", whole.head));
    }
    if records == whole.records {
        return Ok(Told::Same);
    }
    Err(format!("other numbers; verifying says {:?}", ledger.verify(&Watch::new())))
}

#[test]
fn damage_is_told_or_does_not_matter() {
    let goal = Goal::new("FILES", 1_000);
    let (mut files, mut losses, mut longest) = (0_u64, 0_u64, Duration::ZERO);
    let mut tally = [0_u64; 3];
    let folder = folder();
    let path = folder.path().join(NAME);
    let mut round = 0;
    while !goal.is_reached(files) {
        let all = whole(round);
        let mut dice = Dice::new(round ^ 0xda_3a6e);
        round += 1;
        for turn in 0..1_000_u64 {
            if goal.is_reached(files) {
                break;
            }
            let whole = &all[dice.below(4) as usize];
            let damage = DAMAGES[turn as usize % DAMAGES.len()];
            for left in std::fs::read_dir(folder.path()).unwrap() {
                std::fs::remove_file(left.unwrap().path()).unwrap();
            }
            // The anchor now and then, else the file or its journal.
            let is_anchor = dice.once_in(12);
            let targets: Vec<&String> = whole
                .files
                .iter()
                .map(|(name, _)| name)
                .filter(|name| (**name == format!("{NAME}.head")) == is_anchor)
                .collect();
            let target = targets[dice.below(targets.len() as u64) as usize].clone();
            for (name, bytes) in &whole.files {
                let mut bytes = bytes.clone();
                if *name == target {
                    damage.apply(&mut bytes, &mut dice);
                }
                std::fs::write(folder.path().join(name), bytes).unwrap();
            }
            if let (Damage::Stale, Some(stale)) = (damage, &whole.stale) {
                std::fs::write(folder.path().join(format!("{NAME}-wal")), stale).unwrap();
            }
            let start = Instant::now();
            let found = told(&path, whole);
            longest = longest.max(start.elapsed());
            files += 1;
            match found {
                Ok(told) => tally[told as usize] += 1,
                Err(why) => {
                    losses += 1;
                    if losses <= TOLD as u64 {
                        eprintln!(
                            "round {}, turn {turn}, {damage:?} of {target}: {why}",
                            round - 1
                        );
                    }
                }
            }
        }
    }
    let [same, opened, read] = tally;
    eprintln!(
        "{files} files: {same} gave the same numbers, {opened} were refused, {read} when read; the longest took {longest:?}"
    );
    goal.counted(files, "files");
    counted(losses, "wrong answers");
    assert_eq!(losses, 0);
    assert!(longest < LONGEST, "{longest:?}");
}
