//! Files in memory.

use std::ffi::c_char;
use std::sync::Arc;

use crate::boundary::free;

/// A file in memory. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_buffer(Arc<Vec<u8>>);

impl tiendo_buffer {
    pub(crate) fn new(bytes: Arc<Vec<u8>>) -> Self {
        tiendo_buffer(bytes)
    }
}

/// The bytes of a file, valid until the buffer is freed: `tiendo_buffer_len` of them, NULs among them. Never `NULL`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_buffer_data(buffer: Option<&tiendo_buffer>) -> *const c_char {
    buffer.map_or(c"".as_ptr(), |buffer| buffer.0.as_ptr().cast())
}

/// Number of bytes; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_buffer_len(buffer: Option<&tiendo_buffer>) -> usize {
    buffer.map_or(0, |buffer| buffer.0.len())
}

/// Frees a buffer. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_buffer_free(buffer: Option<Box<tiendo_buffer>>) {
    free(buffer);
}
