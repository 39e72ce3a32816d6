//! XML, in and out: what the formats that are XML share.
//!
//! [`Document`] walks down a file element by element and hands out one subtree at a time, so that a file needs the memory
//! of its largest record only. Document types are refused and with them every entity but the five of XML; nothing is
//! fetched; every size, count and depth has a limit. Names are given without their prefix. [`Output`] writes elements in
//! the order it is told, escapes what it is given, and replaces what XML cannot hold.

mod leaf;
mod output;
mod source;
mod tree;

use std::io::Read;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::error::Error;
use leaf::Leaf;
pub(crate) use output::{Output, unfitting};
use source::{Source, Stop};
pub(crate) use tree::Element;
use tree::Tree;

/// What a file may hold at most; more of anything ends in [`Error::LimitExceeded`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Bytes of the file.
    pub(crate) file_bytes: u64,
    /// Elements within each other.
    pub(crate) depth: u64,
    /// Elements of the file.
    pub(crate) elements: u64,
    /// Attributes of one element.
    pub(crate) attributes: u64,
    /// Bytes of one tag, text or comment.
    pub(crate) piece_bytes: u64,
    /// Bytes that one subtree takes in memory.
    pub(crate) subtree_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 1 << 30,
            depth: 64,
            elements: 100_000_000,
            attributes: 64,
            piece_bytes: 1 << 20,
            subtree_bytes: 64 << 20,
        }
    }
}

/// A file being read, at an element that is open.
pub(crate) struct Document<R> {
    reader: Reader<Source<R>>,
    file: String,
    limits: Limits,
    /// Elements that are open.
    depth: u64,
    elements: u64,
    /// What the reader puts its bytes into.
    bytes: Vec<u8>,
    /// The last tag, or the last subtree.
    tree: Tree,
}

/// What comes next.
enum Step {
    Open,
    Close,
    Text,
    End,
}

impl<R: Read> Document<R> {
    /// Begins to read; `file` is the name that errors say.
    ///
    /// # Errors
    /// - [`Error::Io`] where the input cannot be read.
    /// - [`Error::Malformed`] for an encoding that is not known.
    pub(crate) fn open(file: &str, input: R, limits: Limits) -> Result<Self, Error> {
        let source = Source::open(input, limits.file_bytes, limits.piece_bytes)
            .map_err(|stop| told(file, 1, &limits, stop))?;
        let mut reader = Reader::from_reader(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Ok(Document {
            reader,
            file: file.to_owned(),
            limits,
            depth: 0,
            elements: 0,
            bytes: Vec::new(),
            tree: Tree::default(),
        })
    }

    /// The outermost element: its name and attributes. Its children follow by [`Document::child`].
    ///
    /// # Errors
    /// - [`Error::Malformed`] for a file without one.
    /// - As [`Document::child`].
    pub(crate) fn root(&mut self) -> Result<Element<'_>, Error> {
        self.tree.clear();
        loop {
            match self.step()? {
                Step::Open => return Ok(self.tree.root()),
                Step::Text if self.tree.is_blank() => self.tree.clear(),
                Step::Text => return Err(self.broken("not XML: text before the first element")),
                Step::Close | Step::End => return Err(self.broken("not XML: no element")),
            }
        }
    }

    /// Enters the next child of the open element: its name and attributes. `None` at the end of the open element, which
    /// is left then. Text beside the children is passed over.
    ///
    /// # Errors
    /// - [`Error::Malformed`] for what is not XML, a document type, an entity that XML itself does not know.
    /// - [`Error::LimitExceeded`] for more of anything than [`Limits`] allow.
    /// - [`Error::Io`] where the input cannot be read.
    pub(crate) fn child(&mut self) -> Result<Option<Element<'_>>, Error> {
        loop {
            self.tree.clear();
            match self.step()? {
                Step::Open => return Ok(Some(self.tree.root())),
                Step::Close => return Ok(None),
                Step::Text => {}
                Step::End => return Err(self.broken("an element does not end")),
            }
        }
    }

    /// The element that was entered last, whole, which is left by that.
    ///
    /// # Errors
    /// - As [`Document::child`].
    pub(crate) fn subtree(&mut self) -> Result<Element<'_>, Error> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.step()? {
                Step::End => return Err(self.broken("an element does not end")),
                // Behind an end tag the reader of XML holds nothing back, so that what follows may be taken from under it.
                Step::Close if self.depth > outside => while self.leaf() {},
                Step::Open | Step::Close | Step::Text => {}
            }
            let (value, allowed) = (self.tree.bytes(), self.limits.subtree_bytes);
            if value > allowed {
                return Err(self.beyond("bytes of a record", value, allowed));
            }
        }
        Ok(self.tree.root())
    }

    /// Leaves the element that was entered last.
    ///
    /// # Errors
    /// - As [`Document::child`].
    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.tree.clear();
            if let Step::End = self.step()? {
                return Err(self.broken("an element does not end"));
            }
        }
        Ok(())
    }

    /// Reads to the end of the file, where nothing but comments may follow the outermost element.
    ///
    /// # Errors
    /// - As [`Document::child`].
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        loop {
            self.tree.clear();
            match self.step()? {
                Step::End if self.depth == 0 => return Ok(()),
                Step::Text if self.tree.is_blank() => {}
                _ => return Err(self.broken("something follows the outermost element")),
            }
        }
    }

    /// The line that is read now, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.reader.get_ref().line()
    }

    /// One piece of the file that is not a comment or an instruction, put into the tree.
    fn step(&mut self) -> Result<Step, Error> {
        loop {
            let line = self.line();
            self.reader.get_mut().next_piece();
            self.bytes.clear();
            let event = match self.reader.read_event_into(&mut self.bytes) {
                Ok(event) => event,
                Err(error) => {
                    let stop = self.reader.get_mut().stopped(error.to_string());
                    return Err(told(&self.file, line, &self.limits, stop));
                }
            };
            // Within what lies in memory at once the source does not look.
            let (value, allowed) = (event.len() as u64, self.limits.piece_bytes);
            if value > allowed {
                return Err(told(&self.file, line, &self.limits, Stop::Piece(value)));
            }
            let added = match event {
                Event::Start(start) => {
                    self.depth += 1;
                    self.elements += 1;
                    // Asked for here and not by a method: the event borrows from the document.
                    let over = [
                        ("depth of elements", self.depth, self.limits.depth),
                        ("count of elements", self.elements, self.limits.elements),
                    ];
                    if let Some((limit, value, allowed)) = over.into_iter().find(|o| o.1 > o.2) {
                        return Err(beyond(&self.file, line, limit, value, allowed));
                    }
                    self.tree.open(start.local_name().as_ref(), line);
                    attributes(&mut self.tree, &start, self.limits.attributes).map(|()| Step::Open)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.tree.close();
                    return Ok(Step::Close);
                }
                Event::Text(text) => {
                    self.tree.text(&text.xml10_content());
                    Ok(Step::Text)
                }
                Event::CData(text) => {
                    self.tree.text(&text.xml10_content());
                    Ok(Step::Text)
                }
                Event::GeneralRef(reference) => resolve(&mut self.tree, &reference),
                Event::DocType(_) => Err(Wrong::Text("a document type is not allowed".to_owned())),
                Event::Eof => return Ok(Step::End),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Empty(_) => continue,
            };
            return added.map_err(|wrong| match wrong {
                Wrong::Text(reason) => malformed(&self.file, line, &reason),
                Wrong::Attributes(count) => {
                    let allowed = self.limits.attributes;
                    beyond(&self.file, line, "count of attributes", count, allowed)
                }
            });
        }
    }

    /// Takes an element that holds text alone, where the next one is plain, within the limits and at hand as a whole.
    fn leaf(&mut self) -> bool {
        let source = self.reader.get_ref();
        let is_within = self.depth < self.limits.depth && self.elements < self.limits.elements;
        let leaf = Leaf::of(source.at_hand())
            .filter(|leaf| is_within && leaf.length as u64 <= self.limits.piece_bytes);
        let Some(Leaf { name, text, length, lines: (before, within) }) = leaf else { return false };
        self.elements += 1;
        self.tree.open(name, source.line() + before);
        if !text.is_empty() {
            self.tree.text(text);
        }
        self.tree.close();
        self.reader.get_mut().pass(length, before + within);
        true
    }

    fn broken(&self, reason: &str) -> Error {
        malformed(&self.file, self.line(), reason)
    }

    fn beyond(&self, limit: &'static str, value: u64, allowed: u64) -> Error {
        beyond(&self.file, self.line(), limit, value, allowed)
    }
}

/// What is wrong with one piece.
enum Wrong {
    Text(String),
    Attributes(u64),
}

fn attributes(tree: &mut Tree, start: &BytesStart<'_>, allowed: u64) -> Result<(), Wrong> {
    let mut count = 0;
    // The check for names that repeat compares each with each, so the count is looked at before it grows.
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| Wrong::Text(error.to_string()))?;
        count += 1;
        if count > allowed {
            return Err(Wrong::Attributes(count));
        }
        let value = attribute.normalized_value(XmlVersion::Explicit1_0);
        let value = value.map_err(|error| Wrong::Text(error.to_string()))?;
        let name = attribute.key.as_ref();
        let is_namespace = name.starts_with("xmlns:");
        tree.attribute(if is_namespace { name } else { local(name) }, &value);
    }
    Ok(())
}

fn resolve(tree: &mut Tree, reference: &BytesRef<'_>) -> Result<Step, Wrong> {
    let character = reference.resolve_char_ref().map_err(|error| Wrong::Text(error.to_string()))?;
    let name: &str = reference;
    match (character, resolve_predefined_entity(name)) {
        (Some(c), _) => tree.text(c.encode_utf8(&mut [0; 4])),
        (None, Some(text)) => tree.text(text),
        (None, None) => {
            let name: String = name.chars().take(40).collect();
            return Err(Wrong::Text(format!("the entity '&{name};' is not one of XML's own")));
        }
    }
    Ok(Step::Text)
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn malformed(file: &str, line: u64, reason: &str) -> Error {
    Error::Malformed { path: file.to_owned(), reason: format!("line {line}: {reason}") }
}

fn beyond(file: &str, line: u64, limit: &'static str, value: u64, allowed: u64) -> Error {
    Error::LimitExceeded { place: format!("{file}:{line}"), limit, value, allowed }
}

fn told(file: &str, line: u64, limits: &Limits, stop: Stop) -> Error {
    match stop {
        Stop::Io(source) => Error::Io { path: file.to_owned(), source },
        Stop::Broken(reason) => malformed(file, line, &reason),
        Stop::File(value) => beyond(file, line, "bytes of the file", value, limits.file_bytes),
        Stop::Piece(value) => {
            beyond(file, line, "bytes of one tag or text", value, limits.piece_bytes)
        }
    }
}

#[cfg(test)]
mod tests;
