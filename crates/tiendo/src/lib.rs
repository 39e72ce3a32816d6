//! What a state promised, who owes it, and whether it is on time.
//!
//! The core model and the rules of `tiendo`: resolutions, tasks, KPIs and phased plans as plain data, and pure
//! functions from a registry, a day and a policy to numbers. No clock, no files, no network.

pub mod agency;
pub mod allocation;
pub mod day;
pub mod deadline;
pub mod document;
pub mod error;
pub mod finding;
pub mod id;
pub mod kpi;
pub mod plan;
pub mod records;
pub mod report;
pub mod task;
pub mod text;
mod vocabulary;

pub use agency::{Agency, AgencyKind, Branch, Level, Succession, SuccessionKind, Transfer};
pub use allocation::{Allocation, AllocationSource};
pub use deadline::Deadline;
pub use document::{Document, DocumentKind, DocumentRelation, DocumentRelationKind};
pub use error::{Code, Error};
pub use finding::{Finding, FindingCode, Place, RecordKind, Severity};
pub use id::{AgencyId, DocumentId, GroupId, KpiId, PhaseId, PlanId, ReportId, TaskId};
pub use kpi::{Aggregation, Direction, Kpi, KpiPoint, Measurement, PeopleAsked};
pub use plan::{Phase, Plan, TaskGroup};
pub use records::Records;
pub use report::{Cause, Provenance, Report, ReportKind};
pub use task::{
    AddresseeMode, Classification, ClassificationBasis, Dependency, DependencyKind, Product,
    ProductKind, Stage, Task, TaskRelation, TaskRelationKind,
};
pub use text::Text;
pub use vocabulary::Lang;
