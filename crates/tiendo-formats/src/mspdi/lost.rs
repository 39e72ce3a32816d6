//! What the format has no place for.

use tiendo::{Agency, AgencyKind, Branch, Lang, Registry, Task};

/// The fields of a task that the format has no place for, where the task fills them.
pub(super) fn of_task(
    task: &Task,
    registry: &Registry,
    lang: Lang,
) -> impl Iterator<Item = &'static str> + use<> {
    let product = task.product.as_ref();
    let english = match lang {
        Lang::Vi => task.title_en.is_some(),
        // The title that is written is the English one.
        Lang::En => task.title_en.is_some() && task.title_en.as_ref() != Some(&task.title),
    };
    let document = registry.document(task.document.as_str());
    let told = document.is_some_and(|document| document.title.as_str() != document.id.as_str());
    filled([
        ("title_en", english),
        ("assigner", task.assigner.is_some()),
        ("supervisor", task.supervisor.is_some()),
        ("delegates", !task.delegates.is_empty()),
        ("supervising_leader", task.supervising_leader.is_some()),
        ("product.document", product.is_some_and(|product| product.document.is_some())),
        ("classified_by", task.classified_by.is_some()),
        ("relations", !task.relations.is_empty()),
        ("stage", task.stage.is_some()),
        ("pilot_of", task.pilot_of.is_some()),
        ("external_ids", !task.external_ids.is_empty()),
        ("source", task.source.is_some()),
        ("valid_from", task.valid_from.is_some()),
        ("recorded_at", task.recorded_at.is_some()),
        ("reports", registry.reports_of(task.id.as_str()).len() > 1),
        ("document.title", told),
    ])
}

/// The fields of an agency that the format has no place for, where the agency fills them.
pub(super) fn of_agency(agency: &Agency) -> impl Iterator<Item = &'static str> + use<> {
    filled([
        ("agency.code", agency.code.is_some()),
        ("agency.kind", agency.kind != AgencyKind::Agency),
        ("agency.branch", agency.branch != Branch::Other),
        ("agency.parent", agency.parent.is_some()),
        ("agency.territory", agency.territory.is_some()),
        ("agency.member_of", !agency.member_of.is_empty()),
        ("agency.name_en", agency.name_en.is_some()),
        ("agency.other_names", !agency.other_names.is_empty()),
        ("agency.external_ids", !agency.external_ids.is_empty()),
        ("agency.valid_from", agency.valid_from.is_some()),
        ("agency.valid_to", agency.valid_to.is_some()),
        ("agency.recorded_at", agency.recorded_at.is_some()),
        ("agency.version_from", agency.version_from.is_some()),
        ("agency.source", agency.source.is_some()),
    ])
}

fn filled<const N: usize>(fields: [(&'static str, bool); N]) -> impl Iterator<Item = &'static str> {
    fields.into_iter().filter_map(|(field, is_filled)| is_filled.then_some(field))
}
