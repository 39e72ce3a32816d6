//! Reading the common report without a general reader of JSON: of ten million records nearly all are of this form.
//!
//! What a ledger writes has its fields in one order. An entry with anything else in it, or with a text that has an escape,
//! is left to the general reader, which gives the same records: a test compares the two.

use tiendo::{AgencyId, Report, ReportId, ReportKind, TaskId, day};

/// The reports of an entry that holds nothing but common ones.
pub(crate) fn reports(records: &str) -> Option<Vec<Report>> {
    let mut at = Cursor(records.strip_prefix('[')?);
    // A report takes more bytes than these.
    let mut reports = Vec::with_capacity(records.len() / 90);
    loop {
        reports.push(at.report()?);
        match at.0 {
            "]" => return Some(reports),
            _ => at.skip(",")?,
        }
    }
}

/// What is left to read.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn skip(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    /// A text up to its closing quotation mark, which is read too; none where it holds an escape.
    fn text(&mut self) -> Option<&'a str> {
        let end = self.0.bytes().position(|byte| byte == b'"')?;
        let (text, rest) = self.0.split_at_checked(end)?;
        if text.contains('\\') {
            return None;
        }
        self.0 = rest.get(1..)?;
        Some(text)
    }

    /// The value of a field that may be absent; none for one that cannot be read so.
    fn field<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, tiendo::Error>,
        take: &mut Option<T>,
    ) -> Option<()> {
        if self.skip(name).is_some() {
            *take = Some(read(self.text()?).ok()?);
        }
        Some(())
    }

    fn report(&mut self) -> Option<Report> {
        self.skip(r#"{"report":{"id":""#)?;
        let id = ReportId::new(self.text()?).ok()?;
        self.skip(r#","task":""#)?;
        let task = TaskId::new(self.text()?).ok()?;
        let mut addressee = None;
        self.field(r#","addressee":""#, AgencyId::new, &mut addressee)?;
        self.skip(r#","kind":""#)?;
        let kind = ReportKind::parse(self.text()?);
        self.skip(r#","reported_on":""#)?;
        let mut report = Report::new(id, task, kind, day::parse(self.text()?).ok()?);
        report.addressee = addressee;
        self.field(r#","recorded_at":""#, day::parse_instant, &mut report.recorded_at)?;
        self.field(r#","by":""#, AgencyId::new, &mut report.by)?;
        if self.skip(r#","percent":"#).is_some() {
            let end = self.0.bytes().position(|byte| !byte.is_ascii_digit())?;
            let (digits, rest) = self.0.split_at_checked(end)?;
            report.percent = Some(digits.parse().ok()?);
            self.0 = rest;
        }
        self.field(r#","new_deadline":""#, day::parse, &mut report.new_deadline)?;
        self.skip("}}")?;
        Some(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Record, Recorded};

    fn report(id: &str) -> Report {
        let on = day::parse("2025-07-01").unwrap();
        Report::new(ReportId::new(id).unwrap(), TaskId::new("T đ").unwrap(), ReportKind::Extend, on)
    }

    fn written(reports: &[Report]) -> String {
        let mut bytes = vec![b'['];
        for (i, report) in reports.iter().enumerate() {
            if i > 0 {
                bytes.push(b',');
            }
            Recorded::write(&Record::from(report.clone()), None, None, &mut bytes).unwrap();
        }
        bytes.push(b']');
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_common_report_is_read_as_the_general_reader_reads_it() {
        let mut full = report("1");
        full.addressee = AgencyId::new("A").ok();
        full.by = AgencyId::new("B").ok();
        full.percent = Some(100);
        full.recorded_at = day::parse_instant("2025-07-01T10:00:01").ok();
        full.new_deadline = day::parse("2026-01-01").ok();
        let mut some = report("2");
        some.kind = ReportKind::parse("a word of later");
        some.percent = Some(0);
        let all = [full, some, report("3")];
        let text = written(&all);
        assert_eq!(reports(&text).unwrap(), all);
        let general: Vec<Recorded> = serde_json::from_str(&text).unwrap();
        let general = general.into_iter().map(|r| r.record).collect::<Vec<_>>();
        assert_eq!(general, all.map(Record::from));
    }

    #[test]
    fn anything_else_is_left_to_the_general_reader() {
        let mut escaped = report("a\"b");
        assert!(reports(&written(&[escaped.clone()])).is_none());
        escaped = report("a");
        escaped.reason = tiendo::Text::new("lý do").ok();
        assert!(reports(&written(&[report("1"), escaped])).is_none());
        let text = written(&[report("1"), report("2")]);
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert!(reports(&text[..end]).is_none(), "{end}");
        }
        let wrong = text.replace("2025-07-01", "2025-7-1");
        assert!(reports(&wrong).is_none());
        assert!(reports("[]").is_none());
    }
}
