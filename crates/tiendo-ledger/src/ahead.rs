//! Entries with what is kept apart of them, read ahead of who takes them in.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension};

use crate::entry::{self, Stored};
use crate::error::Error;

/// What of the records of an entry is kept apart, with its salt, by position; nothing where it was erased.
pub(crate) type KeptApart = BTreeMap<i64, Option<(Vec<u8>, String)>>;

/// An entry as it was read.
pub(crate) struct Read {
    pub(crate) stored: Stored,
    pub(crate) apart: KeptApart,
}

/// Hands on the entries after a row, in order, for as long as they are wanted.
pub(crate) fn each(
    connection: &Connection,
    row: i64,
    mut take: impl FnMut(Read) -> Result<ControlFlow<()>, Error>,
) -> Result<(), Error> {
    // Most ledgers keep nothing apart, so that no entry is asked for it in vain.
    let mut next = first_apart(connection, row)?;
    entry::each_after(connection, row, |stored| {
        let mut apart = KeptApart::new();
        if next == Some(stored.row) {
            apart = kept_apart(connection, stored.row)?;
            next = first_apart(connection, stored.row)?;
        }
        take(Read { stored, apart })
    })
}

/// The first entry after a row of which something is kept apart.
fn first_apart(connection: &Connection, row: i64) -> Result<Option<i64>, Error> {
    let mut statement = connection
        .prepare_cached("SELECT entry FROM apart WHERE entry > ?1 ORDER BY entry LIMIT 1")?;
    Ok(statement.query_row([row], |row| row.get(0)).optional()?)
}

fn kept_apart(connection: &Connection, row: i64) -> Result<KeptApart, Error> {
    let mut statement = connection
        .prepare_cached("SELECT record, salt, text FROM apart WHERE entry = ?1 ORDER BY record")?;
    let rows = statement.query_map([row], |row| {
        let (salt, text): (Option<Vec<u8>>, Option<String>) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, text.map(|text| (salt.unwrap_or_default(), text))))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes in all entries that are wanted, from the first on.
///
/// With the feature `parallel` a long log is taken in by a second thread while this one reads on; the order stays.
pub(crate) fn take_all<T: Taker>(connection: &Connection, taker: &mut T) -> Result<(), Error> {
    #[cfg(feature = "parallel")]
    if parallel::is_worth_it(connection)?
        && let Some(taken) = parallel::take_all(connection, taker)
    {
        return taken;
    }
    let until = taker.until();
    each(connection, 0, |read| {
        if !until.is_wanted(&read.stored) {
            return Ok(ControlFlow::Break(()));
        }
        taker.take(read)?;
        Ok(ControlFlow::Continue(()))
    })?;
    taker.end()
}

/// Who takes entries in.
pub(crate) trait Taker: Send {
    /// How far.
    fn until(&self) -> Until;

    fn take(&mut self, read: Read) -> Result<(), Error>;

    /// All were taken. On the thread that took them: what it allocated is then used again by what comes of them.
    fn end(&mut self) -> Result<(), Error>;
}

/// Up to which entry a log is read. Rows and instants never fall, so that nothing behind the first that is not wanted is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Until {
    pub(crate) row: i64,
    /// The last day of recording.
    pub(crate) day: Option<chrono::NaiveDate>,
}

impl Until {
    fn is_wanted(&self, stored: &Stored) -> bool {
        let is_known = self.day.is_none_or(|day| stored.entry.recorded_at.date() <= day);
        is_known && stored.row <= self.row
    }
}

#[cfg(feature = "parallel")]
mod parallel {
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::thread;

    use super::{Connection, ControlFlow, Error, Read, Taker, each};

    /// Pages of a file below which a second thread takes longer to begin than it saves.
    const PAGES: i64 = 256;
    /// Bytes of entries that are handed over together.
    const TOGETHER: usize = 512 << 10;
    /// How often so much may wait.
    const AHEAD: usize = 4;

    pub(super) fn is_worth_it(connection: &Connection) -> Result<bool, Error> {
        let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        Ok(pages > PAGES)
    }

    /// None where the system has no thread to give; nothing was taken in then.
    pub(super) fn take_all<T: Taker>(
        connection: &Connection,
        taker: &mut T,
    ) -> Option<Result<(), Error>> {
        let until = taker.until();
        let (give, taken) = sync_channel::<Part>(AHEAD);
        thread::scope(|scope| {
            let work = move || take_from(taken, taker);
            let worker = thread::Builder::new().spawn_scoped(scope, work).ok()?;
            let (mut some, mut bytes) = (Vec::new(), 0);
            let read = each(connection, 0, |read| {
                if !until.is_wanted(&read.stored) {
                    return Ok(ControlFlow::Break(()));
                }
                bytes += read.stored.entry.records.len();
                some.push(read);
                if bytes < TOGETHER {
                    return Ok(ControlFlow::Continue(()));
                }
                bytes = 0;
                // Nobody takes any more where something was wrong, which the other thread tells.
                let part = Part { entries: std::mem::take(&mut some), is_last: false };
                let given = give.send(part).is_ok();
                Ok(if given { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
            });
            // Without a last part, what was taken in before is not brought to an end.
            let last = Part { entries: some, is_last: true };
            let read = read.map(|()| give.send(last).unwrap_or_default());
            drop(give);
            let taken = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Some(read.and(taken))
        })
    }

    /// Entries that are handed over together.
    struct Part {
        entries: Vec<Read>,
        is_last: bool,
    }

    fn take_from(parts: Receiver<Part>, taker: &mut impl Taker) -> Result<(), Error> {
        for Part { entries, is_last } in parts {
            entries.into_iter().try_for_each(|read| taker.take(read))?;
            if is_last {
                return taker.end();
            }
        }
        Ok(())
    }
}
