//! The findings of one file: problems as they come, habits counted once per column, both within a limit.

use std::collections::BTreeMap;

use tiendo::{Finding, FindingCode};

/// Findings of one file.
pub(crate) struct Log {
    file: String,
    limit: u64,
    /// In the order in which they came, with the number of cells for a habit.
    findings: Vec<(Finding, Option<u64>)>,
    /// Where the habits stand among them.
    habits: BTreeMap<Habit, usize>,
    counts: BTreeMap<FindingCode, u64>,
}

/// What tells habits apart: the code, the column, and what the reader says.
type Habit = (FindingCode, String, String);

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

    /// An empty log for some rows of the file, which lists all findings until it is put back by [`Log::append`].
    pub(crate) fn part(&self) -> Self {
        Log::new(&self.file, u64::MAX)
    }

    /// Takes the findings of the rows that follow, as if they had come here one by one.
    pub(crate) fn append(&mut self, part: Log) {
        let mut habits: BTreeMap<usize, Habit> =
            part.habits.into_iter().map(|(habit, at)| (at, habit)).collect();
        for (at, (finding, count)) in part.findings.into_iter().enumerate() {
            match habits.remove(&at) {
                Some(habit) => self.count(habit, count.unwrap_or(1), |_| finding),
                None => self.push(finding),
            }
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
            self.findings.push((finding, None));
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
        self.count((code, column.to_owned(), same.to_owned()), 1, finding);
    }

    /// Counts cells with a habit. Of one that is not listed each cell counts as not listed.
    fn count(&mut self, habit: Habit, cells: u64, finding: impl FnOnce(&Self) -> Finding) {
        if let Some((_, count)) = self.habits.get(&habit).and_then(|at| self.findings.get_mut(*at))
        {
            *count = Some(count.unwrap_or_default() + cells);
            return;
        }
        let listed = self.counts.entry(habit.0).or_default();
        if *listed >= self.limit {
            *listed += cells;
            return;
        }
        *listed += 1;
        let first = finding(self);
        self.habits.insert(habit, self.findings.len());
        self.findings.push((first, Some(cells)));
    }

    /// Hands over all findings by row, with one for each code of which some are not listed.
    pub(crate) fn finish(mut self, out: &mut Vec<Finding>) {
        let mut findings: Vec<Option<(Finding, Option<u64>)>> =
            std::mem::take(&mut self.findings).into_iter().map(Some).collect();
        let habits = std::mem::take(&mut self.habits).into_values();
        let habits: Vec<Finding> = habits
            .filter_map(|at| findings.get_mut(at).and_then(Option::take))
            .map(|(finding, count)| finding.arg("count", count.unwrap_or_default()))
            .collect();
        let start = out.len();
        out.extend(findings.into_iter().flatten().map(|(finding, _)| finding));
        out.extend(habits);
        let own = out.get_mut(start..).unwrap_or_default();
        own.sort_by_key(|f| f.place.as_ref().map_or(0, |place| place.row));
        for (code, count) in std::mem::take(&mut self.counts) {
            if count > self.limit {
                let more = self.at(FindingCode::FindingsOmitted, 0, "");
                out.push(more.arg("count", count - self.limit).arg("code", code.as_str()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A finding, or a cell with a habit, of one of two codes.
    fn tell(log: &mut Log, row: u64, (is_habit, code, column): (bool, bool, u8)) {
        let code = if code { FindingCode::CellNul } else { FindingCode::TextNormalised };
        let column = column.to_string();
        if is_habit {
            log.habit("", |log| log.at(code, row, &column), code, &column);
        } else {
            log.push(log.at(code, row, &column));
        }
    }

    proptest! {
        #[test]
        fn parts_put_together_say_what_one_log_says(
            said in prop::collection::vec((any::<bool>(), any::<bool>(), 0..3_u8), 0..40),
            limit in 0..12_u64,
            size in 1..9_usize,
        ) {
            let said: Vec<_> = (1..).zip(said).collect();
            let (mut one, mut many) = (Log::new("f", limit), Log::new("f", limit));
            for (row, what) in &said {
                tell(&mut one, *row, *what);
            }
            for rows in said.chunks(size) {
                let mut part = many.part();
                for (row, what) in rows {
                    tell(&mut part, *row, *what);
                }
                many.append(part);
            }
            let (mut expect, mut found) = (Vec::new(), Vec::new());
            one.finish(&mut expect);
            many.finish(&mut found);
            prop_assert_eq!(found, expect);
        }
    }
}
