//! Columns: vectors of plain values with one way to say 'absent', and texts packed end to end.

use std::cmp::Ordering;

use crate::id::{Key, decimal};

mod chunked;
mod days;
mod ids;
#[cfg(feature = "serde")]
pub(crate) mod pack;
mod sparse;

pub(crate) use chunked::Chunked;
pub(crate) use days::{DayColumn, FAR, Instant, InstantColumn, LAST_NEAR, NO_NEAR, day_of, near};
pub(crate) use ids::{IdColumn, OTHER, OtherIds, number_of};
pub(crate) use sparse::Sparse;

/// An absent day.
pub(crate) const NO_DAY: i32 = i32::MIN;
/// An absent index.
pub(crate) const NO_INDEX: u32 = u32::MAX;
/// An absent percent.
pub(crate) const NO_PERCENT: u8 = u8::MAX;

/// Many short texts in one allocation: their bytes, and four bytes for each.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextColumn {
    data: String,
    /// Where each text ends, without what is beyond 32 bits.
    ends: Vec<u32>,
    /// The texts with which the end passed a further multiple of 2^32, in order; none in any register known so far.
    carries: Vec<usize>,
}

impl TextColumn {
    pub(crate) fn push(&mut self, text: &str) {
        let before = self.data.len() >> 32;
        self.data.push_str(text);
        self.carries.extend((before..self.data.len() >> 32).map(|_| self.ends.len()));
        self.ends.push(self.data.len() as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes held on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.data.capacity()
            + self.ends.capacity() * size_of::<u32>()
            + self.carries.capacity() * size_of::<usize>()
    }

    /// Gives back what was allocated ahead.
    pub(crate) fn shrink(&mut self) {
        self.data.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Allocates for as many texts, with as many bytes in all.
    pub(crate) fn reserve(&mut self, texts: usize, bytes: usize) {
        self.data.reserve_exact(bytes);
        self.ends.reserve_exact(texts);
    }

    /// The text at `index`; empty beyond the end.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        let (mut start, mut end) = (start as usize, end as usize);
        if !self.carries.is_empty() {
            let carried = |texts: usize| self.carries.partition_point(|at| *at < texts) << 32;
            (start, end) = (start + carried(index), end + carried(index + 1));
        }
        self.data.get(start..end).unwrap_or("")
    }

    /// Position of an id in a column that is sorted by [`crate::id::compare`].
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let key = Key::of(id);
        // Ids that count up with few gaps are found where they should be, without a search.
        if let Some(guess) = self.guess(key).filter(|i| self.get(*i) == id) {
            return Some(guess);
        }
        self.find_in(key, 0, self.len())
    }

    /// Where a decimal would stand if all ids were decimals without a gap.
    fn guess(&self, key: Key<'_>) -> Option<usize> {
        let (Key::Decimal(number), Key::Decimal(first)) = (key, Key::of(self.get(0))) else {
            return None;
        };
        usize::try_from(number.checked_sub(first)?).ok().filter(|i| *i < self.len())
    }

    fn find_in(&self, key: Key<'_>, mut low: usize, mut high: usize) -> Option<usize> {
        while low < high {
            let middle = low + (high - low) / 2;
            match Key::of(self.get(middle)).cmp(&key) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// The numbers of the ids of a sorted column that are decimals, for as long as many ids are looked up.
#[derive(Debug, Clone)]
pub(crate) struct IdIndex {
    /// Decimals come before all other ids, so that they stand for the first positions.
    decimals: Vec<u64>,
}

impl IdIndex {
    /// Of a column that is sorted by [`crate::id::compare`].
    pub(crate) fn of(ids: &TextColumn) -> Self {
        let numbers = (0..ids.len()).map_while(|i| decimal(ids.get(i)));
        IdIndex { decimals: numbers.collect() }
    }

    /// Position of an id in that column.
    pub(crate) fn find(&self, ids: &TextColumn, id: &str) -> Option<usize> {
        match decimal(id) {
            Some(number) => self.find_decimal(number),
            None => ids.find_in(Key::of(id), self.decimals.len(), ids.len()),
        }
    }

    /// Position of the id with this key.
    pub(crate) fn find_key(&self, ids: &TextColumn, key: Key<'_>) -> Option<usize> {
        match key {
            Key::Decimal(number) => self.find_decimal(number),
            Key::Text(_) => ids.find_in(key, self.decimals.len(), ids.len()),
        }
    }

    /// Position of the id that is this number.
    pub(crate) fn find_decimal(&self, number: u64) -> Option<usize> {
        // Ids that count up without a gap need no search.
        let first = *self.decimals.first()?;
        let guess = usize::try_from(number.checked_sub(first)?).ok();
        if let Some(guess) = guess.filter(|g| self.decimals.get(*g) == Some(&number)) {
            return Some(guess);
        }
        self.decimals.binary_search(&number).ok()
    }
}

/// Lists of different lengths in one vector: list `i` is `values[starts[i]..starts[i + 1]]`.
///
/// Four bytes for each list and the size of each value.
#[derive(Debug, Clone)]
pub(crate) struct Lists<T> {
    starts: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists { starts: vec![0], values: Vec::new() }
    }
}

impl<T> Lists<T> {
    pub(crate) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.values.extend(list);
        self.starts.push(self.values.len() as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Gives back what was allocated ahead.
    pub(crate) fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.values.shrink_to_fit();
    }

    pub(crate) fn get(&self, index: usize) -> &[T] {
        match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(&start), Some(&end)) => &self.values[start as usize..end as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_lists() {
        let mut texts = TextColumn::default();
        for id in ["2", "10", "", "A"] {
            texts.push(id);
        }
        assert_eq!((texts.get(1), texts.get(2), texts.get(3), texts.get(9)), ("10", "", "A", ""));
        assert_eq!((texts.find("10"), texts.find("A"), texts.find("B")), (Some(1), Some(3), None));
        assert_eq!((texts.find("2"), texts.find("3"), texts.find("1")), (Some(0), None, None));
        let index = IdIndex::of(&texts);
        assert_eq!((index.find(&texts, "10"), index.find(&texts, "A")), (Some(1), Some(3)));
        assert_eq!((index.find(&texts, "3"), index.find(&texts, "1")), (None, None));
        let mut lists = Lists::default();
        lists.push([1, 2]);
        lists.push([]);
        assert_eq!((lists.get(0), lists.get(1), lists.get(7)), (&[1, 2][..], &[][..], &[][..]));
    }
}
