//! What stops a benchmark.

use std::path::{Path, PathBuf};

/// What went wrong, by what the developer does about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// A file or a line is no JSON, or not of the form it should have.
    #[error("{place}: {source}")]
    Json {
        place: String,
        #[source]
        source: serde_json::Error,
    },
    /// A table cannot be read, or does not hold what it should.
    #[error("{}: {reason}", path.display())]
    Table { path: PathBuf, reason: String },
    /// A record of the workload is refused by the model.
    #[error("{0}")]
    Model(#[from] tiendo::Error),
    /// The ledger refused.
    #[error("{0}")]
    Ledger(#[from] tiendo_ledger::Error),
    /// The report cannot be made or written.
    #[error("{0}")]
    Report(#[from] tiendo_report::Error),
    /// A program that is run failed.
    #[error("{command}: {reason}")]
    Program { command: String, reason: String },
    /// What is needed is not there; the sentence says what to do.
    #[error("{0}")]
    Absent(String),
    /// A wrong answer has no speed.
    #[error("{0}")]
    Wrong(String),
}

impl Error {
    /// For `map_err`: a failure of a file.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
        move |source| Error::File { path: path.to_owned(), source }
    }

    /// For `map_err`: a failure of JSON.
    pub(crate) fn json(place: impl ToString) -> impl FnOnce(serde_json::Error) -> Error {
        move |source| Error::Json { place: place.to_string(), source }
    }

    /// For `map_err`: a failure of a table.
    pub(crate) fn table<E: ToString>(path: &Path) -> impl FnOnce(E) -> Error + '_ {
        move |reason| Error::Table { path: path.to_owned(), reason: reason.to_string() }
    }
}
