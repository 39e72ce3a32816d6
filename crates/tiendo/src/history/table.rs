//! Days by keys: differences while it is filled, sums once it is closed.

use super::share::{COUNTS, Share, counts_mut};
use crate::columns::NO_INDEX;
use crate::registry::agencies::Tree;
use crate::sums::Sums;

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
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Cell {
    weighted_percent: i64,
    weight: i64,
    counts: [i32; COMMON.len()],
}

/// The sums of every key on every day of a range.
///
/// 64 bytes for each day of each key, and 4 more for each count outside the common ones that is ever not 0.
#[derive(Debug, Clone)]
pub(super) struct Table {
    days: usize,
    /// By key, then by day.
    cells: Vec<Cell>,
    /// Counts that are not common, each a column of its own once it is needed.
    rare: Vec<Vec<i32>>,
    /// Whether anything was ever added to a key, itself or below it.
    is_used: Vec<bool>,
}

impl Table {
    pub(super) fn new(keys: usize, days: usize) -> Self {
        Table {
            days,
            cells: vec![Cell::default(); keys * days],
            rare: vec![Vec::new(); COUNTS],
            is_used: vec![false; keys],
        }
    }

    /// The key of an index, or the last one for what belongs to none.
    #[inline]
    pub(super) fn key_of(&self, index: u32) -> usize {
        (index as usize).min(self.is_used.len() - 1)
    }

    /// From a day on, a key has one share in the place of another, or of none.
    #[inline]
    pub(super) fn turn(&mut self, key: usize, day: usize, was: Option<&Share>, is: Option<&Share>) {
        if was == is {
            return;
        }
        let none = Share::default();
        let (was, is) = (was.unwrap_or(&none), is.unwrap_or(&none));
        self.is_used[key] = true;
        let at = key * self.days + day;
        let cells = self.cells.len();
        let cell = &mut self.cells[at];
        cell.weight += i64::from(is.weight) - i64::from(was.weight);
        cell.weighted_percent += i64::from(is.weighted_percent) - i64::from(was.weighted_percent);
        let mut changed = was.counts ^ is.counts;
        while changed != 0 {
            let count = changed.trailing_zeros() as usize;
            changed &= changed - 1;
            let by = if is.counts >> count & 1 == 1 { 1 } else { -1 };
            match PLACES[count] {
                Some(place) => cell.counts[usize::from(place)] += by,
                None => add_rare(&mut self.rare[count], cells, at, by),
            }
        }
        for (count, by) in was.occurrences() {
            add_rare(&mut self.rare[count], cells, at, -(by as i32));
        }
        for (count, by) in is.occurrences() {
            add_rare(&mut self.rare[count], cells, at, by as i32);
        }
    }

    /// Makes sums of the differences.
    pub(super) fn close(&mut self) {
        let used = |key: &usize| self.is_used[*key];
        for key in (0..self.is_used.len()).filter(used) {
            let range = key * self.days..(key + 1) * self.days;
            let mut sum = Cell::default();
            for cell in &mut self.cells[range.clone()] {
                sum.add(cell);
                *cell = sum;
            }
            for column in self.rare.iter_mut().filter(|c| !c.is_empty()) {
                let mut sum = 0;
                for value in &mut column[range.clone()] {
                    sum += *value;
                    *value = sum;
                }
            }
        }
    }

    /// Adds to every agency what is below it, on some days on which the tree is this one.
    pub(super) fn add_up(&mut self, tree: &Tree, days: std::ops::Range<usize>) {
        for &child in &tree.upwards {
            let parent = tree.parent[child as usize];
            if parent == NO_INDEX || !self.is_used[child as usize] {
                continue;
            }
            let (child, parent) = (child as usize, parent as usize);
            self.is_used[parent] = true;
            let (from, to) = (child * self.days, parent * self.days);
            for day in days.clone() {
                let cell = self.cells[from + day];
                self.cells[to + day].add(&cell);
            }
            for column in self.rare.iter_mut().filter(|c| !c.is_empty()) {
                for day in days.clone() {
                    column[to + day] += column[from + day];
                }
            }
        }
    }

    /// Whether a key has anything on any day.
    pub(super) fn is_used(&self, key: usize) -> bool {
        self.is_used[key]
    }

    /// The sums of a key on a day.
    pub(super) fn sums(&self, key: usize, day: usize) -> Sums {
        let at = key * self.days + day;
        let cell = &self.cells[at];
        // A share never takes out what it did not put in, so that no sum is below 0.
        let mut sums = Sums {
            weighted_percent: cell.weighted_percent as u64,
            weight: cell.weight as u64,
            ..Sums::default()
        };
        for ((count, place), rare) in counts_mut(&mut sums).zip(PLACES).zip(&self.rare) {
            *count = match place {
                Some(place) => cell.counts[usize::from(place)] as u64,
                None => rare.get(at).map_or(0, |value| *value as u64),
            };
        }
        sums
    }
}

impl Cell {
    fn add(&mut self, other: &Cell) {
        self.weighted_percent += other.weighted_percent;
        self.weight += other.weight;
        for (count, by) in self.counts.iter_mut().zip(&other.counts) {
            *count += by;
        }
    }
}

#[cold]
fn add_rare(column: &mut Vec<i32>, cells: usize, at: usize, by: i32) {
    if column.is_empty() {
        column.resize(cells, 0);
    }
    column[at] += by;
}
