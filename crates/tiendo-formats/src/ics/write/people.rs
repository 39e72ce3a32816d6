//! The agencies of a task by role: who assigned it, who owes it, who helps, who watches.

use std::collections::BTreeSet;
use std::io::{self, Write};

use tiendo::{AddresseeMode, AgencyKind, Evaluation, Lang, Row, Status, Task};

use super::super::OWN;
use super::super::property::Lines;
use super::super::text::address;

/// Keeps servers from sending invitations to addresses that are none (RFC 6638).
const UNSENT: (&str, &str) = ("SCHEDULE-AGENT", "NONE");

/// Writes ORGANIZER and ATTENDEE.
///
/// Of a task addressed to each, every row is an attendee with its own PARTSTAT; the members of a group name it as MEMBER.
pub(super) fn people<W: Write>(
    lines: &mut Lines<W>,
    evaluation: &Evaluation,
    task: &Task,
    rows: &[Row<'_>],
    lang: Lang,
) -> io::Result<()> {
    let each = is_each(rows);
    if task.mode.is_some() || each || task.addressees.len() > 1 {
        let mode = if each { AddresseeMode::Each } else { AddresseeMode::Joint };
        lines.plain(&format!("{OWN}MODE"), &[], task.mode.unwrap_or(mode).as_str())?;
    }
    let mut writer = People { lines, evaluation, lang };
    if let Some(assigner) = &task.assigner {
        writer.person("ORGANIZER", assigner.as_str(), &[])?;
    }
    let role = ("ROLE", "REQ-PARTICIPANT");
    let mut written = BTreeSet::new();
    for (i, addressee) in task.addressees.iter().enumerate() {
        let addressee = addressee.as_str();
        if each && is_group(evaluation, addressee) {
            for row in rows.iter().filter(|row| is_member(evaluation, row, addressee)) {
                if written.insert(row.index()) {
                    writer.row(row, addressee, Some(addressee), role)?;
                }
            }
            continue;
        }
        // A joint task counts for the first addressee alone.
        let own = |row: &&Row<'_>| (!each && i == 0) || row.addressee_id() == Some(addressee);
        match rows.iter().find(own) {
            Some(row) => {
                if written.insert(row.index()) {
                    writer.row(row, addressee, None, role)?;
                }
            }
            None => writer.person("ATTENDEE", addressee, &[role])?,
        }
    }
    for agency in &task.coordinating {
        writer.person("ATTENDEE", agency.as_str(), &[("ROLE", "OPT-PARTICIPANT")])?;
    }
    if let Some(agency) = &task.supervisor {
        writer.person("ATTENDEE", agency.as_str(), &[("ROLE", "NON-PARTICIPANT")])?;
    }
    Ok(())
}

/// Whether a task has a row for each addressee.
fn is_each(rows: &[Row<'_>]) -> bool {
    rows.len() > 1 || rows.first().is_some_and(|row| row.id() != row.task_id())
}

fn is_group(evaluation: &Evaluation, id: &str) -> bool {
    evaluation.registry().agency(id).is_some_and(|agency| agency.kind == AgencyKind::Group)
}

/// Whether a row is that of a member of a group.
fn is_member(evaluation: &Evaluation, row: &Row<'_>, group: &str) -> bool {
    let agency = row.addressee_id().and_then(|id| evaluation.registry().agency(id));
    agency.is_some_and(|agency| agency.member_of.iter().any(|of| of.as_str() == group))
}

struct People<'w, W> {
    lines: &'w mut Lines<W>,
    evaluation: &'w Evaluation,
    lang: Lang,
}

impl<W: Write> People<'_, W> {
    /// The agency that a row counts for, with how far it is.
    fn row(
        &mut self,
        row: &Row<'_>,
        addressee: &str,
        group: Option<&str>,
        role: (&str, &str),
    ) -> io::Result<()> {
        let agency = row.agency_id().unwrap_or(addressee);
        let status = match row.status() {
            Status::DoneOnTime | Status::DoneLate => "COMPLETED",
            Status::Cancelled => "DECLINED",
            _ if row.percent() > 0 => "IN-PROCESS",
            _ => "NEEDS-ACTION",
        };
        let (member, from) = (group.map(address), row.addressee_id().map(address));
        let mut params = vec![role, ("PARTSTAT", status)];
        params.extend(member.as_deref().map(|group| ("MEMBER", group)));
        // Another agency has taken it over from the one that was addressed.
        let moved = row.addressee_id() != Some(agency);
        params.extend(from.as_deref().filter(|_| moved).map(|from| ("DELEGATED-FROM", from)));
        self.person("ATTENDEE", agency, &params)
    }

    fn person(&mut self, name: &str, agency: &str, more: &[(&str, &str)]) -> io::Result<()> {
        let cn = self.evaluation.agency_name(agency, self.lang).unwrap_or(agency);
        let mut params = vec![("CN", cn), UNSENT];
        if name == "ATTENDEE" {
            // An agency is no individual, which is what stands for nothing; only what stands for its members is a group.
            let cutype = if is_group(self.evaluation, agency) { "GROUP" } else { "UNKNOWN" };
            params.push(("CUTYPE", cutype));
        }
        params.extend_from_slice(more);
        self.lines.plain(name, &params, &address(agency))
    }
}
