//! Requests and replies about KPIs, scores, resources and what moved a ranking.

use std::fmt;

use chrono::NaiveDate;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::request::{Moment, PolicyArgument};
use super::{evaluate, lang};
use crate::agency::Level;
use crate::as_of::AsOf;
use crate::day;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::kpi::{KpiDay, KpiRollup, KpiScore, KpiStanding};
use crate::period::{Period, PeriodKind};
use crate::ranking::{RankChanges, falling};
use crate::registry::Registry;
use crate::report::Provenance;
use crate::scheme::Scheme;
use crate::score::{Scores, SubjectInputs};
use crate::vocabulary::Lang;

/// Falls over this many periods running are told of.
const FALLS: usize = 3;

/// A scheme by name, or given in full.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(untagged))]
pub(crate) enum SchemeArgument {
    /// The name of a built-in scheme.
    Named(String),
    /// A scheme.
    Given(Box<Scheme>),
}

// Written out, because a derived untagged enum forgets which field or word it did not know.
impl<'de> Deserialize<'de> for SchemeArgument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrScheme;

        impl<'de> Visitor<'de> for NameOrScheme {
            type Value = SchemeArgument;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a scheme, or a scheme")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(SchemeArgument::Named(name.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, scheme: A) -> Result<Self::Value, A::Error> {
                let scheme = Scheme::deserialize(MapAccessDeserializer::new(scheme))?;
                Ok(SchemeArgument::Given(Box::new(scheme)))
            }
        }

        deserializer.deserialize_any(NameOrScheme)
    }
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct KpisRequest {
    /// The day D that is judged.
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    as_of: String,
    /// The knowledge day K: only what had been recorded by its end; absent: everything recorded.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    known: Option<String>,
    /// Only the KPIs of this agency and all below it, by id, code or name.
    agency: Option<String>,
    /// Language of labels: `vi` (default) or `en`.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
    lang: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct KpiRequest {
    /// Id of the KPI.
    kpi: String,
    /// The day D that is judged.
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    as_of: String,
    /// The knowledge day K: only what had been recorded by its end; absent: everything recorded.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    known: Option<String>,
    /// First day of a history; absent: none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    from: Option<String>,
    /// Last day of the history; absent: D.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    to: Option<String>,
    /// Language of labels: `vi` (default) or `en`.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
    lang: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ScoreRequest {
    /// How points are given.
    scheme: SchemeArgument,
    /// The level whose agencies are scored; absent: the subjects handed in, on what is handed in alone.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::Level>"))]
    level: Option<String>,
    /// The day D that is judged; with a level.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    as_of: Option<String>,
    /// The knowledge day K: only what had been recorded by its end; absent: everything recorded.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    known: Option<String>,
    /// The rules of counting; absent: the default policy.
    policy: Option<PolicyArgument>,
    /// What is handed in, by subject.
    #[serde(default)]
    given: Vec<SubjectInputs>,
    /// Language of sentences: `vi` (default) or `en`.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
    lang: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ResourcesRequest {
    /// The day D that is judged.
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    as_of: String,
    /// The knowledge day K: only what had been recorded by its end; absent: everything recorded.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    known: Option<String>,
    /// The rules of counting; absent: the default policy.
    policy: Option<PolicyArgument>,
    /// Only tasks of this agency and all below it, by id, code or name.
    agency: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RankWhyRequest {
    /// The day D that is judged.
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    as_of: String,
    /// The knowledge day K: only what had been recorded by its end; absent: everything recorded.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    known: Option<String>,
    /// The rules of counting; absent: the default policy.
    policy: Option<PolicyArgument>,
    /// The level that is ranked.
    #[cfg_attr(feature = "schema", schemars(with = "crate::Level"))]
    level: String,
    /// The day to compare with.
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    since: String,
    /// The knowledge day of that day; absent: as `known`.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    since_known: Option<String>,
    /// The kind of period over which a falling rate is told of; absent: the month.
    #[cfg_attr(feature = "schema", schemars(with = "Option<PeriodKind>"))]
    period: Option<String>,
}

/// A KPI with its state in words.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct KpiReply {
    #[serde(flatten)]
    standing: KpiStanding,
    /// The state in words.
    words: &'static str,
}

impl KpiReply {
    fn of(standing: KpiStanding, lang: Lang) -> Self {
        KpiReply { words: standing.state.label(lang), standing }
    }
}

/// Where the KPIs stand.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Kpis {
    /// The day D.
    day: NaiveDate,
    /// The knowledge day K; null for everything recorded.
    known: Option<NaiveDate>,
    /// Whether the register's reports were really made.
    provenance: Provenance,
    /// The KPIs.
    #[allow(clippy::struct_field_names)] // the field's name in JSON
    kpis: Vec<KpiReply>,
    /// The agencies that any of these measures, with the score of all their KPIs.
    agencies: Vec<KpiScore>,
}

impl Kpis {
    pub(super) fn of(registry: &Registry, request: &KpisRequest) -> Result<Self, Error> {
        let as_of = as_of(&request.as_of, request.known.as_deref())?;
        let lang = lang(request.lang.as_ref())?;
        let standings = registry.kpi_standings(as_of, request.agency.as_deref())?;
        let measured = |a: &KpiScore| standings.iter().any(|k| k.owner.as_ref() == Some(&a.agency));
        let mut agencies = registry.kpi_scores(as_of);
        if request.agency.is_some() {
            agencies.retain(measured);
        }
        Ok(Kpis {
            day: as_of.day,
            known: as_of.known,
            provenance: registry.provenance(),
            kpis: standings.into_iter().map(|k| KpiReply::of(k, lang)).collect(),
            agencies,
        })
    }
}

/// Where one KPI stands, at its agencies and day by day.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct OneKpi {
    /// The day D.
    day: NaiveDate,
    /// The knowledge day K; null for everything recorded.
    known: Option<NaiveDate>,
    /// Whether the register's reports were really made.
    provenance: Provenance,
    /// Where it stands.
    kpi: KpiReply,
    /// What its parts come to.
    roll_up: KpiRollup,
    /// Day by day, each as known on that day; where it was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    history: Vec<KpiDay>,
}

impl OneKpi {
    pub(super) fn of(registry: &Registry, request: &KpiRequest) -> Result<Self, Error> {
        let as_of = as_of(&request.as_of, request.known.as_deref())?;
        let lang = lang(request.lang.as_ref())?;
        let to = request.to.as_deref().map_or(Ok(as_of.day), day::parse)?;
        let from = request.from.as_deref().map(day::parse).transpose()?;
        let history = from.map(|from| registry.kpi_history(&request.kpi, from, to)).transpose()?;
        Ok(OneKpi {
            day: as_of.day,
            known: as_of.known,
            provenance: registry.provenance(),
            kpi: KpiReply::of(registry.kpi_standing(&request.kpi, as_of)?, lang),
            roll_up: registry.kpi_roll_up(&request.kpi, as_of)?,
            history: history.unwrap_or_default(),
        })
    }
}

/// The built-in schemes.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Schemes {
    /// In the order of their names in the documentation.
    schemes: Vec<Scheme>,
}

impl Schemes {
    pub(super) fn all() -> Result<Self, Error> {
        let schemes: Result<_, _> =
            crate::scheme::BUILT_IN.iter().map(|name| Scheme::named(name)).collect();
        Ok(Schemes { schemes: schemes? })
    }
}

/// Scores with the sentences of their findings.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Scored {
    #[serde(flatten)]
    scores: Scores,
    /// The findings in words.
    sentences: Vec<String>,
}

impl Scored {
    pub(super) fn of(registry: &Registry, request: &ScoreRequest) -> Result<Self, Error> {
        let lang = lang(request.lang.as_ref())?;
        let scheme = match &request.scheme {
            SchemeArgument::Named(name) => Scheme::named(name)?,
            SchemeArgument::Given(scheme) => (**scheme).clone(),
        };
        let missing = |field| Error::InvalidRequest {
            reason: format!("`{field}` is asked for with the other one of `level` and `as_of`"),
        };
        let scores = match (&request.level, &request.as_of) {
            (Some(level), Some(day)) => {
                let known = request.known.as_deref();
                let moment = Moment { as_of: day, known, policy: request.policy.as_ref() };
                let evaluation = evaluate(registry, &moment)?;
                evaluation.score(&scheme, &Level::parse(level), &request.given)?
            }
            (None, None) => scheme.score_all(&request.given)?,
            (None, Some(_)) => return Err(missing("level")),
            (Some(_), None) => return Err(missing("as_of")),
        };
        let findings = scores.rows.iter().flat_map(|row| &row.findings);
        Ok(Scored { sentences: findings.map(|f| f.message(lang)).collect(), scores })
    }
}

/// What moved a ranking.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct RankedWhy {
    #[serde(flatten)]
    changes: RankChanges,
    /// The periods at whose ends a falling rate is looked for, the last of them not after D.
    periods: Vec<String>,
    /// Ids of the agencies whose rate fell in each of these periods but the first.
    falling: Vec<String>,
}

impl RankedWhy {
    pub(super) fn of(registry: &Registry, request: &RankWhyRequest) -> Result<Self, Error> {
        let (known, policy) = (request.known.as_deref(), request.policy.as_ref());
        let at =
            |as_of: &str, known: Option<&str>| evaluate(registry, &Moment { as_of, known, policy });
        let now = at(&request.as_of, known)?;
        let before = at(&request.since, request.since_known.as_deref().or(known))?;
        let level = Level::parse(&request.level);
        let kind = request.period.as_deref().map_or(Ok(PeriodKind::Month), |word| {
            PeriodKind::parse(word).ok_or_else(|| Error::InvalidValue {
                field: "period",
                value: word.chars().take(80).collect(),
                expected: "a kind of period".to_owned(),
            })
        })?;
        let periods = periods(&now, kind);
        let mut ends: Vec<Evaluation> = Vec::with_capacity(periods.len());
        for period in &periods {
            let last = now.policy().reporting_days(*period).1;
            // As a report of that day would have had it: what was recorded later is left out.
            let as_of = AsOf::new(last)?.known_on(last)?;
            ends.push(registry.evaluate(as_of, now.policy())?);
        }
        Ok(RankedWhy {
            changes: now.rank_why(&level, &before)?,
            periods: periods.iter().map(|p| p.code()).collect(),
            falling: falling(&ends, &level),
        })
    }
}

/// The last periods that end not after the day, oldest first: one more than the falls that are looked for.
fn periods(evaluation: &Evaluation, kind: PeriodKind) -> Vec<Period> {
    let (day, policy) = (evaluation.as_of().day, evaluation.policy());
    let mut found = Vec::new();
    // A reporting month ends before the calendar's, so the next one may have ended too.
    let mut at = Period::containing(kind, day).and_then(|p| p.next().or(Some(p)));
    while let Some(period) = at.filter(|_| found.len() <= FALLS) {
        if policy.reporting_days(period).1 <= day {
            found.push(period);
        }
        at = period.previous();
    }
    found.reverse();
    found
}

pub(super) fn resources(
    registry: &Registry,
    request: &ResourcesRequest,
) -> Result<crate::resources::Resources, Error> {
    let (known, policy) = (request.known.as_deref(), request.policy.as_ref());
    let evaluation = evaluate(registry, &Moment { as_of: &request.as_of, known, policy })?;
    evaluation.resources(request.agency.as_deref())
}

fn as_of(day: &str, known: Option<&str>) -> Result<AsOf, Error> {
    let as_of = AsOf::new(day::parse(day)?)?;
    known.map_or(Ok(as_of), |known| as_of.known_on(day::parse(known)?))
}
