//! Annexes, in: the tables that agencies keep in Excel workbooks and Word documents, as records.
//!
//! A workbook's sheet and a document's table are the same to this module: rows of cells. It finds the header whatever
//! stands above it, tells columns by the words of their headers, reads sections as groups and parents, days as dates,
//! serial numbers or official wording, agencies by id, code or name, and progress columns as reports. Nothing is
//! guessed: what is not understood is a finding with its sheet, cell and value, and every row is accounted for.
//!
//! Read are `.xlsx`, `.xls` of Excel 97 and later, `.ods` and `.docx`.
//!
//! Files are hostile until proven otherwise: sizes, ratios and counts are checked before memory is spent
//! ([`Limits`]), and a file beyond them is an error.
//!
//! ```no_run
//! use tiendo_formats::annex::{self, ReadOptions};
//! let import = annex::read_file("phu-luc.xlsx", &ReadOptions::default())?;
//! for sheet in &import.sheets {
//!     println!("{}: {} of {} rows", sheet.sheet, sheet.counts.loaded, sheet.counts.rows);
//! }
//! # Ok::<(), tiendo_formats::Error>(())
//! ```

// A document's cells hold text alone: numbers, days and the regions of sheets come with workbooks.
#![cfg_attr(not(feature = "xlsx"), allow(dead_code))]

use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;
use tiendo::{Finding, Records, Registry};

use crate::csv::Progress;
use crate::error::Error;

mod agencies;
mod collect;
#[cfg(feature = "docx")]
mod docx;
mod field;
mod grid;
mod header;
mod key;
mod mapping;
mod merge;
#[cfg(feature = "xlsx")]
mod ods;
mod ordinal;
mod package;
mod record;
mod report;
#[cfg(feature = "xlsx")]
mod rich;
mod same;
mod standing;
#[cfg(feature = "xlsx")]
mod styles;
#[cfg(feature = "xlsx")]
mod tags;
mod titles;
mod understanding;
mod value;
mod walk;
#[cfg(feature = "xlsx")]
mod workbook;
#[cfg(feature = "xlsx")]
mod worksheet;
#[cfg(feature = "xlsx")]
mod xls;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use field::Field;
pub use mapping::{Mapping, SheetKind, SheetMapping};
pub use merge::{Changes, merge};
pub use understanding::{ColumnUnderstood, Fate, RowCounts, RowFate, Understanding};

/// What a file may hold at most. A file beyond any of them is refused with [`Error::LimitExceeded`].
///
/// ```
/// use tiendo_formats::annex::Limits;
/// let limits = Limits { max_cells: 1000, ..Limits::default() };
/// assert_eq!(limits.max_columns, 512);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file; 64 MiB by default.
    pub max_file_bytes: u64,
    /// Parts of a package; 10,000 by default.
    pub max_parts: u64,
    /// Bytes of one XML part once inflated; 128 MiB by default.
    pub max_part_bytes: u64,
    /// Bytes of all XML parts once inflated; 192 MiB by default.
    pub max_total_bytes: u64,
    /// Inflated bytes for each packed one, in a part of more than 8 MiB; 200 by default.
    pub max_ratio: u64,
    /// Shared strings of a workbook; 1,000,000 by default.
    pub max_strings: u64,
    /// Sheets of a workbook, or tables of a document; 256 by default.
    pub max_sheets: u64,
    /// Cells of all sheets, empty ones included; 3,000,000 by default. Tables of documents and sheets of OpenDocument
    /// are read whole and may have 500,000 in any case.
    pub max_cells: u64,
    /// Columns of a sheet; 512 by default.
    pub max_columns: u64,
    /// Merged regions of a sheet; 100,000 by default.
    pub max_merges: u64,
    /// Bytes of one cell; 1 MiB by default.
    pub max_cell_bytes: usize,
    /// Bytes of text that are kept from all cells; 64 MiB by default.
    pub max_text_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_file_bytes: 64 << 20,
            max_parts: 10_000,
            max_part_bytes: 128 << 20,
            max_total_bytes: 192 << 20,
            max_ratio: 200,
            max_strings: 1_000_000,
            max_sheets: 256,
            max_cells: 3_000_000,
            max_columns: 512,
            max_merges: 100_000,
            max_cell_bytes: 1 << 20,
            max_text_bytes: 64 << 20,
        }
    }
}

/// How an annex is read.
///
/// ```
/// use tiendo_formats::annex::ReadOptions;
/// let options = ReadOptions { document: Some("02-KH/BCĐTW".to_owned()), ..ReadOptions::default() };
/// assert!(options.reported_on.is_none());
/// ```
#[derive(Clone, Default)]
pub struct ReadOptions<'a> {
    /// The register that agencies, documents and tasks are looked up in, and that the import is compared with.
    pub base: Option<&'a Registry>,
    /// Id of the document that sets the tasks; goes before the mapping's and the file's.
    pub document: Option<String>,
    /// The day that reports speak of, where no column says it; goes before the mapping's and the file's.
    pub reported_on: Option<NaiveDate>,
    /// How sheets and columns are to be read.
    pub mapping: Mapping,
    /// What the file may hold at most.
    pub limits: Limits,
    /// Most findings of one code that are listed for one sheet; 0 stands for 10,000. The rest is counted.
    pub max_findings: u64,
    /// Who hears the sheet and the rows done, now and then, and may stop the reading.
    pub progress: Option<Progress<'a>>,
}

/// What an annex gave.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Import {
    /// New records, and those that differ from the register's.
    pub records: Records,
    /// How many records are new, changed and as they were.
    pub changes: Changes,
    /// What there is to know, by sheet and row.
    pub findings: Vec<Finding>,
    /// What was made of each sheet.
    pub sheets: Vec<Understanding>,
}

impl Import {
    /// The mapping that reads the file as it was understood, for correction.
    ///
    /// # Errors
    /// - None in practice; see [`Mapping::to_toml`].
    pub fn suggested_mapping(&self, options: &ReadOptions<'_>) -> Mapping {
        let mut mapping = understanding::mapping(&self.sheets, &options.mapping);
        if let Some(document) = &options.document {
            mapping.document = Some(document.clone());
        }
        if let Some(day) = options.reported_on {
            mapping.reported_on = Some(day.to_string());
        }
        mapping
    }

    /// Keys that were made for rows without an id, with sheet and row.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &RowFate)> {
        self.sheets.iter().flat_map(|sheet| {
            let made = sheet.rows.iter().filter(|row| row.made);
            made.map(|row| (sheet.sheet.as_str(), row))
        })
    }
}

/// Reads the tables of a file.
///
/// # Errors
/// - [`Error::Io`] where it cannot be read.
/// - The errors of [`read_bytes`].
///
/// # Example
/// ```no_run
/// use tiendo_formats::annex::{self, ReadOptions};
/// let import = annex::read_file("phu-luc.docx", &ReadOptions::default())?;
/// assert!(import.records.tasks.len() <= import.sheets[0].counts.loaded as usize);
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_file(path: impl AsRef<Path>, options: &ReadOptions<'_>) -> Result<Import, Error> {
    let path = path.as_ref();
    let io = |source| Error::Io { path: path.display().to_string(), source };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut bytes = Vec::new();
    let limit = options.limits.max_file_bytes;
    let file = File::open(path).map_err(io)?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    read_bytes(&name, &bytes, options)
}

/// Reads the tables of a file in memory; the name is what findings call it.
///
/// The kind of file is told from its bytes, not from its name.
///
/// # Errors
/// - [`Error::UnknownFormat`] where the bytes are no workbook and no document.
/// - [`Error::Protected`] where they are encrypted with a password.
/// - [`Error::Malformed`] where they break the rules of their format.
/// - [`Error::LimitExceeded`] where they hold more than [`Limits`] allow.
/// - [`Error::Mapping`] where the mapping cannot be used.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo_formats::{Code, annex::{self, ReadOptions}};
/// let error = annex::read_bytes("a.xlsx", b"STT,Task", &ReadOptions::default()).unwrap_err();
/// assert_eq!(error.code(), Code::UnknownFormat);
/// ```
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions<'_>) -> Result<Import, Error> {
    let limits = &options.limits;
    package::exceed(name, "bytes of the file", bytes.len() as u64, limits.max_file_bytes)?;
    options.mapping.check()?;
    let mut collector = collect::Collector::new(name, options);
    let visit =
        &mut |sheet: grid::Sheet, rows: &mut dyn grid::Rows<'_>| collector.sheet(sheet, rows);
    #[cfg(feature = "xlsx")]
    if bytes.starts_with(&xls::MAGIC) {
        xls::each_sheet(name, bytes, limits, visit)?;
        return Ok(collector.finish());
    }
    if !bytes.starts_with(b"PK") {
        return Err(unknown(name));
    }
    let package = package::Package::open(name, bytes, limits)?;
    match kind(&package) {
        #[cfg(feature = "xlsx")]
        Kind::Workbook => xlsx::each_sheet(name, package, limits, visit)?,
        #[cfg(feature = "xlsx")]
        Kind::OpenDocument => ods::each_sheet(name, package, limits, visit)?,
        #[cfg(feature = "docx")]
        Kind::Document => docx::each_table(name, package, limits, visit)?,
        #[allow(unreachable_patterns)] // Which kinds are read depends on the features.
        _ => return Err(unknown(name)),
    }
    Ok(collector.finish())
}

/// What a reader of annexes expects.
const EXPECTED: &str = "a workbook (.xlsx, .xls of Excel 97 and later, .ods) or document (.docx)";

/// Kinds of files.
enum Kind {
    Workbook,
    OpenDocument,
    Document,
    Other,
}

fn kind(package: &package::Package<'_>) -> Kind {
    if package.has("word/document.xml") {
        Kind::Document
    } else if package.has("[Content_Types].xml") {
        Kind::Workbook
    } else if package.has("content.xml") && package.has("mimetype") {
        Kind::OpenDocument
    } else {
        Kind::Other
    }
}

fn unknown(name: &str) -> Error {
    Error::UnknownFormat { path: name.to_owned(), expected: EXPECTED }
}
