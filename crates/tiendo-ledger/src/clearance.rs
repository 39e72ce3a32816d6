//! Classes of information: what a ledger was made for, and what it refuses.
//!
//! State secrets are kept apart from what is public by law, and a ledger is copied, sent and shown as a whole. So a ledger takes
//! what is public, unless it was made for more: that stands in its first entry, and nothing changes it later.

use rusqlite::Connection;
use tiendo::Classification;

use crate::canonical::{self, Feed, Hash};
use crate::entry;
use crate::error::Error;
use crate::lines;
use crate::record::{Record, Recorded};

/// How guarded a class is. An unknown one may be the most guarded of all.
fn rank(class: &Classification) -> u8 {
    match class {
        Classification::Public => 0,
        Classification::Internal => 1,
        Classification::Secret | Classification::Unknown(_) => 2,
    }
}

/// Whether a record is of a class above that of a ledger.
pub(crate) fn is_above(record: &Record, ledger: &Classification) -> bool {
    let above = |class: &Classification| rank(class) > rank(ledger);
    match record {
        Record::Task(task) => task.classification.as_ref().is_some_and(above),
        // A class that a file gives to a record of a kind that has none here.
        Record::Unknown(unknown) => unknown.fields.get("/classification").is_some_and(|json| {
            let word = serde_json::from_str::<String>(json);
            above(&word.map_or(Classification::Secret, |word| Classification::parse(&word)))
        }),
        _ => false,
    }
}

/// The class that a ledger says to have been made for, told in its first entry, whose hash is asked for.
pub(crate) fn of(connection: &Connection, feed: &Feed) -> Result<Classification, Error> {
    let damaged = || Error::Corrupt { part: "the first entry", entry: Some(1) };
    let stored = entry::at(connection, 1)?.ok_or_else(damaged)?;
    let entry = &stored.entry;
    let by = (stored.recorded_at.as_str(), entry.actor.as_str());
    let hash = canonical::entry_hash(feed, 1, Hash::ZERO, by, entry.records.as_bytes());
    if hash != entry.hash {
        return Err(damaged());
    }
    let first = lines::elements(&entry.records)?.first().cloned().ok_or_else(damaged)?;
    let line = entry.records.get(first).ok_or_else(damaged)?;
    let recorded: Recorded = serde_json::from_str(line).map_err(|_| damaged())?;
    match recorded.record {
        Record::Origin(origin) => Ok(origin.classification.unwrap_or(Classification::Public)),
        _ => Err(damaged()),
    }
}
