//! From records to a registry: sorting, updating, resolving, reporting.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDateTime;

use crate::agency::{Agency, AgencyKind, Level, ROOT, Succession, Transfer};
use crate::allocation::Allocation;
use crate::calendar::Calendar;
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;
use crate::deadline::BeforeReading;
use crate::document::DocumentRelationKind;
use crate::evaluation::overlay::Overlay;
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::id::AgencyId;
use crate::records::Records;
use crate::registry::agencies::{AgencyColumns, children_first, moves_all};
use crate::registry::lookup::position;
use crate::registry::pending::{PendingReports, PendingTasks};
use crate::registry::tasks::EarliestDay;
use crate::registry::{DocumentColumns, Inner, PlanColumns, Registry};
use crate::report::Provenance;
use crate::search::LazyIndex;
use crate::text::Text;
use crate::watch::Watch;

pub(crate) mod placed;
pub(crate) mod reports;
mod tasks;
pub(crate) mod valid;

/// What a builder collected.
pub(crate) struct Given {
    /// All records but the tasks and reports.
    pub(crate) records: Records,
    pub(crate) tasks: PendingTasks,
    pub(crate) reports: PendingReports,
    pub(crate) calendar: Arc<Calendar>,
    pub(crate) imported_at: Option<NaiveDateTime>,
    /// Most rows that all tasks may have together.
    pub(crate) most_rows: usize,
}

pub(crate) fn build(given: Given, mut findings: Vec<Finding>, watch: &Watch) -> Registry {
    let Given { mut records, tasks, reports: pending, calendar, imported_at, most_rows } = given;
    // Of tasks and reports there may be millions: the first are gone through once to check and once to resolve them, the
    // others once to resolve and once to sort them.
    watch.begin_more(2 * (tasks.len() + pending.len()) as u64);
    valid::leave_out_invalid(&mut records, &mut findings);
    let valid_tasks = valid::valid_tasks(&tasks, &mut findings, watch);
    let valid = valid::valid_reports(&pending, &mut findings);
    // Before all that looks at reports: one that was replaced must leave no trace.
    let kept = reports::Kept::of(valid, &pending);
    let mut inner = frame(&mut records, calendar, imported_at, &mut findings);
    if reports::is_any_simulated(&kept, &pending) {
        inner.provenance = Provenance::Simulated;
    }
    let earliest = |(tasks, taken): (&PendingTasks, &[u32]), inner: &Inner| {
        earliest_day((tasks, taken), &kept, &pending, inner)
    };
    let tasks = (tasks, valid_tasks, most_rows);
    tasks::build(tasks, earliest, &mut inner, &mut findings, watch);
    reports::build((pending, kept), &mut inner, &mut findings, watch);
    if !watch.is_stopped() {
        rest(records, &mut inner, &mut findings);
        inner.mark_plain();
        findings.sort();
        findings.dedup();
        inner.findings = findings;
    }
    Registry(Arc::new(inner))
}

/// All but tasks, reports and what refers to them.
pub(crate) fn frame(
    records: &mut Records,
    calendar: Arc<Calendar>,
    imported_at: Option<NaiveDateTime>,
    findings: &mut Vec<Finding>,
) -> Inner {
    let agencies = agencies(records, findings);
    let documents = documents(records, &agencies, findings);
    let mut inner = Inner {
        documents: Arc::new(documents),
        agencies: Arc::new(agencies),
        plans: Arc::default(),
        tasks: Arc::default(),
        plain: Vec::new(),
        reports: Arc::default(),
        came: Overlay::default(),
        came_count: 0,
        successions: Vec::new(),
        transfers: Vec::new(),
        transfers_of: BTreeMap::new(),
        allocations: Vec::new(),
        kpis: Vec::new(),
        kpi_series: OnceLock::new(),
        unknown: std::mem::take(&mut records.unknown),
        calendar,
        provenance: Provenance::Stated,
        imported_at,
        findings: Vec::new(),
        search: LazyIndex::default(),
        public: OnceLock::new(),
    };
    inner.plans = Arc::new(plans(records, &inner, findings));
    inner
}

/// The earliest day that anything in the register bears, by when it was recorded.
fn earliest_day(
    (tasks, taken): (&PendingTasks, &[u32]),
    kept: &reports::Kept,
    pending: &PendingReports,
    inner: &Inner,
) -> EarliestDay {
    let instant = |at: Option<NaiveDateTime>| at.map_or(i64::MIN, |at| at.and_utc().timestamp());
    let documents = &inner.documents;
    let issued = documents.records.iter().chain(documents.versions.values().flatten());
    let issued = issued.filter_map(|d| Some((instant(d.recorded_at), d.issued_on?)));
    let issued = issued.map(|(at, on)| (at, day::to_number(on)));
    let assigned = taken.iter().filter_map(|i| match tasks.full(*i) {
        Some(t) => Some((instant(t.recorded_at), day::to_number(t.assigned_on?))),
        None => Some((tasks.recorded_at(*i).unwrap_or(i64::MIN), tasks.row(*i).assigned())),
    });
    let stated = issued.chain(assigned);
    let recorded = |i: u32| pending.recorded_at(i, inner.imported_at);
    let reported = kept.iter().map(|i| (recorded(i), pending.reported_on(i)));
    EarliestDay::of(stated.chain(reported))
}

/// Sorts by key, keeping the later of two records with the same key; `replaced` hears of both.
///
/// Works in place: a sorted list is the common one, and for a long time the largest thing in memory.
fn update<T>(
    mut records: Vec<T>,
    order: impl Fn(&T, &T) -> Ordering,
    mut replaced: impl FnMut(&T, &T),
) -> Vec<T> {
    if !records.is_sorted_by(|a, b| order(a, b).is_le()) {
        // A stable sort keeps the order of adding among equal keys.
        records.sort_by(|a, b| order(a, b));
    }
    records.dedup_by(|later, kept| {
        let again = order(kept, later).is_eq();
        if again {
            replaced(kept, later);
            std::mem::swap(kept, later);
        }
        again
    });
    records
}

/// Splits sorted versions into the newest of each id and the superseded ones, by the newest's index.
fn newest<T>(sorted: Vec<T>, same: impl Fn(&T, &T) -> bool) -> (Vec<T>, BTreeMap<u32, Vec<T>>) {
    if !sorted.windows(2).any(|pair| same(&pair[0], &pair[1])) {
        return (sorted, BTreeMap::new());
    }
    let (mut out, mut older): (Vec<T>, BTreeMap<u32, Vec<T>>) = (Vec::new(), BTreeMap::new());
    for record in sorted {
        match out.last_mut() {
            Some(last) if same(last, &record) => {
                let superseded = std::mem::replace(last, record);
                older.entry(out.len() as u32 - 1).or_default().push(superseded);
            }
            _ => out.push(record),
        }
    }
    (out, older)
}

fn dangling(kind: RecordKind, id: &str, field: &str, value: &str) -> Finding {
    Finding::new(FindingCode::DanglingReference).about(kind, id).field(field).arg("value", value)
}

fn agencies(records: &mut Records, findings: &mut Vec<Finding>) -> AgencyColumns {
    let mut all = std::mem::take(&mut records.agencies);
    if !all.iter().any(|a| a.id.as_str() == ROOT) {
        let mut root =
            Agency::new(AgencyId::from_valid(ROOT), Text::from_valid("Việt Nam"), Level::Nation);
        root.name_en = Some(Text::from_valid("Viet Nam"));
        all.push(root);
    }
    let order = |a: &Agency, b: &Agency| {
        (&a.id, a.version_from, a.recorded_at).cmp(&(&b.id, b.version_from, b.recorded_at))
    };
    let sorted = update(all, order, |_, _| {});
    let (all, versions) = newest(sorted, |a, b| a.id == b.id);
    let find = |id: &str| position(&all, id, |a| a.id.as_str());
    let root = find(ROOT).unwrap_or(NO_INDEX);

    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut parent = Vec::with_capacity(all.len());
    for (i, agency) in all.iter().enumerate() {
        let above = agency.parent.as_ref().map(|p| (p, find(p.as_str())));
        if let Some((id, None)) = above {
            findings.push(dangling(RecordKind::Agency, agency.id.as_str(), "parent", id.as_str()));
        }
        let resolved = above.and_then(|(_, p)| p);
        parent.push(match resolved {
            _ if i as u32 == root => NO_INDEX,
            Some(p) => p,
            None => root,
        });
        for group in &agency.member_of {
            match find(group.as_str()) {
                Some(g) if all[g as usize].kind == AgencyKind::Group => {
                    members.entry(g).or_default().push(i as u32);
                }
                _ => findings.push(dangling(
                    RecordKind::Agency,
                    agency.id.as_str(),
                    "member_of",
                    group.as_str(),
                )),
            }
        }
    }
    let before = parent.clone();
    children_first(&mut parent);
    for (i, (was, is)) in before.iter().zip(&mut parent).enumerate() {
        if was != is {
            findings.push(
                Finding::new(FindingCode::AgencyCycle)
                    .about(RecordKind::Agency, all[i].id.as_str())
                    .field("parent")
                    .arg("loop", loop_of(i as u32, &before, |j| all[j as usize].id.as_str())),
            );
            *is = root;
        }
    }
    let mut succeeded: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for succession in &records.successions {
        let id = format!("{} → {}", succession.from, succession.to);
        let (from, to) = (find(succession.from.as_str()), find(succession.to.as_str()));
        for (field, value, found) in [("from", &succession.from, from), ("to", &succession.to, to)]
        {
            if found.is_none() {
                findings.push(dangling(RecordKind::Succession, &id, field, value.as_str()));
            }
        }
        if let (Some(from), Some(to), true) = (from, to, moves_all(&succession.kind)) {
            succeeded.entry(from).or_default().push((succession.day, to));
        }
    }
    for list in succeeded.values_mut() {
        list.sort_by(|a, b| b.cmp(a));
    }
    AgencyColumns {
        records: all,
        parent,
        members,
        versions,
        succeeded,
        root,
        unchanging: OnceLock::new(),
    }
}

/// The loop that `start` stands on, as `a → b → a`.
pub(crate) fn loop_of<'a>(start: u32, next: &[u32], id: impl Fn(u32) -> &'a str) -> String {
    let mut names = vec![id(start)];
    let mut at = next[start as usize];
    while at != NO_INDEX && at != start && names.len() < 20 {
        names.push(id(at));
        at = next[at as usize];
    }
    names.push(if at == start { id(start) } else { "…" });
    names.join(" → ")
}

fn documents(
    records: &mut Records,
    agencies: &AgencyColumns,
    findings: &mut Vec<Finding>,
) -> DocumentColumns {
    let sorted = update(
        std::mem::take(&mut records.documents),
        |a, b| (&a.id, a.valid_from, a.recorded_at).cmp(&(&b.id, b.valid_from, b.recorded_at)),
        |_, _| {},
    );
    let (all, versions) = newest(sorted, |a, b| a.id == b.id);
    let find = |id: &str| position(&all, id, |d| d.id.as_str());
    let (mut issuers, mut concretises) = (Vec::new(), Vec::new());
    for document in &all {
        let id = document.id.as_str();
        let issuer = document.issuer.as_ref();
        let found = issuer.and_then(|a| position(&agencies.records, a.as_str(), |r| r.id.as_str()));
        if let (Some(issuer), None) = (issuer, found) {
            findings.push(dangling(RecordKind::Document, id, "issuer", issuer.as_str()));
        }
        issuers.push(found.unwrap_or(NO_INDEX));
        let mut above = Vec::new();
        for relation in &document.relations {
            match find(relation.document.as_str()) {
                Some(other) if relation.kind == DocumentRelationKind::Concretises => {
                    above.push(other);
                }
                Some(_) => {}
                None => findings.push(dangling(
                    RecordKind::Document,
                    id,
                    "relations",
                    relation.document.as_str(),
                )),
            }
        }
        above.sort_unstable();
        above.dedup();
        concretises.push(above);
    }
    DocumentColumns { records: all, issuer: issuers, concretises, versions }
}

fn plans(records: &mut Records, inner: &Inner, findings: &mut Vec<Finding>) -> PlanColumns {
    let all = update(std::mem::take(&mut records.plans), |a, b| a.id.cmp(&b.id), |_, _| {});
    let documents = &inner.documents.records;
    let mut columns =
        PlanColumns { plan_of_document: vec![NO_INDEX; documents.len()], ..PlanColumns::default() };
    for (p, plan) in all.iter().enumerate() {
        for document in std::iter::once(&plan.document).chain(&plan.documents) {
            match position(documents, document.as_str(), |d| d.id.as_str()) {
                Some(d) => columns.plan_of_document[d as usize] = p as u32,
                None => findings.push(dangling(
                    RecordKind::Plan,
                    plan.id.as_str(),
                    "document",
                    document.as_str(),
                )),
            }
        }
        for phase in &plan.phases {
            if let Some(&at) = columns.phase_by_id.get(phase.id.as_str()) {
                findings.push(
                    Finding::new(FindingCode::IdTaken)
                        .about(RecordKind::Phase, phase.id.as_str())
                        .arg("id", &phase.id)
                        .arg("plan", &all[columns.phase_plan[at as usize] as usize].id),
                );
                continue;
            }
            let issued = position(documents, plan.document.as_str(), |d| d.id.as_str())
                .and_then(|d| documents[d as usize].issued_on);
            let mut phase = phase.clone();
            let told = tasks::read_deadline(&mut phase.deadline, issued);
            findings
                .extend(told.into_iter().map(|f| f.about(RecordKind::Phase, phase.id.as_str())));
            // A phase is always read strictly, whatever the policy.
            let last =
                phase.deadline.last_day(BeforeReading::Strict, &inner.calendar).ok().flatten();
            columns.phase_last_day.push(last.map_or(NO_DAY, day::to_number));
            columns.phase_plan.push(p as u32);
            columns.phase_by_id.insert(phase.id.to_string(), columns.phases.len() as u32);
            columns.phases.push(phase);
        }
        for group in &plan.groups {
            if let Some(&at) = columns.group_by_id.get(group.id.as_str()) {
                findings.push(
                    Finding::new(FindingCode::IdTaken)
                        .about(RecordKind::Group, group.id.as_str())
                        .arg("id", &group.id)
                        .arg("plan", &all[columns.group_plan[at as usize] as usize].id),
                );
                continue;
            }
            columns.group_plan.push(p as u32);
            columns.group_by_id.insert(group.id.to_string(), columns.groups.len() as u32);
            columns.groups.push(group.clone());
        }
    }
    columns.records = all;
    columns
}

/// Transfers, allocations, successions and KPIs: few, so they stay records.
pub(crate) fn rest(records: Records, inner: &mut Inner, findings: &mut Vec<Finding>) {
    let agency = |id: &AgencyId| position(&inner.agencies.records, id.as_str(), |a| a.id.as_str());
    let mut transfers = records.transfers;
    transfers.sort_by(|a, b| transfer_order(a).cmp(&transfer_order(b)));
    transfers.dedup();
    for (i, transfer) in transfers.iter().enumerate() {
        let id = transfer.task.as_str();
        for (field, value) in [("from", &transfer.from), ("to", &transfer.to)] {
            if agency(value).is_none() {
                findings.push(dangling(RecordKind::Transfer, id, field, value.as_str()));
            }
        }
        match inner.tasks.ids.find(id) {
            Some(task) => inner.transfers_of.entry(task as u32).or_default().push(i as u32),
            None => findings.push(dangling(RecordKind::Transfer, id, "task", id)),
        }
    }
    let mut allocations = records.allocations;
    allocations.sort_by(|a, b| allocation_order(a).cmp(&allocation_order(b)));
    for allocation in &allocations {
        let id = allocation.task.as_str();
        if inner.tasks.ids.find(id).is_none() {
            findings.push(dangling(RecordKind::Allocation, id, "task", id));
        }
    }
    let mut successions = records.successions;
    successions.sort_by(|a, b| succession_order(a).cmp(&succession_order(b)));
    successions.dedup();
    let kpis = update(records.kpis, |a, b| a.id.cmp(&b.id), |_, _| {});
    for kpi in &kpis {
        let document = |d: &crate::DocumentId| {
            position(&inner.documents.records, d.as_str(), |r| r.id.as_str())
        };
        if let Some(id) = kpi.document.as_ref().filter(|d| document(d).is_none()) {
            findings.push(dangling(RecordKind::Kpi, kpi.id.as_str(), "document", id.as_str()));
        }
        if let Some(id) = kpi.owner.as_ref().filter(|a| agency(a).is_none()) {
            findings.push(dangling(RecordKind::Kpi, kpi.id.as_str(), "owner", id.as_str()));
        }
        let known = |k: &crate::KpiId| position(&kpis, k.as_str(), |r| r.id.as_str()).is_some();
        if let Some(id) = kpi.part_of.as_ref().filter(|k| !known(k)) {
            findings.push(dangling(RecordKind::Kpi, kpi.id.as_str(), "part_of", id.as_str()));
        }
    }
    inner.transfers = transfers;
    inner.allocations = allocations;
    inner.successions = successions;
    inner.kpis = kpis;
}

// Records without an id are ordered by all their fields, so that the order of adding never shows.

fn transfer_order(t: &Transfer) -> impl Ord {
    (&t.task, t.day, &t.from, &t.to, &t.basis, &t.source)
}

fn allocation_order(a: &Allocation) -> impl Ord {
    let money = (a.planned_vnd, a.allocated_vnd, a.disbursed_vnd);
    (&a.task, a.day, a.from.as_str(), money, &a.source)
}

fn succession_order(s: &Succession) -> impl Ord {
    (s.day, &s.from, &s.to, &s.kind, &s.basis, &s.source)
}
