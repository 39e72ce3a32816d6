//! The sweep: every task once, and on each of its turns only what it adds then in the place of what it added before.

use super::scopes::{Counted, Scopes};
use super::share::{Share, Shares};
use super::table::Table;
use super::turns::{Turns, visible_from};
use crate::as_of::AsOf;
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day::SECONDS_PER_DAY;
use crate::deadline::DeadlineClass;
use crate::evaluation::judge::{Case, Hearing, Silent};
use crate::evaluation::row::RowFacts;
use crate::evaluation::{Cell, Given, Judged, TaskState, Told};
use crate::policy::Policy;
use crate::registry::Inner;
use crate::registry::tasks::{TaskAt, TaskFacts, TaskFlags};
use crate::status::Status;

/// The tables that are filled, those that were asked for.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) whole: Option<Table>,
    /// By agency, and what belongs to none after the last one; the same for phases and groups.
    pub(super) agency: Option<Table>,
    pub(super) phase: Option<Table>,
    pub(super) group: Option<Table>,
}

pub(super) struct Sweep<'a> {
    inner: &'a Inner,
    policy: &'a Policy,
    from: i32,
    to: i32,
    /// By day of the range.
    as_of: &'a [AsOf],
    shares: Shares,
    turns: Turns<'a>,
    pub(super) tables: Tables,
    pub(super) scopes: Scopes,
    rows: Vec<Judged>,
    /// Days from which reports are visible, with their positions.
    arrivals: Vec<(i32, u32)>,
}

/// What a task in force adds on a day.
struct Added {
    rows: Vec<(u32, Share)>,
    task: Share,
    parts: Parts,
    told: Told,
}

/// Where a task counts as a whole: its phase and group, where they sum it, and the document that sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Parts {
    phase: u32,
    group: u32,
    document: u32,
}

impl<'a> Sweep<'a> {
    pub(super) fn over(
        inner: &'a Inner,
        policy: &'a Policy,
        (from, to): (i32, i32),
        as_of: &'a [AsOf],
        tables: Tables,
    ) -> Self {
        Sweep {
            inner,
            policy,
            from,
            to,
            as_of,
            shares: Shares::new(),
            turns: Turns::of(inner, policy, from, to),
            tables,
            scopes: Scopes::over(from, to, inner.documents.records.len()),
            rows: Vec::new(),
            arrivals: Vec::new(),
        }
    }

    /// Adds a task on all days.
    pub(super) fn task(&mut self, task: usize) {
        let facts = self.inner.tasks.facts(task);
        if self.is_plain(task, &facts) {
            self.plain(task, facts);
        } else {
            self.turn_by_turn(task);
        }
    }

    /// One row, of one version, that nobody takes over: once it is known, only reports and the days themselves work on it.
    fn is_plain(&self, task: usize, facts: &TaskFacts) -> bool {
        const SPECIAL: [TaskFlags; 3] = [TaskFlags::UNDATED, TaskFlags::IN_FORCE, TaskFlags::EACH];
        let inner = self.inner;
        let index = task as u32;
        let [addressee] = inner.tasks.rows.get(task) else { return false };
        !SPECIAL.iter().any(|flag| facts.flags.has(*flag))
            && facts.class != DeadlineClass::Recurring
            && inner.tasks.has_one_version(task)
            && !inner.transfers_of.contains_key(&index)
            && !inner.agencies.succeeded.contains_key(addressee)
            && !inner.reports_of(task).has_corrected(task)
    }

    /// A plain task: its reports are heard as they become visible, once each, and its row is judged on its turns.
    fn plain(&mut self, task: usize, facts: TaskFacts) {
        let recorded = self.inner.tasks.recorded(task);
        let known_from = recorded.map_or(i32::MIN, |at| at.div_euclid(SECONDS_PER_DAY) as i32);
        let start = facts.assigned.max(known_from).max(self.from);
        if start > self.to {
            return;
        }
        self.scopes.in_force_from(start, facts.document);
        let is_ordered = self.collect_arrivals(task, start);
        if !is_ordered {
            self.arrivals.sort_unstable();
        }
        let (inner, rows) = (self.inner, self.inner.tasks.rows.get(task));
        // A task that the columns hold whole has its record nowhere else, and nothing to ask it.
        let record = inner.tasks.full(task);
        let at = TaskAt { facts, rows, record };
        let place = (start - self.from) as usize;
        let given = Given {
            inner,
            reports: inner.reports_of(task),
            as_of: self.as_of[place],
            moment: self.as_of[place].moment(),
            policy: self.policy,
            task,
            at: &at,
        };
        let addressee = rows[0];
        // Of a plain row nothing but the day differs from turn to turn, so that one case hears all reports.
        let heard = given.case(addressee);
        let mut hearing = Hearing::of(&heard);
        let (mut next, mut heard_to, mut on) = (0, None, start);
        let mut before: Option<Share> = None;
        loop {
            let today = self.as_of[(on - self.from) as usize];
            let mut is_late = false;
            while let Some(&(_, report)) = self.arrivals.get(next).filter(|a| a.0 <= on) {
                // One that decides before another which was heard already: all is to be heard again.
                is_late |= heard_to.is_some_and(|to| report < to);
                heard_to = heard_to.max(Some(report));
                if !is_late {
                    hearing.hear(report as usize, &mut Silent);
                }
                next += 1;
            }
            if is_late {
                hearing = Hearing::of(&heard);
                for report in inner.reports_of(task).visible(task, today.moment()) {
                    hearing.hear(report, &mut Silent);
                }
            }
            let case = Case { as_of: today, d: on, ..heard };
            let row = hearing.judged(&case);
            let share = self.shares.of(row.status, row.percent, facts.weight, row.flags);
            if before != Some(share) {
                let added = Parts::of(inner, &facts);
                let place = (on - self.from) as usize;
                self.tables.turn_row(addressee, place, before.as_ref(), Some(&share));
                self.tables.turn_task(&added, place, before.as_ref(), Some(&share));
                before = Some(share);
            }
            let arrives = self.arrivals.get(next).map(|(day, _)| *day);
            let turns = self.turn_after(&facts, heard.originals.1, &row, on);
            match arrives.into_iter().chain(turns).min().filter(|day| *day <= self.to) {
                Some(day) => on = day,
                None => break,
            }
        }
    }

    /// Notes from which days on the reports of a plain task are hidden and visible; true where they come in the order that
    /// decides.
    fn collect_arrivals(&mut self, task: usize, start: i32) -> bool {
        let reports = self.inner.reports_of(task);
        self.arrivals.clear();
        let mut is_ordered = true;
        for i in reports.range(task) {
            let dated = reports.reported_on(i);
            if dated > self.to {
                break;
            }
            let visible = visible_from(dated, reports.recorded_at(i));
            self.scopes.report(dated.max(start), visible.max(start));
            if visible <= self.to {
                is_ordered &= self.arrivals.last().is_none_or(|(before, _)| *before <= visible);
                self.arrivals.push((visible, i as u32));
            }
        }
        is_ordered
    }

    /// The next day on which an open row may stand otherwise although nobody reports.
    fn turn_after(
        &self,
        facts: &TaskFacts,
        original_lenient: i32,
        row: &RowFacts,
        on: i32,
    ) -> Option<i32> {
        let waits = matches!(
            row.status,
            Status::NotStarted | Status::InProgress | Status::DueSoon | Status::Overdue
        );
        if !waits || row.deadline == NO_DAY {
            return None;
        }
        let window = i32::from(self.policy.due_soon_days);
        let after = |last_day: i32| if last_day == NO_DAY { NO_DAY } else { last_day + 1 };
        let turns = [
            row.deadline - window,
            row.deadline + 1,
            after(facts.last_day_lenient),
            after(original_lenient),
        ];
        turns.into_iter().filter(|day| *day > on).min()
    }

    /// Any task: its rows are judged anew on each of its turns.
    fn turn_by_turn(&mut self, task: usize) {
        let turns = self.turns.of_task(task);
        let mut before: Option<Added> = None;
        for &day in &turns {
            let place = (day - self.from) as usize;
            let now = self.added(task, self.as_of[place]);
            self.turn(place, before.as_ref(), now.as_ref());
            before = now;
        }
        self.turns.keep(turns);
    }

    /// What a task adds on a day; nothing where it is not in force.
    fn added(&mut self, task: usize, as_of: AsOf) -> Option<Added> {
        let (inner, moment, policy) = (self.inner, as_of.moment(), self.policy);
        let at = inner.tasks.at(task, as_of)?;
        if at.facts.assigned > moment.in_force_until {
            return None;
        }
        self.rows.clear();
        let reports = inner.reports_of(task);
        let given = Given { inner, reports, as_of, moment, policy, task, at: &at };
        let told = given.judge(|row| self.rows.push(row));
        let weight = at.facts.weight;
        let cells: Vec<Cell> = self.rows.iter().map(|r| Cell::of_bits(r.facts.cell())).collect();
        let whole = TaskState::of(0, &cells);
        let mut task = self.shares.of(whole.status, whole.percent, weight, whole.flags);
        let mut shares = Vec::with_capacity(self.rows.len());
        for Judged { agency, facts, .. } in &self.rows {
            let occurrences = facts.occurrence.as_ref();
            let row = self.shares.of(facts.status, facts.percent, weight, facts.flags);
            shares.push((*agency, row.with_occurrences(occurrences)));
            task = task.with_occurrences(occurrences);
        }
        Some(Added { rows: shares, task, parts: Parts::of(inner, &at.facts), told })
    }

    /// From a day of the range on, a task adds one thing in the place of another.
    fn turn(&mut self, place: usize, was: Option<&Added>, is: Option<&Added>) {
        self.scopes.turn(place, was.map(Added::counted), is.map(Added::counted));
        let rows = |added: Option<&Added>| added.map_or(0, |a| a.rows.len());
        for i in 0..rows(was).max(rows(is)) {
            let row = |added: Option<&'_ Added>| added.and_then(|a| a.rows.get(i).copied());
            match (row(was), row(is)) {
                (Some((from, was)), Some((to, is))) if from == to => {
                    self.tables.turn_row(from, place, Some(&was), Some(&is));
                }
                (was, is) => {
                    if let Some((agency, share)) = was {
                        self.tables.turn_row(agency, place, Some(&share), None);
                    }
                    if let Some((agency, share)) = is {
                        self.tables.turn_row(agency, place, None, Some(&share));
                    }
                }
            }
        }
        match (was, is) {
            (Some(was), Some(is)) if was.parts == is.parts => {
                self.tables.turn_task(&is.parts, place, Some(&was.task), Some(&is.task));
            }
            _ => {
                if let Some(was) = was {
                    self.tables.turn_task(&was.parts, place, Some(&was.task), None);
                }
                if let Some(is) = is {
                    self.tables.turn_task(&is.parts, place, None, Some(&is.task));
                }
            }
        }
    }
}

impl Added {
    fn counted(&self) -> Counted {
        let Told { seen, hidden, .. } = self.told;
        Counted { visible: seen, hidden, document: self.parts.document }
    }
}

impl Parts {
    /// Of a version of a task, by the rule that a plan sums the tasks of its own documents.
    fn of(inner: &Inner, facts: &TaskFacts) -> Self {
        let plans = &inner.plans;
        let own = |part: u32, of: &[u32]| match of.get(part as usize) {
            Some(plan) if plans.is_own(*plan, facts.document, facts.flags) => part,
            _ => NO_INDEX,
        };
        Parts {
            phase: own(facts.phase, &plans.phase_plan),
            group: own(facts.group, &plans.group_plan),
            document: facts.document,
        }
    }
}

impl Tables {
    #[inline]
    fn turn_row(&mut self, agency: u32, day: usize, was: Option<&Share>, is: Option<&Share>) {
        if let Some(table) = &mut self.agency {
            table.turn(table.key_of(agency), day, was, is);
        }
    }

    #[inline]
    fn turn_task(&mut self, parts: &Parts, day: usize, was: Option<&Share>, is: Option<&Share>) {
        if let Some(table) = &mut self.whole {
            table.turn(0, day, was, is);
        }
        if let Some(table) = &mut self.phase {
            table.turn(table.key_of(parts.phase), day, was, is);
        }
        if let Some(table) = &mut self.group {
            table.turn(table.key_of(parts.group), day, was, is);
        }
    }
}
