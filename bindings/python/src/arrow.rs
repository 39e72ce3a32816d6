//! The Arrow PyCapsule interface: tables out and in without a copy, and without pyarrow.
//!
//! Going out is safe code: the capsule owns a C stream and releases it unless the reader has taken it. Coming in takes the
//! stream out of a foreign capsule, which is this crate's only `unsafe` line of its own.

#![allow(unsafe_code)]

use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::ArrowError;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::error;

/// A finished table.
pub(crate) struct Batch(RecordBatch);

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

/// The table as an object of another package, by a function of `tiendo._frames`.
pub(crate) fn frame<'py, T: pyo3::PyTypeInfo>(
    table: &Bound<'py, T>,
    function: &str,
) -> PyResult<Bound<'py, PyAny>> {
    table.py().import("tiendo._frames")?.call_method1(function, (table,))
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
