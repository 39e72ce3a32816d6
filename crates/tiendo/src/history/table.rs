//! Days by keys: differences while it is filled, sums once it is closed.
//!
//! Keys stand in blocks that fit into the cache of a processor. What is added to them comes task by task and hits keys
//! and days in any order; sorted by blocks first, it is added where it need not be fetched from afar each time, and
//! several threads can add at once, each to blocks of its own.

use super::share::{COUNTS, Occurrences, Share, counts_mut};
use super::waiting::{Turn, Waiting};
use crate::columns::NO_INDEX;
use crate::registry::agencies::Tree;
use crate::sums::Sums;
use crate::threads::Threads;

/// Most cells of a block, half a megabyte, unless one key has more days.
const TOGETHER: usize = 1 << 13;

/// Counts that stand in the cell itself, by their numbers: those that tasks with reports and without are mostly in.
const COMMON: [usize; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 10, 12, 13, 17];

/// Place in the cell of each count, or none.
const PLACES: [Option<u8>; COUNTS] = places();

const fn places() -> [Option<u8>; COUNTS] {
    let mut places = [None; COUNTS];
    let mut i = 0;
    while i < COMMON.len() {
        places[COMMON[i]] = Some(i as u8);
        i += 1;
    }
    places
}

/// One cache line for a day of a key.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(align(64))]
struct Cell {
    weighted_percent: i64,
    weight: i64,
    counts: [i32; COMMON.len()],
}

/// The sums of every key on every day of a range.
///
/// 64 bytes for each day of each key, and 4 more for each count outside the common ones that is ever not 0; nothing for
/// blocks of keys that nothing is ever added to.
#[derive(Debug, Clone)]
pub(super) struct Table {
    layout: Layout,
    blocks: Vec<Block>,
}

/// How keys and days are spread over blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    keys: usize,
    days: usize,
    /// A block has two to the power of this many keys.
    shift: u32,
}

/// Some neighbouring keys.
#[derive(Debug, Clone, Default)]
struct Block {
    /// By key, then by day; none until something is added.
    cells: Vec<Cell>,
    /// Counts that are not common, each a column of its own once it is needed.
    rare: Vec<Vec<i32>>,
    /// By key, once it is closed: whether it has anything on any day, itself or below it.
    is_used: Vec<bool>,
}

impl Layout {
    pub(super) fn of(keys: usize, days: usize) -> Self {
        Layout { keys, days, shift: (TOGETHER / days.max(1)).max(1).ilog2() }
    }

    /// Number of cells.
    pub(super) fn len(self) -> usize {
        self.keys * self.days
    }

    /// Number of blocks.
    pub(super) fn blocks(self) -> usize {
        self.keys.div_ceil(1 << self.shift)
    }

    /// The key of an index, or the last one for what belongs to none.
    #[inline]
    pub(super) fn key_of(self, index: u32) -> usize {
        (index as usize).min(self.keys - 1)
    }

    /// The block of a key, and the place of its day there.
    #[inline]
    pub(super) fn place(self, key: usize, day: usize) -> (usize, usize) {
        (key >> self.shift, (key & ((1 << self.shift) - 1)) * self.days + day)
    }

    fn keys_in(self, block: usize) -> usize {
        (self.keys - (block << self.shift)).min(1 << self.shift)
    }
}

impl Table {
    pub(super) fn new(layout: Layout) -> Self {
        Table { layout, blocks: vec![Block::default(); layout.blocks()] }
    }

    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    /// From a day on, a key has one share in the place of another.
    #[inline]
    pub(super) fn turn(&mut self, key: usize, day: usize, was: Share, is: Share) {
        let (block, at) = self.layout.place(key, day);
        self.open(block).turn(at, was, is);
    }

    /// The same of occurrences.
    pub(super) fn turn_occurrences(
        &mut self,
        key: usize,
        day: usize,
        was: Occurrences,
        is: Occurrences,
    ) {
        let (block, at) = self.layout.place(key, day);
        let block = self.open(block);
        was.counts().for_each(|(count, by)| block.add_rare(count, at, -by));
        is.counts().for_each(|(count, by)| block.add_rare(count, at, by));
    }

    #[inline]
    fn open(&mut self, block: usize) -> &mut Block {
        let open = &mut self.blocks[block];
        open.allocate(self.layout, block);
        open
    }

    /// Adds what waits in several places, and empties them.
    pub(super) fn take(&mut self, waiting: &mut [&mut Waiting], threads: Threads<'_>) {
        let layout = self.layout;
        let all = &*waiting;
        let blocks: Vec<(usize, &mut Block)> = self.blocks.iter_mut().enumerate().collect();
        threads.run(blocks, |(number, block)| {
            for turns in all.iter().map(|waiting| waiting.of_block(number)) {
                if !turns.is_empty() {
                    block.allocate(layout, number);
                }
                for Turn { at, was, is } in turns {
                    block.turn(*at as usize, *was, *is);
                }
            }
        });
        for waiting in waiting {
            for (key, day, was, is) in waiting.occurrences() {
                self.turn_occurrences(*key as usize, *day as usize, *was, *is);
            }
            waiting.clear();
        }
    }

    /// Adds the differences of another table of the same keys and days.
    pub(super) fn merge(&mut self, other: &Table) {
        for (number, more) in other.blocks.iter().enumerate().filter(|(_, b)| !b.cells.is_empty()) {
            let block = self.open(number);
            for (cell, more) in block.cells.iter_mut().zip(&more.cells) {
                cell.add(more);
            }
            for (count, column) in more.rare.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
                add_all(block.rare_column(count), column);
            }
        }
    }

    /// Makes sums of the differences.
    pub(super) fn close(&mut self, threads: Threads<'_>) {
        let layout = self.layout;
        let blocks: Vec<(usize, &mut Block)> = self.blocks.iter_mut().enumerate().collect();
        threads.run(blocks, |(number, block)| block.close(layout, number));
    }

    /// Adds to every agency what is below it, on some days on which the tree is this one.
    pub(super) fn add_up(&mut self, tree: &Tree, days: std::ops::Range<usize>) {
        let (mut below, mut rare_below) = (Vec::new(), Vec::new());
        for &child in &tree.upwards {
            let parent = tree.parent[child as usize];
            if parent == NO_INDEX || !self.is_used(child as usize) {
                continue;
            }
            let (number, from) = self.layout.place(child as usize, days.start);
            let (of, block) = (from..from + days.len(), &self.blocks[number]);
            below.clear();
            below.extend_from_slice(&block.cells[of.clone()]);
            rare_below.clear();
            rare_below.extend(
                block
                    .rare
                    .iter()
                    .enumerate()
                    .filter(|(_, c)| !c.is_empty())
                    .map(|(count, column)| (count, column[of.clone()].to_vec())),
            );
            let layout = self.layout;
            let (number, to) = layout.place(parent as usize, days.start);
            let block = self.open(number);
            block.is_used[to / layout.days] = true;
            for (cell, more) in block.cells[to..].iter_mut().zip(&below) {
                cell.add(more);
            }
            for (count, column) in &rare_below {
                add_all(&mut block.rare_column(*count)[to..], column);
            }
        }
    }

    /// Whether a key has anything on any day, once the table is closed.
    pub(super) fn is_used(&self, key: usize) -> bool {
        let (block, at) = self.layout.place(key, 0);
        self.blocks[block].is_used.get(at / self.layout.days).copied().unwrap_or(false)
    }

    /// The sums of a key on a day.
    pub(super) fn sums(&self, key: usize, day: usize) -> Sums {
        let (block, at) = self.layout.place(key, day);
        let block = &self.blocks[block];
        let Some(cell) = block.cells.get(at) else { return Sums::default() };
        // A share never takes out what it did not put in, so that no sum is below 0.
        let mut sums = Sums {
            weighted_percent: cell.weighted_percent as u64,
            weight: cell.weight as u64,
            ..Sums::default()
        };
        for ((count, place), rare) in counts_mut(&mut sums).zip(PLACES).zip(&block.rare) {
            *count = match place {
                Some(place) => cell.counts[usize::from(place)] as u64,
                None => rare.get(at).map_or(0, |value| *value as u64),
            };
        }
        sums
    }
}

impl Block {
    #[inline]
    fn allocate(&mut self, layout: Layout, number: usize) {
        if self.cells.is_empty() {
            let keys = layout.keys_in(number);
            self.cells = vec![Cell::default(); keys * layout.days];
            self.rare = vec![Vec::new(); COUNTS];
            self.is_used = vec![false; keys];
        }
    }

    #[inline]
    fn turn(&mut self, at: usize, was: Share, is: Share) {
        let cell = &mut self.cells[at];
        cell.weight += i64::from(is.weight) - i64::from(was.weight);
        cell.weighted_percent += i64::from(is.weighted_percent) - i64::from(was.weighted_percent);
        let mut changed = was.counts ^ is.counts;
        while changed != 0 {
            let count = changed.trailing_zeros() as usize;
            changed &= changed - 1;
            let by = if is.counts >> count & 1 == 1 { 1 } else { -1 };
            match PLACES[count] {
                Some(place) => self.cells[at].counts[usize::from(place)] += by,
                None => self.add_rare(count, at, by),
            }
        }
    }

    #[cold]
    fn add_rare(&mut self, count: usize, at: usize, by: i32) {
        self.rare_column(count)[at] += by;
    }

    fn rare_column(&mut self, count: usize) -> &mut Vec<i32> {
        let column = &mut self.rare[count];
        column.resize(self.cells.len(), 0);
        column
    }

    fn close(&mut self, layout: Layout, number: usize) {
        if self.cells.is_empty() {
            return;
        }
        for key in 0..layout.keys_in(number) {
            let range = key * layout.days..(key + 1) * layout.days;
            let (mut sum, mut any) = (Cell::default(), Cell::default());
            for cell in &mut self.cells[range.clone()] {
                sum.add(cell);
                any.mark(&sum);
                *cell = sum;
            }
            let mut is_used = any != Cell::default();
            for column in self.rare.iter_mut().filter(|c| !c.is_empty()) {
                let mut sum = 0;
                for value in &mut column[range.clone()] {
                    sum += *value;
                    is_used |= sum != 0;
                    *value = sum;
                }
            }
            self.is_used[key] = is_used;
        }
    }
}

impl Cell {
    #[inline]
    fn add(&mut self, other: &Cell) {
        self.weighted_percent += other.weighted_percent;
        self.weight += other.weight;
        for (count, by) in self.counts.iter_mut().zip(&other.counts) {
            *count += by;
        }
    }

    /// Raises every bit that another has: only of cells without any nothing is raised.
    #[inline]
    fn mark(&mut self, other: &Cell) {
        self.weighted_percent |= other.weighted_percent;
        self.weight |= other.weight;
        for (bits, more) in self.counts.iter_mut().zip(&other.counts) {
            *bits |= more;
        }
    }
}

fn add_all(column: &mut [i32], more: &[i32]) {
    for (value, by) in column.iter_mut().zip(more) {
        *value += by;
    }
}
