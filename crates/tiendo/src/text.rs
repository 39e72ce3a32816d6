//! Text as the registry stores it, and the folded form that search and look-ups compare.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::error::Error;

/// Text in Unicode NFC without NUL, so that it compares by bytes and fits a C string.
///
/// # Example
/// ```
/// use tiendo::Text;
/// let decomposed = Text::new("Lâm Đo\u{302}\u{300}ng")?;
/// assert_eq!(decomposed.as_str(), "Lâm Đồng");
/// assert!(Text::new("a\0b").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Text(Box<str>);

impl Text {
    /// Normalises `text` to NFC.
    ///
    /// # Errors
    /// - [`Error::InvalidText`] when it holds a NUL.
    pub fn new(text: &str) -> Result<Self, Error> {
        valid(text).map(|text| Text(text.into()))
    }

    /// Text that was normalised before.
    pub(crate) fn from_valid(text: &str) -> Self {
        Text(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for the empty text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A text as [`Text`] holds it.
pub(crate) fn valid(text: &str) -> Result<Cow<'_, str>, Error> {
    if let Some(at) = text.find('\0') {
        return Err(Error::InvalidText { text: text.replace('\0', "\u{fffd}"), at });
    }
    Ok(composed(text))
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Text {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        Text::new(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Text::new(&text).map_err(serde::de::Error::custom)
    }
}

/// The text in Unicode NFC.
///
/// ```
/// assert_eq!(tiendo::text::nfc("e\u{301}"), "é");
/// ```
pub fn nfc(text: &str) -> String {
    composed(text).into_owned()
}

/// The text in Unicode NFC, itself where it is so already.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if is_composed(text) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// True for text of characters alone that stand in NFC whatever surrounds them: what Vietnamese is written with, and more.
///
/// These are U+0000 to U+02FF, U+1EA0 to U+1EF9 and U+2010 to U+2027.
fn is_composed(text: &str) -> bool {
    // Looking each character up in the tables of Unicode would take most of the time of reading a register.
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        // Beginnings of one and two bytes, and what follows the latter.
        if *byte <= 0xcb {
            at += 1;
            continue;
        }
        match bytes.get(at..at + 3) {
            Some(
                [0xe1, 0xba, 0xa0..=0xbf] | [0xe1, 0xbb, 0x80..=0xb9] | [0xe2, 0x80, 0x90..=0xa7],
            ) => at += 3,
            _ => return false,
        }
    }
    true
}

/// Accents and case folded away, `đ` to `d`: what a person types on a bare keyboard.
///
/// Unicode NFD, combining marks dropped, `đ` to `d`, full case folding (`ß` is `ss`); everything else is kept.
///
/// ```
/// assert_eq!(tiendo::text::fold("Lâm ĐỒNG"), "lam dong");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match bare(c) {
            Some(letter) => folded.push(letter),
            None => folded.extend(fold_char(c)),
        }
    }
    folded
}

/// What an ASCII character or a letter of the Vietnamese alphabet folds to, without the tables of Unicode.
fn bare(c: char) -> Option<char> {
    Some(match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        'À'..='Ã' | 'à'..='ã' | 'Ă' | 'ă' | 'Ạ'..='ặ' => 'a',
        'Đ' | 'đ' => 'd',
        'È'..='Ê' | 'è'..='ê' | 'Ẹ'..='ệ' => 'e',
        'Ì' | 'Í' | 'ì' | 'í' | 'Ĩ' | 'ĩ' | 'Ỉ'..='ị' => 'i',
        'Ò'..='Õ' | 'ò'..='õ' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => 'o',
        'Ù' | 'Ú' | 'ù' | 'ú' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | 'Ụ'..='ự' => 'u',
        'Ý' | 'ý' | 'Ỳ'..='ỹ' => 'y',
        _ => return None,
    })
}

/// What one character folds to; marks fold to nothing, so the order in which they stand does not matter.
///
/// The lower case of the upper case is the full case folding of Unicode, but for two scripts where it names the class of
/// equal letters by another one of them (Cherokee), or has one class more (the Turkic dotless `ı`, here an `i`).
pub(crate) fn fold_char(c: char) -> impl Iterator<Item = char> {
    std::iter::once(c)
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
}

/// A key that sorts as the Vietnamese alphabet does: letters first (`a ă â b … d đ e ê …`), tone marks last.
///
/// Tones rank level, huyền, hỏi, ngã, sắc, nặng, as dictionaries print them.
///
/// ```
/// use tiendo::text::sort_key;
/// assert!(sort_key("Da") < sort_key("Đà"));
/// assert!(sort_key("mà") < sort_key("má"));
/// assert!(sort_key("má") < sort_key("mạ"));
/// ```
pub fn sort_key(text: &str) -> (String, String) {
    let (mut letters, mut tones) = (String::new(), String::new());
    for c in text.nfc().flat_map(char::to_lowercase) {
        let (mut base, mut tone) = (c, '0');
        let mut marks = String::new();
        for part in std::iter::once(c).nfd() {
            match part {
                '\u{300}' => tone = '1',
                '\u{309}' => tone = '2',
                '\u{303}' => tone = '3',
                '\u{301}' => tone = '4',
                '\u{323}' => tone = '5',
                mark if unicode_normalization::char::is_combining_mark(mark) => marks.push(mark),
                letter => base = letter,
            }
        }
        // Breve, circumflex and horn make letters of their own, right after the bare one.
        letters.push(if base == 'đ' { 'd' } else { base });
        letters.push(match (base, marks.chars().next()) {
            ('đ', _) | (_, Some('\u{306}')) => '1',
            (_, Some('\u{302}')) => '2',
            (_, Some('\u{31b}')) => '3',
            _ => '0',
        });
        tones.push(tone);
    }
    (letters, tones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_order() {
        let mut words = ["mạ", "ma", "má", "mã", "mà", "mả", "mâ", "mă", "n"];
        words.sort_by_key(|w| sort_key(w));
        assert_eq!(words, ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ", "n"]);
    }

    #[test]
    fn what_is_known_by_heart_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            if let Some(letter) = bare(c) {
                assert_eq!(fold_char(c).collect::<String>(), letter.to_string(), "{c:?}");
            }
            let is_told =
                matches!(c, '\0'..='\u{2ff}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2027}');
            assert_eq!(is_composed(c.encode_utf8(&mut [0; 4])), is_told, "{c:?}");
            if is_told {
                assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
                assert_eq!(unicode_normalization::char::canonical_combining_class(c), 0, "{c:?}");
            }
        }
    }

    #[test]
    fn o_with_horn_and_hat() {
        let mut words = ["ơ", "ô", "o", "Đắk Lắk", "Dong", "Da"];
        words.sort_by_key(|w| sort_key(w));
        assert_eq!(words, ["Da", "Dong", "Đắk Lắk", "o", "ô", "ơ"]);
    }
}
