//! The tolerant reader: files to records and findings.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::ChunkReader;
use tiendo::{Finding, FindingCode, Records};

use super::footer::{self, TAIL};
use super::hive::Part;
use super::place::{Broken, contained};
use super::{ENDING, ReadOptions};
use crate::arrow::METADATA_KEY;
use crate::atomic::io_error;
use crate::error::Error;
use crate::table::{Gather, Log, Table};

mod plan;
mod rows;

use plan::Plan;

/// Deepest folder within a folder.
const MAX_DEPTH: usize = 16;

/// Tables that hold results, and are not read.
const DERIVED: [&str; 6] = ["evaluation", "findings", "history", "ranking", "rollup", "schedule"];

/// Reads one file. Which table it holds is told by its metadata where this module wrote it, else by its name, else by its
/// columns.
///
/// # Errors
/// - [`Error::Io`] where the file cannot be read.
/// - [`Error::Malformed`] for a file that is no Parquet or broken, [`Error::Protected`] for an encrypted one.
/// - [`Error::LimitExceeded`] for one that holds more than the options allow.
/// - [`Error::NotATable`] for a table of results, or columns that no table of records has.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo_formats::parquet::{self, ReadOptions};
/// let (records, findings) = parquet::read_file("tasks.parquet", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_file(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    read_one(path.as_ref(), None, options)
}

/// Reads a file of tasks, whatever its name and metadata say.
///
/// # Errors
/// - As [`read_file`].
///
/// # Example
/// ```no_run
/// use tiendo_formats::parquet::{self, ReadOptions};
/// let (records, findings) = parquet::read_tasks("part-0.parquet", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_tasks(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    read_one(path.as_ref(), Some(Table::Tasks), options)
}

/// Reads a file of reports, whatever its name and metadata say.
///
/// # Errors
/// - As [`read_file`].
///
/// # Example
/// ```no_run
/// use tiendo_formats::parquet::{self, ReadOptions};
/// let (records, findings) = parquet::read_reports("part-0.parquet", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_reports(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    read_one(path.as_ref(), Some(Table::Reports), options)
}

fn read_one(
    path: &Path,
    table: Option<Table>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let file = File::open(path).map_err(io_error(path))?;
    let mut reader = Reader::new(options);
    reader.read(
        &Source { name: &name, names: &[&name], parts: &[], table, in_folder: false },
        &file,
    )?;
    Ok(reader.finish())
}

/// Reads one file from anywhere; `file` is the name that findings say. It is held in memory, up to
/// [`ReadOptions::max_file_bytes`].
///
/// # Errors
/// - As [`read_file`].
///
/// # Example
/// ```
/// use tiendo_formats::{Code, parquet::{self, ReadOptions}};
/// let error = parquet::read("tasks.parquet", &b"PAR1 and no more"[..], &ReadOptions::default()).unwrap_err();
/// assert_eq!(error.code(), Code::Malformed);
/// ```
pub fn read(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let mut bytes = Vec::new();
    let read = input.take(options.max_file_bytes.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(io_error(Path::new(file)))?;
    let mut reader = Reader::new(options);
    let source = Source { name: file, names: &[file], parts: &[], table: None, in_folder: false };
    reader.read(&source, &Bytes::from(bytes))?;
    Ok(reader.finish())
}

/// Reads every table of a folder and of the folders in it.
///
/// Folders such as `phase=urgent` are a column with that value in all rows of the files in them, percent signs decoded.
/// Tables of results are a note, files of other kinds too; what begins with `.` or `_` is passed over, as
/// engines leave marks so named.
///
/// # Errors
/// - As [`read_file`], for the first file that is broken or beyond a limit.
/// - [`Error::NothingToRead`] where there is no file of Parquet.
///
/// # Example
/// ```no_run
/// use tiendo_formats::parquet::{self, ReadOptions};
/// let (records, findings) = parquet::read_folder("lake/register", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_folder(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let path = path.as_ref();
    let mut reader = Reader::new(options);
    let mut files = Vec::new();
    list(path, &mut Vec::new(), &mut files, &mut reader)?;
    if files.is_empty() {
        let expected =
            Table::ALL.iter().map(|table| format!("{}.{ENDING}", table.name())).collect();
        return Err(Error::NothingToRead { path: path.display().to_string(), expected });
    }
    for (names, file) in files {
        let name = names.join("/");
        let folders = names.get(..names.len() - 1).unwrap_or_default();
        let parts: Vec<Part> = folders.iter().filter_map(|name| Part::read(name)).collect();
        // The name of the file says more than that of its folder.
        let names: Vec<&str> = names.iter().rev().map(String::as_str).collect();
        let input = File::open(&file).map_err(io_error(&file))?;
        let source =
            Source { name: &name, names: &names, parts: &parts, table: None, in_folder: true };
        match reader.read(&source, &input) {
            Err(Error::NotATable { .. }) => {
                let note =
                    Finding::new(FindingCode::FileUnknown).at(&name, 0, "").arg("name", &name);
                reader.findings.push(note);
            }
            result => result?,
        }
    }
    Ok(reader.finish())
}

/// Lists the files of a folder with the names from it on, in the order of the names.
fn list(
    folder: &Path,
    above: &mut Vec<String>,
    files: &mut Vec<(Vec<String>, PathBuf)>,
    reader: &mut Reader<'_>,
) -> Result<(), Error> {
    let limit = |limit, value: usize, allowed: u64| {
        let exceeded = Broken::limit(limit, value as u64, allowed);
        exceeded.map_err(|broken| broken.at(&folder.display().to_string()))
    };
    limit("depth of folders", above.len(), MAX_DEPTH as u64)?;
    let mut entries = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(io_error(folder))? {
        let entry = entry.map_err(io_error(folder))?;
        entries.insert(entry.file_name().to_string_lossy().into_owned(), entry.path());
        limit("number of files", files.len() + entries.len(), reader.options.max_files)?;
    }
    for (name, path) in entries {
        if name.starts_with(['.', '_', '~']) {
            continue;
        }
        above.push(name);
        let name = above.last().map_or("", String::as_str);
        // A link to a folder is not followed: it may lead back.
        if path.symlink_metadata().is_ok_and(|found| found.is_dir()) {
            list(&path, above, files, reader)?;
        } else if name.to_ascii_lowercase().ends_with(".parquet") && !path.is_dir() {
            files.push((above.clone(), path));
        } else {
            let name = above.join("/");
            let note = Finding::new(FindingCode::FileUnknown).at(&name, 0, "").arg("name", &name);
            reader.findings.push(note);
        }
        above.pop();
    }
    Ok(())
}

/// A file to read.
struct Source<'a> {
    /// The name that findings say.
    name: &'a str,
    /// Its own name and those of the folders that it lies in, the nearest first.
    names: &'a [&'a str],
    /// Columns that its folders stand for.
    parts: &'a [Part],
    /// The table, where the caller says it.
    table: Option<Table>,
    /// True for one of the files of a folder, where results are a note.
    in_folder: bool,
}

/// Reads files into one set of records.
struct Reader<'a> {
    options: &'a ReadOptions<'a>,
    gather: Gather,
    findings: Vec<Finding>,
    /// Where each id and version stood first: the number of its file and the row.
    seen: BTreeMap<Table, HashMap<String, (usize, u64)>>,
    files: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(options: &'a ReadOptions<'a>) -> Self {
        Reader {
            options,
            gather: Gather::default(),
            findings: Vec::new(),
            seen: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    fn finish(mut self) -> (Records, Vec<Finding>) {
        let records = self.gather.finish(self.options.max_findings, &mut self.findings);
        (records, self.findings)
    }

    fn read(&mut self, source: &Source<'_>, file: &impl ChunkReader) -> Result<(), Error> {
        let broken = |broken: Broken| match broken {
            Broken::Malformed(reason) if reason == "it is encrypted" => {
                Error::Protected { path: source.name.to_owned() }
            }
            broken => broken.at(source.name),
        };
        let metadata = open(file, self.options).map_err(broken)?;
        let Some(table) = self.table_of(source, &metadata)? else { return Ok(()) };
        self.gather.file(source.name);
        self.files.push(source.name.to_owned());
        let mut log = Log::new(source.name, self.options.max_findings);
        let schema = metadata.file_metadata().schema_descr();
        let result = match Plan::new(table, schema, source.parts, &mut log) {
            Some(plan) => contained(|| self.read_rows(source, file, &metadata, plan, &mut log)),
            None => Ok(()),
        };
        log.finish(&mut self.findings);
        result.map_err(broken)
    }

    /// The table that a file holds; `None` for a table of results in a folder, which is then a note.
    fn table_of(
        &mut self,
        source: &Source<'_>,
        metadata: &ParquetMetaData,
    ) -> Result<Option<Table>, Error> {
        if source.table.is_some() {
            return Ok(source.table);
        }
        let stems = source.names.iter().map(|name| name.split('.').next().unwrap_or(name));
        let said = stated(metadata);
        let names: Vec<&str> = said.as_deref().into_iter().chain(stems).collect();
        for name in names {
            if let Some(table) = Table::parse(&name.to_ascii_lowercase()) {
                return Ok(Some(table));
            }
            if DERIVED.contains(&name) && source.in_folder {
                let note = Finding::new(FindingCode::TableDerived).at(source.name, 0, "");
                self.findings.push(note.arg("name", name));
                return Ok(None);
            }
            if DERIVED.contains(&name) {
                break;
            }
        }
        let schema = metadata.file_metadata().schema_descr();
        let by_columns = || {
            Table::ALL.iter().filter_map(|table| plan::fit(*table, schema).map(|fit| (fit, *table)))
        };
        let best = by_columns().max_by_key(|(fit, _)| *fit).map(|(_, table)| table);
        let is_derived = said.is_some_and(|name| DERIVED.contains(&name.as_str()));
        best.filter(|_| !is_derived).map(Some).ok_or_else(|| {
            let expected =
                Table::ALL.iter().map(|table| format!("{}.{ENDING}", table.name())).collect();
            Error::NotATable { name: source.name.to_owned(), expected }
        })
    }
}

/// The name of the table in the metadata of this module.
fn stated(metadata: &ParquetMetaData) -> Option<String> {
    let pairs = metadata.file_metadata().key_value_metadata()?;
    let value = pairs.iter().find(|pair| pair.key == METADATA_KEY)?.value.as_deref()?;
    let value: serde_json::Value = serde_json::from_str(value).ok()?;
    value.get("table")?.as_str().map(str::to_owned)
}

/// Reads the footer.
fn open(file: &impl ChunkReader, options: &ReadOptions<'_>) -> Result<ParquetMetaData, Broken> {
    let length = file.len();
    Broken::limit("length of the file", length, options.max_file_bytes)?;
    let tail = length.checked_sub(TAIL).ok_or_else(|| Broken::of("it is too short"))?;
    let size = footer::footer_length(&file.get_bytes(tail, TAIL as usize)?, length)?;
    let bytes = file.get_bytes(tail - size, size as usize)?;
    footer::read(&bytes, length, options)
}
