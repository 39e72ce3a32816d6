//! Findings as a record batch.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tiendo::{Finding, Lang, RecordKind, Scope};

use super::column::Columns;
use super::scope::Stated;

/// Findings, one row each, in their order; `scope` is that of the evaluation they were made by, if any.
///
/// Shape: `code`, `severity`, what it is about (`kind`, `id`, `field`), where it stood (`file`, `file_row`,
/// `file_column`) and the sentence in both languages, `message` being Vietnamese.
///
/// # Errors
/// - [`ArrowError`] for what no machine holds in memory.
///
/// # Example
/// ```
/// use tiendo::{DocumentId, RegistryBuilder, Task, TaskId, Text};
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(Task::new(TaskId::new("T1")?, DocumentId::new("99/NQ-CP")?, Text::new("Báo cáo")?));
/// let registry = builder.finish();
/// let batch = tiendo_formats::arrow::findings_batch(registry.findings(), None)?;
/// assert_eq!(batch.num_rows(), registry.findings().len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn findings_batch(
    findings: &[Finding],
    scope: Option<&Scope>,
) -> Result<RecordBatch, ArrowError> {
    let all = || findings.iter();
    let places = || all().map(|f| f.place.as_ref());
    let mut columns = Columns::new(findings.len());
    columns.word("code", all().map(|f| f.code.as_str()))?;
    columns.word("severity", all().map(|f| f.severity.as_str()))?;
    columns.maybe_word("kind", all().map(|f| f.kind.map(RecordKind::as_str)))?;
    columns.maybe_text("id", all().map(|f| f.id.as_deref()));
    columns.maybe_word("field", all().map(|f| f.field.as_deref()))?;
    columns.maybe_word("file", places().map(|p| p.map(|p| p.file.as_str())))?;
    let rows = places().map(|p| p.and_then(|p| u32::try_from(p.row).ok()));
    columns.maybe_number("file_row", rows.map(|row| row.filter(|row| *row > 0)));
    let names = places().map(|p| p.map(|p| p.column.as_str()).filter(|name| !name.is_empty()));
    columns.maybe_word("file_column", names)?;
    columns.text("message", all().map(|f| f.message(Lang::Vi)));
    columns.text("message_en", all().map(|f| f.message(Lang::En)));
    columns.finish(&Stated::new("findings", scope))
}
