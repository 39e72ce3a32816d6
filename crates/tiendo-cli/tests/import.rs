//! `tiendo import` as people call it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn annex(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tiendo-formats/tests/annex");
    folder.join(file).display().to_string()
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.args(args).output().expect("the command runs")
}

/// Standard output of a command that ends with exit code 0.
fn fine(args: &[&str]) -> String {
    let output = run(args);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {error}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A folder that is not there yet.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    path
}

#[test]
fn a_dry_run_shows_every_row_and_writes_nothing() {
    let out = folder("dry");
    let path = out.display().to_string();
    let text = fine(&["import", &annex("16_wrong.xlsx"), "--dry-run", "--out", &path]);
    assert!(text.contains("Trang 'Phụ lục 1': nhiệm vụ"), "{text}");
    assert!(text.contains("Phụ lục 1!C6: không tìm thấy cơ quan 'Bộ Thủy lợi'"), "{text}");
    assert!(text.contains("Chưa ghi gì"), "{text}");
    assert!(!out.exists());

    let json = fine(&["import", &annex("16_wrong.xlsx"), "--dry-run", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let sheet = &json["sheets"][0];
    assert_eq!(sheet["rows"].as_array().unwrap().len(), 15);
    assert_eq!(sheet["columns"][1]["field"], "title");
    assert_eq!(sheet["counts"]["loaded"], 8);

    let csv = fine(&["import", &annex("16_wrong.xlsx"), "--dry-run", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 16, "{csv}");
}

#[test]
fn an_import_is_read_back_and_a_second_one_changes_nothing() {
    let out = folder("twice");
    let path = out.display().to_string();
    let file = annex("17_progress_title.xlsx");
    let first = fine(&["import", &file, "--out", &path, "--lang", "en"]);
    assert!(first.contains("Written to"), "{first}");
    let tasks = std::fs::read_to_string(out.join("tasks.csv")).unwrap();
    assert_eq!(tasks.lines().count(), 9, "{tasks}");
    let reports = std::fs::read_to_string(out.join("reports.csv")).unwrap();
    assert!(reports.contains("2025-09-30"), "{reports}");

    let second = fine(&["import", &file, "--out", &path, "--lang", "en"]);
    assert!(second.contains("Nothing changed"), "{second}");
    assert_eq!(std::fs::read_to_string(out.join("reports.csv")).unwrap(), reports);

    let status = fine(&[
        "tasks",
        "--data",
        &path,
        "--document",
        "77/KH-UBND",
        "--format",
        "csv",
        "--as-of",
        "2025-10-01",
    ]);
    assert_eq!(status.lines().count(), 9, "{status}");
}

#[test]
fn a_file_of_json_is_compared_with_and_not_written() {
    let out = folder("json");
    let path = out.display().to_string();
    let file = annex("17_progress_title.xlsx");
    fine(&["import", &file, "--out", &path]);
    let json = out.join("all.json").display().to_string();
    fine(&["export", "--no-base", "--data", &path, "--json", &json]);
    let before = std::fs::read(&json).unwrap();

    let again = fine(&["import", &file, "--data", &json, "--dry-run", "--lang", "en"]);
    assert!(again.contains("Nothing changed"), "{again}");
    let output = run(&["import", &file, "--data", &json]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--out"));
    let output = run(&["import", &file, "--out", &json, "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("must name a folder"));
    assert_eq!(std::fs::read(&json).unwrap(), before);
}

#[test]
fn a_folder_from_before_unicode_reads_the_same_after_an_import() {
    let out = folder("tcvn3");
    std::fs::create_dir_all(&out).unwrap();
    // 'Báo cáo tiến độ' in TCVN3.
    let tasks = b"id,document,title\nT1,D,B\xb8o c\xb8o ti\xd5n \xae\xe9\n";
    std::fs::write(out.join("tasks.csv"), tasks).unwrap();
    let path = out.display().to_string();
    let (first, second) = (annex("17_progress_title.xlsx"), annex("01_plan.xlsx"));
    for file in [&first, &second] {
        fine(&["import", file, "--out", &path, "--encoding", "tcvn3"]);
        let tasks = std::fs::read_to_string(out.join("tasks.csv")).unwrap();
        assert!(tasks.starts_with('\u{feff}'), "{tasks}");
        assert!(tasks.contains("Báo cáo tiến độ"), "{tasks}");
    }
    let again = ["import", &first, "--out", &path, "--encoding", "tcvn3", "--lang", "en"];
    assert!(fine(&again).contains("Nothing changed"));
}

#[test]
fn a_mapping_is_suggested_corrected_and_followed() {
    let out = folder("map");
    std::fs::create_dir_all(&out).unwrap();
    let map = out.join("map.toml").display().to_string();
    let file = annex("16_wrong.xlsx");
    fine(&["import", &file, "--suggest-map", &map]);
    let suggested = std::fs::read_to_string(&map).unwrap();
    assert!(suggested.contains("B = \"title\""), "{suggested}");
    // It is never written over what somebody may have corrected.
    assert_eq!(run(&["import", &file, "--suggest-map", &map]).status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&map).unwrap(), suggested);
    let names: Vec<_> = std::fs::read_dir(&out).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["map.toml"], "no half-written file is left behind");

    let corrected = format!("[agencies]\n\"Bộ Thủy lợi\" = \"BNNMT\"\n\n{suggested}");
    std::fs::write(&map, corrected).unwrap();
    let text = fine(&["import", &file, "--map", &map, "--dry-run"]);
    assert!(!text.contains("Bộ Thủy lợi"), "{text}");
    std::fs::write(&map, "[[sheet]]\nname = \"Phụ lục 1\"\ncolumns = { B = \"colour\" }\n")
        .unwrap();
    let output = run(&["import", &file, "--map", &map, "--dry-run"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("'colour'"));
}

/// How many rows of an annex are loaded, where every row is accounted for.
fn loaded(annex: &str) -> u64 {
    let json = fine(&["import", annex, "--dry-run", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let sheets = json["sheets"].as_array().unwrap().iter();
    let of_sheet = |sheet: &Value| {
        let counts = sheet["counts"].as_object().unwrap();
        let count = |name: &str| counts[name].as_u64().unwrap();
        let parts: u64 = counts.keys().filter(|key| *key != "rows").map(|key| count(key)).sum();
        assert_eq!(parts, count("rows"), "{counts:?}");
        count("loaded")
    };
    sheets.map(of_sheet).sum()
}

#[test]
fn from_the_annex_to_the_letter() {
    let out = folder("letter");
    let place = |name: &str| out.join(name).display().to_string();
    let (register, report, letters) = (place("register"), place("report.xlsx"), place("letters"));
    let annex = annex("13_sheets.xlsx");
    // The same three sheets as Excel 97 keeps them give as much.
    let old = annex.replace("13_sheets.xlsx", "44_xls_sheets.xls");
    let loaded = (loaded(&old), loaded(&annex));
    assert_eq!(loaded.0, loaded.1);
    fine(&["import", &annex, "--out", &register]);
    let data = ["--data", &register, "--no-base", "--as-of", "2025-12-31"];
    let tasks = fine(&[&["tasks", "--format", "csv"], &data[..]].concat());
    assert!(tasks.lines().count() as u64 > loaded.0 / 2, "{tasks}");
    fine(&[&["report", "--xlsx", &report], &data[..]].concat());
    fine(&[&["letters", "--out", &letters], &data[..]].concat());
    assert!(std::fs::read(&report).unwrap().starts_with(b"PK"));
    for letter in std::fs::read_dir(&letters).unwrap() {
        let path = letter.unwrap().path();
        assert!(std::fs::read(&path).unwrap().starts_with(b"PK"), "{}", path.display());
    }
}

#[test]
fn what_cannot_be_done_is_said() {
    let output = run(&["import", &annex("01_plan.xlsx")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--out"));
    let output = run(&["import", &annex("layouts.json"), "--dry-run"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains(".xlsx"));
    assert!(String::from_utf8_lossy(&output.stderr).contains(".xls (Excel 97"));
    let output = run(&["import", "no-such-file.xlsx", "--dry-run"]);
    assert_eq!(output.status.code(), Some(2));
}
