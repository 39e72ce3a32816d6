//! Reports on their way from the order of their adding to the order of their tasks.
//!
//! They come in any order, and there may be ten million. Sorting them all at once would jump about in all of memory; so they
//! are dealt out to parts of neighbouring tasks, each part to groups, and each group, which stays in cache, is sorted by
//! itself. What is dealt out is given back where it came from, so that not all of it stands in memory twice.

use chrono::NaiveDateTime;

use crate::columns::{NO_DAY, day_of};
use crate::day;
use crate::registry::pending::{PendingReport, PendingReports, recorded};
use crate::registry::reports::{Kind, NewReport, ReportColumns};
use crate::report::Report;
use crate::watch::Watch;

/// Groups of tasks, or a few less.
const GROUPS: usize = 256;
/// Reports of a part, about: more bytes than the C library ever keeps for later when they are given back (32 MiB).
const OF_PART: usize = 1 << 21;
/// Most tasks of a part: as many as a dealt report numbers.
const MOST: usize = 1 << TASK_BITS;

/// A pending report with its task and its position among the pending ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) row: PendingReport,
    pub(crate) at: u32,
}

/// A report with its task as a number in its part, and its position among the pending ones, in 20 bytes.
type Dealt = [u32; 5];

const TASK_BITS: u32 = 19;
const KIND_AT: u32 = TASK_BITS;
const FULL_AT: u32 = KIND_AT + 4;
const PERCENT_AT: u32 = FULL_AT + 1;

/// Pending reports by parts of the tasks, otherwise in the order of their dealing.
pub(crate) struct Places {
    tasks: usize,
    /// Tasks in a part and in a group, as powers of two.
    of_part: u32,
    of_group: u32,
    parts: Vec<Vec<Dealt>>,
    count: usize,
}

impl Places {
    /// Deals out the pending reports at these positions, each with the number of its task, if it has one of so many.
    ///
    /// They come in id order, which stays among equals.
    pub(crate) fn of(
        tasks: usize,
        pending: &mut PendingReports,
        order: impl Iterator<Item = u32> + Clone,
    ) -> Self {
        let in_each = |parts: usize| {
            tasks.div_ceil(parts).clamp(1, MOST).next_power_of_two().trailing_zeros()
        };
        let (of_part, of_group) = (in_each((pending.len() / OF_PART).max(1)), in_each(GROUPS));
        let part_of = |row: &PendingReport| {
            let task = row.task as usize;
            (task < tasks).then_some(task >> of_part)
        };
        let mut counts = vec![0; tasks.div_ceil(1 << of_part)];
        for part in order.clone().filter_map(|at| part_of(&pending.row(at))) {
            counts[part] += 1;
        }
        let count = counts.iter().sum();
        let mut parts: Vec<Vec<Dealt>> = counts.into_iter().map(Vec::with_capacity).collect();
        for at in order {
            let row = pending.row(at);
            if let Some(part) = part_of(&row) {
                parts[part].push(dealt(&row, at, part << of_part));
            }
            pending.gone(at);
        }
        Places { tasks, of_part, of_group: of_group.min(of_part), parts, count }
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
        let (mut by_group, mut order, mut of_task) = (Vec::new(), Vec::new(), Vec::new());
        let mut pace = watch.pace();
        for (number, part) in self.parts.into_iter().enumerate() {
            let first = number << self.of_part;
            let tasks = (self.tasks - first).min(1 << self.of_part);
            let of_group = 1 << self.of_group;
            let groups = tasks.div_ceil(of_group);
            let group_of = |dealt: &Dealt| number_of(dealt) >> self.of_group;
            let bounds = dealt_out(&part, groups, group_of, &mut by_group);
            drop(part);
            for group in 0..groups {
                let before = group * of_group;
                let tasks = (tasks - before).min(of_group);
                let of_group = &by_group[bounds[group]..bounds[group + 1]];
                let starts =
                    dealt_out(of_group, tasks, |dealt| number_of(dealt) - before, &mut order);
                for task in starts.windows(2) {
                    columns.begin_task();
                    of_task.clear();
                    of_task.extend(order[task[0]..task[1]].iter().map(|d| placed(d, first)));
                    // Most were told in order.
                    if !of_task.is_sorted_by_key(|placed| key(placed, pending, imported_at)) {
                        of_task.sort_by_cached_key(|placed| key(placed, pending, imported_at));
                    }
                    for placed in of_task.iter().take_while(|_| pace.step()) {
                        push(&mut columns, placed, (pending, imported_at), &mut more);
                    }
                }
            }
        }
        columns.close();
        columns
    }
}

/// Appends a report to the columns.
#[inline]
fn push(
    columns: &mut ReportColumns,
    placed: &Placed,
    (pending, imported_at): (&mut PendingReports, Option<NaiveDateTime>),
    more: &mut impl FnMut(&mut PendingReports, &Placed) -> (u32, u32, Option<Box<Report>>),
) {
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

/// Deals reports out to so many places, where their order stays, and tells where each place starts and the last one ends.
fn dealt_out(
    from: &[Dealt],
    places: usize,
    place_of: impl Fn(&Dealt) -> usize,
    to: &mut Vec<Dealt>,
) -> Vec<usize> {
    let mut starts = vec![0; places + 1];
    for dealt in from {
        starts[place_of(dealt) + 1] += 1;
    }
    for place in 0..places {
        starts[place + 1] += starts[place];
    }
    let mut next = starts.clone();
    to.resize(from.len(), Dealt::default());
    for dealt in from {
        let next = &mut next[place_of(dealt)];
        to[*next] = *dealt;
        *next += 1;
    }
    starts
}

/// Packs a report of a task that is as far behind the first of its part as `TASK_BITS` number.
fn dealt(row: &PendingReport, at: u32, first: usize) -> Dealt {
    let days = u32::from(row.on) | u32::from(row.new_deadline) << 16;
    let rest = (row.task - first as u32)
        | (row.kind as u32) << KIND_AT
        | u32::from(row.is_full) << FULL_AT
        | u32::from(row.percent) << PERCENT_AT;
    [row.id, at, row.recorded_at, days, rest]
}

/// The task of a dealt report, as a number in its part.
fn number_of(dealt: &Dealt) -> usize {
    dealt[4] as usize % MOST
}

fn placed(dealt: &Dealt, first: usize) -> Placed {
    let [id, at, recorded_at, days, rest] = *dealt;
    let row = PendingReport {
        id,
        task: (first + number_of(dealt)) as u32,
        recorded_at,
        on: days as u16,
        new_deadline: (days >> 16) as u16,
        kind: Kind::of_byte((rest >> KIND_AT) as u8 % (1 << (FULL_AT - KIND_AT))),
        percent: (rest >> PERCENT_AT) as u8,
        is_full: rest >> FULL_AT & 1 == 1,
    };
    Placed { row, at }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_dealt_comes_back() {
        let row = PendingReport {
            id: u32::MAX,
            task: MOST as u32 * 3 - 1,
            recorded_at: u32::MAX - 1,
            on: u16::MAX,
            new_deadline: 7,
            kind: Kind::Other,
            percent: u8::MAX,
            is_full: true,
        };
        let plain = PendingReport { task: MOST as u32 * 2, is_full: false, percent: 0, ..row };
        for row in [row, plain] {
            let back = placed(&dealt(&row, 9, MOST * 2), MOST * 2);
            assert_eq!((back.row, back.at), (row, 9));
        }
    }
}
