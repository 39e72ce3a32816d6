//! Progress and stop of long operations.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::error::Error;

/// How far a long operation is, readable and stoppable from any thread.
///
/// ```
/// use tiendo::Watch;
/// let watch = Watch::new();
/// assert_eq!(watch.progress(), (0, 0));
/// watch.stop();
/// assert!(watch.is_stopped());
/// ```
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicU64,
    total: AtomicU64,
    stopped: AtomicBool,
}

impl Watch {
    /// A watch at zero.
    pub fn new() -> Self {
        Watch::default()
    }

    /// Steps done and steps in all; the total is 0 until the operation knows it.
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Asks the operation to end as soon as it can, with [`Error::Cancelled`].
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// True once [`Watch::stop`] was called.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// For an operation: how many steps there are.
    pub fn begin(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
    }

    /// For an operation: how many steps are done.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] once stopped.
    pub fn advance_to(&self, done: u64) -> Result<(), Error> {
        self.done.store(done, Ordering::Relaxed);
        if self.is_stopped() { Err(Error::Cancelled) } else { Ok(()) }
    }
}
