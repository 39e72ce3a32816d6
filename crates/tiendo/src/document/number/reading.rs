//! Reading numbers as people write them: the numbers that a text leaves possible, and every difference as a finding.

use super::difference::{self, Facts, listed};
use super::grammar::{self, Body};
use super::scan::{self, Cleaned, Scan, Separator};
use super::{DocumentNumber, NumberStyle, issuer};
use crate::document::DocumentKind;
use crate::finding::{Finding, FindingCode};
use crate::text::fold;

/// How many runs of digits are tried as the serial; a text whose number stands later is no number.
const SERIALS_TRIED: usize = 8;

/// What the reader of numbers made of a text.
///
/// In JSON `{"text", "canonical", "readings", "findings"}`.
///
/// # Example
/// ```
/// use tiendo::document::DocumentNumber;
/// let reading = DocumentNumber::read("204-QD/TW");
/// assert_eq!(reading.canonical().as_deref(), Some("204-QĐ/TW"));
/// assert_eq!(reading.findings[0].code.as_str(), "number_spelling");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberReading {
    /// The text as given.
    pub text: String,
    /// The numbers it may be, as written first; none where it is no number or only a part of one.
    pub readings: Vec<DocumentNumber>,
    /// The part of a number that the text holds, where it leaves the issuer, the kind or the year out.
    pub partial: Option<PartialNumber>,
    /// Every difference between the text and the canonical form.
    pub findings: Vec<Finding>,
}

/// A number without its issuer, its kind or its year, as in `Quy chế số 08` and `138/NĐ-CP`.
///
/// ```
/// use tiendo::document::{DocumentKind, DocumentNumber};
/// let partial = DocumentNumber::read("Quy chế số 08").partial.unwrap();
/// assert_eq!((partial.serial, partial.kinds), (8, vec![DocumentKind::Regulation]));
/// assert!(DocumentNumber::read("08-QC/TW").partial.is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialNumber {
    /// The serial, without its leading zeros.
    pub serial: u32,
    /// The letter after the serial.
    pub suffix: Option<char>,
    /// The year, if it is there.
    pub year: Option<u16>,
    /// The kinds that the text may mean; none where it names no kind.
    pub kinds: Vec<DocumentKind>,
    /// The issuer, if it is there.
    pub issuer: Option<String>,
}

impl NumberReading {
    /// The canonical text, when the text holds one whole number and no other is possible.
    ///
    /// `None` for a part of a number, even if one known document alone fits: a register is never all there is.
    pub fn canonical(&self) -> Option<String> {
        match (self.readings.as_slice(), &self.partial) {
            ([only], None) => Some(only.to_string()),
            _ => None,
        }
    }
}

/// What the reader of document numbers made of a text.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "NumberReading"))]
pub(crate) struct NumberReadingReply<'a> {
    /// The text as it was given.
    text: &'a str,
    /// The canonical number, where the text holds one whole number and no other is possible; else null.
    canonical: Option<String>,
    /// The numbers that it may be, as written first.
    readings: &'a [DocumentNumber],
    /// Every difference between the text and the canonical form.
    findings: &'a [Finding],
}

#[cfg(feature = "serde")]
impl serde::Serialize for NumberReading {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reply = NumberReadingReply {
            text: &self.text,
            canonical: self.canonical(),
            readings: &self.readings,
            findings: &self.findings,
        };
        reply.serialize(serializer)
    }
}

impl PartialNumber {
    /// True where `known` has everything that the text has.
    fn fits(&self, known: &DocumentNumber) -> bool {
        let same = |a: &str, b: &str| fold(a) == fold(b);
        let letter = |suffix: Option<char>| suffix.map(|c| fold(&c.to_string()));
        self.serial == known.serial
            && letter(self.suffix) == letter(known.suffix)
            && self.year.is_none_or(|year| known.year == Some(year))
            && self.issuer.as_ref().is_none_or(|issuer| same(issuer, &known.issuer))
            && self.allows_kind_of(known)
    }

    fn allows_kind_of(&self, known: &DocumentNumber) -> bool {
        let names = |kind: &DocumentKind| self.kinds.iter().any(|k| k == kind);
        match known.kind() {
            _ if self.kinds.is_empty() => true,
            Some(kind) => self.kinds.iter().any(|k| fold(k.as_str()) == fold(kind.as_str())),
            None if issuer::is_assembly(&known.issuer) => {
                use DocumentKind::{Law, Ordinance, Resolution};
                [Resolution, Law, Ordinance].iter().any(names)
            }
            None => names(&DocumentKind::Letter),
        }
    }
}

pub(super) fn read(text: &str) -> NumberReading {
    let cleaned = scan::clean(text);
    let mut reading = NumberReading {
        text: text.to_owned(),
        readings: Vec::new(),
        partial: None,
        findings: Vec::new(),
    };
    let read_any = scan::serial_starts(&cleaned.text, SERIALS_TRIED)
        .into_iter()
        .any(|start| read_at(&cleaned, start, &mut reading));
    if !read_any {
        let finding = Finding::new(FindingCode::NumberUnread).arg("text", text.trim());
        reading.findings.push(finding);
    }
    reading
}

pub(super) fn read_among(text: &str, known: &[DocumentNumber]) -> NumberReading {
    let mut reading = read(text);
    let mut is_known = false;
    for number in &mut reading.readings {
        let Some(same) = known
            .iter()
            .find(|k| *k == number)
            .or_else(|| known.iter().find(|k| k.same_as(number)))
        else {
            continue;
        };
        is_known = true;
        if same != number {
            let finding = Finding::new(FindingCode::NumberZeros).arg("text", &*number);
            reading.findings.push(finding.arg("canonical", same));
            *number = same.clone();
        }
    }
    if !is_known {
        offer_fitting(&mut reading, known);
    }
    offer_mistaken(&mut reading, known);
    reading
}

/// Adds the known documents that have what the text leaves out: all of a partial number's, the year of a whole one.
fn offer_fitting(reading: &mut NumberReading, known: &[DocumentNumber]) {
    let yearless = match reading.readings.as_slice() {
        [only] if only.year.is_none() && only.style == NumberStyle::State => Some(part_of(only)),
        _ => None,
    };
    let Some(part) = reading.partial.clone().or_else(|| yearless.clone()) else { return };
    let mut fitting: Vec<DocumentNumber> = Vec::new();
    for number in known.iter().filter(|number| part.fits(number)) {
        let is_new = !fitting.contains(number) && !reading.readings.contains(number);
        if is_new && (reading.partial.is_some() || number.year.is_some()) {
            fitting.push(number.clone());
        }
    }
    if fitting.is_empty() {
        return;
    }
    if let (None, Some(part), Some(only)) = (&reading.partial, yearless, reading.readings.first()) {
        reading.findings.push(Finding::new(FindingCode::NumberYearMissing).arg("text", only));
        reading.partial = Some(part);
    }
    let finding = Finding::new(FindingCode::NumberOffered);
    reading.findings.push(finding.arg("readings", listed(&fitting)));
    reading.readings.append(&mut fitting);
}

/// Adds the known documents for which the number is known to be written by mistake.
fn offer_mistaken(reading: &mut NumberReading, known: &[DocumentNumber]) {
    let [only] = reading.readings.as_slice() else { return };
    if only.style != NumberStyle::Party || reading.partial.is_some() {
        return;
    }
    let Some(other) = issuer::mistaken_for(&only.issuer) else { return };
    let meant = PartialNumber { issuer: Some(other.to_owned()), ..part_of(only) };
    let only = only.clone();
    for number in known.iter().filter(|k| k.style == NumberStyle::State && meant.fits(k)) {
        if !reading.readings.contains(number) {
            let finding = Finding::new(FindingCode::NumberMistaken).arg("text", &only);
            reading.findings.push(finding.arg("canonical", number));
            reading.readings.push(number.clone());
        }
    }
}

fn part_of(number: &DocumentNumber) -> PartialNumber {
    PartialNumber {
        serial: number.serial,
        suffix: number.suffix,
        year: number.year,
        kinds: number.kind.iter().cloned().collect(),
        issuer: Some(number.issuer.to_string()),
    }
}

/// Reads the number whose serial starts at `start`; false where there is none.
fn read_at(cleaned: &Cleaned, start: usize, reading: &mut NumberReading) -> bool {
    let text = cleaned.text.as_str();
    let Some(head) = scan::scan(text, start) else { return false };
    let before = Before::of(&text[..start]);
    let body = grammar::body(&head);
    let after = &text[body.end..];
    // A number ends where its word ends: `100km` and `12.500` are none.
    if before.is_joined || after.chars().next().is_some_and(scan::is_word_char) {
        return false;
    }
    let readings = readings(&head, &body, &before);
    if readings.is_empty() && !is_partial(&head, &body, &before, after) {
        return false;
    }
    let yearless = readings.first().filter(|number| needs_year(number));
    let written = &text[head.start..body.end];
    if readings.is_empty() {
        reading.partial = Some(PartialNumber {
            serial: head.digits.parse().unwrap_or_default(),
            suffix: body.suffix,
            year: head.year,
            kinds: body.kind.clone().map_or_else(|| before.kinds.clone(), |kind| vec![kind]),
            issuer: (!body.issuer.is_empty()).then(|| body.issuer.join("-")),
        });
        reading.findings.push(Finding::new(FindingCode::NumberIncomplete).arg("text", written));
    } else if let Some(number) = yearless {
        reading.partial = Some(part_of(number));
        reading.findings.push(Finding::new(FindingCode::NumberYearMissing).arg("text", number));
    }
    let facts =
        Facts { cleaned, head: &head, body: &body, before: &before, after, readings: &readings };
    difference::note_all(&facts, written, &mut reading.findings);
    reading.readings = readings;
    true
}

/// A serial with a kind in or before it, after the word number, or alone; and nothing that goes on after it.
fn is_partial(head: &Scan<'_>, body: &Body<'_>, before: &Before<'_>, after: &str) -> bool {
    let mut next = after.chars();
    let goes_on = matches!(next.next(), Some('/' | '-' | '.' | ',' | ':' | '%'))
        && next.next().is_some_and(char::is_alphanumeric);
    let named = !before.kinds.is_empty() || before.says_number;
    let bare = before.words.is_empty() && after.trim().is_empty() && head.suffix.is_none();
    // `12/ABC`: a word that is neither a kind nor a known body makes no number of its serial.
    let unknown = !body.parts.is_empty() && body.kind.is_none() && body.issuer.is_empty();
    !goes_on && !unknown && (named || bare || (body.kind.is_some() && before.words.is_empty()))
}

/// Decrees and circulars bear their year, and so does what the National Assembly passes.
fn needs_year(number: &DocumentNumber) -> bool {
    use DocumentKind::{Circular, Decree, JointCircular};
    if number.year.is_some() || number.style == NumberStyle::Party {
        return false;
    }
    match &number.kind {
        Some(Decree | JointCircular) => true,
        // A people's committee issues no circulars: its TT is a submission.
        Some(Circular) => !["UBND", "HĐND"].iter().any(|body| number.issuer.starts_with(body)),
        Some(_) => false,
        None => issuer::is_plenary(&number.issuer),
    }
}

/// The numbers that the writing leaves possible, as written first.
fn readings(head: &Scan<'_>, body: &Body<'_>, before: &Before<'_>) -> Vec<DocumentNumber> {
    use NumberStyle::{Party, State};
    let Some(first) = body.issuer.first() else { return Vec::new() };
    let side = issuer::side(first);
    let number = |style, kind, year| body.number(head, style, kind, year);
    let kind = body.kind.clone();
    let alone = body.issuer.len() == 1;
    // The kinds that words before may add to a number that has none; laws and letters print none.
    let supplied = || {
        let prints = |k: &&DocumentKind| !matches!(k, DocumentKind::Law | DocumentKind::Letter);
        before.kinds.iter().filter(prints).cloned().map(Some)
    };
    let found: Vec<Option<DocumentNumber>> = match (&kind, head.year, side) {
        (None, None, issuer::Side::One(Party)) if alone => {
            supplied().map(|kind| number(Party, kind, None)).collect()
        }
        (None, year, issuer::Side::One(State)) if alone && !issuer::is_assembly(first) => {
            let named = supplied().map(|kind| number(State, kind, year));
            std::iter::once(number(State, None, year)).chain(named).collect()
        }
        (None, None, issuer::Side::Unknown) if !alone && body.form().is_none() => {
            let other = Body { issuer: body.issuer[1..].to_vec(), ..body.clone() };
            let kind = Some(DocumentKind::Unknown(first.clone()));
            vec![number(State, None, None), other.number(head, Party, kind, None)]
        }
        (None, year, _) => vec![number(State, None, year)],
        (Some(_), Some(year), _) if alone && issuer::is_plenary(first) => {
            vec![number(State, None, Some(year))]
        }
        // The year says State, the issuer Party; of joint documents the State's way is the rule.
        (Some(kind), Some(year), issuer::Side::One(Party)) if !is_joint(kind) => {
            let kind = Some(kind.clone());
            vec![number(State, kind.clone(), Some(year)), number(Party, kind, None)]
        }
        (Some(_), Some(year), _) => vec![number(State, kind, Some(year))],
        (Some(joint), None, _) if is_joint(joint) => vec![number(State, kind, None)],
        (Some(_), None, issuer::Side::One(style)) => vec![number(style, kind, None)],
        (Some(_), None, _) => {
            let hyphen = body.parts.first().is_some_and(|p| p.separator == Separator::Hyphen);
            let both = if hyphen { [Party, State] } else { [State, Party] };
            let styles = body.form().map_or_else(|| both.to_vec(), |form| vec![form]);
            styles.into_iter().map(|style| number(style, kind.clone(), None)).collect()
        }
    };
    found.into_iter().flatten().collect()
}

fn is_joint(kind: &DocumentKind) -> bool {
    matches!(kind, DocumentKind::JointCircular | DocumentKind::JointResolution)
}

/// What stands before the serial.
pub(super) struct Before<'a> {
    pub(super) words: &'a str,
    pub(super) kinds: Vec<DocumentKind>,
    says_number: bool,
    // Something that is no kind runs into the serial: `T9`, `HOP-2025`.
    is_joined: bool,
}

impl Before<'_> {
    fn of(text: &str) -> Before<'_> {
        let plain = plain_words(text);
        let words = strip_number_words(&plain);
        let says_number = words.len() < plain.len();
        let (name, kinds) = DocumentKind::ending(words);
        let joined = text.rsplit(' ').next().unwrap_or_default();
        let runs_in =
            joined.ends_with(|c: char| scan::is_word_char(c) || matches!(c, '-' | '/' | '.'));
        let joined = plain_words(joined);
        let joined = strip_number_words(&joined);
        let is_name = joined.len() <= name.len();
        Before { words: text.trim(), kinds, says_number, is_joined: runs_in && !is_name }
    }
}

/// Folded words with one space between them, all else left out.
fn plain_words(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != '&');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Leaves out `số`, `số hiệu`, `No.` and the like at the end.
fn strip_number_words(words: &str) -> &str {
    let mut words = words;
    while let Some(rest) = ["so", "so hieu", "no", "nr", "number"].iter().find_map(|name| {
        words.strip_suffix(name).filter(|rest| rest.is_empty() || rest.ends_with(' '))
    }) {
        words = rest.trim_end();
    }
    words
}
