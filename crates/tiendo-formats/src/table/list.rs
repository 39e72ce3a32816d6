//! Lists in one cell: items separated by `;`, parts of an item by `=`, a backslash before either for the sign itself.
//!
//! Blanks around items and parts are dropped, empty items skipped. `''` is an item that is there and empty. A
//! backslash before anything but `; = \ '` and a blank stands for itself, so that a path needs no care.

use super::is_blank;

/// Whether `=` splits an item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// An item is one text.
    Whole,
    /// An item has parts; a part left empty is `None`.
    Split,
}

/// One text being read.
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

/// The items of a cell, each with its parts; one part each without [`Parts::Split`].
pub(crate) fn split(cell: &str, parts: Parts) -> Vec<Vec<Option<String>>> {
    let (mut items, mut item, mut part) = (Vec::new(), Vec::new(), Part::default());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars
                .next_if(|next| matches!(next, ';' | '=' | '\\' | '\'') || is_blank(*next))
            {
                Some(next) => part.escaped(next),
                None => part.plain('\\'),
            },
            ';' => {
                item.push(part.finish());
                items.push(std::mem::take(&mut item));
            }
            '=' if parts == Parts::Split => item.push(part.finish()),
            _ => part.plain(c),
        }
    }
    item.push(part.finish());
    items.push(item);
    items.retain(|item| item.iter().any(Option::is_some));
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
        split(cell, Parts::Whole).into_iter().flatten().flatten().collect()
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
            let read: Vec<String> = split(&cell, parts).into_iter().flatten().flatten().collect();
            assert_eq!(read, items, "{cell}");
        }
    }
}
