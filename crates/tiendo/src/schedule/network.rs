//! The network of a schedule: activities and links as rows, held in topological order.

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

    pub(super) fn first(&self, i: usize) -> usize {
        self.starts[i] as usize
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
    pub(super) into: Arcs,
    pub(super) out: Arcs,
    /// The kinds of `into`, which only changed durations ask for.
    pub(super) kinds: Vec<DependencyKind>,
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
        let n = activities.len();
        let (mut waits_for, mut starts) = (vec![0_u32; n], vec![0_u32; n + 1]);
        for link in links {
            waits_for[link.to as usize] += 1;
            starts[link.from as usize + 1] += 1;
        }
        let predecessors = waits_for.clone();
        running_sums(&mut starts);
        let mut next = starts.clone();
        let mut successors = vec![0_u32; links.len()];
        for link in links {
            let place = &mut next[link.from as usize];
            successors[*place as usize] = link.to;
            *place += 1;
        }
        // First in, first out: what waits for nothing keeps the caller's order, so that memory is read in order.
        let mut order: Vec<u32> = Vec::with_capacity(n);
        order.extend((0..n as u32).filter(|i| predecessors[*i as usize] == 0));
        let mut at = 0;
        while let Some(&i) = order.get(at) {
            at += 1;
            let own = starts[i as usize] as usize..starts[i as usize + 1] as usize;
            for &to in &successors[own] {
                waits_for[to as usize] -= 1;
                if waits_for[to as usize] == 0 {
                    order.push(to);
                }
            }
        }
        if order.len() < n {
            return Err(looped(&waits_for, links, name));
        }
        Ok(Network::stored(activities, links, order, &predecessors, &starts))
    }

    /// Lays everything out in the order of the positions.
    fn stored(
        activities: &[Activity],
        links: &[Link],
        order: Vec<u32>,
        predecessors: &[u32],
        successors: &[u32],
    ) -> Network {
        let n = order.len();
        let mut position = vec![0_u32; n];
        let (mut earliest, mut duration, mut due) =
            (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
        let (mut into, mut out) = (Vec::with_capacity(n + 1), Vec::with_capacity(n + 1));
        let (mut in_count, mut out_count) = (0, 0);
        for (at, &i) in order.iter().enumerate() {
            let activity = &activities[i as usize];
            position[i as usize] = at as u32;
            earliest.push(activity.earliest);
            duration.push(activity.duration_days);
            due.push(activity.due.unwrap_or(NO_DUE));
            into.push(in_count);
            out.push(out_count);
            in_count += predecessors[i as usize];
            out_count += successors[i as usize + 1] - successors[i as usize];
        }
        into.push(in_count);
        out.push(out_count);
        let nothing = Arc { other: 0, weight: 0 };
        let mut into = Arcs { starts: into, arcs: vec![nothing; links.len()] };
        let mut out = Arcs { starts: out, arcs: vec![nothing; links.len()] };
        let mut kinds = vec![DependencyKind::FinishToStart; links.len()];
        let (mut next_in, mut next_out) = (into.starts.clone(), out.starts.clone());
        for link in links {
            let (from, to) = (position[link.from as usize], position[link.to as usize]);
            let weight =
                weight(link.kind, link.lag_days, duration[from as usize], duration[to as usize]);
            let place = &mut next_in[to as usize];
            into.arcs[*place as usize] = Arc { other: from, weight };
            kinds[*place as usize] = link.kind;
            *place += 1;
            let place = &mut next_out[from as usize];
            out.arcs[*place as usize] = Arc { other: to, weight };
            *place += 1;
        }
        Network { order, position, earliest, duration, due, into, out, kinds }
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
        self.into.arcs.len()
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

fn running_sums(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
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
fn looped(waits_for: &[u32], links: &[Link], name: impl Fn(u32) -> String) -> Error {
    let left = |i: u32| waits_for[i as usize] > 0;
    // Whatever is left over waits for something left over, so that walking back ends on a loop.
    let mut before = vec![u32::MAX; waits_for.len()];
    for link in links.iter().filter(|l| left(l.from) && left(l.to)) {
        let smallest = &mut before[link.to as usize];
        *smallest = link.from.min(*smallest);
    }
    let mut at = (0..waits_for.len() as u32).find(|i| left(*i)).unwrap_or(0);
    let mut seen = vec![false; waits_for.len()];
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
