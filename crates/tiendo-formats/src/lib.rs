//! Foreign formats of `tiendo`: tolerant readers and strict writers.
//!
//! One module per format. Readers give records and findings, and never half a row; writers refuse what their own
//! reader would not read back. [`table`] says which columns the records have in any sheet, [`csv`] reads and writes
//! them as a folder of CSV files; `json`, behind the feature of that name, as one JSON or JSON Lines file. [`encoding`]
//! reads what was written before Unicode. `annex`, behind `xlsx` and `docx`, reads the tables that agencies keep in
//! workbooks and documents. `scheme`, behind its own feature, reads scoring schemes. `arrow`, behind its own feature, hands
//! evaluations to any table engine; `parquet`, behind its own, writes them and all records as Parquet files and reads such
//! files, also other people's. `mspdi`, `ics` and `stratml`, behind theirs, are MS Project XML, iCalendar and StratML, in and
//! out; `packet` is packets between report systems, and `kind` tells which of these a file is. [`weekly`] is the weekly text
//! of a unit. What each format carries and loses: `FORMATS.md`.

#[cfg(any(feature = "xlsx", feature = "docx"))]
pub mod annex;
#[cfg(feature = "arrow")]
pub mod arrow;
pub mod atomic;
pub mod csv;
#[cfg(feature = "docx")]
mod docx;
pub mod encoding;
pub mod error;
#[cfg(feature = "xlsx")]
pub mod form;
#[cfg(feature = "ics")]
pub mod ics;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "packet")]
pub mod kind;
#[cfg(feature = "docx")]
pub mod letters;
#[cfg(feature = "mspdi")]
pub mod mspdi;
#[cfg(any(feature = "ics", feature = "mspdi", feature = "packet", feature = "stratml"))]
mod opened;
#[cfg(feature = "packet")]
pub mod packet;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(any(feature = "docx", feature = "xlsx"))]
pub mod report;
#[cfg(feature = "scheme")]
pub mod scheme;
mod shown;
#[cfg(feature = "stratml")]
pub mod stratml;
pub mod table;
pub mod weekly;
#[cfg(feature = "xml")]
mod xml;

pub use atomic::Overwrite;
pub use encoding::Encoding;
pub use error::{Code, Error};
pub use table::{CellKind, Column, Disclosure, Table};
