//! The rules written for inspectors: every worked example names a vector that is there, in both languages alike.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]
#![allow(clippy::disallowed_methods, reason = "tests read files, the core does not")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tiendo::policy::BUILT_IN;
use tiendo::{Lang, Rate, Status};

fn crate_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// File and name of the vector after each worked example, in order.
fn examples(text: &str) -> Vec<(String, String)> {
    let comments =
        text.lines().filter_map(|l| l.strip_prefix("<!-- vector: ")?.strip_suffix(" -->"));
    comments
        .map(|c| c.split_once(" / ").unwrap_or_else(|| panic!("no file and name in '{c}'")))
        .map(|(file, name)| (file.to_owned(), name.to_owned()))
        .collect()
}

fn vector(file: &str, name: &str) -> Value {
    let folder: PathBuf = crate_dir().join("../../tests/vectors");
    let vectors: Value = serde_json::from_str(&read(folder.join(file))).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    let found: Vec<&Value> = cases.iter().filter(|c| c["name"] == name).collect();
    assert_eq!(found.len(), 1, "{file} has the case '{name}' {} times", found.len());
    found[0].clone()
}

#[test]
fn every_example_names_a_vector_and_both_languages_have_the_same() {
    let (english, vietnamese) =
        (read(crate_dir().join("RULES.md")), read(crate_dir().join("RULES.vi.md")));
    let named = examples(&english);
    assert_eq!(named, examples(&vietnamese), "the examples of the two languages");
    assert!(named.len() > 40);
    for (file, name) in &named {
        vector(file, name);
    }
    for (text, example) in [(&english, "**Example"), (&vietnamese, "**Ví dụ")] {
        let lines: Vec<&str> = text.lines().collect();
        for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.starts_with(example)) {
            let next = lines.get(i + 1).unwrap_or(&"");
            assert!(next.starts_with("<!-- vector: "), "no vector proves: {line}");
        }
        let sections = |text: &str| text.lines().filter(|l| l.starts_with("## ")).count();
        assert_eq!(sections(text), sections(&english));
    }
}

#[test]
fn every_status_rate_and_policy_is_explained_and_every_status_has_an_example() {
    let (english, vietnamese) =
        (read(crate_dir().join("RULES.md")), read(crate_dir().join("RULES.vi.md")));
    let shown: BTreeSet<String> = examples(&english)
        .iter()
        .filter_map(|(file, name)| {
            Some(vector(file, name)["expect"]["rows"][0]["status"].as_str()?.to_owned())
        })
        .collect();
    for status in Status::ALL {
        assert!(shown.contains(status.as_str()), "no example of {}", status.as_str());
        for text in [&english, &vietnamese] {
            assert!(text.contains(&format!("| `{}` |", status.as_str())));
            assert!(text.contains(status.label(Lang::Vi)), "{}", status.label(Lang::Vi));
        }
    }
    let words = Rate::ALL.iter().map(|r| r.as_str()).chain(BUILT_IN);
    for word in words {
        assert!(english.contains(&format!("`{word}`")), "{word}");
        assert!(vietnamese.contains(&format!("`{word}`")), "{word}");
    }
}
