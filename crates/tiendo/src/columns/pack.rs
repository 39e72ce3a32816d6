//! Columns as bytes, in pieces: each number in as few bytes as the widest of its piece needs.
//!
//! A piece of numbers is its width in bytes, how many there are, the smallest, and the numbers as distances from the
//! smallest plus one, zero standing for 'absent'; all little-endian. Where there are many numbers and few different ones, these
//! are listed, and each is its place in the list, plus one. A piece of texts is the piece of their lengths and their bytes end
//! to end, or, where all are decimals, these numbers.

use std::collections::HashMap;
use std::ops::Range;

use super::TextColumn;
use crate::id::decimal;

/// Most values of a piece, which is so small that it is still in the processor's cache when it is unpacked.
const TOGETHER: usize = 1 << 18;
/// Bytes of texts after which a piece ends.
const TEXT_BYTES: usize = 1 << 20;

/// Width, number of values, and the smallest, or how many are listed.
const HEAD_BYTES: usize = 1 + 8 + 8;
/// Stands beside the width of codes that are places in a list.
const LISTED: u8 = 0x80;

/// What a piece of texts begins with.
const TEXTS: u8 = 0;
const DECIMALS: u8 = 1;

/// Of so many values those that each piece is of.
pub(crate) fn pieces(count: usize) -> impl Iterator<Item = Range<usize>> {
    (0..count).step_by(TOGETHER).map(move |from| from..count.min(from + TOGETHER))
}

/// Packs numbers; what equals `none` is absent.
pub(crate) fn numbers(values: impl Iterator<Item = i64>, none: Option<i64>) -> Vec<u8> {
    let values: Vec<i64> = values.collect();
    let present = || values.iter().copied().filter(|v| Some(*v) != none);
    let (low, high) = (present().min().unwrap_or(0), present().max().unwrap_or(-1));
    let code = |v: i64| if Some(v) == none { 0 } else { v.wrapping_sub(low) as u64 + 1 };
    let widest = if high < low { 0 } else { code(high) };
    let width = match widest {
        0 | 1 if present().count() == values.len() => 0,
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xff_ffff => 3,
        0x100_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    if let Some(bytes) = listed(&values, none, width) {
        return bytes;
    }
    let mut bytes = head(width as u8, values.len(), low, width * values.len());
    for value in values {
        bytes.extend_from_slice(&code(value).to_le_bytes()[..width]);
    }
    bytes
}

fn head(width: u8, count: usize, low: i64, room: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD_BYTES + room);
    bytes.push(width);
    bytes.extend_from_slice(&(count as u64).to_le_bytes());
    bytes.extend_from_slice(&low.to_le_bytes());
    bytes
}

/// Packs numbers as places in a list of two bytes; none where that takes more bytes than their distances.
fn listed(values: &[i64], none: Option<i64>, width: usize) -> Option<Vec<u8>> {
    let most = (width.saturating_sub(2) * values.len() / 8).min(usize::from(u16::MAX));
    if most == 0 {
        return None;
    }
    let (mut list, mut places) = (Vec::new(), HashMap::new());
    let mut codes = Vec::with_capacity(values.len());
    for value in values {
        if Some(*value) == none {
            codes.push(0);
            continue;
        }
        let place = places.entry(*value).or_insert_with(|| {
            list.push(*value);
            list.len() as u16
        });
        codes.push(*place);
        if list.len() >= most {
            return None;
        }
    }
    let room = 8 * list.len() + 2 * codes.len();
    let mut bytes = head(LISTED | 2, codes.len(), list.len() as i64, room);
    for value in &list {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    for code in &codes {
        bytes.extend_from_slice(&code.to_le_bytes());
    }
    Some(bytes)
}

/// A packed piece of numbers.
pub(crate) struct Packed<'a> {
    width: usize,
    pub(crate) count: usize,
    low: i64,
    list: Option<&'a [[u8; 8]]>,
    codes: &'a [u8],
}

impl<'a> Packed<'a> {
    /// None where the bytes are no piece.
    pub(crate) fn of(bytes: &'a [u8]) -> Option<Self> {
        let (head, mut codes) = bytes.split_at_checked(HEAD_BYTES)?;
        let width = usize::from(head[0] & !LISTED);
        let count = usize::try_from(u64::from_le_bytes(head[1..9].try_into().ok()?)).ok()?;
        let low = i64::from_le_bytes(head[9..17].try_into().ok()?);
        let mut list = None;
        if head[0] & LISTED != 0 {
            let (listed, rest) =
                codes.split_at_checked(usize::try_from(low).ok()?.checked_mul(8)?)?;
            (list, codes) = (Some(listed.as_chunks().0), rest);
        }
        // Where numbers take no bytes, their count is all that there is to believe.
        let is_one = matches!(width, 0..=4 | 8) && count <= TOGETHER;
        let is_whole = codes.len() == width.checked_mul(count)?;
        (is_one && is_whole).then_some(Packed { width, count, low, list, codes })
    }

    /// Hands on the numbers in order, each as `value` makes of it or, of an absent one, of none, until one is refused.
    #[inline]
    pub(crate) fn each<T: Copy>(
        &self,
        value: impl Fn(Option<i64>) -> Option<T>,
        mut take: impl FnMut(T) -> Option<()>,
    ) -> Option<()> {
        if let Some(list) = self.list {
            // Each is looked at once, however often it stands.
            let listed = list.iter().map(|bytes| value(Some(i64::from_le_bytes(*bytes))));
            let known: Vec<Option<T>> = std::iter::once(value(None)).chain(listed).collect();
            return self.codes(|code| take((*known.get(usize::try_from(code).ok()?)?)?));
        }
        let low = self.low;
        self.codes(|code| {
            let distance = code.checked_sub(1);
            take(value(distance.map(|distance| low.wrapping_add(distance as i64)))?)
        })
    }

    #[inline]
    fn codes(&self, mut take: impl FnMut(u64) -> Option<()>) -> Option<()> {
        match self.width {
            0 => (0..self.count).try_for_each(|_| take(1)),
            1 => self.codes.iter().try_for_each(|b| take(u64::from(*b))),
            2 => {
                let (codes, _) = self.codes.as_chunks::<2>();
                codes.iter().try_for_each(|b| take(u16::from_le_bytes(*b).into()))
            }
            3 => {
                let (codes, _) = self.codes.as_chunks::<3>();
                codes
                    .iter()
                    .try_for_each(|[a, b, c]| take(u32::from_le_bytes([*a, *b, *c, 0]).into()))
            }
            4 => {
                let (codes, _) = self.codes.as_chunks::<4>();
                codes.iter().try_for_each(|b| take(u32::from_le_bytes(*b).into()))
            }
            _ => {
                let (codes, _) = self.codes.as_chunks::<8>();
                codes.iter().try_for_each(|b| take(u64::from_le_bytes(*b)))
            }
        }
    }
}

/// Appends the numbers of a piece, each through `value`, to a column with room for so many; none where the bytes are no
/// piece, there are too many, or a number is none of its values.
pub(crate) fn read_numbers<T: Copy>(
    bytes: &[u8],
    (none, value): (Option<T>, impl Fn(i64) -> Option<T>),
    room: usize,
    values: &mut Vec<T>,
) -> Option<()> {
    let packed = Packed::of(bytes)?;
    if packed.count > room.checked_sub(values.len())? {
        return None;
    }
    if values.is_empty() {
        values.try_reserve_exact(room).ok()?;
    }
    packed.each(
        |number| number.map_or(none, &value),
        |value| {
            values.push(value);
            Some(())
        },
    )
}

/// Of texts those that each piece is of.
pub(crate) fn text_pieces(column: &TextColumn) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let ends = |i: &usize| {
            bytes += column.get(*i).len();
            bytes >= TEXT_BYTES
        };
        let most = column.len().min(from + TOGETHER);
        let end = (from..most).find(ends).map_or(most, |last| last + 1);
        let piece = from..end;
        from = end;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Packs some of the texts of a column.
pub(crate) fn texts(column: &TextColumn, some: Range<usize>) -> Vec<u8> {
    let all = || some.clone().map(|i| column.get(i));
    if all().all(|text| decimal(text).is_some()) {
        let mut bytes = vec![DECIMALS];
        bytes.extend(numbers(all().map(|text| decimal(text).unwrap_or(0) as i64), None));
        return bytes;
    }
    let lengths = numbers(all().map(|text| text.len() as i64), None);
    let length = all().map(str::len).sum::<usize>();
    let mut bytes = Vec::with_capacity(1 + 8 + lengths.len() + length);
    bytes.push(TEXTS);
    bytes.extend_from_slice(&(lengths.len() as u64).to_le_bytes());
    bytes.extend(lengths);
    for text in all() {
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

/// Appends the texts of a piece to a column.
pub(crate) fn read_texts(bytes: &[u8], column: &mut TextColumn) -> Option<()> {
    if *bytes.first()? == DECIMALS {
        let number = |number: Option<i64>| u64::try_from(number?).ok();
        return Packed::of(&bytes[1..])?.each(number, |number| {
            push_decimal(column, number);
            Some(())
        });
    }
    let lengths = usize::try_from(u64::from_le_bytes(bytes.get(1..9)?.try_into().ok()?)).ok()?;
    let start = lengths.checked_add(9)?;
    let lengths = Packed::of(bytes.get(9..start)?)?;
    // Texts of a million tasks are the most bytes of an image, and the library's own check takes as long as all the rest.
    let data = simdutf8::basic::from_utf8(bytes.get(start..)?).ok()?;
    let (mut end, before) = (0_usize, column.data.len());
    column.data.push_str(data);
    lengths.each(
        |length| usize::try_from(length?).ok(),
        |length| {
            let carried = (before + end) >> 32;
            end = end.checked_add(length)?;
            if !data.is_char_boundary(end) {
                return None;
            }
            let here = before + end;
            column.carries.extend((carried..here >> 32).map(|_| column.ends.len()));
            column.ends.push(here as u32);
            Some(())
        },
    )?;
    (end == data.len()).then_some(())
}

/// Appends a decimal, written out.
fn push_decimal(column: &mut TextColumn, mut number: u64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    // Digits are text.
    column.push(std::str::from_utf8(&digits[at..]).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], none: Option<i64>) -> Option<Vec<i64>> {
        let mut values = Vec::new();
        read_numbers(bytes, (none, Some), TOGETHER, &mut values)?;
        Some(values)
    }

    fn round(values: &[i64], none: Option<i64>) -> usize {
        let bytes = numbers(values.iter().copied(), none);
        assert_eq!(read(&bytes, none).unwrap(), values);
        for cut in [0, 5, bytes.len() - 1] {
            assert!(read(&bytes[..cut], none).is_none());
        }
        bytes.len() - HEAD_BYTES
    }

    #[test]
    fn numbers_take_the_bytes_that_their_range_needs() {
        assert_eq!(round(&[], None), 0);
        assert_eq!(round(&[7, 7, 7], None), 0);
        assert_eq!(round(&[7, -1, 261 - 8], Some(-1)), 3);
        assert_eq!(round(&[0, 255], None), 4);
        assert_eq!(round(&[i64::from(i32::MIN), 20_000, 20_365], Some(i64::from(i32::MIN))), 6);
        assert_eq!(round(&[0, 1 << 23], None), 6);
        assert_eq!(round(&[0, 1 << 31], None), 8);
        assert_eq!(round(&[-5, i64::MAX - 10], None), 16);
        assert_eq!(round(&[3, 3], Some(3)), 2);
        let odd = numbers([1, 2].into_iter(), None);
        let some = |n| (n > 1).then_some(n);
        assert!(read_numbers(&odd, (None, some), 2, &mut Vec::new()).is_none());
        assert!(read_numbers(&odd, (None, Some), 1, &mut Vec::new()).is_none());
    }

    #[test]
    fn few_different_numbers_are_listed() {
        let many: Vec<i64> = (0..1000).map(|i| [1 << 40, -1, 7, i64::MIN][i % 4]).collect();
        assert_eq!(round(&many, Some(7)), 3 * 8 + 2 * many.len());
        // Of no use where it takes more.
        assert_eq!(round(&many[..4], Some(7)), 4 * 8);
        let mut bytes = numbers(many.iter().copied(), Some(7));
        assert!(read(&bytes, None).is_none(), "an absent one");
        let last = bytes.len() - 2;
        bytes[last] = 4;
        assert!(read(&bytes, Some(7)).is_none(), "behind the list");
    }

    #[test]
    fn texts_come_back() {
        let mut read_on = TextColumn::default();
        for texts_in in [&["1", "10", "0"][..], &["", "đ", "T1"], &["01"]] {
            let mut column = TextColumn::default();
            for text in texts_in {
                column.push(text);
            }
            assert!(text_pieces(&column).eq(std::iter::once(0..texts_in.len())));
            let bytes = texts(&column, 0..texts_in.len());
            let before = read_on.len();
            read_texts(&bytes, &mut read_on).unwrap();
            let back = (before..read_on.len()).map(|i| read_on.get(i));
            assert_eq!(back.collect::<Vec<_>>(), texts_in);
            assert!(read_texts(&bytes[..bytes.len() - 1], &mut TextColumn::default()).is_none());
        }
        assert_eq!(text_pieces(&TextColumn::default()).count(), 0);
        // Two halves of one letter are no texts.
        let mut column = TextColumn::default();
        column.push("đ");
        column.push("");
        let bytes = texts(&column, 0..2);
        let mut broken = bytes.clone();
        broken.swap(9 + HEAD_BYTES, 10 + HEAD_BYTES);
        assert_ne!(broken, bytes);
        broken[9 + HEAD_BYTES] = 2;
        broken[10 + HEAD_BYTES] = 2;
        assert!(read_texts(&broken, &mut TextColumn::default()).is_none());
    }

    #[test]
    fn a_piece_of_texts_ends_where_it_is_long_enough() {
        let mut column = TextColumn::default();
        let long = "x".repeat(TEXT_BYTES - 1);
        for text in [&long, "", "y", "z"] {
            column.push(text);
        }
        assert_eq!(text_pieces(&column).collect::<Vec<_>>(), [0..3, 3..4]);
    }
}
