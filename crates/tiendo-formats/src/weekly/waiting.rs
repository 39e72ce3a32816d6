//! How many tasks wait for one, of those that may be shown.

use std::collections::{HashMap, HashSet};

use tiendo::{Evaluation, Task, TaskId, Warnings};

use crate::table::Disclosure;

/// The open tasks that may be shown and wait for each other: which ones wait for each.
///
/// As [`tiendo::Warning::downstream_count`] counts them, but that nothing waits for or through a task that is hidden.
pub(super) struct Waiting(HashMap<String, Vec<String>>);

impl Waiting {
    /// None where all tasks may be shown, of which the Monday list has counted.
    pub(super) fn of(evaluation: &Evaluation, disclosure: Disclosure) -> Option<Self> {
        let registry = evaluation.registry();
        let shows =
            |task: &TaskId| disclosure.allows(registry.classification(task.as_str()).as_ref());
        if registry.tasks().all(|task| shows(&task.id)) {
            return None;
        }
        // What is not yet in force waits already.
        let waits = |id: &TaskId| {
            evaluation.rows_of(id.as_str()).next().is_none()
                || evaluation.task_status(id.as_str()).is_some_and(tiendo::Status::is_open)
        };
        let is_one = |id: &TaskId| shows(id) && waits(id);
        let mut waiting: HashMap<String, Vec<String>> = HashMap::new();
        for task in registry.tasks().filter(|task| is_one(&task.id)) {
            let Some(visible) = visible(evaluation, task) else { continue };
            let known = |id: &TaskId| registry.classification(id.as_str()).is_some();
            for link in &visible.dependencies {
                if link.task != visible.id && known(&link.task) && is_one(&link.task) {
                    let behind = waiting.entry(link.task.to_string()).or_default();
                    behind.push(visible.id.to_string());
                }
            }
        }
        Some(Waiting(waiting))
    }

    /// How many wait for a task, directly or through others, up to the most that are counted.
    pub(super) fn behind(&self, task: &str) -> u32 {
        let (mut seen, mut open) = (HashSet::from([task]), vec![task]);
        while let Some(at) = open.pop() {
            for next in self.0.get(at).into_iter().flatten() {
                if seen.len() as u32 > Warnings::MOST_DOWNSTREAM {
                    return Warnings::MOST_DOWNSTREAM;
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen.len() as u32 - 1
    }
}

/// The version of a task that is visible on D and K; of one that is not in force its newest, where K knows that.
fn visible(evaluation: &Evaluation, task: Task) -> Option<Task> {
    if let Some(row) = evaluation.rows_of(task.id.as_str()).next() {
        return Some(row.task().into_owned());
    }
    let known = evaluation.as_of().known;
    let is_known = |known| task.recorded_at.is_none_or(|at| at.date() <= known);
    known.is_none_or(is_known).then_some(task)
}
