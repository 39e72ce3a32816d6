//! What stands above a table: the document that sets its tasks, and the day that its reports speak of.

use chrono::NaiveDate;
use tiendo::{DocumentNumber, FindingCode, day, text};

use super::walk::{QUOTED_CHARS, Walk};

impl Walk<'_, '_> {
    /// The document: as asked for, else the number that stands above the table.
    pub(super) fn find_document(&mut self) {
        let options = self.all.options;
        let given = options.document.as_ref().or(self.mapping.document.as_ref());
        let given = given.or(options.mapping.document.as_ref());
        let found = || self.titles.iter().find_map(|l| number_in(l).map(|n| (n, l.clone())));
        let (written, line) = given.map_or_else(
            || found().map_or((None, None), |(number, line)| (Some(number), Some(line))),
            |given| (Some(given.clone()), None),
        );
        let Some(written) = written else { return };
        let Some(id) = self.all.document_id(&written) else { return };
        let stands =
            line.clone().or_else(|| self.titles.iter().find(|l| l.contains(&written)).cloned());
        let day = stands.as_deref().and_then(day_in);
        if let Some(line) = &line {
            let finding = self.log.at(FindingCode::DocumentRead, self.header.first, "");
            self.log.push(finding.arg("id", &id).arg("value", line));
        }
        let title = self.titles.join(" ");
        let title: String = title.chars().take(QUOTED_CHARS * 2).collect();
        self.all.need_document(&id, title.trim(), day);
        self.out.document = Some(id.to_string());
        self.document = Some(id);
    }

    /// The day of reporting: as asked for, else the one that a line above the table states.
    pub(super) fn find_day(&mut self) {
        let options = self.all.options;
        let mapped = self.mapping.reported_on.as_ref().or(options.mapping.reported_on.as_ref());
        let mapped = mapped.and_then(|text| day::parse(text).ok());
        self.day = options.reported_on.or(mapped);
        if self.day.is_none() && self.means.reports {
            let found =
                self.titles.iter().find_map(|l| reporting_day_in(l).map(|d| (d, l.clone())));
            if let Some((day, line)) = found {
                let finding = self.log.at(FindingCode::ReportingDayRead, self.header.first, "");
                self.log.push(finding.arg("day", day).arg("value", line));
                self.day = Some(day);
            }
        }
        self.out.reported_on = self.day.map(|day| day.to_string());
    }
}

/// The document number in a line, where one of its words is one.
fn number_in(line: &str) -> Option<String> {
    let words =
        line.split(|c: char| crate::table::is_blank(c) || matches!(c, '(' | ')' | ',' | ';'));
    let like = |word: &&str| {
        word.contains(['/', '-'])
            && word.chars().any(|c| c.is_ascii_digit())
            && word.chars().any(char::is_alphabetic)
    };
    words
        .filter(like)
        .find_map(|word| DocumentNumber::read(word.trim_end_matches(['.', ':'])).canonical())
}

/// The day up to which a line says that its figures reach: the one behind the words, not the first of a period.
fn reporting_day_in(line: &str) -> Option<NaiveDate> {
    let folded = text::fold(line);
    ["den ngay", "tinh den", "den het ngay", "ngay bao cao"].iter().find_map(|words| {
        let at = folded.find(words)?;
        folded.get(at..).and_then(day_in)
    })
}

/// The day in a line: `19/6/2025`, `ngày 19 tháng 6 năm 2025`.
fn day_in(line: &str) -> Option<NaiveDate> {
    let folded = text::fold(line);
    let words: Vec<&str> = folded
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '-' | '.')))
        .filter(|word| !word.is_empty())
        .collect();
    let slashed = words.iter().find_map(|word| {
        let parts: Vec<u32> = word
            .trim_end_matches('.')
            .split(['/', '.', '-'])
            .map_while(|p| p.parse().ok())
            .collect();
        match parts.as_slice() {
            &[d, m, y] => day::from_ymd(y as i32, m, d),
            _ => None,
        }
    });
    slashed.or_else(|| {
        words.windows(6).find_map(|w| match w {
            ["ngay", d, "thang", m, "nam", y] => {
                day::from_ymd(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
            }
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reporting_day_stands_behind_its_words() {
        let cases = [
            ("(Số liệu từ ngày 15/12/2024 đến ngày 14/6/2025)", Some("2025-06-14")),
            ("(Số liệu tính đến 14/6/2025)", Some("2025-06-14")),
            ("Ngày báo cáo: ngày 19 tháng 6 năm 2025", Some("2025-06-19")),
            ("Kế hoạch ngày 15/12/2024, số liệu đến hết ngày 30.9.2025", Some("2025-09-30")),
            ("Kèm theo Công văn ngày 15/12/2024", None),
        ];
        for (line, expect) in cases {
            let day = reporting_day_in(line).map(|day| day.to_string());
            assert_eq!(day.as_deref(), expect, "{line}");
        }
    }
}
