//! Urging (đôn đốc): what each agency is reminded of.

use std::mem::MaybeUninit;

use model::{Role, Row, Urging};

use crate::boundary::{call, free, handle, put, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::list::List;
use crate::packed::Grid;
use crate::rows::tiendo_rows;
use crate::text::tiendo_str;

/// The rows that one agency is reminded of, by number.
#[derive(Debug)]
struct Urged {
    overdue: Vec<usize>,
    due_soon: Vec<usize>,
    no_data: Vec<usize>,
}

/// What every agency must be reminded of. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_urgings(List<Urged, 1>);

/// What every agency must be reminded of, in id order; agencies without such rows are not listed. The caller frees the list,
/// which outlives the evaluation.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_urgings(
    evaluation: Option<&tiendo_evaluation>,
    urgings_out: Option<&mut MaybeUninit<Box<tiendo_urgings>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(urgings_out.as_deref(), "urgings_out")?;
        let urgings = evaluation.urgings();
        let agencies = Grid::pack(urgings.iter().map(|urging| [urging.agency.unwrap_or_default()]));
        let list = List::of(agencies, urgings.iter().map(Urged::of).collect());
        put(urgings_out, "urgings_out", Box::new(tiendo_urgings(list)))
    })
}

impl Urged {
    fn of(urging: &Urging<'_>) -> Self {
        let indices = |rows: &[Row<'_>]| rows.iter().map(Row::index).collect();
        Urged {
            overdue: indices(&urging.overdue),
            due_soon: indices(&urging.due_soon),
            no_data: indices(&urging.no_data),
        }
    }
}

/// Frees a list of urgings. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_urgings_free(urgings: Option<Box<tiendo_urgings>>) {
    free(urgings);
}

/// Number of agencies that are reminded; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_urgings_len(urgings: Option<&tiendo_urgings>) -> usize {
    urgings.map_or(0, |urgings| urgings.0.len())
}

/// Id of the agency; empty for what counts for nobody, which stands last. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_urgings_get_agency(
    urgings: Option<&tiendo_urgings>,
    index: usize,
    agency_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(agency_out, "agency_out", handle(urgings, "urgings")?.0.text(index, 0)?))
}

/// The rows that are overdue, the longest first; the caller frees them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_urgings_get_overdue(
    urgings: Option<&tiendo_urgings>,
    index: usize,
    rows_out: Option<&mut MaybeUninit<Box<tiendo_rows>>>,
) -> tiendo_code {
    call(|| put_rows(urgings, index, |urged| &urged.overdue, rows_out))
}

/// The rows that fall due within the policy's days, the first to fall due first; the caller frees them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_urgings_get_due_soon(
    urgings: Option<&tiendo_urgings>,
    index: usize,
    rows_out: Option<&mut MaybeUninit<Box<tiendo_rows>>>,
) -> tiendo_code {
    call(|| put_rows(urgings, index, |urged| &urged.due_soon, rows_out))
}

/// The rows past their last day without any report: missing data, never lateness. Empty under a policy that counts silence as
/// overdue. The caller frees them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_urgings_get_no_data(
    urgings: Option<&tiendo_urgings>,
    index: usize,
    rows_out: Option<&mut MaybeUninit<Box<tiendo_rows>>>,
) -> tiendo_code {
    call(|| put_rows(urgings, index, |urged| &urged.no_data, rows_out))
}

fn put_rows(
    urgings: Option<&tiendo_urgings>,
    index: usize,
    of: impl Fn(&Urged) -> &Vec<usize>,
    rows_out: Option<&mut MaybeUninit<Box<tiendo_rows>>>,
) -> Outcome {
    let rows = of(handle(urgings, "urgings")?.0.record(index)?);
    // Co-leads are not urged.
    let rows = tiendo_rows::new(rows.iter().map(|row| (*row, Role::Lead)).collect());
    put(rows_out, "rows_out", Box::new(rows))
}
