//! Roll-up: the sums along an axis, always with their scope.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::policy::Policy;
use crate::registry::Registry;
use crate::report::Provenance;
use crate::status::Status;
use crate::sums::Sums;
use crate::threads::Threads;
use crate::vocabulary::closed_vocabulary;
use crate::watch::Watch;

mod axes;
mod counted;
mod tables;

pub(crate) use counted::Counted;
use tables::Tables;

closed_vocabulary! {
    /// What sums are made along. Agencies count rows; documents, phases, groups and posts count tasks.
    ///
    /// ```
    /// assert_eq!(tiendo::Axis::parse("territory"), Some(tiendo::Axis::Territory));
    /// ```
    Axis {
        Agency = "agency", "cơ quan", "agency";
        Territory = "territory", "địa bàn cấp tỉnh", "territory";
        Level = "level", "cấp", "level";
        Branch = "branch", "khối", "branch";
        AssignedBy = "assigned_by", "cơ quan giao", "assigned by";
        Phase = "phase", "giai đoạn", "phase";
        Group = "group", "nhóm nhiệm vụ", "task group";
        Document = "document", "văn bản giao", "document";
        Post = "post", "chức danh chịu trách nhiệm", "post";
    }
}

closed_vocabulary! {
    /// Which tasks are counted.
    ///
    /// ```
    /// assert_eq!(tiendo::Counting::parse("leaves"), Some(tiendo::Counting::Leaves));
    /// ```
    Counting {
        AsAssigned = "as_assigned", "như được giao", "as assigned";
        Distinct = "distinct", "không tính trùng", "restated and delegated tasks once";
        Leaves = "leaves", "chỉ nhiệm vụ cuối", "only tasks without parts";
    }
}

closed_vocabulary! {
    /// Which tasks a phase or group sums: those of its plan's own documents, or also those that the collector put there.
    ///
    /// ```
    /// assert_eq!(tiendo::Classified::parse("own"), Some(tiendo::Classified::Own));
    /// ```
    Classified {
        Own = "own", "văn bản của kế hoạch", "the plan's own documents";
        All = "all", "cả nhiệm vụ do người thu thập phân loại", "also classified by the collector";
    }
}

/// What is summed, and along what.
///
/// ```
/// use tiendo::{Axis, Counting, RollupOptions};
/// let options = RollupOptions { counting: Counting::Distinct, ..RollupOptions::along(Axis::Phase) };
/// assert_eq!(options.period, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollupOptions {
    /// Along what.
    pub axis: Axis,
    /// Which tasks.
    pub counting: Counting,
    /// For phases and groups: whose classification.
    pub classified: Classified,
    /// Only what falls due from the first to the last of these days.
    pub period: Option<(NaiveDate, NaiveDate)>,
}

impl RollupOptions {
    /// Along an axis: as assigned, the plan's own documents, whenever due.
    pub fn along(axis: Axis) -> Self {
        RollupOptions {
            axis,
            counting: Counting::AsAssigned,
            classified: Classified::Own,
            period: None,
        }
    }
}

/// Sums along an axis.
///
/// Shape: for agencies and documents in id order, for phases and groups in the plan's order, for levels and branches in
/// the vocabulary's, else in key order. Agencies, territories and documents without anything in force have no row.
///
/// ```
/// use tiendo::{day, AsOf, Axis, Policy, RegistryBuilder};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// assert!(evaluation.roll_up(Axis::Agency).rows.is_empty());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Rollup {
    /// What the sums are made of.
    pub scope: Scope,
    /// What was summed.
    pub options: RollupOptions,
    /// One row per key.
    pub rows: Vec<RollupRow>,
    /// What belongs to no key: nobody is addressed, or no phase, group or post is named.
    pub unassigned: Sums,
}

/// The sums of one key.
#[derive(Debug, Clone, PartialEq)]
pub struct RollupRow {
    /// Id of the agency, phase, group or document; code of the territory; word of the level or branch; the post.
    pub key: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English; the Vietnamese one where there is none.
    pub name_en: String,
    /// Its own.
    pub own: Sums,
    /// Its own and all below it: descendants of an agency, documents that concretise a document.
    pub inclusive: Sums,
}

/// What a number is made of; no number without it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scope {
    /// The day D.
    pub day: NaiveDate,
    /// The knowledge day K; absent for everything recorded.
    pub known: Option<NaiveDate>,
    /// Reports on tasks in force that K hid.
    pub hidden_report_count: u64,
    /// Name and version of the policy.
    pub policy: String,
    /// Version of the policy.
    pub policy_version: u32,
    /// Version of the calendar.
    pub calendar: String,
    /// Whether the reports were really made.
    pub provenance: Provenance,
    /// Visible reports on tasks in force, whether they count or were set aside; 0 where nobody reported at all.
    pub report_count: u64,
    /// Number of documents of the register that set tasks in force.
    pub document_count: u64,
    /// Number of tasks in force.
    pub task_count: u64,
}

/// Sums along the axes whose keys are indices, and those of agencies with all below them.
#[derive(Debug)]
pub(crate) struct AllSums {
    tables: Tables,
    /// By agency: its own and those of all its descendants.
    pub(crate) inclusive: Vec<Sums>,
}

impl Evaluation {
    /// The sums along an axis, as assigned.
    pub fn roll_up(&self, axis: Axis) -> Rollup {
        self.roll_up_with(&RollupOptions::along(axis))
    }

    /// The sums along an axis, of the tasks that the options ask for.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Axis, Counting, Policy, RegistryBuilder, RollupOptions};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// let options = RollupOptions { counting: Counting::Leaves, ..RollupOptions::along(Axis::Document) };
    /// assert_eq!(evaluation.roll_up_with(&options).unassigned.total(), 0);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn roll_up_with(&self, options: &RollupOptions) -> Rollup {
        self.sum(options, &Watch::new())
    }

    /// As [`Evaluation::roll_up_with`], telling a [`Watch`] how far it is.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Axis, Error, Policy, RegistryBuilder, RollupOptions, Watch};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// let (watch, options) = (Watch::new(), RollupOptions::along(Axis::Agency));
    /// assert!(evaluation.roll_up_watched(&options, &watch)?.rows.is_empty());
    /// watch.stop();
    /// assert_eq!(evaluation.roll_up_watched(&options, &watch).unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn roll_up_watched(&self, options: &RollupOptions, watch: &Watch) -> Result<Rollup, Error> {
        let rollup = self.sum(options, watch);
        watch.end()?;
        Ok(rollup)
    }

    /// The sums; half of them where the watch was stopped.
    fn sum(&self, options: &RollupOptions, watch: &Watch) -> Rollup {
        let left_out = if options.counting == Counting::AsAssigned { 0 } else { self.task_count() };
        watch.begin((self.task_count() + left_out) as u64);
        let counted = self.counted(options, watch);
        let (rows, unassigned) = match options.axis {
            Axis::AssignedBy => self.by_assigner(&counted, watch),
            Axis::Post => self.by_post(&counted, watch),
            by_index => {
                let sums = if counted.is_all() && options.classified == Classified::Own {
                    self.all_sums(Threads::one(), watch)
                } else {
                    let classified = options.classified;
                    Arc::new(self.sum_all(&counted, classified, Threads::one(), watch))
                };
                self.by_index(by_index, &sums)
            }
        };
        Rollup { scope: self.scope(), options: *options, rows, unassigned }
    }

    /// The sums over all tasks in force, each counted once as a whole.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// assert_eq!(evaluation.task_sums().total(), 0);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn task_sums(&self) -> Sums {
        let mut sums = Sums::default();
        for task in 0..self.task_count() {
            self.add_task(&mut sums, task);
        }
        sums
    }

    /// What the evaluation's numbers are made of.
    pub fn scope(&self) -> Scope {
        self.scope.clone()
    }

    /// Adds a row alone.
    pub(crate) fn add_row(&self, sums: &mut Sums, row: usize) {
        let cell = self.columns.cell(row);
        let weight = self.weight(self.columns.task(row));
        sums.add(cell.status(), cell.percent(), weight, cell.flags());
        self.add_occurrences(sums, row);
    }

    /// Adds a task as a whole; occurrences of all its rows.
    pub(crate) fn add_task(&self, sums: &mut Sums, task: usize) {
        let state = self.state(task);
        if state.row_count == 0 {
            return;
        }
        sums.add(state.status, state.percent, self.weight(task), state.flags);
        for row in state.first_row..state.first_row + state.row_count {
            self.add_occurrences(sums, row as usize);
        }
    }

    fn add_occurrences(&self, sums: &mut Sums, row: usize) {
        if !self.columns.has_occurrences() {
            return;
        }
        if let Some(facts) = self.columns.occurrence(row) {
            sums.occurrences += u64::from(facts.elapsed_count);
            sums.occurrences_done_on_time += u64::from(facts.done_on_time_count);
            sums.occurrences_done_late += u64::from(facts.done_late_count);
            sums.occurrences_missed += u64::from(facts.missed_count);
            sums.occurrences_unreported += u64::from(facts.unreported_count);
        }
    }

    /// Makes the sums of what is counted, in one pass; the tasks are the steps.
    pub(crate) fn sum_all(
        &self,
        counted: &Counted,
        classified: Classified,
        threads: Threads<'_>,
        watch: &Watch,
    ) -> AllSums {
        let tables = self.tables(counted, classified, threads, watch);
        let mut inclusive = tables.agency.sums.clone();
        let tree = self.tree();
        for &child in &tree.upwards {
            let parent = tree.parent[child as usize];
            if parent != NO_INDEX {
                let below = inclusive[child as usize];
                inclusive[parent as usize].merge(&below);
            }
        }
        AllSums { tables, inclusive }
    }

    /// Makes the sums now that roll-ups and rankings share, on the threads of the caller's choice.
    ///
    /// Roll-ups of everything in force and rankings make them when the first of them is asked for, on its thread, and use
    /// them from then on; where they will be asked for in any case, this makes them on several threads.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Axis, Policy, RegistryBuilder, Threads, Watch};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// evaluation.sum_on(Threads::one(), &Watch::new())?;
    /// assert!(evaluation.roll_up(Axis::Agency).rows.is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn sum_on(&self, threads: Threads<'_>, watch: &Watch) -> Result<(), Error> {
        watch.begin(self.task_count() as u64);
        self.all_sums(threads, watch);
        watch.end()
    }

    /// How many rows of a task are done, and how many it has: 'n of m'.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// assert_eq!(evaluation.done_of("T0097"), None);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn done_of(&self, task: &str) -> Option<(u32, u32)> {
        let state = self.state(self.registry.0.tasks.ids.find(task)?);
        (state.row_count > 0).then_some((state.done_count, state.row_count))
    }

    /// Where a task stands as a whole: done when its last row is; none where it is not in force.
    pub fn task_status(&self, task: &str) -> Option<Status> {
        let state = self.state(self.registry.0.tasks.ids.find(task)?);
        (state.row_count > 0).then_some(state.status)
    }
}

impl Scope {
    /// The scope of an evaluation that has not counted anything yet.
    pub(crate) fn of(registry: &Registry, as_of: AsOf, policy: &Policy) -> Self {
        Scope {
            day: as_of.day,
            known: as_of.known,
            hidden_report_count: 0,
            policy: policy.name.clone(),
            policy_version: policy.version,
            calendar: registry.calendar().version().to_owned(),
            provenance: registry.provenance(),
            report_count: 0,
            document_count: 0,
            task_count: 0,
        }
    }

    /// The as-of arguments of the scope.
    pub fn as_of(&self) -> AsOf {
        AsOf { day: self.day, known: self.known }
    }
}
