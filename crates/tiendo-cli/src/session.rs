//! What all commands share: the day, the policy, the language, the page.

use std::io::IsTerminal;

use tiendo::{AsOf, Error, Lang, Policy};

use crate::args::{Format, Shared};
use crate::clock;
use crate::failure::Failure;
use crate::table::Page;

/// Width where nothing says how wide the terminal is.
const USUAL_WIDTH: usize = 100;
/// Narrower pages are set as if they were this wide.
const LEAST_WIDTH: usize = 40;

/// The shared arguments, read and completed.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) shared: Shared,
    pub(crate) lang: Lang,
    pub(crate) format: Format,
    pub(crate) page: Page,
    pub(crate) policy: Policy,
}

impl Session {
    /// Reads the environment and the policy.
    pub(crate) fn new(shared: Shared) -> Result<Self, Failure> {
        let lang = lang_of(&shared);
        let policy = policy(&shared.policy, lang)?;
        let page = Page { width: page_width(), colour: colours(), lang };
        Ok(Session { lang, format: shared.format, page, policy, shared })
    }

    /// The words in the user's language.
    pub(crate) fn say<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::Vi { vi } else { en }
    }

    /// D and K: as asked for, else today in Viet Nam and everything recorded.
    pub(crate) fn as_of(&self) -> Result<AsOf, Error> {
        self.as_of_or(clock::today())
    }

    /// D and K, with another day where none was asked for.
    pub(crate) fn as_of_or(&self, day: chrono::NaiveDate) -> Result<AsOf, Error> {
        let as_of = AsOf::new(self.shared.as_of.unwrap_or(day))?;
        self.shared.known.map_or(Ok(as_of), |known| as_of.known_on(known))
    }
}

/// The language asked for, else that of the locale, else Vietnamese.
pub(crate) fn lang_of(shared: &Shared) -> Lang {
    shared.lang.map_or_else(locale, crate::args::LangArg::lang)
}

/// The language of the locale: English where it says so.
pub(crate) fn locale() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match set {
        Some(value) if value == "en" || value.starts_with("en_") => Lang::En,
        _ => Lang::Vi,
    }
}

/// A built-in policy by name, or one of the user's own from a JSON file.
fn policy(text: &str, lang: Lang) -> Result<Policy, Failure> {
    let own = std::path::Path::new(text)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if !own {
        return Policy::named(text).map_err(|error| {
            let names = tiendo::policy::BUILT_IN.join(", ");
            let hint = match lang {
                Lang::Vi => format!("có sẵn: {names}; hoặc một tệp .json"),
                Lang::En => format!("built in: {names}; or a .json file"),
            };
            Failure::Input(format!("{} ({hint})", Failure::Core(error).message(lang)))
        });
    }
    let wrong = |reason: String| Failure::Input(format!("{text}: {reason}"));
    let json = std::fs::read_to_string(text).map_err(|error| wrong(error.to_string()))?;
    let policy: Policy = serde_json::from_str(&json).map_err(|error| wrong(error.to_string()))?;
    policy.validate()?;
    Ok(policy)
}

/// Whether what a terminal is shown must be in ASCII: where the locale names another encoding than UTF-8.
///
/// Where it names none, everything is in UTF-8; so is what goes into files and pipes, whatever the locale says.
pub(crate) fn is_ascii() -> bool {
    std::io::stdout().is_terminal() && !is_utf8(|name| std::env::var(name).ok())
}

/// Whether the locale's characters are UTF-8; without a locale they are.
fn is_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty());
    set.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// `COLUMNS` where it is a number, else the terminal's width.
pub(crate) fn page_width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse::<usize>().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked.filter(|n| *n > 0).or_else(terminal).unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)
}

/// Colour on a terminal only, and not where `NO_COLOR` is set or the terminal is dumb.
fn colours() -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    std::io::stdout().is_terminal() && !plain && !dumb
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_what_the_first_locale_that_is_set_says() {
        let is = |set: &[(&str, &str)]| {
            is_utf8(|name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
        };
        assert!(is(&[]) && is(&[("LANG", "")]));
        assert!(is(&[("LANG", "vi_VN.UTF-8")]) && is(&[("LANG", "C.utf8")]));
        assert!(!is(&[("LANG", "C")]) && !is(&[("LC_CTYPE", "vi_VN.TCVN"), ("LANG", "C.UTF-8")]));
        assert!(is(&[("LC_ALL", "C.UTF-8"), ("LC_CTYPE", "POSIX")]));
    }
}
