//! StratML Part 2 (ANSI/AIIM 22:2017, ISO 17469 family), in and out: plans and performance reports.
//!
//! Task groups are goals, tasks are objectives, KPIs are performance indicators with their baselines, targets and
//! measurements; the deadline of a task is the target of an indicator called `Completion`, which StratML has no element
//! for. What has no place at all (direction, weight, reports, relations …) goes into `OtherInformation` as one JSON object
//! that this reader takes back, so `read(write(x)) = x` for all that an evaluation says. Where another tool changed a
//! name, an id, an addressee, a post or a figure of a KPI in its element, that wins over the JSON beside it; deadlines and
//! reports are read from the JSON.
//!
//! What is written is valid against `PerformancePlanOrReport20160216.xsd`. What is read need not be: real files stand in
//! three namespaces or none, have identifiers that begin with digits, elements out of order and twice, and spaces for
//! values. All of that is read and told. `FORMATS.md` has the table of what is carried and lost.
//!
//! ```
//! use tiendo::{day, AsOf, Deadline, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text};
//! use tiendo_formats::stratml::{self, ReadOptions, WriteOptions};
//! let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?);
//! task.assigned_on = Some(day::parse("2025-06-23")?);
//! task.deadline = Deadline::before(day::parse("2025-08-15")?);
//! let mut builder = RegistryBuilder::new();
//! builder.add_task(task.clone());
//! let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-08-20")?)?, &Policy::default())?;
//! let mut file = Vec::new();
//! stratml::write(&evaluation, &mut file, &WriteOptions::default())?;
//! let (records, findings) = stratml::read("plan.xml", &file[..], &ReadOptions::default())?;
//! assert_eq!(records.tasks, [task]);
//! assert!(findings.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::io::{Read, Write};
use std::path::Path;

use tiendo::{Evaluation, Finding, Lang, Records};

use crate::atomic::{Overwrite, write_atomically};
use crate::csv::Progress;
use crate::error::Error;
use crate::opened::opened;
use crate::table::Disclosure;

mod carried;
mod identifier;
mod indicator;
mod intake;
mod own;
mod schema;
mod stakeholder;
mod write;

/// The namespace of the schema in force.
const NAMESPACE: &str = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport";

/// The name of the indicator that holds the deadline and the completion of a task.
const COMPLETION: &str = "Completion";

/// Elements between two calls of [`Progress`].
const PROGRESS_OBJECTIVES: u64 = 256;

/// Limits of reading.
///
/// ```
/// use tiendo_formats::stratml::ReadOptions;
/// assert_eq!(ReadOptions::default().max_elements, 4_000_000);
/// ```
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// Longest file in bytes; 256 MiB by default.
    pub max_file_bytes: u64,
    /// Most findings of one code that are listed; 10,000 by default. The rest is counted.
    pub max_findings: u64,
    /// Most elements; four million by default. A file is held in memory as a whole.
    pub max_elements: u64,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        ReadOptions {
            max_file_bytes: 256 << 20,
            max_findings: 10_000,
            max_elements: 4_000_000,
            progress: None,
        }
    }
}

/// Which reports go into a file.
///
/// ```
/// assert_eq!(tiendo_formats::stratml::Reports::default(), tiendo_formats::stratml::Reports::All);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reports {
    /// All that D and K show, as JSON beside the completion of each task.
    #[default]
    All,
    /// None: of a task only its percent or the day of its completion is written.
    State,
}

/// How files are written.
///
/// ```
/// use tiendo_formats::{Disclosure, stratml::WriteOptions};
/// assert_eq!(WriteOptions::default().disclosure, Disclosure::Public);
/// ```
#[derive(Clone, Default)]
pub struct WriteOptions<'a> {
    /// What becomes of a file that is there already.
    pub overwrite: Overwrite,
    /// Which tasks may be shown; a file with others is refused.
    pub disclosure: Disclosure,
    /// Language of what is made up: titles, statuses, the line on the scope.
    pub lang: Lang,
    /// Which reports go into the file.
    pub reports: Reports,
    /// Name of the plan or report; absent: that of the one plan, or one of our making.
    pub name: Option<String>,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

/// Reads a file.
///
/// # Errors
/// - [`Error::Io`] where it cannot be read; as [`read`].
///
/// # Example
/// ```no_run
/// use tiendo_formats::stratml::{self, ReadOptions};
/// let (records, findings) = stratml::read_file("plan.xml", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_file(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let (name, input) = opened(path.as_ref())?;
    read(&name, input, options)
}

/// Reads StratML of either part, of any of its namespaces or none; `file` is the name that findings say.
///
/// # Errors
/// - [`Error::Malformed`] for what is no XML or no StratML, for a document type, for an entity that XML does not know.
/// - [`Error::LimitExceeded`] for a file that is too long, too deep or has too many elements.
/// - [`Error::Io`] where the input cannot be read; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo_formats::stratml::{self, ReadOptions};
/// let file = "<StrategicPlan><Name>Plan</Name><StrategicPlanCore><Goal><Name>Data</Name>\
///     <Objective><Name>Clean land records</Name><Identifier>1</Identifier></Objective></Goal>\
///     </StrategicPlanCore></StrategicPlan>";
/// let (records, findings) = stratml::read("plan.xml", file.as_bytes(), &ReadOptions::default())?;
/// assert_eq!(records.tasks[0].title.as_str(), "Clean land records");
/// assert!(findings.iter().any(|finding| finding.code.as_str() == "identifier_form"));
/// assert!(stratml::read("plan.xml", &b"<html/>"[..], &ReadOptions::default()).is_err());
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    intake::read(file, input, options)
}

/// Writes what an evaluation says, whole or not at all. Returned is what could not be carried.
///
/// # Errors
/// - [`Error::Exists`] for a file that is there already, unless [`WriteOptions::overwrite`] allows it.
/// - [`Error::NotPublic`] for tasks that [`WriteOptions::disclosure`] hides.
/// - [`Error::Io`] where it cannot be written; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// # fn run(evaluation: &tiendo::Evaluation) -> Result<(), tiendo_formats::Error> {
/// use tiendo_formats::stratml::{self, WriteOptions};
/// let lost = stratml::write_file(evaluation, "plan.xml", &WriteOptions::default())?;
/// # Ok(()) }
/// ```
pub fn write_file(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    write_atomically(path, options.overwrite, |draft| {
        write::write(evaluation, draft, &file, options)
    })
}

/// What [`write_file`] writes, into `out`.
///
/// # Errors
/// - As [`write_file`], but for those of files.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::stratml::{self, WriteOptions};
/// let as_of = AsOf::new(day::parse("2025-07-31")?)?;
/// let evaluation = RegistryBuilder::new().finish().evaluate(as_of, &Policy::default())?;
/// let mut file = Vec::new();
/// stratml::write(&evaluation, &mut file, &WriteOptions::default())?;
/// assert!(String::from_utf8(file)?.contains("<PublicationDate>2025-07-31</PublicationDate>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(
    evaluation: &Evaluation,
    mut out: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    write::write(evaluation, &mut out, "stratml", options)
}
