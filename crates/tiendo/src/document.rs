//! Documents: what sets tasks, and how documents relate to each other.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

pub mod kind;
pub mod number;

pub use kind::DocumentKind;
pub use number::{DocumentNumber, NumberReading, NumberStyle, PartialNumber};

use crate::id::{AgencyId, DocumentId};
use crate::text::Text;
use crate::vocabulary::open_vocabulary;

open_vocabulary! {
    /// How one document relates to another.
    ///
    /// ```
    /// use tiendo::DocumentRelationKind;
    /// assert_eq!(DocumentRelationKind::parse("concretises"), DocumentRelationKind::Concretises);
    /// assert_eq!(DocumentRelationKind::parse("echoes").as_str(), "echoes");
    /// ```
    DocumentRelationKind {
        Concretises = "concretises", "cụ thể hóa", "concretises";
        Amends = "amends", "sửa đổi, bổ sung", "amends";
        Replaces = "replaces", "thay thế", "replaces";
        BasedOn = "based_on", "căn cứ", "based on";
        ReportsOn = "reports_on", "báo cáo về", "reports on";
        RefersTo = "refers_to", "dẫn chiếu", "refers to";
        Consolidates = "consolidates", "hợp nhất", "consolidates";
        AdjustedBy = "adjusted_by", "được điều chỉnh bởi", "adjusted by";
        ConcludedBy = "concluded_by", "được kết luận tại", "concluded by";
    }
}

/// A document's relation to another, as a whole or to one clause.
///
/// ```
/// use tiendo::{DocumentId, DocumentRelation, DocumentRelationKind};
/// let relation = DocumentRelation {
///     kind: DocumentRelationKind::Concretises,
///     document: DocumentId::new("57-NQ/TW")?,
///     clause: None,
/// };
/// assert_eq!(relation.kind.as_str(), "concretises");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DocumentRelation {
    /// How this document relates.
    pub kind: DocumentRelationKind,
    /// The other document.
    pub document: DocumentId,
    /// The clause of the other document, where the relation is to one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub clause: Option<Text>,
}

/// A document that sets tasks or stands behind them.
///
/// ```
/// use tiendo::{Document, DocumentId, Text};
/// let document = Document::new(DocumentId::new("02-KH/BCĐTW")?, Text::new("Kế hoạch 02")?);
/// assert!(document.issued_on.is_none());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Document {
    /// Id, unique among documents.
    pub id: DocumentId,
    /// Number as printed; [`DocumentNumber::read`] parses it. Absent for a meeting or an unnumbered paper.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub number: Option<Text>,
    /// Kind of document; absent where it is not known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kind: Option<DocumentKind>,
    /// The agency that issued it, where it is a record of its own.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub issuer: Option<AgencyId>,
    /// The issuer's name as printed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub issuer_name: Option<Text>,
    /// Day of issue.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub issued_on: Option<NaiveDate>,
    /// Day from which it is in force.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub effective_on: Option<NaiveDate>,
    /// Day until which it holds: recurring tasks of a document without a phase run to it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub expires_on: Option<NaiveDate>,
    /// Title in Vietnamese.
    pub title: Text,
    /// Title in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub title_en: Option<Text>,
    /// Other spellings of the number or title that people use.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub aliases: Vec<Text>,
    /// Relations to other documents.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub relations: Vec<DocumentRelation>,
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

impl Document {
    /// A document with an id and a title; all else absent.
    pub fn new(id: DocumentId, title: Text) -> Self {
        Document {
            id,
            number: None,
            kind: None,
            issuer: None,
            issuer_name: None,
            issued_on: None,
            effective_on: None,
            expires_on: None,
            title,
            title_en: None,
            aliases: Vec::new(),
            relations: Vec::new(),
            external_ids: BTreeMap::new(),
            source: None,
            valid_from: None,
            recorded_at: None,
        }
    }
}
