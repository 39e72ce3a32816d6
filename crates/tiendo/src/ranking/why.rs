//! Why an agency ranks where it does, and what moved it since another day.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Ranking, RankingRow};
use crate::agency::Level;
use crate::columns::NO_INDEX;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::evaluation::row::RowFlags;
use crate::policy::{Rate, Silence};
use crate::rollup::Scope;
use crate::status::Status;
use crate::sums::{Ratio, Sums};
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// Why an agency has no rank.
    ///
    /// ```
    /// assert_eq!(tiendo::Exclusion::parse("too_few_due"), Some(tiendo::Exclusion::TooFewDue));
    /// ```
    Exclusion {
        NothingReported = "nothing_reported", "chưa có báo cáo nào", "nothing reported";
        NothingToDivide = "nothing_to_divide", "chưa có gì để tính", "nothing to divide by";
        TooFewDue = "too_few_due", "quá ít việc đã đến hạn", "too few fallen due";
    }
}

closed_vocabulary! {
    /// What happened to a row between two days, as far as it moved a rate.
    ///
    /// ```
    /// assert_eq!(tiendo::Shift::parse("fell_overdue"), Some(tiendo::Shift::FellOverdue));
    /// ```
    Shift {
        DoneOnTime = "done_on_time", "hoàn thành đúng hạn", "done on time";
        DoneLate = "done_late", "hoàn thành quá hạn", "done late";
        FellOverdue = "fell_overdue", "chuyển sang quá hạn", "fell overdue";
        BackInTerm = "back_in_term", "trở lại trong hạn", "back in term";
        Submitted = "submitted", "đã trình", "submitted";
        Reopened = "reopened", "mở lại", "reopened";
        Withdrawn = "withdrawn", "thu hồi hoặc tạm dừng", "cancelled or suspended";
        Reported = "reported", "có báo cáo đầu tiên", "reported on for the first time";
        Progressed = "progressed", "thay đổi mức hoàn thành", "progress";
        Assigned = "assigned", "giao mới", "newly in force";
        OutOfForce = "out_of_force", "hết hiệu lực", "no longer in force";
        HandedOver = "handed_over", "chuyển giao giữa các cơ quan", "handed over between agencies";
        Other = "other", "thay đổi khác", "other";
    }
}

/// What one kind of event did to a rate. Over all causes, `num` and `den` add up to exactly what the rate's changed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankCause {
    /// What happened.
    pub shift: Shift,
    /// To how many rows.
    pub row_count: u64,
    /// What it added to the numerator.
    pub num: i64,
    /// What it added to the denominator.
    pub den: i64,
}

/// One agency in a ranking, now and before.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankChange {
    /// Id of the agency.
    pub agency: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English; the Vietnamese one where there is none.
    pub name_en: String,
    /// The rank now; absent where it has none.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rank: Option<u32>,
    /// The rank before.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rank_before: Option<u32>,
    /// The rate now.
    pub rate: Ratio,
    /// The rate before.
    pub rate_before: Ratio,
    /// Why it has no rank now.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub exclusion: Option<Exclusion>,
    /// Places won by its own rate, the others' being as before; negative for places lost. Absent without both ranks.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub by_itself: Option<i32>,
    /// Places won by what the others did; with `by_itself` exactly the change of rank.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub by_others: Option<i32>,
    /// Ids of the agencies that were not ahead of it and are now.
    pub overtaken_by: Vec<String>,
    /// Ids of the agencies that were not behind it and are now.
    pub overtook: Vec<String>,
    /// What moved its rate, in the order of the words.
    pub causes: Vec<RankCause>,
    /// Rows that were overdue before they were handed over and still count for it.
    pub inherited: u64,
    /// Rows that nobody reported on, kept apart.
    pub unreported: u64,
    /// Rows past their last day among these.
    pub overdue_unreported: u64,
}

/// A ranking with what moved it since another day.
///
/// Shape: as the ranking; agencies that were listed before and are not now stand last, in id order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankChanges {
    /// What the numbers are made of now.
    pub scope: Scope,
    /// What they were made of before.
    pub before: Scope,
    /// The level ranked.
    pub level: Level,
    /// The rate that ranks.
    pub rate: Rate,
    /// Fewer fallen due than this have no rank.
    pub minimum_due: u32,
    /// One row per agency.
    pub rows: Vec<RankChange>,
}

impl Evaluation {
    /// Ranks the agencies of a level and says what moved each of them since another evaluation of the same registry.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] where the other evaluation is of another registry or policy.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Level, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let on = |text: &str| registry.evaluate(AsOf::new(day::parse(text)?)?, &Policy::default());
    /// let (november, december) = (on("2025-11-30")?, on("2025-12-31")?);
    /// assert!(december.rank_why(&Level::Province, &november)?.rows.is_empty());
    /// let other = RegistryBuilder::new().finish().evaluate(november.as_of(), &Policy::default())?;
    /// assert!(december.rank_why(&Level::Province, &other).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn rank_why(&self, level: &Level, before: &Evaluation) -> Result<RankChanges, Error> {
        if !Arc::ptr_eq(&self.registry.0, &before.registry.0) || self.policy != before.policy {
            return Err(Error::InvalidValue {
                field: "before",
                value: before.as_of.day.to_string(),
                expected: "an evaluation of the same registry under the same policy".to_owned(),
            });
        }
        let (now, then) = (self.rank(level), before.rank(level));
        let mut causes = self.causes(level, before);
        let old: BTreeMap<&str, &RankingRow> = by_agency(&then);
        let new: BTreeMap<&str, &RankingRow> = by_agency(&now);
        let mut rows: Vec<RankChange> = Vec::with_capacity(now.rows.len());
        let gone = then.rows.iter().filter(|row| !new.contains_key(row.agency.as_str()));
        for row in now.rows.iter().chain(gone) {
            let id = row.agency.as_str();
            let places = Places { id, now: &new, then: &old };
            let (at, was) = (new.get(id).copied(), old.get(id).copied());
            let nothing = Sums::default();
            let sums = at.map_or(&nothing, |r| &r.sums);
            let mid = at.zip(was).and_then(|(at, was)| places.of_itself(at, was));
            rows.push(RankChange {
                agency: row.agency.clone(),
                name: row.name.clone(),
                name_en: row.name_en.clone(),
                rank: at.and_then(|r| r.rank),
                rank_before: was.and_then(|r| r.rank),
                rate: at.map_or_else(Ratio::default, |r| r.rate),
                rate_before: was.map_or_else(Ratio::default, |r| r.rate),
                exclusion: at.and_then(|r| self.exclusion(r)),
                by_itself: mid.map(|(own, _)| own),
                by_others: mid.map(|(_, others)| others),
                overtaken_by: places.crossed(true),
                overtook: places.crossed(false),
                causes: causes.remove(id).unwrap_or_default(),
                inherited: sums.inherited,
                unreported: sums.unreported.iter().sum(),
                overdue_unreported: sums.overdue_unreported(),
            });
        }
        Ok(RankChanges {
            scope: now.scope,
            before: then.scope,
            level: level.clone(),
            rate: now.rate,
            minimum_due: self.policy.ranking_minimum_due,
            rows,
        })
    }

    fn exclusion(&self, row: &RankingRow) -> Option<Exclusion> {
        let silent = self.policy.silence == Silence::Apart && row.sums.reported() == 0;
        match row.rank {
            Some(_) => None,
            None if silent => Some(Exclusion::NothingReported),
            None if row.rate.den == 0 => Some(Exclusion::NothingToDivide),
            None => Some(Exclusion::TooFewDue),
        }
    }

    /// By agency of the level: what moved its rate.
    fn causes(&self, level: &Level, before: &Evaluation) -> BTreeMap<&str, Vec<RankCause>> {
        let mut found: BTreeMap<(u32, Shift), (u64, i64, i64)> = BTreeMap::new();
        let mut note = |agencies: &[u32], shift: Shift, (num, den): (i64, i64)| {
            if (num, den) != (0, 0) {
                for agency in agencies {
                    let sum = found.entry((*agency, shift)).or_default();
                    *sum = (sum.0 + 1, sum.1 + num, sum.2 + den);
                }
            }
        };
        let key = |e: &Evaluation, row: usize| (e.columns.task(row), e.addressee(row));
        let (mut at, mut was) = (0, 0);
        // Rows of both are in the order of task and addressee.
        while at < self.len() || was < before.len() {
            let (new, old) = (
                (at < self.len()).then(|| key(self, at)),
                (was < before.len()).then(|| key(before, was)),
            );
            let side = match (new, old) {
                (Some(new), Some(old)) => new.cmp(&old),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, _) => std::cmp::Ordering::Greater,
            };
            let now = side.is_le().then(|| self.weighed(at, level));
            let then = side.is_ge().then(|| before.weighed(was, level));
            match (now, then) {
                (Some(now), Some(then)) => {
                    let left: Vec<u32> =
                        then.0.iter().copied().filter(|a| !now.0.contains(a)).collect();
                    let came: Vec<u32> =
                        now.0.iter().copied().filter(|a| !then.0.contains(a)).collect();
                    note(&left, Shift::HandedOver, (-then.1.0, -then.1.1));
                    note(&came, Shift::HandedOver, then.1);
                    let change = (now.1.0 - then.1.0, now.1.1 - then.1.1);
                    note(&now.0, self.shift(at, before, was), change);
                }
                (Some(now), None) => note(&now.0, Shift::Assigned, now.1),
                (None, Some(then)) => note(&then.0, Shift::OutOfForce, (-then.1.0, -then.1.1)),
                (None, None) => {}
            }
            at += usize::from(side.is_le());
            was += usize::from(side.is_ge());
        }
        let mut causes: BTreeMap<&str, Vec<RankCause>> = BTreeMap::new();
        for ((agency, shift), (row_count, num, den)) in found {
            let id = self.registry.0.agencies.records[agency as usize].id.as_str();
            causes.entry(id).or_default().push(RankCause { shift, row_count, num, den });
        }
        causes
    }

    /// The agencies of the level that a row counts for, and what it adds to the rate that ranks.
    fn weighed(&self, row: usize, level: &Level) -> (Vec<u32>, (i64, i64)) {
        let (tree, agencies) = (self.tree(), &self.registry.0.agencies);
        let mut above = Vec::new();
        let mut agency = self.agency(row);
        while agency != NO_INDEX {
            if agencies.at(agency, self.as_of).level == *level {
                above.push(agency);
            }
            agency = tree.parent[agency as usize];
        }
        if above.is_empty() {
            return (above, (0, 0));
        }
        // What a row adds shows beside one that is reported on, for nothing reported at all has no rate.
        let mut sums = Sums::default();
        sums.add(Status::DoneOnTime, 100, 1, {
            let mut flags = RowFlags::default();
            flags.set(RowFlags::REPORTED, true);
            flags
        });
        let rate = |sums: &Sums| sums.rate_of(self.policy.ranking, &self.policy);
        let without = rate(&sums);
        self.add_row(&mut sums, row);
        let with = rate(&sums);
        let change = |with: u64, without: u64| with as i64 - without as i64;
        (above, (change(with.num, without.num), change(with.den, without.den)))
    }

    /// What happened to a row that was in force on both days.
    pub(crate) fn shift(&self, row: usize, before: &Evaluation, was: usize) -> Shift {
        let (now, then) = (self.columns.status(row), before.columns.status(was));
        let reported = |e: &Evaluation, row: usize| e.columns.flags(row).has(RowFlags::REPORTED);
        match now {
            _ if now == then && reported(self, row) != reported(before, was) => Shift::Reported,
            _ if now == then && self.columns.percent(row) != before.columns.percent(was) => {
                Shift::Progressed
            }
            _ if now == then => Shift::Other,
            Status::DoneOnTime => Shift::DoneOnTime,
            Status::DoneLate => Shift::DoneLate,
            Status::Overdue => Shift::FellOverdue,
            Status::Cancelled | Status::Suspended => Shift::Withdrawn,
            Status::Submitted => Shift::Submitted,
            _ if then.is_done() => Shift::Reopened,
            _ if then == Status::Overdue => Shift::BackInTerm,
            _ if self.columns.percent(row) != before.columns.percent(was) => Shift::Progressed,
            _ => Shift::Other,
        }
    }
}

fn by_agency(ranking: &Ranking) -> BTreeMap<&str, &RankingRow> {
    ranking.rows.iter().map(|row| (row.agency.as_str(), row)).collect()
}

/// The places of one agency among the others.
struct Places<'a> {
    id: &'a str,
    now: &'a BTreeMap<&'a str, &'a RankingRow>,
    then: &'a BTreeMap<&'a str, &'a RankingRow>,
}

impl Places<'_> {
    /// Places won by itself and by the others; none without both ranks.
    fn of_itself(&self, at: &RankingRow, was: &RankingRow) -> Option<(i32, i32)> {
        let (now, then) = (at.rank?, was.rank?);
        let others = self.then.values().filter(|r| r.rank.is_some() && r.agency != self.id);
        let ahead = others.filter(|r| r.rate.compare(at.rate).is_gt()).count();
        let alone = ahead as i32 + 1;
        Some((then as i32 - alone, alone - now as i32))
    }

    /// The agencies ranked on both days that changed sides: those now ahead, or those now behind.
    fn crossed(&self, ahead: bool) -> Vec<String> {
        let rank = |of: &BTreeMap<&str, &RankingRow>, id: &str| of.get(id).and_then(|r| r.rank);
        let Some((own, own_before)) = rank(self.now, self.id).zip(rank(self.then, self.id)) else {
            return Vec::new();
        };
        let passed = |id: &&&str| {
            let ranks = rank(self.now, id).zip(rank(self.then, id));
            ranks.is_some_and(|(now, then)| {
                if ahead {
                    now < own && then >= own_before
                } else {
                    now > own && then <= own_before
                }
            })
        };
        let mut ids: Vec<String> = self
            .now
            .keys()
            .filter(passed)
            .filter(|id| **id != self.id)
            .map(ToString::to_string)
            .collect();
        ids.sort_by(|a, b| crate::id::compare(a, b));
        ids
    }
}

/// Ids of the agencies of a level whose rate falls from each evaluation to the next, in order; of fewer than two
/// evaluations none falls.
///
/// Four evaluations, at the ends of four periods, tell who fell three periods running. What has no rate at one of the days is
/// not told of.
///
/// # Example
/// ```
/// use tiendo::{day, ranking, AsOf, Level, Policy, RegistryBuilder};
/// let registry = RegistryBuilder::new().finish();
/// let on = |text: &str| registry.evaluate(AsOf::new(day::parse(text)?)?, &Policy::default());
/// let months = [on("2025-10-31")?, on("2025-11-30")?, on("2025-12-31")?];
/// assert!(ranking::falling(&months, &Level::Province).is_empty());
/// # Ok::<(), tiendo::Error>(())
/// ```
pub fn falling(evaluations: &[Evaluation], level: &Level) -> Vec<String> {
    let mut rates: Vec<BTreeMap<String, Ratio>> = Vec::with_capacity(evaluations.len());
    for evaluation in evaluations {
        let rows = evaluation.rank(level).rows.into_iter();
        rates.push(rows.filter(|r| r.rank.is_some()).map(|r| (r.agency, r.rate)).collect());
    }
    let [first, rest @ ..] = rates.as_slice() else { return Vec::new() };
    if rest.is_empty() {
        return Vec::new();
    }
    let falls = |agency: &&String| {
        let pairs = rates.iter().zip(rest);
        pairs.clone().count() > 0
            && pairs.into_iter().all(|(before, after)| {
                before
                    .get(*agency)
                    .zip(after.get(*agency))
                    .is_some_and(|(b, a)| a.compare(*b).is_lt())
            })
    };
    let mut ids: Vec<String> = first.keys().filter(falls).cloned().collect();
    ids.sort_by(|a, b| crate::id::compare(a, b));
    ids
}
