//! Agencies by rank.

use serde::Serialize;

use super::{RateReply, SumsReply, people};
use crate::agency::Level;
use crate::evaluation::Evaluation;
use crate::kpi::KpiStanding;
use crate::policy::Rate;
use crate::rollup::Scope;

/// An agency in a ranking.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RankedRow {
    /// The rank; null for an agency with too few tasks fallen due.
    rank: Option<u32>,
    /// Id of the agency.
    agency: String,
    /// Name in Vietnamese.
    name: String,
    /// Name in English.
    name_en: String,
    /// The rate that ranks.
    rate: RateReply,
    /// Rows fallen due.
    fallen_due: u64,
    /// Its sums.
    sums: SumsReply,
}

/// A ranking.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Ranked {
    /// What the numbers are made of.
    scope: Scope,
    /// The level.
    level: Level,
    /// The rate that ranks.
    rate: Rate,
    /// Fewer tasks fallen due leave an agency unranked.
    minimum_due: u32,
    /// The agencies, best first.
    rows: Vec<RankedRow>,
    /// Satisfaction and trust, which stand beside what is reported as done; absent where nobody was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<KpiStanding>,
}

impl Ranked {
    pub(in crate::query) fn of(evaluation: &Evaluation, level: &Level) -> Self {
        let ranking = evaluation.rank(level);
        let policy = evaluation.policy();
        let rows = ranking.rows.into_iter().map(|r| RankedRow {
            rank: r.rank,
            rate: RateReply::of(ranking.rate, r.rate),
            sums: SumsReply::of(&r.sums, policy),
            agency: r.agency,
            name: r.name,
            name_en: r.name_en,
            fallen_due: r.fallen_due,
        });
        Ranked {
            scope: ranking.scope,
            level: ranking.level,
            rate: ranking.rate,
            minimum_due: policy.ranking_minimum_due,
            rows: rows.collect(),
            people: people(evaluation),
        }
    }
}
