//! The format of the file: its tables, the plans of hot queries, the hash of an entry, and a file that was made once.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tiendo::{
    AsOf, Deadline, Document, DocumentId, Policy, Report, ReportId, ReportKind, Task, TaskId, Text,
    Watch, day,
};
use tiendo_ledger::{Access, Batch, Error, Freeze, Ledger, NewLedger, OpenOptions, RecordId};

fn tests_ledger() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ledger")
}

fn made(path: &Path) -> Ledger {
    let at = |text: &str| day::parse_instant(text).unwrap();
    let text = |text: &str| Text::new(text).unwrap();
    let mut new = NewLedger::new("nút-ví-dụ", at("2025-01-05T08:00:00"), "người ghi");
    new.origin = Some("0123456789abcdef0123456789abcdef".to_owned());
    let first = day::parse("2025-01-01").unwrap();
    new.calendar =
        Some(tiendo::Calendar::weekdays(first, day::parse("2026-12-31").unwrap()).unwrap());
    let ledger = Ledger::create(path, &new).unwrap();
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut task = Task::new(TaskId::new("T1").unwrap(), document.clone(), text("Báo cáo \"thử\""));
    task.assigned_on = Some(first);
    task.deadline = Deadline::by(day::parse("2025-06-30").unwrap());
    task.responsible_person = Some(text("Giám đốc Sở Ví dụ"));
    let mut batch = Batch::new();
    batch.add(Document::new(document, text("Nghị quyết 57"))).add(task);
    ledger.append(&batch, at("2025-01-06T08:00:00"), "người ghi").unwrap();
    let report = |id: &str, kind, on: &str| {
        let task = TaskId::new("T1").unwrap();
        Report::new(ReportId::new(id).unwrap(), task, kind, day::parse(on).unwrap())
    };
    let mut batch = Batch::new();
    let mut said = report("R1", ReportKind::Progress, "2025-03-01");
    said.percent = Some(40);
    said.by_post = Some(text("Chánh Văn phòng Ví dụ"));
    batch.add(said).add(report("R2", ReportKind::Complete, "2025-05-01"));
    let seq = ledger.append(&batch, at("2025-05-02T08:00:00"), "người ghi").unwrap().head.seq;
    let as_of = AsOf::new(day::parse("2025-06-30").unwrap()).unwrap();
    let as_of = as_of.known_on(day::parse("2025-07-01").unwrap()).unwrap();
    let freeze = Freeze::new("6 tháng", as_of, Policy::default()).unwrap();
    ledger.freeze(&freeze, at("2025-07-01T08:00:00"), "người ghi").unwrap();
    let mut batch = Batch::new();
    let mut right = report("R2", ReportKind::Extend, "2025-05-01");
    right.new_deadline = day::parse("2025-09-30").ok();
    batch.correct(RecordId { seq, position: 1 }, right);
    ledger.append(&batch, at("2025-07-02T08:00:00"), "người sửa").unwrap();
    let mut batch = Batch::new();
    batch.withdraw(RecordId { seq, position: 0 }, Some(text("nhập nhầm")));
    ledger.append(&batch, at("2025-07-03T08:00:00"), "người sửa").unwrap();
    ledger
}

/// What the second format added: records in which the ledger speaks of itself.
fn made_with_notes(path: &Path) -> Ledger {
    let at = day::parse_instant("2025-07-04T08:00:00").unwrap();
    let ledger = made(path);
    let copy = path.with_extension("copy");
    let post = "Chánh Văn phòng Ví dụ";
    ledger.erase_person(post, Text::new("theo đơn").ok().as_ref(), at, "người ghi").unwrap();
    ledger.backup(&copy, &Watch::new()).unwrap();
    let mut batch = Batch::new();
    batch.add(Document::new(DocumentId::new("02-KH").unwrap(), Text::new("Mất").unwrap()));
    ledger.append(&batch, at, "người ghi").unwrap();
    drop(ledger);
    std::fs::rename(&copy, path).unwrap();
    std::fs::remove_file(copy.with_extension("copy.head")).unwrap();
    let (options, reason) = (OpenOptions::default(), Text::new("ổ đĩa hỏng").unwrap());
    Ledger::accept_rollback(path, &options, &reason, at, "người ghi").unwrap()
}

fn told(ledger: &Ledger) -> Value {
    let head = ledger.head().unwrap();
    let registry = ledger.refresh().unwrap();
    let as_of = AsOf::new(day::parse("2025-12-31").unwrap()).unwrap();
    let evaluation = registry.evaluate(as_of, &Policy::default()).unwrap();
    let rows: Vec<String> =
        evaluation.rows().map(|row| format!("{} {}", row.id(), row.status().as_str())).collect();
    let frozen = ledger.evaluate_frozen("6 tháng").unwrap();
    let frozen: Vec<String> =
        frozen.rows().map(|row| format!("{} {}", row.id(), row.status().as_str())).collect();
    json!({
        "head": format!("{}:{}", head.seq, head.hash),
        "records": serde_json::to_value(registry.to_records()).unwrap(),
        "rows": rows,
        "frozen": frozen,
        "counts": counts(ledger.path().unwrap()),
    })
}

/// Rows of all tables and views.
fn counts(path: &Path) -> Value {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_URI;
    let uri = format!("file:{}?immutable=1", path.display());
    let connection = Connection::open_with_flags(uri, flags).unwrap();
    let count = |table: &str| -> i64 {
        connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap()
    };
    let tables = "feed entry apart definition report correction task_now report_now record";
    tables.split(' ').map(|table| (table.to_owned(), json!(count(table)))).collect()
}

#[test]
fn a_file_of_the_first_format_is_read_as_ever() {
    is_read_as_ever("format-1.0");
}

/// With `TIENDO_WRITE_FIXTURE` set, makes the files anew; only ever for a format that nobody has used yet.
#[test]
fn a_file_of_this_format_is_read_as_ever() {
    if std::env::var_os("TIENDO_WRITE_FIXTURE").is_some() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.tiendo");
        // Closed, so that all of it is in the one file.
        drop(made_with_notes(&path));
        let options = OpenOptions { access: Access::Immutable, ..OpenOptions::default() };
        let ledger = Ledger::open_with(&path, &options).unwrap();
        let text = serde_json::to_string_pretty(&told(&ledger)).unwrap();
        std::fs::write(tests_ledger().join("format-1.1.json"), text + "\n").unwrap();
        std::fs::copy(&path, tests_ledger().join("format-1.1.tiendo")).unwrap();
    }
    is_read_as_ever("format-1.1");
}

fn is_read_as_ever(name: &str) {
    let file = tests_ledger().join(format!("{name}.tiendo"));
    let json = tests_ledger().join(format!("{name}.json"));
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
    let before = std::fs::read(&file).unwrap();
    let options = OpenOptions { access: Access::Immutable, ..OpenOptions::default() };
    let ledger = Ledger::open_with(&file, &options).unwrap();
    assert_eq!(told(&ledger), expected);
    assert!(ledger.verify(&Watch::new()).unwrap().is_sound());
    assert_eq!(
        ledger.append(&Batch::new(), day::FIRST.and_hms_opt(0, 0, 0).unwrap(), "x"),
        Err(Error::ReadOnly)
    );
    drop(ledger);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert!(!file.with_extension("tiendo-wal").exists());
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("x.tiendo");
    std::fs::copy(&file, &copy).unwrap();
    let ledger = Ledger::open(&copy).unwrap();
    assert_eq!(told(&ledger), expected);
    // Where a journal that is not empty lies beside, it is not read as if it were whole.
    std::fs::write(dir.path().join("y.tiendo-wal"), "x").unwrap();
    std::fs::copy(&file, dir.path().join("y.tiendo")).unwrap();
    let refused = Ledger::open_with(dir.path().join("y.tiendo"), &options);
    assert!(matches!(refused, Err(Error::UnfinishedWork { .. })));
}

#[test]
fn the_tables_are_as_the_documentation_says() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.tiendo");
    drop(made(&path));
    let connection = Connection::open(&path).unwrap();
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
        .unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let found: Vec<String> = rows.map(|sql| sql.unwrap() + ";").collect();
    let page = include_str!("../LEDGER.md");
    let block = page.split("```sql\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(found.join("\n"), block.trim_end());
    let number =
        |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((number("application_id"), number("user_version")), (0x5469_446f, 1001));
}

#[test]
fn hot_queries_search_and_do_not_scan() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.tiendo");
    drop(made(&path));
    let connection = Connection::open(&path).unwrap();
    for (sql, plan) in [
        ("SELECT seq FROM entry ORDER BY entry DESC LIMIT 1", "SCAN entry"),
        (
            "SELECT records FROM entry WHERE entry > 5 ORDER BY entry",
            "SEARCH entry USING INTEGER PRIMARY KEY (rowid>?)",
        ),
        (
            "SELECT records FROM entry WHERE entry = 5",
            "SEARCH entry USING INTEGER PRIMARY KEY (rowid=?)",
        ),
        (
            "SELECT report, id FROM report WHERE report > 5",
            "SEARCH report USING INTEGER PRIMARY KEY (rowid>?)",
        ),
        (
            "SELECT entry FROM report WHERE report = 5 AND id = 'R'",
            "SEARCH report USING INTEGER PRIMARY KEY (rowid=?)",
        ),
        (
            "SELECT entry, record FROM definition WHERE kind = 'task' AND id = 'T1' ORDER BY entry DESC, record DESC",
            "SEARCH definition USING PRIMARY KEY (kind=? AND id=?)",
        ),
        (
            "SELECT task FROM task_now WHERE task = 'T1'",
            "SEARCH task_now USING PRIMARY KEY (task=?)",
        ),
        (
            "SELECT 1 FROM correction WHERE entry = 5 AND record = 1",
            "SEARCH correction USING PRIMARY KEY (entry=? AND record=?)",
        ),
        (
            "SELECT text FROM apart WHERE entry = 5 AND record = 1",
            "SEARCH apart USING PRIMARY KEY (entry=? AND record=?)",
        ),
        (
            "SELECT record, text FROM apart WHERE entry = 5 ORDER BY record",
            "SEARCH apart USING PRIMARY KEY (entry=?)",
        ),
    ] {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
        assert_eq!(steps, [plan], "{sql}");
    }
}

#[test]
fn entries_hash_as_the_vectors_say() {
    let text = std::fs::read_to_string(tests_ledger().join("entry_hash.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    for case in vectors["cases"].as_array().unwrap() {
        let entry = &case["entry"];
        let field = |name: &str| entry[name].as_str().unwrap().to_owned();
        let head = format!(
            "tiendo ledger entry 1\nfeed {} {}\nseq {}\nprevious {}\nrecorded_at {}\nactor {}\n\n",
            field("node"),
            field("origin"),
            entry["seq"],
            field("previous"),
            field("recorded_at"),
            field("actor"),
        );
        let hash = Sha256::digest((head + &field("records")).as_bytes());
        let hex = hash.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert_eq!(hex, case["hash"].as_str().unwrap(), "{}", case["name"]);
    }
    // The same bytes are what a ledger writes: the last case is the second entry of the file that was made once.
    let entries = Ledger::open_with(
        tests_ledger().join("format-1.0.tiendo"),
        &OpenOptions { access: Access::Immutable, ..OpenOptions::default() },
    )
    .unwrap()
    .entries(0, 10)
    .unwrap();
    assert_eq!(vectors["cases"][0]["hash"], entries[0].hash.to_string());
    assert_eq!(vectors["cases"][0]["entry"]["records"], entries[0].records.as_str());
}

#[test]
fn foreign_files_are_refused_and_left_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.tiendo");
    let mut cases: Vec<(&str, Vec<u8>)> =
        vec![("empty", Vec::new()), ("text", b"not a database at all".repeat(300))];
    let other = dir.path().join("other");
    let connection = Connection::open(&other).unwrap();
    connection.execute_batch("CREATE TABLE entry (a); INSERT INTO entry VALUES (1)").unwrap();
    drop(connection);
    cases.push(("another database", std::fs::read(&other).unwrap()));
    for (name, bytes) in cases {
        std::fs::write(&path, &bytes).unwrap();
        let refused = Ledger::open(&path);
        assert!(matches!(refused, Err(Error::NotALedger { .. })), "{name}: {refused:?}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name}");
        assert!(!dir.path().join("x.tiendo-wal").exists(), "{name}");
    }
    assert!(matches!(Ledger::open(dir.path()), Err(Error::NotALedger { .. })));
    assert!(matches!(Ledger::open(dir.path().join("missing")), Err(Error::Io { .. })));
    let at = day::parse_instant("2025-01-05T08:00:00").unwrap();
    let taken = Ledger::create(&path, &NewLedger::new("node", at, "test"));
    assert!(matches!(taken, Err(Error::Exists { .. })));
}

/// As the national workload has them: ids that count up, every third with a percent, one in fifty an extension.
#[test]
fn a_report_takes_at_most_250_bytes_on_disk() {
    const REPORTS: u32 = 20_000;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.tiendo");
    let at = day::parse_instant("2025-01-05T08:00:00").unwrap();
    let on = day::parse("2025-03-01").unwrap();
    let ledger = Ledger::create(&path, &NewLedger::new("node", at, "test")).unwrap();
    let document = DocumentId::new("1").unwrap();
    let mut batch = Batch::new();
    batch.add(Document::new(document.clone(), Text::new("Nghị quyết").unwrap()));
    for task in 0..100 {
        let id = TaskId::new(&(500_000 + task).to_string()).unwrap();
        batch.add(Task::new(id, document.clone(), Text::new("Nhiệm vụ").unwrap()));
    }
    ledger.append(&batch, at, "test").unwrap();
    ledger.checkpoint().unwrap();
    let size = |ledger: Ledger| {
        // The last connection that closes brings the journal into the file.
        drop(ledger);
        std::fs::metadata(&path).unwrap().len()
    };
    let before = size(ledger);
    let ledger = Ledger::open(&path).unwrap();
    for first in (0..REPORTS).step_by(10_000) {
        let mut batch = Batch::new();
        for i in first..first + 10_000 {
            let id = ReportId::new(&(10_000_000 + i).to_string()).unwrap();
            let task = TaskId::new(&(500_000 + i * 7 % 100).to_string()).unwrap();
            let mut report = Report::new(id, task, ReportKind::Progress, on);
            report.recorded_at = Some(at);
            report.percent = (i % 3 == 0).then_some((i % 101) as u8);
            if i % 50 == 0 {
                (report.kind, report.new_deadline) = (ReportKind::Extend, Some(on));
            }
            batch.add(report);
        }
        ledger.append(&batch, at, "test").unwrap();
    }
    let log = size(ledger) - before;
    let ledger = Ledger::open(&path).unwrap();
    ledger.checkpoint().unwrap();
    let all = size(ledger) - before;
    let each = |bytes: u64| bytes / u64::from(REPORTS);
    eprintln!("{} bytes each in log and tables, {} with the checkpoint", each(log), each(all));
    assert!(each(all) <= 250, "{}", each(all));
}
