//! Recurring tasks: which occurrence judges, and how the others went.
//!
//! The judged occurrence is the earliest elapsed one without completion, else the running one. A completion serves the
//! occurrence it names, else the oldest unmet one that has begun; served after its last day, that occurrence is late,
//! and cured. The task as a whole never closes by a completion.

use std::collections::{BTreeMap, BTreeSet};

use super::beside::Noted;
use super::judge::{Case, Trace};
use super::row::{OccurrenceFacts, RowFacts, RowFlags};
use super::screen::{Screen, SetAside, Verdict};
use super::state::{Beside, note_extension};
use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT};
use crate::day;
use crate::deadline::{BeforeReading, DeadlineClass, Form, Occurrence, Recurrence};
use crate::period::Period;
use crate::policy::DeadlineBasis;
use crate::registry::reports::Kind;
use crate::registry::tasks::TaskFlags;
use crate::status::Status;

/// The recurrence of a case's task.
pub(super) fn recurrence_of(case: &Case<'_>) -> Option<Recurrence> {
    if case.at.facts.class != DeadlineClass::Recurring {
        return None;
    }
    match &case.at.record?.deadline.form {
        Form::Recurring { recurrence } => Some(*recurrence),
        _ => None,
    }
}

/// The series of occurrences from the assignment to the end of phase or document.
struct Series<'a> {
    case: &'a Case<'a>,
    recurrence: Recurrence,
    first: i64,
    /// Last occurrence, where there is an end.
    last: Option<i64>,
    /// The extensions of each occurrence, in order.
    extended: BTreeMap<i64, Vec<usize>>,
    /// When each served occurrence was served, and by which report.
    served: BTreeMap<i64, usize>,
}

impl Series<'_> {
    fn occurrence(&self, k: i64) -> Option<Occurrence> {
        (k >= self.first && self.last.is_none_or(|last| k <= last))
            .then(|| self.recurrence.occurrence(self.case.policy.before, k))
            .flatten()
    }

    /// The extension whose day is the occurrence's last, as for any task: one after the completion changes nothing.
    fn extension(&self, k: i64) -> Option<usize> {
        let served = self.served.get(&k).copied();
        self.extended.get(&k)?.iter().rev().copied().find(|e| self.case.extends(*e, served))
    }

    fn own_last_day(&self, k: i64) -> Option<i32> {
        self.occurrence(k).map(|o| day::to_number(o.last_day))
    }

    /// Last day with extensions, whichever deadline the policy judges by.
    fn extended_last_day(&self, k: i64) -> Option<i32> {
        let own = self.own_last_day(k)?;
        Some(self.extension(k).map_or(own, |e| self.case.reports.new_deadline(e)))
    }

    /// Last day that judges.
    fn last_day(&self, k: i64) -> Option<i32> {
        match self.case.policy.deadline {
            DeadlineBasis::Effective => self.extended_last_day(k),
            DeadlineBasis::Original => self.own_last_day(k),
        }
    }

    /// Last day with 'before' read leniently, where a wording judges and not an extension.
    fn lenient_last_day(&self, k: i64, judged: i32) -> i32 {
        let by_extension =
            self.case.policy.deadline == DeadlineBasis::Effective && self.extension(k).is_some();
        let wording = self.recurrence.occurrence(BeforeReading::Lenient, k);
        wording.filter(|_| !by_extension).map_or(judged, |o| day::to_number(o.last_day).max(judged))
    }

    /// The oldest occurrence that nobody served.
    fn oldest_unmet(&self) -> i64 {
        let mut k = self.first;
        for served in self.served.keys() {
            if *served != k {
                break;
            }
            k += 1;
        }
        k
    }

    /// The occurrence that a report names, where it names one.
    fn named(&self, report: usize) -> Result<Option<i64>, SetAside> {
        let rest = self.case.reports.rest(report);
        let Some(code) = rest.and_then(|r| r.occurrence.as_ref()) else { return Ok(None) };
        let named = Period::parse(code.as_str()).ok().and_then(|period| {
            let k = self.recurrence.index(period.first());
            self.occurrence(k).filter(|o| o.period == period).map(|_| k)
        });
        named.map(Some).ok_or(SetAside::OccurrenceUnknown)
    }

    /// The occurrence that a report speaks of: the one it names, else the oldest unmet one that has begun.
    fn meant(&self, report: usize) -> Result<Option<i64>, SetAside> {
        let reports = self.case.reports;
        if let Some(k) = self.named(report)? {
            return Ok(Some(k));
        }
        let k = self.oldest_unmet();
        let begun = self.occurrence(k).is_some_and(|o| {
            day::to_number(o.first).min(day::to_number(o.last_day)) <= reports.reported_on(report)
        });
        Ok(begun.then_some(k))
    }
}

pub(super) fn judge(
    case: &Case<'_>,
    recurrence: Recurrence,
    visible: impl Iterator<Item = usize>,
    mut screen: Screen<'_>,
    trace: &mut impl Trace,
) -> RowFacts {
    let reports = case.reports;
    let mut visible = visible.peekable();
    let before = case.policy.before;
    // Where nobody knows since when the task holds, the first report says from when on occurrences are counted: none
    // is called missed on the strength of a day that was assumed.
    let assigned = if case.at.facts.flags.has(TaskFlags::UNDATED) {
        visible.peek().map_or(case.as_of.d(), |first| reports.reported_on(*first))
    } else {
        case.at.facts.assigned
    };
    let assigned = day::from_number(assigned).unwrap_or(day::FIRST);
    let starts = recurrence.occurrences(before, assigned, day::LAST).next();
    let mut series = Series {
        case,
        recurrence,
        first: starts.map_or(i64::MAX, |o| recurrence.index(o.first)),
        last: None,
        extended: BTreeMap::new(),
        served: BTreeMap::new(),
    };
    series.last = case.inner.recurs_until(&case.at.facts, case.as_of).map(|end| {
        let k = recurrence.index(end);
        // The occurrence of the last cycle belongs to the series only where it falls due within it.
        let within = recurrence.occurrence(before, k).is_some_and(|o| o.last_day <= end);
        if within { k } else { k - 1 }
    });

    let (mut flags, mut extensions) = (RowFlags::default(), 0);
    let mut beside = Noted::new(case);
    let mut stopped: Option<(Status, usize)> = None;
    let mut completions: Vec<i64> = Vec::new();
    let mut accepted = BTreeSet::new();
    let mut percents: Vec<(usize, Option<i64>)> = Vec::new();
    for report in visible {
        let step = case.step(report);
        let kind = step.kind;
        let takes_occurrence = matches!(
            kind,
            Kind::Complete
                | Kind::Extend
                | Kind::Progress
                | Kind::Accept
                | Kind::Return
                | Kind::Reopen
        );
        let (percent, meant) = match screen.verdict(report, kind) {
            Verdict::SetAside(why) => {
                trace.set_aside(report, why);
                continue;
            }
            Verdict::Counts { percent } => match series.meant(report) {
                Err(why) if takes_occurrence => {
                    beside.more.set_aside_count += 1;
                    trace.set_aside(report, why);
                    continue;
                }
                meant => (percent, meant.ok().flatten()),
            },
        };
        trace.considered(report, percent);
        flags.set(RowFlags::REPORTED, true);
        if percent && reports.percent(report) != NO_PERCENT {
            percents.push((report, meant));
        }
        match kind {
            Kind::Complete => {
                if let Some(k) = meant {
                    series.served.entry(k).or_insert(report);
                    completions.push(k);
                    accepted.remove(&k);
                }
            }
            Kind::Accept => accepted.extend(answered(&series, report, &completions)),
            // Reopening a task that was stopped lifts the stop; what had been served stays served.
            Kind::Reopen if stopped.is_some() => stopped = None,
            Kind::Return | Kind::Reopen => {
                if let Some(k) = answered(&series, report, &completions) {
                    completions.retain(|other| *other != k);
                    series.served.remove(&k);
                }
                stopped = None;
            }
            Kind::Cancel => stopped = Some((Status::Cancelled, report)),
            Kind::Suspend => stopped = Some((Status::Suspended, report)),
            Kind::Resume => stopped = None,
            Kind::Extend => {
                if let Some(k) = meant {
                    let was = series.extended_last_day(k).unwrap_or(NO_DAY);
                    note_extension(&step, was, &mut flags);
                    series.extended.entry(k).or_default().push(report);
                    extensions += 1;
                }
            }
            _ => beside.take(&step, &mut flags),
        }
    }
    let set_aside = beside.more.set_aside_count;
    screen.close(&mut beside.more);
    beside.more.set_aside_count += set_aside;

    let (judged, facts) = weigh(case, &series, flags.has(RowFlags::REPORTED));
    let mut result = RowFacts {
        status: Status::OpenEnded,
        percent: 0,
        deadline: NO_DAY,
        original: NO_DAY,
        closed_on: NO_DAY,
        extensions,
        flags,
        more: beside.more,
        occurrence: facts,
    };
    result.flags.clear(RowFlags::EXCUSED);
    let (Some(k), Some(last_day)) = (judged, judged.and_then(|k| series.last_day(k))) else {
        return result;
    };
    result.deadline = last_day;
    result.original = series.occurrence(k).map_or(NO_DAY, |o| day::to_number(o.last_day));
    result.more.extended_by = series.extension(k).map_or(NO_INDEX, |e| e as u32);
    let lenient = series.lenient_last_day(k, last_day);
    let begins = series.occurrence(k).map_or(NO_DAY, |o| day::to_number(o.first));
    // A completion speaks of what it serves, though it be made in a later cycle.
    let speaks = |(report, meant): &&(usize, Option<i64>)| match reports.rest(*report) {
        Some(r) if r.occurrence.is_some() => *meant == Some(k),
        _ if reports.kind(*report) == Kind::Complete => *meant == Some(k),
        _ => reports.reported_on(*report) >= begins,
    };
    result.percent =
        percents.iter().rev().find(speaks).map_or(0, |(report, _)| reports.percent(*report));
    match (stopped, series.served.get(&k)) {
        (Some((status, report)), _) => {
            result.status = status;
            result.more.decided_by = report as u32;
            if status == Status::Cancelled {
                result.closed_on = reports.reported_on(report);
            }
        }
        (None, Some(&report)) => {
            result.more.decided_by = report as u32;
            let served = reports.reported_on(report);
            let late = served > last_day && !case.at.facts.flags.has(TaskFlags::INDICATIVE);
            result.flags.set(RowFlags::LATE_ONLY_IF_STRICT, late && served <= lenient);
            if case.policy.requires_acceptance && !accepted.contains(&k) {
                result.status = Status::Submitted;
                result.more.submitted_on = served;
                result.flags.set(RowFlags::SUBMITTED_LATE, late);
            } else {
                result.status = if late { Status::DoneLate } else { Status::DoneOnTime };
                result.percent = 100;
                result.closed_on = served;
            }
        }
        (None, None) => {
            result.more.decided_by = NO_INDEX;
            let percent = result.percent;
            let is_indicative = case.at.facts.flags.has(TaskFlags::INDICATIVE);
            let last_days = (last_day, lenient);
            result.status =
                case.rule().open_status(is_indicative, percent, last_days, &mut result.flags);
            result.flags.set(RowFlags::HUNDRED_PERCENT_OPEN, percent == 100);
            if let Some(cap) = case.policy.cap_open_percent {
                result.percent = percent.min(cap);
            }
            if result.status == Status::Overdue {
                let in_term = result.more.obstacles.iter().any(|(on, ..)| *on <= last_day);
                result.flags.set(RowFlags::OBSTACLE_IN_TERM, in_term);
            }
        }
    }
    result
}

/// The served occurrence that an acceptance, return or reopening answers: the one it names, else the last one served.
fn answered(series: &Series<'_>, report: usize, completions: &[i64]) -> Option<i64> {
    match series.named(report) {
        Ok(Some(k)) => completions.contains(&k).then_some(k),
        _ => completions.last().copied(),
    }
}

/// The occurrence that judges on D, and how all of them went.
fn weigh(
    case: &Case<'_>,
    series: &Series<'_>,
    reported: bool,
) -> (Option<i64>, Option<OccurrenceFacts>) {
    let d = case.as_of.d();
    let elapsed = |k: i64| series.last_day(k).is_some_and(|last| last < d);
    // All occurrences up to the cycle of D by number, then those that extensions moved one by one.
    let mut end = series.recurrence.index(case.as_of.day) + 1;
    end = series.last.map_or(end, |last| end.min(last));
    while end >= series.first
        && series.occurrence(end).is_none_or(|o| day::to_number(o.last_day) >= d)
    {
        end -= 1;
    }
    let mut elapsed_count = (end - series.first + 1).max(0) as u32;
    for k in series.extended.keys() {
        let by_number = *k <= end;
        match (by_number, elapsed(*k)) {
            (true, false) => elapsed_count -= 1,
            (false, true) => elapsed_count += 1,
            _ => {}
        }
    }
    let (mut on_time, mut late, mut served_elapsed) = (0_u32, 0_u32, 0_u32);
    for (k, report) in &series.served {
        let Some(last) = series.last_day(*k) else { continue };
        if case.reports.reported_on(*report) <= last {
            on_time += 1;
        } else {
            late += 1;
        }
        served_elapsed += u32::from(last < d);
    }
    let missed = elapsed_count.saturating_sub(served_elapsed);
    let judged = if missed > 0 {
        let bound = series.extended.keys().last().map_or(end, |k| end.max(*k));
        (series.first..=bound).find(|k| !series.served.contains_key(k) && elapsed(*k))
    } else {
        // Nothing is missed: the first occurrence that has not elapsed, or after the end the last one. One whose cycle is
        // over runs on where it was extended and not yet served.
        let extended = |k: &&i64| **k <= end && !series.served.contains_key(*k) && !elapsed(**k);
        let mut running = match series.extended.keys().find(extended) {
            Some(k) => *k,
            None => (end + 1).max(series.first),
        };
        while elapsed(running) {
            running += 1;
        }
        Some(if series.occurrence(running).is_some() { running } else { running - 1 })
    };
    let judged = judged.filter(|k| series.occurrence(*k).is_some());
    let facts = judged.and_then(|k| {
        Some(OccurrenceFacts {
            period: series.occurrence(k)?.period,
            last_day: series.last_day(k)?,
            elapsed_count,
            done_on_time_count: on_time,
            done_late_count: late,
            missed_count: if reported { missed } else { 0 },
            unreported_count: if reported { 0 } else { missed },
        })
    });
    (judged, facts)
}
