//! What changed between two evaluations, and a reporting period beside the one before it, as JSON in the form of the query
//! door.

use std::mem::MaybeUninit;

use model::AsOf;

use crate::boundary::{call, day_of, handle, maybe_day, put, wanted};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::period::tiendo_period;
use crate::policy::tiendo_policy;
use crate::query::tiendo_reply;
use crate::registry::tiendo_registry;

/// What changed since another evaluation, as the reply of the request `changes`; the caller frees it with
/// `tiendo_reply_free`.
///
/// The other one may be of another state of the same register, such as `tiendo_ledger_evaluate_frozen` gives it; both must be
/// under one policy, else `TIENDO_CODE_INVALID_VALUE`. `due_from` and `due_to` keep to what falls due in these days,
/// `yyyymmdd`; 0 and 0: everything. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_changes_since(
    evaluation: Option<&tiendo_evaluation>,
    before: Option<&tiendo_evaluation>,
    due_from: i32,
    due_to: i32,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let before = handle(before, "before")?.evaluation();
        let (from, to) = (maybe_day(due_from, "due_from")?, maybe_day(due_to, "due_to")?);
        wanted(reply_out.as_deref(), "reply_out")?;
        let due = (from.is_some() || to.is_some())
            .then(|| (from.unwrap_or(model::day::FIRST), to.unwrap_or(model::day::LAST)));
        put(reply_out, "reply_out", tiendo_reply::json(&evaluation.changes_since(before, due)?)?)
    })
}

/// A reporting period beside the one before it: what falls due in each, as it stood on the last day of each, as the reply of
/// the request `changes`; the caller frees it with `tiendo_reply_free`.
///
/// A period that still runs is judged on `day`; `known` is the knowledge day of both, 0 for everything recorded. The policy
/// (`NULL`: the default one) says whether a month runs from the 15th to the 14th. `TIENDO_CODE_INVALID_VALUE` for a period
/// that begins after `day`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_period_changes(
    registry: Option<&tiendo_registry>,
    period: Option<&tiendo_period>,
    day: i32,
    known: i32,
    policy: Option<&tiendo_policy>,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        let period = tiendo_period::of(period, "period")?;
        wanted(reply_out.as_deref(), "reply_out")?;
        let mut as_of = AsOf::new(day_of(day, "day")?)?;
        if let Some(known) = maybe_day(known, "known")? {
            as_of = as_of.known_on(known)?;
        }
        let policy = policy.map(tiendo_policy::copy).unwrap_or_default();
        let changes = registry.period_changes(period, as_of, &policy)?;
        put(reply_out, "reply_out", tiendo_reply::json(&changes)?)
    })
}
