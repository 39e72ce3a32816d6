//! Days and figures as each language writes them.

use chrono::{Datelike, NaiveDate};
use tiendo::{Fact, Lang, Ratio};

/// A count with thousands marked: `3.321` in Vietnamese, `3,321` in English.
pub(crate) fn count(n: u64, lang: Lang) -> String {
    grouped(&n.to_string(), lang)
}

/// Digits with thousands marked.
fn grouped(digits: &str, lang: Lang) -> String {
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
        // A pattern would be read anew for each day of each line.
        Lang::Vi => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
        Lang::En => day.to_string(),
    }
}

/// A fact in words, its days as the language writes them: the core writes them as data do.
pub(crate) fn sentence(fact: &Fact, lang: Lang) -> String {
    const DAYS: [&str; 5] = ["assigned_on", "known", "last_day", "new_deadline", "reported_on"];
    if lang == Lang::En {
        return fact.sentence(lang);
    }
    let mut fact = fact.clone();
    for name in DAYS {
        if let Some(value) = fact.args.get_mut(name)
            && let Ok(written) = value.parse()
        {
            *value = day(written, lang);
        }
    }
    fact.sentence(lang)
}

/// A measured value with thousands marked and two decimals at most; `–` where there is none.
pub(crate) fn value(value: Option<f64>, lang: Lang) -> String {
    let Some(value) = value else { return "–".to_owned() };
    let rounded = (value * 100.0).round() / 100.0;
    // What is too large to be rounded has no decimals either.
    let text = if rounded.is_finite() { rounded.abs() } else { value.abs() }.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = if rounded < 0.0 { "-".to_owned() } else { String::new() };
    out.push_str(&grouped(whole, lang));
    if !decimals.is_empty() {
        out.push(if lang == Lang::Vi { ',' } else { '.' });
        out.push_str(decimals);
    }
    out
}

/// A text that begins with a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_write_days_as_the_page_does() {
        let fact = Fact::new(tiendo::FactCode::InForce).arg("assigned_on", "2025-06-02");
        assert_eq!(sentence(&fact, Lang::Vi), "được giao từ ngày 02/06/2025");
        assert_eq!(sentence(&fact, Lang::En), "in force since 2025-06-02");
    }

    #[test]
    fn marks_follow_the_language() {
        assert_eq!(
            (count(999, Lang::Vi), count(1_234_567, Lang::Vi)),
            ("999".into(), "1.234.567".into())
        );
        assert_eq!(count(3321, Lang::En), "3,321");
        let rate = Ratio { num: 2501, den: 2723 };
        assert_eq!(
            (percent(rate, Lang::Vi), percent(rate, Lang::En)),
            ("91,8 %".into(), "91.8%".into())
        );
        assert_eq!(
            (value(Some(81.456), Lang::Vi), value(None, Lang::En)),
            ("81,46".into(), "–".into())
        );
        assert_eq!(
            (value(Some(-1_234_567.5), Lang::Vi), value(Some(1e6), Lang::En)),
            ("-1.234.567,5".into(), "1,000,000".into())
        );
        // What rounds to nothing has no sign.
        assert_eq!(value(Some(-0.001), Lang::En), "0");
    }
}
