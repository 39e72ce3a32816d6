//! Annexes, in: tables of workbooks and documents, as records with an account of every row.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyMemoryView};
use tiendo_formats::annex::{self, Mapping, ReadOptions};

use crate::finding::Findings;
use crate::registry::{Parts, Registry};
use crate::{convert, error, watch};

/// What findings call a file that has no name.
const UNNAMED: &str = "annex";

/// An annex as `read_annex` read it: records, findings, and what became of every row.
///
/// >>> import io, zipfile, tiendo
/// >>> rows = [("STT", "Nhiệm vụ", "Thời hạn"), ("1", "Ban hành bộ mã định danh", "15/8/2025")]
/// >>> cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
/// >>> table = "".join("<w:tr>" + "".join(map(cell.format, row)) + "</w:tr>" for row in rows)
/// >>> space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
/// >>> file = io.BytesIO()
/// >>> with zipfile.ZipFile(file, "w") as package:
/// ...     body = f"<w:body><w:tbl>{table}</w:tbl></w:body>"
/// ...     package.writestr("word/document.xml", f'<w:document xmlns:w="{space}">{body}</w:document>')
/// >>> read = tiendo.read_annex(file.getvalue(), document="57-NQ/TW")
/// >>> len(read.records["tasks"]), read.records["tasks"][0]["title"]
/// (1, 'Ban hành bộ mã định danh')
/// >>> read.sheets[0]["counts"]["loaded"]
/// 1
/// >>> [(key["row"], key["id"]) for key in read.keys] == [(2, read.records["tasks"][0]["id"])]
/// True
/// >>> registry = read.lay_over(tiendo.plan02.registry())
/// >>> registry.task_count
/// 193
/// >>> tiendo.read_annex(file.getvalue(), document="57-NQ/TW", base=registry).changes["unchanged"]
/// 1
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Import {
    import: Arc<annex::Import>,
    suggested: String,
}

/// Where a file is.
pub(crate) enum Source {
    File(PathBuf),
    Memory(PyBackedBytes),
}

impl Source {
    pub(crate) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyMemoryView>() {
            let bytes = object.py().get_type::<PyBytes>().call1((object,))?;
            return Ok(Source::Memory(bytes.extract()?));
        }
        match object.extract::<PyBackedBytes>() {
            Ok(bytes) => Ok(Source::Memory(bytes)),
            Err(_) => object.extract().map(Source::File),
        }
    }
}

/// Reads the tables of a workbook (`.xlsx`, `.xls`, `.ods`) or document (`.docx`) from a path or from bytes.
///
/// The header is found by its words, whatever stands above it; how each sheet, column and row was understood is in `sheets`.
/// Agencies, documents and tasks are looked up in `base`, which the records are compared with. `document` is the id of the
/// document that sets the tasks, and `reported_on` the day that reports speak of, where the file does not say it. `mapping`
/// is TOML as `suggested_mapping` gives it. `name` is what findings call bytes. `progress` hears of rows as of `read_csv`;
/// Ctrl-C stops it.
///
/// Raises:
///     StorageError: when the system refuses to read.
///     NothingToReadError: for a file of another format, one that breaks the rules of its format, or holds more than it may.
///     InvalidRequestError: for a mapping that cannot be used.
///     InvalidValueError: for the name of a path.
///
/// >>> import tiendo
/// >>> tiendo.read_annex(b"STT,Nhiem vu", name="a.xlsx")
/// Traceback (most recent call last):
///     ...
/// tiendo.exceptions.NothingToReadError: ...
#[pyfunction]
#[pyo3(signature = (
    path_or_bytes, *, name = None, base = None, document = None, reported_on = None, mapping = None, progress = None
))]
#[allow(clippy::too_many_arguments)] // keyword arguments of one call
pub(crate) fn read_annex(
    path_or_bytes: &Bound<'_, PyAny>,
    name: Option<String>,
    base: Option<&Bound<'_, Registry>>,
    document: Option<String>,
    reported_on: Option<NaiveDate>,
    mapping: Option<&str>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Import> {
    let source = Source::of(path_or_bytes)?;
    if let (Source::File(_), Some(name)) = (&source, &name) {
        return Err(error::value("name", name, "left out: a path has one"));
    }
    let mapping = mapping.map(Mapping::from_toml).transpose().map_err(error::formats)?;
    let mapping = mapping.unwrap_or_default();
    let base = base.map(|base| base.get().core());
    watch::watched(path_or_bytes.py(), usize::MAX, progress, |watch| {
        let heard = |_: &str, rows: u64| watch::heard(watch, rows);
        let options = ReadOptions {
            base,
            document,
            reported_on,
            mapping,
            progress: Some(&heard),
            ..ReadOptions::default()
        };
        let read = match &source {
            Source::File(path) => annex::read_file(path, &options),
            Source::Memory(bytes) => {
                annex::read_bytes(name.as_deref().unwrap_or(UNNAMED), bytes, &options)
            }
        };
        let import = read.map_err(error::formats)?;
        let suggested = import.suggested_mapping(&options).to_toml().map_err(error::formats)?;
        Ok(Import { import: Arc::new(import), suggested })
    })
}

#[pymethods]
impl Import {
    /// New records and those that differ from the base's, as `Registry.from_records` takes them.
    #[getter]
    fn records<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.import.records)
    }

    /// How many records the base does not have (`added`), has otherwise (`changed`) and has as they are (`unchanged`).
    #[getter]
    fn changes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.import.changes)
    }

    /// What there is to know, by sheet and row.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::new(self.import.findings.clone())
    }

    /// What was made of each sheet: its `columns`, its `rows`, each with its `fate`, and their `counts`.
    #[getter]
    fn sheets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.import.sheets)
    }

    /// Ids that were made for rows without one, of the document and the words of the task, with `sheet` and `row`.
    #[getter]
    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let made = self.import.keys().map(|(sheet, row)| {
            serde_json::json!({ "sheet": sheet, "row": row.row, "id": row.id, "words": row.words })
        });
        convert::plain(py, &made.collect::<Vec<_>>())
    }

    /// The mapping that reads the file as it was understood, as TOML: to be corrected, and given to `read_annex`.
    #[getter]
    fn suggested_mapping(&self) -> &str {
        &self.suggested
    }

    /// A registry with the annex laid over another's records: what has the id and version of a record takes its place, what
    /// is new is added.
    ///
    /// `imported_at` is the instant that reports without `recorded_at` get; without it the start of the day they speak of.
    /// What reading found out is in `findings` of the registry, which has the calendar of `base`. `progress` hears of
    /// records built; Ctrl-C stops it.
    #[pyo3(signature = (base, *, imported_at = None, progress = None))]
    fn lay_over(
        &self,
        base: &Bound<'_, Registry>,
        imported_at: Option<NaiveDateTime>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Registry> {
        let (py, base) = (base.py(), base.get());
        let calendar = base.0.calendar();
        watch::watched(py, base.core().task_count(), progress, |watch| {
            let mut records = base.core().to_records();
            annex::merge(&mut records, self.import.records.clone());
            let findings = self.import.findings.clone();
            Parts { findings, ..Parts::new(records, Some(calendar), imported_at) }.build(watch)
        })
    }

    fn __repr__(&self) -> String {
        let changes = &self.import.changes;
        format!(
            "<Import {} added, {} changed, {} unchanged, {} findings>",
            changes.added,
            changes.changed,
            changes.unchanged,
            self.import.findings.len()
        )
    }
}
