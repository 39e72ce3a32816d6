//! What an evaluation's numbers are made of; no number without it.

use std::mem::MaybeUninit;

use crate::boundary::{call, day_number, handle, int, put};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::text::tiendo_str;
use crate::word::tiendo_provenance;

/// The day of an evaluation, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_day(
    evaluation: Option<&tiendo_evaluation>,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let (scope, _) = handle(evaluation, "evaluation")?.scope_of();
        put(day_out, "day_out", day_number(Some(scope.day)))
    })
}

/// The knowledge day, `yyyymmdd`; 0 for everything recorded.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_known(
    evaluation: Option<&tiendo_evaluation>,
    known_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let (scope, _) = handle(evaluation, "evaluation")?.scope_of();
        put(known_out, "known_out", day_number(scope.known))
    })
}

/// Name of the policy. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_policy(
    evaluation: Option<&tiendo_evaluation>,
    policy_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let (_, texts) = handle(evaluation, "evaluation")?.scope_of();
        put(policy_out, "policy_out", texts.get(0))
    })
}

/// Version of the policy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_policy_version(
    evaluation: Option<&tiendo_evaluation>,
    policy_version_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let (scope, _) = handle(evaluation, "evaluation")?.scope_of();
        put(policy_version_out, "policy_version_out", int(scope.policy_version))
    })
}

/// Version of the calendar. Valid until the evaluation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_calendar(
    evaluation: Option<&tiendo_evaluation>,
    calendar_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let (_, texts) = handle(evaluation, "evaluation")?.scope_of();
        put(calendar_out, "calendar_out", texts.get(1))
    })
}

/// Whether the reports were really made; where they are simulated, `SIMULATED` must stand beside every number.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_provenance(
    evaluation: Option<&tiendo_evaluation>,
    provenance_out: Option<&mut MaybeUninit<tiendo_provenance>>,
) -> tiendo_code {
    call(|| {
        let (scope, _) = handle(evaluation, "evaluation")?.scope_of();
        put(provenance_out, "provenance_out", scope.provenance.into())
    })
}

/// Reports that the knowledge day hides.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_hidden_report_count(
    evaluation: Option<&tiendo_evaluation>,
    hidden_report_count_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let (scope, _) = handle(evaluation, "evaluation")?.scope_of();
        put(hidden_report_count_out, "hidden_report_count_out", scope.hidden_report_count)
    })
}

/// Reports that are visible; 0 where nobody reported at all.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_report_count(
    evaluation: Option<&tiendo_evaluation>,
    report_count_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let (scope, _) = handle(evaluation, "evaluation")?.scope_of();
        put(report_count_out, "report_count_out", scope.report_count)
    })
}

/// Documents that set tasks in force.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_document_count(
    evaluation: Option<&tiendo_evaluation>,
    document_count_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let (scope, _) = handle(evaluation, "evaluation")?.scope_of();
        put(document_count_out, "document_count_out", scope.document_count)
    })
}

/// Tasks in force.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_get_scope_task_count(
    evaluation: Option<&tiendo_evaluation>,
    task_count_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let (scope, _) = handle(evaluation, "evaluation")?.scope_of();
        put(task_count_out, "task_count_out", scope.task_count)
    })
}
