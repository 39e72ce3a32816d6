//! Requests and replies of the schedule; the replies are also how a schedule, a what-if and its blocks are written as JSON.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

use super::request::{BlocksRequest, ForecastRequest, ScheduleRequest, WhatIfRequest, word};
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::schedule::{
    Baseline, Blocks, Comparison, Endangered, Forecast, ForecastOptions, LinkUse, Schedule,
    ScheduleBasis, ScheduleScope, ScheduledTask, Waiting, WaitsFor, WhatIf, WhatIfRow,
};

/// What a schedule is made of: what reports leave of it on D, or the plan as it was set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(super) enum Ground {
    /// What is done is fixed, what is open goes on after D.
    #[default]
    Reports,
    /// Planned durations, links and deadlines; reports play no part.
    Plan,
}

impl Ground {
    pub(super) fn schedule(self, evaluation: &Evaluation) -> Result<Schedule, Error> {
        match self {
            Ground::Reports => evaluation.schedule(),
            Ground::Plan => evaluation.registry().schedule(evaluation.as_of()),
        }
    }
}

/// A task of a schedule.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ScheduledReply<'a> {
    /// Id of the task.
    task: &'a str,
    /// Its title.
    title: &'a str,
    /// Ids of the agencies that it counts for.
    agencies: Vec<&'a str>,
    /// By what it has its place.
    basis: ScheduleBasis,
    /// Working days that it takes, or that are left of it; 0 for a milestone.
    duration_days: u32,
    /// The first day worked, at the earliest; null beyond the calendar.
    start: Option<NaiveDate>,
    /// The last day worked, at the earliest.
    finish: Option<NaiveDate>,
    /// The last day to start on without delaying anything.
    late_start: Option<NaiveDate>,
    /// The last day to finish on without delaying anything.
    late_finish: Option<NaiveDate>,
    /// The last day that binds it.
    deadline: Option<NaiveDate>,
    /// Working days that it may slip without delaying the finish or missing a deadline; null where it has no slack to speak of.
    total_slack_days: Option<i32>,
    /// Working days that it may slip without delaying any other task.
    free_slack_days: Option<i32>,
    /// Whether its total slack is 0 or less.
    critical: bool,
    /// Whether its finish lies after its last day.
    late: bool,
    /// Whether it is done.
    done: bool,
}

impl<'a> ScheduledReply<'a> {
    fn of(task: ScheduledTask<'a>) -> Self {
        ScheduledReply {
            task: task.id(),
            title: task.title(),
            agencies: task.agencies(),
            basis: task.basis(),
            duration_days: task.duration_days(),
            start: task.start(),
            finish: task.finish(),
            late_start: task.late_start(),
            late_finish: task.late_finish(),
            deadline: task.deadline(),
            total_slack_days: task.total_slack_days(),
            free_slack_days: task.free_slack_days(),
            critical: task.is_critical(),
            late: task.is_late(),
            done: task.is_done(),
        }
    }
}

/// A schedule.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Scheduled<'a> {
    /// What it covers and what it leaves out.
    scope: &'a ScheduleScope,
    /// Ids of the tasks that drive the finish, first to last.
    driving_path: Vec<&'a str>,
    /// Tasks that were asked for, before the limit.
    total: usize,
    /// The tasks, in id order.
    tasks: Vec<ScheduledReply<'a>>,
}

impl<'a> Scheduled<'a> {
    fn all(schedule: &'a Schedule) -> Self {
        Scheduled::filtered(schedule, |_| true, usize::MAX)
    }

    fn filtered(
        schedule: &'a Schedule,
        wanted: impl Fn(&ScheduledTask<'a>) -> bool,
        limit: usize,
    ) -> Self {
        let found: Vec<ScheduledTask<'a>> = schedule.tasks().filter(wanted).collect();
        Scheduled {
            scope: schedule.scope(),
            driving_path: ids(schedule.driving_path()),
            total: found.len(),
            tasks: found.into_iter().take(limit).map(ScheduledReply::of).collect(),
        }
    }

    pub(super) fn of(schedule: &'a Schedule, request: &ScheduleRequest) -> Result<Self, Error> {
        let agency = request.agency.as_deref();
        let agency = agency.map(|text| schedule.registry().find_agency(text)).transpose()?;
        let wanted = |task: &ScheduledTask<'a>| {
            agency.is_none_or(|a| task.agencies().contains(&a.id.as_str()))
                && (!request.critical.unwrap_or(false) || task.is_critical())
                && (!request.late.unwrap_or(false) || task.is_late())
        };
        Ok(Scheduled::filtered(schedule, wanted, request.limit.unwrap_or(usize::MAX)))
    }
}

fn ids(tasks: Vec<ScheduledTask<'_>>) -> Vec<&str> {
    tasks.into_iter().map(|task| task.id()).collect()
}

/// A task that changes move.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MovedReply<'a> {
    /// Id of the task.
    task: &'a str,
    /// Ids of the agencies that it counts for.
    agencies: Vec<&'a str>,
    /// The last day that binds it.
    deadline: Option<NaiveDate>,
    /// Its finish without the changes.
    before: Option<NaiveDate>,
    /// Its finish with them.
    after: Option<NaiveDate>,
    /// Working days between the two; negative for earlier.
    delay_days: i32,
    /// Whether it misses its last day, and did not before.
    newly_late: bool,
    /// From a change to this task, cause first.
    chain: Vec<&'a str>,
}

/// What changes would do.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct WhatIfReply<'a> {
    /// What the schedule covers and what it leaves out.
    scope: &'a ScheduleScope,
    /// The last day of all with the changes.
    finish: Option<NaiveDate>,
    /// Working days by which the last day of all moves; negative for earlier.
    finish_delay_days: i32,
    /// Tasks that move.
    moved_count: usize,
    /// Of these, tasks that miss their last days and did not before.
    newly_late_count: usize,
    /// Ids of the agencies of these.
    newly_late_agencies: Vec<&'a str>,
    /// What moves, every predecessor before its successors.
    tasks: Vec<MovedReply<'a>>,
}

impl<'a> WhatIfReply<'a> {
    fn all(what_if: &'a WhatIf) -> Self {
        let row = |row: WhatIfRow<'a>| MovedReply {
            task: row.task.id(),
            agencies: row.task.agencies(),
            deadline: row.task.deadline(),
            before: row.task.finish(),
            after: row.new_finish(),
            delay_days: row.delay_days(),
            newly_late: row.is_newly_late(),
            chain: ids(what_if.chain(row.task.id())),
        };
        WhatIfReply {
            scope: what_if.schedule().scope(),
            finish: what_if.finish(),
            finish_delay_days: what_if.finish_delay_days(),
            moved_count: what_if.rows().len(),
            newly_late_count: what_if.newly_late().count(),
            newly_late_agencies: what_if.newly_late_agencies(),
            tasks: what_if.rows().map(row).collect(),
        }
    }

    pub(super) fn json(schedule: &Schedule, request: &WhatIfRequest) -> Result<String, Error> {
        super::json(&WhatIfReply::all(&schedule.what_if(&request.changes)?))
    }
}

/// A task that waits.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct WaitingReply<'a> {
    /// Id of the task that waits.
    task: &'a str,
    /// Ids of the agencies that wait.
    agencies: &'a [&'a str],
    /// By what it waits.
    by: WaitsFor,
    /// Id of the task that it waits for; null for an obstacle.
    on_task: Option<&'a str>,
    /// Ids of the agencies that it waits for.
    on_agencies: &'a [&'a str],
    /// The day on which the obstacle was raised; null for a link.
    since: Option<NaiveDate>,
    /// Whether this fixes its start.
    binding: bool,
}

impl<'a> WaitingReply<'a> {
    fn of(waiting: &'a Waiting<'a>) -> Self {
        WaitingReply {
            task: waiting.task.id(),
            agencies: &waiting.agencies,
            by: waiting.by,
            on_task: waiting.on_task.map(|task| task.id()),
            on_agencies: &waiting.on_agencies,
            since: waiting.since,
            binding: waiting.is_binding,
        }
    }
}

/// A late task with what stands behind it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct LateReply<'a> {
    /// Id of the task.
    task: &'a str,
    /// The last day that binds it.
    deadline: Option<NaiveDate>,
    /// The last day worked, at the earliest.
    finish: Option<NaiveDate>,
    /// What stands behind it, the nearest first; empty where it is its own cause.
    behind: Vec<WaitingReply<'a>>,
}

/// A task that is expected late because of a late one before it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EndangeredReply<'a> {
    /// Id of the task.
    task: &'a str,
    /// Ids of the agencies that it counts for.
    agencies: Vec<&'a str>,
    /// The last day that binds it.
    deadline: Option<NaiveDate>,
    /// The last day worked, at the earliest.
    finish: Option<NaiveDate>,
    /// From the late task to this one.
    chain: Vec<&'a str>,
}

/// Whom an agency waits for, who waits for it, and what its delays endanger.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct BlocksReply<'a> {
    /// What the schedule covers and what it leaves out.
    scope: &'a ScheduleScope,
    /// Id of the agency.
    agency: &'a str,
    /// Open tasks of the agency that wait for others.
    waits: Vec<WaitingReply<'a>>,
    /// Open tasks of others that wait for the agency.
    keeps_waiting: Vec<WaitingReply<'a>>,
    /// Late tasks of the agency, each with what stands behind it.
    late: Vec<LateReply<'a>>,
    /// Tasks of others that are expected late because of its late ones.
    endangered: Vec<EndangeredReply<'a>>,
}

impl<'a> BlocksReply<'a> {
    pub(super) fn of(schedule: &'a Schedule, blocks: &'a Blocks<'a>) -> Self {
        let waiting = |all: &'a [Waiting<'a>]| all.iter().map(WaitingReply::of).collect();
        let late = blocks.late.iter().map(|(task, behind)| LateReply {
            task: task.id(),
            deadline: task.deadline(),
            finish: task.finish(),
            behind: waiting(behind),
        });
        let endangered =
            blocks.endangered.iter().map(|Endangered { task, chain }| EndangeredReply {
                task: task.id(),
                agencies: task.agencies(),
                deadline: task.deadline(),
                finish: task.finish(),
                chain: ids(chain.clone()),
            });
        BlocksReply {
            scope: schedule.scope(),
            agency: blocks.agency,
            waits: waiting(&blocks.waits),
            keeps_waiting: waiting(&blocks.keeps_waiting),
            late: late.collect(),
            endangered: endangered.collect(),
        }
    }

    pub(super) fn json(evaluation: &Evaluation, request: &BlocksRequest) -> Result<String, Error> {
        let schedule = evaluation.schedule()?;
        super::json(&BlocksReply::of(&schedule, &schedule.blocks(&request.agency)?))
    }
}

impl ForecastRequest {
    fn options(&self) -> Result<ForecastOptions, Error> {
        let usual = ForecastOptions::default();
        let all: Vec<&str> = LinkUse::ALL.iter().map(|l| l.as_str()).collect();
        let links = self.links.as_deref().map(|l| word("links", l, LinkUse::parse, &all));
        Ok(ForecastOptions {
            runs: self.runs.unwrap_or(usual.runs),
            seed: self.seed.unwrap_or(usual.seed),
            links: links.transpose()?.unwrap_or(usual.links),
        })
    }

    /// The forecast, of one agency's tasks where one is asked for; the sums stay those of all.
    pub(super) fn answer(&self, evaluation: &Evaluation) -> Result<Forecast, Error> {
        let agency = self.agency.as_deref();
        let agency = agency.map(|text| evaluation.registry().find_agency(text)).transpose()?;
        let mut forecast = evaluation.forecast(&self.options()?)?;
        if let Some(agency) = agency {
            let id = agency.id.as_str();
            let is_of = |task: &str| evaluation.rows_of(task).any(|r| r.agency_id() == Some(id));
            forecast.tasks.retain(|task| is_of(&task.task));
            forecast.agencies.retain(|group| group.key == id);
        }
        forecast.tasks.truncate(self.limit.unwrap_or(usize::MAX));
        Ok(forecast)
    }
}

/// How a schedule differs from a baseline.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Compared<'a> {
    /// What the schedule covers and what it leaves out.
    scope: &'a ScheduleScope,
    /// Name of the baseline.
    baseline: &'a str,
    /// Its day D.
    baseline_day: NaiveDate,
    /// What differs.
    #[serde(flatten)]
    comparison: Comparison,
}

impl<'a> Compared<'a> {
    pub(super) fn of(schedule: &'a Schedule, baseline: &'a Baseline) -> Self {
        Compared {
            scope: schedule.scope(),
            baseline: baseline.name.as_str(),
            baseline_day: baseline.day,
            comparison: schedule.compare(baseline),
        }
    }
}

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Scheduled::all(self).serialize(serializer)
    }
}

impl Serialize for WhatIf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WhatIfReply::all(self).serialize(serializer)
    }
}

impl Serialize for Blocks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        BlocksReply::of(self.schedule, self).serialize(serializer)
    }
}

impl Serialize for Waiting<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WaitingReply::of(self).serialize(serializer)
    }
}
