//! Evaluation: where every task stands on a day, as known on a day, under a policy.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::as_of::{AsOf, Moment};
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;
use crate::error::Error;
use crate::id::AgencyId;
use crate::policy::{Policy, Silence};
use crate::registry::agencies::Tree;
use crate::registry::lookup::position;
use crate::registry::reports::{Kind, ReportColumns};
use crate::registry::tasks::{TaskAt, TaskFlags};
use crate::registry::{Inner, Registry};
use crate::rollup::{AgencySums, Counted, Scope};
use crate::status::Status;
use crate::vocabulary::Lang;
use crate::watch::Watch;

pub(crate) mod judge;
pub(crate) mod overlay;
mod recurring;
pub(crate) mod row;
mod said;
pub(crate) mod screen;
mod view;
mod whole;

pub use said::Said;
pub use screen::SetAside;
pub use view::{OccurrenceCounts, Row};

use judge::{Case, Silent, Trace, judge};
use overlay::Overlay;
use row::{More, OccurrenceFacts, RowFacts, RowFlags};
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
    pub(crate) tasks: Vec<TaskState>,
    pub(crate) scope: Scope,
    pub(crate) author_unstated: u64,
    pub(crate) authority_unknown: u64,
    /// What came after the registry was built, where this is kept up to date.
    pub(crate) overlay: Overlay,
    /// Made when they are first asked for: a roll-up and the rankings of all levels share them.
    tree: OnceLock<Arc<Tree>>,
    pub(crate) agency_sums: OnceLock<Arc<AgencySums>>,
}

/// Rows in columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowColumns {
    pub(crate) task: Vec<u32>,
    pub(crate) addressee: Vec<u32>,
    /// The agency that the row counts for: the addressee, or who followed it.
    pub(crate) agency: Vec<u32>,
    pub(crate) status: Vec<Status>,
    pub(crate) percent: Vec<u8>,
    pub(crate) deadline: Vec<i32>,
    pub(crate) original: Vec<i32>,
    pub(crate) closed_on: Vec<i32>,
    pub(crate) extensions: Vec<u32>,
    pub(crate) flags: Vec<RowFlags>,
    pub(crate) occurrence: BTreeMap<u32, OccurrenceFacts>,
    pub(crate) more: BTreeMap<u32, Box<More>>,
}

impl RowColumns {
    /// Allocated for as many rows as there are tasks, which is what most registers have.
    fn with_capacity(rows: usize) -> Self {
        RowColumns {
            task: Vec::with_capacity(rows),
            addressee: Vec::with_capacity(rows),
            agency: Vec::with_capacity(rows),
            status: Vec::with_capacity(rows),
            percent: Vec::with_capacity(rows),
            deadline: Vec::with_capacity(rows),
            original: Vec::with_capacity(rows),
            closed_on: Vec::with_capacity(rows),
            extensions: Vec::with_capacity(rows),
            flags: Vec::with_capacity(rows),
            occurrence: BTreeMap::new(),
            more: BTreeMap::new(),
        }
    }

    pub(crate) fn push(&mut self, task: u32, addressee: u32, agency: u32, facts: RowFacts) {
        let row = self.task.len() as u32;
        self.task.push(task);
        self.addressee.push(addressee);
        self.agency.push(agency);
        self.status.push(facts.status);
        self.percent.push(facts.percent);
        self.deadline.push(facts.deadline);
        self.original.push(facts.original);
        self.closed_on.push(facts.closed_on);
        self.extensions.push(facts.extensions);
        self.flags.push(facts.flags);
        if let Some(occurrence) = facts.occurrence {
            self.occurrence.insert(row, occurrence);
        }
        if facts.more.is_worth_keeping() {
            self.more.insert(row, Box::new(facts.more));
        }
    }
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
        policy.validate()?;
        let mut documents = vec![false; self.document_count()];
        let mut evaluation = Evaluation {
            registry: self.clone(),
            as_of,
            moment: as_of.moment(),
            policy: policy.clone(),
            columns: RowColumns::with_capacity(self.task_count()),
            tasks: Vec::with_capacity(self.task_count()),
            scope: Scope::of(self, as_of, policy),
            author_unstated: 0,
            authority_unknown: 0,
            overlay: Overlay::default(),
            tree: OnceLock::new(),
            agency_sums: OnceLock::new(),
        };
        watch.begin(self.task_count() as u64);
        for task in watch.steps(0..self.task_count()) {
            evaluation.evaluate_task(self, task, &mut documents);
        }
        watch.end()?;
        evaluation.scope.document_count = documents.iter().filter(|sets| **sets).count() as u64;
        Ok(evaluation)
    }
}

impl Evaluation {
    /// Appends the rows of a task, and marks the document that sets it.
    fn evaluate_task(&mut self, registry: &Registry, task: usize, documents: &mut [bool]) {
        let inner = &*registry.0;
        let Some(at) = self.in_force(inner, task) else {
            self.tasks.push(TaskState::default());
            return;
        };
        let start = self.columns.task.len();
        self.scope.task_count += 1;
        if let Some(sets_tasks) = documents.get_mut(at.facts.document as usize) {
            *sets_tasks = true;
        }
        let given = Given {
            inner,
            reports: &inner.reports,
            as_of: self.as_of,
            moment: self.moment,
            policy: &self.policy,
            task,
            at: &at,
        };
        let told = given.judge_into(&mut self.columns);
        self.scope.report_count += told.visible;
        self.scope.hidden_report_count += told.hidden;
        self.author_unstated += told.author_unstated;
        self.authority_unknown += told.authority_unknown;
        self.tasks.push(TaskState::of(&self.columns, start, at.facts.weight));
    }

    /// The visible version of a task, where it is in force.
    pub(crate) fn in_force<'a>(&self, inner: &'a Inner, task: usize) -> Option<TaskAt<'a>> {
        let at = inner.tasks.at(task, self.as_of)?;
        (at.facts.assigned <= self.moment.in_force_until).then_some(at)
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
        let mut index = self.tasks[task].first_row as usize;
        let given = Given {
            inner,
            reports: self.reports(task),
            as_of: self.as_of,
            moment: self.moment,
            policy: &self.policy,
            task,
            at: &at,
        };
        given.judge_rows(trace, |_, facts, trace| {
            heard(Row { evaluation: self, index }, facts, trace);
            index += 1;
        });
    }

    /// Where the reports of a task lie.
    pub(crate) fn reports(&self, task: usize) -> &ReportColumns {
        self.overlay.of(task).unwrap_or(&self.registry.0.reports)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.columns.task.len()
    }

    /// True where nothing is in force.
    pub fn is_empty(&self) -> bool {
        self.columns.task.is_empty()
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
        let found = self.registry.0.tasks.ids.find(task).and_then(|task| self.tasks.get(task));
        let rows = found.map_or(0..0, |state| state.first_row..state.first_row + state.row_count);
        rows.map(|row| Row { evaluation: self, index: row as usize })
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
        rows.sort_by_key(|r| (self.columns.deadline[r.index], r.index));
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
        self.tree.get_or_init(|| Arc::new(self.registry.tree(self.as_of)))
    }

    /// Sums of all rows by agency; half of them, and not kept, where the watch was stopped.
    pub(crate) fn agency_sums(&self, watch: &Watch) -> Arc<AgencySums> {
        if let Some(sums) = self.agency_sums.get() {
            return Arc::clone(sums);
        }
        let sums = Arc::new(self.sum_agencies(&Counted::default(), watch));
        if watch.is_stopped() { sums } else { Arc::clone(self.agency_sums.get_or_init(|| sums)) }
    }

    pub(crate) fn day_of(number: i32) -> Option<NaiveDate> {
        (number != NO_DAY).then(|| day::from_number(number)).flatten()
    }
}

/// A task in force, and all that its rows are judged by.
pub(crate) struct Given<'a> {
    pub(crate) inner: &'a Inner,
    pub(crate) reports: &'a ReportColumns,
    pub(crate) as_of: AsOf,
    /// The same as `as_of`, in the numbers of columns.
    pub(crate) moment: Moment,
    pub(crate) policy: &'a Policy,
    pub(crate) task: usize,
    pub(crate) at: &'a TaskAt<'a>,
}

/// What the reports of a task add to the numbers of an evaluation, beside its rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) visible: u64,
    pub(crate) hidden: u64,
    pub(crate) author_unstated: u64,
    pub(crate) authority_unknown: u64,
}

impl<'a> Given<'a> {
    /// The case of one of its rows.
    pub(crate) fn case(&self, addressee: u32) -> Case<'a> {
        Case {
            inner: self.inner,
            reports: self.reports,
            task: self.task as u32,
            at: self.at,
            originals: self.inner.tasks.original_last_days(self.task, self.as_of),
            addressee,
            as_of: self.as_of,
            d: self.moment.d,
            policy: self.policy,
        }
    }

    /// Judges its rows and appends them.
    pub(crate) fn judge_into(&self, columns: &mut RowColumns) -> Told {
        let mut told = Told::default();
        let counts = self.judge_rows(
            || Silent,
            |case, mut facts, _| {
                let (agency, inherited) = holder(case, &facts);
                // A row that nobody reported on carries no mark of lateness.
                facts
                    .flags
                    .set(RowFlags::INHERITED, inherited && facts.flags.has(RowFlags::REPORTED));
                told.author_unstated += u64::from(facts.more.author_unstated_count);
                told.authority_unknown += u64::from(facts.more.authority_unknown_count);
                columns.push(self.task as u32, case.addressee, agency, facts);
            },
        );
        (told.visible, told.hidden) = counts;
        told
    }

    /// Judges its rows in row order; returns how many of its reports are visible and how many hidden.
    fn judge_rows<T: Trace>(
        &self,
        mut trace: impl FnMut() -> T,
        mut judged: impl FnMut(&Case<'_>, RowFacts, T),
    ) -> (u64, u64) {
        let mut visible = self.reports.visible(self.task, self.moment);
        if let [addressee] = self.at.rows {
            let (case, mut trace) = (self.case(*addressee), trace());
            let facts = judge(&case, visible.by_ref(), &mut trace);
            judged(&case, facts, trace);
            return visible.counts();
        }
        let by_row = by_row(&self.case(NO_INDEX), visible.by_ref());
        let list = |row: u32| by_row.get(&row).map_or(&[][..], Vec::as_slice);
        for &addressee in self.at.rows {
            let (case, mut trace) = (self.case(addressee), trace());
            let facts = judge(&case, merged(list(addressee), list(NO_INDEX)), &mut trace);
            judged(&case, facts, trace);
        }
        visible.counts()
    }
}

/// Reports by the row that they speak of; those for every row under `NO_INDEX`.
fn by_row(case: &Case<'_>, visible: impl Iterator<Item = usize>) -> BTreeMap<u32, Vec<usize>> {
    let (reports, rows) = (case.reports, case.at.rows);
    let row_of = |agency: u32, report: usize| {
        if agency == NO_INDEX || rows.binary_search(&agency).is_ok() {
            return (agency != NO_INDEX).then_some(agency);
        }
        // Who followed an addressee, or took its task over, speaks of that addressee's row.
        let speaks_for =
            |row: &&u32| Case { addressee: **row, ..*case }.is_addressee(agency, report);
        rows.iter().find(speaks_for).copied()
    };
    let mut out: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for report in visible {
        let kind = reports.kind[report];
        let rest = reports.rest(report);
        let names_row =
            reports.addressee(report) != NO_INDEX || rest.is_some_and(|r| r.addressee.is_some());
        let row = match row_of(reports.addressee(report), report) {
            Some(row) => row,
            // A row that the task does not have: one row's screen sets the report aside.
            None if names_row => rows[0],
            None => match row_of(reports.by(report), report).filter(|_| !kind.is_decision()) {
                Some(row) => row,
                None if matches!(kind, Kind::Progress | Kind::Complete) => rows[0],
                None => NO_INDEX,
            },
        };
        out.entry(row).or_default().push(report);
    }
    out
}

/// Two ascending lists as one.
fn merged<'a>(own: &'a [usize], shared: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    let (mut own, mut shared) = (own.iter().copied().peekable(), shared.iter().copied().peekable());
    std::iter::from_fn(move || match (own.peek(), shared.peek()) {
        (Some(here), Some(there)) if there < here => shared.next(),
        (Some(_), _) => own.next(),
        (None, _) => shared.next(),
    })
}

/// Who the row counts for on D, and whether it is inherited.
///
/// A transfer wins over the tree's succession. What fell overdue before the hand-over stays the predecessor's for the
/// policy's days, and is marked.
fn holder(case: &Case<'_>, facts: &RowFacts) -> (u32, bool) {
    let inner = case.inner;
    if case.addressee == NO_INDEX {
        return (NO_INDEX, false);
    }
    let d = case.as_of.day;
    let all = &inner.agencies;
    let find = |id: &AgencyId| position(&all.records, id.as_str(), |a| a.id.as_str());
    // Who an agency had become by the eve of a hand-over: its predecessor.
    let on_the_eve_of =
        |agency: u32, on| day::plus(on, -1).map_or(agency, |eve| all.successor(agency, eve).0);
    let (mut before, mut current, mut since) = (case.addressee, case.addressee, None);
    for transfer in inner.transfers_of.get(&case.task).into_iter().flatten() {
        let transfer = &inner.transfers[*transfer as usize];
        let (Some(from), Some(to)) = (find(&transfer.from), find(&transfer.to)) else { continue };
        // An order may name the holder as it is that day, or the agency that has become it.
        let holds = all.successor(from, transfer.day).0 == all.successor(current, transfer.day).0;
        if transfer.day <= d && holds {
            before = on_the_eve_of(current, transfer.day);
            (current, since) = (to, Some(transfer.day));
        }
    }
    let (to, moved) = all.successor(current, d);
    if let Some(on) = moved.filter(|on| since.is_none_or(|s| s <= *on)) {
        before = on_the_eve_of(current, on);
        (current, since) = (to, Some(on));
    }
    let Some(on) = since else { return (current, false) };
    let moved = day::to_number(on);
    let was_overdue = facts.deadline != NO_DAY
        && facts.deadline < moved
        && !matches!(facts.status, Status::Cancelled | Status::OpenEnded)
        && (facts.closed_on == NO_DAY || facts.closed_on >= moved)
        && !case.at.facts.flags.has(TaskFlags::INDICATIVE);
    let still = case.as_of.d() < moved + i32::from(case.policy.inherited_days);
    if was_overdue && still { (before, true) } else { (current, false) }
}
