//! Copies, projections made again, and the mode for loading much at once.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use tiendo::Watch;

use super::{Ledger, append, lock, project};
use crate::anchor::{self, Anchor};
use crate::canonical::Head;
use crate::entry;
use crate::error::Error;
use crate::file;
use crate::schema::{self, Format};
use crate::turn;

/// Pages that a backup copies before it looks whether it is to stop.
const PAGES: i32 = 1024;

impl Ledger {
    /// Copies the ledger, while others go on writing, into a file that is not there yet, with an anchor of its own; returns the
    /// last entry of the copy.
    ///
    /// # Errors
    /// - [`Error::Exists`] where there is a file, or the anchor of one.
    /// - [`tiendo::Error::Cancelled`] when the watch was stopped; no file is left then.
    /// - [`Error::StorageFull`], [`Error::Io`], [`Error::Busy`].
    ///
    /// # Example
    /// ```
    /// use tiendo::Watch;
    /// use tiendo_ledger::{Ledger, NewLedger};
    /// # let path = std::env::temp_dir().join(format!("tiendo-backup-{}.tiendo", std::process::id()));
    /// # let _ = std::fs::remove_file(&path);
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// let head = ledger.backup(&path, &Watch::new())?;
    /// assert_eq!(Ledger::open(&path)?.head()?, head);
    /// assert!(ledger.backup(&path, &Watch::new()).is_err());
    /// # std::fs::remove_file(&path).unwrap();
    /// # std::fs::remove_file(path.with_extension("tiendo.head")).unwrap();
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn backup(&self, path: impl AsRef<Path>, watch: &Watch) -> Result<Head, Error> {
        let handles = self.handles()?;
        let path = &*crate::beside::absolute(path.as_ref())?;
        if std::fs::symlink_metadata(anchor::path(path)).is_ok() {
            return Err(Error::Exists { path: anchor::path(path).display().to_string() });
        }
        let made = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
        made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Error::Exists { path: path.display().to_string() },
            _ => file::io(path, &error),
        })?;
        let copied = match &handles.reader {
            Some(reader) => copy(&lock(reader), path, watch),
            None => copy(&lock(&handles.writer).connection, path, watch),
        };
        let anchored = copied.and_then(|head| {
            anchor::write(path, &Anchor { feed: self.feed.clone(), head })?;
            Ok(head)
        });
        if anchored.is_err() {
            file::remove(path);
        }
        anchored.map_err(|error| error.at(path))
    }

    /// Makes the projections again from the log; returns the number of records in them.
    ///
    /// # Errors
    /// - [`tiendo::Error::Cancelled`] when the watch was stopped; nothing was changed then.
    /// - [`Error::ReadOnly`], [`Error::Busy`], [`Error::StorageFull`], [`Error::Io`], [`Error::Corrupt`].
    pub fn rebuild(&self, watch: &Watch) -> Result<u64, Error> {
        self.check_written()?;
        let mut writer = self.writer()?;
        // What it knows may come from projections that are wrong.
        writer.known = crate::known::Known::default();
        let connection = &writer.connection;
        let rebuilt = || {
            let transaction = turn::begin(connection, writer.busy_timeout)?;
            schema::check_writable(connection, Format::FIRST)?;
            let last = entry::last(connection)?.map_or(0, |(_, head)| head.seq);
            watch.begin(last);
            let count = project::rebuild(connection, |seq| Ok(watch.advance_to(seq)?))?;
            transaction.commit()?;
            Ok(count)
        };
        rebuilt().map_err(|error| self.told(error))
    }

    /// Begins a bulk: until it ends, a commit is not synced, so that a loss of power may take back whole entries that were
    /// acknowledged, from the end; never a part of one, and never anything from before the bulk.
    ///
    /// # Errors
    /// - [`Error::ReadOnly`], [`Error::Io`].
    ///
    /// # Example
    /// ```
    /// use tiendo_ledger::{Batch, Ledger, NewLedger};
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// let bulk = ledger.bulk()?;
    /// ledger.append(&Batch::new(), at, "example")?;
    /// let durable = bulk.finish()?;
    /// assert_eq!(durable, ledger.head()?);
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn bulk(&self) -> Result<Bulk<'_>, Error> {
        self.check_written()?;
        let mut writer = self.writer()?;
        let set = writer.connection.pragma_update(None, "synchronous", "NORMAL");
        set.map_err(|error| self.told(error.into()))?;
        writer.bulks += 1;
        Ok(Bulk { ledger: self, is_ended: false })
    }
}

/// A bulk that goes on; dropped without [`finish`](Bulk::finish) it ends as well, but nobody hears whether all was synced.
#[derive(Debug)]
pub struct Bulk<'a> {
    ledger: &'a Ledger,
    is_ended: bool,
}

impl Bulk<'_> {
    /// Ends the bulk; when this returns, all that was appended survives a loss of power. Returns the last entry.
    ///
    /// # Errors
    /// - [`Error::Busy`] where others kept the journal in use for too long; what was appended is there, and is synced by the
    ///   next commit.
    /// - [`Error::StorageFull`], [`Error::Io`].
    pub fn finish(mut self) -> Result<Head, Error> {
        self.is_ended = true;
        self.end()?;
        self.ledger.head()
    }

    fn end(&self) -> Result<(), Error> {
        let mut writer = self.ledger.writer()?;
        writer.bulks = writer.bulks.saturating_sub(1);
        let mut ended = || {
            // Another may go on.
            if writer.bulks == 0 {
                writer.connection.pragma_update(None, "synchronous", "FULL")?;
            }
            if self.ledger.path.is_none() {
                return Ok(());
            }
            let head = entry::last(&writer.connection)?.map(|(_, head)| head);
            append::sync(&writer.connection)?;
            head.map_or(Ok(()), |head| writer.synced(head))
        };
        ended().map_err(|error: Error| self.ledger.told(error))
    }
}

impl Drop for Bulk<'_> {
    fn drop(&mut self) {
        if !self.is_ended {
            // There is nobody to tell.
            let _ = self.end();
        }
    }
}

/// Copies all pages and makes the copy a whole file of its own, without a journal.
pub(super) fn copy(from: &Connection, path: &Path, watch: &Watch) -> Result<Head, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut to = Connection::open_with_flags(path, flags)?;
    {
        let backup = Backup::new(from, &mut to)?;
        loop {
            let step = backup.step(PAGES)?;
            let progress = backup.progress();
            let (all, left) = (progress.pagecount.max(0), progress.remaining.max(0));
            watch.begin(u64::from(all.unsigned_abs()));
            watch.advance_to(u64::from((all - left).unsigned_abs()))?;
            match step {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked => return Err(Error::Busy),
                _ => {}
            }
        }
    }
    // Closed in this mode, the copy is one file, and its last sync is done.
    let _: String = to.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    to.pragma_update(None, "synchronous", "FULL")?;
    let head = entry::last(&to)?.ok_or(Error::Corrupt { part: "the log", entry: None })?.1;
    to.close().map_err(|(_, error)| Error::from(error))?;
    file::alone(path)?;
    let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| file::io(path, &error))?;
    Ok(head)
}
