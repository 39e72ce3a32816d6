//! Collecting records and building a registry of them.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::agency::{Agency, Succession, Transfer};
use crate::allocation::Allocation;
use crate::calendar::Calendar;
use crate::document::Document;
use crate::error::Error;
use crate::finding::{Finding, RecordKind};
use crate::kpi::Kpi;
use crate::plan::Plan;
use crate::records::Records;
use crate::registry::lean::{LeanReport, LeanTask};
use crate::registry::limit::Limit;
use crate::registry::pending::{PendingReports, PendingTasks};
use crate::registry::{Registry, build};
use crate::report::Report;
use crate::task::Task;
use crate::watch::Watch;

/// Takes records in any order; [`finish`](RegistryBuilder::finish) checks them against each other.
///
/// Adding a record again updates it: the later one holds, and a deadline that changed so is a finding. With another
/// `valid_from` or `recorded_at` it is a further version, and evaluation takes the one visible on its day.
///
/// ```
/// use tiendo::{FindingCode, RegistryBuilder, Task, TaskId, DocumentId, Text};
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("99/NQ-CP")?, Text::new("Báo cáo")?));
/// let registry = builder.finish();
/// assert_eq!(registry.task_count(), 1);
/// assert!(registry.findings().iter().any(|f| f.code == FindingCode::DanglingReference));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct RegistryBuilder {
    /// All records but the tasks and reports.
    records: Records,
    tasks: PendingTasks,
    reports: PendingReports,
    calendar: Option<Arc<Calendar>>,
    imported_at: Option<NaiveDateTime>,
    findings: Vec<Finding>,
    limit: Limit,
}

impl RegistryBuilder {
    /// A builder without records, on the calendar of Viet Nam.
    pub fn new() -> Self {
        RegistryBuilder::default()
    }

    /// Uses another calendar.
    pub fn calendar(&mut self, calendar: Calendar) -> &mut Self {
        self.calendar = Some(Arc::new(calendar));
        self
    }

    /// The instant that reports without `recorded_at` get; without it they get the start of the day they speak of.
    pub fn imported_at(&mut self, instant: NaiveDateTime) -> &mut Self {
        self.imported_at = Some(instant);
        self
    }

    /// Takes no more than this many records of a kind that come from here on; by default as many as indices of 32 bits
    /// number.
    ///
    /// What is beyond is left out, and a finding of severity `error` says how many of which kind. Every record that was
    /// added counts, the one that updates another too. As many rows as this are held for all tasks together: a task that is
    /// addressed to each of several agencies has one for each, and loses those that there is no room for.
    ///
    /// ```
    /// use tiendo::{DocumentId, FindingCode, RegistryBuilder, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.limit_records(1);
    /// for id in ["T1", "T2"] {
    ///     builder.add_task(Task::new(TaskId::new(id)?, DocumentId::new("D")?, Text::new("x")?));
    /// }
    /// let registry = builder.finish();
    /// assert_eq!(registry.task_count(), 1);
    /// assert!(registry.findings().iter().any(|f| f.code == FindingCode::TooManyRecords));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn limit_records(&mut self, most: usize) -> &mut Self {
        self.limit.set(most);
        self
    }

    /// Adds all records of a list.
    pub fn add(&mut self, mut records: Records) -> &mut Self {
        for task in std::mem::take(&mut records.tasks) {
            self.add_task(task);
        }
        for report in std::mem::take(&mut records.reports) {
            self.add_report(report);
        }
        self.records.append(records);
        self
    }

    /// Adds findings that a reader made, so that the registry carries them.
    pub fn add_findings(&mut self, findings: impl IntoIterator<Item = Finding>) -> &mut Self {
        self.findings.extend(findings);
        self
    }

    /// Adds or updates a document.
    pub fn add_document(&mut self, document: Document) -> &mut Self {
        self.records.documents.push(document);
        self
    }

    /// Adds or updates an agency or group.
    pub fn add_agency(&mut self, agency: Agency) -> &mut Self {
        self.records.agencies.push(agency);
        self
    }

    /// Adds a succession.
    pub fn add_succession(&mut self, succession: Succession) -> &mut Self {
        self.records.successions.push(succession);
        self
    }

    /// Adds or updates a plan.
    pub fn add_plan(&mut self, plan: Plan) -> &mut Self {
        self.records.plans.push(plan);
        self
    }

    /// Adds or updates a task.
    pub fn add_task(&mut self, task: Task) -> &mut Self {
        if self.limit.takes(RecordKind::Task, self.tasks.len()) {
            self.tasks.push(task);
        }
        self
    }

    /// Adds or updates a task in the numbers and words of a table, without making a record of one that says no more than most.
    ///
    /// # Errors
    /// - [`Error::InvalidId`], [`Error::InvalidText`] or [`Error::InvalidDate`] for what is none; nothing is added then.
    ///
    /// # Example
    /// See [`LeanTask`].
    pub fn add_lean_task(&mut self, task: &LeanTask<'_>) -> Result<&mut Self, Error> {
        if self.limit.takes(RecordKind::Task, self.tasks.len()) {
            self.tasks.push_lean(task)?;
        }
        Ok(self)
    }

    /// Adds a transfer.
    pub fn add_transfer(&mut self, transfer: Transfer) -> &mut Self {
        self.records.transfers.push(transfer);
        self
    }

    /// Adds or updates a report.
    pub fn add_report(&mut self, report: Report) -> &mut Self {
        if self.limit.takes(RecordKind::Report, self.reports.len()) {
            self.reports.push(report);
        }
        self
    }

    /// Adds or updates a report in the numbers and words of a table, without making a record of one that says no more than most.
    ///
    /// # Errors
    /// - [`Error::InvalidId`] or [`Error::InvalidDate`] for what is none; nothing is added then.
    ///
    /// # Example
    /// See [`LeanReport`].
    pub fn add_lean_report(&mut self, report: &LeanReport<'_>) -> Result<&mut Self, Error> {
        if self.limit.takes(RecordKind::Report, self.reports.len()) {
            self.reports.push_lean(report)?;
        }
        Ok(self)
    }

    /// Adds a report that was corrected or withdrawn at an instant: it counts only as known before then.
    ///
    /// What takes its place is added as a report of its own, under the same id or none. It is not among the records that a
    /// registry writes out.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Document, DocumentId, Policy, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// let document = DocumentId::new("57-NQ/TW")?;
    /// let mut task = Task::new(TaskId::new("T1")?, document, Text::new("Báo cáo")?);
    /// task.assigned_on = Some(day::parse("2025-01-02")?);
    /// builder.add_task(task);
    /// let mut report = Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Complete, day::parse("2025-07-01")?);
    /// report.recorded_at = Some(day::parse_instant("2025-07-01T10:00:00")?);
    /// builder.add_superseded_report(report, day::parse_instant("2025-07-03T09:00:00")?);
    /// let registry = builder.finish();
    /// let today = AsOf::new(day::parse("2025-12-31")?)?;
    /// let done = |as_of| registry.evaluate(as_of, &Policy::default()).map(|e| e.task_sums().done());
    /// assert_eq!(done(today)?, 0);
    /// assert_eq!(done(today.known_on(day::parse("2025-07-02")?)?)?, 1);
    /// assert_eq!(registry.report_count(), 0);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn add_superseded_report(&mut self, report: Report, until: NaiveDateTime) -> &mut Self {
        if self.limit.takes(RecordKind::Report, self.reports.len()) {
            self.reports.push_superseded(report, until);
        }
        self
    }

    /// Adds an allocation.
    pub fn add_allocation(&mut self, allocation: Allocation) -> &mut Self {
        self.records.allocations.push(allocation);
        self
    }

    /// Adds or updates a KPI.
    pub fn add_kpi(&mut self, kpi: Kpi) -> &mut Self {
        self.records.kpis.push(kpi);
        self
    }

    /// Checks all records against each other and builds the registry.
    ///
    /// Never fails: what is wrong is in [`Registry::findings`], with severity `error` where a record could not be
    /// taken. Nothing else is left out.
    pub fn finish(self) -> Registry {
        self.build(&Watch::new())
    }

    /// As [`RegistryBuilder::finish`], telling a [`Watch`] how far it is.
    ///
    /// The steps come after those that the watch has counted already, so that reading a folder and building the registry
    /// show as one.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Error, RegistryBuilder, Watch};
    /// let watch = Watch::new();
    /// assert_eq!(RegistryBuilder::new().finish_watched(&watch)?.task_count(), 0);
    /// watch.stop();
    /// assert_eq!(RegistryBuilder::new().finish_watched(&watch).unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn finish_watched(self, watch: &Watch) -> Result<Registry, Error> {
        let registry = self.build(watch);
        watch.end()?;
        Ok(registry)
    }

    /// The registry; without what comes after the step at which the watch was stopped.
    fn build(mut self, watch: &Watch) -> Registry {
        self.limit.cut(&mut self.records);
        self.findings.extend(self.limit.findings());
        let calendar = self.calendar.unwrap_or_else(|| Arc::new(Calendar::viet_nam().clone()));
        let given = build::Given {
            records: self.records,
            tasks: self.tasks,
            reports: self.reports,
            calendar,
            imported_at: self.imported_at,
            most_rows: self.limit.most(),
        };
        build::build(given, self.findings, watch)
    }
}
