//! Completeness: how much of the clears (rõ) the tasks of agencies state.

use std::mem::MaybeUninit;

use model::Completeness;

use crate::boundary::{call, free, handle, put, wanted};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::list::List;
use crate::sums::put_ratio;
use crate::text::tiendo_str;

/// How complete the tasks of each agency are. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_completeness(List<Completeness, 1>);

/// How much of what the clears (rõ) of the policy ask for the tasks of each agency state, in agency id order; the caller
/// frees the list, which outlives the evaluation.
///
/// Source of the six clears: 318/TB-VPCP.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_completeness(
    evaluation: Option<&tiendo_evaluation>,
    completeness_out: Option<&mut MaybeUninit<Box<tiendo_completeness>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(completeness_out.as_deref(), "completeness_out")?;
        let scores = evaluation.completeness();
        let list = tiendo_completeness(List::new(&scores, |score| [score.agency.as_str()]));
        put(completeness_out, "completeness_out", Box::new(list))
    })
}

/// Frees a list of completeness. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_completeness_free(completeness: Option<Box<tiendo_completeness>>) {
    free(completeness);
}

/// Number of agencies that have tasks in force; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_completeness_len(completeness: Option<&tiendo_completeness>) -> usize {
    completeness.map_or(0, |completeness| completeness.0.len())
}

/// Id of an agency. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_completeness_get_agency(
    completeness: Option<&tiendo_completeness>,
    index: usize,
    agency_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(agency_out, "agency_out", handle(completeness, "completeness")?.0.text(index, 0)?))
}

/// Clears stated ÷ clears asked, over the rows of an agency.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_completeness_get_stated(
    completeness: Option<&tiendo_completeness>,
    index: usize,
    num_out: Option<&mut MaybeUninit<u64>>,
    den_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let score = handle(completeness, "completeness")?.0.record(index)?;
        put_ratio(score.stated, num_out, den_out)
    })
}
