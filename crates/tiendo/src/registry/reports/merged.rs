//! The reports of one task with others among them, or without some.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use super::{Event, NewReport, ReportColumns, Stated};
use crate::columns::NO_INDEX;
use crate::evaluation::overlay::Overlay;
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
        // What was corrected stays, as known before.
        let stays = |i: &usize| {
            self.is_corrected(*i) || without.is_none_or(|ids| !ids.contains(&*self.ids.get(*i)))
        };
        from.extend(self.range(task).filter(stays).map(|i| (self, i)));
        from.extend(added.map(|i| (others, i)));
        // Two ordered runs, which a stable sort merges in one pass.
        from.sort_by(|a, b| order(*a, *b));
        let mut out = ReportColumns::with_capacity(from.len(), 1);
        out.first_task = task as u32;
        out.begin_task();
        for (columns, i) in from {
            out.push_from(columns, i);
        }
        out.close();
        out
    }

    /// These reports, but of the tasks that others came to all that those have.
    ///
    /// What lies between two of the tasks is copied as a whole.
    pub(crate) fn with(&self, came: &Overlay) -> ReportColumns {
        let tasks = self.starts.len().saturating_sub(1);
        let more: usize = came.tasks().map(|(_, reports)| reports.len()).sum();
        let mut out = ReportColumns::with_capacity(self.len() + more, tasks);
        let mut next = 0;
        for (task, reports) in came.tasks() {
            out.push_tasks(self, next..task);
            out.push_tasks(reports, task..task + 1);
            next = task + 1;
        }
        out.push_tasks(self, next..tasks);
        out.close();
        out.orphans.clone_from(&self.orphans);
        out.corrected_orphans.clone_from(&self.corrected_orphans);
        out
    }

    /// Appends one report of other columns.
    fn push_from(&mut self, other: &ReportColumns, i: usize) {
        let id = other.ids.get(i);
        let new = NewReport {
            id: other.ids.number(i),
            other_id: &id,
            reported_on: other.reported_on(i),
            recorded_at: other.recorded_at(i),
            kind: other.kind(i),
            percent: other.percent(i),
            new_deadline: other.new_deadline(i),
            by: other.by(i),
            addressee: other.addressee(i),
            until: other.until(i),
        };
        self.push(&new, other.rest(i).map(|rest| Box::new(rest.clone())));
    }

    /// Appends tasks of other columns with all their reports.
    fn push_tasks(&mut self, other: &ReportColumns, tasks: Range<usize>) {
        if tasks.is_empty() {
            return;
        }
        let places = other.place(tasks.start)..other.place(tasks.end - 1) + 1;
        let reports = at(&other.starts, places.start)..at(&other.starts, places.end);
        let events = at(&other.event_starts, places.start)..at(&other.event_starts, places.end);
        let (first, first_event) = (self.len(), self.events.len());
        let moved = |starts: &[u32], from: usize, to: usize| -> Vec<u32> {
            starts[places.clone()].iter().map(|at| at - from as u32 + to as u32).collect()
        };
        self.starts.extend(moved(&other.starts, reports.start, first));
        self.event_starts.extend(moved(&other.event_starts, events.start, first_event));
        self.events.extend(other.events[events.clone()].iter().map(|event| Event {
            report: event.report - reports.start as u32 + first as u32,
            ..*event
        }));
        self.far_deadlines.append_part(&other.far_deadlines, events, first_event);
        self.ids.append_part(&other.ids, reports.clone());
        self.reported_on.append_part(&other.reported_on, reports.clone());
        self.recorded_at.append_part(&other.recorded_at, reports.clone());
        self.meta.extend_from_slice(&other.meta[reports.clone()]);
        self.percent.extend_from_slice(&other.percent[reports.clone()]);
        self.by.append_part(&other.by, reports.clone(), first);
        self.addressee.append_part(&other.addressee, reports.clone(), first);
        self.rest.append_part(&other.rest, reports.clone(), first);
        self.until.append_part(&other.until, reports, first);
    }
}

impl Stated {
    /// Appends a part of other columns, which stands here from `to` on.
    fn append_part(&mut self, other: &Stated, part: Range<usize>, to: usize) {
        let end = part.end.min(other.0.len());
        let stated = other.0.get(part.start..end).unwrap_or(&[]);
        // Behind the last that states one there is nothing.
        if let Some(last) = stated.iter().rposition(|agency| *agency != NO_INDEX) {
            self.0.resize(to, NO_INDEX);
            self.0.extend_from_slice(&stated[..=last]);
        }
    }
}

fn at(starts: &[u32], place: usize) -> usize {
    starts.get(place).map_or(0, |start| *start as usize)
}

/// The order that decides: by day, by instant, by id.
fn order((a, i): (&ReportColumns, usize), (b, j): (&ReportColumns, usize)) -> Ordering {
    a.reported_on(i)
        .cmp(&b.reported_on(j))
        .then(a.recorded_at(i).cmp(&b.recorded_at(j)))
        .then_with(|| Key::of(&a.ids.get(i)).cmp(&Key::of(&b.ids.get(j))))
}
