//! A registry with some reports more, without building it again.

use std::sync::{Arc, OnceLock};

use crate::columns::NO_INDEX;
use crate::day;
use crate::evaluation::overlay::Overlay;
use crate::registry::build::placed::Places;
use crate::registry::build::reports::{Kept, References};
use crate::registry::pending::PendingReports;
use crate::registry::plain::Plain;
use crate::registry::reports::ReportColumns;
use crate::registry::{Inner, Registry};
use crate::report::{Provenance, Report};
use crate::watch::Watch;

/// Reports that came lie apart until one of so many tasks has some, and until there are a few such tasks at all.
const TOUCHED_SHARE: usize = 64;
const TOUCHED_LEAST: usize = 64;

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
        for at in kept.iter() {
            references.look_up(&pending, at, true, &mut found);
            let place = touched.binary_search(&tasks[at as usize]);
            let place = place.map_or(NO_INDEX, |place| place as u32);
            pending.resolve(at, place);
        }
        if !found.is_empty() {
            return None;
        }
        let places = Places::of(touched.len(), &mut pending, kept.iter());
        let added = references.columns(places, &mut pending, &Watch::new());
        let mut came = inner.came.clone();
        for (place, task) in touched.iter().enumerate() {
            let task = *task as usize;
            let of_task = (&added, added.range(place));
            came.put(task, inner.reports_of(task).merged(task, None, of_task), inner.tasks.len());
        }
        let is_settled = came.len() > inner.tasks.len() / TOUCHED_SHARE + TOUCHED_LEAST;
        let came_count = inner.came_count + reports.len();
        let next = Registry(Arc::new(inner.with_came(came, came_count, &touched)));
        Some(if is_settled { next.settled() } else { next })
    }

    /// This registry with all reports in the columns of all.
    pub(crate) fn settled(&self) -> Registry {
        let inner = &*self.0;
        if inner.came.len() == 0 {
            return self.clone();
        }
        let reports = inner.reports.with(&inner.came);
        let touched: Vec<u32> = inner.came.tasks().map(|(task, _)| task as u32).collect();
        let mut next = inner.with_came(Overlay::default(), 0, &[]);
        next.reports = Arc::new(reports);
        for task in touched {
            next.plain[task as usize] = next.plainness(task as usize);
        }
        Registry(Arc::new(next))
    }

    /// Whether a report of a task changes nothing but rows of its own.
    fn takes_by_itself(&self, report: &Report, task: usize) -> bool {
        let inner = &*self.0;
        let columns = inner.reports_of(task);
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

impl Inner {
    /// The reports of a task: among those of all, or apart where some came since.
    #[inline]
    pub(crate) fn reports_of(&self, task: usize) -> &ReportColumns {
        self.came.of(task).unwrap_or(&self.reports)
    }

    /// All that this holds, with other reports apart; `touched` are the tasks that they are of.
    fn with_came(&self, came: Overlay, came_count: usize, touched: &[u32]) -> Inner {
        let mut plain = self.plain.clone();
        for task in touched {
            plain[*task as usize] = Plain::No;
        }
        Inner {
            documents: Arc::clone(&self.documents),
            agencies: Arc::clone(&self.agencies),
            plans: Arc::clone(&self.plans),
            tasks: Arc::clone(&self.tasks),
            plain,
            reports: Arc::clone(&self.reports),
            came,
            came_count,
            successions: self.successions.clone(),
            transfers: self.transfers.clone(),
            transfers_of: self.transfers_of.clone(),
            allocations: self.allocations.clone(),
            kpis: self.kpis.clone(),
            kpi_series: OnceLock::new(),
            unknown: self.unknown.clone(),
            calendar: Arc::clone(&self.calendar),
            provenance: self.provenance,
            imported_at: self.imported_at,
            findings: self.findings.clone(),
            search: self.search.clone(),
            public: OnceLock::new(),
        }
    }
}
