//! How a network comes to lie in topological order: each link is moved twice, and what is read at random is kept small.

use super::network::{Activity, Arc, Arcs, Link, NO_DUE, Network, weight};
use crate::task::DependencyKind;

/// An activity while the order is made; its end is the `first` of the next one.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// Where its links lie, by predecessor.
    first: u32,
    /// Links into it whose predecessors have no position yet.
    left: u32,
    /// Links into it.
    all: u32,
}

/// Links by their predecessors, each with its lag in place of its weight.
struct Outgoing {
    nodes: Vec<Node>,
    arcs: Vec<Arc>,
    kinds: Vec<DependencyKind>,
}

/// Activities that are looked through for free ones at a time, so that what follows from them is still in cache.
const BLOCK: usize = 8192;

/// Lays activities and links out; or says which activities wait for each other.
///
/// Both ends of every link are within the activities.
pub(super) fn lay_out(activities: &[Activity], links: &[Link]) -> Result<Network, Vec<bool>> {
    let n = activities.len();
    let Outgoing { mut nodes, arcs, kinds: kinds_of } = by_predecessor(n, links);
    // One place more than there are activities, because a place is written before it is known to be taken.
    let mut order = vec![0_u32; n + 1];
    // The start of the activity at `p` stands at `p + 1`, so that filling its arcs makes it the start of the next.
    let mut into_starts = vec![0_u32; n + 2];
    let (mut found, mut incoming) = (0, 0);
    let mut out_starts = Vec::with_capacity(n + 1);
    let mut out = Vec::with_capacity(links.len());
    let mut kinds = Vec::with_capacity(links.len());
    for block in (0..n).step_by(BLOCK) {
        for (i, node) in nodes[..n].iter().enumerate().skip(block).take(BLOCK) {
            order[found] = i as u32;
            into_starts[found + 1] = incoming;
            found += usize::from(node.all == 0);
        }
        // First in, first out: within a block what waits for nothing keeps the caller's order.
        while out_starts.len() < found {
            let first_arc = out.len();
            for &i in &order[out_starts.len()..found] {
                let own = nodes[i as usize].first as usize..nodes[i as usize + 1].first as usize;
                out_starts.push(out.len() as u32);
                out.extend_from_slice(&arcs[own.clone()]);
                if !kinds_of.is_empty() {
                    kinds.extend_from_slice(&kinds_of[own]);
                }
            }
            // Without branches, which a processor could not foresee, so that many reads from memory are under way at a time.
            for arc in &out[first_arc..] {
                let node = &mut nodes[arc.other as usize];
                node.left -= 1;
                let is_next = node.left == 0;
                order[found] = arc.other;
                into_starts[found + 1] = incoming;
                found += usize::from(is_next);
                incoming += if is_next { node.all } else { 0 };
            }
        }
    }
    if found < n {
        return Err(nodes[..n].iter().map(|node| node.left > 0).collect());
    }
    order.truncate(n);
    into_starts.truncate(n + 1);
    out_starts.push(out.len() as u32);
    kinds.resize(links.len(), DependencyKind::FinishToStart);
    let mut position = vec![0_u32; n];
    let (mut earliest, mut duration, mut due) =
        (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
    for (at, &i) in order.iter().enumerate() {
        let activity = &activities[i as usize];
        position[i as usize] = at as u32;
        earliest.push(activity.earliest);
        duration.push(activity.duration_days);
        due.push(activity.due.unwrap_or(NO_DUE));
    }
    let mut out = Arcs::packed(out_starts, out);
    let (into, kinds) = out.settle(&position, &duration, into_starts, &kinds);
    Ok(Network { order, position, earliest, duration, due, into, out, kinds })
}

/// Counts links by both ends and brings them together by predecessor, in the order in which they came.
///
/// The kinds are left out where all of them are from finish to start, as most are.
fn by_predecessor(n: usize, links: &[Link]) -> Outgoing {
    // The start of `i` stands at `i + 1`, and its end once its links are in place.
    let mut nodes = vec![Node::default(); n + 2];
    let mut is_plain = true;
    for link in links {
        nodes[link.to as usize].all += 1;
        nodes[link.from as usize + 2].first += 1;
        is_plain &= link.kind == DependencyKind::FinishToStart;
    }
    let mut sum = 0;
    for node in &mut nodes {
        sum += node.first;
        *node = Node { first: sum, left: node.all, all: node.all };
    }
    let mut arcs = vec![Arc { other: 0, weight: 0 }; links.len()];
    let count = if is_plain { 0 } else { links.len() };
    let mut kinds = vec![DependencyKind::FinishToStart; count];
    for link in links {
        let first = &mut nodes[link.from as usize + 1].first;
        arcs[*first as usize] = Arc { other: link.to, weight: link.lag_days };
        if let Some(kind) = kinds.get_mut(*first as usize) {
            *kind = link.kind;
        }
        *first += 1;
    }
    Outgoing { nodes, arcs, kinds }
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
