//! Who blocks whom: what stands behind a task, by links and by obstacles, and what a delay endangers further on.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;

use super::{Schedule, ScheduledTask};
use crate::columns::NO_INDEX;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// By what a task waits for somebody.
    ///
    /// ```
    /// assert_eq!(tiendo::schedule::WaitsFor::parse("obstacle"), Some(tiendo::schedule::WaitsFor::Obstacle));
    /// ```
    WaitsFor {
        Link = "link", "liên kết", "link";
        Obstacle = "obstacle", "vướng mắc", "obstacle";
    }
}

/// A task that waits: for a task before it, or for an agency that an obstacle was addressed to.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting<'a> {
    /// The task that waits.
    pub task: ScheduledTask<'a>,
    /// Ids of the agencies that wait, in id order: of an obstacle those whose rows it stands in the way of.
    pub agencies: Vec<&'a str>,
    /// By what.
    pub by: WaitsFor,
    /// The task that it waits for, by a link.
    pub on_task: Option<ScheduledTask<'a>>,
    /// Ids of the agencies that it waits for, in id order; none where nobody is named.
    pub on_agencies: Vec<&'a str>,
    /// The day on which the obstacle was raised.
    pub since: Option<NaiveDate>,
    /// Whether this is what fixes its start; an obstacle always counts.
    pub is_binding: bool,
}

/// A task that is expected late because of a late one before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Endangered<'a> {
    /// The task.
    pub task: ScheduledTask<'a>,
    /// From the late task to this one, every step fixing the start of the next.
    pub chain: Vec<ScheduledTask<'a>>,
}

/// Whom an agency waits for, who waits for it, and what its delays endanger.
#[derive(Debug, Clone)]
pub struct Blocks<'a> {
    pub(crate) schedule: &'a Schedule,
    /// Id of the agency.
    pub agency: &'a str,
    /// Open tasks of the agency that wait for others, in id order.
    pub waits: Vec<Waiting<'a>>,
    /// Open tasks of others that wait for the agency, in id order.
    pub keeps_waiting: Vec<Waiting<'a>>,
    /// Late tasks of the agency, in id order, each with what stands behind it; nothing where it is its own cause.
    pub late: Vec<(ScheduledTask<'a>, Vec<Waiting<'a>>)>,
    /// Tasks of others that are expected late because of its late ones, in id order.
    pub endangered: Vec<Endangered<'a>>,
}

impl Schedule {
    /// What stands behind a task: obstacles and the open predecessors that fix its start, theirs, and so on back; the nearest
    /// first. Empty for a task that waits for nobody.
    ///
    /// # Errors
    /// - [`Error::NotFound`] for a task that is not in the schedule.
    ///
    /// # Example
    /// ```
    /// use tiendo::{AsOf, Policy, RegistryBuilder, day};
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let schedule = RegistryBuilder::new().finish().evaluate(as_of, &Policy::default())?.schedule()?;
    /// assert!(schedule.behind("T1").is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn behind(&self, task: &str) -> Result<Vec<Waiting<'_>>, Error> {
        let missing = || Error::NotFound { kind: "scheduled task", id: task.to_owned() };
        Ok(self.behind_of(self.task(task).ok_or_else(missing)?))
    }

    fn behind_of<'a>(&'a self, task: ScheduledTask<'a>) -> Vec<Waiting<'a>> {
        let mut out = Vec::new();
        let mut seen = BTreeSet::from([task.index]);
        let mut open = VecDeque::from([task]);
        while let Some(task) = open.pop_front() {
            for waiting in self.waiting(task).into_iter().filter(|w| w.is_binding) {
                if let Some(before) = waiting.on_task
                    && seen.insert(before.index)
                {
                    open.push_back(before);
                }
                out.push(waiting);
            }
        }
        out
    }

    /// What a task waits for directly: its obstacles, then its open predecessors in id order.
    fn waiting<'a>(&'a self, task: ScheduledTask<'a>) -> Vec<Waiting<'a>> {
        if task.is_done() {
            return Vec::new();
        }
        let mut out: Vec<Waiting<'a>> = self.obstacles(task);
        let at = task.at();
        let mut before: Vec<(u32, bool)> = self
            .inner
            .network
            .arcs_into(at)
            .iter()
            .map(|arc| {
                let from = arc.other as usize;
                let is_binding =
                    self.inner.early[from].saturating_add(arc.weight) == self.inner.early[at];
                (self.inner.network.order[from], is_binding)
            })
            .collect();
        // Two links between the same tasks are one wait, which binds where one of them does.
        before.sort_unstable_by_key(|(i, binding)| (*i, !binding));
        before.dedup_by_key(|(i, _)| *i);
        for (index, is_binding) in before {
            let on = ScheduledTask { schedule: self, index: index as usize };
            if !on.is_done() {
                out.push(Waiting {
                    task,
                    agencies: task.agencies(),
                    by: WaitsFor::Link,
                    on_task: Some(on),
                    on_agencies: on.agencies(),
                    since: None,
                    is_binding,
                });
            }
        }
        out
    }

    /// The obstacles of a task that are not resolved, by whom they wait for; of several for one agency the oldest day.
    fn obstacles<'a>(&'a self, task: ScheduledTask<'a>) -> Vec<Waiting<'a>> {
        let Some(evaluation) = &self.inner.evaluation else { return Vec::new() };
        let state = evaluation.state(task.task_index());
        // By whom it waits for: the first day, and the agencies whose rows wait.
        let mut all: BTreeMap<u32, (i32, Vec<u32>)> = BTreeMap::new();
        for row in state.first_row..state.first_row + state.row_count {
            let more = evaluation.columns.more(row as usize);
            for (on, whom, _) in more.into_iter().flat_map(|m| &m.obstacles) {
                let (since, rows) = all.entry(*whom).or_insert((*on, Vec::new()));
                *since = (*since).min(*on);
                rows.push(evaluation.agency(row as usize));
            }
        }
        let waiting = all.into_iter().map(|(whom, (on, mut rows))| {
            rows.sort_unstable();
            rows.dedup();
            Waiting {
                task,
                agencies: rows.into_iter().filter_map(|row| self.agency_id(row)).collect(),
                by: WaitsFor::Obstacle,
                on_task: None,
                on_agencies: self.agency_id(whom).into_iter().collect(),
                since: Evaluation::day_of(on),
                is_binding: true,
            }
        });
        waiting.collect()
    }

    /// Whether an agency still owes a row of a task that counts for it.
    fn owes(&self, task: ScheduledTask<'_>, agency: u32) -> bool {
        let evaluated = self.inner.evaluation.as_ref().map(|e| (e, e.state(task.task_index())));
        let Some((evaluation, state)) = evaluated.filter(|(_, state)| state.row_count > 0) else {
            return task.agency_indices().contains(&agency);
        };
        let mut rows = state.first_row as usize..(state.first_row + state.row_count) as usize;
        let columns = &evaluation.columns;
        rows.any(|row| evaluation.agency(row) == agency && columns.status(row).is_open())
    }

    /// Whom an agency waits for, who waits for it, and what its delays endanger; the agency by id, code or name.
    ///
    /// A delay passes on through a link only where it fixes the start of the next task: what has slack is not endangered. A
    /// task past its last day that nobody reported on is nobody's delay, for silence is no verdict.
    ///
    /// # Errors
    /// - [`Error::NotFound`] or [`Error::Ambiguous`] as for [`crate::Registry::find_agency`].
    ///
    /// # Example
    /// ```
    /// use tiendo::{
    ///     Agency, AgencyId, AsOf, Deadline, Dependency, DependencyKind, DocumentId, Level, Policy, RegistryBuilder, Report,
    ///     ReportId, ReportKind, Task, TaskId, Text, day,
    /// };
    /// let mut builder = RegistryBuilder::new();
    /// for id in ["A", "B"] {
    ///     builder.add_agency(Agency::new(AgencyId::new(id)?, Text::new(id)?, Level::Central));
    /// }
    /// for (id, agency, last_day) in [("T1", "A", "2025-06-30"), ("T2", "B", "2025-07-04")] {
    ///     let mut task = Task::new(TaskId::new(id)?, DocumentId::new("D")?, Text::new(id)?);
    ///     task.assigned_on = Some(day::parse("2025-06-23")?);
    ///     task.addressees = vec![AgencyId::new(agency)?];
    ///     task.deadline = Deadline::by(day::parse(last_day)?);
    ///     task.duration_days = Some(3);
    ///     let after = Dependency { task: TaskId::new("T1")?, kind: DependencyKind::FinishToStart, lag_days: 0 };
    ///     task.dependencies.extend((id == "T2").then_some(after));
    ///     builder.add_task(task);
    /// }
    /// let mut report = Report::new(ReportId::new("1")?, TaskId::new("T1")?, ReportKind::Progress, day::parse("2025-06-24")?);
    /// report.percent = Some(10);
    /// builder.add_report(report);
    /// let as_of = AsOf::new(day::parse("2025-07-02")?)?;
    /// let schedule = builder.finish().evaluate(as_of, &Policy::default())?.schedule()?;
    /// let blocks = schedule.blocks("A")?;
    /// assert_eq!(blocks.endangered[0].task.id(), "T2");
    /// assert_eq!(blocks.endangered[0].chain.iter().map(|t| t.id()).collect::<Vec<_>>(), ["T1", "T2"]);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn blocks(&self, agency: &str) -> Result<Blocks<'_>, Error> {
        let found = self.inner.registry.find_agency(agency)?;
        let index = self.inner.registry.agency_index(found.id.as_str()).unwrap_or(NO_INDEX);
        let mut own = vec![false; self.len()];
        for task in self.tasks() {
            own[task.index] = task.agency_indices().contains(&index);
        }
        let agency = self.agency_id(index).unwrap_or_default();
        let mut out = Blocks {
            schedule: self,
            agency,
            waits: Vec::new(),
            keeps_waiting: Vec::new(),
            late: Vec::new(),
            endangered: Vec::new(),
        };
        for task in self.tasks().filter(|t| !t.is_done()) {
            let owes = own[task.index] && self.owes(task, index);
            for waiting in self.waiting(task) {
                let waits = waiting.agencies.contains(&agency);
                let for_own = waiting.on_agencies.contains(&agency);
                if waits && owes && !for_own {
                    out.waits.push(waiting);
                } else if for_own && !waits {
                    out.keeps_waiting.push(waiting);
                }
            }
            if owes && task.is_late() {
                out.late.push((task, self.behind_of(task)));
            }
        }
        let causes: Vec<usize> = out.late.iter().map(|(task, _)| task.index).collect();
        out.endangered = self.endangered(&causes, &own);
        Ok(out)
    }

    /// What late tasks make late through links that fix a start; only tasks that are not the agency's own.
    fn endangered(&self, causes: &[usize], own: &[bool]) -> Vec<Endangered<'_>> {
        let network = &self.inner.network;
        let mut from: BTreeMap<usize, Option<usize>> =
            causes.iter().map(|cause| (network.position[*cause] as usize, None)).collect();
        let mut open: VecDeque<usize> = from.keys().copied().collect();
        while let Some(at) = open.pop_front() {
            for arc in network.out.of(at) {
                let to = arc.other as usize;
                let fixes = self.inner.early[at].saturating_add(arc.weight) == self.inner.early[to];
                if fixes && !from.contains_key(&to) {
                    from.insert(to, Some(at));
                    open.push_back(to);
                }
            }
        }
        let task = |at: usize| ScheduledTask { schedule: self, index: network.order[at] as usize };
        let reached = from.iter().filter(|(_, before)| before.is_some());
        let late = reached.map(|(at, _)| task(*at)).filter(|t| !own[t.index] && t.is_late());
        let mut out: Vec<Endangered<'_>> = late
            .map(|task_| {
                let mut chain = vec![task_];
                let mut at = task_.at();
                while let Some(Some(before)) = from.get(&at) {
                    at = *before;
                    chain.push(task(at));
                }
                chain.reverse();
                Endangered { task: task_, chain }
            })
            .collect();
        out.sort_by_key(|endangered| endangered.task.index);
        out
    }
}
