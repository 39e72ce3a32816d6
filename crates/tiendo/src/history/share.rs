//! What a row or task adds to sums, small enough to be compared and moved a hundred million times.

use crate::evaluation::row::{OccurrenceFacts, RowFlags};
use crate::status::{STATUS_COUNT, Status};
use crate::sums::Sums;

/// Number of counts in [`Sums`]: by status, unreported by status, seven marks, five of occurrences.
pub(super) const COUNTS: usize = 2 * STATUS_COUNT + 7 + OCCURRENCES;
const OCCURRENCES: usize = 5;
/// The first of the counts that a row may add more than one to.
const FIRST_OCCURRENCE: usize = COUNTS - OCCURRENCES;

/// What is added: one to each of some counts, and a weight. The default adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Share {
    /// Bit by bit the counts that are one more.
    pub(super) counts: u32,
    pub(super) weight: u16,
    pub(super) weighted_percent: u16,
}

/// What recurring rows add beside their share, which few rows do. The default adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Occurrences([u32; OCCURRENCES]);

/// Which counts each status adds to with each set of flags, as [`Sums::add`] has it, asked once and remembered.
#[derive(Debug)]
pub(super) struct Shares {
    /// By status and flags: the counts, and in the highest bit whether the weight is added; 0 where not asked yet.
    known: Vec<u32>,
}

const WEIGHS: u32 = 1 << 31;

impl Shares {
    pub(super) fn new() -> Self {
        Shares { known: vec![0; STATUS_COUNT * RowFlags::BITS] }
    }

    /// What a row or a whole task adds.
    #[inline]
    pub(super) fn of(&mut self, status: Status, percent: u8, weight: u8, flags: RowFlags) -> Share {
        let known = &mut self.known[status.index() * RowFlags::BITS + usize::from(flags.bits())];
        if *known == 0 {
            let mut sums = Sums::default();
            sums.add(status, 0, 1, flags);
            let added = counts(&sums).into_iter().zip(0..).filter(|(count, _)| *count > 0);
            *known = added.fold(0, |bits, (_, i)| bits | 1 << i);
            *known |= if sums.weight > 0 { WEIGHS } else { 0 };
        }
        let weight = if *known & WEIGHS == 0 { 0 } else { u16::from(weight) };
        Share { counts: *known & !WEIGHS, weight, weighted_percent: weight * u16::from(percent) }
    }
}

impl Occurrences {
    /// Adds those of a row.
    pub(super) fn add(&mut self, facts: Option<&OccurrenceFacts>) {
        let Some(facts) = facts else { return };
        self.0[0] += facts.elapsed_count;
        self.0[1] += facts.done_on_time_count;
        self.0[2] += facts.done_late_count;
        self.0[3] += facts.missed_count;
        self.0[4] += facts.unreported_count;
    }

    /// Each with the count that it adds to.
    pub(super) fn counts(self) -> impl Iterator<Item = (usize, i32)> {
        (FIRST_OCCURRENCE..).zip(self.0).filter(|(_, of)| *of > 0).map(|(i, of)| (i, of as i32))
    }
}

/// The counts of sums in the order in which they are numbered here.
fn counts(sums: &Sums) -> [u64; COUNTS] {
    let mut sums = *sums;
    let mut out = [0; COUNTS];
    for (out, count) in out.iter_mut().zip(counts_mut(&mut sums)) {
        *out = *count;
    }
    out
}

/// The same, to be written.
pub(super) fn counts_mut(sums: &mut Sums) -> impl Iterator<Item = &mut u64> {
    // Every field is named, so that a new one cannot be forgotten here.
    let Sums {
        counts,
        unreported,
        regular,
        submitted_late,
        late_only_if_strict,
        excused_done,
        excused_overdue,
        blocked_in_term,
        inherited,
        weighted_percent: _,
        weight: _,
        occurrences,
        occurrences_done_on_time,
        occurrences_done_late,
        occurrences_missed,
        occurrences_unreported,
    } = sums;
    counts.iter_mut().chain(unreported).chain([
        regular,
        submitted_late,
        late_only_if_strict,
        excused_done,
        excused_overdue,
        blocked_in_term,
        inherited,
        occurrences,
        occurrences_done_on_time,
        occurrences_done_late,
        occurrences_missed,
        occurrences_unreported,
    ])
}
