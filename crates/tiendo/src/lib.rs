//! What a state promised, who owes it, and whether it is on time.
//!
//! The core model and the rules of `tiendo`: resolutions, tasks, KPIs and phased plans as plain data, and pure
//! functions from a registry, a day and a policy to numbers. No clock, no files, no network.

pub mod agency;
pub mod allocation;
pub mod as_of;
pub mod calendar;
pub mod changes;
pub mod check;
pub mod class;
mod columns;
pub mod day;
pub mod deadline;
pub mod document;
pub mod error;
pub mod evaluation;
pub mod explain;
pub mod finding;
pub mod history;
pub mod id;
pub mod kpi;
pub mod live;
pub mod owed;
pub mod period;
pub mod plan;
pub mod policy;
#[cfg(feature = "serde")]
mod query;
pub mod ranking;
pub mod records;
pub mod registry;
pub mod report;
pub mod resources;
pub mod rollup;
pub mod schedule;
#[cfg(feature = "schema")]
pub mod schema;
pub mod scheme;
pub mod score;
pub mod search;
pub mod status;
pub mod sums;
pub mod task;
pub mod text;
pub mod threads;
pub mod urging;
mod vocabulary;
pub mod warn;
pub mod watch;

pub use agency::{Agency, AgencyKind, Branch, Level, Succession, SuccessionKind, Transfer};
pub use allocation::{Allocation, AllocationSource};
pub use as_of::AsOf;
pub use calendar::{Calendar, CalendarDay, CalendarEntry, CalendarReply, Weekday};
pub use changes::{AgencyChange, Changes, RowChange, SumsChange};
pub use check::Completeness;
pub use class::OfficialClass;
pub use deadline::{
    BeforeReading, Deadline, DeadlineClass, Due, DueDay, Firmness, Form, Occurrence, Occurrences,
    PartOfPeriod, Reading, Recurrence, TermUnit,
};
pub use document::{
    Document, DocumentKind, DocumentNumber, DocumentRelation, DocumentRelationKind, NumberReading,
    NumberStyle, PartialNumber,
};
pub use error::{Code, Error};
pub use evaluation::{Evaluation, OccurrenceCounts, Row, Said, SetAside};
pub use explain::{Explanation, Fact, FactCode};
pub use finding::{Finding, FindingCode, Place, RecordKind, Severity};
pub use history::{History, HistoryAxis, HistoryKey, HistoryOptions, HistoryRow, HistorySeries};
pub use id::{AgencyId, DocumentId, GroupId, KpiId, PhaseId, PlanId, ReportId, TaskId};
pub use kpi::{
    Aggregation, Direction, Kpi, KpiDay, KpiPoint, KpiRollup, KpiRollupRow, KpiScore, KpiStanding,
    KpiState, Measurement, PeopleAsked,
};
pub use live::LiveEvaluation;
pub use owed::{Owed, OwedFilter, Role, Within};
pub use period::{Period, PeriodKind};
pub use plan::{Phase, Plan, TaskGroup};
pub use policy::{Clear, DeadlineBasis, ExtensionCounts, Policy, Rate, ReportingMonth, Silence};
#[cfg(feature = "serde")]
pub use query::query;
pub use ranking::{Exclusion, RankCause, RankChange, RankChanges, Ranking, RankingRow, Shift};
pub use records::{Records, UnknownFields};
pub use registry::{LeanId, LeanReport, LeanTask, Registry, RegistryBuilder};
pub use report::{Cause, Provenance, Report, ReportKind};
pub use resources::{MoneySums, Resources, SourceSums, TaskResources};
pub use rollup::{Axis, Classified, Counting, Rollup, RollupOptions, RollupRow, Scope};
pub use scheme::{
    Adjustment, Band, Component, Counted, Label, Measure, Part, Points, ProductMeasure, Scheme,
};
pub use score::{Score, ScoreAdjustment, ScoreComponent, ScoredProduct, Scores, SubjectInputs};
pub use search::{
    Match, SearchHit, SearchHits, SearchIndex, SearchOptions, SearchOrder, SearchText,
};
pub use status::{STATUS_COUNT, Status};
pub use sums::{Ratio, Sums};
pub use task::{
    AddresseeMode, Classification, ClassificationBasis, Dependency, DependencyKind, Product,
    ProductKind, Stage, Task, TaskRelation, TaskRelationKind,
};
pub use text::Text;
pub use threads::Threads;
pub use urging::Urging;
pub use vocabulary::Lang;
pub use warn::{
    WarnBy, WarnForm, WarnGroup, WarnOptions, WarnThresholds, Warning, WarningKind, Warnings,
};
pub use watch::Watch;
