//! The registry: all records in columns, ids resolved to dense indices, immutable once built.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use chrono::{NaiveDate, NaiveDateTime};

use crate::agency::{Agency, Succession, Transfer};
use crate::allocation::Allocation;
use crate::as_of::AsOf;
use crate::calendar::Calendar;
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;
use crate::document::Document;
use crate::evaluation::overlay::Overlay;
use crate::finding::Finding;
use crate::id::{GroupId, PhaseId};
use crate::kpi::{Kpi, KpiColumns};
use crate::plan::{Phase, Plan, TaskGroup};
use crate::records::{Records, UnknownFields};
use crate::report::{Provenance, Report};
use crate::search::LazyIndex;
use crate::task::Task;

pub(crate) mod agencies;
pub(crate) mod build;
mod builder;
mod extend;
#[cfg(feature = "serde")]
pub(crate) mod image;
pub(crate) mod lean;
mod limit;
pub(crate) mod lookup;
pub(crate) mod pending;
pub(crate) mod plain;
mod public;
pub(crate) mod reports;
pub(crate) mod tasks;

pub use builder::RegistryBuilder;
#[cfg(feature = "serde")]
pub use image::IMAGE_VERSION;
pub use lean::{LeanId, LeanReport, LeanTask};

use agencies::AgencyColumns;
use plain::Plain;
use reports::ReportColumns;
use tasks::TaskColumns;

/// All records, checked against each other and immutable; cheap to clone, safe to share between threads.
///
/// Made by a [`RegistryBuilder`]. Records are in id order, whatever order they were added in.
///
/// ```
/// use tiendo::{day, AsOf, Document, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text};
/// let mut builder = RegistryBuilder::new();
/// builder.add_document(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
/// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Bố trí kinh phí")?));
/// let registry = builder.finish();
/// assert_eq!(registry.task_count(), 1);
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// assert_eq!(evaluation.len(), 1);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Registry(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) documents: Arc<DocumentColumns>,
    pub(crate) agencies: Arc<AgencyColumns>,
    pub(crate) plans: Arc<PlanColumns>,
    pub(crate) tasks: Arc<TaskColumns>,
    /// By task: whether the quick way judges it.
    pub(crate) plain: Vec<Plain>,
    pub(crate) reports: Arc<ReportColumns>,
    /// All reports of the tasks that some came to since these columns were made.
    pub(crate) came: Overlay,
    /// How many came.
    pub(crate) came_count: usize,
    pub(crate) successions: Vec<Succession>,
    pub(crate) transfers: Vec<Transfer>,
    pub(crate) transfers_of: BTreeMap<u32, Vec<u32>>,
    pub(crate) allocations: Vec<Allocation>,
    pub(crate) kpis: Vec<Kpi>,
    /// Made when a KPI is judged for the first time.
    pub(crate) kpi_series: OnceLock<KpiColumns>,
    pub(crate) unknown: UnknownFields,
    pub(crate) calendar: Arc<Calendar>,
    pub(crate) provenance: Provenance,
    pub(crate) imported_at: Option<NaiveDateTime>,
    pub(crate) findings: Vec<Finding>,
    /// Made when something is searched for the first time.
    pub(crate) search: LazyIndex,
    /// The public tasks alone, where others are guarded; made when they are asked for the first time.
    pub(crate) public: OnceLock<Registry>,
}

/// Documents in id order, with resolved indices beside them.
#[derive(Debug, Default)]
pub(crate) struct DocumentColumns {
    pub(crate) records: Vec<Document>,
    pub(crate) issuer: Vec<u32>,
    /// The documents that each one concretises.
    pub(crate) concretises: Vec<Vec<u32>>,
    /// Superseded versions, oldest first.
    pub(crate) versions: BTreeMap<u32, Vec<Document>>,
}

impl DocumentColumns {
    /// The version of a document that is visible, the newest where none is.
    pub(crate) fn at(&self, index: u32, as_of: AsOf) -> &Document {
        let newest = &self.records[index as usize];
        let Some(older) = self.versions.get(&index) else { return newest };
        std::iter::once(newest)
            .chain(older.iter().rev())
            .find(|d| as_of.sees(d.valid_from, d.recorded_at))
            .unwrap_or(newest)
    }
}

/// Plans with their phases and groups numbered through.
#[derive(Debug, Default)]
pub(crate) struct PlanColumns {
    pub(crate) records: Vec<Plan>,
    pub(crate) phases: Vec<Phase>,
    pub(crate) phase_plan: Vec<u32>,
    pub(crate) phase_last_day: Vec<i32>,
    pub(crate) groups: Vec<TaskGroup>,
    pub(crate) group_plan: Vec<u32>,
    /// Positions by id.
    pub(crate) phase_by_id: BTreeMap<String, u32>,
    pub(crate) group_by_id: BTreeMap<String, u32>,
    /// By document index: the plan that counts its tasks as its own, or none.
    pub(crate) plan_of_document: Vec<u32>,
}

impl PlanColumns {
    /// True where a document is a plan's own and the task is not put into the plan by the collector.
    pub(crate) fn is_own(&self, plan: u32, document: u32, flags: tasks::TaskFlags) -> bool {
        let own = self.plan_of_document.get(document as usize) == Some(&plan);
        own && !flags.has(tasks::TaskFlags::COLLECTOR)
    }

    /// Position of a phase; `NO_INDEX` for none, or one that no plan has.
    pub(crate) fn phase(&self, id: Option<&PhaseId>) -> u32 {
        id.and_then(|p| self.phase_by_id.get(p.as_str()).copied()).unwrap_or(NO_INDEX)
    }

    /// Position of a task group; `NO_INDEX` for none, or one that no plan has.
    pub(crate) fn group(&self, id: Option<&GroupId>) -> u32 {
        id.and_then(|g| self.group_by_id.get(g.as_str()).copied()).unwrap_or(NO_INDEX)
    }
}

impl Registry {
    /// Number of documents.
    pub fn document_count(&self) -> usize {
        self.0.documents.records.len()
    }

    /// Number of agencies and groups.
    pub fn agency_count(&self) -> usize {
        self.0.agencies.records.len()
    }

    /// Number of tasks.
    pub fn task_count(&self) -> usize {
        self.0.tasks.len()
    }

    /// Number of reports on tasks of the registry.
    pub fn report_count(&self) -> usize {
        self.0.reports.current_len() + self.0.came_count
    }

    /// Documents, in id order.
    pub fn documents(&self) -> &[Document] {
        &self.0.documents.records
    }

    /// Agencies and groups, in id order, the newest version of each.
    pub fn agencies(&self) -> &[Agency] {
        &self.0.agencies.records
    }

    /// Plans, in id order.
    pub fn plans(&self) -> &[Plan] {
        &self.0.plans.records
    }

    /// KPIs, in id order.
    pub fn kpis(&self) -> &[Kpi] {
        &self.0.kpis
    }

    /// Which agency followed which, by day.
    pub fn successions(&self) -> &[Succession] {
        &self.0.successions
    }

    /// Tasks handed over, by task and day.
    pub fn transfers(&self) -> &[Transfer] {
        &self.0.transfers
    }

    /// Money for tasks, by task and day.
    pub fn allocations(&self) -> &[Allocation] {
        &self.0.allocations
    }

    /// Last day of the phase with this id, its deadline read strictly and from the day of its plan's document; none where it
    /// has no day.
    ///
    /// ```
    /// use tiendo::{RegistryBuilder, day};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_plan(tiendo::plan::plan02()?);
    /// let registry = builder.finish();
    /// let phase = registry.plans()[0].phases[0].id.as_str();
    /// assert_eq!(registry.phase_last_day(phase), Some(day::parse("2025-06-30")?));
    /// assert_eq!(registry.phase_last_day("unknown"), None);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn phase_last_day(&self, id: &str) -> Option<NaiveDate> {
        let plans = &self.0.plans;
        let phase = *plans.phase_by_id.get(id)?;
        let last = *plans.phase_last_day.get(phase as usize)?;
        if last == NO_DAY { None } else { day::from_number(last) }
    }

    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.document_index(id).map(|i| &self.0.documents.records[i as usize])
    }

    /// The agency or group with this id, its newest version.
    pub fn agency(&self, id: &str) -> Option<&Agency> {
        self.agency_index(id).map(|i| &self.0.agencies.records[i as usize])
    }

    /// The task with this id, its newest version.
    pub fn task(&self, id: &str) -> Option<Task> {
        self.0.tasks.ids.find(id).map(|i| self.0.tasks.record(i, &self.0))
    }

    /// The tasks, in id order, the newest version of each.
    ///
    /// Each is put together when it is asked for, and `nth` asks for one only.
    pub fn tasks(&self) -> impl ExactSizeIterator<Item = Task> + '_ {
        TaskRecords { inner: &self.0, range: 0..self.0.tasks.len() }
    }

    /// The reports on a task, in the order that decides: `(reported_on, recorded_at, id)`.
    pub fn reports_of(&self, task: &str) -> Vec<Report> {
        let Some(index) = self.0.tasks.ids.find(task) else { return Vec::new() };
        let reports = self.0.reports_of(index);
        let now = reports.range(index).filter(|i| !reports.is_corrected(*i));
        now.map(|i| reports.record(i, &self.0)).collect()
    }

    /// The reports that count only as known before an instant, each with that instant; by task, in the order that decides.
    ///
    /// They are not among the records: with them, [`RegistryBuilder::add_superseded_report`] builds the same registry again.
    ///
    /// ```
    /// use tiendo::{day, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text, DocumentId};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Báo cáo")?));
    /// let on = day::parse("2025-07-01")?;
    /// let report = Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Complete, on);
    /// let until = day::parse_instant("2025-07-03T09:00:00")?;
    /// builder.add_superseded_report(report, until);
    /// let superseded = builder.finish().superseded_reports();
    /// assert_eq!((superseded.len(), superseded[0].0.id.as_str(), superseded[0].1), (1, "R1", until));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn superseded_reports(&self) -> Vec<(Report, NaiveDateTime)> {
        self.0.reports.corrected(&self.0)
    }

    /// The days that decide what is a working day.
    pub fn calendar(&self) -> &Calendar {
        &self.0.calendar
    }

    /// `simulated` as soon as one report is.
    pub fn provenance(&self) -> Provenance {
        self.0.provenance
    }

    /// What building found out about the records.
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// All records and their versions as plain lists, in id order.
    ///
    /// Building them again gives the same registry.
    ///
    /// ```
    /// use tiendo::{Document, DocumentId, RegistryBuilder, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_document(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
    /// let records = builder.finish().to_records();
    /// assert_eq!(records.documents.len(), 1);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn to_records(&self) -> Records {
        let inner = &self.0;
        let mut records = Records {
            successions: inner.successions.clone(),
            plans: inner.plans.records.clone(),
            transfers: inner.transfers.clone(),
            allocations: inner.allocations.clone(),
            kpis: inner.kpis.clone(),
            unknown: inner.unknown.clone(),
            ..Records::default()
        };
        for (i, document) in inner.documents.records.iter().enumerate() {
            records
                .documents
                .extend(inner.documents.versions.get(&(i as u32)).into_iter().flatten().cloned());
            records.documents.push(document.clone());
        }
        for (i, agency) in inner.agencies.records.iter().enumerate() {
            records
                .agencies
                .extend(inner.agencies.versions.get(&(i as u32)).into_iter().flatten().cloned());
            records.agencies.push(agency.clone());
        }
        for i in 0..inner.tasks.len() {
            records.tasks.extend(
                inner
                    .tasks
                    .versions
                    .get(&(i as u32))
                    .into_iter()
                    .flatten()
                    .map(|v| v.record.clone()),
            );
            records.tasks.push(inner.tasks.record(i, inner));
        }
        let settled = self.settled();
        let inner = &*settled.0;
        let now = (0..inner.reports.len()).filter(|i| !inner.reports.is_corrected(*i));
        records.reports.extend(now.map(|i| inner.reports.record(i, inner)));
        records.reports.extend(inner.reports.orphans.iter().cloned());
        records.reports.sort_by(|a, b| a.id.cmp(&b.id));
        records
    }

    pub(crate) fn document_index(&self, id: &str) -> Option<u32> {
        lookup::position(&self.0.documents.records, id, |d| d.id.as_str())
    }

    pub(crate) fn agency_index(&self, id: &str) -> Option<u32> {
        lookup::position(&self.0.agencies.records, id, |a| a.id.as_str())
    }
}

impl Inner {
    /// Up to when a task recurs: the end of its phase, else of its document, else without end.
    pub(crate) fn recurs_until(&self, facts: &tasks::TaskFacts, as_of: AsOf) -> Option<NaiveDate> {
        let phase = self.plans.phase_last_day.get(facts.phase as usize).copied();
        if let Some(day) = phase.filter(|d| *d != crate::columns::NO_DAY) {
            return crate::day::from_number(day);
        }
        let known = facts.document != NO_INDEX;
        known.then(|| self.documents.at(facts.document, as_of).expires_on).flatten()
    }
}

/// Puts together the records of tasks, one by one; unlike that of `map`, its `nth` skips without making what it skips.
struct TaskRecords<'a> {
    inner: &'a Inner,
    range: Range<usize>,
}

impl Iterator for TaskRecords<'_> {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        self.nth(0)
    }

    fn nth(&mut self, n: usize) -> Option<Task> {
        self.range.nth(n).map(|i| self.inner.tasks.record(i, self.inner))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}

impl ExactSizeIterator for TaskRecords<'_> {}
