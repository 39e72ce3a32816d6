//! Roll-ups: sums along an axis.

use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{Evaluation, Policy, Rollup, RollupOptions};

use crate::boundary::{
    call, day_number, free, handle, maybe_day, maybe_writable, out_of_range, put, wanted,
};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::period::tiendo_period;
use crate::sums::{Counted, Keys, is_inclusive, keys, name_of};
use crate::text::tiendo_str;
use crate::watch::tiendo_watch;
use crate::word::{tiendo_axis, tiendo_classified, tiendo_counting};

/// Sums along an axis, one row per key. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_rollup {
    pub(crate) rollup: Rollup,
    pub(crate) policy: Policy,
    keys: Keys,
}

impl tiendo_rollup {
    /// Sums as asked for, by the policy of the evaluation.
    fn made(
        evaluation: &Evaluation,
        options: &RollupOptions,
        watch: Option<NonNull<tiendo_watch>>,
    ) -> Outcome<Box<Self>> {
        let rollup = match maybe_writable(watch) {
            Some(watch) => evaluation.roll_up_watched(options, &watch.0)?,
            None => evaluation.roll_up_with(options),
        };
        Ok(Self::of(rollup, evaluation.policy()))
    }

    /// Sums that were made by a policy.
    pub(crate) fn of(rollup: Rollup, policy: &Policy) -> Box<Self> {
        let keys = keys(rollup.rows.iter().map(|row| [&row.key, &row.name, &row.name_en]));
        Box::new(tiendo_rollup { rollup, policy: policy.clone(), keys })
    }

    /// The sums of a row; those of what belongs to no key follow the last.
    pub(crate) fn counted(rollup: Option<&Self>, row: usize, extent: i32) -> Outcome<Counted<'_>> {
        let tiendo_rollup { rollup, policy, .. } = handle(rollup, "rollup")?;
        let inclusive = is_inclusive(extent)?;
        let sums = match rollup.rows.get(row) {
            Some(found) if inclusive => &found.inclusive,
            Some(found) => &found.own,
            None if row == rollup.rows.len() => &rollup.unassigned,
            None => return Err(out_of_range(row, rollup.rows.len(), "row")),
        };
        Ok(Counted { sums, policy })
    }
}

/// Sums along an axis (a `tiendo_axis`), as assigned; the caller frees the roll-up, which outlives the evaluation.
///
/// `watch` `NULL` is none; it counts rows.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_roll_up(
    evaluation: Option<&tiendo_evaluation>,
    axis: i32,
    watch: Option<NonNull<tiendo_watch>>,
    rollup_out: Option<&mut MaybeUninit<Box<tiendo_rollup>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let axis = tiendo_axis::of(axis, "axis")?;
        wanted(rollup_out.as_deref(), "rollup_out")?;
        let rollup = tiendo_rollup::made(evaluation, &RollupOptions::along(axis), watch)?;
        put(rollup_out, "rollup_out", rollup)
    })
}

/// Sums along an axis of the tasks asked for: `counting` is a `tiendo_counting`, `classified` a `tiendo_classified`;
/// only what falls due from `from` to `to` (`yyyymmdd`, 0 for an open end, both 0 for whenever). The caller frees the
/// roll-up, which outlives the evaluation. `watch` `NULL` is none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_roll_up_with(
    evaluation: Option<&tiendo_evaluation>,
    axis: i32,
    counting: i32,
    classified: i32,
    from: i32,
    to: i32,
    watch: Option<NonNull<tiendo_watch>>,
    rollup_out: Option<&mut MaybeUninit<Box<tiendo_rollup>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(rollup_out.as_deref(), "rollup_out")?;
        let (from, to) = (maybe_day(from, "from")?, maybe_day(to, "to")?);
        let period = match (from, to) {
            (None, None) => None,
            (Some(from), Some(to)) if to < from => {
                let message = format!("to is {to}, before {from}");
                return Err(Failure::new(tiendo_code::InvalidValue, message));
            }
            (from, to) => Some((from.unwrap_or(model::day::FIRST), to.unwrap_or(model::day::LAST))),
        };
        let options = RollupOptions {
            axis: tiendo_axis::of(axis, "axis")?,
            counting: tiendo_counting::of(counting, "counting")?,
            classified: tiendo_classified::of(classified, "classified")?,
            period,
        };
        put(rollup_out, "rollup_out", tiendo_rollup::made(evaluation, &options, watch)?)
    })
}

/// Sums along an axis (a `tiendo_axis`) of what falls due in a period, on the days that `tiendo_policy_reporting_days` gives
/// for the policy of the evaluation. The caller frees the roll-up, which outlives the evaluation. `watch` `NULL` is none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_roll_up_period(
    evaluation: Option<&tiendo_evaluation>,
    axis: i32,
    period: Option<&tiendo_period>,
    watch: Option<NonNull<tiendo_watch>>,
    rollup_out: Option<&mut MaybeUninit<Box<tiendo_rollup>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let axis = tiendo_axis::of(axis, "axis")?;
        let period = tiendo_period::of(period, "period")?;
        wanted(rollup_out.as_deref(), "rollup_out")?;
        let days = evaluation.policy().reporting_days(period);
        let options = RollupOptions { period: Some(days), ..RollupOptions::along(axis) };
        put(rollup_out, "rollup_out", tiendo_rollup::made(evaluation, &options, watch)?)
    })
}

/// The first and the last day, `yyyymmdd`, of what a roll-up sums; 0 and 0 where it sums whatever falls due whenever.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_get_days(
    rollup: Option<&tiendo_rollup>,
    first_out: Option<&mut MaybeUninit<i32>>,
    last_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let days = handle(rollup, "rollup")?.rollup.options.period;
        wanted(last_out.as_deref(), "last_out")?;
        put(first_out, "first_out", day_number(days.map(|(first, _)| first)))?;
        put(last_out, "last_out", day_number(days.map(|(_, last)| last)))
    })
}

/// Frees a roll-up. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_free(rollup: Option<Box<tiendo_rollup>>) {
    free(rollup);
}

/// Number of keys; 0 for `NULL`. What belongs to no key stands at this index, one behind the last key.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_len(rollup: Option<&tiendo_rollup>) -> usize {
    rollup.map_or(0, |r| r.rollup.rows.len())
}

/// The key of a row: id of the agency, phase, group or document, code of the territory, word of the level or branch, the
/// post. Valid until the roll-up is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_get_key(
    rollup: Option<&tiendo_rollup>,
    row: usize,
    key_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(key_out, "key_out", handle(rollup, "rollup")?.keys.get(row, 0, "row")?))
}

/// The name of a row; `lang` is a `tiendo_lang`. Valid until the roll-up is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_get_name(
    rollup: Option<&tiendo_rollup>,
    row: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(name_out, "name_out", name_of(&handle(rollup, "rollup")?.keys, row, lang)?))
}

/// One number of a row's sums: `sum` is a `tiendo_sum`. `extent` is a `tiendo_extent`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_get_sum(
    rollup: Option<&tiendo_rollup>,
    row: usize,
    extent: i32,
    sum: i32,
    value_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_rollup::counted(rollup, row, extent)?.put_sum(sum, value_out))
}

/// How many of a row have a status (a `tiendo_status`), and of these how many nobody reported on. `extent` is a `tiendo_extent`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_get_count(
    rollup: Option<&tiendo_rollup>,
    row: usize,
    extent: i32,
    status: i32,
    count_out: Option<&mut MaybeUninit<u64>>,
    unreported_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        tiendo_rollup::counted(rollup, row, extent)?.put_count(status, count_out, unreported_out)
    })
}

/// A rate (a `tiendo_rate`) of a row, exact: `num` ÷ `den`, 0 ÷ 0 where there is nothing to divide by. `extent` is a `tiendo_extent`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_get_rate(
    rollup: Option<&tiendo_rollup>,
    row: usize,
    extent: i32,
    rate: i32,
    num_out: Option<&mut MaybeUninit<u64>>,
    den_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_rollup::counted(rollup, row, extent)?.put_rate(rate, num_out, den_out))
}
