//! Foreign formats of `tiendo`: tolerant readers and strict writers.
//!
//! One module per format. Readers give records and findings, and never half a row; writers refuse what their own
//! reader would not read back. [`table`] says which columns the records have in any sheet, [`csv`] reads and writes
//! them as a folder of CSV files. `arrow`, behind the feature of that name, hands evaluations to any table engine.

#[cfg(feature = "arrow")]
pub mod arrow;
mod atomic;
pub mod csv;
#[cfg(feature = "docx")]
mod docx;
pub mod error;
#[cfg(feature = "xlsx")]
pub mod form;
#[cfg(feature = "docx")]
pub mod letters;
#[cfg(any(feature = "docx", feature = "xlsx"))]
pub mod report;
pub mod table;

pub use atomic::Overwrite;
pub use error::{Code, Error};
pub use table::{CellKind, Column, Disclosure, Table};
