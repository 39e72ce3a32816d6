//! The strict writer: records to a file that reads back the same.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use tiendo::{Finding, FindingCode, RecordKind, Records};

use super::kind::{KINDS, Listed, of_list};
use super::raw::{self, Fields};
use super::{MAX_RECORD_BYTES, PROGRESS_RECORDS, WriteOptions};
use crate::atomic::write_atomically;
use crate::error::Error;
use crate::table::Selection;

/// Longest record that is written: with the name of its kind and the end of its line it is one that is read.
const MAX_WRITTEN_BYTES: usize = MAX_RECORD_BYTES - 64;

/// What is said of a longer one.
const TOO_LONG: &str = "longer than 16 MiB less 64 bytes";

/// True for a name of JSON Lines, false for one of JSON.
pub(super) fn holds_lines(path: &Path) -> Result<bool, Error> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("json") => Ok(false),
        Some("jsonl" | "ndjson") => Ok(true),
        _ => {
            let expected = ["*.json", "*.jsonl", "*.ndjson"].map(str::to_owned).to_vec();
            Err(Error::NotATable { name: path.display().to_string(), expected })
        }
    }
}

/// Writes a file; its name says whether it is `.json`, or `.jsonl` (also `.ndjson`).
///
/// The file appears whole or not at all. Returned is what was left out: see [`write`](fn@write).
///
/// # Errors
/// - [`Error::NotATable`] for any other name.
/// - [`Error::Exists`] for a file that is there, unless [`WriteOptions::overwrite`] says so.
/// - As [`write`](fn@write).
///
/// # Example
/// ```no_run
/// use tiendo::Records;
/// use tiendo_formats::json::{self, WriteOptions};
/// let left_out = json::write_file(&Records::default(), "register.json", &WriteOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn write_file(
    records: &Records,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let form = if holds_lines(path)? { Form::Lines } else { Form::Object };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    write_atomically(path, options.overwrite, |draft| put(records, form, &name, draft, options))
}

/// Writes one JSON object of lists, a record on each line of the text.
///
/// Returned is what [`WriteOptions::disclosure`] left out, and how many unknown fields have no place any more: a field
/// of a list's item is lost with the item.
///
/// # Errors
/// - [`Error::Unwritable`] for a value that would not read back the same: a number that is none, an integer beyond
///   64 bits, a record over 16 MiB less 64 bytes, two records of one id and version, a field beside the records that
///   has the name of a list.
/// - [`Error::Io`] where the output cannot be written.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo::{Document, DocumentId, Records, Text};
/// use tiendo_formats::json::{self, WriteOptions};
/// let mut records = Records::default();
/// records.documents.push(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
/// let mut file = Vec::new();
/// json::write(&records, &mut file, &WriteOptions::default())?;
/// assert_eq!(String::from_utf8(file)?, "{\n\"documents\":[\n{\"id\":\"57-NQ/TW\",\"title\":\"Nghị quyết 57\"}\n]\n}\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(
    records: &Records,
    output: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    put(records, Form::Object, "JSON", output, options)
}

/// Writes one record a line; the findings and errors are those of [`write`](fn@write).
///
/// # Errors
/// - As [`write`](fn@write).
///
/// # Example
/// ```
/// use tiendo::{Document, DocumentId, Records, Text};
/// use tiendo_formats::json::{self, WriteOptions};
/// let mut records = Records::default();
/// records.documents.push(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
/// let mut file = Vec::new();
/// json::write_lines(&records, &mut file, &WriteOptions::default())?;
/// assert_eq!(String::from_utf8(file)?, "{\"document\":{\"id\":\"57-NQ/TW\",\"title\":\"Nghị quyết 57\"}}\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_lines(
    records: &Records,
    output: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    put(records, Form::Lines, "JSON Lines", output, options)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Object,
    Lines,
}

fn put(
    records: &Records,
    form: Form,
    file: &str,
    output: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let selection = Selection::new(records, options.disclosure);
    let mut out = Out {
        output: BufWriter::new(output),
        form,
        file,
        options,
        records,
        seen: HashSet::new(),
        lists: 0,
        in_list: 0,
        done: 0,
        unplaced: 0,
    };
    out.begin()?;
    for (kind, list) in KINDS {
        out.in_list = 0;
        match kind {
            RecordKind::Document => out.all(kind, list, &records.documents)?,
            RecordKind::Agency => out.all(kind, list, &records.agencies)?,
            RecordKind::Succession => out.all(kind, list, &records.successions)?,
            RecordKind::Plan => out.all(kind, list, &records.plans)?,
            RecordKind::Task => {
                for task in records.tasks.iter().filter(|task| selection.shows(&task.id)) {
                    let shown = selection.stripped(task);
                    // Where an item of a list is withheld, what stood within the items has lost its place.
                    let moved = shown.relations.len() != task.relations.len()
                        || shown.dependencies.len() != task.dependencies.len();
                    out.one(kind, list, &*shown, moved)?;
                }
            }
            RecordKind::Transfer => {
                let shown = records.transfers.iter().filter(|it| selection.shows(&it.task));
                out.all(kind, list, shown)?;
            }
            RecordKind::Report => {
                let shown = records.reports.iter().filter(|it| selection.shows(&it.task));
                out.all(kind, list, shown)?;
            }
            RecordKind::Allocation => {
                let shown = records.allocations.iter().filter(|it| selection.shows(&it.task));
                out.all(kind, list, shown)?;
            }
            _ => out.all(kind, list, &records.kpis)?,
        }
        if form == Form::Object && out.in_list > 0 {
            out.text("\n]")?;
        }
    }
    let unplaced = out.end()?;
    let mut findings: Vec<Finding> = selection.finding().into_iter().collect();
    if unplaced > 0 {
        findings.push(Finding::new(FindingCode::FieldUnplaced).arg("count", unplaced));
    }
    Ok(findings)
}

/// A file being written.
struct Out<'a, W: Write> {
    output: BufWriter<W>,
    form: Form,
    file: &'a str,
    options: &'a WriteOptions<'a>,
    records: &'a Records,
    seen: HashSet<(RecordKind, String)>,
    /// Members of the object so far.
    lists: u64,
    /// Records of the list so far.
    in_list: u64,
    done: u64,
    unplaced: usize,
}

impl<W: Write> Out<'_, W> {
    fn text(&mut self, text: &str) -> Result<(), Error> {
        let io = |source: io::Error| Error::Io { path: self.file.to_owned(), source };
        self.output.write_all(text.as_bytes()).map_err(io)
    }

    /// Writes what stood beside the records.
    fn begin(&mut self) -> Result<(), Error> {
        let fields: Vec<(String, String)> = self
            .records
            .unknown
            .of(RecordKind::File, "")
            .map(|(pointer, json)| (name_of(pointer), json.to_owned()))
            .collect();
        let unwritable = |name: &str, json: &str, reason| Error::Unwritable {
            file: self.file.to_owned(),
            id: RecordKind::File.as_str().to_owned(),
            column: name.to_owned(),
            value: json.chars().take(200).collect(),
            reason,
        };
        // The fields of a file are members of the object, or share a line.
        let mut longest = 0;
        for (name, json) in &fields {
            if self.form == Form::Object && of_list(name).is_some() {
                return Err(unwritable(name, json, "a list has this name"));
            }
            let length = quoted(name).len() + json.len() + 2;
            longest = if self.form == Form::Object { length } else { longest + length };
            if longest > MAX_WRITTEN_BYTES {
                return Err(unwritable(name, json, TOO_LONG));
            }
        }
        match self.form {
            Form::Object => {
                self.text("{")?;
                for (name, json) in fields {
                    self.member(&name)?;
                    self.text(&json)?;
                }
            }
            Form::Lines if !fields.is_empty() => {
                let members: Result<Vec<String>, Error> = fields
                    .iter()
                    .map(|(name, json)| Ok(format!("{}:{json}", quoted(name))))
                    .collect();
                let line = format!("{{\"file\":{{{}}}}}\n", members?.join(","));
                self.text(&line)?;
            }
            Form::Lines => {}
        }
        Ok(())
    }

    /// Begins a member of the object.
    fn member(&mut self, name: &str) -> Result<(), Error> {
        let comma = if self.lists > 0 { "," } else { "" };
        self.lists += 1;
        self.text(&format!("{comma}\n{}:", quoted(name)))
    }

    fn end(mut self) -> Result<usize, Error> {
        if self.form == Form::Object {
            self.text("\n}\n")?;
        }
        let io = |source: io::Error| Error::Io { path: self.file.to_owned(), source };
        self.output.flush().map_err(io)?;
        Ok(self.unplaced)
    }

    fn all<'r, L: Listed + 'r>(
        &mut self,
        kind: RecordKind,
        list: &str,
        records: impl IntoIterator<Item = &'r L>,
    ) -> Result<(), Error> {
        records.into_iter().try_for_each(|record| self.one(kind, list, record, false))
    }

    fn one(
        &mut self,
        kind: RecordKind,
        list: &str,
        record: &impl Listed,
        moved: bool,
    ) -> Result<(), Error> {
        let unwritable = |column: &str, value: String, reason| Error::Unwritable {
            file: self.file.to_owned(),
            id: record.shown().to_owned(),
            column: column.to_owned(),
            value: value.chars().take(200).collect(),
            reason,
        };
        if let Some((field, value)) = record.unwritable() {
            return Err(unwritable(field, value, "no number that reads back"));
        }
        if let Some(key) = record.unique()
            && !self.seen.insert((kind, key))
        {
            let id = record.shown().to_owned();
            return Err(unwritable("id", id, "another record has the same id and version"));
        }
        let broken = |error: serde_json::Error| Error::Io {
            path: self.file.to_owned(),
            source: error.into(),
        };
        let mut json = record.json().map_err(broken)?;
        if !self.records.unknown.is_empty() {
            let key = record.unknown_key();
            let mut more: BTreeMap<Vec<String>, &str> = BTreeMap::new();
            for (pointer, value) in self.records.unknown.of(kind, &key) {
                more.insert(pointer.split('/').skip(1).map(unescaped).collect(), value);
            }
            let before = more.len();
            if moved {
                more.retain(|path, _| path.len() == 1);
            }
            if before > 0 {
                let mut placed = 0;
                json = with_fields(&json, &more, &mut placed);
                self.unplaced += before - placed;
            }
        }
        if json.len() > MAX_WRITTEN_BYTES {
            return Err(unwritable("", json, TOO_LONG));
        }
        match self.form {
            Form::Object if self.in_list == 0 => {
                self.member(list)?;
                self.text("[\n")?;
            }
            Form::Object => self.text(",\n")?,
            Form::Lines => self.text(&format!("{{\"{}\":", kind.as_str()))?,
        }
        self.text(&json)?;
        if self.form == Form::Lines {
            self.text("}\n")?;
        }
        self.in_list += 1;
        self.done += 1;
        match self.options.progress {
            Some(progress)
                if self.done.is_multiple_of(PROGRESS_RECORDS)
                    && progress(self.file, self.done) == ControlFlow::Break(()) =>
            {
                Err(Error::Cancelled)
            }
            _ => Ok(()),
        }
    }
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

fn name_of(pointer: &str) -> String {
    unescaped(pointer.trim_start_matches('/'))
}

/// The value with more fields, each in the object that its path leads to; `placed` counts those that found theirs.
fn with_fields(text: &str, more: &BTreeMap<Vec<String>, &str>, placed: &mut usize) -> String {
    if more.is_empty() {
        return text.to_owned();
    }
    let below = |name: &str| -> BTreeMap<Vec<String>, &str> {
        let under = more
            .iter()
            .filter(|(path, _)| path.len() > 1 && path.first().is_some_and(|p| p == name));
        under.map(|(path, value)| (path.iter().skip(1).cloned().collect(), *value)).collect()
    };
    match text.as_bytes().first() {
        Some(b'{') => {
            let Fields(fields, _) = raw::fields(text).unwrap_or_default();
            let mut members: Vec<String> = fields
                .iter()
                .map(|(name, value)| {
                    let value = with_fields(value.get(), &below(name), placed);
                    format!("{}:{value}", quoted(name))
                })
                .collect();
            for (path, value) in more.iter().filter(|(path, _)| path.len() == 1) {
                let Some(name) = path.first() else { continue };
                // What has become a known field meanwhile is the record's own.
                if fields.iter().all(|(known, _)| known != name) {
                    members.push(format!("{}:{value}", quoted(name)));
                    *placed += 1;
                }
            }
            format!("{{{}}}", members.join(","))
        }
        Some(b'[') => {
            let items = raw::items(text).unwrap_or_default();
            let items: Vec<String> = items
                .iter()
                .enumerate()
                .map(|(at, item)| with_fields(item.get(), &below(&at.to_string()), placed))
                .collect();
            format!("[{}]", items.join(","))
        }
        _ => text.to_owned(),
    }
}
