//! Sums without something that was added to them.

use super::Sums;

impl Sums {
    /// Takes out what was added before.
    pub(crate) fn take_out(&mut self, other: &Sums) {
        self.shift(other, &Sums::default());
    }

    /// Takes out of sums what something added to them, and puts in what it adds now.
    pub(crate) fn shift(&mut self, was: &Sums, is: &Sums) {
        if was == is {
            return;
        }
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
            weighted_percent,
            weight,
            occurrences,
            occurrences_done_on_time,
            occurrences_done_late,
            occurrences_missed,
            occurrences_unreported,
        } = self;
        // What is taken out was put in before, so that nothing falls below zero in the end.
        let moved =
            |sum: &mut u64, was: u64, is: u64| *sum = sum.wrapping_sub(was).wrapping_add(is);
        for i in 0..counts.len() {
            moved(&mut counts[i], was.counts[i], is.counts[i]);
            moved(&mut unreported[i], was.unreported[i], is.unreported[i]);
        }
        moved(regular, was.regular, is.regular);
        moved(submitted_late, was.submitted_late, is.submitted_late);
        moved(late_only_if_strict, was.late_only_if_strict, is.late_only_if_strict);
        moved(excused_done, was.excused_done, is.excused_done);
        moved(excused_overdue, was.excused_overdue, is.excused_overdue);
        moved(blocked_in_term, was.blocked_in_term, is.blocked_in_term);
        moved(inherited, was.inherited, is.inherited);
        moved(weighted_percent, was.weighted_percent, is.weighted_percent);
        moved(weight, was.weight, is.weight);
        moved(occurrences, was.occurrences, is.occurrences);
        moved(occurrences_done_on_time, was.occurrences_done_on_time, is.occurrences_done_on_time);
        moved(occurrences_done_late, was.occurrences_done_late, is.occurrences_done_late);
        moved(occurrences_missed, was.occurrences_missed, is.occurrences_missed);
        moved(occurrences_unreported, was.occurrences_unreported, is.occurrences_unreported);
    }
}
