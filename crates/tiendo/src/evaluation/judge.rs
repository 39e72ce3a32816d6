//! The rule for one row: which reports count, which deadline judges, which status follows.
//!
//! One pass over the row's reports in their order. Evaluation runs it with a silent trace, `explain` with one that
//! writes down what was considered and what was set aside: there is one rule, not two.

use super::beside::Noted;
use super::recurring;
use super::row::{RowFacts, RowFlags};
use super::screen::{Screen, SetAside, Verdict};
use super::state::{Rule, State, Step, Terms};
use crate::as_of::AsOf;
use crate::columns::{NO_DAY, NO_PERCENT};
use crate::day;
use crate::policy::{ExtensionCounts, Policy};
use crate::registry::Inner;
use crate::registry::reports::{Kind, ReportColumns};
use crate::registry::tasks::{TaskAt, TaskFlags};

/// Hears what the rule does with each visible report.
pub(crate) trait Trace {
    /// A report counts; `of_owner` tells whether who owes the row made it, or nobody is said to have.
    fn considered(&mut self, report: usize, of_owner: bool);
    fn set_aside(&mut self, report: usize, why: SetAside);
}

/// Hears nothing.
pub(crate) struct Silent;

impl Trace for Silent {
    fn considered(&mut self, _: usize, _: bool) {}
    fn set_aside(&mut self, _: usize, _: SetAside) {}
}

/// What the rule is given for one row.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) inner: &'a Inner,
    /// Where the positions of its reports lie: the registry's columns, or what came to the task since.
    pub(crate) reports: &'a ReportColumns,
    pub(crate) task: u32,
    pub(crate) at: &'a TaskAt<'a>,
    /// Last days that the first version set, strict and lenient.
    pub(crate) originals: (i32, i32),
    /// The row's addressee.
    pub(crate) addressee: u32,
    pub(crate) as_of: AsOf,
    /// D as columns count it.
    pub(crate) d: i32,
    pub(crate) policy: &'a Policy,
}

impl Case<'_> {
    /// The rule as it is for all rows.
    pub(crate) fn rule(&self) -> Rule<'_> {
        Rule { d: self.d, policy: self.policy }
    }

    /// A report as the rule takes it.
    pub(crate) fn step(&self, report: usize) -> Step {
        let reports = self.reports;
        let kind = reports.kind(report);
        let is_extension = kind == Kind::Extend;
        Step {
            report: report as u32,
            kind,
            on: reports.reported_on(report),
            recorded_on: reports.recorded_on(report),
            new_deadline: if is_extension { reports.new_deadline(report) } else { NO_DAY },
        }
    }

    /// Whether an extension moves the last day of what `closing` closed, or of what is open on D.
    ///
    /// One after the closing report changes no verdict. Where extensions count as recorded, neither does one that was
    /// recorded after the closing report, or after D.
    pub(crate) fn extends(&self, extension: usize, closing: Option<usize>) -> bool {
        let recorded = |report: usize| self.reports.recorded_at(report);
        closing.is_none_or(|c| extension < c)
            && match self.policy.extension_counts {
                ExtensionCounts::Dated => true,
                ExtensionCounts::Recorded => closing.map_or_else(
                    || recorded(extension) < self.as_of.day_until(),
                    |c| recorded(extension) <= recorded(c),
                ),
            }
    }
}

/// Judges a row. `visible`: positions of its visible reports, in order.
pub(crate) fn judge(
    case: &Case<'_>,
    visible: impl Iterator<Item = usize>,
    trace: &mut impl Trace,
) -> RowFacts {
    if let Some(recurrence) = recurring::recurrence_of(case) {
        return recurring::judge(case, recurrence, visible, Screen::new(case), trace);
    }
    let mut hearing = Hearing::of(case);
    for report in visible {
        hearing.hear(report, trace);
    }
    let Hearing { screen, state, .. } = hearing;
    let mut facts = settled(case, state);
    screen.close(&mut facts.more);
    facts
}

/// A row that does not recur, heard report by report.
pub(crate) struct Hearing<'a> {
    case: &'a Case<'a>,
    screen: Screen<'a>,
    state: State<Noted<'a>>,
    /// The task's own last day, as the policy reads it.
    own: i32,
}

impl<'a> Hearing<'a> {
    pub(crate) fn of(case: &'a Case<'a>) -> Self {
        let facts = &case.at.facts;
        let own = case.rule().read((facts.last_day, facts.last_day_lenient));
        Hearing { case, screen: Screen::new(case), state: State::new(Noted::new(case)), own }
    }

    /// Takes the next report in the order that decides.
    #[inline]
    pub(crate) fn hear(&mut self, report: usize, trace: &mut impl Trace) {
        let step = self.case.step(report);
        match self.screen.verdict(report, step.kind) {
            Verdict::SetAside(why) => trace.set_aside(report, why),
            Verdict::Counts { percent } => {
                trace.considered(report, percent);
                self.state.flags.set(RowFlags::REPORTED, true);
                let said = self.case.reports.percent(report);
                if percent && said != NO_PERCENT {
                    self.state.percent = said;
                }
                self.state.take(&step, self.own);
            }
        }
    }

    /// Where the row stands on a later day by what was heard so far, without the counts of what was set aside.
    ///
    /// For rows for which nothing but the day differs between `on` and the case that is heard.
    pub(crate) fn judged(&self, on: &Case<'_>) -> RowFacts {
        settled(on, self.state.with(self.state.beside.on(on)))
    }
}

/// What follows from what the reports left behind.
fn settled(case: &Case<'_>, state: State<Noted<'_>>) -> RowFacts {
    let in_force_on = in_force_on(case).unwrap_or(NO_DAY);
    let terms = Terms::of(&case.at.facts, case.originals, in_force_on);
    let (settled, Noted { more, .. }) = state.settle(case.rule(), &terms);
    settled.with(more)
}

/// For a product that must be in force: the day from which its document is.
fn in_force_on(case: &Case<'_>) -> Option<i32> {
    if !case.at.facts.flags.has(TaskFlags::IN_FORCE) {
        return None;
    }
    let product = case.at.record.and_then(|t| t.product.as_ref())?;
    let documents = &case.inner.documents;
    let id = product.document.as_ref()?;
    let index =
        crate::registry::lookup::position(&documents.records, id.as_str(), |d| d.id.as_str())?;
    documents.at(index, case.as_of).effective_on.map(day::to_number)
}
