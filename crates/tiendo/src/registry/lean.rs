//! Tasks and reports in the numbers and words of tables: what most of them say, taken without making a record of each.
//!
//! Readers of tables and of ledgers give rows so. A record that says no more is packed as one, so that there is one way.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::columns::{LAST_NEAR, OTHER, number_of};
use crate::day::{self, SECONDS_PER_DAY};
use crate::deadline::{Deadline, Form, wording};
use crate::error::Error;
use crate::id::{self, AgencyId, DocumentId, GroupId, PhaseId, ReportId, TaskId};
use crate::registry::reports::Kind;
use crate::report::{Provenance, Report, ReportKind};
use crate::task::Task;
use crate::text::Text;

/// An id as a table has it: a text, or the number that its decimal is.
///
/// ```
/// use tiendo::LeanId;
/// assert_eq!(LeanId::Number(7).text(), LeanId::Text("7").text());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeanId<'a> {
    /// Written in decimal digits.
    Number(u64),
    /// As it is.
    Text(&'a str),
}

impl<'a> LeanId<'a> {
    /// The id as text, as it is given.
    pub fn text(self) -> Cow<'a, str> {
        match self {
            LeanId::Number(number) => Cow::Owned(number.to_string()),
            LeanId::Text(text) => Cow::Borrowed(text),
        }
    }

    /// As columns hold it: its number, or [`OTHER`] and the text, validated.
    #[inline]
    pub(crate) fn packed(self) -> Result<(u32, Option<Cow<'a, str>>), Error> {
        let number = match self {
            LeanId::Number(number) => u32::try_from(number).unwrap_or(OTHER),
            LeanId::Text(text) => number_of(text),
        };
        Ok(match self {
            _ if number != OTHER => (number, None),
            LeanId::Number(_) => (OTHER, Some(self.text())),
            LeanId::Text(text) => (OTHER, Some(id::valid(text)?)),
        })
    }
}

/// A report that says no more than most do, as tables hold it; everything else of [`Report`] is absent.
///
/// Days are counted from 1 January 1970, instants in seconds from its beginning on the local wall clock.
///
/// ```
/// use tiendo::{LeanId, LeanReport, RegistryBuilder, ReportKind};
/// let report = LeanReport {
///     id: LeanId::Number(1),
///     task: LeanId::Text("T1"),
///     kind: &ReportKind::Progress,
///     reported_on: 20_300,
///     recorded_at: Some(20_300 * 86_400),
///     percent: Some(60),
///     new_deadline: None,
///     by: None,
///     addressee: None,
/// };
/// let mut builder = RegistryBuilder::new();
/// builder.add_lean_report(&report)?;
/// assert_eq!(builder.finish().to_records().reports, [report.record()?]);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeanReport<'a> {
    /// Id, unique among reports.
    pub id: LeanId<'a>,
    /// The task it speaks of.
    pub task: LeanId<'a>,
    /// What it says.
    pub kind: &'a ReportKind,
    /// The day it speaks of.
    pub reported_on: i32,
    /// When the register learned of it; absent: the import instant.
    pub recorded_at: Option<i64>,
    /// Work done, 0 to 100.
    pub percent: Option<u8>,
    /// The deadline that an extension grants or a request asks for.
    pub new_deadline: Option<i32>,
    /// Id of the agency that says it.
    pub by: Option<&'a str>,
    /// Id of the addressee whose row it speaks of.
    pub addressee: Option<&'a str>,
}

/// A task that says no more than most do, as tables hold it; everything else of [`Task`] is absent.
///
/// Days are counted from 1 January 1970, instants in seconds from its beginning on the local wall clock.
///
/// ```
/// use tiendo::{LeanId, LeanTask, RegistryBuilder};
/// let task = LeanTask {
///     id: LeanId::Text("T1"),
///     document: LeanId::Text("57-NQ/TW"),
///     title: "Bố trí kinh phí",
///     addressee: None,
///     assigned_on: Some(20_300),
///     last_day: Some(20_400),
///     weight: 1,
///     group: None,
///     phase: None,
///     parent: None,
///     duration_days: None,
///     wording: None,
///     recorded_at: None,
/// };
/// let mut builder = RegistryBuilder::new();
/// builder.add_lean_task(&task)?;
/// assert_eq!(builder.finish().task("T1").unwrap().title.as_str(), "Bố trí kinh phí");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeanTask<'a> {
    /// Id, unique among tasks.
    pub id: LeanId<'a>,
    /// The document that assigns it.
    pub document: LeanId<'a>,
    /// Title in Vietnamese.
    pub title: &'a str,
    /// The agency it is addressed to.
    pub addressee: Option<LeanId<'a>>,
    /// The day from which it is in force; absent: the day of its document.
    pub assigned_on: Option<i32>,
    /// The last day; absent where no term is named.
    pub last_day: Option<i32>,
    /// Weight in sums, 1 to 100.
    pub weight: u8,
    /// Id of its group.
    pub group: Option<&'a str>,
    /// Id of its phase.
    pub phase: Option<&'a str>,
    /// The task that it is a part of.
    pub parent: Option<LeanId<'a>>,
    /// Planned working days.
    pub duration_days: Option<u16>,
    /// The wording of its term; absent: that of [`Deadline::by`], or none without a last day.
    pub wording: Option<&'a str>,
    /// When the register learned of it; absent: it was always known.
    pub recorded_at: Option<i64>,
}

fn day_of(number: i32) -> Result<NaiveDate, Error> {
    let day = day::from_number(number).and_then(day::check);
    day.ok_or_else(|| Error::InvalidDate { text: format!("{number} days after 1970-01-01") })
}

fn instant_of(second: i64) -> Result<NaiveDateTime, Error> {
    let instant = DateTime::from_timestamp(second, 0).map(|at| at.naive_utc());
    instant.ok_or_else(|| Error::InvalidDate { text: format!("{second} seconds after 1970-01-01") })
}

/// The second of an instant, where it is a whole one.
fn second_of(at: NaiveDateTime) -> Option<i64> {
    let at = at.and_utc();
    (at.timestamp_subsec_nanos() == 0).then(|| at.timestamp())
}

/// True for a day that takes two bytes.
#[inline]
fn is_near(day: i32) -> bool {
    (0..=LAST_NEAR).contains(&day)
}

impl LeanReport<'_> {
    /// The same as a record.
    ///
    /// # Errors
    /// - [`Error::InvalidId`] or [`Error::InvalidDate`] for what is none.
    ///
    /// # Example
    /// ```
    /// use tiendo::{LeanId, LeanReport, ReportKind};
    /// let (id, task, kind) = (LeanId::Number(1), LeanId::Number(7), &ReportKind::Complete);
    /// let (reported_on, recorded_at, percent, new_deadline) = (20_300, None, None, None);
    /// let (by, addressee) = (None, Some("A"));
    /// let report =
    ///     LeanReport { id, task, kind, reported_on, recorded_at, percent, new_deadline, by, addressee };
    /// assert_eq!(report.record()?.reported_on.to_string(), "2025-07-31");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn record(&self) -> Result<Report, Error> {
        let mut report = Report::new(
            ReportId::new(&self.id.text())?,
            TaskId::new(&self.task.text())?,
            self.kind.clone(),
            day_of(self.reported_on)?,
        );
        report.recorded_at = self.recorded_at.map(instant_of).transpose()?;
        report.percent = self.percent;
        report.new_deadline = self.new_deadline.map(day_of).transpose()?;
        report.by = self.by.map(AgencyId::new).transpose()?;
        report.addressee = self.addressee.map(AgencyId::new).transpose()?;
        Ok(report)
    }

    /// The second of its recording, where a row holds all that it says, and nothing in it is out of range.
    #[inline]
    pub(crate) fn held(&self) -> Option<u32> {
        let recorded_at = u32::try_from(self.recorded_at?).ok()?;
        let is_held = is_near(self.reported_on)
            && self.new_deadline.is_none_or(is_near)
            && self.percent.is_none_or(|percent| percent <= 100)
            && (*self.kind != ReportKind::Extend || self.new_deadline.is_some())
            && Kind::of(self.kind).word().unwrap_or(ReportKind::Opinion) == *self.kind;
        is_held.then_some(recorded_at)
    }
}

impl<'a> LeanReport<'a> {
    /// What a record says, where it says no more than this.
    pub(crate) fn of(report: &'a Report) -> Option<Self> {
        let Report {
            id,
            task,
            addressee,
            occurrence: None,
            kind,
            reported_on,
            recorded_at: Some(recorded_at),
            by,
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
            return None;
        };
        Some(LeanReport {
            id: LeanId::Text(id.as_str()),
            task: LeanId::Text(task.as_str()),
            kind,
            reported_on: day::to_number(*reported_on),
            recorded_at: Some(second_of(*recorded_at)?),
            percent: *percent,
            new_deadline: new_deadline.map(day::to_number),
            by: by.as_ref().map(AgencyId::as_str),
            addressee: addressee.as_ref().map(AgencyId::as_str),
        })
    }
}

impl LeanTask<'_> {
    /// The same as a record.
    ///
    /// # Errors
    /// - [`Error::InvalidId`], [`Error::InvalidText`] or [`Error::InvalidDate`] for what is none.
    ///
    /// # Example
    /// ```
    /// use tiendo::{LeanId, LeanTask};
    /// let (id, document, title) = (LeanId::Number(7), LeanId::Text("57-NQ/TW"), "Bố trí kinh phí");
    /// let (assigned_on, last_day, weight) = (Some(20_300), Some(20_300), 1);
    /// let (addressee, group, phase, parent, duration_days) = (None, None, None, None, None);
    /// let (wording, recorded_at) = (None, None);
    /// let task = LeanTask {
    ///     id, document, title, addressee, assigned_on, last_day, weight, group, phase, parent, duration_days,
    ///     wording, recorded_at,
    /// };
    /// assert_eq!(task.record()?.deadline.text.as_str(), "đến ngày 31/7/2025");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn record(&self) -> Result<Task, Error> {
        let mut task = Task::new(
            TaskId::new(&self.id.text())?,
            DocumentId::new(&self.document.text())?,
            Text::new(self.title)?,
        );
        let addressee = self.addressee.map(|agency| AgencyId::new(&agency.text()));
        task.addressees.extend(addressee.transpose()?);
        task.assigned_on = self.assigned_on.map(day_of).transpose()?;
        if let Some(last_day) = self.last_day {
            task.deadline = Deadline::by(day_of(last_day)?);
        }
        if let Some(wording) = self.wording {
            task.deadline.text = Text::new(wording)?;
        }
        task.weight = self.weight;
        task.group = self.group.map(GroupId::new).transpose()?;
        task.phase = self.phase.map(PhaseId::new).transpose()?;
        task.parent = self.parent.map(|parent| TaskId::new(&parent.text())).transpose()?;
        task.duration_days = self.duration_days;
        task.recorded_at = self.recorded_at.map(instant_of).transpose()?;
        Ok(task)
    }

    /// The day of its assignment, where a row holds all that it says, and nothing in it is out of range.
    #[inline]
    pub(crate) fn held(&self) -> Option<i32> {
        let is_usual = |wording: &str| match self.last_day.map(day::from_number) {
            Some(day) => day.is_some_and(|day| wording::is_of_last_day(wording, day)),
            None => wording.is_empty(),
        };
        let is_instant = |at: i64| {
            let day = i32::try_from(at.div_euclid(SECONDS_PER_DAY)).ok();
            day.and_then(day::from_number).and_then(day::check).is_some()
        };
        let is_held = (1..=100).contains(&self.weight)
            && self.last_day.is_none_or(is_near)
            && self.recorded_at.is_none_or(is_instant)
            && self.wording.is_none_or(is_usual);
        self.assigned_on.filter(|day| is_held && is_near(*day))
    }
}

impl<'a> LeanTask<'a> {
    /// What a record says, where it says no more than this.
    pub(crate) fn of(task: &'a Task) -> Option<Self> {
        let Task {
            id,
            document,
            clause: None,
            title,
            title_en: None,
            addressees,
            mode: None,
            coordinating,
            assigner: None,
            supervisor: None,
            delegates,
            responsible_person: None,
            supervising_leader: None,
            authority: None,
            product: None,
            assigned_on,
            deadline: Deadline { text: wording, form, stated_last_day: None },
            indicative: false,
            group,
            phase,
            classified_by: None,
            parent,
            relations,
            stage: None,
            pilot_of: None,
            weight,
            duration_days,
            dependencies,
            classification: None,
            external_ids,
            source: None,
            valid_from: None,
            recorded_at,
        } = task
        else {
            return None;
        };
        let is_lean = addressees.len() <= 1
            && coordinating.is_empty()
            && delegates.is_empty()
            && relations.is_empty()
            && dependencies.is_empty()
            && external_ids.is_empty();
        if !is_lean {
            return None;
        }
        let last_day = match form {
            Form::By { day } => Some(day::to_number(*day)),
            Form::Unspecified => None,
            _ => return None,
        };
        let recorded_at = match recorded_at {
            Some(at) => Some(second_of(*at)?),
            None => None,
        };
        Some(LeanTask {
            id: LeanId::Text(id.as_str()),
            document: LeanId::Text(document.as_str()),
            title: title.as_str(),
            addressee: addressees.first().map(|agency| LeanId::Text(agency.as_str())),
            assigned_on: assigned_on.map(day::to_number),
            last_day,
            weight: *weight,
            group: group.as_ref().map(GroupId::as_str),
            phase: phase.as_ref().map(PhaseId::as_str),
            parent: parent.as_ref().map(|parent| LeanId::Text(parent.as_str())),
            duration_days: *duration_days,
            wording: Some(wording.as_str()),
            recorded_at,
        })
    }
}
