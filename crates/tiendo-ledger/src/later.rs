//! Records of kinds that a later minor format has.

use serde_json::Value;

/// A record of a kind that this version does not know, in a file of a later minor format: it is handed on as it stands and
/// is nothing to a registry.
///
/// ```
/// use tiendo_ledger::{Entry, Hash, Record};
/// let recorded_at = tiendo::day::parse_instant("2026-01-05T08:00:00")?;
/// let records = r#"[{"countersignature":{"by":"68-UBND"}}]"#.to_owned();
/// let entry = Entry { seq: 7, recorded_at, actor: "example".into(), records, hash: Hash::ZERO };
/// let Record::Later(later) = &entry.records()?[0].record else { panic!() };
/// assert_eq!((later.kind(), &later.body()["by"]), ("countersignature", &"68-UBND".into()));
/// # Ok::<(), tiendo_ledger::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Later {
    kind: String,
    body: Value,
}

impl Later {
    pub(crate) fn new(kind: &str, body: Value) -> Self {
        Later { kind: kind.to_owned(), body }
    }

    /// The kind as the entry writes it.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What it says.
    pub fn body(&self) -> &Value {
        &self.body
    }
}
