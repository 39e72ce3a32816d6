//! The rows of an evaluation as a record batch.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tiendo::{Evaluation, Lang, Row};

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
    let columns = columns_of(Rows { of: evaluation, positions: None }, names)?;
    columns.finish(&Stated::new("evaluation", Some(&evaluation.scope())))
}

/// These columns of these rows.
fn columns_of(rows: Rows<'_>, names: &[&str]) -> Result<Columns, ArrowError> {
    let mut columns = Columns::new(rows.len());
    for name in names {
        let found = COLUMNS.iter().find(|(known, _)| known == name);
        let unknown = || ArrowError::SchemaError(format!("an evaluation has no column '{name}'"));
        let (name, make) = found.ok_or_else(unknown)?;
        make(&mut columns, name, rows)?;
    }
    Ok(columns)
}

/// These columns of the rows at these positions, in this order.
#[cfg(feature = "parquet")]
pub(crate) fn some_columns(
    evaluation: &Evaluation,
    positions: &[u32],
    names: &[&str],
) -> Result<Columns, ArrowError> {
    columns_of(Rows { of: evaluation, positions: Some(positions) }, names)
}

/// The names of the columns of [`evaluation_batch`], in their order.
///
/// ```
/// assert!(tiendo_formats::arrow::evaluation_columns().any(|name| name == "deadline"));
/// ```
pub fn evaluation_columns() -> impl ExactSizeIterator<Item = &'static str> {
    COLUMNS.iter().map(|(name, _)| *name)
}

/// The rows that a table shows: those at these positions, or all.
#[derive(Clone, Copy)]
struct Rows<'a> {
    of: &'a Evaluation,
    positions: Option<&'a [u32]>,
}

impl<'a> Rows<'a> {
    fn len(self) -> usize {
        self.positions.map_or(self.of.len(), <[u32]>::len)
    }

    fn iter(self) -> impl Iterator<Item = Row<'a>> {
        let at = move |i: usize| match self.positions {
            Some(positions) => positions.get(i).map(|at| *at as usize),
            None => Some(i),
        };
        (0..self.len()).filter_map(move |i| self.of.row(at(i)?))
    }
}

/// Adds a column of this name.
type Make = fn(&mut Columns, &str, Rows<'_>) -> Result<(), ArrowError>;

/// A column of what is read of each row, by a method of [`Columns`]; `?` where that can fail.
macro_rules! column {
    ($add:ident, $read:expr) => {
        |columns, name, of| {
            columns.$add(name, of.iter().map($read));
            Ok(())
        }
    };
    ($add:ident?, $read:expr) => {
        |columns, name, of| columns.$add(name, of.iter().map($read))
    };
}

/// A mark is a column by the word that JSON has for it.
const COLUMNS: &[(&str, Make)] = &[
    ("row", column!(text, |row| row.id())),
    ("task", column!(text, |row| row.task_id())),
    ("title", column!(text, |row| row.title())),
    ("addressee", column!(maybe_word?, |row| row.addressee_id())),
    ("agency", column!(maybe_word?, |row| row.agency_id())),
    ("status", column!(word?, |row| row.status().as_str())),
    ("status_code", column!(code, |row| row.status().index())),
    ("words", column!(word?, |row| row.words(Lang::Vi))),
    ("reported", column!(flag, |row| row.is_reported())),
    ("percent", column!(small, |row| row.percent())),
    ("weight", column!(small, |row| row.weight())),
    ("deadline", column!(day, |row| row.deadline())),
    ("original_deadline", column!(day, |row| row.original_deadline())),
    ("closed_on", column!(day, |row| row.closed_on())),
    ("submitted_on", column!(day, |row| row.submitted_on())),
    ("late_days", column!(maybe_number, |row| row.late_days())),
    ("extensions", column!(number, |row| row.extension_count())),
    ("late_only_if_strict", column!(flag, |row| row.is_late_only_if_strict())),
    ("inherited", column!(flag, |row| row.is_inherited())),
    ("excused", column!(flag, |row| row.is_excused())),
    ("regular", column!(flag, |row| row.is_regular())),
    ("submitted_late", column!(flag, |row| row.is_submitted_late())),
    ("blocked_in_term", column!(flag, |row| row.is_blocked_in_term())),
    ("blocked_by", column!(texts, |row| row.blocked_by())),
    ("blocked_days", column!(maybe_number, |row| row.blocked_days())),
    ("urged", column!(number, |row| row.urged_count())),
    ("set_aside", column!(number, |row| row.set_aside_count())),
    ("occurrence", column!(maybe_text, |row| row.occurrences().map(|o| o.judged.code()))),
    (
        "occurrences_elapsed",
        column!(maybe_number, |row| row.occurrences().map(|o| o.elapsed_count)),
    ),
    (
        "occurrences_done_on_time",
        column!(maybe_number, |row| row.occurrences().map(|o| o.done_on_time_count)),
    ),
    (
        "occurrences_done_late",
        column!(maybe_number, |row| row.occurrences().map(|o| o.done_late_count)),
    ),
    ("occurrences_missed", column!(maybe_number, |row| row.occurrences().map(|o| o.missed_count))),
];
