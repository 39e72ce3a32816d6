//! Plan 02: the phases and task groups as its sources word them.

use tiendo::{GroupId, Phase, PhaseId, Plan, TaskGroup, Text, plan};

use crate::error::Error;
use crate::plan02::table::Table;

/// The plan with the collector's names and dates, checked against the plan that the core builds in.
///
/// Two wordings of the urgent phase's limit exist ('until 30 June', 'before 1 July'); the one that
/// the core has is taken, and both mean 30 June 2025.
pub(crate) fn make(phases: &Table, groups: &Table) -> Result<Vec<Plan>, Error> {
    let built_in = plan::plan02()?;
    let mut made = Plan { phases: Vec::new(), groups: Vec::new(), ..built_in.clone() };
    for row in phases.rows() {
        let id = row.read("id", PhaseId::new)?;
        let wording = row.text("deadline_text_vi")?;
        let expected = built_in.phases.iter().find(|phase| phase.id == id);
        let expected = expected.ok_or_else(|| row.wrong(&format!("no phase '{id}' built in")))?;
        let seen = made.phases.iter().any(|phase| phase.id == id);
        if seen || wording != expected.deadline.text {
            continue;
        }
        made.phases.push(Phase {
            id,
            name: row.text("name_vi")?,
            name_en: row.maybe("name_en", Text::new)?,
            starts_on: row.day("start_date")?,
            deadline: expected.deadline.clone(),
        });
    }
    for row in groups.rows() {
        if row.cell("document_id")? != made.document.as_str() {
            return Err(row.wrong("a group of another document"));
        }
        made.groups.push(TaskGroup {
            id: row.read("id", GroupId::new)?,
            name: row.text("name_vi")?,
            name_en: row.maybe("name_en", Text::new)?,
        });
    }
    let same_phases = made
        .phases
        .iter()
        .map(|phase| (&phase.id, phase.starts_on))
        .eq(built_in.phases.iter().map(|phase| (&phase.id, phase.starts_on)));
    let same_groups =
        made.groups.iter().map(|group| &group.id).eq(built_in.groups.iter().map(|group| &group.id));
    if !same_phases || !same_groups {
        return Err(Error::Table("phases or groups differ from plan::plan02()".to_owned()));
    }
    Ok(vec![made])
}
