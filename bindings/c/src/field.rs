//! Fields of records under construction: setters from any thread, values checked as they are set.

use std::ffi::c_char;
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDateTime;
use model::{AgencyId, Text, day};

use crate::boundary::{maybe_text, text, writable};
use crate::code::{Failure, Outcome, tiendo_code};

/// A record that setters change.
#[derive(Debug)]
pub(crate) struct Draft<T>(Mutex<T>);

impl<T: Clone + Send> Draft<T> {
    pub(crate) fn new(record: T) -> Self {
        Draft(Mutex::new(record))
    }

    pub(crate) fn copy(&self) -> T {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn change(&self, body: impl FnOnce(&mut T)) {
        body(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Sets a field of a draft.
pub(crate) fn set<H: Sync, T: Clone + Send>(
    handle: Option<NonNull<H>>,
    name: &str,
    draft: impl FnOnce(&H) -> &Draft<T>,
    body: impl FnOnce(&mut T),
) -> Outcome {
    draft(writable(handle, name)?).change(body);
    Ok(())
}

/// A text that may be absent.
pub(crate) fn model_text(at: *const c_char, len: usize, name: &str) -> Outcome<Option<Text>> {
    let text = maybe_text(at, len, name)?;
    Ok(text.map(Text::new).transpose()?)
}

/// An id that may be absent; the message of a wrong one names the argument.
pub(crate) fn maybe_id<I>(
    at: *const c_char,
    len: usize,
    name: &str,
    make: impl FnOnce(&str) -> Result<I, model::Error>,
) -> Outcome<Option<I>> {
    maybe_text(at, len, name)?.map(|id| made(id, name, make)).transpose()
}

/// An id that must be there.
pub(crate) fn id<I>(
    at: *const c_char,
    len: usize,
    name: &str,
    make: impl FnOnce(&str) -> Result<I, model::Error>,
) -> Outcome<I> {
    made(text(at, len, name)?, name, make)
}

fn made<I>(id: &str, name: &str, make: impl FnOnce(&str) -> Result<I, model::Error>) -> Outcome<I> {
    make(id).map_err(|error| Failure::new(error.code().into(), format!("{name}: {error}")))
}

/// The id of an agency that must be there.
pub(crate) fn agency_id(at: *const c_char, len: usize, name: &str) -> Outcome<AgencyId> {
    id(at, len, name, AgencyId::new)
}

/// An instant `yyyy-mm-ddThh:mm:ss`, which may be absent.
pub(crate) fn instant(at: *const c_char, len: usize, name: &str) -> Outcome<Option<NaiveDateTime>> {
    let text = maybe_text(at, len, name)?;
    let parse = |text: &str| {
        day::parse_instant(text)
            .map_err(|error| Failure::new(tiendo_code::InvalidDate, format!("{name}: {error}")))
    };
    text.map(parse).transpose()
}

/// A number of a small field.
pub(crate) fn small<N: TryFrom<i32>>(number: i32, name: &str, most: &str) -> Outcome<N> {
    N::try_from(number).map_err(|_| {
        let message = format!("{name} must be 0 to {most}, not {number}");
        Failure::new(tiendo_code::InvalidValue, message)
    })
}
