//! Records: all that a registry holds, as plain lists; the public JSON form of a registry.

use crate::agency::{Agency, Succession, Transfer};
use crate::allocation::Allocation;
use crate::document::Document;
use crate::kpi::Kpi;
use crate::plan::Plan;
use crate::report::Report;
use crate::task::Task;

/// Lists of records, as a file holds them, in any order and not yet checked against each other.
///
/// ```
/// use tiendo::{Document, DocumentId, Records, Text};
/// let mut records = Records::default();
/// records.documents.push(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
/// assert!(records.tasks.is_empty());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Records {
    /// Documents.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub documents: Vec<Document>,
    /// Agencies and groups.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub agencies: Vec<Agency>,
    /// Which agency followed which.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub successions: Vec<Succession>,
    /// Plans with their phases and groups.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub plans: Vec<Plan>,
    /// Tasks.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub tasks: Vec<Task>,
    /// Tasks handed from one agency to another.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub transfers: Vec<Transfer>,
    /// Reports.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub reports: Vec<Report>,
    /// Money for tasks.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub allocations: Vec<Allocation>,
    /// KPIs.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub kpis: Vec<Kpi>,
}

impl Records {
    /// Number of records of all kinds.
    pub fn len(&self) -> usize {
        self.documents.len()
            + self.agencies.len()
            + self.successions.len()
            + self.plans.len()
            + self.tasks.len()
            + self.transfers.len()
            + self.reports.len()
            + self.allocations.len()
            + self.kpis.len()
    }

    /// True where there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends all records of `other`.
    pub fn append(&mut self, other: Records) {
        self.documents.extend(other.documents);
        self.agencies.extend(other.agencies);
        self.successions.extend(other.successions);
        self.plans.extend(other.plans);
        self.tasks.extend(other.tasks);
        self.transfers.extend(other.transfers);
        self.reports.extend(other.reports);
        self.allocations.extend(other.allocations);
        self.kpis.extend(other.kpis);
    }
}
