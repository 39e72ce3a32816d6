//! The rows of an evaluation as a record batch.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tiendo::{Evaluation, Lang, OccurrenceCounts, Row};

use super::column::Columns;
use super::scope::Stated;

/// The rows of an evaluation, one each, in its order.
///
/// Shape: the fields of a row as `evaluate` replies them in JSON, a mark being a column of its own. `late_days` is null
/// where nobody reported: lateness is then missing data and no verdict. `words` are the status in Vietnamese, worded so.
///
/// # Errors
/// - [`ArrowError`] for more distinct words than a dictionary holds, which the memory of no machine does.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text};
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("57-NQ/TW")?, Text::new("Bố trí kinh phí")?));
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let batch = tiendo_formats::arrow::evaluation_batch(&evaluation)?;
/// assert_eq!(batch.num_rows(), 1);
/// assert!(batch.schema().metadata()["tiendo"].contains(r#""day":"2025-12-31""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evaluation_batch(evaluation: &Evaluation) -> Result<RecordBatch, ArrowError> {
    let rows = || evaluation.rows();
    let occurrences = || rows().map(|row| row.occurrences());
    let mut columns = Columns::new(evaluation.len());
    columns.text("row", rows().map(|row| row.id()));
    columns.text("task", rows().map(|row| row.task_id()));
    columns.text("title", rows().map(|row| row.title()));
    columns.maybe_word("addressee", rows().map(|row| row.addressee_id()))?;
    columns.maybe_word("agency", rows().map(|row| row.agency_id()))?;
    columns.word("status", rows().map(|row| row.status().as_str()))?;
    columns.code("status_code", rows().map(|row| row.status().index()));
    columns.word("words", rows().map(|row| row.words(Lang::Vi)))?;
    columns.flag("reported", rows().map(|row| row.is_reported()));
    columns.small("percent", rows().map(|row| row.percent()));
    columns.small("weight", rows().map(|row| row.weight()));
    columns.day("deadline", rows().map(|row| row.deadline()));
    columns.day("original_deadline", rows().map(|row| row.original_deadline()));
    columns.day("closed_on", rows().map(|row| row.closed_on()));
    columns.day("submitted_on", rows().map(|row| row.submitted_on()));
    columns.maybe_number("late_days", rows().map(|row| row.late_days()));
    columns.number("extensions", rows().map(|row| row.extension_count()));
    for (name, mark) in MARKS {
        columns.flag(name, rows().map(|row| mark(&row)));
    }
    columns.texts("blocked_by", rows().map(|row| row.blocked_by()));
    columns.maybe_number("blocked_days", rows().map(|row| row.blocked_days()));
    columns.number("urged", rows().map(|row| row.urged_count()));
    columns.number("set_aside", rows().map(|row| row.set_aside_count()));
    columns.maybe_text("occurrence", occurrences().map(|o| o.map(|o| o.judged.code())));
    for (name, count) in OCCURRENCES {
        columns.maybe_number(name, occurrences().map(|o| o.map(count)));
    }
    columns.finish(&Stated::new("evaluation", Some(&evaluation.scope())))
}

type Mark = fn(&Row<'_>) -> bool;

/// The marks of a row, by the word that JSON has for them.
const MARKS: [(&str, Mark); 6] = [
    ("late_only_if_strict", |row| row.is_late_only_if_strict()),
    ("inherited", |row| row.is_inherited()),
    ("excused", |row| row.is_excused()),
    ("regular", |row| row.is_regular()),
    ("submitted_late", |row| row.is_submitted_late()),
    ("blocked_in_term", |row| row.is_blocked_in_term()),
];

type Count = fn(OccurrenceCounts) -> u32;

/// How the occurrences of a recurring task went.
const OCCURRENCES: [(&str, Count); 4] = [
    ("occurrences_elapsed", |o| o.elapsed_count),
    ("occurrences_done_on_time", |o| o.done_on_time_count),
    ("occurrences_done_late", |o| o.done_late_count),
    ("occurrences_missed", |o| o.missed_count),
];
