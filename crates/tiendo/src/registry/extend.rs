//! A registry with some reports more, without building it again.

use std::sync::Arc;

use crate::columns::NO_INDEX;
use crate::day;
use crate::id::{AgencyId, Key};
use crate::registry::pending::PendingReports;
use crate::registry::reports::NewReport;
use crate::registry::{Inner, Registry};
use crate::report::{Provenance, Report};

impl Registry {
    /// This registry with reports that it does not have yet; none where they change more than their own rows, so that the
    /// registry must be built anew.
    ///
    /// That is so for an id that the task has already, a task or an agency that the registry does not have, a report
    /// without `recorded_at` or of an invalid value, the first simulated one, and one of a day before any that the registry
    /// knows. What is not about reports is shared with this registry.
    ///
    /// ```
    /// use tiendo::{day, DocumentId, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text};
    /// let mut builder = RegistryBuilder::new();
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Báo cáo")?);
    /// task.assigned_on = Some(day::parse("2025-01-02")?);
    /// builder.add_task(task);
    /// let before = builder.finish();
    /// let mut report = Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Complete, day::parse("2025-07-01")?);
    /// report.recorded_at = Some(day::parse_instant("2025-07-01T10:00:00")?);
    /// let after = before.with_reports(&[report.clone()]).expect("a report of a known task");
    /// assert_eq!((before.report_count(), after.report_count()), (0, 1));
    /// assert!(after.with_reports(&[report]).is_none());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn with_reports(&self, reports: &[Report]) -> Option<Registry> {
        let inner = &*self.0;
        let earliest = inner.tasks.earliest.ever();
        let mut new = Vec::with_capacity(reports.len());
        for report in reports {
            report.validate().ok()?;
            let task = inner.tasks.ids.find(report.task.as_str())?;
            let agencies = [&report.by, &report.addressee, &report.addressed_to];
            let is_known = |id: &AgencyId| self.agency_index(id.as_str()).is_some();
            let is_document = |id: &crate::DocumentId| self.document_index(id.as_str()).is_some();
            if !agencies.into_iter().flatten().all(is_known)
                || !report.basis.iter().all(is_document)
                || day::to_number(report.reported_on) < earliest
                || report.provenance != Provenance::Stated && inner.provenance == Provenance::Stated
            {
                return None;
            }
            let index = |id: Option<&AgencyId>| {
                id.and_then(|id| self.agency_index(id.as_str())).unwrap_or(NO_INDEX)
            };
            let mut pending = PendingReports::default();
            pending.push(report.clone());
            new.push(NewReport {
                task: task as u32,
                row: pending.rows[0],
                recorded_at: report.recorded_at?.and_utc().timestamp(),
                by: index(report.by.as_ref()),
                addressee: index(report.addressee.as_ref()),
                report,
            });
        }
        // In the order of their tasks, and within one in the order that decides.
        new.sort_by(|a, b| {
            let key = |n: &NewReport<'_>| (n.task, n.row.reported_on, n.recorded_at);
            let id = |n: &NewReport<'_>| {
                Key::of(n.report.id.as_str()).cmp(&Key::of(b.report.id.as_str()))
            };
            key(a).cmp(&key(b)).then_with(|| id(a))
        });
        let is_again = |pair: &[NewReport<'_>]| pair[0].report.id == pair[1].report.id;
        if new.windows(2).any(is_again) {
            return None;
        }
        let reports = inner.reports.merged(&new)?;
        Some(Registry(Arc::new(Inner {
            documents: Arc::clone(&inner.documents),
            agencies: Arc::clone(&inner.agencies),
            plans: Arc::clone(&inner.plans),
            tasks: Arc::clone(&inner.tasks),
            reports,
            successions: inner.successions.clone(),
            transfers: inner.transfers.clone(),
            transfers_of: inner.transfers_of.clone(),
            allocations: inner.allocations.clone(),
            kpis: inner.kpis.clone(),
            unknown: inner.unknown.clone(),
            calendar: Arc::clone(&inner.calendar),
            provenance: inner.provenance,
            imported_at: inner.imported_at,
            findings: inner.findings.clone(),
            search: inner.search.clone(),
        })))
    }
}
