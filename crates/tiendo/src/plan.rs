//! Plans: a document's phases and task groups.

use chrono::NaiveDate;

use crate::day;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::id::{DocumentId, GroupId, PhaseId, PlanId};
use crate::text::Text;

/// A plan: its document, its phases and its task groups.
///
/// ```
/// let plan = tiendo::plan::plan02()?;
/// assert_eq!(plan.phases.len(), 2);
/// assert_eq!(plan.groups.len(), 8);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Plan {
    /// Id, unique among plans.
    pub id: PlanId,
    /// The document that is the plan.
    pub document: DocumentId,
    /// Further documents whose tasks belong to the plan's own sums.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub documents: Vec<DocumentId>,
    /// Name in Vietnamese.
    pub name: Text,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name_en: Option<Text>,
    /// Phases, in order.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub phases: Vec<Phase>,
    /// Task groups, in order.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub groups: Vec<TaskGroup>,
}

/// A phase of a plan. Its deadline is always read strictly.
///
/// ```
/// let plan = tiendo::plan::plan02()?;
/// assert_eq!(plan.phases[0].deadline.text.as_str(), "trước ngày 01/7/2025");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Phase {
    /// Id, unique among the phases of all plans of a registry.
    pub id: PhaseId,
    /// Name in Vietnamese.
    pub name: Text,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name_en: Option<Text>,
    /// First day.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub starts_on: Option<NaiveDate>,
    /// When it must be finished.
    pub deadline: Deadline,
}

/// A group of tasks of a plan, by subject.
///
/// ```
/// let plan = tiendo::plan::plan02()?;
/// assert_eq!(plan.groups[2].name.as_str(), "Dữ liệu");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TaskGroup {
    /// Id, unique among the groups of all plans of a registry.
    pub id: GroupId,
    /// Name in Vietnamese.
    pub name: Text,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name_en: Option<Text>,
}

/// Names of the eight task groups of Plan 02, Vietnamese and English.
const PLAN02_GROUPS: [(&str, &str); 8] = [
    ("Thể chế, pháp luật", "Institutions and law"),
    ("Hạ tầng số", "Digital infrastructure"),
    ("Dữ liệu", "Data"),
    ("Nền tảng, ứng dụng dùng chung", "Platforms and applications"),
    ("Nhân lực chuyển đổi số", "Digital human resources"),
    ("Nguồn lực tài chính", "Financial resources"),
    (
        "Chuyển đổi số khối Quốc hội, Mặt trận, đoàn thể, tòa án, viện kiểm sát",
        "National Assembly, Front, socio-political organisations, courts and procuracies",
    ),
    ("An toàn, an ninh mạng, bảo mật", "Safety, security and confidentiality"),
];

/// Plan 02-KH/BCĐTW of 19 June 2025: eight groups; the urgent phase before 1 July 2025 (last day 30 June) and the
/// breakthrough phase from 1 July until 31 December 2025.
///
/// Source: Plan 02-KH/BCĐTW of the Central Steering Committee, concretising 57-NQ/TW and 130-KL/TW.
///
/// # Errors
/// None in practice: every text in it is valid.
///
/// # Example
/// ```
/// let plan = tiendo::plan::plan02()?;
/// assert_eq!(plan.document.as_str(), "02-KH/BCĐTW");
/// # Ok::<(), tiendo::Error>(())
/// ```
pub fn plan02() -> Result<Plan, Error> {
    let phase = |id: &str, name: &str, name_en: &str, starts_on: &str, deadline: Deadline| {
        Ok::<_, Error>(Phase {
            id: PhaseId::new(id)?,
            name: Text::new(name)?,
            name_en: Some(Text::new(name_en)?),
            starts_on: Some(day::parse(starts_on)?),
            deadline,
        })
    };
    let group = |(i, (name, name_en)): (usize, &(&str, &str))| {
        Ok::<_, Error>(TaskGroup {
            id: GroupId::new(&(i + 1).to_string())?,
            name: Text::new(name)?,
            name_en: Some(Text::new(name_en)?),
        })
    };
    Ok(Plan {
        id: PlanId::new("plan02")?,
        document: DocumentId::new("02-KH/BCĐTW")?,
        documents: Vec::new(),
        name: Text::new("Kế hoạch 02-KH/BCĐTW ngày 19/6/2025")?,
        name_en: Some(Text::new("Plan 02-KH/BCĐTW of 19 June 2025")?),
        phases: vec![
            phase(
                "urgent",
                "Giai đoạn cấp bách",
                "Urgent phase",
                "2025-06-19",
                Deadline::before(day::parse("2025-07-01")?),
            )?,
            phase(
                "breakthrough",
                "Giai đoạn bứt phá",
                "Breakthrough phase",
                "2025-07-01",
                Deadline::by(day::parse("2025-12-31")?),
            )?,
        ],
        groups: PLAN02_GROUPS.iter().enumerate().map(group).collect::<Result<_, _>>()?,
    })
}
