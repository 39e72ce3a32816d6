//! What a ledger has open: the connection that writes, the one that reads, and the locks that both stand on.

use std::sync::Mutex;
use std::time::Duration;

use rusqlite::Connection;

use crate::anchor::Keeper;
use crate::canonical::Head;
use crate::error::Error;
use crate::file::Identity;
use crate::known::Known;
use crate::locks::Kept;

/// What is open, and in which process.
#[derive(Debug)]
pub(super) struct Handles {
    pub(super) process: u32,
    /// A connection of its own, so that who reads does not wait for a commit; none in memory. Closed before the one that
    /// writes, which as the last one brings the journal into the file.
    pub(super) reader: Option<Mutex<Connection>>,
    pub(super) writer: Mutex<Writer>,
    /// Until the connections are closed; none in memory, and where nothing is locked.
    _locks: Option<Kept>,
}

/// The connection that writes.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) connection: Connection,
    /// How long it waits for others who write.
    pub(super) busy_timeout: Duration,
    pub(super) known: Known,
    /// None in memory, and where the file is not written.
    pub(super) place: Option<Place>,
    /// Bulks that go on, during which a commit is not on the medium.
    pub(super) bulks: u32,
}

/// The file that is written, and its anchor.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) identity: Identity,
    pub(super) anchor: Keeper,
}

impl Handles {
    pub(super) fn new(writer: Writer, reader: Option<Connection>, locks: Option<Kept>) -> Self {
        Handles {
            process: std::process::id(),
            reader: reader.map(Mutex::new),
            writer: Mutex::new(writer),
            _locks: locks,
        }
    }
}

impl Writer {
    pub(super) fn new(
        connection: Connection,
        busy_timeout: Duration,
        place: Option<Place>,
    ) -> Self {
        Writer { connection, busy_timeout, known: Known::default(), place, bulks: 0 }
    }

    /// Says that everything up to an entry is on the medium.
    pub(super) fn synced(&mut self, head: Head) -> Result<(), Error> {
        let Some(place) = &mut self.place else { return Ok(()) };
        place.anchor.still_there(&place.identity)?;
        place.anchor.synced(head)
    }

    /// Whether what is written is still what the path names.
    pub(super) fn still_there(&self) -> Result<(), Error> {
        let Some(place) = &self.place else { return Ok(()) };
        place.anchor.still_there(&place.identity)
    }

    /// Says that an entry was committed, or that it was committed into a file that the path no longer names.
    pub(super) fn acknowledge(&mut self, head: Head) -> Result<(), Error> {
        let Some(place) = &mut self.place else { return Ok(()) };
        place.anchor.still_there(&place.identity)?;
        if self.bulks == 0 {
            place.anchor.committed(head);
        }
        Ok(())
    }
}
