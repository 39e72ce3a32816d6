//! One content line: a name, parameters and a value; read from bytes and written in folds.

use std::io::{self, Write};

use super::text;

/// Longest line in octets, its break not counted.
const FOLD: usize = 75;

/// A content line as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    /// Where it began.
    pub(super) line: u64,
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, with all their values.
    params: Vec<(String, Vec<String>)>,
    /// As it stands, escapes and all.
    pub(super) value: String,
}

impl Property {
    /// Reads a line whose folds are undone; none where it is no content line.
    pub(super) fn read(line: u64, content: &str) -> Option<Self> {
        let name_ends = content.find([';', ':'])?;
        let (name, mut rest) = content.split_at(name_ends);
        if !is_name(name) {
            return None;
        }
        let mut params: Vec<(String, Vec<String>)> = Vec::new();
        while let Some(after) = rest.strip_prefix(';') {
            let ends = after.find(['=', ';', ':'])?;
            let (param, behind) = after.split_at(ends);
            if !is_name(param) {
                return None;
            }
            let mut values = Vec::new();
            rest = behind;
            // A parameter without a value is from before iCalendar 2.0.
            while let Some(after) = rest.strip_prefix(if values.is_empty() { '=' } else { ',' }) {
                let (value, behind) = match after.strip_prefix('"') {
                    Some(quoted) => quoted.split_once('"')?,
                    None => after.split_at(after.find([',', ';', ':'])?),
                };
                values.push(text::unquote(value));
                rest = behind;
            }
            params.push((param.to_ascii_uppercase(), values));
        }
        let value = rest.strip_prefix(':')?.to_owned();
        Some(Property { line, name: name.to_ascii_uppercase(), params, value })
    }

    /// Bytes that it takes in memory, about.
    pub(super) fn bytes(&self) -> usize {
        let params = self.params.iter().map(|(name, values)| {
            let values = values.iter().map(|value| size_of::<String>() + block(value.len()));
            size_of::<(String, Vec<String>)>() + block(name.len()) + values.sum::<usize>()
        });
        size_of::<Property>()
            + block(self.name.len())
            + block(self.value.len())
            + params.sum::<usize>()
    }

    /// The first value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let (_, values) = self.params.iter().find(|(param, _)| param == name)?;
        values.first().map(String::as_str)
    }

    /// The value as a text.
    pub(super) fn text(&self) -> std::borrow::Cow<'_, str> {
        text::unescape(&self.value)
    }
}

/// What an allocator spends on a text of this length.
fn block(length: usize) -> usize {
    if length == 0 { 0 } else { length.next_multiple_of(16) + 16 }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// What stands in a parameter without quotes: a part of what may, so that no reader stumbles.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/')
}

/// Content lines on their way out.
pub(super) struct Lines<W> {
    out: W,
    line: String,
    /// Control characters that were left out since somebody asked.
    removed: usize,
}

impl<W: Write> Lines<W> {
    pub(super) fn new(out: W) -> Self {
        Lines { out, line: String::with_capacity(256), removed: 0 }
    }

    /// A line whose value needs no escaping: a day, a number, a word.
    pub(super) fn plain(
        &mut self,
        name: &str,
        params: &[(&str, &str)],
        value: &str,
    ) -> io::Result<()> {
        self.head(name, params);
        self.line.push_str(value);
        self.end()
    }

    /// A line whose value is a text.
    pub(super) fn text(
        &mut self,
        name: &str,
        params: &[(&str, &str)],
        value: &str,
    ) -> io::Result<()> {
        self.head(name, params);
        let (clean, removed) = text::clean(value);
        self.removed += removed;
        text::escape(&clean, &mut self.line);
        self.end()
    }

    /// A line whose value is a list of texts.
    pub(super) fn list(&mut self, name: &str, values: &[&str]) -> io::Result<()> {
        self.head(name, &[]);
        for (i, value) in values.iter().enumerate() {
            if i > 0 {
                self.line.push(',');
            }
            let (clean, removed) = text::clean(value);
            self.removed += removed;
            text::escape(&clean, &mut self.line);
        }
        self.end()
    }

    /// How many control characters were left out since this was asked last.
    pub(super) fn take_removed(&mut self) -> usize {
        std::mem::take(&mut self.removed)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn head(&mut self, name: &str, params: &[(&str, &str)]) {
        self.line.clear();
        self.line.push_str(name);
        for (param, value) in params {
            self.line.push(';');
            self.line.push_str(param);
            self.line.push('=');
            if !value.is_empty() && value.bytes().all(is_plain) {
                self.line.push_str(value);
            } else {
                let (clean, removed) = text::clean(value);
                self.removed += removed;
                text::quote(&clean, &mut self.line);
            }
        }
        self.line.push(':');
    }

    /// Writes the line in folds that end between characters.
    fn end(&mut self) -> io::Result<()> {
        let mut rest = self.line.as_str();
        let mut room = FOLD;
        while rest.len() > room {
            let at = (0..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(room);
            let (fold, behind) = rest.split_at(at);
            self.out.write_all(fold.as_bytes())?;
            self.out.write_all(b"\r\n ")?;
            // The blank that begins a fold is an octet of it.
            (rest, room) = (behind, FOLD - 1);
        }
        self.out.write_all(rest.as_bytes())?;
        self.out.write_all(b"\r\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str, cn: &str) -> String {
        let mut out = Vec::new();
        Lines::new(&mut out).text("SUMMARY", &[("CN", cn)], value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn folds_end_between_characters() {
        for shift in 0..4 {
            let value = format!("{}{}", "x".repeat(shift), "Nhiệm vụ 😀 ".repeat(30));
            let file = written(&value, "a");
            assert!(file.ends_with("\r\n"));
            assert!(
                file.trim_end().split("\r\n").all(|line| line.len() <= FOLD && !line.is_empty())
            );
            let whole = Property::read(1, &file.replace("\r\n ", "").replace("\r\n", "")).unwrap();
            assert_eq!(whole.text(), value);
        }
    }

    #[test]
    fn nothing_gets_out_of_its_line() {
        let hostile = "a\"\r\nBEGIN:VALARM\nATTACH:x;y,z:^'\u{0}\u{85}";
        let file = written(hostile, hostile);
        assert_eq!(file.replace("\r\n ", "").matches("\r\n").count(), 1, "{file}");
        let back = Property::read(1, file.replace("\r\n ", "").trim_end()).unwrap();
        let expected = "a\"\nBEGIN:VALARM\nATTACH:x;y,z:^'\n";
        assert_eq!((back.param("CN"), back.text().as_ref()), (Some(expected), expected));
    }

    #[test]
    fn what_is_no_content_line_is_none() {
        for line in ["", "abc", ":x", "A;B", "A;B=\"c:d", "Đ:x", "A B:c", "A;=b:c"] {
            assert_eq!(Property::read(1, line), None, "{line}");
        }
        let line = Property::read(7, "due;value=DATE;X=1,\"2:;,\":20250101:x").unwrap();
        assert_eq!((line.name.as_str(), line.value.as_str()), ("DUE", "20250101:x"));
        assert_eq!((line.param("VALUE"), line.param("X"), line.line), (Some("DATE"), Some("1"), 7));
    }
}
