//! The network of a schedule: activities and links as rows, held in topological order.

use std::sync::OnceLock;

use super::lay_out::{Incoming, lay_out};
use crate::error::Error;
use crate::task::DependencyKind;

/// No latest finish of its own.
pub(super) const NO_DUE: i32 = i32::MAX;

/// Most activities that a loop names.
const MAX_NAMED: usize = 50;

/// One activity of a [`Network`], in whole working days from any day 0; any other unit of working time does as well.
///
/// ```
/// use tiendo::schedule::Activity;
/// let activity = Activity { earliest: 0, duration_days: 5, due: Some(7) };
/// assert_eq!(activity.earliest + activity.duration_days, 5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// The earliest start, whatever it waits for.
    pub earliest: i32,
    /// Working days that it takes; 0 for a milestone.
    pub duration_days: i32,
    /// The latest finish of its own, the day after the last one worked.
    pub due: Option<i32>,
}

/// A link between two activities of a [`Network`], by their positions.
///
/// ```
/// use tiendo::{DependencyKind, schedule::Link};
/// let link = Link { from: 0, to: 1, kind: DependencyKind::FinishToStart, lag_days: -2 };
/// assert_eq!(link.kind.as_str(), "FS");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The predecessor.
    pub from: u32,
    /// The successor.
    pub to: u32,
    /// Which ends are tied.
    pub kind: DependencyKind,
    /// Working days between them; negative for a lead.
    pub lag_days: i32,
}

/// One end of a link as the passes read it: the start of the later activity is at least that of the earlier and `weight`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) other: u32,
    pub(super) weight: i32,
}

/// The arcs of every activity, packed: those of `i` are `arcs[starts[i]..starts[i + 1]]`.
#[derive(Debug, Clone)]
pub(super) struct Arcs {
    starts: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Arcs {
    #[inline]
    pub(super) fn of(&self, i: usize) -> &[Arc] {
        &self.arcs[self.starts[i] as usize..self.starts[i + 1] as usize]
    }

    /// Number of activities.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(super) fn first(&self, i: usize) -> usize {
        self.starts[i] as usize
    }

    pub(super) fn arcs_mut(&mut self, range: std::ops::Range<usize>) -> &mut [Arc] {
        &mut self.arcs[range]
    }

    /// Of arcs that lie in this order; one start more than there are activities.
    pub(super) fn packed(starts: Vec<u32>, arcs: Vec<Arc>) -> Self {
        Arcs { starts, arcs }
    }
}

/// Activities and links, stored in an order in which every predecessor comes first.
///
/// Every link is held as one number, because with fixed durations all four kinds say that one start is at least another
/// and a weight: FS the predecessor's duration and the lag, SS the lag, FF the difference of the durations and the lag, SF
/// the lag less the successor's duration. The forward and the backward pass are then one loop each over memory in order.
///
/// ```
/// use tiendo::{DependencyKind, schedule::{Activity, Link, Network}};
/// let day = |duration_days| Activity { earliest: 0, duration_days, due: None };
/// let link = |from, to| Link { from, to, kind: DependencyKind::FinishToStart, lag_days: 0 };
/// let network = Network::new(&[day(3), day(5), day(1)], &[link(0, 2), link(1, 2)])?;
/// let dates = network.dates();
/// assert_eq!((dates.finish(), dates.early_start(2), dates.total_slack(0)), (6, 5, 2));
/// assert_eq!(network.driving_path(&dates), [1, 2]);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    /// By position in topological order: the activity as the caller counts it, and back.
    pub(super) order: Vec<u32>,
    pub(super) position: Vec<u32>,
    pub(super) earliest: Vec<i32>,
    pub(super) duration: Vec<i32>,
    pub(super) due: Vec<i32>,
    pub(super) out: Arcs,
    /// The kinds of `out`, which only changed durations ask for; empty where all are from finish to start.
    pub(super) kinds: Vec<DependencyKind>,
    /// The same links by their successors, made when somebody first asks what an activity waits for.
    pub(super) incoming: OnceLock<Incoming>,
}

impl Network {
    /// A network of these activities; links name them by position.
    ///
    /// # Errors
    /// - [`Error::Cycle`] when links close a loop, which is named by the numbers of its activities.
    /// - [`Error::InvalidValue`] for a negative duration, a link to an activity that is not there, or more than four
    ///   thousand million of them.
    ///
    /// # Example
    /// ```
    /// use tiendo::{DependencyKind, schedule::{Activity, Link, Network}};
    /// let activity = Activity { earliest: 0, duration_days: 1, due: None };
    /// let link = |from, to| Link { from, to, kind: DependencyKind::FinishToStart, lag_days: 0 };
    /// let looped = Network::new(&[activity; 3], &[link(0, 1), link(1, 2), link(2, 1)]);
    /// assert_eq!(looped.unwrap_err().to_string(), "the links form a loop: 1 → 2 → 1");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn new(activities: &[Activity], links: &[Link]) -> Result<Network, Error> {
        Network::ordered(activities, links, |i| i.to_string())
    }

    /// As [`Network::new`], the activities of a loop named by the caller.
    pub(super) fn ordered(
        activities: &[Activity],
        links: &[Link],
        name: impl Fn(u32) -> String,
    ) -> Result<Network, Error> {
        check(activities, links)?;
        lay_out(activities, links).map_err(|waiting| looped(&waiting, links, name))
    }

    /// Number of activities.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// True where there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Number of links.
    pub fn link_count(&self) -> usize {
        self.out.arcs.len()
    }

    /// Links by their successors. The passes over all dates need none of them, so that they are made on first use.
    pub(super) fn incoming(&self) -> &Incoming {
        self.incoming.get_or_init(|| Incoming::of(&self.out, &self.kinds))
    }

    /// The links into an activity.
    #[inline]
    pub(super) fn arcs_into(&self, at: usize) -> &[Arc] {
        self.incoming().arcs.of(at)
    }

    /// Where an activity is stored; none for one that is not there.
    pub(super) fn at(&self, activity: u32) -> Option<usize> {
        self.position.get(activity as usize).map(|at| *at as usize)
    }
}

/// What a link adds to the predecessor's start to bound the successor's.
pub(super) fn weight(kind: DependencyKind, lag: i32, from: i32, to: i32) -> i32 {
    match kind {
        DependencyKind::FinishToStart => from.saturating_add(lag),
        DependencyKind::StartToStart => lag,
        DependencyKind::FinishToFinish => from.saturating_add(lag).saturating_sub(to),
        DependencyKind::StartToFinish => lag.saturating_sub(to),
    }
}

fn check(activities: &[Activity], links: &[Link]) -> Result<(), Error> {
    let most = u32::MAX as usize - 1;
    let invalid = |field, value: String, expected: &str| {
        Err(Error::InvalidValue { field, value, expected: expected.to_owned() })
    };
    if activities.len() > most || links.len() > most {
        let value = activities.len().max(links.len()).to_string();
        return invalid("activities", value, "fewer than 2^32");
    }
    if let Some(activity) = activities.iter().find(|a| a.duration_days < 0) {
        return invalid("duration_days", activity.duration_days.to_string(), "0 or more");
    }
    let n = activities.len() as u32;
    match links.iter().find(|l| l.from >= n || l.to >= n) {
        Some(link) => {
            let value = format!("{} → {}", link.from, link.to);
            invalid("link", value, &format!("between activities below {n}"))
        }
        None => Ok(()),
    }
}

/// The loop that the smallest activity left over leads back to, in the order of its links, the smallest first.
fn looped(waiting: &[bool], links: &[Link], name: impl Fn(u32) -> String) -> Error {
    let left = |i: u32| waiting[i as usize];
    // Whatever is left over waits for something left over, so that walking back ends on a loop.
    let mut before = vec![u32::MAX; waiting.len()];
    for link in links.iter().filter(|l| left(l.from) && left(l.to)) {
        let smallest = &mut before[link.to as usize];
        *smallest = link.from.min(*smallest);
    }
    let mut at = (0..waiting.len() as u32).find(|i| left(*i)).unwrap_or(0);
    let mut seen = vec![false; waiting.len()];
    while !std::mem::replace(&mut seen[at as usize], true) {
        at = before[at as usize];
    }
    let (start, mut walk) = (at, vec![at]);
    while before[at as usize] != start {
        at = before[at as usize];
        walk.push(at);
    }
    walk.reverse();
    let smallest = (0..walk.len()).min_by_key(|i| walk[*i]).unwrap_or(0);
    walk.rotate_left(smallest);
    let mut tasks: Vec<String> = walk.iter().take(MAX_NAMED).map(|i| name(*i)).collect();
    if walk.len() > MAX_NAMED {
        tasks.push("…".to_owned());
    }
    tasks.extend(walk.first().map(|i| name(*i)));
    Error::Cycle { tasks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_kinds_as_one_number() {
        let of = |kind| weight(kind, 2, 5, 3);
        assert_eq!(DependencyKind::ALL.iter().map(|k| of(*k)).collect::<Vec<_>>(), [7, 2, 4, -1]);
    }

    #[test]
    fn an_activity_that_waits_for_itself_is_a_loop() {
        let activity = Activity { earliest: 0, duration_days: 1, due: None };
        let link = Link { from: 0, to: 0, kind: DependencyKind::StartToStart, lag_days: 0 };
        let looped = Network::new(&[activity], &[link]).unwrap_err();
        assert_eq!(looped, Error::Cycle { tasks: vec!["0".into(), "0".into()] });
    }
}
