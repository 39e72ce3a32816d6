//! Texts of the register made fit for a page: no markup, and no character that makes a text show other than it is.

use std::fmt::{self, Write};

/// How every value of every template is escaped, in text and in quoted attributes.
///
/// Markup becomes references. Control characters and those that turn the direction of writing are written out, as in
/// `[U+202E]`, so that they are seen and do nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Html;

impl askama::filters::Escaper for Html {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(is_suspect) {
            let (plain, from) = rest.split_at(at);
            dest.write_str(plain)?;
            let mut chars = from.chars();
            if let Some(c) = chars.next() {
                write_char(&mut dest, c)?;
            }
            rest = chars.as_str();
        }
        dest.write_str(rest)
    }
}

/// True for the bytes that begin a character which may not stand as it is.
fn is_suspect(byte: u8) -> bool {
    byte < b' '
        || matches!(byte, b'"' | b'&' | b'\'' | b'<' | b'>' | 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef)
}

fn write_char(dest: &mut impl Write, c: char) -> fmt::Result {
    match c {
        '"' => dest.write_str("&#34;"),
        '&' => dest.write_str("&amp;"),
        '\'' => dest.write_str("&#39;"),
        '<' => dest.write_str("&lt;"),
        '>' => dest.write_str("&gt;"),
        '\t' | '\n' => dest.write_char(c),
        c if is_control(c) => write!(dest, "[U+{:04X}]", u32::from(c)),
        c => dest.write_char(c),
    }
}

/// True for control characters, marks and overrides of the writing direction, line separators and what is no character.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{fffe}' | '\u{ffff}'
        )
}

/// The address of a link, where the text is one that a page may lead to: `http` or `https`, and nothing hidden in it.
pub(crate) fn address(text: &str) -> Option<&str> {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    let is_plain =
        |c: char| !(c.is_whitespace() || is_control(c) || matches!(c, '<' | '>' | '"' | '\\'));
    (is_web && text.chars().all(is_plain)).then_some(text)
}

/// Ids of the page's own parts that a task might bear too, and how ours begin where its own cannot be taken.
const OWN: [&str; 23] = [
    "main",
    "contents",
    "made-of",
    "summary",
    "phases",
    "groups",
    "ranking",
    "overdue",
    "due-soon",
    "changes",
    "critical",
    "kpis",
    "quality",
    "tasks",
    "scope",
    "controls",
    "search",
    "reset",
    "count",
    "sign",
    "parts",
    "pages",
    "sort-tasks",
];
/// What other ids of the page begin with.
const OWN_PREFIXES: [&str; 6] = ["task.", "h-", "t-", "c-", "p-", "filter-"];

/// The id of a task's element: the task's own, where no other element can have it and HTML allows it.
pub(crate) fn anchor(id: &str) -> std::borrow::Cow<'_, str> {
    let is_free = !OWN.contains(&id)
        && !OWN_PREFIXES.iter().any(|prefix| id.starts_with(prefix))
        && !id.chars().any(|c| c.is_whitespace() || is_control(c));
    if is_free { id.into() } else { format!("task.{}", percent_encoded(id)).into() }
}

/// The fragment that leads to an element.
pub(crate) fn fragment(anchor: &str) -> String {
    percent_encoded(anchor)
}

/// Bytes that an address may hold as they are; all others as `%` and two digits.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            other => {
                // A string takes any text.
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use askama::filters::Escaper;

    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        Html.write_escaped_str(&mut out, text).unwrap();
        out
    }

    #[test]
    fn markup_is_text_and_controls_are_seen() {
        assert_eq!(escaped("<b>'&\"</b>"), "&lt;b&gt;&#39;&amp;&#34;&lt;/b&gt;");
        assert_eq!(escaped("Số hóa – “tốt” ạ\n"), "Số hóa – “tốt” ạ\n");
        assert_eq!(escaped("a\u{202e}b\u{0}\u{85}\u{61c}"), "a[U+202E]b[U+0000][U+0085][U+061C]");
    }

    #[test]
    fn only_web_addresses_lead_somewhere() {
        assert_eq!(address("https://vietnam.vn/a?b=1&c"), Some("https://vietnam.vn/a?b=1&c"));
        assert_eq!(address("HTTP://x"), Some("HTTP://x"));
        for text in [
            "javascript:alert(1)",
            " https://x",
            "https://x y",
            "data:text/html,x",
            "//x",
            "https:x",
            "ftp://x",
            "é",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn anchors_are_the_ids_where_they_can_be() {
        assert_eq!(anchor("T0097/68-UBND"), "T0097/68-UBND");
        assert_eq!(anchor("search"), "task.search");
        assert_eq!(anchor("task.search"), "task.task.search");
        assert_eq!(anchor("T 1"), "task.T%201");
        assert_eq!(fragment("task.T%201"), "task.T%25201");
    }
}
