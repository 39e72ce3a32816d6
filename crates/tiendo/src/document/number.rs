//! Document numbers: `71/NQ-CP`, `57-NQ/TW`, `335/2025/NĐ-CP`, as printed, compared and read from what people type.

mod difference;
mod grammar;
mod issuer;
pub(crate) mod reading;
mod scan;

use std::fmt;
use std::str::FromStr;

pub use reading::{NumberReading, PartialNumber};

use crate::document::DocumentKind;
use crate::error::Error;
use crate::text::fold;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// Which order of separators a number has; it tells `71-NQ/TW` from `71/NQ-CP`.
    ///
    /// ```
    /// use tiendo::document::{DocumentNumber, NumberStyle};
    /// let number: DocumentNumber = "57-NQ/TW".parse()?;
    /// assert_eq!(number.style(), NumberStyle::Party);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    NumberStyle {
        State = "state", "Nhà nước", "State";
        Party = "party", "Đảng", "Party";
    }
}

/// The number of a document: serial, year, kind and issuer, written in the State's or the Party's way.
///
/// The State writes `serial[/year]/kind-issuer`, and leaves the kind out of letters (`623/TTg-KSTT`) and of what the
/// National Assembly passes (`193/2025/QH15`); the Party writes `serial-kind/issuer`. An issuer is one abbreviation or
/// several (`BCA-BNNMT`, `TTg-KSTT`). Leading zeros are kept as printed and order by value. The same number comes
/// again each year and in each province: with the issuer and the year it tells one document.
///
/// `parse` takes the canonical form only, whichever the style, and `Display` and JSON write it;
/// [`DocumentNumber::read`] takes what people write.
///
/// # Example
/// ```
/// use tiendo::document::{DocumentKind, DocumentNumber};
/// let number: DocumentNumber = "335/2025/NĐ-CP".parse()?;
/// assert_eq!((number.serial(), number.year()), (335, Some(2025)));
/// assert_eq!(number.kind(), Some(&DocumentKind::Decree));
/// assert_eq!(number.issuer(), "CP");
/// assert_eq!(number.to_string(), "335/2025/NĐ-CP");
/// assert!("335/2025/ND-CP".parse::<DocumentNumber>().is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentNumber {
    serial: u32,
    // How many digits are printed: the leading zeros of `03/NQ-CP`.
    digits: u8,
    suffix: Option<char>,
    year: Option<u16>,
    kind: Option<DocumentKind>,
    // Abbreviations joined by hyphens, never empty.
    issuer: Box<str>,
    style: NumberStyle,
}

impl DocumentNumber {
    /// The serial, without its leading zeros.
    pub fn serial(&self) -> u32 {
        self.serial
    }

    /// The letter after the serial, as in `30c/NQ-CP`.
    pub fn suffix(&self) -> Option<char> {
        self.suffix
    }

    /// The year that the number prints.
    pub fn year(&self) -> Option<u16> {
        self.year
    }

    /// The kind that the number prints; `None` for State letters, laws and resolutions of the National Assembly.
    pub fn kind(&self) -> Option<&DocumentKind> {
        self.kind.as_ref()
    }

    /// The issuer's abbreviation, all bodies of it: `BKHCN-BTTTT-VP`.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The bodies of the issuer, one by one.
    ///
    /// ```
    /// let number: tiendo::document::DocumentNumber = "515/KH-BCA-BNNMT".parse()?;
    /// assert_eq!(number.bodies().collect::<Vec<_>>(), ["BCA", "BNNMT"]);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn bodies(&self) -> impl Iterator<Item = &str> {
        self.issuer.split('-')
    }

    /// The order of the separators.
    pub fn style(&self) -> NumberStyle {
        self.style
    }

    /// What identity compares: the canonical form, folded, without leading zeros. A key for look-ups, not for people.
    ///
    /// ```
    /// let number: tiendo::document::DocumentNumber = "03/NQ-CP".parse()?;
    /// assert_eq!(number.identity(), "3/nq-cp");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn identity(&self) -> String {
        fold(&DocumentNumber { digits: 1, ..self.clone() }.to_string())
    }

    /// True for numbers of one document: leading zeros, case and accents of the abbreviations aside.
    ///
    /// A number with its year and one without are two; the issuer's province and the day are not in a number.
    ///
    /// ```
    /// use tiendo::document::DocumentNumber;
    /// let number = |text: &str| text.parse::<DocumentNumber>();
    /// assert!(number("3/NQ-CP")?.same_as(&number("03/NQ-CP")?));
    /// assert!(!number("71-NQ/TW")?.same_as(&number("71/NQ-CP")?));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn same_as(&self, other: &Self) -> bool {
        self.serial == other.serial
            && self.year == other.year
            && self.identity() == other.identity()
    }

    /// Reads a number as people write it. Total: any text gives a reading, if an empty one with the finding
    /// [`NumberUnread`](crate::FindingCode::NumberUnread).
    ///
    /// Words before and after, case, spaces, `D` for `Đ`, dashes, swapped or lost separators and an inserted kind are
    /// read, and each difference from the canonical form is a finding. A separator is corrected only where the issuer
    /// is known to be of the Party or of the State; where the writing leaves two numbers possible, both are offered.
    ///
    /// # Example
    /// ```
    /// use tiendo::document::DocumentNumber;
    /// let reading = DocumentNumber::read("Nghị quyết số 03-NQ/CP");
    /// assert_eq!(reading.canonical().as_deref(), Some("03/NQ-CP"));
    /// assert_eq!(reading.findings.len(), 2);
    /// assert!(DocumentNumber::read("họp giao ban").readings.is_empty());
    /// ```
    pub fn read(text: &str) -> NumberReading {
        reading::read(text)
    }

    /// Reads a number as [`DocumentNumber::read`] does, and offers the known documents that fit.
    ///
    /// Offered are those with the same serial where the text leaves the issuer, kind or year out, and those for which
    /// the number is known to be a slip (`71-NQ/TW` for `71/NQ-CP`); the number as written comes first and nothing is
    /// corrected. A number that is known but for leading zeros takes the known writing.
    ///
    /// # Example
    /// ```
    /// use tiendo::document::DocumentNumber;
    /// let known: Vec<DocumentNumber> = vec!["335/2025/NĐ-CP".parse()?, "39/2022/NĐ-CP".parse()?];
    /// let reading = DocumentNumber::read_among("Nghị định 335", &known);
    /// assert_eq!(reading.readings, known[..1]);
    /// assert_eq!(reading.canonical(), None);
    /// assert!(DocumentNumber::read_among("Nghị định 336", &known).readings.is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn read_among(text: &str, known: &[DocumentNumber]) -> NumberReading {
        reading::read_among(text, known)
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.serial, width = usize::from(self.digits))?;
        if let Some(suffix) = self.suffix {
            write!(f, "{suffix}")?;
        }
        if let Some(year) = self.year {
            write!(f, "/{year}")?;
        }
        match (&self.kind, self.style) {
            (Some(kind), NumberStyle::State) => write!(f, "/{}-{}", kind.as_str(), self.issuer),
            (Some(kind), NumberStyle::Party) => write!(f, "-{}/{}", kind.as_str(), self.issuer),
            (None, _) => write!(f, "/{}", self.issuer),
        }
    }
}

impl fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentNumber({self})")
    }
}

impl FromStr for DocumentNumber {
    type Err = Error;

    /// Takes a number in its canonical form, whichever the style; corrects nothing.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for any other text.
    fn from_str(text: &str) -> Result<Self, Error> {
        let number = grammar::as_written(text).filter(|number| number.to_string() == text);
        number.ok_or_else(|| Error::InvalidValue {
            field: "number",
            value: text.chars().take(80).collect(),
            expected: "a document number in its canonical form, such as 57-NQ/TW or 71/NQ-CP"
                .into(),
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for DocumentNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for DocumentNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
