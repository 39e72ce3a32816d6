//! Which tasks are plain: one row, and reports of which every one counts for it, whenever it is asked.
//!
//! Found out once, when all is resolved, so that evaluation need not ask the screen about every report of every task. A task
//! is plain on what its records say alone; a day, a knowledge day and most policies change nothing of it.

use crate::columns::{FAR, NO_INDEX};
use crate::deadline::DeadlineClass;
use crate::registry::Inner;
use crate::registry::reports::Kind;
use crate::registry::tasks::TaskFlags;

impl Inner {
    /// Marks the plain tasks among all.
    pub(crate) fn mark_plain(&mut self) {
        for task in 0..self.tasks.len() {
            self.tasks.flags[task].clear(TaskFlags::PLAIN);
            self.tasks.flags[task].clear(TaskFlags::STATED);
            if let Some(says) = self.is_plain(task) {
                self.tasks.flags[task].set(TaskFlags::PLAIN, true);
                self.tasks.flags[task].set(TaskFlags::STATED, says == Says::Author);
            }
        }
    }

    fn is_plain(&self, task: usize) -> Option<Says> {
        let tasks = &self.tasks;
        let [addressee] = *tasks.rows.get(task) else { return None };
        let flags = tasks.flags[task];
        let special =
            [TaskFlags::EACH, TaskFlags::UNDATED, TaskFlags::VERSIONED, TaskFlags::IN_FORCE];
        let days = [&tasks.assigned, &tasks.last_day, &tasks.last_day_lenient];
        let is_special = special.into_iter().any(|flag| flags.has(flag))
            || tasks.class[task] == DeadlineClass::Recurring
            || days.into_iter().any(|column| column.near()[task] == FAR)
            || tasks.versions.contains_key(&(task as u32))
            || self.transfers_of.contains_key(&(task as u32))
            || self.agencies.succeeded.contains_key(&addressee);
        if is_special {
            return None;
        }
        self.plain_reports(task, addressee)
    }

    /// Whether all reports of a task count for its row, and if so what they say of their authors.
    fn plain_reports(&self, task: usize, addressee: u32) -> Option<Says> {
        let (reports, range) = (&self.reports, self.reports.range(task));
        let (on, recorded, _) = reports.streams();
        let is_far = |days: &[u16]| days[range.clone()].contains(&FAR);
        if is_far(on) || is_far(recorded) {
            return None;
        }
        let changes_the_status = |kind: Kind| {
            kind == Kind::Complete || (kind.is_decision() && kind != Kind::ConfirmCause)
        };
        let events = reports.events_of(task);
        if events.iter().any(|e| {
            e.new_deadline == FAR || (e.kind != Kind::Progress && !changes_the_status(e.kind))
        }) {
            return None;
        }
        if reports.are_anonymous() {
            return Some(Says::Nothing);
        }
        let mut says = None;
        for report in range {
            if reports.rest(report).is_some() {
                return None;
            }
            let about = reports.addressee(report);
            if about != NO_INDEX && about != addressee {
                return None;
            }
            let by = reports.by(report);
            let assigner = self.tasks.assigner[task];
            let who = match (by, reports.kind(report).is_decision()) {
                (NO_INDEX, _) => Says::Nothing,
                (by, true) if by == assigner => Says::Author,
                (by, false) if by == addressee => Says::Author,
                _ => return None,
            };
            if says.is_some_and(|before| before != who) {
                return None;
            }
            says = Some(who);
        }
        Some(says.unwrap_or(Says::Nothing))
    }
}

/// What the reports of a task say of who made them, all alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Nothing,
    /// The one whose word counts.
    Author,
}
