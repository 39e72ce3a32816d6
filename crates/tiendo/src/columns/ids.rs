//! Ids of records of which there may be ten million.

use std::borrow::Cow;

use super::{Sparse, TextColumn};
use crate::id::{Key, decimal};

/// Stands for an id that is no number of four bytes.
const OTHER: u32 = u32::MAX;

/// Ids in any order: four bytes for a canonical decimal below 2^32 - 1; for any other one 12 and its text.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdColumn {
    numbers: Vec<u32>,
    /// Where the text of each other id stands.
    others: Sparse<u32>,
    texts: TextColumn,
}

impl IdColumn {
    pub(crate) fn push(&mut self, id: &str) {
        match decimal(id).and_then(|n| u32::try_from(n).ok()).filter(|n| *n != OTHER) {
            Some(number) => self.numbers.push(number),
            None => self.push_text(id),
        }
    }

    fn push_text(&mut self, id: &str) {
        self.others.push(self.numbers.len() as u32, self.texts.len() as u32);
        self.texts.push(id);
        self.numbers.push(OTHER);
    }

    /// Appends the id at a position of another column.
    pub(crate) fn push_from(&mut self, other: &IdColumn, index: usize) {
        match other.numbers[index] {
            OTHER => self.push_text(other.text(index)),
            number => self.numbers.push(number),
        }
    }

    fn text(&self, index: usize) -> &str {
        self.others.get(index).map_or("", |text| self.texts.get(*text as usize))
    }

    pub(crate) fn get(&self, index: usize) -> Cow<'_, str> {
        match self.numbers.get(index) {
            Some(&OTHER) => Cow::Borrowed(self.text(index)),
            Some(number) => Cow::Owned(number.to_string()),
            None => Cow::Borrowed(""),
        }
    }

    /// What the id at a position is ordered by.
    #[inline]
    pub(crate) fn key(&self, index: usize) -> Key<'_> {
        match self.numbers[index] {
            OTHER => Key::of(self.text(index)),
            number => Key::Decimal(number.into()),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Allocates for as many ids, of which `others` holds the texts.
    pub(crate) fn reserve(&mut self, ids: usize) {
        self.numbers.reserve_exact(ids);
    }

    /// Gives back what was allocated ahead.
    pub(crate) fn shrink(&mut self) {
        self.numbers.shrink_to_fit();
        self.others.shrink();
        self.texts.shrink();
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
            column.push(id);
        }
        let mut again = IdColumn::default();
        for (i, id) in ids.into_iter().enumerate() {
            assert_eq!(column.get(i), id);
            assert_eq!(column.key(i), Key::of(id));
            again.push_from(&column, i);
            assert_eq!(again.get(i), id);
        }
        assert_eq!((column.len(), column.texts.len(), column.get(9).as_ref()), (7, 4, ""));
    }
}
