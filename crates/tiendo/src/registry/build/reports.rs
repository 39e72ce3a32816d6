//! Reports: updating, resolving what they refer to, bringing them to their tasks.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dangling;
use super::placed::{Placed, Places};
use crate::columns::{IdIndex, NO_INDEX};
use crate::day;
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::id::{AgencyId, DocumentId};
use crate::registry::Inner;
use crate::registry::lookup::position;
use crate::registry::pending::PendingReports;
use crate::registry::reports::ReportColumns;
use crate::report::{Provenance, Report};
use crate::watch::Watch;

/// The pending reports that are kept, in id order.
#[derive(Debug)]
pub(crate) struct Kept {
    /// None where it is all of them, in the order of their adding.
    list: Option<Vec<u32>>,
    pending: u32,
}

impl Kept {
    /// Of those that are valid, or all: of several reports with the same id the one that was added last.
    pub(crate) fn of(valid: Option<Vec<u32>>, pending: &PendingReports) -> Self {
        let count = pending.len() as u32;
        let is_rising = |i: &u32| pending.key(*i) < pending.key(*i + 1);
        if valid.is_none() && (0..count.saturating_sub(1)).all(|i| is_rising(&i)) {
            return Kept { list: None, pending: count };
        }
        let mut kept = valid.unwrap_or_else(|| (0..count).collect());
        // Behind its like what was corrected since, so that of the others the last one is seen.
        let order = |i: &u32| (pending.key(*i), pending.until(*i));
        if !kept.is_sorted_by_key(order) {
            // Stable, so that the order of adding stays among equal ids.
            kept.sort_by_cached_key(order);
        }
        kept.dedup_by(|later, earlier| {
            // What was corrected stays, as known before.
            let again = pending.key(*earlier) == pending.key(*later)
                && pending.until(*earlier).is_none()
                && pending.until(*later).is_none();
            if again {
                *earlier = *later;
            }
            again
        });
        Kept { list: Some(kept), pending: count }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        let count = self.list.as_ref().map_or(self.pending, |list| list.len() as u32);
        (0..count).map(|i| self.list.as_ref().map_or(i, |list| list[i as usize]))
    }
}

/// True where a report was invented for a demonstration; such a one is never packed.
pub(super) fn is_any_simulated(kept: &Kept, pending: &PendingReports) -> bool {
    let simulated = |r: &Report| r.provenance == Provenance::Simulated;
    if !pending.full.values().iter().flatten().any(|r| simulated(r)) {
        return false;
    }
    kept.iter().any(|i| pending.full(i).is_some_and(simulated))
}

/// Fills the columns of reports; leaves them empty where the watch was stopped.
pub(super) fn build(
    (mut pending, kept): (PendingReports, Kept),
    inner: &mut Inner,
    findings: &mut Vec<Finding>,
    watch: &Watch,
) {
    let (mut orphans, mut corrected_orphans) = (Vec::new(), Vec::new());
    let tasks = IdIndex::of(&inner.tasks.ids);
    let mut references = References::of(&pending, inner);
    for at in watch.steps(kept.iter()) {
        let task = pending.task_in(at, &tasks, &inner.tasks.ids);
        references.look_up(&pending, at, task.is_some(), findings);
        if task.is_none() {
            match pending.until(at) {
                Some(until) => corrected_orphans.push((pending.record(at), until)),
                None => orphans.push(pending.record(at)),
            }
        }
        pending.resolve(at, task.map_or(NO_INDEX, |task| task as u32));
    }
    drop(tasks);
    if watch.is_stopped() {
        return;
    }
    findings.extend(references.instants_assumed());
    pending.is_in_order = kept.list.is_none();
    let places = Places::of(inner.tasks.len(), &mut pending, kept.iter());
    drop(kept);
    let mut columns = references.columns(places, &mut pending, watch);
    columns.orphans = orphans;
    columns.corrected_orphans = corrected_orphans;
    inner.reports = Arc::new(columns);
}

/// Looks up what pending reports refer to.
pub(crate) struct References<'a> {
    inner: &'a Inner,
    /// By position among the agencies that are named.
    found: Vec<Option<u32>>,
    /// Records of reports that name an agency which the register does not have: columns have no index for it.
    strange: BTreeMap<u32, Box<Report>>,
    /// How many reports do not say when they were recorded.
    assumed: u64,
}

impl<'a> References<'a> {
    pub(crate) fn of(pending: &PendingReports, inner: &'a Inner) -> Self {
        let found = pending.stated.agencies.ids().iter().map(|id| agency(inner, id)).collect();
        References { inner, found, strange: BTreeMap::new(), assumed: 0 }
    }

    /// Tells what a report refers to in vain. `has_task`: whether the register has its task.
    pub(crate) fn look_up(
        &mut self,
        pending: &PendingReports,
        at: u32,
        has_task: bool,
        findings: &mut Vec<Finding>,
    ) {
        let inner = self.inner;
        let mut dangles = |field: &str, value: &str| {
            findings.push(dangling(RecordKind::Report, &pending.id(at), field, value));
        };
        if let Some(report) = pending.full(at) {
            self.assumed += u64::from(has_task && report.recorded_at.is_none());
            for (field, value) in [
                ("by", &report.by),
                ("addressee", &report.addressee),
                ("addressed_to", &report.addressed_to),
            ] {
                if let Some(value) = value.as_ref().filter(|a| agency(inner, a).is_none()) {
                    dangles(field, value.as_str());
                }
            }
            let document = |d: &DocumentId| {
                position(&inner.documents.records, d.as_str(), |r| r.id.as_str()).is_some()
            };
            if let Some(basis) = report.basis.as_ref().filter(|d| !document(d)) {
                dangles("basis", basis.as_str());
            }
        } else {
            let (by, addressee) = pending.stated.get(at);
            for (field, number) in [("by", by), ("addressee", addressee)] {
                if number != NO_INDEX && self.found[number as usize].is_none() {
                    let named = pending.stated.agencies.get(number);
                    dangles(field, named.map_or("", AgencyId::as_str));
                    if has_task {
                        let record = || Box::new(pending.record(at));
                        self.strange.entry(at).or_insert_with(record);
                    }
                }
            }
        }
        if !has_task {
            dangles("task", &pending.task(at));
        }
    }

    /// That so many reports do not say when they were recorded; nothing where all do.
    pub(crate) fn instants_assumed(&self) -> Option<Finding> {
        let at = self.inner.imported_at;
        let instant = || at.map_or_else(|| "reported_on".to_owned(), day::instant_to_string);
        let finding = || Finding::new(FindingCode::RecordedAtAssumed).arg("count", self.assumed);
        (self.assumed > 0).then(|| finding().arg("instant", instant()))
    }

    /// The columns of the reports that were placed; not all of them where the watch was stopped.
    pub(crate) fn columns(
        mut self,
        places: Places,
        pending: &mut PendingReports,
        watch: &Watch,
    ) -> ReportColumns {
        let inner = self.inner;
        places.sorted(pending, inner.imported_at, watch, |pending, placed: &Placed| {
            let (by, addressee) = pending.stated.get(placed.at);
            let full = pending.full.get_mut(placed.at as usize).filter(|_| placed.row.is_full);
            if let Some(report) = full.and_then(Option::take) {
                let index =
                    |id: Option<&AgencyId>| id.and_then(|id| agency(inner, id)).unwrap_or(NO_INDEX);
                (index(report.by.as_ref()), index(report.addressee.as_ref()), Some(report))
            } else {
                let named =
                    |n: u32| self.found.get(n as usize).copied().flatten().unwrap_or(NO_INDEX);
                (named(by), named(addressee), self.strange.remove(&placed.at))
            }
        })
    }
}

/// Position of an agency of the register.
fn agency(inner: &Inner, id: &AgencyId) -> Option<u32> {
    position(&inner.agencies.records, id.as_str(), |a| a.id.as_str())
}
