//! The tags and texts of an XML part that lies in memory, one after the other.
//!
//! A sheet of a hundred thousand rows has millions of tags, all of them short: what a general reader does for each (names
//! checked, events made, bytes copied) takes several times as long as everything else. This one knows what parts of
//! workbooks hold, tags, texts, references, comments and character data, and refuses document types, as the format does.

use std::borrow::Cow;

/// Bytes that are looked through one by one before a search over many at once is worth its call.
const NEAR: usize = 24;

/// What is wrong with a part.
pub(crate) type Broken = &'static str;

/// One piece of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'x> {
    /// The tag that opens an element, or that is a whole one.
    Open(Tag<'x>),
    /// The local name of an element that ends.
    Close(&'x str),
    /// Text between tags, references not yet resolved.
    Text(&'x str),
    /// Character data, which holds no references.
    Data(&'x str),
}

/// A tag that opens an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'x> {
    /// The name without its prefix.
    pub(crate) name: &'x str,
    attributes: &'x str,
    /// True for `<a/>`, which ends where it begins.
    pub(crate) is_empty: bool,
}

/// Reads a part from its beginning to its end.
#[derive(Debug, Clone)]
pub(crate) struct Tags<'x> {
    part: &'x str,
    at: usize,
}

impl<'x> Tags<'x> {
    /// A reader of a part; a byte order mark before it is none of its text.
    pub(crate) fn new(part: &'x str) -> Self {
        Tags { part: part.strip_prefix('\u{feff}').unwrap_or(part), at: 0 }
    }

    /// The next piece; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'x>>, Broken> {
        loop {
            let rest = self.part.get(self.at..).unwrap_or("");
            match rest.as_bytes() {
                [] => return Ok(None),
                [b'<', b'/', ..] => {
                    let end = find(rest, b'>').ok_or("a tag does not end")?;
                    self.at += end + 1;
                    return Ok(Some(Token::Close(local(slice(rest, 2, end).trim_ascii_end()))));
                }
                [b'<', b'!', ..] => {
                    if let Some(data) = self.declaration(rest)? {
                        return Ok(Some(data));
                    }
                }
                [b'<', b'?', ..] => self.skip(rest, "?>")?,
                [b'<', ..] => return self.open(rest).map(|tag| Some(Token::Open(tag))),
                _ => {
                    let end = find(rest, b'<').unwrap_or(rest.len());
                    self.at += end;
                    return Ok(Some(Token::Text(slice(rest, 0, end))));
                }
            }
        }
    }

    /// Goes on behind the element whose tag was read last.
    pub(crate) fn skip_element(&mut self, tag: Tag<'_>) -> Result<(), Broken> {
        let mut depth = u64::from(!tag.is_empty);
        while depth > 0 {
            match self.next()?.ok_or("an element does not end")? {
                Token::Open(inner) if !inner.is_empty => depth += 1,
                Token::Close(_) => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, rest: &'x str) -> Result<Tag<'x>, Broken> {
        let bytes = rest.as_bytes();
        let (mut start, mut name_end, mut quote) = (1, 0, 0_u8);
        for (at, byte) in bytes.iter().enumerate().skip(1) {
            match byte {
                b'"' | b'\'' if quote == 0 => quote = *byte,
                b'"' | b'\'' if quote == *byte => quote = 0,
                b'>' if quote == 0 => {
                    self.at += at + 1;
                    let is_empty = bytes.get(at - 1) == Some(&b'/') && at > start;
                    let end = at - usize::from(is_empty);
                    let name_end = if name_end == 0 { end } else { name_end };
                    return Ok(Tag {
                        name: slice(rest, start, name_end),
                        attributes: slice(rest, name_end, end),
                        is_empty,
                    });
                }
                b':' if name_end == 0 => start = at + 1,
                b' ' | b'\t' | b'\r' | b'\n' if name_end == 0 => name_end = at,
                _ => {}
            }
        }
        Err("a tag does not end")
    }

    /// Goes on behind a comment; character data is handed over.
    fn declaration(&mut self, rest: &'x str) -> Result<Option<Token<'x>>, Broken> {
        if rest.starts_with("<!--") {
            self.skip(rest, "-->")?;
            return Ok(None);
        }
        let Some(data) = rest.strip_prefix("<![CDATA[") else {
            return Err("a document type declaration is not allowed");
        };
        let (data, _) = data.split_once("]]>").ok_or("character data does not end")?;
        self.at += "<![CDATA[]]>".len() + data.len();
        Ok(Some(Token::Data(data)))
    }

    fn skip(&mut self, rest: &str, end: &'static str) -> Result<(), Broken> {
        let found = memchr::memmem::find(rest.as_bytes(), end.as_bytes());
        self.at += found.ok_or("a comment does not end")? + end.len();
        Ok(())
    }
}

impl<'x> Tag<'x> {
    /// The attributes as they stand, prefixes included, references not resolved; what is no attribute ends them.
    pub(crate) fn attributes(self) -> impl Iterator<Item = (&'x str, &'x str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let text = rest.trim_ascii_start();
            let bytes = text.as_bytes();
            let equals = bytes.iter().position(|b| *b == b'=')?;
            let value = slice(text, equals + 1, text.len()).trim_ascii_start();
            let quote = *value.as_bytes().first().filter(|b| matches!(b, b'"' | b'\''))?;
            let value = slice(value, 1, value.len());
            let end = value.as_bytes().iter().position(|b| *b == quote)?;
            rest = slice(value, end + 1, value.len());
            Some((slice(text, 0, equals).trim_ascii_end(), slice(value, 0, end)))
        })
    }

    /// The value of an attribute by its local name, references resolved.
    pub(crate) fn attribute(self, name: &str) -> Option<Cow<'x, str>> {
        let found = self.attributes().find(|(key, _)| local(key) == name);
        found.and_then(|(_, value)| resolve(value).ok())
    }
}

/// A text with its references resolved and line breaks as XML has them.
pub(crate) fn resolve(text: &str) -> Result<Cow<'_, str>, Broken> {
    let Some(first) = memchr::memchr2(b'&', b'\r', text.as_bytes()) else {
        return Ok(Cow::Borrowed(text));
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(slice(text, 0, first));
    let mut rest = slice(text, first, text.len());
    while let Some(mark) = rest.as_bytes().first() {
        if *mark == b'\r' {
            out.push('\n');
            rest = rest.strip_prefix("\r\n").unwrap_or_else(|| slice(rest, 1, rest.len()));
        } else {
            let end = find(rest, b';').ok_or("a reference does not end")?;
            out.push(reference(slice(rest, 1, end)).ok_or("an unknown reference")?);
            rest = slice(rest, end + 1, rest.len());
        }
        let next = rest.bytes().take(NEAR).position(|b| matches!(b, b'&' | b'\r'));
        let next = next.or_else(|| memchr::memchr2(b'&', b'\r', rest.as_bytes()));
        let next = next.unwrap_or(rest.len());
        out.push_str(slice(rest, 0, next));
        rest = slice(rest, next, rest.len());
    }
    Ok(Cow::Owned(out))
}

/// The character that a reference names: `amp`, `#38`, `#x26`.
fn reference(name: &str) -> Option<char> {
    let code = match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let (digits, radix) = code.strip_prefix('x').map_or((code, 10), |digits| (digits, 16));
    // The reader of numbers would take a sign.
    let sound = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, radix).ok().filter(|code| sound && *code > 0)?;
    char::from_u32(code)
}

/// Where a byte stands first.
fn find(text: &str, byte: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let near = bytes.iter().take(NEAR).position(|b| *b == byte);
    near.or_else(|| memchr::memchr(byte, bytes.get(NEAR..)?).map(|at| at + NEAR))
}

/// The part of a text between two places that hold ASCII.
fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("")
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(part: &str) -> Result<Vec<String>, Broken> {
        let mut tags = Tags::new(part);
        let mut pieces = Vec::new();
        while let Some(token) = tags.next()? {
            pieces.push(match token {
                Token::Open(tag) => {
                    let list: Vec<_> = tag.attributes().map(|(k, v)| format!(" {k}={v}")).collect();
                    format!(
                        "<{}{}{}>",
                        tag.name,
                        list.concat(),
                        if tag.is_empty { "/" } else { "" }
                    )
                }
                Token::Close(name) => format!("</{name}>"),
                Token::Text(text) => resolve(text)?.into_owned(),
                Token::Data(data) => format!("[{data}]"),
            });
        }
        Ok(pieces)
    }

    #[test]
    fn tags_texts_and_what_lies_between() {
        let part = "\u{feff}<?xml version='1.0'?><!-- <a> --><x:c r = \"A1\" t='>'><v>1 &lt;&#7879;&#xe9;\r\n</v>\
                    <![CDATA[a&amp;]]><f/></x:c >";
        let expect = ["<c r=A1 t=>>", "<v>", "1 <ệé\n", "</v>", "[a&amp;]", "<f/>", "</c>"];
        assert_eq!(all(part).unwrap(), expect);
    }

    #[test]
    fn what_breaks_the_rules_is_told() {
        for part in [
            "<a",
            "</a",
            "<!-- ",
            "<![CDATA[a",
            "<!DOCTYPE a>",
            "a &b; c",
            "&#0;",
            "&#xd800;",
            "&#+5;",
            "& ",
        ] {
            assert!(all(part).is_err(), "{part}");
        }
        assert_eq!(all("").unwrap(), [""; 0]);
        assert_eq!(all("<>").unwrap(), ["<>"]);
    }

    #[test]
    fn elements_are_skipped_whole() {
        let mut tags = Tags::new("<a><b><a/></b></a>x");
        let Ok(Some(Token::Open(tag))) = tags.next() else { panic!("a tag") };
        tags.skip_element(tag).unwrap();
        assert_eq!(tags.next(), Ok(Some(Token::Text("x"))));
    }
}
