//! The table of formats: what the tests say that they read and wrote, what was found out, and who confirmed it.
//!
//! A test says so in a line of its own: `formats | ics | 1 | 0 | {"todo_unread": 2} | icalendar 6.3`, which is the format, how
//! many files were read and written, the findings by kind, and readers or writers of others, or what else was compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What was said of all formats.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Formats {
    by_name: BTreeMap<String, Format>,
    /// Lines that say something else.
    unread: BTreeSet<String>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Format {
    read: u64,
    written: u64,
    findings: BTreeMap<String, u64>,
    confirmed: BTreeSet<String>,
}

/// The names of the columns.
const HEAD: [&str; 5] =
    ["format", "files read", "files written", "who confirmed", "findings by kind"];

impl Formats {
    /// Takes a line of a test, where it is one of these. A runner's own words may stand before it.
    pub(crate) fn hear(&mut self, line: &str) {
        let Some((before, said)) = line.split_once("formats | ") else { return };
        if !(before.is_empty() || before.ends_with("... ")) {
            return;
        }
        if self.add(said).is_none() {
            self.unread.insert(said.to_owned());
        }
    }

    fn add(&mut self, said: &str) -> Option<()> {
        let parts: Vec<&str> = said.split(" | ").map(str::trim).collect();
        let [name, read, written, findings, who] = parts.as_slice() else { return None };
        let (read, written): (u64, u64) = (read.parse().ok()?, written.parse().ok()?);
        let mut found = BTreeMap::new();
        let words = findings.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let mut words = words.filter(|word| !word.is_empty());
        while let Some(code) = words.next() {
            *found.entry(code).or_insert(0) += words.next()?.parse::<u64>().ok()?;
        }
        let format = self.by_name.entry((*name).to_owned()).or_default();
        format.read += read;
        format.written += written;
        for (code, count) in found {
            *format.findings.entry(code.to_owned()).or_default() += count;
        }
        format.confirmed.extend(who.split(", ").map(str::to_owned));
        Some(())
    }

    /// Adds what another run said.
    pub(crate) fn append(&mut self, other: Formats) {
        self.unread.extend(other.unread);
        for (name, more) in other.by_name {
            let format = self.by_name.entry(name).or_default();
            format.read += more.read;
            format.written += more.written;
            for (code, count) in more.findings {
                *format.findings.entry(code).or_default() += count;
            }
            format.confirmed.extend(more.confirmed);
        }
    }

    /// The table, a line for each format, as wide as it must be; nothing where no test said anything.
    pub(crate) fn table(&self) -> Vec<String> {
        let mut rows = vec![HEAD.map(str::to_owned)];
        rows.extend(self.by_name.iter().map(|(name, format)| {
            let findings: Vec<String> =
                format.findings.iter().map(|(code, count)| format!("{code} {count}")).collect();
            let who: Vec<&str> = format.confirmed.iter().map(String::as_str).collect();
            let or_none = |text: String| if text.is_empty() { "-".to_owned() } else { text };
            [
                name.clone(),
                format.read.to_string(),
                format.written.to_string(),
                who.join(", "),
                or_none(findings.join(", ")),
            ]
        }));
        if rows.len() == 1 && self.unread.is_empty() {
            return Vec::new();
        }
        let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..HEAD.len() - 1).map(width).collect();
        let line = |row: &[String; 5]| {
            let mut line = String::from("formats");
            for (at, cell) in row.iter().enumerate() {
                let width = widths.get(at).copied().unwrap_or(0);
                // Writing into a text cannot fail.
                let _ = write!(line, " | {cell:<width$}");
            }
            line.trim_end().to_owned()
        };
        let unread = self.unread.iter().map(|said| format!("formats: not understood: {said}"));
        rows.iter().map(line).chain(unread).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_tests_are_summed_up() {
        let mut formats = Formats::default();
        for line in [
            "formats | ics | 1 | 0 | {\"todo_unread\": 2, \"zone_unknown\": 1} | icalendar 6.3",
            "test a ... formats | ics | 2 | 1 | todo_unread 3 | icalendar 6.3, own reader",
            "formats | mspdi | 0 | 1 | - | mpxj",
            "formats | packet | 2 | 1 | field_unread 1, field_unread 1 | C",
            "of all formats | that are there",
            "formats | ics | many | 1 | - | nobody",
        ] {
            formats.hear(line);
        }
        let mut all = Formats::default();
        all.append(formats);
        assert_eq!(
            all.table(),
            [
                "formats | format | files read | files written | who confirmed             | findings by kind",
                "formats | ics    | 3          | 1             | icalendar 6.3, own reader | todo_unread 5, zone_unknown 1",
                "formats | mspdi  | 0          | 1             | mpxj                      | -",
                "formats | packet | 2          | 1             | C                         | field_unread 2",
                "formats: not understood: ics | many | 1 | - | nobody",
            ]
        );
        assert_eq!(Formats::default().table(), Vec::<String>::new());
    }
}
