//! After a lawful restore: going on from an older copy, and saying so in the log.

use std::path::Path;

use chrono::NaiveDateTime;
use tiendo::Text;

use super::Ledger;
use super::append::{self, Stamp};
use crate::anchor;
use crate::batch::Batch;
use crate::canonical::Head;
use crate::entry;
use crate::error::Error;
use crate::file::{Access, OpenOptions};
use crate::record::{Record, Rollback};

impl Ledger {
    /// Opens a ledger that was restored from an older copy, although its anchor names an entry that it lacks. That it was
    /// rolled back, from where and why becomes an entry, and the anchor names that one from now on.
    ///
    /// What was recorded after the copy was made is not there; other copies and whoever holds a later head can tell.
    ///
    /// # Errors
    /// - [`Error::NothingRolledBack`] where the file holds what its anchor names, or has no anchor.
    /// - [`Error::ClockBackwards`] for an instant before the last entry's.
    /// - those of [`Ledger::open_with`] and [`Ledger::append`].
    ///
    /// # Example
    /// ```
    /// use tiendo::{Document, DocumentId, Text, Watch, day};
    /// use tiendo_ledger::{Batch, Error, Ledger, NewLedger, OpenOptions};
    /// # let dir = std::env::temp_dir().join(format!("tiendo-rollback-{}", std::process::id()));
    /// # let _ = std::fs::remove_dir_all(&dir);
    /// # std::fs::create_dir_all(&dir).unwrap();
    /// # let (path, copy) = (dir.join("register.tiendo"), dir.join("copy.tiendo"));
    /// let at = day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::create(&path, &NewLedger::new("68-UBND", at, "example"))?;
    /// ledger.backup(&copy, &Watch::new())?;
    /// let mut batch = Batch::new();
    /// batch.add(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
    /// ledger.append(&batch, at, "example")?;
    /// drop(ledger);
    /// std::fs::copy(&copy, &path).unwrap();
    /// assert!(matches!(Ledger::open(&path), Err(Error::RolledBack { .. })));
    /// let reason = Text::new("ổ đĩa hỏng, khôi phục từ bản sao")?;
    /// let ledger = Ledger::accept_rollback(&path, &OpenOptions::default(), &reason, at, "example")?;
    /// assert_eq!(ledger.head()?.seq, 2);
    /// # drop(ledger);
    /// # std::fs::remove_dir_all(&dir).unwrap();
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn accept_rollback(
        path: impl AsRef<Path>,
        options: &OpenOptions,
        reason: &Text,
        recorded_at: NaiveDateTime,
        actor: &str,
    ) -> Result<Self, Error> {
        let path = path.as_ref();
        if options.access != Access::ReadWrite {
            return Err(Error::ReadOnly);
        }
        let stamp = Stamp::new(recorded_at, actor)?;
        let nothing = || Error::NothingRolledBack { path: path.display().to_string() };
        let anchor = anchor::read(path)?.ok_or_else(nothing)?;
        let ledger = Ledger::opened(path, options, false)?;
        let record = Rollback { anchored: anchor.head.to_string(), reason: Some(reason.clone()) };
        let mut batch = Batch::new();
        batch.add(Record::Rollback(record));
        {
            let mut writer = ledger.writer()?;
            let checked = anchor::check(&writer.connection, &ledger.feed, path, &anchor);
            match checked {
                Err(Error::RolledBack { .. }) if anchor.feed == ledger.feed => {}
                // The anchor of another ledger: removed by hand where that is meant, and never here.
                Err(error) => return Err(ledger.told(error)),
                Ok(()) => return Err(nothing()),
            }
            // The old anchor stays until the entry is there: interrupted, it is asked for again.
            append::unjudged(&mut writer, &ledger.feed, &stamp, |_| Ok(Some(batch)))
                .and_then(|head: Head| match &mut writer.place {
                    Some(place) => place.anchor.put(head),
                    None => Ok(()),
                })
                .map_err(|error| ledger.told(error))?;
        }
        Ok(ledger)
    }

    /// Whether the head anchor follows every commit, and not one in a second or in a thousand. Each costs two more syncs.
    ///
    /// # Errors
    /// - [`Error::ReadOnly`].
    ///
    /// # Example
    /// ```
    /// use tiendo_ledger::{Ledger, NewLedger};
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// ledger.anchor_every_commit(true)?;
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn anchor_every_commit(&self, is_on: bool) -> Result<(), Error> {
        self.check_written()?;
        if let Some(place) = &mut self.writer()?.place {
            place.anchor.every_commit = is_on;
        }
        Ok(())
    }

    /// Brings the head anchor to the last entry now, and not at one of the next commits or when the ledger is closed.
    ///
    /// # Errors
    /// - [`Error::Moved`] where the path no longer names the file.
    /// - [`Error::ReadOnly`], [`Error::Busy`], [`Error::StorageFull`], [`Error::Io`].
    ///
    /// # Example
    /// ```
    /// use tiendo_ledger::{Ledger, NewLedger};
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// assert_eq!(ledger.anchor()?, ledger.head()?);
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn anchor(&self) -> Result<Head, Error> {
        self.check_written()?;
        let mut writer = self.writer()?;
        let mut anchored = || {
            let last = entry::last(&writer.connection)?;
            let (_, head) = last.ok_or(Error::Corrupt { part: "the log", entry: None })?;
            // After it: what others commit meanwhile without a sync is not anchored.
            if self.path.is_some() {
                append::sync(&writer.connection)?;
            }
            writer.synced(head)?;
            Ok(head)
        };
        anchored().map_err(|error: Error| self.told(error))
    }
}
