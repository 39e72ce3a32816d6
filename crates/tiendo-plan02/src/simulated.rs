//! Invented reports for demonstrations and tests.

mod dice;
mod row;
mod script;
mod story;

use tiendo::{Records, Report};

/// Invents reports on the tasks of `records`: they say **nothing** about any agency.
///
/// Every report is made up by arithmetic on `seed`, the task's id and the addressee's id, carries
/// [`Provenance::Simulated`](tiendo::Provenance::Simulated), an id `SIM-…` and '(mô phỏng)' in its
/// words. All agencies draw from one distribution: which agency it is changes no chance, so a
/// difference between two of them is chance alone.
///
/// The picture on 31 December 2025: about four of five rows done, a tenth of those with a term
/// late; the others open, overdue, suspended, cancelled or silent. All report kinds occur, and what
/// real registers are full of: reports recorded months later or before the day they speak of,
/// returned and repeated completions, extensions granted, refused, granted after the term or taken
/// by those who may not, 100 percent without completion, reports without a sender.
///
/// Edge values: reported days lie within 19 June and 31 December 2025, recording instants within 19
/// June 2025 and 31 January 2026. No report for a task assigned later, for one due before 19 June
/// 2025, for a group without members, and for a tenth of the communes where all of them are
/// addressed. The reports on a row never depend on other rows, so one more task changes none of the
/// others. Same seed, same bytes. Last days come from the collector's reading of the register; a
/// task of other records is taken to have none.
///
/// # Example
/// ```
/// use tiendo::Provenance;
/// let mut records = tiendo_plan02::records()?;
/// let reports = tiendo_plan02::simulated_reports(&records, 57);
/// assert!(reports.iter().all(|report| report.provenance == Provenance::Simulated));
/// assert!(reports.iter().all(|report| report.id.as_str().starts_with("SIM-")));
/// records.reports = reports;
/// # Ok::<(), tiendo_plan02::Error>(())
/// ```
pub fn simulated_reports(records: &Records, seed: u64) -> Vec<Report> {
    row::rows(records, seed).iter().flat_map(story::tell).collect()
}
