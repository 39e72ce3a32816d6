//! The sums that most roll-ups are made of, all of them in one pass over what is in force.

use std::ops::Range;

use super::{Classified, Counted};
use crate::columns::NO_INDEX;
use crate::evaluation::Evaluation;
use crate::evaluation::row::RowFlags;
use crate::registry::tasks::TaskFlags;
use crate::status::{STATUS_COUNT, Status};
use crate::sums::Sums;
use crate::threads::{Threads, ranges};
use crate::watch::Watch;

/// The sums of each key of an axis, and of what belongs to none.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub(crate) sums: Vec<Sums>,
    pub(crate) unassigned: Sums,
}

/// Sums along the axes whose keys are indices.
#[derive(Debug)]
pub(crate) struct Tables {
    /// Rows by the agency that they count for.
    pub(crate) agency: Keyed,
    /// Tasks.
    pub(crate) document: Keyed,
    pub(crate) phase: Keyed,
    pub(crate) group: Keyed,
}

/// The counts of one key while rows are added: in a few neighbouring lines of the cache, for there are thousands of keys
/// and rows come in any order.
#[derive(Debug, Clone, Copy, Default)]
struct Narrow {
    /// By [`Added::place`]; there are no more rows than 32 bits count.
    counts: [u32; 2 * STATUS_COUNT],
    weighted_percent: u64,
    weight: u64,
}

/// A row or task as it is added: worked out once for all the keys that count it.
#[derive(Clone, Copy)]
struct Added {
    /// Status and whether anybody reported, as counts are ordered.
    place: usize,
    weighted_percent: u64,
    weight: u64,
    status: Status,
    flags: RowFlags,
}

impl Added {
    #[inline]
    fn of(status: Status, percent: u8, weight: u8, flags: RowFlags) -> Self {
        let counts = !matches!(status, Status::Cancelled | Status::Suspended);
        let weight = if counts { u64::from(weight) } else { 0 };
        Added {
            place: 2 * status.index() + usize::from(flags.has(RowFlags::REPORTED)),
            weighted_percent: weight * u64::from(percent),
            weight,
            status,
            flags,
        }
    }
}

/// The counts of every key, the last of them for what belongs to none.
#[derive(Debug)]
struct Table {
    narrow: Vec<Narrow>,
    /// What few rows are marked with, apart from the counts that every row moves; empty until one is.
    marked: Vec<Sums>,
}

impl Table {
    fn of(keys: usize) -> Self {
        Table { narrow: vec![Narrow::default(); keys + 1], marked: Vec::new() }
    }

    fn place(&self, key: u32) -> usize {
        (key as usize).min(self.narrow.len() - 1)
    }

    #[inline]
    fn add(&mut self, key: u32, added: Added) {
        let place = self.place(key);
        let narrow = &mut self.narrow[place];
        narrow.counts[added.place] += 1;
        narrow.weighted_percent += added.weighted_percent;
        narrow.weight += added.weight;
    }

    #[cold]
    fn mark(&mut self, key: u32, added: Added) {
        let place = self.place(key);
        self.marked(place).add_marks(added.status, added.flags);
    }

    fn marked(&mut self, place: usize) -> &mut Sums {
        if self.marked.is_empty() {
            self.marked.resize(self.narrow.len(), Sums::default());
        }
        &mut self.marked[place]
    }

    fn merge(&mut self, other: &Table) {
        for (all, more) in self.narrow.iter_mut().zip(&other.narrow) {
            for (all, more) in all.counts.iter_mut().zip(more.counts) {
                *all += more;
            }
            all.weighted_percent += more.weighted_percent;
            all.weight += more.weight;
        }
        for (place, more) in other.marked.iter().enumerate() {
            self.marked(place).merge(more);
        }
    }

    fn close(self) -> Keyed {
        let mut marked = self.marked.into_iter();
        let mut sums: Vec<Sums> = Vec::with_capacity(self.narrow.len());
        sums.extend(self.narrow.iter().map(|narrow| {
            let mut sums = marked.next().unwrap_or_default();
            let (pairs, _) = narrow.counts.as_chunks::<2>();
            for (status, [unreported, reported]) in pairs.iter().enumerate() {
                sums.counts[status] = u64::from(*unreported) + u64::from(*reported);
                sums.unreported[status] = (*unreported).into();
            }
            sums.weighted_percent = narrow.weighted_percent;
            sums.weight = narrow.weight;
            sums
        }));
        let unassigned = sums.pop().unwrap_or_default();
        Keyed { sums, unassigned }
    }
}

/// The tables while they are filled.
struct Open {
    agency: Table,
    document: Table,
    phase: Table,
    group: Table,
}

impl Open {
    fn of(evaluation: &Evaluation) -> Self {
        let inner = &evaluation.registry.0;
        Open {
            agency: Table::of(inner.agencies.records.len()),
            document: Table::of(inner.documents.records.len()),
            phase: Table::of(inner.plans.phases.len()),
            group: Table::of(inner.plans.groups.len()),
        }
    }

    #[inline]
    fn add_row(&mut self, agency: u32, added: Added) {
        self.agency.add(agency, added);
        if added.flags.is_marked() {
            self.agency.mark(agency, added);
        }
    }

    #[inline]
    fn add_task(&mut self, keys: &Keys, added: Added) {
        self.document.add(keys.document, added);
        self.phase.add(keys.phase, added);
        self.group.add(keys.group, added);
        if added.flags.is_marked() {
            self.document.mark(keys.document, added);
            self.phase.mark(keys.phase, added);
            self.group.mark(keys.group, added);
        }
    }

    fn merge(&mut self, other: &Open) {
        self.agency.merge(&other.agency);
        self.document.merge(&other.document);
        self.phase.merge(&other.phase);
        self.group.merge(&other.group);
    }
}

/// What a task as a whole is counted under.
pub(crate) struct Keys {
    pub(crate) document: u32,
    pub(crate) phase: u32,
    pub(crate) group: u32,
}

impl Evaluation {
    /// The sums of what is counted; half of them where the watch was stopped. All tasks are steps.
    pub(super) fn tables(
        &self,
        counted: &Counted,
        classified: Classified,
        threads: Threads<'_>,
        watch: &Watch,
    ) -> Tables {
        // One part for each thread, for every part has tables of its own to be put together.
        let parts = ranges(self.task_count(), threads, 1);
        let parts = threads.run(parts, |tasks| self.fill(tasks, counted, classified, watch));
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_else(|| Open::of(self));
        for part in parts {
            all.merge(&part);
        }
        if self.columns.has_occurrences() {
            self.add_all_occurrences(&mut all, counted, classified);
        }
        Tables {
            agency: all.agency.close(),
            document: all.document.close(),
            phase: all.phase.close(),
            group: all.group.close(),
        }
    }

    fn fill(
        &self,
        tasks: Range<usize>,
        counted: &Counted,
        classified: Classified,
        watch: &Watch,
    ) -> Open {
        let mut open = Open::of(self);
        let (columns, tasks_of) = (&self.columns, &self.registry.0.tasks);
        for task in watch.steps(tasks) {
            let rows = columns.rows_of(task);
            if rows.is_empty() {
                continue;
            }
            if self.registry.0.plain[task].is_plain() && counted.is_all() {
                // One row, which is the whole of its task, for the agency that it was addressed to.
                let cell = columns.cell(rows.start);
                let weight = tasks_of.weight[task];
                let added = Added::of(cell.status(), cell.percent(), weight, cell.flags());
                open.add_row(tasks_of.rows.ones()[task], added);
                open.add_task(&self.keys(task, classified), added);
                continue;
            }
            let weight = self.weight(task);
            for row in rows.filter(|row| counted.has_row(*row)) {
                let cell = columns.cell(row);
                let added = Added::of(cell.status(), cell.percent(), weight, cell.flags());
                open.add_row(self.agency_of(task, row), added);
            }
            if counted.has_task(task) {
                let whole = self.state(task);
                let added = Added::of(whole.status, whole.percent, weight, whole.flags);
                open.add_task(&self.keys(task, classified), added);
            }
        }
        open
    }

    #[inline]
    pub(crate) fn keys(&self, task: usize, classified: Classified) -> Keys {
        let (tasks, plans) = (&self.registry.0.tasks, &self.registry.0.plans);
        let mut flags = tasks.flags[task];
        let (mut document, mut phase, mut group) =
            (tasks.document[task], tasks.phase[task], tasks.group[task]);
        // A plain task has one version.
        if flags.has(TaskFlags::VERSIONED)
            && !self.registry.0.plain[task].is_plain()
            && let Some(at) = tasks.at(task, self.as_of)
        {
            flags = at.facts.flags;
            (document, phase, group) = (at.facts.document, at.facts.phase, at.facts.group);
        }
        if classified == Classified::Own {
            // A plan sums the tasks of its own documents, and not what a collector put there.
            let plan = plans.plan_of_document.get(document as usize).copied();
            let plan = plan.filter(|_| !flags.has(TaskFlags::COLLECTOR)).unwrap_or(NO_INDEX);
            let own = |plans: &[u32], part: u32| {
                let of = plans.get(part as usize).copied().unwrap_or(NO_INDEX);
                if of == plan && plan != NO_INDEX { part } else { NO_INDEX }
            };
            phase = own(&plans.phase_plan, phase);
            group = own(&plans.group_plan, group);
        }
        Keys { document, phase, group }
    }

    /// Occurrences of recurring tasks, of which there are few.
    fn add_all_occurrences(&self, open: &mut Open, counted: &Counted, classified: Classified) {
        for row in self.columns.rows_with_occurrences() {
            let task = self.columns.task(row);
            if counted.has_row(row) {
                let place = open.agency.place(self.agency_of(task, row));
                self.add_occurrences(open.agency.marked(place), row);
            }
            if counted.has_task(task) {
                let keys = self.keys(task, classified);
                for (table, key) in [
                    (&mut open.document, keys.document),
                    (&mut open.phase, keys.phase),
                    (&mut open.group, keys.group),
                ] {
                    let place = table.place(key);
                    self.add_occurrences(table.marked(place), row);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_a_key_take_96_bytes() {
        assert_eq!(size_of::<Narrow>(), 96);
    }
}
