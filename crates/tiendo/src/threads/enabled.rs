//! With the feature `parallel`: a pool of rayon that the caller made.

use rayon::ThreadPool;
use rayon::prelude::*;

use super::Threads;

pub(super) type Pool<'a> = Option<&'a ThreadPool>;

pub(super) const NONE: Pool<'static> = None;

impl<'a> Threads<'a> {
    /// The threads of a pool; the feature `parallel` has it.
    ///
    /// ```
    /// use tiendo::Threads;
    /// let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
    /// assert_eq!(Threads::of(&pool).count(), 2);
    /// # Ok::<(), rayon::ThreadPoolBuildError>(())
    /// ```
    pub fn of(pool: &'a ThreadPool) -> Self {
        Threads { pool: Some(pool) }
    }
}

pub(super) fn count(pool: Pool<'_>) -> usize {
    pool.map_or(1, ThreadPool::current_num_threads)
}

pub(super) fn run<T: Send, R: Send>(
    pool: Pool<'_>,
    parts: Vec<T>,
    work: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    match pool.filter(|pool| pool.current_num_threads() > 1 && parts.len() > 1) {
        Some(pool) => pool.install(|| parts.into_par_iter().map(work).collect()),
        None => parts.into_iter().map(work).collect(),
    }
}

pub(super) fn beside<T: Send, R>(
    pool: Pool<'_>,
    parts: &mut [T],
    work: impl Fn(&mut T) + Sync,
    meanwhile: impl FnOnce() -> R,
) -> R {
    let Some(pool) = pool.filter(|pool| pool.current_num_threads() > 1 && parts.len() > 1) else {
        parts.iter_mut().for_each(work);
        return meanwhile();
    };
    let work = &work;
    pool.in_place_scope(|scope| {
        for part in parts {
            scope.spawn(move |_| work(part));
        }
        meanwhile()
    })
}
