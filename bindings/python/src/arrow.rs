//! The Arrow PyCapsule interface: tables out and in without a copy, and without pyarrow.
//!
//! Going out is safe code: the capsule owns a C stream and releases it unless the reader has taken it. Coming in takes the
//! stream out of a foreign capsule, which is this crate's only `unsafe` line of its own.

#![allow(unsafe_code)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchOptions};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, FieldRef, Schema};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::error;

/// A finished table.
pub(crate) struct Batch(RecordBatch);

/// Some columns of a table, on their way to a reader.
#[pyclass(frozen, module = "tiendo._native")]
pub(crate) struct Selected(Batch);

/// The columns of a table that never changes: each is made when it is first asked for, and kept for who asks again.
#[derive(Default)]
pub(crate) struct Made(Mutex<BTreeMap<String, (FieldRef, ArrayRef)>>);

impl Made {
    /// A table of these columns. `make` makes those that are not there yet; of no column it gives what the table says of
    /// itself.
    pub(crate) fn batch(
        &self,
        names: &[&str],
        make: impl Fn(&[&str]) -> Result<RecordBatch, ArrowError>,
    ) -> Result<RecordBatch, ArrowError> {
        // Whoever holds the lock may be a thread that a fork left behind, so nobody waits for it.
        let Ok(mut made) = self.0.try_lock() else { return make(names) };
        let missing: Vec<&str> =
            names.iter().copied().filter(|name| !made.contains_key(*name)).collect();
        let new = make(&missing)?;
        let schema = new.schema();
        for (field, array) in schema.fields().iter().zip(new.columns()) {
            made.insert(field.name().clone(), (Arc::clone(field), Arc::clone(array)));
        }
        let columns = names.iter().filter_map(|name| made.get(*name).cloned());
        let (fields, arrays): (Vec<FieldRef>, Vec<ArrayRef>) = columns.unzip();
        let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
        let options = RecordBatchOptions::new().with_row_count(Some(new.num_rows()));
        RecordBatch::try_new_with_options(Arc::new(schema), arrays, &options)
    }
}

impl Batch {
    /// Some of its columns, in the order in which they are named.
    pub(crate) fn select(self, names: &[String]) -> PyResult<Batch> {
        let schema = self.0.schema();
        let place =
            |name: &String| schema.index_of(name).map_err(|_| error::not_found("column", name));
        let places = names.iter().map(place).collect::<PyResult<Vec<usize>>>()?;
        built(self.0.project(&places))
    }
}

#[pymethods]
impl Selected {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        schema(py, &self.0)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = requested_schema; // The protocol lets a producer keep its own schema.
        stream(py, Batch(self.0.0.clone()))
    }
}

/// A table, or the exception for one that could not be built.
pub(crate) fn built(batch: Result<RecordBatch, ArrowError>) -> PyResult<Batch> {
    batch.map(Batch).map_err(failed)
}

fn failed(error: ArrowError) -> PyErr {
    error::record("table", error)
}

/// The schema as a capsule `arrow_schema`.
pub(crate) fn schema<'py>(py: Python<'py>, batch: &Batch) -> PyResult<Bound<'py, PyAny>> {
    let schema = FFI_ArrowSchema::try_from(batch.0.schema().as_ref()).map_err(failed)?;
    Ok(PyCapsule::new_with_value(py, schema, c"arrow_schema")?.into_any())
}

/// The table as a capsule `arrow_array_stream`.
pub(crate) fn stream(py: Python<'_>, batch: Batch) -> PyResult<Bound<'_, PyAny>> {
    let schema = batch.0.schema();
    let batches = RecordBatchIterator::new([Ok(batch.0)], schema);
    let stream = FFI_ArrowArrayStream::new(Box::new(batches));
    Ok(PyCapsule::new_with_value(py, stream, c"arrow_array_stream")?.into_any())
}

/// A table, or some columns of it, as an object of another package, by a function of `tiendo._frames`.
pub(crate) fn frame<'py>(
    table: &Bound<'py, PyAny>,
    columns: Option<Batch>,
    function: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let frames = table.py().import("tiendo._frames")?;
    match columns {
        Some(columns) => frames.call_method1(function, (Selected(columns),)),
        None => frames.call_method1(function, (table,)),
    }
}

/// The batches of any object with `__arrow_c_stream__`, which may be polled once.
pub(crate) fn reader(
    argument: &'static str,
    object: &Bound<'_, PyAny>,
) -> PyResult<RecordBatchStreamReader> {
    if !object.hasattr("__arrow_c_stream__")? {
        let given = object.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "{argument} must have __arrow_c_stream__, as Arrow tables and data frames do, not {given}"
        )));
    }
    let capsule = object.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast::<PyCapsule>()?;
    let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: a capsule of this name holds a valid C stream by the Arrow PyCapsule interface, and the name was checked.
    // `from_raw` moves the stream out and leaves a released one behind, so the capsule's destructor has nothing to do;
    // this thread is attached and nobody else has the capsule, so nothing else moves it at the same time.
    let reader = unsafe { RecordBatchStreamReader::from_raw(pointer.cast().as_ptr()) };
    reader.map_err(|e| error::record(argument, e))
}
