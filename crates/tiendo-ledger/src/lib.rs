//! The history of a register in one SQLite file: append-only, hash-chained, replayed to a registry.
//!
//! `LEDGER.md` beside this crate holds the tables, the bytes that are hashed, and what is promised under which settings.

mod ahead;
mod anchor;
mod batch;
mod beside;
mod canonical;
mod carve;
mod chain;
mod clearance;
mod entry;
mod error;
mod file;
mod freeze;
mod known;
mod later;
mod ledger;
mod lines;
mod locks;
mod pages;
mod person;
mod record;
mod salvaged;
mod scan;
mod schema;
mod turn;

pub use batch::Batch;
pub use canonical::{Feed, Hash, Head};
pub use entry::Entry;
pub use error::{Code, Error, Problem, ProblemKind};
pub use file::{Access, OpenOptions};
pub use freeze::Freeze;
pub use later::Later;
pub use ledger::{
    Appended, Bulk, Erased, Fault, ImportOptions, Imported, Ledger, LogLine, NewLedger,
    OpenFinding, PersonRecord, RegistryOptions, Trust, Upgrade, Verified,
};
pub use record::{
    Erasure, KpiMeasurement, Origin, Record, RecordId, Recorded, Rollback, UnknownOfRecord,
    Withdrawal,
};
pub use salvaged::{Carried, Loss, LossReason, Salvage, Salvaged, Span};
