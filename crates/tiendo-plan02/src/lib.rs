//! The public register of Resolution 57-NQ/TW and Plan 02-KH/BCĐTW as data: documents and their
//! relations, agencies with the 3,321 communes, what became of the 63 provinces and of the
//! ministries merged in 2025, tasks, KPIs.
//!
//! Every record says where it was read (a plan, through its document). The files under `data/` are
//! made from the collector's tables by `cargo xtask codegen`; nothing is read at run time but what
//! is compiled in.
//!
//! **What the register does not have is progress**: nobody publishes it task by task, so
//! [`records`] holds no report, and nothing here says or suggests that an agency is on time or
//! late. For demonstrations [`simulated_reports`] invents reports, marked as such.
//!
//! How the register models what its sources leave open:
//! - today's provinces and ministries stand under one id before and after the mergers of 2025,
//!   because the sources address them so; 29 former provinces and 7 ended ministries are agencies
//!   of their own with a last day and a succession;
//! - 'all provinces' are the 34 and 'all ministries' the 22 bodies of today, on any day;
//! - communes exist from 1 July 2025; the departments of the provinces are not listed, so
//!   `SO-NGANH` has no member;
//! - a bare name such as 'Lâm Đồng' or 'Hà Nam' means the People's Committee of the province,
//!   present or former.

mod error;
mod simulated;

pub use error::Error;
pub use simulated::simulated_reports;

use serde::de::DeserializeOwned;
use tiendo::{Agency, Records};

/// Runs the program of the README, of which this crate has all that it uses.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

/// The register: 157 documents, 243 agencies and 3,321 communes, 39 successions, Plan 02, 192
/// tasks, 65 KPIs, and no report.
///
/// Shape: records in the order of the collector's tables; communes follow the other agencies.
///
/// # Errors
/// - [`Error::Data`] when a compiled-in file does not fit the record types, which a test of this
///   crate excludes.
///
/// # Example
/// ```
/// let records = tiendo_plan02::records()?;
/// assert_eq!(records.tasks.len(), 192);
/// assert!(records.tasks.iter().all(|task| task.source.is_some()));
/// assert!(records.reports.is_empty());
/// # Ok::<(), tiendo_plan02::Error>(())
/// ```
pub fn records() -> Result<Records, Error> {
    let mut agencies: Vec<Agency> = parse("agencies.json", include_str!("../data/agencies.json"))?;
    let communes: Vec<Agency> = parse("communes.json", include_str!("../data/communes.json"))?;
    agencies.extend(communes);
    Ok(Records {
        documents: parse("documents.json", include_str!("../data/documents.json"))?,
        agencies,
        successions: parse("successions.json", include_str!("../data/successions.json"))?,
        plans: parse("plans.json", include_str!("../data/plans.json"))?,
        tasks: parse("tasks.json", include_str!("../data/tasks.json"))?,
        kpis: parse("kpis.json", include_str!("../data/kpis.json"))?,
        ..Records::default()
    })
}

fn parse<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|source| Error::Data { file, source })
}
