//! The ledger as people and scripts use it from the command line.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.args(args).args(["--lang", "en"]).env_remove("NO_COLOR").env("COLUMNS", "120");
    command.output().expect("the command runs")
}

fn says(args: &[&str], code: i32) -> String {
    let output = run(args);
    let (out, err) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(code), "{args:?}: {out}{err}");
    out + &err
}

fn json(args: &[&str], code: i32) -> Value {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let output = run(&all);
    assert_eq!(output.status.code(), Some(code), "{args:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn folder(dir: &Path) -> String {
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).unwrap();
    write("documents.csv", "id,title,issued_on\nVD-01,Kế hoạch ví dụ,2025-01-02\n");
    write("agencies.csv", "id,name,level\nVD-A,Sở Ví dụ,department\n");
    write(
        "tasks.csv",
        "id,document,title,addressees,assigned_on,deadline\nVD-T1,VD-01,Báo cáo ví dụ,VD-A,2025-01-02,trước ngày 01/7/2025\n",
    );
    write(
        "reports.csv",
        "id,task,kind,reported_on,by,percent\nVD-R1,VD-T1,progress,2025-03-01,VD-A,40\n",
    );
    dir.to_str().unwrap().to_owned()
}

#[test]
fn a_ledger_is_made_filled_and_asked() {
    let dir = tempfile::tempdir().unwrap();
    let data = folder(dir.path());
    let file = dir.path().join("x.tiendo");
    let ledger = file.to_str().unwrap();
    assert!(says(&["init", ledger, "--node", "VD-A"], 0).contains("Made the ledger"));
    assert!(says(&["init", ledger], 2).contains("exists already"));
    let import =
        ["import", "--ledger", ledger, "--data", &data, "--no-base", "--actor", "người nhập"];
    let done = json(&import, 0);
    assert_eq!((&done["recorded"], &done["unchanged"]), (&4.into(), &0.into()));
    assert!(says(&import, 0).contains("Nothing changed: 4 records are in the ledger already."));
    let from_folder = ["status", "--data", &data, "--no-base", "--as-of", "2025-06-01"];
    let from_ledger = ["status", "--ledger", ledger, "--as-of", "2025-06-01"];
    assert_eq!(json(&from_folder, 0)["tasks"], json(&from_ledger, 0)["tasks"]);
    // A ledger is the whole register: nothing else is laid over it in silence.
    assert!(says(&["status", "--ledger", ledger, "--data", &data], 2).contains("--ledger is all"));
    for command in [
        &["tasks"][..],
        &["rank"],
        &["explain", "VD-T1"],
        &["search", "bao cao"],
        &["agency", "so vi du"],
    ] {
        let mut args = command.to_vec();
        args.extend(["--ledger", ledger]);
        says(&args, 0);
    }
    // As known before the import, nothing was known.
    let before = [
        "tasks",
        "--ledger",
        ledger,
        "--as-of",
        "2025-06-01",
        "--known",
        "2025-06-01",
        "--format",
        "csv",
    ];
    assert_eq!(says(&before, 0).lines().filter(|line| line.contains("VD-T1")).count(), 0);
}

#[test]
fn records_are_corrected_and_the_log_tells() {
    let dir = tempfile::tempdir().unwrap();
    let data = folder(dir.path());
    let file = dir.path().join("x.tiendo");
    let ledger = file.to_str().unwrap();
    says(&["init", ledger], 0);
    says(&["import", "--ledger", ledger, "--data", &data, "--no-base"], 0);
    let record = |more: &[&str], code| {
        let mut args =
            vec!["record", "--ledger", ledger, "VD-T1", "--as-of", "2025-06-15", "--by", "VD-A"];
        args.extend(more);
        says(&args, code)
    };
    assert!(record(&["--kind", "complete"], 0).contains("Recorded in entry 3"));
    assert!(record(&["--kind", "complete"], 0).contains("Nothing changed"));
    assert!(
        record(&["--kind", "complete", "--percent", "90"], 2)
            .contains("record 3.0 says something else")
    );
    assert!(
        says(&["record", "--ledger", ledger, "VD-T9"], 2).contains("its task is not in the ledger")
    );
    let id = ["--kind", "progress", "--percent", "90", "--id", "VD-T1/2025-06-15/complete/VD-A"];
    assert!(record(&[&id[..], &["--corrects", "3.0"]].concat(), 0).contains("Recorded in entry 4"));
    says(&["record", "--ledger", ledger, "--withdraw", "4.0", "--reason", "nhập nhầm"], 0);
    let log = json(&["log", "VD-T1", "--ledger", ledger], 0);
    let kinds: Vec<&str> =
        log["log"].as_array().unwrap().iter().map(|l| l["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["task", "report", "report", "report", "withdrawal"]);
    assert_eq!(log["log"][2]["corrected_by"], "4.0");
    assert!(says(&["log", "VD-T1", "--ledger", ledger], 0).contains("corrects 3.0"));
    assert!(says(&["log", "VD-T9", "--ledger", ledger], 2).contains("VD-T9"));
}

#[test]
fn a_ledger_is_upgraded_copied_for_others_and_salvaged() {
    let dir = tempfile::tempdir().unwrap();
    let name = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (ledger, copy, to) = (name("x.tiendo"), name("copy.tiendo"), name("salvaged.tiendo"));
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/ledger/format-1.0.tiendo");
    std::fs::copy(fixture, &ledger).unwrap();
    let person = ["person", "Giám đốc Sở Ví dụ", "--erase", "--ledger", &ledger];
    assert!(says(&person, 2).contains("has format 1.0, this needs 1.1"));
    let done = json(&["upgrade", "--ledger", &ledger], 0);
    let backup = format!("{ledger}.format-1.0");
    assert_eq!((&done["from"], &done["to"]), (&"1.0".into(), &"1.1".into()));
    assert_eq!(done["backup"], backup.as_str());
    assert!(says(&["upgrade", "--ledger", &ledger], 0).contains("1.1 already"));
    assert!(says(&["verify", "--ledger", &backup], 0).contains("sound"));
    says(&person, 0);
    assert!(says(&["snapshot", &copy, "--ledger", &ledger], 0).contains("up to entry 7"));
    assert!(says(&["snapshot", &copy, "--ledger", &ledger], 2).contains("exists already"));
    says(&["verify", "--ledger", &copy], 0);
    assert_eq!(json(&["salvage", &to, "--ledger", &ledger], 0)["complete"], true);
    says(&["verify", "--ledger", &to], 0);
    // Without its anchor nobody knows how far it had come, and a missing page is missed.
    std::fs::remove_file(format!("{copy}.head")).unwrap();
    let again = name("again.tiendo");
    assert!(says(&["salvage", &again, "--ledger", &copy], 1).contains("there was no anchor"));
    assert!(says(&["salvage", &again, "--ledger", &copy], 2).contains("exists already"));
    let nothing = name("nothing");
    std::fs::write(&nothing, "nothing of a ledger").unwrap();
    assert!(says(&["salvage", &name("none"), "--ledger", &nothing], 2).contains("no ledger"));
}

#[test]
fn a_ledger_is_verified_copied_and_frozen() {
    let dir = tempfile::tempdir().unwrap();
    let data = folder(dir.path());
    let file = dir.path().join("x.tiendo");
    let ledger = file.to_str().unwrap();
    says(&["init", ledger], 0);
    says(&["import", "--ledger", ledger, "--data", &data, "--no-base"], 0);
    says(&["freeze", "6 tháng", "--ledger", ledger, "--as-of", "2025-06-30"], 0);
    assert!(says(&["freeze", "--ledger", ledger], 0).contains("6 tháng"));
    let found = json(&["verify", "--ledger", ledger], 0);
    let head = format!("{}:{}", found["seq"], found["hash"].as_str().unwrap());
    says(&["verify", "--ledger", ledger, "--head", &head], 0);
    let other = format!("9:{}", "0".repeat(64));
    assert!(says(&["verify", "--ledger", ledger, "--head", &other], 1).contains("not there"));
    let copy = dir.path().join("copy.tiendo");
    let copy = copy.to_str().unwrap();
    assert_eq!(json(&["backup", copy, "--ledger", ledger], 0)["seq"], found["seq"]);
    assert!(says(&["backup", copy, "--ledger", ledger], 2).contains("exists already"));
    says(&["verify", "--ledger", copy, "--head", &head], 0);
    says(&["verify", "--ledger", copy, "--rebuild"], 0);
    let status = |ledger: &str| json(&["status", "--ledger", ledger, "--as-of", "2025-06-01"], 0);
    let before = status(copy);
    assert_eq!(json(&["checkpoint", "--ledger", copy], 0)["seq"], found["seq"]);
    assert_eq!(status(copy), before);
    says(&["verify", "--ledger", copy], 0);
    assert!(says(&["checkpoint", "--ledger", copy, "--drop"], 0).contains("Removed"));
    assert_eq!(json(&["checkpoint", "--ledger", copy, "--drop"], 0)["seq"], Value::Null);
    assert!(says(&["verify"], 2).contains("--ledger"));
    assert!(says(&["status", "--ledger", &data], 2).contains("no ledger"));
}
