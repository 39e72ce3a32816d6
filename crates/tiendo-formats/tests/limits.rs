//! What stops reading: a file over its limit, an input that fails, the caller.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_collect)]

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::ControlFlow;

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
