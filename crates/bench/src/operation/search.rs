//! W9: tasks by the words of their titles.

use serde_json::{Map, Value};
use tiendo::{SearchIndex, SearchOptions, SearchOrder};

use super::{Resident, differences};
use crate::answer;
use crate::error::Error;
use crate::stopwatch::Stopwatch;

/// Tasks that an answer names.
const NAMED: usize = 20;

pub(super) fn check(resident: &Resident) -> Result<Vec<String>, Error> {
    let mut ours = Map::new();
    for text in searches(resident)? {
        ours.insert(text.clone(), answer::w9(&resident.registry, &text));
    }
    Ok(differences("w9", &ours.into(), &resident.answers["w9"]))
}

/// The index, then each search: how many tasks match and the first of them.
pub(super) fn measure(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let registry = &resident.registry;
    watch.once("w9/index", || registry.search_index().map(SearchIndex::heap_bytes))?;
    let options =
        SearchOptions { order: SearchOrder::Id, limit: NAMED, ..SearchOptions::default() };
    for text in searches(resident)? {
        watch.run(&format!("w9:{text}"), || {
            registry.search_with(&text, &options).map(|hits| (hits.total, hits.rows.len()))
        })?;
    }
    Ok(())
}

fn searches(resident: &Resident) -> Result<Vec<String>, Error> {
    let texts = resident.queries["search"].as_array();
    let texts = texts.ok_or_else(|| Error::Wrong("queries.json has no searches".to_owned()))?;
    Ok(texts.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}
