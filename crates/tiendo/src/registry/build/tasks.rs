//! Tasks: reading their deadlines, opening groups, resolving what they refer to.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{dangling, loop_of, newest, update};
use crate::columns::{IdIndex, NO_DAY, NO_INDEX, TextColumn};
use crate::day;
use crate::deadline::{BeforeReading, Deadline, DeadlineClass, Firmness, Form};
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::id::{AgencyId, DocumentId};
use crate::registry::Inner;
use crate::registry::agencies::children_first;
use crate::registry::limit::Room;
use crate::registry::lookup::position;
use crate::registry::pending::{PendingTask, PendingTasks};
use crate::registry::tasks::{EarliestDay, TaskColumns, TaskFacts, TaskFlags, TaskVersion};
use crate::task::{AddresseeMode, ClassificationBasis, ProductKind, Task};
use crate::text::Text;
use crate::watch::Watch;

/// Fills the columns of tasks; leaves them empty where the watch was stopped.
///
/// `earliest` tells of the tasks, none of them replaced, what the earliest day is that anything in the register bears.
pub(super) fn build(
    (mut pending, valid, most_rows): (PendingTasks, Vec<u32>, usize),
    earliest: impl FnOnce((&PendingTasks, &[u32]), &Inner) -> EarliestDay,
    inner: &mut Inner,
    findings: &mut Vec<Finding>,
    watch: &Watch,
) {
    if watch.is_stopped() {
        return;
    }
    let sorted = update(
        valid,
        |a, b| pending.compare(*a, *b),
        |old, new| {
            let (was, is) = (pending.deadline(*old), pending.deadline(*new));
            if was.text != is.text || was.stated_last_day != is.stated_last_day {
                let mut id = TextColumn::default();
                pending.push_id(*new, &mut id);
                findings.push(
                    Finding::new(FindingCode::DeadlineChanged)
                        .about(RecordKind::Task, id.get(0))
                        .field("deadline")
                        .arg("old", shown(&was))
                        .arg("new", shown(&is)),
                );
            }
        },
    );
    let earliest = earliest((&pending, &sorted), inner);
    let first_day = day::from_number(earliest.ever()).unwrap_or(day::FIRST);
    let (tasks, versions) = newest(sorted, |a, b| pending.key(*a) == pending.key(*b));

    let mut columns = TaskColumns::default();
    columns.reserve(&tasks, &mut pending);
    let index = IdIndex::of(&columns.ids);
    let parent = |i: &u32| {
        let found = pending.parent(*i).and_then(|key| index.find_key(&columns.ids, key));
        found.map_or(NO_INDEX, |parent| parent as u32)
    };
    let parents: Vec<u32> = tasks.iter().map(parent).collect();
    let mut cut = parents.clone();
    children_first(&mut cut);
    for (i, (was, is)) in parents.iter().zip(&cut).enumerate() {
        if was != is {
            let names = loop_of(i as u32, &parents, |j| columns.ids.get(j as usize));
            findings.push(
                Finding::new(FindingCode::TaskCycle)
                    .about(RecordKind::Task, columns.ids.get(i))
                    .field("parent")
                    .arg("loop", names),
            );
        }
    }
    let mut room = Room::of(most_rows, tasks.len());
    let names = Resolved::of(&pending, inner);
    for ((at, parent), named) in watch.steps(tasks.into_iter().zip(cut).zip(parents)) {
        let row = pending.row(at);
        let is_parent_found = named != NO_INDEX || pending.parent(at).is_none();
        let lean = names.lean(&row, inner).filter(|_| is_parent_found && named == parent);
        if let Some((facts, agency)) = lean {
            let recorded_at = pending.recorded_at(at);
            let mut facts = TaskFacts { parent, ..facts };
            facts.flags.set(TaskFlags::VERSIONED, recorded_at.is_some());
            columns.push_lean(&facts, agency, row.duration_days, recorded_at);
            continue;
        }
        let mut task = pending.take(at);
        if !row.is_full {
            // The columns may have its title already.
            task.title = Text::from_valid(columns.titles.get(columns.document.len()));
        }
        let find = |id: &str| index.find(&columns.ids, id).map(|i| i as u32);
        check_references(&task, inner, &find, findings);
        let (mut facts, mut rows, told) = resolve(&mut task, inner, first_day);
        room.cut(task.id.as_str(), &mut rows, 0);
        findings.extend(told);
        facts.parent = parent;
        columns.push(task, &facts, &rows, inner);
    }
    if watch.is_stopped() {
        return;
    }
    columns.shrink();
    let mut superseded = BTreeMap::new();
    for (i, older) in versions {
        let mut held = columns.rows.get(i as usize).len();
        let resolved = older.into_iter().map(|at| {
            let mut task = pending.take(at);
            let (mut facts, mut rows, told) = resolve(&mut task, inner, first_day);
            held = room.cut(task.id.as_str(), &mut rows, held);
            findings.extend(told);
            facts.parent = columns.parent[i as usize];
            TaskVersion { facts, rows, record: task }
        });
        superseded.insert(i, resolved.collect());
    }
    findings.extend(room.finding());
    columns.versions = superseded;
    columns.earliest = earliest;
    inner.tasks = std::sync::Arc::new(columns);
}

/// What pending tasks name, found once for all that name it.
struct Resolved {
    documents: Vec<Option<u32>>,
    agencies: Vec<Option<u32>>,
    groups: Vec<u32>,
    phases: Vec<u32>,
}

impl Resolved {
    fn of(pending: &PendingTasks, inner: &Inner) -> Self {
        let document =
            |d: &DocumentId| position(&inner.documents.records, d.as_str(), |r| r.id.as_str());
        // A group has no row of its own, so that it is opened where the whole task is resolved.
        let agency = |a: &AgencyId| {
            position(&inner.agencies.records, a.as_str(), |r| r.id.as_str())
                .filter(|found| !inner.agencies.is_group(*found))
        };
        Resolved {
            documents: pending.documents.ids().iter().map(document).collect(),
            agencies: pending.agencies.ids().iter().map(agency).collect(),
            groups: pending.groups.ids().iter().map(|g| inner.plans.group(Some(g))).collect(),
            phases: pending.phases.ids().iter().map(|p| inner.plans.phase(Some(p))).collect(),
        }
    }

    /// The facts and the addressee of a task that its row tells whole, and that refers to nothing unknown: what [`resolve`]
    /// would find. There is nothing to report about such a task.
    fn lean(&self, row: &PendingTask, inner: &Inner) -> Option<(TaskFacts, u32)> {
        if row.is_full {
            return None;
        }
        let part = |parts: &[u32], number: u32| match parts.get(number as usize) {
            Some(&NO_INDEX) => None,
            found => Some(found.copied().unwrap_or(NO_INDEX)),
        };
        let document = (*self.documents.get(row.document as usize)?)?;
        let agency = (*self.agencies.get(row.addressee as usize)?)?;
        let facts = TaskFacts {
            document,
            assigned: row.assigned(),
            last_day: row.last_day(),
            last_day_lenient: row.last_day(),
            class: if row.last_day() == NO_DAY {
                DeadlineClass::Unspecified
            } else {
                DeadlineClass::Dated
            },
            weight: row.weight,
            group: part(&self.groups, row.group)?,
            phase: part(&self.phases, row.phase)?,
            assigner: inner.documents.issuer[document as usize],
            parent: NO_INDEX,
            flags: TaskFlags::default(),
        };
        Some((facts, agency))
    }
}

fn shown(deadline: &Deadline) -> String {
    match deadline.stated_last_day {
        Some(day) => format!("{} ({day})", deadline.text),
        None => deadline.text.to_string(),
    }
}

/// Reads wording that has not been read yet; what it says about it comes back.
pub(super) fn read_deadline(deadline: &mut Deadline, on: Option<NaiveDate>) -> Vec<Finding> {
    if deadline.form != Form::Unread {
        return Vec::new();
    }
    let reading = Deadline::read(deadline.text.as_str(), on);
    let stated = deadline.stated_last_day;
    *deadline = reading.deadline;
    deadline.stated_last_day = stated;
    reading.findings
}

fn resolve(
    task: &mut Task,
    inner: &Inner,
    earliest: NaiveDate,
) -> (TaskFacts, Vec<u32>, Vec<Finding>) {
    let id = task.id.clone();
    let mut told = Vec::new();
    let about = |code: FindingCode| Finding::new(code).about(RecordKind::Task, id.as_str());
    let document = position(&inner.documents.records, task.document.as_str(), |d| d.id.as_str());
    let issued = document.and_then(|d| inner.documents.records[d as usize].issued_on);
    let known = task.assigned_on.or(issued);
    if known.is_none() {
        told.push(about(FindingCode::AssignedDayUnknown).field("assigned_on").arg("day", earliest));
    }

    let was_unread = task.deadline.form == Form::Unread;
    if was_unread {
        let reading = Deadline::read(task.deadline.text.as_str(), known);
        let stated = task.deadline.stated_last_day;
        task.indicative |= reading.firmness == Firmness::Indicative;
        task.deadline = reading.deadline;
        task.deadline.stated_last_day = stated;
        told.extend(
            reading
                .findings
                .into_iter()
                .map(|f| f.about(RecordKind::Task, id.as_str()).field("deadline")),
        );
    }
    let mut last = |before| match task.deadline.last_day(before, &inner.calendar) {
        Ok(day) => day.map_or(NO_DAY, day::to_number),
        Err(error) => {
            told.push(
                about(FindingCode::DeadlineBeyondCalendar).field("deadline").arg("error", error),
            );
            NO_DAY
        }
    };
    let last_day = last(BeforeReading::Strict);
    let last_day_lenient = if last_day == NO_DAY { NO_DAY } else { last(BeforeReading::Lenient) };

    let (rows, each, joint, more) = addressed(task, inner, known);
    told.extend(more);
    let agency = |a: &AgencyId| position(&inner.agencies.records, a.as_str(), |r| r.id.as_str());
    let assigner = task.assigner.as_ref().and_then(agency);
    let issuer = document.map_or(NO_INDEX, |d| inner.documents.issuer[d as usize]);
    let mut flags = TaskFlags::default();
    flags.set(TaskFlags::EACH, each);
    flags.set(TaskFlags::JOINT, joint);
    flags.set(TaskFlags::INDICATIVE, task.indicative);
    flags.set(TaskFlags::COLLECTOR, task.classified_by == Some(ClassificationBasis::Collector));
    let in_force = task.product.as_ref().is_some_and(|p| p.kind == Some(ProductKind::InForce));
    flags.set(TaskFlags::IN_FORCE, in_force);
    flags.set(TaskFlags::UNDATED, known.is_none());
    flags.set(TaskFlags::VERSIONED, task.valid_from.is_some() || task.recorded_at.is_some());
    let facts = TaskFacts {
        document: document.unwrap_or(NO_INDEX),
        assigned: day::to_number(known.unwrap_or(earliest)),
        last_day,
        last_day_lenient,
        class: task.deadline.class(),
        weight: task.weight,
        group: inner.plans.group(task.group.as_ref()),
        phase: inner.plans.phase(task.phase.as_ref()),
        assigner: if task.assigner.is_some() { assigner.unwrap_or(NO_INDEX) } else { issuer },
        parent: NO_INDEX,
        flags,
    };
    (facts, rows, told)
}

/// The agencies that rows are for, whether each has a row of its own, whether several share one, and what was found.
fn addressed(
    task: &Task,
    inner: &Inner,
    assigned: Option<NaiveDate>,
) -> (Vec<u32>, bool, bool, Vec<Finding>) {
    let id = task.id.as_str();
    let mut told = Vec::new();
    let about =
        |code: FindingCode| Finding::new(code).about(RecordKind::Task, id).field("addressees");
    let mut found: Vec<u32> = Vec::new();
    for addressee in &task.addressees {
        match position(&inner.agencies.records, addressee.as_str(), |a| a.id.as_str()) {
            Some(a) => found.push(a),
            None => told.push(dangling(RecordKind::Task, id, "addressees", addressee.as_str())),
        }
    }
    let has_group = found.iter().any(|a| inner.agencies.is_group(*a));
    let several = has_group || task.addressees.len() > 1;
    let mode =
        task.mode.unwrap_or(if has_group { AddresseeMode::Each } else { AddresseeMode::Joint });
    if several && task.mode.is_none() {
        told.push(about(FindingCode::ModeAssumed).field("mode").arg("mode", mode.as_str()));
    }
    let each = several && mode == AddresseeMode::Each;
    let mut rows = Vec::new();
    if each {
        for &a in &found {
            if !inner.agencies.is_group(a) {
                rows.push(a);
                continue;
            }
            let members = inner.agencies.members_on(a, assigned);
            if members.is_empty() {
                let group = inner.agencies.records[a as usize].id.as_str();
                told.push(about(FindingCode::GroupWithoutMembers).arg("group", group));
            }
            rows.extend(members);
        }
        rows.sort_unstable();
        rows.dedup();
    } else {
        // The principal is the first body named; the others stand beside it as co-leads.
        rows.extend(found.iter().find(|a| !inner.agencies.is_group(**a)));
    }
    if rows.is_empty() {
        told.push(about(FindingCode::Unassigned));
        rows.push(NO_INDEX);
    }
    (rows, each, several && !each, told)
}

fn check_references(
    task: &Task,
    inner: &Inner,
    find: &dyn Fn(&str) -> Option<u32>,
    findings: &mut Vec<Finding>,
) {
    let id = task.id.as_str();
    let mut dangles = |field: &str, value: &str| {
        findings.push(dangling(RecordKind::Task, id, field, value));
    };
    let document = |d: &crate::DocumentId| {
        position(&inner.documents.records, d.as_str(), |r| r.id.as_str()).is_some()
    };
    if !document(&task.document) {
        dangles("document", task.document.as_str());
    }
    if let Some(d) =
        task.product.as_ref().and_then(|p| p.document.as_ref()).filter(|d| !document(d))
    {
        dangles("product", d.as_str());
    }
    let agency =
        |a: &AgencyId| position(&inner.agencies.records, a.as_str(), |r| r.id.as_str()).is_some();
    let lists = [("coordinating", &task.coordinating), ("delegates", &task.delegates)];
    for (field, list) in lists {
        for a in list.iter().filter(|a| !agency(a)) {
            dangles(field, a.as_str());
        }
    }
    for (field, one) in [("assigner", &task.assigner), ("supervisor", &task.supervisor)] {
        if let Some(a) = one.as_ref().filter(|a| !agency(a)) {
            dangles(field, a.as_str());
        }
    }
    if let Some(g) = task.group.as_ref().filter(|g| inner.plans.group(Some(*g)) == NO_INDEX) {
        dangles("group", g.as_str());
    }
    if let Some(p) = task.phase.as_ref().filter(|p| inner.plans.phase(Some(*p)) == NO_INDEX) {
        dangles("phase", p.as_str());
    }
    for (field, other) in [("parent", &task.parent), ("pilot_of", &task.pilot_of)] {
        if let Some(t) = other.as_ref().filter(|t| find(t.as_str()).is_none()) {
            dangles(field, t.as_str());
        }
    }
    for r in task.relations.iter().filter(|r| find(r.task.as_str()).is_none()) {
        dangles("relations", r.task.as_str());
    }
    for d in task.dependencies.iter().filter(|d| find(d.task.as_str()).is_none()) {
        dangles("dependencies", d.task.as_str());
    }
}
