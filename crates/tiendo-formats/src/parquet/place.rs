//! What is wrong with a file, without its name yet.

use parquet::errors::ParquetError;

use crate::error::Error;

/// Why a file is not read on.
#[derive(Debug)]
pub(super) enum Broken {
    /// It breaks the rules of its format.
    Malformed(String),
    /// It holds more of something than is allowed.
    Limit { limit: &'static str, value: u64, allowed: u64 },
    /// The system refused to read it.
    Io(std::io::Error),
    /// The caller stopped.
    Cancelled,
}

impl Broken {
    pub(super) fn of(reason: impl Into<String>) -> Self {
        Broken::Malformed(reason.into())
    }

    /// Refuses a value beyond a limit.
    pub(super) fn limit(limit: &'static str, value: u64, allowed: u64) -> Result<(), Broken> {
        if value > allowed { Err(Broken::Limit { limit, value, allowed }) } else { Ok(()) }
    }

    /// The error of a file.
    pub(super) fn at(self, path: &str) -> Error {
        match self {
            Broken::Malformed(reason) => Error::Malformed { path: path.to_owned(), reason },
            Broken::Limit { limit, value, allowed } => {
                Error::LimitExceeded { place: path.to_owned(), limit, value, allowed }
            }
            Broken::Io(source) => Error::Io { path: path.to_owned(), source },
            Broken::Cancelled => Error::Cancelled,
        }
    }
}

impl From<ParquetError> for Broken {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(error) => match error.downcast::<std::io::Error>() {
                // What the system did not say is a decompressor's.
                Ok(error) if error.raw_os_error().is_some() => Broken::Io(*error),
                Ok(error) => Broken::Malformed(error.to_string()),
                Err(error) => Broken::Malformed(error.to_string()),
            },
            error => Broken::Malformed(error.to_string()),
        }
    }
}

/// Runs what hands bytes of a file to the crate `parquet`, which panics on some of them.
///
/// What `work` was changing is dropped by its caller on an error, so that nothing half done is seen.
pub(super) fn contained<T>(work: impl FnOnce() -> Result<T, Broken>) -> Result<T, Broken> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
        let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Broken::of(format!("its reader gave up ({said})")))
    })
}
