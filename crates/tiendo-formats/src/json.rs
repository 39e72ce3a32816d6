//! JSON and JSON Lines, in and out: the public JSON form of [`tiendo::Records`], as one object or a record on each line.
//!
//! A `.json` file holds `{"documents": […], "tasks": […], …}`. A line of a `.jsonl` file is an object whose only key is
//! the kind of the record: `{"task": {"id": "T1", …}}`. `crates/tiendo/schema/records.schema.json` documents both.
//!
//! Reading is tolerant: a record that cannot be read is a finding with its line and field, and the others are read. A
//! field that is not known is kept in [`tiendo::Records::unknown`] and written back as it stood, byte for byte. A key
//! that stands twice and an integer beyond 64 bits are told, where most readers of JSON take one and bend the other.
//! A `.json` file that is no JSON is an error with its line and column; of a `.jsonl` file only the line is lost.
//! Memory holds the records and the one that is being read, not the file.
//!
//! Writing is strict: what would not read back the same is an error, and a file appears whole or not at all.
//!
//! ```
//! use tiendo_formats::json::{self, ReadOptions, WriteOptions};
//! let file = r#"{"task":{"id":"T1","document":"D1","title":"Nâng cấp cổng","colour":"red"}}"#;
//! let (records, findings) = json::read_lines("tasks.jsonl", file.as_bytes(), &ReadOptions::default())?;
//! assert_eq!(findings[0].code.as_str(), "field_unknown");
//! let mut copy = Vec::new();
//! json::write_lines(&records, &mut copy, &WriteOptions::default())?;
//! assert!(String::from_utf8_lossy(&copy).contains(r#""colour":"red""#));
//! # Ok::<(), tiendo_formats::Error>(())
//! ```

use std::ops::ControlFlow;

use crate::atomic::Overwrite;
use crate::table::Disclosure;

mod field;
mod intake;
mod kind;
mod raw;
mod read;
mod write;

pub use read::{read, read_file, read_lines};
pub use write::{write, write_file, write_lines};

/// Hears the file and the number of records done, now and then; `Break` stops the operation.
pub type Progress<'a> = &'a dyn Fn(&str, u64) -> ControlFlow<()>;

/// Records between two calls of [`Progress`].
const PROGRESS_RECORDS: u64 = 1024;

/// Longest record that is read by default, with what stands around it on its line.
const MAX_RECORD_BYTES: usize = 16 << 20;

/// Deepest nesting of a value that is not known; records themselves are three deep.
const MAX_DEPTH: usize = 32;

/// Limits of reading.
///
/// ```
/// use tiendo_formats::json::ReadOptions;
/// let options = ReadOptions { max_record_bytes: 1000, ..ReadOptions::default() };
/// assert_eq!(options.max_findings, 10_000);
/// ```
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// Longest record in bytes; 16 MiB by default. A longer line is reported; a `.json` file is read up to it.
    pub max_record_bytes: usize,
    /// Longest file in bytes; 4 GiB by default. What lies behind is reported and not read.
    pub max_file_bytes: u64,
    /// Most findings of one code that are listed; 10,000 by default. The rest is counted.
    pub max_findings: u64,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        ReadOptions {
            max_record_bytes: MAX_RECORD_BYTES,
            max_file_bytes: 4 << 30,
            max_findings: 10_000,
            progress: None,
        }
    }
}

/// How files are written.
///
/// ```
/// use tiendo_formats::{Disclosure, json::WriteOptions};
/// assert_eq!(WriteOptions::default().disclosure, Disclosure::Public);
/// ```
#[derive(Clone, Copy, Default)]
pub struct WriteOptions<'a> {
    /// Which tasks are written.
    pub disclosure: Disclosure,
    /// What becomes of a file that is there already.
    pub overwrite: Overwrite,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}
