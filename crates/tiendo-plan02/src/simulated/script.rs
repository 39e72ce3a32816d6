//! The reports of one row while they are written: ids, senders, recording instants.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use tiendo::{AgencyId, Provenance, Report, ReportId, ReportKind, Text, day};

use super::row::{Row, first_day};

/// What every invented word ends with.
const MARK: &str = " (mô phỏng)";

/// Who sends a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    /// The agency that owes the row.
    Reporter,
    /// Who set the task. Where that is not known the report is not made.
    Assigner,
    /// An agency that takes part. Where there is none the report is not made.
    Helper,
    /// Nobody is named.
    Unnamed,
}

/// The reports of a row so far.
pub(super) struct Script<'a> {
    row: &'a Row<'a>,
    reports: Vec<Report>,
}

impl<'a> Script<'a> {
    pub(super) fn new(row: &'a Row<'a>) -> Self {
        Script { row, reports: Vec::new() }
    }

    /// Adds a report on `day` and lets `fill` complete it. Nothing is added where the day is
    /// outside the row's days or the sender does not exist; the answer says whether it was.
    pub(super) fn say(
        &mut self,
        kind: ReportKind,
        day: Option<NaiveDate>,
        sender: Sender,
        fill: impl FnOnce(&mut Report),
    ) -> bool {
        let Some(day) = day.filter(|day| (self.row.start..=self.row.end).contains(day)) else {
            return false;
        };
        let by: Option<&AgencyId> = match sender {
            Sender::Reporter => self.row.reporter,
            Sender::Assigner => self.row.assigner,
            Sender::Helper => self.row.helper,
            Sender::Unnamed => None,
        };
        if by.is_none() && matches!(sender, Sender::Assigner | Sender::Helper) {
            return false;
        }
        let number = self.reports.len() + 1;
        let place = self.row.addressee.map_or_else(String::new, |agency| format!("/{agency}"));
        // An id too long to be made belongs to a task of the caller's; its row stays silent.
        let Ok(id) = ReportId::new(&format!("SIM-{}{place}/{number:02}", self.row.task.id)) else {
            return false;
        };
        let mut report = Report::new(id, self.row.task.id.clone(), kind, day);
        report.addressee = self.row.addressee.cloned();
        report.by = by.cloned();
        report.provenance = Provenance::Simulated;
        report.recorded_at = self.recorded_at(day, number, &report.kind);
        fill(&mut report);
        self.reports.push(report);
        true
    }

    pub(super) fn end(self) -> Vec<Report> {
        self.reports
    }

    /// Mostly within three days, one in twenty months later, few progress reports ahead of their
    /// day.
    fn recorded_at(
        &self,
        on: NaiveDate,
        number: usize,
        kind: &ReportKind,
    ) -> Option<NaiveDateTime> {
        let draw =
            |what: &str, sides| self.row.dice.draw(&format!("{what} {number}"), sides) as i64;
        let delay = match draw("recording", 1000) {
            0..50 => 30 + draw("months later", 120),
            50..55 if *kind == ReportKind::Progress => -1 - draw("ahead", 3),
            _ => draw("days later", 4),
        };
        let latest = day::from_ymd(2026, 1, 31)?;
        let on = day::plus(on, delay)?.clamp(first_day()?, latest);
        let time =
            NaiveTime::from_hms_opt(8 + draw("hour", 9) as u32, draw("minute", 60) as u32, 0)?;
        Some(on.and_time(time))
    }
}

/// Words of an invented report.
pub(super) fn words(text: &str) -> Option<Text> {
    Text::new(&format!("{text}{MARK}")).ok()
}

/// `day`, or the Friday before a weekend unless that is before `earliest`: offices report on
/// weekdays.
pub(super) fn weekday(day: NaiveDate, earliest: NaiveDate) -> NaiveDate {
    let back = match day.weekday() {
        Weekday::Sat => -1,
        Weekday::Sun => -2,
        _ => 0,
    };
    day::plus(day, back).filter(|friday| *friday >= earliest).unwrap_or(day)
}
