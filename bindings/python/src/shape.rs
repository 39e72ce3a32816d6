//! What several classes have in common, written once: tables for readers of Arrow, lists of keyed rows, values that pickle.
//!
//! Each macro makes one more `#[pymethods]` block of the class that it is given; `tools/stubs.py` reads them as well.

use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::table::Table;
use crate::{arrow, convert, error};

/// What can be handed to readers of Arrow as one table.
pub(crate) trait Tabular {
    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch>;

    /// Some of its columns.
    fn select(&self, py: Python<'_>, columns: &[String]) -> PyResult<arrow::Batch> {
        self.batch(py)?.select(columns)
    }
}

/// A table, or some of its columns, as an object of another package, by a function of `tiendo._frames`.
pub(crate) fn frame<'py, T: Tabular + PyClass<Frozen = True> + Sync>(
    table: &Bound<'py, T>,
    columns: Option<&[String]>,
    function: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let columns = columns.map(|columns| table.get().select(table.py(), columns)).transpose()?;
    arrow::frame(table.as_any(), columns, function)
}

/// Rows in order, of which each has a key.
pub(crate) trait Keyed {
    type Row;
    /// What the key names, for the error that there is none.
    const KEY: &'static str;
    fn count(&self) -> usize;
    fn find(&self, key: &str) -> Option<usize>;
    fn row(&self, index: usize) -> Self::Row;
    fn table(&self) -> Table;
}

/// Values that are told and made again by what they hold.
pub(crate) trait Pickled: Sized {
    type State: Serialize + DeserializeOwned;
    fn state(&self) -> Self::State;
    fn of_state(state: Self::State) -> Self;
}

/// What an object holds as text: the same for equal objects, in every process.
pub(crate) fn state_text(object: &impl Pickled) -> PyResult<String> {
    convert::json_text(&object.state())
}

/// The object that held this.
pub(crate) fn of_state_text<T: Pickled>(text: &str) -> PyResult<T> {
    serde_json::from_str(text).map(T::of_state).map_err(|e| error::record("state", e))
}

/// The methods of a class that is `Pickled`.
macro_rules! pickle_methods {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            fn __hash__(&self) -> PyResult<u64> {
                crate::shape::state_text(self).map(crate::convert::hash_of)
            }

            /// Pickles as what it holds.
            fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                crate::convert::reduced::<$class>(py, "_restore", crate::shape::state_text(self)?)
            }

            /// The object that `__reduce__` wrote.
            #[staticmethod]
            fn _restore(state: &str) -> PyResult<$class> {
                crate::shape::of_state_text(state)
            }
        }
    };
}

/// The methods of a class that is `Tabular`.
macro_rules! table_methods {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            /// The table as a `pyarrow.Table` of the same memory, or the columns that are named.
            ///
            /// Raises:
            ///     MissingDependencyError: when pyarrow is not installed.
            ///     NotFoundError: for a column that the table does not have.
            #[pyo3(signature = (columns = None))]
            fn to_arrow<'py>(
                slf: &Bound<'py, Self>,
                columns: Option<Vec<String>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                crate::shape::frame(slf, columns.as_deref(), "to_arrow")
            }

            /// The table as a `polars.DataFrame`, or the columns that are named.
            ///
            /// Raises:
            ///     MissingDependencyError: when polars is not installed.
            ///     NotFoundError: for a column that the table does not have.
            #[pyo3(signature = (columns = None))]
            fn to_polars<'py>(
                slf: &Bound<'py, Self>,
                columns: Option<Vec<String>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                crate::shape::frame(slf, columns.as_deref(), "to_polars")
            }

            /// The table as a `pandas.DataFrame`, or the columns that are named; days are `datetime64[ms]`, and words categories.
            ///
            /// Raises:
            ///     MissingDependencyError: when pandas or pyarrow is not installed.
            ///     NotFoundError: for a column that the table does not have.
            #[pyo3(signature = (columns = None))]
            fn to_pandas<'py>(
                slf: &Bound<'py, Self>,
                columns: Option<Vec<String>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                crate::shape::frame(slf, columns.as_deref(), "to_pandas")
            }

            /// The schema of the table as an Arrow C schema in a capsule.
            fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                crate::arrow::schema(py, &crate::shape::Tabular::batch(self, py)?)
            }

            /// The table as an Arrow C stream in a capsule; nothing is copied by the reader.
            #[pyo3(signature = (requested_schema = None))]
            fn __arrow_c_stream__<'py>(
                &self,
                py: Python<'py>,
                requested_schema: Option<&Bound<'py, PyAny>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                let _ = requested_schema; // The protocol lets a producer keep its own schema.
                crate::arrow::stream(py, crate::shape::Tabular::batch(self, py)?)
            }
        }
    };
}

/// The methods of a class that is `Keyed`.
macro_rules! keyed_methods {
    ($class:ident, $row:ident) => {
        #[pymethods]
        impl $class {
            /// The row with this key, or `None`.
            fn get(&self, key: &str) -> Option<$row> {
                self.find(key).map(|index| self.row(index))
            }

            fn __len__(&self) -> usize {
                self.count()
            }

            fn __getitem__(&self, key: Key) -> PyResult<$row> {
                match key {
                    Key::Id(key) => {
                        self.get(&key).ok_or_else(|| crate::error::not_found(Self::KEY, &key))
                    }
                    Key::Position(at) => {
                        crate::convert::position(at, self.count()).map(|at| self.row(at))
                    }
                }
            }

            fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                let rows: Vec<$row> = (0..self.count()).map(|index| self.row(index)).collect();
                Ok(rows.into_pyobject(py)?.try_iter()?.into_any())
            }

            fn __contains__(&self, key: &str) -> bool {
                self.find(key).is_some()
            }

            fn __str__(&self) -> String {
                self.table().text()
            }

            fn _repr_html_(&self) -> String {
                self.table().html()
            }
        }
    };
}

pub(crate) use {keyed_methods, pickle_methods, table_methods};
