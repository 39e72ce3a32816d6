//! Records from Arrow columns: every column by its name and type, every row through the core's own reader of records.

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::types::{Date32Type, Int32Type, Int64Type, TimestampSecondType, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use chrono::{DateTime, NaiveDate, TimeDelta};
use pyo3::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tiendo::{RegistryBuilder, Watch};

use self::lean::Lean as _;
use crate::error;

mod lean;

/// A kind of record that tables may bring, and the columns that it may have.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    columns: &'static [(&'static str, Type)],
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq)]
enum Type {
    Text,
    Texts,
    Day,
    Instant,
    Number,
    Flag,
    /// A wording as text, or a last day.
    Deadline,
    /// Written by our own tables for the reader's comfort, and not read.
    Derived,
}

use Type::{Day, Deadline, Derived, Flag, Instant, Number, Text, Texts};

/// Tasks.
pub(crate) const TASKS: Shape = Shape {
    name: "tasks",
    columns: &[
        ("id", Text),
        ("document", Text),
        ("clause", Text),
        ("title", Text),
        ("title_en", Text),
        ("addressees", Texts),
        ("mode", Text),
        ("coordinating", Texts),
        ("assigner", Text),
        ("supervisor", Text),
        ("delegates", Texts),
        ("responsible_person", Text),
        ("supervising_leader", Text),
        ("authority", Text),
        ("product", Text),
        ("product_kind", Text),
        ("assigned_on", Day),
        ("deadline_text", Text),
        ("deadline_form", Derived),
        ("deadline", Deadline),
        ("indicative", Flag),
        ("group", Text),
        ("phase", Text),
        ("classified_by", Text),
        ("parent", Text),
        ("stage", Text),
        ("pilot_of", Text),
        ("weight", Number),
        ("duration_days", Number),
        ("classification", Text),
        ("source", Text),
        ("valid_from", Day),
        ("recorded_at", Instant),
    ],
};

/// Reports.
pub(crate) const REPORTS: Shape = Shape {
    name: "reports",
    columns: &[
        ("id", Text),
        ("task", Text),
        ("addressee", Text),
        ("occurrence", Text),
        ("kind", Text),
        ("reported_on", Day),
        ("recorded_at", Instant),
        ("by", Text),
        ("by_post", Text),
        ("percent", Number),
        ("new_deadline", Day),
        ("reason", Text),
        ("cause", Text),
        ("evidence", Text),
        ("basis", Text),
        ("category", Text),
        ("addressed_to", Text),
        ("needed_by", Day),
        ("provenance", Text),
    ],
};

/// Documents.
pub(crate) const DOCUMENTS: Shape = Shape {
    name: "documents",
    columns: &[
        ("id", Text),
        ("number", Text),
        ("kind", Text),
        ("issuer", Text),
        ("issuer_name", Text),
        ("issued_on", Day),
        ("effective_on", Day),
        ("expires_on", Day),
        ("title", Text),
        ("title_en", Text),
        ("aliases", Texts),
        ("source", Text),
        ("valid_from", Day),
        ("recorded_at", Instant),
    ],
};

/// Agencies.
pub(crate) const AGENCIES: Shape = Shape {
    name: "agencies",
    columns: &[
        ("id", Text),
        ("code", Text),
        ("name", Text),
        ("name_en", Text),
        ("other_names", Texts),
        ("level", Text),
        ("kind", Text),
        ("branch", Text),
        ("parent", Text),
        ("territory", Text),
        ("member_of", Texts),
        ("valid_from", Day),
        ("valid_to", Day),
        ("recorded_at", Instant),
        ("version_from", Day),
        ("source", Text),
    ],
};

/// Rows after which the reading tells how far it is.
const TOLD_TOGETHER: u64 = 256;

type Cell = Box<dyn Fn(usize) -> Option<Value>>;

/// The batches of a table.
type Batches = RecordBatchStreamReader;

/// Takes the row at a place into a register without making a record of it; false where the row says more than that can.
type Lean = Box<dyn Fn(usize, &mut RegistryBuilder) -> bool>;

/// What takes the records of a table.
pub(crate) trait Taken: DeserializeOwned {
    fn add(self, builder: &mut RegistryBuilder);

    /// Who takes rows of a batch without making records of them; nobody for kinds of which there are few.
    fn lean(_batch: &RecordBatch) -> Option<Lean> {
        None
    }
}

impl Taken for tiendo::Document {
    fn add(self, builder: &mut RegistryBuilder) {
        builder.add_document(self);
    }
}

impl Taken for tiendo::Agency {
    fn add(self, builder: &mut RegistryBuilder) {
        builder.add_agency(self);
    }
}

impl Taken for tiendo::Task {
    fn add(self, builder: &mut RegistryBuilder) {
        builder.add_task(self);
    }

    fn lean(batch: &RecordBatch) -> Option<Lean> {
        let tasks = lean::Tasks::of(batch)?;
        Some(Box::new(move |row, builder| tasks.add(row, builder)))
    }
}

impl Taken for tiendo::Report {
    fn add(self, builder: &mut RegistryBuilder) {
        builder.add_report(self);
    }

    fn lean(batch: &RecordBatch) -> Option<Lean> {
        let reports = lean::Reports::of(batch)?;
        Some(Box::new(move |row, builder| reports.add(row, builder)))
    }
}

/// Adds the records of every batch of a table.
///
/// Fails for a column that the records do not have, a column of another type, and the first row that is no record.
pub(crate) fn add<T: Taken>(
    shape: &Shape,
    batches: Option<Batches>,
    builder: &mut RegistryBuilder,
    watch: &Watch,
) -> PyResult<()> {
    let (mut count, before) = (0, watch.progress().0);
    for batch in batches.into_iter().flatten() {
        let batch = batch.map_err(|e| error::record(shape.name, e))?;
        let mut columns: Vec<(&'static str, Cell)> = Vec::with_capacity(batch.num_columns());
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let Some((name, kind)) = shape.columns.iter().find(|(name, _)| name == field.name())
            else {
                let known: Vec<&str> = shape.columns.iter().map(|c| c.0).collect();
                let reason =
                    format!("unknown column '{}'; known are {}", field.name(), known.join(", "));
                return Err(error::record(shape.name, reason));
            };
            if *kind != Derived {
                columns.push((name, cells(shape, name, *kind, array)?));
            }
        }
        let lean = T::lean(&batch);
        for row in 0..batch.num_rows() {
            if count % TOLD_TOGETHER == 0 {
                watch.advance_to(before + count).map_err(error::core)?;
            }
            count += 1;
            if lean.as_ref().is_some_and(|lean| lean(row, builder)) {
                continue;
            }
            let mut record = Map::new();
            for (name, cell) in &columns {
                if let Some(value) = cell(row) {
                    record.insert((*name).to_owned(), value);
                }
            }
            if shape.name == TASKS.name {
                assemble(&mut record);
            }
            let record: T = serde_json::from_value(Value::Object(record))
                .map_err(|e| error::record(shape.name, format!("row {}: {e}", count - 1)))?;
            record.add(builder);
        }
    }
    watch.advance_to(before + count).map_err(error::core)
}

/// Makes the nested fields of a task from their columns: the wording wins over a last day.
fn assemble(task: &mut Map<String, Value>) {
    if let Some(text) = task.remove("product") {
        let mut product = Map::from_iter([("text".to_owned(), text)]);
        product.extend(task.remove("product_kind").map(|kind| ("kind".to_owned(), kind)));
        task.insert("product".to_owned(), Value::Object(product));
    }
    let day = task.remove("deadline");
    let wording = task.remove("deadline_text").filter(|text| text != "");
    let object = |pairs: [(&str, Value); 2]| {
        Value::Object(pairs.map(|(name, value)| (name.to_owned(), value)).into_iter().collect())
    };
    let unread = |text| object([("text", text), ("form", "unread".into())]);
    let deadline = match (wording, day) {
        (Some(text), _) => Some(unread(text)),
        (None, Some(Value::Array(day))) => day.into_iter().next().map(|day| {
            let known = day.as_str().and_then(|day| tiendo::day::parse(day).ok());
            let by = known.and_then(|day| serde_json::to_value(tiendo::Deadline::by(day)).ok());
            // A day that cannot be is left for the reader of records, which names it.
            by.unwrap_or_else(|| object([("form", "by".into()), ("day", day)]))
        }),
        (None, text) => text.map(unread),
    };
    task.extend(deadline.map(|deadline| ("deadline".to_owned(), deadline)));
}

/// A reader of one column's cells as JSON values; null cells are absent.
fn cells(shape: &Shape, name: &str, kind: Type, array: &ArrayRef) -> PyResult<Cell> {
    let wrong = || {
        let expected = match kind {
            Text => "text",
            Texts => "lists of text",
            Day => "days (date32, date64 or text yyyy-mm-dd)",
            Instant => "instants (timestamp without zone or text yyyy-mm-ddThh:mm:ss)",
            Number => "whole numbers",
            Flag => "booleans",
            Deadline => "days or wordings",
            Derived => "anything",
        };
        let reason = format!("column '{name}' must hold {expected}, not {}", array.data_type());
        error::record(shape.name, reason)
    };
    let plain = plain(array);
    let text = as_text(&plain);
    let read: Option<Cell> = match kind {
        Text => text.map(|text| Box::new(move |i| text(i).map(Value::from)) as Cell),
        Flag => plain.as_boolean_opt().cloned().map(|flags| {
            Box::new(move |i| (!flags.is_null(i)).then(|| Value::from(flags.value(i)))) as Cell
        }),
        Number => as_number(&plain),
        Day => as_day(&plain)
            .or_else(|| text.map(|t| Box::new(move |i| t(i).map(Value::from)) as Cell)),
        Instant => as_instant(&plain)
            .or_else(|| text.map(|t| Box::new(move |i| t(i).map(Value::from)) as Cell)),
        // A day is told from a wording by the list around it.
        Deadline => match as_day(&plain) {
            Some(day) => Some(Box::new(move |i| day(i).map(|day| Value::Array(vec![day]))) as Cell),
            None => text.map(|t| Box::new(move |i| t(i).map(Value::from)) as Cell),
        },
        Texts => as_texts(&plain),
        Derived => None,
    };
    if let Some(read) = read {
        return Ok(read);
    }
    if *array.data_type() == DataType::Null {
        return Ok(Box::new(|_| None));
    }
    Err(wrong())
}

/// The array without a dictionary around it.
fn plain(array: &ArrayRef) -> ArrayRef {
    match array.data_type() {
        DataType::Dictionary(..) => {
            let keys = array.as_any_dictionary();
            let values = keys.values();
            // Where every cell is null the dictionary may be empty, which has no keys to normalise.
            let normalised = if values.is_empty() { Vec::new() } else { keys.normalized_keys() };
            let Some(text) = as_text(values) else { return ArrayRef::clone(array) };
            let texts: arrow_array::LargeStringArray = (0..array.len())
                .map(|i| {
                    (!array.is_null(i)).then(|| normalised.get(i).and_then(|k| text(*k))).flatten()
                })
                .collect();
            std::sync::Arc::new(texts)
        }
        _ => ArrayRef::clone(array),
    }
}

/// Whole numbers by row.
type Numbers = Box<dyn Fn(usize) -> Option<i64>>;

type TextCell = Box<dyn Fn(usize) -> Option<String>>;

/// Text of any of Arrow's layouts.
fn as_text(array: &ArrayRef) -> Option<TextCell> {
    macro_rules! texts {
        ($texts:expr) => {{
            let texts = $texts.clone();
            Some(Box::new(move |i| (!texts.is_null(i)).then(|| texts.value(i).to_owned()))
                as TextCell)
        }};
    }
    match array.data_type() {
        DataType::Utf8 => texts!(array.as_string::<i32>()),
        DataType::LargeUtf8 => texts!(array.as_string::<i64>()),
        DataType::Utf8View => texts!(array.as_string_view()),
        _ => None,
    }
}

fn as_texts(array: &ArrayRef) -> Option<Cell> {
    let list = |values: ArrayRef| -> Option<Value> {
        let text = as_text(&plain(&values))?;
        Some((0..values.len()).filter_map(&text).map(Value::from).collect())
    };
    match array.data_type() {
        DataType::List(item) if is_text(item.data_type()) => {
            let lists = array.as_list::<i32>().clone();
            Some(Box::new(move |i| (!lists.is_null(i)).then(|| list(lists.value(i))).flatten()))
        }
        DataType::LargeList(item) if is_text(item.data_type()) => {
            let lists = array.as_list::<i64>().clone();
            Some(Box::new(move |i| (!lists.is_null(i)).then(|| list(lists.value(i))).flatten()))
        }
        _ => None,
    }
}

fn is_text(of: &DataType) -> bool {
    match of {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// Whole numbers of any width, below 2^63.
fn numbers(array: &ArrayRef) -> Option<Numbers> {
    macro_rules! numbers {
        ($($kind:ident $of:ty),+) => {
            match array.data_type() {
                $(DataType::$kind => {
                    let numbers = array.as_primitive::<$of>().clone();
                    Some(Box::new(move |i| (!numbers.is_null(i)).then(|| numbers.value(i).into())))
                })+
                _ => None,
            }
        };
    }
    use arrow_array::types::{Int8Type, Int16Type, UInt8Type, UInt16Type, UInt32Type};
    numbers!(
        Int8 Int8Type, Int16 Int16Type, Int32 Int32Type, Int64 Int64Type,
        UInt8 UInt8Type, UInt16 UInt16Type, UInt32 UInt32Type
    )
}

fn as_number(array: &ArrayRef) -> Option<Cell> {
    if *array.data_type() == DataType::UInt64 {
        let numbers = array.as_primitive::<UInt64Type>().clone();
        return Some(Box::new(move |i| {
            (!numbers.is_null(i)).then(|| Value::from(numbers.value(i)))
        }));
    }
    let numbers = numbers(array)?;
    Some(Box::new(move |i| numbers(i).map(Value::from)))
}

/// Days since 1970.
fn day_numbers(array: &ArrayRef) -> Option<Box<dyn Fn(usize) -> Option<i32>>> {
    // A day beyond all numbers is left to the reader of records, which refuses it.
    let day = |days: i64| i32::try_from(days).unwrap_or(i32::MAX);
    match array.data_type() {
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>().clone();
            Some(Box::new(move |i| (!days.is_null(i)).then(|| days.value(i))))
        }
        DataType::Date64 => {
            let days = array.as_primitive::<arrow_array::types::Date64Type>().clone();
            Some(Box::new(move |i| {
                (!days.is_null(i)).then(|| day(days.value(i).div_euclid(86_400_000)))
            }))
        }
        // What pandas makes of days.
        DataType::Timestamp(_, None) => {
            let seconds = seconds(array)?;
            Some(Box::new(move |i| seconds(i).map(|s| day(s.div_euclid(86_400)))))
        }
        _ => None,
    }
}

fn as_day(array: &ArrayRef) -> Option<Cell> {
    let epoch = NaiveDate::default(); // 1 January 1970
    let days = day_numbers(array)?;
    Some(Box::new(move |i| {
        let days = i64::from(days(i)?);
        let day = TimeDelta::try_days(days).and_then(|d| epoch.checked_add_signed(d));
        // A day that does not exist becomes a text that the reader of records refuses by name.
        Some(day.map_or_else(|| format!("{days} days after 1970"), |d| d.to_string()).into())
    }))
}

fn as_instant(array: &ArrayRef) -> Option<Cell> {
    let DataType::Timestamp(_, None) = array.data_type() else { return None };
    let seconds = seconds(array)?;
    Some(Box::new(move |i| {
        let seconds = seconds(i)?;
        let text = DateTime::from_timestamp(seconds, 0).map_or_else(
            || format!("{seconds} seconds after 1970"),
            |t| t.naive_utc().format("%Y-%m-%dT%H:%M:%S").to_string(),
        );
        Some(Value::from(text))
    }))
}

/// Seconds since 1970 of a timestamp of any unit.
fn seconds(array: &ArrayRef) -> Option<Numbers> {
    use arrow_array::types::{
        TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    };
    macro_rules! stamps {
        ($of:ty, $per_second:expr) => {{
            let stamps = array.as_primitive::<$of>().clone();
            Some(Box::new(move |i| {
                (!stamps.is_null(i)).then(|| stamps.value(i).div_euclid($per_second))
            }))
        }};
    }
    match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => stamps!(TimestampSecondType, 1),
        DataType::Timestamp(TimeUnit::Millisecond, _) => stamps!(TimestampMillisecondType, 1_000),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            stamps!(TimestampMicrosecondType, 1_000_000)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            stamps!(TimestampNanosecondType, 1_000_000_000)
        }
        _ => None,
    }
}
