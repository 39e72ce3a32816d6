//! Sums: which number of a key is asked for.

use model::{Policy, Status, Sums};

use crate::code::{Failure, Outcome, tiendo_code};

/// A number of the sums of a key. Statuses have their own: `tiendo_rollup_get_count`.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_sum {
    /// How many in all.
    Total = 0,
    /// Done, on time or late.
    Done = 1,
    /// Open and in term: not started, in progress, due soon, submitted in term.
    InTerm = 2,
    /// Overdue as the policy counts it.
    Overdue = 3,
    /// Overdue without any report: missing data, no verdict.
    OverdueUnreported = 4,
    /// Done or overdue: what was put to the test, as the policy counts it.
    FallenDue = 5,
    /// Regular tasks among those without a fixed term.
    Regular = 6,
    /// Submitted after the last day.
    SubmittedLate = 7,
    /// Late only because 'before' is read strictly.
    LateOnlyIfStrict = 8,
    /// Done late, excused by a confirmed objective cause.
    ExcusedDone = 9,
    /// Overdue, excused by a confirmed objective cause.
    ExcusedOverdue = 10,
    /// Overdue with an unresolved obstacle raised in term.
    BlockedInTerm = 11,
    /// Overdue before it was handed over, still the predecessor's.
    Inherited = 12,
    /// Σ weight · percent.
    WeightedPercent = 13,
    /// Σ weight.
    Weight = 14,
    /// Elapsed occurrences of recurring tasks.
    Occurrences = 15,
    /// Of these, served on time.
    OccurrencesDoneOnTime = 16,
    /// Of these, served late.
    OccurrencesDoneLate = 17,
    /// Of these, served by nobody.
    OccurrencesMissed = 18,
}

/// Whose sums: its own, or with all below it.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_extent {
    /// Its own.
    Own = 0,
    /// Its own and all below it: descendants of an agency, documents that concretise a document.
    Inclusive = 1,
}

const ALL: [tiendo_sum; 19] = [
    tiendo_sum::Total,
    tiendo_sum::Done,
    tiendo_sum::InTerm,
    tiendo_sum::Overdue,
    tiendo_sum::OverdueUnreported,
    tiendo_sum::FallenDue,
    tiendo_sum::Regular,
    tiendo_sum::SubmittedLate,
    tiendo_sum::LateOnlyIfStrict,
    tiendo_sum::ExcusedDone,
    tiendo_sum::ExcusedOverdue,
    tiendo_sum::BlockedInTerm,
    tiendo_sum::Inherited,
    tiendo_sum::WeightedPercent,
    tiendo_sum::Weight,
    tiendo_sum::Occurrences,
    tiendo_sum::OccurrencesDoneOnTime,
    tiendo_sum::OccurrencesDoneLate,
    tiendo_sum::OccurrencesMissed,
];

/// One number of sums.
pub(crate) fn sum_of(sums: &Sums, sum: i32, policy: &Policy) -> Outcome<u64> {
    let found = ALL.iter().find(|known| **known as i32 == sum).ok_or_else(|| {
        let message = format!("sum must be 0 to {}, not {sum}", ALL.len() - 1);
        Failure::new(tiendo_code::InvalidEnum, message)
    })?;
    Ok(match found {
        tiendo_sum::Total => sums.total(),
        tiendo_sum::Done => sums.done(),
        tiendo_sum::InTerm => sums.in_term(),
        tiendo_sum::Overdue => sums.overdue(policy),
        tiendo_sum::OverdueUnreported => sums.overdue_unreported(),
        tiendo_sum::FallenDue => sums.fallen_due(policy),
        tiendo_sum::Regular => sums.regular,
        tiendo_sum::SubmittedLate => sums.submitted_late,
        tiendo_sum::LateOnlyIfStrict => sums.late_only_if_strict,
        tiendo_sum::ExcusedDone => sums.excused_done,
        tiendo_sum::ExcusedOverdue => sums.excused_overdue,
        tiendo_sum::BlockedInTerm => sums.blocked_in_term,
        tiendo_sum::Inherited => sums.inherited,
        tiendo_sum::WeightedPercent => sums.weighted_percent,
        tiendo_sum::Weight => sums.weight,
        tiendo_sum::Occurrences => sums.occurrences,
        tiendo_sum::OccurrencesDoneOnTime => sums.occurrences_done_on_time,
        tiendo_sum::OccurrencesDoneLate => sums.occurrences_done_late,
        tiendo_sum::OccurrencesMissed => sums.occurrences_missed,
    })
}

/// How many have a status, and of these how many nobody reported on.
pub(crate) fn count_of(sums: &Sums, status: Status) -> (u64, u64) {
    (sums.count(status), sums.unreported[status.index()])
}

/// Whether the inclusive sums are meant.
pub(crate) fn is_inclusive(extent: i32) -> Outcome<bool> {
    match extent {
        _ if extent == tiendo_extent::Own as i32 => Ok(false),
        _ if extent == tiendo_extent::Inclusive as i32 => Ok(true),
        _ => {
            let message = format!("extent must be 0 or 1, not {extent}");
            Err(Failure::new(tiendo_code::InvalidEnum, message))
        }
    }
}
