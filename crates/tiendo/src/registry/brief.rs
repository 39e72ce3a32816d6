//! Tasks and reports in few words, borrowed from the text that they were read from.
//!
//! Most records of a large register say no more than this. Added so, they are packed at once: no record is made of them,
//! and nothing is allocated for each.

use chrono::{NaiveDate, NaiveDateTime};

use crate::deadline::wording;
use crate::id;
use crate::report::ReportKind;
use crate::text;

/// What most reports say: [`Report`](crate::Report) has the meaning of each field.
///
/// ```
/// use tiendo::registry::BriefReport;
/// use tiendo::{day, RegistryBuilder, ReportKind};
/// let mut report = BriefReport {
///     id: "R1",
///     task: "T1",
///     kind: ReportKind::Progress,
///     reported_on: day::parse("2025-07-01")?,
///     recorded_at: day::parse_instant("2025-07-01T10:00:00")?,
///     by: None,
///     addressee: None,
///     percent: Some(40),
///     new_deadline: None,
/// };
/// let mut builder = RegistryBuilder::new();
/// assert!(builder.add_brief_report(&report));
/// report.percent = Some(140);
/// assert!(!builder.add_brief_report(&report));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefReport<'a> {
    /// Id of the report.
    pub id: &'a str,
    /// Id of its task.
    pub task: &'a str,
    /// What it says.
    pub kind: ReportKind,
    /// The day that it speaks of.
    pub reported_on: NaiveDate,
    /// When the register learned of it.
    pub recorded_at: NaiveDateTime,
    /// Id of the agency that made it.
    pub by: Option<&'a str>,
    /// Id of the agency whose row it speaks of.
    pub addressee: Option<&'a str>,
    /// Work done, 0 to 100.
    pub percent: Option<u8>,
    /// The last day that it names.
    pub new_deadline: Option<NaiveDate>,
}

/// What most tasks say: [`Task`](crate::Task) has the meaning of each field.
///
/// ```
/// use tiendo::registry::BriefTask;
/// use tiendo::{day, Deadline, RegistryBuilder};
/// let task = BriefTask {
///     id: "T1",
///     document: "57-NQ/TW",
///     title: "Báo cáo",
///     addressee: None,
///     assigned_on: day::parse("2025-01-02")?,
///     last_day: Some(day::parse("2025-12-31")?),
///     deadline: "đến ngày 31/12/2025",
///     group: None,
///     phase: None,
///     parent: None,
///     weight: 1,
///     duration_days: None,
///     recorded_at: None,
/// };
/// let mut builder = RegistryBuilder::new();
/// assert!(builder.add_brief_task(&task));
/// let records = builder.finish().to_records();
/// assert_eq!(records.tasks[0].deadline, Deadline::by(day::parse("2025-12-31")?));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefTask<'a> {
    /// Id of the task.
    pub id: &'a str,
    /// Id of the document that sets it.
    pub document: &'a str,
    /// Title in Vietnamese.
    pub title: &'a str,
    /// Id of the one agency or group that owes it.
    pub addressee: Option<&'a str>,
    /// Day of assignment.
    pub assigned_on: NaiveDate,
    /// The last day; absent: no deadline is stated.
    pub last_day: Option<NaiveDate>,
    /// The wording of the deadline, which must be that of [`Deadline::by`](crate::Deadline::by); empty without a last day.
    pub deadline: &'a str,
    /// Id of its task group.
    pub group: Option<&'a str>,
    /// Id of its phase.
    pub phase: Option<&'a str>,
    /// Id of the task that it is a part of.
    pub parent: Option<&'a str>,
    /// Weight in sums, 1 to 100.
    pub weight: u8,
    /// Planned duration in working days.
    pub duration_days: Option<u16>,
    /// When it was recorded; absent for always known.
    pub recorded_at: Option<NaiveDateTime>,
}

impl BriefReport<'_> {
    pub(crate) fn has_valid_texts(&self) -> bool {
        id::is_valid(self.id)
            && id::is_valid(self.task)
            && [self.by, self.addressee].into_iter().flatten().all(id::is_valid)
    }
}

impl BriefTask<'_> {
    pub(crate) fn has_valid_texts(&self) -> bool {
        let mut more = [self.addressee, self.group, self.phase, self.parent].into_iter().flatten();
        id::is_valid(self.id)
            && id::is_valid(self.document)
            && more.all(id::is_valid)
            && text::is_valid(self.title)
            && match self.last_day {
                Some(day) => wording::is_of_last_day(self.deadline, day),
                None => self.deadline.is_empty(),
            }
    }
}
