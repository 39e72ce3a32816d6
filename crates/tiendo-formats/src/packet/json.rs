//! Packets in JSON: `{"root": {"head": {…}, "entries": [{…, "breakdown": {…}}]}}`, keys in the order of the profile.

use serde_json::{Map, Value};
use tiendo::{Finding, FindingCode};

use super::field::{Field, Kind};
use super::profile::{Decimal, FieldName, Layout};
use super::{Entry, Head, Packet, PacketKind, Profile, ReadOptions};
use crate::error::Error;
use crate::table::Log;

/// The key of the entries where the profile names no element around them.
const ENTRIES: &str = "entries";

pub(super) fn write(
    packet: &Packet,
    profile: &Profile,
    heard: &dyn Fn(u64) -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    let layout = profile.layout(packet.kind);
    let mut out = String::new();
    out.push('{');
    key(&mut out, &layout.root);
    out.push('{');
    key(&mut out, &layout.head);
    let head = |name: &FieldName| profile.head_text(name, &packet.head);
    object(&mut out, &layout.head_fields, head, profile);
    out.push_str("},");
    key(&mut out, layout.entries.as_deref().unwrap_or(ENTRIES));
    out.push('[');
    for (i, entry) in packet.entries.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        object(&mut out, &layout.fields, |name| profile.entry_text(name, entry), profile);
        if let Some(breakdown) = layout.breakdown.as_ref().filter(|_| !entry.breakdown.is_empty()) {
            out.push(',');
            key(&mut out, &breakdown.name);
            out.push('{');
            for (i, (dimension, item)) in entry.breakdown.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                key(&mut out, dimension);
                string(&mut out, item);
            }
            out.push('}');
        }
        out.push('}');
        heard(i as u64 + 1)?;
    }
    out.push_str("\n]}}\n");
    Ok(out.into_bytes())
}

/// An object with its fields, left open. The code of an entry and the day of a head always stand in it.
fn object(
    out: &mut String,
    fields: &[FieldName],
    text: impl Fn(&FieldName) -> String,
    profile: &Profile,
) {
    out.push('{');
    let mut is_first = true;
    for name in fields {
        let text = text(name);
        if !name.shows(&text) {
            continue;
        }
        if !std::mem::take(&mut is_first) {
            out.push(',');
        }
        key(out, &name.name);
        let is_number = name.field.kind() == Kind::Number && profile.decimal == Decimal::Point;
        if is_number && !text.is_empty() {
            out.push_str(&text);
        } else {
            string(out, &text);
        }
    }
}

fn key(out: &mut String, name: &str) {
    string(out, name);
    out.push(':');
}

fn string(out: &mut String, text: &str) {
    out.push_str(&Value::from(text).to_string());
}

pub(super) fn read(
    file: &str,
    bytes: &[u8],
    profile: &Profile,
    options: &ReadOptions<'_>,
    log: &mut Log,
) -> Result<(Packet, Vec<u64>), Error> {
    let root: Value = serde_json::from_slice(bytes).map_err(|error| Error::InvalidJson {
        file: file.to_owned(),
        line: error.line() as u64,
        column: error.column() as u64,
        reason: error.to_string(),
    })?;
    let malformed =
        |reason: &str| Error::Malformed { path: file.to_owned(), reason: reason.to_owned() };
    let object = root.as_object().ok_or_else(|| malformed("not an object"))?;
    let found = PacketKind::ALL.into_iter().find_map(|kind| {
        let layout = profile.layout(kind);
        Some((kind, layout, object.get(&layout.root)?.as_object()?))
    });
    let Some((kind, layout, body)) = found else {
        return Err(malformed("no packet of this profile"));
    };
    let mut packet = Packet { kind, head: Head::default(), entries: Vec::new() };
    let entries_key = layout.entries.as_deref().unwrap_or(ENTRIES);
    for (name, value) in body {
        match value {
            Value::Object(head) if *name == layout.head => {
                fields(head, &layout.head_fields, profile, 0, None, log, &mut |field, text| {
                    field.put_head(&mut packet.head, text)
                });
            }
            Value::Array(entries) if *name == entries_key => {
                let count = entries.len() as u64;
                if count > options.max_entries {
                    return Err(Error::LimitExceeded {
                        place: file.to_owned(),
                        limit: "count of entries",
                        value: count,
                        allowed: options.max_entries,
                    });
                }
                packet.entries.reserve(entries.len());
            }
            _ => unknown(name, 0, log),
        }
    }
    let entries = body.get(entries_key).and_then(Value::as_array);
    let mut rows = Vec::new();
    for (value, row) in entries.into_iter().flatten().zip(1..) {
        let Some(object) = value.as_object() else {
            let text = value.to_string();
            log.push(log.at(FindingCode::RecordForm, row, "").arg("value", text));
            continue;
        };
        if let Some(entry) = entry(object, layout, profile, row, log) {
            packet.entries.push(entry);
            rows.push(row);
        }
    }
    Ok((packet, rows))
}

fn entry(
    object: &Map<String, Value>,
    layout: &Layout,
    profile: &Profile,
    row: u64,
    log: &mut Log,
) -> Option<Entry> {
    let mut entry = Entry::default();
    let breakdown = layout.breakdown.as_ref().map(|breakdown| breakdown.name.as_str());
    fields(object, &layout.fields, profile, row, breakdown, log, &mut |field, text| {
        field.put_entry(&mut entry, text)
    });
    if let Some(items) = breakdown.and_then(|name| object.get(name)) {
        for (dimension, item) in items.as_object().into_iter().flatten() {
            match scalar(item) {
                Some(item) => drop(entry.breakdown.insert(dimension.clone(), item)),
                None => unread(row, dimension, &item.to_string(), log),
            }
        }
    }
    if entry.code.is_empty() {
        log.push(log.at(FindingCode::CellMissing, row, "code").field("code"));
        return None;
    }
    Some(entry)
}

fn fields(
    object: &Map<String, Value>,
    names: &[FieldName],
    profile: &Profile,
    row: u64,
    breakdown: Option<&str>,
    log: &mut Log,
    put: &mut dyn FnMut(Field, String) -> bool,
) {
    for (name, value) in object {
        let Some(known) = names.iter().find(|known| known.name == *name) else {
            if breakdown != Some(name.as_str()) {
                unknown(name, row, log);
            }
            continue;
        };
        let Some(text) = scalar(value) else {
            unread(row, name, &value.to_string(), log);
            continue;
        };
        if text.is_empty() {
            continue;
        }
        // A number of JSON is one whatever stands before decimals in texts.
        let neutral = match (value, known.field.kind()) {
            (Value::Number(_), Kind::Number) => Some(text.clone()),
            _ => profile.neutral_text(known.field, &text),
        };
        if !neutral.is_some_and(|neutral| put(known.field, neutral)) {
            unread(row, name, &text, log);
        }
    }
}

/// The text of a value that is not made of others; of `null` the empty one.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        // An integer as it stands; any other without an exponent.
        Value::Number(number) if number.is_f64() => number.as_f64().map(|n| format!("{n}")),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

pub(super) fn unknown(name: &str, row: u64, log: &mut Log) {
    let finding = |log: &Log| -> Finding {
        log.at(FindingCode::ColumnUnknown, row, name).arg("column", name)
    };
    log.habit("", finding, FindingCode::ColumnUnknown, name);
}

pub(super) fn unread(row: u64, name: &str, value: &str, log: &mut Log) {
    log.push(log.at(FindingCode::CellUnread, row, name).field(name).arg("value", value));
}
