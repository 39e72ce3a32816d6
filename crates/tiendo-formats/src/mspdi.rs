//! MS Project XML (MSPDI), in and out: tasks with their outline, links, calendar, deadlines, progress and agencies.
//!
//! What goes where, and what the format has no place for, stands in `FORMATS.md` beside this crate. A file that was written
//! here carries the words of the register in custom fields whose aliases begin with `tiendo:`, and reads back to the same
//! tasks; in any other file a row is a task of the file's own document.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use tiendo::Lang;

use crate::atomic::Overwrite;
use crate::csv::Progress;
use crate::error::Error;
use crate::table::Disclosure;

mod calendar;
mod field;
mod length;
mod lost;
mod outline;
mod read;
mod state;
mod task;
mod write;

pub use calendar::{read_calendar, read_calendar_file};
pub use read::{read, read_file};
pub use write::{write, write_file};

/// Namespace of the files that MS Project writes.
const NAMESPACE: &str = "http://schemas.microsoft.com/project";

/// Rows between two calls of [`Progress`].
const PROGRESS_ROWS: u64 = 1024;

/// How a file is read, and the limits of it.
///
/// ```
/// use tiendo_formats::mspdi::ReadOptions;
/// let options = ReadOptions { document: Some("77/KH-UBND"), ..ReadOptions::default() };
/// assert!(!options.finish_as_deadline);
/// ```
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// Id of the document that sets the tasks of a file that names none; its title or name by default.
    pub document: Option<&'a str>,
    /// What the ids of tasks and resources begin with, before the number that the file gives them; `MSP-` by default. Files
    /// of the same numbers are told apart by it.
    pub id_prefix: &'a str,
    /// The day that percentages speak of; the status day of the file by default, else the day it was made or saved.
    pub reported_on: Option<NaiveDate>,
    /// Takes the planned finish of a row without a deadline for its deadline. Off by default: a plan is no promise.
    pub finish_as_deadline: bool,
    /// Longest file in bytes; 1 GiB by default.
    pub max_file_bytes: u64,
    /// Most rows of tasks, resources and assignments each; a million by default.
    pub max_rows: u64,
    /// Most findings of one code that are listed; 10,000 by default. The rest is counted.
    pub max_findings: u64,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        ReadOptions {
            document: None,
            id_prefix: "MSP-",
            reported_on: None,
            finish_as_deadline: false,
            max_file_bytes: 1 << 30,
            max_rows: 1_000_000,
            max_findings: 10_000,
            progress: None,
        }
    }
}

/// How a file is written.
///
/// ```
/// use tiendo_formats::{Disclosure, mspdi::WriteOptions};
/// assert_eq!(WriteOptions::default().disclosure, Disclosure::Public);
/// ```
#[derive(Clone, Copy, Default)]
pub struct WriteOptions<'a> {
    /// What becomes of a file that is there already.
    pub overwrite: Overwrite,
    /// Which tasks may be shown; an evaluation with others is refused.
    pub disclosure: Disclosure,
    /// Language of titles and names, where the register has it.
    pub lang: Lang,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

/// Tells how many rows of a file are done.
fn heard(progress: Option<Progress<'_>>, file: &str, done: u64) -> Result<(), Error> {
    match progress {
        Some(progress)
            if done.is_multiple_of(PROGRESS_ROWS)
                && progress(file, done) == ControlFlow::Break(()) =>
        {
            Err(Error::Cancelled)
        }
        _ => Ok(()),
    }
}
