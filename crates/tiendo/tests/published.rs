//! Other people's figures: what agencies published adds up under the rules, or is named with the reason why it does not.
//!
//! Every row of `reported_status.csv` whose parts are printed becomes a registry with that many tasks of each kind;
//! evaluated on the row's day, the sums and the rates of the policy of that year must be the printed ones.

#![cfg(feature = "serde")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]
#![allow(clippy::disallowed_methods, reason = "tests read files, the core does not")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;
use tiendo::{
    AsOf, Deadline, Document, DocumentId, Policy, Ratio, RegistryBuilder, Report, ReportId,
    ReportKind, Status, Sums, Task, TaskId, Text, day,
};

type Row = BTreeMap<String, String>;

/// Rows of a file with one header row, quotes where a value holds a comma.
fn read_csv(text: &str) -> Vec<Row> {
    let mut records = text.lines().map(|line| {
        let (mut values, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => values.push(String::new()),
                c => values.last_mut().unwrap().push(c),
            }
        }
        values
    });
    let header = records.next().unwrap();
    records.map(|values| header.iter().cloned().zip(values).collect()).collect()
}

fn count(row: &Row, field: &str) -> Option<u64> {
    row[field].parse().ok()
}

/// How many of each kind a row prints.
#[derive(Debug, Clone, Copy)]
struct Parts {
    on_time: u64,
    late: u64,
    in_term: u64,
    overdue: u64,
    regular: u64,
}

impl Parts {
    /// None where the row does not print how many are done and how many are not.
    fn of(row: &Row) -> Option<Parts> {
        let done = count(row, "done_total");
        let late = count(row, "done_late");
        let on_time = count(row, "done_on_time");
        // Where only the total of the done is printed, all of them stand as done on time: no rate tells them apart.
        let on_time = on_time.or(done.map(|d| d - late.unwrap_or(0)));
        let overdue = count(row, "overdue");
        let regular = count(row, "regular_no_deadline");
        let stated =
            on_time.unwrap_or(0) + late.unwrap_or(0) + overdue.unwrap_or(0) + regular.unwrap_or(0);
        let rest = count(row, "total").map(|total| total - stated);
        let in_term = count(row, "in_term")
            .or(count(row, "not_done_total").map(|n| n - overdue.unwrap_or(0)))
            .or(rest);
        if on_time.is_none() && late.is_none() {
            return None;
        }
        Some(Parts {
            on_time: on_time.unwrap_or(0),
            late: late.unwrap_or(0),
            in_term: in_term?,
            overdue: overdue.unwrap_or(0),
            regular: regular.unwrap_or(0),
        })
    }

    /// The sums of a registry with so many tasks of each kind, on a day.
    fn sums(self, on: &str, policy: &Policy) -> Sums {
        let on = day::parse(on).unwrap();
        let away = |days: i64| day::plus(on, days).unwrap();
        let document = DocumentId::new("D").unwrap();
        let mut builder = RegistryBuilder::new();
        builder.add_document(Document::new(document.clone(), Text::new("Văn bản giao").unwrap()));
        let mut id = 0;
        let mut add = |number: u64, last_day: Option<i64>, kind: ReportKind, reported: i64| {
            for _ in 0..number {
                id += 1;
                let mut task = Task::new(
                    TaskId::new(&id.to_string()).unwrap(),
                    document.clone(),
                    Text::new("Nhiệm vụ").unwrap(),
                );
                task.assigned_on = Some(away(-300));
                task.deadline = match last_day {
                    Some(days) => Deadline::by(away(days)),
                    None => Deadline::wording("thường xuyên").unwrap(),
                };
                let report = ReportId::new(&id.to_string()).unwrap();
                builder.add_report(Report::new(
                    report,
                    task.id.clone(),
                    kind.clone(),
                    away(reported),
                ));
                builder.add_task(task);
            }
        };
        add(self.on_time, Some(-10), ReportKind::Complete, -10);
        add(self.late, Some(-10), ReportKind::Complete, -9);
        add(self.in_term, Some(0), ReportKind::Progress, -20);
        add(self.overdue, Some(-1), ReportKind::Progress, -20);
        add(self.regular, None, ReportKind::Progress, -20);
        let as_of = AsOf::new(on).unwrap();
        builder.finish().evaluate(as_of, policy).unwrap().task_sums()
    }
}

/// Within one unit of the last printed digit, compared in integers.
fn fits(printed: &str, computed: Ratio) -> bool {
    let (whole, decimals) = printed.split_once('.').unwrap_or((printed, ""));
    let scale = 10_i128.pow(decimals.len() as u32);
    let printed: i128 = format!("{whole}{decimals}").parse().unwrap();
    let (num, den) = (i128::from(computed.num), i128::from(computed.den));
    (num * 100 * scale - printed * den).abs() <= den
}

/// What of a row does not fit: the field and what was computed.
fn misfits(row: &Row, parts: Parts) -> Vec<(String, String)> {
    // Reports of 2016 and 2017 divide by what has fallen due, later ones by all.
    let on = if row["as_of_date"].is_empty() { "2025-12-31" } else { &row["as_of_date"] };
    let policy = Policy::named(if on < "2018" { "vpcp-2017" } else { "vpcp-2025" }).unwrap();
    let sums = parts.sums(on, &policy);
    let rate = sums.rate(&policy);
    let mut out = Vec::new();
    let overdue = sums.overdue(&policy);
    let sum_fields = [
        ("total", sums.total()),
        ("done_total", sums.done()),
        ("done_on_time", sums.count(Status::DoneOnTime)),
        ("done_late", sums.count(Status::DoneLate)),
        ("not_done_total", sums.in_term() + overdue),
        ("in_term", sums.in_term()),
        ("overdue", overdue),
        ("regular_no_deadline", sums.regular),
    ];
    for (field, computed) in sum_fields {
        let split_unknown = field == "done_on_time" && row["done_on_time"].is_empty();
        if count(row, field).is_some_and(|printed| printed != computed) && !split_unknown {
            out.push((field.to_owned(), computed.to_string()));
        }
    }
    let of = |num| Ratio { num, den: rate.den };
    let rates = [
        ("pct_done_printed", rate),
        ("pct_in_term_printed", of(sums.in_term())),
        ("pct_overdue_printed", of(overdue)),
    ];
    for (field, computed) in rates {
        if !row[field].is_empty() && !fits(&row[field], computed) {
            out.push((field.to_owned(), format!("{}/{}", computed.num, computed.den)));
        }
    }
    out
}

#[test]
fn published_figures_fit_or_are_named_with_the_reason() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Ok(text) = std::fs::read_to_string(root.join("../shared/data/reported_status.csv")) else {
        eprintln!("SKIPPED: ../shared/data/reported_status.csv is not there");
        return;
    };
    let conflicts = root.join("tests/data/published/conflicts.json");
    let conflicts: Value =
        serde_json::from_str(&std::fs::read_to_string(conflicts).unwrap()).unwrap();
    let named = conflicts["unfitting"].as_array().unwrap();
    let text_of = |value: &Value, field: &str| value[field].as_str().unwrap().to_owned();
    let rows = read_csv(&text);
    let (mut checked, mut found) = (0, BTreeSet::new());
    for row in &rows {
        let Some(mut parts) = Parts::of(row) else { continue };
        checked += 1;
        let mut wrong = misfits(row, parts);
        // A misprint of a part shows in the total; put right as the data says, the rest must fit.
        let correction = named.iter().find(|c| c["id"] == row["id"] && !c["corrected"].is_null());
        if let Some(correction) = correction {
            let total =
                wrong.iter().find(|w| w.0 == "total").expect("a correction of what adds up");
            found.insert((row["id"].clone(), total.0.clone(), total.1.clone()));
            parts.in_term = correction["corrected"]["in_term"].as_u64().unwrap();
            wrong = misfits(row, parts);
            wrong.retain(|w| w.0 != "in_term");
        }
        found.extend(
            wrong.into_iter().map(|(field, computed)| (row["id"].clone(), field, computed)),
        );
    }
    let expected: BTreeSet<_> = named
        .iter()
        .map(|c| (text_of(c, "id"), text_of(c, "field"), text_of(c, "computed")))
        .collect();
    assert_eq!(found, expected, "figures that do not fit, against those named with a reason");
    for conflict in named {
        let row = rows.iter().find(|r| conflict["id"] == r["id"]).unwrap();
        assert_eq!(row[&text_of(conflict, "field")], text_of(conflict, "printed"));
    }
    for conflict in conflicts["between_rows"].as_array().unwrap() {
        let field = text_of(conflict, "field");
        for (id, value) in
            conflict["ids"].as_array().unwrap().iter().zip(conflict["values"].as_array().unwrap())
        {
            let row = rows.iter().find(|r| *id == r["id"]).unwrap();
            assert_eq!(*value, row[&field], "{id} {field}");
        }
    }
    eprintln!("{checked} of {} published rows print their parts", rows.len());
    assert_eq!(checked, 19);
}
