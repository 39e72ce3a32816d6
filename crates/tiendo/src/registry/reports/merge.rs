//! Columns with some reports more: what lies between two of them is copied as a whole.

use std::collections::BTreeMap;

use super::{ReportColumns, Stated};
use crate::columns::NO_INDEX;
use crate::registry::pending::PendingReport;
use crate::report::Report;

/// A report that is to be merged, resolved.
pub(crate) struct NewReport<'a> {
    pub(crate) task: u32,
    pub(crate) row: PendingReport,
    pub(crate) recorded_at: i64,
    pub(crate) by: u32,
    pub(crate) addressee: u32,
    pub(crate) report: &'a Report,
}

impl ReportColumns {
    /// With new reports, which are in the order that decides; none where a task has one of the same id already.
    pub(crate) fn merged(&self, new: &[NewReport<'_>]) -> Option<ReportColumns> {
        // Before which of the old ones each new one stands.
        let mut places = Vec::with_capacity(new.len());
        for report in new {
            let range = self.range(report.task as usize);
            let id = report.report.id.as_str();
            if range.clone().any(|i| self.ids.compare(i, id).is_eq()) {
                return None;
            }
            let key = (report.row.reported_on, report.recorded_at);
            let before = range.clone().filter(|i| {
                let order = (self.reported_on[*i], self.recorded_at[*i]).cmp(&key);
                order.then_with(|| self.ids.compare(*i, id)).is_lt()
            });
            places.push(range.start + before.count());
        }
        let mut starts = self.starts.clone();
        let mut more = 0_u32;
        let mut at = 0;
        for (task, start) in starts.iter_mut().enumerate() {
            while new.get(at).is_some_and(|report| (report.task as usize) < task) {
                at += 1;
                more += 1;
            }
            *start = start.checked_add(more)?;
        }
        let mut columns = ReportColumns {
            starts,
            ids: self.ids.merged(&places, new.iter().map(|n| n.report.id.as_str())),
            reported_on: merged(&self.reported_on, &places, new.iter().map(|n| n.row.reported_on)),
            recorded_at: merged(&self.recorded_at, &places, new.iter().map(|n| n.recorded_at)),
            kind: merged(&self.kind, &places, new.iter().map(|n| n.row.kind)),
            percent: merged(&self.percent, &places, new.iter().map(|n| n.row.percent)),
            new_deadline: merged(
                &self.new_deadline,
                &places,
                new.iter().map(|n| n.row.new_deadline),
            ),
            by: self.by.merged(&places, new.iter().map(|n| n.by), self.len()),
            addressee: self.addressee.merged(&places, new.iter().map(|n| n.addressee), self.len()),
            rest: moved(&self.rest, &places),
            until: moved(&self.until, &places),
            orphans: self.orphans.clone(),
        };
        for (i, report) in new.iter().enumerate().filter(|(_, report)| report.row.is_full) {
            let position = (places[i] + i) as u32;
            columns.rest.insert(position, Box::new(report.report.clone()));
        }
        Some(columns)
    }
}

impl Stated {
    fn merged(
        &self,
        places: &[usize],
        new: impl Iterator<Item = u32> + Clone,
        len: usize,
    ) -> Stated {
        if self.0.is_empty() && new.clone().all(|agency| agency == NO_INDEX) {
            return Stated::default();
        }
        let mut all = self.0.clone();
        all.resize(len, NO_INDEX);
        let mut all = merged(&all, places, new);
        // As building leaves it: nothing behind the last that is stated.
        let stated = all.iter().rposition(|agency| *agency != NO_INDEX).map_or(0, |last| last + 1);
        all.truncate(stated);
        Stated(all)
    }
}

/// The old values with each new one before the old one at its place; the places never fall.
pub(super) fn merged<T: Copy>(old: &[T], places: &[usize], new: impl Iterator<Item = T>) -> Vec<T> {
    let mut out = Vec::with_capacity(old.len() + places.len());
    let mut from = 0;
    for (place, value) in places.iter().zip(new) {
        out.extend_from_slice(&old[from..*place]);
        out.push(value);
        from = *place;
    }
    out.extend_from_slice(&old[from..]);
    out
}

/// What is known of some positions, at the positions that they have now.
fn moved<T: Clone>(old: &BTreeMap<u32, T>, places: &[usize]) -> BTreeMap<u32, T> {
    let now = |i: u32| i + places.partition_point(|place| *place <= i as usize) as u32;
    old.iter().map(|(i, value)| (now(*i), value.clone())).collect()
}
