//! Records of the workbook stream, and the texts in them, which may go on in the next record.

use super::super::tags::Broken;
use crate::error::Error;

/// What goes on with the record before.
pub(crate) const CONTINUE: u16 = 0x003C;
/// Flags of a text: two bytes for each unit, something to be read aloud behind it, runs of formats behind it.
const WIDE: u8 = 1;
const SPOKEN: u8 = 4;
const RICH: u8 = 8;

/// Two bytes at a place.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Four bytes at a place.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number in eight bytes at a place.
pub(crate) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number in four bytes: thirty of a float or of a whole number, in hundredths or not.
pub(crate) fn packed(four: u32) -> f64 {
    let number = match four & 2 {
        0 => f64::from_bits(u64::from(four & !3) << 32),
        _ => f64::from(four as i32 >> 2),
    };
    if four & 1 == 0 { number } else { number / 100.0 }
}

/// One record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'x> {
    pub(crate) kind: u16,
    pub(crate) data: &'x [u8],
}

/// Records from a place on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Records<'x> {
    pub(crate) stream: &'x [u8],
    /// Where the next record begins.
    pub(crate) at: usize,
}

impl<'x> Records<'x> {
    /// The next record; none at the end of the stream.
    pub(crate) fn next(&mut self) -> Result<Option<Record<'x>>, Broken> {
        let rest = self.stream.get(self.at..).unwrap_or(&[]);
        let Some(([a, b, c, d], rest)) = rest.split_first_chunk() else { return Ok(None) };
        let (kind, length) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
        let data = rest.get(..length.into()).ok_or("a record that is cut")?;
        self.at += 4 + data.len();
        Ok(Some(Record { kind, data }))
    }
}

/// The data of a record and of those that go on with it.
#[derive(Debug, Clone)]
pub(crate) struct Pieces<'x> {
    /// What is left of the piece that is being read.
    data: &'x [u8],
    rest: Records<'x>,
}

impl<'x> Pieces<'x> {
    /// The data of a record behind its first bytes; `rest` stands behind the record.
    pub(crate) fn new(record: Record<'x>, skip: usize, rest: Records<'x>) -> Self {
        Pieces { data: record.data.get(skip..).unwrap_or(&[]), rest }
    }

    /// Goes on with the next record, where it goes on with this one.
    fn more(&mut self) -> Result<(), Broken> {
        let mut rest = self.rest;
        let next = rest.next()?.filter(|record| record.kind == CONTINUE);
        self.data = next.ok_or("a text that does not end")?.data;
        self.rest = rest;
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        loop {
            if let Some((first, rest)) = self.data.split_first() {
                self.data = rest;
                return Ok(*first);
            }
            self.more()?;
        }
    }

    fn number(&mut self, bytes: u32) -> Result<u32, Broken> {
        (0..bytes).try_fold(0, |number, at| Ok(number | u32::from(self.byte()?) << (8 * at)))
    }

    fn skip(&mut self, mut bytes: usize) -> Result<(), Broken> {
        while bytes > self.data.len() {
            bytes -= self.data.len();
            self.more()?;
        }
        self.data = self.data.get(bytes..).unwrap_or(&[]);
        Ok(())
    }

    /// True where nothing is left, in this record or behind it.
    pub(crate) fn is_empty(&self) -> bool {
        let mut rest = self.clone();
        rest.data.is_empty() && rest.more().is_err()
    }

    /// The next text, whose length takes one byte or two. `units` lends its room.
    pub(crate) fn text(
        &mut self,
        length_bytes: u32,
        units: &mut Vec<u16>,
        out: &mut String,
    ) -> Result<(), Broken> {
        let mut left = self.number(length_bytes)? as usize;
        let mut flags = self.byte()?;
        let runs = if flags & RICH == 0 { 0 } else { self.number(2)? as usize };
        let spoken = if flags & SPOKEN == 0 { 0 } else { self.number(4)? as usize };
        units.clear();
        loop {
            let wide = flags & WIDE != 0;
            let here = left.min(self.data.len() / if wide { 2 } else { 1 });
            let (now, rest) = self.data.split_at(if wide { 2 * here } else { here });
            if wide {
                units.extend(now.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])));
            } else {
                units.extend(now.iter().map(|b| u16::from(*b)));
            }
            (self.data, left) = (rest, left - here);
            if left == 0 {
                break;
            }
            // The piece behind says anew how wide its units are.
            self.more()?;
            flags = self.byte()?;
        }
        // Half of a pair stands as the sign for what is none.
        out.push_str(&String::from_utf16_lossy(units));
        self.skip(runs.saturating_mul(4).saturating_add(spoken))
    }
}

/// The texts that cells name by their number.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Reads the table to its end; what it says of its size may be wrong, and then what follows is none of it.
    ///
    /// `refuse` looks at the count of texts and at their bytes as they come.
    pub(crate) fn read(
        record: Record<'_>,
        rest: Records<'_>,
        broken: impl Fn(Broken) -> Error,
        refuse: impl Fn(u64, u64) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let claimed = u32_at(record.data, 4).ok_or("a table of texts that is cut");
        let claimed = claimed.map_err(&broken)? as usize;
        let mut pieces = Pieces::new(record, 8, rest);
        let (mut texts, mut units) = (Texts::default(), Vec::new());
        while !pieces.is_empty() {
            match pieces.text(2, &mut units, &mut texts.all) {
                Ok(()) => texts.ends.push(texts.all.len()),
                Err(_) if texts.ends.len() >= claimed => break,
                Err(reason) => return Err(broken(reason)),
            }
            refuse(texts.ends.len() as u64, texts.all.len() as u64)?;
        }
        Ok(texts)
    }

    /// The text with a number.
    pub(crate) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let begin = number.checked_sub(1).and_then(|before| self.ends.get(before));
        self.all.get(begin.copied().unwrap_or(0)..end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::package::malformed;
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let head = [kind.to_le_bytes(), (data.len() as u16).to_le_bytes()].concat();
        [&head[..], data].concat()
    }

    fn texts(records: &[Vec<u8>]) -> Result<Texts, Error> {
        let stream = records.concat();
        let mut rest = Records { stream: &stream, at: 0 };
        let first = rest.next().unwrap().unwrap();
        Texts::read(first, rest, |reason| malformed("a.xls", reason), |_, _| Ok(()))
    }

    #[test]
    fn texts_go_on_in_other_widths_behind_formats_and_what_is_read_aloud() {
        let head = [9_u32.to_le_bytes(), 4_u32.to_le_bytes()].concat();
        // "Bộ" in two bytes a unit, cut in the middle and gone on with in one; a rich text; a pair cut in two; an empty one.
        let first = [&head[..], &[4, 0, 1, b'B', 0], &0x1ED9_u16.to_le_bytes()].concat();
        let second =
            [&[0, b' ', b'T'][..], &[2, 0, 8 | 4, 1, 0, 3, 0, 0, 0, b'a', 0xE9, 1, 2]].concat();
        let third = [&[3, 4, 9, 9, 9][..], &[2, 0, 1], &0xD83D_u16.to_le_bytes()].concat();
        let fourth = [&[1][..], &0xDE00_u16.to_le_bytes(), &[0, 0, 0]].concat();
        let records = [
            record(0xFC, &first),
            record(CONTINUE, &second),
            record(CONTINUE, &third),
            record(CONTINUE, &fourth),
        ];
        let found = texts(&records).unwrap();
        let all: Vec<_> = (0..5).map(|at| found.get(at)).collect();
        assert_eq!(all, [Some("Bộ T"), Some("aé"), Some("😀"), Some(""), None]);
        assert!(texts(&records[..2]).is_err());
    }

    #[test]
    fn packed_numbers() {
        for (four, number) in [
            (0x3FF0_0000, 1.0),
            (0x3FF0_0001, 0.01),
            (45_839 << 2 | 2, 45_839.0),
            (4025 << 2 | 3, 40.25),
            ((-7_i32 << 2) as u32 | 2, -7.0),
        ] {
            assert_eq!(packed(four).to_bits(), f64::to_bits(number));
        }
    }
}
