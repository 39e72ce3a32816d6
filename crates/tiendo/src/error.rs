//! The one error type of the core, by what the caller can do about it.

/// What went wrong. Messages quote the value; nothing was changed.
///
/// ```
/// let error = tiendo::day::parse("31/12/2025").unwrap_err();
/// assert_eq!(error.to_string(), "not a day (yyyy-mm-dd, 1900 to 2199): '31/12/2025'");
/// assert_eq!(error.code(), tiendo::Code::InvalidDate);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is no day or instant.
    #[error("not a day (yyyy-mm-dd, 1900 to 2199): '{text}'")]
    InvalidDate {
        /// The text.
        text: String,
    },
    /// The text cannot be stored.
    #[error("text holds a NUL at byte {at}: '{text}'")]
    InvalidText {
        /// The text, NUL replaced.
        text: String,
        /// Byte offset.
        at: usize,
    },
    /// The text is no id.
    #[error("not an id (1 to 128 bytes, no control characters): '{text}'")]
    InvalidId {
        /// The text.
        text: String,
    },
    /// A field's value is outside what it may be.
    #[error("{field} must be {expected}, not '{value}'")]
    InvalidValue {
        /// Name of the field or argument.
        field: &'static str,
        /// The value as given.
        value: String,
        /// What is allowed.
        expected: String,
    },
    /// Nothing has this id or name.
    #[error("no {kind} '{id}'")]
    NotFound {
        /// Kind of record.
        kind: &'static str,
        /// The id or name asked for.
        id: String,
    },
    /// A name that stands for several records.
    #[error("'{text}' may be {}", candidates.join(", "))]
    Ambiguous {
        /// The text asked for.
        text: String,
        /// Ids of the candidates, the higher levels first.
        candidates: Vec<String>,
    },
    /// A day outside the calendar's data.
    #[error("the calendar has no data for {day} (it covers {first} to {last})")]
    OutsideCalendar {
        /// The day asked for.
        day: chrono::NaiveDate,
        /// First day covered.
        first: chrono::NaiveDate,
        /// Last day covered.
        last: chrono::NaiveDate,
    },
    /// Links that wait for each other, so that no dates exist.
    #[error("the links form a loop: {}", tasks.join(" → "))]
    Cycle {
        /// The tasks of the loop in the order of its links, the first one again at the end.
        tasks: Vec<String>,
    },
    /// The request cannot be read.
    #[error("request: {reason}")]
    InvalidRequest {
        /// What is wrong and where.
        reason: String,
    },
    /// The caller stopped a long operation; it has written nothing.
    #[error("stopped by the caller")]
    Cancelled,
}

/// The kind of an [`Error`], for bindings and for `match`.
///
/// ```
/// assert_eq!(tiendo::Error::Cancelled.code().as_str(), "cancelled");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// [`Error::InvalidDate`].
    InvalidDate,
    /// [`Error::InvalidText`].
    InvalidText,
    /// [`Error::InvalidId`].
    InvalidId,
    /// [`Error::InvalidValue`].
    InvalidValue,
    /// [`Error::NotFound`].
    NotFound,
    /// [`Error::Ambiguous`].
    Ambiguous,
    /// [`Error::OutsideCalendar`].
    OutsideCalendar,
    /// [`Error::Cycle`].
    Cycle,
    /// [`Error::InvalidRequest`].
    InvalidRequest,
    /// [`Error::Cancelled`].
    Cancelled,
}

impl Error {
    /// The kind of this error.
    pub fn code(&self) -> Code {
        match self {
            Error::InvalidDate { .. } => Code::InvalidDate,
            Error::InvalidText { .. } => Code::InvalidText,
            Error::InvalidId { .. } => Code::InvalidId,
            Error::InvalidValue { .. } => Code::InvalidValue,
            Error::NotFound { .. } => Code::NotFound,
            Error::Ambiguous { .. } => Code::Ambiguous,
            Error::OutsideCalendar { .. } => Code::OutsideCalendar,
            Error::Cycle { .. } => Code::Cycle,
            Error::InvalidRequest { .. } => Code::InvalidRequest,
            Error::Cancelled => Code::Cancelled,
        }
    }
}

impl Code {
    /// The code as text, as JSON replies carry it.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::InvalidDate => "invalid_date",
            Code::InvalidText => "invalid_text",
            Code::InvalidId => "invalid_id",
            Code::InvalidValue => "invalid_value",
            Code::NotFound => "not_found",
            Code::Ambiguous => "ambiguous",
            Code::OutsideCalendar => "outside_calendar",
            Code::Cycle => "cycle",
            Code::InvalidRequest => "invalid_request",
            Code::Cancelled => "cancelled",
        }
    }
}
