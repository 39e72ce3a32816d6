//! The columns of reports as bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ids::ReportIds;
use super::{Kind, ReportColumns, Stated};
use crate::columns::pack::{self, Texts, numbers, read_numbers};
use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT};
use crate::error::Error;
use crate::registry::Inner;
use crate::registry::image::{Get, Put, damaged, json, read_json};
use crate::registry::tasks::image::a_day;
use crate::report::Report;

/// What the columns do not hold.
#[derive(Serialize, Deserialize)]
struct Beside {
    full: Vec<(u32, Report)>,
    orphans: Vec<Report>,
    until: BTreeMap<u32, i64>,
}

impl ReportColumns {
    pub(crate) fn to_image<E: From<Error>>(&self, put: Put<'_, E>) -> Result<(), E> {
        let counts = self.starts.windows(2).map(|pair| i64::from(pair[1] - pair[0]));
        put("report.count", numbers(counts, None))?;
        put("report.id", pack::texts(self.ids.texts()))?;
        let days = |days: &[i32]| numbers(days.iter().map(|d| i64::from(*d)), Some(NO_DAY.into()));
        put("report.reported_on", days(&self.reported_on))?;
        put("report.new_deadline", days(&self.new_deadline))?;
        put("report.recorded_at", numbers(self.recorded_at.iter().copied(), None))?;
        put("report.kind", numbers(self.kind.iter().map(|k| *k as i64), None))?;
        let percents = self.percent.iter().map(|p| i64::from(*p));
        put("report.percent", numbers(percents, Some(NO_PERCENT.into())))?;
        for (name, Stated(column)) in
            [("report.by", &self.by), ("report.addressee", &self.addressee)]
        {
            put(name, numbers(column.iter().map(|i| i64::from(*i)), Some(NO_INDEX.into())))?;
        }
        let beside = Beside {
            full: self.rest.iter().map(|(i, r)| (*i, (**r).clone())).collect(),
            orphans: self.orphans.clone(),
            until: self.until.clone(),
        };
        put("report.beside", json(&beside)?)
    }

    pub(crate) fn from_image<E: From<Error>>(get: Get<'_, E>, inner: &Inner) -> Result<Self, E> {
        let counts: Vec<u32> = read_numbers(&get("report.count")?, None, |n| u32::try_from(n).ok())
            .ok_or_else(|| damaged("report.count"))?;
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut end = 0_u32;
        starts.push(end);
        for count in counts {
            end = end.checked_add(count).ok_or_else(|| damaged("report.count"))?;
            starts.push(end);
        }
        let count = end as usize;
        // An empty register of tasks has no column of starts either.
        if inner.tasks.len() + 1 != starts.len() {
            return Err(damaged("report.count").into());
        }
        let ids = match pack::read_texts(get("report.id")?).ok_or_else(|| damaged("report.id"))? {
            Texts::Text(texts) => ReportIds::from(texts),
            Texts::Decimals(decimals) => ReportIds::of_decimals(decimals),
        };
        let mut days = |name| {
            let bytes = get(name)?;
            Ok::<_, E>(read_numbers(&bytes, Some(NO_DAY), a_day).ok_or_else(|| damaged(name))?)
        };
        let (reported_on, new_deadline) =
            (days("report.reported_on")?, days("report.new_deadline")?);
        let recorded_at = read_numbers(&get("report.recorded_at")?, None, Some)
            .ok_or_else(|| damaged("report.recorded_at"))?;
        let kind = read_numbers(&get("report.kind")?, None, Kind::of_number)
            .ok_or_else(|| damaged("report.kind"))?;
        let percent = |n: i64| u8::try_from(n).ok().filter(|p| *p <= 100);
        let percent = read_numbers(&get("report.percent")?, Some(NO_PERCENT), percent)
            .ok_or_else(|| damaged("report.percent"))?;
        let agencies = inner.agencies.records.len();
        let agency = |n: i64| u32::try_from(n).ok().filter(|i| (*i as usize) < agencies);
        let mut stated = |name| {
            let bytes = get(name)?;
            let column = read_numbers(&bytes, Some(NO_INDEX), agency).filter(|c| c.len() <= count);
            Ok::<_, E>(Stated(column.ok_or_else(|| damaged(name))?))
        };
        let (by, addressee) = (stated("report.by")?, stated("report.addressee")?);
        let beside: Beside = read_json("report.beside", &get("report.beside")?)?;
        let columns = ReportColumns {
            starts,
            ids,
            reported_on,
            recorded_at,
            kind,
            percent,
            new_deadline,
            by,
            addressee,
            rest: beside.full.into_iter().map(|(i, r)| (i, Box::new(r))).collect(),
            until: beside.until,
            orphans: beside.orphans,
        };
        let lengths = [
            columns.ids.len(),
            columns.reported_on.len(),
            columns.recorded_at.len(),
            columns.kind.len(),
            columns.percent.len(),
            columns.new_deadline.len(),
        ];
        let within = |i: &u32| (*i as usize) < count;
        let fits = lengths.iter().all(|n| *n == count)
            && columns.reported_on.iter().all(|day| *day != NO_DAY)
            && columns.rest.keys().all(within)
            && columns.until.keys().all(within);
        if fits { Ok(columns) } else { Err(damaged("report.beside").into()) }
    }
}
