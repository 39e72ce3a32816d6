//! Which tasks are plain: one row, and reports of which every one counts for it, whenever it is asked.
//!
//! Found out once, when all is resolved or reports come to it, so that evaluation need not ask the screen about every report of every task. A task
//! is plain on what its records say alone; a day, a knowledge day and most policies change nothing of it. One that states when
//! it was recorded, as each does that comes from a ledger, is not in force as known before then, and plain from then on.

use crate::columns::{FAR, NO_INDEX};
use crate::deadline::DeadlineClass;
use crate::registry::Inner;
use crate::registry::reports::Kind;
use crate::registry::tasks::TaskFlags;

/// Whether a task is plain, and what its reports then say of who made them, all alike: a byte for each task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Plain {
    No,
    /// They say nothing of it.
    Anonymous,
    /// The one whose word counts.
    Stated,
}

impl Plain {
    #[inline]
    pub(crate) fn is_plain(self) -> bool {
        self != Plain::No
    }
}

impl Inner {
    /// Marks the plain tasks among all.
    pub(crate) fn mark_plain(&mut self) {
        self.plain = (0..self.tasks.len()).map(|task| self.plainness(task)).collect();
    }

    /// Whether one task is plain, by the reports that it has now.
    pub(crate) fn plainness(&self, task: usize) -> Plain {
        // The quick way reads the columns of all reports.
        if self.came.of(task).is_some() {
            return Plain::No;
        }
        self.plain_by(task).unwrap_or(Plain::No)
    }

    fn plain_by(&self, task: usize) -> Option<Plain> {
        let tasks = &self.tasks;
        let [addressee] = *tasks.rows.get(task) else { return None };
        let flags = tasks.flags[task];
        let special = [TaskFlags::EACH, TaskFlags::UNDATED, TaskFlags::IN_FORCE];
        let days = [&tasks.assigned, &tasks.last_day, &tasks.last_day_lenient];
        let is_special = special.into_iter().any(|flag| flags.has(flag))
            || tasks.class[task] == DeadlineClass::Recurring
            || days.into_iter().any(|column| column.near()[task] == FAR)
            || !tasks.has_one_version(task)
            || self.transfers_of.contains_key(&(task as u32))
            || self.agencies.succeeded.contains_key(&addressee);
        if is_special {
            return None;
        }
        self.plain_reports(task, addressee)
    }

    /// Whether all reports of a task count for its row, and if so what they say of their authors.
    fn plain_reports(&self, task: usize, addressee: u32) -> Option<Plain> {
        let (reports, range) = (&self.reports, self.reports.range(task));
        let (on, recorded, _) = reports.streams();
        let is_far = |days: &[u16]| days[range.clone()].contains(&FAR);
        // Hardly any register has such a day, so that no report is asked for it in vain.
        let is_any_far = reports.has_far_days() && (is_far(on) || is_far(recorded));
        if is_any_far || reports.has_corrected(task) {
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
            return Some(Plain::Anonymous);
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
                (NO_INDEX, _) => Plain::Anonymous,
                (by, true) if by == assigner => Plain::Stated,
                (by, false) if by == addressee => Plain::Stated,
                _ => return None,
            };
            if says.is_some_and(|before| before != who) {
                return None;
            }
            says = Some(who);
        }
        Some(says.unwrap_or(Plain::Anonymous))
    }
}
