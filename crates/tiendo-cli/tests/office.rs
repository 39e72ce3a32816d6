//! `report`, `letters` and `form` as people and scripts call them.

#![allow(clippy::expect_used, reason = "a test fails by panicking, in its helpers too")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.args(args).stdin(Stdio::null());
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.output().expect("the command runs")
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let text = String::from_utf8(text).expect("UTF-8");
    // Lines are broken to the width of the page.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A folder of this test's own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("tiendo-cli-office-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("UTF-8").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const WHEN: [&str; 3] = ["--simulated", "--as-of", "2025-12-31"];

fn office(args: &[&str]) -> Output {
    run(&[args, &WHEN].concat())
}

fn is_package(path: &str) -> bool {
    std::fs::read(path).expect("a file").starts_with(b"PK")
}

#[test]
fn a_report_is_written_once_and_again_only_by_force() {
    let folder = Folder::new("report");
    let (xlsx, docx) = (folder.file("r.xlsx"), folder.file("r.docx"));
    let both = ["report", "--xlsx", &xlsx, "--docx", &docx];
    let output = office(&both);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(said(&output).matches("SIMULATED").count(), 2);
    assert!(is_package(&xlsx) && is_package(&docx));
    let output = office(&both);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("không ghi đè"), "{}", said(&output));
    assert_eq!(office(&[&both[..], &["--force"]].concat()).status.code(), Some(0));
    assert_eq!(office(&["report"]).status.code(), Some(2), "no file is asked for");
}

#[test]
fn pages_are_written_once_and_lead_to_the_workbook_beside_them() {
    let folder = Folder::new("pages");
    let (xlsx, html, pages) = (folder.file("r.xlsx"), folder.file("r.html"), folder.file("all"));
    let all = ["report", "--xlsx", &xlsx, "--html", &html, "--html-dir", &pages, "--lang", "en"];
    let output = office(&all);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let page = std::fs::read_to_string(&html).expect("a page");
    assert!(page.contains("<html lang=\"en\">") && page.contains("href=\"./r.xlsx\""));
    assert!(page.contains("SIMULATED") && page.trim_end().ends_with("</html>"));
    let count = std::fs::read_dir(&pages).expect("a folder").count();
    let told = said(&output).replace(',', "");
    assert!(told.contains(&format!("Wrote {count} pages")), "{told}");
    let again = office(&["report", "--html", &html]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    let demo = folder.file("demo.html");
    assert_eq!(run(&["demo", "--html", &demo]).status.code(), Some(0));
    assert_eq!(run(&["demo", "--html", &demo]).status.code(), Some(2));
    assert_eq!(run(&["demo", "--html", &demo, "--force"]).status.code(), Some(0));
}

#[test]
fn letters_and_their_window_are_counted() {
    let folder = Folder::new("letters");
    let count = |out: &str| std::fs::read_dir(Path::new(out)).expect("a folder").count();
    let out = folder.file("all");
    let output = office(&["letters", "--out", &out, "--place", "Hà Nội"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains(&format!("Đã ghi {} công văn", count(&out))), "{text}");
    assert!(text.contains("không rõ cơ quan chủ trì"), "{text}");
    let one = folder.file("one");
    let args = ["letters", "--out", &one, "--agency", "Bo Noi vu", "--due-soon-days", "30"];
    assert_eq!(office(&args).status.code(), Some(0));
    assert_eq!(count(&one), 1);
    let nobody = office(&["letters", "--out", &folder.file("none"), "--agency", "Atlantis"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(!Path::new(&folder.file("none")).exists());
}

#[test]
fn a_form_is_written_for_an_agency_named_without_accents() {
    let folder = Folder::new("form");
    let path = folder.file("f.xlsx");
    let output = office(&["form", "--agency", "Lam Dong", "--xlsx", &path, "--lang", "en"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).starts_with("Wrote") && is_package(&path));
}
