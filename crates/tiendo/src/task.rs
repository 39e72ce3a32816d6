//! Tasks: what a document asks for, from whom, by when, with which authority and product.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use crate::deadline::Deadline;
use crate::id::{AgencyId, DocumentId, GroupId, PhaseId, TaskId};
use crate::text::Text;
use crate::vocabulary::{closed_vocabulary, open_vocabulary};

closed_vocabulary! {
    /// How a task with several addressees is owed.
    ///
    /// ```
    /// assert_eq!(tiendo::AddresseeMode::parse("each"), Some(tiendo::AddresseeMode::Each));
    /// ```
    AddresseeMode {
        Each = "each", "từng cơ quan", "each";
        Joint = "joint", "cùng chủ trì", "joint";
    }
}

open_vocabulary! {
    /// What counts as delivering the product.
    ///
    /// ```
    /// assert_eq!(tiendo::ProductKind::parse("in_force"), tiendo::ProductKind::InForce);
    /// ```
    ProductKind {
        Delivered = "delivered", "bàn giao", "delivered";
        Issued = "issued", "ban hành", "issued";
        InForce = "in_force", "có hiệu lực", "in force";
    }
}

open_vocabulary! {
    /// How one task relates to another.
    ///
    /// ```
    /// assert_eq!(tiendo::TaskRelationKind::parse("restates"), tiendo::TaskRelationKind::Restates);
    /// ```
    TaskRelationKind {
        Restates = "restates", "nhắc lại", "restates";
        Implements = "implements", "triển khai, giao lại", "implements";
        PartOf = "part_of", "thuộc", "part of";
        Supersedes = "supersedes", "thay thế", "supersedes";
    }
}

open_vocabulary! {
    /// Stage of a task that is tried before it is rolled out.
    ///
    /// ```
    /// assert_eq!(tiendo::Stage::parse("pilot"), tiendo::Stage::Pilot);
    /// ```
    Stage {
        Pilot = "pilot", "thí điểm", "pilot";
        Evaluation = "evaluation", "đánh giá", "evaluation";
        Expansion = "expansion", "nhân rộng", "expansion";
    }
}

open_vocabulary! {
    /// Class of information. What is not public stays out of public exports.
    ///
    /// ```
    /// assert_eq!(tiendo::Classification::parse("secret"), tiendo::Classification::Secret);
    /// ```
    Classification {
        Public = "public", "công khai", "public";
        Internal = "internal", "nội bộ", "internal";
        Secret = "secret", "mật", "secret";
    }
}

closed_vocabulary! {
    /// How a successor's dates hang on a predecessor's.
    ///
    /// ```
    /// assert_eq!(tiendo::DependencyKind::parse("FS"), Some(tiendo::DependencyKind::FinishToStart));
    /// ```
    DependencyKind {
        FinishToStart = "FS", "xong rồi bắt đầu", "finish to start";
        StartToStart = "SS", "cùng bắt đầu", "start to start";
        FinishToFinish = "FF", "cùng xong", "finish to finish";
        StartToFinish = "SF", "bắt đầu rồi xong", "start to finish";
    }
}

closed_vocabulary! {
    /// Who said that a task belongs to its group and phase.
    ///
    /// ```
    /// assert_eq!(tiendo::ClassificationBasis::parse("collector"), Some(tiendo::ClassificationBasis::Collector));
    /// ```
    ClassificationBasis {
        Source = "source", "theo văn bản", "by the source";
        Collector = "collector", "do người thu thập phân loại", "classified by the collector";
    }
}

/// What a task must produce.
///
/// ```
/// use tiendo::{Product, ProductKind, Text};
/// let product = Product { text: Text::new("Nghị định")?, kind: Some(ProductKind::Issued), document: None };
/// assert_eq!(product.text.as_str(), "Nghị định");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Product {
    /// The product in words.
    pub text: Text,
    /// What counts as delivering it; a product `in_force` is judged by the document's `effective_on`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kind: Option<ProductKind>,
    /// The document that is the product, once it exists.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentId>,
}

/// A task's relation to another.
///
/// ```
/// use tiendo::{TaskId, TaskRelation, TaskRelationKind};
/// let relation = TaskRelation { kind: TaskRelationKind::Implements, task: TaskId::new("T0001")? };
/// assert_eq!(relation.kind.as_str(), "implements");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TaskRelation {
    /// How this task relates.
    pub kind: TaskRelationKind,
    /// The other task.
    pub task: TaskId,
}

/// A predecessor of a task in the schedule.
///
/// ```
/// use tiendo::{Dependency, DependencyKind, TaskId};
/// let after = Dependency { task: TaskId::new("T1")?, kind: DependencyKind::FinishToStart, lag_days: 2 };
/// assert_eq!(after.lag_days, 2);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Dependency {
    /// The predecessor.
    pub task: TaskId,
    /// Which ends are tied.
    pub kind: DependencyKind,
    /// Working days between them; negative for a lead.
    #[cfg_attr(feature = "serde", serde(default))]
    pub lag_days: i16,
}

/// What a document asks for: who owes it, by when, with which authority and product.
///
/// Only `id`, `document` and `title` are required: real registers are incomplete, and what is missing is a finding.
///
/// ```
/// use tiendo::{Deadline, DocumentId, Task, TaskId, Text};
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("02-KH/BCĐTW")?, Text::new("Nâng cấp cổng")?);
/// task.deadline = Deadline::wording("trước ngày 15/8/2025")?;
/// assert_eq!(task.weight, 1);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Task {
    /// Id, unique among tasks.
    pub id: TaskId,
    /// The document that sets it.
    pub document: DocumentId,
    /// The clause of that document.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub clause: Option<Text>,
    /// Title in Vietnamese.
    pub title: Text,
    /// Title in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub title_en: Option<Text>,
    /// Who owes it: agencies or groups; the first is the principal.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub addressees: Vec<AgencyId>,
    /// How several addressees owe it; absent: `joint` for a list, `each` for a group, with a finding.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub mode: Option<AddresseeMode>,
    /// Agencies that coordinate.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub coordinating: Vec<AgencyId>,
    /// Who assigned it; absent: the document's issuer.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assigner: Option<AgencyId>,
    /// The agency that supervises it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub supervisor: Option<AgencyId>,
    /// Agencies that may decide in the assigner's place.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub delegates: Vec<AgencyId>,
    /// Who answers for it, by post, not by name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub responsible_person: Option<Text>,
    /// The leader in charge, by post.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub supervising_leader: Option<Text>,
    /// The authority it is done with.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub authority: Option<Text>,
    /// What it must produce.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub product: Option<Product>,
    /// Day of assignment; absent: the document's day, else the earliest known day.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assigned_on: Option<NaiveDate>,
    /// When it must be finished.
    #[cfg_attr(feature = "serde", serde(default = "Deadline::unspecified"))]
    pub deadline: Deadline,
    /// True for a date that is only foreseen ('dự kiến'): it is due soon at worst, never overdue.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub indicative: bool,
    /// Task group of the plan.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub group: Option<GroupId>,
    /// Phase of the plan.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub phase: Option<PhaseId>,
    /// Who said so; absent: the source.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub classified_by: Option<ClassificationBasis>,
    /// The task that this one is a part of.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub parent: Option<TaskId>,
    /// Relations to other tasks.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub relations: Vec<TaskRelation>,
    /// Stage, for what is tried before it is rolled out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub stage: Option<Stage>,
    /// The task whose pilot this is, or which this expands.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub pilot_of: Option<TaskId>,
    /// Weight in sums, 1 to 100.
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub weight: u8,
    /// Planned duration in working days.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub duration_days: Option<u16>,
    /// Predecessors in the schedule.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub dependencies: Vec<Dependency>,
    /// Class of information; absent: public.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub classification: Option<Classification>,
    /// Ids in other systems, by system.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub external_ids: BTreeMap<String, String>,
    /// Where this was read.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub source: Option<Text>,
    /// From which day this version of the definition holds; absent for always.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub valid_from: Option<NaiveDate>,
    /// When this version was recorded; absent for always known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub recorded_at: Option<NaiveDateTime>,
}

#[cfg(feature = "serde")]
fn one() -> u8 {
    1
}

impl Task {
    /// A task with what is required; weight 1, no deadline, all else absent.
    pub fn new(id: TaskId, document: DocumentId, title: Text) -> Self {
        Task {
            id,
            document,
            clause: None,
            title,
            title_en: None,
            addressees: Vec::new(),
            mode: None,
            coordinating: Vec::new(),
            assigner: None,
            supervisor: None,
            delegates: Vec::new(),
            responsible_person: None,
            supervising_leader: None,
            authority: None,
            product: None,
            assigned_on: None,
            deadline: Deadline::unspecified(),
            indicative: false,
            group: None,
            phase: None,
            classified_by: None,
            parent: None,
            relations: Vec::new(),
            stage: None,
            pilot_of: None,
            weight: 1,
            duration_days: None,
            dependencies: Vec::new(),
            classification: None,
            external_ids: BTreeMap::new(),
            source: None,
            valid_from: None,
            recorded_at: None,
        }
    }
}
