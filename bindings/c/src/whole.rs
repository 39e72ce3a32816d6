//! Tasks as a whole: a task of several rows is one task.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use model::{Lang, Status};

use crate::boundary::{call, handle, int, put, text, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::packed::Texts;
use crate::sums::Counted;
use crate::text::tiendo_str;
use crate::word::{shown, tiendo_lang, tiendo_status};

impl tiendo_evaluation {
    /// The sums over all tasks in force, made when they are first asked for.
    pub(crate) fn counted(evaluation: Option<&Self>) -> Outcome<Counted<'_>> {
        let handle = handle(evaluation, "evaluation")?;
        let sums = handle.task_sums.get_or_init(|| handle.evaluation().task_sums());
        Ok(Counted { sums, policy: handle.evaluation().policy() })
    }
}

/// Nothing in force has this id.
fn not_in_force(task: &str) -> model::Error {
    model::Error::NotFound { kind: "task", id: shown(task) }
}

/// One number of the sums over all tasks in force, each counted once as a whole: `sum` is a `tiendo_sum`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_task_sum(
    evaluation: Option<&tiendo_evaluation>,
    sum: i32,
    value_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_evaluation::counted(evaluation)?.put_sum(sum, value_out))
}

/// How many tasks in force have a status as a whole (a `tiendo_status`), and of these how many nobody reported on.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_task_count(
    evaluation: Option<&tiendo_evaluation>,
    status: i32,
    count_out: Option<&mut MaybeUninit<u64>>,
    unreported_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_evaluation::counted(evaluation)?.put_count(status, count_out, unreported_out))
}

/// A rate (a `tiendo_rate`) of all tasks in force, exact: `num` ÷ `den`, 0 ÷ 0 where there is nothing to divide by.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_task_rate(
    evaluation: Option<&tiendo_evaluation>,
    rate: i32,
    num_out: Option<&mut MaybeUninit<u64>>,
    den_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_evaluation::counted(evaluation)?.put_rate(rate, num_out, den_out))
}

/// Where a task stands as a whole, by its id: done when its last row is. `TIENDO_CODE_NOT_FOUND` where it is not in force.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_task_status(
    evaluation: Option<&tiendo_evaluation>,
    task: *const c_char,
    task_len: usize,
    status_out: Option<&mut MaybeUninit<tiendo_status>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let task = text(task, task_len, "task")?;
        let status: Option<Status> = evaluation.task_status(task);
        put(status_out, "status_out", status.ok_or_else(|| not_in_force(task))?.into())
    })
}

/// How many rows of a task are done, and how many it has, by its id: 'n of m'. `TIENDO_CODE_NOT_FOUND` where it is not in
/// force.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_task_rows(
    evaluation: Option<&tiendo_evaluation>,
    task: *const c_char,
    task_len: usize,
    done_out: Option<&mut MaybeUninit<i32>>,
    of_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let task = text(task, task_len, "task")?;
        let (done, of) = evaluation.done_of(task).ok_or_else(|| not_in_force(task))?;
        wanted(of_out.as_deref(), "of_out")?;
        put(done_out, "done_out", int(done))?;
        put(of_out, "of_out", int(of))
    })
}

/// Title of a row's task in a language, a `tiendo_lang`; the Vietnamese one where there is no other. Valid until the
/// evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_title_in(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    lang: i32,
    title_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let lang = tiendo_lang::of(lang, "lang")?;
        let column = match lang {
            Lang::Vi => &evaluation.titles,
            Lang::En => &evaluation.titles_en,
        };
        let title = evaluation
            .text_of(row, column, |all| Texts::pack(all.rows().map(|row| row.title_in(lang))))?;
        put(title_out, "title_out", title)
    })
}

/// Name of the agency that a row counts for in a language, a `tiendo_lang`; the Vietnamese one where there is no other, empty
/// where it counts for nobody. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_agency_name(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let lang = tiendo_lang::of(lang, "lang")?;
        let [vi, en] = &evaluation.agency_names;
        let column = if lang == Lang::Vi { vi } else { en };
        let name = evaluation.text_of(row, column, |all| {
            Texts::pack_words(all.rows().map(|row| row.agency_name(lang).unwrap_or_default()))
        })?;
        put(name_out, "name_out", name)
    })
}
