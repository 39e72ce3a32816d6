//! JSON text whose syntax holds, looked into: the fields of an object, keys that stand twice, integers that are too long.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::MAX_DEPTH;

/// The fields of an object in their order, or the key that stands twice.
#[derive(Default)]
pub(super) struct Fields<'a>(
    pub(super) Vec<(Cow<'a, str>, &'a RawValue)>,
    pub(super) Option<String>,
);

/// A key without the escapes that it may be written with.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::new();
                while let Some((Key(key), value)) = map.next_entry()? {
                    fields.push((key, value));
                }
                let twice = twice(&fields).map(str::to_owned);
                Ok(Fields(fields, twice))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// Most keys that are compared each with each; more are hashed.
const FEW: usize = 40;

fn twice<'f>(fields: &'f [(Cow<'_, str>, &RawValue)]) -> Option<&'f str> {
    let mut keys = fields.iter().map(|(key, _)| key.as_ref()).enumerate();
    if fields.len() <= FEW {
        let before = |at: usize| fields.get(..at).unwrap_or(&[]);
        let found = keys.find(|(at, key)| before(*at).iter().any(|(earlier, _)| earlier == key));
        return found.map(|(_, key)| key);
    }
    let mut seen = HashSet::with_capacity(fields.len());
    keys.find(|(_, key)| !seen.insert(*key)).map(|(_, key)| key)
}

/// The fields of an object.
pub(super) fn fields(text: &str) -> Result<Fields<'_>, serde_json::Error> {
    serde_json::from_str(text)
}

/// The items of a list.
pub(super) fn items(text: &str) -> Result<Vec<&RawValue>, serde_json::Error> {
    serde_json::from_str(text)
}

/// What a value that is only kept must not hold.
pub(super) enum Fault {
    /// A key that stands twice in one object.
    Twice(String),
    /// Nesting deeper than [`MAX_DEPTH`].
    Deep,
}

/// Looks for faults in a value and all that it holds.
pub(super) fn fault(text: &str) -> Option<Fault> {
    if depth(text) > MAX_DEPTH {
        return Some(Fault::Deep);
    }
    within(text)
}

/// As [`fault`], for a value of bounded depth.
fn within(text: &str) -> Option<Fault> {
    match text.as_bytes().first() {
        Some(b'{') => {
            let Ok(Fields(fields, twice)) = fields(text) else { return None };
            let inner = || fields.iter().find_map(|(_, value)| within(value.get()));
            twice.map(Fault::Twice).or_else(inner)
        }
        Some(b'[') => items(text).ok()?.iter().find_map(|item| within(item.get())),
        _ => None,
    }
}

/// The tokens of JSON that matter here.
enum Token<'a> {
    Number(&'a str),
    Open,
    Close,
}

/// Numbers and brackets outside of strings, in a text whose syntax holds.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at) {
            let start = at;
            at += 1;
            match byte {
                b'"' => {
                    while let Some(byte) = bytes.get(at) {
                        at += if *byte == b'\\' { 2 } else { 1 };
                        if *byte == b'"' {
                            break;
                        }
                    }
                }
                b'{' | b'[' => return Some(Token::Open),
                b'}' | b']' => return Some(Token::Close),
                b'-' | b'0'..=b'9' => {
                    let part = |b: &u8| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
                    while bytes.get(at).is_some_and(part) {
                        at += 1;
                    }
                    return text.get(start..at).map(Token::Number);
                }
                _ => {}
            }
        }
        None
    })
}

fn depth(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for token in tokens(text) {
        match token {
            Token::Open => open += 1,
            Token::Close => open = open.saturating_sub(1),
            Token::Number(_) => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// The first integer that does not fit into 64 bits with a sign: readers of JSON would round it without a word.
pub(super) fn long_integer(text: &str) -> Option<&str> {
    tokens(text).find_map(|token| match token {
        Token::Number(number) => {
            // 18 digits always fit.
            let long = number.len() > 18 && !number.contains(['.', 'e', 'E']);
            (long && number.parse::<i64>().is_err()).then_some(number)
        }
        _ => None,
    })
}

/// The text of serde_json's error without the position, which is told otherwise.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_told_by_their_form() {
        for (text, expect) in [
            ("9223372036854775807", None),
            ("-9223372036854775808", None),
            ("9223372036854775808", Some("9223372036854775808")),
            (r#"{"a":[1,-9223372036854775809]}"#, Some("-9223372036854775809")),
            (r#"{"99999999999999999999":"\"99999999999999999999"}"#, None),
            ("99999999999999999999.0", None),
            ("1e30", None),
        ] {
            assert_eq!(long_integer(text), expect, "{text}");
        }
    }

    #[test]
    fn faults_are_found_at_any_depth() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(fault(&nested(MAX_DEPTH)).is_none());
        assert!(matches!(fault(&nested(MAX_DEPTH + 1)), Some(Fault::Deep)));
        assert!(matches!(fault(&nested(1_000_000)), Some(Fault::Deep)));
        assert!(
            matches!(fault(r#"[{"a":{"b":1,"\u0062":2}}]"#), Some(Fault::Twice(key)) if key == "b")
        );
        assert!(fault(r#"[{"a":1},{"a":2}]"#).is_none());
    }
}
