//! What came after columns were made: the reports of the tasks that it touched, and their rows.

use std::sync::Arc;

use super::{Evaluation, Judged};
use crate::columns::NO_INDEX;
use crate::registry::reports::ReportColumns;

/// For each task that a report came to, all its reports: the registry's with the new ones in their places.
///
/// Empty, and without a byte of its own, where nothing came. Else 4 bytes for each task, and
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

    /// Number of tasks that reports came to.
    pub(crate) fn len(&self) -> usize {
        self.touched.len()
    }

    /// These tasks in order, each with all its reports.
    pub(crate) fn tasks(&self) -> impl Iterator<Item = (usize, &ReportColumns)> {
        let places = self.places.iter().enumerate();
        places.filter_map(|(task, place)| Some((task, &**self.touched.get(*place as usize)?)))
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
    pub(crate) fn replace_rows(&mut self, task: usize, rows: Vec<Judged>) {
        let usual = self.usual_original(task);
        let first = self.columns.rows_of(task).start;
        let is_one = rows.len() == 1;
        for (at, row) in (first..).zip(rows) {
            self.columns.replace(at, row, usual);
        }
        if !is_one {
            self.columns.replace_whole(task);
        }
    }
}
