//! Matching: all terms of a search at once, task by task, each list skipping to where the others are.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::search::asked::{Term, Word};
use crate::search::build::Parts;
use crate::search::postings::{Cursor, Postings};
use crate::search::slots::{SLOT, Slots, Span};

/// The positions of all words that begin alike: a bit each, a slot's bits in one number.
#[derive(Debug)]
struct Bits(Vec<u32>);

impl Bits {
    fn of(parts: &Parts, lists: std::ops::Range<usize>) -> Self {
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

/// Where a word asked for is found.
#[derive(Debug, Clone)]
enum Source {
    List(usize),
    Bits(Arc<Bits>),
}

/// A source being read.
#[derive(Debug)]
enum Stream<'a> {
    List(Box<Cursor<'a>>),
    Bits(Arc<Bits>),
}

impl Stream<'_> {
    fn seek(&mut self, target: u32) -> Option<u32> {
        match self {
            Stream::List(cursor) => cursor.seek(target),
            Stream::Bits(bits) => bits.seek(target),
        }
    }
}

/// Words one behind the other.
#[derive(Debug)]
struct Phrase<'a> {
    /// The words' streams and their places in the phrase, the rarest first.
    words: Vec<(Stream<'a>, u32)>,
    /// Positions of the rarest word.
    weight: u64,
}

impl Phrase<'_> {
    /// Where the phrase next begins, from `target` on.
    fn seek(&mut self, target: u32) -> Option<u32> {
        let Some(((lead, lead_at), others)) = self.words.split_first_mut() else { return None };
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

/// A search under way: the tasks that match, in order.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    slots: &'a Slots,
    /// The rarest first.
    terms: Vec<Phrase<'a>>,
    /// All words of the search as one phrase, where it has several terms.
    together: Option<Phrase<'a>>,
    /// No task before this position is left to look at.
    next: u32,
}

/// How the search stands in a task that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// All its words one behind the other, within a title.
    Together,
    /// All its terms in the titles.
    Titles,
    /// Not without the product.
    Product,
}

impl<'a> Matching<'a> {
    /// A search before the first task; none where one of its words is nowhere.
    pub(super) fn new(parts: &'a Parts, terms: &[Term]) -> Option<Self> {
        let mut sources: BTreeMap<&Word, (Source, u64)> = BTreeMap::new();
        for word in terms.iter().flatten() {
            if !sources.contains_key(word) {
                sources.insert(word, source(parts, word)?);
            }
        }
        let phrase = |words: &mut dyn Iterator<Item = &Word>| {
            let mut weighed: Vec<(u64, Stream<'a>, u32)> = words
                .zip(0..)
                .filter_map(|(word, at)| {
                    let (source, weight) = sources.get(word)?;
                    Some((*weight, stream(&parts.postings, source), at))
                })
                .collect();
            weighed.sort_by_key(|(weight, _, at)| (*weight, *at));
            let weight = weighed.first().map_or(0, |(weight, ..)| *weight);
            Phrase { words: weighed.into_iter().map(|(_, s, at)| (s, at)).collect(), weight }
        };
        let mut phrases: Vec<Phrase<'a>> = terms.iter().map(|t| phrase(&mut t.iter())).collect();
        phrases.sort_by_key(|p| p.weight);
        let together = (terms.len() > 1).then(|| phrase(&mut terms.iter().flatten()));
        Some(Matching { slots: &parts.slots, terms: phrases, together, next: 0 })
    }

    /// The next task that matches: its positions.
    pub(super) fn next_span(&mut self) -> Option<Span> {
        let (lead, others) = self.terms.split_first_mut()?;
        let mut target = self.next;
        'next: loop {
            let span = self.slots.span_of(lead.seek(target)?);
            for term in &mut *others {
                let found = term.seek(span.start)?;
                if found >= span.end {
                    target = self.slots.span_of(found).start;
                    continue 'next;
                }
            }
            self.next = span.end;
            return Some(span);
        }
    }

    /// The number of the task with these positions.
    pub(super) fn task_of(&self, span: Span) -> u32 {
        self.slots.task_of(span.start)
    }

    /// How the search stands in the task just found.
    pub(super) fn standing(&mut self, span: Span) -> Standing {
        let titles_end = self.slots.product_of(span);
        let mut within = |phrase: &mut Phrase<'_>| {
            phrase.seek(span.start).is_some_and(|found| found < titles_end)
        };
        // Seeking again to where a term already stands costs nothing.
        if !self.terms.iter_mut().all(&mut within) {
            Standing::Product
        } else if self.together.as_mut().is_none_or(within) {
            Standing::Together
        } else {
            Standing::Titles
        }
    }
}

/// Where a word is found, and in how many places; none where it is nowhere.
fn source(parts: &Parts, word: &Word) -> Option<(Source, u64)> {
    let lists = match word {
        Word::Whole(word) => {
            let list = parts.words.find(word)?;
            list..list + 1
        }
        Word::Beginning(word) => parts.words.beginning_with(word),
    };
    let weight = lists.clone().map(|l| u64::from(parts.postings.count(l))).sum();
    match lists.len() {
        0 => None,
        1 => Some((Source::List(lists.start), weight)),
        _ => Some((Source::Bits(Arc::new(Bits::of(parts, lists))), weight)),
    }
}

fn stream<'a>(postings: &'a Postings, source: &Source) -> Stream<'a> {
    match source {
        Source::List(list) => Stream::List(Box::new(postings.cursor(*list))),
        Source::Bits(bits) => Stream::Bits(Arc::clone(bits)),
    }
}
