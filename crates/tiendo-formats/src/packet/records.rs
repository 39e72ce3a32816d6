//! From a packet to records: what it says that a register can hold.

use std::collections::HashMap;

use tiendo::{
    AgencyId, Direction, FindingCode, Kpi, KpiId, KpiPoint, Measurement, Provenance, RecordKind,
    Records, Report, ReportId, ReportKind, Status, TaskId, Text,
};

use super::{Entry, Packet, PacketKind};
use crate::table::Log;

/// `lines` are the places of the entries.
pub(super) fn of(packet: &Packet, lines: &[u64], log: &mut Log) -> Records {
    let mut records = Records::default();
    let (mut seen, mut reports) = (HashMap::new(), HashMap::new());
    for (entry, line) in packet.entries.iter().zip(lines.iter().copied()) {
        match packet.kind {
            PacketKind::Reports => {
                let Some(report) = report(packet, entry, line, log) else { continue };
                // Of one task, agency and day there is one report.
                if let Some(first) = reports.get(&report.id) {
                    let finding = log.at(FindingCode::DuplicateId, line, "code");
                    log.push(finding.arg("id", &report.id).arg("row", first));
                } else {
                    reports.insert(report.id.clone(), line);
                    records.reports.push(report);
                }
            }
            PacketKind::Kpis => {
                if let Some(first) = seen.get(entry.code.as_str()) {
                    let finding = log.at(FindingCode::DuplicateId, line, "code");
                    log.push(finding.arg("id", &entry.code).arg("row", first));
                    continue;
                }
                seen.insert(entry.code.as_str(), line);
                records.kpis.extend(kpi(packet, entry, line, log));
            }
            PacketKind::Figures => not_kept(line, "value", log),
        }
    }
    records
}

fn not_kept(line: u64, field: &str, log: &mut Log) {
    let finding = |log: &Log| log.at(FindingCode::ColumnNotKept, line, field).arg("column", field);
    log.habit("", finding, FindingCode::ColumnNotKept, field);
}

/// The text as an id; what is none is told, and its entry is not read.
fn id<I: for<'t> TryFrom<&'t str>>(text: &str, line: u64, field: &str, log: &mut Log) -> Option<I> {
    let id = I::try_from(text).ok();
    if id.is_none() {
        let finding = log.at(FindingCode::IdInvalid, line, field);
        log.push(finding.field(field).arg("value", text));
    }
    id
}

fn text(text: &str, line: u64, field: &str, log: &mut Log) -> Option<Text> {
    let read = Text::new(text).ok();
    if read.is_none() {
        log.push(log.at(FindingCode::CellNul, line, field).field(field).arg("value", text));
    }
    read
}

fn report(packet: &Packet, entry: &Entry, line: u64, log: &mut Log) -> Option<Report> {
    let task: TaskId = id(&entry.code, line, "code", log)?;
    let is_done = Status::parse(&entry.status).is_some_and(Status::is_done);
    // Nobody reported: there is nothing to say, and nothing is lost. What is done needs no percent.
    if entry.value.is_none() && !is_done {
        return None;
    }
    let Some(on) = entry.day.or(packet.head.day) else {
        log.push(log.at(FindingCode::CellMissing, line, "day").field("day"));
        return None;
    };
    let kind = if is_done { ReportKind::Complete } else { ReportKind::Progress };
    let is_percent = |value: &f64| (0.0..=100.0).contains(value) && value.fract() == 0.0;
    if let Some(value) = entry.value.filter(|value| !is_percent(value)) {
        let finding = log.at(FindingCode::NumberOutside, line, "value").field("value");
        log.push(finding.arg("value", value).arg("min", 0).arg("max", 100));
        return None;
    }
    let addressee = match entry.breakdown.get("addressee") {
        Some(addressee) => Some(id::<AgencyId>(addressee, line, "addressee", log)?),
        None => None,
    };
    let by = match entry.organisation.as_str() {
        "" => None,
        organisation => Some(id::<AgencyId>(organisation, line, "organisation", log)?),
    };
    let whom = addressee.as_ref().or(by.as_ref()).map_or("", AgencyId::as_str);
    let name: ReportId = id(&format!("{task}/{whom}@{on}"), line, "code", log)?;
    let mut report = Report::new(name, task, kind, on);
    // Checked to lie within 0 and 100, without a fraction.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let percent = entry.value.map(|value| value as u8);
    report.percent = percent;
    (report.addressee, report.by) = (addressee, by);
    if packet.head.is_simulated() {
        report.provenance = Provenance::Simulated;
    }
    Some(report)
}

fn kpi(packet: &Packet, entry: &Entry, line: u64, log: &mut Log) -> Option<Kpi> {
    let code: KpiId = id(&entry.code, line, "code", log)?;
    let name = if entry.name.is_empty() { &entry.code } else { &entry.name };
    let name = text(name, line, "name", log)?;
    let direction = if entry.direction.is_empty() { "unstated" } else { &entry.direction };
    if entry.direction.is_empty() {
        let finding = |log: &Log| {
            let finding = log.at(FindingCode::ValueUnstated, line, "direction").field("direction");
            finding.about(RecordKind::Kpi, &entry.code).arg("value", direction)
        };
        log.habit("", finding, FindingCode::ValueUnstated, "direction");
    }
    let mut kpi = Kpi::new(code, name, Direction::parse(direction));
    if !entry.unit.is_empty() {
        kpi.unit = Some(text(&entry.unit, line, "unit", log)?);
    }
    if !entry.organisation.is_empty() {
        kpi.owner = Some(id(&entry.organisation, line, "organisation", log)?);
    }
    if let Some(whole) = entry.breakdown.get("part_of") {
        kpi.part_of = Some(id(whole, line, "part_of", log)?);
    }
    match (entry.value, entry.day.or(packet.head.day)) {
        (Some(value), Some(on)) => kpi.measurements = vec![Measurement::new(on, value)],
        (Some(_), None) => log.push(log.at(FindingCode::CellMissing, line, "day").field("day")),
        (None, _) => {}
    }
    match (entry.target, packet.head.day) {
        (Some(value), Some(day)) => kpi.targets = vec![KpiPoint { day, value }],
        // It is that of the packet's own day.
        (Some(value), None) => {
            let finding = log.at(FindingCode::CellUnread, line, "target").field("target");
            log.push(finding.arg("value", value));
        }
        (None, _) => {}
    }
    Some(kpi)
}
