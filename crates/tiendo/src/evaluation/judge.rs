//! The rule for one row: which reports count, which deadline judges, which status follows.
//!
//! One pass over the row's reports in their order. Evaluation runs it with a silent trace, `explain` with one that
//! writes down what was considered and what was set aside: there is one rule, not two.

use super::recurring;
use super::row::{More, RowFacts, RowFlags};
use super::screen::{Screen, SetAside, Verdict};
use crate::as_of::AsOf;
use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT};
use crate::day;
use crate::deadline::{BeforeReading, DeadlineClass};
use crate::policy::{DeadlineBasis, ExtensionCounts, Policy};
use crate::registry::Inner;
use crate::registry::reports::{Kind, ReportColumns};
use crate::registry::tasks::{TaskAt, TaskFlags};
use crate::status::Status;

/// Hears what the rule does with each visible report.
pub(crate) trait Trace {
    fn considered(&mut self, report: usize);
    fn set_aside(&mut self, report: usize, why: SetAside);
}

/// Hears nothing.
pub(crate) struct Silent;

impl Trace for Silent {
    fn considered(&mut self, _: usize) {}
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
    /// Of two last days, strict and lenient, the one that the policy's reading of 'before' takes.
    fn read(&self, (strict, lenient): (i32, i32)) -> i32 {
        match self.policy.before {
            BeforeReading::Strict => strict,
            BeforeReading::Lenient => lenient,
        }
    }

    /// The task's own last days, strict and lenient.
    fn own(&self) -> (i32, i32) {
        (self.at.facts.last_day, self.at.facts.last_day_lenient)
    }

    /// Whether an extension moves the last day of what `closing` closed, or of what is open on D.
    ///
    /// One after the closing report changes no verdict. Where extensions count as recorded, neither does one that was
    /// recorded after the closing report, or after D.
    pub(crate) fn extends(&self, extension: usize, closing: Option<usize>) -> bool {
        let recorded = &self.reports.recorded_at;
        closing.is_none_or(|c| extension < c)
            && match self.policy.extension_counts {
                ExtensionCounts::Dated => true,
                ExtensionCounts::Recorded => closing.map_or_else(
                    || recorded[extension] < self.as_of.day_until(),
                    |c| recorded[extension] <= recorded[c],
                ),
            }
    }
}

/// What stands after the reports seen so far.
#[derive(Clone)]
pub(crate) struct State {
    /// `Some` once a complete, cancel or suspend decides; the report and its day.
    closing: Option<(Closing, usize)>,
    accepted: bool,
    percent: u8,
    /// The last extension seen, and the last one before the closing report.
    extension: Option<usize>,
    counted_extension: Option<usize>,
    /// All extensions, kept only where the last one may not be the one that counts.
    granted: Vec<usize>,
    pub(crate) extensions: u32,
    pub(crate) flags: RowFlags,
    pub(crate) more: More,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    Complete,
    Cancel,
    Suspend,
}

impl State {
    pub(crate) fn new() -> Self {
        State {
            closing: None,
            accepted: false,
            percent: 0,
            extension: None,
            counted_extension: None,
            granted: Vec::new(),
            extensions: 0,
            flags: RowFlags::default(),
            more: More::default(),
        }
    }

    /// What changes no status but stands beside it: obstacles, urging, confirmed causes.
    pub(crate) fn beside(&mut self, case: &Case<'_>, report: usize, kind: Kind) {
        let reports = case.reports;
        match kind {
            Kind::Obstacle => {
                let whom = reports.rest(report).and_then(|r| r.addressed_to.as_ref());
                let whom = whom.and_then(|a| {
                    let all = &case.inner.agencies.records;
                    crate::registry::lookup::position(all, a.as_str(), |r| r.id.as_str())
                });
                self.more.obstacles.push((
                    reports.reported_on[report],
                    whom.unwrap_or(NO_INDEX),
                    report,
                ));
            }
            Kind::ObstacleResolved => {
                let category = |i: usize| reports.rest(i).and_then(|r| r.category.as_ref());
                let resolved = category(report);
                // Without a category every obstacle so far is resolved.
                self.more
                    .obstacles
                    .retain(|(_, _, raised)| resolved.is_some() && category(*raised) != resolved);
            }
            Kind::Urge => self.more.urged_count += 1,
            Kind::ConfirmCause if case.policy.excuse_objective_cause => {
                // The latest confirmation stands, whatever was confirmed before.
                let confirmed = reports.rest(report).and_then(|r| r.cause.as_ref());
                self.flags.clear(RowFlags::EXCUSED);
                self.flags
                    .set(RowFlags::EXCUSED, confirmed == Some(&crate::report::Cause::Objective));
            }
            _ => {}
        }
    }

    #[inline]
    fn take(&mut self, case: &Case<'_>, report: usize, kind: Kind) {
        let reports = case.reports;
        match kind {
            Kind::Complete => {
                self.closing = Some((Closing::Complete, report));
                self.counted_extension = self.extension;
                self.accepted = false;
            }
            Kind::Cancel => {
                self.closing = Some((Closing::Cancel, report));
                self.counted_extension = self.extension;
            }
            Kind::Suspend => self.closing = Some((Closing::Suspend, report)),
            Kind::Return | Kind::Resume | Kind::Reopen => self.closing = None,
            Kind::Accept => {
                self.accepted = matches!(self.closing, Some((Closing::Complete, _)));
            }
            Kind::Extend => {
                let own = || case.read(case.own());
                let before = self.extension.map_or_else(own, |e| reports.new_deadline[e]);
                note_extension(case, report, before, &mut self.flags);
                self.extension = Some(report);
                if case.policy.extension_counts == ExtensionCounts::Recorded {
                    self.granted.push(report);
                }
                self.extensions += 1;
            }
            Kind::Progress | Kind::Other => {}
            _ => self.beside(case, report, kind),
        }
    }
}

/// Marks an extension that was recorded, or granted, only after the deadline it moves.
pub(crate) fn note_extension(case: &Case<'_>, report: usize, before: i32, flags: &mut RowFlags) {
    if before == NO_DAY {
        return;
    }
    let reports = case.reports;
    let recorded_day = reports.recorded_at[report].div_euclid(86_400);
    let dated = reports.reported_on[report];
    flags.set(RowFlags::EXTENDED_LATE, dated > before);
    flags.set(RowFlags::EXTENSION_BACKDATED, dated <= before && recorded_day > i64::from(before));
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
    let Hearing { screen, mut state, .. } = hearing;
    screen.close(&mut state.more);
    settle(case, state)
}

/// A row that does not recur, heard report by report.
pub(crate) struct Hearing<'a> {
    case: &'a Case<'a>,
    screen: Screen<'a>,
    state: State,
}

impl<'a> Hearing<'a> {
    pub(crate) fn of(case: &'a Case<'a>) -> Self {
        Hearing { case, screen: Screen::new(case), state: State::new() }
    }

    /// Takes the next report in the order that decides.
    #[inline]
    pub(crate) fn hear(&mut self, report: usize, trace: &mut impl Trace) {
        let reports = self.case.reports;
        let kind = reports.kind[report];
        match self.screen.verdict(report, kind) {
            Verdict::SetAside(why) => trace.set_aside(report, why),
            Verdict::Counts { percent } => {
                trace.considered(report);
                self.state.flags.set(RowFlags::REPORTED, true);
                if percent && reports.percent[report] != NO_PERCENT {
                    self.state.percent = reports.percent[report];
                }
                self.state.take(self.case, report, kind);
            }
        }
    }

    /// Where the row stands on a later day by what was heard so far, without the counts of what was set aside.
    ///
    /// For rows for which nothing but the day differs between `on` and the case that is heard.
    pub(crate) fn judged(&self, on: &Case<'_>) -> RowFacts {
        settle(on, self.state.clone())
    }
}

/// The status that follows from what the reports left behind.
fn settle(case: &Case<'_>, mut state: State) -> RowFacts {
    let (facts, policy) = (&case.at.facts, case.policy);
    let reports = case.reports;
    let closed = match state.closing {
        Some((closing, report)) if closing != Closing::Suspend => Some((closing, report)),
        _ => None,
    };
    let extension = match policy.extension_counts {
        ExtensionCounts::Dated if closed.is_some() => state.counted_extension,
        ExtensionCounts::Dated => state.extension,
        ExtensionCounts::Recorded => {
            let closing = closed.map(|(_, report)| report);
            state.granted.iter().rev().copied().find(|e| case.extends(*e, closing))
        }
    };
    let original = case.read(case.originals);
    // The wording that judges, if a wording does: an extension names a day, and nothing of it is read.
    let (judged, wording) = match (policy.deadline, extension) {
        (DeadlineBasis::Original, _) => (original, Some(case.originals)),
        (DeadlineBasis::Effective, None) => (case.read(case.own()), Some(case.own())),
        (DeadlineBasis::Effective, Some(e)) => (reports.new_deadline[e], None),
    };
    let lenient = wording.map_or(judged, |(_, lenient)| lenient.max(judged));

    let reported_day = |report: usize| reports.reported_on[report];
    let open =
        |state: &mut State| open_status(case, state.percent, judged, lenient, &mut state.flags);
    let mut closed_on = NO_DAY;
    let status = match state.closing {
        Some((Closing::Cancel, report)) => {
            closed_on = reported_day(report);
            Status::Cancelled
        }
        Some((Closing::Suspend, _)) => Status::Suspended,
        Some((Closing::Complete, report)) if policy.requires_acceptance && !state.accepted => {
            let submitted = reported_day(report);
            state.more.submitted_on = submitted;
            let late =
                judged != NO_DAY && submitted > judged && !facts.flags.has(TaskFlags::INDICATIVE);
            state.flags.set(RowFlags::SUBMITTED_LATE, late);
            state.flags.set(RowFlags::LATE_ONLY_IF_STRICT, late && submitted <= lenient);
            Status::Submitted
        }
        Some((Closing::Complete, report)) => {
            closed_on = reported_day(report);
            let in_force_on = in_force_on(case);
            state.more.in_force_on = in_force_on.unwrap_or(NO_DAY);
            let judged_on = in_force_on.unwrap_or(closed_on);
            let indicative = facts.flags.has(TaskFlags::INDICATIVE);
            if judged == NO_DAY || judged_on <= judged || indicative {
                Status::DoneOnTime
            } else {
                state.flags.set(RowFlags::LATE_ONLY_IF_STRICT, judged_on <= lenient);
                Status::DoneLate
            }
        }
        None => open(&mut state),
    };
    if status.is_done() {
        state.percent = 100;
    } else if status != Status::Cancelled {
        state.flags.set(
            RowFlags::HUNDRED_PERCENT_OPEN,
            state.percent == 100 && status != Status::Submitted,
        );
        if let Some(cap) = policy.cap_open_percent {
            state.percent = state.percent.min(cap);
        }
    }
    state.flags.set(RowFlags::REGULAR, facts.class == DeadlineClass::Regular && judged == NO_DAY);
    if judged != NO_DAY && status == Status::Overdue {
        let raised = state.more.obstacles.iter().any(|(on, ..)| *on <= judged);
        state.flags.set(RowFlags::OBSTACLE_IN_TERM, raised);
    }
    if !matches!(status, Status::Overdue | Status::DoneLate) {
        state.flags.clear(RowFlags::EXCUSED);
    }
    state.more.decided_by = state.closing.map_or(NO_INDEX, |(_, report)| report as u32);
    state.more.extended_by = extension.map_or(NO_INDEX, |e| e as u32);
    RowFacts {
        status,
        percent: state.percent,
        deadline: judged,
        original,
        closed_on,
        extensions: state.extensions,
        flags: state.flags,
        more: state.more,
        occurrence: None,
    }
}

/// Status of what is neither closed, suspended nor submitted.
pub(crate) fn open_status(
    case: &Case<'_>,
    percent: u8,
    judged: i32,
    lenient: i32,
    flags: &mut RowFlags,
) -> Status {
    let d = case.d;
    if judged == NO_DAY {
        return Status::OpenEnded;
    }
    if d > judged && !case.at.facts.flags.has(TaskFlags::INDICATIVE) {
        flags.set(RowFlags::LATE_ONLY_IF_STRICT, d <= lenient);
        return Status::Overdue;
    }
    if judged - d <= i32::from(case.policy.due_soon_days) {
        Status::DueSoon
    } else if percent == 0 {
        Status::NotStarted
    } else {
        Status::InProgress
    }
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
