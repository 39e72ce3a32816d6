//! Reading what can be read of a damaged file into a new one that is sound, and saying what could not.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;

use chrono::{DateTime, NaiveDateTime};
use rusqlite::Connection;
use tiendo::{Classification, Watch};

use super::append::{self, Prepared, Stamp};
use super::project::Projector;
use super::{Ledger, OpenOptions};
use crate::anchor::{self, Anchor};
use crate::batch::Batch;
use crate::beside;
use crate::canonical::{Feed, Hash, Head};
use crate::carve::{Image, RawEntry, Rows};
use crate::error::Error;
use crate::file::{self, Access};
use crate::person::Apart;
use crate::record::{Origin, Record, RecordId, Recorded};
use crate::salvaged::{Carried, Loss, LossReason, Salvage, Salvaged, Span};
use crate::schema::{self, Format};
use crate::turn;

mod chain;

use chain::{Chain, State, Verdict};

impl Ledger {
    /// Reads all that can be read of a damaged file into a new ledger that is sound, and tells what could not be read.
    ///
    /// Neither header nor tables nor the trees of pages are believed: rows are looked for page by page, in the file, in its
    /// journal and behind a damage in that, and an entry is taken for what was recorded where its hash fits. Every entry keeps its
    /// number, instant, actor and the bytes of its records. Up to the first missing one hashes stay as they were, so that
    /// whoever kept a head until there can tell; in the place of each missing one stands an entry that says so, and the hashes
    /// behind it are new. The last entry, recorded by `actor` at `recorded_at`, says that the ledger was salvaged, what is missing
    /// and the former hashes. Where the first entry is missing, so is what the ledger was made for, and the new one is made for
    /// secrets. The anchor beside the damaged file tells how far it had come, so keep both.
    ///
    /// The damaged file is read as bytes and left as it is. It must not be written meanwhile, nor be open in this process.
    /// The watch counts pages, then entries, each time anew: as they are judged, written and verified.
    ///
    /// # Errors
    /// - [`Error::NotALedger`] where no entry at all can be read.
    /// - [`Error::NewerFormat`] for a file whose header names a later format.
    /// - [`Error::Exists`] where `to` is there, or a journal or an anchor of it.
    /// - [`Error::ClockBackwards`] for an instant before that of the last entry that was read.
    /// - [`tiendo::Error::Cancelled`] when the watch was stopped; no file is left then.
    /// - [`Error::StorageFull`], [`Error::Io`], [`Error::Core`].
    ///
    /// # Example
    /// See [`Salvaged`].
    pub fn salvage(
        path: impl AsRef<Path>,
        to: impl AsRef<Path>,
        recorded_at: NaiveDateTime,
        actor: &str,
        watch: &Watch,
    ) -> Result<Salvaged, Error> {
        // Journal and anchor lie beside the file that a link names.
        let (path, to) = (&*beside::real(path.as_ref())?, &*beside::absolute(to.as_ref())?);
        let stamp = Stamp::new(recorded_at, actor)?;
        file::check_free(to)?;
        let mut image = Image::open(path)?;
        let mut told = |done, all| {
            watch.begin(all);
            Ok(watch.advance_to(done)?)
        };
        let rows = image.rows(&mut told)?;
        // A damaged anchor tells nothing.
        let anchor = anchor::read(path).ok().flatten();
        let chain = chain::follow(&mut image, &rows, anchor.as_ref(), &mut told)?;
        let first = chain.verdicts.iter().find(|v| !matches!(v.state, State::Missing(_)));
        let Some(first) = first.map(|verdict| verdict.at) else {
            let reason = "no entry can be read in it";
            return Err(Error::NotALedger { path: path.display().to_string(), reason });
        };
        let made = std::fs::File::create_new(to).map(drop);
        made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Error::Exists { path: to.display().to_string() },
            _ => file::io(to, &error),
        })?;
        let is_end_anchored = anchor.is_some_and(|anchor| anchor.feed == chain.feed);
        let salvaged = write(to, first, (image, rows), chain, is_end_anchored, &stamp, watch)
            .and_then(|salvaged| check(to, watch).map(|()| salvaged));
        if salvaged.is_err() {
            file::remove(to);
        }
        salvaged.map_err(|error| error.at(to))
    }
}

/// 32 hexadecimal digits.
fn drawn_origin() -> String {
    let drawn = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", drawn(), drawn())
}

/// What was made must be what every ledger is.
fn check(path: &Path, watch: &Watch) -> Result<(), Error> {
    let options = OpenOptions { access: Access::ReadOnly, ..OpenOptions::default() };
    let verified = Ledger::open_with(path, &options)?.verify(watch)?;
    match verified.faults.first() {
        None => Ok(()),
        Some(fault) => Err(Error::Corrupt { part: fault.part, entry: fault.entry }),
    }
}

/// Writes the new ledger in one transaction, syncs it, and anchors it.
fn write(
    to: &Path,
    first: i64,
    (mut image, rows): (Image, Rows),
    chain: Chain,
    is_end_anchored: bool,
    stamp: &Stamp,
    watch: &Watch,
) -> Result<Salvaged, Error> {
    let busy_timeout = OpenOptions::default().busy_timeout;
    let connection = file::create_single(to, busy_timeout)?;
    let Chain { feed, verdicts, erased } = chain;
    let (head, entries, said) = {
        let transaction = turn::begin(&connection, busy_timeout)?;
        schema::create(&connection)?;
        connection.execute(
            "INSERT INTO feed (feed, node, origin) VALUES (1, ?1, ?2)",
            [&feed.node, &feed.origin],
        )?;
        let mut writing = Writing {
            connection: &connection,
            projector: Projector::new(&connection)?,
            feed: &feed,
            image: &mut image,
            rows: &rows,
            erased,
            stamp,
            at: instant(first)?,
            last: None,
            former: Some(Hash::ZERO),
            corrected: BTreeSet::new(),
            said: Salvage { is_end_anchored: Some(is_end_anchored), ..Salvage::default() },
            entries: 0,
        };
        watch.begin(verdicts.len() as u64);
        for (verdict, seq) in verdicts.iter().zip(1..) {
            watch.advance_to(seq - 1)?;
            writing.entry(seq, verdict)?;
        }
        let (head, entries, said) = writing.end()?;
        transaction.commit()?;
        (head, entries, said)
    };
    connection.close().map_err(|(_, error)| Error::from(error))?;
    file::alone(to)?;
    let synced = std::fs::File::open(to).and_then(|file| file.sync_all());
    synced.map_err(|error| file::io(to, &error))?;
    anchor::write(to, &Anchor { feed, head })?;
    let Salvage { lost, unproved, apart, .. } = said;
    Ok(Salvaged { head, entries, lost, unproved, apart, is_end_anchored })
}

fn instant(second: i64) -> Result<NaiveDateTime, Error> {
    let at = DateTime::from_timestamp(second, 0).map(|at| at.naive_utc());
    at.ok_or(Error::Corrupt { part: "an instant", entry: None })
}

/// The new ledger as it grows.
struct Writing<'a> {
    connection: &'a Connection,
    projector: Projector<'a>,
    feed: &'a Feed,
    image: &'a mut Image,
    rows: &'a Rows,
    erased: BTreeSet<RecordId>,
    stamp: &'a Stamp,
    /// The instant of what stands in the place of a missing entry: that of the entry before.
    at: NaiveDateTime,
    last: Option<(i64, Head)>,
    /// The hash of the entry before as it was in the damaged file, where it is known.
    former: Option<Hash>,
    corrected: BTreeSet<RecordId>,
    said: Salvage,
    entries: u64,
}

impl Writing<'_> {
    /// Adds the entry of a number, or that it is missing.
    fn entry(&mut self, seq: u64, verdict: &Verdict) -> Result<(), Error> {
        let reason = match verdict.state {
            State::Missing(reason) => reason,
            state => {
                let found = self.rows.entries.get(verdict.row);
                let raw = found.and_then(|found| self.image.entry(found));
                let records = raw.as_ref().and_then(chain::records);
                match (raw, records) {
                    (Some(raw), Some(records)) if self.corrects(seq, &records) => {
                        return self.take(seq, state, verdict.at, &raw, &records);
                    }
                    (Some(_), Some(_)) => LossReason::Corrects,
                    _ => LossReason::Records,
                }
            }
        };
        self.miss(seq, reason)
    }

    /// Whether records correct only what stands before them and was not corrected yet, which they do from now on.
    fn corrects(&mut self, seq: u64, records: &[Recorded]) -> bool {
        let targets =
            || records.iter().zip(0..).filter_map(|(r, at)| r.corrects.map(|to| (to, at)));
        let mut new = BTreeSet::new();
        let is_right = targets().all(|(target, position)| {
            target < RecordId { seq, position }
                && !self.corrected.contains(&target)
                && new.insert(target)
        });
        if is_right {
            self.corrected.append(&mut new);
        }
        is_right
    }

    fn take(
        &mut self,
        seq: u64,
        state: State,
        at: i64,
        raw: &RawEntry,
        records: &[Recorded],
    ) -> Result<(), Error> {
        let row = row_of(seq)?;
        let previous = self.last.map_or(Hash::ZERO, |(_, head)| head.hash);
        let hash = chain::hash(self.feed, seq, previous, raw);
        let former = match state {
            // Its column is damaged; the entry after it says that it was this.
            State::Mended => self.former.map(|former| chain::hash(self.feed, seq, former, raw)),
            _ => Some(raw.hash),
        };
        self.connection
            .prepare_cached(
                "INSERT INTO entry (entry, feed, seq, recorded_at, actor, records, hash)
                 VALUES (?1, 1, ?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((row, &raw.recorded_at, &raw.actor, &raw.records, &hash.0))?;
        for (position, recorded) in (0..).zip(records) {
            self.projector.record(row, position, &recorded.record, recorded.corrects)?;
            if let Some(hash) = recorded.apart {
                self.kept_apart(seq, position, hash)?;
            }
        }
        self.at = instant(at)?;
        self.last = Some((row, Head { seq, hash, recorded_at: self.at }));
        if state == State::Unproved {
            extend(&mut self.said.unproved, seq);
        }
        if let Some(former) = former.filter(|former| *former != hash) {
            self.carry(seq, former);
        }
        self.former = former;
        self.entries += 1;
        Ok(())
    }

    /// Keeps what is kept apart of a record, where it is found and was not erased.
    fn kept_apart(&mut self, seq: u64, position: i64, hash: Hash) -> Result<(), Error> {
        let id = RecordId { seq, position: position.unsigned_abs() };
        let found = &self.rows.apart;
        let start = found.partition_point(|a| (a.entry, a.position) < (id.seq, id.position));
        let found =
            found[start..].iter().take_while(|a| (a.entry, a.position) == (id.seq, id.position));
        let is_erased = self.erased.contains(&id) || found.clone().any(|found| found.is_erased);
        let mut kept = None;
        if !is_erased {
            let read = found.filter_map(|found| self.image.apart(found));
            kept = read.into_iter().find(|(salt, text)| Apart::hash(salt, text) == hash);
            if kept.is_none() {
                self.said.apart.push(id);
            }
        }
        let (salt, text) = kept.unzip();
        self.connection
            .prepare_cached(
                "INSERT INTO apart (entry, record, salt, text) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((row_of(seq)?, position, salt, text))?;
        Ok(())
    }

    /// Puts an entry in the place of one that is missing.
    fn miss(&mut self, seq: u64, reason: LossReason) -> Result<(), Error> {
        let loss = |entries| Loss { entries, reason };
        match self.said.lost.last_mut() {
            Some(last) if last.reason == reason && last.entries.last + 1 == seq => {
                last.entries.last = seq;
            }
            _ => self.said.lost.push(loss(Span { first: seq, last: seq })),
        }
        let mut batch = Batch::new();
        if seq == 1 {
            let (format, node) = (Format::CURRENT.to_string(), self.feed.node.clone());
            // What it was made for is not known any more: it is guarded as what is guarded most.
            let classification = Some(Classification::Secret);
            batch.add(Record::Origin(Origin { format, node, classification }));
        }
        let lost = vec![loss(Span { first: seq, last: seq })];
        batch.add(Record::Salvage(Salvage { lost, ..Salvage::default() }));
        let stamp = self.stamp.earlier(self.at);
        self.insert(&batch, &stamp)?;
        self.former = None;
        Ok(())
    }

    fn insert(&mut self, batch: &Batch, stamp: &Stamp) -> Result<Head, Error> {
        let prepared = Prepared::of(batch)?;
        let all: Vec<usize> = (0..batch.len()).collect();
        let (row, head, _) =
            append::insert(self.connection, self.feed, &prepared, &all, stamp, self.last)?;
        self.last = Some((row, head));
        Ok(head)
    }

    /// Adds an entry to those whose hashes are others than they were.
    fn carry(&mut self, seq: u64, former: Hash) {
        let name = format!("{seq}:{former}");
        let before = format!("{}:", seq - 1);
        match self.said.carried.last_mut() {
            Some(run) if run.last.starts_with(&before) => run.last = name,
            _ => self.said.carried.push(Carried { first: name.clone(), last: name }),
        }
    }

    /// Says what was salvaged.
    fn end(mut self) -> Result<(Head, u64, Salvage), Error> {
        self.stamp.check_after(self.at)?;
        let mut batch = Batch::new();
        batch.add(Record::Salvage(self.said.clone()));
        let head = self.insert(&batch, self.stamp)?;
        Ok((head, self.entries, self.said))
    }
}

/// Adds a number to spans that are in order.
fn extend(spans: &mut Vec<Span>, seq: u64) {
    match spans.last_mut() {
        Some(last) if last.last + 1 == seq => last.last = seq,
        _ => spans.push(Span { first: seq, last: seq }),
    }
}

fn row_of(seq: u64) -> Result<i64, Error> {
    i64::try_from(seq).map_err(|_| Error::Corrupt { part: "a number", entry: Some(seq) })
}
