//! The tasks of a registry as a record batch.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tiendo::{
    AddresseeMode, AgencyId, BeforeReading, Classification, ClassificationBasis, GroupId, PhaseId,
    ProductKind, Registry, Stage, Task, TaskId, Text,
};

use super::column::Columns;
use super::scope::Stated;

/// The tasks of a registry, the newest version of each, one row per task, in id order.
///
/// Shape: the fields of a task by their JSON names; `deadline` is the strict last day on the registry's calendar,
/// `deadline_text` the wording and `deadline_form` what it was read as. Relations, dependencies and external ids
/// are in the JSON form only.
///
/// # Errors
/// - [`ArrowError`] for what no machine holds in memory.
///
/// # Example
/// ```
/// use tiendo::{DocumentId, RegistryBuilder, Task, TaskId, Text};
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Bố trí kinh phí")?));
/// let batch = tiendo_formats::arrow::tasks_batch(&builder.finish())?;
/// assert_eq!((batch.num_rows(), batch.schema().field(0).name().as_str()), (1, "id"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tasks_batch(registry: &Registry) -> Result<RecordBatch, ArrowError> {
    let tasks: Vec<Task> = registry.tasks().collect();
    task_columns(&tasks, registry)?
        .finish(&Stated { provenance: Some(registry.provenance()), ..Stated::new("tasks", None) })
}

/// The columns of some tasks of a registry.
pub(crate) fn task_columns(tasks: &[Task], registry: &Registry) -> Result<Columns, ArrowError> {
    let all = || tasks.iter();
    let text = |of: fn(&Task) -> Option<&Text>| tasks.iter().map(move |t| of(t).map(Text::as_str));
    let agency =
        |of: fn(&Task) -> Option<&AgencyId>| tasks.iter().map(move |t| of(t).map(AgencyId::as_str));
    let agencies = |of: fn(&Task) -> &[AgencyId]| {
        tasks.iter().map(move |t| of(t).iter().map(AgencyId::as_str))
    };
    let calendar = registry.calendar();
    let mut columns = Columns::new(tasks.len());
    columns.text("id", all().map(|t| t.id.as_str()));
    columns.word("document", all().map(|t| t.document.as_str()))?;
    columns.maybe_text("clause", text(|t| t.clause.as_ref()));
    columns.text("title", all().map(|t| t.title.as_str()));
    columns.maybe_text("title_en", text(|t| t.title_en.as_ref()));
    columns.texts("addressees", agencies(|t| &t.addressees));
    columns.maybe_word("mode", all().map(|t| t.mode.map(AddresseeMode::as_str)))?;
    columns.texts("coordinating", agencies(|t| &t.coordinating));
    columns.maybe_word("assigner", agency(|t| t.assigner.as_ref()))?;
    columns.maybe_word("supervisor", agency(|t| t.supervisor.as_ref()))?;
    columns.texts("delegates", agencies(|t| &t.delegates));
    columns.maybe_text("responsible_person", text(|t| t.responsible_person.as_ref()));
    columns.maybe_text("supervising_leader", text(|t| t.supervising_leader.as_ref()));
    columns.maybe_text("authority", text(|t| t.authority.as_ref()));
    columns.maybe_text("product", text(|t| t.product.as_ref().map(|p| &p.text)));
    let kinds = all().map(|t| t.product.as_ref().and_then(|p| p.kind.as_ref()));
    columns.maybe_word("product_kind", kinds.map(|kind| kind.map(ProductKind::as_str)))?;
    columns.day("assigned_on", all().map(|t| t.assigned_on));
    columns.text("deadline_text", all().map(|t| t.deadline.text.as_str()));
    columns.word("deadline_form", all().map(|t| t.deadline.form.word()))?;
    let last = |t: &Task| t.deadline.last_day(BeforeReading::Strict, calendar).ok().flatten();
    columns.day("deadline", all().map(last));
    columns.flag("indicative", all().map(|t| t.indicative));
    columns.maybe_word("group", all().map(|t| t.group.as_ref().map(GroupId::as_str)))?;
    columns.maybe_word("phase", all().map(|t| t.phase.as_ref().map(PhaseId::as_str)))?;
    columns.maybe_word(
        "classified_by",
        all().map(|t| t.classified_by.map(ClassificationBasis::as_str)),
    )?;
    columns.maybe_text("parent", all().map(|t| t.parent.as_ref().map(TaskId::as_str)));
    columns.maybe_word("stage", all().map(|t| t.stage.as_ref().map(Stage::as_str)))?;
    columns.maybe_text("pilot_of", all().map(|t| t.pilot_of.as_ref().map(TaskId::as_str)));
    columns.small("weight", all().map(|t| t.weight));
    columns.maybe_number("duration_days", all().map(|t| t.duration_days.map(u32::from)));
    let classes = all().map(|t| t.classification.as_ref());
    columns.maybe_word("classification", classes.map(|class| class.map(Classification::as_str)))?;
    columns.maybe_text("source", text(|t| t.source.as_ref()));
    columns.day("valid_from", all().map(|t| t.valid_from));
    columns.instant("recorded_at", all().map(|t| t.recorded_at));
    Ok(columns)
}
