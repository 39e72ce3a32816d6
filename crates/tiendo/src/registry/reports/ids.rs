//! The ids of reports.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::merge::merged;
use crate::columns::{TextColumn, written};
use crate::id::{Key, decimal};

/// The ids of reports: what hardly any question asks for stays packed until one does.
#[derive(Debug, Default)]
pub(crate) struct ReportIds {
    texts: OnceLock<TextColumn>,
    decimals: Vec<u64>,
}

impl From<TextColumn> for ReportIds {
    fn from(texts: TextColumn) -> Self {
        ReportIds { texts: OnceLock::from(texts), decimals: Vec::new() }
    }
}

impl ReportIds {
    /// Ids that are all decimals.
    #[cfg(feature = "serde")]
    pub(crate) fn of_decimals(decimals: Vec<u64>) -> Self {
        ReportIds { decimals, ..ReportIds::default() }
    }

    pub(crate) fn get(&self, i: usize) -> &str {
        // Also where only decimals are kept: what asks once asks again.
        self.texts().get(i)
    }

    /// How the id at a position stands to another, in the order of ids.
    pub(crate) fn compare(&self, i: usize, id: &str) -> Ordering {
        match (self.texts.get(), self.decimals.get(i), decimal(id)) {
            (None, Some(own), Some(other)) => own.cmp(&other),
            // Decimals come before all other ids.
            (None, Some(_), None) => Ordering::Less,
            _ => Key::of(self.get(i)).cmp(&Key::of(id)),
        }
    }

    /// With new ids, each before the old one at its place.
    pub(crate) fn merged<'a>(
        &self,
        places: &[usize],
        new: impl Iterator<Item = &'a str> + Clone,
    ) -> ReportIds {
        let decimals: Option<Vec<u64>> = new.clone().map(decimal).collect();
        if let (None, Some(decimals)) = (self.texts.get(), decimals) {
            return ReportIds {
                texts: OnceLock::new(),
                decimals: merged(&self.decimals, places, decimals.into_iter()),
            };
        }
        self.texts().merged(places, new).into()
    }

    pub(crate) fn texts(&self) -> &TextColumn {
        self.texts.get_or_init(|| written(&self.decimals))
    }

    #[cfg(feature = "serde")]
    pub(crate) fn len(&self) -> usize {
        self.texts.get().map_or(self.decimals.len(), TextColumn::len)
    }
}
