//! The one error type of the formats, by what the caller can do about it. What is wrong inside a file is a finding.

use std::io;

use crate::encoding::Encoding;

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
    /// Bytes that are not of the encoding they were said to be in.
    #[error("not {encoding} at byte {offset} (0x{byte:02x})")]
    Undecodable {
        /// The encoding.
        encoding: Encoding,
        /// How many bytes stand before the first one that is wrong.
        offset: usize,
        /// That byte.
        byte: u8,
    },
    /// A file that is not JSON; nothing of it was taken over.
    #[error("{file}:{line}:{column}: not JSON: {reason}")]
    InvalidJson {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The byte in that line, from 1.
        column: u64,
        /// What is wrong.
        reason: String,
    },
    /// A file of a kind that is not read, or not read in this build.
    #[error("'{path}' is not a file of a kind that is read: {expected}")]
    UnknownFormat {
        /// The file.
        path: String,
        /// The kinds that would be read.
        expected: &'static str,
    },
    /// A file that is encrypted with a password, which nobody is asked for.
    #[error("'{path}' is protected by a password; save it without one")]
    Protected {
        /// The file.
        path: String,
    },
    /// A file that breaks the rules of its own format.
    #[error("'{path}' is broken: {reason}")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong with it, and in which part.
        reason: String,
    },
    /// A file that holds more of something than is allowed; it is refused before memory is spent on it.
    #[error("{place}: {limit} is {value}, allowed are {allowed}")]
    LimitExceeded {
        /// The file and the part of it.
        place: String,
        /// Which limit.
        limit: &'static str,
        /// What was found, or what was found until reading stopped.
        value: u64,
        /// What is allowed.
        allowed: u64,
    },
    /// A mapping that cannot be used.
    #[error("the mapping cannot be used: {reason}")]
    Mapping {
        /// Where, and what is wrong.
        reason: String,
    },
    /// A scoring scheme that cannot be used.
    #[error("the scheme cannot be used: {reason}")]
    Scheme {
        /// Where, and what is wrong.
        reason: String,
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
    /// [`Error::Undecodable`].
    Undecodable,
    /// [`Error::InvalidJson`].
    InvalidJson,
    /// [`Error::UnknownFormat`].
    UnknownFormat,
    /// [`Error::Protected`].
    Protected,
    /// [`Error::Malformed`].
    Malformed,
    /// [`Error::LimitExceeded`].
    LimitExceeded,
    /// [`Error::Mapping`].
    Mapping,
    /// [`Error::Scheme`].
    Scheme,
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
            Error::Undecodable { .. } => Code::Undecodable,
            Error::InvalidJson { .. } => Code::InvalidJson,
            Error::UnknownFormat { .. } => Code::UnknownFormat,
            Error::Protected { .. } => Code::Protected,
            Error::Malformed { .. } => Code::Malformed,
            Error::LimitExceeded { .. } => Code::LimitExceeded,
            Error::Mapping { .. } => Code::Mapping,
            Error::Scheme { .. } => Code::Scheme,
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
            Code::Undecodable => "undecodable",
            Code::InvalidJson => "invalid_json",
            Code::UnknownFormat => "unknown_format",
            Code::Protected => "protected",
            Code::Malformed => "malformed",
            Code::LimitExceeded => "limit_exceeded",
            Code::Mapping => "mapping",
            Code::Scheme => "scheme",
            Code::TooManyRows => "too_many_rows",
            Code::NotPublic => "not_public",
            Code::Core => "core",
            Code::Cancelled => "cancelled",
        }
    }
}
