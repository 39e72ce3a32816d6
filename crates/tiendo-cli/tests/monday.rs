//! `tiendo warn` and `changes`, and what people say beside the tables, as people and scripts call them. Agencies are invented.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.env_remove("NO_COLOR").env("COLUMNS", "160").args(args).stdin(Stdio::null());
    command.output().expect("the command runs")
}

fn fine(args: &[&str]) -> String {
    let output = run(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A register of two invented agencies, a link, an obstacle and a survey.
fn register(dir: &Path) -> String {
    let text = r#"{
        "documents":[{"id":"D","title":"Thông báo ví dụ","issued_on":"2025-07-01","issuer":"X"}],
        "agencies":[
            {"id":"A","name":"Cơ quan A","name_en":"Agency A","level":"central"},
            {"id":"B","name":"Cơ quan B","level":"central"},
            {"id":"X","name":"Cơ quan giao X","level":"central"}],
        "tasks":[
            {"id":"T1","document":"D","title":"Kết nối dữ liệu","addressees":["A"],"supervising_leader":"Phó Thủ trưởng 1",
             "deadline":{"text":"đến 6/11/2025","form":"by","day":"2025-11-06"}},
            {"id":"T2","document":"D","title":"Dùng dữ liệu","addressees":["B"],"dependencies":[{"task":"T1","kind":"FS"}],
             "deadline":{"text":"đến 28/11/2025","form":"by","day":"2025-11-28"}},
            {"id":"T3","document":"D","title":"Việc im lặng","addressees":["B"],
             "deadline":{"text":"đến 30/9/2025","form":"by","day":"2025-09-30"}}],
        "reports":[
            {"id":"R1","task":"T1","kind":"progress","reported_on":"2025-11-03","recorded_at":"2025-11-03T09:00:00","percent":60},
            {"id":"R2","task":"T2","kind":"obstacle","reported_on":"2025-10-27","recorded_at":"2025-10-27T09:00:00","by":"B",
             "addressed_to":"A"},
            {"id":"R3","task":"T2","kind":"complete","reported_on":"2025-11-20","recorded_at":"2025-11-20T09:00:00","by":"B"}],
        "kpis":[{"id":"S","name":"Mức độ hài lòng","unit":"%","direction":"increase","of_people":{"survey_size":1200,"period":"2025-H2"},
            "measurements":[{"period_end":"2025-03-31","value":84.5},{"period_end":"2025-09-30","value":81.25}]}]}"#;
    let path = dir.join("register.json");
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn the_monday_list_is_a_table_data_and_a_text() {
    let dir = tempfile::tempdir().unwrap();
    let data = register(dir.path());
    let base = ["warn", "--data", &data, "--no-base", "--as-of", "2025-11-10", "--lang", "en"];
    let with = |more: &[&str]| fine(&[&base[..], more].concat());
    let table = with(&[]);
    assert!(table.contains("overdue by 4 days (last day 2025-11-06)"), "{table}");
    assert!(table.contains("Newly overdue 1; obstacle unanswered 1; no report data 1."), "{table}");
    let json: Value = serde_json::from_str(&with(&["--format", "json"])).unwrap();
    assert_eq!(json["title"], "To act on, as of 2025-11-10");
    assert_eq!(
        (&json["warnings"][0]["row"], &json["warnings"][0]["downstream"]),
        (&"T1".into(), &1.into())
    );
    assert_eq!(json["warnings"].as_array().map(Vec::len), Some(3));
    // The obstacle is B's, and A owes the answer.
    let text = with(&["--text", "--by", "agency"]);
    assert!(text.starts_with("TO ACT ON, as of 2025-11-10\nTo: Agency A\n1. T1: "), "{text}");
    assert!(text.contains("obstacle raised on 2025-10-27, unanswered for 14 days"), "{text}");
    assert!(
        text.contains("To: Cơ quan B\n1. T3: Việc im lặng\n   no report data: no report since"),
        "{text}"
    );
    let csv = with(&["--by", "leader", "--format", "csv", "--kinds", "newly_overdue"]);
    let line = csv.lines().nth(1).unwrap();
    assert!(
        line.starts_with("Phó Thủ trưởng 1,newly_overdue,T1,") && csv.lines().count() == 2,
        "{csv}"
    );
    let grouped = with(&["--by", "assigner", "--limit", "1"]);
    assert!(grouped.contains("Cơ quan giao X (3)") && grouped.contains("… 2 more"), "{grouped}");
    let only = with(&["--agency", "co quan b", "--silent-days", "200"]);
    assert!(only.contains("Nothing to act on."), "{only}");
    assert_eq!(run(&[&base[..], &["--since", "2025-12-01"]].concat()).status.code(), Some(2));
}

#[test]
fn a_period_stands_beside_the_one_before() {
    let dir = tempfile::tempdir().unwrap();
    let data = register(dir.path());
    let base = ["changes", "--data", &data, "--no-base", "--as-of", "2025-12-31", "--lang", "vi"];
    let with = |more: &[&str]| fine(&[&base[..], more].concat());
    let table = with(&["--period", "2025-11"]);
    assert!(table.starts_with("Kỳ 2025-11 (01/11/2025 – 30/11/2025) so với kỳ 2025-10"), "{table}");
    assert!(table.contains("Mới hoàn thành (1)") && table.contains("Mới quá hạn (1)"), "{table}");
    let csv = with(&["--period", "2025-11", "--format", "csv"]);
    assert!(csv.contains("\r\nall,,,,,,,,2,0,1,0,1,0,1,2,0,0,,1,1,0,0,"), "{csv}");
    assert!(csv.contains("\r\nnewly_done,T2,Dùng dữ liệu,B,done_on_time,"), "{csv}");
    let json: Value =
        serde_json::from_str(&with(&["--since", "2025-11-10", "--format", "json"])).unwrap();
    assert_eq!((&json["period"], &json["newly_done"][0]["row"]), (&Value::Null, &"T2".into()));
    assert!(with(&[]).starts_with("Thay đổi từ ngày 01/12/2025 đến ngày 31/12/2025"));
    assert_eq!(run(&[&base[..], &["--period", "2026"]].concat()).status.code(), Some(2));
    assert_eq!(run(&[&base[..], &["--frozen", "x"]].concat()).status.code(), Some(2));
}

#[test]
fn what_was_frozen_is_compared_with_what_is_known_now() {
    let dir = tempfile::tempdir().unwrap();
    let data = register(dir.path());
    let file = dir.path().join("x.tiendo");
    let ledger = file.to_str().unwrap();
    fine(&["init", ledger, "--node", "VD"]);
    fine(&["import", "--ledger", ledger, "--data", &data, "--no-base"]);
    fine(&[
        "freeze",
        "--ledger",
        ledger,
        "tháng 10",
        "--as-of",
        "2025-10-31",
        "--policy",
        "vpcp-2017",
    ]);
    let base = [
        "changes",
        "--ledger",
        ledger,
        "--frozen",
        "tháng 10",
        "--as-of",
        "2025-11-30",
        "--lang",
        "vi",
    ];
    let table = fine(&base);
    assert!(
        table.starts_with(
            "Thay đổi đến ngày 30/11/2025 so với bản chốt 'tháng 10' (ngày 31/10/2025)"
        ),
        "{table}"
    );
    let json: Value =
        serde_json::from_str(&fine(&[&base[..], &["--format", "json"]].concat())).unwrap();
    // Both are under the policy of the freeze.
    assert_eq!(
        (&json["scope"]["policy"], &json["scope_before"]["policy"]),
        (&"vpcp-2017".into(), &"vpcp-2017".into())
    );
    assert_eq!(
        (&json["newly_done"][0]["row"], &json["newly_overdue"][0]["row"]),
        (&"T2".into(), &"T1".into())
    );
    let due = fine(&[&base[..], &["--period", "2025-10", "--format", "json"]].concat());
    let due: Value = serde_json::from_str(&due).unwrap();
    assert_eq!(due["due"]["from"], "2025-10-01");
    assert_eq!(run(&["changes", "--ledger", ledger, "--frozen", "tháng 9"]).status.code(), Some(2));
}

#[test]
fn what_people_say_stands_beside_what_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let data = register(dir.path());
    for command in [
        &["status"][..],
        &["status", "--by", "agency"],
        &["rank", "--level", "central"],
        &["period", "2025-11"],
    ] {
        let shared = ["--data", &data, "--no-base", "--as-of", "2025-11-30", "--lang", "en"];
        let table = fine(&[command, &shared[..]].concat());
        let line = table.lines().find(|line| line.contains("Mức độ hài lòng")).expect("a line");
        assert!(
            line.contains("81.25") && line.contains("84.5") && line.contains("1,200"),
            "{line}"
        );
        assert!(table.contains("done in reports is not yet what people notice"), "{table}");
    }
}
