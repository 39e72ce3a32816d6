//! The usual Vietnamese wording of each form, which the reader reads back as the same form.

use chrono::{Datelike, NaiveDate, Timelike};

use super::{Due, DueDay, Form, Recurrence};
use crate::Lang;
use crate::period::{Period, PeriodKind};

pub(super) fn of(form: &Form) -> String {
    match form {
        Form::By { day } => format!("đến {}", day_words(*day)),
        Form::Before { day } => format!("trước {}", day_words(*day)),
        Form::ByHour { day, time } => {
            format!("trước {}h{:02} {}", time.hour(), time.minute(), day_words(*day))
        }
        Form::Period { period } => period_words(*period),
        Form::BeforePeriod { period } => format!("trước {}", period_words(*period)),
        Form::PartOfPeriod { part, period } => {
            format!("{} {}", part.label(Lang::Vi), period_words(*period))
        }
        Form::Range { from, to } => format!("từ {} đến {}", period_words(*from), period_words(*to)),
        Form::Periods { periods } => {
            let words: Vec<String> = periods.iter().map(|p| period_words(*p)).collect();
            words.join(", ")
        }
        Form::Horizons { first, vision } => {
            format!("đến {}, tầm nhìn đến {}", period_words(*first), period_words(*vision))
        }
        Form::Within { count, unit, anchor, anchor_day } => {
            let term = format!("trong {count} {}", unit.label(Lang::Vi));
            match (anchor.is_empty(), anchor_day) {
                (false, _) => format!("{term} kể từ {anchor}"),
                (true, Some(day)) => format!("{term} kể từ {}", day_words(*day)),
                (true, None) => term,
            }
        }
        Form::Recurring { recurrence } => recurrence_words(recurrence),
        Form::From { day } => format!("từ {}", day_words(*day)),
        Form::Event { name } => name.as_str().to_owned(),
        Form::Ongoing => "thường xuyên".to_owned(),
        Form::Unspecified | Form::Unread => String::new(),
    }
}

/// `ngày 01/7/2025`: days below 10 and the months 1 and 2 have a zero in front (Decree 30/2020/NĐ-CP).
fn day_words(day: NaiveDate) -> String {
    let (d, m, y) = (day.day(), day.month(), day.year());
    if m < 3 { format!("ngày {d:02}/{m:02}/{y}") } else { format!("ngày {d:02}/{m}/{y}") }
}

/// Whether a text is the usual wording of a fixed last day, without making that wording.
pub(crate) fn is_of_last_day(text: &str, day: NaiveDate) -> bool {
    let Some(rest) = text.strip_prefix("đến ngày ") else { return false };
    let mut parts = rest.split('/');
    let number = |part: &str| {
        let digits = part.bytes().map(|b| b.is_ascii_digit().then(|| u32::from(b - b'0')));
        digits.reduce(|n, digit| Some(n? * 10 + digit?)).flatten()
    };
    let mut is_next = |expected: u32, digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits);
        part.and_then(number) == Some(expected)
    };
    let month_digits = if (3..10).contains(&day.month()) { 1 } else { 2 };
    is_next(day.day(), 2)
        && is_next(day.month(), month_digits)
        && is_next(day.year().unsigned_abs(), 4)
        && parts.next().is_none()
}

fn period_words(period: Period) -> String {
    let first = period.first();
    let (year, month0) = (first.year(), first.month0());
    match period.kind() {
        PeriodKind::Day => day_words(first),
        PeriodKind::Week => {
            let week = first.iso_week();
            format!("tuần {} năm {}", week.week(), week.year())
        }
        PeriodKind::Month => format!("tháng {}/{year}", month0 + 1),
        PeriodKind::Quarter => {
            let roman = ["I", "II", "III", "IV"][(month0 / 3) as usize % 4];
            format!("quý {roman}/{year}")
        }
        PeriodKind::HalfYear if month0 == 0 => format!("6 tháng đầu năm {year}"),
        PeriodKind::HalfYear => format!("6 tháng cuối năm {year}"),
        PeriodKind::Year => format!("năm {year}"),
    }
}

fn recurrence_words(recurrence: &Recurrence) -> String {
    let (kind, every) = (recurrence.cycle(), recurrence.every());
    let cycle = match (kind, every) {
        (PeriodKind::HalfYear, every) => format!("{} tháng một lần", every.saturating_mul(6)),
        (kind, 1) => format!("hằng {}", kind.label(Lang::Vi)),
        (kind, every) => format!("{every} {} một lần", kind.label(Lang::Vi)),
    };
    let (before, day) = match recurrence.due() {
        Due::End => return cycle,
        Due::On(day) => ("", day),
        Due::Before(day) => ("trước ", day),
    };
    match day {
        DueDay::Weekday(weekday) => format!("{before}{} {cycle}", weekday.label(Lang::Vi)),
        DueDay::MonthDay(day) if kind == PeriodKind::Month && every == 1 => {
            format!("{before}ngày {day:02} {cycle}")
        }
        DueDay::MonthDay(day) => format!("{cycle}, {before}ngày {day:02} của tháng cuối"),
        DueDay::YearDay { month, day } => format!("{before}ngày {day:02} tháng {month} {cycle}"),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;
    use crate::Deadline;
    use crate::day;

    #[test]
    fn the_wording_of_a_last_day_is_known_without_making_it() {
        let first = day::from_ymd(2024, 12, 1).unwrap_or(day::FIRST);
        for day in (0..420).filter_map(|n| first.checked_add_days(Days::new(n))) {
            let text = Deadline::by(day).text;
            assert!(is_of_last_day(text.as_str(), day), "{text}");
            assert!(!is_of_last_day(text.as_str(), day::plus(day, 1).unwrap_or(day::FIRST)));
        }
        let on = day::from_ymd(2025, 7, 1).unwrap_or(day::FIRST);
        for other in [
            "",
            "đến ngày 1/7/2025",
            "đến ngày 01/07/2025",
            "đến ngày 01/7/2025/",
            "trước ngày 01/7/2025",
        ] {
            assert!(!is_of_last_day(other, on), "{other}");
        }
    }
}
