//! What the rule finds for one row, before it goes into columns.

use crate::columns::{NO_DAY, NO_INDEX};
use crate::period::Period;
use crate::status::Status;

/// Yes-or-no facts of a row, packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RowFlags(u16);

impl RowFlags {
    /// One more than the greatest number that the flags make.
    pub(crate) const BITS: usize = 1 << 10;

    pub(crate) const REPORTED: RowFlags = RowFlags(1);
    pub(crate) const LATE_ONLY_IF_STRICT: RowFlags = RowFlags(1 << 1);
    pub(crate) const INHERITED: RowFlags = RowFlags(1 << 2);
    pub(crate) const EXCUSED: RowFlags = RowFlags(1 << 3);
    pub(crate) const REGULAR: RowFlags = RowFlags(1 << 4);
    pub(crate) const SUBMITTED_LATE: RowFlags = RowFlags(1 << 5);
    pub(crate) const OBSTACLE_IN_TERM: RowFlags = RowFlags(1 << 6);
    pub(crate) const HUNDRED_PERCENT_OPEN: RowFlags = RowFlags(1 << 7);
    pub(crate) const EXTENDED_LATE: RowFlags = RowFlags(1 << 8);
    pub(crate) const EXTENSION_BACKDATED: RowFlags = RowFlags(1 << 9);

    /// The flags as bits, below [`RowFlags::BITS`].
    #[inline]
    pub(crate) fn bits(self) -> u16 {
        self.0
    }

    #[inline]
    pub(crate) fn of(bits: u16) -> Self {
        RowFlags(bits)
    }

    /// True where a flag is up that sums count beside statuses.
    #[inline]
    pub(crate) fn is_marked(self) -> bool {
        const MARKS: u16 = RowFlags::LATE_ONLY_IF_STRICT.0
            | RowFlags::INHERITED.0
            | RowFlags::EXCUSED.0
            | RowFlags::REGULAR.0
            | RowFlags::SUBMITTED_LATE.0
            | RowFlags::OBSTACLE_IN_TERM.0;
        self.0 & MARKS != 0
    }

    #[inline]
    pub(crate) fn has(self, flag: RowFlags) -> bool {
        self.0 & flag.0 != 0
    }

    /// Raises a flag where `on`; never lowers one.
    pub(crate) fn set(&mut self, flag: RowFlags, on: bool) {
        if on {
            self.0 |= flag.0;
        }
    }

    pub(crate) fn clear(&mut self, flag: RowFlags) {
        self.0 &= !flag.0;
    }
}

/// What most rows do not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct More {
    /// Obstacles not resolved: day raised, whom they wait for, report.
    pub(crate) obstacles: Vec<(i32, u32, usize)>,
    pub(crate) urged_count: u32,
    pub(crate) set_aside_count: u32,
    pub(crate) author_unstated_count: u32,
    pub(crate) authority_unknown_count: u32,
    pub(crate) submitted_on: i32,
    /// For a completed product that must be in force: the day from which it is.
    pub(crate) in_force_on: i32,
    /// The report that closed or suspended the row.
    pub(crate) decided_by: u32,
    /// The extension whose day judges.
    pub(crate) extended_by: u32,
}

impl Default for More {
    fn default() -> Self {
        More {
            obstacles: Vec::new(),
            urged_count: 0,
            set_aside_count: 0,
            author_unstated_count: 0,
            authority_unknown_count: 0,
            submitted_on: NO_DAY,
            in_force_on: NO_DAY,
            decided_by: NO_INDEX,
            extended_by: NO_INDEX,
        }
    }
}

impl More {
    /// True where there is something that later questions ask for.
    pub(crate) fn is_worth_keeping(&self) -> bool {
        !self.obstacles.is_empty()
            || self.urged_count > 0
            || self.set_aside_count > 0
            || self.in_force_on != NO_DAY
    }
}

/// The occurrence that judges a recurring row, and how the others went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OccurrenceFacts {
    pub(crate) period: Period,
    pub(crate) last_day: i32,
    /// Occurrences that have ended by D.
    pub(crate) elapsed_count: u32,
    pub(crate) done_on_time_count: u32,
    pub(crate) done_late_count: u32,
    /// Ended without completion, of a row that somebody reported on.
    pub(crate) missed_count: u32,
    /// Ended without any report: missing data, not missed work.
    pub(crate) unreported_count: u32,
}

/// What the rule finds for one row.
#[derive(Debug, Clone)]
pub(crate) struct RowFacts {
    pub(crate) status: Status,
    pub(crate) percent: u8,
    /// The last day that judges; under a policy for original deadlines the original.
    pub(crate) deadline: i32,
    pub(crate) original: i32,
    pub(crate) closed_on: i32,
    pub(crate) extensions: u32,
    pub(crate) flags: RowFlags,
    pub(crate) more: More,
    pub(crate) occurrence: Option<OccurrenceFacts>,
}

impl RowFacts {
    /// The day on which it was done or cancelled, or on which it was submitted.
    pub(crate) fn ended_on(&self) -> i32 {
        if self.status == Status::Submitted { self.more.submitted_on } else { self.closed_on }
    }
}
