//! Sums: which number of a key is asked for, and what rows of sums have in common.

use std::mem::MaybeUninit;

use model::{Policy, Ratio, Sums};

use crate::boundary::{put, wanted};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::packed::Grid;
use crate::text::tiendo_str;
use crate::word::{in_lang, tiendo_rate, tiendo_status};

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
    /// Of those that elapsed, the ones of rows that nobody ever reported on: missing data.
    OccurrencesUnreported = 19,
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

const ALL: [tiendo_sum; 20] = [
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
    tiendo_sum::OccurrencesUnreported,
];

/// The texts of a key: its id or word, and its name in both languages.
pub(crate) type Keys = Grid<3>;

/// The texts of keys as they come.
pub(crate) fn keys<'a>(rows: impl Iterator<Item = [&'a String; 3]>) -> Keys {
    Grid::pack(rows)
}

/// The name of a key.
pub(crate) fn name_of(keys: &Keys, row: usize, lang: i32) -> Outcome<tiendo_str> {
    let field = in_lang(&[1, 2], lang)?;
    keys.get(row, *field, "row")
}

/// The sums of a key under the policy that counts them: what roll-ups, rankings and evaluations answer alike.
pub(crate) struct Counted<'a> {
    pub(crate) sums: &'a Sums,
    pub(crate) policy: &'a Policy,
}

impl Counted<'_> {
    /// Writes one number: a `tiendo_sum`.
    pub(crate) fn put_sum(&self, sum: i32, value_out: Option<&mut MaybeUninit<u64>>) -> Outcome {
        put(value_out, "value_out", sum_of(self.sums, sum, self.policy)?)
    }

    /// Writes how many have a `tiendo_status`, and of these how many nobody reported on.
    pub(crate) fn put_count(
        &self,
        status: i32,
        count_out: Option<&mut MaybeUninit<u64>>,
        unreported_out: Option<&mut MaybeUninit<u64>>,
    ) -> Outcome {
        let status = tiendo_status::of(status, "status")?;
        wanted(unreported_out.as_deref(), "unreported_out")?;
        put(count_out, "count_out", self.sums.count(status))?;
        put(unreported_out, "unreported_out", self.sums.unreported[status.index()])
    }

    /// Writes a rate, a `tiendo_rate`.
    pub(crate) fn put_rate(
        &self,
        rate: i32,
        num_out: Option<&mut MaybeUninit<u64>>,
        den_out: Option<&mut MaybeUninit<u64>>,
    ) -> Outcome {
        let ratio = self.sums.rate_of(tiendo_rate::of(rate, "rate")?, self.policy);
        put_ratio(ratio, num_out, den_out)
    }
}

/// Writes a fraction.
pub(crate) fn put_ratio(
    ratio: Ratio,
    num_out: Option<&mut MaybeUninit<u64>>,
    den_out: Option<&mut MaybeUninit<u64>>,
) -> Outcome {
    wanted(den_out.as_deref(), "den_out")?;
    put(num_out, "num_out", ratio.num)?;
    put(den_out, "den_out", ratio.den)
}

/// One number of sums.
fn sum_of(sums: &Sums, sum: i32, policy: &Policy) -> Outcome<u64> {
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
        tiendo_sum::OccurrencesUnreported => sums.occurrences_unreported,
    })
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
