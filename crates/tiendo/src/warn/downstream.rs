//! How many open tasks wait for a task, directly or through others.

use crate::columns::{IdIndex, NO_INDEX};
use crate::evaluation::Evaluation;

/// Tasks behind one are counted up to this number.
pub(super) const MOST: u32 = 1_000;

/// The links between tasks that still wait, and what is known to wait behind each.
///
/// A task that is done waits for nobody, so that nothing waits through it; one that is not yet in force waits already.
#[derive(Debug, Default)]
pub(super) struct Downstream {
    /// Tasks with a link, in order; all below is by position here.
    tasks: Vec<u32>,
    /// Those that wait for the one at `i` are `after[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    after: Vec<u32>,
    /// How many wait behind each, [`NO_INDEX`] where that is not worked out yet.
    counts: Vec<u32>,
    /// By position, the last search that came by it.
    seen: Vec<u32>,
    searches: u32,
    #[cfg(test)]
    steps: usize,
}

impl Downstream {
    pub(super) fn of(evaluation: &Evaluation) -> Self {
        Downstream::made(links(evaluation))
    }

    /// Of links, each from the task waited for to the one that waits.
    fn made(mut links: Vec<(u32, u32)>) -> Self {
        if links.is_empty() {
            return Downstream::default();
        }
        links.sort_unstable();
        // Two links between the same tasks are one wait.
        links.dedup();
        let mut tasks: Vec<u32> = links.iter().flat_map(|(from, to)| [*from, *to]).collect();
        tasks.sort_unstable();
        tasks.dedup();
        let place = |task: u32| tasks.binary_search(&task).unwrap_or_default() as u32;
        let after: Vec<u32> = links.iter().map(|(_, to)| place(*to)).collect();
        let first = |task: &u32| links.partition_point(|(from, _)| from < task) as u32;
        let mut starts: Vec<u32> = tasks.iter().map(first).collect();
        starts.push(after.len() as u32);
        let (counts, seen) = (vec![NO_INDEX; tasks.len()], vec![0; tasks.len()]);
        let mut found = Downstream { tasks, starts, after, counts, seen, ..Downstream::default() };
        found.add_up();
        found
    }

    /// Number of tasks behind one.
    pub(super) fn count(&mut self, task: usize) -> u32 {
        let Ok(at) = self.tasks.binary_search(&(task as u32)) else { return 0 };
        if self.counts[at] == NO_INDEX {
            self.counts[at] = self.search(at);
        }
        self.counts[at]
    }

    fn after(&self, at: usize) -> &[u32] {
        &self.after[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Works all of it out from the last ones back, but for loops. Where every task behind one waits for a single other, no two
    /// of them have anything behind them in common, and their counts add up, so that long chains take one pass. Others are
    /// searched, each no further than the most that are counted or one that is known to have as many behind it.
    fn add_up(&mut self) {
        let mut before = vec![0_u32; self.tasks.len()];
        for to in &self.after {
            before[*to as usize] += 1;
        }
        let mut before_of = vec![Vec::new(); self.tasks.len()];
        let mut open = Vec::new();
        let mut left = Vec::with_capacity(self.tasks.len());
        for at in 0..self.tasks.len() {
            let after = self.after(at);
            for to in after {
                before_of[*to as usize].push(at as u32);
            }
            left.push(after.len());
            if after.is_empty() {
                open.push(at);
            }
        }
        // Those behind which nothing joins again.
        let mut adds_up = vec![false; self.tasks.len()];
        // From the last ones back; what lies on a loop is never reached, nor what leads into one.
        while let Some(at) = open.pop() {
            let after = self.after(at).iter().map(|to| *to as usize);
            let mut each =
                after.map(|to| (before[to] == 1 && adds_up[to]).then(|| self.counts[to]));
            let sum = each.try_fold(0_u32, |sum, behind| {
                Some(sum.saturating_add(behind?).saturating_add(1).min(MOST))
            });
            adds_up[at] = sum.is_some();
            self.counts[at] = sum.unwrap_or_else(|| self.search(at));
            for from in &before_of[at] {
                left[*from as usize] -= 1;
                if left[*from as usize] == 0 {
                    open.push(*from as usize);
                }
            }
        }
    }

    /// Goes through all that is behind one, up to the most that are counted.
    fn search(&mut self, at: usize) -> u32 {
        self.searches += 1;
        self.seen[at] = self.searches;
        let (mut open, mut count) = (vec![at as u32], 0);
        while let Some(at) = open.pop() {
            #[cfg(test)]
            {
                self.steps += 1;
            }
            let (from, to) =
                (self.starts[at as usize] as usize, self.starts[at as usize + 1] as usize);
            for next in &self.after[from..to] {
                if self.counts[*next as usize] == MOST {
                    return MOST;
                }
                let seen = &mut self.seen[*next as usize];
                if *seen != self.searches {
                    *seen = self.searches;
                    count += 1;
                    if count == MOST {
                        return count;
                    }
                    open.push(*next);
                }
            }
        }
        count
    }
}

/// The links between tasks of which both still wait or are waited for: from the one waited for to the one that waits.
fn links(evaluation: &Evaluation) -> Vec<(u32, u32)> {
    let inner = &*evaluation.registry.0;
    let waits = |task: usize| {
        let state = evaluation.state(task);
        state.row_count == 0 || state.status.is_open()
    };
    // Only records that columns do not hold whole have links, and superseded versions are all kept.
    let mut full: Vec<usize> = inner.tasks.rest.positions().collect();
    full.extend(inner.tasks.versions.keys().map(|task| *task as usize));
    full.sort_unstable();
    full.dedup();
    let mut index = None;
    let mut links = Vec::new();
    for task in full {
        let visible = inner.tasks.at(task, evaluation.as_of);
        let Some(record) = visible.and_then(|at| at.record) else { continue };
        if record.dependencies.is_empty() || !waits(task) {
            continue;
        }
        let index = index.get_or_insert_with(|| IdIndex::of(&inner.tasks.ids));
        for dependency in &record.dependencies {
            let found = index.find(&inner.tasks.ids, dependency.task.as_str());
            links.extend(
                found
                    .filter(|from| *from != task && waits(*from))
                    .map(|from| (from as u32, task as u32)),
            );
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_ways_lead_to_counts_once() {
        // 1 → 2 → 4 → 5 and 1 → 3 → 4; 6 waits for nobody and nobody for it.
        let mut all = Downstream::made(vec![(1, 2), (1, 3), (2, 4), (3, 4), (4, 5), (4, 5)]);
        assert_eq!([1, 2, 3, 4, 5, 6].map(|task| all.count(task)), [4, 2, 2, 1, 0, 0]);
    }

    #[test]
    fn what_joins_again_is_searched_no_further_than_the_most() {
        // Each waits for the two before it: nothing adds up, and nine in ten have the most behind them.
        let ladder = (0..20_000).flat_map(|i| [(i, i + 1), (i, i + 2)]);
        let mut all = Downstream::made(ladder.collect());
        let (last, near) = (20_001, 20_001 - 999);
        assert_eq!([0, near - 1, near, last].map(|task| all.count(task)), [MOST, MOST, 999, 0]);
        assert!(all.steps < 2_000_000, "{} steps", all.steps);
    }

    #[test]
    fn a_loop_ends() {
        let mut all = Downstream::made(vec![(1, 2), (2, 3), (3, 1), (7, 1)]);
        assert_eq!([1, 2, 3, 7].map(|task| all.count(task)), [2, 2, 2, 3]);
    }

    #[test]
    fn a_long_chain_takes_one_pass_and_is_counted_up_to_the_most() {
        let mut all = Downstream::made((0..20_000).map(|i| (i, i + 1)).collect());
        assert_eq!([0, 19_000, 19_001, 19_999].map(|task| all.count(task)), [MOST, MOST, 999, 1]);
        assert_eq!(all.searches, 0);
    }
}
