//! What changed, as JSON: the reply of the request `changes`, and how [`Changes`] are written anywhere.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::evaluate;
use super::reply::SumsReply;
use super::request::{ChangesRequest, Moment};
use crate::changes::{Changes, RowChange, SumsChange};
use crate::error::Error;
use crate::period::Period;
use crate::policy::{Policy, ReportingMonth};
use crate::registry::Registry;
use crate::rollup::Scope;

/// Sums now and before.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "SumsChange"))]
struct ChangeReply {
    /// The sums now.
    now: SumsReply,
    /// The sums before.
    before: SumsReply,
    /// By how many percentage points the policy's rate rose, with two decimals; null where either is undefined.
    rate_points: Option<String>,
    /// Rows that are done now and were not.
    newly_done: u64,
    /// Rows that are in the lists of what is overdue now and were not.
    newly_overdue: u64,
    /// Rows that were done and are not.
    reopened: u64,
    /// Rows that were in the lists of what is overdue and are no more.
    no_longer_overdue: u64,
}

impl ChangeReply {
    fn of(change: &SumsChange, policy: &Policy) -> Self {
        ChangeReply {
            now: SumsReply::of(&change.now, policy),
            before: SumsReply::of(&change.before, policy),
            rate_points: change.points(policy),
            newly_done: change.newly_done_count,
            newly_overdue: change.newly_overdue_count,
            reopened: change.reopened_count,
            no_longer_overdue: change.no_longer_overdue_count,
        }
    }
}

/// What changed at an agency and all below it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AgencyChange"))]
struct AgencyReply<'a> {
    /// Id of the agency.
    agency: &'a str,
    /// Name in Vietnamese.
    name: &'a str,
    /// Name in English; the Vietnamese one where there is none.
    name_en: &'a str,
    #[serde(flatten)]
    change: ChangeReply,
}

/// First and last day of what falls due.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Due {
    /// First day.
    from: NaiveDate,
    /// Last day.
    to: NaiveDate,
}

/// What changed between two days.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Changes"))]
pub(crate) struct ChangesReply<'a> {
    /// What the numbers are made of now.
    scope: Scope,
    /// What they were made of before.
    scope_before: Scope,
    /// The code of the period; null where two days are compared.
    period: Option<String>,
    /// The code of the period before.
    period_before: Option<String>,
    /// How the days of a reporting month are counted.
    reporting_month: ReportingMonth,
    /// What falls due in these days is in the sums now; null for everything.
    due: Option<Due>,
    /// The same before.
    due_before: Option<Due>,
    /// All rows.
    total: ChangeReply,
    /// By agency, each with all below it.
    agencies: Vec<AgencyReply<'a>>,
    /// Rows that are done now and were not.
    newly_done: &'a [RowChange],
    /// Rows that are in the lists of what is overdue now and were not.
    newly_overdue: &'a [RowChange],
    /// Rows that were done and are not.
    reopened: &'a [RowChange],
    /// Rows that were in the lists of what is overdue and are no more.
    no_longer_overdue: &'a [RowChange],
}

impl<'a> ChangesReply<'a> {
    /// What changed, as a text of JSON borrows it.
    fn of(changes: &'a Changes) -> Self {
        let policy = changes.policy();
        let due = |days: Option<(NaiveDate, NaiveDate)>| days.map(|(from, to)| Due { from, to });
        ChangesReply {
            scope: changes.scope.clone(),
            scope_before: changes.scope_before.clone(),
            period: changes.period.map(Period::code),
            period_before: changes.period.and_then(Period::previous).map(Period::code),
            reporting_month: policy.reporting_month,
            due: due(changes.due),
            due_before: due(changes.due_before),
            total: ChangeReply::of(&changes.total, policy),
            agencies: changes
                .rows
                .iter()
                .map(|row| AgencyReply {
                    agency: &row.agency,
                    name: &row.name,
                    name_en: &row.name_en,
                    change: ChangeReply::of(&row.change, policy),
                })
                .collect(),
            newly_done: &changes.newly_done,
            newly_overdue: &changes.newly_overdue,
            reopened: &changes.reopened,
            no_longer_overdue: &changes.no_longer_overdue,
        }
    }
}

/// Answers the request.
pub(super) fn asked(registry: &Registry, request: &ChangesRequest) -> Result<Changes, Error> {
    match (&request.period, &request.since) {
        (Some(period), None) if request.since_known.is_none() => {
            let (as_of, policy) = super::asked(&request.moment())?;
            registry.period_changes(Period::parse(period)?, as_of, &policy)
        }
        (None, Some(since)) => {
            let known = request.since_known.as_deref().or(request.known.as_deref());
            let then = Moment { as_of: since, known, policy: request.policy.as_ref() };
            let now = evaluate(registry, &request.moment())?;
            now.changes_since(&evaluate(registry, &then)?, None)
        }
        _ => Err(Error::InvalidRequest {
            reason: "either `period`, or `since` with or without `since_known`".to_owned(),
        }),
    }
}

impl Serialize for Changes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ChangesReply::of(self).serialize(serializer)
    }
}
