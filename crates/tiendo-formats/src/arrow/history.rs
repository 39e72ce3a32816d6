//! The sums of every day of a range as a record batch.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use chrono::NaiveDate;
use tiendo::{History, HistoryAxis, HistoryKey, Sums};

use super::column::Columns;
use super::rollup::sums;
use super::scope::Stated;

/// The sums of every day along an axis, by day, then in the order of the keys.
///
/// Shape: `day`, `key`, `name`, `name_en`; `report_count` and `hidden_report_count` of the day; its own sums, then those
/// with `inclusive_` in front. Days on which a key has nothing in force have no row; what belongs to no key has null as
/// its key. The scope in the metadata is that of the last day; D and K of each row are its day. Empty for an axis that was
/// not asked for.
///
/// # Errors
/// - [`ArrowError`] for what no machine holds in memory.
///
/// # Example
/// ```
/// use tiendo::{day, HistoryAxis, HistoryOptions, Policy, RegistryBuilder};
/// let registry = RegistryBuilder::new().finish();
/// let (from, to) = (day::parse("2025-01-01")?, day::parse("2025-12-31")?);
/// let history = registry.history(&HistoryOptions::along(HistoryAxis::Phase, from, to), &Policy::default())?;
/// let batch = tiendo_formats::arrow::history_batch(&history, HistoryAxis::Phase)?;
/// assert_eq!((batch.num_rows(), batch.schema().field(0).name().as_str()), (0, "day"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn history_batch(history: &History, axis: HistoryAxis) -> Result<RecordBatch, ArrowError> {
    let policy = history.policy();
    let mut shown: Vec<Shown<'_>> = Vec::new();
    for (series, day) in
        history.along(axis).into_iter().flat_map(|s| history.days().map(move |d| (s, d)))
    {
        let Some(scope) = history.scope(day) else { continue };
        let reports = (scope.report_count, scope.hidden_report_count);
        for (i, key) in series.keys().iter().enumerate() {
            if let Some(inclusive) = series.inclusive(day, i).filter(|sums| sums.total() > 0) {
                let own = series.own(day, i).unwrap_or_default();
                shown.push(Shown { day, reports, key: Some(key), own, inclusive });
            }
        }
        if let Some(sums) = series.unassigned(day).filter(|sums| sums.total() > 0) {
            shown.push(Shown { day, reports, key: None, own: sums, inclusive: sums });
        }
    }
    let mut columns = Columns::new(shown.len());
    columns.day("day", shown.iter().map(|s| Some(s.day)));
    columns.maybe_text("key", shown.iter().map(|s| s.key.map(|key| key.key.as_str())));
    columns.maybe_text("name", shown.iter().map(|s| s.key.map(|key| key.name.as_str())));
    columns.maybe_text("name_en", shown.iter().map(|s| s.key.map(|key| key.name_en.as_str())));
    columns.sum("report_count", shown.iter().map(|s| s.reports.0));
    columns.sum("hidden_report_count", shown.iter().map(|s| s.reports.1));
    sums(&mut columns, "", &shown.iter().map(|s| &s.own).collect::<Vec<_>>(), policy);
    let inclusive: Vec<&Sums> = shown.iter().map(|s| &s.inclusive).collect();
    sums(&mut columns, "inclusive_", &inclusive, policy);
    let last = history.scope(history.to());
    columns.finish(&Stated {
        axis: Some(axis.as_str()),
        rate: Some(policy.rate.as_str()),
        ..Stated::new("history", last.as_ref())
    })
}

/// A row of the table.
struct Shown<'a> {
    day: NaiveDate,
    /// Visible and hidden on that day.
    reports: (u64, u64),
    key: Option<&'a HistoryKey>,
    own: Sums,
    inclusive: Sums,
}
