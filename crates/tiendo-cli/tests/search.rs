//! `tiendo search` over the public register, as people and scripts call it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::process::{Command, Output, Stdio};

use serde_json::Value;

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
fn a_task_is_found_in_both_languages_and_all_forms() {
    let reply = fine(&["search", "camera an ninh", "--format", "json"]);
    let reply: Value = serde_json::from_str(&reply).unwrap();
    assert_eq!(reply["total"], 1);
    let id = reply["rows"][0]["task"].as_str().unwrap();
    assert_eq!(reply["rows"][0]["match"], "together");

    let table = fine(&["search", "camera an ninh"]);
    assert!(table.contains(id) && table.contains("camera an ninh"), "{table}");
    assert!(table.trim_end().ends_with("1 nhiệm vụ."), "{table}");
    let english = fine(&["search", "CAMERA an ninh", "--lang", "en"]);
    assert!(english.contains("cameras") && english.trim_end().ends_with("1 task."), "{english}");
    let csv = fine(&["search", "\"camera an n*\"", "--format", "csv"]);
    assert!(csv.starts_with("task,title,title_en,product,match\r\n"), "{csv}");
    assert!(csv.contains(",together\r\n"), "{csv}");
}

#[test]
fn limits_orders_and_nothing() {
    let rows = |args: &[&str]| -> (u64, Vec<String>) {
        let reply: Value = serde_json::from_str(&fine(args)).unwrap();
        let rows = reply["rows"].as_array().unwrap();
        let ids = rows.iter().map(|r| r["task"].as_str().unwrap().to_owned());
        (reply["total"].as_u64().unwrap(), ids.collect())
    };
    let search = ["search", "du lieu", "--format", "json"];
    let (total, first) = rows(&search);
    assert!(total > 20 && first.len() == 20);
    let (same, all) = rows(&[&search[..], &["--limit", "0", "--order", "id"]].concat());
    assert_eq!((same, all.len() as u64), (total, total));
    assert!(all.is_sorted(), "{all:?}");
    assert!(fine(&["search", "du lieu"]).contains("--limit 0"));
    assert_eq!(fine(&["search", "khongco"]).trim_end(), "0 nhiệm vụ.");
}

#[test]
fn a_search_that_cannot_be_read_is_refused_where_it_is_wrong() {
    for format in ["table", "csv"] {
        let output = run(&["search", "du \"lieu", "--lang", "en", "--format", format]);
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("quotation mark at character 4"), "{told}");
    }
    let told = String::from_utf8(run(&["search", "du \"lieu"]).stderr).unwrap();
    assert!(told.contains("ngoặc kép phải có đủ đôi"), "{told}");
    let output = run(&["search", "*", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.starts_with(b"{\"error\":{\"code\":\"invalid_value\""));
}
