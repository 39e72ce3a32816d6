//! The columns of tasks as bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EarliestDay, NOT_RECORDED, TaskColumns, TaskFacts, TaskFlags, TaskVersion};
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;
use crate::deadline::DeadlineClass;
use crate::error::Error;
use crate::registry::Inner;
use crate::registry::agencies::children_first;
use crate::registry::image::{Columns, Put, damaged, json, put_numbers, put_texts};
use crate::task::Task;

/// An absent duration.
const NO_DURATION: i64 = -1;

/// What the columns do not hold.
#[derive(Serialize, Deserialize)]
struct Beside {
    /// Full records by position.
    full: Vec<(u32, Task)>,
    versions: BTreeMap<u32, Vec<Version>>,
    earliest: Vec<(i64, i32)>,
}

/// A superseded version, its facts in the order of their columns.
#[derive(Serialize, Deserialize)]
struct Version {
    facts: [i64; 11],
    rows: Vec<u32>,
    record: Task,
}

/// The columns of indices by name, with what each points into.
type Indices<'a> = [(&'static str, &'a Vec<u32>); 5];

impl TaskColumns {
    fn indices(&self) -> Indices<'_> {
        [
            ("task.document", &self.document),
            ("task.group", &self.group),
            ("task.phase", &self.phase),
            ("task.assigner", &self.assigner),
            ("task.parent", &self.parent),
        ]
    }

    pub(crate) fn to_image<E: From<Error>>(&self, put: Put<'_, E>) -> Result<(), E> {
        put_texts(put, "task.id", &self.ids)?;
        put_texts(put, "task.title", &self.titles)?;
        let count = self.len();
        for (name, column) in self.indices() {
            put_numbers(put, name, count, Some(NO_INDEX.into()), |i| column[i].into())?;
        }
        for (name, column) in [
            ("task.assigned", &self.assigned),
            ("task.last_day", &self.last_day),
            ("task.last_day_lenient", &self.last_day_lenient),
        ] {
            put_numbers(put, name, count, Some(NO_DAY.into()), |i| column.get(i).into())?;
        }
        put_numbers(put, "task.class", count, None, |i| self.class[i].index() as i64)?;
        put_numbers(put, "task.weight", count, None, |i| self.weight[i].into())?;
        put_numbers(put, "task.flags", count, None, |i| self.flags[i].0.into())?;
        let duration = |i: usize| self.duration_days[i].map_or(NO_DURATION, i64::from);
        put_numbers(put, "task.duration", count, Some(NO_DURATION), duration)?;
        let recorded_at = |i: usize| self.recorded_at[i];
        let recorded = self.recorded_at.len();
        put_numbers(put, "task.recorded_at", recorded, Some(NOT_RECORDED), recorded_at)?;
        put_numbers(put, "task.row_count", count, None, |i| self.rows.get(i).len() as i64)?;
        let rows: Vec<u32> = (0..count).flat_map(|i| self.rows.get(i)).copied().collect();
        put_numbers(put, "task.row", rows.len(), Some(NO_INDEX.into()), |i| rows[i].into())?;
        let full = self.rest.positions().zip(self.rest.values());
        let full = full.map(|(i, task)| (i as u32, (**task).clone()));
        let version = |v: &TaskVersion| Version {
            facts: facts_to(&v.facts),
            rows: v.rows.clone(),
            record: v.record.clone(),
        };
        let versions = self.versions.iter();
        let beside = Beside {
            full: full.collect(),
            versions: versions.map(|(i, v)| (*i, v.iter().map(version).collect())).collect(),
            earliest: self.earliest.steps.clone(),
        };
        put("task.beside", json(&beside)?)
    }

    pub(crate) fn from_image<E: From<Error>>(
        get: &mut Columns<'_, E>,
        inner: &Inner,
    ) -> Result<Self, E> {
        let (ids, titles) = (get.texts("task.id")?, get.texts("task.title")?);
        let count = ids.len();
        let mut columns = TaskColumns { ids, titles, ..TaskColumns::default() };
        let limits = Limits::of(inner, count);
        let agencies = inner.agencies.records.len();
        for (name, limit, column) in [
            ("task.document", limits.documents, &mut columns.document),
            ("task.group", limits.groups, &mut columns.group),
            ("task.phase", limits.phases, &mut columns.phase),
            ("task.assigner", agencies, &mut columns.assigner),
            ("task.parent", count, &mut columns.parent),
        ] {
            *column = get.whole(name, count, Some(NO_INDEX), |n| index(n, limit))?;
        }
        let day = |number: Option<i64>| number.map_or(Some(NO_DAY), a_day);
        columns.assigned = get.days("task.assigned", count, day)?;
        columns.last_day = get.days("task.last_day", count, day)?;
        columns.last_day_lenient = get.days("task.last_day_lenient", count, day)?;
        columns.class = get.whole("task.class", count, None, class)?;
        columns.weight = get.whole("task.weight", count, None, |n| u8::try_from(n).ok())?;
        columns.flags = get.whole("task.flags", count, None, flags)?;
        let duration = |n| u16::try_from(n).ok().map(Some);
        columns.duration_days = get.whole("task.duration", count, Some(None), duration)?;
        columns.recorded_at = get.numbers("task.recorded_at", count, Some(NOT_RECORDED), Some)?;
        let stated = columns.recorded_at.iter().copied().filter(|at| *at != NOT_RECORDED);
        columns.latest_recorded = stated.max();
        let row_counts = get.whole("task.row_count", count, None, |n| u32::try_from(n).ok())?;
        let rows = row_counts.iter().try_fold(0_u32, |sum, n| sum.checked_add(*n));
        let rows = rows.ok_or_else(|| damaged("task.row_count"))? as usize;
        let rows = get.whole("task.row", rows, Some(NO_INDEX), |n| index(n, agencies))?;
        let mut left: &[u32] = &rows;
        for row_count in row_counts {
            let cut = left.split_at_checked(row_count as usize);
            let (of_task, rest) = cut.ok_or_else(|| damaged("task.row"))?;
            columns.rows.push(of_task);
            left = rest;
        }
        if !left.is_empty() {
            return Err(damaged("task.row").into());
        }
        let beside: Beside = get.json("task.beside")?;
        columns.take(beside, &limits, agencies)?;
        columns.check(count)?;
        columns.shrink();
        Ok(columns)
    }

    fn take(&mut self, beside: Beside, limits: &Limits, agencies: usize) -> Result<(), Error> {
        let wrong = || damaged("task.beside");
        let mut from = 0;
        for (i, task) in beside.full {
            // In ascending order, as the columns keep them.
            if i < from || i as usize >= self.len() {
                return Err(wrong());
            }
            from = i + 1;
            self.rest.push(i, Box::new(task));
        }
        for (i, versions) in beside.versions {
            if i as usize >= self.len() {
                return Err(wrong());
            }
            let version = |v: Version| {
                let facts = facts_of(&v.facts, limits, agencies)?;
                let is_known = |a: &u32| *a == NO_INDEX || (*a as usize) < agencies;
                let rows = v.rows.iter().all(is_known).then_some(v.rows)?;
                Some(TaskVersion { facts, rows, record: v.record })
            };
            let versions: Option<Vec<_>> = versions.into_iter().map(version).collect();
            self.versions.insert(i, versions.ok_or_else(wrong)?);
        }
        let in_order = beside.earliest.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if !in_order || !beside.earliest.iter().all(|(_, day)| a_day((*day).into()).is_some()) {
            return Err(wrong());
        }
        self.earliest = EarliestDay { steps: beside.earliest };
        Ok(())
    }

    /// Columns of one length, records where the flags say so, and parents without a loop.
    fn check(&self, count: usize) -> Result<(), Error> {
        let lengths = [
            self.titles.len(),
            self.assigned.len(),
            self.last_day.len(),
            self.last_day_lenient.len(),
            self.class.len(),
            self.weight.len(),
            self.flags.len(),
            self.duration_days.len(),
            self.rows.one.len(),
        ];
        let indices = self.indices().map(|(_, column)| column.len());
        let is_one = lengths.iter().chain(&indices).all(|n| *n == count);
        let is_full = (0..self.flags.len())
            .all(|i| self.flags[i].has(TaskFlags::FULL) == self.rest.get(i).is_some());
        let mut parents = self.parent.clone();
        if is_one {
            children_first(&mut parents);
        }
        let fits = is_one && is_full && parents == self.parent && self.recorded_at.len() <= count;
        if fits { Ok(()) } else { Err(damaged("task.flags")) }
    }
}

/// How many there are of what indices point into.
struct Limits {
    documents: usize,
    groups: usize,
    phases: usize,
    tasks: usize,
}

impl Limits {
    fn of(inner: &Inner, tasks: usize) -> Self {
        Limits {
            documents: inner.documents.records.len(),
            groups: inner.plans.groups.len(),
            phases: inner.plans.phases.len(),
            tasks,
        }
    }
}

fn index(number: i64, limit: usize) -> Option<u32> {
    u32::try_from(number).ok().filter(|i| (*i as usize) < limit)
}

/// A day of those that a register can hold.
#[inline]
pub(crate) fn a_day(number: i64) -> Option<i32> {
    i32::try_from(number).ok().filter(|day| day::NUMBERS.contains(day))
}

fn class(number: i64) -> Option<DeadlineClass> {
    DeadlineClass::ALL.get(usize::try_from(number).ok()?).copied()
}

fn flags(number: i64) -> Option<TaskFlags> {
    u8::try_from(number).ok().map(TaskFlags)
}

fn facts_to(facts: &TaskFacts) -> [i64; 11] {
    [
        facts.document.into(),
        facts.assigned.into(),
        facts.last_day.into(),
        facts.last_day_lenient.into(),
        facts.class.index() as i64,
        facts.weight.into(),
        facts.group.into(),
        facts.phase.into(),
        facts.assigner.into(),
        facts.parent.into(),
        facts.flags.0.into(),
    ]
}

fn facts_of(facts: &[i64; 11], limits: &Limits, agencies: usize) -> Option<TaskFacts> {
    let index = |number: i64, limit: usize| {
        if number == i64::from(NO_INDEX) { Some(NO_INDEX) } else { index(number, limit) }
    };
    let day = |number: i64| {
        if number == i64::from(NO_DAY) { Some(NO_DAY) } else { a_day(number) }
    };
    Some(TaskFacts {
        document: index(facts[0], limits.documents)?,
        assigned: day(facts[1])?,
        last_day: day(facts[2])?,
        last_day_lenient: day(facts[3])?,
        class: class(facts[4])?,
        weight: u8::try_from(facts[5]).ok()?,
        group: index(facts[6], limits.groups)?,
        phase: index(facts[7], limits.phases)?,
        assigner: index(facts[8], agencies)?,
        parent: index(facts[9], limits.tasks)?,
        flags: flags(facts[10])?,
    })
}
