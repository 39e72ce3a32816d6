//! Progress and stop of long operations.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::error::Error;

/// Steps after which a loop tells how far it is: a shared counter touched at every step would cost more than the step.
const TOLD_TOGETHER: u64 = 1024;

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

    /// For an operation that goes on where another ended: so many steps more than are done.
    pub fn begin_more(&self, steps: u64) {
        self.total.store(self.done.load(Ordering::Relaxed) + steps, Ordering::Relaxed);
    }

    /// For an operation: how many steps are done.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] once stopped.
    pub fn advance_to(&self, done: u64) -> Result<(), Error> {
        self.done.store(done, Ordering::Relaxed);
        if self.is_stopped() { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// The items, each counted as a step, until the watch is stopped.
    ///
    /// A loop over them so ends early with half a result, which [`Watch::end`] keeps from getting out.
    pub(crate) fn steps<I: IntoIterator>(&self, items: I) -> impl Iterator<Item = I::Item> {
        let mut pace = self.pace();
        items.into_iter().take_while(move |_| pace.step())
    }

    /// Counts steps where there is no iterator to wrap.
    pub(crate) fn pace(&self) -> Pace<'_> {
        Pace { watch: self, pending: 0 }
    }

    /// For an operation that has made all its steps, or as many as it was let.
    ///
    /// # Errors
    /// - [`Error::Cancelled`] once stopped.
    pub(crate) fn end(&self) -> Result<(), Error> {
        self.advance_to(self.total.load(Ordering::Relaxed).max(self.done.load(Ordering::Relaxed)))
    }
}

/// Counts the steps of one loop, and tells the watch of many at a time.
pub(crate) struct Pace<'a> {
    watch: &'a Watch,
    pending: u64,
}

impl Pace<'_> {
    /// Counts one more step; false once the watch is stopped.
    pub(crate) fn step(&mut self) -> bool {
        if self.watch.is_stopped() {
            return false;
        }
        self.pending += 1;
        if self.pending == TOLD_TOGETHER {
            self.tell();
        }
        true
    }

    fn tell(&mut self) {
        self.watch.done.fetch_add(std::mem::take(&mut self.pending), Ordering::Relaxed);
    }
}

impl Drop for Pace<'_> {
    fn drop(&mut self) {
        self.tell();
    }
}
