//! The forward and the backward pass, slack, and the path that drives the finish.

use std::borrow::Cow;

use super::network::{NO_DUE, Network};
use crate::error::Error;

/// When every activity of a [`Network`] can start and must start, in its own working days.
///
/// ```
/// use tiendo::schedule::{Activity, Network};
/// let network = Network::new(&[Activity { earliest: 3, duration_days: 2, due: Some(4) }], &[])?;
/// let dates = network.dates();
/// assert_eq!((dates.early_start(0), dates.early_finish(0)), (3, 5));
/// assert_eq!((dates.late_start(0), dates.late_finish(0), dates.total_slack(0)), (2, 4, -1));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Dates<'a> {
    network: &'a Network,
    pub(super) early: Cow<'a, [i32]>,
    pub(super) late: Cow<'a, [i32]>,
    pub(super) finish: i32,
}

/// That one activity starts at most so many days after another: a maximum lag between starts.
///
/// ```
/// use tiendo::schedule::{Activity, AtMost, Network};
/// let activity = |earliest| Activity { earliest, duration_days: 1, due: None };
/// let network = Network::new(&[activity(0), activity(9)], &[])?;
/// let dates = network.dates_within(&[AtMost { from: 0, to: 1, days: 4 }])?;
/// assert_eq!(dates.early_start(0), 5); // it waits, so that the other is not too far behind
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtMost {
    /// The activity counted from.
    pub from: u32,
    /// The activity that must not start later.
    pub to: u32,
    /// Working days between the two starts.
    pub days: i32,
}

impl Network {
    /// The dates of every activity: a forward and a backward pass, without recursion.
    ///
    /// Source: critical path method, Kelley and Walker 1959; the finish is the latest early finish, and the late finish of an
    /// activity the earliest of that, its own due day, and what its successors leave it.
    ///
    /// # Example
    /// ```
    /// let network = tiendo::schedule::Network::new(&[], &[])?;
    /// assert_eq!(network.dates().finish(), 0);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn dates(&self) -> Dates<'_> {
        let (early, finish) = self.forward();
        let late = self.backward(finish);
        Dates { network: self, early: early.into(), late: late.into(), finish }
    }

    /// Dates that were worked out before.
    pub(super) fn dates_of<'a>(
        &'a self,
        early: &'a [i32],
        late: &'a [i32],
        finish: i32,
    ) -> Dates<'a> {
        Dates { network: self, early: early.into(), late: late.into(), finish }
    }

    /// Early starts by position, and the latest early finish.
    pub(super) fn forward(&self) -> (Vec<i32>, i32) {
        let mut early = self.earliest.clone();
        let mut finish = i32::MIN;
        for at in 0..self.len() {
            // Every predecessor comes first, and has told its successors.
            let start = early[at];
            finish = finish.max(start.saturating_add(self.duration[at]));
            for arc in self.out.of(at) {
                let to = &mut early[arc.other as usize];
                *to = (*to).max(start.saturating_add(arc.weight));
            }
        }
        (early, if self.is_empty() { 0 } else { finish })
    }

    /// Late starts by position.
    pub(super) fn backward(&self, finish: i32) -> Vec<i32> {
        let mut late = vec![0_i32; self.len()];
        for at in (0..self.len()).rev() {
            let mut start = finish.min(self.due[at]).saturating_sub(self.duration[at]);
            for arc in self.out.of(at) {
                start = start.min(late[arc.other as usize].saturating_sub(arc.weight));
            }
            late[at] = start;
        }
        late
    }

    /// The dates under maximum lags too, which may tie activities both ways.
    ///
    /// Each round of passes settles at least one maximum lag for good, so that there are at most one more rounds than lags.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] when an activity is not there, or when the lags contradict each other: then no dates exist.
    pub fn dates_within(&self, lags: &[AtMost]) -> Result<Dates<'_>, Error> {
        let invalid = |value: String, expected: &str| Error::InvalidValue {
            field: "maximum lag",
            value,
            expected: expected.to_owned(),
        };
        let mut ties = Vec::with_capacity(lags.len());
        for lag in lags {
            let tie = self.at(lag.from).zip(self.at(lag.to)).map(|(from, to)| (from, to, lag.days));
            let missing = || invalid(format!("{} → {}", lag.from, lag.to), "between activities");
            ties.push(tie.ok_or_else(missing)?);
        }
        let mut bound = self.clone();
        for _ in 0..=lags.len() {
            let (early, finish) = bound.forward();
            let mut settled = true;
            for &(from, to, days) in &ties {
                let least = early[to].saturating_sub(days);
                if early[from] < least {
                    bound.earliest[from] = bound.earliest[from].max(least);
                    settled = false;
                }
            }
            if settled {
                let late = bound.backward_within(finish, &ties);
                return Ok(Dates { network: self, early: early.into(), late: late.into(), finish });
            }
        }
        Err(invalid(format!("{} lags", lags.len()), "free of contradiction"))
    }

    /// Late starts under maximum lags that are known to be free of contradiction.
    fn backward_within(&mut self, finish: i32, ties: &[(usize, usize, i32)]) -> Vec<i32> {
        loop {
            let late = self.backward(finish);
            let mut settled = true;
            for &(from, to, days) in ties {
                let most = late[from].saturating_add(days);
                if late[to] > most {
                    let due = most.saturating_add(self.duration[to]);
                    self.due[to] = self.due[to].min(due);
                    settled = false;
                }
            }
            if settled {
                return late;
            }
        }
    }

    /// The chain of activities whose links drive the finish, first to last: from the activity that finishes last, the
    /// smallest on ties, back to the predecessor that fixes its start.
    pub fn driving_path(&self, dates: &Dates<'_>) -> Vec<u32> {
        let last = (0..self.len() as u32).find(|i| dates.early_finish(*i) == dates.finish);
        last.map_or_else(Vec::new, |last| self.driving_path_to(dates, last))
    }

    /// The chain of activities whose links fix the start of one, first to last; empty for one that is not there.
    ///
    /// ```
    /// use tiendo::schedule::{Activity, Network};
    /// let network = Network::new(&[Activity { earliest: 3, duration_days: 2, due: None }], &[])?;
    /// assert_eq!(network.driving_path_to(&network.dates(), 0), [0]);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn driving_path_to(&self, dates: &Dates<'_>, activity: u32) -> Vec<u32> {
        self.driven(&dates.early, activity, |_| true)
    }

    /// The same over other early starts, and only through activities that `through` lets pass.
    pub(super) fn driven(
        &self,
        early: &[i32],
        activity: u32,
        through: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let Some(mut at) = self.at(activity) else { return Vec::new() };
        let mut path = vec![activity];
        loop {
            let drivers = self
                .arcs_into(at)
                .iter()
                .filter(|arc| early[arc.other as usize].saturating_add(arc.weight) == early[at]);
            let smallest =
                drivers.map(|arc| self.order[arc.other as usize]).filter(|i| through(*i));
            let Some(driver) = smallest.min() else { break };
            path.push(driver);
            at = self.position[driver as usize] as usize;
        }
        path.reverse();
        path
    }
}

impl Dates<'_> {
    /// The latest early finish of all; 0 for an empty network.
    pub fn finish(&self) -> i32 {
        self.finish
    }

    /// Early start. What is asked of an activity that is not there is 0, here and below.
    pub fn early_start(&self, activity: u32) -> i32 {
        self.network.at(activity).map_or(0, |at| self.early[at])
    }

    /// Early finish: the day after the last one worked.
    pub fn early_finish(&self, activity: u32) -> i32 {
        self.network
            .at(activity)
            .map_or(0, |at| self.early[at].saturating_add(self.network.duration[at]))
    }

    /// Late start: the last that delays neither the finish nor any due day.
    pub fn late_start(&self, activity: u32) -> i32 {
        self.network.at(activity).map_or(0, |at| self.late[at])
    }

    /// Late finish.
    pub fn late_finish(&self, activity: u32) -> i32 {
        self.network
            .at(activity)
            .map_or(0, |at| self.late[at].saturating_add(self.network.duration[at]))
    }

    /// Days that the activity may be delayed without delaying the finish or missing a due day; negative where one is missed.
    pub fn total_slack(&self, activity: u32) -> i32 {
        self.network.at(activity).map_or(0, |at| self.late[at].saturating_sub(self.early[at]))
    }

    /// Days that the activity may be delayed without delaying the early start of any successor, and without missing its own
    /// due day; of an activity without successors the days to the finish.
    pub fn free_slack(&self, activity: u32) -> i32 {
        let Some(at) = self.network.at(activity) else { return 0 };
        let early = self.early[at];
        let own_finish = early.saturating_add(self.network.duration[at]);
        let gaps = self.network.out.of(at).iter().map(|arc| {
            self.early[arc.other as usize].saturating_sub(arc.weight).saturating_sub(early)
        });
        // A successor may lead, so that the finish bounds it even where there is one.
        let free = gaps.fold(self.finish.saturating_sub(own_finish), i32::min);
        match self.network.due[at] {
            NO_DUE => free,
            due => free.min(due.saturating_sub(own_finish)),
        }
    }

    /// Whether the total slack is 0 or less.
    pub fn is_critical(&self, activity: u32) -> bool {
        self.total_slack(activity) <= 0
    }
}
