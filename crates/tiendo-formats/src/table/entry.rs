//! What one row of any table holds.

use std::borrow::Cow;

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
            Table::Documents => Entry::Document(documents::read(row)?),
            Table::Agencies => Entry::Agency(agencies::read(row)?),
            Table::Successions => Entry::Succession(successions::read(row)?),
            Table::Plans => Entry::Plan(plans::read(row)?),
            Table::Phases => phases::read(row).map(|(plan, phase)| Entry::Phase(plan, phase))?,
            Table::Groups => groups::read(row).map(|(plan, group)| Entry::Group(plan, group))?,
            Table::Tasks => Entry::Task(tasks::read(row)?),
            Table::Transfers => Entry::Transfer(transfers::read(row)?),
            Table::Reports => Entry::Report(reports::read(row)?),
            Table::Allocations => Entry::Allocation(allocations::read(row)?),
            Table::Kpis => Entry::Kpi(kpis::read(row)?),
            Table::KpiMeasurements => kpi_measurements::read(row)
                .map(|(kpi, measured)| Entry::Measurement(kpi, measured))?,
        };
        (!row.failed()).then_some(entry)
    }

    /// The id that names the entry, and what tells its versions apart.
    pub(crate) fn unique(&self) -> Option<(&str, Cow<'_, str>)> {
        match self {
            Entry::Document(document) => Some((document.id.as_str(), document.unique())),
            Entry::Agency(agency) => Some((agency.id.as_str(), agency.unique())),
            Entry::Plan(plan) => Some((plan.id.as_str(), plan.unique())),
            Entry::Phase(_, phase) => Some((phase.id.as_str(), phase.unique())),
            Entry::Group(_, group) => Some((group.id.as_str(), group.unique())),
            Entry::Task(task) => Some((task.id.as_str(), task.unique())),
            Entry::Report(report) => Some((report.id.as_str(), report.unique())),
            Entry::Kpi(kpi) => Some((kpi.id.as_str(), kpi.unique())),
            Entry::Succession(_)
            | Entry::Transfer(_)
            | Entry::Allocation(_)
            | Entry::Measurement(..) => None,
        }
    }
}

/// A record with an id, of which there may be versions.
pub(crate) trait Keyed {
    /// What only one row of a table may have, as short as it goes.
    fn unique(&self) -> Cow<'_, str>;

    /// What fields that are not known are kept under, in ledgers too: it never changes.
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
            fn unique(&self) -> Cow<'_, str> {
                let $it = self;
                // Most have one version.
                match ($from, $recorded_at) {
                    (None, None) => Cow::Borrowed($it.id.as_str()),
                    (from, recorded_at) => Cow::Owned(version($it.id.as_str(), from, recorded_at)),
                }
            }

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
