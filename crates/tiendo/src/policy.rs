//! Policies: named, versioned rules of counting.

use chrono::{Datelike, NaiveDate};

use crate::day;
use crate::deadline::BeforeReading;
use crate::error::Error;
use crate::period::{Period, PeriodKind};
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// Which deadline judges a task.
    ///
    /// ```
    /// assert_eq!(tiendo::DeadlineBasis::parse("original"), Some(tiendo::DeadlineBasis::Original));
    /// ```
    DeadlineBasis {
        Effective = "effective", "thời hạn sau gia hạn", "effective";
        Original = "original", "thời hạn ban đầu", "original";
    }
}

closed_vocabulary! {
    /// From when an extension counts: the day it bears, or the instant it was recorded.
    ///
    /// ```
    /// assert_eq!(tiendo::ExtensionCounts::parse("dated"), Some(tiendo::ExtensionCounts::Dated));
    /// ```
    ExtensionCounts {
        Dated = "dated", "theo ngày ghi", "as dated";
        Recorded = "recorded", "theo lúc ghi nhận", "as recorded";
    }
}

closed_vocabulary! {
    /// A rate: what is divided by what.
    ///
    /// ```
    /// assert_eq!(tiendo::Rate::parse("done_over_all"), Some(tiendo::Rate::DoneOverAll));
    /// ```
    Rate {
        DoneOverDue = "done_over_due", "hoàn thành ÷ (hoàn thành + quá hạn)", "done ÷ (done + overdue)";
        DoneOverAll = "done_over_all", "hoàn thành ÷ tổng số", "done ÷ all";
        OnTimeOverDue = "on_time_over_due", "đúng hạn ÷ (hoàn thành + quá hạn)", "done on time ÷ (done + overdue)";
        Completion = "completion", "mức hoàn thành theo trọng số", "weighted completion";
    }
}

closed_vocabulary! {
    /// The days that a reporting month covers.
    ///
    /// Source of `mid_month`: Decree 09/2019/NĐ-CP, reports closing on the 14th.
    ///
    /// ```
    /// assert_eq!(tiendo::ReportingMonth::parse("mid_month"), Some(tiendo::ReportingMonth::MidMonth));
    /// ```
    ReportingMonth {
        Calendar = "calendar", "tháng dương lịch", "calendar month";
        MidMonth = "mid_month", "từ ngày 15 tháng trước đến ngày 14", "15th of the month before to the 14th";
    }
}

closed_vocabulary! {
    /// Whether tasks that are overdue without any report enter rates, rankings and lists.
    ///
    /// ```
    /// assert_eq!(tiendo::Silence::parse("apart"), Some(tiendo::Silence::Apart));
    /// ```
    Silence {
        Apart = "apart", "để riêng", "kept apart";
        Counted = "counted", "tính như quá hạn", "counted as overdue";
    }
}

closed_vocabulary! {
    /// One of the six clears (rõ): what a well-set task states.
    ///
    /// Source: 318/TB-VPCP (six); five in the Prime Minister's words of the source articles.
    ///
    /// ```
    /// assert_eq!(tiendo::Clear::parse("person"), Some(tiendo::Clear::Person));
    /// ```
    Clear {
        Person = "person", "rõ người", "person";
        Task = "task", "rõ việc", "task";
        Time = "time", "rõ thời gian", "time";
        Responsibility = "responsibility", "rõ trách nhiệm", "responsibility";
        Authority = "authority", "rõ thẩm quyền", "authority";
        Product = "product", "rõ sản phẩm", "product";
    }
}

/// Rules of counting under a name: with them and a calendar version every number can be repeated.
///
/// Any field may be changed; give the result a name of its own.
///
/// ```
/// use tiendo::Policy;
/// let mut policy = Policy::named("vpcp-2025")?;
/// policy.name = "vpcp-2025, 14 days".into();
/// policy.due_soon_days = 14;
/// assert!(Policy::named("unheard-of").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Policy {
    /// Name.
    pub name: String,
    /// Version of the rules under that name.
    pub version: u32,
    /// A task is due soon this many calendar days before its last day, the last day included.
    pub due_soon_days: u16,
    /// Whether a completion stays `submitted` until the assigner accepts it.
    pub requires_acceptance: bool,
    /// Which deadline judges.
    pub deadline: DeadlineBasis,
    /// How 'before' is read.
    pub before: BeforeReading,
    /// From when an extension counts.
    pub extension_counts: ExtensionCounts,
    /// Whether a confirmed objective cause excuses lateness: late counts as on time, overdue leaves the base of rates.
    pub excuse_objective_cause: bool,
    /// Which clears are asked.
    pub clears: Vec<Clear>,
    /// The rate that is printed as 'the' rate.
    pub rate: Rate,
    /// The rate that ranks.
    pub ranking: Rate,
    /// Fewer tasks fallen due than this leave an agency unranked; not asked where completion ranks.
    pub ranking_minimum_due: u32,
    /// The percent of a task that is not done counts up to this; absent: as reported.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cap_open_percent: Option<u8>,
    /// The days of a reporting month.
    pub reporting_month: ReportingMonth,
    /// For so many days after a transfer, what was overdue before stays the predecessor's, marked `inherited`.
    pub inherited_days: u16,
    /// What becomes of overdue tasks without any report.
    pub silence: Silence,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            name: "default".into(),
            version: 1,
            due_soon_days: 7,
            requires_acceptance: false,
            deadline: DeadlineBasis::Effective,
            before: BeforeReading::Strict,
            extension_counts: ExtensionCounts::Dated,
            excuse_objective_cause: false,
            clears: Clear::ALL.to_vec(),
            rate: Rate::DoneOverAll,
            ranking: Rate::OnTimeOverDue,
            ranking_minimum_due: 5,
            cap_open_percent: None,
            reporting_month: ReportingMonth::Calendar,
            inherited_days: 90,
            silence: Silence::Apart,
        }
    }
}

/// Names of the policies built in.
pub const BUILT_IN: [&str; 5] =
    ["default", "vpcp-2017", "vpcp-2025", "original-deadline", "thanh-hoa"];

impl Policy {
    /// A built-in policy: one of [`BUILT_IN`].
    ///
    /// - `default`: effective deadlines, strict 'before', rate done ÷ all, ranking done on time ÷ fallen due.
    /// - `vpcp-2017`: rate done ÷ (done + overdue), as in 1270/BC-TCTTTg; tasks not yet due stay outside.
    /// - `vpcp-2025`: rate done ÷ all, as in the Government Office's figures of October 2025.
    /// - `original-deadline`: judged by the first deadline, extensions shown beside it.
    /// - `thanh-hoa`: a completion counts once accepted.
    ///
    /// # Errors
    /// - [`Error::NotFound`] for any other name.
    pub fn named(name: &str) -> Result<Self, Error> {
        let mut policy = Policy { name: name.to_owned(), ..Policy::default() };
        match name {
            "default" => {}
            "vpcp-2017" => policy.rate = Rate::DoneOverDue,
            "vpcp-2025" => policy.rate = Rate::DoneOverAll,
            "original-deadline" => policy.deadline = DeadlineBasis::Original,
            "thanh-hoa" => policy.requires_acceptance = true,
            _ => return Err(Error::NotFound { kind: "policy", id: name.to_owned() }),
        }
        Ok(policy)
    }

    /// First and last day whose deadlines belong to a reporting period.
    ///
    /// By the calendar month the period itself; by the mid-month rule from the 15th of the month before it to the 14th
    /// of its last month. Days and weeks are never shifted.
    ///
    /// Source: 09/2019/TT-NHNN after Decree 09/2019/NĐ-CP.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Period, Policy, ReportingMonth};
    /// let policy = Policy { reporting_month: ReportingMonth::MidMonth, ..Policy::default() };
    /// let (from, to) = policy.reporting_days(Period::parse("2025-H1")?);
    /// assert_eq!((from.to_string().as_str(), to.to_string().as_str()), ("2024-12-15", "2025-06-14"));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn reporting_days(&self, period: Period) -> (NaiveDate, NaiveDate) {
        let (first, last) = (period.first(), period.last());
        let by_days = matches!(period.kind(), PeriodKind::Day | PeriodKind::Week);
        if by_days || self.reporting_month == ReportingMonth::Calendar {
            return (first, last);
        }
        let before = day::plus(first, -1).and_then(|d| d.with_day(15));
        (before.unwrap_or(first), last.with_day(14).unwrap_or(last))
    }

    /// Checks what the types alone do not.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for an empty name, the name of a built-in policy with other rules, a clear that stands twice, or a cap over 100.
    pub fn validate(&self) -> Result<(), Error> {
        if self.name.is_empty() || self.name.chars().any(char::is_control) {
            return Err(Error::InvalidValue {
                field: "policy.name",
                value: self.name.chars().filter(|c| !c.is_control()).take(80).collect(),
                expected: "a name".into(),
            });
        }
        // No number under a name that stands for other rules.
        if Policy::named(&self.name).is_ok_and(|built_in| built_in != *self) {
            return Err(Error::InvalidValue {
                field: "policy.name",
                value: self.name.clone(),
                expected: "a name of its own, for its rules differ from the built-in ones".into(),
            });
        }
        let twice = |(i, clear): &(usize, &Clear)| self.clears[..*i].contains(clear);
        if let Some((_, clear)) = self.clears.iter().enumerate().find(twice) {
            return Err(Error::InvalidValue {
                field: "policy.clears",
                value: clear.as_str().to_owned(),
                expected: "each clear once".into(),
            });
        }
        match self.cap_open_percent {
            Some(cap) if cap > 100 => Err(Error::InvalidValue {
                field: "policy.cap_open_percent",
                value: cap.to_string(),
                expected: "0 to 100".into(),
            }),
            _ => Ok(()),
        }
    }
}
