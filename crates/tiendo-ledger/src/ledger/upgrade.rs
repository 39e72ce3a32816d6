//! Bringing a file to the format of this version: asked for, after a copy, and in one transaction.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use tiendo::Watch;

use super::{Ledger, maintain};
use crate::anchor::{self, Anchor};
use crate::beside;
use crate::canonical::{Feed, Head};
use crate::entry;
use crate::error::Error;
use crate::file::{self, Access, OpenOptions};
use crate::locks;
use crate::pages;
use crate::schema::Format;
use crate::turn;

/// Backups of one file and format after which no further name is tried.
const MOST_BACKUPS: u32 = 1000;

/// What became of an upgrade.
///
/// ```
/// use tiendo_ledger::Upgrade;
/// assert_eq!(Upgrade::Current { format: "1.1".into() }, Upgrade::Current { format: "1.1".into() });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upgrade {
    /// The file has the format of this version; nothing was changed and no copy made.
    Current {
        /// The format, as major.minor.
        format: String,
    },
    /// The file was brought to the format of this version.
    Done {
        /// The format that it had.
        from: String,
        /// The format that it has.
        to: String,
        /// The file as it was, with an anchor beside it.
        backup: PathBuf,
    },
}

/// What makes a file of the format before one of this format; within a transaction, and nothing but in tables.
struct Step {
    to: Format,
    make: fn(&Connection) -> Result<(), Error>,
}

/// Every step that there is, the first one first.
const STEPS: [Step; 1] = [
    // Its tables are those of 1.0. What it adds are records in which the ledger speaks of itself, which a reader of 1.0 takes
    // for damage: so the mark alone changes.
    Step { to: Format::WITH_NOTES, make: |_| Ok(()) },
];

impl Ledger {
    /// Brings a file of an earlier format to that of this version; one that has it already is left as it is.
    ///
    /// First a copy is made beside it, synced before anything changes: `x.tiendo.format-1.0`, or with `.2`, `.3` and so on behind it
    /// where such a file is there, which is never written over. Then one transaction changes the file, so that whenever this
    /// is interrupted it is of the one format or of the other; the same call again finishes it. Others may read meanwhile,
    /// and writers wait. The entries stay as they are, byte for byte, and so does the anchor; whether the file holds what that
    /// one names is asked when it is opened. The watch counts pages of the copy.
    ///
    /// # Errors
    /// - [`Error::NewerFormat`] for a file of a later format.
    /// - [`Error::Corrupt`] where its pages are damaged: see [`Ledger::salvage`].
    /// - [`tiendo::Error::Cancelled`] when the watch was stopped; nothing was changed then.
    /// - [`Error::Busy`], [`Error::Moved`], [`Error::ReadOnly`], [`Error::StorageFull`], and those of [`Ledger::open_with`].
    ///
    /// # Example
    /// ```
    /// use tiendo::Watch;
    /// use tiendo_ledger::{Ledger, NewLedger, OpenOptions, Upgrade};
    /// # let dir = std::env::temp_dir().join(format!("tiendo-upgrade-{}", std::process::id()));
    /// # let _ = std::fs::remove_dir_all(&dir);
    /// # std::fs::create_dir_all(&dir).unwrap();
    /// # let path = dir.join("register.tiendo");
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// drop(Ledger::create(&path, &NewLedger::new("68-UBND", at, "example"))?);
    /// let upgrade = Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new())?;
    /// assert_eq!(upgrade, Upgrade::Current { format: "1.1".into() });
    /// # std::fs::remove_dir_all(&dir).unwrap();
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn upgrade(
        path: impl AsRef<Path>,
        options: &OpenOptions,
        watch: &Watch,
    ) -> Result<Upgrade, Error> {
        let path = path.as_ref();
        if options.access != Access::ReadWrite {
            return Err(Error::ReadOnly);
        }
        let path = &*beside::real(path)?;
        beside::check(path, options.access)?;
        // Closed after the connections, which lock by it.
        let kept = locks::keep(path)?;
        let identity = kept.identity();
        beside::check_rollback(path, &kept)?;
        let is_left_behind = beside::is_left_behind(path, &kept);
        // The journal stays as it is, and the file in the mode it is in: neither matters for one transaction.
        let connection = file::open(path, options, is_left_behind)?;
        let upgraded = || {
            if Format::of(&connection)? == Format::CURRENT {
                return Ok(current());
            }
            // In either mode of the journal the transaction is on the medium when it is committed.
            connection.pragma_update(None, "synchronous", "EXTRA")?;
            let transaction = turn::begin(&connection, options.busy_timeout)?;
            // Another process may have come first.
            let from = Format::of(&connection)?;
            if from == Format::CURRENT {
                return Ok(current());
            }
            if from.is_newer() {
                return Err(from.newer());
            }
            check_pages(&connection)?;
            let feed = entry::own_feed(&connection)?;
            // Nobody else writes from here on: what is copied is what is changed.
            let (backup, head) = back_up(&feed, path, from, watch)?;
            for step in STEPS.iter().filter(|step| step.to > from) {
                (step.make)(&connection)?;
                step.to.mark(&connection)?;
            }
            if file::identity(path)? != identity {
                return Err(Error::Moved { path: path.display().to_string() });
            }
            transaction.commit()?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
            if anchor::read(path) == Ok(None) {
                // Without it the ledger opens as well, and has one after its next commit.
                let _ = anchor::write(path, &Anchor { feed, head });
            }
            let to = Format::CURRENT.to_string();
            Ok(Upgrade::Done { from: from.to_string(), to, backup })
        };
        upgraded().map_err(|error: Error| error.at(path))
    }
}

fn current() -> Upgrade {
    Upgrade::Current { format: Format::CURRENT.to_string() }
}

/// A damaged file is not carried from format to format.
fn check_pages(connection: &Connection) -> Result<(), Error> {
    let is_sound = pages::are_sound(connection, "quick_check")?;
    is_sound.then_some(()).ok_or(Error::Corrupt { part: "the pages of the file", entry: None })
}

/// Copies a file under the first name that is free; what is interrupted leaves a file of another name.
fn back_up(
    feed: &Feed,
    path: &Path,
    format: Format,
    watch: &Watch,
) -> Result<(PathBuf, Head), Error> {
    let drawn = RandomState::new().build_hasher().finish();
    let part = file::beside(path, &format!(".format-{format}-{drawn:016x}"));
    let copied = || {
        std::fs::File::create_new(&part).map_err(|error| file::io(&part, &error))?;
        // By a connection of its own: what is being changed cannot be copied from.
        let options = OpenOptions { access: Access::ReadOnly, ..OpenOptions::default() };
        let head = maintain::copy(&file::open(path, &options, false)?, &part, watch)?;
        let backup = publish(&part, path, format)?;
        anchor::write(&backup, &Anchor { feed: feed.clone(), head })?;
        Ok((backup, head))
    };
    let copied = copied();
    if copied.is_err() {
        file::remove(&part);
    }
    copied
}

fn publish(part: &Path, path: &Path, format: Format) -> Result<PathBuf, Error> {
    for count in 1..=MOST_BACKUPS {
        let number = if count == 1 { String::new() } else { format!(".{count}") };
        let name = file::beside(path, &format!(".format-{format}{number}"));
        // An anchor alone names what was there once, and would refuse what comes in its place.
        if std::fs::symlink_metadata(anchor::path(&name)).is_ok() {
            continue;
        }
        match file::publish(part, &name) {
            Ok(()) => return Ok(name),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(file::io(&name, &error)),
        }
    }
    let name = file::beside(path, &format!(".format-{format}"));
    Err(Error::Exists { path: name.display().to_string() })
}
