//! Texts that C reads in place: packed end to end, each followed by a NUL.

use std::collections::BTreeMap;

use crate::boundary::out_of_range;
use crate::code::Outcome;
use crate::text::tiendo_str;

/// Texts by index, immutable, each followed by a NUL; equal texts stand once.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    spans: Vec<(u32, u32)>,
    /// The packed bytes of what lies beyond 4 GiB.
    more: Vec<Box<[u8]>>,
}

/// A span of this length stands in `more`.
const ELSEWHERE: u32 = u32::MAX;

impl Texts {
    /// Packs texts. Neighbours that are equal share their bytes, as do words that come often.
    pub(crate) fn pack<S: AsRef<str>>(texts: impl Iterator<Item = S>) -> Self {
        let mut packed = Texts::default();
        for text in texts {
            packed.push(text.as_ref());
        }
        packed
    }

    /// Packs words of which there are few, each once.
    pub(crate) fn pack_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let (mut packed, mut known) = (Texts::default(), BTreeMap::<&str, (u32, u32)>::new());
        for word in words {
            if let Some(span) = known.get(word) {
                packed.spans.push(*span);
                continue;
            }
            packed.push(word);
            known.extend(packed.spans.last().map(|span| (word, *span)));
        }
        packed
    }

    fn push(&mut self, text: &str) {
        if let Some((start, len)) = self.spans.last().copied()
            && self.slice(start, len) == text.as_bytes()
        {
            self.spans.push((start, len));
            return;
        }
        // Texts hold no NUL; were there one, C would read up to it.
        let (start, len) = (u32::try_from(self.bytes.len()), u32::try_from(text.len()));
        if let (Ok(start), Ok(len)) = (start, len)
            && len != ELSEWHERE
        {
            self.bytes.extend_from_slice(text.as_bytes());
            self.bytes.push(0);
            self.spans.push((start, len));
            return;
        }
        let mut own = text.as_bytes().to_vec();
        own.push(0);
        self.spans.push((self.more.len() as u32, ELSEWHERE));
        self.more.push(own.into_boxed_slice());
    }

    fn slice(&self, start: u32, len: u32) -> &[u8] {
        if len == ELSEWHERE {
            let own = self.more.get(start as usize).map_or(&[][..], |own| own);
            return own.get(..own.len().saturating_sub(1)).unwrap_or(&[]);
        }
        self.bytes.get(start as usize..start as usize + len as usize).unwrap_or(&[])
    }

    /// Number of texts.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The text at an index, valid as long as `self`; `""` where there is none.
    pub(crate) fn get(&self, index: usize) -> tiendo_str {
        match self.spans.get(index) {
            Some((start, len)) => tiendo_str::within(self.slice(*start, *len)),
            None => tiendo_str::EMPTY,
        }
    }
}

/// The texts of a list of records, `WIDTH` of each.
#[derive(Debug)]
pub(crate) struct Grid<const WIDTH: usize> {
    texts: Texts,
    len: usize,
}

impl<const WIDTH: usize> Grid<WIDTH> {
    pub(crate) fn pack<S: AsRef<str>>(records: impl Iterator<Item = [S; WIDTH]>) -> Self {
        let mut len = 0;
        let texts = Texts::pack(records.inspect(|_| len += 1).flatten());
        Grid { texts, len }
    }

    /// A text of a record, valid as long as `self`; `name` is the argument that the index came in.
    pub(crate) fn get(&self, index: usize, field: usize, name: &str) -> Outcome<tiendo_str> {
        if index >= self.len {
            return Err(out_of_range(index, self.len, name));
        }
        Ok(self.texts.get(index * WIDTH + field))
    }
}
