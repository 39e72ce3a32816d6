//! Texts of the register made fit for an office file, and the findings on what had to be left out.

use std::borrow::Cow;

use tiendo::{Finding, FindingCode, RecordKind};

/// Most findings of one code that are listed for one file; the rest is counted.
const MAX_LISTED: u64 = 1000;

/// What had to be left out of a file, told record by record.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    findings: Vec<Finding>,
    listed: [u64; 2],
}

/// True for what no XML file may hold, and for what makes a text show other than it is.
fn is_control(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        // Overrides and isolates of the writing direction, and what XML excludes.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => true,
        other => other.is_control(),
    }
}

impl Notes {
    /// The text without control characters; line breaks of any system become one.
    pub(crate) fn clean<'t>(&mut self, text: &'t str, record: &str, field: &str) -> Cow<'t, str> {
        // No other byte begins one; nearly all texts end here.
        let begins = |b: u8| b < b' ' || matches!(b, 0x7f | 0xc2 | 0xe2 | 0xef);
        if !text.bytes().any(begins) || !text.contains(is_control) {
            return Cow::Borrowed(text);
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let count = text.chars().filter(|c| is_control(*c)).count();
        if count > 0 {
            let finding = Finding::new(FindingCode::ControlsRemoved).arg("count", count);
            self.add(0, finding, record, field);
        }
        Cow::Owned(text.chars().filter(|c| !is_control(*c)).collect())
    }

    /// The text within a limit counted in UTF-16 units, as Excel counts.
    #[cfg(feature = "xlsx")]
    pub(crate) fn fit<'t>(
        &mut self,
        text: Cow<'t, str>,
        limit: usize,
        record: &str,
        field: &str,
    ) -> Cow<'t, str> {
        // A byte is one unit at most.
        if text.len() <= limit {
            return text;
        }
        let length: usize = text.chars().map(char::len_utf16).sum();
        if length <= limit {
            return text;
        }
        let mut units = 0;
        let end = text.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > limit
        });
        let cut = end.map_or(text.len(), |(at, _)| at);
        let finding =
            Finding::new(FindingCode::CellShortened).arg("length", length).arg("limit", limit);
        self.add(1, finding, record, field);
        Cow::Owned(text[..cut].to_owned())
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn add(&mut self, code: usize, finding: Finding, record: &str, field: &str) {
        self.listed[code] += 1;
        if self.listed[code] <= MAX_LISTED {
            let finding =
                if record.is_empty() { finding } else { finding.about(RecordKind::Task, record) };
            self.findings.push(finding.field(field));
        }
    }

    /// All findings, with how many are not listed.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        let codes = [FindingCode::ControlsRemoved, FindingCode::CellShortened];
        for (code, listed) in codes.into_iter().zip(self.listed) {
            if listed > MAX_LISTED {
                self.findings.push(
                    Finding::new(FindingCode::FindingsOmitted)
                        .arg("count", listed - MAX_LISTED)
                        .arg("code", code.as_str()),
                );
            }
        }
        self.findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_go_and_are_told() {
        let mut notes = Notes::default();
        assert_eq!(notes.clean("a\r\nb\rc\td", "T1", "title"), "a\nb\nc\td");
        assert_eq!(notes.clean("đúng\u{0}\u{202e}hạn\u{1b}", "T1", "title"), "đúnghạn");
        let found = notes.finish();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].args["count"], "3");
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn what_does_not_fit_is_cut_between_characters() {
        let mut notes = Notes::default();
        assert_eq!(notes.fit("aé😀b".into(), 5, "T1", "title"), "aé😀b");
        assert_eq!(notes.fit("aé😀b".into(), 3, "T1", "title"), "aé");
        assert_eq!(notes.finish().len(), 1);
    }
}
