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
    let names: Vec<&str> = evaluation_columns().collect();
    evaluation_batch_of(evaluation, &names)
}

/// Some columns of [`evaluation_batch`], in the order in which they are named; the rows are those of the evaluation though no
/// column is.
///
/// # Errors
/// - [`ArrowError::SchemaError`] for a name that is not among [`evaluation_columns`].
/// - those of [`evaluation_batch`].
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let batch = tiendo_formats::arrow::evaluation_batch_of(&evaluation, &["task", "status"])?;
/// assert_eq!(batch.num_columns(), 2);
/// assert!(tiendo_formats::arrow::evaluation_batch_of(&evaluation, &["colour"]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evaluation_batch_of(
    evaluation: &Evaluation,
    names: &[&str],
) -> Result<RecordBatch, ArrowError> {
    let mut columns = Columns::new(evaluation.len());
    for name in names {
        let found = COLUMNS.iter().find(|(known, _)| known == name);
        let unknown = || ArrowError::SchemaError(format!("an evaluation has no column '{name}'"));
        let (name, make) = found.ok_or_else(unknown)?;
        make(&mut columns, name, evaluation)?;
    }
    columns.finish(&Stated::new("evaluation", Some(&evaluation.scope())))
}

/// The names of the columns of [`evaluation_batch`], in their order.
///
/// ```
/// assert!(tiendo_formats::arrow::evaluation_columns().any(|name| name == "deadline"));
/// ```
pub fn evaluation_columns() -> impl ExactSizeIterator<Item = &'static str> {
    COLUMNS.iter().map(|(name, _)| *name)
}

/// Adds a column of this name.
type Make = fn(&mut Columns, &str, &Evaluation) -> Result<(), ArrowError>;

const COLUMNS: &[(&str, Make)] = &[
    ("row", |columns, name, of| done(columns.text(name, of.rows().map(|row| row.id())))),
    ("task", |columns, name, of| done(columns.text(name, of.rows().map(|row| row.task_id())))),
    ("title", |columns, name, of| done(columns.text(name, of.rows().map(|row| row.title())))),
    ("addressee", |columns, name, of| {
        columns.maybe_word(name, of.rows().map(|row| row.addressee_id()))
    }),
    ("agency", |columns, name, of| columns.maybe_word(name, of.rows().map(|row| row.agency_id()))),
    ("status", |columns, name, of| columns.word(name, of.rows().map(|row| row.status().as_str()))),
    ("status_code", |columns, name, of| {
        done(columns.code(name, of.rows().map(|row| row.status().index())))
    }),
    ("words", |columns, name, of| columns.word(name, of.rows().map(|row| row.words(Lang::Vi)))),
    ("reported", |columns, name, of| flag(columns, name, of, |row| row.is_reported())),
    ("percent", |columns, name, of| done(columns.small(name, of.rows().map(|row| row.percent())))),
    ("weight", |columns, name, of| done(columns.small(name, of.rows().map(|row| row.weight())))),
    ("deadline", |columns, name, of| done(columns.day(name, of.rows().map(|row| row.deadline())))),
    ("original_deadline", |columns, name, of| {
        done(columns.day(name, of.rows().map(|row| row.original_deadline())))
    }),
    ("closed_on", |columns, name, of| {
        done(columns.day(name, of.rows().map(|row| row.closed_on())))
    }),
    ("submitted_on", |columns, name, of| {
        done(columns.day(name, of.rows().map(|row| row.submitted_on())))
    }),
    ("late_days", |columns, name, of| {
        done(columns.maybe_number(name, of.rows().map(|row| row.late_days())))
    }),
    ("extensions", |columns, name, of| {
        done(columns.number(name, of.rows().map(|row| row.extension_count())))
    }),
    ("late_only_if_strict", |columns, name, of| {
        flag(columns, name, of, |row| row.is_late_only_if_strict())
    }),
    ("inherited", |columns, name, of| flag(columns, name, of, |row| row.is_inherited())),
    ("excused", |columns, name, of| flag(columns, name, of, |row| row.is_excused())),
    ("regular", |columns, name, of| flag(columns, name, of, |row| row.is_regular())),
    ("submitted_late", |columns, name, of| flag(columns, name, of, |row| row.is_submitted_late())),
    ("blocked_in_term", |columns, name, of| {
        flag(columns, name, of, |row| row.is_blocked_in_term())
    }),
    ("blocked_by", |columns, name, of| {
        done(columns.texts(name, of.rows().map(|row| row.blocked_by())))
    }),
    ("blocked_days", |columns, name, of| {
        done(columns.maybe_number(name, of.rows().map(|row| row.blocked_days())))
    }),
    ("urged", |columns, name, of| {
        done(columns.number(name, of.rows().map(|row| row.urged_count())))
    }),
    ("set_aside", |columns, name, of| {
        done(columns.number(name, of.rows().map(|row| row.set_aside_count())))
    }),
    ("occurrence", |columns, name, of| {
        let codes = of.rows().map(|row| row.occurrences().map(|o| o.judged.code()));
        done(columns.maybe_text(name, codes))
    }),
    ("occurrences_elapsed", |columns, name, of| {
        occurrences(columns, name, of, |o| o.elapsed_count)
    }),
    ("occurrences_done_on_time", |columns, name, of| {
        occurrences(columns, name, of, |o| o.done_on_time_count)
    }),
    ("occurrences_done_late", |columns, name, of| {
        occurrences(columns, name, of, |o| o.done_late_count)
    }),
    ("occurrences_missed", |columns, name, of| occurrences(columns, name, of, |o| o.missed_count)),
];

/// A column that cannot fail was added.
#[allow(clippy::unnecessary_wraps, reason = "others can fail")]
fn done((): ()) -> Result<(), ArrowError> {
    Ok(())
}

/// A mark of a row, by the word that JSON has for it.
#[allow(clippy::unnecessary_wraps, reason = "others can fail")]
fn flag(
    columns: &mut Columns,
    name: &str,
    of: &Evaluation,
    mark: fn(&Row<'_>) -> bool,
) -> Result<(), ArrowError> {
    columns.flag(name, of.rows().map(|row| mark(&row)));
    Ok(())
}

/// How the occurrences of a recurring task went.
#[allow(clippy::unnecessary_wraps, reason = "others can fail")]
fn occurrences(
    columns: &mut Columns,
    name: &str,
    of: &Evaluation,
    count: fn(OccurrenceCounts) -> u32,
) -> Result<(), ArrowError> {
    columns.maybe_number(name, of.rows().map(|row| row.occurrences().map(count)));
    Ok(())
}
