//! Rows of tables that say what most tasks and reports do, taken without making a record of each.
//!
//! A row that says more, or says anything that is not valid, is left to the reader of records, which says what is wrong.

#![allow(
    clippy::option_option,
    reason = "a value that is absent and one that cannot be taken so are two things"
)]

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, Int64Array, LargeStringArray, RecordBatch, StringArray,
    StringViewArray,
};
use arrow_schema::DataType;
use tiendo::{LeanId, LeanReport, LeanTask, RegistryBuilder, ReportKind};

use super::{day_numbers, numbers, plain, seconds};

/// Takes those rows of a batch that it can.
pub(super) trait Lean: Sized {
    /// Of a batch that has no other columns than these.
    fn of(batch: &RecordBatch) -> Option<Self>;

    /// Adds a row; false where it says more than a lean one.
    fn add(&self, row: usize, builder: &mut RegistryBuilder) -> bool;
}

/// Texts of any of Arrow's layouts.
enum Texts {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Texts {
    fn of(array: &ArrayRef) -> Option<Self> {
        let plain = plain(array);
        Some(match plain.data_type() {
            DataType::Utf8 => Texts::Small(plain.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Texts::Large(plain.as_string::<i64>().clone()),
            DataType::Utf8View => Texts::View(plain.as_string_view().clone()),
            _ => return None,
        })
    }

    #[inline]
    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Texts::Small(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Texts::Large(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Texts::View(texts) => texts.is_valid(row).then(|| texts.value(row)),
        }
    }
}

/// Lists of texts, one after another.
struct Lists {
    starts: Vec<usize>,
    is_null: Vec<bool>,
    values: Texts,
}

/// What a row says of a list: nothing, one text, or more than that.
enum Listed<'a> {
    Nothing,
    One(&'a str),
    More,
}

impl Lists {
    fn of(array: &ArrayRef) -> Option<Self> {
        let is_null = (0..array.len()).map(|row| array.is_null(row)).collect();
        let (starts, values) = match array.data_type() {
            DataType::List(_) => {
                let lists = array.as_list::<i32>();
                (lists.value_offsets().iter().map(|at| *at as usize).collect(), lists.values())
            }
            DataType::LargeList(_) => {
                let lists = array.as_list::<i64>();
                (lists.value_offsets().iter().map(|at| *at as usize).collect(), lists.values())
            }
            _ => return None,
        };
        Some(Lists { starts, is_null, values: Texts::of(values)? })
    }

    fn get(&self, row: usize) -> Listed<'_> {
        let (start, end) = (self.starts[row], self.starts[row + 1]);
        match end - start {
            _ if self.is_null[row] => Listed::Nothing,
            0 => Listed::Nothing,
            1 => self.values.get(start).map_or(Listed::More, Listed::One),
            _ => Listed::More,
        }
    }
}

/// The columns of a batch by their names; each is taken once.
struct Columns<'a>(Vec<(&'a str, &'a ArrayRef)>);

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch) -> Self {
        let schema = batch.schema_ref();
        let names = schema.fields().iter().map(|field| field.name().as_str());
        let named = names.zip(batch.columns());
        // What is null in every row is not there.
        Columns(named.filter(|(_, array)| array.null_count() < array.len()).collect())
    }

    fn take(&mut self, name: &str) -> Option<&'a ArrayRef> {
        let at = self.0.iter().position(|(known, _)| *known == name)?;
        Some(self.0.swap_remove(at).1)
    }

    /// A column that may be absent, but not of another type.
    fn maybe<T>(&mut self, name: &str, read: impl Fn(&ArrayRef) -> Option<T>) -> Option<Option<T>> {
        match self.take(name) {
            None => Some(None),
            Some(array) => read(array).map(Some),
        }
    }

    fn wanted<T>(&mut self, name: &str, read: impl Fn(&ArrayRef) -> Option<T>) -> Option<T> {
        self.take(name).and_then(read)
    }
}

fn days(array: &ArrayRef) -> Option<Date32Array> {
    match array.data_type() {
        DataType::Date32 => Some(array.as_primitive::<Date32Type>().clone()),
        _ => day_numbers(array).map(|day| (0..array.len()).map(day).collect()),
    }
}

fn instants(array: &ArrayRef) -> Option<Int64Array> {
    let DataType::Timestamp(_, None) = array.data_type() else { return None };
    seconds(array).map(|second| (0..array.len()).map(second).collect())
}

fn whole(array: &ArrayRef) -> Option<Int64Array> {
    numbers(array).map(|number| (0..array.len()).map(number).collect())
}

fn text(column: Option<&Texts>, row: usize) -> Option<&str> {
    column.and_then(|texts| texts.get(row))
}

fn day(column: Option<&Date32Array>, row: usize) -> Option<i32> {
    column.filter(|days| days.is_valid(row)).map(|days| days.value(row))
}

fn number(column: Option<&Int64Array>, row: usize) -> Option<i64> {
    column.filter(|numbers| numbers.is_valid(row)).map(|numbers| numbers.value(row))
}

/// A number that may be absent, but not out of range.
fn narrow<T: TryFrom<i64>>(column: Option<&Int64Array>, row: usize) -> Option<Option<T>> {
    number(column, row).map(T::try_from).transpose().ok()
}

/// Reports.
pub(super) struct Reports {
    id: Texts,
    task: Texts,
    kind: Texts,
    reported_on: Date32Array,
    recorded_at: Option<Int64Array>,
    by: Option<Texts>,
    addressee: Option<Texts>,
    percent: Option<Int64Array>,
    new_deadline: Option<Date32Array>,
}

impl Lean for Reports {
    fn of(batch: &RecordBatch) -> Option<Self> {
        let mut columns = Columns::of(batch);
        let reports = Reports {
            id: columns.wanted("id", Texts::of)?,
            task: columns.wanted("task", Texts::of)?,
            kind: columns.wanted("kind", Texts::of)?,
            reported_on: columns.wanted("reported_on", days)?,
            recorded_at: columns.maybe("recorded_at", instants)?,
            by: columns.maybe("by", Texts::of)?,
            addressee: columns.maybe("addressee", Texts::of)?,
            percent: columns.maybe("percent", whole)?,
            new_deadline: columns.maybe("new_deadline", days)?,
        };
        columns.0.is_empty().then_some(reports)
    }

    fn add(&self, row: usize, builder: &mut RegistryBuilder) -> bool {
        let mut added = || {
            let kind = ReportKind::parse(self.kind.get(row)?);
            let report = LeanReport {
                id: LeanId::Text(self.id.get(row)?),
                task: LeanId::Text(self.task.get(row)?),
                kind: &kind,
                reported_on: day(Some(&self.reported_on), row)?,
                recorded_at: number(self.recorded_at.as_ref(), row),
                percent: narrow(self.percent.as_ref(), row)?,
                new_deadline: day(self.new_deadline.as_ref(), row),
                by: text(self.by.as_ref(), row),
                addressee: text(self.addressee.as_ref(), row),
            };
            builder.add_lean_report(&report).ok().map(|_| ())
        };
        added().is_some()
    }
}

/// Tasks.
pub(super) struct Tasks {
    id: Texts,
    document: Texts,
    title: Texts,
    addressees: Option<Lists>,
    assigned_on: Option<Date32Array>,
    deadline: Option<Date32Array>,
    weight: Option<Int64Array>,
    group: Option<Texts>,
    phase: Option<Texts>,
    parent: Option<Texts>,
    duration_days: Option<Int64Array>,
    recorded_at: Option<Int64Array>,
}

impl Lean for Tasks {
    fn of(batch: &RecordBatch) -> Option<Self> {
        let mut columns = Columns::of(batch);
        // For the reader's comfort, and not read.
        columns.take("deadline_form");
        let tasks = Tasks {
            id: columns.wanted("id", Texts::of)?,
            document: columns.wanted("document", Texts::of)?,
            title: columns.wanted("title", Texts::of)?,
            addressees: columns.maybe("addressees", Lists::of)?,
            assigned_on: columns.maybe("assigned_on", days)?,
            deadline: columns.maybe("deadline", days)?,
            weight: columns.maybe("weight", whole)?,
            group: columns.maybe("group", Texts::of)?,
            phase: columns.maybe("phase", Texts::of)?,
            parent: columns.maybe("parent", Texts::of)?,
            duration_days: columns.maybe("duration_days", whole)?,
            recorded_at: columns.maybe("recorded_at", instants)?,
        };
        columns.0.is_empty().then_some(tasks)
    }

    fn add(&self, row: usize, builder: &mut RegistryBuilder) -> bool {
        let mut added = || {
            let addressee = match self.addressees.as_ref().map(|lists| lists.get(row)) {
                Some(Listed::More) => return None,
                Some(Listed::One(agency)) => Some(LeanId::Text(agency)),
                Some(Listed::Nothing) | None => None,
            };
            let task = LeanTask {
                id: LeanId::Text(self.id.get(row)?),
                document: LeanId::Text(self.document.get(row)?),
                title: self.title.get(row)?,
                addressee,
                assigned_on: day(self.assigned_on.as_ref(), row),
                last_day: day(self.deadline.as_ref(), row),
                // What a task weighs that does not say.
                weight: narrow(self.weight.as_ref(), row)?.unwrap_or(1),
                group: text(self.group.as_ref(), row),
                phase: text(self.phase.as_ref(), row),
                parent: text(self.parent.as_ref(), row).map(LeanId::Text),
                duration_days: narrow(self.duration_days.as_ref(), row)?,
                wording: None,
                recorded_at: number(self.recorded_at.as_ref(), row),
            };
            builder.add_lean_task(&task).ok().map(|_| ())
        };
        added().is_some()
    }
}
