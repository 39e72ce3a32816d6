//! A task of a schedule as callers see it.

use chrono::NaiveDate;

use super::network::NO_DUE;
use super::{Schedule, ScheduleBasis};
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;

/// One task of a [`Schedule`]. Borrowed from it.
///
/// Days are worked days, the finish the last one worked; none where a day lies beyond the calendar. A task of zero duration
/// is a moment at the end of a day, which is its start and its finish.
#[derive(Debug, Clone, Copy)]
pub struct ScheduledTask<'a> {
    pub(crate) schedule: &'a Schedule,
    pub(crate) index: usize,
}

impl<'a> ScheduledTask<'a> {
    /// Position in the schedule.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Id of the task.
    pub fn id(&self) -> &'a str {
        self.schedule.inner.registry.0.tasks.ids.get(self.task_index())
    }

    /// Title of the task in Vietnamese.
    pub fn title(&self) -> &'a str {
        self.schedule.inner.registry.0.tasks.title_at(self.task_index(), self.schedule.inner.as_of)
    }

    /// Ids of the agencies that it counts for on D, in id order.
    pub fn agencies(&self) -> Vec<&'a str> {
        let schedule = self.schedule;
        let all = self.agency_indices();
        all.into_iter().filter_map(|agency| schedule.agency_id(agency)).collect()
    }

    /// By what it has its place.
    pub fn basis(&self) -> ScheduleBasis {
        self.schedule.inner.basis[self.index]
    }

    /// Working days that it takes, or that are left of it; 0 for a milestone.
    pub fn duration_days(&self) -> u32 {
        self.schedule.inner.network.duration[self.at()] as u32
    }

    /// The first day worked, at the earliest.
    pub fn start(&self) -> Option<NaiveDate> {
        self.first_day(self.numbers()[0])
    }

    /// The last day worked, at the earliest.
    pub fn finish(&self) -> Option<NaiveDate> {
        self.schedule.day_before(self.numbers()[1])
    }

    /// The last day to start on that delays neither the finish of all nor any deadline.
    pub fn late_start(&self) -> Option<NaiveDate> {
        self.first_day(self.numbers()[2])
    }

    /// The last day to finish on that delays neither the finish of all nor any deadline.
    pub fn late_finish(&self) -> Option<NaiveDate> {
        self.schedule.day_before(self.numbers()[3])
    }

    /// Early start, early finish, late start and late finish in working days since the first day of the calendar, a finish
    /// being the day after the last one worked. Late ones may lie before the calendar, and are then just numbers.
    pub fn numbers(&self) -> [i32; 4] {
        let (dates, i) = (self.schedule.dates(), self.index as u32);
        [dates.early_start(i), dates.early_finish(i), dates.late_start(i), dates.late_finish(i)]
    }

    /// The last day that binds it; none without a deadline.
    pub fn deadline(&self) -> Option<NaiveDate> {
        let last_day = self.schedule.inner.states[self.index].last_day;
        (last_day != NO_DAY).then(|| day::from_number(last_day)).flatten()
    }

    /// Working days that it may slip without delaying the finish of all or missing a deadline, its own or one further on;
    /// negative where a deadline is missed. None for what is done, and for a milestone that nothing is linked to: it stands at
    /// its deadline by definition.
    pub fn total_slack_days(&self) -> Option<i32> {
        let has_slack = !self.is_done() && (!self.is_milestone() || self.is_linked());
        has_slack.then(|| self.schedule.dates().total_slack(self.index as u32))
    }

    /// Working days that it may slip without delaying any other task or missing its own deadline; none where it has no slack
    /// to speak of.
    pub fn free_slack_days(&self) -> Option<i32> {
        let has_slack = self.total_slack_days().is_some();
        has_slack.then(|| self.schedule.dates().free_slack(self.index as u32))
    }

    /// Whether its total slack is 0 or less.
    pub fn is_critical(&self) -> bool {
        self.total_slack_days().is_some_and(|slack| slack <= 0)
    }

    /// Whether its finish lies after its last day, or it was done late. Never of a task past its last day that nobody reported
    /// on: silence is missing data and no verdict.
    pub fn is_late(&self) -> bool {
        let state = self.schedule.inner.states[self.index];
        if state.is_done {
            return state.is_done_late;
        }
        let due = self.schedule.inner.network.due[self.at()];
        due != NO_DUE && self.numbers()[1] > due && !state.is_silent
    }

    /// Whether it is done, so that its days are facts.
    pub fn is_done(&self) -> bool {
        self.schedule.inner.states[self.index].is_done
    }

    /// The chain of tasks that fixes its start, first to last and itself at the end.
    pub fn driving_path(&self) -> Vec<ScheduledTask<'a>> {
        let schedule = self.schedule;
        let path = schedule.inner.network.driving_path_to(&schedule.dates(), self.index as u32);
        path.into_iter().map(|i| ScheduledTask { schedule, index: i as usize }).collect()
    }

    /// Whether it takes no time because nothing is known of its duration.
    fn is_milestone(&self) -> bool {
        self.basis() != ScheduleBasis::Duration
    }

    fn is_linked(&self) -> bool {
        let (network, at) = (&self.schedule.inner.network, self.at());
        !network.out.of(at).is_empty() || !network.arcs_into(at).is_empty()
    }

    fn first_day(&self, number: i32) -> Option<NaiveDate> {
        if self.duration_days() == 0 {
            self.schedule.day_before(number)
        } else {
            self.schedule.day(number)
        }
    }

    /// Where the network stores it.
    pub(crate) fn at(&self) -> usize {
        self.schedule.inner.network.position[self.index] as usize
    }

    pub(crate) fn task_index(&self) -> usize {
        self.schedule.inner.tasks[self.index] as usize
    }

    /// Indices of the agencies that it counts for, without repetition and in index order.
    pub(crate) fn agency_indices(&self) -> Vec<u32> {
        let (schedule, task) = (self.schedule, self.task_index());
        let evaluated = schedule.inner.evaluation.as_ref().filter(|e| e.state(task).row_count > 0);
        let mut all: Vec<u32> = if let Some(evaluation) = evaluated {
            let state = evaluation.state(task);
            let rows = state.first_row as usize..(state.first_row + state.row_count) as usize;
            rows.map(|row| evaluation.agency(row)).collect()
        } else {
            let inner = &*schedule.inner.registry.0;
            let rows = inner.tasks.at(task, schedule.inner.as_of).map_or(&[][..], |at| at.rows);
            let now = |agency: &u32| match *agency {
                NO_INDEX => NO_INDEX,
                agency => inner.agencies.successor(agency, schedule.inner.as_of.day).0,
            };
            rows.iter().map(now).collect()
        };
        all.retain(|agency| *agency != NO_INDEX);
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl PartialEq for ScheduledTask<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.schedule, other.schedule) && self.index == other.index
    }
}
