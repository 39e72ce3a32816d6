//! History: the sums of every day of a range, from the days on which anything changes.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::day;
use crate::error::Error;
use crate::policy::Policy;
use crate::registry::Registry;
use crate::registry::agencies::Tree;
use crate::rollup::Scope;
use crate::sums::Sums;
use crate::threads::{Threads, ranges};
use crate::vocabulary::closed_vocabulary;
use crate::watch::Watch;

mod quick;
mod scopes;
mod share;
mod sweep;
mod table;
mod turns;
mod waiting;

use scopes::OnDay;
use sweep::{Asked, Layouts, Sweep};
use table::{Layout, Table};

/// Most sums that a history may hold along an axis: a gigabyte of them.
const MAX_SUMS: usize = 1 << 24;

/// Most sums that are held along phases and groups for several threads together, each of which has its own.
const MAX_OWN_SUMS: usize = 1 << 20;

closed_vocabulary! {
    /// What the sums of every day are made along. Agencies count rows; phases, groups and the whole count tasks.
    ///
    /// ```
    /// assert_eq!(tiendo::HistoryAxis::parse("whole"), Some(tiendo::HistoryAxis::Whole));
    /// ```
    HistoryAxis {
        Whole = "whole", "toàn bộ", "whole";
        Agency = "agency", "cơ quan", "agency";
        Phase = "phase", "giai đoạn", "phase";
        Group = "group", "nhóm nhiệm vụ", "task group";
    }
}

/// Which days, and along what.
///
/// ```
/// use tiendo::{day, HistoryAxis, HistoryOptions};
/// let options = HistoryOptions::along(HistoryAxis::Phase, day::parse("2025-01-01")?, day::parse("2025-12-31")?);
/// assert_eq!(options.along, [HistoryAxis::Phase]);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryOptions {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, which is one of them.
    pub to: NaiveDate,
    /// Along what, all in one pass.
    pub along: Vec<HistoryAxis>,
}

impl HistoryOptions {
    /// Along one axis, from a day to a day.
    pub fn along(axis: HistoryAxis, from: NaiveDate, to: NaiveDate) -> Self {
        HistoryOptions { from, to, along: vec![axis] }
    }

    /// The days as numbers of columns, checked.
    fn range(&self) -> Result<(i32, i32), Error> {
        for bound in [self.from, self.to] {
            day::check(bound).ok_or_else(|| Error::InvalidDate { text: bound.to_string() })?;
        }
        if self.to < self.from {
            return Err(Error::InvalidValue {
                field: "to",
                value: self.to.to_string(),
                expected: format!("{} or later", self.from),
            });
        }
        Ok((day::to_number(self.from), day::to_number(self.to)))
    }
}

/// The sums of every day of a range: each as an evaluation of that day has them, with what was known by its end.
///
/// D and K are both that day. Made in one pass over the tasks: each is judged on the days on which something of it may
/// change, and not on those between. Held are 64 bytes for each day of each agency, phase or group.
///
/// ```
/// use tiendo::{day, DocumentId, HistoryAxis, HistoryOptions, Policy, RegistryBuilder, Status, Task, TaskId, Text};
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?);
/// task.assigned_on = Some(day::parse("2025-06-23")?);
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(task);
/// let (from, to) = (day::parse("2025-06-22")?, day::parse("2025-06-24")?);
/// let options = HistoryOptions::along(HistoryAxis::Whole, from, to);
/// let history = builder.finish().history(&options, &Policy::default())?;
/// let whole = history.along(HistoryAxis::Whole).unwrap();
/// assert_eq!(whole.own(from, 0).unwrap().total(), 0);
/// assert_eq!(whole.own(to, 0).unwrap().count(Status::OpenEnded), 1);
/// assert_eq!(history.scope(to).unwrap().task_count, 1);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct History {
    options: HistoryOptions,
    policy: Policy,
    /// The scope of the last day, of which each day has its own counts.
    scope: Scope,
    days: Vec<OnDay>,
    series: Vec<HistorySeries>,
}

/// The sums of every day along one axis.
#[derive(Debug, Clone)]
pub struct HistorySeries {
    axis: HistoryAxis,
    from: NaiveDate,
    days: usize,
    keys: Vec<HistoryKey>,
    /// Agencies: inclusive sums, from which own ones follow.
    table: Table,
    /// By epoch of the tree: its first day, and what is below each agency.
    below: Vec<(usize, Vec<Vec<u32>>)>,
}

/// A key of an axis: an agency, phase or group, or the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryKey {
    /// Id of the agency, phase or group; empty for the whole.
    pub key: String,
    /// Name in Vietnamese, as on the last day.
    pub name: String,
    /// Name in English; the Vietnamese one where there is none.
    pub name_en: String,
    /// Its number in the table.
    index: usize,
}

/// The sums of one key on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow<'a> {
    /// The day.
    pub day: NaiveDate,
    /// The key.
    pub key: &'a HistoryKey,
    /// Its own.
    pub own: Sums,
    /// Its own and all below it; for agencies.
    pub inclusive: Sums,
}

impl Registry {
    /// The sums of every day of a range, with D and K both that day.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a last day before the first, for more than 16,777,216 sums along an axis, or for a
    ///   policy that cannot be applied.
    /// - [`Error::InvalidDate`] for a day outside 1900 to 2199.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, HistoryAxis, HistoryOptions, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let (from, to) = (day::parse("2025-01-01")?, day::parse("2025-01-31")?);
    /// let history = registry.history(&HistoryOptions::along(HistoryAxis::Agency, from, to), &Policy::default())?;
    /// assert!(history.along(HistoryAxis::Agency).unwrap().keys().is_empty());
    /// assert!(registry.history(&HistoryOptions::along(HistoryAxis::Agency, to, from), &Policy::default()).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn history(&self, options: &HistoryOptions, policy: &Policy) -> Result<History, Error> {
        self.history_watched(options, policy, &Watch::new())
    }

    /// As [`Registry::history`], telling a [`Watch`] how far it is.
    ///
    /// # Errors
    /// - those of [`Registry::history`].
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, Error, HistoryAxis, HistoryOptions, Policy, RegistryBuilder, Watch};
    /// let (registry, watch) = (RegistryBuilder::new().finish(), Watch::new());
    /// let on = day::parse("2025-01-01")?;
    /// watch.stop();
    /// let options = HistoryOptions::along(HistoryAxis::Whole, on, on);
    /// let stopped = registry.history_watched(&options, &Policy::default(), &watch);
    /// assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn history_watched(
        &self,
        options: &HistoryOptions,
        policy: &Policy,
        watch: &Watch,
    ) -> Result<History, Error> {
        self.history_on(options, policy, Threads::one(), watch)
    }

    /// As [`Registry::history_watched`], on the threads of the caller's choice.
    ///
    /// # Errors
    /// - those of [`Registry::history_watched`].
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, HistoryAxis, HistoryOptions, Policy, RegistryBuilder, Threads, Watch};
    /// let registry = RegistryBuilder::new().finish();
    /// let on = day::parse("2025-01-01")?;
    /// let options = HistoryOptions::along(HistoryAxis::Whole, on, on);
    /// let history = registry.history_on(&options, &Policy::default(), Threads::one(), &Watch::new())?;
    /// assert_eq!(history.days().len(), 1);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn history_on(
        &self,
        options: &HistoryOptions,
        policy: &Policy,
        threads: Threads<'_>,
        watch: &Watch,
    ) -> Result<History, Error> {
        policy.validate()?;
        let (from, to) = options.range()?;
        let layouts = self.layouts(options, (to - from) as usize + 1)?;
        let each_day = (from..=to).filter_map(day::from_number);
        let as_of: Vec<AsOf> = each_day.map(|day| AsOf { day, known: Some(day) }).collect();
        let asked = Asked { inner: &self.0, policy, from, to, as_of: &as_of, layouts };
        watch.begin(self.task_count() as u64);
        let mut agency = layouts.agency.map(Table::new);
        let mut sweeps: Vec<Sweep<'_>> = tasks_of_sweeps(self.task_count(), &layouts, threads)
            .map(|tasks| Sweep::over(asked, tasks))
            .collect();
        while sweeps.iter().any(|sweep| !sweep.is_done()) && !watch.is_stopped() {
            sweeps = threads.run(sweeps, |sweep| sweep.go_on(watch));
            if let Some(agency) = &mut agency {
                let waiting = sweeps.iter_mut().filter_map(|s| s.tables.agency.as_mut());
                agency.take(&mut waiting.collect::<Vec<_>>(), threads);
            }
        }
        watch.end()?;
        let found = sweeps.into_iter().reduce(Sweep::with);
        let Sweep { tables, scopes, .. } = found.unwrap_or_else(|| Sweep::over(asked, 0..0));
        let last = as_of.last().copied().unwrap_or(AsOf { day: options.to, known: None });
        let mut series = Vec::new();
        for (axis, table) in [
            (HistoryAxis::Whole, tables.whole),
            (HistoryAxis::Agency, agency),
            (HistoryAxis::Phase, tables.phase),
            (HistoryAxis::Group, tables.group),
        ] {
            if let Some(mut table) = table {
                table.close(threads);
                series.push(self.series(axis, table, options.from, &as_of, last));
            }
        }
        let scope = Scope::of(self, last, policy);
        let days = scopes.close();
        Ok(History { options: options.clone(), policy: policy.clone(), scope, days, series })
    }

    /// The tables that are asked for, each no larger than one may be.
    fn layouts(&self, options: &HistoryOptions, days: usize) -> Result<Layouts, Error> {
        let (plans, mut layouts) = (&self.0.plans, Layouts::default());
        for axis in &options.along {
            let (keys, layout) = match axis {
                HistoryAxis::Whole => (0, &mut layouts.whole),
                HistoryAxis::Agency => (self.agency_count(), &mut layouts.agency),
                HistoryAxis::Phase => (plans.phases.len(), &mut layouts.phase),
                HistoryAxis::Group => (plans.groups.len(), &mut layouts.group),
            };
            let most = MAX_SUMS / (keys + 1);
            if days > most {
                return Err(Error::InvalidValue {
                    field: "to",
                    value: options.to.to_string(),
                    expected: format!("at most {most} days along {}", axis.as_str()),
                });
            }
            // One key more: for what belongs to none, or for the whole.
            *layout = Some(Layout::of(keys + 1, days));
        }
        Ok(layouts)
    }

    /// Adds the sums of a closed table up, and names its keys.
    fn series(
        &self,
        axis: HistoryAxis,
        mut table: Table,
        from: NaiveDate,
        as_of: &[AsOf],
        last: AsOf,
    ) -> HistorySeries {
        let mut below = Vec::new();
        if axis == HistoryAxis::Agency {
            for (days, tree) in self.trees(as_of) {
                table.add_up(&tree, days.clone());
                below.push((days.start, children(&tree)));
            }
        }
        let plans = &self.0.plans;
        let named = |index: usize, key: &str, name: &crate::Text, name_en: Option<&crate::Text>| {
            let name_en = name_en.unwrap_or(name).to_string();
            HistoryKey { key: key.to_owned(), name: name.to_string(), name_en, index }
        };
        let keys = match axis {
            HistoryAxis::Whole => {
                let label = |lang| axis.label(lang).to_owned();
                let (name, name_en) = (label(crate::Lang::Vi), label(crate::Lang::En));
                vec![HistoryKey { key: String::new(), name, name_en, index: 0 }]
            }
            HistoryAxis::Agency => {
                // What lies below an agency only after it moved there is not its own on the days before.
                let is_shown = |i: &usize| {
                    table.is_used(*i)
                        && (below.len() < 2
                            || (0..as_of.len()).any(|day| table.sums(*i, day).total() > 0))
                };
                let agencies = (0..self.agency_count()).filter(is_shown);
                let at = |i: usize| self.0.agencies.at(i as u32, last);
                let of = |i: usize| (i, at(i));
                let keys = agencies.map(of);
                keys.map(|(i, a)| named(i, a.id.as_str(), &a.name, a.name_en.as_ref())).collect()
            }
            HistoryAxis::Phase => {
                let all = plans.phases.iter().enumerate();
                all.map(|(i, p)| named(i, p.id.as_str(), &p.name, p.name_en.as_ref())).collect()
            }
            HistoryAxis::Group => {
                let all = plans.groups.iter().enumerate();
                all.map(|(i, g)| named(i, g.id.as_str(), &g.name, g.name_en.as_ref())).collect()
            }
        };
        HistorySeries { axis, from, days: as_of.len(), keys, table, below }
    }

    /// The trees of agencies, each with the days on which it holds.
    fn trees(&self, as_of: &[AsOf]) -> Vec<(std::ops::Range<usize>, Arc<Tree>)> {
        let versions = self.0.agencies.versions.iter();
        let all = versions
            .flat_map(|(i, older)| older.iter().chain([&self.0.agencies.records[*i as usize]]));
        let seen = all.flat_map(|a| [a.version_from, a.recorded_at.map(|at| at.date())]);
        let first = as_of.first().map(|a| a.day);
        let place = |day: NaiveDate| as_of.binary_search_by_key(&day, |a| a.day).ok();
        let mut starts: Vec<usize> = seen.flatten().chain(first).filter_map(place).collect();
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().copied().skip(1).chain([as_of.len()]);
        starts.iter().zip(ends).map(|(from, to)| (*from..to, self.tree(as_of[*from]))).collect()
    }
}

/// The tasks of each sweep: one for each thread, as far as there are tasks enough, and memory for their tables.
fn tasks_of_sweeps(
    tasks: usize,
    layouts: &Layouts,
    threads: Threads<'_>,
) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut ranges = ranges(tasks, threads, 1);
    let most = (MAX_OWN_SUMS / layouts.own_cells().max(1)).max(1);
    if ranges.len() > most {
        ranges = (0..most).map(|i| tasks * i / most..tasks * (i + 1) / most).collect();
    }
    ranges.into_iter()
}

/// By agency: those right below it.
fn children(tree: &Tree) -> Vec<Vec<u32>> {
    let mut below = vec![Vec::new(); tree.parent.len()];
    for (child, parent) in (0..).zip(&tree.parent).filter(|(_, parent)| **parent != NO_INDEX) {
        below[*parent as usize].push(child);
    }
    below
}

impl History {
    /// The first day.
    pub fn from(&self) -> NaiveDate {
        self.options.from
    }

    /// The last day.
    pub fn to(&self) -> NaiveDate {
        self.options.to
    }

    /// The rules of counting.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The days, in order.
    pub fn days(&self) -> impl ExactSizeIterator<Item = NaiveDate> + '_ {
        (0..self.days.len()).map(|place| day_at(self.options.from, place))
    }

    /// What the numbers of a day are made of; none outside the range.
    pub fn scope(&self, day: NaiveDate) -> Option<Scope> {
        let counts = self.days.get(place_of(self.options.from, day)?)?;
        Some(Scope {
            day,
            known: Some(day),
            hidden_report_count: counts.hidden as u64,
            report_count: counts.visible as u64,
            document_count: counts.documents as u64,
            task_count: counts.tasks as u64,
            ..self.scope.clone()
        })
    }

    /// The sums along an axis; none where it was not asked for.
    pub fn along(&self, axis: HistoryAxis) -> Option<&HistorySeries> {
        self.series.iter().find(|series| series.axis == axis)
    }

    /// The sums along every axis that was asked for.
    pub fn series(&self) -> &[HistorySeries] {
        &self.series
    }
}

impl HistorySeries {
    /// Along what.
    pub fn axis(&self) -> HistoryAxis {
        self.axis
    }

    /// The keys: agencies that have anything in force on any day, in id order; all phases or groups in the plan's order;
    /// one for the whole.
    pub fn keys(&self) -> &[HistoryKey] {
        &self.keys
    }

    /// The sums of the key at a position on a day; none outside the range.
    pub fn own(&self, day: NaiveDate, key: usize) -> Option<Sums> {
        let (place, key) = (place_of(self.from, day)?, self.keys.get(key)?);
        (place < self.days).then(|| self.own_at(place, key.index))
    }

    /// The same with all that is below it, for agencies.
    pub fn inclusive(&self, day: NaiveDate, key: usize) -> Option<Sums> {
        let (place, key) = (place_of(self.from, day)?, self.keys.get(key)?);
        (place < self.days).then(|| self.table.sums(key.index, place))
    }

    /// The sums of what belongs to no key on a day; none outside the range.
    pub fn unassigned(&self, day: NaiveDate) -> Option<Sums> {
        let place = place_of(self.from, day).filter(|place| *place < self.days)?;
        Some(match self.axis {
            HistoryAxis::Whole => Sums::default(),
            _ => self.table.sums(self.table.layout().key_of(NO_INDEX), place),
        })
    }

    /// The sums of all keys on all days: by day, then in the order of the keys.
    pub fn rows(&self) -> impl Iterator<Item = HistoryRow<'_>> {
        (0..self.days).flat_map(move |place| {
            let day = day_at(self.from, place);
            self.keys.iter().map(move |key| HistoryRow {
                day,
                key,
                own: self.own_at(place, key.index),
                inclusive: self.table.sums(key.index, place),
            })
        })
    }

    fn own_at(&self, place: usize, index: usize) -> Sums {
        let mut sums = self.table.sums(index, place);
        let epoch = self.below.partition_point(|(start, _)| *start <= place).checked_sub(1);
        for child in epoch.map_or(&[][..], |epoch| &self.below[epoch].1[index]) {
            if self.table.is_used(*child as usize) {
                sums.take_out(&self.table.sums(*child as usize, place));
            }
        }
        sums
    }
}

fn place_of(from: NaiveDate, day: NaiveDate) -> Option<usize> {
    usize::try_from(day::to_number(day) - day::to_number(from)).ok()
}

/// A day of a range, which is inside of what days there are.
fn day_at(from: NaiveDate, place: usize) -> NaiveDate {
    day::plus(from, place as i64).unwrap_or(from)
}
