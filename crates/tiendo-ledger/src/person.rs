//! What is about a person, kept apart from the entry so that it can be erased while the chain still verifies.
//!
//! Three fields name a person or a post that only one person holds: `responsible_person` and `supervising_leader` of a
//! task, `by_post` of a report. The entry holds a salted hash in their place, the table `apart` the salt and the text.
//! Without the salt, which is erased with the text, the hash tells nothing, not even to who tries all names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tiendo::Text;

use crate::canonical::Hash;
use crate::record::Record;

/// Bytes of a salt.
pub(crate) const SALT_BYTES: usize = 16;

/// The fields of a record that are kept apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Apart(BTreeMap<String, Text>);

impl Apart {
    /// Takes them out of a record; none where there is nothing to take.
    pub(crate) fn take(record: &Record) -> Option<(Record, Apart)> {
        let mut apart = BTreeMap::new();
        let mut rest = match record {
            Record::Task(t) if t.responsible_person.is_none() && t.supervising_leader.is_none() => {
                return None;
            }
            Record::Report(r) if r.by_post.is_none() => return None,
            Record::Task(_) | Record::Report(_) => record.clone(),
            _ => return None,
        };
        for (name, field) in fields(&mut rest) {
            if let Some(text) = field.take() {
                apart.insert(name.to_owned(), text);
            }
        }
        Some((rest, Apart(apart)))
    }

    /// Puts them back; a name that the record has no field for is left out.
    pub(crate) fn put_back(mut self, record: &mut Record) {
        for (name, field) in fields(record) {
            if let Some(text) = self.0.remove(name) {
                *field = Some(text);
            }
        }
    }

    /// Takes out a person; the fields that named them.
    pub(crate) fn remove(&mut self, name: &str) -> Vec<String> {
        let is_named = |text: &Text| text.as_str() == name;
        let fields = self.0.iter().filter(|(_, text)| is_named(text));
        let fields = fields.map(|(field, _)| field.clone()).collect();
        self.0.retain(|_, text| !is_named(text));
        fields
    }

    /// True where nothing is kept apart.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text that the table holds.
    pub(crate) fn json(&self) -> String {
        // A map of texts always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The hash that stands in the entry.
    pub(crate) fn hash(salt: &[u8], json: &str) -> Hash {
        Hash::of(&[salt, json.as_bytes()])
    }
}

/// The fields that are about persons, by name.
fn fields(record: &mut Record) -> Vec<(&'static str, &mut Option<Text>)> {
    match record {
        Record::Task(task) => vec![
            ("responsible_person", &mut task.responsible_person),
            ("supervising_leader", &mut task.supervising_leader),
        ],
        Record::Report(report) => vec![("by_post", &mut report.by_post)],
        _ => Vec::new(),
    }
}
