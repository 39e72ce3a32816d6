//! Finding what stands on the Monday list, in one pass over the rows.

use super::downstream::Downstream;
use super::{WarnOptions, WarnThresholds, Warning, WarningKind, Warnings};
use crate::as_of::{AsOf, Moment};
use crate::columns::{NO_DAY, NO_INDEX, day_of};
use crate::day;
use crate::error::Error;
use crate::evaluation::judge::Trace;
use crate::evaluation::plain;
use crate::evaluation::row::RowFlags;
use crate::evaluation::{Evaluation, Given, Row, SetAside};
use crate::owed::Within;
use crate::policy::Silence;
use crate::registry::reports::{Kind, ReportColumns};
use crate::report::ReportKind;
use crate::status::Status;

/// The whole list, in its order.
pub(super) fn warnings<'a>(
    evaluation: &'a Evaluation,
    options: &WarnOptions,
) -> Result<Warnings<'a>, Error> {
    let as_of = evaluation.as_of;
    let thresholds = options.thresholds;
    let calendar = evaluation.registry.calendar();
    let newly = i64::from(thresholds.newly_days);
    let since = options.since.unwrap_or(day::plus(as_of.day, -newly).unwrap_or(day::FIRST));
    if since > as_of.day {
        return Err(Error::InvalidValue {
            field: "since",
            value: since.to_string(),
            expected: format!("{} or earlier", as_of.day),
        });
    }
    let due_until = calendar.add_working_days(as_of.day, thresholds.due_working_days.into())?;
    let agency = options.agency.as_deref();
    let around = agency.map(|text| evaluation.around(text, Within::Subtree)).transpose()?;
    let mut wanted = [options.kinds.is_empty(); WarningKind::ALL.len()];
    for kind in &options.kinds {
        wanted[kind.index()] = true;
    }
    let before = AsOf { day: since, known: as_of.known };
    let mut finder = Finder {
        evaluation,
        thresholds,
        before,
        then: before.moment(),
        due_until: day::to_number(due_until),
        wanted,
        around,
        downstream: Downstream::of(evaluation),
        found: Vec::new(),
    };
    for task in 0..evaluation.task_count() {
        finder.task(task);
    }
    let items = finder.sorted();
    Ok(Warnings {
        scope: evaluation.scope(),
        since,
        due_until,
        is_provisional: calendar.is_provisional_between(as_of.day, due_until)?,
        thresholds,
        items,
    })
}

/// The agency that assigned a task, as it is on D; else the one that supervises it.
pub(super) fn assigner(evaluation: &Evaluation, task: usize) -> u32 {
    let inner = &*evaluation.registry.0;
    let Some(at) = inner.tasks.at(task, evaluation.as_of) else { return NO_INDEX };
    let supervisor = || {
        at.record.and_then(|t| evaluation.registry.agency_index(t.supervisor.as_ref()?.as_str()))
    };
    let stated = Some(at.facts.assigner).filter(|assigner| *assigner != NO_INDEX);
    stated.or_else(supervisor).map_or(NO_INDEX, |agency| today(evaluation, agency))
}

/// The agency that an agency has become by D.
fn today(evaluation: &Evaluation, agency: u32) -> u32 {
    if agency == NO_INDEX {
        return NO_INDEX;
    }
    evaluation.registry.0.agencies.successor(agency, evaluation.as_of.day).0
}

struct Finder<'a> {
    evaluation: &'a Evaluation,
    thresholds: WarnThresholds,
    /// The day on which what is newly overdue was not yet overdue, as known on K.
    before: AsOf,
    then: Moment,
    due_until: i32,
    /// By kind.
    wanted: [bool; WarningKind::ALL.len()],
    /// By agency, those whose warnings are asked for.
    around: Option<Vec<bool>>,
    downstream: Downstream,
    found: Vec<Warning<'a>>,
}

/// What the reports that count for a row say beside its status.
#[derive(Debug, Clone, Default)]
struct Said {
    /// The day on which who owes the row last spoke of it.
    spoke: Option<i32>,
    /// The request for extension that nobody has answered.
    request: Option<usize>,
    /// The last extension that counts for the row.
    extended: Option<usize>,
    /// Opinions: by whom, and the report.
    opinions: Vec<(u32, usize)>,
}

/// Who must act, and the report that says why.
#[derive(Clone, Copy)]
struct Cause {
    since: i32,
    actor: u32,
    report: u32,
}

impl<'a> Finder<'a> {
    fn task(&mut self, task: usize) {
        let evaluation = self.evaluation;
        let columns = &evaluation.columns;
        let rows = columns.rows_of(task);
        let is_waiting = |row: usize| {
            let status = columns.status(row);
            status.is_open() && status != Status::Suspended
        };
        if !rows.clone().any(is_waiting) {
            return;
        }
        if self.speaks_plainly(task) {
            self.row(task, rows.start, &Said { spoke: self.last_spoken(task), ..Said::default() });
            return;
        }
        let said = self.said(task);
        for (at, row) in rows.enumerate() {
            if is_waiting(row) {
                self.row(task, row, said.get(at).unwrap_or(&Said::default()));
            }
        }
    }

    /// Whether a task has one row, of whose reports none was set aside and none asks for anything: the days alone say when it
    /// was last spoken of.
    fn speaks_plainly(&self, task: usize) -> bool {
        let evaluation = self.evaluation;
        let columns = &evaluation.columns;
        let (rows, reports) = (columns.rows_of(task), evaluation.reports(task));
        let asks =
            |kind: Kind| matches!(kind, Kind::Other | Kind::Obstacle | Kind::ObstacleResolved);
        let all_count =
            rows.len() == 1 && columns.more(rows.start).is_none_or(|m| m.set_aside_count == 0);
        all_count && !reports.events_of(task).iter().any(|event| asks(event.kind))
    }

    /// The day of the last visible report of work on such a task.
    fn last_spoken(&self, task: usize) -> Option<i32> {
        let (reports, moment) = (self.evaluation.reports(task), self.evaluation.moment);
        let visible = |report: &usize| {
            reports.reported_on(*report) <= moment.d
                && reports.recorded_at(*report) < moment.known_until
                && !reports.is_superseded(*report, moment.known_until)
        };
        let speaks =
            |report: &usize| matches!(reports.kind(*report), Kind::Progress | Kind::Complete);
        let last = reports.range(task).rev().find(|report| speaks(report) && visible(report));
        last.map(|report| reports.reported_on(report))
    }

    /// What was said of each row of a task, as the rule hears it.
    fn said(&self, task: usize) -> Vec<Said> {
        let evaluation = self.evaluation;
        let reports = evaluation.reports(task);
        let mut said = Vec::with_capacity(evaluation.columns.rows_of(task).len());
        let heard = || Heard { reports, said: Said::default() };
        evaluation.listen(task, heard, |_, _, heard| said.push(heard.said));
        said
    }

    fn row(&mut self, task: usize, row: usize, said: &Said) {
        let evaluation = self.evaluation;
        let columns = &evaluation.columns;
        let d = evaluation.moment.d;
        let (status, flags, deadline) =
            (columns.status(row), columns.flags(row), columns.deadline(row));
        let owner = evaluation.agency_of(task, row);
        let of_owner = |since: i32| Cause { since, actor: owner, report: NO_INDEX };
        if status == Status::Submitted {
            let since = columns.submitted_on(row);
            self.by_assigner(WarningKind::AwaitingSuperior, task, row, (since, NO_INDEX));
        }
        let in_lists =
            evaluation.policy.silence == Silence::Counted || flags.has(RowFlags::REPORTED);
        if status == Status::Overdue && in_lists {
            if self.wanted[WarningKind::NewlyOverdue.index()] && !self.was_overdue(task, row) {
                self.add(WarningKind::NewlyOverdue, row, of_owner(deadline));
            }
        } else if matches!(status, Status::NotStarted | Status::InProgress | Status::DueSoon)
            // A day that is only foreseen may have passed, which is no lateness.
            && (d..=self.due_until).contains(&deadline)
        {
            self.add(WarningKind::DueSoon, row, of_owner(deadline));
        }
        if status != Status::Submitted && !flags.has(RowFlags::REGULAR) {
            let (kind, since) = match said.spoke {
                Some(spoke) => (WarningKind::Silent, spoke),
                None => (WarningKind::NoData, self.assigned(task)),
            };
            if d.saturating_sub(since) >= i32::from(self.thresholds.silent_days) {
                self.add(kind, row, of_owner(since));
            }
        }
        if let Some(request) = said.request {
            let since = evaluation.reports(task).reported_on(request);
            self.by_assigner(WarningKind::ExtensionPending, task, row, (since, request as u32));
        }
        self.obstacles(task, row, said);
        let is_often = columns.extensions(row) > self.thresholds.extension_count.into();
        let is_late =
            flags.has(RowFlags::EXTENSION_BACKDATED) || flags.has(RowFlags::EXTENDED_LATE);
        if (is_often || is_late)
            && let Some(granted) = self.last_extension(task, said)
        {
            if is_often {
                self.by_assigner(WarningKind::ExtendedOften, task, row, granted);
            }
            if is_late {
                self.by_assigner(WarningKind::ExtensionBackdated, task, row, granted);
            }
        }
    }

    /// Obstacles whose answer is overdue.
    fn obstacles(&mut self, task: usize, row: usize, said: &Said) {
        let evaluation = self.evaluation;
        let Some(more) = evaluation.columns.more(row) else { return };
        let (reports, d) = (evaluation.reports(task), evaluation.moment.d);
        for (raised, whom, report) in &more.obstacles {
            // Where it names nobody, who assigned the task owes the answer.
            let actor = match *whom {
                NO_INDEX => assigner(evaluation, task),
                whom => today(evaluation, whom),
            };
            let answers = |(by, opinion): &(u32, usize)| {
                opinion > report
                    && *by != NO_INDEX
                    && (by == whom || today(evaluation, *by) == actor)
            };
            let needed_by = reports.rest(*report).and_then(|r| r.needed_by);
            let is_needed = needed_by.is_some_and(|day| day::to_number(day) < d);
            let is_old = d - raised >= i32::from(self.thresholds.obstacle_days);
            if (is_needed || is_old) && !said.opinions.iter().any(answers) {
                let cause = Cause { since: *raised, actor, report: *report as u32 };
                self.add(WarningKind::ObstacleUnanswered, row, cause);
            }
        }
    }

    /// The day and the report of the last extension of a row; of a task of which every report counts, the last visible one.
    fn last_extension(&self, task: usize, said: &Said) -> Option<(i32, u32)> {
        let evaluation = self.evaluation;
        let (reports, moment) = (evaluation.reports(task), evaluation.moment);
        let extends = |report: &usize| reports.kind(*report) == Kind::Extend;
        let last = || reports.visible(task, moment).filter(extends).last();
        let last = if self.speaks_plainly(task) { last() } else { said.extended };
        last.map(|report| (reports.reported_on(report), report as u32))
    }

    /// The day from which the task is in force.
    fn assigned(&self, task: usize) -> i32 {
        let tasks = &self.evaluation.registry.0.tasks;
        let at = tasks.at(task, self.evaluation.as_of);
        at.map_or(self.evaluation.moment.d, |at| at.facts.assigned)
    }

    /// Whether a row that is overdue was so already on the day before what is new, and in the lists of that day.
    fn was_overdue(&self, task: usize, row: usize) -> bool {
        let evaluation = self.evaluation;
        let (inner, then) = (&*evaluation.registry.0, self.then);
        let reports = evaluation.reports(task);
        let is_counted = evaluation.policy.silence == Silence::Counted;
        let is_plain = plain::suits(&evaluation.policy)
            && inner.plain[task].is_plain()
            && evaluation.overlay.of(task).is_none();
        if is_plain && reports.events_of(task).iter().all(|event| day_of(event.on) <= then.d) {
            // Nothing was decided since, so that the same day judged then.
            return then.d > evaluation.columns.deadline(row)
                && inner.tasks.assigned.get(task) <= then.in_force_until
                && (is_counted || reports.visible(task, then).next().is_some());
        }
        let Some(at) = inner.tasks.at(task, self.before) else { return false };
        if at.facts.assigned > then.in_force_until {
            return false;
        }
        let (addressee, mut was) = (evaluation.addressee(row), false);
        let (as_of, policy, at) = (self.before, &evaluation.policy, &at);
        Given { inner, reports, as_of, moment: then, policy, task, at }.judge(|judged| {
            let facts = &judged.facts;
            let in_lists = is_counted || facts.flags.has(RowFlags::REPORTED);
            was |= judged.addressee == addressee && facts.status == Status::Overdue && in_lists;
        });
        was
    }

    fn by_assigner(
        &mut self,
        kind: WarningKind,
        task: usize,
        row: usize,
        (since, report): (i32, u32),
    ) {
        let actor = assigner(self.evaluation, task);
        self.add(kind, row, Cause { since, actor, report });
    }

    fn add(&mut self, kind: WarningKind, row: usize, cause: Cause) {
        let Cause { since, actor, report } = cause;
        let is_around = |around: &Vec<bool>| around.get(actor as usize).copied().unwrap_or(false);
        if !self.wanted[kind.index()]
            || since == NO_DAY
            || !self.around.as_ref().is_none_or(is_around)
        {
            return;
        }
        let evaluation = self.evaluation;
        self.found.push(Warning {
            kind,
            row: Row { evaluation, index: row },
            days: evaluation.moment.d - since,
            downstream_count: self.downstream.count(evaluation.columns.task(row)),
            since,
            actor,
            report,
        });
    }

    fn sorted(mut self) -> Vec<Warning<'a>> {
        self.found.sort_unstable_by_key(|w| {
            use std::cmp::Reverse;
            (Reverse(w.downstream_count), Reverse(w.days), w.row.index, w.kind, w.report)
        });
        self.found
    }
}

/// Hears what counts for a row.
struct Heard<'a> {
    reports: &'a ReportColumns,
    said: Said,
}

impl Trace for Heard<'_> {
    fn considered(&mut self, report: usize, of_owner: bool) {
        let reports = self.reports;
        let by = reports.by(report);
        match reports.kind(report) {
            Kind::Extend => (self.said.request, self.said.extended) = (None, Some(report)),
            Kind::Complete | Kind::Cancel => self.said.request = None,
            // Columns alone hold no other word of this kind than an opinion.
            Kind::Other => match reports.rest(report).map_or(&ReportKind::Opinion, |r| &r.kind) {
                ReportKind::ExtendRequest => self.said.request = Some(report),
                // Who owes the work cannot refuse itself.
                ReportKind::ExtendRefuse if by == NO_INDEX || !of_owner => {
                    self.said.request = None;
                }
                ReportKind::Opinion => self.said.opinions.push((by, report)),
                _ => {}
            },
            _ => {}
        }
        let speaks = match reports.kind(report) {
            Kind::Progress | Kind::Complete => true,
            // Others may say these of the work too, which is no word of who owes it.
            Kind::Obstacle | Kind::ObstacleResolved => of_owner,
            Kind::Other => of_owner && self.said.request == Some(report),
            _ => false,
        };
        if speaks {
            self.said.spoke = Some(reports.reported_on(report));
        }
    }

    fn set_aside(&mut self, _: usize, _: SetAside) {}
}
