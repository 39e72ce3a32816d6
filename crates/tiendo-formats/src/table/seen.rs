//! The keys of the records of one table, of which each may come once.

use std::collections::HashMap;

/// Keys with the rows that they came in.
///
/// Files mostly come in the order of their ids: such keys stand one behind the other and need no table of hashes.
#[derive(Default)]
pub(crate) struct Seen {
    /// The keys that were each above the one before.
    texts: String,
    /// Where each of them ends, and its row.
    rising: Vec<(usize, u64)>,
    others: HashMap<String, u64>,
}

impl Seen {
    /// The row in which the key came before; `None`, and it is kept, for a new one.
    pub(crate) fn first(&mut self, key: &str, row: u64) -> Option<u64> {
        let is_above = self.rising.len().checked_sub(1).is_none_or(|last| self.text(last) < key);
        let among_rising = if is_above { None } else { self.find(key) };
        let first = among_rising.or_else(|| self.others.get(key).copied());
        if first.is_none() && is_above {
            self.texts.push_str(key);
            self.rising.push((self.texts.len(), row));
        } else if first.is_none() {
            self.others.insert(key.to_owned(), row);
        }
        first
    }

    fn find(&self, key: &str) -> Option<u64> {
        let (mut low, mut high) = (0, self.rising.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.text(middle) < key { low = middle + 1 } else { high = middle }
        }
        self.rising.get(low).filter(|_| self.text(low) == key).map(|(_, row)| *row)
    }

    fn text(&self, at: usize) -> &str {
        let end = |at: usize| self.rising.get(at).map_or(0, |(end, _)| *end);
        let start = at.checked_sub(1).map_or(0, end);
        self.texts.get(start..end(at)).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_key_is_found_as_in_a_map(keys in prop::collection::vec("[a-d]{0,3}", 0..60)) {
            let (mut seen, mut map) = (Seen::default(), HashMap::new());
            for (row, key) in (1..).zip(&keys) {
                let first = map.get(key).copied();
                map.entry(key).or_insert(row);
                prop_assert_eq!(seen.first(key, row), first);
            }
        }
    }
}
