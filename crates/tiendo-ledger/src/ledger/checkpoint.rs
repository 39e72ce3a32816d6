//! The checkpoint: the newest registry as columns, so that opening need not read the log from its beginning.
//!
//! It may be dropped at any time. Before it is used, every column must have its digest, the head that it covers must stand
//! in the log, and it must be of this very version of the library, whose rules the columns rest on.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use serde::{Deserialize, Serialize};
use tiendo::Registry;
use tiendo::registry::IMAGE_VERSION;

use super::{Current, Ledger, lock, replay};
use crate::canonical::{Hash, Head};
use crate::chain::Chain;
use crate::entry::{self, Stored};
use crate::error::Error;
use crate::schema::{self, Format};

/// The row that says what the others are.
const COVERS: &str = "covers";

/// What a checkpoint covers.
#[derive(Debug, Serialize, Deserialize)]
struct Covers {
    /// The version of the library and of the layout.
    made_by: String,
    image: u32,
    /// The last entry in it.
    entry: i64,
    hash: String,
    /// Digests of the columns.
    columns: BTreeMap<String, String>,
}

impl Ledger {
    /// Writes the checkpoint of the newest registry, so that the next opening is fast; returns the entry that it covers.
    ///
    /// Readers go on meanwhile; writers wait. It costs about as many bytes as a third of the log's.
    ///
    /// # Errors
    /// - [`Error::ReadOnly`], [`Error::Busy`], [`Error::StorageFull`], [`Error::Io`], [`Error::Corrupt`].
    ///
    /// # Example
    /// ```
    /// use tiendo_ledger::{Ledger, NewLedger};
    /// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// assert_eq!(ledger.checkpointed()?, None);
    /// assert_eq!(ledger.checkpoint()?, ledger.head()?);
    /// assert_eq!(ledger.checkpointed()?, Some(1));
    /// ledger.drop_checkpoint()?;
    /// assert_eq!(ledger.checkpointed()?, None);
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn checkpoint(&self) -> Result<Head, Error> {
        self.check_written()?;
        loop {
            self.refresh()?;
            // Another thread may have erased a person, and the registry with them.
            let Some(current) = lock(&self.current).clone() else { continue };
            let writer = self.writer()?;
            let connection = &writer.connection;
            let written = || {
                let transaction =
                    Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
                schema::check_writable(connection, Format::FIRST)?;
                // Since it was read, somebody may have been erased from it.
                let is_newest = entry::last(connection)?.is_some_and(|(row, _)| row == current.row);
                if is_newest {
                    write(connection, &current)?;
                    transaction.commit()?;
                }
                Ok(is_newest)
            };
            if written().map_err(|error: Error| self.told(error))? {
                return Ok(current.head);
            }
        }
    }

    /// Removes the checkpoint.
    ///
    /// # Errors
    /// - [`Error::ReadOnly`], [`Error::Busy`], [`Error::Io`].
    pub fn drop_checkpoint(&self) -> Result<(), Error> {
        self.check_written()?;
        let writer = self.writer()?;
        let connection = &writer.connection;
        let dropped = || {
            let transaction =
                Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
            schema::check_writable(connection, Format::FIRST)?;
            connection.execute_batch("DROP TABLE IF EXISTS checkpoint")?;
            Ok(transaction.commit()?)
        };
        dropped().map_err(|error: Error| self.told(error))
    }

    /// The entry that the checkpoint covers; none where there is none that this version can use.
    ///
    /// # Errors
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn checkpointed(&self) -> Result<Option<u64>, Error> {
        self.read(|connection| Ok(covers(connection)?.map(|c| c.entry.unsigned_abs())))
    }
}

fn write(connection: &Connection, current: &Current) -> Result<(), Error> {
    if is_there(connection)? {
        connection.execute("DELETE FROM checkpoint", [])?;
    } else {
        connection.execute_batch(schema::CHECKPOINT)?;
    }
    let mut insert =
        connection.prepare("INSERT INTO checkpoint (name, digest, data) VALUES (?1, ?2, ?3)")?;
    let mut columns = BTreeMap::new();
    let mut put = |name: &'static str, bytes: Vec<u8>| {
        let digest = Hash::of(&[&bytes]);
        insert.execute((name, &digest.0, &bytes))?;
        columns.insert(name.to_owned(), digest.to_string());
        Ok::<_, Error>(())
    };
    current.registry.to_image(&mut put)?;
    let covers = Covers {
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        image: IMAGE_VERSION,
        entry: current.row,
        hash: current.head.hash.to_string(),
        columns,
    };
    // Numbers and texts always serialise.
    let bytes = serde_json::to_vec(&covers).unwrap_or_default();
    insert.execute((COVERS, &Hash::of(&[&bytes]).0, &bytes))?;
    Ok(())
}

fn is_there(connection: &Connection) -> Result<bool, Error> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM sqlite_schema WHERE sql = ?1")?;
    Ok(statement.exists([schema::CHECKPOINT])?)
}

/// What the checkpoint says that it covers, where it can be used.
fn covers(connection: &Connection) -> Result<Option<Covers>, Error> {
    if !is_there(connection)? {
        return Ok(None);
    }
    let Some(bytes) = column(connection, COVERS)? else { return Ok(None) };
    let Ok(covers) = serde_json::from_slice::<Covers>(&bytes) else { return Ok(None) };
    if covers.made_by != env!("CARGO_PKG_VERSION") || covers.image != IMAGE_VERSION {
        return Ok(None);
    }
    // The log decides: a checkpoint of another log, or of entries that are gone, is none.
    let stands = connection
        .prepare_cached("SELECT hash FROM entry WHERE entry = ?1")?
        .query_row([covers.entry], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    let is_same = stands.and_then(|hash| Hash::read(&hash).ok()).map(|hash| hash.to_string());
    Ok(Some(covers).filter(|covers| is_same.as_deref() == Some(covers.hash.as_str())))
}

/// Follows the chain behind the entry that the checkpoint covers: these entries a ledger goes on from, whoever wrote them.
///
/// Without a checkpoint every entry is read, and followed, before a number is told.
pub(super) fn follow_since(connection: &Connection) -> Result<(), Error> {
    let Some(covers) = covers(connection)? else { return Ok(()) };
    let Some(Stored { row, entry, .. }) = entry::at(connection, covers.entry)? else {
        return Ok(());
    };
    let mut chain = Chain::after(connection, &entry.head())?;
    entry::each_after(connection, row, |stored| {
        chain.follow(&stored)?;
        Ok(ControlFlow::Continue(()))
    })
}

/// A column with the digest beside it.
type Column = (Vec<u8>, Vec<u8>);

fn unchecked(connection: &Connection, name: &str) -> Result<Option<Column>, Error> {
    let found = connection
        .prepare_cached("SELECT digest, data FROM checkpoint WHERE name = ?1")?
        .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found)
}

/// A column whose bytes are those of its digest.
fn column(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let found = unchecked(connection, name)?;
    Ok(found.and_then(|(digest, data)| (Hash::of(&[&data]).0[..] == digest[..]).then_some(data)))
}

/// The registry of the checkpoint; none where anything about it is not as it should be.
pub(super) fn load(connection: &Connection) -> Result<Option<Current>, Error> {
    let Some(covers) = covers(connection)? else { return Ok(None) };
    let Some(stored) = entry::at(connection, covers.entry)? else { return Ok(None) };
    match image(connection, &covers) {
        Ok(registry) => Ok(Some(Current { row: stored.row, head: stored.entry.head(), registry })),
        // What the checkpoint does not give, the log does.
        Err(Error::Core(_) | Error::Corrupt { part: "the checkpoint", .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The registry that the columns give, each checked before it is read.
fn image(connection: &Connection, covers: &Covers) -> Result<Registry, Error> {
    #[cfg(feature = "parallel")]
    if let Some(read) = parallel::image(connection, covers) {
        return read;
    }
    Registry::from_image(&mut |name| {
        let (digest, data) = unchecked(connection, name)?.ok_or_else(damaged)?;
        if is_listed(covers, name, &digest, &data) { Ok(data) } else { Err(damaged()) }
    })
}

/// Whether a column has the digest that stands beside it and in the list of all columns.
fn is_listed(covers: &Covers, name: &str, digest: &[u8], data: &[u8]) -> bool {
    let found = Hash::of(&[data]);
    found.0[..] == digest[..] && covers.columns.get(name).is_some_and(|l| *l == found.to_string())
}

fn damaged() -> Error {
    Error::Corrupt { part: "the checkpoint", entry: None }
}

#[cfg(feature = "parallel")]
mod parallel {
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::thread;

    use super::{BTreeMap, Connection, Covers, Error, Registry, damaged, is_listed};

    /// Columns that may wait to be unpacked.
    const AHEAD: usize = 2;

    type Named = (String, Vec<u8>);

    /// The columns are read and checked here while another thread unpacks those before; none where there is no thread.
    pub(super) fn image(
        connection: &Connection,
        covers: &Covers,
    ) -> Option<Result<Registry, Error>> {
        let (give, taken) = sync_channel::<Named>(AHEAD);
        thread::scope(|scope| {
            let worker = thread::Builder::new().spawn_scoped(scope, move || unpack(taken)).ok()?;
            let read = each(connection, covers, |column| give.send(column).is_ok());
            drop(give);
            let unpacked = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Some(read.and(unpacked))
        })
    }

    /// Hands on the columns in the order in which they were written, which is that in which they are asked for.
    fn each(
        connection: &Connection,
        covers: &Covers,
        mut give: impl FnMut(Named) -> bool,
    ) -> Result<(), Error> {
        let mut statement =
            connection.prepare("SELECT rowid, name, digest FROM checkpoint ORDER BY rowid")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (at, name, digest): (i64, String, Vec<u8>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            if name == super::COVERS {
                continue;
            }
            // Straight from the file into one place, of which there is so much that a second copy is felt.
            let blob = connection.blob_open("main", "checkpoint", "data", at, true)?;
            let mut data = vec![0; blob.len()];
            blob.read_at_exact(&mut data, 0)?;
            if !is_listed(covers, &name, &digest, &data) {
                return Err(damaged());
            }
            // What is wrong with a column is told by who reads it.
            if !give((name, data)) {
                break;
            }
        }
        Ok(())
    }

    fn unpack(columns: Receiver<Named>) -> Result<Registry, Error> {
        let mut early = BTreeMap::new();
        Registry::from_image(&mut |name| {
            loop {
                if let Some(data) = early.remove(name) {
                    return Ok(data);
                }
                let (other, data) = columns.recv().map_err(|_| damaged())?;
                early.insert(other, data);
            }
        })
    }
}

/// True where the checkpoint is what its entries give; where there is none it is.
pub(super) fn is_sound(connection: &Connection) -> Result<bool, Error> {
    let Some(covers) = covers(connection)? else { return Ok(true) };
    let replayed = replay::up_to(connection, covers.entry)?;
    let mut is_same = true;
    let mut compare = |name: &'static str, bytes: Vec<u8>| {
        is_same &= column(connection, name)?.as_deref() == Some(&bytes[..]);
        Ok::<_, Error>(())
    };
    replayed.to_image(&mut compare)?;
    Ok(is_same)
}
