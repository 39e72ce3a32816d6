//! The strict writer: tables to files, a row group at a time.

use std::fs;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression as Codec, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use tiendo::{Evaluation, Finding, History, HistoryAxis, Row, Task};

use super::{Compression, Contents, ENDING, WriteOptions, field, records};
use crate::arrow::{METADATA_KEY, Stated, evaluation_columns, history_batch, some_columns};
use crate::atomic::{Draft, Overwrite, Sealed, io_error, write_atomically};
use crate::error::Error;
use crate::shown::shown;
use crate::table::{Refused, Table};

/// Writes a table to any output.
///
/// Nothing of a table is lost but what its columns do not hold: of records the superseded versions and unknown fields,
/// which JSON carries, so that there are no findings so far.
///
/// # Errors
/// - [`Error::NotPublic`] for tasks that may not be shown; nothing was written.
/// - [`Error::Unwritable`] for a value that would not read back the same.
/// - [`Error::Io`] where the output refuses, [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::parquet::{self, Contents, WriteOptions};
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let mut file = Vec::new();
/// parquet::write(Contents::Evaluation(&evaluation), &mut file, &WriteOptions::default())?;
/// assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(
    contents: Contents<'_>,
    out: impl Write + Send,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let file = format!("{}.{ENDING}", contents.name());
    may_show(&file, &contents, options)?;
    table(&contents, out, &file, options)?;
    Ok(Vec::new())
}

/// Writes a table to a file, which appears whole or not at all.
///
/// # Errors
/// - [`Error::Exists`] for a file that is there already, unless [`WriteOptions::overwrite`] says so.
/// - As [`write()`].
///
/// # Example
/// ```no_run
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::{Table, parquet::{self, Contents, WriteOptions}};
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// parquet::write_file(Contents::Records(&evaluation, Table::Kpis), "kpis.parquet", &WriteOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_file(
    contents: Contents<'_>,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    may_show(&file, &contents, options)?;
    write_atomically(path, options.overwrite, |draft| table(&contents, draft, &file, options))?;
    Ok(Vec::new())
}

/// Writes the tasks of the records that were evaluated, the newest version of each.
///
/// # Errors
/// - As [`write_file`].
///
/// # Example
/// ```no_run
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::parquet::{self, WriteOptions};
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// parquet::write_tasks(&evaluation, "tasks.parquet", &WriteOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_tasks(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    write_file(Contents::Records(evaluation, Table::Tasks), path, options)
}

/// Writes the reports of the records that were evaluated, by task and in the order that decides.
///
/// # Errors
/// - As [`write_file`].
///
/// # Example
/// ```no_run
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::parquet::{self, WriteOptions};
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// parquet::write_reports(&evaluation, "reports.parquet", &WriteOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_reports(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    write_file(Contents::Records(evaluation, Table::Reports), path, options)
}

/// Writes the rows of an evaluation.
///
/// # Errors
/// - As [`write_file`].
///
/// # Example
/// ```no_run
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::parquet::{self, WriteOptions};
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// parquet::write_evaluation(&evaluation, "evaluation.parquet", &WriteOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_evaluation(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    write_file(Contents::Evaluation(evaluation), path, options)
}

/// Writes the sums of every day along an axis. They are numbers alone, which the caller decided to show.
///
/// # Errors
/// - As [`write_file`].
///
/// # Example
/// ```no_run
/// use tiendo::{HistoryAxis, HistoryOptions, Policy, RegistryBuilder, day};
/// use tiendo_formats::parquet::{self, WriteOptions};
/// let (from, to) = (day::parse("2025-01-01")?, day::parse("2025-12-31")?);
/// let options = HistoryOptions::along(HistoryAxis::Phase, from, to);
/// let history = RegistryBuilder::new().finish().history(&options, &Policy::default())?;
/// parquet::write_history(&history, HistoryAxis::Phase, "history.parquet", &WriteOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_history(
    history: &History,
    axis: HistoryAxis,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    write_file(Contents::History(history, axis), path, options)
}

/// Writes the evaluation and every table of its records into a folder, which is made where it is absent.
///
/// All files get their names once all are whole. The folder reads back by [`super::read_folder`].
///
/// # Errors
/// - As [`write_file`].
///
/// # Example
/// ```no_run
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::parquet::{self, WriteOptions};
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// parquet::write_folder(&evaluation, "lake/2025-12-31", &WriteOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_folder(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let tables = Table::ALL.iter().map(|table| Contents::Records(evaluation, *table));
    let all: Vec<Contents<'_>> =
        std::iter::once(Contents::Evaluation(evaluation)).chain(tables).collect();
    let name = path.display().to_string();
    // What is shown of tasks tells of all that is shown of them elsewhere.
    may_show(&name, &Contents::Evaluation(evaluation), options)?;
    may_show(&name, &Contents::Records(evaluation, Table::Tasks), options)?;
    let place = |contents: &Contents<'_>| path.join(format!("{}.{ENDING}", contents.name()));
    for file in all.iter().map(place) {
        if options.overwrite == Overwrite::Refuse && file.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: file.display().to_string() });
        }
    }
    fs::create_dir_all(path).map_err(io_error(path))?;
    let mut files = Vec::with_capacity(all.len());
    for contents in &all {
        let file = place(contents);
        let mut draft = Draft::create(&file)?;
        table(contents, &mut draft, &file.display().to_string(), options)?;
        files.push(draft.seal()?);
    }
    Sealed::publish_all(files, options.overwrite)?;
    Ok(Vec::new())
}

/// Refuses what tells of tasks that may not be shown.
pub(super) fn may_show(
    file: &str,
    contents: &Contents<'_>,
    options: &WriteOptions<'_>,
) -> Result<(), Error> {
    let evaluation = match contents {
        Contents::Evaluation(evaluation)
        | Contents::Records(
            evaluation,
            Table::Tasks | Table::Reports | Table::Transfers | Table::Allocations,
        ) => evaluation,
        Contents::Records(..) | Contents::History(..) => return Ok(()),
    };
    let told = |tasks: Vec<String>| match tasks.first().cloned() {
        Some(id) => Err(Error::NotPublic { path: file.to_owned(), tasks: tasks.len() as u64, id }),
        None => Ok(()),
    };
    // A task is as secret as the most secret of its versions, which its row knows.
    let hidden = |row: &Row<'_>| !options.disclosure.allows(Some(&row.classification()));
    told(evaluation.rows().filter(hidden).map(|row| row.id()).collect())?;
    if matches!(contents, Contents::Evaluation(_)) {
        return Ok(());
    }
    // Tasks that are not in force have no row; an older version that is not in force counts all the same.
    let registry = evaluation.registry();
    let hidden = |task: &Task| {
        !options.disclosure.allows(registry.classification(task.id.as_str()).as_ref())
    };
    told(registry.tasks().filter(hidden).map(|task| task.id.to_string()).collect())
}

/// Writes a table.
fn table(
    contents: &Contents<'_>,
    out: impl Write + Send,
    file: &str,
    options: &WriteOptions<'_>,
) -> Result<(), Error> {
    match contents {
        Contents::Evaluation(evaluation) => {
            let all: Vec<u32> = (0..evaluation.len() as u32).collect();
            rows(evaluation, &all, &[], out, file, options)
        }
        Contents::Records(evaluation, of) => {
            let core = |source| Error::Core { path: file.to_owned(), source };
            // What these tables show need not be tasks, which the scope counts.
            let scope = shown(evaluation, options.disclosure).map_err(core)?.scope();
            let stated = Stated::new(of.name(), Some(&scope));
            let mut groups = Groups::new(out, file, options);
            records::each(evaluation.registry(), *of, options.row_group_rows.max(1), |columns| {
                let batch = columns.map_err(|refused| unwritable(file, refused))?;
                groups.put(batch.finish(&stated).map_err(|error| arrow(file, error))?)
            })?;
            groups.finish()
        }
        Contents::History(history, axis) => {
            let batch = history_batch(history, *axis).map_err(|error| arrow(file, error))?;
            let mut groups = Groups::new(out, file, options);
            let (count, size) = (batch.num_rows(), options.row_group_rows.max(1));
            for from in (0..count.max(1)).step_by(size) {
                groups.put(batch.slice(from, size.min(count - from)))?;
            }
            groups.finish()
        }
    }
}

/// Writes rows of an evaluation, without some of its columns.
pub(super) fn rows(
    evaluation: &Evaluation,
    rows: &[u32],
    without: &[&str],
    out: impl Write + Send,
    file: &str,
    options: &WriteOptions<'_>,
) -> Result<(), Error> {
    let names: Vec<&str> = evaluation_columns().filter(|name| !without.contains(name)).collect();
    let scope = evaluation.scope();
    let stated = Stated::new("evaluation", Some(&scope));
    let mut groups = Groups::new(out, file, options);
    let mut put = |rows: &[u32]| {
        let columns = some_columns(evaluation, rows, &names).and_then(|c| c.finish(&stated));
        groups.put(columns.map_err(|error| arrow(file, error))?)
    };
    if rows.is_empty() {
        put(rows)?;
    }
    rows.chunks(options.row_group_rows.max(1)).try_for_each(put)?;
    groups.finish()
}

/// A file being written, a row group for each batch.
struct Groups<'a, W: Write + Send> {
    out: Option<W>,
    writer: Option<ArrowWriter<W>>,
    file: &'a str,
    options: &'a WriteOptions<'a>,
    rows: u64,
}

impl<'a, W: Write + Send> Groups<'a, W> {
    fn new(out: W, file: &'a str, options: &'a WriteOptions<'a>) -> Self {
        Groups { out: Some(out), writer: None, file, options, rows: 0 }
    }

    /// Writes a row group. The first one says what the columns are, though it may be empty.
    fn put(&mut self, batch: RecordBatch) -> Result<(), Error> {
        let scope = batch.schema().metadata().get(METADATA_KEY).cloned();
        let batch = field::dressed(batch).map_err(|error| arrow(self.file, error))?;
        if let Some(out) = self.out.take() {
            let properties = properties(self.options, scope);
            let writer = ArrowWriter::try_new(out, batch.schema(), Some(properties));
            self.writer = Some(writer.map_err(|error| parquet(self.file, error))?);
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if batch.num_rows() > 0 {
            let done = writer.write(&batch).and_then(|()| writer.flush());
            done.map_err(|error| parquet(self.file, error))?;
        }
        self.rows += batch.num_rows() as u64;
        match self.options.progress {
            Some(progress) if progress(self.file, self.rows) == ControlFlow::Break(()) => {
                Err(Error::Cancelled)
            }
            _ => Ok(()),
        }
    }

    fn finish(self) -> Result<(), Error> {
        let file = self.file;
        let Some(writer) = self.writer else { return Ok(()) };
        let mut out = writer.into_inner().map_err(|error| parquet(file, error))?;
        out.flush().map_err(io_error(Path::new(file)))
    }
}

fn properties(options: &WriteOptions<'_>, scope: Option<String>) -> WriterProperties {
    let codec = match options.compression {
        Compression::None => Codec::UNCOMPRESSED,
        Compression::Snappy => Codec::SNAPPY,
        Compression::Zstd => Codec::ZSTD(ZstdLevel::default()),
    };
    let scope = scope.map(|scope| vec![KeyValue::new(METADATA_KEY.to_owned(), scope)]);
    WriterProperties::builder()
        .set_compression(codec)
        .set_created_by(format!("tiendo version {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(scope)
        // Each batch is a row group by itself.
        .set_max_row_group_row_count(None)
        .build()
}

fn unwritable(file: &str, (id, refused): (String, Refused)) -> Error {
    Error::Unwritable {
        file: file.to_owned(),
        id,
        column: refused.column.to_owned(),
        value: refused.value.chars().take(200).collect(),
        reason: refused.reason,
    }
}

fn arrow(file: &str, error: ArrowError) -> Error {
    Error::Io { path: file.to_owned(), source: io::Error::other(error) }
}

fn parquet(file: &str, error: ParquetError) -> Error {
    let source = match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    };
    Error::Io { path: file.to_owned(), source }
}
