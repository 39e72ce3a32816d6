//! Files of other tools, laid into a folder of CSV files or a ledger.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use serde_json::json;
use tiendo::{Finding, Lang, Records, Registry};
use tiendo_formats::annex::Changes;
use tiendo_formats::kind::Kind;
use tiendo_formats::packet;
use tiendo_ledger::ImportOptions;

use super::{changes_text, folder, lay_into};
use crate::Outcome;
use crate::args::{Format, ImportArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::foreign::{self, Unsaid};
use crate::load;
use crate::session::Session;
use crate::table::Tone;
use crate::width;

pub(super) fn run(
    session: &Session,
    args: &ImportArgs,
    file: &Path,
    kind: Kind,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    if args.map.is_some() || args.suggest_map.is_some() {
        let text = session.say(
            "--map và --suggest-map chỉ dùng cho phụ lục Excel và Word",
            "--map and --suggest-map are for annexes in Excel and Word",
        );
        return Err(Failure::Input(text.to_owned()));
    }
    let read = |base: &Registry| {
        let document = args.document.as_deref();
        let unsaid = Unsaid { document, reported_on: args.reported_on, base: Some(base) };
        foreign::read(session, file, kind, &unsaid)
    };
    if session.shared.ledger.is_some() {
        let registry = load::registry(session)?;
        let (mut records, findings) = read(&registry)?;
        if kind == Kind::Packet {
            records = completed(records, &registry);
        }
        if session.format == Format::Table {
            write_read(session, kind, &records, out)?;
            crate::check::write_lines(session, &findings, out)?;
        }
        if args.dry_run {
            return Ok(Outcome::Fine);
        }
        let options = ImportOptions { batch: args.batch, skip_refused: args.skip_refused };
        return crate::ledger::import(session, &records, options, out);
    }
    let folder = folder(session, args)?;
    let (registry, mut own) = load::receiving(session, folder)?;
    let (mut records, findings) = read(&registry)?;
    if kind == Kind::Packet {
        records = completed(records, &registry);
    }
    if session.format == Format::Table {
        write_read(session, kind, &records, out)?;
    }
    let changes = foreign::only_new(&mut records, &registry);
    let folder = folder.filter(|_| !args.dry_run);
    if let Some(folder) = folder
        && !changes.is_nothing()
    {
        // What is merged stands beside agencies and KPIs of the same id unless it takes their places.
        own.agencies.retain(|agency| records.agencies.iter().all(|new| new.id != agency.id));
        own.kpis.retain(|kpi| records.kpis.iter().all(|new| new.id != kpi.id));
        lay_into(session, folder, &mut own, &mut records)?;
    }
    match session.format {
        Format::Json => write_json(kind, &records, changes, &findings, out)?,
        Format::Csv => sheet(session, &findings).write(out)?,
        Format::Table => {
            crate::check::write_lines(session, &findings, out)?;
            let text = changes_text(session, changes, folder);
            session.page.paragraph(out, &width::safe(&text), Tone::Strong)?;
        }
    }
    Ok(Outcome::Fine)
}

/// The records of a packet with the KPIs as the register has them: the packet has no more than their values.
fn completed(packet: Records, registry: &Registry) -> Records {
    let asked: BTreeSet<&str> = packet.kpis.iter().map(|kpi| kpi.id.as_str()).collect();
    let known = registry.kpis().iter().filter(|kpi| asked.contains(kpi.id.as_str()));
    let mut records = Records { kpis: known.cloned().collect(), ..Records::default() };
    packet::lay_over(&mut records, packet);
    records
}

/// What a file holds.
fn write_read(
    session: &Session,
    kind: Kind,
    records: &Records,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let count = |n: usize| figure::count(n as u64, session.lang);
    let (tasks, reports) = (count(records.tasks.len()), count(records.reports.len()));
    let (agencies, kpis) = (count(records.agencies.len()), count(records.kpis.len()));
    let label = foreign::label(kind, session.lang);
    let text = match session.lang {
        Lang::Vi => {
            format!(
                "Đọc {label}: {tasks} nhiệm vụ, {reports} báo cáo, {agencies} cơ quan, {kpis} chỉ tiêu."
            )
        }
        Lang::En => {
            format!(
                "Read {label}: {tasks} tasks, {reports} reports, {agencies} agencies, {kpis} KPIs."
            )
        }
    };
    session.page.paragraph(out, &text, Tone::Plain)
}

fn write_json(
    kind: Kind,
    records: &Records,
    changes: Changes,
    findings: &[Finding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let reply = json!({
        "format": kind.as_str(), "records": records, "findings": findings,
        "changes": changes,
    });
    serde_json::to_writer_pretty(&mut *out, &reply).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// Every finding, for a script.
fn sheet(session: &Session, findings: &[Finding]) -> CsvSheet {
    let mut sheet = CsvSheet::new(&["severity", "code", "line"]);
    for finding in findings {
        sheet.push(vec![
            finding.severity.as_str().to_owned(),
            finding.code.as_str().to_owned(),
            finding.line(session.lang),
        ]);
    }
    sheet
}
