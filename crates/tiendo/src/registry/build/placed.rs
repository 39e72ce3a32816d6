//! Reports on their way from the order of their adding to the order of their tasks.
//!
//! They come in any order, and there may be ten million. Sorting them all at once would jump about in all of memory; so they
//! are dealt out to groups of neighbouring tasks first, and each group, which stays in cache, is sorted by itself.

use chrono::NaiveDateTime;

use crate::columns::{Chunked, NO_DAY, day_of};
use crate::day;
use crate::registry::pending::{PendingReport, PendingReports, recorded};
use crate::registry::reports::{NewReport, ReportColumns};
use crate::report::Report;
use crate::watch::Watch;

/// Groups of tasks; each keeps a piece of memory open.
const GROUPS: usize = 256;

/// A pending report with its task and its position among the pending ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) row: PendingReport,
    pub(crate) at: u32,
}

/// Pending reports by groups of tasks, otherwise in the order of their placing.
pub(crate) struct Places {
    tasks: usize,
    /// Tasks in a group.
    each: usize,
    groups: Vec<Chunked<Placed, 1024>>,
    count: usize,
}

impl Places {
    pub(crate) fn of(tasks: usize) -> Self {
        let each = tasks.div_ceil(GROUPS).max(1);
        let groups = tasks.div_ceil(each);
        Places { tasks, each, groups: vec![Chunked::default(); groups], count: 0 }
    }

    /// Brings the report at a position to its task. They come in id order, which stays among equals.
    #[inline]
    pub(crate) fn place(&mut self, pending: &mut PendingReports, task: u32, at: u32) {
        let row = PendingReport { task, ..pending.row(at) };
        if let Some(group) = self.groups.get_mut(task as usize / self.each) {
            group.push(Placed { row, at });
            self.count += 1;
        }
        pending.gone(at);
    }

    /// The columns of all that was placed. `more`: the agencies that a report names, by index, and its record where that
    /// says more than columns hold. Ends early where the watch is stopped.
    pub(crate) fn sorted(
        self,
        pending: &mut PendingReports,
        imported_at: Option<NaiveDateTime>,
        watch: &Watch,
        mut more: impl FnMut(&mut PendingReports, &Placed) -> (u32, u32, Option<Box<Report>>),
    ) -> ReportColumns {
        let mut columns = ReportColumns::with_capacity(self.count, self.tasks);
        let each = self.each;
        let mut order: Vec<Placed> = Vec::new();
        let mut pace = watch.pace();
        for (number, group) in self.groups.into_iter().enumerate() {
            let first = number * each;
            let tasks = each.min(self.tasks - first);
            let starts = by_task(group, first, tasks, &mut order);
            for task in 0..tasks {
                columns.begin_task();
                let of_task = &mut order[starts[task]..starts[task + 1]];
                // Most were told in order.
                if !of_task.is_sorted_by_key(|placed| key(placed, pending, imported_at)) {
                    of_task.sort_by_cached_key(|placed| key(placed, pending, imported_at));
                }
                for placed in of_task.iter().take_while(|_| pace.step()) {
                    let (reported_on, recorded_at) = key(placed, pending, imported_at);
                    let new_deadline = match full(placed, pending) {
                        Some(report) => report.new_deadline.map_or(NO_DAY, day::to_number),
                        None => day_of(placed.row.new_deadline),
                    };
                    let (by, addressee, rest) = more(pending, placed);
                    let new = NewReport {
                        id: placed.row.id,
                        other_id: pending.other_id(placed.at),
                        reported_on,
                        recorded_at,
                        kind: placed.row.kind,
                        percent: placed.row.percent,
                        new_deadline,
                        by,
                        addressee,
                        until: pending.until(placed.at),
                    };
                    columns.push(&new, rest);
                }
            }
        }
        columns.close();
        columns
    }
}

/// Counts the reports of a group out by task, which keeps their order, and tells where those of each task start.
fn by_task(
    group: Chunked<Placed, 1024>,
    first: usize,
    tasks: usize,
    order: &mut Vec<Placed>,
) -> Vec<usize> {
    let mut starts = vec![0; tasks + 1];
    for placed in group.iter() {
        starts[placed.row.task as usize - first + 1] += 1;
    }
    for task in 0..tasks {
        starts[task + 1] += starts[task];
    }
    let mut next = starts.clone();
    order.clear();
    if let Some(any) = group.get(0) {
        order.resize(group.len(), *any);
    }
    for placed in group.into_items() {
        let place = &mut next[placed.row.task as usize - first];
        order[*place] = placed;
        *place += 1;
    }
    starts
}

fn full<'a>(placed: &Placed, pending: &'a PendingReports) -> Option<&'a Report> {
    if !placed.row.is_full {
        return None;
    }
    pending.full.get(placed.at as usize)?.as_deref()
}

/// What decides between reports of one task: the day, and the instant of recording.
fn key(
    placed: &Placed,
    pending: &PendingReports,
    imported_at: Option<NaiveDateTime>,
) -> (i32, i64) {
    match full(placed, pending) {
        Some(report) => (day::to_number(report.reported_on), recorded(report, imported_at)),
        None => (day_of(placed.row.on), placed.row.recorded_at.into()),
    }
}
