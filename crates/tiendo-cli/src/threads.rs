//! The threads that evaluate: one for each processor.

use rayon::ThreadPoolBuilder;
use tiendo::Threads;

/// Runs work on as many threads as there are processors; on one where they cannot be had.
pub(crate) fn on<T>(work: impl FnOnce(Threads<'_>) -> T) -> T {
    let pool = ThreadPoolBuilder::new().build().ok();
    work(pool.as_ref().map_or_else(Threads::one, Threads::of))
}
