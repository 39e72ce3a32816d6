//! Opening a connection: always with the settings that make a file from anywhere harmless, and work durable.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use crate::error::Error;
use crate::pages;
use crate::schema;

/// Most bytes of one entry, and of any other value.
pub(crate) const MAX_BYTES: u64 = 512 << 20;
/// What no statement or table of ours comes near, but those of a file that somebody made might.
const LIMITS: [(Limit, i32); 9] = [
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (Limit::SQLITE_LIMIT_COLUMN, 100),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 20),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 4),
    (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
];
/// Before it, two connections that wrote and made a checkpoint at once could lose a part of the journal.
const LEAST_SQLITE: i32 = 3_051_003;
/// Kibibytes of pages that a connection keeps.
const CACHE_KIB: i32 = 16 << 10;
/// Pages of the journal after which they are brought into the file. From then on the journal is written over and no longer
/// grows, and a commit waits less for the disk: so they are few.
const JOURNAL_PAGES: i32 = 1000;

/// What may lie beside a ledger.
pub(crate) const BESIDE: [&str; 4] = ["-wal", "-shm", "-journal", ".head"];

/// How a ledger is opened.
///
/// ```
/// assert_eq!(tiendo_ledger::Access::default(), tiendo_ledger::Access::ReadWrite);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// For reading and appending.
    #[default]
    ReadWrite,
    /// For reading, beside others that write.
    ReadOnly,
    /// For reading a file that nobody writes, on a medium that cannot be written: without locks, and nothing is made
    /// beside it.
    Immutable,
}

/// Options for opening a ledger.
///
/// ```
/// use std::time::Duration;
/// use tiendo_ledger::OpenOptions;
/// let options = OpenOptions { busy_timeout: Duration::from_secs(30), ..OpenOptions::default() };
/// assert_eq!(OpenOptions::default().busy_timeout, Duration::from_secs(10));
/// # let _ = options;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOptions {
    /// How it is opened.
    pub access: Access,
    /// How long a writer waits for another before it is told [`Error::Busy`].
    pub busy_timeout: Duration,
}

impl Default for OpenOptions {
    fn default() -> Self {
        OpenOptions { access: Access::ReadWrite, busy_timeout: Duration::from_secs(10) }
    }
}

/// A connection to a file that is there; the header and the tables are checked before anything is written, and all pages
/// where that is asked for.
///
/// Until it is [`trusted`], neither using nor closing the connection changes the file.
pub(crate) fn open(
    path: &Path,
    options: &OpenOptions,
    is_left_behind: bool,
) -> Result<Connection, Error> {
    let opened = || {
        let connection = connect(path, options.access)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        harden(&connection, options.busy_timeout)?;
        schema::check(&connection)?;
        if is_left_behind && !pages::are_sound(&connection, "quick_check")? {
            return Err(Error::Corrupt { part: "the pages of the file", entry: None });
        }
        Ok(connection)
    };
    opened().map_err(|error: Error| error.at(path))
}

/// Lets a connection write, and bring the journal into the file when it is closed as the last one.
pub(crate) fn trusted(connection: &Connection, access: Access) -> Result<(), Error> {
    if access == Access::ReadWrite {
        journal(connection)?;
        // From here on it has part in the journal: the last to be closed removes it, and must be one that may.
        connection.query_row("SELECT count(*) FROM feed", [], |_| Ok(()))?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    }
    Ok(())
}

/// What tells a file from another, whatever its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Identity {
    device: u64,
    inode: u64,
}

/// The file that a path names now.
pub(crate) fn identity(path: &Path) -> Result<Identity, Error> {
    std::fs::metadata(path).map(|found| Identity::of(&found)).map_err(|error| io(path, &error))
}

impl Identity {
    /// That of a file with these numbers.
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    pub(crate) fn new(device: u64, inode: u64) -> Self {
        Identity { device, inode }
    }

    /// Its number on its device.
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    pub(crate) fn inode(self) -> u64 {
        self.inode
    }

    #[cfg(unix)]
    pub(crate) fn of(found: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Identity { device: found.dev(), inode: found.ino() }
    }

    /// Elsewhere an open file can be neither removed nor replaced.
    #[cfg(not(unix))]
    pub(crate) fn of(_: &std::fs::Metadata) -> Self {
        Identity { device: 0, inode: 0 }
    }
}

/// Whether a path names a file, and no folder, pipe or device, which opening would wait for.
pub(crate) fn check_regular(path: &Path) -> Result<(), Error> {
    if std::fs::metadata(path).map_err(|error| io(path, &error))?.is_file() {
        return Ok(());
    }
    Err(not_regular(path))
}

/// What is said of a path that names no regular file.
pub(crate) fn not_regular(path: &Path) -> Error {
    let reason = "it is no regular file";
    Error::NotALedger { path: path.display().to_string(), reason }
}

/// Whether neither a file nor what belongs to one is there.
pub(crate) fn check_free(path: &Path) -> Result<(), Error> {
    for suffix in std::iter::once("").chain(BESIDE) {
        let beside = beside(path, suffix);
        if std::fs::symlink_metadata(&beside).is_ok() {
            return Err(Error::Exists { path: beside.display().to_string() });
        }
    }
    Ok(())
}

/// Gives a file that is whole and synced its name, unless something has that name; it never has both, where the system can
/// do that in one step.
pub(crate) fn publish(part: &Path, name: &Path) -> std::io::Result<()> {
    match tempfile::TempPath::try_from_path(part)?.persist_noclobber(name) {
        // A name that a loss of power may take away again is not given.
        Ok(()) => sync_folder(name).inspect_err(|_| {
            let _ = std::fs::remove_file(name);
        }),
        Err(refused) => {
            // Whoever made it may give it another name.
            let _ = refused.path.keep();
            Err(refused.error)
        }
    }
}

/// Removes a file that could not be made whole, and what lies beside it; what cannot be removed is told by the error that
/// led here.
pub(crate) fn remove(path: &Path) {
    for suffix in std::iter::once("").chain(BESIDE) {
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}

/// Removes what SQLite could not, beside a file that is whole and closed: under another name it would lie there for ever,
/// and beside the file's own it could be taken for work.
pub(crate) fn alone(path: &Path) -> Result<(), Error> {
    for suffix in ["-wal", "-shm", "-journal"] {
        let beside = beside(path, suffix);
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(io(&beside, &error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes a rename survive a loss of power.
pub(crate) fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Only where folders can be opened.
    if cfg!(unix) { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// A connection to a new file, without tables yet.
pub(crate) fn create(path: &Path, busy_timeout: Duration) -> Result<Connection, Error> {
    let connection = create_single(path, busy_timeout)?;
    journal(&connection).map_err(|error| error.at(path))?;
    Ok(connection)
}

/// A connection to a new file without a journal beside it, without tables yet.
pub(crate) fn create_single(path: &Path, busy_timeout: Duration) -> Result<Connection, Error> {
    let made = || {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        harden(&connection, busy_timeout)?;
        Ok(connection)
    };
    made().map_err(|error: Error| error.at(path))
}

/// A connection to a ledger in memory.
pub(crate) fn memory() -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_in_memory_with_flags(flags)?;
    harden(&connection, Duration::ZERO)?;
    Ok(connection)
}

fn connect(path: &Path, access: Access) -> Result<Connection, Error> {
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags |= match access {
        Access::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::ReadOnly | Access::Immutable => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    if access != Access::Immutable {
        return Ok(Connection::open_with_flags(path, flags)?);
    }
    let holds_work = |suffix| std::fs::metadata(beside(path, suffix)).is_ok_and(|f| f.len() > 0);
    if holds_work("-wal") || holds_work("-journal") {
        return Err(Error::UnfinishedWork { path: path.display().to_string() });
    }
    flags |= OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(immutable_uri(path)?, flags)?)
}

/// The path of what SQLite keeps beside a file.
pub(crate) fn beside(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The path as a URI that says that nobody writes; only this form can say it.
fn immutable_uri(path: &Path) -> Result<String, Error> {
    use std::fmt::Write;
    let whole = std::path::absolute(path).map_err(|error| io(path, &error))?;
    let mut uri = "file:".to_owned();
    for byte in whole.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => {
                // Writing to a text cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri.push_str("?immutable=1");
    Ok(uri)
}

/// What the system said about a file.
pub(crate) fn io(path: &Path, error: &std::io::Error) -> Error {
    Error::Io { path: path.display().to_string(), reason: error.to_string() }
}

/// What SQLite advises for files of uncertain origin, before anything of the file is read.
fn harden(connection: &Connection, busy_timeout: Duration) -> Result<(), Error> {
    if rusqlite::version_number() < LEAST_SQLITE {
        return Err(Error::Io { path: String::new(), reason: "SQLite is too old".to_owned() });
    }
    connection.busy_timeout(busy_timeout)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // Neither triggers nor views of the file are ever run by us.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_BYTES as i32)?;
    for (limit, most) in LIMITS {
        connection.set_limit(limit, most)?;
    }
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// A journal beside the file, synced at every commit: what was acknowledged survives a loss of power.
fn journal(connection: &Connection) -> Result<(), Error> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        let reason = "the file system cannot keep a journal beside the file".to_owned();
        return Err(Error::Io { path: String::new(), reason });
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", JOURNAL_PAGES)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What SQLite advises for files of uncertain origin, asked of every kind of connection as it is used.
    #[test]
    fn every_connection_is_hardened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.tiendo");
        let at = tiendo::day::parse_instant("2026-01-05T08:00:00").unwrap();
        drop(crate::Ledger::create(&path, &crate::NewLedger::new("node", at, "test")).unwrap());
        let with = |access| OpenOptions { access, ..OpenOptions::default() };
        for (access, is_trusted) in [
            (Access::ReadWrite, false),
            (Access::ReadOnly, false),
            (Access::Immutable, false),
            (Access::ReadWrite, true),
        ] {
            let connection = open(&path, &with(access), false).unwrap();
            if is_trusted {
                trusted(&connection, access).unwrap();
            }
            let set = |config| connection.db_config(config).unwrap();
            assert!(set(DbConfig::SQLITE_DBCONFIG_DEFENSIVE));
            assert!(!set(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA));
            assert!(!set(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER));
            assert!(!set(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW));
            assert!(!set(DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA));
            assert_eq!(set(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE), !is_trusted);
            for (limit, most) in LIMITS {
                assert_eq!(connection.limit(limit).unwrap(), most, "{limit:?}");
            }
            assert_eq!(connection.limit(Limit::SQLITE_LIMIT_LENGTH).unwrap(), MAX_BYTES as i32);
            let number = |pragma| {
                connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).unwrap()
            };
            assert_eq!((number("cell_size_check"), number("mmap_size")), (1, 0));
            assert_eq!(number("trusted_schema"), 0);
            assert_eq!(number("application_id"), i64::from(schema::APPLICATION_ID));
            if is_trusted {
                assert_eq!(number("synchronous"), 2, "FULL");
            }
            assert!(connection.execute_batch("ATTACH ':memory:' AS other").is_err());
            assert!(connection.query_row("SELECT * FROM report_now", [], |_| Ok(())).is_err());
        }
    }
}
