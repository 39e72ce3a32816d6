//! What a set of shifts does to a network: only what changes is computed again.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::network::{NO_DUE, Network, weight};
use super::pass::Dates;
use crate::task::DependencyKind;

/// One delay of an activity of a [`Network`]; several of one activity all hold.
///
/// ```
/// use tiendo::schedule::Delay;
/// let shift = Delay { activity: 3, delay_days: 10, ..Delay::default() };
/// assert_eq!((shift.not_before, shift.duration_days), (None, None));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delay {
    /// The activity.
    pub activity: u32,
    /// It cannot start until so many days after its early start.
    pub delay_days: i32,
    /// It cannot start before this day.
    pub not_before: Option<i32>,
    /// It takes so many days instead of those planned.
    pub duration_days: Option<i32>,
}

/// An activity whose dates a delay changes.
///
/// ```
/// use tiendo::schedule::Moved;
/// let moved = Moved { activity: 0, start: (0, 3), finish: (5, 8), newly_late: true };
/// assert_eq!(moved.finish.1 - moved.finish.0, 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The activity.
    pub activity: u32,
    /// Early start before and after.
    pub start: (i32, i32),
    /// Early finish before and after.
    pub finish: (i32, i32),
    /// It misses its due day, and did not before.
    pub newly_late: bool,
}

/// What shifts do to a [`Network`].
///
/// ```
/// use tiendo::{DependencyKind, schedule::{Activity, Link, Network, Delay}};
/// let activity = Activity { earliest: 0, duration_days: 2, due: Some(5) };
/// let link = Link { from: 0, to: 1, kind: DependencyKind::FinishToStart, lag_days: 0 };
/// let network = Network::new(&[activity; 3], &[link])?;
/// let effect = network.effect(&network.dates(), &[Delay { activity: 0, delay_days: 2, ..Delay::default() }]);
/// assert_eq!((effect.moved.len(), effect.newly_late_count(), effect.finish), (2, 1, (4, 6)));
/// assert_eq!(network.cause(&network.dates(), &effect, 1), [0, 1]);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What moves, every predecessor before its successors.
    pub moved: Vec<Moved>,
    /// The latest early finish of all, before and after.
    pub finish: (i32, i32),
    /// Positions of `moved` with the new durations, in ascending order of position.
    at: Vec<(u32, i32)>,
}

impl Effect {
    /// How many activities miss their due day that did not before.
    pub fn newly_late_count(&self) -> usize {
        self.moved.iter().filter(|m| m.newly_late).count()
    }
}

impl Network {
    /// What shifts of activities do to the early dates; shifts of what is not there do nothing.
    ///
    /// Walks from the shifted activities forward in topological order and stops where nothing changes, so that it takes
    /// time for what moves and not for what there is. The result is that of passing over the whole network anew.
    pub fn effect(&self, dates: &Dates<'_>, shifts: &[Delay]) -> Effect {
        self.effect_while(dates, shifts, || true)
    }

    /// The same while somebody lets it go on, asked at every activity; half of it where nobody does.
    pub(super) fn effect_while(
        &self,
        dates: &Dates<'_>,
        shifts: &[Delay],
        mut may_go_on: impl FnMut() -> bool,
    ) -> Effect {
        let shifted = Shifted::of(self, dates, shifts);
        let mut open: BinaryHeap<Reverse<u32>> =
            shifted.0.keys().map(|at| Reverse(*at as u32)).collect();
        let mut effect =
            Effect { moved: Vec::new(), finish: (dates.finish, dates.finish), at: Vec::new() };
        let incoming = self.incoming();
        let (mut last, mut shortened) = (None, false);
        while let Some(Reverse(at)) = open.pop() {
            if last.replace(at) == Some(at) {
                continue;
            }
            if !may_go_on() {
                break;
            }
            let at = at as usize;
            let (old_start, old_duration) = (dates.early[at], self.duration[at]);
            let (floor, duration) = shifted.at(self, at);
            let mut start = floor;
            for (n, arc) in incoming.arcs.of(at).iter().enumerate() {
                let from = arc.other as usize;
                let link = incoming.arcs.first(at) + n;
                let weight = shifted.weight(self, (from, at), arc.weight, link);
                start = start.max(effect.start(dates, from).saturating_add(weight));
            }
            if start == old_start && duration == old_duration {
                continue;
            }
            let finish = (old_start.saturating_add(old_duration), start.saturating_add(duration));
            let due = self.due[at];
            effect.moved.push(Moved {
                activity: self.order[at],
                start: (old_start, start),
                finish,
                newly_late: due != NO_DUE && finish.0 <= due && due < finish.1,
            });
            effect.at.push((at as u32, duration));
            effect.finish.1 = effect.finish.1.max(finish.1);
            shortened |= finish.1 < finish.0 && finish.0 == dates.finish;
            open.extend(self.out.of(at).iter().map(|arc| Reverse(arc.other)));
        }
        if shortened {
            effect.finish.1 = self.finish_under(dates, &effect);
        }
        effect
    }

    /// The latest early finish where what finished last may finish earlier.
    fn finish_under(&self, dates: &Dates<'_>, effect: &Effect) -> i32 {
        let mut moved = effect.at.iter().zip(&effect.moved).peekable();
        let finishes = (0..self.len()).map(|at| {
            match moved.next_if(|((position, _), _)| *position as usize == at) {
                Some((_, moved)) => moved.finish.1,
                None => dates.early[at].saturating_add(self.duration[at]),
            }
        });
        finishes.max().unwrap_or(0)
    }

    /// The chain of what moves from a cause to an activity, first to last: back over the moved predecessors that fix its new
    /// start, the smallest on ties. Empty where the activity does not move.
    pub fn cause(&self, dates: &Dates<'_>, effect: &Effect, activity: u32) -> Vec<u32> {
        let Some(mut at) = self.at(activity).filter(|at| effect.position(*at).is_some()) else {
            return Vec::new();
        };
        let incoming = self.incoming();
        let mut chain = vec![activity];
        loop {
            let start = effect.start(dates, at);
            let to = effect.duration(self, at);
            let fixing = incoming.arcs.of(at).iter().enumerate().filter(|(n, arc)| {
                let from = arc.other as usize;
                let kind = incoming.kind(incoming.arcs.first(at) + n);
                let lag = arc.weight - weight(kind, 0, self.duration[from], self.duration[at]);
                let weight = weight(kind, lag, effect.duration(self, from), to);
                effect.position(from).is_some()
                    && effect.start(dates, from).saturating_add(weight) == start
            });
            let Some(cause) = fixing.map(|(_, arc)| self.order[arc.other as usize]).min() else {
                break;
            };
            chain.push(cause);
            at = self.position[cause as usize] as usize;
        }
        chain.reverse();
        chain
    }
}

impl Effect {
    /// Where in `moved` the activity stored at a position stands.
    fn position(&self, at: usize) -> Option<usize> {
        self.at.binary_search_by_key(&at, |(position, _)| *position as usize).ok()
    }

    fn start(&self, dates: &Dates<'_>, at: usize) -> i32 {
        self.position(at).map_or(dates.early[at], |n| self.moved[n].start.1)
    }

    fn duration(&self, network: &Network, at: usize) -> i32 {
        self.position(at).map_or(network.duration[at], |n| self.at[n].1)
    }
}

/// What the shifts ask of each activity: the earliest start, and the duration.
struct Shifted(BTreeMap<usize, (i32, i32)>, bool);

impl Shifted {
    fn of(network: &Network, dates: &Dates<'_>, shifts: &[Delay]) -> Self {
        let mut all: BTreeMap<usize, (i32, i32)> = BTreeMap::new();
        let mut durations = false;
        for shift in shifts {
            let Some(at) = network.at(shift.activity) else { continue };
            let own = (network.earliest[at], network.duration[at]);
            let (floor, duration) = all.entry(at).or_insert(own);
            if shift.delay_days > 0 {
                *floor = (*floor).max(dates.early[at].saturating_add(shift.delay_days));
            }
            *floor = shift.not_before.map_or(*floor, |day| day.max(*floor));
            *duration = shift.duration_days.map_or(*duration, |days| days.max(0));
            durations |= *duration != own.1;
        }
        Shifted(all, durations)
    }

    fn at(&self, network: &Network, at: usize) -> (i32, i32) {
        let own = || (network.earliest[at], network.duration[at]);
        self.0.get(&at).copied().unwrap_or_else(own)
    }

    /// The weight of a link under the new durations.
    fn weight(&self, network: &Network, ends: (usize, usize), planned: i32, link: usize) -> i32 {
        if !self.1 {
            return planned;
        }
        let (from, to) = ends;
        let from = self.at(network, from).1 - network.duration[from];
        let to = self.at(network, to).1 - network.duration[to];
        match network.incoming().kind(link) {
            DependencyKind::FinishToStart => planned.saturating_add(from),
            DependencyKind::StartToStart => planned,
            DependencyKind::FinishToFinish => planned.saturating_add(from).saturating_sub(to),
            DependencyKind::StartToFinish => planned.saturating_sub(to),
        }
    }
}
