//! Which reports came, and where a report with a given id stands.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, OnceLock};

use crate::columns::NO_INDEX;
use crate::day;
use crate::id::{Key, ReportId};
use crate::registry::Inner;
use crate::report::{Provenance, Report};

/// Where a report stands.
pub(super) enum Home {
    /// With a task.
    Task(u32),
    /// With none that the register has.
    Orphan { reported_on: i32, is_simulated: bool },
}

/// The reports that came, by id.
#[derive(Debug, Clone)]
pub(super) struct Came {
    /// The task of each; `NO_INDEX` for one that the register does not have.
    homes: BTreeMap<ReportId, u32>,
    orphans: BTreeMap<ReportId, Report>,
    /// The greatest id of the registry: a log counts up, so that most new reports are seen to be new by it.
    greatest: Option<ReportId>,
    /// Made when an id comes that may be known.
    known: OnceLock<Arc<Positions>>,
}

impl Came {
    /// Nothing came yet to what a registry holds.
    pub(super) fn to(inner: &Inner) -> Self {
        let ids = (0..inner.reports.len()).map(|i| inner.reports.ids.get(i));
        let orphans = inner.reports.orphans.iter().map(|r| r.id.as_str());
        let orphans = orphans.map(Cow::Borrowed);
        let greatest = ids.chain(orphans).max_by(|a, b| Key::of(a).cmp(&Key::of(b)));
        Came {
            homes: BTreeMap::new(),
            orphans: BTreeMap::new(),
            greatest: greatest.map(|id| ReportId::from_valid(&id)),
            known: OnceLock::new(),
        }
    }

    /// Where the report with this id stands, if there is one.
    pub(super) fn home(&self, id: &str, inner: &Inner) -> Option<Home> {
        let orphan = |report: &Report| Home::Orphan {
            reported_on: day::to_number(report.reported_on),
            is_simulated: report.provenance == Provenance::Simulated,
        };
        if let Some((id, task)) = self.homes.get_key_value(&ReportId::from_valid(id)) {
            return match *task {
                NO_INDEX => self.orphans.get(id).map(orphan),
                task => Some(Home::Task(task)),
            };
        }
        if self.greatest.as_ref().is_none_or(|greatest| Key::of(id) > Key::of(greatest.as_str())) {
            return None;
        }
        let known = self.known.get_or_init(|| Arc::new(Positions::of(inner)));
        if let Some(at) = known.find(id, inner) {
            return Some(Home::Task(inner.reports.task(at) as u32));
        }
        inner.reports.orphans.iter().find(|r| r.id.as_str() == id).map(orphan)
    }

    /// Notes a report under its id.
    pub(super) fn take(&mut self, id: &str, task: Option<usize>, orphan: Option<Report>) {
        let id = ReportId::from_valid(id);
        match orphan {
            Some(report) => self.orphans.insert(id.clone(), report),
            None => self.orphans.remove(&id),
        };
        self.homes.insert(id, task.map_or(NO_INDEX, |task| task as u32));
    }

    /// Whether the report with this id is one that came.
    pub(super) fn has(&self, id: &str) -> bool {
        self.homes.contains_key(&ReportId::from_valid(id))
    }

    /// The tasks to which reports came, each once, in order.
    pub(super) fn tasks(&self) -> impl Iterator<Item = usize> {
        let tasks: BTreeSet<u32> =
            self.homes.values().copied().filter(|t| *t != NO_INDEX).collect();
        tasks.into_iter().map(|task| task as usize)
    }

    /// The reports that came and whose task the register does not have.
    pub(super) fn orphans(&self) -> impl Iterator<Item = &Report> {
        self.orphans.values()
    }
}

/// Positions of a registry's reports by id: four to eight bytes for each.
#[derive(Debug)]
struct Positions {
    /// Open addressing: the position stands at its hash or next after it.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl Positions {
    fn of(inner: &Inner) -> Self {
        let count = inner.reports.len();
        // At most two thirds full, and a power of two.
        let slots = vec![NO_INDEX; (count + count / 2 + 2).next_power_of_two()];
        let mut positions = Positions { slots, hasher: RandomState::new() };
        // Nothing takes the place of what was corrected: it is known before, whatever comes.
        for at in (0..count).filter(|at| !inner.reports.is_corrected(*at)) {
            let mut slot = positions.slot(&inner.reports.ids.get(at));
            while positions.slots[slot] != NO_INDEX {
                slot = (slot + 1) & (positions.slots.len() - 1);
            }
            positions.slots[slot] = at as u32;
        }
        positions
    }

    fn slot(&self, id: &str) -> usize {
        self.hasher.hash_one(id) as usize & (self.slots.len() - 1)
    }

    fn find(&self, id: &str, inner: &Inner) -> Option<usize> {
        let mut slot = self.slot(id);
        loop {
            let at = self.slots[slot];
            if at == NO_INDEX {
                return None;
            }
            if inner.reports.ids.get(at as usize) == id {
                return Some(at as usize);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}
