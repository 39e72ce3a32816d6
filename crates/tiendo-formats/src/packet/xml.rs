//! Packets in XML.

use std::collections::BTreeSet;
use std::io::{self, Write};

use tiendo::{Finding, FindingCode};

use super::json::{unknown, unread};
use super::profile::FieldName;
use super::{Entry, Head, Packet, PacketKind, Profile, ReadOptions};
use crate::error::Error;
use crate::table::Log;
use crate::xml::{Document, Element, Limits, Output, unfitting};

pub(super) fn write(
    packet: &Packet,
    profile: &Profile,
    file: &str,
    heard: &dyn Fn(u64) -> Result<(), Error>,
    to: &mut impl Write,
    findings: &mut Vec<Finding>,
) -> Result<(), Error> {
    let io = |source| Error::Io { path: file.to_owned(), source };
    let layout = profile.layout(packet.kind);
    let mut writer = Writer { out: Output::indented(to).map_err(io)?, replaced: 0 };
    let namespace: Vec<(&str, &str)> =
        profile.namespace.iter().map(|namespace| ("xmlns", namespace.as_str())).collect();
    writer.out.open(&layout.root, &namespace).map_err(io)?;
    let head = |name: &FieldName| profile.head_text(name, &packet.head);
    writer.element(&layout.head, &layout.head_fields, head).map_err(io)?;
    writer.out.close(&layout.head).map_err(io)?;
    if let Some(entries) = &layout.entries {
        writer.out.open(entries, &[]).map_err(io)?;
    }
    for (entry, done) in packet.entries.iter().zip(1..) {
        let text = |name: &FieldName| profile.entry_text(name, entry);
        writer.element(&layout.entry, &layout.fields, text).map_err(io)?;
        if let Some(names) = layout.breakdown.as_ref().filter(|_| !entry.breakdown.is_empty()) {
            writer.out.open(&names.name, &[]).map_err(io)?;
            for (dimension, item) in &entry.breakdown {
                writer.replaced += unfitting(dimension) + unfitting(item);
                writer.out.open(&names.item, &[(&names.dimension, dimension)]).map_err(io)?;
                writer.out.text(item).map_err(io)?;
                writer.out.close(&names.item).map_err(io)?;
            }
            writer.out.close(&names.name).map_err(io)?;
        }
        writer.out.close(&layout.entry).map_err(io)?;
        heard(done)?;
    }
    if let Some(entries) = &layout.entries {
        writer.out.close(entries).map_err(io)?;
    }
    writer.out.close(&layout.root).map_err(io)?;
    if writer.replaced > 0 {
        findings.push(Finding::new(FindingCode::ControlsRemoved).arg("count", writer.replaced));
    }
    writer.out.finish().write_all(b"\n").map_err(io)
}

struct Writer<W> {
    out: Output<W>,
    /// Characters that XML cannot hold.
    replaced: usize,
}

impl<W: Write> Writer<W> {
    /// An element with its fields, left open.
    fn element(
        &mut self,
        element: &str,
        fields: &[FieldName],
        text: impl Fn(&FieldName) -> String,
    ) -> io::Result<()> {
        let shown = fields.iter().map(|name| (name, text(name)));
        let shown: Vec<(&FieldName, String)> =
            shown.filter(|(name, text)| name.shows(text)).collect();
        self.replaced += shown.iter().map(|(_, text)| unfitting(text)).sum::<usize>();
        let attributes: Vec<(&str, &str)> = shown
            .iter()
            .filter(|(name, _)| name.attribute)
            .map(|(name, text)| (name.name.as_str(), text.as_str()))
            .collect();
        self.out.open(element, &attributes)?;
        for (name, text) in shown.iter().filter(|(name, _)| !name.attribute) {
            self.out.leaf(&name.name, text)?;
        }
        Ok(())
    }
}

pub(super) fn read(
    file: &str,
    bytes: &[u8],
    profile: &Profile,
    options: &ReadOptions<'_>,
    log: &mut Log,
) -> Result<(Packet, Vec<u64>), Error> {
    let limits = Limits { file_bytes: options.max_file_bytes, ..Limits::default() };
    let mut document = Document::open(file, bytes, limits)?;
    let root = document.root()?.name().to_owned();
    let kind = PacketKind::ALL.into_iter().find(|kind| profile.layout(*kind).root == root);
    let Some(kind) = kind else {
        let reason = format!("'{root}' is not the root of a packet of this profile");
        return Err(Error::Malformed { path: file.to_owned(), reason });
    };
    let layout = profile.layout(kind);
    let mut read = Read {
        packet: Packet { kind, head: Head::default(), entries: Vec::new() },
        lines: Vec::new(),
        file,
        profile,
        options,
        log,
    };
    let mut has_head = false;
    while let Some(child) = document.child()? {
        let (name, line) = (child.name().to_owned(), child.line());
        if name == layout.head {
            if std::mem::replace(&mut has_head, true) {
                let reason = format!("line {line}: '{name}' stands twice");
                return Err(Error::Malformed { path: file.to_owned(), reason });
            }
            read.head(document.subtree()?);
        } else if Some(&name) == layout.entries.as_ref() {
            while let Some(child) = document.child()? {
                let (name, line) = (child.name().to_owned(), child.line());
                if name == layout.entry {
                    read.entry(document.subtree()?)?;
                } else {
                    unknown(&name, line, read.log);
                    document.skip()?;
                }
            }
        } else if layout.entries.is_none() && name == layout.entry {
            read.entry(document.subtree()?)?;
        } else {
            unknown(&name, line, read.log);
            document.skip()?;
        }
    }
    document.finish()?;
    Ok((read.packet, read.lines))
}

struct Read<'r, 'o> {
    packet: Packet,
    lines: Vec<u64>,
    file: &'r str,
    profile: &'r Profile,
    options: &'r ReadOptions<'o>,
    log: &'r mut Log,
}

impl Read<'_, '_> {
    fn head(&mut self, element: Element<'_>) {
        let names = &self.profile.layout(self.packet.kind).head_fields;
        for (name, line, text, is_attribute) in values(element) {
            let Some(known) = known(names, &name, is_attribute) else {
                self.other(&name, line);
                continue;
            };
            let neutral = self.profile.neutral_text(known.field, &text);
            if !text.is_empty()
                && !neutral.is_some_and(|text| known.field.put_head(&mut self.packet.head, text))
            {
                unread(line, &name, &text, self.log);
            }
        }
    }

    fn entry(&mut self, element: Element<'_>) -> Result<(), Error> {
        let count = self.packet.entries.len() as u64 + 1;
        if count > self.options.max_entries {
            return Err(Error::LimitExceeded {
                place: format!("{}:{}", self.file, element.line()),
                limit: "count of entries",
                value: count,
                allowed: self.options.max_entries,
            });
        }
        let layout = self.profile.layout(self.packet.kind);
        let mut entry = Entry::default();
        let (mut seen, mut twice) = (BTreeSet::new(), None);
        if let Some(names) = &layout.breakdown {
            for (number, part) in element.children().filter(|c| c.name() == names.name).enumerate()
            {
                twice = twice.or((number > 0).then(|| names.name.clone()));
                for item in part.children() {
                    let dimension = item.attribute(&names.dimension);
                    let Some(dimension) = dimension.filter(|_| item.name() == names.item) else {
                        self.other(item.name(), item.line());
                        continue;
                    };
                    let text = item.text().into_owned();
                    if entry.breakdown.insert(dimension.to_owned(), text).is_some() {
                        twice = Some(dimension.to_owned());
                    }
                }
            }
        }
        for (name, line, text, is_attribute) in values(element) {
            if layout.breakdown.as_ref().is_some_and(|b| b.name == name && !is_attribute) {
                continue;
            }
            let Some(known) = known(&layout.fields, &name, is_attribute) else {
                self.other(&name, line);
                continue;
            };
            if !seen.insert(known.name.as_str()) {
                twice = Some(name);
                continue;
            }
            let neutral = self.profile.neutral_text(known.field, &text);
            if !text.is_empty()
                && !neutral.is_some_and(|text| known.field.put_entry(&mut entry, text))
            {
                unread(line, &name, &text, self.log);
            }
        }
        if let Some(name) = twice {
            let finding = self.log.at(FindingCode::FieldTwice, element.line(), &name);
            self.log.push(finding.arg("name", name));
            return Ok(());
        }
        if entry.code.is_empty() {
            let finding = self.log.at(FindingCode::CellMissing, element.line(), "code");
            self.log.push(finding.field("code"));
            return Ok(());
        }
        self.packet.entries.push(entry);
        self.lines.push(element.line());
        let done = self.packet.entries.len() as u64;
        match self.options.progress {
            Some(progress)
                if done.is_multiple_of(super::PROGRESS_ENTRIES)
                    && progress(self.file, done).is_break() =>
            {
                Err(Error::Cancelled)
            }
            _ => Ok(()),
        }
    }

    fn other(&mut self, name: &str, line: u64) {
        unknown(name, line, self.log);
    }
}

/// Attributes and children with their texts; namespaces are none.
fn values(element: Element<'_>) -> impl Iterator<Item = (String, u64, String, bool)> + '_ {
    let line = element.line();
    let attributes = element.attributes().filter(|(name, _)| !name.starts_with("xmlns"));
    let attributes = attributes.map(move |(name, value)| (name.into(), line, value.into(), true));
    let children = element.children();
    attributes
        .chain(children.map(|c| (c.name().to_owned(), c.line(), c.text().into_owned(), false)))
}

fn known<'n>(names: &'n [FieldName], name: &str, is_attribute: bool) -> Option<&'n FieldName> {
    names.iter().find(|known| known.name == name && known.attribute == is_attribute)
}
