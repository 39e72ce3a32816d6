//! How a report is made.

use tiendo::{Evaluation, Lang};
use tiendo_formats::csv::Progress;
use tiendo_formats::{Error, Overwrite};

use crate::escape::fragment;

/// How a report is made; the default is Vietnamese, compared with nothing, replacing nothing, on one thread.
///
/// ```
/// use tiendo::Lang;
/// use tiendo_report::ReportOptions;
/// let options = ReportOptions { lang: Lang::En, ..ReportOptions::default() };
/// assert!(options.previous.is_none());
/// ```
#[derive(Clone, Default)]
pub struct ReportOptions<'a> {
    /// The language of all that is not a text of the register.
    pub lang: Lang,
    /// What becomes of a file that is there already.
    pub overwrite: Overwrite,
    /// The evaluation that the last report was made of: what changed since is told.
    pub previous: Option<&'a Evaluation>,
    /// Files that are published beside this one, such as the annexes as workbook and document.
    pub attachments: Vec<Attachment>,
    /// Who hears how far it is: tasks of a page, or pages of a folder, and may stop it.
    pub progress: Option<Progress<'a>>,
    /// On how many threads the pages of a folder are made; none is one. The pages are the same.
    pub threads: usize,
}

impl ReportOptions<'_> {
    /// Tells that so much of a file is done.
    pub(crate) fn heard(&self, file: &str, done: u64) -> Result<(), Error> {
        match self.progress {
            Some(progress) if progress(file, done).is_break() => Err(Error::Cancelled),
            _ => Ok(()),
        }
    }
}

/// A file that is published beside a report.
///
/// ```
/// use tiendo_report::Attachment;
/// let annex = Attachment { label: "Phụ lục (Excel)".into(), file: "phu-luc.xlsx".into() };
/// assert_eq!(annex.file, "phu-luc.xlsx");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What the link says.
    pub label: String,
    /// Name of the file, in the folder of the report.
    pub file: String,
}

impl Attachment {
    /// Its address beside the page: its name alone, whatever it is.
    pub(crate) fn address(&self) -> String {
        format!("./{}", fragment(&self.file).replace('/', "%2F"))
    }
}
