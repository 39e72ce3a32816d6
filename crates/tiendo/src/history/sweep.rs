//! The sweep: every task once, and on each of its turns only what it adds then in the place of what it added before.

use std::ops::Range;

use super::scopes::{Counted, Scopes};
use super::share::{Occurrences, Share, Shares};
use super::table::{Layout, Table};
use super::turns::{Turns, visible_from};
use super::waiting::Waiting;
use crate::as_of::AsOf;
use crate::columns::{NO_DAY, NO_INDEX};
use crate::deadline::DeadlineClass;
use crate::evaluation::judge::{Case, Hearing, Silent};
use crate::evaluation::{Cell, Given, Judged, TaskState, Told, plain};
use crate::policy::Policy;
use crate::registry::Inner;
use crate::registry::tasks::{TaskAt, TaskFacts, TaskFlags};
use crate::status::Status;
use crate::watch::Watch;

/// What is asked: along what, and on which days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) inner: &'a Inner,
    pub(super) policy: &'a Policy,
    pub(super) from: i32,
    pub(super) to: i32,
    /// By day of the range.
    pub(super) as_of: &'a [AsOf],
    pub(super) layouts: Layouts,
}

/// The tables that are filled, those that were asked for: keys, and one more for what belongs to none, or for the whole.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Layouts {
    pub(super) whole: Option<Layout>,
    pub(super) agency: Option<Layout>,
    pub(super) phase: Option<Layout>,
    pub(super) group: Option<Layout>,
}

impl Layouts {
    /// Number of cells in the tables that every sweep has for itself: those along which there are few keys.
    pub(super) fn own_cells(&self) -> usize {
        [self.whole, self.phase, self.group].into_iter().flatten().map(Layout::len).sum()
    }
}

/// What is found of some tasks.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) whole: Option<Table>,
    /// Waits to be added to the one table that is too large to be held for each sweep.
    pub(super) agency: Option<Waiting>,
    pub(super) phase: Option<Table>,
    pub(super) group: Option<Table>,
}

/// Goes over some tasks.
pub(super) struct Sweep<'a> {
    pub(super) asked: Asked<'a>,
    /// Those that are still to come.
    tasks: Range<usize>,
    /// Whether plain tasks may be taken as such.
    is_quick: bool,
    pub(super) shares: Shares,
    turns: Turns<'a>,
    pub(super) tables: Tables,
    pub(super) scopes: Scopes,
    rows: Vec<Judged>,
    /// Days from which reports are visible, with their positions.
    pub(super) arrivals: Vec<(i32, u32)>,
}

/// What a task in force adds on a day.
struct Added {
    rows: Vec<(u32, Share, Occurrences)>,
    task: (Share, Occurrences),
    parts: Parts,
    told: Told,
}

/// Where a task counts as a whole: its phase and group, where they sum it, and the document that sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    phase: u32,
    group: u32,
    pub(super) document: u32,
}

impl<'a> Sweep<'a> {
    pub(super) fn over(asked: Asked<'a>, tasks: Range<usize>) -> Self {
        let Asked { inner, policy, from, to, layouts, .. } = asked;
        Sweep {
            asked,
            tasks,
            is_quick: plain::suits(policy),
            shares: Shares::new(),
            turns: Turns::of(inner, policy, from, to),
            tables: Tables {
                whole: layouts.whole.map(Table::new),
                agency: layouts.agency.map(Waiting::of),
                phase: layouts.phase.map(Table::new),
                group: layouts.group.map(Table::new),
            },
            scopes: Scopes::over(from, to, inner.documents.records.len()),
            rows: Vec::new(),
            arrivals: Vec::new(),
        }
    }

    /// Goes on until what was found must be added, or no task is left. Each task is a step.
    pub(super) fn go_on(mut self, watch: &Watch) -> Self {
        let mut pace = watch.pace();
        while !self.is_done() && !self.tables.is_full() && pace.step() {
            self.task(self.tasks.start);
            self.tasks.start += 1;
        }
        self
    }

    pub(super) fn is_done(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Together with what another found, both of them done.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.tables.merge(&other.tables);
        self.scopes.merge(other.scopes);
        self
    }

    /// Adds a task on all days.
    fn task(&mut self, task: usize) {
        let inner = self.asked.inner;
        if self.is_quick && inner.plain[task].is_plain() {
            self.quick(task);
            return;
        }
        let facts = inner.tasks.facts(task);
        if self.is_alone(task, &facts) {
            self.alone(task, facts);
        } else {
            self.turn_by_turn(task);
        }
    }

    /// One row, of one version, that nobody takes over: once it is known, only reports and the days themselves work on it.
    fn is_alone(&self, task: usize, facts: &TaskFacts) -> bool {
        const SPECIAL: [TaskFlags; 3] = [TaskFlags::UNDATED, TaskFlags::IN_FORCE, TaskFlags::EACH];
        let inner = self.asked.inner;
        let index = task as u32;
        let [addressee] = inner.tasks.rows.get(task) else { return false };
        !SPECIAL.iter().any(|flag| facts.flags.has(*flag))
            && facts.class != DeadlineClass::Recurring
            && inner.tasks.has_one_version(task)
            && !inner.transfers_of.contains_key(&index)
            && !inner.agencies.succeeded.contains_key(addressee)
            && !inner.reports_of(task).has_corrected(task)
    }

    /// A task whose reports are heard as they become visible, once each; its row is judged on its turns.
    fn alone(&mut self, task: usize, facts: TaskFacts) {
        let Asked { inner, policy, from, to, as_of, .. } = self.asked;
        let start = facts.assigned.max(inner.tasks.known_from(task)).max(from);
        if start > to {
            return;
        }
        self.scopes.in_force_from(start, facts.document);
        let is_ordered = self.collect_arrivals(task, start);
        if !is_ordered {
            self.arrivals.sort_unstable();
        }
        let rows = inner.tasks.rows.get(task);
        // A task that the columns hold whole has its record nowhere else, and nothing to ask it.
        let record = inner.tasks.full(task);
        let at = TaskAt { facts, rows, record };
        let parts = Parts::of(inner, &facts);
        let on_start = as_of[(start - from) as usize];
        let given = Given {
            inner,
            reports: inner.reports_of(task),
            as_of: on_start,
            moment: on_start.moment(),
            policy,
            task,
            at: &at,
        };
        let addressee = rows[0];
        // Of such a row nothing but the day differs from turn to turn, so that one case hears all reports.
        let heard = given.case(addressee);
        let lenient = (facts.last_day_lenient, heard.originals.1);
        let mut hearing = Hearing::of(&heard);
        let (mut next, mut heard_to, mut on) = (0, None, start);
        let mut before = Share::default();
        loop {
            let today = as_of[(on - from) as usize];
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
            self.tables.turn_one(addressee, parts, (on - from) as usize, before, share);
            before = share;
            let arrives = self.arrivals.get(next).map_or(i32::MAX, |(day, _)| *day);
            on = arrives.min(turn_after(policy, lenient, (row.status, row.deadline), on));
            if on > to {
                break;
            }
        }
    }

    /// Notes from which days on the reports of a task are hidden and visible; true where they come in the order that
    /// decides.
    fn collect_arrivals(&mut self, task: usize, start: i32) -> bool {
        let (reports, to) = (self.asked.inner.reports_of(task), self.asked.to);
        self.arrivals.clear();
        let mut is_ordered = true;
        for i in reports.range(task) {
            let dated = reports.reported_on(i);
            if dated > to {
                break;
            }
            let visible = visible_from(dated, reports.recorded_at(i));
            self.scopes.report(dated.max(start), visible.max(start));
            if visible <= to {
                is_ordered &= self.arrivals.last().is_none_or(|(before, _)| *before <= visible);
                self.arrivals.push((visible, i as u32));
            }
        }
        is_ordered
    }

    /// Any task: its rows are judged anew on each of its turns.
    fn turn_by_turn(&mut self, task: usize) {
        let turns = self.turns.of_task(task);
        let mut before: Option<Added> = None;
        for &day in &turns {
            let place = (day - self.asked.from) as usize;
            let now = self.added(task, self.asked.as_of[place]);
            self.turn(place, before.as_ref(), now.as_ref());
            before = now;
        }
        self.turns.keep(turns);
    }

    /// What a task adds on a day; nothing where it is not in force.
    fn added(&mut self, task: usize, as_of: AsOf) -> Option<Added> {
        let (Asked { inner, policy, .. }, moment) = (self.asked, as_of.moment());
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
        let share = self.shares.of(whole.status, whole.percent, weight, whole.flags);
        let mut of_task = Occurrences::default();
        let mut rows = Vec::with_capacity(self.rows.len());
        for Judged { agency, facts, .. } in &self.rows {
            let share = self.shares.of(facts.status, facts.percent, weight, facts.flags);
            let mut of_row = Occurrences::default();
            of_row.add(facts.occurrence.as_ref());
            of_task.add(facts.occurrence.as_ref());
            rows.push((*agency, share, of_row));
        }
        Some(Added { rows, task: (share, of_task), parts: Parts::of(inner, &at.facts), told })
    }

    /// From a day of the range on, a task adds one thing in the place of another.
    fn turn(&mut self, place: usize, was: Option<&Added>, is: Option<&Added>) {
        self.scopes.turn(place, was.map(Added::counted), is.map(Added::counted));
        let rows = |added: Option<&Added>| added.map_or(0, |a| a.rows.len());
        let nothing = (Share::default(), Occurrences::default());
        for i in 0..rows(was).max(rows(is)) {
            let row = |added: Option<&Added>| {
                let (agency, share, occurrences) = *added?.rows.get(i)?;
                Some((agency, (share, occurrences)))
            };
            match (row(was), row(is)) {
                (Some((from, was)), Some((to, is))) if from == to => {
                    self.tables.turn_row(from, place, was, is);
                }
                (was, is) => {
                    if let Some((agency, share)) = was {
                        self.tables.turn_row(agency, place, share, nothing);
                    }
                    if let Some((agency, share)) = is {
                        self.tables.turn_row(agency, place, nothing, share);
                    }
                }
            }
        }
        match (was, is) {
            (Some(was), Some(is)) if was.parts == is.parts => {
                self.tables.turn_task(is.parts, place, was.task, is.task);
            }
            _ => {
                if let Some(was) = was {
                    self.tables.turn_task(was.parts, place, was.task, nothing);
                }
                if let Some(is) = is {
                    self.tables.turn_task(is.parts, place, nothing, is.task);
                }
            }
        }
    }
}

/// The next day on which an open row may stand otherwise although nobody reports; `i32::MAX` for none.
///
/// `lenient`: the last days by a lenient reading, of the task and of its first version. `row`: how it stands, and the last
/// day that judges it.
#[inline]
pub(super) fn turn_after(
    policy: &Policy,
    lenient: (i32, i32),
    (status, deadline): (Status, i32),
    on: i32,
) -> i32 {
    let waits = matches!(
        status,
        Status::NotStarted | Status::InProgress | Status::DueSoon | Status::Overdue
    );
    if !waits || deadline == NO_DAY {
        return i32::MAX;
    }
    let window = i32::from(policy.due_soon_days);
    let mut next = i32::MAX;
    // An absent day is before all others, and the one after it too.
    for turn in [deadline - window, deadline + 1, lenient.0 + 1, lenient.1 + 1] {
        if turn > on {
            next = next.min(turn);
        }
    }
    next
}

impl Added {
    fn counted(&self) -> Counted {
        let Told { seen, hidden, .. } = self.told;
        Counted { visible: seen, hidden, document: self.parts.document }
    }
}

impl Parts {
    /// Of a version of a task, by the rule that a plan sums the tasks of its own documents.
    pub(super) fn of(inner: &Inner, facts: &TaskFacts) -> Self {
        Parts::of_columns(inner, (facts.document, facts.phase, facts.group), facts.flags)
    }

    /// The same of document, phase and group.
    #[inline]
    pub(super) fn of_columns(
        inner: &Inner,
        (document, phase, group): (u32, u32, u32),
        flags: TaskFlags,
    ) -> Self {
        let plans = &inner.plans;
        let own = |part: u32, of: &[u32]| match of.get(part as usize) {
            Some(plan) if plans.is_own(*plan, document, flags) => part,
            _ => NO_INDEX,
        };
        Parts {
            phase: own(phase, &plans.phase_plan),
            group: own(group, &plans.group_plan),
            document,
        }
    }
}

impl Tables {
    fn is_full(&self) -> bool {
        self.agency.as_ref().is_some_and(Waiting::is_full)
    }

    /// Adds what another sweep found in the tables that each has for itself.
    fn merge(&mut self, other: &Tables) {
        for (table, more) in [
            (&mut self.whole, &other.whole),
            (&mut self.phase, &other.phase),
            (&mut self.group, &other.group),
        ] {
            if let (Some(table), Some(more)) = (table, more) {
                table.merge(more);
            }
        }
    }

    /// From a day on, a task with one row, which is the whole of it, has one share in the place of another.
    #[inline]
    pub(super) fn turn_one(&mut self, agency: u32, of: Parts, day: usize, was: Share, is: Share) {
        if was == is {
            return;
        }
        if let Some(waiting) = &mut self.agency {
            waiting.turn(agency, day, was, is);
        }
        for (table, index) in
            [(&mut self.whole, 0), (&mut self.phase, of.phase), (&mut self.group, of.group)]
        {
            if let Some(table) = table {
                table.turn(table.layout().key_of(index), day, was, is);
            }
        }
    }

    fn turn_row(
        &mut self,
        agency: u32,
        day: usize,
        was: (Share, Occurrences),
        is: (Share, Occurrences),
    ) {
        if let Some(waiting) = &mut self.agency {
            waiting.turn(agency, day, was.0, is.0);
            waiting.turn_occurrences(agency, day, was.1, is.1);
        }
    }

    fn turn_task(
        &mut self,
        of: Parts,
        day: usize,
        was: (Share, Occurrences),
        is: (Share, Occurrences),
    ) {
        for (table, index) in
            [(&mut self.whole, 0), (&mut self.phase, of.phase), (&mut self.group, of.group)]
        {
            let Some(table) = table else { continue };
            let key = table.layout().key_of(index);
            table.turn(key, day, was.0, is.0);
            table.turn_occurrences(key, day, was.1, is.1);
        }
    }
}
