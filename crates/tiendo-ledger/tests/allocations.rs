//! SQLite is given no memory, at the Nth time it asks: a typed error, and nothing is lost.
//!
//! What gives memory is chosen before SQLite is used for the first time, and for the whole process: a program of its own.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too, and says what it counted"
)]
#![allow(unsafe_code, reason = "SQLite takes what gives memory as a table of C functions")]

use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use rusqlite::ffi::{self, sqlite3_mem_methods};
use tiendo_ledger::{Error, Ledger};

#[allow(dead_code, reason = "shared with the other harnesses")]
#[path = "disk/figures.rs"]
mod figures;
#[allow(dead_code, reason = "shared with the other harnesses")]
#[path = "disk/work.rs"]
mod work;

use figures::{Goal, counted, folder};
use work::{CALLS, Call, MAKING, Numbers};

const NAME: &str = "x.tiendo";
/// What is told in full.
const TOLD: u64 = 10;

static GIVES: OnceLock<Methods> = OnceLock::new();
/// Askings until one is refused; below 0 none is.
static LEFT: AtomicI64 = AtomicI64::new(-1);
/// Whether all after the first are refused, too.
static IS_STICKY: AtomicI64 = AtomicI64::new(0);
static REFUSED: AtomicU64 = AtomicU64::new(0);

/// SQLite's own.
struct Methods(sqlite3_mem_methods);

// SAFETY: functions and a pointer that SQLite itself uses from every thread.
unsafe impl Send for Methods {}
// SAFETY: as above.
unsafe impl Sync for Methods {}

fn is_refused() -> bool {
    let left = LEFT.load(Ordering::Relaxed);
    if left < 0 {
        return false;
    }
    if left > 1 {
        LEFT.store(left - 1, Ordering::Relaxed);
        return false;
    }
    LEFT.store(if IS_STICKY.load(Ordering::Relaxed) == 1 { 1 } else { -1 }, Ordering::Relaxed);
    REFUSED.fetch_add(1, Ordering::Relaxed);
    true
}

unsafe extern "C" fn malloc(count: c_int) -> *mut c_void {
    let give = GIVES.get().and_then(|methods| methods.0.xMalloc);
    match give {
        // SAFETY: handed on to SQLite's own.
        Some(give) if !is_refused() => unsafe { give(count) },
        _ => std::ptr::null_mut(),
    }
}

unsafe extern "C" fn realloc(before: *mut c_void, count: c_int) -> *mut c_void {
    let give = GIVES.get().and_then(|methods| methods.0.xRealloc);
    match give {
        // SAFETY: handed on to SQLite's own.
        Some(give) if !is_refused() => unsafe { give(before, count) },
        _ => std::ptr::null_mut(),
    }
}

fn install() {
    // SAFETY: SQLite has not been used yet in this process, whose only test this is; it copies the table.
    unsafe {
        let mut methods = std::mem::zeroed::<sqlite3_mem_methods>();
        let said = ffi::sqlite3_config(ffi::SQLITE_CONFIG_GETMALLOC, &raw mut methods);
        assert_eq!(said, ffi::SQLITE_OK);
        let _ = GIVES.set(Methods(methods));
        methods.xMalloc = Some(malloc);
        methods.xRealloc = Some(realloc);
        let said = ffi::sqlite3_config(ffi::SQLITE_CONFIG_MALLOC, &raw mut methods);
        assert_eq!(said, ffi::SQLITE_OK, "SQLite was in use already");
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Create,
    Open,
    Call(Call),
}

fn template() -> (tempfile::TempDir, Numbers) {
    let folder = folder();
    let mut numbers = Numbers::default();
    let ledger = Ledger::create(folder.path().join(NAME), &work::new()).unwrap();
    ledger.append(&work::definitions(), work::at(), "test").unwrap();
    ledger.append(&numbers.batch(20), work::at(), "test").unwrap();
    ledger.checkpoint().unwrap();
    ledger.append(&numbers.batch(1), work::at(), "test").unwrap();
    drop(ledger);
    (folder, numbers)
}

fn run(
    case: Case,
    (at, is_sticky): (u64, bool),
    template: &Path,
    mut numbers: Numbers,
) -> Result<bool, String> {
    let folder = folder();
    let path = folder.path().join(NAME);
    if case != Case::Create {
        for entry in std::fs::read_dir(template).unwrap() {
            let from = entry.unwrap().path();
            std::fs::copy(&from, folder.path().join(from.file_name().unwrap())).unwrap();
        }
    }
    let (mut ledger, mut before) = (None, None);
    if let Case::Call(_) = case {
        let opened = Ledger::open(&path).unwrap();
        before = Some(opened.append(&numbers.batch(1), work::at(), "test").unwrap().head);
        ledger = Some(opened);
    }
    REFUSED.store(0, Ordering::Relaxed);
    IS_STICKY.store(i64::from(is_sticky), Ordering::Relaxed);
    LEFT.store(at as i64, Ordering::Relaxed);
    let called = catch_unwind(AssertUnwindSafe(|| -> Result<(), Error> {
        match (case, &ledger) {
            (Case::Create, _) => ledger = Some(Ledger::create(&path, &work::new())?),
            (Case::Open, _) => ledger = Some(Ledger::open(&path)?),
            (Case::Call(call), Some(ledger)) => work::call(ledger, call, &mut numbers)?,
            (Case::Call(_), None) => {}
        }
        Ok(())
    }));
    LEFT.store(-1, Ordering::Relaxed);
    let was_refused = REFUSED.load(Ordering::Relaxed) > 0;
    let said = called.map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        format!("it panicked: {}", text.unwrap_or_default())
    })?;
    let checked = || {
        if let Err(error) = &said
            && !matches!(error, Error::Io { .. })
        {
            return Err("the error is of another kind".to_owned());
        }
        let ledger = match ledger {
            Some(ledger) => ledger,
            None if case == Case::Create => {
                Ledger::create(&path, &work::new()).map_err(|e| format!("create: {e}"))?
            }
            None => Ledger::open(&path).map_err(|e| format!("open: {e}"))?,
        };
        if case == Case::Create {
            ledger
                .append(&work::definitions(), work::at(), "test")
                .map_err(|e| format!("append: {e}"))?;
        }
        if let Some(before) = before {
            let kept = ledger.entries(before.seq - 1, 1).map_err(|e| format!("entries: {e}"))?;
            if kept.first().map(|entry| entry.hash) != Some(before.hash) {
                return Err(format!("{before} is not there"));
            }
            let head = ledger.head().map_err(|e| format!("head: {e}"))?;
            let is_one_entry =
                matches!(case, Case::Call(Call::Append(_) | Call::Freeze | Call::Correct));
            if is_one_entry && (said.is_ok() != (head.seq == before.seq + 1)) {
                return Err(format!("{head} after {before}"));
            }
        }
        if let Case::Call(call) = case
            && call.makes_a_file()
        {
            work::made_or_not(&ledger, call, said.is_ok(), &mut numbers)?;
        }
        let head =
            work::is_sound(&ledger, &mut numbers).map_err(|e| format!("same handle: {e}"))?;
        drop(ledger);
        work::opens_again(&path, head, &mut numbers)
    };
    match checked() {
        Ok(()) => Ok(was_refused),
        Err(why) => Err(format!("{why} (said {said:?})")),
    }
}

#[test]
fn memory_may_be_refused_at_any_time() {
    install();
    let goal = Goal::new("ALLOCATIONS", 350);
    let (template, numbers) = template();
    let calls = CALLS.into_iter().chain(MAKING).map(Case::Call);
    let cases: Vec<Case> = [Case::Create, Case::Open].into_iter().chain(calls).collect();
    let (mut runs, mut wrong) = (0_u64, 0_u64);
    let stride = if goal.is_long { 1 } else { 41 };
    for (number, case) in cases.iter().enumerate() {
        for is_sticky in [false, true] {
            let mut at = 1 + (number as u64 * 7) % stride;
            while !(goal.is_long && goal.is_reached(runs)) {
                let found = run(*case, (at, is_sticky), template.path(), numbers.clone());
                match found {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(why) => {
                        wrong += 1;
                        if wrong <= TOLD {
                            eprintln!("{case:?}, asking {at}, sticky {is_sticky}: {why}");
                        }
                    }
                }
                runs += 1;
                at += stride;
            }
        }
    }
    goal.counted(runs, "memory failures");
    counted(wrong, "losses");
    assert_eq!(wrong, 0);
}
