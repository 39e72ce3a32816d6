//! What is answered about many days, and about reports as they come.

use chrono::NaiveDate;
use serde::Serialize;

use super::reply::{FindingReply, KeyReply, RolledUp, RowReply, SumsReply, people};
use super::request::{LiveRequest, axis};
use crate::error::Error;
use crate::history::{History, HistoryAxis};
use crate::id::ReportId;
use crate::live::LiveEvaluation;
use crate::rollup::{Axis, Scope};

/// The sums of every day of a range.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "History"))]
pub(crate) struct EachDay {
    /// First day.
    from: NaiveDate,
    /// Last day.
    to: NaiveDate,
    /// Along what.
    axis: HistoryAxis,
    /// One element for each day.
    days: Vec<DayReply>,
}

/// The sums of one day.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Day"))]
struct DayReply {
    /// What the numbers are made of; D and K are the day.
    scope: Scope,
    /// One row per key.
    rows: Vec<KeyReply>,
    /// What belongs to no key.
    unassigned: SumsReply,
}

impl EachDay {
    pub(super) fn of(history: &History, axis: HistoryAxis) -> Self {
        let policy = history.policy();
        let day = |day: NaiveDate| {
            let (series, scope) = (history.along(axis)?, history.scope(day)?);
            let key = |(i, key): (usize, &crate::history::HistoryKey)| {
                let own = SumsReply::of(&series.own(day, i)?, policy);
                let inclusive = (axis == HistoryAxis::Agency).then(|| series.inclusive(day, i));
                let inclusive = inclusive.flatten().map(|sums| SumsReply::of(&sums, policy));
                Some(KeyReply::named((&key.key, &key.name, &key.name_en), own, inclusive))
            };
            let rows = series.keys().iter().enumerate().filter_map(key).collect();
            let unassigned = SumsReply::of(&series.unassigned(day)?, policy);
            Some(DayReply { scope, rows, unassigned })
        };
        let days = history.days().filter_map(day).collect();
        EachDay { from: history.from(), to: history.to(), axis, days }
    }
}

/// What was told after each report, and what stands after the last.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Live"))]
pub(crate) struct Stream {
    /// One element for each report, in the order in which they came.
    reports: Vec<AfterReport>,
    /// The sums over all tasks at the end.
    tasks: SumsReply,
    /// The sums along the axis at the end.
    sums: RolledUp,
}

/// What stands after a report.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AfterReport {
    /// Id of the report.
    report: ReportId,
    /// The rows of its task; none where it is not in force.
    rows: Vec<RowReply>,
    /// The sums over all tasks.
    tasks: SumsReply,
    /// What is worth telling about the report.
    findings: Vec<FindingReply>,
}

impl Stream {
    pub(super) fn of(mut live: LiveEvaluation, request: LiveRequest) -> Result<Self, Error> {
        let lang = super::lang(request.lang.as_ref())?;
        let axis = request.axis.as_deref().map_or(Ok(Axis::Agency), axis)?;
        let mut reports = Vec::with_capacity(request.reports.len());
        for report in request.reports {
            let (id, task) = (report.id.clone(), report.task.clone());
            let findings = live.apply(report);
            let evaluation = live.evaluation();
            let rows = evaluation.rows_of(task.as_str());
            reports.push(AfterReport {
                report: id,
                rows: rows.map(|row| RowReply::of(&row, lang)).collect(),
                tasks: SumsReply::of(live.task_sums(), evaluation.policy()),
                findings: findings.into_iter().map(|f| FindingReply::of(f, lang)).collect(),
            });
        }
        let policy = live.evaluation().policy();
        let tasks = SumsReply::of(live.task_sums(), policy);
        let people = people(live.evaluation());
        let sums = RolledUp::made(live.roll_up(axis), policy, people);
        Ok(Stream { reports, tasks, sums })
    }
}
