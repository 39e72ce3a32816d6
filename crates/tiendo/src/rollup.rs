//! Roll-up: the sums along an axis, always with their scope.

use chrono::NaiveDate;

use crate::agency::Level;
use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::policy::Policy;
use crate::registry::Registry;
use crate::report::Provenance;
use crate::status::Status;
use crate::sums::Sums;
use crate::vocabulary::closed_vocabulary;
use crate::watch::Watch;

mod axes;
mod counted;

use axes::labels;
pub(crate) use counted::Counted;

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

/// Own and inclusive sums of every agency by index, and of what belongs to none.
#[derive(Debug)]
pub(crate) struct AgencySums {
    pub(crate) own: Vec<Sums>,
    pub(crate) inclusive: Vec<Sums>,
    pub(crate) unassigned: Sums,
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
        let by_rows =
            matches!(options.axis, Axis::Agency | Axis::Territory | Axis::Level | Axis::Branch);
        let summed = if by_rows { self.len() } else { self.tasks.len() };
        let left_out = if options.counting == Counting::AsAssigned { 0 } else { self.tasks.len() };
        watch.begin((summed + left_out) as u64);
        let counted = self.counted(options, watch);
        let (rows, unassigned) = match options.axis {
            Axis::Agency => self.by_agency(&counted, watch),
            Axis::Territory => self.by_territory(&counted, watch),
            Axis::Level => {
                let level = |a: u32| self.registry.0.agencies.at(a, self.as_of).level.clone();
                self.by_word(
                    &counted,
                    watch,
                    |a| level(a).as_str().to_owned(),
                    |word| {
                        let level = Level::parse(word);
                        labels(&level.label(crate::Lang::Vi), &level.label(crate::Lang::En))
                    },
                )
            }
            Axis::Branch => {
                let branch = |a: u32| self.registry.0.agencies.at(a, self.as_of).branch.clone();
                self.by_word(
                    &counted,
                    watch,
                    |a| branch(a).as_str().to_owned(),
                    |word| {
                        let branch = crate::Branch::parse(word);
                        labels(&branch.label(crate::Lang::Vi), &branch.label(crate::Lang::En))
                    },
                )
            }
            Axis::AssignedBy => self.by_assigner(&counted, watch),
            Axis::Phase => self.by_phase(&counted, options, watch),
            Axis::Group => self.by_group(&counted, options, watch),
            Axis::Document => self.by_document(&counted, watch),
            Axis::Post => self.by_post(&counted, watch),
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
        for task in 0..self.tasks.len() {
            self.add_task(&mut sums, task);
        }
        sums
    }

    /// What the evaluation's numbers are made of.
    pub fn scope(&self) -> Scope {
        self.scope.clone()
    }

    pub(crate) fn add_row(&self, sums: &mut Sums, row: usize) {
        let columns = &self.columns;
        let weight = self.tasks[columns.task[row] as usize].weight;
        sums.add(columns.status[row], columns.percent[row], weight, columns.flags[row]);
        self.add_occurrences(sums, row);
    }

    /// Adds a task as a whole; occurrences of all its rows.
    pub(crate) fn add_task(&self, sums: &mut Sums, task: usize) {
        let state = &self.tasks[task];
        if state.row_count == 0 {
            return;
        }
        sums.add(state.status, state.percent, state.weight, state.flags);
        for row in state.first_row..state.first_row + state.row_count {
            self.add_occurrences(sums, row as usize);
        }
    }

    fn add_occurrences(&self, sums: &mut Sums, row: usize) {
        if self.columns.occurrence.is_empty() {
            return;
        }
        if let Some(facts) = self.columns.occurrence.get(&(row as u32)) {
            sums.occurrences += u64::from(facts.elapsed_count);
            sums.occurrences_done_on_time += u64::from(facts.done_on_time_count);
            sums.occurrences_done_late += u64::from(facts.done_late_count);
            sums.occurrences_missed += u64::from(facts.missed_count);
            sums.occurrences_unreported += u64::from(facts.unreported_count);
        }
    }

    /// Sums of every agency by index; the rows are the steps.
    pub(crate) fn sum_agencies(&self, counted: &Counted, watch: &Watch) -> AgencySums {
        let count = self.registry.agency_count();
        let (mut own, mut unassigned) = (vec![Sums::default(); count], Sums::default());
        for row in watch.steps(0..self.len()).filter(|r| counted.has_row(*r)) {
            match self.columns.agency[row] {
                NO_INDEX => self.add_row(&mut unassigned, row),
                agency => self.add_row(&mut own[agency as usize], row),
            }
        }
        let mut inclusive = own.clone();
        let tree = self.tree();
        for &child in &tree.upwards {
            let parent = tree.parent[child as usize];
            if parent != NO_INDEX {
                let below = inclusive[child as usize];
                inclusive[parent as usize].merge(&below);
            }
        }
        AgencySums { own, inclusive, unassigned }
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
        let state = self.tasks.get(self.registry.0.tasks.ids.find(task)?)?;
        (state.row_count > 0).then_some((state.done_count, state.row_count))
    }

    /// Where a task stands as a whole: done when its last row is; none where it is not in force.
    pub fn task_status(&self, task: &str) -> Option<Status> {
        let state = self.tasks.get(self.registry.0.tasks.ids.find(task)?)?;
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
