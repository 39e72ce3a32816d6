//! Texts as they go out.

use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;

use tiendo_formats::{Encoding, encoding};

use crate::boundary::{bytes, call, free, put, wanted};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::word::of_code;

/// How bytes stand for characters.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_encoding {
    /// UTF-8.
    Utf8 = 0,
    /// Windows-1258, the Vietnamese code page of Windows; its tones are composed with their vowels.
    Windows1258 = 1,
    /// TCVN3 (TCVN 5712:1993, set VN3), the code of the ABC fonts. What was written in a font of capitals, such as
    /// `.VnTimeH`, has the codes of small letters and comes out small.
    Tcvn3 = 2,
}

impl tiendo_encoding {
    /// The encoding of a number.
    pub(crate) fn of(code: i32, name: &str) -> Outcome<Encoding> {
        const {
            assert!(matches!(
                Encoding::ALL,
                [Encoding::Utf8, Encoding::Windows1258, Encoding::Tcvn3]
            ));
        };
        of_code(Encoding::ALL, code, name)
    }
}

/// A text that was converted. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_text(CString);

impl tiendo_text {
    pub(crate) fn new(text: &str) -> Self {
        tiendo_text(c_text(text))
    }
}

/// Converts bytes of a legacy encoding (a `tiendo_encoding`) into UTF-8 in NFC, as every other function takes it; the caller
/// frees the text with `tiendo_text_free`.
///
/// `len` is the number of bytes, `TIENDO_NTS` up to the NUL. Of any length, from any thread.
/// `TIENDO_CODE_UNDECODABLE` for a byte that the encoding does not define; the message has its offset and value.
/// `TIENDO_CODE_INVALID_TEXT` for a NUL within.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_text_from(
    text: *const c_char,
    text_len: usize,
    encoding: i32,
    text_out: Option<&mut MaybeUninit<Box<tiendo_text>>>,
) -> tiendo_code {
    call(|| {
        let bytes = bytes(text, text_len, "text")?;
        let encoding = tiendo_encoding::of(encoding, "encoding")?;
        wanted(text_out.as_deref(), "text_out")?;
        let text = encoding::decode(bytes, encoding)?;
        let text = CString::new(text).map_err(|error| {
            let message = format!("text holds a NUL at byte {}", error.nul_position());
            Failure::new(tiendo_code::InvalidText, message)
        })?;
        put(text_out, "text_out", Box::new(tiendo_text(text)))
    })
}

/// The text in UTF-8, valid until the text is freed; empty for `NULL`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_text_str(text: Option<&tiendo_text>) -> tiendo_str {
    text.map_or(tiendo_str::EMPTY, |text| text.0.as_c_str().into())
}

/// Frees a text. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_text_free(text: Option<Box<tiendo_text>>) {
    free(text);
}

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
