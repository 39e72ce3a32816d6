//! What a state promised, who owes it, and whether it is on time.
//!
//! The core model and the rules of `tiendo`: resolutions, tasks, KPIs and phased plans as plain data, and pure
//! functions from a registry, a day and a policy to numbers. No clock, no files, no network.

pub mod calendar;
pub mod day;
pub mod deadline;
pub mod error;
pub mod finding;
pub mod id;
pub mod period;
pub mod text;
mod vocabulary;

pub use calendar::{Calendar, CalendarDay, CalendarEntry, CalendarReply, Weekday};
pub use deadline::{
    BeforeReading, Deadline, DeadlineClass, Due, DueDay, Firmness, Form, Occurrence, Occurrences,
    PartOfPeriod, Reading, Recurrence, TermUnit,
};
pub use error::{Code, Error};
pub use finding::{Finding, FindingCode, Place, RecordKind, Severity};
pub use id::{AgencyId, DocumentId, GroupId, KpiId, PhaseId, PlanId, ReportId, TaskId};
pub use period::{Period, PeriodKind};
pub use text::Text;
pub use vocabulary::Lang;
