//! Codes, and the last error of a thread.

use std::cell::RefCell;
use std::ffi::{CString, c_char};

use arrow_schema::ArrowError;
use model::{Code, Error};

/// What became of a call. Numbers are never reused.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_code {
    /// It was done, and the outputs are written.
    Ok = 0,
    /// A pointer that must not be `NULL` is.
    NullArgument = 1,
    /// A text is not UTF-8.
    InvalidUtf8 = 2,
    /// A number stands for no value of its enum.
    InvalidEnum = 3,
    /// An index is not below the length.
    OutOfRange = 4,
    /// A text is longer than its argument takes.
    TooLong = 5,
    /// A text or number is no day or instant.
    InvalidDate = 10,
    /// A text cannot be stored, because it holds a NUL.
    InvalidText = 11,
    /// A text is no id.
    InvalidId = 12,
    /// A value is outside what its field may be.
    InvalidValue = 13,
    /// Nothing has this id or name.
    NotFound = 14,
    /// A name stands for several records.
    Ambiguous = 15,
    /// A day lies outside the calendar's data.
    OutsideCalendar = 16,
    /// A request or record in JSON cannot be read.
    InvalidRequest = 17,
    /// `tiendo_watch_stop` was called.
    Cancelled = 18,
    /// A file or folder cannot be read or written.
    File = 19,
    /// A byte stands for no character of the encoding.
    Undecodable = 20,
    /// Links between tasks form a loop.
    Cycle = 21,
    /// The instant is before that of the ledger's last entry.
    ClockBackwards = 30,
    /// Records cannot be appended, and none of them was; the message has a line for each, the first thousand.
    Refused = 31,
    /// Another process wrote the ledger for longer than the busy timeout: nothing was written, and the same call may succeed
    /// a little later. The only code of which that is so.
    Busy = 32,
    /// There is a file already.
    Exists = 33,
    /// A file is no ledger.
    NotALedger = 34,
    /// A ledger is of a later format than this version reads, or, of the same major one, than it writes.
    NewerFormat = 35,
    /// A ledger is damaged; the message has the part and the first entry.
    Corrupt = 36,
    /// A ledger was opened for reading only.
    ReadOnly = 37,
    /// A journal lies beside a ledger that is to be read as it is.
    UnfinishedWork = 38,
    /// No space is left for the ledger.
    StorageFull = 39,
    /// A value is larger than what a ledger takes.
    LimitExceeded = 40,
    /// A ledger does not hold the entry that its anchor names: its end is missing, or another file stands in its place.
    RolledBack = 41,
    /// A rollback was to be accepted where there was none.
    NothingRolledBack = 42,
    /// The path of a ledger no longer names the file that is open.
    Moved = 43,
    /// A ledger was open when this process was forked: it can use none of its parent's, and open none.
    Forked = 44,
    /// What is to be recorded has no place in a ledger of so early a format: it is to be upgraded first.
    OlderFormat = 45,
    /// A fault of this library, which is intact nevertheless; please report the message.
    Bug = 99,
}

/// Why a call failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: tiendo_code,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(code: tiendo_code, message: impl Into<String>) -> Self {
        Failure { code, message: message.into() }
    }
}

/// What a call or a part of it comes to.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl From<Code> for tiendo_code {
    fn from(code: Code) -> Self {
        match code {
            Code::InvalidDate => tiendo_code::InvalidDate,
            Code::InvalidText => tiendo_code::InvalidText,
            Code::InvalidId => tiendo_code::InvalidId,
            Code::InvalidValue => tiendo_code::InvalidValue,
            Code::NotFound => tiendo_code::NotFound,
            Code::Ambiguous => tiendo_code::Ambiguous,
            Code::OutsideCalendar => tiendo_code::OutsideCalendar,
            Code::Cycle => tiendo_code::Cycle,
            Code::InvalidRequest => tiendo_code::InvalidRequest,
            Code::Cancelled => tiendo_code::Cancelled,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::new(error.code().into(), error.to_string())
    }
}

impl From<ArrowError> for Failure {
    fn from(error: ArrowError) -> Self {
        Failure::new(tiendo_code::Bug, error.to_string())
    }
}

impl From<tiendo_formats::Code> for tiendo_code {
    fn from(code: tiendo_formats::Code) -> Self {
        use tiendo_formats::Code;
        match code {
            Code::Io
            | Code::Exists
            | Code::UnknownFormat
            | Code::Protected
            | Code::Malformed
            | Code::LimitExceeded => tiendo_code::File,
            Code::NothingToRead => tiendo_code::NotFound,
            Code::NotATable
            | Code::Unwritable
            | Code::InvalidJson
            | Code::Mapping
            | Code::Scheme
            | Code::TooManyRows
            | Code::NotPublic
            | Code::Core => tiendo_code::InvalidValue,
            Code::Undecodable => tiendo_code::Undecodable,
            Code::Cancelled => tiendo_code::Cancelled,
        }
    }
}

impl From<tiendo_formats::Error> for Failure {
    fn from(error: tiendo_formats::Error) -> Self {
        // What the core refused has a code of its own.
        if let tiendo_formats::Error::Core { source, .. } = error {
            return source.into();
        }
        Failure::new(error.code().into(), error.to_string())
    }
}

impl From<history::Code> for tiendo_code {
    fn from(code: history::Code) -> Self {
        use history::Code;
        match code {
            Code::Core(code) => code.into(),
            Code::ClockBackwards => tiendo_code::ClockBackwards,
            Code::Refused => tiendo_code::Refused,
            Code::Busy => tiendo_code::Busy,
            Code::Exists => tiendo_code::Exists,
            Code::NotALedger => tiendo_code::NotALedger,
            Code::NewerFormat => tiendo_code::NewerFormat,
            Code::OlderFormat => tiendo_code::OlderFormat,
            Code::Corrupt => tiendo_code::Corrupt,
            Code::ReadOnly => tiendo_code::ReadOnly,
            Code::UnfinishedWork => tiendo_code::UnfinishedWork,
            Code::RolledBack => tiendo_code::RolledBack,
            Code::NothingRolledBack => tiendo_code::NothingRolledBack,
            Code::Moved => tiendo_code::Moved,
            Code::Forked => tiendo_code::Forked,
            Code::StorageFull => tiendo_code::StorageFull,
            Code::Io => tiendo_code::File,
            Code::LimitExceeded => tiendo_code::LimitExceeded,
        }
    }
}

impl From<history::Error> for Failure {
    fn from(error: history::Error) -> Self {
        let mut message = error.to_string();
        if let history::Error::Refused { problems, .. } = &error {
            for problem in problems {
                message.push('\n');
                message.push_str(&problem.to_string());
            }
        }
        Failure::new(error.code().into(), message)
    }
}

impl From<tiendo_plan02::Error> for Failure {
    fn from(error: tiendo_plan02::Error) -> Self {
        Failure::new(tiendo_code::Bug, error.to_string())
    }
}

thread_local! {
    static LAST_ERROR: RefCell<CString> = RefCell::new(CString::default());
}

/// Remembers what the last call on this thread came to.
pub(crate) fn remember(message: &str) {
    // What names a hostile value may hold a NUL; the message is shown up to the end all the same.
    let text = CString::new(message.replace('\0', "\u{fffd}")).unwrap_or_default();
    // A thread that is ending has no place for it any more.
    let _ = LAST_ERROR.try_with(|last| {
        if let Ok(mut last) = last.try_borrow_mut() {
            *last = text;
        }
    });
}

/// The message of the last call on this thread: which argument, which record, which value; `""` after success.
///
/// Never `NULL`. Valid until the next call on this thread; `_free` and `_len` functions leave it alone.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_last_error() -> *const c_char {
    LAST_ERROR
        .try_with(|last| last.try_borrow().map_or(c"".as_ptr(), |text| text.as_ptr()))
        .unwrap_or(c"".as_ptr())
}

/// The name of a code as JSON replies have it: `not_found`, `ok`; `""` for a number that is no code. Never `NULL`.
///
/// Valid for ever, on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_code_name(code: i32) -> *const c_char {
    const CODES: [(tiendo_code, &std::ffi::CStr); 35] = [
        (tiendo_code::Ok, c"ok"),
        (tiendo_code::NullArgument, c"null_argument"),
        (tiendo_code::InvalidUtf8, c"invalid_utf8"),
        (tiendo_code::InvalidEnum, c"invalid_enum"),
        (tiendo_code::OutOfRange, c"out_of_range"),
        (tiendo_code::TooLong, c"too_long"),
        (tiendo_code::InvalidDate, c"invalid_date"),
        (tiendo_code::InvalidText, c"invalid_text"),
        (tiendo_code::InvalidId, c"invalid_id"),
        (tiendo_code::InvalidValue, c"invalid_value"),
        (tiendo_code::NotFound, c"not_found"),
        (tiendo_code::Ambiguous, c"ambiguous"),
        (tiendo_code::OutsideCalendar, c"outside_calendar"),
        (tiendo_code::InvalidRequest, c"invalid_request"),
        (tiendo_code::Cancelled, c"cancelled"),
        (tiendo_code::File, c"file"),
        (tiendo_code::Undecodable, c"undecodable"),
        (tiendo_code::Cycle, c"cycle"),
        (tiendo_code::ClockBackwards, c"clock_backwards"),
        (tiendo_code::Refused, c"refused"),
        (tiendo_code::Busy, c"busy"),
        (tiendo_code::Exists, c"exists"),
        (tiendo_code::NotALedger, c"not_a_ledger"),
        (tiendo_code::NewerFormat, c"newer_format"),
        (tiendo_code::Corrupt, c"corrupt"),
        (tiendo_code::ReadOnly, c"read_only"),
        (tiendo_code::UnfinishedWork, c"unfinished_work"),
        (tiendo_code::StorageFull, c"storage_full"),
        (tiendo_code::LimitExceeded, c"limit_exceeded"),
        (tiendo_code::RolledBack, c"rolled_back"),
        (tiendo_code::NothingRolledBack, c"nothing_rolled_back"),
        (tiendo_code::Moved, c"moved"),
        (tiendo_code::Forked, c"forked"),
        (tiendo_code::OlderFormat, c"older_format"),
        (tiendo_code::Bug, c"bug"),
    ];
    CODES.iter().find(|(known, _)| *known as i32 == code).map_or(c"", |(_, name)| name).as_ptr()
}
