//! Elements that hold text and nothing else, read from the bytes at hand.
//!
//! Nearly all of a record of MS Project is such elements. For each the reader of XML makes four pieces and looks at every
//! byte several times; here it is looked at once. Whatever is not plain is left to the reader.

/// An element that was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Leaf<'b> {
    pub(super) name: &'b str,
    /// The text as it stands.
    pub(super) text: &'b str,
    /// Bytes up to its end.
    pub(super) length: usize,
    /// Line breaks before it, and within it.
    pub(super) lines: (u64, u64),
}

impl<'b> Leaf<'b> {
    /// The element that `bytes` begin with, behind blanks; `None` for one with attributes, references, a prefix or carriage
    /// returns, and for everything else.
    pub(super) fn of(bytes: &'b [u8]) -> Option<Self> {
        let blanks = bytes.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count();
        let (before, element) = bytes.split_at_checked(blanks)?;
        let tag = element.strip_prefix(b"<")?;
        let end = tag.iter().position(|b| !b.is_ascii_alphanumeric()).filter(|end| *end > 0)?;
        let (name, rest) = tag.split_at_checked(end)?;
        let rest = rest.strip_prefix(b">")?;
        let (text, end) = rest.split_at_checked(memchr::memchr3(b'<', b'&', b'\r', rest)?)?;
        let behind = end.strip_prefix(b"</")?.strip_prefix(name)?.strip_prefix(b">")?;
        let both = std::str::from_utf8(tag.get(..name.len() + 1 + text.len())?).ok()?;
        let lines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count() as u64;
        Some(Leaf {
            name: both.get(..name.len())?,
            text: both.get(name.len() + 1..)?,
            length: bytes.len() - behind.len(),
            lines: (lines(before), lines(text)),
        })
    }
}
