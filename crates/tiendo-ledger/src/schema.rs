//! The tables of a ledger, as any SQLite tool sees them. `LEDGER.md` tells what each column means.

use rusqlite::Connection;

use crate::error::Error;

/// `TiDo`, in the header of the file.
pub(crate) const APPLICATION_ID: i32 = 0x5469_446f;
/// Minor formats of one major one.
const MINORS: i32 = 1000;

/// The format of a file, as its header says it. A later major one is refused, a later minor one read and not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Format {
    major: i32,
    minor: i32,
}

impl Format {
    /// The one in which files are made.
    pub(crate) const CURRENT: Format = Format { major: 1, minor: 1 };
    /// The first one.
    pub(crate) const FIRST: Format = Format { major: 1, minor: 0 };
    /// From this one on a log may hold what the ledger itself has to say: `erasure`, `rollback`, `salvage`.
    pub(crate) const WITH_NOTES: Format = Format { major: 1, minor: 1 };

    /// Of the number in the header.
    pub(crate) fn of_number(number: i32) -> Self {
        Format { major: number / MINORS, minor: number % MINORS }
    }

    /// That of a file.
    pub(crate) fn of(connection: &Connection) -> Result<Self, Error> {
        let mut asked = connection.prepare_cached("PRAGMA user_version")?;
        Ok(Format::of_number(asked.query_row([], |row| row.get(0))?))
    }

    /// Marks a file as one of this format, within a transaction of the caller's.
    pub(crate) fn mark(self, connection: &Connection) -> Result<(), Error> {
        Ok(connection.pragma_update(None, "user_version", self.major * MINORS + self.minor)?)
    }

    /// True for a format that a later version of the library makes.
    pub(crate) fn is_newer(self) -> bool {
        self > Format::CURRENT
    }

    /// True for a format of which nothing is known.
    pub(crate) fn is_unknown(self) -> bool {
        self.major > Format::CURRENT.major
    }

    /// False for a number that damage makes rather than a later version of the library.
    pub(crate) fn is_plausible(self) -> bool {
        (Format::FIRST.major..Format::CURRENT.major + 10).contains(&self.major) && self.minor < 100
    }

    /// That the format is newer than those that are known.
    pub(crate) fn newer(self) -> Error {
        Error::NewerFormat {
            path: String::new(),
            have: self.to_string(),
            need: Format::CURRENT.to_string(),
        }
    }
}

/// A format as people write it.
impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// Checks, within the transaction that writes, that what is to be written fits the file: another process may have brought it
/// to a later format since it was opened.
pub(crate) fn check_writable(connection: &Connection, least: Format) -> Result<(), Error> {
    let format = Format::of(connection)?;
    if format.is_newer() {
        return Err(format.newer());
    }
    if format < least {
        return Err(Error::OlderFormat {
            path: String::new(),
            have: format.to_string(),
            need: least.to_string(),
        });
    }
    Ok(())
}

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

/// Makes the tables and marks the file as a ledger of this format; within a transaction of the caller's.
pub(crate) fn create(connection: &Connection) -> Result<(), Error> {
    for statement in LOG.iter().chain(&PROJECTIONS) {
        connection.execute_batch(statement)?;
    }
    Format::CURRENT.mark(connection)?;
    // Last: a file that bears the mark is whole.
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// Checks header and tables of a file that is being opened.
pub(crate) fn check(connection: &Connection) -> Result<(), Error> {
    let not_ours = |reason| Error::NotALedger { path: String::new(), reason };
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id != APPLICATION_ID {
        return Err(not_ours("its header does not bear the mark of one"));
    }
    let format = Format::of(connection)?;
    if format.is_unknown() {
        return Err(format.newer());
    }
    if format < Format::FIRST {
        return Err(not_ours("its format is unknown"));
    }
    let mut found = statements(connection)?;
    let mut expected: Vec<String> =
        LOG.iter().chain(&PROJECTIONS).map(|s| (*s).to_owned()).collect();
    if format.is_newer() {
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
        let newer =
            Error::NewerFormat { path: String::new(), have: "2.0".into(), need: "1.1".into() };
        assert_eq!(check(&connection), Err(newer));
        for (number, is_written) in [(1000, false), (1001, true), (1002, false)] {
            connection.pragma_update(None, "user_version", number).unwrap();
            let written = check_writable(&connection, Format::WITH_NOTES);
            assert_eq!(written.is_ok(), is_written, "{number}: {written:?}");
        }
    }
}
