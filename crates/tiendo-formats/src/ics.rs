//! iCalendar, in and out: tasks as VTODO components (RFC 5545), their links as RFC 9253 has them.
//!
//! Writing tells what an evaluation says: one VTODO per task in force, whoever owes it, with its last day, its status on D
//! and the agencies by role. What the format has no place for goes into properties of our own (`X-TIENDO-…`), or is told
//! as a finding; `FORMATS.md` beside this crate says which is which. The same evaluation gives the same bytes.
//!
//! Reading takes the tasks of anybody's file. Each VTODO gives a task or a finding with its line; events, journals and
//! whatever else stands there are counted and passed over. What was guessed at, such as the day of an unknown zone, is
//! told.
//!
//! Lines are read and written here, by no library: none of those that exist tells on which line a value stood or limits
//! what a file may ask for, and the one most used folds Vietnamese texts within a character.
//!
//! ```
//! use tiendo_formats::ics::{self, ReadOptions};
//! let file = "BEGIN:VTODO\r\nUID:a@b\r\nSUMMARY:Nâng cấp cổng\r\nDUE;VALUE=DATE:20250815\r\nEND:VTODO\r\n";
//! let (records, findings) = ics::read("todo.ics", file.as_bytes(), &ReadOptions::default())?;
//! assert_eq!(records.tasks[0].title.as_str(), "Nâng cấp cổng");
//! assert_eq!(records.tasks[0].deadline.text.as_str(), "đến ngày 15/8/2025");
//! // It stands outside a calendar, and names no document.
//! assert_eq!(findings.len(), 2);
//! # Ok::<(), tiendo_formats::Error>(())
//! ```

use std::ops::ControlFlow;

use chrono::NaiveDateTime;
use tiendo::{DocumentId, Lang, Registry};

use crate::atomic::Overwrite;
use crate::error::Error;
use crate::table::Disclosure;

mod component;
mod fields;
mod lines;
mod property;
mod read;
mod text;
mod todo;
mod value;
mod write;

pub use read::{read, read_file};
pub use write::{write, write_file};

/// Hears the file and the number of tasks done, now and then; `Break` stops the operation.
pub type Progress<'a> = &'a dyn Fn(&str, u64) -> ControlFlow<()>;

/// Tasks between two calls of [`Progress`].
const PROGRESS_TASKS: u64 = 1024;

/// The zone of all times that are written; Viet Nam has kept UTC+7 without change since 1975.
const ZONE: &str = "Asia/Ho_Chi_Minh";

/// Begins the name of every property of our own.
const OWN: &str = "X-TIENDO-";

/// Limits of reading, and what the file does not say.
///
/// ```
/// use tiendo_formats::ics::ReadOptions;
/// let options = ReadOptions { max_tasks: 10, ..ReadOptions::default() };
/// assert_eq!(options.max_depth, 16);
/// ```
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The document that sets tasks which name none; by default the file stands for it, under its name.
    pub document: Option<&'a DocumentId>,
    /// The register that the tasks are read for: agencies of other people's files are found in it by their names, and
    /// what it holds already is not made anew. Without one, the agencies of other people's files are not taken.
    pub registry: Option<&'a Registry>,
    /// Longest file in bytes; 256 MiB by default.
    pub max_file_bytes: u64,
    /// Longest line in bytes, put together of its folds; 1 MiB by default.
    pub max_line_bytes: usize,
    /// Most components within each other; 16 by default.
    pub max_depth: usize,
    /// Most properties of one task; 10,000 by default.
    pub max_properties: usize,
    /// Most tasks of one file; 1,000,000 by default.
    pub max_tasks: usize,
    /// Most findings of one code that are listed; 10,000 by default. The rest is counted.
    pub max_findings: u64,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        ReadOptions {
            document: None,
            registry: None,
            max_file_bytes: 256 << 20,
            max_line_bytes: 1 << 20,
            max_depth: 16,
            max_properties: 10_000,
            max_tasks: 1_000_000,
            max_findings: 10_000,
            progress: None,
        }
    }
}

/// How the last day is written.
///
/// ```
/// assert_eq!(tiendo_formats::ics::DueForm::default(), tiendo_formats::ics::DueForm::EndOfDay);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DueForm {
    /// Its last second in Viet Nam: no program takes a task for overdue on its last day.
    #[default]
    EndOfDay,
    /// The day alone. Programs disagree whether such a task is overdue on that day or after it.
    Day,
}

/// How a file is written.
///
/// ```
/// use tiendo_formats::ics::WriteOptions;
/// let options = WriteOptions { remind_working_days: Some(5), ..WriteOptions::default() };
/// assert_eq!(options.domain, "tiendo");
/// ```
#[derive(Clone, Copy)]
pub struct WriteOptions<'a> {
    /// What becomes of a file that is there already.
    pub overwrite: Overwrite,
    /// Which tasks may be shown; a file with others is refused.
    pub disclosure: Disclosure,
    /// Language of titles, names and words.
    pub lang: Lang,
    /// How the last day is written.
    pub due: DueForm,
    /// A reminder so many working days before the last day, at eight in the morning; absent for none.
    pub remind_working_days: Option<u16>,
    /// The instant of writing in Viet Nam time, for DTSTAMP; absent for the last second of K, or of D without K.
    pub stamp: Option<NaiveDateTime>,
    /// Tells the tasks of one register from those of another: UIDs are made of it and the task's id. 1 to 255 bytes.
    pub domain: &'a str,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for WriteOptions<'_> {
    fn default() -> Self {
        WriteOptions {
            overwrite: Overwrite::Refuse,
            disclosure: Disclosure::Public,
            lang: Lang::Vi,
            due: DueForm::EndOfDay,
            remind_working_days: None,
            stamp: None,
            domain: "tiendo",
            progress: None,
        }
    }
}

/// Tells how many tasks of a file are done.
fn heard(progress: Option<Progress<'_>>, file: &str, done: u64) -> Result<(), Error> {
    match progress {
        Some(progress)
            if done.is_multiple_of(PROGRESS_TASKS)
                && progress(file, done) == ControlFlow::Break(()) =>
        {
            Err(Error::Cancelled)
        }
        _ => Ok(()),
    }
}
