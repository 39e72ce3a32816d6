//! Words of vocabularies: read by their text or by a label in either language, whatever the accents and case.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tiendo::{
    AddresseeMode, AgencyKind, Aggregation, AllocationSource, Branch, Cause, Classification,
    ClassificationBasis, DependencyKind, Direction, DocumentKind, DocumentRelationKind, Lang,
    Level, ProductKind, Provenance, ReportKind, Stage, SuccessionKind, TaskRelationKind,
};

use super::header_key;

/// A word of a vocabulary, open or closed.
pub(crate) trait Word: Sized + Clone + PartialEq + 'static {
    /// Every known word, in order.
    const KNOWN: &'static [Self];

    /// The word in data files.
    fn word(&self) -> &str;

    /// The known words by the folded forms of their texts and labels.
    fn folded() -> &'static BTreeMap<String, usize>;

    /// A word outside the list, where the list is open.
    fn other(text: &str) -> Option<Self>;

    /// The word that a cell means; `None` where the list is closed and does not hold it.
    fn read(text: &str) -> Option<Self> {
        let exact = || Self::KNOWN.iter().find(|known| known.word() == text);
        let folded = || Self::folded().get(&header_key(text)).and_then(|at| Self::KNOWN.get(*at));
        exact().or_else(folded).cloned().or_else(|| Self::other(text))
    }
}

fn index<W: Word>(labels: impl Fn(&'static W) -> [&'static str; 3]) -> BTreeMap<String, usize> {
    let mut index = BTreeMap::new();
    // The texts of all words go before the labels, and of two equal labels the first counts.
    for column in 0..3 {
        for (at, known) in W::KNOWN.iter().enumerate() {
            index.entry(header_key(labels(known)[column])).or_insert(at);
        }
    }
    index
}

macro_rules! words {
    ($list:ident $other:expr; $($name:ident)+) => {$(
        impl Word for $name {
            const KNOWN: &'static [Self] = $name::$list;

            fn word(&self) -> &str {
                self.as_str()
            }

            fn folded() -> &'static BTreeMap<String, usize> {
                static FOLDED: OnceLock<BTreeMap<String, usize>> = OnceLock::new();
                FOLDED.get_or_init(|| {
                    index::<$name>(|w| [w.as_str(), w.label(Lang::Vi), w.label(Lang::En)])
                })
            }

            fn other(text: &str) -> Option<Self> {
                let other: fn(&str) -> Option<$name> = $other;
                other(text)
            }
        }
    )+};
}

words! {
    KNOWN |text| Some(Self::parse(&tiendo::text::nfc(text)));
    AgencyKind Aggregation AllocationSource Branch Cause Classification Direction DocumentKind
    DocumentRelationKind Level ProductKind ReportKind Stage SuccessionKind TaskRelationKind
}

words! {
    ALL |_| None;
    AddresseeMode ClassificationBasis DependencyKind Provenance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_labels_and_unknown_words() {
        assert_eq!(Level::read("province"), Some(Level::Province));
        assert_eq!(Level::read("CẤP TỈNH"), Some(Level::Province));
        assert_eq!(Level::read("cap tinh"), Some(Level::Province));
        assert_eq!(Level::read("canton"), Some(Level::Unknown("canton".to_owned())));
        assert_eq!(DependencyKind::read("Finish to start"), Some(DependencyKind::FinishToStart));
        assert_eq!(DependencyKind::read("XX"), None);
    }
}
