//! The boundary: foreign pointers in, results out, panics caught. The only file that touches foreign memory.
//!
//! What these functions rely on is what the header asks of callers: a pointer is `NULL` or valid for what it is said to
//! be, a text's length is true, a handle is not used after it was freed. Everything else is checked.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::slice;

use chrono::{Datelike, NaiveDate};
use model::day;

use crate::code::{Failure, Outcome, remember, tiendo_code};
use crate::version::TIENDO_NTS;

/// Longest text of an argument that is no JSON; a cell of a CSV file may be as long.
pub(crate) const MAX_TEXT_BYTES: usize = 1 << 20;

/// Runs the body of an exported function: remembers the error, and lets no panic out.
pub(crate) fn call(body: impl FnOnce() -> Outcome) -> tiendo_code {
    let outcome = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        let message = format!("fault in tiendo {}: {text}", env!("CARGO_PKG_VERSION"));
        // A panic's payload may panic when it is dropped.
        std::mem::forget(panic);
        Err(Failure::new(tiendo_code::Bug, message))
    });
    match outcome {
        Ok(()) => {
            remember("");
            tiendo_code::Ok
        }
        Err(failure) => {
            remember(&failure.message);
            failure.code
        }
    }
}

/// Frees a handle; a panic in a destructor stays inside.
pub(crate) fn free<T>(handle: Option<Box<T>>) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(handle)));
}

fn null(name: &str) -> Failure {
    Failure::new(tiendo_code::NullArgument, format!("{name} must not be NULL"))
}

/// A handle that is read.
pub(crate) fn handle<'a, T>(handle: Option<&'a T>, name: &str) -> Outcome<&'a T> {
    handle.ok_or_else(|| null(name))
}

/// The handles of an array, none of which may be `NULL`; the array may where it is empty.
pub(crate) fn handles<'a, T>(
    at: *const Option<&'a T>,
    len: usize,
    name: &str,
) -> Outcome<Vec<&'a T>> {
    if len == 0 {
        return Ok(Vec::new());
    }
    if at.is_null() {
        return Err(null(name));
    }
    if len > isize::MAX as usize / size_of::<Option<&T>>() {
        let message = format!("{name} cannot be {len} handles long");
        return Err(Failure::new(tiendo_code::TooLong, message));
    }
    // SAFETY: not `NULL`, and `len` handles long because the caller says so, which no more than fit into memory; an
    // `Option` of a reference is a pointer that may be `NULL`.
    let all = unsafe { slice::from_raw_parts(at, len) };
    all.iter()
        .enumerate()
        .map(|(i, one)| one.ok_or_else(|| null(&format!("{name}[{i}]"))))
        .collect()
}

/// A handle that is changed: what changes in it is behind a lock or atomic, so that a race is never undefined.
pub(crate) fn writable<'a, T: Sync>(handle: Option<NonNull<T>>, name: &str) -> Outcome<&'a T> {
    // SAFETY: a handle is `NULL` or came from the function that makes it, and was not freed, as the header asks;
    // only shared references to it are ever made.
    handle.map(|at| unsafe { at.as_ref() }).ok_or_else(|| null(name))
}

/// The same, where `NULL` means that there is none.
pub(crate) fn maybe_writable<'a, T: Sync>(handle: Option<NonNull<T>>) -> Option<&'a T> {
    // SAFETY: as in `writable`.
    handle.map(|at| unsafe { at.as_ref() })
}

/// Writes an output.
pub(crate) fn put<T>(out: Option<&mut MaybeUninit<T>>, name: &str, value: T) -> Outcome {
    out.ok_or_else(|| null(name))?.write(value);
    Ok(())
}

/// Fails where an output is `NULL`, before any work is done for it.
pub(crate) fn wanted<T>(out: Option<&MaybeUninit<T>>, name: &str) -> Outcome {
    out.map(|_| ()).ok_or_else(|| null(name))
}

/// The bytes of an argument, of any length.
pub(crate) fn bytes<'a>(at: *const c_char, len: usize, name: &str) -> Outcome<&'a [u8]> {
    if at.is_null() {
        return Err(null(name));
    }
    if len == TIENDO_NTS {
        // SAFETY: not `NULL`, and NUL-terminated because the caller says so by `TIENDO_NTS`.
        return Ok(unsafe { CStr::from_ptr(at) }.to_bytes());
    }
    if isize::try_from(len).is_err() {
        let message = format!("{name} cannot be {len} bytes long");
        return Err(Failure::new(tiendo_code::TooLong, message));
    }
    // SAFETY: not `NULL`, and `len` bytes long because the caller says so; below `isize::MAX`.
    Ok(unsafe { slice::from_raw_parts(at.cast::<u8>(), len) })
}

/// A text of any length: JSON.
pub(crate) fn long_text<'a>(at: *const c_char, len: usize, name: &str) -> Outcome<&'a str> {
    let bytes = bytes(at, len, name)?;
    std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let shown = bytes.get(offset).copied().unwrap_or_default();
        let message = format!("{name} is not UTF-8 at byte {offset} (0x{shown:02x})");
        Failure::new(tiendo_code::InvalidUtf8, message)
    })
}

/// A text.
pub(crate) fn text<'a>(at: *const c_char, len: usize, name: &str) -> Outcome<&'a str> {
    let text = long_text(at, len, name)?;
    if text.len() > MAX_TEXT_BYTES {
        let len = text.len();
        let message = format!("{name} is {len} bytes long, of at most {MAX_TEXT_BYTES}");
        return Err(Failure::new(tiendo_code::TooLong, message));
    }
    Ok(text)
}

/// A text, where `NULL` means that there is none.
pub(crate) fn maybe_text<'a>(
    at: *const c_char,
    len: usize,
    name: &str,
) -> Outcome<Option<&'a str>> {
    if at.is_null() { Ok(None) } else { text(at, len, name).map(Some) }
}

/// A day as `yyyymmdd`.
pub(crate) fn day_of(number: i32, name: &str) -> Outcome<NaiveDate> {
    let (year, rest) = (number / 10_000, number.rem_euclid(10_000).unsigned_abs());
    day::from_ymd(year, rest / 100, rest % 100).filter(|_| number > 0).ok_or_else(|| {
        let message = format!("{name} is not a day (yyyymmdd, 1900 to 2199): {number}");
        Failure::new(tiendo_code::InvalidDate, message)
    })
}

/// A day as `yyyymmdd`, where 0 means that there is none.
pub(crate) fn maybe_day(number: i32, name: &str) -> Outcome<Option<NaiveDate>> {
    if number == 0 { Ok(None) } else { day_of(number, name).map(Some) }
}

/// A day as the number that goes out; 0 for none.
pub(crate) fn day_number(day: Option<NaiveDate>) -> i32 {
    day.map_or(0, |d| d.year() * 10_000 + d.month() as i32 * 100 + d.day() as i32)
}

/// The element at an index.
pub(crate) fn at<'a, T>(list: &'a [T], index: usize, name: &str) -> Outcome<&'a T> {
    list.get(index).ok_or_else(|| out_of_range(index, list.len(), name))
}

pub(crate) fn out_of_range(index: usize, len: usize, name: &str) -> Failure {
    Failure::new(tiendo_code::OutOfRange, format!("{name} is {index}, but there are {len}"))
}

/// A number that does not fit where it goes is shown as the largest that does.
pub(crate) fn int(value: impl TryInto<i32>) -> i32 {
    value.try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    // Helpers of tests may panic as tests do.
    #![allow(clippy::expect_used, clippy::panic)]

    use std::any::Any;
    use std::panic::{panic_any, resume_unwind};

    use super::*;
    use crate::code::tiendo_last_error;

    fn last_error() -> String {
        // SAFETY: never `NULL`, and NUL-terminated until the next call on this thread.
        unsafe { CStr::from_ptr(tiendo_last_error()) }.to_str().expect("UTF-8").to_owned()
    }

    // Rust calls it. That no panic may leave an `extern "C"` function is what it is here for.
    #[allow(improper_ctypes_definitions)]
    /// A function as C sees it: were a panic to leave it, the process would be aborted and no test would pass.
    extern "C" fn exported(body: fn() -> Outcome) -> i32 {
        call(body) as i32
    }

    #[test]
    fn a_panic_is_a_code_with_a_message() {
        let bug = tiendo_code::Bug as i32;
        assert_eq!(exported(|| panic!("row {} has no task", 7)), bug);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(last_error(), format!("fault in tiendo {version}: row 7 has no task"));
        assert_eq!(exported(|| panic!("a literal")), bug);
        assert!(last_error().ends_with(": a literal"));
        // The next call is as good as any, and forgets it.
        assert_eq!(exported(|| Ok(())), tiendo_code::Ok as i32);
        assert_eq!(last_error(), "");
    }

    #[test]
    fn a_panic_with_something_else_is_one_too() {
        assert_eq!(exported(|| panic_any(57)), tiendo_code::Bug as i32);
        assert!(last_error().ends_with(": no message"));
        // A NUL would cut the message off.
        assert_eq!(exported(|| panic!("a\0b")), tiendo_code::Bug as i32);
        assert!(last_error().ends_with(": a\u{fffd}b"));
    }

    struct Hostile;

    impl Drop for Hostile {
        fn drop(&mut self) {
            panic!("in a destructor");
        }
    }

    extern "C" fn freed(handle: Option<Box<Hostile>>) {
        free(handle);
    }

    #[test]
    fn a_payload_or_handle_that_panics_when_it_is_dropped_stays_inside() {
        assert_eq!(
            exported(|| resume_unwind(Box::new(Hostile) as Box<dyn Any + Send>)),
            tiendo_code::Bug as i32
        );
        freed(Some(Box::new(Hostile)));
    }

    #[test]
    fn days_go_in_and_out_as_they_are() {
        assert_eq!(day_number(day_of(20_240_229, "day").ok()), 20_240_229);
        let wrong = day_of(20_250_229, "day").expect_err("no such day");
        assert!(wrong.message.contains("20250229"), "{}", wrong.message);
    }
}
