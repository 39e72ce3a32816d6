//! Matching: all terms of a search at once. Single words and beginnings are sets of entries; phrases are followed from position
//! to position, each list skipping to where the others are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::search::asked::{Term, Word};
use crate::search::build::Parts;
use crate::search::postings::Cursor;
use crate::search::sets::EntrySet;
use crate::search::slots::{SLOT, Slots, Span};

/// The positions of all words that begin alike: a bit each, a slot's bits in one number.
#[derive(Debug)]
struct Bits(Vec<u32>);

impl Bits {
    fn of(parts: &Parts, lists: Range<usize>) -> Self {
        let mut bits = vec![0_u32; parts.slots.len() as usize];
        for list in lists {
            parts.postings.for_each(list, |position| {
                bits[(position / SLOT) as usize] |= 1 << (position % SLOT);
            });
        }
        Bits(bits)
    }

    /// The first position from `target` on.
    fn seek(&self, target: u32) -> Option<u32> {
        let mut slot = (target / SLOT) as usize;
        let mut rest = self.0.get(slot)? & (u32::MAX << (target % SLOT));
        while rest == 0 {
            slot += 1;
            rest = *self.0.get(slot)?;
        }
        Some(slot as u32 * SLOT + rest.trailing_zeros())
    }
}

/// The positions of a word, or of all that begin alike, being read.
#[derive(Debug)]
enum Stream<'a> {
    List(Box<Cursor<'a>>),
    Bits(Arc<Bits>),
}

impl Stream<'_> {
    /// The first position from `target` on; targets rise.
    fn seek(&mut self, target: u32) -> Option<u32> {
        match self {
            Stream::List(cursor) => cursor.seek(target),
            Stream::Bits(bits) => bits.seek(target),
        }
    }
}

/// Words one behind the other; a single one is a phrase too.
#[derive(Debug)]
pub(super) struct Phrase<'a> {
    /// The words' streams and their places in the phrase, the rarest first.
    words: Vec<(Stream<'a>, u32)>,
    /// Positions of the rarest word.
    weight: u64,
}

impl Phrase<'_> {
    /// Where the phrase next begins, from `target` on. It stays there: with a smaller target it says the same again.
    pub(super) fn seek(&mut self, target: u32) -> Option<u32> {
        let ((lead, lead_at), others) = self.words.split_first_mut()?;
        let mut target = target;
        'next: loop {
            let start = lead.seek(target + *lead_at)? - *lead_at;
            for (stream, at) in &mut *others {
                let found = stream.seek(start + *at)? - *at;
                if found > start {
                    target = found;
                    continue 'next;
                }
            }
            return Some(start);
        }
    }
}

/// The words of a search, each with the lists of positions that it stands for.
#[derive(Debug)]
pub(super) struct Search<'a> {
    parts: &'a Parts,
    lists: BTreeMap<Word, Range<usize>>,
    /// By first list: made for the beginnings that are part of a phrase.
    bits: BTreeMap<usize, Arc<Bits>>,
}

impl<'a> Search<'a> {
    /// Looks the words up; none where one of them is nowhere.
    pub(super) fn new(parts: &'a Parts, terms: &[Term]) -> Option<Self> {
        let mut lists = BTreeMap::new();
        for word in terms.iter().flatten() {
            let found = match word {
                Word::Whole(word) => parts.words.find(word).map(|list| list..list + 1)?,
                Word::Beginning(word) => parts.words.beginning_with(word),
            };
            if found.is_empty() {
                return None;
            }
            lists.insert(word.clone(), found);
        }
        Some(Search { parts, lists, bits: BTreeMap::new() })
    }

    fn lists_of(&self, word: &Word) -> Range<usize> {
        self.lists.get(word).cloned().unwrap_or_default()
    }

    /// A phrase of these words.
    pub(super) fn phrase<'w>(&mut self, words: impl Iterator<Item = &'w Word>) -> Phrase<'a> {
        let mut weighed: Vec<(u64, Stream<'a>, u32)> = Vec::new();
        for (word, at) in words.zip(0..) {
            let lists = self.lists_of(word);
            let weight = lists.clone().map(|l| u64::from(self.parts.postings.count(l))).sum();
            let stream = if lists.len() == 1 {
                Stream::List(Box::new(self.parts.postings.cursor(lists.start)))
            } else {
                let made = self.bits.entry(lists.start);
                let made = made.or_insert_with(|| Arc::new(Bits::of(self.parts, lists.clone())));
                Stream::Bits(Arc::clone(made))
            };
            weighed.push((weight, stream, at));
        }
        weighed.sort_by_key(|(weight, _, at)| (*weight, *at));
        let weight = weighed.first().map_or(0, |(weight, ..)| *weight);
        Phrase { words: weighed.into_iter().map(|(_, s, at)| (s, at)).collect(), weight }
    }

    /// The entries that match all terms.
    pub(super) fn matching(&mut self, terms: &[Term]) -> Matching<'a> {
        let (single, several): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(|t| t.len() == 1);
        let mut singles: Vec<&Word> = single.into_iter().flatten().collect();
        singles.sort();
        singles.dedup();
        let mut all = None;
        for word in singles {
            self.narrow(&mut all, word);
        }
        let mut phrases: Vec<Phrase<'a>> =
            several.into_iter().map(|term| self.phrase(term.iter())).collect();
        phrases.sort_by_key(|p| p.weight);
        Matching { slots: &self.parts.slots, set: all, phrases, next: 0 }
    }

    /// Keeps the entries that have a word; all that have it, where none were asked for before.
    fn narrow(&self, set: &mut Option<EntrySet>, word: &Word) {
        let Parts { postings, slots, common, .. } = self.parts;
        let lists = self.lists_of(word);
        let one = if lists.len() == 1 { common.get(lists.start) } else { None };
        match (set, one) {
            (Some(set), Some(one)) => set.keep(one),
            (set @ None, Some(one)) => *set = Some(one.clone()),
            (set, None) => {
                let mut any = EntrySet::none(slots.entries());
                for list in lists {
                    match common.get(list) {
                        Some(entries) => any.add(entries),
                        None => any.add_list(postings, list, slots),
                    }
                }
                match set {
                    Some(set) => set.keep(&any),
                    None => *set = Some(any),
                }
            }
        }
    }
}

/// A search under way: the entries that match, in order.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    slots: &'a Slots,
    /// The entries that have all single words; none where there are only phrases.
    set: Option<EntrySet>,
    /// The rarest first.
    phrases: Vec<Phrase<'a>>,
    /// What is left to look at: from this entry on, or with phrases from this position on.
    next: u32,
}

impl Matching<'_> {
    /// The next entry that matches.
    pub(super) fn next_entry(&mut self) -> Option<u32> {
        let Some((lead, others)) = self.phrases.split_first_mut() else {
            let entry = self.set.as_ref()?.next(self.next)?;
            self.next = entry + 1;
            return Some(entry);
        };
        let mut target = self.next;
        'next: loop {
            let found = lead.seek(target)?;
            let entry = self.slots.entry_of(found);
            let span = self.slots.span_of(found);
            target = span.end;
            if self.set.as_ref().is_some_and(|set| !set.has(entry)) {
                continue;
            }
            for phrase in &mut *others {
                let found = phrase.seek(span.start)?;
                if found >= span.end {
                    target = self.slots.span_of(found).start;
                    continue 'next;
                }
            }
            self.next = span.end;
            return Some(entry);
        }
    }

    /// The next task that matches; one that has two entries comes once.
    pub(super) fn next_task(&mut self, last: Option<u32>) -> Option<u32> {
        loop {
            let task = self.slots.task_of(self.next_entry()?);
            if Some(task) != last {
                return Some(task);
            }
        }
    }

    /// The number of all tasks that match.
    pub(super) fn count(mut self) -> usize {
        match (&self.set, self.phrases.is_empty(), self.slots.tasks() == self.slots.entries()) {
            (Some(set), true, true) => set.len(),
            _ => std::iter::successors(self.next_task(None), |t| self.next_task(Some(*t))).count(),
        }
    }
}

/// Where in its entries a search stands: what the order of the answer asks.
#[derive(Debug)]
pub(super) struct Places<'a> {
    slots: &'a Slots,
    terms: Vec<Phrase<'a>>,
    /// All words of the search as one phrase.
    together: Phrase<'a>,
}

impl<'a> Places<'a> {
    pub(super) fn new(search: &mut Search<'a>, terms: &[Term]) -> Self {
        let slots = &search.parts.slots;
        let together = search.phrase(terms.iter().flatten());
        let terms = terms.iter().map(|term| search.phrase(term.iter())).collect();
        Places { slots, terms, together }
    }

    /// The first entry from a position on that has all words one behind the other in its title, and where it ends.
    pub(super) fn next_together(&mut self, mut from: u32) -> Option<(u32, Span)> {
        loop {
            let found = self.together.seek(from)?;
            let span = self.slots.span_of(found);
            if found < self.slots.product_of(span) {
                return Some((self.slots.entry_of(found), span));
            }
            from = span.end;
        }
    }

    /// True where an entry has all words one behind the other in its title; entries rise.
    pub(super) fn is_together(&mut self, entry: u32) -> bool {
        let span = self.slots.span(entry);
        let title_end = self.slots.product_of(span);
        self.together.seek(span.start).is_some_and(|found| found < title_end)
    }

    /// True where an entry that matches has every term in its title; entries rise.
    pub(super) fn in_title(&mut self, entry: u32) -> bool {
        let span = self.slots.span(entry);
        let title_end = self.slots.product_of(span);
        let mut terms = self.terms.iter_mut();
        terms.all(|term| term.seek(span.start).is_some_and(|found| found < title_end))
    }
}
