//! The parts of a packet as they are come by: the object around it, itself, its entries.

use std::fmt::{self, Formatter};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::profile::Layout;
use super::super::{Head, PROGRESS_ENTRIES, Packet, PacketKind};
use super::value::Json;
use super::{ENTRIES, Reading, twice, unknown};
use crate::error::Error;

/// The object that holds the packet.
pub(super) struct Root<'l, 'r, 'o>(&'l mut Reading<'r, 'o>);

impl<'l, 'r, 'o> Root<'l, 'r, 'o> {
    pub(super) fn new(reading: &'l mut Reading<'r, 'o>) -> Self {
        Root(reading)
    }
}

impl<'de> DeserializeSeed<'de> for Root<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let reading = self.0;
        while let Some(name) = map.next_key::<String>()? {
            let profile = reading.profile;
            let mut kinds = PacketKind::ALL.into_iter();
            let kind = kinds.find(|kind| profile.layout(*kind).root == name);
            match kind {
                Some(kind) if reading.packet.is_none() => {
                    map.next_value_seed(Body(reading, kind))?;
                }
                Some(_) => {
                    return Err(reading.malformed(format!("'{name}' is a second packet")));
                }
                None => {
                    unknown(&name, 0, reading.log);
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The packet itself.
struct Body<'l, 'r, 'o>(&'l mut Reading<'r, 'o>, PacketKind);

impl<'de> DeserializeSeed<'de> for Body<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Body<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("a packet, which is an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Body(reading, kind) = self;
        let profile = reading.profile;
        let layout = profile.layout(kind);
        let entries = layout.entries.as_deref().unwrap_or(ENTRIES);
        reading.packet = Some(Packet { kind, head: Head::default(), entries: Vec::new() });
        let (mut has_head, mut has_entries) = (false, false);
        while let Some(name) = map.next_key::<String>()? {
            let seen = match name.as_str() {
                name if name == layout.head => &mut has_head,
                name if name == entries => &mut has_entries,
                _ => {
                    unknown(&name, 0, reading.log);
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if std::mem::replace(seen, true) {
                return Err(reading.twice(&name));
            }
            if name != layout.head {
                map.next_value_seed(Entries(reading, layout))?;
                continue;
            }
            match reading.tree(|tree| map.next_value_seed(tree).map(Some))? {
                Some(Json::Object(fields)) => match twice(&fields) {
                    Some(name) => return Err(reading.twice(name)),
                    None => reading.head(layout, &fields),
                },
                _ => unknown(&name, 0, reading.log),
            }
        }
        Ok(())
    }
}

/// The entries of a packet.
struct Entries<'l, 'r, 'o>(&'l mut Reading<'r, 'o>, &'l Layout);

impl<'de> DeserializeSeed<'de> for Entries<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Entries(reading, layout) = self;
        let mut row = 0;
        while let Some(value) = reading.tree(|tree| list.next_element_seed(tree))? {
            row += 1;
            if row > reading.options.max_entries {
                return Err(reading.beyond("count of entries", row, reading.options.max_entries));
            }
            reading.entry(layout, &value, row);
            if let Some(progress) = reading.options.progress
                && row.is_multiple_of(PROGRESS_ENTRIES)
                && progress(reading.file, row).is_break()
            {
                return Err(reading.stop(Error::Cancelled));
            }
        }
        Ok(())
    }
}
