//! Errors of the core and of the formats as the exceptions of `tiendo.exceptions`.
//!
//! Both matches are complete over their `Code`, so a new code does not compile before it has an exception.

use pyo3::PyErr;
use tiendo::{Code, Error};

mod raised {
    pyo3::import_exception!(tiendo.exceptions, AmbiguousError);
    pyo3::import_exception!(tiendo.exceptions, CancelledError);
    pyo3::import_exception!(tiendo.exceptions, CycleError);
    pyo3::import_exception!(tiendo.exceptions, ExistsError);
    pyo3::import_exception!(tiendo.exceptions, InvalidDateError);
    pyo3::import_exception!(tiendo.exceptions, InvalidIdError);
    pyo3::import_exception!(tiendo.exceptions, InvalidRecordError);
    pyo3::import_exception!(tiendo.exceptions, InvalidRequestError);
    pyo3::import_exception!(tiendo.exceptions, InvalidTextError);
    pyo3::import_exception!(tiendo.exceptions, InvalidValueError);
    pyo3::import_exception!(tiendo.exceptions, NotFoundError);
    pyo3::import_exception!(tiendo.exceptions, NothingToReadError);
    pyo3::import_exception!(tiendo.exceptions, OutsideCalendarError);
    pyo3::import_exception!(tiendo.exceptions, StorageError);
    pyo3::import_exception!(tiendo.exceptions, UnwritableError);
}

/// The exception of an error of the core.
pub(crate) fn core(error: Error) -> PyErr {
    let message = error.to_string();
    match (error.code(), error) {
        (Code::InvalidDate, _) => raised::InvalidDateError::new_err(message),
        (Code::InvalidText, _) => raised::InvalidTextError::new_err(message),
        (Code::InvalidId, _) => raised::InvalidIdError::new_err(message),
        (Code::InvalidValue, _) => raised::InvalidValueError::new_err(message),
        (Code::NotFound, Error::NotFound { kind, id }) => {
            raised::NotFoundError::new_err((message, kind, id))
        }
        (Code::NotFound, _) => raised::NotFoundError::new_err(message),
        (Code::Ambiguous, Error::Ambiguous { candidates, .. }) => {
            raised::AmbiguousError::new_err((message, candidates))
        }
        (Code::Ambiguous, _) => raised::AmbiguousError::new_err(message),
        (Code::OutsideCalendar, _) => raised::OutsideCalendarError::new_err(message),
        (Code::Cycle, _) => raised::CycleError::new_err(message),
        (Code::InvalidRequest, _) => raised::InvalidRequestError::new_err(message),
        (Code::Cancelled, _) => raised::CancelledError::new_err(message),
    }
}

/// The exception of an error of a reader or writer.
pub(crate) fn formats(error: tiendo_formats::Error) -> PyErr {
    use tiendo_formats::Code;
    // What the core refused has an exception of its own, with its parts.
    if let tiendo_formats::Error::Core { source, .. } = error {
        return core(source);
    }
    let message = error.to_string();
    match error.code() {
        Code::Io => raised::StorageError::new_err(message),
        Code::NothingToRead
        | Code::NotATable
        | Code::UnknownFormat
        | Code::Malformed
        | Code::LimitExceeded => raised::NothingToReadError::new_err(message),
        Code::Mapping | Code::Scheme => raised::InvalidRequestError::new_err(message),
        Code::Exists => raised::ExistsError::new_err(message),
        Code::Unwritable | Code::TooManyRows | Code::NotPublic | Code::Core => {
            raised::UnwritableError::new_err(message)
        }
        Code::Undecodable | Code::InvalidJson => raised::InvalidRecordError::new_err(message),
        Code::Cancelled => raised::CancelledError::new_err(message),
    }
}

/// A record that cannot be taken: which kind, and what is wrong where.
pub(crate) fn record(kind: &str, reason: impl std::fmt::Display) -> PyErr {
    raised::InvalidRecordError::new_err(format!("{kind}: {reason}"))
}

/// A value outside what an argument may be.
pub(crate) fn value(field: &'static str, value: &str, expected: impl Into<String>) -> PyErr {
    let value = value.chars().take(80).collect();
    core(Error::InvalidValue { field, value, expected: expected.into() })
}

/// Nothing has this id.
pub(crate) fn not_found(kind: &'static str, id: &str) -> PyErr {
    core(Error::NotFound { kind, id: id.to_owned() })
}
