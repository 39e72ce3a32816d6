//! Texts as they go out.

use std::ffi::{CStr, CString, c_char};

/// A text, borrowed from the handle it was asked of and valid until that handle is freed.
///
/// `ptr` is never `NULL` and `ptr[len]` is NUL. What is absent is the empty text. UTF-8 in NFC.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct tiendo_str {
    /// The first byte.
    pub ptr: *const c_char,
    /// Number of bytes, the NUL not counted.
    pub len: usize,
}

impl tiendo_str {
    pub(crate) const EMPTY: tiendo_str = tiendo_str { ptr: c"".as_ptr(), len: 0 };

    /// A text that the caller of this function knows to be followed by a NUL.
    pub(crate) fn within(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return tiendo_str::EMPTY;
        }
        tiendo_str { ptr: bytes.as_ptr().cast::<c_char>(), len: bytes.len() }
    }
}

impl From<&CStr> for tiendo_str {
    fn from(text: &CStr) -> Self {
        tiendo_str::within(text.to_bytes())
    }
}

/// A copy of a text for C; NULs, which the model has none of, become the replacement character.
pub(crate) fn c_text(text: &str) -> CString {
    CString::new(text)
        .unwrap_or_else(|_| CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default())
}

/// The same for a text that may be absent.
pub(crate) fn maybe_c_text(text: Option<&str>) -> CString {
    text.map(c_text).unwrap_or_default()
}
