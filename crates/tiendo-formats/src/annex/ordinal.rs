//! Numbers of rows: Roman numerals and letters of sections, numbers of tasks, and what is a part of what.

/// The number of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ordinal {
    /// `I`, `II`, `A`: a section.
    Section(String),
    /// `1`, `1.1`, `2.a`: the parts between points.
    Number(Vec<String>),
    /// `-`, `+`, `•`: a part of what stands above.
    Bullet,
    /// Anything else.
    Other,
}

/// Reads the cell under `STT`.
pub(crate) fn read(cell: &str) -> Option<Ordinal> {
    let cell =
        cell.trim_matches(|c: char| crate::table::is_blank(c) || matches!(c, '.' | ')' | '('));
    if cell.is_empty() {
        return None;
    }
    if matches!(cell, "-" | "–" | "+" | "•" | "*" | "−") {
        return Some(Ordinal::Bullet);
    }
    let parts: Vec<&str> = cell.split(['.', '-', '/']).map(str::trim).collect();
    let sound = parts.iter().all(|part| !part.is_empty() && part.len() <= 8);
    if parts.len() > 6 || !sound {
        return Some(Ordinal::Other);
    }
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [one] if is_roman(one) || is_letter(one) => Some(Ordinal::Section((*one).to_owned())),
        [first, rest @ ..]
            if (number(first) || is_roman(first) || is_letter(first))
                && rest.iter().all(|part| part.chars().all(char::is_alphanumeric)) =>
        {
            let zeros = |part: &&str| match part.trim_start_matches('0') {
                "" => "0".to_owned(),
                digits if number(part) => digits.to_owned(),
                _ => (*part).to_lowercase(),
            };
            Some(Ordinal::Number(parts.iter().map(zeros).collect()))
        }
        _ => Some(Ordinal::Other),
    }
}

/// The section number and the words behind it, as `I. Thể chế` holds them.
pub(crate) fn split_section(text: &str) -> Option<(String, &str)> {
    let (head, rest) = text.split_once(['.', ')', ':', '-', ' '])?;
    let rest = rest.trim_start_matches(['.', ')', ':', '-', ' ']).trim();
    let head = head.trim();
    let spaced = ["phan", "muc", "nhom"].contains(&tiendo::text::fold(head).as_str());
    if spaced {
        let (number, title) = rest.split_once(['.', ')', ':', '-', ' ']).unwrap_or((rest, rest));
        let title = title.trim_start_matches(['.', ')', ':', '-', ' ']).trim();
        return (is_roman(number) || is_letter(number)).then(|| (number.to_owned(), title));
    }
    (is_roman(head) || is_letter(head))
        .then(|| (head.to_owned(), rest))
        .filter(|(_, t)| !t.is_empty())
}

/// True for a Roman numeral up to thirty-nine, in capitals.
pub(crate) fn is_roman(text: &str) -> bool {
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = ["", "X", "XX", "XXX"];
    let bare = text.trim();
    !bare.is_empty()
        && tens
            .iter()
            .rev()
            .any(|ten| bare.strip_prefix(ten).is_some_and(|one| ones.contains(&one)))
}

/// True for one capital letter.
fn is_letter(text: &str) -> bool {
    let mut chars = text.trim().chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic() && c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_rows() {
        let number = |parts: &[&str]| {
            Some(Ordinal::Number(parts.iter().map(|part| (*part).to_owned()).collect()))
        };
        assert_eq!(read("IV"), Some(Ordinal::Section("IV".to_owned())));
        assert_eq!(read("A."), Some(Ordinal::Section("A".to_owned())));
        assert_eq!(read("1"), number(&["1"]));
        assert_eq!(read("01"), number(&["1"]));
        assert_eq!(read("1.10"), number(&["1", "10"]));
        assert_eq!(read("II.3"), number(&["ii", "3"]));
        assert_eq!(read("2.a)"), number(&["2", "a"]));
        assert_eq!(read("-"), Some(Ordinal::Bullet));
        assert_eq!(read("Ghi chú"), Some(Ordinal::Other));
        assert_eq!(read(" "), None);
    }

    #[test]
    fn sections_in_one_cell() {
        assert_eq!(split_section("I. Thể chế"), Some(("I".to_owned(), "Thể chế")));
        assert_eq!(split_section("Phần A: Hạ tầng"), Some(("A".to_owned(), "Hạ tầng")));
        assert_eq!(split_section("Bộ Công an"), None);
        assert!(!is_roman("IIII") && is_roman("XIV") && !is_roman("x"));
    }
}
