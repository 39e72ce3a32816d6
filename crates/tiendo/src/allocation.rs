//! Allocations: the money planned, given and spent on a task.

use chrono::NaiveDate;

use crate::id::TaskId;
use crate::text::Text;
use crate::vocabulary::open_vocabulary;

open_vocabulary! {
    /// Where the money comes from.
    ///
    /// ```
    /// assert_eq!(tiendo::AllocationSource::parse("budget"), tiendo::AllocationSource::Budget);
    /// ```
    AllocationSource {
        Budget = "budget", "ngân sách nhà nước", "state budget";
        PublicPrivate = "public_private", "đối tác công tư", "public-private partnership";
        Other = "other", "nguồn khác", "other";
    }
}

/// Money for a task, in whole dong. Sums are exact.
///
/// ```
/// use tiendo::{day, Allocation, AllocationSource, TaskId};
/// let money = Allocation {
///     task: TaskId::new("T1")?,
///     from: AllocationSource::Budget,
///     day: day::parse("2025-07-01")?,
///     planned_vnd: 5_000_000_000,
///     allocated_vnd: 3_000_000_000,
///     disbursed_vnd: 0,
///     source: None,
/// };
/// assert!(money.allocated_vnd <= money.planned_vnd);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Allocation {
    /// The task.
    pub task: TaskId,
    /// Where the money comes from.
    pub from: AllocationSource,
    /// The day the figures speak of.
    pub day: NaiveDate,
    /// Planned, in dong.
    #[cfg_attr(feature = "serde", serde(default))]
    pub planned_vnd: u64,
    /// Allocated, in dong.
    #[cfg_attr(feature = "serde", serde(default))]
    pub allocated_vnd: u64,
    /// Disbursed, in dong.
    #[cfg_attr(feature = "serde", serde(default))]
    pub disbursed_vnd: u64,
    /// Where this was read.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub source: Option<Text>,
}
