//! The one error type of the ledger, by what the caller can do about it.

use chrono::NaiveDateTime;
use tiendo::day;

use crate::record::RecordId;

/// What went wrong. Nothing was written, and the next call works.
///
/// Messages name ids and positions only: no field of a record, no SQL.
///
/// ```
/// use tiendo_ledger::{Code, Ledger};
/// let error = Ledger::open("there is no such file").unwrap_err();
/// assert_eq!(error.code(), Code::Io);
/// assert!(!error.is_retryable());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The core refused.
    #[error(transparent)]
    Core(#[from] tiendo::Error),
    /// The instant is before that of the last entry.
    #[error("recorded at {}, before the last entry's {}", day::instant_to_string(*given), day::instant_to_string(*last))]
    ClockBackwards {
        /// The instant given.
        given: NaiveDateTime,
        /// That of the last entry.
        last: NaiveDateTime,
    },
    /// Records of a batch that cannot be taken; none of the batch was.
    #[error("{total} records cannot be taken, the first: {}", problems.first().map_or_else(String::new, ToString::to_string))]
    Refused {
        /// The first of them.
        problems: Vec<Problem>,
        /// How many there are.
        total: u64,
    },
    /// Another process was writing for longer than the busy timeout; to be tried again.
    #[error("the ledger is being written by another process")]
    Busy,
    /// There is a file already.
    #[error("'{path}' exists already")]
    Exists {
        /// The path.
        path: String,
    },
    /// The file is none of ours.
    #[error("'{path}' is no ledger: {reason}")]
    NotALedger {
        /// The path.
        path: String,
        /// What is missing.
        reason: &'static str,
    },
    /// The file is of a later format than this version reads, or, of the same major one, than it writes.
    #[error("'{path}' has format {have}, this version knows up to {need}")]
    NewerFormat {
        /// The path; empty for a ledger in memory.
        path: String,
        /// Format of the file, as major.minor.
        have: String,
        /// The newest format that is known.
        need: String,
    },
    /// What is to be recorded has no place in a file of this format: it is to be upgraded first.
    #[error("'{path}' has format {have}, this needs {need}: upgrade it")]
    OlderFormat {
        /// The path; empty for a ledger in memory.
        path: String,
        /// Format of the file, as major.minor.
        have: String,
        /// The format that it must have.
        need: String,
    },
    /// What the file says contradicts itself.
    #[error("the ledger is damaged in {part}{}", entry.map_or_else(String::new, |e| format!(", entry {e}")))]
    Corrupt {
        /// What is damaged.
        part: &'static str,
        /// The first entry that is.
        entry: Option<u64>,
    },
    /// The file does not hold the entry that its anchor names: its end is missing, or an older copy or another file stands
    /// in its place.
    #[error("'{path}' was rolled back: its last entry is {have}, its anchor names {anchored}")]
    RolledBack {
        /// The path.
        path: String,
        /// Number and hash of its last entry.
        have: String,
        /// Number and hash of the entry that the anchor names.
        anchored: String,
    },
    /// A rollback was to be accepted where there was none.
    #[error("'{path}' was not rolled back")]
    NothingRolledBack {
        /// The path.
        path: String,
    },
    /// The path no longer names the file that is open: it was renamed, removed or replaced. The entry of this call may or
    /// may not be found where the file went.
    #[error("'{path}' was moved, removed or replaced while it was open")]
    Moved {
        /// The path.
        path: String,
    },
    /// A ledger was open when this process was forked: what its parent opened is the parent's, and it can open none itself.
    #[error(
        "a ledger was open when this process was forked: close it before the fork, open it in the child only, or start the child by spawn"
    )]
    Forked,
    /// The ledger was opened for reading only.
    #[error("the ledger was opened for reading only")]
    ReadOnly,
    /// A journal lies beside a file that is to be read as it is.
    #[error(
        "'{path}' has work beside it that was not finished (-wal); open it where it can be written"
    )]
    UnfinishedWork {
        /// The path.
        path: String,
    },
    /// The medium is full.
    #[error("no space is left for the ledger")]
    StorageFull,
    /// The file cannot be opened, read or written.
    #[error("'{path}': {reason}")]
    Io {
        /// The path; empty for a ledger in memory.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A value is larger than what a ledger takes.
    #[error("{what} has {value}, the limit is {limit}")]
    LimitExceeded {
        /// What is too large.
        what: &'static str,
        /// How large it is.
        value: u64,
        /// How large it may be.
        limit: u64,
    },
}

/// Why a record of a batch cannot be taken.
///
/// ```
/// use tiendo_ledger::{Problem, ProblemKind};
/// let problem = Problem { position: 3, kind: "report", id: "R1".into(), problem: ProblemKind::UnknownTask };
/// assert_eq!(problem.to_string(), "record 3, report 'R1': its task is not in the ledger");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Position in the batch, from 0.
    pub position: u64,
    /// Kind of the record, as entries write it.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What is wrong.
    pub problem: ProblemKind,
}

/// What is wrong with a record of a batch.
///
/// ```
/// assert_eq!(tiendo_ledger::ProblemKind::UnknownTask.as_str(), "unknown_task");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A report of this id says something else already; a correction must name it.
    Conflict {
        /// The record that is there; none where it stands in the same batch.
        with: Option<RecordId>,
    },
    /// The report's task is neither in the ledger nor in the batch.
    UnknownTask,
    /// What it corrects is not there, is of another kind or id, or was corrected before.
    NothingToCorrect,
    /// A freeze of this name is there already.
    NameTaken,
    /// It is of a class of information above that which the ledger was made for.
    Classified,
    /// A value cannot be held.
    Invalid(tiendo::Error),
}

impl ProblemKind {
    /// The problem as a word.
    pub fn as_str(&self) -> &'static str {
        match self {
            ProblemKind::Conflict { .. } => "conflict",
            ProblemKind::UnknownTask => "unknown_task",
            ProblemKind::NothingToCorrect => "nothing_to_correct",
            ProblemKind::NameTaken => "name_taken",
            ProblemKind::Classified => "classified",
            ProblemKind::Invalid(_) => "invalid",
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "record {}, {} '{}': ", self.position, self.kind, self.id)?;
        match &self.problem {
            ProblemKind::Conflict { with: Some(with) } => {
                write!(f, "record {with} says something else under this id")
            }
            ProblemKind::Conflict { with: None } => {
                f.write_str("the batch says something else under this id")
            }
            ProblemKind::UnknownTask => f.write_str("its task is not in the ledger"),
            ProblemKind::NothingToCorrect => f.write_str("there is no such record to correct"),
            ProblemKind::NameTaken => f.write_str("the name is taken"),
            ProblemKind::Classified => {
                f.write_str("its classification is above what the ledger was made for")
            }
            ProblemKind::Invalid(error) => write!(f, "{error}"),
        }
    }
}

/// The kind of an [`Error`], for bindings and for `match`.
///
/// ```
/// assert_eq!(tiendo_ledger::Error::Busy.code().as_str(), "busy");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// [`Error::Core`], with its own kind.
    Core(tiendo::Code),
    /// [`Error::ClockBackwards`].
    ClockBackwards,
    /// [`Error::Refused`].
    Refused,
    /// [`Error::Busy`].
    Busy,
    /// [`Error::Exists`].
    Exists,
    /// [`Error::NotALedger`].
    NotALedger,
    /// [`Error::NewerFormat`].
    NewerFormat,
    /// [`Error::OlderFormat`].
    OlderFormat,
    /// [`Error::Corrupt`].
    Corrupt,
    /// [`Error::RolledBack`].
    RolledBack,
    /// [`Error::NothingRolledBack`].
    NothingRolledBack,
    /// [`Error::Moved`].
    Moved,
    /// [`Error::Forked`].
    Forked,
    /// [`Error::ReadOnly`].
    ReadOnly,
    /// [`Error::UnfinishedWork`].
    UnfinishedWork,
    /// [`Error::StorageFull`].
    StorageFull,
    /// [`Error::Io`].
    Io,
    /// [`Error::LimitExceeded`].
    LimitExceeded,
}

impl Error {
    /// The kind of this error.
    pub fn code(&self) -> Code {
        match self {
            Error::Core(error) => Code::Core(error.code()),
            Error::ClockBackwards { .. } => Code::ClockBackwards,
            Error::Refused { .. } => Code::Refused,
            Error::Busy => Code::Busy,
            Error::Exists { .. } => Code::Exists,
            Error::NotALedger { .. } => Code::NotALedger,
            Error::NewerFormat { .. } => Code::NewerFormat,
            Error::OlderFormat { .. } => Code::OlderFormat,
            Error::Corrupt { .. } => Code::Corrupt,
            Error::RolledBack { .. } => Code::RolledBack,
            Error::NothingRolledBack { .. } => Code::NothingRolledBack,
            Error::Moved { .. } => Code::Moved,
            Error::Forked => Code::Forked,
            Error::ReadOnly => Code::ReadOnly,
            Error::UnfinishedWork { .. } => Code::UnfinishedWork,
            Error::StorageFull => Code::StorageFull,
            Error::Io { .. } => Code::Io,
            Error::LimitExceeded { .. } => Code::LimitExceeded,
        }
    }

    /// True where the same call may succeed a little later.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Error::Busy)
    }
}

impl Code {
    /// The code as text.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Core(code) => code.as_str(),
            Code::ClockBackwards => "clock_backwards",
            Code::Refused => "refused",
            Code::Busy => "busy",
            Code::Exists => "exists",
            Code::NotALedger => "not_a_ledger",
            Code::NewerFormat => "newer_format",
            Code::OlderFormat => "older_format",
            Code::Corrupt => "corrupt",
            Code::RolledBack => "rolled_back",
            Code::NothingRolledBack => "nothing_rolled_back",
            Code::Moved => "moved",
            Code::Forked => "forked",
            Code::ReadOnly => "read_only",
            Code::UnfinishedWork => "unfinished_work",
            Code::StorageFull => "storage_full",
            Code::Io => "io",
            Code::LimitExceeded => "limit_exceeded",
        }
    }
}

/// What SQLite said, without its SQL and without a path it may quote.
impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Said;
        let said = match &error {
            rusqlite::Error::SqliteFailure(failure, _) => failure.code,
            // A column of another type than the schema gives it.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => {
                return Error::Corrupt { part: "a column", entry: None };
            }
            _ => Said::Unknown,
        };
        match said {
            // The last: the race with others who open it was lost too often.
            Said::DatabaseBusy | Said::DatabaseLocked | Said::FileLockingProtocolFailed => {
                Error::Busy
            }
            Said::DiskFull => Error::StorageFull,
            Said::DatabaseCorrupt => Error::Corrupt { part: "the file", entry: None },
            Said::NotADatabase => {
                Error::NotALedger { path: String::new(), reason: "it is no SQLite file" }
            }
            Said::ReadOnly => Error::ReadOnly,
            Said::TooBig => {
                Error::LimitExceeded { what: "a value", value: 0, limit: crate::file::MAX_BYTES }
            }
            _ => {
                let reason = match error.sqlite_error() {
                    Some(failure) => failure.to_string(),
                    None => "the statement does not fit the file".to_owned(),
                };
                Error::Io { path: String::new(), reason }
            }
        }
    }
}

impl Error {
    /// The same error, told of a file.
    pub(crate) fn at(self, of: &std::path::Path) -> Self {
        let name = || of.display().to_string();
        match self {
            Error::Io { path, reason } if path.is_empty() => Error::Io { path: name(), reason },
            Error::NotALedger { path, reason } if path.is_empty() => {
                Error::NotALedger { path: name(), reason }
            }
            Error::NewerFormat { path, have, need } if path.is_empty() => {
                Error::NewerFormat { path: name(), have, need }
            }
            Error::OlderFormat { path, have, need } if path.is_empty() => {
                Error::OlderFormat { path: name(), have, need }
            }
            other => other,
        }
    }
}
