//! The replies: plain structs whose field order is the order of the JSON.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::request::{PeriodRequest, TasksRequest, UrgingRequest, axis};
use crate::agency::Level;
use crate::check::Completeness;
use crate::error::Error;
use crate::evaluation::{Evaluation, OccurrenceCounts, Row};
use crate::explain::Explanation;
use crate::finding::{Finding, Severity};
use crate::owed::Role;
use crate::period::Period;
use crate::policy::{Policy, Rate};
use crate::rollup::{Axis, RollupOptions, RollupRow, Scope};
use crate::status::STATUS_COUNT;
use crate::sums::{Ratio, Sums};
use crate::vocabulary::Lang;

#[derive(Serialize)]
pub(super) struct Policies {
    pub(super) policies: Vec<Policy>,
}

/// A rate with its name: no number without its rule.
#[derive(Serialize)]
struct RateReply {
    rate: Rate,
    num: u64,
    den: u64,
    percent: Option<String>,
}

impl RateReply {
    fn of(rate: Rate, ratio: Ratio) -> Self {
        RateReply { rate, num: ratio.num, den: ratio.den, percent: ratio.percent_text(2) }
    }
}

/// Counts by status word, in the order of the statuses.
struct ByStatus([u64; STATUS_COUNT]);

impl Serialize for ByStatus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_map(crate::status::Status::ALL.iter().map(|s| (s.as_str(), self.0[s.index()])))
    }
}

#[derive(Serialize)]
pub(super) struct SumsReply {
    total: u64,
    counts: ByStatus,
    unreported: ByStatus,
    done: u64,
    in_term: u64,
    overdue: u64,
    overdue_unreported: u64,
    regular: u64,
    submitted_late: u64,
    late_only_if_strict: u64,
    blocked_in_term: u64,
    inherited: u64,
    weighted_percent: u64,
    weight: u64,
    completion: Option<String>,
    rate: RateReply,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    occurrences: BTreeMap<&'static str, u64>,
}

impl SumsReply {
    fn of(sums: &Sums, policy: &Policy) -> Self {
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

#[derive(Serialize)]
pub(super) struct KeyReply {
    key: String,
    name: String,
    name_en: String,
    own: SumsReply,
    #[serde(skip_serializing_if = "Option::is_none")]
    inclusive: Option<SumsReply>,
}

impl KeyReply {
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

#[derive(Serialize)]
pub(super) struct RolledUp {
    scope: Scope,
    axis: Axis,
    counting: crate::rollup::Counting,
    classified: crate::rollup::Classified,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_to: Option<NaiveDate>,
    rows: Vec<KeyReply>,
    unassigned: SumsReply,
}

impl RolledUp {
    pub(super) fn of(evaluation: &Evaluation, options: &RollupOptions) -> Self {
        let rollup = evaluation.roll_up_with(options);
        let policy = evaluation.policy();
        RolledUp {
            axis: options.axis,
            counting: options.counting,
            classified: options.classified,
            due_from: options.period.map(|p| p.0),
            due_to: options.period.map(|p| p.1),
            rows: rollup.rows.iter().map(|r| KeyReply::of(r, options.axis, policy)).collect(),
            unassigned: SumsReply::of(&rollup.unassigned, policy),
            scope: rollup.scope,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Status {
    scope: Scope,
    tasks: SumsReply,
    rows: SumsReply,
    phases: Vec<KeyReply>,
    groups: Vec<KeyReply>,
    levels: Vec<KeyReply>,
    unassigned: SumsReply,
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
        }
    }
}

#[derive(Serialize)]
pub(super) struct OccurrencesReply {
    judged: String,
    elapsed: u32,
    done_on_time: u32,
    done_late: u32,
    missed: u32,
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
struct TaskRowsReply {
    done: u32,
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
pub(super) struct RowReply {
    row: String,
    task: String,
    title: String,
    addressee: Option<String>,
    agency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    status: crate::status::Status,
    words: &'static str,
    reported: bool,
    percent: u8,
    weight: u8,
    deadline: Option<NaiveDate>,
    original_deadline: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    submitted_on: Option<NaiveDate>,
    /// Null where nobody reported: lateness is then not known.
    late_days: Option<u32>,
    extensions: u32,
    marks: Vec<&'static str>,
    blocked_by: Vec<String>,
    blocked_days: Option<u32>,
    urged: u32,
    set_aside: u32,
    /// 'n of m': null for a task with a single row.
    task_rows: Option<TaskRowsReply>,
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

#[derive(Serialize)]
pub(super) struct Rows {
    pub(super) scope: Scope,
    /// Rows found, before limit and offset.
    pub(super) total: usize,
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

#[derive(Serialize)]
pub(super) struct Explained {
    #[serde(flatten)]
    pub(super) explanation: Explanation,
    pub(super) sentences: Vec<String>,
}

#[derive(Serialize)]
struct RankedRow {
    rank: Option<u32>,
    agency: String,
    name: String,
    name_en: String,
    rate: RateReply,
    fallen_due: u64,
    sums: SumsReply,
}

#[derive(Serialize)]
pub(super) struct Ranked {
    scope: Scope,
    level: Level,
    rate: Rate,
    minimum_due: u32,
    rows: Vec<RankedRow>,
}

impl Ranked {
    pub(super) fn of(evaluation: &Evaluation, level: &Level) -> Self {
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
        }
    }
}

#[derive(Serialize)]
pub(super) struct PeriodReply {
    period: String,
    from: NaiveDate,
    to: NaiveDate,
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

#[derive(Serialize)]
struct FindingReply {
    #[serde(flatten)]
    finding: Finding,
    message: String,
}

#[derive(Serialize)]
pub(super) struct Checked {
    scope: Scope,
    errors: usize,
    warnings: usize,
    notes: usize,
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
            findings: findings
                .iter()
                .map(|f| FindingReply { message: f.message(lang), finding: f.clone() })
                .collect(),
        }
    }
}

/// What one agency is reminded of.
#[derive(Serialize)]
struct UrgedAgency {
    agency: Option<String>,
    name: Option<String>,
    name_en: Option<String>,
    overdue: Vec<RowReply>,
    due_soon: Vec<RowReply>,
    no_data: Vec<RowReply>,
}

#[derive(Serialize)]
pub(super) struct Urged {
    scope: Scope,
    due_soon_days: u16,
    agencies: Vec<UrgedAgency>,
}

impl Urged {
    pub(super) fn of(evaluation: &Evaluation, request: &UrgingRequest) -> Result<Self, Error> {
        let lang = super::lang(request.lang.as_ref())?;
        let asked = request.agency.as_deref();
        let asked = asked.map(|text| evaluation.registry().find_agency(text)).transpose()?;
        let rows = |rows: &[Row<'_>]| rows.iter().map(|row| RowReply::of(row, lang)).collect();
        let urgings = evaluation.urgings().into_iter();
        let wanted = urgings.filter(|u| asked.is_none_or(|a| u.agency == Some(a.id.as_str())));
        let agencies = wanted.map(|urging| {
            let first = [&urging.overdue, &urging.due_soon, &urging.no_data];
            let first = first.into_iter().flatten().next();
            let name = |lang| first.and_then(|row| row.agency_name(lang)).map(str::to_owned);
            UrgedAgency {
                agency: urging.agency.map(str::to_owned),
                name: name(Lang::Vi),
                name_en: name(Lang::En),
                overdue: rows(&urging.overdue),
                due_soon: rows(&urging.due_soon),
                no_data: rows(&urging.no_data),
            }
        });
        Ok(Urged {
            scope: evaluation.scope(),
            due_soon_days: evaluation.policy().due_soon_days,
            agencies: agencies.collect(),
        })
    }
}

#[derive(Serialize)]
pub(super) struct Complete {
    pub(super) scope: Scope,
    pub(super) agencies: Vec<Completeness>,
}
