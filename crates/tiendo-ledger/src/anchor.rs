//! The head anchor: a small file beside the ledger that says how far the ledger had come.
//!
//! A chain of hashes shows that nothing in it was changed, not that its end is missing: a damaged journal, an older copy put
//! in the file's place and a cut file all verify. The anchor is what such a file is measured by. It is replaced as a whole
//! (temporary file, sync, rename, sync of the folder), never ahead of what is on the medium.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension};

use crate::canonical::{self, Feed, Head};
use crate::entry;
use crate::error::Error;
use crate::file::{self, Identity};

/// Longer than any anchor: a node's name has at most 256 bytes.
const MOST_BYTES: u64 = 1024;
/// How many commits may follow an anchor before the next one.
const COMMITS: u32 = 1000;
/// How old an anchor may be when a commit follows it.
const AGE: Duration = Duration::from_secs(1);

/// What the file says: the last entry that was known to be on the medium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) feed: Feed,
    pub(crate) head: Head,
}

/// Where the anchor of a ledger stands.
pub(crate) fn path(ledger: &Path) -> PathBuf {
    file::beside(ledger, ".head")
}

/// The anchor of a ledger, if it has one.
pub(crate) fn read(ledger: &Path) -> Result<Option<Anchor>, Error> {
    let path = path(ledger);
    let damaged = || Error::Corrupt { part: "the anchor beside it", entry: None };
    // Asked before it is opened: opening a pipe would wait for who writes into it.
    match std::fs::symlink_metadata(&path) {
        Ok(found) if found.is_file() && found.len() <= MOST_BYTES => {}
        Ok(_) => return Err(damaged()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file::io(&path, &error)),
    }
    let mut text = String::new();
    let opened =
        std::fs::File::open(&path).and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text));
    match opened {
        Ok(_) => Anchor::parse(&text).map(Some).ok_or_else(damaged),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(damaged()),
        Err(error) => Err(file::io(&path, &error)),
    }
}

/// Puts an anchor in the place of the one before.
pub(crate) fn write(ledger: &Path, anchor: &Anchor) -> Result<(), Error> {
    let path = path(ledger);
    // Drawn anew each time: neither another handle nor a process of the same number elsewhere writes the same file.
    let drawn = RandomState::new().build_hasher().finish();
    let new = file::beside(ledger, &format!(".head-{drawn:016x}"));
    let written = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&new)?;
        file.write_all(anchor.to_text().as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&new, &path)?;
        file::sync_folder(&path)
    };
    written().map_err(|error| {
        // What cannot be removed is told by the error that led here.
        let _ = std::fs::remove_file(&new);
        file::io(&path, &error)
    })
}

/// Whether the log holds the entry that the anchor names.
pub(crate) fn check(
    connection: &Connection,
    feed: &Feed,
    ledger: &Path,
    anchor: &Anchor,
) -> Result<(), Error> {
    let row = i64::try_from(anchor.head.seq).unwrap_or(i64::MAX);
    // Of one feed, the number of an entry is that of its row.
    let found: Option<Vec<u8>> = connection
        .query_row("SELECT hash FROM entry WHERE entry = ?1", [row], |row| row.get(0))
        .optional()?;
    if anchor.feed == *feed && found.is_some_and(|hash| hash == anchor.head.hash.0) {
        return Ok(());
    }
    let last = entry::last(connection)?.map_or_else(String::new, |(_, head)| head.to_string());
    Err(Error::RolledBack {
        path: ledger.display().to_string(),
        have: last,
        anchored: anchor.head.to_string(),
    })
}

impl Anchor {
    fn to_text(&self) -> String {
        let Head { seq, hash, recorded_at } = &self.head;
        format!(
            "tiendo ledger anchor 1\nfeed {} {}\nsize {seq}\nhash {hash}\nrecorded_at {}\n",
            self.feed.node,
            self.feed.origin,
            tiendo::day::instant_to_string(*recorded_at)
        )
    }

    /// What is not written so is no anchor.
    fn parse(text: &str) -> Option<Anchor> {
        let mut lines = text.lines();
        let mut field = |name: &str| lines.next()?.strip_prefix(name);
        field("tiendo ledger anchor 1").filter(|rest| rest.is_empty())?;
        let (node, origin) = field("feed ")?.rsplit_once(' ')?;
        let feed = Feed { node: node.to_owned(), origin: origin.to_owned() };
        let seq = field("size ")?.parse().ok()?;
        let hash = field("hash ")?.parse().ok()?;
        let recorded_at = canonical::instant(field("recorded_at ")?).ok()?;
        let anchor = Anchor { feed, head: Head { seq, hash, recorded_at } };
        (anchor.to_text() == text).then_some(anchor)
    }
}

/// Keeps the anchor of a ledger behind its commits, as seldom as is allowed.
#[derive(Debug)]
pub(crate) struct Keeper {
    ledger: PathBuf,
    feed: Feed,
    pub(crate) every_commit: bool,
    /// The last entry of ours that is on the medium and not anchored.
    pending: Option<Head>,
    commits: u32,
    anchored: Option<Instant>,
}

impl Keeper {
    pub(crate) fn new(ledger: &Path, feed: &Feed) -> Self {
        Keeper {
            ledger: ledger.to_owned(),
            feed: feed.clone(),
            every_commit: false,
            pending: None,
            commits: 0,
            anchored: None,
        }
    }

    /// Whether the path still names the file that is written. In WAL mode SQLite does not ask: it would go on to commit
    /// into a file that was removed.
    pub(crate) fn still_there(&self, identity: &Identity) -> Result<(), Error> {
        if file::identity(&self.ledger).is_ok_and(|now| now == *identity) {
            return Ok(());
        }
        Err(Error::Moved { path: self.ledger.display().to_string() })
    }

    /// A commit that is on the medium; anchored where the last anchor is old enough.
    ///
    /// An anchor that cannot be written takes nothing back of the commit: the next one tries again, and
    /// [`flush`](Keeper::flush) tells.
    pub(crate) fn committed(&mut self, head: Head) {
        self.pending = Some(head);
        self.commits += 1;
        let is_due = self.every_commit
            || self.commits >= COMMITS
            || self.anchored.is_none_or(|then| then.elapsed() >= AGE);
        if is_due {
            // Tried again at the next commit, or when the ledger is closed.
            let _ = self.flush();
        }
    }

    /// Anchors an entry up to which everything is on the medium.
    pub(crate) fn synced(&mut self, head: Head) -> Result<(), Error> {
        self.pending = Some(head);
        self.flush()
    }

    /// Anchors what is not anchored.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        let Some(head) = self.pending else { return Ok(()) };
        // Tried once in a second at most where it fails, too: a full disk would slow every commit.
        self.anchored = Some(Instant::now());
        self.commits = 0;
        // Another process may have come further.
        let is_ahead = match read(&self.ledger) {
            Ok(Some(there)) => there.feed == self.feed && there.head.seq >= head.seq,
            Ok(None) | Err(_) => false,
        };
        if !is_ahead {
            write(&self.ledger, &Anchor { feed: self.feed.clone(), head })?;
        }
        self.pending = None;
        Ok(())
    }

    /// Puts the anchor at an entry, wherever it stood.
    pub(crate) fn put(&mut self, head: Head) -> Result<(), Error> {
        write(&self.ledger, &Anchor { feed: self.feed.clone(), head })?;
        self.pending = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(seq: u64) -> Anchor {
        let feed = Feed { node: "xã a b".into(), origin: "0".repeat(32) };
        let recorded_at = tiendo::day::parse_instant("2026-01-05T08:00:00").unwrap();
        Anchor { feed, head: Head { seq, hash: canonical::Hash([7; 32]), recorded_at } }
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("x.tiendo");
        assert_eq!(read(&ledger), Ok(None));
        for seq in [1, 12, u64::MAX] {
            write(&ledger, &anchor(seq)).unwrap();
            assert_eq!(read(&ledger), Ok(Some(anchor(seq))));
        }
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "no temporary file is left");
        let text = std::fs::read(path(&ledger)).unwrap();
        for end in 0..text.len() {
            std::fs::write(path(&ledger), &text[..end]).unwrap();
            assert!(matches!(read(&ledger), Err(Error::Corrupt { .. })), "{end}");
        }
        for (at, _) in text.iter().enumerate() {
            let mut changed = text.clone();
            changed[at] ^= 0x80;
            std::fs::write(path(&ledger), &changed).unwrap();
            assert!(matches!(read(&ledger), Err(Error::Corrupt { .. })), "{at}");
        }
        std::fs::write(path(&ledger), vec![b'a'; 4096]).unwrap();
        assert!(matches!(read(&ledger), Err(Error::Corrupt { .. })));
    }

    #[test]
    fn an_anchor_never_goes_back_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("x.tiendo");
        let Anchor { feed, head } = anchor(5);
        let mut ours = Keeper::new(&ledger, &feed);
        ours.committed(head);
        // Within the second, and fewer than a thousand.
        ours.committed(Head { seq: 6, ..head });
        assert_eq!(read(&ledger).unwrap().unwrap().head.seq, 5);
        let mut other = Keeper::new(&ledger, &feed);
        other.committed(Head { seq: 9, ..head });
        ours.flush().unwrap();
        assert_eq!(read(&ledger).unwrap().unwrap().head.seq, 9);
        for seq in 10..=10 + u64::from(COMMITS) {
            ours.committed(Head { seq, ..head });
        }
        assert!(read(&ledger).unwrap().unwrap().head.seq >= 1009);
        ours.put(Head { seq: 3, ..head }).unwrap();
        assert_eq!(read(&ledger).unwrap().unwrap().head.seq, 3);
    }
}
