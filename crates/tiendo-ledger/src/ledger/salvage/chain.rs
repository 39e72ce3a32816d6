//! Which of the rows that were found are the entries of a log: their hashes decide.

use std::collections::BTreeSet;

use crate::anchor::Anchor;
use crate::batch;
use crate::canonical::{self, Feed, Hash};
use crate::carve::{FoundEntry, Image, RawEntry, Rows};
use crate::error::Error;
use crate::record::{Record, RecordId, Recorded};
use crate::salvaged::LossReason;

/// Hashes that the entry before may have had; more than a few say nothing.
const MOST_LINKS: usize = 4;
/// Rows that are asked which feed they are of.
const SAMPLE: usize = 64;
/// Fewer bytes than a row of an entry takes: so many entries a file can hold at most.
const LEAST_BYTES: u64 = 64;

/// What is known of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Missing(LossReason),
    /// It can be read, and nothing tells whether it is what was recorded.
    Unproved,
    /// It is what its hash was made of.
    Proved,
    /// It is what the hash was made of that the entry after it names; its own column is damaged.
    Mended,
}

/// An entry of the log, and which row it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) state: State,
    /// Among the entries that were found.
    pub(super) row: usize,
    /// Seconds of its instant.
    pub(super) at: i64,
}

/// The log, as far as it can be told.
pub(super) struct Chain {
    pub(super) feed: Feed,
    /// From the first entry on.
    pub(super) verdicts: Vec<Verdict>,
    /// Records that were erased, wherever their texts are still found.
    pub(super) erased: BTreeSet<RecordId>,
}

/// Follows the entries from the first to the last that is found or anchored.
pub(super) fn follow(
    image: &mut Image,
    rows: &Rows,
    anchor: Option<&Anchor>,
    told: &mut dyn FnMut(u64, u64) -> Result<(), Error>,
) -> Result<Chain, Error> {
    let (feed, is_known) = feed_of(image, rows, anchor);
    let anchor = anchor.filter(|anchor| anchor.feed == feed).map(|anchor| anchor.head);
    let anchored = anchor.map_or(0, |head| head.seq);
    // The number of a damaged row may be any.
    let most = (image.bytes() / LEAST_BYTES).saturating_add(1);
    let found = rows.entries.iter().rev().map(|found| found.seq).find(|seq| *seq <= most);
    let last = found.unwrap_or(0).max(anchored.min(most));
    let mut walk = Walk {
        feed: &feed,
        is_known,
        links: vec![Hash::ZERO],
        is_certain: is_known,
        waiting: None,
        verdicts: Vec::new(),
        erased: BTreeSet::new(),
    };
    let mut next = 0;
    for seq in 1..=last {
        told(seq, last)?;
        let start = next + rows.entries[next..].partition_point(|found| found.seq < seq);
        next = start + rows.entries[start..].partition_point(|found| found.seq == seq);
        let mut candidates: Vec<Candidate> = Vec::new();
        for (row, found) in rows.entries[start..next].iter().enumerate() {
            let Some(raw) = image.entry(found) else { continue };
            if candidates.iter().all(|known| known.raw != raw) {
                let row = start + row;
                let is_doubtful = found.is_doubtful;
                candidates.push(Candidate { row, is_doubtful, raw, hashes: Vec::new() });
            }
        }
        let genuine = anchor.filter(|head| head.seq == seq).map(|head| head.hash);
        walk.step(seq, candidates, genuine);
    }
    walk.settle(None);
    let Walk { mut verdicts, erased, .. } = walk;
    in_time(&mut verdicts);
    // A number that only damage made is not waited for.
    let is_gone = |verdict: &Verdict| verdict.state == State::Missing(LossReason::NotFound);
    while verdicts.len() as u64 > anchored && verdicts.last().is_some_and(is_gone) {
        verdicts.pop();
    }
    Ok(Chain { feed, verdicts, erased })
}

/// A row that may be the entry of its number.
struct Candidate {
    row: usize,
    is_doubtful: bool,
    raw: RawEntry,
    /// The hashes that it would have behind each of the links.
    hashes: Vec<Hash>,
}

/// Rows of which none has the hash that it should have, until the next entry says which hash it was.
struct Waiting {
    candidates: Vec<Candidate>,
    /// Whether the hash of the entry before was certain, so that they are wrong.
    is_wrong: bool,
}

struct Walk<'a> {
    feed: &'a Feed,
    is_known: bool,
    /// The hashes that the entry before may have had.
    links: Vec<Hash>,
    /// Whether there is one only.
    is_certain: bool,
    waiting: Option<Waiting>,
    verdicts: Vec<Verdict>,
    erased: BTreeSet<RecordId>,
}

impl Walk<'_> {
    fn step(&mut self, seq: u64, mut candidates: Vec<Candidate>, anchored: Option<Hash>) {
        let mut proved = None;
        for (index, candidate) in candidates.iter_mut().enumerate() {
            candidate.hashes =
                self.links.iter().map(|link| hash(self.feed, seq, *link, &candidate.raw)).collect();
            let fits = candidate.hashes.iter().position(|hash| *hash == candidate.raw.hash);
            if let Some(link) = fits {
                proved = Some((index, self.links[link]));
                break;
            }
        }
        self.settle(proved.map(|(_, link)| link));
        let Some((index, _)) = proved else {
            let is_wrong = self.is_certain;
            let stored = candidates.iter().map(|candidate| candidate.raw.hash);
            let made = candidates.iter().flat_map(|candidate| candidate.hashes.iter().copied());
            self.links = stored.chain(made).take(MOST_LINKS).collect();
            self.is_certain = false;
            self.waiting = Some(Waiting { candidates, is_wrong });
            if let Some(hash) = anchored {
                self.settle(Some(hash));
                (self.links, self.is_certain) = (vec![hash], self.is_known);
            }
            return;
        };
        let candidate = candidates.swap_remove(index);
        (self.links, self.is_certain) = (vec![candidate.raw.hash], self.is_known);
        self.take(State::Proved, &candidate);
    }

    /// Says what became of the rows that wait, where the hash of their entry is known now or will not be.
    fn settle(&mut self, genuine: Option<Hash>) {
        let Some(Waiting { candidates, is_wrong }) = self.waiting.take() else { return };
        let mended = genuine.and_then(|hash| candidates.iter().find(|c| c.hashes.contains(&hash)));
        if let Some(candidate) = mended {
            return self.take(State::Mended, candidate);
        }
        let likely = candidates.iter().find(|candidate| !candidate.is_doubtful);
        match likely {
            None => self.miss(LossReason::NotFound),
            Some(_) if is_wrong => self.miss(LossReason::Hash),
            Some(candidate) => self.take(State::Unproved, candidate),
        }
    }

    fn take(&mut self, state: State, candidate: &Candidate) {
        let raw = &candidate.raw;
        let Ok(at) = canonical::instant(&raw.recorded_at) else {
            return self.miss(LossReason::Instant);
        };
        if state == State::Unproved {
            let is_name = batch::name("actor", &raw.actor).is_ok_and(|name| name == raw.actor);
            if !is_name || records(raw).is_none() {
                return self.miss(LossReason::Records);
            }
        }
        // Looked for first: nearly no entry has one, and reading all of them takes long.
        if raw.records.contains("{\"erasure\":") {
            for recorded in records(raw).unwrap_or_default() {
                if let Record::Erasure(erasure) = recorded.record {
                    self.erased.extend(erasure.records);
                }
            }
        }
        let at = at.and_utc().timestamp();
        self.verdicts.push(Verdict { state, row: candidate.row, at });
    }

    fn miss(&mut self, reason: LossReason) {
        self.verdicts.push(Verdict { state: State::Missing(reason), row: 0, at: 0 });
    }
}

/// The records of an entry; none where they are not those of a ledger of a format that is known.
pub(super) fn records(raw: &RawEntry) -> Option<Vec<Recorded>> {
    let records: Vec<Recorded> = serde_json::from_str(&raw.records).ok()?;
    let is_known = records.iter().all(|recorded| !matches!(recorded.record, Record::Later(_)));
    is_known.then_some(records)
}

/// The hash of an entry behind another.
pub(super) fn hash(feed: &Feed, seq: u64, previous: Hash, raw: &RawEntry) -> Hash {
    canonical::entry_hash(
        feed,
        seq,
        previous,
        (&raw.recorded_at, &raw.actor),
        raw.records.as_bytes(),
    )
}

/// Leaves out what is not proved and lies behind what is, in time; then all that lies before the entry before it.
fn in_time(verdicts: &mut [Verdict]) {
    let mut latest = i64::MAX;
    for verdict in verdicts.iter_mut().rev() {
        match verdict.state {
            State::Proved | State::Mended => latest = latest.min(verdict.at),
            State::Unproved if verdict.at > latest => {
                verdict.state = State::Missing(LossReason::Instant);
            }
            State::Unproved | State::Missing(_) => {}
        }
    }
    let mut earliest = i64::MIN;
    for verdict in verdicts {
        match verdict.state {
            State::Missing(_) => {}
            _ if verdict.at < earliest => verdict.state = State::Missing(LossReason::Instant),
            _ => earliest = verdict.at,
        }
    }
}

/// Whose log it is, and whether any hash says so: of all names and numbers that are found, those that most hashes fit.
fn feed_of(image: &mut Image, rows: &Rows, anchor: Option<&Anchor>) -> (Feed, bool) {
    let sample: Vec<(FoundEntry, RawEntry)> = rows
        .entries
        .iter()
        .take(SAMPLE)
        .filter_map(|found| Some((*found, image.entry(found)?)))
        .collect();
    let named = sample.iter().filter(|(found, _)| found.seq == 1).filter_map(|(_, raw)| {
        match records(raw)?.into_iter().next()?.record {
            Record::Origin(origin) => Some(origin.node),
            _ => None,
        }
    });
    let feeds = || anchor.map(|anchor| &anchor.feed).into_iter().chain(&rows.feeds);
    let nodes: Vec<String> = feeds().map(|feed| feed.node.clone()).chain(named).collect();
    let origins: Vec<String> = feeds().map(|feed| feed.origin.clone()).collect();
    let fits = |feed: &Feed| {
        let behind = |seq: u64| {
            let before = sample.iter().filter(move |(found, _)| found.seq + 1 == seq);
            let first = (seq == 1).then_some(Hash::ZERO);
            before.map(|(_, raw)| raw.hash).chain(first)
        };
        let fits = sample.iter().filter(|(found, raw)| {
            behind(found.seq).any(|link| hash(feed, found.seq, link, raw) == raw.hash)
        });
        fits.count()
    };
    let mut best: Option<(usize, Feed)> = None;
    for origin in &origins {
        for node in &nodes {
            let feed = Feed { node: node.clone(), origin: origin.clone() };
            let count = fits(&feed);
            if best.as_ref().is_none_or(|(most, _)| count > *most) {
                best = Some((count, feed));
            }
        }
    }
    if let Some((count, feed)) = best {
        return (feed, count > 0);
    }
    // Nothing can be proved then, and the log goes on as one that no other can be taken for.
    let node = nodes.into_iter().next().unwrap_or_else(|| "?".to_owned());
    (Feed { node, origin: super::drawn_origin() }, false)
}
