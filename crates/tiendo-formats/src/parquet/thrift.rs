//! The compact protocol of Thrift, in which Parquet writes its footer and the headers of its pages: gone through with
//! limits, before the reader that believes it.

use super::place::Broken;
use super::shape::Shape;

/// Most items of any list of a footer: what is taken for them at once is a small multiple.
const MAX_ITEMS: u64 = 100_000;

/// Deepest structure within a structure.
const MAX_DEPTH: u8 = 32;

/// Kinds of values, as the protocol numbers them.
pub(super) mod kind {
    pub(crate) const TRUE: u8 = 1;
    pub(crate) const FALSE: u8 = 2;
    pub(crate) const BYTE: u8 = 3;
    pub(crate) const I16: u8 = 4;
    pub(crate) const I32: u8 = 5;
    pub(crate) const I64: u8 = 6;
    pub(crate) const DOUBLE: u8 = 7;
    pub(crate) const BINARY: u8 = 8;
    pub(crate) const LIST: u8 = 9;
    pub(crate) const SET: u8 = 10;
    pub(crate) const MAP: u8 = 11;
    pub(crate) const STRUCT: u8 = 12;
    pub(crate) const UUID: u8 = 13;
}

/// Bytes being gone through.
pub(super) struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A field of a structure: its number and the kind of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) id: i16,
    pub(super) kind: u8,
}

impl<'a> Thrift<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Thrift { bytes, at: 0 }
    }

    /// Bytes gone through.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn left(&self) -> u64 {
        self.bytes.len().saturating_sub(self.at) as u64
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        let byte = self.bytes.get(self.at).ok_or_else(|| Broken::of("it ends too early"))?;
        self.at += 1;
        Ok(*byte)
    }

    fn pass(&mut self, count: u64) -> Result<(), Broken> {
        if count > self.left() {
            return Err(Broken::of("it ends too early"));
        }
        self.at += count as usize;
        Ok(())
    }

    fn unsigned(&mut self) -> Result<u64, Broken> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Broken::of("a number is too long"))
    }

    /// A number of any width, where the field is one.
    pub(super) fn number(&mut self, kind: u8) -> Result<i64, Broken> {
        match kind {
            kind::I16 | kind::I32 | kind::I64 => self.signed(),
            _ => Err(other_kind()),
        }
    }

    /// A signed number of up to 64 bits.
    fn signed(&mut self) -> Result<i64, Broken> {
        let value = self.unsigned()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The next field of a structure whose last field was `last`; `None` at its end. Numbers must rise, so that no field
    /// stands twice and all who read it read the same.
    pub(super) fn field(&mut self, last: i16) -> Result<Option<Field>, Broken> {
        let head = self.byte()?;
        // The low half is the kind, and none ends the structure.
        if head.trailing_zeros() >= 4 {
            return Ok(None);
        }
        let id = match head >> 4 {
            0 => i16::try_from(self.signed()?).ok(),
            delta => last.checked_add(i16::from(delta)),
        };
        let id = id.filter(|id| *id > last).ok_or_else(|| Broken::of("its fields do not rise"))?;
        Ok(Some(Field { id, kind: head & 0x0f }))
    }

    /// The head of a list: how many items of which kind.
    pub(super) fn list(&mut self) -> Result<(u64, u8), Broken> {
        let head = self.byte()?;
        let count = if head >> 4 == 15 { self.unsigned()? } else { u64::from(head >> 4) };
        // The smallest item is a byte.
        if count > self.left() {
            return Err(Broken::of("a list is longer than the rest"));
        }
        if count > MAX_ITEMS {
            let (limit, allowed) = ("number of items of a list", MAX_ITEMS);
            return Err(Broken::Limit { limit, value: count, allowed });
        }
        Ok((count, head & 0x0f))
    }

    /// Passes over a value that must be of this shape.
    pub(super) fn pass_over(&mut self, kind: u8, shape: &Shape) -> Result<(), Broken> {
        match (shape, kind) {
            (Shape::Number, kind::I16 | kind::I32 | kind::I64)
            | (Shape::Byte, kind::BYTE)
            | (Shape::Truth, kind::TRUE | kind::FALSE)
            | (Shape::Double, kind::DOUBLE)
            | (Shape::Bytes, kind::BINARY) => self.skip(kind),
            (Shape::List(of), kind::LIST) => {
                let (count, item) = self.list()?;
                (0..count).try_for_each(|_| self.pass_over(item, of))
            }
            (Shape::Struct(_), kind::STRUCT) => {
                let mut last = 0;
                while let Some(field) = self.field(last)? {
                    self.pass_field(field, shape)?;
                    last = field.id;
                }
                Ok(())
            }
            _ => Err(other_kind()),
        }
    }

    /// Passes over a field of a structure of this shape.
    pub(super) fn pass_field(&mut self, field: Field, within: &Shape) -> Result<(), Broken> {
        let Shape::Struct(fields) = within else { return Err(other_kind()) };
        match fields.iter().find(|(id, _)| *id == field.id) {
            Some((_, shape)) => self.pass_over(field.kind, shape),
            None => self.skip(field.kind),
        }
    }

    /// Passes over a value of a field that the format does not have.
    fn skip(&mut self, kind: u8) -> Result<(), Broken> {
        self.skip_at(kind, 0)
    }

    fn skip_at(&mut self, kind: u8, depth: u8) -> Result<(), Broken> {
        if depth > MAX_DEPTH {
            let (limit, allowed) = ("depth of the metadata", u64::from(MAX_DEPTH));
            return Err(Broken::Limit { limit, value: u64::from(depth), allowed });
        }
        match kind {
            kind::TRUE | kind::FALSE => Ok(()),
            kind::BYTE => self.pass(1),
            kind::I16 | kind::I32 | kind::I64 => self.unsigned().map(|_| ()),
            kind::DOUBLE => self.pass(8),
            kind::UUID => self.pass(16),
            kind::BINARY => {
                let length = self.unsigned()?;
                self.pass(length)
            }
            kind::LIST | kind::SET => {
                let (count, item) = self.list()?;
                (0..count).try_for_each(|_| self.skip_item(item, depth + 1))
            }
            kind::MAP => {
                let count = self.unsigned()?;
                if count == 0 {
                    return Ok(());
                }
                if count > self.left() {
                    return Err(Broken::of("a map is longer than the rest"));
                }
                let kinds = self.byte()?;
                (0..count).try_for_each(|_| {
                    self.skip_item(kinds >> 4, depth + 1)?;
                    self.skip_item(kinds & 0x0f, depth + 1)
                })
            }
            kind::STRUCT => {
                let mut last = 0;
                while let Some(field) = self.field(last)? {
                    self.skip_at(field.kind, depth + 1)?;
                    last = field.id;
                }
                Ok(())
            }
            _ => Err(Broken::of("a value is of an unknown kind")),
        }
    }

    /// Passes over an item of a list.
    fn skip_item(&mut self, kind: u8, depth: u8) -> Result<(), Broken> {
        match kind {
            // It takes a byte, and none for the reader that comes after; no list of a footer or header holds any.
            kind::TRUE | kind::FALSE => {
                Err(Broken::of("a list of truth values does not belong there"))
            }
            _ => self.skip_at(kind, depth),
        }
    }
}

fn other_kind() -> Broken {
    Broken::of("a field is not of the kind that the format gives it")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skips(kind: u8, bytes: &[u8]) -> Option<usize> {
        let mut thrift = Thrift::new(bytes);
        thrift.skip(kind).ok().map(|()| thrift.position())
    }

    #[test]
    fn values_are_passed_over() {
        assert_eq!(skips(kind::I32, &[0xff, 0x01, 9]), Some(2));
        assert_eq!(skips(kind::BINARY, &[2, 1, 1, 9]), Some(3));
        assert_eq!(skips(kind::BINARY, &[3, 1, 1]), None);
        assert_eq!(skips(kind::STRUCT, &[0x15, 2, 0x15, 4, 0, 9]), Some(5));
        assert_eq!(skips(kind::LIST, &[0x25, 1, 2, 9]), Some(3));
        assert_eq!(skips(kind::LIST, &[0xf5, 0xff, 0xff, 0xff, 0xff, 0x07]), None);
        assert_eq!(skips(kind::I64, &[0xff; 11]), None);
        // A structure within a structure, without end.
        assert_eq!(skips(kind::STRUCT, &[0x1c; 4096]), None);
        // Truth values, which one reader finds a byte for and another none.
        assert_eq!(skips(kind::LIST, &[0x21, 1, 1]), None);
    }

    #[test]
    fn fields_are_of_their_kinds() {
        let fits =
            |shape: &Shape, bytes: &[u8]| Thrift::new(bytes).pass_over(kind::STRUCT, shape).is_ok();
        let (number, truth) = ([0x15, 2, 0], [0x11, 0]);
        let (numbers, unknown) = ([0x19, 0x15, 2, 0], [0x05, 0x7e, 2, 0]);
        assert!(fits(&Shape::Struct(&[(1, Shape::Number)]), &number));
        assert!(!fits(&Shape::Struct(&[(1, Shape::Number)]), &truth));
        assert!(!fits(&Shape::Struct(&[(1, Shape::Truth)]), &number));
        assert!(fits(&Shape::Struct(&[(1, Shape::List(&Shape::Number))]), &numbers));
        assert!(!fits(&Shape::Struct(&[(1, Shape::List(&Shape::Bytes))]), &[0x19, 0x15, 0, 0]));
        assert!(fits(&Shape::Struct(&[(1, Shape::Truth)]), &unknown));
    }
}
