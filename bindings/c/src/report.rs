//! Reports under construction.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{AgencyId, Cause, DocumentId, Report, ReportId, ReportKind, TaskId};

use crate::boundary::{call, day_of, free, maybe_day, maybe_text, put, text};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::field::{self, Draft, instant, maybe_id, model_text, set};
use crate::word::tiendo_provenance;

/// A report under construction: what was said about a task on a day.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_report(pub(crate) Draft<Report>);

impl tiendo_report {
    fn set(report: Option<NonNull<Self>>, body: impl FnOnce(&mut Report)) -> Outcome {
        set(report, "report", |report| &report.0, body)
    }
}

/// A report with an id, the task it speaks of, its kind (a word of the vocabulary `report_kind`) and its day, `yyyymmdd`; all else
/// absent. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_new(
    id: *const c_char,
    id_len: usize,
    task: *const c_char,
    task_len: usize,
    kind: *const c_char,
    kind_len: usize,
    reported_on: i32,
    report_out: Option<&mut MaybeUninit<Box<tiendo_report>>>,
) -> tiendo_code {
    call(|| {
        let id = field::id(id, id_len, "id", ReportId::new)?;
        let task = field::id(task, task_len, "task", TaskId::new)?;
        let kind = ReportKind::parse(text(kind, kind_len, "kind")?);
        let report = Report::new(id, task, kind, day_of(reported_on, "reported_on")?);
        put(report_out, "report_out", Box::new(tiendo_report(Draft::new(report))))
    })
}

/// Frees a report. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_free(report: Option<Box<tiendo_report>>) {
    free(report);
}

/// Id of the addressee whose row it is about, for a task addressed to each. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_addressee(
    report: Option<NonNull<tiendo_report>>,
    addressee: *const c_char,
    addressee_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(addressee, addressee_len, "addressee", AgencyId::new)?;
        tiendo_report::set(report, |report| report.addressee = value)
    })
}

/// Code of the occurrence it is about, for a recurring task: `2025-Q3`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_occurrence(
    report: Option<NonNull<tiendo_report>>,
    occurrence: *const c_char,
    occurrence_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(occurrence, occurrence_len, "occurrence")?;
        tiendo_report::set(report, |report| report.occurrence = value)
    })
}

/// When it was recorded, `yyyy-mm-ddThh:mm:ss`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_recorded_at(
    report: Option<NonNull<tiendo_report>>,
    recorded_at: *const c_char,
    recorded_at_len: usize,
) -> tiendo_code {
    call(|| {
        let value = instant(recorded_at, recorded_at_len, "recorded_at")?;
        tiendo_report::set(report, |report| report.recorded_at = value)
    })
}

/// Id of the agency that reports. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_by(
    report: Option<NonNull<tiendo_report>>,
    by: *const c_char,
    by_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(by, by_len, "by", AgencyId::new)?;
        tiendo_report::set(report, |report| report.by = value)
    })
}

/// The post that reports. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_by_post(
    report: Option<NonNull<tiendo_report>>,
    by_post: *const c_char,
    by_post_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(by_post, by_post_len, "by_post")?;
        tiendo_report::set(report, |report| report.by_post = value)
    })
}

/// Work done, 0 to 100; -1 where it does not say.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_percent(
    report: Option<NonNull<tiendo_report>>,
    percent: i32,
) -> tiendo_code {
    call(|| {
        let value = percent_of(percent)?;
        tiendo_report::set(report, |report| report.percent = value)
    })
}

/// The new last day of an extension, `yyyymmdd`; 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_new_deadline(
    report: Option<NonNull<tiendo_report>>,
    new_deadline: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(new_deadline, "new_deadline")?;
        tiendo_report::set(report, |report| report.new_deadline = value)
    })
}

/// The reason. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_reason(
    report: Option<NonNull<tiendo_report>>,
    reason: *const c_char,
    reason_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(reason, reason_len, "reason")?;
        tiendo_report::set(report, |report| report.reason = value)
    })
}

/// The cause, a word of the vocabulary `cause`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_cause(
    report: Option<NonNull<tiendo_report>>,
    cause: *const c_char,
    cause_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_text(cause, cause_len, "cause")?.map(Cause::parse);
        tiendo_report::set(report, |report| report.cause = value)
    })
}

/// Where the evidence is. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_evidence(
    report: Option<NonNull<tiendo_report>>,
    evidence: *const c_char,
    evidence_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(evidence, evidence_len, "evidence")?;
        tiendo_report::set(report, |report| report.evidence = value)
    })
}

/// Id of the document that it rests on. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_basis(
    report: Option<NonNull<tiendo_report>>,
    basis: *const c_char,
    basis_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(basis, basis_len, "basis", DocumentId::new)?;
        tiendo_report::set(report, |report| report.basis = value)
    })
}

/// Category of an obstacle. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_category(
    report: Option<NonNull<tiendo_report>>,
    category: *const c_char,
    category_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(category, category_len, "category")?;
        tiendo_report::set(report, |report| report.category = value)
    })
}

/// Id of the agency that it is addressed to. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_addressed_to(
    report: Option<NonNull<tiendo_report>>,
    addressed_to: *const c_char,
    addressed_to_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(addressed_to, addressed_to_len, "addressed_to", AgencyId::new)?;
        tiendo_report::set(report, |report| report.addressed_to = value)
    })
}

/// By when an answer is needed, `yyyymmdd`; 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_needed_by(
    report: Option<NonNull<tiendo_report>>,
    needed_by: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(needed_by, "needed_by")?;
        tiendo_report::set(report, |report| report.needed_by = value)
    })
}

/// Whether it was really made: a `tiendo_provenance`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_report_set_provenance(
    report: Option<NonNull<tiendo_report>>,
    provenance: i32,
) -> tiendo_code {
    call(|| {
        let value = tiendo_provenance::of(provenance, "provenance")?;
        tiendo_report::set(report, |report| report.provenance = value)
    })
}

fn percent_of(percent: i32) -> Outcome<Option<u8>> {
    match percent {
        -1 => Ok(None),
        0..=100 => Ok(u8::try_from(percent).ok()),
        _ => {
            let message = format!("percent must be 0 to 100, or -1 for none, not {percent}");
            Err(Failure::new(tiendo_code::InvalidValue, message))
        }
    }
}
