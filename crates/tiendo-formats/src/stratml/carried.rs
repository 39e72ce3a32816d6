//! What an evaluation says, as records: what is in force and visible on D and K, and what that refers to.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use tiendo::{
    Agency, AgencyId, AsOf, Evaluation, Finding, FindingCode, Kpi, Records, Registry, Report, Row,
    Task, TaskId,
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
    let mut records = Records {
        documents: registry.documents().to_vec(),
        plans: registry.plans().to_vec(),
        kpis: registry.kpis().iter().map(|kpi| measured(kpi, as_of)).collect(),
        transfers: registry.transfers().to_vec(),
        allocations: registry.allocations().to_vec(),
        successions: registry.successions().to_vec(),
        ..Records::default()
    };
    let written: BTreeSet<&str> = tasks.iter().map(|carried| carried.task.id.as_str()).collect();
    records.documents.retain(|document| is_known(as_of, document.recorded_at));
    records
        .transfers
        .retain(|transfer| written.contains(transfer.task.as_str()) && transfer.day <= as_of.day);
    records
        .allocations
        .retain(|money| written.contains(money.task.as_str()) && money.day <= as_of.day);
    let all = registry.agencies();
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
