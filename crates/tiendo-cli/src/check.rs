//! `check`: everything worth knowing about the data; exit code 1 where some of it is an error.

use std::collections::BTreeMap;
use std::io::Write;

use tiendo::{Finding, FindingCode, Severity};

use crate::Outcome;
use crate::args::{CheckArgs, Format};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load::{self, Findings};
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status;
use crate::table::{Cell, Column, Table, Tone};
use crate::width;

pub(crate) fn run(
    session: &Session,
    _: &CheckArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry_with(session, session.shared.simulated, Findings::Kept)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let scope = evaluation.scope();
    let title = format!(
        "{}, {}",
        session.say("Kiểm tra dữ liệu", "Check of the data"),
        heading::until(session, &scope)
    );
    let mut findings = evaluation.check();
    let errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    let found = if errors { Outcome::Errors } else { Outcome::Fine };
    match session.format {
        Format::Json => {
            let request =
                Request::evaluated("check", session, evaluation.as_of())?.in_language(session);
            let reply = request.ask(&registry);
            return Ok(match reply::write_titled(session, out, &title, &scope, &reply)? {
                Outcome::Fine => found,
                refused => refused,
            });
        }
        Format::Csv => sheet(session, &findings).with_scope(&scope).write(out)?,
        Format::Table => {
            heading::write(session, &title, &scope, out)?;
            // The gravest first; the library's order, by code and record, stays within.
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            write_summary(session, &findings, out)?;
            write_lines(session, &findings, out)?;
        }
    }
    Ok(found)
}

/// How many there are of each code.
fn write_summary(
    session: &Session,
    findings: &[Finding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut counts: BTreeMap<(std::cmp::Reverse<Severity>, FindingCode), u64> = BTreeMap::new();
    for finding in findings {
        *counts.entry((std::cmp::Reverse(finding.severity), finding.code)).or_default() += 1;
    }
    if counts.is_empty() {
        let none = session.say("Không có gì cần lưu ý.", "Nothing to report.");
        return session.page.paragraph(out, none, Tone::Good);
    }
    let mut table = Table::new(vec![
        Column::figure(session.say("Số lượng", "Count")),
        Column::whole(session.say("Mức độ", "Severity")),
        Column::cut(session.say("Mã", "Code"), 16),
    ]);
    for ((severity, code), count) in counts {
        table.push(vec![
            figure::count(count, session.lang).into(),
            Cell::toned(severity.0.label(session.lang), tone_of(severity.0)),
            code.as_str().into(),
        ]);
    }
    table.write(out, session.page)?;
    writeln!(out)?;
    Ok(())
}

pub(crate) fn write_lines(
    session: &Session,
    findings: &[Finding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for finding in findings {
        let severity = finding.severity.label(session.lang);
        let line = format!("{severity}: {}", width::safe(&finding.line(session.lang)));
        for (i, part) in
            width::lines(&line, session.page.width.saturating_sub(2)).iter().enumerate()
        {
            let indent = if i == 0 { "" } else { "  " };
            let tone = tone_of(finding.severity);
            let painted = match part.strip_prefix(severity) {
                Some(rest) if i == 0 => format!("{}{rest}", session.page.paint(severity, tone)),
                _ => part.clone(),
            };
            writeln!(out, "{indent}{painted}")?;
        }
    }
    Ok(())
}

/// What a severity means to the eye.
pub(crate) fn tone_of(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Alarm,
        Severity::Warning => Tone::Caution,
        Severity::Note => Tone::Faint,
    }
}

fn sheet(session: &Session, findings: &[Finding]) -> CsvSheet {
    let mut sheet = CsvSheet::new(&[
        "severity",
        "code",
        "kind",
        "id",
        "field",
        "file",
        "file_row",
        "file_column",
        "message",
    ]);
    for finding in findings {
        let place = finding.place.as_ref();
        sheet.push(vec![
            finding.severity.as_str().to_owned(),
            finding.code.as_str().to_owned(),
            finding.kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            finding.id.clone().unwrap_or_default(),
            finding.field.clone().unwrap_or_default(),
            place.map(|p| p.file.clone()).unwrap_or_default(),
            place.map(|p| p.row.to_string()).unwrap_or_default(),
            place.map(|p| p.column.clone()).unwrap_or_default(),
            finding.message(session.lang),
        ]);
    }
    sheet
}
