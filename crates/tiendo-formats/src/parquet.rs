//! Parquet, out and in: what an evaluation says and all records, for any table engine; and records from any of them.
//!
//! Out, one file per table, over the columns of [`crate::arrow`] and [`crate::table`]; `FORMATS.md` beside this crate says
//! which column is what. Words that repeat are dictionaries, days are `date32`, instants `timestamp[ms]` without a zone.
//! Each field's metadata has its name in Vietnamese and English and its unit; the file's has the scope, under
//! [`crate::arrow::METADATA_KEY`]. Row groups are of bounded size, and memory is that of one of them, however long the
//! file gets (of a history, that of its table, for it is in memory as a whole). The same evaluation gives the same bytes.
//!
//! In, records only, for results are computed: files of this module and those that pandas, Polars, DuckDB or Spark wrote.
//! Columns are found by name or by header, in any type that can be read as what they hold; each row is read whole or
//! reported with file, row, column and value. A file is not believed: its footer and the header of each of its pages are
//! gone through before the crate `parquet` sees them, so that what they claim is within the limits of [`ReadOptions`].
//! Panics that this crate still knows for broken files are caught where a file is read, and are an error; the hook of the
//! host hears of them. A build that aborts on panic would end there, so this workspace unwinds.
//!
//! ```no_run
//! use tiendo_formats::parquet::{self, ReadOptions, WriteOptions};
//! let (records, findings) = parquet::read_folder("lake/register", &ReadOptions::default())?;
//! # Ok::<(), tiendo_formats::Error>(())
//! ```

use tiendo::{Evaluation, History, HistoryAxis};

use crate::atomic::Overwrite;
use crate::csv::Progress;
use crate::table::{Disclosure, Table};

mod column;
mod field;
mod footer;
mod hive;
mod pages;
mod place;
mod read;
mod records;
mod shape;
mod thrift;
mod write;

pub use hive::{Partition, write_partitioned};
pub use read::{read, read_file, read_folder, read_reports, read_tasks};
pub use write::{
    write, write_evaluation, write_file, write_folder, write_history, write_reports, write_tasks,
};

/// The ending of the files.
const ENDING: &str = "parquet";

/// What a file holds.
///
/// ```
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::parquet::Contents;
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// assert_eq!(Contents::Evaluation(&evaluation).name(), "evaluation");
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Contents<'a> {
    /// The rows of an evaluation: what holds at D and K.
    Evaluation(&'a Evaluation),
    /// A table of the records that were evaluated, the newest version of each.
    Records(&'a Evaluation, Table),
    /// The sums of every day along an axis.
    History(&'a History, HistoryAxis),
}

impl Contents<'_> {
    /// Name of the table, and of its file in a folder.
    pub fn name(&self) -> &'static str {
        match self {
            Contents::Evaluation(_) => "evaluation",
            Contents::Records(_, table) => table.name(),
            Contents::History(..) => "history",
        }
    }
}

/// How files are read, and the limits of it. What is beyond a limit is refused before memory is spent on it.
///
/// ```
/// assert_eq!(tiendo_formats::parquet::ReadOptions::default().max_columns, 1_024);
/// ```
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// Longest file in bytes; 1 GiB by default.
    pub max_file_bytes: u64,
    /// Most bytes that a file's pages may take decompressed, and most that the texts of its cells may take; 4 GiB each by
    /// default. A dictionary makes a small file of very long texts, so that both are counted.
    pub max_decoded_bytes: u64,
    /// Most bytes of one page, decompressed; 128 MiB by default.
    pub max_page_bytes: u64,
    /// Most rows of a file; 20 million by default.
    pub max_rows: u64,
    /// Most row groups of a file; 32,768 by default.
    pub max_row_groups: u64,
    /// Most columns of a file; 1,024 by default.
    pub max_columns: u64,
    /// Longest cell in bytes; 1 MiB by default. A row with a longer one is reported.
    pub max_cell_bytes: usize,
    /// Most files of a folder; 10,000 by default.
    pub max_files: u64,
    /// Most findings of one code that are listed for one file; 10,000 by default. The rest is counted.
    pub max_findings: u64,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        ReadOptions {
            max_file_bytes: 1 << 30,
            max_decoded_bytes: 4 << 30,
            max_page_bytes: 128 << 20,
            max_rows: 20_000_000,
            max_row_groups: 1 << 15,
            max_columns: 1_024,
            max_cell_bytes: 1 << 20,
            max_files: 10_000,
            max_findings: 10_000,
            progress: None,
        }
    }
}

/// How files are written. Names stand in them in both languages, so there is none to choose.
///
/// ```
/// use tiendo_formats::parquet::{Compression, WriteOptions};
/// assert_eq!(WriteOptions::default().compression, Compression::Zstd);
/// ```
#[derive(Clone, Copy)]
pub struct WriteOptions<'a> {
    /// What becomes of files that are there already; they stay unless this says so.
    pub overwrite: Overwrite,
    /// Which tasks may be shown; a file with others is refused.
    pub disclosure: Disclosure,
    /// How pages are compressed.
    pub compression: Compression,
    /// Rows of a row group, which is what stands in memory at a time; 65,536 by default, at least 1.
    pub row_group_rows: usize,
    /// Who hears how far it is, after each row group.
    pub progress: Option<Progress<'a>>,
}

impl Default for WriteOptions<'_> {
    fn default() -> Self {
        WriteOptions {
            overwrite: Overwrite::Refuse,
            disclosure: Disclosure::Public,
            compression: Compression::Zstd,
            row_group_rows: 1 << 16,
            progress: None,
        }
    }
}

/// How pages are compressed.
///
/// ```
/// assert_eq!(tiendo_formats::parquet::Compression::default(), tiendo_formats::parquet::Compression::Zstd);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compression {
    /// Not at all.
    None,
    /// Quick, and read by whatever reads Parquet.
    Snappy,
    /// About a third smaller.
    #[default]
    Zstd,
}
