//! `watch` and the bars: in pipes, in narrow pages, on a terminal, and while others write.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use unicode_width::UnicodeWidthStr;

const DAY: &str = "2025-06-20";

fn bare(program: &str) -> Command {
    let mut command = Command::new(program);
    for name in ["LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.env("COLUMNS", "100");
    command
}

fn command(args: &[&str]) -> Command {
    let mut command = bare(env!("CARGO_BIN_EXE_tiendo"));
    command.args(args);
    command
}

fn said(output: &Output, code: i32) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8(text).expect("UTF-8");
    assert_eq!(output.status.code(), Some(code), "{text}");
    text
}

fn says(args: &[&str], code: i32) -> String {
    said(&command(args).stdin(Stdio::null()).output().expect("the command runs"), code)
}

/// A ledger with three tasks: one done, one in progress, one past its last day that nobody reported on.
fn ledger(dir: &Path) -> String {
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).unwrap();
    write("documents.csv", "id,title,issued_on\nVD-01,Kế hoạch ví dụ,2025-01-02\n");
    write("agencies.csv", "id,name,level\nVD-A,Sở Ví dụ,department\n");
    write(
        "tasks.csv",
        "id,document,title,addressees,assigned_on,deadline\n\
         VD-T1,VD-01,Báo cáo ví dụ,VD-A,2025-01-02,2025-07-01\n\
         VD-T2,VD-01,Đề án ví dụ,VD-A,2025-01-02,2025-12-01\n\
         VD-T3,VD-01,Cổng ví dụ,VD-A,2025-01-02,2025-03-01\n",
    );
    write(
        "reports.csv",
        "id,task,kind,reported_on,by,percent\n\
         VD-R1,VD-T1,complete,2025-03-01,VD-A,\nVD-R2,VD-T2,progress,2025-03-01,VD-A,40\n",
    );
    let file = dir.join("x.tiendo").to_str().unwrap().to_owned();
    let data = dir.to_str().unwrap();
    says(&["init", &file], 0);
    let import = ["import", "--ledger", &file, "--data", data, "--no-base", "--actor", "Trần B"];
    says(&import, 0);
    file
}

fn complete(ledger: &str, task: &str) {
    let record = ["record", "--ledger", ledger, task, "--kind", "complete", "--by", "VD-A"];
    says(&[&record[..], &["--as-of", "2025-06-15", "--actor", "Nguyễn A"]].concat(), 0);
}

/// A `watch` that runs until it is dropped.
struct Watching(Child);

impl Watching {
    fn start(ledger: &str, more: &[&str]) -> (Self, BufReader<impl Read>) {
        let args =
            ["watch", "--ledger", ledger, "--as-of", DAY, "--lang", "en", "--interval", "0.1"];
        let mut watch = command(&[&args[..], more].concat());
        watch.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = watch.spawn().expect("the command runs");
        let out = BufReader::new(child.stdout.take().unwrap());
        (Watching(child), out)
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Lines up to the one that names an entry.
fn block(out: &mut impl BufRead, entry: &str) -> String {
    let mut block = String::new();
    loop {
        let at = block.len();
        assert!(out.read_line(&mut block).unwrap() > 0, "no {entry}: {block}");
        if block[at..].starts_with(entry) {
            return block;
        }
    }
}

#[test]
fn a_watch_sees_what_another_process_records() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    let (_watching, mut out) = Watching::start(&ledger, &[]);
    let first = block(&mut out, "Entry 2 of the ledger");
    assert!(first.starts_with("Where the tasks stand, as of 2025-06-20\n"), "{first}");
    assert!(first.contains(": Trần B\n") && !first.contains("since the start"), "{first}");
    complete(&ledger, "VD-T2");
    let second = block(&mut out, "Entry 3 of the ledger");
    assert!(second.starts_with("\nWhere the tasks stand"), "{second}");
    assert!(second.contains(": Nguyễn A\n") && !second.contains('\u{1b}'), "{second}");
    let words = second.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let rows: Vec<String> = words.collect();
    // Two of three done; what nobody reported on is no verdict, and neither is it done.
    for row in [
        "Done on time 2 0 +1 ████████████████",
        "In progress 0 0 -1",
        "Overdue, no data 1 1 ········",
        "Total 3 1 ████████████████········",
    ] {
        assert!(rows.iter().any(|found| found == row), "{row}: {second}");
    }
    // A freeze changes no figure, and is an entry all the same.
    says(&["freeze", "tháng 6", "--ledger", &ledger, "--as-of", DAY], 0);
    assert!(block(&mut out, "Entry 4 of the ledger").contains("Done on time"));
}

#[test]
fn a_ledger_that_is_replaced_ends_the_watch() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    let copy = dir.path().join("copy.tiendo");
    says(&["backup", copy.to_str().unwrap(), "--ledger", &ledger], 0);
    let (mut watching, mut out) = Watching::start(&ledger, &[]);
    block(&mut out, "Entry 2 of the ledger");
    std::fs::rename(&copy, &ledger).unwrap();
    assert_eq!(watching.0.wait().unwrap().code(), Some(2));
    let mut err = String::new();
    watching.0.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(err.contains("x.tiendo"), "{err}");
}

#[test]
fn one_look_fits_the_page_and_json_is_that_of_status() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    let once = ["watch", "--once", "--ledger", &ledger, "--as-of", DAY];
    for (columns, has_bars) in [(40, false), (80, true), (132, true)] {
        let output = command(&once).env("COLUMNS", columns.to_string()).output().unwrap();
        let shown = said(&output, 0);
        let widest = shown.lines().map(UnicodeWidthStr::width).max().unwrap();
        assert!(widest <= columns, "{columns}: {shown}");
        assert_eq!(shown.contains("████"), has_bars, "{columns}: {shown}");
        assert_eq!(shown.contains("Thanh: █ đã xong"), has_bars, "{columns}: {shown}");
    }
    let json = |command: &[&str]| says(&[command, &["--format", "json"]].concat(), 0);
    assert_eq!(json(&once), json(&["status", "--ledger", &ledger, "--as-of", DAY]));
    assert!(says(&["watch", "--once"], 2).contains("--ledger"));
    assert!(says(&[&once[..], &["--format", "csv"]].concat(), 2).contains("tiendo status"));
    assert!(says(&[&once[..], &["--simulated"]].concat(), 2).contains("tiendo import"));
    for wrong in ["0", "-1", "NaN", "3601", "x"] {
        says(&["watch", "--ledger", &ledger, &format!("--interval={wrong}")], 2);
    }
}

/// What `watch` writes to a terminal until `q` is pressed; none where there is no program that makes terminals.
fn on_terminal(ledger: &str, set: &[(&str, &str)], more: &str) -> Option<String> {
    let tiendo = env!("CARGO_BIN_EXE_tiendo");
    let watch = format!("'{tiendo}' watch --ledger '{ledger}' --as-of {DAY} --interval 0.1 {more}");
    let mut script = bare("script");
    script.args(["--quiet", "--return", "--command", &watch, "/dev/null"]);
    script.env("TERM", "xterm-256color").envs(set.iter().copied());
    script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = script.spawn() else {
        eprintln!("SKIPPED: watch on a terminal; there is no `script` to make one");
        return None;
    };
    // Keys are typed until it ends: those typed before it reads them are lost.
    let mut keys = child.stdin.take().unwrap();
    let typing = std::thread::spawn(move || {
        while keys.write_all(b"xq").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(300));
        }
    });
    let output = child.wait_with_output().unwrap();
    typing.join().unwrap();
    Some(said(&output, 0))
}

#[test]
fn a_terminal_is_redrawn_until_q_and_left_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    let Some(shown) = on_terminal(&ledger, &[("LC_ALL", "C.UTF-8")], "--lang vi") else { return };
    let (enter, leave) = ("\u{1b}[?1049h", "\u{1b}[?1049l");
    assert!(shown.contains(enter) && shown.contains("\u{1b}[?25l"), "{shown:?}");
    let (_, after) = shown.split_once(leave).expect("the first screen again");
    assert!(shown.contains("\u{1b}[?25h") && after.trim().is_empty(), "{shown:?}");
    // Red, green; accents; and the foot of the window.
    assert!(shown.contains("\u{1b}[32m████████\u{1b}[0m"), "{shown:?}");
    assert!(shown.contains("Tình hình thực hiện") && shown.contains("q: thoát."), "{shown:?}");
    // Without colour and UTF-8 the bars keep their signs, and Vietnamese its letters.
    let plain = [("LC_ALL", "C"), ("NO_COLOR", "1")];
    let shown = on_terminal(&ledger, &plain, "--lang vi").unwrap();
    assert!(shown.is_ascii(), "{shown:?}");
    assert!(shown.contains("Tinh hinh thuc hien") && shown.contains("########"), "{shown:?}");
    assert!(!shown.contains("\u{1b}[32m"), "{shown:?}");
    // A dumb terminal is not redrawn: one look is printed like any text.
    let shown = on_terminal(&ledger, &[("TERM", "dumb")], "--once --lang en").unwrap();
    assert!(!shown.contains('\u{1b}') && shown.contains("Entry 2 of the ledger"), "{shown:?}");
}
