//! `export` and `import` of the formats of other tools, from the demo register, as people and scripts call them.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A folder of this test's own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("tiendo-cli-formats-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a path in UTF-8").to_owned()
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect("a text")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Another test of the machine may clean up too.
        let _ = fs::remove_dir_all(&self.0);
    }
}

const WHEN: [&str; 3] = ["--simulated", "--as-of", "2025-12-31"];

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.args(args).args(["--lang", "en"]).stdin(Stdio::null());
    command.output().expect("the command runs")
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    // Lines are broken to the width of the page.
    String::from_utf8(text).expect("UTF-8").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fine(output: &Output) -> String {
    let text = said(output);
    assert!(output.status.success(), "{text}");
    text
}

fn json(output: &Output) -> serde_json::Value {
    fine(output);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The targets of one call each, and what a file of it must hold.
const TARGETS: [(&str, &str, &str); 4] = [
    ("--mspdi", "plan.xml", "<Project xmlns=\"http://schemas.microsoft.com/project\">"),
    ("--ics", "tasks.ics", "BEGIN:VTODO"),
    ("--stratml", "strategy.xml", "<PerformancePlanOrReport"),
    ("--packet", "reports.xml", "<entries>"),
];

#[test]
fn every_format_is_written_and_read_as_data_and_by_import() {
    let folder = Folder::new("round");
    for (target, name, holds) in TARGETS {
        let file = folder.path(name);
        let export = [&["export", target, &file], &WHEN[..]].concat();
        let text = fine(&run(&export));
        assert!(text.contains("Wrote") && text.contains("SIMULATED"), "{text}");
        let written = folder.text(name);
        assert!(written.contains(holds), "{name}");
        assert!(written.contains("SIMULATED") || written.contains("simulated"), "{name}");

        // The same bytes again, and only where that is said.
        let again = run(&export);
        assert_eq!(again.status.code(), Some(2));
        assert!(said(&again).contains("exists already"), "{}", said(&again));
        fine(&run(&[&export[..], &["--overwrite"]].concat()));
        assert_eq!(folder.text(name), written, "{name}");

        // The records over the register, or for a packet what is reported of it.
        let alone: &[&str] = if target == "--packet" { &[] } else { &["--no-base"] };
        let status = ["status", "--as-of", "2025-12-31", "--format", "json", "--data", &file];
        let reply = json(&run(&[&status[..], alone].concat()));
        assert_eq!(reply["scope"]["provenance"], "simulated", "{name}");
        assert!(reply["scope"]["report_count"].as_u64().unwrap() > 0, "{name}");

        let out = folder.path(&format!("csv{target}"));
        let import = ["import", &file, "--out", &out];
        let looked = json(&run(&[&import[..], &["--dry-run", "--format", "json"]].concat()));
        let findings = looked["findings"].as_array().unwrap();
        let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
        for finding in findings {
            *codes.entry(finding["code"].as_str().unwrap()).or_default() += 1;
        }
        let format = target.trim_start_matches("--");
        println!("formats | {format} | 1 | 1 | {codes:?} | the command");
        assert!(looked["changes"]["added"].as_u64().unwrap() > 100, "{}", looked["changes"]);
        assert!(!fs::exists(&out).unwrap(), "only looked at");
        // Thousands of reports take their time; the way into a folder is the same for all.
        if target != "--stratml" {
            continue;
        }
        let text = fine(&run(&import));
        assert!(text.contains("records are new"), "{text}");
        assert!(fs::exists(format!("{out}/reports.csv")).unwrap());
        // Nothing is new the second time.
        let twice = fine(&run(&import));
        assert!(
            twice.contains("Nothing changed") || twice.contains(". 0 records are new"),
            "{twice}"
        );
    }
}

#[test]
fn parquet_is_a_folder_of_tables_or_of_values() {
    let folder = Folder::new("parquet");
    let (all, lake) = (folder.path("all"), folder.path("lake"));
    fine(&run(&[&["export", "--parquet", &all], &WHEN[..]].concat()));
    for table in ["evaluation", "tasks", "reports"] {
        assert!(fs::read(format!("{all}/{table}.parquet")).unwrap().starts_with(b"PAR1"));
    }
    let status = ["status", "--as-of", "2025-12-31", "--format", "json"];
    let read = json(&run(&[&status[..], &["--no-base", "--data", &all]].concat()));
    let ours = json(&run(&[&status[..], &["--simulated"]].concat()));
    assert!(ours["tasks"]["total"].as_u64().unwrap() > 100);
    assert_eq!(read["tasks"], ours["tasks"]);
    fine(&run(&[&["export", "--parquet", &lake, "--by", "territory"], &WHEN[..]].concat()));
    assert!(fs::exists(format!("{lake}/territory=68/part-0.parquet")).unwrap());
    assert_eq!(run(&["export", "--parquet", &lake, "--by", "mood"]).status.code(), Some(2));
}

#[test]
fn weekly_texts_are_counted_and_keep_missing_data_apart() {
    let folder = Folder::new("weekly");
    let out = folder.path("weekly");
    let text = fine(&run(&["export", "--weekly", &out, "--simulated", "--as-of", "2025-11-10"]));
    let files: Vec<PathBuf> =
        fs::read_dir(&out).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(
        text.replace(',', "").contains(&format!("Wrote {} weekly texts", files.len())),
        "{text}"
    );
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains("I. KẾT QUẢ TRONG TUẦN") && text.contains("SIMULATED"), "{text}");
    }
}

#[test]
fn calendars_and_packets_take_their_options() {
    let folder = Folder::new("options");
    let (ics, packet) = (folder.path("t.ics"), folder.path("p.json"));
    let options = ["export", "--ics", &ics, "--date-only", "--alarm-days", "5"];
    fine(&run(&[&options[..], &WHEN[..]].concat()));
    let text = folder.text("t.ics");
    assert!(text.contains("DUE;VALUE=DATE:") && text.contains("BEGIN:VALARM"));

    let neutral = include_str!("../../tiendo-formats/profiles/neutral.toml");
    let profile = folder.path("mine.toml");
    fs::write(&profile, neutral.replace("name = \"organisation\"", "name = \"MaDonVi\"")).unwrap();
    let export = ["export", "--packet", &packet, "--profile", &profile, "--sender", "X-TN"];
    fine(&run(&[&export[..], &WHEN[..]].concat()));
    let text = folder.text("p.json");
    assert!(text.contains("\"MaDonVi\":") && text.contains("\"X-TN\""), "{text:.300}");
    let reply =
        json(&run(&["check", "--data", &packet, "--profile", &profile, "--format", "json"]));
    assert_eq!(reply["scope"]["provenance"], "simulated");
    fs::write(&profile, "name = 1").unwrap();
    assert_eq!(run(&export).status.code(), Some(2));
}

#[test]
fn what_is_wrong_is_said() {
    let folder = Folder::new("wrong");
    for args in
        [&["export"][..], &["export", "--date-only"], &["export", "--ics", "x", "--by", "status"]]
    {
        assert_eq!(run(args).status.code(), Some(2), "{args:?}");
    }
    let page = folder.path("page.xml");
    fs::write(&page, "<html/>").unwrap();
    let output = run(&["status", "--data", &page]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("<html>"), "{}", said(&output));
    fs::write(&page, "<!DOCTYPE Project [<!ENTITY a \"b\">]><Project>&a;</Project>").unwrap();
    let output = run(&["import", &page, "--dry-run"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("page.xml"), "{}", said(&output));
}

#[test]
fn a_project_of_others_is_read_with_its_document_and_into_a_ledger() {
    let folder = Folder::new("others");
    let (file, ledger) = (folder.path("p.xml"), folder.path("x.tiendo"));
    fs::write(
        &file,
        "<Project xmlns=\"http://schemas.microsoft.com/project\"><Name>77/KH</Name><Tasks><Task><UID>1</UID><ID>1</ID>\
         <Name>Xây dựng nền tảng</Name><PercentComplete>40</PercentComplete></Task></Tasks></Project>",
    )
    .unwrap();
    let looked = json(&run(&[
        "import",
        &file,
        "--dry-run",
        "--format",
        "json",
        "--document",
        "77/KH-UBND",
        "--reported-on",
        "2025-09-30",
    ]));
    assert_eq!(looked["records"]["tasks"][0]["document"], "77/KH-UBND");
    assert_eq!(looked["records"]["reports"][0]["reported_on"], "2025-09-30");
    fine(&run(&["init", &ledger]));
    let text = fine(&run(&["import", &file, "--ledger", &ledger, "--reported-on", "2025-09-30"]));
    assert!(text.contains("Recorded"), "{text}");
    let again = fine(&run(&["import", &file, "--ledger", &ledger, "--reported-on", "2025-09-30"]));
    assert!(again.contains("Nothing changed"), "{again}");
}
