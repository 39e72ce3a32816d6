//! Days and figures as Vietnamese documents write them.

use chrono::{Datelike, NaiveDate};
use tiendo::Ratio;

/// `05/8/2025`: the month of one digit without a zero, but for the first two, as Decree 30/2020 asks.
pub(crate) fn day(day: NaiveDate) -> String {
    let month = day.month();
    let zero = if month < 3 { "0" } else { "" };
    format!("{:02}/{zero}{month}/{}", day.day(), day.year())
}

/// `ngày 05 tháng 8 năm 2025`.
#[cfg(feature = "docx")]
pub(crate) fn day_in_words(day: NaiveDate) -> String {
    let month = day.month();
    let zero = if month < 3 { "0" } else { "" };
    format!("ngày {:02} tháng {zero}{month} năm {}", day.day(), day.year())
}

/// A count with thousands marked: `3.321`.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A rate in percent with one decimal: `91,8 %`; `–` where it is undefined.
pub(crate) fn percent(rate: Ratio) -> String {
    rate.percent_text(1).map_or_else(|| "–".to_owned(), |p| format!("{} %", p.replace('.', ",")))
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
    fn days_and_counts_are_written_as_the_decree_asks() {
        let on = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default();
        assert_eq!(day(on(2025, 8, 5)), "05/8/2025");
        assert_eq!(day(on(2025, 2, 15)), "15/02/2025");
        assert_eq!(day(on(2025, 12, 31)), "31/12/2025");
        assert_eq!(count(1_234_567), "1.234.567");
        assert_eq!(percent(Ratio { num: 2501, den: 2723 }), "91,8 %");
        assert_eq!(capitalised("đang thực hiện"), "Đang thực hiện");
    }
}
