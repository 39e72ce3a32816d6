//! Plain tasks, by the columns alone: one row, and reports of which every one counts.
//!
//! The rule is the one that evaluation runs for them: their events are taken by the same [`State`], and what follows is
//! settled on each turn.

use super::share::Share;
use super::sweep::{Asked, Parts, Sweep, turn_after};
use crate::columns::{NO_PERCENT, day_of};
use crate::evaluation::plain::{step, terms};
use crate::evaluation::row::RowFlags;
use crate::evaluation::state::{Nothing, Rule, State};
use crate::registry::reports::Event;

/// The reports of a plain task, and what stands after those heard so far.
struct Story<'a> {
    /// The number of the first report in the register.
    first: u32,
    /// The days that they bear, those on which they were recorded, and what they say of percent.
    on: &'a [u16],
    recorded: &'a [u16],
    percents: &'a [u8],
    events: &'a [Event],
    /// The first event that was not passed yet.
    event: usize,
    /// The task's own last day, as the policy reads it.
    own: i32,
    state: State<Nothing>,
}

impl Story<'_> {
    /// Hears a report, which decides after all that were heard before.
    #[inline]
    fn hear(&mut self, i: usize) {
        let percent = self.percents[i];
        if percent != NO_PERCENT {
            self.state.percent = percent;
        }
        self.state.flags.set(RowFlags::REPORTED, true);
        let report = self.first + i as u32;
        while let Some(event) = self.events.get(self.event).filter(|e| e.report <= report) {
            if event.report == report {
                self.state.take(&step(event), self.own);
            }
            self.event += 1;
        }
    }

    /// Hears everything again that is visible on a day.
    fn hear_again(&mut self, on: i32) {
        (self.state, self.event) = (State::new(Nothing), 0);
        for i in 0..self.on.len() {
            if i32::from(self.on[i]) > on {
                break;
            }
            if i32::from(self.recorded[i]) <= on {
                self.hear(i);
            }
        }
    }
}

impl Sweep<'_> {
    /// Adds a plain task on all days: its reports are heard as they become visible, and it is settled on its turns.
    pub(super) fn quick(&mut self, task: usize) {
        let Asked { inner, policy, from, to, .. } = self.asked;
        let (tasks, reports) = (&inner.tasks, &inner.reports);
        let start = day_of(tasks.assigned.near()[task]).max(tasks.known_from(task)).max(from);
        if start > to {
            return;
        }
        let of = (tasks.document[task], tasks.phase[task], tasks.group[task]);
        let parts = Parts::of_columns(inner, of, tasks.flags[task]);
        let (agency, weight) = (tasks.rows.ones()[task], tasks.weight[task]);
        self.scopes.in_force_from(start, parts.document);

        let (range, (on, recorded, percents)) = (reports.range(task), reports.streams());
        let terms = terms(task, tasks);
        let mut story = Story {
            first: range.start as u32,
            on: &on[range.clone()],
            recorded: &recorded[range.clone()],
            percents: &percents[range],
            events: reports.events_of(task),
            event: 0,
            own: Rule { d: start, policy }.read(terms.own),
            state: State::new(Nothing),
        };
        if !self.arrivals_of(&story, start) {
            self.arrivals.sort_unstable();
        }
        let lenient = (terms.own.1, terms.original.1);
        let (mut next, mut heard_to, mut on, mut before) = (0, 0, start, Share::default());
        loop {
            let mut is_late = false;
            while let Some(&(_, report)) = self.arrivals.get(next).filter(|a| a.0 <= on) {
                // One that decides before another which was heard already: all is to be heard again.
                is_late |= report < heard_to;
                heard_to = heard_to.max(report);
                if !is_late {
                    story.hear(report as usize);
                }
                next += 1;
            }
            if is_late {
                story.hear_again(on);
            }
            let (row, Nothing) = story.state.settle(Rule { d: on, policy }, &terms);
            let share = self.shares.of(row.status, row.percent, weight, row.flags);
            self.tables.turn_one(agency, parts, (on - from) as usize, before, share);
            before = share;
            let arrives = self.arrivals.get(next).map_or(i32::MAX, |(day, _)| *day);
            on = arrives.min(turn_after(policy, lenient, (row.status, row.deadline), on));
            if on > to {
                break;
            }
        }
    }

    /// Notes from which days on reports are hidden and visible; true where they come in the order that decides.
    #[inline]
    fn arrivals_of(&mut self, story: &Story<'_>, start: i32) -> bool {
        let to = self.asked.to;
        self.arrivals.clear();
        let (mut is_ordered, mut before) = (true, 0);
        for ((on, recorded), i) in story.on.iter().zip(story.recorded).zip(0..) {
            let (dated, visible) = (i32::from(*on), i32::from(*on.max(recorded)));
            if dated > to {
                break;
            }
            self.scopes.report(dated.max(start), visible.max(start));
            if visible <= to {
                is_ordered &= before <= visible;
                before = visible;
                self.arrivals.push((visible, i));
            }
        }
        is_ordered
    }
}
