//! Resources: the money of tasks by source, beside how far the tasks are.

use std::collections::BTreeMap;

use crate::allocation::{Allocation, AllocationSource};
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::owed::Within;
use crate::rollup::Scope;
use crate::status::Status;

/// Money in whole dong; sums of any number of allocations are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoneySums {
    /// Planned, in dong.
    pub planned_vnd: u128,
    /// Allocated, in dong.
    pub allocated_vnd: u128,
    /// Disbursed, in dong.
    pub disbursed_vnd: u128,
}

impl MoneySums {
    fn add(&mut self, allocation: &Allocation) {
        self.planned_vnd += u128::from(allocation.planned_vnd);
        self.allocated_vnd += u128::from(allocation.allocated_vnd);
        self.disbursed_vnd += u128::from(allocation.disbursed_vnd);
    }

    fn merge(&mut self, other: &MoneySums) {
        self.planned_vnd += other.planned_vnd;
        self.allocated_vnd += other.allocated_vnd;
        self.disbursed_vnd += other.disbursed_vnd;
    }

    /// Disbursed ÷ allocated in percent with two decimals, rounded half up; none where nothing is allocated.
    ///
    /// ```
    /// use tiendo::MoneySums;
    /// let money = MoneySums { planned_vnd: 9, allocated_vnd: 3, disbursed_vnd: 2 };
    /// assert_eq!(money.disbursed_percent().as_deref(), Some("66.67"));
    /// assert_eq!(MoneySums::default().disbursed_percent(), None);
    /// ```
    pub fn disbursed_percent(&self) -> Option<String> {
        let doubled = self.disbursed_vnd.checked_mul(20_000)?.checked_add(self.allocated_vnd)?;
        let hundredths = doubled.checked_div(self.allocated_vnd.checked_mul(2)?)?;
        Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
    }
}

/// The money of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceSums {
    /// Where it comes from.
    pub from: AllocationSource,
    /// Tasks that have any of it.
    pub task_count: u64,
    /// How much.
    pub money: MoneySums,
}

/// The money of one task, beside how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaskResources {
    /// Id of the task.
    pub task: String,
    /// Its title.
    pub title: String,
    /// Where it stands as a whole.
    pub status: Status,
    /// Whether anybody reported on it.
    pub reported: bool,
    /// Work done, 0 to 100.
    pub percent: u8,
    /// Its money in all.
    pub money: MoneySums,
    /// Disbursed ÷ allocated in percent with two decimals; absent where nothing is allocated.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub disbursed_percent: Option<String>,
    /// The same by source.
    pub sources: Vec<SourceSums>,
}

/// The money of tasks in force by source, and the tasks that have none.
///
/// The figures of an allocation speak of its day: of each task and source those of the latest day up to D count, and
/// replace the earlier ones; allocations of one day add up. Sources are in the vocabulary's order, others after them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Resources {
    /// What the numbers are made of.
    pub scope: Scope,
    /// All money.
    pub total: MoneySums,
    /// Disbursed ÷ allocated in percent with two decimals; absent where nothing is allocated.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub disbursed_percent: Option<String>,
    /// The same by source.
    pub sources: Vec<SourceSums>,
    /// Tasks with money, in id order.
    pub tasks: Vec<TaskResources>,
    /// Number of tasks in force without any.
    pub without_count: u64,
    /// Ids of these tasks, in order.
    pub without: Vec<String>,
}

impl Evaluation {
    /// The money of all tasks in force; of those of an agency and all below it, where one is named by id, code or name.
    ///
    /// # Errors
    /// - [`Error::NotFound`] and [`Error::Ambiguous`] for the agency.
    ///
    /// # Example
    /// ```
    /// use tiendo::{
    ///     day, Allocation, AllocationSource, AsOf, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text,
    /// };
    /// let task = |id: &str| -> Result<Task, tiendo::Error> {
    ///     Ok(Task::new(TaskId::new(id)?, DocumentId::new("D")?, Text::new("Xây dựng nền tảng")?))
    /// };
    /// let money = |on: &str, disbursed_vnd: u64| -> Result<Allocation, tiendo::Error> {
    ///     Ok(Allocation {
    ///         task: TaskId::new("T1")?,
    ///         from: AllocationSource::Budget,
    ///         day: day::parse(on)?,
    ///         planned_vnd: 5_000_000_000,
    ///         allocated_vnd: 3_000_000_000,
    ///         disbursed_vnd,
    ///         source: None,
    ///     })
    /// };
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(task("T1")?).add_task(task("T2")?);
    /// builder.add_allocation(money("2025-07-01", 0)?).add_allocation(money("2025-12-01", 750_000_000)?);
    /// let evaluation =
    ///     builder.finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// let resources = evaluation.resources(None)?;
    /// assert_eq!(resources.total.disbursed_vnd, 750_000_000); // the later figures replace the earlier ones
    /// assert_eq!(resources.disbursed_percent.as_deref(), Some("25.00"));
    /// assert_eq!(resources.without, ["T2"]);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn resources(&self, agency: Option<&str>) -> Result<Resources, Error> {
        let inner = &self.registry.0;
        let around = agency.map(|text| self.around(text, Within::Subtree)).transpose()?;
        let counts = |task: usize| {
            let state = self.state(task);
            let (from, to) =
                (state.first_row as usize, (state.first_row + state.row_count) as usize);
            let has = |agency: &u32| {
                around.as_ref().is_none_or(|a| a.get(*agency as usize).copied().unwrap_or(false))
            };
            state.row_count > 0 && (from..to).any(|row| has(&self.agency(row)))
        };
        let mut money: BTreeMap<usize, BTreeMap<AllocationSource, MoneySums>> = BTreeMap::new();
        for (task, allocations) in self.allocated() {
            if counts(task) {
                let sources = money.entry(task).or_default();
                for allocation in allocations {
                    sources.entry(allocation.from.clone()).or_default().add(allocation);
                }
            }
        }
        let mut all: BTreeMap<AllocationSource, (u64, MoneySums)> = BTreeMap::new();
        let mut tasks = Vec::with_capacity(money.len());
        for (task, sources) in &money {
            let mut total = MoneySums::default();
            for (from, sums) in sources {
                total.merge(sums);
                let (tasks, of_source) = all.entry(from.clone()).or_default();
                *tasks += 1;
                of_source.merge(sums);
            }
            let state = self.state(*task);
            tasks.push(TaskResources {
                task: inner.tasks.ids.get(*task).to_owned(),
                title: inner.tasks.title(*task).to_owned(),
                status: state.status,
                reported: state.flags.has(crate::evaluation::row::RowFlags::REPORTED),
                percent: state.percent,
                money: total,
                disbursed_percent: total.disbursed_percent(),
                sources: sources.iter().map(|(from, sums)| of_source(from, 1, sums)).collect(),
            });
        }
        let mut total = MoneySums::default();
        for (_, sums) in all.values() {
            total.merge(sums);
        }
        let none = (0..self.task_count()).filter(|t| counts(*t) && !money.contains_key(t));
        let without: Vec<String> = none.map(|t| inner.tasks.ids.get(t).to_owned()).collect();
        Ok(Resources {
            scope: self.scope(),
            total,
            disbursed_percent: total.disbursed_percent(),
            sources: all.iter().map(|(from, (n, sums))| of_source(from, *n, sums)).collect(),
            tasks,
            without_count: without.len() as u64,
            without,
        })
    }

    /// By task: the allocations that count on D.
    fn allocated(&self) -> impl Iterator<Item = (usize, Vec<&Allocation>)> {
        let inner = &self.registry.0;
        let of_one_task = inner.allocations.chunk_by(|a, b| a.task == b.task);
        of_one_task.filter_map(|allocations| {
            let task = inner.tasks.ids.find(allocations[0].task.as_str())?;
            // They are in the order of their days.
            let due = &allocations[..allocations.partition_point(|a| a.day <= self.as_of.day)];
            let latest =
                |from: &AllocationSource| due.iter().rev().find(|a| a.from == *from).map(|a| a.day);
            let counting: Vec<&Allocation> =
                due.iter().filter(|a| Some(a.day) == latest(&a.from)).collect();
            (!counting.is_empty()).then_some((task, counting))
        })
    }

    /// Money that cannot have been spent so.
    pub(crate) fn check_money(&self, findings: &mut Vec<Finding>) {
        for a in &self.registry.0.allocations {
            if a.disbursed_vnd > a.allocated_vnd {
                let finding = Finding::new(FindingCode::MoneyOverspent)
                    .about(RecordKind::Allocation, a.task.as_str())
                    .field("disbursed_vnd")
                    .arg("day", a.day);
                let finding = finding.arg("disbursed", a.disbursed_vnd);
                findings.push(finding.arg("allocated", a.allocated_vnd));
            }
        }
    }
}

fn of_source(from: &AllocationSource, task_count: u64, money: &MoneySums) -> SourceSums {
    SourceSums { from: from.clone(), task_count, money: *money }
}
