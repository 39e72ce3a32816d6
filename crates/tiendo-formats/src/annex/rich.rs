//! Texts of workbooks: the table that cells share, and the text within a cell.

use std::borrow::Cow;

use super::tags::{Broken, Tag, Tags, Token, resolve};

/// Bytes of an escape such as `_x000D_`.
const ESCAPE_BYTES: usize = 7;

/// The texts that cells name by their number.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    part: String,
    texts: Vec<Place>,
}

/// Where a text stands.
#[derive(Debug)]
enum Place {
    /// In the part, as it is.
    Part(u32, u32),
    /// Put together from runs, or freed of its references.
    Own(Box<str>),
}

impl Shared {
    /// Reads the table; `Err(None)` where it has more than `most` texts.
    pub(crate) fn read(part: String, most: u64) -> Result<Self, Option<Broken>> {
        // Far too many are told before a tag is looked at; each element has a tag at either end.
        let mut ends = memchr::memmem::find_iter(part.as_bytes(), b"si>");
        let beyond = usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(2);
        if ends.nth(beyond.saturating_add(1)).is_some() {
            return Err(None);
        }
        let mut texts = Vec::new();
        let mut tags = Tags::new(&part);
        let begin = part.as_ptr() as usize;
        let mut is_table = false;
        while let Some(token) = tags.next()? {
            match token {
                Token::Open(tag) if tag.name == "sst" => {
                    let claimed = tag.attribute("uniqueCount").and_then(|n| n.parse::<u64>().ok());
                    if claimed.is_some_and(|claimed| claimed > most) {
                        return Err(None);
                    }
                    is_table = !tag.is_empty;
                }
                Token::Open(tag) if tag.name == "si" && is_table => {
                    texts.push(match text(&mut tags, tag)? {
                        // An empty text need not lie in the part.
                        Cow::Borrowed("") => Place::Part(0, 0),
                        Cow::Borrowed(text) => {
                            let at = (text.as_ptr() as usize).wrapping_sub(begin);
                            Place::Part(at as u32, text.len() as u32)
                        }
                        Cow::Owned(text) => Place::Own(text.into_boxed_str()),
                    });
                    if texts.len() as u64 > most {
                        return Err(None);
                    }
                }
                Token::Close("sst") => return Ok(Shared { part, texts }),
                _ => {}
            }
        }
        if is_table { Err(Some("the table of texts does not end")) } else { Ok(Shared::default()) }
    }

    /// The text with a number.
    pub(crate) fn get(&self, number: usize) -> Option<&str> {
        match self.texts.get(number)? {
            Place::Part(at, length) => self.part.get(*at as usize..*at as usize + *length as usize),
            Place::Own(text) => Some(text),
        }
    }
}

/// The text of an element of runs; how it is read aloud (`rPh`) is none of it.
pub(crate) fn text<'x>(tags: &mut Tags<'x>, element: Tag<'x>) -> Result<Cow<'x, str>, Broken> {
    let mut whole = Cow::Borrowed("");
    if element.is_empty {
        return Ok(whole);
    }
    loop {
        match tags.next()?.ok_or("a text does not end")? {
            Token::Open(tag) if tag.name == "t" => {
                let run = run(tags, tag)?;
                if whole.is_empty() {
                    whole = run;
                } else {
                    whole.to_mut().push_str(&run);
                }
            }
            Token::Open(tag) if tag.name == "rPh" => tags.skip_element(tag)?,
            Token::Close(name) if name == element.name => return Ok(whole),
            _ => {}
        }
    }
}

/// The text of one run, blanks around it kept only where it says so.
fn run<'x>(tags: &mut Tags<'x>, tag: Tag<'x>) -> Result<Cow<'x, str>, Broken> {
    let keeps = tag.attributes().any(|(key, value)| key == "xml:space" && value == "preserve");
    let text = content(tags, tag)?;
    if keeps {
        return Ok(unescape(text));
    }
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    Ok(unescape(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(blank)),
        Cow::Owned(text) if text.starts_with(blank) || text.ends_with(blank) => {
            Cow::Owned(text.trim_matches(blank).to_owned())
        }
        Cow::Owned(text) => Cow::Owned(text),
    }))
}

/// The text of an element without elements in it.
pub(crate) fn content<'x>(tags: &mut Tags<'x>, tag: Tag<'x>) -> Result<Cow<'x, str>, Broken> {
    let mut whole = Cow::Borrowed("");
    if tag.is_empty {
        return Ok(whole);
    }
    loop {
        let piece = match tags.next()?.ok_or("a text does not end")? {
            Token::Text(text) => resolve(text)?,
            Token::Data(data) => Cow::Borrowed(data),
            Token::Close(_) => return Ok(whole),
            Token::Open(inner) => {
                tags.skip_element(inner)?;
                continue;
            }
        };
        if whole.is_empty() {
            whole = piece;
        } else {
            whole.to_mut().push_str(&piece);
        }
    }
}

/// A text with the escapes of spreadsheets resolved: `_x000D_` stands for a line break, in units of UTF-16.
pub(crate) fn unescape(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some(first) = memchr::memmem::find(text.as_bytes(), b"_x") else { return text };
    let mut units: Vec<u16> = Vec::new();
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut begun) = (text.get(first..).unwrap_or(""), false);
    out.push_str(text.get(..first).unwrap_or(""));
    loop {
        if let Some(unit) = escape(rest) {
            units.push(unit);
            rest = rest.get(ESCAPE_BYTES..).unwrap_or("");
            begun = true;
            continue;
        }
        // Halves of a pair belong together; what is none stands as the sign for it.
        out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or('\u{fffd}')));
        let Some(c) = rest.chars().next() else { break };
        out.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        let next = rest.find("_x").unwrap_or(rest.len());
        out.push_str(rest.get(..next).unwrap_or(""));
        rest = rest.get(next..).unwrap_or("");
    }
    if begun { Cow::Owned(out) } else { text }
}

/// The unit of an escape at the beginning of a text.
fn escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let sound =
        digits.bytes().all(|b| b.is_ascii_hexdigit()) && text.as_bytes().get(6) == Some(&b'_');
    sound.then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_are_put_together_from_runs() {
        let part = "<sst uniqueCount=\"4\"><si><t>Bộ Công an</t></si><si/><si><r><rPr><b/></rPr><t xml:space=\"preserve\">a \
                    </t></r><r><t> b&amp;c </t></r><rPh><t>no</t></rPh></si><x:si><x:t><![CDATA[<d>]]></x:t></x:si></sst>";
        let shared = Shared::read(part.to_owned(), 4).unwrap();
        let texts: Vec<_> = (0..5).map(|at| shared.get(at)).collect();
        assert_eq!(texts, [Some("Bộ Công an"), Some(""), Some("a b&c"), Some("<d>"), None]);
        assert!(matches!(Shared::read(part.to_owned(), 3), Err(None)));
        assert!(matches!(Shared::read("<sst><si><t>a".to_owned(), 3), Err(Some(_))));
    }

    #[test]
    fn escapes_of_spreadsheets() {
        let cases = [
            ("a_x000D_b", "a\rb"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_a", "\u{fffd}a"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_x00_b_xé", "a_x00_b_xé"),
            ("_x", "_x"),
        ];
        for (text, expect) in cases {
            assert_eq!(unescape(Cow::Borrowed(text)), expect, "{text}");
        }
    }
}
