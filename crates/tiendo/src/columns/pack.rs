//! Columns as bytes: each number in as few bytes as the widest of its column needs.
//!
//! A column of numbers is its width in bytes, how many there are, the smallest, and the numbers as distances from the
//! smallest plus one, zero standing for 'absent'; all little-endian. A column of texts is the column of their lengths and
//! their bytes end to end, or, where all are decimals, these numbers.

use super::TextColumn;
use crate::id::decimal;

/// Width, number of values, and the smallest.
const HEAD_BYTES: usize = 1 + 8 + 8;

/// What a column of texts begins with.
const TEXTS: u8 = 0;
const DECIMALS: u8 = 1;

/// Packs numbers; what equals `none` is absent.
pub(crate) fn numbers<I>(values: I, none: Option<i64>) -> Vec<u8>
where
    I: Iterator<Item = i64> + Clone,
{
    let present = |v: &i64| Some(*v) != none;
    let (mut count, mut is_any_absent) = (0_u64, false);
    let (mut low, mut high) = (i64::MAX, i64::MIN);
    for value in values.clone() {
        count += 1;
        if present(&value) {
            (low, high) = (low.min(value), high.max(value));
        } else {
            is_any_absent = true;
        }
    }
    let low = if low > high { 0 } else { low };
    let code = |v: i64| if present(&v) { v.wrapping_sub(low) as u64 + 1 } else { 0 };
    let widest = if high < low { 0 } else { code(high) };
    let width = match widest {
        0 | 1 if !is_any_absent => 0,
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    let mut bytes = Vec::with_capacity(HEAD_BYTES + width * count as usize);
    bytes.push(width as u8);
    bytes.extend_from_slice(&count.to_le_bytes());
    bytes.extend_from_slice(&low.to_le_bytes());
    match width {
        0 => {}
        1 => bytes.extend(values.map(|v| code(v) as u8)),
        2 => values.for_each(|v| bytes.extend_from_slice(&(code(v) as u16).to_le_bytes())),
        4 => values.for_each(|v| bytes.extend_from_slice(&(code(v) as u32).to_le_bytes())),
        _ => values.for_each(|v| bytes.extend_from_slice(&code(v).to_le_bytes())),
    }
    bytes
}

/// A packed column of numbers.
pub(crate) struct Packed<'a> {
    width: usize,
    pub(crate) count: usize,
    low: i64,
    codes: &'a [u8],
}

impl<'a> Packed<'a> {
    /// None where the bytes are no column.
    pub(crate) fn of(bytes: &'a [u8]) -> Option<Self> {
        let (head, codes) = bytes.split_at_checked(HEAD_BYTES)?;
        let width = usize::from(head[0]);
        let count = usize::try_from(u64::from_le_bytes(head[1..9].try_into().ok()?)).ok()?;
        let low = i64::from_le_bytes(head[9..17].try_into().ok()?);
        // Every register has fewer records than this; without a limit a few bytes would ask for all memory.
        let is_one =
            matches!(width, 0 | 1 | 2 | 4 | 8) && (width > 0 || u32::try_from(count).is_ok());
        let is_whole = codes.len() == width.checked_mul(count)?;
        (is_one && is_whole).then_some(Packed { width, count, low, codes })
    }

    /// How many values there is room to be made for at once.
    fn room(&self) -> usize {
        if self.width == 0 { 0 } else { self.count }
    }

    /// Hands on the numbers in order, none for an absent one, until one is refused.
    #[inline]
    pub(crate) fn each(&self, mut take: impl FnMut(Option<i64>) -> Option<()>) -> Option<()> {
        let low = self.low;
        let mut code = |code: u64| {
            let distance = code.checked_sub(1);
            take(distance.map(|distance| low.wrapping_add(distance as i64)))
        };
        match self.width {
            0 => (0..self.count).try_for_each(|_| code(1)),
            1 => self.codes.iter().try_for_each(|b| code(u64::from(*b))),
            2 => {
                let (codes, _) = self.codes.as_chunks::<2>();
                codes.iter().try_for_each(|b| code(u16::from_le_bytes(*b).into()))
            }
            4 => {
                let (codes, _) = self.codes.as_chunks::<4>();
                codes.iter().try_for_each(|b| code(u32::from_le_bytes(*b).into()))
            }
            _ => {
                let (codes, _) = self.codes.as_chunks::<8>();
                codes.iter().try_for_each(|b| code(u64::from_le_bytes(*b)))
            }
        }
    }
}

/// Unpacks numbers, each through `value`; none where the bytes are no column, or a number is none of its values.
pub(crate) fn read_numbers<T: Copy>(
    bytes: &[u8],
    none: Option<T>,
    value: impl Fn(i64) -> Option<T>,
) -> Option<Vec<T>> {
    let packed = Packed::of(bytes)?;
    let mut values = Vec::with_capacity(packed.room());
    packed.each(|number| {
        values.push(number.map_or(none, &value)?);
        Some(())
    })?;
    Some(values)
}

/// Packs texts.
pub(crate) fn texts(column: &TextColumn) -> Vec<u8> {
    let all = || (0..column.len()).map(|i| column.get(i));
    if column.len() > 0 && all().all(|text| decimal(text).is_some()) {
        let mut bytes = vec![DECIMALS];
        bytes.extend(numbers(all().map(|text| decimal(text).unwrap_or(0) as i64), None));
        return bytes;
    }
    let lengths = numbers(all().map(|text| text.len() as i64), None);
    let mut bytes = Vec::with_capacity(1 + 8 + lengths.len() + column.data.len());
    bytes.push(TEXTS);
    bytes.extend_from_slice(&(lengths.len() as u64).to_le_bytes());
    bytes.extend(lengths);
    bytes.extend_from_slice(column.data.as_bytes());
    bytes
}

/// Unpacks texts.
pub(crate) fn read_texts(bytes: &[u8]) -> Option<TextColumn> {
    if *bytes.first()? == DECIMALS {
        let number = |n: i64| u64::try_from(n).ok();
        return read_numbers(&bytes[1..], None, number).map(|numbers| written(&numbers));
    }
    let lengths = usize::try_from(u64::from_le_bytes(bytes.get(1..9)?.try_into().ok()?)).ok()?;
    let start = lengths.checked_add(9)?;
    let lengths = read_numbers(bytes.get(9..start)?, None, |n| u32::try_from(n).ok())?;
    // Texts of a million tasks are the most bytes of an image, and the library's own check takes as long as all the rest.
    let data = simdutf8::basic::from_utf8(bytes.get(start..)?).ok()?;
    let mut column =
        TextColumn { ends: Vec::with_capacity(lengths.len()), ..TextColumn::default() };
    let mut end = 0_usize;
    for length in lengths {
        let before = end >> 32;
        end = end.checked_add(length as usize)?;
        column.carries.extend((before..end >> 32).map(|_| column.ends.len()));
        column.ends.push(end as u32);
        if !data.is_char_boundary(end) {
            return None;
        }
    }
    if end != data.len() {
        return None;
    }
    data.clone_into(&mut column.data);
    Some(column)
}

/// Decimals written out.
fn written(numbers: &[u64]) -> TextColumn {
    let mut column = TextColumn::default();
    let mut digits = [0_u8; 20];
    for number in numbers {
        let (mut at, mut rest) = (digits.len(), *number);
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        // Digits are text.
        column.push(std::str::from_utf8(&digits[at..]).unwrap_or_default());
    }
    column.shrink();
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(values: &[i64], none: Option<i64>) -> usize {
        let bytes = numbers(values.iter().copied(), none);
        assert_eq!(read_numbers(&bytes, none, Some).unwrap(), values);
        for cut in [0, 5, bytes.len() - 1] {
            assert!(read_numbers(&bytes[..cut], none, Some).is_none());
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
        assert_eq!(round(&[0, 1 << 31], None), 8);
        assert_eq!(round(&[-5, i64::MAX - 10], None), 16);
        assert_eq!(round(&[3, 3], Some(3)), 2);
        assert!(
            read_numbers(&numbers([1, 2].into_iter(), None), None, |n| (n > 1).then_some(n))
                .is_none()
        );
    }

    #[test]
    fn texts_come_back() {
        for texts_in in [&["1", "10", "0"][..], &["", "đ", "T1"], &["01"], &[]] {
            let mut column = TextColumn::default();
            for text in texts_in {
                column.push(text);
            }
            let bytes = texts(&column);
            let back = read_texts(&bytes).unwrap();
            assert_eq!((0..back.len()).map(|i| back.get(i)).collect::<Vec<_>>(), texts_in);
            assert!(read_texts(&bytes[..bytes.len() - 1]).is_none());
        }
        // Two halves of one letter are no texts.
        let mut column = TextColumn::default();
        column.push("đ");
        column.push("");
        let bytes = texts(&column);
        let mut broken = bytes.clone();
        broken.swap(9 + HEAD_BYTES, 10 + HEAD_BYTES);
        assert_ne!(broken, bytes);
        broken[9 + HEAD_BYTES] = 2;
        broken[10 + HEAD_BYTES] = 2;
        assert!(read_texts(&broken).is_none());
    }
}
