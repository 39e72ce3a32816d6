//! Tasks under construction.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{
    AddresseeMode, AgencyId, Classification, Deadline, DocumentId, GroupId, PhaseId, Product,
    Stage, Task, TaskId, Text,
};

use crate::boundary::{call, free, maybe_day, maybe_text, put, text};
use crate::calendar::flag;
use crate::code::{Failure, Outcome, tiendo_code};
use crate::field::{self, Draft, agency_id, instant, maybe_id, model_text, set, small};
use crate::word::shown;

/// A task under construction.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_task(pub(crate) Draft<Task>);

impl tiendo_task {
    fn set(task: Option<NonNull<Self>>, body: impl FnOnce(&mut Task)) -> Outcome {
        set(task, "task", |task| &task.0, body)
    }
}

/// A task with an id, the document that sets it and its title; all else absent. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_new(
    id: *const c_char,
    id_len: usize,
    document: *const c_char,
    document_len: usize,
    title: *const c_char,
    title_len: usize,
    task_out: Option<&mut MaybeUninit<Box<tiendo_task>>>,
) -> tiendo_code {
    call(|| {
        let id = field::id(id, id_len, "id", TaskId::new)?;
        let document = field::id(document, document_len, "document", DocumentId::new)?;
        let title = Text::new(text(title, title_len, "title")?)?;
        let task = Task::new(id, document, title);
        put(task_out, "task_out", Box::new(tiendo_task(Draft::new(task))))
    })
}

/// Frees a task. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_free(task: Option<Box<tiendo_task>>) {
    free(task);
}

/// The clause that sets it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_clause(
    task: Option<NonNull<tiendo_task>>,
    clause: *const c_char,
    clause_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(clause, clause_len, "clause")?;
        tiendo_task::set(task, |task| task.clause = value)
    })
}

/// The title in English. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_title_en(
    task: Option<NonNull<tiendo_task>>,
    title_en: *const c_char,
    title_en_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(title_en, title_en_len, "title_en")?;
        tiendo_task::set(task, |task| task.title_en = value)
    })
}

/// Adds an agency or group that it is addressed to, by id.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_add_addressee(
    task: Option<NonNull<tiendo_task>>,
    addressee: *const c_char,
    addressee_len: usize,
) -> tiendo_code {
    call(|| {
        let value = agency_id(addressee, addressee_len, "addressee")?;
        tiendo_task::set(task, |task| task.addressees.push(value))
    })
}

/// How several addressees owe it: `each`, or another word of the vocabulary `addressee_mode`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_mode(
    task: Option<NonNull<tiendo_task>>,
    mode: *const c_char,
    mode_len: usize,
) -> tiendo_code {
    call(|| {
        let value = mode_of(maybe_text(mode, mode_len, "mode")?)?;
        tiendo_task::set(task, |task| task.mode = value)
    })
}

/// Adds an agency that coordinates, by id.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_add_coordinating(
    task: Option<NonNull<tiendo_task>>,
    coordinating: *const c_char,
    coordinating_len: usize,
) -> tiendo_code {
    call(|| {
        let value = agency_id(coordinating, coordinating_len, "coordinating")?;
        tiendo_task::set(task, |task| task.coordinating.push(value))
    })
}

/// Adds an agency that it was delegated to, by id.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_add_delegate(
    task: Option<NonNull<tiendo_task>>,
    delegate: *const c_char,
    delegate_len: usize,
) -> tiendo_code {
    call(|| {
        let value = agency_id(delegate, delegate_len, "delegate")?;
        tiendo_task::set(task, |task| task.delegates.push(value))
    })
}

/// Id of the agency that assigned it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_assigner(
    task: Option<NonNull<tiendo_task>>,
    assigner: *const c_char,
    assigner_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(assigner, assigner_len, "assigner", AgencyId::new)?;
        tiendo_task::set(task, |task| task.assigner = value)
    })
}

/// Id of the agency that supervises it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_supervisor(
    task: Option<NonNull<tiendo_task>>,
    supervisor: *const c_char,
    supervisor_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(supervisor, supervisor_len, "supervisor", AgencyId::new)?;
        tiendo_task::set(task, |task| task.supervisor = value)
    })
}

/// The post that answers for it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_responsible_person(
    task: Option<NonNull<tiendo_task>>,
    responsible_person: *const c_char,
    responsible_person_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(responsible_person, responsible_person_len, "responsible_person")?;
        tiendo_task::set(task, |task| task.responsible_person = value)
    })
}

/// The leader who supervises it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_supervising_leader(
    task: Option<NonNull<tiendo_task>>,
    supervising_leader: *const c_char,
    supervising_leader_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(supervising_leader, supervising_leader_len, "supervising_leader")?;
        tiendo_task::set(task, |task| task.supervising_leader = value)
    })
}

/// The authority it is done with. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_authority(
    task: Option<NonNull<tiendo_task>>,
    authority: *const c_char,
    authority_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(authority, authority_len, "authority")?;
        tiendo_task::set(task, |task| task.authority = value)
    })
}

/// What is to be delivered, in words. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_product(
    task: Option<NonNull<tiendo_task>>,
    product: *const c_char,
    product_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(product, product_len, "product")?;
        tiendo_task::set(task, |task| {
            task.product = value.map(|text| Product {
                text,
                kind: task.product.as_ref().and_then(|p| p.kind.clone()),
                document: None,
            });
        })
    })
}

/// The day it was assigned, `yyyymmdd`; 0: the day of the document.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_assigned_on(
    task: Option<NonNull<tiendo_task>>,
    assigned_on: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(assigned_on, "assigned_on")?;
        tiendo_task::set(task, |task| task.assigned_on = value)
    })
}

/// The deadline in official wording, read as `tiendo_deadline_read` does; the wording is kept.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_deadline(
    task: Option<NonNull<tiendo_task>>,
    deadline: *const c_char,
    deadline_len: usize,
) -> tiendo_code {
    call(|| {
        let value = Deadline::wording(text(deadline, deadline_len, "deadline")?)?;
        tiendo_task::set(task, |task| task.deadline = value)
    })
}

/// The last day, `yyyymmdd`, where somebody set it by hand: it wins over the wording. 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_last_day(
    task: Option<NonNull<tiendo_task>>,
    last_day: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(last_day, "last_day")?;
        tiendo_task::set(task, |task| task.deadline.stated_last_day = value)
    })
}

/// 1: the date is only foreseen and never overdue; 0: it is set.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_indicative(
    task: Option<NonNull<tiendo_task>>,
    indicative: i32,
) -> tiendo_code {
    call(|| {
        let value = flag(indicative, "indicative")?;
        tiendo_task::set(task, |task| task.indicative = value)
    })
}

/// Id of its task group. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_group(
    task: Option<NonNull<tiendo_task>>,
    group: *const c_char,
    group_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(group, group_len, "group", GroupId::new)?;
        tiendo_task::set(task, |task| task.group = value)
    })
}

/// Id of its phase. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_phase(
    task: Option<NonNull<tiendo_task>>,
    phase: *const c_char,
    phase_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(phase, phase_len, "phase", PhaseId::new)?;
        tiendo_task::set(task, |task| task.phase = value)
    })
}

/// Id of the task that it is a part of. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_parent(
    task: Option<NonNull<tiendo_task>>,
    parent: *const c_char,
    parent_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(parent, parent_len, "parent", TaskId::new)?;
        tiendo_task::set(task, |task| task.parent = value)
    })
}

/// The stage, a word of the vocabulary `stage`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_stage(
    task: Option<NonNull<tiendo_task>>,
    stage: *const c_char,
    stage_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_text(stage, stage_len, "stage")?.map(Stage::parse);
        tiendo_task::set(task, |task| task.stage = value)
    })
}

/// Weight in sums, 1 to 255.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_weight(
    task: Option<NonNull<tiendo_task>>,
    weight: i32,
) -> tiendo_code {
    call(|| {
        let value = small(weight, "weight", "255")?;
        tiendo_task::set(task, |task| task.weight = value)
    })
}

/// How many calendar days the work takes; -1 for unknown.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_duration_days(
    task: Option<NonNull<tiendo_task>>,
    duration_days: i32,
) -> tiendo_code {
    call(|| {
        let value = (duration_days != -1)
            .then(|| small(duration_days, "duration_days", "65535"))
            .transpose()?;
        tiendo_task::set(task, |task| task.duration_days = value)
    })
}

/// Secrecy, a word of the vocabulary `classification`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_classification(
    task: Option<NonNull<tiendo_task>>,
    classification: *const c_char,
    classification_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_text(classification, classification_len, "classification")?
            .map(Classification::parse);
        tiendo_task::set(task, |task| task.classification = value)
    })
}

/// Where this was read. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_source(
    task: Option<NonNull<tiendo_task>>,
    source: *const c_char,
    source_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(source, source_len, "source")?;
        tiendo_task::set(task, |task| task.source = value)
    })
}

/// From which day this version of the definition holds, `yyyymmdd`; 0 for always.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_valid_from(
    task: Option<NonNull<tiendo_task>>,
    valid_from: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(valid_from, "valid_from")?;
        tiendo_task::set(task, |task| task.valid_from = value)
    })
}

/// When this version was recorded, `yyyy-mm-ddThh:mm:ss`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_task_set_recorded_at(
    task: Option<NonNull<tiendo_task>>,
    recorded_at: *const c_char,
    recorded_at_len: usize,
) -> tiendo_code {
    call(|| {
        let value = instant(recorded_at, recorded_at_len, "recorded_at")?;
        tiendo_task::set(task, |task| task.recorded_at = value)
    })
}

fn mode_of(word: Option<&str>) -> Outcome<Option<AddresseeMode>> {
    let parse = |word: &str| {
        AddresseeMode::parse(word).ok_or_else(|| {
            let words: Vec<&str> = AddresseeMode::ALL.iter().map(|mode| mode.as_str()).collect();
            let message = format!("mode must be {}, not '{}'", words.join(" or "), shown(word));
            Failure::new(tiendo_code::InvalidValue, message)
        })
    };
    word.map(parse).transpose()
}
