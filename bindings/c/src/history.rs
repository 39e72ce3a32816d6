//! Histories: the sums of every day of a range.

use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{History, HistoryAxis, HistoryOptions, HistorySeries, Sums};

use crate::boundary::{
    call, day_number, day_of, free, handle, maybe_writable, out_of_range, put, wanted,
};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::policy::tiendo_policy;
use crate::registry::tiendo_registry;
use crate::sums::{Counted, Keys, is_inclusive, keys, name_of};
use crate::text::tiendo_str;
use crate::threads;
use crate::watch::tiendo_watch;
use crate::word::tiendo_history_axis;

/// The sums of every day of a range along an axis, each as an evaluation of that day has them, with what was known by its
/// end: D and K are both that day. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_history {
    history: History,
    axis: HistoryAxis,
    keys: Keys,
}

impl tiendo_history {
    /// The history itself, and the axis that it was made along.
    pub(crate) fn parts(&self) -> (&History, HistoryAxis) {
        (&self.history, self.axis)
    }

    fn series(&self) -> Outcome<&HistorySeries> {
        // It was made along this axis.
        let absent = || Failure::new(tiendo_code::NotFound, "no such axis".to_owned());
        self.history.along(self.axis).ok_or_else(absent)
    }

    /// The sums of a key on a day; those of what belongs to no key follow the last.
    fn sums(&self, day: i32, key: usize, extent: i32) -> Outcome<Sums> {
        let (series, is_inclusive) = (self.series()?, is_inclusive(extent)?);
        let day = day_of(day, "day")?;
        let count = series.keys().len();
        let sums = match key {
            _ if key > count => return Err(out_of_range(key, count, "key")),
            _ if key == count => series.unassigned(day),
            _ if is_inclusive => series.inclusive(day, key),
            _ => series.own(day, key),
        };
        let outside = || model::Error::NotFound { kind: "day", id: day.to_string() };
        Ok(sums.ok_or_else(outside)?)
    }
}

/// The sums of every day from `first` to `last`, `yyyymmdd`, along an axis (a `tiendo_history_axis`); the caller frees the
/// history, which outlives the registry.
///
/// `policy` `NULL` is the policy `default`. `watch` `NULL` is none; it counts tasks. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_history(
    registry: Option<&tiendo_registry>,
    first: i32,
    last: i32,
    axis: i32,
    policy: Option<&tiendo_policy>,
    watch: Option<NonNull<tiendo_watch>>,
    history_out: Option<&mut MaybeUninit<Box<tiendo_history>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(history_out.as_deref(), "history_out")?;
        let axis = tiendo_history_axis::of(axis, "axis")?;
        let (first, last) = (day_of(first, "first")?, day_of(last, "last")?);
        let options = HistoryOptions::along(axis, first, last);
        let policy = policy.map(tiendo_policy::copy).unwrap_or_default();
        let (watch, unwatched) = (maybe_writable(watch), model::Watch::new());
        let watch = watch.map_or(&unwatched, |watch| &watch.0);
        let history = threads::on(registry, |threads| {
            registry.history_on(&options, &policy, threads, watch)
        })?;
        let all = history.along(axis).map_or(&[][..], HistorySeries::keys);
        let keys = keys(all.iter().map(|key| [&key.key, &key.name, &key.name_en]));
        put(history_out, "history_out", Box::new(tiendo_history { history, axis, keys }))
    })
}

/// Frees a history. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_free(history: Option<Box<tiendo_history>>) {
    free(history);
}

/// The first and the last day, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_get_days(
    history: Option<&tiendo_history>,
    first_out: Option<&mut MaybeUninit<i32>>,
    last_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let history = &handle(history, "history")?.history;
        wanted(last_out.as_deref(), "last_out")?;
        put(first_out, "first_out", day_number(Some(history.from())))?;
        put(last_out, "last_out", day_number(Some(history.to())))
    })
}

/// Number of keys: agencies that have anything in force on any day, all phases or groups, one for the whole; 0 for
/// `NULL`. What belongs to no key stands at this index, one behind the last key.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_len(history: Option<&tiendo_history>) -> usize {
    history.and_then(|h| h.series().ok()).map_or(0, |series| series.keys().len())
}

/// Id of the agency, phase or group at an index; empty for the whole. Valid until the history is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_get_key(
    history: Option<&tiendo_history>,
    key: usize,
    key_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(key_out, "key_out", handle(history, "history")?.keys.get(key, 0, "key")?))
}

/// The name of a key, as on the last day; `lang` is a `tiendo_lang`. Valid until the history is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_get_name(
    history: Option<&tiendo_history>,
    key: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(name_out, "name_out", name_of(&handle(history, "history")?.keys, key, lang)?))
}

/// Of a day, `yyyymmdd`: tasks in force, documents that set them, and reports visible and hidden by what was known.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_get_scope(
    history: Option<&tiendo_history>,
    day: i32,
    task_count_out: Option<&mut MaybeUninit<u64>>,
    document_count_out: Option<&mut MaybeUninit<u64>>,
    report_count_out: Option<&mut MaybeUninit<u64>>,
    hidden_report_count_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let history = &handle(history, "history")?.history;
        let day = day_of(day, "day")?;
        let outside = || model::Error::NotFound { kind: "day", id: day.to_string() };
        let scope = history.scope(day).ok_or_else(outside)?;
        wanted(document_count_out.as_deref(), "document_count_out")?;
        wanted(report_count_out.as_deref(), "report_count_out")?;
        wanted(hidden_report_count_out.as_deref(), "hidden_report_count_out")?;
        put(task_count_out, "task_count_out", scope.task_count)?;
        put(document_count_out, "document_count_out", scope.document_count)?;
        put(report_count_out, "report_count_out", scope.report_count)?;
        put(hidden_report_count_out, "hidden_report_count_out", scope.hidden_report_count)
    })
}

/// One number of the sums of a key on a day, `yyyymmdd`: `extent` is a `tiendo_extent`, `sum` a `tiendo_sum`.
/// `TIENDO_CODE_NOT_FOUND` for a day outside the range.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_get_sum(
    history: Option<&tiendo_history>,
    day: i32,
    key: usize,
    extent: i32,
    sum: i32,
    value_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let history = handle(history, "history")?;
        let sums = history.sums(day, key, extent)?;
        Counted { sums: &sums, policy: history.history.policy() }.put_sum(sum, value_out)
    })
}

/// How many of a key have a status (a `tiendo_status`) on a day, and of these how many nobody reported on. `extent` is a
/// `tiendo_extent`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_get_count(
    history: Option<&tiendo_history>,
    day: i32,
    key: usize,
    extent: i32,
    status: i32,
    count_out: Option<&mut MaybeUninit<u64>>,
    unreported_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let history = handle(history, "history")?;
        let sums = history.sums(day, key, extent)?;
        let counted = Counted { sums: &sums, policy: history.history.policy() };
        counted.put_count(status, count_out, unreported_out)
    })
}

/// A rate (a `tiendo_rate`) of a key on a day, exact: `num` ÷ `den`, 0 ÷ 0 where there is nothing to divide by. `extent` is a
/// `tiendo_extent`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_history_get_rate(
    history: Option<&tiendo_history>,
    day: i32,
    key: usize,
    extent: i32,
    rate: i32,
    num_out: Option<&mut MaybeUninit<u64>>,
    den_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let history = handle(history, "history")?;
        let sums = history.sums(day, key, extent)?;
        Counted { sums: &sums, policy: history.history.policy() }.put_rate(rate, num_out, den_out)
    })
}
