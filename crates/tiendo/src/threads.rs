//! On which threads a long operation runs: the caller's, never the library's own.

#[cfg(not(feature = "parallel"))]
#[path = "threads/disabled.rs"]
mod pool;
#[cfg(feature = "parallel")]
#[path = "threads/enabled.rs"]
mod pool;

/// On which threads a long operation runs. The answer is the same, byte for byte.
///
/// One thread is that of the caller. The library makes no threads: with the feature `parallel` it works in a pool that the
/// caller made, and gives back all of it before the operation returns.
///
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder, Threads, Watch};
/// let (registry, as_of) = (RegistryBuilder::new().finish(), AsOf::new(day::parse("2025-12-31")?)?);
/// let evaluation = registry.evaluate_on(as_of, &Policy::default(), Threads::one(), &Watch::new())?;
/// assert!(evaluation.is_empty());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Threads<'a> {
    pool: pool::Pool<'a>,
}

impl Threads<'_> {
    /// The thread of the caller.
    pub fn one() -> Self {
        Threads { pool: pool::NONE }
    }

    /// How many there are.
    ///
    /// ```
    /// assert_eq!(tiendo::Threads::one().count(), 1);
    /// ```
    pub fn count(self) -> usize {
        pool::count(self.pool)
    }

    /// Does all parts, each on some thread; the results are in the order of the parts.
    pub(crate) fn run<T: Send, R: Send>(
        self,
        parts: Vec<T>,
        work: impl Fn(T) -> R + Sync + Send,
    ) -> Vec<R> {
        pool::run(self.pool, parts, work)
    }

    /// Works on every part, each on some thread, while the caller's own thread goes on with `meanwhile`: for readers, who
    /// make records of the rows that they have while they read those that follow. On one thread the parts come first.
    ///
    /// ```
    /// let mut parts = [1, 2, 3];
    /// let more = tiendo::Threads::one().beside(&mut parts, |part| *part *= 2, || 4);
    /// assert_eq!((parts, more), ([2, 4, 6], 4));
    /// ```
    pub fn beside<T: Send, R>(
        self,
        parts: &mut [T],
        work: impl Fn(&mut T) + Sync,
        meanwhile: impl FnOnce() -> R,
    ) -> R {
        pool::beside(self.pool, parts, work, meanwhile)
    }
}

impl Default for Threads<'_> {
    fn default() -> Self {
        Threads::one()
    }
}

/// Ranges that cover so many items, `each` for a thread: several, so that one that is slow holds up little.
pub(crate) fn ranges(
    items: usize,
    threads: Threads<'_>,
    each: usize,
) -> Vec<std::ops::Range<usize>> {
    /// Items below which a range is not worth its keep.
    const LEAST: usize = 4096;
    let most = if threads.count() == 1 { 1 } else { threads.count() * each };
    let parts = items.div_ceil(LEAST).clamp(1, most);
    (0..parts).map(|i| items * i / parts..items * (i + 1) / parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_all() {
        assert_eq!(ranges(10, Threads::one(), 4), vec![std::ops::Range { start: 0, end: 10 }]);
        assert_eq!(ranges(0, Threads::one(), 4), vec![std::ops::Range { start: 0, end: 0 }]);
    }

    #[test]
    fn results_keep_their_order() {
        assert_eq!(Threads::one().run(vec![3, 1, 2], |n| n * 2), [6, 2, 4]);
    }
}
