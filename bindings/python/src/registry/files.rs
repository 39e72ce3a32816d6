//! Files of a registry: folders of CSV, JSON and JSON Lines.

use std::path::PathBuf;

use chrono::NaiveDateTime;
use pyo3::prelude::*;
use pyo3::types::PyType;
use tiendo_formats::csv::{self, ReadOptions, WriteOptions};
use tiendo_formats::{Encoding, Overwrite, json};

use super::words::{DIALECTS, DISCLOSURES, one_of};
use super::{Parts, Registry};
use crate::calendar::Calendar;
use crate::finding::Findings;
use crate::{convert, error, threads, watch};

#[pymethods]
impl Registry {
    /// Reads a folder of CSV files; what was corrected, assumed or not understood is in `findings`.
    ///
    /// The columns are documented in `CSV.md`. A row is read whole or reported. `encoding` is `utf-8`, or for files from
    /// before Unicode `windows-1258` or `tcvn3` (ABC fonts); a byte order mark says more. `progress` is called with the
    /// steps done and in all, or updated if it is a bar as of tqdm: rows read, of which the number is 0 until it is known,
    /// then records built. Ctrl-C stops it.
    ///
    /// Raises:
    ///     InvalidValueError: for an encoding that is none of these.
    ///     StorageError: when the system refuses to read.
    ///     NothingToReadError: for a folder without any file of a register.
    ///
    /// >>> import tempfile, tiendo
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     tiendo.plan02.registry().write_csv(folder)
    /// ...     tiendo.Registry.read_csv(folder).task_count
    /// <Findings 0 errors, 0 warnings, 0 notes>
    /// 192
    #[classmethod]
    #[pyo3(signature = (path, *, encoding = "utf-8", calendar = None, imported_at = None, progress = None))]
    fn read_csv(
        class: &Bound<'_, PyType>,
        path: PathBuf,
        encoding: &str,
        calendar: Option<&Bound<'_, Calendar>>,
        imported_at: Option<NaiveDateTime>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let calendar = calendar.map(Bound::get);
        let words = Encoding::ALL.iter().map(|encoding| encoding.as_str());
        let encoding = convert::word("encoding", encoding, Encoding::parse, words)?;
        watch::watched(class.py(), usize::MAX, progress, |watch| {
            let heard = |_: &str, rows: u64| watch::heard(watch, rows);
            let progress: Option<csv::Progress<'_>> = Some(&heard);
            let read = threads::reading(&path, |threads| {
                let options = ReadOptions { encoding, threads, progress, ..ReadOptions::default() };
                csv::read_folder(&path, &options)
            });
            let (records, findings) = read.map_err(error::formats)?;
            Parts { findings, ..Parts::new(records, calendar, imported_at) }.build(watch)
        })
    }

    /// Writes the records as a folder of CSV files that read back the same; gives what was left out.
    ///
    /// `dialect` is `plain`, `excel` (what Excel opens right under Vietnamese settings) or `excel_english`; `headers` the
    /// language of the header, `en` or `vi`; `disclosure` which tasks are written: `public`, `internal` or `everything`. Files that
    /// are there stay, unless `overwrite`; each new one appears whole or not at all.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for a value that would not read back as it is.
    #[pyo3(signature = (
        path, *, dialect = "plain", headers = "en", disclosure = "public", overwrite = false, progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    pub(crate) fn write_csv(
        &self,
        py: Python<'_>,
        path: PathBuf,
        dialect: &str,
        headers: &str,
        disclosure: &str,
        overwrite: bool,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let dialect = one_of("dialect", dialect, &DIALECTS)?;
        let disclosure = one_of("disclosure", disclosure, &DISCLOSURES)?;
        let overwrite = if overwrite { Overwrite::Allow } else { Overwrite::Refuse };
        let headers = convert::lang(headers)?;
        let registry = self.core();
        let left_out = watch::watched(py, usize::MAX, progress, |watch| {
            let heard = |_: &str, rows: u64| watch::heard(watch, rows);
            let options = WriteOptions {
                dialect,
                headers,
                disclosure,
                overwrite,
                progress: Some(&heard),
                ..WriteOptions::default()
            };
            csv::write_folder(&registry.to_records(), &path, &options).map_err(error::formats)
        })?;
        Ok(Findings::new(left_out))
    }

    /// Reads a file of JSON (`.json`) or JSON Lines (`.jsonl`, `.ndjson`); what was not understood is in `findings`.
    ///
    /// Tolerant, where `from_json` is strict: a record that cannot be read is a finding with its line and field, and a field
    /// that is not known is kept for `write_json`. `progress` hears of records read, then of records built, as of `read_csv`;
    /// Ctrl-C stops it.
    ///
    /// Raises:
    ///     InvalidRecordError: for a `.json` file that is no JSON, naming the line and column.
    ///     NothingToReadError: for a file of another name.
    ///     StorageError: when the system refuses to read.
    ///
    /// >>> import pathlib, tempfile, tiendo
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     path = pathlib.Path(folder, "tasks.jsonl")
    /// ...     _ = path.write_text('{"task":{"id":"T1","document":"D1","title":"A","colour":"red"}}')
    /// ...     "field_unknown" in [finding.code for finding in tiendo.Registry.read_json(path).findings]
    /// True
    #[classmethod]
    #[pyo3(signature = (path, *, calendar = None, imported_at = None, progress = None))]
    fn read_json(
        class: &Bound<'_, PyType>,
        path: PathBuf,
        calendar: Option<&Bound<'_, Calendar>>,
        imported_at: Option<NaiveDateTime>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let calendar = calendar.map(Bound::get);
        watch::watched(class.py(), usize::MAX, progress, |watch| {
            let heard = |_: &str, records: u64| watch::heard(watch, records);
            let options =
                json::ReadOptions { progress: Some(&heard), ..json::ReadOptions::default() };
            let (records, findings) = json::read_file(&path, &options).map_err(error::formats)?;
            Parts { findings, ..Parts::new(records, calendar, imported_at) }.build(watch)
        })
    }

    /// Writes the records as a file of JSON (`.json`) or JSON Lines (`.jsonl`, `.ndjson`) that reads back the same, unknown
    /// fields of an earlier file included; gives what was left out.
    ///
    /// `disclosure` is which tasks are written: `public`, `internal` or `everything`. A file that is there stays, unless
    /// `overwrite`; the new one appears whole or not at all.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     NothingToReadError: for a file of another name.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for a value that would not read back as it is.
    ///
    /// >>> import pathlib, tempfile, tiendo
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     path = pathlib.Path(folder, "register.json")
    /// ...     tiendo.plan02.registry().write_json(path)
    /// ...     tiendo.Registry.read_json(path).to_records() == tiendo.plan02.registry().to_records()
    /// <Findings 0 errors, 0 warnings, 0 notes>
    /// True
    #[pyo3(signature = (path, *, disclosure = "public", overwrite = false, progress = None))]
    pub(crate) fn write_json(
        &self,
        py: Python<'_>,
        path: PathBuf,
        disclosure: &str,
        overwrite: bool,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let disclosure = one_of("disclosure", disclosure, &DISCLOSURES)?;
        let overwrite = if overwrite { Overwrite::Allow } else { Overwrite::Refuse };
        let registry = self.core();
        let left_out = watch::watched(py, usize::MAX, progress, |watch| {
            let heard = |_: &str, records: u64| watch::heard(watch, records);
            let options = json::WriteOptions { disclosure, overwrite, progress: Some(&heard) };
            json::write_file(&registry.to_records(), &path, &options).map_err(error::formats)
        })?;
        Ok(Findings::new(left_out))
    }
}
