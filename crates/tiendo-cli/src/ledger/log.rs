//! `log`: what was recorded about a task.

use std::io::Write;

use serde_json::json;
use tiendo_ledger::Access;

use super::open;
use crate::Outcome;
use crate::args::{Format, LogArgs};
use crate::failure::Failure;
use crate::session::Session;
use crate::table::{Cell, Column, Table, Tone};

pub(crate) fn run(
    session: &Session,
    args: &LogArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let ledger = open(session, Access::ReadOnly)?;
    let lines = ledger.log(&tiendo::TaskId::new(&args.task)?)?;
    if session.format == Format::Json {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| {
                json!({
                    "record": line.id.to_string(),
                    "recorded_at": tiendo::day::instant_to_string(line.recorded_at),
                    "actor": line.actor,
                    "kind": line.record.kind(),
                    "body": line.record.to_json(),
                    "corrects": line.corrects.map(|id| id.to_string()),
                    "corrected_by": line.corrected_by.map(|id| id.to_string()),
                })
            })
            .collect();
        serde_json::to_writer_pretty(&mut *out, &json!({ "task": args.task, "log": lines }))
            .map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::whole(session.say("Bản ghi", "Record")),
        Column::whole(session.say("Ghi lúc", "Recorded")),
        Column::cut(session.say("Người ghi", "By"), 8),
        Column::whole(session.say("Loại", "Kind")),
        Column::cut(session.say("Nội dung", "Says"), 20),
    ]);
    for line in &lines {
        let tone = if line.corrected_by.is_some() { Tone::Faint } else { Tone::Plain };
        let mut says = line.record.to_json().to_string();
        if let Some(id) = line.corrects {
            says = format!("{} {id}: {says}", session.say("sửa", "corrects"));
        }
        if let Some(id) = line.corrected_by {
            says = format!("({} {id}) {says}", session.say("đã sửa bởi", "corrected by"));
        }
        table.push(vec![
            line.id.to_string().into(),
            tiendo::day::instant_to_string(line.recorded_at).into(),
            line.actor.as_str().into(),
            line.record.kind().into(),
            Cell::toned(says.as_str(), tone),
        ]);
    }
    table.write(out, session.page)?;
    Ok(Outcome::Fine)
}
