//! Somebody changes a byte in the file with another tool: it is found, and where. And one answer everywhere: the same
//! words make the same bytes, whatever the time zone, the language, the number of threads and the wall clock.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too, and says what it counted"
)]

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use sha2::{Digest, Sha256};
use tiendo::{AsOf, Policy, Watch, day};
use tiendo_ledger::{Batch, Error, Fault, Ledger};

#[allow(dead_code, reason = "shared with the other harnesses")]
#[path = "disk/figures.rs"]
mod figures;
#[cfg(target_os = "linux")]
#[path = "disk/preload.rs"]
mod preload;
#[allow(dead_code, reason = "shared with the other harnesses")]
#[path = "disk/work.rs"]
mod work;

use figures::{Dice, counted, folder, number};
use work::{Call, Numbers};

const NAME: &str = "x.tiendo";
/// What is told in full.
const TOLD: usize = 10;

const TABLES: [&str; 8] =
    ["feed", "entry", "apart", "definition", "report", "correction", "task_now", "checkpoint"];

fn made(path: &Path) -> u64 {
    let ledger = Ledger::create(path, &work::new()).unwrap();
    ledger.append(&work::definitions(), work::at(), "test").unwrap();
    let mut numbers = Numbers::default();
    let calls = [Call::Append(6), Call::Freeze, Call::Correct, Call::Append(1), Call::Checkpoint];
    for call in calls {
        work::call(&ledger, call, &mut numbers).unwrap();
    }
    ledger.head().unwrap().seq
}

/// A connection that may do what a meddler with SQLite at hand can.
fn meddler(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    connection
}

struct Table {
    name: &'static str,
    columns: Vec<String>,
    key: Vec<usize>,
    rows: Vec<Vec<Value>>,
}

fn table(connection: &Connection, name: &'static str) -> Table {
    let sql = format!("SELECT name, pk FROM pragma_table_info('{name}') ORDER BY cid");
    let mut statement = connection.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let columns: Vec<(String, i64)> = rows.map(Result::unwrap).collect();
    let key = columns.iter().enumerate().filter(|(_, (_, key))| *key > 0).map(|(i, _)| i);
    let key = key.collect();
    let mut statement = connection.prepare(&format!("SELECT * FROM {name}")).unwrap();
    let count = columns.len();
    let rows = statement
        .query_map([], |row| (0..count).map(|i| row.get(i)).collect::<Result<Vec<Value>, _>>())
        .unwrap();
    let rows = rows.map(Result::unwrap).collect();
    Table { name, columns: columns.into_iter().map(|(name, _)| name).collect(), key, rows }
}

/// Other values for one; of a text or of bytes, each differs in one byte.
fn others(value: &Value, most: usize, dice: &mut Dice) -> Vec<Value> {
    let mut places = |length: usize| -> Vec<usize> {
        if length <= most {
            return (0..length).collect();
        }
        (0..most).map(|_| dice.below(length as u64) as usize).collect()
    };
    match value {
        Value::Null => vec![Value::Integer(7), Value::Text("2026-01-01".into())],
        Value::Integer(number) => {
            vec![Value::Integer(number + 1000), Value::Integer(-number - 1), Value::Null]
        }
        Value::Real(number) => vec![Value::Real(number + 1.0)],
        Value::Text(text) => {
            let mut all: Vec<Value> = places(text.len())
                .into_iter()
                .filter(|at| text.as_bytes()[*at].is_ascii())
                .map(|at| {
                    let mut bytes = text.clone().into_bytes();
                    bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
                    Value::Text(String::from_utf8(bytes).unwrap())
                })
                .collect();
            all.push(Value::Text(format!("{text} ")));
            all.push(Value::Null);
            all
        }
        Value::Blob(bytes) => {
            let mut all: Vec<Value> = places(bytes.len())
                .into_iter()
                .map(|at| {
                    let mut changed = bytes.clone();
                    changed[at] ^= 1;
                    Value::Blob(changed)
                })
                .collect();
            all.push(Value::Null);
            all
        }
    }
}

/// What a change must be told as, by table and the entry that the row is of.
fn is_located(table: &str, entry: Option<u64>, changed: &Value, faults: &[Fault]) -> bool {
    let Some(first) = faults.first() else { return false };
    let is_of = |part: &str| faults.iter().any(|fault| fault.part.contains(part));
    // Where an entry is missing, the next one has the wrong number; one that bears another number is told by that.
    let number =
        if let Value::Integer(number) = changed { Some(number.unsigned_abs()) } else { None };
    let is_near = entry.is_some_and(|entry| {
        first.entry == Some(entry) || first.entry == Some(entry + 1) || first.entry == number
    });
    // Some of what is made from the log cannot be read at all then.
    let is_unread = is_of("tables that are made from it");
    match table {
        "definition" | "report" | "correction" | "task_now" if is_unread => true,
        "feed" => first.entry == Some(1),
        "entry" => is_near,
        "apart" => is_near || is_of("kept apart"),
        "definition" => is_of("table of definitions"),
        "report" => is_of("table of reports"),
        "correction" => is_of("table of corrections"),
        "task_now" => is_of("table of tasks"),
        "checkpoint" => is_of("checkpoint"),
        other => panic!("{other}"),
    }
}

/// Opens a file that was meddled with and asks it; none where it is told and located.
fn untold(path: &Path, table: &str, entry: Option<u64>, changed: &Value) -> Option<String> {
    let opened = Ledger::open(path);
    let is_refused = match &opened {
        Err(Error::RolledBack { .. } | Error::Corrupt { .. }) => true,
        Err(error) => return Some(format!("opened: {error}")),
        Ok(_) => false,
    };
    drop(opened);
    // Verifying locates it, with or without an anchor.
    let _ = std::fs::remove_file(path.with_extension("tiendo.head"));
    let ledger = match Ledger::open(path) {
        Ok(ledger) => ledger,
        Err(Error::Corrupt { .. }) => return None,
        Err(error) => return Some(format!("without an anchor: {error}")),
    };
    match ledger.verify(&Watch::new()) {
        Ok(verified) if is_located(table, entry, changed, &verified.faults) => None,
        // The checkpoint is no part of the truth: one that does not say what it covers is not used.
        Ok(_) if table == "checkpoint" && ledger.checkpointed() == Ok(None) => None,
        // The end of the log is what the anchor is for.
        Ok(verified) if verified.is_sound() && is_refused => None,
        Ok(verified) => Some(format!("verify tells {:?}", verified.faults)),
        Err(Error::Corrupt { .. }) => None,
        Err(error) => Some(format!("verify: {error}")),
    }
}

#[test]
fn a_changed_byte_is_found_and_located() {
    let most = number("TIENDO_LEDGER_BYTES", 2) as usize;
    let (whole, meddled) = (folder(), folder());
    let last = made(&whole.path().join(NAME));
    let path = meddled.path().join(NAME);
    let tables: Vec<Table> = {
        let connection = meddler(&whole.path().join(NAME));
        TABLES.map(|name| table(&connection, name)).into()
    };
    let mut dice = Dice::new(57);
    let (mut changes, mut missed) = (0_u64, 0_u64);
    let mut change = |sql: &str, values: &[Value], table: &str, entry, changed: &Value| {
        for file in std::fs::read_dir(meddled.path()).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
        for suffix in ["tiendo", "tiendo.head"] {
            let name = Path::new(NAME).with_extension(suffix);
            std::fs::copy(whole.path().join(&name), meddled.path().join(&name)).unwrap();
        }
        let connection = meddler(&path);
        let done = connection.execute(sql, rusqlite::params_from_iter(values));
        connection.close().unwrap();
        // A value that the table does not take changes nothing.
        let Ok(rows) = done else { return };
        assert_eq!(rows, 1, "{sql}");
        changes += 1;
        if let Some(why) = untold(&path, table, entry, changed) {
            missed += 1;
            if missed <= TOLD as u64 {
                eprintln!("{sql} {values:?}: {why}");
            }
        }
    };
    for table in &tables {
        assert!(!table.rows.is_empty(), "{}", table.name);
        for row in &table.rows {
            let keys: Vec<String> = table
                .key
                .iter()
                .enumerate()
                .map(|(i, column)| format!("{} = ?{}", table.columns[*column], i + 2))
                .collect();
            let place = keys.join(" AND ");
            let found = table.columns.iter().position(|column| column == "entry");
            let entry = match found.map(|at| &row[at]) {
                Some(Value::Integer(entry)) => Some(entry.unsigned_abs()),
                _ => None,
            };
            // What the first parameter is, and the key of the row.
            let values = |first: &Value| -> Vec<Value> {
                let key = table.key.iter().map(|column| row[*column].clone());
                [first.clone()].into_iter().chain(key).collect()
            };
            for (column, value) in table.columns.iter().zip(row) {
                for other in others(value, most, &mut dice) {
                    let sql = format!("UPDATE {} SET {column} = ?1 WHERE {place}", table.name);
                    change(&sql, &values(&other), table.name, entry, &other);
                }
            }
            let sql = format!("DELETE FROM {} WHERE ?1 IS NULL AND {place}", table.name);
            let values = values(&Value::Null);
            change(&sql, &values, table.name, entry, &Value::Null);
            if table.name == "apart" {
                // As if the person had been erased, which no entry says.
                let sql = format!("UPDATE apart SET salt = ?1, text = ?1 WHERE {place}");
                change(&sql, &values, table.name, entry, &Value::Null);
            }
        }
    }
    eprintln!(
        "{changes} changes to {last} entries and what is made from them, {missed} not told where they are"
    );
    counted(changes, "changes by a meddler");
    counted(missed, "wrong answers");
    assert_eq!(missed, 0);
}

/// Without verifying, too: no number is told that rests on what was changed.
#[test]
fn what_was_changed_is_not_read() {
    let changes = [
        (
            "UPDATE entry SET records = replace(records, '\"percent\":3', '\"percent\":4') WHERE entry = 3",
            3,
        ),
        ("UPDATE entry SET actor = 'x' WHERE entry = 2", 2),
        ("UPDATE apart SET text = replace(text, 'Thị', 'Văn') WHERE entry = 2", 2),
        ("DELETE FROM apart WHERE entry = 2", 2),
        ("DELETE FROM entry WHERE entry = 3", 4),
    ];
    for (change, damaged) in changes {
        let folder = folder();
        let path = folder.path().join(NAME);
        made(&path);
        let connection = meddler(&path);
        connection.execute_batch("DROP TABLE checkpoint").unwrap();
        assert_eq!(connection.execute(change, []).unwrap(), 1, "{change}");
        connection.close().unwrap();
        let ledger = Ledger::open(&path).unwrap();
        match ledger.refresh() {
            Err(Error::Corrupt { entry: Some(entry), .. }) => {
                assert_eq!(entry, damaged, "{change}");
            }
            other => panic!("{change}: {:?}", other.map(|registry| registry.report_count())),
        }
    }
}

/// Whoever asks for no number hears of it too: what came behind the checkpoint is followed when a ledger is opened.
#[test]
fn what_came_since_the_checkpoint_is_followed_when_opened() {
    let folder = folder();
    let path = folder.path().join(NAME);
    let last = made(&path);
    let mut numbers = Numbers { report: 1_000, ..Numbers::default() };
    let ledger = Ledger::open(&path).unwrap();
    for _ in 0..3 {
        ledger.append(&numbers.batch(2), work::at(), "test").unwrap();
    }
    drop(ledger);
    let whole = std::fs::read(&path).unwrap();
    for entry in 1..=last + 3 {
        let connection = meddler(&path);
        let change = format!("UPDATE entry SET actor = 'x' WHERE entry = {entry}");
        connection.execute(&change, []).unwrap();
        connection.close().unwrap();
        match Ledger::open(&path) {
            Ok(_) => assert!(entry <= last, "{entry} of {last}"),
            Err(Error::Corrupt { entry: found, .. }) => {
                assert!(found == Some(entry) && entry > last, "{found:?}, {entry} of {last}");
            }
            Err(error) => panic!("{entry}: {error:?}"),
        }
        std::fs::write(&path, &whole).unwrap();
    }
}

/// What a child answers: the bytes of the file, the head, and an evaluation.
#[test]
fn child() {
    let Ok(folder) = std::env::var("TIENDO_LEDGER_ANSWER") else { return };
    if std::env::var_os("TIENDO_LEDGER_JUMPS").is_some() {
        let [before, after] = [SystemTime::now(), SystemTime::now()];
        let far = before.duration_since(after).unwrap_or_else(|later| later.duration());
        assert!(far.as_secs() > 365 * 24 * 3600, "the clock does not jump");
    }
    let path = Path::new(&folder).join(NAME);
    let mut new = work::new();
    new.origin = Some("0123456789abcdef0123456789abcdef".to_owned());
    let ledger = Ledger::create(&path, &new).unwrap();
    // Without persons: what is kept apart has a salt that is drawn.
    let mut batch = Batch::new();
    batch.extend(work::definitions_naming(false));
    ledger.append(&batch, work::at(), "người ghi").unwrap();
    let mut numbers = Numbers { is_nameless: true, ..Numbers::default() };
    ledger.append(&numbers.batch(3_000), work::at(), "người ghi").unwrap();
    ledger.checkpoint().unwrap();
    let head = ledger.head().unwrap();
    drop(ledger);
    let ledger = Ledger::open(&path).unwrap();
    let as_of = AsOf::new(day::parse("2026-03-01").unwrap()).unwrap();
    let registry = ledger.refresh().unwrap();
    let evaluation = registry.evaluate(as_of, &Policy::default()).unwrap();
    let rows: Vec<String> =
        evaluation.rows().map(|row| format!("{} {}", row.id(), row.status().as_str())).collect();
    drop(ledger);
    let bytes = Sha256::digest(std::fs::read(&path).unwrap());
    println!("answer {head} {bytes:x} {}", rows.join(" "));
}

#[test]
fn the_same_words_make_the_same_bytes_everywhere() {
    let places: [&[(&str, &str)]; 6] = [
        &[("TZ", "UTC"), ("LC_ALL", "C"), ("RAYON_NUM_THREADS", "1")],
        &[("TZ", "Asia/Ho_Chi_Minh"), ("LC_ALL", "vi_VN.UTF-8"), ("RAYON_NUM_THREADS", "4")],
        &[("TZ", "America/St_Johns"), ("LC_ALL", "tr_TR.UTF-8"), ("RAYON_NUM_THREADS", "2")],
        &[("TZ", "Pacific/Kiritimati"), ("LANG", "de_DE"), ("RAYON_NUM_THREADS", "8")],
        &[("TZ", ":no/such/place"), ("LANG", ""), ("RAYON_NUM_THREADS", "3")],
        &[("TZ", "NOWHERE-25:99"), ("LC_ALL", "POSIX"), ("RAYON_NUM_THREADS", "0")],
    ];
    let answers: Vec<String> = places
        .iter()
        .map(|place| answer(place.iter().map(|(name, value)| (*name, value.as_ref()))))
        .collect();
    for (answer, place) in answers.iter().zip(places) {
        assert_eq!(*answer, answers[0], "{place:?}");
    }
    let mut count = answers.len() as u64;
    #[cfg(target_os = "linux")]
    {
        let tools = folder();
        if let Some(library) = preload::library(tools.path(), "clock.c") {
            let jumping =
                [("LD_PRELOAD", library.as_os_str()), ("TIENDO_LEDGER_JUMPS", "1".as_ref())];
            assert_eq!(answer(jumping), answers[0], "a clock that jumps");
            count += 1;
        }
    }
    counted(count, "places with one answer");
}

/// What a child answers in a place.
fn answer<'a>(place: impl IntoIterator<Item = (&'a str, &'a OsStr)>) -> String {
    let folder = folder();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .envs(place)
        .env("TIENDO_LEDGER_ANSWER", folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let found = text.split_once("answer ").map(|(_, answer)| answer);
    let answer = found.and_then(|a| a.lines().find(|line| line.contains(':')));
    answer.unwrap_or_else(|| panic!("{text}")).to_owned()
}
