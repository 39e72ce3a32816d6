//! Ranking: agencies of one level by a rate, compared exactly.

use crate::agency::Level;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::policy::Rate;
use crate::rollup::Scope;
use crate::sums::{Ratio, Sums};
use crate::threads::Threads;
use crate::watch::Watch;

mod why;

pub use why::{Exclusion, RankCause, RankChange, RankChanges, Shift, falling};

/// Agencies of one level, best first; the unranked after them, in id order.
///
/// Rank = 1 + the number of agencies that are strictly better; ties share it. Rates are compared as fractions of
/// integers, never as decimals. The sums are inclusive of all descendants.
///
/// ```
/// use tiendo::{day, AsOf, Level, Policy, RegistryBuilder};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// assert!(evaluation.rank(&Level::Province).rows.is_empty());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// What the numbers are made of.
    pub scope: Scope,
    /// The level ranked.
    pub level: Level,
    /// The rate that ranks.
    pub rate: Rate,
    /// One row per agency of the level that has anything in force.
    pub rows: Vec<RankingRow>,
}

/// One agency in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingRow {
    /// 1 for the best; absent for an agency with too little fallen due, or nothing to divide by.
    pub rank: Option<u32>,
    /// Id of the agency.
    pub agency: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English; the Vietnamese one where there is none.
    pub name_en: String,
    /// The rate.
    pub rate: Ratio,
    /// Done or overdue, as the policy counts it.
    pub fallen_due: u64,
    /// The inclusive sums.
    pub sums: Sums,
}

impl Evaluation {
    /// Ranks the agencies of a level by the policy's rate.
    pub fn rank(&self, level: &Level) -> Ranking {
        self.ranked(level, &Watch::new())
    }

    /// As [`Evaluation::rank`], telling a [`Watch`] how far it is.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] when the watch was stopped.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Error, Level, Policy, RegistryBuilder, Watch};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// let watch = Watch::new();
    /// assert!(evaluation.rank_watched(&Level::Province, &watch)?.rows.is_empty());
    /// watch.stop();
    /// assert_eq!(evaluation.rank_watched(&Level::Province, &watch).unwrap_err(), Error::Cancelled);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn rank_watched(&self, level: &Level, watch: &Watch) -> Result<Ranking, Error> {
        let ranking = self.ranked(level, watch);
        watch.end()?;
        Ok(ranking)
    }

    /// The ranking; of half the sums where the watch was stopped.
    fn ranked(&self, level: &Level, watch: &Watch) -> Ranking {
        watch.begin(self.task_count() as u64);
        self.ranked_by(level, &self.all_sums(Threads::one(), watch).inclusive)
    }

    /// The ranking of a level by sums that are at hand: for each agency its own and those of all below it.
    pub(crate) fn ranked_by(&self, level: &Level, inclusive: &[Sums]) -> Ranking {
        let policy = &self.policy;
        let by = policy.ranking;
        let agencies = &self.registry.0.agencies;
        let mut ranked: Vec<(u32, Ratio)> = Vec::new();
        let mut unranked: Vec<(u32, Ratio)> = Vec::new();
        for agency in 0..inclusive.len() as u32 {
            let sums = &inclusive[agency as usize];
            if sums.total() == 0 || agencies.at(agency, self.as_of).level != *level {
                continue;
            }
            let rate = sums.rate_of(by, policy);
            let enough = by == Rate::Completion
                || sums.fallen_due(policy) >= u64::from(policy.ranking_minimum_due);
            if rate.den > 0 && enough {
                ranked.push((agency, rate));
            } else {
                unranked.push((agency, rate));
            }
        }
        ranked.sort_by(|a, b| b.1.compare(a.1).then(a.0.cmp(&b.0)));
        let row = |rank: Option<u32>, agency: u32, rate: Ratio| {
            let record = agencies.at(agency, self.as_of);
            RankingRow {
                rank,
                agency: record.id.as_str().to_owned(),
                name: record.name.as_str().to_owned(),
                name_en: record.name_en.as_ref().unwrap_or(&record.name).as_str().to_owned(),
                rate,
                fallen_due: inclusive[agency as usize].fallen_due(policy),
                sums: inclusive[agency as usize],
            }
        };
        let mut rows: Vec<RankingRow> = Vec::with_capacity(ranked.len() + unranked.len());
        for (position, (agency, rate)) in ranked.iter().enumerate() {
            let shared = rows.last().filter(|last| last.rate.compare(*rate).is_eq());
            let rank = shared.and_then(|last| last.rank).unwrap_or(position as u32 + 1);
            rows.push(row(Some(rank), *agency, *rate));
        }
        rows.extend(unranked.into_iter().map(|(agency, rate)| row(None, agency, rate)));
        Ranking { scope: self.scope(), level: level.clone(), rate: by, rows }
    }
}
