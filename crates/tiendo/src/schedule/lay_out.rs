//! How a network comes to lie in topological order: each link is moved twice, and what is read at random is kept small.

use super::network::{Activity, Arc, Arcs, Link, NO_DUE, Network, weight};
use crate::task::DependencyKind;

/// What an activity waits for while the order is made.
#[derive(Debug, Clone, Copy, Default)]
struct Waits {
    /// Links whose predecessors have no position yet.
    left: u32,
    all: u32,
}

/// Links by their predecessors: those of `i` lie at `starts[i]..starts[i + 1]`, each with its lag in place of its weight.
struct Outgoing {
    starts: Vec<u32>,
    arcs: Vec<Arc>,
    kinds: Vec<DependencyKind>,
}

/// Lays activities and links out; or says which activities wait for each other.
///
/// Both ends of every link are within the activities.
pub(super) fn lay_out(activities: &[Activity], links: &[Link]) -> Result<Network, Vec<bool>> {
    let (outgoing, mut waits) = by_predecessor(activities.len(), links);
    let n = activities.len();
    // One place more than there are activities, because a place is written before it is known to be taken.
    let mut order = vec![0_u32; n + 1];
    let mut found = 0;
    for (i, waits) in waits.iter().enumerate() {
        order[found] = i as u32;
        found += usize::from(waits.left == 0);
    }
    let mut position = vec![0_u32; n];
    let (mut earliest, mut duration, mut due) =
        (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
    let mut out_starts = Vec::with_capacity(n + 1);
    let mut out = Vec::with_capacity(links.len());
    let mut kinds = Vec::with_capacity(links.len());
    // The start of the activity at `p` stands at `p + 1`, so that filling its arcs makes it the start of the next.
    let mut into_starts = vec![0_u32; n + 2];
    let mut incoming = 0;
    // First in, first out: what waits for nothing keeps the caller's order, so that memory is read in order.
    let mut at = 0;
    while at < found {
        let i = order[at] as usize;
        let activity = &activities[i];
        position[i] = at as u32;
        earliest.push(activity.earliest);
        duration.push(activity.duration_days);
        due.push(activity.due.unwrap_or(NO_DUE));
        out_starts.push(out.len() as u32);
        let own = outgoing.starts[i] as usize..outgoing.starts[i + 1] as usize;
        for arc in &outgoing.arcs[own.clone()] {
            let waits = &mut waits[arc.other as usize];
            waits.left -= 1;
            // Without a branch, which a processor could not foresee and would wait at for the memory behind it.
            let is_next = waits.left == 0;
            order[found] = arc.other;
            into_starts[found + 1] = incoming;
            found += usize::from(is_next);
            incoming += if is_next { waits.all } else { 0 };
        }
        out.extend_from_slice(&outgoing.arcs[own.clone()]);
        kinds.extend_from_slice(&outgoing.kinds[own]);
        at += 1;
    }
    if found < n {
        return Err(waits.iter().map(|waits| waits.left > 0).collect());
    }
    order.truncate(n);
    into_starts.truncate(n + 1);
    out_starts.push(out.len() as u32);
    let mut out = Arcs::packed(out_starts, out);
    let (into, kinds) = out.settle(&position, &duration, into_starts, &kinds);
    Ok(Network { order, position, earliest, duration, due, into, out, kinds })
}

/// Counts links by both ends and brings them together by predecessor, in the order in which they came.
fn by_predecessor(n: usize, links: &[Link]) -> (Outgoing, Vec<Waits>) {
    let mut waits = vec![Waits::default(); n];
    // The start of `i` stands at `i + 1`, and its end once its links are in place.
    let mut starts = vec![0_u32; n + 2];
    for link in links {
        waits[link.to as usize].all += 1;
        starts[link.from as usize + 2] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    for waits in &mut waits {
        waits.left = waits.all;
    }
    let mut arcs = vec![Arc { other: 0, weight: 0 }; links.len()];
    let mut kinds = vec![DependencyKind::FinishToStart; links.len()];
    for link in links {
        let place = &mut starts[link.from as usize + 1];
        arcs[*place as usize] = Arc { other: link.to, weight: link.lag_days };
        kinds[*place as usize] = link.kind;
        *place += 1;
    }
    (Outgoing { starts, arcs, kinds }, waits)
}

impl Arcs {
    /// Names the successors by position, weighs the links, and gives them by successor too, with their kinds.
    fn settle(
        &mut self,
        position: &[u32],
        duration: &[i32],
        mut into_starts: Vec<u32>,
        kinds_out: &[DependencyKind],
    ) -> (Arcs, Vec<DependencyKind>) {
        let mut into = vec![Arc { other: 0, weight: 0 }; kinds_out.len()];
        let mut kinds = vec![DependencyKind::FinishToStart; kinds_out.len()];
        for (from, own) in duration.iter().enumerate() {
            let range = self.first(from)..self.first(from + 1);
            for (arc, kind) in self.arcs_mut(range.clone()).iter_mut().zip(&kinds_out[range]) {
                let to = position[arc.other as usize];
                // Most links are from finish to start, whose weight asks nothing of the successor.
                let weight = match kind {
                    DependencyKind::FinishToStart => own.saturating_add(arc.weight),
                    kind => weight(*kind, arc.weight, *own, duration[to as usize]),
                };
                *arc = Arc { other: to, weight };
                let place = &mut into_starts[to as usize + 1];
                into[*place as usize] = Arc { other: from as u32, weight };
                kinds[*place as usize] = *kind;
                *place += 1;
            }
        }
        (Arcs::packed(into_starts, into), kinds)
    }
}
