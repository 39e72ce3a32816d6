//! Annexes: every layout is read, and every row of it is accounted for.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;
use tiendo::{Records, Registry, RegistryBuilder, day};
use tiendo_formats::annex::{self, Fate, Import, Limits, Mapping, ReadOptions};
use tiendo_formats::csv;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/annex")
}

fn layouts() -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join("layouts.json")).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    value["layouts"].as_array().unwrap().clone()
}

fn base() -> Records {
    tiendo_plan02::records().unwrap()
}

fn registry(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

fn options(base: &Registry) -> ReadOptions<'_> {
    ReadOptions {
        base: Some(base),
        reported_on: None,
        ..ReadOptions::default()
    }
}

/// Reads a layout as its caller would: with what the file itself does not say.
fn read(layout: &Value, base: &Registry) -> Import {
    let file = layout["file"].as_str().unwrap();
    let mut options = options(base);
    if file.starts_with("11") {
        options.document = Some("77/KH-UBND".to_owned());
    }
    if file.starts_with("19") {
        options.reported_on = day::parse("2025-09-30").ok();
    }
    annex::read_file(folder().join(file), &options).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn is_read(layout: &Value) -> bool {
    cfg!(feature = "docx") || !layout["file"].as_str().unwrap().ends_with(".docx")
}

#[test]
fn every_layout_is_read_and_every_row_accounted_for() {
    let base = registry(base());
    let mut wrong = Vec::new();
    println!("{:<24} {:>5} {:>6} {:>8} {:>6} {:>7} {:>9} {:>5} {:>8}", "layout", "rows", "loaded",
        "sections", "titles", "headers", "continued", "blank", "findings");
    for layout in layouts().iter().filter(|layout| is_read(layout)) {
        let file = layout["file"].as_str().unwrap();
        let import = read(layout, &base);
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for sheet in &import.sheets {
            let c = sheet.counts;
            assert_eq!(c.accounted() + c.blank, c.rows, "{file}: {c:?}");
            assert_eq!(sheet.rows.len() as u64, c.accounted(), "{file}");
            let rows: BTreeSet<u64> = sheet.rows.iter().map(|row| row.row).collect();
            assert_eq!(rows.len(), sheet.rows.len(), "{file}: a row has two fates");
            // A row that is not read has a finding that names it.
            for row in sheet.rows.iter().filter(|row| row.fate == Fate::Finding) {
                let named = import.findings.iter().any(|f| {
                    f.place.as_ref().is_some_and(|p| p.row == row.row && p.column.contains(&sheet.sheet))
                });
                let all: Vec<String> = import.findings.iter().map(|f| f.line(tiendo::Lang::En)).collect();
                assert!(named, "{file}: row {}\n{}", row.row, all.join("\n"));
            }
            for (name, count) in [
                ("rows", c.rows), ("loaded", c.loaded), ("sections", c.sections), ("titles", c.titles),
                ("headers", c.headers), ("continued", c.continued), ("blank", c.blank), ("findings", c.findings),
            ] {
                *sums.entry(name).or_default() += count;
            }
        }
        println!("{file:<24} {:>5} {:>6} {:>8} {:>6} {:>7} {:>9} {:>5} {:>8}", sums["rows"], sums["loaded"],
            sums["sections"], sums["titles"], sums["headers"], sums["continued"], sums["blank"], sums["findings"]);
        let mut check = |name: &str, found: u64| {
            let expect = layout[name].as_u64().unwrap();
            if found != expect {
                wrong.push(format!("{file}: {name}: {found}, not {expect}"));
            }
        };
        for name in ["loaded", "sections", "titles", "headers", "continued", "findings"] {
            check(name, sums[name]);
        }
        check("tasks", import.records.tasks.len() as u64);
        check("reports", import.records.reports.len() as u64);
        check("groups", import.records.plans.iter().map(|plan| plan.groups.len() as u64).sum());
        check("parents", import.records.tasks.iter().filter(|t| t.parent.is_some()).count() as u64);
        let codes: BTreeSet<&str> = import
            .findings
            .iter()
            .filter(|f| f.severity == tiendo::Severity::Error)
            .map(|f| f.code.as_str())
            .collect();
        let expect: Vec<&str> = layout["codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
        if codes.iter().copied().collect::<Vec<_>>() != expect {
            let lines: Vec<String> = import.findings.iter().map(|f| f.line(tiendo::Lang::En)).collect();
            wrong.push(format!("{file}: {codes:?}, not {expect:?}\n{}", lines.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
