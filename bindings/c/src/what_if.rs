//! What if: the tasks that changes of a schedule move.

use std::mem::MaybeUninit;

use model::schedule::{WhatIf, WhatIfRow};

use crate::boundary::{call, day_number, free, handle, out_of_range, put, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::query::tiendo_reply;

/// What changes do to a schedule: what moves, and who becomes late. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_what_if(pub(crate) WhatIf);

impl tiendo_what_if {
    fn row(what_if: Option<&Self>, row: usize) -> Outcome<WhatIfRow<'_>> {
        let what_if = &handle(what_if, "what_if")?.0;
        what_if.row(row).ok_or_else(|| out_of_range(row, what_if.len(), "row"))
    }
}

/// Frees the answer. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_what_if_free(what_if: Option<Box<tiendo_what_if>>) {
    free(what_if);
}

/// Number of tasks that move, every predecessor before its successors; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_what_if_len(what_if: Option<&tiendo_what_if>) -> usize {
    what_if.map_or(0, |what_if| what_if.0.len())
}

/// The position in the schedule of a task that moves.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_what_if_get_task(
    what_if: Option<&tiendo_what_if>,
    row: usize,
    task_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| put(task_out, "task_out", tiendo_what_if::row(what_if, row)?.task.index()))
}

/// Its last day worked after the changes, `yyyymmdd`; 0 beyond the calendar.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_what_if_get_new_finish(
    what_if: Option<&tiendo_what_if>,
    row: usize,
    new_finish_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let day = tiendo_what_if::row(what_if, row)?.new_finish();
        put(new_finish_out, "new_finish_out", day_number(day))
    })
}

/// Working days by which its finish moves; negative for earlier.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_what_if_get_delay_days(
    what_if: Option<&tiendo_what_if>,
    row: usize,
    delay_days_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let days = tiendo_what_if::row(what_if, row)?.delay_days();
        put(delay_days_out, "delay_days_out", days)
    })
}

/// 1 where it would miss its last day and does not now.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_what_if_get_is_newly_late(
    what_if: Option<&tiendo_what_if>,
    row: usize,
    is_newly_late_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let value = i32::from(tiendo_what_if::row(what_if, row)?.is_newly_late());
        put(is_newly_late_out, "is_newly_late_out", value)
    })
}

/// The last day of all after the changes, `yyyymmdd` (0 beyond the calendar), and the working days by which it moves.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_what_if_get_finish(
    what_if: Option<&tiendo_what_if>,
    finish_out: Option<&mut MaybeUninit<i32>>,
    finish_delay_days_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let what_if = &handle(what_if, "what_if")?.0;
        wanted(finish_delay_days_out.as_deref(), "finish_delay_days_out")?;
        put(finish_out, "finish_out", day_number(what_if.finish()))?;
        put(finish_delay_days_out, "finish_delay_days_out", what_if.finish_delay_days())
    })
}

/// The answer as the reply of the request `what_if`, with the chain from cause to effect of each task; the caller frees it with
/// `tiendo_reply_free`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_what_if_to_json(
    what_if: Option<&tiendo_what_if>,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let what_if = &handle(what_if, "what_if")?.0;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(what_if)?)
    })
}
