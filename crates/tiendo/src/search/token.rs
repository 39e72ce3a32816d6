//! Tokens: the maximal runs of letters and digits of a folded text.
//!
//! Over all of Unicode 14 this cuts and folds as the workload's oracle does, but for what no title here holds: spacing and
//! enclosing marks (Indic vowel signs) belong to their letter instead of ending the word, circled letters are letters, the
//! Turkic `ı` is an `i`, and Cherokee small letters stand for both cases.

use std::sync::LazyLock;

use crate::text::fold_char;

/// Ends a token.
const BREAK: u8 = 0;
/// Folds to nothing.
const DROP: u8 = 1;
/// Folds to what has no place in the table.
const OTHER: u8 = 2;

/// Latin letters with their extensions, and the combining marks.
const LATIN_END: usize = 0x370;
/// Latin Extended Additional, where most Vietnamese letters with a tone stand.
const VIETNAMESE: std::ops::Range<usize> = 0x1E00..0x1F00;

/// What [`fold_char`] says of the letters that nearly all titles are made of: one byte each, instead of a decomposition.
static FOLDED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let code = |c: u32| {
        let Some(c) = char::from_u32(c) else { return OTHER };
        let mut folded = fold_char(c);
        match (folded.next(), folded.next()) {
            (None, _) => DROP,
            (Some(one), None) if one.is_ascii_alphanumeric() => one as u8,
            (Some(one), None) if !one.is_alphanumeric() => BREAK,
            _ => OTHER,
        }
    };
    (0..LATIN_END as u32).chain(VIETNAMESE.start as u32..VIETNAMESE.end as u32).map(code).collect()
});

/// Calls `token` with each token of a text, in order; `word` is room for one, so that a million texts need no more.
pub(super) fn each(text: &str, word: &mut String, mut token: impl FnMut(&str)) {
    let table: &[u8] = &FOLDED;
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            token(word);
            word.clear();
        }
    };
    word.clear();
    for c in text.chars() {
        let at = match c as usize {
            at if at < LATIN_END => at,
            at if VIETNAMESE.contains(&at) => at - VIETNAMESE.start + LATIN_END,
            _ => usize::MAX,
        };
        match table.get(at).copied().unwrap_or(OTHER) {
            BREAK => end(word),
            DROP => {}
            OTHER => {
                for folded in fold_char(c) {
                    if folded.is_alphanumeric() {
                        word.push(folded);
                    } else {
                        end(word);
                    }
                }
            }
            byte => word.push(char::from(byte)),
        }
    }
    end(word);
}

/// The tokens of a text.
pub(super) fn list(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    each(text, &mut String::new(), |token| tokens.push(token.to_owned()));
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn tokens_of_a_title() {
        assert_eq!(
            list("Số hóa ĐẤT ĐAI (57-NQ/TW), 5G: 01/7/2025."),
            ["so", "hoa", "dat", "dai", "57", "nq", "tw", "5g", "01", "7", "2025"]
        );
        assert_eq!(list("du\u{31b}\u{303} lie\u{323}\u{302}u"), ["du", "lieu"]);
        assert_eq!(
            list("Straße ﬁx ΣΟΦΟΣ Привет 数据"),
            ["strasse", "fix", "σοφοσ", "привет", "数据"]
        );
        assert!(list(" – ./; \u{301}").is_empty());
    }

    #[test]
    fn the_table_folds_as_the_rule_does() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            let folded = fold(&text);
            let slow: Vec<&str> =
                folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            assert_eq!(list(&text), slow, "{c:?}");
        }
    }
}
