//! The schedule: when every task can start, must start, and is expected to be finished, in working days.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::OnceLock;

use model::schedule::{Baseline, Change, Schedule, ScheduledTask};
use model::{AsOf, Text};

use crate::boundary::{
    at, call, day_number, day_of, free, handle, int, long_text, maybe_writable, out_of_range, put,
    text, wanted,
};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::packed::Texts;
use crate::query::tiendo_reply;
use crate::registry::tiendo_registry;
use crate::text::tiendo_str;
use crate::watch::tiendo_watch;
use crate::what_if::tiendo_what_if;
use crate::word::{shown, tiendo_schedule_basis};

/// What a task's slack is where it has none to speak of: it is done, or a milestone that nothing is linked to.
const NO_SLACK: i32 = i32::MIN;

/// When every task of a register can start, must start, and is expected to be finished; tasks are in id order.
///
/// Real registers have few durations: a task without one is a milestone of its deadline, and `tiendo_schedule_to_json` counts
/// in its `scope` how many are, how many have no place at all, and whether days were counted that may still move. Immutable;
/// any number of threads may read it at a time. Outlives the registry and the evaluation.
#[derive(Debug)]
pub struct tiendo_schedule {
    schedule: Schedule,
    ids: OnceLock<Texts>,
    path: OnceLock<Vec<usize>>,
}

impl tiendo_schedule {
    fn new(schedule: Schedule) -> Self {
        tiendo_schedule { schedule, ids: OnceLock::new(), path: OnceLock::new() }
    }

    fn task(schedule: Option<&Self>, task: usize) -> Outcome<ScheduledTask<'_>> {
        let schedule = &handle(schedule, "schedule")?.schedule;
        schedule.get(task).ok_or_else(|| out_of_range(task, schedule.len(), "task"))
    }

    /// The tasks that drive the finish, found when they are first asked for.
    fn path(&self) -> &[usize] {
        let found = || self.schedule.driving_path().iter().map(ScheduledTask::index).collect();
        self.path.get_or_init(found)
    }
}

/// A value that came as JSON.
fn value_of<T: serde::de::DeserializeOwned>(json: &str, name: &str) -> Outcome<T> {
    serde_json::from_str(json)
        .map_err(|error| Failure::new(tiendo_code::InvalidRequest, format!("{name}: {error}")))
}

/// The plan of all tasks as defined on `day` (and known on `known`, 0 for everything recorded); the caller frees it.
///
/// Reports play no part: planned durations, links and deadlines in working days. `watch` `NULL` is none; it counts every task
/// twice. Any thread. `TIENDO_CODE_CYCLE` where dependencies form a loop, which the message names.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_schedule(
    registry: Option<&tiendo_registry>,
    day: i32,
    known: i32,
    watch: Option<NonNull<tiendo_watch>>,
    schedule_out: Option<&mut MaybeUninit<Box<tiendo_schedule>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(schedule_out.as_deref(), "schedule_out")?;
        let mut as_of = AsOf::new(day_of(day, "day")?)?;
        if known != 0 {
            as_of = as_of.known_on(day_of(known, "known")?)?;
        }
        let schedule = match maybe_writable(watch) {
            Some(watch) => registry.schedule_watched(as_of, &watch.0)?,
            None => registry.schedule(as_of)?,
        };
        put(schedule_out, "schedule_out", Box::new(tiendo_schedule::new(schedule)))
    })
}

/// What is left of the plan on D; the caller frees it.
///
/// What is done is fixed on its day, what is open goes on after D with what its percent leaves of its duration. `watch` `NULL`
/// is none; it counts every task twice. Any thread. `TIENDO_CODE_CYCLE` where dependencies form a loop.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_schedule(
    evaluation: Option<&tiendo_evaluation>,
    watch: Option<NonNull<tiendo_watch>>,
    schedule_out: Option<&mut MaybeUninit<Box<tiendo_schedule>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(schedule_out.as_deref(), "schedule_out")?;
        let schedule = match maybe_writable(watch) {
            Some(watch) => evaluation.schedule_watched(&watch.0)?,
            None => evaluation.schedule()?,
        };
        put(schedule_out, "schedule_out", Box::new(tiendo_schedule::new(schedule)))
    })
}

/// Frees a schedule. `NULL` is fine; what was tried out on it stays valid.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_free(schedule: Option<Box<tiendo_schedule>>) {
    free(schedule);
}

/// Number of tasks; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_len(schedule: Option<&tiendo_schedule>) -> usize {
    schedule.map_or(0, |s| s.schedule.len())
}

/// The position of the task with an id. `TIENDO_CODE_NOT_FOUND` where it has no place in the schedule.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_find(
    schedule: Option<&tiendo_schedule>,
    id: *const c_char,
    id_len: usize,
    task_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| {
        let id = text(id, id_len, "id")?;
        let found = handle(schedule, "schedule")?.schedule.task(id);
        let missing = || model::Error::NotFound { kind: "scheduled task", id: shown(id) };
        put(task_out, "task_out", found.ok_or_else(missing)?.index())
    })
}

/// Id of a task. Valid until the schedule is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_id(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        tiendo_schedule::task(schedule, task)?;
        let tiendo_schedule { schedule, ids, .. } = handle(schedule, "schedule")?;
        let ids = ids.get_or_init(|| Texts::pack(schedule.tasks().map(|task| task.id())));
        put(id_out, "id_out", ids.get(task))
    })
}

/// By what a task has its place.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_basis(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    basis_out: Option<&mut MaybeUninit<tiendo_schedule_basis>>,
) -> tiendo_code {
    call(|| put(basis_out, "basis_out", tiendo_schedule::task(schedule, task)?.basis().into()))
}

/// Working days that a task takes, or that are left of it; 0 for a milestone.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_duration_days(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    duration_days_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let days = int(tiendo_schedule::task(schedule, task)?.duration_days());
        put(duration_days_out, "duration_days_out", days)
    })
}

/// The first day worked, at the earliest, `yyyymmdd`; 0 beyond the calendar.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_start(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    start_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let day = tiendo_schedule::task(schedule, task)?.start();
        put(start_out, "start_out", day_number(day))
    })
}

/// The last day worked, at the earliest, `yyyymmdd`; 0 beyond the calendar.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_finish(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    finish_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let day = tiendo_schedule::task(schedule, task)?.finish();
        put(finish_out, "finish_out", day_number(day))
    })
}

/// The last day to start on that delays neither the finish of all nor any deadline, `yyyymmdd`; 0 beyond the calendar.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_late_start(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    late_start_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let day = tiendo_schedule::task(schedule, task)?.late_start();
        put(late_start_out, "late_start_out", day_number(day))
    })
}

/// The last day to finish on that delays neither the finish of all nor any deadline, `yyyymmdd`; 0 beyond the calendar.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_late_finish(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    late_finish_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let day = tiendo_schedule::task(schedule, task)?.late_finish();
        put(late_finish_out, "late_finish_out", day_number(day))
    })
}

/// Early start, early finish, late start and late finish as working days since the first day of the calendar.
///
/// A finish is the day after the last one worked. Late ones may lie before the calendar, and are then just numbers.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_numbers(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    early_start_out: Option<&mut MaybeUninit<i32>>,
    early_finish_out: Option<&mut MaybeUninit<i32>>,
    late_start_out: Option<&mut MaybeUninit<i32>>,
    late_finish_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let [es, ef, ls, lf] = tiendo_schedule::task(schedule, task)?.numbers();
        wanted(early_finish_out.as_deref(), "early_finish_out")?;
        wanted(late_start_out.as_deref(), "late_start_out")?;
        wanted(late_finish_out.as_deref(), "late_finish_out")?;
        put(early_start_out, "early_start_out", es)?;
        put(early_finish_out, "early_finish_out", ef)?;
        put(late_start_out, "late_start_out", ls)?;
        put(late_finish_out, "late_finish_out", lf)
    })
}

/// The last day that binds a task, `yyyymmdd`; 0 without a deadline.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_deadline(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    deadline_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let day = tiendo_schedule::task(schedule, task)?.deadline();
        put(deadline_out, "deadline_out", day_number(day))
    })
}

/// Working days that a task may slip without delaying the finish of all or missing a deadline; negative where one is missed.
///
/// `INT32_MIN` where it has no slack to speak of: it is done, or a milestone that nothing is linked to.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_total_slack_days(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    total_slack_days_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let days = tiendo_schedule::task(schedule, task)?.total_slack_days().unwrap_or(NO_SLACK);
        put(total_slack_days_out, "total_slack_days_out", days)
    })
}

/// Working days that a task may slip without delaying any other or missing its own deadline.
///
/// `INT32_MIN` where it has no slack to speak of.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_free_slack_days(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    free_slack_days_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let days = tiendo_schedule::task(schedule, task)?.free_slack_days().unwrap_or(NO_SLACK);
        put(free_slack_days_out, "free_slack_days_out", days)
    })
}

/// 1 where the total slack of a task is 0 or less.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_is_critical(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    is_critical_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let value = i32::from(tiendo_schedule::task(schedule, task)?.is_critical());
        put(is_critical_out, "is_critical_out", value)
    })
}

/// 1 where a task finishes after its last day, or was done late; never of one past its last day that nobody reported on.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_is_late(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    is_late_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let value = i32::from(tiendo_schedule::task(schedule, task)?.is_late());
        put(is_late_out, "is_late_out", value)
    })
}

/// 1 where a task is done, so that its days are facts.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_is_done(
    schedule: Option<&tiendo_schedule>,
    task: usize,
    is_done_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let value = i32::from(tiendo_schedule::task(schedule, task)?.is_done());
        put(is_done_out, "is_done_out", value)
    })
}

/// The last day of all, `yyyymmdd`; 0 for an empty schedule and beyond the calendar.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_last_day(
    schedule: Option<&tiendo_schedule>,
    last_day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let day = handle(schedule, "schedule")?.schedule.finish();
        put(last_day_out, "last_day_out", day_number(day))
    })
}

/// Length of the chain of tasks that drives the finish; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_driving_path_len(schedule: Option<&tiendo_schedule>) -> usize {
    schedule.map_or(0, |s| s.path().len())
}

/// The position of a task of that chain, first to last.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_get_driving_path(
    schedule: Option<&tiendo_schedule>,
    step: usize,
    task_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| put(task_out, "task_out", *at(handle(schedule, "schedule")?.path(), step, "step")?))
}

/// A schedule as the reply of the request `schedule`; the caller frees it with `tiendo_reply_free`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_to_json(
    schedule: Option<&tiendo_schedule>,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let schedule = &handle(schedule, "schedule")?.schedule;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(schedule)?)
    })
}

/// Whom an agency (id, code or name) waits for, who waits for it, and what its delays endanger, as the reply of the request
/// `blocks`; the caller frees it with `tiendo_reply_free`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_blocks(
    schedule: Option<&tiendo_schedule>,
    agency: *const c_char,
    agency_len: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let schedule = &handle(schedule, "schedule")?.schedule;
        let agency = text(agency, agency_len, "agency")?;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(&schedule.blocks(agency)?)?)
    })
}

/// What stands behind a task, by its id: obstacles and the open predecessors that fix its start, the nearest first, as a JSON
/// list in the form of the reply of the request `blocks`; the caller frees it with `tiendo_reply_free`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_behind(
    schedule: Option<&tiendo_schedule>,
    id: *const c_char,
    id_len: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let schedule = &handle(schedule, "schedule")?.schedule;
        let id = text(id, id_len, "id")?;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(&schedule.behind(id)?)?)
    })
}

/// What changes would do; the schedule stays as it is. The caller frees the answer, which keeps what it needs.
///
/// `changes` is a JSON list such as `[{"task":"T0001","delay_days":10}]`, each with `delay_days`, `not_before` or
/// `duration_days`. Takes time for what moves, not for what there is. `watch` `NULL` is none; it counts tasks. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_what_if(
    schedule: Option<&tiendo_schedule>,
    changes: *const c_char,
    changes_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    what_if_out: Option<&mut MaybeUninit<Box<tiendo_what_if>>>,
) -> tiendo_code {
    call(|| {
        let schedule = &handle(schedule, "schedule")?.schedule;
        let changes = long_text(changes, changes_len, "changes")?;
        wanted(what_if_out.as_deref(), "what_if_out")?;
        let changes: Vec<Change> = value_of(changes, "changes")?;
        let what_if = match maybe_writable(watch) {
            Some(watch) => schedule.what_if_watched(&changes, &watch.0)?,
            None => schedule.what_if(&changes)?,
        };
        put(what_if_out, "what_if_out", Box::new(tiendo_what_if(what_if)))
    })
}

/// The days of a schedule under a name, as JSON to be kept and given to `tiendo_schedule_compare`; the caller frees it with
/// `tiendo_reply_free`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_baseline(
    schedule: Option<&tiendo_schedule>,
    name: *const c_char,
    name_len: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let schedule = &handle(schedule, "schedule")?.schedule;
        let name = Text::new(text(name, name_len, "name")?)?;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(&schedule.baseline(name))?)
    })
}

/// How a schedule differs from a baseline, as JSON; the caller frees it with `tiendo_reply_free`. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_schedule_compare(
    schedule: Option<&tiendo_schedule>,
    baseline: *const c_char,
    baseline_len: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let schedule = &handle(schedule, "schedule")?.schedule;
        let baseline = long_text(baseline, baseline_len, "baseline")?;
        wanted(reply_out.as_deref(), "reply_out")?;
        let baseline: Baseline = value_of(baseline, "baseline")?;
        put(reply_out, "reply_out", tiendo_reply::json(&schedule.compare(&baseline))?)
    })
}
