//! Columns: vectors of plain values with one way to say 'absent', and texts packed end to end.

/// An absent day.
pub(crate) const NO_DAY: i32 = i32::MIN;
/// An absent index.
pub(crate) const NO_INDEX: u32 = u32::MAX;
/// An absent percent.
pub(crate) const NO_PERCENT: u8 = u8::MAX;

/// Many short texts in one allocation.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextColumn {
    data: String,
    ends: Vec<usize>,
}

impl TextColumn {
    pub(crate) fn push(&mut self, text: &str) {
        self.data.push_str(text);
        self.ends.push(self.data.len());
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes held on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.data.capacity() + self.ends.capacity() * size_of::<usize>()
    }

    /// Gives back what was set aside for growing.
    pub(crate) fn shrink(&mut self) {
        self.data.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The text at `index`; empty beyond the end.
    pub(crate) fn get(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends.get(index - 1).copied().unwrap_or(0) };
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.data.get(start..end).unwrap_or("")
    }

    /// Position of an id in a column that is sorted by [`crate::id::compare`].
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match crate::id::compare(self.get(middle), id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Lists of different lengths in one vector: list `i` is `values[starts[i]..starts[i + 1]]`.
#[derive(Debug, Clone)]
pub(crate) struct Lists<T> {
    starts: Vec<usize>,
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
        self.starts.push(self.values.len());
    }

    pub(crate) fn get(&self, index: usize) -> &[T] {
        match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(&start), Some(&end)) => &self.values[start..end],
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
        let mut lists = Lists::default();
        lists.push([1, 2]);
        lists.push([]);
        assert_eq!((lists.get(0), lists.get(1), lists.get(7)), (&[1, 2][..], &[][..], &[][..]));
    }
}
