//! Evaluations: the rows by index, their fields by getter.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::OnceLock;

use model::{Evaluation, Lang, Row};

use crate::boundary::{
    call, day_number, free, handle, int, maybe_writable, out_of_range, put, text, wanted,
};
use crate::code::{Outcome, tiendo_code};
use crate::finding::tiendo_findings;
use crate::packed::Texts;
use crate::text::{c_text, tiendo_str};
use crate::watch::tiendo_watch;
use crate::word::{label, shown, tiendo_lang, tiendo_status};

/// Where every row stands on a day, as known on a day, under a policy: one row per task, or per addressee of a task
/// addressed to each.
///
/// Rows are in task id order, then agency id order. Immutable; any number of threads may read it at a time. Texts are
/// laid out for C when they are first asked for, once per field.
#[derive(Debug)]
pub struct tiendo_evaluation {
    evaluation: Evaluation,
    ids: OnceLock<Texts>,
    tasks: OnceLock<Texts>,
    pub(crate) titles: OnceLock<Texts>,
    pub(crate) titles_en: OnceLock<Texts>,
    addressees: OnceLock<Texts>,
    agencies: OnceLock<Texts>,
    pub(crate) agency_names: [OnceLock<Texts>; 2],
    pub(crate) occurrences: OnceLock<Texts>,
    blocked_by: OnceLock<Texts>,
    scope: OnceLock<(model::Scope, Texts)>,
    pub(crate) task_sums: OnceLock<model::Sums>,
}

impl tiendo_evaluation {
    pub(crate) fn new(evaluation: Evaluation) -> Box<Self> {
        Box::new(tiendo_evaluation {
            evaluation,
            ids: OnceLock::new(),
            tasks: OnceLock::new(),
            titles: OnceLock::new(),
            titles_en: OnceLock::new(),
            addressees: OnceLock::new(),
            agencies: OnceLock::new(),
            agency_names: [OnceLock::new(), OnceLock::new()],
            occurrences: OnceLock::new(),
            blocked_by: OnceLock::new(),
            scope: OnceLock::new(),
            task_sums: OnceLock::new(),
        })
    }

    pub(crate) fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    pub(crate) fn row(&self, row: usize) -> Outcome<Row<'_>> {
        self.evaluation.row(row).ok_or_else(|| out_of_range(row, self.evaluation.len(), "row"))
    }

    /// The text of a row, laid out on first use.
    pub(crate) fn text_of(
        &self,
        row: usize,
        column: &OnceLock<Texts>,
        lay_out: impl FnOnce(&Evaluation) -> Texts,
    ) -> Outcome<tiendo_str> {
        self.row(row)?;
        Ok(column.get_or_init(|| lay_out(&self.evaluation)).get(row))
    }

    /// The scope, and its texts: policy and calendar.
    pub(crate) fn scope_of(&self) -> &(model::Scope, Texts) {
        self.scope.get_or_init(|| {
            let scope = self.evaluation.scope();
            let texts = Texts::pack([&scope.policy, &scope.calendar].into_iter());
            (scope, texts)
        })
    }
}

/// Frees an evaluation. `NULL` is fine; what was made from it stays valid.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_free(evaluation: Option<Box<tiendo_evaluation>>) {
    free(evaluation);
}

/// Number of rows; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_len(evaluation: Option<&tiendo_evaluation>) -> usize {
    evaluation.map_or(0, |e| e.evaluation.len())
}

/// The row with an id: a task's id, or `task/agency` for a task addressed to each.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_find(
    evaluation: Option<&tiendo_evaluation>,
    id: *const c_char,
    id_len: usize,
    row_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| {
        let id = text(id, id_len, "id")?;
        let found = handle(evaluation, "evaluation")?.evaluation.find(id);
        let missing = || model::Error::NotFound { kind: "row", id: shown(id) };
        put(row_out, "row_out", found.ok_or_else(missing)?.index())
    })
}

/// Id of a row: the task's, or `task/agency` for a task addressed to each. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_id(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation
            .text_of(row, &evaluation.ids, |all| Texts::pack(all.rows().map(|r| r.id())))?;
        put(id_out, "id_out", value)
    })
}

/// Id of the task. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_task(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    task_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation
            .text_of(row, &evaluation.tasks, |all| Texts::pack(all.rows().map(|r| r.task_id())))?;
        put(task_out, "task_out", value)
    })
}

/// Title of the task in Vietnamese. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_title(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    title_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation
            .text_of(row, &evaluation.titles, |all| Texts::pack(all.rows().map(|r| r.title())))?;
        put(title_out, "title_out", value)
    })
}

/// Id of the agency that it was addressed to; empty where nobody was. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_addressee(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    addressee_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation.text_of(row, &evaluation.addressees, |all| {
            Texts::pack_words(all.rows().map(|r| r.addressee_id().unwrap_or_default()))
        })?;
        put(addressee_out, "addressee_out", value)
    })
}

/// Id of the agency that it counts for: the addressee, or who followed it; empty where nobody was addressed. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_agency(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    agency_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation.text_of(row, &evaluation.agencies, |all| {
            Texts::pack_words(all.rows().map(|r| r.agency_id().unwrap_or_default()))
        })?;
        put(agency_out, "agency_out", value)
    })
}

/// Where it stands.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_status(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    status_out: Option<&mut MaybeUninit<tiendo_status>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation.row(row)?.status().into();
        put(status_out, "status_out", value)
    })
}

/// Where it stands in words; overdue without a report is worded as missing data. `lang` is a `tiendo_lang`. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_words(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    lang: i32,
    words_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let row = handle(evaluation, "evaluation")?.row(row)?;
        let lang = tiendo_lang::of(lang, "lang")?;
        put(words_out, "words_out", row_words(&row, lang))
    })
}

/// The words of a row: a few dozen texts, laid out once for the whole library.
fn row_words(row: &Row<'_>, lang: Lang) -> tiendo_str {
    static APART: OnceLock<Vec<(&'static str, std::ffi::CString)>> = OnceLock::new();
    let words = row.words(lang);
    if words == row.status().label(lang) {
        return label("status", row.status().as_str(), lang);
    }
    // What the model words by more than the status: silence, and regular tasks.
    let apart = APART.get_or_init(|| {
        let silent = [Lang::Vi, Lang::En].map(|lang| model::Status::Overdue.words(false, lang));
        let all = silent.into_iter().chain(["nhiệm vụ thường xuyên", "regular"]);
        all.map(|words| (words, c_text(words))).collect()
    });
    let found = apart.iter().find(|(known, _)| *known == words);
    found.map_or(tiendo_str::EMPTY, |(_, text)| text.as_c_str().into())
}

/// 1 where anything was reported that counts, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_is_reported(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    is_reported_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.is_reported());
        put(is_reported_out, "is_reported_out", value)
    })
}

/// Work done, 0 to 100.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_percent(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    percent_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.percent());
        put(percent_out, "percent_out", value)
    })
}

/// Weight in sums.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_weight(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    weight_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.weight());
        put(weight_out, "weight_out", value)
    })
}

/// The last day that judges it, `yyyymmdd`; 0 for what has no fixed term.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_deadline(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    deadline_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = day_number(evaluation.row(row)?.deadline());
        put(deadline_out, "deadline_out", value)
    })
}

/// The last day as first set, `yyyymmdd`, before any extension; 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_original_deadline(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    original_deadline_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = day_number(evaluation.row(row)?.original_deadline());
        put(original_deadline_out, "original_deadline_out", value)
    })
}

/// The day on which it was done or cancelled, `yyyymmdd`; 0 where it was not.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_closed_on(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    closed_on_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = day_number(evaluation.row(row)?.closed_on());
        put(closed_on_out, "closed_on_out", value)
    })
}

/// The day on which a completion that waits for acceptance was submitted, `yyyymmdd`; 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_submitted_on(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    submitted_on_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = day_number(evaluation.row(row)?.submitted_on());
        put(submitted_on_out, "submitted_on_out", value)
    })
}

/// Calendar days past the last day: to the day of the evaluation while open, to the closing day once done. 0 in term.
///
/// -1 where nobody reported: lateness is then missing data, and no verdict on an agency.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_late_days(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    late_days_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation.row(row)?.late_days().map_or(-1, int);
        put(late_days_out, "late_days_out", value)
    })
}

/// How many versions of the definition of its task are visible at D and K: one, and one for each amendment.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_version_count(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    version_count_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = int(evaluation.row(row)?.version_count());
        put(version_count_out, "version_count_out", value)
    })
}

/// Number of visible extensions.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_extension_count(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    extension_count_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = int(evaluation.row(row)?.extension_count());
        put(extension_count_out, "extension_count_out", value)
    })
}

/// How often it was urged (đôn đốc).
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_urged_count(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    urged_count_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = int(evaluation.row(row)?.urged_count());
        put(urged_count_out, "urged_count_out", value)
    })
}

/// Visible reports that do not count; the explanation says which and why.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_set_aside_count(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    set_aside_count_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = int(evaluation.row(row)?.set_aside_count());
        put(set_aside_count_out, "set_aside_count_out", value)
    })
}

/// 1 where it is late only because 'before' is read strictly, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_is_late_only_if_strict(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    is_late_only_if_strict_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.is_late_only_if_strict());
        put(is_late_only_if_strict_out, "is_late_only_if_strict_out", value)
    })
}

/// 1 where it was overdue before it was handed over and still counts for the predecessor, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_is_inherited(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    is_inherited_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.is_inherited());
        put(is_inherited_out, "is_inherited_out", value)
    })
}

/// 1 where it is late with a confirmed objective cause under a policy that excuses it, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_is_excused(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    is_excused_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.is_excused());
        put(is_excused_out, "is_excused_out", value)
    })
}

/// 1 for a regular task (thường xuyên), else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_is_regular(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    is_regular_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.is_regular());
        put(is_regular_out, "is_regular_out", value)
    })
}

/// 1 where it was submitted after its last day, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_is_submitted_late(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    is_submitted_late_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.is_submitted_late());
        put(is_submitted_late_out, "is_submitted_late_out", value)
    })
}

/// 1 where it is overdue with an unresolved obstacle raised in term, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_is_blocked_in_term(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    is_blocked_in_term_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = i32::from(evaluation.row(row)?.is_blocked_in_term());
        put(is_blocked_in_term_out, "is_blocked_in_term_out", value)
    })
}

/// Ids of the agencies that unresolved obstacles wait for, in id order, a line each; empty for none. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_blocked_by(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    blocked_by_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation.text_of(row, &evaluation.blocked_by, |all| {
            Texts::pack(all.rows().map(|r| r.blocked_by().join("\n")))
        })?;
        put(blocked_by_out, "blocked_by_out", value)
    })
}

/// Calendar days since the oldest unresolved obstacle was raised; -1 where nothing blocks.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_blocked_days(
    evaluation: Option<&tiendo_evaluation>,
    row: usize,
    blocked_days_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?;
        let value = evaluation.row(row)?.blocked_days().map_or(-1, int);
        put(blocked_days_out, "blocked_days_out", value)
    })
}

/// Everything worth knowing about the data on this day, what building found included; the caller frees the findings.
///
/// `watch` `NULL` is none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_check(
    evaluation: Option<&tiendo_evaluation>,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = &handle(evaluation, "evaluation")?.evaluation;
        wanted(findings_out.as_deref(), "findings_out")?;
        let found = match maybe_writable(watch) {
            Some(watch) => evaluation.check_watched(&watch.0)?,
            None => evaluation.check(),
        };
        put(findings_out, "findings_out", tiendo_findings::new(found, Some(evaluation.scope())))
    })
}
