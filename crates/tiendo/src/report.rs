//! Reports: what was said about a task, on which day, and when the register learned of it.

use chrono::{NaiveDate, NaiveDateTime};

use crate::day;
use crate::error::Error;
use crate::id::{AgencyId, DocumentId, ReportId, TaskId};
use crate::text::Text;
use crate::vocabulary::{closed_vocabulary, open_vocabulary};

open_vocabulary! {
    /// What a report says.
    ///
    /// ```
    /// use tiendo::ReportKind;
    /// assert_eq!(ReportKind::parse("extend"), ReportKind::Extend);
    /// assert!(ReportKind::parse("celebrate").is_unknown());
    /// ```
    ReportKind {
        Progress = "progress", "báo cáo tiến độ", "progress";
        Complete = "complete", "báo cáo hoàn thành", "completion";
        Extend = "extend", "gia hạn", "extension";
        Accept = "accept", "nghiệm thu", "acceptance";
        Return = "return", "trả lại", "returned";
        Cancel = "cancel", "thu hồi, hủy", "cancelled";
        Suspend = "suspend", "tạm dừng", "suspended";
        Resume = "resume", "tiếp tục", "resumed";
        Reopen = "reopen", "mở lại", "reopened";
        ConfirmCause = "confirm_cause", "xác nhận nguyên nhân", "cause confirmed";
        Obstacle = "obstacle", "vướng mắc", "obstacle";
        Escalate = "escalate", "báo cáo cấp trên", "escalated";
        ObstacleResolved = "obstacle_resolved", "đã tháo gỡ vướng mắc", "obstacle resolved";
        Urge = "urge", "đôn đốc", "urged";
        Inspect = "inspect", "kiểm tra", "inspected";
        RequestOpinion = "request_opinion", "xin ý kiến", "opinion requested";
        Opinion = "opinion", "cho ý kiến", "opinion";
        ExtendRequest = "extend_request", "đề nghị gia hạn", "extension requested";
        ExtendRefuse = "extend_refuse", "không đồng ý gia hạn", "extension refused";
    }
}

open_vocabulary! {
    /// Nature of the cause of a delay.
    ///
    /// ```
    /// assert_eq!(tiendo::Cause::parse("objective"), tiendo::Cause::Objective);
    /// ```
    Cause {
        Objective = "objective", "khách quan", "objective";
        Subjective = "subjective", "chủ quan", "subjective";
    }
}

closed_vocabulary! {
    /// Whether a report was really made or invented for a demonstration.
    ///
    /// A registry with one simulated report is simulated, and everything made from it says so.
    ///
    /// ```
    /// assert_eq!(tiendo::Provenance::Simulated.as_str(), "simulated");
    /// ```
    Provenance {
        Stated = "stated", "số liệu báo cáo", "as reported";
        Simulated = "simulated", "SỐ LIỆU MÔ PHỎNG (SIMULATED)", "SIMULATED";
    }
}

/// Something said about a task.
///
/// ```
/// use tiendo::{day, Report, ReportId, ReportKind, TaskId};
/// let mut report = Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Progress, day::parse("2025-07-01")?);
/// report.percent = Some(40);
/// assert!(report.by.is_none());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Report {
    /// Id, unique among reports.
    pub id: ReportId,
    /// The task it speaks of.
    pub task: TaskId,
    /// The addressee whose row it speaks of, where the task has several rows.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub addressee: Option<AgencyId>,
    /// The occurrence of a recurring task, as a period code (`2025-11`).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub occurrence: Option<Text>,
    /// What it says.
    pub kind: ReportKind,
    /// The day it speaks of.
    pub reported_on: NaiveDate,
    /// When the register learned of it; absent: the import instant.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub recorded_at: Option<NaiveDateTime>,
    /// The agency that says it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub by: Option<AgencyId>,
    /// The post of who says it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub by_post: Option<Text>,
    /// Work done, 0 to 100.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub percent: Option<u8>,
    /// The deadline that an extension grants or a request asks for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub new_deadline: Option<NaiveDate>,
    /// Why.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reason: Option<Text>,
    /// Nature of the cause of a delay.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cause: Option<Cause>,
    /// What proves it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub evidence: Option<Text>,
    /// The document it rests on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub basis: Option<DocumentId>,
    /// Category of an obstacle.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub category: Option<Text>,
    /// Who must act on an obstacle or give an opinion.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub addressed_to: Option<AgencyId>,
    /// By when they must act.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub needed_by: Option<NaiveDate>,
    /// Whether it was really made.
    #[cfg_attr(feature = "serde", serde(default = "stated", skip_serializing_if = "is_stated"))]
    pub provenance: Provenance,
}

#[cfg(feature = "serde")]
fn stated() -> Provenance {
    Provenance::Stated
}

#[cfg(feature = "serde")]
#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_stated(provenance: &Provenance) -> bool {
    *provenance == Provenance::Stated
}

impl Report {
    /// A report with what is required; all else absent, really made.
    pub fn new(id: ReportId, task: TaskId, kind: ReportKind, reported_on: NaiveDate) -> Self {
        Report {
            id,
            task,
            addressee: None,
            occurrence: None,
            kind,
            reported_on,
            recorded_at: None,
            by: None,
            by_post: None,
            percent: None,
            new_deadline: None,
            reason: None,
            cause: None,
            evidence: None,
            basis: None,
            category: None,
            addressed_to: None,
            needed_by: None,
            provenance: Provenance::Stated,
        }
    }

    /// Checks what a registry would leave out with a finding: days outside 1900 to 2199, a percent above 100, and an
    /// extension that grants no day.
    ///
    /// # Errors
    /// - [`Error::InvalidDate`] for a day.
    /// - [`Error::InvalidValue`] for a percent, or for `new_deadline` where an extension has none.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, Report, ReportId, ReportKind, TaskId};
    /// let mut report = Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Extend, day::parse("2025-07-01")?);
    /// assert!(report.validate().is_err());
    /// report.new_deadline = Some(day::parse("2025-09-30")?);
    /// report.validate()?;
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn validate(&self) -> Result<(), Error> {
        let days = [
            Some(self.reported_on),
            self.recorded_at.map(|at| at.date()),
            self.new_deadline,
            self.needed_by,
        ];
        if let Some(day) = days.into_iter().flatten().find(|d| day::check(*d).is_none()) {
            return Err(Error::InvalidDate { text: day.to_string() });
        }
        let invalid = |field, value: String, expected: &str| {
            Err(Error::InvalidValue { field, value, expected: expected.to_owned() })
        };
        if let Some(percent) = self.percent.filter(|p| *p > 100) {
            return invalid("percent", percent.to_string(), "0 to 100");
        }
        if self.kind == ReportKind::Extend && self.new_deadline.is_none() {
            return invalid("new_deadline", String::new(), "the day that the extension grants");
        }
        Ok(())
    }
}
