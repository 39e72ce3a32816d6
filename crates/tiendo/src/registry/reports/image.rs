//! The columns of reports as bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Kind, ODD_SECOND, ReportColumns, Stated};
use crate::columns::pack::{self, Packed, numbers, read_numbers};
use crate::columns::{DayColumn, IdColumn, NO_DAY, NO_INDEX, NO_PERCENT, OTHER, TextColumn};
use crate::day::SECONDS_PER_DAY;
use crate::error::Error;
use crate::registry::Inner;
use crate::registry::image::{Get, Put, damaged, json, read_json};
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
        let counts = self.starts.windows(2).map(|pair| i64::from(pair[1] - pair[0]));
        put("report.count", numbers(counts, None))?;
        let all = 0..self.len();
        let ids = all.clone().map(|i| i64::from(self.ids.number(i)));
        put("report.id", numbers(ids, Some(OTHER.into())))?;
        let mut other_ids = TextColumn::default();
        for i in all.clone().filter(|i| self.ids.number(*i) == OTHER) {
            other_ids.push(&self.ids.get(i));
        }
        put("report.other_id", pack::texts(&other_ids))?;
        put("report.kind", numbers(all.clone().map(|i| self.kind(i) as i64), None))?;
        let days = all.clone().map(|i| i64::from(self.reported_on(i)));
        put("report.reported_on", numbers(days, None))?;
        let instants = all.clone().map(|i| self.recorded_at(i));
        put("report.recorded_at", numbers(instants, None))?;
        let percents = self.percent.iter().map(|p| i64::from(*p));
        put("report.percent", numbers(percents, Some(NO_PERCENT.into())))?;
        // Few name a last day: which they are, each by its distance from the one before, and the days.
        let events =
            || (0..self.events.len()).map(|at| (self.events[at].report, self.deadline_of(at)));
        let dated: Vec<(u32, i32)> = events().filter(|(_, day)| *day != NO_DAY).collect();
        let before = std::iter::once(0).chain(dated.iter().map(|(report, _)| *report));
        let gaps = dated.iter().zip(before).map(|((report, _), before)| i64::from(report - before));
        put("report.dated", numbers(gaps, None))?;
        let days = dated.iter().map(|(_, day)| i64::from(*day));
        put("report.new_deadline", numbers(days, None))?;
        for (name, Stated(column)) in
            [("report.by", &self.by), ("report.addressee", &self.addressee)]
        {
            put(name, numbers(column.iter().map(|i| i64::from(*i)), Some(NO_INDEX.into())))?;
        }
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

    pub(crate) fn from_image<E: From<Error>>(get: Get<'_, E>, inner: &Inner) -> Result<Self, E> {
        let counts: Vec<u32> = read_numbers(&get("report.count")?, None, |n| u32::try_from(n).ok())
            .ok_or_else(|| damaged("report.count"))?;
        let count = counts.iter().try_fold(0_u32, |sum, n| sum.checked_add(*n));
        let count = count.ok_or_else(|| damaged("report.count"))? as usize;
        if counts.len() != inner.tasks.len() {
            return Err(damaged("report.count").into());
        }
        let mut columns = ReportColumns::default();
        let id = |n: i64| u32::try_from(n).ok().filter(|n| *n != OTHER);
        let ids = read_numbers(&get("report.id")?, Some(OTHER), id);
        let ids = whole("report.id", ids, count)?;
        let other_ids = pack::read_texts(&get("report.other_id")?);
        let other_ids = other_ids.and_then(|texts| IdColumn::of(ids, texts));
        columns.ids = other_ids.ok_or_else(|| damaged("report.other_id"))?;
        let kind = |n: i64| Kind::ALL.get(usize::try_from(n).ok()?).map(|kind| *kind as u8);
        let kinds = read_numbers(&get("report.kind")?, None, kind);
        columns.meta = whole("report.kind", kinds, count)?;
        let reported_on = DayColumn::unpacked(&get("report.reported_on")?, count, |n| a_day(n?));
        columns.reported_on = reported_on.ok_or_else(|| damaged("report.reported_on"))?;
        let instants = columns.unpack_instants(&get("report.recorded_at")?);
        instants.ok_or_else(|| damaged("report.recorded_at"))?;
        let percent = |n: i64| u8::try_from(n).ok().filter(|p| *p <= 100);
        let percent = read_numbers(&get("report.percent")?, Some(NO_PERCENT), percent);
        columns.percent = whole("report.percent", percent, count)?;
        let gaps = read_numbers(&get("report.dated")?, None, |n| u32::try_from(n).ok());
        let gaps = gaps.ok_or_else(|| damaged("report.dated"))?;
        let days = read_numbers(&get("report.new_deadline")?, None, a_day);
        let days = whole("report.new_deadline", days, gaps.len())?;
        let agencies = inner.agencies.records.len();
        let agency = |n: i64| u32::try_from(n).ok().filter(|i| (*i as usize) < agencies);
        let mut stated = |name| {
            let bytes = get(name)?;
            let column = read_numbers(&bytes, Some(NO_INDEX), agency).filter(|c| c.len() <= count);
            Ok::<_, E>(Stated(column.ok_or_else(|| damaged(name))?))
        };
        (columns.by, columns.addressee) = (stated("report.by")?, stated("report.addressee")?);
        columns.group(&counts, &gaps, &days).ok_or_else(|| damaged("report.dated"))?;
        let Beside { full, orphans, corrected_orphans, until } =
            read_json("report.beside", &get("report.beside")?)?;
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

    /// Fills in the instants of the reports whose kinds are there.
    fn unpack_instants(&mut self, bytes: &[u8]) -> Option<()> {
        let count = self.meta.len();
        let packed = Packed::of(bytes).filter(|packed| packed.count == count)?;
        self.recorded_at.reserve(count);
        let mut meta = self.meta.iter_mut();
        packed.each(|at| {
            let at = at.filter(|at| a_day(at.div_euclid(SECONDS_PER_DAY)).is_some())?;
            if self.recorded_at.push(at) {
                *meta.next()? |= ODD_SECOND;
            } else {
                meta.next()?;
            }
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

/// A column of as many values as there are reports; any other is none of theirs.
fn whole<T>(name: &'static str, column: Option<Vec<T>>, count: usize) -> Result<Vec<T>, Error> {
    column.filter(|column| column.len() == count).ok_or_else(|| damaged(name))
}
