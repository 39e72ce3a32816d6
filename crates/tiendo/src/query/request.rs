//! The requests: every field is named, and a field that is not known is an error that names it.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::schedule::Ground;
use super::scoring::{KpiRequest, KpisRequest, RankWhyRequest, ResourcesRequest, ScoreRequest};
use crate::day;
use crate::error::Error;
use crate::history::{HistoryAxis, HistoryOptions};
use crate::owed::{OwedFilter, Within};
use crate::policy::Policy;
use crate::report::Report;
use crate::rollup::{Axis, Classified, Counting, RollupOptions};
use crate::schedule::{Baseline, Change};
use crate::search::{SearchOptions, SearchOrder};
use crate::status::Status;
use crate::text::{Text, nfc};
use crate::warn::{WarnBy, WarnThresholds, WarningKind};

/// A request: the word of the query and its arguments. A field that is not known is refused.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "query", rename_all = "snake_case")]
pub(crate) enum Request {
    /// Reads the official wording of a deadline.
    Deadline(DeadlineRequest),
    /// Reads a document number as people write it, among those of the registry.
    Number(TextRequest),
    /// Days off and days worked in exchange.
    Calendar(CalendarRequest),
    /// Finds an agency by id, code or name.
    Agency(TextRequest),
    /// Finds tasks by the words of their titles and products.
    Search(SearchRequest),
    /// The built-in policies in full.
    Policies(Nothing),
    /// Sums in all, by phase, group and level.
    Status(EvaluateRequest),
    /// Where every row stands.
    Evaluate(CheckRequest),
    /// Rows that are owed, most urgent first.
    Tasks(Box<TasksRequest>),
    /// The facts that decided where a row stands.
    Explain(ExplainRequest),
    /// Sums along an axis.
    RollUp(RollUpRequest),
    /// Ranks the agencies of a level.
    Rank(RankRequest),
    /// Sums of what falls due in a reporting period.
    Period(PeriodRequest),
    /// What changed in a reporting period, or since another day.
    Changes(ChangesRequest),
    /// Findings on the data.
    Check(CheckRequest),
    /// How much of what the clears ask for is stated, by agency.
    Completeness(EvaluateRequest),
    /// What each agency is urged on: overdue, due soon, not reported.
    Urging(UrgingRequest),
    /// The Monday list: what must be acted on, by whom, and what waits behind it.
    Warn(Box<WarnRequest>),
    /// The sums of every day of a range, with D and K both that day.
    History(Box<HistoryRequest>),
    /// Takes reports one after another, and says after each where its task stands.
    Live(Box<LiveRequest>),
    /// Where the KPIs stand, and the KPI scores of agencies.
    Kpis(KpisRequest),
    /// One KPI: at its agencies, and day by day.
    Kpi(KpiRequest),
    /// The built-in scoring schemes in full.
    Schemes(Nothing),
    /// Scores by a scheme, of agencies or of what is handed in.
    Score(Box<ScoreRequest>),
    /// The money of tasks by source.
    Resources(ResourcesRequest),
    /// A ranking with what moved it since another day.
    RankWhy(RankWhyRequest),
    /// When every task can start, must start and is expected to finish, in working days.
    Schedule(ScheduleRequest),
    /// Whom an agency waits for, who waits for it, and what its delays endanger.
    Blocks(BlocksRequest),
    /// What changes of tasks would do to the schedule.
    WhatIf(WhatIfRequest),
    /// The days of the schedule under a name, to compare later ones with.
    Baseline(BaselineRequest),
    /// How the schedule differs from a baseline.
    Compare(CompareRequest),
    /// When open tasks will be done, and how likely by their last days.
    Forecast(ForecastRequest),
}

/// A policy by name, or given in full.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(untagged))]
pub(crate) enum PolicyArgument {
    /// The name of a built-in policy.
    Named(String),
    /// A policy; what it leaves out is as in the default one.
    Given(Box<Policy>),
}

// Written out, because a derived untagged enum forgets which field or word it did not know.
impl<'de> Deserialize<'de> for PolicyArgument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrPolicy;

        impl<'de> Visitor<'de> for NameOrPolicy {
            type Value = PolicyArgument;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a policy, or a policy")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(PolicyArgument::Named(name.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, policy: A) -> Result<Self::Value, A::Error> {
                let policy = Policy::deserialize(MapAccessDeserializer::new(policy))?;
                Ok(PolicyArgument::Given(Box::new(policy)))
            }
        }

        deserializer.deserialize_any(NameOrPolicy)
    }
}

/// The arguments of an evaluation.
pub(super) struct Moment<'a> {
    pub(super) as_of: &'a str,
    pub(super) known: Option<&'a str>,
    pub(super) policy: Option<&'a PolicyArgument>,
}

macro_rules! requests {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $kind:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            /// The day D that is judged.
            #[cfg_attr(feature = "schema", schemars(with = "chrono::NaiveDate"))]
            pub(super) as_of: String,
            /// The knowledge day K: only what had been recorded by its end; absent: everything recorded.
            #[cfg_attr(feature = "schema", schemars(with = "Option<chrono::NaiveDate>"))]
            pub(super) known: Option<String>,
            /// The rules of counting; absent: the default policy.
            pub(super) policy: Option<PolicyArgument>,
            $($(#[$fmeta])* pub(super) $field: $kind,)*
        }

        impl $name {
            pub(super) fn moment(&self) -> Moment<'_> {
                Moment { as_of: &self.as_of, known: self.known.as_deref(), policy: self.policy.as_ref() }
            }
        }
    )+};
}

requests! {
    EvaluateRequest {}
    CheckRequest {
        /// Language of labels and sentences: `vi` (default) or `en`.
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
        lang: Option<String>,
    }
    ExplainRequest {
        /// Id of the row, or of the task where it has one row.
        row: String,
        /// Language of labels and sentences: `vi` (default) or `en`.
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
        lang: Option<String>,
    }
    RankRequest {
        /// The level that is ranked.
        #[cfg_attr(feature = "schema", schemars(with = "crate::Level"))]
        level: String,
    }
    RollUpRequest {
        /// Along what is summed.
        #[cfg_attr(feature = "schema", schemars(with = "Axis"))]
        axis: String,
        /// Which tasks are counted.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Counting>"))]
        counting: Option<String>,
        /// Whose classification a phase or group sums.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Classified>"))]
        classified: Option<String>,
        /// Only what falls due on this day or later.
        #[cfg_attr(feature = "schema", schemars(with = "Option<chrono::NaiveDate>"))]
        due_from: Option<String>,
        /// Only what falls due on this day or before.
        #[cfg_attr(feature = "schema", schemars(with = "Option<chrono::NaiveDate>"))]
        due_to: Option<String>,
    }
    PeriodRequest {
        /// The reporting period.
        #[cfg_attr(feature = "schema", schemars(with = "crate::Period"))]
        period: String,
        /// Along what is summed; absent: the level.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Axis>"))]
        axis: Option<String>,
    }
    LiveRequest {
        /// The reports, in the order in which they come.
        reports: Vec<Report>,
        /// Along what is summed at the end; absent: the agency.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Axis>"))]
        axis: Option<String>,
        /// Language of labels and sentences: `vi` (default) or `en`.
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
        lang: Option<String>,
    }
    UrgingRequest {
        /// Only this agency, by id, code or name.
        agency: Option<String>,
        /// Language of labels and sentences: `vi` (default) or `en`.
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
        lang: Option<String>,
    }
    WarnRequest {
        /// The day on which what is newly overdue was not yet overdue; absent: `newly_days` before D.
        #[cfg_attr(feature = "schema", schemars(with = "Option<chrono::NaiveDate>"))]
        since: Option<String>,
        /// From when on something is worth a warning.
        thresholds: Option<WarnThresholds>,
        /// Only what this agency or one below it must act on, by id, code or name.
        agency: Option<String>,
        /// Only these kinds; absent: all.
        kinds: Option<Vec<WarningKind>>,
        /// One list for each receiver; absent: one list.
        by: Option<WarnBy>,
        /// At most so many warnings in each list; absent: all.
        limit: Option<usize>,
        /// Whether each list is also written as text to send.
        text: Option<bool>,
        /// Language of labels and sentences: `vi` (default) or `en`.
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
        lang: Option<String>,
    }
    ChangesRequest {
        /// The reporting period that is compared with the one before it.
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::Period>"))]
        period: Option<String>,
        /// Without a period: the day to compare with.
        #[cfg_attr(feature = "schema", schemars(with = "Option<chrono::NaiveDate>"))]
        since: Option<String>,
        /// The knowledge day of that day; absent: as `known`.
        #[cfg_attr(feature = "schema", schemars(with = "Option<chrono::NaiveDate>"))]
        since_known: Option<String>,
    }
    ScheduleRequest {
        /// What it is made of: `reports` (default) or `plan`.
        ground: Option<Ground>,
        /// Only tasks of this agency, by id, code or name.
        agency: Option<String>,
        /// Only tasks without slack.
        critical: Option<bool>,
        /// Only tasks whose finish lies after their last day.
        late: Option<bool>,
        /// At most so many tasks; absent: all.
        limit: Option<usize>,
    }
    BlocksRequest {
        /// The agency, by id, code or name.
        agency: String,
    }
    WhatIfRequest {
        /// What the schedule is made of: `reports` (default) or `plan`.
        ground: Option<Ground>,
        /// The changes.
        changes: Vec<Change>,
    }
    BaselineRequest {
        /// What the schedule is made of: `reports` (default) or `plan`.
        ground: Option<Ground>,
        /// The name of the baseline.
        name: Text,
    }
    CompareRequest {
        /// What the schedule is made of: `reports` (default) or `plan`.
        ground: Option<Ground>,
        /// The baseline.
        baseline: Baseline,
    }
    ForecastRequest {
        /// Simulated runs; 1000.
        runs: Option<u32>,
        /// The seed; 57.
        seed: Option<u64>,
        /// Whether work waits for its predecessors.
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schedule::LinkUse>"))]
        links: Option<String>,
        /// Only tasks of this agency, by id, code or name.
        agency: Option<String>,
        /// At most so many tasks; absent: all.
        limit: Option<usize>,
    }
    TasksRequest {
        /// Language of labels and sentences: `vi` (default) or `en`.
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::LangWord>"))]
        lang: Option<String>,
        /// The agency, by id, code or name.
        agency: Option<String>,
        /// How far around the agency to look.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Within>"))]
        within: Option<String>,
        /// Only tasks of this phase.
        phase: Option<String>,
        /// Only tasks of this task group.
        group: Option<String>,
        /// Only tasks of this document.
        document: Option<String>,
        /// Only rows that stand so.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Status>"))]
        status: Option<String>,
        /// Only what falls due before this day.
        #[cfg_attr(feature = "schema", schemars(with = "Option<chrono::NaiveDate>"))]
        due_before: Option<String>,
        /// At most so many rows; absent: all.
        limit: Option<usize>,
        /// Rows passed over first.
        offset: Option<usize>,
    }
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct DeadlineRequest {
    /// The wording.
    pub(super) text: String,
    /// The day of the document, which dates what the wording leaves open.
    #[cfg_attr(feature = "schema", schemars(with = "Option<chrono::NaiveDate>"))]
    pub(super) on: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct TextRequest {
    /// The text.
    pub(super) text: String,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchRequest {
    /// Words, `beginnings*` and `"phrases"`; all must be found.
    pub(super) text: String,
    /// The order; by match, then by id.
    #[cfg_attr(feature = "schema", schemars(with = "Option<SearchOrder>"))]
    pub(super) order: Option<String>,
    /// At most so many rows; 20.
    pub(super) limit: Option<usize>,
    /// So many rows are left out first; 0.
    pub(super) offset: Option<usize>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct CalendarRequest {
    /// First day.
    #[cfg_attr(feature = "schema", schemars(with = "chrono::NaiveDate"))]
    pub(super) from: String,
    /// Last day.
    #[cfg_attr(feature = "schema", schemars(with = "chrono::NaiveDate"))]
    pub(super) to: String,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct HistoryRequest {
    /// First day.
    #[cfg_attr(feature = "schema", schemars(with = "chrono::NaiveDate"))]
    pub(super) from: String,
    /// Last day.
    #[cfg_attr(feature = "schema", schemars(with = "chrono::NaiveDate"))]
    pub(super) to: String,
    /// Along what is summed; absent: the whole.
    #[cfg_attr(feature = "schema", schemars(with = "Option<HistoryAxis>"))]
    pub(super) axis: Option<String>,
    /// The rules of counting; absent: the default policy.
    pub(super) policy: Option<PolicyArgument>,
}

impl HistoryRequest {
    pub(super) fn axis(&self) -> Result<HistoryAxis, Error> {
        let all: Vec<&str> = HistoryAxis::ALL.iter().map(|a| a.as_str()).collect();
        let axis = self.axis.as_deref();
        axis.map_or(Ok(HistoryAxis::Whole), |a| word("axis", a, HistoryAxis::parse, &all))
    }

    pub(super) fn options(&self) -> Result<HistoryOptions, Error> {
        let (from, to) = (day::parse(&self.from)?, day::parse(&self.to)?);
        Ok(HistoryOptions::along(self.axis()?, from, to))
    }
}

/// The value of a word, or an error that lists the words.
pub(super) fn word<T: Copy>(
    field: &'static str,
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: &[&str],
) -> Result<T, Error> {
    parse(text).ok_or_else(|| Error::InvalidValue {
        field,
        value: text.chars().take(80).collect(),
        expected: format!("one of {}", all.join(", ")),
    })
}

pub(super) fn axis(text: &str) -> Result<Axis, Error> {
    let all: Vec<&str> = Axis::ALL.iter().map(|a| a.as_str()).collect();
    word("axis", text, Axis::parse, &all)
}

impl RollUpRequest {
    pub(super) fn options(&self) -> Result<RollupOptions, Error> {
        let mut options = RollupOptions::along(axis(&self.axis)?);
        if let Some(text) = &self.counting {
            let all: Vec<&str> = Counting::ALL.iter().map(|c| c.as_str()).collect();
            options.counting = word("counting", text, Counting::parse, &all)?;
        }
        if let Some(text) = &self.classified {
            let all: Vec<&str> = Classified::ALL.iter().map(|c| c.as_str()).collect();
            options.classified = word("classified", text, Classified::parse, &all)?;
        }
        let bound = |text: &Option<String>, open| text.as_deref().map_or(Ok(open), day::parse);
        if self.due_from.is_some() || self.due_to.is_some() {
            let (from, to) = (bound(&self.due_from, day::FIRST)?, bound(&self.due_to, day::LAST)?);
            if to < from {
                return Err(Error::InvalidValue {
                    field: "due_to",
                    value: to.to_string(),
                    expected: format!("{from} or later"),
                });
            }
            options.period = Some((from, to));
        }
        Ok(options)
    }
}

impl SearchRequest {
    pub(super) fn options(&self) -> Result<SearchOptions, Error> {
        let all: Vec<&str> = SearchOrder::ALL.iter().map(|o| o.as_str()).collect();
        let usual = SearchOptions::default();
        let order = self.order.as_deref().map(|o| word("order", o, SearchOrder::parse, &all));
        Ok(SearchOptions {
            order: order.transpose()?.unwrap_or(usual.order),
            limit: self.limit.unwrap_or(usual.limit),
            offset: self.offset.unwrap_or(usual.offset),
        })
    }
}

impl TasksRequest {
    pub(super) fn filter(&self) -> Result<OwedFilter, Error> {
        let status: Vec<&str> = Status::ALL.iter().map(|s| s.as_str()).collect();
        let within: Vec<&str> = Within::ALL.iter().map(|w| w.as_str()).collect();
        // Ids are held in NFC, so they are asked for in NFC.
        let id = |text: &Option<String>| text.as_deref().map(nfc);
        Ok(OwedFilter {
            agency: self.agency.clone(),
            within: self
                .within
                .as_ref()
                .map(|w| word("within", w, Within::parse, &within))
                .transpose()?,
            phase: id(&self.phase),
            group: id(&self.group),
            document: id(&self.document),
            status: self
                .status
                .as_ref()
                .map(|s| word("status", s, Status::parse, &status))
                .transpose()?,
            due_before: self.due_before.as_deref().map(day::parse).transpose()?,
        })
    }
}
