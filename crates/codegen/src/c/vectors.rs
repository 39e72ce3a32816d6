//! The vectors of `tests/vectors` with the replies of the core, in a form that C reads without a parser of JSON.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use tiendo::{Records, RegistryBuilder, day, query};

use crate::error::Error;

/// A file of vectors; what a reply must hold is checked by the core's own tests.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    given: Option<Box<RawValue>>,
    #[serde(default)]
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    #[serde(default)]
    given: Option<Box<RawValue>>,
    #[serde(default)]
    imported_at: Option<String>,
    ask: Box<RawValue>,
}

/// Writes every case into one file: a line with the lengths of the name, the instant of import, the records, the
/// request and the reply, then their bytes, then a line break.
pub(crate) fn bundle(out: &Path) -> Result<(), Error> {
    let folder = super::root().join("tests/vectors");
    let file = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { path, source }
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).map_err(file(&folder))? {
        paths.push(entry.map_err(file(&folder))?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let (mut bundle, mut count) = (Vec::new(), 0);
    for path in &paths {
        let text = fs::read_to_string(path).map_err(file(path))?;
        let vectors: File = serde_json::from_str(&text)?;
        let stem = path.file_stem().map(|name| name.to_string_lossy()).unwrap_or_default();
        for case in &vectors.cases {
            let given = case.given.as_ref().or(vectors.given.as_ref());
            let given = given.map(|given| given.get()).filter(|given| *given != "null");
            let mut builder = RegistryBuilder::new();
            if let Some(at) = &case.imported_at {
                builder.imported_at(day::parse_instant(at)?);
            }
            if let Some(given) = given {
                builder.add(serde_json::from_str::<Records>(given)?);
            }
            let reply = query(&builder.finish(), case.ask.get());
            let name = format!("{stem}: {}", case.name);
            let at = case.imported_at.as_deref().unwrap_or_default();
            let parts = [&name, at, given.unwrap_or_default(), case.ask.get(), &reply];
            let lengths = parts.map(|part| part.len().to_string());
            bundle.extend_from_slice(lengths.join(" ").as_bytes());
            bundle.push(b'\n');
            for part in parts {
                bundle.extend_from_slice(part.as_bytes());
            }
            bundle.push(b'\n');
            count += 1;
        }
    }
    fs::write(out, bundle).map_err(file(out))?;
    eprintln!("{count} vectors bundled");
    Ok(())
}
