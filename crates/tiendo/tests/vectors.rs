//! The vectors of `tests/vectors` through the JSON door: a registry from `given`, a request, and what the reply must hold.
//!
//! `expect` is compared as a part: every field that it names must be in the reply with that value, lists element by
//! element. With `"whole": true` nothing else may be there. An `ask` that is a text is sent as it stands, so that what
//! is no JSON can be asked too.

#![cfg(feature = "serde")]
#![allow(clippy::disallowed_methods)] // tests read files, the core does not
#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking, in its helpers too

use std::path::PathBuf;

use serde_json::Value;
use tiendo::{Records, RegistryBuilder, day, query};

fn holds(expect: &Value, reply: &Value, whole: bool, path: &str) -> Result<(), String> {
    match (expect, reply) {
        (Value::Object(want), Value::Object(have)) => {
            for (key, value) in want {
                let Some(found) = have.get(key) else {
                    return Err(format!("{path}.{key} is absent"));
                };
                holds(value, found, whole, &format!("{path}.{key}"))?;
            }
            match have.keys().find(|k| whole && !want.contains_key(*k)) {
                Some(key) => Err(format!("{path}.{key} is not expected")),
                None => Ok(()),
            }
        }
        (Value::Array(want), Value::Array(have)) => {
            if want.len() != have.len() {
                return Err(format!("{path} has {} elements, not {}", have.len(), want.len()));
            }
            want.iter()
                .zip(have)
                .enumerate()
                .try_for_each(|(i, (w, h))| holds(w, h, whole, &format!("{path}[{i}]")))
        }
        (want, have) if want == have => Ok(()),
        (want, have) => Err(format!("{path} is {have}, not {want}")),
    }
}

#[test]
fn every_vector_holds() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut ran, mut failures) = (0, Vec::new());
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file).unwrap();
        let vectors: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let Some(cases) = vectors["cases"].as_array() else { continue };
        let shared = vectors.get("given").cloned().unwrap_or(Value::Null);
        for case in cases {
            let title = format!("{name}: {}", case["name"].as_str().unwrap_or("?"));
            let given = case.get("given").unwrap_or(&shared);
            let mut builder = RegistryBuilder::new();
            if let Some(at) = case.get("imported_at").and_then(Value::as_str) {
                builder.imported_at(day::parse_instant(at).unwrap());
            }
            if !given.is_null() {
                let records: Records = serde_json::from_value(given.clone())
                    .unwrap_or_else(|e| panic!("{title}: given: {e}"));
                builder.add(records);
            }
            let ask = &case["ask"];
            let ask = ask.as_str().map_or_else(|| ask.to_string(), str::to_owned);
            let reply = query(&builder.finish(), &ask);
            let reply: Value = serde_json::from_str(&reply).unwrap();
            ran += 1;
            let whole = case["whole"].as_bool().unwrap_or(false);
            if let Err(reason) = holds(&case["expect"], &reply, whole, "reply") {
                failures.push(format!("{title}: {reason}\n    reply: {reply}"));
            }
        }
    }
    eprintln!("{ran} vectors ran");
    assert!(ran > 100, "only {ran} vectors were found");
    assert!(failures.is_empty(), "{} of {ran} failed:\n{}", failures.len(), failures.join("\n"));
}
