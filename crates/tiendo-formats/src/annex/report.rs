//! A row of a progress annex as reports: what was said of a task on a day. The day is never made up.

use tiendo::{AgencyId, AgencyKind, FindingCode, Report, ReportId, ReportKind, Task, Text};

use super::collect::Stood;
use super::field::Field;
use super::grid::GridRow;
use super::key::key;
use super::standing::{self, Standing};
use super::value::Value;
use super::walk::Walk;
use crate::table::whole_number;

/// What cells without a percent format say of their column: a 1 is the whole among ratios, and 1 % among percentages.
#[derive(Debug, Default)]
pub(super) struct Shares {
    /// A cell lies between 0 and 1.
    between: bool,
    /// A cell lies above 1.
    above: bool,
    /// The row being read holds a 1 there.
    one: bool,
    /// Places of the cells that hold a 1: row, column and report.
    ones: Vec<(u64, usize, usize)>,
}

/// Whose row a report speaks of, and who says it.
struct Who {
    addressee: Option<AgencyId>,
    by: Option<AgencyId>,
}

impl Walk<'_, '_> {
    /// Settles what the ones in the column of percentages are, now that all of it is known.
    pub(super) fn settle_shares(&mut self) {
        let whole = self.shares.between && !self.shares.above;
        let percent = if whole { 100 } else { 1 };
        for (row, at, report) in std::mem::take(&mut self.shares.ones) {
            let shown = percent.to_string();
            let args = [("value", "1"), ("percent", &shown)];
            self.habit(FindingCode::PercentOfOne, row, at, "1", &args);
            if let Some(report) = self.all.reports.get_mut(report) {
                report.percent = Some(percent);
            }
        }
    }

    /// Makes the reports of a row about its task.
    pub(super) fn report_row(&mut self, row: &GridRow, task: &Task) {
        let standing = self.standing(row);
        self.shares.one = false;
        let percent = self.percent(row);
        let text = |walk: &mut Self, field| -> Option<Text> {
            let (_, text) = walk.text(row, field)?;
            walk.make_text(row, field, &text)
        };
        let reason = text(self, Field::Reason);
        let evidence = match (text(self, Field::Result), text(self, Field::Evidence)) {
            (Some(result), Some(evidence)) => Text::new(&format!("{result}; {evidence}")).ok(),
            (result, evidence) => evidence.or(result),
        };
        let obstacle = text(self, Field::Obstacle).filter(says_something);
        let new_deadline = self.day_of(row, Field::NewDeadline);
        let says = standing.is_some()
            || percent.is_some()
            || reason.is_some()
            || evidence.is_some()
            || obstacle.is_some()
            || new_deadline.is_some();
        if !says {
            return;
        }
        let stated = self.day_of(row, Field::ReportedOn).or(self.day);
        let completed = self.day_of(row, Field::CompletedOn);
        let kind = standing.as_ref().map_or(ReportKind::Progress, |s| s.kind.clone());
        let finished = kind == ReportKind::Complete;
        let Some(day) = completed.filter(|_| finished).or(stated) else {
            self.without_day += 1;
            return;
        };
        if finished && completed.is_none() {
            let (at, said) = self.text(row, Field::Status).unwrap_or_default();
            let shown = day.to_string();
            let on_time = standing.as_ref().is_some_and(|s| s.on_time);
            // 'In time' without a day may be judged late on the day of reporting: that is worth one's own look.
            let same = if on_time { &*said } else { "" };
            let args = [("value", &*said), ("day", &shown)];
            self.habit(FindingCode::CompletionDayUnstated, row.number, at, same, &args);
        }
        let who = Who { addressee: self.addressee(row, task), by: self.by(row) };
        let says_more =
            standing.is_some() || percent.is_some() || reason.is_some() || evidence.is_some();
        if says_more {
            let mut report = draft(task, kind, day, &who);
            if let Some(report) = &mut report {
                report.percent = percent;
                report.reason = reason;
                report.evidence = evidence;
            }
            let before = self.all.reports.len();
            self.add(row, report);
            if self.shares.one && self.all.reports.len() > before {
                let at = self.header.column(Field::Percent).map_or(0, |column| column.at);
                self.shares.ones.push((row.number, at, before));
            }
        }
        let day = stated.unwrap_or(day);
        if let Some(obstacle) = obstacle {
            let mut report = draft(task, ReportKind::Obstacle, day, &who);
            if let Some(report) = &mut report {
                report.reason = Some(obstacle);
            }
            self.add(row, report);
        }
        if let Some(new_deadline) = new_deadline {
            let mut report = draft(task, ReportKind::Extend, day, &who);
            if let Some(report) = &mut report {
                report.new_deadline = Some(new_deadline);
            }
            self.add(row, report);
        }
    }

    fn add(&mut self, row: &GridRow, report: Option<Report>) {
        let Some(report) = report else { return };
        if let Some((at, stood)) = self.all.report_at.get(report.id.as_str()) {
            if self.all.reports.get(*at) != Some(&report) {
                let (id, before) = (report.id.to_string(), stood.row);
                let finding = self.at_row(FindingCode::RowTwice, row.number);
                self.log.push(finding.arg("id", id).arg("row", before));
            }
            return;
        }
        let stood = Stood { sheet: self.sheet_index(), row: row.number };
        self.all.report_at.insert(report.id.to_string(), (self.all.reports.len(), stood));
        self.all.reports.push(report);
    }

    fn standing(&mut self, row: &GridRow) -> Option<Standing> {
        let (at, said) = self.text(row, Field::Status)?;
        let read = standing::read(&said);
        if read.is_none() && says_something_in(&said) {
            let finding = self.at(FindingCode::StatusUnknown, row.number, at).field("status");
            self.log.push(finding.arg("value", said));
        }
        read
    }

    /// Work done in percent; a share of one, as a sheet without a percent format holds it, is noted.
    fn percent(&mut self, row: &GridRow) -> Option<u8> {
        let (at, value) = self.value(row, Field::Percent)?;
        let shown = value.text();
        let number = match value {
            Value::Error(_) => return None,
            Value::Number(number, true) => Some(number * 100.0),
            Value::Number(number, false) if *number > 0.0 && *number < 1.0 => {
                self.shares.between = true;
                let percent = (number * 100.0).floor().to_string();
                let args = [("value", &*shown), ("percent", &percent)];
                self.habit(FindingCode::PercentOfOne, row.number, at, "", &args);
                Some(number * 100.0)
            }
            Value::Number(number, false) => {
                self.shares.above |= *number > 1.0;
                self.shares.one = (number - 1.0).abs() < f64::EPSILON;
                Some(*number)
            }
            other => {
                let text = other.text();
                let bare = text.trim_end_matches(['%', ' ']);
                whole_number(bare).and_then(|n| u32::try_from(n).ok()).map(f64::from).or_else(
                    || {
                        let number = bare.replace(',', ".").parse::<f64>().ok();
                        number.filter(|number| number.is_finite())
                    },
                )
            }
        };
        let percent = number.map(|n| (n + 1e-9).floor()).filter(|n| (0.0..=100.0).contains(n));
        if percent.is_none() && says_something_in(&shown) {
            let finding = self.at(FindingCode::NumberOutside, row.number, at).field("percent");
            let finding = finding.arg("value", shown).arg("min", 0).arg("max", 100);
            self.log.push(finding);
        }
        percent.map(|percent| percent as u8)
    }

    /// The addressee that a report speaks of, where the task is owed by several and the row names one of them.
    fn addressee(&mut self, row: &GridRow, task: &Task) -> Option<AgencyId> {
        let is_group = |id: &AgencyId| {
            let agency = self.all.options.base.and_then(|base| base.agency(id.as_str()));
            agency.is_some_and(|agency| agency.kind == AgencyKind::Group)
        };
        let several = task.addressees.len() > 1 || task.addressees.iter().any(is_group);
        if !several {
            return None;
        }
        self.one_addressee(row)
    }

    /// Who says what a row says: a reporting form is filled in by the agency that its hidden column names. Of other tables
    /// it is not known, as whoever collected them may have written them.
    fn by(&mut self, row: &GridRow) -> Option<AgencyId> {
        if self.is_form { self.one_addressee(row) } else { None }
    }

    fn one_addressee(&mut self, row: &GridRow) -> Option<AgencyId> {
        match self.agencies(row, Field::Addressees).as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }
}

/// A report with an id made of what it speaks of: task, day, kind and, where there is one, addressee.
fn draft(task: &Task, kind: ReportKind, day: chrono::NaiveDate, who: &Who) -> Option<Report> {
    let mut id = format!("{}@{day}-{}", task.id, kind.as_str());
    if let Some(addressee) = &who.addressee {
        id = format!("{id}-{addressee}");
    }
    let id = ReportId::new(&id)
        .or_else(|_| ReportId::new(&key("report", &[&id, task.id.as_str(), &day.to_string()])));
    let mut report = Report::new(id.ok()?, task.id.clone(), kind, day);
    report.addressee.clone_from(&who.addressee);
    report.by.clone_from(&who.by);
    Some(report)
}

fn says_something(text: &Text) -> bool {
    says_something_in(text.as_str())
}

/// False for the words that agencies put where there is nothing to say.
fn says_something_in(text: &str) -> bool {
    let folded = tiendo::text::fold(text);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    !matches!(bare, "" | "khong" | "khong co" | "chua" | "chua co" | "none" | "n/a")
}
