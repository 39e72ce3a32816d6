//! The reporting form there and back: what an agency fills in comes back as its reports, and nothing else does.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use tiendo::{AsOf, Evaluation, Policy, Records, Registry, RegistryBuilder, Report, Row, day};
use tiendo_formats::annex::{self, Fate, Import, ReadOptions};
use tiendo_formats::form;
use tiendo_formats::report::ReportOptions;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SHEET: &str = "xl/worksheets/sheet1.xml";
/// The first row of the form that is filled in.
const FIRST: usize = 6;
/// 20 December 2025, as a cell holds it.
const FILLED_ON: u32 = 46_011;

/// The public register with invented reports, without the communes, which no form is made for.
fn simulated() -> Registry {
    let mut records = tiendo_plan02::records().unwrap();
    records.agencies.retain(|agency| agency.level != tiendo::Level::Commune);
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    registry(records)
}

fn registry(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

fn evaluate(registry: &Registry) -> Evaluation {
    let as_of = AsOf::new(day::parse("2025-12-31").unwrap()).unwrap();
    registry.evaluate(as_of, &Policy::default()).unwrap()
}

/// The open rows of an agency, as its form has them.
fn open<'e>(evaluation: &'e Evaluation, agency: &str) -> Vec<Row<'e>> {
    let is_its = |row: &Row<'_>| row.agency_id() == Some(agency) && row.status().is_open();
    evaluation.rows().filter(is_its).collect()
}

/// What is filled into the row at a place: status, percent, result, evidence, reason, obstacle; none: left empty.
fn filling(at: usize) -> Option<[&'static str; 6]> {
    match at % 4 {
        0 => Some(["đã hoàn thành", "100", "Đã ban hành", "12/BC-VP", "", ""]),
        1 => Some(["đang thực hiện", "40", "", "", "Chờ thẩm định", "Thiếu kinh phí"]),
        2 => None,
        _ => Some(["chưa thực hiện", "0", "", "", "", "không"]),
    }
}

/// Fills in a form as a spreadsheet program would: the open cells, in the sheet's own XML; the day of reporting where it is
/// to be said.
fn fill(form: &[u8], rows: usize, dated: bool) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(form)).unwrap();
    let mut filled = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name == SHEET {
            for at in 0..rows {
                let Some(values) = filling(at) else { continue };
                let row = FIRST + at;
                for (column, value) in ["E", "F", "G", "H", "I", "J"].iter().zip(values) {
                    text = put(&text, &format!("{column}{row}"), value, *column == "F");
                }
                if dated {
                    text = put(&text, &format!("K{row}"), &FILLED_ON.to_string(), true);
                }
            }
        }
        filled.start_file(name, SimpleFileOptions::default()).unwrap();
        filled.write_all(text.as_bytes()).unwrap();
    }
    filled.finish().unwrap().into_inner()
}

/// The sheet with a value in one of its empty cells.
fn put(sheet: &str, cell: &str, value: &str, number: bool) -> String {
    if value.is_empty() {
        return sheet.to_owned();
    }
    let from = sheet.find(&format!("<c r=\"{cell}\"")).expect(cell);
    let to = from + sheet[from..].find("/>").unwrap();
    let (kind, content) = if number {
        ("", format!("<v>{value}</v>"))
    } else {
        (" t=\"inlineStr\"", format!("<is><t>{value}</t></is>"))
    };
    format!("{}{kind}>{content}</c>{}", &sheet[..to], &sheet[to + 2..])
}

fn read(bytes: &[u8], base: &Registry) -> Import {
    let options = ReadOptions { base: Some(base), ..ReadOptions::default() };
    let import = annex::read_bytes("form.xlsx", bytes, &options).unwrap();
    for sheet in &import.sheets {
        assert_eq!(sheet.counts.accounted() + sheet.counts.blank, sheet.counts.rows);
    }
    import
}

/// The agencies that have anything to report on.
fn agencies(evaluation: &Evaluation) -> Vec<String> {
    let mut agencies: Vec<String> = evaluation
        .rows()
        .filter(|row| row.status().is_open())
        .filter_map(|row| row.agency_id().map(str::to_owned))
        .collect();
    agencies.sort();
    agencies.dedup();
    agencies
}

#[test]
fn an_empty_form_gives_nothing_and_every_row_of_it_is_accounted_for() {
    let base = simulated();
    let evaluation = evaluate(&base);
    for agency in agencies(&evaluation).iter().step_by(8) {
        let (form, found) = form::xlsx(&evaluation, agency, &ReportOptions::default()).unwrap();
        assert!(found.is_empty(), "{found:?}");
        let import = read(&form, &base);
        assert_eq!(import.records, Records::default(), "{agency}");
        assert!(import.changes.is_nothing(), "{agency}");
        let [sheet, scope] = import.sheets.as_slice() else { panic!("two sheets") };
        assert_eq!(sheet.counts.loaded, open(&evaluation, agency).len() as u64, "{agency}");
        assert!(sheet.rows.iter().all(|row| row.fate != Fate::Finding), "{:?}", sheet.rows);
        assert_eq!(scope.counts.loaded, 0);
    }
}

#[test]
fn a_form_that_was_filled_in_gives_back_its_reports_by_whom_they_are() {
    let base = simulated();
    let evaluation = evaluate(&base);
    let (mut forms, mut reports) = (0, 0);
    for agency in agencies(&evaluation).iter().step_by(4) {
        let rows = open(&evaluation, agency);
        let (form, _) = form::xlsx(&evaluation, agency, &ReportOptions::default()).unwrap();
        let filled = fill(&form, rows.len(), true);
        let import = read(&filled, &base);
        assert!(import.records.tasks.is_empty(), "{agency}: {:?}", import.records.tasks);
        let mut by_task: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
        for report in &import.records.reports {
            by_task.entry(report.task.as_str()).or_default().push(report);
        }
        for (at, row) in rows.iter().enumerate() {
            let told = by_task.remove(row.task_id()).unwrap_or_default();
            let told: Vec<String> = told
                .into_iter()
                .map(|report| {
                    assert_eq!(report.reported_on.to_string(), "2025-12-20");
                    let addressee = row.addressee_id().unwrap_or(agency);
                    assert_eq!(report.by.as_ref().unwrap().as_str(), addressee);
                    if let Some(named) = &report.addressee {
                        assert_eq!(named.as_str(), addressee);
                    }
                    let text = |text: &Option<tiendo::Text>| {
                        text.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string)
                    };
                    let (evidence, reason) = (text(&report.evidence), text(&report.reason));
                    format!("{} {:?} {evidence} {reason}", report.kind.as_str(), report.percent)
                })
                .collect();
            let expect: &[&str] = match at % 4 {
                0 => &["complete Some(100) Đã ban hành; 12/BC-VP –"],
                1 => &["progress Some(40) – Chờ thẩm định", "obstacle None – Thiếu kinh phí"],
                2 => &[],
                _ => &["progress Some(0) – –"],
            };
            assert_eq!(told, expect, "{agency}: {}", row.id());
        }
        assert!(by_task.is_empty(), "{by_task:?}");
        (forms, reports) = (forms + 1, reports + import.records.reports.len());

        // Laid into the register the reports count, and the same form a second time changes nothing.
        let mut records = base.to_records();
        annex::merge(&mut records, import.records.clone());
        let after = registry(records);
        assert!(read(&filled, &after).changes.is_nothing(), "{agency}");
        let judged = evaluate(&after);
        for row in rows.iter().step_by(4) {
            let now = judged.find(&row.id()).unwrap();
            assert!(!now.status().is_open(), "{agency}: {} is {:?}", row.id(), now.status());
        }
    }
    assert!(forms > 10 && reports > 100, "{forms} forms, {reports} reports");
    println!("{forms} forms with {reports} reports came back");
}

#[test]
fn the_scope_of_a_form_is_no_day_of_reporting() {
    let base = simulated();
    let as_of = AsOf::new(day::parse("2025-12-31").unwrap()).unwrap();
    let known = as_of.known_on(day::parse("2025-11-30").unwrap()).unwrap();
    let evaluation = base.evaluate(known, &Policy::default()).unwrap();
    let (form, _) = form::xlsx(&evaluation, "BNV", &ReportOptions::default()).unwrap();
    let import = read(&fill(&form, 1, false), &base);
    assert!(import.records.reports.is_empty(), "the day is never made up");
    let codes: Vec<&str> = import.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(codes.contains(&"sheet_no_reporting_day"), "{codes:?}");
    assert_eq!(read(&fill(&form, 1, true), &base).records.reports.len(), 1);
}
