//! The tables of records as columns, some rows at a time.

use arrow_array::{
    BooleanArray, Date32Array, Float64Array, Int16Array, Int64Array, TimestampSecondArray,
};
use arrow_schema::ArrowError;
use chrono::Timelike;
use tiendo::{AgencyId, Cause, DocumentId, Records, Registry, Report, Task, Text, day};

use crate::arrow::{Columns, task_columns};
use crate::error::Error;
use crate::table::{CellKind, Cells, Disclosure, Refused, Selection, Table, reports, tasks};

/// What a batch is, or the record and the value that would not read back.
type Batch = Result<Columns, (String, Refused)>;

/// Columns of tasks that Arrow tables of tasks do not have, in the form of the cells of a sheet where they are lists.
const MORE_OF_TASKS: [&str; 5] =
    ["product_document", "last_day", "relations", "dependencies", "external_ids"];

/// Hands over a table in batches of at most `size` rows; one without rows where there are none.
pub(super) fn each(
    registry: &Registry,
    table: Table,
    size: usize,
    put: impl FnMut(Batch) -> Result<(), Error>,
) -> Result<(), Error> {
    match table {
        Table::Tasks => chunks(registry.tasks(), size, |tasks| of_tasks(tasks, registry), put),
        Table::Reports => {
            let reports = registry.tasks().flat_map(|task| registry.reports_of(task.id.as_str()));
            chunks(reports, size, of_reports, put)
        }
        _ => of_table(registry, table, size, put),
    }
}

fn chunks<T>(
    all: impl Iterator<Item = T>,
    size: usize,
    batch: impl Fn(&[T]) -> Batch,
    mut put: impl FnMut(Batch) -> Result<(), Error>,
) -> Result<(), Error> {
    let (mut some, mut is_first) = (Vec::new(), true);
    for item in all {
        some.push(item);
        if some.len() == size {
            put(batch(&some))?;
            some.clear();
            is_first = false;
        }
    }
    if is_first || !some.is_empty() {
        put(batch(&some))?;
    }
    Ok(())
}

/// A dictionary of more words than 31 bits count, which the rows of no batch hold.
fn too_many(error: ArrowError) -> (String, Refused) {
    let refused = Refused { column: "", value: error.to_string(), reason: "too many words" };
    (String::new(), refused)
}

fn of_tasks(tasks: &[Task], registry: &Registry) -> Batch {
    let mut columns = task_columns(tasks, registry).map_err(too_many)?;
    let places =
        MORE_OF_TASKS.map(|name| Table::Tasks.columns().iter().position(|c| c.name == name));
    let mut more: [Vec<Option<String>>; 5] = Default::default();
    let mut cells = Cells::new(Table::Tasks);
    for task in tasks {
        cells.clear();
        tasks::write(task, &mut cells);
        let values = cells.finish().map_err(|refused| (task.id.to_string(), refused))?;
        for (place, column) in places.iter().zip(&mut more) {
            column.push(place.and_then(|at| values.get(at)).cloned().flatten());
        }
    }
    for (name, values) in MORE_OF_TASKS.iter().zip(more) {
        put_column(&mut columns, Table::Tasks, name, &values)?;
    }
    Ok(columns)
}

fn of_reports(reports: &[Report]) -> Batch {
    let mut cells = Cells::new(Table::Reports);
    for report in reports.iter().filter(|report| is_unusual(report)) {
        cells.clear();
        reports::write(report, &mut cells);
        cells.finish().map_err(|refused| (report.id.to_string(), refused))?;
    }
    let text =
        |of: fn(&Report) -> Option<&Text>| reports.iter().map(move |r| of(r).map(Text::as_str));
    let agency = |of: fn(&Report) -> Option<&AgencyId>| {
        reports.iter().map(move |r| of(r).map(AgencyId::as_str))
    };
    let all = || reports.iter();
    let mut columns = Columns::new(reports.len());
    columns.text("id", all().map(|r| r.id.as_str()));
    columns.text("task", all().map(|r| r.task.as_str()));
    let made = (|| {
        columns.maybe_word("addressee", agency(|r| r.addressee.as_ref()))?;
        columns.maybe_text("occurrence", text(|r| r.occurrence.as_ref()));
        columns.word("kind", all().map(|r| r.kind.as_str()))?;
        columns.day("reported_on", all().map(|r| Some(r.reported_on)));
        columns.instant("recorded_at", all().map(|r| r.recorded_at));
        columns.maybe_word("by", agency(|r| r.by.as_ref()))?;
        columns.maybe_text("by_post", text(|r| r.by_post.as_ref()));
        let percents = all().map(|r| r.percent.map(i16::from));
        columns.array("percent", true, percents.collect::<Int16Array>());
        columns.day("new_deadline", all().map(|r| r.new_deadline));
        columns.maybe_text("reason", text(|r| r.reason.as_ref()));
        columns.maybe_word("cause", all().map(|r| r.cause.as_ref().map(Cause::as_str)))?;
        columns.maybe_text("evidence", text(|r| r.evidence.as_ref()));
        columns.maybe_word("basis", all().map(|r| r.basis.as_ref().map(DocumentId::as_str)))?;
        columns.maybe_text("category", text(|r| r.category.as_ref()));
        columns.maybe_word("addressed_to", agency(|r| r.addressed_to.as_ref()))?;
        columns.day("needed_by", all().map(|r| r.needed_by));
        columns.word("provenance", all().map(|r| r.provenance.as_str()))
    })();
    made.map_err(too_many)?;
    Ok(columns)
}

/// True for a report that may hold what would not read back: asking in full takes as long as writing it does.
fn is_unusual(report: &Report) -> bool {
    let days = [Some(report.reported_on), report.new_deadline, report.needed_by];
    let recorded_at = report.recorded_at;
    report.kind.is_unknown()
        || report.cause.as_ref().is_some_and(Cause::is_unknown)
        || recorded_at.is_some_and(|at| at.nanosecond() != 0 || day::check(at.date()).is_none())
        || days.into_iter().flatten().any(|on| day::check(on).is_none())
}

/// A table of which a register has few rows, by the cells that a sheet has of it.
fn of_table(
    registry: &Registry,
    table: Table,
    size: usize,
    mut put: impl FnMut(Batch) -> Result<(), Error>,
) -> Result<(), Error> {
    let records = Records {
        documents: registry.documents().to_vec(),
        agencies: registry.agencies().to_vec(),
        successions: registry.successions().to_vec(),
        plans: registry.plans().to_vec(),
        transfers: registry.transfers().to_vec(),
        allocations: registry.allocations().to_vec(),
        kpis: registry.kpis().to_vec(),
        ..Records::default()
    };
    let width = table.columns().len();
    let mut values: Vec<Vec<Option<String>>> = vec![Vec::new(); width];
    let mut is_first = true;
    let columns_of = |values: &mut Vec<Vec<Option<String>>>| {
        let mut columns = Columns::new(values.first().map_or(0, Vec::len));
        for (column, values) in table.columns().iter().zip(&*values) {
            put_column(&mut columns, table, column.name, values)?;
        }
        values.iter_mut().for_each(Vec::clear);
        Ok(columns)
    };
    // Which tasks may be shown was asked before.
    Selection::new(&records, Disclosure::Everything).rows(table, |cells, id| {
        match cells {
            Ok(cells) => {
                for (column, cell) in values.iter_mut().zip(cells) {
                    column.push(cell.clone());
                }
            }
            Err(refused) => return put(Err((id.to_owned(), refused))),
        }
        if values.first().is_some_and(|column| column.len() == size) {
            is_first = false;
            return put(columns_of(&mut values));
        }
        Ok(())
    })?;
    if is_first || values.first().is_some_and(|column| !column.is_empty()) {
        put(columns_of(&mut values))?;
    }
    Ok(())
}

/// Adds a column of cells as what they hold.
fn put_column(
    columns: &mut Columns,
    table: Table,
    name: &str,
    cells: &[Option<String>],
) -> Result<(), (String, Refused)> {
    let Some(column) = table.columns().iter().find(|column| column.name == name) else {
        return Ok(());
    };
    let nullable = !column.required;
    let refused = |cell: &str| {
        let refused = Refused {
            column: column.name,
            value: cell.to_owned(),
            reason: "it does not fit the type of its column",
        };
        (String::new(), refused)
    };
    macro_rules! typed {
        ($array:ty, $read:expr) => {{
            let read = |cell: &String| $read(cell.as_str()).ok_or_else(|| refused(cell));
            let values = cells.iter().map(|cell| cell.as_ref().map(read).transpose());
            columns.array(name, nullable, values.collect::<Result<$array, _>>()?);
        }};
    }
    match column.kind {
        CellKind::Id | CellKind::Text | CellKind::List if nullable => {
            columns.maybe_text(name, cells.iter().map(Option::as_deref));
        }
        CellKind::Id | CellKind::Text | CellKind::List => {
            columns.text(name, cells.iter().map(|cell| cell.as_deref().unwrap_or_default()));
        }
        CellKind::Word => {
            columns.maybe_word(name, cells.iter().map(Option::as_deref)).map_err(too_many)?;
        }
        CellKind::Day => {
            typed!(Date32Array, |cell: &str| day::parse(cell).ok().map(|day| day.to_epoch_days()));
        }
        CellKind::Instant => typed!(TimestampSecondArray, |cell: &str| {
            day::parse_instant(cell).ok().map(|at| at.and_utc().timestamp())
        }),
        CellKind::Number => typed!(Float64Array, |cell: &str| cell.parse::<f64>().ok()),
        CellKind::Whole => typed!(Int64Array, |cell: &str| cell.parse::<i64>().ok()),
        CellKind::Flag => typed!(BooleanArray, |cell: &str| cell.parse::<bool>().ok()),
    }
    Ok(())
}
