//! The findings of one file: problems as they come, habits counted once per column, both within a limit.

use std::collections::BTreeMap;

use tiendo::{Finding, FindingCode};

/// Findings of one file.
pub(crate) struct Log {
    file: String,
    limit: u64,
    findings: Vec<Finding>,
    habits: BTreeMap<(FindingCode, String, String), (Finding, u64)>,
    counts: BTreeMap<FindingCode, u64>,
}

impl Log {
    /// An empty log that lists at most `limit` findings of each code.
    pub(crate) fn new(file: &str, limit: u64) -> Self {
        Log {
            file: file.to_owned(),
            limit,
            findings: Vec::new(),
            habits: BTreeMap::new(),
            counts: BTreeMap::new(),
        }
    }

    /// A finding about a place in this file; row 0 is the file as a whole.
    pub(crate) fn at(&self, code: FindingCode, row: u64, column: &str) -> Finding {
        Finding::new(code).at(&self.file, row, column)
    }

    /// Keeps a finding.
    pub(crate) fn push(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.code).or_default();
        *count += 1;
        if *count <= self.limit {
            self.findings.push(finding);
        }
    }

    /// Counts one more cell with a habit; `same` tells apart what is reported separately. The first one is the example.
    pub(crate) fn habit(
        &mut self,
        same: &str,
        finding: impl FnOnce(&Self) -> Finding,
        code: FindingCode,
        column: &str,
    ) {
        let key = (code, column.to_owned(), same.to_owned());
        if let Some((_, count)) = self.habits.get_mut(&key) {
            *count += 1;
            return;
        }
        let listed = self.counts.entry(code).or_default();
        *listed += 1;
        if *listed <= self.limit {
            let first = finding(self);
            self.habits.insert(key, (first, 1));
        }
    }

    /// Hands over all findings by row, with one for each code of which some are not listed.
    pub(crate) fn finish(mut self, out: &mut Vec<Finding>) {
        let habits = std::mem::take(&mut self.habits).into_values();
        self.findings.extend(habits.map(|(finding, count)| finding.arg("count", count)));
        self.findings.sort_by_key(|f| f.place.as_ref().map_or(0, |place| place.row));
        for (code, count) in std::mem::take(&mut self.counts) {
            if count > self.limit {
                let more = self.at(FindingCode::FindingsOmitted, 0, "");
                self.findings
                    .push(more.arg("count", count - self.limit).arg("code", code.as_str()));
            }
        }
        out.append(&mut self.findings);
    }
}
