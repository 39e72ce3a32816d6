//! Tasks and reports in the numbers of tables: what most of them say, taken without making a record of each.

use std::borrow::Cow;

use crate::columns::{OTHER, number_of};
use crate::day;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::id::{AgencyId, DocumentId, GroupId, PhaseId, ReportId, TaskId};
use crate::report::{Report, ReportKind};
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

    /// Its number, or [`OTHER`], as columns hold it.
    #[inline]
    pub(crate) fn number(self) -> u32 {
        match self {
            LeanId::Number(number) => u32::try_from(number).unwrap_or(OTHER),
            LeanId::Text(text) => number_of(text),
        }
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
/// assert_eq!(builder.finish().to_records().reports.len(), 1);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
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
/// Days are counted from 1 January 1970.
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
/// };
/// let mut builder = RegistryBuilder::new();
/// builder.add_lean_task(&task)?;
/// assert_eq!(builder.finish().task("T1").unwrap().title.as_str(), "Bố trí kinh phí");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
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
}

fn day_of(number: i32) -> Result<chrono::NaiveDate, Error> {
    let day = day::from_number(number).and_then(day::check);
    day.ok_or_else(|| Error::InvalidDate { text: format!("{number} days after 1970-01-01") })
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
        let instant = |at: i64| {
            let instant = chrono::DateTime::from_timestamp(at, 0).map(|at| at.naive_utc());
            let beyond = || Error::InvalidDate { text: format!("{at} seconds after 1970-01-01") };
            instant.ok_or_else(beyond)
        };
        report.recorded_at = self.recorded_at.map(instant).transpose()?;
        report.percent = self.percent;
        report.new_deadline = self.new_deadline.map(day_of).transpose()?;
        report.by = self.by.map(AgencyId::new).transpose()?;
        report.addressee = self.addressee.map(AgencyId::new).transpose()?;
        Ok(report)
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
    /// let task = LeanTask {
    ///     id, document, title, addressee, assigned_on, last_day, weight, group, phase, parent, duration_days,
    /// };
    /// assert_eq!(task.record()?.deadline.text.as_str(), "2025-07-31");
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
        task.weight = self.weight;
        task.group = self.group.map(GroupId::new).transpose()?;
        task.phase = self.phase.map(PhaseId::new).transpose()?;
        task.parent = self.parent.map(|parent| TaskId::new(&parent.text())).transpose()?;
        task.duration_days = self.duration_days;
        Ok(task)
    }
}
