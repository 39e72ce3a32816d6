//! Real document numbers and real misprints, from the collected data beside the repository.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]
#![allow(clippy::disallowed_methods, reason = "the collected data is a file")]

use std::path::Path;

use tiendo::document::{DocumentNumber, NumberReading};

/// The rows of a CSV file as its named columns; `None`, loudly, where the data is absent.
fn rows(name: &str, columns: &[&str]) -> Option<Vec<Vec<String>>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!(
            "SKIPPED: {name} is not there; the data lies in ../shared/data beside the repository"
        );
        return None;
    };
    let mut records = records(&text);
    let header = records.remove(0);
    let places: Vec<usize> =
        columns.iter().map(|c| header.iter().position(|h| h == c).expect("a column")).collect();
    Some(records.iter().map(|r| places.iter().map(|p| r[*p].clone()).collect()).collect())
}

/// Fields quoted by `"` where they hold commas, quotes or line ends (RFC 4180).
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field, mut quoted) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    if !record.is_empty() || !field.is_empty() {
        record.push(field);
        records.push(record);
    }
    records
}

fn texts(reading: &NumberReading) -> Vec<String> {
    reading.readings.iter().map(ToString::to_string).collect()
}

#[test]
fn variants_are_read_as_the_collector_expects() {
    let Some(variants) = rows("docnumber_variants.csv", &["canonical", "variant", "expect"]) else {
        return;
    };
    let Some(documents) = rows("documents.csv", &["id"]) else { return };
    let ids = documents.iter().chain(&variants).map(|row| &row[0]);
    let known: Vec<DocumentNumber> = ids.filter_map(|id| id.parse().ok()).collect();
    let mut wrong = Vec::new();
    for row in &variants {
        let [canonical, variant, expect] = row.as_slice() else { unreachable!() };
        let alone = DocumentNumber::read(variant);
        let right = match expect.as_str() {
            "exact" => alone.canonical().as_ref() == Some(canonical) && !alone.findings.is_empty(),
            "itself" => alone.canonical().as_ref() == Some(variant) && alone.findings.is_empty(),
            "candidates" => {
                let among = DocumentNumber::read_among(variant, &known);
                texts(&among).contains(canonical)
                    && among.canonical().is_none()
                    && !among.findings.is_empty()
            }
            other => panic!("unknown expectation {other}"),
        };
        if !right {
            wrong.push(format!("{variant} ({expect} {canonical}): {alone:?}"));
        }
    }
    assert_eq!(variants.len(), 23);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_real_number_is_read_as_itself() {
    let Some(documents) = rows("documents.csv", &["id", "type"]) else { return };
    let mut wrong = Vec::new();
    let mut read = 0;
    for row in &documents {
        let reading = DocumentNumber::read(&row[0]);
        // Meetings and documents of unknown number bear an id of the collector's.
        if row[1].contains("không số") || row[1].contains("không rõ số") {
            if !reading.readings.is_empty() || reading.partial.is_some() {
                wrong.push(format!("{}: no number, read as {reading:?}", row[0]));
            }
            continue;
        }
        read += 1;
        let itself = reading.canonical().as_deref() == Some(&row[0]) && reading.findings.is_empty();
        if !itself || row[0].parse::<DocumentNumber>().is_err() {
            wrong.push(format!("{}: {reading:?}", row[0]));
        }
    }
    assert!(read > 130, "{read}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Aliases are not expectations; they must be read without losing the document among the known ones.
#[test]
fn aliases_lead_to_their_document() {
    let Some(documents) = rows("documents.csv", &["id", "aliases"]) else { return };
    let known: Vec<DocumentNumber> =
        documents.iter().filter_map(|row| row[0].parse().ok()).collect();
    for row in &documents {
        for alias in row[1].split(';').map(str::trim).filter(|alias| !alias.is_empty()) {
            // A scheme known by its decision's serial, and a misprint with other digits, are names, not numbers.
            if ["Đề án 06", "ĐA06", "151/KH-BCA-BNN&MT", "01/HNVB-VPCP"].contains(&alias) {
                continue;
            }
            let reading = DocumentNumber::read_among(alias, &known);
            assert!(texts(&reading).contains(&row[0]), "{alias} for {}: {reading:?}", row[0]);
        }
    }
}
