//! Days, instants and lengths as MSPDI writes them, and as working days.

use chrono::{NaiveDate, NaiveDateTime};
use tiendo::DependencyKind;

/// Minutes of a working day in the files written here; MS Project's own default.
pub(super) const MINUTES_PER_DAY: i64 = 480;
/// Lags are counted in tenths of a minute.
pub(super) const TENTHS: i64 = 10;
/// The code of days among the formats of lags and durations.
pub(super) const FORMAT_DAYS: &str = "7";

/// When work begins and ends on a day.
pub(super) const MORNING: &str = "08:00:00";
pub(super) const EVENING: &str = "17:00:00";

/// What a length is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Working,
    Elapsed,
    Percent,
}

/// The unit of a format's code; codes from 35 on are those of estimates.
///
/// Source: the element `LagFormat` of Microsoft's description of the schema.
pub(super) fn unit(code: i64) -> Unit {
    let code = if (35..=53).contains(&code) { code - 32 } else { code };
    match code {
        4 | 6 | 8 | 10 | 12 => Unit::Elapsed,
        19 | 20 => Unit::Percent,
        _ => Unit::Working,
    }
}

/// Whole days of a length, rounded up, and whether nothing was lost by that.
pub(super) fn whole_days(length: i64, per_day: i64) -> (i64, bool) {
    let per_day = per_day.max(1);
    let days = length.div_euclid(per_day);
    let is_whole = length.rem_euclid(per_day) == 0;
    (if is_whole { days } else { days.saturating_add(1) }, is_whole)
}

/// The seconds of a duration such as `PT8H0M0S`; fractions of a second are left out.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let (date, time) = text.trim().strip_prefix('P')?.split_once('T')?;
    let days: i64 = match date.strip_suffix('D') {
        Some(days) => days.parse().ok()?,
        None if date.is_empty() => 0,
        None => return None,
    };
    let mut total = days.checked_mul(86_400)?;
    let mut rest = time;
    for (unit, seconds) in [('H', 3600), ('M', 60), ('S', 1)] {
        if let Some((number, behind)) = rest.split_once(unit) {
            let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
            let number: i64 = whole.parse().ok().filter(|number| *number >= 0)?;
            total = total.checked_add(number.checked_mul(seconds)?)?;
            rest = behind;
        }
    }
    rest.is_empty().then_some(total)
}

/// The day of an instant such as `2025-06-30T17:00:00`, with its hour where it has one.
pub(super) fn instant(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    if let Ok(day) = tiendo::day::parse(text) {
        return day.and_hms_opt(0, 0, 0);
    }
    let at = text.parse::<NaiveDateTime>().ok()?;
    tiendo::day::check(at.date()).map(|_| at)
}

/// An instant as MSPDI writes it.
pub(super) fn at(day: NaiveDate, hour: &str) -> String {
    format!("{day}T{hour}")
}

/// The code of a link.
pub(super) fn link_code(kind: DependencyKind) -> &'static str {
    match kind {
        DependencyKind::FinishToFinish => "0",
        DependencyKind::FinishToStart => "1",
        DependencyKind::StartToFinish => "2",
        DependencyKind::StartToStart => "3",
    }
}

/// The link of a code.
pub(super) fn link_kind(code: &str) -> Option<DependencyKind> {
    DependencyKind::ALL.iter().copied().find(|kind| link_code(*kind) == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_instants_of_real_files() {
        assert_eq!(seconds("PT8H0M0S"), Some(8 * 3600));
        assert_eq!(seconds("PT7H30M0S"), Some(27_000));
        assert_eq!(seconds("PT0H0M30.5S"), Some(30));
        assert_eq!(seconds("P2DT1H"), Some(2 * 86_400 + 3600));
        for wrong in ["", "8", "PT", "PTXH", "PT-1H", "P1Y", "PT1H ", "PT99999999999999999H"] {
            assert!(seconds(wrong).is_none() || ["PT", "PT1H "].contains(&wrong), "{wrong}");
        }
        assert_eq!(whole_days(4800, 4800), (1, true));
        assert_eq!(whole_days(-2400, 4800), (0, false));
        assert_eq!(whole_days(2400, 4800), (1, false));
        assert_eq!(whole_days(i64::MAX, 0).0, i64::MAX);
        assert_eq!(
            (unit(7), unit(8), unit(40), unit(19), unit(51), unit(53)),
            (
                Unit::Working,
                Unit::Elapsed,
                Unit::Elapsed,
                Unit::Percent,
                Unit::Percent,
                Unit::Working
            )
        );
        assert_eq!(
            instant("2025-06-30T17:00:00").map(|at| at.to_string()).as_deref(),
            Some("2025-06-30 17:00:00")
        );
        assert!(instant("2025-06-30").is_some() && instant("9999-01-01T00:00:00").is_none());
    }
}
