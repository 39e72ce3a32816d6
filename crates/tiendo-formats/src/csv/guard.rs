//! The apostrophe before a cell: it keeps a spreadsheet from running a text as a formula or turning it into a number
//! or day, and tells an empty text from no text. The reader takes it away again, so every text survives.
//!
//! Source: CWE-1236; OWASP ASVS on formula injection names `= + - @`, tab and NUL as the first character.

use std::borrow::Cow;

use crate::table::{is_blank, trim};

/// The text behind the apostrophes that it begins with.
fn core(text: &str) -> &str {
    text.trim_start_matches('\'')
}

/// True where a cell must not begin with `core`: empty, a formula, or with blanks at an end.
fn risky(core: &str) -> bool {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    match (core.chars().next(), core.chars().next_back()) {
        (Some(first), Some(last)) => formula(first) || is_blank(first) || is_blank(last),
        _ => true,
    }
}

/// True where a spreadsheet would make a number, a day, a time or a truth value of the text.
fn unstable(core: &str) -> bool {
    let bytes = core.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_digit) {
        return core.eq_ignore_ascii_case("true") || core.eq_ignore_ascii_case("false");
    }
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let others = |set: &[u8]| bytes.iter().all(|b| b.is_ascii_digit() || set.contains(b));
    if digits == bytes.len() {
        // Leading zeros are dropped, and from twelve digits on the number is shown rounded.
        return (bytes.len() > 1 && bytes[0] == b'0') || bytes.len() > 11;
    }
    others(b"-/.,: ") || (others(b"eE+-.,") && bytes.iter().any(|b| matches!(b, b'e' | b'E')))
}

/// The text as a cell: with an apostrophe where it needs one, and for `spreadsheet` where it would be changed.
pub(super) fn protect(text: &str, spreadsheet: bool) -> Cow<'_, str> {
    let core = core(text);
    let quoted = core.len() < text.len();
    if risky(core) || ((quoted || spreadsheet) && unstable(core)) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell, `None` for an empty one. Blanks around it are dropped unless an apostrophe protects them.
pub(super) fn restore(cell: &str) -> Option<&str> {
    if let Some(text) = cell.strip_prefix('\'') {
        let core = core(text);
        if risky(core) || unstable(core) {
            return Some(text);
        }
    }
    Some(trim(cell)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutral_and_come_back() {
        let texts = [
            "=1+1",
            "+84",
            "-5",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "＝1",
            "",
            "'",
            "''",
            "'=1",
            "''=1",
            "'a",
            " a",
            "a ",
            "\u{a0}",
            "' a",
            "00070",
            "'00070",
            "2025-11",
            "1/7",
            "1E5",
            "123456789012",
            "true",
            "'true",
            "a=1",
            "3",
        ];
        for text in texts {
            for spreadsheet in [false, true] {
                let cell = protect(text, spreadsheet);
                assert_eq!(restore(&cell), Some(text), "{cell:?}");
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']),
                    "{cell:?}"
                );
            }
        }
        assert_eq!(protect("00070", false), "00070");
        assert_eq!(protect("00070", true), "'00070");
        assert_eq!(protect("57-NQ/TW", true), "57-NQ/TW");
        assert_eq!(restore("  x\u{a0}"), Some("x"));
        assert_eq!(restore(" \u{a0}"), None);
        assert_eq!(restore("'tis"), Some("'tis"));
    }
}
