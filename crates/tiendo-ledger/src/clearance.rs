//! Classes of information: what a ledger was made for, and what it refuses.
//!
//! State secrets are kept apart from what is public by law, and a ledger is copied, sent and shown as a whole. So a ledger takes
//! what is public, unless it was made for more: that stands in its first entry, and nothing changes it later.

use rusqlite::Connection;
use tiendo::Classification;

use crate::canonical::{self, Feed, Hash};
use crate::entry::{self, Stored};
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

/// The class that a ledger says to have been made for, in its first entry.
///
/// An entry that is not what was hashed says nothing: such a ledger takes what is public, and verifying tells what is wrong.
pub(crate) fn of(connection: &Connection, feed: &Feed) -> Result<Classification, Error> {
    let said = match entry::at(connection, 1) {
        Ok(stored) => stored.and_then(|stored| said(&stored, feed)),
        Err(Error::Corrupt { .. }) => None,
        Err(error) => return Err(error),
    };
    Ok(said.unwrap_or(Classification::Public))
}

fn said(stored: &Stored, feed: &Feed) -> Option<Classification> {
    let entry = &stored.entry;
    let by = (stored.recorded_at.as_str(), entry.actor.as_str());
    let hash = canonical::entry_hash(feed, 1, Hash::ZERO, by, entry.records.as_bytes());
    if hash != entry.hash {
        return None;
    }
    let first = lines::elements(&entry.records).ok()?.first().cloned()?;
    let recorded: Recorded = serde_json::from_str(entry.records.get(first)?).ok()?;
    match recorded.record {
        Record::Origin(origin) => origin.classification,
        _ => None,
    }
}
