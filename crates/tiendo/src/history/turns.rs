//! The days on which what a task adds to sums may change: all of them, and now and then one too many.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::columns::NO_DAY;
use crate::day;
use crate::deadline::{BeforeReading, DeadlineClass, Form, Recurrence};
use crate::policy::Policy;
use crate::registry::Inner;
use crate::registry::tasks::{TaskFacts, TaskFlags};
use crate::task::Task;

/// Collects the turns of one task after another.
pub(super) struct Turns<'a> {
    inner: &'a Inner,
    /// First and last day of the range.
    from: i32,
    to: i32,
    window: i32,
    inherited_days: i32,
    before: BeforeReading,
    days: Vec<i32>,
}

impl<'a> Turns<'a> {
    pub(super) fn of(inner: &'a Inner, policy: &Policy, from: i32, to: i32) -> Self {
        Turns {
            inner,
            from,
            to,
            window: i32::from(policy.due_soon_days),
            inherited_days: i32::from(policy.inherited_days),
            before: policy.before,
            days: Vec::new(),
        }
    }

    /// The days within the range, in order; the first day of it is one.
    pub(super) fn of_task(&mut self, task: usize) -> Vec<i32> {
        self.days.clear();
        self.days.push(self.from);
        self.collect(task);
        let (from, to) = (self.from, self.to);
        self.days.retain(|day| (from..=to).contains(day));
        self.days.sort_unstable();
        self.days.dedup();
        std::mem::take(&mut self.days)
    }

    /// Takes a list back, so that the next task needs no other.
    pub(super) fn keep(&mut self, days: Vec<i32>) {
        self.days = days;
    }

    fn collect(&mut self, task: usize) {
        let inner = self.inner;
        let newest = (inner.tasks.facts(task), inner.tasks.full(task));
        let older = inner.tasks.versions.get(&(task as u32)).into_iter().flatten();
        for (facts, record) in older.map(|v| (v.facts, Some(&v.record))).chain([newest]) {
            self.of_version(&facts, record);
        }
        self.days.extend(inner.tasks.recorded(task).map(recorded_on));
        self.of_reports(task);
        self.of_hand_overs(task);
    }

    /// A version is seen from a day on, is in force from a day on, and falls due.
    fn of_version(&mut self, facts: &TaskFacts, record: Option<&Task>) {
        self.days.push(facts.assigned);
        self.falls_due(facts.last_day);
        self.falls_due(facts.last_day_lenient);
        if facts.flags.has(TaskFlags::UNDATED) {
            self.days.extend(self.inner.tasks.earliest.turns());
        }
        let product = record.and_then(|t| t.product.as_ref()?.document.as_ref());
        let product = product.and_then(|id| {
            let all = &self.inner.documents.records;
            crate::registry::lookup::position(all, id.as_str(), |d| d.id.as_str())
        });
        for document in [Some(facts.document), product].into_iter().flatten() {
            self.of_document(document);
        }
        let Some(record) = record else { return };
        self.seen_from(record.valid_from, record.recorded_at.map(|at| at.date()));
        if let (DeadlineClass::Recurring, Form::Recurring { recurrence }) =
            (facts.class, &record.deadline.form)
        {
            if facts.flags.has(TaskFlags::UNDATED) {
                // Until somebody reports, its occurrences are counted from the very day that is asked about.
                self.every_day();
            } else {
                self.of_occurrences(*recurrence);
            }
        }
    }

    /// A document's versions say until when a task recurs, and from when a product is in force.
    fn of_document(&mut self, document: u32) {
        let documents = &self.inner.documents;
        let Some(older) = documents.versions.get(&document) else { return };
        for version in older.iter().chain([&documents.records[document as usize]]) {
            self.seen_from(version.valid_from, version.recorded_at.map(|at| at.date()));
        }
    }

    fn of_occurrences(&mut self, recurrence: Recurrence) {
        let day_of = |number: i32| day::from_number(number).and_then(day::check);
        let first = day_of(self.from).unwrap_or(day::FIRST);
        let last = day_of(self.to.saturating_add(self.window)).unwrap_or(day::LAST);
        // An occurrence falls due within its cycle or on the eve of it.
        let cycles = recurrence.index(first) - 2..=recurrence.index(last) + 2;
        if cycles.end() - cycles.start() > i64::from(self.to - self.from) {
            self.every_day();
            return;
        }
        for cycle in cycles {
            for before in [self.before, BeforeReading::Lenient] {
                if let Some(occurrence) = recurrence.occurrence(before, cycle) {
                    self.days.push(day::to_number(occurrence.first));
                    self.falls_due(day::to_number(occurrence.last_day));
                }
            }
        }
    }

    /// A report is hidden from the day it bears on, and visible from the day on which it was recorded too.
    fn of_reports(&mut self, task: usize) {
        let reports = self.inner.reports_of(task);
        for i in reports.range(task) {
            self.days.push(reports.reported_on(i));
            self.days.push(visible_from(reports.reported_on(i), reports.recorded_at(i)));
            self.falls_due(reports.new_deadline(i));
            self.days.extend(reports.until(i).map(recorded_on));
        }
    }

    /// Who is counted changes with a hand-over, and again when what was overdue before it is no longer the predecessor's.
    fn of_hand_overs(&mut self, task: usize) {
        let inner = self.inner;
        let agencies = &inner.agencies;
        let mut open: Vec<u32> = inner.tasks.rows.get(task).to_vec();
        let older = inner.tasks.versions.get(&(task as u32)).into_iter().flatten();
        open.extend(older.flat_map(|v| v.rows.iter().copied()));
        for transfer in inner.transfers_of.get(&(task as u32)).into_iter().flatten() {
            let transfer = &inner.transfers[*transfer as usize];
            self.handed_over(transfer.day);
            let find = |id: &crate::AgencyId| {
                let all = &agencies.records;
                crate::registry::lookup::position(all, id.as_str(), |a| a.id.as_str())
            };
            open.extend([find(&transfer.from), find(&transfer.to)].into_iter().flatten());
        }
        if agencies.succeeded.is_empty() {
            return;
        }
        let mut seen: BTreeSet<u32> = open.iter().copied().collect();
        while let Some(agency) = open.pop() {
            for &(on, to) in agencies.succeeded.get(&agency).into_iter().flatten() {
                self.handed_over(on);
                if seen.insert(to) {
                    open.push(to);
                }
            }
        }
    }

    fn handed_over(&mut self, on: NaiveDate) {
        let on = day::to_number(on);
        self.days.extend([on, on.saturating_add(self.inherited_days)]);
    }

    fn seen_from(&mut self, valid_from: Option<NaiveDate>, recorded_on: Option<NaiveDate>) {
        self.days.extend([valid_from, recorded_on].into_iter().flatten().map(day::to_number));
    }

    /// The days on which a last day comes near, and on which it has passed.
    fn falls_due(&mut self, last_day: i32) {
        if last_day != NO_DAY {
            self.days.extend([last_day - self.window, last_day + 1]);
        }
    }

    fn every_day(&mut self) {
        self.days.extend(self.from..=self.to);
    }
}

/// The day from which on a report is visible, where everything is known that was recorded by its end.
pub(super) fn visible_from(reported_on: i32, recorded_at: i64) -> i32 {
    reported_on.max(recorded_on(recorded_at))
}

/// The day on which a report was recorded; a day after all others for an instant beyond them.
fn recorded_on(recorded_at: i64) -> i32 {
    i32::try_from(recorded_at.div_euclid(SECONDS_PER_DAY)).unwrap_or(i32::MAX)
}

const SECONDS_PER_DAY: i64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_visible_once_it_is_dated_and_recorded() {
        assert_eq!(visible_from(10, 5 * SECONDS_PER_DAY), 10);
        assert_eq!(visible_from(10, 12 * SECONDS_PER_DAY - 1), 11);
        assert_eq!(visible_from(-3, -SECONDS_PER_DAY), -1);
    }
}
