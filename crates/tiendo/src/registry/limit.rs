//! How many records of each kind a registry takes: no more than its indices number.

use std::collections::BTreeMap;

use crate::finding::{Finding, FindingCode, RecordKind};
use crate::records::Records;

/// Most records of a kind: positions are numbers of 32 bits, of which the greatest stands for none.
const MOST: usize = u32::MAX as usize - 1;

/// The most records of each kind, and how many were beyond it.
#[derive(Debug)]
pub(super) struct Limit {
    most: usize,
    left_out: BTreeMap<RecordKind, u64>,
}

impl Default for Limit {
    fn default() -> Self {
        Limit { most: MOST, left_out: BTreeMap::new() }
    }
}

impl Limit {
    pub(super) fn set(&mut self, most: usize) {
        self.most = most.min(MOST);
    }

    /// Whether one more fits beside those that are taken; where it does not, it is counted as left out.
    pub(super) fn takes(&mut self, kind: RecordKind, taken: usize) -> bool {
        let fits = taken < self.most;
        if !fits {
            *self.left_out.entry(kind).or_default() += 1;
        }
        fits
    }

    /// Cuts the lists that are kept as records.
    pub(super) fn cut(&mut self, records: &mut Records) {
        self.cut_list(RecordKind::Document, &mut records.documents);
        self.cut_list(RecordKind::Agency, &mut records.agencies);
        self.cut_list(RecordKind::Succession, &mut records.successions);
        self.cut_list(RecordKind::Plan, &mut records.plans);
        self.cut_list(RecordKind::Transfer, &mut records.transfers);
        self.cut_list(RecordKind::Allocation, &mut records.allocations);
        self.cut_list(RecordKind::Kpi, &mut records.kpis);
    }

    fn cut_list<T>(&mut self, kind: RecordKind, list: &mut Vec<T>) {
        let beyond = list.len().saturating_sub(self.most);
        if beyond > 0 {
            list.truncate(self.most);
            *self.left_out.entry(kind).or_default() += beyond as u64;
        }
    }

    /// What was left out, kind by kind.
    pub(super) fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        self.left_out.iter().map(|(kind, count)| {
            Finding::new(FindingCode::TooManyRecords)
                .arg("records", kind.as_str())
                .arg("limit", self.most)
                .arg("count", count)
        })
    }
}
