//! The checkpoint: the newest registry as columns, so that opening need not read the log from its beginning.
//!
//! It may be dropped at any time. Before a piece of a column is used it must have its digest, all pieces must be there, the
//! head that they cover must stand in the log, and it must be of this very version of the library, whose rules the columns
//! rest on.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::blob::Blob;
use rusqlite::{Connection, OptionalExtension, Rows, Statement};
use serde::{Deserialize, Serialize};
use tiendo::Registry;
use tiendo::registry::IMAGE_VERSION;

use super::{Current, Ledger, lock, replay};
use crate::canonical::{Hash, Head};
use crate::chain::Chain;
use crate::entry::{self, Stored};
use crate::error::Error;
use crate::schema::{self, Format};
use crate::turn;

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
    /// Digests of the pieces of the columns.
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
                let transaction = turn::begin(connection, writer.busy_timeout)?;
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
            let transaction = turn::begin(connection, writer.busy_timeout)?;
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
    let (mut columns, mut pieces) = (BTreeMap::new(), Pieces::default());
    let mut put = |column: &'static str, bytes: Vec<u8>| {
        let (digest, name) = (Hash::of(&[&bytes]), pieces.next(column));
        insert.execute((&name, &digest.0, &bytes))?;
        columns.insert(name, digest.to_string());
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

/// Names the pieces of columns, which come one after the other: `task.id/0`, `task.id/1`, and so on.
///
/// Who reads them asks for these names, so that a piece in the place of another, though it has its digest, is none.
#[derive(Default)]
struct Pieces {
    column: &'static str,
    next: usize,
}

impl Pieces {
    fn next(&mut self, column: &'static str) -> String {
        if column != self.column {
            *self = Pieces { column, next: 0 };
        }
        self.next += 1;
        format!("{column}/{}", self.next - 1)
    }
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

/// A row whose bytes are those of its digest.
fn column(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let found = connection
        .prepare_cached("SELECT digest, data FROM checkpoint WHERE name = ?1")?
        .query_row([name], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
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

/// The registry that the columns give, each piece checked before it is read.
fn image(connection: &Connection, covers: &Covers) -> Result<Registry, Error> {
    #[cfg(feature = "parallel")]
    if let Some(read) = parallel::image(connection, covers) {
        return read;
    }
    let mut statement = connection.prepare(PIECES)?;
    let mut reader = Reader::of(connection, covers, &mut statement)?;
    let (mut next, mut data, mut pieces) = (None, Vec::new(), Pieces::default());
    let registry = Registry::from_image(&mut |column, piece| {
        if next.is_none() {
            next = reader.next(&mut data)?;
        }
        let asked = pieces.next(column);
        let is_one = next.take_if(|name| *name == asked).is_some();
        if is_one {
            std::mem::swap(piece, &mut data);
        }
        Ok::<_, Error>(is_one)
    })?;
    // What nobody asked for must be as it was written, too.
    while next.is_some() {
        next = reader.next(&mut data)?;
    }
    Ok(registry)
}

fn damaged() -> Error {
    Error::Corrupt { part: "the checkpoint", entry: None }
}

const PIECES: &str = "SELECT rowid, name, digest FROM checkpoint ORDER BY rowid";

/// Reads the pieces in the order in which they were written, which is that in which they are asked for.
struct Reader<'a> {
    connection: &'a Connection,
    covers: &'a Covers,
    rows: Rows<'a>,
    blob: Option<Blob<'a>>,
    count: usize,
}

impl<'a> Reader<'a> {
    fn of(
        connection: &'a Connection,
        covers: &'a Covers,
        statement: &'a mut Statement<'_>,
    ) -> Result<Self, Error> {
        Ok(Reader { connection, covers, rows: statement.query([])?, blob: None, count: 0 })
    }

    /// The name of the next piece, whose bytes, checked, take the place of those before; none after the last one, where all
    /// were there.
    fn next(&mut self, data: &mut Vec<u8>) -> Result<Option<String>, Error> {
        while let Some(row) = self.rows.next()? {
            let (at, digest): (i64, Vec<u8>) = (row.get(0)?, row.get(2)?);
            let name = row.get_ref(1)?.as_str().map_err(|_| damaged())?.to_owned();
            if name == COVERS {
                continue;
            }
            // Straight from the file into one place, of which there is so much that a second copy is felt.
            let blob = match &mut self.blob {
                Some(blob) => {
                    blob.reopen(at)?;
                    blob
                }
                none => none.insert(self.connection.blob_open(
                    "main",
                    "checkpoint",
                    "data",
                    at,
                    true,
                )?),
            };
            data.resize(blob.len(), 0);
            blob.read_at_exact(data, 0)?;
            let found = Hash::of(&[data]);
            let listed = self.covers.columns.get(&name);
            if found.0[..] != digest[..] || listed.is_none_or(|l| *l != found.to_string()) {
                return Err(damaged());
            }
            self.count += 1;
            return Ok(Some(name));
        }
        if self.count == self.covers.columns.len() { Ok(None) } else { Err(damaged()) }
    }
}

#[cfg(feature = "parallel")]
mod parallel {
    use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
    use std::thread;

    use super::{Connection, Covers, Error, PIECES, Pieces, Reader, Registry};

    /// Pieces that may wait to be unpacked.
    const AHEAD: usize = 8;

    type Named = (String, Vec<u8>);

    /// The pieces are read and checked here while another thread unpacks those before; none where there is no thread.
    pub(super) fn image(
        connection: &Connection,
        covers: &Covers,
    ) -> Option<Result<Registry, Error>> {
        let (give, taken) = sync_channel::<Named>(AHEAD);
        let (give_back, used) = channel();
        thread::scope(|scope| {
            let work = move || unpack(&taken, &give_back);
            let worker = thread::Builder::new().spawn_scoped(scope, work).ok()?;
            let read = each(connection, covers, &used, |piece| give.send(piece).is_ok());
            drop(give);
            let unpacked = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Some(read.and(unpacked))
        })
    }

    /// Hands on the pieces; those that were used give their memory to the next.
    fn each(
        connection: &Connection,
        covers: &Covers,
        used: &Receiver<Vec<u8>>,
        mut give: impl FnMut(Named) -> bool,
    ) -> Result<(), Error> {
        let mut statement = connection.prepare(PIECES)?;
        let mut reader = Reader::of(connection, covers, &mut statement)?;
        loop {
            let mut data = used.try_recv().unwrap_or_default();
            let Some(name) = reader.next(&mut data)? else { return Ok(()) };
            // What is wrong with a column is told by who reads it.
            if !give((name, data)) {
                return Ok(());
            }
        }
    }

    fn unpack(pieces: &Receiver<Named>, used: &Sender<Vec<u8>>) -> Result<Registry, Error> {
        let (mut next, mut names) = (None::<Named>, Pieces::default());
        let registry = Registry::from_image(&mut |column, piece| {
            if next.is_none() {
                next = pieces.recv().ok();
            }
            let asked = names.next(column);
            let Some((_, data)) = next.take_if(|(name, _)| *name == asked) else {
                return Ok::<_, Error>(false);
            };
            // Nobody may wait for it any more.
            let _ = used.send(std::mem::replace(piece, data));
            Ok(true)
        })?;
        // Whoever reads goes on to the last piece, though nobody asked for it.
        while pieces.recv().is_ok() {}
        Ok(registry)
    }
}

/// True where the checkpoint is what its entries give; where there is none it is.
pub(super) fn is_sound(connection: &Connection) -> Result<bool, Error> {
    let Some(covers) = covers(connection)? else { return Ok(true) };
    let replayed = replay::up_to(connection, covers.entry)?;
    let (mut is_same, mut count, mut pieces) = (true, 0, Pieces::default());
    let mut compare = |name: &'static str, bytes: Vec<u8>| {
        is_same &= column(connection, &pieces.next(name))?.as_deref() == Some(&bytes[..]);
        count += 1;
        Ok::<_, Error>(())
    };
    replayed.to_image(&mut compare)?;
    Ok(is_same && count == covers.columns.len())
}
