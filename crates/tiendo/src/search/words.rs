//! The distinct words of all texts, sorted, packed end to end.

use crate::columns::TextColumn;

/// Words in the order of their bytes; a word's place is the number of its list of positions.
#[derive(Debug, Clone, Default)]
pub(super) struct Words(TextColumn);

impl Words {
    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The word at a place.
    pub(super) fn get(&self, index: usize) -> &str {
        self.0.get(index)
    }

    /// Appends a word that stands behind all others.
    pub(super) fn push(&mut self, word: &str) {
        self.0.push(word);
    }

    /// The place of a word.
    pub(super) fn find(&self, word: &str) -> Option<usize> {
        let at = self.behind(0, |w| w < word);
        (at < self.len() && self.get(at) == word).then_some(at)
    }

    /// The places of all words that begin so.
    pub(super) fn beginning_with(&self, prefix: &str) -> std::ops::Range<usize> {
        let start = self.behind(0, |w| w < prefix);
        start..self.behind(start, |w| w.starts_with(prefix))
    }

    /// The first place from `low` on where `before` no longer holds.
    fn behind(&self, mut low: usize, before: impl Fn(&str) -> bool) -> usize {
        let mut high = self.len();
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.get(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Bytes held on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.0.heap_bytes()
    }

    /// Gives back what was set aside for growing.
    pub(super) fn shrink(&mut self) {
        self.0.shrink();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_prefixes() {
        let mut words = Words::default();
        for word in ["ban", "cong", "cong2", "dan", "ngh", "nghe", "nghi", "ngo"] {
            words.push(word);
        }
        assert_eq!((words.find("cong"), words.find("con"), words.find("z")), (Some(1), None, None));
        assert_eq!(words.beginning_with("ngh"), 4..7);
        assert_eq!(words.beginning_with("n"), 4..8);
        assert_eq!(words.beginning_with("x"), 8..8);
        assert_eq!(Words::default().find("a"), None);
    }
}
