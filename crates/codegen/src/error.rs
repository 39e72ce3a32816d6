//! What stops a generation.

use std::path::PathBuf;

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
    /// A file is no CSV.
    #[error("{file}: {source}")]
    Csv {
        file: String,
        #[source]
        source: csv::Error,
    },
    /// A row does not say what it should.
    #[error("{file}, line {line}: {reason}")]
    Row { file: String, line: u64, reason: String },
    /// A table of this program does not fit the data or the model.
    #[error("{0}")]
    Table(String),
    /// A record of our own making is refused by the model.
    #[error("{0}")]
    Model(#[from] tiendo::Error),
    /// A record cannot be written.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// Generated files differ from what they would be made as.
    #[error("stale: {}; run `cargo xtask codegen` and commit the result", files.join(", "))]
    Drift { files: Vec<String> },
}
