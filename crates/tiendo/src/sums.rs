//! Sums over rows: exact counts, and rates as fractions.

use crate::evaluation::row::RowFlags;
use crate::policy::{Policy, Rate, Silence};
use crate::status::{STATUS_COUNT, Status};

mod shift;

/// A fraction that is kept exact until it is printed.
///
/// ```
/// use tiendo::Ratio;
/// let rate = Ratio { num: 2501, den: 2723 };
/// assert_eq!(rate.percent_text(1).as_deref(), Some("91.8"));
/// assert_eq!(Ratio { num: 0, den: 0 }.percent_text(1), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ratio {
    /// Numerator.
    pub num: u64,
    /// Denominator; 0 where the rate is undefined.
    pub den: u64,
}

impl Ratio {
    /// The value, 0 to 1; none where it is undefined.
    pub fn value_ratio(self) -> Option<f64> {
        #[allow(clippy::cast_precision_loss)]
        // for display and charts; comparisons use the integers
        (self.den > 0).then(|| self.num as f64 / self.den as f64)
    }

    /// The value in percent with this many decimals (9 at most), rounded half up in integers.
    pub fn percent_text(self, decimals: u32) -> Option<String> {
        if self.den == 0 {
            return None;
        }
        let scale = 10_u128.pow(decimals.min(9));
        let scaled = (u128::from(self.num) * 200 * scale + u128::from(self.den))
            / (2 * u128::from(self.den));
        Some(match decimals.min(9) {
            0 => scaled.to_string(),
            n => format!("{}.{:0width$}", scaled / scale, scaled % scale, width = n as usize),
        })
    }

    /// Compares two defined rates exactly.
    pub(crate) fn compare(self, other: Ratio) -> std::cmp::Ordering {
        (u128::from(self.num) * u128::from(other.den))
            .cmp(&(u128::from(other.num) * u128::from(self.den)))
    }
}

/// Counts and weighted completion over a set of rows or tasks.
///
/// ```
/// use tiendo::{Policy, Rate, Status, Sums};
/// let mut october = Sums::default();
/// october.counts[Status::DoneOnTime.index()] = 8150;
/// october.counts[Status::InProgress.index()] = 1620;
/// october.counts[Status::Overdue.index()] = 61;
/// assert_eq!(october.total(), 9831);
/// assert_eq!(october.rate(&Policy::named("vpcp-2025")?).percent_text(1).as_deref(), Some("82.9"));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// How many stand where, by [`Status::index`].
    pub counts: [u64; STATUS_COUNT],
    /// How many of each nobody reported on.
    pub unreported: [u64; STATUS_COUNT],
    /// Regular tasks among the open-ended.
    pub regular: u64,
    /// Submitted after the last day.
    pub submitted_late: u64,
    /// Late only because 'before' is read strictly.
    pub late_only_if_strict: u64,
    /// Done late, excused by a confirmed objective cause.
    pub excused_done: u64,
    /// Overdue, excused by a confirmed objective cause.
    pub excused_overdue: u64,
    /// Overdue with an unresolved obstacle raised in term.
    pub blocked_in_term: u64,
    /// Overdue before it was handed over, still the predecessor's.
    pub inherited: u64,
    /// Σ weight · percent over what is neither cancelled nor suspended.
    pub weighted_percent: u64,
    /// Σ weight over the same.
    pub weight: u64,
    /// Elapsed occurrences of recurring tasks.
    pub occurrences: u64,
    /// Occurrences served on time.
    pub occurrences_done_on_time: u64,
    /// Occurrences served late.
    pub occurrences_done_late: u64,
    /// Elapsed occurrences that nobody served, of rows that somebody reported on.
    pub occurrences_missed: u64,
    /// Elapsed occurrences of rows that nobody reported on.
    pub occurrences_unreported: u64,
}

impl Sums {
    /// Adds one row or task.
    pub(crate) fn add(&mut self, status: Status, percent: u8, weight: u8, flags: RowFlags) {
        let i = status.index();
        self.counts[i] += 1;
        self.unreported[i] += u64::from(!flags.has(RowFlags::REPORTED));
        if !matches!(status, Status::Cancelled | Status::Suspended) {
            self.weighted_percent += u64::from(weight) * u64::from(percent);
            self.weight += u64::from(weight);
        }
        self.add_marks(status, flags);
    }

    /// Adds what a row or task is marked with.
    pub(crate) fn add_marks(&mut self, status: Status, flags: RowFlags) {
        let counts = |flag: RowFlags, status_is: bool| u64::from(status_is && flags.has(flag));
        self.regular += counts(RowFlags::REGULAR, status == Status::OpenEnded);
        self.submitted_late += counts(RowFlags::SUBMITTED_LATE, status == Status::Submitted);
        self.late_only_if_strict += counts(RowFlags::LATE_ONLY_IF_STRICT, true);
        self.excused_done += counts(RowFlags::EXCUSED, status == Status::DoneLate);
        self.excused_overdue += counts(RowFlags::EXCUSED, status == Status::Overdue);
        self.blocked_in_term += counts(RowFlags::OBSTACLE_IN_TERM, status == Status::Overdue);
        self.inherited += counts(RowFlags::INHERITED, true);
    }

    /// Adds other sums to these.
    pub fn merge(&mut self, other: &Sums) {
        for i in 0..STATUS_COUNT {
            self.counts[i] += other.counts[i];
            self.unreported[i] += other.unreported[i];
        }
        self.regular += other.regular;
        self.submitted_late += other.submitted_late;
        self.late_only_if_strict += other.late_only_if_strict;
        self.excused_done += other.excused_done;
        self.excused_overdue += other.excused_overdue;
        self.blocked_in_term += other.blocked_in_term;
        self.inherited += other.inherited;
        self.weighted_percent += other.weighted_percent;
        self.weight += other.weight;
        self.occurrences += other.occurrences;
        self.occurrences_done_on_time += other.occurrences_done_on_time;
        self.occurrences_done_late += other.occurrences_done_late;
        self.occurrences_missed += other.occurrences_missed;
        self.occurrences_unreported += other.occurrences_unreported;
    }

    /// How many in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many anybody reported on.
    pub fn reported(&self) -> u64 {
        self.total().saturating_sub(self.unreported.iter().sum())
    }

    /// How many have this status.
    pub fn count(&self, status: Status) -> u64 {
        self.counts[status.index()]
    }

    /// How many are done, on time or late.
    pub fn done(&self) -> u64 {
        self.count(Status::DoneOnTime) + self.count(Status::DoneLate)
    }

    /// Open and in term, in the words of official reports: not started, in progress, due soon, submitted in term.
    pub fn in_term(&self) -> u64 {
        self.count(Status::NotStarted)
            + self.count(Status::InProgress)
            + self.count(Status::DueSoon)
            + self.count(Status::Submitted).saturating_sub(self.submitted_late)
    }

    /// Of those open and in term, how many nobody reported on. What was submitted was reported.
    pub fn in_term_unreported(&self) -> u64 {
        let silent = |status: Status| self.unreported[status.index()];
        silent(Status::NotStarted) + silent(Status::InProgress) + silent(Status::DueSoon)
    }

    /// Overdue with at least one report.
    pub fn overdue_reported(&self) -> u64 {
        self.count(Status::Overdue).saturating_sub(self.overdue_unreported())
    }

    /// Overdue without any report: missing data, not yet a verdict.
    pub fn overdue_unreported(&self) -> u64 {
        self.unreported[Status::Overdue.index()]
    }

    /// Overdue as the policy counts it.
    pub fn overdue(&self, policy: &Policy) -> u64 {
        match policy.silence {
            Silence::Apart => self.overdue_reported(),
            Silence::Counted => self.count(Status::Overdue),
        }
    }

    /// Done or overdue: what has been put to the test, as the policy counts it.
    pub fn fallen_due(&self, policy: &Policy) -> u64 {
        (self.done() + self.overdue(policy) + self.submitted_late)
            .saturating_sub(self.excused_overdue)
    }

    /// Weighted completion: Σ weight · percent ÷ (100 · Σ weight).
    pub fn completion(&self) -> Ratio {
        Ratio { num: self.weighted_percent, den: 100 * self.weight }
    }

    /// The policy's rate.
    pub fn rate(&self, policy: &Policy) -> Ratio {
        self.rate_of(policy.rate, policy)
    }

    /// Any rate, under a policy's treatment of silence and excuses; undefined where nobody reported at all.
    ///
    /// Cancelled tasks, what is overdue without a report and what is excused stay outside every denominator.
    pub fn rate_of(&self, rate: Rate, policy: &Policy) -> Ratio {
        // What nobody reported on at all has no rate: it would be made of nothing.
        if policy.silence == Silence::Apart && self.reported() == 0 {
            return Ratio::default();
        }
        let silent = self.count(Status::Overdue).saturating_sub(self.overdue(policy));
        match rate {
            Rate::DoneOverDue => Ratio { num: self.done(), den: self.fallen_due(policy) },
            Rate::DoneOverAll => {
                let left_out = self.count(Status::Cancelled) + silent + self.excused_overdue;
                let den = self.total().saturating_sub(left_out);
                Ratio { num: self.done(), den }
            }
            Rate::OnTimeOverDue => Ratio {
                num: self.count(Status::DoneOnTime) + self.excused_done,
                den: self.fallen_due(policy),
            },
            Rate::Completion => self.completion(),
        }
    }
}
