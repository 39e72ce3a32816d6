//! The end of a file, which says what stands where: gone through first, then read, then compared with the limits.

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::ReadOptions;
use super::place::{Broken, contained};
use super::shape::{ELEMENT, FILE};
use super::thrift::{Thrift, kind};

/// What a file begins and ends with; encrypted ones end otherwise.
const MAGIC: &[u8] = b"PAR1";
const MAGIC_ENCRYPTED: &[u8] = b"PARE";

/// Bytes of the end: the length of the footer, and the magic.
pub(super) const TAIL: u64 = 8;

/// Longest footer. A file of ten million rows has a thousandth of it.
const MAX_FOOTER: u64 = 16 << 20;

/// Most rows for each byte of a file.
const MAX_ROWS_PER_BYTE: u64 = 64;

/// Deepest nesting of columns.
const MAX_NESTING: usize = 16;

/// The length of the footer, from the last eight bytes of a file of `length` bytes.
pub(super) fn footer_length(tail: &[u8], length: u64) -> Result<u64, Broken> {
    let (size, magic) = tail.split_at_checked(4).ok_or_else(|| Broken::of("it is too short"))?;
    if magic == MAGIC_ENCRYPTED {
        return Err(Broken::of("it is encrypted"));
    }
    if magic != MAGIC {
        return Err(Broken::of("it does not end as a Parquet file does"));
    }
    let size = size.iter().rev().fold(0_u64, |size, byte| size << 8 | u64::from(*byte));
    Broken::limit("length of the footer", size, MAX_FOOTER)?;
    // The magic of the beginning and that of the end are no part of it.
    if size > length.saturating_sub(TAIL + MAGIC.len() as u64) {
        return Err(Broken::of("its footer is longer than the file"));
    }
    Ok(size)
}

/// Reads a footer of a file of `length` bytes, and refuses what is beyond a limit or outside the file.
pub(super) fn read(
    footer: &[u8],
    length: u64,
    options: &ReadOptions<'_>,
) -> Result<ParquetMetaData, Broken> {
    walk(footer, options)?;
    let metadata = contained(|| Ok(ParquetMetaDataReader::decode_metadata(footer)?))?;
    let columns = metadata.file_metadata().schema_descr().num_columns();
    Broken::limit("number of columns", columns as u64, options.max_columns)?;
    let groups = metadata.row_groups();
    Broken::limit("number of row groups", groups.len() as u64, options.max_row_groups)?;
    let mut rows = 0_u64;
    for group in groups {
        let count =
            u64::try_from(group.num_rows()).map_err(|_| Broken::of("it has rows below 0"))?;
        rows = rows.saturating_add(count);
        if group.num_columns() != columns {
            return Err(Broken::of("a row group has other columns than the file"));
        }
        for chunk in group.columns() {
            let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
            let end = start.checked_add(chunk.compressed_size());
            let inside = end.is_some_and(|end| {
                start <= end && u64::try_from(end).is_ok_and(|end| end <= length)
            });
            if start < MAGIC.len() as i64 || !inside {
                return Err(Broken::of("a column lies outside the file"));
            }
            if chunk.file_path().is_some() {
                return Err(Broken::of("a column stands in another file"));
            }
        }
    }
    Broken::limit("number of rows", rows, options.max_rows)?;
    // Runs say any number of rows in a few bytes; records, which differ, take more.
    Broken::limit("number of rows for its length", rows, length.saturating_mul(MAX_ROWS_PER_BYTE))?;
    Ok(metadata)
}

/// Goes through the footer: every field is of its kind, every list and structure ends within it, and columns nest to a bounded depth, for they are
/// built by recursion.
fn walk(footer: &[u8], options: &ReadOptions<'_>) -> Result<(), Broken> {
    let mut thrift = Thrift::new(footer);
    let mut last = 0;
    while let Some(field) = thrift.field(last)? {
        match (field.id, field.kind) {
            (2, kind::LIST) => schema(&mut thrift, options)?,
            _ => thrift.pass_field(field, &FILE)?,
        }
        last = field.id;
    }
    // A reader that ends elsewhere would go on into what was not looked at.
    if thrift.position() < footer.len() {
        return Err(Broken::of("its footer ends before its length"));
    }
    Ok(())
}

/// The columns: a tree in one list, each node with the number of its children.
fn schema(thrift: &mut Thrift<'_>, options: &ReadOptions<'_>) -> Result<(), Broken> {
    let (count, item) = thrift.list()?;
    if item != kind::STRUCT {
        return Err(Broken::of("its columns are none"));
    }
    // A list is three nodes deep, so that a node or two stand above each column.
    Broken::limit("number of columns", count / 4, options.max_columns)?;
    let mut open: Vec<u64> = Vec::new();
    for _ in 0..count {
        let (mut last, mut children) = (0, 0_u64);
        while let Some(field) = thrift.field(last)? {
            match field.id {
                5 => {
                    let number = thrift.number(field.kind)?;
                    // Memory is taken for as many as it says.
                    let within = u64::try_from(number).ok().filter(|number| *number < count);
                    children = within.ok_or_else(|| Broken::of("a column has too many parts"))?;
                }
                _ => thrift.pass_field(field, &ELEMENT)?,
            }
            last = field.id;
        }
        while open.last() == Some(&0) {
            open.pop();
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        if children > 0 {
            open.push(children);
            Broken::limit("depth of the columns", open.len() as u64, MAX_NESTING as u64)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of its 72 bytes a careful reader takes 10, and the one that comes after went through lists within lists for hours.
    #[test]
    fn a_footer_ends_where_it_says() {
        let footer = [
            0x79, 0x2c, 0x3c, 0x00, 0x00, 0x32, 0x00, 0x00, 0x7a, 0x79, 0x7a, 0x7a, 0x7a, 0x7a,
            0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x00,
            0x00, 0x00, 0xf2, 0xcb, 0xff, 0xff, 0xff, 0x04, 0xcb, 0xbd, 0xbd, 0xbd, 0xbd, 0xbd,
            0xbd, 0xbd, 0xcb, 0xcb, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0x7a, 0xbd, 0xbd, 0xbd, 0xcb,
            0xcb, 0xcb, 0xcb, 0xcb, 0xcb, 0x26, 0x26, 0x26, 0x26, 0x26, 0x26, 0x26, 0x00, 0x00,
            0x00, 0x30,
        ];
        assert!(walk(&footer, &ReadOptions::default()).is_err());
    }
}
