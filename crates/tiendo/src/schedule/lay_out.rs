//! How a network comes to lie in topological order: every link is moved twice, little memory is touched, and what is read at
//! random is read many at a time.

use std::sync::OnceLock;

use super::network::{Activity, Arc, Arcs, Link, NO_DUE, Network, weight};
use crate::task::DependencyKind;

/// An activity while the order is made; its end is the `first` of the next one.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// Where its links lie, by predecessor.
    first: u32,
    /// Links into it whose predecessors have no position yet; its position once it has one.
    left: u32,
}

/// Links by their predecessors, each with its lag in place of its weight.
struct Outgoing {
    nodes: Vec<Node>,
    arcs: Vec<Arc>,
    /// Empty where all of them are from finish to start, as most are.
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
    let mut found = 0;
    let mut starts = Vec::with_capacity(n + 1);
    let mut out = Vec::with_capacity(links.len());
    let mut kinds = Vec::with_capacity(kinds_of.len());
    for block in (0..n).step_by(BLOCK) {
        let ends = (block + BLOCK).min(n);
        for (i, node) in (block..).zip(&mut nodes[block..ends]) {
            // What has waited and is placed by now stands behind the first place.
            let is_free = node.left == 0;
            order[found] = i as u32;
            node.left = if is_free { found as u32 } else { node.left };
            found += usize::from(is_free);
        }
        // First in, first out: within a block what waits for nothing keeps the caller's order.
        while starts.len() < found {
            let first_arc = out.len();
            for &i in &order[starts.len()..found] {
                let own = nodes[i as usize].first as usize..nodes[i as usize + 1].first as usize;
                starts.push(out.len() as u32);
                out.extend_from_slice(&arcs[own.clone()]);
                if !kinds_of.is_empty() {
                    kinds.extend_from_slice(&kinds_of[own]);
                }
            }
            // Without branches, which a processor could not foresee, so that many reads from memory are under way at a time.
            for arc in &out[first_arc..] {
                let node = &mut nodes[arc.other as usize];
                let left = node.left - 1;
                order[found] = arc.other;
                node.left = if left == 0 { found as u32 } else { left };
                found += usize::from(left == 0);
            }
        }
    }
    order.truncate(found);
    if found < n {
        let mut waiting = vec![true; n];
        for i in &order {
            waiting[*i as usize] = false;
        }
        return Err(waiting);
    }
    starts.push(out.len() as u32);
    let position: Vec<u32> = nodes[..n].iter().map(|node| node.left).collect();
    let (mut earliest, mut duration, mut due) =
        (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
    for &i in &order {
        let activity = &activities[i as usize];
        earliest.push(activity.earliest);
        duration.push(activity.duration_days);
        due.push(activity.due.unwrap_or(NO_DUE));
    }
    let mut out = Arcs::packed(starts, out);
    out.settle(&position, &duration, &kinds);
    Ok(Network { order, position, earliest, duration, due, out, kinds, incoming: OnceLock::new() })
}

/// Counts links by both ends and brings them together by predecessor, in the order in which they came.
fn by_predecessor(n: usize, links: &[Link]) -> Outgoing {
    // The start of `i` stands at `i + 1`, and its end once its links are in place.
    let mut nodes = vec![Node::default(); n + 2];
    let mut is_plain = true;
    for link in links {
        nodes[link.to as usize].left += 1;
        nodes[link.from as usize + 2].first += 1;
        is_plain &= link.kind == DependencyKind::FinishToStart;
    }
    let mut sum = 0;
    for node in &mut nodes {
        sum += node.first;
        node.first = sum;
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
    /// Names the successors by position and weighs the links; without kinds they are all from finish to start.
    fn settle(&mut self, position: &[u32], duration: &[i32], kinds: &[DependencyKind]) {
        for (from, own) in duration.iter().enumerate() {
            let range = self.first(from)..self.first(from + 1);
            let (kinds, arcs) = (kinds.get(range.clone()), self.arcs_mut(range));
            for (n, arc) in arcs.iter_mut().enumerate() {
                let to = position[arc.other as usize];
                let weight = match kinds.and_then(|kinds| kinds.get(n)) {
                    // The weight of most links asks nothing of the successor.
                    None | Some(DependencyKind::FinishToStart) => own.saturating_add(arc.weight),
                    Some(kind) => weight(*kind, arc.weight, *own, duration[to as usize]),
                };
                *arc = Arc { other: to, weight };
            }
        }
    }
}

/// The links by their successors, each from its predecessor.
#[derive(Debug, Clone)]
pub(super) struct Incoming {
    pub(super) arcs: Arcs,
    kinds: Vec<DependencyKind>,
}

impl Incoming {
    /// The same links as those that go out, in the order of their predecessors.
    pub(super) fn of(out: &Arcs, kinds_out: &[DependencyKind]) -> Self {
        let n = out.len();
        // The start of `i` stands at `i + 1`, and its end once its links are in place.
        let mut starts = vec![0_u32; n + 2];
        let all = || (0..n).flat_map(|from| out.of(from).iter().map(move |arc| (from, arc)));
        for (_, arc) in all() {
            starts[arc.other as usize + 2] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut arcs = vec![Arc { other: 0, weight: 0 }; sum as usize];
        let mut kinds = kinds_out.to_vec();
        for (link, (from, arc)) in all().enumerate() {
            let place = &mut starts[arc.other as usize + 1];
            arcs[*place as usize] = Arc { other: from as u32, weight: arc.weight };
            if let (Some(kind), Some(of)) = (kinds.get_mut(*place as usize), kinds_out.get(link)) {
                *kind = *of;
            }
            *place += 1;
        }
        starts.truncate(n + 1);
        Incoming { arcs: Arcs::packed(starts, arcs), kinds }
    }

    /// The kind of the link at this place among all.
    pub(super) fn kind(&self, link: usize) -> DependencyKind {
        self.kinds.get(link).copied().unwrap_or(DependencyKind::FinishToStart)
    }
}
