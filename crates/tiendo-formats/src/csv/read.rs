//! The tolerant reader: files to records and findings.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use tiendo::{Finding, FindingCode, Records};

use super::batch::{self, Batch, Plan};
use super::dialect::{self, MAX_COLUMNS, MAX_HEADER_BYTES, Opening};
use super::header::{Header, Unknown};
use super::rows::{Cells, Ending, Rows, Stop, Wanted};
use super::{GUIDE_FILE, PROGRESS_ROWS, ReadOptions, file_names};
use crate::error::Error;
use crate::table::{DecimalMark, Gather, Log, Seen, Table};

/// Bytes of a file by which its encoding and separator are told.
const HEAD: u64 = 64 * 1024;

/// Reads every table of a folder.
///
/// A file that is absent is a table without rows. All are read in the encoding of the options, but for those with a byte
/// order mark. A file that is none of the tables is a note. Files whose names
/// differ from a table's only in case are read; hidden files and folders are passed over.
///
/// # Errors
/// - [`Error::Io`] where the folder or a file cannot be read.
/// - [`Error::NothingToRead`] where it holds no table at all.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::Lang;
/// use tiendo_formats::csv::{self, ReadOptions};
/// let (records, findings) = csv::read_folder("register", &ReadOptions::default())?;
/// for finding in &findings {
///     eprintln!("{}", finding.line(Lang::Vi));
/// }
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_folder(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let path = path.as_ref();
    let io = |path: &Path| {
        let path = path.display().to_string();
        move |source| Error::Io { path, source }
    };
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(path).map_err(io(path))? {
        let entry = entry.map_err(io(path))?;
        files.insert(entry.file_name().to_string_lossy().into_owned(), entry.path());
    }
    let mut reader = Reader::new(*options);
    let mut found: BTreeMap<Table, (String, PathBuf)> = BTreeMap::new();
    for (name, path) in files {
        // Office programs leave lock files beside an open file.
        if name.starts_with(['.', '~']) || name == GUIDE_FILE || path.is_dir() {
            continue;
        }
        match table_of(&name) {
            Some(table) if path.is_file() && !found.contains_key(&table) => {
                found.insert(table, (name, path));
            }
            _ => {
                let note =
                    Finding::new(FindingCode::FileUnknown).at(&name, 0, "").arg("name", &name);
                reader.findings.push(note);
            }
        }
    }
    if found.is_empty() {
        let path = path.display().to_string();
        return Err(Error::NothingToRead { path, expected: file_names() });
    }
    for (table, (name, path)) in found {
        let file = fs::File::open(&path).map_err(io(&path))?;
        reader.read(table, &name, file)?;
    }
    Ok(reader.finish())
}

/// Reads one table; its file name says which.
///
/// Rows of `phases`, `groups` and `kpi_measurements` add to records of other tables: read them together with those,
/// by [`read_folder`] or [`Reader`]; alone they are reported.
///
/// # Errors
/// - [`Error::NotATable`] where the name is none of the tables', with or without `.csv`.
/// - [`Error::Io`] where the input cannot be read.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo_formats::csv::{self, ReadOptions};
/// let file = "Mã;Căn cứ;Nhiệm vụ;Thời hạn\nT1;02-KH/BCĐTW;Nâng cấp cổng;trước ngày 15/8/2025\n";
/// let (records, findings) = csv::read_file("tasks.csv", file.as_bytes(), &ReadOptions::default())?;
/// assert_eq!(records.tasks[0].deadline.text.as_str(), "trước ngày 15/8/2025");
/// assert!(findings.is_empty());
///
/// let file = "id,document,title,weight\nT1,02-KH/BCĐTW,Nâng cấp cổng,500\n";
/// let (records, findings) = csv::read_file("tasks.csv", file.as_bytes(), &ReadOptions::default())?;
/// assert!(records.is_empty());
/// assert_eq!(findings[0].code.as_str(), "number_outside");
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_file(
    name: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let not_a_table = || Error::NotATable { name: name.to_owned(), expected: file_names() };
    let table = table_of(name).or_else(|| Table::parse(name)).ok_or_else(not_a_table)?;
    let mut reader = Reader::new(*options);
    reader.read(table, name, input)?;
    Ok(reader.finish())
}

/// The table whose file has this name, in any case.
fn table_of(name: &str) -> Option<Table> {
    name.to_ascii_lowercase().strip_suffix(".csv").and_then(Table::parse)
}

/// Reads tables from anywhere into one set of records.
///
/// ```
/// use tiendo_formats::{Table, csv::{Reader, ReadOptions}};
/// let mut reader = Reader::new(ReadOptions::default());
/// reader.read(Table::Groups, "groups.csv", &b"id,plan,name\n3,plan02,Data\n"[..])?;
/// reader.read(Table::Plans, "plans.csv", &b"id,document,name\nplan02,02-KH,Plan 02\n"[..])?;
/// let (records, findings) = reader.finish();
/// assert_eq!(records.plans[0].groups.len(), 1);
/// assert!(findings.is_empty());
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub struct Reader<'a> {
    options: ReadOptions<'a>,
    gather: Gather,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing.
    pub fn new(options: ReadOptions<'a>) -> Self {
        Reader { options, gather: Gather::default(), findings: Vec::new() }
    }

    /// Reads the rows of one table; `file` is the name that findings say.
    ///
    /// # Errors
    /// - [`Error::Io`] where the input cannot be read.
    /// - [`Error::Cancelled`] where the progress callback says so.
    pub fn read(&mut self, table: Table, file: &str, input: impl Read) -> Result<(), Error> {
        let mut log = Log::new(file, self.options.max_findings);
        self.gather.file(file);
        let result = self.read_rows(table, file, input, &mut log);
        log.finish(&mut self.findings);
        result
    }

    /// The records of all tables read, and what was found.
    pub fn finish(mut self) -> (Records, Vec<Finding>) {
        let records = self.gather.finish(self.options.max_findings, &mut self.findings);
        (records, self.findings)
    }

    fn read_rows(
        &mut self,
        table: Table,
        file: &str,
        mut input: impl Read,
        log: &mut Log,
    ) -> Result<(), Error> {
        let io = |source| Error::Io { path: file.to_owned(), source };
        let mut head = Vec::new();
        input.by_ref().take(HEAD).read_to_end(&mut head).map_err(io)?;
        let encoding = dialect::encoding(&head, self.options.encoding);
        let (skip, delimiter) = match dialect::open(&head, table, encoding) {
            Opening::Text { skip, delimiter } => (skip, delimiter),
            Opening::Empty => {
                log.push(log.at(FindingCode::FileEmpty, 0, ""));
                return Ok(());
            }
            Opening::Encoding(encoding) => {
                log.push(log.at(FindingCode::FileEncoding, 0, "").arg("encoding", encoding));
                return Ok(());
            }
        };
        let mut text = Cursor::new(head);
        text.set_position(skip as u64);
        let mut rows = Rows::new(text.chain(input), delimiter, self.options.max_file_bytes);
        let mut cells = Cells::default();
        let wanted = Wanted { keep: &[true; MAX_COLUMNS], max_cell_bytes: MAX_HEADER_BYTES };
        let stop = rows.next(&wanted, &mut cells).map_err(io)?;
        if stop == Some(Stop::TooLong) {
            log.push(self.too_long(log, cells.number));
            return Ok(());
        }
        if cells.ending() == Ending::OpenQuote {
            log.push(
                log.at(FindingCode::QuoteUnclosed, cells.number, "").arg("lines", cells.lines()),
            );
            return Ok(());
        }
        cells.decode(encoding);
        let Some((header, unknown)) = Header::read(table, &cells, encoding, log) else {
            return Ok(());
        };
        let mark = if delimiter == b';' { DecimalMark::Comma } else { DecimalMark::Point };
        let max_cell_bytes = self.options.max_cell_bytes;
        let plan = Plan { table, header, encoding, mark, max_cell_bytes };
        let mut source = Source { rows, unknown, done: 0, stop: None };
        let mut seen = Seen::default();
        let threads = self.options.threads;
        let at_once = batch::at_once(threads.count());
        let batches = || (0..at_once).map(|_| Batch::new(log)).collect::<Vec<_>>();
        let (mut filled, mut free) = (batches(), batches());
        source.fill(&mut filled, &plan, file, &self.options)?;
        while filled.iter().any(|batch| !batch.is_empty()) {
            let work = |batch: &mut Batch| batch.convert(&plan);
            threads
                .beside(&mut filled, work, || source.fill(&mut free, &plan, file, &self.options))?;
            for batch in &mut filled {
                batch.report(log);
                for (entry, row) in batch.entries.drain(..) {
                    if let Some((id, key)) = entry.unique()
                        && let Some(first) = seen.first(&key, row)
                    {
                        let finding = log.at(FindingCode::DuplicateId, row, plan.header.name(0));
                        let finding = finding.about(table.kind(), id).field("id");
                        log.push(finding.arg("id", id).arg("row", first));
                        continue;
                    }
                    self.gather.add(entry, row);
                }
            }
            std::mem::swap(&mut filled, &mut free);
        }
        if let Some((Stop::TooLong, row)) = source.stop {
            log.push(self.too_long(log, row));
        }
        if source.done == 0 {
            log.push(log.at(FindingCode::FileNoRows, 0, ""));
        }
        source.unknown.finish(log);
        heard(&self.options, file, source.done)
    }

    fn too_long(&self, log: &Log, row: u64) -> Finding {
        log.at(FindingCode::FileTooLong, row, "").arg("limit", self.options.max_file_bytes)
    }
}

/// The rows of a file that are not read yet.
struct Source<R> {
    rows: Rows<R>,
    unknown: Unknown,
    done: u64,
    /// Why there are no more, and where.
    stop: Option<(Stop, u64)>,
}

impl<R: Read> Source<R> {
    /// Fills batches with the rows that follow.
    fn fill(
        &mut self,
        batches: &mut [Batch],
        plan: &Plan,
        file: &str,
        options: &ReadOptions<'_>,
    ) -> Result<(), Error> {
        let wanted = Wanted { keep: &plan.header.keep, max_cell_bytes: plan.max_cell_bytes };
        for batch in batches {
            while self.stop.is_none() && !batch.is_full() {
                let cells = batch.next();
                let stop = self.rows.next(&wanted, cells);
                let stop = stop.map_err(|source| Error::Io { path: file.to_owned(), source })?;
                self.stop = stop.map(|stop| (stop, cells.number));
                if self.stop.is_some() {
                    break;
                }
                self.unknown.count(cells);
                batch.keep();
                self.done += 1;
                if self.done.is_multiple_of(PROGRESS_ROWS) {
                    heard(options, file, self.done)?;
                }
            }
        }
        Ok(())
    }
}

/// Tells the caller how far it is.
fn heard(options: &ReadOptions<'_>, file: &str, done: u64) -> Result<(), Error> {
    match options.progress {
        Some(progress) if progress(file, done) == ControlFlow::Break(()) => Err(Error::Cancelled),
        _ => Ok(()),
    }
}
