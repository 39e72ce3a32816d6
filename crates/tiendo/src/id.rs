//! Ids: texts chosen by the caller, validated on entry, unique per kind of record.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use crate::error::Error;
use crate::text::composed;

/// Longest id in bytes.
pub const MAX_ID_BYTES: usize = 128;

/// Compares two ids: canonical decimals (no leading zero, below 2^63) by number and before all others, others by bytes.
///
/// ```
/// use std::cmp::Ordering;
/// assert_eq!(tiendo::id::compare("9", "10"), Ordering::Less);
/// assert_eq!(tiendo::id::compare("10", "09"), Ordering::Less);
/// assert_eq!(tiendo::id::compare("T10", "T9"), Ordering::Less);
/// ```
pub fn compare(a: &str, b: &str) -> Ordering {
    Key::of(a).cmp(&Key::of(b))
}

/// What an id is ordered by, read once where it is compared often; the derived order is that of [`compare`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key<'a> {
    Decimal(u64),
    Text(&'a str),
}

impl<'a> Key<'a> {
    pub(crate) fn of(id: &'a str) -> Self {
        decimal(id).map_or(Key::Text(id), Key::Decimal)
    }
}

/// The number of a canonical decimal: digits only, no leading zero, below 2^63.
pub(crate) fn decimal(id: &str) -> Option<u64> {
    let bytes = id.as_bytes();
    // Nineteen digits fit an u64, so the sum below cannot overflow.
    if bytes.is_empty() || bytes.len() > 19 || (bytes[0] == b'0' && bytes.len() > 1) {
        return None;
    }
    let mut number = 0_u64;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    (number < 1 << 63).then_some(number)
}

/// An id as it is kept: itself where it is so already.
pub(crate) fn valid(text: &str) -> Result<Cow<'_, str>, Error> {
    let is_plain = |byte: &u8| (0x20..0x7f).contains(byte);
    if (1..=MAX_ID_BYTES).contains(&text.len()) && text.as_bytes().iter().all(is_plain) {
        return Ok(Cow::Borrowed(text));
    }
    let id = composed(text);
    if id.is_empty() || id.len() > MAX_ID_BYTES || id.chars().any(char::is_control) {
        // A hostile id may be megabytes long: quote its beginning only.
        let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
        return Err(Error::InvalidId { text: shown });
    }
    Ok(id)
}

/// An id of any kind.
pub(crate) trait Id: Sized {
    fn text(&self) -> &str;
    fn valid(text: &str) -> Result<Self, Error>;
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $example:literal;)+) => {$(
        $(#[$meta])*
        ///
        /// 1 to 128 bytes of NFC text without control characters. Ordered as [`compare`] says.
        ///
        /// ```
        #[doc = concat!("assert_eq!(tiendo::", stringify!($name), "::new(\"", $example, "\")?.as_str(), \"", $example, "\");")]
        #[doc = concat!("assert!(tiendo::", stringify!($name), "::new(\"\").is_err());")]
        /// # Ok::<(), tiendo::Error>(())
        /// ```
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(extend("minLength" = 1, "maxLength" = MAX_ID_BYTES)))]
        pub struct $name(Box<str>);

        impl $name {
            /// Validates an id.
            ///
            /// # Errors
            /// - [`Error::InvalidId`] when it is empty, over 128 bytes or holds a control character.
            pub fn new(text: &str) -> Result<Self, Error> {
                valid(text).map(|id| $name(id.into()))
            }

            /// An id that was validated before.
            #[allow(dead_code)] // not every kind of id is rebuilt from a column
            pub(crate) fn from_valid(text: &str) -> Self {
                $name(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Id for $name {
            fn text(&self) -> &str {
                &self.0
            }

            fn valid(text: &str) -> Result<Self, Error> {
                $name::new(text)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                compare(&self.0, &other.0)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = Error;

            fn try_from(text: &str) -> Result<Self, Error> {
                $name::new(text)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                $name::new(&text).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// Id of a document.
    DocumentId = "02-KH/BCĐTW";
    /// Id of an agency or group.
    AgencyId = "68-UBND";
    /// Id of a plan.
    PlanId = "plan02";
    /// Id of a phase, unique among all plans of a registry.
    PhaseId = "urgent";
    /// Id of a task group, unique among all plans of a registry.
    GroupId = "3";
    /// Id of a task.
    TaskId = "T0097";
    /// Id of a report.
    ReportId = "R1";
    /// Id of a KPI.
    KpiId = "K001";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_ids() {
        let mut ids =
            ["T2", "10", "09", "9", "9223372036854775808", "9223372036854775807", "", "0"];
        ids.sort_by(|a, b| compare(a, b));
        assert_eq!(
            ids,
            ["0", "9", "10", "9223372036854775807", "", "09", "9223372036854775808", "T2"]
        );
    }

    #[test]
    fn an_id_that_is_valid_as_it_stands_is_not_copied() {
        let longest = "x".repeat(128);
        for text in ["T1", "68-UBND", "đ", "a b", &longest] {
            assert!(matches!(valid(text), Ok(Cow::Borrowed(same)) if same == text), "{text:?}");
        }
        assert_eq!(valid("o\u{302}"), Ok(Cow::Borrowed("ô")));
        for text in ["", "a\tb", "a\u{7f}", &format!("{longest}x")] {
            assert!(valid(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn control_characters_and_length() {
        assert!(AgencyId::new("a\tb").is_err());
        assert!(AgencyId::new(&"x".repeat(129)).is_err());
        assert!(AgencyId::new(&"x".repeat(128)).is_ok());
    }
}
