//! Recurring tasks: the occurrences of rows.

use std::mem::MaybeUninit;

use model::Row;

use crate::boundary::{call, handle, int, put, wanted};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::packed::Texts;
use crate::text::tiendo_str;

/// Code of the occurrence that judges a recurring task: `2025-Q3`; empty for what does not recur. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_occurrence(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    occurrence_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation.text_of(row, &evaluation.occurrences, |all| {
            let code = |r: Row<'_>| r.occurrences().map(|o| o.judged.code()).unwrap_or_default();
            Texts::pack(all.rows().map(code))
        })?;
        put(occurrence_out, "occurrence_out", value)
    })
}

/// How the occurrences of a recurring task went up to the day: elapsed, served on time, served late, missed; all 0 for
/// what does not recur.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_occurrence_counts(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    elapsed_out: Option<&mut MaybeUninit<i32>>,
    done_on_time_out: Option<&mut MaybeUninit<i32>>,
    done_late_out: Option<&mut MaybeUninit<i32>>,
    missed_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let counts = handle(evaluation, "evaluation")?.row(row)?.occurrences();
        let count =
            |of: fn(&model::OccurrenceCounts) -> u32| counts.as_ref().map_or(0, |c| int(of(c)));
        wanted(elapsed_out.as_deref(), "elapsed_out")?;
        wanted(done_on_time_out.as_deref(), "done_on_time_out")?;
        wanted(done_late_out.as_deref(), "done_late_out")?;
        wanted(missed_out.as_deref(), "missed_out")?;
        put(elapsed_out, "elapsed_out", count(|c| c.elapsed_count))?;
        put(done_on_time_out, "done_on_time_out", count(|c| c.done_on_time_count))?;
        put(done_late_out, "done_late_out", count(|c| c.done_late_count))?;
        put(missed_out, "missed_out", count(|c| c.missed_count))
    })
}

/// Elapsed occurrences of a row that nobody ever reported on: missing data, and not missed work; 0 for what does not recur.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_occurrence_unreported_count(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    unreported_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let counts = handle(evaluation, "evaluation")?.row(row)?.occurrences();
        put(
            unreported_out,
            "unreported_out",
            counts.map_or(0, |counts| int(counts.unreported_count)),
        )
    })
}
