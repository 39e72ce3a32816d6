//! Reading what is searched for: words, beginnings of words, phrases.

use crate::error::Error;
use crate::search::token;

/// Most words that one search may name.
pub(super) const MAX_WORDS: usize = 64;
/// Most beginnings of words among them: each takes a few bytes per task while the search runs.
pub(super) const MAX_BEGINNINGS: usize = 8;
/// Most characters of a text that an error quotes.
const QUOTED: usize = 80;

/// A word asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    /// The whole word.
    Whole(String),
    /// Any word that begins so.
    Beginning(String),
}

/// Words that must stand one behind the other; mostly a single one.
pub(super) type Term = Vec<Word>;

/// Reads a search; every term of it must be found.
///
/// Words stand apart by white space or in quotation marks; a star at the end of either makes its last word a beginning.
/// What punctuation cuts into several words (`57-NQ/TW`) is a phrase of them.
pub(super) fn read(text: &str) -> Result<Vec<Term>, Error> {
    let mut terms = Vec::new();
    let (mut words, mut beginnings) = (0, 0);
    // The chunk being read: the character it starts at, its text, whether a quotation mark opened it.
    let (mut start, mut chunk, mut quoted) = (1, String::new(), false);
    let mut take = |start: usize, chunk: &mut String| -> Result<(), Error> {
        if let Some(term) = term(text, start, chunk)? {
            words += term.len();
            beginnings += usize::from(matches!(term.last(), Some(Word::Beginning(_))));
            if words > MAX_WORDS {
                return Err(refused(text, format!("a search of at most {MAX_WORDS} words")));
            }
            if beginnings > MAX_BEGINNINGS {
                return Err(refused(text, format!("a search of at most {MAX_BEGINNINGS} stars")));
            }
            terms.push(term);
        }
        chunk.clear();
        Ok(())
    };
    for (at, c) in text.chars().enumerate() {
        if c == '"' {
            take(start, &mut chunk)?;
            quoted = !quoted;
            start = at + 2;
        } else if c.is_whitespace() && !quoted {
            take(start, &mut chunk)?;
            start = at + 2;
        } else {
            chunk.push(c);
        }
    }
    if quoted {
        let at = start - 1;
        return Err(refused(
            text,
            format!("a search whose quotation mark at character {at} is closed"),
        ));
    }
    take(start, &mut chunk)?;
    if terms.is_empty() {
        return Err(refused(text, "a search with a letter or digit".to_owned()));
    }
    Ok(terms)
}

/// The term that a chunk is, if it has any word; `start` is the character of the text that it begins at.
fn term(text: &str, start: usize, chunk: &str) -> Result<Option<Term>, Error> {
    let kept = chunk.trim_end();
    let body = kept.strip_suffix('*').unwrap_or(kept);
    let star = |at: usize| {
        refused(text, format!("a search whose star at character {} ends a word", start + at))
    };
    if let Some(at) = body.chars().position(|c| c == '*') {
        return Err(star(at));
    }
    let mut words: Term = token::list(body).into_iter().map(Word::Whole).collect();
    if body.len() < kept.len() {
        match words.pop() {
            Some(Word::Whole(last) | Word::Beginning(last)) => words.push(Word::Beginning(last)),
            None => return Err(star(body.chars().count())),
        }
    }
    Ok(Some(words).filter(|w| !w.is_empty()))
}

fn refused(text: &str, expected: String) -> Error {
    Error::InvalidValue { field: "text", value: text.chars().take(QUOTED).collect(), expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let word = |w: &Word| match w {
            Word::Whole(word) => word.clone(),
            Word::Beginning(word) => format!("{word}*"),
        };
        match read(text) {
            Ok(terms) => {
                let terms = terms.iter().map(|t| t.iter().map(word).collect::<Vec<_>>().join("+"));
                terms.collect::<Vec<_>>().join(" ")
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn terms() {
        assert_eq!(shown("  Dữ   LIỆU "), "du lieu");
        assert_eq!(shown("công ngh*"), "cong ngh*");
        assert_eq!(shown("\"đất đai\" số hóa"), "dat+dai so hoa");
        assert_eq!(shown("a\"b c\"d"), "a b+c d");
        assert_eq!(shown("57-NQ/TW – đợt-1*"), "57+nq+tw dot+1*");
        assert_eq!(shown("\"du lieu da* \""), "du+lieu+da*");
        assert_eq!(shown("\"\" x \"-\""), "x");
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let none = "text must be a search with a letter or digit, not ";
        assert_eq!(shown(""), format!("{none}''"));
        assert_eq!(shown(" \"\" –"), format!("{none}' \"\" –'"));
        assert_eq!(
            shown("số \"đất"),
            "text must be a search whose quotation mark at character 4 is closed, not 'số \"đất'"
        );
        for (text, at) in [("*", 1), ("đất *", 5), ("đ*t", 2), ("x \"a* b\"", 5), ("ab**", 3)] {
            assert_eq!(
                shown(text),
                format!(
                    "text must be a search whose star at character {at} ends a word, not '{text}'"
                )
            );
        }
        assert!(shown(&"a ".repeat(64)).starts_with("a a a"));
        assert!(shown(&"a ".repeat(65)).starts_with("text must be a search of at most 64 words"));
        assert!(shown(&"a* ".repeat(9)).starts_with("text must be a search of at most 8 stars"));
    }
}
