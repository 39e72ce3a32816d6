//! What a search answers.

use serde::Serialize;

use crate::search::{Match, SearchHit, SearchHits, SearchOrder};

/// A task that a search found. Absent texts are null, so that every row has the same fields.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FoundRow<'a> {
    /// Id of the task.
    task: &'a str,
    /// Its title.
    title: &'a str,
    /// Its title in another language.
    title_en: Option<&'a str>,
    /// Its product.
    product: Option<&'a str>,
    /// Where the search matches.
    #[serde(rename = "match")]
    found: Match,
}

/// What a search found.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Found<'a> {
    /// The order of the rows.
    order: SearchOrder,
    /// Tasks found, before limit and offset.
    total: usize,
    /// Some of them, in that order.
    rows: Vec<FoundRow<'a>>,
}

impl<'a> Found<'a> {
    pub(in crate::query) fn of(hits: &SearchHits<'a>, order: SearchOrder) -> Self {
        let row = |hit: &SearchHit<'a>| {
            let SearchHit { task, title, title_en, product, found } = *hit;
            FoundRow { task, title, title_en, product, found }
        };
        Found { order, total: hits.total, rows: hits.rows.iter().map(row).collect() }
    }
}
