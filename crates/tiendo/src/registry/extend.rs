//! A registry with some reports more, without building it again.

use std::sync::{Arc, OnceLock};

use crate::columns::NO_INDEX;
use crate::day;
use crate::registry::build::placed::Places;
use crate::registry::build::reports::{Kept, References};
use crate::registry::pending::PendingReports;
use crate::registry::{Inner, Registry};
use crate::report::{Provenance, Report};
use crate::watch::Watch;

impl Registry {
    /// This registry with reports that it does not have yet; none where they change more than their own rows, so that the
    /// registry must be built anew.
    ///
    /// That is so for an id that the task has already, a task or an agency that the registry does not have, a report
    /// without `recorded_at` or of an invalid value, the first simulated one, and one of a day before any that was
    /// known when it was recorded. What is not about reports is shared with this registry.
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
        let mut pending = PendingReports::default();
        let mut tasks = Vec::with_capacity(reports.len());
        for report in reports {
            let task = inner.tasks.ids.find(report.task.as_str())?;
            if !self.takes_by_itself(report, task) {
                return None;
            }
            tasks.push(task as u32);
            pending.push(report.clone());
        }
        let kept = Kept::of(None, &pending);
        if kept.iter().count() < reports.len() {
            return None;
        }
        let mut touched = tasks.clone();
        touched.sort_unstable();
        touched.dedup();
        let mut found = Vec::new();
        let mut references = References::of(&pending, inner);
        let mut places = Places::of(touched.len());
        for at in kept.iter() {
            references.look_up(&pending, at, true, &mut found);
            let place = touched.binary_search(&tasks[at as usize]);
            let place = place.map_or(NO_INDEX, |place| place as u32);
            places.place(&mut pending, place, at);
        }
        if !found.is_empty() {
            return None;
        }
        let added = references.columns(places, &mut pending, &Watch::new());
        let mut plain = inner.plain.clone();
        let more = inner.reports.with(&touched, &added);
        let mut next = Inner {
            documents: Arc::clone(&inner.documents),
            agencies: Arc::clone(&inner.agencies),
            plans: Arc::clone(&inner.plans),
            tasks: Arc::clone(&inner.tasks),
            plain: Vec::new(),
            reports: more,
            successions: inner.successions.clone(),
            transfers: inner.transfers.clone(),
            transfers_of: inner.transfers_of.clone(),
            allocations: inner.allocations.clone(),
            kpis: inner.kpis.clone(),
            kpi_series: OnceLock::new(),
            unknown: inner.unknown.clone(),
            calendar: Arc::clone(&inner.calendar),
            provenance: inner.provenance,
            imported_at: inner.imported_at,
            findings: inner.findings.clone(),
            search: inner.search.clone(),
        };
        for task in touched {
            plain[task as usize] = next.plainness(task as usize);
        }
        next.plain = plain;
        Some(Registry(Arc::new(next)))
    }

    /// Whether a report of a task changes nothing but rows of its own.
    fn takes_by_itself(&self, report: &Report, task: usize) -> bool {
        let inner = &*self.0;
        let columns = &inner.reports;
        let is_known = |i: usize| columns.ids.get(i) == report.id.as_str();
        let Some(recorded_at) = report.recorded_at.map(|at| at.and_utc().timestamp()) else {
            return false;
        };
        report.validate().is_ok()
            && !inner.tasks.earliest.is_moved_by(recorded_at, day::to_number(report.reported_on))
            && (report.provenance == Provenance::Stated || inner.provenance != Provenance::Stated)
            && !columns.range(task).any(is_known)
    }
}
