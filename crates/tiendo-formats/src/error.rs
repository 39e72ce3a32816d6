//! The one error type of the formats, by what the caller can do about it. What is wrong inside a file is a finding.

use std::io;

/// Why nothing, or nothing more, was read or written.
///
/// ```
/// use tiendo_formats::{Code, csv};
/// let error = csv::read_file("budget.csv", &b"id"[..], &csv::ReadOptions::default()).unwrap_err();
/// assert_eq!(error.code(), Code::NotATable);
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused to read or write.
    #[error("cannot access '{path}': {source}")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A folder without any file of the register.
    #[error("'{path}' holds none of the files {}", expected.join(", "))]
    NothingToRead {
        /// The folder.
        path: String,
        /// File names that would be read.
        expected: Vec<String>,
    },
    /// A file name that no table has.
    #[error("'{name}' is none of the files {}", expected.join(", "))]
    NotATable {
        /// The name as given.
        name: String,
        /// File names that would be read.
        expected: Vec<String>,
    },
    /// A file that would be overwritten.
    #[error("'{path}' exists already")]
    Exists {
        /// The file.
        path: String,
    },
    /// A value that would not read back as it is; nothing was written.
    #[error("{file}: {column} of '{id}' cannot be written ({reason}): '{value}'")]
    Unwritable {
        /// The file it belongs to.
        file: String,
        /// Id of the record, or what its row names first.
        id: String,
        /// The column.
        column: String,
        /// The value.
        value: String,
        /// Why it would not read back.
        reason: &'static str,
    },
    /// More rows than a sheet holds; nothing was written.
    #[error("{path}: {rows} rows do not fit a sheet of {limit}")]
    TooManyRows {
        /// The file.
        path: String,
        /// Rows that would be written.
        rows: u64,
        /// Rows that a sheet holds below its header.
        limit: u64,
    },
    /// Tasks that are not public, in a file that was not allowed to show them; nothing was written.
    #[error("{path}: {tasks} rows are of tasks that are not public (the first is '{id}')")]
    NotPublic {
        /// The file.
        path: String,
        /// How many rows.
        tasks: u64,
        /// Id of the first.
        id: String,
    },
    /// The core refused an argument.
    #[error("{path}: {source}")]
    Core {
        /// The file.
        path: String,
        /// What the core says.
        source: tiendo::Error,
    },
    /// The caller stopped the operation.
    #[error("stopped by the caller")]
    Cancelled,
}

/// The kind of an [`Error`], for bindings and for `match`.
///
/// ```
/// assert_eq!(tiendo_formats::Error::Cancelled.code().as_str(), "cancelled");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// [`Error::Io`].
    Io,
    /// [`Error::NothingToRead`].
    NothingToRead,
    /// [`Error::NotATable`].
    NotATable,
    /// [`Error::Exists`].
    Exists,
    /// [`Error::Unwritable`].
    Unwritable,
    /// [`Error::TooManyRows`].
    TooManyRows,
    /// [`Error::NotPublic`].
    NotPublic,
    /// [`Error::Core`].
    Core,
    /// [`Error::Cancelled`].
    Cancelled,
}

impl Error {
    /// The kind of this error.
    pub fn code(&self) -> Code {
        match self {
            Error::Io { .. } => Code::Io,
            Error::NothingToRead { .. } => Code::NothingToRead,
            Error::NotATable { .. } => Code::NotATable,
            Error::Exists { .. } => Code::Exists,
            Error::Unwritable { .. } => Code::Unwritable,
            Error::TooManyRows { .. } => Code::TooManyRows,
            Error::NotPublic { .. } => Code::NotPublic,
            Error::Core { .. } => Code::Core,
            Error::Cancelled => Code::Cancelled,
        }
    }
}

impl Code {
    /// The code as text, as JSON replies carry it.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Io => "io",
            Code::NothingToRead => "nothing_to_read",
            Code::NotATable => "not_a_table",
            Code::Exists => "exists",
            Code::Unwritable => "unwritable",
            Code::TooManyRows => "too_many_rows",
            Code::NotPublic => "not_public",
            Code::Core => "core",
            Code::Cancelled => "cancelled",
        }
    }
}
