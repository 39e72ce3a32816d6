//! Without the feature `parallel`: the caller's thread.

use std::marker::PhantomData;

pub(super) type Pool<'a> = PhantomData<&'a ()>;

pub(super) const NONE: Pool<'static> = PhantomData;

pub(super) fn count(_: Pool<'_>) -> usize {
    1
}

pub(super) fn beside<T, R>(
    _: Pool<'_>,
    parts: &mut [T],
    work: impl Fn(&mut T),
    meanwhile: impl FnOnce() -> R,
) -> R {
    parts.iter_mut().for_each(work);
    meanwhile()
}

pub(super) fn run<T, R>(_: Pool<'_>, parts: Vec<T>, work: impl Fn(T) -> R) -> Vec<R> {
    parts.into_iter().map(work).collect()
}
