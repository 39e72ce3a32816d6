//! Values of JSON, with no more parts than are allowed.

use std::cell::Cell;
use std::fmt::{self, Formatter};

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Most values of a head or an entry: a real one has a dozen.
pub(super) const MAX_VALUES: u32 = 10_000;

/// A value with its names as they stand, also those that stand twice.
pub(super) enum Json {
    Scalar(Value),
    List,
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The text of a value that is not made of others; of `null` the empty one.
    pub(super) fn scalar(&self) -> Option<String> {
        let Json::Scalar(value) = self else { return None };
        Some(match value {
            Value::String(text) => text.clone(),
            Value::Bool(flag) => flag.to_string(),
            // An integer as it stands; any other without an exponent.
            Value::Number(number) if number.is_f64() => {
                number.as_f64().map_or_else(String::new, |number| number.to_string())
            }
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        })
    }
}

/// Reads a value of no more parts than are left.
#[derive(Clone, Copy)]
pub(super) struct Tree<'l>(&'l Cell<u32>);

impl<'l> Tree<'l> {
    pub(super) fn within(left: &'l Cell<u32>) -> Self {
        Tree(left)
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Json, D::Error> {
        self.0.set(self.0.get().saturating_sub(1));
        if self.0.get() == 0 {
            return Err(de::Error::custom("too many values"));
        }
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Scalar(flag.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Scalar(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Scalar(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Scalar(number.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Scalar(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        // No field is a list.
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Json::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            fields.push((name, map.next_value_seed(self)?));
        }
        Ok(Json::Object(fields))
    }
}
