//! The grammar of numbers: which words are kind and issuer, and which numbers a writing leaves possible.

use super::scan::{self, Scan, Separator, Word};
use super::{DocumentNumber, NumberStyle, issuer};
use crate::document::DocumentKind;

/// A word with its separator, as the grammar took it.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) separator: Separator,
    pub(super) text: &'a str,
    pub(super) spelled: String,
    pub(super) spaced: bool,
}

/// The words of a number told apart.
#[derive(Debug, Clone)]
pub(super) struct Body<'a> {
    pub(super) suffix: Option<char>,
    pub(super) kind: Option<DocumentKind>,
    // The words after the kind.
    pub(super) issuer: Vec<String>,
    // All words in order, the kind first where it is written.
    pub(super) parts: Vec<Part<'a>>,
    // Where the number ends in the text.
    pub(super) end: usize,
}

/// The order of separators before the kind and before the issuer, where it is one of the two known ones.
fn form(parts: &[Part<'_>]) -> Option<NumberStyle> {
    match (parts.first()?.separator, parts.get(1)?.separator) {
        (Separator::Slash, Separator::Hyphen) => Some(NumberStyle::State),
        (Separator::Hyphen, Separator::Slash) => Some(NumberStyle::Party),
        _ => None,
    }
}

impl Body<'_> {
    pub(super) fn form(&self) -> Option<NumberStyle> {
        form(&self.parts)
    }

    /// The number with this style, kind and year.
    pub(super) fn number(
        &self,
        head: &Scan<'_>,
        style: NumberStyle,
        kind: Option<DocumentKind>,
        year: Option<u16>,
    ) -> Option<DocumentNumber> {
        if self.issuer.is_empty() {
            return None;
        }
        Some(DocumentNumber {
            serial: head.digits.parse().ok()?,
            digits: head.digits.len() as u8,
            suffix: self.suffix,
            year,
            kind,
            issuer: self.issuer.join("-").into_boxed_str(),
            style,
        })
    }
}

/// The number exactly as written, by its separators alone: no spelling is put right that `Display` would not show.
pub(super) fn as_written(text: &str) -> Option<DocumentNumber> {
    let head = scan::scan(text, 0)?;
    let body = body(&head);
    let style = match body.kind {
        Some(_) => body.form().filter(|form| *form == NumberStyle::State || head.year.is_none())?,
        None => NumberStyle::State,
    };
    body.number(&head, style, body.kind.clone(), head.year)
}

/// Tells kind and issuer apart among the words after the serial.
///
/// A first word of the vocabulary is the kind. Otherwise a known body begins the issuer of a number that prints no
/// kind; a word before a known body is a kind yet unknown; and with nothing known, the separators decide.
pub(super) fn body<'a>(head: &Scan<'a>) -> Body<'a> {
    let mut body = Body {
        suffix: head.suffix,
        kind: None,
        issuer: Vec::new(),
        parts: Vec::new(),
        end: head.head_end,
    };
    let Some(first) = head.words.first() else { return body };
    if !take_first(&mut body, first, head.year.is_none()) {
        return body;
    }
    body.end = first.end;
    // A first word may have held kind and issuer both; a kind alone still waits for its issuer.
    for word in &head.words[1..] {
        let issuer_begins = body.kind.is_some() && body.parts.len() == 1;
        let fits = match word.separator {
            Separator::Space => issuer_begins && is_capital(word.text) && is_known(word.text),
            Separator::Nothing => false,
            _ => is_capital(word.text) || is_known(word.text) || is_all_lower(head, word),
        };
        if !fits {
            break;
        }
        push(&mut body, word.separator, word.text, issuer::spell(word.text), word.spaced);
        body.end = word.end;
    }
    settle(&mut body, head.year.is_some());
    body
}

/// Takes the word after the serial or year: a kind, a body, or both with the hyphen between them lost.
fn take_first<'a>(body: &mut Body<'a>, word: &Word<'a>, may_hold_suffix: bool) -> bool {
    let Word { separator, text, spaced, .. } = *word;
    if separator == Separator::Space && !is_capital(text) {
        return false;
    }
    if let Some(kind) = DocumentKind::abbreviated(text) {
        push(body, separator, text, kind.as_str().to_owned(), spaced);
        body.kind = Some(kind);
        return true;
    }
    if let Some((kind, rest)) = split(text) {
        let name = &text[..text.len() - rest.len()];
        push(body, separator, name, kind.as_str().to_owned(), spaced);
        push(body, Separator::Nothing, rest, issuer::spell(rest), false);
        body.kind = Some(kind);
        return true;
    }
    if separator == Separator::Nothing && !issuer::is_listed(text) {
        // `30cNQ/CP`: the letter belongs to the serial, if the rest makes sense without it.
        let mut chars = text.chars();
        let letter = chars.next().filter(|_| may_hold_suffix && body.suffix.is_none());
        let rest = chars.as_str();
        let sensible = DocumentKind::abbreviated(rest).is_some() || split(rest).is_some();
        if let Some(letter) = letter.filter(|_| sensible) {
            body.suffix = Some(letter);
            return take_first(body, &Word { text: rest, ..*word }, false);
        }
        return false;
    }
    if separator == Separator::Space && !is_known(text) {
        return false;
    }
    push(body, separator, text, issuer::spell(text), spaced);
    true
}

fn push<'a>(
    body: &mut Body<'a>,
    separator: Separator,
    text: &'a str,
    spelled: String,
    spaced: bool,
) {
    body.parts.push(Part { separator, text, spelled, spaced });
}

/// Decides whether the first part is a kind, and fills the issuer.
fn settle(body: &mut Body<'_>, has_year: bool) {
    let spelled = |parts: &[Part<'_>]| parts.iter().map(|part| part.spelled.clone()).collect();
    if body.kind.is_some() {
        body.issuer = spelled(&body.parts[1..]);
        return;
    }
    let Some(first) = body.parts.first() else { return };
    body.issuer = match body.parts.get(1) {
        // A lone word is an issuer if it is one that is known, or if the year shows that this is a number.
        None if is_known(first.text) || (has_year && is_capital(first.text)) => {
            spelled(&body.parts)
        }
        None => Vec::new(),
        Some(_) if is_known(first.text) => spelled(&body.parts),
        Some(_) if !is_capital(first.text) => Vec::new(),
        Some(second)
            if is_known(second.text) || (!has_year && body.form() == Some(NumberStyle::Party)) =>
        {
            body.kind = Some(DocumentKind::Unknown(first.spelled.clone()));
            spelled(&body.parts[1..])
        }
        Some(_) => spelled(&body.parts),
    };
}

/// A kind and a listed body written as one word.
fn split(word: &str) -> Option<(DocumentKind, &str)> {
    if issuer::is_listed(word) {
        return None;
    }
    let cuts = word.char_indices().map(|(at, _)| at).skip(1).collect::<Vec<_>>();
    cuts.into_iter().rev().find_map(|at| {
        let (name, rest) = word.split_at(at);
        let kind = DocumentKind::abbreviated(name)?;
        issuer::is_listed(rest).then_some((kind, rest))
    })
}

fn is_known(word: &str) -> bool {
    issuer::is_listed(word) || issuer::side(word) != issuer::Side::Unknown
}

/// Written as abbreviations are: at least half of the letters are capitals.
fn is_capital(word: &str) -> bool {
    let letters = word.chars().filter(|c| scan::is_letter(*c)).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals > 0 && capitals * 2 >= letters
}

/// In a number typed without any capital, a word that could be an abbreviation: short, and after a written separator.
fn is_all_lower(head: &Scan<'_>, word: &Word<'_>) -> bool {
    let short = word.text.chars().count() <= 8;
    short && head.words.iter().take(2).all(|w| w.text.chars().all(|c| !c.is_uppercase()))
}
