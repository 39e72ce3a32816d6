//! Words, numbers and marks of a deadline wording, over folded text. Only a bounded beginning is ever looked at.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::english;
use crate::text::nfc;

/// Longest wording that is read, in characters; a longer one is kept unread. Real wordings have under 200.
pub(super) const MAX_CHARS: usize = 1_000;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits: the value and how many digits were written.
    Number { value: u32, digits: u8 },
    /// A word, in its folded form in [`Token::word`].
    Word,
    /// The English name of a month.
    MonthName(u32),
    /// A punctuation mark; all dashes are `-`, all brackets round.
    Mark(char),
    /// The number of a document, such as `71/NQ-CP`: never a day.
    DocumentNumber,
}

/// One token and where it stands in the text that was cut up.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) word: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Written without blank after the token before it.
    pub(super) glued: bool,
}

/// A wording cut into tokens.
pub(super) struct Tokens {
    /// The text that the positions count in (NFC).
    pub(super) shown: String,
    pub(super) list: Vec<Token>,
    /// True where an English word was translated.
    pub(super) english: bool,
}

/// Cuts a wording up; nothing where it is longer than [`MAX_CHARS`].
pub(super) fn tokens(text: &str) -> Option<Tokens> {
    // The limit counts what was given, so that normalising works on a bounded text only.
    if text.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let shown = nfc(text);
    let mut list: Vec<Token> = Vec::new();
    let mut glued = false;
    for (start, c) in shown.char_indices() {
        let end = start + c.len_utf8();
        if c.is_whitespace() {
            glued = false;
            continue;
        }
        // A soft hyphen or a zero-width mark shows nothing and means nothing.
        if matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}') {
            continue;
        }
        // The compatibility form of a character is at most a few characters: `Ⅳ` is `IV`, `／` is `/`.
        for part in std::iter::once(c).nfkd() {
            if is_combining_mark(part) {
                continue;
            }
            for low in part.to_lowercase() {
                push(&mut list, if low == 'đ' { 'd' } else { low }, start..end, glued);
                glued = true;
            }
        }
    }
    let mut list = document_numbers(&shown, split_glued(list));
    tell_six(&shown, &mut list);
    let (list, english) = english::translate(&shown, list);
    Some(Tokens { shown, list, english })
}

fn push(list: &mut Vec<Token>, c: char, at: std::ops::Range<usize>, glued: bool) {
    if let Some(last) = list.last_mut().filter(|_| glued) {
        match (last.kind, c.to_digit(10)) {
            (Kind::Number { value, digits }, Some(digit)) => {
                // A number too long to be meant is kept as the largest one, which no rule accepts.
                let value = value.saturating_mul(10).saturating_add(digit);
                last.kind = Kind::Number { value, digits: digits.saturating_add(1) };
                last.end = at.end;
                return;
            }
            (Kind::Word, None) if c.is_alphabetic() => {
                last.word.push(c);
                last.end = at.end;
                return;
            }
            _ => {}
        }
    }
    let kind = match (c.to_digit(10), c) {
        (Some(digit), _) => Kind::Number { value: digit, digits: 1 },
        (None, c) if c.is_alphabetic() => Kind::Word,
        (None, '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' | '→') => Kind::Mark('-'),
        (None, '\u{2044}' | '\u{2215}') => Kind::Mark('/'),
        (None, '[' | '{') => Kind::Mark('('),
        (None, ']' | '}') => Kind::Mark(')'),
        (None, mark) => Kind::Mark(mark),
    };
    let word = if kind == Kind::Word { c.to_string() } else { String::new() };
    list.push(Token { kind, word, start: at.start, end: at.end, glued });
}

/// Folding makes `sáu` (six) of `sau` (after, next). Where the accent tells, six becomes [`SIX`]; in a text without any
/// accents `thang sau` may be June or the next month, and the word is made one that no rule takes.
fn tell_six(shown: &str, list: &mut [Token]) {
    let bare = shown.is_ascii();
    for at in 0..list.len() {
        if list[at].kind != Kind::Word || list[at].word != "sau" {
            continue;
        }
        let accented = shown.get(list[at].start..list[at].end).is_some_and(|w| !w.is_ascii());
        if accented {
            SIX.clone_into(&mut list[at].word);
        } else if bare && at > 0 && list[at - 1].word == "thang" {
            list[at].word.push('?');
        }
    }
}

/// The word `sáu`, told from `sau` by its accent.
pub(super) const SIX: &str = "sau6";

/// Words of the grammar that are often typed without the blank between them (`trướcngày`, `quýIV`).
const OFTEN_GLUED: [&str; 34] = [
    "truoc", "ngay", "thang", "quy", "nam", "tuan", "den", "het", "trong", "cham", "nhat", "muon",
    "cuoi", "dau", "giua", "hang", "tu", "ke", "han", "hoan", "thanh", "lam", "viec", "i", "ii",
    "iii", "iv", "thuong", "xuyen", "dinh", "ky", "giai", "doan", "qui",
];

/// Cuts a word that is nothing but two or three words of the grammar. `tu` and such short ones never stand first.
fn split_glued(list: Vec<Token>) -> Vec<Token> {
    let mut out = Vec::with_capacity(list.len());
    for token in list {
        let parts = match token.kind {
            Kind::Word if token.word.is_ascii() && (4..=18).contains(&token.word.len()) => {
                cut(&token.word, 3)
            }
            _ => None,
        };
        match parts {
            Some(parts) if parts.len() > 1 => {
                for (i, part) in parts.iter().enumerate() {
                    let glued = token.glued || i > 0;
                    out.push(Token { word: (*part).to_owned(), glued, ..token.clone() });
                }
            }
            _ => out.push(token),
        }
    }
    out
}

fn cut(word: &str, parts: usize) -> Option<Vec<&str>> {
    if OFTEN_GLUED.contains(&word) {
        return Some(vec![word]);
    }
    if parts == 1 {
        return None;
    }
    for first in OFTEN_GLUED.iter().filter(|w| w.len() >= 3) {
        let Some(rest) = word.strip_prefix(first) else { continue };
        if let Some(mut tail) = cut(rest, parts - 1) {
            tail.insert(0, &word[..first.len()]);
            return Some(tail);
        }
    }
    None
}

/// Makes one token of each document number (`749/QĐ-TTg`, `57-NQ/TW`, `193/2025/QH15`).
///
/// Capitals tell it from a day followed by a word; a quarter or week code (`2025-Q4`) is none.
fn document_numbers(shown: &str, list: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(list.len());
    let mut at = 0;
    while at < list.len() {
        let token = list[at].clone();
        if let Some(length) = number_length(shown, &list[at..]) {
            let end = list[at + length - 1].end;
            out.push(Token { kind: Kind::DocumentNumber, word: String::new(), end, ..token });
            at += length;
        } else {
            out.push(token);
            at += 1;
        }
    }
    out
}

fn number_length(shown: &str, list: &[Token]) -> Option<usize> {
    let number = |i: usize| matches!(list.get(i).map(|t| t.kind), Some(Kind::Number { .. }));
    let mark =
        |i: usize| list.get(i).is_some_and(|t| t.glued && matches!(t.kind, Kind::Mark('/' | '-')));
    if !number(0) || !mark(1) {
        return None;
    }
    let mut at = 2;
    if number(2) && list[2].glued && mark(3) {
        at = 4;
    }
    let first = list.get(at).filter(|t| t.glued && t.kind == Kind::Word)?;
    let capital = shown.get(first.start..first.end)?.chars().take(2).all(char::is_uppercase);
    let period =
        first.word.strip_prefix('q').is_some_and(|r| r.chars().all(|c| c == 'i' || c == 'v'));
    if first.word.len() < 2 || !capital || period || is_calendar_word(&first.word) {
        return None;
    }
    at += 1;
    while list.get(at).is_some_and(|t| {
        t.glued && matches!(t.kind, Kind::Word | Kind::Number { .. } | Kind::Mark('/' | '-'))
    }) {
        at += 1;
    }
    Some(at)
}

/// Words that follow a day or a dash in capitals without making a document number of it.
fn is_calendar_word(word: &str) -> bool {
    OFTEN_GLUED.contains(&word) || english::month(word).is_some()
}

/// A place in the tokens, cheap to copy, so that a rule which fails leaves nothing behind.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    list: &'a [Token],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(list: &'a [Token]) -> Self {
        Cursor { list, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.list.get(self.at)
    }

    pub(super) fn ahead(&self, by: usize) -> Option<&'a Token> {
        self.list.get(self.at + by)
    }

    pub(super) fn rest(&self) -> &'a [Token] {
        self.list.get(self.at..).unwrap_or(&[])
    }

    pub(super) fn is_end(&self) -> bool {
        self.at >= self.list.len()
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Takes these words, separated by single blanks, or nothing.
    pub(super) fn phrase(&mut self, phrase: &str) -> bool {
        let mut at = self.at;
        for word in phrase.split(' ') {
            match self.list.get(at) {
                Some(token) if token.kind == Kind::Word && token.word == word => at += 1,
                _ => return false,
            }
        }
        self.at = at;
        true
    }

    /// Takes the first of these phrases that stands here.
    pub(super) fn any(&mut self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.phrase(phrase))
    }

    pub(super) fn mark(&mut self, mark: char) -> bool {
        let here = self.peek().is_some_and(|t| t.kind == Kind::Mark(mark));
        self.at += usize::from(here);
        here
    }

    /// Takes one of these marks.
    pub(super) fn marks(&mut self, marks: &[char]) -> Option<char> {
        marks.iter().copied().find(|mark| self.mark(*mark))
    }

    /// Takes a number written in digits: its value and how many digits it has.
    pub(super) fn number(&mut self) -> Option<(u32, u8)> {
        match self.peek()?.kind {
            Kind::Number { value, digits } => {
                self.at += 1;
                Some((value, digits))
            }
            _ => None,
        }
    }

    /// Takes a number of one or two digits.
    pub(super) fn small_number(&mut self) -> Option<u32> {
        let mut next = *self;
        let (value, digits) = next.number()?;
        (digits <= 2).then(|| *self = next).map(|()| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let shown = tokens(text).unwrap();
        shown
            .list
            .iter()
            .map(|t| match t.kind {
                Kind::Number { value, .. } => value.to_string(),
                Kind::Word => t.word.clone(),
                Kind::MonthName(m) => format!("month{m}"),
                Kind::Mark(c) => c.to_string(),
                Kind::DocumentNumber => format!("<{}>", &shown.shown[t.start..t.end]),
            })
            .collect()
    }

    #[test]
    fn glued_words_dashes_and_document_numbers() {
        assert_eq!(words("TRƯỚCNGÀY31/12"), ["truoc", "ngay", "31", "/", "12"]);
        assert_eq!(words("quýIV–2025"), ["quy", "iv", "-", "2025"]);
        assert_eq!(words("Quý Ⅳ"), ["quy", "iv"]);
        assert_eq!(words("theo 749/QĐ-TTg"), ["theo", "<749/QĐ-TTg>"]);
        assert_eq!(words("2025-Q4"), ["2025", "-", "q", "4"]);
        assert_eq!(words("193/2025/QH15."), ["<193/2025/QH15>", "."]);
    }

    #[test]
    fn a_long_text_is_not_looked_at() {
        assert!(tokens(&"1/".repeat(500)).is_some());
        assert!(tokens(&"1/".repeat(501)).is_none());
    }
}
