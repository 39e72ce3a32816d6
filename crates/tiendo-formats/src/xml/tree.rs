//! One subtree of a file: its elements, attributes and texts one behind the other, used again for the next one.

use std::borrow::Cow;
use std::ops::Range;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Element,
    Attribute,
    Text,
}

#[derive(Debug, Clone)]
struct Node {
    kind: Kind,
    /// Set for an element that has elements within it.
    is_parent: bool,
    /// Where the name lies in the texts.
    name: Range<usize>,
    /// Where the value lies, of attributes and texts.
    value: Range<usize>,
    /// The node behind this one and all within it; 0 while it is open.
    end: usize,
    line: u64,
}

/// A subtree.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    texts: String,
    open: Vec<usize>,
    /// Set where an element ended last, so that the last text is not one of the open element.
    is_behind: bool,
}

impl Tree {
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.texts.clear();
        self.open.clear();
        self.is_behind = false;
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> u64 {
        (self.nodes.len() * size_of::<Node>() + self.texts.len()) as u64
    }

    pub(super) fn open(&mut self, name: &str, line: u64) {
        self.drop_blank();
        if let Some(parent) = self.open.last().and_then(|at| self.nodes.get_mut(*at)) {
            parent.is_parent = true;
        }
        self.open.push(self.nodes.len());
        let name = self.keep(name);
        self.push(Kind::Element, name, 0..0, 0, line);
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        let (name, value) = (self.keep(name), self.keep(value));
        self.push(Kind::Attribute, name, value, self.nodes.len() + 1, 0);
    }

    /// Text of the open element; what follows a text directly belongs to it.
    pub(super) fn text(&mut self, text: &str) {
        let value = self.keep(text);
        match self.nodes.last_mut() {
            Some(last) if last.kind == Kind::Text && !self.is_behind => last.value.end = value.end,
            _ => self.push(Kind::Text, 0..0, value, self.nodes.len() + 1, 0),
        }
    }

    pub(super) fn close(&mut self) {
        let Some(at) = self.open.pop() else { return };
        if self.nodes.get(at).is_some_and(|node| node.is_parent) {
            self.drop_blank();
        }
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(at) {
            node.end = end;
        }
        self.is_behind = true;
    }

    /// True if the last piece is a text of spaces and line breaks.
    pub(super) fn is_blank(&self) -> bool {
        let last = self.nodes.last().filter(|node| node.kind == Kind::Text && !self.is_behind);
        let text = last.and_then(|node| self.texts.get(node.value.clone()));
        text.is_some_and(|text| text.trim_ascii().is_empty())
    }

    pub(super) fn root(&self) -> Element<'_> {
        Element { tree: self, at: 0 }
    }

    /// Forgets what only sets elements apart.
    fn drop_blank(&mut self) {
        if self.is_blank()
            && let Some(node) = self.nodes.pop()
        {
            self.texts.truncate(node.value.start);
        }
    }

    fn keep(&mut self, text: &str) -> Range<usize> {
        let start = self.texts.len();
        self.texts.push_str(text);
        start..self.texts.len()
    }

    fn push(&mut self, kind: Kind, name: Range<usize>, value: Range<usize>, end: usize, line: u64) {
        self.is_behind = false;
        self.nodes.push(Node { kind, is_parent: false, name, value, end, line });
    }
}

/// An element with what lies within it.
#[derive(Clone, Copy)]
pub(crate) struct Element<'t> {
    tree: &'t Tree,
    at: usize,
}

impl<'t> Element<'t> {
    /// The name without its prefix.
    pub(crate) fn name(self) -> &'t str {
        self.node().map_or("", |node| self.slice(&node.name))
    }

    /// The line of its tag, from 1.
    pub(crate) fn line(self) -> u64 {
        self.node().map_or(0, |node| node.line)
    }

    /// The text directly within it, as it stands: spaces at the ends are kept.
    pub(crate) fn text(self) -> Cow<'t, str> {
        let mut texts = self.within(Kind::Text).map(|(_, node)| self.slice(&node.value));
        let Some(first) = texts.next() else { return Cow::Borrowed("") };
        let mut text = Cow::Borrowed(first);
        for more in texts {
            text.to_mut().push_str(more);
        }
        text
    }

    /// The elements directly within it, in order.
    pub(crate) fn children(self) -> impl Iterator<Item = Element<'t>> {
        self.within(Kind::Element).map(move |(at, _)| Element { tree: self.tree, at })
    }

    /// The first child of a name.
    pub(crate) fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.name() == name)
    }

    /// The text of the first child of a name, without spaces at its ends; `None` where that is empty.
    pub(crate) fn value(self, name: &str) -> Option<Cow<'t, str>> {
        let trimmed = match self.child(name)?.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Some(trimmed).filter(|text| !text.is_empty())
    }

    /// The value of an attribute by its local name; namespaces are the attributes `xmlns` and `xmlns:PREFIX`.
    pub(crate) fn attribute(self, name: &str) -> Option<&'t str> {
        let mut all = self.attributes();
        all.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All attributes, in order.
    pub(crate) fn attributes(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let all = self.within(Kind::Attribute);
        all.map(move |(_, node)| (self.slice(&node.name), self.slice(&node.value)))
    }

    /// The nodes of a kind directly within it.
    fn within(self, kind: Kind) -> impl Iterator<Item = (usize, &'t Node)> {
        // An element that is open still ends where the tree does.
        let end = self.node().map_or(0, |node| node.end);
        let end = if end == 0 { self.tree.nodes.len() } else { end };
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            while at < end {
                let (here, node) = (at, self.tree.nodes.get(at)?);
                at = if node.end > at { node.end } else { at + 1 };
                if node.kind == kind {
                    return Some((here, node));
                }
            }
            None
        })
    }

    fn node(self) -> Option<&'t Node> {
        self.tree.nodes.get(self.at)
    }

    fn slice(self, range: &Range<usize>) -> &'t str {
        self.tree.texts.get(range.clone()).unwrap_or("")
    }
}
