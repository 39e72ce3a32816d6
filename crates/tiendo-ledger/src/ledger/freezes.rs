//! Freezing figures, and having them again.

use chrono::NaiveDateTime;
use rusqlite::Connection;
use tiendo::Evaluation;

use super::project::recorded_at;
use super::{Appended, Ledger, RegistryOptions};
use crate::batch::Batch;
use crate::entry::{self, Stored};
use crate::error::Error;
use crate::freeze::Freeze;
use crate::record::Record;

impl Ledger {
    /// Records a (D, K) under a name that is not taken.
    ///
    /// K may not be later than the day of recording: what is frozen must be known by then.
    ///
    /// # Errors
    /// - [`Error::Refused`] where the name is taken by another (D, K); the same one again is nothing new.
    /// - [`Error::Core`] where K is later than the day of recording.
    /// - those of [`Ledger::append`].
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Policy};
    /// use tiendo_ledger::{Freeze, Ledger, NewLedger};
    /// let at = day::parse_instant("2026-01-16T08:00:00")?;
    /// let ledger = Ledger::memory(&NewLedger::new("68-UBND", at, "example"))?;
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?.known_on(day::parse("2026-01-16")?)?;
    /// ledger.freeze(&Freeze::new("2025", as_of, Policy::default())?, at, "example")?;
    /// assert_eq!(ledger.freezes()?.len(), 1);
    /// assert_eq!(ledger.evaluate_frozen("2025")?.as_of(), as_of);
    /// assert!(ledger.evaluate_frozen("2024").is_err());
    /// # Ok::<(), tiendo_ledger::Error>(())
    /// ```
    pub fn freeze(
        &self,
        freeze: &Freeze,
        recorded_at: NaiveDateTime,
        actor: &str,
    ) -> Result<Appended, Error> {
        if freeze.known > recorded_at.date() {
            return Err(Error::Core(tiendo::Error::InvalidValue {
                field: "known",
                value: freeze.known.to_string(),
                expected: format!("{} or earlier", recorded_at.date()),
            }));
        }
        let mut batch = Batch::new();
        batch.add(freeze.clone());
        self.append(&batch, recorded_at, actor)
    }

    /// What was frozen, in the order of recording.
    ///
    /// # Errors
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn freezes(&self) -> Result<Vec<Freeze>, Error> {
        self.read(|connection| freezes(connection, None))
    }

    /// The figures that were frozen under a name, with the calendar and the policy of then.
    ///
    /// Recorded on the very day K, something may have come later that day: K counts whole days. Freeze the day before, or
    /// after the last entry of the day, where that matters.
    ///
    /// # Errors
    /// - [`tiendo::Error::NotFound`] for a name that nothing was frozen under.
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn evaluate_frozen(&self, name: &str) -> Result<Evaluation, Error> {
        let found = self.read(|connection| freezes(connection, Some(name)))?.pop();
        let missing = || tiendo::Error::NotFound { kind: "freeze", id: name.to_owned() };
        let freeze = found.ok_or_else(missing)?;
        let options = RegistryOptions { known: Some(freeze.known), ..RegistryOptions::default() };
        let registry = self.registry_with(&options)?;
        Ok(registry.evaluate(freeze.as_of()?, &freeze.policy)?)
    }
}

fn freezes(connection: &Connection, name: Option<&str>) -> Result<Vec<Freeze>, Error> {
    let mut found = Vec::new();
    each_of_kind(connection, "freeze", name, |stored, record| {
        if let Record::Freeze(freeze) = record {
            found.push((stored.row, freeze));
        }
        Ok(())
    })?;
    found.sort_by_key(|(row, _)| *row);
    Ok(found.into_iter().map(|(_, freeze)| freeze).collect())
}

/// Hands on the definitions of a kind, of one id or of all, those of one id in the order of the log.
pub(super) fn each_of_kind(
    connection: &Connection,
    kind: &str,
    id: Option<&str>,
    mut take: impl FnMut(&Stored, Record) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, record FROM definition WHERE kind = ?1 AND id >= coalesce(?2, '')
         AND (?2 IS NULL OR id = ?2) ORDER BY kind, id, entry, record",
    )?;
    let rows = statement.query_map((kind, id), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let places: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
    for (row, position) in places {
        let damaged = Error::Corrupt { part: "the projections", entry: u64::try_from(row).ok() };
        let stored = entry::at(connection, row)?.ok_or(damaged)?;
        let record = recorded_at(connection, row, position)?.record;
        take(&stored, record)?;
    }
    Ok(())
}
