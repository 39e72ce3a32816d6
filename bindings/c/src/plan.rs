//! Plans under construction, with their phases and task groups.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{Deadline, DocumentId, GroupId, Phase, PhaseId, Plan, PlanId, TaskGroup, Text};

use crate::boundary::{call, free, handle, maybe_day, maybe_text, put, text};
use crate::code::{Outcome, tiendo_code};
use crate::field::{self, Draft, model_text, set};

/// A plan under construction: a document with phases and task groups.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_plan(pub(crate) Draft<Plan>);

impl tiendo_plan {
    fn set(plan: Option<NonNull<Self>>, body: impl FnOnce(&mut Plan)) -> Outcome {
        set(plan, "plan", |plan| &plan.0, body)
    }
}

/// A plan with an id, the document that is the plan, and a name; without phases and groups. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plan_new(
    id: *const c_char,
    id_len: usize,
    document: *const c_char,
    document_len: usize,
    name: *const c_char,
    name_len: usize,
    plan_out: Option<&mut MaybeUninit<Box<tiendo_plan>>>,
) -> tiendo_code {
    call(|| {
        let plan = Plan {
            id: field::id(id, id_len, "id", PlanId::new)?,
            document: field::id(document, document_len, "document", DocumentId::new)?,
            documents: Vec::new(),
            name: Text::new(text(name, name_len, "name")?)?,
            name_en: None,
            phases: Vec::new(),
            groups: Vec::new(),
        };
        put(plan_out, "plan_out", Box::new(tiendo_plan(Draft::new(plan))))
    })
}

/// Frees a plan. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plan_free(plan: Option<Box<tiendo_plan>>) {
    free(plan);
}

/// Its name in English. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plan_set_name_en(
    plan: Option<NonNull<tiendo_plan>>,
    name_en: *const c_char,
    name_en_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(name_en, name_en_len, "name_en")?;
        tiendo_plan::set(plan, |plan| plan.name_en = value)
    })
}

/// Adds a further document whose tasks belong to the plan, by id.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plan_add_document(
    plan: Option<NonNull<tiendo_plan>>,
    document: *const c_char,
    document_len: usize,
) -> tiendo_code {
    call(|| {
        let value = field::id(document, document_len, "document", DocumentId::new)?;
        tiendo_plan::set(plan, |plan| plan.documents.push(value))
    })
}

/// Adds a phase behind those it has, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plan_add_phase(
    plan: Option<NonNull<tiendo_plan>>,
    phase: Option<&tiendo_phase>,
) -> tiendo_code {
    call(|| {
        let phase = handle(phase, "phase")?.0.copy();
        tiendo_plan::set(plan, |plan| plan.phases.push(phase))
    })
}

/// Adds a task group behind those it has: its id, unique among all plans, and its names; `name_en` `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plan_add_group(
    plan: Option<NonNull<tiendo_plan>>,
    id: *const c_char,
    id_len: usize,
    name: *const c_char,
    name_len: usize,
    name_en: *const c_char,
    name_en_len: usize,
) -> tiendo_code {
    call(|| {
        let group = TaskGroup {
            id: field::id(id, id_len, "id", GroupId::new)?,
            name: Text::new(text(name, name_len, "name")?)?,
            name_en: model_text(name_en, name_en_len, "name_en")?,
        };
        tiendo_plan::set(plan, |plan| plan.groups.push(group))
    })
}

/// A phase of a plan under construction.
///
/// Setters may be called from any thread. Adding it to a plan copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_phase(Draft<Phase>);

impl tiendo_phase {
    fn set(phase: Option<NonNull<Self>>, body: impl FnOnce(&mut Phase)) -> Outcome {
        set(phase, "phase", |phase| &phase.0, body)
    }
}

/// A phase with an id, unique among all plans, a name, and its deadline in official wording, always read strictly; `deadline`
/// `NULL` for none. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phase_new(
    id: *const c_char,
    id_len: usize,
    name: *const c_char,
    name_len: usize,
    deadline: *const c_char,
    deadline_len: usize,
    phase_out: Option<&mut MaybeUninit<Box<tiendo_phase>>>,
) -> tiendo_code {
    call(|| {
        let phase = Phase {
            id: field::id(id, id_len, "id", PhaseId::new)?,
            name: Text::new(text(name, name_len, "name")?)?,
            name_en: None,
            starts_on: None,
            deadline: match maybe_text(deadline, deadline_len, "deadline")? {
                Some(deadline) => Deadline::wording(deadline)?,
                None => Deadline::unspecified(),
            },
        };
        put(phase_out, "phase_out", Box::new(tiendo_phase(Draft::new(phase))))
    })
}

/// Frees a phase. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phase_free(phase: Option<Box<tiendo_phase>>) {
    free(phase);
}

/// Its name in English. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phase_set_name_en(
    phase: Option<NonNull<tiendo_phase>>,
    name_en: *const c_char,
    name_en_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(name_en, name_en_len, "name_en")?;
        tiendo_phase::set(phase, |phase| phase.name_en = value)
    })
}

/// Its first day, `yyyymmdd`; 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phase_set_starts_on(
    phase: Option<NonNull<tiendo_phase>>,
    starts_on: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(starts_on, "starts_on")?;
        tiendo_phase::set(phase, |phase| phase.starts_on = value)
    })
}

/// Its last day, `yyyymmdd`, where somebody set it by hand: it wins over the wording. 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phase_set_last_day(
    phase: Option<NonNull<tiendo_phase>>,
    last_day: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(last_day, "last_day")?;
        tiendo_phase::set(phase, |phase| phase.deadline.stated_last_day = value)
    })
}
