//! Encodings from before Unicode: what old systems export is read byte by byte, or refused with the place.
//!
//! Both are strict, because a guess would put wrong letters into names and titles: a byte that the encoding does not
//! define is an error that says where it stands. What is read is NFC.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::WINDOWS_1258;
use tiendo::{Finding, text};

use crate::error::Error;

mod tcvn3;

/// How bytes stand for characters.
///
/// ```
/// use tiendo_formats::Encoding;
/// assert_eq!(Encoding::parse("Windows-1258"), Some(Encoding::Windows1258));
/// assert_eq!(Encoding::parse("latin1"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// Windows-1258, the Vietnamese code page of Windows, which writes tones as combining marks behind their vowel.
    ///
    /// Source: the table of the WHATWG Encoding Standard, less the nine bytes that Microsoft's code page leaves undefined.
    Windows1258,
    /// TCVN3, the one-byte code of the ABC fonts (`.VnTime` and others).
    ///
    /// A capital vowel with a tone has no code: it was written in the font of capitals, `.VnTimeH`, by the code of its small
    /// letter. Bytes do not say their font, so such text is read in small letters, and changing case is left to who knows.
    /// Quotes and dashes that Windows put at 0x80 to 0x9F are not of this code, and refused like any undefined byte.
    ///
    /// Source: TCVN 5712:1993, the set VN3.
    Tcvn3,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: &'static [Encoding] = &[Encoding::Utf8, Encoding::Windows1258, Encoding::Tcvn3];

    /// The name: `utf-8`, `windows-1258`, `tcvn3`.
    pub fn as_str(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Windows1258 => "windows-1258",
            Encoding::Tcvn3 => "tcvn3",
        }
    }

    /// The encoding with this name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|encoding| encoding.as_str().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text that bytes stand for, in NFC.
///
/// # Errors
/// - [`Error::Undecodable`] for a byte that the encoding does not define, with its offset.
///
/// # Example
/// ```
/// use tiendo_formats::encoding::{self, Encoding};
/// assert_eq!(encoding::decode(b"Ti\xd5n \xae\xe9", Encoding::Tcvn3)?, "Tiến độ");
/// assert_eq!(encoding::decode(b"Ti\xea\xecn \xf0\xf4\xf2", Encoding::Windows1258)?, "Tiến độ");
/// let error = encoding::decode(b"57-NQ\xff", Encoding::Tcvn3).unwrap_err();
/// assert_eq!(error.to_string(), "not tcvn3 at byte 5 (0xff)");
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn decode(bytes: &[u8], encoding: Encoding) -> Result<String, Error> {
    let text = decoded(bytes, encoding).map_err(|wrong| Error::Undecodable {
        encoding,
        offset: wrong.offset,
        byte: wrong.byte,
    })?;
    Ok(text::nfc(&text))
}

/// A byte that the encoding does not define.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WrongByte {
    /// How many bytes stand before it.
    pub(crate) offset: usize,
    pub(crate) byte: u8,
}

impl WrongByte {
    /// The finding with what is wrong.
    pub(crate) fn told(self, finding: Finding, encoding: Encoding) -> Finding {
        let byte = format!("0x{:02x}", self.byte);
        finding.arg("offset", self.offset).arg("byte", byte).arg("encoding", encoding)
    }
}

/// The text that bytes stand for; UTF-8 as it is written, the others in NFC.
pub(crate) fn decoded(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, WrongByte> {
    let wrong =
        |offset: usize| WrongByte { offset, byte: bytes.get(offset).copied().unwrap_or_default() };
    match encoding {
        Encoding::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(wrong(error.valid_up_to())),
        },
        Encoding::Windows1258 => {
            match bytes.iter().position(|byte| UNDEFINED_1258.contains(byte)) {
                Some(offset) => Err(wrong(offset)),
                None => Ok(text::nfc(&WINDOWS_1258.decode_without_bom_handling(bytes).0).into()),
            }
        }
        Encoding::Tcvn3 => {
            // Every code is one composed character.
            let mut text = String::with_capacity(bytes.len() * 2);
            for (offset, byte) in bytes.iter().enumerate() {
                text.push(tcvn3::character(*byte).ok_or_else(|| wrong(offset))?);
            }
            Ok(Cow::Owned(text))
        }
    }
}

/// What Microsoft's code page leaves undefined, and browsers read as control characters.
///
/// Source: CP1258.TXT of the Unicode Consortium's mappings by vendor.
const UNDEFINED_1258: [u8; 9] = [0x81, 0x8a, 0x8d, 0x8e, 0x8f, 0x90, 0x9a, 0x9d, 0x9e];
