//! A schedule as a record batch.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tiendo::schedule::Schedule;

use super::column::Columns;
use super::scope::Stated;

/// The tasks of a schedule, one row each, in id order.
///
/// Shape: `task`, `title`, `agencies` (a list), `basis`, `duration_days`, the days (`start`, `finish`, `late_start`,
/// `late_finish`, `deadline`), the same four as working days since the first day of the calendar (`early_start_number` …),
/// `total_slack_days`, `free_slack_days` and the marks `critical`, `late`, `done`. Slack is null where a task has none to speak
/// of. The metadata has the scope under `schedule`.
///
/// # Errors
/// - [`ArrowError`] for what no machine holds in memory.
///
/// # Example
/// ```
/// use tiendo::{AsOf, RegistryBuilder, day};
/// let schedule = RegistryBuilder::new().finish().schedule(AsOf::new(day::parse("2025-12-31")?)?)?;
/// let batch = tiendo_formats::arrow::schedule_batch(&schedule)?;
/// assert_eq!((batch.num_rows(), batch.schema().field(0).name().as_str()), (0, "task"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn schedule_batch(schedule: &Schedule) -> Result<RecordBatch, ArrowError> {
    let tasks = || schedule.tasks();
    let mut columns = Columns::new(schedule.len());
    columns.text("task", tasks().map(|task| task.id()));
    columns.text("title", tasks().map(|task| task.title()));
    columns.texts("agencies", tasks().map(|task| task.agencies()));
    columns.word("basis", tasks().map(|task| task.basis().as_str()))?;
    columns.number("duration_days", tasks().map(|task| task.duration_days()));
    columns.day("start", tasks().map(|task| task.start()));
    columns.day("finish", tasks().map(|task| task.finish()));
    columns.day("late_start", tasks().map(|task| task.late_start()));
    columns.day("late_finish", tasks().map(|task| task.late_finish()));
    columns.day("deadline", tasks().map(|task| task.deadline()));
    let names = ["early_start", "early_finish", "late_start", "late_finish"];
    for (i, name) in names.iter().enumerate() {
        let numbers = tasks().map(|task| task.numbers().get(i).copied());
        columns.maybe_signed(&format!("{name}_number"), numbers);
    }
    columns.maybe_signed("total_slack_days", tasks().map(|task| task.total_slack_days()));
    columns.maybe_signed("free_slack_days", tasks().map(|task| task.free_slack_days()));
    columns.flag("critical", tasks().map(|task| task.is_critical()));
    columns.flag("late", tasks().map(|task| task.is_late()));
    columns.flag("done", tasks().map(|task| task.is_done()));
    columns.finish(&Stated { schedule: Some(schedule.scope()), ..Stated::new("schedule", None) })
}
