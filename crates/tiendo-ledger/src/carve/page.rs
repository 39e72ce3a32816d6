//! Cells of a page, and whether they are rows of a log: <https://www.sqlite.org/fileformat2.html>, sections 1.6 and 2.1.

use std::ops::Range;

use crate::canonical::HASH_BYTES;
use crate::file::MAX_BYTES;
use crate::person::SALT_BYTES;

/// Kinds of pages, as their first byte names them.
pub(crate) const TABLE_LEAF: u8 = 13;
const INDEX_LEAF: u8 = 10;
const INDEX_INTERIOR: u8 = 2;

/// Characters of an instant.
const INSTANT: usize = 19;
/// Digits of an origin.
const ORIGIN: usize = 32;
/// Most bytes that the head of a row of a log takes: its length and seven kinds of columns.
const MOST_HEAD: usize = 1 + 7 * 9;

/// A row, as far as it stands on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) form: Form,
    /// The number of the row; 0 in an index.
    pub(crate) row: u64,
    /// Bytes of it all.
    pub(crate) payload: usize,
    /// Where those lie that are on this page.
    pub(crate) local: Range<usize>,
    /// The page on which it goes on; 0 where it does not.
    pub(crate) overflow: u32,
}

/// Which table of a log a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Entry { seq: u64 },
    Apart { entry: u64, position: u64, is_erased: bool },
    Feed,
}

pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_be_bytes(two)))
}

pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A number of one to nine bytes, and how many.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for count in 0..9 {
        let byte = *bytes.get(at + count)?;
        if count == 8 {
            return Some((value << 8 | u64::from(byte), 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, count + 1));
        }
    }
    None
}

/// The rows of a log on a page, with the kind of page that they were read as, and where they begin. A page that is not well
/// formed is searched byte by byte for entries.
pub(crate) fn cells(page: &[u8], start: usize) -> Vec<(u8, u16, Cell)> {
    let mut found = Vec::new();
    let kind = page.get(start).copied().unwrap_or(0);
    let head = match kind {
        TABLE_LEAF | INDEX_LEAF => 8,
        INDEX_INTERIOR => 12,
        _ => 0,
    };
    let mut is_well_formed = head > 0;
    if is_well_formed {
        let count = be16(page, start + 3).unwrap_or(usize::MAX);
        let first = start + head;
        is_well_formed = count <= (page.len() - first) / 2;
        for number in 0..if is_well_formed { count } else { 0 } {
            let at = be16(page, first + 2 * number).unwrap_or(0);
            match extent(kind, page, at).filter(|_| at >= first + 2 * count) {
                None => is_well_formed = false,
                Some(extent) => found.extend(row(page, extent).map(|cell| (kind, at as u16, cell))),
            }
        }
    }
    if !is_well_formed {
        for at in start..page.len() {
            let cell = cell(TABLE_LEAF, page, at);
            let cell = cell.filter(|cell| matches!(cell.form, Form::Entry { .. }));
            let is_new = || !found.iter().any(|(_, known, _)| usize::from(*known) == at);
            if let Some(cell) = cell.filter(|_| is_new()) {
                found.push((TABLE_LEAF, at as u16, cell));
            }
        }
    }
    found
}

/// The row that begins at a place of a page of a kind.
pub(crate) fn cell(kind: u8, page: &[u8], at: usize) -> Option<Cell> {
    row(page, extent(kind, page, at)?)
}

/// Which bytes a cell takes.
struct Extent {
    kind: u8,
    row: u64,
    payload: usize,
    local: Range<usize>,
    overflow: u32,
}

fn extent(kind: u8, page: &[u8], at: usize) -> Option<Extent> {
    let at = if kind == INDEX_INTERIOR { at + 4 } else { at };
    let (payload, mut start) = varint(page, at).map(|(value, bytes)| (value, at + bytes))?;
    let mut number = 0;
    if kind == TABLE_LEAF {
        let (row, bytes) = varint(page, start)?;
        (number, start) = (row, start + bytes);
    }
    let payload = usize::try_from(payload).ok().filter(|bytes| *bytes as u64 <= MAX_BYTES)?;
    let usable = page.len();
    let most = match kind {
        TABLE_LEAF => usable - 35,
        _ => (usable - 12) * 64 / 255 - 23,
    };
    let least = (usable - 12) * 32 / 255 - 23;
    let (local, overflow) = if payload <= most {
        (payload, 0)
    } else {
        let rest = least + (payload - least) % (usable - 4);
        let local = if rest <= most { rest } else { least };
        (local, be32(page, start + local).filter(|next| *next > 0)?)
    };
    let local = start..start + local;
    page.get(local.clone())?;
    Some(Extent { kind, row: number, payload, local, overflow })
}

/// Whether a cell has the form of a row of a log.
fn row(page: &[u8], extent: Extent) -> Option<Cell> {
    let Extent { kind, row, payload, local, overflow } = extent;
    let bytes = page.get(local.clone())?;
    // Of a row that is a log's, this byte says so at once.
    if usize::from(*bytes.first()?) > MOST_HEAD {
        return None;
    }
    let (columns, end) = columns(bytes)?;
    if end != payload {
        return None;
    }
    let form = form(kind, bytes, &columns)?;
    Some(Cell { form, row, payload, local, overflow })
}

fn form(kind: u8, bytes: &[u8], columns: &[Column]) -> Option<Form> {
    let blob = |bytes: usize| 12 + 2 * bytes as u64;
    let text = |bytes: usize| 13 + 2 * bytes as u64;
    let is_text = |serial: u64| serial >= 13 && serial % 2 == 1;
    let serials: Vec<u64> = columns.iter().map(|(serial, _)| *serial).collect();
    let number = |column: usize| {
        let (serial, span) = columns.get(column)?;
        integer(*serial, bytes.get(span.clone())?)
    };
    match (kind, serials.as_slice()) {
        // The number of the row takes the place of the first column.
        (TABLE_LEAF, &[0, _, _, at, actor, records, hash])
            if at == text(INSTANT)
                && is_text(actor)
                && is_text(records)
                && hash == blob(HASH_BYTES) =>
        {
            number(1)?;
            Some(Form::Entry { seq: number(2)? })
        }
        (TABLE_LEAF, &[0, node, origin]) if is_text(node) && origin == text(ORIGIN) => {
            Some(Form::Feed)
        }
        (INDEX_LEAF | INDEX_INTERIOR, &[_, _, salt, said]) => {
            let is_erased = match (salt, said) {
                (0, 0) => true,
                (salt, said) if salt == blob(SALT_BYTES) && is_text(said) => false,
                _ => return None,
            };
            Some(Form::Apart { entry: number(0)?, position: number(1)?, is_erased })
        }
        _ => None,
    }
}

/// The kind of a column, and where it lies.
type Column = (u64, Range<usize>);

/// A number that is not negative.
fn integer(serial: u64, bytes: &[u8]) -> Option<u64> {
    let value = match (serial, bytes) {
        (8, _) => 0,
        (9, _) => 1,
        (1..=6, [first, ..]) if *first < 0x80 => {
            bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
        }
        _ => return None,
    };
    Some(value)
}

/// The kinds of columns of a row and where they lie, and where the last one ends; the head must be there as a whole.
fn columns(payload: &[u8]) -> Option<(Vec<Column>, usize)> {
    let (head, mut at) = varint(payload, 0)?;
    let head = usize::try_from(head).ok().filter(|head| *head <= payload.len())?;
    let (mut columns, mut start) = (Vec::new(), head);
    while at < head {
        let (serial, bytes) = varint(payload, at)?;
        let size = match serial {
            0 | 8 | 9 => 0,
            1..=4 => serial as usize,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            serial => usize::try_from((serial - 12) / 2).ok()?,
        };
        let end = start.checked_add(size)?;
        columns.push((serial, start..end));
        (start, at) = (end, at + bytes);
    }
    (at == head).then_some((columns, start))
}

/// Where the columns of a whole row lie.
pub(crate) fn spans(payload: &[u8]) -> Option<Vec<Range<usize>>> {
    let (columns, end) = columns(payload)?;
    (end == payload.len()).then(|| columns.into_iter().map(|(_, span)| span).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_sqlite_writes_them() {
        assert_eq!(varint(&[0x7f], 0), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0x00], 0), Some((128, 2)));
        assert_eq!(varint(&[0xff; 9], 0), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0x80, 0x80], 0), None);
        assert_eq!((integer(9, &[]), integer(2, &[1, 2])), (Some(1), Some(258)));
        assert_eq!(integer(1, &[0xff]), None);
    }

    #[test]
    fn no_bytes_at_all_make_it_fail() {
        // Pages of one byte repeated, and of all bytes in turn, at every size.
        for size in [512, 4096] {
            for byte in 0..=255_u8 {
                let _ = cells(&vec![byte; size], 0);
                let mut page: Vec<u8> = (0..size).map(|at| (at as u8).wrapping_mul(byte)).collect();
                for kind in [TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR] {
                    page[0] = kind;
                    let _ = cells(&page, 0);
                }
            }
        }
    }
}
