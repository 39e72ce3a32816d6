//! What a table's numbers are made of, in the metadata of its schema.

use std::collections::HashMap;

use arrow_schema::ArrowError;
use serde::Serialize;
use tiendo::schedule::ScheduleScope;
use tiendo::{Provenance, Scope};

/// The key of the schema's metadata that holds the scope as JSON.
///
/// ```
/// assert_eq!(tiendo_formats::arrow::METADATA_KEY, "tiendo");
/// ```
pub const METADATA_KEY: &str = "tiendo";

/// The value under [`METADATA_KEY`].
#[derive(Debug, Serialize)]
pub(crate) struct Stated<'a> {
    pub(crate) table: &'static str,
    /// Version of the library that made the table.
    pub(crate) version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<&'a Scope>,
    /// What a schedule covers, which has rules of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) schedule: Option<&'a ScheduleScope>,
    /// What the sums run along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) axis: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) counting: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) classified: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) level: Option<&'a str>,
    /// The rate that the columns of that name hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rate: Option<&'static str>,
    /// Of a registry's own table, which has no scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) provenance: Option<Provenance>,
}

impl<'a> Stated<'a> {
    pub(crate) fn new(table: &'static str, scope: Option<&'a Scope>) -> Self {
        Stated {
            table,
            version: env!("CARGO_PKG_VERSION"),
            scope,
            schedule: None,
            axis: None,
            counting: None,
            classified: None,
            level: None,
            rate: None,
            provenance: None,
        }
    }

    pub(crate) fn metadata(&self) -> Result<HashMap<String, String>, ArrowError> {
        let value = serde_json::to_string(self)
            .map_err(|error| ArrowError::ExternalError(Box::new(error)))?;
        Ok(HashMap::from([(METADATA_KEY.to_owned(), value)]))
    }
}
