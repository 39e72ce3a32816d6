//! XML as it is written: elements open and close, texts are escaped, characters that XML cannot hold are replaced.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// What stands for a character that XML cannot hold.
const REPLACEMENT: &str = "\u{fffd}";

/// An XML file being written.
pub(crate) struct Output<W>(Writer<W>);

impl<W: Write> Output<W> {
    /// Begins a file on one line, as parts of packages are.
    ///
    /// # Errors
    /// - What `out` says.
    #[cfg(feature = "docx")]
    pub(crate) fn compact(out: W) -> io::Result<Self> {
        Self::begin(Writer::new(out))
    }

    /// Begins a file with an element to a line.
    ///
    /// # Errors
    /// - What `out` says.
    pub(crate) fn indented(out: W) -> io::Result<Self> {
        Self::begin(Writer::new_with_indent(out, b'\t', 1))
    }

    fn begin(mut writer: Writer<W>) -> io::Result<Self> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        Ok(Output(writer))
    }

    /// Opens an element; names are the caller's own words and not of any register.
    ///
    /// # Errors
    /// - What the output says.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    /// Closes the element that was opened last.
    ///
    /// # Errors
    /// - What the output says.
    pub(crate) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without content.
    ///
    /// # Errors
    /// - What the output says.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// Text of the open element.
    ///
    /// # Errors
    /// - What the output says.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::new(&fitting(text))))
    }

    /// An element that holds a text.
    ///
    /// # Errors
    /// - What the output says.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.open(name, &[])?;
        self.text(text)?;
        self.close(name)
    }

    /// What was written to; every element is to be closed by now.
    pub(crate) fn finish(self) -> W {
        self.0.into_inner()
    }
}

fn start<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, fitting(value).as_ref()));
    }
    start
}

/// How many characters of a text XML cannot hold; they are replaced as it is written.
pub(crate) fn unfitting(text: &str) -> usize {
    // No other byte begins one; nearly all texts end here.
    if !text.bytes().any(|b| b < b' ' || b == 0xef) {
        return 0;
    }
    text.chars().filter(|c| !fits(*c)).count()
}

fn fitting(text: &str) -> Cow<'_, str> {
    if unfitting(text) == 0 {
        Cow::Borrowed(text)
    } else {
        text.replace(|c| !fits(c), REPLACEMENT).into()
    }
}

/// True for what a file may hold.
///
/// Source: production 2 of XML 1.0.
fn fits(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
