//! What came after the registry was built: the reports of the tasks that it touched.

use std::sync::Arc;

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
    pub(crate) fn of(&self, task: usize) -> Option<&ReportColumns> {
        self.touched.get(*self.places.get(task)? as usize).map(|reports| &**reports)
    }

    /// The columns of all touched tasks, in the order in which they were touched first.
    pub(crate) fn touched(&self) -> impl Iterator<Item = &ReportColumns> {
        self.touched.iter().map(|reports| &**reports)
    }

    /// Puts the reports of a task in the place of what was known of it; `tasks` is how many there are.
    pub(crate) fn put(&mut self, task: usize, reports: ReportColumns, tasks: usize) {
        if self.places.is_empty() {
            self.places.resize(tasks, NO_INDEX);
        }
        match self.touched.get_mut(self.places[task] as usize) {
            Some(place) => *place = Arc::new(reports),
            None => {
                self.places[task] = self.touched.len() as u32;
                self.touched.push(Arc::new(reports));
            }
        }
    }
}
