//! What a row or task adds to sums, small enough to be compared and moved a hundred million times.

use crate::evaluation::row::{OccurrenceFacts, RowFlags};
use crate::status::{STATUS_COUNT, Status};
use crate::sums::Sums;

/// Number of counts in [`Sums`]: by status, unreported by status, seven marks, five of occurrences.
pub(super) const COUNTS: usize = 2 * STATUS_COUNT + 7 + OCCURRENCES;
const OCCURRENCES: usize = 5;
/// The first of the counts that a row may add more than one to.
const FIRST_OCCURRENCE: usize = COUNTS - OCCURRENCES;

/// What is added: one to each of some counts, a weight, and occurrences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Share {
    /// Bit by bit the counts that are one more.
    pub(super) counts: u32,
    pub(super) weight: u32,
    pub(super) weighted_percent: u32,
    occurrences: [u32; OCCURRENCES],
}

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
        let weight = if *known & WEIGHS == 0 { 0 } else { u32::from(weight) };
        Share {
            counts: *known & !WEIGHS,
            weight,
            weighted_percent: weight * u32::from(percent),
            occurrences: [0; OCCURRENCES],
        }
    }
}

impl Share {
    /// Adds the occurrences of a row.
    pub(super) fn with_occurrences(mut self, facts: Option<&OccurrenceFacts>) -> Self {
        if let Some(facts) = facts {
            self.occurrences[0] += facts.elapsed_count;
            self.occurrences[1] += facts.done_on_time_count;
            self.occurrences[2] += facts.done_late_count;
            self.occurrences[3] += facts.missed_count;
            self.occurrences[4] += facts.unreported_count;
        }
        self
    }

    /// Occurrences with the count that each adds to.
    pub(super) fn occurrences(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let added = self.occurrences.iter().copied().zip(FIRST_OCCURRENCE..);
        added.filter(|(count, _)| *count > 0).map(|(count, i)| (i, count))
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
