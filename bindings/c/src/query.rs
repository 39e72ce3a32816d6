//! The JSON door: one function for hosts that want one.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use crate::boundary::{call, free, handle, long_text, put, wanted};
use crate::code::tiendo_code;
use crate::registry::tiendo_registry;
use crate::text::{c_text, tiendo_str};

/// A reply in JSON.
#[derive(Debug)]
pub struct tiendo_reply(CString);

/// Answers a JSON request with a JSON reply; the caller frees the reply with `tiendo_reply_free`.
///
/// `TIENDO_CODE_OK` whenever there is a reply: what is wrong with the request is a reply too,
/// `{"error":{"code":"not_found","message":"…"}}`. The same registry and request give the same bytes in every language.
/// Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_query(
    registry: Option<&tiendo_registry>,
    request: *const c_char,
    request_len: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?;
        let request = long_text(request, request_len, "request")?;
        wanted(reply_out.as_deref(), "reply_out")?;
        let reply = c_text(&model::query(registry.registry(), request));
        put(reply_out, "reply_out", Box::new(tiendo_reply(reply)))
    })
}

/// The JSON of a reply, valid until the reply is freed; empty for `NULL`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_reply_text(reply: Option<&tiendo_reply>) -> tiendo_str {
    reply.map_or(tiendo_str::EMPTY, |reply| reply.0.as_c_str().into())
}

/// Frees a reply. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_reply_free(reply: Option<Box<tiendo_reply>>) {
    free(reply);
}

impl tiendo_reply {
    /// A record or list as JSON.
    pub(crate) fn json(value: &impl serde::Serialize) -> crate::code::Outcome<Box<Self>> {
        let json = serde_json::to_string(value)
            .map_err(|error| crate::code::Failure::new(tiendo_code::Bug, error.to_string()))?;
        Ok(Box::new(tiendo_reply(c_text(&json))))
    }
}
