//! Identifiers: ours as `xsd:ID`s, which no id of a register need be.

use std::fmt::Write;

/// What an id is of; an `xsd:ID` is unique in its file, whatever it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Agency,
    Group,
    Task,
    Completion,
    Kpi,
}

impl Of {
    fn letter(self) -> char {
        match self {
            Of::Agency => 'a',
            Of::Group => 'g',
            Of::Task => 't',
            Of::Completion => 'c',
            Of::Kpi => 'k',
        }
    }
}

/// `_t.T1`, with every byte but letters, digits, `-` and `.` as `_` and two hexadecimal digits.
pub(super) fn encoded(of: Of, id: &str) -> String {
    let mut out = format!("_{}.", of.letter());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => out.push(char::from(byte)),
            // Writing into a text cannot fail.
            _ => drop(write!(out, "_{byte:02X}")),
        }
    }
    out
}

/// The id that was encoded; none for anything else.
pub(super) fn decoded(of: Of, text: &str) -> Option<String> {
    let mut rest = text.strip_prefix('_')?.strip_prefix(of.letter())?.strip_prefix('.')?.bytes();
    let mut bytes = Vec::new();
    while let Some(byte) = rest.next() {
        if byte == b'_' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let id = String::from_utf8(bytes).ok()?;
    (encoded(of, &id) == text).then_some(id)
}

/// True for what `xsd:ID` allows; of letters beyond ASCII all are taken for such.
pub(super) fn is_xsd_id(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    first && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_comes_back() {
        for id in ["T1", "57-NQ/TW", "02-KH/BCĐTW", "_", "a b", "_t.x", "𝕏", "1"] {
            let text = encoded(Of::Task, id);
            assert!(is_xsd_id(&text) && text.is_ascii(), "{text}");
            assert_eq!(decoded(Of::Task, &text).as_deref(), Some(id));
            assert_eq!(decoded(Of::Kpi, &text), None);
        }
        for other in ["_44c3ed00-c544", "d55e724", "_t.a_", "_t.a_zz", "_t.a_2f", "_t.a_61", ""] {
            assert_eq!(decoded(Of::Task, other), None, "{other}");
        }
        assert!(!is_xsd_id("1a") && !is_xsd_id("a b") && !is_xsd_id(""));
    }
}
