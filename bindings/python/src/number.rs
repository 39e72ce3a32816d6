//! Document numbers.

use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::finding::Findings;
use crate::shape::{Pickled, pickle_methods};
use crate::{convert, error};

/// The number of a document: serial, year, kind and issuer, written in the State's or the Party's way.
///
/// The constructor takes the canonical form only; `parse` takes what people write.
///
/// Raises:
///     InvalidValueError: for any other text.
///
/// >>> from tiendo import DocumentNumber
/// >>> number = DocumentNumber("335/2025/NĐ-CP")
/// >>> number.serial, number.year, number.kind, number.issuer
/// (335, 2025, 'NĐ', 'CP')
/// >>> DocumentNumber("335/2025/ND-CP")
/// Traceback (most recent call last):
///     ...
/// tiendo.exceptions.InvalidValueError: number must be a document number in its canonical form, ..., not '335/2025/ND-CP'
#[pyclass(frozen, eq, ord, hash, module = "tiendo")]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DocumentNumber(tiendo::DocumentNumber);

#[pymethods]
impl DocumentNumber {
    #[new]
    fn new(text: &str) -> PyResult<Self> {
        text.parse().map(DocumentNumber).map_err(error::core)
    }

    /// Reads a number as people write it; any text gives a reading, if an empty one with a finding.
    ///
    /// Words before and after, case, spaces, `D` for `Đ`, dashes, swapped or lost separators are read, and each
    /// difference from the canonical form is a finding. With `known` numbers, those that fit are offered.
    ///
    /// >>> import tiendo
    /// >>> tiendo.DocumentNumber.parse("Nghị quyết số 03-NQ/CP").canonical
    /// '03/NQ-CP'
    /// >>> tiendo.DocumentNumber.parse("họp giao ban").readings
    /// []
    #[classmethod]
    #[pyo3(signature = (text, *, known = None))]
    fn parse(
        _class: &Bound<'_, PyType>,
        text: &str,
        known: Option<Vec<Bound<'_, DocumentNumber>>>,
    ) -> NumberReading {
        let known = known.unwrap_or_default();
        let known: Vec<tiendo::DocumentNumber> = known.iter().map(|n| n.get().0.clone()).collect();
        NumberReading(tiendo::DocumentNumber::read_among(text, &known))
    }

    /// The serial, without its leading zeros.
    #[getter]
    fn serial(&self) -> u32 {
        self.0.serial()
    }

    /// The letter after the serial, as in `30c/NQ-CP`.
    #[getter]
    fn suffix(&self) -> Option<char> {
        self.0.suffix()
    }

    /// The year that the number prints.
    #[getter]
    fn year(&self) -> Option<u16> {
        self.0.year()
    }

    /// The kind that the number prints, as its abbreviation.
    #[getter]
    fn kind(&self) -> Option<&str> {
        self.0.kind().map(tiendo::DocumentKind::as_str)
    }

    /// The issuer's abbreviation, all bodies of it: `BKHCN-BTTTT-VP`.
    #[getter]
    fn issuer(&self) -> &str {
        self.0.issuer()
    }

    /// The bodies of the issuer, one by one.
    #[getter]
    fn bodies(&self) -> Vec<&str> {
        self.0.bodies().collect()
    }

    /// The order of the separators: `state` or `party`.
    #[getter]
    fn style(&self) -> &'static str {
        self.0.style().as_str()
    }

    /// What identity compares: folded, without leading zeros. A key for look-ups, not for people.
    #[getter]
    fn identity(&self) -> String {
        self.0.identity()
    }

    /// True for numbers of one document: leading zeros, case and accents of the abbreviations aside.
    ///
    /// >>> from tiendo import DocumentNumber
    /// >>> DocumentNumber("3/NQ-CP").same_as(DocumentNumber("03/NQ-CP"))
    /// True
    fn same_as(&self, other: &DocumentNumber) -> bool {
        self.0.same_as(&other.0)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("DocumentNumber('{}')", self.0)
    }

    fn __getnewargs__(&self) -> (String,) {
        (self.0.to_string(),)
    }
}

/// What the reader of numbers made of a text.
///
/// >>> import tiendo
/// >>> reading = tiendo.DocumentNumber.parse("204-QD/TW")
/// >>> reading.canonical, reading.findings[0].code
/// ('204-QĐ/TW', 'number_spelling')
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct NumberReading(tiendo::NumberReading);

/// Serial, letter, year, kinds and issuer of a part of a number.
type PartialState = (u32, Option<char>, Option<u16>, Vec<tiendo::DocumentKind>, Option<String>);

impl Pickled for NumberReading {
    type State = (String, Vec<tiendo::DocumentNumber>, Option<PartialState>, Vec<tiendo::Finding>);

    fn state(&self) -> Self::State {
        let r = &self.0;
        let partial = r
            .partial
            .as_ref()
            .map(|p| (p.serial, p.suffix, p.year, p.kinds.clone(), p.issuer.clone()));
        (r.text.clone(), r.readings.clone(), partial, r.findings.clone())
    }

    fn of_state(state: Self::State) -> Self {
        let (text, readings, partial, findings) = state;
        let partial = partial.map(|(serial, suffix, year, kinds, issuer)| {
            tiendo::document::PartialNumber { serial, suffix, year, kinds, issuer }
        });
        NumberReading(tiendo::NumberReading { text, readings, partial, findings })
    }
}

pickle_methods!(NumberReading);

#[pymethods]
impl NumberReading {
    /// The text as given.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// The canonical text, when the text holds one whole number and no other is possible; else `None`.
    #[getter]
    fn canonical(&self) -> Option<String> {
        self.0.canonical()
    }

    /// The numbers it may be, as written first.
    #[getter]
    fn readings(&self) -> Vec<DocumentNumber> {
        self.0.readings.iter().cloned().map(DocumentNumber).collect()
    }

    /// The part of a number that the text holds, as a dictionary; `None` for a whole number or none at all.
    #[getter]
    fn partial<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, pyo3::types::PyDict>>> {
        let Some(partial) = &self.0.partial else { return Ok(None) };
        let dict = pyo3::types::PyDict::new(py);
        let kinds: Vec<&str> = partial.kinds.iter().map(tiendo::DocumentKind::as_str).collect();
        dict.set_item("serial", partial.serial)?;
        dict.set_item("suffix", partial.suffix)?;
        dict.set_item("year", partial.year)?;
        dict.set_item("kinds", kinds)?;
        dict.set_item("issuer", &partial.issuer)?;
        Ok(Some(dict))
    }

    /// Every difference between the text and the canonical form.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::new(self.0.findings.clone())
    }

    /// As the JSON reply has it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let readings: Vec<String> = self.0.readings.iter().map(ToString::to_string).collect();
        let text = convert::quoted(py, &self.0.text)?;
        Ok(format!("<NumberReading {text}: {}>", readings.join(" or ")))
    }
}
