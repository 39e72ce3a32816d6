//! The Nth call to the system fails, for every N and every call of the ledger: a typed error, and nothing is lost.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tiendo_ledger::{Error, Head, Ledger};

use crate::figures::{Dice, Goal, counted, folder};
use crate::shim::{Disk, Fault, Kind};
use crate::work::{self, CALLS, Call, MAKING, Numbers};

const NAME: &str = "x.tiendo";
/// More calls than any call of the ledger makes.
const MOST: u64 = 20_000;
/// Failures that are told in full.
const TOLD: usize = 10;

/// What is made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Create,
    /// Of a file that was closed.
    Open,
    /// Of a file with a journal beside it, as a kill leaves it.
    Recover,
    /// The dropping of a handle, which nobody hears of.
    Close,
    Call(Call),
}

/// Ledgers that were made once, to be copied for each run.
struct Templates {
    closed: tempfile::TempDir,
    killed: tempfile::TempDir,
    numbers: Numbers,
}

fn templates(seed: u64) -> Templates {
    let (closed, killed) = (folder(), folder());
    let path = closed.path().join(NAME);
    let mut numbers = Numbers::default();
    let ledger = Ledger::create(&path, &work::new()).unwrap();
    ledger.append(&work::definitions(), work::at(), "test").unwrap();
    let mut dice = Dice::new(seed);
    for _ in 0..3 + dice.below(4) * seed.min(1) {
        ledger.append(&numbers.batch(1 + dice.below(20)), work::at(), "test").unwrap();
    }
    if !dice.once_in(4) {
        ledger.checkpoint().unwrap();
    }
    ledger.append(&numbers.batch(1), work::at(), "test").unwrap();
    copy(closed.path(), killed.path());
    drop(ledger);
    Templates { closed, killed, numbers }
}

/// Copies what a restart finds: all but shared memory.
fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_string_lossy().ends_with("-shm") {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// One run: whether anything failed, or what is wrong.
fn run(case: Case, fault: Fault, templates: &Templates) -> Result<bool, String> {
    let folder = folder();
    let path = folder.path().canonicalize().unwrap().join(NAME);
    match case {
        Case::Create => {}
        Case::Recover => copy(templates.killed.path(), folder.path()),
        Case::Open | Case::Close | Case::Call(_) => copy(templates.closed.path(), folder.path()),
    }
    let disk = Disk::watch(path.parent().unwrap());
    let mut numbers = templates.numbers.clone();
    let (mut ledger, mut before) = (None, None);
    if let Case::Close | Case::Call(_) = case {
        let opened = Ledger::open(&path).unwrap();
        // A journal that is not empty, and a writer that knows what there is.
        before = Some(opened.append(&numbers.batch(1), work::at(), "test").unwrap().head);
        ledger = Some(opened);
    }
    disk.arm(fault);
    let called = catch_unwind(AssertUnwindSafe(|| -> Result<(), Error> {
        match (case, &ledger) {
            (Case::Create, _) => ledger = Some(Ledger::create(&path, &work::new())?),
            (Case::Open | Case::Recover, _) => ledger = Some(Ledger::open(&path)?),
            (Case::Call(call), Some(ledger)) => work::call(ledger, call, &mut numbers)?,
            (Case::Close, _) => ledger = None,
            (Case::Call(_), None) => {}
        }
        Ok(())
    }));
    let fired = disk.clear();
    let said = called.map_err(|_| "it panicked".to_owned())?;
    let after = after(case, &said, before, ledger, &path, &mut numbers);
    match after {
        Ok(()) => Ok(fired > 0),
        Err(wrong) => Err(format!("{wrong} (said {said:?})")),
    }
}

/// What must hold once nothing fails any more.
fn after(
    case: Case,
    said: &Result<(), Error>,
    before: Option<Head>,
    ledger: Option<Ledger>,
    path: &Path,
    numbers: &mut Numbers,
) -> Result<(), String> {
    match said {
        Ok(()) | Err(Error::Io { .. } | Error::StorageFull) => {}
        Err(_) => return Err("the error is of another kind".to_owned()),
    }
    let ledger = match ledger {
        Some(ledger) => ledger,
        None if case == Case::Create => {
            let left: Vec<PathBuf> = std::fs::read_dir(path.parent().unwrap())
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect();
            if !left.is_empty() {
                return Err(format!("left behind: {left:?}"));
            }
            let made = Ledger::create(path, &work::new()).map_err(|e| format!("create: {e}"))?;
            made.append(&work::definitions(), work::at(), "test").map_err(|e| e.to_string())?;
            made
        }
        None => Ledger::open(path).map_err(|e| format!("open: {e}"))?,
    };
    if case == Case::Create && said.is_ok() {
        ledger
            .append(&work::definitions(), work::at(), "test")
            .map_err(|e| format!("append: {e}"))?;
    }
    let head = ledger.head().map_err(|e| format!("head: {e}"))?;
    if let Some(before) = before {
        let kept = ledger.entries(before.seq - 1, 1).map_err(|e| format!("entries: {e}"))?;
        if kept.first().map(|entry| entry.hash) != Some(before.hash) {
            return Err(format!("{before} is not there, the last is {head}"));
        }
        let is_one_entry =
            matches!(case, Case::Call(Call::Append(_) | Call::Freeze | Call::Correct));
        if is_one_entry && (said.is_ok() != (head.seq == before.seq + 1)) {
            return Err(format!("{head} after {before}"));
        }
    }
    if let Case::Call(call) = case
        && call.makes_a_file()
    {
        work::made_or_not(&ledger, call, said.is_ok(), numbers)?;
    }
    if case == Case::Call(Call::Erase) {
        work::call(&ledger, Call::Erase, numbers).map_err(|e| format!("erase: {e}"))?;
        for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            if bytes.windows(work::NAME.len()).any(|window| window == work::NAME.as_bytes()) {
                return Err(format!("who was erased is in {}", path.display()));
            }
        }
    }
    let head = work::is_sound(&ledger, numbers).map_err(|e| format!("same handle: {e}"))?;
    drop(ledger);
    work::opens_again(path, head, numbers)
}

#[test]
fn any_call_to_the_system_may_fail() {
    let goal = Goal::new("FAULTS", 300);
    let cases = [Case::Create, Case::Open, Case::Recover, Case::Close];
    let calls = CALLS.into_iter().chain(MAKING).map(Case::Call);
    let cases: Vec<Case> = cases.into_iter().chain(calls).collect();
    let kinds = [Kind::Io, Kind::Full].map(|kind| [(kind, false), (kind, true)]);
    let kinds = kinds.as_flattened();
    let (mut runs, mut wrong, mut round) = (0, 0, 0);
    let mut longest = (Duration::ZERO, String::new());
    // In the short form one of so many calls fails, not always the same.
    let stride = if goal.is_long { 1 } else { 7 };
    'rounds: loop {
        let templates = templates(round);
        for (number, case) in cases.iter().enumerate() {
            for (turn, &(kind, is_sticky)) in kinds.iter().enumerate() {
                let mut at = 1 + (number + turn) as u64 % stride;
                loop {
                    let fault = Fault { at, kind, is_sticky };
                    let start = Instant::now();
                    let ran = run(*case, fault, &templates);
                    longest = longest.max((start.elapsed(), format!("{case:?}, {fault:?}")));
                    match ran {
                        Ok(true) => {}
                        Ok(false) => break,
                        Err(why) => {
                            wrong += 1;
                            if wrong <= TOLD {
                                eprintln!("round {round}, {case:?}, {fault:?}: {why}");
                            }
                        }
                    }
                    runs += 1;
                    at += stride;
                    assert!(at < MOST, "{case:?} does not come to an end");
                    if goal.is_reached(runs) && goal.is_long {
                        break 'rounds;
                    }
                }
            }
        }
        round += 1;
        if goal.is_reached(runs) || !goal.is_long {
            break;
        }
    }
    eprintln!("the longest run took {:?}: {}", longest.0, longest.1);
    goal.counted(runs, "faults");
    counted(wrong as u64, "losses");
    assert_eq!(wrong, 0);
}
