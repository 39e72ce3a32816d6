//! A deserializer over JSON text that keeps fields that are not known, refuses keys that stand twice, and remembers
//! which field could not be read.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::de::value::CowStrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::raw::{self, Fault, Fields};

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// A field that must be there is not.
    Missing(&'static str),
    /// A key stands twice.
    Twice(String),
    /// A value is nested too deep.
    Deep,
    /// Anything else, in words.
    Invalid(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Missing(name) => write!(f, "missing field `{name}`"),
            Refused::Twice(name) => write!(f, "duplicate field `{name}`"),
            Refused::Deep => f.write_str("nested too deep"),
            Refused::Invalid(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Refused::Invalid(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Refused::Missing(field)
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Refused::Invalid(raw::reason(&error))
    }
}

/// A field that is not known.
pub(super) struct Kept {
    /// Its place, as JSON Pointer.
    pub(super) pointer: String,
    /// What findings call it.
    pub(super) name: String,
    /// Its value.
    pub(super) json: String,
}

/// What reading a record left behind.
#[derive(Default)]
pub(super) struct Trail {
    /// Fields that are not known.
    pub(super) kept: RefCell<Vec<Kept>>,
    /// The innermost value that could not be read: its path and its text.
    pub(super) failed: RefCell<Option<(String, String)>>,
}

/// Where a value stands in its record.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Record,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// As people write it: `relations[0].kind`.
    pub(super) fn shown(&self) -> String {
        match self {
            Path::Record => String::new(),
            Path::Key(Path::Record, key) => (*key).to_owned(),
            Path::Key(parent, key) => format!("{}.{key}", parent.shown()),
            Path::Index(parent, index) => format!("{}[{index}]", parent.shown()),
        }
    }

    /// The name of a field in every item of a list alike: `relations.kind`.
    pub(super) fn name(&self) -> String {
        match self {
            Path::Record => String::new(),
            Path::Key(Path::Record, key) => (*key).to_owned(),
            Path::Key(parent, key) => format!("{}.{key}", parent.name()),
            Path::Index(parent, _) => parent.name(),
        }
    }

    /// As JSON Pointer: `/relations/0/kind`.
    pub(super) fn pointer(&self) -> String {
        match self {
            Path::Record => String::new(),
            Path::Key(parent, key) => {
                format!("{}/{}", parent.pointer(), key.replace('~', "~0").replace('/', "~1"))
            }
            Path::Index(parent, index) => format!("{}/{index}", parent.pointer()),
        }
    }
}

/// A value to be read.
#[derive(Clone, Copy)]
pub(super) struct Field<'de, 'p> {
    pub(super) text: &'de str,
    pub(super) path: Path<'p>,
    pub(super) trail: &'p Trail,
}

impl<'de> Field<'de, '_> {
    /// Remembers the innermost failure.
    fn note<T>(self, result: Result<T, Refused>) -> Result<T, Refused> {
        if result.is_err() {
            let mut failed = self.trail.failed.borrow_mut();
            failed.get_or_insert_with(|| (self.path.shown(), self.text.to_owned()));
        }
        result
    }

    /// Hands a value without fields to serde_json.
    fn scalar<T>(
        self,
        read: impl FnOnce(
            &mut serde_json::Deserializer<serde_json::de::StrRead<'de>>,
        ) -> Result<T, serde_json::Error>,
    ) -> Result<T, Refused> {
        let result = read(&mut serde_json::Deserializer::from_str(self.text));
        self.note(result.map_err(Refused::from))
    }

    fn fields(self) -> Result<Vec<(Cow<'de, str>, &'de RawValue)>, Refused> {
        let Fields(fields, twice) = raw::fields(self.text)?;
        twice.map_or(Ok(fields), |key| Err(Refused::Twice(key)))
    }

    /// Keeps a field that is not known.
    pub(super) fn keep(self, key: &str, value: &RawValue) -> Result<(), Refused> {
        let path = Path::Key(&self.path, key);
        let field = Field { text: value.get(), path, trail: self.trail };
        match raw::fault(value.get()) {
            None => {
                let (pointer, name, json) = (path.pointer(), path.name(), value.get().to_owned());
                self.trail.kept.borrow_mut().push(Kept { pointer, name, json });
                Ok(())
            }
            Some(Fault::Twice(key)) => field.note(Err(Refused::Twice(key))),
            Some(Fault::Deep) => field.note(Err(Refused::Deep)),
        }
    }
}

macro_rules! scalars {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            self.scalar(|json| json.$method(visitor))
        }
    )+};
}

impl<'de> Deserializer<'de> for Field<'de, '_> {
    type Error = Refused;

    scalars! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.text.as_bytes().first() {
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            _ => self.scalar(|json| json.deserialize_any(visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.text == "null" { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let result = raw::items(self.text).map_err(Refused::from).and_then(|items| {
            visitor.visit_seq(Items { list: self, left: items.into_iter(), index: 0 })
        });
        self.note(result)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let result = self.fields().and_then(|fields| {
            visitor.visit_map(Entries { object: self, fields: fields.into_iter(), value: None })
        });
        self.note(result)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let result = self.fields().and_then(|mut fields| {
            for (key, value) in &fields {
                if !known.contains(&key.as_ref()) {
                    self.keep(key, value)?;
                }
            }
            fields.retain(|(key, _)| known.contains(&key.as_ref()));
            visitor.visit_map(Entries { object: self, fields: fields.into_iter(), value: None })
        });
        self.note(result)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.scalar(|json| json.deserialize_enum(name, variants, visitor))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_unit()
    }
}

struct Items<'de, 'p> {
    list: Field<'de, 'p>,
    left: std::vec::IntoIter<&'de RawValue>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = Refused;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Refused> {
        let Some(item) = self.left.next() else { return Ok(None) };
        let path = Path::Index(&self.list.path, self.index);
        self.index += 1;
        let field = Field { text: item.get(), path, trail: self.list.trail };
        field.note(seed.deserialize(field)).map(Some)
    }
}

struct Entries<'de, 'p> {
    object: Field<'de, 'p>,
    fields: std::vec::IntoIter<(Cow<'de, str>, &'de RawValue)>,
    value: Option<(Cow<'de, str>, &'de RawValue)>,
}

impl<'de> MapAccess<'de> for Entries<'de, '_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refused> {
        self.value = self.fields.next();
        let Some((key, _)) = &self.value else { return Ok(None) };
        seed.deserialize(CowStrDeserializer::new(key.clone())).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        let Some((key, value)) = self.value.take() else {
            return Err(de::Error::custom("a value without its key"));
        };
        let path = Path::Key(&self.object.path, &key);
        let field = Field { text: value.get(), path, trail: self.object.trail };
        field.note(seed.deserialize(field))
    }
}
