//! The tolerant reader: a file to records and findings.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use tiendo::{Finding, FindingCode, RecordKind, Records};

use super::intake::Intake;
use super::kind::{KINDS, of_list, of_word};
use super::{ReadOptions, raw};
use crate::error::Error;

/// Bytes asked of the input at once.
const CHUNK: usize = 64 * 1024;

/// Reads a file; its name says whether it is `.json`, or `.jsonl` (also `.ndjson`).
///
/// # Errors
/// - [`Error::NotATable`] for any other name.
/// - As [`read`] and [`read_lines`].
///
/// # Example
/// ```no_run
/// use tiendo_formats::json::{self, ReadOptions};
/// let (records, findings) = json::read_file("register.jsonl", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_file(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let path = path.as_ref();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let lines = super::write::holds_lines(path)?;
    let io = |source| Error::Io { path: path.display().to_string(), source };
    let file = fs::File::open(path).map_err(io)?;
    if lines { read_lines(&name, file, options) } else { read(&name, file, options) }
}

/// Reads one JSON object of lists; `file` is the name that findings say.
///
/// # Errors
/// - [`Error::InvalidJson`] where it is no JSON, no object of lists, or names a list twice.
/// - [`Error::Io`] where the input cannot be read.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo_formats::json::{self, ReadOptions};
/// let file = r#"{"tasks":[{"id":"T1","document":"D1","title":"A","weight":500},
///                         {"id":"T2","document":"D1","title":"B"}]}"#;
/// let (records, findings) = json::read("register.json", file.as_bytes(), &ReadOptions::default())?;
/// assert_eq!(records.tasks.len(), 1);
/// assert_eq!(findings[0].place.as_ref().map(|p| (p.row, p.column.as_str())), Some((1, "weight")));
///
/// let broken = json::read("register.json", &b"{\"tasks\":[}"[..], &ReadOptions::default()).unwrap_err();
/// assert_eq!(broken.to_string(), "register.json:1:11: not JSON: expected value");
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let mut intake = Intake::new(file, options);
    let mut input = BufReader::with_capacity(CHUNK, input);
    if !opened(&mut input, &mut intake)? {
        return intake.finish();
    }
    let position = Position {
        line: Cell::new(1),
        left_in_file: Cell::new(options.max_file_bytes),
        left_in_record: Cell::new(options.max_record_bytes as u64),
        stop: RefCell::new(None),
    };
    let mut json = serde_json::Deserializer::from_reader(Counted { input, position: &position });
    let top = Lists { intake: &mut intake, position: &position };
    let outcome = json.deserialize_map(top).and_then(|()| json.end());
    match (position.stop.take(), outcome) {
        (Some(Stop::Failed(error)), _) => return Err(error),
        (Some(Stop::Limit(code)), _) => {
            let line = position.line.get();
            let limit = if code == FindingCode::FileTooLong {
                options.max_file_bytes
            } else {
                options.max_record_bytes as u64
            };
            intake.log.push(intake.log.at(code, line, "").arg("limit", limit));
            if code == FindingCode::RecordTooLong {
                intake.log.push(intake.log.at(FindingCode::RestUnread, line, ""));
            }
        }
        (None, Ok(())) => {}
        (None, Err(error)) if error.is_io() => {
            return Err(Error::Io { path: file.to_owned(), source: error.into() });
        }
        (None, Err(error)) => {
            return Err(Error::InvalidJson {
                file: file.to_owned(),
                line: error.line() as u64,
                column: error.column() as u64,
                reason: raw::reason(&error),
            });
        }
    }
    intake.finish()
}

/// Reads one record a line; `file` is the name that findings say. Empty lines are passed over.
///
/// # Errors
/// - [`Error::Io`] where the input cannot be read.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo_formats::json::{self, ReadOptions};
/// let file = "{\"task\":{\"id\":\"T1\",\"document\":\"D1\",\"title\":\"A\"}}\n{\"task\":\n";
/// let (records, findings) = json::read_lines("r.jsonl", file.as_bytes(), &ReadOptions::default())?;
/// assert_eq!(records.tasks.len(), 1);
/// assert_eq!(findings[0].place.as_ref().map(|p| p.row), Some(2));
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_lines(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let mut intake = Intake::new(file, options);
    let mut input = BufReader::with_capacity(CHUNK, input);
    if !opened(&mut input, &mut intake)? {
        return intake.finish();
    }
    let io = |source| Error::Io { path: file.to_owned(), source };
    let limit = options.max_record_bytes as u64;
    let (mut left, mut line) = (options.max_file_bytes, 0);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        line += 1;
        // One byte more than allowed tells a line that is too long, and a file that goes on.
        let wanted = limit.min(left).saturating_add(1);
        let read = input.by_ref().take(wanted).read_until(b'\n', &mut bytes).map_err(io)? as u64;
        if read == 0 {
            break;
        }
        if read > left {
            let finding = intake.log.at(FindingCode::FileTooLong, line, "");
            intake.log.push(finding.arg("limit", options.max_file_bytes));
            break;
        }
        left -= read;
        if read > limit {
            let finding = intake.log.at(FindingCode::RecordTooLong, line, "");
            intake.log.push(finding.arg("limit", limit));
            if bytes.last() != Some(&b'\n') {
                left = left.saturating_sub(skip_line(&mut input).map_err(io)?);
            }
            continue;
        }
        line_of(&mut intake, line, &bytes)?;
    }
    intake.finish()
}

/// Passes over the rest of a line without holding it.
fn skip_line(input: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    let mut chunk = Vec::new();
    loop {
        chunk.clear();
        let read = input.by_ref().take(CHUNK as u64).read_until(b'\n', &mut chunk)?;
        skipped += read as u64;
        if read == 0 || chunk.last() == Some(&b'\n') {
            return Ok(skipped);
        }
    }
}

fn line_of(intake: &mut Intake<'_>, line: u64, bytes: &[u8]) -> Result<(), Error> {
    let invalid = |intake: &mut Intake<'_>, column: u64, reason: String| {
        let finding = intake.log.at(FindingCode::JsonInvalid, line, "");
        intake.log.push(finding.arg("column", column).arg("reason", reason));
    };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_matches([' ', '\t', '\r', '\n']),
        Err(error) => {
            invalid(intake, error.valid_up_to() as u64 + 1, "not UTF-8".to_owned());
            return Ok(());
        }
    };
    if text.is_empty() {
        return Ok(());
    }
    let value: &RawValue = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            invalid(intake, error.column() as u64, raw::reason(&error));
            return Ok(());
        }
    };
    let fields = raw::fields(value.get()).map(|fields| fields.0).unwrap_or_default();
    let word = match fields.as_slice() {
        [(word, value)] if word == RecordKind::File.as_str() => {
            intake.all_beside(line, value.get());
            return Ok(());
        }
        [(word, value)] => match of_word(word) {
            Some(kind) => return intake.record(kind, line, value.get()),
            None => word.to_string(),
        },
        // A line of several kinds, or a record without its kind.
        _ => text.to_owned(),
    };
    let words: Vec<&str> = KINDS.iter().map(|(kind, _)| kind.as_str()).collect();
    let finding = intake.log.at(FindingCode::KindUnknown, line, "");
    intake.log.push(finding.arg("value", word).arg("words", words.join(", ")));
    Ok(())
}

/// Passes over a byte order mark; false for an empty file and for other encodings, which are reported.
fn opened(input: &mut impl BufRead, intake: &mut Intake<'_>) -> Result<bool, Error> {
    let io = |source| Error::Io { path: intake.file.clone(), source };
    let head = input.fill_buf().map_err(io)?;
    let encoding = match head {
        [] => {
            intake.log.push(intake.log.at(FindingCode::FileEmpty, 0, ""));
            return Ok(false);
        }
        // A text of ASCII in UTF-16 or UTF-32 has a zero in each pair of bytes.
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => "UTF-16",
        [0xef, 0xbb, 0xbf, ..] => {
            input.consume(3);
            return Ok(true);
        }
        _ => return Ok(true),
    };
    intake.log.push(intake.log.at(FindingCode::FileEncoding, 0, "").arg("encoding", encoding));
    Ok(false)
}

/// Where the reader is, and what ends it.
struct Position {
    line: Cell<u64>,
    left_in_file: Cell<u64>,
    left_in_record: Cell<u64>,
    stop: RefCell<Option<Stop>>,
}

/// Why reading ends before the file does.
enum Stop {
    Limit(FindingCode),
    Failed(Error),
}

impl Position {
    fn stop<E: de::Error>(&self, stop: Stop) -> E {
        *self.stop.borrow_mut() = Some(stop);
        E::custom("stopped")
    }
}

/// Counts lines and keeps the limits; serde_json asks for one byte after the other.
struct Counted<'p, R> {
    input: R,
    position: &'p Position,
}

impl<R: BufRead> Read for Counted<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let buffer = self.input.fill_buf()?;
        let count = buffer.len().min(out.len());
        let (Some(from), Some(to)) = (buffer.get(..count), out.get_mut(..count)) else {
            return Ok(0);
        };
        to.copy_from_slice(from);
        let position = self.position;
        let lines: u64 = from.iter().map(|byte| u64::from(*byte == b'\n')).sum();
        position.line.set(position.line.get() + lines);
        let spent = |left: &Cell<u64>| {
            let now = left.get().checked_sub(count as u64);
            left.set(now.unwrap_or_default());
            now.is_none()
        };
        let code = match (spent(&position.left_in_file), spent(&position.left_in_record)) {
            (true, _) => Some(FindingCode::FileTooLong),
            (_, true) => Some(FindingCode::RecordTooLong),
            _ => None,
        };
        if let Some(code) = code {
            *position.stop.borrow_mut() = Some(Stop::Limit(code));
            return Err(io::Error::other("a limit of the reader"));
        }
        self.input.consume(count);
        Ok(count)
    }
}

/// The lists of a file.
struct Lists<'i, 'o> {
    intake: &'i mut Intake<'o>,
    position: &'i Position,
}

impl<'de> Visitor<'de> for Lists<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lists: Vec<&str> = KINDS.iter().map(|(_, list)| *list).collect();
        write!(f, "an object of the lists {}", lists.join(", "))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Lists { intake, position } = self;
        let mut seen = Vec::new();
        loop {
            position.left_in_record.set(intake.options.max_record_bytes as u64);
            let Some(key) = map.next_key::<String>()? else { return Ok(()) };
            if seen.contains(&key) {
                let key: String = key.chars().take(80).collect();
                return Err(de::Error::custom(format_args!("the key '{key}' stands twice")));
            }
            if let Some(kind) = of_list(&key) {
                map.next_value_seed(List { kind, intake, position })?;
            } else {
                let text = map.next_value::<Box<RawValue>>()?;
                intake.beside(position.line.get(), &key, text.get());
            }
            seen.push(key);
        }
    }
}

/// The records of one kind.
struct List<'i, 'o> {
    kind: RecordKind,
    intake: &'i mut Intake<'o>,
    position: &'i Position,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of records of the kind {}", self.kind.as_str())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let List { kind, intake, position } = self;
        loop {
            position.left_in_record.set(intake.options.max_record_bytes as u64);
            let Some((line, text)) = list.next_element_seed(Item { position })? else {
                return Ok(());
            };
            if let Err(error) = intake.record(kind, line, text.get()) {
                return Err(position.stop(Stop::Failed(error)));
            }
        }
    }
}

/// One record and the line that it begins on.
struct Item<'p> {
    position: &'p Position,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = (u64, Box<RawValue>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        // The first byte of the value has been looked at by now, so the line is its own.
        let line = self.position.line.get();
        serde::Deserialize::deserialize(deserializer).map(|text| (line, text))
    }
}
