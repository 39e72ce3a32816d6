//! Building: words and positions are collected for some millions of words, then merged into the index.
//!
//! The merge copies full blocks as they are, so appending a batch costs a copy of the index and not a new one. What is
//! collected between two merges grows with the index: the work stays linear and the memory bounded.

use std::collections::HashMap;

use crate::error::Error;
use crate::search::SearchText;
use crate::search::postings::Postings;
use crate::search::sets::Common;
use crate::search::slots::{Field, SLOT, Slots};
use crate::search::token;
use crate::search::words::Words;

/// Positions collected before the first merge.
const FIRST_MERGE: usize = 1 << 22;

/// Positions are 32 bits wide, and a phrase looks a few beyond the last one.
pub(super) const MAX_POSITIONS: u32 = u32::MAX - 4096;

/// What an index is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    pub(super) words: Words,
    pub(super) postings: Postings,
    pub(super) slots: Slots,
    pub(super) common: Common,
}

/// Appends texts to an index.
#[derive(Debug)]
pub(super) struct Builder {
    parts: Parts,
    max_positions: u32,
    /// The number of each word that was met since the last merge.
    numbers: HashMap<Box<str>, u32>,
    /// The words met, by number.
    met: Vec<Box<str>>,
    /// Number and position of every word since the last merge, in order.
    word: Vec<u32>,
    position: Vec<u32>,
    scratch: String,
}

impl Builder {
    /// A builder that goes on where an index ends; an error once it would hold more than so many positions.
    pub(super) fn new(parts: Parts, max_positions: u32) -> Self {
        Builder {
            parts,
            max_positions,
            numbers: HashMap::new(),
            met: Vec::new(),
            word: Vec::new(),
            position: Vec::new(),
            scratch: String::new(),
        }
    }

    /// Appends a task.
    pub(super) fn push(&mut self, text: &SearchText<'_>) -> Result<(), Error> {
        self.push_field(Field::Title, text.title)?;
        for (field, text) in [(Field::Product, text.product), (Field::OtherTitle, text.title_en)] {
            if let Some(text) = text.filter(|t| !t.is_empty()) {
                self.push_field(field, text)?;
            }
        }
        if self.word.len() >= FIRST_MERGE.max(self.parts.positions() / 2) {
            self.merge()?;
        }
        Ok(())
    }

    fn push_field(&mut self, field: Field, text: &str) -> Result<(), Error> {
        let start = self.parts.slots.next_position();
        // A word takes a byte at least, so the text's length bounds its words before they are counted.
        let free = self.max_positions.saturating_sub(start).saturating_sub(2 * SLOT);
        if text.len() as u64 > u64::from(free) {
            return Err(too_large(self.max_positions));
        }
        let mut words = 0;
        let Builder { numbers, met, word, position, scratch, .. } = self;
        token::each(text, scratch, |token| {
            let number = numbers.get(token).copied().unwrap_or_else(|| {
                let number = met.len() as u32;
                met.push(token.into());
                numbers.insert(token.into(), number);
                number
            });
            word.push(number);
            position.push(start + words);
            words += 1;
        });
        self.parts.slots.push(field, words);
        Ok(())
    }

    /// The index with all that was appended.
    pub(super) fn finish(mut self) -> Result<Parts, Error> {
        self.merge()?;
        self.parts.common = Common::of(&self.parts.postings, &self.parts.slots);
        self.parts.words.shrink();
        self.parts.postings.shrink();
        self.parts.slots.shrink();
        Ok(self.parts)
    }

    fn merge(&mut self) -> Result<(), Error> {
        if self.word.is_empty() {
            return Ok(());
        }
        let sorted = self.by_word();
        let mut order: Vec<u32> = (0..self.met.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.met[*a as usize].cmp(&self.met[*b as usize]));

        let (old, postings) = (&self.parts.words, &self.parts.postings);
        let (mut words, mut merged) = (Words::default(), Postings::default());
        let mut fits = true;
        let mut at = 0;
        for number in order {
            let word: &str = &self.met[number as usize];
            while at < old.len() && old.get(at) < word {
                words.push(old.get(at));
                fits &= merged.push_list(Some((postings, at)), &[]);
                at += 1;
            }
            let earlier = (at < old.len() && old.get(at) == word).then_some((postings, at));
            at += usize::from(earlier.is_some());
            words.push(word);
            fits &= merged.push_list(earlier, sorted.list(number));
        }
        for rest in at..old.len() {
            words.push(old.get(rest));
            fits &= merged.push_list(Some((postings, rest)), &[]);
        }
        if !fits {
            return Err(too_large(self.max_positions));
        }
        (self.parts.words, self.parts.postings) = (words, merged);
        self.numbers.clear();
        self.met.clear();
        self.word.clear();
        self.position.clear();
        Ok(())
    }

    /// The positions collected, by the number of their word: a counting sort, which keeps their order.
    fn by_word(&self) -> Sorted {
        let mut ends = vec![0_u32; self.met.len() + 1];
        for number in &self.word {
            ends[*number as usize + 1] += 1;
        }
        for i in 1..ends.len() {
            ends[i] += ends[i - 1];
        }
        let mut next = ends.clone();
        let mut positions = vec![0; self.position.len()];
        for (number, position) in self.word.iter().zip(&self.position) {
            let place = &mut next[*number as usize];
            positions[*place as usize] = *position;
            *place += 1;
        }
        Sorted { starts: ends, positions }
    }
}

/// Positions, word by word.
struct Sorted {
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Sorted {
    fn list(&self, number: u32) -> &[u32] {
        let number = number as usize;
        &self.positions[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}

impl Parts {
    /// Positions dealt out so far, an upper bound of the words held.
    fn positions(&self) -> usize {
        self.slots.next_position() as usize
    }

    /// Bytes held on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.words.heap_bytes()
            + self.postings.heap_bytes()
            + self.slots.heap_bytes()
            + self.common.heap_bytes()
    }
}

fn too_large(max_positions: u32) -> Error {
    Error::InvalidValue {
        field: "tasks",
        value: "more".to_owned(),
        expected: format!("as many as a search index of {max_positions} positions holds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(title: &str) -> SearchText<'_> {
        SearchText { title, title_en: None, product: None }
    }

    #[test]
    fn more_than_the_index_holds_is_an_error() {
        let mut builder = Builder::new(Parts::default(), 100 * SLOT);
        let mut taken = 0;
        let refused = loop {
            match builder.push(&text("dữ liệu")) {
                Ok(()) => taken += 1,
                Err(error) => break error,
            }
        };
        assert!((97..=99).contains(&taken), "{taken}");
        assert_eq!(
            refused.to_string(),
            "tasks must be as many as a search index of 3200 positions holds, not 'more'"
        );
        assert!(Builder::new(Parts::default(), 100).push(&text(&"x ".repeat(60))).is_err());
        assert_eq!(builder.finish().unwrap().slots.tasks(), taken);
    }

    #[test]
    fn merging_often_is_the_same_as_merging_once() {
        let titles: Vec<String> =
            (0..2000_u32).map(|i| format!("dữ liệu {} số {}", i % 7, i * 37 % 501)).collect();
        let mut once = Builder::new(Parts::default(), MAX_POSITIONS);
        let mut often = Builder::new(Parts::default(), MAX_POSITIONS);
        for (i, title) in titles.iter().enumerate() {
            once.push(&text(title)).unwrap();
            often.push(&text(title)).unwrap();
            if i % 61 == 0 {
                often.merge().unwrap();
            }
        }
        let (once, often) = (once.finish().unwrap(), often.finish().unwrap());
        assert_eq!(format!("{once:?}"), format!("{often:?}"));
    }
}
