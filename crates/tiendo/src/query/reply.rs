//! The replies: plain structs whose field order is the order of the JSON.

mod found;
mod ranked;
mod urged;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::request::{PeriodRequest, TasksRequest, axis};
use crate::check::Completeness;
use crate::error::Error;
use crate::evaluation::{Evaluation, OccurrenceCounts, Row};
use crate::explain::Explanation;
use crate::finding::{Finding, Severity};
use crate::kpi::KpiStanding;
use crate::owed::Role;
use crate::period::Period;
use crate::policy::{Policy, Rate};
use crate::rollup::{Axis, Rollup, RollupOptions, RollupRow, Scope};
use crate::status::STATUS_COUNT;
use crate::sums::{Ratio, Sums};
use crate::vocabulary::Lang;

pub(crate) use found::Found;
pub(crate) use ranked::Ranked;
pub(crate) use urged::Urged;

pub(super) fn people(evaluation: &Evaluation) -> Vec<KpiStanding> {
    evaluation.registry().kpis_of_people(evaluation.as_of())
}

/// The built-in policies.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Policies {
    /// In the order of their names in the documentation.
    pub(super) policies: Vec<Policy>,
}

/// A rate with its name: no number without its rule.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RateReply {
    /// Which rate it is.
    rate: Rate,
    /// Numerator.
    num: u64,
    /// Denominator; 0 where the rate is undefined.
    den: u64,
    /// The value in percent with two decimals; null where it is undefined.
    percent: Option<String>,
}

impl RateReply {
    fn of(rate: Rate, ratio: Ratio) -> Self {
        RateReply { rate, num: ratio.num, den: ratio.den, percent: ratio.percent_text(2) }
    }
}

/// Counts by status word, in the order of the statuses.
pub(crate) struct ByStatus([u64; STATUS_COUNT]);

impl Serialize for ByStatus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_map(crate::status::Status::ALL.iter().map(|s| (s.as_str(), self.0[s.index()])))
    }
}

/// Sums over rows.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct SumsReply {
    /// Rows in all.
    total: u64,
    /// Rows by status.
    counts: ByStatus,
    /// Of these, rows about which nobody reported.
    unreported: ByStatus,
    /// Rows that are done.
    done: u64,
    /// Rows not done and not late.
    in_term: u64,
    /// Rows overdue, as the policy counts them.
    overdue: u64,
    /// Rows overdue about which nobody reported: missing data, no verdict.
    overdue_unreported: u64,
    /// Rows of regular tasks, which have no deadline.
    regular: u64,
    /// Rows submitted late.
    submitted_late: u64,
    /// Rows late only because 'before' is read strictly.
    late_only_if_strict: u64,
    /// Rows in term with an obstacle that is not resolved.
    blocked_in_term: u64,
    /// Rows overdue before a hand-over.
    inherited: u64,
    /// Sum of percent times weight.
    weighted_percent: u64,
    /// Sum of the weights.
    weight: u64,
    /// Weighted completion in percent with two decimals; null where it is undefined.
    completion: Option<String>,
    /// The policy's rate.
    rate: RateReply,
    /// Occurrences of recurring tasks; absent where there are none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    occurrences: BTreeMap<&'static str, u64>,
}

impl SumsReply {
    pub(super) fn of(sums: &Sums, policy: &Policy) -> Self {
        let mut occurrences = BTreeMap::new();
        if sums.occurrences + sums.occurrences_done_on_time + sums.occurrences_done_late > 0 {
            occurrences.insert("elapsed", sums.occurrences);
            occurrences.insert("done_on_time", sums.occurrences_done_on_time);
            occurrences.insert("done_late", sums.occurrences_done_late);
            occurrences.insert("missed", sums.occurrences_missed);
            occurrences.insert("unreported", sums.occurrences_unreported);
        }
        SumsReply {
            total: sums.total(),
            counts: ByStatus(sums.counts),
            unreported: ByStatus(sums.unreported),
            done: sums.done(),
            in_term: sums.in_term(),
            overdue: sums.overdue(policy),
            overdue_unreported: sums.overdue_unreported(),
            regular: sums.regular,
            submitted_late: sums.submitted_late,
            late_only_if_strict: sums.late_only_if_strict,
            blocked_in_term: sums.blocked_in_term,
            inherited: sums.inherited,
            weighted_percent: sums.weighted_percent,
            weight: sums.weight,
            completion: sums.rate_of(Rate::Completion, policy).percent_text(2),
            rate: RateReply::of(policy.rate, sums.rate(policy)),
            occurrences,
        }
    }
}

/// The sums of one key.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct KeyReply {
    /// Id of the agency, phase, group or document; code of the territory; word of the level or branch; the post.
    key: String,
    /// Name in Vietnamese.
    name: String,
    /// Name in English; the Vietnamese one where there is none.
    name_en: String,
    /// Its own.
    own: SumsReply,
    /// With all below it; for agencies and documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    inclusive: Option<SumsReply>,
}

impl KeyReply {
    /// A key with its names in both languages.
    pub(super) fn named(
        (key, name, name_en): (&str, &str, &str),
        own: SumsReply,
        inclusive: Option<SumsReply>,
    ) -> Self {
        let [key, name, name_en] = [key, name, name_en].map(str::to_owned);
        KeyReply { key, name, name_en, own, inclusive }
    }

    fn of(row: &RollupRow, axis: Axis, policy: &Policy) -> Self {
        // Only agencies and documents have anything below them.
        let nested = matches!(axis, Axis::Agency | Axis::Document);
        KeyReply {
            key: row.key.clone(),
            name: row.name.clone(),
            name_en: row.name_en.clone(),
            own: SumsReply::of(&row.own, policy),
            inclusive: nested.then(|| SumsReply::of(&row.inclusive, policy)),
        }
    }
}

/// Sums along an axis.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct RolledUp {
    /// What the numbers are made of.
    scope: Scope,
    /// Along what.
    axis: Axis,
    /// Which tasks.
    counting: crate::rollup::Counting,
    /// Whose classification.
    classified: crate::rollup::Classified,
    /// First day of what falls due.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_from: Option<NaiveDate>,
    /// Last day of what falls due.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_to: Option<NaiveDate>,
    /// One row per key.
    rows: Vec<KeyReply>,
    /// What belongs to no key.
    unassigned: SumsReply,
    /// Satisfaction and trust, which stand beside what is reported as done; absent where nobody was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<KpiStanding>,
}

impl RolledUp {
    pub(super) fn of(evaluation: &Evaluation, options: &RollupOptions) -> Self {
        let people = people(evaluation);
        Self::made(&evaluation.roll_up_with(options), evaluation.policy(), people)
    }

    pub(super) fn made(rollup: &Rollup, policy: &Policy, people: Vec<KpiStanding>) -> Self {
        let options = &rollup.options;
        RolledUp {
            axis: options.axis,
            counting: options.counting,
            classified: options.classified,
            due_from: options.period.map(|p| p.0),
            due_to: options.period.map(|p| p.1),
            rows: rollup.rows.iter().map(|r| KeyReply::of(r, options.axis, policy)).collect(),
            unassigned: SumsReply::of(&rollup.unassigned, policy),
            people,
            scope: rollup.scope.clone(),
        }
    }
}

/// Sums in all, by phase, group and level.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "StatusReply"))]
pub(crate) struct Status {
    /// What the numbers are made of.
    scope: Scope,
    /// By task.
    tasks: SumsReply,
    /// By row: a task counts once for each addressee.
    rows: SumsReply,
    /// By phase.
    phases: Vec<KeyReply>,
    /// By task group.
    groups: Vec<KeyReply>,
    /// By level.
    levels: Vec<KeyReply>,
    /// Rows without an agency.
    unassigned: SumsReply,
    /// Satisfaction and trust, which stand beside what is reported as done; absent where nobody was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<KpiStanding>,
}

impl Status {
    pub(super) fn of(evaluation: &Evaluation) -> Self {
        let policy = evaluation.policy();
        let along = |axis: Axis| -> Vec<KeyReply> {
            let rows = evaluation.roll_up(axis).rows;
            rows.iter().map(|r| KeyReply::of(r, axis, policy)).collect()
        };
        let levels = evaluation.roll_up(Axis::Level);
        let mut rows = levels.unassigned;
        for level in &levels.rows {
            rows.merge(&level.own);
        }
        Status {
            scope: evaluation.scope(),
            tasks: SumsReply::of(&evaluation.task_sums(), policy),
            rows: SumsReply::of(&rows, policy),
            phases: along(Axis::Phase),
            groups: along(Axis::Group),
            levels: levels.rows.iter().map(|r| KeyReply::of(r, Axis::Level, policy)).collect(),
            unassigned: SumsReply::of(&levels.unassigned, policy),
            people: people(evaluation),
        }
    }
}

/// The occurrences of a recurring task.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct OccurrencesReply {
    /// The occurrence that is judged.
    judged: String,
    /// Occurrences that have elapsed.
    elapsed: u32,
    /// Done on time.
    done_on_time: u32,
    /// Done late.
    done_late: u32,
    /// Not done.
    missed: u32,
    /// Without a report.
    unreported: u32,
}

impl OccurrencesReply {
    fn of(counts: OccurrenceCounts) -> Self {
        OccurrencesReply {
            judged: counts.judged.code(),
            elapsed: counts.elapsed_count,
            done_on_time: counts.done_on_time_count,
            done_late: counts.done_late_count,
            missed: counts.missed_count,
            unreported: counts.unreported_count,
        }
    }
}

/// How many rows of the task are done, of how many.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct TaskRowsReply {
    /// Rows done.
    done: u32,
    /// Rows in all.
    of: u32,
}

impl TaskRowsReply {
    fn of(row: &Row<'_>) -> Option<Self> {
        let (done, of) = row.task_rows();
        (of > 1).then_some(TaskRowsReply { done, of })
    }
}

/// Absent values are null, so that every row has the same fields; marks are listed only where they hold.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct RowReply {
    /// Id of the row.
    row: String,
    /// Id of the task.
    task: String,
    /// Title of the task in Vietnamese.
    title: String,
    /// The addressee as the task names it.
    addressee: Option<String>,
    /// The agency that the row counts for.
    agency: Option<String>,
    /// What the agency asked for has to do with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    /// Where it stands.
    status: crate::status::Status,
    /// The same in words.
    words: &'static str,
    /// Whether anybody reported.
    reported: bool,
    /// Work done, 0 to 100.
    percent: u8,
    /// Weight in sums.
    weight: u8,
    /// The last day that judges it.
    deadline: Option<NaiveDate>,
    /// The last day before extensions.
    original_deadline: Option<NaiveDate>,
    /// The day on which it was closed.
    closed_on: Option<NaiveDate>,
    /// The day on which it was submitted.
    submitted_on: Option<NaiveDate>,
    /// Null where nobody reported: lateness is then not known.
    late_days: Option<u32>,
    /// How often it was extended.
    extensions: u32,
    /// Words for what else holds: late_only_if_strict, inherited, excused and so on.
    marks: Vec<&'static str>,
    /// Ids of the agencies that it waits for.
    blocked_by: Vec<String>,
    /// For how many days it has been blocked.
    blocked_days: Option<u32>,
    /// How often it was urged.
    urged: u32,
    /// Reports that do not count.
    set_aside: u32,
    /// 'n of m': null for a task with a single row.
    /// For a task with several rows: how many are done.
    task_rows: Option<TaskRowsReply>,
    /// For a recurring task.
    occurrences: Option<OccurrencesReply>,
}

impl RowReply {
    pub(super) fn of(row: &Row<'_>, lang: Lang) -> Self {
        let marks = [
            ("late_only_if_strict", row.is_late_only_if_strict()),
            ("inherited", row.is_inherited()),
            ("excused", row.is_excused()),
            ("regular", row.is_regular()),
            ("submitted_late", row.is_submitted_late()),
            ("blocked_in_term", row.is_blocked_in_term()),
        ];
        RowReply {
            row: row.id(),
            task: row.task_id().to_owned(),
            title: row.title().to_owned(),
            addressee: row.addressee_id().map(str::to_owned),
            agency: row.agency_id().map(str::to_owned),
            role: None,
            status: row.status(),
            words: row.words(lang),
            reported: row.is_reported(),
            percent: row.percent(),
            weight: row.weight(),
            deadline: row.deadline(),
            original_deadline: row.original_deadline(),
            closed_on: row.closed_on(),
            submitted_on: row.submitted_on(),
            late_days: row.late_days(),
            extensions: row.extension_count(),
            marks: marks.iter().filter(|m| m.1).map(|m| m.0).collect(),
            blocked_by: row.blocked_by().into_iter().map(str::to_owned).collect(),
            blocked_days: row.blocked_days(),
            urged: row.urged_count(),
            set_aside: row.set_aside_count(),
            task_rows: TaskRowsReply::of(row),
            occurrences: row.occurrences().map(OccurrencesReply::of),
        }
    }
}

/// Rows of an evaluation.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Rows {
    /// What the numbers are made of.
    pub(super) scope: Scope,
    /// Rows found, before limit and offset.
    pub(super) total: usize,
    /// The rows.
    #[allow(clippy::struct_field_names)] // the field's name in JSON
    pub(super) rows: Vec<RowReply>,
}

impl Rows {
    pub(super) fn owed(evaluation: &Evaluation, request: &TasksRequest) -> Result<Self, Error> {
        let lang = super::lang(request.lang.as_ref())?;
        let owed = evaluation.owed(&request.filter()?)?;
        let page =
            owed.iter().skip(request.offset.unwrap_or(0)).take(request.limit.unwrap_or(usize::MAX));
        let rows = page.map(|o| {
            let reply = RowReply::of(&o.row, lang);
            RowReply { role: request.agency.is_some().then_some(o.role), ..reply }
        });
        Ok(Rows { scope: evaluation.scope(), total: owed.len(), rows: rows.collect() })
    }
}

/// Why a row stands where it does.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Explained {
    #[serde(flatten)]
    pub(super) explanation: Explanation,
    /// The facts in words.
    pub(super) sentences: Vec<String>,
}

/// Sums of a reporting period.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct PeriodReply {
    /// The code of the period.
    period: String,
    /// Its first day.
    from: NaiveDate,
    /// Its last day.
    to: NaiveDate,
    /// How the days of a reporting month are counted.
    reporting_month: crate::policy::ReportingMonth,
    #[serde(flatten)]
    sums: RolledUp,
}

impl PeriodReply {
    pub(super) fn of(evaluation: &Evaluation, request: &PeriodRequest) -> Result<Self, Error> {
        let period = Period::parse(&request.period)?;
        let (from, to) = evaluation.policy().reporting_days(period);
        let along = request.axis.as_deref().map_or(Ok(Axis::Level), axis)?;
        let options = RollupOptions { period: Some((from, to)), ..RollupOptions::along(along) };
        Ok(PeriodReply {
            period: period.code(),
            from,
            to,
            reporting_month: evaluation.policy().reporting_month,
            sums: RolledUp::of(evaluation, &options),
        })
    }
}

/// A finding with its sentence.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct FindingReply {
    #[serde(flatten)]
    finding: Finding,
    /// The sentence.
    message: String,
}

impl FindingReply {
    pub(super) fn of(finding: Finding, lang: Lang) -> Self {
        FindingReply { message: finding.message(lang), finding }
    }
}

/// Findings on the data.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Checked {
    /// What the numbers are made of.
    scope: Scope,
    /// How many are errors.
    errors: usize,
    /// How many are warnings.
    warnings: usize,
    /// How many are notes.
    notes: usize,
    /// The findings, by code and record.
    findings: Vec<FindingReply>,
}

impl Checked {
    pub(super) fn of(evaluation: &Evaluation, lang: Lang) -> Self {
        let findings = evaluation.check();
        let count = |severity: Severity| findings.iter().filter(|f| f.severity == severity).count();
        Checked {
            scope: evaluation.scope(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            findings: findings.into_iter().map(|f| FindingReply::of(f, lang)).collect(),
        }
    }
}

/// How complete the statements are.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Complete {
    /// What the numbers are made of.
    pub(super) scope: Scope,
    /// By agency.
    pub(super) agencies: Vec<Completeness>,
}
