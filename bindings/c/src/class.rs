//! Official classes: the columns of an official table, which count every row or task exactly once.

use std::mem::MaybeUninit;

use crate::boundary::{call, handle, put};
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::ranking::tiendo_ranking;
use crate::rollup::tiendo_rollup;
use crate::sums::Counted;
use crate::text::tiendo_str;
use crate::word::word;

/// The class under which official reports count a row; the classes are disjoint and together are everything.
/// `tiendo_label("official_class", …)` has the words for people.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_official_class {
    /// Done on time.
    DoneOnTime = 0,
    /// Done late.
    DoneLate = 1,
    /// Open, in term; what was submitted in term is in term.
    InTerm = 2,
    /// Open, overdue.
    Overdue = 3,
    /// Overdue without any report: a fact about the data, and no lateness.
    NoData = 4,
    /// Regular tasks.
    Regular = 5,
    /// Without a fixed term, and not regular.
    OpenEnded = 6,
    /// Submitted after the last day.
    SubmittedLate = 7,
    /// Suspended.
    Suspended = 8,
    /// Cancelled.
    Cancelled = 9,
}

impl Counted<'_> {
    /// Writes how many are of a `tiendo_official_class`.
    fn put_class(&self, class: i32, count_out: Option<&mut MaybeUninit<u64>>) -> Outcome {
        let class = tiendo_official_class::of(class, "official_class")?;
        put(count_out, "count_out", self.sums.of_class(class))
    }
}

/// The class under which official reports count a row.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_class(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    class_out: Option<&mut MaybeUninit<tiendo_official_class>>,
) -> tiendo_code {
    call(|| {
        let class = handle(evaluation, "evaluation")?.row(row)?.class();
        put(class_out, "class_out", class.into())
    })
}

/// The class of information of a row's task, a word of the vocabulary `classification`: the most guarded one that any of its
/// versions bears; `unknown` for a word that the library does not know, which may mean anything. Valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_classification(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    classification_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let class = handle(evaluation, "evaluation")?.row(row)?.classification();
        let value = match class {
            model::Classification::Unknown(_) => c"unknown".into(),
            known => word("classification", known.as_str()),
        };
        put(classification_out, "classification_out", value)
    })
}

/// How many tasks in force are of an official class as a whole; `official_class` is a `tiendo_official_class`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_task_class_count(
    evaluation: Option<&tiendo_evaluation>,
    official_class: i32,
    count_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_evaluation::counted(evaluation)?.put_class(official_class, count_out))
}

/// How many of a row of sums are of an official class, a `tiendo_official_class`; over all classes this is the total.
/// `extent` is a `tiendo_extent`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_get_class_count(
    rollup: Option<&tiendo_rollup>,
    row: usize,
    extent: i32,
    official_class: i32,
    count_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_rollup::counted(rollup, row, extent)?.put_class(official_class, count_out))
}

/// How many of an agency are of an official class, a `tiendo_official_class`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_class_count(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    official_class: i32,
    count_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_ranking::counted(ranking, row)?.put_class(official_class, count_out))
}
