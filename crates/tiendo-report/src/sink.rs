//! Where the parts of a page go, one after another.

use std::io::{self, Write};

use askama::Template;
use tiendo_formats::Error;

/// Text that is held before it is handed on.
const HELD: usize = 1 << 16;

/// A page on its way out.
pub(crate) struct Sink<'o> {
    output: &'o mut dyn Write,
    file: &'o str,
    held: String,
    written: usize,
}

impl<'o> Sink<'o> {
    /// A page that goes to `output`; errors name `file`.
    pub(crate) fn new(output: &'o mut dyn Write, file: &'o str) -> Self {
        Sink { output, file, held: String::with_capacity(2 * HELD), written: 0 }
    }

    /// Adds a part.
    pub(crate) fn put(&mut self, part: &impl Template) -> Result<(), Error> {
        let rendered = part.render_into(&mut self.held);
        rendered.map_err(|error| self.failed(io::Error::other(error)))?;
        if self.held.len() >= HELD { self.hand_on() } else { Ok(()) }
    }

    /// A part as text, to be added where there is room.
    pub(crate) fn rendered(&self, part: &impl Template) -> Result<String, Error> {
        part.render().map_err(|error| self.failed(io::Error::other(error)))
    }

    /// Adds a part that is rendered already.
    pub(crate) fn put_text(&mut self, text: &str) -> Result<(), Error> {
        self.held.push_str(text);
        if self.held.len() >= HELD { self.hand_on() } else { Ok(()) }
    }

    /// The file it becomes, for errors.
    pub(crate) fn file(&self) -> &'o str {
        self.file
    }

    /// Bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.written + self.held.len()
    }

    /// Hands on what is held; returned is how many bytes the page has.
    pub(crate) fn finish(mut self) -> Result<u64, Error> {
        self.hand_on()?;
        Ok(self.written as u64)
    }

    fn hand_on(&mut self) -> Result<(), Error> {
        let written = self.output.write_all(self.held.as_bytes());
        written.map_err(|error| self.failed(error))?;
        self.written += self.held.len();
        self.held.clear();
        Ok(())
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Io { path: self.file.to_owned(), source }
    }
}
