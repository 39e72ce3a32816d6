//! Reports between their adding and the building of the registry: packed at once, for there may be ten million of them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT, TextColumn};
use crate::day;
use crate::id::{AgencyId, ReportId, TaskId};
use crate::registry::reports::Kind;
use crate::report::{Provenance, Report, ReportKind};

/// Reports in the order of their adding: 32 bytes for each and 8 for its two ids, beside the bytes of these.
///
/// What a packed report does not hold, or holds out of range, is kept as the record that it came as.
#[derive(Debug, Default)]
pub(crate) struct PendingReports {
    pub(crate) ids: TextColumn,
    /// Ids of the tasks.
    pub(crate) tasks: TextColumn,
    pub(crate) rows: Vec<PendingReport>,
    /// The records that are more than their row, by position.
    pub(crate) full: BTreeMap<u32, Box<Report>>,
    /// Of what was corrected since, by position: the first second at which it is no longer known.
    pub(crate) until: BTreeMap<u32, i64>,
    /// The agencies that rows name, each once.
    pub(crate) agencies: Vec<AgencyId>,
    agency_numbers: BTreeMap<AgencyId, u32>,
}

/// What most reports say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PendingReport {
    /// Seconds since 1 January 1970, local wall clock.
    pub(crate) recorded_at: i64,
    pub(crate) reported_on: i32,
    pub(crate) new_deadline: i32,
    /// Positions among the agencies that are named.
    pub(crate) by: u32,
    pub(crate) addressee: u32,
    pub(crate) kind: Kind,
    pub(crate) percent: u8,
    /// The record itself is kept; the instant is then the record's to tell.
    pub(crate) is_full: bool,
}

impl PendingReports {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn push(&mut self, report: Report) {
        let is_full = !is_lean(&report);
        let (by, addressee) = if is_full {
            (NO_INDEX, NO_INDEX)
        } else {
            (self.number(report.by.as_ref()), self.number(report.addressee.as_ref()))
        };
        self.ids.push(report.id.as_str());
        self.tasks.push(report.task.as_str());
        self.rows.push(PendingReport {
            recorded_at: report.recorded_at.map_or(0, seconds),
            reported_on: day::to_number(report.reported_on),
            new_deadline: report.new_deadline.map_or(NO_DAY, day::to_number),
            by,
            addressee,
            kind: Kind::of(&report.kind),
            percent: report.percent.unwrap_or(NO_PERCENT),
            is_full,
        });
        if is_full {
            self.full.insert(self.rows.len() as u32 - 1, Box::new(report));
        }
    }

    /// Adds a report that was corrected at an instant.
    pub(crate) fn push_superseded(&mut self, report: Report, until: NaiveDateTime) {
        self.until.insert(self.rows.len() as u32, seconds(until));
        self.push(report);
    }

    /// The record at a position.
    pub(crate) fn record(&self, i: u32) -> Report {
        if let Some(report) = self.full.get(&i) {
            return (**report).clone();
        }
        let row = &self.rows[i as usize];
        let agency = |number: u32| self.agencies.get(number as usize).cloned();
        let mut report = Report::new(
            ReportId::from_valid(self.ids.get(i as usize)),
            TaskId::from_valid(self.tasks.get(i as usize)),
            row.kind.word().unwrap_or(ReportKind::Opinion),
            day::from_number(row.reported_on).unwrap_or(day::FIRST),
        );
        report.recorded_at = DateTime::from_timestamp(row.recorded_at, 0).map(|t| t.naive_utc());
        report.percent = Some(row.percent).filter(|p| *p != NO_PERCENT);
        report.new_deadline =
            Some(row.new_deadline).filter(|d| *d != NO_DAY).and_then(day::from_number);
        report.by = agency(row.by);
        report.addressee = agency(row.addressee);
        report
    }

    /// When the register learned of a report; one that does not say counts as known at import, else on the day it bears.
    pub(crate) fn recorded_at(&self, i: u32, imported_at: Option<NaiveDateTime>) -> i64 {
        let row = &self.rows[i as usize];
        let Some(report) = row.is_full.then(|| self.full.get(&i)).flatten() else {
            return row.recorded_at;
        };
        let start_of_day = report.reported_on.and_time(chrono::NaiveTime::MIN);
        seconds(report.recorded_at.or(imported_at).unwrap_or(start_of_day))
    }

    fn number(&mut self, agency: Option<&AgencyId>) -> u32 {
        let Some(agency) = agency else { return NO_INDEX };
        if let Some(number) = self.agency_numbers.get(agency) {
            return *number;
        }
        let number = self.agencies.len() as u32;
        self.agencies.push(agency.clone());
        self.agency_numbers.insert(agency.clone(), number);
        number
    }
}

fn seconds(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp()
}

/// True where a row says all that a report does, and nothing in it is out of range.
fn is_lean(report: &Report) -> bool {
    let Report {
        id: _,
        task: _,
        addressee: _,
        occurrence: None,
        kind,
        reported_on,
        recorded_at: Some(recorded_at),
        by: _,
        by_post: None,
        percent,
        new_deadline,
        reason: None,
        cause: None,
        evidence: None,
        basis: None,
        category: None,
        addressed_to: None,
        needed_by: None,
        provenance: Provenance::Stated,
    } = report
    else {
        return false;
    };
    let holds = |day: NaiveDate| day::check(day).is_some();
    let whole_second = recorded_at.and_utc().timestamp_subsec_nanos() == 0;
    Kind::of(kind).word().unwrap_or(ReportKind::Opinion) == *kind
        && whole_second
        && holds(recorded_at.date())
        && holds(*reported_on)
        && new_deadline.is_none_or(holds)
        && percent.is_none_or(|p| p <= 100)
        && (*kind != ReportKind::Extend || new_deadline.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lean() -> Report {
        let on = day::FIRST;
        let mut report = Report::new(
            ReportId::from_valid("7"),
            TaskId::from_valid("T1"),
            ReportKind::Extend,
            on,
        );
        report.recorded_at = Some(on.and_time(chrono::NaiveTime::MIN));
        report.new_deadline = Some(day::LAST);
        report.by = Some(AgencyId::from_valid("A"));
        report
    }

    #[test]
    fn a_pending_report_takes_32_bytes() {
        assert_eq!(size_of::<PendingReport>(), 32);
    }

    #[test]
    fn what_was_added_comes_back() {
        let mut pending = PendingReports::default();
        let mut all = vec![lean(); 5];
        all[1].percent = Some(200);
        all[2].kind = ReportKind::Inspect;
        all[3].recorded_at = None;
        all[4].kind = ReportKind::Opinion;
        for report in &all {
            pending.push(report.clone());
        }
        let records: Vec<Report> = (0..5).map(|i| pending.record(i)).collect();
        assert_eq!(records, all);
        assert_eq!(pending.full.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(pending.agencies.len(), 1);
    }
}
