//! Check: findings on the data itself, as of a day.

use std::collections::{BTreeMap, BTreeSet};

use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT};
use crate::day;
use crate::deadline::DeadlineClass;
use crate::error::Error;
use crate::evaluation::judge::Trace;
use crate::evaluation::row::RowFlags;
use crate::evaluation::{Evaluation, Row, SetAside};
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::id::compare;
use crate::policy::Clear;
use crate::registry::reports::Kind;
use crate::registry::tasks::TaskAt;
use crate::sums::Ratio;
use crate::task::Stage;
use crate::watch::Watch;

/// Most loops among dependencies that one check names, and most tasks named of each.
const MAX_LOOPS: usize = 100;
const MAX_LOOP_NAMES: usize = 20;

/// More visible extensions than this are a finding.
const MANY_EXTENSIONS: u32 = 2;

/// How much of what the clears ask for is stated in the tasks of an agency.
///
/// ```
/// use tiendo::{Completeness, Ratio};
/// let score = Completeness { agency: "68-UBND".into(), stated: Ratio { num: 5, den: 6 } };
/// assert_eq!(score.stated.percent_text(0).as_deref(), Some("83"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Completeness {
    /// Id of the agency.
    pub agency: String,
    /// Clears stated ÷ clears asked, over its rows.
    pub stated: Ratio,
}

impl Evaluation {
    /// Everything worth knowing about the data: what building found, and what shows on this day.
    ///
    /// In order of code, then record. Findings say what is in the data; none is a verdict on an agency.
    ///
    /// ```
    /// use tiendo::{day, AsOf, DocumentId, FindingCode, Policy, RegistryBuilder, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Báo cáo")?));
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let findings = builder.finish().evaluate(as_of, &Policy::default())?.check();
    /// assert!(findings.iter().any(|f| f.code == FindingCode::ClearMissing));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn check(&self) -> Vec<Finding> {
        self.found(&Watch::new())
    }

    /// As [`Evaluation::check`], telling a [`Watch`] how far it is.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Error, Policy, RegistryBuilder, Watch};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// let watch = Watch::new();
    /// assert!(evaluation.check_watched(&watch)?.is_empty());
    /// watch.stop();
    /// assert_eq!(evaluation.check_watched(&watch).unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn check_watched(&self, watch: &Watch) -> Result<Vec<Finding>, Error> {
        let findings = self.found(watch);
        watch.end()?;
        Ok(findings)
    }

    /// The findings; some of them where the watch was stopped.
    fn found(&self, watch: &Watch) -> Vec<Finding> {
        // Of the loops below, the long ones: two over rows, three over tasks, one over what building found.
        let built = self.registry.findings();
        watch.begin((2 * self.len() + 3 * self.task_count() + built.len()) as u64);
        let mut findings = Vec::new();
        for row in watch.steps(self.rows()) {
            check_row(&row, &mut findings);
        }
        let in_force = |task: &usize| self.is_in_force(*task);
        for task in watch.steps(0..self.task_count()).filter(in_force) {
            self.listen(task, Heard::default, |row, _, heard| {
                self.check_reports(&row, heard, &mut findings);
            });
        }
        let evaluated = self.evaluated_pilots();
        for task in watch.steps(0..self.task_count()).filter(in_force) {
            if let Some(at) = self.registry.0.tasks.at(task, self.as_of) {
                self.check_task(task, &at, &evaluated, &mut findings);
            }
        }
        self.check_parents(&mut findings);
        self.check_dependencies(watch, &mut findings);
        self.check_splits(watch, &mut findings);
        self.check_kpis(&mut findings);
        self.check_money(&mut findings);
        findings.extend(watch.steps(built).cloned());
        if watch.is_stopped() {
            return findings;
        }
        let summed = [
            (FindingCode::AuthorUnstated, self.author_unstated_count()),
            (FindingCode::AuthorityUnknown, self.authority_unknown_count()),
        ];
        for (code, count) in summed.into_iter().filter(|(_, count)| *count > 0) {
            findings.push(Finding::new(code).arg("count", count));
        }
        findings.sort();
        findings.dedup();
        findings
    }

    /// How complete the tasks of each agency are, in agency id order.
    ///
    /// Source: the clears (rõ) of 318/TB-VPCP; which are asked is the policy's.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// assert!(evaluation.completeness().is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn completeness(&self) -> Vec<Completeness> {
        let mut scores: BTreeMap<u32, Ratio> = BTreeMap::new();
        let asked = self.policy.clears.len() as u64;
        for row in self.rows() {
            let agency = self.agency(row.index);
            let Some(at) = self.registry.0.tasks.at(row.task_index(), self.as_of) else { continue };
            if agency != NO_INDEX {
                let score = scores.entry(agency).or_default();
                score.num += asked - self.missing(row.task_index(), &at).len() as u64;
                score.den += asked;
            }
        }
        let id = |agency: u32| self.registry.0.agencies.records[agency as usize].id.to_string();
        scores.into_iter().map(|(a, stated)| Completeness { agency: id(a), stated }).collect()
    }

    /// In how many tasks in force each clear of the policy is stated, in its order: stated ÷ tasks.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Clear, DocumentId, Policy, Ratio, RegistryBuilder, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Báo cáo")?));
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let clears = builder.finish().evaluate(as_of, &Policy::default())?.clears();
    /// assert!(clears.contains(&(Clear::Task, Ratio { num: 1, den: 1 })));
    /// assert!(clears.contains(&(Clear::Person, Ratio { num: 0, den: 1 })));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn clears(&self) -> Vec<(Clear, Ratio)> {
        let (mut tasks, mut missing) = (0, BTreeMap::<Clear, u64>::new());
        for task in (0..self.task_count()).filter(|task| self.is_in_force(*task)) {
            let Some(at) = self.registry.0.tasks.at(task, self.as_of) else { continue };
            tasks += 1;
            for clear in self.missing(task, &at) {
                *missing.entry(clear).or_default() += 1;
            }
        }
        let stated = |clear: &Clear| tasks - missing.get(clear).copied().unwrap_or(0);
        let clears = self.policy.clears.iter();
        clears.map(|clear| (*clear, Ratio { num: stated(clear), den: tasks })).collect()
    }

    /// The clears that a task does not state.
    fn missing(&self, task: usize, at: &TaskAt<'_>) -> Vec<Clear> {
        let record = at.record;
        let stated = |clear: Clear| match clear {
            Clear::Person => at.rows != [NO_INDEX],
            Clear::Task => !self.registry.0.tasks.title(task).trim().is_empty(),
            Clear::Time => {
                at.facts.last_day != NO_DAY
                    || matches!(at.facts.class, DeadlineClass::Recurring | DeadlineClass::Regular)
            }
            Clear::Responsibility => record
                .is_some_and(|t| t.responsible_person.is_some() || t.supervising_leader.is_some()),
            Clear::Authority => record.is_some_and(|t| t.authority.is_some()),
            Clear::Product => record.is_some_and(|t| t.product.is_some()),
        };
        self.policy.clears.iter().copied().filter(|c| !stated(*c)).collect()
    }

    fn check_reports(&self, row: &Row<'_>, heard: Heard, findings: &mut Vec<Finding>) {
        if heard.considered.is_empty() && heard.set_aside.is_empty() {
            return;
        }
        let id = row.id();
        let about = |code: FindingCode| Finding::new(code).about(RecordKind::Task, &id);
        let reports = self.reports(row.task_index());
        for (report, why) in heard.set_aside {
            findings.push(
                about(FindingCode::ReportSetAside)
                    .arg("report", reports.ids.get(report))
                    .arg("reason", why.as_str()),
            );
        }
        let at = self.registry.0.tasks.at(row.task_index(), self.as_of);
        let product = at.and_then(|at| at.record).and_then(|t| t.product.as_ref());
        let has_product = product
            .and_then(|p| p.document.as_ref())
            .is_some_and(|d| self.registry.document_index(d.as_str()).is_some());
        let mut percent = None;
        for report in heard.considered {
            let now = reports.percent(report);
            let recurring = row.occurrences().is_some();
            if let Some(was) = percent.filter(|was| now != NO_PERCENT && now < *was && !recurring) {
                findings.push(
                    about(FindingCode::PercentFell)
                        .arg("from", was)
                        .arg("to", now)
                        .arg("report", reports.ids.get(report)),
                );
            }
            if now != NO_PERCENT {
                percent = Some(now);
            }
            let rest = reports.rest(report);
            let proven =
                has_product || rest.is_some_and(|r| r.evidence.is_some() || r.basis.is_some());
            if reports.kind(report) == Kind::Complete && !proven {
                findings.push(
                    about(FindingCode::CompletedWithoutProduct)
                        .arg("report", reports.ids.get(report)),
                );
            }
        }
    }

    fn check_task(
        &self,
        task: usize,
        at: &TaskAt<'_>,
        evaluated: &BTreeSet<String>,
        findings: &mut Vec<Finding>,
    ) {
        let inner = &self.registry.0;
        let id = inner.tasks.ids.get(task);
        let about = |code: FindingCode| Finding::new(code).about(RecordKind::Task, id);
        let missing = self.missing(task, at);
        if !missing.is_empty() {
            let names: Vec<&str> = missing.iter().map(|c| c.as_str()).collect();
            findings.push(about(FindingCode::ClearMissing).arg("missing", names.join(", ")));
        }
        let text =
            |number: i32| day::from_number(number).map_or_else(String::new, |d| d.to_string());
        let (last, assigned) = (at.facts.last_day, at.facts.assigned);
        let states_assignment = at.record.is_none_or(|t| t.assigned_on.is_some())
            || inner
                .documents
                .records
                .get(at.facts.document as usize)
                .is_some_and(|d| d.issued_on.is_some());
        if last != NO_DAY && last < assigned && states_assignment {
            findings.push(
                about(FindingCode::DeadlineBeforeAssignment)
                    .field("deadline")
                    .arg("deadline", text(last))
                    .arg("assigned", text(assigned)),
            );
        }
        let phase = at.facts.phase as usize;
        let phase_end = inner.plans.phase_last_day.get(phase).copied().unwrap_or(NO_DAY);
        if last != NO_DAY && phase_end != NO_DAY && last > phase_end {
            findings.push(
                about(FindingCode::DeadlineOutsidePhase)
                    .field("deadline")
                    .arg("deadline", text(last))
                    .arg("phase", &inner.plans.phases[phase].id)
                    .arg("phase_end", text(phase_end)),
            );
        }
        let money = &inner.allocations;
        if !money.is_empty() && money.binary_search_by(|a| compare(a.task.as_str(), id)).is_err() {
            findings.push(about(FindingCode::NoResources));
        }
        let Some(record) = at.record else { return };
        let expands = record.pilot_of.as_ref().filter(|_| record.stage == Some(Stage::Expansion));
        if let Some(pilot) = expands.filter(|pilot| !evaluated.contains(pilot.as_str())) {
            findings.push(about(FindingCode::ExpansionBeforeEvaluation).arg("pilot", pilot));
        }
    }

    /// The pilots of which an evaluation is done on the day.
    fn evaluated_pilots(&self) -> BTreeSet<String> {
        let done = |i: &usize| self.is_in_force(*i) && self.state(*i).status.is_done();
        let records = (0..self.task_count())
            .filter(done)
            .filter_map(|i| self.registry.0.tasks.at(i, self.as_of)?.record);
        let evaluations = records.filter(|t| t.stage == Some(Stage::Evaluation));
        evaluations.filter_map(|t| t.pilot_of.as_ref()).map(ToString::to_string).collect()
    }

    fn check_parents(&self, findings: &mut Vec<Finding>) {
        let tasks = &self.registry.0.tasks;
        let mut open: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for i in 0..self.task_count() {
            let (state, parent) = (self.state(i), tasks.parent[i]);
            if parent != NO_INDEX && state.row_count > 0 && state.status.is_open() {
                open.entry(parent).or_default().push(tasks.ids.get(i));
            }
        }
        for (parent, children) in open {
            let state = self.state(parent as usize);
            if state.row_count > 0 && state.status.is_done() {
                findings.push(
                    Finding::new(FindingCode::ParentDoneChildOpen)
                        .about(RecordKind::Task, tasks.ids.get(parent as usize))
                        .arg("children", children.join(", ")),
                );
            }
        }
    }

    /// Loops among dependencies, each named once, from its smallest id.
    fn check_dependencies(&self, watch: &Watch, findings: &mut Vec<Finding>) {
        let tasks = &self.registry.0.tasks;
        let before = |i: u32| -> Vec<u32> {
            let record = tasks.full(i as usize);
            let named = record.into_iter().flat_map(|t| &t.dependencies);
            named.filter_map(|d| tasks.ids.find(d.task.as_str())).map(|i| i as u32).collect()
        };
        let (mut finished, mut loops) = (BTreeSet::new(), 0);
        for start in watch.steps(0..tasks.len() as u32).filter(|i| !before(*i).is_empty()) {
            // Depth first without recursion: a stack of tasks with the predecessors still to visit.
            let mut path = vec![(start, before(start))];
            let mut depth = BTreeMap::from([(start, 0)]);
            while let Some((at, left)) = path.last_mut() {
                // A register with so many loops is repaired from its first ones.
                if loops == MAX_LOOPS || watch.is_stopped() {
                    return;
                }
                let at = *at;
                let Some(next) = left.pop() else {
                    finished.insert(at);
                    depth.remove(&at);
                    path.pop();
                    continue;
                };
                if let Some(&from) = depth.get(&next) {
                    let mut around: Vec<u32> = path[from..].iter().map(|(i, _)| *i).collect();
                    let least = around.iter().enumerate().min_by_key(|(_, i)| **i);
                    let least = least.map_or(0, |(position, _)| position);
                    around.rotate_left(least);
                    around.push(around[0]);
                    let mut names: Vec<&str> = around
                        .iter()
                        .take(MAX_LOOP_NAMES)
                        .map(|i| tasks.ids.get(*i as usize))
                        .collect();
                    if around.len() > MAX_LOOP_NAMES {
                        names.push("…");
                    }
                    loops += 1;
                    findings.push(
                        Finding::new(FindingCode::DependencyCycle)
                            .about(RecordKind::Task, names[0])
                            .field("dependencies")
                            .arg("loop", names.join(" → ")),
                    );
                } else if !finished.contains(&next) {
                    depth.insert(next, path.len());
                    path.push((next, before(next)));
                }
            }
        }
    }

    fn check_splits(&self, watch: &Watch, findings: &mut Vec<Finding>) {
        let inner = &self.registry.0;
        let mut split: BTreeMap<&str, (chrono::NaiveDate, u64)> = BTreeMap::new();
        for s in inner.successions.iter().filter(|s| s.kind == crate::SuccessionKind::Split) {
            if s.day <= self.as_of.day {
                split.entry(s.from.as_str()).or_insert((s.day, 0));
            }
        }
        // What is inherited was handed over; it only counts here for a while.
        let open = |row: &Row<'_>| row.status().is_open() && !row.is_inherited();
        for row in watch.steps(self.rows()).filter(open) {
            if let Some((_, left)) = row.agency_id().and_then(|agency| split.get_mut(agency)) {
                *left += 1;
            }
        }
        for (agency, (on, left)) in split {
            if left > 0 {
                findings.push(
                    Finding::new(FindingCode::SplitWithoutTransfers)
                        .about(RecordKind::Agency, agency)
                        .arg("day", on)
                        .arg("count", left),
                );
            }
        }
    }
}

/// What a row's own facts give rise to.
fn check_row(row: &Row<'_>, findings: &mut Vec<Finding>) {
    let flagged = [
        (RowFlags::HUNDRED_PERCENT_OPEN, FindingCode::HundredPercentOpen),
        (RowFlags::EXTENSION_BACKDATED, FindingCode::ExtensionBackdated),
        (RowFlags::EXTENDED_LATE, FindingCode::ExtensionAfterDeadline),
    ];
    let about = |code: FindingCode| Finding::new(code).about(RecordKind::Task, &row.id());
    findings.extend(flagged.iter().filter(|f| row.flag(f.0)).map(|f| about(f.1)));
    if row.extension_count() > MANY_EXTENSIONS {
        findings.push(about(FindingCode::ExtensionsMany).arg("count", row.extension_count()));
    }
}

/// Remembers what the rule did with each report.
#[derive(Default)]
struct Heard {
    considered: Vec<usize>,
    set_aside: Vec<(usize, SetAside)>,
}

impl Trace for Heard {
    fn considered(&mut self, report: usize, _: bool) {
        self.considered.push(report);
    }

    fn set_aside(&mut self, report: usize, why: SetAside) {
        self.set_aside.push((report, why));
    }
}

impl Clear {
    /// The clears of a named set: `6ro` (318/TB-VPCP) or `5ro` (the Prime Minister's words).
    ///
    /// ```
    /// assert_eq!(tiendo::Clear::set("5ro").map(|s| s.len()), Some(5));
    /// assert_eq!(tiendo::Clear::set("7ro"), None);
    /// ```
    pub fn set(name: &str) -> Option<Vec<Clear>> {
        match name {
            "6ro" => Some(Clear::ALL.to_vec()),
            "5ro" => Some(vec![
                Clear::Person,
                Clear::Task,
                Clear::Authority,
                Clear::Responsibility,
                Clear::Product,
            ]),
            _ => None,
        }
    }
}
