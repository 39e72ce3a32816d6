//! The ledger: a handle on one file, or on memory, that any number of threads may share.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::Connection;
use tiendo::{Calendar, Registry};

use crate::batch::{self, Batch};
use crate::canonical::{Feed, Head};
use crate::entry::{self, Entry};
use crate::error::Error;
use crate::file::{self, Access, OpenOptions};
use crate::known::Known;
use crate::record::{Origin, Record};
use crate::schema;

mod append;
mod checkpoint;
mod freezes;
mod import;
mod judge;
mod log;
mod maintain;
mod project;
mod replay;
mod verify;

pub use append::Appended;
pub use import::{ImportOptions, Imported};
pub use log::LogLine;
pub use maintain::Bulk;
pub use replay::{RegistryOptions, Trust};
pub use verify::{Fault, Verified};

/// The history of a register: entries that are only ever appended, each chained to the one before by its hash.
///
/// A file is read and written by any number of processes at once; one writes at a time, none who reads waits. Opened
/// ledgers do not survive a fork: the child opens its own.
///
/// ```
/// use tiendo::{Document, DocumentId, Text};
/// use tiendo_ledger::{Batch, Ledger, NewLedger};
/// # let dir = std::env::temp_dir().join(format!("tiendo-doc-{}", std::process::id()));
/// # let _ = std::fs::remove_dir_all(&dir);
/// # std::fs::create_dir_all(&dir).unwrap();
/// # let path = dir.join("register.tiendo");
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::create(&path, &NewLedger::new("68-UBND", at, "Trần Thị B"))?;
/// let mut batch = Batch::new();
/// batch.add(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
/// let appended = ledger.append(&batch, at, "Trần Thị B")?;
/// assert_eq!((appended.recorded, appended.unchanged), (1, 0));
/// // What stands there already is not recorded again.
/// assert_eq!(ledger.append(&batch, at, "Trần Thị B")?.unchanged, 1);
/// assert_eq!(ledger.refresh()?.document_count(), 1);
/// # drop(ledger);
/// # std::fs::remove_dir_all(&dir).unwrap();
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug)]
pub struct Ledger {
    path: Option<PathBuf>,
    access: Access,
    feed: Feed,
    /// A connection of its own, so that who reads does not wait for a commit; none in memory. Closed before the one that
    /// writes, which as the last one brings the journal into the file.
    reader: Option<Mutex<Connection>>,
    writer: Mutex<Writer>,
    current: Mutex<Option<Current>>,
}

/// The connection that writes.
#[derive(Debug)]
struct Writer {
    connection: Connection,
    known: Known,
}

/// The newest registry that was asked for, and the entry it reaches to.
#[derive(Debug, Clone)]
struct Current {
    row: i64,
    head: Head,
    registry: Registry,
}

/// What a new ledger is told.
///
/// ```
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let new = tiendo_ledger::NewLedger::new("68-UBND", at, "Trần Thị B");
/// assert!(new.origin.is_none() && new.calendar.is_none());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NewLedger {
    /// The name of the node that alone will write it: 1 to 256 bytes without control characters.
    pub node: String,
    /// The instant of the first entry.
    pub recorded_at: NaiveDateTime,
    /// Who creates it.
    pub actor: String,
    /// The calendar that holds at first; absent: that of Viet Nam as this version knows it.
    pub calendar: Option<Calendar>,
    /// 32 hexadecimal digits; absent: drawn, as it should be where the same bytes are not asked for again.
    pub origin: Option<String>,
}

impl NewLedger {
    /// A node, an instant and an actor; the rest as it should be.
    pub fn new(node: &str, recorded_at: NaiveDateTime, actor: &str) -> Self {
        NewLedger {
            node: node.to_owned(),
            recorded_at,
            actor: actor.to_owned(),
            calendar: None,
            origin: None,
        }
    }
}

impl Ledger {
    /// Makes a ledger in a file that is not there yet; its first entry says whose it is and which calendar holds.
    ///
    /// # Errors
    /// - [`Error::Exists`] where there is a file, or a journal of one.
    /// - [`Error::Io`], [`Error::StorageFull`] where the file cannot be made; what was begun is removed.
    /// - [`Error::Core`] for a node, an actor or an origin that is not valid.
    pub fn create(path: impl AsRef<Path>, new: &NewLedger) -> Result<Self, Error> {
        let path = path.as_ref();
        let taken = || Error::Exists { path: path.display().to_string() };
        for suffix in ["-wal", "-shm", "-journal"] {
            if std::fs::symlink_metadata(file::beside(path, suffix)).is_ok() {
                return Err(taken());
            }
        }
        // Nobody else can have made the file that this call makes.
        let made = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
        made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => taken(),
            _ => file::io(path, &error),
        })?;
        let created = file::create(path, OpenOptions::default().busy_timeout)
            .and_then(|connection| Ledger::found(connection, Some(path.to_owned()), new));
        if created.is_err() {
            for suffix in ["", "-wal", "-shm", "-journal"] {
                // What cannot be removed is told by the error that led here.
                let _ = std::fs::remove_file(file::beside(path, suffix));
            }
        }
        created.map_err(|error| error.at(path))
    }

    /// Makes a ledger in memory, gone with the handle.
    ///
    /// # Errors
    /// - [`Error::Core`] for a node, an actor or an origin that is not valid.
    pub fn memory(new: &NewLedger) -> Result<Self, Error> {
        Ledger::found(file::memory()?, None, new)
    }

    /// Opens a ledger for reading and appending.
    ///
    /// # Errors
    /// As [`Ledger::open_with`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Ledger::open_with(path, &OpenOptions::default())
    }

    /// Opens a ledger. A file that is refused is left as it is.
    ///
    /// # Errors
    /// - [`Error::Io`] where there is no file or it cannot be opened.
    /// - [`Error::NotALedger`], [`Error::NewerFormat`] for a file that this version does not read.
    /// - [`Error::Corrupt`] where the file is damaged in what is read at once.
    /// - [`Error::UnfinishedWork`] for [`Access::Immutable`] with a journal beside the file.
    pub fn open_with(path: impl AsRef<Path>, options: &OpenOptions) -> Result<Self, Error> {
        let path = path.as_ref();
        let is_file = std::fs::metadata(path).map_err(|error| file::io(path, &error))?.is_file();
        if !is_file {
            let reason = "it is no regular file";
            return Err(Error::NotALedger { path: path.display().to_string(), reason });
        }
        let connection = file::open(path, options)?;
        let reader_options = match options.access {
            Access::ReadWrite => OpenOptions { access: Access::ReadOnly, ..options.clone() },
            Access::ReadOnly | Access::Immutable => options.clone(),
        };
        let reader = file::open(path, &reader_options)?;
        let opened = || {
            let feed = entry::own_feed(&connection)?;
            entry::last(&connection)?.ok_or(Error::Corrupt { part: "the log", entry: None })?;
            Ok(feed)
        };
        let feed = opened().map_err(|error: Error| error.at(path))?;
        Ok(Ledger {
            path: Some(path.to_owned()),
            access: options.access,
            feed,
            writer: Mutex::new(Writer { connection, known: Known::default() }),
            reader: Some(Mutex::new(reader)),
            current: Mutex::default(),
        })
    }

    /// Tables and first entry.
    fn found(
        connection: Connection,
        path: Option<PathBuf>,
        new: &NewLedger,
    ) -> Result<Self, Error> {
        let node = batch::name("node", &new.node)?;
        let origin = match &new.origin {
            Some(origin) => valid_origin(origin)?,
            None => {
                connection.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0))?
            }
        };
        let feed = Feed { node, origin };
        let transaction = connection.unchecked_transaction()?;
        schema::create(&connection)?;
        connection.execute(
            "INSERT INTO feed (feed, node, origin) VALUES (1, ?1, ?2)",
            [&feed.node, &feed.origin],
        )?;
        let format = schema::format_name(schema::FORMAT_MAJOR, schema::FORMAT_MINOR);
        let mut batch = Batch::new();
        batch.add(Record::Origin(Origin { format, node: feed.node.clone() }));
        batch.add(new.calendar.clone().unwrap_or_else(|| Calendar::viet_nam().clone()));
        append::first(&connection, &feed, &batch, (new.recorded_at, &new.actor))?;
        transaction.commit()?;
        let reader = match &path {
            Some(path) => {
                let options = OpenOptions { access: Access::ReadOnly, ..OpenOptions::default() };
                Some(Mutex::new(file::open(path, &options)?))
            }
            None => None,
        };
        Ok(Ledger {
            path,
            access: Access::ReadWrite,
            feed,
            writer: Mutex::new(Writer { connection, known: Known::default() }),
            reader,
            current: Mutex::default(),
        })
    }

    /// Where the file is; none for a ledger in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The node's log that this ledger holds.
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// The last entry.
    ///
    /// # Errors
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn head(&self) -> Result<Head, Error> {
        self.read(|connection| {
            let last = entry::last(connection)?;
            last.map(|(_, head)| head).ok_or(Error::Corrupt { part: "the log", entry: None })
        })
    }

    /// Up to `limit` entries after the number `after`, in order.
    ///
    /// # Errors
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn entries(&self, after: u64, limit: usize) -> Result<Vec<Entry>, Error> {
        self.read(|connection| {
            let mut entries = Vec::new();
            if limit == 0 {
                return Ok(entries);
            }
            let after = i64::try_from(after).unwrap_or(i64::MAX);
            // Of one feed, the number of an entry is that of its row.
            entry::each_after(connection, after, |stored| {
                entries.push(stored.entry);
                let is_enough = entries.len() == limit;
                Ok(if is_enough {
                    std::ops::ControlFlow::Break(())
                } else {
                    std::ops::ControlFlow::Continue(())
                })
            })?;
            Ok(entries)
        })
    }

    /// The registry as everything recorded gives it; only what is new since the last call is read.
    ///
    /// The registry that is returned never changes, and who holds an older one keeps it.
    ///
    /// # Errors
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn refresh(&self) -> Result<Registry, Error> {
        replay::refresh(self)
    }

    /// The registry as it was known at the end of a day: what was recorded later is not in it.
    ///
    /// Without a day, that of everything recorded. Evaluated at any D it answers as the newest registry does at (D, K), and it
    /// alone tells which plans, KPIs, successions, transfers, allocations and which calendar were known then.
    ///
    /// # Errors
    /// - [`Error::Core`] for a day outside 1900 to 2199.
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn registry(&self, known: Option<NaiveDate>) -> Result<Registry, Error> {
        match known {
            None => self.refresh(),
            Some(_) => self.registry_with(&RegistryOptions { known, ..RegistryOptions::default() }),
        }
    }

    /// Reads, within one transaction, so that all that is read is of one moment.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let within = |connection: &Connection| {
            let transaction = connection.unchecked_transaction()?;
            let result = read(connection)?;
            transaction.commit()?;
            Ok(result)
        };
        let result = match &self.reader {
            Some(reader) => within(&lock(reader)),
            None => within(&lock(&self.writer).connection),
        };
        result.map_err(|error| self.told(error))
    }

    /// An error told of this ledger's file.
    fn told(&self, error: Error) -> Error {
        match &self.path {
            Some(path) => error.at(path),
            None => error,
        }
    }
}

fn valid_origin(origin: &str) -> Result<String, Error> {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if origin.len() == 32 && origin.bytes().all(is_hex) {
        return Ok(origin.to_owned());
    }
    Err(Error::Core(tiendo::Error::InvalidValue {
        field: "origin",
        value: origin.chars().take(40).collect(),
        expected: "32 hexadecimal digits, small letters".to_owned(),
    }))
}

/// A lock is only lost by a panic in this crate; what it guards is a connection whose transaction was rolled back then.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
