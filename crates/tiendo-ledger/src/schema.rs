//! The tables of a ledger, as any SQLite tool sees them. `LEDGER.md` tells what each column means.

use rusqlite::Connection;

use crate::error::Error;

/// `TiDo`, in the header of the file.
pub(crate) const APPLICATION_ID: i32 = 0x5469_446f;
/// A file of a later major format is refused.
pub(crate) const FORMAT_MAJOR: i32 = 1;
/// A file of a later minor format is read.
pub(crate) const FORMAT_MINOR: i32 = 0;
/// Minor formats of one major one.
const MINORS: i32 = 1000;

/// The tables that are the truth: nothing in them is changed or deleted, but for what is kept apart.
const LOG: [&str; 5] = [
    "CREATE TABLE feed (
  feed INTEGER PRIMARY KEY,
  node TEXT NOT NULL,
  origin TEXT NOT NULL
) STRICT",
    "CREATE TABLE entry (
  entry INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  recorded_at TEXT NOT NULL,
  actor TEXT NOT NULL,
  records TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT",
    "CREATE TABLE apart (
  entry INTEGER NOT NULL,
  record INTEGER NOT NULL,
  salt BLOB,
  text TEXT,
  PRIMARY KEY (entry, record)
) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'entries are never changed: append a correction'); END",
    "CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'entries are never deleted: append a correction'); END",
];

/// What is made from the log and can be made again.
const PROJECTIONS: [&str; 6] = [
    "CREATE TABLE definition (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  entry INTEGER NOT NULL,
  record INTEGER NOT NULL,
  PRIMARY KEY (kind, id, entry, record)
) STRICT, WITHOUT ROWID",
    "CREATE TABLE report (
  report INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL,
  record INTEGER NOT NULL,
  id TEXT NOT NULL,
  task TEXT NOT NULL,
  kind TEXT NOT NULL,
  reported_on TEXT NOT NULL,
  percent INTEGER,
  new_deadline TEXT
) STRICT",
    "CREATE TABLE correction (
  entry INTEGER NOT NULL,
  record INTEGER NOT NULL,
  by_entry INTEGER NOT NULL,
  by_record INTEGER NOT NULL,
  PRIMARY KEY (entry, record)
) STRICT, WITHOUT ROWID",
    "CREATE TABLE task_now (
  task TEXT NOT NULL,
  entry INTEGER NOT NULL,
  record INTEGER NOT NULL,
  document TEXT NOT NULL,
  title TEXT NOT NULL,
  addressee TEXT,
  assigned_on TEXT,
  last_day TEXT,
  PRIMARY KEY (task)
) STRICT, WITHOUT ROWID",
    "CREATE VIEW report_now AS
SELECT r.* FROM report AS r
WHERE NOT EXISTS (SELECT 1 FROM correction AS c WHERE c.entry = r.entry AND c.record = r.record)",
    "CREATE VIEW record AS
SELECT entry, record, kind, id FROM definition
UNION ALL
SELECT entry, record, 'report', id FROM report",
];

/// Made when it is first needed, and dropped at any time.
pub(crate) const CHECKPOINT: &str = "CREATE TABLE checkpoint (
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (name)
) STRICT";

/// The names of the projections that hold rows, those that are emptied first first.
pub(crate) const PROJECTED_TABLES: [&str; 4] = ["definition", "report", "correction", "task_now"];

/// A format as people write it.
pub(crate) fn format_name(major: i32, minor: i32) -> String {
    format!("{major}.{minor}")
}

/// Makes the tables and marks the file as a ledger of this format; within a transaction of the caller's.
pub(crate) fn create(connection: &Connection) -> Result<(), Error> {
    for statement in LOG.iter().chain(&PROJECTIONS) {
        connection.execute_batch(statement)?;
    }
    connection.pragma_update(None, "user_version", FORMAT_MAJOR * MINORS + FORMAT_MINOR)?;
    // Last: a file that bears the mark is whole.
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// Checks header and tables of a file that is being opened.
pub(crate) fn check(connection: &Connection) -> Result<(), Error> {
    let not_ours = |reason| Error::NotALedger { path: String::new(), reason };
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    if number("application_id")? != APPLICATION_ID {
        return Err(not_ours("its header does not bear the mark of one"));
    }
    let format = number("user_version")?;
    let (major, minor) = (format / MINORS, format % MINORS);
    if major > FORMAT_MAJOR {
        let need = format_name(FORMAT_MAJOR, FORMAT_MINOR);
        return Err(Error::NewerFormat { have: format_name(major, minor), need });
    }
    if major < 1 {
        return Err(not_ours("its format is unknown"));
    }
    let mut found = statements(connection)?;
    let mut expected: Vec<String> =
        LOG.iter().chain(&PROJECTIONS).map(|s| (*s).to_owned()).collect();
    if minor > FORMAT_MINOR {
        // A later minor format may add tables, and leaves these as they are.
        found.retain(|statement| expected.contains(statement));
    }
    found.sort();
    expected.sort();
    if found != expected {
        return Err(not_ours("its tables are not those of the format"));
    }
    Ok(())
}

/// The statements that made what is in the file; of the checkpoint, which may be dropped, none.
fn statements(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut statement =
        connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    let mut all: Vec<String> = rows.collect::<Result<_, _>>()?;
    all.retain(|sql| sql != CHECKPOINT);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_table_is_noticed() {
        let connection = Connection::open_in_memory().unwrap();
        create(&connection).unwrap();
        check(&connection).unwrap();
        connection.execute_batch(CHECKPOINT).unwrap();
        check(&connection).unwrap();
        connection.execute_batch("DROP TABLE checkpoint").unwrap();
        for change in [
            "CREATE TRIGGER t AFTER INSERT ON entry BEGIN SELECT 1; END",
            "CREATE TABLE more (a)",
            "CREATE TABLE checkpoint (name, digest, data AS (name))",
            "CREATE VIRTUAL TABLE checkpoint USING fts5 (name, digest, data)",
            "DROP TABLE report",
        ] {
            connection.execute_batch("SAVEPOINT s").unwrap();
            connection.execute_batch(change).unwrap();
            assert!(matches!(check(&connection), Err(Error::NotALedger { .. })), "{change}");
            connection.execute_batch("ROLLBACK TO s").unwrap();
        }
    }

    #[test]
    fn later_formats_are_told_apart() {
        let connection = Connection::open_in_memory().unwrap();
        create(&connection).unwrap();
        connection.execute_batch("PRAGMA user_version = 1007; CREATE TABLE more (a)").unwrap();
        check(&connection).unwrap();
        connection.execute_batch("PRAGMA user_version = 2000").unwrap();
        let newer = Error::NewerFormat { have: "2.0".into(), need: "1.0".into() };
        assert_eq!(check(&connection), Err(newer));
    }
}
