//! Sets of tasks, a bit each: what the common words are looked up in.

use crate::search::postings::Postings;
use crate::search::slots::Slots;

/// A word that stands this often per task has its tasks as a set beside its positions: one in sixteen. So a set is at most
/// twice as large as a list of one byte per task would be, and all sets together two bytes for each word of a title.
const COMMON: u64 = 16;

/// Tasks by number.
#[derive(Debug, Clone, Default)]
pub(super) struct TaskSet(Vec<u64>);

impl TaskSet {
    /// No task of so many.
    pub(super) fn none(tasks: u32) -> Self {
        TaskSet(vec![0; (tasks as usize).div_ceil(64)])
    }

    /// Adds the tasks that have the positions of a list.
    pub(super) fn add_list(&mut self, postings: &Postings, list: usize, slots: &Slots) {
        postings.for_each(list, |position| {
            let task = slots.task_of(position);
            self.0[(task / 64) as usize] |= 1 << (task % 64);
        });
    }

    /// Adds the tasks of another set.
    pub(super) fn add(&mut self, other: &TaskSet) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    /// Keeps the tasks that are in the other set too.
    pub(super) fn keep(&mut self, other: &TaskSet) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
    }

    /// True where the task is in the set.
    pub(super) fn has(&self, task: u32) -> bool {
        self.0.get((task / 64) as usize).is_some_and(|bits| bits >> (task % 64) & 1 == 1)
    }

    /// The first task from this one on.
    pub(super) fn next(&self, task: u32) -> Option<u32> {
        let mut word = (task / 64) as usize;
        let mut rest = self.0.get(word)? & (u64::MAX << (task % 64));
        while rest == 0 {
            word += 1;
            rest = *self.0.get(word)?;
        }
        Some(word as u32 * 64 + rest.trailing_zeros())
    }

    /// Number of tasks.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }
}

/// The sets of the common words.
#[derive(Debug, Clone, Default)]
pub(super) struct Common {
    /// Numbers of the words, ascending.
    lists: Vec<u32>,
    sets: Vec<TaskSet>,
}

impl Common {
    /// The sets of all words that are common.
    pub(super) fn of(postings: &Postings, slots: &Slots) -> Self {
        let mut common = Common::default();
        for list in 0..postings.len() {
            if u64::from(postings.count(list)) * COMMON > u64::from(slots.tasks()) {
                let mut set = TaskSet::none(slots.tasks());
                set.add_list(postings, list, slots);
                common.lists.push(list as u32);
                common.sets.push(set);
            }
        }
        common
    }

    /// The set of a word; none where it is not common.
    pub(super) fn get(&self, list: usize) -> Option<&TaskSet> {
        self.lists.binary_search(&(list as u32)).ok().map(|at| &self.sets[at])
    }

    /// Bytes held on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        let sets: usize = self.sets.iter().map(|s| s.0.capacity() * size_of::<u64>()).sum();
        sets + self.lists.capacity() * size_of::<u32>()
            + self.sets.capacity() * size_of::<TaskSet>()
    }
}
