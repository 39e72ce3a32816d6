//! The columns of reports as bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Kind, ODD_SECOND, ReportColumns, Stated};
use crate::columns::pack::Packed;
use crate::columns::{IdColumn, Instant, NO_DAY, NO_INDEX, NO_PERCENT, OTHER, TextColumn};
use crate::day::SECONDS_PER_DAY;
use crate::error::Error;
use crate::registry::Inner;
use crate::registry::image::{Columns, Put, damaged, json, put_numbers, put_texts};
use crate::registry::tasks::image::a_day;
use crate::report::Report;

/// What the columns do not hold.
#[derive(Serialize, Deserialize)]
struct Beside {
    full: BTreeMap<u32, Report>,
    orphans: Vec<Report>,
    corrected_orphans: Vec<(Report, i64)>,
    until: BTreeMap<u32, i64>,
}

impl ReportColumns {
    pub(crate) fn to_image<E: From<Error>>(&self, put: Put<'_, E>) -> Result<(), E> {
        let of_task = |i: usize| i64::from(self.starts[i + 1] - self.starts[i]);
        let (tasks, count) = (self.starts.len().saturating_sub(1), self.len());
        put_numbers(put, "report.count", tasks, None, of_task)?;
        let id = |i: usize| self.ids.number(i).into();
        put_numbers(put, "report.id", count, Some(OTHER.into()), id)?;
        let mut other_ids = TextColumn::default();
        for i in (0..count).filter(|i| self.ids.number(*i) == OTHER) {
            other_ids.push(&self.ids.get(i));
        }
        put_texts(put, "report.other_id", &other_ids)?;
        put_numbers(put, "report.kind", count, None, |i| self.kind(i) as i64)?;
        put_numbers(put, "report.reported_on", count, None, |i| self.reported_on(i).into())?;
        put_numbers(put, "report.recorded_at", count, None, |i| self.recorded_at(i))?;
        let percent = |i: usize| self.percent[i].into();
        put_numbers(put, "report.percent", count, Some(NO_PERCENT.into()), percent)?;
        // Few name a last day: which they are, each by its distance from the one before, and the days.
        let events =
            || (0..self.events.len()).map(|at| (self.events[at].report, self.deadline_of(at)));
        let dated: Vec<(u32, i32)> = events().filter(|(_, day)| *day != NO_DAY).collect();
        let gap = |i: usize| {
            let before = i.checked_sub(1).map_or(0, |before| dated[before].0);
            i64::from(dated[i].0 - before)
        };
        put_numbers(put, "report.dated", dated.len(), None, gap)?;
        put_numbers(put, "report.new_deadline", dated.len(), None, |i| dated[i].1.into())?;
        for (name, Stated(column)) in
            [("report.by", &self.by), ("report.addressee", &self.addressee)]
        {
            put_numbers(put, name, column.len(), Some(NO_INDEX.into()), |i| column[i].into())?;
        }
        let all = 0..count;
        let full = all.filter_map(|i| Some((i as u32, self.rest(i)?.clone())));
        let until = self.until.positions().zip(self.until.values());
        let beside = Beside {
            full: full.collect(),
            orphans: self.orphans.clone(),
            corrected_orphans: self.corrected_orphans.clone(),
            until: until.map(|(i, until)| (i as u32, *until)).collect(),
        };
        put("report.beside", json(&beside)?)
    }

    pub(crate) fn from_image<E: From<Error>>(
        get: &mut Columns<'_, E>,
        inner: &Inner,
    ) -> Result<Self, E> {
        let tasks = inner.tasks.len();
        let number = |n| u32::try_from(n).ok();
        let counts: Vec<u32> = get.whole("report.count", tasks, None, number)?;
        let count = counts.iter().try_fold(0_u32, |sum, n| sum.checked_add(*n));
        let count = count.ok_or_else(|| damaged("report.count"))? as usize;
        let mut columns = ReportColumns::default();
        let id = |n: i64| u32::try_from(n).ok().filter(|n| *n != OTHER);
        let ids = get.whole("report.id", count, Some(OTHER), id)?;
        let other_ids = IdColumn::of(ids, get.texts("report.other_id")?);
        columns.ids = other_ids.ok_or_else(|| damaged("report.other_id"))?;
        let kind = |n: i64| Kind::ALL.get(usize::try_from(n).ok()?).map(|kind| *kind as u8);
        columns.meta = get.whole("report.kind", count, None, kind)?;
        columns.reported_on = get.days("report.reported_on", count, |n| a_day(n?))?;
        columns.recorded_at.reserve(count);
        get.each("report.recorded_at", |bytes| columns.unpack_instants(bytes))?;
        if columns.recorded_at.len() != count {
            return Err(damaged("report.recorded_at").into());
        }
        let percent = |n: i64| u8::try_from(n).ok().filter(|p| *p <= 100);
        columns.percent = get.whole("report.percent", count, Some(NO_PERCENT), percent)?;
        let gaps = get.numbers("report.dated", count, None, number)?;
        let days = get.whole("report.new_deadline", gaps.len(), None, a_day)?;
        let agencies = inner.agencies.records.len();
        let agency = |n: i64| u32::try_from(n).ok().filter(|i| (*i as usize) < agencies);
        columns.by = Stated(get.numbers("report.by", count, Some(NO_INDEX), agency)?);
        columns.addressee =
            Stated(get.numbers("report.addressee", count, Some(NO_INDEX), agency)?);
        columns.group(&counts, &gaps, &days).ok_or_else(|| damaged("report.dated"))?;
        let Beside { full, orphans, corrected_orphans, until } = get.json("report.beside")?;
        let is_one = |i: Option<&u32>| i.is_none_or(|i| (*i as usize) < count);
        if !is_one(full.keys().last()) || !is_one(until.keys().last()) {
            return Err(damaged("report.beside").into());
        }
        for (i, report) in full {
            columns.rest.push(i, Box::new(report));
        }
        for (i, at) in until {
            columns.until.push(i, at);
        }
        columns.orphans = orphans;
        columns.corrected_orphans = corrected_orphans;
        Ok(columns)
    }

    /// Appends a piece of the instants of the reports whose kinds are there.
    fn unpack_instants(&mut self, bytes: &[u8]) -> Option<()> {
        let packed = Packed::of(bytes)?;
        let mut meta = self.meta.get_mut(self.recorded_at.len()..)?.iter_mut();
        let instant = |at: Option<i64>| {
            let at = at.filter(|at| a_day(at.div_euclid(SECONDS_PER_DAY)).is_some())?;
            Some(Instant::of(at))
        };
        packed.each(instant, |at| {
            *meta.next()? |= if at.is_odd { ODD_SECOND } else { 0 };
            self.recorded_at.push_split(at);
            Some(())
        })
    }

    /// Groups the reports by task, as many of each as `counts` says, and finds the events among them.
    ///
    /// `gaps`: the reports that name a last day, each by its distance from the one before.
    fn group(&mut self, counts: &[u32], gaps: &[u32], days: &[i32]) -> Option<()> {
        self.starts.reserve_exact(counts.len() + 1);
        self.event_starts.reserve_exact(counts.len() + 1);
        let mut next = 0_u32;
        let mut dated = gaps.iter().zip(days).map_while(|(gap, day)| {
            next = next.checked_add(*gap)?;
            Some((next, *day))
        });
        let (mut named, mut report) = (dated.next(), 0);
        for of_task in counts {
            self.starts.push(report);
            self.event_starts.push(self.events.len() as u32);
            for i in report..report + of_task {
                let mut last_day = NO_DAY;
                if let Some((_, day)) = named.filter(|(at, _)| *at == i) {
                    last_day = day;
                    named = dated.next();
                }
                self.push_event(i, self.kind(i as usize), last_day);
            }
            report += of_task;
        }
        self.starts.push(report);
        self.event_starts.push(self.events.len() as u32);
        self.events.shrink_to_fit();
        // Each was met, so that they stand in order and none is of a report beyond all.
        named.is_none().then_some(())
    }
}
