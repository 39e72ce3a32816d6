//! `deadline`: what an official wording means and its last day.

use std::io::Write;

use tiendo::{Deadline, Finding, Reading, RegistryBuilder};

use crate::Outcome;
use crate::args::{DeadlineArgs, Format};
use crate::check::tone_of;
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::input;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::table::{Column, Table, Tone};
use crate::width;

pub(crate) fn run(
    session: &Session,
    args: &DeadlineArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    if session.format == Format::Json {
        // Neither agencies nor tasks are asked for.
        let registry = RegistryBuilder::new().finish();
        let on = args.on.map(|day| day.to_string());
        return reply::write_each(out, &args.text, |text| {
            let request = Request::new("deadline").with("text", Some(text));
            request.with("on", on.as_deref()).ask(&registry)
        });
    }
    let several = args.text == "-";
    let mut sheet = CsvSheet::new(&["text", "form", "last_day", "firmness", "findings"]);
    let mut table = Table::new(vec![
        Column::cut(session.say("Câu chữ", "Wording"), 16),
        Column::whole(session.say("Dạng", "Form")),
        Column::figure(session.say("Ngày cuối", "Last day")),
        Column::cut(session.say("Lưu ý", "Findings"), 12).spare(1),
    ]);
    input::each_text(&args.text, |text| {
        let reading = Deadline::read(text, args.on);
        match session.format {
            Format::Csv => sheet.push(fields(&reading)),
            _ if several => {
                let day = reading.last_day().map(|day| figure::day(day, session.lang));
                table.push(vec![
                    reading.deadline.text.as_str().into(),
                    reading.deadline.form.word().into(),
                    day.unwrap_or_else(|| "–".to_owned()).into(),
                    messages(session, &reading.findings).into(),
                ]);
            }
            _ => write_card(session, &reading, out)?,
        }
        Ok(())
    })?;
    match session.format {
        Format::Csv => sheet.with_calendar(tiendo::Calendar::viet_nam().version()).write(out)?,
        _ if table.is_empty() => {}
        _ => table.write(out, session.page)?,
    }
    Ok(Outcome::Fine)
}

fn fields(reading: &Reading) -> Vec<String> {
    vec![
        reading.deadline.text.to_string(),
        reading.deadline.form.word().to_owned(),
        reading.last_day().map(|day| day.to_string()).unwrap_or_default(),
        reading.firmness.as_str().to_owned(),
        codes(&reading.findings),
    ]
}

/// The codes of findings in one cell.
pub(crate) fn codes(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>().join(";")
}

/// The sentences of findings in one cell.
pub(crate) fn messages(session: &Session, findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.message(session.lang)).collect::<Vec<_>>().join("; ")
}

fn write_card(session: &Session, reading: &Reading, out: &mut dyn Write) -> Result<(), Failure> {
    let lang = session.lang;
    session.page.paragraph(out, reading.deadline.text.as_str(), Tone::Strong)?;
    let mut table = Table::new(vec![Column::whole(""), Column::cut("", 20)]);
    let day = reading.last_day().map_or_else(
        || session.say("không có", "none").to_owned(),
        |day| format!("{}, {}", figure::day(day, lang), tiendo::Weekday::of(day).label(lang)),
    );
    table.push(vec![session.say("Ngày cuối", "Last day").into(), day.into()]);
    let class = reading.deadline.class().label(lang);
    let form = format!("{} ({class})", reading.deadline.form.word());
    table.push(vec![session.say("Dạng", "Form").into(), form.into()]);
    let firmness = reading.firmness.label(lang);
    table.push(vec![session.say("Tính chất", "Firmness").into(), firmness.into()]);
    let calendar = tiendo::Calendar::viet_nam().version();
    table.push(vec![session.say("Lịch", "Calendar").into(), calendar.into()]);
    table.write_body(out, session.page)?;
    write_findings(session, &reading.findings, out)
}

/// Findings as lines.
pub(crate) fn write_findings(
    session: &Session,
    findings: &[Finding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for finding in findings {
        let severity = finding.severity.label(session.lang);
        let text = format!("{severity}: {}", width::safe(&finding.message(session.lang)));
        session.page.paragraph(out, &text, tone_of(finding.severity))?;
    }
    Ok(())
}
