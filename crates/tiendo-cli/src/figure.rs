//! Figures and days as each language prints them.

use chrono::NaiveDate;
use tiendo::{Lang, Ratio};

/// A count with thousands marked: `3.321` in Vietnamese, `3,321` in English.
pub(crate) fn count(n: u64, lang: Lang) -> String {
    let digits = n.to_string();
    let mark = if lang == Lang::Vi { '.' } else { ',' };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A count, and beside it in brackets how many of it nobody reported on.
pub(crate) fn count_with_unreported(n: u64, unreported: u64, lang: Lang) -> String {
    match unreported {
        0 => count(n, lang),
        some => format!("{} ({})", count(n, lang), count(some, lang)),
    }
}

/// By how much a count has changed, with its sign; nothing where it has not.
pub(crate) fn change(was: u64, is: u64, lang: Lang) -> String {
    match was.cmp(&is) {
        std::cmp::Ordering::Less => format!("+{}", count(is - was, lang)),
        std::cmp::Ordering::Equal => String::new(),
        std::cmp::Ordering::Greater => format!("-{}", count(was - is, lang)),
    }
}

/// A rate in percent with one decimal; `–` where it is undefined.
pub(crate) fn percent(rate: Ratio, lang: Lang) -> String {
    match (rate.percent_text(1), lang) {
        (None, _) => "–".to_owned(),
        (Some(text), Lang::Vi) => format!("{} %", text.replace('.', ",")),
        (Some(text), Lang::En) => format!("{text}%"),
    }
}

/// A day: `31/12/2025` in Vietnamese, `2025-12-31` in English.
pub(crate) fn day(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Vi => day.format("%d/%m/%Y").to_string(),
        Lang::En => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_the_language() {
        assert_eq!((count(0, Lang::Vi), count(999, Lang::Vi)), ("0".into(), "999".into()));
        assert_eq!(count(1_234_567, Lang::Vi), "1.234.567");
        assert_eq!(count_with_unreported(3321, 1000, Lang::En), "3,321 (1,000)");
        assert_eq!(change(3000, 1, Lang::En), "-2,999");
        assert_eq!((change(1, 3, Lang::Vi), change(7, 7, Lang::Vi)), ("+2".into(), String::new()));
        let rate = Ratio { num: 2501, den: 2723 };
        assert_eq!(percent(rate, Lang::Vi), "91,8 %");
        assert_eq!(percent(rate, Lang::En), "91.8%");
        assert_eq!(percent(Ratio::default(), Lang::En), "–");
    }
}
