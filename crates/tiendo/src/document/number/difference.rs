//! Every difference between a number as written and its canonical form, as findings.

use super::grammar::{Body, Part};
use super::reading::Before;
use super::scan::{Cleaned, Scan, Separator};
use super::{DocumentNumber, NumberStyle};
use crate::document::DocumentKind;
use crate::finding::{Finding, FindingCode};
use crate::text::fold;

/// Most numbers named in one finding.
const NAMED: usize = 8;

/// What was read, and out of what.
pub(super) struct Facts<'a> {
    pub(super) cleaned: &'a Cleaned,
    pub(super) head: &'a Scan<'a>,
    pub(super) body: &'a Body<'a>,
    pub(super) before: &'a Before<'a>,
    // The text after the number, spaces included.
    pub(super) after: &'a str,
    pub(super) readings: &'a [DocumentNumber],
}

/// Notes all differences: characters, words around, spelling, spaces, separators. `written` is the number's own text.
pub(super) fn note_all(facts: &Facts<'_>, written: &str, findings: &mut Vec<Finding>) {
    note_characters(facts, written, findings);
    note_words(facts, written, findings);
    note_spelling(facts, findings);
    let text = &facts.cleaned.text;
    let spaced = facts.head.head_spaced || facts.body.parts.iter().any(|part| part.spaced);
    if spaced || text.starts_with(' ') || text.ends_with(' ') {
        findings.push(Finding::new(FindingCode::NumberSpaces).arg("text", written));
    }
    note_separators(facts, written, findings);
}

/// The numbers as one list for a sentence.
pub(super) fn listed(numbers: &[DocumentNumber]) -> String {
    let mut names: Vec<String> = numbers.iter().take(NAMED).map(ToString::to_string).collect();
    if numbers.len() > NAMED {
        names.push("…".to_owned());
    }
    names.join(", ")
}

fn note(code: FindingCode, text: &str, canonical: &str) -> Finding {
    Finding::new(code).arg("text", text).arg("canonical", canonical)
}

fn note_characters(facts: &Facts<'_>, written: &str, findings: &mut Vec<Finding>) {
    if facts.cleaned.was_decomposed {
        findings.push(Finding::new(FindingCode::NumberNotComposed));
    }
    if facts.cleaned.had_lookalikes {
        let first = facts.readings.first();
        let canonical = first.map_or_else(|| written.to_owned(), ToString::to_string);
        let finding = Finding::new(FindingCode::NumberLookalikes);
        findings.push(finding.arg("canonical", canonical));
    }
}

fn note_words(facts: &Facts<'_>, written: &str, findings: &mut Vec<Finding>) {
    let Facts { body, before, readings, .. } = facts;
    let plain = |kind: &DocumentKind| fold(kind.as_str());
    let names = |kind| before.kinds.iter().any(|named| plain(named) == plain(kind));
    let supplied = body.kind.is_none() && readings.iter().any(|number| number.kind.is_some());
    let finding = match &body.kind {
        _ if before.words.is_empty() => None,
        None if supplied && body.parts.len() == 1 => {
            Some(Finding::new(FindingCode::NumberKindSupplied).arg("text", written))
        }
        Some(kind) if !before.kinds.is_empty() && !names(kind) => {
            Some(Finding::new(FindingCode::NumberKindDiffers).arg("kind", kind.as_str()))
        }
        // The words are what names the kind of a partial number.
        None if readings.is_empty() => None,
        _ => Some(Finding::new(FindingCode::NumberWordsBefore)),
    };
    findings.extend(finding.map(|finding| finding.arg("words", before.words)));
    let after = facts.after.trim();
    if !after.is_empty() {
        findings.push(Finding::new(FindingCode::NumberWordsAfter).arg("words", after));
    }
    if let (Some(kind), [only]) = (&body.kind, readings)
        && only.kind.is_none()
    {
        let finding = Finding::new(FindingCode::NumberKindInserted).arg("kind", kind.as_str());
        findings.push(finding.arg("canonical", only));
    }
    if readings.len() > 1 {
        let finding = Finding::new(FindingCode::NumberUnclear).arg("text", written);
        findings.push(finding.arg("readings", listed(readings)));
    }
}

/// Notes case and spelling (`QD` for `QĐ`) apart, each with the words that differ.
fn note_spelling(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut differing = |code, differs: fn(&Part<'_>) -> bool| {
        let parts: Vec<_> = facts.body.parts.iter().filter(|part| differs(part)).collect();
        let texts: Vec<&str> = parts.iter().map(|part| part.text).collect();
        let spelled: Vec<&str> = parts.iter().map(|part| part.spelled.as_str()).collect();
        if !parts.is_empty() {
            findings.push(note(code, &texts.join(", "), &spelled.join(", ")));
        }
    };
    differing(FindingCode::NumberCase, |part| {
        fold(part.text) == fold(&part.spelled) && bare(part.text) != bare(&part.spelled)
    });
    differing(FindingCode::NumberSpelling, |part| {
        part.text.to_lowercase() != part.spelled.to_lowercase()
    });
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
fn note_separators(facts: &Facts<'_>, written: &str, findings: &mut Vec<Finding>) {
    use Separator::{Hyphen, Slash};
    let Facts { head, body, .. } = facts;
    let [only] = facts.readings else { return };
    let first_two = match only.style {
        NumberStyle::Party => [Hyphen, Slash],
        NumberStyle::State => [Slash, Hyphen],
    };
    let expected = first_two.into_iter().chain(std::iter::repeat(Hyphen));
    let year = head.before_year.map(|separator| (separator, Slash));
    let words = body.parts.iter().map(|part| part.separator).zip(expected);
    let pairs: Vec<_> = year.into_iter().chain(words).collect();
    if pairs.iter().any(|(found, _)| !found.is_written()) {
        findings.push(note(FindingCode::NumberSeparatorLost, written, &only.to_string()));
    }
    // Where the kind was dropped or supplied the words do not stand against the separators, and that is noted already.
    let same_words = body.kind.is_some() == only.kind.is_some();
    let swapped = pairs.iter().any(|(found, right)| found.is_written() && found != right);
    if swapped && same_words {
        findings.push(note(FindingCode::NumberSeparator, written, &only.to_string()));
    }
}
