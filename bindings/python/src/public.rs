//! What may be shown to everybody: the public tasks alone.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::error;
use crate::evaluation::Evaluation;
use crate::registry::Registry;

#[pymethods]
impl Registry {
    /// The registry of the public tasks alone; itself where all tasks are public.
    ///
    /// A task without a class is public; one of which any version is internal, secret or of an unknown class is not. What is not
    /// public takes with it its reports, transfers and allocations, what other tasks say of it, the documents of which all tasks
    /// are hidden, and the findings and unknown fields of the files that were read. So sums of the result tell nothing of the
    /// others.
    ///
    /// >>> import tiendo
    /// >>> secret = tiendo.Task(id="T1", document="D", title="Diễn tập", classification="secret")
    /// >>> registry = tiendo.Registry.from_records({"tasks": [secret, tiendo.Task(id="T2", document="D", title="Cổng")]})
    /// >>> [task.id for task in registry.public().tasks()]
    /// ['T2']
    fn public(&self, py: Python<'_>) -> Registry {
        let core = self.core();
        let public = py.detach(|| core.public());
        if public.task_count() == core.task_count() {
            return Registry(Arc::clone(&self.0));
        }
        Registry::of_core(public)
    }
}

#[pymethods]
impl Evaluation {
    /// The same evaluation of the public tasks alone, as of `Registry.public`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> evaluation.public() == evaluation
    /// True
    fn public(&self, py: Python<'_>) -> PyResult<Evaluation> {
        let core = self.core();
        let public = py.detach(|| core.public()).map_err(error::core)?;
        // Where nothing was taken it is this one, with what its source keeps.
        if public.registry().task_count() == core.registry().task_count() {
            return Ok(Evaluation(Arc::clone(&self.0)));
        }
        Ok(Evaluation::of_core(public))
    }
}
