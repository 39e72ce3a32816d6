//! The report for everybody, out: HTML in one file, in memory, or in a folder of pages.

use std::path::PathBuf;

use pyo3::prelude::*;
use tiendo::Lang;
use tiendo_report::{Error, Overwrite, PageFile, ReportOptions};

use crate::evaluation::Evaluation;
use crate::shape::{Pickled, pickle_methods};
use crate::{convert, error, threads, watch};

/// A page of a report that was written to a folder.
///
/// >>> import datetime, tempfile, tiendo
/// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
/// >>> with tempfile.TemporaryDirectory() as folder:
/// ...     pages, _ = evaluation.write_report_folder(folder)
/// >>> [page.file for page in pages if page.agency_id == "BNV"], pages[-1].file
/// (['agency-BNV.html'], 'index.html')
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct ReportPage(PageFile);

#[pymethods]
impl ReportPage {
    /// Name of its file, in the folder.
    #[getter]
    fn file(&self) -> &str {
        &self.0.file
    }

    /// Id of the agency that it is of; `None` for the index and for tasks without a known lead.
    #[getter]
    fn agency_id(&self) -> Option<&str> {
        self.0.agency.as_deref()
    }

    /// How many rows stand in it: the agency's; of the index, all; of its further parts, none.
    #[getter]
    fn rows(&self) -> usize {
        self.0.rows
    }

    /// Its size in bytes.
    #[getter]
    fn size(&self) -> u64 {
        self.0.bytes
    }

    fn __repr__(&self) -> String {
        format!("<ReportPage {}: {} rows, {} bytes>", self.0.file, self.0.rows, self.0.bytes)
    }
}

impl Pickled for ReportPage {
    type State = (String, Option<String>, usize, u64);

    fn state(&self) -> Self::State {
        let page = self.0.clone();
        (page.file, page.agency, page.rows, page.bytes)
    }

    fn of_state((file, agency, rows, bytes): Self::State) -> Self {
        ReportPage(PageFile { file, agency, rows, bytes })
    }
}

pickle_methods!(ReportPage);

/// What one call writes with.
struct Asked<'a> {
    lang: Lang,
    overwrite: Overwrite,
    previous: Option<&'a Evaluation>,
}

impl<'a> Asked<'a> {
    fn new(lang: &str, overwrite: bool, previous: Option<&'a Evaluation>) -> PyResult<Self> {
        let overwrite = if overwrite { Overwrite::Allow } else { Overwrite::Refuse };
        Ok(Asked { lang: convert::lang(lang)?, overwrite, previous })
    }

    /// Runs a writer, detached from the interpreter.
    fn written<T: Send>(
        self,
        py: Python<'_>,
        evaluation: &Evaluation,
        progress: Option<&Bound<'_, PyAny>>,
        write: impl FnOnce(&tiendo::Evaluation, &ReportOptions<'_>) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let (core, threads) = (evaluation.core(), threads::count(evaluation.core().registry()));
        let Asked { lang, overwrite, previous } = self;
        let previous = previous.map(Evaluation::core);
        watch::watched(py, usize::MAX, progress, |watch| {
            let heard = |_: &str, done: u64| watch::heard(watch, done);
            let options = ReportOptions {
                lang,
                overwrite,
                previous,
                progress: Some(&heard),
                threads,
                ..ReportOptions::default()
            };
            write(core, &options).map_err(error::formats)
        })
    }
}

#[pymethods]
impl Evaluation {
    /// Writes the report as one page of HTML for everybody, whole or not at all.
    ///
    /// The page needs nothing beside it and loads nothing. It is made of the public tasks alone, names no person, and marks what
    /// is simulated and what nobody reported on. The same evaluation gives the same bytes. `lang` is `vi` or `en`. A file that is
    /// there stays, unless `overwrite`. With `previous`, an earlier evaluation, it tells what changed since. Ctrl-C stops it, and
    /// `progress` hears of tasks, as of `evaluate`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     InvalidValueError: for a language that is neither.
    ///     StorageError: when the system refuses to write.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     path = pathlib.Path(folder, "report.html")
    /// ...     evaluation.write_report_html(path)
    /// ...     path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    /// True
    #[pyo3(signature = (path, *, lang = "vi", overwrite = false, previous = None, progress = None))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_report_html(
        &self,
        py: Python<'_>,
        path: PathBuf,
        lang: &str,
        overwrite: bool,
        previous: Option<&Evaluation>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let asked = Asked::new(lang, overwrite, previous)?;
        asked.written(py, self, progress, |e, options| tiendo_report::write_html(e, &path, options))
    }

    /// The page of `write_report_html` in memory.
    ///
    /// Raises:
    ///     InvalidValueError: as `write_report_html`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> page = evaluation.report_html(lang="en")
    /// >>> '<html lang="en">' in page, "SIMULATED" in page
    /// (True, True)
    #[pyo3(signature = (*, lang = "vi", previous = None, progress = None))]
    fn report_html(
        &self,
        py: Python<'_>,
        lang: &str,
        previous: Option<&Evaluation>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        Asked::new(lang, false, previous)?.written(py, self, progress, tiendo_report::html)
    }

    /// Writes the report as a folder of pages, all of them or none: an index, and pages of each agency with its tasks. Gives the
    /// pages, the index last, and the names of pages of an earlier report that this one does not have, which stay.
    ///
    /// For registers that are too large for one page: no page of an agency is larger than two million bytes, unless one task
    /// alone is. The lists of the index end, and its agencies are parted, at the same size; only titles of thousands of letters
    /// in its other tables make it larger. The folder is made where it is absent. Otherwise as `write_report_html`; `progress` hears of pages.
    ///
    /// Raises:
    ///     ExistsError: when a page would be overwritten.
    ///     InvalidValueError: for a language that is neither.
    ///     StorageError: when the system refuses to write.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     pages, left_over = evaluation.write_report_folder(folder)
    /// ...     all(pathlib.Path(folder, page.file).stat().st_size == page.size for page in pages), left_over
    /// (True, [])
    #[pyo3(signature = (folder, *, lang = "vi", overwrite = false, previous = None, progress = None))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_report_folder(
        &self,
        py: Python<'_>,
        folder: PathBuf,
        lang: &str,
        overwrite: bool,
        previous: Option<&Evaluation>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Vec<ReportPage>, Vec<String>)> {
        let asked = Asked::new(lang, overwrite, previous)?;
        let written = asked.written(py, self, progress, |e, options| {
            tiendo_report::write_folder(e, &folder, options)
        })?;
        Ok((written.files.into_iter().map(ReportPage).collect(), written.left_over))
    }
}
