//! The requests: every field is named, and a field that is not known is an error that names it.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::day;
use crate::error::Error;
use crate::owed::{OwedFilter, Within};
use crate::policy::Policy;
use crate::rollup::{Axis, Classified, Counting, RollupOptions};
use crate::status::Status;
use crate::text::nfc;

#[derive(Deserialize)]
#[serde(tag = "query", rename_all = "snake_case")]
pub(super) enum Request {
    Deadline(DeadlineRequest),
    Number(TextRequest),
    Calendar(CalendarRequest),
    Agency(TextRequest),
    Policies(Nothing),
    Status(EvaluateRequest),
    Evaluate(CheckRequest),
    Tasks(Box<TasksRequest>),
    Explain(ExplainRequest),
    RollUp(RollUpRequest),
    Rank(RankRequest),
    Period(PeriodRequest),
    Check(CheckRequest),
    Completeness(EvaluateRequest),
    Urging(UrgingRequest),
}

/// A policy by name, or given in full.
pub(super) enum PolicyArgument {
    Named(String),
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
    ($($(#[$meta:meta])* $name:ident { $($field:ident: $kind:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            pub(super) as_of: String,
            pub(super) known: Option<String>,
            pub(super) policy: Option<PolicyArgument>,
            $(pub(super) $field: $kind,)*
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
    CheckRequest { lang: Option<String>, }
    ExplainRequest { row: String, lang: Option<String>, }
    RankRequest { level: String, }
    RollUpRequest {
        axis: String,
        counting: Option<String>,
        classified: Option<String>,
        due_from: Option<String>,
        due_to: Option<String>,
    }
    PeriodRequest { period: String, axis: Option<String>, }
    UrgingRequest { agency: Option<String>, lang: Option<String>, }
    TasksRequest {
        lang: Option<String>,
        agency: Option<String>,
        within: Option<String>,
        phase: Option<String>,
        group: Option<String>,
        document: Option<String>,
        status: Option<String>,
        due_before: Option<String>,
        limit: Option<usize>,
        offset: Option<usize>,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlineRequest {
    pub(super) text: String,
    pub(super) on: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextRequest {
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarRequest {
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// The value of a word, or an error that lists the words.
fn word<T: Copy>(
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
