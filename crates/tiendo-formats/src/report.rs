//! The report of an evaluation, as an office reads it: a workbook (feature `xlsx`), a document (feature `docx`).
//!
//! In Vietnamese, as what it goes with is. Which row stands in which class is the core's to say; here it is set in
//! tables. Every sheet and document states D, K, the policy, the calendar and whether reports are simulated; the same
//! evaluation gives the same bytes. Texts of the register are written as texts: never a formula, a field or a link.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use tiendo::{AgencyKind, Evaluation, Row};

use crate::atomic::Overwrite;
use crate::csv::Progress;
use crate::error::Error;
use crate::table::Disclosure;

pub(crate) mod annex;
pub(crate) mod classes;
#[cfg(feature = "docx")]
mod document;
pub(crate) mod figure;
#[cfg(feature = "docx")]
pub(crate) mod letterhead;
#[cfg(any(feature = "xlsx", feature = "docx"))]
pub(crate) mod people;
pub(crate) mod plain;
pub(crate) mod scope;
#[cfg(feature = "xlsx")]
pub(crate) mod sheet;
#[cfg(feature = "xlsx")]
mod workbook;

#[cfg(feature = "docx")]
pub use document::{docx, write_docx};
#[cfg(feature = "xlsx")]
pub use workbook::{write_xlsx, xlsx};

/// Rows between two calls of [`Progress`].
const PROGRESS_ROWS: u64 = 1024;

/// How a report is written.
///
/// ```
/// use tiendo_formats::{Disclosure, Overwrite, report::ReportOptions};
/// let options = ReportOptions { overwrite: Overwrite::Allow, ..ReportOptions::default() };
/// assert_eq!(options.disclosure, Disclosure::Public);
/// ```
#[derive(Clone, Default)]
pub struct ReportOptions<'a> {
    /// What becomes of a file that is there already.
    pub overwrite: Overwrite,
    /// Which tasks may be shown; a report on others is refused, as its sums would tell of them.
    pub disclosure: Disclosure,
    /// Who writes, where and under which number.
    pub letterhead: Letterhead,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

/// What stands at the head and the foot of a document; what is absent is left as dots, to be filled in by hand.
///
/// Source of the layout: Decree 30/2020/NĐ-CP, appendix I.
///
/// ```
/// use tiendo_formats::report::Letterhead;
/// let head = Letterhead { place: Some("Hà Nội".into()), ..Letterhead::default() };
/// assert!(head.number.is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letterhead {
    /// The agency above the one that writes.
    pub superior: Option<String>,
    /// The agency that writes.
    pub agency: Option<String>,
    /// Number and notation, such as `123/VPCP-TH`. For a set of letters the same on each, so better left out.
    pub number: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Day of the document, which need not be the day that is judged.
    pub dated: Option<NaiveDate>,
    /// Post of who signs, such as `CHÁNH VĂN PHÒNG`.
    pub signatory_post: Option<String>,
    /// Name of who signs.
    pub signatory_name: Option<String>,
}

impl ReportOptions<'_> {
    /// Tells how many rows of a file are done.
    pub(crate) fn heard(&self, file: &str, done: u64) -> Result<(), Error> {
        match self.progress {
            Some(progress)
                if done.is_multiple_of(PROGRESS_ROWS)
                    && progress(file, done) == ControlFlow::Break(()) =>
            {
                Err(Error::Cancelled)
            }
            _ => Ok(()),
        }
    }

    /// Refuses rows of tasks that may not be shown.
    pub(crate) fn may_show<'r>(
        &self,
        file: &str,
        rows: impl Iterator<Item = Row<'r>>,
    ) -> Result<(), Error> {
        self.disclosure.refuse(file, rows)
    }

    /// Refuses an evaluation that may not be shown as a whole.
    pub(crate) fn may_show_all(&self, file: &str, evaluation: &Evaluation) -> Result<(), Error> {
        self.may_show(file, evaluation.rows())
    }
}

/// The id of the one agency that a text names: by id, code or name without accents.
pub(crate) fn agency_id(evaluation: &Evaluation, text: &str, file: &str) -> Result<String, Error> {
    let core = |source| Error::Core { path: file.to_owned(), source };
    let agency = evaluation.registry().find_agency(text).map_err(core)?;
    if agency.kind == AgencyKind::Group {
        return Err(core(tiendo::Error::InvalidValue {
            field: "agency",
            value: agency.id.to_string(),
            expected: "one agency, not a group".to_owned(),
        }));
    }
    Ok(agency.id.to_string())
}
