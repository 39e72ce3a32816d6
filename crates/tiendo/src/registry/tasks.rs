//! Tasks in columns: what evaluation reads, with the full record beside where it holds more.

#[cfg(feature = "serde")]
pub(crate) mod image;

use std::collections::BTreeMap;

use crate::as_of::AsOf;
use crate::columns::{DayColumn, Lists, NO_DAY, NO_INDEX, Sparse, TextColumn};
use crate::day::{self, SECONDS_PER_DAY};
use crate::deadline::{Deadline, DeadlineClass};
use crate::id::{DocumentId, TaskId};
use crate::registry::Inner;
use crate::registry::pending::PendingTasks;
use crate::search::SearchText;
use crate::task::{Classification, Task};
use crate::text::Text;

/// Tasks in id order, the newest version of each.
///
/// For each task 37 bytes, and one in [`Plain`](super::plain::Plain); 8, its id and its title for these two texts; 4 more for
/// each agency where it has a row for several, and for their list; 8 for the instant of recording where any task of the
/// register states one; and the record itself where it says more.
#[derive(Debug, Default)]
pub(crate) struct TaskColumns {
    pub(crate) ids: TextColumn,
    pub(crate) titles: TextColumn,
    pub(crate) document: Vec<u32>,
    pub(crate) assigned: DayColumn,
    pub(crate) last_day: DayColumn,
    pub(crate) last_day_lenient: DayColumn,
    pub(crate) class: Vec<DeadlineClass>,
    pub(crate) weight: Vec<u8>,
    pub(crate) group: Vec<u32>,
    pub(crate) phase: Vec<u32>,
    pub(crate) assigner: Vec<u32>,
    pub(crate) parent: Vec<u32>,
    pub(crate) duration_days: Vec<Option<u16>>,
    /// Seconds since 1 January 1970, local wall clock, at which the version was recorded; empty until one states it.
    recorded_at: Vec<i64>,
    /// The last of them.
    latest_recorded: Option<i64>,
    pub(crate) flags: Vec<TaskFlags>,
    /// Agencies that the rows are for, in index order; one entry `NO_INDEX` where nobody is addressed.
    pub(crate) rows: Rows,
    /// The full record where the columns do not hold all of it.
    pub(crate) rest: Sparse<Box<Task>>,
    /// Superseded versions, oldest first.
    pub(crate) versions: BTreeMap<u32, Vec<TaskVersion>>,
    /// The earliest day that anything in the register bears: what is undated is in force from it on.
    pub(crate) earliest: EarliestDay,
}

/// An instant that is not stated.
const NOT_RECORDED: i64 = i64::MIN;

/// The agencies that the rows of each task are for: four bytes where it is one, which it mostly is.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// The agency, or with the bit [`SEVERAL`] the number of a list.
    one: Vec<u32>,
    lists: Lists<u32>,
}

/// Marks the number of a list; no register has as many agencies.
const SEVERAL: u32 = 1 << 31;

impl Rows {
    fn push(&mut self, agencies: &[u32]) {
        if let [one] = agencies {
            self.one.push(*one);
        } else {
            self.one.push(SEVERAL | self.lists.len() as u32);
            self.lists.push(agencies.iter().copied());
        }
    }

    #[inline]
    pub(crate) fn get(&self, task: usize) -> &[u32] {
        let one = &self.one[task];
        if *one & SEVERAL == 0 || *one == NO_INDEX {
            return std::slice::from_ref(one);
        }
        self.lists.get((*one & !SEVERAL) as usize)
    }

    /// Of tasks with one row each the agency, or `NO_INDEX`.
    #[inline]
    pub(crate) fn ones(&self) -> &[u32] {
        &self.one
    }
}

/// The earliest day known, by when it became known.
#[derive(Debug, Default)]
pub(crate) struct EarliestDay {
    /// Instant and day, the days falling as the instants rise.
    steps: Vec<(i64, i32)>,
}

impl EarliestDay {
    /// Of days with the instants at which they were recorded, in any order.
    pub(crate) fn of(known: impl IntoIterator<Item = (i64, i32)>) -> Self {
        // Almost all days are later than one that was known before, so that few ever stand here.
        let mut steps: BTreeMap<i64, i32> = BTreeMap::new();
        let mut first: Option<(i64, i32)> = None;
        for (at, on) in known {
            // Of the days known since the first of these instants none counts that is later than that of this instant.
            if first.is_some_and(|(since, earliest)| at >= since && on >= earliest) {
                continue;
            }
            if steps.range(..=at).next_back().is_some_and(|(_, earliest)| *earliest <= on) {
                continue;
            }
            while let Some((&later, _)) = steps.range(at..).next().filter(|(_, day)| **day >= on) {
                steps.remove(&later);
            }
            steps.insert(at, on);
            first = steps.first_key_value().map(|(at, on)| (*at, *on));
        }
        EarliestDay { steps: steps.into_iter().collect() }
    }

    /// The earliest day known by the end of K; the first day there is where no day is known.
    pub(crate) fn at(&self, as_of: AsOf) -> i32 {
        self.before(as_of.known_until())
    }

    /// The earliest day known by the end of K, where any is.
    pub(crate) fn known(&self, as_of: AsOf) -> Option<i32> {
        self.known_before(as_of.known_until())
    }

    /// The days on which the earliest day known may change: those on which steps were recorded, and those they bear.
    pub(crate) fn turns(&self) -> impl Iterator<Item = i32> + '_ {
        let recorded = |at: i64| i32::try_from(at.div_euclid(86_400)).unwrap_or(i32::MIN);
        self.steps.iter().flat_map(move |(at, on)| [recorded(*at), *on])
    }

    /// Whether a day that is recorded at an instant is earlier than any known by then.
    pub(crate) fn is_moved_by(&self, recorded_at: i64, day: i32) -> bool {
        let known = self.known_before(recorded_at.saturating_add(1));
        known.is_none_or(|earliest| day < earliest)
    }

    /// The earliest day of all.
    pub(crate) fn ever(&self) -> i32 {
        self.before(i64::MAX)
    }

    fn before(&self, until: i64) -> i32 {
        self.known_before(until).unwrap_or_else(|| day::to_number(day::FIRST))
    }

    fn known_before(&self, until: i64) -> Option<i32> {
        let known = self.steps.partition_point(|(at, _)| *at < until);
        known.checked_sub(1).map(|i| self.steps[i].1)
    }
}

/// Yes-or-no facts of a task, packed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TaskFlags(u8);

impl TaskFlags {
    /// One row per addressee, the agency in the row's id.
    pub(crate) const EACH: TaskFlags = TaskFlags(1);
    /// The date is only foreseen.
    pub(crate) const INDICATIVE: TaskFlags = TaskFlags(2);
    /// Group and phase are the collector's.
    pub(crate) const COLLECTOR: TaskFlags = TaskFlags(4);
    /// The product is judged by the day on which its document comes into force.
    pub(crate) const IN_FORCE: TaskFlags = TaskFlags(8);
    /// Several agencies owe it together.
    pub(crate) const JOINT: TaskFlags = TaskFlags(16);
    /// Neither the task nor its document says from when it is in force.
    pub(crate) const UNDATED: TaskFlags = TaskFlags(32);
    /// The version says from when it holds, or when it was recorded, so that it may be invisible.
    pub(crate) const VERSIONED: TaskFlags = TaskFlags(64);
    /// The columns do not hold all of the task.
    pub(crate) const FULL: TaskFlags = TaskFlags(128);

    #[inline]
    pub(crate) fn has(self, flag: TaskFlags) -> bool {
        self.0 & flag.0 != 0
    }

    pub(crate) fn set(&mut self, flag: TaskFlags, on: bool) {
        if on {
            self.0 |= flag.0;
        }
    }
}

/// What the rules read of one version of a task.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TaskFacts {
    pub(crate) document: u32,
    pub(crate) assigned: i32,
    pub(crate) last_day: i32,
    pub(crate) last_day_lenient: i32,
    pub(crate) class: DeadlineClass,
    pub(crate) weight: u8,
    pub(crate) group: u32,
    pub(crate) phase: u32,
    pub(crate) assigner: u32,
    pub(crate) parent: u32,
    pub(crate) flags: TaskFlags,
}

/// A superseded version of a task.
#[derive(Debug)]
pub(crate) struct TaskVersion {
    pub(crate) facts: TaskFacts,
    pub(crate) rows: Vec<u32>,
    pub(crate) record: Task,
}

/// The version of a task that is visible: its facts, its rows and its full record where there is one.
pub(crate) struct TaskAt<'a> {
    pub(crate) facts: TaskFacts,
    pub(crate) rows: &'a [u32],
    pub(crate) record: Option<&'a Task>,
}

impl TaskColumns {
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    #[inline]
    pub(crate) fn facts(&self, i: usize) -> TaskFacts {
        TaskFacts {
            document: self.document[i],
            assigned: self.assigned.get(i),
            last_day: self.last_day.get(i),
            last_day_lenient: self.last_day_lenient.get(i),
            class: self.class[i],
            weight: self.weight[i],
            group: self.group[i],
            phase: self.phase[i],
            assigner: self.assigner[i],
            parent: self.parent[i],
            flags: self.flags[i],
        }
    }

    /// The version of a task that is visible at `as_of`; none before the first one is.
    #[inline]
    pub(crate) fn at(&self, i: usize, as_of: AsOf) -> Option<TaskAt<'_>> {
        let mut version = self.version_at(i, as_of)?;
        if version.facts.flags.has(TaskFlags::UNDATED) {
            version.facts.assigned = self.earliest.at(as_of);
        }
        Some(version)
    }

    #[inline]
    fn version_at(&self, i: usize, as_of: AsOf) -> Option<TaskAt<'_>> {
        let facts = self.facts(i);
        // Records lie anywhere in memory: those of tasks that the columns hold whole are not asked for.
        let record = if facts.flags.has(TaskFlags::FULL) { self.full(i) } else { None };
        let sees = |t: &Task| as_of.sees(t.valid_from, t.recorded_at);
        // A record that the columns hold whole says of its version only when it was recorded.
        let lean_sees = || self.recorded(i).is_none_or(|at| at < as_of.known_until());
        if !facts.flags.has(TaskFlags::VERSIONED) || record.map_or_else(lean_sees, sees) {
            return Some(TaskAt { facts, rows: self.rows.get(i), record });
        }
        let older = self.versions.get(&(i as u32))?;
        let version =
            older.iter().rev().find(|v| as_of.sees(v.record.valid_from, v.record.recorded_at))?;
        Some(TaskAt { facts: version.facts, rows: &version.rows, record: Some(&version.record) })
    }

    /// One index among the facts of the version visible at `as_of`, of which `column` holds the newest version's.
    pub(crate) fn index_at(
        &self,
        i: usize,
        as_of: AsOf,
        column: &[u32],
        fact: impl Fn(&TaskFacts) -> u32,
    ) -> u32 {
        if self.flags[i].has(TaskFlags::VERSIONED) {
            self.at(i, as_of).map_or(NO_INDEX, |at| fact(&at.facts))
        } else {
            column[i]
        }
    }

    /// Last days, strict and lenient, of the first version visible at `as_of`: what was set at first, as far as known.
    pub(crate) fn original_last_days(&self, i: usize, as_of: AsOf) -> (i32, i32) {
        let older = if self.versions.is_empty() { None } else { self.versions.get(&(i as u32)) };
        let first = older
            .into_iter()
            .flatten()
            .filter(|v| as_of.sees(v.record.valid_from, v.record.recorded_at))
            .map(|v| v.facts)
            .next();
        first.map_or_else(
            || (self.last_day.get(i), self.last_day_lenient.get(i)),
            |facts| (facts.last_day, facts.last_day_lenient),
        )
    }

    /// Allocates for the pending tasks at these positions, which will be pushed in their order, and takes their ids and
    /// titles.
    pub(crate) fn reserve(&mut self, order: &[u32], pending: &mut PendingTasks) {
        let count = order.len();
        self.ids.reserve(count, 0);
        for &at in order {
            pending.push_id(at, &mut self.ids);
        }
        if count == pending.len() && order.is_sorted() {
            // They came in id order, so that their titles need not be moved.
            self.titles = std::mem::take(&mut pending.titles);
            self.titles.shrink();
        } else {
            let bytes = order.iter().map(|at| pending.titles.get(*at as usize).len()).sum();
            self.titles.reserve(count, bytes);
            for &at in order {
                self.titles.push(pending.titles.get(at as usize));
            }
        }
        for column in [
            &mut self.document,
            &mut self.group,
            &mut self.phase,
            &mut self.assigner,
            &mut self.parent,
        ] {
            column.reserve_exact(count);
        }
        for column in [&mut self.assigned, &mut self.last_day, &mut self.last_day_lenient] {
            column.reserve(count);
        }
        self.class.reserve_exact(count);
        self.weight.reserve_exact(count);
        self.duration_days.reserve_exact(count);
        self.flags.reserve_exact(count);
        self.rows.one.reserve_exact(count);
    }

    /// Appends a task whose id and title are there; its full record is kept only where the columns do not hold all of it.
    pub(crate) fn push(&mut self, task: Task, facts: &TaskFacts, rows: &[u32], inner: &Inner) {
        self.push_facts(facts, task.duration_days);
        self.rows.push(rows);
        let i = self.document.len() - 1;
        self.push_recorded(task.recorded_at.map(|at| at.and_utc().timestamp()));
        let is_lean = self.lean(i, inner) == task;
        self.flags[i].set(TaskFlags::FULL, !is_lean);
        if !is_lean {
            self.rest.push(i as u32, Box::new(task));
        }
    }

    /// Appends a task of which the columns hold all, its id and title there.
    pub(crate) fn push_lean(
        &mut self,
        facts: &TaskFacts,
        agency: u32,
        days: Option<u16>,
        recorded_at: Option<i64>,
    ) {
        self.push_facts(facts, days);
        self.rows.push(&[agency]);
        self.push_recorded(recorded_at);
    }

    /// States when the task that was appended last was recorded.
    fn push_recorded(&mut self, at: Option<i64>) {
        if let Some(at) = at {
            self.recorded_at.resize(self.document.len() - 1, NOT_RECORDED);
            self.recorded_at.push(at);
            self.latest_recorded = self.latest_recorded.max(Some(at));
        }
    }

    fn push_facts(&mut self, facts: &TaskFacts, duration_days: Option<u16>) {
        self.document.push(facts.document);
        self.assigned.push(facts.assigned);
        self.last_day.push(facts.last_day);
        self.last_day_lenient.push(facts.last_day_lenient);
        self.class.push(facts.class);
        self.weight.push(facts.weight);
        self.group.push(facts.group);
        self.phase.push(facts.phase);
        self.assigner.push(facts.assigner);
        self.parent.push(facts.parent);
        self.duration_days.push(duration_days);
        self.flags.push(facts.flags);
    }

    /// The second at which the newest version was recorded, where it says so.
    pub(crate) fn recorded(&self, i: usize) -> Option<i64> {
        self.recorded_at.get(i).copied().filter(|at| *at != NOT_RECORDED)
    }

    /// The day from which a task of one version is known.
    #[inline]
    pub(crate) fn known_from(&self, i: usize) -> i32 {
        self.recorded(i).map_or(i32::MIN, |at| at.div_euclid(SECONDS_PER_DAY) as i32)
    }

    /// The seconds at which the newest versions were recorded, where one of them is not known before `until`.
    ///
    /// The list may end before the tasks do: what comes after it states none, and is known ever since.
    pub(crate) fn recorded_beyond(&self, until: i64) -> Option<&[i64]> {
        let is_beyond = self.latest_recorded.is_some_and(|at| at >= until);
        is_beyond.then_some(&self.recorded_at)
    }

    /// True for a task of one version that holds from ever on: invisible only for as long as it was not recorded.
    pub(crate) fn has_one_version(&self, i: usize) -> bool {
        let is_dated = || self.full(i).is_some_and(|task| task.valid_from.is_some());
        let has_more = self.versions.contains_key(&(i as u32));
        !(has_more || self.flags[i].has(TaskFlags::VERSIONED) && is_dated())
    }

    /// Gives back what was allocated ahead.
    pub(crate) fn shrink(&mut self) {
        self.rows.lists.shrink();
        self.rest.shrink();
        self.recorded_at.shrink_to_fit();
    }

    /// The record of the newest version, where the columns do not hold all of it.
    pub(crate) fn full(&self, i: usize) -> Option<&Task> {
        self.rest.get(i).map(|task| &**task)
    }

    /// The class of information of a task: the most guarded one that any of its versions bears, seen or not.
    pub(crate) fn classification(&self, i: usize) -> Classification {
        let older = self.versions.get(&(i as u32)).into_iter().flatten().map(|v| &v.record);
        let all = self.full(i).into_iter().chain(older);
        let guarded = |class: &&Classification| match class {
            Classification::Public => 0,
            Classification::Internal => 1,
            Classification::Secret => 2,
            // A word that is not known may mean anything.
            Classification::Unknown(_) => 3,
        };
        let most = all.filter_map(|task| task.classification.as_ref()).max_by_key(guarded);
        most.cloned().unwrap_or(Classification::Public)
    }

    /// The rows of the version visible at `as_of`.
    #[inline]
    pub(crate) fn rows_at(&self, i: usize, as_of: AsOf) -> &[u32] {
        if self.flags[i].has(TaskFlags::VERSIONED) {
            self.at(i, as_of).map_or(&[], |at| at.rows)
        } else {
            self.rows.get(i)
        }
    }

    /// The weight of the version visible at `as_of`.
    #[inline]
    pub(crate) fn weight_at(&self, i: usize, as_of: AsOf) -> u8 {
        if self.flags[i].has(TaskFlags::VERSIONED) {
            self.at(i, as_of).map_or(0, |at| at.facts.weight)
        } else {
            self.weight[i]
        }
    }

    /// The full record, put together from the columns where they hold all of it.
    pub(crate) fn record(&self, i: usize, inner: &Inner) -> Task {
        self.full(i).map_or_else(|| self.lean(i, inner), Task::clone)
    }

    /// The title that the version visible at `as_of` bears; the newest version's where none is visible.
    pub(crate) fn title_at(&self, i: usize, as_of: AsOf) -> &str {
        if !self.flags[i].has(TaskFlags::VERSIONED) {
            return self.title(i);
        }
        let record = self.at(i, as_of).and_then(|at| at.record);
        record.map_or_else(|| self.title(i), |t| t.title.as_str())
    }

    /// The wording of the deadline of the version visible at `as_of`.
    pub(crate) fn deadline_text(&self, i: usize, at: &TaskAt<'_>) -> String {
        match (at.record, day::from_number(self.last_day.get(i))) {
            (Some(task), _) => task.deadline.text.to_string(),
            // Columns hold all of it: a fixed day in its usual wording, or none.
            (None, Some(day)) if self.last_day.get(i) != NO_DAY => {
                Deadline::by(day).text.to_string()
            }
            (None, _) => String::new(),
        }
    }

    /// The title of a task's newest version.
    pub(crate) fn title(&self, i: usize) -> &str {
        self.titles.get(i)
    }

    /// What search reads of a task's newest version.
    pub(crate) fn search_text(&self, i: usize) -> SearchText<'_> {
        // A record that the columns hold whole has a title and nothing else to read.
        let rest = self.full(i);
        SearchText {
            title: self.title(i),
            title_en: rest.and_then(|t| t.title_en.as_ref()).map(Text::as_str),
            product: rest.and_then(|t| t.product.as_ref()).map(|p| p.text.as_str()),
        }
    }

    /// What the columns alone say of a task: all of it, for one addressee and a fixed day.
    fn lean(&self, i: usize, inner: &Inner) -> Task {
        let facts = self.facts(i);
        let document = inner.documents.records.get(facts.document as usize);
        let mut task = Task::new(
            TaskId::from_valid(self.ids.get(i)),
            document.map_or_else(|| DocumentId::from_valid(""), |d| d.id.clone()),
            Text::from_valid(self.titles.get(i)),
        );
        task.assigned_on = day::from_number(facts.assigned);
        task.weight = facts.weight;
        // A parent that was found has the very id by which it was looked for.
        task.parent = (facts.parent != NO_INDEX)
            .then(|| TaskId::from_valid(self.ids.get(facts.parent as usize)));
        task.duration_days = self.duration_days[i];
        let recorded = self.recorded(i).and_then(|at| chrono::DateTime::from_timestamp(at, 0));
        task.recorded_at = recorded.map(|at| at.naive_utc());
        task.addressees = match self.rows.get(i) {
            [agency] if *agency != NO_INDEX => {
                vec![inner.agencies.records[*agency as usize].id.clone()]
            }
            _ => Vec::new(),
        };
        task.group = inner.plans.groups.get(facts.group as usize).map(|g| g.id.clone());
        task.phase = inner.plans.phases.get(facts.phase as usize).map(|p| p.id.clone());
        if let Some(last_day) =
            day::from_number(facts.last_day).filter(|_| facts.last_day != NO_DAY)
        {
            task.deadline = Deadline::by(last_day);
        }
        task
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_takes_37_bytes_beside_its_texts() {
        fn each<T>(_: &[T]) -> usize {
            size_of::<T>()
        }
        let columns = TaskColumns::default();
        let days = [&columns.assigned, &columns.last_day, &columns.last_day_lenient];
        let sizes = [
            each(&columns.document),
            days.iter().map(|column| each(column.near())).sum(),
            each(&columns.class),
            each(&columns.weight),
            each(&columns.group),
            each(&columns.phase),
            each(&columns.assigner),
            each(&columns.parent),
            each(&columns.duration_days),
            each(&columns.flags),
            each(columns.rows.ones()),
        ];
        assert_eq!(sizes.iter().sum::<usize>(), 37);
    }

    #[test]
    fn rows_come_back() {
        let mut rows = Rows::default();
        for agencies in [&[7][..], &[NO_INDEX], &[1, 2], &[]] {
            rows.push(agencies);
        }
        assert_eq!((rows.get(0), rows.get(1)), (&[7][..], &[NO_INDEX][..]));
        assert_eq!((rows.get(2), rows.get(3)), (&[1, 2][..], &[][..]));
    }

    #[test]
    fn the_earliest_day_is_that_known_by_then() {
        let earliest = EarliestDay::of([(5, 50), (3, 70), (9, 60), (5, 40), (7, 40), (1, 90)]);
        assert_eq!(earliest.steps, [(1, 90), (3, 70), (5, 40)]);
        assert_eq!((earliest.before(4), earliest.ever()), (70, 40));
        let sinking = EarliestDay::of([(5, 50), (6, 45), (2, 45)]);
        assert_eq!(sinking.steps, [(2, 45)]);
    }
}
