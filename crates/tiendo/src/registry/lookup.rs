//! Finding records by id, code and name, without accents.

use crate::agency::{Agency, AgencyKind};
use crate::error::Error;
use crate::id::Key;
use crate::registry::Registry;
use crate::text::fold;

/// Most candidates that an ambiguous name lists.
const MAX_CANDIDATES: usize = 20;

/// Position of `id` in records sorted by id.
pub(crate) fn position<T>(records: &[T], id: &str, id_of: impl Fn(&T) -> &str) -> Option<u32> {
    let key = Key::of(id);
    records.binary_search_by(|r| Key::of(id_of(r)).cmp(&key)).ok().map(|i| i as u32)
}

impl Registry {
    /// The agency meant by an id, a code, or a name with or without accents.
    ///
    /// Tried in this order, and the first that finds anything decides: id; official code; a name (Vietnamese, English,
    /// other) as a whole; a part of a name at word boundaries.
    ///
    /// # Errors
    /// - [`Error::NotFound`] when nothing fits.
    /// - [`Error::Ambiguous`] with the candidates when several fit.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Agency, AgencyId, Level, RegistryBuilder, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_agency(Agency::new(AgencyId::new("68-UBND")?, Text::new("UBND tỉnh Lâm Đồng")?, Level::Province));
    /// let registry = builder.finish();
    /// assert_eq!(registry.find_agency("lam dong")?.id.as_str(), "68-UBND");
    /// assert!(registry.find_agency("Ha Nam").is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn find_agency(&self, text: &str) -> Result<&Agency, Error> {
        let text = text.trim();
        let agencies = self.agencies();
        if let Some(agency) = self.agency(text) {
            return Ok(agency);
        }
        let folded = words(text);
        if folded.is_empty() {
            return Err(Error::NotFound { kind: "agency", id: text.to_owned() });
        }
        let names = |a: &Agency| -> Vec<String> {
            let all = [Some(&a.name), a.name_en.as_ref()].into_iter().flatten();
            all.chain(&a.other_names).map(|n| words(n.as_str())).collect()
        };
        let padded = format!(" {folded} ");
        let stages: [&dyn Fn(&Agency) -> bool; 4] = [
            &|a| fold(a.id.as_str()) == fold(text),
            &|a| a.code.as_ref().is_some_and(|c| fold(c.as_str()) == fold(text)),
            &|a| names(a).contains(&folded),
            &|a| names(a).iter().any(|n| format!(" {n} ").contains(&padded)),
        ];
        for stage in stages {
            let found: Vec<&Agency> = agencies.iter().filter(|a| stage(a)).collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(one),
                several => {
                    // The higher level is the likelier meaning, so it stands first.
                    let mut several = several.to_vec();
                    several.sort_by(|a, b| (&a.level, &a.id).cmp(&(&b.level, &b.id)));
                    let candidates = |all: &[&Agency]| {
                        all.iter().take(MAX_CANDIDATES).map(|a| a.id.to_string()).collect()
                    };
                    // A group is meant only where no agency is.
                    let bodies: Vec<&Agency> =
                        several.iter().filter(|a| a.kind != AgencyKind::Group).copied().collect();
                    return match bodies.as_slice() {
                        [one] => Ok(one),
                        [] => Err(Error::Ambiguous {
                            text: text.to_owned(),
                            candidates: candidates(&several),
                        }),
                        some => Err(Error::Ambiguous {
                            text: text.to_owned(),
                            candidates: candidates(some),
                        }),
                    };
                }
            }
        }
        Err(Error::NotFound { kind: "agency", id: text.to_owned() })
    }
}

/// Folded words with one blank between them; punctuation separates.
fn words(text: &str) -> String {
    let folded = fold(text);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
