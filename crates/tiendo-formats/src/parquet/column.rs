//! One column of a file, in any of the types in which it may be written, as the cells of its rows.

use chrono::{DateTime, NaiveDate};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::page::PageReader;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, Int96};
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor};
use tiendo::day;

use super::place::Broken;
use crate::table::{CellKind, push_list_item};

/// Seconds by which the clocks of Viet Nam are ahead of UTC.
const AHEAD: i64 = 7 * 3600;

/// What the values of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Text,
    Whole,
    Unsigned,
    Decimal { scale: u32 },
    Number,
    Day,
    Instant { per_second: i64, in_utc: bool },
    Flag,
}

impl Meaning {
    /// What a column means; `None` for what no cell is read from.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Meaning> {
        let physical = column.physical_type();
        let whole = |signed: bool| if signed { Meaning::Whole } else { Meaning::Unsigned };
        let bytes = matches!(physical, Type::BYTE_ARRAY);
        let numbers = matches!(physical, Type::INT32 | Type::INT64);
        let decimal = |scale: i32| {
            let scale = u32::try_from(scale).ok().filter(|scale| *scale <= 38)?;
            let fixed = physical == Type::FIXED_LEN_BYTE_ARRAY;
            (numbers || bytes || fixed).then_some(Meaning::Decimal { scale })
        };
        match column.logical_type_ref() {
            Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => {
                return bytes.then_some(Meaning::Text);
            }
            Some(LogicalType::Decimal(of)) => return decimal(of.scale),
            Some(LogicalType::Date) => return (physical == Type::INT32).then_some(Meaning::Day),
            Some(LogicalType::Timestamp(of)) => {
                let per_second = match of.unit {
                    TimeUnit::MILLIS => 1_000,
                    TimeUnit::MICROS => 1_000_000,
                    TimeUnit::NANOS => 1_000_000_000,
                };
                let instant = Meaning::Instant { per_second, in_utc: of.is_adjusted_to_u_t_c };
                return (physical == Type::INT64).then_some(instant);
            }
            Some(LogicalType::Integer(of)) => return numbers.then_some(whole(of.is_signed)),
            Some(LogicalType::Unknown) | None => {}
            Some(_) => return None,
        }
        match column.converted_type() {
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => {
                bytes.then_some(Meaning::Text)
            }
            ConvertedType::DECIMAL => decimal(column.type_scale()),
            ConvertedType::DATE => (physical == Type::INT32).then_some(Meaning::Day),
            // Older writers put any clock there, so that none is assumed.
            ConvertedType::TIMESTAMP_MILLIS if physical == Type::INT64 => {
                Some(Meaning::Instant { per_second: 1_000, in_utc: false })
            }
            ConvertedType::TIMESTAMP_MICROS if physical == Type::INT64 => {
                Some(Meaning::Instant { per_second: 1_000_000, in_utc: false })
            }
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => numbers.then_some(Meaning::Unsigned),
            ConvertedType::INT_8
            | ConvertedType::INT_16
            | ConvertedType::INT_32
            | ConvertedType::INT_64 => numbers.then_some(Meaning::Whole),
            ConvertedType::NONE => match physical {
                Type::BOOLEAN => Some(Meaning::Flag),
                Type::INT32 | Type::INT64 => Some(Meaning::Whole),
                Type::INT96 => Some(Meaning::Instant { per_second: 1, in_utc: false }),
                Type::FLOAT | Type::DOUBLE => Some(Meaning::Number),
                Type::BYTE_ARRAY => Some(Meaning::Text),
                Type::FIXED_LEN_BYTE_ARRAY => None,
            },
            _ => None,
        }
    }

    /// True where a column of the table is written so by this module.
    pub(super) fn is_usual(self, kind: CellKind) -> bool {
        match self {
            Meaning::Text => kind.is_text(),
            Meaning::Whole => kind == CellKind::Whole,
            Meaning::Number => kind == CellKind::Number,
            Meaning::Day => kind == CellKind::Day,
            Meaning::Instant { in_utc, .. } => kind == CellKind::Instant && !in_utc,
            Meaning::Flag => kind == CellKind::Flag,
            Meaning::Unsigned | Meaning::Decimal { .. } => false,
        }
    }

    /// The type in words that engines use.
    pub(super) fn name(self) -> &'static str {
        match self {
            Meaning::Text => "text",
            Meaning::Whole => "integer",
            Meaning::Unsigned => "unsigned integer",
            Meaning::Decimal { .. } => "decimal",
            Meaning::Number => "float",
            Meaning::Day => "date",
            Meaning::Instant { in_utc: true, .. } => "timestamp in UTC",
            Meaning::Instant { in_utc: false, .. } => "timestamp",
            Meaning::Flag => "boolean",
        }
    }
}

/// The cell of a row.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    Absent,
    /// Bytes of a text, shared with the page or the dictionary that they stand in.
    Shared(ByteArray),
    Written(String),
    /// An instant without its part of a second.
    Rounded(String),
    /// A list that is longer than a cell may be, and was not put together.
    TooLong,
}

impl Cell {
    /// Its bytes, where it has any.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Cell::Absent | Cell::TooLong => None,
            Cell::Shared(bytes) => Some(bytes.data()),
            Cell::Written(text) | Cell::Rounded(text) => Some(text.as_bytes()),
        }
    }
}

/// How much the lists of some rows may take: their items are copies, of which a dictionary makes any number.
pub(super) struct Room {
    /// Bytes of one list.
    pub(super) most: usize,
    /// Bytes of all that are left.
    pub(super) left: u64,
}

impl Room {
    /// Adds an item to a list; what is too long is let go.
    fn push(&mut self, list: &mut Cell, item: Cell) -> Result<(), Broken> {
        let Some(bytes) = item.bytes() else { return Ok(()) };
        let length = list.bytes().map_or(0, <[u8]>::len);
        if matches!(list, Cell::TooLong) || length.saturating_add(bytes.len()) > self.most {
            *list = Cell::TooLong;
            return Ok(());
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            // The row will be refused for it, whatever else stands in the list.
            *list = item;
            return Ok(());
        };
        let left = self.left.checked_sub(bytes.len() as u64);
        let (limit, allowed) = ("length of all lists", self.left);
        self.left = left.ok_or(Broken::Limit { limit, value: bytes.len() as u64, allowed })?;
        match list {
            Cell::Written(cell) => push_list_item(cell, text),
            Cell::Absent => {
                let mut cell = String::new();
                push_list_item(&mut cell, text);
                *list = Cell::Written(cell);
            }
            // An item that is no text stands there already.
            Cell::Shared(_) | Cell::Rounded(_) | Cell::TooLong => {}
        }
        Ok(())
    }
}

/// A column being read.
pub(super) struct Column {
    reader: ColumnReader,
    meaning: Meaning,
    levels: (i16, i16),
    /// What the column holds in the table.
    kind: CellKind,
}

impl Column {
    pub(super) fn new(
        column: ColumnDescPtr,
        pages: Box<dyn PageReader>,
        meaning: Meaning,
        kind: CellKind,
    ) -> Self {
        let levels = (column.max_def_level(), column.max_rep_level());
        Column { reader: get_column_reader(column, pages), meaning, levels, kind }
    }

    /// The cells of the next rows.
    pub(super) fn read(&mut self, rows: usize, room: &mut Room) -> Result<Vec<Cell>, Broken> {
        let (meaning, kind, levels) = (self.meaning, self.kind, self.levels);
        let cell = |value: i64| written(value, meaning, kind);
        match &mut self.reader {
            ColumnReader::BoolColumnReader(reader) => {
                cells(reader, rows, levels, room, |flag| Cell::Written(flag.to_string()))
            }
            ColumnReader::Int32ColumnReader(reader) => cells(reader, rows, levels, room, |value| {
                let unsigned = meaning == Meaning::Unsigned;
                cell(if unsigned { i64::from(*value as u32) } else { i64::from(*value) })
            }),
            ColumnReader::Int64ColumnReader(reader) => {
                cells(reader, rows, levels, room, |value| match meaning {
                    Meaning::Unsigned => Cell::Written((*value as u64).to_string()),
                    _ => cell(*value),
                })
            }
            ColumnReader::Int96ColumnReader(reader) => {
                cells(reader, rows, levels, room, |value| legacy_instant(value, kind))
            }
            ColumnReader::FloatColumnReader(reader) => {
                cells(reader, rows, levels, room, |value| Cell::Written(value.to_string()))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                cells(reader, rows, levels, room, |value| Cell::Written(value.to_string()))
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                cells(reader, rows, levels, room, |value| of_bytes(value, meaning))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                cells(reader, rows, levels, room, |value| of_bytes(value, meaning))
            }
        }
    }
}

/// Reads whole rows, and puts the items of a list together as the cell of a sheet holds them.
fn cells<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    (max_definition, max_repetition): (i16, i16),
    room: &mut Room,
    cell: impl Fn(&T::T) -> Cell,
) -> Result<Vec<Cell>, Broken> {
    let (mut definitions, mut repetitions, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let read =
        reader.read_records(rows, Some(&mut definitions), Some(&mut repetitions), &mut values);
    let (records, ..) = read?;
    if records != rows {
        return Err(Broken::of("a column has fewer rows than its row group"));
    }
    if max_definition == 0 {
        return Ok(values.iter().map(cell).collect());
    }
    let mut values = values.iter();
    let mut next = |definition: i16| {
        let value = (definition == max_definition).then(|| values.next()).flatten();
        value.map_or(Cell::Absent, &cell)
    };
    if max_repetition == 0 {
        return Ok(definitions.into_iter().map(next).collect());
    }
    let mut lists: Vec<Cell> = Vec::with_capacity(rows);
    for (definition, repetition) in definitions.into_iter().zip(repetitions) {
        if repetition == 0 {
            lists.push(Cell::Absent);
        }
        let item = next(definition);
        if let Some(list) = lists.last_mut() {
            room.push(list, item)?;
        }
    }
    Ok(lists)
}

/// A number as what the column means.
fn written(value: i64, meaning: Meaning, kind: CellKind) -> Cell {
    match meaning {
        Meaning::Day => {
            let day = i32::try_from(value).ok().and_then(NaiveDate::from_epoch_days);
            Cell::Written(day.map_or_else(|| value.to_string(), |day| day.to_string()))
        }
        Meaning::Instant { per_second, in_utc } => {
            let seconds = value.div_euclid(per_second);
            let is_whole = value.rem_euclid(per_second) == 0;
            instant(seconds, is_whole, in_utc, kind)
                .unwrap_or_else(|| Cell::Written(value.to_string()))
        }
        Meaning::Decimal { scale } => Cell::Written(decimal(i128::from(value), scale)),
        _ => Cell::Written(value.to_string()),
    }
}

/// An instant by the clocks of Viet Nam; a day alone where the column wants days and it is midnight.
fn instant(seconds: i64, is_whole: bool, in_utc: bool, kind: CellKind) -> Option<Cell> {
    let seconds = if in_utc { seconds.checked_add(AHEAD)? } else { seconds };
    let at = DateTime::from_timestamp(seconds, 0)?.naive_utc();
    if kind == CellKind::Day && is_whole && seconds.rem_euclid(86_400) == 0 {
        return Some(Cell::Written(at.date().to_string()));
    }
    let text = day::instant_to_string(at);
    Some(if is_whole { Cell::Written(text) } else { Cell::Rounded(text) })
}

/// Days since the beginning of the Julian period and nanoseconds, as Impala and older Spark write instants.
fn legacy_instant(value: &Int96, kind: CellKind) -> Cell {
    let (low, high, day) = match value.data() {
        [low, high, day, ..] => (*low, *high, *day),
        _ => (0, 0, 0),
    };
    let nanos = u64::from(high) << 32 | u64::from(low);
    let seconds = (i64::from(day) - 2_440_588) * 86_400;
    let seconds = seconds.saturating_add((nanos / 1_000_000_000) as i64);
    let cell = instant(seconds, nanos.is_multiple_of(1_000_000_000), false, kind);
    cell.unwrap_or_else(|| Cell::Written(format!("{day} {nanos}")))
}

/// Bytes as what the column means.
fn of_bytes<B: AsRef<[u8]> + Clone + Into<ByteArray>>(value: &B, meaning: Meaning) -> Cell {
    let Meaning::Decimal { scale } = meaning else { return Cell::Shared(value.clone().into()) };
    let bytes = value.as_ref();
    if bytes.is_empty() || bytes.len() > 16 {
        return Cell::Written(format!("{} bytes", bytes.len()));
    }
    let negative = bytes.first().is_some_and(|first| *first >= 0x80);
    let begin: i128 = if negative { -1 } else { 0 };
    Cell::Written(decimal(bytes.iter().fold(begin, |n, b| n << 8 | i128::from(*b)), scale))
}

/// A number of so many hundredths, thousandths, and so on.
fn decimal(value: i128, scale: u32) -> String {
    if scale == 0 {
        return value.to_string();
    }
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    format!("{}{whole}.{fraction}", if value < 0 { "-" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_days_and_instants() {
        let text = |cell: Cell| String::from_utf8(cell.bytes().unwrap_or_default().to_vec());
        let at = |value, in_utc, kind| {
            text(written(value, Meaning::Instant { per_second: 1_000, in_utc }, kind)).unwrap()
        };
        assert_eq!(at(1_751_328_000_000, false, CellKind::Day), "2025-07-01");
        assert_eq!(at(1_751_328_000_000, false, CellKind::Instant), "2025-07-01T00:00:00");
        assert_eq!(at(1_751_302_800_000, true, CellKind::Day), "2025-07-01");
        assert_eq!(at(1_751_328_000_500, false, CellKind::Instant), "2025-07-01T00:00:00");
        assert_eq!(at(i64::MAX, true, CellKind::Instant), i64::MAX.to_string());
        assert_eq!(
            text(written(i64::MIN, Meaning::Day, CellKind::Day)).unwrap(),
            i64::MIN.to_string()
        );
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(1_830, 2), "18.30");
    }
}
