//! Evaluation of all tasks, in parts that any thread may do.

use std::ops::Range;

use super::cells::{Cell, Few, RowColumns};
use super::plain::{self, NearMoment, Window};
use super::several::{Given, Judged};
use super::state::Rule;
use super::whole::TaskState;
use crate::as_of::{AsOf, Moment};
use crate::columns::Sparse;
use crate::policy::Policy;
use crate::registry::Inner;
use crate::registry::plain::Plain;
use crate::registry::tasks::TaskAt;
use crate::threads::{Threads, ranges};
use crate::watch::Watch;

/// What is asked of every task.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    inner: &'a Inner,
    as_of: AsOf,
    moment: Moment,
    policy: &'a Policy,
    /// Where plain tasks may be judged as such.
    near: Option<NearMoment>,
    /// When tasks were recorded, where not all of them are known by K.
    recorded: Option<&'a [i64]>,
}

/// What is counted over all rows.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) tasks: u64,
    /// Visible reports on tasks in force, and hidden ones.
    pub(super) seen: u64,
    pub(super) hidden: u64,
    pub(super) author_unstated: u64,
    pub(super) authority_unknown: u64,
    /// Which documents set tasks in force.
    documents: Vec<bool>,
}

impl Counts {
    pub(super) fn documents(&self) -> u64 {
        self.documents.iter().filter(|sets_tasks| **sets_tasks).count() as u64
    }

    fn add(&mut self, other: &Counts) {
        self.tasks += other.tasks;
        self.seen += other.seen;
        self.hidden += other.hidden;
        self.author_unstated += other.author_unstated;
        self.authority_unknown += other.authority_unknown;
        for (all, sets_tasks) in self.documents.iter_mut().zip(&other.documents) {
            *all |= *sets_tasks;
        }
    }
}

/// Some tasks, and where their rows go.
struct Part<'a> {
    tasks: Range<usize>,
    first_row: usize,
    starts: &'a mut [u32],
    task: &'a mut [u32],
    cells: &'a mut [u64],
}

/// What a part gives beside its cells.
struct Done {
    few: Few,
    wholes: Sparse<TaskState>,
    counts: Counts,
    plain: PlainReports,
}

impl<'a> Asked<'a> {
    pub(super) fn of(inner: &'a Inner, as_of: AsOf, policy: &'a Policy) -> Self {
        let moment = as_of.moment();
        let near = NearMoment::of(moment, policy);
        let recorded = inner.tasks.recorded_beyond(moment.known_until);
        Asked { inner, as_of, moment, policy, near, recorded }
    }

    /// All rows, in the order of tasks, whatever the threads do first.
    pub(super) fn all(self, threads: Threads<'_>, watch: &Watch) -> (RowColumns, Counts) {
        let tasks = self.inner.tasks.len();
        let ranges = ranges(tasks, threads, 4);
        // Counting first is cheap, and every part then writes where its rows stay.
        let rows = threads.run(ranges.clone(), |range| self.row_count(range));
        let total: usize = rows.iter().sum();
        let mut columns = RowColumns {
            starts: vec![0; tasks + 1],
            task: vec![0; total],
            cells: vec![0; total],
            ..RowColumns::default()
        };
        let mut counts = Counts::default();
        counts.documents.resize(self.inner.documents.records.len(), false);
        let parts = parts(&ranges, &rows, &mut columns);
        for done in threads.run(parts, |part| self.part(part, watch)) {
            columns.few.append(done.few);
            columns.wholes.append(done.wholes);
            counts.add(&done.counts);
        }
        (columns, counts)
    }

    /// Number of rows of the tasks in force.
    fn row_count(self, tasks: Range<usize>) -> usize {
        let columns = &self.inner.tasks;
        let Some(near) = self.near else {
            return tasks.filter_map(|t| Some(self.in_force(t)?.rows.len())).sum();
        };
        let assigned = columns.assigned.near();
        tasks
            .map(|t| {
                if self.inner.plain[t].is_plain() {
                    usize::from(assigned[t] <= near.in_force_until && self.is_known(t))
                } else {
                    self.in_force(t).map_or(0, |at| at.rows.len())
                }
            })
            .sum()
    }

    /// Whether a task of one version is known by K.
    #[inline]
    fn is_known(self, task: usize) -> bool {
        let recorded = self.recorded.and_then(|recorded| recorded.get(task));
        recorded.is_none_or(|at| *at < self.moment.known_until)
    }

    /// The visible version of a task, where it is in force.
    pub(super) fn in_force(self, task: usize) -> Option<TaskAt<'a>> {
        let at = self.inner.tasks.at(task, self.as_of)?;
        (at.facts.assigned <= self.moment.in_force_until).then_some(at)
    }

    /// What the rows of a task in force are judged by.
    fn given(self, task: usize, at: &'a TaskAt<'a>) -> Given<'a> {
        let Asked { inner, as_of, moment, policy, .. } = self;
        Given { inner, reports: inner.reports_of(task), as_of, moment, policy, task, at }
    }

    /// The last day that the newest definition of a task sets, as the policy reads it.
    pub(super) fn usual_original(self, task: usize) -> i32 {
        let tasks = &self.inner.tasks;
        self.rule().read((tasks.last_day.get(task), tasks.last_day_lenient.get(task)))
    }

    fn rule(self) -> Rule<'a> {
        Rule { d: self.moment.d, policy: self.policy }
    }

    fn part(self, part: Part<'_>, watch: &Watch) -> Done {
        let Part { tasks: range, first_row, starts, task: task_of_row, cells } = part;
        let (tasks, reports) = (&self.inner.tasks, &*self.inner.reports);
        let mut done = Done::of(self.inner.documents.records.len());
        let mut window = Window::default();
        let (first, end) = (range.start, range.end);
        let mut row = 0;
        for task in watch.steps(range) {
            starts[task - first] = (first_row + row) as u32;
            let Some(near) = self.near else {
                row += self.full_rule(
                    task,
                    first_row + row,
                    (&mut *task_of_row, &mut *cells),
                    row,
                    &mut done,
                );
                continue;
            };
            if let Some(counts) = window.reach(task, end, reports, near) {
                done.plain.add(counts);
            }
            let says = self.inner.plain[task];
            if !says.is_plain() {
                done.plain.leave_out(window.counts(reports.range(task)));
                row += self.full_rule(
                    task,
                    first_row + row,
                    (&mut *task_of_row, &mut *cells),
                    row,
                    &mut done,
                );
            } else if tasks.assigned.near()[task] > near.in_force_until || !self.is_known(task) {
                done.plain.leave_out(window.counts(reports.range(task)));
            } else {
                if says == Plain::Stated {
                    done.plain.stated += window.counts(reports.range(task)).0;
                }
                done.counts.tasks += 1;
                done.set_by(tasks.document[task]);
                cells[row] = plain::judge(task, (tasks, reports), &window, self.rule(), near);
                task_of_row[row] = task as u32;
                row += 1;
            }
        }
        done.close()
    }

    /// Judges the rows of any task, and writes them from `row` of the part on; how many there are comes back.
    fn full_rule(
        self,
        task: usize,
        first_row: usize,
        (task_of_row, cells): (&mut [u32], &mut [u64]),
        row: usize,
        done: &mut Done,
    ) -> usize {
        let Some(at) = self.in_force(task) else { return 0 };
        done.counts.tasks += 1;
        done.set_by(at.facts.document);
        let usual = self.usual_original(task);
        let mut written = row;
        let Done { few, counts, .. } = done;
        let given = self.given(task, &at);
        let told = given.judge(|Judged { addressee, agency, facts }| {
            let index = (first_row + written - row) as u32;
            cells[written] = few.keep(index, facts, agency, (addressee, usual));
            task_of_row[written] = task as u32;
            written += 1;
        });
        counts.seen += told.seen;
        counts.hidden += told.hidden;
        counts.author_unstated += told.author_unstated;
        counts.authority_unknown += told.authority_unknown;
        if written - row > 1 {
            let cells: Vec<Cell> =
                cells[row..written].iter().map(|cell| Cell::of_bits(*cell)).collect();
            done.wholes.push(task as u32, TaskState::of(first_row, &cells));
        }
        written - row
    }
}

/// The reports of plain tasks, counted for many at once.
#[derive(Debug, Default)]
struct PlainReports {
    seen: u64,
    hidden: u64,
    /// Of those that are seen, the ones that say who made them.
    stated: u64,
}

impl PlainReports {
    fn add(&mut self, (seen, hidden): (u64, u64)) {
        self.seen += seen;
        self.hidden += hidden;
    }

    /// Takes back those of a task that is not plain, or not in force.
    fn leave_out(&mut self, (seen, hidden): (u64, u64)) {
        self.seen -= seen;
        self.hidden -= hidden;
    }
}

impl Done {
    fn of(documents: usize) -> Self {
        Done {
            few: Few::default(),
            wholes: Sparse::default(),
            counts: Counts { documents: vec![false; documents], ..Counts::default() },
            plain: PlainReports::default(),
        }
    }

    /// Notes the document that sets a task in force.
    fn set_by(&mut self, document: u32) {
        if let Some(sets_tasks) = self.counts.documents.get_mut(document as usize) {
            *sets_tasks = true;
        }
    }

    fn close(mut self) -> Self {
        self.counts.seen += self.plain.seen;
        self.counts.hidden += self.plain.hidden;
        // Every report of a plain task is one that somebody must have made.
        self.counts.author_unstated += self.plain.seen - self.plain.stated;
        self
    }
}

/// The parts of all columns, each of so many tasks and rows.
fn parts<'a>(
    ranges: &[Range<usize>],
    rows: &[usize],
    columns: &'a mut RowColumns,
) -> Vec<Part<'a>> {
    let total = columns.cells.len() as u32;
    let (mut starts, mut task, mut cells) =
        (&mut columns.starts[..], &mut columns.task[..], &mut columns.cells[..]);
    if let Some(last) = starts.last_mut() {
        *last = total;
    }
    let mut first_row = 0;
    let mut parts = Vec::with_capacity(ranges.len());
    for (range, rows) in ranges.iter().zip(rows) {
        let (own_starts, other_starts) = starts.split_at_mut(range.len());
        let (own_task, other_task) = task.split_at_mut(*rows);
        let (own_cells, other_cells) = cells.split_at_mut(*rows);
        (starts, task, cells) = (other_starts, other_task, other_cells);
        parts.push(Part {
            tasks: range.clone(),
            first_row,
            starts: own_starts,
            task: own_task,
            cells: own_cells,
        });
        first_row += rows;
    }
    parts
}
