//! Entries: one for each commit, as they stand in the file.

use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::canonical::{self, Feed, Hash, Head};
use crate::error::Error;
use crate::record::Recorded;

/// One commit: its records as they were stored, its hash, and who recorded it when.
///
/// ```
/// use tiendo_ledger::{Ledger, NewLedger};
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let entries = ledger.entries(0, 10)?;
/// assert_eq!((entries.len(), entries[0].seq), (1, 1));
/// assert!(entries[0].records.starts_with(r#"[{"ledger":{"format":"1.1","node":"68-UBND"}}"#));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number in its feed, from 1 without a gap.
    pub seq: u64,
    /// When it was recorded: the wall clock of whoever recorded it.
    pub recorded_at: NaiveDateTime,
    /// Who recorded it.
    pub actor: String,
    /// The records: an array of JSON, the very bytes that are hashed.
    pub records: String,
    /// The hash that the next entry names.
    pub hash: Hash,
}

impl Entry {
    /// The records, read.
    ///
    /// # Errors
    /// - [`Error::Corrupt`] where they are not what a ledger writes.
    pub fn records(&self) -> Result<Vec<Recorded>, Error> {
        serde_json::from_str(&self.records)
            .map_err(|_| Error::Corrupt { part: "its records", entry: Some(self.seq) })
    }

    /// What names it.
    pub(crate) fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash, recorded_at: self.recorded_at }
    }
}

/// An entry with the number of its row.
pub(crate) struct Stored {
    pub(crate) row: i64,
    pub(crate) feed: i64,
    pub(crate) entry: Entry,
    /// The instant as it was stored and hashed.
    pub(crate) recorded_at: String,
}

const COLUMNS: &str = "entry, feed, seq, recorded_at, actor, records, hash";

fn stored(row: &Row<'_>) -> Result<Stored, Error> {
    let recorded_at: String = row.get(3)?;
    let seq: i64 = row.get(2)?;
    let seq = u64::try_from(seq).map_err(|_| Error::Corrupt { part: "a number", entry: None })?;
    let damaged = |_| Error::Corrupt { part: "a column", entry: Some(seq) };
    let entry = Entry {
        seq,
        recorded_at: canonical::instant(&recorded_at).map_err(damaged)?,
        actor: row.get(4).map_err(|e| damaged(e.into()))?,
        records: row.get(5).map_err(|e| damaged(e.into()))?,
        hash: Hash::read(
            row.get_ref(6)?.as_blob().map_err(|e| damaged(rusqlite::Error::from(e).into()))?,
        )
        .map_err(damaged)?,
    };
    Ok(Stored { row: row.get(0)?, feed: row.get(1)?, entry, recorded_at })
}

/// Hands on the entries after a row, in order, until there are no more or the caller has enough.
pub(crate) fn each_after(
    connection: &Connection,
    row: i64,
    mut take: impl FnMut(Stored) -> Result<std::ops::ControlFlow<()>, Error>,
) -> Result<(), Error> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE entry > ?1 ORDER BY entry");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([row])?;
    while let Some(row) = rows.next()? {
        if take(stored(row)?)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The entry in a row.
pub(crate) fn at(connection: &Connection, row: i64) -> Result<Option<Stored>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE entry = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([row])?;
    rows.next()?.map(stored).transpose()
}

/// The row and the head of the last entry; none in a ledger that is being created.
pub(crate) fn last(connection: &Connection) -> Result<Option<(i64, Head)>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, seq, recorded_at, hash FROM entry ORDER BY entry DESC LIMIT 1",
    )?;
    let found = statement
        .query_row([], |row| {
            let hash: Vec<u8> = row.get(3)?;
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, hash))
        })
        .optional()?;
    let Some((row, seq, recorded_at, hash)) = found else { return Ok(None) };
    let seq = u64::try_from(seq).map_err(|_| Error::Corrupt { part: "a number", entry: None })?;
    let recorded_at = canonical::instant(&recorded_at)?;
    Ok(Some((row, Head { seq, hash: Hash::read(&hash)?, recorded_at })))
}

/// The feed of the node that writes this file.
pub(crate) fn own_feed(connection: &Connection) -> Result<Feed, Error> {
    let found = connection
        .query_row("SELECT node, origin FROM feed WHERE feed = 1", [], |row| {
            Ok(Feed { node: row.get(0)?, origin: row.get(1)? })
        })
        .optional()?;
    found.ok_or(Error::Corrupt { part: "the feed", entry: None })
}
