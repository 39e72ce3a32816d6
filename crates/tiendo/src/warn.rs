//! The Monday list: what must be acted on, by whom, since when, and how much waits behind it.

use chrono::NaiveDate;

use crate::columns::NO_INDEX;
use crate::day;
use crate::error::Error;
use crate::evaluation::{Evaluation, Row};
use crate::id::Key;
use crate::report::Report;
use crate::rollup::Scope;
use crate::vocabulary::{Lang, closed_vocabulary};

mod downstream;
mod find;
mod words;

closed_vocabulary! {
    /// Why something stands on the Monday list.
    ///
    /// ```
    /// assert_eq!(tiendo::WarningKind::parse("silent"), Some(tiendo::WarningKind::Silent));
    /// ```
    WarningKind {
        NewlyOverdue = "newly_overdue", "mới quá hạn", "newly overdue";
        DueSoon = "due_soon", "sắp đến hạn", "due soon";
        ObstacleUnanswered = "obstacle_unanswered", "vướng mắc chưa được trả lời", "obstacle unanswered";
        ExtensionPending = "extension_pending", "đề nghị gia hạn chờ quyết định", "request for extension pending";
        Silent = "silent", "lâu chưa có báo cáo mới", "no report for long";
        NoData = "no_data", "chưa có dữ liệu báo cáo", "no report data";
        ExtendedOften = "extended_often", "gia hạn nhiều lần", "extended often";
        ExtensionBackdated = "extension_backdated", "gia hạn ghi lùi ngày hoặc sau thời hạn", "extension backdated or late";
        AwaitingSuperior = "awaiting_superior", "đã trình, chờ cấp trên", "submitted, waiting for the superior";
    }
}

closed_vocabulary! {
    /// To whom the Monday list is sent.
    ///
    /// ```
    /// assert_eq!(tiendo::WarnBy::parse("leader"), Some(tiendo::WarnBy::Leader));
    /// ```
    WarnBy {
        Agency = "agency", "cơ quan phải xử lý", "agency that must act";
        Leader = "leader", "lãnh đạo phụ trách", "leader in charge";
        Assigner = "assigner", "cơ quan giao", "assigner";
    }
}

/// From when on something is worth a warning.
///
/// ```
/// use tiendo::WarnThresholds;
/// assert_eq!(WarnThresholds::default().due_working_days, 5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct WarnThresholds {
    /// Newly overdue is what fell overdue within so many calendar days up to D; 7.
    ///
    /// Source: ours; the list is made once a week.
    pub newly_days: u16,
    /// Due soon is what falls due within so many working days after D; 5.
    ///
    /// Source: practice ("needs attention" is due within 7 calendar days, five of them worked); working days are ours.
    pub due_working_days: u16,
    /// An obstacle waits too long for its answer after so many calendar days, or once the day has passed by which the answer
    /// was needed; 7.
    ///
    /// Source: ours; no text was found that sets a number of days.
    pub obstacle_days: u16,
    /// Nobody reported for long after so many calendar days; 31.
    ///
    /// Source: reports are monthly (Decree 09/2019/NĐ-CP), and no month is longer; the number is ours.
    pub silent_days: u16,
    /// More extensions than this are many; 2.
    ///
    /// Source: ours, as in the finding `extensions_many`.
    pub extension_count: u16,
}

impl Default for WarnThresholds {
    fn default() -> Self {
        WarnThresholds {
            newly_days: 7,
            due_working_days: 5,
            obstacle_days: 7,
            silent_days: 31,
            extension_count: 2,
        }
    }
}

/// What the Monday list is asked for; what is absent is not asked.
///
/// ```
/// use tiendo::{WarnOptions, WarningKind};
/// let options = WarnOptions { kinds: vec![WarningKind::DueSoon], ..WarnOptions::default() };
/// assert!(options.since.is_none() && options.agency.is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WarnOptions {
    /// From when on something is worth a warning.
    pub thresholds: WarnThresholds,
    /// Newly overdue is what was not yet overdue on this day; absent: `newly_days` before D.
    pub since: Option<NaiveDate>,
    /// Only what this agency or one below it must act on, by id, code or name without accents.
    pub agency: Option<String>,
    /// Only these kinds; empty: all.
    pub kinds: Vec<WarningKind>,
}

/// How a Monday list is written.
///
/// ```
/// use tiendo::{Lang, WarnForm};
/// let form = WarnForm { has_text: true, ..WarnForm::default() };
/// assert!(form.by.is_none() && form.limit.is_none() && form.lang == Lang::Vi);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WarnForm {
    /// One list for each receiver; absent: one list.
    pub by: Option<WarnBy>,
    /// At most so many warnings in each list; absent: all.
    pub limit: Option<usize>,
    /// Whether each list is also written as text to send.
    pub has_text: bool,
    /// Language of labels, sentences and texts.
    pub lang: Lang,
}

/// Something that must be acted on.
#[derive(Debug, Clone, Copy)]
pub struct Warning<'a> {
    /// Why it stands on the list.
    pub kind: WarningKind,
    /// The row.
    pub row: Row<'a>,
    /// Calendar days from [`Warning::since`] to D; negative for what falls due in so many days.
    pub days: i32,
    /// Open tasks that wait for it, directly or through others; [`Warnings::MOST_DOWNSTREAM`] stands for that many or more.
    pub downstream_count: u32,
    since: i32,
    /// The agency that must act, and the report that says why.
    actor: u32,
    report: u32,
}

/// The Monday list: what waits longest behind it first, then the most days, then in row order.
///
/// ```
/// use tiendo::{
///     day, AsOf, Deadline, DocumentId, Lang, Policy, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text,
///     WarnOptions, WarningKind,
/// };
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?);
/// task.assigned_on = Some(day::parse("2025-06-23")?);
/// task.deadline = Deadline::before(day::parse("2025-08-15")?);
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(task);
/// builder.add_report(Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Progress, day::parse("2025-08-01")?));
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-08-18")?)?, &Policy::default())?;
/// let list = evaluation.warn(&WarnOptions::default())?;
/// assert_eq!((list.items[0].kind, list.items[0].days), (WarningKind::NewlyOverdue, 4));
/// assert!(list.items[0].sentence(Lang::En).starts_with("overdue by 4 days (last day 2025-08-14)"));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Warnings<'a> {
    /// What the list is made of.
    pub scope: Scope,
    /// The day on which what is newly overdue was not yet overdue.
    pub since: NaiveDate,
    /// The last day of what falls due soon.
    pub due_until: NaiveDate,
    /// Whether that day was worked out from days off that are not decided yet.
    pub is_provisional: bool,
    /// From when on something is worth a warning.
    pub thresholds: WarnThresholds,
    /// What must be acted on.
    pub items: Vec<Warning<'a>>,
}

/// What one receiver of the Monday list is sent.
#[derive(Debug, Clone)]
pub struct WarnGroup<'a> {
    /// Id of the agency or assigner, or the post of the leader; none where nobody is known or named, which stands last.
    pub key: Option<&'a str>,
    /// What must be acted on, in the order of the whole list.
    pub items: Vec<Warning<'a>>,
}

impl Evaluation {
    /// What must be acted on, by whom, since when, and how much waits behind it.
    ///
    /// Made of what the evaluation has worked out already. Rows that are done, cancelled or suspended are not listed. A row
    /// that nobody reported on is in no kind but `due_soon` and `no_data`, unless the policy counts silence: without a report
    /// there is no verdict. Every rule and its source: `WARN.md`.
    ///
    /// # Errors
    /// - [`Error::NotFound`] or [`Error::Ambiguous`] for the agency.
    /// - [`Error::InvalidValue`] where `since` lies after D.
    /// - [`Error::OutsideCalendar`] where D, or the last day of what falls due soon, is beyond the calendar.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder, WarnOptions};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-11-10")?)?, &Policy::default())?;
    /// let list = evaluation.warn(&WarnOptions::default())?;
    /// assert!(list.items.is_empty());
    /// // The fifth working day after Monday 10 November 2025.
    /// assert_eq!(list.due_until, day::parse("2025-11-17")?);
    /// let late = WarnOptions { since: Some(day::parse("2025-11-11")?), ..WarnOptions::default() };
    /// assert!(evaluation.warn(&late).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn warn(&self, options: &WarnOptions) -> Result<Warnings<'_>, Error> {
        find::warnings(self, options)
    }
}

impl<'a> Warnings<'a> {
    /// Tasks behind a warning are counted up to this number.
    pub const MOST_DOWNSTREAM: u32 = downstream::MOST;

    /// The list of each receiver, in the order of ids or posts; what has no receiver stands last.
    ///
    /// Shape: by agency that must act, by the leader in charge that the task names, or by who assigned the task. Everything
    /// on the list is in exactly one group.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder, WarnBy, WarnOptions};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-11-10")?)?, &Policy::default())?;
    /// assert!(evaluation.warn(&WarnOptions::default())?.grouped(WarnBy::Leader).is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn grouped(&self, by: WarnBy) -> Vec<WarnGroup<'a>> {
        let key = |item: &Warning<'a>| match by {
            WarnBy::Agency => item.actor_id(),
            WarnBy::Leader => item.leader(),
            WarnBy::Assigner => item.assigner_id(),
        };
        let mut groups = std::collections::BTreeMap::new();
        for item in &self.items {
            let key = key(item);
            let order = (key.is_none(), key.map(Key::of));
            let new = || WarnGroup { key, items: Vec::new() };
            groups.entry(order).or_insert_with(new).items.push(*item);
        }
        groups.into_values().collect()
    }
}

impl<'a> Warning<'a> {
    /// The day from which its days are counted: the last day of what is overdue or due, the day on which an obstacle was raised,
    /// an extension asked for or granted, or a completion submitted, the day of the last report, or of the assignment.
    pub fn since(&self) -> NaiveDate {
        day::from_number(self.since).unwrap_or(self.row.evaluation.as_of.day)
    }

    /// Id of the agency that must act: who owes the work, who owes the answer, or who assigned the task; none where nobody is
    /// known.
    pub fn actor_id(&self) -> Option<&'a str> {
        let agencies = &self.row.evaluation.registry.0.agencies.records;
        (self.actor != NO_INDEX).then(|| agencies[self.actor as usize].id.as_str())
    }

    /// Name of the agency that must act in a language; the Vietnamese one where there is no other.
    pub fn actor_name(&self, lang: Lang) -> Option<&'a str> {
        self.row.evaluation.agency_name(self.actor_id()?, lang)
    }

    /// The post of who answers for the task, where it names one and the work is what must be acted on.
    pub fn post(&self) -> Option<&'a str> {
        let task = self.row.definition()?;
        let is_owner = self.actor == self.row.evaluation.agency(self.row.index);
        task.responsible_person.as_ref().filter(|_| is_owner).map(crate::Text::as_str)
    }

    /// The post of the leader in charge, where the task names one.
    pub fn leader(&self) -> Option<&'a str> {
        Some(self.row.definition()?.supervising_leader.as_ref()?.as_str())
    }

    /// Id of the agency that assigned the task; none where nobody is known.
    pub fn assigner_id(&self) -> Option<&'a str> {
        let evaluation = self.row.evaluation;
        let index = find::assigner(evaluation, self.row.task_index());
        let agencies = &evaluation.registry.0.agencies.records;
        (index != NO_INDEX).then(|| agencies[index as usize].id.as_str())
    }

    /// The report that says why: the obstacle, the request for extension, or the last extension.
    pub fn report(&self) -> Option<Report> {
        let evaluation = self.row.evaluation;
        let reports = evaluation.reports(self.row.task_index());
        let record = || reports.record(self.report as usize, &evaluation.registry.0);
        (self.report != NO_INDEX).then(record)
    }
}
