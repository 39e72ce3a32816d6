//! Cuts text into the parts of a number: what stands before, the serial, a letter, a year, and words with their separators.

use unicode_normalization::{IsNormalized, is_nfc_quick};

use crate::text::nfc;

/// Longest serial in digits; it fits a `u32`.
const SERIAL_DIGITS: usize = 9;
/// Longest abbreviation in characters.
const WORD_CHARS: usize = 24;
/// Most words of one number.
const WORDS: usize = 8;
/// Years that a number may print.
const YEARS: std::ops::RangeInclusive<u16> = 1945..=2199;

/// What stands between two parts of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    Slash,
    Hyphen,
    Space,
    Nothing,
}

impl Separator {
    /// True for a separator that was written, be it the wrong one.
    pub(super) fn is_written(self) -> bool {
        matches!(self, Separator::Slash | Separator::Hyphen)
    }
}

/// A word of a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) separator: Separator,
    pub(super) text: &'a str,
    // Where it ends in the cleaned text, and whether spaces stand before it.
    pub(super) end: usize,
    pub(super) spaced: bool,
}

/// Text with look-alike characters put right, and what was put right.
pub(super) struct Cleaned {
    pub(super) text: String,
    pub(super) was_decomposed: bool,
    pub(super) had_lookalikes: bool,
}

/// A serial and what follows it.
pub(super) struct Scan<'a> {
    pub(super) start: usize,
    pub(super) digits: &'a str,
    pub(super) suffix: Option<char>,
    pub(super) year: Option<u16>,
    // Separators within the head: none, or the one before the year.
    pub(super) before_year: Option<Separator>,
    pub(super) head_spaced: bool,
    // Where the serial, letter and year end.
    pub(super) head_end: usize,
    pub(super) words: Vec<Word<'a>>,
}

/// Composes accents, maps look-alikes of dashes, slashes, digits, letters and spaces, and drops invisible characters.
pub(super) fn clean(text: &str) -> Cleaned {
    let was_decomposed = is_nfc_quick(text.chars()) != IsNormalized::Yes && nfc(text) != text;
    let composed = nfc(text);
    let mut out = String::with_capacity(composed.len());
    let mut had_lookalikes = false;
    for c in composed.chars() {
        let mapped = match c {
            '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '_' => '-',
            '\u{2044}' | '\u{2215}' | '\\' => '/',
            // Fullwidth forms stand at a fixed distance from ASCII.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            // Eth and African D, drawn as Đ is.
            'Ð' | 'Ɖ' => 'Đ',
            'ð' | 'ɖ' => 'đ',
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {
                had_lookalikes = true;
                continue;
            }
            c if c.is_whitespace() => ' ',
            c => c,
        };
        had_lookalikes |= mapped != c && mapped != ' ';
        out.push(mapped);
    }
    Cleaned { text: out, was_decomposed, had_lookalikes }
}

/// The starts of the first runs of digits, `most` at most.
pub(super) fn serial_starts(text: &str, most: usize) -> Vec<usize> {
    let mut after_digit = false;
    let mut starts = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_digit() && !after_digit {
            starts.push(at);
            if starts.len() == most {
                break;
            }
        }
        after_digit = byte.is_ascii_digit();
    }
    starts
}

/// Scans a number whose serial starts at byte `start`; `None` where no serial of 1 to 9 digits above zero stands.
pub(super) fn scan(text: &str, start: usize) -> Option<Scan<'_>> {
    let digits = leading_digits(text.get(start..)?);
    if digits.is_empty() || digits.len() > SERIAL_DIGITS || digits.bytes().all(|b| b == b'0') {
        return None;
    }
    let mut at = start + digits.len();
    let mut suffix = None;
    let mut next = text.get(at..)?.chars();
    if let Some(letter) = next.next().filter(|c| is_letter(*c))
        && !next.next().is_some_and(is_word_char)
    {
        suffix = Some(letter);
        at += letter.len_utf8();
    }
    let mut head = Scan {
        start,
        digits,
        suffix,
        year: None,
        before_year: None,
        head_spaced: false,
        head_end: at,
        words: Vec::new(),
    };
    let (separator, spaced, after) = separator(text, at);
    let year = leading_digits(text.get(after..)?);
    if separator.is_written() && year.len() == 4 {
        head.year = year.parse().ok().filter(|year| YEARS.contains(year));
    }
    if head.year.is_some() {
        head.before_year = Some(separator);
        head.head_spaced = spaced;
        at = after + year.len();
        head.head_end = at;
    }
    while head.words.len() < WORDS {
        let (separator, spaced, after) = self::separator(text, at);
        let Some(word) = leading_word(text.get(after..)?) else { break };
        at = after + word.len();
        head.words.push(Word { separator, text: word, end: at, spaced });
    }
    Some(head)
}

/// The separator at `at`, whether spaces stand in it, and where it ends.
fn separator(text: &str, at: usize) -> (Separator, bool, usize) {
    let spaces = |from: usize| text.bytes().skip(from).take_while(|b| *b == b' ').count();
    let before = spaces(at);
    let (found, width) = match text.as_bytes().get(at + before) {
        Some(b'/') => (Separator::Slash, 1),
        Some(b'-') => (Separator::Hyphen, 1),
        _ if before > 0 => (Separator::Space, 0),
        _ => (Separator::Nothing, 0),
    };
    let after = spaces(at + before + width);
    (found, before + after > 0, at + before + width + after)
}

fn leading_digits(text: &str) -> &str {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    &text[..len]
}

/// A run of word characters that begins with a letter; a full stop only between two of them.
fn leading_word(text: &str) -> Option<&str> {
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    let mut count = 0;
    while let Some((at, c)) = chars.next() {
        let inner_stop = c == '.' && chars.peek().is_some_and(|(_, next)| is_word_char(*next));
        let fits = if at == 0 { is_letter(c) } else { is_word_char(c) || inner_stop };
        if !fits {
            break;
        }
        end = at + c.len_utf8();
        count += 1;
        if count > WORD_CHARS {
            return None;
        }
    }
    (end > 0).then(|| &text[..end])
}

/// Latin letters, Vietnamese ones included.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c.is_alphabetic() && matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'))
}

/// What a word goes on with; marks that compose with nothing stay with their letter.
pub(super) fn is_word_char(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit() || c == '&' || matches!(c, '\u{300}'..='\u{36f}')
}
