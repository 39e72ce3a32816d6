//! A mapping: how the sheets of a file are to be read, written down so that it can be corrected and used again.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::field::{Field, parse_pair};
use super::value;
use crate::atomic::{Overwrite, io_error, write_atomically};
use crate::error::Error;

/// What a sheet holds.
///
/// ```
/// use tiendo_formats::annex::SheetKind;
/// assert_eq!(SheetKind::default(), SheetKind::Auto);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// What its columns say.
    #[default]
    Auto,
    /// Tasks.
    Tasks,
    /// Reports on tasks that the register has.
    Reports,
    /// Tasks and reports on them.
    Both,
    /// Nothing that is read.
    Ignore,
}

/// How a file is read: what its cells do not say, and what its headers do not.
///
/// Everything may be left out; what is given goes before what the file says.
///
/// ```
/// use tiendo_formats::annex::Mapping;
/// let mapping = Mapping::from_toml(
///     "document = '02-KH/BCĐTW'\n[[sheet]]\nname = 'Phụ lục'\nheader_rows = [4, 5]\n[sheet.columns]\nB = 'title'\n",
/// )?;
/// assert_eq!(mapping.sheet[0].columns["B"], "title");
/// assert!(Mapping::from_toml("[[sheet]]\nname = 'x'\n[sheet.columns]\nB = 'colour'\n").is_err());
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Id of the document that sets the tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The day that reports speak of, `yyyy-mm-dd`, where no column says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<String>,
    /// Ids of agencies by the names that the file gives them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub agencies: BTreeMap<String, String>,
    /// Sheets, or tables of a document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheet: Vec<SheetMapping>,
}

/// How one sheet is read.
///
/// ```
/// use tiendo_formats::annex::{SheetKind, SheetMapping};
/// let sheet = SheetMapping { name: "Phụ lục".to_owned(), ..SheetMapping::default() };
/// assert_eq!(sheet.kind, SheetKind::Auto);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SheetMapping {
    /// The name of the sheet; tables of documents are named `Bảng 1`, `Bảng 2`.
    pub name: String,
    /// What it holds.
    pub kind: SheetKind,
    /// First and last row of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<[u64; 2]>,
    /// Id of the document that sets its tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The day that its reports speak of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<String>,
    /// Fields by the letters of their columns, `addressees+coordinating` where a point or line break parts two; a
    /// column that is not named is not read where any is named.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a mapping and checks it.
    ///
    /// # Errors
    /// - [`Error::Mapping`] for text that is no TOML, an unknown key or field, a day or column that is none.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let broken = |error: toml::de::Error| Error::Mapping { reason: error.to_string() };
        let mapping: Mapping = toml::from_str(text).map_err(broken)?;
        mapping.check()?;
        Ok(mapping)
    }

    /// The mapping as a file that [`Mapping::from_toml`] reads.
    ///
    /// # Errors
    /// - [`Error::Mapping`] where a text cannot stand in TOML, which no text of a cell does.
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string_pretty(self).map_err(|error| Error::Mapping { reason: error.to_string() })
    }

    /// Writes the mapping to a file that [`Mapping::from_toml`] reads, whole or not at all.
    ///
    /// # Errors
    /// - [`Error::Exists`] for a file that is there, unless `overwrite` allows it.
    /// - [`Error::Io`] where the system refuses to write; [`Error::Mapping`] as [`Mapping::to_toml`].
    ///
    /// # Example
    /// ```no_run
    /// use tiendo_formats::{Overwrite, annex::{self, ReadOptions}};
    /// let options = ReadOptions::default();
    /// let import = annex::read_file("phu-luc.xlsx", &options)?;
    /// import.suggested_mapping(&options).write_file("map.toml", Overwrite::Refuse)?;
    /// # Ok::<(), tiendo_formats::Error>(())
    /// ```
    pub fn write_file(&self, path: impl AsRef<Path>, overwrite: Overwrite) -> Result<(), Error> {
        let (path, text) = (path.as_ref(), self.to_toml()?);
        write_atomically(path, overwrite, |draft| {
            draft.write_all(text.as_bytes()).map_err(io_error(path))
        })
    }

    /// Checks what the types leave open.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let wrong = |reason: String| Err(Error::Mapping { reason });
        let days = self.sheet.iter().filter_map(|sheet| sheet.reported_on.as_ref());
        for day in days.chain(&self.reported_on) {
            if tiendo::day::parse(day).is_err() {
                return wrong(format!("reported_on is no day: '{day}'"));
            }
        }
        for sheet in &self.sheet {
            for (letters, field) in &sheet.columns {
                if value::column(letters).is_none() {
                    return wrong(format!("sheet '{}': '{letters}' is no column", sheet.name));
                }
                if parse_pair(field).is_none() {
                    let words: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
                    let words = words.join(", ");
                    return wrong(format!("sheet '{}': '{field}' is none of {words}", sheet.name));
                }
            }
            if let Some([first, last]) = sheet.header_rows
                && (first == 0 || first > last || last - first >= super::header::MAX_HEADER_ROWS)
            {
                return wrong(format!("sheet '{}': header_rows {first} to {last}", sheet.name));
            }
        }
        Ok(())
    }
}
