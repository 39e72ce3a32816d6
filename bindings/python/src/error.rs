//! Errors of the core, the formats and the ledger as the exceptions of `tiendo.exceptions`.
//!
//! All matches are complete over their `Code`, so a new code does not compile before it has an exception.

use pyo3::PyErr;
use tiendo::{Code, Error};

mod raised {
    pyo3::import_exception!(tiendo.exceptions, AmbiguousError);
    pyo3::import_exception!(tiendo.exceptions, BusyError);
    pyo3::import_exception!(tiendo.exceptions, CancelledError);
    pyo3::import_exception!(tiendo.exceptions, ClockBackwardsError);
    pyo3::import_exception!(tiendo.exceptions, ClosedError);
    pyo3::import_exception!(tiendo.exceptions, CorruptError);
    pyo3::import_exception!(tiendo.exceptions, CycleError);
    pyo3::import_exception!(tiendo.exceptions, ExistsError);
    pyo3::import_exception!(tiendo.exceptions, InvalidDateError);
    pyo3::import_exception!(tiendo.exceptions, InvalidIdError);
    pyo3::import_exception!(tiendo.exceptions, InvalidRecordError);
    pyo3::import_exception!(tiendo.exceptions, InvalidRequestError);
    pyo3::import_exception!(tiendo.exceptions, InvalidTextError);
    pyo3::import_exception!(tiendo.exceptions, InvalidValueError);
    pyo3::import_exception!(tiendo.exceptions, LimitExceededError);
    pyo3::import_exception!(tiendo.exceptions, NewerFormatError);
    pyo3::import_exception!(tiendo.exceptions, NotALedgerError);
    pyo3::import_exception!(tiendo.exceptions, NotFoundError);
    pyo3::import_exception!(tiendo.exceptions, NothingToReadError);
    pyo3::import_exception!(tiendo.exceptions, OlderFormatError);
    pyo3::import_exception!(tiendo.exceptions, OutsideCalendarError);
    pyo3::import_exception!(tiendo.exceptions, ReadOnlyError);
    pyo3::import_exception!(tiendo.exceptions, RefusedError);
    pyo3::import_exception!(tiendo.exceptions, StorageError);
    pyo3::import_exception!(tiendo.exceptions, StorageFullError);
    pyo3::import_exception!(tiendo.exceptions, UnfinishedWorkError);
    pyo3::import_exception!(tiendo.exceptions, RolledBackError);
    pyo3::import_exception!(tiendo.exceptions, NothingRolledBackError);
    pyo3::import_exception!(tiendo.exceptions, MovedError);
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
        | Code::Protected
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

/// A record that was refused: its position, kind and id, why as a word, and a sentence.
pub(crate) type Problem = (u64, String, String, String, String);

/// Records that were refused, as Python has them.
pub(crate) fn problems(problems: &[tiendo_ledger::Problem]) -> Vec<Problem> {
    let one = |problem: &tiendo_ledger::Problem| {
        let word = problem.problem.as_str().to_owned();
        let kind = problem.kind.to_owned();
        (problem.position, kind, problem.id.clone(), word, problem.to_string())
    };
    problems.iter().map(one).collect()
}

/// The exception of an error of the ledger.
pub(crate) fn ledger(error: tiendo_ledger::Error) -> PyErr {
    use tiendo_ledger::{Code, Error};
    let error = match error {
        Error::Core(error) => return core(error),
        Error::Refused { problems: refused, total } => {
            let message = Error::Refused { problems: refused.clone(), total }.to_string();
            return raised::RefusedError::new_err((message, problems(&refused), total));
        }
        error => error,
    };
    let message = error.to_string();
    match error.code() {
        // Core and Refused are told above.
        Code::Core(_) | Code::Refused => raised::RefusedError::new_err(message),
        Code::ClockBackwards => raised::ClockBackwardsError::new_err(message),
        Code::Busy => raised::BusyError::new_err(message),
        Code::Exists => raised::ExistsError::new_err(message),
        Code::NotALedger => raised::NotALedgerError::new_err(message),
        Code::NewerFormat => raised::NewerFormatError::new_err(message),
        Code::OlderFormat => raised::OlderFormatError::new_err(message),
        Code::Corrupt => raised::CorruptError::new_err(message),
        Code::RolledBack => raised::RolledBackError::new_err(message),
        Code::NothingRolledBack => raised::NothingRolledBackError::new_err(message),
        Code::Moved => raised::MovedError::new_err(message),
        Code::Forked => raised::ClosedError::new_err(message),
        Code::ReadOnly => raised::ReadOnlyError::new_err(message),
        Code::UnfinishedWork => raised::UnfinishedWorkError::new_err(message),
        Code::StorageFull => raised::StorageFullError::new_err(message),
        Code::Io => raised::StorageError::new_err(message),
        Code::LimitExceeded => raised::LimitExceededError::new_err(message),
    }
}

/// A ledger that cannot be used any more, and why.
pub(crate) fn closed(reason: &str) -> PyErr {
    raised::ClosedError::new_err(format!("the ledger {reason}"))
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
