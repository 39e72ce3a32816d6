//! Sets of entries, a bit each: what the common words are looked up in.

use crate::search::postings::Postings;
use crate::search::slots::Slots;

/// A word that stands this often per entry has its entries as a set beside its positions: one in sixteen. So a set is at most
/// twice as large as a list of one byte per entry would be, and all sets together two bytes for each word of a title.
const COMMON: u64 = 16;

/// Entries by number.
#[derive(Debug, Clone, Default)]
pub(super) struct EntrySet(Vec<u64>);

impl EntrySet {
    /// No entry of so many.
    pub(super) fn none(entries: u32) -> Self {
        EntrySet(vec![0; (entries as usize).div_ceil(64)])
    }

    /// Adds the entries that have the positions of a list.
    pub(super) fn add_list(&mut self, postings: &Postings, list: usize, slots: &Slots) {
        postings.for_each(list, |position| {
            let entry = slots.entry_of(position);
            self.0[(entry / 64) as usize] |= 1 << (entry % 64);
        });
    }

    /// Adds the entries of another set.
    pub(super) fn add(&mut self, other: &EntrySet) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    /// Keeps the entries that are in the other set too.
    pub(super) fn keep(&mut self, other: &EntrySet) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
    }

    /// True where the entry is in the set.
    pub(super) fn has(&self, entry: u32) -> bool {
        self.0.get((entry / 64) as usize).is_some_and(|bits| bits >> (entry % 64) & 1 == 1)
    }

    /// The first entry from this one on.
    pub(super) fn next(&self, entry: u32) -> Option<u32> {
        let mut word = (entry / 64) as usize;
        let mut rest = self.0.get(word)? & (u64::MAX << (entry % 64));
        while rest == 0 {
            word += 1;
            rest = *self.0.get(word)?;
        }
        Some(word as u32 * 64 + rest.trailing_zeros())
    }

    /// Number of entries.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }
}

/// The sets of the common words.
#[derive(Debug, Clone, Default)]
pub(super) struct Common {
    /// Numbers of the words, ascending.
    lists: Vec<u32>,
    sets: Vec<EntrySet>,
}

impl Common {
    /// The sets of all words that are common.
    pub(super) fn of(postings: &Postings, slots: &Slots) -> Self {
        let mut common = Common::default();
        for list in 0..postings.len() {
            if u64::from(postings.count(list)) * COMMON > u64::from(slots.entries()) {
                let mut set = EntrySet::none(slots.entries());
                set.add_list(postings, list, slots);
                common.lists.push(list as u32);
                common.sets.push(set);
            }
        }
        common
    }

    /// The set of a word; none where it is not common.
    pub(super) fn get(&self, list: usize) -> Option<&EntrySet> {
        self.lists.binary_search(&(list as u32)).ok().map(|at| &self.sets[at])
    }

    /// Bytes held on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        let sets: usize = self.sets.iter().map(|s| s.0.capacity() * size_of::<u64>()).sum();
        sets + self.lists.capacity() * size_of::<u32>()
            + self.sets.capacity() * size_of::<EntrySet>()
    }
}
