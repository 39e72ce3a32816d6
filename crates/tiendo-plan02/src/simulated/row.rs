//! The rows that reports are invented for: one for each (task, addressee) that owes a report of its
//! own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;
use tiendo::{AddresseeMode, Agency, AgencyId, AgencyKind, Document, Records, Task, day};

use super::dice::Dice;

/// The collector's reading of the deadlines of the register.
const LAST_DAYS: &str = include_str!("../../data/last_days.json");

/// Of a group with more members than this not every member reports: only the communes are so many.
const LARGE_GROUP: usize = 1000;

/// First day that a report may speak of: Plan 02 was issued on it.
pub(super) fn first_day() -> Option<NaiveDate> {
    day::from_ymd(2025, 6, 19)
}

/// Last day that a report may speak of: the end of the breakthrough phase.
pub(super) fn last_day() -> Option<NaiveDate> {
    day::from_ymd(2025, 12, 31)
}

/// What is known of a row before chance speaks.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) task: &'a Task,
    /// Named in reports where the task has several rows.
    pub(super) addressee: Option<&'a AgencyId>,
    /// Who reports: the addressee, or the principal of a joint task; nobody for an unassigned task.
    pub(super) reporter: Option<&'a AgencyId>,
    /// Who may extend, accept, return; nobody where the issuer is not known.
    pub(super) assigner: Option<&'a AgencyId>,
    /// An agency that takes part without owing.
    pub(super) helper: Option<&'a AgencyId>,
    /// First and last day that reports on this row may speak of.
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    pub(super) due: Option<NaiveDate>,
    pub(super) monthly: bool,
    pub(super) dice: Dice,
}

#[derive(Deserialize)]
struct Due {
    task: String,
    last_day: Option<NaiveDate>,
    #[serde(default)]
    monthly: bool,
}

/// All rows that may have reports, in the order of tasks and addressees.
pub(super) fn rows(records: &Records, seed: u64) -> Vec<Row<'_>> {
    let (Some(first), Some(end)) = (first_day(), last_day()) else {
        return Vec::new();
    };
    // A test reads the file, so the empty default is never met.
    let dues: Vec<Due> = serde_json::from_str(LAST_DAYS).unwrap_or_default();
    let dues: BTreeMap<&str, &Due> = dues.iter().map(|due| (due.task.as_str(), due)).collect();
    let documents: BTreeMap<&str, &Document> =
        records.documents.iter().map(|document| (document.id.as_str(), document)).collect();
    let groups = Groups::of(&records.agencies);

    let mut rows = Vec::new();
    for task in &records.tasks {
        let document = documents.get(task.document.as_str()).copied();
        let set_on = task.assigned_on.or_else(|| document.and_then(|document| document.issued_on));
        let start = set_on.map_or(first, |day| day.max(first));
        if start > end {
            continue;
        }
        let due = dues.get(task.id.as_str()).copied();
        let issuer = document.and_then(|document| document.issuer.as_ref());
        for (addressee, reporter) in owing(task, &groups, set_on.unwrap_or(first), seed) {
            rows.push(Row {
                task,
                addressee,
                reporter,
                assigner: task.assigner.as_ref().or(issuer),
                helper: task.coordinating.iter().find(|agency| !groups.has(agency)),
                start,
                end,
                due: due.and_then(|due| due.last_day),
                monthly: due.is_some_and(|due| due.monthly),
                dice: dice(seed, task, reporter),
            });
        }
    }
    rows
}

fn dice(seed: u64, task: &Task, reporter: Option<&AgencyId>) -> Dice {
    Dice::new(seed, &[task.id.as_str(), reporter.map_or("", AgencyId::as_str)])
}

/// The rows of a task as (addressee to name, reporter).
fn owing<'a>(
    task: &'a Task,
    groups: &Groups<'a>,
    set_on: NaiveDate,
    seed: u64,
) -> Vec<(Option<&'a AgencyId>, Option<&'a AgencyId>)> {
    let has_group = task.addressees.iter().any(|agency| groups.has(agency));
    let several = has_group || task.mode == Some(AddresseeMode::Each);
    if !several {
        return vec![(None, task.addressees.first())];
    }
    let mut named = BTreeSet::new();
    let mut rows = Vec::new();
    for agency in &task.addressees {
        for member in groups.expand(agency, set_on) {
            let dice = dice(seed, task, Some(member));
            let reports = !groups.is_large(agency) || !dice.chance("no reports at all", 100);
            if reports && named.insert(member) {
                rows.push((Some(member), Some(member)));
            }
        }
    }
    rows
}

/// The groups with their members.
struct Groups<'a> {
    members: BTreeMap<&'a str, Vec<&'a Agency>>,
}

impl<'a> Groups<'a> {
    fn of(agencies: &'a [Agency]) -> Self {
        let mut members: BTreeMap<&str, Vec<&Agency>> = agencies
            .iter()
            .filter(|agency| agency.kind == AgencyKind::Group)
            .map(|group| (group.id.as_str(), Vec::new()))
            .collect();
        for agency in agencies {
            for group in &agency.member_of {
                if let Some(members) = members.get_mut(group.as_str()) {
                    members.push(agency);
                }
            }
        }
        Groups { members }
    }

    fn has(&self, agency: &AgencyId) -> bool {
        self.members.contains_key(agency.as_str())
    }

    fn is_large(&self, agency: &AgencyId) -> bool {
        self.members.get(agency.as_str()).is_some_and(|members| members.len() > LARGE_GROUP)
    }

    /// The members that exist on `set_on`; an agency that is no group is its own only member.
    fn expand(&self, agency: &'a AgencyId, set_on: NaiveDate) -> Vec<&'a AgencyId> {
        match self.members.get(agency.as_str()) {
            None => vec![agency],
            Some(members) => members
                .iter()
                .filter(|member| member.exists_on(set_on))
                .map(|member| &member.id)
                .collect(),
        }
    }
}
