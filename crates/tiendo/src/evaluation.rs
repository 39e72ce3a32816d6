//! Evaluation: where every task stands on a day, as known on a day, under a policy.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::as_of::{AsOf, Moment};
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;
use crate::error::Error;
use crate::policy::{Policy, Silence};
use crate::registry::agencies::Tree;
use crate::registry::reports::ReportColumns;
use crate::registry::tasks::TaskAt;
use crate::registry::{Inner, Registry};
use crate::rollup::{AllSums, Classified, Counted, Scope};
use crate::status::Status;
use crate::threads::Threads;
use crate::vocabulary::Lang;
use crate::watch::Watch;

mod beside;
mod cells;
mod holder;
pub(crate) mod judge;
pub(crate) mod overlay;
pub(crate) mod plain;
mod recurring;
pub(crate) mod row;
mod run;
mod said;
pub(crate) mod screen;
mod several;
pub(crate) mod state;
mod view;
mod whole;

pub use said::Said;
pub use screen::SetAside;
pub use view::{OccurrenceCounts, Row};

pub(crate) use cells::{Cell, RowColumns};
use judge::Trace;
use overlay::Overlay;
use row::RowFacts;
use run::Asked;
pub(crate) use several::{Given, Judged, Told};
pub(crate) use whole::TaskState;

/// Where every row stands on D as known on K: one row per task, or per addressee of a task addressed to each.
///
/// Rows are in task id order, then agency id order. Immutable, cheap to share, and tied to its registry, day and policy.
///
/// ```
/// use tiendo::{day, AsOf, Deadline, DocumentId, Policy, RegistryBuilder, Status, Task, TaskId, Text};
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("315/TB-VPCP")?, Text::new("Nâng cấp cổng")?);
/// task.assigned_on = Some(day::parse("2025-06-23")?);
/// task.deadline = Deadline::wording("trước ngày 15/8/2025")?;
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(task);
/// let registry = builder.finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-08-14")?)?, &Policy::default())?;
/// assert_eq!(evaluation.row(0).unwrap().status(), Status::DueSoon);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Evaluation {
    pub(crate) registry: Registry,
    pub(crate) as_of: AsOf,
    pub(crate) moment: Moment,
    pub(crate) policy: Policy,
    pub(crate) columns: RowColumns,
    pub(crate) scope: Scope,
    pub(crate) author_unstated: u64,
    pub(crate) authority_unknown: u64,
    /// What came after the registry was built, where this is kept up to date.
    pub(crate) overlay: Overlay,
    /// Made when they are first asked for: a roll-up and the rankings of all levels share them.
    tree: OnceLock<Arc<Tree>>,
    pub(crate) sums: OnceLock<Arc<AllSums>>,
}

impl Registry {
    /// Evaluates every task as of a day under a policy.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a policy that cannot be applied.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// assert!(evaluation.is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn evaluate(&self, as_of: AsOf, policy: &Policy) -> Result<Evaluation, Error> {
        self.evaluate_watched(as_of, policy, &Watch::new())
    }

    /// As [`Registry::evaluate`], telling a [`Watch`] how far it is.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a policy that cannot be applied.
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Error, Policy, RegistryBuilder, Task, TaskId, DocumentId, Text, Watch};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("x")?));
    /// let watch = Watch::new();
    /// watch.stop();
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let stopped = builder.finish().evaluate_watched(as_of, &Policy::default(), &watch);
    /// assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn evaluate_watched(
        &self,
        as_of: AsOf,
        policy: &Policy,
        watch: &Watch,
    ) -> Result<Evaluation, Error> {
        self.evaluate_on(as_of, policy, Threads::one(), watch)
    }

    /// As [`Registry::evaluate_watched`], on the threads of the caller's choice.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a policy that cannot be applied.
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder, Threads, Watch};
    /// let (registry, as_of) = (RegistryBuilder::new().finish(), AsOf::new(day::parse("2025-12-31")?)?);
    /// let evaluation = registry.evaluate_on(as_of, &Policy::default(), Threads::one(), &Watch::new())?;
    /// assert_eq!(evaluation.len(), 0);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn evaluate_on(
        &self,
        as_of: AsOf,
        policy: &Policy,
        threads: Threads<'_>,
        watch: &Watch,
    ) -> Result<Evaluation, Error> {
        policy.validate()?;
        let moment = as_of.moment();
        watch.begin(self.task_count() as u64);
        let (columns, counts) = Asked::of(&self.0, as_of, policy).all(threads, watch);
        watch.end()?;
        let mut scope = Scope::of(self, as_of, policy);
        scope.task_count = counts.tasks;
        scope.document_count = counts.documents();
        scope.report_count = counts.seen;
        scope.hidden_report_count = counts.hidden;
        Ok(Evaluation {
            registry: self.clone(),
            as_of,
            moment,
            policy: policy.clone(),
            columns,
            scope,
            author_unstated: counts.author_unstated,
            authority_unknown: counts.authority_unknown,
            overlay: Overlay::default(),
            tree: OnceLock::new(),
            sums: OnceLock::new(),
        })
    }
}

impl Evaluation {
    /// Number of tasks of the register, in force or not.
    pub(crate) fn task_count(&self) -> usize {
        self.columns.task_count()
    }

    pub(crate) fn is_in_force(&self, task: usize) -> bool {
        !self.columns.rows_of(task).is_empty()
    }

    /// Where a task stands as a whole.
    #[inline]
    pub(crate) fn state(&self, task: usize) -> TaskState {
        let rows = self.columns.rows_of(task);
        match rows.len() {
            0 => TaskState::default(),
            1 => TaskState::of_one(rows.start, self.columns.cell(rows.start)),
            _ => self.columns.wholes.get(task).copied().unwrap_or_default(),
        }
    }

    /// The weight of a task in sums.
    #[inline]
    pub(crate) fn weight(&self, task: usize) -> u8 {
        self.registry.0.tasks.weight_at(task, self.as_of)
    }

    /// The agency that owes a row, by index.
    pub(crate) fn addressee(&self, row: usize) -> u32 {
        let task = self.columns.task(row);
        let place = row - self.columns.rows_of(task).start;
        let rows = self.registry.0.tasks.rows_at(task, self.as_of);
        rows.get(place).copied().unwrap_or(NO_INDEX)
    }

    /// As [`Evaluation::agency`], where the row's task is at hand.
    #[inline]
    pub(crate) fn agency_of(&self, task: usize, row: usize) -> u32 {
        let inner = &self.registry.0;
        if inner.plain[task].is_plain() {
            // One row for one addressee, whom nobody followed.
            return inner.tasks.rows.ones()[task];
        }
        self.agency(row)
    }

    /// The agency that a row counts for, by index: the addressee, or who followed it.
    pub(crate) fn agency(&self, row: usize) -> u32 {
        match self.columns.few.moved.get(row) {
            Some(agency) => *agency,
            None => self.addressee(row),
        }
    }

    /// The last day of a row as first set.
    pub(crate) fn original(&self, row: usize) -> i32 {
        let stated = self.columns.few.original.get(row).copied();
        stated.unwrap_or_else(|| self.usual_original(self.columns.task(row)))
    }

    /// The last day that the newest definition of a task sets, as the policy reads it.
    fn usual_original(&self, task: usize) -> i32 {
        Asked::of(&self.registry.0, self.as_of, &self.policy).usual_original(task)
    }

    /// Runs the rule for the rows of a task again, each with a trace of its own to hear it.
    pub(crate) fn listen<T: Trace>(
        &self,
        task: usize,
        trace: impl FnMut() -> T,
        mut heard: impl FnMut(Row<'_>, RowFacts, T),
    ) {
        let inner = &*self.registry.0;
        let Some(at) = self.in_force(inner, task) else { return };
        let mut index = self.columns.rows_of(task).start;
        self.given(inner, task, &at).judge_rows(trace, |_, facts, trace| {
            heard(Row { evaluation: self, index }, facts, trace);
            index += 1;
        });
    }

    /// The visible version of a task, where it is in force.
    pub(crate) fn in_force<'a>(&'a self, inner: &'a Inner, task: usize) -> Option<TaskAt<'a>> {
        Asked::of(inner, self.as_of, &self.policy).in_force(task)
    }

    /// What the rows of a task in force are judged by.
    pub(crate) fn given<'a>(
        &'a self,
        inner: &'a Inner,
        task: usize,
        at: &'a TaskAt<'a>,
    ) -> Given<'a> {
        let (as_of, moment, policy) = (self.as_of, self.moment, &self.policy);
        Given { inner, reports: self.reports(task), as_of, moment, policy, task, at }
    }

    /// Where the reports of a task lie.
    pub(crate) fn reports(&self, task: usize) -> &ReportColumns {
        self.overlay.of(task).unwrap_or_else(|| self.registry.0.reports_of(task))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// True where nothing is in force.
    pub fn is_empty(&self) -> bool {
        self.columns.len() == 0
    }

    /// The row at a position.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        (index < self.len()).then_some(Row { evaluation: self, index })
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + ExactSizeIterator + '_ {
        (0..self.len()).map(|index| Row { evaluation: self, index })
    }

    /// The row with this id: a task's id, or `task/agency` for a task addressed to each.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// assert!(evaluation.find("T0097/68-UBND").is_none());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn find(&self, id: &str) -> Option<Row<'_>> {
        let whole = self.rows_of(id).find(|r| r.id() == id);
        // A task's id may hold a slash of its own, so every split is tried.
        whole.or_else(|| {
            id.match_indices('/').find_map(|(at, _)| {
                let (task, agency) = (&id[..at], &id[at + 1..]);
                self.rows_of(task).find(|r| r.id() == id && r.addressee_id() == Some(agency))
            })
        })
    }

    /// The rows of a task, in agency id order; none where it is not in force.
    pub fn rows_of<'a>(&'a self, task: &str) -> impl Iterator<Item = Row<'a>> + 'a {
        let found = self.registry.0.tasks.ids.find(task);
        let rows = found.map_or(0..0, |task| self.columns.rows_of(task));
        rows.map(|index| Row { evaluation: self, index })
    }

    /// Rows that are overdue, the longest overdue first; without those that nobody reported on, unless the policy
    /// counts silence.
    ///
    /// Source: semantics of silence: without a report, lateness is a fact about the data and no verdict on an agency.
    pub fn overdue(&self) -> Vec<Row<'_>> {
        let counted = self.policy.silence == Silence::Counted;
        let mut rows: Vec<Row<'_>> = self
            .rows()
            .filter(|r| r.status() == Status::Overdue && (counted || r.is_reported()))
            .collect();
        rows.sort_by_key(|r| (self.columns.deadline(r.index), r.index));
        rows
    }

    /// Name of an agency in a language, as the version visible at D and K has it; the Vietnamese name where there is no
    /// other, none for an id that no agency has.
    pub fn agency_name(&self, id: &str, lang: Lang) -> Option<&str> {
        let agency = self.registry.0.agencies.at(self.registry.agency_index(id)?, self.as_of);
        let english = agency.name_en.as_ref().filter(|_| lang == Lang::En);
        Some(english.unwrap_or(&agency.name).as_str())
    }

    /// The registry it was made from.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The day, and the knowledge day where one was asked for.
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The policy it was made under.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Reports on tasks in force, dated up to D, that were recorded after the knowledge day, and therefore not seen.
    pub fn hidden_report_count(&self) -> u64 {
        self.scope.hidden_report_count
    }

    /// Reports that count although they do not say who made them.
    pub(crate) fn author_unstated_count(&self) -> u64 {
        self.author_unstated
    }

    /// Decisions that count although nobody is known to have assigned the task.
    pub(crate) fn authority_unknown_count(&self) -> u64 {
        self.authority_unknown
    }

    /// The agencies' tree as it was on the day.
    pub(crate) fn tree(&self) -> &Tree {
        self.tree.get_or_init(|| self.registry.tree(self.as_of))
    }

    /// Sums of all that is in force; half of them, and not kept, where the watch was stopped.
    pub(crate) fn all_sums(&self, threads: Threads<'_>, watch: &Watch) -> Arc<AllSums> {
        if let Some(sums) = self.sums.get() {
            return Arc::clone(sums);
        }
        let sums = Arc::new(self.sum_all(&Counted::default(), Classified::Own, threads, watch));
        if watch.is_stopped() { sums } else { Arc::clone(self.sums.get_or_init(|| sums)) }
    }

    pub(crate) fn day_of(number: i32) -> Option<NaiveDate> {
        (number != NO_DAY).then(|| day::from_number(number)).flatten()
    }
}
