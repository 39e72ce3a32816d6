//! Reading numbers as people write them: the numbers that a text leaves possible, and every difference as a finding.

use super::grammar::{self, Body, Part};
use super::scan::{self, Cleaned, Scan, Separator};
use super::{DocumentNumber, NumberStyle, issuer};
use crate::document::DocumentKind;
use crate::finding::{Finding, FindingCode};
use crate::text::fold;

/// How many runs of digits are tried as the serial; a text whose number stands later is no number.
const SERIALS_TRIED: usize = 8;
/// Most known documents named in one finding.
const NAMED: usize = 8;

/// What the reader of numbers made of a text.
///
/// In JSON `{"text", "canonical", "readings", "findings"}`.
///
/// # Example
/// ```
/// use tiendo::document::DocumentNumber;
/// let reading = DocumentNumber::read("204-QD/TW");
/// assert_eq!(reading.canonical().as_deref(), Some("204-QĐ/TW"));
/// assert_eq!(reading.findings[0].code.as_str(), "number_accents");
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

#[cfg(feature = "serde")]
impl serde::Serialize for NumberReading {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("NumberReading", 4)?;
        out.serialize_field("text", &self.text)?;
        out.serialize_field("canonical", &self.canonical())?;
        out.serialize_field("readings", &self.readings)?;
        out.serialize_field("findings", &self.findings)?;
        out.end()
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
    note_characters(cleaned, &readings, written, reading);
    note_words(&before, &body, &readings, after.trim(), written, reading);
    note_spelling(&head, &body, written, reading);
    note_separators(&head, &body, &readings, written, reading);
    reading.readings = readings;
    true
}

/// A serial with a kind in or before it, after the word number, or alone; and nothing that goes on after it.
fn is_partial(head: &Scan<'_>, body: &Body<'_>, before: &Before<'_>, after: &str) -> bool {
    let mut next = after.chars();
    let goes_on = matches!(next.next(), Some('/' | '-' | '.' | ',' | ':' | '%'))
        && next.next().is_some_and(|c| c.is_alphanumeric());
    let named = !before.kinds.is_empty() || before.says_number;
    let bare = before.words.is_empty() && after.trim().is_empty() && head.suffix.is_none();
    !goes_on && (named || bare || (body.kind.is_some() && before.words.is_empty()))
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
        (Some(_), None, _) => match body.form() {
            Some(form) => vec![number(form, kind, None)],
            None => {
                let hyphen = body.parts.first().is_some_and(|p| p.separator == Separator::Hyphen);
                let order = if hyphen { [Party, State] } else { [State, Party] };
                order.iter().map(|style| number(*style, kind.clone(), None)).collect()
            }
        },
    };
    found.into_iter().flatten().collect()
}

fn is_joint(kind: &DocumentKind) -> bool {
    matches!(kind, DocumentKind::JointCircular | DocumentKind::JointResolution)
}

/// What stands before the serial.
struct Before<'a> {
    words: &'a str,
    kinds: Vec<DocumentKind>,
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

fn listed(numbers: &[DocumentNumber]) -> String {
    let mut names: Vec<String> = numbers.iter().take(NAMED).map(ToString::to_string).collect();
    if numbers.len() > NAMED {
        names.push("…".to_owned());
    }
    names.join(", ")
}

fn note(reading: &mut NumberReading, code: FindingCode, text: &str, canonical: &str) {
    let finding = Finding::new(code).arg("text", text).arg("canonical", canonical);
    reading.findings.push(finding);
}

fn note_characters(
    cleaned: &Cleaned,
    readings: &[DocumentNumber],
    written: &str,
    reading: &mut NumberReading,
) {
    if cleaned.was_decomposed {
        reading.findings.push(Finding::new(FindingCode::NumberNotComposed));
    }
    if cleaned.had_lookalikes {
        let canonical = readings.first().map_or_else(|| written.to_owned(), ToString::to_string);
        let finding = Finding::new(FindingCode::NumberLookalikes);
        reading.findings.push(finding.arg("canonical", canonical));
    }
}

fn note_words(
    before: &Before<'_>,
    body: &Body<'_>,
    readings: &[DocumentNumber],
    after: &str,
    written: &str,
    reading: &mut NumberReading,
) {
    let supplied = readings.iter().any(|number| number.kind.is_some()) && body.kind.is_none();
    let plain_kind = |kind: &DocumentKind| fold(kind.as_str());
    match &body.kind {
        _ if before.words.is_empty() => {}
        None if supplied && body.parts.len() == 1 => {
            let finding = Finding::new(FindingCode::NumberKindSupplied).arg("text", written);
            reading.findings.push(finding.arg("words", before.words));
        }
        Some(kind)
            if !before.kinds.is_empty()
                && !before.kinds.iter().any(|named| plain_kind(named) == plain_kind(kind)) =>
        {
            let finding = Finding::new(FindingCode::NumberKindDiffers).arg("kind", kind.as_str());
            reading.findings.push(finding.arg("words", before.words));
        }
        // The words are what names the kind of a partial number.
        None if readings.is_empty() => {}
        _ => {
            let finding = Finding::new(FindingCode::NumberWordsBefore);
            reading.findings.push(finding.arg("words", before.words));
        }
    }
    if !after.is_empty() {
        reading.findings.push(Finding::new(FindingCode::NumberWordsAfter).arg("words", after));
    }
    if let (Some(kind), [only]) = (&body.kind, readings)
        && only.kind.is_none()
    {
        let finding = Finding::new(FindingCode::NumberKindInserted).arg("kind", kind.as_str());
        reading.findings.push(finding.arg("canonical", only));
    }
    if readings.len() > 1 {
        let finding = Finding::new(FindingCode::NumberUnclear).arg("text", written);
        reading.findings.push(finding.arg("readings", listed(readings)));
    }
}

/// Notes case and accents apart: once for the number, with the words that differ.
fn note_spelling(head: &Scan<'_>, body: &Body<'_>, written: &str, reading: &mut NumberReading) {
    let differs = |by: fn(&Part<'_>) -> bool| -> Option<(String, String)> {
        let parts: Vec<_> = body.parts.iter().filter(|part| by(part)).collect();
        let join = |words: Vec<&str>| words.join(", ");
        (!parts.is_empty()).then(|| {
            let spelled = parts.iter().map(|part| part.spelled.as_str()).collect();
            (join(parts.iter().map(|part| part.text).collect()), join(spelled))
        })
    };
    if let Some((text, spelled)) = differs(|part| bare(part.text) != bare(&part.spelled)) {
        note(reading, FindingCode::NumberCase, &text, &spelled);
    }
    if let Some((text, spelled)) =
        differs(|part| part.text.to_lowercase() != part.spelled.to_lowercase())
    {
        note(reading, FindingCode::NumberAccents, &text, &spelled);
    }
    if head.head_spaced || body.parts.iter().any(|part| part.spaced) {
        reading.findings.push(Finding::new(FindingCode::NumberSpaces).arg("text", written));
    }
}

/// The letters without accents, their case kept.
fn bare(word: &str) -> String {
    let one = |c: char| {
        let folded = fold(&c.to_string());
        if c.is_uppercase() { folded.to_uppercase() } else { folded }
    };
    word.chars().map(one).collect()
}

/// Notes separators that the one reading writes otherwise; with several readings the choice itself is the finding.
fn note_separators(
    head: &Scan<'_>,
    body: &Body<'_>,
    readings: &[DocumentNumber],
    written: &str,
    reading: &mut NumberReading,
) {
    use Separator::{Hyphen, Slash};
    let [only] = readings else { return };
    let dropped = body.kind.is_some() && only.kind.is_none();
    let first_two = match only.style {
        NumberStyle::Party => [Hyphen, Slash],
        NumberStyle::State => [Slash, Hyphen],
    };
    let expected = first_two.into_iter().chain(std::iter::repeat(Hyphen));
    let year = head.before_year.map(|separator| (separator, Slash));
    let words = body.parts.iter().map(|part| part.separator).zip(expected);
    let pairs: Vec<_> = year.into_iter().chain(words).collect();
    let supplied = only.kind.is_some() && body.kind.is_none();
    if pairs.iter().any(|(found, _)| !found.is_written()) {
        note(reading, FindingCode::NumberSeparatorLost, written, &only.to_string());
    }
    let swapped = pairs.iter().any(|(found, right)| found.is_written() && found != right);
    if swapped && !supplied && !dropped {
        note(reading, FindingCode::NumberSeparator, written, &only.to_string());
    }
}
