//! Text in terminal cells: how wide it is, cut to fit, broken into lines, made safe.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text without control characters, so that data cannot move the cursor or colour the screen.
///
/// Bidirectional overrides go too: they would show one agency's figures beside another's name.
pub(crate) fn safe(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !hidden(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Terminal cells that the text takes; East Asian wide characters take two.
pub(crate) fn of(text: &str) -> usize {
    text.width()
}

/// The text in at most `cells`, its end replaced by `…` where it is longer.
pub(crate) fn cut(text: &str, cells: usize) -> String {
    if of(text) <= cells {
        return text.to_owned();
    }
    let (mut out, mut used) = (String::new(), 0);
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > cells {
            break;
        }
        used += wide;
        out.push(c);
    }
    let mut out = out.trim_end().to_owned();
    if cells > 0 {
        out.push('…');
    }
    out
}

/// The text in lines of at most `cells`, broken at blanks; a longer word has a line of its own and sticks out.
pub(crate) fn lines(text: &str, cells: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if of(line) + 1 + of(word) <= cells => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Cells of the longest word.
pub(crate) fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(of).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_cells_and_keeps_marks_with_their_letter() {
        assert_eq!(cut("Lâm Đồng", 8), "Lâm Đồng");
        assert_eq!(cut("Lâm Đồng", 7), "Lâm Đồ…");
        assert_eq!(cut("Lâm Đồng", 5), "Lâm…");
        // Decomposed: the marks take no cell and stay with their letter.
        assert_eq!(cut("Đo\u{302}\u{300}ng Nai", 4), "Đo\u{302}\u{300}n…");
        // A wide character is not halved.
        assert_eq!(cut("越南越南", 6), "越南…");
        assert_eq!((cut("ab", 1), cut("ab", 0)), ("…".to_owned(), String::new()));
    }

    #[test]
    fn breaks_at_blanks_and_drops_what_steers_terminals() {
        assert_eq!(lines("hoàn thành đúng hạn", 10), ["hoàn thành", "đúng hạn"]);
        assert_eq!(safe("a\u{1b}[31mb\nc\u{202e}d"), "a [31mb cd");
    }
}
