//! Live: an evaluation kept up to date, report by report, without evaluating again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::agency::Level;
use crate::as_of::AsOf;
use crate::columns::{IdIndex, NO_INDEX};
use crate::error::Error;
use crate::evaluation::{Evaluation, Given};
use crate::finding::Finding;
use crate::policy::Policy;
use crate::ranking::Ranking;
use crate::registry::build::placed::Places;
use crate::registry::build::reports::{Kept, References};
use crate::registry::build::valid::valid_reports;
use crate::registry::pending::PendingReports;
use crate::registry::reports::ReportColumns;
use crate::registry::tasks::TaskFlags;
use crate::registry::{Inner, Registry, RegistryBuilder};
use crate::report::{Provenance, Report};
use crate::rollup::{Axis, Rollup};
use crate::sums::Sums;
use crate::watch::Watch;

mod along;
mod came;

use along::Along;
use came::{Came, Home};

/// An evaluation that takes reports as they come, and can be read after each.
///
/// Its answers are always those of a full evaluation of the registry with these reports added: rows, sums along every
/// axis, rankings, explanations. The registry stays as it is, and so does whatever else was made from it. A report costs
/// as much as judging its task once more, and moving the sums that change: no more with a million tasks than with ten.
///
/// A report of a kind that changes nothing, on a day after D or recorded after K, is taken too: it counts among the visible
/// or hidden reports, as it would in a full evaluation. An id that is known replaces the report that had it.
///
/// Held beside the evaluation are 12 bytes for each task, the sums along all axes, and the reports of the tasks that were
/// touched.
///
/// ```
/// use tiendo::{day, AsOf, Axis, DocumentId, Policy, RegistryBuilder, Report, ReportId, ReportKind, Status, Task, TaskId, Text};
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?));
/// let as_of = AsOf::new(day::parse("2025-08-14")?)?;
/// let mut live = builder.finish().evaluate_live(as_of, &Policy::default())?;
/// assert_eq!(live.task_sums().done(), 0);
/// let report = Report::new(
///     ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Complete, day::parse("2025-08-01")?);
/// let findings = live.apply(report);
/// assert_eq!(findings[0].code, tiendo::FindingCode::RecordedAtAssumed);
/// assert_eq!(live.task_sums().done(), 1);
/// assert_eq!(live.evaluation().find("T1").unwrap().status(), Status::DoneOnTime);
/// assert_eq!(live.roll_up(Axis::Document).unassigned.done(), 1);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LiveEvaluation {
    evaluation: Evaluation,
    /// Positions of tasks by id.
    tasks: IdIndex,
    came: Came,
    /// Sums along every axis, in the order of [`Axis::ALL`].
    along: Vec<Along>,
    whole: Sums,
    /// Whether a task is in force from the earliest known day on, which a report may move.
    is_undated: bool,
}

/// What one task adds to sums: each of its rows, and the task as a whole.
struct Shares {
    rows: Vec<(u32, Sums)>,
    task: Sums,
}

impl Registry {
    /// Evaluates every task, and keeps the evaluation so that reports can be added to it.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a policy that cannot be applied.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder};
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let live = RegistryBuilder::new().finish().evaluate_live(as_of, &Policy::default())?;
    /// assert!(live.evaluation().is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn evaluate_live(&self, as_of: AsOf, policy: &Policy) -> Result<LiveEvaluation, Error> {
        self.evaluate_live_watched(as_of, policy, &Watch::new())
    }

    /// As [`Registry::evaluate_live`], telling a [`Watch`] how far it is.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a policy that cannot be applied.
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Error, Policy, RegistryBuilder, Watch};
    /// let (registry, watch) = (RegistryBuilder::new().finish(), Watch::new());
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// watch.stop();
    /// let stopped = registry.evaluate_live_watched(as_of, &Policy::default(), &watch);
    /// assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn evaluate_live_watched(
        &self,
        as_of: AsOf,
        policy: &Policy,
        watch: &Watch,
    ) -> Result<LiveEvaluation, Error> {
        LiveEvaluation::of(self.settled().evaluate_watched(as_of, policy, watch)?, watch)
    }
}

impl LiveEvaluation {
    fn of(evaluation: Evaluation, watch: &Watch) -> Result<Self, Error> {
        let mut along = Vec::with_capacity(Axis::ALL.len());
        for axis in Axis::ALL {
            if watch.is_stopped() {
                return Err(Error::Cancelled);
            }
            along.push(Along::of(&evaluation, *axis));
        }
        let tasks = &evaluation.registry.0.tasks;
        let older = tasks.versions.values().flatten().map(|v| v.facts.flags);
        let is_undated =
            tasks.flags.iter().copied().chain(older).any(|f| f.has(TaskFlags::UNDATED));
        Ok(LiveEvaluation {
            tasks: IdIndex::of(&tasks.ids),
            came: Came::to(&evaluation.registry.0),
            whole: evaluation.task_sums(),
            along,
            is_undated,
            evaluation,
        })
    }

    /// Takes a report; what is worth telling about it comes back.
    ///
    /// One that cannot be held, such as an extension without a new deadline, changes nothing and is a finding with
    /// severity `error`, as it is when a registry is built.
    pub fn apply(&mut self, report: Report) -> Vec<Finding> {
        self.apply_all([report])
    }

    /// Takes reports together; each touched task is judged once.
    ///
    /// Of several with the same id the last one holds.
    ///
    /// ```
    /// use tiendo::{day, AsOf, FindingCode, Policy, RegistryBuilder, Report, ReportId, ReportKind, TaskId};
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let mut live = RegistryBuilder::new().finish().evaluate_live(as_of, &Policy::default())?;
    /// let on = day::parse("2025-08-01")?;
    /// let report = Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Progress, on);
    /// let findings = live.apply_all([report.clone(), report]);
    /// assert_eq!(findings.len(), 1);
    /// assert_eq!(findings[0].code, FindingCode::DanglingReference);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn apply_all(&mut self, reports: impl IntoIterator<Item = Report>) -> Vec<Finding> {
        let mut pending = PendingReports::default();
        for report in reports {
            pending.push(report);
        }
        let mut findings = Vec::new();
        let valid = valid_reports(&pending, &mut findings);
        let kept = Kept::of(valid, &pending);
        let registry = self.evaluation.registry.clone();
        let inner = &*registry.0;

        let mut taken = Taken::default();
        let mut references = References::of(&pending, inner);
        for at in kept.iter() {
            let task = pending.task_in(at, &self.tasks, &inner.tasks.ids);
            references.look_up(&pending, at, task.is_some(), &mut findings);
            self.take(&pending, at, task, &mut taken);
        }
        findings.extend(references.instants_assumed());

        let mut touched: Vec<u32> = taken.known.iter().map(|(task, _)| *task).collect();
        touched.sort_unstable();
        touched.dedup();
        for (task, at) in &taken.known {
            let place = touched.binary_search(task).map_or(NO_INDEX, |place| place as u32);
            pending.resolve(*at, place);
        }
        let known = taken.known.iter().map(|(_, at)| *at);
        let places = Places::of(touched.len(), &mut pending, known);
        let added = references.columns(places, &mut pending, &Watch::new());
        touched.extend(
            taken
                .replaced
                .keys()
                .filter(|task| touched.binary_search(task).is_err())
                .copied()
                .collect::<Vec<_>>(),
        );
        for (place, task) in touched.iter().enumerate() {
            let without = taken.replaced.get(task);
            let old = self.evaluation.reports(*task as usize);
            if let Some(ids) = without {
                taken.is_more |= self.moves_more(old, *task as usize, ids);
            }
            let merged = old.merged(*task as usize, without, (&added, added.range(place)));
            self.judge_again(inner, *task as usize, merged);
        }
        if taken.is_more {
            self.begin_again();
        }
        for along in &mut self.along {
            along.tell(&self.evaluation.scope);
        }
        findings.sort();
        findings.dedup();
        findings
    }

    /// Notes where a report belongs, and what it replaces.
    fn take(&mut self, pending: &PendingReports, at: u32, task: Option<usize>, taken: &mut Taken) {
        let registry = self.evaluation.registry.clone();
        let inner = &*registry.0;
        let id = &*pending.id(at);
        match self.came.home(id, inner) {
            Some(Home::Task(home)) => {
                taken.replaced.entry(home).or_default().insert(id.to_owned());
            }
            Some(Home::Orphan { reported_on, is_simulated }) => {
                taken.is_more |= is_simulated || self.is_earliest(reported_on);
            }
            None => {}
        }
        let recorded_at = pending.recorded_at(at, inner.imported_at);
        let reported_on = pending.reported_on(at);
        let is_known = recorded_at < self.evaluation.as_of.known_until();
        let earliest = inner.tasks.earliest.known(self.evaluation.as_of);
        taken.is_more |= self.is_undated && is_known && earliest.is_none_or(|e| reported_on < e);
        let is_simulated = |r: &Report| r.provenance == Provenance::Simulated;
        if pending.full(at).is_some_and(is_simulated) {
            self.evaluation.scope.provenance = Provenance::Simulated;
        }
        let orphan = task.is_none().then(|| pending.record(at));
        self.came.take(id, task, orphan);
        taken.known.extend(task.map(|task| (task as u32, at)));
    }

    /// Whether a day is the one from which undated tasks are in force, so that without it they may not be.
    fn is_earliest(&self, reported_on: i32) -> bool {
        let earliest = self.evaluation.registry.0.tasks.earliest.known(self.evaluation.as_of);
        self.is_undated && earliest == Some(reported_on)
    }

    /// Whether more than its task changes as one of these reports of a task goes.
    fn moves_more(&self, reports: &ReportColumns, task: usize, ids: &BTreeSet<String>) -> bool {
        let simulated =
            |i: usize| reports.rest(i).is_some_and(|r| r.provenance == Provenance::Simulated);
        let goes = |i: &usize| ids.contains(&*reports.ids.get(*i));
        reports
            .range(task)
            .filter(|i| goes(i) && !reports.is_corrected(*i))
            .any(|i| simulated(i) || self.is_earliest(reports.reported_on(i)))
    }

    /// Judges the rows of a task by these reports, and moves every sum that they are in.
    fn judge_again(&mut self, inner: &Inner, task: usize, reports: ReportColumns) {
        let evaluation = &self.evaluation;
        if let Some(at) = evaluation.in_force(inner, task) {
            let (mut rows, given) = (Vec::with_capacity(1), evaluation.given(inner, task, &at));
            let was = given.judge(|_| {});
            let is = Given { reports: &reports, ..given }.judge(|row| rows.push(row));
            let before = evaluation.shares(task);
            let evaluation = &mut self.evaluation;
            evaluation.replace_rows(task, rows);
            let after = evaluation.shares(task);
            let moved = |count: u64, was: u64, is: u64| count.wrapping_sub(was).wrapping_add(is);
            let scope = &mut evaluation.scope;
            scope.report_count = moved(scope.report_count, was.seen, is.seen);
            scope.hidden_report_count = moved(scope.hidden_report_count, was.hidden, is.hidden);
            evaluation.author_unstated =
                moved(evaluation.author_unstated, was.author_unstated, is.author_unstated);
            evaluation.authority_unknown =
                moved(evaluation.authority_unknown, was.authority_unknown, is.authority_unknown);
            // Made of rows as they were; ranking asks for it again.
            evaluation.sums = OnceLock::new();
            self.whole.shift(&before.task, &after.task);
            for along in &mut self.along {
                along.moved(evaluation, task, &before, &after);
            }
        }
        self.evaluation.overlay.put(task, reports, inner.tasks.len());
    }

    /// Builds a registry of all that is known and evaluates that.
    ///
    /// For what one report seldom does: to move the day from which every undated task is in force, or to take back the
    /// only report that was simulated.
    fn begin_again(&mut self) {
        let evaluation = &self.evaluation;
        let again = self.to_registry().evaluate(evaluation.as_of, &evaluation.policy);
        // The policy was applied before, and nobody can stop a watch of our own.
        if let Ok(live) = again.and_then(|evaluation| LiveEvaluation::of(evaluation, &Watch::new()))
        {
            *self = live;
        }
    }

    /// Rows, explanations and everything else that an evaluation tells, as of the last report.
    ///
    /// Its registry is the one that this began with. A clone of it stays as it is while further reports come.
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// The sums along an axis, as assigned: those of [`Evaluation::roll_up`], at hand.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Axis, Policy, RegistryBuilder};
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let live = RegistryBuilder::new().finish().evaluate_live(as_of, &Policy::default())?;
    /// assert_eq!(*live.roll_up(Axis::Agency), live.evaluation().roll_up(Axis::Agency));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn roll_up(&self, axis: Axis) -> &Rollup {
        let place = Axis::ALL.iter().position(|a| *a == axis).unwrap_or(0);
        self.along[place].rollup()
    }

    /// The sums over all tasks in force, each counted once as a whole.
    pub fn task_sums(&self) -> &Sums {
        &self.whole
    }

    /// Ranks the agencies of a level by the policy's rate, from the sums at hand.
    pub fn rank(&self, level: &Level) -> Ranking {
        let registry = &self.evaluation.registry;
        let mut inclusive = vec![Sums::default(); registry.agency_count()];
        for row in &self.roll_up(Axis::Agency).rows {
            if let Some(agency) = registry.agency_index(&row.key) {
                inclusive[agency as usize] = row.inclusive;
            }
        }
        self.evaluation.ranked_by(level, &inclusive)
    }

    /// A registry of all that is known now, for questions about other days and to begin anew from.
    ///
    /// It is built from records, which takes as long as building the first one did.
    ///
    /// ```
    /// use tiendo::{day, AsOf, DocumentId, Policy, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?));
    /// let on = day::parse("2025-08-01")?;
    /// let mut live = builder.finish().evaluate_live(AsOf::new(on)?, &Policy::default())?;
    /// live.apply(Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Progress, on));
    /// assert_eq!(live.to_registry().reports_of("T1").len(), 1);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn to_registry(&self) -> Registry {
        let inner = &self.evaluation.registry.0;
        let mut records = self.evaluation.registry.to_records();
        records.reports.retain(|report| !self.came.has(report.id.as_str()));
        for task in self.came.tasks() {
            let reports = self.evaluation.reports(task);
            let new = |i: &usize| !reports.is_corrected(*i) && self.came.has(&reports.ids.get(*i));
            records
                .reports
                .extend(reports.range(task).filter(new).map(|i| reports.record(i, inner)));
        }
        records.reports.extend(self.came.orphans().cloned());
        let mut builder = RegistryBuilder::new();
        builder.calendar((*inner.calendar).clone());
        if let Some(instant) = inner.imported_at {
            builder.imported_at(instant);
        }
        for (report, until) in self.evaluation.registry.superseded_reports() {
            builder.add_superseded_report(report, until);
        }
        builder.add(records).add_findings(inner.findings.iter().cloned());
        builder.finish()
    }
}

/// What a batch comes to.
#[derive(Default)]
struct Taken {
    /// Tasks and positions of the reports that have one.
    known: Vec<(u32, u32)>,
    /// By task: ids of reports that another takes the place of.
    replaced: BTreeMap<u32, BTreeSet<String>>,
    /// Whether more than the touched tasks changes.
    is_more: bool,
}

impl Evaluation {
    fn shares(&self, task: usize) -> Shares {
        let of = |row: usize| {
            let mut sums = Sums::default();
            self.add_row(&mut sums, row);
            (self.agency(row), sums)
        };
        let mut whole = Sums::default();
        self.add_task(&mut whole, task);
        Shares { rows: self.columns.rows_of(task).map(of).collect(), task: whole }
    }
}
