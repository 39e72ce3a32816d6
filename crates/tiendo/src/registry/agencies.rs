//! The agencies' tree, levels and territories, as they were on a day.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::agency::{Agency, AgencyKind, SuccessionKind};
use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::registry::Registry;

/// Longest chain of successions that is followed.
const MAX_SUCCESSIONS: usize = 32;

/// Agencies in id order, with resolved indices beside them.
#[derive(Debug, Default)]
pub(crate) struct AgencyColumns {
    pub(crate) records: Vec<Agency>,
    pub(crate) parent: Vec<u32>,
    pub(crate) members: BTreeMap<u32, Vec<u32>>,
    /// Superseded versions, oldest first.
    pub(crate) versions: BTreeMap<u32, Vec<Agency>>,
    /// Merged or renamed: from, day, to; the latest day first per agency.
    pub(crate) succeeded: BTreeMap<u32, Vec<(NaiveDate, u32)>>,
    pub(crate) root: u32,
    /// The tree of all days, where no agency has versions; made when it is first asked for.
    pub(crate) unchanging: OnceLock<Arc<Tree>>,
}

impl AgencyColumns {
    pub(crate) fn is_group(&self, index: u32) -> bool {
        self.records.get(index as usize).is_some_and(|a| a.kind == AgencyKind::Group)
    }

    /// The version of an agency that is visible, the newest where none is.
    pub(crate) fn at(&self, index: u32, as_of: AsOf) -> &Agency {
        let newest = &self.records[index as usize];
        let Some(older) = self.versions.get(&index) else { return newest };
        std::iter::once(newest)
            .chain(older.iter().rev())
            .find(|a| as_of.sees(a.version_from, a.recorded_at))
            .unwrap_or(newest)
    }

    /// The agency that an agency has become by `day`, with the day of the last change; itself where nothing changed.
    pub(crate) fn successor(&self, agency: u32, day: NaiveDate) -> (u32, Option<NaiveDate>) {
        let (mut current, mut since) = (agency, None);
        // A bound on the steps ends a loop of successions.
        for _ in 0..MAX_SUCCESSIONS {
            let next = self.succeeded.get(&current).and_then(|all| {
                all.iter().find(|(on, _)| *on <= day && since.is_none_or(|s| s <= *on))
            });
            match next {
                Some(&(on, to)) if to != current && to != agency => {
                    current = to;
                    since = Some(on);
                }
                _ => break,
            }
        }
        (current, since)
    }

    /// Members of a group that existed on `day`, groups within it opened, in index order.
    pub(crate) fn members_on(&self, group: u32, day: Option<NaiveDate>) -> Vec<u32> {
        let (mut out, mut open, mut seen) = (Vec::new(), vec![group], vec![group]);
        while let Some(group) = open.pop() {
            for &member in self.members.get(&group).into_iter().flatten() {
                if self.is_group(member) {
                    if !seen.contains(&member) {
                        seen.push(member);
                        open.push(member);
                    }
                } else if day.is_none_or(|d| self.records[member as usize].exists_on(d)) {
                    out.push(member);
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The tree as it was on a day: parents, in an order in which children come before their parents.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) parent: Vec<u32>,
    /// Agency indices, every child before its parent.
    pub(crate) upwards: Vec<u32>,
}

impl Registry {
    /// The agencies' tree as visible at `as_of`; a parent that would close a loop gives way to the root.
    pub(crate) fn tree(&self, as_of: AsOf) -> Arc<Tree> {
        let agencies = &self.0.agencies;
        if agencies.versions.is_empty() {
            return Arc::clone(agencies.unchanging.get_or_init(|| Arc::new(self.tree_at(as_of))));
        }
        Arc::new(self.tree_at(as_of))
    }

    fn tree_at(&self, as_of: AsOf) -> Tree {
        let agencies = &self.0.agencies;
        let mut parent = agencies.parent.clone();
        for &i in agencies.versions.keys() {
            let at = agencies.at(i, as_of);
            let above = at.parent.as_ref().and_then(|p| self.agency_index(p.as_str()));
            // The root stays the root, whatever a version of it says.
            parent[i as usize] =
                if i == agencies.root { NO_INDEX } else { above.unwrap_or(agencies.root) };
        }
        children_first(&mut parent);
        for (i, above) in parent.iter_mut().enumerate() {
            if *above == NO_INDEX && i as u32 != agencies.root {
                *above = agencies.root;
            }
        }
        let upwards = children_first(&mut parent);
        Tree { parent, upwards }
    }
}

/// Orders indices so that children come first; parents that close a loop are cut. Returns the order.
pub(crate) fn children_first(parent: &mut [u32]) -> Vec<u32> {
    let mut children = vec![0_u32; parent.len()];
    for &p in parent.iter().filter(|p| **p != NO_INDEX) {
        children[p as usize] += 1;
    }
    let mut order: Vec<u32> =
        (0..parent.len() as u32).filter(|i| children[*i as usize] == 0).collect();
    let mut done = vec![false; parent.len()];
    let (mut next, mut scan) = (0, 0);
    loop {
        while let Some(&i) = order.get(next) {
            next += 1;
            done[i as usize] = true;
            let p = parent[i as usize];
            if p != NO_INDEX && !done[p as usize] {
                children[p as usize] -= 1;
                if children[p as usize] == 0 {
                    order.push(p);
                }
            }
        }
        // What is left stands on loops: cut the loop at its smallest index and go on.
        while scan < parent.len() && done[scan] {
            scan += 1;
        }
        if scan == parent.len() {
            return order;
        }
        let mut at = scan as u32;
        let mut seen = std::collections::BTreeSet::new();
        while seen.insert(at) {
            at = parent[at as usize];
        }
        let mut smallest = at;
        let mut step = parent[at as usize];
        while step != at {
            smallest = smallest.min(step);
            step = parent[step as usize];
        }
        let above = parent[smallest as usize];
        parent[smallest as usize] = NO_INDEX;
        children[above as usize] -= 1;
        if children[above as usize] == 0 {
            order.push(above);
        }
    }
}

/// True where a succession moves everything (a split moves only what is transferred).
pub(crate) fn moves_all(kind: &SuccessionKind) -> bool {
    !matches!(kind, SuccessionKind::Split)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_are_cut_and_children_come_first() {
        let n = NO_INDEX;
        let mut parent = vec![n, 0, 1, 4, 3, 4, 6];
        let order = children_first(&mut parent);
        assert_eq!(order.len(), 7);
        assert_eq!(parent, [n, 0, 1, n, 3, 4, n]);
        let at = |i: u32| order.iter().position(|x| *x == i);
        assert!(at(2) < at(1) && at(1) < at(0) && at(5) < at(4) && at(4) < at(3));
    }
}
