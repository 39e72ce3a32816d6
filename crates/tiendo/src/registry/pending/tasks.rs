//! Tasks between their adding and the building of the registry, packed at once as reports are.

use std::cmp::Ordering;

use crate::columns::{
    Chunked, LAST_NEAR, NO_DAY, NO_INDEX, OTHER, OtherIds, Sparse, TextColumn, day_of, near,
    number_of,
};
use crate::day;
use crate::deadline::{Deadline, Form};
use crate::error::Error;
use crate::id::{AgencyId, DocumentId, GroupId, Key, PhaseId, TaskId};
use crate::registry::lean::{LeanId, LeanTask};
use crate::registry::pending::Named;
use crate::task::Task;
use crate::text::{self, Text};

/// Tasks in the order of their adding: 36 bytes for each, its title, and its ids again where they are no numbers of four
/// bytes. What a packed task does not hold is kept as the record that it came as.
#[derive(Debug, Default)]
pub(crate) struct PendingTasks {
    rows: Chunked<PendingTask>,
    /// Of all tasks, so that they need not be copied where these come in id order.
    pub(crate) titles: TextColumn,
    other_ids: OtherIds,
    other_parents: OtherIds,
    pub(crate) full: Sparse<Option<Box<Task>>>,
    pub(crate) documents: Named<DocumentId>,
    pub(crate) agencies: Named<AgencyId>,
    pub(crate) groups: Named<GroupId>,
    pub(crate) phases: Named<PhaseId>,
}

/// What most tasks say: one addressee or none, a day of assignment, a last day or none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PendingTask {
    id: u32,
    /// The number of the parent's id, [`OTHER`] for another id or none.
    pub(crate) parent: u32,
    /// Positions among what is named; [`NO_INDEX`] where it says nothing.
    pub(crate) document: u32,
    pub(crate) addressee: u32,
    pub(crate) group: u32,
    pub(crate) phase: u32,
    /// As day columns hold them.
    assigned: u16,
    last_day: u16,
    pub(crate) duration_days: Option<u16>,
    pub(crate) weight: u8,
    pub(crate) is_full: bool,
}

impl PendingTask {
    pub(crate) fn assigned(&self) -> i32 {
        day_of(self.assigned)
    }

    pub(crate) fn last_day(&self) -> i32 {
        day_of(self.last_day)
    }
}

impl PendingTasks {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn push(&mut self, task: Task) {
        let i = self.rows.len();
        let id = number_of(task.id.as_str());
        if id == OTHER {
            self.other_ids.push(i, task.id.as_str());
        }
        self.titles.push(task.title.as_str());
        let Some(last_day) = last_day_of_lean(&task) else {
            self.rows.push(PendingTask { id, ..PendingTask::FULL });
            self.full.push(i as u32, Some(Box::new(task)));
            return;
        };
        let parent = task.parent.as_ref().map_or(OTHER, |parent| number_of(parent.as_str()));
        if let (OTHER, Some(other)) = (parent, &task.parent) {
            self.other_parents.push(i, other.as_str());
        }
        self.rows.push(PendingTask {
            id,
            parent,
            document: self.documents.number(Some(&task.document)),
            addressee: self.agencies.number(task.addressees.first()),
            group: self.groups.number(task.group.as_ref()),
            phase: self.phases.number(task.phase.as_ref()),
            assigned: near(task.assigned_on.map_or(NO_DAY, day::to_number)),
            last_day: near(last_day),
            duration_days: task.duration_days,
            weight: task.weight,
            is_full: false,
        });
    }

    /// Adds a task in the numbers of a table; nothing of one that is not valid.
    pub(crate) fn push_lean(&mut self, task: &LeanTask<'_>) -> Result<(), Error> {
        let holds = |day: i32| (0..=LAST_NEAR).contains(&day);
        let assigned = task.assigned_on.filter(|day| holds(*day));
        let is_held = (1..=100).contains(&task.weight) && task.last_day.is_none_or(holds);
        let (Some(assigned), true) = (assigned, is_held) else {
            self.push(task.record()?);
            return Ok(());
        };
        let i = self.rows.len();
        let id = task.id.number();
        let other_id = (id == OTHER).then(|| TaskId::new(&task.id.text())).transpose()?;
        let parent = task.parent.map_or(OTHER, LeanId::number);
        let other_parent = task.parent.filter(|_| parent == OTHER);
        let other_parent = other_parent.map(|id| TaskId::new(&id.text())).transpose()?;
        let title = text::valid(task.title)?;
        let row = PendingTask {
            id,
            parent,
            document: self.documents.number_of(Some(task.document))?,
            addressee: self.agencies.number_of(task.addressee)?,
            group: self.groups.number_of(task.group.map(LeanId::Text))?,
            phase: self.phases.number_of(task.phase.map(LeanId::Text))?,
            assigned: near(assigned),
            last_day: near(task.last_day.unwrap_or(NO_DAY)),
            duration_days: task.duration_days,
            weight: task.weight,
            is_full: false,
        };
        if let Some(id) = other_id {
            self.other_ids.push(i, id.as_str());
        }
        if let Some(parent) = other_parent {
            self.other_parents.push(i, parent.as_str());
        }
        self.titles.push(&title);
        self.rows.push(row);
        Ok(())
    }

    #[inline]
    pub(crate) fn row(&self, i: u32) -> PendingTask {
        self.rows.get(i as usize).copied().unwrap_or(PendingTask::FULL)
    }

    pub(crate) fn full(&self, i: u32) -> Option<&Task> {
        if !self.row(i).is_full {
            return None;
        }
        self.full.get(i as usize)?.as_deref()
    }

    /// What the id at a position is ordered by.
    pub(crate) fn key(&self, i: u32) -> Key<'_> {
        match self.row(i).id {
            OTHER => Key::of(self.other_ids.get(i as usize)),
            number => Key::Decimal(number.into()),
        }
    }

    /// The order of ids, then of the versions of each.
    pub(crate) fn compare(&self, a: u32, b: u32) -> Ordering {
        let version = |i: u32| self.full(i).map(|t| (t.valid_from, t.recorded_at));
        self.key(a)
            .cmp(&self.key(b))
            .then_with(|| version(a).unwrap_or_default().cmp(&version(b).unwrap_or_default()))
    }

    /// Appends the id at a position to a column.
    pub(crate) fn push_id(&self, i: u32, ids: &mut TextColumn) {
        match self.row(i).id {
            OTHER => ids.push(self.other_ids.get(i as usize)),
            number => ids.push(&number.to_string()),
        }
    }

    /// What the id of the parent is looked up by, where there is one.
    pub(crate) fn parent(&self, i: u32) -> Option<Key<'_>> {
        if let Some(task) = self.full(i) {
            return task.parent.as_ref().map(|parent| Key::of(parent.as_str()));
        }
        match self.row(i).parent {
            OTHER => match self.other_parents.get(i as usize) {
                "" => None,
                other => Some(Key::of(other)),
            },
            number => Some(Key::Decimal(number.into())),
        }
    }

    /// The record at a position; one that is kept whole is taken out.
    pub(crate) fn take(&mut self, i: u32) -> Task {
        let full = self.full.get_mut(i as usize).and_then(Option::take);
        full.map_or_else(|| self.lean(i), |task| *task)
    }

    fn lean(&self, i: u32) -> Task {
        let row = self.row(i);
        let mut id = TextColumn::default();
        self.push_id(i, &mut id);
        let document = self.documents.get(row.document).cloned();
        let mut task = Task::new(
            TaskId::from_valid(id.get(0)),
            document.unwrap_or_else(|| DocumentId::from_valid("")),
            Text::from_valid(self.titles.get(i as usize)),
        );
        task.addressees = self.agencies.get(row.addressee).cloned().into_iter().collect();
        task.group = self.groups.get(row.group).cloned();
        task.phase = self.phases.get(row.phase).cloned();
        task.assigned_on = day::from_number(row.assigned());
        if let Some(last_day) =
            day::from_number(row.last_day()).filter(|_| row.last_day() != NO_DAY)
        {
            task.deadline = Deadline::by(last_day);
        }
        task.parent = match row.parent {
            OTHER => Some(self.other_parents.get(i as usize))
                .filter(|other| !other.is_empty())
                .map(TaskId::from_valid),
            number => Some(TaskId::from_valid(&number.to_string())),
        };
        task.duration_days = row.duration_days;
        task.weight = row.weight;
        task
    }

    /// The wording of the deadline at a position, and the day that somebody set by hand.
    pub(crate) fn deadline(&self, i: u32) -> Deadline {
        self.full(i).map_or_else(|| self.lean(i).deadline, |task| task.deadline.clone())
    }

    pub(crate) fn positions(&self) -> std::ops::Range<u32> {
        0..self.rows.len() as u32
    }
}

impl PendingTask {
    const FULL: PendingTask = PendingTask {
        id: OTHER,
        parent: OTHER,
        document: NO_INDEX,
        addressee: NO_INDEX,
        group: NO_INDEX,
        phase: NO_INDEX,
        assigned: 0,
        last_day: 0,
        duration_days: None,
        weight: 1,
        is_full: true,
    };
}

/// The last day, where a row says all that the task does, and nothing in it is out of range; [`NO_DAY`] for none.
fn last_day_of_lean(task: &Task) -> Option<i32> {
    let Task {
        id: _,
        document: _,
        clause: None,
        title: _,
        title_en: None,
        addressees,
        mode: None,
        coordinating,
        assigner: None,
        supervisor: None,
        delegates,
        responsible_person: None,
        supervising_leader: None,
        authority: None,
        product: None,
        assigned_on: Some(assigned),
        deadline,
        indicative: false,
        group: _,
        phase: _,
        classified_by: None,
        parent: _,
        relations,
        stage: None,
        pilot_of: None,
        weight: 1..=100,
        duration_days: _,
        dependencies,
        classification: None,
        external_ids,
        source: None,
        valid_from: None,
        recorded_at: None,
    } = task
    else {
        return None;
    };
    let holds = |day: i32| (0..=LAST_NEAR).contains(&day);
    let is_lean = addressees.len() <= 1
        && coordinating.is_empty()
        && delegates.is_empty()
        && relations.is_empty()
        && dependencies.is_empty()
        && external_ids.is_empty()
        && holds(day::to_number(*assigned));
    if !is_lean {
        return None;
    }
    match deadline.form {
        Form::By { day } => {
            let number = day::to_number(day);
            (holds(number) && *deadline == Deadline::by(day)).then_some(number)
        }
        Form::Unspecified => (*deadline == Deadline::unspecified()).then_some(NO_DAY),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pending_task_takes_36_bytes() {
        assert_eq!(size_of::<PendingTask>(), 36);
    }

    #[test]
    fn what_was_added_comes_back() {
        let task = |id: &str| {
            let mut task = Task::new(
                TaskId::from_valid(id),
                DocumentId::from_valid("D"),
                Text::from_valid("Nâng cấp cổng"),
            );
            task.assigned_on = day::from_number(20_000);
            task
        };
        let mut all = vec![task("7"), task("T1"), task("9"), task("10"), task("11"), task("12")];
        all[1].parent = Some(TaskId::from_valid("7"));
        all[1].deadline = Deadline::by(day::LAST);
        all[2].parent = Some(TaskId::from_valid("T1"));
        all[2].deadline = day::from_number(20_100).map_or_else(Deadline::unspecified, Deadline::by);
        all[3].addressees = vec![AgencyId::from_valid("A")];
        all[3].group = Some(GroupId::from_valid("1"));
        all[3].duration_days = Some(u16::MAX);
        all[4].assigned_on = None;
        all[5].weight = 0;
        let mut pending = PendingTasks::default();
        for task in &all {
            pending.push(task.clone());
        }
        assert_eq!(pending.full.positions().collect::<Vec<_>>(), [1, 4, 5]);
        assert_eq!(pending.parent(2), Some(Key::Text("T1")));
        assert_eq!((pending.parent(0), pending.parent(1)), (None, Some(Key::Decimal(7))));
        let records: Vec<Task> = (0..6).map(|i| pending.take(i)).collect();
        assert_eq!(records, all);
    }
}
