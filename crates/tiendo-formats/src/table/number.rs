//! Numbers as people and spreadsheets write them: grouped, with a comma or a point for the decimals.

/// Which decimal sign a file uses by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalMark {
    /// The point: files separated by comma or tab.
    Point,
    /// The comma: files separated by semicolon, as spreadsheets of Viet Nam write them.
    Comma,
}

/// A number read, and whether the spelling could mean another one.
#[derive(Debug, PartialEq)]
pub(crate) struct Reading<T> {
    /// The number.
    pub(crate) value: T,
    /// True where a sign before exactly three digits was read as decimal though it may group, or the reverse.
    pub(crate) doubtful: bool,
}

/// The digits without blanks between them, and a sign before them.
fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !super::is_blank(*c))
        .map(|c| if c == '\u{2212}' { '-' } else { c })
        .collect()
}

/// True where `text` is digits in groups of three behind a first group of one to three.
fn grouped(text: &str, by: char) -> bool {
    let mut groups = text.split(by);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().is_some_and(|g| (1..=3).contains(&g.len()) && digits(g));
    first && groups.all(|g| g.len() == 3 && digits(g))
}

/// Reads a number with decimals; never infinite.
///
/// One sign alone is the decimal sign, the same sign twice groups, of two different signs the last is decimal.
pub(crate) fn decimal(text: &str, mark: DecimalMark) -> Option<Reading<f64>> {
    let text = compact(text);
    let (minus, rest) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text.as_str()),
    };
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (points, commas) = (mantissa.matches('.').count(), mantissa.matches(',').count());
    let mut doubtful = false;
    let plain = match (points, commas) {
        (0 | 1, 0) | (0, 1) => {
            let (sign, own) = match mark {
                DecimalMark::Point => (',', points == 1),
                DecimalMark::Comma => ('.', commas == 1),
            };
            doubtful = !own
                && !mantissa.starts_with('0')
                && mantissa.contains(sign)
                && grouped(mantissa, sign);
            mantissa.replace(',', ".")
        }
        (_, 0) if grouped(mantissa, '.') => mantissa.replace('.', ""),
        (0, _) if grouped(mantissa, ',') => mantissa.replace(',', ""),
        _ => {
            let (whole, fraction) = mantissa.rsplit_once(['.', ','])?;
            let by = if mantissa.as_bytes().get(whole.len()) == Some(&b'.') { ',' } else { '.' };
            if !grouped(whole, by) {
                return None;
            }
            format!("{}.{fraction}", whole.replace(by, ""))
        }
    };
    let shape = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && plain.bytes().any(|b| b.is_ascii_digit())
        && exponent.bytes().skip(1).all(|b| b.is_ascii_digit() || b == b'-' || b == b'+');
    let value =
        format!("{plain}{exponent}").parse::<f64>().ok().filter(|v| shape && v.is_finite())?;
    Some(Reading { value: if minus { -value } else { value }, doubtful })
}

/// The number of a text of digits, which an `i64` must hold.
fn digits(text: &str) -> Option<i64> {
    let digits = text.bytes().try_fold(0_i64, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
    });
    digits.filter(|_| !text.is_empty())
}

/// Reads a whole number: grouped by point, comma or blank, a fraction only of one or two zeros.
pub(crate) fn whole(text: &str) -> Option<Reading<i128>> {
    // Digits alone, as most are, of which eighteen fit: there is no spelling to look at.
    if text.len() <= 18
        && let Some(value) = digits(text)
    {
        return Some(Reading { value: value.into(), doubtful: false });
    }
    let text = compact(text);
    let (minus, rest) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text.as_str()),
    };
    let rest = [".00", ".0", ",00", ",0"]
        .iter()
        .find_map(|zeros| rest.strip_suffix(zeros))
        .unwrap_or(rest);
    let by = rest.find(['.', ',']).and_then(|at| rest.get(at..=at)).and_then(|s| s.chars().next());
    let (digits, doubtful) = match by {
        None => (rest.to_owned(), false),
        Some(by) if grouped(rest, by) => (rest.replace(by, ""), rest.matches(by).count() == 1),
        Some(_) => return None,
    };
    let number =
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i128>().ok())??;
    Some(Reading { value: if minus { -number } else { number }, doubtful })
}

/// The whole number in a text, whatever the doubt about its spelling.
#[cfg(any(feature = "xlsx", feature = "docx"))]
pub(crate) fn whole_number(text: &str) -> Option<i128> {
    whole(text).map(|reading| reading.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals() {
        let cases = [
            ("18.3", Some((18.3, false))),
            ("18,3", Some((18.3, false))),
            ("-5", Some((-5.0, false))),
            ("\u{2212}5", Some((-5.0, false))),
            ("1.234", Some((1.234, false))),
            ("1,234", Some((1.234, true))),
            ("0,125", Some((0.125, false))),
            ("1.234.567", Some((1_234_567.0, false))),
            ("1.234,5", Some((1234.5, false))),
            ("1,234.5", Some((1234.5, false))),
            ("30\u{a0}000", Some((30_000.0, false))),
            ("1,5E+3", Some((1500.0, false))),
            ("1.2.3", None),
            ("1,23.4", None),
            ("inf", None),
            ("NaN", None),
            ("1e999", None),
            (".", None),
            ("", None),
            ("-", None),
            ("e5", None),
            ("12 %", None),
        ];
        for (text, expect) in cases {
            let read = decimal(text, DecimalMark::Point).map(|r| (r.value, r.doubtful));
            assert_eq!(read, expect, "{text}");
        }
        assert_eq!(
            decimal("1.234", DecimalMark::Comma),
            Some(Reading { value: 1.234, doubtful: true })
        );
        assert_eq!(
            decimal("1,234", DecimalMark::Comma),
            Some(Reading { value: 1.234, doubtful: false })
        );
    }

    #[test]
    fn whole_numbers() {
        let cases = [
            ("40", Some((40, false))),
            ("40.0", Some((40, false))),
            ("5.000.000.000", Some((5_000_000_000, false))),
            ("5 000 000", Some((5_000_000, false))),
            ("5,000", Some((5000, true))),
            ("-3", Some((-3, false))),
            ("4.5", None),
            ("5.000,000", None),
            ("1e3", None),
            ("", None),
            ("99999999999999999999999999999999999999999", None),
        ];
        for (text, expect) in cases {
            assert_eq!(whole(text).map(|r| (r.value, r.doubtful)), expect, "{text}");
        }
    }
}
