//! Query: the public JSON request and reply, the one thing that the C and Python JSON doors call.
//!
//! A request is an object with `query` and its arguments; a reply is an object. Fields come in a fixed order, so the same
//! registry and request give the same bytes everywhere. Anything wrong is a reply too:
//! `{"error":{"code":"not_found","message":"…"}}`.

use serde::{Deserialize, Serialize};

use crate::as_of::AsOf;
use crate::day;
use crate::document::DocumentNumber;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::policy::Policy;
use crate::registry::Registry;
use crate::schedule::Schedule;
use crate::vocabulary::Lang;

pub(crate) mod changes;
pub(crate) mod over_time;
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod schedule;
pub(crate) mod scoring;
pub(crate) mod warn;

use request::{Moment, PolicyArgument, Request};
use schedule::Ground;

/// Answers a JSON request with a JSON reply; never fails.
///
/// Requests: `deadline`, `number`, `calendar`, `agency`, `status`, `evaluate`, `tasks`, `explain`, `roll_up`, `rank`,
/// `period`, `changes`, `check`, `completeness`, `urging`, `warn`, `policies`, `search`, `history`, `live`, `kpis`,
/// `kpi`, `schemes`, `score`, `resources`, `rank_why`, `schedule`, `blocks`, `what_if`, `baseline`, `compare`, `forecast`.
///
/// # Example
/// ```
/// let registry = tiendo::RegistryBuilder::new().finish();
/// let reply = tiendo::query(&registry, r#"{"query":"deadline","text":"trước ngày 15/8/2025"}"#);
/// assert!(reply.starts_with(r#"{"text":"trước ngày 15/8/2025","form":"before","last_day":"2025-08-14""#));
/// let reply = tiendo::query(&registry, r#"{"query":"dead line"}"#);
/// assert!(reply.starts_with(r#"{"error":{"code":"invalid_request""#));
/// ```
pub fn query(registry: &Registry, request: &str) -> String {
    match answer(registry, request) {
        Ok(reply) => reply,
        Err(error) => {
            let reply = ErrorReply {
                error: ErrorBody { code: error.code().as_str(), message: error.to_string() },
            };
            // Two texts always serialise.
            serde_json::to_string(&reply).unwrap_or_default()
        }
    }
}

/// Why there is no answer.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Error"))]
pub(crate) struct ErrorReply {
    /// What is wrong.
    error: ErrorBody,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ErrorBody {
    /// The kind of error, such as `not_found` or `invalid_request`.
    code: &'static str,
    /// What is wrong, naming the value.
    message: String,
}

fn json(reply: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(reply).map_err(|e| Error::InvalidRequest { reason: e.to_string() })
}

fn invalid(reason: impl ToString) -> Error {
    Error::InvalidRequest { reason: reason.to_string() }
}

fn answer(registry: &Registry, text: &str) -> Result<String, Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let request = Request::deserialize(&mut reader).map_err(invalid)?;
    reader.end().map_err(invalid)?;
    match request {
        Request::Deadline(q) => {
            let on = q.on.as_deref().map(day::parse).transpose()?;
            json(&crate::deadline::Deadline::read(&q.text, on))
        }
        Request::Number(q) => {
            let known: Vec<DocumentNumber> = registry
                .documents()
                .iter()
                .filter_map(|d| d.number.as_ref())
                .filter_map(|n| n.as_str().parse().ok())
                .collect();
            json(&DocumentNumber::read_among(&q.text, &known))
        }
        Request::Calendar(q) => {
            json(&registry.calendar().reply(day::parse(&q.from)?, day::parse(&q.to)?)?)
        }
        Request::Agency(q) => json(registry.find_agency(&q.text)?),
        Request::Search(q) => {
            let options = q.options()?;
            json(&reply::Found::of(&registry.search_with(&q.text, &options)?, options.order))
        }
        Request::Policies(_) => {
            let all: Result<Vec<Policy>, Error> =
                crate::policy::BUILT_IN.iter().map(|name| Policy::named(name)).collect();
            json(&reply::Policies { policies: all? })
        }
        Request::Status(q) => json(&reply::Status::of(&evaluate(registry, &q.moment())?)),
        Request::Evaluate(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            let lang = lang(q.lang.as_ref())?;
            let rows = evaluation.rows().map(|r| reply::RowReply::of(&r, lang)).collect();
            json(&reply::Rows { scope: evaluation.scope(), total: evaluation.len(), rows })
        }
        Request::Tasks(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            json(&reply::Rows::owed(&evaluation, &q)?)
        }
        Request::Explain(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            let explanation = evaluation.explain(&crate::text::nfc(&q.row))?;
            let sentences = explanation.sentences(lang(q.lang.as_ref())?);
            json(&reply::Explained { explanation, sentences })
        }
        Request::RollUp(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            json(&reply::RolledUp::of(&evaluation, &q.options()?))
        }
        Request::Rank(q) => {
            let level = crate::Level::parse(&q.level);
            if level.is_unknown() && !registry.agencies().iter().any(|a| a.level == level) {
                return Err(Error::NotFound {
                    kind: "level",
                    id: q.level.chars().take(80).collect(),
                });
            }
            json(&reply::Ranked::of(&evaluate(registry, &q.moment())?, &level))
        }
        Request::Period(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            json(&reply::PeriodReply::of(&evaluation, &q)?)
        }
        Request::Check(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            json(&reply::Checked::of(&evaluation, lang(q.lang.as_ref())?))
        }
        Request::Urging(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            json(&reply::Urged::of(&evaluation, &q)?)
        }
        Request::Changes(q) => json(&changes::asked(registry, &q)?),
        Request::Warn(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            json(&warn::Warned::asked(&evaluation, &q)?)
        }
        Request::History(q) => {
            let history = registry.history(&q.options()?, &policy(q.policy.as_ref())?)?;
            json(&over_time::EachDay::of(&history, q.axis()?))
        }
        Request::Live(q) => {
            let (as_of, policy) = asked(&q.moment())?;
            let live = registry.evaluate_live(as_of, &policy)?;
            json(&over_time::Stream::of(live, *q)?)
        }
        Request::Kpis(q) => json(&scoring::Kpis::of(registry, &q)?),
        Request::Kpi(q) => json(&scoring::OneKpi::of(registry, &q)?),
        Request::Schemes(_) => json(&scoring::Schemes::all()?),
        Request::Score(q) => json(&scoring::Scored::of(registry, &q)?),
        Request::Resources(q) => json(&scoring::resources(registry, &q)?),
        Request::RankWhy(q) => json(&scoring::RankedWhy::of(registry, &q)?),
        Request::Schedule(q) => {
            let schedule = scheduled(registry, &q.moment(), q.ground)?;
            json(&schedule::Scheduled::of(&schedule, &q)?)
        }
        Request::Blocks(q) => schedule::BlocksReply::json(&evaluate(registry, &q.moment())?, &q),
        Request::WhatIf(q) => {
            let schedule = scheduled(registry, &q.moment(), q.ground)?;
            schedule::WhatIfReply::json(&schedule, &q)
        }
        Request::Baseline(q) => {
            let schedule = scheduled(registry, &q.moment(), q.ground)?;
            json(&schedule.baseline(q.name))
        }
        Request::Compare(q) => {
            let schedule = scheduled(registry, &q.moment(), q.ground)?;
            json(&schedule::Compared::of(&schedule, &q.baseline))
        }
        Request::Forecast(q) => json(&q.answer(&evaluate(registry, &q.moment())?)?),
        Request::Completeness(q) => {
            let evaluation = evaluate(registry, &q.moment())?;
            let agencies = evaluation.completeness();
            json(&reply::Complete { scope: evaluation.scope(), agencies })
        }
    }
}

fn lang(word: Option<&String>) -> Result<Lang, Error> {
    match word.map(String::as_str) {
        None | Some("vi") => Ok(Lang::Vi),
        Some("en") => Ok(Lang::En),
        Some(other) => Err(Error::InvalidValue {
            field: "lang",
            value: other.chars().take(80).collect(),
            expected: "vi or en".to_owned(),
        }),
    }
}

fn scheduled(
    registry: &Registry,
    moment: &Moment<'_>,
    ground: Option<Ground>,
) -> Result<Schedule, Error> {
    ground.unwrap_or_default().schedule(&evaluate(registry, moment)?)
}

fn evaluate(registry: &Registry, moment: &Moment<'_>) -> Result<Evaluation, Error> {
    let (as_of, policy) = asked(moment)?;
    registry.evaluate(as_of, &policy)
}

fn policy(argument: Option<&PolicyArgument>) -> Result<Policy, Error> {
    Ok(match argument {
        None => Policy::default(),
        Some(PolicyArgument::Named(name)) => Policy::named(name)?,
        Some(PolicyArgument::Given(policy)) => (**policy).clone(),
    })
}

/// The arguments of an evaluation, read.
fn asked(moment: &Moment<'_>) -> Result<(AsOf, Policy), Error> {
    let mut as_of = AsOf::new(day::parse(moment.as_of)?)?;
    if let Some(known) = moment.known {
        as_of = as_of.known_on(day::parse(known)?)?;
    }
    Ok((as_of, policy(moment.policy)?))
}
