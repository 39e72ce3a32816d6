//! The ledger: a handle on one file, or on memory, that any number of threads may share.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::Connection;
use tiendo::{Calendar, Classification, Registry};

use crate::anchor::{self, Keeper};
use crate::batch::{self, Batch};
use crate::beside;
use crate::canonical::{Feed, Head};
use crate::clearance;
use crate::entry::{self, Entry};
use crate::error::Error;
use crate::file::{self, Access, OpenOptions};
use crate::locks::{self, Kept};
use crate::record::{Origin, Record};
use crate::schema::{self, Format};

mod append;
mod checkpoint;
mod erase;
mod freezes;
mod handles;
mod import;
mod judge;
mod log;
mod maintain;
mod project;
mod replay;
mod rollback;
mod salvage;
mod snapshot;
mod upgrade;
mod verify;

use handles::{Handles, Place, Writer};

pub use append::Appended;
pub use erase::{Erased, PersonRecord};
pub use import::{ImportOptions, Imported};
pub use log::LogLine;
pub use maintain::Bulk;
pub use replay::{RegistryOptions, Trust};
pub use upgrade::Upgrade;
pub use verify::{Fault, Verified};

/// The history of a register: entries that are only ever appended, each chained to the one before by its hash.
///
/// A file is read and written by any number of processes at once; one writes at a time, none who reads waits. Opened
/// ledgers do not survive a fork: in the child every call is [`Error::Forked`], and it opens its own.
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
pub struct Ledger {
    path: Option<PathBuf>,
    access: Access,
    feed: Feed,
    classification: Classification,
    findings: Vec<OpenFinding>,
    /// Taken out when the ledger is dropped.
    handles: Option<Handles>,
    current: Mutex<Option<Current>>,
}

/// Which ledger it is, and nothing of what is in it: this stands in the messages of panics and logs.
impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Ledger");
        shown.field("path", &self.path).field("access", &self.access).field("feed", &self.feed);
        shown.finish_non_exhaustive()
    }
}

/// What was noticed of a file that was opened, and is no reason to refuse it.
///
/// ```
/// assert_eq!(tiendo_ledger::OpenFinding::NoAnchor.as_str(), "no_anchor");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenFinding {
    /// No head anchor lies beside the file, so that nothing tells whether its end is missing.
    NoAnchor,
    /// Whoever wrote it last did not close it; its pages were checked, and what had been acknowledged is there.
    NotClosed,
    /// The file is of a later minor format: it is read, and not written.
    NewerFormat,
}

impl OpenFinding {
    /// The finding as a word.
    pub fn as_str(self) -> &'static str {
        match self {
            OpenFinding::NoAnchor => "no_anchor",
            OpenFinding::NotClosed => "not_closed",
            OpenFinding::NewerFormat => "newer_format",
        }
    }
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
    /// The most guarded class of information that it takes, for ever: what is public, unless it is made for more. One made for
    /// what is secret takes every class, the unknown ones too.
    pub classification: Classification,
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
            classification: Classification::Public,
            origin: None,
        }
    }
}

impl Ledger {
    /// Makes a ledger in a file that is not there yet; its first entry says whose it is and which calendar holds.
    ///
    /// # Errors
    /// - [`Error::Exists`] where there is a file, or a journal or an anchor of one.
    /// - [`Error::Io`], [`Error::StorageFull`] where the file cannot be made; what was begun is removed.
    /// - [`Error::Core`] for a node, an actor, a class or an origin that is not valid.
    /// - [`Error::Forked`] as of [`Ledger::open_with`].
    pub fn create(path: impl AsRef<Path>, new: &NewLedger) -> Result<Self, Error> {
        let given = path.as_ref();
        let path = &*beside::absolute(given)?;
        let taken = |path: &Path| Error::Exists { path: path.display().to_string() };
        for suffix in file::BESIDE {
            let beside = file::beside(path, suffix);
            if std::fs::symlink_metadata(&beside).is_ok() {
                return Err(taken(&beside));
            }
        }
        // Nobody else can have made the file that this call makes.
        let made = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
        made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => taken(path),
            _ => file::io(path, &error),
        })?;
        let created = locks::keep(path).and_then(|kept| {
            let connection = file::create(path, OpenOptions::default().busy_timeout)?;
            Ledger::found(connection, Some((path.to_owned(), kept)), new)
        });
        if created.is_err() {
            file::remove(path);
        }
        let mut ledger = created.map_err(|error| error.at(path))?;
        ledger.path = Some(given.to_owned());
        Ok(ledger)
    }

    /// Makes a ledger in memory, gone with the handle.
    ///
    /// # Errors
    /// - [`Error::Core`] for a node, an actor, a class or an origin that is not valid.
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
    /// - [`Error::Corrupt`] where the file is damaged in what is read at once: every page where nobody closed it.
    /// - [`Error::RolledBack`] where the file does not hold the entry that its anchor names.
    /// - [`Error::Moved`] where another file took its place meanwhile.
    /// - [`Error::UnfinishedWork`] for [`Access::Immutable`] with a journal beside the file.
    /// - [`Error::Forked`] in a child that was forked while a ledger was open, unless it is opened as immutable.
    pub fn open_with(path: impl AsRef<Path>, options: &OpenOptions) -> Result<Self, Error> {
        Ledger::opened(path.as_ref(), options, true)
    }

    /// Opens a ledger; what its anchor says is asked for, or left to the caller.
    fn opened(path: &Path, options: &OpenOptions, is_anchored: bool) -> Result<Self, Error> {
        let given = path;
        let path = &*beside::real(path)?;
        beside::check(path, options.access)?;
        // Before the log is looked at: whoever writes meanwhile appends first and anchors then.
        let anchor = if is_anchored { anchor::read(path)? } else { None };
        // Of a file that nobody writes nothing is locked.
        let kept = (options.access != Access::Immutable).then(|| locks::keep(path)).transpose()?;
        let (identity, mut is_left_behind) = (file::identity(path)?, false);
        if let Some(kept) = &kept {
            if kept.identity() != identity {
                return Err(Error::Moved { path: path.display().to_string() });
            }
            beside::check_rollback(path, kept)?;
            is_left_behind = beside::is_left_behind(path, kept);
        }
        let connection = file::open(path, options, is_left_behind)?;
        let opened = || {
            let feed = entry::own_feed(&connection)?;
            entry::last(&connection)?.ok_or(Error::Corrupt { part: "the log", entry: None })?;
            if let Some(anchor) = &anchor {
                anchor::check(&connection, &feed, path, anchor)?;
            }
            checkpoint::follow_since(&connection)?;
            let classification = clearance::of(&connection, &feed)?;
            Ok((feed, classification, Format::of(&connection)?.is_newer()))
        };
        let (feed, classification, is_newer) = opened().map_err(|error: Error| error.at(path))?;
        // Before it is trusted, too: the path may have come to name another file while it was opened.
        if file::identity(path)? != identity {
            return Err(Error::Moved { path: path.display().to_string() });
        }
        // What a later format asks of who writes is not known.
        let access = match options.access {
            Access::ReadWrite if is_newer => Access::ReadOnly,
            access => access,
        };
        file::trusted(&connection, access).map_err(|error| error.at(path))?;
        let reader_options = match options.access {
            Access::ReadWrite => OpenOptions { access: Access::ReadOnly, ..options.clone() },
            Access::ReadOnly | Access::Immutable => options.clone(),
        };
        let reader = file::open(path, &reader_options, false)?;
        if file::identity(path)? != identity {
            return Err(Error::Moved { path: path.display().to_string() });
        }
        let mut findings = Vec::new();
        if is_anchored && anchor.is_none() {
            findings.push(OpenFinding::NoAnchor);
        }
        if is_left_behind {
            findings.push(OpenFinding::NotClosed);
        }
        if is_newer {
            findings.push(OpenFinding::NewerFormat);
        }
        let place = (access == Access::ReadWrite)
            .then(|| Place { identity, anchor: Keeper::new(path, &feed) });
        let handles =
            Handles::new(Writer::new(connection, options.busy_timeout, place), Some(reader), kept);
        Ok(Ledger {
            path: Some(given.to_owned()),
            access,
            feed,
            classification,
            findings,
            handles: Some(handles),
            current: Mutex::default(),
        })
    }

    /// Tables and first entry.
    fn found(
        connection: Connection,
        file: Option<(PathBuf, Kept)>,
        new: &NewLedger,
    ) -> Result<Self, Error> {
        let node = batch::name("node", &new.node)?;
        // A slip of the pen would let everything in.
        if let Classification::Unknown(word) = &new.classification {
            return Err(Error::Core(tiendo::Error::InvalidValue {
                field: "classification",
                value: word.chars().take(40).collect(),
                expected: "public, internal or secret".to_owned(),
            }));
        }
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
        let format = Format::CURRENT.to_string();
        let mut batch = Batch::new();
        let above = Some(&new.classification).filter(|class| **class != Classification::Public);
        let origin = Origin { format, node: feed.node.clone(), classification: above.cloned() };
        batch.add(Record::Origin(origin));
        batch.add(new.calendar.clone().unwrap_or_else(|| Calendar::viet_nam().clone()));
        append::first(&connection, &feed, &batch, (new.recorded_at, &new.actor))?;
        transaction.commit()?;
        let (mut path, mut reader, mut place, mut locks) = (None, None, None, None);
        if let Some((at, kept)) = file {
            let options = OpenOptions { access: Access::ReadOnly, ..OpenOptions::default() };
            reader = Some(file::open(&at, &options, false)?);
            let mut anchor = Keeper::new(&at, &feed);
            let (_, head) =
                entry::last(&connection)?.ok_or(Error::Corrupt { part: "the log", entry: None })?;
            anchor.put(head)?;
            place = Some(Place { identity: kept.identity(), anchor });
            (path, locks) = (Some(at), Some(kept));
        }
        let handles = Handles::new(
            Writer::new(connection, OpenOptions::default().busy_timeout, place),
            reader,
            locks,
        );
        Ok(Ledger {
            path,
            access: Access::ReadWrite,
            feed,
            classification: new.classification.clone(),
            findings: Vec::new(),
            handles: Some(handles),
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

    /// The most guarded class of information that it takes: what it was made for.
    ///
    /// ```
    /// use tiendo::{Classification, DocumentId, Task, TaskId, Text};
    /// use tiendo_ledger::{Batch, Error, Ledger, NewLedger};
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// let mut new = NewLedger::new("68-UBND", at, "example");
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Báo cáo")?);
    /// task.classification = Some(Classification::Secret);
    /// let mut batch = Batch::new();
    /// batch.add(task);
    /// let refused = Ledger::memory(&new)?.append(&batch, at, "example");
    /// assert!(matches!(refused, Err(Error::Refused { total: 1, .. })));
    /// new.classification = Classification::Secret;
    /// let ledger = Ledger::memory(&new)?;
    /// assert_eq!(ledger.classification(), &Classification::Secret);
    /// assert_eq!(ledger.append(&batch, at, "example")?.recorded, 1);
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn classification(&self) -> &Classification {
        &self.classification
    }

    /// What was noticed when the file was opened, and was no reason to refuse it.
    ///
    /// ```
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// let new = tiendo_ledger::NewLedger::new("68-UBND", at, "example");
    /// assert_eq!(tiendo_ledger::Ledger::memory(&new)?.findings(), []);
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn findings(&self) -> &[OpenFinding] {
        &self.findings
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
            // There is nothing to commit, and of a damaged file SQLite would not.
            drop(transaction);
            Ok(result)
        };
        let result = match &self.handles()?.reader {
            Some(reader) => within(&lock(reader)),
            None => within(&self.writer()?.connection),
        };
        result.map_err(|error| self.told(error))
    }

    /// What is open; every call comes this way.
    fn handles(&self) -> Result<&Handles, Error> {
        let here = self.handles.as_ref().filter(|h| h.process == std::process::id());
        here.ok_or(Error::Forked)
    }

    /// The connection that writes, once it is this caller's turn.
    fn writer(&self) -> Result<MutexGuard<'_, Writer>, Error> {
        Ok(lock(&self.handles()?.writer))
    }

    /// Whether this handle may write.
    fn check_written(&self) -> Result<(), Error> {
        if self.findings.contains(&OpenFinding::NewerFormat) {
            let format = self.read(Format::of)?;
            return Err(self.told(format.newer()));
        }
        if self.access == Access::ReadWrite { Ok(()) } else { Err(Error::ReadOnly) }
    }

    /// An error told of this ledger's file.
    fn told(&self, error: Error) -> Error {
        match &self.path {
            Some(path) => error.at(path),
            None => error,
        }
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let Some(mut handles) = self.handles.take() else { return };
        if handles.process != std::process::id() {
            // The child of a fork: closing would give up locks that its parent holds.
            std::mem::forget(handles);
            return;
        }
        let writer = handles.writer.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = &mut writer.place
            // Another file's anchor is not ours to write.
            && place.anchor.still_there(&place.identity).is_ok()
        {
            // There is nobody to tell; without it the ledger opens as well, and less is noticed.
            let _ = place.anchor.flush();
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
