//! From entries to a registry.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::Connection;
use tiendo::{
    AsOf, Calendar, Kpi, KpiId, Measurement, Policy, Records, Registry, RegistryBuilder, Report,
    Watch,
};

use super::append::row_of;
use super::{Current, Ledger, checkpoint, lock};
use crate::ahead::{self, KeptApart, Read, Taker, Until};
use crate::canonical::Hash;
use crate::chain::Chain;
use crate::entry;
use crate::error::Error;
use crate::person::Apart;
use crate::record::{Record, RecordId, Recorded};
use crate::scan::{self, Element, Elements};
use crate::schema::Format;

/// Which instant the knowledge day K counts.
///
/// ```
/// assert_eq!(tiendo_ledger::Trust::default(), tiendo_ledger::Trust::Recorded);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// That of the entry: when this ledger learned of it.
    #[default]
    Recorded,
    /// What a record itself claims, where it claims anything (`trust_claimed`): for what was kept elsewhere before.
    Claimed,
}

/// Options for a registry.
///
/// ```
/// use tiendo_ledger::{RegistryOptions, Trust};
/// let options = RegistryOptions { trust: Trust::Claimed, ..RegistryOptions::default() };
/// assert_eq!(options.known, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RegistryOptions {
    /// Only what was recorded by the end of this day; absent: everything.
    pub known: Option<NaiveDate>,
    /// Which instant is that of recording.
    pub trust: Trust,
}

impl Ledger {
    /// The registry as options ask for it, read from the log as a whole.
    ///
    /// # Errors
    /// - [`Error::Core`] for a day outside 1900 to 2199.
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn registry_with(&self, options: &RegistryOptions) -> Result<Registry, Error> {
        if let Some(known) = options.known {
            AsOf::new(known)?;
        }
        self.read(|connection| Replay::registry(connection, *options, i64::MAX))
    }

    /// The policy recorded under a name by the end of a day, else the one built in.
    ///
    /// # Errors
    /// - [`tiendo::Error::NotFound`] for a name that is neither recorded nor built in.
    /// - those of reading: [`Error::Io`], [`Error::Corrupt`].
    pub fn policy(&self, name: &str, known: Option<NaiveDate>) -> Result<Policy, Error> {
        let found = self.read(|connection| {
            let mut found = None;
            super::freezes::each_of_kind(connection, "policy", Some(name), |stored, record| {
                if let Record::Policy(policy) = record
                    && known.is_none_or(|known| stored.entry.recorded_at.date() <= known)
                {
                    found = Some(policy);
                }
                Ok(())
            })?;
            Ok(found)
        })?;
        Ok(found.map_or_else(|| Policy::named(name), Ok)?)
    }
}

/// The newest registry: the one that was made before, with what was appended since.
pub(super) fn refresh(ledger: &Ledger) -> Result<Registry, Error> {
    let before = lock(&ledger.current).clone();
    let now = ledger.read(|connection| {
        let last = entry::last(connection)?;
        let (row, head) = last.ok_or(Error::Corrupt { part: "the log", entry: None })?;
        let before = match before {
            Some(before) => Some(before),
            None => checkpoint::load(connection)?,
        };
        if let Some(before) = before.filter(|before| before.row <= row)
            && let Some(registry) = extended(connection, &before)?
        {
            return Ok(Current { row, head, registry });
        }
        let registry = up_to(connection, row)?;
        Ok(Current { row, head, registry })
    })?;
    let registry = now.registry.clone();
    let mut current = lock(&ledger.current);
    // Two threads may have read at once: the later state stays.
    if current.as_ref().is_none_or(|kept| kept.row <= now.row) {
        *current = Some(now);
    }
    Ok(registry)
}

/// The registry that all entries up to a row give, read from the first on.
pub(super) fn up_to(connection: &Connection, row: i64) -> Result<Registry, Error> {
    Replay::registry(connection, RegistryOptions::default(), row)
}

/// A registry with the reports that were appended since; none where more than reports was, or where they correct others.
fn extended(connection: &Connection, before: &Current) -> Result<Option<Registry>, Error> {
    let mut reports: Vec<Report> = Vec::new();
    let mut is_plain = true;
    let mut follows = false;
    let mut chain = Chain::after(connection, &before.head)?;
    ahead::each(connection, before.row - 1, |Read { stored, apart }| {
        if stored.row == before.row {
            // The same log still, and not one that was put in its place.
            follows = stored.entry.hash == before.head.hash;
            return Ok(if follows { ControlFlow::Continue(()) } else { ControlFlow::Break(()) });
        }
        chain.follow(&stored)?;
        for (position, recorded) in stored.entry.records()?.into_iter().enumerate() {
            let mut record = recorded.record;
            if let Some(hash) = recorded.apart {
                put_back(&mut record, &apart, position, (stored.entry.seq, hash))?;
            }
            match record {
                Record::Report(mut report) if recorded.corrects.is_none() => {
                    report.recorded_at = Some(stored.entry.recorded_at);
                    reports.push(*report);
                }
                // Asked of the ledger, and nothing to a registry.
                Record::Freeze(_) | Record::Policy(_) if recorded.corrects.is_none() => {}
                _ => is_plain = false,
            }
        }
        Ok(if is_plain { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(match (follows && is_plain, reports.is_empty()) {
        (false, _) => None,
        (true, true) => Some(before.registry.clone()),
        (true, false) => before.registry.with_reports(&reports),
    })
}

fn put_back(
    record: &mut Record,
    apart: &KeptApart,
    position: usize,
    (seq, hash): (u64, Hash),
) -> Result<(), Error> {
    let damaged = || Error::Corrupt { part: "what is kept apart", entry: Some(seq) };
    // Of what was erased the row is there still.
    let Some((salt, text)) = apart.get(&(position as i64)).ok_or_else(damaged)? else {
        return Ok(());
    };
    if Apart::hash(salt, text) != hash {
        return Err(damaged());
    }
    let kept: Apart = serde_json::from_str(text).map_err(|_| damaged())?;
    kept.put_back(record);
    Ok(())
}

/// What the entries say, on its way to a registry.
struct Replay {
    builder: RegistryBuilder,
    /// Records that the builder is still to be given, where there are any.
    records: Records,
    is_collected: bool,
    /// Definitions of KPIs as they hold, and the measurements in them with the instants they are known from.
    kpis: BTreeMap<KpiId, (Kpi, Vec<(Measurement, NaiveDateTime)>)>,
    /// Measurements that were recorded on their own.
    measured: BTreeMap<KpiId, Vec<Measurement>>,
    calendar: Option<Calendar>,
    options: RegistryOptions,
    /// Whether there may be records of kinds that this version does not know.
    is_newer: bool,
    /// The last entry that is taken in.
    until: i64,
    /// What is corrected or withdrawn by what was recorded up to K: by when, and whether by another record.
    corrected: BTreeMap<RecordId, Correction>,
    /// Definitions that another took the place of, until that one is met.
    held: BTreeMap<RecordId, Record>,
    /// Corrections that were met in the log.
    met: BTreeSet<RecordId>,
    chain: Chain,
    /// What came of it all.
    made: Option<Registry>,
}

struct Correction {
    at: NaiveDateTime,
    is_replaced: bool,
}

impl Replay {
    /// The registry that the entries up to a row give.
    fn registry(
        connection: &Connection,
        options: RegistryOptions,
        until: i64,
    ) -> Result<Registry, Error> {
        let mut replay = Replay {
            builder: RegistryBuilder::new(),
            records: Records::default(),
            is_collected: false,
            kpis: BTreeMap::new(),
            measured: BTreeMap::new(),
            calendar: None,
            options,
            is_newer: Format::of(connection)?.is_newer(),
            until,
            corrected: corrections(connection, options, until)?,
            held: BTreeMap::new(),
            met: BTreeSet::new(),
            chain: Chain::new(connection)?,
            made: None,
        };
        ahead::take_all(connection, &mut replay)?;
        replay.made.ok_or(Error::Corrupt { part: "the log", entry: None })
    }

    /// Takes in a record that is read without a reader of JSON; false where it must be read with one.
    fn lean(&mut self, element: Element<'_>, at: NaiveDateTime) -> bool {
        let Some(at) = scan::second(at) else { return false };
        match element {
            Element::Other => return false,
            Element::Report(_) | Element::Task(_) => self.flush(),
        }
        let believed = |claimed: Option<i64>| match self.options.trust {
            Trust::Recorded => Some(at),
            Trust::Claimed => claimed,
        };
        match element {
            Element::Report(mut report) => {
                report.recorded_at = believed(report.recorded_at);
                self.builder.add_lean_report(&report).is_ok()
            }
            Element::Task(mut task) => {
                task.recorded_at = believed(task.recorded_at);
                self.builder.add_lean_task(&task).is_ok()
            }
            Element::Other => false,
        }
    }

    /// Hands on the records that were collected, before others of the same id come after them.
    fn flush(&mut self) {
        if std::mem::take(&mut self.is_collected) {
            self.builder.add(std::mem::take(&mut self.records));
        }
    }

    /// Takes in a record that was read as a whole, of an entry that was recorded at an instant.
    fn recorded(
        &mut self,
        recorded: Recorded,
        id: RecordId,
        at: NaiveDateTime,
        apart: &KeptApart,
    ) -> Result<(), Error> {
        let damaged = |part| Error::Corrupt { part, entry: Some(id.seq) };
        let mut record = recorded.record;
        if matches!(record, Record::Later(_)) && !self.is_newer {
            return Err(damaged("its records"));
        }
        if let Some(target) = recorded.corrects {
            let known = self.corrected.get(&target).is_some_and(|c| c.at == at);
            if !known || !self.met.insert(target) {
                return Err(damaged("the table of corrections"));
            }
        }
        if let Some(hash) = recorded.apart {
            put_back(&mut record, apart, id.position as usize, (id.seq, hash))?;
        }
        self.stamp(&mut record, at);
        self.is_collected = true;
        if let Some(before) = recorded.corrects.and_then(|target| self.held.remove(&target)) {
            // Recorded earlier, it is the older version; of other days it would be one that never held.
            if before.valid_from() == record.valid_from() && self.looks_back() {
                let _ = before.into_lists(&mut self.records);
            }
        }
        let correction = self.corrected.get(&id).map(|c| (c.at, c.is_replaced));
        if matches!(correction, Some((_, true))) && record.is_versioned() {
            self.held.insert(id, record);
            return Ok(());
        }
        self.record(record, at, correction);
        Ok(())
    }

    /// The instant that counts for K takes the place of the claimed one.
    fn stamp(&self, record: &mut Record, entry: NaiveDateTime) {
        let at = match record {
            Record::Document(record) => &mut record.recorded_at,
            Record::Agency(record) => &mut record.recorded_at,
            Record::Task(record) => &mut record.recorded_at,
            Record::Report(record) => &mut record.recorded_at,
            Record::Measurement(measured) => &mut measured.measurement.recorded_at,
            _ => return,
        };
        *at = Some(self.claimed(*at, entry));
    }

    fn claimed(&self, claimed: Option<NaiveDateTime>, entry: NaiveDateTime) -> NaiveDateTime {
        match self.options.trust {
            Trust::Recorded => entry,
            Trust::Claimed => claimed.unwrap_or(entry),
        }
    }

    /// True where what was corrected since may still be asked for, as known before.
    fn looks_back(&self) -> bool {
        self.options.known.is_none() || self.options.trust == Trust::Claimed
    }

    /// Takes a record in; one that was corrected only for as long as it was not.
    fn record(
        &mut self,
        record: Record,
        at: NaiveDateTime,
        correction: Option<(NaiveDateTime, bool)>,
    ) {
        match (record, correction) {
            (Record::Report(report), Some((until, _))) => {
                // As known today it was never said; as known before the correction it was.
                if self.looks_back() {
                    self.builder.add_superseded_report(*report, until);
                }
            }
            (_, Some(_)) => {}
            (Record::Measurement(measured), None) => {
                self.measured.entry(measured.kpi).or_default().push(measured.measurement);
            }
            (Record::Kpi(kpi), None) => self.kpi(*kpi, at),
            (Record::Calendar(calendar), None) => self.calendar = Some(calendar),
            (record, None) => {
                // Policies, freezes and the like are asked of the ledger, not of the registry.
                let _ = record.into_lists(&mut self.records);
            }
        }
    }

    /// A KPI as it is defined now; a measurement that an earlier definition gave is as old as that one.
    fn kpi(&mut self, kpi: Kpi, at: NaiveDateTime) {
        let given = self.kpis.remove(&kpi.id).map(|(_, given)| given).unwrap_or_default();
        let stamped = kpi.measurements.iter().map(|m| {
            let before = given.iter().find(|(known, _)| known == m).map(|(_, at)| *at);
            (m.clone(), before.unwrap_or_else(|| self.claimed(m.recorded_at, at)))
        });
        let stamped = stamped.collect();
        self.kpis.insert(kpi.id.clone(), (kpi, stamped));
    }

    fn finish(&mut self) -> Result<Registry, Error> {
        if let Some(calendar) = self.calendar.take() {
            self.builder.calendar(calendar);
        }
        for (id, (mut kpi, given)) in std::mem::take(&mut self.kpis) {
            let stamped = |(mut m, at): (Measurement, NaiveDateTime)| {
                m.recorded_at = Some(at);
                m
            };
            kpi.measurements = given.into_iter().map(stamped).collect();
            kpi.measurements.extend(self.measured.remove(&id).unwrap_or_default());
            self.builder.add_kpi(kpi);
        }
        Ok(std::mem::take(&mut self.builder).finish_watched(&Watch::new())?)
    }
}

impl Taker for Replay {
    fn until(&self) -> Until {
        // What is claimed stands in the records, so that all are read and evaluation looks at K.
        let by_entry = self.options.trust == Trust::Recorded;
        Until { row: self.until, day: self.options.known.filter(|_| by_entry) }
    }

    fn take(&mut self, Read { stored, apart }: Read) -> Result<(), Error> {
        self.chain.follow(&stored)?;
        let (seq, at) = (stored.entry.seq, stored.entry.recorded_at);
        let of_entry = |error| match error {
            Error::Corrupt { part, entry: None } => Error::Corrupt { part, entry: Some(seq) },
            other => other,
        };
        let mut id = RecordId { seq, position: 0 };
        let last = RecordId { position: u64::MAX, ..id };
        // A common record has nothing apart and corrects nothing; whether it was corrected only the table knows.
        let is_untouched = self.corrected.range(id..=last).next().is_none();
        let mut elements = Elements::of(&stored.entry.records, at).map_err(of_entry)?;
        while let Some((text, element)) = elements.next().map_err(of_entry)? {
            if !is_untouched || !self.lean(element, at) {
                let damaged = |_| Error::Corrupt { part: "its records", entry: Some(seq) };
                let recorded = serde_json::from_str(text).map_err(damaged)?;
                self.recorded(recorded, id, at, &apart)?;
            }
            id.position += 1;
        }
        self.flush();
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        if self.met.len() != self.corrected.len() {
            return Err(Error::Corrupt { part: "the table of corrections", entry: None });
        }
        self.made = Some(self.finish()?);
        Ok(())
    }
}

/// What was corrected by the entries that are known.
fn corrections(
    connection: &Connection,
    options: RegistryOptions,
    until: i64,
) -> Result<BTreeMap<RecordId, Correction>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT c.entry, c.record, e.seq, e.recorded_at, d.kind = 'withdrawal'
         FROM correction AS c JOIN entry AS e ON e.entry = c.by_entry
         LEFT JOIN definition AS d ON d.kind = 'withdrawal' AND d.id = c.entry || '.' || c.record
         WHERE c.by_entry <= ?1",
    )?;
    let mut rows = statement.query([until])?;
    let mut corrected = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (entry, record): (i64, i64) = (row.get(0)?, row.get(1)?);
        let at = crate::canonical::instant(&row.get::<_, String>(3)?)?;
        if options.trust == Trust::Recorded && options.known.is_some_and(|known| at.date() > known)
        {
            continue;
        }
        let id = RecordId { seq: entry.unsigned_abs(), position: record.unsigned_abs() };
        let is_withdrawn: Option<bool> = row.get(4)?;
        debug_assert!(row_of(id).is_some());
        corrected.insert(id, Correction { at, is_replaced: is_withdrawn != Some(true) });
    }
    Ok(corrected)
}
