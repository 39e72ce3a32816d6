//! What is to be added to a large table, sorted by the blocks of it.

use super::share::{Occurrences, Share};
use super::table::Layout;

/// Turns after which they are added before more are found: 20 megabytes of them.
const ENOUGH: usize = 1 << 20;

/// One share in the place of another in a cell of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    pub(super) at: u32,
    pub(super) was: Share,
    pub(super) is: Share,
}

/// Key, day, and occurrences in the place of others.
type OccurrencesTurn = (u32, u32, Occurrences, Occurrences);

/// Turns of a table by its blocks.
#[derive(Debug)]
pub(super) struct Waiting {
    layout: Layout,
    turns: Vec<Vec<Turn>>,
    occurrences: Vec<OccurrencesTurn>,
    count: usize,
}

impl Waiting {
    pub(super) fn of(layout: Layout) -> Self {
        let turns = vec![Vec::new(); layout.blocks()];
        Waiting { layout, turns, occurrences: Vec::new(), count: 0 }
    }

    /// From a day on, what an index belongs to has one share in the place of another.
    #[inline]
    pub(super) fn turn(&mut self, index: u32, day: usize, was: Share, is: Share) {
        if was != is {
            let (block, at) = self.layout.place(self.layout.key_of(index), day);
            self.turns[block].push(Turn { at: at as u32, was, is });
            self.count += 1;
        }
    }

    /// The same of occurrences.
    pub(super) fn turn_occurrences(
        &mut self,
        index: u32,
        day: usize,
        was: Occurrences,
        is: Occurrences,
    ) {
        if was != is {
            let key = self.layout.key_of(index) as u32;
            self.occurrences.push((key, day as u32, was, is));
            self.count += 1;
        }
    }

    /// Whether so many wait that they are to be added.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.count >= ENOUGH
    }

    pub(super) fn of_block(&self, block: usize) -> &[Turn] {
        &self.turns[block]
    }

    pub(super) fn occurrences(&self) -> &[OccurrencesTurn] {
        &self.occurrences
    }

    pub(super) fn clear(&mut self) {
        // Tasks of one agency often come together, so that each filling lies in other blocks: none keeps the room of all.
        let usual = 2 * ENOUGH / self.turns.len().max(1) + 1024;
        for turns in &mut self.turns {
            turns.clear();
            if turns.capacity() > usual {
                *turns = Vec::new();
            }
        }
        self.occurrences.clear();
        self.count = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_takes_20_bytes() {
        assert_eq!(size_of::<Turn>(), 20);
    }
}
