//! Stable keys of rows without an id: the same document and task give the same key, whatever stands around them.

use sha2::{Digest, Sha256};
use tiendo::text;

/// Bytes of the hash in a key: 48 bits keep a hundred thousand rows of one document apart.
const BYTES: usize = 6;

/// Document and a hash of texts, compared without accents, case, blanks and punctuation.
///
/// The hash is the beginning of SHA-256 over the folded words, each text ended by a line feed.
pub(crate) fn key(document: &str, texts: &[&str]) -> String {
    let mut hash = Hash::default();
    for text in texts {
        hash.add(&words(text));
    }
    hash.key(document)
}

/// What a text is compared by: folded words with one blank between them.
pub(crate) fn words(text: &str) -> String {
    let folded = text::fold(text);
    let mut words = String::with_capacity(folded.len());
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        // Every row is asked for its words, and folded they are nearly all ASCII: as many bytes as are go in at once.
        let plain = rest.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let length = if plain == 0 { first.len_utf8() } else { plain };
        let (piece, behind) = rest.split_at(length);
        if first.is_alphanumeric() {
            words.push_str(piece);
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        rest = behind;
    }
    words.truncate(words.trim_end_matches(' ').len());
    words
}

/// A key being made, text by text.
#[derive(Default)]
pub(crate) struct Hash(Sha256);

impl Hash {
    /// Adds one more text, as [`words`] gives it.
    pub(crate) fn add(&mut self, words: &str) {
        self.0.update(words.as_bytes());
        self.0.update(b"\n");
    }

    /// The key of the texts so far; more may follow.
    pub(crate) fn key(&self, document: &str) -> String {
        let mut key = String::with_capacity(document.len() + 1 + 2 * BYTES);
        key.push_str(document);
        key.push('#');
        for byte in self.0.clone().finalize().iter().take(BYTES) {
            for half in [byte >> 4, byte & 15] {
                key.extend(char::from_digit(half.into(), 16));
            }
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_not_change() {
        // Pinned: registers hold these keys.
        assert_eq!(
            key("02-KH/BCĐTW", &["Nâng cấp Cổng"]),
            key("02-KH/BCĐTW", &["NANG CAP  cổng."])
        );
        assert_ne!(key("D", &["a b"]), key("D", &["a", "b"]));
        assert_eq!(key("D", &["Nâng cấp"]), "D#ad9f245d93a7");
        assert_eq!(words(" –1.a) Nghị  định\u{a0}số ²½ 数据: "), "1 a nghi dinh so ²½ 数据");
        assert_eq!(words("--"), "");
    }
}
