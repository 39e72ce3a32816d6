//! What may be shown of an evaluation, for heads whose counts must not tell of any other task.

use std::borrow::Cow;

use tiendo::{Error, Evaluation, RegistryBuilder, TaskId};

use crate::table::Disclosure;

/// The same evaluation of the tasks alone that may be shown; itself where that is all that are in force.
///
/// A count over all tasks is a number that a secret one moves. Reports that came to a live evaluation are not those of its
/// registry, and are not counted where a task is hidden.
///
/// # Errors
/// - [`Error::InvalidValue`] for a policy that cannot be applied, which no evaluation has.
pub(crate) fn shown(
    evaluation: &Evaluation,
    disclosure: Disclosure,
) -> Result<Cow<'_, Evaluation>, Error> {
    if evaluation.rows().all(|row| disclosure.allows(Some(&row.classification()))) {
        return Ok(Cow::Borrowed(evaluation));
    }
    let registry = evaluation.registry();
    let shows = |task: &TaskId| disclosure.allows(registry.classification(task.as_str()).as_ref());
    let mut records = registry.to_records();
    records.tasks.retain(|task| shows(&task.id));
    records.reports.retain(|report| shows(&report.task));
    records.transfers.retain(|transfer| shows(&transfer.task));
    records.allocations.retain(|allocation| shows(&allocation.task));
    let mut builder = RegistryBuilder::new();
    builder.calendar(registry.calendar().clone()).add(records);
    for (report, until) in registry.superseded_reports() {
        if shows(&report.task) {
            builder.add_superseded_report(report, until);
        }
    }
    builder.finish().evaluate(evaluation.as_of(), evaluation.policy()).map(Cow::Owned)
}
