//! What stops reading: a file over its limit, an input that fails, the caller.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_collect)]

use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{self, Read};
use std::ops::ControlFlow;

use tiendo::Threads;
use tiendo_formats::csv::{self, ReadOptions};
use tiendo_formats::{Code, Error};

#[test]
fn a_file_over_its_limit_is_read_up_to_it() {
    let options = ReadOptions { max_file_bytes: 1000, ..ReadOptions::default() };
    let rows: String = (100..900).map(|i| format!("T{i},D,x\n")).collect();
    let file = format!("id,document,title\n{rows}");
    let (records, findings) = csv::read_file("tasks.csv", file.as_bytes(), &options).unwrap();
    let last = findings.last().unwrap();
    assert_eq!(last.code.as_str(), "file_too_long");
    // Every row before the one that the finding names is there.
    assert_eq!(last.place.as_ref().unwrap().row, records.tasks.len() as u64 + 2);
}

#[test]
fn the_caller_hears_of_progress_and_may_stop() {
    let rows: String = (0..100_000).map(|i| format!("T{i},D,x\n")).collect();
    let rows = format!("id,document,title\n{rows}");
    let file = || io::Cursor::new(rows.as_bytes());
    let heard = Cell::new(0);
    let progress = |name: &str, rows: u64| {
        assert_eq!(name, "tasks.csv");
        heard.set(rows);
        if rows >= 5000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ReadOptions { progress: Some(&progress), ..ReadOptions::default() };
    let stopped = csv::read_file("tasks.csv", file(), &options).unwrap_err();
    assert_eq!(stopped.code(), Code::Cancelled);
    assert!((5000..10_000).contains(&heard.get()));
}

#[test]
fn an_input_that_fails_is_an_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("unplugged"))
        }
    }
    let file = b"id,document,title\nT1,D,x\n".chain(Failing);
    let error = csv::read_file("tasks.csv", file, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "cannot access 'tasks.csv': unplugged");
    assert!(matches!(error, Error::Io { .. }));
}

/// Rows are turned into records batch by batch, by several threads where there are any: nothing of that is to be seen.
#[test]
fn findings_come_in_the_order_of_the_file_and_are_counted_through_it() {
    const ROWS: usize = 20_000;
    // Every seventh row has a weight that is none, every eleventh the id of the row 5000 before it, every fifth an old day.
    let is_wrong = |i: usize| i.is_multiple_of(7);
    let is_twice = |i: usize| i.is_multiple_of(11) && i >= 5000;
    let mut file = String::from("id,document,title,weight,last_day,more\n");
    for i in 0..ROWS {
        let id = if is_twice(i) { i - 5000 } else { i };
        let weight = if is_wrong(i) { 500 } else { 5 };
        let day = if i.is_multiple_of(5) { "1/7/2025" } else { "2025-07-01" };
        writeln!(file, "T{id:05},D,\"x\n{i}\",{weight},{day},y").unwrap();
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let options = ReadOptions { max_findings: 1000, ..ReadOptions::default() };
    let (records, findings) = csv::read_file("tasks.csv", file.as_bytes(), &options).unwrap();
    let options = ReadOptions { threads: Threads::of(&pool), ..options };
    let by_threads = csv::read_file("tasks.csv", file.as_bytes(), &options).unwrap();
    assert!(by_threads == (records.clone(), findings.clone()));
    // A row takes two lines and is one row; the header is the first. Only ids that were read make another one the second.
    let read = |i: usize| !is_wrong(i) && !is_twice(i);
    let twice: Vec<usize> =
        (0..ROWS).filter(|i| !is_wrong(*i) && is_twice(*i)).filter(|i| read(i - 5000)).collect();
    let of = |code: &str| findings.iter().filter(|f| f.code.as_str() == code).collect::<Vec<_>>();
    let rows = |code: &str| -> Vec<u64> {
        of(code).iter().map(|f| f.place.as_ref().unwrap().row).collect()
    };
    let wrong: Vec<u64> = (0..ROWS).filter(|i| is_wrong(*i)).map(|i| i as u64 + 2).collect();
    assert_eq!(rows("number_outside"), wrong[..1000]);
    assert_eq!(
        rows("duplicate_id"),
        twice.iter().take(1000).map(|i| *i as u64 + 2).collect::<Vec<_>>()
    );
    assert_eq!(of("duplicate_id")[0].args["row"], (twice[0] - 5000 + 2).to_string());
    assert_eq!(of("day_form")[0].args["count"], (ROWS / 5).to_string());
    assert_eq!(of("column_unknown")[0].args["count"], ROWS.to_string());
    let omitted = of("findings_omitted");
    let omitted = omitted.iter().find(|f| f.args["code"] == "number_outside").unwrap();
    assert_eq!(omitted.args["count"], (wrong.len() - 1000).to_string());
    let titles: Vec<String> = (0..ROWS)
        .filter(|i| !is_wrong(*i) && twice.binary_search(i).is_err())
        .map(|i| format!("x\n{i}"))
        .collect();
    assert!(
        records.tasks.iter().map(|task| task.title.as_str()).eq(titles.iter().map(String::as_str))
    );
}
