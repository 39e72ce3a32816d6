//! Stable keys of rows without an id: the same document and task give the same key, whatever stands around them.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use tiendo::text;

/// Bytes of the hash in a key: 48 bits keep a hundred thousand rows of one document apart.
const BYTES: usize = 6;

/// Document and a hash of texts, compared without accents, case, blanks and punctuation.
///
/// The hash is the beginning of SHA-256 over the folded words, each text ended by a line feed.
pub(crate) fn key(document: &str, texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        let folded = text::fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        for (at, word) in words.enumerate() {
            if at > 0 {
                hash.update(b" ");
            }
            hash.update(word.as_bytes());
        }
        hash.update(b"\n");
    }
    let mut key = format!("{document}#");
    for byte in hash.finalize().iter().take(BYTES) {
        let _ = write!(key, "{byte:02x}");
    }
    key
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
    }
}
