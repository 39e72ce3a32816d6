//! Packets in JSON: `{"root": {"head": {…}, "entries": [{…, "breakdown": {…}}]}}`, keys in the order of the profile.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::Write;

use serde::de::{self, DeserializeSeed};
use serde_json::Value;
use serde_json::error::Category;
use tiendo::{Finding, FindingCode};

use super::field::{Field, Kind};
use super::profile::{Decimal, FieldName, Layout};
use super::{Entry, Head, Packet, Profile, ReadOptions};
use crate::error::Error;
use crate::table::Log;

mod part;
mod value;

use part::Root;
use value::{Json, MAX_VALUES, Tree};

/// The key of the entries where the profile names no element around them.
pub(super) const ENTRIES: &str = "entries";

pub(super) fn write(
    packet: &Packet,
    profile: &Profile,
    file: &str,
    heard: &dyn Fn(u64) -> Result<(), Error>,
    to: &mut impl Write,
) -> Result<(), Error> {
    let io = |source| Error::Io { path: file.to_owned(), source };
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
        // No more than an entry is held at a time.
        to.write_all(out.as_bytes()).map_err(io)?;
        out.clear();
        heard(i as u64 + 1)?;
    }
    out.push_str("\n]}}\n");
    to.write_all(out.as_bytes()).map_err(io)
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
    let (packet, rows, stop) = (None, Vec::new(), None);
    let mut reading = Reading { file, profile, options, log, packet, rows, stop };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = Root::new(&mut reading).deserialize(&mut json).and_then(|()| json.end());
    let Reading { packet, rows, stop, .. } = reading;
    if let Some(stop) = stop {
        return Err(stop);
    }
    let malformed = |reason: String| Error::Malformed { path: file.to_owned(), reason };
    read.map_err(|error| match error.classify() {
        Category::Data => malformed(error.to_string()),
        _ => Error::InvalidJson {
            file: file.to_owned(),
            line: error.line() as u64,
            column: error.column() as u64,
            reason: error.to_string(),
        },
    })?;
    let packet = packet.ok_or_else(|| malformed("no packet of this profile".to_owned()))?;
    Ok((packet, rows))
}

/// A packet being read, an entry at a time.
struct Reading<'r, 'o> {
    file: &'r str,
    profile: &'r Profile,
    options: &'r ReadOptions<'o>,
    log: &'r mut Log,
    packet: Option<Packet>,
    rows: Vec<u64>,
    /// Why it is not read on, where that is not the fault of its JSON.
    stop: Option<Error>,
}

impl Reading<'_, '_> {
    /// Ends reading.
    fn stop<E: de::Error>(&mut self, error: Error) -> E {
        self.stop = Some(error);
        E::custom("reading was stopped")
    }

    fn twice<E: de::Error>(&mut self, name: &str) -> E {
        let shown: String = name.chars().take(80).collect();
        self.malformed(format!("'{shown}' stands twice"))
    }

    fn malformed<E: de::Error>(&mut self, reason: String) -> E {
        self.stop(Error::Malformed { path: self.file.to_owned(), reason })
    }

    fn beyond<E: de::Error>(&mut self, limit: &'static str, value: u64, allowed: u64) -> E {
        let place = self.file.to_owned();
        self.stop(Error::LimitExceeded { place, limit, value, allowed })
    }

    /// A value with what lies in it, within the limit.
    fn tree<E: de::Error>(
        &mut self,
        read: impl FnOnce(Tree<'_>) -> Result<Option<Json>, E>,
    ) -> Result<Option<Json>, E> {
        let left = Cell::new(MAX_VALUES);
        let value = read(Tree::within(&left));
        if left.get() == 0 {
            let allowed = u64::from(MAX_VALUES);
            return Err(self.beyond("count of values of an entry", allowed + 1, allowed));
        }
        value
    }

    fn head(&mut self, layout: &Layout, fields: &[(String, Json)]) {
        let mut head = Head::default();
        self.fields(fields, &layout.head_fields, 0, None, &mut |field, text| {
            field.put_head(&mut head, text)
        });
        if let Some(packet) = &mut self.packet {
            packet.head = head;
        }
    }

    fn entry(&mut self, layout: &Layout, value: &Json, row: u64) {
        let Json::Object(fields) = value else {
            let shown = value.scalar().unwrap_or_else(|| "[…]".to_owned());
            self.log.push(self.log.at(FindingCode::RecordForm, row, "").arg("value", shown));
            return;
        };
        let breakdown = layout.breakdown.as_ref().map(|breakdown| breakdown.name.as_str());
        let broken_down = fields.iter().find(|(name, _)| Some(name.as_str()) == breakdown);
        let items = match broken_down {
            Some((_, Json::Object(items))) => items.as_slice(),
            Some((name, value)) => {
                let text = value.scalar().unwrap_or_else(|| "[…]".to_owned());
                if !text.is_empty() {
                    unread(row, name, &text, self.log);
                }
                &[]
            }
            None => &[],
        };
        if let Some(name) = twice(fields).or_else(|| twice(items)) {
            let finding = self.log.at(FindingCode::FieldTwice, row, name);
            self.log.push(finding.arg("name", name));
            return;
        }
        let mut entry = Entry::default();
        self.fields(fields, &layout.fields, row, breakdown, &mut |field, text| {
            field.put_entry(&mut entry, text)
        });
        for (dimension, item) in items {
            match item.scalar() {
                Some(item) => drop(entry.breakdown.insert(dimension.clone(), item)),
                None => unread(row, dimension, "[…]", self.log),
            }
        }
        if entry.code.is_empty() {
            self.log.push(self.log.at(FindingCode::CellMissing, row, "code").field("code"));
            return;
        }
        if let Some(packet) = &mut self.packet {
            packet.entries.push(entry);
            self.rows.push(row);
        }
    }

    fn fields(
        &mut self,
        fields: &[(String, Json)],
        names: &[FieldName],
        row: u64,
        breakdown: Option<&str>,
        put: &mut dyn FnMut(Field, String) -> bool,
    ) {
        for (name, value) in fields {
            let Some(known) = names.iter().find(|known| known.name == *name) else {
                if breakdown != Some(name.as_str()) {
                    unknown(name, row, self.log);
                }
                continue;
            };
            let Some(text) = value.scalar() else {
                unread(row, name, "[…]", self.log);
                continue;
            };
            if text.is_empty() {
                continue;
            }
            // A number of JSON is one whatever stands before decimals in texts.
            let neutral = match (value, known.field.kind()) {
                (Json::Scalar(Value::Number(_)), Kind::Number) => Some(text.clone()),
                _ => self.profile.neutral_text(known.field, &text),
            };
            if !neutral.is_some_and(|neutral| put(known.field, neutral)) {
                unread(row, name, &text, self.log);
            }
        }
    }
}

/// The first name that stands twice.
fn twice(fields: &[(String, Json)]) -> Option<&str> {
    let mut seen = HashSet::new();
    fields.iter().map(|(name, _)| name.as_str()).find(|name| !seen.insert(*name))
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
