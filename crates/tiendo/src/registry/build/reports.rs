//! Reports: updating, resolving what they refer to, bringing them to their tasks.

use super::dangling;
use crate::columns::{IdIndex, NO_INDEX};
use crate::day;
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::id::{AgencyId, DocumentId, Key};
use crate::registry::Inner;
use crate::registry::lookup::position;
use crate::registry::pending::PendingReports;
use crate::registry::reports::ReportColumns;
use crate::report::{Provenance, Report};
use crate::watch::Watch;

/// The positions in id order, of several reports with the same id the one that was added last.
pub(crate) fn last_of_each_id(mut kept: Vec<u32>, pending: &PendingReports) -> Vec<u32> {
    let key = |i: u32| Key::of(pending.ids.get(i as usize));
    if !kept.is_sorted_by_key(|i| key(*i)) {
        // Stable, so that the order of adding stays among equal ids.
        kept.sort_by_cached_key(|i| key(*i));
    }
    kept.dedup_by(|later, earlier| {
        let again = pending.ids.get(*earlier as usize) == pending.ids.get(*later as usize);
        if again {
            *earlier = *later;
        }
        again
    });
    kept
}

/// True where a report was invented for a demonstration; such a one is never packed.
pub(super) fn is_any_simulated(kept: &[u32], pending: &PendingReports) -> bool {
    let simulated = |r: &Report| r.provenance == Provenance::Simulated;
    if !pending.full.values().any(|r| simulated(r)) {
        return false;
    }
    kept.iter().any(|i| pending.full.get(i).is_some_and(|r| simulated(r)))
}

/// Fills the columns of reports; leaves them empty where the watch was stopped.
pub(super) fn build(
    (pending, kept): (PendingReports, Vec<u32>),
    inner: &mut Inner,
    findings: &mut Vec<Finding>,
    watch: &Watch,
) {
    let (mut known, mut orphans) = (Vec::with_capacity(kept.len()), Vec::new());
    let references = References::of(&pending, inner);
    let tasks = IdIndex::of(&inner.tasks.ids);
    let mut assumed = 0_u64;
    for at in watch.steps(kept) {
        let task = tasks.find(&inner.tasks.ids, pending.tasks.get(at as usize));
        assumed += u64::from(references.look_up(at, task.is_some(), findings));
        if let Some(task) = task {
            known.push((task as u32, at));
        } else {
            orphans.push(pending.record(at));
        }
    }
    if watch.is_stopped() {
        return;
    }
    findings.extend(instants_assumed(assumed, inner));
    let mut columns = ReportColumns::of(pending, &known, inner.tasks.len(), inner);
    columns.orphans = orphans;
    inner.reports = columns;
}

/// That so many reports do not say when they were recorded; nothing where all do.
pub(crate) fn instants_assumed(count: u64, inner: &Inner) -> Option<Finding> {
    let assumed_at =
        || inner.imported_at.map_or_else(|| "reported_on".to_owned(), day::instant_to_string);
    let finding = || Finding::new(FindingCode::RecordedAtAssumed);
    (count > 0).then(|| finding().arg("count", count).arg("instant", assumed_at()))
}

/// Looks up what pending reports refer to.
pub(crate) struct References<'a> {
    pending: &'a PendingReports,
    inner: &'a Inner,
    /// By position among the agencies that are named.
    is_known: Vec<bool>,
}

impl<'a> References<'a> {
    pub(crate) fn of(pending: &'a PendingReports, inner: &'a Inner) -> Self {
        let is_known = pending.agencies.iter().map(|id| has_agency(inner, id)).collect();
        References { pending, inner, is_known }
    }

    /// Tells what a report refers to in vain; true where it stands with its task and does not say when it was recorded.
    pub(crate) fn look_up(&self, at: u32, has_task: bool, findings: &mut Vec<Finding>) -> bool {
        let (pending, inner) = (self.pending, self.inner);
        let row = &pending.rows[at as usize];
        let id = pending.ids.get(at as usize);
        let mut dangles = |field: &str, value: &str| {
            findings.push(dangling(RecordKind::Report, id, field, value));
        };
        let mut is_assumed = false;
        if let Some(report) = row.is_full.then(|| pending.full.get(&at)).flatten() {
            is_assumed = has_task && report.recorded_at.is_none();
            for (field, value) in [
                ("by", &report.by),
                ("addressee", &report.addressee),
                ("addressed_to", &report.addressed_to),
            ] {
                if let Some(value) = value.as_ref().filter(|a| !has_agency(inner, a)) {
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
            for (field, number) in [("by", row.by), ("addressee", row.addressee)] {
                if number != NO_INDEX && !self.is_known[number as usize] {
                    dangles(field, pending.agencies[number as usize].as_str());
                }
            }
        }
        if !has_task {
            dangles("task", pending.tasks.get(at as usize));
        }
        is_assumed
    }
}

fn has_agency(inner: &Inner, id: &AgencyId) -> bool {
    position(&inner.agencies.records, id.as_str(), |a| a.id.as_str()).is_some()
}
