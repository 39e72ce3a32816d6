//! The columns of reports as bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Kind, NewReport, ReportColumns, Stated};
use crate::columns::pack::{self, numbers, read_numbers};
use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT, OTHER, TextColumn};
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
        let days = all.clone().map(|i| i64::from(self.reported_on(i)));
        put("report.reported_on", numbers(days, Some(NO_DAY.into())))?;
        let mut last_days = vec![NO_DAY; self.len()];
        for (at, event) in self.events.iter().enumerate() {
            last_days[event.report as usize] = self.deadline_of(at);
        }
        let last_days = last_days.iter().map(|day| i64::from(*day));
        put("report.new_deadline", numbers(last_days, Some(NO_DAY.into())))?;
        let instants = all.clone().map(|i| self.recorded_at(i));
        put("report.recorded_at", numbers(instants, None))?;
        put("report.kind", numbers(all.clone().map(|i| self.kind(i) as i64), None))?;
        let percents = self.percent.iter().map(|p| i64::from(*p));
        put("report.percent", numbers(percents, Some(NO_PERCENT.into())))?;
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
        let id = |n: i64| u32::try_from(n).ok().filter(|n| *n != OTHER);
        let ids = read_numbers(&get("report.id")?, Some(OTHER), id);
        let ids = whole("report.id", ids, count)?;
        let other_ids = pack::read_texts(get("report.other_id")?);
        let other_ids = other_ids.ok_or_else(|| damaged("report.other_id"))?;
        if other_ids.len() != ids.iter().filter(|id| **id == OTHER).count() {
            return Err(damaged("report.other_id").into());
        }
        let reported_on = read_numbers(&get("report.reported_on")?, None, a_day);
        let reported_on = whole("report.reported_on", reported_on, count)?;
        let new_deadline = read_numbers(&get("report.new_deadline")?, Some(NO_DAY), a_day);
        let new_deadline = whole("report.new_deadline", new_deadline, count)?;
        let an_instant = |at: i64| a_day(at.div_euclid(SECONDS_PER_DAY)).map(|_| at);
        let recorded_at = read_numbers(&get("report.recorded_at")?, None, an_instant);
        let recorded_at = whole("report.recorded_at", recorded_at, count)?;
        let kind = |n: i64| Kind::ALL.get(usize::try_from(n).ok()?).copied();
        let kind = whole("report.kind", read_numbers(&get("report.kind")?, None, kind), count)?;
        let percent = |n: i64| u8::try_from(n).ok().filter(|p| *p <= 100);
        let percent = read_numbers(&get("report.percent")?, Some(NO_PERCENT), percent);
        let percent = whole("report.percent", percent, count)?;
        let agencies = inner.agencies.records.len();
        let agency = |n: i64| u32::try_from(n).ok().filter(|i| (*i as usize) < agencies);
        let mut stated = |name| {
            let bytes = get(name)?;
            let column = read_numbers(&bytes, Some(NO_INDEX), agency).filter(|c| c.len() <= count);
            Ok::<_, E>(Stated(column.ok_or_else(|| damaged(name))?))
        };
        let (by, addressee) = (stated("report.by")?, stated("report.addressee")?);
        let Beside { mut full, orphans, corrected_orphans, mut until } =
            read_json("report.beside", &get("report.beside")?)?;

        let mut columns = ReportColumns::with_capacity(count, counts.len());
        let (mut i, mut other) = (0, 0);
        for of_task in counts {
            columns.begin_task();
            for _ in 0..of_task {
                let is_other = ids[i] == OTHER;
                let new = NewReport {
                    id: ids[i],
                    other_id: if is_other { other_ids.get(other) } else { "" },
                    reported_on: reported_on[i],
                    recorded_at: recorded_at[i],
                    kind: kind[i],
                    percent: percent[i],
                    new_deadline: new_deadline[i],
                    by: by.get(i),
                    addressee: addressee.get(i),
                    until: until.remove(&(i as u32)),
                };
                columns.push(&new, full.remove(&(i as u32)).map(Box::new));
                other += usize::from(is_other);
                i += 1;
            }
        }
        columns.close();
        columns.orphans = orphans;
        columns.corrected_orphans = corrected_orphans;
        let fits = full.is_empty() && until.is_empty();
        if fits { Ok(columns) } else { Err(damaged("report.beside").into()) }
    }
}

/// A column of as many values as there are reports; any other is none of theirs.
fn whole<T>(name: &'static str, column: Option<Vec<T>>, count: usize) -> Result<Vec<T>, Error> {
    column.filter(|column| column.len() == count).ok_or_else(|| damaged(name))
}
