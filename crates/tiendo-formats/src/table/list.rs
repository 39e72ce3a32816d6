//! Lists in one cell: items separated by `;`, parts of an item by `=`, a backslash before either for the sign itself.
//!
//! Blanks around items and parts are dropped, empty items skipped. `''` is an item that is there and empty. A
//! backslash before anything but `; = \ '` and a blank stands for itself, so that a path needs no care.

use std::borrow::Cow;

use super::{is_blank, trim};

/// Whether `=` splits an item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// An item is one text.
    Whole,
    /// An item has parts; a part left empty is `None`.
    Split,
}

/// One text with a backslash being read.
#[derive(Default)]
struct Part {
    text: String,
    /// Length up to which trailing blanks belong to the text.
    solid: usize,
    /// True once an escape was read: the text is what it is.
    exact: bool,
}

impl Part {
    fn escaped(&mut self, c: char) {
        self.text.push(c);
        self.solid = self.text.len();
        self.exact = true;
    }

    fn plain(&mut self, c: char) {
        if !is_blank(c) {
            self.text.push(c);
            self.solid = self.text.len();
        } else if !self.text.is_empty() {
            self.text.push(c);
        }
    }

    fn finish(&mut self) -> Option<String> {
        let mut part = std::mem::take(self);
        part.text.truncate(part.solid);
        match part.text.as_str() {
            "" => None,
            "''" if !part.exact => Some(String::new()),
            _ => Some(part.text),
        }
    }
}

/// A cell being read part by part.
struct Scan<'c> {
    /// What is left of it; `None` once the last part is read.
    rest: Option<&'c str>,
    parts: Parts,
}

impl<'c> Iterator for Scan<'c> {
    /// A part, and whether the item ends with it.
    type Item = (Option<Cow<'c, str>>, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let cell = self.rest.take()?;
        let sign = |b: &u8| matches!(b, b';' | b'\\') || (*b == b'=' && self.parts == Parts::Split);
        let Some((part, rest)) =
            cell.bytes().position(|b| sign(&b)).and_then(|at| cell.split_at_checked(at))
        else {
            return Some((plain(cell), true));
        };
        if rest.starts_with('\\') {
            return Some(self.escaped(cell));
        }
        self.rest = rest.get(1..);
        Some((plain(part), rest.starts_with(';')))
    }
}

impl<'c> Scan<'c> {
    /// Reads the part that `cell` begins with sign by sign, for it holds a backslash.
    fn escaped(&mut self, cell: &'c str) -> (Option<Cow<'c, str>>, bool) {
        let mut part = Part::default();
        let mut chars = cell.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => {
                    let mut behind = chars.clone();
                    match behind
                        .next()
                        .filter(|next| matches!(next, ';' | '=' | '\\' | '\'') || is_blank(*next))
                    {
                        Some(next) => {
                            part.escaped(next);
                            chars = behind;
                        }
                        None => part.plain('\\'),
                    }
                }
                ';' | '=' if c == ';' || self.parts == Parts::Split => {
                    self.rest = Some(chars.as_str());
                    return (part.finish().map(Cow::Owned), c == ';');
                }
                _ => part.plain(c),
            }
        }
        (part.finish().map(Cow::Owned), true)
    }
}

/// A part without a backslash.
fn plain(part: &str) -> Option<Cow<'_, str>> {
    match trim(part) {
        "" => None,
        "''" => Some(Cow::Borrowed("")),
        text => Some(Cow::Borrowed(text)),
    }
}

/// The items of a cell, without parts.
pub(crate) fn items(cell: &str) -> impl Iterator<Item = Cow<'_, str>> {
    Scan { rest: Some(cell), parts: Parts::Whole }.filter_map(|(item, _)| item)
}

/// The items of a cell, each with its parts.
pub(crate) fn split(cell: &str) -> Vec<Vec<Option<String>>> {
    let (mut items, mut item) = (Vec::new(), Vec::new());
    for (part, ends) in (Scan { rest: Some(cell), parts: Parts::Split }) {
        item.push(part.map(Cow::into_owned));
        if ends {
            items.push(std::mem::take(&mut item));
        }
    }
    items.retain(|item: &Vec<_>| item.iter().any(Option::is_some));
    items
}

/// Appends an item to a list without parts.
#[cfg(feature = "parquet")]
pub(crate) fn push_list_item(cell: &mut String, item: &str) {
    if !cell.is_empty() {
        cell.push(';');
    }
    push_escaped(cell, item, Parts::Whole);
}

/// Appends a text to a cell so that [`split`] reads it back.
pub(crate) fn push_escaped(cell: &mut String, text: &str, parts: Parts) {
    if text.is_empty() {
        cell.push_str("''");
        return;
    }
    if text == "''" {
        cell.push_str("\\''");
        return;
    }
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    for (at, c) in text.char_indices() {
        let edge = (at == 0 || at == last) && is_blank(c);
        if edge || matches!(c, '\\' | ';') || (c == '=' && parts == Parts::Split) {
            cell.push('\\');
        }
        cell.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(cell: &str) -> Vec<String> {
        items(cell).map(Cow::into_owned).collect()
    }

    #[test]
    fn people_write_lists_loosely() {
        assert_eq!(whole(" a ; b;; c\u{a0};"), ["a", "b", "c"]);
        assert_eq!(whole(r"C:\data; a\;b; \ x"), [r"C:\data", "a;b", " x"]);
        assert_eq!(whole("''; x"), ["", "x"]);
    }

    #[test]
    fn hostile_items_survive() {
        let items =
            ["", "''", "'", r"\", r"\;", ";", "=", " ", "  a  ", "\n", "a=b", r"\'", "\\''"];
        for parts in [Parts::Whole, Parts::Split] {
            let mut cell = String::new();
            for item in items {
                push_escaped(&mut cell, item, parts);
                cell.push(';');
            }
            let read: Vec<String> = match parts {
                Parts::Whole => whole(&cell),
                Parts::Split => split(&cell).into_iter().flatten().flatten().collect(),
            };
            assert_eq!(read, items, "{cell}");
        }
    }
}
