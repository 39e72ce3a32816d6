//! Agencies: who owes, in a tree, in a territory, and what became of them when they were merged or renamed.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use crate::id::{AgencyId, TaskId};
use crate::text::Text;
use crate::vocabulary::open_vocabulary;

/// Id of the one root of the agency tree.
pub const ROOT: &str = "VN";

open_vocabulary! {
    /// Level of an agency; rankings compare agencies of one level.
    ///
    /// ```
    /// use tiendo::{Lang, Level};
    /// assert_eq!(Level::parse("province").label(Lang::En), "province");
    /// assert!(Level::parse("canton").is_unknown());
    /// ```
    Level {
        Nation = "nation", "quốc gia", "nation";
        Central = "central", "Trung ương", "central";
        Province = "province", "cấp tỉnh", "province";
        Department = "department", "sở, ngành", "department";
        Commune = "commune", "cấp xã", "commune";
    }
}

open_vocabulary! {
    /// What kind of body an agency is. A `group` stands for its members and has no row of its own.
    ///
    /// ```
    /// assert_eq!(tiendo::AgencyKind::parse("group"), tiendo::AgencyKind::Group);
    /// ```
    AgencyKind {
        Agency = "agency", "cơ quan", "agency";
        Group = "group", "nhóm cơ quan", "group of agencies";
        Ministry = "ministry", "bộ", "ministry";
        MinisterialAgency = "ministerial_agency", "cơ quan ngang bộ", "ministerial agency";
        GovernmentAgency = "government_agency", "cơ quan thuộc Chính phủ", "government agency";
        Unit = "unit", "đơn vị trực thuộc", "unit";
        Company = "company", "doanh nghiệp", "company";
    }
}

open_vocabulary! {
    /// Branch of the political system.
    ///
    /// ```
    /// assert_eq!(tiendo::Branch::parse("front"), tiendo::Branch::Front);
    /// ```
    Branch {
        Party = "party", "Đảng", "Party";
        Government = "government", "chính quyền", "government";
        NationalAssembly = "national_assembly", "Quốc hội", "National Assembly";
        Front = "front", "Mặt trận và đoàn thể", "Fatherland Front";
        Court = "court", "tòa án", "courts";
        Procuracy = "procuracy", "viện kiểm sát", "procuracies";
        Other = "other", "khác", "other";
    }
}

/// A body that owes tasks or assigns them, or a group of such bodies.
///
/// ```
/// use tiendo::{Agency, AgencyId, Level, Text};
/// let agency = Agency::new(AgencyId::new("68-UBND")?, Text::new("UBND tỉnh Lâm Đồng")?, Level::Province);
/// assert_eq!(agency.level, Level::Province);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Agency {
    /// Id, unique among agencies.
    pub id: AgencyId,
    /// Official code.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub code: Option<Text>,
    /// Name in Vietnamese.
    pub name: Text,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name_en: Option<Text>,
    /// Short, old and other names under which it is looked up.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub other_names: Vec<Text>,
    /// Level.
    pub level: Level,
    /// Kind of body.
    #[cfg_attr(feature = "serde", serde(default = "agency_kind"))]
    pub kind: AgencyKind,
    /// Branch of the political system.
    #[cfg_attr(feature = "serde", serde(default = "branch_other"))]
    pub branch: Branch,
    /// The agency above it; absent for the root and for what stands directly below it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub parent: Option<AgencyId>,
    /// GSO code of the province it works in (two digits), or of the commune (five digits).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub territory: Option<Text>,
    /// The groups it is a member of.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub member_of: Vec<AgencyId>,
    /// Ids in other systems, by system.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub external_ids: BTreeMap<String, String>,
    /// First day on which it exists; absent for always.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it exists; absent for until further notice.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub valid_to: Option<NaiveDate>,
    /// When this version was recorded; absent for always known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub recorded_at: Option<NaiveDateTime>,
    /// From which day this version of the definition holds; absent for always.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub version_from: Option<NaiveDate>,
    /// Where this was read.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub source: Option<Text>,
}

#[cfg(feature = "serde")]
fn agency_kind() -> AgencyKind {
    AgencyKind::Agency
}

#[cfg(feature = "serde")]
fn branch_other() -> Branch {
    Branch::Other
}

impl Agency {
    /// An agency with an id, a name and a level; all else absent.
    pub fn new(id: AgencyId, name: Text, level: Level) -> Self {
        Agency {
            id,
            code: None,
            name,
            name_en: None,
            other_names: Vec::new(),
            level,
            kind: AgencyKind::Agency,
            branch: Branch::Other,
            parent: None,
            territory: None,
            member_of: Vec::new(),
            external_ids: BTreeMap::new(),
            valid_from: None,
            valid_to: None,
            recorded_at: None,
            version_from: None,
            source: None,
        }
    }

    /// True while the agency exists on `day`.
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

open_vocabulary! {
    /// How one agency followed another.
    ///
    /// ```
    /// assert_eq!(tiendo::SuccessionKind::parse("merged"), tiendo::SuccessionKind::Merged);
    /// ```
    SuccessionKind {
        Merged = "merged", "sáp nhập", "merged";
        Split = "split", "chia tách", "split";
        Renamed = "renamed", "đổi tên", "renamed";
    }
}

/// One agency following another from a day on.
///
/// Before the day tasks count for the predecessor, from it on for the successor. Where an agency was split among
/// several, only [`Transfer`]s say which task went where.
///
/// ```
/// use tiendo::{day, AgencyId, Succession, SuccessionKind};
/// let merged = Succession {
///     kind: SuccessionKind::Merged,
///     from: AgencyId::new("BTTTT")?,
///     to: AgencyId::new("BKHCN")?,
///     day: day::parse("2025-03-01")?,
///     basis: None,
///     source: None,
/// };
/// assert_eq!(merged.kind.as_str(), "merged");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Succession {
    /// How.
    pub kind: SuccessionKind,
    /// The predecessor.
    pub from: AgencyId,
    /// The successor.
    pub to: AgencyId,
    /// First day of the successor.
    pub day: NaiveDate,
    /// The document that decided it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub basis: Option<Text>,
    /// Where this was read.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub source: Option<Text>,
}

/// One task handed from one agency to another; it wins over the tree's succession.
///
/// ```
/// use tiendo::{day, AgencyId, TaskId, Transfer};
/// let transfer = Transfer {
///     task: TaskId::new("T0001")?,
///     from: AgencyId::new("BTTTT")?,
///     to: AgencyId::new("BCA")?,
///     day: day::parse("2025-03-01")?,
///     basis: None,
///     source: None,
/// };
/// assert_eq!(transfer.to.as_str(), "BCA");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Transfer {
    /// The task.
    pub task: TaskId,
    /// Who owed it before.
    pub from: AgencyId,
    /// Who owes it from the day on.
    pub to: AgencyId,
    /// First day on which the new agency owes it.
    pub day: NaiveDate,
    /// The document that decided it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub basis: Option<Text>,
    /// Where this was read.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub source: Option<Text>,
}
