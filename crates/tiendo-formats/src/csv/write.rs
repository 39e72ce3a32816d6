//! The strict writer: records to files that read back the same.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::ops::ControlFlow;
use std::path::Path;

use tiendo::{Finding, Records};

use super::dialect::BOM;
use super::{Dialect, MAX_CELL_BYTES, PROGRESS_ROWS, WriteOptions, file_name, guard};
use crate::atomic::{Draft, Overwrite, io_error};
use crate::error::Error;
use crate::table::{CellKind, Refused, Selection, Table};

/// Writes every table into a folder, which is made where it is absent; a table without rows gets its header.
///
/// Files are first written beside their places and then renamed, so that each is the old one or the new one whole.
/// Nothing is written where any record is refused, or where one of the files is there and may not be replaced. Returned is what [`WriteOptions::disclosure`] left out.
///
/// # Errors
/// - [`Error::Exists`] where one of the files is there already, unless [`WriteOptions::overwrite`] says so.
/// - [`Error::Unwritable`] for a value that would not read back the same, or two records of one id and version.
/// - [`Error::Io`] where the folder or a file cannot be written.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::Records;
/// use tiendo_formats::csv::{self, Dialect, WriteOptions};
/// let options = WriteOptions { dialect: Dialect::Excel, ..WriteOptions::default() };
/// let left_out = csv::write_folder(&Records::default(), "register", &options)?;
/// assert!(left_out.is_empty());
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn write_folder(
    records: &Records,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    if options.overwrite == Overwrite::Refuse {
        refuse_existing(path, Table::ALL.iter().map(|table| file_name(*table)))?;
    }
    let selection = Selection::new(records, options.disclosure);
    fs::create_dir_all(path).map_err(io_error(path))?;
    let mut drafts = Vec::new();
    for table in Table::ALL {
        let mut draft = Draft::create(&path.join(file_name(*table)))?;
        write_rows(&selection, *table, &mut draft, options)?;
        drafts.push(draft);
    }
    for draft in drafts {
        draft.publish(options.overwrite)?;
    }
    Ok(selection.finding().into_iter().collect())
}

/// Refuses a folder that holds one of the files.
pub(super) fn refuse_existing(
    folder: &Path,
    names: impl IntoIterator<Item = String>,
) -> Result<(), Error> {
    for name in names {
        let file = folder.join(name);
        if file.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: file.display().to_string() });
        }
    }
    Ok(())
}

/// Writes one table to any output; the findings are those of [`write_folder`].
///
/// # Errors
/// - As [`write_folder`]; what was written until then is of no use.
///
/// # Example
/// ```
/// use tiendo::{Document, DocumentId, Records, Text};
/// use tiendo_formats::{Table, csv::{self, WriteOptions}};
/// let mut records = Records::default();
/// records.documents.push(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("=SUM(A1)")?));
/// let mut file = Vec::new();
/// csv::write_file(&records, Table::Documents, &mut file, &WriteOptions::default())?;
/// assert!(String::from_utf8(file)?.contains(",'=SUM(A1),"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_file(
    records: &Records,
    table: Table,
    output: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let selection = Selection::new(records, options.disclosure);
    write_rows(&selection, table, output, options)?;
    Ok(selection.finding().into_iter().collect())
}

fn write_rows(
    selection: &Selection<'_>,
    table: Table,
    mut output: impl Write,
    options: &WriteOptions<'_>,
) -> Result<(), Error> {
    let file = file_name(table);
    let io = |source: io::Error| Error::Io { path: file.clone(), source };
    let csv = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::Io { path: file.clone(), source },
        _ => Error::Io { path: file.clone(), source: io::Error::from(ErrorKind::InvalidData) },
    };
    let spreadsheet = options.dialect.spreadsheet();
    if spreadsheet || options.byte_order_mark {
        output.write_all(BOM).map_err(io)?;
    }
    let end = if spreadsheet { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(options.dialect.delimiter())
        .terminator(end)
        .from_writer(output);
    let headers = table.columns().iter().map(|column| column.header(options.headers));
    writer.write_record(headers).map_err(csv)?;
    let mut done = 0_u64;
    selection.rows(table, |cells, id| {
        let unwritable = |refused: Refused| Error::Unwritable {
            file: file.clone(),
            id: id.to_owned(),
            column: refused.column.to_owned(),
            value: refused.value.chars().take(200).collect(),
            reason: refused.reason,
        };
        let cells = cells.map_err(unwritable)?;
        for (cell, column) in cells.iter().zip(table.columns()) {
            let cell = match cell {
                None => "".into(),
                Some(text) if column.kind.is_text() => guard::protect(text, spreadsheet),
                Some(number)
                    if column.kind == CellKind::Number && options.dialect == Dialect::Excel =>
                {
                    number.replace('.', ",").into()
                }
                Some(value) => value.as_str().into(),
            };
            if cell.len() > MAX_CELL_BYTES {
                let (column, value) = (column.name, cell.into_owned());
                return Err(unwritable(Refused { column, value, reason: "longer than 1 MiB" }));
            }
            writer.write_field(cell.as_bytes()).map_err(csv)?;
        }
        writer.write_record(None::<&[u8]>).map_err(csv)?;
        done += 1;
        match options.progress {
            Some(progress)
                if done.is_multiple_of(PROGRESS_ROWS)
                    && progress(&file, done) == ControlFlow::Break(()) =>
            {
                Err(Error::Cancelled)
            }
            _ => Ok(()),
        }
    })?;
    writer.flush().map_err(io)
}
