//! Scoring schemes as TOML, for those who write their own.
//!
//! The form is that of the core's [`Scheme`], with a table for each component, adjustment and band.

use tiendo::Scheme;

use crate::error::Error;

/// Reads a scheme and checks it.
///
/// # Errors
/// - [`Error::Scheme`] for text that is no TOML, a key that is not known, or rules that [`Scheme::validate`] refuses.
///
/// # Example
/// ```
/// use tiendo_formats::scheme;
/// let text = r#"
/// name = "my-province"
/// title = "Bộ tiêu chí của tỉnh"
/// minimum_due = 5
///
/// [[components]]
/// key = "on_time"
/// name = "Đúng hạn"
/// maximum = 60
/// parts = [{ measure = { rate = "on_time_over_due" } }]
///
/// [[components]]
/// key = "quality"
/// name = "Chất lượng"
/// maximum = 40
///
/// [[adjustments]]
/// key = "late"
/// name = "Mỗi việc quá hạn"
/// counted = "late_or_overdue"
/// points = -0.5
///
/// [[bands]]
/// from = 90
/// key = "excellent"
/// name = "xuất sắc"
/// "#;
/// assert_eq!(scheme::from_toml(text)?.maximum().to_string(), "100.00");
/// assert!(scheme::from_toml(&text.replace("quality", "on_time")).is_err());
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn from_toml(text: &str) -> Result<Scheme, Error> {
    let scheme: Scheme = toml::from_str(text).map_err(broken)?;
    scheme.validate().map_err(broken)?;
    Ok(scheme)
}

/// The scheme as a text that [`from_toml`] reads.
///
/// # Errors
/// - [`Error::Scheme`] where a text cannot stand in TOML.
///
/// # Example
/// ```
/// use tiendo::Scheme;
/// use tiendo_formats::scheme;
/// let light = Scheme::named("plan02-light").unwrap();
/// assert_eq!(scheme::from_toml(&scheme::to_toml(&light)?)?, light);
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn to_toml(scheme: &Scheme) -> Result<String, Error> {
    toml::to_string_pretty(scheme).map_err(broken)
}

fn broken(reason: impl ToString) -> Error {
    Error::Scheme { reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_scheme_survives_toml() {
        for name in tiendo::scheme::BUILT_IN {
            let scheme = Scheme::named(name).expect("a built-in scheme");
            let text = to_toml(&scheme).expect("TOML");
            assert_eq!(from_toml(&text).expect(name), scheme);
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        let told = |text: &str| from_toml(text).expect_err("an error").to_string();
        assert!(told("name = 'x'").contains("title"));
        assert!(told("name = 'x'\ntitle = 'x'\ncomponents = []").contains("scheme.components"));
        let colour = "name='x'\ntitle='x'\ncolour=1\n[[components]]\nkey='a'\nname='a'\nmaximum=1";
        assert!(told(colour).contains("colour"));
    }
}
