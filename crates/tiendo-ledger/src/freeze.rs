//! A day and a knowledge day under a name (bản chốt): the figures that were published, to be had again years later.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tiendo::{AsOf, Policy};

/// D and K with a name, and what the evaluation rests on.
///
/// Recorded in the log, so that it can be neither changed nor removed. K is always given: what is recorded later is not
/// seen. The calendar is that in force in the ledger on K, the policy stands here in full.
///
/// ```
/// use tiendo::{day, AsOf, Policy};
/// use tiendo_ledger::Freeze;
/// let as_of = AsOf::new(day::parse("2025-12-31")?)?.known_on(day::parse("2026-01-15")?)?;
/// let freeze = Freeze::new("Báo cáo năm 2025", as_of, Policy::default())?;
/// assert_eq!(freeze.as_of()?, as_of);
/// let known_is_missing = AsOf::new(day::parse("2025-12-31")?)?;
/// assert!(Freeze::new("x", known_is_missing, Policy::default()).is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    /// The name, unique in the ledger.
    pub name: String,
    /// The valid day D.
    pub day: NaiveDate,
    /// The knowledge day K.
    pub known: NaiveDate,
    /// The policy in full.
    pub policy: Policy,
}

impl Freeze {
    /// Names a (D, K).
    ///
    /// # Errors
    /// - [`tiendo::Error::InvalidValue`] for a name that is empty, longer than 256 bytes or holds a control character, and
    ///   where K is not given.
    /// - those of [`Policy::validate`].
    pub fn new(name: &str, as_of: AsOf, policy: Policy) -> Result<Self, tiendo::Error> {
        let name = crate::batch::name("name", name)?;
        policy.validate()?;
        let known = as_of.known.ok_or_else(|| tiendo::Error::InvalidValue {
            field: "known",
            value: String::new(),
            expected: "the knowledge day that is frozen".to_owned(),
        })?;
        Ok(Freeze { name, day: as_of.day, known, policy })
    }

    /// D and K.
    ///
    /// # Errors
    /// - [`tiendo::Error::InvalidDate`] for a day outside 1900 to 2199.
    pub fn as_of(&self) -> Result<AsOf, tiendo::Error> {
        AsOf::new(self.day)?.known_on(self.known)
    }
}
