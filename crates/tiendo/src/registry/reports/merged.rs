//! The reports of one task with others among them, or without some.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use super::ReportColumns;
use crate::id::Key;

impl ReportColumns {
    /// The reports of a task in columns of their own: without those that have one of some ids, and with those that stand
    /// at `added` in other columns.
    pub(crate) fn merged(
        &self,
        task: usize,
        without: Option<&BTreeSet<String>>,
        (others, added): (&ReportColumns, Range<usize>),
    ) -> ReportColumns {
        let mut from = Vec::with_capacity(self.range(task).len() + added.len());
        let stays = |i: &usize| without.is_none_or(|ids| !ids.contains(self.ids.get(*i)));
        from.extend(self.range(task).filter(stays).map(|i| (self, i)));
        from.extend(added.map(|i| (others, i)));
        // Two ordered runs, which a stable sort merges in one pass.
        from.sort_by(|a, b| order(*a, *b));
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
}

/// The order that decides: by day, by instant, by id.
fn order((a, i): (&ReportColumns, usize), (b, j): (&ReportColumns, usize)) -> Ordering {
    a.reported_on[i]
        .cmp(&b.reported_on[j])
        .then(a.recorded_at[i].cmp(&b.recorded_at[j]))
        .then_with(|| Key::of(a.ids.get(i)).cmp(&Key::of(b.ids.get(j))))
}
