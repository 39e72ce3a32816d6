//! Tasks between their adding and the building of the registry, packed at once as reports are.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::columns::{
    Chunked, NO_DAY, NO_INDEX, OTHER, OtherIds, Sparse, TextColumn, day_of, near, number_of,
};
use crate::day;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::id::{AgencyId, DocumentId, GroupId, Key, PhaseId, TaskId};
use crate::registry::lean::{LeanId, LeanTask};
use crate::registry::pending::Named;
use crate::task::Task;
use crate::text::{self, Text};

/// Tasks in the order of their adding: 36 bytes for each, its title, and its ids again where they are no numbers of four
/// bytes; 16 more where one was recorded at another instant than the one before it. What a packed task does not hold is kept
/// as the record that it came as.
#[derive(Debug, Default)]
pub(crate) struct PendingTasks {
    rows: Chunked<PendingTask>,
    /// Of all tasks, so that they need not be copied where these come in id order.
    pub(crate) titles: TextColumn,
    other_ids: OtherIds,
    other_parents: OtherIds,
    pub(crate) full: Sparse<Option<Box<Task>>>,
    recorded: RecordedAt,
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

/// When packed tasks were recorded: those that were recorded at once come one after the other.
#[derive(Debug, Default)]
struct RecordedAt {
    /// From which position on, and the second; none where they do not say.
    runs: Vec<(u32, Option<i64>)>,
}

impl RecordedAt {
    /// States the second of a position beyond those that are there.
    fn push(&mut self, i: usize, at: Option<i64>) {
        if self.runs.last().and_then(|(_, before)| *before) != at {
            self.runs.push((i as u32, at));
        }
    }

    fn get(&self, i: u32) -> Option<i64> {
        let run = self.runs.partition_point(|(from, _)| *from <= i);
        self.runs.get(run.checked_sub(1)?)?.1
    }
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
        let title = task.title.as_str();
        let lean = LeanTask::of(&task);
        if !lean.is_some_and(|lean| matches!(self.push_row(&lean, title), Ok(true))) {
            self.push_full(task);
        }
    }

    /// Adds a task in the words of a table; nothing of one that is not valid.
    pub(crate) fn push_lean(&mut self, task: &LeanTask<'_>) -> Result<(), Error> {
        let title = text::valid(task.title)?;
        if !self.push_row(task, &title)? {
            self.push_full(task.record()?);
        }
        Ok(())
    }

    /// Adds a task that its row tells whole, with a valid title; false, and nothing is added, where it does not.
    #[inline]
    fn push_row(&mut self, task: &LeanTask<'_>, title: &str) -> Result<bool, Error> {
        let Some(assigned) = task.held() else { return Ok(false) };
        let i = self.rows.len();
        let (id, other_id) = task.id.packed()?;
        let (parent, other_parent) = match task.parent {
            Some(parent) => parent.packed()?,
            None => (OTHER, None),
        };
        let row = PendingTask {
            id,
            parent,
            document: self.documents.number(Some(task.document))?,
            addressee: self.agencies.number(task.addressee)?,
            group: self.groups.number(task.group.map(LeanId::Text))?,
            phase: self.phases.number(task.phase.map(LeanId::Text))?,
            assigned: near(assigned),
            last_day: near(task.last_day.unwrap_or(NO_DAY)),
            duration_days: task.duration_days,
            weight: task.weight,
            is_full: false,
        };
        if let Some(other) = other_id {
            self.other_ids.push(i, &other);
        }
        if let Some(other) = other_parent {
            self.other_parents.push(i, &other);
        }
        self.titles.push(title);
        self.rows.push(row);
        self.recorded.push(i, task.recorded_at);
        Ok(true)
    }

    /// Adds a task that is kept as the record that it is.
    fn push_full(&mut self, task: Task) {
        let i = self.rows.len();
        let id = number_of(task.id.as_str());
        if id == OTHER {
            self.other_ids.push(i, task.id.as_str());
        }
        self.titles.push(task.title.as_str());
        self.rows.push(PendingTask { id, ..PendingTask::FULL });
        self.full.push(i as u32, Some(Box::new(task)));
    }

    /// The second at which a packed task was recorded, where it says so.
    pub(crate) fn recorded_at(&self, i: u32) -> Option<i64> {
        self.recorded.get(i)
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
        self.key(a).cmp(&self.key(b)).then_with(|| self.version(a).cmp(&self.version(b)))
    }

    fn version(&self, i: u32) -> (Option<NaiveDate>, Option<NaiveDateTime>) {
        match self.full(i) {
            Some(task) => (task.valid_from, task.recorded_at),
            None => (None, self.recorded_at(i).and_then(instant_of)),
        }
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
        task.recorded_at = self.recorded_at(i).and_then(instant_of);
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

fn instant_of(seconds: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp(seconds, 0).map(|at| at.naive_utc())
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
        for (i, second) in [(1, 5), (2, 5), (3, 7), (5, 7)] {
            all[i].recorded_at = instant_of(second);
        }
        let mut pending = PendingTasks::default();
        for task in &all {
            pending.push(task.clone());
        }
        assert_eq!(pending.full.positions().collect::<Vec<_>>(), [1, 4, 5]);
        assert_eq!(pending.parent(2), Some(Key::Text("T1")));
        assert_eq!((pending.parent(0), pending.parent(1)), (None, Some(Key::Decimal(7))));
        let recorded = [0, 2, 3].map(|i| pending.recorded_at(i));
        assert_eq!((recorded, pending.recorded.runs.len()), ([None, Some(5), Some(7)], 2));
        let records: Vec<Task> = (0..6).map(|i| pending.take(i)).collect();
        assert_eq!(records, all);
    }
}
