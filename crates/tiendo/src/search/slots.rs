//! Where each task's words stand: positions are dealt out in slots, so that a word's position alone tells its task.
//!
//! What is searched as one is an entry: a task's title with its product, and apart from them its title in another language,
//! or else `dat*` would find every task whose English title has *data*.

/// Positions in a slot, as a power of two: most titles have fewer words than one slot, and what stays empty costs a bit
/// per word in the lists of positions.
const SLOT_SHIFT: u32 = 5;
/// Positions in a slot.
pub(super) const SLOT: u32 = 1 << SLOT_SHIFT;

/// Which of a task's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The title; the first text of each task.
    Title,
    /// The product, behind the title.
    Product,
    /// The title in another language, behind both: an entry of its own.
    OtherTitle,
}

/// The positions of one entry: from `start`, before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Slots in the order of the entries. A text takes as many as it needs and one position more, so no phrase runs from one text into the
/// next; of each slot one bit says whether an entry starts there, and one whether a product does.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    starts: Vec<u64>,
    products: Vec<u64>,
    /// Entries that start before each 64 slots.
    before: Vec<u32>,
    len: u32,
    entries: u32,
    /// The entries that are of the same task as the one before.
    others: Vec<u32>,
}

impl Slots {
    /// Number of tasks.
    pub(super) fn tasks(&self) -> u32 {
        self.entries - self.others.len() as u32
    }

    /// Number of entries.
    pub(super) fn entries(&self) -> u32 {
        self.entries
    }

    /// The task of an entry.
    pub(super) fn task_of(&self, entry: u32) -> u32 {
        entry - self.others.partition_point(|other| *other <= entry) as u32
    }

    /// Number of slots.
    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// The position of the first word of the next text.
    pub(super) fn next_position(&self) -> u32 {
        self.len << SLOT_SHIFT
    }

    /// Deals out the slots of a text of so many words. Every task begins with its title.
    pub(super) fn push(&mut self, field: Field, words: u32) {
        for nth in 0..=words >> SLOT_SHIFT {
            let bit = self.len % 64;
            if bit == 0 {
                self.starts.push(0);
                self.products.push(0);
                self.before.push(self.entries);
            }
            let starts_entry = nth == 0 && field != Field::Product;
            let starts_product = nth == 0 && field == Field::Product;
            if let (Some(starts), Some(products)) =
                (self.starts.last_mut(), self.products.last_mut())
            {
                *starts |= u64::from(starts_entry) << bit;
                *products |= u64::from(starts_product) << bit;
            }
            self.len += 1;
            if starts_entry && field == Field::OtherTitle {
                self.others.push(self.entries);
            }
            self.entries += u32::from(starts_entry);
        }
    }

    /// The entry that has this position.
    pub(super) fn entry_of(&self, position: u32) -> u32 {
        let (word, bit) = place(position >> SLOT_SHIFT);
        let upto = self.starts[word] & (u64::MAX >> (63 - bit));
        self.before[word] + upto.count_ones() - 1
    }

    /// All positions of the entry that has this one.
    pub(super) fn span_of(&self, position: u32) -> Span {
        let slot = position >> SLOT_SHIFT;
        let (mut word, bit) = place(slot);
        let mut upto = self.starts[word] & (u64::MAX >> (63 - bit));
        while upto == 0 && word > 0 {
            word -= 1;
            upto = self.starts[word];
        }
        let start = (word as u32) * 64 + (63 - upto.leading_zeros().min(63));
        let end = next(&self.starts, slot + 1, self.len);
        Span { start: start << SLOT_SHIFT, end: end << SLOT_SHIFT }
    }

    /// All positions of an entry.
    pub(super) fn span(&self, entry: u32) -> Span {
        let word = self.before.partition_point(|before| *before <= entry).saturating_sub(1);
        let mut rest = self.starts.get(word).copied().unwrap_or(0);
        for _ in self.before.get(word).copied().unwrap_or(entry)..entry {
            rest &= rest.wrapping_sub(1);
        }
        self.span_of((word as u32 * 64 + rest.trailing_zeros().min(63)) << SLOT_SHIFT)
    }

    /// Where an entry's product begins; the end of the entry where it has none.
    pub(super) fn product_of(&self, span: Span) -> u32 {
        next(&self.products, span.start >> SLOT_SHIFT, span.end >> SLOT_SHIFT) << SLOT_SHIFT
    }

    /// Bytes held on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        (self.starts.capacity() + self.products.capacity()) * size_of::<u64>()
            + (self.before.capacity() + self.others.capacity()) * size_of::<u32>()
    }

    /// Gives back what was set aside for growing.
    pub(super) fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.products.shrink_to_fit();
        self.before.shrink_to_fit();
        self.others.shrink_to_fit();
    }
}

/// A slot's word in the bit sets, and its bit there.
fn place(slot: u32) -> (usize, u32) {
    ((slot / 64) as usize, slot % 64)
}

/// The first slot from `from` on, before `end`, whose bit is set; `end` where there is none.
fn next(bits: &[u64], from: u32, end: u32) -> u32 {
    let (mut word, bit) = place(from);
    let mut rest = bits.get(word).map_or(0, |b| b & (u64::MAX << bit));
    loop {
        let base = word as u32 * 64;
        if rest != 0 {
            return (base + rest.trailing_zeros()).min(end);
        }
        if base + 64 >= end {
            return end;
        }
        word += 1;
        rest = bits.get(word).copied().unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_short_and_long_texts() {
        let mut slots = Slots::default();
        let mut entries = Vec::new();
        for task in 0..500_u32 {
            let start = slots.next_position();
            slots.push(Field::Title, [3, 0, 31, 32, 5000][task as usize % 5]);
            let product = slots.next_position();
            if task % 2 == 0 {
                slots.push(Field::Product, task);
            }
            let end = slots.next_position();
            let product = if task % 2 == 0 { product } else { end };
            entries.push((Span { start, end }, product, task));
            if task % 3 == 0 {
                slots.push(Field::OtherTitle, 40);
                let other = Span { start: end, end: slots.next_position() };
                entries.push((other, other.end, task));
            }
        }
        assert_eq!((slots.tasks(), slots.entries() as usize), (500, entries.len()));
        for ((span, product, task), entry) in entries.iter().zip(0..) {
            for position in (span.start..span.end).step_by(SLOT as usize).chain([span.end - 1]) {
                assert_eq!(slots.entry_of(position), entry);
                assert_eq!(slots.span_of(position), *span);
            }
            assert_eq!(slots.product_of(*span), *product);
            assert_eq!(slots.span(entry), *span);
            assert_eq!(slots.task_of(entry), *task);
        }
    }
}
