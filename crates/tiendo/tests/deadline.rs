//! The reader of deadline wording against its vectors and against real wordings.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tiendo::{BeforeReading, Calendar, Deadline, DeadlineClass, Firmness, day};

const VECTORS: &str = include_str!("../../../tests/vectors/deadline.json");
const UNMET: &str = include_str!("../../../tests/vectors/deadline_unmet.json");

#[test]
fn vectors() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() >= 200);
    let mut wrong = Vec::new();
    for case in cases {
        assert_eq!(case["ask"]["query"], "deadline");
        let on = case["ask"]["on"].as_str().map(|on| day::parse(on).unwrap());
        let reading = Deadline::read(case["ask"]["text"].as_str().unwrap(), on);
        let reply = serde_json::to_value(&reading).unwrap();
        if reply != case["expect"] {
            wrong.push(format!("{}\n  {reply}\n  {}", case["name"], case["expect"]));
        }
        // What was read goes out and in unchanged.
        let json = serde_json::to_string(&reading.deadline).unwrap();
        assert_eq!(serde_json::from_str::<Deadline>(&json).unwrap(), reading.deadline);
        assert_eq!(
            reading.deadline.class() == DeadlineClass::Unread,
            case["expect"]["form"] == "unread"
        );
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// A file of the shared data; none where it is absent.
#[expect(clippy::disallowed_methods, reason = "a test reads other people's data from a file")]
fn shared(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");
    let text = std::fs::read_to_string(format!("{root}{name}")).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {name} of ../shared/data is absent");
    }
    text.map(|text| records(&text))
}

/// The rows of a comma-separated file (RFC 4180), by the names in its first row.
fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut rows: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            c => row.last_mut().unwrap().push(c),
        }
    }
    let header = rows.remove(0);
    rows.retain(|row| row.len() == header.len());
    rows.into_iter().map(|row| header.iter().cloned().zip(row).collect()).collect()
}

fn last_day(reading: &tiendo::Reading, before: BeforeReading) -> String {
    let last = reading.deadline.last_day(before, Calendar::viet_nam()).unwrap();
    last.map(|day| day.to_string()).unwrap_or_default()
}

#[test]
fn real_wordings_are_read_as_stated() {
    let Some(rows) = shared("deadline_wordings.csv") else { return };
    let unmet: Value = serde_json::from_str(UNMET).unwrap();
    let unmet: Vec<&str> = unmet["wordings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["reason"].is_string())
        .map(|row| row["wording"].as_str().unwrap())
        .collect();
    let mut met = 0;
    for row in &rows {
        let reading = Deadline::read(&row["wording"], day::parse(&row["reference_date"]).ok());
        let strict = last_day(&reading, BeforeReading::Strict);
        let lenient = last_day(&reading, BeforeReading::Lenient);
        let second_horizon = row["kind"] == "two_horizons";
        if unmet.contains(&row["wording"].as_str()) {
            assert_eq!(strict, "", "{}", row["wording"]);
            assert!(!reading.findings.is_empty(), "{}", row["wording"]);
            continue;
        }
        assert_eq!(strict, row["latest_strict"], "{}", row["wording"]);
        // Of two horizons the file names the vision as the lenient day; the vision is no deadline.
        if !second_horizon {
            assert_eq!(lenient, row["latest_lenient"], "{}", row["wording"]);
        }
        assert_ne!(reading.deadline.class(), DeadlineClass::Unread, "{}", row["wording"]);
        met += 1;
    }
    assert!(met * 100 >= rows.len() * 97, "{met} of {}", rows.len());
    assert_eq!(met + unmet.len(), rows.len());
}

#[test]
fn real_tasks_are_read_as_stated() {
    let (Some(tasks), Some(documents)) = (shared("tasks.csv"), shared("documents.csv")) else {
        return;
    };
    let issued: BTreeMap<&str, &str> =
        documents.iter().map(|d| (d["id"].as_str(), d["issued_date"].as_str())).collect();
    let (mut read, mut waiting) = (0, 0);
    for task in tasks.iter().filter(|task| !task["deadline_text"].is_empty()) {
        let on = issued.get(task["document_id"].as_str()).and_then(|on| day::parse(on).ok());
        let reading = Deadline::read(&task["deadline_text"], on);
        let strict = last_day(&reading, BeforeReading::Strict);
        if strict == task["deadline_date"] && reading.deadline.class() != DeadlineClass::Unread {
            let lenient = last_day(&reading, BeforeReading::Lenient);
            assert_eq!(lenient, task["deadline_date_lenient"], "{}", task["id"]);
            read += 1;
            continue;
        }
        // What is left lacks its document's day, or counts from it by assumption; a finding says so.
        let codes: Vec<&str> = reading.findings.iter().map(|f| f.code.as_str()).collect();
        match on {
            None => assert!(
                codes == ["deadline_no_year"] || codes == ["deadline_no_anchor"],
                "{} {codes:?}",
                task["id"]
            ),
            Some(_) => assert_eq!(codes, ["deadline_anchor_assumed"], "{}", task["id"]),
        }
        waiting += 1;
    }
    assert!(read >= 140 && waiting <= 28, "{read} read, {waiting} waiting");
}

#[test]
fn the_flat_json_form() {
    let same = |json: Value| {
        let deadline: Deadline = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&deadline).unwrap(), json);
    };
    same(json!({"text": "đến ngày 31/12/2025", "form": "by", "day": "2025-12-31"}));
    same(json!({"text": "x", "form": "by_hour", "day": "2025-06-25", "time": "17:00"}));
    same(json!({"text": "x", "form": "range", "from": "2025-Q3", "to": "2025-12-31"}));
    same(
        json!({"text": "x", "form": "recurring", "cycle": "month", "every": 1, "due": "before 25"}),
    );
    same(
        json!({"text": "x", "form": "event", "name": "Kỳ họp thứ 10", "stated_last_day": "2025-12-12"}),
    );
    for bad in [
        json!({"text": "x", "form": "by"}),
        json!({"text": "x", "form": "by", "day": "2025-02-31"}),
        json!({"text": "x", "form": "by", "day": "+12025-02-01"}),
        json!({"text": "x", "form": "sometime"}),
        json!({"text": "x", "form": "by", "day": "2025-12-31", "dya": "2025-12-31"}),
        json!({"text": "x", "form": "recurring", "cycle": "day", "due": "friday"}),
        json!({"text": "x", "form": "by_hour", "day": "2025-06-25", "time": "24:00"}),
    ] {
        assert!(serde_json::from_value::<Deadline>(bad.clone()).is_err(), "{bad}");
    }
}

#[test]
fn a_stated_day_wins_and_makes_any_form_dated() {
    let event = Deadline::read("Kỳ họp thứ 10", None).deadline;
    assert_eq!(event.class(), DeadlineClass::Event);
    let stated = day::parse("2025-12-12").unwrap();
    let event = event.with_last_day(stated);
    assert_eq!(event.class(), DeadlineClass::Dated);
    let last = event.last_day(BeforeReading::Strict, Calendar::viet_nam()).unwrap();
    assert_eq!(last, Some(stated));
}

#[test]
fn the_proviso_is_told_and_the_rest_is_read() {
    for text in ["31/12/2025 (dự kiến)", "Dự kiến 31/12/2025", "expected by 31 December 2025"]
    {
        let reading = Deadline::read(text, None);
        assert_eq!(reading.firmness, Firmness::Indicative, "{text}");
        assert_eq!(reading.last_day(), day::parse("2025-12-31").ok(), "{text}");
    }
    assert_eq!(Deadline::read("31/12/2025", None).firmness, Firmness::Firm);
}
