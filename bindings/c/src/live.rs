//! Live evaluations: kept up to date, report by report.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::{Level, LiveEvaluation};

use crate::boundary::{
    call, day_of, free, handle, handles, maybe_day, maybe_writable, put, text, wanted, writable,
};
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::finding::tiendo_findings;
use crate::policy::tiendo_policy;
use crate::ranking::tiendo_ranking;
use crate::registry::tiendo_registry;
use crate::report::tiendo_report;
use crate::rollup::tiendo_rollup;
use crate::sums::{Counted, is_inclusive};
use crate::watch::tiendo_watch;
use crate::word::{shown, tiendo_axis};

/// An evaluation that takes reports as they come, and can be read after each: its answers are always those of a full
/// evaluation of the registry with these reports added.
///
/// Any thread may use it, several at a time too: one call waits for another. The caller frees it.
#[derive(Debug)]
pub struct tiendo_live(Mutex<LiveEvaluation>);

impl tiendo_live {
    fn lock(live: Option<&Self>) -> Outcome<MutexGuard<'_, LiveEvaluation>> {
        Ok(handle(live, "live")?.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Evaluates every task as of a day, and keeps the evaluation so that reports can be added to it; the caller frees it, and it
/// outlives the registry, which stays as it is.
///
/// The arguments are those of `tiendo_registry_evaluate`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_evaluate_live(
    registry: Option<&tiendo_registry>,
    day: i32,
    known: i32,
    policy: Option<&tiendo_policy>,
    watch: Option<NonNull<tiendo_watch>>,
    live_out: Option<&mut MaybeUninit<Box<tiendo_live>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(live_out.as_deref(), "live_out")?;
        let mut as_of = model::AsOf::new(day_of(day, "day")?)?;
        if let Some(known) = maybe_day(known, "known")? {
            as_of = as_of.known_on(known)?;
        }
        let policy = policy.map(tiendo_policy::copy).unwrap_or_default();
        let live = match maybe_writable(watch) {
            Some(watch) => registry.evaluate_live_watched(as_of, &policy, &watch.0)?,
            None => registry.evaluate_live(as_of, &policy)?,
        };
        put(live_out, "live_out", Box::new(tiendo_live(Mutex::new(live))))
    })
}

/// Frees a live evaluation. `NULL` is fine; what was made from it stays valid.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_free(live: Option<Box<tiendo_live>>) {
    free(live);
}

/// Takes a report, of which it keeps a copy; the caller frees the findings, what is worth telling about it. `findings_out`
/// `NULL` is fine.
///
/// One that cannot be held changes nothing and is a finding with severity error. An id that is known replaces the report
/// that had it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_apply(
    live: Option<NonNull<tiendo_live>>,
    report: Option<&tiendo_report>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let report = handle(report, "report")?.0.copy();
        let live = writable(live, "live")?;
        let findings = live.0.lock().unwrap_or_else(PoisonError::into_inner).apply(report);
        match findings_out {
            None => Ok(()),
            out => put(out, "findings_out", tiendo_findings::new(findings, None)),
        }
    })
}

/// Takes reports together, of which it keeps copies: `reports` is an array of as many handles. Each touched task is judged
/// once; of several with the same id the last one holds. The caller frees the findings; `findings_out` `NULL` is fine, and
/// `reports` `NULL` where `reports_len` is 0. Nothing is changed where one of the handles is `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_apply_all(
    live: Option<NonNull<tiendo_live>>,
    reports: *const Option<&tiendo_report>,
    reports_len: usize,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let reports = handles(reports, reports_len, "reports")?;
        let reports: Vec<model::Report> = reports.iter().map(|report| report.0.copy()).collect();
        let live = writable(live, "live")?;
        let findings = live.0.lock().unwrap_or_else(PoisonError::into_inner).apply_all(reports);
        match findings_out {
            None => Ok(()),
            out => put(out, "findings_out", tiendo_findings::new(findings, None)),
        }
    })
}

/// One number of the sums over all tasks in force: `sum` is a `tiendo_sum`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_get_task_sum(
    live: Option<&tiendo_live>,
    sum: i32,
    value_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let live = tiendo_live::lock(live)?;
        let policy = live.evaluation().policy();
        Counted { sums: live.task_sums(), policy }.put_sum(sum, value_out)
    })
}

/// One number of the sums of a key along an axis: `axis` is a `tiendo_axis`, `extent` a `tiendo_extent`, `sum` a
/// `tiendo_sum`. `TIENDO_CODE_NOT_FOUND` for a key without a row.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_get_sum(
    live: Option<&tiendo_live>,
    axis: i32,
    key: *const c_char,
    key_len: usize,
    extent: i32,
    sum: i32,
    value_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let live = tiendo_live::lock(live)?;
        let (axis, key) = (tiendo_axis::of(axis, "axis")?, text(key, key_len, "key")?);
        let found = live.roll_up(axis).rows.iter().find(|row| row.key == key);
        let missing = || model::Error::NotFound { kind: "key", id: shown(key) };
        let row = found.ok_or_else(missing)?;
        let sums = if is_inclusive(extent)? { &row.inclusive } else { &row.own };
        Counted { sums, policy: live.evaluation().policy() }.put_sum(sum, value_out)
    })
}

/// What it says now, as an evaluation that stays as it is while further reports come; the caller frees it.
///
/// Copies the rows.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_evaluation(
    live: Option<&tiendo_live>,
    evaluation_out: Option<&mut MaybeUninit<Box<tiendo_evaluation>>>,
) -> tiendo_code {
    call(|| {
        wanted(evaluation_out.as_deref(), "evaluation_out")?;
        let evaluation = tiendo_live::lock(live)?.evaluation().clone();
        put(evaluation_out, "evaluation_out", tiendo_evaluation::new(evaluation))
    })
}

/// The sums along an axis (a `tiendo_axis`) as they are now, as assigned; the caller frees the roll-up.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_roll_up(
    live: Option<&tiendo_live>,
    axis: i32,
    rollup_out: Option<&mut MaybeUninit<Box<tiendo_rollup>>>,
) -> tiendo_code {
    call(|| {
        let live = tiendo_live::lock(live)?;
        let axis = tiendo_axis::of(axis, "axis")?;
        wanted(rollup_out.as_deref(), "rollup_out")?;
        let rollup = tiendo_rollup::of(live.roll_up(axis).clone(), live.evaluation().policy());
        put(rollup_out, "rollup_out", rollup)
    })
}

/// Ranks the agencies of a level by the sums at hand, as `tiendo_evaluation_rank` does; the caller frees the ranking.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_rank(
    live: Option<&tiendo_live>,
    level: *const c_char,
    level_len: usize,
    ranking_out: Option<&mut MaybeUninit<Box<tiendo_ranking>>>,
) -> tiendo_code {
    call(|| {
        let live = tiendo_live::lock(live)?;
        let level = Level::parse(text(level, level_len, "level")?);
        wanted(ranking_out.as_deref(), "ranking_out")?;
        let ranking = tiendo_ranking::of(live.rank(&level), live.evaluation().policy());
        put(ranking_out, "ranking_out", ranking)
    })
}

/// A registry of all that is known now, built anew: for questions about other days. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_live_to_registry(
    live: Option<&tiendo_live>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        wanted(registry_out.as_deref(), "registry_out")?;
        let registry = tiendo_live::lock(live)?.to_registry();
        put(registry_out, "registry_out", Box::new(tiendo_registry::new(registry)))
    })
}
