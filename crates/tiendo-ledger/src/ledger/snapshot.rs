//! A copy for others: one file, made anew, that any SQLite reads.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use tiendo::Watch;

use super::{Ledger, lock};
use crate::anchor::{self, Anchor};
use crate::beside;
use crate::canonical::Head;
use crate::entry;
use crate::error::Error;
use crate::file;

/// How often it is looked whether a copy is to stop.
const STEP: Duration = Duration::from_millis(50);

impl Ledger {
    /// Writes a copy for others into a file that is not there yet, so that they need not open this one; returns its last entry.
    ///
    /// The copy is one file without a journal beside it (its journal mode is `DELETE`), which any SQLite from 3.37 on reads. It is
    /// made row by row and holds nothing but what the tables hold: no byte of what was erased or dropped, which a
    /// [`backup`](Ledger::backup), made page by page, may still carry until the erasure is finished. It has an anchor of its own,
    /// needs none, and appears under its name when it is whole. Others go on reading and writing meanwhile. The watch counts
    /// pages.
    ///
    /// # Errors
    /// - [`Error::Exists`] where there is a file, or a journal or an anchor of one.
    /// - [`tiendo::Error::Cancelled`] when the watch was stopped; no file is left then.
    /// - [`Error::StorageFull`], [`Error::Io`] (also for a name that is no Unicode text), [`Error::Busy`], [`Error::Corrupt`].
    ///
    /// # Example
    /// ```
    /// use tiendo::Watch;
    /// use tiendo_ledger::{Ledger, NewLedger};
    /// # let dir = std::env::temp_dir().join(format!("tiendo-snapshot-{}", std::process::id()));
    /// # let _ = std::fs::remove_dir_all(&dir);
    /// # std::fs::create_dir_all(&dir).unwrap();
    /// # let path = dir.join("copy.tiendo");
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// let head = ledger.snapshot(&path, &Watch::new())?;
    /// assert_eq!(Ledger::open(&path)?.head()?, head);
    /// # std::fs::remove_dir_all(&dir).unwrap();
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn snapshot(&self, path: impl AsRef<Path>, watch: &Watch) -> Result<Head, Error> {
        let handles = self.handles()?;
        let path = &*beside::absolute(path.as_ref())?;
        file::check_free(path)?;
        let drawn = RandomState::new().build_hasher().finish();
        let part = file::beside(path, &format!(".part-{drawn:016x}"));
        let written = match &handles.reader {
            Some(reader) => write(&lock(reader), &part, watch),
            None => write(&lock(&handles.writer).connection, &part, watch),
        };
        let published = written.and_then(|head| {
            file::publish(&part, path).map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => Error::Exists { path: path.display().to_string() },
                _ => file::io(path, &error),
            })?;
            anchor::write(path, &Anchor { feed: self.feed.clone(), head }).inspect_err(|_| {
                file::remove(path);
            })?;
            Ok(head)
        });
        if published.is_err() {
            file::remove(&part);
        }
        published.map_err(|error| error.at(path))
    }
}

/// Writes all rows into a new file, syncs it, and gives the last entry in it.
fn write(from: &Connection, part: &Path, watch: &Watch) -> Result<Head, Error> {
    let not_text = || Error::Io {
        path: part.display().to_string(),
        reason: "its name is not Unicode text".to_owned(),
    };
    let name = part.to_str().ok_or_else(not_text)?;
    // It works by attaching the new file.
    from.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    let written =
        watched(from, part, watch, || Ok(from.execute("VACUUM INTO ?1", [name]).map(drop)?));
    from.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    written?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = Connection::open_with_flags(part, flags)?;
    let _: String =
        copy.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    let head = entry::last(&copy)?.ok_or(Error::Corrupt { part: "the log", entry: None })?.1;
    copy.close().map_err(|(_, error)| Error::from(error))?;
    file::alone(part)?;
    let synced = std::fs::File::open(part).and_then(|file| file.sync_all());
    synced.map_err(|error| file::io(part, &error))?;
    Ok(head)
}

/// Does one long statement, while a second thread tells how far it is and stops it where that is asked for.
fn watched(
    connection: &Connection,
    part: &Path,
    watch: &Watch,
    statement: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let pages = number("PRAGMA page_count")?.unsigned_abs();
    let bytes = number("PRAGMA page_size")?.unsigned_abs().max(1);
    watch.begin(pages);
    watch.advance_to(0)?;
    let interrupt = connection.get_interrupt_handle();
    let done = std::thread::scope(|scope| {
        let (ending, ended) = mpsc::channel::<()>();
        // Where the system has no thread to give, it is done without.
        let _ = std::thread::Builder::new().spawn_scoped(scope, move || {
            while ended.recv_timeout(STEP) == Err(RecvTimeoutError::Timeout) {
                let written = std::fs::metadata(part).map_or(0, |found| found.len() / bytes);
                if watch.advance_to(written.min(pages)).is_err() {
                    interrupt.interrupt();
                }
            }
        });
        let done = statement();
        drop(ending);
        done
    });
    watch.advance_to(pages)?;
    done
}
