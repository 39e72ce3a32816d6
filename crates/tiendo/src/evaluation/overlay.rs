//! What came after the registry was built: the reports of the tasks that it touched, and their rows.

use std::sync::Arc;

use super::{Evaluation, RowColumns, TaskState};
use crate::columns::NO_INDEX;
use crate::registry::reports::ReportColumns;

/// For each task that a report came to, all its reports: the registry's with the new ones in their places.
///
/// Empty, and without a byte of its own, in an evaluation that is not kept up to date. Else 4 bytes for each task, and
/// the reports of the touched ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overlay {
    /// By task: its place among the touched ones.
    places: Vec<u32>,
    touched: Vec<Arc<ReportColumns>>,
}

impl Overlay {
    /// The reports of a task, where one came to it.
    #[inline]
    pub(crate) fn of(&self, task: usize) -> Option<&ReportColumns> {
        self.touched.get(*self.places.get(task)? as usize).map(|reports| &**reports)
    }

    /// Puts the reports of a task in the place of what was known of it; `tasks` is how many there are.
    pub(crate) fn put(&mut self, task: usize, reports: ReportColumns, tasks: usize) {
        if self.places.is_empty() {
            self.places.resize(tasks, NO_INDEX);
        }
        if let Some(place) = self.touched.get_mut(self.places[task] as usize) {
            *place = Arc::new(reports);
        } else {
            self.places[task] = self.touched.len() as u32;
            self.touched.push(Arc::new(reports));
        }
    }
}

impl Evaluation {
    /// Puts the rows of a task in force, which are all in `rows`, in the place of those it has.
    pub(crate) fn replace_rows(&mut self, task: usize, rows: &RowColumns) {
        let state = self.tasks[task];
        let first = state.first_row as usize;
        for i in 0..rows.task.len() {
            let at = first + i;
            self.columns.agency[at] = rows.agency[i];
            self.columns.status[at] = rows.status[i];
            self.columns.percent[at] = rows.percent[i];
            self.columns.deadline[at] = rows.deadline[i];
            self.columns.original[at] = rows.original[i];
            self.columns.closed_on[at] = rows.closed_on[i];
            self.columns.extensions[at] = rows.extensions[i];
            self.columns.flags[at] = rows.flags[i];
            match rows.occurrence.get(&(i as u32)) {
                Some(facts) => self.columns.occurrence.insert(at as u32, *facts),
                None => self.columns.occurrence.remove(&(at as u32)),
            };
            match rows.more.get(&(i as u32)) {
                Some(more) => self.columns.more.insert(at as u32, more.clone()),
                None => self.columns.more.remove(&(at as u32)),
            };
        }
        self.tasks[task] =
            TaskState { first_row: state.first_row, ..TaskState::of(rows, 0, state.weight) };
    }
}

impl RowColumns {
    /// Forgets all rows, and keeps what was allocated for them.
    pub(crate) fn clear(&mut self) {
        self.task.clear();
        self.addressee.clear();
        self.agency.clear();
        self.status.clear();
        self.percent.clear();
        self.deadline.clear();
        self.original.clear();
        self.closed_on.clear();
        self.extensions.clear();
        self.flags.clear();
        self.occurrence.clear();
        self.more.clear();
    }
}
