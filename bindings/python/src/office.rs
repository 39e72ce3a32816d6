//! Reports, letters of urging and reporting forms, out: workbooks and documents as an office keeps them.

use std::path::PathBuf;

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tiendo_formats::report::{self, ReportOptions};
use tiendo_formats::{Error, Overwrite, form, letters};

use crate::evaluation::Evaluation;
use crate::finding::Findings;
use crate::registry::{DISCLOSURES, one_of};
use crate::shape::{Pickled, pickle_methods};
use crate::{convert, error, watch};

/// What stands at the head and the foot of a document; what is absent is left as dots, to be filled in by hand.
///
/// `superior` is the agency above the one that writes, `agency` the one that writes, `number` number and notation, `dated` the
/// day of the document, which need not be the day that is judged. Source of the layout: Decree 30/2020/NĐ-CP, appendix I.
///
/// >>> import tiendo
/// >>> tiendo.Letterhead(agency="Văn phòng", place="Hà Nội").number is None
/// True
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq, Clone)]
pub(crate) struct Letterhead(report::Letterhead);

/// The fields of a letterhead, in order.
type Head = (
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<NaiveDate>,
    Option<String>,
    Option<String>,
);

#[pymethods]
impl Letterhead {
    #[new]
    #[pyo3(signature = (
        *, superior = None, agency = None, number = None, place = None, dated = None, signatory_post = None,
        signatory_name = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn new(
        superior: Option<String>,
        agency: Option<String>,
        number: Option<String>,
        place: Option<String>,
        dated: Option<NaiveDate>,
        signatory_post: Option<String>,
        signatory_name: Option<String>,
    ) -> Self {
        Letterhead(report::Letterhead {
            superior,
            agency,
            number,
            place,
            dated,
            signatory_post,
            signatory_name,
        })
    }

    /// The agency above the one that writes.
    #[getter]
    fn superior(&self) -> Option<&str> {
        self.0.superior.as_deref()
    }

    /// The agency that writes.
    #[getter]
    fn agency(&self) -> Option<&str> {
        self.0.agency.as_deref()
    }

    /// Number and notation, such as `123/VPCP-TH`. For a set of letters the same on each, so better left out.
    #[getter]
    fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }

    /// Place.
    #[getter]
    fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// Day of the document.
    #[getter]
    fn dated(&self) -> Option<NaiveDate> {
        self.0.dated
    }

    /// Post of who signs, such as `CHÁNH VĂN PHÒNG`.
    #[getter]
    fn signatory_post(&self) -> Option<&str> {
        self.0.signatory_post.as_deref()
    }

    /// Name of who signs.
    #[getter]
    fn signatory_name(&self) -> Option<&str> {
        self.0.signatory_name.as_deref()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let head = &self.0;
        let texts = [
            ("superior", &head.superior),
            ("agency", &head.agency),
            ("number", &head.number),
            ("place", &head.place),
            ("dated", &head.dated.map(|day| day.to_string())),
            ("signatory_post", &head.signatory_post),
            ("signatory_name", &head.signatory_name),
        ];
        let told = texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
        let told: PyResult<Vec<String>> =
            told.map(|(name, text)| Ok(format!("{name}={}", convert::quoted(py, text)?))).collect();
        Ok(format!("<Letterhead {}>", told?.join(", ")))
    }
}

impl Pickled for Letterhead {
    type State = Head;

    fn state(&self) -> Head {
        let head = self.0.clone();
        (
            head.superior,
            head.agency,
            head.number,
            head.place,
            head.dated,
            head.signatory_post,
            head.signatory_name,
        )
    }

    fn of_state((superior, agency, number, place, dated, post, name): Head) -> Self {
        Letterhead::new(superior, agency, number, place, dated, post, name)
    }
}

pickle_methods!(Letterhead);

/// A letter of urging (công văn đôn đốc) that was made.
///
/// >>> import datetime, tiendo
/// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
/// >>> [letter], _ = evaluation.letters("Bo Noi vu")
/// >>> letter.agency_id, letter.file
/// ('BNV', 'don-doc-BNV.docx')
/// >>> letter.document.startswith(b"PK")
/// True
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct Letter {
    letter: letters::Letter,
    document: Option<Vec<u8>>,
}

#[pymethods]
impl Letter {
    /// Id of the agency that it is for.
    #[getter]
    fn agency_id(&self) -> &str {
        &self.letter.agency
    }

    /// Name of the agency.
    #[getter]
    fn name(&self) -> &str {
        &self.letter.name
    }

    /// Name of its file: any file system takes it, and no two differ in case alone.
    #[getter]
    fn file(&self) -> &str {
        &self.letter.file
    }

    /// How many tasks are overdue.
    #[getter]
    fn overdue(&self) -> usize {
        self.letter.overdue
    }

    /// How many are due soon.
    #[getter]
    fn due_soon(&self) -> usize {
        self.letter.due_soon
    }

    /// On how many nobody has reported.
    #[getter]
    fn no_data(&self) -> usize {
        self.letter.no_data
    }

    /// The document (`.docx`); `None` where it was written to a folder.
    #[getter]
    fn document<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.document.as_ref().map(|bytes| PyBytes::new(py, bytes))
    }

    fn __repr__(&self) -> String {
        let Letter { letter, .. } = self;
        format!(
            "<Letter {}: {} overdue, {} due soon, {} without data>",
            letter.file, letter.overdue, letter.due_soon, letter.no_data
        )
    }
}

/// The fields of a letter, in order.
type Sent = (String, String, String, [usize; 3], Option<Vec<u8>>);

impl Pickled for Letter {
    type State = Sent;

    fn state(&self) -> Sent {
        let letter = self.letter.clone();
        let counts = [letter.overdue, letter.due_soon, letter.no_data];
        (letter.agency, letter.name, letter.file, counts, self.document.clone())
    }

    fn of_state((agency, name, file, [overdue, due_soon, no_data], document): Sent) -> Self {
        let letter = letters::Letter { agency, name, file, overdue, due_soon, no_data };
        Letter { letter, document }
    }
}

pickle_methods!(Letter);

/// What one call writes with.
struct Asked {
    overwrite: Overwrite,
    disclosure: tiendo_formats::Disclosure,
    letterhead: report::Letterhead,
}

impl Asked {
    fn new(letterhead: Option<&Letterhead>, overwrite: bool, disclosure: &str) -> PyResult<Self> {
        Ok(Asked {
            overwrite: if overwrite { Overwrite::Allow } else { Overwrite::Refuse },
            disclosure: one_of("disclosure", disclosure, &DISCLOSURES)?,
            letterhead: letterhead.map(|head| head.0.clone()).unwrap_or_default(),
        })
    }

    /// Runs a writer, detached from the interpreter.
    fn written<T: Send>(
        self,
        py: Python<'_>,
        evaluation: &Evaluation,
        progress: Option<&Bound<'_, PyAny>>,
        write: impl FnOnce(&tiendo::Evaluation, &ReportOptions<'_>) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let core = &evaluation.0.core;
        watch::watched(py, usize::MAX, progress, |watch| {
            let heard = |_: &str, rows: u64| watch::heard(watch, rows);
            let options = ReportOptions {
                overwrite: self.overwrite,
                disclosure: self.disclosure,
                letterhead: self.letterhead,
                progress: Some(&heard),
            };
            write(core, &options).map_err(error::formats)
        })
    }
}

/// A file in memory, and what was left out of it.
pub(crate) fn in_memory(
    py: Python<'_>,
    (bytes, findings): (Vec<u8>, Vec<tiendo::Finding>),
) -> (Bound<'_, PyBytes>, Findings) {
    (PyBytes::new(py, &bytes), Findings::new(findings))
}

#[pymethods]
impl Evaluation {
    /// Writes the report as a workbook (`.xlsx`), whole or not at all; gives what had to be left out of cells.
    ///
    /// Sheets: the official classes with charts, the classes by agency, one row for each row, the scope. A file that is there
    /// stays, unless `overwrite`. `disclosure` is which tasks may be shown: `public`, `internal` or `everything`; a report on
    /// others is refused, as its sums would tell of them. Ctrl-C stops it, and `progress` hears of rows, as of `evaluate`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown, and for more rows than a sheet holds.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     evaluation.write_report_xlsx(pathlib.Path(folder, "report.xlsx"))
    /// <Findings 0 errors, 0 warnings, 0 notes>
    #[pyo3(signature = (path, *, overwrite = false, disclosure = "public", progress = None))]
    fn write_report_xlsx(
        &self,
        py: Python<'_>,
        path: PathBuf,
        overwrite: bool,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let asked = Asked::new(None, overwrite, disclosure)?;
        asked
            .written(py, self, progress, |e, options| report::write_xlsx(&path, e, options))
            .map(Findings::new)
    }

    /// The workbook of `write_report_xlsx` in memory, and what had to be left out of cells.
    ///
    /// Raises:
    ///     UnwritableError: as `write_report_xlsx`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> workbook, findings = evaluation.report_xlsx()
    /// >>> workbook.startswith(b"PK"), len(findings)
    /// (True, 0)
    #[pyo3(signature = (*, disclosure = "public", progress = None))]
    fn report_xlsx<'py>(
        &self,
        py: Python<'py>,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let asked = Asked::new(None, false, disclosure)?;
        asked.written(py, self, progress, report::xlsx).map(|made| in_memory(py, made))
    }

    /// Writes the report as a document (`.docx`), whole or not at all; gives what had to be left out.
    ///
    /// In the layout of Decree 30/2020/NĐ-CP: heading block, the table of official classes, signature block; then the classes
    /// by phase, group and agency, and every row of each agency. Otherwise as `write_report_xlsx`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    #[pyo3(signature = (
        path, *, letterhead = None, overwrite = false, disclosure = "public", progress = None
    ))]
    fn write_report_docx(
        &self,
        py: Python<'_>,
        path: PathBuf,
        letterhead: Option<&Letterhead>,
        overwrite: bool,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let asked = Asked::new(letterhead, overwrite, disclosure)?;
        asked
            .written(py, self, progress, |e, options| report::write_docx(&path, e, options))
            .map(Findings::new)
    }

    /// The document of `write_report_docx` in memory, and what had to be left out.
    ///
    /// Raises:
    ///     UnwritableError: as `write_report_docx`.
    #[pyo3(signature = (*, letterhead = None, disclosure = "public", progress = None))]
    fn report_docx<'py>(
        &self,
        py: Python<'py>,
        letterhead: Option<&Letterhead>,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let asked = Asked::new(letterhead, false, disclosure)?;
        asked.written(py, self, progress, report::docx).map(|made| in_memory(py, made))
    }

    /// Writes a letter of urging to every agency that must be urged into a folder, all of them or none, as documents (`.docx`);
    /// gives the letters, and what could not be addressed or had to be left out.
    ///
    /// A letter names what is overdue, what is due soon, and in a paragraph of its own, never as lateness, what nobody has
    /// reported on. With `agency`, an id, code or name without accents, only its letter, if there is anything to urge it on.
    /// The folder is made where it is absent. Otherwise as `write_report_docx`; `progress` hears of letters.
    ///
    /// Raises:
    ///     AmbiguousError: for a name that several agencies have.
    ///     ExistsError: when a letter would be overwritten.
    ///     InvalidValueError: for a group of agencies.
    ///     NotFoundError: for an agency that the registry does not have.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    #[pyo3(signature = (
        folder, agency = None, *, letterhead = None, overwrite = false, disclosure = "public", progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_letters(
        &self,
        py: Python<'_>,
        folder: PathBuf,
        agency: Option<String>,
        letterhead: Option<&Letterhead>,
        overwrite: bool,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Vec<Letter>, Findings)> {
        let asked = Asked::new(letterhead, overwrite, disclosure)?;
        let (all, findings) = asked.written(py, self, progress, |e, options| match &agency {
            None => letters::write_all(&folder, e, options),
            Some(agency) => {
                let (letter, findings) = letters::write_one(&folder, agency, e, options)?;
                Ok((letter.into_iter().collect(), findings))
            }
        })?;
        let all = all.into_iter().map(|letter| Letter { letter, document: None }).collect();
        Ok((all, Findings::new(findings)))
    }

    /// The letters of `write_letters` in memory, and what could not be addressed or had to be left out.
    ///
    /// Raises:
    ///     AmbiguousError, InvalidValueError, NotFoundError, UnwritableError: as `write_letters`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> letters, findings = evaluation.letters(letterhead=tiendo.Letterhead(place="Hà Nội"))
    /// >>> len(letters) == sum(urging.agency_id is not None for urging in evaluation.urgings())
    /// True
    #[pyo3(signature = (agency = None, *, letterhead = None, disclosure = "public", progress = None))]
    fn letters(
        &self,
        py: Python<'_>,
        agency: Option<String>,
        letterhead: Option<&Letterhead>,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Vec<Letter>, Findings)> {
        let asked = Asked::new(letterhead, false, disclosure)?;
        let (all, findings) = asked.written(py, self, progress, |e, options| {
            let mut all = Vec::new();
            let findings = match &agency {
                None => letters::each(e, options, |letter, bytes| {
                    all.push((letter, bytes));
                    Ok(())
                })?,
                Some(agency) => {
                    let (letter, findings) = letters::one(agency, e, options)?;
                    all.extend(letter);
                    findings
                }
            };
            Ok((all, findings))
        })?;
        let all = all.into_iter().map(|(letter, bytes)| Letter { letter, document: Some(bytes) });
        Ok((all.collect(), Findings::new(findings)))
    }

    /// Writes the empty reporting form of an agency as a workbook (`.xlsx`), whole or not at all; gives what had to be left out
    /// of cells.
    ///
    /// One row for each row that counts for the agency and is open; `read_annex` reads the filled form as reports. `agency` is
    /// an id, code or name without accents. Otherwise as `write_report_xlsx`.
    ///
    /// Raises:
    ///     AmbiguousError: for a name that several agencies have.
    ///     ExistsError: when a file would be overwritten.
    ///     InvalidValueError: for a group of agencies.
    ///     NotFoundError: for an agency that the registry does not have.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    #[pyo3(signature = (path, agency, *, overwrite = false, disclosure = "public", progress = None))]
    fn write_form_xlsx(
        &self,
        py: Python<'_>,
        path: PathBuf,
        agency: &str,
        overwrite: bool,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let asked = Asked::new(None, overwrite, disclosure)?;
        asked
            .written(py, self, progress, |e, options| form::write_xlsx(&path, e, agency, options))
            .map(Findings::new)
    }

    /// The form of `write_form_xlsx` in memory, and what had to be left out of cells.
    ///
    /// Raises:
    ///     AmbiguousError, InvalidValueError, NotFoundError, UnwritableError: as `write_form_xlsx`.
    ///
    /// >>> import datetime, tiendo
    /// >>> registry = tiendo.plan02.registry()
    /// >>> evaluation = registry.evaluate(datetime.date(2025, 8, 1))
    /// >>> form, _ = evaluation.form_xlsx("Bo Cong an")
    /// >>> tiendo.read_annex(form, name="form.xlsx", base=registry).changes["added"]  # nothing is filled in
    /// 0
    #[pyo3(signature = (agency, *, disclosure = "public", progress = None))]
    fn form_xlsx<'py>(
        &self,
        py: Python<'py>,
        agency: &str,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let asked = Asked::new(None, false, disclosure)?;
        asked
            .written(py, self, progress, |e, options| form::xlsx(e, agency, options))
            .map(|made| in_memory(py, made))
    }
}
