//! An import laid into records: what is new is added, what changed is replaced, what is the same is left alone.

use std::collections::BTreeMap;

use serde::Serialize;
use tiendo::{Records, Task};

/// How many records of an import are new, changed and as they were.
///
/// ```
/// use tiendo_formats::annex::Changes;
/// assert!(Changes { unchanged: 7, ..Changes::default() }.is_nothing());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Records that the register does not have.
    pub added: u64,
    /// Records that differ from those of the register.
    pub changed: u64,
    /// Records that the register has as they are.
    pub unchanged: u64,
}

impl Changes {
    /// True where the import changes nothing.
    pub fn is_nothing(&self) -> bool {
        self.added == 0 && self.changed == 0
    }

    pub(crate) fn count(&mut self, change: Change) {
        match change {
            Change::Added => self.added += 1,
            Change::Changed => self.changed += 1,
            Change::Unchanged => self.unchanged += 1,
        }
    }
}

/// What a record is to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Added,
    Changed,
    Unchanged,
}

impl Change {
    pub(crate) fn of<T: PartialEq>(old: Option<&T>, new: &T) -> Self {
        match old {
            None => Change::Added,
            Some(old) if old == new => Change::Unchanged,
            Some(_) => Change::Changed,
        }
    }
}

/// Lays the records of an import into `into`: one with the id and version of another takes its place, others are added.
///
/// ```
/// use tiendo::{DocumentId, Records, Task, TaskId, Text};
/// use tiendo_formats::annex;
/// let task = |title| Ok::<_, tiendo::Error>(Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new(title)?));
/// let mut records = Records { tasks: vec![task("old")?], ..Records::default() };
/// annex::merge(&mut records, Records { tasks: vec![task("new")?], ..Records::default() });
/// assert_eq!(records.tasks.len(), 1);
/// assert_eq!(records.tasks[0].title.as_str(), "new");
/// # Ok::<(), tiendo::Error>(())
/// ```
pub fn merge(into: &mut Records, import: Records) {
    replace(&mut into.documents, import.documents, |d| {
        (d.id.to_string(), d.valid_from, d.recorded_at)
    });
    replace(&mut into.plans, import.plans, |plan| plan.id.to_string());
    let version = |task: &Task| (task.id.to_string(), task.valid_from, task.recorded_at);
    replace(&mut into.tasks, import.tasks, version);
    replace(&mut into.reports, import.reports, |report| {
        (report.id.to_string(), report.recorded_at)
    });
    let Records { agencies, successions, transfers, allocations, kpis, .. } = import;
    into.append(Records {
        agencies,
        successions,
        transfers,
        allocations,
        kpis,
        ..Records::default()
    });
}

fn replace<T, K: Ord>(into: &mut Vec<T>, from: Vec<T>, key: impl Fn(&T) -> K) {
    let mut at: BTreeMap<K, usize> = BTreeMap::new();
    for (position, record) in into.iter().enumerate() {
        at.entry(key(record)).or_insert(position);
    }
    for record in from {
        if let Some(old) = at.get(&key(&record)).and_then(|position| into.get_mut(*position)) {
            *old = record;
        } else {
            at.insert(key(&record), into.len());
            into.push(record);
        }
    }
}
