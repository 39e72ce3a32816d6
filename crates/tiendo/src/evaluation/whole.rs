//! A task as a whole, put together from its rows: done when the last row is.

use super::cells::Cell;
use super::row::RowFlags;
use crate::status::Status;

/// Where a task stands as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TaskState {
    /// First row, and number of rows; no row where the task is not in force.
    pub(crate) first_row: u32,
    pub(crate) row_count: u32,
    pub(crate) done_count: u32,
    pub(crate) status: Status,
    pub(crate) percent: u8,
    pub(crate) flags: RowFlags,
}

impl Default for TaskState {
    fn default() -> Self {
        TaskState {
            first_row: 0,
            row_count: 0,
            done_count: 0,
            status: Status::Cancelled,
            percent: 0,
            flags: RowFlags::default(),
        }
    }
}

/// What a task with several rows is, by the worst of what is still owed.
const WORST_FIRST: [Status; 7] = [
    Status::Overdue,
    Status::DueSoon,
    Status::Submitted,
    Status::InProgress,
    Status::NotStarted,
    Status::OpenEnded,
    Status::Suspended,
];

impl TaskState {
    /// The state of a task with one row.
    #[inline]
    pub(crate) fn of_one(row: usize, cell: Cell) -> Self {
        let status = cell.status();
        TaskState {
            first_row: row as u32,
            row_count: 1,
            done_count: u32::from(status.is_done()),
            status,
            percent: cell.percent(),
            flags: cell.flags(),
        }
    }

    /// The state of the task whose rows are these and begin at `start`.
    pub(crate) fn of(start: usize, cells: &[Cell]) -> Self {
        let rows = 0..cells.len();
        let status: Vec<Status> = cells.iter().map(|cell| cell.status()).collect();
        let percent = |i: usize| cells[i].percent();
        let done_count = status.iter().filter(|s| s.is_done()).count() as u32;
        let mut state = TaskState {
            first_row: start as u32,
            row_count: rows.len() as u32,
            done_count,
            ..TaskState::default()
        };
        let decisive = WORST_FIRST.into_iter().find(|s| status.contains(s));
        state.status = decisive.unwrap_or_else(|| match () {
            () if status.contains(&Status::DoneLate) => Status::DoneLate,
            () if done_count > 0 => Status::DoneOnTime,
            () => Status::Cancelled,
        });
        // Some rows under way make the whole under way, though others have not started.
        if state.status == Status::NotStarted && done_count > 0 {
            state.status = Status::InProgress;
            // The rows that are done were reported on, and they made it so.
            state.flags.set(RowFlags::REPORTED, true);
        }
        // Rows that were cancelled or suspended carry no percent; the quotient is cut to whole percents, so that 100
        // means every row.
        let counted =
            rows.clone().filter(|i| !matches!(status[*i], Status::Cancelled | Status::Suspended));
        let (sum, count) =
            counted.fold((0_u64, 0_u64), |(s, n), i| (s + u64::from(percent(i)), n + 1));
        state.percent = sum.checked_div(count).unwrap_or(0) as u8;
        // The whole is told of as its decisive rows are; it is reported where one of them is.
        for i in rows.filter(|i| status[*i] == state.status) {
            for flag in [
                RowFlags::REPORTED,
                RowFlags::REGULAR,
                RowFlags::SUBMITTED_LATE,
                RowFlags::OBSTACLE_IN_TERM,
                RowFlags::INHERITED,
            ] {
                state.flags.set(flag, cells[i].flags().has(flag));
            }
        }
        let decisive = || (0..cells.len()).filter(|i| status[*i] == state.status);
        for flag in [RowFlags::EXCUSED, RowFlags::LATE_ONLY_IF_STRICT] {
            let all = decisive().all(|i| cells[i].flags().has(flag));
            state.flags.set(flag, all && decisive().next().is_some());
        }
        state
    }
}
