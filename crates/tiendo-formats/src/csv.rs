//! CSV, in and out: one file per table in a folder.
//!
//! The columns are those of [`crate::table`]; `CSV.md` beside this crate documents them and every rule of the cells.
//! Reading is tolerant and total: whatever a file holds gives records and findings, a row is read whole or reported,
//! and memory stays within the limits of [`ReadOptions`]. Writing is strict: what would not read back the same is an
//! error, and files appear whole or not at all.
//!
//! ```no_run
//! use tiendo_formats::csv::{self, ReadOptions, WriteOptions};
//! let (records, findings) = csv::read_folder("register", &ReadOptions::default())?;
//! let left_out = csv::write_folder(&records, "copy", &WriteOptions::default())?;
//! # Ok::<(), tiendo_formats::Error>(())
//! ```

use std::ops::ControlFlow;

use tiendo::{Lang, Threads};

use crate::atomic::Overwrite;
use crate::encoding::Encoding;
use crate::table::Disclosure;

mod batch;
mod dialect;
mod guard;
mod guide;
mod header;
mod read;
mod rows;
mod write;

pub use dialect::Dialect;
pub use guide::{GUIDE_FILE, guide, init_folder};
pub use read::{Reader, read_file, read_folder};
pub use write::{write_file, write_folder};

/// Hears the file and the number of rows done, now and then; `Break` stops the operation.
pub type Progress<'a> = &'a dyn Fn(&str, u64) -> ControlFlow<()>;

/// Rows between two calls of [`Progress`].
const PROGRESS_ROWS: u64 = 1024;

/// Longest cell that is read by default, and longest that is written.
const MAX_CELL_BYTES: usize = 1 << 20;

/// How files are read, and the limits of it.
///
/// ```
/// use tiendo_formats::Encoding;
/// use tiendo_formats::csv::ReadOptions;
/// let options = ReadOptions { encoding: Encoding::Windows1258, ..ReadOptions::default() };
/// assert_eq!(options.max_findings, 10_000);
/// ```
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The encoding of files without a byte order mark; UTF-8 by default. A mark says more than this does.
    pub encoding: Encoding,
    /// Longest cell in bytes of the file; 1 MiB by default. A row with a longer one is reported.
    pub max_cell_bytes: usize,
    /// Longest file in bytes; 1 GiB by default. What lies behind is reported and not read.
    pub max_file_bytes: u64,
    /// Most findings of one code that are listed for one file; 10,000 by default. The rest is counted.
    pub max_findings: u64,
    /// On which threads rows are made records; that of the caller by default. What is read is the same. For each thread eight
    /// batches of rows, a mebibyte or one long row each, are in memory at a time.
    pub threads: Threads<'a>,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        ReadOptions {
            encoding: Encoding::Utf8,
            max_cell_bytes: MAX_CELL_BYTES,
            max_file_bytes: 1 << 30,
            max_findings: 10_000,
            threads: Threads::one(),
            progress: None,
        }
    }
}

/// How files are written.
///
/// ```
/// use tiendo_formats::csv::{Dialect, WriteOptions};
/// let excel = WriteOptions { dialect: Dialect::Excel, ..WriteOptions::default() };
/// assert_eq!(excel.disclosure, tiendo_formats::Disclosure::Public);
/// ```
#[derive(Clone, Copy)]
pub struct WriteOptions<'a> {
    /// Separator, line breaks and the rest.
    pub dialect: Dialect,
    /// Language of the headers: field names in English, the words of agencies in Vietnamese.
    pub headers: Lang,
    /// Which tasks are written.
    pub disclosure: Disclosure,
    /// What becomes of files of the folder that are there already; they stay unless this says so.
    pub overwrite: Overwrite,
    /// Begins files with a byte order mark also where the dialect has none, so that they are read as UTF-8 whatever
    /// [`ReadOptions::encoding`] says.
    pub byte_order_mark: bool,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for WriteOptions<'_> {
    fn default() -> Self {
        WriteOptions {
            dialect: Dialect::Plain,
            headers: Lang::En,
            disclosure: Disclosure::Public,
            overwrite: Overwrite::Refuse,
            byte_order_mark: false,
            progress: None,
        }
    }
}

/// Names of all files, in the order of the tables.
fn file_names() -> Vec<String> {
    crate::Table::ALL.iter().map(|table| file_name(*table)).collect()
}

/// The file that holds a table.
fn file_name(table: crate::Table) -> String {
    format!("{}.csv", table.name())
}
