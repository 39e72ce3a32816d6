//! The reports of one task with others among them, or without some.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use super::{NewReport, ReportColumns};
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
        let stays = |i: &usize| without.is_none_or(|ids| !ids.contains(&*self.ids.get(*i)));
        from.extend(self.range(task).filter(stays).map(|i| (self, i)));
        from.extend(added.map(|i| (others, i)));
        // Two ordered runs, which a stable sort merges in one pass.
        from.sort_by(|a, b| order(*a, *b));
        let mut out = ReportColumns::with_capacity(from.len(), 1);
        out.first_task = task as u32;
        out.begin_task();
        for (columns, i) in from {
            let id = columns.ids.get(i);
            let new = NewReport {
                id: columns.ids.number(i),
                other_id: &id,
                reported_on: columns.reported_on(i),
                recorded_at: columns.recorded_at(i),
                kind: columns.kind(i),
                percent: columns.percent(i),
                new_deadline: columns.new_deadline(i),
                by: columns.by(i),
                addressee: columns.addressee(i),
            };
            out.push(&new, columns.rest(i).map(|rest| Box::new(rest.clone())));
        }
        out.close();
        out
    }
}

/// The order that decides: by day, by instant, by id.
fn order((a, i): (&ReportColumns, usize), (b, j): (&ReportColumns, usize)) -> Ordering {
    a.reported_on(i)
        .cmp(&b.reported_on(j))
        .then(a.recorded_at(i).cmp(&b.recorded_at(j)))
        .then_with(|| Key::of(&a.ids.get(i)).cmp(&Key::of(&b.ids.get(j))))
}
