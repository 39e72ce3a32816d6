//! What StratML has no element for: one JSON object in `OtherInformation`, marked as ours.

use serde::Serialize;
use serde_json::{Map, Value};

/// The key that marks an object as ours; its value says what the object is of.
const MARK: &str = "tiendo";

/// A record's JSON without the fields that elements hold.
pub(super) fn rest(record: &impl Serialize, held: &[&str]) -> Map<String, Value> {
    // Records are plain data; what serde could refuse is not in them.
    let Ok(Value::Object(mut object)) = serde_json::to_value(record) else { return Map::new() };
    for field in held {
        object.remove(*field);
    }
    object
}

/// Records as a list; empty where there are none.
pub(super) fn list<'r, T: Serialize + 'r>(records: impl IntoIterator<Item = &'r T>) -> Value {
    records.into_iter().filter_map(|record| serde_json::to_value(record).ok()).collect()
}

/// The object as text, of the kind `of`. Nothing in it is beyond what XML can hold.
pub(super) fn text(of: &str, mut object: Map<String, Value>) -> String {
    object.insert(MARK.to_owned(), of.into());
    let text = Value::Object(object).to_string();
    // Controls are escaped by JSON itself; these two are not, and XML excludes them.
    text.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
}

/// The object that a text holds, and what it is of; none for any other text.
pub(super) fn parse(text: &str) -> Option<(String, Map<String, Value>)> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let Ok(Value::Object(mut object)) = serde_json::from_str(text) else { return None };
    match object.remove(MARK) {
        Some(Value::String(of)) => Some((of, object)),
        _ => None,
    }
}

/// The records of a list, and how many could not be read.
pub(super) fn records<T: serde::de::DeserializeOwned>(
    object: &mut Map<String, Value>,
    key: &str,
) -> (Vec<T>, Vec<String>) {
    let Some(Value::Array(list)) = object.remove(key) else { return (Vec::new(), Vec::new()) };
    let (mut records, mut unfit) = (Vec::new(), Vec::new());
    for value in list {
        match serde_json::from_value(value) {
            Ok(record) => records.push(record),
            Err(error) => unfit.push(error.to_string()),
        }
    }
    (records, unfit)
}
