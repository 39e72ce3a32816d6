//! Completeness: how much of the clears (rõ) the tasks of agencies state.

use std::mem::MaybeUninit;

use model::{Clear, Completeness, Ratio};

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

/// In how many tasks each clear (rõ) is stated. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_clears(List<(Clear, Ratio), 1>);

/// In how many tasks in force each clear (rõ) of the policy is stated, in its order; the caller frees the list, which outlives
/// the evaluation.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_clears(
    evaluation: Option<&tiendo_evaluation>,
    clears_out: Option<&mut MaybeUninit<Box<tiendo_clears>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(clears_out.as_deref(), "clears_out")?;
        let list = tiendo_clears(List::new(&evaluation.clears(), |(clear, _)| [clear.as_str()]));
        put(clears_out, "clears_out", Box::new(list))
    })
}

/// Frees a list of clears. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_clears_free(clears: Option<Box<tiendo_clears>>) {
    free(clears);
}

/// Number of clears that the policy asks for; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_clears_len(clears: Option<&tiendo_clears>) -> usize {
    clears.map_or(0, |clears| clears.0.len())
}

/// A clear, a word of the vocabulary `clear`. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_clears_get_clear(
    clears: Option<&tiendo_clears>,
    index: usize,
    clear_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(clear_out, "clear_out", handle(clears, "clears")?.0.text(index, 0)?))
}

/// Tasks in force that state a clear ÷ tasks in force.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_clears_get_stated(
    clears: Option<&tiendo_clears>,
    index: usize,
    num_out: Option<&mut MaybeUninit<u64>>,
    den_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let (_, stated) = handle(clears, "clears")?.0.record(index)?;
        put_ratio(*stated, num_out, den_out)
    })
}
