//! The rows of all tables that records give, without what must not leave the register.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use tiendo::{Classification, Finding, FindingCode, Records, Task, TaskId};

use super::entry::Keyed;
use super::{
    Cells, Refused, Table, agencies, allocations, documents, groups, kpi_measurements, kpis,
    phases, plans, reports, successions, tasks, transfers,
};
#[cfg(any(
    feature = "docx",
    feature = "ics",
    feature = "mspdi",
    feature = "packet",
    feature = "stratml",
    feature = "xlsx"
))]
use crate::error::Error;

/// Which tasks are written, by their class of information.
///
/// A task that is left out takes its reports, transfers and allocations with it, and what refers to it is dropped.
/// A task is as secret as the most secret of its versions.
///
/// ```
/// assert_eq!(tiendo_formats::Disclosure::default(), tiendo_formats::Disclosure::Public);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Disclosure {
    /// Public tasks and those without a class.
    #[default]
    Public,
    /// Public and internal tasks.
    Internal,
    /// All tasks, also secret ones and those of an unknown class.
    Everything,
}

impl Disclosure {
    /// Whether a task of this class may be shown.
    pub(crate) fn allows(self, class: Option<&Classification>) -> bool {
        match class {
            None | Some(Classification::Public) => true,
            Some(Classification::Internal) => self >= Disclosure::Internal,
            Some(Classification::Secret | Classification::Unknown(_)) => {
                self == Disclosure::Everything
            }
        }
    }

    /// Refuses rows of tasks that may not be shown.
    ///
    /// # Errors
    /// - [`Error::NotPublic`], with how many there are and the first of them.
    #[cfg(any(
        feature = "docx",
        feature = "ics",
        feature = "mspdi",
        feature = "packet",
        feature = "stratml",
        feature = "xlsx"
    ))]
    pub(crate) fn refuse<'r>(
        self,
        file: &str,
        rows: impl Iterator<Item = tiendo::Row<'r>>,
    ) -> Result<(), Error> {
        let mut hidden = rows.filter(|row| !self.allows(Some(&row.classification()))).peekable();
        let Some(first) = hidden.peek() else { return Ok(()) };
        let id = first.id();
        Err(Error::NotPublic { path: file.to_owned(), tasks: hidden.count() as u64, id })
    }
}

/// Records, and the tasks among them that are left out.
pub(crate) struct Selection<'a> {
    records: &'a Records,
    withheld: BTreeSet<&'a TaskId>,
}

impl<'a> Selection<'a> {
    pub(crate) fn new(records: &'a Records, disclosure: Disclosure) -> Self {
        let secret = records.tasks.iter().filter(|t| !disclosure.allows(t.classification.as_ref()));
        Selection { records, withheld: secret.map(|task| &task.id).collect() }
    }

    /// True where what belongs to the task is written.
    pub(crate) fn shows(&self, task: &TaskId) -> bool {
        !self.withheld.contains(task)
    }

    /// How much is left out, where anything is.
    pub(crate) fn finding(&self) -> Option<Finding> {
        if self.withheld.is_empty() {
            return None;
        }
        let records = self.records;
        let hidden = |task: &TaskId| !self.shows(task);
        let references = |task: &Task| {
            let single = [&task.parent, &task.pilot_of];
            let single = single.into_iter().flatten().filter(|task| hidden(task)).count();
            let relations = task.relations.iter().filter(|r| hidden(&r.task)).count();
            single + relations + task.dependencies.iter().filter(|d| hidden(&d.task)).count()
        };
        let shown = records.tasks.iter().filter(|task| self.shows(&task.id));
        let finding = Finding::new(FindingCode::RecordsWithheld)
            .arg("tasks", self.withheld.len())
            .arg("reports", records.reports.iter().filter(|r| hidden(&r.task)).count())
            .arg("transfers", records.transfers.iter().filter(|t| hidden(&t.task)).count())
            .arg("allocations", records.allocations.iter().filter(|a| hidden(&a.task)).count())
            .arg("references", shown.map(references).sum::<usize>());
        Some(finding)
    }

    /// The task without references to tasks that are left out.
    pub(crate) fn stripped<'t>(&self, task: &'t Task) -> Cow<'t, Task> {
        if self.withheld.is_empty() {
            return Cow::Borrowed(task);
        }
        let mut task = task.clone();
        task.parent = task.parent.filter(|parent| self.shows(parent));
        task.pilot_of = task.pilot_of.filter(|pilot| self.shows(pilot));
        task.relations.retain(|relation| self.shows(&relation.task));
        task.dependencies.retain(|dependency| self.shows(&dependency.task));
        Cow::Owned(task)
    }

    /// Fills `cells` with one row of `table` after another and hands each to `each`.
    ///
    /// # Errors
    /// - What `each` returns; a value that was refused, and an id that stands twice, are given to it.
    pub(crate) fn rows<E>(
        &self,
        table: Table,
        mut each: impl FnMut(Result<&[Option<String>], Refused>, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let records = self.records;
        let mut cells = Cells::new(table);
        let mut seen = HashSet::new();
        let mut row = |id: &str, key: Option<String>, write: &dyn Fn(&mut Cells)| {
            cells.clear();
            write(&mut cells);
            if key.is_some_and(|key| !seen.insert(key)) {
                let column = table.columns().first().map_or("", |column| column.name);
                let reason = "another record has the same id and version";
                return each(Err(Refused { column, value: id.to_owned(), reason }), id);
            }
            each(cells.finish(), id)
        };
        match table {
            Table::Documents => records.documents.iter().try_for_each(|document| {
                row(document.id.as_str(), Some(document.key()), &|c| documents::write(document, c))
            }),
            Table::Agencies => records.agencies.iter().try_for_each(|agency| {
                row(agency.id.as_str(), Some(agency.key()), &|c| agencies::write(agency, c))
            }),
            Table::Successions => records.successions.iter().try_for_each(|succession| {
                row(succession.from.as_str(), None, &|c| successions::write(succession, c))
            }),
            Table::Plans => records.plans.iter().try_for_each(|plan| {
                row(plan.id.as_str(), Some(plan.key()), &|c| plans::write(plan, c))
            }),
            Table::Phases => records.plans.iter().try_for_each(|plan| {
                plan.phases.iter().try_for_each(|phase| {
                    row(phase.id.as_str(), Some(phase.key()), &|c| {
                        phases::write(&plan.id, phase, c);
                    })
                })
            }),
            Table::Groups => records.plans.iter().try_for_each(|plan| {
                plan.groups.iter().try_for_each(|group| {
                    row(group.id.as_str(), Some(group.key()), &|c| {
                        groups::write(&plan.id, group, c);
                    })
                })
            }),
            Table::Tasks => {
                let mut shown = records.tasks.iter().filter(|task| self.shows(&task.id));
                shown.try_for_each(|task| {
                    let task = self.stripped(task);
                    row(task.id.as_str(), Some(task.key()), &|c| tasks::write(&task, c))
                })
            }
            Table::Transfers => {
                let mut shown = records.transfers.iter().filter(|t| self.shows(&t.task));
                shown.try_for_each(|transfer| {
                    row(transfer.task.as_str(), None, &|c| transfers::write(transfer, c))
                })
            }
            Table::Reports => {
                let mut shown = records.reports.iter().filter(|r| self.shows(&r.task));
                shown.try_for_each(|report| {
                    row(report.id.as_str(), Some(report.key()), &|c| reports::write(report, c))
                })
            }
            Table::Allocations => {
                let mut shown = records.allocations.iter().filter(|a| self.shows(&a.task));
                shown.try_for_each(|allocation| {
                    row(allocation.task.as_str(), None, &|c| allocations::write(allocation, c))
                })
            }
            Table::Kpis => records.kpis.iter().try_for_each(|kpi| {
                row(kpi.id.as_str(), Some(kpi.key()), &|c| kpis::write(kpi, c))
            }),
            Table::KpiMeasurements => records.kpis.iter().try_for_each(|kpi| {
                kpi.measurements.iter().try_for_each(|measured| {
                    row(kpi.id.as_str(), None, &|c| kpi_measurements::write(&kpi.id, measured, c))
                })
            }),
        }
    }
}
