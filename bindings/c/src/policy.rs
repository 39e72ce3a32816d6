//! Policies: rules of counting.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::OnceLock;

use model::policy::BUILT_IN;
use model::{Clear, Policy};

use crate::boundary::{at, call, day_number, free, handle, int, put, text, wanted};
use crate::calendar::flag;
use crate::code::{Failure, Outcome, tiendo_code};
use crate::field::{Draft, set, small};
use crate::packed::Texts;
use crate::period::tiendo_period;
use crate::query::tiendo_reply;
use crate::text::tiendo_str;
use crate::word::{
    shown, tiendo_before, tiendo_deadline_basis, tiendo_extension_counts, tiendo_rate,
    tiendo_reporting_month, tiendo_silence,
};

/// Rules of counting under a name. Setters may be called from any thread; evaluations copy what they use.
#[derive(Debug)]
pub struct tiendo_policy(Draft<Policy>);

impl tiendo_policy {
    pub(crate) fn copy(&self) -> Policy {
        self.0.copy()
    }

    pub(crate) fn boxed(policy: Policy) -> Box<Self> {
        Box::new(tiendo_policy(Draft::new(policy)))
    }

    fn set(policy: Option<NonNull<Self>>, body: impl FnOnce(&mut Policy)) -> Outcome {
        set(policy, "policy", |policy| &policy.0, body)
    }
}

/// A built-in policy: `default`, `vpcp-2017`, `vpcp-2025`, `original-deadline` or `thanh-hoa`; the caller frees it.
///
/// Whoever changes one gives it a name of its own, because numbers are repeated by the name.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_named(
    name: *const c_char,
    name_len: usize,
    policy_out: Option<&mut MaybeUninit<Box<tiendo_policy>>>,
) -> tiendo_code {
    call(|| {
        let policy = Policy::named(text(name, name_len, "name")?)?;
        put(policy_out, "policy_out", tiendo_policy::boxed(policy))
    })
}

/// A policy from its JSON form, absent fields as in `default`; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_from_json(
    json: *const c_char,
    json_len: usize,
    policy_out: Option<&mut MaybeUninit<Box<tiendo_policy>>>,
) -> tiendo_code {
    call(|| {
        let json = text(json, json_len, "json")?;
        let policy: Policy = serde_json::from_str(json).map_err(|error| {
            Failure::new(tiendo_code::InvalidRequest, format!("policy: {error}"))
        })?;
        policy.validate()?;
        put(policy_out, "policy_out", tiendo_policy::boxed(policy))
    })
}

/// All rules of a policy as JSON; the caller frees the reply.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_to_json(
    policy: Option<&tiendo_policy>,
    json_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| put(json_out, "json_out", tiendo_reply::json(&handle(policy, "policy")?.copy())?))
}

/// Frees a policy. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_free(policy: Option<Box<tiendo_policy>>) {
    free(policy);
}

/// Number of built-in policies.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_built_in_count() -> usize {
    BUILT_IN.len()
}

/// Name of a built-in policy, as `tiendo_policy_named` takes it. Valid for ever, on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_built_in_name(
    index: usize,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    static NAMES: OnceLock<Texts> = OnceLock::new();
    call(|| {
        at(&BUILT_IN, index, "index")?;
        let names = NAMES.get_or_init(|| Texts::pack(BUILT_IN.iter()));
        put(name_out, "name_out", names.get(index))
    })
}

/// The version of the rules under the policy's name.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_get_version(
    policy: Option<&tiendo_policy>,
    version_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| put(version_out, "version_out", int(handle(policy, "policy")?.copy().version)))
}

/// Names the policy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_name(
    policy: Option<NonNull<tiendo_policy>>,
    name: *const c_char,
    name_len: usize,
) -> tiendo_code {
    call(|| {
        let name = text(name, name_len, "name")?;
        Policy { name: name.to_owned(), ..Policy::default() }.validate()?;
        tiendo_policy::set(policy, |policy| name.clone_into(&mut policy.name))
    })
}

/// The version of the rules under the policy's name.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_version(
    policy: Option<NonNull<tiendo_policy>>,
    version: i32,
) -> tiendo_code {
    call(|| {
        let value = small(version, "version", "2147483647")?;
        tiendo_policy::set(policy, |policy| policy.version = value)
    })
}

/// A task is due soon this many calendar days before its last day, the last day included.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_due_soon_days(
    policy: Option<NonNull<tiendo_policy>>,
    due_soon_days: i32,
) -> tiendo_code {
    call(|| {
        let value = small(due_soon_days, "due_soon_days", "65535")?;
        tiendo_policy::set(policy, |policy| policy.due_soon_days = value)
    })
}

/// 1: a completion stays submitted until the assigner accepts it; 0: it counts at once.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_requires_acceptance(
    policy: Option<NonNull<tiendo_policy>>,
    requires_acceptance: i32,
) -> tiendo_code {
    call(|| {
        let value = flag(requires_acceptance, "requires_acceptance")?;
        tiendo_policy::set(policy, |policy| policy.requires_acceptance = value)
    })
}

/// Which deadline judges: a `tiendo_deadline_basis`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_deadline(
    policy: Option<NonNull<tiendo_policy>>,
    deadline: i32,
) -> tiendo_code {
    call(|| {
        let value = tiendo_deadline_basis::of(deadline, "deadline")?;
        tiendo_policy::set(policy, |policy| policy.deadline = value)
    })
}

/// How 'before' is read: a `tiendo_before`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_before(
    policy: Option<NonNull<tiendo_policy>>,
    before: i32,
) -> tiendo_code {
    call(|| {
        let value = tiendo_before::of(before, "before")?;
        tiendo_policy::set(policy, |policy| policy.before = value)
    })
}

/// From when an extension counts: a `tiendo_extension_counts`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_extension_counts(
    policy: Option<NonNull<tiendo_policy>>,
    extension_counts: i32,
) -> tiendo_code {
    call(|| {
        let value = tiendo_extension_counts::of(extension_counts, "extension_counts")?;
        tiendo_policy::set(policy, |policy| policy.extension_counts = value)
    })
}

/// 1: a confirmed objective cause excuses lateness; 0: it does not.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_excuse_objective_cause(
    policy: Option<NonNull<tiendo_policy>>,
    excuse_objective_cause: i32,
) -> tiendo_code {
    call(|| {
        let value = flag(excuse_objective_cause, "excuse_objective_cause")?;
        tiendo_policy::set(policy, |policy| policy.excuse_objective_cause = value)
    })
}

/// The rate that is printed as 'the' rate: a `tiendo_rate`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_rate(
    policy: Option<NonNull<tiendo_policy>>,
    rate: i32,
) -> tiendo_code {
    call(|| {
        let value = tiendo_rate::of(rate, "rate")?;
        tiendo_policy::set(policy, |policy| policy.rate = value)
    })
}

/// The rate that ranks: a `tiendo_rate`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_ranking(
    policy: Option<NonNull<tiendo_policy>>,
    ranking: i32,
) -> tiendo_code {
    call(|| {
        let value = tiendo_rate::of(ranking, "ranking")?;
        tiendo_policy::set(policy, |policy| policy.ranking = value)
    })
}

/// Fewer tasks fallen due than this leave an agency unranked.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_ranking_minimum_due(
    policy: Option<NonNull<tiendo_policy>>,
    ranking_minimum_due: i32,
) -> tiendo_code {
    call(|| {
        let value = small(ranking_minimum_due, "ranking_minimum_due", "2147483647")?;
        tiendo_policy::set(policy, |policy| policy.ranking_minimum_due = value)
    })
}

/// The days of a reporting month: a `tiendo_reporting_month`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_reporting_month(
    policy: Option<NonNull<tiendo_policy>>,
    reporting_month: i32,
) -> tiendo_code {
    call(|| {
        let value = tiendo_reporting_month::of(reporting_month, "reporting_month")?;
        tiendo_policy::set(policy, |policy| policy.reporting_month = value)
    })
}

/// For so many days after a transfer, what was overdue before stays the predecessor's.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_inherited_days(
    policy: Option<NonNull<tiendo_policy>>,
    inherited_days: i32,
) -> tiendo_code {
    call(|| {
        let value = small(inherited_days, "inherited_days", "65535")?;
        tiendo_policy::set(policy, |policy| policy.inherited_days = value)
    })
}

/// What becomes of overdue tasks without any report: a `tiendo_silence`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_silence(
    policy: Option<NonNull<tiendo_policy>>,
    silence: i32,
) -> tiendo_code {
    call(|| {
        let value = tiendo_silence::of(silence, "silence")?;
        tiendo_policy::set(policy, |policy| policy.silence = value)
    })
}

/// The percent of a task that is not done counts up to this, 0 to 100; -1: as reported.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_cap_open_percent(
    policy: Option<NonNull<tiendo_policy>>,
    percent: i32,
) -> tiendo_code {
    call(|| {
        let cap = (percent != -1).then(|| small(percent, "percent", "100")).transpose()?;
        Policy { cap_open_percent: cap, ..Policy::default() }.validate()?;
        tiendo_policy::set(policy, |policy| policy.cap_open_percent = cap)
    })
}

/// Which clears (rõ) are asked: words of the vocabulary `clear` separated by blanks, or a set by name, `6ro` or `5ro`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_set_clears(
    policy: Option<NonNull<tiendo_policy>>,
    clears: *const c_char,
    clears_len: usize,
) -> tiendo_code {
    call(|| {
        let clears = clears_of(text(clears, clears_len, "clears")?)?;
        tiendo_policy::set(policy, |policy| policy.clears = clears)
    })
}

fn clears_of(words: &str) -> Outcome<Vec<Clear>> {
    if let Some(set) = Clear::set(words.trim()) {
        return Ok(set);
    }
    let clear = |word: &str| {
        Clear::parse(word).ok_or_else(|| {
            let message = format!("clears: '{}' is no word of the vocabulary 'clear'", shown(word));
            Failure::new(tiendo_code::InvalidValue, message)
        })
    };
    words.split_whitespace().map(clear).collect()
}

/// The first and the last day, `yyyymmdd`, that a period covers in reports, by the policy's reporting month; `policy` `NULL` is
/// the policy `default`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_policy_reporting_days(
    policy: Option<&tiendo_policy>,
    period: Option<&tiendo_period>,
    first_out: Option<&mut MaybeUninit<i32>>,
    last_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let period = tiendo_period::of(period, "period")?;
        let policy = policy.map(tiendo_policy::copy).unwrap_or_default();
        let (first, last) = policy.reporting_days(period);
        wanted(last_out.as_deref(), "last_out")?;
        put(first_out, "first_out", day_number(Some(first)))?;
        put(last_out, "last_out", day_number(Some(last)))
    })
}
