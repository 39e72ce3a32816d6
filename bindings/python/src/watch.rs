//! Long calls: detached from the interpreter, with signals heard, progress told and a clean stop.

use std::ops::ControlFlow;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use tiendo::Watch;

/// How often signals are checked and progress is told.
const TICK: Duration = Duration::from_millis(50);

/// Work on fewer records than this ends before a tick and needs no thread of its own.
const BRIEF: usize = 20_000;

/// Who hears how far a call is.
enum Progress {
    /// Called with steps done and steps in all.
    Call(Py<PyAny>),
    /// Has `update(steps)` and a `total`, as a tqdm bar does.
    Bar(Py<PyAny>),
}

impl Progress {
    fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if object.hasattr("update")? {
            Ok(Progress::Bar(object.clone().unbind()))
        } else if object.is_callable() {
            Ok(Progress::Call(object.clone().unbind()))
        } else {
            Err(PyTypeError::new_err(
                "progress must be a callable (done, total) or have update(), as a tqdm bar does",
            ))
        }
    }

    /// Tells where the watch is; `told` is what was told last.
    fn tell(&self, py: Python<'_>, told: &mut (u64, u64), watch: &Watch) -> PyResult<()> {
        let (done, total) = watch.progress();
        match self {
            Progress::Call(call) => {
                call.call1(py, (done, total))?;
            }
            Progress::Bar(bar) => {
                if total != told.1 {
                    bar.setattr(py, "total", total)?;
                }
                // Only what is new: the bar adds up by itself.
                bar.call_method1(py, "update", (done.saturating_sub(told.0),))?;
                *told = (done.max(told.0), total);
            }
        }
        Ok(())
    }
}

/// Runs `work` on about `size` records without the interpreter, and stops it when a signal handler or `progress` raises.
///
/// Long work has a thread of its own while this one waits, because only the thread that called may run signal handlers.
/// The thread has ended when this returns, so a fork never finds it.
pub(crate) fn watched<T, F>(
    py: Python<'_>,
    size: usize,
    progress: Option<&Bound<'_, PyAny>>,
    work: F,
) -> PyResult<T>
where
    T: Send,
    F: FnOnce(&Watch) -> PyResult<T> + Send,
{
    let watch = Watch::new();
    let progress = progress.map(Progress::of).transpose()?;
    if size < BRIEF && progress.is_none() {
        return py.detach(|| work(&watch));
    }
    let mut told = (0, 0);
    let result = py.detach(|| {
        thread::scope(|scope| {
            let (send, receive) = channel();
            let watch = &watch;
            // The result is waited for below, so there is always somebody to hear it.
            scope.spawn(move || drop(send.send(work(watch))));
            loop {
                match receive.recv_timeout(TICK) {
                    Ok(result) => break Ok(result),
                    Err(RecvTimeoutError::Timeout) => {}
                    // The scope passes the worker's panic on; this is never seen.
                    Err(RecvTimeoutError::Disconnected) => {
                        break Err(PyRuntimeError::new_err("the worker ended without a result"));
                    }
                }
                let heard = Python::attach(|py| {
                    py.check_signals()?;
                    progress.as_ref().map_or(Ok(()), |p| p.tell(py, &mut told, watch))
                });
                if let Err(raised) = heard {
                    watch.stop();
                    break Err(raised);
                }
            }
        })
    })??;
    if let Some(progress) = progress {
        progress.tell(py, &mut told, &watch)?;
    }
    Ok(result)
}

/// For a reader or writer: how many rows are done, and whether to go on.
pub(crate) fn heard(watch: &Watch, rows: u64) -> ControlFlow<()> {
    match watch.advance_to(rows) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}
