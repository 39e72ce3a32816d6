//! The Monday list: what must be acted on, by whom, and the texts to send.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use model::{Lang, WarnOptions, Warning};

use crate::boundary::{
    call, day_number, free, handle, int, maybe_day, maybe_text, put, wanted, writable,
};
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::list::List;
use crate::packed::Grid;
use crate::query::tiendo_reply;
use crate::text::tiendo_str;
use crate::word::tiendo_lang;

/// Why something stands on the Monday list.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_warning_kind {
    /// It fell overdue.
    NewlyOverdue = 0,
    /// It falls due soon.
    DueSoon = 1,
    /// An obstacle waits for its answer.
    ObstacleUnanswered = 2,
    /// A request for extension waits for its decision.
    ExtensionPending = 3,
    /// Nobody reported for long.
    Silent = 4,
    /// Nobody ever reported: missing data, never lateness.
    NoData = 5,
    /// It was extended often.
    ExtendedOften = 6,
    /// It was extended with a day before the record, or after its last day.
    ExtensionBackdated = 7,
    /// It was submitted and waits for the superior.
    AwaitingSuperior = 8,
}

/// To whom the Monday list is sent.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_warn_by {
    /// The agency that must act.
    Agency = 0,
    /// The leader in charge.
    Leader = 1,
    /// Who assigned the task.
    Assigner = 2,
}

/// What the Monday list is asked for; what is not set is as usual. Setters may be called from any thread.
#[derive(Debug)]
pub struct tiendo_warn_options(Mutex<WarnOptions>);

impl tiendo_warn_options {
    pub(crate) fn copy(options: Option<&Self>) -> WarnOptions {
        let copy = |o: &Self| o.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        options.map(copy).unwrap_or_default()
    }

    fn change(options: Option<NonNull<Self>>, body: impl FnOnce(&mut WarnOptions)) -> Outcome {
        let options = writable(options, "options")?;
        body(&mut options.0.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }
}

/// Makes options for the usual list; the caller frees them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_options_new(
    options_out: Option<&mut MaybeUninit<Box<tiendo_warn_options>>>,
) -> tiendo_code {
    call(|| put(options_out, "options_out", Box::new(tiendo_warn_options(Mutex::default()))))
}

/// Frees options. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_options_free(options: Option<Box<tiendo_warn_options>>) {
    free(options);
}

/// Newly overdue is what was not yet overdue on this day, `yyyymmdd`; 0: `newly_days` before D.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_options_set_since(
    options: Option<NonNull<tiendo_warn_options>>,
    day: i32,
) -> tiendo_code {
    call(|| {
        let day = maybe_day(day, "day")?;
        tiendo_warn_options::change(options, |options| options.since = day)
    })
}

/// Asks only for what an agency or one below it must act on, by id, code or name without accents. `NULL`: any.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_options_set_agency(
    options: Option<NonNull<tiendo_warn_options>>,
    agency: *const c_char,
    agency_len: usize,
) -> tiendo_code {
    call(|| {
        let agency = maybe_text(agency, agency_len, "agency")?.map(str::to_owned);
        tiendo_warn_options::change(options, |options| options.agency = agency)
    })
}

/// Asks for a kind, a `tiendo_warning_kind`, beside those asked for; without any all are asked for.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_options_add_kind(
    options: Option<NonNull<tiendo_warn_options>>,
    kind: i32,
) -> tiendo_code {
    call(|| {
        let kind = tiendo_warning_kind::of(kind, "kind")?;
        tiendo_warn_options::change(options, |options| options.kinds.push(kind))
    })
}

/// Sets from when on something is worth a warning: calendar days back for what is newly overdue (7), working days ahead for
/// what falls due (5), days an obstacle waits (7), days without a report (31), and the number of extensions beyond which
/// they are many (2).
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_options_set_thresholds(
    options: Option<NonNull<tiendo_warn_options>>,
    newly_days: u16,
    due_working_days: u16,
    obstacle_days: u16,
    silent_days: u16,
    extension_count: u16,
) -> tiendo_code {
    call(|| {
        tiendo_warn_options::change(options, |options| {
            let thresholds = &mut options.thresholds;
            thresholds.newly_days = newly_days;
            thresholds.due_working_days = due_working_days;
            thresholds.obstacle_days = obstacle_days;
            thresholds.silent_days = silent_days;
            thresholds.extension_count = extension_count;
        })
    })
}

/// What must be acted on. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_warnings {
    list: List<Warned, 6>,
    since: i32,
    due_until: i32,
}

/// What one warning says beside its texts.
#[derive(Debug)]
struct Warned {
    kind: tiendo_warning_kind,
    row: usize,
    days: i32,
    since: i32,
    downstream: i32,
    report: Option<Box<model::Report>>,
}

const ACTOR: usize = 0;
const POST: usize = 1;
const LEADER: usize = 2;
const ASSIGNER: usize = 3;
const SENTENCE: usize = 4;
const SENTENCE_EN: usize = 5;

impl Warned {
    fn of(item: &Warning<'_>) -> Self {
        Warned {
            kind: item.kind.into(),
            row: item.row.index(),
            days: item.days,
            since: day_number(Some(item.since())),
            downstream: int(item.downstream_count),
            report: item.report().map(Box::new),
        }
    }
}

/// The Monday list: what must be acted on, what waits longest behind it first, then the most days; `NULL` options: as usual.
/// The caller frees the list, which outlives the evaluation.
///
/// A row that nobody reported on is missing data (`TIENDO_WARNING_KIND_NO_DATA`), never lateness.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_warn(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_warn_options>,
    warnings_out: Option<&mut MaybeUninit<Box<tiendo_warnings>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(warnings_out.as_deref(), "warnings_out")?;
        let found = evaluation.warn(&tiendo_warn_options::copy(options))?;
        let texts = Grid::pack(found.items.iter().map(|item| {
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            [
                text(item.actor_id()),
                text(item.post()),
                text(item.leader()),
                text(item.assigner_id()),
                item.sentence(Lang::Vi),
                item.sentence(Lang::En),
            ]
        }));
        let warnings = tiendo_warnings {
            list: List::of(texts, found.items.iter().map(Warned::of).collect()),
            since: day_number(Some(found.since)),
            due_until: day_number(Some(found.due_until)),
        };
        put(warnings_out, "warnings_out", Box::new(warnings))
    })
}

/// Frees a list of warnings. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_free(warnings: Option<Box<tiendo_warnings>>) {
    free(warnings);
}

/// Number of warnings; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_len(warnings: Option<&tiendo_warnings>) -> usize {
    warnings.map_or(0, |warnings| warnings.list.len())
}

/// The day on which what is newly overdue was not yet overdue, and the last day of what falls due soon, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_days_of(
    warnings: Option<&tiendo_warnings>,
    since_out: Option<&mut MaybeUninit<i32>>,
    due_until_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let warnings = handle(warnings, "warnings")?;
        wanted(due_until_out.as_deref(), "due_until_out")?;
        put(since_out, "since_out", warnings.since)?;
        put(due_until_out, "due_until_out", warnings.due_until)
    })
}

/// Why it stands on the list.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_kind(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    kind_out: Option<&mut MaybeUninit<tiendo_warning_kind>>,
) -> tiendo_code {
    call(|| put(kind_out, "kind_out", handle(warnings, "warnings")?.list.record(index)?.kind))
}

/// The row, as the evaluation's getters take it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_row(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    row_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| put(row_out, "row_out", handle(warnings, "warnings")?.list.record(index)?.row))
}

/// The day from which its days are counted, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_since(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    since_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| put(since_out, "since_out", handle(warnings, "warnings")?.list.record(index)?.since))
}

/// Calendar days from then to D; negative for what falls due in so many days.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_days(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    days_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| put(days_out, "days_out", handle(warnings, "warnings")?.list.record(index)?.days))
}

/// Open tasks that wait for it, directly or through others; 1000 stands for that many or more.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_downstream_count(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    downstream_count_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let warned = handle(warnings, "warnings")?.list.record(index)?;
        put(downstream_count_out, "downstream_count_out", warned.downstream)
    })
}

/// Id of the agency that must act; empty where nobody is known. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_actor(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    actor_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(actor_out, "actor_out", handle(warnings, "warnings")?.list.text(index, ACTOR)?))
}

/// The post of who answers for the task; empty where none is named, or where others must act. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_post(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    post_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(post_out, "post_out", handle(warnings, "warnings")?.list.text(index, POST)?))
}

/// The post of the leader in charge; empty where none is named. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_leader(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    leader_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(leader_out, "leader_out", handle(warnings, "warnings")?.list.text(index, LEADER)?))
}

/// Id of the agency that assigned the task; empty where nobody is known. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_assigner(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    assigner_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let warnings = handle(warnings, "warnings")?;
        put(assigner_out, "assigner_out", warnings.list.text(index, ASSIGNER)?)
    })
}

/// What is the matter, in one sentence; `lang` is a `tiendo_lang`. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_sentence(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    lang: i32,
    sentence_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let warnings = &handle(warnings, "warnings")?.list;
        put(sentence_out, "sentence_out", warnings.text_in(index, [SENTENCE, SENTENCE_EN], lang)?)
    })
}

/// The report that says why as JSON: an obstacle, a request for extension, the last extension; `null` for none. The caller
/// frees it with `tiendo_reply_free`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warnings_get_report(
    warnings: Option<&tiendo_warnings>,
    index: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let warned = handle(warnings, "warnings")?.list.record(index)?;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(&warned.report)?)
    })
}

/// The Monday list as texts to send, one for each receiver. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_warn_texts(List<(), 2>);

/// The Monday list as texts to send: one for each receiver (`by` is a `tiendo_warn_by`), in the order of ids or posts, what has
/// no receiver last; -1: one text for all. `NULL` options: as usual. The caller frees the texts.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_warn_texts(
    evaluation: Option<&tiendo_evaluation>,
    options: Option<&tiendo_warn_options>,
    by: i32,
    lang: i32,
    texts_out: Option<&mut MaybeUninit<Box<tiendo_warn_texts>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let by = (by != -1).then(|| tiendo_warn_by::of(by, "by")).transpose()?;
        let lang = tiendo_lang::of(lang, "lang")?;
        wanted(texts_out.as_deref(), "texts_out")?;
        let found = evaluation.warn(&tiendo_warn_options::copy(options))?;
        let texts: Vec<[String; 2]> = match by {
            None => vec![[String::new(), found.text(lang)]],
            Some(by) => {
                let text = |g: &model::WarnGroup<'_>| {
                    [g.key.unwrap_or_default().to_owned(), found.text_to(g, by, lang)]
                };
                found.grouped(by).iter().map(text).collect()
            }
        };
        let records = vec![(); texts.len()];
        let list = List::of(Grid::pack(texts.into_iter()), records);
        put(texts_out, "texts_out", Box::new(tiendo_warn_texts(list)))
    })
}

/// Frees texts. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_texts_free(texts: Option<Box<tiendo_warn_texts>>) {
    free(texts);
}

/// Number of texts; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_texts_len(texts: Option<&tiendo_warn_texts>) -> usize {
    texts.map_or(0, |texts| texts.0.len())
}

/// Id of the agency or assigner, or the post of the leader, that a text is for; empty for nobody. Valid until the texts are
/// freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_texts_get_key(
    texts: Option<&tiendo_warn_texts>,
    index: usize,
    key_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(key_out, "key_out", handle(texts, "texts")?.0.text(index, 0)?))
}

/// A text. Valid until the texts are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_warn_texts_get_text(
    texts: Option<&tiendo_warn_texts>,
    index: usize,
    text_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(text_out, "text_out", handle(texts, "texts")?.0.text(index, 1)?))
}
