//! Lists of rows, most urgent first.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use model::Role;

use crate::boundary::{at, call, free, handle, put, text, wanted};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::filter::tiendo_filter;
use crate::word::tiendo_role;

/// A list of rows of an evaluation. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_rows(Vec<(usize, Role)>);

impl tiendo_rows {
    pub(crate) fn new(rows: Vec<(usize, Role)>) -> Self {
        tiendo_rows(rows)
    }
}

/// Rows that are overdue, the longest first, without those that nobody reported on unless the policy counts silence; the
/// caller frees the list.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_overdue(
    evaluation: Option<&tiendo_evaluation>,
    rows_out: Option<&mut MaybeUninit<Box<tiendo_rows>>>,
) -> tiendo_code {
    call(|| {
        let overdue = handle(evaluation, "evaluation")?.evaluation().overdue();
        let rows = overdue.iter().map(|row| (row.index(), Role::Lead)).collect();
        put(rows_out, "rows_out", Box::new(tiendo_rows(rows)))
    })
}

/// The rows that a filter asks for, most urgent first; `NULL`: all. The caller frees the list.
///
/// Overdue first, the longest before the others, then overdue without data, due soon, in progress, not started,
/// submitted, suspended, without a fixed term, done, cancelled.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_owed(
    evaluation: Option<&tiendo_evaluation>,
    filter: Option<&tiendo_filter>,
    rows_out: Option<&mut MaybeUninit<Box<tiendo_rows>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(rows_out.as_deref(), "rows_out")?;
        let filter = filter.map(tiendo_filter::copy).unwrap_or_default();
        let owed = evaluation.owed(&filter)?;
        let rows = owed.iter().map(|owed| (owed.row.index(), owed.role)).collect();
        put(rows_out, "rows_out", Box::new(tiendo_rows(rows)))
    })
}

/// The rows of a task by its id, in agency id order, all of them led; empty where it is not in force. The caller frees the list.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_rows_of(
    evaluation: Option<&tiendo_evaluation>,
    task: *const c_char,
    task_len: usize,
    rows_out: Option<&mut MaybeUninit<Box<tiendo_rows>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let task = text(task, task_len, "task")?;
        let rows = evaluation.rows_of(task).map(|row| (row.index(), Role::Lead)).collect();
        put(rows_out, "rows_out", Box::new(tiendo_rows(rows)))
    })
}

/// Frees a list of rows. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rows_free(rows: Option<Box<tiendo_rows>>) {
    free(rows);
}

/// Number of rows in the list; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rows_len(rows: Option<&tiendo_rows>) -> usize {
    rows.map_or(0, |rows| rows.0.len())
}

/// A row of the list, as the evaluation's getters take it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rows_get_row(
    rows: Option<&tiendo_rows>,
    index: usize,
    row_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| {
        let (row, _) = *at(&handle(rows, "rows")?.0, index, "index")?;
        put(row_out, "row_out", row)
    })
}

/// As what it is owed: led alone, or with others.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rows_get_role(
    rows: Option<&tiendo_rows>,
    index: usize,
    role_out: Option<&mut MaybeUninit<tiendo_role>>,
) -> tiendo_code {
    call(|| {
        let (_, role) = *at(&handle(rows, "rows")?.0, index, "index")?;
        put(role_out, "role_out", role.into())
    })
}
