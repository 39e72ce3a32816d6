//! The tasks of a registry as a sequence.

use std::sync::Arc;

use pyo3::prelude::*;
use tiendo_formats::arrow as tables;

use super::{Registry, Source};
use crate::evaluation::Key;
use crate::shape::{Tabular, table_methods};
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

impl Tabular for Tasks {
    fn batch(&self, py: Python<'_>) -> PyResult<arrow::Batch> {
        arrow::built(py.detach(|| tables::tasks_batch(&self.0.registry)))
    }
}

table_methods!(Tasks);

#[pymethods]
impl Tasks {
    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        convert::walk(slf)
    }

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

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Registry,))> {
        let tasks = py.get_type::<Registry>().getattr("tasks")?;
        Ok((tasks, (Registry(Arc::clone(&self.0)),)))
    }
}
