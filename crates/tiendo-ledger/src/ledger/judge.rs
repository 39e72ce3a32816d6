//! Whether a record of a batch is new, known already, or cannot be taken.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};
use tiendo::{Classification, FindingCode, RecordKind, RegistryBuilder, Report, Severity};

use super::append::{Prepared, row_of};
use crate::clearance;
use crate::entry;
use crate::error::{Error, ProblemKind};
use crate::known::Known;
use crate::lines;
use crate::record::{Record, RecordId, Recorded};

/// Entries whose records are kept split, for imports that come again in the same order.
const KEPT_ENTRIES: usize = 4;

/// What becomes of a record.
pub(super) enum Fate {
    /// It is recorded.
    New,
    /// It stands there in the same words.
    Unchanged,
    /// It cannot be taken.
    Refused(ProblemKind),
}

/// Compares the records of one batch with the ledger and with each other.
pub(super) struct Judge<'a> {
    connection: &'a Connection,
    known: &'a Known,
    /// What the ledger was made for.
    classification: &'a Classification,
    prepared: &'a Prepared<'a>,
    /// Tasks that the batch defines, wherever in it.
    tasks: HashSet<&'a str>,
    /// Tasks that will be there, though neither the ledger nor the batch has them.
    elsewhere: &'a HashSet<&'a str>,
    /// Reports of the batch so far, by id.
    reports: HashMap<&'a str, usize>,
    /// Other records of the batch so far, by kind and id.
    others: HashMap<(&'static str, String), Vec<usize>>,
    /// What the batch corrects so far.
    corrected: BTreeSet<RecordId>,
    /// Definitions that hold what cannot be held, by kind and id.
    invalid: BTreeMap<(&'static str, String), tiendo::Error>,
    stored: Vec<Split>,
}

/// An entry's records as they stand.
struct Split {
    row: i64,
    records: String,
    at: Vec<std::ops::Range<usize>>,
}

/// A record of the ledger as it stands, without the fields about itself.
struct Standing {
    at: RecordId,
    line: String,
    /// What of it is kept apart; none where nothing is, or it was erased.
    apart: Option<String>,
    is_erased: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        (known, classification): (&'a Known, &'a Classification),
        prepared: &'a Prepared<'a>,
        elsewhere: &'a HashSet<&'a str>,
    ) -> Self {
        let tasks = prepared.items.iter().filter_map(|item| match &item.record {
            Record::Task(task) => Some(task.id.as_str()),
            _ => None,
        });
        Judge {
            connection,
            known,
            classification,
            prepared,
            tasks: tasks.collect(),
            elsewhere,
            reports: HashMap::new(),
            others: HashMap::new(),
            corrected: BTreeSet::new(),
            invalid: invalid_definitions(prepared),
            stored: Vec::new(),
        }
    }

    /// What becomes of the record at a position; asked in order.
    pub(super) fn fate(&mut self, position: usize) -> Result<Fate, Error> {
        let item = &self.prepared.items[position];
        if clearance::is_above(&item.record, self.classification) {
            return Ok(Fate::Refused(ProblemKind::Classified));
        }
        if let Record::Withdrawal(_) = item.record {
            return match item.corrects {
                Some(target) => self.correction(target, None),
                None => Ok(Fate::Refused(ProblemKind::NothingToCorrect)),
            };
        }
        if let Record::Report(report) = &item.record {
            if let Some(problem) = self.problem_of(report) {
                return Ok(Fate::Refused(problem));
            }
            let fate = match item.corrects {
                Some(target) => self.correction(target, Some(&item.record))?,
                None => self.report(position, report)?,
            };
            if matches!(fate, Fate::New) {
                self.reports.insert(report.id.as_str(), position);
            }
            return Ok(fate);
        }
        let key = (item.record.kind(), item.record.id());
        if let Some(error) = invalid(&item.record).or_else(|| self.invalid.get(&key).cloned()) {
            return Ok(Fate::Refused(ProblemKind::Invalid(error)));
        }
        let fate = match item.corrects {
            Some(target) => self.correction(target, Some(&item.record))?,
            None => self.definition(position, &key)?,
        };
        if matches!(fate, Fate::New) {
            self.others.entry(key).or_default().push(position);
        }
        Ok(fate)
    }

    fn problem_of(&self, report: &Report) -> Option<ProblemKind> {
        if let Err(error) = report.validate() {
            return Some(ProblemKind::Invalid(error));
        }
        let task = report.task.as_str();
        let is_known =
            self.tasks.contains(task) || self.elsewhere.contains(task) || self.known.has_task(task);
        (!is_known).then_some(ProblemKind::UnknownTask)
    }

    /// A report is what it was, or it needs a correction.
    fn report(&mut self, position: usize, report: &Report) -> Result<Fate, Error> {
        if let Some(&other) = self.reports.get(report.id.as_str()) {
            return Ok(if self.prepared.line(other) == self.prepared.line(position) {
                Fate::Unchanged
            } else {
                Fate::Refused(ProblemKind::Conflict { with: None })
            });
        }
        let mut with = None;
        for row in self.known.reports(report.id.as_str()).into_iter().rev() {
            let mut statement = self
                .connection
                .prepare_cached("SELECT entry, record FROM report WHERE report = ?1 AND id = ?2")?;
            let found = statement.query_row((row, report.id.as_str()), |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
            });
            let Some((entry, record)) = found.optional()? else { continue };
            let standing = self.standing(entry, record)?;
            if self.is_same(position, &standing) {
                // What was corrected since is not recorded again either.
                return Ok(Fate::Unchanged);
            }
            with = with.or(Some(standing.at));
        }
        Ok(match with {
            Some(_) => Fate::Refused(ProblemKind::Conflict { with }),
            None => Fate::New,
        })
    }

    /// A definition is what its version was, or a further version; what has no versions is there or not.
    fn definition(&mut self, position: usize, key: &(&'static str, String)) -> Result<Fate, Error> {
        let record = &self.prepared.items[position].record;
        for other in self.others.get(key).into_iter().flatten().rev() {
            let earlier = &self.prepared.items[*other].record;
            let is_one_version = earlier.version() == record.version();
            if self.prepared.line(*other) == self.prepared.line(position) {
                return Ok(Fate::Unchanged);
            }
            if record.is_replaced_by_version() && is_one_version {
                return Ok(Fate::New);
            }
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT entry, record FROM definition WHERE kind = ?1 AND id = ?2
             ORDER BY entry DESC, record DESC",
        )?;
        let rows = statement.query_map((key.0, &key.1), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let places: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
        let mut holds = true;
        for (entry, record_at) in places {
            let standing = self.standing(entry, record_at)?;
            let is_same = self.is_same(position, &standing);
            if is_same && (holds || !record.is_replaced_by_version()) {
                return Ok(Fate::Unchanged);
            }
            if is_same && self.is_corrected(standing.at)? {
                return Ok(Fate::Unchanged);
            }
            if !record.is_repeatable() {
                return Ok(Fate::Refused(ProblemKind::NameTaken));
            }
            if holds && record.is_replaced_by_version() {
                let stood = Self::read(&standing)?;
                // Only the newest of a version holds; an older one in the same words was changed since.
                holds = stood.record.version() != record.version();
            }
        }
        Ok(Fate::New)
    }

    /// What corrects must name a record that is there, of its own kind and id, and not corrected before.
    fn correction(&mut self, target: RecordId, by: Option<&Record>) -> Result<Fate, Error> {
        let nothing = Ok(Fate::Refused(ProblemKind::NothingToCorrect));
        let Some(row) = row_of(target) else { return nothing };
        if self.corrected.contains(&target) || self.is_corrected(target)? {
            return nothing;
        }
        let position = i64::try_from(target.position).unwrap_or(i64::MAX);
        let Some(standing) = self.find(row, position)? else { return nothing };
        let stood = Self::read(&standing)?.record;
        let fits = match (&stood, by) {
            // Without them nothing could be read any more, or what was published could be taken back.
            (
                Record::Origin(_)
                | Record::Calendar(_)
                | Record::Freeze(_)
                | Record::Withdrawal(_)
                | Record::Erasure(_)
                | Record::Rollback(_),
                _,
            ) => false,
            (_, None) => true,
            (_, Some(record)) => stood.kind() == record.kind() && stood.id() == record.id(),
        };
        if !fits {
            return nothing;
        }
        self.corrected.insert(target);
        Ok(Fate::New)
    }

    fn is_corrected(&self, target: RecordId) -> Result<bool, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 FROM correction WHERE entry = ?1 AND record = ?2")?;
        let row = row_of(target).unwrap_or(i64::MAX);
        Ok(statement.exists((row, i64::try_from(target.position).unwrap_or(i64::MAX)))?)
    }

    fn is_same(&self, position: usize, standing: &Standing) -> bool {
        let (line, apart) = self.prepared.line(position);
        line == standing.line.as_bytes()
            && (standing.is_erased || apart == standing.apart.as_deref())
    }

    fn read(standing: &Standing) -> Result<Recorded, Error> {
        let damaged = |_| Error::Corrupt { part: "its records", entry: Some(standing.at.seq) };
        serde_json::from_str(&standing.line).map_err(damaged)
    }

    /// A record that a projection names.
    fn standing(&mut self, row: i64, record: i64) -> Result<Standing, Error> {
        let entry = u64::try_from(row).ok();
        self.find(row, record)?.ok_or(Error::Corrupt { part: "the projections", entry })
    }

    fn find(&mut self, row: i64, record: i64) -> Result<Option<Standing>, Error> {
        let kept = self.stored.iter().position(|split| split.row == row);
        let split = if let Some(at) = kept {
            &self.stored[at]
        } else {
            let Some(stored) = entry::at(self.connection, row)? else { return Ok(None) };
            let records = stored.entry.records;
            let at = lines::elements(&records)?;
            if self.stored.len() == KEPT_ENTRIES {
                self.stored.remove(0);
            }
            self.stored.push(Split { row, records, at });
            &self.stored[self.stored.len() - 1]
        };
        let range = usize::try_from(record).ok().and_then(|at| split.at.get(at).cloned());
        let Some(whole) = range.and_then(|range| split.records.get(range)) else { return Ok(None) };
        let (line, has_apart) = without_fields_about_itself(whole);
        let at = RecordId { seq: row.unsigned_abs(), position: record.unsigned_abs() };
        let (mut apart, mut is_erased) = (None, false);
        if has_apart {
            let mut statement = self
                .connection
                .prepare_cached("SELECT text FROM apart WHERE entry = ?1 AND record = ?2")?;
            apart = statement.query_row((row, record), |row| row.get(0)).optional()?.flatten();
            is_erased = apart.is_none();
        }
        Ok(Some(Standing { at, line, apart, is_erased }))
    }
}

/// The line as it would be without hash and correction, and whether it had a hash.
///
/// Within a text every quotation mark has a backslash before it, so that these beginnings are never found there.
fn without_fields_about_itself(line: &str) -> (String, bool) {
    let cut = |line: &str, field: &str| line.rfind(field).map(|at| format!("{}}}", &line[..at]));
    let without_hash = cut(line, ",\"apart\":\"");
    let has_apart = without_hash.is_some();
    let line = without_hash.unwrap_or_else(|| line.to_owned());
    (cut(&line, ",\"corrects\":{\"seq\":").unwrap_or(line), has_apart)
}

/// What a record of its own says that cannot be held.
fn invalid(record: &Record) -> Option<tiendo::Error> {
    match record {
        Record::Origin(_)
        | Record::Erasure(_)
        | Record::Rollback(_)
        | Record::Salvage(_)
        | Record::Later(_) => Some(tiendo::Error::InvalidValue {
            field: "record",
            value: record.kind().to_owned(),
            expected: "a record that is not the ledger's own".to_owned(),
        }),
        Record::Policy(policy) => policy.validate().err(),
        Record::Freeze(freeze) => freeze.as_of().err().or_else(|| freeze.policy.validate().err()),
        Record::Measurement(measured) if !measured.measurement.value.is_finite() => {
            Some(tiendo::Error::InvalidValue {
                field: "value",
                value: measured.measurement.value.to_string(),
                expected: "a number".to_owned(),
            })
        }
        _ => None,
    }
}

/// What a registry would leave out of the definitions: the core's own rule, asked for them alone.
fn invalid_definitions(prepared: &Prepared<'_>) -> BTreeMap<(&'static str, String), tiendo::Error> {
    let mut builder = RegistryBuilder::new();
    let mut is_asked = false;
    for item in prepared.items {
        match item.record.clone_definition() {
            Some(records) => builder.add(records),
            None => continue,
        };
        is_asked = true;
    }
    if !is_asked {
        return BTreeMap::new();
    }
    let registry = builder.finish();
    let left_out = registry.findings().iter().filter(|finding| {
        finding.code == FindingCode::InvalidValue && finding.severity == Severity::Error
    });
    let problems = left_out.filter_map(|finding| {
        let kind = match finding.kind? {
            RecordKind::Document => "document",
            RecordKind::Agency => "agency",
            RecordKind::Succession => "succession",
            RecordKind::Task => "task",
            RecordKind::Transfer => "transfer",
            RecordKind::Allocation => "allocation",
            RecordKind::Kpi => "kpi",
            _ => return None,
        };
        let error = tiendo::Error::InvalidValue {
            field: "record",
            value: finding.message(tiendo::Lang::En),
            expected: "values that a register can hold".to_owned(),
        };
        Some(((kind, finding.id.clone()?), error))
    });
    problems.collect()
}
