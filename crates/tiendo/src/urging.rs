//! Urging (đôn đốc): what each agency must be reminded of, in three classes that are never mixed.

use std::collections::BTreeMap;

use crate::evaluation::{Evaluation, Row};
use crate::policy::Silence;
use crate::status::Status;

/// What one agency is reminded of.
///
/// A row stands in one list at most. Co-leads are not urged: a joint task counts for its principal.
///
/// ```
/// use tiendo::{day, AsOf, Deadline, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text};
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?);
/// task.assigned_on = Some(day::parse("2025-06-23")?);
/// task.deadline = Deadline::before(day::parse("2025-08-15")?);
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(task);
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-08-20")?)?, &Policy::default())?;
/// let urgings = evaluation.urgings();
/// assert_eq!(urgings[0].agency, None); // nobody is addressed, so nobody can be urged
/// assert_eq!((urgings[0].overdue.len(), urgings[0].no_data.len()), (0, 1));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Urging<'a> {
    /// Id of the agency that the rows count for; none for what counts for nobody, which stands last.
    pub agency: Option<&'a str>,
    /// Overdue, the longest first.
    pub overdue: Vec<Row<'a>>,
    /// Due within the policy's days, the first to fall due first.
    pub due_soon: Vec<Row<'a>>,
    /// Past their last day without any report: missing data, never lateness. Empty under a policy that counts silence as
    /// overdue.
    pub no_data: Vec<Row<'a>>,
}

impl Evaluation {
    /// What every agency must be reminded of, in id order; agencies without such rows are not listed.
    ///
    /// Source: 42/2014/QĐ-TTg, amended by 23/2018/QĐ-TTg, on urging (đôn đốc); semantics of silence.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// assert!(evaluation.urgings().is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn urgings(&self) -> Vec<Urging<'_>> {
        let counted = self.policy.silence == Silence::Counted;
        // By the column's index: agencies are in id order, and no agency has the greatest index.
        let mut all: BTreeMap<u32, Urging<'_>> = BTreeMap::new();
        for row in self.rows() {
            if !matches!(row.status(), Status::Overdue | Status::DueSoon) {
                continue;
            }
            let urging = all.entry(self.agency(row.index)).or_insert_with(|| Urging {
                agency: row.agency_id(),
                overdue: Vec::new(),
                due_soon: Vec::new(),
                no_data: Vec::new(),
            });
            let rows = match row.status() {
                Status::DueSoon => &mut urging.due_soon,
                _ if counted || row.is_reported() => &mut urging.overdue,
                _ => &mut urging.no_data,
            };
            rows.push(row);
        }
        for urging in all.values_mut() {
            for rows in [&mut urging.overdue, &mut urging.due_soon, &mut urging.no_data] {
                rows.sort_by_key(|r| (self.columns.deadline(r.index), r.index));
            }
        }
        all.into_values().collect()
    }
}
