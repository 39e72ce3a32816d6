//! The committed JSON Schemas against what the library reads and says: every vector, the public register, simulated
//! reports; and that they refuse what the library refuses.

#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking, in its helpers too

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};
use tiendo::{Records, RegistryBuilder, day, query};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn schema(name: &str) -> Value {
    read(&root().join("crates/tiendo/schema").join(name))
}

fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).unwrap_or_else(|e| panic!("no schema: {e}"));
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

/// The validator of one definition.
fn of(schema: &Value, definition: &str) -> Validator {
    assert!(schema["$defs"].get(definition).is_some(), "{definition} is not defined");
    let part = json!({
        "$schema": schema["$schema"],
        "$ref": format!("#/$defs/{definition}"),
        "$defs": schema["$defs"],
    });
    validator(&part)
}

/// The schema with every object closed, so that a field of a reply that it does not name is told.
fn closed(schema: &Value) -> Value {
    let mut schema = schema.clone();
    for definition in schema["$defs"].as_object_mut().unwrap().values_mut() {
        if definition.get("properties").is_some() {
            definition["unevaluatedProperties"] = json!(false);
        }
    }
    schema
}

fn told(validator: &Validator, value: &Value) -> Vec<String> {
    let line = |e: jsonschema::ValidationError<'_>| format!("{}: {e}", e.instance_path());
    validator.iter_errors(value).map(line).collect()
}

struct Case {
    title: String,
    given: Value,
    ask: String,
    reply: Value,
}

/// Every vector, with the reply that the library gives.
fn cases() -> Vec<Case> {
    let entries = std::fs::read_dir(root().join("tests/vectors")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "json"));
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let vectors = read(&file);
        for case in vectors["cases"].as_array().into_iter().flatten() {
            let given = case.get("given").or(vectors.get("given")).cloned().unwrap_or_default();
            let mut builder = RegistryBuilder::new();
            if let Some(at) = case.get("imported_at").and_then(Value::as_str) {
                builder.imported_at(day::parse_instant(at).unwrap());
            }
            if !given.is_null() {
                builder.add(serde_json::from_value::<Records>(given.clone()).unwrap());
            }
            let ask = &case["ask"];
            let ask = ask.as_str().map_or_else(|| ask.to_string(), str::to_owned);
            let reply = serde_json::from_str(&query(&builder.finish(), &ask)).unwrap();
            let name = file.file_name().unwrap().to_string_lossy();
            let title = format!("{name}: {}", case["name"].as_str().unwrap_or("?"));
            cases.push(Case { title, given, ask, reply });
        }
    }
    assert!(cases.len() > 100, "only {} vectors were found", cases.len());
    cases
}

#[test]
fn every_vector_is_an_exchange_of_the_schema() {
    let records = validator(&schema("records.schema.json"));
    let schema = closed(&schema("query.schema.json"));
    let (exchange, request, error) =
        (validator(&schema), of(&schema, "Request"), of(&schema, "Error"));
    let (mut exchanges, mut refused, mut wrong) = (0, 0, Vec::new());
    for case in cases() {
        let mut note = |what: &str, errors: Vec<String>| {
            wrong.extend(errors.iter().map(|e| format!("{}: {what} {e}", case.title)));
        };
        if !case.given.is_null() {
            note("given", told(&records, &case.given));
        }
        let ask: Result<Value, _> = serde_json::from_str(&case.ask);
        match ask {
            Ok(ask) if request.is_valid(&ask) => {
                exchanges += 1;
                note("exchange", told(&exchange, &json!({"request": ask, "reply": case.reply})));
            }
            // What the schema refuses, the library must refuse too.
            _ => {
                refused += 1;
                let what = format!("{} is refused by the schema only:", case.ask);
                note(&what, told(&error, &case.reply));
            }
        }
    }
    eprintln!("{exchanges} exchanges fit the schema, {refused} requests are refused by it");
    assert!(wrong.is_empty(), "{} errors:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_reply_fits_its_own_request_only() {
    let validator = validator(&schema("query.schema.json"));
    let cases = cases();
    let answered = |word: &str| {
        let marker = format!("\"query\":\"{word}\"");
        let fits = |case: &&Case| case.ask.contains(&marker) && case.reply.get("error").is_none();
        let found = cases.iter().find(fits).unwrap_or_else(|| panic!("no vector asks {word}"));
        (serde_json::from_str::<Value>(&found.ask).unwrap(), found.reply.clone())
    };
    let fits = |request: &Value, reply: &Value| {
        validator.is_valid(&json!({"request": request, "reply": reply}))
    };
    let (deadline, reading) = answered("deadline");
    let (status, sums) = answered("status");
    assert!(fits(&deadline, &reading) && fits(&status, &sums));
    assert!(!fits(&deadline, &sums) && !fits(&status, &reading));
    for (pointer, value) in [
        ("/scope/day", json!("31/12/2025")),
        ("/scope/policy_version", json!("1")),
        ("/tasks/total", json!(-1)),
        ("/tasks/counts", json!({})),
        ("/rows/rate/rate", json!("luck")),
        ("/phases", json!(null)),
    ] {
        let mut reply = sums.clone();
        *reply.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        assert!(!fits(&status, &reply), "{pointer}");
    }
}

#[test]
fn every_request_has_a_reply() {
    let schema = schema("query.schema.json");
    let words = |list: &Value, path: &str| {
        let word = |item: &Value| item.pointer(path).unwrap().as_str().unwrap().to_owned();
        let mut words: Vec<String> = list.as_array().unwrap().iter().map(word).collect();
        words.sort_unstable();
        words
    };
    assert_eq!(
        words(&schema["$defs"]["Request"]["oneOf"], "/properties/query/const"),
        words(&schema["allOf"], "/if/properties/request/properties/query/const")
    );
}

/// The public register with simulated reports, as JSON.
fn register() -> Value {
    let mut records = tiendo_plan02::records().unwrap();
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    serde_json::to_value(&records).unwrap()
}

#[test]
fn the_register_and_simulated_reports_fit() {
    let schema = schema("records.schema.json");
    let register = register();
    let errors = told(&validator(&schema), &register);
    assert!(errors.is_empty(), "{}", errors.iter().take(20).cloned().collect::<String>());
    let line = of(&schema, "Line");
    for (list, kind) in [("tasks", "task"), ("reports", "report"), ("agencies", "agency")] {
        for record in register[list].as_array().unwrap().iter().take(50) {
            assert!(line.is_valid(&json!({kind: record})), "{record}");
            assert!(!line.is_valid(&json!({"plan": record})), "{record}");
        }
    }
}

#[test]
fn what_the_library_refuses_does_not_fit() {
    let validator = validator(&schema("records.schema.json"));
    let mut register = register();
    // One record of each kind is enough to change, and quicker to read.
    for list in register.as_object_mut().unwrap().values_mut() {
        list.as_array_mut().unwrap().truncate(1);
    }
    assert!(validator.is_valid(&register));
    for (pointer, value) in [
        ("/tasks", json!({})),
        ("/tasks/0/id", json!("")),
        ("/tasks/0/id", json!("x".repeat(200))),
        ("/tasks/0/title", json!(1)),
        ("/tasks/0/weight", json!(300)),
        ("/tasks/0/addressees", json!("VPCP")),
        ("/tasks/0/deadline", json!("31/12/2025")),
        ("/tasks/0/deadline", json!({"text": "", "form": "by"})),
        ("/tasks/0/deadline/form", json!("someday")),
        ("/reports/0/reported_on", json!("31/12/2025")),
        ("/reports/0/percent", json!(-1)),
        ("/agencies/0/level", json!(null)),
        ("/kpis/0/direction", json!(["increase"])),
        ("/plans/0/phases/0/deadline", json!(null)),
    ] {
        let mut changed = register.clone();
        *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
        assert!(!validator.is_valid(&changed), "{pointer} = {value} fits");
        assert!(serde_json::from_value::<Records>(changed).is_err(), "{pointer} = {value} is read");
    }
    let mut unknown = register.clone();
    unknown["tasks"][0]["colour"] = json!("red");
    assert!(!validator.is_valid(&unknown));
    // Words of an open vocabulary are kept, so they fit.
    register["reports"][0]["kind"] = json!("celebrate");
    assert!(validator.is_valid(&register));
}
