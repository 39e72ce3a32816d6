//! The chain of hashes, followed while the log is read: no number is told that rests on an entry that was changed since.

use rusqlite::Connection;

use crate::canonical::{self, Feed, Hash, Head};
use crate::entry::{self, Stored};
use crate::error::Error;

/// Where the chain stands.
pub(crate) struct Chain {
    feed: Feed,
    seq: u64,
    hash: Hash,
}

impl Chain {
    /// From before the first entry.
    pub(crate) fn new(connection: &Connection) -> Result<Self, Error> {
        Ok(Chain { feed: entry::own_feed(connection)?, seq: 0, hash: Hash::ZERO })
    }

    /// From after an entry whose hash was seen to be its own.
    pub(crate) fn after(connection: &Connection, head: &Head) -> Result<Self, Error> {
        Ok(Chain { feed: entry::own_feed(connection)?, seq: head.seq, hash: head.hash })
    }

    /// The next entry, as it must be.
    pub(crate) fn follow(&mut self, stored: &Stored) -> Result<(), Error> {
        let Stored { row, feed, entry, recorded_at } = stored;
        let damaged = |part| Error::Corrupt { part, entry: Some(entry.seq) };
        if *feed != 1 || row.unsigned_abs() != entry.seq || entry.seq != self.seq + 1 {
            return Err(damaged("its number"));
        }
        let written = (&**recorded_at, &*entry.actor);
        let records = entry.records.as_bytes();
        let hash = canonical::entry_hash(&self.feed, entry.seq, self.hash, written, records);
        if hash != entry.hash {
            return Err(damaged("its hash"));
        }
        (self.seq, self.hash) = (entry.seq, hash);
        Ok(())
    }
}
