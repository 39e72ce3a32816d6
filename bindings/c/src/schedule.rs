//! The schedule and the forecast of an evaluation, as JSON in the form of the query door.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use model::AsOf;
use model::schedule::{Change, ForecastOptions};

use crate::boundary::{call, day_of, handle, long_text, put, text, wanted};
use crate::code::{Failure, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::query::tiendo_reply;
use crate::registry::tiendo_registry;

/// The plan of all tasks as defined on `day` (and known on `known`, 0 for everything recorded), as the reply of the request
/// `schedule` with the ground `plan`; the caller frees it with `tiendo_reply_free`.
///
/// Reports play no part: planned durations, links and deadlines in working days. Any thread. `TIENDO_CODE_CYCLE` where
/// dependencies form a loop, which the message names.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_schedule(
    registry: Option<&tiendo_registry>,
    day: i32,
    known: i32,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(reply_out.as_deref(), "reply_out")?;
        let mut as_of = AsOf::new(day_of(day, "day")?)?;
        if known != 0 {
            as_of = as_of.known_on(day_of(known, "known")?)?;
        }
        put(reply_out, "reply_out", tiendo_reply::json(&registry.schedule(as_of)?)?)
    })
}

/// What is left of the plan on D, as the reply of the request `schedule`; the caller frees it with `tiendo_reply_free`.
///
/// What is done is fixed on its day, what is open goes on after D with what its percent leaves of its duration. Any thread.
/// `TIENDO_CODE_CYCLE` where dependencies form a loop.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_schedule(
    evaluation: Option<&tiendo_evaluation>,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(&evaluation.schedule()?)?)
    })
}

/// Whom an agency (id, code or name) waits for, who waits for it, and what its delays endanger, as the reply of the request
/// `blocks`; the caller frees it with `tiendo_reply_free`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_blocks(
    evaluation: Option<&tiendo_evaluation>,
    agency: *const c_char,
    agency_len: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let agency = text(agency, agency_len, "agency")?;
        wanted(reply_out.as_deref(), "reply_out")?;
        let schedule = evaluation.schedule()?;
        put(reply_out, "reply_out", tiendo_reply::json(&schedule.blocks(agency)?)?)
    })
}

/// What changes would do to what is left of the plan on D, as the reply of the request `what_if`; the caller frees it with
/// `tiendo_reply_free`.
///
/// `changes` is a JSON list such as `[{"task":"T0001","delay_days":10}]`, each with `delay_days`, `not_before` or
/// `duration_days`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_what_if(
    evaluation: Option<&tiendo_evaluation>,
    changes: *const c_char,
    changes_len: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let changes = long_text(changes, changes_len, "changes")?;
        wanted(reply_out.as_deref(), "reply_out")?;
        let changes: Vec<Change> = serde_json::from_str(changes).map_err(|error| {
            Failure::new(tiendo_code::InvalidRequest, format!("changes: {error}"))
        })?;
        let schedule = evaluation.schedule()?;
        put(reply_out, "reply_out", tiendo_reply::json(&schedule.what_if(&changes)?)?)
    })
}

/// When open tasks will be done, and how likely by their last days, as the reply of the request `forecast`; the caller frees
/// it with `tiendo_reply_free`.
///
/// `runs` simulated runs (1000 is usual) from `seed`: the same seed gives the same bytes on every machine. Links are followed
/// where the register shows that they are kept. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_forecast(
    evaluation: Option<&tiendo_evaluation>,
    runs: u32,
    seed: u64,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(reply_out.as_deref(), "reply_out")?;
        let options = ForecastOptions { runs, seed, ..ForecastOptions::default() };
        put(reply_out, "reply_out", tiendo_reply::json(&evaluation.forecast(&options)?)?)
    })
}
