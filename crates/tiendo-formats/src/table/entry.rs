//! What one row of any table holds.

use chrono::{NaiveDate, NaiveDateTime};
use tiendo::{
    Agency, Allocation, Document, Kpi, KpiId, Measurement, Phase, Plan, PlanId, Report, Succession,
    Task, TaskGroup, Transfer,
};

use super::{
    Row, Table, agencies, allocations, documents, groups, kpi_measurements, kpis, phases, plans,
    reports, successions, tasks, transfers,
};

/// A record, or a part of one with the id of the record that it adds to.
#[allow(clippy::large_enum_variant)] // Entries live one at a time, on their way into a list of records.
pub(crate) enum Entry {
    Document(Document),
    Agency(Agency),
    Succession(Succession),
    Plan(Plan),
    Phase(PlanId, Phase),
    Group(PlanId, TaskGroup),
    Task(Task),
    Transfer(Transfer),
    Report(Report),
    Allocation(Allocation),
    Kpi(Kpi),
    Measurement(KpiId, Measurement),
}

impl Entry {
    /// Reads a row; `None` where a cell could not be read, which is then a finding.
    pub(crate) fn read(table: Table, row: &mut Row<'_>) -> Option<Entry> {
        let entry = match table {
            Table::Documents => documents::read(row).map(Entry::Document),
            Table::Agencies => agencies::read(row).map(Entry::Agency),
            Table::Successions => successions::read(row).map(Entry::Succession),
            Table::Plans => plans::read(row).map(Entry::Plan),
            Table::Phases => phases::read(row).map(|(plan, phase)| Entry::Phase(plan, phase)),
            Table::Groups => groups::read(row).map(|(plan, group)| Entry::Group(plan, group)),
            Table::Tasks => tasks::read(row).map(Entry::Task),
            Table::Transfers => transfers::read(row).map(Entry::Transfer),
            Table::Reports => reports::read(row).map(Entry::Report),
            Table::Allocations => allocations::read(row).map(Entry::Allocation),
            Table::Kpis => kpis::read(row).map(Entry::Kpi),
            Table::KpiMeasurements => {
                kpi_measurements::read(row).map(|(kpi, measured)| Entry::Measurement(kpi, measured))
            }
        };
        entry.filter(|_| !row.failed())
    }

    /// The id that names the entry, and what tells its versions apart.
    pub(crate) fn key(&self) -> Option<(&str, String)> {
        match self {
            Entry::Document(document) => Some((document.id.as_str(), document.key())),
            Entry::Agency(agency) => Some((agency.id.as_str(), agency.key())),
            Entry::Plan(plan) => Some((plan.id.as_str(), plan.key())),
            Entry::Phase(_, phase) => Some((phase.id.as_str(), phase.key())),
            Entry::Group(_, group) => Some((group.id.as_str(), group.key())),
            Entry::Task(task) => Some((task.id.as_str(), task.key())),
            Entry::Report(report) => Some((report.id.as_str(), report.key())),
            Entry::Kpi(kpi) => Some((kpi.id.as_str(), kpi.key())),
            Entry::Succession(_)
            | Entry::Transfer(_)
            | Entry::Allocation(_)
            | Entry::Measurement(..) => None,
        }
    }
}

/// A record with an id, of which there may be versions.
pub(crate) trait Keyed {
    /// What only one row of a table may have.
    fn key(&self) -> String;
}

/// An id holds no control character, so the sign between the parts is unambiguous.
fn version(id: &str, from: Option<NaiveDate>, recorded_at: Option<NaiveDateTime>) -> String {
    let from = from.map(|day| day.to_string()).unwrap_or_default();
    let recorded_at = recorded_at.map(|at| at.to_string()).unwrap_or_default();
    format!("{id}\u{1f}{from}\u{1f}{recorded_at}")
}

macro_rules! keyed {
    ($($record:ident |$it:ident| $from:expr, $recorded_at:expr;)+) => {$(
        impl Keyed for $record {
            fn key(&self) -> String {
                let $it = self;
                version($it.id.as_str(), $from, $recorded_at)
            }
        }
    )+};
}

keyed! {
    Document |it| it.valid_from, it.recorded_at;
    Agency |it| it.version_from, it.recorded_at;
    Plan |it| None, None;
    Phase |it| None, None;
    TaskGroup |it| None, None;
    Task |it| it.valid_from, it.recorded_at;
    Report |it| None, it.recorded_at;
    Kpi |it| None, None;
}
