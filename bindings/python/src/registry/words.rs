//! The words of the ways of writing, and what is long.

use pyo3::prelude::*;
use tiendo_formats::Disclosure;
use tiendo_formats::csv::Dialect;

use crate::convert;

/// The ways of writing CSV, by their words.
pub(super) const DIALECTS: [(&str, Dialect); 3] = [
    ("plain", Dialect::Plain),
    ("excel", Dialect::Excel),
    ("excel_english", Dialect::ExcelEnglish),
];

/// Which tasks leave the house, by words.
pub(crate) const DISCLOSURES: [(&str, Disclosure); 3] = [
    ("public", Disclosure::Public),
    ("internal", Disclosure::Internal),
    ("everything", Disclosure::Everything),
];

/// The value of a word in a list.
pub(crate) fn one_of<T: Copy>(
    field: &'static str,
    text: &str,
    all: &[(&'static str, T)],
) -> PyResult<T> {
    let find = |text: &str| all.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    convert::word(field, text, find, all.iter().map(|(word, _)| *word))
}

/// About as many bytes as a record takes in JSON, to tell a long text from a brief one.
pub(super) const RECORD_BYTES: usize = 100;
