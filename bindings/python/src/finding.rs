//! Findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::scope::Scope;
use crate::shape::{Tabular, table_methods};
use crate::table::Table;
use crate::{arrow, convert, error};

/// One thing worth knowing about the data: a code with arguments; sentences are made from them.
///
/// >>> import tiendo
/// >>> finding = tiendo.Deadline.parse("31/02/2025").findings[0]
/// >>> finding.code, finding.severity
/// ('deadline_impossible', 'warning')
/// >>> finding.message("en")
/// "there is no day or period '31/2/2025' in the calendar"
#[pyclass(frozen, eq, ord, module = "tiendo")]
#[derive(PartialEq, PartialOrd, Clone)]
pub(crate) struct Finding(pub(crate) tiendo::Finding);

#[pymethods]
impl Finding {
    /// What was found, as a word.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code.as_str()
    }

    /// How much it matters: `note`, `warning` or `error`.
    #[getter]
    fn severity(&self) -> &'static str {
        self.0.severity.as_str()
    }

    /// Kind of the record it is about.
    #[getter]
    fn kind(&self) -> Option<&'static str> {
        self.0.kind.map(tiendo::RecordKind::as_str)
    }

    /// Id of that record.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// The field of that record.
    #[getter]
    fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// Name of the file it stood in.
    #[getter]
    fn file(&self) -> Option<&str> {
        self.0.place.as_ref().map(|p| p.file.as_str())
    }

    /// Row of that file, the header being row 1; 0 for the file as a whole.
    #[getter]
    fn row(&self) -> Option<u64> {
        self.0.place.as_ref().map(|p| p.row)
    }

    /// Column of that file; empty for the row as a whole.
    #[getter]
    fn column(&self) -> Option<&str> {
        self.0.place.as_ref().map(|p| p.column.as_str())
    }

    /// The values that the sentence names.
    #[getter]
    fn args(&self) -> BTreeMap<String, String> {
        self.0.args.clone()
    }

    /// The sentence, without the record or place, in Vietnamese (`vi`) or English (`en`).
    #[pyo3(signature = (lang = "vi"))]
    fn message(&self, lang: &str) -> PyResult<String> {
        convert::lang(lang).map(|lang| self.0.message(lang))
    }

    /// The sentence with the place and the record before it.
    #[pyo3(signature = (lang = "vi"))]
    fn line(&self, lang: &str) -> PyResult<String> {
        convert::lang(lang).map(|lang| self.0.line(lang))
    }

    /// All fields as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.0)
    }

    /// The finding of a dictionary, as `to_dict` writes it.
    ///
    /// Raises:
    ///     InvalidRecordError: for a field that does not exist or holds something else.
    #[classmethod]
    fn from_dict(_class: &Bound<'_, PyType>, fields: &Bound<'_, PyAny>) -> PyResult<Self> {
        convert::value_of("finding", fields).map(Finding)
    }

    fn __str__(&self) -> String {
        self.0.line(tiendo::Lang::Vi)
    }

    fn __repr__(&self) -> String {
        format!("<Finding {}: {}>", self.0.code.as_str(), self.0.line(tiendo::Lang::En))
    }

    fn __hash__(&self) -> u64 {
        convert::hash_of((self.0.code.as_str(), &self.0.id, &self.0.args))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        convert::reduced::<Finding>(py, "from_dict", convert::json_text(&self.0)?)
    }
}

/// Findings in order, as a sequence; also a table for any reader of Arrow.
///
/// Shape: in order of code, then record.
///
/// >>> import datetime, tiendo
/// >>> findings = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31)).check()
/// >>> len(findings) == findings.error_count + findings.warning_count + findings.note_count
/// True
#[pyclass(frozen, sequence, module = "tiendo")]
pub(crate) struct Findings(Arc<Vec<tiendo::Finding>>, Option<Arc<tiendo::Scope>>);

impl Findings {
    pub(crate) fn new(findings: Vec<tiendo::Finding>) -> Self {
        Findings(Arc::new(findings), None)
    }

    /// Findings as of a day.
    pub(crate) fn about(findings: Vec<tiendo::Finding>, scope: tiendo::Scope) -> Self {
        Findings(Arc::new(findings), Some(Arc::new(scope)))
    }

    fn with(&self, severity: tiendo::Severity) -> usize {
        self.0.iter().filter(|f| f.severity == severity).count()
    }
}

impl Tabular for Findings {
    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        let (findings, scope) = (&self.0, self.1.as_deref());
        arrow::built(py.detach(|| tiendo_formats::arrow::findings_batch(findings, scope)))
    }
}

table_methods!(Findings);

#[pymethods]
impl Findings {
    /// How many are errors: a record, row or file could not be taken.
    #[getter]
    fn error_count(&self) -> usize {
        self.with(tiendo::Severity::Error)
    }

    /// How many are warnings.
    #[getter]
    fn warning_count(&self) -> usize {
        self.with(tiendo::Severity::Warning)
    }

    /// How many are notes.
    #[getter]
    fn note_count(&self) -> usize {
        self.with(tiendo::Severity::Note)
    }

    /// Those with this code.
    ///
    /// Raises:
    ///     InvalidValueError: for a word that is no code.
    fn of(&self, code: &str) -> PyResult<Self> {
        let code = tiendo::FindingCode::parse(code)
            .ok_or_else(|| error::value("code", code, "the code of a finding"))?;
        let some = self.0.iter().filter(|f| f.code == code).cloned().collect();
        Ok(Findings(Arc::new(some), self.1.clone()))
    }

    fn __eq__(&self, other: &Findings) -> bool {
        self.0 == other.0
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        convert::walk(slf)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __getitem__(&self, index: isize) -> PyResult<Finding> {
        convert::position(index, self.0.len()).map(|i| Finding(self.0[i].clone()))
    }

    fn __repr__(&self) -> String {
        format!(
            "<Findings {} errors, {} warnings, {} notes>",
            self.error_count(),
            self.warning_count(),
            self.note_count()
        )
    }

    fn __str__(&self) -> String {
        let lines: Vec<String> = self.0.iter().map(|f| f.line(tiendo::Lang::Vi)).collect();
        lines.join("\n")
    }

    fn _repr_html_(&self) -> String {
        let rows = self.0.iter().map(|f| {
            vec![
                f.severity.as_str().to_owned(),
                f.code.as_str().to_owned(),
                f.line(tiendo::Lang::Vi),
            ]
        });
        Table::new(self.__repr__(), &["severity", "code", "finding"], self.0.len(), rows).html()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, RestoreArguments)> {
        let restore = py.get_type::<Findings>().getattr("_restore")?;
        let scope = self.1.as_deref().cloned().map(Scope);
        Ok((restore, (convert::json_text(&*self.0)?, scope)))
    }

    /// Findings as `__reduce__` wrote them.
    #[staticmethod]
    fn _restore(state: &str, scope: Option<&Scope>) -> PyResult<Self> {
        let findings = serde_json::from_str(state).map_err(|e| error::record("findings", e))?;
        Ok(Findings(Arc::new(findings), scope.map(|scope| Arc::new(scope.0.clone()))))
    }
}

/// The findings in their JSON form, and what they are about.
type RestoreArguments = (String, Option<Scope>);
