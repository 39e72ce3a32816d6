//! The reports of one task with one more among them, or one less.

use std::cmp::Ordering;

use super::ReportColumns;
use crate::id::Key;

impl ReportColumns {
    /// The reports of a task without the one at `left_out`, and with those of `added`, which are its own too.
    ///
    /// They are a register's columns of one task: the order decides there as it does here.
    pub(crate) fn merged(
        &self,
        task: usize,
        left_out: Option<usize>,
        added: Option<&ReportColumns>,
    ) -> ReportColumns {
        let mut from: Vec<(&ReportColumns, usize)> =
            self.range(task).filter(|i| Some(*i) != left_out).map(|i| (self, i)).collect();
        for new in added.into_iter().flat_map(|a| (0..a.len()).map(move |i| (a, i))) {
            let place = from.partition_point(|old| order(*old, new).is_lt());
            from.insert(place, new);
        }
        let count = from.len();
        let mut out = ReportColumns {
            starts: vec![0, count as u32],
            first_task: task as u32,
            ..ReportColumns::default()
        };
        out.reserve(count, from.iter().map(|(columns, i)| columns.ids.get(*i).len()).sum());
        for (at, (columns, i)) in from.into_iter().enumerate() {
            out.ids.push(columns.ids.get(i));
            out.reported_on.push(columns.reported_on[i]);
            out.recorded_at.push(columns.recorded_at[i]);
            out.kind.push(columns.kind[i]);
            out.percent.push(columns.percent[i]);
            out.new_deadline.push(columns.new_deadline[i]);
            out.by.set(at, columns.by(i), count);
            out.addressee.set(at, columns.addressee(i), count);
            if let Some(rest) = columns.rest(i) {
                out.rest.insert(at as u32, Box::new(rest.clone()));
            }
        }
        out
    }

    /// The position of a task's report with this id.
    pub(crate) fn find(&self, task: usize, id: &str) -> Option<usize> {
        self.range(task).find(|i| self.ids.get(*i) == id)
    }

    /// The tasks that these are of.
    pub(crate) fn tasks(&self) -> std::ops::Range<usize> {
        let first = self.first_task as usize;
        first..first + self.starts.len().saturating_sub(1)
    }

    /// True where a report states more than columns hold.
    pub(crate) fn states_more(&self) -> bool {
        !self.rest.is_empty()
    }
}

/// The order that decides: by day, by instant, by id.
fn order((a, i): (&ReportColumns, usize), (b, j): (&ReportColumns, usize)) -> Ordering {
    a.reported_on[i]
        .cmp(&b.reported_on[j])
        .then(a.recorded_at[i].cmp(&b.recorded_at[j]))
        .then_with(|| Key::of(a.ids.get(i)).cmp(&Key::of(b.ids.get(j))))
}

