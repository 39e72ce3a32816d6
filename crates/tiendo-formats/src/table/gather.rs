//! Entries of all tables put together into records: phases and groups into plans, measurements into KPIs.

use std::collections::BTreeMap;

use tiendo::{
    Finding, FindingCode, KpiId, Measurement, Phase, PlanId, RecordKind, Records, TaskGroup,
};

use super::{Entry, Log, Table};

/// Where an entry stood.
#[derive(Clone)]
struct Stood {
    file: usize,
    row: u64,
}

/// Records being put together.
#[derive(Default)]
pub(crate) struct Gather {
    records: Records,
    files: Vec<String>,
    phases: Vec<(PlanId, Phase, Stood)>,
    groups: Vec<(PlanId, TaskGroup, Stood)>,
    measurements: Vec<(KpiId, Measurement, Stood)>,
}

impl Gather {
    /// Says which file the next entries come from.
    pub(crate) fn file(&mut self, name: &str) {
        self.files.push(name.to_owned());
    }

    /// Takes an entry of the current file.
    pub(crate) fn add(&mut self, entry: Entry, row: u64) {
        let stood = Stood { file: self.files.len().saturating_sub(1), row };
        let records = &mut self.records;
        match entry {
            Entry::Document(document) => records.documents.push(document),
            Entry::Agency(agency) => records.agencies.push(agency),
            Entry::Succession(succession) => records.successions.push(succession),
            Entry::Plan(plan) => records.plans.push(plan),
            Entry::Phase(plan, phase) => self.phases.push((plan, phase, stood)),
            Entry::Group(plan, group) => self.groups.push((plan, group, stood)),
            Entry::Task(task) => records.tasks.push(task),
            Entry::Transfer(transfer) => records.transfers.push(transfer),
            Entry::Report(report) => records.reports.push(report),
            Entry::Allocation(allocation) => records.allocations.push(allocation),
            Entry::Kpi(kpi) => records.kpis.push(kpi),
            Entry::Measurement(kpi, measured) => self.measurements.push((kpi, measured, stood)),
        }
    }

    /// The records; a part of a record that is not there is a finding.
    pub(crate) fn finish(self, limit: u64, findings: &mut Vec<Finding>) -> Records {
        let Gather { mut records, files, phases, groups, measurements } = self;
        let mut orphans = Orphans { files: &files, limit, logs: BTreeMap::new() };
        let index = |ids: Vec<String>| -> BTreeMap<String, usize> {
            ids.into_iter().enumerate().rev().map(|(at, id)| (id, at)).collect()
        };
        let plans = index(records.plans.iter().map(|plan| plan.id.to_string()).collect());
        let kpis = index(records.kpis.iter().map(|kpi| kpi.id.to_string()).collect());
        for (id, phase, stood) in phases {
            match plans.get(id.as_str()).and_then(|at| records.plans.get_mut(*at)) {
                Some(plan) => plan.phases.push(phase),
                None => orphans.report(
                    Table::Phases,
                    phase.id.as_str(),
                    Table::Plans,
                    id.as_str(),
                    &stood,
                ),
            }
        }
        for (id, group, stood) in groups {
            match plans.get(id.as_str()).and_then(|at| records.plans.get_mut(*at)) {
                Some(plan) => plan.groups.push(group),
                None => orphans.report(
                    Table::Groups,
                    group.id.as_str(),
                    Table::Plans,
                    id.as_str(),
                    &stood,
                ),
            }
        }
        for (id, measured, stood) in measurements {
            match kpis.get(id.as_str()).and_then(|at| records.kpis.get_mut(*at)) {
                Some(kpi) => kpi.measurements.push(measured),
                None => orphans.report(
                    Table::KpiMeasurements,
                    id.as_str(),
                    Table::Kpis,
                    id.as_str(),
                    &stood,
                ),
            }
        }
        for log in orphans.logs.into_values() {
            log.finish(findings);
        }
        records
    }
}

struct Orphans<'a> {
    files: &'a [String],
    limit: u64,
    logs: BTreeMap<usize, Log>,
}

impl Orphans<'_> {
    fn report(&mut self, table: Table, id: &str, parent: Table, parent_id: &str, stood: &Stood) {
        let file = self.files.get(stood.file).map_or(table.name(), String::as_str);
        let log = self.logs.entry(stood.file).or_insert_with(|| Log::new(file, self.limit));
        let field = if parent.kind() == RecordKind::Plan { "plan" } else { "kpi" };
        let finding = log
            .at(FindingCode::RowOrphan, stood.row, field)
            .about(table.kind(), id)
            .field(field)
            .arg("value", parent_id)
            .arg("file", parent.name());
        log.push(finding);
    }
}
