//! The plans of a registry, with their phases and task groups.

use std::mem::MaybeUninit;

use chrono::NaiveDate;
use model::{DocumentId, Phase, Plan, TaskGroup};

use crate::boundary::{at, call, day_number, free, handle, out_of_range, put, wanted};
use crate::code::tiendo_code;
use crate::list::{List, shown};
use crate::packed::{Grid, Texts};
use crate::registry::tiendo_registry;
use crate::text::tiendo_str;

/// The plans of a registry. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_plans(List<Plan, 4>, Vec<Texts>);

/// The phases of the plans of a registry. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_phases(List<PhaseOfPlan, 5>);

/// The task groups of the plans of a registry. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_groups(List<TaskGroup, 4>);

/// A phase, and its last day as the registry's calendar has it.
#[derive(Debug, Clone)]
struct PhaseOfPlan {
    phase: Phase,
    last_day: Option<NaiveDate>,
}

const ID: usize = 0;
const NAME: usize = 1;
const NAME_EN: usize = 2;
/// In plans the document, elsewhere the plan.
const OWNER: usize = 3;
const DEADLINE: usize = 4;

/// The plans of a registry, in id order; the caller frees the list, which outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_plans(
    registry: Option<&tiendo_registry>,
    plans_out: Option<&mut MaybeUninit<Box<tiendo_plans>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(plans_out.as_deref(), "plans_out")?;
        let list = List::new(registry.plans(), |plan| {
            let name_en = shown(plan.name_en.as_ref());
            [plan.id.as_str(), plan.name.as_str(), name_en, plan.document.as_str()]
        });
        let further = registry
            .plans()
            .iter()
            .map(|plan| Texts::pack(plan.documents.iter().map(DocumentId::as_str)));
        let plans = tiendo_plans(list, further.collect());
        put(plans_out, "plans_out", Box::new(plans))
    })
}

/// Frees a list of plans. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plans_free(plans: Option<Box<tiendo_plans>>) {
    free(plans);
}

/// Number of plans; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plans_len(plans: Option<&tiendo_plans>) -> usize {
    plans.map_or(0, |plans| plans.0.len())
}

/// Id of a plan. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plans_get_id(
    plans: Option<&tiendo_plans>,
    index: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(id_out, "id_out", handle(plans, "plans")?.0.text(index, ID)?))
}

/// Its name; `lang` is a `tiendo_lang`, the English name empty where there is none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plans_get_name(
    plans: Option<&tiendo_plans>,
    index: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let plans = &handle(plans, "plans")?.0;
        put(name_out, "name_out", plans.text_in(index, [NAME, NAME_EN], lang)?)
    })
}

/// Id of the document that is the plan. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plans_get_document(
    plans: Option<&tiendo_plans>,
    index: usize,
    document_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(document_out, "document_out", handle(plans, "plans")?.0.text(index, OWNER)?))
}

/// Number of further documents whose tasks belong to the plan.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plans_get_document_count(
    plans: Option<&tiendo_plans>,
    index: usize,
    document_count_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| {
        let record = handle(plans, "plans")?.0.record(index)?;
        put(document_count_out, "document_count_out", record.documents.len())
    })
}

/// Id of one of the further documents whose tasks belong to the plan: `document` is below their count. Valid until the list is
/// freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_plans_get_further_document(
    plans: Option<&tiendo_plans>,
    index: usize,
    document: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let tiendo_plans(_, further) = handle(plans, "plans")?;
        let ids = at(further, index, "index")?;
        if document >= ids.len() {
            return Err(out_of_range(document, ids.len(), "document"));
        }
        put(id_out, "id_out", ids.get(document))
    })
}

/// The phases of all plans of a registry, plan by plan in id order, in their order within; the caller frees the list, which
/// outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_phases(
    registry: Option<&tiendo_registry>,
    phases_out: Option<&mut MaybeUninit<Box<tiendo_phases>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(phases_out.as_deref(), "phases_out")?;
        let (mut phases, mut plans) = (Vec::new(), Vec::new());
        for plan in registry.plans() {
            for phase in &plan.phases {
                let last_day = registry.phase_last_day(phase.id.as_str());
                phases.push(PhaseOfPlan { phase: phase.clone(), last_day });
                plans.push(plan.id.as_str());
            }
        }
        let texts = phases.iter().zip(plans).map(|(PhaseOfPlan { phase, .. }, plan)| {
            [
                phase.id.as_str(),
                phase.name.as_str(),
                shown(phase.name_en.as_ref()),
                plan,
                phase.deadline.text.as_str(),
            ]
        });
        let phases = tiendo_phases(List::of(Grid::pack(texts), phases));
        put(phases_out, "phases_out", Box::new(phases))
    })
}

/// Frees a list of phases. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phases_free(phases: Option<Box<tiendo_phases>>) {
    free(phases);
}

/// Number of phases; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phases_len(phases: Option<&tiendo_phases>) -> usize {
    phases.map_or(0, |phases| phases.0.len())
}

/// Id of a phase. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phases_get_id(
    phases: Option<&tiendo_phases>,
    index: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(id_out, "id_out", handle(phases, "phases")?.0.text(index, ID)?))
}

/// Id of its plan. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phases_get_plan(
    phases: Option<&tiendo_phases>,
    index: usize,
    plan_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(plan_out, "plan_out", handle(phases, "phases")?.0.text(index, OWNER)?))
}

/// Its name; `lang` is a `tiendo_lang`, the English name empty where there is none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phases_get_name(
    phases: Option<&tiendo_phases>,
    index: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let phases = &handle(phases, "phases")?.0;
        put(name_out, "name_out", phases.text_in(index, [NAME, NAME_EN], lang)?)
    })
}

/// Its first day, `yyyymmdd`; 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phases_get_starts_on(
    phases: Option<&tiendo_phases>,
    index: usize,
    starts_on_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(phases, "phases")?.0.record(index)?;
        put(starts_on_out, "starts_on_out", day_number(record.phase.starts_on))
    })
}

/// Its deadline in official wording; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phases_get_deadline(
    phases: Option<&tiendo_phases>,
    index: usize,
    deadline_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(deadline_out, "deadline_out", handle(phases, "phases")?.0.text(index, DEADLINE)?))
}

/// Its last day, `yyyymmdd`, the wording being read strictly; 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_phases_get_last_day(
    phases: Option<&tiendo_phases>,
    index: usize,
    last_day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(phases, "phases")?.0.record(index)?;
        put(last_day_out, "last_day_out", day_number(record.last_day))
    })
}

/// The task groups of all plans of a registry, plan by plan in id order, in their order within; the caller frees the list,
/// which outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_groups(
    registry: Option<&tiendo_registry>,
    groups_out: Option<&mut MaybeUninit<Box<tiendo_groups>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(groups_out.as_deref(), "groups_out")?;
        let groups = || registry.plans().iter().flat_map(|p| p.groups.iter().map(move |g| (p, g)));
        let texts = groups().map(|(plan, group)| {
            let name_en = shown(group.name_en.as_ref());
            [group.id.as_str(), group.name.as_str(), name_en, plan.id.as_str()]
        });
        let groups = groups().map(|(_, group)| group.clone()).collect();
        let groups = tiendo_groups(List::of(Grid::pack(texts), groups));
        put(groups_out, "groups_out", Box::new(groups))
    })
}

/// Frees a list of task groups. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_groups_free(groups: Option<Box<tiendo_groups>>) {
    free(groups);
}

/// Number of groups; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_groups_len(groups: Option<&tiendo_groups>) -> usize {
    groups.map_or(0, |groups| groups.0.len())
}

/// Id of a task group. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_groups_get_id(
    groups: Option<&tiendo_groups>,
    index: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(id_out, "id_out", handle(groups, "groups")?.0.text(index, ID)?))
}

/// Id of its plan. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_groups_get_plan(
    groups: Option<&tiendo_groups>,
    index: usize,
    plan_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(plan_out, "plan_out", handle(groups, "groups")?.0.text(index, OWNER)?))
}

/// Its name; `lang` is a `tiendo_lang`, the English name empty where there is none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_groups_get_name(
    groups: Option<&tiendo_groups>,
    index: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let groups = &handle(groups, "groups")?.0;
        put(name_out, "name_out", groups.text_in(index, [NAME, NAME_EN], lang)?)
    })
}
