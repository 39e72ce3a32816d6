//! The tasks of a registry as a sequence.

use std::sync::Arc;

use pyo3::prelude::*;

use super::{Registry, Source, tasks_table};
use crate::evaluation::Key;
use crate::{arrow, convert, error};

/// The tasks of a registry, in id order: a sequence, and a table for any reader of Arrow.
///
/// `tasks["T0001"]` finds one by its id. Each is made into a `Task` when it is asked for.
///
/// >>> import tiendo
/// >>> tasks = tiendo.plan02.registry().tasks()
/// >>> len(tasks), tasks[0].id in tasks
/// (192, True)
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Tasks(pub(crate) Arc<Source>);

#[pymethods]
impl Tasks {
    fn __len__(&self) -> usize {
        self.0.registry.task_count()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, key: Key) -> PyResult<Bound<'py, PyAny>> {
        let registry = &self.0.registry;
        let task = match key {
            Key::Id(id) => registry.task(&id).ok_or_else(|| error::not_found("task", &id))?,
            Key::Position(at) => {
                let at = convert::position(at, registry.task_count())?;
                registry.tasks().nth(at).ok_or_else(|| error::not_found("task", &at.to_string()))?
            }
        };
        convert::record(py, "Task", &task)
    }

    fn __contains__(&self, id: &str) -> bool {
        self.0.registry.task(id).is_some()
    }

    fn __eq__(&self, other: &Tasks) -> bool {
        self.0.same_as(&other.0)
    }

    fn __repr__(&self) -> String {
        format!("<Tasks {}>", self.0.registry.task_count())
    }

    /// The table as a `pyarrow.Table` of the same memory.
    ///
    /// Raises:
    ///     MissingDependencyError: when pyarrow is not installed.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        arrow::frame(slf, "to_arrow")
    }

    /// The table as a `polars.DataFrame`.
    ///
    /// Raises:
    ///     MissingDependencyError: when polars is not installed.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        arrow::frame(slf, "to_polars")
    }

    /// The table as a `pandas.DataFrame`.
    ///
    /// Raises:
    ///     MissingDependencyError: when pandas, or before pandas 3 pyarrow, is not installed.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        arrow::frame(slf, "to_pandas")
    }

    /// The schema of the tasks as an Arrow C schema in a capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        arrow::schema(py, &tasks_table(py, &self.0)?)
    }

    /// The tasks as an Arrow C stream in a capsule.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = requested_schema; // The protocol lets a producer keep its own schema.
        arrow::stream(py, tasks_table(py, &self.0)?)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Registry,))> {
        let tasks = py.get_type::<Registry>().getattr("tasks")?;
        Ok((tasks, (Registry(Arc::clone(&self.0)),)))
    }
}
