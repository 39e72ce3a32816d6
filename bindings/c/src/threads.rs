//! The threads that read and evaluate: a pool of this library's own, made when there is first enough to do.
//!
//! A process that forks takes no threads along: the child makes a pool anew. Where the pool is being made, or was when the
//! process forked, the caller's thread does the work; the answer is the same.

use std::fs;
use std::mem;
use std::path::Path;
use std::process;
use std::sync::{Arc, Mutex};
use std::thread;

use model::{Registry, Threads};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Tasks below which one thread is done before several are awake.
const FEW: usize = 10_000;

/// Bytes of files below which one thread has read them before several are awake.
const FEW_BYTES: u64 = 4 << 20;

/// The pool, and the process that made it.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// Runs work on what is asked of a registry, on as many threads as there are processors where it is large.
pub(crate) fn on<T>(registry: &Registry, work: impl FnOnce(Threads<'_>) -> T) -> T {
    let pool = if registry.task_count() < FEW { None } else { pool() };
    work(pool.as_deref().map_or_else(Threads::one, Threads::of))
}

/// On how many threads the pages of a registry are made: one for each processor where it is large.
pub(crate) fn count(registry: &Registry) -> usize {
    if registry.task_count() < FEW {
        1
    } else {
        thread::available_parallelism().map_or(1, usize::from)
    }
}

/// Reads a folder of tables, on as many threads as there are processors where its files are large.
pub(crate) fn reading<T>(folder: &Path, work: impl FnOnce(Threads<'_>) -> T) -> T {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes: u64 = files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
    let pool = if bytes < FEW_BYTES { None } else { pool() };
    work(pool.as_deref().map_or_else(Threads::one, Threads::of))
}

fn pool() -> Option<Arc<ThreadPool>> {
    // Whoever holds the lock may be a thread that the fork left behind, so nobody waits for it.
    let mut held = POOL.try_lock().ok()?;
    let process = process::id();
    if let Some((_, pool)) = held.as_ref().filter(|(made_by, _)| *made_by == process) {
        return Some(Arc::clone(pool));
    }
    let pool = Arc::new(ThreadPoolBuilder::new().build().ok()?);
    // The pool of the parent has no threads here that could end it.
    mem::forget(held.replace((process, Arc::clone(&pool))));
    Some(pool)
}
