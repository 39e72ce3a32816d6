//! What cannot be held at all is left out, each with a finding of severity `error`.

use chrono::{NaiveDate, NaiveDateTime};

use crate::day;
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::records::Records;
use crate::registry::pending::{PendingReports, PendingTasks};
use crate::report::Report;
use crate::watch::Watch;

/// The positions of the reports that can be held, in the order of their adding; none where all can.
pub(crate) fn valid_reports(
    reports: &PendingReports,
    findings: &mut Vec<Finding>,
) -> Option<Vec<u32>> {
    let mut check = Check { findings };
    // What a row holds is in range; a record that is kept beside it may be so because it is not.
    let full = reports.full.positions().zip(reports.full.values());
    let invalid: Vec<u32> = full
        .filter(|(_, report)| !report.as_ref().is_none_or(|r| check.report(r)))
        .map(|(at, _)| at as u32)
        .collect();
    if invalid.is_empty() {
        return None;
    }
    let mut left = invalid.into_iter().peekable();
    let is_valid = |at: &u32| left.next_if_eq(at).is_none();
    Some((0..reports.len() as u32).filter(is_valid).collect())
}

/// The positions of the tasks that can be held, in the order of their adding; all are steps.
pub(super) fn valid_tasks(
    tasks: &PendingTasks,
    findings: &mut Vec<Finding>,
    watch: &Watch,
) -> Vec<u32> {
    let mut check = Check { findings };
    let mut valid = Vec::with_capacity(tasks.len());
    valid.extend(watch.steps(tasks.positions()).filter(|i| {
        tasks.full(*i).is_none_or(|t| {
            let id = t.id.as_str();
            let days = [
                ("assigned_on", t.assigned_on),
                ("last_day", t.deadline.stated_last_day),
                ("valid_from", t.valid_from),
                ("recorded_at", t.recorded_at.map(date)),
            ];
            check.days(RecordKind::Task, id, &days)
                && check.range(RecordKind::Task, id, "weight", t.weight, 1, 100)
        })
    }));
    valid
}

pub(super) fn leave_out_invalid(records: &mut Records, findings: &mut Vec<Finding>) {
    let mut check = Check { findings };
    records.documents.retain(|d| {
        let id = d.id.as_str();
        check.days(
            RecordKind::Document,
            id,
            &[
                ("issued_on", d.issued_on),
                ("effective_on", d.effective_on),
                ("expires_on", d.expires_on),
                ("valid_from", d.valid_from),
                ("recorded_at", d.recorded_at.map(date)),
            ],
        )
    });
    records.agencies.retain(|a| {
        let days = [
            ("valid_from", a.valid_from),
            ("valid_to", a.valid_to),
            ("version_from", a.version_from),
            ("recorded_at", a.recorded_at.map(date)),
        ];
        check.days(RecordKind::Agency, a.id.as_str(), &days)
    });
    records.successions.retain(|s| {
        let id = format!("{} → {}", s.from, s.to);
        check.days(RecordKind::Succession, &id, &[("day", Some(s.day))])
    });
    records.plans.retain(|p| {
        p.phases.iter().all(|phase| {
            check.days(
                RecordKind::Phase,
                phase.id.as_str(),
                &[("starts_on", phase.starts_on), ("last_day", phase.deadline.stated_last_day)],
            )
        })
    });
    records
        .transfers
        .retain(|t| check.days(RecordKind::Transfer, t.task.as_str(), &[("day", Some(t.day))]));
    records
        .allocations
        .retain(|a| check.days(RecordKind::Allocation, a.task.as_str(), &[("day", Some(a.day))]));
    records.kpis.retain(|k| {
        let id = k.id.as_str();
        let points = k.baseline.iter().chain(&k.targets).map(|p| (p.day, p.value));
        let measured = k.measurements.iter().flat_map(|m| {
            let values = [Some(m.value), m.numerator, m.denominator].into_iter().flatten();
            values.map(|value| (m.period_end, value))
        });
        check.range(RecordKind::Kpi, id, "weight", k.weight, 1, 100)
            && points.chain(measured).all(|(day, value)| {
                check.days(RecordKind::Kpi, id, &[("day", Some(day))])
                    && (value.is_finite() || check.invalid(RecordKind::Kpi, id, "value", value))
            })
    });
}

fn date(at: NaiveDateTime) -> NaiveDate {
    at.date()
}

struct Check<'a> {
    findings: &'a mut Vec<Finding>,
}

impl Check<'_> {
    /// Reports a value; always false, so that it reads as a condition.
    fn invalid(&mut self, kind: RecordKind, id: &str, field: &str, value: impl ToString) -> bool {
        let finding = Finding::new(FindingCode::InvalidValue).about(kind, id).field(field);
        self.findings.push(finding.arg("value", value));
        false
    }

    fn days(&mut self, kind: RecordKind, id: &str, days: &[(&str, Option<NaiveDate>)]) -> bool {
        days.iter().fold(true, |ok, (field, day)| match day {
            Some(day) if day::check(*day).is_none() => self.invalid(kind, id, field, day),
            _ => ok,
        })
    }

    fn range(
        &mut self,
        kind: RecordKind,
        id: &str,
        field: &str,
        value: u8,
        low: u8,
        high: u8,
    ) -> bool {
        (low..=high).contains(&value) || self.invalid(kind, id, field, value)
    }

    fn report(&mut self, r: &Report) -> bool {
        let id = r.id.as_str();
        let days = [
            ("reported_on", Some(r.reported_on)),
            ("recorded_at", r.recorded_at.map(date)),
            ("new_deadline", r.new_deadline),
            ("needed_by", r.needed_by),
        ];
        self.days(RecordKind::Report, id, &days)
            && r.percent.is_none_or(|p| self.range(RecordKind::Report, id, "percent", p, 0, 100))
            && self.extension(r)
    }

    /// An extension without the day it grants says nothing.
    fn extension(&mut self, report: &Report) -> bool {
        report.kind != crate::ReportKind::Extend
            || report.new_deadline.is_some()
            || self.invalid(RecordKind::Report, report.id.as_str(), "new_deadline", "")
    }
}
