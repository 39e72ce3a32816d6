//! Records on their way in: each is read whole or reported, and its unknown fields are kept.

use std::collections::HashMap;
use std::ops::ControlFlow;

use tiendo::{Finding, FindingCode, RecordKind, Records};

use super::field::{Field, Kept, Path, Refused, Trail};
use super::kind::Record;
use super::raw::{self, Fields};
use super::{MAX_DEPTH, PROGRESS_RECORDS, ReadOptions};
use crate::error::Error;
use crate::table::Log;

/// What has been read of one file.
pub(super) struct Intake<'o> {
    pub(super) options: &'o ReadOptions<'o>,
    pub(super) file: String,
    pub(super) log: Log,
    records: Records,
    seen: HashMap<(RecordKind, String), u64>,
    done: u64,
}

impl<'o> Intake<'o> {
    pub(super) fn new(file: &str, options: &'o ReadOptions<'o>) -> Self {
        Intake {
            options,
            file: file.to_owned(),
            log: Log::new(file, options.max_findings),
            records: Records::default(),
            seen: HashMap::new(),
            done: 0,
        }
    }

    /// Takes a record whose text is JSON.
    pub(super) fn record(&mut self, kind: RecordKind, line: u64, text: &str) -> Result<(), Error> {
        if let Some(finding) = self.take(kind, line, text).err() {
            self.log.push(*finding);
        }
        self.step()
    }

    /// Keeps the fields of the file itself that a line holds.
    pub(super) fn all_beside(&mut self, line: u64, text: &str) {
        let finding = match raw::fields(text) {
            Ok(Fields(fields, None)) => {
                for (key, value) in fields {
                    self.beside(line, &key, value.get());
                }
                return;
            }
            Ok(Fields(_, Some(key))) => self.refused(line, &Refused::Twice(key), &Trail::default()),
            Err(_) => self.log.at(FindingCode::RecordForm, line, "").arg("value", text),
        };
        self.log.push(finding);
    }

    /// Keeps a field of the file itself; of one that another line gave, the first stays.
    pub(super) fn beside(&mut self, line: u64, key: &str, text: &str) {
        let trail = Trail::default();
        if self.seen.contains_key(&(RecordKind::File, key.to_owned())) {
            self.log.push(self.refused(line, &Refused::Twice(key.to_owned()), &trail));
            return;
        }
        let path = Path::Key(&Path::Record, key);
        let finding = match (raw::long_integer(text), raw::fault(text)) {
            (None, None) => {
                // A reference to the schema is no news.
                if key != "$schema" {
                    self.unknown(key, line, None);
                }
                self.seen.insert((RecordKind::File, key.to_owned()), line);
                let unknown = &mut self.records.unknown;
                unknown.insert(RecordKind::File, "", &path.pointer(), text);
                return;
            }
            (Some(number), _) => self.integer(line, key, number),
            (_, Some(fault)) => {
                let refused = match fault {
                    raw::Fault::Twice(key) => Refused::Twice(key),
                    raw::Fault::Deep => Refused::Deep,
                };
                self.refused(line, &refused, &trail)
            }
        };
        self.log.push(finding);
    }

    /// The records and findings.
    pub(super) fn finish(self) -> Result<(Records, Vec<Finding>), Error> {
        if let Some(progress) = self.options.progress
            && progress(&self.file, self.done) == ControlFlow::Break(())
        {
            return Err(Error::Cancelled);
        }
        let mut findings = Vec::new();
        self.log.finish(&mut findings);
        Ok((self.records, findings))
    }

    fn step(&mut self) -> Result<(), Error> {
        self.done += 1;
        match self.options.progress {
            Some(progress)
                if self.done.is_multiple_of(PROGRESS_RECORDS)
                    && progress(&self.file, self.done) == ControlFlow::Break(()) =>
            {
                Err(Error::Cancelled)
            }
            _ => Ok(()),
        }
    }

    fn take(&mut self, kind: RecordKind, line: u64, text: &str) -> Result<(), Box<Finding>> {
        let about = |finding: Finding| Box::new(named(finding, kind, text));
        if !text.starts_with('{') {
            let finding = self.log.at(FindingCode::RecordForm, line, "");
            return Err(Box::new(finding.arg("value", text)));
        }
        if let Some(number) = raw::long_integer(text) {
            let fields = raw::fields(text).map(|fields| fields.0).unwrap_or_default();
            let holds = |value: &str| raw::long_integer(value).is_some();
            let field = fields.iter().find(|(_, value)| holds(value.get()));
            let field = field.map_or("", |(key, _)| key.as_ref());
            return Err(about(self.integer(line, field, number)));
        }
        let trail = Trail::default();
        let field = Field { text, path: Path::Record, trail: &trail };
        let record = Record::read(kind, field)
            .map_err(|refused| about(self.refused(line, &refused, &trail)))?;
        let listed = record.listed();
        if let Some(unique) = listed.unique() {
            if let Some(first) = self.seen.get(&(kind, unique.clone())) {
                let finding = self.log.at(FindingCode::DuplicateId, line, "id");
                let finding = finding.arg("id", listed.shown()).arg("row", first);
                return Err(Box::new(finding.about(kind, listed.shown()).field("id")));
            }
            self.seen.insert((kind, unique), line);
        }
        let kept = trail.kept.take();
        if !kept.is_empty() {
            let key = listed.unknown_key();
            for Kept { pointer, name, json } in kept {
                self.unknown(&name, line, Some(kind));
                self.records.unknown.insert(kind, &key, &pointer, &json);
            }
        }
        record.put(&mut self.records);
        Ok(())
    }

    /// Counts one more record with a field that is not known.
    fn unknown(&mut self, name: &str, line: u64, kind: Option<RecordKind>) {
        let same = kind.map_or("", RecordKind::as_str);
        let finding =
            |log: &Log| log.at(FindingCode::FieldUnknown, line, name).field(name).arg("name", name);
        self.log.habit(same, finding, FindingCode::FieldUnknown, name);
    }

    fn integer(&self, line: u64, field: &str, number: &str) -> Finding {
        let finding = self.log.at(FindingCode::IntegerOutside, line, field);
        finding.field(field).arg("value", number)
    }

    /// Says which value could not be read, and why.
    fn refused(&self, line: u64, refused: &Refused, trail: &Trail) -> Finding {
        let (mut path, value) = trail.failed.take().unwrap_or_default();
        if let Refused::Missing(name) = refused {
            path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
        }
        let finding = |code| self.log.at(code, line, &path).field(&path);
        match refused {
            Refused::Missing(_) => finding(FindingCode::FieldMissing).arg("name", &path),
            Refused::Twice(name) => finding(FindingCode::FieldTwice).arg("name", name),
            Refused::Deep => finding(FindingCode::FieldTooDeep).arg("limit", MAX_DEPTH),
            Refused::Invalid(reason) => {
                finding(FindingCode::FieldInvalid).arg("value", value).arg("reason", reason)
            }
        }
    }
}

/// The finding with the record's kind and, where it says one, its id.
fn named(finding: Finding, kind: RecordKind, text: &str) -> Finding {
    let fields = raw::fields(text).map(|fields| fields.0).unwrap_or_default();
    let name = |wanted: &str| {
        let (_, value) = fields.iter().find(|(key, _)| key == wanted)?;
        serde_json::from_str::<String>(value.get()).ok()
    };
    let id = ["id", "task", "from"].into_iter().find_map(name);
    finding.about(kind, &id.unwrap_or_default().chars().take(200).collect::<String>())
}
