//! Parquet out: the tables of an evaluation and of a history.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tiendo_formats::Table;
use tiendo_formats::parquet::{self, Compression, Contents, Partition};

use super::Heard;
use super::write::Asked;
use crate::evaluation::Evaluation;
use crate::finding::Findings;
use crate::history::History;
use crate::registry::one_of;
use crate::{convert, error, watch};

const COMPRESSIONS: [(&str, Compression); 3] =
    [("zstd", Compression::Zstd), ("snappy", Compression::Snappy), ("none", Compression::None)];

/// The table that is not one of records.
const EVALUATION: &str = "evaluation";

/// How the pages of Parquet files are written.
#[derive(Clone, Copy)]
struct Pages {
    compression: Compression,
    row_group_rows: usize,
}

impl Pages {
    fn new(compression: &str, row_group_rows: usize) -> PyResult<Self> {
        if row_group_rows == 0 {
            return Err(error::value("row_group_rows", "0", "at least 1"));
        }
        let compression = one_of("compression", compression, &COMPRESSIONS)?;
        Ok(Pages { compression, row_group_rows })
    }

    fn options(self, asked: Asked, heard: Heard<'_>) -> parquet::WriteOptions<'_> {
        parquet::WriteOptions {
            overwrite: asked.overwrite,
            disclosure: asked.disclosure,
            compression: self.compression,
            row_group_rows: self.row_group_rows,
            progress: Some(heard),
        }
    }
}

/// The rows of an evaluation, or a table of its records.
fn contents(core: &tiendo::Evaluation, table: Option<Table>) -> Contents<'_> {
    table.map_or(Contents::Evaluation(core), |table| Contents::Records(core, table))
}

/// The table of a name; none is the evaluation.
fn table_of(name: &str) -> PyResult<Option<Table>> {
    if name == EVALUATION {
        return Ok(None);
    }
    let find = |name: &str| Table::ALL.iter().copied().find(|table| table.name() == name);
    let names = std::iter::once(EVALUATION).chain(Table::ALL.iter().map(|table| table.name()));
    convert::word("table", name, find, names).map(Some)
}

#[pymethods]
impl Evaluation {
    /// Writes Parquet files into a folder: the evaluation and every table of its records, all of them or none.
    ///
    /// With `by`, one of `territory`, `agency`, `status`, `phase`, `group` and `document`, the rows of the evaluation alone, in a
    /// folder for each value (`territory=68/part-0.parquet`). `compression` is `zstd`, `snappy` or `none`; `row_group_rows` is how
    /// many rows stand in memory at a time. The folder is made where it is absent. `progress` hears of row groups. Otherwise as
    /// `write_mspdi`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten, and for a folder by values that holds anything else.
    ///     InvalidValueError: for a word that is none of these, and for no rows.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     _ = evaluation.write_parquet(pathlib.Path(folder, "all"))
    /// ...     _ = evaluation.write_parquet(pathlib.Path(folder, "lake"), by="territory")
    /// ...     pathlib.Path(folder, "all", "tasks.parquet").exists(), pathlib.Path(folder, "lake", "territory=68").exists()
    /// (True, True)
    #[pyo3(signature = (
        folder, *, by = None, compression = "zstd", row_group_rows = 65_536, overwrite = false, disclosure = "public",
        progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_parquet(
        &self,
        py: Python<'_>,
        folder: PathBuf,
        by: Option<&str>,
        compression: &str,
        row_group_rows: usize,
        overwrite: bool,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let asked = Asked::new(overwrite, disclosure)?;
        let pages = Pages::new(compression, row_group_rows)?;
        let all = || Partition::ALL.iter().map(|partition| partition.name());
        let by = by.map(|by| convert::word("by", by, Partition::parse, all())).transpose()?;
        self.written(py, progress, |core, heard| {
            let options = pages.options(asked, heard);
            match by {
                None => parquet::write_folder(core, &folder, &options),
                Some(by) => parquet::write_partitioned(core, by, &folder, &options),
            }
        })
        .map(Findings::new)
    }

    /// Writes one table as a Parquet file, whole or not at all: `evaluation`, or the records of `tasks`, `reports` and so on.
    ///
    /// Otherwise as `write_parquet`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     InvalidValueError: for a table or compression that does not exist, and for no rows.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    #[pyo3(signature = (
        path, table = "evaluation", *, compression = "zstd", row_group_rows = 65_536, overwrite = false,
        disclosure = "public", progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_parquet_table(
        &self,
        py: Python<'_>,
        path: PathBuf,
        table: &str,
        compression: &str,
        row_group_rows: usize,
        overwrite: bool,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let asked = Asked::new(overwrite, disclosure)?;
        let (table, pages) = (table_of(table)?, Pages::new(compression, row_group_rows)?);
        self.written(py, progress, |core, heard| {
            parquet::write_file(contents(core, table), &path, &pages.options(asked, heard))
        })
        .map(Findings::new)
    }

    /// The file of `write_parquet_table` in memory, and what there is to know of it.
    ///
    /// Raises:
    ///     InvalidValueError, UnwritableError: as `write_parquet_table`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> file, _ = evaluation.parquet("tasks")
    /// >>> tiendo.read_parquet(file)[0].task_count
    /// 192
    #[pyo3(signature = (
        table = "evaluation", *, compression = "zstd", row_group_rows = 65_536, disclosure = "public", progress = None
    ))]
    fn parquet<'py>(
        &self,
        py: Python<'py>,
        table: &str,
        compression: &str,
        row_group_rows: usize,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let asked = Asked::new(false, disclosure)?;
        let (table, pages) = (table_of(table)?, Pages::new(compression, row_group_rows)?);
        self.in_memory(py, progress, |core, out, heard| {
            parquet::write(contents(core, table), out, &pages.options(asked, heard))
        })
    }
}

#[pymethods]
impl History {
    /// Writes the sums of every day as a Parquet file, whole or not at all: the table that readers of Arrow get.
    ///
    /// Arguments as of `Evaluation.write_parquet`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     InvalidValueError: for a compression that does not exist, and for no rows.
    ///     StorageError: when the system refuses to write.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> history = tiendo.plan02.registry().history(datetime.date(2025, 6, 1), datetime.date(2025, 7, 31))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     history.write_parquet(pathlib.Path(folder, "history.parquet"))
    /// <Findings 0 errors, 0 warnings, 0 notes>
    #[pyo3(signature = (path, *, compression = "zstd", row_group_rows = 65_536, overwrite = false, progress = None))]
    fn write_parquet(
        &self,
        py: Python<'_>,
        path: PathBuf,
        compression: &str,
        row_group_rows: usize,
        overwrite: bool,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let asked = Asked::new(overwrite, "public")?;
        let pages = Pages::new(compression, row_group_rows)?;
        let (history, axis) = self.parts();
        let found = watch::watched(py, usize::MAX, progress, |watch| {
            let heard = |_: &str, done: u64| watch::heard(watch, done);
            parquet::write_history(history, axis, &path, &pages.options(asked, &heard))
                .map_err(error::formats)
        })?;
        Ok(Findings::new(found))
    }
}
