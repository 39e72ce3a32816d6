//! Files in and out of the command: JSON, and CSV from before Unicode.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("tiendo-cli-json-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a path in UTF-8").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Another test of the machine may clean up too.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.args(args).args(["--lang", "en"]).stdin(Stdio::null());
    command.output().expect("the command runs")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn what_is_exported_reads_back_the_same_in_both_forms() {
    let folder = Folder::new("export");
    let (object, lines) = (folder.path("r.json"), folder.path("r.jsonl"));
    let written = run(&["export", "--json", &object, "--simulated"]);
    assert!(written.status.success(), "{}", err(&written));
    assert!(out(&written).contains("SIMULATED"));
    let copied = run(&["export", "--json", &lines, "--no-base", "--data", &object]);
    assert!(copied.status.success(), "{}", err(&copied));
    let asked = ["status", "--as-of", "2025-12-31", "--format", "json"];
    let answer = |data: &[&str]| {
        let output = run(&[&asked[..], data].concat());
        assert!(output.status.success(), "{}", err(&output));
        out(&output)
    };
    let built_in = answer(&["--simulated"]);
    assert!(built_in.contains("simulated"));
    assert_eq!(answer(&["--no-base", "--data", &object]), built_in);
    assert_eq!(answer(&["--no-base", "--data", &lines]), built_in);

    let again = run(&["export", "--json", &object]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("exists already"), "{}", err(&again));
    assert!(run(&["export", "--json", &object, "--overwrite"]).status.success());
}

#[test]
fn what_a_file_holds_beside_is_told_and_kept() {
    let folder = Folder::new("unknown");
    let (one, two) = (folder.path("one.jsonl"), folder.path("two.json"));
    fs::write(
        &one,
        "{\"task\":{\"id\":\"T1\",\"document\":\"D\",\"title\":\"x\",\"colour\":1.10}}\n{}\n",
    )
    .unwrap();
    let output = run(&["export", "--json", &two, "--no-base", "--data", &one]);
    assert!(output.status.success(), "{}", err(&output));
    assert!(
        err(&output).contains(
            "one.jsonl:1:colour: the field 'colour' is not known and is kept (1 records)"
        )
    );
    assert!(err(&output).contains("one.jsonl:2: '{}' is none of the kinds"));
    assert!(fs::read_to_string(&two).unwrap().contains("\"colour\":1.10"));
}

#[test]
fn what_cannot_be_used_is_refused() {
    let folder = Folder::new("refused");
    let broken = folder.path("broken.json");
    fs::write(&broken, "{\"tasks\":[}").unwrap();
    let text = folder.path("tasks.txt");
    fs::write(&text, "x").unwrap();
    for (args, expect) in [
        (&["status", "--data", &broken][..], "broken.json:1:11: not JSON"),
        (&["status", "--data", &text], "none of the files *.json, *.jsonl"),
        (&["export", "--json", &text], "none of the files *.json, *.jsonl"),
        (&["export"], "--csv"),
        (&["export", "--csv", &text, "--json", &broken], "cannot be used with"),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(expect), "{args:?}: {}", err(&output));
    }
}

#[test]
fn files_from_before_unicode_are_read_when_their_encoding_is_said() {
    let folder = Folder::new("encoding");
    // 'Báo cáo tiến độ' in TCVN3.
    let tasks = b"id,document,title,assigned_on,deadline\n\
        T1,D,B\xb8o c\xb8o ti\xd5n \xae\xe9,2025-07-01,31/10/2025\n";
    fs::write(folder.path("tasks.csv"), tasks).unwrap();
    fs::write(folder.path("documents.csv"), "id,title\nD,x\n").unwrap();
    let data = folder.path("");
    let ask = ["tasks", "--no-base", "--data", &data, "--as-of", "2025-12-31"];
    let read = run(&[&ask[..], &["--encoding", "TCVN3"]].concat());
    assert!(read.status.success() && out(&read).contains("Báo cáo tiến độ"), "{}", out(&read));
    let told = err(&run(&ask));
    assert!(told.contains("tasks.csv") && told.contains("encoding"), "{told}");
    let refused = run(&[&ask[..], &["--encoding", "latin1"]].concat());
    assert!(!refused.status.success() && err(&refused).contains("windows-1258"));
}
