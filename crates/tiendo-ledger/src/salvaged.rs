//! What is said of a ledger that was read out of a damaged file: to the caller, and in the log.

use serde::{Deserialize, Serialize};

use crate::canonical::Head;
use crate::record::RecordId;

/// Entries that follow each other, the last one included.
///
/// ```
/// let span = tiendo_ledger::Span { first: 3, last: 5 };
/// assert_eq!((span.len(), span.to_string().as_str()), (3, "3–5"));
/// assert_eq!(tiendo_ledger::Span { first: 3, last: 3 }.to_string(), "3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Number of the first one.
    pub first: u64,
    /// Number of the last one.
    pub last: u64,
}

impl Span {
    /// How many there are.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> u64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            return write!(f, "{}", self.first);
        }
        write!(f, "{}–{}", self.first, self.last)
    }
}

/// Why an entry is missing.
///
/// ```
/// assert_eq!(tiendo_ledger::LossReason::NotFound.as_str(), "not_found");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LossReason {
    /// Nowhere in the file.
    NotFound,
    /// It is not what its hash was made of.
    Hash,
    /// Its records cannot be read.
    Records,
    /// It corrects what it cannot correct.
    Corrects,
    /// Its instant lies before that of an entry before it, or after that of one behind it that can be proved.
    Instant,
}

impl LossReason {
    /// The reason as a word.
    pub fn as_str(self) -> &'static str {
        match self {
            LossReason::NotFound => "not_found",
            LossReason::Hash => "hash",
            LossReason::Records => "records",
            LossReason::Corrects => "corrects",
            LossReason::Instant => "instant",
        }
    }
}

/// Entries that are missing.
///
/// ```
/// use tiendo_ledger::{Loss, LossReason, Span};
/// let loss = Loss { entries: Span { first: 3, last: 4 }, reason: LossReason::Hash };
/// let json = r#"{"entries":{"first":3,"last":4},"reason":"hash"}"#;
/// assert_eq!(serde_json::to_string(&loss)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// Which.
    pub entries: Span,
    /// Why.
    pub reason: LossReason,
}

/// Entries behind a gap, whose hashes are others than they were: the ends of a run as they were chained in the damaged file.
///
/// With the hash of the entry before a run, all of it can be verified once more, byte by byte.
///
/// ```
/// let carried = tiendo_ledger::Carried { first: "5:ab".into(), last: "9:cd".into() };
/// assert_eq!(serde_json::to_string(&carried)?, r#"{"first":"5:ab","last":"9:cd"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Number and former hash of the first one.
    pub first: String,
    /// Number and former hash of the last one.
    pub last: String,
}

/// That a ledger was read out of a damaged file. The last entry of a salvage holds all of it; the entry that stands in the place
/// of a missing one holds that it is missing.
///
/// ```
/// use tiendo_ledger::{Loss, LossReason, Salvage, Span};
/// let loss = Loss { entries: Span { first: 3, last: 3 }, reason: LossReason::NotFound };
/// let salvage = Salvage { lost: vec![loss], ..Salvage::default() };
/// let json = r#"{"lost":[{"entries":{"first":3,"last":3},"reason":"not_found"}]}"#;
/// assert_eq!(serde_json::to_string(&salvage)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Salvage {
    /// Entries that are missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Loss>,
    /// Entries that are there and that no hash proves, because the one before is missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproved: Vec<Span>,
    /// Records of which what is kept apart is missing; they read as if it had been erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<RecordId>,
    /// Entries whose hashes are others than they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<Carried>,
    /// Whether an anchor beside the damaged file told how far it had come; absent in the place of a missing entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_end_anchored: Option<bool>,
}

/// What was read out of a damaged file, and what was not.
///
/// ```
/// use tiendo::Watch;
/// use tiendo_ledger::{Ledger, NewLedger};
/// # let dir = std::env::temp_dir().join(format!("tiendo-salvaged-{}", std::process::id()));
/// # let _ = std::fs::remove_dir_all(&dir);
/// # std::fs::create_dir_all(&dir).unwrap();
/// # let (path, to) = (dir.join("register.tiendo"), dir.join("salvaged.tiendo"));
/// let at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// drop(Ledger::create(&path, &NewLedger::new("68-UBND", at, "example"))?);
/// let salvaged = Ledger::salvage(&path, &to, at, "example", &Watch::new())?;
/// assert!(salvaged.is_complete());
/// assert_eq!((salvaged.entries, salvaged.head.seq), (1, 2));
/// # std::fs::remove_dir_all(&dir).unwrap();
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// The last entry of the new file: the one that says that it was salvaged.
    pub head: Head,
    /// Entries that were read.
    pub entries: u64,
    /// Entries that are missing.
    pub lost: Vec<Loss>,
    /// Entries that were read and that no hash proves, because the one before is missing.
    pub unproved: Vec<Span>,
    /// Records of which what is kept apart is missing.
    pub apart: Vec<RecordId>,
    /// Whether an anchor beside the damaged file told how far it had come; otherwise any number of entries may be missing behind
    /// the last one found.
    pub is_end_anchored: bool,
}

impl Salvaged {
    /// True where nothing is missing or in doubt up to the entry that an anchor names, or further.
    pub fn is_complete(&self) -> bool {
        let is_whole = self.lost.is_empty() && self.unproved.is_empty() && self.apart.is_empty();
        is_whole && self.is_end_anchored
    }
}
