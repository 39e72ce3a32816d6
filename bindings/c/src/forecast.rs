//! The forecast: when open tasks will be done, and how likely by their last days.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::schedule::{Forecast, ForecastOptions, TaskForecast};

use crate::boundary::{at, call, day_number, free, handle, int, maybe_writable, put, text, wanted};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::packed::Texts;
use crate::query::tiendo_reply;
use crate::text::tiendo_str;
use crate::watch::tiendo_watch;
use crate::word::{shown, tiendo_forecast_basis, tiendo_link_use};

/// A forecast of the open tasks of an evaluation, in id order. Immutable; any number of threads may read it at a time.
///
/// Phases, groups and agencies are in `tiendo_forecast_to_json`.
#[derive(Debug)]
pub struct tiendo_forecast {
    forecast: Forecast,
    ids: Texts,
}

impl tiendo_forecast {
    fn task(forecast: Option<&Self>, task: usize) -> Outcome<&TaskForecast> {
        at(&handle(forecast, "forecast")?.forecast.tasks, task, "task")
    }
}

/// When open tasks will be done, and how likely by their last days, from what the register's own tasks took; the caller frees
/// the forecast, which outlives the evaluation.
///
/// `runs` simulated runs (1000 is usual) from `seed`: the same seed gives the same numbers on every machine. `links` is a
/// `tiendo_link_use`. `watch` `NULL` is none; it counts every task once in each run. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_forecast(
    evaluation: Option<&tiendo_evaluation>,
    runs: u32,
    seed: u64,
    links: i32,
    watch: Option<NonNull<tiendo_watch>>,
    forecast_out: Option<&mut MaybeUninit<Box<tiendo_forecast>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(forecast_out.as_deref(), "forecast_out")?;
        let options = ForecastOptions { runs, seed, links: tiendo_link_use::of(links, "links")? };
        let forecast = match maybe_writable(watch) {
            Some(watch) => evaluation.forecast_watched(&options, &watch.0)?,
            None => evaluation.forecast(&options)?,
        };
        let ids = Texts::pack(forecast.tasks.iter().map(|task| &task.task));
        put(forecast_out, "forecast_out", Box::new(tiendo_forecast { forecast, ids }))
    })
}

/// Frees a forecast. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_free(forecast: Option<Box<tiendo_forecast>>) {
    free(forecast);
}

/// Number of open tasks; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_len(forecast: Option<&tiendo_forecast>) -> usize {
    forecast.map_or(0, |f| f.forecast.tasks.len())
}

/// The position of the open task with an id. `TIENDO_CODE_NOT_FOUND` for one that is not open or not there.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_find(
    forecast: Option<&tiendo_forecast>,
    id: *const c_char,
    id_len: usize,
    task_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| {
        let id = text(id, id_len, "id")?;
        let found = handle(forecast, "forecast")?.forecast.position(id);
        let missing = || model::Error::NotFound { kind: "open task", id: shown(id) };
        put(task_out, "task_out", found.ok_or_else(missing)?)
    })
}

/// Id of a task. Valid until the forecast is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_get_task(
    forecast: Option<&tiendo_forecast>,
    task: usize,
    task_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        tiendo_forecast::task(forecast, task)?;
        put(task_out, "task_out", handle(forecast, "forecast")?.ids.get(task))
    })
}

/// The last day that judges a task, `yyyymmdd`; 0 without one.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_get_deadline(
    forecast: Option<&tiendo_forecast>,
    task: usize,
    deadline_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let day = tiendo_forecast::task(forecast, task)?.deadline;
        put(deadline_out, "deadline_out", day_number(day))
    })
}

/// From whose closed rows a task is forecast, or why it is not, and how many these were.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_get_basis(
    forecast: Option<&tiendo_forecast>,
    task: usize,
    basis_out: Option<&mut MaybeUninit<tiendo_forecast_basis>>,
    closed_count_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let task = tiendo_forecast::task(forecast, task)?;
        wanted(closed_count_out.as_deref(), "closed_count_out")?;
        put(basis_out, "basis_out", task.basis.into())?;
        put(closed_count_out, "closed_count_out", int(task.closed_count))
    })
}

/// The probability that a task is done by its last day, as runs in which it is ÷ runs; 0 ÷ 0 where it is not forecast.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_get_on_time(
    forecast: Option<&tiendo_forecast>,
    task: usize,
    num_out: Option<&mut MaybeUninit<u64>>,
    den_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let ratio = tiendo_forecast::task(forecast, task)?.on_time.unwrap_or_default();
        wanted(den_out.as_deref(), "den_out")?;
        put(num_out, "num_out", ratio.num)?;
        put(den_out, "den_out", ratio.den)
    })
}

/// The day by which a task is done in 50, 80 or 95 of 100 runs, `yyyymmdd`; 0 where fewer runs see it done at all.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_get_by(
    forecast: Option<&tiendo_forecast>,
    task: usize,
    percent: i32,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let task = tiendo_forecast::task(forecast, task)?;
        let day = match percent {
            50 => task.by_50,
            80 => task.by_80,
            95 => task.by_95,
            other => {
                let message = format!("percent must be 50, 80 or 95, not {other}");
                return Err(Failure::new(tiendo_code::InvalidValue, message));
            }
        };
        put(day_out, "day_out", day_number(day))
    })
}

/// Whether simulated work waits for its predecessors (1 or 0), and of the links with both ends closed how many were kept.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_get_links(
    forecast: Option<&tiendo_forecast>,
    are_links_followed_out: Option<&mut MaybeUninit<i32>>,
    links_kept_num_out: Option<&mut MaybeUninit<u64>>,
    links_kept_den_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let forecast = &handle(forecast, "forecast")?.forecast;
        wanted(links_kept_num_out.as_deref(), "links_kept_num_out")?;
        wanted(links_kept_den_out.as_deref(), "links_kept_den_out")?;
        let followed = i32::from(forecast.are_links_followed);
        put(are_links_followed_out, "are_links_followed_out", followed)?;
        put(links_kept_num_out, "links_kept_num_out", forecast.links_kept.num)?;
        put(links_kept_den_out, "links_kept_den_out", forecast.links_kept.den)
    })
}

/// A forecast as the reply of the request `forecast`; the caller frees it with `tiendo_reply_free`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_forecast_to_json(
    forecast: Option<&tiendo_forecast>,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let forecast = &handle(forecast, "forecast")?.forecast;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(forecast)?)
    })
}
