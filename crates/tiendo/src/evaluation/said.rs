//! What was said last about each row: the reports that stand beside its status in a table.

use std::borrow::Cow;

use super::Evaluation;
use super::judge::Trace;
use super::screen::SetAside;
use super::view::Row;
use crate::columns::NO_INDEX;
use crate::registry::Registry;
use crate::registry::reports::{Kind, ReportColumns};
use crate::report::Report;
use crate::task::{Classification, Task};
use crate::text::Text;

/// By row: the last report that counts, and the last reason given.
///
/// Made once for all rows: which report counts for which row is the rule's to say, and it is run again for that.
///
/// ```
/// use tiendo::{day, AsOf, DocumentId, Policy, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text};
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?));
/// let on = day::parse("2025-07-01")?;
/// builder.add_report(Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Progress, on));
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-08-20")?)?, &Policy::default())?;
/// let said = evaluation.said();
/// let row = evaluation.row(0).unwrap();
/// assert_eq!(said.latest(&row).unwrap().id.as_str(), "R1");
/// assert_eq!(said.reason(&row), None);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Said<'a> {
    evaluation: &'a Evaluation,
    latest: Vec<u32>,
    reason: Vec<u32>,
}

impl Evaluation {
    /// What was said last about each row, by D and K, without reports that do not count.
    pub fn said(&self) -> Said<'_> {
        let mut said = Said {
            evaluation: self,
            latest: vec![NO_INDEX; self.len()],
            reason: vec![NO_INDEX; self.len()],
        };
        for task in 0..self.task_count() {
            if self.reports(task).range(task).is_empty() {
                continue;
            }
            let reports = self.reports(task);
            let heard = || Last { reports, latest: NO_INDEX, reason: NO_INDEX };
            self.listen(task, heard, |row, _, last| {
                (said.latest[row.index], said.reason[row.index]) = (last.latest, last.reason);
            });
        }
        said
    }
}

impl Said<'_> {
    /// The last report on the state of the work: progress, completion, an obstacle or its end.
    pub fn latest(&self, row: &Row<'_>) -> Option<Report> {
        self.report(row, *self.latest.get(row.index)?)
    }

    /// The reason that was given last, in whatever report that counts.
    pub fn reason(&self, row: &Row<'_>) -> Option<Text> {
        self.report(row, *self.reason.get(row.index)?)?.reason
    }

    fn report(&self, row: &Row<'_>, index: u32) -> Option<Report> {
        let reports = self.evaluation.reports(row.task_index());
        let inner = &*self.evaluation.registry.0;
        (index != NO_INDEX).then(|| reports.record(index as usize, inner))
    }
}

impl Registry {
    /// The class of information of a task, whether or not it is in force on any day: the most guarded one that any of its
    /// versions bears. None where the register has no task of this id.
    ///
    /// ```
    /// use tiendo::{Classification, DocumentId, RegistryBuilder, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?));
    /// let registry = builder.finish();
    /// assert_eq!(registry.classification("T1"), Some(Classification::Public));
    /// assert_eq!(registry.classification("T2"), None);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn classification(&self, task: &str) -> Option<Classification> {
        let tasks = &self.0.tasks;
        Some(tasks.classification(tasks.ids.find(task)?))
    }
}

impl<'a> Row<'a> {
    /// The definition of its task that is evaluated: the version visible at D and K.
    pub fn task(&self) -> Cow<'a, Task> {
        let inner = &*self.evaluation.registry.0;
        let visible = inner.tasks.at(self.task_index(), self.evaluation.as_of);
        match visible.and_then(|at| at.record) {
            Some(record) => Cow::Borrowed(record),
            None => Cow::Owned(inner.tasks.record(self.task_index(), inner)),
        }
    }

    /// The class of information of its task: the most guarded one that any of its versions bears, seen or not.
    pub fn classification(&self) -> Classification {
        self.evaluation.registry.0.tasks.classification(self.task_index())
    }

    /// How many versions of the definition of its task are visible at D and K: one, and one for each amendment.
    ///
    /// ```
    /// use tiendo::{day, AsOf, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?);
    /// builder.add_task(task.clone());
    /// task.valid_from = Some(day::parse("2025-10-01")?);
    /// builder.add_task(task);
    /// let registry = builder.finish();
    /// let versions = |on: &str| {
    ///     let evaluation = registry.evaluate(AsOf::new(day::parse(on)?)?, &Policy::default())?;
    ///     Ok::<_, tiendo::Error>(evaluation.row(0).map(|row| row.version_count()))
    /// };
    /// assert_eq!((versions("2025-09-30")?, versions("2025-10-01")?), (Some(1), Some(2)));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn version_count(&self) -> u32 {
        let (as_of, index) = (self.evaluation.as_of, self.task_index());
        let tasks = &self.evaluation.registry.0.tasks;
        let Some(older) = tasks.versions.get(&(index as u32)) else { return 1 };
        let older = older.iter().map(|version| &version.record);
        let all = older.chain(tasks.full(index));
        let seen = all.filter(|task| as_of.sees(task.valid_from, task.recorded_at)).count();
        // The newest may be held by columns alone, which say only when it was recorded.
        let lean = tasks.full(index).is_none()
            && as_of.sees(None, tasks.record(index, &self.evaluation.registry.0).recorded_at);
        (seen + usize::from(lean)).max(1) as u32
    }

    /// The obstacles that are not resolved, the oldest first.
    pub fn obstacles(&self) -> Vec<Report> {
        let inner = &*self.evaluation.registry.0;
        let more = self.evaluation.columns.more(self.index);
        let reports = self.evaluation.reports(self.task_index());
        let raised = more.into_iter().flat_map(|m| &m.obstacles);
        raised.map(|(_, _, report)| reports.record(*report, inner)).collect()
    }
}

/// Keeps the last report of each kind that it hears of.
struct Last<'a> {
    reports: &'a ReportColumns,
    latest: u32,
    reason: u32,
}

impl Trace for Last<'_> {
    fn considered(&mut self, report: usize, _: bool) {
        let reports = self.reports;
        let kind = reports.kind(report);
        let speaks_of_work =
            [Kind::Progress, Kind::Complete, Kind::Obstacle, Kind::ObstacleResolved];
        if speaks_of_work.contains(&kind) {
            self.latest = report as u32;
        }
        if kind != Kind::Urge && reports.rest(report).is_some_and(|r| r.reason.is_some()) {
            self.reason = report as u32;
        }
    }

    fn set_aside(&mut self, _: usize, _: SetAside) {}
}
