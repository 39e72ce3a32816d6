//! What an evaluation shows of its tasks: how long each took, whether it had to wait, and how far links are kept.

use super::slippage::{Ending, Seen};
use crate::columns::NO_DAY;
use crate::day;
use crate::evaluation::Evaluation;
use crate::schedule::build::duration as planned_days;
use crate::schedule::{Schedule, ScheduledTask};
use crate::sums::Ratio;
use crate::task::{Dependency, DependencyKind};

/// The number of a day that is not seen to come.
pub(super) const NEVER: i32 = 1 << 29;

/// Days as numbers of a calendar, looked up and not counted.
pub(super) struct Workdays {
    /// Working days before each day of the calendar and the one after it.
    before: Vec<i32>,
    /// The column number of its first day.
    first: i32,
}

impl Workdays {
    pub(super) fn of(schedule: &Schedule) -> Self {
        let calendar = schedule.registry().calendar();
        let mut before = vec![0];
        for on in calendar.first().iter_days().take_while(|day| *day <= calendar.last()) {
            let so_far = before.last().copied().unwrap_or(0);
            before.push(so_far + i32::from(calendar.is_working_day(on).unwrap_or(false)));
        }
        Workdays { before, first: day::to_number(calendar.first()) }
    }

    /// The number of the day after a day: what is done on it is finished there. What lies before the calendar comes before all
    /// that it holds, and what lies behind it is never reached, nor is no day.
    #[inline]
    pub(super) fn number(&self, on: i32) -> i32 {
        if on == NO_DAY {
            return NEVER;
        }
        let at = (i64::from(on) - i64::from(self.first) + 1).max(0);
        usize::try_from(at).ok().and_then(|at| self.before.get(at)).copied().unwrap_or(NEVER)
    }
}

/// An evaluation with its schedule, which is made of it.
#[derive(Clone, Copy)]
pub(super) struct Observed<'a> {
    pub(super) evaluation: &'a Evaluation,
    pub(super) schedule: &'a Schedule,
    pub(super) days: &'a Workdays,
}

impl<'a> Observed<'a> {
    /// Every row with a term, as it was seen up to D; where links are kept, with what had to wait for them.
    pub(super) fn rows(self, are_links_kept: bool) -> Vec<Seen> {
        let evaluation = self.evaluation;
        let columns = &evaluation.columns;
        let rows = evaluation.rows().filter(|row| columns.occurrence(row.index).is_none());
        let mut out = Vec::new();
        for row in rows {
            let (original, status) = (evaluation.original(row.index), columns.status(row.index));
            let at = evaluation.registry.0.tasks.at(row.task_index(), evaluation.as_of);
            let Some(at) = at.filter(|at| original != NO_DAY && original > at.facts.assigned)
            else {
                continue;
            };
            let closed = columns.closed_on(row.index);
            let has_ended = !status.is_open() && closed != NO_DAY;
            let end = if has_ended {
                closed
            } else if are_links_kept && self.has_to_wait(row.task_index()) {
                // Nothing was seen of it from the day on which it was assigned.
                at.facts.assigned
            } else {
                evaluation.as_of.d()
            };
            let ending = match (status.is_done() && has_ended, are_links_kept) {
                (false, _) => Ending::Open,
                (true, true) if self.had_to_wait(row.task_index(), closed) => Ending::Waited,
                (true, _) => Ending::Closed,
            };
            out.push(Seen {
                agency: evaluation.agency(row.index),
                days: i64::from(end) - i64::from(at.facts.assigned),
                term: i64::from(original) - i64::from(at.facts.assigned),
                ending,
            });
        }
        out
    }

    /// Whether a day on which a row was closed is the first that the links of its task let it be.
    fn had_to_wait(self, task: usize, closed: i32) -> bool {
        self.let_by(task) == Some(self.days.number(closed))
    }

    /// Whether links alone kept the rows of a task open until D, so that it tells nothing of what they take by themselves.
    pub(super) fn has_to_wait(self, task: usize) -> bool {
        let on_d = self.days.number(self.evaluation.as_of.d());
        self.let_by(task).is_some_and(|first| first > on_d)
    }

    /// The first day on which its links let a task be done, as a number; of start-to-start and start-to-finish links nothing is
    /// known, for nobody reports when work began.
    fn let_by(self, task: usize) -> Option<i32> {
        let at = self.evaluation.registry.0.tasks.at(task, self.evaluation.as_of)?;
        let planned = planned_days(task, &at, &self.evaluation.registry).unwrap_or(0);
        let let_by = self.dependencies(task).filter_map(|dependency| {
            let taken = match dependency.kind {
                DependencyKind::FinishToStart => planned,
                DependencyKind::FinishToFinish => 0,
                DependencyKind::StartToStart | DependencyKind::StartToFinish => return None,
            };
            let before = self.task_of(dependency)?;
            let own = self.schedule.of_task(before as u32)?;
            if !own.is_done() {
                return Some(NEVER);
            }
            let closed = self.days.number(self.closed_on(before)?);
            Some(closed + i32::from(dependency.lag_days) + taken)
        });
        let_by.max()
    }

    /// Of the links with both ends closed those whose successor was closed no earlier.
    pub(super) fn links_kept(self) -> Ratio {
        let mut kept = Ratio::default();
        for task in self.schedule.tasks().filter(ScheduledTask::is_done) {
            let Some(then) = self.closed_on(task.task_index()) else { continue };
            for dependency in self.dependencies(task.task_index()) {
                let before = self.task_of(dependency).and_then(|task| self.closed_on(task));
                if let Some(before) = before {
                    kept.den += 1;
                    kept.num += u64::from(then >= before);
                }
            }
        }
        kept
    }

    fn dependencies(self, task: usize) -> impl Iterator<Item = &'a Dependency> {
        let at = self.evaluation.registry.0.tasks.at(task, self.evaluation.as_of);
        at.and_then(|at| at.record).into_iter().flat_map(|task| &task.dependencies)
    }

    fn task_of(self, dependency: &Dependency) -> Option<usize> {
        self.evaluation.registry.0.tasks.ids.find(dependency.task.as_str())
    }

    /// The day on which the last row of a done task was closed.
    fn closed_on(self, task: usize) -> Option<i32> {
        let state = self.evaluation.state(task);
        let rows = state.first_row as usize..(state.first_row + state.row_count) as usize;
        let last = rows.map(|row| self.evaluation.columns.closed_on(row)).max();
        last.filter(|day| state.status.is_done() && *day != NO_DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_before_the_calendar_comes_before_all_of_it() {
        // Two working days and a day off, from the 100th day on.
        let days = Workdays { before: vec![0, 1, 2, 2], first: 100 };
        let numbers = [NO_DAY, 0, 98, 99, 100, 101, 102, 103].map(|on| days.number(on));
        assert_eq!(numbers, [NEVER, 0, 0, 0, 1, 2, 2, NEVER]);
    }
}
