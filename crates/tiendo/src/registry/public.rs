//! What may be shown to everybody: a registry of the public tasks alone, in which nothing tells of the others.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::id::{DocumentId, KpiId, TaskId};
use crate::records::{Records, UnknownFields};
use crate::registry::reports::ReportColumns;
use crate::registry::{Registry, RegistryBuilder};
use crate::report::Report;
use crate::task::Classification;

impl Registry {
    /// The registry of the public tasks alone; itself where all tasks are public.
    ///
    /// A task without a class is public; one of which any version is internal, secret or of an unknown class is not. What is
    /// not public takes with it its reports, transfers and allocations, what other tasks say of it, the documents of which all
    /// tasks are hidden with the plans and KPIs that rest on them, and the findings and unknown fields of the files that were
    /// read. So sums of the result tell nothing of the others, not even how many there are. KPIs of other documents, or of none,
    /// are public.
    ///
    /// Made once and kept with the registry, so that evaluations of it can be compared.
    ///
    /// ```
    /// use tiendo::{Classification, DocumentId, RegistryBuilder, Task, TaskId, Text};
    /// let mut secret = Task::new(TaskId::new("T2")?, DocumentId::new("D")?, Text::new("Diễn tập")?);
    /// secret.classification = Some(Classification::Secret);
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?));
    /// builder.add_task(secret);
    /// let public = builder.finish().public();
    /// assert_eq!(public.task_count(), 1);
    /// assert!(public.task("T2").is_none());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    #[must_use]
    pub fn public(&self) -> Registry {
        if self.is_public() {
            return self.clone();
        }
        let made = || self.shown(self.to_records(), self.superseded_reports());
        self.0.public.get_or_init(made).clone()
    }

    /// True where no version of any task is guarded.
    fn is_public(&self) -> bool {
        let tasks = &self.0.tasks;
        (0..tasks.len()).all(|task| tasks.classification(task) == Classification::Public)
    }

    /// Builds the public ones of these records, which are this registry's and what came to a live evaluation of it.
    fn shown(&self, mut records: Records, superseded: Vec<(Report, NaiveDateTime)>) -> Registry {
        let inner = &*self.0;
        let is_guarded = |i: &usize| inner.tasks.classification(*i) != Classification::Public;
        let hidden: BTreeSet<&str> =
            (0..inner.tasks.len()).filter(is_guarded).map(|i| inner.tasks.ids.get(i)).collect();
        let is_hidden = |task: &TaskId| hidden.contains(task.as_str());
        let guarded: BTreeSet<DocumentId> = records
            .tasks
            .iter()
            .filter(|task| is_hidden(&task.id))
            .map(|task| task.document.clone())
            .collect();
        records.tasks.retain(|task| !is_hidden(&task.id));
        for task in &mut records.tasks {
            task.parent.take_if(|parent| is_hidden(parent));
            task.pilot_of.take_if(|pilot| is_hidden(pilot));
            task.relations.retain(|relation| !is_hidden(&relation.task));
            task.dependencies.retain(|dependency| !is_hidden(&dependency.task));
        }
        // A report on a task that nobody knows may be on one that was kept from this register.
        let is_shown =
            |task: &TaskId| inner.tasks.ids.find(task.as_str()).is_some() && !is_hidden(task);
        records.reports.retain(|report| is_shown(&report.task));
        records.transfers.retain(|transfer| is_shown(&transfer.task));
        records.allocations.retain(|allocation| is_shown(&allocation.task));
        records.unknown = UnknownFields::default();
        let guarded = without_named(guarded, &records);
        let is_shown_document = |document: &DocumentId| !guarded.contains(document);
        records.documents.retain(|document| is_shown_document(&document.id));
        records.plans.retain(|plan| is_shown_document(&plan.document));
        for plan in &mut records.plans {
            plan.documents.retain(is_shown_document);
        }
        records.kpis.retain(|kpi| kpi.document.as_ref().is_none_or(is_shown_document));
        let kpis: BTreeSet<KpiId> = records.kpis.iter().map(|kpi| kpi.id.clone()).collect();
        for kpi in &mut records.kpis {
            kpi.part_of.take_if(|whole| !kpis.contains(whole));
        }
        for document in &mut records.documents {
            document.relations.retain(|relation| !guarded.contains(&relation.document));
        }
        let mut builder = RegistryBuilder::new();
        builder.calendar((*inner.calendar).clone());
        if let Some(instant) = inner.imported_at {
            builder.imported_at(instant);
        }
        builder.add(records);
        for (report, until) in superseded.into_iter().filter(|(report, _)| is_shown(&report.task)) {
            builder.add_superseded_report(report, until);
        }
        builder.finish()
    }
}

/// The documents among these that no task and no report which is shown names.
fn without_named(mut guarded: BTreeSet<DocumentId>, records: &Records) -> BTreeSet<DocumentId> {
    let of_tasks = records.tasks.iter().flat_map(|task| {
        let product = task.product.as_ref().and_then(|product| product.document.as_ref());
        std::iter::once(&task.document).chain(product)
    });
    let of_reports = records.reports.iter().filter_map(|report| report.basis.as_ref());
    for named in of_tasks.chain(of_reports) {
        guarded.remove(named);
    }
    guarded
}

impl Evaluation {
    /// The same evaluation of the public tasks alone; a copy of itself where all tasks are public.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a policy that cannot be applied, which no evaluation has.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Classification, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text};
    /// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Diễn tập")?);
    /// task.classification = Some(Classification::Internal);
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_task(task);
    /// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// assert_eq!(evaluation.len(), 1);
    /// assert!(evaluation.public()?.is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn public(&self) -> Result<Evaluation, Error> {
        let registry = self.registry();
        if registry.is_public() {
            return Ok(self.clone());
        }
        // Reports that came to a live evaluation are its own; those of a task that got any stand together.
        let live: BTreeMap<&str, (usize, &ReportColumns)> = self
            .overlay
            .tasks()
            .map(|(task, reports)| (registry.0.tasks.ids.get(task), (task, reports)))
            .collect();
        if live.is_empty() {
            return registry.public().evaluate(self.as_of(), self.policy());
        }
        let (mut records, mut superseded) = (registry.to_records(), registry.superseded_reports());
        records.reports.retain(|report| !live.contains_key(report.task.as_str()));
        superseded.retain(|(report, _)| !live.contains_key(report.task.as_str()));
        for (task, reports) in live.into_values() {
            let now = reports.range(task).filter(|i| !reports.is_corrected(*i));
            records.reports.extend(now.map(|i| reports.record(i, &registry.0)));
            superseded.extend(reports.corrected(&registry.0));
        }
        registry.shown(records, superseded).evaluate(self.as_of(), self.policy())
    }
}
