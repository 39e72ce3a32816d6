//! A CSV file with named columns, read so that a mistake names its file and line.

use std::path::Path;

use chrono::NaiveDate;
use tiendo::{AgencyId, Text, day};

use crate::error::Error;

/// All rows of a file.
pub(crate) struct Table {
    file: String,
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

/// One row, whose cells are asked for by column name.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    cells: &'a csv::StringRecord,
}

impl Table {
    /// Reads the file `name` of `folder`, every row as long as the header.
    pub(crate) fn read(folder: &Path, name: &str) -> Result<Self, Error> {
        let fail = |source| Error::Csv { file: name.to_owned(), source };
        let mut reader = csv::Reader::from_path(folder.join(name)).map_err(fail)?;
        let header = reader.headers().map_err(fail)?.clone();
        let rows = reader.records().collect::<Result<_, _>>().map_err(fail)?;
        Ok(Table { file: name.to_owned(), header, rows })
    }

    /// The rows in file order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }
}

impl<'a> Row<'a> {
    /// The cell, which may be empty.
    pub(crate) fn cell(self, column: &str) -> Result<&'a str, Error> {
        let at = self.table.header.iter().position(|name| name == column);
        let cell = at.and_then(|at| self.cells.get(at));
        cell.map(str::trim).ok_or_else(|| self.wrong(&format!("no column '{column}'")))
    }

    /// The cell's meaning, by a constructor of the model.
    pub(crate) fn read<T>(
        self,
        column: &str,
        read: impl Fn(&str) -> Result<T, tiendo::Error>,
    ) -> Result<T, Error> {
        read(self.cell(column)?).map_err(|error| self.wrong(&format!("{column}: {error}")))
    }

    /// The cell's meaning; `None` for an empty cell.
    pub(crate) fn maybe<T>(
        self,
        column: &str,
        read: impl Fn(&str) -> Result<T, tiendo::Error>,
    ) -> Result<Option<T>, Error> {
        if self.cell(column)?.is_empty() { Ok(None) } else { self.read(column, read).map(Some) }
    }

    /// A text that must be there.
    pub(crate) fn text(self, column: &str) -> Result<Text, Error> {
        self.maybe(column, Text::new)?.ok_or_else(|| self.wrong(&format!("{column} is empty")))
    }

    /// The cell's day, `None` for an empty cell.
    pub(crate) fn day(self, column: &str) -> Result<Option<NaiveDate>, Error> {
        self.maybe(column, day::parse)
    }

    /// The values of a cell, which `;` separates.
    pub(crate) fn list(self, column: &str) -> Result<Vec<&'a str>, Error> {
        Ok(self.cell(column)?.split(';').map(str::trim).filter(|part| !part.is_empty()).collect())
    }

    /// The agencies of a cell, which `;` separates.
    pub(crate) fn agencies(self, column: &str) -> Result<Vec<AgencyId>, Error> {
        let ids = self.list(column)?.into_iter().map(AgencyId::new).collect::<Result<_, _>>();
        ids.map_err(|error| self.wrong(&format!("{column}: {error}")))
    }

    /// An error that names this row.
    pub(crate) fn wrong(self, reason: &str) -> Error {
        Error::Row {
            file: self.table.file.clone(),
            line: self.cells.position().map_or(0, csv::Position::line),
            reason: reason.to_owned(),
        }
    }
}
