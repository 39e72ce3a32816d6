//! What is hashed of an entry: a head of seven lines and the records, byte by byte as they are stored.

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};
use tiendo::day;

use crate::error::Error;

/// Bytes of a hash.
pub(crate) const HASH_BYTES: usize = 32;

/// A SHA-256.
///
/// ```
/// use tiendo_ledger::Hash;
/// assert_eq!(Hash::ZERO.to_string(), "0".repeat(64));
/// assert_eq!("0".repeat(64).parse::<Hash>(), Ok(Hash::ZERO));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; HASH_BYTES]);

impl Hash {
    /// What stands for the hash before the first entry.
    pub const ZERO: Hash = Hash([0; HASH_BYTES]);

    /// Of bytes that follow each other.
    pub(crate) fn of(parts: &[&[u8]]) -> Hash {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Hash(hasher.finalize().into())
    }

    /// Of a column.
    pub(crate) fn read(bytes: &[u8]) -> Result<Hash, Error> {
        let bytes = bytes.try_into();
        bytes.map(Hash).map_err(|_| Error::Corrupt { part: "a hash", entry: None })
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl std::str::FromStr for Hash {
    type Err = tiendo::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || tiendo::Error::InvalidValue {
            field: "hash",
            value: text.chars().take(HASH_BYTES * 2).collect(),
            expected: "64 hexadecimal digits, small letters".to_owned(),
        };
        let digits = text.as_bytes();
        let is_hex = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
        if digits.len() != HASH_BYTES * 2 || !digits.iter().all(is_hex) {
            return Err(invalid());
        }
        let mut hash = [0; HASH_BYTES];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| invalid())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| invalid())?;
        }
        Ok(Hash(hash))
    }
}

/// One node's log: its name, and a number drawn once so that no two logs of one name are taken for each other.
///
/// ```
/// use tiendo_ledger::Feed;
/// let feed = Feed { node: "68-UBND".into(), origin: "00000000000000000000000000000001".into() };
/// assert_eq!(feed.node, "68-UBND");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feed {
    /// The name of the node that alone writes it.
    pub node: String,
    /// 32 hexadecimal digits, drawn when the ledger was created.
    pub origin: String,
}

/// The last entry of a feed.
///
/// Whoever keeps it elsewhere can tell later whether the ledger was shortened or rewritten.
///
/// ```
/// use tiendo_ledger::{Ledger, NewLedger};
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
/// let head = ledger.head()?;
/// assert_eq!((head.seq, head.recorded_at), (1, at));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its number in its feed, from 1 without a gap.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// When it was recorded.
    pub recorded_at: NaiveDateTime,
}

/// Number and hash, as `tiendo verify` prints and takes them.
impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

/// The lines that are hashed before the records of an entry.
///
/// ```text
/// tiendo ledger entry 1
/// feed NODE ORIGIN
/// seq N
/// previous HASH
/// recorded_at YYYY-MM-DDThh:mm:ss
/// actor ACTOR
///
/// ```
///
/// Each line ends in a line feed, the last one is empty. Neither node nor actor holds a control character, so that the
/// bytes can be read in one way only. The records follow as they are stored.
pub(crate) fn head_lines(
    feed: &Feed,
    seq: u64,
    previous: Hash,
    recorded_at: &str,
    actor: &str,
) -> String {
    let Feed { node, origin } = feed;
    format!(
        "tiendo ledger entry 1\nfeed {node} {origin}\nseq {seq}\nprevious {previous}\n\
         recorded_at {recorded_at}\nactor {actor}\n\n"
    )
}

/// The hash of an entry.
pub(crate) fn entry_hash(
    feed: &Feed,
    seq: u64,
    previous: Hash,
    (recorded_at, actor): (&str, &str),
    records: &[u8],
) -> Hash {
    let head = head_lines(feed, seq, previous, recorded_at, actor);
    Hash::of(&[head.as_bytes(), records])
}

/// An instant of a column.
pub(crate) fn instant(text: &str) -> Result<NaiveDateTime, Error> {
    day::parse_instant(text).map_err(|_| Error::Corrupt { part: "an instant", entry: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_it_is_written() {
        let hash = Hash::of(&[b"ab", b"c"]);
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash.to_string(), text);
        assert_eq!(text.parse::<Hash>(), Ok(hash));
        for wrong in ["", "0", &text.to_uppercase(), &format!("+{}", &text[1..])] {
            assert!(wrong.parse::<Hash>().is_err(), "{wrong}");
        }
    }
}
