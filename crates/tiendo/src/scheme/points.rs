//! Points: exact hundredths, as published figures have two decimals.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use crate::error::Error;

/// The largest amount that is read, in hundredths; sums of thousands of these stay exact.
const MOST: i64 = 1_000_000_000_000;

/// Points with two decimals, held and added exactly.
///
/// ```
/// use tiendo::Points;
/// let parts = ["15.82", "19.45", "8.53", "10", "17.86", "21.17"];
/// let total: Points = parts.iter().map(|p| Points::parse(p)).sum::<Result<_, _>>()?;
/// assert_eq!(total.to_string(), "92.83");
/// assert!(Points::parse("1.234").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(i64);

impl Points {
    /// No points.
    pub const ZERO: Points = Points(0);

    /// From whole points.
    ///
    /// ```
    /// assert_eq!(tiendo::Points::whole(18).to_string(), "18.00");
    /// ```
    pub const fn whole(points: i32) -> Self {
        Points(points as i64 * 100)
    }

    /// From hundredths of a point.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Points(hundredths)
    }

    /// In hundredths of a point.
    ///
    /// ```
    /// use tiendo::Points;
    /// assert_eq!(Points::from_hundredths(1582).hundredths(), 1582);
    /// ```
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Reads points as they are printed: digits with at most two decimals behind a point or a comma.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for anything else, more decimals, or more than ten thousand million points.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = || Error::InvalidValue {
            field: "points",
            value: text.chars().take(80).collect(),
            expected: "a number with at most two decimals".to_owned(),
        };
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
        let is_number = |s: &str, most: usize| {
            (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit())
        };
        if !is_number(whole, 11) || !is_number(decimals, 2) {
            return Err(wrong());
        }
        let whole: i64 = whole.parse().map_err(|_| wrong())?;
        let tenths: i64 = decimals.parse().map_err(|_| wrong())?;
        let hundredths = if decimals.len() == 1 { tenths * 10 } else { tenths };
        Some(whole * 100 + hundredths)
            .filter(|p| *p <= MOST)
            .map(|p| Points(sign * p))
            .ok_or_else(wrong)
    }

    /// The nearest double, for display and charts; two different amounts never have the same.
    ///
    /// ```
    /// assert_eq!(tiendo::Points::from_hundredths(9283).value(), 92.83);
    /// ```
    #[allow(clippy::cast_precision_loss)] // amounts are far below 2^53 hundredths
    pub fn value(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// From a double that stands for at most two decimals.
    #[cfg(feature = "serde")]
    fn of_double(value: f64) -> Option<Self> {
        let hundredths = (value * 100.0).round();
        #[allow(clippy::cast_precision_loss)] // the bound is exact in double
        let fits = hundredths.abs() <= MOST as f64;
        // Of all doubles only the one nearest to two decimals is meant as such.
        #[allow(clippy::float_cmp)]
        let exact = hundredths / 100.0 == value;
        (fits && exact).then_some(Points(hundredths as i64))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", all / 100, all % 100)
    }
}

impl Add for Points {
    type Output = Points;

    fn add(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Points;

    fn sub(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        points.fold(Points::ZERO, Points::add)
    }
}

// A JSON number: the shortest text of the nearest double is the amount as printed.
#[cfg(feature = "serde")]
impl serde::Serialize for Points {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            serializer.serialize_i64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.value())
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Points {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;

        impl serde::de::Visitor<'_> for Number {
            type Value = Points;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number with at most two decimals")
            }

            fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Points, E> {
                let points = n.checked_mul(100).filter(|p| p.abs() <= MOST);
                points
                    .map(Points)
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Signed(n), &self))
            }

            fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Points, E> {
                let signed = i64::try_from(n);
                let signed = signed
                    .map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(n), &self))?;
                self.visit_i64(signed)
            }

            fn visit_f64<E: serde::de::Error>(self, n: f64) -> Result<Points, E> {
                Points::of_double(n)
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Float(n), &self))
            }
        }

        deserializer.deserialize_any(Number)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "Points with at most two decimals.",
            "type": "number",
            "minimum": -10_000_000_000_i64,
            "maximum": 10_000_000_000_i64,
        })
    }
}
