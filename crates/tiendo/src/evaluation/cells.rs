//! The rows of an evaluation, packed: eight bytes hold what most of them say.

use super::row::{More, OccurrenceFacts, RowFacts, RowFlags};
use super::several::Judged;
use super::whole::TaskState;
use crate::columns::{FAR, NO_DAY, Sparse, day_of, near};
use crate::status::Status;

/// Where most rows stand.
///
/// From the lowest bit: 16 for the last day, 16 for the day on which it was closed or submitted, 12 for flags, 4 for the status, 7 for the percent, and
/// 9 for the number of extensions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell(u64);

/// More extensions than nine bits hold stand apart.
const MANY: u32 = (1 << 9) - 1;

impl Cell {
    #[inline]
    pub(crate) fn of(
        (deadline, ended_on): (u16, u16),
        flags: RowFlags,
        (status, percent): (Status, u8),
        extensions: u32,
    ) -> u64 {
        u64::from(deadline)
            | u64::from(ended_on) << 16
            | u64::from(flags.bits()) << 32
            | (status.index() as u64) << 44
            | u64::from(percent) << 48
            | u64::from(extensions.min(MANY)) << 55
    }

    pub(crate) fn of_bits(bits: u64) -> Self {
        Cell(bits)
    }

    #[inline]
    pub(crate) fn status(self) -> Status {
        Status::ALL.get((self.0 >> 44 & 0xf) as usize).copied().unwrap_or(Status::Cancelled)
    }

    #[inline]
    pub(crate) fn percent(self) -> u8 {
        (self.0 >> 48 & 0x7f) as u8
    }

    #[inline]
    pub(crate) fn flags(self) -> RowFlags {
        RowFlags::of((self.0 >> 32 & 0xfff) as u16)
    }
}

/// Rows in columns: for each 12 bytes, for each task 4, and more for what few rows have.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowColumns {
    /// Rows of task `i` are `starts[i]..starts[i + 1]`.
    pub(super) starts: Vec<u32>,
    pub(super) task: Vec<u32>,
    pub(super) cells: Vec<u64>,
    pub(super) few: Few,
    /// Tasks of several rows as wholes.
    pub(super) wholes: Sparse<TaskState>,
}

/// What few rows have, by row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Few {
    /// Days and counts that a cell does not hold.
    wide: Sparse<Wide>,
    /// The agency that a row counts for, where that is not its addressee.
    pub(super) moved: Sparse<u32>,
    /// The last day as first set, where that is not what the task's definition says.
    pub(super) original: Sparse<i32>,
    pub(super) occurrence: Sparse<OccurrenceFacts>,
    pub(super) more: Sparse<Box<More>>,
}

#[derive(Debug, Clone, Copy)]
struct Wide {
    deadline: i32,
    ended_on: i32,
    extensions: u32,
}

impl Wide {
    /// What a cell does not hold of a row; none for most.
    fn of(facts: &RowFacts) -> Option<Self> {
        let (deadline, ended_on) = (facts.deadline, facts.ended_on());
        let is_wide = near(deadline) == FAR || near(ended_on) == FAR || facts.extensions >= MANY;
        is_wide.then_some(Wide { deadline, ended_on, extensions: facts.extensions })
    }
}

impl RowFacts {
    /// What most rows are packed into.
    pub(crate) fn cell(&self) -> u64 {
        let days = (near(self.deadline), near(self.ended_on()));
        Cell::of(days, self.flags, (self.status, self.percent), self.extensions)
    }
}

impl Few {
    /// The cell of a row; what it does not hold is kept here.
    ///
    /// `usual`: the row's addressee, and the original last day by its task's definition.
    pub(super) fn keep(
        &mut self,
        row: u32,
        facts: RowFacts,
        agency: u32,
        usual: (u32, i32),
    ) -> u64 {
        if let Some(wide) = Wide::of(&facts) {
            self.wide.push(row, wide);
        }
        if agency != usual.0 {
            self.moved.push(row, agency);
        }
        if facts.original != usual.1 {
            self.original.push(row, facts.original);
        }
        if let Some(occurrence) = facts.occurrence {
            self.occurrence.push(row, occurrence);
        }
        let cell = facts.cell();
        if facts.more.is_worth_keeping() {
            self.more.push(row, Box::new(facts.more));
        }
        cell
    }

    /// As [`Few::keep`], for a row that was kept before.
    fn keep_again(&mut self, row: u32, facts: RowFacts, agency: u32, usual: (u32, i32)) -> u64 {
        self.wide.replace(row, Wide::of(&facts));
        self.moved.replace(row, (agency != usual.0).then_some(agency));
        self.original.replace(row, (facts.original != usual.1).then_some(facts.original));
        self.occurrence.replace(row, facts.occurrence);
        let cell = facts.cell();
        self.more.replace(row, facts.more.is_worth_keeping().then(|| Box::new(facts.more)));
        cell
    }

    /// Appends what the rows after these have.
    pub(super) fn append(&mut self, other: Few) {
        self.wide.append(other.wide);
        self.moved.append(other.moved);
        self.original.append(other.original);
        self.occurrence.append(other.occurrence);
        self.more.append(other.more);
    }
}

impl RowColumns {
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn task_count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    #[inline]
    pub(crate) fn cell(&self, row: usize) -> Cell {
        Cell(self.cells[row])
    }

    #[inline]
    pub(crate) fn task(&self, row: usize) -> usize {
        self.task[row] as usize
    }

    /// Puts a row that was judged again in the place of what it was; `usual`: the original last day by the definition of
    /// its task.
    pub(super) fn replace(&mut self, row: usize, judged: Judged, usual: i32) {
        let Judged { addressee, agency, facts } = judged;
        self.cells[row] = self.few.keep_again(row as u32, facts, agency, (addressee, usual));
    }

    /// Puts a task of several rows together again.
    pub(super) fn replace_whole(&mut self, task: usize) {
        let rows = self.rows_of(task);
        let cells: Vec<Cell> = self.cells[rows.clone()].iter().map(|bits| Cell(*bits)).collect();
        self.wholes.replace(task as u32, Some(TaskState::of(rows.start, &cells)));
    }

    /// The rows of a task; none where it is not in force.
    #[inline]
    pub(crate) fn rows_of(&self, task: usize) -> std::ops::Range<usize> {
        match (self.starts.get(task), self.starts.get(task + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    #[inline]
    pub(crate) fn status(&self, row: usize) -> Status {
        self.cell(row).status()
    }

    #[inline]
    pub(crate) fn percent(&self, row: usize) -> u8 {
        self.cell(row).percent()
    }

    #[inline]
    pub(crate) fn flags(&self, row: usize) -> RowFlags {
        self.cell(row).flags()
    }

    /// The last day that judges; under a policy for original deadlines the original.
    pub(crate) fn deadline(&self, row: usize) -> i32 {
        match self.cells[row] as u16 {
            FAR => self.wide(row, |w| w.deadline),
            near => day_of(near),
        }
    }

    /// The day on which it was done or cancelled.
    pub(crate) fn closed_on(&self, row: usize) -> i32 {
        if self.status(row) == Status::Submitted { NO_DAY } else { self.ended_on(row) }
    }

    /// The day on which a completion that waits for acceptance was submitted.
    pub(crate) fn submitted_on(&self, row: usize) -> i32 {
        if self.status(row) == Status::Submitted { self.ended_on(row) } else { NO_DAY }
    }

    fn ended_on(&self, row: usize) -> i32 {
        match (self.cells[row] >> 16) as u16 {
            FAR => self.wide(row, |w| w.ended_on),
            near => day_of(near),
        }
    }

    pub(crate) fn extensions(&self, row: usize) -> u32 {
        match (self.cells[row] >> 55) as u32 {
            MANY => self.few.wide.get(row).map_or(MANY, |w| w.extensions),
            few => few,
        }
    }

    fn wide(&self, row: usize, day: impl Fn(&Wide) -> i32) -> i32 {
        self.few.wide.get(row).map_or(NO_DAY, day)
    }

    pub(crate) fn occurrence(&self, row: usize) -> Option<&OccurrenceFacts> {
        self.few.occurrence.get(row)
    }

    pub(crate) fn rows_with_occurrences(&self) -> impl Iterator<Item = usize> {
        self.few.occurrence.positions()
    }

    pub(crate) fn has_occurrences(&self) -> bool {
        !self.few.occurrence.is_empty()
    }

    pub(crate) fn more(&self, row: usize) -> Option<&More> {
        self.few.more.get(row).map(|more| &**more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;

    fn facts(deadline: i32, extensions: u32) -> RowFacts {
        let mut flags = RowFlags::default();
        flags.set(RowFlags::EXTENSION_BACKDATED, true);
        RowFacts {
            status: Status::Suspended,
            percent: 100,
            deadline,
            original: 7,
            closed_on: NO_DAY,
            extensions,
            flags,
            more: More::default(),
            occurrence: None,
        }
    }

    #[test]
    fn a_row_comes_back() {
        let mut columns = RowColumns::default();
        let days = [NO_DAY, 0, 20_000, day::to_number(day::FIRST), day::to_number(day::LAST)];
        let all = days.into_iter().zip([0, 1, 510, 511, 70_000]);
        for (row, (deadline, extensions)) in all.clone().enumerate() {
            let cell = columns.few.keep(row as u32, facts(deadline, extensions), 1, (1, 7));
            columns.cells.push(cell);
        }
        for (row, (deadline, extensions)) in all.enumerate() {
            assert_eq!((columns.deadline(row), columns.extensions(row)), (deadline, extensions));
            assert_eq!((columns.status(row), columns.percent(row)), (Status::Suspended, 100));
            assert_eq!((columns.closed_on(row), columns.flags(row)), (NO_DAY, facts(0, 0).flags));
        }
        assert!(columns.few.moved.is_empty() && columns.few.original.is_empty());
        assert!(Status::ALL.len() <= 16);
    }
}
