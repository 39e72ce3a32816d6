//! The JSON Schemas of the public JSON forms, made from the types that serde reads and writes.

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::output::{Mode, settle};

/// Writes `crates/tiendo/schema`, or says what of it is stale.
pub(crate) fn run(mode: Mode) -> Result<(), Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tiendo/schema");
    fs::create_dir_all(&folder).map_err(|source| Error::File { path: folder.clone(), source })?;
    let text = |schema| serde_json::to_string_pretty(&schema).map(|text| text + "\n");
    let files = [
        ("records.schema.json", text(tiendo::schema::records())?),
        ("query.schema.json", text(tiendo::schema::query())?),
    ];
    settle(mode, &folder, &files)
}
