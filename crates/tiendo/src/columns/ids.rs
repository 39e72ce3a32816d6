//! Ids of records of which there may be ten million.

use std::borrow::Cow;
use std::ops::Range;

use super::{Sparse, TextColumn};
use crate::id::decimal;

/// Stands for an id that is no number of four bytes.
pub(crate) const OTHER: u32 = u32::MAX;

/// The number of a canonical decimal of four bytes; [`OTHER`] for any other id.
#[inline]
pub(crate) fn number_of(id: &str) -> u32 {
    decimal(id).and_then(|n| u32::try_from(n).ok()).unwrap_or(OTHER)
}

/// The texts of those among many ids that are no number of four bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct OtherIds {
    /// Where the text of each stands.
    at: Sparse<u32>,
    texts: TextColumn,
}

impl OtherIds {
    pub(crate) fn push(&mut self, index: usize, id: &str) {
        self.at.push(index as u32, self.texts.len() as u32);
        self.texts.push(id);
    }

    pub(crate) fn get(&self, index: usize) -> &str {
        self.at.get(index).map_or("", |text| self.texts.get(*text as usize))
    }

    fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Gives back what was allocated ahead.
    fn shrink(&mut self) {
        self.at.shrink();
        self.texts.shrink();
    }
}

/// Ids in any order: four bytes for a canonical decimal below 2^32 - 1; for any other one 12 and its text.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdColumn {
    numbers: Vec<u32>,
    others: OtherIds,
}

impl IdColumn {
    /// Of the numbers of ids, with the texts of those that have none; nothing where these are not as many.
    #[cfg(feature = "serde")]
    pub(crate) fn of(numbers: Vec<u32>, texts: TextColumn) -> Option<Self> {
        let at = numbers.iter().enumerate().filter(|(_, number)| **number == OTHER);
        let mut others = OtherIds { at: Sparse::default(), texts };
        for (text, (i, _)) in at.enumerate() {
            others.at.push(i as u32, text as u32);
        }
        (others.at.len() == others.texts.len()).then_some(IdColumn { numbers, others })
    }

    /// Appends an id by its number; `text` is asked only for one that has none.
    pub(crate) fn push_known(&mut self, number: u32, text: &str) {
        if number == OTHER {
            self.others.push(self.numbers.len(), text);
        }
        self.numbers.push(number);
    }

    /// The number of an id, or [`OTHER`].
    pub(crate) fn number(&self, index: usize) -> u32 {
        self.numbers.get(index).copied().unwrap_or(OTHER)
    }

    fn text(&self, index: usize) -> &str {
        self.others.get(index)
    }

    pub(crate) fn get(&self, index: usize) -> Cow<'_, str> {
        match self.numbers.get(index) {
            Some(&OTHER) => Cow::Borrowed(self.text(index)),
            Some(number) => Cow::Owned(number.to_string()),
            None => Cow::Borrowed(""),
        }
    }

    /// Appends a part of another column.
    pub(crate) fn append_part(&mut self, other: &Self, part: Range<usize>) {
        for i in part.clone().filter(|i| !other.others.is_empty() && other.number(*i) == OTHER) {
            self.others.push(self.numbers.len() + i - part.start, other.text(i));
        }
        self.numbers.extend_from_slice(&other.numbers[part]);
    }

    /// Allocates for as many ids.
    pub(crate) fn reserve(&mut self, ids: usize) {
        self.numbers.reserve_exact(ids);
    }

    /// Gives back what was allocated ahead.
    pub(crate) fn shrink(&mut self) {
        self.numbers.shrink_to_fit();
        self.others.shrink();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_and_are_ordered() {
        let ids = ["7", "07", "R1", "4294967294", "4294967295", "9223372036854775807", "0"];
        let mut column = IdColumn::default();
        for id in ids {
            column.push_known(number_of(id), id);
        }
        for (i, id) in ids.into_iter().enumerate() {
            assert_eq!(column.get(i), id);
        }
        assert_eq!((column.others.texts.len(), column.get(9).as_ref()), (4, ""));
    }
}
