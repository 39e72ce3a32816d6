//! Several processes at one file, and processes that are killed.
//!
//! The processes are this very test, started again: it then does what `TIENDO_LEDGER_CHILD` says.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too, and says what it counted"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tiendo::{Document, DocumentId, Report, ReportId, ReportKind, Task, TaskId, Text, Watch, day};
use tiendo_ledger::{Batch, Ledger, NewLedger, OpenOptions};

#[allow(dead_code, reason = "shared with the other harnesses")]
#[path = "disk/figures.rs"]
mod figures;

use figures::Goal;

const AT: &str = "2025-01-05T08:00:00";

fn report(id: &str) -> Report {
    let on = day::parse("2025-02-01").unwrap();
    Report::new(ReportId::new(id).unwrap(), TaskId::new("T1").unwrap(), ReportKind::Progress, on)
}

fn make(path: &Path) {
    let at = day::parse_instant(AT).unwrap();
    let ledger = Ledger::create(path, &NewLedger::new("node", at, "test")).unwrap();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut batch = Batch::new();
    batch.add(Document::new(document.clone(), Text::new("Nghị quyết 57").unwrap()));
    batch.add(Task::new(TaskId::new("T1").unwrap(), document, Text::new("Báo cáo").unwrap()));
    ledger.append(&batch, at, "test").unwrap();
}

/// What a child does: appends reports, and tells each that was acknowledged, until its time is over.
#[test]
fn child() {
    let Ok(name) = std::env::var("TIENDO_LEDGER_CHILD") else { return };
    let path = std::env::var("TIENDO_LEDGER_PATH").unwrap();
    let seconds: f64 = std::env::var("TIENDO_LEDGER_SECONDS").unwrap().parse().unwrap();
    let ledger = Ledger::open(path).unwrap();
    let at = day::parse_instant(AT).unwrap();
    let until = Instant::now() + Duration::from_secs_f64(seconds);
    let mut out = std::io::stdout().lock();
    let mut count = 0;
    while Instant::now() < until {
        // Batches of one, of some, and of many.
        let size = [1, 1, 7, 1, 300][count % 5];
        let mut batch = Batch::new();
        let ids: Vec<String> = (0..size).map(|i| format!("{name}-{count}-{i}")).collect();
        for id in &ids {
            batch.add(report(id));
        }
        let appended = ledger.append(&batch, at, &name).unwrap();
        assert_eq!(appended.recorded, size as u64);
        // Said only once it is durable: one line for the whole batch.
        writeln!(out, "acknowledged {}", ids.join(" ")).unwrap();
        out.flush().unwrap();
        if count % 10 == 0 {
            assert!(ledger.refresh().unwrap().report_count() > 0);
        }
        count += 1;
    }
}

fn start(path: &Path, name: &str, seconds: f64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env("TIENDO_LEDGER_CHILD", name)
        .env("TIENDO_LEDGER_PATH", path)
        .env("TIENDO_LEDGER_SECONDS", seconds.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The reports that a child says were acknowledged; a line that was cut off by a kill counts for nothing.
fn acknowledged(output: ChildStdout) -> BTreeSet<String> {
    let (mut output, mut line) = (BufReader::new(output), Vec::new());
    let mut ids = BTreeSet::new();
    while output.read_until(b'\n', &mut line).unwrap() > 0 {
        let line = String::from_utf8(std::mem::take(&mut line)).unwrap();
        let Some(line) = line.strip_suffix('\n') else { break };
        // The harness says the name of the test on the same line.
        if let Some((_, said)) = line.split_once("acknowledged ") {
            ids.extend(said.split(' ').map(str::to_owned));
        }
    }
    ids
}

/// All reports of a ledger, each once, after everything was verified.
fn recorded(path: &Path) -> BTreeSet<String> {
    let ledger = Ledger::open(path).unwrap();
    let verified = ledger.verify(&Watch::new()).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
    let registry = ledger.refresh().unwrap();
    let ids: BTreeSet<String> =
        registry.reports_of("T1").iter().map(|r| r.id.to_string()).collect();
    assert_eq!(ids.len(), registry.report_count());
    assert_eq!(verified.records as usize, ids.len() + 4);
    ids
}

fn number(name: &str, short: f64) -> f64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(short)
}

fn at_once(processes: usize) {
    let seconds = number("TIENDO_LEDGER_AT_ONCE_SECONDS", 3.0);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.tiendo");
    make(&path);
    let mut children: Vec<Child> =
        (0..processes).map(|i| start(&path, &format!("p{i}"), seconds)).collect();
    // Each says more than a pipe holds.
    let readers: Vec<_> = children
        .iter_mut()
        .map(|child| {
            let output = child.stdout.take().unwrap();
            std::thread::spawn(move || acknowledged(output))
        })
        .collect();
    let mut all = BTreeSet::new();
    for (child, reader) in children.into_iter().zip(readers) {
        let mine = reader.join().unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(!mine.is_empty());
        all.extend(mine);
    }
    assert_eq!(recorded(&path), all);
    eprintln!("{processes} processes, {seconds} s: {} reports, none lost, none doubled", all.len());
}

#[test]
fn two_processes_lose_nothing_and_double_nothing() {
    at_once(2);
}

#[test]
fn eight_processes_lose_nothing_and_double_nothing() {
    at_once(8);
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let goal = Goal::new("KILLS", 30);
    let dir = tempfile::tempdir().unwrap();
    let mut path = dir.path().join("x.tiendo");
    make(&path);
    let mut all = BTreeSet::new();
    // Moments that differ from kill to kill and are the same in every run.
    let mut seed = 57_u64;
    let (mut kill, mut reports) = (0, 0);
    while !goal.is_reached(kill) {
        // Verifying all again and again would leave no time for kills.
        if kill % 200 == 199 {
            reports += all.len();
            (all, path) = (BTreeSet::new(), dir.path().join(format!("x{kill}.tiendo")));
            make(&path);
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let wait = Duration::from_millis(20 + (seed >> 33) % 150);
        let mut child = start(&path, &format!("k{kill}"), 60.0);
        std::thread::sleep(wait);
        child.kill().unwrap();
        all.extend(acknowledged(child.stdout.take().unwrap()));
        child.wait().unwrap();
        let found = recorded(&path);
        let lost: Vec<_> = all.difference(&found).collect();
        assert!(lost.is_empty(), "kill {kill}: lost {lost:?}");
        // At most one batch was on its way without being acknowledged; a batch is whole or not there.
        let unsaid: Vec<&String> = found.difference(&all).collect();
        let batches: BTreeSet<&str> =
            unsaid.iter().filter_map(|id| id.rsplit_once('-')).map(|(batch, _)| batch).collect();
        assert!(batches.len() <= 1, "{batches:?}");
        if let Some(batch) = batches.first() {
            let number: usize = batch.rsplit('-').next().unwrap().parse().unwrap();
            assert_eq!(unsaid.len(), [1, 1, 7, 1, 300][number % 5]);
        }
        all = found;
        kill += 1;
    }
    eprintln!("{kill} kills: {} reports, none lost", reports + all.len());
    goal.counted(kill, "kills");
}

/// Somebody leaves the file alone for 20 ms between long transactions: who waits does not miss it until its time is up, as it
/// would if it asked, as SQLite does, every 100 ms.
#[test]
fn nobody_is_passed_over() {
    const TIMES: usize = 10;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.tiendo");
    make(&path);
    let options = OpenOptions { busy_timeout: Duration::from_secs(1), ..OpenOptions::default() };
    let ledger = Ledger::open_with(&path, &options).unwrap();
    let at = day::parse_instant(AT).unwrap();
    let is_over = AtomicBool::new(false);
    let told: Vec<_> = std::thread::scope(|scope| {
        scope.spawn(|| {
            let other = rusqlite::Connection::open(&path).unwrap();
            other.busy_timeout(Duration::from_secs(10)).unwrap();
            while !is_over.load(Ordering::Relaxed) {
                other.execute_batch("BEGIN IMMEDIATE").unwrap();
                std::thread::sleep(Duration::from_millis(300));
                other.execute_batch("COMMIT").unwrap();
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let append = |i: usize| {
            // Until it is held again.
            std::thread::sleep(Duration::from_millis(50));
            let mut batch = Batch::new();
            batch.add(report(&format!("w{i}")));
            ledger.append(&batch, at, "w").err()
        };
        let told = (0..TIMES).map(append).collect();
        is_over.store(true, Ordering::Relaxed);
        told
    });
    assert_eq!(told, vec![None; TIMES]);
}
