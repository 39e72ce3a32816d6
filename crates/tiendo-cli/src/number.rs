//! `number`: which document a number as written means.

use std::io::Write;

use tiendo::{DocumentNumber, NumberReading, Registry};

use crate::Outcome;
use crate::args::{Format, NumberArgs};
use crate::csv_sheet::CsvSheet;
use crate::deadline::{codes, messages, write_findings};
use crate::failure::Failure;
use crate::input;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::table::{Cell, Column, Table, Tone};

pub(crate) fn run(
    session: &Session,
    args: &NumberArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    if session.format == Format::Json {
        return reply::write_each(out, &args.text, |text| {
            Request::new("number").with("text", Some(text)).ask(&registry)
        });
    }
    let numbers = registry.documents().iter().filter_map(|document| document.number.as_ref());
    let known: Vec<DocumentNumber> =
        numbers.filter_map(|text| text.as_str().parse().ok()).collect();
    let several = args.text == "-";
    let mut sheet = CsvSheet::new(&["text", "canonical", "readings", "findings"]);
    let mut table = Table::new(vec![
        Column::cut(session.say("Cách viết", "As written"), 14),
        Column::whole(session.say("Số, ký hiệu chuẩn", "Canonical")),
        Column::cut(session.say("Có thể là", "May be"), 10).spare(2),
        Column::cut(session.say("Lưu ý", "Findings"), 12).spare(1),
    ]);
    input::each_text(&args.text, |text| {
        let reading = DocumentNumber::read_among(text, &known);
        match session.format {
            Format::Csv => sheet.push(vec![
                reading.text.clone(),
                reading.canonical().unwrap_or_default(),
                readings(&reading, ";"),
                codes(&reading.findings),
            ]),
            _ if several => table.push(vec![
                reading.text.as_str().into(),
                reading.canonical().unwrap_or_else(|| "–".to_owned()).into(),
                readings(&reading, "; ").into(),
                messages(session, &reading.findings).into(),
            ]),
            _ => write_card(session, &registry, &reading, out)?,
        }
        Ok(())
    })?;
    match session.format {
        Format::Csv => sheet.write(out)?,
        _ if table.is_empty() => {}
        _ => table.write(out, session.page)?,
    }
    Ok(Outcome::Fine)
}

fn readings(reading: &NumberReading, between: &str) -> String {
    reading.readings.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

fn write_card(
    session: &Session,
    registry: &Registry,
    reading: &NumberReading,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let none = || session.say("không xác định", "not settled").to_owned();
    let canonical = reading.canonical().unwrap_or_else(none);
    let label = session.say("Số, ký hiệu chuẩn", "Canonical");
    session.page.paragraph(out, &format!("{label}: {canonical}"), Tone::Strong)?;
    if !reading.readings.is_empty() {
        let mut table = Table::new(vec![
            Column::whole(session.say("Có thể là", "May be")),
            Column::cut(session.say("Văn bản trong dữ liệu", "Document in the register"), 20),
        ]);
        for number in &reading.readings {
            table.push(vec![number.to_string().into(), title(session, registry, number)]);
        }
        table.write(out, session.page)?;
    }
    write_findings(session, &reading.findings, out)
}

/// The title of the first document with this number.
fn title(session: &Session, registry: &Registry, number: &DocumentNumber) -> Cell {
    let same = |text: &tiendo::Text| {
        text.as_str().parse::<DocumentNumber>().is_ok_and(|known| known.same_as(number))
    };
    let document = registry.documents().iter().find(|d| d.number.as_ref().is_some_and(same));
    let Some(document) = document else {
        let none = session.say("không có trong dữ liệu", "not in the register");
        return Cell::toned(none, Tone::Faint);
    };
    match (session.lang, &document.title_en) {
        (tiendo::Lang::En, Some(title)) => title.as_str().into(),
        _ => document.title.as_str().into(),
    }
}
