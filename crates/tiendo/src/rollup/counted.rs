//! Which rows and tasks sums are made of: the reporting period, and restated, delegated or divided tasks.

use std::collections::BTreeSet;

use super::{Counting, RollupOptions};
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;
use crate::evaluation::Evaluation;
use crate::task::TaskRelationKind;
use crate::watch::Watch;

/// Most tasks that a chain of restatements and delegations is followed over.
const MAX_CHAIN: usize = 64;

/// What is counted of what is in force: agencies count rows; documents, phases, groups and posts count tasks.
///
/// The default counts everything.
#[derive(Default)]
pub(crate) struct Counted {
    /// By row and by task; both empty where everything is counted.
    rows: Vec<bool>,
    tasks: Vec<bool>,
}

impl Counted {
    pub(crate) fn is_all(&self) -> bool {
        self.rows.is_empty() && self.tasks.is_empty()
    }

    #[inline]
    pub(crate) fn has_row(&self, row: usize) -> bool {
        self.rows.get(row).copied().unwrap_or(true)
    }

    #[inline]
    pub(crate) fn has_task(&self, task: usize) -> bool {
        self.tasks.get(task).copied().unwrap_or(true)
    }
}

impl Evaluation {
    /// The tasks in force that are counted; all tasks are steps.
    pub(super) fn counted_tasks(
        &self,
        counted: &Counted,
        watch: &Watch,
    ) -> impl Iterator<Item = usize> {
        let is_in_force = |t: &usize| self.is_in_force(*t);
        watch.steps(0..self.task_count()).filter(move |t| is_in_force(t) && counted.has_task(*t))
    }

    /// What is in force and asked for; the tasks are the steps unless all count as assigned.
    pub(super) fn counted(&self, options: &RollupOptions, watch: &Watch) -> Counted {
        if options.period.is_none() && options.counting == Counting::AsAssigned {
            return Counted::default();
        }
        let mut counted = Counted {
            rows: vec![true; self.len()],
            tasks: (0..self.task_count()).map(|task| self.is_in_force(task)).collect(),
        };
        if let Some((from, to)) = options.period {
            let period = day::to_number(from)..=day::to_number(to);
            // A row belongs to the period of its own deadline, a task to that of the row that falls due last.
            let mut last = vec![NO_DAY; counted.tasks.len()];
            for (row, counts) in counted.rows.iter_mut().enumerate() {
                let (task, deadline) = (self.columns.task(row), self.columns.deadline(row));
                *counts = period.contains(&deadline);
                last[task] = last[task].max(deadline);
            }
            for (counts, last) in counted.tasks.iter_mut().zip(&last) {
                *counts &= period.contains(last);
            }
        }
        let left_out = match options.counting {
            Counting::AsAssigned => return counted,
            Counting::Distinct => self.repeated(&counted, watch),
            Counting::Leaves => self.divided(&counted, watch),
        };
        for task in left_out {
            counted.tasks[task] = false;
            counted.rows[self.columns.rows_of(task)].fill(false);
        }
        counted
    }

    /// True where a task or any of its rows is counted.
    fn is_in(&self, counted: &Counted, task: usize) -> bool {
        let mut rows = self.columns.rows_of(task);
        counted.tasks[task] || rows.any(|row| counted.rows[row])
    }

    /// The tasks that a task names with one of these relations.
    fn related(&self, task: usize, kinds: &[TaskRelationKind]) -> Vec<usize> {
        let tasks = &self.registry.0.tasks;
        let record = tasks.at(task, self.as_of).and_then(|at| at.record);
        let relations = record.into_iter().flat_map(|t| &t.relations);
        let named = relations.filter(|r| kinds.contains(&r.kind));
        named.filter_map(|r| tasks.ids.find(r.task.as_str())).collect()
    }

    /// Tasks that say again, or carry out for another level, what another counted task asks for.
    ///
    /// Of tasks that restate each other the one with the smallest id stays.
    fn repeated(&self, counted: &Counted, watch: &Watch) -> Vec<usize> {
        let again = |task: &usize| {
            let above = self.restated_by(*task);
            above.iter().any(|other| {
                *other != *task
                    && self.is_in(counted, *other)
                    && (other < task || !self.restated_by(*other).contains(task))
            })
        };
        let asked = watch.steps(0..self.task_count()).filter(|t| self.is_in(counted, *t));
        asked.filter(again).collect()
    }

    /// All tasks that a task restates or implements, directly or through others, in force or not.
    fn restated_by(&self, task: usize) -> BTreeSet<usize> {
        let (mut open, mut seen) = (vec![task], BTreeSet::new());
        while let Some(at) = open.pop() {
            for other in
                self.related(at, &[TaskRelationKind::Restates, TaskRelationKind::Implements])
            {
                // The bound keeps a hostile chain from costing the square of its length.
                if seen.len() < MAX_CHAIN && seen.insert(other) {
                    open.push(other);
                }
            }
        }
        seen
    }

    /// Tasks that have parts, or delegated tasks below them, among the counted ones.
    fn divided(&self, counted: &Counted, watch: &Watch) -> Vec<usize> {
        let mut wholes = Vec::new();
        for part in watch.steps(0..self.task_count()).filter(|t| self.is_in(counted, *t)) {
            let parent = self.registry.0.tasks.at(part, self.as_of).map(|at| at.facts.parent);
            let parent = parent.filter(|p| *p != NO_INDEX).map(|p| p as usize);
            let named =
                self.related(part, &[TaskRelationKind::PartOf, TaskRelationKind::Implements]);
            wholes.extend(parent.into_iter().chain(named).filter(|whole| *whole != part));
        }
        wholes
    }
}
