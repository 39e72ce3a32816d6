//! Answers as one CSV table (RFC 4180): a header, as many fields in every row, the scope in the last columns.

use std::borrow::Cow;
use std::io::Write;

use tiendo::Scope;

use crate::failure::Failure;

/// Rows for a spreadsheet or a script: machine names, ISO days, plain numbers.
pub(crate) struct CsvSheet {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    scope: Vec<(&'static str, String)>,
}

impl CsvSheet {
    /// A sheet with these columns.
    pub(crate) fn new(header: &[&'static str]) -> Self {
        CsvSheet { header: header.to_vec(), rows: Vec::new(), scope: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Repeats in every row what the numbers are made of: a row copied elsewhere still says so.
    pub(crate) fn with_scope(mut self, scope: &Scope) -> Self {
        self.scope = vec![
            ("as_of", scope.day.to_string()),
            ("known", scope.known.map(|day| day.to_string()).unwrap_or_default()),
            ("hidden_report_count", scope.hidden_report_count.to_string()),
            ("report_count", scope.report_count.to_string()),
            ("policy", scope.policy.clone()),
            ("policy_version", scope.policy_version.to_string()),
            ("calendar", scope.calendar.clone()),
            ("provenance", crate::heading::provenance_mark(scope.provenance).to_owned()),
        ];
        self
    }

    /// Repeats in every row only which calendar was used.
    pub(crate) fn with_calendar(mut self, version: &str) -> Self {
        self.scope = vec![("calendar", version.to_owned())];
        self
    }

    /// Writes it in UTF-8, lines ended by CR LF.
    pub(crate) fn write(&self, out: &mut dyn Write) -> Result<(), Failure> {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        let names = self.scope.iter().map(|(name, _)| *name);
        writer.write_record(self.header.iter().copied().chain(names)).map_err(broken)?;
        for row in &self.rows {
            let scope = self.scope.iter().map(|(_, value)| value.as_str());
            let fields = row.iter().map(String::as_str).chain(scope);
            writer.write_record(fields.map(|field| inert(field).into_owned())).map_err(broken)?;
        }
        writer.flush()?;
        Ok(())
    }
}

/// The text so that a spreadsheet does not run it as a formula; a plain number stays one.
///
/// Source: CWE-1236.
fn inert(text: &str) -> Cow<'_, str> {
    let formula =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let runs = text.starts_with(formula) && text.parse::<i64>().is_err();
    if runs { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The writer's error as ours; what is written here has no other.
fn broken(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::Output(error),
        other => Failure::Output(std::io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_quoted_and_numbers_are_not() {
        let mut sheet = CsvSheet::new(&["id", "days", "title"]);
        sheet.push(vec!["T1".into(), "-3".into(), "=HYPERLINK(\"x\")".into()]);
        let mut out = Vec::new();
        sheet.with_calendar("vn-2026.1").write(&mut out).unwrap();
        let expect = "id,days,title,calendar\r\nT1,-3,\"'=HYPERLINK(\"\"x\"\")\",vn-2026.1\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), expect);
    }
}
