//! What stands beside a status: the task as it is judged, what was said last, the obstacles.

use std::mem::MaybeUninit;

use model::Report;

use crate::boundary::{call, free, handle, put, wanted};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::list::List;
use crate::packed::Grid;
use crate::query::tiendo_reply;
use crate::text::tiendo_str;

/// By row: the last report that counts, and the last reason given. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_said(List<Option<Report>, 1>);

/// What was said last about each row, by the day and what was known, without reports that do not count; the caller frees it.
///
/// Made once for all rows: which report counts for which row is the rule's to say, and it is run again for that.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_said(
    evaluation: Option<&tiendo_evaluation>,
    said_out: Option<&mut MaybeUninit<Box<tiendo_said>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(said_out.as_deref(), "said_out")?;
        let said = evaluation.said();
        let reason =
            |row| said.reason(&row).map_or_else(String::new, |text| text.as_str().to_owned());
        let reasons = Grid::pack(evaluation.rows().map(|row| [reason(row)]));
        let latest = evaluation.rows().map(|row| said.latest(&row)).collect();
        put(said_out, "said_out", Box::new(tiendo_said(List::of(reasons, latest))))
    })
}

/// Frees what was said. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_said_free(said: Option<Box<tiendo_said>>) {
    free(said);
}

/// The last report on the state of a row's work as JSON: progress, completion, an obstacle or its end; `null` for none. The
/// caller frees the reply.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_said_get_latest(
    said: Option<&tiendo_said>,
    row: usize,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let latest = handle(said, "said")?.0.record(row)?;
        put(json_out, "json_out", tiendo_reply::json(latest)?)
    })
}

/// The reason that was given last for a row, in whatever report that counts; empty for none. Valid until `said` is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_said_get_reason(
    said: Option<&tiendo_said>,
    row: usize,
    reason_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(reason_out, "reason_out", handle(said, "said")?.0.text(row, 0)?))
}

/// The definition of a row's task that is evaluated, as JSON: the version visible on the day as known; the caller frees the
/// reply.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_task_record(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let task = handle(evaluation, "evaluation")?.row(row)?.task();
        put(json_out, "json_out", tiendo_reply::json(&*task)?)
    })
}

/// The reports of obstacles of a row that are not resolved, the oldest first, as a JSON array; the caller frees the reply.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_obstacles(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let obstacles = handle(evaluation, "evaluation")?.row(row)?.obstacles();
        put(json_out, "json_out", tiendo_reply::json(&obstacles)?)
    })
}
