//! Freezes: a day and a knowledge day under a name, to be had again years later.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use history::Freeze;
use model::AsOf;

use crate::boundary::{call, day_number, day_of, free, handle, maybe_day, put, text, wanted};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::ledger::{recorded_at, tiendo_appended, tiendo_ledger};
use crate::list::List;
use crate::policy::tiendo_policy;
use crate::text::tiendo_str;

/// What was frozen in a ledger. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_freezes(List<Freeze, 1>);

/// Records the day `day` as known on `known` (both `yyyymmdd`) under a name that is not taken, with the policy in full;
/// `policy` `NULL` is the policy `default`.
///
/// `known` may not be later than the day of recording. `TIENDO_CODE_REFUSED` where the name is taken by something else; the
/// same again is nothing new.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_freeze(
    ledger: Option<NonNull<tiendo_ledger>>,
    name: *const c_char,
    name_len: usize,
    day: i32,
    known: i32,
    policy: Option<&tiendo_policy>,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    appended_out: Option<&mut MaybeUninit<tiendo_appended>>,
) -> tiendo_code {
    call(|| {
        let ledger = tiendo_ledger::written(ledger)?;
        let name = text(name, name_len, "name")?;
        let as_of = AsOf::new(day_of(day, "day")?)?.known_on(day_of(known, "known")?)?;
        let policy = policy.map(tiendo_policy::copy).unwrap_or_default();
        let at = self::recorded_at(recorded_at, recorded_at_len)?;
        let actor = text(actor, actor_len, "actor")?;
        wanted(appended_out.as_deref(), "appended_out")?;
        let freeze = Freeze::new(name, as_of, policy)?;
        put(appended_out, "appended_out", ledger.freeze(&freeze, at, actor)?.into())
    })
}

/// The figures that were frozen under a name, with the calendar and the policy of then; the caller frees the evaluation.
///
/// `TIENDO_CODE_NOT_FOUND` for a name that nothing was frozen under.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_evaluate_frozen(
    ledger: Option<&tiendo_ledger>,
    name: *const c_char,
    name_len: usize,
    evaluation_out: Option<&mut MaybeUninit<Box<tiendo_evaluation>>>,
) -> tiendo_code {
    call(|| {
        let ledger = handle(ledger, "ledger")?.ledger();
        let name = text(name, name_len, "name")?;
        wanted(evaluation_out.as_deref(), "evaluation_out")?;
        let evaluation = tiendo_evaluation::new(ledger.evaluate_frozen(name)?);
        put(evaluation_out, "evaluation_out", evaluation)
    })
}

/// The policy recorded under a name by the end of the day `known` (`yyyymmdd`; 0: by now), else the one built in; the caller
/// frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_policy(
    ledger: Option<&tiendo_ledger>,
    name: *const c_char,
    name_len: usize,
    known: i32,
    policy_out: Option<&mut MaybeUninit<Box<tiendo_policy>>>,
) -> tiendo_code {
    call(|| {
        let ledger = handle(ledger, "ledger")?.ledger();
        let name = text(name, name_len, "name")?;
        let known = maybe_day(known, "known")?;
        wanted(policy_out.as_deref(), "policy_out")?;
        put(policy_out, "policy_out", tiendo_policy::boxed(ledger.policy(name, known)?))
    })
}

/// What was frozen, in the order of recording; the caller frees the list.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_freezes(
    ledger: Option<&tiendo_ledger>,
    freezes_out: Option<&mut MaybeUninit<Box<tiendo_freezes>>>,
) -> tiendo_code {
    call(|| {
        let freezes = handle(ledger, "ledger")?.ledger().freezes()?;
        wanted(freezes_out.as_deref(), "freezes_out")?;
        let list = List::new(&freezes, |freeze| [freeze.name.as_str()]);
        put(freezes_out, "freezes_out", Box::new(tiendo_freezes(list)))
    })
}

/// Frees a list of freezes. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_freezes_free(freezes: Option<Box<tiendo_freezes>>) {
    free(freezes);
}

/// Number of freezes; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_freezes_len(freezes: Option<&tiendo_freezes>) -> usize {
    freezes.map_or(0, |freezes| freezes.0.len())
}

/// Its name. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_freezes_get_name(
    freezes: Option<&tiendo_freezes>,
    index: usize,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(name_out, "name_out", handle(freezes, "freezes")?.0.text(index, 0)?))
}

/// The day, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_freezes_get_day(
    freezes: Option<&tiendo_freezes>,
    index: usize,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let freeze = handle(freezes, "freezes")?.0.record(index)?;
        put(day_out, "day_out", day_number(Some(freeze.day)))
    })
}

/// The knowledge day, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_freezes_get_known(
    freezes: Option<&tiendo_freezes>,
    index: usize,
    known_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let freeze = handle(freezes, "freezes")?.0.record(index)?;
        put(known_out, "known_out", day_number(Some(freeze.known)))
    })
}

/// A copy of its policy; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_freezes_get_policy(
    freezes: Option<&tiendo_freezes>,
    index: usize,
    policy_out: Option<&mut MaybeUninit<Box<tiendo_policy>>>,
) -> tiendo_code {
    call(|| {
        let freeze = handle(freezes, "freezes")?.0.record(index)?;
        put(policy_out, "policy_out", tiendo_policy::boxed(freeze.policy.clone()))
    })
}
