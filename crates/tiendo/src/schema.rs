//! JSON Schemas (draft 2020-12) of the public JSON forms, derived from the types that serde reads and writes.
//!
//! The schemas are strict where the readers of files are tolerant: a field that they do not name is refused here, and
//! kept with a note there. The files beside this crate are made from here by `codegen schema`.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::agency::{Agency, Succession, Transfer};
use crate::allocation::Allocation;
use crate::calendar::CalendarReply;
use crate::deadline::wire::Wire;
use crate::deadline::{Deadline, reading::ReadingReply};
use crate::document::number::reading::NumberReadingReply;
use crate::document::{Document, DocumentNumber};
use crate::kpi::Kpi;
use crate::period::Period;
use crate::plan::Plan;
use crate::query::changes::ChangesReply;
use crate::query::over_time::{EachDay, Stream};
use crate::query::reply::{
    Checked, Complete, Explained, Found, PeriodReply, Policies, Ranked, RolledUp, Rows, Status,
    Urged,
};
use crate::query::schedule::{BlocksReply, Compared, Scheduled, WhatIfReply};
use crate::query::scoring::{Kpis, OneKpi, RankedWhy, Schemes, Scored};
use crate::query::warn::Warned;
use crate::query::{ErrorReply, request::Request};
use crate::records::Records;
use crate::report::Report;
use crate::resources::Resources;
use crate::schedule::{Baseline, Forecast};
use crate::status::Status as StatusWord;
use crate::task::Task;

/// The schema of a registry's [`Records`], with one definition for each kind of record.
///
/// `#/$defs/Line` is one line of a JSON Lines file: an object whose only key is the kind of the record.
///
/// ```
/// let schema = tiendo::schema::records();
/// assert_eq!(schema["$defs"]["Task"]["required"], serde_json::json!(["id", "document", "title"]));
/// ```
pub fn records() -> Value {
    let mut generator = generator(SchemaSettings::draft2020_12().for_deserialize());
    let root = generator.subschema_for::<Records>();
    generator.subschema_for::<Line>();
    let mut definitions = generator.take_definitions(true);
    let mut schema = definitions.remove("Records").unwrap_or(root.into());
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("$schema".to_owned(), json!(DRAFT));
        schema.insert("title".to_owned(), json!("Records of a tiendo registry"));
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    schema
}

/// The schema of an exchange with [`crate::query`]: an object of `request` and `reply`, with the reply that fits.
///
/// `#/$defs/Request` is any request, `#/$defs/Reply` any reply. Any request may be answered by `#/$defs/Error`.
///
/// ```
/// let schema = tiendo::schema::query();
/// assert_eq!(schema["required"], serde_json::json!(["request", "reply"]));
/// ```
pub fn query() -> Value {
    let mut generator = generator(SchemaSettings::draft2020_12().for_deserialize());
    generator.subschema_for::<Request>();
    let requests = generator.take_definitions(true);

    let mut generator = self::generator(SchemaSettings::draft2020_12().for_serialize());
    let error = generator.subschema_for::<ErrorReply>();
    let fitting = replies(&mut generator);
    let mut definitions = generator.take_definitions(true);
    for (name, mut schema) in requests {
        given(&mut schema);
        let name = if name == "Policy" { GIVEN_POLICY.to_owned() } else { name };
        definitions.insert(name, schema);
    }
    let mut all: Vec<Value> = Vec::new();
    let mut rules = Vec::new();
    for (word, reply) in fitting {
        if !all.contains(reply.as_value()) {
            all.push(reply.clone().into());
        }
        rules.push(json!({
            "if": {"properties": {"request": {"properties": {"query": {"const": word}}}}},
            "then": {"properties": {"reply": {"anyOf": [reply, error]}}},
        }));
    }
    all.push(error.into());
    definitions.insert(
        "Reply".to_owned(),
        json!({"description": "The reply to any request.", "anyOf": all}),
    );
    json!({
        "$schema": DRAFT,
        "title": "An exchange with tiendo's query door",
        "description": "A request and the reply that fits it.",
        "type": "object",
        "required": ["request", "reply"],
        "properties": {
            "request": {"$ref": "#/$defs/Request"},
            "reply": {"$ref": "#/$defs/Reply"},
        },
        "additionalProperties": false,
        "allOf": rules,
        "$defs": definitions,
    })
}

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The reply of each request.
fn replies(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        ("deadline", generator.subschema_for::<ReadingReply<'_>>()),
        ("number", generator.subschema_for::<NumberReadingReply<'_>>()),
        ("calendar", generator.subschema_for::<CalendarReply<'_>>()),
        ("agency", generator.subschema_for::<Agency>()),
        ("search", generator.subschema_for::<Found<'_>>()),
        ("policies", generator.subschema_for::<Policies>()),
        ("status", generator.subschema_for::<Status>()),
        ("evaluate", generator.subschema_for::<Rows>()),
        ("tasks", generator.subschema_for::<Rows>()),
        ("explain", generator.subschema_for::<Explained>()),
        ("roll_up", generator.subschema_for::<RolledUp>()),
        ("rank", generator.subschema_for::<Ranked>()),
        ("period", generator.subschema_for::<PeriodReply>()),
        ("changes", generator.subschema_for::<ChangesReply<'_>>()),
        ("check", generator.subschema_for::<Checked>()),
        ("completeness", generator.subschema_for::<Complete>()),
        ("urging", generator.subschema_for::<Urged>()),
        ("warn", generator.subschema_for::<Warned<'_>>()),
        ("history", generator.subschema_for::<EachDay>()),
        ("live", generator.subschema_for::<Stream>()),
        ("kpis", generator.subschema_for::<Kpis>()),
        ("kpi", generator.subschema_for::<OneKpi>()),
        ("schemes", generator.subschema_for::<Schemes>()),
        ("score", generator.subschema_for::<Scored>()),
        ("resources", generator.subschema_for::<Resources>()),
        ("rank_why", generator.subschema_for::<RankedWhy>()),
        ("schedule", generator.subschema_for::<Scheduled<'_>>()),
        ("blocks", generator.subschema_for::<BlocksReply<'_>>()),
        ("what_if", generator.subschema_for::<WhatIfReply<'_>>()),
        ("baseline", generator.subschema_for::<Baseline>()),
        ("compare", generator.subschema_for::<Compared<'_>>()),
        ("forecast", generator.subschema_for::<Forecast>()),
    ]
}

fn generator(mut settings: SchemaSettings) -> SchemaGenerator {
    settings.transforms.push(Box::new(RecursiveTransform(tidy)));
    settings.into_generator()
}

/// A policy has two forms: what a request may leave out stands in every reply.
const GIVEN_POLICY: &str = "GivenPolicy";

/// Points a request's references to a policy at the form that a request may give.
fn given(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::String(target)) = map.get_mut("$ref")
                && target == "#/$defs/Policy"
            {
                *target = format!("#/$defs/{GIVEN_POLICY}");
            }
            map.values_mut().for_each(given);
        }
        Value::Array(items) => items.iter_mut().for_each(given),
        _ => {}
    }
}

/// Leaves of a description what a reader of JSON needs: no examples in Rust, no links.
fn tidy(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        let prose = text.split("```").next().unwrap_or_default();
        let prose = prose.split("# Example").next().unwrap_or_default();
        *text = String::from(prose.replace("[`", "`").replace("`]", "`").trim());
    }
    // Rust's names of widths say nothing to a JSON reader that the bounds do not say.
    let format = schema.get("format").and_then(Value::as_str);
    if format.is_some_and(|format| !matches!(format, "date" | "date-time")) {
        schema.remove("format");
    }
}

/// One line of a JSON Lines file.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code, clippy::large_enum_variant)] // it stands for its schema
enum Line {
    Document(Document),
    Agency(Agency),
    Succession(Succession),
    Plan(Plan),
    Task(Task),
    Transfer(Transfer),
    Report(Report),
    Allocation(Allocation),
    Kpi(Kpi),
    /// What a file holds beside its records, kept as it is.
    File(Map<String, Value>),
}

/// `vi` or `en`.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "lowercase")]
#[allow(dead_code)] // it stands for its schema
pub(crate) enum LangWord {
    Vi,
    En,
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The code of a period within 1900 to 2199: a day, an ISO week, a month, a quarter, a half \
                            or a year.",
            "type": "string",
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-T[0-9]{2}|-Q[1-4]|-H[12])?$",
            "examples": ["2025-11-20", "2025-T40", "2025-11", "2025-Q4", "2025-H2", "2025"],
        })
    }
}

impl JsonSchema for DocumentNumber {
    fn schema_name() -> Cow<'static, str> {
        "DocumentNumber".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The number of a document in its canonical form.",
            "type": "string",
            "examples": ["57-NQ/TW", "335/2025/NĐ-CP"],
        })
    }
}

impl JsonSchema for crate::query::reply::ByStatus {
    fn schema_name() -> Cow<'static, str> {
        "ByStatus".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = StatusWord::ALL.iter().map(|status| status.as_str()).collect();
        let count = |word: &&str| ((*word).to_owned(), json!({"type": "integer", "minimum": 0}));
        json_schema!({
            "description": "Counts by status.",
            "type": "object",
            "properties": words.iter().map(count).collect::<Map<String, Value>>(),
            "required": words,
            "additionalProperties": false,
        })
    }
}

/// The fields without which a form is no deadline.
const NEEDED: [(&str, &[&str]); 16] = [
    ("by", &["day"]),
    ("before", &["day"]),
    ("from", &["day"]),
    ("by_hour", &["day", "time"]),
    ("period", &["period"]),
    ("before_period", &["period"]),
    ("part_of_period", &["part", "period"]),
    ("range", &["from", "to"]),
    ("periods", &["periods"]),
    ("horizons", &["first", "vision"]),
    ("within", &["count", "unit"]),
    ("recurring", &["cycle"]),
    ("event", &["name"]),
    ("ongoing", &[]),
    ("unspecified", &[]),
    ("unread", &[]),
];

impl JsonSchema for Deadline {
    fn schema_name() -> Cow<'static, str> {
        "Deadline".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Wire::json_schema(generator);
        let words: Vec<&str> = NEEDED.iter().map(|(word, _)| *word).collect();
        let needing = NEEDED.iter().filter(|(_, fields)| !fields.is_empty());
        let rules = needing.map(|(word, fields)| {
            let field = |name: &&str| ((*name).to_owned(), json!({"not": {"type": "null"}}));
            let given: Map<String, Value> = fields.iter().map(field).collect();
            json!({
                "if": {"properties": {"form": {"const": word}}},
                "then": {"required": fields, "properties": given},
            })
        });
        let rules: Vec<Value> = rules.collect();
        if let Some(form) = schema.pointer_mut("/properties/form").and_then(Value::as_object_mut) {
            form.insert("enum".to_owned(), json!(words));
        }
        if let Some(time) = schema.pointer_mut("/properties/time").and_then(Value::as_object_mut) {
            time.insert("pattern".to_owned(), json!("^([01][0-9]|2[0-3]):[0-5][0-9]$"));
        }
        schema.insert("allOf".to_owned(), Value::Array(rules));
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_need_what_the_schema_says() {
        let values = json!({
            "day": "2025-12-31", "time": "17:00", "part": "first_half", "period": "2025-Q4",
            "from": "2025", "to": "2026", "periods": ["2025"], "first": "2030", "vision": "2045",
            "count": 3, "unit": "days", "cycle": "month", "name": "x",
        });
        for (word, fields) in NEEDED {
            let mut deadline = json!({"text": "", "form": word});
            for field in fields {
                let read: Result<Deadline, _> = serde_json::from_value(deadline.clone());
                assert!(read.is_err(), "{word} without {field}");
                deadline[*field] = values[*field].clone();
            }
            let read: Result<Deadline, _> = serde_json::from_value(deadline.clone());
            assert_eq!(read.map(|d| d.form.word()).map_err(|e| e.to_string()), Ok(word));
        }
    }
}
