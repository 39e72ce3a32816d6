//! What an evaluation says, as records: what is in force and visible on D and K, and what that refers to.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use tiendo::{
    Agency, AgencyId, AsOf, Document, DocumentId, Evaluation, Finding, FindingCode, Kpi, Plan,
    Records, Registry, Report, Row, Task, TaskId,
};

use super::WriteOptions;
use crate::error::Error;
use crate::table::Disclosure;

/// A task with its rows and visible reports.
pub(super) struct Carried<'e> {
    pub(super) task: Task,
    pub(super) rows: Vec<Row<'e>>,
    pub(super) reports: Vec<Report>,
}

/// True for what had been recorded by the end of K.
pub(super) fn is_known(as_of: AsOf, recorded_at: Option<NaiveDateTime>) -> bool {
    match (as_of.known, recorded_at) {
        (Some(known), Some(at)) => at.date() <= known,
        _ => true,
    }
}

/// The tasks in force, in the order of rows, and how many links they lost.
///
/// # Errors
/// - [`Error::NotPublic`] for tasks that may not be shown.
pub(super) fn tasks<'e>(
    evaluation: &'e Evaluation,
    file: &str,
    options: &WriteOptions<'_>,
) -> Result<(Vec<Carried<'e>>, usize), Error> {
    options.disclosure.refuse(file, evaluation.rows())?;
    let (mut all, mut dropped) = (Vec::<Carried<'e>>::new(), 0);
    for row in evaluation.rows() {
        match all.last_mut() {
            Some(last) if last.task.id.as_str() == row.task_id() => last.rows.push(row),
            _ => {
                let mut task = row.task().into_owned();
                let links = links(&task);
                strip(&mut task, evaluation.registry(), options.disclosure);
                dropped += links - self::links(&task);
                let reports = visible(evaluation, task.id.as_str());
                all.push(Carried { task, rows: vec![row], reports });
            }
        }
    }
    Ok((all, dropped))
}

fn links(task: &Task) -> usize {
    let single = usize::from(task.parent.is_some()) + usize::from(task.pilot_of.is_some());
    single + task.relations.len() + task.dependencies.len()
}

/// Takes the links to tasks that may not be shown. Those in force are refused, but links lead to others too.
fn strip(task: &mut Task, registry: &Registry, disclosure: Disclosure) {
    let shows = |id: &TaskId| disclosure.allows(registry.classification(id.as_str()).as_ref());
    task.parent = task.parent.take().filter(shows);
    task.pilot_of = task.pilot_of.take().filter(shows);
    task.relations.retain(|relation| shows(&relation.task));
    task.dependencies.retain(|dependency| shows(&dependency.task));
}

fn visible(evaluation: &Evaluation, task: &str) -> Vec<Report> {
    let as_of = evaluation.as_of();
    let mut reports = evaluation.registry().reports_of(task);
    let is_seen = |r: &Report| r.reported_on <= as_of.day && is_known(as_of, r.recorded_at);
    reports.retain(is_seen);
    reports
}

/// Everything that stands beside the tasks.
pub(super) fn beside(
    evaluation: &Evaluation,
    tasks: &[Carried<'_>],
    findings: &mut Vec<Finding>,
) -> Records {
    let (registry, as_of) = (evaluation.registry(), evaluation.as_of());
    let documents = documents(registry, as_of);
    let told: BTreeSet<DocumentId> = documents.iter().map(|document| document.id.clone()).collect();
    let is_told = |id: &DocumentId| registry.document(id.as_str()).is_none() || told.contains(id);
    let mut records = Records {
        plans: plans(registry, is_told),
        kpis: registry.kpis().iter().map(|kpi| measured(kpi, as_of)).collect(),
        transfers: registry.transfers().to_vec(),
        allocations: registry.allocations().to_vec(),
        successions: registry.successions().to_vec(),
        ..Records::default()
    };
    let written: BTreeSet<&str> = tasks.iter().map(|carried| carried.task.id.as_str()).collect();
    records
        .transfers
        .retain(|transfer| written.contains(transfer.task.as_str()) && transfer.day <= as_of.day);
    records
        .allocations
        .retain(|money| written.contains(money.task.as_str()) && money.day <= as_of.day);
    let all = registry.agencies();
    // No succession says when it was recorded: it is known as its document and its agencies are.
    records.successions.retain(|succession| {
        let known = |id: &AgencyId| {
            registry.agency(id.as_str()).is_none_or(|agency| is_known(as_of, agency.recorded_at))
        };
        let basis =
            succession.basis.as_ref().and_then(|basis| DocumentId::new(basis.as_str()).ok());
        succession.day <= as_of.day
            && known(&succession.from)
            && known(&succession.to)
            && basis.is_none_or(|id| is_told(&id))
    });
    records.documents = documents;
    let named = named(&records, tasks, all);
    records.successions.retain(|succession| named.contains(&succession.from));
    let is_written =
        |agency: &&Agency| named.contains(&agency.id) && is_known(as_of, agency.recorded_at);
    records.agencies = all.iter().filter(is_written).cloned().collect();
    // The root is there in any register, whether or not a file says so.
    let is_left =
        |agency: &&Agency| agency.id.as_str() != tiendo::agency::ROOT && !is_written(agency);
    let left = all.iter().filter(is_left).count();
    if left > 0 {
        findings
            .push(Finding::new(FindingCode::FieldNotCarried).field("agency").arg("count", left));
    }
    records
}

/// The documents as they were known by the end of K, the newest version of each.
fn documents(registry: &Registry, as_of: AsOf) -> Vec<Document> {
    if as_of.known.is_none() {
        return registry.documents().to_vec();
    }
    let mut documents: Vec<Document> = Vec::new();
    // The versions of each stand together, the newest one last.
    for document in registry.to_records().documents {
        if !is_known(as_of, document.recorded_at) {
            continue;
        }
        match documents.last_mut().filter(|last| last.id == document.id) {
            Some(last) => *last = document,
            None => documents.push(document),
        }
    }
    documents
}

/// The plans of documents that are told of: no plan says when it was recorded.
fn plans(registry: &Registry, is_told: impl Fn(&DocumentId) -> bool) -> Vec<Plan> {
    let mut plans = registry.plans().to_vec();
    plans.retain(|plan| is_told(&plan.document));
    for plan in &mut plans {
        plan.documents.retain(&is_told);
    }
    plans
}

/// A KPI with what had been measured by D and known by K.
fn measured(kpi: &Kpi, as_of: AsOf) -> Kpi {
    let mut kpi = kpi.clone();
    kpi.measurements.retain(|m| m.period_end <= as_of.day && is_known(as_of, m.recorded_at));
    kpi
}

/// The agencies that anything names, with those above them, the members of groups, and successors.
fn named(records: &Records, tasks: &[Carried<'_>], all: &[Agency]) -> BTreeSet<AgencyId> {
    let mut named: BTreeSet<AgencyId> = BTreeSet::new();
    for Carried { task, reports, .. } in tasks {
        let one = [&task.assigner, &task.supervisor].into_iter().flatten();
        named.extend(one.chain(&task.addressees).chain(&task.coordinating).cloned());
        named.extend(task.delegates.iter().cloned());
        for report in reports {
            let said = [&report.addressee, &report.by, &report.addressed_to];
            named.extend(said.into_iter().flatten().cloned());
        }
    }
    named.extend(records.documents.iter().filter_map(|document| document.issuer.clone()));
    named.extend(records.kpis.iter().filter_map(|kpi| kpi.owner.clone()));
    named.extend(records.transfers.iter().flat_map(|t| [t.from.clone(), t.to.clone()]));
    loop {
        let before = named.len();
        let mut more = Vec::new();
        for agency in all {
            if named.contains(&agency.id) {
                more.extend(agency.parent.clone());
            } else if agency.member_of.iter().any(|group| named.contains(group)) {
                more.push(agency.id.clone());
            }
        }
        for succession in &records.successions {
            if named.contains(&succession.from) {
                more.push(succession.to.clone());
            }
        }
        named.extend(more);
        if named.len() == before {
            return named;
        }
    }
}
