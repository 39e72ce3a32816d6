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

    pub(super) fn most(&self) -> usize {
        self.most
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

/// Room for rows: a task has one at least, and one for each agency where it is addressed to each of them.
#[derive(Debug)]
pub(super) struct Room {
    most: usize,
    /// For rows beside the first of each task.
    left: usize,
    left_out: u64,
    /// The first task of which rows were left out.
    of_task: String,
}

impl Room {
    pub(super) fn of(most: usize, tasks: usize) -> Self {
        Room { most, left: most.saturating_sub(tasks), left_out: 0, of_task: String::new() }
    }

    /// Leaves those rows of a task out for which there is no room; `held` is how many it has room for already, by another
    /// version. How many rows it has afterwards comes back.
    pub(super) fn cut(&mut self, task: &str, rows: &mut Vec<u32>, held: usize) -> usize {
        let more = rows.len().saturating_sub(held.max(1));
        if more > self.left {
            let beyond = more - self.left;
            rows.truncate(rows.len() - beyond);
            if self.left_out == 0 {
                task.clone_into(&mut self.of_task);
            }
            self.left_out += beyond as u64;
        }
        self.left -= more.min(self.left);
        rows.len().max(held)
    }

    /// That rows were left out, where any were.
    pub(super) fn finding(&self) -> Option<Finding> {
        let finding =
            || Finding::new(FindingCode::TooManyRows).about(RecordKind::Task, &self.of_task);
        (self.left_out > 0).then(|| {
            finding().field("addressees").arg("limit", self.most).arg("count", self.left_out)
        })
    }
}
