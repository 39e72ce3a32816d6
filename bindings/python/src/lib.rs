//! The Python binding of `tiendo`: the private module `tiendo._native`.
//!
//! Every class is frozen and holds an `Arc`, so objects may be shared between threads; whatever takes longer than a moment
//! runs detached from the interpreter. No rule lives here: arguments are converted, the core is called, and what it says is
//! converted back. The documentation of the package is written in these files and nowhere else: `help()` and the stub take
//! it from here.

mod annex;
mod arrow;
mod calendar;
mod columns;
mod convert;
mod deadline;
mod error;
mod evaluation;
mod explain;
mod finding;
mod formats;
mod history;
mod ledger;
mod live;
mod monday;
mod number;
mod office;
mod page;
mod period;
mod policy;
mod public;
mod ranking;
mod registry;
mod rollup;
mod row;
mod said;
mod schedule;
mod scope;
mod scoring;
mod search;
mod shape;
mod sums;
mod table;
mod threads;
mod urging;
mod watch;
mod word;

/// The compiled part of the package `tiendo`; private, use the package.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::annex::{Import, read_annex};
    #[pymodule_export]
    use crate::calendar::{Calendar, CalendarDay};
    #[pymodule_export]
    use crate::convert::record_json;
    #[pymodule_export]
    use crate::deadline::{Deadline, Reading};
    #[pymodule_export]
    use crate::evaluation::{Completeness, Evaluation, Owed};
    #[pymodule_export]
    use crate::explain::{Explanation, Fact};
    #[pymodule_export]
    use crate::finding::{Finding, Findings};
    #[pymodule_export]
    use crate::formats::{
        packet_profile, read_ics, read_mspdi, read_mspdi_calendar, read_packet, read_parquet,
        read_stratml,
    };
    #[pymodule_export]
    use crate::history::History;
    #[pymodule_export]
    use crate::ledger::{
        Appended, Batch, Entry, Erased, Freeze, Head, Imported, Ledger, LogLine, PersonRecord,
        Salvaged, Upgrade, Verified,
    };
    #[pymodule_export]
    use crate::live::LiveEvaluation;
    #[pymodule_export]
    use crate::number::{DocumentNumber, NumberReading};
    #[pymodule_export]
    use crate::office::{Letter, Letterhead};
    #[pymodule_export]
    use crate::page::ReportPage;
    #[pymodule_export]
    use crate::period::Period;
    #[pymodule_export]
    use crate::policy::Policy;
    #[pymodule_export]
    use crate::ranking::{Ranking, RankingRow};
    #[pymodule_export]
    use crate::registry::{Registry, RegistryBuilder, Tasks, plan02_registry};
    #[pymodule_export]
    use crate::rollup::{Rollup, RollupRow};
    #[pymodule_export]
    use crate::row::{OccurrenceCounts, Row};
    #[pymodule_export]
    use crate::said::Said;
    #[pymodule_export]
    use crate::schedule::{Schedule, ScheduledTask};
    #[pymodule_export]
    use crate::scope::Scope;
    #[pymodule_export]
    use crate::scoring::{falling, scheme, scheme_from_toml, scheme_names, scheme_to_toml, score};
    #[pymodule_export]
    use crate::search::{SearchHit, SearchHits};
    #[pymodule_export]
    use crate::sums::{Ratio, Sums};
    #[pymodule_export]
    use crate::urging::Urging;
    #[pymodule_export]
    use crate::word::label;
    #[pymodule_export]
    #[allow(non_upper_case_globals)] // the name that Python expects
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
