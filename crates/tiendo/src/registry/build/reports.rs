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
pub(super) fn last_of_each_id(mut kept: Vec<u32>, pending: &PendingReports) -> Vec<u32> {
    let key = |i: u32| Key::of(pending.ids.get(i as usize));
    if !kept.is_sorted_by_key(|i| key(*i)) {
        // Stable, so that the order of adding stays among equal ids.
        kept.sort_by_cached_key(|i| key(*i));
    }
    kept.dedup_by(|later, earlier| {
        let again = pending.ids.get(*earlier as usize) == pending.ids.get(*later as usize)
            // What was corrected stays, as known before.
            && !pending.until.contains_key(earlier)
            && !pending.until.contains_key(later);
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
    let agency =
        |id: &AgencyId| position(&inner.agencies.records, id.as_str(), |a| a.id.as_str()).is_some();
    let is_known: Vec<bool> = pending.agencies.iter().map(agency).collect();
    let tasks = IdIndex::of(&inner.tasks.ids);
    let mut assumed = 0_u64;
    for at in watch.steps(kept) {
        let row = &pending.rows[at as usize];
        let id = pending.ids.get(at as usize);
        let mut dangles = |field: &str, value: &str| {
            findings.push(dangling(RecordKind::Report, id, field, value));
        };
        let task = tasks.find(&inner.tasks.ids, pending.tasks.get(at as usize));
        if let Some(report) = row.is_full.then(|| pending.full.get(&at)).flatten() {
            assumed += u64::from(task.is_some() && report.recorded_at.is_none());
            for (field, value) in [
                ("by", &report.by),
                ("addressee", &report.addressee),
                ("addressed_to", &report.addressed_to),
            ] {
                if let Some(value) = value.as_ref().filter(|a| !agency(a)) {
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
                if number != NO_INDEX && !is_known[number as usize] {
                    dangles(field, pending.agencies[number as usize].as_str());
                }
            }
        }
        if let Some(task) = task {
            known.push((task as u32, at));
        } else {
            dangles("task", pending.tasks.get(at as usize));
            orphans.push(pending.record(at));
        }
    }
    if watch.is_stopped() {
        return;
    }
    if assumed > 0 {
        let assumed_at =
            inner.imported_at.map_or_else(|| "reported_on".to_owned(), day::instant_to_string);
        findings.push(
            Finding::new(FindingCode::RecordedAtAssumed)
                .arg("count", assumed)
                .arg("instant", assumed_at),
        );
    }
    let mut columns = ReportColumns::of(pending, &known, inner.tasks.len(), inner);
    columns.orphans = orphans;
    inner.reports = columns;
}
