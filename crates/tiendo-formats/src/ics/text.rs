//! Texts in content lines: escaped and back, and names that identify.

use std::borrow::Cow;
use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Begins the address of an agency, which has none that mail could go to.
const AGENCY: &str = "urn:x-tiendo:agency:";

/// True for what no content line may hold, and for what makes a text show other than it is.
fn is_control(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => true,
        other => other.is_control(),
    }
}

/// True for what some reader takes for the end of a line.
fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text with one kind of line break and without control characters, and how many of these there were.
pub(super) fn clean(text: &str) -> (Cow<'_, str>, usize) {
    if !text.contains(|c| is_control(c) || is_break(c)) {
        return (Cow::Borrowed(text), 0);
    }
    let text = text.replace("\r\n", "\n").replace(is_break, "\n");
    let count = text.chars().filter(|c| is_control(*c)).count();
    (Cow::Owned(text.chars().filter(|c| !is_control(*c)).collect()), count)
}

/// A cleaned text as the value of a property (RFC 5545, 3.3.11).
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            other => out.push(other),
        }
    }
}

/// The text that a value stands for; an escape that is none stays as it is.
pub(super) fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some(next @ ('\\' | ';' | ','))) => {
                text.push(next);
                chars.next();
            }
            ('\\', Some('n' | 'N')) => {
                text.push('\n');
                chars.next();
            }
            (other, _) => text.push(other),
        }
    }
    Cow::Owned(text)
}

/// A cleaned text as the value of a parameter, in quotes (RFC 6868).
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("^'"),
            '^' => out.push_str("^^"),
            '\n' => out.push_str("^n"),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// The text that the value of a parameter stands for.
pub(super) fn unquote(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let meant = match (c, chars.clone().next()) {
            ('^', Some('\'')) => Some('"'),
            ('^', Some('^')) => Some('^'),
            ('^', Some('n')) => Some('\n'),
            _ => None,
        };
        if meant.is_some() {
            chars.next();
        }
        text.push(meant.unwrap_or(c));
    }
    text
}

/// The UID of a task: a UUID (version 8) of the register's domain and the task's id, the same in every export.
pub(super) fn uid(domain: &str, task: &str) -> String {
    let hash = Sha256::new().chain_update(domain).chain_update([0]).chain_update(task).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(hash.get(..16).unwrap_or(&[0; 16]));
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut uid = String::with_capacity(36);
    for (i, byte) in bytes.into_iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            uid.push('-');
        }
        let _ = write!(uid, "{byte:02x}");
    }
    uid
}

/// The id of what was read of a task: the same file gives the same.
pub(super) fn report_id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    let mut id = "ics-".to_owned();
    for byte in hash.finalize().iter().take(12) {
        let _ = write!(id, "{byte:02x}");
    }
    id
}

/// The address of an agency, as ATTENDEE and ORGANIZER ask for one.
pub(super) fn address(agency: &str) -> String {
    let mut address = AGENCY.to_owned();
    for byte in agency.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            address.push(byte as char);
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// The agency with this address, where it is one of ours.
pub(super) fn agency(address: &str) -> Option<String> {
    let begin = address.get(..AGENCY.len())?;
    let mut rest = address.get(AGENCY.len()..).filter(|_| begin.eq_ignore_ascii_case(AGENCY))?;
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        bytes.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
        rest = after.get(2..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        for text in ["a;b,c\\n\nđ", "\\", "\\\\n", "", "^n^'\"^^", "a:b\tc"] {
            let (mut value, mut parameter) = (String::new(), String::new());
            escape(text, &mut value);
            assert_eq!(unescape(&value), text);
            quote(text, &mut parameter);
            assert_eq!(unquote(parameter.trim_matches('"')), text);
            assert!(!value.contains('\n') && !parameter.contains('\n'));
            assert_eq!(agency(&address(text)).as_deref(), Some(text));
        }
        assert_eq!(
            clean("a\r\nb\u{2028}c\u{1b}\u{202e}\u{0}d\rEND:VTODO"),
            ("a\nb\ncd\nEND:VTODO".into(), 3)
        );
        assert_eq!(agency("urn:x-tiendo:agency:%4"), None);
        assert_eq!(agency("mailto:a@b"), None);
    }

    #[test]
    fn uids_are_uuids_and_stay() {
        assert_eq!(uid("tiendo", "T1"), uid("tiendo", "T1"));
        assert_ne!(uid("tiendo", "T1"), uid("tiend", "oT1"));
        let uid = uid("tiendo", "T1");
        assert_eq!((uid.len(), &uid[14..15]), (36, "8"));
    }
}
