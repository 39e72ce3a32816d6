//! `tiendo history` over the public register, as people and scripts call it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::process::{Command, Output, Stdio};

use serde_json::Value;

const DAYS: [&str; 5] = ["history", "--from", "2025-06-28", "--to", "2025-07-02"];

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.args(args).stdin(Stdio::null()).output().expect("the command runs")
}

fn fine(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_day_has_its_line() {
    let table = fine(&[&DAYS[..], &["--simulated=7"]].concat());
    assert!(table.contains("SIMULATED") && table.contains("28/06/2025"), "{table}");
    let english = fine(&[&DAYS[..], &["--lang", "en", "--by", "phase"]].concat());
    assert!(english.contains("no report data"), "{english}");

    let csv = fine(&[&DAYS[..], &["--format", "csv", "--simulated=7"]].concat());
    assert!(csv.trim_start_matches('\u{feff}').starts_with("day,report_count,"), "{csv}");
    assert_eq!(csv.lines().count(), 1 + 5, "{csv}");
}

#[test]
fn json_is_the_reply_of_the_library() {
    let reply = fine(&[&DAYS[..], &["--format", "json", "--by", "agency"]].concat());
    let reply: Value = serde_json::from_str(&reply).unwrap();
    let days = reply["days"].as_array().unwrap();
    assert_eq!((days.len(), &reply["axis"]), (5, &Value::from("agency")));
    assert_eq!(days[4]["scope"]["day"], "2025-07-02");
    assert_eq!(days[4]["scope"]["known"], "2025-07-02");
}

#[test]
fn a_range_that_ends_before_it_begins_is_refused() {
    let output = run(&["history", "--from", "2025-07-02", "--to", "2025-07-01"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("2025-07-02"));
}
